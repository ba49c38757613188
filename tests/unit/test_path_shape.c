/* Filled paths: what lies inside of them. */
#include "runtime/path_shape.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* A square of 10 that is left open, and a disc of radius 2 about (5, 5) as a hole in it. */
static Scene *ring(Arena *arena)
{
    Scene *scene = scene_new(arena, 20, 20);
    scene_path(scene, (Paint){.fill = 0x000000FF});
    path_move(scene, 0, 0);
    path_line(scene, 10, 0);
    path_line(scene, 10, 10);
    path_line(scene, 0, 10);
    const double round = 2 * 0.5523;
    path_move(scene, 7, 5);
    path_curve(scene, (Point){7, 5 + round}, (Point){5 + round, 7}, (Point){5, 7});
    path_curve(scene, (Point){5 - round, 7}, (Point){3, 5 + round}, (Point){3, 5});
    path_curve(scene, (Point){3, 5 - round}, (Point){5 - round, 3}, (Point){5, 3});
    path_curve(scene, (Point){5 + round, 3}, (Point){7, 5 - round}, (Point){7, 5});
    path_close(scene);
    return scene;
}

static void test_inside(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    const SceneItem *path = &ring(arena)->items.at[0];
    for (double x = -1.95; x < 12; x += 0.1)
        for (double y = -1.95; y < 12; y += 0.1) {
            double away = hypot(x - 5, y - 5);
            if (fabs(away - 2) < 0.03)
                continue;
            bool is_inside = x > 0 && x < 10 && y > 0 && y < 10 && away > 2;
            assert_int_equal(path_holds(path, (Point){x, y}), is_inside);
        }
    arena_free(arena);
}

/* Such a path is a mistake of whoever made it, but ends. */
static void test_no_number_is_no_place(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    Scene *scene = scene_new(arena, 20, 20);
    scene_path(scene, (Paint){.fill = 0x000000FF});
    path_move(scene, NAN, 0);
    path_line(scene, 10, NAN);
    path_line(scene, NAN, NAN);
    path_close(scene);
    PathCrossings crossings = {0};
    path_crossings(arena, &scene->items.at[0], 1, &crossings);
    assert_false(path_holds(&scene->items.at[0], (Point){1, 1}));
    arena_free(arena);
}

static void test_crossings_come_in_order(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    PathCrossings crossings = {0};
    const SceneItem *path = &ring(arena)->items.at[0];
    static const double EXPECTED[] = {0, 3, 7, 10};
    path_crossings(arena, path, 5.001, &crossings);
    assert_int_equal(crossings.n, 4);
    for (size_t i = 0; i < 4; i++)
        assert_true(fabs(crossings.at[i] - EXPECTED[i]) < 0.03);
    path_crossings(arena, path, 11, &crossings);
    assert_int_equal(crossings.n, 0);
    arena_free(arena);
}

static void test_strokes_are_not_closed(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    PathEdges edges = {.path = &ring(arena)->items.at[0], .is_open = true};
    Point from, to;
    size_t n = 0;
    while (path_next_edge(&edges, &from, &to))
        n++;
    assert_int_equal(n, 3 + 4 * PATH_CHORDS);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inside),
        cmocka_unit_test(test_no_number_is_no_place),
        cmocka_unit_test(test_crossings_come_in_order),
        cmocka_unit_test(test_strokes_are_not_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
