/* mark_area: from a baseline (stacked) or over an interval, one shape a series. */
#include "mark_kit.h"

#include <math.h>
#include <stdlib.h>

typedef struct Slice {
    double at, lo, hi; /* page coordinates: place, both edges */
    size_t row;
} Slice;

typedef VEC(Slice) Slices;

static bool is_upright(const Frame *frame)
{
    return frame->layer->orientation == VERTICAL;
}

void mark_area_train(const Frame *frame, size_t cell_row, size_t cell_column, Domain *x, Domain *y)
{
    ChannelId length = is_upright(frame) ? CHANNEL_Y : CHANNEL_X, place = is_upright(frame) ? CHANNEL_X : CHANNEL_Y;
    Domain *along = is_upright(frame) ? y : x, *across = is_upright(frame) ? x : y;
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, cell_row, cell_column))
            continue;
        if (across)
            mark_train_value(&frame->channels[place], i, across);
        if (along && frame->end) {
            domain_add_base(along, frame->base[i]);
            domain_add_number(along, frame->end[i]);
        } else if (along) {
            mark_train_value(&frame->channels[length], i, along);
        }
    }
}

static int by_place(const void *a, const void *b)
{
    const Slice *p = a, *q = b;
    if (p->at != q->at)
        return p->at < q->at ? -1 : 1;
    return (p->row > q->row) - (p->row < q->row);
}

static void add_point(const MarkContext *context, bool upright, double at, double edge, bool is_first)
{
    double x = upright ? at : edge, y = upright ? edge : at;
    if (is_first)
        path_move(context->scene, x, y);
    else
        path_line(context->scene, x, y);
}

/* Over the area that is the scene's item `shape`; its outline is then drawn anew. */
static void draw_pattern(const MarkContext *context, const Frame *frame, const Look *look, size_t shape)
{
    SceneItem area = context->scene->items.at[shape]; /* a copy: the pattern moves the list */
    mark_pattern(context, frame, look, area.points, area.n_points);
    if (area.paint.stroke == COLOUR_NONE)
        return;
    area.paint.fill = COLOUR_NONE;
    scene_path(context->scene, area.paint);
    for (size_t i = 0; i < area.n_points; i++)
        add_point(context, true, area.points[i].x, area.points[i].y, i == 0);
    path_close(context->scene);
}

static void draw_piece(const MarkContext *context, const Frame *frame, const Slice *slices, size_t n)
{
    bool upright = is_upright(frame), steps = frame->layer->curve == CURVE_STEP_AFTER;
    Look look = look_of(context->figure, context->looks, frame, slices[0].row);
    scene_path(context->scene, mark_fill(frame, &look));
    for (size_t i = 0; i < n; i++) {
        if (steps && i)
            add_point(context, upright, slices[i].at, slices[i - 1].hi, false);
        add_point(context, upright, slices[i].at, slices[i].hi, i == 0);
    }
    for (size_t i = n; i-- > 0;) {
        add_point(context, upright, slices[i].at, slices[i].lo, false);
        if (steps && i)
            add_point(context, upright, slices[i].at, slices[i - 1].lo, false);
    }
    path_close(context->scene);
    size_t shape = context->scene->items.n - 1;
    for (int id = CHANNEL_COLOR; id < ChannelId_COUNT_OF; id++) {
        const FrameChannel *channel = &frame->channels[id];
        if (channel->channel && channel->channel->categorical && !channel->is_constant && channel->channel->expr)
            scene_datum(context->scene, expr_print(context->arena, channel->channel->expr),
                        value_str(context->arena, frame_value(frame, (ChannelId)id, slices[0].row)));
    }
    if (look.pattern != PATTERN_NONE)
        draw_pattern(context, frame, &look, shape);
}

static double edge_place(const PosScale *scale, double value)
{
    bool is_axis_end = isnan(value) || (scale->type == AXIS_LOG && value <= 0);
    return is_axis_end ? (scale->is_reversed ? scale->to : scale->from) : scale_map(scale, value);
}

void mark_area_draw(const MarkContext *context, const Frame *frame)
{
    Slices *series = ARENA_ARRAY(context->arena, frame->n_series, Slices);
    ChannelId place = is_upright(frame) ? CHANNEL_X : CHANNEL_Y;
    const PosScale *along = is_upright(frame) ? context->y : context->x;
    if (!frame->end || !along)
        return;
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, context->cell_row, context->cell_column))
            continue;
        double at = mark_place(context, frame, place, i);
        if (isnan(at))
            continue;
        Slice slice = {at, edge_place(along, frame->base[i]), isnan(frame->end[i]) ? NAN : scale_map(along, frame->end[i]), i};
        VEC_PUSH(context->arena, &series[frame->series[i]], slice);
    }
    for (size_t s = 0; s < frame->n_series; s++) {
        Slices *slices = &series[s];
        if (slices->n)
            qsort(slices->at, slices->n, sizeof *slices->at, by_place);
        for (size_t i = 0; i < slices->n;) {
            size_t end = i;
            while (end < slices->n && !isnan(slices->at[end].hi) && !isnan(slices->at[end].lo))
                end++;
            if (end - i > 1)
                draw_piece(context, frame, slices->at + i, end - i);
            i = end + 1;
        }
    }
}
