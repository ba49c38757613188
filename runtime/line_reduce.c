/* line_reduce: see line_reduce.h. Which of equal ones is kept depends on the rows' numbers alone, never on the order in which parts are done. */
#include "line_reduce.h"

#include "path_thin.h"
#include "work.h"

#include <math.h>
#include <string.h>

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

/* Far out on either side vertices stay where they are. */
static bool is_outer(size_t column, size_t n)
{
    return column == 0 || column == n - 1;
}

/* Where the column's other vertices stand. */
static double middle_of(size_t column, double left)
{
    return left + ((double)column - 0.5) * LINE_COLUMN;
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
        size_t kept[4], n_kept = path_kept(i, low, high, end - 1, kept);
        for (size_t k = 0; k < n_kept; k++, out++) {
            v[out] = v[kept[k]];
            v[out].x = is_outer(column, n_columns) ? v[out].x : middle_of(column, left);
        }
        i = end;
    }
    return out;
}

/* --- whole frames ------------------------------------------------------------------------------------------------- */

/* A row and its y, which is not looked up again: rows of a column lie far from each other in large tables. */
typedef struct Spot {
    double y;
    uint32_t row; /* from 1 on */
} Spot;

/* Of one series in one column; no row in `first`: none yet. */
typedef struct Cell {
    Spot first, low, high, last;
} Cell;

enum { N_PARTS = 16 };

/* What a part of the rows leaves: cells of each series, in the columns that its rows may stand in. */
typedef struct Part {
    Cell *cells; /* n_series * n */
    size_t from, n;
} Part;

typedef struct Reducing {
    const Frame *frame;
    const PosScale *scale, *along; /* of x, of y */
    const double *x, *y;
    double left;
    bool is_straight; /* the place in columns is offset + slope * x */
    double offset, slope;
    size_t n_columns;
    Part parts[N_PARTS];
    bool is_rising;
    Vertices *out; /* of each series */
} Reducing;

static inline size_t column_of_row(const Reducing *r, size_t row)
{
    double x = r->x[row];
    return r->is_straight ? column_of(r->offset + r->slope * x, r->n_columns) : column_at(scale_map(r->scale, x), r->left, r->n_columns);
}

/* Of rows that come in order, those between the first and the last, and one on either side: places of scales that are curved may be off by a bit. */
static Part part_of(const Reducing *r, size_t start, size_t end)
{
    if (!r->is_rising || start == end)
        return (Part){NULL, 0, r->n_columns};
    size_t a = column_of_row(r, start), b = column_of_row(r, end - 1), from = a < b ? a : b, to = a < b ? b : a;
    from -= from > 0;
    to += to + 1 < r->n_columns;
    return (Part){NULL, from, to - from + 1};
}

/* Whether a stands before b: by x, then by row. */
static bool is_before(const Reducing *r, Spot a, Spot b)
{
    double ax = r->is_rising ? 0 : r->x[a.row - 1], bx = r->is_rising ? 0 : r->x[b.row - 1];
    return ax < bx || (ax == bx && a.row < b.row);
}

/* Of two the lower: by y, then the one that stands before. */
static bool is_lower(const Reducing *r, Spot a, Spot b)
{
    return a.y < b.y || (a.y == b.y && is_before(r, a, b));
}

static bool is_higher(const Reducing *r, Spot a, Spot b)
{
    return a.y > b.y || (a.y == b.y && is_before(r, a, b));
}

static void take(const Reducing *r, Cell *cell, const Cell *with)
{
    if (!with->first.row)
        return;
    if (!cell->first.row) {
        *cell = *with;
        return;
    }
    if (is_before(r, with->first, cell->first))
        cell->first = with->first;
    if (is_before(r, cell->last, with->last))
        cell->last = with->last;
    if (is_lower(r, with->low, cell->low))
        cell->low = with->low;
    if (is_higher(r, with->high, cell->high))
        cell->high = with->high;
}

