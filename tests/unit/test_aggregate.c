/* Aggregates: values known from exact rational arithmetic, missing values, small and empty groups. */
#include "runtime/aggregate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static Column numbers(const double *values, size_t n)
{
    double *out;
    Column column = column_new(arena, STR("x"), TYPE_NUMBER, n, &out);
    for (size_t i = 0; i < n; i++)
        out[i] = values[i];
    return column;
}

static double of_columns(FunctionId function, const Column *columns, size_t n_columns, size_t n_rows)
{
    Groups all = groups_by(arena, NULL, 0, n_rows);
    Column out = aggregate_run(arena, function, TYPE_NUMBER, columns, n_columns, &all);
    assert_int_equal(out.n, 1);
    return out.numbers[0];
}

static double of(FunctionId function, const double *values, size_t n)
{
    Column column = numbers(values, n);
    return of_columns(function, &column, 1, n);
}

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 4e-16 * fabs(expected)))
        fail_msg("%.17g, expected %.17g", value, expected);
}

static void test_known_values(void **state)
{
    (void)state;
    /* expected values: Python's statistics module, which computes with fractions */
    static const double X[] = {23.3, 25.8, 18.4, NAN, 31.7, 29.2, 22.5, 27.9};
    assert_near(of(FUNCTION_SUM, X, 8), 178.8);
    assert_near(of(FUNCTION_MEAN, X, 8), 25.54285714285714);
    assert_near(of(FUNCTION_SD, X, 8), 4.513260884274674);
    assert_near(of(FUNCTION_STDERR, X, 8), 1.7058522716780358);
    assert_near(of(FUNCTION_MEDIAN, X, 8), 25.8);
    assert_near(of(FUNCTION_MIN, X, 8), 18.4);
    assert_near(of(FUNCTION_MAX, X, 8), 31.7);
    assert_near(of(FUNCTION_COUNT, X, 8), 7);
    assert_near(of_columns(FUNCTION_COUNT, NULL, 0, 8), 8);
    static const double EVEN[] = {4, 1, 3, 2};
    assert_near(of(FUNCTION_MEDIAN, EVEN, 4), 2.5);
}

/* Where plain sums fail: Neumaier's own example, and data set NumAcc4 of NIST's StRD (mean 10000000.2, sd 0.1). */
static void test_accuracy(void **state)
{
    (void)state;
    static const double CANCELS[] = {1, 1e100, 1, -1e100};
    assert_true(of(FUNCTION_SUM, CANCELS, 4) == 2);
    double values[1001];
    for (size_t i = 0; i < 1001; i++)
        values[i] = i == 0 ? 10000000.2 : i % 2 ? 10000000.1 : 10000000.3;
    assert_near(of(FUNCTION_MEAN, values, 1001), 10000000.2);
    assert_true(fabs(of(FUNCTION_SD, values, 1001) - 0.1) < 1e-9);
    for (size_t i = 0; i < 1001; i++)
        values[i] = 0.1;
    assert_true(of(FUNCTION_SD, values, 1001) < 1e-16);
}

static void test_few_values(void **state)
{
    (void)state;
    static const double NONE[] = {NAN, NAN}, ONE[] = {5};
    assert_true(of(FUNCTION_SUM, NONE, 2) == 0);
    assert_true(of(FUNCTION_COUNT, NONE, 2) == 0);
    static const FunctionId MISSING[] = {FUNCTION_MEAN, FUNCTION_MEDIAN, FUNCTION_MIN, FUNCTION_MAX, FUNCTION_SD, FUNCTION_STDERR};
    for (size_t i = 0; i < sizeof MISSING / sizeof *MISSING; i++)
        assert_true(isnan(of(MISSING[i], NONE, 2)));
    assert_true(isnan(of(FUNCTION_SD, ONE, 1)));
    assert_true(of(FUNCTION_MEDIAN, ONE, 1) == 5);
    assert_true(of(FUNCTION_ALL, NONE, 2) == 1);
    assert_true(of(FUNCTION_ANY, NONE, 2) == 0);
    assert_true(of(FUNCTION_RISING, NONE, 2) == 1);
}

