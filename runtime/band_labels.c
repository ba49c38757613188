/* band_labels: see band_labels.h. */
#include "band_labels.h"

#include <math.h>

double band_labels_widest(const Plot *plot, const Ticks *ticks, TextStyle style)
{
    double widest = 0;
    for (size_t i = 0; i < ticks->n; i++)
        widest = fmax(widest, tick_label_width(plot->text, ticks->at[i].label, style));
    return widest;
}

static double longest_word(const Plot *plot, const Ticks *ticks, TextStyle style)
{
    double longest = 0;
    for (size_t i = 0; i < ticks->n; i++)
        longest = fmax(longest, label_longest_word(plot->text, ticks->at[i].label, style));
    return longest;
}

double band_labels_wrapped(const Plot *plot, const Ticks *ticks, TextStyle style, double width, size_t *most_lines)
{
    double widest = 0;
    *most_lines = 1;
    for (size_t i = 0; i < ticks->n; i++) {
        size_t n;
        Str *lines = label_lines(plot->arena, plot->text, ticks->at[i].label, style, width, &n);
        *most_lines = n > *most_lines ? n : *most_lines;
        for (size_t k = 0; k < n; k++)
            widest = fmax(widest, label_measure(plot->text, lines[k], style).width);
    }
    return widest;
}

/* Whether labels side by side keep their distance when each n-th is drawn, from one on: bands are `step` apart. */
static bool fit_in_line(const Plot *plot, const Ticks *ticks, TextStyle style, double step, size_t every, size_t first, double air)
{
    double last_end = -1e300;
    for (size_t i = first; i < ticks->n; i += every) {
        if (!ticks->at[i].label.n)
            continue;
        double half = tick_label_width(plot->text, ticks->at[i].label, style) / 2, at = step * (double)ticks->at[i].category;
        if (at - half < last_end + air)
            return false;
        last_end = at + half;
    }
    return true;
}

/* Many numbers or dates in equal steps: between labels of some, the others can be counted. Few are named each. */
enum { SEQUENCE_LEAST = 9 };

static bool is_sequence(const PosScale *scale)
{
    const Value *v = scale->categories;
    if (scale->n_categories < SEQUENCE_LEAST || (v[0].type != TYPE_NUMBER && v[0].type != TYPE_TIME))
        return false;
    double step = v[1].number - v[0].number;
    for (size_t i = 2; i < scale->n_categories; i++)
        if (fabs(v[i].number - v[i - 1].number - step) > 0.2 * fabs(step)) /* months differ in length */
            return false;
    return step != 0;
}

/* The first label of a thinned sequence: where numbers are multiples of what they are apart then, if there is such a place. */
static size_t round_start(const PosScale *scale, const Ticks *ticks, size_t every)
{
    double apart = (double)every * (scale->categories[1].number - scale->categories[0].number);
    for (size_t i = 0; i < every && i < ticks->n; i++)
        if (fabs(fmod(scale->categories[ticks->at[i].category].number, apart)) < 1e-9 * fabs(apart))
            return i;
    return 0;
}

