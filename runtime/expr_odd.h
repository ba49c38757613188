/* expr_odd: texts that an expression is to read as numbers or dates, and that are none. */
#ifndef CHARTC_EXPR_ODD_H
#define CHARTC_EXPR_ODD_H

#include "expr.h"

/* Looks for calls of number() and date() below the expression and tells how many texts of the table they cannot read: a warning, an error when they
 * can read none. False after an error. The values themselves are missing. */
bool expr_report_odd(Report *report, Arena *arena, const Expr *expr, const Table *table);

#endif
