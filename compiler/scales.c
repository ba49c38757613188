/* scales: the scales of colour, size, marker, dash, pattern and opacity: which channels share one, and what it is when nobody says. */
#include "compiler.h"
#include "names.h"
#include "palette.h"
#include "runtime/colour.h"

#include <math.h>
#include <string.h>

/* Rule 16: charts whose channel names the same column share that scale; within a chart a channel has one. */
int scale_for(Compiler *c, ChartBuild *build, ChannelId channel, const Expr *expr)
{
    bool is_categorical = expr->type == TYPE_TEXT || expr->type == TYPE_BOOL;
    int number = build->scales[channel];
    for (size_t i = 0; i < c->figure->scales.n && number < 0; i++)
        if (c->figure->scales.at[i]->channel == channel && expr_eq(c->scale_exprs.at[i], expr))
            number = (int)i;
    if (number < 0) {
        IrScale *scale = IR_NEW(c->arena, Scale, expr->span);
        scale->channel = channel;
        scale->type = is_categorical ? SCALE_CATEGORICAL : channel == CHANNEL_SIZE ? SCALE_SQRT : SCALE_LINEAR;
        scale->title = expr_text(c->arena, channel_title(c->arena, expr), expr->span);
        number = (int)c->figure->scales.n;
        IR_PUSH(c->arena, &c->figure->scales, scale);
        VEC_PUSH(c->arena, &c->scale_exprs, expr);
    }
    build->scales[channel] = number;
    const IrScale *scale = c->figure->scales.at[number];
    if ((scale->type == SCALE_CATEGORICAL) != is_categorical) {
        Diagnostic *error = REPORT_AT(c, E0701, expr->span, "`%s` is categorical in one layer and continuous in another",
                                      IR_WORD_TEXT(ChannelId, channel));
        report_label(c->report, error, scale->node.span, "the other one");
        const Expr *amount = is_categorical ? c->scale_exprs.at[number] : expr;
        if (channel == CHANNEL_COLOR && expr_has_aggregate(amount))
            report_hint(c->report, error, "show the numbers by another channel: color: gray; opacity: %.*s", STR_FMT(expr_print(c->arena, amount)));
        else
            report_hint(c->report, error, "make both categorical: category(%.*s)", STR_FMT(expr_print(c->arena, amount)));
        return -1;
    }
    return number;
}

void add_scale_settings(Compiler *c, ChartBuild *build, const AstStmt *stmt, bool is_outer)
{
    const AstExpr *operand = single_operand(c, stmt);
    int channel = 0;
    if (!operand) {
        if (!stmt->is_damaged)
            REPORT_AT(c, E0420, stmt->name_span, "`scale` has no operand: color, size, marker, dash, pattern or opacity");
        return;
    }
    if (!read_word(c, &IR_WORDS_ChannelId, operand, &channel))
        return;
    if (channel < CHANNEL_COLOR || channel > CHANNEL_OPACITY) {
        Diagnostic *error = REPORT_AT(c, E0205, operand->span, "`%.*s` has no scale of this kind", STR_FMT(operand->name));
        report_hint(c->report, error,
                    channel <= CHANNEL_Y ? "positions have axes: axis %.*s { ... }" : "scales are color, size, marker, dash, pattern, opacity",
                    STR_FMT(operand->name));
        return;
    }
    int number = build->scales[channel];
    if (number < 0) {
        if (c->report->n_errors == 0 && !is_outer) {
            Diagnostic *error = REPORT_AT(c, E0702, operand->span, "no layer takes its %s from the data",
                                          IR_WORD_TEXT(ChannelId, (ChannelId)channel));
            report_hint(c->report, error, "give a layer the channel: %s: column", IR_WORD_TEXT(ChannelId, (ChannelId)channel));
        }
        return;
    }
    IrScale *scale = c->figure->scales.at[number];
    ScaleType type = scale->type;
    Target target = {STATEMENT_SCALE, scale, {build->scope, AGGREGATES_YES, "the scale's title", false}, build, NULL};
    set_properties(c, &target, stmt->body, NULL, NULL);
    if ((type == SCALE_CATEGORICAL) != (scale->type == SCALE_CATEGORICAL)) {
        Diagnostic *error = REPORT_AT(c, E0701, ir_span(scale, IR_FIELD_Scale_type), "the scale's values are %s",
                                      type == SCALE_CATEGORICAL ? "categories" : "numbers");
        if (type != SCALE_CATEGORICAL)
            report_hint(c->report, error, "make the channel categorical: category(...)");
        scale->type = type;
    }
}

