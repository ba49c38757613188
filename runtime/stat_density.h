/* stat_density: kernel density estimates with a Gaussian kernel. Silverman, "Density Estimation for Statistics and Data Analysis" (1986). */
#ifndef CHARTC_STAT_DENSITY_H
#define CHARTC_STAT_DENSITY_H

#include "arena.h"

/* Silverman's rule of thumb, (3.31): 0.9 min(sd, IQR / 1.34) n^(-1/5), the default of R's density() (bw.nrd0); where the IQR is zero the sd alone, of
 * equal values 0. n > 1; the values change their places. */
double density_bandwidth(double *values, size_t n);
/* R's bw.SJ(), method "ste": Sheather and Jones, "A reliable data-based bandwidth selection method for kernel density estimation" (1991), of
 * distances counted in 1,000 steps. 0 where the sample is too sparse to tell. n > 1; the values change their places. */
double density_bandwidth_sj(Arena *arena, double *values, size_t n);
/* out[i] becomes the density at lo + i (hi - lo) / (m - 1), m > 1, bandwidth > 0. More than some thousand values are first shared out among the two
 * nearest of many equal steps (linear binning: Wand, "Fast computation of multivariate kernel estimators", 1994). */
void density_at(Arena *arena, const double *values, size_t n, double bandwidth, double lo, double hi, double *out, size_t m);

#endif
