/* expr_odd: see expr_odd.h. */
#include "expr_odd.h"

static bool report_call(Report *report, Arena *arena, const Expr *call, const Table *table)
{
    Column texts = expr_eval(arena, call->args[0], table), values = expr_eval(arena, call, table);
    size_t n_texts = 0, n_odd = 0, first = 0;
    for (size_t i = 0; i < table->n_rows; i++) {
        if (column_is_missing(&texts, i))
            continue;
        n_texts++;
        if (column_is_missing(&values, i) && n_odd++ == 0)
            first = i;
    }
    if (n_odd == 0)
        return true;
    bool is_number = call->function == FUNCTION_NUMBER;
    Str what = expr_print(arena, call->args[0]), odd = column_value(&texts, first).text;
    const char *format = !is_number && call->n_args > 1 ? " of this format" : "";
    Diagnostic *told;
    if (n_odd == n_texts)
        told = report_add(report, REPORT_E0610, call->span, "`%.*s` holds no %s%s: the first value is `%.*s`", STR_FMT(what),
                          is_number ? "number" : "date", format, STR_FMT(odd));
    else
        told = report_add(report, REPORT_W0611, call->span, "%zu of %zu values of `%.*s` are no %s%s and count as missing: the first is `%.*s`",
                          n_odd, n_texts, STR_FMT(what), is_number ? "number" : "date", format, STR_FMT(odd));
    Span span = table_row_span(table, first);
    if (span.source)
        report_label(report, told, span, "`%.*s` stands here", STR_FMT(odd));
    if (!is_number && call->n_args == 1)
        report_hint(report, told, "say how it is written: date(%.*s, \"%%d.%%m.%%Y\")", STR_FMT(what));
    return n_odd < n_texts;
}

bool expr_report_odd(Report *report, Arena *arena, const Expr *expr, const Table *table)
{
    bool is_good = true;
    for (size_t i = 0; i < expr->n_args; i++)
        is_good = expr_report_odd(report, arena, expr->args[i], table) && is_good;
    bool reads_text = expr->kind == EXPR_CALL && (expr->function == FUNCTION_NUMBER || expr->function == FUNCTION_DATE) &&
                      expr->args[0]->type == TYPE_TEXT;
    if (!reads_text || expr_is_constant(expr) || expr_has_aggregate(expr) || expr_has_window(expr))
        return is_good;
    return report_call(report, arena, expr, table) && is_good;
}
