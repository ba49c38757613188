/* steps: data steps: what they do to a table; see steps.h. Here are those that choose rows or columns. One row a kind at the end. */
#include "steps_kit.h"

#include "expr_odd.h"
#include "filter_hint.h"
#include "sort.h"
#include "step_columns.h"

#include <math.h>
#include <string.h>

static void report_nothing(const StepRun *run, const char *what)
{
    size_t n = run->table->n_rows;
    report_add(run->report, REPORT_E0603, run->step->node.span, "`%s` keeps none of %zu row%s", what, n, n == 1 ? "" : "s");
}

static void keep_rows(StepRun *run, const uint32_t *rows, size_t n)
{
    if (n < run->table->n_rows)
        *run->table = table_pick(run->arena, run->table, rows, n);
}

static bool run_filter(StepRun *run)
{
    const Table *table = run->table;
    Column keep = expr_eval(run->arena, run->step->condition, table);
    uint32_t *rows = ARENA_ARRAY(run->arena, table->n_rows, uint32_t);
    size_t n = 0;
    for (size_t i = 0; i < table->n_rows; i++)
        if (!isnan(keep.numbers[i]) && keep.numbers[i] != 0)
            rows[n++] = (uint32_t)i;
    if (n == 0) {
        Diagnostic *error = report_add(run->report, REPORT_E0601, ir_span(run->step, IR_FIELD_Step_condition), "the filter keeps none of %zu row%s",
                                       table->n_rows, table->n_rows == 1 ? "" : "s");
        filter_hint(run->arena, run->report, error, run->step->condition, table);
        return false;
    }
    keep_rows(run, rows, n);
    return true;
}

static bool run_sort(StepRun *run)
{
    const IrStep *step = run->step;
    SortKey *keys = ARENA_ARRAY(run->arena, step->items.n, SortKey);
    for (size_t i = 0; i < step->items.n; i++) {
        Column column = expr_eval(run->arena, step->items.at[i]->expr, run->table);
        keys[i] = (SortKey){column_order(run->arena, &column), step->items.at[i]->descending};
    }
    *run->table = table_pick(run->arena, run->table, sort_rows(run->arena, keys, step->items.n, run->table->n_rows), run->table->n_rows);
    return true;
}

/* take and skip: rows are counted within their group. */
static bool run_head(StepRun *run)
{
    Groups groups = step_groups(run);
    size_t n_rows = run->table->n_rows, n = 0;
    double *seen = ARENA_ARRAY(run->arena, groups.n_groups, double), count = run->step->count;
    uint32_t *rows = ARENA_ARRAY(run->arena, n_rows, uint32_t);
    for (size_t i = 0; i < n_rows; i++)
        if ((++seen[groups.group_of[i]] <= count) == (run->step->kind == STEP_TAKE))
            rows[n++] = (uint32_t)i;
    if (n == 0) {
        report_nothing(run, IR_WORD_TEXT(StepKind, run->step->kind));
        return false;
    }
    keep_rows(run, rows, n);
    return true;
}

/* SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014). */
static uint64_t mix(uint64_t x)
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

/* Each row draws a number by its place; the rows with the least numbers of each group are kept (bottom-k sampling: Cohen and Kaplan 2007), in row
 * order. A share is rounded, to one row at the least. */
static bool run_sample(StepRun *run)
{
    Groups groups = step_groups(run);
    size_t n_rows = run->table->n_rows, n = 0;
    double *drawn = ARENA_ARRAY(run->arena, n_rows, double), *left = ARENA_ARRAY(run->arena, groups.n_groups, double);
    uint64_t seed = mix((uint64_t)run->step->seed);
    for (size_t i = 0; i < n_rows; i++) {
        drawn[i] = (double)(mix(seed ^ i) >> 11);
        left[groups.group_of[i]]++;
    }
    for (size_t g = 0; g < groups.n_groups; g++)
        left[g] = isnan(run->step->share) ? run->step->count : fmax(floor(left[g] * run->step->share + 0.5), 1);
    const uint32_t *order = sort_rows(run->arena, &(SortKey){drawn, false}, 1, n_rows);
    bool *keeps = ARENA_ARRAY(run->arena, n_rows, bool);
    for (size_t k = 0; k < n_rows; k++)
        keeps[order[k]] = left[groups.group_of[order[k]]]-- > 0;
    uint32_t *rows = ARENA_ARRAY(run->arena, n_rows, uint32_t);
    for (size_t i = 0; i < n_rows; i++)
        if (keeps[i])
            rows[n++] = (uint32_t)i;
    keep_rows(run, rows, n);
    return true;
}

