/* stat_bin: values to bins: `bin(v)` in a position. The edges are those of all rows of the layer, so that panels and series share them. */
#ifndef CHARTC_STAT_BIN_H
#define CHARTC_STAT_BIN_H

#include "ir.h"

#define BIN_MOST 10000

/* Bin i goes from edges[i] up to edges[i + 1]; a value on an edge lies in the upper bin, the greatest in the last. */
typedef struct Bins {
    const double *edges; /* n + 1, ascending; of dates seconds */
    size_t n;
    const uint32_t *bin_of; /* of each row; CODE_MISSING where the value is missing, or nowhere on the axis */
} Bins;

/* What edges follow from. */
typedef struct BinSample {
    size_t n;              /* values that the axis has a place for */
    ColumnSummary summary; /* of the values; on a log axis lo is above zero */
    double iqr, sd;        /* of those, in the axis' space; where the rule asks for them */
} BinSample;

/* Of a bin() call. */
BinRule bin_rule(const Expr *call);
/* The most bins that the rule may want; a step: as many as it makes. */
double bin_rule_most(const Expr *call);
/* A step of decimals is whole / scale, and edges are (multiples of whole) / scale. */
void bin_step_decimals(double step, double *whole, double *scale);
/* The edges alone. n > 0. False where a step makes more than BIN_MOST. */
bool bins_edges(Bins *bins, Arena *arena, const Expr *call, AxisType axis, const BinSample *sample);

/* By the call's rule (BinRule), in the axis' space: on a log axis bins are equal factors. Rules that count:
 *   freedman_diaconis  width 2 IQR n^(-1/3): Freedman, Diaconis, "On the histogram as a density estimator: L2 theory" (1981); scott where the IQR is
 * zero sturges            log2(n) + 1 bins: Sturges, "The Choice of a Class Interval" (1926) scott              width 3.49 sd n^(-1/3): Scott, "On
 * optimal and data-based histograms" (1979) all then with round edges (stat_round_steps), at most 500 bins, whole numbers in steps of whole numbers,
 * dates by steps of the calendar. Reports a step that makes more than BIN_MOST bins; false then. */
bool bins_make(Bins *bins, Arena *arena, Report *report, const Expr *call, const Column *values, AxisType axis);

#endif
