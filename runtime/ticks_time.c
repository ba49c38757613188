/* ticks_time: see ticks_time.h. */
#include "ticks_time.h"

#include "calendar.h"

#include <math.h>

static const TimeStep STEPS[] = {
    {0, 1}, {0, 5}, {0, 15}, {0, 30}, {0, 60}, {0, 300}, {0, 900}, {0, 1800}, {0, 3600}, {0, 10800}, {0, 21600}, {0, 43200},
    {0, 86400}, {0, 2 * 86400}, {0, 7 * 86400}, {1, 0}, {2, 0}, {3, 0}, {6, 0}, {12, 0}, {24, 0}, {60, 0}, {120, 0}, {240, 0}, {600, 0}, {1200, 0},
};

static double step_seconds(TimeStep step)
{
    return step.months * 2629746.0 + step.seconds; /* a mean month */
}

TimeStep time_step_find(double lo, double hi, double wanted)
{
    double ideal = (hi - lo) / fmax(wanted, 1);
    size_t n = sizeof STEPS / sizeof *STEPS, best = 0;
    for (size_t i = 1; i < n; i++)
        if (fabs(log(step_seconds(STEPS[i]) / ideal)) < fabs(log(step_seconds(STEPS[best]) / ideal)))
            best = i;
    return STEPS[best];
}

TimeStep time_step_from(Value duration)
{
    if (duration.type != TYPE_DURATION) /* a plain number counts days */
        return (TimeStep){0, duration.number * 86400};
    return (TimeStep){duration.months, duration.number};
}

static double first_tick(double lo, TimeStep step)
{
    if (!step.months) {
        /* weeks begin on Monday: 1970-01-05 was one */
        double origin = fmod(step.seconds, 7 * 86400) == 0 ? 4 * 86400 : 0;
        return ceil((lo - origin) / step.seconds - 1e-9) * step.seconds + origin;
    }
    Civil civil = calendar_civil(lo);
    int month = civil.year * 12 + civil.month - 1;
    month -= ((month % step.months) + step.months) % step.months;
    Civil start = {.year = month >= 0 ? month / 12 : -((11 - month) / 12), .day = 1};
    start.month = month - start.year * 12 + 1;
    double time = calendar_time(&start);
    return time < lo - 1e-6 ? calendar_add(time, step.months, 0) : time;
}

static Str label_of(Arena *arena, double time, TimeStep step, bool is_first, const Civil *before)
{
    Civil civil = calendar_civil(time);
    bool new_year = is_first || civil.year != before->year, new_day = is_first || civil.yearday != before->yearday || new_year;
    const char *format;
    if (step.months >= 12)
        format = "%Y";
    else if (step.months)
        format = new_year ? "%b %Y" : "%b";
    else if (step.seconds >= 86400)
        format = new_year ? "%-d %b %Y" : "%-d %b";
    else if (step.seconds >= 60)
        format = new_day ? "%-d %b %H:%M" : "%H:%M";
    else
        format = "%H:%M:%S";
    return calendar_format(arena, time, str_from(format));
}

TimeTick *time_ticks(Arena *arena, double lo, double hi, TimeStep step, size_t most, size_t *n)
{
    VEC(TimeTick) out = {0};
    Civil before = {0};
    double time = step_seconds(step) > 0 ? first_tick(lo, step) : hi + 1;
    while (time <= hi + 1e-6 && out.n < most) {
        VEC_PUSH(arena, &out, (TimeTick){time, label_of(arena, time, step, out.n == 0, &before)});
        before = calendar_civil(time);
        time = step.months ? calendar_add(time, step.months, 0) : time + step.seconds;
    }
    *n = out.n;
    return out.at;
}
