/* ticks_time: see ticks_time.h. */
#include "ticks_time.h"

#include "calendar.h"

#include <math.h>

static const double DAY = 86400, WEEK = 7 * 86400, MONTH = 2629746; /* seconds; a mean month */

/* Below years; those are 1, 2, 5 times a power of ten. */
static const TimeStep STEPS[] = {
    {0, 1},         {0, 2},         {0, 5},         {0, 10},         {0, 15},   {0, 30},    {0, 60},    {0, 120},   {0, 300},
    {0, 600},       {0, 900},       {0, 1800},      {0, 3600},       {0, 7200}, {0, 10800}, {0, 21600}, {0, 43200}, {0, 86400},
    {0, 2 * 86400}, {0, 5 * 86400}, {0, 7 * 86400}, {0, 14 * 86400}, {1, 0},    {2, 0},     {3, 0},     {6, 0},
};
enum { N_STEPS = sizeof STEPS / sizeof *STEPS, LEAST_DECIMALS = 6, MOST_YEARS = 8 };

double time_step_seconds(TimeStep step)
{
    return step.months * MONTH + step.seconds;
}

/* The i-th of all steps, from microseconds to hundreds of millions of years. */
static bool nth_step(int i, TimeStep *out)
{
    static const int FACTORS[] = {1, 2, 5};
    int n_parts = LEAST_DECIMALS * 3;
    if (i < n_parts)
        *out = (TimeStep){0, FACTORS[i % 3] / pow(10, LEAST_DECIMALS - i / 3)};
    else if (i < n_parts + N_STEPS)
        *out = STEPS[i - n_parts];
    else
        *out = (TimeStep){12 * FACTORS[(i - n_parts - N_STEPS) % 3] * (int)pow(10, (i - n_parts - N_STEPS) / 3), 0};
    return i < n_parts + N_STEPS + MOST_YEARS * 3;
}

size_t time_steps(double lo, double hi, double wanted, double least, TimeStep out[TIME_STEPS_MOST])
{
    double costs[TIME_STEPS_MOST];
    size_t n = 0;
    TimeStep step;
    for (int i = 0; nth_step(i, &step); i++) {
        double seconds = time_step_seconds(step), count = (hi - lo) / seconds;
        if (count > 2.5 * wanted + 2 || seconds < least * (1 - 1e-9))
            continue;
        /* fewer than two are hardly an axis */
        bool is_odd = step.seconds == 5 * DAY; /* weeks are what people count by */
        double cost = fabs(log(count / wanted)) + (count < 1.5 ? 3 : 0) + (is_odd ? 0.3 : 0);
        size_t at = n < TIME_STEPS_MOST ? n : TIME_STEPS_MOST - 1;
        if (n == TIME_STEPS_MOST && cost >= costs[at])
            continue;
        for (; at > 0 && costs[at - 1] > cost; at--) {
            costs[at] = costs[at - 1];
            out[at] = out[at - 1];
        }
        costs[at] = cost;
        out[at] = step;
        n += n < TIME_STEPS_MOST;
    }
    return n;
}

TimeStep time_step_from(Value duration)
{
    if (duration.type != TYPE_DURATION) /* a plain number counts days */
        return (TimeStep){0, duration.number * DAY};
    return (TimeStep){duration.months, duration.number};
}

/* --- places ------------------------------------------------------------------------------------------------------- */

static double month_start(double time)
{
    Civil civil = calendar_civil(time);
    return calendar_time(&(Civil){.year = civil.year, .month = civil.month, .day = 1});
}

static double first_tick(double lo, TimeStep step)
{
    if (!step.months) {
        /* weeks begin on Monday: 1970-01-05 was one; some days are counted from the first of a month */
        bool is_weeks = fmod(step.seconds, WEEK) == 0, is_days = fmod(step.seconds, DAY) == 0;
        double origin = is_weeks ? 4 * DAY : is_days && step.seconds > DAY ? month_start(lo) : 0;
        return ceil((lo - origin) / step.seconds - 1e-9) * step.seconds + origin;
    }
    Civil civil = calendar_civil(lo);
    int64_t month = (int64_t)civil.year * 12 + civil.month - 1;
    month -= ((month % step.months) + step.months) % step.months;
    int64_t year = month >= 0 ? month / 12 : -((11 - month) / 12);
    double time = calendar_time(&(Civil){.year = (int)year, .month = (int)(month - year * 12) + 1, .day = 1});
    return time < lo - 1e-6 ? calendar_add(time, step.months, 0) : time;
}

