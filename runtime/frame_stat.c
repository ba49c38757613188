/* frame_stat: layers that draw a statistic of their rows: box, violin, density, ecdf, smooth; see frame_kit.h. */
#include "frame_kit.h"

#include "order_statistic.h"
#include "stat_box.h"
#include "stat_density.h"
#include "stat_kit.h"
#include "stat_smooth.h"

#include <math.h>
#include <string.h>

enum { DENSITY_POINTS = 200, VIOLIN_POINTS = 100, SMOOTH_POINTS = 100 };

/* A row of the frame that the statistic makes. */
typedef struct StatRow {
    uint32_t source;                               /* a row of the group that it is of */
    double place, value, lo, hi, base, end, count; /* count: of a box */
} StatRow;

/* One series in one panel (of boxes and violins: at one place). */
typedef struct Sample {
    uint32_t first; /* its first row */
    size_t n;
    double *x, *y; /* in their axes' spaces; x along the places, y along the lengths */
} Sample;

typedef struct Stat {
    const FrameBuild *b;
    const Frame *frame;
    ChannelId place, length;
    AxisType place_axis, length_axis;
    VEC(StatRow) rows;
    size_t n_samples, n_poor, n_far, n_folded; /* far: not finite; folded: notches beyond hinges */
    double most;                               /* violins: the greatest density */
} Stat;

static bool stands_at_places(Mark mark)
{
    return mark == MARK_BOX || mark == MARK_VIOLIN;
}

static void add_row(Stat *s, StatRow row)
{
    VEC_PUSH(s->b->arena, &s->rows, row);
}

/* --- the statistics ----------------------------------------------------------------------------------------------- */

static bool add_box(Stat *s, const Sample *sample)
{
    sort_numbers(sample->y, sample->n);
    BoxStats box = box_stats(sample->y, sample->n);
    double notch = box_notch(&box, sample->n);
    s->n_folded += box.median - notch < box.lower || box.median + notch > box.upper;
    add_row(s, (StatRow){sample->first, NAN, box.median, box.lower, box.upper, box.low, box.high, (double)sample->n});
    for (size_t i = 0; i < sample->n; i++)
        if (i < box.first || i > box.last)
            add_row(s, (StatRow){sample->first, NAN, sample->y[i], NAN, NAN, NAN, NAN, 0});
    return true;
}

static double find_bandwidth(const Stat *s, double *values, size_t n)
{
    const IrLayer *layer = s->frame->layer;
    if (!isnan(layer->bandwidth))
        return layer->bandwidth;
    if (n < 2)
        return 0;
    return layer->bandwidth_rule == BANDWIDTH_SJ ? density_bandwidth_sj(s->b->arena, values, n) : density_bandwidth(values, n);
}

/* Along the values, as far as three bandwidths beyond them; a violin ends with them. */
static bool add_density(Stat *s, const Sample *sample, double *values)
{
    const IrLayer *layer = s->frame->layer;
    bool is_violin = layer->mark == MARK_VIOLIN;
    double bandwidth = find_bandwidth(s, values, sample->n);
    if (!(bandwidth > 0))
        return false;
    sort_numbers(values, sample->n);
    double beyond = (!isnan(layer->cut) ? layer->cut : is_violin ? 0 : 3) * bandwidth, lo = values[0] - beyond, hi = values[sample->n - 1] + beyond;
    size_t m = is_violin ? VIOLIN_POINTS : DENSITY_POINTS;
    double *densities = ARENA_ARRAY(s->b->arena, m, double);
    density_at(s->b->arena, values, sample->n, bandwidth, lo, hi, densities, m);
    for (size_t i = 0; i < m; i++) {
        double at = lo + (hi - lo) * (double)i / (double)(m - 1), density = densities[i];
        s->most = fmax(s->most, density);
        add_row(s, is_violin ? (StatRow){sample->first, NAN, at, NAN, NAN, 0, density, 0}
                             : (StatRow){sample->first, at, density, 0, density, NAN, NAN, 0});
    }
    return true;
}

static bool add_ecdf(Stat *s, const Sample *sample)
{
    sort_numbers(sample->x, sample->n);
    add_row(s, (StatRow){sample->first, sample->x[0], 0, NAN, NAN, NAN, NAN, 0});
    double *values = ARENA_ARRAY(s->b->arena, sample->n, double), *shares = ARENA_ARRAY(s->b->arena, sample->n, double);
    size_t n_steps = stat_ecdf(sample->x, sample->n, values, shares);
    for (size_t i = 0; i < n_steps; i++)
        add_row(s, (StatRow){sample->first, values[i], shares[i], NAN, NAN, NAN, NAN, 0});
    return true;
}

