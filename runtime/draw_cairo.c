/* draw_cairo: see draw_cairo.h. */
#include "draw_cairo.h"

#include "text_face.h"

#include <cairo-ft.h>
#include <math.h>

/* cairo strokes one path in time that grows with the square of its length: long lines are stroked in pieces. */
enum { STROKE_PIECE = 100 };

typedef struct Draw {
    cairo_t *cr;
    Arena *arena;
    TextEngine *text;
    double pixel;
} Draw;

static void set_colour(cairo_t *cr, Colour colour)
{
    cairo_set_source_rgba(cr, (colour >> 24) / 255.0, (colour >> 16 & 0xFF) / 255.0, (colour >> 8 & 0xFF) / 255.0, (colour & 0xFF) / 255.0);
}

static void set_stroke(cairo_t *cr, const Paint *paint, double width)
{
    static const cairo_line_cap_t CAPS[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND, CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t JOINS[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND, CAIRO_LINE_JOIN_BEVEL};
    set_colour(cr, paint->stroke);
    cairo_set_line_width(cr, width);
    cairo_set_line_cap(cr, CAPS[paint->cap]);
    cairo_set_line_join(cr, JOINS[paint->join]);
    cairo_set_dash(cr, paint->dash, paint->n_dash, 0);
}

static void paint_path(const Draw *draw, const Paint *paint)
{
    if (paint->fill != COLOUR_NONE) {
        set_colour(draw->cr, paint->fill);
        if (paint->stroke == COLOUR_NONE)
            cairo_fill(draw->cr);
        else
            cairo_fill_preserve(draw->cr);
    }
    if (paint->stroke != COLOUR_NONE) {
        set_stroke(draw->cr, paint, paint->stroke_width);
        cairo_stroke(draw->cr);
    }
    cairo_new_path(draw->cr);
}

/* --- whole pixels ------------------------------------------------------------------------------------------------- */

static double snap_edge(const Draw *draw, double place)
{
    return draw->pixel > 0 ? rint(place / draw->pixel) * draw->pixel : place;
}

/* Where the middle of a stroke must lie so that its edges are whole pixels, and how wide it then is. */
static double snap_stroke(const Draw *draw, double place, double *width)
{
    if (draw->pixel <= 0)
        return place;
    double pixels = fmax(1, rint(*width / draw->pixel));
    *width = pixels * draw->pixel;
    bool is_odd = fmod(pixels, 2) == 1;
    double at = place / draw->pixel;
    return (is_odd ? floor(at) + 0.5 : rint(at)) * draw->pixel;
}

static bool draw_straight_line(const Draw *draw, const SceneItem *item)
{
    if (draw->pixel <= 0 || item->n_verbs != 2 || item->verbs[1] != PATH_LINE || item->paint.stroke == COLOUR_NONE)
        return false;
    Point a = item->points[0], b = item->points[1];
    if (a.x != b.x && a.y != b.y)
        return false;
    double width = item->paint.stroke_width;
    if (a.x == b.x)
        a.x = b.x = snap_stroke(draw, a.x, &width);
    else
        a.y = b.y = snap_stroke(draw, a.y, &width);
    set_stroke(draw->cr, &item->paint, width);
    cairo_move_to(draw->cr, a.x, a.y);
    cairo_line_to(draw->cr, b.x, b.y);
    cairo_stroke(draw->cr);
    return true;
}

static void draw_rect(const Draw *draw, const SceneItem *item)
{
    Rect r = item->rect;
    const Paint *paint = &item->paint;
    cairo_t *cr = draw->cr;
    double x0 = snap_edge(draw, r.x), x1 = snap_edge(draw, r.x + r.width), y0 = snap_edge(draw, r.y), y1 = snap_edge(draw, r.y + r.height);
    if (paint->fill != COLOUR_NONE) {
        set_colour(cr, paint->fill);
        cairo_rectangle(cr, x0, y0, x1 - x0, y1 - y0);
        cairo_fill(cr);
    }
    if (paint->stroke != COLOUR_NONE) {
        double width = paint->stroke_width;
        x0 = snap_stroke(draw, r.x, &width);
        y0 = snap_stroke(draw, r.y, &width);
        x1 = snap_stroke(draw, r.x + r.width, &width);
        y1 = snap_stroke(draw, r.y + r.height, &width);
        set_stroke(cr, paint, width);
        cairo_rectangle(cr, x0, y0, x1 - x0, y1 - y0);
        cairo_stroke(cr);
    }
}

/* --- paths -------------------------------------------------------------------------------------------------------- */

static void add_path(cairo_t *cr, const SceneItem *item)
{
    const Point *p = item->points;
    for (size_t i = 0; i < item->n_verbs; i++) {
        switch ((PathVerb)item->verbs[i]) {
        case PATH_MOVE:
            cairo_move_to(cr, p[0].x, p[0].y);
            p++;
            break;
        case PATH_LINE:
            cairo_line_to(cr, p[0].x, p[0].y);
            p++;
            break;
        case PATH_CURVE:
            cairo_curve_to(cr, p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y);
            p += 3;
            break;
        case PATH_CLOSE:
            cairo_close_path(cr);
            break;
        }
    }
}

/* A long solid, opaque line: pieces that share a point, whose round joins and caps hide the seams. */
static bool draw_long_line(const Draw *draw, const SceneItem *item)
{
    const Paint *paint = &item->paint;
    bool is_plain = paint->fill == COLOUR_NONE && paint->n_dash == 0 && paint->join == JOIN_ROUND && COLOUR_ALPHA(paint->stroke) == 0xFF;
    if (!is_plain || item->n_verbs <= STROKE_PIECE || draw->pixel <= 0)
        return false;
    set_stroke(draw->cr, paint, paint->stroke_width);
    cairo_set_line_cap(draw->cr, CAIRO_LINE_CAP_ROUND);
    const Point *p = item->points;
    Point last = {0, 0};
    for (size_t i = 0, n = 0; i < item->n_verbs; i++) {
        if (item->verbs[i] != PATH_MOVE && item->verbs[i] != PATH_LINE)
            return false;
        if (item->verbs[i] == PATH_MOVE)
            cairo_move_to(draw->cr, p->x, p->y);
        else
            cairo_line_to(draw->cr, p->x, p->y);
        last = *p++;
        if (++n == STROKE_PIECE) {
            cairo_stroke(draw->cr);
            cairo_move_to(draw->cr, last.x, last.y);
            n = 0;
        }
    }
    cairo_stroke(draw->cr);
    return true;
}

/* --- text --------------------------------------------------------------------------------------------------------- */

static void free_cairo_face(void *face)
{
    cairo_font_face_destroy(face);
}

static cairo_font_face_t *cairo_face(TextFace *face)
{
    if (!face->backend) {
        face->backend = cairo_ft_font_face_create_for_ft_face(face->ft, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
        face->backend_free = free_cairo_face;
    }
    return face->backend;
}

/* Glyphs grouped by the bytes they stand for, which makes PDF text that can be searched. False when they do not add up. */
static bool make_clusters(Arena *arena, const TextRun *run, Str text, size_t run_end, cairo_text_cluster_t **out, int *n_out, Str *bytes)
{
    cairo_text_cluster_t *clusters = ARENA_ARRAY(arena, run->n_glyphs, cairo_text_cluster_t);
    int n = 0;
    size_t first = text.n, total = 0;
    for (size_t i = 0; i < run->n_glyphs;) {
        size_t end = i;
        while (end < run->n_glyphs && run->glyphs[end].cluster == run->glyphs[i].cluster)
            end++;
        size_t next = run->is_backward ? (i ? run->glyphs[i - 1].cluster : run_end) : end < run->n_glyphs ? run->glyphs[end].cluster : run_end;
        if (next < run->glyphs[i].cluster)
            return false;
        clusters[n++] = (cairo_text_cluster_t){(int)(next - run->glyphs[i].cluster), (int)(end - i)};
        total += next - run->glyphs[i].cluster;
        first = run->glyphs[i].cluster < first ? run->glyphs[i].cluster : first;
        i = end;
    }
    if (run->is_backward) /* cairo wants them in the order of the text */
        for (int a = 0, b = n - 1; a < b; a++, b--) {
            cairo_text_cluster_t spare = clusters[a];
            clusters[a] = clusters[b];
            clusters[b] = spare;
        }
    *out = clusters;
    *n_out = n;
    *bytes = (Str){text.at + first, total};
    return first + total == run_end;
}

/* The first byte behind the run: where the next one in the text begins. */
static size_t run_end_of(const TextLine *line, const TextRun *run, Str text)
{
    size_t last = 0, end = text.n;
    for (size_t i = 0; i < run->n_glyphs; i++)
        last = run->glyphs[i].cluster > last ? run->glyphs[i].cluster : last;
    for (size_t r = 0; r < line->n_runs; r++)
        for (size_t i = 0; i < line->runs[r].n_glyphs; i++) {
            size_t cluster = line->runs[r].glyphs[i].cluster;
            if (cluster > last && cluster < end)
                end = cluster;
        }
    return end;
}

static void draw_text(const Draw *draw, const SceneItem *item)
{
    cairo_t *cr = draw->cr;
    const TextLine *line = text_shape(draw->text, item->text, item->style);
    double shift = item->anchor == ANCHOR_START ? 0 : item->anchor == ANCHOR_MIDDLE ? -line->width / 2 : -line->width;
    cairo_save(cr);
    cairo_translate(cr, item->at.x, item->at.y);
    if (item->angle != 0)
        cairo_rotate(cr, -item->angle * M_PI / 180);
    set_colour(cr, item->paint.fill);
    for (size_t r = 0; r < line->n_runs; r++) {
        const TextRun *run = &line->runs[r];
        cairo_glyph_t *glyphs = ARENA_ARRAY(draw->arena, run->n_glyphs, cairo_glyph_t);
        for (size_t i = 0; i < run->n_glyphs; i++)
            glyphs[i] = (cairo_glyph_t){run->glyphs[i].id, run->glyphs[i].x + shift, run->glyphs[i].y};
        cairo_set_font_face(cr, cairo_face(run->face));
        cairo_set_font_size(cr, item->style.size);
        cairo_text_cluster_t *clusters;
        int n_clusters;
        Str bytes;
        if (draw->pixel <= 0 && make_clusters(draw->arena, run, item->text, run_end_of(line, run, item->text), &clusters, &n_clusters, &bytes))
            cairo_show_text_glyphs(cr, bytes.at, (int)bytes.n, glyphs, (int)run->n_glyphs, clusters, n_clusters,
                                   run->is_backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : (cairo_text_cluster_flags_t)0);
        else
            cairo_show_glyphs(cr, glyphs, (int)run->n_glyphs);
    }
    cairo_restore(cr);
}

void draw_scene(cairo_t *cr, Arena *arena, const Scene *scene, TextEngine *text, double pixel)
{
    Draw draw = {cr, arena, text, pixel};
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
    if (COLOUR_ALPHA(scene->background)) {
        set_colour(cr, scene->background);
        cairo_rectangle(cr, 0, 0, scene->width, scene->height);
        cairo_fill(cr);
    }
    for (size_t i = 0; i < scene->items.n; i++) {
        const SceneItem *item = &scene->items.at[i];
        switch (item->kind) {
        case SCENE_GROUP:
            cairo_save(cr);
            break;
        case SCENE_CLIP: {
            cairo_save(cr);
            double x0 = snap_edge(&draw, item->rect.x), y0 = snap_edge(&draw, item->rect.y);
            cairo_rectangle(cr, x0, y0, snap_edge(&draw, item->rect.x + item->rect.width) - x0,
                            snap_edge(&draw, item->rect.y + item->rect.height) - y0);
            cairo_clip(cr);
            break;
        }
        case SCENE_END:
            cairo_restore(cr);
            break;
        case SCENE_RECT:
            draw_rect(&draw, item);
            break;
        case SCENE_CIRCLE:
            cairo_new_sub_path(cr);
            cairo_arc(cr, item->at.x, item->at.y, item->radius, 0, 2 * M_PI);
            cairo_close_path(cr);
            paint_path(&draw, &item->paint);
            break;
        case SCENE_PATH:
            if (draw_straight_line(&draw, item) || draw_long_line(&draw, item))
                break;
            add_path(cr, item);
            paint_path(&draw, &item->paint);
            break;
        case SCENE_TEXT:
            draw_text(&draw, item);
            break;
        }
    }
}
