/* ticks: where axes are marked; see ticks.h. */
#include "ticks.h"

#include "format.h"
#include "ticks_linear.h"
#include "ticks_log.h"

#include <math.h>
#include <stdlib.h>

enum { TICKS_MOST = 200 };

/* --- labels ------------------------------------------------------------------------------------------------------- */

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

bool ticks_have_powers(const PosScale *scale, bool beside_powers)
{
    double most = fmax(fabs(scale->lo), fabs(scale->hi)), limit = beside_powers ? 1e3 : 1e5;
    bool is_log = (scale->type == AXIS_LOG || scale->type == AXIS_SYMLOG) && !log_is_linear(scale);
    return is_log && (most >= limit || (scale->type == AXIS_LOG && scale->lo <= 10 / limit));
}

void ticks_label(Arena *arena, const TickRequest *request, const PosScale *scale, TickList *ticks)
{
    const IrAxis *axis = request->axis;
    bool is_time = axis->type == AXIS_TIME;
    double base = axis->ticks == TICKS_STEP && axis->type == AXIS_LOG ? axis->tick_step->value.number : 10;
    for (size_t i = 0; i < ticks->n; i++) {
        Tick *tick = &ticks->at[i];
        Value value = {.type = is_time ? TYPE_TIME : TYPE_NUMBER, .number = tick->value};
        if (!axis->tick_labels || tick->is_minor)
            tick->label = STR_NONE;
        else if (!named_label(arena, axis, value, &tick->label) && axis->format.n)
            tick->label = format_value(arena, value, axis->format, true);
        else if (!tick->label.n && !is_time && ticks_have_powers(scale, request->beside_powers))
            tick->label = tick_power(arena, tick->value, base);
    }
    if (!axis->tick_labels || is_time)
        return;
    if ((axis->type == AXIS_LOG || axis->type == AXIS_SYMLOG) && !log_is_linear(scale))
        tick_labels_each(arena, ticks);
    else
        tick_labels_exact(arena, ticks);
}

/* A label's k-th line. */
static Str line_of(Str label, size_t k)
{
    size_t start = 0, end = 0;
    if (label.n == 0)
        return STR_NONE;
    for (;; start = end + 1, k--) {
        for (end = start; end < label.n && label.at[end] != '\n'; end++)
            ;
        if (k == 0 || end >= label.n)
            return k == 0 ? str_slice(label.at + start, end - start) : STR_NONE;
    }
}

enum { LINES_MOST = 3 };

double tick_label_width(TextEngine *text, Str label, TextStyle style)
{
    double widest = 0;
    for (size_t start = 0, i = 0; i <= label.n; i++)
        if (i == label.n || label.at[i] == '\n') {
            widest = i > start ? fmax(widest, label_measure(text, str_slice(label.at + start, i - start), style).width) : widest;
            start = i + 1;
        }
    return widest;
}

/* Open ends of the domain move outwards to the ticks. */
static void widen(PosScale *scale, const IrAxis *axis, const TickList *ticks)
{
    if (ticks->n && !axis->lo)
        scale->lo = fmin(scale->lo, ticks->at[0].value);
    if (ticks->n && !axis->hi)
        scale->hi = fmax(scale->hi, ticks->at[ticks->n - 1].value);
}

static const double AIR = 0.03; /* of an axis: between its end and the data, where marks are wide */

/* Whether an end may stand off its tick. */
static bool is_free_end(const IrAxis *axis, const Expr *end)
{
    return (axis->ticks == TICKS_AUTO || axis->ticks == TICKS_COUNT) && !axis->zero && !end;
}

/* A marker at the very end would stand on the axis at that side: it gets air, but above an axis that begins at zero. */
static void clear_ends(PosScale *scale, const TickRequest *request)
{
    static const double AT_END = 0.005; /* of the axis */
    const IrAxis *axis = request->axis;
    bool is_log = scale->type == AXIS_LOG;
    if (!scale->has_markers || (!is_log && scale->type != AXIS_LINEAR))
        return;
    double lo = scale->lo, hi = scale->hi, length = is_log ? log10(hi) - log10(lo) : hi - lo;
    double below = is_log ? log10(scale->marker_lo) - log10(lo) : scale->marker_lo - lo,
           above = is_log ? log10(hi) - log10(scale->marker_hi) : hi - scale->marker_hi;
    double air = is_log ? pow(10, length * AIR) : length * AIR;
    if (is_free_end(axis, axis->lo) && below < length * AT_END && (request->is_horizontal || lo != 0))
        scale->lo = is_log ? lo / air : lo - air;
    if (is_free_end(axis, axis->hi) && above < length * AT_END && request->is_horizontal)
        scale->hi = is_log ? hi * air : hi + air;
}

