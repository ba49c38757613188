/* stat_density: see stat_density.h. */
#include "stat_density.h"

#include "stat_kit.h"

#include <math.h>

enum { EXACT_MOST = 4000, N_CELLS = 4096 };

double density_bandwidth(double *values, size_t n)
{
    double squares, low = stat_quantile(values, n, 0.25), spread = stat_quantile(values, n, 0.75) - low;
    stat_mean(values, n, &squares);
    double sd = sqrt(squares / (double)(n - 1)), least = spread > 0 ? fmin(sd, spread / 1.34) : sd;
    return 0.9 * least * pow((double)n, -0.2);
}

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
