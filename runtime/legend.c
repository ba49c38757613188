/* legend: what a legend lists; see legend.h. Order follows the drawing: parts by layers, entries by their scale. */
#include "legend.h"

#include "colour.h"
#include "format.h"
#include "tick_label.h"
#include "ticks_linear.h"

#include <math.h>

/* Channels that make entries, in the order in which they name a part. */
static const ChannelId CHANNELS[] = {CHANNEL_COLOR, CHANNEL_MARKER, CHANNEL_DASH, CHANNEL_PATTERN, CHANNEL_SIZE, CHANNEL_OPACITY};
enum { N_CHANNELS = sizeof CHANNELS / sizeof *CHANNELS };

static const double NEUTRAL = 0.6; /* how far a key without a colour of its own is from the page to the text */

static const IrChannel *scaled(const Frame *frame, ChannelId id)
{
    const IrChannel *channel = frame->channels[id].channel;
    return channel && channel->scale >= 0 ? channel : NULL;
}

/* The column a scale stands for: scales of one column make one part. */
static Str field_of(const Plot *plot, const Frame *frame, ChannelId id)
{
    return expr_print(plot->arena, frame->channels[id].channel->expr);
}

Str legend_text(const Plot *plot, const IrScale *scale, Value value)
{
    for (size_t i = 0; i < scale->labels.n; i++)
        if (str_eq(value_str(plot->arena, scale->labels.keys[i]->value), value_str(plot->arena, value)))
            return scale->labels.values[i]->value.text;
    return value.type == TYPE_TEXT ? value.text : format_value(plot->arena, value, scale->format, true);
}

/* --- sides -------------------------------------------------------------------------------------------------------- */

static const IrAxis *axis_of(const IrChart *chart, Side side)
{
    for (size_t i = 0; i < chart->axes.n; i++)
        if (chart->axes.at[i]->side == side)
            return chart->axes.at[i];
    return NULL;
}

static bool has_layer(const IrChart *chart, const IrLayer *layer)
{
    for (size_t i = 0; i < chart->layers.n; i++)
        if (chart->layers.at[i] == layer)
            return true;
    for (size_t p = 0; p < chart->panels.n; p++)
        for (size_t i = 0; i < chart->panels.at[p]->layers.n; i++)
            if (chart->panels.at[p]->layers.at[i] == layer)
                return true;
    return false;
}

/* The side that the layer's entry names: where two sides are in use and the colours of their titles and labels do not tell whose they are. -1 for
 * none. */
static int side_to_name(const Plot *plot, const IrLayer *layer)
{
    static const Side PAIRS[][2] = {{SIDE_LEFT, SIDE_RIGHT}, {SIDE_BOTTOM, SIDE_TOP}};
    Colour plain = plot->figure->theme->text_color;
    for (size_t i = 0; i < plot->charts.n; i++) {
        const IrChart *chart = plot->charts.at[i]->ir;
        for (size_t k = 0; has_layer(chart, layer) && k < 2; k++) {
            const IrAxis *one = axis_of(chart, PAIRS[k][0]), *two = axis_of(chart, PAIRS[k][1]);
            if (one && two && (one->color == plain || two->color == plain))
                return (int)(k == 0 ? layer->y_side : layer->x_side);
        }
    }
    return -1;
}

/* Adds the side to the text of an entry whose keys all belong to one. */
static void name_sides(Legend *legend)
{
    Plot *plot = legend->plot;
    for (size_t p = 0; p < legend->parts.n; p++)
        for (size_t i = 0; i < legend->parts.at[p].entries.n; i++) {
            LegendEntry *entry = &legend->parts.at[p].entries.at[i];
            int side = side_to_name(plot, entry->keys.at[0].frame->layer);
            for (size_t k = 1; k < entry->keys.n; k++)
                side = side == side_to_name(plot, entry->keys.at[k].frame->layer) ? side : -1;
            const char *word = side < 0 ? NULL : IR_WORD_TEXT(Side, side);
            if (word && !str_contains(entry->text, str_from(word))) /* the label may say it already */
                entry->text = str_printf(plot->arena, "%.*s (%s)", STR_FMT(entry->text), word);
        }
}

/* --- entries ------------------------------------------------------------------------------------------------------ */