/* rename, select, drop: the columns that there shall be say which of the old ones they are. */
static bool run_choose(StepRun *run)
{
    const IrStep *step = run->step;
    Table shape = *run->table;
    step_columns(run->arena, step, NULL, &shape, NULL);
    Column *columns = ARENA_ARRAY(run->arena, shape.n_columns, Column);
    for (size_t i = 0; i < shape.n_columns; i++) {
        Str old = shape.columns[i].name;
        for (size_t k = 0; k < step->items.n && step->kind == STEP_RENAME; k++)
            if (str_eq(step->items.at[k]->name, old)) {
                old = step->items.at[k]->expr->column;
                break;
            }
        columns[i] = *table_find(run->table, old);
        columns[i].name = shape.columns[i].name;
        columns[i].span = shape.columns[i].span;
    }
    run->table->columns = columns;
    run->table->n_columns = shape.n_columns;
    return true;
}

Groups step_groups(const StepRun *run)
{
    Column *keys = ARENA_ARRAY(run->arena, run->step->keys.n, Column);
    for (size_t i = 0; i < run->step->keys.n; i++)
        keys[i] = expr_eval(run->arena, run->step->keys.at[i]->expr, run->table);
    return groups_by(run->arena, keys, run->step->keys.n, run->table->n_rows);
}

Str step_group_name(const StepRun *run, size_t row)
{
    Buf out = {.arena = run->arena};
    for (size_t i = 0; i < run->step->keys.n; i++) {
        const Expr *key = run->step->keys.at[i]->expr;
        Column column = expr_eval(run->arena, key, run->table);
        buf_printf(&out, "%s%.*s = %.*s", i ? ", " : "", STR_FMT(expr_print(run->arena, key)),
                   STR_FMT(value_str(run->arena, column_value(&column, row))));
    }
    return str_slice(buf_c(&out), out.n);
}

void put_column(StepRun *run, Column column, Str name, Span span)
{
    Table *table = run->table;
    column.name = name;
    column.span = span;
    size_t place = 0;
    while (place < table->n_columns && !str_eq(table->columns[place].name, name))
        place++;
    Column *columns = ARENA_ARRAY(run->arena, table->n_columns + 1, Column);
    if (table->n_columns)
        memcpy(columns, table->columns, table->n_columns * sizeof *columns);
    columns[place] = column;
    table->columns = columns;
    table->n_columns += place == table->n_columns;
}

/* By StepKind. */
static bool (*const RUN[])(StepRun *run) = {
    [STEP_FILTER] = run_filter,   [STEP_SORT] = run_sort,     [STEP_DERIVE] = run_derive, [STEP_SUMMARIZE] = run_summarize, [STEP_TAKE] = run_head,
    [STEP_SKIP] = run_head,       [STEP_SAMPLE] = run_sample, [STEP_RENAME] = run_choose, [STEP_SELECT] = run_choose,       [STEP_DROP] = run_choose,
    [STEP_UNPIVOT] = run_unpivot, [STEP_PIVOT] = run_pivot,   [STEP_JOIN] = run_join,     [STEP_APPEND] = run_append,       [STEP_FILL] = run_fill,
};

/* Texts that the step's expressions could not read as numbers or dates are told before they are lost. */
static bool report_odd_texts(const StepRun *run)
{
    const IrStep *step = run->step;
    bool is_good = !step->condition || expr_report_odd(run->report, run->arena, step->condition, run->table);
    for (size_t i = 0; i < step->items.n; i++)
        if (step->items.at[i]->expr && step->kind != STEP_PIVOT && step->kind != STEP_DERIVE)
            is_good = expr_report_odd(run->report, run->arena, step->items.at[i]->expr, run->table) && is_good;
    for (size_t i = 0; i < step->keys.n; i++)
        is_good = expr_report_odd(run->report, run->arena, step->keys.at[i]->expr, run->table) && is_good;
    return is_good;
}

/* What a step made has the columns that were announced. */
static bool has_columns(const Table *table, const Table *announced)
{
    bool is_same = table->n_columns == announced->n_columns;
    for (size_t i = 0; i < table->n_columns && is_same; i++)
        is_same = str_eq(table->columns[i].name, announced->columns[i].name) && table->columns[i].type == announced->columns[i].type &&
                  table->columns[i].n == table->n_rows;
    return is_same;
}

bool steps_run(Table *table, Arena *arena, Report *report, const Table *tables, const IrStep *const *steps, size_t n_steps)
{
    for (size_t i = 0; i < n_steps; i++) {
        StepRun run = {arena, report, tables, steps[i], table};
        Table announced = *table;
        report->at = steps[i]->node.span;
        const char *wrong = step_columns(arena, steps[i], steps[i]->table >= 0 ? &tables[steps[i]->table] : NULL, &announced, NULL);
        if (!wrong && (!report_odd_texts(&run) || !RUN[steps[i]->kind](&run)))
            return false;
        if (wrong || !has_columns(table, &announced)) {
            report_add(report, REPORT_E0900, steps[i]->node.span, "the step `%s` made other columns than announced",
                       IR_WORD_TEXT(StepKind, steps[i]->kind));
            return false;
        }
    }
    return true;
}