/* The selection against a count: as many values below as above, in orders that are bad for a quicksort too. */
static void test_median_of_many(void **state)
{
    (void)state;
    enum { MOST = 3001 };
    static double values[MOST];
    for (int order = 0; order < 5; order++)
        for (size_t n = 1; n <= MOST; n = n * 2 + 1) {
            for (size_t i = 0; i < n; i++) {
                double organ_pipe = (double)(i < n / 2 ? i : n - i);
                const double by_order[] = {(double)i, (double)(n - i), organ_pipe, (double)(i * 7919 % 1009), (double)(i % 3)};
                values[i] = by_order[order];
            }
            double median = of(FUNCTION_MEDIAN, values, n);
            size_t below = 0, above = 0;
            for (size_t i = 0; i < n; i++) {
                below += values[i] < median;
                above += values[i] > median;
            }
            assert_true(below <= n / 2 && above <= n / 2);
        }
}

static void test_groups(void **state)
{
    (void)state;
    static const double X[] = {1, 10, 2, 20, 3, NAN}, KEY[] = {1, 2, 1, 2, 1, 3};
    Column x = numbers(X, 6), key = numbers(KEY, 6);
    Groups groups = groups_by(arena, &key, 1, 6);
    Column sums = aggregate_run(arena, FUNCTION_SUM, TYPE_NUMBER, &x, 1, &groups);
    Column means = aggregate_run(arena, FUNCTION_MEAN, TYPE_NUMBER, &x, 1, &groups);
    Column rows = aggregate_run(arena, FUNCTION_COUNT, TYPE_NUMBER, NULL, 0, &groups);
    assert_int_equal(sums.n, 3);
    assert_true(sums.numbers[0] == 6 && sums.numbers[1] == 30 && sums.numbers[2] == 0);
    assert_true(means.numbers[0] == 2 && means.numbers[1] == 15 && isnan(means.numbers[2]));
    assert_true(rows.numbers[0] == 3 && rows.numbers[1] == 2 && rows.numbers[2] == 1);
}

static void test_orders_and_sets(void **state)
{
    (void)state;
    static const double UP[] = {1, 2, NAN, 3}, FLAT[] = {1, 2, 2}, SHUFFLED[] = {3, 1, 2}, BY[] = {30, 10, 20}, DOWN[] = {3, 2, 1};
    assert_true(of(FUNCTION_RISING, UP, 4) == 1 && of(FUNCTION_FALLING, UP, 4) == 0);
    assert_true(of(FUNCTION_RISING, FLAT, 3) == 0 && of(FUNCTION_FALLING, DOWN, 3) == 1);
    const Column ordered[] = {numbers(SHUFFLED, 3), numbers(BY, 3)};
    assert_true(of_columns(FUNCTION_RISING, ordered, 1, 3) == 0);
    assert_true(of_columns(FUNCTION_RISING, ordered, 2, 3) == 1);
    assert_true(of(FUNCTION_CONSTANT, FLAT, 3) == 0 && of(FUNCTION_CONSTANT, FLAT + 1, 2) == 1);
    assert_true(of(FUNCTION_UNIQUE, FLAT, 3) == 0 && of(FUNCTION_UNIQUE, SHUFFLED, 3) == 1);
    static const Str A[] = {{"a", 1}, {"ab", 2}, {"a", 1}}, B[] = {{"bc", 2}, {"c", 1}, {"c", 1}};
    const Column pairs[] = {column_from_texts(arena, STR("a"), A, 3), column_from_texts(arena, STR("b"), B, 3)};
    assert_true(of_columns(FUNCTION_UNIQUE, pairs, 2, 3) == 1);
    assert_true(of_columns(FUNCTION_UNIQUE, pairs, 1, 3) == 0);
    Groups all = groups_by(arena, NULL, 0, 3);
    Column most = aggregate_run(arena, FUNCTION_MAX, TYPE_TEXT, pairs, 1, &all);
    assert_true(str_is(column_value(&most, 0).text, "ab"));
    static const double TRUTHS[] = {1, 1, 0, NAN};
    assert_true(of(FUNCTION_ALL, TRUTHS, 4) == 0 && of(FUNCTION_ALL, TRUTHS, 2) == 1);
    assert_true(of(FUNCTION_ANY, TRUTHS, 4) == 1 && of(FUNCTION_ANY, TRUTHS + 2, 2) == 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_known_values), TEST(test_accuracy), TEST(test_few_values), TEST(test_median_of_many), TEST(test_groups), TEST(test_orders_and_sets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
