/* Marks by arithmetic on the scene: small specs in memory, drawn; the shapes found by the data they carry. */
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

#define ROWS "data {\n rows {\n k s v e\n p a 3 1\n p b 2 1\n p c -4 1\n q a 1 1\n q b 5 1\n q c -2 1\n }\n}\n"
#define AXES "axis y { domain: -10..10; ticks: none; title: none }\naxis x { ticks: none; title: none }\nlegend { position: none }\n"

typedef struct Drawn {
    Arena *arena;
    Scene *scene;
    Report report;
    Sources sources;
} Drawn;

static TextEngine *engine;

static Drawn *draw(const char *spec)
{
    Arena *arena = arena_new(NULL);
    Drawn *d = ARENA_NEW(arena, Drawn);
    d->arena = arena;
    d->sources.arena = arena;
    d->report.arena = arena;
    d->report.sources = &d->sources;
    Datasets datasets;
    datasets_init(&datasets, arena, &d->report, &FILES_SYSTEM);
    IrFigure *figure = compile_source(arena, &datasets, source_add(&d->sources, STR("t.chart"), STR("t.chart"), str_from(spec)), NULL);
    d->scene = figure ? render_figure(arena, &datasets, figure, engine) : NULL;
    if (!d->scene)
        print_message("%s", diag_text(arena, &d->report, false).at);
    return d;
}

/* The n-th shape of a kind that carries data, in a layer. */
static const SceneItem *shape(const Drawn *d, SceneKind kind, size_t n)
{
    for (size_t i = 0; i < d->scene->items.n; i++) {
        const SceneItem *item = &d->scene->items.at[i];
        if (item->kind == kind && item->n_data && n-- == 0)
            return item;
    }
    fail_msg("no such shape");
    return NULL;
}

static double datum(const SceneItem *item, const char *name)
{
    double value = NAN;
    for (size_t i = 0; i < item->n_data; i++)
        if (str_is(item->data[i].name, name))
            num_parse(item->data[i].value, &value);
    return value;
}

static void test_stack(void **state)
{
    (void)state;
    Drawn *d = draw(ROWS AXES "bar { x: k; y: v; color: s }\n");
    double unit = shape(d, SCENE_RECT, 0)->rect.height / 3, zero = shape(d, SCENE_RECT, 0)->rect.y + 3 * unit;
    double up = 0, down = 0;
    for (size_t i = 0; i < 6; i++) {
        const SceneItem *bar = shape(d, SCENE_RECT, i);
        double value = datum(bar, "v");
        if (i == 3)
            up = down = 0;
        assert_true(fabs(bar->rect.height - fabs(value) * unit) < 1e-9);
        double top = value > 0 ? zero - (up + value) * unit : zero - down * unit;
        assert_true(fabs(bar->rect.y - top) < 1e-9);
        *(value > 0 ? &up : &down) += value;
    }
    arena_free(d->arena);
}

static void test_dodge(void **state)
{
    (void)state;
    Drawn *d = draw(ROWS AXES "x: k\ndodge: s\nbar { y: v; color: s }\nerrorbar { y: v +- e; filter s != \"b\" }\n");
    size_t n = 0;
    for (size_t i = 0; i < 6; i++) {
        const SceneItem *bar = shape(d, SCENE_RECT, i);
        assert_true(fabs(bar->rect.width - shape(d, SCENE_RECT, 0)->rect.width) < 1e-9);
        if (i % 3 == 1)
            continue;
        const SceneItem *whisker = shape(d, SCENE_PATH, n++); /* the layer lacks a series: the slots stay */
        assert_true(fabs(whisker->points[0].x - (bar->rect.x + bar->rect.width / 2)) < 1e-9);
    }
    arena_free(d->arena);
}

static void test_sizes(void **state)
{
    (void)state;
    Drawn *d = draw("data {\n rows {\n a b w\n 1 1 4\n 2 2 16\n }\n}\npoint { x: a; y: b; size: w }\n");
    double small = 0, large = 0;
    for (size_t i = 0; i < 2; i++) {
        const SceneItem *point = shape(d, SCENE_CIRCLE, i);
        *(datum(point, "w") == 4 ? &small : &large) = point->radius;
    }
    assert_true(fabs(large / small - 2) < 1e-9); /* four times the area for four times the value */
    arena_free(d->arena);
}

static void test_aggregates(void **state)
{
    (void)state;
    Drawn *d = draw(ROWS AXES "bar { x: k; y: mean(v) }\n");
    assert_true(fabs(datum(shape(d, SCENE_RECT, 0), "mean(v)") - 1.0 / 3) < 1e-12);
    assert_true(fabs(datum(shape(d, SCENE_RECT, 1), "mean(v)") - 4.0 / 3) < 1e-12);
    arena_free(d->arena);
}

static void test_jitter_is_fixed(void **state)
{
    (void)state;
    const char *spec = ROWS "point { x: k; y: v; jitter: 50% }\n";
    Drawn *one = draw(spec), *two = draw(spec);
    for (size_t i = 0; i < 6; i++)
        assert_true(shape(one, SCENE_CIRCLE, i)->at.x == shape(two, SCENE_CIRCLE, i)->at.x);
    assert_true(shape(one, SCENE_CIRCLE, 0)->at.x != shape(one, SCENE_CIRCLE, 1)->at.x);
    arena_free(one->arena);
    arena_free(two->arena);
}

/* Panels of a grid share the lines of their frames: equal clip-free areas, seen by bars of the same data. */
static void test_panels_align(void **state)
{
    (void)state;
    Drawn *d = draw(ROWS AXES "facet row s\nfacet column k\nbar { x: k; y: abs(v) }\n");
    const SceneItem *first = shape(d, SCENE_RECT, 0);
    for (size_t i = 0; i < 6; i++) {
        const SceneItem *bar = shape(d, SCENE_RECT, i);
        assert_true(fabs(bar->rect.width - first->rect.width) < 1e-9);
        double unit = bar->rect.height / fabs(datum(bar, "abs(v)"));
        assert_true(fabs(unit - first->rect.height / fabs(datum(first, "abs(v)"))) < 1e-9);
    }
    arena_free(d->arena);
}

static void test_page(void **state)
{
    (void)state;
    Drawn *d = draw(ROWS "figure { width: 89mm; height: 2in }\nbar { x: k; y: count() }\n");
    assert_true(fabs(d->scene->width - 89 * 72 / 25.4) < 1e-3);
    assert_true(fabs(d->scene->height - 144) < 1e-9);
    assert_null(scene_verify(d->arena, d->scene));
    arena_free(d->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stack),           cmocka_unit_test(test_dodge),        cmocka_unit_test(test_sizes), cmocka_unit_test(test_aggregates),
        cmocka_unit_test(test_jitter_is_fixed), cmocka_unit_test(test_panels_align), cmocka_unit_test(test_page),
    };
    engine = text_engine_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_engine_free(engine);
    return failed;
}
