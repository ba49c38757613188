/* ir_verify_layer: the rules of layers: what their channels, their mark and its settings are. */
#include "ir_verify_kit.h"

#include <math.h>

static bool is_statistic(const Expr *expr)
{
    return expr && expr->kind == EXPR_CALL && function_row(expr->function)->class == CLASS_STATISTIC;
}

/* What a layer computes of all its rows: bins of a value by a rule. */
static void verify_statistic(Verify *v, const Map *scope, const IrChannel *channel, const char *name)
{
    const Expr *call = channel->lo, *rule = call->n_args > 1 ? call->args[1] : NULL, *amount = call->n_args > 2 ? call->args[2] : NULL;
    verify_row_wise(v, scope, call->args[0], name);
    if (call->function != FUNCTION_BIN || !expr_eq(call, channel->hi) || channel->expr)
        verify_fault(v, "channel %s: `%s` is both ends of an interval, and nothing else", name, function_row(FUNCTION_BIN)->name);
    int word = rule && rule->kind == EXPR_LITERAL && rule->type == TYPE_TEXT ? ir_word_find(&IR_WORDS_BinRule, rule->value.text) : -1;
    bool takes_amount = word == BIN_COUNT || word == BIN_STEP;
    bool is_amount = amount && amount->kind == EXPR_LITERAL && (amount->type == TYPE_NUMBER || amount->type == TYPE_DURATION);
    bool is_right = is_amount && (word == BIN_STEP && call->type == TYPE_TIME) == (amount->type == TYPE_DURATION) &&
                    (word == BIN_COUNT ? amount->value.number >= 1 : amount->value.number + amount->value.months > 0);
    if (word < 0 || (takes_amount ? !is_right : amount != NULL))
        verify_fault(v, "channel %s: no rule of bins", name);
}

static bool is_measured(const Expr *expr)
{
    return !expr || expr->type == TYPE_NUMBER || expr->type == TYPE_TIME || expr->type == TYPE_DURATION;
}

/* What a channel that is no position is, by itself or through its scale. */
static void verify_look(Verify *v, const IrChannel *channel, const char *name)
{
    const IrWords *words = ir_shape_words(channel->id);
    ValueType type = channel->expr->type;
    if (channel->scale >= 0) {
        bool is_categorical = v->figure->scales.at[channel->scale]->type == SCALE_CATEGORICAL;
        if (channel->categorical != is_categorical || (!is_categorical && !is_measured(channel->expr)))
            verify_fault(v, "channel %s: %s does not go through its scale", name, type_name(type));
        return;
    }
    bool is_number = channel->id == CHANNEL_SIZE || channel->id == CHANNEL_OPACITY;
    if (channel->id == CHANNEL_COLOR ? type != TYPE_COLOUR : words ? type != TYPE_TEXT : is_number && type != TYPE_NUMBER)
        verify_fault(v, "channel %s: %s is no look", name, type_name(type));
    else if (words && (channel->expr->kind != EXPR_LITERAL || ir_word_find(words, channel->expr->value.text) < 0))
        verify_fault(v, "channel %s: no word of its set", name);
}

static void verify_channel(Verify *v, const Map *scope, const IrChannel *channel)
{
    const char *name = IR_WORD_TEXT(ChannelId, channel->id);
    if (channel->form == FORM_VALUE ? !channel->expr : !channel->lo || !channel->hi) {
        verify_fault(v, "channel %s: without a value", name);
        return;
    }
    if (channel->form == FORM_INTERVAL && channel->id != CHANNEL_X && channel->id != CHANNEL_Y)
        verify_fault(v, "channel %s: an interval that is no position", name);
    if (channel->form == FORM_INTERVAL && is_statistic(channel->lo)) {
        verify_statistic(v, scope, channel, name);
    } else if (channel->form == FORM_VALUE && is_statistic(channel->expr)) {
        if (!expr_is_measure(channel->expr) || channel->id > CHANNEL_Y)
            verify_fault(v, "channel %s: function %s does not stand here", name, function_row(channel->expr->function)->name);
    } else {
        verify_columns(v, scope, channel->expr, name);
        verify_columns(v, scope, channel->lo, name);
        verify_columns(v, scope, channel->hi, name);
    }
    verify_ref(v, channel->scale, v->figure->scales.n, name);
    if (!v->fault && channel->scale >= 0 && v->figure->scales.at[channel->scale]->channel != channel->id)
        verify_fault(v, "channel %s: scale @%d makes something else", name, channel->scale);
    if (channel->id == CHANNEL_TEXT && channel->expr && channel->expr->type != TYPE_TEXT)
        verify_fault(v, "channel text: is %s, not text", type_name(channel->expr->type));
    if (!v->fault && channel->id > CHANNEL_Y)
        verify_look(v, channel, name);
}

