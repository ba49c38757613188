/* legend_place: see legend_place.h. Marks are painted into a grid of cells; sums over all cells left of and above each one (Crow, "Summed-area tables for
 * texture mapping", SIGGRAPH 1984) then tell in four looks whether a box is free, at every place. */
#include "legend_place.h"

#include <math.h>
#include <stdlib.h>

enum { CELLS_MOST = 512 }; /* of a side: larger panels have larger cells */
static const double EDGE_GAP = 1; /* from the panel's border */
static const double MARK_GAP = 2; /* from marks */

typedef struct Grid {
    Rect area;
    double cell;
    size_t columns, rows;
    uint8_t *taken;
} Grid;

Point corner_place(LegendPosition position, Rect area, double width, double height)
{
    bool is_left = position == LEGEND_TOP_LEFT || position == LEGEND_BOTTOM_LEFT, is_middle = position == LEGEND_TOP || position == LEGEND_BOTTOM;
    bool is_top = position == LEGEND_TOP_LEFT || position == LEGEND_TOP || position == LEGEND_TOP_RIGHT;
    return (Point){is_left ? area.x + EDGE_GAP : is_middle ? area.x + (area.width - width) / 2 : area.x + area.width - width - EDGE_GAP,
                   is_top ? area.y + EDGE_GAP : area.y + area.height - height - EDGE_GAP};
}

/* --- painting ----------------------------------------------------------------------------------------------------- */

/* Cells that x0..x1 by y0..y1 touches. */
static void take_box(Grid *grid, double x0, double y0, double x1, double y1)
{
    double left = fmax(floor((x0 - grid->area.x) / grid->cell), 0), right = fmin(floor((x1 - grid->area.x) / grid->cell), (double)grid->columns - 1);
    double top = fmax(floor((y0 - grid->area.y) / grid->cell), 0), bottom = fmin(floor((y1 - grid->area.y) / grid->cell), (double)grid->rows - 1);
    for (double row = top; row <= bottom; row++)
        for (double column = left; column <= right; column++)
            grid->taken[(size_t)row * grid->columns + (size_t)column] = 1;
}

static void take_segment(Grid *grid, Point a, Point b, double half)
{
    Rect area = grid->area;
    bool is_away = fmax(a.x, b.x) < area.x || fmin(a.x, b.x) > area.x + area.width || fmax(a.y, b.y) < area.y || fmin(a.y, b.y) > area.y + area.height;
    if (is_away)
        return;
    double steps = fmin(fmax(ceil(hypot(b.x - a.x, b.y - a.y) / (grid->cell * 0.5)), 1), 1e5);
    for (double i = 0; i <= steps; i++) {
        double x = a.x + (b.x - a.x) * i / steps, y = a.y + (b.y - a.y) * i / steps;
        take_box(grid, x - half, y - half, x + half, y + half);
    }
}