static bool add_smooth(Stat *s, const Sample *sample)
{
    const IrLayer *layer = s->frame->layer;
    int degree = layer->method == SMOOTH_LINEAR ? 1 : layer->degree;
    SmoothRule rule = {layer->method == SMOOTH_LOESS, degree, layer->span, layer->level};
    double lo = INFINITY, hi = -INFINITY;
    for (size_t i = 0; i < sample->n; i++) {
        lo = fmin(lo, sample->x[i]);
        hi = fmax(hi, sample->x[i]);
    }
    SmoothPoint *points = ARENA_ARRAY(s->b->arena, SMOOTH_POINTS, SmoothPoint);
    size_t m = layer->method == SMOOTH_LINEAR && layer->level <= 0 ? 2 : SMOOTH_POINTS;
    for (size_t i = 0; i < m; i++)
        points[i].x = lo + (hi - lo) * (double)i / (double)(m - 1);
    if (!(hi > lo) || !smooth_fit(s->b->arena, &rule, sample->x, sample->y, sample->n, points, m))
        return false;
    for (size_t i = 0; i < m; i++)
        add_row(s, (StatRow){sample->first, points[i].x, points[i].fit, points[i].lo, points[i].hi, NAN, NAN, 0});
    return true;
}

static bool add_sample(Stat *s, const Sample *sample)
{
    switch (s->frame->layer->mark) {
    case MARK_BOX:
        return add_box(s, sample);
    case MARK_VIOLIN:
        return add_density(s, sample, sample->y);
    case MARK_DENSITY:
        return add_density(s, sample, sample->x);
    case MARK_ECDF:
        return add_ecdf(s, sample);
    default:
        return add_smooth(s, sample);
    }
}

static bool is_endless(AxisType axis, double place)
{
    return isinf(stat_from_space(axis, place));
}

/* Whether all that was made of a sample, rows from..n-1, are numbers: of values that are far apart, differences and squares are none. */
static bool are_numbers(const Stat *s, size_t from)
{
    for (size_t i = from; i < s->rows.n; i++) {
        const StatRow *row = &s->rows.at[i];
        bool is_violin = s->frame->layer->mark == MARK_VIOLIN; /* its end is a density */
        double lengths[] = {row->value, row->lo, row->hi, row->base, is_violin ? 0 : row->end};
        for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++)
            if (is_endless(s->length_axis, lengths[k]))
                return false;
        if (isnan(row->value) || (is_violin && isinf(row->end)) || is_endless(s->place_axis, row->place))
            return false;
    }
    return true;
}

/* --- samples ------------------------------------------------------------------------------------------------------ */

static Groups find_samples(const Stat *s)
{
    VEC(Column) keys = {0};
    const Frame *frame = s->frame;
    const FrameChannel *place = &frame->channels[s->place];
    if (stands_at_places(frame->layer->mark) && !place->is_constant)
        VEC_PUSH(s->b->arena, &keys, place->value);
    const uint32_t *numbers[] = {frame->cell_row, frame->cell_column, frame->series};
    for (size_t k = 0; k < 3; k++) {
        if (!numbers[k])
            continue;
        double *values;
        Column column = column_new(s->b->arena, STR_NONE, TYPE_NUMBER, frame->n, &values);
        for (size_t i = 0; i < frame->n; i++)
            values[i] = numbers[k][i];
        VEC_PUSH(s->b->arena, &keys, column);
    }
    return groups_by(s->b->arena, keys.at, keys.n, frame->n);
}

static double number_at(const FrameChannel *channel, size_t i, AxisType axis)
{
    return stat_to_space(axis, channel->value.numbers[channel->is_constant ? 0 : i]);
}

/* The rows that have both values. */
static Sample take_sample(Stat *s, const uint32_t *rows, size_t n)
{
    const Frame *frame = s->frame;
    const FrameChannel *place = &frame->channels[s->place], *length = &frame->channels[s->length];
    bool by_place = stands_at_places(frame->layer->mark);
    Sample sample = {.first = n ? rows[0] : 0, .x = ARENA_ARRAY(s->b->arena, n + 1, double), .y = ARENA_ARRAY(s->b->arena, n + 1, double)};
    for (size_t i = 0; i < n; i++) {
        bool is_nowhere = by_place && column_is_missing(&place->value, place->is_constant ? 0 : rows[i]);
        double x = by_place ? 0 : number_at(place, rows[i], s->place_axis), y = number_at(length, rows[i], s->length_axis);
        if (isnan(x) || isnan(y) || is_nowhere)
            continue;
        sample.x[sample.n] = x;
        sample.y[sample.n++] = y;
    }
    return sample;
}

/* --- the frame that comes of it ----------------------------------------------------------------------------------- */

static Column rows_column(const Stat *s, ValueType type, size_t offset, AxisType axis)
{
    double *numbers;
    Column column = column_new(s->b->arena, STR_NONE, type, s->rows.n, &numbers);
    for (size_t i = 0; i < s->rows.n; i++) {
        double value;
        memcpy(&value, (const char *)&s->rows.at[i] + offset, sizeof value);
        numbers[i] = stat_from_space(axis, value);
    }
    return column;
}

