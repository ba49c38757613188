/* aggregate_state: see aggregate_state.h. A kind of state serves several functions:
 *   COUNT     n
 *   SUM       total, lost                                        compensated
 *   MEAN      n, total, lost
 *   MOMENTS   n, total, lost, squares, lost, least, greatest     sums of values and of their squares, in twice the precision
 *   PAIR      n, mean x, mean y, squares x, squares y, products
 *   WEIGHTED  weights, lost, products, lost
 *   EXTREME   value (numbers), or none (texts: the value itself)
 *   TRUTH     1 or 0
 *   CONSTANT  1 or 0, whether a value was met; and that value
 *   PICK      key, and the value where it is greatest or least: of first and last the key is the row's place */
#include "aggregate_state.h"

#include "distribution.h"

#include <math.h>
#include <string.h>

typedef enum StateKind { COUNT, SUM, MEAN, MOMENTS, PAIR, WEIGHTED, EXTREME, TRUTH, CONSTANT, PICK, NO_STATE } StateKind;
static const size_t N_SLOTS[] = {
    [COUNT] = 1, [SUM] = 2, [MEAN] = 3, [MOMENTS] = 7, [PAIR] = 6, [WEIGHTED] = 4, [EXTREME] = 1, [TRUTH] = 1, [CONSTANT] = 2, [PICK] = 1};

static StateKind kind_of(FunctionId function)
{
    switch (function) {
    case FUNCTION_COUNT:
        return COUNT;
    case FUNCTION_SUM:
        return SUM;
    case FUNCTION_MEAN:
        return MEAN;
    case FUNCTION_SD:
    case FUNCTION_VAR:
    case FUNCTION_STDERR:
    case FUNCTION_CI_LOW:
    case FUNCTION_CI_HIGH:
        return MOMENTS;
    case FUNCTION_COVARIANCE:
    case FUNCTION_CORRELATION:
    case FUNCTION_R2:
        return PAIR;
    case FUNCTION_WEIGHTED_MEAN:
        return WEIGHTED;
    case FUNCTION_MIN:
    case FUNCTION_MAX:
        return EXTREME;
    case FUNCTION_ALL:
    case FUNCTION_ANY:
        return TRUTH;
    case FUNCTION_CONSTANT:
        return CONSTANT;
    case FUNCTION_FIRST:
    case FUNCTION_LAST:
    case FUNCTION_ARGMAX:
    case FUNCTION_ARGMIN:
        return PICK;
    default:
        return NO_STATE;
    }
}

bool aggregate_has_states(FunctionId function)
{
    return kind_of(function) != NO_STATE;
}

static bool is_least(FunctionId function)
{
    return function == FUNCTION_MIN || function == FUNCTION_ARGMIN || function == FUNCTION_FIRST;
}

AggregateStates aggregate_states(Arena *arena, FunctionId function, ValueType result, const Column *args, size_t n_args)
{
    AggregateStates states = {.arena = arena, .function = function, .result = result, .n_slots = N_SLOTS[kind_of(function)], .parameter = 0.95};
    bool has_level = (function == FUNCTION_CI_LOW || function == FUNCTION_CI_HIGH) && n_args > 1 && args[1].n > 0;
    if (has_level)
        states.parameter = args[1].numbers[0];
    return states;
}

static bool keeps_values(const AggregateStates *states)
{
    StateKind kind = kind_of(states->function);
    return kind == PICK || kind == CONSTANT || (kind == EXTREME && states->result == TYPE_TEXT);
}

/* What a group starts from. */
static double start_of(const AggregateStates *states)
{
    StateKind kind = kind_of(states->function);
    if (kind == EXTREME || kind == PICK)
        return NAN;
    return (kind == TRUTH && states->function == FUNCTION_ALL) || kind == CONSTANT ? 1 : 0;
}

