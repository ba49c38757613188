/* Strokes with more vertices than can be told apart: each column of the page is covered as before, and what is plain to see does not move. */
#include "runtime/path_thin.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { N_DENSE = 4000, N_SPARSE = 40, N_COLUMNS = 60 };
static const double COLUMN = PATH_PRINT_COLUMN;

static double noise(size_t i)
{
    uint32_t z = (uint32_t)i * 2654435761u;
    z = (z ^ z >> 15) * 2246822519u;
    return (double)(z >> 8) / (1 << 24);
}

/* From x = 10 on a crowd over 40 columns, then a curve of two vertices a column. */
static SceneItem *stroke(Arena *arena)
{
    Scene *scene = scene_new(arena, 100, 100);
    scene_path(scene, (Paint){.fill = COLOUR_NONE, .stroke = 0x000000FF, .stroke_width = 0.5});
    Point *points = path_lines(scene, N_DENSE + N_SPARSE);
    for (size_t i = 0; i < N_DENSE; i++)
        points[i] = (Point){10 + 40 * COLUMN * (double)i / N_DENSE, 50 + 20 * noise(i)};
    for (size_t i = 0; i < N_SPARSE; i++)
        points[N_DENSE + i] = (Point){10 + 40 * COLUMN + COLUMN * ((double)i + 0.3) / 2, 50 + sin((double)i)};
    return &scene->items.at[scene->items.n - 1];
}

static size_t column_of(Point p)
{
    return (size_t)((p.x - 10) / COLUMN);
}

static void test_columns_are_covered(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    const SceneItem *whole = stroke(arena), thin = path_thinned(arena, whole, COLUMN);
    double lo[2][N_COLUMNS + 1], hi[2][N_COLUMNS + 1];
    size_t count[N_COLUMNS + 1] = {0};
    for (size_t k = 0; k < 2; k++) {
        const SceneItem *item = k ? &thin : whole;
        for (size_t c = 0; c <= N_COLUMNS; c++) {
            lo[k][c] = INFINITY;
            hi[k][c] = -INFINITY;
        }
        for (size_t i = 0; i < item->n_points; i++) {
            size_t c = column_of(item->points[i]);
            assert_true(c <= N_COLUMNS);
            lo[k][c] = fmin(lo[k][c], item->points[i].y);
            hi[k][c] = fmax(hi[k][c], item->points[i].y);
            count[c] += k;
        }
    }
    for (size_t c = 0; c <= N_COLUMNS; c++) {
        assert_true(lo[0][c] == lo[1][c] && hi[0][c] == hi[1][c]);
        assert_true(count[c] <= 4);
    }
    assert_true(thin.n_points < whole->n_points / 10 && thin.n_verbs == thin.n_points);
    const Point *a = whole->points, *b = thin.points;
    assert_true(a[0].x == b[0].x && a[0].y == b[0].y);
    for (size_t i = 1; i <= N_SPARSE; i++) /* the curve at the end */
        assert_true(a[whole->n_points - i].x == b[thin.n_points - i].x && a[whole->n_points - i].y == b[thin.n_points - i].y);
    arena_free(arena);
}

static void test_gaps_stay(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    SceneItem *whole = stroke(arena);
    whole->verbs[N_DENSE / 2] = PATH_MOVE;
    SceneItem thin = path_thinned(arena, whole, COLUMN);
    size_t n_moves = 0;
    for (size_t i = 0; i < thin.n_verbs; i++)
        if (thin.verbs[i] == PATH_MOVE && n_moves++ == 1) {
            Point before = whole->points[N_DENSE / 2 - 1], after = whole->points[N_DENSE / 2];
            assert_true(thin.points[i - 1].x == before.x && thin.points[i - 1].y == before.y);
            assert_true(thin.points[i].x == after.x && thin.points[i].y == after.y);
        }
    assert_int_equal(n_moves, 2);
    arena_free(arena);
}

static void test_others_are_as_they_were(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    SceneItem *whole = stroke(arena), thin;
    whole->points[100].x = 90; /* runs forth and back */
    thin = path_thinned(arena, whole, COLUMN);
    assert_ptr_equal(thin.points, whole->points);
    whole = stroke(arena);
    thin = path_thinned(arena, whole, COLUMN / 100); /* nothing is crowded */
    assert_ptr_equal(thin.points, whole->points);
    whole->paint.fill = 0x000000FF;
    thin = path_thinned(arena, whole, COLUMN);
    assert_ptr_equal(thin.points, whole->points);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns_are_covered),
        cmocka_unit_test(test_gaps_stay),
        cmocka_unit_test(test_others_are_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
