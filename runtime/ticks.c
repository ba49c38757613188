/* ticks: where axes are marked; see ticks.h. */
#include "ticks.h"

#include "align.h"
#include "format.h"
#include "num.h"
#include "ticks_linear.h"
#include "ticks_time.h"

#include <math.h>

enum { TICKS_MOST = 200 };

typedef VEC(Tick) TickList;

/* --- labels ------------------------------------------------------------------------------------------------------- */

static const char *const SUPERSCRIPTS[] = {"\xE2\x81\xB0", "\xC2\xB9", "\xC2\xB2", "\xC2\xB3", "\xE2\x81\xB4",
                                           "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8", "\xE2\x81\xB9"};

static void add_superscript(Buf *out, int number)
{
    if (number < 0)
        buf_adds(out, "\xE2\x81\xBB");
    char digits[NUM_TEXT_SIZE];
    size_t n = num_print(digits, number < 0 ? -number : number);
    for (size_t i = 0; i < n; i++)
        buf_adds(out, SUPERSCRIPTS[digits[i] - '0']);
}

/* 10^4 as 10 and a superscript, 2 * 10^4 with the factor before it. */
static Str power_label(Arena *arena, double value)
{
    Buf out = {.arena = arena};
    int power = (int)floor(log10(value) + 1e-9);
    double factor = value / pow(10, power);
    if (fabs(factor - 1) > 1e-9) {
        num_add_fixed(&out, factor, 6);
        buf_adds(&out, "\xC2\xB7");
    }
    buf_adds(&out, "10");
    add_superscript(&out, power);
    return str_slice(buf_c(&out), out.n);
}

/* The label that the axis gives a value by name. */
static bool named_label(Arena *arena, const IrAxis *axis, Value value, Str *out)
{
    for (size_t i = 0; i < axis->labels.n; i++)
        if (str_eq(value_str(arena, axis->labels.keys[i]->value), value_str(arena, value))) {
            *out = axis->labels.values[i]->value.text;
            return true;
        }
    return false;
}

/* The fewest decimals with which every tick is exact, at most 12. */
static int decimals_needed(const Tick *ticks, size_t n)
{
    for (int decimals = 0; decimals < 12; decimals++) {
        double unit = pow(10, decimals);
        bool is_exact = true;
        for (size_t i = 0; i < n && is_exact; i++)
            is_exact = fabs(ticks[i].value * unit - rint(ticks[i].value * unit)) < 1e-6 * fmax(1, fabs(ticks[i].value * unit) * 1e-9);
        if (is_exact)
            return decimals;
    }
    return 12;
}

static Str number_label(Arena *arena, const IrAxis *axis, double value, int decimals, bool is_huge, bool has_groups)
{
    Value number = {.type = TYPE_NUMBER, .number = value};
    if (axis->format.n)
        return format_value(arena, number, axis->format, true);
    if (is_huge)
        return format_value(arena, number, STR("~g"), true);
    return format_value(arena, number, str_printf(arena, has_groups ? ",.%df" : ".%df", decimals), true);
}

static void label_ticks(Arena *arena, const TickRequest *request, const PosScale *scale, TickList *ticks)
{
    const IrAxis *axis = request->axis;
    bool is_time = axis->type == AXIS_TIME;
    int decimals = decimals_needed(ticks->at, ticks->n);
    double most = 0;
    for (size_t i = 0; i < ticks->n; i++)
        most = fmax(most, fabs(ticks->at[i].value));
    bool is_huge = most >= 1e9 || (most > 0 && most < 1e-5), is_wide = axis->type == AXIS_LOG && (most >= 1e5 || scale->lo <= 1e-4);
    bool has_groups = most >= 10000; /* one axis, one style */
    for (size_t i = 0; i < ticks->n; i++) {
        Tick *tick = &ticks->at[i];
        Value value = {.type = is_time ? TYPE_TIME : TYPE_NUMBER, .number = tick->value};
        if (!axis->tick_labels || tick->is_minor || named_label(arena, axis, value, &tick->label))
            continue;
        if (is_time)
            tick->label = axis->format.n ? format_value(arena, value, axis->format, true) : tick->label;
        else if (is_wide && !axis->format.n)
            tick->label = power_label(arena, tick->value);
        else if (axis->type == AXIS_LOG)
            tick->label = number_label(arena, axis, tick->value, decimals_needed(tick, 1), is_huge, has_groups);
        else
            tick->label = number_label(arena, axis, tick->value, decimals, is_huge, has_groups);
    }
}

