/* Colour differences, simulated vision and contrasts against published values. */
#include "runtime/colour.h"
#include "runtime/colour_vision.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void assert_near(double found, double wanted, double tolerance)
{
    if (!(fabs(found - wanted) <= tolerance))
        fail_msg("%.6f, not %.6f", found, wanted);
}

/* The test data of Sharma, Wu and Dalal (2005), table 1: the pairs that catch wrong hues, rotations and neutral colours. */
static void distance_is_ciede2000(void **state)
{
    (void)state;
    static const struct {
        Lab a, b;
        double distance;
    } PAIRS[] = {
        {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
        {{50, 3.1571, -77.2803}, {50, 0, -82.7485}, 2.8615},
        {{50, 2.8361, -74.0200}, {50, 0, -82.7485}, 3.4412},
        {{50, -1.3802, -84.2814}, {50, 0, -82.7485}, 1.0000},
        {{50, -1.1848, -84.8006}, {50, 0, -82.7485}, 1.0000},
        {{50, -0.9009, -85.5211}, {50, 0, -82.7485}, 1.0000},
        {{50, 0, 0}, {50, -1, 2}, 2.3669},
        {{50, -1, 2}, {50, 0, 0}, 2.3669},
        {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0009}, 7.1792},
        {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0011}, 7.2195},
        {{50, -0.0010, 2.4900}, {50, 0.0009, -2.4900}, 4.8045},
        {{50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
        {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
        {{50, 2.5, 0}, {61, -5, 29}, 22.8977},
        {{50, 2.5, 0}, {56, -27, -3}, 31.9030},
        {{50, 2.5, 0}, {58, 24, 15}, 19.4535},
        {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
        {{63.0109, -31.0961, -5.8663}, {62.8187, -29.7946, -4.0864}, 1.2630},
        {{61.2901, 3.7196, -5.3901}, {61.4292, 2.2480, -4.9620}, 1.8731},
        {{35.0831, -44.1164, 3.7933}, {35.0232, -40.0716, 1.5901}, 1.8645},
        {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
        {{36.4612, 47.8580, 18.3852}, {36.2715, 50.5065, 21.2231}, 1.4146},
        {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
        {{90.9257, -0.5406, -0.9208}, {88.6381, -0.8985, -0.7239}, 1.5381},
        {{6.7747, -0.2908, -2.4247}, {5.8714, -0.0985, -2.2286}, 0.6377},
        {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
    };
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        assert_near(lab_distance(PAIRS[i].a, PAIRS[i].b), PAIRS[i].distance, 0.00005);
        assert_near(lab_distance(PAIRS[i].b, PAIRS[i].a), PAIRS[i].distance, 0.00005);
    }
}

/* The primaries of sRGB in CIELAB of D65. */
static void colours_have_their_lab(void **state)
{
    (void)state;
    static const struct {
        Colour colour;
        Lab lab;
    } ROWS[] = {
        {0xFFFFFFFF, {100, 0, 0}},
        {0x000000FF, {0, 0, 0}},
        {0xFF0000FF, {53.24, 80.09, 67.20}},
        {0x00FF00FF, {87.73, -86.18, 83.18}},
        {0x0000FFFF, {32.30, 79.19, -107.86}},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        Lab lab = vision_lab(ROWS[i].colour, VISION_FULL);
        assert_near(lab.l, ROWS[i].lab.l, 0.02);
        assert_near(lab.a, ROWS[i].lab.a, 0.02);
        assert_near(lab.b, ROWS[i].lab.b, 0.02);
        assert_near(vision_lab(ROWS[i].colour, VISION_GREY).l, ROWS[i].lab.l, 0.02);
        assert_near(vision_lab(ROWS[i].colour, VISION_GREY).a, 0, 0);
    }
}

/* Nobody sees a grey as anything else; pure red keeps a first column's worth of light (0.152 of red, 0.115 of green). */
static void visions_are_machados(void **state)
{
    (void)state;
    for (int vision = VISION_FULL; vision < VISION_COUNT; vision++)
        for (Colour grey = 0; grey <= 255; grey += 51) {
            Colour colour = grey << 24 | grey << 16 | grey << 8 | 0xFF;
            assert_near(lab_distance(vision_lab(colour, (Vision)vision), vision_lab(colour, VISION_FULL)), 0, 0.01);
        }
    /* linear 0.152286, 0.114503, 0 is about #6d5f00 */
    assert_near(lab_distance(vision_lab(0xFF0000FF, VISION_PROTANOPIA), vision_lab(0x6D5F00FF, VISION_FULL)), 0, 0.5);
    /* linear 0.367322, 0.280085, 0 is about #a39000 */
    assert_near(lab_distance(vision_lab(0xFF0000FF, VISION_DEUTERANOPIA), vision_lab(0xA39000FF, VISION_FULL)), 0, 0.5);
    /* a red and a green that few people with deuteranopia tell apart, everybody else does */
    double full = lab_distance(vision_lab(0xD62728FF, VISION_FULL), vision_lab(0x2CA02CFF, VISION_FULL));
    double deutan = lab_distance(vision_lab(0xD62728FF, VISION_DEUTERANOPIA), vision_lab(0x2CA02CFF, VISION_DEUTERANOPIA));
    assert_true(full > 50 && deutan < 5);
}

/* The ratios that WCAG and its tools print. */
static void contrasts(void **state)
{
    (void)state;
    assert_near(colour_contrast(0x000000FF, 0xFFFFFFFF), 21, 1e-9);
    assert_near(colour_contrast(0x777777FF, 0xFFFFFFFF), 4.48, 0.005);
    assert_near(colour_contrast(0xFFFFFFFF, 0x767676FF), 4.54, 0.005);
    assert_near(colour_contrast(0xFF0000FF, 0xFFFFFFFF), 4.00, 0.005);
}

static void blending(void **state)
{
    (void)state;
    assert_int_equal(colour_over(0x000000FF, 0xFFFFFFFF), 0x000000FF);
    assert_int_equal(colour_over(0x00000000, 0x123456FF), 0x123456FF);
    assert_int_equal(colour_over(0xFF000080, 0xFFFFFFFF), 0xFF7F7FFF);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distance_is_ciede2000),
        cmocka_unit_test(colours_have_their_lab),
        cmocka_unit_test(visions_are_machados),
        cmocka_unit_test(contrasts),
        cmocka_unit_test(blending),
    };
    return cmocka_run_group_tests_name("colour_vision", tests, NULL, NULL);
}
