/* Measuring and shaping: sizes scale, the two ways of shaping agree, directions and marks come out right, what is missing is told. */
#include "runtime/label.h"
#include "runtime/text_face.h"
#include "runtime/text_shape.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
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
    TextSize small = text_measure(*state,
                                  STR("Throughput (TPS) \xE2\x88\x92"
                                      "1.5"),
                                  SANS_8);
    TextSize large = text_measure(*state,
                                  STR("Throughput (TPS) \xE2\x88\x92"
                                      "1.5"),
                                  big);
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

/* Two digits are as wide as any other two, and stand so between others: no kerning (11), no proportional ones. */
static void assert_even_digits(TextEngine *engine, TextStyle style)
{
    double width = text_measure(engine, STR("-000.000"), style).width;
    for (int a = '0'; a <= '9'; a++)
        for (int b = '0'; b <= '9'; b++) {
            char digits[] = {'-', (char)a, (char)b, (char)a, '.', (char)b, (char)a, (char)b, 0};
            double own = text_measure(engine, str_from(digits), style).width;
            if (fabs(own - width) > 1e-9)
                fail_msg("%.*s, style %d%d: %s is %g wide, not %g", STR_FMT(style.family), style.is_bold, style.is_italic, digits, own, width);
        }
}

static TextStyle style_of(FontId id, int style)
{
    return (TextStyle){.family = str_from(font_family(id)->word), .size = 8, .is_bold = style & 1, .is_italic = style & 2};
}

static void test_digits_have_one_width(void **state)
{
    for (int id = 0; id < FONT_FALLBACK; id++)
        for (int style = 0; style < 4; style++)
            assert_even_digits(*state, style_of((FontId)id, style));
    assert_null(((TextEngine *)*state)->fontconfig);
}

/* What every figure needs is drawn by the family itself: letters, a true minus, the signs of numbers and units. */
static void test_families_are_whole(void **state)
{
    static const char SIGNS[] =
        "AZaz09 \xE2\x88\x92+\xC2\xB1\xC3\x97%\xE2\x80\xB0\xC2\xB0\xC2\xB2\xC2\xB3\xC3\xA9\xC3\xBC\xC5\x82\xCE\xB1\xCE\xA9\xE2\x80\x93\xE2\x80\x9C\xE2\x80\xA6\xE2\x89\xA4\xE2\x89\x88";
    for (int id = 0; id < FONT_FALLBACK; id++)
        for (int style = 0; style < 4; style++) {
            TextStyle s = style_of((FontId)id, style);
            TextFace *face = text_face_find(*state, s);
            assert_true(face->shipped && face->shipped->id == (FontId)id);
            for (size_t i = 0; i < sizeof SIGNS - 1;) {
                uint32_t code = utf8_next(str_from(SIGNS), &i);
                if (code != ' ' && !text_face_has(face, code))
                    fail_msg("%s, style %d lacks U+%04X", face->shipped->word, style, (unsigned)code);
            }
        }
}

/* The heights that layout centres by are those of the letters: a font may say anything of itself. */
static void test_heights_are_true(void **state)
{
    for (int id = 0; id < FONT_FALLBACK; id++)
        for (int style = 0; style < 4; style++) {
            TextFace *face = text_face_find(*state, style_of((FontId)id, style));
            static const struct {
                uint32_t code;
                size_t offset;
            } HEIGHTS[] = {{'H', offsetof(TextFace, cap_height)}, {'x', offsetof(TextFace, x_height)}, {'0', offsetof(TextFace, digit_height)}};
            for (int i = 0; i < 3; i++) {
                hb_codepoint_t glyph;
                hb_glyph_extents_t extents;
                assert_true(hb_font_get_nominal_glyph(face->font, HEIGHTS[i].code, &glyph));
                assert_true(hb_font_get_glyph_extents(face->font, glyph, &extents));
                double said = *(double *)((char *)face + HEIGHTS[i].offset), drawn = extents.y_bearing / face->em;
                if (fabs(said - drawn) > 0.02)
                    fail_msg("%s, style %d: %c is %.3f high, not %.3f", face->shipped->word, style, (int)HEIGHTS[i].code, drawn, said);
            }
        }
}

/* Numbers are centred by their figures, words by their capitals. */
static void test_middle(void **state)
{
    for (int id = 0; id < FONT_FALLBACK; id++) {
        TextStyle style = style_of((FontId)id, 0);
        TextFace *face = text_face_find(*state, style);
        static const char *const NUMBERS[] = {"0",
                                              "\xE2\x88\x92"
                                              "1.5",
                                              "1,000", "50 %",
                                              "2\xC3\x97"
                                              "10\xE2\x81\xB5"},
                                 *const WORDS[] = {"Ours", "4k", "\xCE\xB1", "\xD7\x90"};
        for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
            assert_near(label_middle(str_from(NUMBERS[i]), text_measure(*state, str_from(NUMBERS[i]), style)), face->digit_height * 8 / 2);
        for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
            assert_near(label_middle(str_from(WORDS[i]), text_measure(*state, str_from(WORDS[i]), style)), face->cap_height * 8 / 2);
    }
}

