/* scale: position scales; see scale.h. */
#include "scale.h"

#include "limit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double BAND_PADDING = 0.2; /* a fifth of each step is left free between bands */

static const double LOG_LEAST = 1e-300, LOG_MOST = 1e300;

/* --- domains ------------------------------------------------------------------------------------------------------ */

void domain_add_number(Domain *domain, double number)
{
    domain_add_edge(domain, number);
    domain->has_fraction |= isfinite(number) && number != rint(number);
    domain->has_daytime |= isfinite(number) && fmod(number, 86400) != 0;
}

void domain_add_edge(Domain *domain, double number)
{
    if (!isfinite(number))
        return;
    if (!domain->has_numbers || number < domain->lo)
        domain->lo = number;
    if (!domain->has_numbers || number > domain->hi)
        domain->hi = number;
    if (number > 0 && (domain->least_positive == 0 || number < domain->least_positive))
        domain->least_positive = number;
    domain->has_numbers = true;
}

void domain_add_base(Domain *domain, double base)
{
    domain_add_number(domain, base);
    domain->starts_at_zero |= base == 0;
}

void domain_add_summary(Domain *domain, const ColumnSummary *summary)
{
    domain_add_edge(domain, summary->lo); /* infinite, and skipped, where there is none */
    domain_add_edge(domain, summary->hi);
    domain_add_edge(domain, summary->least_positive);
    domain->has_fraction |= summary->has_fraction;
    domain->has_daytime |= summary->has_daytime;
}

void domain_add_category(Domain *domain, Value value)
{
    if (value.is_missing)
        return;
    domain->index.arena = domain->arena;
    MapEntry *entry = map_put(&domain->index, value_str(domain->arena, value));
    if (entry->value)
        return;
    VEC_PUSH(domain->arena, &domain->categories, value);
    entry->value = &domain->categories;
}

void domain_add_column(Domain *domain, const Column *column)
{
    if (column->type != TYPE_TEXT) {
        for (size_t i = 0; i < column->n; i++)
            domain_add_category(domain, column_value(column, i));
        return;
    }
    /* each word once, where it appears first */
    bool *is_seen = ARENA_ARRAY(domain->arena, column->dict->n, bool);
    size_t n_left = column->dict->n;
    for (size_t i = 0; i < column->n && n_left; i++) {
        uint32_t code = column->codes[i];
        if (code == CODE_MISSING || is_seen[code])
            continue;
        is_seen[code] = true;
        n_left--;
        domain_add_category(domain, column_value(column, i));
    }
}

bool domain_has_fraction(const Domain *domain, bool is_time)
{
    if (!domain->has_numbers)
        return true;
    return is_time ? domain->has_daytime : domain->has_fraction || (domain->lo >= 0 && domain->hi <= 1 && domain->lo < domain->hi);
}

void domain_join(Domain *domain, const Domain *other)
{
    if (other->has_numbers) {
        domain->has_fraction |= other->has_fraction;
        domain->has_daytime |= other->has_daytime;
        domain_add_number(domain, other->lo);
        domain_add_number(domain, other->hi);
        domain_add_number(domain, other->least_positive > 0 ? other->least_positive : NAN);
    }
    domain->starts_at_zero |= other->starts_at_zero;
    for (size_t i = 0; i < other->categories.n; i++)
        domain_add_category(domain, other->categories.at[i]);
}

/* --- training ----------------------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    const Value *x = a, *y = b;
    if (x->has_key && y->has_key)
        return (x->number > y->number) - (x->number < y->number);
    return value_cmp(*x, *y);
}

void categories_order(Value *values, size_t n, const IrExprs *order, Arena *arena)
{
    /* numbers and dates ascend, and what category() made of them; text keeps the order of its first appearance */
    if (n && (values[0].type != TYPE_TEXT || values[0].has_key))
        qsort(values, n, sizeof *values, by_value);
    Value *out = ARENA_ARRAY(arena, n, Value);
    bool *taken = ARENA_ARRAY(arena, n, bool);
    size_t n_out = 0;
    for (size_t k = 0; k < order->n; k++)
        for (size_t i = 0; i < n; i++)
            if (!taken[i] && str_eq(value_str(arena, values[i]), value_str(arena, order->at[k]->value))) {
                taken[i] = true;
                out[n_out++] = values[i];
            }
    for (size_t i = 0; i < n; i++)
        if (!taken[i])
            out[n_out++] = values[i];
    for (size_t i = 0; i < n; i++)
        values[i] = out[i];
}

