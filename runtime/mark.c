/* mark: the table of marks, and what they share; see mark.h. */
#include "colour.h"
#include "mark_kit.h"
#include "pattern.h"

#include <math.h>

static const MarkType TYPES[] = {
    [MARK_BAR] = {mark_bar_train, mark_bar_draw, mark_swatch_key},
    [MARK_LINE] = {mark_point_train, mark_line_draw, mark_line_key},
    [MARK_PATH] = {mark_point_train, mark_line_draw, mark_line_key},
    [MARK_STEP] = {mark_point_train, mark_line_draw, mark_line_key},
    [MARK_POINT] = {mark_point_train, mark_point_draw, mark_point_key},
    [MARK_AREA] = {mark_area_train, mark_area_draw, mark_swatch_key},
    [MARK_RULE] = {mark_point_train, mark_rule_draw, mark_line_key},
    [MARK_TEXT] = {mark_point_train, mark_text_draw, mark_text_key},
    [MARK_RECT] = {mark_rect_train, mark_rect_draw, mark_swatch_key},
    [MARK_ERRORBAR] = {mark_point_train, mark_errorbar_draw, mark_errorbar_key},
    [MARK_BOX] = {mark_box_train, mark_box_draw, mark_light_key},
    [MARK_VIOLIN] = {mark_point_train, mark_violin_draw, mark_light_key},
    [MARK_DENSITY] = {mark_point_train, mark_smooth_draw, mark_smooth_key},
    [MARK_SMOOTH] = {mark_point_train, mark_smooth_draw, mark_smooth_key},
    [MARK_ECDF] = {mark_point_train, mark_line_draw, mark_line_key},
    [MARK_HEXBIN] = {mark_point_train, mark_hexbin_draw, mark_hexbin_key},
};

const MarkType *mark_type(Mark mark)
{
    return &TYPES[mark];
}

Str layer_name(const IrLayer *layer)
{
    return layer->label.n ? layer->label : str_from(IR_WORD_TEXT(Mark, layer->mark));
}

/* --- training ----------------------------------------------------------------------------------------------------- */

void mark_train_value(const FrameChannel *channel, size_t i, Domain *domain)
{
    if (!channel->channel || channel->channel->unit != POSITION_DATA)
        return;
    size_t row = channel->is_constant ? 0 : i;
    const Column *columns[] = {&channel->value, &channel->lo, &channel->hi};
    for (size_t k = 0; k < 3; k++) {
        if (columns[k]->n == 0)
            continue;
        if (channel->channel->categorical)
            domain_add_category(domain, column_value(columns[k], row));
        else
            domain_add_number(domain, columns[k]->numbers[row]);
    }
}

/* All rows at once, where all stand in the cell and the position is one number a row. */
static bool train_whole(const Frame *frame, ChannelId id, Domain *domain)
{
    const FrameChannel *channel = &frame->channels[id];
    bool is_plain = !frame->cell_row && !frame->cell_column && !frame->layer->annotation && channel->channel &&
                    channel->channel->form == FORM_VALUE && channel->channel->unit == POSITION_DATA && !channel->channel->categorical &&
                    !channel->is_constant;
    if (domain && is_plain) {
        ColumnSummary summary = column_summary(domain->arena, &channel->value);
        domain_add_summary(domain, &summary);
    }
    return is_plain;
}

void mark_point_train(const Frame *frame, size_t cell_row, size_t cell_column, Domain *x, Domain *y)
{
    if (train_whole(frame, CHANNEL_X, x))
        x = NULL;
    if (train_whole(frame, CHANNEL_Y, y))
        y = NULL;
    if (!x && !y)
        return;
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, cell_row, cell_column))
            continue;
        /* a constant that is no category of the data makes no band */
        if (x && !(frame->layer->annotation && frame->channels[CHANNEL_X].channel && frame->channels[CHANNEL_X].channel->categorical))
            mark_train_value(&frame->channels[CHANNEL_X], i, x);
        if (y && !(frame->layer->annotation && frame->channels[CHANNEL_Y].channel && frame->channels[CHANNEL_Y].channel->categorical))
            mark_train_value(&frame->channels[CHANNEL_Y], i, y);
    }
}

/* --- places ------------------------------------------------------------------------------------------------------- */

static const PosScale *scale_on(const MarkContext *context, ChannelId id)
{
    return id == CHANNEL_X ? context->x : context->y;
}

