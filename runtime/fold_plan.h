/* fold_plan: which tables of a figure need not be kept: all that is drawn from them are aggregates that can be folded (fold.h). */
#ifndef CHARTC_FOLD_PLAN_H
#define CHARTC_FOLD_PLAN_H

#include "fold.h"

/* What is evaluated over groups: of proportion() and density() the count. */
const Expr *fold_counted(const Expr *expr);
/* An aggregated layer as a query over its table's file: exprs are its channels' value, lo and hi, in turn, those that are there and are no constants.
 */
/* Behind them stand the values of the chart's facets that the layer has: of columns (or wrapped panels), of rows. */
FoldQuery fold_layer_query(Arena *arena, const IrFigure *figure, const IrChart *chart, const IrLayer *layer);
/* A claim, over the groups in which it must hold. */
FoldQuery fold_check_query(Arena *arena, const IrFigure *figure, const IrCheck *check);
/* The layer whose query tells which panels there are: it has all rows of the chart's table and both facets. NULL: none. */
const IrLayer *fold_facet_layer(const IrChart *chart);
/* Whether table number `table`, a file's, can stay there: every layer and claim on it is such a query, facets are columns of which titles and panels
 * ask no more, and nobody else asks for its rows (orders by value, other titles, other tables). */
bool fold_can_stay(Arena *arena, const IrFigure *figure, int table);

#endif
