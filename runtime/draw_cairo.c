/* draw_cairo: shapes, clips and groups of a scene as calls of cairo; see draw_cairo.h. */
#include "draw_cairo.h"

#include "draw_text.h"
#include "image_bleed.h"
#include "path_thin.h"
#include "stroke_raster.h"

#include <math.h>
#include <string.h>

/* cairo rasterises one stroked path in time that grows with the square of its length: long ones are stroked in pieces. */
enum { STROKE_PIECE = 100, ALIKE_MOST = 100 };

typedef struct Draw {
    cairo_t *cr;
    Arena *arena;
    TextEngine *text;
    double pixel;
    Colour colour; /* the context's, where has_colour: setting it anew for each of many marks costs more than the marks */
    bool has_colour;
} Draw;

static void set_colour(Draw *draw, Colour colour)
{
    if (draw->has_colour && draw->colour == colour)
        return;
    draw->colour = colour;
    draw->has_colour = true;
    cairo_set_source_rgba(draw->cr, (colour >> 24) / 255.0, (colour >> 16 & 0xFF) / 255.0, (colour >> 8 & 0xFF) / 255.0, (colour & 0xFF) / 255.0);
}

static void set_stroke(Draw *draw, const Paint *paint, double width)
{
    static const cairo_line_cap_t CAPS[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND, CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t JOINS[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND, CAIRO_LINE_JOIN_BEVEL};
    set_colour(draw, paint->stroke);
    cairo_set_line_width(draw->cr, width);
    cairo_set_line_cap(draw->cr, CAPS[paint->cap]);
    cairo_set_line_join(draw->cr, JOINS[paint->join]);
    cairo_set_dash(draw->cr, paint->dash, paint->n_dash, 0);
}

static void paint_path(Draw *draw, const Paint *paint)
{
    if (paint->fill != COLOUR_NONE) {
        set_colour(draw, paint->fill);
        if (paint->stroke == COLOUR_NONE)
            cairo_fill(draw->cr);
        else
            cairo_fill_preserve(draw->cr);
    }
    if (paint->stroke != COLOUR_NONE) {
        set_stroke(draw, paint, paint->stroke_width);
        cairo_stroke(draw->cr);
    }
    cairo_new_path(draw->cr);
}

/* --- whole pixels ------------------------------------------------------------------------------------------------- */

static double snap_edge(const Draw *draw, double place)
{
    return draw->pixel > 0 ? rint(place / draw->pixel) * draw->pixel : place;
}

/* Two edges; what would vanish stays where it is. */
static void snap_edges(const Draw *draw, double from, double size, double *lo, double *hi)
{
    *lo = snap_edge(draw, from);
    *hi = snap_edge(draw, from + size);
    if (*lo == *hi) {
        *lo = from;
        *hi = from + size;
    }
}

static double snap_width(const Draw *draw, double width)
{
    return draw->pixel > 0 ? fmax(1, rint(width / draw->pixel)) * draw->pixel : width;
}

/* Where the middle of a stroke of a snapped width lies so that its edges are whole pixels. */
static double snap_middle(const Draw *draw, double place, double width)
{
    if (draw->pixel <= 0)
        return place;
    bool is_odd = fmod(rint(width / draw->pixel), 2) == 1;
    double at = place / draw->pixel;
    return (is_odd ? floor(at) + 0.5 : rint(at)) * draw->pixel;
}

/* Whether every segment of a stroke runs along one of the page's sides: axes, ticks, grids, steps. */
static bool is_upright(const SceneItem *item)
{
    if (item->n_verbs > (size_t)2 * STROKE_PIECE || item->paint.fill != COLOUR_NONE || item->paint.stroke == COLOUR_NONE)
        return false;
    for (size_t i = 0; i < item->n_verbs; i++) {
        if (item->verbs[i] > PATH_LINE)
            return false;
        const Point *to = &item->points[i], *from = to - (i > 0);
        if (item->verbs[i] == PATH_LINE && to->x != from->x && to->y != from->y)
            return false;
    }
    return true;
}

/* The ends of lines of one segment are edges; all other points are middles of the strokes that meet there. */
static void draw_upright(Draw *draw, const SceneItem *item)
{
    double width = snap_width(draw, item->paint.stroke_width);
    set_stroke(draw, &item->paint, width);
    for (size_t i = 0; i < item->n_verbs; i++) {
        bool is_move = item->verbs[i] == PATH_MOVE;
        Point p = item->points[i], before = item->points[i - !is_move];
        size_t after = i + 1 + is_move; /* the verb behind the segment, were it a line of one segment */
        bool is_single = (is_move || item->verbs[i - 1] == PATH_MOVE) && (after >= item->n_verbs || item->verbs[after] == PATH_MOVE);
        Point other = is_move ? item->points[i + 1 < item->n_points ? i + 1 : i] : before;
        double x = is_single && p.y == other.y && p.x != other.x ? snap_edge(draw, p.x) : snap_middle(draw, p.x, width);
        double y = is_single && p.x == other.x && p.y != other.y ? snap_edge(draw, p.y) : snap_middle(draw, p.y, width);
        if (is_move)
            cairo_move_to(draw->cr, x, y);
        else
            cairo_line_to(draw->cr, x, y);
    }
    cairo_stroke(draw->cr);
}

static void draw_rect(Draw *draw, const SceneItem *item)
{
    Rect r = item->rect;
    const Paint *paint = &item->paint;
    double x0, x1, y0, y1;
    if (paint->fill != COLOUR_NONE) {
        snap_edges(draw, r.x, r.width, &x0, &x1);
        snap_edges(draw, r.y, r.height, &y0, &y1);
        set_colour(draw, paint->fill);
        cairo_rectangle(draw->cr, x0, y0, x1 - x0, y1 - y0);
        cairo_fill(draw->cr);
    }
    if (paint->stroke != COLOUR_NONE) {
        double width = snap_width(draw, paint->stroke_width);
        x0 = snap_middle(draw, r.x, width);
        y0 = snap_middle(draw, r.y, width);
        x1 = snap_middle(draw, r.x + r.width, width);
        y1 = snap_middle(draw, r.y + r.height, width);
        set_stroke(draw, paint, width);
        cairo_rectangle(draw->cr, x0, y0, x1 - x0, y1 - y0);
        cairo_stroke(draw->cr);
    }
}

static void draw_circle(Draw *draw, const SceneItem *item)
{
    cairo_t *cr = draw->cr;
    cairo_new_sub_path(cr);
    cairo_arc(cr, item->at.x, item->at.y, item->radius, 0, 2 * M_PI);
    cairo_close_path(cr);
    paint_path(draw, &item->paint);
}

static void clip(Draw *draw, Rect rect)
{
    double x0 = snap_edge(draw, rect.x), y0 = snap_edge(draw, rect.y);
    cairo_rectangle(draw->cr, x0, y0, snap_edge(draw, rect.x + rect.width) - x0, snap_edge(draw, rect.y + rect.height) - y0);
    cairo_clip(draw->cr);
}

/* --- paths -------------------------------------------------------------------------------------------------------- */

/* Adds a segment whose points begin at p; returns where the next one's begin. */
static const Point *add_segment(cairo_t *cr, uint8_t verb, const Point *p)
{
    switch ((PathVerb)verb) {
    case PATH_MOVE:
        cairo_move_to(cr, p->x, p->y);
        return p + 1;
    case PATH_LINE:
        cairo_line_to(cr, p->x, p->y);
        return p + 1;
    case PATH_CURVE:
        cairo_curve_to(cr, p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y);
        return p + 3;
    case PATH_CLOSE:
        cairo_close_path(cr);
        break;
    }
    return p;
}

/* Pixels only; dashes would begin anew in each piece, and a closed outline cannot be cut. */
static bool is_long_stroke(const Draw *draw, const SceneItem *item)
{
    const Paint *paint = &item->paint;
    if (draw->pixel <= 0 || item->n_verbs <= (size_t)2 * STROKE_PIECE || paint->fill != COLOUR_NONE || paint->stroke == COLOUR_NONE)
        return false;
    for (size_t i = 0; i < item->n_verbs; i++)
        if (item->verbs[i] == PATH_CLOSE)
            return false;
    return paint->n_dash == 0 && paint->cap != CAP_SQUARE;
}

/* The part of the page that a stroke can reach and the clip shows, in pixels. */
static StrokeMask find_mask(const Draw *draw, const SceneItem *item)
{
    double x0, y0, x1, y1, half = item->paint.stroke_width / 2;
    double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
    cairo_clip_extents(draw->cr, &x0, &y0, &x1, &y1);
    for (size_t i = 0; i < item->n_points; i++) {
        left = fmin(left, item->points[i].x);
        right = fmax(right, item->points[i].x);
        top = fmin(top, item->points[i].y);
        bottom = fmax(bottom, item->points[i].y);
    }
    left = floor(fmax(x0, left - half) / draw->pixel);
    right = ceil(fmin(x1, right + half) / draw->pixel);
    top = floor(fmax(y0, top - half) / draw->pixel);
    bottom = ceil(fmin(y1, bottom + half) / draw->pixel);
    if (!(left < right && top < bottom))
        return (StrokeMask){0};
    return (StrokeMask){.left = (int)left, .top = (int)top, .width = (int)(right - left), .height = (int)(bottom - top)};
}

/* Round joins between straight segments: the stroke's coverage is found by stroke_raster and its colour laid through it. */
static bool draw_by_mask(Draw *draw, const SceneItem *item)
{
    if (item->paint.join != JOIN_ROUND || item->n_points != item->n_verbs)
        return false;
    for (size_t i = 0; i < item->n_verbs; i++)
        if (item->verbs[i] > PATH_LINE)
            return false;
    StrokeMask mask = find_mask(draw, item);
    if (mask.width == 0)
        return true;
    mask.stride = (size_t)cairo_format_stride_for_width(CAIRO_FORMAT_A8, mask.width);
    mask.coverage = arena_alloc(draw->arena, mask.stride * (size_t)mask.height);
    StrokePath path = {.verbs = item->verbs,
                       .points = item->points,
                       .n = item->n_verbs,
                       .scale = 1 / draw->pixel,
                       .half_width = item->paint.stroke_width / draw->pixel / 2,
                       .has_round_caps = item->paint.cap == CAP_ROUND};
    stroke_raster(draw->arena, &path, &mask);
    cairo_surface_t *surface = cairo_image_surface_create_for_data(mask.coverage, CAIRO_FORMAT_A8, mask.width, mask.height, (int)mask.stride);
    set_colour(draw, item->paint.stroke);
    cairo_matrix_t matrix;
    cairo_get_matrix(draw->cr, &matrix);
    cairo_identity_matrix(draw->cr);
    cairo_mask_surface(draw->cr, surface, mask.left, mask.top);
    cairo_set_matrix(draw->cr, &matrix);
    cairo_surface_destroy(surface);
    return true;
}

/* Each piece begins with the last segment of the one before, so that the join between them is drawn. What overlaps must not show
 * through: a transparent stroke is drawn opaque on a sheet of its own, which is then laid over the page. */
static void draw_long_stroke(Draw *draw, const SceneItem *item)
{
    Paint paint = item->paint;
    unsigned alpha = COLOUR_ALPHA(paint.stroke);
    if (alpha < 0xFF) {
        cairo_push_group(draw->cr);
        draw->has_colour = false;
        paint.stroke |= 0xFF;
    }
    set_stroke(draw, &paint, paint.stroke_width);
    const Point *p = item->points;
    for (size_t i = 0; i < item->n_verbs; i++) {
        const Point *next = add_segment(draw->cr, item->verbs[i], p);
        if (i % STROKE_PIECE == STROKE_PIECE - 1 && item->verbs[i] != PATH_MOVE) {
            cairo_stroke(draw->cr);
            cairo_move_to(draw->cr, p[-1].x, p[-1].y);
            add_segment(draw->cr, item->verbs[i], p);
        }
        p = next;
    }
    cairo_stroke(draw->cr);
    if (alpha < 0xFF) {
        cairo_pop_group_to_source(draw->cr);
        cairo_paint_with_alpha(draw->cr, alpha / 255.0);
        draw->has_colour = false;
    }
}

static void draw_path(Draw *draw, const SceneItem *item)
{
    if (draw->pixel > 0 && is_upright(item)) {
        draw_upright(draw, item);
    } else if (is_long_stroke(draw, item)) {
        if (!draw_by_mask(draw, item))
            draw_long_stroke(draw, item);
    } else {
        SceneItem thin = draw->pixel > 0 ? *item : path_thinned(draw->arena, item, PATH_PRINT_COLUMN);
        const Point *p = thin.points;
        for (size_t i = 0; i < thin.n_verbs; i++)
            p = add_segment(draw->cr, thin.verbs[i], p);
        paint_path(draw, &item->paint);
    }
}

/* --- shapes that are alike ---------------------------------------------------------------------------------------- */

/* In vector formats a filled circle is a dot of a round pen: a tenth of the bytes of an outline of curves, and exactly round. */
static bool is_dot(const SceneItem *item)
{
    return item->kind == SCENE_CIRCLE && item->paint.stroke == COLOUR_NONE && item->paint.fill != COLOUR_NONE;
}

static bool is_plain_line(const SceneItem *item)
{
    return item->kind == SCENE_PATH && item->paint.fill == COLOUR_NONE && item->paint.stroke != COLOUR_NONE && item->n_verbs == 2 &&
           item->verbs[0] == PATH_MOVE && item->verbs[1] == PATH_LINE;
}

static bool has_same_stroke(const Paint *a, const Paint *b)
{
    return a->stroke == b->stroke && a->stroke_width == b->stroke_width && a->cap == b->cap && a->join == b->join && a->n_dash == b->n_dash &&
           memcmp(a->dash, b->dash, (size_t)a->n_dash * sizeof *a->dash) == 0;
}

/* Whether both can be drawn at once. Where transparent ones lie on each other it would show. */
static bool are_alike(const SceneItem *a, const SceneItem *b)
{
    if (is_dot(a))
        return is_dot(b) && a->paint.fill == b->paint.fill && a->radius == b->radius && COLOUR_ALPHA(a->paint.fill) == 0xFF;
    return is_plain_line(b) && has_same_stroke(&a->paint, &b->paint) && COLOUR_ALPHA(a->paint.stroke) == 0xFF;
}

/* Lines of one segment and dots in vector formats, together with those alike that follow: grid lines, ticks and markers are one stroke each, which is
 * quicker to write and to read than many. Returns how many items have been drawn: 0 when the first is no such thing. */
static size_t draw_alike(Draw *draw, const SceneItem *items, size_t n)
{
    if (draw->pixel > 0 || !(is_dot(items) || is_plain_line(items)))
        return 0;
    Paint dot = {.stroke = items->paint.fill, .cap = CAP_ROUND, .join = JOIN_ROUND};
    set_stroke(draw, is_dot(items) ? &dot : &items->paint, is_dot(items) ? 2 * items->radius : items->paint.stroke_width);
    size_t i = 0;
    do {
        bool is_circle = items[i].kind == SCENE_CIRCLE;
        Point from = is_circle ? items[i].at : items[i].points[0], to = is_circle ? from : items[i].points[1];
        cairo_move_to(draw->cr, from.x, from.y);
        cairo_line_to(draw->cr, to.x, to.y);
        i++;
    } while (i < n && i < ALIKE_MOST && are_alike(items, &items[i]));
    cairo_stroke(draw->cr);
    return i;
}

/* --- images ------------------------------------------------------------------------------------------------------- */

/* As colours and a mask, which cairo joins into an image with a soft mask. */
static void paint_bled(Draw *draw, const SceneItem *item)
{
    int columns = (int)item->columns, rows = (int)item->rows, stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, columns);
    uint32_t *colours = ARENA_ARRAY(draw->arena, item->columns * (size_t)item->rows, uint32_t);
    uint8_t *alphas = ARENA_ARRAY(draw->arena, (size_t)stride * item->rows, uint8_t);
    image_bleed(item->pixels, item->columns, item->rows, colours, alphas, (size_t)stride);
    cairo_surface_t *image = cairo_image_surface_create_for_data((unsigned char *)colours, CAIRO_FORMAT_RGB24, columns, rows, columns * 4);
    cairo_surface_t *mask = cairo_image_surface_create_for_data(alphas, CAIRO_FORMAT_A8, columns, rows, stride);
    cairo_set_source_surface(draw->cr, image, 0, 0);
    cairo_mask_surface(draw->cr, mask, 0, 0);
    cairo_surface_destroy(image);
    cairo_surface_destroy(mask);
}

