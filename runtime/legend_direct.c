/* legend_direct: see legend_direct.h. */
#include "legend_direct.h"

#include "mark_kit.h"
#include "room.h"

#include <math.h>
#include <stdlib.h>

static const double GAP = 4;          /* from the panel, or the line's end, to the name */
static const double LEADER = 6;       /* more room for lines that lead to names which had to move */
static const double LINE_STEP = 1.15; /* of the text size: from line to line */
static const double MOST = 0.35;      /* of the chart's width: longer names are broken into lines */
static const double LEAST = 40;       /* points: names are not broken into shorter lines */
static const double AIR = 1.5;        /* around a name inside the panel */

struct DirectLabel {
    const Frame *frame;
    size_t row; /* the end of the series */
    size_t order;
    Str *lines;
    size_t n_lines;
    Look look;
    double width, height; /* of all lines */
    Point end;            /* of the line */
    double at;            /* the height of the name's middle */
};

bool direct_names(const Frame *frame)
{
    Mark mark = frame->layer->mark;
    if (mark == MARK_AREA && frame->layer->orientation == VERTICAL && frame->is_stacked)
        return frame->layer->legend && !frame->layer->annotation;
    return (mark == MARK_LINE || mark == MARK_STEP || mark == MARK_PATH || mark == MARK_ECDF) && frame->layer->legend && !frame->layer->annotation;
}

static TextStyle style_of(const Plot *plot)
{
    return plot_style(plot, plot->figure->theme->tick_size, false);
}

/* What the series is called: its categories as legends write them, else the layer's name. */
static Str name_of(const Plot *plot, const Frame *frame, size_t row)
{
    static const ChannelId CHANNELS[] = {CHANNEL_COLOR, CHANNEL_DASH, CHANNEL_MARKER};
    Buf out = {.arena = plot->arena};
    for (size_t k = 0; k < 3; k++) {
        const IrChannel *channel = frame->channels[CHANNELS[k]].channel;
        if (!channel || channel->scale < 0 || !channel->categorical)
            continue;
        bool is_new = true; /* two channels of one column tell one thing */
        for (size_t j = 0; j < k && is_new; j++) {
            const IrChannel *before = frame->channels[CHANNELS[j]].channel;
            is_new = !before || before->scale < 0 || !expr_eq(before->expr, channel->expr);
        }
        if (is_new)
            buf_printf(&out, "%s%.*s", out.n ? ", " : "",
                       STR_FMT(legend_text(plot, plot->looks[channel->scale].scale, frame_value(frame, CHANNELS[k], row))));
    }
    return out.n ? buf_str(&out) : frame->layer->label;
}

void direct_prepare(Plot *plot, const PlotChart *chart, PlotPanel *panel)
{
    VEC(DirectLabel) labels = {0};
    const IrFigure *figure = plot->figure;
    double width = isnan(figure->width) ? figure->panel_width * 1.5 : figure->width / (double)chart->n_columns, most = fmax(width * MOST, LEAST);
    panel->direct_room = 0;
    for (size_t f = 0; f < chart->n_frames; f++) {
        const Frame *frame = &chart->frames[f];
        if (!direct_names(frame) || !plot_frame_in_panel(chart, f, panel))
            continue;
        bool *is_named = ARENA_ARRAY(plot->arena, frame->n_series, bool);
        for (size_t i = 0; i < frame->n; i++) {
            if (is_named[frame->series[i]] || !frame_in_cell(frame, i, panel->cell_row, panel->cell_column))
                continue;
            is_named[frame->series[i]] = true;
            Str text = name_of(plot, frame, i);
            DirectLabel label = {.frame = frame, .row = i, .order = labels.n, .look = look_of(plot->figure, plot->looks, frame, i)};
            if (!text.n)
                continue;
            label.lines = label_lines_of_words(plot->arena, plot->text, text, style_of(plot), most, fmax(most, 1.5 * LEAST), &label.n_lines);
            for (size_t k = 0; k < label.n_lines; k++)
                label.width = fmax(label.width, label_measure(plot->text, label.lines[k], style_of(plot)).width);
            label.height = (double)label.n_lines * style_of(plot).size * LINE_STEP;
            panel->direct_room = fmax(panel->direct_room, GAP * plot_unit(plot) + LEADER * plot_unit(plot) + label.width);
            VEC_PUSH(plot->arena, &labels, label);
        }
    }
    panel->direct = labels.at;
    panel->n_direct = labels.n;
}