/* --- labels ------------------------------------------------------------------------------------------------------- */

/* What changes from tick to tick; what changes seldom, at the first tick and at others. */
typedef struct Levels {
    const char *primary, *first, *new_year, *new_part;
} Levels;

static Levels levels_of(TimeStep step)
{
    if (step.months >= 12 && step.months % 12 == 0)
        return (Levels){"%Y", "", "", ""};
    if (step.months)
        return (Levels){"%b", "%Y", "%Y", ""};
    if (fmod(step.seconds, DAY) == 0)
        return (Levels){"%-d", "%b %Y", "%b %Y", "%b"};
    if (fmod(step.seconds, 60) == 0)
        return (Levels){"%H:%M", "%-d %b %Y", "%-d %b %Y", "%-d %b"};
    return (Levels){"%H:%M:%S", "%-d %b %Y", "%-d %b %Y", "%-d %b"};
}

/* Decimal parts of a second: as many as the step has. */
static void add_parts(Buf *out, double time, double step)
{
    int decimals = 0;
    double unit = 1;
    while (decimals < LEAST_DECIMALS && fabs(step * unit - rint(step * unit)) > 1e-6) {
        decimals++;
        unit *= 10;
    }
    if (decimals)
        buf_printf(out, ".%0*d", decimals, (int)(rint(fmod(fmod(time, 1) + 1, 1) * unit) + 0.5) % (int)unit);
}

/* `before`: the tick before it, NULL at the first. */
static Str label_of(Arena *arena, double time, TimeStep step, const Civil *before, bool two_level)
{
    if (!step.months && step.seconds < 1) /* the second that a decimal part belongs to */
        time = rint(time * 1e6) / 1e6;
    Civil civil = calendar_civil(time);
    Levels levels = levels_of(step);
    bool is_days = !step.months && fmod(step.seconds, DAY) == 0;
    bool is_new = !before || civil.year != before->year || (is_days ? civil.month != before->month : civil.yearday != before->yearday);
    const char *context = !before ? levels.first : civil.year != before->year ? levels.new_year : is_new ? levels.new_part : "";
    Buf out = {.arena = arena};
    Str primary = calendar_format(arena, time, str_from(levels.primary)), second = calendar_format(arena, time, str_from(context));
    if (two_level) {
        buf_add(&out, primary);
        if (!step.months && step.seconds < 60)
            add_parts(&out, time, step.seconds);
        if (second.n)
            buf_printf(&out, "\n%.*s", STR_FMT(second));
        return buf_str(&out);
    }
    /* one line: each day names its month */
    bool is_clock = !step.months && !is_days;
    if (is_clock && second.n)
        buf_printf(&out, "%.*s ", STR_FMT(second));
    buf_add(&out, primary);
    if (!step.months && step.seconds < 60)
        add_parts(&out, time, step.seconds);
    if (!is_clock && (second.n || is_days))
        buf_printf(&out, " %.*s", STR_FMT(second.n ? second : calendar_format(arena, time, STR("%b"))));
    return buf_str(&out);
}

/* The number of a tick, counted from a place that no domain changes. */
static int64_t tick_number(double time, TimeStep step)
{
    if (!step.months)
        return (int64_t)rint((time - 4 * DAY) / step.seconds);
    Civil civil = calendar_civil(time);
    return ((int64_t)civil.year * 12 + civil.month - 1) / step.months;
}

void time_ticks(Arena *arena, double lo, double hi, TimeStep step, bool two_level, int every, size_t most, TickList *out)
{
    Civil before = {0};
    bool is_first = true;
    out->n = 0;
    if (!(time_step_seconds(step) > 0))
        return;
    double first = first_tick(lo, step), time = first;
    for (size_t i = 1; time <= hi + 1e-6 && out->n < most; i++) {
        Tick tick = {.value = time, .is_minor = tick_number(time, step) % every != 0};
        if (!tick.is_minor) {
            tick.label = label_of(arena, time, step, is_first ? NULL : &before, two_level);
            before = calendar_civil(time + 1e-7);
            is_first = false;
        }
        VEC_PUSH(arena, out, tick);
        time = step.months ? calendar_add(time, step.months, 0) : first + (double)i * step.seconds;
    }
}