static void paint_premultiplied(Draw *draw, const SceneItem *item, bool is_copy)
{
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)item->columns, (int)item->rows);
    unsigned char *data = cairo_image_surface_get_data(image);
    for (size_t row = 0; data && row < item->rows; row++)
        memcpy(data + row * (size_t)cairo_image_surface_get_stride(image), item->pixels + row * item->columns, item->columns * sizeof *item->pixels);
    cairo_surface_mark_dirty(image);
    cairo_set_source_surface(draw->cr, image, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(draw->cr), is_copy ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
    cairo_paint(draw->cr);
    cairo_surface_destroy(image);
}

/* Pixels that fall on the surface's own are copied; others are resampled. */
static void draw_image(Draw *draw, const SceneItem *item)
{
    cairo_t *cr = draw->cr;
    double width = item->rect.width / item->columns, height = item->rect.height / item->rows;
    bool is_copy = draw->pixel > 0 && fabs(width / draw->pixel - 1) < 1e-6 && fabs(height / draw->pixel - 1) < 1e-6;
    cairo_save(cr);
    cairo_translate(cr, snap_edge(draw, item->rect.x), snap_edge(draw, item->rect.y));
    cairo_scale(cr, width, height);
    if (cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_PDF)
        paint_bled(draw, item);
    else
        paint_premultiplied(draw, item, is_copy);
    cairo_restore(cr);
    draw->has_colour = false;
}

