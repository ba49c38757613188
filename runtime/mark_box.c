/* mark_box: box and whiskers: hinges and median, whiskers, outliers as circles. */
#include "colour.h"
#include "mark_kit.h"

#include <math.h>

enum { BOX_SHARE = 60, FILL_SHARE = 35, OUTLIER_SHARE = 60 }; /* per cent: of the band, of the colour, of a marker */

void mark_box_train(const Frame *frame, size_t cell_row, size_t cell_column, Domain *x, Domain *y)
{
    mark_point_train(frame, cell_row, cell_column, x, y);
    Domain *along = frame->layer->orientation == VERTICAL ? y : x;
    for (size_t i = 0; i < frame->n && along; i++)
        if (frame_in_cell(frame, i, cell_row, cell_column)) {
            domain_add_number(along, frame->base[i]);
            domain_add_number(along, frame->end[i]);
        }
}

Extent mark_breadth(const MarkContext *context, const Frame *frame, size_t i, double share)
{
    const IrLayer *layer = frame->layer;
    Extent slot = mark_extent(context, frame, layer->orientation == VERTICAL ? CHANNEL_X : CHANNEL_Y, i);
    double middle = (slot.lo + slot.hi) / 2, width = (slot.hi - slot.lo) * share;
    if (layer->width_unit == WIDTH_FRACTION)
        width = (slot.hi - slot.lo) * layer->width;
    else if (layer->width_unit == WIDTH_POINTS)
        width = layer->width;
    return (Extent){middle - width / 2, middle + width / 2};
}

Paint mark_light_fill(const Look *look, double share)
{
    Colour alpha = (Colour)(COLOUR_ALPHA(look->color) * share + 0.5);
    return (Paint){.fill = (look->color & 0xFFFFFF00) | alpha, .stroke = look->color, .stroke_width = 0.8, .join = JOIN_MITER};
}

static void line(Scene *scene, bool is_upright, double across0, double along0, double across1, double along1)
{
    path_move(scene, is_upright ? across0 : along0, is_upright ? along0 : across0);
    path_line(scene, is_upright ? across1 : along1, is_upright ? along1 : across1);
}

static void draw_box(Scene *scene, bool is_upright, Extent breadth, const double *at, const Look *look)
{
    Rect box = {breadth.lo, fmin(at[1], at[3]), breadth.hi - breadth.lo, fabs(at[3] - at[1])};
    if (!is_upright)
        box = (Rect){box.y, box.x, box.height, box.width};
    double middle = (breadth.lo + breadth.hi) / 2;
    Paint thin = {.stroke = look->color, .stroke_width = 0.8}, thick = {.stroke = look->color, .stroke_width = 1.6};
    scene_path(scene, thin);
    line(scene, is_upright, middle, at[0], middle, at[1]);
    line(scene, is_upright, middle, at[3], middle, at[4]);
    scene_path(scene, thick);
    line(scene, is_upright, breadth.lo, at[2], breadth.hi, at[2]);
    scene_rect(scene, box, mark_light_fill(look, FILL_SHARE / 100.0));
}

void mark_box_draw(const MarkContext *context, const Frame *frame)
{
    bool is_upright = frame->layer->orientation == VERTICAL;
    const FrameChannel *length = &frame->channels[is_upright ? CHANNEL_Y : CHANNEL_X];
    const PosScale *along = is_upright ? context->y : context->x;
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, context->cell_row, context->cell_column))
            continue;
        Extent breadth = mark_breadth(context, frame, i, BOX_SHARE / 100.0);
        double at[] = {scale_map(along, frame->base[i]), scale_map(along, length->lo.numbers[i]), scale_map(along, length->value.numbers[i]),
                       scale_map(along, length->hi.numbers[i]), scale_map(along, frame->end[i])};
        Look look = look_of(context->figure, context->looks, frame, i);
        if (isnan(breadth.lo) || isnan(at[2]))
            continue;
        if (isnan(frame->base[i])) {
            double middle = (breadth.lo + breadth.hi) / 2, size = context->figure->theme->marker_size * OUTLIER_SHARE / 100;
            Point place = is_upright ? (Point){middle, at[2]} : (Point){at[2], middle};
            marker_draw(context->scene, MARKER_CIRCLE, place, size, look.color, COLOUR_NONE, 0);
            scene_datum(context->scene, STR("outlier"), value_str(context->arena, column_value(&length->value, i)));
            continue;
        }
        draw_box(context->scene, is_upright, breadth, at, &look);
        mark_datum(context, frame, i);
        scene_datum(context->scene, STR("lower whisker"), value_str(context->arena, (Value){.number = frame->base[i]}));
        scene_datum(context->scene, STR("upper whisker"), value_str(context->arena, (Value){.number = frame->end[i]}));
    }
}

void mark_light_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box)
{
    (void)frame;
    double size = fmin(box.height, box.width), height = size * 0.82;
    scene_rect(context->scene, (Rect){box.x + (box.width - size * 1.3) / 2, box.y + (box.height - height) / 2, size * 1.3, height},
               mark_light_fill(look, FILL_SHARE / 100.0));
}