/* The look of a frame's marks where the scales of `field` say `value`. */
static Look look_for(const Plot *plot, const Frame *frame, Str field, Value value)
{
    const IrTheme *theme = plot->figure->theme;
    Look look = look_of(plot->figure, plot->looks, frame, 0);
    /* what other scales make of the first row is no part of this entry */
    if (scaled(frame, CHANNEL_SIZE))
        look.size = theme->marker_size;
    if (scaled(frame, CHANNEL_COLOR))
        look.color = colour_mix(theme->background | 0xFF, theme->text_color | 0xFF, NEUTRAL);
    if (scaled(frame, CHANNEL_MARKER))
        look.marker = frame->layer->mark == MARK_POINT ? MARKER_CIRCLE : MARKER_NONE;
    if (scaled(frame, CHANNEL_DASH))
        look.dash = DASH_SOLID;
    if (scaled(frame, CHANNEL_PATTERN))
        look.pattern = PATTERN_NONE;
    if (scaled(frame, CHANNEL_OPACITY))
        look.color |= 0xFF;
    for (size_t k = 0; k < N_CHANNELS; k++) {
        const IrChannel *channel = scaled(frame, CHANNELS[k]);
        if (channel && str_eq(field_of(plot, frame, CHANNELS[k]), field))
            look_apply(&look, &plot->looks[channel->scale], value);
    }
    return look;
}

static bool uses_field(const Plot *plot, const Frame *frame, Str field)
{
    for (size_t k = 0; k < N_CHANNELS; k++)
        if (scaled(frame, CHANNELS[k]) && str_eq(field_of(plot, frame, CHANNELS[k]), field))
            return true;
    return false;
}

static bool uses_scale(const Plot *plot, const Frame *frame, const IrScale *scale)
{
    const IrChannel *channel = scaled(frame, scale->channel);
    return channel && plot->figure->scales.at[channel->scale] == scale;
}

/* only: of frames that use this scale; NULL: of all that use the field, whatever by. */
static void add_entry(Plot *plot, LegendPart *part, Str text, Value value, Str field, const IrScale *only, const Frame *frames, size_t n_frames)
{
    LegendEntry entry = {.text = text};
    for (size_t f = 0; f < n_frames; f++)
        if (frames[f].n && frames[f].layer->legend && !frames[f].layer->annotation && uses_field(plot, &frames[f], field) &&
            (!only || uses_scale(plot, &frames[f], only)))
            VEC_PUSH(plot->arena, &entry.keys, ((LegendKey){&frames[f], look_for(plot, &frames[f], field, value)}));
    if (entry.keys.n)
        VEC_PUSH(plot->arena, &part->entries, entry);
}

static void add_value(Plot *plot, LegendPart *part, const LookScale *scale, double value, Str field, const Frame *frames, size_t n_frames)
{
    Value number = {.type = scale->value_type == TYPE_TIME ? TYPE_TIME : TYPE_NUMBER, .number = value};
    Str text = format_value(plot->arena, number, scale->scale->format, true);
    if (number.type == TYPE_NUMBER && !scale->scale->format.n) { /* as on an axis */
        TickList ticks = {0};
        VEC_PUSH(plot->arena, &ticks, (Tick){.value = value});
        tick_labels_exact(plot->arena, &ticks);
        text = ticks.at[0].label;
    }
    add_entry(plot, part, text, number, field, scale->scale, frames, n_frames);
}

/* Powers of ten between the ends, with their double and their half where there are few. */
static void add_powers(Plot *plot, LegendPart *part, const LookScale *scale, Str field, const Frame *frames, size_t n_frames)
{
    enum { MOST = 5 };
    double lo = fmax(scale->lo, 1e-300), first = floor(log10(lo)), last = floor(log10(fmax(scale->hi, lo)));
    bool has_parts = last - first < 2;
    double step = fmax(1, ceil((last - first) / MOST));
    for (double power = first; power <= last; power += step)
        for (int i = 0; i < (has_parts ? 3 : 1); i++) {
            static const double PARTS[] = {1, 2, 5};
            double value = PARTS[i] * pow(10, power);
            if (value >= lo * (1 - 1e-9) && value <= scale->hi * (1 + 1e-9))
                add_value(plot, part, scale, value, field, frames, n_frames);
        }
}

