/* scene: the builders of the display list; see scene.h. */
#include "scene.h"

#include "math_plain.h"

#include <assert.h>
#include <string.h>

Scene *scene_new(Arena *arena, double width, double height)
{
    Scene *scene = ARENA_NEW(arena, Scene);
    scene->arena = arena;
    scene->width = width;
    scene->height = height;
    return scene;
}

static SceneItem *last_item(Scene *scene)
{
    assert(scene->items.n);
    return &scene->items.at[scene->items.n - 1];
}

static SceneItem *add_item(Scene *scene, SceneItem item)
{
    VEC_PUSH(scene->arena, &scene->items, item);
    return last_item(scene);
}

SceneItem *scene_group(Scene *scene, SceneRole role, Str name)
{
    return add_item(scene, (SceneItem){.kind = SCENE_GROUP, .role = role, .name = math_plain(scene->arena, name)});
}

SceneItem *scene_area_group(Scene *scene, SceneRole role, Str name, Rect area)
{
    return add_item(scene, (SceneItem){.kind = SCENE_GROUP, .role = role, .name = math_plain(scene->arena, name), .rect = area});
}

SceneItem *scene_clip(Scene *scene, Rect rect)
{
    return add_item(scene, (SceneItem){.kind = SCENE_CLIP, .rect = rect});
}

void scene_end(Scene *scene)
{
    add_item(scene, (SceneItem){.kind = SCENE_END});
}

SceneItem *scene_rect(Scene *scene, Rect rect, Paint paint)
{
    return add_item(scene, (SceneItem){.kind = SCENE_RECT, .rect = rect, .paint = paint});
}

SceneItem *scene_circle(Scene *scene, Point centre, double radius, Paint paint)
{
    return add_item(scene, (SceneItem){.kind = SCENE_CIRCLE, .at = centre, .radius = radius, .paint = paint});
}

SceneItem *scene_image(Scene *scene, Rect rect, size_t columns, size_t rows, const uint32_t *pixels)
{
    return add_item(scene, (SceneItem){.kind = SCENE_IMAGE, .rect = rect, .columns = (uint32_t)columns, .rows = (uint32_t)rows, .pixels = pixels});
}

SceneItem *scene_path(Scene *scene, Paint paint)
{
    return add_item(scene, (SceneItem){.kind = SCENE_PATH, .paint = paint});
}

/* The capacity is the next power of two of the count, so that items need not store it. */
static size_t capacity(size_t n)
{
    return n == 0 ? 0 : n <= 4 ? 4 : (size_t)1 << (64 - __builtin_clzll(n - 1));
}

static void *room_for(Arena *arena, void *block, size_t n, size_t n_more, size_t size)
{
    return capacity(n) < n + n_more ? arena_grow(arena, block, n * size, capacity(n + n_more) * size) : block;
}

static void add_point(Scene *scene, SceneItem *item, Point point)
{
    item->points = room_for(scene->arena, item->points, item->n_points, 1, sizeof *item->points);
    item->points[item->n_points++] = point;
}

static SceneItem *add_verb(Scene *scene, PathVerb verb)
{
    SceneItem *item = last_item(scene);
    assert(item->kind == SCENE_PATH);
    item->verbs = room_for(scene->arena, item->verbs, item->n_verbs, 1, sizeof *item->verbs);
    item->verbs[item->n_verbs++] = (uint8_t)verb;
    return item;
}

void path_move(Scene *scene, double x, double y)
{
    add_point(scene, add_verb(scene, PATH_MOVE), (Point){x, y});
}

void path_line(Scene *scene, double x, double y)
{
    add_point(scene, add_verb(scene, PATH_LINE), (Point){x, y});
}

Point *path_lines(Scene *scene, size_t n)
{
    SceneItem *item = last_item(scene);
    assert(item->kind == SCENE_PATH && n > 0);
    item->points = room_for(scene->arena, item->points, item->n_points, n, sizeof *item->points);
    item->verbs = room_for(scene->arena, item->verbs, item->n_verbs, n, sizeof *item->verbs);
    Point *points = item->points + item->n_points;
    memset(item->verbs + item->n_verbs, PATH_LINE, n);
    item->verbs[item->n_verbs] = PATH_MOVE;
    item->n_points += n;
    item->n_verbs += n;
    return points;
}

void path_curve(Scene *scene, Point control_1, Point control_2, Point end)
{
    SceneItem *item = add_verb(scene, PATH_CURVE);
    add_point(scene, item, control_1);
    add_point(scene, item, control_2);
    add_point(scene, item, end);
}

void path_close(Scene *scene)
{
    add_verb(scene, PATH_CLOSE);
}

SceneItem *scene_line(Scene *scene, Point from, Point to, Paint paint)
{
    SceneItem *item = scene_path(scene, paint);
    path_move(scene, from.x, from.y);
    path_line(scene, to.x, to.y);
    return item;
}

/* Control characters, and separators of lines and paragraphs. */
static bool breaks_line(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
}

/* A text is one line: what would break it, from data or an escape, is drawn as a blank. */
static Str one_line(Arena *arena, Str text)
{
    bool is_plain = true;
    for (size_t i = 0; i < text.n && is_plain;)
        is_plain = !breaks_line(utf8_next(text, &i));
    if (is_plain)
        return text;
    Buf out = {.arena = arena};
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        if (breaks_line(utf8_next(text, &i)))
            buf_addc(&out, ' ');
        else
            buf_add(&out, (Str){text.at + start, i - start});
    }
    return str_slice(buf_c(&out), out.n);
}

SceneItem *scene_text(Scene *scene, Str text, TextStyle style, Point at, TextAnchor anchor, double angle, double width, Colour colour)
{
    return add_item(scene, (SceneItem){.kind = SCENE_TEXT,
                                       .text = one_line(scene->arena, text),
                                       .style = style,
                                       .at = at,
                                       .anchor = anchor,
                                       .angle = angle,
                                       .width = width,
                                       .paint = {.fill = colour}});
}

void scene_datum(Scene *scene, Str name, Str value)
{
    SceneItem *item = last_item(scene);
    for (size_t i = 0; i < item->n_data; i++)
        if (str_eq(item->data[i].name, name) && str_eq(item->data[i].value, value))
            return;
    item->data = room_for(scene->arena, item->data, item->n_data, 1, sizeof *item->data);
    item->data[item->n_data++] = (Datum){math_plain(scene->arena, name), math_plain(scene->arena, value)};
}