static void reduce_part(void *user, WorkPlace *place, size_t part)
{
    Reducing *r = user;
    size_t n = r->frame->n, start = n / N_PARTS * part, end = part + 1 == N_PARTS ? n : n / N_PARTS * (part + 1);
    Part own = part_of(r, start, end);
    own.cells = ARENA_ARRAY(place->arena, r->frame->n_series * own.n, Cell);
    r->parts[part] = own;
    const double *y = r->y;
    for (size_t i = start; i < end; i++) {
        Cell *cell = &own.cells[r->frame->series[i] * own.n + column_of_row(r, i) - own.from];
        Spot spot = {y[i], (uint32_t)i + 1};
        if (!r->is_rising || !cell->first.row) {
            take(r, cell, &(Cell){spot, spot, spot, spot});
            continue;
        }
        cell->last = spot; /* the common case: rows come in order */
        if (spot.y < cell->low.y)
            cell->low = spot;
        if (spot.y > cell->high.y)
            cell->high = spot;
    }
}

static void add_spot(const Reducing *r, Vertices *out, size_t column, Spot spot)
{
    size_t row = spot.row - 1;
    if (out->n && out->at[out->n - 1].row == row)
        return;
    double x = is_outer(column, r->n_columns) ? scale_map(r->scale, r->x[row]) : middle_of(column, r->left);
    out->at[out->n++] = (Vertex){x, scale_map(r->along, spot.y), row};
}

/* Puts the parts of a series together. */
static void join_series(void *user, WorkPlace *place, size_t series)
{
    Reducing *r = user;
    Vertices *out = &r->out[series];
    out->cap = 4 * r->n_columns;
    out->at = ARENA_ARRAY(place->arena, out->cap, Vertex);
    for (size_t k = 0; k < r->n_columns; k++) {
        size_t column = r->scale->is_reversed ? r->n_columns - 1 - k : k;
        Cell whole = {0};
        for (size_t part = 0; part < N_PARTS; part++) {
            const Part *own = &r->parts[part];
            if (column - own->from < own->n) /* not below it either: that wraps around */
                take(r, &whole, &own->cells[series * own->n + column - own->from]);
        }
        if (!whole.first.row)
            continue;
        bool low_first = is_before(r, whole.low, whole.high);
        add_spot(r, out, column, whole.first);
        add_spot(r, out, column, low_first ? whole.low : whole.high);
        add_spot(r, out, column, low_first ? whole.high : whole.low);
        add_spot(r, out, column, whole.last);
    }
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
    Reducing r = {.frame = frame,
                  .scale = x,
                  .along = y,
                  .out = out,
                  .x = cx->value.numbers,
                  .y = cy->value.numbers,
                  .left = left,
                  .n_columns = n_columns,
                  .is_rising = sx.is_rising};
    r.is_straight = (x->type == AXIS_LINEAR || x->type == AXIS_TIME) && sx.hi > sx.lo;
    if (r.is_straight) {
        double from = (scale_map(x, sx.lo) - left) / LINE_COLUMN, to = (scale_map(x, sx.hi) - left) / LINE_COLUMN;
        r.slope = (to - from) / (sx.hi - sx.lo);
        r.offset = from - r.slope * sx.lo;
    }
    work_run(arena, N_PARTS, reduce_part, &r);
    work_run(arena, frame->n_series, join_series, &r);
    return true;
}

/* --- rows with gaps ----------------------------------------------------------------------------------------------- */

/* What pieces within a column cover of it: disjoint, in order. */
typedef struct Level {
    double lo, hi;
} Level;
typedef VEC(Level) Covered;

/* One series on its way. */
typedef struct Piece {
    Vertices out;
    double last_x;
    size_t column;
    Vertex first, low, high, last; /* of the piece in its column, where has_rows */
    bool has_rows, is_open;        /* the piece has come from a column before */
    Covered lines, dots;           /* of the column */
} Piece;

struct LinePieces {
    Arena *arena;
    Piece *series;
    size_t n_series, n_columns;
    double left;
};

/* Spans that are nearer to each other are one: so a column holds no more of them than a page is high. */
static const double NEAR = LINE_COLUMN / 4;

LinePieces *line_pieces_new(Arena *arena, size_t n_series, double left, double right)
{
    LinePieces *pieces = ARENA_NEW(arena, LinePieces);
    *pieces = (LinePieces){.arena = arena, .series = ARENA_ARRAY(arena, n_series, Piece), .n_series = n_series, .left = first_column(left)};
    pieces->n_columns = count_columns(pieces->left, right);
    for (size_t s = 0; s < n_series; s++)
        pieces->series[s].last_x = -INFINITY;
    return pieces;
}

