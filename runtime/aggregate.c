/* aggregate: the aggregates of function.def; see aggregate.h. Rows are first sorted by group (counting sort), so that each aggregate is a function
 * of one run of rows. */
#include "aggregate.h"

#include <math.h>
#include <stdlib.h>

/* The rows of one group that are not missing in the first argument, in row order. */
typedef struct Run {
    Arena *arena;
    const Column *args;
    size_t n_args;
    const uint32_t *rows;
    size_t n, n_all; /* without and with missing ones */
} Run;

/* Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (1974). */
static double sum(const Run *run)
{
    double total = 0, lost = 0;
    for (size_t i = 0; i < run->n; i++) {
        double value = run->args[0].numbers[run->rows[i]], next = total + value;
        lost += fabs(total) >= fabs(value) ? (total - next) + value : (value - next) + total;
        total = next;
    }
    return total + lost;
}

static double mean(const Run *run)
{
    return run->n ? sum(run) / (double)run->n : NAN;
}

/* Two passes, with the correction of Chan, Golub, LeVeque (1983), equation 1.7. */
static double sd(const Run *run)
{
    if (run->n < 2)
        return NAN;
    double centre = mean(run), squares = 0, rest = 0;
    for (size_t i = 0; i < run->n; i++) {
        double off = run->args[0].numbers[run->rows[i]] - centre;
        squares += off * off;
        rest += off;
    }
    double n = (double)run->n;
    return sqrt((squares - rest * rest / n) / (n - 1));
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const Run *run)
{
    if (run->n == 0)
        return NAN;
    double *values = ARENA_ARRAY(run->arena, run->n, double);
    for (size_t i = 0; i < run->n; i++)
        values[i] = run->args[0].numbers[run->rows[i]];
    qsort(values, run->n, sizeof *values, by_number);
    size_t middle = run->n / 2;
    return run->n % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

static Value extreme(const Run *run, int sign)
{
    Value best = {.type = run->args[0].type, .is_missing = true};
    for (size_t i = 0; i < run->n; i++) {
        Value value = column_value(&run->args[0], run->rows[i]);
        if (best.is_missing || sign * value_cmp(value, best) > 0)
            best = value;
    }
    return best;
}

static bool all_hold(const Run *run)
{
    for (size_t i = 0; i < run->n; i++)
        if (run->args[0].numbers[run->rows[i]] == 0)
            return false;
    return true;
}

static bool any_holds(const Run *run)
{
    for (size_t i = 0; i < run->n; i++)
        if (run->args[0].numbers[run->rows[i]] != 0)
            return true;
    return false;
}

static bool is_constant(const Run *run)
{
    for (size_t i = 1; i < run->n; i++)
        if (!value_eq(column_value(&run->args[0], run->rows[0]), column_value(&run->args[0], run->rows[i])))
            return false;
    return true;
}

static bool is_unique(const Run *run)
{
    Map seen = {.arena = run->arena};
    for (size_t i = 0; i < run->n; i++) {
        Buf key = {.arena = run->arena};
        for (size_t k = 0; k < run->n_args; k++) {
            Str text = value_str(run->arena, column_value(&run->args[k], run->rows[i]));
            buf_printf(&key, "%zu:", text.n); /* the length keeps "a","bc" apart from "ab","c" */
            buf_add(&key, text);
        }
        MapEntry *entry = map_put(&seen, buf_str(&key));
        if (entry->value)
            return false;
        entry->value = &seen;
    }
    return true;
}

typedef struct Ordered {
    Value by;
    double value;
    size_t place;
} Ordered;

static int by_order(const void *a, const void *b)
{
    const Ordered *x = a, *y = b;
    int order = value_cmp(x->by, y->by);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

static bool is_monotone(const Run *run, int sign)
{
    Ordered *rows = ARENA_ARRAY(run->arena, run->n, Ordered);
    for (size_t i = 0; i < run->n; i++) {
        rows[i].value = run->args[0].numbers[run->rows[i]];
        rows[i].place = i;
        if (run->n_args > 1)
            rows[i].by = column_value(&run->args[1], run->rows[i]);
    }
    if (run->n_args > 1 && run->n)
        qsort(rows, run->n, sizeof *rows, by_order);
    for (size_t i = 1; i < run->n; i++)
        if (!(sign * (rows[i].value - rows[i - 1].value) > 0))
            return false;
    return true;
}

static Value number_of(ValueType type, double number)
{
    return (Value){.type = type, .number = number, .is_missing = isnan(number)};
}

static Value run_one(FunctionId function, ValueType result, const Run *run)
{
    switch (function) {
    case FUNCTION_COUNT:
        return number_of(result, (double)run->n);
    case FUNCTION_SUM:
        return number_of(result, sum(run));
    case FUNCTION_MEAN:
        return number_of(result, mean(run));
    case FUNCTION_MEDIAN:
        return number_of(result, median(run));
    case FUNCTION_SD:
        return number_of(result, sd(run));
    case FUNCTION_STDERR:
        return number_of(result, sd(run) / sqrt((double)run->n));
    case FUNCTION_MIN:
        return extreme(run, -1);
    case FUNCTION_MAX:
        return extreme(run, 1);
    case FUNCTION_ALL:
        return number_of(result, all_hold(run));
    case FUNCTION_ANY:
        return number_of(result, any_holds(run));
    case FUNCTION_UNIQUE:
        return number_of(result, is_unique(run));
    case FUNCTION_CONSTANT:
        return number_of(result, is_constant(run));
    case FUNCTION_RISING:
        return number_of(result, is_monotone(run, 1));
    case FUNCTION_FALLING:
        return number_of(result, is_monotone(run, -1));
    default:
        return (Value){.type = result, .is_missing = true};
    }
}

Column aggregate_run(Arena *arena, FunctionId function, ValueType result, const Column *args, size_t n_args, const Groups *groups)
{
    size_t n_groups = groups->n_groups;
    size_t *start = ARENA_ARRAY(arena, n_groups + 2, size_t);
    for (size_t i = 0; i < groups->n_rows; i++)
        start[groups->group_of[i] + 2]++;
    for (size_t g = 2; g < n_groups + 2; g++)
        start[g] += start[g - 1];
    uint32_t *rows = ARENA_ARRAY(arena, groups->n_rows, uint32_t);
    for (size_t i = 0; i < groups->n_rows; i++)
        rows[start[groups->group_of[i] + 1]++] = (uint32_t)i;
    Value *values = ARENA_ARRAY(arena, n_groups, Value);
    for (size_t g = 0; g < n_groups; g++) {
        Run run = {.arena = arena, .args = args, .n_args = n_args, .rows = rows + start[g], .n_all = start[g + 1] - start[g]};
        /* missing rows move out of the way, the rest keeps its order */
        for (size_t i = 0; i < run.n_all; i++)
            if (n_args == 0 || !column_is_missing(&args[0], rows[start[g] + i]))
                rows[start[g] + run.n++] = rows[start[g] + i];
        values[g] = run_one(function, result, &run);
    }
    return column_from_values(arena, STR_NONE, result, values, n_groups);
}
