/* frame_places: where several marks share a place: dodging, stacking, and what must not be; see frame_kit.h. */
#include "frame_kit.h"

#include "scale.h"

#include <math.h>
#include <stdlib.h>

/* All layers of the chart share one set of slots, so that an error bar cannot miss its bar. */
void frames_share_slots(const FrameBuild *b, Frame *frames, size_t n)
{
    Domain domain = {.arena = b->arena};
    static const IrExprs NO_ORDER;
    const IrExprs *order = &NO_ORDER;
    for (size_t f = 0; f < n; f++) {
        const FrameChannel *dodge = &frames[f].channels[CHANNEL_DODGE], *color = &frames[f].channels[CHANNEL_COLOR];
        for (size_t i = 0; dodge->channel && i < frames[f].n; i++)
            domain_add_category(&domain, frame_value(&frames[f], CHANNEL_DODGE, i));
        bool same = dodge->channel && color->channel && color->channel->scale >= 0 && expr_eq(dodge->channel->expr, color->channel->expr);
        if (same && b->figure->scales.at[color->channel->scale]->order.n)
            order = &b->figure->scales.at[color->channel->scale]->order;
    }
    if (domain.categories.n < 2)
        return;
    categories_order(domain.categories.at, domain.categories.n, order, b->arena);
    for (size_t f = 0; f < n; f++) {
        if (!frames[f].channels[CHANNEL_DODGE].channel)
            continue;
        uint32_t *slot = ARENA_ARRAY(b->arena, frames[f].n, uint32_t);
        for (size_t i = 0; i < frames[f].n; i++)
            for (size_t k = 0; k < domain.categories.n; k++)
                if (value_eq(frame_value(&frames[f], CHANNEL_DODGE, i), domain.categories.at[k]))
                    slot[i] = (uint32_t)k;
        frames[f].slot = slot;
        frames[f].n_slots = domain.categories.n;
    }
}

static bool has_length(const Frame *frame)
{
    return frame->layer->mark == MARK_BAR || frame->layer->mark == MARK_AREA;
}

static ChannelId length_channel(const IrLayer *layer)
{
    return layer->orientation == VERTICAL ? CHANNEL_Y : CHANNEL_X;
}

/* What makes two marks stand at one place: position, panel and slot. */
static Groups find_places(const FrameBuild *b, const Frame *frame, bool with_series)
{
    VEC(Column) keys = {0};
    ChannelId place = length_channel(frame->layer) == CHANNEL_Y ? CHANNEL_X : CHANNEL_Y;
    const FrameChannel *channel = &frame->channels[place];
    const Column *columns[] = {&channel->value, &channel->lo, &channel->hi};
    for (size_t k = 0; k < 3; k++)
        if (channel->channel && !channel->is_constant && columns[k]->n == frame->n && frame->n)
            VEC_PUSH(b->arena, &keys, *columns[k]);
    if (frame->layer->mark == MARK_RECT) {
        const FrameChannel *other = &frame->channels[length_channel(frame->layer)];
        const Column *more[] = {&other->value, &other->lo, &other->hi};
        for (size_t k = 0; k < 3; k++)
            if (other->channel && !other->is_constant && more[k]->n == frame->n && frame->n)
                VEC_PUSH(b->arena, &keys, *more[k]);
    }
    const uint32_t *numbers[] = {frame->cell_row, frame->cell_column, frame->slot, with_series ? frame->series : NULL};
    for (size_t k = 0; k < 4; k++) {
        if (!numbers[k])
            continue;
        double *values;
        Column column = column_new(b->arena, STR_NONE, TYPE_NUMBER, frame->n, &values);
        for (size_t i = 0; i < frame->n; i++)
            values[i] = numbers[k][i];
        VEC_PUSH(b->arena, &keys, column);
    }
    return groups_by(b->arena, keys.at, keys.n, frame->n);
}

/* Boxes and violins hold many rows; those of two series at one place hide each other. */
static bool check_summaries(const FrameBuild *b, const Frame *frame)
{
    const IrLayer *layer = frame->layer;
    Groups places = find_places(b, frame, false);
    for (size_t i = 0; i < frame->n; i++) {
        size_t first = places.first_row[places.group_of[i]];
        if (frame->series[i] == frame->series[first])
            continue;
        ChannelId place = length_channel(layer) == CHANNEL_Y ? CHANNEL_X : CHANNEL_Y;
        const Expr *at = frame->channels[place].channel->expr;
        Str where = at ? str_printf(b->arena, "%.*s = %.*s", STR_FMT(expr_print(b->arena, at)),
                                    STR_FMT(value_str(b->arena, frame_value(frame, place, i))))
                       : STR("one place");
        Diagnostic *error = report_add(b->report, REPORT_E0724, layer->node.span, "%s of different series stand at %.*s",
                                       layer->mark == MARK_BOX ? "boxes" : "violins", STR_FMT(where));
        report_hint(b->report, error, "place them side by side: dodge: column");
        return false;
    }
    return true;
}

