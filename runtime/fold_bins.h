/* fold_bins: histograms of rows that are not kept: they are counted in fine cells (bin_cells.h) while they are read, and the bins are made of the
 * cells. */
#ifndef CHARTC_FOLD_BINS_H
#define CHARTC_FOLD_BINS_H

#include "fold.h"
#include "stat_bin.h"

/* A row a bin (of each group) that holds rows, in the order of their first rows. */
typedef struct BinnedRows {
    size_t n;
    Column *columns;          /* the query's expressions */
    Bins bins[2];             /* of query->bins; bin_of of these rows */
    size_t n_rows, n_missing; /* rows of the file after the steps; those without a bin */
} BinnedRows;

/* Of a query with bins, on these axes. False, with nothing reported, as fold_run, and where cells cannot tell which bins the rule makes. */
bool fold_bins_run(Arena *arena, Deferred *deferred, const FoldQuery *query, const AxisType *axes, BinnedRows *out);

#endif
