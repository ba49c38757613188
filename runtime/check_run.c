/* check_run: the claims of `check` statements (rule 24): each holds for each group of its table; an empty table fails. */
#include "plot.h"

#include "fold_plan.h"

#include "sort.h"

#include <math.h>

static Str group_name(Arena *arena, const IrCheck *check, const Column *keys, size_t row)
{
    Buf out = {.arena = arena};
    for (size_t i = 0; i < check->by.n; i++)
        buf_printf(&out, "%s%.*s = %.*s", i ? ", " : "", STR_FMT(expr_print(arena, check->by.at[i])),
                   STR_FMT(value_str(arena, column_value(&keys[i], row))));
    return str_slice(buf_c(&out), out.n);
}

typedef struct Broken {
    Arena *arena;
    Report *report;
    Diagnostic *error;
    const Table *table;
    const Groups *groups;
    const uint32_t *rows; /* of the group that breaks the claim */
    size_t n_rows, group;
    Map seen;
} Broken;

static void label_row(const Broken *b, size_t row, const char *format, Str text)
{
    Span span = table_row_span(b->table, row);
    if (span.source)
        report_label(b->report, b->error, span, format, STR_FMT(text));
}

/* The values that the claim is about, at most eight of each column. */
static void show_values(void *user, const Expr *column)
{
    Broken *b = user;
    MapEntry *entry = map_put(&b->seen, column->column);
    if (entry->value)
        return;
    entry->value = b;
    const Column *values = table_find(b->table, column->column);
    Buf out = {.arena = b->arena};
    for (size_t i = 0; i < b->n_rows && i < 8; i++)
        buf_printf(&out, "%s%.*s", i ? ", " : "", STR_FMT(value_str(b->arena, column_value(values, b->rows[i]))));
    report_hint(b->report, b->error, "`%.*s` is %.*s%s", STR_FMT(column->column), STR_FMT(buf_str(&out)), b->n_rows > 8 ? " ..." : "");
}

/* --- why a claim does not hold ------------------------------------------------------------------------------------ */

/* The group's rows with a value, in the order of the second argument if there is one. */
static size_t ordered_rows(const Broken *b, const Expr *call, const Column *values, uint32_t *out)
{
    Column by = *values;
    if (call->n_args > 1)
        by = expr_eval(b->arena, call->args[1], b->table);
    uint32_t *present = ARENA_ARRAY(b->arena, b->n_rows, uint32_t);
    size_t n = 0;
    for (size_t i = 0; i < b->n_rows; i++)
        if (!column_is_missing(values, b->rows[i]))
            present[n++] = b->rows[i];
    Column part = column_pick(b->arena, &by, present, n);
    SortKey key = {column_order(b->arena, &part), false};
    const uint32_t *order = sort_rows(b->arena, &key, call->n_args > 1, n);
    for (size_t i = 0; i < n; i++)
        out[i] = present[order[i]];
    return n;
}

static Str cell_text(const Broken *b, const Column *column, size_t row)
{
    return value_str(b->arena, column_value(column, row));
}

static bool explain_order(Broken *b, const Expr *call)
{
    Column values = expr_eval(b->arena, call->args[0], b->table), by = values;
    if (call->n_args > 1)
        by = expr_eval(b->arena, call->args[1], b->table);
    uint32_t *rows = ARENA_ARRAY(b->arena, b->n_rows, uint32_t);
    size_t n = ordered_rows(b, call, &values, rows);
    int sign = call->function == FUNCTION_RISING ? 1 : -1;
    for (size_t i = 1; i < n; i++) {
        if (sign * (values.numbers[rows[i]] - values.numbers[rows[i - 1]]) > 0)
            continue;
        Str from = cell_text(b, &values, rows[i - 1]), to = cell_text(b, &values, rows[i]), name = expr_print(b->arena, call->args[0]);
        Str at[2] = {STR(""), STR("")};
        for (size_t k = 0; k < 2 && call->n_args > 1; k++)
            at[k] = str_printf(b->arena, " at %.*s = %.*s", STR_FMT(expr_print(b->arena, call->args[1])),
                               STR_FMT(cell_text(b, &by, rows[i - 1 + k])));
        label_row(b, rows[i - 1], "from %.*s", from);
        label_row(b, rows[i], "to %.*s", to);
        report_hint(b->report, b->error, "`%.*s` goes from %.*s%.*s to %.*s%.*s", STR_FMT(name), STR_FMT(from), STR_FMT(at[0]), STR_FMT(to),
                    STR_FMT(at[1]));
        return true;
    }
    return false;
}

