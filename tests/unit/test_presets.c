/* Presets and themes: their tables are sound, their colours can be read, and what is written wins over them in any order. */
#include "compiler/chartc.h"
#include "compiler/preset.h"
#include "runtime/colour.h"
#include "runtime/font_data.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* A figure and theme as a spec without a word would have them, on this preset and theme. */
static IrFigure *apply(Arena *arena, const char *preset, const char *base)
{
    IrFigure *figure = IR_NEW(arena, Figure, SPAN_NONE);
    figure->theme = IR_NEW(arena, Theme, SPAN_NONE);
    vocab_fill(STATEMENT_FIGURE, figure);
    vocab_fill(STATEMENT_THEME, figure->theme);
    preset_apply(figure, str_from(preset), str_from(base));
    return figure;
}

static void test_presets_are_sound(void **state)
{
    const PresetRow *row;
    for (size_t i = 0; (row = preset_row(i)); i++) {
        const FontFamily *family = font_find(str_from(row->font));
        if (!family || !str_is(str_from(row->font), family->word))
            fail_msg("%s: %s is no shipped family's word", row->word, row->font);
        bool is_ordered = 5 <= row->least && row->least <= row->tick && row->tick <= row->text && row->text <= row->title;
        if (!is_ordered)
            fail_msg("%s: its sizes are not in order", row->word);
        if (!(row->width >= 100 && row->width <= 1000 && *row->venue && *row->source))
            fail_msg("%s: its width, venue or source", row->word);
        IrFigure *figure = apply(*state, row->word, "");
        assert_true(figure->width == row->width && figure->theme->tick_size == row->tick && figure->theme->least_size == row->least);
        assert_true(str_is(figure->theme->font, row->font));
        assert_false(ir_is_set(figure, IR_FIELD_Figure_width));
    }
}

static void test_settings_are_used(void **state)
{
    (void)state;
    const SettingRow *row;
    for (size_t i = 0; (row = setting_row(i)); i++)
        if (ir_word_find(&PRESET_WORDS, str_from(row->word)) < 0 && ir_word_find(&BASE_WORDS, str_from(row->word)) < 0)
            fail_msg("`%s` is neither a preset nor a theme", row->word);
}

/* Text and axes stand out from the page and the panels, the grid stands back; colours of categories can be told from the page. */
static void test_themes_can_be_read(void **state)
{
    for (int i = 0; i < BASE_WORDS.n; i++) {
        const char *name = BASE_WORDS.words[i].word;
        const IrTheme *theme = apply(*state, "", name)->theme;
        Colour panel = COLOUR_ALPHA(theme->panel_background) ? theme->panel_background : theme->background;
        double text = colour_contrast(theme->text_color, theme->background), in_panel = colour_contrast(theme->text_color, panel);
        double axis = colour_contrast(theme->axis_color, theme->background), grid = colour_contrast(theme->grid_color, panel);
        if (text < 7 || in_panel < 7 || axis < 4.5 || grid < 1.1 || grid > 2)
            fail_msg("%s: text %.1f, in panels %.1f, axes %.1f, grid %.1f", name, text, in_panel, axis, grid);
    }
}

static void test_what_both_say_the_preset_says(void **state)
{
    IrFigure *figure = apply(*state, "nature", "boxed");
    assert_int_equal(figure->theme->grid, GRID_NONE);
    assert_int_equal(figure->theme->frame, FRAME_BOX);
    figure = apply(*state, "", "");
    assert_true(figure->width == 234 && isnan(figure->height) && str_is(figure->theme->font, "sans"));
}

/* The page line of a spec's scene. */
static void assert_page(const char *spec, const char *page)
{
    static const char DATA[] = "\ndata { \n rows {\n x y\n 1 2\n 2 3\n }\n}\npoint { x: x; y: y }\n";
    char text[1024];
    snprintf(text, sizeof text, "%s%s", spec, DATA);
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = chartc_open_text(session, "a.chart", text, strlen(text), NULL);
    const char *scene;
    size_t n;
    if (chartc_emit(figure, "scene", &scene, &n) != CHARTC_OK)
        fail_msg("%s: %s", spec, chartc_diagnostics_text(figure, 0));
    if (!strstr(scene, page))
        fail_msg("%s: no `%s` in %.80s", spec, page, scene);
    chartc_figure_free(figure);
    chartc_session_free(session);
}

static void test_written_wins_in_any_order(void **state)
{
    (void)state;
    assert_page("figure { preset: slide }", "page 960 540 ");
    assert_page("figure { width: 400pt; preset: slide }", "page 400 540 ");
    assert_page("figure { preset: slide; height: 300pt }", "page 960 300 ");
    assert_page("figure { height: 300pt }\nfigure { preset: slide }", "page 960 300 ");
    assert_page("figure { preset: slide }\nfigure { preset: neurips; height: 200pt }", "page 396 200 ");
    assert_page("theme { base: dark }\nfigure { preset: slide }", "page 960 540 fill #16191fff");
    assert_page("theme { background: #ffffff }\ntheme { base: dark }\nfigure { preset: slide }", "page 960 540 fill #ffffffff");
}

static int set_up(void **state)
{
    *state = arena_new(NULL);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_presets_are_sound, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_settings_are_used, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_themes_can_be_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_both_say_the_preset_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_written_wins_in_any_order, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
