/* scene: building the display list; see scene.h. */
#include "scene.h"

#include <string.h>

Scene *scene_new(Arena *arena, double width, double height)
{
    Scene *scene = ARENA_NEW(arena, Scene);
    scene->arena = arena;
    scene->width = width;
    scene->height = height;
    return scene;
}

static SceneItem *add(Scene *scene, SceneKind kind)
{
    VEC_PUSH(scene->arena, &scene->items, (SceneItem){.kind = kind});
    return &scene->items.at[scene->items.n - 1];
}

SceneItem *scene_group(Scene *scene, SceneRole role, Str name)
{
    SceneItem *item = add(scene, SCENE_GROUP);
    item->role = role;
    item->name = name;
    return item;
}

SceneItem *scene_clip(Scene *scene, Rect rect)
{
    SceneItem *item = add(scene, SCENE_CLIP);
    item->rect = rect;
    return item;
}

void scene_end(Scene *scene)
{
    add(scene, SCENE_END);
}

SceneItem *scene_rect(Scene *scene, Rect rect, Paint paint)
{
    SceneItem *item = add(scene, SCENE_RECT);
    item->rect = rect;
    item->paint = paint;
    return item;
}

SceneItem *scene_circle(Scene *scene, Point centre, double radius, Paint paint)
{
    SceneItem *item = add(scene, SCENE_CIRCLE);
    item->at = centre;
    item->radius = radius;
    item->paint = paint;
    return item;
}

SceneItem *scene_path(Scene *scene, Paint paint)
{
    SceneItem *item = add(scene, SCENE_PATH);
    item->paint = paint;
    return item;
}

/* Blocks grow at powers of two, so that an item needs no capacities. */
static void add_verb(Scene *scene, PathVerb verb, const Point *points, size_t n)
{
    SceneItem *item = &scene->items.at[scene->items.n - 1];
    if ((item->n_verbs & (item->n_verbs - 1)) == 0)
        item->verbs = arena_grow(scene->arena, item->verbs, item->n_verbs, item->n_verbs ? item->n_verbs * 2 : 1);
    item->verbs[item->n_verbs++] = (uint8_t)verb;
    for (size_t i = 0; i < n; i++) {
        if ((item->n_points & (item->n_points - 1)) == 0)
            item->points = arena_grow(scene->arena, item->points, item->n_points * sizeof(Point), (item->n_points ? item->n_points * 2 : 1) * sizeof(Point));
        item->points[item->n_points++] = points[i];
    }
}

void path_move(Scene *scene, double x, double y)
{
    add_verb(scene, PATH_MOVE, &(Point){x, y}, 1);
}

void path_line(Scene *scene, double x, double y)
{
    add_verb(scene, PATH_LINE, &(Point){x, y}, 1);
}

void path_curve(Scene *scene, Point control_1, Point control_2, Point end)
{
    add_verb(scene, PATH_CURVE, (Point[]){control_1, control_2, end}, 3);
}

void path_close(Scene *scene)
{
    add_verb(scene, PATH_CLOSE, NULL, 0);
}

SceneItem *scene_line(Scene *scene, Point from, Point to, Paint paint)
{
    scene_path(scene, paint);
    path_move(scene, from.x, from.y);
    path_line(scene, to.x, to.y);
    return &scene->items.at[scene->items.n - 1];
}

SceneItem *scene_text(Scene *scene, Str text, TextStyle style, Point at, TextAnchor anchor, double angle, double width, Colour colour)
{
    SceneItem *item = add(scene, SCENE_TEXT);
    item->text = text;
    item->style = style;
    item->at = at;
    item->anchor = anchor;
    item->angle = angle;
    item->width = width;
    item->paint.fill = colour;
    return item;
}

void scene_datum(Scene *scene, Str name, Str value)
{
    SceneItem *item = &scene->items.at[scene->items.n - 1];
    if ((item->n_data & (item->n_data - 1)) == 0)
        item->data = arena_grow(scene->arena, item->data, item->n_data * sizeof(Datum), (item->n_data ? item->n_data * 2 : 1) * sizeof(Datum));
    item->data[item->n_data++] = (Datum){name, value};
}