static bool explain_constant(Broken *b, const Expr *call)
{
    Column values = expr_eval(b->arena, call->args[0], b->table);
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < b->n_rows; i++) {
        size_t row = b->rows[i];
        if (column_is_missing(&values, row))
            continue;
        if (first == SIZE_MAX)
            first = row;
        if (column_same(&values, first, row))
            continue;
        label_row(b, first, "`%.*s`", cell_text(b, &values, first));
        label_row(b, row, "`%.*s`", cell_text(b, &values, row));
        report_hint(b->report, b->error, "`%.*s` is %.*s in row %zu and %.*s in row %zu", STR_FMT(expr_print(b->arena, call->args[0])),
                    STR_FMT(cell_text(b, &values, first)), first + 1, STR_FMT(cell_text(b, &values, row)), row + 1);
        return true;
    }
    return false;
}

static bool explain_unique(Broken *b, const Expr *call)
{
    Column *keys = ARENA_ARRAY(b->arena, call->n_args, Column);
    uint32_t *rows = ARENA_ARRAY(b->arena, b->n_rows, uint32_t);
    size_t n = 0;
    for (size_t k = 0; k < call->n_args; k++)
        keys[k] = expr_eval(b->arena, call->args[k], b->table);
    for (size_t i = 0; i < b->n_rows; i++)
        if (!column_is_missing(&keys[0], b->rows[i]))
            rows[n++] = b->rows[i];
    for (size_t k = 0; k < call->n_args; k++)
        keys[k] = column_pick(b->arena, &keys[k], rows, n);
    Groups same = groups_by(b->arena, keys, call->n_args, n);
    for (size_t i = 0; i < n; i++) {
        size_t first = same.first_row[same.group_of[i]];
        if (first == i)
            continue;
        Buf out = {.arena = b->arena};
        for (size_t k = 0; k < call->n_args; k++)
            buf_printf(&out, "%s%.*s = %.*s", k ? ", " : "", STR_FMT(expr_print(b->arena, call->args[k])), STR_FMT(cell_text(b, &keys[k], i)));
        label_row(b, rows[first], "%.*s", STR("one row"));
        label_row(b, rows[i], "%.*s", STR("another"));
        report_hint(b->report, b->error, "rows %zu and %zu share %.*s", (size_t)rows[first] + 1, (size_t)rows[i] + 1, STR_FMT(buf_str(&out)));
        return true;
    }
    return false;
}

static bool explain_all(Broken *b, const Expr *call)
{
    Column holds = expr_eval(b->arena, call->args[0], b->table);
    uint32_t row = 0;
    size_t n = 0;
    for (size_t i = 0; i < b->n_rows; i++)
        if (holds.numbers[b->rows[i]] == 0 && n++ == 0)
            row = b->rows[i];
    if (n == 0)
        return false;
    label_row(b, row, "%.*s", n > 1 ? STR("the first such row") : STR("this row"));
    size_t n_rows = b->n_rows;
    const uint32_t *rows = b->rows;
    report_hint(b->report, b->error, "`%.*s` is false in %zu of %zu rows, first in row %u", STR_FMT(expr_print(b->arena, call->args[0])), n, n_rows,
                row + 1);
    b->rows = &row;
    b->n_rows = 1;
    expr_each_column(call->args[0], show_values, b);
    b->rows = rows;
    b->n_rows = n_rows;
    return true;
}

/* What the aggregates of a comparison are. */
static void show_aggregates(Broken *b, const Expr *expr)
{
    bool is_aggregate = expr->kind == EXPR_CALL && function_row(expr->function)->class == CLASS_AGGREGATE;
    for (size_t i = 0; i < expr->n_args && !is_aggregate; i++)
        show_aggregates(b, expr->args[i]);
    Str name = expr_print(b->arena, expr);
    MapEntry *entry = is_aggregate ? map_put(&b->seen, name) : NULL;
    if (!entry || entry->value)
        return;
    entry->value = b;
    Column values = expr_eval_groups(b->arena, expr, b->table, b->groups);
    report_hint(b->report, b->error, "`%.*s` is %.*s", STR_FMT(name), STR_FMT(cell_text(b, &values, b->group)));
    if (expr->n_args)
        expr_each_column(expr, show_values, b);
}

