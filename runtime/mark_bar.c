/* mark_bar: bars from a baseline (stacked, dodged) or over an interval; lying or standing. */
#include "mark_kit.h"

#include <math.h>

enum { GAP_SHARE = 80 }; /* per cent of the smallest gap that a bar takes on a continuous axis */

static ChannelId length_id(const Frame *frame)
{
    return frame->layer->orientation == VERTICAL ? CHANNEL_Y : CHANNEL_X;
}

static ChannelId place_id(const Frame *frame)
{
    return frame->layer->orientation == VERTICAL ? CHANNEL_X : CHANNEL_Y;
}

/* The smallest distance between two positions of the layer, in data values; 0 when there are not two. */
static double smallest_gap(const Frame *frame)
{
    const Column *column = &frame->channels[place_id(frame)].value;
    double gap = 0;
    /* positions of one frame are few; of many, the sorted neighbours would do the same */
    double last = NAN;
    for (size_t i = 0; i < column->n && column->type != TYPE_TEXT; i++) {
        double difference = fabs(column->numbers[i] - last);
        if (difference > 0 && (gap == 0 || difference < gap))
            gap = difference;
        last = column->numbers[i];
    }
    return gap;
}

void mark_bar_train(const Frame *frame, size_t cell_row, size_t cell_column, Domain *x, Domain *y)
{
    ChannelId length = length_id(frame), place = place_id(frame);
    Domain *along = length == CHANNEL_Y ? y : x, *across = length == CHANNEL_Y ? x : y;
    double half_gap = smallest_gap(frame) * GAP_SHARE / 200;
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, cell_row, cell_column))
            continue;
        const FrameChannel *channel = &frame->channels[place];
        if (across)
            mark_train_value(channel, i, across);
        bool is_continuous = across && channel->channel && channel->channel->form == FORM_VALUE && !channel->channel->categorical &&
                             channel->value.n == frame->n;
        if (is_continuous) {
            domain_add_edge(across, channel->value.numbers[i] - half_gap);
            domain_add_edge(across, channel->value.numbers[i] + half_gap);
        }
        if (along && frame->end) {
            domain_add_base(along, frame->base[i]);
            domain_add_number(along, frame->end[i]);
        } else if (along) {
            mark_train_value(&frame->channels[length], i, along);
        }
    }
}

/* Where a baseline of the axis' own end lies. */
static double base_place(const PosScale *scale, double base)
{
    if (isnan(base))
        return scale->is_reversed ? scale->to : scale->from;
    if (scale->type == AXIS_LOG && base <= 0)
        return scale->is_reversed ? scale->to : scale->from;
    return scale_map(scale, base);
}

static Extent across_extent(const MarkContext *context, const Frame *frame, size_t i)
{
    ChannelId place = place_id(frame);
    const PosScale *scale = place == CHANNEL_X ? context->x : context->y;
    Extent extent = mark_extent(context, frame, place, i);
    double middle = (extent.lo + extent.hi) / 2, width = extent.hi - extent.lo;
    if (!mark_has_interval(frame, place) && scale && scale->type != AXIS_BAND) {
        double gap = smallest_gap(frame), at = frame->channels[place].value.numbers[frame->channels[place].is_constant ? 0 : i];
        double full = gap > 0 ? fabs(scale_map(scale, at + gap) - scale_map(scale, at)) : fabs(scale->to - scale->from) / 2;
        width = full * GAP_SHARE / 100;
        if (frame->slot && frame->n_slots > 1) {
            double step = width / (double)frame->n_slots;
            middle += step * (frame->slot[i] + 0.5) - width / 2;
            width = step;
        }
    }
    if (frame->layer->width_unit == WIDTH_FRACTION && scale)
        width = scale->type == AXIS_BAND          ? scale_step(scale) * frame->layer->width / (double)(frame->slot ? frame->n_slots : 1)
                : mark_has_interval(frame, place) ? width * frame->layer->width
                                                  : width / GAP_SHARE * 100 * frame->layer->width;
    else if (frame->layer->width_unit == WIDTH_POINTS)
        width = frame->layer->width;
    return (Extent){middle - width / 2, middle + width / 2};
}

void mark_bar_draw(const MarkContext *context, const Frame *frame)
{
    ChannelId length = length_id(frame);
    const PosScale *along = length == CHANNEL_Y ? context->y : context->x;
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, context->cell_row, context->cell_column))
            continue;
        Extent across = across_extent(context, frame, i), reach = {NAN, NAN};
        if (frame->end && along && along->type != AXIS_BAND)
            reach = (Extent){base_place(along, frame->base[i]), scale_map(along, frame->end[i])};
        else
            reach = mark_extent(context, frame, length, i);
        if (isnan(across.lo) || isnan(across.hi) || isnan(reach.lo) || isnan(reach.hi))
            continue;
        double lo = fmin(reach.lo, reach.hi), size = fabs(reach.hi - reach.lo);
        Rect rect = {across.lo, lo, across.hi - across.lo, size};
        if (length == CHANNEL_X)
            rect = (Rect){lo, across.lo, size, across.hi - across.lo};
        Look look = look_of(context->figure, context->looks, frame, i);
        scene_rect(context->scene, rect, mark_fill(frame, &look));
        mark_datum(context, frame, i);
        mark_pattern_rect(context, frame, &look, rect);
        value_label(context, frame, i, rect);
    }
}
