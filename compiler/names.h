/* names: titles that nobody wrote. */
#ifndef CHARTC_NAMES_H
#define CHARTC_NAMES_H

#include "../runtime/expr.h"

/* Rule 22: the column's name as it is, `mean of accuracy` for aggregates, else the expression. */
static inline Str channel_title(Arena *arena, const Expr *expr)
{
    bool is_call = expr->kind == EXPR_CALL;
    if (is_call && (expr->function == FUNCTION_CATEGORY || expr->function == FUNCTION_FORMAT || expr->function == FUNCTION_BIN))
        return channel_title(arena, expr->args[0]);
    if (is_call && function_row(expr->function)->class == CLASS_AGGREGATE && expr->n_args == 1 && expr->args[0]->kind == EXPR_COLUMN)
        return str_printf(arena, "%s of %.*s", function_row(expr->function)->name, STR_FMT(expr->args[0]->column));
    if (is_call && expr->n_args == 0 && (expr->function == FUNCTION_COUNT || expr_is_measure(expr)))
        return str_from(function_row(expr->function)->name);
    return expr_print(arena, expr);
}

#endif
