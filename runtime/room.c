/* room: see room.h. */
#include "room.h"

#include "path_shape.h"
#include "path_thin.h"

#include <math.h>

enum {
    CELLS_MOST = 512,
    PALE_ALPHA = 64,
    SMALL_SIDE = 12
}; /* of a side: larger areas have larger cells; of 255; points: smaller shapes are markers */

Room room_new(Arena *arena, Rect area)
{
    Room room = {.area = area, .cell = fmax(1, fmax(area.width, area.height) / CELLS_MOST)};
    room.columns = (size_t)fmax(ceil(area.width / room.cell), 1);
    room.rows = (size_t)fmax(ceil(area.height / room.cell), 1);
    room.taken = arena_array(arena, room.columns * room.rows, 1);
    return room;
}

/* Cells that x0..x1 by y0..y1 touches. */
static void take_box(Room *room, int level, double x0, double y0, double x1, double y1)
{
    double left = fmax(floor((x0 - room->area.x) / room->cell), 0), right = fmin(floor((x1 - room->area.x) / room->cell), (double)room->columns - 1);
    double top = fmax(floor((y0 - room->area.y) / room->cell), 0), bottom = fmin(floor((y1 - room->area.y) / room->cell), (double)room->rows - 1);
    if (!(left <= right && top <= bottom))
        return;
    size_t first = (size_t)left, last = (size_t)right;
    for (size_t row = (size_t)top; row <= (size_t)bottom; row++) {
        uint8_t *taken = room->taken + row * room->columns;
        for (size_t column = first; column <= last; column++)
            taken[column] = level > taken[column] ? (uint8_t)level : taken[column];
    }
}

void room_take_box(Room *room, Rect box, int level)
{
    take_box(room, level, box.x, box.y, box.x + box.width, box.y + box.height);
}

static void take_segment(Room *room, int level, Point a, Point b, double half)
{
    Rect area = room->area;
    bool is_away = fmax(a.x, b.x) < area.x || fmin(a.x, b.x) > area.x + area.width || fmax(a.y, b.y) < area.y ||
                   fmin(a.y, b.y) > area.y + area.height;
    if (is_away)
        return;
    if (fabs(b.x - a.x) < room->cell * 0.25 || fabs(b.y - a.y) < room->cell * 0.25) {
        take_box(room, level, fmin(a.x, b.x) - half, fmin(a.y, b.y) - half, fmax(a.x, b.x) + half, fmax(a.y, b.y) + half);
        return;
    }
    double steps = fmin(fmax(ceil(hypot(b.x - a.x, b.y - a.y) / (room->cell * 0.5)), 1), 1e5);
    for (double i = 0; i <= steps; i++) {
        double x = a.x + (b.x - a.x) * i / steps, y = a.y + (b.y - a.y) * i / steps;
        take_box(room, level, x - half, y - half, x + half, y + half);
    }
}

/* The inside of a closed shape, cell row by cell row. */
static void take_filled(Room *room, int level, Arena *arena, const SceneItem *path)
{
    PathCrossings crossings = {0};
    for (size_t row = 0; row < room->rows; row++) {
        double y = room->area.y + ((double)row + 0.5) * room->cell;
        path_crossings(arena, path, y, &crossings);
        for (size_t i = 0; i + 1 < crossings.n; i += 2)
            take_box(room, level, crossings.at[i], y, crossings.at[i + 1], y);
    }
}

/* How a fill counts: markers are small. */
static int fill_level(const SceneItem *item, double width, double height)
{
    if (width < SMALL_SIDE && height < SMALL_SIDE)
        return ROOM_LINE;
    return COLOUR_ALPHA(item->paint.fill) < PALE_ALPHA ? ROOM_PALE : ROOM_FILL;
}

static Rect box_of(const Point *points, size_t n)
{
    double x0 = INFINITY, x1 = -INFINITY, y0 = INFINITY, y1 = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        x0 = fmin(x0, points[i].x);
        x1 = fmax(x1, points[i].x);
        y0 = fmin(y0, points[i].y);
        y1 = fmax(y1, points[i].y);
    }
    return n ? (Rect){x0, y0, x1 - x0, y1 - y0} : (Rect){0};
}

