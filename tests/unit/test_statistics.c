/* Statistics: quantiles of distributions against R's, aggregates in parts against the whole, windows against their definition. */
#include "runtime/aggregate.h"
#include "runtime/aggregate_state.h"
#include "runtime/distribution.h"
#include "runtime/window.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void assert_near(double value, double expected, double share)
{
    if (!(fabs(value - expected) <= share * fabs(expected)))
        fail_msg("%.17g, expected %.17g", value, expected);
}

/* --- quantiles ---------------------------------------------------------------------------------------------------- */

static void test_student(void **state)
{
    (void)state;
    static const double LEVELS[] = {0.5, 0.9, 0.95, 0.99, 0.9999}, DEGREES[] = {1, 2, 3, 4, 7, 10, 29, 30, 99, 1000, 1001, 5000};
    /* R 4.2: for (p in levels) sapply(degrees, function(d) qt(0.5 + p / 2, d)) */
    static const double R[5][12] = {
        {1, 0.81649658092772592, 0.76489232840434518, 0.74069708411268265, 0.71114177808178658, 0.69981206131243168, 0.68304386082161339,
         0.68275569332129227, 0.67697598554615213, 0.67473516460700933, 0.67473491935844709, 0.67453882036087398},
        {6.3137515146750376, 2.9199855803537238, 2.3533634348018246, 2.131846786326649, 1.8945786050900062, 1.8124611228116756, 1.6991270265334975,
         1.6972608865939569, 1.6603911560169906, 1.6463788172854634, 1.6463772921994668, 1.6451584375969703},
        {12.706204736174694, 4.3026527297494619, 3.1824463052837078, 2.7764451051977934, 2.3646242515927844, 2.2281388519862739, 2.0452296421327034,
         2.0422724563012378, 1.9842169515864172, 1.9623390808264076, 1.9623367052808791, 1.9604385517065075},
        {63.656741162871526, 9.9248432009182892, 5.8409093097333544, 4.6040948713499921, 3.4994832973504932, 3.16927267261695, 2.7563859036706049,
         2.7499956535672254, 2.6264054572808275, 2.5807546980659501, 2.5807497687505245, 2.5768129665562807},
        {6366.1976713166368, 99.992499843750039, 28.000130010949999, 15.544100581546111, 7.8845842624167393, 6.2110508912907472, 4.5055116312110002,
         4.482417175409787, 4.0550413091143547, 3.9063437367014076, 3.9063279440312924, 3.8937332089269456},
    };
    for (size_t i = 0; i < 5; i++)
        for (size_t k = 0; k < 12; k++)
            assert_near(student_two_sided(LEVELS[i], DEGREES[k]), R[i][k], 2e-12); /* 1 - level has no more digits */
}

static void test_normal(void **state)
{
    (void)state;
    static const double P[] = {1e-300, 1e-20, 1e-5, 0.025, 0.3, 0.5, 0.9, 0.999, 1 - 1e-12};
    static const double R[] = {-37.047096299361201, -9.2623400897984052, -4.2648907939228256, -1.9599639845400538, -0.52440051270804067, 0,
                               1.2815515655446008,  3.0902323061678132,  7.0344869100478356}; /* R 4.2: qnorm(p) */
    for (size_t i = 0; i < sizeof P / sizeof *P; i++)
        assert_near(normal_quantile(P[i]), R[i], 2e-15);
}

/* --- parts -------------------------------------------------------------------------------------------------------- */

enum { N = 1000, N_GROUPS = 7 };

static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

/* A tenth is missing; equal values are frequent. */
static Column random_numbers(Arena *arena, uint64_t seed, ValueType type)
{
    double *out;
    Column column = column_new(arena, STR("x"), type, N, &out);
    for (size_t i = 0; i < N; i++) {
        uint32_t drawn = next_random(&seed);
        out[i] = drawn % 10 == 0 ? NAN : type == TYPE_BOOL ? drawn % 97 > 1 : drawn % 500 / 8.0 - 20;
    }
    return column;
}

static Column random_texts(Arena *arena, uint64_t seed)
{
    static const char WORDS[][2] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    Str *texts = ARENA_ARRAY(arena, N, Str);
    for (size_t i = 0; i < N; i++) {
        uint32_t drawn = next_random(&seed);
        texts[i] = drawn % 10 == 0 ? STR_NONE : str_from(WORDS[drawn / 16 % 8]);
    }
    return column_from_texts(arena, STR("t"), texts, N);
}

