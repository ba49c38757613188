/* Position scales at their header: places of values, the way back, bands, training. */
#include "runtime/scale.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void near(double actual, double expected)
{
    if (!(fabs(actual - expected) < 1e-9 * fmax(1, fabs(expected))))
        fail_msg("%.12g, not %.12g", actual, expected);
}

static PosScale scale_of(AxisType type, double lo, double hi)
{
    return (PosScale){.type = type, .lo = lo, .hi = hi, .from = 100, .to = 300, .constant = 1};
}

static void test_linear(void **state)
{
    (void)state;
    PosScale scale = scale_of(AXIS_LINEAR, -10, 30);
    near(scale_map(&scale, -10), 100);
    near(scale_map(&scale, 0), 150);
    near(scale_map(&scale, 30), 300);
    near(scale_map(&scale, 50), 400); /* beyond the domain: beyond the place */
    assert_true(isnan(scale_map(&scale, NAN)));
}

static void test_log(void **state)
{
    (void)state;
    PosScale scale = scale_of(AXIS_LOG, 0.1, 1000);
    near(scale_map(&scale, 1), 150);
    near(scale_map(&scale, 10), 200);
    near(scale_map(&scale, 1000), 300);
    assert_true(isnan(scale_map(&scale, 0)));
    assert_true(isnan(scale_map(&scale, -1)));
}

static void test_symlog(void **state)
{
    (void)state;
    PosScale scale = scale_of(AXIS_SYMLOG, -99, 99);
    near(scale_map(&scale, 0), 200);
    near(scale_map(&scale, 9), 250); /* log(1 + 9) is half of log(1 + 99) */
    near(scale_map(&scale, -9), 150);
}

static void test_sqrt(void **state)
{
    (void)state;
    PosScale scale = scale_of(AXIS_SQRT, 0, 100);
    near(scale_map(&scale, 25), 200);
    near(scale_map(&scale, 49), 240);
}

static void test_time(void **state)
{
    (void)state;
    PosScale scale = scale_of(AXIS_TIME, 0, 86400);
    near(scale_map(&scale, 43200), 200);
}

static void test_reversed(void **state)
{
    (void)state;
    PosScale scale = scale_of(AXIS_LINEAR, 0, 10);
    scale.is_reversed = true;
    near(scale_map(&scale, 0), 300);
    near(scale_map(&scale, 2.5), 250);
    scale.type = AXIS_LOG;
    scale.lo = 1;
    scale.hi = 100;
    near(scale_map(&scale, 10), 200);
    near(scale_map(&scale, 100), 100);
}

static void test_way_back(void **state)
{
    (void)state;
    static const AxisType TYPES[] = {AXIS_LINEAR, AXIS_LOG, AXIS_SYMLOG, AXIS_SQRT, AXIS_TIME};
    for (size_t t = 0; t < sizeof TYPES / sizeof *TYPES; t++)
        for (int reversed = 0; reversed < 2; reversed++)
            for (double value = 0.5; value < 1000; value *= 3) {
                PosScale scale = scale_of(TYPES[t], 0.25, 700);
                scale.is_reversed = reversed;
                near(scale_invert(&scale, scale_map(&scale, value)), value);
            }
}

static void test_far_values_stay_finite(void **state)
{
    (void)state;
    PosScale scale = scale_of(AXIS_LINEAR, 0, 1e-9);
    assert_true(isfinite(scale_map(&scale, 1e300)));
    assert_true(scale_map(&scale, -1e300) < scale_map(&scale, 0));
}

static Value text_value(const char *text)
{
    return (Value){.type = TYPE_TEXT, .text = str_from(text)};
}

static void test_bands(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    Report report = {.arena = arena};
    Domain domain = {.arena = arena};
    const char *const NAMES[] = {"b", "a", "c", "d", "a"};
    for (size_t i = 0; i < 5; i++)
        domain_add_category(&domain, text_value(NAMES[i]));
    IrAxis *axis = IR_NEW(arena, Axis, SPAN_NONE);
    axis->type = AXIS_BAND;
    PosScale scale;
    assert_true(scale_train(&scale, arena, &report, axis, &domain));
    assert_int_equal(scale.n_categories, 4); /* in order of first appearance, each once */
    scale.from = 100;
    scale.to = 300;
    near(scale_step(&scale), 50);
    double start, width;
    assert_true(scale_band(&scale, text_value("b"), &start, &width));
    near(start, 105); /* a tenth of a step is free at both ends */
    near(width, 40);
    assert_true(scale_band(&scale, text_value("d"), &start, &width));
    near(start, 255);
    assert_false(scale_band(&scale, text_value("e"), &start, &width));
    scale.is_reversed = true;
    assert_true(scale_band(&scale, text_value("d"), &start, &width));
    near(start, 105);
    scale.is_reversed = false;
    scale.from = 300; /* from the bottom up */
    scale.to = 100;
    assert_true(scale_band(&scale, text_value("b"), &start, &width));
    near(start, 255);
    near(width, 40);
    arena_free(arena);
}

static void test_training(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    Report report = {.arena = arena};
    IrAxis *axis = IR_NEW(arena, Axis, SPAN_NONE);
    axis->type = AXIS_LINEAR;
    Domain domain = {.arena = arena};
    PosScale scale;
    assert_true(scale_train(&scale, arena, &report, axis, &domain)); /* nothing: 0 to 1 */
    near(scale.lo, 0);
    near(scale.hi, 1);
    domain_add_number(&domain, 4);
    domain_add_number(&domain, NAN);
    assert_true(scale_train(&scale, arena, &report, axis, &domain)); /* one value: room on both sides */
    assert_true(scale.lo < 4 && scale.hi > 4);
    domain_add_number(&domain, 9);
    assert_true(scale_train(&scale, arena, &report, axis, &domain));
    near(scale.lo, 4);
    near(scale.hi, 9);
    axis->zero = true;
    assert_true(scale_train(&scale, arena, &report, axis, &domain));
    near(scale.lo, 0);
    near(scale.hi, 9);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_linear),   cmocka_unit_test(test_log),   cmocka_unit_test(test_symlog),
        cmocka_unit_test(test_sqrt),     cmocka_unit_test(test_time),  cmocka_unit_test(test_reversed),
        cmocka_unit_test(test_way_back), cmocka_unit_test(test_bands), cmocka_unit_test(test_far_values_stay_finite),
        cmocka_unit_test(test_training),
    };
    return cmocka_run_group_tests_name("scale", tests, NULL, NULL);
}
