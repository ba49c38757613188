/* Measuring and shaping: sizes scale, the two ways of shaping agree, directions and marks come out right, what is missing is told. */
#include "runtime/text_face.h"
#include "runtime/text_shape.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static int set_up(void **state)
{
    *state = text_engine_new();
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    text_engine_free(*state);
    return 0;
}

static const TextStyle SANS_8 = {.family = {"sans", 4}, .size = 8};

static void assert_near(double a, double b)
{
    if (!(fabs(a - b) <= 1e-9 * fmax(1, fabs(b))))
        fail_msg("%.17g, expected %.17g", a, b);
}

static void test_sizes_scale(void **state)
{
    TextStyle big = SANS_8;
    big.size = 80;
    TextSize small = text_measure(*state, STR("Throughput (TPS) \xE2\x88\x92" "1.5"), SANS_8);
    TextSize large = text_measure(*state, STR("Throughput (TPS) \xE2\x88\x92" "1.5"), big);
    assert_true(small.width > 50 && small.width < 100);
    assert_near(large.width, small.width * 10);
    assert_near(large.ascent, small.ascent * 10);
    assert_near(large.cap_height, small.cap_height * 10);
    assert_true(small.x_height > 0 && small.x_height < small.cap_height && small.cap_height < small.ascent);
    assert_true(small.descent > 0 && small.descent < small.ascent);
}

static void test_empty(void **state)
{
    assert_true(text_measure(*state, STR(""), SANS_8).width == 0);
    assert_true(text_measure(*state, STR_NONE, SANS_8).ascent > 0);
    assert_int_equal(text_shape(*state, STR_NONE, SANS_8)->n_runs, 0);
    assert_true(text_measure(*state, STR(" "), SANS_8).width > 0);
}

static void test_digits_have_one_width(void **state)
{
    double width = text_measure(*state, STR("0000"), SANS_8).width;
    for (int i = 1; i < 10; i++) {
        char digits[5] = {(char)('0' + i), (char)('0' + i), (char)('0' + i), (char)('0' + i), 0};
        assert_near(text_measure(*state, str_from(digits), SANS_8).width, width);
    }
}

static void test_styles_differ(void **state)
{
    TextStyle bold = SANS_8, italic = SANS_8;
    bold.is_bold = true;
    italic.is_italic = true;
    double width = text_measure(*state, STR("Throughput"), SANS_8).width;
    assert_true(text_measure(*state, STR("Throughput"), bold).width > width);
    assert_true(text_measure(*state, STR("Throughput"), italic).width != width);
}

static void test_cache(void **state)
{
    const TextLine *line = text_shape(*state, STR("KV Budget"), SANS_8);
    TextStyle other_size = SANS_8, bold = SANS_8;
    other_size.size = 11;
    bold.is_bold = true;
    char again[] = "KV Budget";
    assert_ptr_equal(text_shape(*state, str_from(again), SANS_8), line);
    assert_ptr_equal(text_shape(*state, STR("KV Budget"), other_size), line);
    assert_ptr_not_equal(text_shape(*state, STR("KV Budget"), bold), line);
    text_engine_trim(*state);
    assert_ptr_equal(text_shape(*state, STR("KV Budget"), SANS_8), line);
    double width = line->width;
    for (int i = 0; i < 5000; i++) {
        char text[16];
        snprintf(text, sizeof text, "%d", i);
        text_shape(*state, str_from(text), SANS_8);
    }
    text_engine_trim(*state); /* a bound on what is kept: the lines are made anew */
    assert_near(text_shape(*state, STR("KV Budget"), SANS_8)->width, width);
}

/* The short way must give what raqm gives, glyph by glyph. */
static void test_short_way_agrees(void **state)
{
    static const char *const TEXTS[] = {
        "Throughput (TPS)", "AVATAR To Ty. fi ffl", "2500", "-1.5e3", "\xE2\x88\x92" "1.5\xC3\x97" "10\xE2\x81\xBB\xC2\xB3", "R1-Llama | AIME24",
        "Pass@1", " two  blanks ", "Gr\xC3\xB6\xC3\x9F" "e", "e\xCC\x81 a\xCC\x88\xCC\xA3", "\xE2\x80\xA6 \xC2\xB1 \xE2\x89\xA4 \xE2\x89\xA5",
        "(a) 50 % of 3/4", "i\xC4\xB0\xC4\xB1I \xC5\x9E\xC5\xA3",
    };
    TextEngine *engine = *state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        TextFace *face = text_face_find(engine, SANS_8);
        const TextLine *a = text_shape_line(engine, face, str_from(TEXTS[i]));
        const TextLine *b = text_shape_by_raqm(engine, face, str_from(TEXTS[i]));
        if (a->n_runs != b->n_runs || a->n_runs != 1 || a->runs[0].n_glyphs != b->runs[0].n_glyphs)
            fail_msg("`%s`: %zu and %zu runs", TEXTS[i], a->n_runs, b->n_runs);
        assert_near(a->width, b->width);
        for (size_t k = 0; k < a->runs[0].n_glyphs; k++) {
            const TextGlyph *g = &a->runs[0].glyphs[k], *h = &b->runs[0].glyphs[k];
            assert_int_equal(g->id, h->id);
            assert_int_equal(g->cluster, h->cluster);
            assert_near(g->x, h->x);
            assert_near(g->y, h->y);
        }
    }
}