typedef struct Reach {
    double lo, hi;
    uint32_t place;
} Reach;

static int by_start(const void *a, const void *b)
{
    const Reach *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->lo > y->lo) - (x->lo < y->lo);
}

/* Counts the bars over intervals that reach into another at their place; those that only meet stand there together. */
static uint32_t *count_overlaps(const FrameBuild *b, const Frame *frame, const Groups *places)
{
    const FrameChannel *length = &frame->channels[length_channel(frame->layer)];
    Reach *spans = ARENA_ARRAY(b->arena, frame->n, Reach);
    uint32_t *count = ARENA_ARRAY(b->arena, places->n_groups, uint32_t);
    size_t n = 0;
    for (size_t i = 0; i < frame->n; i++) {
        size_t row = length->is_constant ? 0 : i;
        double lo = length->lo.numbers[row], hi = length->hi.numbers[row];
        if (!isnan(lo) && !isnan(hi))
            spans[n++] = (Reach){fmin(lo, hi), fmax(lo, hi), places->group_of[i]};
    }
    qsort(spans, n, sizeof *spans, by_start);
    double reach = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        bool is_first = i == 0 || spans[i].place != spans[i - 1].place;
        double slack = 1e-9 * fmax(fabs(reach), spans[i].hi - spans[i].lo);
        if (!is_first && spans[i].lo < reach - slack)
            count[spans[i].place] += count[spans[i].place] ? 1 : 2;
        reach = is_first ? spans[i].hi : fmax(reach, spans[i].hi);
    }
    return count;
}

/* Whether series may stand over each other: the spec says so, and one sees through them. */
static bool is_overlaid(const Frame *frame)
{
    const FrameChannel *opacity = &frame->channels[CHANNEL_OPACITY];
    bool is_pale = opacity->channel && opacity->is_constant && opacity->value.n && opacity->value.type == TYPE_NUMBER &&
                   opacity->value.numbers[0] < 1;
    return is_pale && frame->layer->mark == MARK_BAR && frame->layer->stack == STACK_NONE && ir_is_set(frame->layer, IR_FIELD_Layer_stack);
}

/* Rules 4 and 5: two marks at one place, of one series, hide each other. */
bool frame_check_places(const FrameBuild *b, const Frame *frame)
{
    const IrLayer *layer = frame->layer;
    if ((layer->mark == MARK_BOX || layer->mark == MARK_VIOLIN) && frame->n_series > 1)
        return check_summaries(b, frame);
    bool is_solid = layer->mark == MARK_BAR || layer->mark == MARK_AREA || layer->mark == MARK_RECT;
    if (!is_solid || layer->annotation)
        return true;
    bool stacks = layer->stack != STACK_NONE;
    Groups places = find_places(b, frame, stacks || layer->mark == MARK_AREA || is_overlaid(frame));
    if (places.n_groups == frame->n)
        return true;
    const FrameChannel *along = &frame->channels[length_channel(layer)];
    bool is_over_intervals = layer->mark == MARK_BAR && along->channel && along->channel->form == FORM_INTERVAL && along->lo.type != TYPE_TEXT;
    uint32_t *count = is_over_intervals ? count_overlaps(b, frame, &places) : ARENA_ARRAY(b->arena, places.n_groups, uint32_t);
    for (size_t i = 0; i < frame->n && !is_over_intervals; i++)
        count[places.group_of[i]]++;
    size_t worst = 0;
    while (worst < places.n_groups && count[worst] < 2)
        worst++;
    if (worst == places.n_groups)
        return true;
    ChannelId place = length_channel(layer) == CHANNEL_Y ? CHANNEL_X : CHANNEL_Y, length = length_channel(layer);
    const Expr *at = frame->channels[place].channel->expr, *value = frame->channels[length].channel->expr;
    Str where = at ? str_printf(b->arena, "%.*s = %.*s", STR_FMT(expr_print(b->arena, at)),
                                STR_FMT(value_str(b->arena, frame_value(frame, place, places.first_row[worst]))))
                   : STR("one place");
    if (layer->aggregated || (frame->n_series > 1 && !stacks)) { /* a stack holds a series once: rows that meet in it are of one series */
        Diagnostic *error = report_add(b->report, REPORT_E0724, layer->node.span, "%u %ss of different series stand at %.*s", count[worst],
                                       IR_WORD_TEXT(Mark, layer->mark), STR_FMT(where));
        report_hint(b->report, error, "place them side by side: dodge: column");
        if (layer->mark == MARK_BAR && frame->n_series > 1 && !is_over_intervals)
            report_hint(b->report, error, "or let them show through each other: stack: none; opacity: 50%%");
        return false;
    }
    Diagnostic *error = report_add(b->report, REPORT_E0725, layer->node.span, "%u rows share %.*s: their %ss would hide each other", count[worst],
                                   STR_FMT(where), IR_WORD_TEXT(Mark, layer->mark));
    if (value && value->kind == EXPR_COLUMN && value->type == TYPE_NUMBER)
        report_hint(b->report, error, "draw one value of them: %s: mean(%.*s)", length == CHANNEL_Y ? "y" : "x", STR_FMT(value->column));
    report_hint(b->report, error, "or tell them apart: color, group, dodge or facet by another column");
    return false;
}