/* Settings that mean nothing for the channel or the type. */
static void check_settings(Compiler *c, const IrScale *scale)
{
    bool has_range = scale->channel == CHANNEL_SIZE || scale->channel == CHANNEL_OPACITY, is_categorical = scale->type == SCALE_CATEGORICAL;
    const struct {
        int field;
        bool fits;
    } RULES[] = {
        {IR_FIELD_Scale_range_lo, has_range},    {IR_FIELD_Scale_palette, !has_range},
        {IR_FIELD_Scale_lo, !is_categorical},    {IR_FIELD_Scale_order, is_categorical},
        {IR_FIELD_Scale_labels, is_categorical}, {IR_FIELD_Scale_mid, scale->channel == CHANNEL_COLOR && !is_categorical},
    };
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++)
        if (ir_is_set(scale, RULES[i].field) && !RULES[i].fits)
            REPORT_AT(c, E0713, ir_span(scale, RULES[i].field), "a %s scale of %s has no `%s`", is_categorical ? "categorical" : "continuous",
                      IR_WORD_TEXT(ChannelId, scale->channel), vocab_property_of(STATEMENT_SCALE, RULES[i].field)->name);
}

/* Ends and a middle of another type than the values, and a middle that is not between the ends. */
static void check_ends(Compiler *c, const IrScale *scale, ValueType type)
{
    const Expr *places[] = {scale->lo, scale->mid, scale->hi};
    for (size_t i = 0; i < 3 && scale->type != SCALE_CATEGORICAL; i++)
        if (places[i] && places[i]->type != type) {
            REPORT_AT(c, E0315, places[i]->span, "a scale of %s values, found %s", type_name(type), type_name(places[i]->type));
            return;
        }
    const Expr *mid = scale->mid, *below = scale->lo, *above = scale->hi;
    bool is_outside = mid && ((below && !(below->value.number < mid->value.number)) || (above && !(mid->value.number < above->value.number)));
    if (is_outside) {
        Diagnostic *error = REPORT_AT(c, E0416, mid->span, "the middle is not between the ends of the domain");
        report_label(c->report, error, below ? below->span : above->span, "the domain");
    }
}

static void take_words(Compiler *c, IrScale *scale, const IrWords *words, int first)
{
    scale->shapes.n = 0;
    scale->shapes.at = ARENA_ARRAY(c->arena, (size_t)words->n, Str);
    for (int i = first; i < words->n; i++)
        scale->shapes.at[scale->shapes.n++] = str_from(words->words[i].word);
}

/* viridis; on a dark page from where it shows. */
static IrColours default_colours(Compiler *c)
{
    static const double LEAST_CONTRAST = 1.8;
    IrColours colours = palette_colours(c->arena, palette_find(STR("viridis")));
    Colour background = c->figure->theme->background;
    while (colour_is_dark(background) && colours.n > 2 && colour_contrast(colours.at[0], background) < LEAST_CONTRAST)
        colours = (IrColours){colours.at + 1, colours.n - 1};
    return colours;
}

void finish_scales(Compiler *c)
{
    for (size_t i = 0; i < c->figure->scales.n; i++) {
        IrScale *scale = c->figure->scales.at[i];
        check_settings(c, scale);
        check_ends(c, scale, c->scale_exprs.at[i]->type);
        vocab_fill(STATEMENT_SCALE, scale);
        if (scale->channel == CHANNEL_COLOR && !scale->palette.n) {
            if (scale->type == SCALE_CATEGORICAL)
                scale->palette = c->figure->theme->palette;
            else
                scale->palette = default_colours(c);
        }
        if (scale->channel == CHANNEL_MARKER && !scale->shapes.n)
            take_words(c, scale, &IR_WORDS_MarkerShape, MARKER_CIRCLE);
        if (scale->channel == CHANNEL_DASH && !scale->shapes.n)
            take_words(c, scale, &IR_WORDS_DashPattern, DASH_SOLID);
        if (scale->channel == CHANNEL_PATTERN && !scale->shapes.n)
            take_words(c, scale, &IR_WORDS_FillPattern, PATTERN_NONE);
        if (isnan(scale->range_lo)) {
            scale->range_lo = scale->channel != CHANNEL_SIZE ? 0.2 : scale->type == SCALE_LOG ? 2 : 0; /* points: a logarithm has no zero */
            scale->range_hi = scale->channel == CHANNEL_SIZE ? 10 : 1;
        }
    }
}