/* Of claims joined by `and`, the first that does not hold. */
static void explain(Broken *b, const Expr *claim)
{
    if (claim->kind == EXPR_CALL && claim->function == FUNCTION_AND) {
        Column holds = expr_eval_groups(b->arena, claim->args[0], b->table, b->groups);
        explain(b, claim->args[holds.numbers[b->group] == 1]);
        return;
    }
    bool is_explained = false, is_order = false;
    FunctionId function = claim->kind == EXPR_CALL ? claim->function : FUNCTION_COUNT_OF;
    if (function == FUNCTION_RISING || function == FUNCTION_FALLING)
        is_order = is_explained = explain_order(b, claim);
    else if (function == FUNCTION_CONSTANT)
        is_explained = explain_constant(b, claim);
    else if (function == FUNCTION_UNIQUE)
        is_explained = explain_unique(b, claim);
    else if (function == FUNCTION_ALL)
        is_explained = explain_all(b, claim);
    else
        show_aggregates(b, claim);
    if (!is_explained || (is_order && b->n_rows <= 8))
        expr_each_column(claim, show_values, b);
}

static bool holds_at(const Column *holds, size_t i)
{
    return !isnan(holds->numbers[i]) && holds->numbers[i] != 0;
}

static bool run_one(Arena *arena, Report *report, const IrCheck *check, const Table *table)
{
    Column *keys = ARENA_ARRAY(arena, check->by.n, Column);
    for (size_t i = 0; i < check->by.n; i++)
        keys[i] = expr_eval(arena, check->by.at[i], table);
    Groups groups = groups_by(arena, keys, check->by.n, table->n_rows);
    bool is_aggregate = expr_has_aggregate(check->claim);
    Column holds = is_aggregate ? expr_eval_groups(arena, check->claim, table, &groups) : expr_eval(arena, check->claim, table);
    size_t first = 0, n_broken = 0;
    for (size_t i = 0; i < holds.n; i++)
        if (!holds_at(&holds, i) && n_broken++ == 0)
            first = i;
    if (n_broken == 0)
        return true;
    size_t row = is_aggregate ? (groups.n_rows ? groups.first_row[first] : 0) : first;
    size_t group = is_aggregate ? first : groups.n_rows ? groups.group_of[first] : 0;
    Str where = check->by.n ? str_printf(arena, " for %.*s", STR_FMT(group_name(arena, check, keys, row))) : STR("");
    if (!is_aggregate)
        where = str_printf(arena, "%.*s in row %zu", STR_FMT(where), first + 1);
    if (n_broken > 1)
        where = str_printf(arena, "%.*s and %zu other %s%s", STR_FMT(where), n_broken - 1, is_aggregate ? "group" : "row", n_broken > 2 ? "s" : "");
    Str message = STR("");
    if (check->message) {
        Column texts = expr_eval_groups(arena, check->message, table, &groups);
        message = str_printf(arena, ": %.*s", STR_FMT(value_str(arena, column_value(&texts, group))));
    }
    Diagnostic *error = report_add(report, REPORT_E0602, check->node.span, "the check does not hold%.*s%.*s", STR_FMT(where), STR_FMT(message));
    GroupRows in = groups_rows(arena, &groups);
    uint32_t one = (uint32_t)first;
    Broken broken = {.arena = arena, .report = report, .error = error, .table = table, .groups = &groups, .group = group, .seen = {.arena = arena}};
    broken.rows = is_aggregate ? in.rows + in.start[group] : &one;
    broken.n_rows = is_aggregate ? in.start[group + 1] - in.start[group] : 1;
    if (is_aggregate) {
        explain(&broken, check->claim);
    } else {
        label_row(&broken, first, "%.*s", STR("this row"));
        expr_each_column(check->claim, show_values, &broken);
    }
    return false;
}

/* A claim about rows that stay in their file. False where it does not hold, and where that cannot be told without the rows. */
static bool holds_in_file(Arena *arena, const IrFigure *figure, const IrCheck *check, Deferred *deferred)
{
    FoldQuery query = fold_check_query(arena, figure, check);
    Column holds;
    size_t n;
    bool is_good = fold_run(arena, deferred, &query, &holds, &n);
    for (size_t i = 0; is_good && i < n; i++)
        is_good = holds_at(&holds, i);
    return is_good;
}

bool checks_run(Arena *arena, Report *report, const IrFigure *figure, const Table *tables)
{
    bool all_hold = true;
    for (size_t i = 0; i < figure->checks.n; i++) {
        const IrCheck *check = figure->checks.at[i];
        Table table = tables[check->table];
        if (table.deferred && holds_in_file(arena, figure, check, table.deferred))
            continue;
        if (table.deferred && !dataset_settle(&table, arena, report, figure, tables, check->table))
            return false;
        all_hold &= run_one(arena, report, check, &table);
    }
    return all_hold;
}
