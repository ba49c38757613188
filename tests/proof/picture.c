/* picture: see picture.h. */
#include "picture.h"

#include <math.h>
#include <string.h>

/* --- shapes ------------------------------------------------------------------------------------------------------- */

Rect quad_box(const Quad *quad)
{
    double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    for (int i = 0; i < 4; i++) {
        x0 = fmin(x0, quad->at[i].x);
        x1 = fmax(x1, quad->at[i].x);
        y0 = fmin(y0, quad->at[i].y);
        y1 = fmax(y1, quad->at[i].y);
    }
    return (Rect){x0, y0, x1 - x0, y1 - y0};
}

Quad rect_quad(Rect r)
{
    return (Quad){{{r.x, r.y}, {r.x + r.width, r.y}, {r.x + r.width, r.y + r.height}, {r.x, r.y + r.height}}};
}

Quad quad_grown(const Quad *quad, double by)
{
    Quad out;
    for (int i = 0; i < 4; i++) { /* along both edges that meet in a corner, away from their other ends */
        Point p = quad->at[i], a = quad->at[(i + 1) % 4], b = quad->at[(i + 3) % 4];
        double la = fmax(hypot(p.x - a.x, p.y - a.y), 1e-9), lb = fmax(hypot(p.x - b.x, p.y - b.y), 1e-9);
        out.at[i] = (Point){p.x + by * ((p.x - a.x) / la + (p.x - b.x) / lb), p.y + by * ((p.y - a.y) / la + (p.y - b.y) / lb)};
    }
    return out;
}

/* Whether some line along an edge of `a` keeps both apart (or touching). */
static bool edge_separates(const Quad *a, const Quad *b)
{
    for (int i = 0; i < 4; i++) {
        Point p = a->at[i], q = a->at[(i + 1) % 4];
        double nx = q.y - p.y, ny = p.x - q.x, inside = 0, nearest = INFINITY;
        for (int k = 0; k < 4; k++) {
            double of_a = (a->at[k].x - p.x) * nx + (a->at[k].y - p.y) * ny;
            inside = fabs(of_a) > fabs(inside) ? of_a : inside;
        }
        double side = inside > 0 ? -1 : 1;
        for (int k = 0; k < 4; k++)
            nearest = fmin(nearest, side * ((b->at[k].x - p.x) * nx + (b->at[k].y - p.y) * ny));
        if (nearest >= -1e-9)
            return true;
    }
    return false;
}

bool quads_meet(const Quad *a, const Quad *b)
{
    Rect p = quad_box(a), q = quad_box(b);
    if (p.x >= q.x + q.width || q.x >= p.x + p.width || p.y >= q.y + q.height || q.y >= p.y + p.height)
        return false;
    return !edge_separates(a, b) && !edge_separates(b, a);
}

Rect item_box(const SceneItem *item)
{
    double edge = item->paint.stroke != COLOUR_NONE ? item->paint.stroke_width / 2 : 0;
    Rect box = item->rect;
    if (item->kind == SCENE_CIRCLE) {
        box = (Rect){item->at.x - item->radius, item->at.y - item->radius, 2 * item->radius, 2 * item->radius};
    } else if (item->kind == SCENE_PATH) {
        double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
        for (size_t i = 0; i < item->n_points; i++) {
            x0 = fmin(x0, item->points[i].x);
            x1 = fmax(x1, item->points[i].x);
            y0 = fmin(y0, item->points[i].y);
            y1 = fmax(y1, item->points[i].y);
        }
        box = (Rect){x0, y0, x1 - x0, y1 - y0};
    }
    return (Rect){box.x - edge, box.y - edge, box.width + 2 * edge, box.height + 2 * edge};
}

/* Whether a piece of the segment is inside (Liang and Barsky, 1984). */
static bool segment_meets(Point a, Point b, Rect r)
{
    double from = 0, to = 1, d[4] = {a.x - b.x, b.x - a.x, a.y - b.y, b.y - a.y};
    double q[4] = {a.x - r.x, r.x + r.width - a.x, a.y - r.y, r.y + r.height - a.y};
    for (int i = 0; i < 4; i++) {
        if (d[i] == 0 && q[i] <= 0)
            return false;
        if (d[i] < 0)
            from = fmax(from, q[i] / d[i]);
        else if (d[i] > 0)
            to = fmin(to, q[i] / d[i]);
    }
    return from < to;
}

