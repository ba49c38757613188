/* bin_cells: fine cells whose edges hold those of any bins that a rule may come to choose. Values are counted in them before the bins are known;
 * cells grow with the range of the values, each into the one that holds it, so that they end up the same in whatever order the values came. */
#ifndef CHARTC_BIN_CELLS_H
#define CHARTC_BIN_CELLS_H

#include "stat_bin.h"

typedef struct BinCells {
    AxisType axis;
    bool is_time, is_fixed; /* fixed: one level serves all, whatever the range */
    double whole, scale;    /* fixed, no times: cell k begins at k * whole / scale, in the axis' space */
    double most_bins;       /* that the rule may want */
    int finer;              /* levels below what the bins ask for, so that quartiles are known well */
    int coarsest;           /* of times */
} BinCells;

/* The cells of one size. */
typedef struct BinLevel {
    const BinCells *cells;
    int level;
    double unit;    /* of cells, in the axis' space; or: */
    double inverse; /* how many make one; both 0: by whole and scale */
} BinLevel;

/* Of a bin() call. False where no cells can be said: a step of parts of a second. */
bool bin_cells(BinCells *cells, const Expr *call, AxisType axis);
/* The finest level that values from lo to hi (finite, in the axis' space) may have; it rises with their range. */
int bin_cells_level(const BinCells *cells, double lo, double hi);
BinLevel bin_level(const BinCells *cells, int level);
/* Where a cell begins, as the bins' edges are computed. */
double bin_level_edge(const BinLevel *level, double cell);
/* The cell of a value, a whole number; NaN where the axis has no place for it. */
double bin_level_find(const BinLevel *level, double value);
/* The cell of level `to` (not finer) that holds a cell of level `from`. */
double bin_cells_coarsen(const BinCells *cells, double cell, int from, int to);

#endif
