/* filter_hint: what a filter that keeps no row could have meant; see filter_hint.h. */
#include "filter_hint.h"

#include "suggest.h"

#include <math.h>

enum { MOST_WORDS = 1000, SHOWN_WORDS = 8 };

static bool keeps_any(Arena *arena, const Expr *condition, const Table *table)
{
    Column keep = expr_eval(arena, condition, table);
    for (size_t i = 0; i < table->n_rows; i++)
        if (!isnan(keep.numbers[i]) && keep.numbers[i] != 0)
            return true;
    return false;
}

/* The texts of a column, each once, in the order of the rows. */
static size_t words_of(Arena *arena, const Column *column, Str *words)
{
    size_t n = 0;
    bool *is_seen = ARENA_ARRAY(arena, column->dict->n, bool);
    for (size_t i = 0; i < column->n && n < MOST_WORDS; i++) {
        uint32_t code = column->codes[i];
        if (code == CODE_MISSING || is_seen[code])
            continue;
        is_seen[code] = true;
        words[n++] = column->dict->words[code];
    }
    return n;
}

static void hint_words(Arena *arena, Report *report, Diagnostic *error, const Column *column, const Expr *literal)
{
    Str *words = ARENA_ARRAY(arena, MOST_WORDS, Str);
    size_t n = words_of(arena, column, words);
    Str near = suggest_name(literal->value.text, words, n);
    if (near.at)
        report_fix(report, error, literal->span, str_printf(arena, "\"%.*s\"", STR_FMT(near)), "did you mean \"%.*s\"?", STR_FMT(near));
    else if (n)
        report_hint(report, error, "`%.*s` is %.*s", STR_FMT(column->name), STR_FMT(suggest_list(arena, words, n, SHOWN_WORDS)));
}

static void hint_ends(Arena *arena, Report *report, Diagnostic *error, const Column *column)
{
    ColumnSummary summary = column_summary(arena, column);
    Value least = {.type = column->type, .number = summary.lo}, greatest = {.type = column->type, .number = summary.hi};
    if (summary.lo <= summary.hi)
        report_hint(report, error, "`%.*s` is in %.*s..%.*s", STR_FMT(column->name), STR_FMT(value_str(arena, least)),
                    STR_FMT(value_str(arena, greatest)));
}

void filter_hint(Arena *arena, Report *report, Diagnostic *error, const Expr *condition, const Table *table)
{
    if (condition->kind != EXPR_CALL || condition->n_args < 2)
        return;
    if (condition->function == FUNCTION_AND) {
        for (size_t i = 0; i < condition->n_args; i++)
            filter_hint(arena, report, error, condition->args[i], table);
        return;
    }
    bool is_comparison = condition->function >= FUNCTION_EQ && condition->function <= FUNCTION_GE;
    const Expr *name = condition->args[0], *literal = condition->args[1];
    if (is_comparison && name->kind == EXPR_LITERAL) {
        name = condition->args[1];
        literal = condition->args[0];
    }
    bool is_simple = (is_comparison || condition->function == FUNCTION_IN) && name->kind == EXPR_COLUMN && literal->kind == EXPR_LITERAL;
    const Column *column = is_simple ? table_find(table, name->column) : NULL;
    if (!column || keeps_any(arena, condition, table))
        return;
    if (column->type == TYPE_TEXT && literal->type == TYPE_TEXT)
        hint_words(arena, report, error, column, literal);
    else if (column->type == TYPE_NUMBER || column->type == TYPE_TIME)
        hint_ends(arena, report, error, column);
}
