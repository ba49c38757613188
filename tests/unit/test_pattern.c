/* Patterns: by arithmetic on the pieces that a shape leaves of their lines and dots. */
#include "runtime/colour.h"
#include "runtime/pattern.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const Rect PAGE = {0, 0, 500, 500};

static void add_rect(Scene *scene, FillPattern pattern, Rect rect)
{
    Point corners[] = {{rect.x, rect.y}, {rect.x + rect.width, rect.y}, {rect.x + rect.width, rect.y + rect.height}, {rect.x, rect.y + rect.height}};
    pattern_draw(scene, pattern, corners, 4, PAGE, (Point){0, 0}, 0x000000FF);
}

/* Of all pieces of all items, by the shoelace formula. */
static double area_of(const Scene *scene)
{
    double area = 0;
    for (size_t i = 0; i < scene->items.n; i++) {
        const SceneItem *item = &scene->items.at[i];
        Point start = {0, 0}, at = {0, 0};
        const Point *next = item->points;
        for (size_t k = 0; k < item->n_verbs; k++) {
            Point to = item->verbs[k] == PATH_CLOSE ? start : *next++;
            if (item->verbs[k] == PATH_MOVE)
                start = to;
            else
                area += (at.x * to.y - to.x * at.y) / 2;
            at = to;
        }
    }
    return fabs(area);
}

static double drawn_area(FillPattern pattern, Rect rect)
{
    Arena *arena = arena_new(NULL);
    Scene *scene = scene_new(arena, 500, 500);
    add_rect(scene, pattern, rect);
    double area = area_of(scene);
    arena_free(arena);
    return area;
}

/* Lines of 0.5 pt every 3.5 pt cover a seventh; two families 4.375 pt apart twice 0.114, their crossings counted twice; dots of 1.3 pt a ninth. */
static void shares_are_as_promised(void **state)
{
    Rect rect = {10, 20, 350, 350};
    double whole = rect.width * rect.height;
    for (int pattern = PATTERN_DIAGONAL; pattern < FillPattern_COUNT_OF; pattern++) {
        double share = drawn_area((FillPattern)pattern, rect) / whole;
        bool is_double = pattern == PATTERN_CROSS || pattern == PATTERN_GRID;
        double hope = pattern == PATTERN_DOTS ? 8 * pow(0.65, 2) * tan(M_PI / 8) / (3.5 * 3.5 * sqrt(0.75)) : is_double ? 2 * 0.5 / 4.375 : 0.5 / 3.5;
        assert_true(fabs(share - hope) < 0.01 * hope);
    }
    assert_true(drawn_area(PATTERN_NONE, rect) == 0);
    (void)state;
}

static void pieces_stay_inside(void **state)
{
    Arena *arena = arena_new(NULL);
    Rect rect = {31.3, 17.9, 9.7, 40.1};
    for (int pattern = PATTERN_DIAGONAL; pattern < FillPattern_COUNT_OF; pattern++) {
        Scene *scene = scene_new(arena, 500, 500);
        add_rect(scene, (FillPattern)pattern, rect);
        assert_int_equal(scene->items.n, 1); /* one path a shape */
        const SceneItem *item = &scene->items.at[0];
        for (size_t i = 0; i < item->n_points; i++) {
            assert_true(item->points[i].x > rect.x - 1e-9 && item->points[i].x < rect.x + rect.width + 1e-9);
            assert_true(item->points[i].y > rect.y - 1e-9 && item->points[i].y < rect.y + rect.height + 1e-9);
        }
    }
    arena_free(arena);
    (void)state;
}

/* What two halves draw is what the whole draws: lines meet across the seam. */
static void neighbours_match(void **state)
{
    for (int pattern = PATTERN_DIAGONAL; pattern < FillPattern_COUNT_OF; pattern++) {
        FillPattern p = (FillPattern)pattern;
        double whole = drawn_area(p, (Rect){5, 5, 40, 30}), halves = drawn_area(p, (Rect){5, 5, 17.3, 30}) + drawn_area(p, (Rect){22.3, 5, 22.7, 30});
        assert_true(fabs(whole - halves) < 1e-9 * whole);
    }
    (void)state;
}

/* A shape with a notch that reaches below its base. */
static void shapes_may_be_hollow(void **state)
{
    Arena *arena = arena_new(NULL);
    Point notched[] = {{0, 0}, {100, 0}, {100, 100}, {60, 10}, {40, 10}, {0, 100}};
    for (int pattern = PATTERN_DIAGONAL; pattern < FillPattern_COUNT_OF; pattern++) {
        Scene *scene = scene_new(arena, 500, 500), *notch = scene_new(arena, 500, 500);
        pattern_draw(scene, (FillPattern)pattern, notched, 6, PAGE, (Point){0, 0}, 0x000000FF);
        Point filler[] = {{0, 100}, {40, 10}, {60, 10}, {100, 100}};
        pattern_draw(notch, (FillPattern)pattern, filler, 4, PAGE, (Point){0, 0}, 0x000000FF);
        double whole = drawn_area((FillPattern)pattern, (Rect){0, 0, 100, 100});
        assert_true(fabs(area_of(scene) + area_of(notch) - whole) < 1e-6 * whole);
    }
    arena_free(arena);
    (void)state;
}

/* A bar that ends far beyond the panel costs what can be seen of it. */
static void far_ends_cost_nothing(void **state)
{
    Arena *arena = arena_new(NULL);
    Scene *scene = scene_new(arena, 500, 500);
    add_rect(scene, PATTERN_DOTS, (Rect){10, -1e12, 20, 2e12});
    assert_true(scene->items.at[0].n_points < 20000);
    add_rect(scene, PATTERN_DOTS, (Rect){1e9, 0, 20, 20});
    assert_int_equal(scene->items.n, 1);
    arena_free(arena);
    (void)state;
}

static void ink_stands_out(void **state)
{
    for (Colour r = 0; r < 256; r += 51)
        for (Colour g = 0; g < 256; g += 51)
            for (Colour b = 0; b < 256; b += 51) {
                Colour fill = r << 24 | g << 16 | b << 8 | 0xFF;
                assert_true(colour_contrast(fill, pattern_colour(fill)) >= 3);
            }
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_as_promised), cmocka_unit_test(pieces_stay_inside),    cmocka_unit_test(neighbours_match),
        cmocka_unit_test(shapes_may_be_hollow),   cmocka_unit_test(far_ends_cost_nothing), cmocka_unit_test(ink_stands_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