/* A line that returns to the same x is mostly several lines. */
void frame_check_line(const FrameBuild *b, const Frame *frame)
{
    const IrLayer *layer = frame->layer;
    if ((layer->mark != MARK_LINE && layer->mark != MARK_STEP) || layer->annotation)
        return;
    const Column *x = &frame->channels[CHANNEL_X].value;
    if (frame->n && x->n == frame->n && x->type != TYPE_TEXT && column_summary(b->arena, x).is_rising)
        return;
    Groups places = find_places(b, frame, true);
    if (places.n_groups == frame->n)
        return;
    Diagnostic *warning = report_add(b->report, REPORT_W0726, layer->node.span, "%zu of %zu rows share their x with another row of the same line",
                                     frame->n - places.n_groups, frame->n);
    report_hint(b->report, warning, "split the line with color or group, draw one value: mean(...), or join rows in their own order: path");
}

typedef struct StackRow {
    uint32_t place, series, row;
} StackRow;

static int by_place(const void *a, const void *b)
{
    const StackRow *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->series != y->series)
        return x->series < y->series ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Moves a finished stack: to a sum of 1 of all its parts' sizes, or to its middle. */
static void settle_stack(const IrLayer *layer, const StackRow *rows, size_t n, double *base, double *end, double start)
{
    double lo = start, hi = start;
    for (size_t i = 0; i < n; i++)
        if (!isnan(end[rows[i].row])) {
            lo = fmin(lo, end[rows[i].row]);
            hi = fmax(hi, end[rows[i].row]);
        }
    double size = hi - lo, shift = layer->stack == STACK_CENTER ? (lo + hi) / 2 - start : 0;
    for (size_t i = 0; i < n; i++) {
        double *ends[] = {&base[rows[i].row], &end[rows[i].row]};
        for (size_t k = 0; k < 2; k++) {
            if (layer->stack == STACK_NORMALIZE && size > 0) /* a stack of nothing stays one */
                *ends[k] = start + (*ends[k] - start) / size;
            *ends[k] -= shift;
        }
    }
}

/* Series one on the other, positive and negative parts apart. */
static void stack(const FrameBuild *b, Frame *frame, double *base, double *end, double start)
{
    Groups places = find_places(b, frame, false);
    StackRow *rows = ARENA_ARRAY(b->arena, frame->n, StackRow);
    for (size_t i = 0; i < frame->n; i++)
        rows[i] = (StackRow){places.group_of[i], frame->series[i], (uint32_t)i};
    if (frame->n)
        qsort(rows, frame->n, sizeof *rows, by_place);
    double up = start, down = start;
    bool *is_stacked = ARENA_ARRAY(b->arena, frame->n, bool);
    frame->is_stacked = is_stacked;
    for (size_t i = 0, first = 0; i < frame->n; i++) {
        bool is_last = i + 1 == frame->n || rows[i].place != rows[i + 1].place;
        is_stacked[rows[i].row] = i > first || !is_last;
        if (i == first)
            up = down = start;
        uint32_t row = rows[i].row;
        double value = end[row], *sum = value < 0 ? &down : &up;
        if (!isnan(value)) {
            base[row] = *sum;
            end[row] = *sum += value;
        }
        if (is_last) {
            if (frame->layer->stack != STACK_ZERO)
                settle_stack(frame->layer, rows + first, i + 1 - first, base, end, start);
            first = i + 1;
        }
    }
}

/* Where each length starts and ends: from zero, on the one before (positive and negative apart), or over its interval. The baseline of those that
 * start at the axis' end is NaN: the mark knows where that is. */
void frame_set_lengths(const FrameBuild *b, Frame *frame)
{
    const IrLayer *layer = frame->layer;
    const FrameChannel *length = &frame->channels[length_channel(layer)];
    if (!has_length(frame) || !length->channel || length->channel->unit != POSITION_DATA)
        return;
    const Column *type = length->channel->form == FORM_INTERVAL ? &length->lo : &length->value;
    if (type->type == TYPE_TEXT)
        return;
    double *base = ARENA_ARRAY(b->arena, frame->n, double), *end = ARENA_ARRAY(b->arena, frame->n, double);
    double start = layer->baseline == BASELINE_AXIS ? NAN : layer->baseline == BASELINE_VALUE ? layer->baseline_value->value.number : 0;
    for (size_t i = 0; i < frame->n; i++) {
        size_t row = length->is_constant ? 0 : i;
        bool is_interval = length->channel->form == FORM_INTERVAL;
        base[i] = is_interval ? length->lo.numbers[row] : start;
        end[i] = is_interval ? length->hi.numbers[row] : length->value.numbers[row];
    }
    frame->base = base;
    frame->end = end;
    if (layer->stack != STACK_NONE)
        stack(b, frame, base, end, isnan(start) ? 0 : start);
}
