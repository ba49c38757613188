/* Labels beside marks, by arithmetic on small scenes: what is drawn stays uncovered where any side is free, and the panel holds its labels. */
#include "runtime/label_place.h"
#include "runtime/room.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const Rect AREA = {20, 20, 200, 100};
static const TextStyle STYLE = {.family = {"sans", 4}, .size = 7};
static const Paint INK = {.fill = 0x000000FF};
static const Paint STROKE = {.stroke = 0x000000FF, .stroke_width = 1};

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

static SideLabel label_at(const char *text, double x, double y, MarkSide side)
{
    return (SideLabel){
        .text = str_from(text), .style = STYLE, .colour = 0x000000FF, .shape = {x - 2, y - 2, 4, 4}, .side = side, .group = STR("point")};
}

/* The n-th text of a scene, as a box from its capitals' top to its base line. */
static Rect text_box(TextEngine *engine, const Scene *scene, size_t n)
{
    for (size_t i = 0; i < scene->items.n; i++) {
        const SceneItem *item = &scene->items.at[i];
        if (item->kind != SCENE_TEXT || n--)
            continue;
        double height = text_measure(engine, item->text, item->style).cap_height;
        double x = item->at.x - (item->anchor == ANCHOR_START ? 0 : item->anchor == ANCHOR_MIDDLE ? item->width / 2 : item->width);
        return (Rect){x, item->at.y - height, item->width, height};
    }
    fail_msg("no such text");
    return (Rect){0};
}

