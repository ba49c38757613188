/* guide_axis: see guide_axis.h. */
#include "guide_axis.h"

#include "band_labels.h"
#include "end_room.h"
#include "math_mark.h"
#include "ticks_log.h"
#include "ticks_pair.h"

#include <math.h>

static TextStyle tick_style(const Plot *plot)
{
    return plot_style(plot, plot->figure->theme->tick_size, false);
}

Colour axis_color(const Plot *plot, const IrAxis *axis)
{
    return ir_is_set(axis, IR_FIELD_Axis_color) ? axis->color : look_readable(axis->color, plot->figure->theme);
}

/* Of the labels of a side, which may be set a little smaller to fit. */
static TextStyle label_style(const Plot *plot, const PlotPanel *panel, Side side)
{
    TextStyle style = tick_style(plot);
    if (panel->fits[side].size > 0)
        style.size = panel->fits[side].size;
    return style;
}

static double line_step(TextStyle style)
{
    return style.size * LABEL_LINE;
}

static double tick_place(const PlotPanel *panel, Side side, const Tick *tick)
{
    const PosScale *scale = &panel->scales[side];
    if (scale->type != AXIS_BAND)
        return scale_map(scale, tick->value);
    double start, width;
    scale_band_at(scale, tick->category, &start, &width);
    return start + width / 2;
}

/* --- labels ------------------------------------------------------------------------------------------------------- */

/* Whether the i-th tick's label is drawn. */
static bool is_shown(const LabelFit *fit, size_t i)
{
    return i >= fit->first && (i - fit->first) % fit->every == 0;
}

/* The most that math among the labels of a side rises and drops: those in a row share one baseline. */
static TextSize label_reach(const Plot *plot, const PlotPanel *panel, Side side)
{
    TextSize reach = {0};
    for (size_t i = 0; i < panel->ticks[side].n; i++) {
        if (!math_is_in(panel->ticks[side].at[i].label))
            continue;
        TextSize size = label_measure(plot->text, panel->ticks[side].at[i].label, tick_style(plot));
        reach.rise = fmax(reach.rise, size.rise);
        reach.drop = fmax(reach.drop, size.drop);
    }
    return reach;
}

/* How far labels reach from the panel. */
static double label_depth(const Plot *plot, const PlotPanel *panel, Side side)
{
    const Ticks *ticks = &panel->ticks[side];
    const LabelFit *fit = &panel->fits[side];
    TextStyle style = label_style(plot, panel, side);
    TextSize size = label_measure(plot->text, STR("0"), style);
    double widest = band_labels_widest(plot, ticks, style);
    if (widest == 0)
        return 0;
    size_t n_lines = 1;
    if (!side_is_x(side))
        return fit->wrap_width > 0 ? band_labels_wrapped(plot, ticks, style, fit->wrap_width, &n_lines) : widest;
    if (fit->angle == 90)
        return widest;
    if (fit->angle == 45) {
        double reach = 0; /* what hangs below a turned line reaches beyond its end */
        for (size_t i = 0; i < ticks->n; i++)
            reach = fmax(reach, tick_label_width(plot->text, ticks->at[i].label, style) + (label_hangs(ticks->at[i].label) ? size.descent : 0));
        return (reach + size.cap_height) * M_SQRT1_2;
    }
    for (size_t i = 0; i < ticks->n; i++) { /* a label may hold a line end of its own */
        size_t n;
        double width = fit->wrap_width > 0 ? fit->wrap_width : 1e9;
        label_lines(plot->arena, plot->text, ticks->at[i].label, style, width, &n);
        n_lines = n > n_lines ? n : n_lines;
    }
    bool hangs = false;
    for (size_t i = 0; i < ticks->n; i++)
        hangs |= label_hangs(ticks->at[i].label);
    TextSize reach = label_reach(plot, panel, side);
    double below = (hangs || reach.drop > 0 ? size.descent : size.descent / 2) + reach.drop;
    return size.cap_height + reach.rise + below + (double)(n_lines - 1) * line_step(style);
}

