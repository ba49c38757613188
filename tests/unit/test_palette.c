/* Palettes: what palette.def says of itself, and the ways from a value to a colour. */
#include "compiler/palette.h"
#include "runtime/colour.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static IrColours colours_of(Arena *arena, const char *name)
{
    const PaletteRow *row = palette_find(str_from(name));
    assert_non_null(row);
    return palette_colours(arena, row);
}

static void rows_are_well_formed(void **state)
{
    Arena *arena = arena_new(NULL);
    const PaletteRow *row;
    for (size_t i = 0; (row = palette_row(i)); i++) {
        IrColours colours = palette_colours(arena, row);
        char text[400];
        size_t n = 0;
        assert_true(colours.n >= 3 && colours.n * 7 < sizeof text);
        for (size_t k = 0; k < colours.n; k++)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%06x", k ? " " : "", colours.at[k] >> 8);
        assert_string_equal(text, row->colours);
        assert_true(row->kind != PALETTE_DIVERGING || colours.n % 2 == 1); /* the middle is one of them */
        assert_ptr_equal(palette_find(str_from(row->name)), row);
        assert_non_null(palette_source((size_t)row->source));
    }
    arena_free(arena);
    (void)state;
}

/* Ends of the published tables. */
static void ends_are_exact(void **state)
{
    static const struct {
        const char *name;
        Colour first, last;
    } ENDS[] = {{"viridis", 0x440154FF, 0xFDE725FF}, {"cividis", 0x00224EFF, 0xFEE838FF}, {"batlow", 0x011959FF, 0xFACCFAFF},
                {"vik", 0x001261FF, 0x590008FF},     {"mako", 0x0B0405FF, 0xDEF5E5FF},    {"rdbu", 0x67001FFF, 0x053061FF},
                {"blues", 0xF7FBFFFF, 0x08306BFF}};
    Arena *arena = arena_new(NULL);
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        IrColours colours = colours_of(arena, ENDS[i].name);
        assert_int_equal(colours.at[0], ENDS[i].first);
        assert_int_equal(colours.at[colours.n - 1], ENDS[i].last);
    }
    arena_free(arena);
    (void)state;
}

/* Sequential ones go one way in lightness, diverging ones turn once, near the middle. */
static void lightness_runs_one_way(void **state)
{
    Arena *arena = arena_new(NULL);
    const PaletteRow *row;
    for (size_t i = 0; (row = palette_row(i)); i++) {
        IrColours colours = palette_colours(arena, row);
        size_t turn = colours.n - 1, slack = colours.n / 6;
        if (row->kind == PALETTE_CATEGORICAL)
            continue;
        bool starts_up = colour_luminance(colours.at[2]) > colour_luminance(colours.at[0]);
        for (size_t k = 1; k < colours.n; k++) {
            double rise = colour_luminance(colours.at[k]) - colour_luminance(colours.at[k - 1]);
            if (fabs(rise) > 0.004 && (rise > 0) != starts_up && turn == colours.n - 1)
                turn = k - 1;
            assert_true(fabs(rise) < 0.004 || (rise > 0) == (starts_up == (k <= turn)));
        }
        if (row->kind == PALETTE_SEQUENTIAL)
            assert_int_equal(turn, colours.n - 1);
        else
            assert_true(turn + slack >= colours.n / 2 && turn <= colours.n / 2 + slack);
    }
    arena_free(arena);
    (void)state;
}

static void mixing_keeps_ends(void **state)
{
    assert_int_equal(colour_mix(0x10203040, 0xF0E0D0C0, 0), 0x10203040);
    assert_int_equal(colour_mix(0x10203040, 0xF0E0D0C0, 1), 0xF0E0D0C0);
    assert_int_equal(colour_mix(0x000000FF, 0xFFFFFFFF, 0.5), 0x808080FF);
    (void)state;
}

static void text_on_colours_can_be_read(void **state)
{
    assert_int_equal(colour_on(0x440154FF, 0x1A1A1AFF), 0xFFFFFFFF);
    assert_int_equal(colour_on(0xFDE725FF, 0x1A1A1AFF), 0x1A1A1AFF);
    assert_int_equal(colour_on(0xFDE725FF, 0xEEEEEEFF), 0x1A1A1AFF); /* the light text of a dark page */
    for (Colour grey = 0; grey < 256; grey++) {
        Colour colour = grey << 24 | grey << 16 | grey << 8 | 0xFF;
        assert_true(colour_contrast(colour, colour_on(colour, 0x1A1A1AFF)) > 4);
    }
    assert_true(colour_is_dark(0x202020FF) && !colour_is_dark(0xFFFFFFFF) && !colour_is_dark(COLOUR_NONE));
    (void)state;
}

