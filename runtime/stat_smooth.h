/* stat_smooth: curves through points, with confidence bands.
 *   linear, polynomial  least squares, by orthogonal polynomials: Forsythe, "Generation and Use of Orthogonal Polynomials for Data-Fitting" (1957)
 *   loess               local polynomials: Cleveland, Devlin, "Locally Weighted Regression" (1988); Cleveland, Grosse, Shyu, "Local regression
 * models" (1992): the numbers are those of R's loess() with surface = "direct", statistics = "exact" */
#ifndef CHARTC_STAT_SMOOTH_H
#define CHARTC_STAT_SMOOTH_H

#include "arena.h"

#define LOESS_MOST 4000 /* values; it looks at all pairs of them */
#define SMOOTH_DEGREE_MOST 9

typedef struct SmoothRule {
    bool is_local;
    int degree;   /* 0..9; local: 0..2 */
    double span;  /* local: the share of the points in each neighbourhood, above 0 */
    double level; /* of the band, 0 <= level < 1; 0: none */
} SmoothRule;

typedef struct SmoothPoint {
    double x, fit, lo, hi; /* lo and hi NaN without a band */
} SmoothPoint;

/* The curve at out[i].x, of points x, y (n of them, at least one). False when they cannot tell: fewer different x than the curve has coefficients. */
bool smooth_fit(Arena *arena, const SmoothRule *rule, const double *x, const double *y, size_t n, SmoothPoint *out, size_t m);
/* Student's t of a real number of degrees, two-sided. */
double smooth_student(double level, double degrees);

#endif
