/* fold: expressions over groups of rows that are not kept: rows come in batches from their source (deferred.h), which may run the first steps itself,
 * go through the steps that need no other row, and leave their traces in the states of aggregates (aggregate_state.h). Parts are put together in
 * their order, so that the result is the same on any number of cores. */
#ifndef CHARTC_FOLD_H
#define CHARTC_FOLD_H

#include "deferred.h"

typedef struct FoldQuery {
    Arena *arena;
    const IrStep *const *steps; /* of the table and of the layer, in turn: fold_takes_step for each */
    size_t n_steps;
    const Expr *const *keys; /* what makes a group; none: all rows are one */
    size_t n_keys;
    const Expr *const *exprs; /* over each group: keys, aggregates, and what is made of them */
    size_t n_exprs;
    const Expr *const *bins; /* bin() calls of positions, at most two: each bin is a group more (fold_bins.h), and the only aggregate is count() */
    size_t n_bins;
} FoldQuery;

/* Whether a step looks at one row at a time. */
bool fold_takes_step(const IrStep *step);
/* Whether all aggregates have states, and nothing else of the rows is looked at but the keys. */
bool fold_takes(const FoldQuery *query);
/* The rows behind the leading steps that the source runs itself, and the query of what is left to do with them; NULL: it runs none. */
Deferred *fold_push(Deferred *deferred, const FoldQuery *query, FoldQuery *rest);
/* columns[i] becomes exprs[i], one value a group, groups in the order of their first rows. False, with nothing reported, when it has to be done the
 * other way, with all rows at hand: a file that is not right, a column of another type than its first rows, no row left by the steps. */
bool fold_run(Arena *arena, Deferred *deferred, const FoldQuery *query, Column *columns, size_t *n_groups);

#endif
