/* The colours of transparent pixels: those of what they touch. */
#include "runtime/image_bleed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { COLUMNS = 7, ROWS = 3 };

static void test_neighbours_give_their_colours(void **state)
{
    (void)state;
    uint32_t pixels[ROWS * COLUMNS] = {0}, colours[ROWS * COLUMNS];
    uint8_t alphas[ROWS * 8];
    memset(alphas, 9, sizeof alphas);
    pixels[COLUMNS + 1] = 0x80800000; /* half of a red */
    pixels[COLUMNS + 5] = 0xFF0000FF; /* a blue */
    image_bleed(pixels, COLUMNS, ROWS, colours, alphas, 8);
    static const uint32_t EXPECTED[COLUMNS] = {0xFF0000, 0xFF0000, 0xFF0000, 0x7F007F,
                                               0x0000FF, 0x0000FF, 0x0000FF}; /* both reach the middle in the second ring */
    for (size_t y = 0; y < ROWS; y++)
        for (size_t x = 0; x < COLUMNS; x++) {
            assert_int_equal(colours[y * COLUMNS + x], EXPECTED[x]);
            assert_int_equal(alphas[y * 8 + x], y == 1 && x == 1 ? 0x80 : y == 1 && x == 5 ? 0xFF : 0);
        }
    assert_int_equal(alphas[COLUMNS], 9);
}

static void test_far_pixels_repeat_what_is_beside_them(void **state)
{
    (void)state;
    uint32_t pixels[40] = {0}, colours[40];
    uint8_t alphas[40];
    pixels[10] = 0xFF123456;
    image_bleed(pixels, 40, 1, colours, alphas, 40);
    assert_int_equal(colours[0], 0xFFFFFF);
    assert_int_equal(colours[7], 0xFFFFFF);
    for (size_t i = 8; i < 40; i++)
        assert_int_equal(colours[i], 0x123456);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_neighbours_give_their_colours),
        cmocka_unit_test(test_far_pixels_repeat_what_is_beside_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
