/* steps_shape: unpivot and pivot: columns to rows and rows to columns. */
#include "steps_kit.h"

#include "dict.h"
#include "limit.h"

#include <math.h>

static bool has_room(const StepRun *run, double n_rows)
{
    return limit_keeps(run->report, LIMIT_ROWS, run->step->node.span, n_rows, "`%s` makes %.0f rows", IR_WORD_TEXT(StepKind, run->step->kind),
                       n_rows);
}

/* --- unpivot ------------------------------------------------------------------------------------------------------ */

static Column interleave(const StepRun *run, const Column *const *columns, size_t n)
{
    size_t n_rows = run->table->n_rows;
    Column out = {.type = columns[0]->type, .n = n_rows * n};
    if (out.type != TYPE_TEXT) {
        double *numbers = ARENA_ARRAY(run->arena, out.n, double);
        for (size_t k = 0; k < n; k++)
            for (size_t i = 0; i < n_rows; i++)
                numbers[i * n + k] = columns[k]->numbers[i];
        out.numbers = numbers;
        return out;
    }
    uint32_t *codes = ARENA_ARRAY(run->arena, out.n, uint32_t), **united = ARENA_ARRAY(run->arena, n, uint32_t *);
    out.dict = dict_unite(run->arena, columns, n, united);
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < n_rows; i++) {
            uint32_t code = columns[k]->codes[i];
            codes[i * n + k] = code == CODE_MISSING ? CODE_MISSING : united[k][code];
        }
    out.codes = codes;
    return out;
}

bool run_unpivot(StepRun *run)
{
    const IrStep *step = run->step;
    size_t n = step->items.n, n_rows = run->table->n_rows;
    if (!has_room(run, (double)n * (double)n_rows))
        return false;
    const Column **columns = ARENA_ARRAY(run->arena, n, const Column *);
    Str *names = ARENA_ARRAY(run->arena, n, Str);
    for (size_t k = 0; k < n; k++) {
        names[k] = step->items.at[k]->expr->column;
        columns[k] = table_find(run->table, names[k]);
    }
    Column cells = interleave(run, columns, n), words = column_from_texts(run->arena, STR_NONE, names, n);
    uint32_t *rows = ARENA_ARRAY(run->arena, n * n_rows, uint32_t), *which = ARENA_ARRAY(run->arena, n * n_rows, uint32_t);
    for (size_t i = 0; i < n * n_rows; i++) {
        rows[i] = (uint32_t)(i / n);
        which[i] = (uint32_t)(i % n);
    }
    Table rest = *run->table;
    rest.columns = ARENA_ARRAY(run->arena, rest.n_columns, Column);
    rest.n_columns = 0;
    for (size_t i = 0; i < run->table->n_columns; i++) {
        bool is_taken = false;
        for (size_t k = 0; k < n; k++)
            is_taken |= columns[k] == &run->table->columns[i];
        if (!is_taken)
            rest.columns[rest.n_columns++] = run->table->columns[i];
    }
    *run->table = table_pick(run->arena, &rest, rows, n * n_rows);
    put_column(run, column_pick(run->arena, &words, which, n * n_rows), step->name, ir_span(step, IR_FIELD_Step_name));
    put_column(run, cells, step->value, ir_span(step, IR_FIELD_Step_value));
    return true;
}

/* --- pivot -------------------------------------------------------------------------------------------------------- */

/* Which of the step's items each group of equal names is; ROW_NONE: none. */
static uint32_t *find_items(const StepRun *run, const Column *names, const Groups *groups)
{
    const IrStep *step = run->step;
    uint32_t *items = ARENA_ARRAY(run->arena, groups->n_groups, uint32_t);
    for (size_t g = 0; g < groups->n_groups; g++) {
        Value value = column_value(names, groups->first_row[g]);
        items[g] = ROW_NONE;
        for (size_t k = 0; k < step->items.n && items[g] == ROW_NONE; k++)
            if (value_eq(step->items.at[k]->expr->value, value))
                items[g] = (uint32_t)k;
    }
    return items;
}

