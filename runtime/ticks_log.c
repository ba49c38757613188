/* ticks_log: see ticks_log.h. */
#include "ticks_log.h"

#include "ticks_linear.h"

#include <math.h>

static const double NEAR = 1e-9;        /* relative: values this near are one */
static const double LEAST_LINEAR = 0.9; /* decades: less than these take linear steps */
static const double ROOM_MINOR = 14;    /* points that a decade takes whose 2 .. 9 are marked */

static int floor_power(double size)
{
    return (int)floor(log10(size) + NEAR);
}

static int ceil_power(double size)
{
    return (int)ceil(log10(size) - NEAR);
}

/* --- ends --------------------------------------------------------------------------------------------------------- */

/* The round number at or beyond a size > 0, away from zero or towards it. `reach`: decades that may be added up to a whole power. */
static double round_size(double size, bool away, double reach)
{
    int power = away ? ceil_power(size) : floor_power(size);
    if (fabs(power - log10(size)) <= reach)
        return pow(10, power);
    double unit = pow(10, floor_power(size)), factor = size / unit;
    static const double FACTORS[] = {1, 2, 5, 10};
    for (int i = 0; i < 4; i++) {
        int k = away ? i : 3 - i;
        if (away ? FACTORS[k] >= factor * (1 - NEAR) : FACTORS[k] <= factor * (1 + NEAR))
            return FACTORS[k] * unit;
    }
    return size;
}

void log_widen(PosScale *scale, bool lo_is_open, bool hi_is_open, double factor)
{
    if (factor > 1) {
        scale->lo = lo_is_open ? pow(factor, floor(log(scale->lo) / log(factor) + 1e-6)) : scale->lo;
        scale->hi = hi_is_open ? pow(factor, ceil(log(scale->hi) / log(factor) - 1e-6)) : scale->hi;
        return;
    }
    if (scale->type == AXIS_SYMLOG) {
        if (lo_is_open && scale->lo < 0)
            scale->lo = -round_size(-scale->lo, true, 0.1);
        if (hi_is_open && scale->hi > 0)
            scale->hi = round_size(scale->hi, true, 0.1);
        return;
    }
    double decades = log10(scale->hi) - log10(scale->lo);
    double lo, hi;
    if (decades < LEAST_LINEAR) {
        Steps steps = steps_search(scale->lo, scale->hi, 5, 12, false, 0);
        lo = steps.start > 0 ? steps_value(&steps, 0) : scale->lo;
        hi = steps_value(&steps, steps.n - 1);
    } else {
        lo = round_size(scale->lo, false, 0.1 * decades);
        hi = round_size(scale->hi, true, 0.1 * decades);
    }
    scale->lo = lo_is_open ? fmin(lo, scale->lo) : scale->lo;
    scale->hi = hi_is_open ? fmax(hi, scale->hi) : scale->hi;
}

/* --- powers ------------------------------------------------------------------------------------------------------- */

static const int EVERY[] = {1, 2, 3, 5, 10, 20, 25, 50, 100, 200};
enum { N_EVERY = sizeof EVERY / sizeof *EVERY };

static bool is_within(const PosScale *scale, double value)
{
    return value >= scale->lo - NEAR * fabs(scale->lo) && value <= scale->hi + NEAR * fabs(scale->hi);
}

/* The attempt-th of the intervals that make two labels or more, from the first that does not make far too many; 0 when there is none. */
static int nth_interval(double decades, double wanted, int attempt)
{
    int last = 0, first = 0;
    while (last + 1 < N_EVERY && decades / EVERY[last + 1] >= 2)
        last++;
    while (first < last && decades / EVERY[first] > wanted * 1.6)
        first++;
    return first + attempt <= last ? EVERY[first + attempt] : 0;
}

bool log_is_linear(const PosScale *scale)
{
    if (scale->type == AXIS_LOG)
        return log10(scale->hi) - log10(scale->lo) < LEAST_LINEAR;
    double most = fmax(fabs(scale->lo), fabs(scale->hi)), least = fmin(fabs(scale->lo), fabs(scale->hi));
    return most < 10 || (scale->lo * scale->hi > 0 && most < 100 * least); /* two powers are not sure to be there */
}

