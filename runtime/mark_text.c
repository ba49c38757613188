/* mark_text: text at a place; and the value labels of other marks. */
#include "colour.h"
#include "mark_kit.h"

#include <math.h>

static const double AIR = 1.8;   /* points between a mark and its label */
static const double EDGE = 0.01; /* points: what stands this far outside the panel is on its edge */

static Str text_of(const Frame *frame, size_t i)
{
    Value value = frame_value(frame, CHANNEL_TEXT, i);
    return value.is_missing ? STR_NONE : value.text;
}

/* Over or under a shape of the panel, drawn at once: one that is wider keeps off the axes at its sides. */
static void place_along(const MarkContext *context, Str text, TextStyle style, Rect shape, MarkSide side, Colour colour)
{
    SideLabel label = {.text = text, .style = style, .colour = colour, .shape = shape, .side = side};
    Rect area = context->area;
    label_beside(context->scene, context->text, &label, (Rect){area.x + AIR, area.y, area.width - 2 * AIR, area.height});
}

/* Beside a shape, drawn at once; on the page even where the panel ends. */
static void place_beside(const MarkContext *context, Str text, TextStyle style, Rect shape, MarkSide side, Colour colour)
{
    SideLabel label = {.text = text, .style = style, .colour = colour, .shape = shape, .side = side};
    double margin = context->figure->theme->margin;
    label_beside(context->scene, context->text, &label,
                 (Rect){margin, margin, context->scene->width - 2 * margin, context->scene->height - 2 * margin});
}

/* For when all of the panel is drawn. A mark beyond the panel has no label. */
static void place_later(const MarkContext *context, const Frame *frame, Str text, TextStyle style, Rect shape, MarkSide side)
{
    Rect area = context->area;
    Point middle = {shape.x + shape.width / 2, shape.y + shape.height / 2};
    if (middle.x < area.x - EDGE || middle.x > area.x + area.width + EDGE || middle.y < area.y - EDGE || middle.y > area.y + area.height + EDGE)
        return;
    SideLabel label = {.text = text,
                       .style = style,
                       .colour = context->figure->theme->text_color,
                       .shape = shape,
                       .side = side,
                       .moves_on = frame->layer->mark == MARK_BAR,
                       .group = layer_name(frame->layer),
                       .layer = frame->layer};
    VEC_PUSH(context->arena, context->labels, label);
}

/* In the middle of a shape; a pattern gives way to the text. */
static void place_inside(const MarkContext *context, const IrLayer *layer, Str text, TextStyle style, Rect shape, const Look *look)
{
    if (look->pattern != PATTERN_NONE) {
        double edge = layer->outline != COLOUR_NONE ? layer->outline_width / 2 : 0;
        size_t n;
        Str *lines = label_lines(context->arena, context->text, text, style, INFINITY, &n);
        double width = 0, cap = label_measure(context->text, text, style).cap_height;
        for (size_t i = 0; i < n; i++)
            width = fmax(width, label_measure(context->text, lines[i], style).width);
        Rect plate = {shape.x + shape.width / 2 - width / 2 - AIR, shape.y + shape.height / 2 - cap / 2 - AIR, width + 2 * AIR,
                      cap + 2 * AIR + (double)(n ? n - 1 : 0) * style.size * 1.2};
        double right = fmin(plate.x + plate.width, shape.x + shape.width - edge),
               bottom = fmin(plate.y + plate.height, shape.y + shape.height - edge);
        plate.x = fmax(plate.x, shape.x + edge);
        plate.y = fmax(plate.y, shape.y + edge);
        if (plate.x < right && plate.y < bottom)
            scene_rect(context->scene, (Rect){plate.x, plate.y, right - plate.x, bottom - plate.y}, (Paint){.fill = look->color});
    }
    place_along(context, text, style, shape, PLACE_CENTER, colour_on(look->color, context->figure->theme->text_color));
}

double bar_label_size(const MarkContext *context, const Frame *frame, double step)
{
    static const double GAP = 0.15, LEAST = 0.75; /* of the size: between labels; of that of tick labels */
    const IrTheme *theme = context->figure->theme;
    TextStyle style = mark_text_style(context);
    style.size = theme->tick_size;
    double widest = 0;
    for (size_t i = 0; i < frame->n; i++)
        widest = fmax(widest, label_measure(context->text, text_of(frame, i), style).width);
    double size = style.size * step / (widest + GAP * style.size);
    return size < style.size && size >= fmax(LEAST * style.size, theme->least_size) ? size : 0;
}

/* The part of a bar at one of its ends; all of it when it is shorter. */
static Rect end_of(Rect bar, MarkSide side, double length)
{
    bool is_upright = side == PLACE_TOP || side == PLACE_BOTTOM;
    double whole = is_upright ? bar.height : bar.width, part = fmin(length, whole);
    return (Rect){side == PLACE_RIGHT ? bar.x + whole - part : bar.x, side == PLACE_BOTTOM ? bar.y + whole - part : bar.y,
                  is_upright ? bar.width : part, is_upright ? part : bar.height};
}

