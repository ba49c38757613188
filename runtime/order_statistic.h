/* order_statistic: the k-th least of many values, and quantiles. */
#ifndef CHARTC_ORDER_STATISTIC_H
#define CHARTC_ORDER_STATISTIC_H

#include <stddef.h>

/* The k-th least (from 0) of n values without NaN, k < n; the values change their places: those before place k are not greater, those behind it not
 * less. Hoare, "Algorithm 65: Find" (1961), with the median of three as pivot, and a sort of what is left when the pivots were bad (Musser 1997:
 * introselect). */
double select_least(double *values, size_t n, size_t k);
/* The value below which a share lies: Hyndman and Fan, "Sample quantiles in statistical packages" (1996), definition 7, the default of R's
 * quantile(). n > 0, 0 <= share <= 1; the values change their places. */
double sample_quantile(double *values, size_t n, double share);
/* Ascending; no NaN. */
void sort_numbers(double *values, size_t n);

#endif