/* Hebrew between Latin words: drawn from right to left, in its place. */
static void test_hebrew(void **state)
{
    const TextLine *line = text_shape(*state, STR("ab \xD7\x90\xD7\x91\xD7\x92 cd"), SANS_8);
    const TextRun *hebrew = NULL;
    uint32_t covered = 0;
    for (size_t r = 0; r < line->n_runs; r++) {
        covered += line->runs[r].end - line->runs[r].start;
        if (line->runs[r].is_backward)
            hebrew = &line->runs[r];
    }
    assert_int_equal(covered, 12);
    assert_non_null(hebrew);
    assert_int_equal(hebrew->n_glyphs, 3);
    assert_int_equal(hebrew->start, 3);
    assert_int_equal(hebrew->end, 9);
    assert_int_equal(hebrew->glyphs[0].cluster, 7);
    assert_true(hebrew->glyphs[0].x < hebrew->glyphs[2].x);
    assert_true(line->runs[0].glyphs[0].x < hebrew->glyphs[0].x);
}

/* Arabic letters join: in a word they have other shapes than alone. */
static void test_arabic(void **state)
{
    const TextLine *word = text_shape(*state, STR("\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85"), SANS_8);
    const TextLine *alone = text_shape(*state, STR("\xD8\xB3"), SANS_8);
    assert_int_equal(word->n_runs, 1);
    assert_true(word->runs[0].is_backward);
    const TextRun *run = &word->runs[0];
    assert_int_equal(run->glyphs[run->n_glyphs - 1].cluster, 0);
    assert_int_not_equal(run->glyphs[run->n_glyphs - 1].id, alone->runs[0].glyphs[0].id);
    assert_int_equal(text_missing_glyph(*state, STR("\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85"), SANS_8), 0);
}

static void test_combining_marks(void **state)
{
    double base = text_measure(*state, STR("x"), SANS_8).width;
    assert_near(text_measure(*state, STR("x\xCC\x81"), SANS_8).width, base);
    /* on a base that only the fallback has, the mark comes from there too */
    const TextLine *line = text_shape(*state, STR("\xE2\x86\x92\xCC\x81"), SANS_8);
    assert_int_equal(line->n_runs, 1);
}

/* Signs that papers need are drawn by shipped fonts: fontconfig is never started for them. */
static void test_shipped_signs(void **state)
{
    TextEngine *engine = *state;
    static const char SIGNS[] =
        "\xE2\x88\x92 \xC2\xB1\xC3\x97\xC3\xB7 \xE2\x89\xA4\xE2\x89\xA5\xE2\x89\xA0\xE2\x89\x88 \xE2\x86\x90\xE2\x86\x91\xE2\x86\x92\xE2\x86\x93 "
        "\xE2\x81\xB0\xC2\xB9\xC2\xB2\xC2\xB3\xE2\x81\xB4\xE2\x81\xB9\xE2\x81\xBB \xE2\x82\x80\xE2\x82\x89 \xCE\xB1\xCE\xA9\xC2\xB5 \xD0\x96\xD1\x8F "
        "\xE2\x88\x91\xE2\x88\x9A\xE2\x88\x9E\xE2\x88\x82\xE2\x88\x88 \xE2\x80\xA6\xE2\x80\x93\xE2\x80\x94\xE2\x80\xB0\xC2\xB0 \xE2\x9C\x93\xE2\x9C\x97 "
        "\xE2\x97\x8F\xE2\x96\xA0\xE2\x96\xB2 \xE2\x87\x92 \xE2\x80\x89|\xC2\xA0|\xE2\x80\xAF";
    for (int style = 0; style < 4; style++) {
        TextStyle s = SANS_8;
        s.is_bold = style & 1;
        s.is_italic = style & 2;
        assert_int_equal(text_missing_glyph(engine, str_from(SIGNS), s), 0);
        assert_true(text_measure(engine, str_from(SIGNS), s).width > 0);
    }
    assert_null(engine->fontconfig);
}

static void test_missing(void **state)
{
    /* a code point of the private use area that no font is likely to fill; a tag character */
    assert_int_equal(text_missing_glyph(*state, STR("ab\xF4\x8F\xBF\xBD"), SANS_8), 0x10FFFD);
    assert_true(text_measure(*state, STR("ab\xF4\x8F\xBF\xBD"), SANS_8).width > 0);
    assert_int_equal(text_missing_glyph(*state, STR("ab"), SANS_8), 0);
}

static void test_families(void **state)
{
    TextStyle absent = {.family = STR("No Such Family 17"), .size = 8};
    assert_true(text_has_family(*state, STR("sans")));
    assert_true(text_has_family(*state, STR("Roboto")));
    assert_null(((TextEngine *)*state)->fontconfig);
    assert_false(text_has_family(*state, absent.family));
    assert_near(text_measure(*state, STR("a"), absent).width, text_measure(*state, STR("a"), SANS_8).width);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sizes_scale, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_digits_have_one_width, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_styles_differ, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cache, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_short_way_agrees, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hebrew, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arabic, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_combining_marks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_shipped_signs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_families, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
