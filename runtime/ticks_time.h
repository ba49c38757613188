/* ticks_time: calendar steps. */
#ifndef CHARTC_TICKS_TIME_H
#define CHARTC_TICKS_TIME_H

#include "table.h"

typedef struct TimeStep {
    int months;     /* whole months, or */
    double seconds; /* so many seconds */
} TimeStep;

typedef struct TimeTick {
    double value;
    Str label;
} TimeTick;

/* The calendar step that makes about `wanted` ticks in lo..hi: years, quarters, months, weeks, days, hours, minutes, seconds. */
TimeStep time_step_find(double lo, double hi, double wanted);
TimeStep time_step_from(Value duration);
/* Ticks at multiples of the step within lo..hi, labelled by what changes: years, months, days, hours; the year or day is added where it begins. */
TimeTick *time_ticks(Arena *arena, double lo, double hi, TimeStep step, size_t most, size_t *n);

#endif