/* A position that measures the panel: from its left or bottom; lengths below zero from its right or top. */
static double panel_place(const MarkContext *context, ChannelId id, PositionUnit unit, double number)
{
    Rect area = context->area;
    double size = id == CHANNEL_X ? area.width : area.height;
    double offset = unit == POSITION_FRACTION ? number * size : number < 0 ? size + number : number;
    offset = fmin(fmax(offset, -SCALE_FAR_AWAY), SCALE_FAR_AWAY);
    return id == CHANNEL_X ? area.x + offset : area.y + area.height - offset;
}

/* The part of a band that a row's dodge slot takes. */
static Extent slot_of(const Frame *frame, size_t i, double start, double width)
{
    if (!frame->slot || frame->n_slots < 2)
        return (Extent){start, start + width};
    double step = width / (double)frame->n_slots;
    return (Extent){start + step * frame->slot[i], start + step * (frame->slot[i] + 1.0)};
}

static Extent column_extent(const MarkContext *context, const Frame *frame, ChannelId id, const Column *column, size_t i)
{
    const FrameChannel *channel = &frame->channels[id];
    const PosScale *scale = scale_on(context, id);
    size_t row = channel->is_constant ? 0 : i;
    static const Extent NOWHERE = {NAN, NAN};
    if (column->n == 0 || column_is_missing(column, row))
        return NOWHERE;
    if (channel->channel->unit != POSITION_DATA) {
        double place = panel_place(context, id, channel->channel->unit, column->numbers[row]);
        return (Extent){place, place};
    }
    if (!scale)
        return NOWHERE;
    if (scale->type == AXIS_BAND) {
        double start, width;
        if (!scale_band(scale, column_value(column, row), &start, &width))
            return NOWHERE;
        return slot_of(frame, i, start, width);
    }
    double place = scale_map(scale, column->numbers[row]);
    return (Extent){place, place};
}

double mark_jitter(const Frame *frame, size_t i)
{
    /* a counter-based generator: the row's number through the finaliser of SplitMix64 (Steele, Lea, Flood 2014), seeded by the mark */
    uint64_t z = ((uint64_t)(frame->first_row ? frame->first_row[i] : i) + 1) * 0x9E3779B97F4A7C15u + (uint64_t)frame->layer->mark;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return (double)(z >> 11) / 9007199254740992.0 - 0.5;
}

double mark_place(const MarkContext *context, const Frame *frame, ChannelId id, size_t i)
{
    const FrameChannel *channel = &frame->channels[id];
    if (!channel->channel)
        return NAN;
    const PosScale *scale = scale_on(context, id);
    const Column *column = channel->value.n ? &channel->value : &channel->lo;
    Extent extent = column_extent(context, frame, id, column, i);
    double place = (extent.lo + extent.hi) / 2;
    if (channel->channel->form == FORM_INTERVAL && !channel->value.n) {
        Extent to = column_extent(context, frame, id, &channel->hi, i);
        place = (place + (to.lo + to.hi) / 2) / 2;
    }
    if (frame->layer->jitter > 0 && scale && scale->type == AXIS_BAND)
        place += mark_jitter(frame, i) * frame->layer->jitter * scale_step(scale);
    return place;
}

Extent mark_extent(const MarkContext *context, const Frame *frame, ChannelId id, size_t i)
{
    const FrameChannel *channel = &frame->channels[id];
    if (!channel->channel)
        return (Extent){NAN, NAN};
    if (channel->channel->form == FORM_VALUE)
        return column_extent(context, frame, id, &channel->value, i);
    Extent lo = column_extent(context, frame, id, &channel->lo, i), hi = column_extent(context, frame, id, &channel->hi, i);
    return (Extent){fmin(fmin(lo.lo, lo.hi), fmin(hi.lo, hi.hi)), fmax(fmax(lo.lo, lo.hi), fmax(hi.lo, hi.hi))};
}

bool mark_has_interval(const Frame *frame, ChannelId id)
{
    const IrChannel *channel = frame->channels[id].channel;
    return channel && channel->form == FORM_INTERVAL;
}

/* --- paint -------------------------------------------------------------------------------------------------------- */

Paint mark_stroke(const MarkContext *context, const Frame *frame, const Look *look)
{
    Paint paint = {.stroke = look->color, .stroke_width = context->figure->theme->line_width, .cap = CAP_BUTT, .join = JOIN_ROUND};
    if (frame->layer->width_unit == WIDTH_POINTS)
        paint.stroke_width = frame->layer->width;
    look_dash(&paint, look->dash);
    return paint;
}

Paint mark_fill(const Frame *frame, const Look *look)
{
    Paint paint = {.fill = look->color};
    if (frame->layer->outline != COLOUR_NONE) {
        paint.stroke = frame->layer->outline;
        paint.stroke_width = frame->layer->outline_width;
    }
    return paint;
}