static void train_band(PosScale *scale, Arena *arena, const IrAxis *axis, const Domain *domain)
{
    size_t n = domain->categories.n;
    Value *values = arena_copy(arena, domain->categories.at, n * sizeof *values);
    /* order_by has sorted the domain already */
    if (!axis->order_by)
        categories_order(values, n, &axis->order, arena);
    scale->categories = values;
    scale->n_categories = n;
    scale->padding = BAND_PADDING;
    scale->index.arena = arena;
    for (size_t i = 0; i < n; i++) {
        uint32_t place = (uint32_t)i;
        map_put(&scale->index, value_str(arena, values[i]))->value = arena_copy(arena, &place, sizeof place);
    }
}

static bool train_ends(PosScale *scale, Report *report, const IrAxis *axis, const Domain *domain)
{
    bool is_log = axis->type == AXIS_LOG;
    scale->needs_air = domain->needs_air;
    scale->has_markers = domain->has_markers;
    scale->marker_lo = domain->marker_lo;
    scale->marker_hi = domain->marker_hi;
    memcpy(scale->end_labels, domain->end_labels, sizeof scale->end_labels);
    scale->has_fraction = domain_has_fraction(domain, axis->type == AXIS_TIME);
    if (domain->has_numbers) {
        scale->lo = domain->lo;
        scale->hi = domain->hi;
        if (axis->zero && !is_log) {
            scale->lo = fmin(scale->lo, 0);
            scale->hi = fmax(scale->hi, 0);
        }
    } else {
        scale->lo = is_log ? 1 : 0;
        scale->hi = axis->type == AXIS_TIME ? 86400 : is_log ? 10 : 1;
    }
    bool is_cut = axis->lo && axis->hi;
    if (is_log && domain->has_numbers && domain->lo <= 0 && !is_cut) {
        Diagnostic *error = report_add(report, REPORT_E0720, ir_span(axis, IR_FIELD_Axis_type), "a log axis with the value %.*s",
                                       STR_FMT(value_str(report->arena, (Value){.type = TYPE_NUMBER, .number = domain->lo})));
        if (domain->lo == 0 && domain->starts_at_zero)
            report_hint(report, error, "bars and areas start at zero, which has no place there: baseline: axis starts them at its end");
        else
            report_hint(report, error, "keep the rows above zero with `filter`, or write type: symlog");
        return false;
    }
    if (axis->type == AXIS_SQRT && domain->has_numbers && domain->lo < 0 && !is_cut) {
        report_add(report, REPORT_E0720, ir_span(axis, IR_FIELD_Axis_type), "a sqrt axis with the value %.*s",
                   STR_FMT(value_str(report->arena, (Value){.type = TYPE_NUMBER, .number = domain->lo})));
        return false;
    }
    if (axis->lo)
        scale->lo = axis->lo->value.number;
    if (axis->hi)
        scale->hi = axis->hi->value.number;
    bool is_rounding = scale->hi - scale->lo <= 1e-13 * fmax(fabs(scale->lo), fabs(scale->hi)); /* means of the same values in two orders */
    if (is_rounding && scale->lo < scale->hi && !axis->lo && !axis->hi)
        scale->lo = scale->hi;
    if (scale->lo > scale->hi || (scale->lo == scale->hi && (axis->lo || axis->hi))) { /* a written end beyond all data */
        double span = fmax(fabs(scale->lo), 1);
        if (axis->lo)
            scale->hi = is_log ? scale->lo * 10 : scale->lo + span;
        else
            scale->lo = is_log ? scale->hi / 10 : scale->hi - span;
    }
    if (scale->lo == scale->hi) { /* one value: room on both sides */
        scale->needs_air = true;
        double room = axis->type == AXIS_TIME ? (scale->has_fraction ? 43200 : 1.5 * 86400) : scale->lo == 0 ? 1 : fabs(scale->lo) * 0.1;
        room = axis->type == AXIS_LINEAR && !scale->has_fraction ? fmax(rint(room), 1) : room;
        if (is_log) {
            scale->lo /= 2;
            scale->hi *= 2;
        } else {
            scale->lo -= axis->zero && scale->lo == 0 ? 0 : room;
            scale->hi += room;
        }
    }
    bool is_endless = is_log && (scale->lo < LOG_LEAST || scale->hi > LOG_MOST); /* powers beyond them would be zero or no number */
    if (is_endless || !isfinite(scale->hi - scale->lo)) {
        report_add(report, REPORT_E0720, axis->lo || axis->hi ? ir_span(axis, IR_FIELD_Axis_lo) : report->at,
                   "the %s axis would reach from %g to %g: farther than numbers do", IR_WORD_TEXT(Side, axis->side), scale->lo, scale->hi);
        return false;
    }
    return true;
}

