/* Legends that find their own place: over random lines and points, by arithmetic on the scene. One inside keeps off all that is drawn; one that went
 * outside left no place free, as a search by brute force says. */
#include "compiler/compile.h"
#include "runtime/render.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static uint64_t state_of_chance = 7;

static double chance(void)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (double)(state_of_chance >> 11) / 9007199254740992.0;
}

/* What a figure of one panel with one legend shows. */
typedef struct View {
    Rect panel, legend;
    Point *inked; /* points on marks, close together */
    size_t n_inked;
} View;

typedef VEC(Point) Points;

static void ink_line(Arena *arena, Points *points, Point a, Point b)
{
    double n = ceil(hypot(b.x - a.x, b.y - a.y) / 0.5) + 1;
    for (double i = 0; i <= n; i++)
        VEC_PUSH(arena, points, ((Point){a.x + (b.x - a.x) * i / n, a.y + (b.y - a.y) * i / n}));
}

static View view_of(Arena *arena, const Scene *scene)
{
    View view = {.legend = {INFINITY, INFINITY, 0, 0}};
    Points points = {0};
    double right = -INFINITY, bottom = -INFINITY;
    SceneRole roles[16] = {0};
    size_t depth = 0;
    for (size_t i = 0; i < scene->items.n; i++) {
        const SceneItem *item = &scene->items.at[i];
        if (item->kind == SCENE_GROUP && item->role == ROLE_PANEL)
            view.panel = item->rect;
        if (item->kind == SCENE_GROUP || item->kind == SCENE_CLIP) {
            roles[depth + 1] = item->kind == SCENE_GROUP ? item->role : roles[depth];
            depth++;
        } else if (item->kind == SCENE_END) {
            depth--;
        } else if (roles[depth] == ROLE_LAYER && item->kind == SCENE_CIRCLE) {
            VEC_PUSH(arena, &points, item->at);
        } else if (roles[depth] == ROLE_LAYER && item->kind == SCENE_PATH) {
            for (size_t k = 1; k < item->n_points; k++)
                ink_line(arena, &points, item->points[k - 1], item->points[k]);
        } else if (roles[depth] == ROLE_LEGEND) {
            Rect box = item->kind == SCENE_RECT   ? item->rect
                       : item->kind == SCENE_TEXT ? (Rect){item->at.x, item->at.y, item->width, 0}
                                                  : (Rect){item->at.x, item->at.y, 0, 0};
            if (item->kind == SCENE_PATH)
                box = (Rect){item->points[0].x, item->points[0].y, 0, 0};
            view.legend.x = fmin(view.legend.x, box.x);
            view.legend.y = fmin(view.legend.y, box.y);
            right = fmax(right, box.x + box.width);
            bottom = fmax(bottom, box.y + box.height);
        }
    }
    view.legend.width = right - view.legend.x;
    view.legend.height = bottom - view.legend.y;
    view.inked = points.at;
    view.n_inked = points.n;
    return view;
}

static bool holds(const View *view, Rect box)
{
    for (size_t i = 0; i < view->n_inked; i++) {
        Point p = view->inked[i];
        if (p.x > box.x && p.x < box.x + box.width && p.y > box.y && p.y < box.y + box.height)
            return true;
    }
    return false;
}

/* Whether a box has a place in the panel, by trying all at a distance of 2 points. */
static bool has_place(const View *view, double width, double height)
{
    for (double y = view->panel.y; y + height <= view->panel.y + view->panel.height; y += 2)
        for (double x = view->panel.x; x + width <= view->panel.x + view->panel.width; x += 2)
            if (!holds(view, (Rect){x, y, width, height}))
                return true;
    return false;
}

static Scene *draw(Arena *arena, TextEngine *engine, Str spec)
{
    Sources sources = {.arena = arena};
    Report report = {.arena = arena, .sources = &sources};
    Datasets datasets;
    datasets_init(&datasets, arena, &report, &FILES_SYSTEM);
    IrFigure *figure = compile_source(arena, &datasets, source_add(&sources, STR("t.chart"), STR("t.chart"), spec), NULL);
    Scene *scene = figure ? render_figure(arena, &datasets, figure, engine) : NULL;
    assert_non_null(scene);
    return scene;
}

static Str random_spec(Arena *arena)
{
    Buf out = {.arena = arena};
    bool is_line = chance() < 0.5;
    int n = 2 + (int)(chance() * (is_line ? 6 : 30));
    double rise = (chance() - 0.5) * 8, noise = 0.2 + chance() * chance() * 8;
    buf_adds(&out, "data {\n rows {\n x m y\n");
    for (int m = 0; m < 3; m++)
        for (int x = 0; x < n; x++)
            buf_printf(&out, " %d %c %.3f\n", x, 'a' + m, rise * x / n + noise * chance());
    buf_printf(&out, " }\n}\nfigure { width: %.2fin; height: %.2fin }\n%s { x: x; y: y; color: m }\n", 2 + chance() * 2, 1.3 + chance() * 1.5,
               is_line ? "line" : "point");
    return buf_str(&out);
}

static void legends_find_free_places(void **state)
{
    enum { SPECS = 150 };
    TextEngine *engine = text_engine_new();
    int n_inside = 0, n_outside = 0;
    double width = 0, height = 0;
    for (int i = 0; i < SPECS; i++) {
        Arena *arena = arena_new(NULL);
        View view = view_of(arena, draw(arena, engine, random_spec(arena)));
        bool is_inside = view.legend.y >= view.panel.y;
        if (is_inside) {
            assert_false(holds(&view, view.legend));
            assert_true(view.legend.x >= view.panel.x && view.legend.x + view.legend.width <= view.panel.x + view.panel.width);
            assert_true(view.legend.y + view.legend.height <= view.panel.y + view.panel.height);
            width = view.legend.width; /* all have the same three entries */
            height = view.legend.height;
            n_inside++;
        } else if (width > 0) {
            enum { GAPS = 6, GROWTH = 16 }; /* the gaps it keeps; the legend outside made the panel lower by its height */
            assert_false(has_place(&view, width + GAPS, height + GAPS + GROWTH));
            n_outside++;
        }
        arena_free(arena);
    }
    assert_true(n_inside > SPECS / 5 && n_outside > SPECS / 20);
    text_engine_free(engine);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(legends_find_free_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