static void make_room(AggregateStates *s, size_t n_groups)
{
    if (n_groups > s->room) {
        size_t room = s->room * 2 > n_groups ? s->room * 2 : n_groups;
        s->slots = arena_grow(s->arena, s->slots, s->room * s->n_slots * sizeof *s->slots, room * s->n_slots * sizeof *s->slots);
        if (keeps_values(s))
            s->values = arena_grow(s->arena, s->values, s->room * sizeof *s->values, room * sizeof *s->values);
        s->room = room;
    }
    for (; s->n_groups < n_groups; s->n_groups++) {
        s->slots[s->n_groups * s->n_slots] = start_of(s);
        if (s->values)
            s->values[s->n_groups] = (Value){.type = s->result, .is_missing = true};
    }
}

/* --- sums --------------------------------------------------------------------------------------------------------- */

/* Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (1974). */
static void add_to(double *total, double *lost, double value)
{
    double next = *total + value;
    *lost += fabs(*total) >= fabs(value) ? (*total - next) + value : (value - next) + *total;
    *total = next;
}

static void add_sums(AggregateStates *s, const Column *args, const Groups *groups)
{
    const double *x = args[0].numbers;
    size_t at = kind_of(s->function) == MEAN;
    for (size_t i = 0; i < groups->n_rows; i++) {
        double *state = s->slots + groups->group_of[i] * s->n_slots;
        if (isnan(x[i]))
            continue;
        add_to(&state[at], &state[at + 1], x[i]);
        if (at)
            state[0]++;
    }
}

static void add_weighted(AggregateStates *s, const Column *args, const Groups *groups)
{
    const double *x = args[0].numbers, *w = args[1].numbers;
    for (size_t i = 0; i < groups->n_rows; i++) {
        double *state = s->slots + groups->group_of[i] * s->n_slots;
        if (isnan(x[i]) || isnan(w[i]))
            continue;
        add_to(&state[0], &state[1], w[i]);
        add_to(&state[2], &state[3], w[i] * x[i]);
    }
}

static void add_counts(AggregateStates *s, const Column *args, size_t n_args, const Groups *groups)
{
    for (size_t i = 0; i < groups->n_rows; i++)
        if (n_args == 0 || !column_is_missing(&args[0], i))
            s->slots[groups->group_of[i]]++;
}

/* --- moments ------------------------------------------------------------------------------------------------------ */

/* Two parts of a sample become one: Chan, Golub and LeVeque, "Algorithms for computing the sample variance" (1983), equations 2.1. */
static void merge_pairs(double *a, const double *b)
{
    if (b[0] == 0)
        return;
    if (a[0] == 0) {
        memcpy(a, b, 6 * sizeof *a);
        return;
    }
    double n = a[0] + b[0], share = a[0] * b[0] / n, x = b[1] - a[1], y = b[2] - a[2];
    a[1] += x * b[0] / n;
    a[2] += y * b[0] / n;
    a[3] += b[3] + x * x * share;
    a[4] += b[4] + y * y * share;
    a[5] += b[5] + x * y * share;
    a[0] = n;
}

/* What is lost when a * b is rounded: Dekker, "A floating-point technique for extending the available precision" (1971). */
static double lost_product(double a, double b)
{
    static const double SPLIT = 134217729; /* 2^27 + 1 */
    double product = a * b, big_a = a * SPLIT, big_b = b * SPLIT;
    double high_a = big_a - (big_a - a), high_b = big_b - (big_b - b), low_a = a - high_a, low_b = b - high_b;
    double lost = low_a * low_b - (((product - high_a * high_b) - low_a * high_b) - high_a * low_b);
    return isfinite(lost) ? lost : 0;
}

static void add_moments(AggregateStates *s, const Column *args, const Groups *groups)
{
    const double *x = args[0].numbers;
    for (size_t i = 0; i < groups->n_rows; i++) {
        double *state = s->slots + groups->group_of[i] * s->n_slots;
        if (isnan(x[i]))
            continue;
        state[5] = state[0] == 0 ? x[i] : fmin(state[5], x[i]);
        state[6] = state[0] == 0 ? x[i] : fmax(state[6], x[i]);
        state[0]++;
        add_to(&state[1], &state[2], x[i]);
        add_to(&state[3], &state[4], x[i] * x[i]);
        state[4] += lost_product(x[i], x[i]);
    }
}