/* --- what the defaults promise ------------------------------------------------------------------------------------ */

typedef struct Lab {
    double l, a, b;
} Lab;

static double linear(Colour colour, int shift)
{
    double value = (colour >> shift & 0xFF) / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double root(double t)
{
    return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116;
}

/* CIELAB (D65) of a colour as it is seen: Machado, Oliveira, Fernandes 2009, severity 1. */
static Lab seen(Colour colour, int view)
{
    static const double VIEWS[][3][3] = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
                                         {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
                                         {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
                                         {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};
    double rgb[3], in[3] = {linear(colour, 24), linear(colour, 16), linear(colour, 8)};
    for (int i = 0; i < 3; i++) {
        const double *row = VIEWS[view][i];
        rgb[i] = fmin(fmax(row[0] * in[0] + row[1] * in[1] + row[2] * in[2], 0), 1);
    }
    double x = root((0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047);
    double y = root(0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2]);
    double z = root((0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883);
    return (Lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

static double hue(double a, double b)
{
    double degrees = atan2(b, a) * 180 / M_PI;
    return degrees < 0 ? degrees + 360 : degrees;
}

static double turned(double degrees)
{
    return degrees * M_PI / 180;
}

/* CIEDE2000 (Sharma, Wu, Dalal 2005). */
static double difference(Lab p, Lab q)
{
    double mean = (hypot(p.a, p.b) + hypot(q.a, q.b)) / 2, g = 0.5 * (1 - sqrt(pow(mean, 7) / (pow(mean, 7) + pow(25, 7))));
    double a1 = p.a * (1 + g), a2 = q.a * (1 + g), c1 = hypot(a1, p.b), c2 = hypot(a2, q.b), h1 = hue(a1, p.b), h2 = hue(a2, q.b);
    double dh = h2 - h1, sum = h1 + h2, l = (p.l + q.l) / 2, c = (c1 + c2) / 2;
    dh += dh > 180 ? -360 : dh < -180 ? 360 : 0;
    double h = fabs(h1 - h2) <= 180 ? sum / 2 : sum < 360 ? sum / 2 + 180 : sum / 2 - 180;
    double t = 1 - 0.17 * cos(turned(h - 30)) + 0.24 * cos(turned(2 * h)) + 0.32 * cos(turned(3 * h + 6)) - 0.2 * cos(turned(4 * h - 63));
    double in_l = (q.l - p.l) / (1 + 0.015 * pow(l - 50, 2) / sqrt(20 + pow(l - 50, 2))), in_c = (c2 - c1) / (1 + 0.045 * c);
    double in_h = 2 * sqrt(c1 * c2) * sin(turned(dh / 2)) / (1 + 0.015 * c * t);
    double r = -2 * sqrt(pow(c, 7) / (pow(c, 7) + pow(25, 7))) * sin(turned(60 * exp(-pow((h - 275) / 25, 2))));
    return sqrt(in_l * in_l + in_c * in_c + in_h * in_h + r * in_c * in_h);
}

static double least_difference(const IrColours *colours, size_t n)
{
    double least = INFINITY;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            for (int view = 0; view < 4; view++)
                least = fmin(least, difference(seen(colours->at[i], view), seen(colours->at[k], view)));
    return least;
}

static void defaults_can_be_told_apart(void **state)
{
    Arena *arena = arena_new(NULL);
    IrColours light = palette_colours(arena, palette_default(0xFFFFFFFF)), dark = palette_colours(arena, palette_default(0x1A1A1AFF));
    assert_true(least_difference(&light, 4) >= 18.9 && least_difference(&light, light.n) >= 10.8);
    assert_true(least_difference(&dark, 4) >= 17.2 && least_difference(&dark, dark.n) >= 12.2);
    for (size_t i = 0; i < light.n; i++)
        assert_true(colour_contrast(light.at[i], 0xFFFFFFFF) > 1.6);
    for (size_t i = 0; i < dark.n; i++)
        assert_true(colour_contrast(dark.at[i], 0x1A1A1AFF) > 3);
    arena_free(arena);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_well_formed),        cmocka_unit_test(ends_are_exact),
        cmocka_unit_test(lightness_runs_one_way),      cmocka_unit_test(mixing_keeps_ends),
        cmocka_unit_test(text_on_colours_can_be_read), cmocka_unit_test(defaults_can_be_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
