/* stat_density: see stat_density.h. */
#include "stat_density.h"

#include "order_statistic.h"
#include "stat_kit.h"

#include <math.h>

enum { EXACT_MOST = 4000, N_CELLS = 4096 };

double density_bandwidth(double *values, size_t n)
{
    double squares, low = sample_quantile(values, n, 0.25), spread = sample_quantile(values, n, 0.75) - low;
    stat_mean(values, n, &squares);
    double sd = sqrt(squares / (double)(n - 1)), least = spread > 0 ? fmin(sd, spread / 1.34) : sd;
    return 0.9 * least * pow((double)n, -0.2);
}

/* --- Sheather and Jones ------------------------------------------------------------------------------------------- */

enum { PAIR_STEPS = 1000 };

/* How many pairs of values stand so many steps apart. */
typedef struct Pairs {
    double n, step, counts[PAIR_STEPS];
} Pairs;

static Pairs *count_pairs(Arena *arena, const double *values, size_t n, double least, double greatest)
{
    Pairs *pairs = ARENA_NEW(arena, Pairs);
    double *cells = ARENA_ARRAY(arena, PAIR_STEPS + 1, double);
    *pairs = (Pairs){.n = (double)n, .step = (greatest - least) * 1.01 / PAIR_STEPS};
    double first = floor(least / pairs->step);
    for (size_t i = 0; i < n; i++)
        cells[(size_t)(floor(values[i] / pairs->step) - first)]++;
    for (size_t i = 0; i <= PAIR_STEPS; i++) {
        pairs->counts[0] += cells[i] * (cells[i] - 1) / 2;
        for (size_t k = i + 1; k <= PAIR_STEPS && cells[i] > 0; k++)
            if (k - i < PAIR_STEPS)
                pairs->counts[k - i] += cells[i] * cells[k];
    }
    return pairs;
}

/* The integral of the density's 2nd (order 4) or 3rd (order 6, with its sign turned) derivative squared, by kernels of width h. */
static double roughness(const Pairs *pairs, double h, int order)
{
    static const double FAR = 1000, SQRT_2PI = 2.5066282746310002;
    double sum = 0;
    for (size_t i = 0; i < PAIR_STEPS; i++) {
        double z = (double)i * pairs->step / h, d = z * z;
        if (d >= FAR)
            break;
        sum += exp(-d / 2) * (order == 4 ? d * d - 6 * d + 3 : d * d * d - 15 * d * d + 45 * d - 15) * pairs->counts[i];
    }
    sum = 2 * sum + (order == 4 ? 3 : -15) * pairs->n;
    return (order == 4 ? 1 : -1) * sum / (pairs->n * (pairs->n - 1) * pow(h, order + 1) * SQRT_2PI);
}

static double missed(const Pairs *pairs, double alpha, double h)
{
    static const double SQRT_PI = 1.7724538509055159;
    return pow(1 / (2 * SQRT_PI * pairs->n) / roughness(pairs, alpha * pow(h, 5.0 / 7), 4), 0.2) - h;
}

double density_bandwidth_sj(Arena *arena, double *values, size_t n)
{
    enum { WIDENINGS = 99, HALVINGS = 100 };
    double squares, low = sample_quantile(values, n, 0.25), spread = sample_quantile(values, n, 0.75) - low, count = (double)n;
    stat_mean(values, n, &squares);
    double sd = sqrt(squares / (count - 1)), scale = spread > 0 ? fmin(sd, spread / 1.349) : sd, least = values[0], greatest = values[0];
    for (size_t i = 1; i < n; i++) {
        least = fmin(least, values[i]);
        greatest = fmax(greatest, values[i]);
    }
    if (!(scale > 0))
        return 0;
    const Pairs *pairs = count_pairs(arena, values, n, least, greatest);
    double third = roughness(pairs, 1.23 * scale * pow(count, -1.0 / 9), 6), second = roughness(pairs, 1.24 * scale * pow(count, -1.0 / 7), 4);
    double alpha = 1.357 * pow(second / third, 1.0 / 7), hi = 1.144 * scale * pow(count, -0.2), lo = hi / 10;
    if (!(third > 0 && isfinite(alpha)))
        return 0;
    for (int i = 1; !(missed(pairs, alpha, lo) * missed(pairs, alpha, hi) <= 0); i++) {
        if (i > WIDENINGS)
            return 0;
        hi *= i % 2 ? 1.2 : 1;
        lo /= i % 2 ? 1 : 1.2;
    }
    bool rises = missed(pairs, alpha, lo) < 0;
    for (int i = 0; i < HALVINGS && hi - lo > 1e-15 * hi; i++) {
        double middle = (lo + hi) / 2;
        if ((missed(pairs, alpha, middle) < 0) == rises)
            lo = middle;
        else
            hi = middle;
    }
    return (lo + hi) / 2;
}

/* --- estimates ---------------------------------------------------------------------------------------------------- */

static double kernel(double z)
{
    static const double SQRT_2PI = 2.5066282746310002;
    return exp(-z * z / 2) / SQRT_2PI;
}

void density_at(Arena *arena, const double *values, size_t n, double bandwidth, double lo, double hi, double *out, size_t m)
{
    const double *places = values, *weights = NULL;
    size_t n_places = n;
    double total = (double)n, least = values[0], greatest = values[0];
    for (size_t i = 1; i < n; i++) {
        least = fmin(least, values[i]);
        greatest = fmax(greatest, values[i]);
    }
    if (n > EXACT_MOST && greatest > least) {
        double step = (greatest - least) / (N_CELLS - 1);
        double *cells = ARENA_ARRAY(arena, N_CELLS + 1, double), *counts = ARENA_ARRAY(arena, N_CELLS + 1, double);
        for (size_t i = 0; i < n; i++) {
            double at = (values[i] - least) / step, below = floor(at);
            counts[(size_t)below] += 1 - (at - below);
            counts[(size_t)below + 1] += at - below;
        }
        for (size_t i = 0; i <= N_CELLS; i++)
            cells[i] = least + (double)i * step;
        places = cells;
        weights = counts;
        n_places = N_CELLS + 1;
    }
    arena_work(arena, 3 * (double)m * (double)n_places);
    for (size_t k = 0; k < m; k++) {
        double at = lo + (hi - lo) * (double)k / (double)(m - 1), sum = 0;
        for (size_t i = 0; i < n_places; i++)
            sum += (weights ? weights[i] : 1) * kernel((at - places[i]) / bandwidth);
        out[k] = sum / (total * bandwidth);
    }
}
