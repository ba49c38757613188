/* scene_verify: the invariants of a scene, in the order of its items. The first that is broken is told in a sentence. */
#include "scene.h"

#include "limit.h"

#include <math.h>

/* Coordinates beyond this are a fault of layout, and past what the vector formats can hold exactly. */
static const double COORDINATE_LIMIT = 1e6;

static const char *fault(Arena *arena, size_t i, const char *rule)
{
    return str_printf(arena, "item %zu: %s", i + 1, rule).at;
}

static bool is_coordinate(double value)
{
    return fabs(value) <= COORDINATE_LIMIT; /* false for a NaN */
}

static bool is_length(double value)
{
    return value >= 0 && value <= COORDINATE_LIMIT;
}

/* Valid UTF-8 on one line: no control characters, and no line or paragraph separators. */
static bool is_line(Str text)
{
    if (utf8_check(text) != text.n)
        return false;
    for (size_t i = 0; i < text.n;) {
        uint32_t code = utf8_next(text, &i);
        if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029)
            return false;
    }
    return true;
}

static const char *check_rect(Rect rect)
{
    if (!is_coordinate(rect.x) || !is_coordinate(rect.y))
        return "a corner of the rectangle is not a coordinate within a million points";
    return is_length(rect.width) && is_length(rect.height) ? NULL : "the rectangle's width or height is not a length";
}

static const char *check_circle(const SceneItem *item)
{
    if (!is_coordinate(item->at.x) || !is_coordinate(item->at.y))
        return "the circle's centre is not within a million points";
    return is_length(item->radius) ? NULL : "the circle's radius is not a length";
}

static const char *check_paint(const Paint *paint)
{
    if (!is_length(paint->stroke_width))
        return "the stroke's width is not a length";
    if ((unsigned)paint->cap > CAP_SQUARE || (unsigned)paint->join > JOIN_BEVEL)
        return "the stroke's cap or join is none of those that exist";
    if (paint->n_dash < 0 || paint->n_dash > 6 || paint->n_dash % 2)
        return "the dash has an odd number of lengths, or more than 6";
    double sum = 0;
    for (int i = 0; i < paint->n_dash; i++) {
        if (!is_length(paint->dash[i]))
            return "a dash is not a length";
        sum += paint->dash[i];
    }
    return paint->n_dash && sum <= 0 ? "all dashes are of length 0" : NULL;
}

static const char *check_path(const SceneItem *item)
{
    static const size_t N_POINTS[] = {[PATH_MOVE] = 1, [PATH_LINE] = 1, [PATH_CURVE] = 3, [PATH_CLOSE] = 0};
    size_t n_points = 0;
    for (size_t i = 0; i < item->n_verbs; i++) {
        if (item->verbs[i] > PATH_CLOSE)
            return "the path has a verb that does not exist";
        if (item->verbs[i] != PATH_MOVE && (i == 0 || item->verbs[i - 1] == PATH_CLOSE))
            return "the path does not begin with a move, or goes on after a close without one";
        n_points += N_POINTS[item->verbs[i]];
    }
    if (n_points != item->n_points)
        return "the path's number of points is not what its verbs take";
    for (size_t i = 0; i < n_points; i++)
        if (!is_coordinate(item->points[i].x) || !is_coordinate(item->points[i].y))
            return "a point of the path is not a coordinate within a million points";
    return NULL;
}

static const char *check_text(const SceneItem *item)
{
    if (!is_line(item->text))
        return "the text is not one line of valid UTF-8 without control characters";
    if (!is_line(item->style.family) || item->style.family.n == 0)
        return "the font's name is empty or not one line of valid UTF-8";
    if (!is_coordinate(item->at.x) || !is_coordinate(item->at.y) || !is_coordinate(item->angle))
        return "the text's place or angle is not a coordinate within a million points";
    if (!is_length(item->style.size) || item->style.size <= 0)
        return "the text's size is not a length above 0";
    if (!is_length(item->width))
        return "the text's width is not a length";
    return (unsigned)item->anchor > ANCHOR_END ? "the text's anchor is none of those that exist" : NULL;
}

static const char *check_data(const SceneItem *item)
{
    for (size_t i = 0; i < item->n_data; i++) {
        if (utf8_check(item->data[i].name) != item->data[i].name.n || item->data[i].name.n == 0)
            return "the name of a datum is empty or not valid UTF-8";
        if (utf8_check(item->data[i].value) != item->data[i].value.n)
            return "the value of a datum is not valid UTF-8";
    }
    return NULL;
}

static const char *check_shape(const SceneItem *item)
{
    const char *rule = NULL;
    if (item->kind == SCENE_RECT)
        rule = check_rect(item->rect);
    else if (item->kind == SCENE_PATH)
        rule = check_path(item);
    else if (item->kind == SCENE_IMAGE)
        rule = item->columns && item->rows ? check_rect(item->rect) : "an image without pixels";
    else if (item->kind == SCENE_TEXT)
        rule = check_text(item);
    else
        rule = check_circle(item);
    if (!rule && item->kind != SCENE_TEXT)
        rule = check_paint(&item->paint);
    return rule ? rule : check_data(item);
}

static const char *check_item(const SceneItem *item, size_t *depth)
{
    switch (item->kind) {
    case SCENE_GROUP:
    case SCENE_CLIP:
        if ((double)++*depth > limit_row(LIMIT_GROUPS)->value)
            return "more groups and clips stand inside each other than the limit `groups` allows";
        if (item->kind == SCENE_CLIP)
            return check_rect(item->rect);
        if ((unsigned)item->role > ROLE_TEXT)
            return "the group's role is none of those that exist";
        if (utf8_check(item->name) != item->name.n)
            return "the group's name is not valid UTF-8";
        return check_rect(item->rect);
    case SCENE_END:
        if (*depth == 0)
            return "an end without a group or clip";
        --*depth;
        return NULL;
    case SCENE_RECT:
    case SCENE_CIRCLE:
    case SCENE_PATH:
    case SCENE_IMAGE:
    case SCENE_TEXT:
        return check_shape(item);
    }
    return "its kind is none of those that exist";
}

const char *scene_verify(Arena *arena, const Scene *scene)
{
    if (!is_length(scene->width) || !is_length(scene->height) || scene->width <= 0 || scene->height <= 0)
        return "the page's width or height is not a length above 0";
    if (utf8_check(scene->title) != scene->title.n || utf8_check(scene->description) != scene->description.n)
        return "the title or the description is not valid UTF-8";
    size_t depth = 0;
    for (size_t i = 0; i < scene->items.n; i++) {
        const char *rule = check_item(&scene->items.at[i], &depth);
        if (rule)
            return fault(arena, i, rule);
    }
    return depth ? str_printf(arena, "%zu groups or clips are not closed", depth).at : NULL;
}
