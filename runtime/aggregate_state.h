/* aggregate_state: aggregates that can be computed in parts: a state of fixed size a group takes rows batch by batch, states of the same groups
 * merge, finishing makes the values. Sums are kept in twice the precision of what is made of them, so that how rows are cut into batches does
 * not show; covariances, correlations and r2 alone may differ in the last digit. Median, quantile, mode, distinct, unique, rising and falling need
 * all rows at once: aggregate.h. */
#ifndef CHARTC_AGGREGATE_STATE_H
#define CHARTC_AGGREGATE_STATE_H

#include "expr.h"

typedef struct AggregateStates {
    Arena *arena;
    FunctionId function;
    ValueType result;
    size_t n_groups, room;
    size_t n_slots; /* numbers a group; see aggregate_state.c */
    double *slots;
    Value *values;     /* what first, last, argmax, text extremes and constant have found; else NULL */
    double n_rows;     /* taken so far */
    double parameter;  /* ci_low, ci_high: the level */
    double degrees, t; /* the quantile of Student's t that was looked up last */
} AggregateStates;

/* False for aggregates that need all rows at once. */
bool aggregate_has_states(FunctionId function);
AggregateStates aggregate_states(Arena *arena, FunctionId function, ValueType result, const Column *args, size_t n_args);
/* Takes a batch: `args` are columns of groups->n_rows rows; group numbers keep their meaning from batch to batch, and there may be more of them
 * than before. */
void aggregate_states_add(AggregateStates *states, const Column *args, size_t n_args, const Groups *groups);
/* Takes what `other` has found, in rows that come behind those of `states`; group g there is group group_of[g] here, below n_groups. */
void aggregate_states_merge(AggregateStates *states, const AggregateStates *other, const uint32_t *group_of, size_t n_groups);
/* One value for each of n_groups groups (those that met no row too). */
Column aggregate_states_finish(AggregateStates *states, size_t n_groups);

#endif