/* Where labels end so far, line by line. */
typedef struct Ends {
    double at[LINES_MOST];
} Ends;

static const Ends NO_ENDS = {{-1e300, -1e300, -1e300}};

/* Whether a label keeps its distance from those before it; its own ends are noted then. */
static bool fits_behind(const TickRequest *request, Str label, double at, Ends *ends)
{
    Ends own = *ends;
    double size = request->style.size;
    if (!request->is_horizontal) {
        double half = size * 0.6 * (line_of(label, 2).n ? 3 : line_of(label, 1).n ? 2 : 1);
        own.at[0] = at + half;
        if (at - half < ends->at[0] + size * 0.3)
            return false;
    }
    for (size_t k = 0; request->is_horizontal && k < LINES_MOST; k++) {
        Str line = line_of(label, k);
        if (!line.n)
            continue;
        double half = label_measure(request->text, line, request->style).width / 2;
        own.at[k] = at + half;
        if (at - half < ends->at[k] + size * 0.45)
            return false;
    }
    *ends = own;
    return true;
}

static PosScale on_length(const TickRequest *request, const PosScale *scale, const TickList *ticks, bool inside)
{
    PosScale unit = *scale;
    unit.from = 0;
    unit.to = request->length;
    if (!inside) {
        widen(&unit, request->axis, ticks);
        clear_ends(&unit, request);
    }
    return unit;
}

/* Whether neighbouring labels keep their distance. */
bool ticks_labels_fit(const TickRequest *request, const PosScale *scale, const TickList *ticks, bool inside)
{
    PosScale unit = on_length(request, scale, ticks, inside);
    Ends ends = NO_ENDS;
    for (size_t i = 0; i < ticks->n; i++) {
        const Tick *tick = &ticks->at[scale->is_reversed ? ticks->n - 1 - i : i];
        if (tick->label.n && !fits_behind(request, tick->label, scale_map(&unit, tick->value), &ends))
            return false;
    }
    return true;
}

/* Whether labels by the axis' format tell their ticks apart, and just where they are. */
static bool labels_tell(const IrAxis *axis, const TickList *ticks)
{
    Str before = STR_NONE;
    for (size_t i = 0; axis->format.n && i < ticks->n; i++) {
        if (!ticks->at[i].label.n)
            continue;
        if (str_eq(before, ticks->at[i].label) || (axis->type != AXIS_TIME && !format_is_exact(axis->format, ticks->at[i].value)))
            return false;
        before = ticks->at[i].label;
    }
    return true;
}

/* The first tick of a time axis leaves out its year (or date) where the next one stands too near; what comes before it is clear. */
static bool drop_first_context(TickList *ticks)
{
    bool has_other = false;
    for (size_t i = 1; i < ticks->n; i++)
        has_other |= line_of(ticks->at[i].label, 1).n > 0;
    if (!has_other || !line_of(ticks->at[0].label, 1).n)
        return false;
    ticks->at[0].label = line_of(ticks->at[0].label, 0);
    return true;
}

/* --- kinds of axes ------------------------------------------------------------------------------------------------ */

static void linear_ticks(Arena *arena, const PosScale *scale, const IrAxis *axis, double wanted, int most, bool inside, TickList *out)
{
    Steps steps = steps_search(scale->lo, scale->hi, wanted, most, inside, ticks_grain(axis, scale));
    out->n = 0;
    for (int i = 0; i < steps.n; i++)
        VEC_PUSH(arena, out, (Tick){.value = steps_value(&steps, i)});
}

double ticks_grain(const IrAxis *axis, const PosScale *scale)
{
    double grain = axis->format.n ? format_grain(axis->format) : 0;
    return grain > 0 || scale->has_fraction ? grain : 1;
}

/* Multiples of the step within the domain; where it is open, the next one beyond. */
static void step_ticks(Arena *arena, const PosScale *scale, const IrAxis *axis, bool inside, TickList *out)
{
    double step = axis->tick_step->value.number;
    bool opens_lo = !inside && !axis->lo, opens_hi = !inside && !axis->hi;
    double first = opens_lo ? floor(scale->lo / step + 1e-9) : ceil(scale->lo / step - 1e-9);
    double last = opens_hi ? ceil(scale->hi / step - 1e-9) : floor(scale->hi / step + 1e-9);
    Steps steps = {first * step, step, 0};
    out->n = 0;
    for (int i = 0; i < TICKS_MOST && first + i <= last; i++)
        VEC_PUSH(arena, out, (Tick){.value = steps_value(&steps, i)});
}

