/* Mathematics: what the parser makes of it, its plain reading, the space between atoms, and where the layout puts things. */
#include "runtime/label.h"
#include "runtime/math_layout.h"
#include "runtime/math_plain.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef struct Fixture {
    Arena *arena;
    TextEngine *engine;
} Fixture;

static int set_up(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    f->arena = arena_new(NULL);
    f->engine = text_engine_new();
    *state = f;
    return f->arena && f->engine ? 0 : -1;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    text_engine_free(f->engine);
    arena_free(f->arena);
    free(f);
    return 0;
}

static const TextStyle SANS_10 = {.family = {"sans", 4}, .size = 10};

static Str in_marks(Arena *arena, const char *formula)
{
    return str_printf(arena, MATH_BEGIN "%s" MATH_END, formula);
}

static MathBox box_of(Fixture *f, const char *formula)
{
    return math_layout(f->arena, f->engine, str_from(formula), SANS_10);
}

/* The n-th item of a kind. */
static const MathItem *item_of(const MathBox *box, MathItemKind kind, int n)
{
    for (const MathItem *item = box->items; item; item = item->next)
        if (item->kind == kind && n-- == 0)
            return item;
    fail_msg("there is no such item");
    return NULL;
}

static const MathItem *text_item(const MathBox *box, const char *text)
{
    for (const MathItem *item = box->items; item; item = item->next)
        if (item->kind == ITEM_TEXT && str_is(item->text, text))
            return item;
    fail_msg("there is no `%s`", text);
    return NULL;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static void test_plain_readings(void **state)
{
    Fixture *f = *state;
    static const char *const CASES[][2] = {
        {"R^2 = 0.97", "R² = 0.97"},
        {"x_i^2", "xᵢ²"},
        {"10^{-3}", "10⁻³"},
        {"x_{\\max}", "x_(max)"},
        {"f'(x)", "f′(x)"},
        {"\\frac{a+b}{c}", "(a + b)/c"},
        {"\\sqrt{x}", "√x"},
        {"\\sqrt[3]{x y}", "³√(xy)"},
        {"\\log p(x)", "log p(x)"},
        {"\\max_\\theta \\log p", "max_θ log p"},
        {"-a \\times -b", "−a × −b"},
        {"\\hat y", "ŷ"},
        {"\\mathbb{R}^n", "ℝⁿ"},
        {"a \\to b, c", "a → b, c"},
        {"\\text{two words}_1", "two words₁"},
        {"\\left\\{ x \\right.", "{x"},
        {"5\\,\\mathrm{kg}", "5kg"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Str plain = math_plain(f->arena, in_marks(f->arena, CASES[i][0]));
        if (!str_is(plain, CASES[i][1]) && !(i == 11 && str_is(plain, "y\xCC\x82")))
            fail_msg("%s reads `%.*s`, expected `%s`", CASES[i][0], STR_FMT(plain), CASES[i][1]);
    }
    Str data = STR("cost $x^2$ \\alpha");
    assert_ptr_equal(math_plain(f->arena, data).at, data.at);
}

static void test_values_are_text(void **state)
{
    Fixture *f = *state;
    Str text = STR(MATH_BEGIN "v_{" MATH_VALUE_BEGIN "x_1 } \\alpha" MATH_VALUE_END "}" MATH_END);
    assert_true(str_is(math_plain(f->arena, text), "v_(x_1 } \\alpha)"));
    MathError *errors;
    MathNode *list = math_parse(f->arena, str_slice(text.at + 1, text.n - 2), &errors);
    assert_null(errors);
    assert_true(list->kind == MATH_SCRIPTS && list->below->is_value && str_is(list->below->text, "x_1 } \\alpha"));
}

static void test_atoms_settle(void **state)
{
    Fixture *f = *state;
    static const struct {
        const char *formula;
        MathAtom second;
    } CASES[] = {
        {"a-b", ATOM_BIN}, {"=-b", ATOM_ORD}, {"(-b", ATOM_ORD},     {",-b", ATOM_ORD},        {"a-)", ATOM_ORD},
        {"a-=", ATOM_ORD}, {"a-", ATOM_ORD},  {"\\log-b", ATOM_ORD}, {"\\frac12-b", ATOM_BIN},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        MathNode *list = math_parse(f->arena, str_from(CASES[i].formula), NULL);
        if (list->next->atom != CASES[i].second)
            fail_msg("the minus of %s is %d", CASES[i].formula, (int)list->next->atom);
    }
}

static void test_errors_have_places(void **state)
{
    Fixture *f = *state;
    static const struct {
        const char *formula;
        int n;
        MathErrorKind kind;
        uint32_t start, end;
    } CASES[] = {
        /* clang-format off */
        {"a+\\alpa", 1, MATH_UNKNOWN, 2, 7},        {"a}b", 1, MATH_UNBALANCED, 1, 2},      {"x^{2", 1, MATH_UNBALANCED, 2, 3},
        {"\\frac{1}", 1, MATH_LACKS_ARGUMENT, 0, 5}, {"x^", 1, MATH_LACKS_ARGUMENT, 1, 2},   {"x^2^3", 1, MATH_TWO_SCRIPTS, 3, 5},
        {"\\left(x", 1, MATH_UNBALANCED, 0, 5},      {"x\\right)", 1, MATH_UNBALANCED, 1, 7}, {"\\left({a\\right)}", 1, MATH_UNBALANCED, 6, 7},
        {"{\\left(a}\\right)", 1, MATH_UNBALANCED, 1, 6}, {"\\foo{\\bar}", 2, MATH_UNKNOWN, 0, 4}, {"x_1^2''", 1, MATH_TWO_SCRIPTS, 5, 7},
        /* clang-format on */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        MathError *errors;
        math_parse(f->arena, str_from(CASES[i].formula), &errors);
        int n = 0;
        for (const MathError *error = errors; error; error = error->next)
            n++;
        if (n != CASES[i].n || errors->kind != CASES[i].kind || errors->start != CASES[i].start || errors->end != CASES[i].end)
            fail_msg("%s: %d errors, the first of kind %d at %u-%u", CASES[i].formula, n, n ? (int)errors->kind : -1, n ? errors->start : 0,
                     n ? errors->end : 0);
    }
}

/* Whatever it is given, the parser ends, and its nodes can be laid out. */
static void test_any_text_is_read(void **state)
{
    Fixture *f = *state;
    static const char *const PIECES[] = {"{",
                                         "}",
                                         "^",
                                         "_",
                                         "'",
                                         "\\left(",
                                         "\\right)",
                                         "\\frac",
                                         "\\sqrt[",
                                         "]",
                                         "\\text{",
                                         "x",
                                         "12",
                                         "\\hat",
                                         "\\alpha",
                                         "\\",
                                         MATH_VALUE_BEGIN,
                                         MATH_VALUE_END,
                                         "\xC3",
                                         " ",
                                         "\\mathbb",
                                         "-",
                                         "\\displaystyle"};
    unsigned seed = 1;
    for (int i = 0; i < 3000; i++) {
        Buf formula = {.arena = f->arena};
        for (int k = 0; k < 14; k++) {
            seed = seed * 1103515245 + 12345;
            buf_adds(&formula, PIECES[(seed >> 16) % (sizeof PIECES / sizeof *PIECES)]);
        }
        MathError *errors;
        math_parse(f->arena, buf_str(&formula), &errors);
        for (const MathError *error = errors; error; error = error->next)
            assert_true(error->start <= error->end && error->end <= formula.n);
        MathBox box = math_layout(f->arena, f->engine, buf_str(&formula), SANS_10);
        assert_true(isfinite(box.width) && isfinite(box.height) && isfinite(box.depth));
        assert_false(math_is_in(math_plain(f->arena, str_printf(f->arena, MATH_BEGIN "%s" MATH_END, buf_c(&formula)))));
    }
}

/* --- layout ------------------------------------------------------------------------------------------------------- */

static void test_spacing_table(void **state)
{
    (void)state;
    assert_int_equal(math_spacing(ATOM_ORD, ATOM_OP), 3);
    assert_int_equal(math_spacing(ATOM_ORD, ATOM_BIN), -4);
    assert_int_equal(math_spacing(ATOM_REL, ATOM_ORD), -5);
    assert_int_equal(math_spacing(ATOM_REL, ATOM_REL), 0);
    assert_int_equal(math_spacing(ATOM_OPEN, ATOM_ORD), 0);
    assert_int_equal(math_spacing(ATOM_PUNCT, ATOM_OPEN), -3);
    assert_int_equal(math_spacing(ATOM_OP, ATOM_OPEN), 0);
    assert_int_equal(math_spacing(ATOM_CLOSE, ATOM_INNER), -3);
    assert_int_equal(math_spacing(ATOM_INNER, ATOM_OP), 3);
    assert_int_equal(math_spacing(ATOM_NONE, ATOM_REL), 0);
}

/* The space before a sign is what the table says, and scripts have less of it. */
static void test_spaces(void **state)
{
    Fixture *f = *state;
    MathBox close = box_of(f, "1{=}1"), wide = box_of(f, "1=1"), operation = box_of(f, "1+1"), group = box_of(f, "1{+}1");
    assert_true(fabs(wide.width - close.width - 2 * 5 / 18.0 * 10) < 1e-9);
    assert_true(fabs(operation.width - group.width - 2 * 4 / 18.0 * 10) < 1e-9);
    assert_true(fabs(box_of(f, "x^{1=1}").width - box_of(f, "x^{1{=}1}").width) < 1e-9);
    assert_true(fabs(box_of(f, "x\\quad x").width - box_of(f, "xx").width - 10) < 1e-9);
    assert_true(fabs(box_of(f, "x\\,x\\!x").width - box_of(f, "xxx").width) < 1e-9);
}

static void test_scripts(void **state)
{
    Fixture *f = *state;
    MathBox box = box_of(f, "x_1^2"), nested = box_of(f, "x^{y^z}");
    const MathItem *base = text_item(&box, "x"), *above = text_item(&box, "2"), *below = text_item(&box, "1");
    assert_true(base->y == 0 && above->y > 3 && above->y < 6 && below->y < -1 && below->y > -4);
    assert_true(above->x >= base->width && below->x >= base->width - 1e-9);
    assert_true(above->style.size > 6.5 && above->style.size < 8.5 && above->style.size == below->style.size);
    assert_true(base->style.is_italic && !above->style.is_italic);
    const MathItem *second = text_item(&nested, "z");
    assert_true(second->y > text_item(&nested, "y")->y && second->style.size < text_item(&nested, "y")->style.size);
    TextInk up = text_ink(f->engine, above->text, above->style), down = text_ink(f->engine, below->text, below->style);
    assert_true(above->y - up.depth > below->y + down.height); /* they do not touch */
    MathBox small = math_layout(f->arena, f->engine, STR("x^{y^z}"), (TextStyle){.family = STR("sans"), .size = 6});
    for (const MathItem *item = small.items; item; item = item->next)
        assert_true(item->style.size >= 5);
}

static void test_fraction(void **state)
{
    Fixture *f = *state;
    MathBox box = box_of(f, "\\frac{a}{b}");
    const MathItem *bar = item_of(&box, ITEM_RULE, 0), *above = text_item(&box, "a"), *below = text_item(&box, "b");
    assert_true(fabs(bar->y + bar->height / 2 - text_math_axis(f->engine, SANS_10)) < 1e-9);
    TextInk a = text_ink(f->engine, above->text, above->style), b = text_ink(f->engine, below->text, below->style);
    assert_true(above->y - a.depth > bar->y + bar->height && below->y + b.height < bar->y);
    assert_true(fabs((above->x + above->width / 2) - (bar->x + bar->width / 2)) < 0.7);
    assert_true(text_item(&box, "a")->style.size < 10);
    MathBox display = box_of(f, "\\dfrac{a}{b}");
    assert_true(text_item(&display, "a")->style.size == 10 && display.height > box.height);
}

static void test_roots_cover_their_body(void **state)
{
    Fixture *f = *state;
    static const char *const BODIES[] = {"x", "x^2", "\\frac{a}{b}", "\\dfrac{\\dfrac{a}{b}}{\\dfrac{c}{d}}"};
    double last = 0;
    for (int i = 0; i < 4; i++) {
        MathBox body = box_of(f, BODIES[i]), box = box_of(f, str_printf(f->arena, "\\sqrt{%s}", BODIES[i]).at);
        const MathItem *sign = item_of(&box, ITEM_OUTLINE, 0);
        const MathItem *bar = NULL;
        for (const MathItem *item = box.items; item; item = item->next)
            bar = item->kind == ITEM_RULE && (!bar || item->y > bar->y) ? item : bar;
        assert_true(bar->y > body.height);
        assert_true(sign->y - sign->outline.depth <= -fmax(body.depth, 0) + 1e-9);
        assert_true(fabs(sign->y + sign->outline.height - (bar->y + bar->height)) < 1e-9); /* the bar goes on from the sign */
        assert_true(fabs(bar->x - (sign->x + sign->outline.width)) < 1e-9);
        assert_true(box.height + box.depth >= last);
        last = box.height + box.depth;
    }
}

static void test_delimiters_grow(void **state)
{
    Fixture *f = *state;
    static const char *const SIGNS[][2] = {{"(", ")"}, {"[", "]"}, {"\\{", "\\}"}, {"|", "|"}, {"\\langle", "\\rangle"}, {"\\lfloor", "\\rceil"}};
    static const char *const BODIES[] = {"x", "\\frac{a}{b}", "\\dfrac{\\dfrac{a}{b}}{\\dfrac{c}{d}}",
                                         "\\dfrac{\\dfrac{\\dfrac{a}{b}}{c}}{\\dfrac{\\dfrac{a}{b}}{\\dfrac{c}{d}}}"};
    double axis = text_math_axis(f->engine, SANS_10);
    for (int s = 0; s < 6; s++)
        for (int i = 0; i < 4; i++) {
            MathBox body = box_of(f, BODIES[i]);
            MathBox box = box_of(f, str_printf(f->arena, "\\left%s %s \\right%s", SIGNS[s][0], BODIES[i], SIGNS[s][1]).at);
            double reach = fmax(body.height - axis, body.depth + axis), wanted = fmax(2 * reach * 0.901, 2 * reach - 5);
            /* angles have no extenders: they stop at their tallest form */
            if (box.height + box.depth < fmin(wanted, s == 4 ? 25 : 1e9) - 0.01)
                fail_msg("\\left%s around %s is %g tall, expected %g", SIGNS[s][0], BODIES[i], box.height + box.depth, wanted);
        }
    MathBox plain = box_of(f, "\\left( x \\right)");
    assert_true(text_item(&plain, "(")->style.size == 10); /* small ones are the text's own */
}

static void test_operators(void **state)
{
    Fixture *f = *state;
    MathBox inline_sum = box_of(f, "\\sum_{i}^n x"), display = box_of(f, "\\displaystyle\\sum_{i}^n x");
    assert_true(text_item(&inline_sum, "n")->x > 5 && text_item(&inline_sum, "n")->y < 8);
    const MathItem *sum = item_of(&display, ITEM_OUTLINE, 0);
    assert_true(text_item(&display, "n")->x < sum->outline.width && text_item(&display, "n")->y > sum->y + sum->outline.height);
    double axis = text_math_axis(f->engine, SANS_10);
    assert_true(fabs(sum->y + (sum->outline.height - sum->outline.depth) / 2 - axis) < 1e-9);
    MathBox function = box_of(f, "\\log x");
    assert_false(text_item(&function, "log")->style.is_italic);
    assert_true(fabs(text_item(&function, "x")->x - text_item(&function, "log")->width - 3 / 18.0 * 10) < 1e-9);
}

static void test_accents(void **state)
{
    Fixture *f = *state;
    MathBox low = box_of(f, "\\hat x"), high = box_of(f, "\\hat R");
    assert_true(text_item(&high, "\xCB\x86")->y > text_item(&low, "\xCB\x86")->y);
    assert_true(fabs(low.width - box_of(f, "x").width) < 1e-9);
    assert_true(box_of(f, "\\bar x").height > box_of(f, "x").height);
    assert_true(box_of(f, "\\vec v").height > box_of(f, "v").height);
    assert_true(item_of(&(MathBox){.items = box_of(f, "\\overline{AB}").items}, ITEM_RULE, 0)->y > box_of(f, "AB").height);
}

/* --- on the page -------------------------------------------------------------------------------------------------- */

static void test_labels(void **state)
{
    Fixture *f = *state;
    Str formula = str_printf(f->arena, "loss %s of all", in_marks(f->arena, "L^2 + \\frac{1}{2}").at);
    TextSize size = label_measure(f->engine, formula, SANS_10), plain = label_measure(f->engine, STR("loss of all"), SANS_10);
    assert_true(size.width > plain.width && size.rise > 0 && plain.rise == 0 && plain.drop == 0);
    assert_true(size.cap_height == plain.cap_height);
    double angles[] = {0, 90, -90, 45};
    for (int i = 0; i < 4; i++) {
        Scene *scene = scene_new(f->arena, 300, 300);
        label_draw(scene, f->engine, formula, SANS_10, (Point){150, 150}, ANCHOR_MIDDLE, angles[i], 0x000000FF);
        assert_null(scene_verify(f->arena, scene));
        assert_true(scene->items.at[0].kind == SCENE_GROUP && scene->items.at[0].role == ROLE_TEXT);
        assert_true(str_is(scene->items.at[0].name, "loss L² + 1/2 of all"));
        const SceneItem *first = &scene->items.at[1];
        assert_true(str_is(first->text, "loss ") && first->angle == angles[i]);
        assert_true(fabs(hypot(first->at.x - 150, first->at.y - 150) - size.width / 2) < 1e-6);
    }
}

/* The lines of a formula, as a spec would write them, between bars. */
static const char *lines_of(Fixture *f, const char *source, double width)
{
    size_t n;
    Str *lines = label_lines(f->arena, f->engine, in_marks(f->arena, source), SANS_10, width, &n);
    Buf out = {.arena = f->arena};
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s%.*s", i ? "|" : "", STR_FMT(math_source(f->arena, lines[i])));
    return buf_c(&out);
}

static void test_formulas_are_broken(void **state)
{
    Fixture *f = *state;
    double whole = box_of(f, "a+b=c,d").width, first = box_of(f, "a+b=").width;
    assert_string_equal(lines_of(f, "a+b=c,d", whole + 0.01), "$a+b=c,d$");
    assert_string_equal(lines_of(f, "a+b=c,d", whole - 0.01), "$a+b=c,$|$d$");
    assert_string_equal(lines_of(f, "a+b=c,d", first + 0.01), "$a+b=$|$c,d$");
    assert_string_equal(lines_of(f, "a+b=c,d", first - 0.01), "$a+{}$|$b=c,$|$d$"); /* the operator keeps its space */
    assert_string_equal(lines_of(f, "a+b=c,d", 1), "$a$|$+{}$|$b$|$=$|$c$|$,$|$d$");
    assert_string_equal(lines_of(f, "x_1^{2} \\frac{a+b}{c}", 8), "$x_1^{2}$|$\\frac{a+b}{c}$"); /* not within a group */
    assert_string_equal(lines_of(f, "\\displaystyle a=\\sum b", 8),
                        "$\\displaystyle a$|$\\displaystyle =$|$\\displaystyle \\sum$|$\\displaystyle b$");
    assert_string_equal(lines_of(f, "abcdefgh", box_of(f, "abc").width + 1), "$abc$|$def$|$gh$");
}

static void test_math_font_of_a_family(void **state)
{
    Fixture *f = *state;
    TextStyle sans = text_math_signs(f->engine, SANS_10), letters = text_math_letters(f->engine, SANS_10);
    assert_true(str_is(sans.family, "math") && sans.size < 10 && letters.size > sans.size);
    assert_true(text_math_constant(f->engine, sans, MATH_SCRIPT_PERCENT) >= 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_readings),
        cmocka_unit_test(test_values_are_text),
        cmocka_unit_test(test_atoms_settle),
        cmocka_unit_test(test_errors_have_places),
        cmocka_unit_test(test_any_text_is_read),
        cmocka_unit_test(test_spacing_table),
        cmocka_unit_test(test_spaces),
        cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_fraction),
        cmocka_unit_test(test_roots_cover_their_body),
        cmocka_unit_test(test_delimiters_grow),
        cmocka_unit_test(test_operators),
        cmocka_unit_test(test_accents),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_formulas_are_broken),
        cmocka_unit_test(test_math_font_of_a_family),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
