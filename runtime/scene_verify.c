/* scene_verify: the invariants of a scene; see scene.h. */
#include "scene.h"

#include <math.h>
#include <string.h>

static bool is_finite_item(const SceneItem *item)
{
    double sum = item->rect.x + item->rect.y + item->rect.width + item->rect.height + item->at.x + item->at.y + item->radius + item->angle +
                 item->width + item->paint.stroke_width + item->style.size;
    for (int i = 0; i < item->paint.n_dash; i++)
        sum += item->paint.dash[i];
    for (size_t i = 0; i < item->n_points; i++)
        sum += item->points[i].x + item->points[i].y;
    return isfinite(sum);
}

static const char *verify_item(const SceneItem *item)
{
    if (!is_finite_item(item))
        return "a number is not finite";
    if (item->rect.width < 0 || item->rect.height < 0 || item->radius < 0 || item->paint.stroke_width < 0 || item->width < 0)
        return "a size is below zero";
    if (item->paint.n_dash % 2)
        return "a dash without its gap";
    if (item->kind == SCENE_PATH && (item->n_verbs == 0 || item->verbs[0] != PATH_MOVE))
        return "a path does not begin with a move";
    if (item->kind != SCENE_TEXT)
        return NULL;
    if (utf8_check(item->text) != item->text.n)
        return "a text is not UTF-8";
    if (item->text.n && memchr(item->text.at, '\n', item->text.n))
        return "a text has more than one line";
    return item->style.size > 0 ? NULL : "a text without a size";
}

const char *scene_verify(Arena *arena, const Scene *scene)
{
    size_t depth = 0;
    if (!(scene->width > 0 && scene->height > 0 && isfinite(scene->width) && isfinite(scene->height)))
        return "the page has no size";
    for (size_t i = 0; i < scene->items.n; i++) {
        const SceneItem *item = &scene->items.at[i];
        const char *fault = verify_item(item);
        if (fault)
            return str_printf(arena, "item %zu: %s", i, fault).at;
        if (item->kind == SCENE_GROUP || item->kind == SCENE_CLIP)
            depth++;
        else if (item->kind == SCENE_END && depth-- == 0)
            return str_printf(arena, "item %zu: an end without a group", i).at;
    }
    return depth ? "a group is not ended" : NULL;
}