static int by_value(const void *a, const void *b)
{
    const Tick *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

static void value_ticks(Arena *arena, const PosScale *scale, const IrAxis *axis, TickList *out)
{
    out->n = 0;
    for (size_t i = 0; i < axis->tick_values.n; i++) {
        Value value = axis->tick_values.at[i]->value;
        if (value.type != TYPE_TEXT && value.number >= scale->lo && value.number <= scale->hi)
            VEC_PUSH(arena, out, (Tick){.value = value.number});
    }
    if (out->n)
        qsort(out->at, out->n, sizeof *out->at, by_value);
}

/* Open ends move outwards to written ticks. */
static void widen_to_values(PosScale *scale, const IrAxis *axis)
{
    for (size_t i = 0; i < axis->tick_values.n; i++) {
        double value = axis->tick_values.at[i]->value.number;
        if (!isfinite(value) || (axis->type == AXIS_LOG && !(value > 0)))
            continue;
        scale->lo = axis->lo ? scale->lo : fmin(scale->lo, value);
        scale->hi = axis->hi ? scale->hi : fmax(scale->hi, value);
    }
}

/* Whether what stays stands below what changes. */
static bool has_levels(const TickRequest *request)
{
    return request->is_horizontal && !request->is_one_line && !request->axis->format.n;
}

static bool auto_time_ticks(Arena *arena, const PosScale *scale, const TickRequest *request, double wanted, int attempt, TickList *out)
{
    TimeStep steps[TIME_STEPS_MOST];
    size_t n = time_steps(scale->lo, scale->hi, wanted, scale->has_fraction ? 0 : 86400, steps);
    if ((size_t)attempt >= n)
        return false;
    time_ticks(arena, scale->lo, scale->hi, steps[attempt], has_levels(request), 1, TICKS_MOST, out);
    return true;
}

/* The attempt-th choice, from the one that is best but for its labels: 0, 1 ... False when there is none any more. */
static bool make_ticks(Arena *arena, const PosScale *scale, const TickRequest *request, double wanted, bool inside, int attempt, TickList *out)
{
    const IrAxis *axis = request->axis;
    double fewer = wanted - attempt;
    int most = (int)fmin(fewer * 2 + 2, 40);
    if (axis->type == AXIS_LINEAR && inside && attempt && fewer < 2) { /* a short axis between fixed ends: three labels, or two */
        most = 4 - (int)ceil(2 - fewer);
        fewer = most < 2 ? fewer : 2;
    }
    if (axis->ticks == TICKS_VALUES) {
        value_ticks(arena, scale, axis, out);
    } else if (axis->ticks == TICKS_STEP) {
        if (axis->type == AXIS_TIME)
            time_ticks(arena, scale->lo, scale->hi, time_step_from(axis->tick_step->value), has_levels(request), 1, TICKS_MOST, out);
        else if (axis->type == AXIS_LOG)
            log_step_ticks(arena, scale, axis->tick_step->value.number, TICKS_MOST, out);
        else
            step_ticks(arena, scale, axis, inside, out);
    } else if (axis->type == AXIS_TIME) {
        return auto_time_ticks(arena, scale, request, wanted, attempt, out);
    } else if (axis->type == AXIS_LOG || axis->type == AXIS_SYMLOG) {
        return log_ticks(arena, scale, wanted, request->length, attempt, out);
    } else if (attempt && fewer < 2) {
        return false;
    } else if (axis->type == AXIS_SQRT) {
        sqrt_ticks(arena, scale, fewer, most, inside, out);
    } else {
        linear_ticks(arena, scale, axis, fewer, most, inside, out);
    }
    return attempt == 0 || axis->ticks == TICKS_AUTO || axis->ticks == TICKS_COUNT;
}

/* Takes labels away until the others fit: of steps all but multiples of 2, 5, 10 ... steps, whose ticks become minor; else each that stands too near
 * to the one before. True when what is gone cannot be guessed. */
static bool thin_labels(Arena *arena, const TickRequest *request, const PosScale *scale, bool inside, TickList *ticks)
{
    static const int EVERY[] = {2, 3, 4, 5, 10, 20, 25, 50, 100, 200};
    const IrAxis *axis = request->axis;
    for (size_t k = 0; axis->ticks == TICKS_STEP && axis->type == AXIS_TIME && k < sizeof EVERY / sizeof *EVERY; k++) {
        time_ticks(arena, scale->lo, scale->hi, time_step_from(axis->tick_step->value), has_levels(request), EVERY[k], TICKS_MOST, ticks);
        ticks_label(arena, request, scale, ticks);
        if (ticks_labels_fit(request, scale, ticks, inside))
            return false;
    }
    bool is_even = axis->type == AXIS_LINEAR && axis->ticks != TICKS_VALUES && ticks->n > 2;
    double step = axis->ticks == TICKS_STEP ? axis->tick_step->value.number : is_even ? ticks->at[1].value - ticks->at[0].value : 0;
    for (size_t k = 0; step > 0 && axis->type != AXIS_TIME && k < sizeof EVERY / sizeof *EVERY; k++) {
        TickList some = {0};
        size_t n_labels = 0;
        for (size_t i = 0; i < ticks->n; i++) {
            Tick tick = ticks->at[i];
            double count = axis->type == AXIS_LOG ? log(tick.value) / log(step) : tick.value / step;
            tick.is_minor = fabs(fmod(rint(count), EVERY[k])) > 0.5;
            tick.label = tick.is_minor ? STR_NONE : tick.label;
            n_labels += tick.label.n > 0;
            VEC_PUSH(arena, &some, tick);
        }
        if (n_labels && ticks_labels_fit(request, scale, &some, inside)) {
            *ticks = some;
            return false;
        }
    }
    PosScale unit = on_length(request, scale, ticks, inside);
    Ends ends = NO_ENDS;
    bool is_thinned = false;
    for (size_t i = 0; i < ticks->n; i++) {
        Tick *tick = &ticks->at[scale->is_reversed ? ticks->n - 1 - i : i];
        if (!tick->label.n || fits_behind(request, tick->label, scale_map(&unit, tick->value), &ends))
            continue;
        tick->label = STR_NONE;
        is_thinned = true;
    }
    return is_thinned && axis->ticks == TICKS_VALUES;
}

/* Whether a count or a step of ticks keeps a band: numbers that are multiples of the step, else each so-manieth. */
static bool keeps_band(const PosScale *scale, const IrAxis *axis, size_t i)
{
    if (axis->ticks == TICKS_COUNT)
        return i % ((scale->n_categories + (size_t)axis->tick_count - 1) / (size_t)axis->tick_count) == 0;
    if (axis->ticks != TICKS_STEP || axis->tick_step->type != TYPE_NUMBER)
        return true;
    Value value = scale->categories[i];
    double step = axis->tick_step->value.number, number = value.type == TYPE_NUMBER ? value.number : (double)i;
    return fabs(number / step - round(number / step)) < 1e-6;
}

static Ticks band_ticks(Arena *arena, const PosScale *scale, const TickRequest *request)
{
    TickList out = {0};
    const IrAxis *axis = request->axis;
    for (size_t i = 0; i < scale->n_categories; i++) {
        Tick tick = {.category = i};
        Value value = scale->categories[i];
        if (!keeps_band(scale, axis, i))
            continue;
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
    return (Ticks){out.at, out.n, false};
}

Ticks ticks_of_steps(Arena *arena, const Steps *steps, const PosScale *scale, const TickRequest *request)
{
    TickList out = {0};
    for (int i = 0; i < steps->n; i++)
        VEC_PUSH(arena, &out, (Tick){.value = steps_value(steps, i)});
    ticks_label(arena, request, scale, &out);
    if (!ticks_labels_fit(request, scale, &out, true))
        thin_labels(arena, request, scale, true, &out);
    return (Ticks){out.at, out.n, false};
}

/* Open ends of a linear axis below or above, along which no bars lie: one moves to the next tick when that is near, else stays at the data, a little
 * off where marks are wide. False when both move: they are left to `widen`. Upright axes end on ticks, for the grid. */
static bool settle_ends(PosScale *scale, const TickRequest *request, double wanted)
{
    static const double NEAR = 0.05, NEAR_WIDE = 1.0 / 7; /* of the axis */
    const IrAxis *axis = request->axis;
    if (axis->type != AXIS_LINEAR || !request->is_horizontal || !is_free_end(axis, axis->lo && axis->hi ? axis->lo : NULL))
        return false;
    Steps steps = steps_search(scale->lo, scale->hi, wanted, (int)fmin(wanted * 2 + 2, 40), false, ticks_grain(axis, scale));
    if (steps.n < 2)
        return false;
    double first = steps_value(&steps, 0), last = steps_value(&steps, steps.n - 1), length = last - first;
    double far = length * (scale->needs_air ? NEAR_WIDE : NEAR), air = scale->needs_air ? length * AIR : 0;
    bool lo_stays = !axis->lo && scale->lo - first > (first == 0 ? length * NEAR_WIDE : far);
    bool hi_stays = !axis->hi && last - scale->hi > (last == 0 ? length * NEAR_WIDE : far);
    if (!lo_stays && !hi_stays)
        return false;
    if (!axis->lo)
        scale->lo = lo_stays ? scale->lo - air : fmin(scale->lo, first);
    if (!axis->hi)
        scale->hi = hi_stays ? scale->hi + air : fmax(scale->hi, last);
    clear_ends(scale, request);
    return true;
}

Ticks ticks_fit(Arena *arena, PosScale *scale, const TickRequest *request, bool may_widen)
{
    const IrAxis *axis = request->axis;
    if (axis->ticks == TICKS_NONE)
        return (Ticks){0};
    if (axis->type == AXIS_BAND)
        return band_ticks(arena, scale, request);
    if (request->is_settled) {
        Steps steps = {ceil(scale->lo / request->step - 1e-9) * request->step, request->step, 0};
        while (steps.n < TICKS_MOST && steps_value(&steps, steps.n) <= scale->hi + 1e-9 * steps.step)
            steps.n++;
        return ticks_of_steps(arena, &steps, scale, request);
    }
    bool inside = !may_widen || (axis->lo && axis->hi) || axis->type == AXIS_TIME;
    double size = request->style.size, wanted = request->length / (request->is_horizontal ? 4.5 * size : 3.2 * size);
    wanted = fmax(wanted, fmin(request->length / (request->is_horizontal ? 2.6 * size : 2 * size), 3)); /* short ones take what fits */
    wanted = axis->ticks == TICKS_COUNT ? axis->tick_count : fmin(fmax(wanted, 2), 9);
    if (may_widen && axis->ticks == TICKS_VALUES) {
        widen_to_values(scale, axis);
        inside = true;
    }
    if (!inside && (axis->type == AXIS_LOG || axis->type == AXIS_SYMLOG)) {
        log_widen(scale, !axis->lo, !axis->hi, axis->type == AXIS_LOG && axis->ticks == TICKS_STEP ? axis->tick_step->value.number : 0);
        clear_ends(scale, request);
        inside = true;
    }
    inside = inside || settle_ends(scale, request, wanted);
    TickList out = {0}, next = {0}, spare = {0};
    bool is_good = false;
    for (int attempt = 0; !is_good && make_ticks(arena, scale, request, wanted, inside, attempt, &next); attempt++) {
        ticks_label(arena, request, scale, &next);
        if (axis->type == AXIS_TIME && axis->ticks != TICKS_VALUES && axis->ticks != TICKS_STEP && next.n < 2 &&
            (out.n || attempt < TIME_STEPS_MOST / 2)) {
            spare = spare.n ? spare : next;
            next = (TickList){0};
            continue;
        }
        out = next;
        next = (TickList){0};
        is_good = labels_tell(axis, &out) &&
                  (ticks_labels_fit(request, scale, &out, inside) || (drop_first_context(&out) && ticks_labels_fit(request, scale, &out, inside)));
        if (axis->ticks == TICKS_STEP || axis->ticks == TICKS_VALUES)
            break;
    }
    out = out.n ? out : spare;
    bool is_lossy = !ticks_labels_fit(request, scale, &out, inside) && thin_labels(arena, request, scale, inside, &out);
    if (!inside) {
        widen(scale, axis, &out);
        clear_ends(scale, request);
    }
    /* ticks beyond a fixed end go */
    TickList kept = {0};
    double edge = 1e-9 * fabs(scale->hi - scale->lo);
    for (size_t i = 0; i < out.n; i++)
        if (out.at[i].value >= scale->lo - edge && out.at[i].value <= scale->hi + edge)
            VEC_PUSH(arena, &kept, out.at[i]);
    return (Ticks){kept.at, kept.n, is_lossy};
}