/* The sum of squared distances from the mean: squares - total * total / n. Sixteen digits may cancel without harm: the sums have twice as many. */
static double spread_of(const double *state)
{
    if (state[5] == state[6])
        return 0;
    double n = state[0], total = state[1] + state[2], rest = (state[1] - total) + state[2];
    double mean = total / n, mean_rest = ((total - mean * n) - lost_product(mean, n) + rest) / n;
    double product = total * mean, product_rest = lost_product(total, mean) + total * mean_rest + rest * mean;
    return fmax((state[3] - product) + (state[4] - product_rest), 0);
}

static void add_pairs(AggregateStates *s, const Column *args, const Groups *groups)
{
    enum { N, X, X_LOST, Y, Y_LOST, WIDTH };
    const double *x = args[0].numbers, *y = args[1].numbers;
    double *sums = ARENA_ARRAY(s->arena, groups->n_groups * WIDTH, double), *parts = ARENA_ARRAY(s->arena, groups->n_groups * 6, double);
    for (size_t i = 0; i < groups->n_rows; i++) {
        double *sum = sums + (size_t)groups->group_of[i] * WIDTH;
        if (isnan(x[i]) || isnan(y[i]))
            continue;
        sum[N]++;
        add_to(&sum[X], &sum[X_LOST], x[i]);
        add_to(&sum[Y], &sum[Y_LOST], y[i]);
    }
    for (size_t g = 0; g < groups->n_groups; g++) {
        const double *sum = sums + g * WIDTH;
        double *part = parts + g * 6;
        part[0] = sum[N];
        part[1] = sum[N] > 0 ? (sum[X] + sum[X_LOST]) / sum[N] : 0;
        part[2] = sum[N] > 0 ? (sum[Y] + sum[Y_LOST]) / sum[N] : 0;
    }
    for (size_t i = 0; i < groups->n_rows; i++) {
        double *part = parts + (size_t)groups->group_of[i] * 6, a = x[i] - part[1], b = y[i] - part[2];
        if (isnan(a) || isnan(b))
            continue;
        part[3] += a * a;
        part[4] += b * b;
        part[5] += a * b;
    }
    for (size_t g = 0; g < groups->n_groups; g++)
        merge_pairs(s->slots + g * s->n_slots, parts + g * 6);
}

/* --- what is picked ----------------------------------------------------------------------------------------------- */

/* The row whose value shall stand for its group, as found in this batch. */
static void take_picked(AggregateStates *s, const Column *column, const uint32_t *picked, size_t n_groups)
{
    for (size_t g = 0; g < n_groups; g++)
        if (picked[g] != ROW_NONE)
            s->values[g] = column_value(column, picked[g]);
}

static uint32_t *no_rows(Arena *arena, size_t n)
{
    uint32_t *rows = ARENA_ARRAY(arena, n, uint32_t);
    if (n)
        memset(rows, 0xFF, n * sizeof *rows);
    return rows;
}

static void add_extremes(AggregateStates *s, const Column *args, const Groups *groups)
{
    const Column *column = &args[0];
    int sign = is_least(s->function) ? -1 : 1;
    if (column->type != TYPE_TEXT) {
        for (size_t i = 0; i < groups->n_rows; i++) {
            double *best = s->slots + groups->group_of[i], value = column->numbers[i];
            *best = sign > 0 ? fmax(*best, value) : fmin(*best, value);
        }
        return;
    }
    uint32_t *picked = no_rows(s->arena, groups->n_groups);
    for (size_t i = 0; i < groups->n_rows; i++) {
        size_t g = groups->group_of[i];
        if (column->codes[i] == CODE_MISSING || (picked[g] != ROW_NONE && column->codes[picked[g]] == column->codes[i]))
            continue;
        Value value = column_value(column, i), best = picked[g] == ROW_NONE ? s->values[g] : column_value(column, picked[g]);
        if (best.is_missing || sign * value_cmp(value, best) > 0)
            picked[g] = (uint32_t)i;
    }
    take_picked(s, column, picked, groups->n_groups);
}

