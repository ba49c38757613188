/* align: see align.h. Each side is counted in its own steps; side 0 keeps its count, side 1 is moved by a whole number of steps. What both cover then
 * is the panel. */
#include "align.h"

#include <math.h>

static const double EDGE = 1e-9;      /* of a step: numbers this near are one */
static const double TICK_COST = 0.03; /* what a tick too many or too few costs, in shares of wasted length */
enum { STEPS_TRIED = 7, SHIFTS_TRIED = 12 };

typedef struct Best {
    double cost;
    double step[2], lo, hi; /* lo and hi: in steps of side 0 */
    double shift;           /* of side 1, in steps */
} Best;

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double greatest(double a, double b)
{
    return a > b ? a : b;
}

static bool is_whole(double value)
{
    return fabs(value - rint(value)) < 1e-6;
}

/* Where both domains begin (direction 1) or end (-1), by the data's places on both sides and the ends that are fixed. NaN when they contradict each
 * other. */
static double common_end(const double place[2], const bool is_fixed[2], double direction)
{
    double a = place[0] * direction, b = place[1] * direction, end = least(a, b);
    if (!is_fixed[0] && !is_fixed[1])
        return floor(end + 1e-7) * direction;
    double fixed = is_fixed[0] ? a : b;
    bool is_good = fixed <= end + 1e-7 && (!is_fixed[0] || !is_fixed[1] || fabs(a - b) < 1e-7);
    return is_good ? fixed * direction : NAN;
}

static void try_shift(const AlignSide sides[2], const double step[2], double shift, double wanted, int most, Best *best)
{
    double lo_places[2] = {sides[0].lo / step[0], sides[1].lo / step[1] + shift},
           hi_places[2] = {sides[0].hi / step[0], sides[1].hi / step[1] + shift};
    for (int i = 0; i < 2 && sides[i].has_pin; i++) {
        double pin = sides[i].pin / step[i] + (i ? shift : 0);
        lo_places[i] = sides[i].fixed_lo ? lo_places[i] : least(lo_places[i], pin);
        hi_places[i] = sides[i].fixed_hi ? hi_places[i] : greatest(hi_places[i], pin);
    }
    double lo = common_end(lo_places, (bool[]){sides[0].fixed_lo, sides[1].fixed_lo}, 1);
    double hi = common_end(hi_places, (bool[]){sides[0].fixed_hi, sides[1].fixed_hi}, -1);
    if (!(lo < hi)) /* NaN too */
        return;
    double n = floor(hi + EDGE * 10) - ceil(lo - EDGE * 10) + 1;
    if (n < 2 || n > most)
        return;
    double waste = 2 - (sides[0].hi - sides[0].lo) / step[0] / (hi - lo) - (sides[1].hi - sides[1].lo) / step[1] / (hi - lo);
    /* among equals the one that begins nearest to both data */
    double cost = waste + TICK_COST * fabs(n - wanted) + (n < 3 ? 0.5 : 0) + 1e-4 * (lo_places[0] + lo_places[1] - 2 * lo);
    if (cost < best->cost)
        *best = (Best){cost, {step[0], step[1]}, lo, hi, shift};
}

static void try_steps(const AlignSide sides[2], const double step[2], double wanted, int most, Best *best)
{
    if (sides[0].has_pin) {
        double a = sides[0].pin / step[0], b = sides[1].pin / step[1];
        if (is_whole(a) && is_whole(b))
            try_shift(sides, step, rint(a) - rint(b), wanted, most, best);
        return;
    }
    bool both_lo = sides[0].fixed_lo && sides[1].fixed_lo, both_hi = sides[0].fixed_hi && sides[1].fixed_hi;
    if (both_lo || both_hi) { /* fixed ends that must meet leave one place */
        double shift = both_lo ? sides[0].lo / step[0] - sides[1].lo / step[1] : sides[0].hi / step[0] - sides[1].hi / step[1];
        if (is_whole(shift))
            try_shift(sides, step, rint(shift), wanted, most, best);
        return;
    }
    /* data that begin together, data that end together, and what lies between */
    double first = floor(sides[0].lo / step[0] + 1e-7) - floor(sides[1].lo / step[1] + 1e-7);
    double last = ceil(sides[0].hi / step[0] - 1e-7) - ceil(sides[1].hi / step[1] - 1e-7);
    if (first > last) {
        double spare = first;
        first = last;
        last = spare;
    }
    for (double shift = first - 1; shift <= last + 1 && shift < first + SHIFTS_TRIED; shift++)
        try_shift(sides, step, shift, wanted, most, best);
}