/* The point of the label's series that is furthest to the right. False when the series has no point in the panel. */
static bool find_end(const Plot *plot, const PlotPanel *panel, DirectLabel *label)
{
    const Frame *frame = label->frame;
    MarkContext context = plot_context(plot, panel, frame);
    uint32_t series = frame->series[label->row];
    bool has_end = false;
    for (size_t i = 0; i < frame->n; i++) {
        if (frame->series[i] != series || !frame_in_cell(frame, i, panel->cell_row, panel->cell_column))
            continue;
        Point at = {mark_place(&context, frame, CHANNEL_X, i), mark_place(&context, frame, CHANNEL_Y, i)};
        if (frame->is_stacked) /* the middle of the layer's band there */
            at.y = (scale_map(context.y, frame->base[i]) + scale_map(context.y, frame->end[i])) / 2;
        bool is_in = at.x <= panel->area.x + panel->area.width + 0.01 && at.y >= panel->area.y - 0.01 &&
                     at.y <= panel->area.y + panel->area.height + 0.01;
        if (!is_in || (has_end && at.x < label->end.x)) /* NaN is not in */
            continue;
        label->end = at;
        label->at = at.y;
        has_end = true;
    }
    return has_end;
}

static int by_height(const void *a, const void *b)
{
    const DirectLabel *p = a, *q = b;
    if (p->at != q->at)
        return p->at > q->at ? 1 : -1;
    return (p->order > q->order) - (p->order < q->order);
}

/* The distance that the middles of two neighbours keep. */
static double step_to(const DirectLabel *label)
{
    return (label[-1].height + label->height) / 2;
}

/* Moves sorted heights apart so that no name touches the next, each as little as the sum of squares allows, within top..bottom: with the steps before
 * it taken off each, the nearest sequence that does not fall, by pooling neighbours that do (Ayer and others, "An empirical distribution function for
 * sampling with incomplete information", 1955). */
static void push_apart(Arena *arena, DirectLabel *labels, size_t n, double top, double bottom)
{
    double *means = ARENA_ARRAY(arena, n, double), *offsets = ARENA_ARRAY(arena, n, double);
    size_t *counts = ARENA_ARRAY(arena, n, size_t), n_blocks = 0;
    for (size_t i = 0; i < n; i++) {
        offsets[i] = i ? offsets[i - 1] + step_to(&labels[i]) : 0;
        means[n_blocks] = labels[i].at - offsets[i];
        counts[n_blocks++] = 1;
        while (n_blocks > 1 && means[n_blocks - 2] > means[n_blocks - 1]) {
            size_t a = n_blocks - 2, b = n_blocks - 1;
            means[a] = (means[a] * (double)counts[a] + means[b] * (double)counts[b]) / (double)(counts[a] + counts[b]);
            counts[a] += counts[b];
            n_blocks--;
        }
    }
    size_t i = 0;
    for (size_t b = 0; b < n_blocks; b++)
        for (size_t k = 0; k < counts[b]; k++, i++)
            labels[i].at = fmax(fmin(means[b], bottom - offsets[n - 1]), top) + offsets[i];
}

static double marker_reach(const DirectLabel *label)
{
    return label->look.marker != MARKER_NONE ? label->look.size / 2 : 0;
}