static Column part_of(Arena *arena, const Column *column, size_t from, size_t n)
{
    uint32_t *rows = ARENA_ARRAY(arena, n, uint32_t);
    for (size_t i = 0; i < n; i++)
        rows[i] = (uint32_t)(from + i);
    return column_pick(arena, column, rows, n);
}

static void assert_same(FunctionId function, const Column *a, const Column *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        Value x = column_value(a, i), y = column_value(b, i);
        bool is_near = !x.is_missing && !y.is_missing && x.type != TYPE_TEXT && fabs(x.number - y.number) <= 1e-12 * (fabs(x.number) + 1);
        if (!is_near && !value_eq(x, y))
            fail_msg("%s of group %zu: %.17g in parts, %.17g of the whole", function_row(function)->name, i, x.number, y.number);
    }
}

/* Rows in batches of odd sizes, and states of two parts merged, give what the whole gives. */
static void check_parts(Arena *arena, FunctionId function, ValueType result, const Column *args, size_t n_args, const Groups *groups)
{
    Column whole = aggregate_run(arena, function, result, args, n_args, groups);
    AggregateStates batches = aggregate_states(arena, function, result, args, n_args), parts[2] = {batches, batches};
    for (size_t from = 0, n = 1; from < N; from += n, n = n * 3 + 1) {
        n = from + n > N ? N - from : n;
        Column *part = ARENA_ARRAY(arena, n_args, Column);
        for (size_t k = 0; k < n_args; k++)
            part[k] = part_of(arena, &args[k], from, n);
        Groups some = {n, groups->n_groups, groups->group_of + from, NULL};
        aggregate_states_add(&batches, part, n_args, &some);
        aggregate_states_add(&parts[from >= N / 4], part, n_args, &some);
    }
    Column in_batches = aggregate_states_finish(&batches, groups->n_groups);
    assert_same(function, &in_batches, &whole);
    uint32_t same[N_GROUPS];
    for (uint32_t g = 0; g < N_GROUPS; g++)
        same[g] = g;
    aggregate_states_merge(&parts[0], &parts[1], same, groups->n_groups);
    Column merged = aggregate_states_finish(&parts[0], groups->n_groups);
    assert_same(function, &merged, &whole);
}

static void test_parts(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    Column key = random_numbers(arena, 1, TYPE_NUMBER), x[] = {random_numbers(arena, 2, TYPE_NUMBER), random_numbers(arena, 3, TYPE_NUMBER)};
    Column truth = random_numbers(arena, 4, TYPE_BOOL), text[] = {random_texts(arena, 5), x[0]}, weighted[] = {x[0], x[1]};
    double *numbers = arena_copy(arena, key.numbers, N * sizeof(double)), *weights = arena_copy(arena, x[1].numbers, N * sizeof(double));
    for (size_t i = 0; i < N; i++) {
        numbers[i] = isnan(numbers[i]) ? 0 : fmod(floor(numbers[i] + 20), N_GROUPS);
        weights[i] = fabs(weights[i]);
    }
    key.numbers = numbers;
    weighted[1].numbers = weights;
    Groups groups = groups_by(arena, &key, 1, N);
    assert_int_equal(groups.n_groups, N_GROUPS);
    static const FunctionId ONE[] = {FUNCTION_COUNT,  FUNCTION_SUM,     FUNCTION_MEAN, FUNCTION_SD,  FUNCTION_VAR,   FUNCTION_STDERR,
                                     FUNCTION_CI_LOW, FUNCTION_CI_HIGH, FUNCTION_MIN,  FUNCTION_MAX, FUNCTION_FIRST, FUNCTION_LAST};
    static const FunctionId TWO[] = {FUNCTION_COVARIANCE, FUNCTION_CORRELATION, FUNCTION_R2, FUNCTION_ARGMAX, FUNCTION_ARGMIN};
    static const FunctionId OF_TEXT[] = {FUNCTION_MIN, FUNCTION_MAX, FUNCTION_FIRST, FUNCTION_LAST, FUNCTION_ARGMAX, FUNCTION_ARGMIN};
    for (size_t i = 0; i < sizeof ONE / sizeof *ONE; i++)
        check_parts(arena, ONE[i], TYPE_NUMBER, x, 1, &groups);
    for (size_t i = 0; i < sizeof TWO / sizeof *TWO; i++)
        check_parts(arena, TWO[i], TYPE_NUMBER, x, 2, &groups);
    check_parts(arena, FUNCTION_WEIGHTED_MEAN, TYPE_NUMBER, weighted, 2, &groups);
    for (size_t i = 0; i < sizeof OF_TEXT / sizeof *OF_TEXT; i++)
        check_parts(arena, OF_TEXT[i], TYPE_TEXT, text, i < 4 ? 1 : 2, &groups);
    check_parts(arena, FUNCTION_ALL, TYPE_BOOL, &truth, 1, &groups);
    check_parts(arena, FUNCTION_ANY, TYPE_BOOL, &truth, 1, &groups);
    check_parts(arena, FUNCTION_CONSTANT, TYPE_BOOL, x, 1, &groups);
    check_parts(arena, FUNCTION_CONSTANT, TYPE_BOOL, &key, 1, &groups);
    arena_free(arena);
}

