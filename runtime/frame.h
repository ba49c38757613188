/* frame: one layer's data as its marks need it: channels evaluated, rows grouped, split into panels and series, stacked, dodged. One row a mark
 * (bars, points), or a vertex (lines, areas). */
#ifndef CHARTC_FRAME_H
#define CHARTC_FRAME_H

#include "dataset.h"

#define CELL_ANY UINT32_MAX

/* The panels of a chart: a grid of cells; wrapped facets fill it row by row. One cell without facets. */
typedef struct Cells {
    const IrFacet *facet;       /* NULL: one cell */
    const Value *row_values;    /* grid: n_row_values, in order */
    const Value *column_values; /* grid: columns; wrap: one a cell, in order */
    size_t n_row_values, n_column_values;
} Cells;
/* The distinct facet values of the chart's data, ordered by the facet's order. Reports an empty set. */
bool cells_find(Cells *cells, Arena *arena, Report *report, const IrChart *chart, const Table *tables);

/* The table of such a chart whose rows stay in their file, as far as its facets ask: columns of their values, in the order of the rows. False when
 * that cannot be. */
bool frames_fold_facets(Table *out, Arena *arena, Report *report, const IrFigure *figure, const IrChart *chart, const Table *tables);

typedef struct FrameChannel {
    const IrChannel *channel; /* NULL: the layer has none */
    bool is_constant;         /* the columns below have one row */
    Column value, lo, hi;     /* lo and hi for intervals */
} FrameChannel;

typedef struct Frame {
    const IrLayer *layer;
    const Table *table; /* the layer's own rows, after its steps */
    size_t n;
    FrameChannel channels[ChannelId_COUNT_OF];
    const uint32_t *cell_row, *cell_column; /* index into Cells' values, or NULL: in every row / column of cells */
    const uint32_t *series;                 /* of each row, 0 .. n_series-1, in order of the first categorical channel's scale, then appearance */
    size_t n_series;
    const uint32_t *first_row; /* the table's row (of a group: its first); NULL: row i */
    /* bars and areas: where the length starts and ends on the value axis, after stacking; else NULL */
    const double *base, *end;
    const bool *is_stacked; /* of each row: others stand on it or below it; NULL: none */
    /* boxes: shares of the broadest one's breadth, NULL: all are as broad; ends of their notches, NULL: they have none. NaN in the rows of outliers
     */
    const double *breadths, *notch_lo, *notch_hi;
    /* dodge: slot of n_slots, shared by all layers of the chart; NULL: not dodged */
    const uint32_t *slot;
    size_t n_slots;
    /* hexbin: what is drawn in place of these rows, once the panels have their sizes (hexbin.h): a row a cell */
    const struct Frame *cells;
    double cell_size;       /* of such cells: from side to side, points */
    const uint8_t *borders; /* of such cells: HEX_... bits: which neighbours there are of those that come later */
} Frame;

enum { HEX_RIGHT = 1, HEX_UPPER_RIGHT = 2, HEX_UPPER_LEFT = 4 };

/* Builds the frames of all layers of a chart at once (dodge slots are shared). Panel layers (IrPanel.layers) are given as layers with their own cells
 * by the caller. Reports: one-row-one-bar (rule 5), means at a shared place (rule 4), empty layers, missing values skipped (one note a layer). False
 * after a reported error. */
bool frames_build(Frame *frames, Arena *arena, Report *report, const IrFigure *figure, const IrChart *chart, const Table *tables, const Cells *cells,
                  const IrLayer *const *layers, size_t n_layers);

/* What is drawn of it: itself, or its cells. */
const Frame *frame_drawn(const Frame *frame);
/* Whether the channel is an aggregate over the rows of a cell (hexbin): the frame of rows has no values of it. */
bool frame_is_of_cells(const IrLayer *layer, const IrChannel *channel);
/* Whether row i stands in the cell. */
bool frame_in_cell(const Frame *frame, size_t i, size_t cell_row, size_t cell_column);
/* The channel's value in row i (constants too); missing when there is no such channel. */
Value frame_value(const Frame *frame, ChannelId id, size_t i);

#endif
