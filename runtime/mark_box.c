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
            domain_add_number(along, frame->notch_lo ? frame->notch_lo[i] : NAN);
            domain_add_number(along, frame->notch_hi ? frame->notch_hi[i] : NAN);
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

/* The notch goes from at[0] by the median, at[1], to at[2]; there the box is half as broad. */
static void draw_notched(Scene *scene, bool is_upright, Extent breadth, Extent hinges, const double *at, Paint paint)
{
    double quarter = (breadth.hi - breadth.lo) / 4;
    const Point corners[] = {{breadth.lo, hinges.lo}, {breadth.lo, at[0]},     {breadth.lo + quarter, at[1]}, {breadth.lo, at[2]},
                             {breadth.lo, hinges.hi}, {breadth.hi, hinges.hi}, {breadth.hi, at[2]},           {breadth.hi - quarter, at[1]},
                             {breadth.hi, at[0]},     {breadth.hi, hinges.lo}};
    scene_path(scene, paint);
    for (size_t i = 0; i < sizeof corners / sizeof *corners; i++) {
        double x = is_upright ? corners[i].x : corners[i].y, y = is_upright ? corners[i].y : corners[i].x;
        if (i == 0)
            path_move(scene, x, y);
        else
            path_line(scene, x, y);
    }
    path_close(scene);
}

/* notch NULL: none. */
static void draw_box(Scene *scene, bool is_upright, Extent breadth, const double *at, const double *notch, const Look *look)
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
    double inset = notch ? (breadth.hi - breadth.lo) / 4 : 0;
    line(scene, is_upright, breadth.lo + inset, at[2], breadth.hi - inset, at[2]);
    if (notch)
        draw_notched(scene, is_upright, breadth, (Extent){at[1], at[3]}, notch, mark_light_fill(look, FILL_SHARE / 100.0));
    else
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
        double notch[3] = {NAN, at[2], NAN};
        if (frame->notch_lo) {
            notch[0] = scale_map(along, frame->notch_lo[i]);
            notch[2] = scale_map(along, frame->notch_hi[i]);
        }
        if (frame->breadths) {
            double lost = (breadth.hi - breadth.lo) * (1 - frame->breadths[i]) / 2;
            breadth = (Extent){breadth.lo + lost, breadth.hi - lost};
        }
        draw_box(context->scene, is_upright, breadth, at, isnan(notch[0] + notch[2]) ? NULL : notch, &look);
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