/* --- windows ------------------------------------------------------------------------------------------------------ */

/* What the function says of rows from..to of x, by its definition. */
static double of_window(FunctionId function, const double *x, const uint32_t *rows, size_t from, size_t to)
{
    double n = 0, sum = 0, squares = 0, low = NAN, high = NAN;
    for (size_t i = from; i <= to; i++) {
        n += !isnan(x[rows[i]]);
        sum += isnan(x[rows[i]]) ? 0 : x[rows[i]];
        low = fmin(low, x[rows[i]]);
        high = fmax(high, x[rows[i]]);
    }
    for (size_t i = from; i <= to; i++)
        squares += isnan(x[rows[i]]) ? 0 : (x[rows[i]] - sum / n) * (x[rows[i]] - sum / n);
    switch (function) {
    case FUNCTION_ROLLING_MEAN:
        return sum / n;
    case FUNCTION_ROLLING_SD:
        return n > 1 ? sqrt(squares / (n - 1)) : NAN;
    case FUNCTION_ROLLING_MIN:
        return low;
    default:
        return high;
    }
}

static void test_rolling(void **state)
{
    (void)state;
    static const FunctionId FUNCTIONS[] = {FUNCTION_ROLLING_MEAN, FUNCTION_ROLLING_SD, FUNCTION_ROLLING_MIN, FUNCTION_ROLLING_MAX};
    static const double WIDTHS[] = {1, 2, 3, 10, 57, N, 1e9};
    Arena *arena = arena_new(NULL);
    Column x = random_numbers(arena, 6, TYPE_NUMBER), key = random_texts(arena, 7);
    Groups groups = groups_by(arena, &key, 1, N);
    GroupRows in = groups_rows(arena, &groups);
    for (size_t f = 0; f < 4; f++)
        for (size_t w = 0; w < sizeof WIDTHS / sizeof *WIDTHS; w++) {
            double *widths;
            Column args[] = {x, column_new(arena, STR("w"), TYPE_NUMBER, N, &widths)};
            for (size_t i = 0; i < N; i++)
                widths[i] = WIDTHS[w];
            Column out = window_run(arena, FUNCTIONS[f], TYPE_NUMBER, args, 2, &groups);
            for (size_t g = 0; g < groups.n_groups; g++)
                for (size_t i = in.start[g]; i < in.start[g + 1]; i++) {
                    size_t back = (size_t)fmin(WIDTHS[w] - 1, (double)(i - in.start[g]));
                    double found = out.numbers[in.rows[i]], expected = of_window(FUNCTIONS[f], x.numbers, in.rows, i - back, i);
                    if (!(fabs(found - expected) <= 1e-11) && !(isnan(found) && isnan(expected)))
                        fail_msg("%s over %g: %.17g, expected %.17g", function_row(FUNCTIONS[f])->name, WIDTHS[w], found, expected);
                }
        }
    arena_free(arena);
}

/* A window far from zero keeps its digits: a running difference of sums would not. */
static void test_rolling_keeps_digits(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    double *out, *widths;
    Column args[] = {column_new(arena, STR("x"), TYPE_NUMBER, N, &out), column_new(arena, STR("w"), TYPE_NUMBER, N, &widths)};
    for (size_t i = 0; i < N; i++) {
        out[i] = i < N / 2 ? 1e15 + (double)(i % 3) / 3 : (double)(i % 2);
        widths[i] = 10;
    }
    Groups all = groups_by(arena, NULL, 0, N);
    Column mean = window_run(arena, FUNCTION_ROLLING_MEAN, TYPE_NUMBER, args, 2, &all),
           sd = window_run(arena, FUNCTION_ROLLING_SD, TYPE_NUMBER, args, 2, &all);
    assert_true(mean.numbers[N - 1] == 0.5);
    assert_near(sd.numbers[N - 1], sqrt(2.5 / 9), 1e-15);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_student),
        cmocka_unit_test(test_normal),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_rolling),
        cmocka_unit_test(test_rolling_keeps_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