/* Statistics are of values that rows have: numbers, at places that may be dates, or with boxes and violins anything. */
static void verify_sample(Verify *v, const IrLayer *layer, const IrChannel *place, const IrChannel *length)
{
    const char *mark = IR_WORD_TEXT(Mark, layer->mark);
    bool by_place = layer->mark == MARK_BOX || layer->mark == MARK_VIOLIN, is_hexbin = layer->mark == MARK_HEXBIN;
    bool has_own_length = layer->mark == MARK_DENSITY || layer->mark == MARK_ECDF;
    if (!by_place && !is_hexbin && !has_own_length && layer->mark != MARK_SMOOTH)
        return;
    if (place->form == FORM_INTERVAL || length->form == FORM_INTERVAL || place->unit != POSITION_DATA || length->unit != POSITION_DATA) {
        verify_fault(v, "layer %s: its positions are no values of rows", mark);
        return;
    }
    ValueType at = place->expr->type, of = length->expr->type;
    if (has_own_length ? !expr_is_constant(length->expr) : of != TYPE_NUMBER && !(is_hexbin && of == TYPE_TIME))
        verify_fault(v, "layer %s: its length is %s", mark, has_own_length ? "no constant" : type_name(of));
    if (!by_place && at != TYPE_NUMBER && at != TYPE_TIME)
        verify_fault(v, "layer %s: its place is %s", mark, type_name(at));
    for (size_t i = 0; is_hexbin && i < layer->channels.n; i++) {
        const IrChannel *channel = layer->channels.at[i];
        bool is_place = channel->id == CHANNEL_X || channel->id == CHANNEL_Y;
        if (!expr_is_constant(channel->expr) && expr_has_aggregate(channel->expr) == is_place)
            verify_fault(v, "layer %s: %s is %s aggregate", mark, IR_WORD_TEXT(ChannelId, channel->id), is_place ? "an" : "no");
    }
}

/* What a mark is made of. */
static void verify_mark(Verify *v, const IrLayer *layer)
{
    const char *mark = IR_WORD_TEXT(Mark, layer->mark);
    const IrChannel *x = ir_channel(layer, CHANNEL_X), *y = ir_channel(layer, CHANNEL_Y);
    if (layer->mark == MARK_RULE ? !x && !y : !x || !y)
        verify_fault(v, "layer %s: lacks x or y", mark);
    if (v->fault || !x || !y)
        return;
    const IrChannel *place = layer->orientation == VERTICAL ? x : y, *length = layer->orientation == VERTICAL ? y : x;
    bool is_at_value = layer->mark == MARK_POINT || layer->mark == MARK_LINE || layer->mark == MARK_PATH || layer->mark == MARK_STEP ||
                       layer->mark == MARK_TEXT;
    bool has_interval = x->form == FORM_INTERVAL || y->form == FORM_INTERVAL;
    if (is_at_value && has_interval)
        verify_fault(v, "layer %s: over an interval", mark);
    if (layer->mark == MARK_ERRORBAR && !has_interval)
        verify_fault(v, "layer %s: without an interval", mark);
    bool has_length = length->form == FORM_INTERVAL || length->expr->type == TYPE_NUMBER || length->expr->type == TYPE_DURATION;
    if ((layer->mark == MARK_BAR || layer->mark == MARK_AREA) && !has_length)
        verify_fault(v, "layer %s: its length is %s", mark, type_name(length->expr->type));
    if (!v->fault)
        verify_sample(v, layer, place, length);
}

static void verify_position(Verify *v, const IrChart *chart, Side side, const IrChannel *channel)
{
    const IrAxis *axis = verify_axis_of(chart, side);
    const char *name = IR_WORD_TEXT(ChannelId, channel->id);
    const Expr *ends[] = {channel->expr, channel->lo, channel->hi};
    bool is_band = channel->unit == POSITION_DATA && axis && axis->type == AXIS_BAND;
    if (channel->unit == POSITION_DATA && !axis)
        verify_fault(v, "layer: no axis at its %s", IR_WORD_TEXT(Side, side));
    else if (channel->categorical != is_band)
        verify_fault(v, "channel %s: categorical, and its axis is no band; or the other way round", name);
    for (size_t k = 0; k < 3; k++) {
        if (!is_band && !is_measured(ends[k]))
            verify_fault(v, "channel %s: %s has no place", name, type_name(ends[k]->type));
        if (channel->unit != POSITION_DATA && ends[k] && (!expr_is_constant(ends[k]) || ends[k]->type != TYPE_NUMBER))
            verify_fault(v, "channel %s: a place in the panel that is no constant number", name);
    }
}

/* Auto (NaN), or in low..high. */
static void verify_setting(Verify *v, double value, double low, double high, const char *name)
{
    if (!isnan(value) && !(value >= low && value <= high))
        verify_fault(v, "layer: %s is not in %g..%g", name, low, high);
}

