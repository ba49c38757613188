/* line_reduce: of lines with more vertices than the page can show, those that make the same picture: in each column of a fraction of a point the
 * first, the lowest, the highest and the last, at the middle of their column. All rows there make the very same stroke. Jugel, Jerzak, Hackenbroich,
 * Markl, "M4: A Visualization-Oriented Time Series Data Aggregation", PVLDB 7 (2014). */
#ifndef CHARTC_LINE_REDUCE_H
#define CHARTC_LINE_REDUCE_H

#include "frame.h"
#include "scale.h"

/* A row on the page. */
typedef struct Vertex {
    double x, y;
    size_t row;
} Vertex;
typedef VEC(Vertex) Vertices;

/* The width of a column, points: a dot of 1200 to the inch. Columns stand on the page as those dots do. */
#define LINE_COLUMN 0.06

/* Drops vertices of a piece of a line, sorted by x and without missing ones, that lies between left and right on the page. Returns how many are left,
 * at the front. Short pieces stay as they are. */
size_t line_reduce(Vertex *vertices, size_t n, double left, double right);

/* The same for the rows of a whole frame, without sorting them, on all cores: out[series]. False when it cannot be or is not worth it: few rows, a
 * missing position, rows in several panels, an axis of categories. */
bool line_reduce_frame(Arena *arena, const Frame *frame, const PosScale *x, const PosScale *y, double left, double right, Vertices *out);

/* The same for rows that come one by one, each series by rising x, with gaps: a vertex whose y is NaN. What it holds grows with the page, not with
 * the rows: a piece of a line that lies within a column, over pieces there, is dropped. */
typedef struct LinePieces LinePieces;
LinePieces *line_pieces_new(Arena *arena, size_t n_series, double left, double right);
/* Whether so many rows are worth it. */
bool line_pieces_are_worth(const LinePieces *pieces, size_t n_rows);
/* False when the row stands before the last one of its series: what came so far is of no use then. */
bool line_pieces_add(LinePieces *pieces, size_t series, Vertex vertex);
/* out[series], gaps as single vertices without a y. */
void line_pieces_end(LinePieces *pieces, Vertices *out);

#endif
