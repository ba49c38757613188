/* line_reduce: see line_reduce.h. Which of equal ones is kept depends on the rows' numbers alone, never on the order in which parts are done. */
#include "line_reduce.h"

#include "work.h"

#include <math.h>

enum { ROWS_WORTH = 8 }; /* as many vertices a column, on average, are worth reducing */

/* Strokes of what lies beyond the area may reach into it. */
static const double MARGIN = 6;

static double first_column(double left)
{
    return floor((left - MARGIN) / LINE_COLUMN) * LINE_COLUMN;
}

/* From the first column's left end on. */
static size_t count_columns(double left, double right)
{
    return (size_t)fmax(ceil((right + MARGIN - left) / LINE_COLUMN), 1) + 2; /* one on either side for all that lies beyond */
}

/* Of a place in columns from the left end of the area: 0 left of it, n - 1 right of it. */
static size_t column_of(double columns, size_t n)
{
    columns += 1;
    return columns < 0 ? 0 : columns >= (double)n ? n - 1 : (size_t)columns;
}

static size_t column_at(double x, double left, size_t n)
{
    return column_of((x - left) / LINE_COLUMN, n);
}

/* Where the column's vertices stand. Far out on either side they stay where they are. */
static double middle_of(size_t column, double left, size_t n, double x)
{
    return column == 0 || column == n - 1 ? x : left + ((double)column - 0.5) * LINE_COLUMN;
}

size_t line_reduce(Vertex *v, size_t n, double left, double right)
{
    left = first_column(left);
    size_t n_columns = count_columns(left, right), out = 0;
    if (n < ROWS_WORTH * n_columns)
        return n;
    for (size_t i = 0; i < n;) {
        size_t column = column_at(v[i].x, left, n_columns), low = i, high = i, end = i + 1;
        for (; end < n && column_at(v[end].x, left, n_columns) == column; end++) {
            low = v[end].y < v[low].y ? end : low;
            high = v[end].y > v[high].y ? end : high;
        }
        const size_t kept[] = {i, low < high ? low : high, low < high ? high : low, end - 1};
        for (size_t k = 0; k < 4; k++)
            if (k == 0 || kept[k] > kept[k - 1]) {
                v[out] = v[kept[k]];
                v[out].x = middle_of(column, left, n_columns, v[out].x);
                out++;
            }
        i = end;
    }
    return out;
}

/* --- whole frames ------------------------------------------------------------------------------------------------- */

/* Of one series in one column, by row number + 1; 0 in `first`: none yet. */
typedef struct Cell {
    uint32_t first, low, high, last;
} Cell;

enum { N_PARTS = 16 };

typedef struct Reducing {
    const Frame *frame;
    const PosScale *scale;
    const double *x, *y;
    double left;
    bool is_straight; /* the place in columns is offset + slope * x */
    double offset, slope;
    size_t n_columns;
    Cell *cells[N_PARTS]; /* n_series * n_columns, of each part of the rows */
    bool is_rising;
} Reducing;

static inline Cell *cell_of(const Reducing *r, Cell *cells, size_t row)
{
    double x = r->x[row];
    size_t column = r->is_straight ? column_of(r->offset + r->slope * x, r->n_columns) : column_at(scale_map(r->scale, x), r->left, r->n_columns);
    return &cells[r->frame->series[row] * r->n_columns + column];
}

/* Whether row a stands before row b: by x, then by row. */
static bool is_before(const Reducing *r, uint32_t a, uint32_t b)
{
    return r->x[a] < r->x[b] || (r->x[a] == r->x[b] && a < b);
}

/* Of two rows the lower: by y, then the one that stands before. */
static bool is_lower(const Reducing *r, uint32_t a, uint32_t b)
{
    return r->y[a] < r->y[b] || (r->y[a] == r->y[b] && is_before(r, a, b));
}

static bool is_higher(const Reducing *r, uint32_t a, uint32_t b)
{
    return r->y[a] > r->y[b] || (r->y[a] == r->y[b] && is_before(r, a, b));
}

static void take(const Reducing *r, Cell *cell, const Cell *with)
{
    if (!with->first)
        return;
    if (!cell->first) {
        *cell = *with;
        return;
    }
    if (is_before(r, with->first - 1, cell->first - 1))
        cell->first = with->first;
    if (is_before(r, cell->last - 1, with->last - 1))
        cell->last = with->last;
    if (is_lower(r, with->low - 1, cell->low - 1))
        cell->low = with->low;
    if (is_higher(r, with->high - 1, cell->high - 1))
        cell->high = with->high;
}

