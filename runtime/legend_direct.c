/* legend_direct: see legend_direct.h. */
#include "legend_direct.h"

#include "mark_kit.h"

#include <math.h>
#include <stdlib.h>

static const double GAP = 4;       /* from the panel, or the line's end, to the name */
static const double LEADER = 6;    /* more room for lines that lead to names which had to move */
static const double LINE_STEP = 1.15; /* of the text size: from name to name */

struct DirectLabel {
    const Frame *frame;
    size_t row; /* the end of the series */
    Str text;
    Look look;
    double width;
    Point end;  /* of the line */
    double at;  /* the height of the name's middle */
};

bool direct_names(const Frame *frame)
{
    Mark mark = frame->layer->mark;
    return (mark == MARK_LINE || mark == MARK_STEP || mark == MARK_PATH) && frame->layer->legend && !frame->layer->annotation;
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
            buf_printf(&out, "%s%.*s", out.n ? ", " : "", STR_FMT(legend_text(plot, plot->looks[channel->scale].scale, frame_value(frame, CHANNELS[k], row))));
    }
    return out.n ? buf_str(&out) : frame->layer->label;
}

static MarkContext context_of(const Plot *plot, const PlotPanel *panel, const Frame *frame)
{
    const IrLayer *layer = frame->layer;
    return (MarkContext){.arena = plot->arena, .report = plot->report, .text = plot->text, .figure = plot->figure, .looks = plot->looks,
                         .cell_row = panel->cell_row, .cell_column = panel->cell_column, .area = panel->area,
                         .x = panel->axes[layer->x_side] ? &panel->scales[layer->x_side] : NULL,
                         .y = panel->axes[layer->y_side] ? &panel->scales[layer->y_side] : NULL};
}

void direct_prepare(Plot *plot, const PlotChart *chart, PlotPanel *panel)
{
    VEC(DirectLabel) labels = {0};
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
            DirectLabel label = {.frame = frame, .row = i, .text = name_of(plot, frame, i), .look = look_of(plot->figure, plot->looks, frame, i)};
            if (!label.text.n)
                continue;
            label.width = label_measure(plot->text, label.text, style_of(plot)).width;
            panel->direct_room = fmax(panel->direct_room, GAP + LEADER + label.width);
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
    MarkContext context = context_of(plot, panel, frame);
    uint32_t series = frame->series[label->row];
    bool has_end = false;
    for (size_t i = 0; i < frame->n; i++) {
        if (frame->series[i] != series || !frame_in_cell(frame, i, panel->cell_row, panel->cell_column))
            continue;
        Point at = {mark_place(&context, frame, CHANNEL_X, i), mark_place(&context, frame, CHANNEL_Y, i)};
        bool is_in = at.x <= panel->area.x + panel->area.width + 0.01 && at.y >= panel->area.y - 0.01 && at.y <= panel->area.y + panel->area.height + 0.01;
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
    return (p->at > q->at) - (p->at < q->at);
}

/* Moves sorted heights apart to at least `step`, each as little as the sum of squares allows, within top..bottom: with i * step taken off, the nearest
 * sequence that does not fall, by pooling neighbours that do (Ayer and others, "An empirical distribution function for sampling with incomplete
 * information", 1955). */
static void push_apart(Arena *arena, DirectLabel *labels, size_t n, double step, double top, double bottom)
{
    double *means = ARENA_ARRAY(arena, n, double);
    size_t *counts = ARENA_ARRAY(arena, n, size_t), n_blocks = 0;
    for (size_t i = 0; i < n; i++) {
        means[n_blocks] = labels[i].at - (double)i * step;
        counts[n_blocks++] = 1;
        while (n_blocks > 1 && means[n_blocks - 2] > means[n_blocks - 1]) {
            size_t a = n_blocks - 2, b = n_blocks - 1;
            means[a] = (means[a] * (double)counts[a] + means[b] * (double)counts[b]) / (double)(counts[a] + counts[b]);
            counts[a] += counts[b];
            n_blocks--;
        }
    }
    double last = bottom - (double)(n - 1) * step;
    size_t i = 0;
    for (size_t b = 0; b < n_blocks; b++)
        for (size_t k = 0; k < counts[b]; k++, i++)
            labels[i].at = fmax(fmin(means[b], last), top) + (double)i * step;
}

void direct_draw(Plot *plot, Scene *scene, const PlotChart *chart, const PlotPanel *panel)
{
    (void)chart;
    DirectLabel *labels = ARENA_ARRAY(plot->arena, panel->n_direct, DirectLabel);
    size_t n = 0;
    for (size_t i = 0; i < panel->n_direct; i++) {
        labels[n] = panel->direct[i];
        n += find_end(plot, panel, &labels[n]);
    }
    if (n == 0)
        return;
    TextStyle style = style_of(plot);
    Rect area = panel->area;
    double right = area.x + area.width, cap = label_measure(plot->text, STR("0"), style).cap_height;
    double step = fmin(style.size * LINE_STEP, (area.height + style.size) / (double)n);
    qsort(labels, n, sizeof *labels, by_height);
    push_apart(plot->arena, labels, n, step, area.y, area.y + area.height);
    bool has_leaders = false;
    for (size_t i = 0; i < n; i++)
        has_leaders |= fabs(labels[i].at - labels[i].end.y) > cap / 2 || labels[i].end.x < right - GAP;
    scene_group(scene, ROLE_LEGEND, STR("direct"));
    for (size_t i = 0; i < n; i++) {
        const DirectLabel *label = &labels[i];
        double x = right + GAP + (has_leaders ? LEADER : 0);
        bool is_moved = fabs(label->at - label->end.y) > 0.3 || label->end.x < right - GAP;
        if (has_leaders && is_moved) {
            double from = label->end.x + (label->look.marker != MARKER_NONE ? label->look.size / 2 + 1 : 1.5);
            scene_path(scene, (Paint){.stroke = (label->look.color & 0xFFFFFF00) | 0xA0, .stroke_width = 0.5});
            path_move(scene, from, label->end.y);
            if (label->end.x < right - GAP)
                path_line(scene, right + 1, label->end.y);
            path_line(scene, x - 1.5, label->at);
        }
        label_draw(scene, plot->text, label->text, style, (Point){x, label->at + cap / 2}, ANCHOR_START, 0, look_readable(label->look.color, plot->figure->theme));
    }
    scene_end(scene);
}