/* Open ends of the domain move outwards to the ticks. */
static void widen(PosScale *scale, const IrAxis *axis, const TickList *ticks)
{
    if (ticks->n && !axis->lo)
        scale->lo = fmin(scale->lo, ticks->at[0].value);
    if (ticks->n && !axis->hi)
        scale->hi = fmax(scale->hi, ticks->at[ticks->n - 1].value);
}

/* Whether neighbouring labels keep their distance. */
static bool labels_fit(const TickRequest *request, const PosScale *scale, const TickList *ticks, bool inside)
{
    PosScale unit = *scale;
    unit.from = 0;
    unit.to = request->length;
    if (!inside)
        widen(&unit, request->axis, ticks);
    double last_end = -1e300;
    for (size_t i = 0; i < ticks->n; i++) {
        const Tick *tick = &ticks->at[scale->is_reversed ? ticks->n - 1 - i : i];
        if (!tick->label.n)
            continue;
        TextSize size = label_measure(request->text, tick->label, request->style);
        double half = request->is_horizontal ? size.width / 2 : request->style.size * 0.6, at = scale_map(&unit, tick->value);
        double gap = request->is_horizontal ? request->style.size * 0.45 : request->style.size * 0.3;
        if (at - half < last_end + gap)
            return false;
        last_end = at + half;
    }
    return true;
}

/* --- kinds of axes ------------------------------------------------------------------------------------------------ */

static void linear_ticks(Arena *arena, const PosScale *scale, double wanted, int most, bool inside, TickList *out)
{
    Steps steps = steps_search(scale->lo, scale->hi, wanted, most, inside);
    out->n = 0;
    for (int i = 0; i < steps.n; i++)
        VEC_PUSH(arena, out, (Tick){.value = steps_value(&steps, i)});
}

static void step_ticks(Arena *arena, const PosScale *scale, double step, TickList *out)
{
    out->n = 0;
    double first = ceil(scale->lo / step - 1e-9);
    Steps steps = {first * step, step, 0};
    for (int i = 0; i < TICKS_MOST && steps_value(&steps, i) <= scale->hi + 1e-9 * step; i++)
        VEC_PUSH(arena, out, (Tick){.value = steps_value(&steps, i)});
}

/* Decades, with 2 and 5 where there are few, linear steps where there is less than one. */
static void log_ticks(Arena *arena, const PosScale *scale, double wanted, bool inside, TickList *out)
{
    out->n = 0;
    double lo = log10(scale->lo), hi = log10(scale->hi), decades = hi - lo;
    if (decades < 0.9) {
        linear_ticks(arena, scale, wanted, 12, true, out);
        return;
    }
    int every = (int)fmax(1, ceil(decades / fmax(wanted, 1) - 1e-9));
    int first = (int)(inside ? ceil(lo - 1e-9) : floor(lo + 1e-9)), last = (int)(inside ? floor(hi + 1e-9) : ceil(hi - 1e-9));
    static const double FACTORS[] = {1, 2, 5};
    bool has_between = decades < 2.5 && decades * 3 <= wanted + 2;
    for (int power = first - 1; power <= last; power++)
        for (int k = 0; k < 9; k++) {
            double value = pow(10, power) * (k + 1);
            bool is_major = k == 0 ? power % every == 0 : has_between && (k + 1 == FACTORS[1] || k + 1 == FACTORS[2]);
            double edge = 1e-9 * value;
            bool is_in = inside ? value >= scale->lo - edge && value <= scale->hi + edge
                                : value >= pow(10, first) - edge && value <= pow(10, last) + edge;
            if (is_in && (is_major || every == 1))
                VEC_PUSH(arena, out, (Tick){.value = value, .is_minor = !is_major});
        }
    /* data that spans no whole decade still shows a number or two */
    size_t n_major = 0;
    for (size_t i = 0; i < out->n; i++)
        n_major += !out->at[i].is_minor;
    if (n_major < 2)
        for (size_t i = 0; i < out->n; i++) {
            double factor = out->at[i].value / pow(10, floor(log10(out->at[i].value) + 1e-9));
            out->at[i].is_minor = out->at[i].is_minor && fabs(factor - 2) > 0.01 && fabs(factor - 5) > 0.01;
        }
}