static void reduce_part(void *user, WorkPlace *place, size_t part)
{
    Reducing *r = user;
    size_t n = r->frame->n, start = n / N_PARTS * part, end = part + 1 == N_PARTS ? n : n / N_PARTS * (part + 1);
    Cell *cells = ARENA_ARRAY(place->arena, r->frame->n_series * r->n_columns, Cell);
    r->cells[part] = cells;
    const double *y = r->y;
    for (size_t i = start; i < end; i++) {
        Cell *cell = cell_of(r, cells, i);
        uint32_t row = (uint32_t)i + 1;
        if (!r->is_rising || !cell->first) {
            take(r, cell, &(Cell){row, row, row, row});
            continue;
        }
        cell->last = row; /* the common case: rows come in order */
        if (y[i] < y[cell->low - 1])
            cell->low = row;
        if (y[i] > y[cell->high - 1])
            cell->high = row;
    }
}

static void add_row(Arena *arena, const Reducing *r, const PosScale *y, Vertices *out, size_t column, uint32_t row)
{
    if (out->n && out->at[out->n - 1].row == row)
        return;
    Vertex vertex = {middle_of(column, r->left, r->n_columns, scale_map(r->scale, r->x[row])), scale_map(y, r->y[row]), row};
    VEC_PUSH(arena, out, vertex);
}

bool line_reduce_frame(Arena *arena, const Frame *frame, const PosScale *x, const PosScale *y, double left, double right, Vertices *out)
{
    const FrameChannel *cx = &frame->channels[CHANNEL_X], *cy = &frame->channels[CHANNEL_Y];
    left = first_column(left);
    size_t n_columns = count_columns(left, right), n = frame->n;
    bool is_plain = x && y && x->type != AXIS_BAND && y->type != AXIS_BAND && cx->value.n == n && cy->value.n == n && !cx->is_constant &&
                    !cy->is_constant && cx->channel->unit == POSITION_DATA && cy->channel->unit == POSITION_DATA && !frame->cell_row &&
                    !frame->cell_column;
    if (!is_plain || n < (size_t)2 * ROWS_WORTH * n_columns * frame->n_series || n >= UINT32_MAX)
        return false;
    ColumnSummary sx = column_summary(arena, &cx->value), sy = column_summary(arena, &cy->value);
    bool is_defined = !isnan(scale_map(x, sx.lo)) && !isnan(scale_map(x, sx.hi)) && !isnan(scale_map(y, sy.lo)) && !isnan(scale_map(y, sy.hi));
    if (sx.n_missing || sy.n_missing || !is_defined)
        return false;
    Reducing r = {
        .frame = frame, .scale = x, .x = cx->value.numbers, .y = cy->value.numbers, .left = left, .n_columns = n_columns, .is_rising = sx.is_rising};
    r.is_straight = (x->type == AXIS_LINEAR || x->type == AXIS_TIME) && sx.hi > sx.lo;
    if (r.is_straight) {
        double from = (scale_map(x, sx.lo) - left) / LINE_COLUMN, to = (scale_map(x, sx.hi) - left) / LINE_COLUMN;
        r.slope = (to - from) / (sx.hi - sx.lo);
        r.offset = from - r.slope * sx.lo;
    }
    work_run(arena, N_PARTS, reduce_part, &r);
    for (size_t s = 0; s < frame->n_series; s++) {
        for (size_t k = 0; k < n_columns; k++) {
            size_t column = x->is_reversed ? n_columns - 1 - k : k;
            Cell whole = {0};
            for (size_t part = 0; part < N_PARTS; part++)
                take(&r, &whole, &r.cells[part][s * n_columns + column]);
            if (!whole.first)
                continue;
            bool low_first = is_before(&r, whole.low - 1, whole.high - 1);
            add_row(arena, &r, y, &out[s], column, whole.first - 1);
            add_row(arena, &r, y, &out[s], column, (low_first ? whole.low : whole.high) - 1);
            add_row(arena, &r, y, &out[s], column, (low_first ? whole.high : whole.low) - 1);
            add_row(arena, &r, y, &out[s], column, whole.last - 1);
        }
    }
    return true;
}