/* How far labels reach beyond the ends of their side, into panel->overhangs. */
static void find_overhangs(const Plot *plot, PlotPanel *panel, Side side)
{
    const PosScale *scale = &panel->scales[side];
    const LabelFit *fit = &panel->fits[side];
    TextStyle style = label_style(plot, panel, side);
    double *most = panel->overhangs[side], length = fmax(scale->from, scale->to), begin = fmin(scale->from, scale->to);
    most[0] = most[1] = 0;
    if (!panel->axes[side] || !panel->shows_labels[side] || (side_is_x(side) && fit->wrap_width > 0))
        return;
    const TextSize size = label_measure(plot->text, STR("0"), style);
    for (size_t i = 0; i < panel->ticks[side].n; i++) {
        const Tick *tick = &panel->ticks[side].at[i];
        if (!tick->label.n || !is_shown(fit, i))
            continue;
        double width = side_is_x(side) ? tick_label_width(plot->text, tick->label, style) : 0;
        double at = tick_place(panel, side, tick), before = width / 2, behind = before;
        if (!side_is_x(side)) {
            size_t n_lines = 1;
            if (fit->wrap_width > 0)
                label_lines(plot->arena, plot->text, tick->label, style, fit->wrap_width, &n_lines);
            before = behind = size.cap_height / 2 + (double)(n_lines - 1) * line_step(style) / 2;
            behind += label_hangs(tick->label) ? size.descent : 0;
        }
        if (fit->angle > 0) { /* turned labels end (below) or begin (above) at their tick */
            bool is_leaning = fit->angle == 45;
            double turn = is_leaning ? M_SQRT1_2 : 1, along = is_leaning ? width * M_SQRT1_2 : 0, shift = label_middle(tick->label, size) * turn;
            before = (side == SIDE_BOTTOM ? along : 0) + size.cap_height * turn - shift;
            behind = (side == SIDE_BOTTOM ? 0 : along) + size.descent * turn + shift;
        }
        most[0] = fmax(most[0], begin + before - at);
        most[1] = fmax(most[1], at + behind - length);
    }
}

double axis_title_room(const Plot *plot, Str title, double length, double beyond)
{
    if (!title.n)
        return 0;
    TextStyle style = plot_style(plot, plot->figure->theme->text_size, false);
    size_t n;
    Str *lines = label_lines_of_words(plot->arena, plot->text, title, style, length, length + 2 * beyond, &n);
    TextSize size = label_measure(plot->text, title, style);
    return TITLE_GAP * plot_unit(plot) + size.cap_height + size.descent + (double)(n - 1) * line_step(style) +
           label_extra(plot->text, lines, n, style);
}

/* --- fitting ------------------------------------------------------------------------------------------------------ */

/* `room`: what is kept free below its lower and above its upper end. */
static void set_ends(PosScale *scale, Side side, double length, const double room[2])
{
    double from = room[scale->is_reversed], to = length - room[!scale->is_reversed];
    if (!side_is_x(side) && scale->type != AXIS_BAND) {
        from = room[!scale->is_reversed];
        to = length - room[scale->is_reversed];
    }
    /* bands beside a panel run from top to bottom, numbers upwards */
    bool is_down = !side_is_x(side) && scale->type == AXIS_BAND;
    scale->from = side_is_x(side) || is_down ? from : to;
    scale->to = side_is_x(side) || is_down ? to : from;
}

/* Whether an axis writes powers of ten, so that the others of the panel had better too. */
static bool has_powers(const PlotPanel *panel)
{
    for (int side = 0; side < Side_COUNT_OF; side++) {
        const IrAxis *axis = panel->axes[side];
        PosScale scale = panel->trained[side];
        if (!axis || !axis->tick_labels || axis->format.n || scale.type != AXIS_LOG)
            continue;
        log_widen(&scale, !axis->lo, !axis->hi, 0);
        if (ticks_have_powers(&scale, false))
            return true;
    }
    return false;
}

static TickRequest request_for(Plot *plot, const PlotPanel *panel, Side side, double length)
{
    return (TickRequest){.axis = panel->axes[side],
                         .length = length,
                         .is_horizontal = side_is_x(side),
                         .text = plot->text,
                         .style = tick_style(plot),
                         .beside_powers = has_powers(panel)};
}

