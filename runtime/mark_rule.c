/* mark_rule: a straight line across the panel, or over an interval. */
#include "mark_kit.h"

#include <math.h>

void mark_rule_draw(const MarkContext *context, const Frame *frame)
{
    Rect area = context->area;
    bool has_x = frame->channels[CHANNEL_X].channel != NULL, has_y = frame->channels[CHANNEL_Y].channel != NULL;
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, context->cell_row, context->cell_column))
            continue;
        Look look = look_of(context->figure, context->looks, frame, i);
        Paint paint = mark_stroke(context, frame, &look);
        if (frame->layer->width_unit != WIDTH_POINTS)
            paint.stroke_width = context->figure->theme->line_width * 0.75;
        look_dash(&paint, look.dash);
        Point from = {area.x, area.y + area.height}, to = {area.x + area.width, area.y};
        if (has_x) {
            Extent x = mark_extent(context, frame, CHANNEL_X, i);
            bool is_interval = mark_has_interval(frame, CHANNEL_X);
            from.x = is_interval ? x.lo : (x.lo + x.hi) / 2;
            to.x = is_interval ? x.hi : from.x;
        }
        if (has_y) {
            Extent y = mark_extent(context, frame, CHANNEL_Y, i);
            bool is_interval = mark_has_interval(frame, CHANNEL_Y);
            from.y = is_interval ? y.hi : (y.lo + y.hi) / 2;
            to.y = is_interval ? y.lo : from.y;
        }
        if (isnan(from.x + from.y + to.x + to.y))
            continue;
        scene_line(context->scene, from, to, paint);
        mark_datum(context, frame, i);
        value_label(context, frame, i, (Rect){fmin(from.x, to.x), fmin(from.y, to.y), fabs(to.x - from.x), fabs(to.y - from.y)});
    }
}