static bool path_meets(const SceneItem *item, Rect r)
{
    Point at = {0, 0}, start = {0, 0};
    const Point *next = item->points;
    int n_crossings = 0;
    Point middle = {r.x + r.width / 2, r.y + r.height / 2};
    for (size_t i = 0; i < item->n_verbs; i++) {
        Point to = start;
        if (item->verbs[i] == PATH_MOVE) {
            at = start = *next++;
            continue;
        }
        if (item->verbs[i] == PATH_LINE) {
            to = *next++;
        } else if (item->verbs[i] == PATH_CURVE) { /* its chord: curves between neighbouring points are short */
            to = next[2];
            next += 3;
        }
        if (item->paint.stroke != COLOUR_NONE && segment_meets(at, to, r))
            return true;
        if ((at.y > middle.y) != (to.y > middle.y) && (to.x - at.x) * (middle.y - at.y) / (to.y - at.y) + at.x > middle.x)
            n_crossings++;
        if (item->paint.fill != COLOUR_NONE && segment_meets(at, to, r))
            return true;
        at = to;
    }
    return item->paint.fill != COLOUR_NONE && n_crossings % 2 == 1;
}

static Rect common(Rect a, Rect b)
{
    double x0 = fmax(a.x, b.x), y0 = fmax(a.y, b.y), x1 = fmin(a.x + a.width, b.x + b.width), y1 = fmin(a.y + a.height, b.y + b.height);
    return (Rect){x0, y0, fmax(x1 - x0, 0), fmax(y1 - y0, 0)};
}

/* Whether a pixel in the rectangle holds anything. */
static bool image_meets(const SceneItem *item, Rect r)
{
    double width = item->rect.width / item->columns, height = item->rect.height / item->rows;
    for (size_t i = 0; i < (size_t)item->columns * item->rows; i++) {
        double x = item->rect.x + (double)(i % item->columns) * width, y = item->rect.y + (double)(i / item->columns) * height;
        if (item->pixels[i] >> 24 && x < r.x + r.width && x + width > r.x && y < r.y + r.height && y + height > r.y)
            return true;
    }
    return false;
}

bool mark_meets(const PictureMark *mark, Rect rect)
{
    const SceneItem *item = mark->item;
    if (mark->clip.width > 0)
        rect = common(rect, mark->clip);
    if (rect.width <= 0 || rect.height <= 0)
        return false;
    if (item->kind == SCENE_CIRCLE) {
        double dx = fmax(fmax(rect.x - item->at.x, item->at.x - rect.x - rect.width), 0);
        double dy = fmax(fmax(rect.y - item->at.y, item->at.y - rect.y - rect.height), 0);
        return hypot(dx, dy) < item->radius;
    }
    if (item->kind == SCENE_PATH)
        return path_meets(item, rect);
    if (item->kind == SCENE_IMAGE)
        return image_meets(item, rect);
    Rect both = common(item->rect, rect);
    return both.width > 0 && both.height > 0;
}

/* --- texts -------------------------------------------------------------------------------------------------------- */

/* From the baseline down and up, in sizes: capitals and figures, and what hangs below where a letter does. */
static const double DESCENT = 0.2, COMMA = 0.14, ASCENT = 0.7;

static double hangs_below(Str text)
{
    double most = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t code = utf8_next(text, &i);
        bool is_sign = code < 0xC0 || code == 0xD7 || (code >= 0x2010 && code <= 0x2212); /* dashes, minus, superscripts */
        if (code < 0x80 ? strchr("gjpqyQ()[]{}_|@$/", (int)code) != NULL : !is_sign)
            return DESCENT;
        most = code == ',' || code == ';' ? COMMA : most;
    }
    return most;
}

