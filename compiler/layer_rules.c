/* layer_rules: what follows from a layer's channels: its direction, its stacking, and what its mark needs of them. */
#include "compiler.h"

bool channel_is(const IrChannel *channel, bool (*test)(const Expr *expr))
{
    return channel && ((channel->expr && test(channel->expr)) || (channel->lo && test(channel->lo)) || (channel->hi && test(channel->hi)));
}

bool channel_is_constant(const IrChannel *channel)
{
    return (!channel->expr || expr_is_constant(channel->expr)) && (!channel->lo || expr_is_constant(channel->lo)) &&
           (!channel->hi || expr_is_constant(channel->hi));
}

static bool is_discrete(const IrChannel *channel)
{
    return channel->form == FORM_VALUE && channel->expr && (channel->expr->type == TYPE_TEXT || channel->expr->type == TYPE_BOOL);
}

/* Rule 6: the length is on the aggregated channel; else opposite the text, category or date; else opposite the interval; else y. Error bars and rules
 * lie along their interval. */
Orientation layer_direction(const IrLayer *layer)
{
    const IrChannel *x = ir_channel(layer, CHANNEL_X), *y = ir_channel(layer, CHANNEL_Y);
    if (!x || !y)
        return layer->mark == MARK_RULE ? (x ? VERTICAL : HORIZONTAL) : VERTICAL;
    if (layer->mark == MARK_DENSITY || layer->mark == MARK_ECDF)
        return channel_is_constant(x) ? HORIZONTAL : VERTICAL;
    bool is_spread = layer->mark == MARK_ERRORBAR || layer->mark == MARK_RULE;
    if (is_spread && (x->form == FORM_INTERVAL) != (y->form == FORM_INTERVAL))
        return x->form == FORM_INTERVAL ? HORIZONTAL : VERTICAL;
    bool x_aggregated = channel_is(x, expr_has_aggregate), y_aggregated = channel_is(y, expr_has_aggregate);
    if (x_aggregated != y_aggregated)
        return x_aggregated ? HORIZONTAL : VERTICAL;
    if (is_discrete(x) != is_discrete(y))
        return is_discrete(y) ? HORIZONTAL : VERTICAL;
    bool x_date = x->expr && x->expr->type == TYPE_TIME, y_date = y->expr && y->expr->type == TYPE_TIME;
    if (x_date != y_date && x->form == FORM_VALUE && y->form == FORM_VALUE)
        return y_date ? HORIZONTAL : VERTICAL;
    if ((x->form == FORM_INTERVAL) != (y->form == FORM_INTERVAL)) {
        /* an interval is itself the length, when the other side is a band; else it is a bin, and the length is opposite */
        bool is_length = layer->mark == MARK_AREA || is_discrete(x->form == FORM_INTERVAL ? y : x);
        return (x->form == FORM_INTERVAL) == is_length ? HORIZONTAL : VERTICAL;
    }
    return VERTICAL;
}

static bool has_own_length(const IrLayer *layer)
{
    return layer->mark == MARK_DENSITY || layer->mark == MARK_ECDF;
}

void add_own_length(Compiler *c, IrLayer *layer)
{
    const IrChannel *x = ir_channel(layer, CHANNEL_X), *y = ir_channel(layer, CHANNEL_Y);
    if (!has_own_length(layer) || (x && y))
        return;
    IrChannel *channel = IR_NEW(c->arena, Channel, layer->node.span);
    channel->id = x ? CHANNEL_Y : CHANNEL_X;
    channel->expr = expr_number(c->arena, 0, layer->node.span);
    IR_PUSH(c->arena, &layer->channels, channel);
}

void set_statistic(Compiler *c, IrLayer *layer)
{
    if (layer->mark == MARK_ECDF)
        layer->curve = layer->orientation == VERTICAL ? CURVE_STEP_AFTER : CURVE_STEP_BEFORE;
    if (layer->mark != MARK_SMOOTH)
        return;
    if (layer->degree < 0)
        layer->degree = layer->method == SMOOTH_LINEAR ? 1 : 2;
    if (layer->span != layer->span)
        layer->span = 0.75;
    if (layer->level != layer->level)
        layer->level = 0.95;
    if (layer->degree > 2 && layer->method == SMOOTH_LOESS) {
        Diagnostic *error = REPORT_AT(c, E0407, ir_span(layer, IR_FIELD_Layer_degree), "local polynomials have a degree in 0..2");
        report_hint(c->report, error, "of one polynomial for all points it is up to 9: method: polynomial");
    } else if (layer->method == SMOOTH_LINEAR && layer->degree != 1) {
        Diagnostic *error = REPORT_AT(c, E0407, ir_span(layer, IR_FIELD_Layer_degree), "a straight line has degree 1");
        report_hint(c->report, error, "write method: polynomial");
    }
}