static void report_unlisted(const StepRun *run, const Column *names, size_t row)
{
    Value value = column_value(names, row);
    Str text = value_str(run->arena, value);
    Diagnostic *error = report_add(run->report, REPORT_E0605, run->step->node.span, "the pivot lists no column for `%.*s` = %.*s",
                                   STR_FMT(run->step->name), STR_FMT(text));
    Span span = table_row_span(run->table, row);
    if (span.source)
        report_label(run->report, error, span, "this row");
    if (value.is_missing)
        report_hint(run->report, error, "leave such rows out first: filter not missing(%.*s)", STR_FMT(run->step->name));
    else
        report_hint(run->report, error, "add it to the list, or leave its rows out with a filter");
}

static void report_two_rows(const StepRun *run, const Column *names, size_t first, size_t second)
{
    Buf where = {.arena = run->arena};
    Str group = step_group_name(run, second);
    buf_printf(&where, "%.*s%s%.*s = %.*s", STR_FMT(group), group.n ? ", " : "", STR_FMT(run->step->name),
               STR_FMT(value_str(run->arena, column_value(names, second))));
    Diagnostic *error = report_add(run->report, REPORT_E0604, run->step->node.span, "the pivot finds two rows for one cell: %.*s",
                                   STR_FMT(buf_str(&where)));
    const Span spans[] = {table_row_span(run->table, first), table_row_span(run->table, second)};
    if (spans[0].source)
        report_label(run->report, error, spans[0], "one row");
    if (spans[1].source)
        report_label(run->report, error, spans[1], "another");
    Buf keys = {.arena = run->arena};
    for (size_t i = 0; i < run->step->keys.n; i++)
        buf_printf(&keys, "%.*s, ", STR_FMT(run->step->keys.at[i]->name));
    report_hint(run->report, error, "make one row of them first: summarize %.*s = mean(%.*s) by %.*s%.*s", STR_FMT(run->step->value),
                STR_FMT(run->step->value), STR_FMT(buf_str(&keys)), STR_FMT(run->step->name));
}

bool run_pivot(StepRun *run)
{
    const IrStep *step = run->step;
    const Column *names = table_find(run->table, step->name), *values = table_find(run->table, step->value);
    Groups groups = step_groups(run), by_name = groups_by(run->arena, names, 1, run->table->n_rows);
    const uint32_t *items = find_items(run, names, &by_name);
    if (!has_room(run, (double)groups.n_groups * (double)step->items.n))
        return false;
    size_t n = groups.n_groups;
    uint32_t *cells = ARENA_ARRAY(run->arena, n * step->items.n, uint32_t);
    for (size_t i = 0; i < n * step->items.n; i++)
        cells[i] = ROW_NONE;
    bool *is_met = ARENA_ARRAY(run->arena, step->items.n, bool);
    for (size_t i = 0; i < run->table->n_rows; i++) {
        uint32_t item = items[by_name.group_of[i]];
        if (item == ROW_NONE) {
            report_unlisted(run, names, i);
            return false;
        }
        uint32_t *cell = &cells[item * n + groups.group_of[i]];
        if (*cell != ROW_NONE) {
            report_two_rows(run, names, *cell, i);
            return false;
        }
        *cell = (uint32_t)i;
        is_met[item] = true;
    }
    Table out = table_pick(run->arena, run->table, groups.first_row, n);
    out.n_columns = 0;
    StepRun made = *run;
    made.table = &out;
    for (size_t i = 0; i < step->keys.n; i++) {
        const Column *key = table_find(run->table, step->keys.at[i]->name);
        put_column(&made, column_pick(run->arena, key, groups.first_row, n), key->name, key->span);
    }
    for (size_t k = 0; k < step->items.n; k++) {
        const IrStepItem *item = step->items.at[k];
        put_column(&made, column_pick_some(run->arena, values, cells + k * n, n), item->name, item->node.span);
        if (!is_met[k])
            report_add(run->report, REPORT_W0606, item->node.span, "no row has `%.*s` = %.*s: the column is empty", STR_FMT(step->name),
                       STR_FMT(value_str(run->arena, item->expr->value)));
    }
    *run->table = out;
    return true;
}
