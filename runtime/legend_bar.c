/* legend_bar: see legend_bar.h. */
#include "legend_bar.h"

#include "ticks.h"

#include <math.h>

static const double TICK = 1.5, GAP = 3.5;
enum { STRIPS = 160 }; /* half a point each, or less: neighbours differ by less than can be seen */

typedef struct Bar {
    PosScale place; /* from values to points along the bar */
    Ticks ticks;
    TextStyle style;
    double before, after; /* what labels stand out by at the ends: left and right, or top and bottom */
    double widest;
} Bar;

static AxisType axis_type(const LookScale *scale)
{
    ScaleType type = scale->scale->type;
    return type == SCALE_LOG ? AXIS_LOG : type == SCALE_SQRT ? AXIS_SQRT : scale->value_type == TYPE_TIME ? AXIS_TIME : AXIS_LINEAR;
}

static Bar make_bar(const Legend *legend, const LookScale *scale)
{
    Plot *plot = legend->plot;
    IrAxis *axis = IR_NEW(plot->arena, Axis, SPAN_NONE);
    axis->type = axis_type(scale);
    axis->tick_labels = true;
    axis->format = scale->scale->format;
    Bar bar = {.style = plot_style(plot, plot->figure->theme->tick_size, false)};
    bar.place = (PosScale){.type = axis->type,
                           .lo = scale->lo,
                           .hi = scale->hi > scale->lo ? scale->hi : scale->lo + 1,
                           .to = legend->bar_length,
                           .constant = 1,
                           .has_fraction = scale->has_fraction};
    TickRequest request = {
        .axis = axis, .length = legend->bar_length, .is_horizontal = legend->is_flat, .text = plot->text, .style = bar.style, .is_one_line = true};
    bar.ticks = ticks_fit(plot->arena, &bar.place, &request, false);
    for (size_t i = 0; i < bar.ticks.n; i++) {
        TextSize size = label_measure(plot->text, bar.ticks.at[i].label, bar.style);
        double along = scale_map(&bar.place, bar.ticks.at[i].value), half = (legend->is_flat ? size.width : size.cap_height) / 2;
        double start = legend->is_flat ? along : legend->bar_length - along;
        bar.before = fmax(bar.before, half - start);
        bar.after = fmax(bar.after, half - (legend->bar_length - start));
        bar.widest = fmax(bar.widest, size.width);
    }
    return bar;
}

void legend_bar_measure(const Legend *legend, const LookScale *scale, double *width, double *height)
{
    double unit = plot_unit(legend->plot), thickness = LEGEND_BAR_WIDTH * unit;
    Bar bar = make_bar(legend, scale);
    double length = bar.before + legend->bar_length + bar.after;
    *width = legend->is_flat ? length : thickness + GAP * unit + bar.widest;
    *height = legend->is_flat ? thickness + GAP * unit + label_measure(legend->plot->text, STR("0"), bar.style).cap_height : length;
}

/* Each strip reaches under the next one: where two only touch, viewers that smooth edges show what is behind. */
static void draw_strips(const Legend *legend, Scene *scene, const LookScale *scale, const Bar *bar, Point at)
{
    double unit = plot_unit(legend->plot), thickness = LEGEND_BAR_WIDTH * unit;
    double piece = legend->bar_length / STRIPS;
    for (int i = 0; i < STRIPS; i++) {
        Colour colour = look_color_at(scale, scale_invert(&bar->place, (i + 0.5) * piece));
        bool is_end = i == 0 || i == STRIPS - 1;
        if (is_end)
            colour = look_color_at(scale, i ? bar->place.hi : bar->place.lo);
        double length = COLOUR_ALPHA(colour) == 0xFF && i + 1 < STRIPS ? 2 * piece : piece;
        Rect rect = legend->is_flat ? (Rect){at.x + i * piece, at.y, length, thickness}
                                    : (Rect){at.x, at.y + legend->bar_length - i * piece - length, thickness, length};
        scene_rect(scene, rect, (Paint){.fill = colour});
    }
}

void legend_bar_draw(const Legend *legend, Scene *scene, const LookScale *scale, Point at)
{
    double unit = plot_unit(legend->plot), thickness = LEGEND_BAR_WIDTH * unit;
    Plot *plot = legend->plot;
    const IrTheme *theme = plot->figure->theme;
    Bar bar = make_bar(legend, scale);
    at = legend->is_flat ? (Point){at.x + bar.before, at.y} : (Point){at.x, at.y + bar.before};
    draw_strips(legend, scene, scale, &bar, at);
    Paint line = {.stroke = theme->axis_color, .stroke_width = theme->axis_width};
    Rect frame = legend->is_flat ? (Rect){at.x, at.y, legend->bar_length, thickness} : (Rect){at.x, at.y, thickness, legend->bar_length};
    scene_rect(scene, frame, (Paint){.stroke = theme->axis_color, .stroke_width = theme->axis_width * 0.6}); /* an end may be as light as the page */
    for (size_t i = 0; i < bar.ticks.n; i++) {
        Str label = bar.ticks.at[i].label;
        double along = scale_map(&bar.place, bar.ticks.at[i].value), cap = label_measure(plot->text, STR("0"), bar.style).digit_height;
        Point from = legend->is_flat ? (Point){at.x + along, at.y + thickness} : (Point){at.x + thickness, at.y + legend->bar_length - along};
        Point to = legend->is_flat ? (Point){from.x, from.y + TICK * unit} : (Point){from.x + TICK * unit, from.y};
        Point base = legend->is_flat ? (Point){from.x, from.y + GAP * unit + cap} : (Point){from.x + GAP * unit, from.y + cap / 2};
        scene_line(scene, from, to, line);
        if (label.n)
            label_draw(scene, plot->text, label, bar.style, base, legend->is_flat ? ANCHOR_MIDDLE : ANCHOR_START, 0, theme->text_color);
    }
}
