/* mark_hexbin: the hexagons that rows fall into, side by side without a gap. */
#include "mark_kit.h"
#include "stat_hexbin.h"

#include <math.h>

/* Outwards from the middle across each side, from the right one on against the clock; corner k lies between side k - 1 and side k. */
static const Point SIDES[] = {{1, 0}, {0.5, -HEX_ROW}, {-0.5, -HEX_ROW}, {-1, 0}, {-0.5, HEX_ROW}, {0.5, HEX_ROW}};

static void add_hexagon(Scene *scene, Point middle, double size, const double *beyond)
{
    for (size_t k = 0; k < 6; k++) {
        Point a = SIDES[(k + 5) % 6], b = SIDES[k];
        double far_a = size / 2 + beyond[(k + 5) % 6], far_b = size / 2 + beyond[k], cross = a.x * b.y - a.y * b.x;
        Point corner = {middle.x + (far_a * b.y - far_b * a.y) / cross, middle.y + (far_b * a.x - far_a * b.x) / cross};
        if (k == 0)
            path_move(scene, corner.x, corner.y);
        else
            path_line(scene, corner.x, corner.y);
    }
    path_close(scene);
}

/* Where two fills only touch, viewers that smooth edges show what is behind: each cell reaches under those neighbours that are drawn over it later.
 * What is seen of it ends where it should; where colours shine through, that would show. */
void mark_hexbin_draw(const MarkContext *context, const Frame *frame)
{
    static const uint8_t LATER[] = {HEX_RIGHT, HEX_UPPER_RIGHT, HEX_UPPER_LEFT};
    double under = fmin(0.4, frame->cell_size / 8);
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, context->cell_row, context->cell_column))
            continue;
        Point middle = {mark_place(context, frame, CHANNEL_X, i), mark_place(context, frame, CHANNEL_Y, i)};
        Look look = look_of(context->figure, context->looks, frame, i);
        Paint paint = mark_fill(frame, &look);
        bool is_opaque = (paint.fill & 0xFF) == 0xFF;
        double beyond[6] = {0};
        for (size_t k = 0; k < 3 && is_opaque; k++)
            beyond[k] = frame->borders[i] & LATER[k] ? under : 0;
        scene_path(context->scene, paint);
        add_hexagon(context->scene, middle, frame->cell_size, beyond);
        mark_datum(context, frame, i);
    }
}

void mark_hexbin_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box)
{
    static const double PLAIN[6];
    scene_path(context->scene, mark_fill(frame, look));
    add_hexagon(context->scene, (Point){box.x + box.width / 2, box.y + box.height / 2}, fmin(box.width, box.height) * HEX_ROW, PLAIN);
}
