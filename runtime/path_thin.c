/* path_thin: see path_thin.h. */
#include "path_thin.h"

#include <math.h>
#include <string.h>

enum { FEW = 200, WORTH = 6 }; /* shorter paths stay; as many vertices a column, on average, are worth it */

size_t path_kept(size_t first, size_t low, size_t high, size_t last, size_t kept[4])
{
    const size_t in_order[] = {first, low < high ? low : high, low < high ? high : low, last};
    size_t n = 0;
    for (size_t k = 0; k < 4; k++)
        if (n == 0 || in_order[k] > kept[n - 1])
            kept[n++] = in_order[k];
    return n;
}

static bool runs_to_one_side(const Point *points, size_t n)
{
    bool is_rising = true, is_falling = true;
    for (size_t i = 1; i < n && (is_rising || is_falling); i++) {
        is_rising &= points[i].x >= points[i - 1].x;
        is_falling &= points[i].x <= points[i - 1].x;
    }
    return is_rising || is_falling;
}

/* Whether a piece from a move to the next, which runs to one side, has vertices to spare. */
static bool is_worth(const Point *in, size_t n, double column)
{
    return (double)n >= WORTH * (fabs(in[n - 1].x - in[0].x) / column + 2) && runs_to_one_side(in, n);
}

/* Returns how many vertices it wrote: of a piece that is worth it at most four a column. */
static size_t thin_piece(const Point *in, size_t n, double column, Point *out)
{
    size_t n_out = 0;
    for (size_t i = 0; i < n;) {
        size_t low = i, high = i, end = i + 1;
        double at = floor(in[i].x / column);
        for (; end < n && floor(in[end].x / column) == at; end++) {
            low = in[end].y < in[low].y ? end : low;
            high = in[end].y > in[high].y ? end : high;
        }
        size_t kept[4], n_kept = path_kept(i, low, high, end - 1, kept);
        bool is_crowded = end - i > 4; /* where a curve is plain to see nothing is moved */
        for (size_t k = 0; k < n_kept; k++)
            out[n_out++] = (Point){is_crowded ? (at + 0.5) * column : in[kept[k]].x, in[kept[k]].y};
        i = end;
    }
    out[0] = in[0];
    out[n_out - 1] = in[n - 1];
    return n_out;
}

/* The end of the piece that begins at vertex i. */
static size_t piece_end(const SceneItem *item, size_t i)
{
    do
        i++;
    while (i < item->n_verbs && item->verbs[i] == PATH_LINE);
    return i;
}

SceneItem path_thinned(Arena *arena, const SceneItem *item, double column)
{
    if (item->n_verbs < FEW || item->paint.fill != COLOUR_NONE || item->n_points != item->n_verbs)
        return *item;
    for (size_t i = 0; i < item->n_verbs; i++)
        if (item->verbs[i] > PATH_LINE)
            return *item;
    const Point *in = item->points;
    size_t most = 0, n = 0;
    bool is_any_worth = false;
    for (size_t i = 0, end; i < item->n_verbs; i = end) {
        end = piece_end(item, i);
        bool is_thin = is_worth(in + i, end - i, column);
        is_any_worth |= is_thin;
        most += is_thin ? (end - i) * 4 / WORTH : end - i;
    }
    if (!is_any_worth)
        return *item;
    SceneItem thin = *item;
    thin.points = ARENA_ARRAY(arena, most, Point);
    thin.verbs = ARENA_ARRAY(arena, most, uint8_t);
    for (size_t i = 0, end; i < item->n_verbs; i = end) {
        end = piece_end(item, i);
        size_t added = end - i;
        if (is_worth(in + i, end - i, column))
            added = thin_piece(in + i, end - i, column, thin.points + n);
        else
            memcpy(thin.points + n, in + i, added * sizeof *in);
        memset(thin.verbs + n, PATH_LINE, added);
        thin.verbs[n] = PATH_MOVE;
        n += added;
    }
    thin.n_verbs = thin.n_points = n;
    return thin;
}
