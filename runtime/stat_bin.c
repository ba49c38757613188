/* stat_bin: see stat_bin.h. */
#include "stat_bin.h"

#include "calendar.h"
#include "order_statistic.h"
#include "stat_kit.h"

#include <math.h>

enum { RULE_MOST = 500 };

typedef struct Binning {
    Arena *arena;
    ValueType type;
    AxisType axis;
    BinSample sample;
} Binning;

/* --- rules -------------------------------------------------------------------------------------------------------- */

BinRule bin_rule(const Expr *call)
{
    int rule = call->n_args > 1 ? ir_word_find(&IR_WORDS_BinRule, call->args[1]->value.text) : -1;
    return rule < 0 ? BIN_FREEDMAN_DIACONIS : (BinRule)rule;
}

static double sturges(double n)
{
    return ceil(log2(n) + 1);
}

double bin_rule_most(const Expr *call)
{
    BinRule rule = bin_rule(call);
    return rule == BIN_COUNT ? call->args[2]->value.number : rule == BIN_STURGES ? sturges(UINT32_MAX) : rule == BIN_STEP ? BIN_MOST : RULE_MOST;
}

static double wanted_bins(const Binning *b, BinRule rule, double number, double lo, double hi)
{
    double n = (double)b->sample.n, width = 0;
    if (rule == BIN_COUNT)
        return number;
    if (rule == BIN_STURGES)
        return sturges(n);
    if (rule == BIN_FREEDMAN_DIACONIS)
        width = 2 * b->sample.iqr;
    if (width <= 0)
        width = 3.49 * b->sample.sd;
    double bins = width > 0 ? ceil((hi - lo) / width * cbrt(n)) : 1;
    return fmin(fmax(bins, 1), RULE_MOST);
}

/* --- edges -------------------------------------------------------------------------------------------------------- */

static void space_edges(const Binning *b, Bins *bins, RoundSteps steps)
{
    bins->n = (size_t)(steps.last - steps.first);
    double *edges = ARENA_ARRAY(b->arena, bins->n + 1, double);
    for (size_t i = 0; i <= bins->n; i++)
        edges[i] = stat_from_space(b->axis, stat_round_edge(&steps, i));
    bins->edges = edges;
}

/* A value that all rows share stands in the middle of its bin. */
static void lone_edges(const Binning *b, Bins *bins, double value)
{
    double half = b->sample.summary.has_fraction ? fmax(fabs(value) * 0.05, 1e-12) : 0.5;
    double *edges = ARENA_ARRAY(b->arena, 2, double);
    edges[0] = stat_from_space(b->axis, value - half);
    edges[1] = stat_from_space(b->axis, value + half);
    *bins = (Bins){.edges = edges, .n = 1};
}

void bin_step_decimals(double step, double *whole, double *scale)
{
    *scale = 1;
    while (*scale < 1e15 && fabs(rint(step * *scale) - step * *scale) > 1e-9 * step * *scale)
        *scale *= 10;
    *whole = rint(step * *scale);
}

/* Multiples of a step; numbers that people write in decimals have such edges. */
static bool step_edges(const Binning *b, Bins *bins, double step, double lo, double hi)
{
    double first = floor(lo / step), count = floor(hi / step) - first + 1;
    if (first + count - 1 == hi / step && count > 1) /* the greatest value closes the last bin */
        count--;
    if (!(count <= BIN_MOST))
        return false;
    bins->n = (size_t)count;
    double *edges = ARENA_ARRAY(b->arena, bins->n + 1, double), whole, scale;
    bin_step_decimals(step, &whole, &scale);
    for (size_t i = 0; i <= bins->n; i++)
        edges[i] = (first + (double)i) * whole / scale;
    bins->edges = edges;
    return true;
}

static double calendar_start(double time, int months, double seconds)
{
    static const double MONDAY = 4 * 86400.0; /* 1970-01-05 */
    if (months) {
        Civil civil = calendar_civil(time);
        int count = civil.year * 12 + civil.month - 1;
        count -= ((count % months) + months) % months;
        Civil start = {.year = count / 12, .month = count % 12 + 1, .day = 1};
        return calendar_time(&start);
    }
    double origin = fmod(seconds, 604800) == 0 ? MONDAY : 0;
    return floor((time - origin) / seconds) * seconds + origin;
}