/* One digit and zeros: of all digits the greatest that is not above the value, or of 1, 2, 5 the nearest by its factor. */
static double round_size(double value, bool is_nearest)
{
    double power = pow(10, floor(log10(value) + 1e-12)), best = power;
    for (int digit = 2; digit <= 10; digit++) {
        double next = digit * power;
        if (is_nearest ? (digit == 2 || digit == 5 || digit == 10) && next / value < value / best : digit < 10 && next <= value * (1 + 1e-12))
            best = next;
    }
    return best;
}

/* Three or four round values of a continuous size or opacity; where areas grow with the value, about a third, two thirds and all of the diameter. */
static void add_sizes(Plot *plot, LegendPart *part, const LookScale *scale, Str field, const Frame *frames, size_t n_frames)
{
    if (scale->scale->type == SCALE_LOG) {
        add_powers(plot, part, scale, field, frames, n_frames);
        return;
    }
    double most = scale->hi > 0 ? round_size(scale->hi, false) : 0;
    if (scale->scale->channel == CHANNEL_SIZE && scale->scale->type == SCALE_SQRT && round_size(most * 4 / 9, true) >= scale->lo && most > 0) {
        for (int third = 1; third <= 3; third++) {
            double value = third < 3 ? round_size(most * third * third / 9, true) : most;
            if (value >= scale->lo)
                add_value(plot, part, scale, value, field, frames, n_frames);
        }
        return;
    }
    Steps steps = steps_search(scale->lo, scale->hi, 4, 5, true, 0);
    for (int i = 0; i < steps.n; i++)
        if (steps_value(&steps, i) > 0 || scale->scale->channel != CHANNEL_SIZE) /* nothing to be seen at zero */
            add_value(plot, part, scale, steps_value(&steps, i), field, frames, n_frames);
}

static void add_scale_part(Legend *legend, const LookScale *scale, Str field, const Frame *frames, size_t n_frames)
{
    Plot *plot = legend->plot;
    LegendPart part = {.title = plot_text(plot, scale->scale->title, plot->figure->default_table)};
    if (scale->scale->type == SCALE_CATEGORICAL)
        for (size_t i = 0; i < scale->n_categories; i++)
            add_entry(plot, &part, legend_text(plot, scale->scale, scale->categories[i]), scale->categories[i], field, NULL, frames, n_frames);
    else if (scale->scale->channel == CHANNEL_COLOR)
        part.bar = scale;
    else
        add_sizes(plot, &part, scale, field, frames, n_frames);
    if (part.entries.n || part.bar)
        VEC_PUSH(plot->arena, &legend->parts, part);
}

/* Layers with a name whose look is not explained by a scale of categories. */
static void add_layers(Legend *legend, const Frame *frames, size_t n_frames)
{
    Plot *plot = legend->plot;
    LegendPart part = {.title = STR_NONE};
    for (size_t f = 0; f < n_frames; f++) {
        const IrLayer *layer = frames[f].layer;
        bool has_categories = false;
        for (size_t k = 0; k < N_CHANNELS; k++)
            has_categories |= scaled(&frames[f], CHANNELS[k]) && frames[f].channels[CHANNELS[k]].channel->categorical;
        if (!layer->label.n || !layer->legend || has_categories || !frames[f].n)
            continue;
        LegendKey key = {&frames[f], look_of(plot->figure, plot->looks, &frames[f], 0)};
        size_t same = 0;
        while (same < part.entries.n && !str_eq(part.entries.at[same].text, layer->label))
            same++;
        if (same == part.entries.n)
            VEC_PUSH(plot->arena, &part.entries, (LegendEntry){.text = layer->label});
        VEC_PUSH(plot->arena, &part.entries.at[same].keys, key);
    }
    if (part.entries.n)
        VEC_PUSH(plot->arena, &legend->parts, part);
}

/* Whether the frame's marks stand on each other one after the other towards the upper end of the page or the left: 1, the other way: -1, not at all:
 * 0. */