/* Two sides whose panels are not shared alike: the side that more panels share is settled for all of them. */
static void agree(Plot *plot, PlotChart *chart, Side own, Side opposite, double length)
{
    SharedSide side = {.is_second = own == SIDE_RIGHT || own == SIDE_TOP};
    bool *is_done = ARENA_ARRAY(plot->arena, chart->n_panels, bool);
    PosScale *others = ARENA_ARRAY(plot->arena, chart->n_panels, PosScale);
    TickRequest *requests = ARENA_ARRAY(plot->arena, chart->n_panels, TickRequest);
    for (size_t p = 0; p < chart->n_panels; p++) {
        const PlotPanel *panel = &chart->panels[p];
        if (is_done[p] || !panel->axes[own])
            continue;
        bool differs = false;
        side.n = 0;
        for (size_t q = p; q < chart->n_panels; q++) {
            const PlotPanel *other = &chart->panels[q];
            if (other->groups[own] != panel->groups[own])
                continue;
            is_done[q] = true;
            differs |= other->groups[opposite] != panel->groups[opposite];
            if (!other->axes[opposite])
                continue;
            others[side.n] = other->trained[opposite];
            requests[side.n++] = request_for(plot, other, opposite, length);
        }
        side.scale = panel->trained[own];
        side.request = request_for(plot, panel, own, length);
        side.others = others;
        side.other_requests = requests;
        bool is_settled = differs && side.n && ticks_agree(plot->arena, &side);
        for (size_t q = p; q < chart->n_panels; q++)
            if (chart->panels[q].groups[own] == panel->groups[own]) {
                chart->panels[q].agreed[own] = side.scale;
                chart->panels[q].agreed_step[own] = is_settled ? side.request.step : 0;
            }
    }
}

void axis_agree(Plot *plot, PlotChart *chart, double width, double height)
{
    if (chart->n_panels < 2)
        return;
    agree(plot, chart, SIDE_LEFT, SIDE_RIGHT, height);
    agree(plot, chart, SIDE_RIGHT, SIDE_LEFT, height);
    agree(plot, chart, SIDE_BOTTOM, SIDE_TOP, width);
    agree(plot, chart, SIDE_TOP, SIDE_BOTTOM, width);
}

static TickRequest take_agreed(Plot *plot, PlotPanel *panel, Side side, double length)
{
    if (!panel->axes[side])
        return (TickRequest){0};
    TickRequest request = request_for(plot, panel, side, length);
    if (panel->agreed_step[side] > 0) {
        panel->scales[side] = panel->agreed[side];
        request.is_settled = true;
        request.step = panel->agreed_step[side];
    }
    return request;
}

/* Ticks of bands depend on nothing that the layout changes. */
static Ticks fit_ticks(Plot *plot, const PlotChart *chart, PlotPanel *panel, Side side, const TickRequest *request)
{
    bool is_band = panel->scales[side].type == AXIS_BAND;
    const PlotPanel *twin = is_band ? band_labels_twin(chart, panel, side) : panel;
    return is_band && twin->ticks[side].n ? twin->ticks[side] : ticks_fit(plot->arena, &panel->scales[side], request, true);
}

static void fit_length(Plot *plot, const PlotChart *chart, PlotPanel *panel, Side first, Side second, double length)
{
    panel->scales[first] = panel->trained[first];
    panel->scales[second] = panel->trained[second];
    bool has_first = panel->axes[first], has_second = panel->axes[second];
    TickRequest one = take_agreed(plot, panel, first, length), two = take_agreed(plot, panel, second, length);
    panel->is_aligned[second] = has_first && has_second &&
                                ticks_align(plot->arena, &panel->scales[first], &one, &panel->ticks[first], &panel->scales[second], &two,
                                            &panel->ticks[second]);
    if (panel->is_aligned[second])
        return;
    if (has_first)
        panel->ticks[first] = fit_ticks(plot, chart, panel, first, &one);
    if (has_second)
        panel->ticks[second] = fit_ticks(plot, chart, panel, second, &two);
}

/* Fits two sides that stand opposite, with what labels beyond bars need at the ends of both. */
static void fit_pair(Plot *plot, const PlotChart *chart, PlotPanel *panel, Side first, Side second, double length)
{
    enum { ROUNDS = 4 }; /* ticks change with the length, and what labels need with the ticks */
    const Side sides[] = {first, second};
    double room[2] = {0};
    bool has_grown = true;
    for (int round = 0; round < ROUNDS && has_grown; round++) {
        fit_length(plot, chart, panel, first, second, length - room[0] - room[1]);
        has_grown = false;
        for (int k = 0; k < 2; k++) {
            double own[2] = {0};
            if (panel->axes[sides[k]])
                end_room_find(&panel->scales[sides[k]], panel->axes[sides[k]], length, own);
            for (int end = 0; end < 2; end++) {
                has_grown |= own[end] > room[end] + 1e-9;
                room[end] = fmax(room[end], own[end]);
            }
        }
    }
    for (int k = 0; k < 2; k++)
        if (panel->axes[sides[k]])
            set_ends(&panel->scales[sides[k]], sides[k], length, room);
}

