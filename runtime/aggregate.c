/* aggregate: the aggregates of function.def; see aggregate.h. What needs all rows of a group at once is a function of one run of
 * rows, sorted by group (counting sort). */
#include "aggregate.h"

#include "aggregate_state.h"
#include "order_statistic.h"

#include <math.h>
#include <stdlib.h>

/* The rows of one group that are not missing in the first argument, in row order. */
typedef struct Run {
    Arena *arena;
    const Column *args;
    size_t n_args;
    const uint32_t *rows;
    size_t n;
} Run;

/* NaN where there is nothing, or no such quantile. */
static double quantile(const Run *run, double p)
{
    if (run->n == 0 || !(p >= 0 && p <= 1))
        return NAN;
    double *values = ARENA_ARRAY(run->arena, run->n, double);
    for (size_t i = 0; i < run->n; i++)
        values[i] = run->args[0].numbers[run->rows[i]];
    return sample_quantile(values, run->n, p);
}

static Value number_of(ValueType type, double number)
{
    return (Value){.type = type, .number = number, .is_missing = !isfinite(number)};
}

/* The run's rows by their values in the first n_keys arguments. */
static Groups values_of(const Run *run, size_t n_keys)
{
    Column *keys = ARENA_ARRAY(run->arena, n_keys, Column);
    for (size_t k = 0; k < n_keys; k++)
        keys[k] = column_pick(run->arena, &run->args[k], run->rows, run->n);
    return groups_by(run->arena, keys, n_keys, run->n);
}

static Value mode(const Run *run, ValueType result)
{
    if (run->n == 0)
        return (Value){.type = result, .is_missing = true};
    Groups values = values_of(run, 1);
    uint32_t *counts = ARENA_ARRAY(run->arena, values.n_groups, uint32_t);
    for (size_t i = 0; i < run->n; i++)
        counts[values.group_of[i]]++;
    size_t best = 0;
    for (size_t g = 1; g < values.n_groups; g++)
        if (counts[g] > counts[best])
            best = g;
    return column_value(&run->args[0], run->rows[values.first_row[best]]);
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

/* An end of the percentile interval of the mean: Efron, "Bootstrap Methods: Another Look at the Jackknife" (1979). Resamples are 2000, fewer of very
 * many values, drawn by SplitMix64 (Steele, Lea, Flood 2014) from the seed. */
static double bootstrap(const Run *run, bool is_high)
{
    static const double LEVEL = 0.95, MOST_DRAWS = 4e7;
    if (run->n < 2)
        return NAN;
    size_t n_samples = (size_t)fmax(200, fmin(2000, MOST_DRAWS / (double)run->n));
    arena_work(run->arena, (double)n_samples * (double)run->n);
    double level = run->n_args > 1 ? run->args[1].numbers[run->rows[0]] : LEVEL;
    uint64_t state = run->n_args > 2 ? (uint64_t)run->args[2].numbers[run->rows[0]] : 0;
    double *means = ARENA_ARRAY(run->arena, n_samples, double), *values = ARENA_ARRAY(run->arena, run->n, double);
    for (size_t i = 0; i < run->n; i++)
        values[i] = run->args[0].numbers[run->rows[i]];
    for (size_t s = 0; s < n_samples; s++) {
        double sum = 0;
        for (size_t i = 0; i < run->n; i++) {
            uint64_t z = state += 0x9E3779B97F4A7C15u;
            z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
            z = (z ^ z >> 27) * 0x94D049BB133111EBu;
            z ^= z >> 31;
            sum += values[(size_t)((double)(z >> 11) / 9007199254740992.0 * (double)run->n)];
        }
        means[s] = sum / (double)run->n;
    }
    return sample_quantile(means, n_samples, (is_high ? 1 + level : 1 - level) / 2);
}

static Value run_one(FunctionId function, ValueType result, const Run *run)
{
    switch (function) {
    case FUNCTION_MEDIAN:
        return number_of(result, quantile(run, 0.5));
    case FUNCTION_QUANTILE:
        return number_of(result, run->n ? quantile(run, run->args[1].numbers[run->rows[0]]) : NAN);
    case FUNCTION_BOOTSTRAP_LOW:
    case FUNCTION_BOOTSTRAP_HIGH:
        return number_of(result, bootstrap(run, function == FUNCTION_BOOTSTRAP_HIGH));
    case FUNCTION_MODE:
        return mode(run, result);
    case FUNCTION_DISTINCT:
        return number_of(result, run->n ? (double)values_of(run, 1).n_groups : 0);
    case FUNCTION_UNIQUE:
        return number_of(result, run->n == 0 || values_of(run, run->n_args).n_groups == run->n);
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
    if (aggregate_has_states(function)) {
        AggregateStates states = aggregate_states(arena, function, result, args, n_args);
        aggregate_states_add(&states, args, n_args, groups);
        return aggregate_states_finish(&states, n_groups);
    }
    GroupRows in = groups_rows(arena, groups);
    Value *values = ARENA_ARRAY(arena, n_groups, Value);
    for (size_t g = 0; g < n_groups; g++) {
        Run run = {.arena = arena, .args = args, .n_args = n_args, .rows = in.rows + in.start[g]};
        /* missing rows move out of the way, the rest keeps its order */
        for (size_t i = in.start[g]; i < in.start[g + 1]; i++)
            if (!column_is_missing(&args[0], in.rows[i]))
                in.rows[in.start[g] + run.n++] = in.rows[i];
        values[g] = run_one(function, result, &run);
    }
    return column_from_values(arena, STR_NONE, result, values, n_groups);
}