static Quad text_quad(const SceneItem *item)
{
    double start = item->anchor == ANCHOR_START ? 0 : item->anchor == ANCHOR_MIDDLE ? -item->width / 2 : -item->width;
    double size = item->style.size, low = hangs_below(item->text) * size, high = -ASCENT * size;
    double x[4] = {start, start + item->width, start + item->width, start}, y[4] = {low, low, high, high};
    double turn = -item->angle * 3.14159265358979 / 180, c = cos(turn), s = sin(turn);
    Quad quad;
    for (int i = 0; i < 4; i++)
        quad.at[i] = (Point){item->at.x + x[i] * c - y[i] * s, item->at.y + x[i] * s + y[i] * c};
    return quad;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

enum { DEEPEST = 64 };

typedef struct Walk {
    Picture *picture;
    size_t open[DEEPEST]; /* groups and clips */
    int depth;
    int chart, panel, axis;
    int legend;
} Walk;

static const SceneItem *innermost(const Walk *walk, size_t *index)
{
    for (int i = walk->depth; i-- > 0;) {
        const SceneItem *item = &walk->picture->scene->items.at[walk->open[i]];
        if (item->kind == SCENE_GROUP && item->role >= ROLE_LAYER && item->role <= ROLE_TITLE) {
            *index = walk->open[i];
            return item;
        }
    }
    return NULL;
}

static Rect clip_of(const Walk *walk)
{
    Rect clip = {0};
    bool has_clip = false;
    for (int i = 0; i < walk->depth; i++) {
        const SceneItem *item = &walk->picture->scene->items.at[walk->open[i]];
        if (item->kind == SCENE_CLIP) {
            clip = has_clip ? common(clip, item->rect) : item->rect;
            has_clip = true;
        }
    }
    return clip;
}

static Rect joined(Rect a, Rect b)
{
    double x0 = fmin(a.x, b.x), y0 = fmin(a.y, b.y), x1 = fmax(a.x + a.width, b.x + b.width), y1 = fmax(a.y + a.height, b.y + b.height);
    return (Rect){x0, y0, x1 - x0, y1 - y0};
}

static void open_group(Walk *walk, size_t i)
{
    Picture *p = walk->picture;
    const SceneItem *item = &p->scene->items.at[i];
    if (item->role == ROLE_CHART) {
        walk->chart = (int)p->charts.n;
        VEC_PUSH(p->arena, &p->charts, item->rect);
    } else if (item->role == ROLE_PANEL) {
        walk->panel = (int)p->panels.n;
        VEC_PUSH(p->arena, &p->panels, (PicturePanel){.area = item->rect, .chart = walk->chart, .from = i});
    } else if (item->role == ROLE_AXIS) {
        walk->axis = (int)p->axes.n;
        VEC_PUSH(p->arena, &p->axes, (PictureAxis){.panel = walk->panel, .side = (Side)ir_word_find(&IR_WORDS_Side, item->name)});
    } else if (item->role == ROLE_LEGEND) {
        walk->legend = (int)p->legends.n;
        VEC_PUSH(p->arena, &p->legends, (PictureLegend){.item = i, .is_direct = str_is(item->name, "direct")});
    }
}

static void close_group(Walk *walk, size_t opener, size_t i)
{
    Picture *p = walk->picture;
    const SceneItem *item = &p->scene->items.at[opener];
    if (item->kind != SCENE_GROUP)
        return;
    if (item->role == ROLE_PANEL) {
        p->panels.at[walk->panel].to = i;
        walk->panel = -1;
    } else if (item->role == ROLE_AXIS) {
        walk->axis = -1;
    } else if (item->role == ROLE_LEGEND) {
        walk->legend = -1;
    }
}

static void add_to_legend(Walk *walk, Rect box)
{
    PictureLegend *legend = &walk->picture->legends.at[walk->legend];
    legend->box = legend->box.width > 0 ? joined(legend->box, box) : box;
}

static Point turned(Point p, double degrees)
{
    double turn = -degrees * 3.14159265358979 / 180, c = cos(turn), s = sin(turn);
    return (Point){p.x * c - p.y * s, p.x * s + p.y * c};
}

/* The least box around points, in a frame that is turned with the text. */
static void take_point(Rect *box, bool *is_first, Point p, double angle)
{
    Point q = turned(p, -angle);
    Rect own = {q.x, q.y, 0, 0};
    *box = *is_first ? own : joined(*box, own);
    *is_first = false;
}

/* A text with math: all that its group holds. */
static Quad math_quad(const SceneItem *items, size_t n, double angle)
{
    Rect box = {0};
    bool is_first = true;
    for (size_t i = 0; i < n; i++) {
        Quad text = items[i].kind == SCENE_TEXT ? text_quad(&items[i]) : (Quad){0};
        for (int k = 0; items[i].kind == SCENE_TEXT && k < 4; k++)
            take_point(&box, &is_first, text.at[k], angle);
        for (size_t k = 0; items[i].kind == SCENE_PATH && k < items[i].n_points; k++)
            take_point(&box, &is_first, items[i].points[k], angle);
        Rect rect = items[i].rect;
        for (int k = 0; items[i].kind == SCENE_RECT && k < 4; k++)
            take_point(&box, &is_first, (Point){rect.x + (k % 2 ? rect.width : 0), rect.y + (k < 2 ? rect.height : 0)}, angle);
    }
    Point corners[4] = {{box.x, box.y + box.height}, {box.x + box.width, box.y + box.height}, {box.x + box.width, box.y}, {box.x, box.y}};
    Quad quad;
    for (int k = 0; k < 4; k++)
        quad.at[k] = turned(corners[k], angle);
    return quad;
}

/* From the item that opens a text with math to the one behind its last. */
static size_t math_end(const Scene *scene, size_t i)
{
    while (scene->items.at[i].kind != SCENE_END)
        i++;
    return i;
}

/* `items`: the text, or all items of a text with math, which is called `name`. */
static void add_text(Walk *walk, const SceneItem *items, size_t n, Str name)
{
    Picture *p = walk->picture;
    size_t group = 0;
    const SceneItem *role = innermost(walk, &group), *item = items;
    for (size_t i = n; i-- > 0;) /* the first text; a line with math has a smallest one for the law of sizes */
        if (items[i].kind == SCENE_TEXT)
            item = &items[i];
    for (size_t i = 0; i < n; i++)
        if (items[i].kind == SCENE_TEXT && items[i].style.size < 5 - 1e-9)
            item = &items[i];
    Quad ink = n == 1 && item->kind == SCENE_TEXT ? text_quad(item) : math_quad(items, n, item->angle);
    PictureText text = {.item = item, .ink = ink, .name = name, .panel = walk->panel, .axis = walk->axis, .group = group};
    text.kind = !role || role->role == ROLE_TITLE ? TEXT_TITLE
                : role->role == ROLE_AXIS         ? TEXT_TICK
                : role->role == ROLE_LEGEND       ? TEXT_LEGEND
                                                  : TEXT_USER;
    text.title = role && role->role == ROLE_TITLE ? role->name : STR_NONE;
    if (walk->legend >= 0)
        add_to_legend(walk, quad_box(&text.ink));
    VEC_PUSH(p->arena, &p->texts, text);
}

static void add_shape(Walk *walk, const SceneItem *item)
{
    Picture *p = walk->picture;
    size_t group;
    const SceneItem *role = innermost(walk, &group);
    PictureMark mark = {item, walk->panel, clip_of(walk)};
    if (!role)
        return;
    if (role->role == ROLE_LAYER) {
        VEC_PUSH(p->arena, &p->marks, mark);
    } else if (role->role == ROLE_GRID) {
        VEC_PUSH(p->arena, &p->grid, mark);
    } else if (role->role == ROLE_LEGEND) {
        if (!p->legends.at[walk->legend].is_direct)
            add_to_legend(walk, item_box(item));
    } else if (role->role == ROLE_AXIS && item->kind == SCENE_PATH && item->n_points == 2) {
        PictureAxis *axis = &p->axes.at[walk->axis];
        VEC_PUSH(p->arena, &axis->ticks, axis->side == SIDE_BOTTOM || axis->side == SIDE_TOP ? item->points[0].x : item->points[0].y);
    }
}

Picture picture_read(Arena *arena, const Scene *scene)
{
    Picture picture = {.arena = arena, .scene = scene};
    Walk walk = {.picture = &picture, .chart = -1, .panel = -1, .axis = -1, .legend = -1};
    for (size_t i = 0; i < scene->items.n; i++) {
        const SceneItem *item = &scene->items.at[i];
        if (item->kind == SCENE_GROUP && item->role == ROLE_TEXT) {
            size_t end = math_end(scene, i);
            add_text(&walk, item + 1, end - i - 1, item->name);
            i = end;
        } else if (item->kind == SCENE_GROUP || item->kind == SCENE_CLIP) {
            if (item->kind == SCENE_GROUP)
                open_group(&walk, i);
            walk.open[walk.depth++] = i;
        } else if (item->kind == SCENE_END) {
            close_group(&walk, walk.open[--walk.depth], i);
        } else if (item->kind == SCENE_TEXT) {
            add_text(&walk, item, 1, item->text);
        } else {
            add_shape(&walk, item);
        }
    }
    return picture;
}