/* A cell has many rows: its looks are aggregates of them, its places none. */
static void check_cells(Compiler *c, const IrLayer *layer)
{
    if (layer->mark != MARK_HEXBIN)
        return;
    for (size_t i = 0; i < layer->channels.n; i++) {
        const IrChannel *channel = layer->channels.at[i];
        bool is_place = channel->id == CHANNEL_X || channel->id == CHANNEL_Y;
        if (!channel->expr || expr_is_constant(channel->expr) || expr_has_aggregate(channel->expr) != is_place)
            continue;
        const char *name = IR_WORD_TEXT(ChannelId, channel->id);
        Str expr = expr_print(c->arena, channel->expr);
        if (is_place) {
            REPORT_AT(c, E0736, channel->expr->span, "`hexbin` takes the places of rows, %.*s is one of many", STR_FMT(expr));
            continue;
        }
        Diagnostic *error = REPORT_AT(c, E0736, channel->expr->span, "a hexagon has one %s, and %.*s is a value of each of its rows", name,
                                      STR_FMT(expr));
        report_hint(c->report, error, "take one of them all: %s: %s(%.*s)", name, channel->expr->type == TYPE_NUMBER ? "mean" : "mode",
                    STR_FMT(expr));
    }
    if (ir_is_set(layer, IR_FIELD_Layer_cell_count) && ir_is_set(layer, IR_FIELD_Layer_cell_step)) {
        Diagnostic *error = REPORT_AT(c, E0418, ir_span(layer, IR_FIELD_Layer_cell_step), "the cells have a number already");
        report_label(c->report, error, ir_span(layer, IR_FIELD_Layer_cell_count), "here");
        report_hint(c->report, error, "leave one of them out");
    }
}

/* Statistics are of numbers that rows have; places may be dates, those of boxes and violins anything. */
static void check_statistic(Compiler *c, const IrLayer *layer)
{
    const char *mark = IR_WORD_TEXT(Mark, layer->mark);
    bool is_upright = layer->orientation == VERTICAL, by_place = layer->mark == MARK_BOX || layer->mark == MARK_VIOLIN;
    const IrChannel *x = ir_channel(layer, CHANNEL_X), *y = ir_channel(layer, CHANNEL_Y), *place = is_upright ? x : y, *length = is_upright ? y : x;
    bool is_hexbin = layer->mark == MARK_HEXBIN;
    if (!by_place && !has_own_length(layer) && layer->mark != MARK_SMOOTH && !is_hexbin)
        return;
    const IrChannel *both[] = {place, length};
    for (size_t i = 0; i < 2; i++)
        if (both[i]->form == FORM_INTERVAL || both[i]->unit != POSITION_DATA) {
            Diagnostic *error = REPORT_AT(c, E0736, both[i]->node.span, "`%s` takes the values of rows: no interval, no place in the panel", mark);
            report_hint(c->report, error, "the statistic is made of the rows: %s: column", IR_WORD_TEXT(ChannelId, both[i]->id));
            return;
        }
    if (has_own_length(layer) && !channel_is_constant(length)) {
        Diagnostic *error = REPORT_AT(c, E0736, length->node.span, "`%s` takes one position: the other is what it makes of it", mark);
        report_hint(c->report, error, "leave this out, or draw `line` or `smooth` of two columns");
        return;
    }
    const Expr *values[] = {by_place ? NULL : place->expr, has_own_length(layer) ? NULL : length->expr};
    for (size_t i = 0; i < 2; i++) {
        if (!values[i] || values[i]->type == TYPE_NUMBER || ((i == 0 || is_hexbin) && values[i]->type == TYPE_TIME))
            continue;
        Diagnostic *error = REPORT_AT(c, E0736, values[i]->span, "`%s` is made of numbers, found %s", mark, type_name(values[i]->type));
        explain_text(c, error, values[i]);
        return;
    }
}

static bool is_averaged(const Expr *expr)
{
    if (expr->kind == EXPR_CALL && function_row(expr->function)->class == CLASS_AGGREGATE)
        return expr->function != FUNCTION_SUM && expr->function != FUNCTION_COUNT;
    for (size_t i = 0; i < expr->n_args; i++)
        if (is_averaged(expr->args[i]))
            return true;
    return false;
}

/* Rule 4: bars and areas stack when series share a place and the length is a column, sum or count. */
void set_stack(IrLayer *layer)
{
    if (ir_is_set(layer, IR_FIELD_Layer_stack))
        return;
    const IrChannel *length = ir_channel(layer, layer->orientation == VERTICAL ? CHANNEL_Y : CHANNEL_X);
    bool has_series = false;
    for (size_t i = 0; i < layer->channels.n; i++)
        has_series |= layer->channels.at[i]->categorical && layer->channels.at[i]->id != CHANNEL_DODGE;
    bool can = (layer->mark == MARK_BAR || layer->mark == MARK_AREA) && length && length->form == FORM_VALUE && !channel_is(length, is_averaged);
    layer->stack = can && has_series ? STACK_ZERO : STACK_NONE;
}

