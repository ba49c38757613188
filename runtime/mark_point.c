/* mark_point: one marker a row. */
#include "mark_kit.h"

#include <math.h>

void mark_point_draw(const MarkContext *context, const Frame *frame)
{
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, context->cell_row, context->cell_column))
            continue;
        Point at = {mark_place(context, frame, CHANNEL_X, i), mark_place(context, frame, CHANNEL_Y, i)};
        if (isnan(at.x) || isnan(at.y))
            continue;
        Look look = look_of(context->figure, context->looks, frame, i);
        marker_draw(context->scene, look.marker, at, look.size, look.color, frame->layer->outline, frame->layer->outline_width);
        mark_datum(context, frame, i);
        value_label(context, frame, i, (Rect){at.x - look.size / 2, at.y - look.size / 2, look.size, look.size});
    }
}
