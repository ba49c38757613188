/* mark_smooth: a curve over its band: fitted curves with their confidence, densities over the axis. */
#include "mark_kit.h"

#include <math.h>

enum { BAND_SHARE = 20 }; /* per cent of the colour */

static Point point_at(const MarkContext *context, const Frame *frame, size_t i, const Column *column)
{
    bool is_upright = frame->layer->orientation == VERTICAL;
    const FrameChannel *place = &frame->channels[is_upright ? CHANNEL_X : CHANNEL_Y];
    double at = scale_map(is_upright ? context->x : context->y, place->value.numbers[i]),
           value = scale_map(is_upright ? context->y : context->x, column->numbers[i]);
    return is_upright ? (Point){at, value} : (Point){value, at};
}

static void add_point(Scene *scene, Point point, bool is_first)
{
    if (is_first)
        path_move(scene, point.x, point.y);
    else
        path_line(scene, point.x, point.y);
}

/* Rows from..to-1, which rise along the place. */
static void draw_curve(const MarkContext *context, const Frame *frame, size_t from, size_t to)
{
    const FrameChannel *length = &frame->channels[frame->layer->orientation == VERTICAL ? CHANNEL_Y : CHANNEL_X];
    Look look = look_of(context->figure, context->looks, frame, from);
    Scene *scene = context->scene;
    if (!isnan(length->lo.numbers[from])) {
        Paint band = mark_light_fill(&look, BAND_SHARE / 100.0);
        band.stroke = COLOUR_NONE;
        scene_path(scene, band);
        for (size_t i = from; i < to; i++)
            add_point(scene, point_at(context, frame, i, &length->hi), i == from);
        for (size_t i = to; i-- > from;)
            add_point(scene, point_at(context, frame, i, &length->lo), false);
        path_close(scene);
    }
    scene_path(scene, mark_stroke(context, frame, &look));
    for (size_t i = from; i < to; i++)
        add_point(scene, point_at(context, frame, i, &length->value), i == from);
    for (int id = CHANNEL_COLOR; id < ChannelId_COUNT_OF; id++) {
        const FrameChannel *channel = &frame->channels[id];
        if (channel->channel && channel->channel->categorical && channel->channel->expr && !channel->is_constant)
            scene_datum(scene, expr_print(context->arena, channel->channel->expr),
                        value_str(context->arena, frame_value(frame, (ChannelId)id, from)));
    }
}

void mark_smooth_draw(const MarkContext *context, const Frame *frame)
{
    for (size_t i = 0; i < frame->n;) {
        size_t from = i;
        while (i < frame->n && frame->first_row[i] == frame->first_row[from])
            i++;
        if (frame_in_cell(frame, from, context->cell_row, context->cell_column))
            draw_curve(context, frame, from, i);
    }
}

void mark_smooth_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box)
{
    if (frame->n && !isnan(frame->channels[frame->layer->orientation == VERTICAL ? CHANNEL_Y : CHANNEL_X].lo.numbers[0])) {
        Paint band = mark_light_fill(look, BAND_SHARE / 100.0);
        band.stroke = COLOUR_NONE;
        scene_rect(context->scene, (Rect){box.x, box.y + box.height * 0.1, box.width, box.height * 0.8}, band);
    }
    mark_line_key(context, frame, look, box);
}
