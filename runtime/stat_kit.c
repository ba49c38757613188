/* stat_kit: see stat_kit.h. */
#include "stat_kit.h"

#include <math.h>

size_t stat_ecdf(const double *sorted, size_t n, double *values, double *shares)
{
    size_t n_steps = 0;
    for (size_t i = 0; i < n; i++) {
        if (i + 1 < n && sorted[i + 1] <= sorted[i])
            continue;
        values[n_steps] = sorted[i];
        shares[n_steps++] = (double)(i + 1) / (double)n;
    }
    return n_steps;
}

double stat_mean(const double *values, size_t n, double *squares)
{
    double sum = 0, around = 0;
    for (size_t i = 0; i < n; i++)
        sum += values[i];
    double mean = n ? sum / (double)n : NAN;
    for (size_t i = 0; i < n; i++)
        around += (values[i] - mean) * (values[i] - mean);
    if (squares)
        *squares = around;
    return mean;
}

RoundSteps stat_round_steps(double lo, double hi, double wanted)
{
    static const double NEXT[] = {1, 2, 5, 10}, BIAS[] = {1.5, 2.75, 1.5}, ROUNDING = 1e-10;
    double cell = (hi - lo) / fmax(wanted, 1);
    int power = (int)floor(log10(cell));
    double base = pow(10, power);
    size_t k = 0;
    while (k < 3 && NEXT[k + 1] * base - cell < BIAS[k] * (cell - NEXT[k] * base))
        k++;
    RoundSteps steps = {NEXT[k], power, 0, 0};
    if (k == 3) {
        steps.mantissa = 1;
        steps.power++;
    }
    double unit = NEXT[k] * base;
    steps.first = floor(lo / unit + ROUNDING);
    steps.last = ceil(hi / unit - ROUNDING);
    while (steps.first * unit > lo + ROUNDING * unit)
        steps.first--;
    while (steps.last * unit < hi - ROUNDING * unit)
        steps.last++;
    if (steps.last <= steps.first)
        steps.last = steps.first + 1;
    return steps;
}

double stat_round_edge(const RoundSteps *steps, size_t i)
{
    double whole = (steps->first + (double)i) * steps->mantissa;
    return steps->power < 0 ? whole / pow(10, -steps->power) : whole * pow(10, steps->power);
}

/* --- the axis' space ---------------------------------------------------------------------------------------------- */

double stat_to_space(AxisType axis, double value)
{
    switch (axis) {
    case AXIS_LOG:
        return value > 0 ? log10(value) : NAN;
    case AXIS_SQRT:
        return sqrt(value);
    case AXIS_SYMLOG:
        return copysign(log1p(fabs(value)), value);
    default:
        return value;
    }
}

double stat_from_space(AxisType axis, double place)
{
    switch (axis) {
    case AXIS_LOG:
        return pow(10, place);
    case AXIS_SQRT:
        return place * place;
    case AXIS_SYMLOG:
        return copysign(expm1(fabs(place)), place);
    default:
        return place;
    }
}
