/* stat_smooth: see stat_smooth.h. */
#include "stat_smooth.h"

#include "distribution.h"
#include "order_statistic.h"

#include <math.h>
#include <string.h>

double smooth_student(double level, double degrees)
{
    double below = fmax(floor(degrees), 1), above = below + 1;
    double t = student_two_sided(level, below);
    if (degrees <= below)
        return t;
    double share = (1 / below - 1 / degrees) / (1 / below - 1 / above); /* nearly linear in 1 / degrees */
    return t + share * (student_two_sided(level, above) - t);
}

/* --- orthogonal polynomials --------------------------------------------------------------------------------------- */

/* Polynomials that are orthogonal over weighted points: p0 = 1, p(k+1) = (x - a[k]) p(k) - b[k] p(k-1). */
typedef struct Basis {
    double a[SMOOTH_DEGREE_MOST + 1], b[SMOOTH_DEGREE_MOST + 1], norm[SMOOTH_DEGREE_MOST + 1];
    int degree;
} Basis;

static void basis_values(const Basis *basis, double x, double *p)
{
    p[0] = 1;
    for (int k = 0; k < basis->degree; k++)
        p[k + 1] = (x - basis->a[k]) * p[k] - (k ? basis->b[k] * p[k - 1] : 0);
}

/* As far as the points tell: its degree is less when they stand at too few places. */
static Basis make_basis(const double *x, const double *weights, size_t n, int degree)
{
    Basis basis = {.degree = 0};
    double p[SMOOTH_DEGREE_MOST + 1], scale = 0;
    for (int k = 0; k <= degree; k++) {
        double norm = 0, moment = 0;
        basis.degree = k;
        for (size_t i = 0; i < n; i++) {
            double w = weights ? weights[i] : 1;
            if (w <= 0)
                continue;
            basis_values(&basis, x[i], p);
            norm += w * p[k] * p[k];
            moment += w * x[i] * p[k] * p[k];
        }
        if (k == 1)
            scale = norm / basis.norm[0];
        double least = k == 0 ? 0 : basis.norm[0] * pow(scale, k) * 1e-13;
        if (!(norm > least)) {
            basis.degree = k - 1;
            break;
        }
        basis.norm[k] = norm;
        basis.a[k] = moment / norm;
        basis.b[k] = k ? norm / basis.norm[k - 1] : 0;
    }
    return basis;
}

/* --- one polynomial ----------------------------------------------------------------------------------------------- */

static bool fit_polynomial(const SmoothRule *rule, const double *x, const double *y, size_t n, SmoothPoint *out, size_t m)
{
    Basis basis = make_basis(x, NULL, n, rule->degree);
    if (basis.degree < rule->degree)
        return false;
    double coefficient[SMOOTH_DEGREE_MOST + 1] = {0}, p[SMOOTH_DEGREE_MOST + 1], squares = 0;
    for (size_t i = 0; i < n; i++) {
        basis_values(&basis, x[i], p);
        for (int k = 0; k <= basis.degree; k++)
            coefficient[k] += p[k] * y[i] / basis.norm[k];
    }
    for (size_t i = 0; i < n; i++) {
        double rest = y[i];
        basis_values(&basis, x[i], p);
        for (int k = 0; k <= basis.degree; k++)
            rest -= coefficient[k] * p[k];
        squares += rest * rest;
    }
    double degrees = (double)n - basis.degree - 1;
    bool has_band = rule->level > 0 && degrees >= 1;
    double t = has_band ? smooth_student(rule->level, degrees) : NAN, sd = sqrt(squares / degrees);
    for (size_t i = 0; i < m; i++) {
        double fit = 0, variance = 0;
        basis_values(&basis, out[i].x, p);
        for (int k = 0; k <= basis.degree; k++) {
            fit += coefficient[k] * p[k];
            variance += p[k] * p[k] / basis.norm[k];
        }
        double half = t * sd * sqrt(variance);
        out[i] = (SmoothPoint){out[i].x, fit, fit - half, fit + half};
    }
    return true;
}

/* --- local polynomials -------------------------------------------------------------------------------------------- */

typedef struct Local {
    const SmoothRule *rule;
    const double *x, *y;
    size_t n, n_near;
    double *distances, *weights; /* room */
} Local;

