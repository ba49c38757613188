/* mark_line: lines, paths and steps: one stroke a series, broken where a value is missing, with markers when asked for. */
#include "line_reduce.h"
#include "mark_kit.h"

#include <math.h>
#include <stdlib.h>

static int by_x(const void *a, const void *b)
{
    const Vertex *p = a, *q = b;
    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    return (p->row > q->row) - (p->row < q->row);
}

/* Steffen, "A simple method for monotonic interpolation in one dimension", A&A 239 (1990): the slope at each point from its two neighbours. */
static double steffen_slope(const Vertex *v, size_t i, size_t n)
{
    if (i == 0 || i + 1 == n) {
        size_t k = i == 0 ? 0 : n - 2;
        return (v[k + 1].y - v[k].y) / (v[k + 1].x - v[k].x);
    }
    double h0 = v[i].x - v[i - 1].x, h1 = v[i + 1].x - v[i].x;
    double s0 = (v[i].y - v[i - 1].y) / h0, s1 = (v[i + 1].y - v[i].y) / h1, p = (s0 * h1 + s1 * h0) / (h0 + h1);
    return (copysign(1, s0) + copysign(1, s1)) * fmin(fmin(fabs(s0), fabs(s1)), 0.5 * fabs(p));
}

static void trace_monotone(Scene *scene, const Vertex *v, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        double third = (v[i + 1].x - v[i].x) / 3;
        if (third <= 0) {
            path_line(scene, v[i + 1].x, v[i + 1].y);
            continue;
        }
        double m0 = steffen_slope(v, i, n), m1 = steffen_slope(v, i + 1, n);
        path_curve(scene, (Point){v[i].x + third, v[i].y + m0 * third}, (Point){v[i + 1].x - third, v[i + 1].y - m1 * third},
                   (Point){v[i + 1].x, v[i + 1].y});
    }
}

static void trace(Scene *scene, Curve curve, const Vertex *v, size_t n)
{
    if (curve == CURVE_LINEAR || (curve == CURVE_MONOTONE && n <= 2)) {
        Point *points = path_lines(scene, n);
        for (size_t i = 0; i < n; i++)
            points[i] = (Point){v[i].x, v[i].y};
        return;
    }
    path_move(scene, v[0].x, v[0].y);
    if (curve == CURVE_MONOTONE) {
        trace_monotone(scene, v, n);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        double middle = (v[i - 1].x + v[i].x) / 2;
        if (curve == CURVE_STEP_AFTER) {
            path_line(scene, v[i].x, v[i - 1].y);
        } else if (curve == CURVE_STEP_BEFORE) {
            path_line(scene, v[i - 1].x, v[i].y);
        } else if (curve == CURVE_STEP_MIDDLE) {
            path_line(scene, middle, v[i - 1].y);
            path_line(scene, middle, v[i].y);
        }
        path_line(scene, v[i].x, v[i].y);
    }
}

/* Whether nothing but the stroke is drawn at the vertices, straight from one to the next: then those that nobody can see may go. */
static bool is_stroke_alone(const MarkContext *context, const Frame *frame)
{
    Look look = look_of(context->figure, context->looks, frame, 0);
    const FrameChannel *marker = &frame->channels[CHANNEL_MARKER];
    bool has_markers = look.marker != MARKER_NONE || (marker->channel && !marker->is_constant);
    return frame->n && !has_markers && !frame->channels[CHANNEL_TEXT].channel && frame->layer->curve == CURVE_LINEAR &&
           frame->layer->mark == MARK_LINE;
}

