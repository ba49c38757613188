/* look: values to paint; see look.h. */
#include "look.h"

#include "colour.h"
#include "limit.h"
#include "scale.h"

#include <math.h>

/* --- training ----------------------------------------------------------------------------------------------------- */

static double by_type(ScaleType type, double value)
{
    return type == SCALE_LOG ? log(fmax(value, 1e-300)) : type == SCALE_SQRT ? sqrt(fmax(value, 0)) : value;
}

static double from_type(ScaleType type, double value)
{
    return type == SCALE_LOG ? exp(value) : type == SCALE_SQRT ? value * value : value;
}

/* Ends that nobody has written stand as far from the middle as the other one, so that equal distances get equal weight. */
static void open_evenly(LookScale *look)
{
    const IrScale *scale = look->scale;
    double mid = by_type(scale->type, look->mid), below = mid - by_type(scale->type, look->lo), above = by_type(scale->type, look->hi) - mid;
    double reach = scale->lo ? below : scale->hi ? above : fmax(below, above);
    if (!scale->lo && !(scale->type == SCALE_SQRT && reach > mid)) /* roots end at zero */
        look->lo = below == reach ? look->lo : from_type(scale->type, mid - reach);
    if (!scale->hi)
        look->hi = above == reach ? look->hi : from_type(scale->type, mid + reach);
}

static void train_one(LookScale *look, Arena *arena, const IrScale *scale, int number, const Frame *frames, size_t n_frames)
{
    Domain domain = {.arena = arena};
    for (size_t f = 0; f < n_frames; f++) {
        const FrameChannel *channel = &frames[f].channels[scale->channel];
        if (!channel->channel || channel->channel->scale != number)
            continue;
        look->value_type = channel->value.type;
        if (scale->type == SCALE_CATEGORICAL) {
            domain_add_column(&domain, &channel->value);
        } else {
            ColumnSummary summary = column_summary(arena, &channel->value);
            domain_add_summary(&domain, &summary);
        }
    }
    look->scale = scale;
    look->has_fraction = domain_has_fraction(&domain, look->value_type == TYPE_TIME);
    if (scale->type == SCALE_CATEGORICAL)
        categories_order(domain.categories.at, domain.categories.n, &scale->order, arena);
    look->categories = domain.categories.at;
    look->n_categories = domain.categories.n;
    look->index.arena = arena;
    for (size_t i = 0; i < look->n_categories; i++) {
        uint32_t place = (uint32_t)i;
        map_put(&look->index, value_str(arena, look->categories[i]))->value = arena_copy(arena, &place, sizeof place);
    }
    look->lo = domain.has_numbers ? domain.lo : 0;
    look->hi = domain.has_numbers ? domain.hi : 1;
    if (scale->channel == CHANNEL_SIZE && scale->type != SCALE_LOG)
        look->lo = fmin(look->lo, 0); /* area grows with the value from zero */
    if (scale->lo)
        look->lo = scale->lo->value.number;
    if (scale->hi)
        look->hi = scale->hi->value.number;
    look->mid = scale->mid ? scale->mid->value.number : scale->diverging && look->lo < 0 && look->hi > 0 ? 0 : NAN;
    if (!isnan(look->mid))
        open_evenly(look);
}

/* Logarithms are of numbers above zero, roots of none below; ends are not farther from each other than numbers reach. Ends that the scale cannot have
 * are told, and moved to where it begins. */
static void check_reach(LookScale *look, Report *report)
{
    const IrScale *scale = look->scale;
    if (!isfinite(look->hi - look->lo)) {
        if (report)
            report_add(report, REPORT_E0720, scale->lo || scale->hi ? ir_span(scale, IR_FIELD_Scale_lo) : scale->node.span,
                       "the scale of %s would reach from %g to %g: farther than numbers do", IR_WORD_TEXT(ChannelId, scale->channel), look->lo,
                       look->hi);
        look->lo = 0;
        look->hi = 1;
        look->mid = NAN;
        return;
    }
    bool is_log = scale->type == SCALE_LOG;
    double least = scale->mid ? fmin(look->lo, look->mid) : look->lo;
    if (!(is_log ? least <= 0 : scale->type == SCALE_SQRT && least < 0))
        return;
    bool is_written = (scale->lo && scale->lo->value.number == least) || (scale->mid && look->mid == least);
    int field = !is_written ? IR_FIELD_Scale_type : scale->lo && scale->lo->value.number == least ? IR_FIELD_Scale_lo : IR_FIELD_Scale_mid;
    if (report) {
        Diagnostic *error = report_add(report, REPORT_E0720, ir_span(scale, field), "a %s scale of %s with the value %.*s",
                                       IR_WORD_TEXT(ScaleType, scale->type), IR_WORD_TEXT(ChannelId, scale->channel),
                                       STR_FMT(value_str(report->arena, (Value){.number = least})));
        report_hint(report, error,
                    is_written ? "write one above zero, or another type" : "keep the rows above zero with `filter`, or write type: linear");
    }
    look->hi = look->hi > 0 ? look->hi : 1;
    look->lo = is_log ? look->hi / 10 : 0;
    look->mid = NAN;
}