bool line_pieces_are_worth(const LinePieces *pieces, size_t n_rows)
{
    return n_rows / ROWS_WORTH / 2 / pieces->n_columns >= pieces->n_series;
}

/* Adds lo..hi. False when all of it was covered. */
static bool cover(Arena *arena, Covered *covered, double lo, double hi)
{
    size_t i = 0, end;
    while (i < covered->n && covered->at[i].hi < lo - NEAR)
        i++;
    if (i < covered->n && covered->at[i].lo <= lo + NEAR && covered->at[i].hi >= hi - NEAR)
        return false;
    for (end = i; end < covered->n && covered->at[end].lo <= hi + NEAR; end++) {
        lo = fmin(lo, covered->at[end].lo);
        hi = fmax(hi, covered->at[end].hi);
    }
    if (end == i) {
        VEC_PUSH(arena, covered, (Level){0});
        memmove(covered->at + i + 1, covered->at + i, (covered->n - 1 - i) * sizeof *covered->at);
    } else {
        memmove(covered->at + i + 1, covered->at + end, (covered->n - end) * sizeof *covered->at);
        covered->n -= end - i - 1;
    }
    covered->at[i] = (Level){lo, hi};
    return true;
}

static void add_vertex(LinePieces *pieces, Piece *piece, Vertex vertex)
{
    Vertices *out = &piece->out;
    if (out->n && out->at[out->n - 1].row == vertex.row && !isnan(out->at[out->n - 1].y))
        return;
    if (!is_outer(piece->column, pieces->n_columns))
        vertex.x = middle_of(piece->column, pieces->left);
    VEC_PUSH(pieces->arena, out, vertex);
}

/* Hands on what the column has of the piece, which ends there or goes on. */
static void finish_column(LinePieces *pieces, Piece *piece, bool is_end)
{
    bool is_dot = piece->first.row == piece->last.row, is_within = is_end && !piece->is_open;
    bool is_new = cover(pieces->arena, is_within && is_dot ? &piece->dots : &piece->lines, piece->low.y, piece->high.y);
    bool is_kept = is_new || !is_within;
    if (is_kept) {
        bool low_first = piece->low.row == piece->first.row || (piece->high.row != piece->first.row && piece->low.x <= piece->high.x);
        add_vertex(pieces, piece, piece->first);
        add_vertex(pieces, piece, low_first ? piece->low : piece->high);
        add_vertex(pieces, piece, low_first ? piece->high : piece->low);
        add_vertex(pieces, piece, piece->last);
    }
    if (is_end && is_kept)
        VEC_PUSH(pieces->arena, &piece->out, ((Vertex){piece->last.x, NAN, piece->last.row}));
    piece->is_open = !is_end;
    piece->has_rows = false;
}

bool line_pieces_add(LinePieces *pieces, size_t series, Vertex vertex)
{
    Piece *piece = &pieces->series[series];
    if (vertex.x < piece->last_x)
        return false;
    piece->last_x = vertex.x;
    if (isnan(vertex.y)) {
        if (piece->has_rows)
            finish_column(pieces, piece, true);
        return true;
    }
    size_t column = column_at(vertex.x, pieces->left, pieces->n_columns);
    if (column != piece->column) {
        if (piece->has_rows)
            finish_column(pieces, piece, false);
        piece->column = column;
        piece->lines.n = piece->dots.n = 0;
    }
    if (!piece->has_rows)
        piece->first = piece->low = piece->high = vertex;
    piece->has_rows = true;
    piece->low = vertex.y < piece->low.y ? vertex : piece->low;
    piece->high = vertex.y > piece->high.y ? vertex : piece->high;
    piece->last = vertex;
    return true;
}

void line_pieces_end(LinePieces *pieces, Vertices *out)
{
    for (size_t s = 0; s < pieces->n_series; s++) {
        if (pieces->series[s].has_rows)
            finish_column(pieces, &pieces->series[s], true);
        out[s] = pieces->series[s].out;
    }
}
