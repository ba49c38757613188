/* axes: what an axis is when nobody says: its type, its title, its grid, whether it holds zero, whose colour it wears. */
#include "compiler.h"
#include "names.h"

#include "../runtime/suggest.h"

bool read_side(Compiler *c, const AstExpr *word, Side *out)
{
    Str name = word_of(&(AstExpr){.kind = word->kind, .name = word->name});
    if (str_is(name, "x") || str_is(name, "y")) {
        *out = str_is(name, "x") ? SIDE_BOTTOM : SIDE_LEFT;
        return true;
    }
    int side = name.at ? ir_word_find(&IR_WORDS_Side, name) : -1;
    if (side < 0) {
        if (name.at) {
            Diagnostic *error = REPORT_AT(c, E0205, word->span, "`%.*s` is none of `x`, `y`, `left`, `right`, `top` or `bottom`", STR_FMT(name));
            const char *meant = vocab_find_meant_word(&IR_WORDS_Side, name);
            const Str sides[] = {STR("x"), STR("y"), STR("left"), STR("right"), STR("top"), STR("bottom")};
            Str near = meant ? str_from(meant) : suggest_name(name, sides, sizeof sides / sizeof *sides);
            report_near(c->report, error, word->span, near);
        } else
            report_expected(c, word, "x, y, left, right, top or bottom");
        return false;
    }
    *out = (Side)side;
    return true;
}

IrAxis *axis_at(IrChart *chart, Side side)
{
    for (size_t i = 0; i < chart->axes.n; i++)
        if (chart->axes.at[i]->side == side)
            return chart->axes.at[i];
    return NULL;
}

/* The layer's channel on a side, NULL when it is elsewhere or measures the panel. */
static IrChannel *channel_on(const IrLayer *layer, Side side)
{
    const IrChannel *channel = NULL;
    if (side == layer->x_side)
        channel = ir_channel(layer, CHANNEL_X);
    else if (side == layer->y_side)
        channel = ir_channel(layer, CHANNEL_Y);
    return channel && channel->unit == POSITION_DATA ? (IrChannel *)(uintptr_t)channel : NULL;
}

static bool lies_along(const IrLayer *layer, Side side)
{
    return (layer->orientation == HORIZONTAL) == side_is_x(side);
}

/* Calls visit for each layer of the chart, those of panels too. */
static void each_layer(IrChart *chart, void (*visit)(IrLayer *layer, void *user), void *user)
{
    for (size_t i = 0; i < chart->layers.n; i++)
        visit(chart->layers.at[i], user);
    for (size_t i = 0; i < chart->panels.n; i++)
        for (size_t k = 0; k < chart->panels.at[i]->layers.n; k++)
            visit(chart->panels.at[i]->layers.at[k], user);
}

/* What the layers say of one side. */
typedef struct SideUse {
    Compiler *c;
    const Scope *scope; /* of the chart's data */
    Side side;
    size_t n_layers, n_owners;
    bool has_band, has_text, has_time, has_number, has_zero;
    const Expr *text_expr, *number_expr;
    const Expr *foreign; /* a column of a position that the chart's data has not */
    bool is_of_chart;    /* a layer stands on it by the chart's data */
    Buf title, minor_title;
    Map titles;
    Colour owner_color;
    bool owner_is_constant;
    IrAxis *axis;
} SideUse;

static const Expr *any_expr(const IrChannel *channel)
{
    return channel->expr ? channel->expr : channel->lo;
}

