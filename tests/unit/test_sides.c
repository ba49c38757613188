/* Two sides of whole figures: random pairs of data through specs, read back from the scene by arithmetic alone. Ticks of both stand at the same
 * places, labels are evenly spaced numbers of a nice step, and each datum lies where its side's labels put it. */
#include "compiler/compile.h"
#include "compiler/diag_text.h"
#include "runtime/num.h"
#include "runtime/render.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

enum { TICKS_MOST = 64, PANELS_MOST = 4 };

static uint64_t state_of_chance = 7;

static double chance(void)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (double)(state_of_chance >> 11) / 9007199254740992.0;
}

typedef struct SideSeen {
    double at[TICKS_MOST], value[TICKS_MOST];
    size_t n, n_labels;
} SideSeen;

typedef struct Drawn {
    SideSeen left[PANELS_MOST], right[PANELS_MOST];
    size_t n_panels;
    double data[PANELS_MOST][2][3][2]; /* panel, side, datum: value, place */
    size_t n_data[PANELS_MOST][2];
} Drawn;

/* A label as a number; format "r" writes neither groups nor powers. */
static double label_value(Str text)
{
    char digits[64] = "";
    size_t n = 0;
    for (size_t i = 0; i < text.n && n < 60; i++) {
        if (str_starts((Str){text.at + i, text.n - i}, STR("\xE2\x88\x92"))) {
            digits[n++] = '-';
            i += 2;
        } else {
            digits[n++] = text.at[i];
        }
    }
    double value = NAN;
    assert_true(num_parse((Str){digits, n}, &value));
    return value;
}

static void read_item(const SceneItem *item, Drawn *out, SideSeen *side)
{
    if (side && item->kind == SCENE_PATH && item->n_points == 2 && side->n < TICKS_MOST)
        side->at[side->n++] = item->points[0].y;
    if (side && item->kind == SCENE_TEXT && item->angle == 0 && side->n_labels < side->n)
        side->value[side->n_labels++] = label_value(item->text);
    for (size_t i = 0; item->kind == SCENE_CIRCLE && i < item->n_data; i++) {
        bool is_b = str_is(item->data[i].name, "b");
        if (!is_b && !str_is(item->data[i].name, "a"))
            continue;
        size_t panel = out->n_panels - 1, n = out->n_data[panel][is_b]++;
        assert_true(num_parse(item->data[i].value, &out->data[panel][is_b][n][0]));
        out->data[panel][is_b][n][1] = item->at.y;
    }
}

static TextEngine *engine;

static Drawn draw(const char *spec)
{
    Drawn out = {0};
    Arena *arena = arena_new(NULL);
    Sources sources = {.arena = arena};
    Report report = {.arena = arena, .sources = &sources};
    Datasets datasets;
    datasets_init(&datasets, arena, &report, &FILES_SYSTEM);
    IrFigure *figure = compile_source(arena, &datasets, source_add(&sources, STR("t.chart"), STR("t.chart"), str_from(spec)), NULL);
    const Scene *scene = figure ? render_figure(arena, &datasets, figure, engine) : NULL;
    if (!scene)
        fail_msg("%s%s", spec, diag_text(arena, &report, false).at);
    SideSeen *side = NULL;
    int depth = 0;
    for (size_t i = 0; i < scene->items.n; i++) {
        const SceneItem *item = &scene->items.at[i];
        if (item->kind == SCENE_GROUP && item->role == ROLE_PANEL)
            out.n_panels++;
        if (item->kind == SCENE_GROUP && item->role == ROLE_AXIS && out.n_panels) {
            side = str_is(item->name, "left") ? &out.left[out.n_panels - 1] : str_is(item->name, "right") ? &out.right[out.n_panels - 1] : NULL;
            depth = 0;
        }
        depth += item->kind == SCENE_GROUP ? 1 : item->kind == SCENE_END ? -1 : 0;
        if (depth == 0)
            side = NULL;
        read_item(item, &out, side);
    }
    arena_free(arena);
    return out;
}

static bool is_nice(double step)
{
    static const double NICE[] = {1, 2, 2.5, 5, 10};
    double mantissa = step / pow(10, floor(log10(step) + 1e-9));
    for (size_t i = 0; i < 5; i++)
        if (fabs(mantissa - NICE[i]) < 1e-6)
            return true;
    return false;
}