/* The steps that are worth a try on a side, from small to great. */
static int candidate_steps(const AlignSide *side, int most, double out[STEPS_TRIED])
{
    if (side->step > 0) {
        out[0] = side->step;
        return 1;
    }
    double range = side->hi - side->lo;
    if (side->has_pin)
        range = greatest(greatest(side->hi - side->pin, side->pin - side->lo), range);
    int n = 0;
    double step = step_nice_above(range / most);
    if (step_has_grain(step_nice_above(range), side->grain))
        step = greatest(step, side->grain);
    for (int i = 0; i < STEPS_TRIED; i++, step = step_nice_above(step * 1.01))
        if (step >= range || step_has_grain(step, side->grain))
            out[n++] = step;
    return n;
}

/* Pins that are no multiples of a step: only they meet. Side 1 is counted in units of side 0, `unit` of them to one of its own. */
static bool meet_at_pins(const AlignSide sides[2], AlignedSide out[2])
{
    double below[2], above[2], best = 1e300;
    for (int i = 0; i < 2; i++) {
        below[i] = sides[i].pin - sides[i].lo;
        above[i] = sides[i].hi - sides[i].pin;
        below[i] = sides[i].fixed_lo ? below[i] : greatest(below[i], 0);
        above[i] = sides[i].fixed_hi ? above[i] : greatest(above[i], 0);
    }
    const double units[] = {below[0] / below[1], above[0] / above[1]};
    for (int k = 0; k < 2; k++) {
        double unit = units[k];
        if (!(unit > 0) || !isfinite(unit))
            continue;
        double lo = common_end((double[]){-below[0] / unit, -below[1]}, (bool[]){true, true}, 1);
        if (isnan(lo)) {
            bool first_rules = sides[0].fixed_lo || (!sides[1].fixed_lo && below[0] > below[1] * unit);
            lo = first_rules ? -below[0] / unit : -below[1];
        }
        bool first_rules = sides[0].fixed_hi || (!sides[1].fixed_hi && above[0] > above[1] * unit);
        double hi = first_rules ? above[0] / unit : above[1], edge = 1e-7 * (hi - lo);
        bool holds = lo <= -below[0] / unit + edge && lo <= -below[1] + edge && hi >= above[0] / unit - edge && hi >= above[1] - edge;
        bool is_exact = (!sides[0].fixed_lo || fabs(lo + below[0] / unit) <= edge) && (!sides[1].fixed_lo || fabs(lo + below[1]) <= edge) &&
                        (!sides[0].fixed_hi || fabs(hi - above[0] / unit) <= edge) && (!sides[1].fixed_hi || fabs(hi - above[1]) <= edge);
        if (!holds || !is_exact || hi - lo >= best)
            continue;
        best = hi - lo;
        out[0] = (AlignedSide){.lo = sides[0].pin + lo * unit, .hi = sides[0].pin + hi * unit};
        out[1] = (AlignedSide){.lo = sides[1].pin + lo, .hi = sides[1].pin + hi};
    }
    return best < 1e300;
}

bool align_sides(const AlignSide sides[2], double wanted, int most, AlignedSide out[2])
{
    Best best = {.cost = 1e300};
    double steps[2][STEPS_TRIED];
    int n[2];
    most = most < 3 ? 3 : most;
    for (int i = 0; i < 2; i++)
        n[i] = candidate_steps(&sides[i], most, steps[i]);
    for (int a = 0; a < n[0]; a++)
        for (int b = 0; b < n[1]; b++)
            try_steps(sides, (double[]){steps[0][a], steps[1][b]}, wanted, most, &best);
    if (best.cost >= 1e300)
        return sides[0].has_pin && meet_at_pins(sides, out);
    double first = ceil(best.lo - EDGE * 10), last = floor(best.hi + EDGE * 10);
    for (int i = 0; i < 2; i++) {
        double step = best.step[i], shift = i ? best.shift : 0;
        out[i].steps = (Steps){(first - shift) * step, step, (int)(last - first) + 1};
        out[i].lo = sides[i].fixed_lo ? sides[i].lo : is_whole(best.lo) ? steps_value(&out[i].steps, 0) : (best.lo - shift) * step;
        out[i].hi = sides[i].fixed_hi ? sides[i].hi : is_whole(best.hi) ? steps_value(&out[i].steps, out[i].steps.n - 1) : (best.hi - shift) * step;
    }
    return isfinite(out[0].hi - out[0].lo) && isfinite(out[1].hi - out[1].lo); /* huge steps may leave the numbers */
}