static void use_side(IrLayer *layer, void *user)
{
    SideUse *use = user;
    const IrChannel *channel = channel_on(layer, use->side);
    if (!channel)
        return;
    use->n_layers++;
    const Expr *expr = any_expr(channel);
    bool is_plain = channel->form == FORM_VALUE && !expr_has_aggregate(expr);
    bool is_boxed = layer->mark == MARK_BOX || layer->mark == MARK_VIOLIN; /* of dates too */
    bool is_place = ((layer->mark == MARK_BAR || is_boxed) && !lies_along(layer, use->side)) || layer->mark == MARK_RECT;
    use->has_text |= expr->type == TYPE_TEXT || expr->type == TYPE_BOOL;
    use->has_time |= expr->type == TYPE_TIME;
    use->has_number |= expr->type == TYPE_NUMBER;
    if (expr->type == TYPE_TEXT || expr->type == TYPE_BOOL)
        use->text_expr = expr;
    else
        use->number_expr = expr;
    use->has_band |= is_place && is_plain && (is_boxed || expr->type != TYPE_TIME);
    use->has_zero |= (layer->mark == MARK_BAR || layer->mark == MARK_AREA) && lies_along(layer, use->side) && channel->form == FORM_VALUE &&
                     layer->baseline == BASELINE_ZERO;
    if (layer->annotation)
        return;
    const Expr *foreign = use->scope ? scope_lacks(use->scope, expr, true) : expr;
    use->is_of_chart |= is_plain && !foreign;
    use->foreign = use->foreign ? use->foreign : foreign;
    /* error bars, rules and texts belong to what they stand on: they name an axis only where nothing else does */
    bool is_minor = layer->mark == MARK_ERRORBAR || layer->mark == MARK_TEXT || layer->mark == MARK_RULE;
    Buf *titles = is_minor ? &use->minor_title : &use->title;
    Str title = channel_title(use->c->arena, expr);
    if ((layer->mark == MARK_DENSITY || layer->mark == MARK_ECDF) && expr_is_constant(expr))
        title = layer->mark == MARK_ECDF ? STR("share") : STR("density");
    if (!map_get(&use->titles, title)) {
        map_put(&use->titles, title)->value = use;
        buf_printf(titles, "%s%.*s", titles->n ? ", " : "", STR_FMT(title));
    }
    if (is_minor)
        return;
    const IrChannel *color = ir_channel(layer, CHANNEL_COLOR);
    bool is_constant = color && color->scale < 0 && color->expr->type == TYPE_COLOUR && expr_is_constant(color->expr);
    use->owner_is_constant = use->n_owners++ == 0 && is_constant;
    use->owner_color = is_constant ? (Colour)color->expr->value.number : 0;
}

static void mark_categorical(IrLayer *layer, void *user)
{
    SideUse *use = user;
    IrChannel *channel = channel_on(layer, use->side);
    if (channel)
        channel->categorical = use->axis->type == AXIS_BAND;
}

static AxisType default_type(const SideUse *use)
{
    if (use->has_band || use->has_text)
        return AXIS_BAND;
    return use->has_time ? AXIS_TIME : AXIS_LINEAR;
}

/* The written ends of an axis against its type. */
static void check_ends(Compiler *c, const SideUse *use, AxisType type, const IrAxis *axis)
{
    const Expr *ends[] = {axis->lo, axis->hi};
    for (size_t i = 0; i < 2; i++) {
        if (!ends[i])
            continue;
        bool is_time = ends[i]->type == TYPE_TIME;
        double value = ends[i]->value.number;
        if (type == AXIS_BAND) {
            Diagnostic *error = REPORT_AT(c, E0704, ir_span(axis, IR_FIELD_Axis_lo), "a domain on an axis of bands");
            explain_text(c, error, use->text_expr);
            report_hint(c->report, error, use->text_expr ? "bands take an order: [a, b]" : "bands take an order: [1, 2]; or write type: linear");
        } else if (is_time != (type == AXIS_TIME)) {
            REPORT_AT(c, E0704, ends[i]->span, "the domain's end is a %s, the axis shows %s", type_name(ends[i]->type),
                      is_time ? "numbers" : "dates");
            return;
        } else if ((type == AXIS_LOG && !(value > 0)) || (type == AXIS_SQRT && value < 0)) {
            Diagnostic *error = REPORT_AT(c, E0705, ends[i]->span, "a %s axis cannot reach this value", IR_WORD_TEXT(AxisType, type));
            report_hint(c->report, error, "begin above zero, or write type: symlog");
        }
    }
}