static const uint32_t *pick_numbers(const Stat *s, const uint32_t *numbers)
{
    if (!numbers)
        return NULL;
    uint32_t *picked = ARENA_ARRAY(s->b->arena, s->rows.n, uint32_t);
    for (size_t i = 0; i < s->rows.n; i++)
        picked[i] = numbers[s->rows.at[i].source];
    return picked;
}

static Expr *named(const Stat *s, const char *format, Str name, ValueType type)
{
    return expr_column(s->b->arena, str_printf(s->b->arena, format, STR_FMT(name)), type, SPAN_NONE);
}

/* A channel with columns of its own, under the names that scenes give them. */
static IrChannel *make_channel(Stat *s, IrLayer *layer, ChannelId id)
{
    IrChannel *copy = NULL;
    for (size_t i = 0; i < layer->channels.n; i++)
        if (layer->channels.at[i]->id == id)
            copy = layer->channels.at[i] = arena_copy(s->b->arena, layer->channels.at[i], sizeof *copy);
    return copy;
}

static void name_length(const Stat *s, const IrLayer *layer, IrChannel *channel)
{
    Str name = channel->expr ? expr_print(s->b->arena, channel->expr) : STR_NONE;
    ValueType type = channel->expr->type;
    switch (layer->mark) {
    case MARK_BOX:
        channel->expr = named(s, "median of %.*s", name, type);
        channel->lo = named(s, "lower hinge of %.*s", name, type);
        channel->hi = named(s, "upper hinge of %.*s", name, type);
        break;
    case MARK_SMOOTH:
        channel->expr = named(s, "fit of %.*s", name, type);
        channel->lo = named(s, "least %.*s", name, type);
        channel->hi = named(s, "greatest %.*s", name, type);
        break;
    case MARK_DENSITY:
        channel->expr = channel->hi = named(s, "density%.*s", STR(""), TYPE_NUMBER);
        channel->lo = expr_number(s->b->arena, 0, SPAN_NONE);
        break;
    default:
        if (layer->mark == MARK_ECDF)
            channel->expr = named(s, "share%.*s", STR(""), TYPE_NUMBER);
        return;
    }
    channel->form = FORM_INTERVAL;
}

static void set_notches(const Stat *s, Frame *frame)
{
    double *lo = ARENA_ARRAY(s->b->arena, frame->n, double), *hi = ARENA_ARRAY(s->b->arena, frame->n, double);
    for (size_t i = 0; i < frame->n; i++) {
        const StatRow *row = &s->rows.at[i];
        BoxStats box = {.lower = row->lo, .upper = row->hi};
        double notch = row->count > 0 ? box_notch(&box, (size_t)row->count) : NAN;
        lo[i] = stat_from_space(s->length_axis, row->value - notch);
        hi[i] = stat_from_space(s->length_axis, row->value + notch);
    }
    frame->notch_lo = lo;
    frame->notch_hi = hi;
}

static void finish(Stat *s, Frame *frame)
{
    Arena *arena = s->b->arena;
    const Frame old = *frame;
    size_t n = s->rows.n;
    uint32_t *sources = ARENA_ARRAY(arena, n, uint32_t), *first_row = ARENA_ARRAY(arena, n, uint32_t);
    for (size_t i = 0; i < n; i++) {
        sources[i] = s->rows.at[i].source;
        first_row[i] = old.first_row ? old.first_row[sources[i]] : sources[i];
    }
    IrLayer *layer = arena_copy(arena, old.layer, sizeof *layer);
    layer->channels.at = arena_copy(arena, old.layer->channels.at, old.layer->channels.n * sizeof *old.layer->channels.at);
    frame->layer = layer;
    frame->n = n;
    frame->first_row = first_row;
    frame->cell_row = pick_numbers(s, old.cell_row);
    frame->cell_column = pick_numbers(s, old.cell_column);
    frame->series = pick_numbers(s, old.series);
    for (int id = 0; id < ChannelId_COUNT_OF; id++) {
        FrameChannel *channel = &frame->channels[id];
        if (channel->channel && !channel->is_constant && channel->value.n)
            channel->value = column_pick(arena, &channel->value, sources, n);
    }
    FrameChannel *length = &frame->channels[s->length], *place = &frame->channels[s->place];
    IrChannel *ir = make_channel(s, layer, s->length);
    ValueType type = ir->expr->type;
    name_length(s, layer, ir);
    *length = (FrameChannel){.channel = ir, .value = rows_column(s, type, offsetof(StatRow, value), s->length_axis)};
    if (ir->form == FORM_INTERVAL) {
        length->lo = rows_column(s, type, offsetof(StatRow, lo), s->length_axis);
        length->hi = rows_column(s, type, offsetof(StatRow, hi), s->length_axis);
    }
    if (!stands_at_places(layer->mark)) {
        place->value = rows_column(s, place->value.type, offsetof(StatRow, place), s->place_axis);
        place->is_constant = false;
        return;
    }
    double *base = ARENA_ARRAY(arena, n, double), *end = ARENA_ARRAY(arena, n, double), most = 1;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, s->rows.at[i].count);
    for (size_t i = 0; i < n; i++) {
        const StatRow *row = &s->rows.at[i];
        bool is_box = layer->mark == MARK_BOX; /* a violin's breadth is a share of the widest one's */
        base[i] = is_box ? stat_from_space(s->length_axis, row->base) : 0;
        end[i] = is_box ? stat_from_space(s->length_axis, row->end) : row->end / s->most;
    }
    frame->base = base;
    frame->end = end;
    if (layer->notch)
        set_notches(s, frame);
    double *breadths = ARENA_ARRAY(arena, n, double);
    for (size_t i = 0; i < n; i++)
        breadths[i] = sqrt(s->rows.at[i].count / most);
    frame->breadths = layer->varwidth ? breadths : NULL;
}

