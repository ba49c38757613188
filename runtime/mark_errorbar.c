/* mark_errorbar: an interval with caps. */
#include "mark_kit.h"

#include <math.h>

enum { CAP_LENGTH = 4 }; /* points, of both halves together */

static void draw_bar(Scene *scene, bool upright, double at, double lo, double hi, double cap, Paint paint)
{
    scene_path(scene, paint);
    if (upright) {
        path_move(scene, at, lo);
        path_line(scene, at, hi);
    } else {
        path_move(scene, lo, at);
        path_line(scene, hi, at);
    }
    const double ends[] = {lo, hi};
    for (int i = 0; i < 2 && cap > 0; i++) {
        if (upright) {
            path_move(scene, at - cap / 2, ends[i]);
            path_line(scene, at + cap / 2, ends[i]);
        } else {
            path_move(scene, ends[i], at - cap / 2);
            path_line(scene, ends[i], at + cap / 2);
        }
    }
}

static Paint thin(const MarkContext *context, const Frame *frame, const Look *look)
{
    Paint paint = mark_stroke(context, frame, look);
    paint.stroke_width = fmin(context->figure->theme->line_width, 0.8);
    look_dash(&paint, look->dash);
    return paint;
}

void mark_errorbar_draw(const MarkContext *context, const Frame *frame)
{
    bool upright = frame->layer->orientation == VERTICAL;
    double cap = frame->layer->width_unit == WIDTH_POINTS ? frame->layer->width : CAP_LENGTH;
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, context->cell_row, context->cell_column))
            continue;
        double at = mark_place(context, frame, upright ? CHANNEL_X : CHANNEL_Y, i);
        Extent reach = mark_extent(context, frame, upright ? CHANNEL_Y : CHANNEL_X, i);
        if (isnan(at + reach.lo + reach.hi))
            continue;
        Look look = look_of(context->figure, context->looks, frame, i);
        Extent band = mark_extent(context, frame, upright ? CHANNEL_X : CHANNEL_Y, i);
        double most = fabs(band.hi - band.lo), own = most > 0 ? fmin(cap, most) : cap; /* narrow bands have narrow caps */
        draw_bar(context->scene, upright, at, reach.lo, reach.hi, own, thin(context, frame, &look));
        mark_datum(context, frame, i);
    }
}

void mark_errorbar_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box)
{
    draw_bar(context->scene, true, box.x + box.width / 2, box.y, box.y + box.height, CAP_LENGTH, thin(context, frame, look));
}