static void report_unused(Compiler *c, const IrAxis *axis)
{
    const char *side = IR_WORD_TEXT(Side, axis->side);
    Diagnostic *error = REPORT_AT(c, E0706, axis->node.span, "no layer belongs to the %s axis", side);
    report_hint(c->report, error, "give a layer the side: axis: %s", side);
}

static void check_types(Compiler *c, const SideUse *use, const IrAxis *axis)
{
    if (axis->type != AXIS_BAND && use->text_expr) {
        Diagnostic *error = REPORT_AT(c, E0703, use->text_expr->span, "%s on a %s axis", type_name(use->text_expr->type),
                                      IR_WORD_TEXT(AxisType, axis->type));
        if (ir_is_set(axis, IR_FIELD_Axis_type))
            report_label(c->report, error, ir_span(axis, IR_FIELD_Axis_type), "the axis");
        report_hint(c->report, error, "leave the type out, or write type: band");
    } else if (axis->type != AXIS_BAND && use->has_time && use->has_number) {
        REPORT_AT(c, E0703, use->number_expr->span, "dates and numbers on one axis");
    } else if (axis->type == AXIS_TIME && use->has_number) {
        REPORT_AT(c, E0703, use->number_expr->span, "numbers on a time axis");
    }
    int ordered = ir_is_set(axis, IR_FIELD_Axis_order) ? IR_FIELD_Axis_order : IR_FIELD_Axis_order_by;
    if (axis->type != AXIS_BAND && ir_is_set(axis, ordered)) {
        Diagnostic *error = REPORT_AT(c, E0712, ir_span(axis, ordered), "an order on a %s axis", IR_WORD_TEXT(AxisType, axis->type));
        report_hint(c->report, error, "bands have an order: write type: band, or `reverse: true` for an axis that runs the other way");
    }
    if (axis->type == AXIS_BAND && ir_is_set(axis, IR_FIELD_Axis_order_by) && axis->order_by && !use->is_of_chart && use->foreign) {
        Diagnostic *error = REPORT_AT(c, E0301, axis->order_by->span, "the order is by the chart's data, which has no `%.*s` of the categories",
                                      STR_FMT(use->foreign->column));
        report_label(c->report, error, use->foreign->span, "the categories");
        report_hint(c->report, error, "list them: order: [a, b]; or draw the layer from the chart's data, which has no name");
    }
    check_ends(c, use, axis->type, axis);
}

/* Of the values in bands. */
static ValueType band_type(const SideUse *use)
{
    return use->has_text ? TYPE_TEXT : use->has_time ? TYPE_TIME : TYPE_NUMBER;
}

/* Panels set what differs within an axis of the chart: its ends, its order. */
static void check_panels(Compiler *c, const IrChart *chart, const SideUse *uses)
{
    for (size_t i = 0; i < chart->panels.n; i++) {
        const IrPanel *panel = chart->panels.at[i];
        for (size_t k = 0; k < panel->axes.n; k++) {
            const IrAxis *own = panel->axes.at[k], *axis = axis_at((IrChart *)(uintptr_t)chart, own->side);
            SideUse use = {.side = own->side};
            if (axis && uses[own->side].n_layers) { /* a facet's `share` makes axes too */
                check_ends(c, &use, axis->type, own);
                check_axis_ticks(c, chart, axis, own, band_type(&uses[own->side]), uses[own->side].text_expr);
            } else if (c->report->n_errors == 0)
                report_unused(c, own);
        }
    }
}