static bool calendar_edges(const Binning *b, Bins *bins, int months, double seconds)
{
    double at = calendar_start(b->sample.summary.lo, months, seconds), hi = b->sample.summary.hi;
    double size = months ? months * 2629746.0 : seconds;
    if (!((hi - at) / size <= BIN_MOST))
        return false;
    VEC(double) edges = {0};
    VEC_PUSH(b->arena, &edges, at);
    do {
        at = calendar_add(at, months, months ? 0 : seconds);
        VEC_PUSH(b->arena, &edges, at);
    } while (at <= hi);
    *bins = (Bins){.edges = edges.at, .n = edges.n - 1};
    return true;
}

/* The finest step of the calendar that makes no more bins than wanted, or nearly so. */
static bool calendar_rule(const Binning *b, Bins *bins, double wanted)
{
    static const struct {
        int months;
        double seconds;
    } STEPS[] = {{0, 1},     {0, 5},     {0, 15},    {0, 30},    {0, 60},     {0, 300},  {0, 900},  {0, 1800}, {0, 3600},
                 {0, 10800}, {0, 21600}, {0, 43200}, {0, 86400}, {0, 604800}, {1, 0},    {3, 0},    {6, 0},    {12, 0},
                 {24, 0},    {60, 0},    {120, 0},   {240, 0},   {600, 0},    {1200, 0}, {12000, 0}};
    double range = b->sample.summary.hi - b->sample.summary.lo;
    size_t k = 0;
    if (!b->sample.summary.has_daytime)
        k = 12;
    while (k + 1 < sizeof STEPS / sizeof *STEPS && range / (STEPS[k].months ? STEPS[k].months * 2629746.0 : STEPS[k].seconds) > wanted * 1.2)
        k++;
    return calendar_edges(b, bins, STEPS[k].months, STEPS[k].seconds);
}

/* --- values to bins ----------------------------------------------------------------------------------------------- */

static void find_bins(const Binning *b, const Column *values, Bins *bins)
{
    const double *edges = bins->edges, *numbers = values->numbers;
    size_t last = bins->n - 1;
    double start = stat_to_space(b->axis, edges[0]), step = (stat_to_space(b->axis, edges[bins->n]) - start) / (double)bins->n;
    bool is_plain = b->axis != AXIS_LOG && b->axis != AXIS_SQRT && b->axis != AXIS_SYMLOG;
    uint32_t *bin_of = ARENA_ARRAY(b->arena, values->n, uint32_t);
    for (size_t i = 0; i < values->n; i++) {
        double value = numbers[i], place = ((is_plain ? value : stat_to_space(b->axis, value)) - start) / step;
        if (isnan(place)) {
            bin_of[i] = CODE_MISSING;
            continue;
        }
        size_t bin = place <= 0 ? 0 : place >= (double)last ? last : (size_t)place;
        while (bin > 0 && value < edges[bin])
            bin--;
        while (bin < last && value >= edges[bin + 1])
            bin++;
        bin_of[i] = (uint32_t)bin;
    }
    bins->bin_of = bin_of;
}

