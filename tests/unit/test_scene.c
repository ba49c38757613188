/* The scene's text form and its verifier: what is printed reads back the same, damage is told at its place, and each
 * rule catches a scene that breaks it. */
#include "runtime/scene.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef struct Fixture {
    Arena *arena;
    Sources sources;
    Report report;
} Fixture;

static int set_up(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    f->arena = arena_new(NULL);
    f->sources.arena = f->arena;
    f->report = (Report){.arena = f->arena, .sources = &f->sources};
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    arena_free(f->arena);
    free(f);
    return 0;
}

/* One of everything. */
static Scene *make_scene(Arena *arena)
{
    Scene *scene = scene_new(arena, 200, 100.25);
    scene->background = 0xFFFFFFFF;
    scene->title = STR("Throughput \"and\" \\ more");
    scene->description = STR("two\nlines, \t and \x7f");
    TextStyle style = {.family = STR("sans"), .size = 8, .is_bold = true, .is_italic = true};
    scene_area_group(scene, ROLE_PANEL, STR("AIME24"), (Rect){10, 10.5, 180, 70});
    scene_clip(scene, (Rect){10, 10.5, 180, 70});
    scene_rect(scene, (Rect){-0.0001, 20, 30, 40}, (Paint){.fill = 0x4C78A8FF, .stroke = 0x000000FF, .stroke_width = 0.5, .join = JOIN_ROUND});
    scene_datum(scene, STR("kv_budget"), STR("2500"));
    scene_datum(scene, STR("mean(accuracy)"), STR("40 \"%\""));
    scene_circle(scene, (Point){50, 50}, 2.5, (Paint){.fill = 0xF58518FF});
    scene_path(scene, (Paint){.stroke = 0xF5851880, .stroke_width = 1.2, .cap = CAP_ROUND, .dash = {3, 1.5}, .n_dash = 2});
    path_move(scene, 10, 10);
    path_line(scene, 20, 1.0 / 3);
    path_curve(scene, (Point){1, 2}, (Point){3, 4}, (Point){5, 6});
    path_close(scene);
    scene_datum(scene, STR("series"), STR("a"));
    scene_end(scene);
    scene_text(scene, STR("Größe \xCE\xB1 \xD7\xA9\xD7\x9C"), style, (Point){100, 95}, ANCHOR_MIDDLE, 90, 33.125, 0x222222FF);
    scene_end(scene);
    return scene;
}

static Scene *parse(Fixture *f, Str text)
{
    return scene_parse(f->arena, &f->report, source_add(&f->sources, STR("fig.scene"), STR("fig.scene"), text));
}

static void test_round_trip(void **state)
{
    Fixture *f = *state;
    Str text = scene_print(f->arena, make_scene(f->arena));
    Scene *scene = parse(f, text);
    assert_int_equal(f->report.n_errors, 0);
    assert_non_null(scene);
    Str again = scene_print(f->arena, scene);
    assert_string_equal(str_c(f->arena, text), str_c(f->arena, again));
    assert_int_equal(scene->items.n, 8);
    assert_true(str_is(scene->description, "two\nlines, \t and \x7f"));
    assert_int_equal(scene->items.at[4].n_points, 5);
    assert_int_equal(scene->items.at[2].paint.fill, 0x4C78A8FF);
    assert_null(scene_verify(f->arena, scene));
}

static void test_form(void **state)
{
    Fixture *f = *state;
    assert_string_equal(str_c(f->arena, scene_print(f->arena, make_scene(f->arena))),
                        "chart-scene 1\n"
                        "page 200 100.25 fill #ffffffff\n"
                        "title \"Throughput \\\"and\\\" \\\\ more\"\n"
                        "description \"two\\nlines, \\u{9} and \\u{7f}\"\n"
                        "group panel \"AIME24\" area 10 10.5 180 70\n"
                        "  clip 10 10.5 180 70\n"
                        "    rect 0 20 30 40 fill #4c78a8ff stroke #000000ff width 0.5 join round data \"kv_budget\" \"2500\" data "
                        "\"mean(accuracy)\" \"40 \\\"%\\\"\"\n"
                        "    circle 50 50 2.5 fill #f58518ff\n"
                        "    path M 10 10 L 20 0.333 C 1 2 3 4 5 6 Z stroke #f5851880 width 1.2 cap round dash 3 1.5 data \"series\" "
                        "\"a\"\n"
                        "  end\n"
                        "  text 100 95 \"Größe \xCE\xB1 \xD7\xA9\xD7\x9C\" font \"sans\" 8 bold italic anchor middle angle 90 advance "
                        "33.125 fill #222222ff\n"
                        "end\n");
}