static void free_surface(void *surface)
{
    cairo_surface_destroy(surface);
}

static void free_context(void *cr)
{
    cairo_destroy(cr);
}

cairo_t *draw_begin(Arena *arena, cairo_surface_t *surface)
{
    arena_on_free(arena, free_surface, surface);
    cairo_t *cr = cairo_create(surface);
    arena_on_free(arena, free_context, cr);
    return cr;
}

/* --- the scene ---------------------------------------------------------------------------------------------------- */

static const char *draw_item(Draw *draw, const SceneItem *item)
{
    cairo_t *cr = draw->cr;
    switch (item->kind) {
    case SCENE_GROUP:
        break;
    case SCENE_CLIP:
        cairo_save(cr);
        clip(draw, item->rect);
        break;
    case SCENE_END: /* of a clip: ends of groups do not come here */
        cairo_restore(cr);
        draw->has_colour = false;
        break;
    case SCENE_RECT:
        draw_rect(draw, item);
        break;
    case SCENE_CIRCLE:
        draw_circle(draw, item);
        break;
    case SCENE_PATH:
        draw_path(draw, item);
        break;
    case SCENE_IMAGE:
        draw_image(draw, item);
        break;
    case SCENE_TEXT:
        set_colour(draw, item->paint.fill);
        return item->paint.fill == COLOUR_NONE ? NULL : draw_text(cr, draw->arena, draw->text, item);
    }
    return NULL;
}

