/* check_run: the claims of `check` statements (rule 24): each holds for each group of its table; an empty table fails. */
#include "plot.h"

#include <math.h>

static Str group_name(Arena *arena, const IrCheck *check, const Column *keys, size_t row)
{
    Buf out = {.arena = arena};
    for (size_t i = 0; i < check->by.n; i++)
        buf_printf(&out, "%s%.*s = %.*s", i ? ", " : "", STR_FMT(expr_print(arena, check->by.at[i])),
                   STR_FMT(value_str(arena, column_value(&keys[i], row))));
    return str_slice(buf_c(&out), out.n);
}

/* The values that the claim is about, for the group that breaks it: at most eight of each column. */
static void show_values(void *user, const Expr *column);

typedef struct Shown {
    Arena *arena;
    Report *report;
    Diagnostic *error;
    const Table *table;
    const Groups *groups;
    size_t group;
    Map seen;
} Shown;

static void show_values(void *user, const Expr *column)
{
    Shown *shown = user;
    MapEntry *entry = map_put(&shown->seen, column->column);
    if (entry->value)
        return;
    entry->value = shown;
    const Column *values = table_find(shown->table, column->column);
    Buf out = {.arena = shown->arena};
    size_t n = 0;
    for (size_t i = 0; i < values->n; i++) {
        if (shown->groups->group_of[i] != shown->group || n++ >= 8)
            continue;
        buf_printf(&out, "%s%.*s", n > 1 ? ", " : "", STR_FMT(value_str(shown->arena, column_value(values, i))));
    }
    report_hint(shown->report, shown->error, "`%.*s` is %.*s%s", STR_FMT(column->column), STR_FMT(buf_str(&out)), n > 8 ? " ..." : "");
}

static bool run_one(Arena *arena, Report *report, const IrCheck *check, const Table *table)
{
    Column *keys = ARENA_ARRAY(arena, check->by.n, Column);
    for (size_t i = 0; i < check->by.n; i++)
        keys[i] = expr_eval(arena, check->by.at[i], table);
    Groups groups = groups_by(arena, keys, check->by.n, table->n_rows);
    bool is_aggregate = expr_has_aggregate(check->claim);
    Column holds = is_aggregate ? expr_eval_groups(arena, check->claim, table, &groups) : expr_eval(arena, check->claim, table);
    for (size_t i = 0; i < holds.n; i++) {
        if (!isnan(holds.numbers[i]) && holds.numbers[i] != 0)
            continue;
        size_t row = is_aggregate ? (groups.n_rows ? groups.first_row[i] : 0) : i;
        size_t group = is_aggregate ? i : groups.n_rows ? groups.group_of[i] : 0;
        Str where = check->by.n ? str_printf(arena, " for %.*s", STR_FMT(group_name(arena, check, keys, row))) : STR("");
        if (!is_aggregate)
            where = str_printf(arena, "%.*s in row %zu", STR_FMT(where), i + 1);
        Str message = STR("");
        if (check->message) {
            Column texts = expr_eval_groups(arena, check->message, table, &groups);
            message = str_printf(arena, ": %.*s", STR_FMT(value_str(arena, column_value(&texts, group))));
        }
        Diagnostic *error = report_add(report, REPORT_E0602, check->node.span, "the check does not hold%.*s%.*s", STR_FMT(where), STR_FMT(message));
        Span span = is_aggregate ? SPAN_NONE : table_row_span(report->sources, table, i);
        if (span.source)
            report_label(report, error, span, "this row");
        Shown shown = {arena, report, error, table, &groups, group, {.arena = arena}};
        if (is_aggregate)
            expr_each_column(check->claim, show_values, &shown);
        return false;
    }
    return true;
}

bool checks_run(Arena *arena, Report *report, const IrFigure *figure, const Table *tables)
{
    bool all_hold = true;
    for (size_t i = 0; i < figure->checks.n; i++) {
        const IrCheck *check = figure->checks.at[i];
        all_hold &= run_one(arena, report, check, &tables[check->table]);
    }
    return all_hold;
}