static bool overlap(Rect a, Rect b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/* A line goes up through the marker: its label stands at neither of the line's sides. */
static void test_line(void **state)
{
    Arena *arena = arena_new(NULL);
    Scene *scene = scene_new(arena, 300, 200);
    scene_line(scene, (Point){100, 110}, (Point){100, 30}, STROKE);
    scene_circle(scene, (Point){100, 70}, 2, INK);
    SideLabels labels = {0};
    VEC_PUSH(arena, &labels, label_at("2048", 100, 70, PLACE_AUTO));
    labels_place(arena, scene, *state, &labels, AREA, 0, NULL);
    Rect box = text_box(*state, scene, 0);
    assert_true(box.x >= 102 && box.x < 105);
    assert_true(fabs(box.y + box.height / 2 - 70) < 1e-9);
    arena_free(arena);
}

/* Above, where nothing is in the way; where it was asked for, even if something is. */
static void test_sides(void **state)
{
    Arena *arena = arena_new(NULL);
    Scene *scene = scene_new(arena, 300, 200);
    scene_line(scene, (Point){150, 110}, (Point){150, 30}, STROKE);
    SideLabels labels = {0};
    VEC_PUSH(arena, &labels, label_at("a", 100, 70, PLACE_AUTO));
    VEC_PUSH(arena, &labels, label_at("b", 150, 70, PLACE_BOTTOM));
    labels_place(arena, scene, *state, &labels, AREA, 0, NULL);
    Rect below = text_box(*state, scene, 0), above = text_box(*state, scene, 1); /* those with a side are drawn first */
    assert_true(above.y + above.height < 68 && fabs(above.x + above.width / 2 - 100) < 1e-9);
    assert_true(below.y > 72 && fabs(below.x + below.width / 2 - 150) < 1e-9);
    arena_free(arena);
}

/* Near every edge and corner labels stay in the panel, but for a little at its top. */
static void test_edges(void **state)
{
    Arena *arena = arena_new(NULL);
    for (int x = 0; x <= 4; x++)
        for (int y = 0; y <= 4; y++) {
            Scene *scene = scene_new(arena, 300, 200);
            Point at = {AREA.x + AREA.width * x / 4, AREA.y + AREA.height * y / 4};
            scene_circle(scene, at, 2, INK);
            SideLabels labels = {0};
            VEC_PUSH(arena, &labels, label_at("Brachiosaurus", at.x, at.y, PLACE_AUTO));
            labels_place(arena, scene, *state, &labels, AREA, 0, NULL);
            Rect box = text_box(*state, scene, 0);
            assert_true(box.x >= AREA.x - 1e-9 && box.x + box.width <= AREA.x + AREA.width + 1e-9);
            assert_true(box.y >= AREA.y - 2.5 && box.y + box.height <= AREA.y + AREA.height + 1e-9);
            assert_false(overlap(box, (Rect){at.x - 2, at.y - 2, 4, 4}));
        }
    arena_free(arena);
}

/* Marks in a row, closer than their labels are wide: no label over a label or a mark. */
static void test_crowd(void **state)
{
    Arena *arena = arena_new(NULL);
    Scene *scene = scene_new(arena, 300, 200);
    SideLabels labels = {0};
    enum { N = 7 };
    for (int i = 0; i < N; i++) {
        Point at = {60 + 22.0 * i, 70};
        scene_circle(scene, at, 2, INK);
        VEC_PUSH(arena, &labels, label_at("Triceratops", at.x, at.y, PLACE_AUTO));
    }
    size_t n_marks = scene->items.n;
    labels_place(arena, scene, *state, &labels, AREA, 0, NULL);
    int n_clear = 0;
    for (size_t i = 0; i < N; i++) {
        Rect box = text_box(*state, scene, i);
        bool is_clear = true;
        for (size_t k = 0; k < N; k++)
            is_clear &= k == i || !overlap(box, text_box(*state, scene, k));
        for (size_t k = 0; k < n_marks; k++) {
            const SceneItem *mark = &scene->items.at[k];
            is_clear &= !overlap(box, (Rect){mark->at.x - 2, mark->at.y - 2, 4, 4});
        }
        n_clear += is_clear;
    }
    assert_int_equal(n_clear, N);
    arena_free(arena);
}

/* Lines of one label lie one below the other, the last one nearest to the mark when it stands above. */
static void test_lines(void **state)
{
    Arena *arena = arena_new(NULL);
    Scene *scene = scene_new(arena, 300, 200);
    SideLabel label = label_at("one\ntwo", 100, 70, PLACE_AUTO);
    label_beside(scene, *state, &label, AREA);
    Rect first = text_box(*state, scene, 0), second = text_box(*state, scene, 1);
    assert_true(first.y + first.height < second.y && second.y + second.height < 68 && second.y + second.height > 65);
    label.side = PLACE_CENTER;
    label_beside(scene, *state, &label, AREA);
    first = text_box(*state, scene, 2), second = text_box(*state, scene, 3);
    assert_true(fabs((first.y + second.y + second.height) / 2 - 70) < 1e-9);
    arena_free(arena);
}

static void test_room(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    Scene *scene = scene_new(arena, 300, 200);
    scene_rect(scene, (Rect){20, 20, 50, 100}, (Paint){.fill = 0x00FF0020});
    scene_rect(scene, (Rect){70, 20, 50, 100}, INK);
    scene_line(scene, (Point){150, 20}, (Point){150, 120}, STROKE);
    Room room = room_new(arena, AREA);
    room_take(&room, arena, scene, 0, scene->items.n);
    assert_true(room_cost(&room, (Rect){30, 30, 10, 5}, ROOM_FREE) == 0);   /* pale */
    assert_true(room_cost(&room, (Rect){80, 30, 10, 5}, ROOM_FREE) == 50);  /* fifty cells of a fill */
    assert_true(room_cost(&room, (Rect){145, 30, 10, 5}, ROOM_FREE) == 40); /* two cells a row of a line that touches both */
    assert_true(room_cost(&room, (Rect){180, 30, 10, 5}, ROOM_FREE) == 0);
    assert_true(room_cost(&room, (Rect){215, 30, 10, 5}, ROOM_FREE) == 25 * 16); /* half of it outside */
    assert_true(room_cost(&room, (Rect){80, 30, 10, 5}, ROOM_LINE) == 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line),  cmocka_unit_test(test_sides), cmocka_unit_test(test_edges),
        cmocka_unit_test(test_crowd), cmocka_unit_test(test_lines), cmocka_unit_test(test_room),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
