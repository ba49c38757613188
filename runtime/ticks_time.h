/* ticks_time: calendar steps. */
#ifndef CHARTC_TICKS_TIME_H
#define CHARTC_TICKS_TIME_H

#include "table.h"
#include "tick_label.h"

typedef struct TimeStep {
    int months;     /* whole months, or */
    double seconds; /* so many seconds */
} TimeStep;

enum { TIME_STEPS_MOST = 16 };

/* Calendar steps for lo..hi: 1, 2 or 5 times 10^n years; 6, 3, 2, 1 months; 14, 7, 5, 2, 1 days; 12 .. 1 hours; minutes; seconds and decimal parts of
 * them. The one that makes nearest to `wanted` ticks comes first. None is shorter than `least` seconds. Returns how many. */
size_t time_steps(double lo, double hi, double wanted, double least, TimeStep out[TIME_STEPS_MOST]);
TimeStep time_step_from(Value duration);
double time_step_seconds(TimeStep step); /* months and years: their mean */

/* Ticks at multiples of the step within lo..hi, at most `most`: years and months at their beginning, weeks on Mondays, 2 or 5 days from the first of
 * the month on, hours from midnight on. Labels tell what changes: years, months, days, hours; what stays (the year of months, the month of days, the
 * date of hours) stands with the first tick and where it changes: below, behind a line end, when `two_level`, else in the label. Only each `every`-th
 * tick is labelled, at multiples of that many steps where there are such; the others are minor. */
void time_ticks(Arena *arena, double lo, double hi, TimeStep step, bool two_level, int every, size_t most, TickList *out);

#endif