/* Zero and powers of ten on both sides. */
static void symlog_ticks(Arena *arena, const PosScale *scale, double wanted, TickList *out)
{
    out->n = 0;
    double most = fmax(fabs(scale->lo), fabs(scale->hi));
    int last = most >= 1 ? (int)floor(log10(most) + 1e-9) : 0, every = (int)fmax(1, ceil((last + 1) * 2 / fmax(wanted, 2)));
    for (int power = last; power >= 0; power--)
        if (power % every == 0 && -pow(10, power) >= scale->lo)
            VEC_PUSH(arena, out, (Tick){.value = -pow(10, power)});
    if (scale->lo <= 0 && scale->hi >= 0)
        VEC_PUSH(arena, out, (Tick){.value = 0});
    for (int power = 0; power <= last; power++)
        if (power % every == 0 && pow(10, power) <= scale->hi)
            VEC_PUSH(arena, out, (Tick){.value = pow(10, power)});
}

static void value_ticks(Arena *arena, const PosScale *scale, const IrAxis *axis, TickList *out)
{
    out->n = 0;
    for (size_t i = 0; i < axis->tick_values.n; i++) {
        Value value = axis->tick_values.at[i]->value;
        if (value.type != TYPE_TEXT && value.number >= scale->lo && value.number <= scale->hi)
            VEC_PUSH(arena, out, (Tick){.value = value.number});
    }
}

static void make_ticks(Arena *arena, const PosScale *scale, const TickRequest *request, double wanted, bool inside, TickList *out)
{
    const IrAxis *axis = request->axis;
    if (axis->ticks == TICKS_VALUES) {
        value_ticks(arena, scale, axis, out);
    } else if (axis->type == AXIS_TIME) {
        TimeStep step = axis->ticks == TICKS_STEP ? time_step_from(axis->tick_step->value) : time_step_find(scale->lo, scale->hi, wanted);
        size_t n;
        TimeTick *made = time_ticks(arena, scale->lo, scale->hi, step, TICKS_MOST, &n);
        out->n = 0;
        for (size_t i = 0; i < n; i++)
            VEC_PUSH(arena, out, (Tick){.value = made[i].value, .label = made[i].label});
    } else if (axis->ticks == TICKS_STEP) {
        step_ticks(arena, scale, axis->tick_step->value.number, out);
    } else if (axis->type == AXIS_LOG) {
        log_ticks(arena, scale, wanted, inside, out);
    } else if (axis->type == AXIS_SYMLOG) {
        symlog_ticks(arena, scale, wanted, out);
    } else {
        linear_ticks(arena, scale, wanted, (int)fmin(wanted * 2 + 2, 40), inside, out);
    }
}

static Ticks band_ticks(Arena *arena, const PosScale *scale, const TickRequest *request)
{
    TickList out = {0};
    const IrAxis *axis = request->axis;
    for (size_t i = 0; i < scale->n_categories; i++) {
        Tick tick = {.category = i};
        Value value = scale->categories[i];
        if (axis->ticks == TICKS_VALUES) {
            bool is_listed = false;
            for (size_t k = 0; k < axis->tick_values.n; k++)
                is_listed |= str_eq(value_str(arena, axis->tick_values.at[k]->value), value_str(arena, value));
            if (!is_listed)
                continue;
        }
        if (axis->tick_labels && !named_label(arena, axis, value, &tick.label))
            tick.label = value.type == TYPE_TEXT ? value.text : format_value(arena, value, axis->format, true);
        VEC_PUSH(arena, &out, tick);
    }
    return (Ticks){out.at, out.n};
}

