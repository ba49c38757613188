/* steps: data steps over tables; see steps.h. Each kind is one function in the table at the end. */
#include "steps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef bool StepRun(Table *table, Arena *arena, Report *report, const IrStep *step);

static bool run_filter(Table *table, Arena *arena, Report *report, const IrStep *step)
{
    Column keep = expr_eval(arena, step->condition, table);
    uint32_t *rows = ARENA_ARRAY(arena, table->n_rows, uint32_t);
    size_t n = 0;
    for (size_t i = 0; i < table->n_rows; i++)
        if (!isnan(keep.numbers[i]) && keep.numbers[i] != 0)
            rows[n++] = (uint32_t)i;
    if (n == 0) {
        report_add(report, REPORT_E0601, ir_span(step, IR_FIELD_Step_condition), "the filter keeps none of %zu row%s",
                   table->n_rows, table->n_rows == 1 ? "" : "s");
        return false;
    }
    if (n < table->n_rows)
        *table = table_pick(arena, table, rows, n);
    return true;
}

/* A key as numbers to compare: texts by the place of their word among all words. */
typedef struct SortKey {
    const double *numbers;
    bool descending;
} SortKey;

typedef struct Sort {
    const SortKey *keys;
    size_t n_keys;
} Sort;

static int compare_rows(const Sort *sort, uint32_t a, uint32_t b)
{
    for (size_t k = 0; k < sort->n_keys; k++) {
        double x = sort->keys[k].numbers[a], y = sort->keys[k].numbers[b];
        if (isnan(x) || isnan(y)) { /* missing values are last, in both directions */
            if (isnan(x) != isnan(y))
                return isnan(x) ? 1 : -1;
        } else if (x != y) {
            return (x < y) != sort->keys[k].descending ? -1 : 1;
        }
    }
    return 0;
}

/* Merge sort: stable, and qsort has no argument for the keys. */
static void sort_rows(const Sort *sort, uint32_t *rows, uint32_t *spare, size_t n)
{
    if (n < 2)
        return;
    size_t half = n / 2, i = 0, k = half, out = 0;
    sort_rows(sort, rows, spare, half);
    sort_rows(sort, rows + half, spare, n - half);
    while (i < half && k < n)
        spare[out++] = compare_rows(sort, rows[k], rows[i]) < 0 ? rows[k++] : rows[i++];
    while (i < half)
        spare[out++] = rows[i++];
    memcpy(rows, spare, out * sizeof *rows);
}

static int by_word(const void *a, const void *b)
{
    return str_cmp(**(const Str *const *)a, **(const Str *const *)b);
}

static const double *sort_numbers(Arena *arena, const Column *column)
{
    if (column->type != TYPE_TEXT)
        return column->numbers;
    size_t n_words = column->dict->n;
    const Str **sorted = ARENA_ARRAY(arena, n_words, const Str *);
    for (size_t k = 0; k < n_words; k++)
        sorted[k] = &column->dict->words[k];
    if (n_words)
        qsort(sorted, n_words, sizeof *sorted, by_word);
    double *places = ARENA_ARRAY(arena, n_words, double), *numbers = ARENA_ARRAY(arena, column->n, double);
    for (size_t k = 0; k < n_words; k++)
        places[sorted[k] - column->dict->words] = (double)k;
    for (size_t i = 0; i < column->n; i++)
        numbers[i] = column->codes[i] == CODE_MISSING ? NAN : places[column->codes[i]];
    return numbers;
}

static bool run_sort(Table *table, Arena *arena, Report *report, const IrStep *step)
{
    (void)report;
    SortKey *keys = ARENA_ARRAY(arena, step->items.n, SortKey);
    for (size_t i = 0; i < step->items.n; i++) {
        Column column = expr_eval(arena, step->items.at[i]->expr, table);
        keys[i] = (SortKey){sort_numbers(arena, &column), step->items.at[i]->descending};
    }
    uint32_t *rows = ARENA_ARRAY(arena, table->n_rows, uint32_t);
    for (size_t i = 0; i < table->n_rows; i++)
        rows[i] = (uint32_t)i;
    sort_rows(&(Sort){keys, step->items.n}, rows, ARENA_ARRAY(arena, table->n_rows, uint32_t), table->n_rows);
    *table = table_pick(arena, table, rows, table->n_rows);
    return true;
}

static bool run_derive(Table *table, Arena *arena, Report *report, const IrStep *step)
{
    (void)report;
    for (size_t i = 0; i < step->items.n; i++) {
        const IrStepItem *item = step->items.at[i];
        Column column = expr_eval(arena, item->expr, table);
        column.name = item->name;
        column.span = item->node.span;
        size_t place = 0;
        while (place < table->n_columns && !str_eq(table->columns[place].name, item->name))
            place++;
        Column *columns = ARENA_ARRAY(arena, table->n_columns + 1, Column);
        memcpy(columns, table->columns, table->n_columns * sizeof *columns);
        columns[place] = column;
        table->columns = columns;
        table->n_columns += place == table->n_columns;
    }
    return true;
}

/* By StepKind; the verifier lets no other kind through. */
static StepRun *const RUN[] = {[STEP_FILTER] = run_filter, [STEP_SORT] = run_sort, [STEP_DERIVE] = run_derive};

bool steps_run(Table *table, Arena *arena, Report *report, const IrStep *const *steps, size_t n_steps)
{
    for (size_t i = 0; i < n_steps; i++)
        if (!RUN[steps[i]->kind](table, arena, report, steps[i]))
            return false;
    return true;
}