/* From the panel to the labels of a side. Labels below and above a panel stand off those beside it: at the corners both reach beyond it. */
static double label_offset(const Plot *plot, const PlotPanel *panel, Side side)
{
    double offset = (panel->scales[side].type == AXIS_BAND ? 0 : plot->figure->theme->tick_length) + LABEL_GAP * plot_unit(plot), clear = offset;
    double air = tick_style(plot).size * 0.35;
    for (Side beside = SIDE_LEFT; side_is_x(side) && beside <= SIDE_RIGHT; beside++) {
        bool leads_away = panel->fits[side].angle == 45; /* the further beyond the panel, the further from it */
        if (!panel->axes[beside] || !panel->shows_labels[beside] || leads_away)
            continue;
        double start = (panel->scales[beside].type == AXIS_BAND ? 0 : plot->figure->theme->tick_length) + LABEL_GAP * plot_unit(plot);
        if (panel->overhangs[side][beside == SIDE_RIGHT] + air > start)
            clear = fmax(clear, panel->overhangs[beside][side == SIDE_BOTTOM] + air);
    }
    return clear;
}

enum { LABEL_STEPS = 60 }; /* of work, to measure a label and find its place */

void axis_fit_panel(Plot *plot, const PlotChart *chart, PlotPanel *panel, double width, double height)
{
    const IrTheme *theme = plot->figure->theme;
    /* labels beside a panel leave most of the chart to it */
    double most = isnan(plot->figure->panel_width) ? 0.36 * chart->box.width / (double)chart->n_columns : 0.8 * width;
    fit_pair(plot, chart, panel, SIDE_BOTTOM, SIDE_TOP, width);
    fit_pair(plot, chart, panel, SIDE_LEFT, SIDE_RIGHT, height);
    for (int side = 0; side < Side_COUNT_OF; side++) {
        panel->rooms[side] = 0;
        if (!panel->axes[side])
            continue;
        double length = side_is_x((Side)side) ? width : height;
        panel->fits[side] = (LabelFit){.every = 1};
        if (panel->scales[side].type != AXIS_BAND)
            continue;
        const PlotPanel *twin = band_labels_twin(chart, panel, (Side)side); /* panels are as large as each other */
        arena_work(plot->arena, LABEL_STEPS * (double)panel->ticks[side].n);
        panel->fits[side] = twin < panel ? twin->fits[side] : band_labels_fit(plot, panel, (Side)side, length, most);
    }
    for (int side = 0; side < Side_COUNT_OF; side++)
        find_overhangs(plot, panel, (Side)side);
    for (int side = 0; side < Side_COUNT_OF; side++) {
        if (!panel->axes[side])
            continue;
        bool has_ticks = panel->ticks[side].n && panel->axes[side]->draw != DRAW_NONE && panel->scales[side].type != AXIS_BAND;
        double room = has_ticks ? theme->tick_length : 0, length = side_is_x((Side)side) ? width : height;
        panel->offsets[side] = label_offset(plot, panel, (Side)side);
        if (panel->shows_labels[side]) {
            double depth = label_depth(plot, panel, (Side)side);
            room = depth > 0 ? depth + panel->offsets[side] : room;
        }
        if (panel->shows_title[side])
            room += axis_title_room(plot, chart->axis_titles[side], length, 0);
        panel->rooms[side] = room;
    }
    panel->rooms[SIDE_RIGHT] += panel->direct_room;
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */

void axis_draw_grid(Plot *plot, Scene *scene, const PlotPanel *panel)
{
    const IrTheme *theme = plot->figure->theme;
    Paint paint = {.stroke = theme->grid_color, .stroke_width = theme->grid_width};
    Rect area = panel->area;
    for (int side = 0; side < Side_COUNT_OF; side++) {
        const IrAxis *axis = panel->axes[side];
        if (!axis || !axis->grid || theme->grid_width <= 0)
            continue;
        for (size_t i = 0; i < panel->ticks[side].n; i++) {
            const Tick *tick = &panel->ticks[side].at[i];
            double at = tick_place(panel, (Side)side, tick);
            if (tick->is_minor)
                continue;
            if (side_is_x((Side)side))
                scene_line(scene, (Point){at, area.y}, (Point){at, area.y + area.height}, paint);
            else
                scene_line(scene, (Point){area.x, at}, (Point){area.x + area.width, at}, paint);
        }
    }
}

static void draw_frame(Plot *plot, Scene *scene, const PlotPanel *panel)
{
    const IrTheme *theme = plot->figure->theme;
    Paint paint = {.stroke = theme->axis_color, .stroke_width = theme->axis_width, .cap = CAP_SQUARE};
    Rect a = panel->area;
    for (int side = 0; side < Side_COUNT_OF; side++) { /* where bars start, when it is inside the panel */
        const PosScale *scale = &panel->scales[side];
        if (!panel->axes[side] || !panel->axes[side]->zero || scale->type == AXIS_BAND || !(scale->lo < 0 && scale->hi > 0))
            continue;
        double at = scale_map(scale, 0);
        if (side_is_x((Side)side))
            scene_line(scene, (Point){at, a.y}, (Point){at, a.y + a.height}, paint);
        else
            scene_line(scene, (Point){a.x, at}, (Point){a.x + a.width, at}, paint);
    }
    if (theme->frame == FRAME_NONE || theme->axis_width <= 0)
        return;
    for (int side = 0; side < Side_COUNT_OF; side++) {
        bool is_wanted = theme->frame == FRAME_BOX || (panel->axes[side] && panel->axes[side]->draw != DRAW_NONE);
        if (!is_wanted)
            continue;
        double x0 = side == SIDE_RIGHT ? a.x + a.width : a.x, x1 = side == SIDE_LEFT ? a.x : a.x + a.width;
        double y0 = side == SIDE_BOTTOM ? a.y + a.height : a.y, y1 = side == SIDE_TOP ? a.y : a.y + a.height;
        scene_line(scene, (Point){x0, y0}, (Point){x1, y1}, paint);
    }
}

static void draw_label(Plot *plot, Scene *scene, const PlotPanel *panel, Side side, const Tick *tick, double at, double edge)
{
    TextStyle style = label_style(plot, panel, side);
    TextSize size = label_measure(plot->text, tick->label, style);
    const LabelFit *fit = &panel->fits[side];
    Colour colour = axis_color(plot, panel->axes[side]);
    size_t n;
    double width = fit->wrap_width > 0 ? fit->wrap_width : 1e9;
    Str *lines = label_lines(plot->arena, plot->text, tick->label, style, width, &n);
    if (!side_is_x(side)) {
        double top = at + label_middle(tick->label, size) - (double)(n - 1) * line_step(style) / 2;
        for (size_t i = 0; i < n; i++)
            label_draw(scene, plot->text, lines[i], style, (Point){edge, top + (double)i * line_step(style)},
                       side == SIDE_LEFT ? ANCHOR_END : ANCHOR_START, 0, colour);
        return;
    }
    if (fit->angle > 0) {
        double shift = label_middle(tick->label, size) * (fit->angle == 90 ? 1 : M_SQRT1_2);
        double down = side == SIDE_BOTTOM ? (fit->angle == 90 ? 0 : size.cap_height * M_SQRT1_2) : 0;
        label_draw(scene, plot->text, tick->label, style, (Point){at + shift, edge + down}, side == SIDE_BOTTOM ? ANCHOR_END : ANCHOR_START,
                   fit->angle, colour);
        return;
    }
    TextSize reach = label_reach(plot, panel, side);
    double first = side == SIDE_BOTTOM ? edge + reach.rise + size.cap_height : edge - reach.drop - (double)(n - 1) * line_step(style);
    for (size_t i = 0; i < n; i++)
        label_draw(scene, plot->text, lines[i], style, (Point){at, first + (double)i * line_step(style)}, ANCHOR_MIDDLE, 0, colour);
}

static void draw_side(Plot *plot, Scene *scene, const PlotPanel *panel, Side side)
{
    const IrTheme *theme = plot->figure->theme;
    Rect a = panel->area;
    Paint paint = {.stroke = theme->axis_color, .stroke_width = theme->axis_width};
    bool is_owned = panel->axes[side]->color != theme->text_color;
    if (is_owned)
        paint.stroke = panel->axes[side]->color;
    double border = side == SIDE_LEFT ? a.x : side == SIDE_RIGHT ? a.x + a.width : side == SIDE_TOP ? a.y : a.y + a.height;
    double out = side == SIDE_LEFT || side == SIDE_TOP ? -1 : 1;
    double start = is_owned ? border + out * theme->axis_width / 2 : border; /* another colour does not reach into the axis */
    bool is_band = panel->scales[side].type == AXIS_BAND;
    double length = is_band ? 0 : theme->tick_length;
    for (size_t i = 0; i < panel->ticks[side].n && length > 0; i++) {
        const Tick *tick = &panel->ticks[side].at[i];
        double at = tick_place(panel, side, tick), reach = border + out * length * (tick->is_minor ? 0.6 : 1);
        if (side_is_x(side))
            scene_line(scene, (Point){at, start}, (Point){at, reach}, paint);
        else
            scene_line(scene, (Point){start, at}, (Point){reach, at}, paint);
    }
    for (size_t i = 0; i < panel->ticks[side].n && panel->shows_labels[side]; i++) { /* behind all ticks: a back end draws alike things at once */
        const Tick *tick = &panel->ticks[side].at[i];
        if (tick->label.n && is_shown(&panel->fits[side], i))
            draw_label(plot, scene, panel, side, tick, tick_place(panel, side, tick), border + out * panel->offsets[side]);
    }
}

void axis_draw_title(Plot *plot, Scene *scene, Side side, Str title, Colour colour, Rect area, double offset, double beyond)
{
    if (!title.n)
        return;
    TextStyle style = plot_style(plot, plot->figure->theme->text_size, false);
    TextSize size = label_measure(plot->text, title, style);
    size_t n;
    double length = side_is_x(side) ? area.width : area.height;
    Str *lines = label_lines_of_words(plot->arena, plot->text, title, style, length, length + 2 * beyond, &n);
    scene_group(scene, ROLE_TITLE, str_from(IR_WORD_TEXT(Side, side)));
    for (size_t i = 0; i < n; i++) {
        TextSize own = label_measure(plot->text, lines[i], style);
        double step = (double)i * line_step(style) + label_extra(plot->text, lines, i, style) + own.rise;
        double back = (double)(n - 1 - i) * line_step(style) + label_extra(plot->text, lines + i + 1, n - 1 - i, style) + own.drop;
        Point at = {area.x + area.width / 2, area.y + area.height / 2};
        double angle = 0;
        if (side == SIDE_BOTTOM)
            at.y = area.y + area.height + offset + TITLE_GAP * plot_unit(plot) + size.cap_height + step;
        else if (side == SIDE_TOP)
            at.y = area.y - offset - TITLE_GAP * plot_unit(plot) - size.descent - back;
        else if (side == SIDE_LEFT)
            at.x = area.x - offset - TITLE_GAP * plot_unit(plot) - size.descent - back;
        else
            at.x = area.x + area.width + offset + TITLE_GAP * plot_unit(plot) + size.cap_height + step;
        if (!side_is_x(side))
            angle = 90;
        label_draw(scene, plot->text, lines[i], style, at, ANCHOR_MIDDLE, angle, colour);
    }
    scene_end(scene);
}

void axis_draw_panel(Plot *plot, Scene *scene, const PlotChart *chart, const PlotPanel *panel)
{
    draw_frame(plot, scene, panel);
    for (int side = 0; side < Side_COUNT_OF; side++) {
        const IrAxis *axis = panel->axes[side];
        if (!axis || axis->draw == DRAW_NONE)
            continue;
        scene_group(scene, ROLE_AXIS, str_from(IR_WORD_TEXT(Side, (Side)side)));
        draw_side(plot, scene, panel, (Side)side);
        if (panel->shows_title[side]) {
            double length = side_is_x((Side)side) ? panel->area.width : panel->area.height;
            double title = axis_title_room(plot, chart->axis_titles[side], length, 0);
            axis_draw_title(plot, scene, (Side)side, chart->axis_titles[side], axis_color(plot, axis), panel->area, panel->rooms[side] - title, 0);
        }
        scene_end(scene);
    }
}