/* Any prefix of a scene file gives a scene or one error, never a crash; once a group is open it is the error. */
static void test_every_prefix(void **state)
{
    Fixture *f = *state;
    Str text = scene_print(f->arena, make_scene(f->arena));
    size_t group = 0;
    while (!str_starts(str_slice(text.at + group, text.n - group), STR("group")))
        group++;
    for (size_t n = 0; n + 1 < text.n; n++) {
        size_t before = f->report.n_errors;
        Scene *scene = parse(f, str_copy(f->arena, str_slice(text.at, n)));
        if ((scene == NULL) != (f->report.n_errors == before + 1))
            fail_msg("the first %zu bytes: %zu errors", n, f->report.n_errors - before);
        assert_true(scene == NULL || n <= group);
    }
}

#define HEAD "chart-scene 1\npage 10 10\ntitle \"\"\ndescription \"\"\n"

static void test_damage(void **state)
{
    Fixture *f = *state;
    static const struct {
        const char *text;
        ReportId id;
        unsigned line, column;
        const char *message;
    } CASES[] = {
        {"", REPORT_E0810, 1, 1, "expected `chart-scene 1`, found ` `"},
        {"chart-scene 2\n", REPORT_E0810, 1, 1, "expected `chart-scene 1`, found `chart-scene 2`"},
        {"chart-scene 1\npage 10\n", REPORT_E0811, 2, 8, "expected a number, found the end of the line"},
        {HEAD "rectangle 1 2 3 4\n", REPORT_E0811, 5, 1, "expected an item: group, clip, end, rect, circle, path or text, found `rectangle`"},
        {HEAD "rect 1 2 x 4\n", REPORT_E0811, 5, 10, "expected a number, found `x`"},
        {HEAD "rect 1 2 3 4 fill red\n", REPORT_E0811, 5, 19, "expected a colour as #rrggbbaa, found `red`"},
        {HEAD "rect 1 2 3 4 blue\n", REPORT_E0811, 5, 14, "expected the end of the line, found `blue`"},
        {HEAD "group wheel \"a\"\n", REPORT_E0811, 5, 7,
         "expected a role: figure, chart, panel, layer, axis, grid, legend, title or text, found `wheel`"},
        {HEAD "group panel \"a\n", REPORT_E0811, 5, 13, "expected a closing quote on the same line, found `\"a`"},
        {HEAD "group panel \"\\q\"\n", REPORT_E0811, 5, 14, "expected an escape: \\\\, \\\", \\n or \\u{hex}, found `\\q`"},
        {HEAD "group panel \"a\"\n", REPORT_E0811, 6, 1, "expected `end` for each group and clip, found the end of the file"},
        {HEAD "end\n", REPORT_E0811, 5, 1, "expected an item or the end of the file: no group or clip is open, found `end`"},
        {HEAD "path M 1 1 L 2 2 dash 1\n", REPORT_E0811, 5, 22, "expected an even number of dashes, found ` 1`"},
        {HEAD "text 1 2 \"a\" font \"sans\" 8 anchor top\n", REPORT_E0811, 5, 35, "expected an anchor: start, middle or end, found `top`"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Fixture g = {.arena = f->arena, .sources = {.arena = f->arena}};
        g.report = (Report){.arena = f->arena, .sources = &g.sources};
        assert_null(parse(&g, str_from(CASES[i].text)));
        assert_int_equal(g.report.n_errors, 1);
        const Diagnostic *d = g.report.list.at[0];
        Place place = source_locate(&g.sources, source_get(&g.sources, 1), d->span.start);
        assert_int_equal(d->id, CASES[i].id);
        assert_string_equal(str_c(f->arena, d->message), CASES[i].message);
        assert_int_equal(place.line, CASES[i].line);
        assert_int_equal(place.column, CASES[i].column);
    }
}

static void test_line_ends(void **state)
{
    Fixture *f = *state;
    Scene *scene = parse(f, STR("chart-scene 1\r\npage 10 10\r\ntitle \"a\"\r\ndescription \"\"\r\n\r\nrect 1 2 3 4\r\n"));
    assert_non_null(scene);
    assert_int_equal(scene->items.n, 1);
    assert_int_equal(scene->background, COLOUR_NONE);
}

/* --- the verifier: one breaker a rule, each applied to a scene that was right --- */

/* clang-format off */
static void break_page(Scene *s) { s->width = 0; }
static void break_page_nan(Scene *s) { s->height = NAN; }
static void break_title(Scene *s) { s->title = STR("\xff"); }
static void break_role(Scene *s) { s->items.at[0].role = (SceneRole)99; }
static void break_group_name(Scene *s) { s->items.at[0].name = STR("\xc0\x80"); }
static void break_clip(Scene *s) { s->items.at[1].rect.width = -1; }
static void break_rect_nan(Scene *s) { s->items.at[2].rect.x = NAN; }
static void break_rect_size(Scene *s) { s->items.at[2].rect.height = -0.5; }
static void break_width(Scene *s) { s->items.at[2].paint.stroke_width = -1; }
static void break_cap(Scene *s) { s->items.at[2].paint.cap = (LineCap)7; }
static void break_datum_name(Scene *s) { s->items.at[2].data[0].name = STR_NONE; }
static void break_datum_value(Scene *s) { s->items.at[2].data[0].value = STR("\x80"); }
static void break_radius(Scene *s) { s->items.at[3].radius = INFINITY; }
static void break_path_start(Scene *s) { s->items.at[4].verbs[0] = PATH_LINE; }
static void break_path_close(Scene *s) { s->items.at[4].verbs[1] = PATH_CLOSE, s->items.at[4].n_points--; }
static void break_path_verb(Scene *s) { s->items.at[4].verbs[2] = 9; }
static void break_path_count(Scene *s) { s->items.at[4].n_points--; }
static void break_path_point(Scene *s) { s->items.at[4].points[4].y = -INFINITY; }
static void break_dash_odd(Scene *s) { s->items.at[4].paint.n_dash = 3; }
static void break_dash_zero(Scene *s) { s->items.at[4].paint.dash[0] = s->items.at[4].paint.dash[1] = 0; }
static void break_text_line(Scene *s) { s->items.at[6].text = STR("a\nb"); }
static void break_text_utf8(Scene *s) { s->items.at[6].text = STR("a\xe2\x88"); }
static void break_text_size(Scene *s) { s->items.at[6].style.size = 0; }
static void break_text_family(Scene *s) { s->items.at[6].style.family = STR_NONE; }
static void break_text_angle(Scene *s) { s->items.at[6].angle = NAN; }
static void break_balance(Scene *s) { s->items.n--; }
static void break_balance_end(Scene *s) { scene_end(s); }
static void break_kind(Scene *s) { s->items.at[3].kind = (SceneKind)42; }
/* clang-format on */

static void test_verify(void **state)
{
    Fixture *f = *state;
    static const struct {
        void (*damage)(Scene *scene);
        const char *says;
    } CASES[] = {
        /* clang-format off */
        {break_page, "page"}, {break_page_nan, "page"}, {break_title, "title"}, {break_role, "role"},
        {break_group_name, "group's name"}, {break_clip, "rectangle's width"}, {break_rect_nan, "corner"},
        {break_rect_size, "rectangle's width"}, {break_width, "stroke's width"}, {break_cap, "cap"},
        {break_datum_name, "name of a datum"}, {break_datum_value, "value of a datum"}, {break_radius, "radius"},
        {break_path_start, "begin with a move"}, {break_path_close, "after a close"}, {break_path_verb, "verb"},
        {break_path_count, "number of points"}, {break_path_point, "point of the path"}, {break_dash_odd, "odd number"},
        {break_dash_zero, "length 0"}, {break_text_line, "one line"}, {break_text_utf8, "one line"},
        {break_text_size, "size"}, {break_text_family, "font's name"}, {break_text_angle, "angle"},
        {break_balance, "not closed"}, {break_balance_end, "an end without"}, {break_kind, "kind"},
        /* clang-format on */
    };
    assert_null(scene_verify(f->arena, make_scene(f->arena)));
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Scene *scene = make_scene(f->arena);
        CASES[i].damage(scene);
        const char *fault = scene_verify(f->arena, scene);
        if (!fault || !strstr(fault, CASES[i].says))
            fail_msg("case %zu: expected a sentence with `%s`, got `%s`", i, CASES[i].says, fault ? fault : "(none)");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_round_trip, set_up, tear_down),   cmocka_unit_test_setup_teardown(test_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_prefix, set_up, tear_down), cmocka_unit_test_setup_teardown(test_damage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_line_ends, set_up, tear_down),    cmocka_unit_test_setup_teardown(test_verify, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