/* --- one layer ---------------------------------------------------------------------------------------------------- */

static bool is_statistic(Mark mark)
{
    return stands_at_places(mark) || mark == MARK_DENSITY || mark == MARK_ECDF || mark == MARK_SMOOTH;
}

static void warn_poor(const Stat *s)
{
    const IrLayer *layer = s->frame->layer;
    const char *mark = IR_WORD_TEXT(Mark, layer->mark);
    Diagnostic *warning = report_add(s->b->report, REPORT_W0737, layer->node.span, "no %s is drawn of %zu of %zu series: %s", mark, s->n_poor,
                                     s->n_samples,
                                     layer->mark == MARK_SMOOTH              ? "too few different places"
                                     : layer->bandwidth_rule == BANDWIDTH_SJ ? "too few different values to find their bandwidth"
                                                                             : "fewer than two different values");
    if (layer->mark == MARK_SMOOTH && layer->method != SMOOTH_LINEAR)
        report_hint(s->b->report, warning, "a straight line takes fewer: method: linear");
    else if (layer->mark != MARK_SMOOTH)
        report_hint(s->b->report, warning, "say how wide the kernel is: bandwidth: 0.5; or show the values: point");
}

bool frame_stat(const FrameBuild *b, Frame *frame)
{
    const IrLayer *layer = frame->layer;
    if (!is_statistic(layer->mark))
        return true;
    bool is_upright = layer->orientation == VERTICAL;
    Stat s = {.b = b, .frame = frame, .place = is_upright ? CHANNEL_X : CHANNEL_Y, .length = is_upright ? CHANNEL_Y : CHANNEL_X};
    s.place_axis = frame_axis_type(b, layer, s.place);
    s.length_axis = frame_axis_type(b, layer, s.length);
    if (layer->mark == MARK_DENSITY || layer->mark == MARK_ECDF)
        s.length_axis = AXIS_LINEAR; /* what they make is no value of the data */
    Groups groups = find_samples(&s);
    GroupRows rows = groups_rows(b->arena, &groups);
    for (size_t g = 0; g < groups.n_groups && frame->n; g++) {
        Sample sample = take_sample(&s, rows.rows + rows.start[g], rows.start[g + 1] - rows.start[g]);
        if (!sample.n)
            continue;
        if (layer->mark == MARK_SMOOTH && layer->method == SMOOTH_LOESS && sample.n > LOESS_MOST) {
            Diagnostic *error = report_add(b->report, REPORT_E0736, layer->node.span,
                                           "loess of %zu values: it looks at each pair of them, and takes up to %d", sample.n, LOESS_MOST);
            report_hint(b->report, error, "write method: polynomial, or draw by chance fewer of them: sample %d", LOESS_MOST);
            return false;
        }
        size_t n_rows = s.rows.n;
        double most = s.most;
        s.n_samples++;
        s.n_poor += !add_sample(&s, &sample);
        if (are_numbers(&s, n_rows))
            continue;
        s.rows.n = n_rows;
        s.most = most;
        s.n_far++;
    }
    if (s.n_poor)
        warn_poor(&s);
    if (s.n_far)
        report_add(b->report, REPORT_W0737, layer->node.span, "no %s is drawn of %zu of %zu series: it would reach farther than numbers do",
                   IR_WORD_TEXT(Mark, layer->mark), s.n_far, s.n_samples);
    if (s.n_folded && layer->notch)
        report_add(b->report, REPORT_W0737, layer->node.span, "the notches of %zu of %zu boxes reach beyond their hinges: too few values", s.n_folded,
                   s.n_samples);
    finish(&s, frame);
    return true;
}
