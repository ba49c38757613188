/* deferred: rows that wait in their source until it is known what is asked of them: all of them, one batch after the other, or what some leading
 * steps leave. Each kind of source (source_kind.h) that has many rows makes these; nobody else knows what stands behind them. */
#ifndef CHARTC_DEFERRED_H
#define CHARTC_DEFERRED_H

#include "ir.h"
#include "work.h"

/* Takes some rows, as a table with the promised columns that is gone when it returns; texts of its dictionaries too. Called on any thread, parts in
 * any order; `part` is below `most_batches`, and in the order of the rows. */
typedef void BatchTake(void *user, WorkPlace *place, size_t part, const Table *batch);

/* What a kind of source can do with rows that it has left. Memory is that of the reading's arena. */
typedef struct DeferredHooks {
    /* All rows, told of what is not right with them (false then). Columns may turn out to be others than were promised. */
    bool (*read)(Deferred *deferred, Table *table);
    size_t (*most_batches)(const Deferred *deferred);
    /* Gives all rows to `take`, keeping none. False, with nothing told, where rows are not right or not as promised: whoever has taken batches
     * forgets them and asks for `read`, which tells. May be called again. */
    bool (*batches)(Deferred *deferred, BatchTake *take, void *user);
    /* The rows that the first *n_taken of the steps leave, as rows of their own, whose `read` and `batches` run the steps in the source. NULL: it
     * takes none. Only steps that give there what steps_run gives here, cell by cell, in the same order of rows. Where a row is met that is not
     * right, or none is left, they fail with nothing told: the steps are then run here. NULL hook: a source that takes none. */
    Deferred *(*push)(Deferred *deferred, const IrStep *const *steps, size_t n_steps, size_t *n_taken);
} DeferredHooks;

/* The head of what a kind keeps to go on. */
struct Deferred {
    const DeferredHooks *hooks;
    Table promised;         /* the columns as the first rows have them: names and types, no rows */
    Report *report;         /* where `read` tells */
    const void *folded_for; /* whose fold (fold.h) of these rows is known */
    void *folded;
    bool is_read, is_good;
    Table whole;
    Diagnostic **told; /* what it told, once more for each who asks after the report was emptied */
    size_t n_told;
};

/* Reads all rows (once; a second call gives the same). False after a reported error, or, with nothing reported, when a column is not what was
 * promised: whoever relied on it has to begin anew. */
bool deferred_read(Deferred *deferred, Table *table);
/* deferred->hooks->push, where there is one and there are steps. */
Deferred *deferred_push(Deferred *deferred, const IrStep *const *steps, size_t n_steps, size_t *n_taken);

#endif