Ticks ticks_fit(Arena *arena, PosScale *scale, const TickRequest *request, bool may_widen)
{
    const IrAxis *axis = request->axis;
    if (axis->ticks == TICKS_NONE)
        return (Ticks){0};
    if (axis->type == AXIS_BAND)
        return band_ticks(arena, scale, request);
    bool inside = !may_widen || (axis->lo && axis->hi) || axis->type == AXIS_TIME;
    double wanted = request->is_horizontal ? request->length / (4.5 * request->style.size) : request->length / (3.2 * request->style.size);
    wanted = axis->ticks == TICKS_COUNT ? axis->tick_count : fmin(fmax(wanted, 2), 9);
    TickList out = {0};
    for (;;) {
        make_ticks(arena, scale, request, wanted, inside, &out);
        label_ticks(arena, request, scale, &out);
        bool is_free = axis->ticks == TICKS_AUTO || axis->ticks == TICKS_COUNT;
        if (!is_free || wanted <= 2 || labels_fit(request, scale, &out, inside))
            break;
        wanted -= 1;
    }
    /* so little room: some ticks go without a label */
    for (size_t every = 2; every <= out.n && !labels_fit(request, scale, &out, inside); every++) {
        label_ticks(arena, request, scale, &out);
        for (size_t i = 0; i < out.n; i++)
            if (i % every)
                out.at[i].label = STR_NONE;
    }
    if (!inside)
        widen(scale, axis, &out);
    /* ticks beyond a fixed end go */
    TickList kept = {0};
    double edge = 1e-9 * fabs(scale->hi - scale->lo);
    for (size_t i = 0; i < out.n; i++)
        if (out.at[i].value >= scale->lo - edge && out.at[i].value <= scale->hi + edge)
            VEC_PUSH(arena, &kept, out.at[i]);
    return (Ticks){kept.at, kept.n};
}

/* --- two sides ---------------------------------------------------------------------------------------------------- */

static Ticks ticks_of_steps(Arena *arena, const Steps *steps, const PosScale *scale, const TickRequest *request)
{
    TickList out = {0};
    for (int i = 0; i < steps->n; i++)
        VEC_PUSH(arena, &out, (Tick){.value = steps_value(steps, i)});
    label_ticks(arena, request, scale, &out);
    return (Ticks){out.at, out.n};
}

static bool can_align(const IrAxis *axis)
{
    return axis->type == AXIS_LINEAR && axis->ticks != TICKS_VALUES && axis->ticks != TICKS_NONE;
}

static AlignSide align_side(const IrAxis *axis, const PosScale *scale)
{
    return (AlignSide){.lo = scale->lo, .hi = scale->hi, .fixed_lo = axis->lo != NULL, .fixed_hi = axis->hi != NULL,
                       .step = axis->ticks == TICKS_STEP ? axis->tick_step->value.number : 0};
}

bool ticks_align(Arena *arena, PosScale *first, const TickRequest *first_request, Ticks *first_ticks, PosScale *second,
                 const TickRequest *second_request, Ticks *second_ticks)
{
    const IrAxis *a = first_request->axis, *b = second_request->axis;
    if (b->align == ALIGN_NONE || !can_align(a) || !can_align(b) || a->reverse != b->reverse)
        return false;
    AlignSide sides[2] = {align_side(a, first), align_side(b, second)};
    sides[0].has_pin = sides[1].has_pin = b->align != ALIGN_TICKS;
    if (b->align == ALIGN_VALUES) {
        sides[0].pin = b->align_with->value.number;
        sides[1].pin = b->align_value->value.number;
    }
    double size = first_request->style.size, wanted = fmin(fmax(first_request->length / (3.2 * size), 3), 7);
    int most = (int)(first_request->length / (first_request->is_horizontal ? 4 * size : 1.6 * size));
    if (a->ticks == TICKS_COUNT || b->ticks == TICKS_COUNT)
        wanted = a->ticks == TICKS_COUNT ? a->tick_count : b->tick_count;
    AlignedSide aligned[2];
    if (!align_sides(sides, wanted, most > 11 ? 11 : most, aligned))
        return false;
    first->lo = aligned[0].lo;
    first->hi = aligned[0].hi;
    second->lo = aligned[1].lo;
    second->hi = aligned[1].hi;
    *first_ticks = aligned[0].steps.n ? ticks_of_steps(arena, &aligned[0].steps, first, first_request) : ticks_fit(arena, first, first_request, false);
    *second_ticks = aligned[1].steps.n ? ticks_of_steps(arena, &aligned[1].steps, second, second_request) : ticks_fit(arena, second, second_request, false);
    return true;
}