static void draw_name(const Plot *plot, Scene *scene, const DirectLabel *label, double x)
{
    TextStyle style = style_of(plot);
    double cap = label_measure(plot->text, STR("0"), style).cap_height, line = style.size * LINE_STEP;
    double y = label->at - (double)(label->n_lines - 1) * line / 2 + cap / 2;
    for (size_t i = 0; i < label->n_lines; i++)
        if (label->lines[i].n)
            label_draw(scene, plot->text, label->lines[i], style, (Point){x, y + (double)i * line}, ANCHOR_START, 0,
                       look_readable(label->look.color, plot->figure->theme));
}

/* A line that ends early has its name right behind its end, where nothing else is drawn. */
static bool draw_inside(const Plot *plot, Scene *scene, Room *room, const PlotPanel *panel, const DirectLabel *label)
{
    double x = label->end.x + marker_reach(label) + GAP * plot_unit(plot), right = panel->area.x + panel->area.width;
    Rect box = {x - AIR, label->end.y - label->height / 2 - AIR, label->width + 2 * AIR, label->height + 2 * AIR};
    bool is_inside = box.x + box.width <= right && box.y >= panel->area.y && box.y + box.height <= panel->area.y + panel->area.height;
    if (!is_inside || room_cost(room, box, ROOM_FILL) > 0.5) /* a cell of the palest that counts */
        return false;
    size_t from = scene->items.n;
    scene_group(scene, ROLE_LEGEND, STR("direct"));
    draw_name(plot, scene, label, x);
    scene_end(scene);
    room_take(room, plot->arena, scene, from, scene->items.n);
    return true;
}

/* Names beside the panel, with lines that lead to those which had to move. */
static void draw_beside(const Plot *plot, Scene *scene, const PlotPanel *panel, DirectLabel *labels, size_t n)
{
    double right = panel->area.x + panel->area.width, cap = label_measure(plot->text, STR("0"), style_of(plot)).cap_height;
    qsort(labels, n, sizeof *labels, by_height);
    double line = style_of(plot).size * LINE_STEP;
    push_apart(plot->arena, labels, n, panel->area.y + (labels[0].height - line) / 2,
               panel->area.y + panel->area.height - (labels[n - 1].height - line) / 2);
    scene_group(scene, ROLE_LEGEND, STR("direct"));
    for (size_t i = 0; i < n; i++) {
        const DirectLabel *label = &labels[i];
        /* a name that is not where its line ends stands off for the line that leads to it; the others stay close */
        bool is_moved = fabs(label->at - label->end.y) > cap / 2 || label->end.x < right - GAP * plot_unit(plot);
        double x = right + GAP * plot_unit(plot) + (is_moved ? LEADER * plot_unit(plot) : 0);
        if (is_moved) {
            scene_path(scene, (Paint){.stroke = (label->look.color & 0xFFFFFF00) | 0xA0, .stroke_width = 0.5});
            path_move(scene, label->end.x + fmax(marker_reach(label) + 1, 1.5), label->end.y);
            if (label->end.x < right - GAP * plot_unit(plot))
                path_line(scene, right + 1, label->end.y);
            path_line(scene, x - 1.5, label->at);
        }
        draw_name(plot, scene, label, x);
    }
    scene_end(scene);
}

bool direct_draw(Plot *plot, Scene *scene, const PlotPanel *panel)
{
    DirectLabel *labels = ARENA_ARRAY(plot->arena, panel->n_direct, DirectLabel);
    size_t n = 0, n_beside = 0;
    for (size_t i = 0; i < panel->n_direct; i++) {
        labels[n] = panel->direct[i];
        n += find_end(plot, panel, &labels[n]);
    }
    if (n == 0)
        return true;
    Room room = room_new(plot->arena, panel->area);
    room_take(&room, plot->arena, scene, panel->marks_from, panel->marks_to);
    double height = 0;
    for (size_t i = 0; i < n; i++) {
        if (!labels[i].frame->is_stacked && draw_inside(plot, scene, &room, panel, &labels[i]))
            continue;
        height += labels[i].height;
        labels[n_beside++] = labels[i];
    }
    bool has_room = height <= panel->area.height + style_of(plot).size;
    if (has_room && n_beside)
        draw_beside(plot, scene, panel, labels, n_beside);
    return has_room;
}