static int by_place(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The inside of a closed shape, cell row by cell row, between each two of its crossings. */
static void take_filled(Grid *grid, Arena *arena, const SceneItem *path)
{
    double *crossings = ARENA_ARRAY(arena, path->n_points + 1, double);
    for (size_t row = 0; row < grid->rows; row++) {
        double y = grid->area.y + ((double)row + 0.5) * grid->cell;
        size_t n = 0;
        for (size_t i = 0, last = path->n_points - 1; i < path->n_points; last = i++) {
            Point a = path->points[i], b = path->points[last];
            if ((a.y > y) != (b.y > y))
                crossings[n++] = (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x;
        }
        qsort(crossings, n, sizeof *crossings, by_place);
        for (size_t i = 0; i + 1 < n; i += 2)
            take_box(grid, crossings[i], y, crossings[i + 1], y);
    }
}

static Point on_curve(Point start, const Point *rest, double t)
{
    double a = (1 - t) * (1 - t) * (1 - t), b = 3 * (1 - t) * (1 - t) * t, c = 3 * (1 - t) * t * t, d = t * t * t;
    return (Point){a * start.x + b * rest[0].x + c * rest[1].x + d * rest[2].x, a * start.y + b * rest[0].y + c * rest[1].y + d * rest[2].y};
}

static void take_path(Grid *grid, Arena *arena, const SceneItem *item)
{
    if (item->paint.fill != COLOUR_NONE && item->n_points > 2)
        take_filled(grid, arena, item);
    double half = item->paint.stroke != COLOUR_NONE ? item->paint.stroke_width / 2 : 0;
    Point at = {0, 0}, start = {0, 0};
    const Point *next = item->points;
    for (size_t i = 0; i < item->n_verbs; i++) {
        if (item->verbs[i] == PATH_MOVE) {
            at = start = *next++;
        } else if (item->verbs[i] == PATH_LINE) {
            take_segment(grid, at, *next, half);
            at = *next++;
        } else if (item->verbs[i] == PATH_CURVE) { /* a few chords: curves between neighbouring points are short */
            Point from = at;
            for (int k = 1; k <= 8; k++) {
                Point to = on_curve(at, next, k / 8.0);
                take_segment(grid, from, to, half);
                from = to;
            }
            at = next[2];
            next += 3;
        } else {
            take_segment(grid, at, start, half);
            at = start;
        }
    }
}

static void take_text(Grid *grid, const SceneItem *item)
{
    double size = item->style.size, start = item->anchor == ANCHOR_START ? 0 : item->anchor == ANCHOR_MIDDLE ? -item->width / 2 : -item->width;
    double radians = item->angle * M_PI / 180;
    Point along = {cos(radians), -sin(radians)}, up = {-sin(radians), -cos(radians)};
    for (double x = start; x <= start + item->width; x += fmax(size / 2, 0.1)) { /* a row of squares as high as the text */
        Point at = {item->at.x + along.x * x + up.x * size * 0.3, item->at.y + along.y * x + up.y * size * 0.3};
        take_box(grid, at.x - size * 0.5, at.y - size * 0.5, at.x + size * 0.5, at.y + size * 0.5);
    }
}

static void take_item(Grid *grid, Arena *arena, const SceneItem *item)
{
    double edge = item->paint.stroke != COLOUR_NONE ? item->paint.stroke_width / 2 : 0, r = item->radius + edge;
    if (item->kind == SCENE_RECT)
        take_box(grid, item->rect.x - edge, item->rect.y - edge, item->rect.x + item->rect.width + edge, item->rect.y + item->rect.height + edge);
    else if (item->kind == SCENE_CIRCLE)
        take_box(grid, item->at.x - r, item->at.y - r, item->at.x + r, item->at.y + r);
    else if (item->kind == SCENE_TEXT)
        take_text(grid, item);
    else if (item->kind == SCENE_PATH)
        take_path(grid, arena, item);
}

/* --- searching ---------------------------------------------------------------------------------------------------- */

/* sums[(r) * (columns + 1) + c]: taken cells above row r and left of column c. */
static uint32_t *sum_cells(Arena *arena, const Grid *grid)
{
    size_t stride = grid->columns + 1;
    uint32_t *sums = arena_array(arena, stride * (grid->rows + 1), sizeof *sums);
    for (size_t row = 0; row < grid->rows; row++) {
        uint32_t line = 0;
        for (size_t column = 0; column < grid->columns; column++) {
            line += grid->taken[row * grid->columns + column];
            sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1] + line;
        }
    }
    return sums;
}

static bool is_free(const Grid *grid, const uint32_t *sums, double x, double y, double width, double height)
{
    double x0 = fmax(floor((x - MARK_GAP - grid->area.x) / grid->cell), 0), x1 = fmin(ceil((x + width + MARK_GAP - grid->area.x) / grid->cell), (double)grid->columns);
    double y0 = fmax(floor((y - MARK_GAP - grid->area.y) / grid->cell), 0), y1 = fmin(ceil((y + height + MARK_GAP - grid->area.y) / grid->cell), (double)grid->rows);
    size_t left = (size_t)x0, right = (size_t)x1, top = (size_t)y0, bottom = (size_t)y1, stride = grid->columns + 1;
    return sums[bottom * stride + right] - sums[top * stride + right] - sums[bottom * stride + left] + sums[top * stride + left] == 0;
}

bool find_free_place(Arena *arena, const Scene *scene, size_t from, size_t to, Rect area, double width, double height, Point *place)
{
    static const LegendPosition CORNERS[] = {LEGEND_TOP_RIGHT, LEGEND_TOP_LEFT, LEGEND_BOTTOM_RIGHT, LEGEND_BOTTOM_LEFT};
    double spare_x = area.width - 2 * EDGE_GAP - width, spare_y = area.height - 2 * EDGE_GAP - height;
    if (spare_x < 0 || spare_y < 0)
        return false;
    Grid grid = {.area = area, .cell = fmax(1, fmax(area.width, area.height) / CELLS_MOST)};
    grid.columns = (size_t)ceil(area.width / grid.cell);
    grid.rows = (size_t)ceil(area.height / grid.cell);
    grid.taken = arena_array(arena, grid.columns * grid.rows, 1);
    for (size_t i = from; i < to; i++)
        take_item(&grid, arena, &scene->items.at[i]);
    const uint32_t *sums = sum_cells(arena, &grid);
    double best = INFINITY;
    for (size_t k = 0; k < sizeof CORNERS / sizeof *CORNERS; k++) { /* corners first: most legends stand there */
        Point at = corner_place(CORNERS[k], area, width, height);
        if (!is_free(&grid, sums, at.x, at.y, width, height))
            continue;
        *place = at;
        return true;
    }
    for (double dy = 0; dy <= spare_y; dy += grid.cell)
        for (double dx = 0; dx <= spare_x; dx += grid.cell) {
            double far_x = fmin(dx, spare_x - dx), far_y = fmin(dy, spare_y - dy), x = area.x + EDGE_GAP + dx, y = area.y + EDGE_GAP + dy;
            /* from the nearest corner; a little dearer at the left and below */
            double cost = far_x + far_y + (dx < spare_x / 2 ? 0.01 : 0) + (dy > spare_y / 2 ? 0.02 : 0);
            if (cost >= best || !is_free(&grid, sums, x, y, width, height))
                continue;
            best = cost;
            *place = (Point){x, y};
        }
    return best < INFINITY;
}