static int stack_turn(const Plot *plot, const Frame *frame)
{
    const IrLayer *layer = frame->layer;
    bool is_upright = layer->orientation == VERTICAL;
    long along = 0;
    for (size_t i = 0; i < frame->n && frame->is_stacked; i++)
        along += !frame->is_stacked[i] ? 0 : frame->end[i] > frame->base[i] ? 1 : frame->end[i] < frame->base[i] ? -1 : 0;
    if (along == 0 || (layer->mark != MARK_BAR && layer->mark != MARK_AREA))
        return 0;
    int turn = (along > 0) == is_upright ? 1 : -1;
    for (size_t i = 0; i < plot->charts.n; i++) {
        const IrAxis *axis = has_layer(plot->charts.at[i]->ir, layer) ? axis_of(plot->charts.at[i]->ir, is_upright ? layer->y_side : layer->x_side)
                                                                      : NULL;
        if (axis && axis->reverse)
            return -turn;
    }
    return turn;
}

/* Bars and areas that stand on each other: a list from top to bottom shows standing ones as they stand, one from left to right lying ones. */
static void order_stacks(Legend *legend)
{
    for (size_t p = 0; p < legend->parts.n; p++) {
        LegendPart *part = &legend->parts.at[p];
        bool is_turned = part->entries.n > 1;
        for (size_t i = 0; i < part->entries.n; i++)
            for (size_t k = 0; k < part->entries.at[i].keys.n; k++) {
                const Frame *frame = part->entries.at[i].keys.at[k].frame;
                is_turned &= (frame->layer->orientation == HORIZONTAL) == legend->is_flat && stack_turn(legend->plot, frame) > 0;
            }
        for (size_t i = 0; is_turned && i < part->entries.n / 2; i++) {
            LegendEntry spare = part->entries.at[i];
            part->entries.at[i] = part->entries.at[part->entries.n - 1 - i];
            part->entries.at[part->entries.n - 1 - i] = spare;
        }
    }
}

/* Entries that are named in `order` first. */
static void order_entries(Legend *legend)
{
    const IrExprs *order = &legend->ir->order;
    for (size_t p = 0; p < legend->parts.n && order->n; p++) {
        LegendPart *part = &legend->parts.at[p];
        size_t done = 0;
        for (size_t k = 0; k < order->n; k++)
            for (size_t i = done; i < part->entries.n; i++)
                if (str_eq(part->entries.at[i].text, value_str(legend->plot->arena, order->at[k]->value))) {
                    LegendEntry found = part->entries.at[i];
                    for (size_t j = i; j > done; j--)
                        part->entries.at[j] = part->entries.at[j - 1];
                    part->entries.at[done++] = found;
                    break;
                }
    }
}

Legend legend_make(Plot *plot, const IrLegend *ir, const Frame *frames, size_t n_frames)
{
    Legend legend = {.plot = plot, .ir = ir};
    legend.is_flat = ir->position == LEGEND_ABOVE || ir->position == LEGEND_BELOW;
    Map seen = {.arena = plot->arena};
    add_layers(&legend, frames, n_frames);
    for (size_t f = 0; f < n_frames; f++)
        for (size_t k = 0; k < N_CHANNELS; k++) {
            const IrChannel *channel = scaled(&frames[f], CHANNELS[k]);
            if (!channel || !frames[f].layer->legend || frames[f].layer->annotation)
                continue;
            Str field = field_of(plot, &frames[f], CHANNELS[k]);
            /* a continuous colour and a continuous size of one column still are two keys */
            Str name = channel->categorical ? field : str_printf(plot->arena, "%.*s %d", STR_FMT(field), (int)CHANNELS[k]);
            MapEntry *entry = map_put(&seen, name);
            if (entry->value)
                continue;
            entry->value = plot;
            add_scale_part(&legend, &plot->looks[channel->scale], field, frames, n_frames);
        }
    bool has_own_title = ir_is_set(ir, IR_FIELD_Legend_title);
    for (size_t p = 0; p < legend.parts.n && has_own_title; p++)
        legend.parts.at[p].title = p == 0 ? plot_text(plot, ir->title, plot->figure->default_table) : STR_NONE;
    /* one name alone tells nothing apart */
    if (legend.parts.n == 1 && legend.parts.at[0].entries.n == 1 && !legend.parts.at[0].bar && !ir_is_set(ir, IR_FIELD_Legend_position))
        legend.parts.n = 0;
    order_stacks(&legend);
    order_entries(&legend);
    name_sides(&legend);
    return legend;
}