/* What the axis has a place for, and what the rule asks of it. */
static void take_sample(Binning *b, const Column *column, BinRule rule)
{
    BinSample *sample = &b->sample;
    *sample = (BinSample){.n = column->n, .summary = column_summary(b->arena, column), .iqr = NAN, .sd = NAN};
    sample->n -= sample->summary.n_missing;
    if (b->axis == AXIS_LOG)
        sample->summary.lo = sample->summary.least_positive;
    bool is_plain = b->axis != AXIS_LOG && b->axis != AXIS_SQRT, asks = rule == BIN_FREEDMAN_DIACONIS || rule == BIN_SCOTT;
    if (is_plain && !asks)
        return;
    double *values = ARENA_ARRAY(b->arena, column->n + 1, double), squares;
    sample->n = 0;
    for (size_t i = 0; i < column->n; i++) {
        double value = stat_to_space(b->axis, column->numbers[i]);
        if (!isnan(value))
            values[sample->n++] = value;
    }
    if (rule == BIN_FREEDMAN_DIACONIS && sample->n) {
        double low = sample_quantile(values, sample->n, 0.25);
        sample->iqr = sample_quantile(values, sample->n, 0.75) - low;
    }
    if (asks && !(sample->iqr > 0)) {
        stat_mean(values, sample->n, &squares);
        sample->sd = sqrt(squares / fmax((double)sample->n - 1, 1));
    }
}

static bool make_edges(const Binning *b, Bins *bins, BinRule rule, const Expr *amount)
{
    bool is_time = b->type == TYPE_TIME;
    double number = amount ? amount->value.number : 0;
    if (rule == BIN_STEP && is_time)
        return calendar_edges(b, bins, amount->value.months, number);
    if (rule == BIN_STEP && b->axis != AXIS_LOG && b->axis != AXIS_SQRT && b->axis != AXIS_SYMLOG)
        return step_edges(b, bins, number, b->sample.summary.lo, b->sample.summary.hi);
    double lo = stat_to_space(b->axis, b->sample.summary.lo), hi = stat_to_space(b->axis, b->sample.summary.hi);
    if (rule == BIN_STEP) { /* of decades, on a log axis */
        if (!step_edges(b, bins, number, lo, hi))
            return false;
        double *edges = (double *)(uintptr_t)bins->edges;
        for (size_t i = 0; i <= bins->n; i++)
            edges[i] = stat_from_space(b->axis, edges[i]);
        return true;
    }
    if (is_time)
        return calendar_rule(b, bins, wanted_bins(b, rule, number, lo, hi));
    if (!(hi > lo)) {
        lone_edges(b, bins, lo);
        return true;
    }
    RoundSteps steps = stat_round_steps(lo, hi, wanted_bins(b, rule, number, lo, hi));
    bool is_whole = !b->sample.summary.has_fraction && (b->axis == AXIS_LINEAR || b->axis == AXIS_BAND) && b->type == TYPE_NUMBER;
    if (is_whole && steps.power <= 0 && (steps.power < 0 || steps.mantissa == 1)) /* each number has its bin, the greatest too */
        steps = (RoundSteps){1, 0, lo, hi + 1};
    space_edges(b, bins, steps);
    return true;
}

bool bins_edges(Bins *bins, Arena *arena, const Expr *call, AxisType axis, const BinSample *sample)
{
    Binning b = {arena, call->args[0]->type, axis, *sample};
    *bins = (Bins){0};
    return make_edges(&b, bins, bin_rule(call), call->n_args > 2 ? call->args[2] : NULL);
}

bool bins_make(Bins *bins, Arena *arena, Report *report, const Expr *call, const Column *values, AxisType axis)
{
    Binning b = {.arena = arena, .type = values->type, .axis = axis};
    const Expr *amount = call->n_args > 2 ? call->args[2] : NULL;
    static const double NO_EDGES[] = {0, 1};
    take_sample(&b, values, bin_rule(call));
    *bins = (Bins){.edges = NO_EDGES, .n = 1};
    if (b.sample.n && !make_edges(&b, bins, bin_rule(call), amount)) {
        Diagnostic *error = report_add(report, REPORT_E0735, amount->span, "a step of %.*s makes more than %d bins of values from %.*s to %.*s",
                                       STR_FMT(value_str(arena, amount->value)), BIN_MOST,
                                       STR_FMT(value_str(arena, (Value){.type = values->type, .number = b.sample.summary.lo})),
                                       STR_FMT(value_str(arena, (Value){.type = values->type, .number = b.sample.summary.hi})));
        report_hint(report, error, "leave the step out, or write a number of bins: bin(v, 20)");
        return false;
    }
    find_bins(&b, values, bins);
    return true;
}