bool bar_is_down(const Frame *frame, size_t i)
{
    Value value = frame_value(frame, frame->layer->orientation == VERTICAL ? CHANNEL_Y : CHANNEL_X, i);
    return !value.is_missing && value.type == TYPE_NUMBER && value.number < 0;
}

double bar_label_length(TextEngine *text, Str label, TextStyle style, bool is_upright)
{
    TextSize size = label_measure(text, label, style);
    return (is_upright ? size.cap_height + size.rise + size.drop : size.width) + 2 * AIR;
}

/* A bar's label stands beyond the end of its length; where the panel ends there, inside, at the same end. */
static void label_bar(const MarkContext *context, const Frame *frame, size_t i, Str text, TextStyle style, Rect shape, const Look *look)
{
    bool upright = frame->layer->orientation == VERTICAL;
    const PosScale *along = upright ? context->y : context->x;
    bool is_down = bar_is_down(frame, i) != (along && along->is_reversed);
    MarkSide side = upright ? (is_down ? PLACE_BOTTOM : PLACE_TOP) : is_down ? PLACE_LEFT : PLACE_RIGHT;
    Rect area = context->area;
    double room = side == PLACE_TOP      ? shape.y - area.y
                  : side == PLACE_BOTTOM ? area.y + area.height - shape.y - shape.height
                  : side == PLACE_RIGHT  ? area.x + area.width - shape.x - shape.width
                                         : shape.x - area.x;
    double need = bar_label_length(context->text, text, style, upright);
    bool is_between = frame->is_stacked && frame->is_stacked[i];
    if (!is_between && room >= need - EDGE)
        place_later(context, frame, text, style, shape, side);
    else
        place_inside(context, frame->layer, text, style, is_between ? shape : end_of(shape, side, need), look);
}

static void draw_value(const MarkContext *context, const Frame *frame, size_t i, Rect shape)
{
    Str text = text_of(frame, i);
    if (!text.n)
        return;
    const IrTheme *theme = context->figure->theme;
    TextStyle style = mark_text_style(context);
    style.size = context->label_size > 0 ? context->label_size : theme->tick_size;
    Look look = look_of(context->figure, context->looks, frame, i);
    MarkSide side = frame->layer->side;
    if (frame->layer->mark == MARK_RULE) {
        Rect area = context->area;
        TextSize size = label_measure(context->text, text, style);
        bool is_flat = shape.height <= shape.width;
        Point at = is_flat ? (Point){area.x + area.width - AIR, shape.y - AIR} : (Point){shape.x + AIR, area.y + size.cap_height + AIR};
        TextAnchor anchor = is_flat ? ANCHOR_END : ANCHOR_START;
        if (is_flat && side == PLACE_LEFT) {
            at.x = area.x + AIR;
            anchor = ANCHOR_START;
        } else if (!is_flat && side == PLACE_LEFT) {
            at.x = shape.x - AIR;
            anchor = ANCHOR_END;
        } else if (is_flat && side == PLACE_BOTTOM) {
            at.y = shape.y + size.cap_height + AIR;
        }
        label_draw(context->scene, context->text, text, style, at, anchor, 0, look_readable(look.color, theme));
    } else if (side == PLACE_CENTER || (side == PLACE_AUTO && frame->layer->mark == MARK_RECT)) {
        place_inside(context, frame->layer, text, style, shape, &look);
    } else if (side != PLACE_AUTO && (frame->layer->mark == MARK_BAR || frame->layer->mark == MARK_RECT)) {
        place_beside(context, text, style, shape, side, theme->text_color);
    } else if (frame->layer->mark == MARK_BAR) {
        label_bar(context, frame, i, text, style, shape, &look);
    } else {
        place_later(context, frame, text, style, shape, side);
    }
}

/* Notes what was drawn since. */
static void note_text(const MarkContext *context, const Frame *frame, size_t from, bool is_value)
{
    MarkText text = {frame->layer, from, context->scene->items.n, is_value};
    if (text.to > from && context->texts)
        VEC_PUSH(context->arena, context->texts, text);
}

void value_label(const MarkContext *context, const Frame *frame, size_t i, Rect shape)
{
    size_t from = context->scene->items.n;
    draw_value(context, frame, i, shape);
    note_text(context, frame, from, true);
}

void mark_text_draw(const MarkContext *context, const Frame *frame)
{
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, context->cell_row, context->cell_column))
            continue;
        Point at = {mark_place(context, frame, CHANNEL_X, i), mark_place(context, frame, CHANNEL_Y, i)};
        Str text = text_of(frame, i);
        if (isnan(at.x) || isnan(at.y) || !text.n)
            continue;
        Look look = look_of(context->figure, context->looks, frame, i);
        TextStyle style = mark_text_style(context);
        if (frame->channels[CHANNEL_SIZE].channel)
            style.size = fmax(look.size, 5);
        MarkSide side = frame->layer->side == PLACE_AUTO ? PLACE_CENTER : frame->layer->side;
        size_t from = context->scene->items.n;
        place_beside(context, text, style, (Rect){at.x, at.y, 0, 0}, side, look.color);
        note_text(context, frame, from, false);
    }
}
