/* filter_hint: what a filter that keeps no row could have meant. */
#ifndef CHARTC_FILTER_HINT_H
#define CHARTC_FILTER_HINT_H

#include "expr.h"
#include "report.h"

/* Adds to the error what the columns hold that the condition compares with constants, and a text that is near. `table` has rows. */
void filter_hint(Arena *arena, Report *report, Diagnostic *error, const Expr *condition, const Table *table);

#endif