/* The weights with which the values of y make the curve's value at a place. False when too few places are near. */
static bool local_row(const Local *l, double at, double *row)
{
    for (size_t i = 0; i < l->n; i++)
        l->distances[i] = fabs(l->x[i] - at);
    double reach = select_least(l->distances, l->n, l->n_near - 1) * fmax(1, l->rule->span);
    for (size_t i = 0; i < l->n; i++) {
        double far = fabs(l->x[i] - at) / reach, cube = 1 - far * far * far;
        l->weights[i] = !(far < 0.999) ? 0 : far > 0.001 ? cube * cube * cube : 1; /* as R's */
    }
    Basis basis = make_basis(l->x, l->weights, l->n, l->rule->degree);
    if (basis.degree < 0)
        return false;
    double here[SMOOTH_DEGREE_MOST + 1], p[SMOOTH_DEGREE_MOST + 1];
    basis_values(&basis, at, here);
    for (size_t i = 0; i < l->n; i++) {
        double sum = 0;
        if (l->weights[i] > 0) {
            basis_values(&basis, l->x[i], p);
            for (int k = 0; k <= basis.degree; k++)
                sum += here[k] * p[k] / basis.norm[k];
        }
        row[i] = l->weights[i] * sum;
    }
    return true;
}

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* delta1 = tr R and delta2 = tr R^2 of R = (I - L)'(I - L), and the residuals' sum of squares. Where they are many delta2 is taken for delta1: the
 * degrees of freedom delta1^2 / delta2 are then so many that Student's t is the same. */
static bool local_deltas(Arena *arena, const Local *l, double *squares, double *delta1, double *delta2)
{
    enum { EXACT_MOST = 400 };
    bool is_exact = l->n <= EXACT_MOST;
    double *rows = ARENA_ARRAY(arena, is_exact ? l->n * l->n : l->n, double);
    *squares = *delta1 = *delta2 = 0;
    for (size_t i = 0; i < l->n; i++) {
        double *row = rows + (is_exact ? i * l->n : 0);
        if (!local_row(l, l->x[i], row))
            return false;
        for (size_t k = 0; k < l->n; k++)
            row[k] = (k == i) - row[k];
        double rest = dot(row, l->y, l->n);
        *squares += rest * rest;
        *delta1 += dot(row, row, l->n);
    }
    *delta2 = *delta1;
    if (!is_exact)
        return true;
    arena_work(arena, (double)l->n * (double)l->n * (double)l->n / 4);
    *delta2 = 0; /* tr (M'M)^2 = tr (MM')^2, M = I - L */
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k <= i; k++) {
            double product = dot(rows + i * l->n, rows + k * l->n, l->n);
            *delta2 += (k < i ? 2 : 1) * product * product;
        }
    return true;
}

static bool fit_local(Arena *arena, const SmoothRule *rule, const double *x, const double *y, size_t n, SmoothPoint *out, size_t m)
{
    double near = floor((double)n * rule->span + 1e-5);
    Local l = {rule, x, y, n, near > (double)n ? n : (size_t)near, ARENA_ARRAY(arena, n, double), ARENA_ARRAY(arena, n, double)};
    if (l.n_near < (size_t)rule->degree + 2 || l.n_near > n)
        return false;
    double squares = 0, delta1 = 1, delta2 = 1;
    bool has_band = rule->level > 0;
    double n_places = (double)m + (has_band ? (double)n : 0);
    arena_work(arena, 15 * n_places * (double)n);
    if (has_band && !local_deltas(arena, &l, &squares, &delta1, &delta2))
        return false;
    has_band &= delta1 > 1e-9;
    double t = has_band ? smooth_student(rule->level, delta1 * delta1 / delta2) : NAN, sd = sqrt(squares / delta1);
    double *row = ARENA_ARRAY(arena, n, double);
    for (size_t i = 0; i < m; i++) {
        if (!local_row(&l, out[i].x, row))
            return false;
        double fit = dot(row, y, n), half = t * sd * sqrt(dot(row, row, n));
        out[i] = (SmoothPoint){out[i].x, fit, fit - half, fit + half};
    }
    return true;
}

bool smooth_fit(Arena *arena, const SmoothRule *rule, const double *x, const double *y, size_t n, SmoothPoint *out, size_t m)
{
    return rule->is_local ? fit_local(arena, rule, x, y, n, out, m) : fit_polynomial(rule, x, y, n, out, m);
}