/* Rule 3: a continuous colour does not say which rows make one line. */
static void check_series(Compiler *c, const IrLayer *layer)
{
    const IrChannel *color = ir_channel(layer, CHANNEL_COLOR);
    bool joins = layer->mark == MARK_LINE || layer->mark == MARK_PATH || layer->mark == MARK_STEP || layer->mark == MARK_AREA ||
                 has_own_length(layer) || layer->mark == MARK_SMOOTH;
    bool has_series = false;
    for (size_t i = 0; i < layer->channels.n; i++)
        has_series |= layer->channels.at[i]->categorical && layer->channels.at[i]->id > CHANNEL_Y;
    if (!joins || !color || color->scale < 0 || color->categorical || has_series)
        return;
    const char *mark = IR_WORD_TEXT(Mark, layer->mark);
    Diagnostic *error = REPORT_AT(c, E0432, color->expr->span, "`%s` with a continuous colour lacks `group`", mark);
    report_hint(c->report, error, "say which rows make one %s: group: column; or make the colour categorical: category(%.*s)", mark,
                STR_FMT(expr_print(c->arena, color->expr)));
}

static bool is_length(const IrChannel *channel)
{
    return channel->form == FORM_INTERVAL || channel->expr->type == TYPE_NUMBER || channel->expr->type == TYPE_DURATION;
}

/* What a mark needs of its positions: a length, an interval, or none. */
static void check_shape(Compiler *c, const IrLayer *layer)
{
    const char *mark = IR_WORD_TEXT(Mark, layer->mark);
    const IrChannel *x = ir_channel(layer, CHANNEL_X), *y = ir_channel(layer, CHANNEL_Y);
    const IrChannel *interval = x && x->form == FORM_INTERVAL ? x : y && y->form == FORM_INTERVAL ? y : NULL;
    bool takes_none = layer->mark == MARK_POINT || layer->mark == MARK_LINE || layer->mark == MARK_PATH || layer->mark == MARK_STEP ||
                      layer->mark == MARK_TEXT;
    if (takes_none && interval) {
        Diagnostic *error = REPORT_AT(c, E0716, interval->lo->span, "`%s` stands at a value, not over an interval", mark);
        report_hint(c->report, error, "intervals are drawn by bar, area, rect, rule and errorbar");
    } else if (layer->mark == MARK_ERRORBAR && !interval) {
        Diagnostic *error = REPORT_AT(c, E0716, layer->node.span, "`errorbar` without an interval");
        report_hint(c->report, error, "give it one: y: mean(v) +- stderr(v), or y: low..high");
    } else if ((layer->mark == MARK_BAR || layer->mark == MARK_AREA) && !is_length(layer->orientation == VERTICAL ? y : x)) {
        const IrChannel *length = layer->orientation == VERTICAL ? y : x;
        Diagnostic *error = REPORT_AT(c, E0715, length->expr->span, "`%s` has no length: %s is no number", mark, type_name(length->expr->type));
        explain_text(c, error, length->expr);
        if (!error->hints)
            report_hint(c->report, error, "count rows: %s: count()", IR_WORD_TEXT(ChannelId, length->id));
    }
    const IrChannel *length = layer->orientation == VERTICAL ? y : x;
    bool is_stacked = ir_is_set(layer, IR_FIELD_Layer_stack) && layer->stack != STACK_NONE;
    if (is_stacked && length && channel_is(length, is_averaged)) {
        Diagnostic *error = REPORT_AT(c, E0717, ir_span(layer, IR_FIELD_Layer_stack), "%.*s cannot be stacked: a sum of such values means nothing",
                                      STR_FMT(expr_print(c->arena, length->expr ? length->expr : length->lo)));
        report_hint(c->report, error, "place series side by side: dodge: column");
    }
}

/* A density is by the breadth of a bin. */
static void check_measure(Compiler *c, const IrLayer *layer)
{
    const IrChannel *x = ir_channel(layer, CHANNEL_X), *y = ir_channel(layer, CHANNEL_Y);
    const IrChannel *both[] = {x, y};
    for (size_t i = 0; i < 2; i++) {
        const IrChannel *other = both[1 - i];
        bool is_binned = other && other->lo && other->lo->kind == EXPR_CALL && other->lo->function == FUNCTION_BIN;
        if (!both[i] || !both[i]->expr || !expr_is_measure(both[i]->expr) || both[i]->expr->function != FUNCTION_DENSITY || is_binned)
            continue;
        Diagnostic *error = REPORT_AT(c, E0736, both[i]->expr->span, "`density()` is by the breadth of a bin, and there is none");
        report_hint(c->report, error, "make bins: %s: bin(column); or take proportion()", IR_WORD_TEXT(ChannelId, i == 0 ? CHANNEL_Y : CHANNEL_X));
    }
}

void check_layer(Compiler *c, const IrLayer *layer)
{
    check_measure(c, layer);
    check_series(c, layer);
    check_shape(c, layer);
    check_statistic(c, layer);
    check_cells(c, layer);
}
