/* mark_violin: a density to both sides of its place; all violins of a layer have one area. */
#include "mark_kit.h"

#include <math.h>

enum { VIOLIN_SHARE = 95, FILL_SHARE = 35 }; /* per cent: of the band that the widest takes, of the colour */

void mark_violin_draw(const MarkContext *context, const Frame *frame)
{
    bool is_upright = frame->layer->orientation == VERTICAL;
    const FrameChannel *length = &frame->channels[is_upright ? CHANNEL_Y : CHANNEL_X];
    const PosScale *along = is_upright ? context->y : context->x;
    for (size_t i = 0; i < frame->n;) {
        size_t from = i, to = i + 1; /* rows of one violin rise along it */
        while (to < frame->n && frame->first_row[to] == frame->first_row[from])
            to++;
        i = to;
        Extent breadth = mark_breadth(context, frame, from, VIOLIN_SHARE / 100.0);
        if (!frame_in_cell(frame, from, context->cell_row, context->cell_column) || isnan(breadth.lo))
            continue;
        Look look = look_of(context->figure, context->looks, frame, from);
        double middle = (breadth.lo + breadth.hi) / 2, half = (breadth.hi - breadth.lo) / 2;
        scene_path(context->scene, mark_light_fill(&look, FILL_SHARE / 100.0));
        for (size_t k = 0; k < 2 * (to - from); k++) {
            bool is_back = k >= to - from;
            size_t row = is_back ? to - 1 - (k - (to - from)) : from + k;
            double across = middle + (is_back ? -1 : 1) * half * frame->end[row], at = scale_map(along, length->value.numbers[row]);
            Point point = is_upright ? (Point){across, at} : (Point){at, across};
            if (k == 0)
                path_move(context->scene, point.x, point.y);
            else
                path_line(context->scene, point.x, point.y);
        }
        path_close(context->scene);
        for (int id = 0; id < ChannelId_COUNT_OF; id++) {
            const FrameChannel *channel = &frame->channels[id];
            if (channel->channel && channel->channel->categorical && channel->channel->expr && !channel->is_constant)
                scene_datum(context->scene, expr_print(context->arena, channel->channel->expr),
                            value_str(context->arena, frame_value(frame, (ChannelId)id, from)));
        }
    }
}
