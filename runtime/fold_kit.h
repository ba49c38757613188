/* fold_kit: what the files that fold rows share; others see fold.h. */
#ifndef CHARTC_FOLD_KIT_H
#define CHARTC_FOLD_KIT_H

#include "fold.h"

typedef VEC(const Expr *) Aggregates;

/* All different aggregates of the query's expressions. */
void fold_add_aggregates(Arena *arena, const FoldQuery *query, const Expr *expr, Aggregates *out);
/* The row-wise steps on one batch: false when they make trouble, which has to be told by a run over all rows. A batch may well be left with no row.
 */
bool fold_run_steps(const FoldQuery *query, Arena *scratch, Table *batch);
/* A column of values; texts that category() made of numbers keep them. */
Column fold_column(Arena *arena, ValueType type, const Value *values, size_t n);
/* The query's expressions over a table of its keys and, behind them, its aggregates, in turn; the table's columns have names. */
void fold_finish(Arena *arena, const FoldQuery *query, const Aggregates *aggregates, const Table *table, Column *columns);

#endif