LookScale *looks_train(Arena *arena, Report *report, const IrFigure *figure, const Frame *frames, size_t n_frames)
{
    LookScale *looks = ARENA_ARRAY(arena, figure->scales.n, LookScale);
    for (size_t i = 0; i < figure->scales.n; i++) {
        const IrScale *scale = figure->scales.at[i];
        train_one(&looks[i], arena, scale, (int)i, frames, n_frames);
        if (scale->type != SCALE_CATEGORICAL)
            check_reach(&looks[i], report);
        double n = (double)looks[i].n_categories;
        if (report && !limit_keeps(report, LIMIT_ENTRIES, scale->node.span, n, "the scale of %s has %.0f categories",
                                   IR_WORD_TEXT(ChannelId, scale->channel), n))
            continue;
        size_t n_looks = scale->channel == CHANNEL_COLOR ? scale->palette.n : scale->shapes.n;
        bool is_limited = scale->type == SCALE_CATEGORICAL && n_looks && !scale->assign.n && !scale->spread;
        if (report && is_limited && looks[i].n_categories > n_looks)
            report_add(report, REPORT_W0727, scale->node.span, "%zu categories share %zu %ss: some look the same", looks[i].n_categories, n_looks,
                       IR_WORD_TEXT(ChannelId, scale->channel));
    }
    return looks;
}

/* --- colours ------------------------------------------------------------------------------------------------------ */

/* Where a value stands between the ends, 0..1: the middle, if there is one, in the middle. */
static double share_of(const LookScale *look, double value)
{
    ScaleType type = look->scale->type;
    double at = by_type(type, value), lo = by_type(type, look->lo), hi = by_type(type, look->hi);
    double share = hi > lo ? (at - lo) / (hi - lo) : 0.5;
    if (!isnan(look->mid)) {
        double mid = by_type(type, look->mid), part = at < mid ? mid - lo : hi - mid;
        share = part > 0 ? 0.5 + 0.5 * (at - mid) / part : at < mid ? 0 : at > mid ? 1 : 0.5;
    }
    share = fmin(fmax(share, 0), 1);
    return look->scale->reverse ? 1 - share : share;
}

/* Along the palette, 0..1. */
static Colour color_along(const IrColours *palette, double share)
{
    double place = share * (double)(palette->n - 1);
    size_t i = (size_t)place;
    return i + 1 >= palette->n ? palette->at[palette->n - 1] : colour_mix(palette->at[i], palette->at[i + 1], place - (double)i);
}

Colour look_color_at(const LookScale *look, double value)
{
    return color_along(&look->scale->palette, share_of(look, value));
}

Colour look_readable(Colour color, const IrTheme *theme)
{
    enum { STEPS = 16 };
    Colour opaque = color | 0xFF, readable = opaque;
    for (int i = 1; i <= STEPS && colour_contrast(readable, theme->background) < 4.5; i++)
        readable = colour_mix(opaque, theme->text_color | 0xFF, (double)i / STEPS);
    return readable;
}

/* --- one mark's look ---------------------------------------------------------------------------------------------- */

/* The compiler lets no other word through; an IR file may hold one. */
static int word_or_first(const IrWords *words, Str word)
{
    int found = ir_word_find(words, word);
    return found < 0 ? 0 : found;
}

static const Value *assigned(const LookScale *look, Value value)
{
    const IrKeyed *assign = &look->scale->assign;
    for (size_t i = 0; i < assign->n; i++)
        if (str_eq(value_str(look->index.arena, assign->keys[i]->value), value_str(look->index.arena, value)))
            return &assign->values[i]->value;
    return NULL;
}

/* Spread over a continuous palette the categories leave its ends out, one share at each: they are the nearest to black and white. */
static Colour category_color(const LookScale *look, size_t place)
{
    const IrScale *scale = look->scale;
    size_t n = scale->spread ? look->n_categories : scale->palette.n;
    place = scale->reverse ? n - 1 - place % n : place % n;
    return scale->spread ? color_along(&scale->palette, (double)(place + 1) / (double)(n + 1)) : scale->palette.at[place];
}

