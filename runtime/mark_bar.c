/* mark_bar: bars from a baseline (stacked, dodged) or over an interval; lying or standing. */
#include "mark_kit.h"

#include "order_statistic.h"
#include "stat_kit.h"

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

/* Where a value lies in the space of the axis, in which equal lengths are equal differences; and the value there. */
static double to_space(AxisType type, double value)
{
    return type == AXIS_SQRT ? copysign(sqrt(fabs(value)), value) : stat_to_space(type, value);
}

static double from_space(AxisType type, double place)
{
    return type == AXIS_SQRT ? place * fabs(place) : stat_from_space(type, place);
}

/* The smallest distance between two places of the layer, in the space of the axis; 0 when there are not two. */
static double smallest_gap(Arena *arena, const Frame *frame, AxisType type)
{
    const Column *column = &frame->channels[place_id(frame)].value;
    double gap = 0, *places = ARENA_ARRAY(arena, column->n, double);
    size_t n = 0;
    bool is_sorted = true;
    for (size_t i = 0; i < column->n && column->type != TYPE_TEXT; i++) {
        double place = to_space(type, column->numbers[i]);
        if (!isfinite(place))
            continue;
        is_sorted &= !n || places[n - 1] <= place;
        places[n++] = place;
    }
    if (!is_sorted)
        sort_numbers(places, n);
    for (size_t i = 1; i < n; i++) {
        double difference = places[i] - places[i - 1];
        if (difference > 0 && (gap == 0 || difference < gap))
            gap = difference;
    }
    return gap;
}

void mark_bar_train(const Frame *frame, size_t cell_row, size_t cell_column, Domain *x, Domain *y)
{
    ChannelId length = length_id(frame), place = place_id(frame);
    Domain *along = length == CHANNEL_Y ? y : x, *across = length == CHANNEL_Y ? x : y;
    const FrameChannel *channel = &frame->channels[place];
    bool is_continuous = across && channel->channel && channel->channel->form == FORM_VALUE && !channel->channel->categorical &&
                         channel->value.n == frame->n;
    double half_gap = is_continuous ? smallest_gap(across->arena, frame, across->type) * GAP_SHARE / 200 : 0;
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, cell_row, cell_column))
            continue;
        if (across)
            mark_train_value(channel, i, across);
        if (is_continuous) {
            double at = to_space(across->type, channel->value.numbers[i]);
            domain_add_edge(across, from_space(across->type, at - half_gap));
            domain_add_edge(across, from_space(across->type, at + half_gap));
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

/* What a bar at a number may take: from its neighbour to the next; alone, half of the axis, or what is left towards a near end. */
static double free_length(const PosScale *scale, double gap, double middle)
{
    double length = fabs(scale->to - scale->from), left = fmin(fabs(middle - scale->from), fabs(scale->to - middle));
    if (gap > 0)
        return gap / (to_space(scale->type, scale->hi) - to_space(scale->type, scale->lo)) * length;
    return fmin(length / 2, fmax(2 * left / GAP_SHARE * 100, length / 10));
}

/* `gap`: the smallest one between the layer's places. */
static Extent across_extent(const MarkContext *context, const Frame *frame, double gap, size_t i)
{
    ChannelId place = place_id(frame);
    const PosScale *scale = place == CHANNEL_X ? context->x : context->y;
    Extent extent = mark_extent(context, frame, place, i);
    double middle = (extent.lo + extent.hi) / 2, width = extent.hi - extent.lo, at = middle;
    bool is_continuous = !mark_has_interval(frame, place) && scale && scale->type != AXIS_BAND;
    if (is_continuous) {
        width = free_length(scale, gap, middle) * GAP_SHARE / 100;
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
    Extent across = {middle - width / 2, middle + width / 2};
    if (is_continuous) { /* at the end of a written domain it ends with the panel */
        double lo = fmin(scale->from, scale->to), hi = fmax(scale->from, scale->to);
        if (at >= lo && at <= hi)
            across = (Extent){fmin(fmax(across.lo, lo), hi), fmin(fmax(across.hi, lo), hi)};
    }
    return across;
}

/* From bar to bar, where they stand side by side. */
static double find_step(const MarkContext *context, const Frame *frame, double gap)
{
    double step = INFINITY;
    if (frame->n && context->x && context->x->type == AXIS_BAND)
        step = scale_step(context->x);
    if (frame->n && frame->slot && frame->n_slots > 1) {
        Extent first = across_extent(context, frame, gap, 0);
        step = fmin(step, first.hi - first.lo);
    }
    return step;
}

void mark_bar_draw(const MarkContext *panel, const Frame *frame)
{
    MarkContext own = *panel, *context = &own;
    ChannelId length = length_id(frame);
    const PosScale *along = length == CHANNEL_Y ? context->y : context->x, *place = length == CHANNEL_Y ? context->x : context->y;
    bool is_continuous = place && place->type != AXIS_BAND && !mark_has_interval(frame, place_id(frame));
    double gap = is_continuous ? smallest_gap(context->arena, frame, place->type) : 0;
    bool has_labels_above = frame->channels[CHANNEL_TEXT].channel && frame->layer->orientation == VERTICAL && frame->layer->side == PLACE_AUTO;
    own.label_size = has_labels_above ? bar_label_size(context, frame, find_step(context, frame, gap)) : 0;
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, context->cell_row, context->cell_column))
            continue;
        Extent across = across_extent(context, frame, gap, i), reach = {NAN, NAN};
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
