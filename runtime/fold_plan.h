/* fold_plan: which tables of a figure need not be kept: all that is drawn from them are aggregates that can be folded (fold.h). */
#ifndef CHARTC_FOLD_PLAN_H
#define CHARTC_FOLD_PLAN_H

#include "fold.h"

/* An aggregated layer as a query over its table's file: exprs are its channels' value, lo and hi, in turn, those that are there and are no constants.
 */
FoldQuery fold_layer_query(Arena *arena, const IrFigure *figure, const IrLayer *layer);
/* Whether table number `table`, a file's, can stay there: every layer on it is such a query, and nobody else asks for its rows (facets, panels'
 * conditions, orders by value, checks, titles, other tables). */
bool fold_can_stay(Arena *arena, const IrFigure *figure, int table);

#endif