LabelFit band_labels_fit(const Plot *plot, const PlotPanel *panel, Side side, double length, double most)
{
    static const size_t ROUND[] = {2, 5, 10, 20, 25, 50, 100, 200, 500, 1000};
    const Ticks *ticks = &panel->ticks[side];
    const PosScale *scale = &panel->scales[side];
    TextStyle style = plot_style(plot, plot->figure->theme->tick_size, false);
    LabelFit fit = {.every = 1};
    double step = scale->n_categories ? length / (double)scale->n_categories : length;
    size_t apart = scale->n_categories; /* bands between neighbouring ticks, at least */
    for (size_t i = 1; i < ticks->n; i++)
        apart = ticks->at[i].category - ticks->at[i - 1].category < apart ? ticks->at[i].category - ticks->at[i - 1].category : apart;
    double room = ticks->n > 1 ? step * (double)apart : length;
    double air = style.size * 0.4;
    bool is_beside = side == SIDE_LEFT || side == SIDE_RIGHT, can_thin = is_sequence(scale) && ticks->n == scale->n_categories;
    size_t n_lines;
    if (!is_beside) {
        if (fit_in_line(plot, ticks, style, step, 1, 0, air))
            return fit;
        for (size_t k = 0; can_thin && k < sizeof ROUND / sizeof *ROUND && ROUND[k] < ticks->n; k++) {
            size_t first = round_start(scale, ticks, ROUND[k]);
            if (fit_in_line(plot, ticks, style, step, ROUND[k], first, air))
                return (LabelFit){.every = ROUND[k], .first = first};
        }
        if (longest_word(plot, ticks, style) + air <= room && band_labels_wrapped(plot, ticks, style, room - air, &n_lines) + air <= room &&
            n_lines <= 3) {
            fit.wrap_width = room - air;
            return fit;
        }
        for (double smaller = 0.93; smaller > 0.85; smaller -= 0.07) { /* what nearly fits is set a little smaller, not turned */
            TextStyle small = style;
            small.size = style.size * smaller;
            if (small.size >= plot->figure->theme->least_size && fit_in_line(plot, ticks, small, step, 1, 0, small.size * 0.3)) {
                fit.size = small.size;
                return fit;
            }
        }
        fit.angle = room >= LABEL_LINE * style.size * 1.36 ? 45 : 90; /* turned lines are nearer to each other than their ticks */
    } else if (band_labels_widest(plot, ticks, style) > most) {
        double width = fmax(most, fmin(longest_word(plot, ticks, style), 1.5 * most));
        band_labels_wrapped(plot, ticks, style, width, &n_lines);
        if ((double)n_lines * LABEL_LINE * style.size + air <= room)
            fit.wrap_width = width;
    }
    for (size_t k = 0; is_beside && can_thin && room < LABEL_LINE * style.size && k < sizeof ROUND / sizeof *ROUND; k++)
        if (room * (double)ROUND[k] >= LABEL_LINE * style.size && ROUND[k] < ticks->n)
            return (LabelFit){.every = ROUND[k], .first = round_start(scale, ticks, ROUND[k])};
    while (room * (double)fit.every < LABEL_LINE * style.size && fit.every < ticks->n)
        fit.every++;
    fit.is_lossy = fit.every > 1;
    return fit;
}

static const double PAGE = 648; /* points: more than that is not made of panels for the sake of their labels */

/* What the bands at a side of a panel need; at most twice a page. */
static double side_height(const Plot *plot, const PlotChart *chart, const PlotPanel *panel, Side side)
{
    static const double AIR = 0.25, LEAST_BAR = 5; /* of the text's size, between lines; points from bar to bar */
    const PosScale *scale = &panel->scales[side];
    if (!panel->axes[side] || scale->type != AXIS_BAND || is_sequence(scale))
        return 0;
    TextStyle style = plot_style(plot, plot->figure->theme->tick_size, false);
    double count = (double)scale->n_categories, step = 0;
    if (panel->ticks[side].n && count * LABEL_LINE * style.size > PAGE)
        return 2 * PAGE;
    size_t n_lines = 1;
    if (panel->ticks[side].n && band_labels_wrapped(plot, &panel->ticks[side], style, INFINITY, &n_lines) > 0)
        step = ((double)n_lines * LABEL_LINE + AIR) * style.size;
    for (size_t f = 0; f < chart->n_frames; f++) {
        const Frame *frame = &chart->frames[f];
        bool is_beside = frame->slot && frame->layer->y_side == side && frame->layer->orientation == HORIZONTAL;
        if (is_beside && plot_frame_in_panel(chart, f, panel))
            step = fmax(step, ((double)frame->n_slots + 1) * LEAST_BAR);
    }
    return fmin(step * count, 2 * PAGE);
}

const PlotPanel *band_labels_twin(const PlotChart *chart, const PlotPanel *panel, Side side)
{
    for (const PlotPanel *other = chart->panels; other < panel; other++)
        if (other->axes[side] == panel->axes[side] && other->groups[side] == panel->groups[side])
            return other;
    return panel;
}

double band_labels_height(const Plot *plot, const PlotChart *chart)
{
    double most = 0;
    for (size_t p = 0; p < chart->n_panels && !ir_is_set(plot->figure, IR_FIELD_Figure_aspect); p++)
        for (Side side = SIDE_LEFT; side <= SIDE_RIGHT; side++)
            if (band_labels_twin(chart, &chart->panels[p], side) == &chart->panels[p])
                most = fmax(most, side_height(plot, chart, &chart->panels[p], side));
    return most * (double)chart->n_rows <= PAGE ? most : 0;
}