/* One side's labels against its ticks and the data. */
static void check_side(const char *spec, const SideSeen *side, double (*data)[2], size_t n_data)
{
    size_t n = side->n_labels;
    if (n < 2 || n != side->n)
        fail_msg("%s\n%zu ticks, %zu labels", spec, side->n, n);
    double step = side->value[1] - side->value[0], unit = (side->at[n - 1] - side->at[0]) / (side->value[n - 1] - side->value[0]);
    if (!is_nice(step))
        fail_msg("%s\na step of %g", spec, step);
    for (size_t i = 0; i < n; i++)
        if (fabs(side->value[i] - side->value[0] - step * (double)i) > 1e-6 * step ||
            fabs(side->at[i] - side->at[0] - unit * step * (double)i) > 1e-6)
            fail_msg("%s\ntick %zu, %.12g, at %g", spec, i, side->value[i], side->at[i]);
    for (size_t i = 0; i < n_data; i++) {
        double place = side->at[0] + (data[i][0] - side->value[0]) * unit;
        if (fabs(place - data[i][1]) > 1e-3)
            fail_msg("%s\n%.12g stands at %g, its side says %g", spec, data[i][0], data[i][1], place);
        if (data[i][0] < side->value[0] - 1e-6 * step || data[i][0] > side->value[n - 1] + 1e-6 * step)
            fail_msg("%s\n%.12g is beyond %.12g..%.12g", spec, data[i][0], side->value[0], side->value[n - 1]);
    }
}

static void add_rows(char *spec, size_t size, int n_panels)
{
    size_t n = 0;
    n += (size_t)snprintf(spec + n, size - n, "data {\n rows {\n  g x a b\n");
    double scale_b = pow(10, floor(chance() * 14 - 6)), middle_b = (chance() - 0.5) * scale_b * pow(10, floor(chance() * 3));
    for (int p = 0; p < n_panels; p++) {
        double scale_a = pow(10, floor(chance() * 14 - 6)), middle_a = chance() < 0.3 ? 0 : (chance() - 0.5) * scale_a * pow(10, floor(chance() * 3));
        for (int i = 0; i < 3; i++)
            n += (size_t)snprintf(spec + n, size - n, "  %c %d %.9g %.9g\n", 'A' + p, i + 1, middle_a + scale_a * chance(),
                                  middle_b + scale_b * chance());
    }
    snprintf(spec + n, size - n,
             " }\n}\nfigure { width: %.0fmm; height: %.0fmm }\n%s"
             "axis left { format: \".12~g\"; %s title: none; draw: each }\naxis right { format: \".12~g\"; title: none; draw: each }\n"
             "point { x: x; y: a; marker: circle }\npoint { x: x; y: b; axis: right; marker: circle }\nlegend { position: none }\n",
             n_panels > 1 ? 320.0 : 100.0, 40 + chance() * 80, n_panels > 1 ? "facet g { columns: 4 }\n" : "", n_panels > 1 ? "share: none;" : "");
}

static void check_pairs(int n_specs, int n_panels)
{
    char spec[2000];
    for (int i = 0; i < n_specs; i++) {
        add_rows(spec, sizeof spec, n_panels);
        Drawn d = draw(spec);
        assert_int_equal(d.n_panels, n_panels);
        for (size_t p = 0; p < d.n_panels; p++) {
            check_side(spec, &d.left[p], d.data[p][0], d.n_data[p][0]);
            check_side(spec, &d.right[p], d.data[p][1], d.n_data[p][1]);
            assert_int_equal(d.n_data[p][0] + d.n_data[p][1], 6);
            assert_int_equal(d.left[p].n, d.right[p].n);
            for (size_t t = 0; t < d.left[p].n; t++) {
                assert_true(fabs(d.left[p].at[t] - d.right[p].at[t]) < 1e-6);
                assert_true(fabs(d.right[p].value[t] - d.right[0].value[t]) <= 1e-9 * fabs(d.right[0].value[t])); /* one domain for all panels */
            }
        }
    }
}

static void test_pairs(void **state)
{
    (void)state;
    check_pairs(250, 1);
}

static void test_shared_side(void **state)
{
    (void)state;
    check_pairs(60, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pairs), cmocka_unit_test(test_shared_side)};
    engine = text_engine_new();
    int status = cmocka_run_group_tests(tests, NULL, NULL);
    text_engine_free(engine);
    return status;
}