static void add_truths(AggregateStates *s, const Column *args, const Groups *groups)
{
    double decides = s->function == FUNCTION_ALL ? 0 : 1;
    for (size_t i = 0; i < groups->n_rows; i++)
        if (args[0].numbers[i] == decides)
            s->slots[groups->group_of[i]] = decides;
}

static void add_constants(AggregateStates *s, const Column *args, const Groups *groups)
{
    uint32_t *first = no_rows(s->arena, groups->n_groups);
    for (size_t i = 0; i < groups->n_rows; i++) {
        size_t g = groups->group_of[i];
        if (column_is_missing(&args[0], i))
            continue;
        double *state = s->slots + g * s->n_slots;
        if (state[1] == 0) {
            s->values[g] = column_value(&args[0], i);
            state[1] = 1;
        }
        if (first[g] == ROW_NONE) {
            first[g] = (uint32_t)i;
            if (!value_eq(s->values[g], column_value(&args[0], i)))
                state[0] = 0;
        } else if (!column_same(&args[0], first[g], i)) {
            state[0] = 0;
        }
    }
}

static void add_picks(AggregateStates *s, const Column *args, const Groups *groups)
{
    bool is_first = s->function == FUNCTION_FIRST, is_last = s->function == FUNCTION_LAST;
    int sign = is_least(s->function) ? -1 : 1;
    uint32_t *picked = no_rows(s->arena, groups->n_groups);
    for (size_t i = 0; i < groups->n_rows; i++) {
        size_t g = groups->group_of[i];
        double *state = s->slots + g * s->n_slots;
        bool is_missing = column_is_missing(is_first || is_last ? &args[0] : &args[1], i);
        if (is_missing || (is_first && !isnan(state[0])))
            continue;
        double key = is_first || is_last ? s->n_rows + (double)i : args[1].numbers[i];
        if (!isnan(state[0]) && !(sign * (key - state[0]) > 0))
            continue;
        state[0] = key;
        picked[g] = (uint32_t)i;
    }
    take_picked(s, &args[0], picked, groups->n_groups);
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

void aggregate_states_add(AggregateStates *s, const Column *args, size_t n_args, const Groups *groups)
{
    make_room(s, groups->n_groups);
    switch (kind_of(s->function)) {
    case COUNT:
        add_counts(s, args, n_args, groups);
        break;
    case SUM:
    case MEAN:
        add_sums(s, args, groups);
        break;
    case MOMENTS:
        add_moments(s, args, groups);
        break;
    case PAIR:
        add_pairs(s, args, groups);
        break;
    case WEIGHTED:
        add_weighted(s, args, groups);
        break;
    case EXTREME:
        add_extremes(s, args, groups);
        break;
    case TRUTH:
        add_truths(s, args, groups);
        break;
    case CONSTANT:
        add_constants(s, args, groups);
        break;
    case PICK:
        add_picks(s, args, groups);
        break;
    case NO_STATE:
        break;
    }
    s->n_rows += (double)groups->n_rows;
}

static void merge_one(AggregateStates *s, size_t g, const AggregateStates *other, size_t k)
{
    double *a = s->slots + g * s->n_slots;
    const double *b = other->slots + k * s->n_slots;
    int sign = is_least(s->function) ? -1 : 1;
    switch (kind_of(s->function)) {
    case COUNT:
        a[0] += b[0];
        break;
    case SUM:
        add_to(&a[0], &a[1], b[0]);
        a[1] += b[1];
        break;
    case MEAN:
        a[0] += b[0];
        add_to(&a[1], &a[2], b[1]);
        a[2] += b[2];
        break;
    case MOMENTS:
        if (b[0] == 0)
            break;
        a[5] = a[0] == 0 ? b[5] : fmin(a[5], b[5]);
        a[6] = a[0] == 0 ? b[6] : fmax(a[6], b[6]);
        a[0] += b[0];
        add_to(&a[1], &a[2], b[1]);
        add_to(&a[3], &a[4], b[3]);
        a[2] += b[2];
        a[4] += b[4];
        break;
    case PAIR:
        merge_pairs(a, b);
        break;
    case WEIGHTED:
        add_to(&a[0], &a[1], b[0]);
        add_to(&a[2], &a[3], b[2]);
        a[1] += b[1];
        a[3] += b[3];
        break;
    case EXTREME:
        if (!s->values)
            a[0] = sign > 0 ? fmax(a[0], b[0]) : fmin(a[0], b[0]);
        else if (!other->values[k].is_missing && (s->values[g].is_missing || sign * value_cmp(other->values[k], s->values[g]) > 0))
            s->values[g] = other->values[k];
        break;
    case TRUTH:
        a[0] = s->function == FUNCTION_ALL ? fmin(a[0], b[0]) : fmax(a[0], b[0]);
        break;
    case CONSTANT:
        if (b[1] != 0 && a[1] != 0 && !value_eq(s->values[g], other->values[k]))
            a[0] = 0;
        else if (b[1] != 0 && a[1] == 0)
            s->values[g] = other->values[k];
        a[0] = fmin(a[0], b[0]);
        a[1] = fmax(a[1], b[1]);
        break;
    case PICK: {
        bool is_place = s->function == FUNCTION_FIRST || s->function == FUNCTION_LAST;
        double key = is_place ? s->n_rows + b[0] : b[0];
        if (!isnan(b[0]) && (isnan(a[0]) || sign * (key - a[0]) > 0)) {
            a[0] = key;
            s->values[g] = other->values[k];
        }
        break;
    }
    case NO_STATE:
        break;
    }
}

void aggregate_states_merge(AggregateStates *states, const AggregateStates *other, const uint32_t *group_of, size_t n_groups)
{
    make_room(states, n_groups);
    for (size_t k = 0; k < other->n_groups; k++)
        merge_one(states, group_of[k], other, k);
    states->n_rows += other->n_rows;
}

/* Groups of one size share it: it is looked up once. */
static double student_of(AggregateStates *s, double degrees)
{
    if (s->degrees != degrees) {
        s->degrees = degrees;
        s->t = student_two_sided(s->parameter, degrees);
    }
    return s->t;
}

static double moment_value(AggregateStates *s, const double *state)
{
    double n = state[0], variance = n < 2 ? NAN : spread_of(state) / (n - 1);
    switch (s->function) {
    case FUNCTION_VAR:
        return variance;
    case FUNCTION_SD:
        return sqrt(variance);
    case FUNCTION_STDERR:
        return sqrt(variance) / sqrt(n);
    default:
        break;
    }
    double half = n < 2 ? NAN : student_of(s, n - 1) * sqrt(variance) / sqrt(n);
    double mean = (state[1] + state[2]) / n;
    return s->function == FUNCTION_CI_LOW ? mean - half : mean + half;
}

static double pair_value(FunctionId function, const double *state)
{
    double n = state[0];
    if (n < 2)
        return NAN;
    if (function == FUNCTION_COVARIANCE)
        return state[5] / (n - 1);
    double r = state[5] / (sqrt(state[3]) * sqrt(state[4]));
    r = r > 1 ? 1 : r < -1 ? -1 : r;
    return function == FUNCTION_R2 ? r * r : r;
}

static double number_value(AggregateStates *s, const double *state)
{
    switch (kind_of(s->function)) {
    case SUM:
        return state[0] + state[1];
    case MEAN:
        return state[0] > 0 ? (state[1] + state[2]) / state[0] : NAN;
    case MOMENTS:
        return moment_value(s, state);
    case PAIR:
        return pair_value(s->function, state);
    case WEIGHTED:
        return (state[2] + state[3]) / (state[0] + state[1]);
    default:
        return state[0];
    }
}

Column aggregate_states_finish(AggregateStates *states, size_t n_groups)
{
    make_room(states, n_groups);
    if (states->values && kind_of(states->function) != CONSTANT)
        return column_from_values(states->arena, STR_NONE, states->result, states->values, n_groups);
    double *out;
    Column column = column_new(states->arena, STR_NONE, states->result, n_groups, &out);
    for (size_t g = 0; g < n_groups; g++) {
        double value = number_value(states, states->slots + g * states->n_slots);
        out[g] = isfinite(value) ? value : NAN;
    }
    return column;
}