bool log_ticks(Arena *arena, const PosScale *scale, double wanted, double length, int attempt, TickList *out)
{
    out->n = 0;
    if (log_is_linear(scale)) {
        Steps steps = steps_search(scale->lo, scale->hi, wanted - attempt, 12, true, 0);
        for (int i = 0; i < steps.n; i++)
            VEC_PUSH(arena, out, (Tick){.value = steps_value(&steps, i)});
        return attempt == 0 || wanted - attempt >= 2;
    }
    if (scale->type == AXIS_SYMLOG) {
        double most = fmax(fabs(scale->lo), fabs(scale->hi));
        bool is_double = scale->lo < 0 && scale->hi > 0;
        int last = floor_power(most), least_power = attempt % 2; /* ones stand near zero: each interval is tried without them too */
        int every = nth_interval((last + 1) * (is_double ? 2 : 1), wanted, attempt / 2);
        if (!every)
            return false;
        for (int side = -1; side <= 1; side += 2) {
            for (int i = 0; i <= last; i++) { /* outwards on the right, inwards on the left */
                int power = side > 0 ? i : last - i;
                double value = side * pow(10, power);
                if (power >= least_power && (last - power) % every == 0 && is_within(scale, value))
                    VEC_PUSH(arena, out, (Tick){.value = value});
            }
            if (side < 0 && is_within(scale, 0))
                VEC_PUSH(arena, out, (Tick){.value = 0});
        }
        return true;
    }
    double decades = log10(scale->hi) - log10(scale->lo);
    bool may_divide = decades * 3 <= (wanted + 2) * 1.06; /* two decades with air at their ends are two */
    bool has_between = may_divide && attempt == 0;
    if (decades < 2 && (attempt > 0 || !may_divide)) { /* two powers are not sure to be there */
        has_between = true;
        if (attempt > 0)
            return false;
    }
    int every = has_between ? 1 : nth_interval(decades, wanted, attempt - may_divide);
    if (!every)
        return false;
    bool has_minor = every == 1 && length / decades >= ROOM_MINOR, has_decades = length / decades >= 2;
    for (int power = floor_power(scale->lo); power <= ceil_power(scale->hi); power++)
        for (int k = 1; k <= 9; k++) {
            double value = pow(10, power) * k;
            bool is_major = k == 1 ? power % every == 0 : has_between && (k == 2 || k == 5);
            if (is_within(scale, value) && (is_major || (k == 1 ? has_decades : has_minor)))
                VEC_PUSH(arena, out, (Tick){.value = value, .is_minor = !is_major});
        }
    return true;
}

void log_step_ticks(Arena *arena, const PosScale *scale, double factor, size_t most, TickList *out)
{
    out->n = 0;
    double first = ceil(log(scale->lo) / log(factor) - 1e-6), last = floor(log(scale->hi) / log(factor) + 1e-6);
    for (double power = first; power <= last && out->n < most; power++)
        VEC_PUSH(arena, out, (Tick){.value = pow(factor, power)});
}

/* --- roots -------------------------------------------------------------------------------------------------------- */

void sqrt_ticks(Arena *arena, const PosScale *scale, double wanted, int most, bool inside, TickList *out)
{
    Steps steps = steps_search(scale->lo, scale->hi, wanted, most, inside, 0);
    out->n = 0;
    for (int i = 0; i < steps.n; i++) {
        double value = steps_value(&steps, i);
        if (value == 0 && i + 1 < steps.n) { /* a quarter of the first step lies half-way to zero */
            static const double FACTORS[] = {5, 2, 1};
            double quarter = steps.step / 4, unit = pow(10, floor_power(quarter));
            VEC_PUSH(arena, out, (Tick){.value = 0});
            for (int k = 0; k < 3 && steps.n > 2; k++)
                if (FACTORS[k] * unit <= quarter * (1 + NEAR)) {
                    VEC_PUSH(arena, out, (Tick){.value = FACTORS[k] * unit});
                    break;
                }
            continue;
        }
        VEC_PUSH(arena, out, (Tick){.value = value});
    }
}