static void verify_settings(Verify *v, const IrLayer *layer)
{
    verify_setting(v, layer->width, 0, layer->width_unit == WIDTH_FRACTION ? 1 : 1000, "width");
    verify_setting(v, layer->outline_width, 0, 50, "outline_width");
    verify_setting(v, layer->jitter, 0, 1, "jitter");
    verify_setting(v, layer->raster_dpi, 1, 10000, "raster_dpi");
    verify_setting(v, layer->degree, -1, 9, "degree");
    verify_setting(v, layer->span, 0.01, 1, "span");
    verify_setting(v, layer->level, 0, 0.9999, "level");
    verify_setting(v, layer->cell_count, layer->cell_count < 0 ? -1 : 1, 1000, "cell_count");
    verify_setting(v, layer->cell_step, 1, 1000, "cell_step");
    verify_setting(v, layer->bandwidth, 1e-300, 1e300, "bandwidth");
    verify_setting(v, layer->cut, 0, 100, "cut");
    if (layer->width_unit != WIDTH_AUTO && isnan(layer->width))
        verify_fault(v, "layer: width_unit without its width");
    if (isnan(layer->outline_width) || isnan(layer->jitter) || isnan(layer->raster_dpi))
        verify_fault(v, "layer: without outline_width, jitter or raster_dpi");
    if (layer->mark == MARK_SMOOTH && (layer->degree < 0 || isnan(layer->span) || isnan(layer->level)))
        verify_fault(v, "layer smooth: without degree, span or level");
    if (layer->baseline == BASELINE_VALUE && !layer->baseline_value)
        verify_fault(v, "layer: baseline without its value");
    verify_number(v, layer->baseline_value, "layer: baseline_value");
}

/* In the panels of its facet values. */
static void verify_place_in_facet(Verify *v, const Map *scope, const IrFacet *facet, const IrLayer *layer)
{
    const Expr *across = !facet ? NULL : facet->kind == FACET_WRAP ? facet->by : facet->column, *down = facet ? facet->row : NULL;
    if ((layer->by_column && !across) || (layer->by_row && !down))
        verify_fault(v, "layer: by a value that the facet has not");
    const Expr *by[] = {layer->by_column ? across : NULL, layer->by_row ? down : NULL};
    for (size_t i = 0; i < 2 && !v->fault; i++) {
        bool is_column = by[i] && by[i]->kind == EXPR_COLUMN; /* of any type: other values are in no panel */
        if (is_column && !map_get(scope, by[i]->column))
            verify_fault(v, "layer: there is no column `%.*s` of the facet", STR_FMT(by[i]->column));
        if (!is_column)
            verify_row_wise(v, scope, by[i], "layer: the facet's value");
    }
}

/* Aggregates stand where rows are grouped; places of annotations are constant. */
static void verify_rows(Verify *v, const IrLayer *layer, const IrChannel *channel)
{
    const Expr *exprs[] = {channel->expr, channel->lo, channel->hi};
    for (size_t k = 0; k < 3; k++) {
        if (!exprs[k])
            continue;
        bool has_groups = layer->aggregated || layer->annotation || layer->mark == MARK_HEXBIN;
        if (!has_groups && expr_has_aggregate(exprs[k]))
            verify_fault(v, "layer: an aggregate of rows that have no groups");
        if (layer->annotation && channel->id <= CHANNEL_Y && !expr_is_constant(exprs[k]))
            verify_fault(v, "layer: an annotation at a place that is not constant");
    }
}

void verify_layer(Verify *v, const IrChart *chart, const IrLayer *layer)
{
    verify_ref(v, layer->table, v->figure->tables.n, "layer: table");
    if (layer->table < 0 && !layer->annotation)
        verify_fault(v, "layer: no table, and no annotation");
    if (!side_is_x(layer->x_side) || side_is_x(layer->y_side))
        verify_fault(v, "layer: x_side and y_side are mixed up");
    if (v->fault)
        return;
    Map scope = {.arena = v->arena};
    const Map *table = verify_scope(v, layer->table);
    for (size_t i = 0; table && i < table->n; i++)
        map_put(&scope, table->entries[i].key)->value = table->entries[i].value;
    verify_steps(v, &scope, layer->steps.at, layer->steps.n, (int)v->figure->tables.n);
    uint64_t seen = 0;
    for (size_t i = 0; i < layer->channels.n && !v->fault; i++) {
        const IrChannel *channel = layer->channels.at[i];
        if (seen >> channel->id & 1)
            verify_fault(v, "layer: channel %s twice", IR_WORD_TEXT(ChannelId, channel->id));
        seen |= (uint64_t)1 << channel->id;
        verify_channel(v, &scope, channel);
        bool is_x = channel->id == CHANNEL_X, is_y = channel->id == CHANNEL_Y;
        if (!v->fault && (is_x || is_y))
            verify_position(v, chart, is_x ? layer->x_side : layer->y_side, channel);
    }
    for (size_t i = 0; i < layer->channels.n && !v->fault; i++)
        verify_rows(v, layer, layer->channels.at[i]);
    if (!v->fault)
        verify_mark(v, layer);
    verify_settings(v, layer);
    verify_place_in_facet(v, &scope, chart->facet, layer);
    verify_allow(v, &layer->allow);
}