/* What the pixels of an item cost: those that are filled, those along its strokes, its dashes. */
static double pixel_steps(const Draw *draw, const Scene *scene, const SceneItem *item)
{
    const Paint *paint = &item->paint;
    double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY, length = 0, period = 0, steps = 0;
    if (item->kind == SCENE_RECT || item->kind == SCENE_IMAGE) {
        left = item->rect.x, right = left + item->rect.width, top = item->rect.y, bottom = top + item->rect.height;
        length = 2 * (item->rect.width + item->rect.height);
    } else if (item->kind == SCENE_CIRCLE) {
        left = item->at.x - item->radius, right = item->at.x + item->radius, top = item->at.y - item->radius, bottom = item->at.y + item->radius;
        length = 7 * item->radius;
    }
    for (size_t i = 0; item->kind == SCENE_PATH && i < item->n_points; i++) {
        Point p = item->points[i];
        left = fmin(left, p.x), right = fmax(right, p.x), top = fmin(top, p.y), bottom = fmax(bottom, p.y);
        length += i ? hypot(p.x - item->points[i - 1].x, p.y - item->points[i - 1].y) : 0;
    }
    double width = fmin(right, scene->width) - fmax(left, 0), height = fmin(bottom, scene->height) - fmax(top, 0);
    if (width > 0 && height > 0 && (item->kind == SCENE_IMAGE || paint->fill != COLOUR_NONE))
        steps += width * height / (draw->pixel * draw->pixel) / 4;
    for (int i = 0; i < paint->n_dash; i++)
        period += paint->dash[i] / (double)paint->n_dash;
    if (paint->stroke != COLOUR_NONE)
        steps += length / draw->pixel * fmax(1, paint->stroke_width / draw->pixel) / 4 + (period > 0 ? 100 * length / period : 0);
    return steps + 20 * (double)item->n_verbs;
}
/* More than texts and paths take: cairo 1.16 follows null pointers in places where memory runs out under it. */
enum { CAIRO_MEMORY = 8 << 20 };

