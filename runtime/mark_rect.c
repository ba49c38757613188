/* mark_rect: a rectangle over two intervals or bands: heat maps, shaded ranges. */
#include "mark_kit.h"

#include <math.h>

void mark_rect_train(const Frame *frame, size_t cell_row, size_t cell_column, Domain *x, Domain *y)
{
    mark_point_train(frame, cell_row, cell_column, x, y);
}

/* The cells of a heat map touch: a band's whole step. A missing side spans the panel. */
static Extent side(const MarkContext *context, const Frame *frame, ChannelId id, size_t i)
{
    const PosScale *scale = id == CHANNEL_X ? context->x : context->y;
    Extent extent = mark_extent(context, frame, id, i);
    if (!frame->channels[id].channel) {
        Rect area = context->area;
        return id == CHANNEL_X ? (Extent){area.x, area.x + area.width} : (Extent){area.y, area.y + area.height};
    }
    if (scale && scale->type == AXIS_BAND && frame->layer->width_unit == WIDTH_AUTO) {
        double step = scale_step(scale) / (double)(frame->slot ? frame->n_slots : 1), middle = (extent.lo + extent.hi) / 2;
        if (mark_has_interval(frame, id))
            return (Extent){extent.lo - scale_step(scale) * scale->padding / 2, extent.hi + scale_step(scale) * scale->padding / 2};
        return (Extent){middle - step / 2, middle + step / 2};
    }
    return extent;
}

void mark_rect_draw(const MarkContext *context, const Frame *frame)
{
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, context->cell_row, context->cell_column))
            continue;
        Extent x = side(context, frame, CHANNEL_X, i), y = side(context, frame, CHANNEL_Y, i);
        if (isnan(x.lo + x.hi + y.lo + y.hi))
            continue;
        Look look = look_of(context->figure, context->looks, frame, i);
        Rect rect = {x.lo, y.lo, x.hi - x.lo, y.hi - y.lo};
        scene_rect(context->scene, rect, mark_fill(frame, &look));
        mark_datum(context, frame, i);
        mark_pattern_rect(context, frame, &look, rect);
        value_label(context, frame, i, rect);
    }
}