/* One series: pieces between missing values. */
static void draw_series(const MarkContext *context, const Frame *frame, const Vertices *vertices, bool may_reduce)
{
    Look look = look_of(context->figure, context->looks, frame, vertices->at[0].row);
    double left = context->area.x, right = left + context->area.width;
    Scene *scene = context->scene;
    bool has_path = false;
    for (size_t i = 0; i < vertices->n;) {
        size_t end = i;
        while (end < vertices->n && !isnan(vertices->at[end].y) && !isnan(vertices->at[end].x))
            end++;
        if (end - i > 1) {
            if (!has_path)
                scene_path(scene, mark_stroke(context, frame, &look));
            has_path = true;
            size_t n = may_reduce ? line_reduce(vertices->at + i, end - i, left, right) : end - i;
            trace(scene, frame->layer->curve, vertices->at + i, n);
        }
        i = end + 1;
    }
    if (has_path)
        for (int id = CHANNEL_COLOR; id < ChannelId_COUNT_OF; id++) {
            const FrameChannel *channel = &frame->channels[id];
            if (channel->channel && channel->channel->categorical && !channel->is_constant && channel->channel->expr)
                scene_datum(scene, expr_print(context->arena, channel->channel->expr),
                            value_str(context->arena, frame_value(frame, (ChannelId)id, vertices->at[0].row)));
        }
    for (size_t i = 0; i < vertices->n; i++) {
        const Vertex *v = &vertices->at[i];
        if (isnan(v->x) || isnan(v->y))
            continue;
        bool is_alone = (i == 0 || isnan(vertices->at[i - 1].y)) && (i + 1 == vertices->n || isnan(vertices->at[i + 1].y));
        if (may_reduce && !is_alone)
            continue;
        Look own = look_of(context->figure, context->looks, frame, v->row);
        if (own.marker != MARKER_NONE) {
            marker_draw(scene, own.marker, (Point){v->x, v->y}, own.size, own.color, frame->layer->outline, frame->layer->outline_width);
            mark_datum(context, frame, v->row);
        } else if (is_alone) { /* a value between two missing ones would not be seen */
            double size = fmax(mark_stroke(context, frame, &own).stroke_width * 1.5, 2);
            marker_draw(scene, MARKER_CIRCLE, (Point){v->x, v->y}, size, own.color, COLOUR_NONE, 0);
            mark_datum(context, frame, v->row);
        }
        double half = own.marker != MARKER_NONE ? own.size / 2 : 1;
        value_label(context, frame, v->row, (Rect){v->x - half, v->y - half, 2 * half, 2 * half});
    }
}

static Vertex vertex_of(const MarkContext *context, const Frame *frame, size_t row)
{
    return (Vertex){mark_place(context, frame, CHANNEL_X, row), mark_place(context, frame, CHANNEL_Y, row), row};
}

/* Many rows that come in the order of their places, or the other way round, some of them missing: reduced on the way. */
static bool reduce_rows(const MarkContext *context, const Frame *frame, Vertices *series)
{
    LinePieces *pieces = line_pieces_new(context->arena, frame->n_series, context->area.x, context->area.x + context->area.width);
    if (!context->x || !line_pieces_are_worth(pieces, frame->n))
        return false;
    for (size_t k = 0; k < frame->n; k++) {
        size_t row = context->x->is_reversed ? frame->n - 1 - k : k;
        if (!frame_in_cell(frame, row, context->cell_row, context->cell_column))
            continue;
        Vertex vertex = vertex_of(context, frame, row);
        if (!isnan(vertex.x) && !line_pieces_add(pieces, frame->series[row], vertex))
            return false;
    }
    line_pieces_end(pieces, series);
    return true;
}

void mark_line_draw(const MarkContext *context, const Frame *frame)
{
    Vertices *series = ARENA_ARRAY(context->arena, frame->n_series, Vertices);
    bool may_reduce = is_stroke_alone(context, frame);
    double left = context->area.x, right = left + context->area.width;
    if (may_reduce && line_reduce_frame(context->arena, frame, context->x, context->y, left, right, series)) {
        for (size_t s = 0; s < frame->n_series; s++)
            if (series[s].n)
                draw_series(context, frame, &series[s], true);
        return;
    }
    if (may_reduce && reduce_rows(context, frame, series)) {
        for (size_t s = 0; s < frame->n_series; s++)
            if (series[s].n)
                draw_series(context, frame, &series[s], true);
        return;
    }
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, context->cell_row, context->cell_column))
            continue;
        Vertex vertex = vertex_of(context, frame, i);
        if (!isnan(vertex.x) || frame->layer->mark == MARK_PATH)
            VEC_PUSH(context->arena, &series[frame->series[i]], vertex);
    }
    for (size_t s = 0; s < frame->n_series; s++) {
        if (!series[s].n)
            continue;
        if (frame->layer->mark != MARK_PATH)
            qsort(series[s].at, series[s].n, sizeof *series[s].at, by_x);
        draw_series(context, frame, &series[s], may_reduce);
    }
}
