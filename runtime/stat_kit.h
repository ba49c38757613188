/* stat_kit: what the statistics of layers (stat_*.c) share: moments, and round steps. */
#ifndef CHARTC_STAT_KIT_H
#define CHARTC_STAT_KIT_H

#include "ir.h"

/* The empirical distribution function of n > 0 ascending values: where it rises (different values, ascending), and to which share. How many these
 * are, at most n. */
size_t stat_ecdf(const double *sorted, size_t n, double *values, double *shares);
/* Mean, and the sum of squares around it (two passes). */
double stat_mean(const double *values, size_t n, double *squares);

/* Round steps over lo..hi, about `wanted` of them: edges first * unit ... last * unit. */
typedef struct RoundSteps {
    double mantissa; /* 1, 2 or 5: unit = mantissa * 10^power */
    int power;
    double first, last; /* whole numbers */
} RoundSteps;
/* lo < hi. Becker, Chambers, Wilks, "The New S Language" (1988), pretty(), with R's biases 1.5 and 2.75 towards larger steps. */
RoundSteps stat_round_steps(double lo, double hi, double wanted);
/* The i-th edge from `first` on: exact decimals come from whole multiples. */
double stat_round_edge(const RoundSteps *steps, size_t i);

/* Where a value stands on an axis, in a space in which equal lengths are equal differences; NaN where it stands nowhere. And the value there. */
double stat_to_space(AxisType axis, double value);
double stat_from_space(AxisType axis, double place);

#endif