static void finish_axis(Compiler *c, ChartBuild *build, SideUse *use, bool both_sides)
{
    IrChart *chart = build->chart;
    IrAxis *axis = axis_at(chart, use->side);
    if (!axis) {
        axis = IR_NEW(c->arena, Axis, chart->node.span);
        axis->side = use->side;
        axis->tick_labels = true;
        IR_PUSH(c->arena, &chart->axes, axis);
    }
    use->axis = axis;
    if (!ir_is_set(axis, IR_FIELD_Axis_type))
        axis->type = default_type(use);
    check_types(c, use, axis);
    check_axis_ticks(c, chart, axis, axis, band_type(use), use->text_expr);
    Buf *title = use->title.n ? &use->title : &use->minor_title;
    if (!ir_is_set(axis, IR_FIELD_Axis_title) && title->n)
        axis->title = expr_text(c->arena, str_slice(buf_c(title), title->n), axis->node.span);
    axis->zero = use->has_zero && axis->type != AXIS_LOG && axis->type != AXIS_TIME;
    const IrTheme *theme = c->figure->theme;
    bool is_first = use->side == SIDE_BOTTOM || use->side == SIDE_LEFT || !both_sides;
    if (!ir_is_set(axis, IR_FIELD_Axis_grid)) {
        GridLines wanted = side_is_x(use->side) ? GRID_VERTICAL : GRID_HORIZONTAL;
        axis->grid = is_first && axis->type != AXIS_BAND && (theme->grid == wanted || theme->grid == GRID_BOTH);
        /* lying bars: their lengths are read along x */
        bool lies = false;
        for (size_t i = 0; i < chart->layers.n; i++)
            lies |= chart->layers.at[i]->mark == MARK_BAR && chart->layers.at[i]->orientation == HORIZONTAL;
        if (lies && theme->grid == GRID_HORIZONTAL)
            axis->grid = is_first && side_is_x(use->side) && axis->type != AXIS_BAND;
    }
    if (!ir_is_set(axis, IR_FIELD_Axis_color)) {
        bool is_owned = theme->side_colors && both_sides && use->n_owners == 1 && use->owner_is_constant;
        axis->color = is_owned ? use->owner_color : theme->text_color;
    } else if (axis->color == COLOUR_NONE) {
        axis->color = theme->text_color;
    }
    vocab_fill(STATEMENT_AXIS, axis);
}

void finish_axes(Compiler *c, ChartBuild *build)
{
    SideUse uses[Side_COUNT_OF];
    for (int side = 0; side < Side_COUNT_OF; side++) {
        uses[side] = (SideUse){.c = c,
                               .scope = build->scope,
                               .side = (Side)side,
                               .title = {.arena = c->arena},
                               .minor_title = {.arena = c->arena},
                               .titles = {.arena = c->arena}};
        each_layer(build->chart, use_side, &uses[side]);
    }
    IrChart *chart = build->chart;
    for (int side = 0; side < Side_COUNT_OF; side++) {
        Side opposite = side == SIDE_BOTTOM ? SIDE_TOP : side == SIDE_TOP ? SIDE_BOTTOM : side == SIDE_LEFT ? SIDE_RIGHT : SIDE_LEFT;
        const IrAxis *axis = axis_at(chart, (Side)side);
        if (uses[side].n_layers) {
            finish_axis(c, build, &uses[side], uses[opposite].n_layers > 0);
            each_layer(chart, mark_categorical, &uses[side]);
        } else if (axis && ir_is_set(axis, IR_FIELD_Axis_side) && c->report->n_errors == 0) {
            report_unused(c, axis);
        }
    }
    check_align(c, axis_at(chart, SIDE_LEFT), axis_at(chart, SIDE_RIGHT), uses[SIDE_LEFT].n_layers && uses[SIDE_RIGHT].n_layers);
    check_align(c, axis_at(chart, SIDE_BOTTOM), axis_at(chart, SIDE_TOP), uses[SIDE_BOTTOM].n_layers && uses[SIDE_TOP].n_layers);
    check_panels(c, chart, uses);
}