/* A font of the system is asked for its digits of one width. */
static void test_system_digits(void **state)
{
    TextStyle style = {.family = STR("EB Garamond 12"), .size = 8};
    assert_true(text_has_family(*state, style.family));
    assert_even_digits(*state, style);
    TextSize size = text_measure(*state, STR("0"), style);
    assert_true(size.digit_height > 1.3 * size.x_height); /* not the ones that hang */
}

/* An exponent's minus and digits come from one font, whatever the main one lacks. */
static void test_raised_signs_stay_together(void **state)
{
    for (int id = 0; id < FONT_FALLBACK; id++)
        for (int style = 0; style < 4; style++) {
            const TextLine *line = text_shape(*state, STR("10\xE2\x81\xBB\xC2\xB3 m"), style_of((FontId)id, style));
            const TextRun *minus = NULL, *three = NULL;
            for (size_t r = 0; r < line->n_runs; r++) {
                minus = line->runs[r].start <= 2 && line->runs[r].end > 2 ? &line->runs[r] : minus;
                three = line->runs[r].start <= 5 && line->runs[r].end > 5 ? &line->runs[r] : three;
            }
            assert_ptr_equal(minus->face, three->face);
        }
}

/* What no shipped font has is drawn by a font of the system, a word by one. */
static void test_system_helps(void **state)
{
    const TextLine *line = text_shape(*state, STR("a \xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"), SANS_8);
    assert_int_equal(line->n_runs, 2);
    assert_true(str_is(line->runs[1].face->family, "Droid Sans Fallback"));
    assert_int_equal(text_missing_glyph(*state, STR("\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"), SANS_8), 0);
    assert_false(text_lacks_glyphs(*state));
    text_shape(*state, STR("\xED\x95\x9C"), SANS_8);
    assert_true(text_lacks_glyphs(*state));
    assert_int_equal(text_missing_glyph(*state, STR("a\xED\x95\x9C"), SANS_8), 0xD55C);
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
    /* clang-format off */
    static const char *const TEXTS[] = {
        "Throughput (TPS)", "AVATAR To Ty. fi ffl", "2500", "-1.5e3", "\xE2\x88\x92" "1.5\xC3\x97" "10\xE2\x81\xBB\xC2\xB3", "R1-Llama | AIME24",
        "Pass@1", " two  blanks ", ("Gr\xC3\xB6\xC3\x9F" "e"), "e\xCC\x81 a\xCC\x88\xCC\xA3", "\xE2\x80\xA6 \xC2\xB1 \xE2\x89\xA4 \xE2\x89\xA5",
        "(a) 50 % of 3/4", "a 11 + 111.511", "a 11 + 111.511", "i\xC4\xB0\xC4\xB1I \xC5\x9E\xC5\xA3",
    };
    /* clang-format on */
    TextEngine *engine = *state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        TextStyle kerned = SANS_8; /* one whose digits need a word */
        kerned.family = i % 2 ? STR("times") : kerned.family;
        TextFace *face = text_face_find(engine, kerned);
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
    static const char *const NAMES[] = {"",      "Roboto", "serif",     "Linux Libertine O", "libertine", "Times New Roman",
                                        "TIMES", "arial",  "Helvetica", "Liberation Sans"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        assert_true(text_has_family(*state, str_from(NAMES[i])));
    assert_int_equal(font_find(STR("Arial"))->id, FONT_HELVETICA);
    assert_int_equal(font_find(STR("Liberation Serif"))->id, FONT_TIMES);
    assert_null(font_find(STR("Roboto Slab")));
    assert_null(font_find(STR("DejaVu Sans")));
    assert_null(((TextEngine *)*state)->fontconfig);
    assert_false(text_has_family(*state, absent.family));
    assert_near(text_measure(*state, STR("a"), absent).width, text_measure(*state, STR("a"), SANS_8).width);
}

int main(void)
{
    char here[4096];
    assert_non_null(getcwd(here, sizeof here - 64));
    setenv("FONTCONFIG_FILE", strcat(here, "/tests/fonts/fonts.conf"), 1); /* not the machine's fonts */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sizes_scale, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_digits_have_one_width, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_families_are_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_heights_are_true, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_middle, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_system_digits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_raised_signs_stay_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_system_helps, set_up, tear_down),
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