static void apply_category(Look *out, const LookScale *look, Value value)
{
    const IrScale *scale = look->scale;
    const uint32_t *found = map_get(&look->index, value_str(look->index.arena, value));
    size_t place = found ? *found : 0;
    const Value *own = assigned(look, value);
    switch (scale->channel) {
    case CHANNEL_COLOR:
        out->color = own ? (Colour)own->number : category_color(look, place);
        break;
    case CHANNEL_MARKER:
        out->marker = (MarkerShape)word_or_first(&IR_WORDS_MarkerShape, own ? own->text : scale->shapes.at[place % scale->shapes.n]);
        break;
    case CHANNEL_DASH:
        out->dash = (DashPattern)word_or_first(&IR_WORDS_DashPattern, own ? own->text : scale->shapes.at[place % scale->shapes.n]);
        break;
    case CHANNEL_PATTERN:
        out->pattern = (FillPattern)word_or_first(&IR_WORDS_FillPattern, own ? own->text : scale->shapes.at[place % scale->shapes.n]);
        break;
    default:
        break;
    }
}

static void set_opacity(Look *out, double opacity)
{
    out->color = (out->color & 0xFFFFFF00) | (Colour)rint(COLOUR_ALPHA(out->color) * fmin(fmax(opacity, 0), 1));
}

void look_apply(Look *out, const LookScale *look, Value value)
{
    const IrScale *scale = look->scale;
    if (value.is_missing) {
        if (scale->channel == CHANNEL_COLOR)
            out->color = 0xB0B0B0FF; /* grey: no value */
        return;
    }
    if (scale->type == SCALE_CATEGORICAL) {
        apply_category(out, look, value);
        return;
    }
    double range = scale->range_lo + (scale->range_hi - scale->range_lo) * share_of(look, value.number);
    if (scale->channel == CHANNEL_COLOR)
        out->color = look_color_at(look, value.number);
    else if (scale->channel == CHANNEL_SIZE)
        out->size = range;
    else if (scale->channel == CHANNEL_OPACITY)
        set_opacity(out, range);
}

Look look_of(const IrFigure *figure, const LookScale *looks, const Frame *frame, size_t i)
{
    static const ChannelId ORDER[] = {CHANNEL_COLOR, CHANNEL_SIZE, CHANNEL_MARKER, CHANNEL_DASH, CHANNEL_PATTERN, CHANNEL_OPACITY};
    const IrTheme *theme = figure->theme;
    Look look = {.color = theme->text_color, .size = theme->marker_size, .marker = MARKER_NONE};
    if (frame->layer->mark == MARK_POINT)
        look.marker = MARKER_CIRCLE;
    for (size_t k = 0; k < sizeof ORDER / sizeof *ORDER; k++) {
        const IrChannel *channel = frame->channels[ORDER[k]].channel;
        if (!channel)
            continue;
        Value value = frame_value(frame, ORDER[k], i);
        if (channel->scale >= 0) {
            look_apply(&look, &looks[channel->scale], value);
            continue;
        }
        if (value.is_missing)
            continue;
        if (ORDER[k] == CHANNEL_COLOR && value.type == TYPE_COLOUR)
            look.color = (Colour)value.number;
        else if (ORDER[k] == CHANNEL_SIZE)
            look.size = fmin(fmax(value.number, 0), IR_SIZE_MOST);
        else if (ORDER[k] == CHANNEL_OPACITY)
            set_opacity(&look, value.number);
        else if (ORDER[k] == CHANNEL_MARKER)
            look.marker = (MarkerShape)word_or_first(&IR_WORDS_MarkerShape, value.text);
        else if (ORDER[k] == CHANNEL_DASH)
            look.dash = (DashPattern)word_or_first(&IR_WORDS_DashPattern, value.text);
        else if (ORDER[k] == CHANNEL_PATTERN)
            look.pattern = (FillPattern)word_or_first(&IR_WORDS_FillPattern, value.text);
    }
    return look;
}

void look_dash(Paint *paint, DashPattern dash)
{
    static const struct {
        int n;
        double lengths[6];
    } PATTERNS[] = {[DASH_SOLID] = {0, {0}},
                    [DASH_DASHED] = {2, {4, 2.5}},
                    [DASH_DOTTED] = {2, {1, 2}},
                    [DASH_DASHDOT] = {4, {4, 2, 1, 2}},
                    [DASH_LONGDASH] = {2, {7, 3}}};
    double unit = fmax(paint->stroke_width, 0.6);
    paint->n_dash = PATTERNS[dash].n;
    for (int i = 0; i < paint->n_dash; i++)
        paint->dash[i] = PATTERNS[dash].lengths[i] * unit;
    if (paint->n_dash)
        paint->cap = CAP_BUTT;
}
