/* legend_place: see legend_place.h. Sums over all cells left of and above each one (Crow, "Summed-area tables for
 * texture mapping", SIGGRAPH 1984) then tell in four looks whether a box is free, at every place. */
#include "legend_place.h"

#include "room.h"

#include <math.h>

static const double MARK_GAP = 2; /* from marks */

Point corner_place(LegendPosition position, Rect area, double width, double height, double unit)
{
    double gap = LEGEND_EDGE_GAP * unit;
    bool is_left = position == LEGEND_TOP_LEFT || position == LEGEND_BOTTOM_LEFT, is_middle = position == LEGEND_TOP || position == LEGEND_BOTTOM;
    bool is_top = position == LEGEND_TOP_LEFT || position == LEGEND_TOP || position == LEGEND_TOP_RIGHT;
    return (Point){is_left     ? area.x + gap
                   : is_middle ? area.x + (area.width - width) / 2
                               : area.x + area.width - width - gap,
                   is_top ? area.y + gap : area.y + area.height - height - gap};
}

/* --- searching ---------------------------------------------------------------------------------------------------- */

/* sums[(r) * (columns + 1) + c]: taken cells above row r and left of column c. */
static uint32_t *sum_cells(Arena *arena, const Room *room)
{
    size_t stride = room->columns + 1;
    uint32_t *sums = arena_array(arena, stride * (room->rows + 1), sizeof *sums);
    for (size_t row = 0; row < room->rows; row++) {
        uint32_t line = 0;
        for (size_t column = 0; column < room->columns; column++) {
            line += room->taken[row * room->columns + column] != ROOM_FREE;
            sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1] + line;
        }
    }
    return sums;
}

static bool is_free(const Room *room, const uint32_t *sums, double x, double y, double width, double height)
{
    double x0 = fmax(floor((x - MARK_GAP - room->area.x) / room->cell), 0),
           x1 = fmin(ceil((x + width + MARK_GAP - room->area.x) / room->cell), (double)room->columns);
    double y0 = fmax(floor((y - MARK_GAP - room->area.y) / room->cell), 0),
           y1 = fmin(ceil((y + height + MARK_GAP - room->area.y) / room->cell), (double)room->rows);
    size_t left = (size_t)x0, right = (size_t)x1, top = (size_t)y0, bottom = (size_t)y1, stride = room->columns + 1;
    return sums[bottom * stride + right] - sums[top * stride + right] - sums[bottom * stride + left] + sums[top * stride + left] == 0;
}

bool find_free_place(Arena *arena, const Scene *scene, size_t from, size_t to, Rect area, double width, double height, double unit, Point *place)
{
    static const LegendPosition CORNERS[] = {LEGEND_TOP_RIGHT, LEGEND_TOP_LEFT, LEGEND_BOTTOM_RIGHT, LEGEND_BOTTOM_LEFT};
    double gap = LEGEND_EDGE_GAP * unit, spare_x = area.width - 2 * gap - width, spare_y = area.height - 2 * gap - height;
    if (spare_x < 0 || spare_y < 0)
        return false;
    Room room = room_new(arena, area);
    room_take(&room, arena, scene, from, to);
    const uint32_t *sums = sum_cells(arena, &room);
    double best = INFINITY;
    for (size_t k = 0; k < sizeof CORNERS / sizeof *CORNERS; k++) { /* corners first: most legends stand there */
        Point at = corner_place(CORNERS[k], area, width, height, unit);
        if (!is_free(&room, sums, at.x, at.y, width, height))
            continue;
        *place = at;
        return true;
    }
    for (double dy = 0; dy <= spare_y; dy += room.cell)
        for (double dx = 0; dx <= spare_x; dx += room.cell) {
            double far_x = fmin(dx, spare_x - dx), far_y = fmin(dy, spare_y - dy), x = area.x + gap + dx, y = area.y + gap + dy;
            /* from the nearest corner; a little dearer at the left and below */
            double cost = far_x + far_y + (dx < spare_x / 2 ? 0.01 : 0) + (dy > spare_y / 2 ? 0.02 : 0);
            if (cost >= best || !is_free(&room, sums, x, y, width, height))
                continue;
            best = cost;
            *place = (Point){x, y};
        }
    return best < INFINITY;
}