const char *draw_scene(cairo_t *cr, Arena *arena, const Scene *scene, TextEngine *text, double pixel)
{
    Draw draw = {.cr = cr, .arena = arena, .text = text, .pixel = pixel};
    arena_need(arena, CAIRO_MEMORY);
    arena_watch();
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
    if (COLOUR_ALPHA(scene->background)) {
        set_colour(&draw, scene->background);
        cairo_paint(cr);
    }
    VEC(bool) is_clip = {0}; /* of the groups and clips that are open */
    const char *failed = NULL;
    for (size_t i = 0, n_drawn; i < scene->items.n && !failed; i += n_drawn) {
        const SceneItem *item = &scene->items.at[i];
        n_drawn = draw_alike(&draw, item, scene->items.n - i);
        if (n_drawn)
            continue;
        n_drawn = 1;
        if (pixel > 0)
            arena_work(arena, pixel_steps(&draw, scene, item));
        if (item->kind == SCENE_GROUP || item->kind == SCENE_CLIP)
            VEC_PUSH(arena, &is_clip, item->kind == SCENE_CLIP);
        if (item->kind != SCENE_END || is_clip.at[--is_clip.n])
            failed = draw_item(&draw, item);
        arena_check(arena); /* cairo does not tell of all that it leaves out */
    }
    cairo_status_t status = cairo_status(cr);
    if (status == CAIRO_STATUS_NO_MEMORY)
        arena_fail(arena);
    return !failed && status ? cairo_status_to_string(status) : failed;
}
