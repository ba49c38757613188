/* stat_box: see stat_box.h. */
#include "stat_box.h"

#include <math.h>

/* The value at a place counted from 1, a half being the mean of both neighbours. */
static double at_place(const double *sorted, double place)
{
    return (sorted[(size_t)floor(place) - 1] + sorted[(size_t)ceil(place) - 1]) / 2;
}

BoxStats box_stats(const double *sorted, size_t n)
{
    double count = (double)n, hinge = floor((count + 3) / 2) / 2;
    BoxStats box = {
        .lower = at_place(sorted, hinge), .median = at_place(sorted, (count + 1) / 2), .upper = at_place(sorted, count + 1 - hinge), .last = n - 1};
    double reach = 1.5 * (box.upper - box.lower);
    while (box.first < box.last && sorted[box.first] < box.lower - reach)
        box.first++;
    while (box.last > box.first && sorted[box.last] > box.upper + reach)
        box.last--;
    box.low = sorted[box.first];
    box.high = sorted[box.last];
    return box;
}

double box_notch(const BoxStats *box, size_t n)
{
    return 1.58 * (box->upper - box->lower) / sqrt((double)n);
}