/* What the pattern is drawn on: the fill, or the page where it shines through; what it is drawn in: the outline where there is no fill. */
static Colour pattern_ink(const MarkContext *context, const Frame *frame, const Look *look)
{
    const IrTheme *theme = context->figure->theme;
    Colour page = COLOUR_ALPHA(theme->panel_background) ? theme->panel_background : COLOUR_ALPHA(theme->background) ? theme->background : 0xFFFFFFFF;
    if (COLOUR_ALPHA(look->color) == 0 && frame->layer->outline != COLOUR_NONE)
        return frame->layer->outline;
    return pattern_colour(colour_mix(page | 0xFF, look->color | 0xFF, COLOUR_ALPHA(look->color) / 255.0));
}

void mark_pattern(const MarkContext *context, const Frame *frame, const Look *look, const Point *corners, size_t n)
{
    if (look->pattern != PATTERN_NONE)
        pattern_draw(context->scene, look->pattern, corners, n, context->area, context->pattern_origin, pattern_ink(context, frame, look));
}

void mark_pattern_rect(const MarkContext *context, const Frame *frame, const Look *look, Rect rect)
{
    double edge = frame->layer->outline != COLOUR_NONE ? frame->layer->outline_width / 2 : 0;
    Point corners[4] = {{rect.x + edge, rect.y + edge},
                        {rect.x + rect.width - edge, rect.y + edge},
                        {rect.x + rect.width - edge, rect.y + rect.height - edge},
                        {rect.x + edge, rect.y + rect.height - edge}};
    if (corners[0].x < corners[2].x && corners[0].y < corners[2].y)
        mark_pattern(context, frame, look, corners, 4);
}

TextStyle mark_text_style(const MarkContext *context)
{
    const IrTheme *theme = context->figure->theme;
    return (TextStyle){.family = theme->font, .size = theme->text_size};
}

void mark_datum(const MarkContext *context, const Frame *frame, size_t i)
{
    for (size_t k = 0; k < frame->layer->channels.n; k++) {
        const IrChannel *ir = frame->layer->channels.at[k];
        const FrameChannel *channel = &frame->channels[ir->id];
        const Expr *exprs[] = {ir->expr, ir->lo, ir->hi};
        const Column *columns[] = {&channel->value, &channel->lo, &channel->hi};
        if (ir->id == CHANNEL_TEXT || (channel->is_constant && ir->id > CHANNEL_Y))
            continue;
        for (size_t e = 0; e < 3; e++) {
            if (!exprs[e] || (e > 0 && ir->expr && ir->form == FORM_VALUE))
                continue;
            Str name = expr_print(context->arena, exprs[e]);
            if (channel->is_constant)
                name = str_from(IR_WORD_TEXT(ChannelId, ir->id));
            const SceneItem *item = &context->scene->items.at[context->scene->items.n - 1];
            bool is_told = false;
            for (size_t d = 0; d < item->n_data; d++)
                is_told |= str_eq(item->data[d].name, name);
            if (!is_told)
                scene_datum(context->scene, name, value_str(context->arena, column_value(columns[e], channel->is_constant ? 0 : i)));
        }
    }
}

/* --- keys --------------------------------------------------------------------------------------------------------- */

void mark_swatch_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box)
{
    double size = fmin(box.height, box.width), height = size * 0.82;
    Rect swatch = {box.x + (box.width - size * 1.3) / 2, box.y + (box.height - height) / 2, size * 1.3, height};
    scene_rect(context->scene, swatch, mark_fill(frame, look));
    mark_pattern_rect(context, frame, look, swatch);
}

void mark_line_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box)
{
    double y = box.y + box.height / 2;
    scene_line(context->scene, (Point){box.x, y}, (Point){box.x + box.width, y}, mark_stroke(context, frame, look));
    if (look->marker != MARKER_NONE)
        marker_draw(context->scene, look->marker, (Point){box.x + box.width / 2, y}, fmin(look->size, box.height), look->color, COLOUR_NONE, 0);
}

void mark_point_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box)
{
    marker_draw(context->scene, look->marker, (Point){box.x + box.width / 2, box.y + box.height / 2}, fmin(look->size, box.height), look->color,
                frame->layer->outline, frame->layer->outline_width);
}

void mark_text_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box)
{
    (void)frame;
    TextStyle style = mark_text_style(context);
    TextSize size = label_measure(context->text, STR("a"), style);
    label_draw(context->scene, context->text, STR("a"), style, (Point){box.x + box.width / 2, box.y + box.height / 2 + size.x_height / 2},
               ANCHOR_MIDDLE, 0, look->color);
}