bool scale_train(PosScale *scale, Arena *arena, Report *report, const IrAxis *axis, const Domain *domain)
{
    *scale = (PosScale){.type = axis->type, .is_reversed = axis->reverse, .to = 1};
    if (axis->type == AXIS_BAND) {
        double n = (double)domain->categories.n;
        if (!limit_keeps(report, LIMIT_CATEGORIES, SPAN_NONE, n, "the %s axis has %.0f categories", IR_WORD_TEXT(Side, axis->side), n))
            return false;
        train_band(scale, arena, axis, domain);
        return true;
    }
    if (!train_ends(scale, report, axis, domain))
        return false;
    scale->constant = 1;
    return true;
}

/* --- mapping ------------------------------------------------------------------------------------------------------ */

/* Into the space in which equal steps are equal lengths. */
static double forward(const PosScale *scale, double value)
{
    switch (scale->type) {
    case AXIS_LOG:
        return value > 0 ? log10(value) : NAN;
    case AXIS_SYMLOG: /* Webber, "A bi-symmetric log transformation for wide-range data" (2013) */
        return copysign(log1p(fabs(value) / scale->constant), value);
    case AXIS_SQRT:
        return value >= 0 ? sqrt(value) : -sqrt(-value);
    default:
        return value;
    }
}

static double backward(const PosScale *scale, double value)
{
    switch (scale->type) {
    case AXIS_LOG:
        return pow(10, value);
    case AXIS_SYMLOG:
        return copysign(scale->constant * expm1(fabs(value)), value);
    case AXIS_SQRT:
        return value * fabs(value);
    default:
        return value;
    }
}

double scale_map(const PosScale *scale, double value)
{
    double lo = forward(scale, scale->lo), hi = forward(scale, scale->hi);
    double share = (forward(scale, value) - lo) / (hi - lo);
    if (scale->is_reversed)
        share = 1 - share;
    double place = scale->from + share * (scale->to - scale->from);
    return isnan(place) ? NAN : fmin(fmax(place, -SCALE_FAR_AWAY), SCALE_FAR_AWAY);
}

double scale_invert(const PosScale *scale, double place)
{
    double share = (place - scale->from) / (scale->to - scale->from);
    if (scale->is_reversed)
        share = 1 - share;
    double lo = forward(scale, scale->lo), hi = forward(scale, scale->hi);
    return backward(scale, lo + share * (hi - lo));
}

double scale_step(const PosScale *scale)
{
    return scale->n_categories ? fabs(scale->to - scale->from) / (double)scale->n_categories : fabs(scale->to - scale->from);
}

bool scale_band(const PosScale *scale, Value value, double *start, double *width)
{
    const uint32_t *place = map_get(&scale->index, value_str(scale->index.arena, value));
    if (!place)
        return false;
    scale_band_at(scale, *place, start, width);
    return true;
}

void scale_band_at(const PosScale *scale, size_t category, double *start, double *width)
{
    size_t i = scale->is_reversed ? scale->n_categories - 1 - category : category;
    double step = (scale->to - scale->from) / (double)scale->n_categories;
    double a = scale->from + step * ((double)i + scale->padding / 2), b = scale->from + step * ((double)i + 1 - scale->padding / 2);
    *start = fmin(a, b);
    *width = fabs(b - a);
}
