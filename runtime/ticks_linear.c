/* ticks_linear: the extended Wilkinson search; see ticks_linear.h. */
#include "ticks_linear.h"

#include <math.h>
#include <stddef.h>

/* The paper's preference list, without 1.5-like multiples that readers cannot interpolate. */
static const double Q[] = {1, 5, 2, 2.5};
enum { N_Q = sizeof Q / sizeof *Q };

/* The paper's skipping of every j-th multiple is left out: it makes steps of 3 or 15. */
static double simplicity(size_t q, bool has_zero)
{
    return 1 - (double)q / (N_Q - 1) + (has_zero ? 1 : 0);
}

static double coverage(double lo, double hi, double first, double last)
{
    double range = hi - lo;
    return 1 - 0.5 * ((hi - last) * (hi - last) + (lo - first) * (lo - first)) / (0.1 * range * 0.1 * range);
}

static double coverage_most(double lo, double hi, double span)
{
    double range = hi - lo, half = (span - range) / 2;
    return span <= range ? 1 : 1 - 0.5 * (2 * half * half) / (0.1 * range * 0.1 * range);
}

static double density(double n, double wanted, double lo, double hi, double first, double last)
{
    double have = (n - 1) / (last - first), want = (wanted - 1) / (fmax(last, hi) - fmin(first, lo));
    return 2 - fmax(have / want, want / have);
}

static double density_most(double n, double wanted)
{
    return n >= wanted ? 2 - (n - 1) / (wanted - 1) : 1;
}

/* The common ones as the compiler reads them: fast, and the same on every machine. */
static double power_of_ten(int power)
{
    enum { MOST = 22 };
    static const double POWERS[] = {1e-22, 1e-21, 1e-20, 1e-19, 1e-18, 1e-17, 1e-16, 1e-15, 1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8,
                                    1e-7,  1e-6,  1e-5,  1e-4,  1e-3,  1e-2,  1e-1,  1e0,   1e1,   1e2,   1e3,   1e4,   1e5,   1e6,  1e7,
                                    1e8,   1e9,   1e10,  1e11,  1e12,  1e13,  1e14,  1e15,  1e16,  1e17,  1e18,  1e19,  1e20,  1e21, 1e22};
    return power >= -MOST && power <= MOST ? POWERS[power + MOST] : pow(10, power);
}

typedef struct Best {
    double score;
    Steps steps;
} Best;

typedef struct Search {
    double lo, hi, wanted;
    int most;
    bool inside;
} Search;

/* One step size: all places where a run of k ticks can begin. */
static void try_starts(const Search *s, size_t q, int k, double step, Best *best)
{
    double least = floor(s->hi / step) - (k - 1), greatest = ceil(s->lo / step), edge = 1e-9 * step;
    if (fabs(greatest - least) > 1000 || fmax(fabs(least), fabs(greatest)) > 1e15) /* beyond, one more is the same number */
        return;
    for (double start = fmin(least, greatest); start <= fmax(least, greatest); start++) { /* a short run has room on both sides */
        double first = start * step, last = first + step * (k - 1);
        if (s->inside ? first < s->lo - edge || last > s->hi + edge : first > s->lo + edge || last < s->hi - edge)
            continue;
        double score = 0.25 * simplicity(q, first <= edge && last >= -edge) + 0.2 * coverage(s->lo, s->hi, first, last) +
                       0.5 * density(k, s->wanted, s->lo, s->hi, first, last) + 0.05;
        if (score > best->score)
            *best = (Best){score, {first, step, k}};
    }
}

bool step_has_grain(double step, double grain)
{
    double count = grain > 0 ? step / grain : 1;
    return rint(count) >= 1 && fabs(count - rint(count)) < 1e-9 * count;
}

static Steps search_steps(double lo, double hi, double wanted, int most, bool inside, double grain)
{
    Search search = {lo, hi, fmax(wanted, 2), most < 2 ? 2 : most, inside};
    Best best = {-1e300, {lo, hi - lo, 0}};
    for (size_t q = 0; q < N_Q; q++)
        for (int k = 2; k <= search.most; k++) {
            if (0.25 * simplicity(q, true) + 0.2 + 0.5 * density_most(k, search.wanted) + 0.05 < best.score)
                continue;
            int power = (int)ceil(log10((hi - lo) / (k + 1) / Q[q]));
            for (int tries = 0; tries < 3; tries++, power++) {
                double step = Q[q] * power_of_ten(power);
                if (!step_has_grain(step, grain))
                    continue;
                double bound = 0.25 * simplicity(q, true) + 0.2 * coverage_most(lo, hi, step * (k - 1)) + 0.5 * density_most(k, search.wanted) + 0.05;
                if (bound < best.score)
                    break;
                try_starts(&search, q, k, step, &best);
            }
        }
    return best.steps;
}

Steps steps_search(double lo, double hi, double wanted, int most, bool inside, double grain)
{
    if (!(lo < hi)) /* one value */
        return (Steps){lo, 1, 1};
    Steps steps = search_steps(lo, hi, wanted, most, inside, grain);
    if (grain > 0 && steps.n < 2)
        steps = search_steps(lo, hi, wanted, most, inside, 0);
    return steps.n ? steps : (Steps){lo, hi - lo, 2};
}

double steps_value(const Steps *steps, int i)
{
    double value = steps->start + steps->step * i;
    /* the nearest decimal with the digits of a step: what a person would write */
    int power = (int)floor(log10(steps->step)) - 3;
    if (power >= 0)
        return rint(value);
    if (power < -300)
        return value;
    double unit = power_of_ten(-power);
    return rint(value * unit) / unit + 0.0;
}

double step_nice_above(double size)
{
    static const double NICE[] = {1, 2, 2.5, 5, 10};
    double power = power_of_ten((int)floor(log10(size)));
    for (size_t i = 0; i < 5; i++)
        if (NICE[i] * power >= size * (1 - 1e-9))
            return NICE[i] * power;
    return 10 * power;
}
