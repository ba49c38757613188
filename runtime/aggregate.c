/* aggregate: the aggregates of function.def; see aggregate.h. Rows are first sorted by group (counting sort), so that
 * each aggregate is a function of one run of rows. */
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
    return sqrt(fmax(squares - rest * rest / n, 0) / (n - 1));
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void swap(double *a, double *b)
{
    double kept = *a;
    *a = *b;
    *b = kept;
}

/* Puts the value that sorting would put at `k` there, nothing greater before it: Hoare's FIND with the median of three
 * as pivot, and a sort of what is left when the pivots were bad (Musser 1997: introselect). */
static void select_place(double *values, size_t n, size_t k)
{
    size_t low = 0, high = n - 1, rounds = 0;
    for (size_t size = n; size > 0; size /= 2)
        rounds += 2;
    for (; high - low > 16; rounds--) {
        if (rounds == 0)
            break;
        size_t middle = low + (high - low) / 2;
        if (values[middle] < values[low])
            swap(&values[middle], &values[low]);
        if (values[high] < values[low])
            swap(&values[high], &values[low]);
        if (values[high] < values[middle])
            swap(&values[high], &values[middle]);
        double pivot = values[middle];
        size_t i = low, j = high;
        while (i <= j) {
            while (values[i] < pivot)
                i++;
            while (pivot < values[j])
                j--;
            if (i <= j)
                swap(&values[i++], &values[j--]); /* j stays >= low: the pivot or what was swapped stops it */
        }
        if (k <= j)
            high = j;
        else if (k >= i)
            low = i;
        else
            return;
    }
    qsort(values + low, high - low + 1, sizeof *values, by_number);
}

static double median(const Run *run)
{
    if (run->n == 0)
        return NAN;
    double *values = ARENA_ARRAY(run->arena, run->n, double);
    for (size_t i = 0; i < run->n; i++)
        values[i] = run->args[0].numbers[run->rows[i]];
    size_t middle = run->n / 2;
    select_place(values, run->n, middle);
    if (run->n % 2)
        return values[middle];
    double below = values[0];
    for (size_t i = 1; i < middle; i++)
        below = fmax(below, values[i]);
    return below + (values[middle] - below) / 2;
}

static Value number_of(ValueType type, double number)
{
    return (Value){.type = type, .number = number, .is_missing = !isfinite(number)};
}

static Value extreme(const Run *run, int sign)
{
    const Column *column = &run->args[0];
    if (column->type != TYPE_TEXT) {
        double best = NAN;
        for (size_t i = 0; i < run->n; i++)
            best = sign > 0 ? fmax(best, column->numbers[run->rows[i]]) : fmin(best, column->numbers[run->rows[i]]);
        return number_of(column->type, best);
    }
    Value best = {.type = TYPE_TEXT, .is_missing = true};
    for (size_t i = 0; i < run->n; i++) {
        Value value = column_value(column, run->rows[i]);
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
    Column *keys = ARENA_ARRAY(run->arena, run->n_args, Column);
    for (size_t k = 0; k < run->n_args; k++)
        keys[k] = column_pick(run->arena, &run->args[k], run->rows, run->n);
    return groups_by(run->arena, keys, run->n_args, run->n).n_groups == run->n;
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

Column aggregate_run(Arena *arena, FunctionId function, ValueType result, const Column *args, size_t n_args,
                     const Groups *groups)
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
        Run run = {
            .arena = arena, .args = args, .n_args = n_args, .rows = rows + start[g], .n_all = start[g + 1] - start[g]};
        /* missing rows move out of the way, the rest keeps its order */
        for (size_t i = 0; i < run.n_all; i++)
            if (n_args == 0 || !column_is_missing(&args[0], rows[start[g] + i]))
                rows[start[g] + run.n++] = rows[start[g] + i];
        values[g] = run_one(function, result, &run);
    }
    return column_from_values(arena, STR_NONE, result, values, n_groups);
}