static void take_path(Room *room, Arena *arena, const SceneItem *whole)
{
    const SceneItem thin = path_thinned(arena, whole, room->cell), *item = &thin;
    Rect box = box_of(item->points, item->n_points);
    bool is_filled = item->paint.fill != COLOUR_NONE && item->n_points > 2;
    int level = item->paint.stroke != COLOUR_NONE ? ROOM_LINE : fill_level(item, box.width, box.height);
    if (is_filled)
        take_filled(room, fill_level(item, box.width, box.height), arena, item);
    double half = item->paint.stroke != COLOUR_NONE ? item->paint.stroke_width / 2 : 0;
    PathEdges edges = {.path = item, .is_open = item->paint.fill == COLOUR_NONE};
    Point from, to;
    while (path_next_edge(&edges, &from, &to))
        take_segment(room, level, from, to, half);
}

static void take_text(Room *room, const SceneItem *item)
{
    double size = item->style.size, start = item->anchor == ANCHOR_START ? 0 : item->anchor == ANCHOR_MIDDLE ? -item->width / 2 : -item->width;
    if (item->angle == 0) {
        take_box(room, ROOM_TEXT, item->at.x + start, item->at.y - size * 0.75, item->at.x + start + item->width, item->at.y + size * 0.22);
        return;
    }
    double radians = item->angle * M_PI / 180;
    Point along = {cos(radians), -sin(radians)}, up = {-sin(radians), -cos(radians)};
    for (double x = start; x <= start + item->width; x += fmax(size / 2, 0.1)) { /* a row of squares as high as the text */
        Point at = {item->at.x + along.x * x + up.x * size * 0.3, item->at.y + along.y * x + up.y * size * 0.3};
        take_box(room, ROOM_TEXT, at.x - size * 0.5, at.y - size * 0.5, at.x + size * 0.5, at.y + size * 0.5);
    }
}

/* Runs of pixels with anything in them. */
static void take_image(Room *room, const SceneItem *item)
{
    double width = item->rect.width / item->columns, height = item->rect.height / item->rows;
    for (size_t row = 0; row < item->rows; row++) {
        const uint32_t *pixels = item->pixels + row * item->columns;
        double y = item->rect.y + (double)row * height;
        for (size_t i = 0, end; i < item->columns; i = end) {
            for (end = i; end < item->columns && pixels[end] >> 24;)
                end++;
            if (end > i)
                take_box(room, ROOM_LINE, item->rect.x + (double)i * width, y, item->rect.x + (double)end * width, y + height);
            else
                end++;
        }
    }
}

static void take_item(Room *room, Arena *arena, const SceneItem *item)
{
    double edge = item->paint.stroke != COLOUR_NONE ? item->paint.stroke_width / 2 : 0, r = item->radius + edge;
    if (item->kind == SCENE_RECT)
        take_box(room, fill_level(item, item->rect.width, item->rect.height), item->rect.x - edge, item->rect.y - edge,
                 item->rect.x + item->rect.width + edge, item->rect.y + item->rect.height + edge);
    else if (item->kind == SCENE_CIRCLE)
        take_box(room, ROOM_LINE, item->at.x - r, item->at.y - r, item->at.x + r, item->at.y + r);
    else if (item->kind == SCENE_TEXT)
        take_text(room, item);
    else if (item->kind == SCENE_IMAGE)
        take_image(room, item);
    else if (item->kind == SCENE_PATH)
        take_path(room, arena, item);
}

void room_take(Room *room, Arena *arena, const Scene *scene, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        take_item(room, arena, &scene->items.at[i]);
}

double room_cost(const Room *room, Rect box, int least)
{
    static const double COST[] = {[ROOM_FREE] = 0, [ROOM_PALE] = 0, [ROOM_FILL] = 1, [ROOM_LINE] = 4, [ROOM_TEXT] = 16};
    Rect area = room->area;
    double inside_x = fmax(fmin(box.x + box.width, area.x + area.width) - fmax(box.x, area.x), 0);
    double inside_y = fmax(fmin(box.y + box.height, area.y + area.height) - fmax(box.y, area.y), 0);
    double cost = (box.width * box.height - inside_x * inside_y) / (room->cell * room->cell) * COST[ROOM_TEXT];
    double left = fmax(floor((box.x - area.x) / room->cell), 0), right = fmin(ceil((box.x + box.width - area.x) / room->cell), (double)room->columns);
    double top = fmax(floor((box.y - area.y) / room->cell), 0), bottom = fmin(ceil((box.y + box.height - area.y) / room->cell), (double)room->rows);
    for (double row = top; row < bottom; row++)
        for (double column = left; column < right; column++)
            cost += room->taken[(size_t)row * room->columns + (size_t)column] >= least
                        ? COST[room->taken[(size_t)row * room->columns + (size_t)column]]
                        : 0;
    return cost;
}
