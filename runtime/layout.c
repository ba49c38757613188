/* layout: from the measured texts inwards. A chart's insets (what stands outside its panels) are measured for its box; charts that stand side by side
 * take the greatest of theirs, so that their plot areas align; then panels get what is left, in equal shares. Ticks depend on lengths and lengths on
 * tick labels: two rounds settle it. */
#include "layout.h"

#include "band_labels.h"
#include "guide_axis.h"

#include <math.h>

static const double LEAST_PANEL = 12; /* points: less is no picture */
static const double VIEW_GAP = 12;    /* between charts */
static const double STRIP_GAP = 4.5;  /* the least between a panel and the title above it */
static const double CAPTION_GAP = 5;  /* above the caption: it tells of all */
static const double TAG_GAP = 6;      /* between a tag and what stands beside it */
/* Of the width: wider legends beside are broken into lines, or take the second share when they would be too high. */
static const double SIDE_LEGEND_MOST = 0.4, SIDE_LEGEND_EVER = 0.65;

double layout_line(const Plot *plot, double size)
{
    (void)plot;
    return size * 1.25;
}

double layout_lines(const Plot *plot, const Str *lines, size_t n, double size, bool is_bold)
{
    return (double)n * layout_line(plot, size) + label_extra(plot->text, lines, n, plot_style(plot, size, is_bold));
}

/* --- a chart ------------------------------------------------------------------------------------------------------ */

/* The greatest rooms of the panels of each row and column. */
typedef struct Tracks {
    double *left, *right, *top, *bottom;
} Tracks;

double layout_strip_gap(const Plot *plot)
{
    const IrTheme *theme = plot->figure->theme;
    return fmax(STRIP_GAP * plot_unit(plot), 0.22 * theme->title_size + 0.36 * theme->tick_size);
}

double layout_strip(const Plot *plot, Str title, double width)
{
    if (!title.n)
        return 0;
    TextStyle style = plot_style(plot, plot->figure->theme->title_size, false);
    size_t n;
    Str *lines = label_lines(plot->arena, plot->text, title, style, width, &n);
    return layout_lines(plot, lines, n, style.size, false) - layout_line(plot, style.size) + label_measure(plot->text, title, style).cap_height +
           layout_strip_gap(plot) + 1;
}

static Tracks measure_tracks(Plot *plot, PlotChart *chart, double width, double height)
{
    Arena *arena = plot->arena;
    Tracks t = {ARENA_ARRAY(arena, chart->n_columns, double), ARENA_ARRAY(arena, chart->n_columns, double), ARENA_ARRAY(arena, chart->n_rows, double),
                ARENA_ARRAY(arena, chart->n_rows, double)};
    axis_agree(plot, chart, width, height);
    for (size_t p = 0; p < chart->n_panels; p++) {
        PlotPanel *panel = &chart->panels[p];
        axis_fit_panel(plot, chart, panel, width, height);
        double top = panel->rooms[SIDE_TOP] + layout_strip(plot, panel->title, chart->strip_width);
        t.left[panel->column] = fmax(t.left[panel->column], panel->rooms[SIDE_LEFT]);
        t.right[panel->column] = fmax(t.right[panel->column], panel->rooms[SIDE_RIGHT]);
        t.top[panel->row] = fmax(t.top[panel->row], top);
        t.bottom[panel->row] = fmax(t.bottom[panel->row], panel->rooms[SIDE_BOTTOM]);
    }
    return t;
}

/* Tick labels at the ends of an axis reach beyond the panel: how far at one side of it, at the outer panels or at any. */
static double overhang(const PlotChart *chart, Side at, bool of_outer)
{
    static const Side ALONG[Side_COUNT_OF][2] = {[SIDE_LEFT] = {SIDE_BOTTOM, SIDE_TOP},
                                                 [SIDE_RIGHT] = {SIDE_BOTTOM, SIDE_TOP},
                                                 [SIDE_TOP] = {SIDE_LEFT, SIDE_RIGHT},
                                                 [SIDE_BOTTOM] = {SIDE_LEFT, SIDE_RIGHT}};
    double most = 0;
    for (size_t p = 0; p < chart->n_panels; p++) {
        const PlotPanel *panel = &chart->panels[p];
        bool is_outer = at == SIDE_LEFT    ? panel->column == 0
                        : at == SIDE_TOP   ? panel->row == 0
                        : at == SIDE_RIGHT ? panel->column + 1 == chart->n_columns || p + 1 == chart->n_panels
                                           : panel->row + 1 == chart->n_rows;
        for (int k = 0; k < 2 && (is_outer || !of_outer); k++)
            most = fmax(most, panel->overhangs[ALONG[at][k]][at == SIDE_RIGHT || at == SIDE_BOTTOM]);
    }
    return most;
}

/* Titles that stand once for all panels: what they take beside the outermost panels' own room. They stand behind labels at the ends of other axes,
 * where these may be beside them: between panels, or in a corner that a long word reaches into, by up to `beyond` at each end. */
static double shared_title_room(const Plot *plot, PlotChart *chart, const Tracks *tracks, Side side, double length, double beyond)
{
    bool is_beside = side == SIDE_LEFT || side == SIDE_RIGHT, has_gaps = (is_beside ? chart->n_rows : chart->n_columns) > 1;
    chart->title_offset[side] = INFINITY;
    for (size_t i = 0; i < chart->ir->axes.n; i++) {
        const IrAxis *axis = chart->ir->axes.at[i];
        if (axis->side != side || axis->draw != DRAW_OUTER || !chart->axis_titles[side].n)
            continue;
        double track = side == SIDE_LEFT    ? tracks->left[0]
                       : side == SIDE_RIGHT ? tracks->right[chart->n_columns - 1]
                       : side == SIDE_TOP   ? tracks->top[0]
                                            : tracks->bottom[chart->n_rows - 1];
        double reach = overhang(chart, side, true);
        if (reach > track && !has_gaps)
            beyond = 0;
        chart->title_offset[side] = has_gaps ? fmax(track, reach) : track;
        chart->title_beyond[side] = beyond;
        return chart->title_offset[side] - track + axis_title_room(plot, chart->axis_titles[side], length, beyond);
    }
    return 0;
}

/* Row titles stand upright beside the panels, broken into lines of the panels' height. */
static double row_title_room(const Plot *plot, const PlotChart *chart, double height)
{
    double most = 0;
    TextStyle style = plot_style(plot, plot->figure->theme->title_size, false);
    for (size_t i = 0; chart->row_titles && i < chart->n_rows; i++)
        if (chart->row_titles[i].n) {
            size_t n;
            Str *lines = label_lines(plot->arena, plot->text, chart->row_titles[i], style, height, &n);
            most = fmax(most, layout_lines(plot, lines, n, style.size, false) + 2);
        }
    return most;
}

static double column_title_room(const Plot *plot, const PlotChart *chart)
{
    double room = 0;
    for (size_t i = 0; chart->column_titles && i < chart->n_columns; i++)
        room = fmax(room, layout_strip(plot, chart->column_titles[i], chart->strip_width));
    return room;
}

static double sum_of(const double *values, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += values[i];
    return sum;
}

/* The spec gives the size of each panel: charts and the figure are as large as that makes them. */
static bool has_fixed_panels(const Plot *plot)
{
    return !isnan(plot->figure->panel_width);
}

/* The height that a legend beside the chart has in a box: from the top of the panels to the end of the box, as they stood in the round before. */
static double room_beside(const PlotChart *chart, Rect box)
{
    return box.height - fmax(chart->area.y - chart->box.y, 0);
}

static void measure_legend(Legend *legend, double width, double height)
{
    legend_measure(legend, legend->is_flat ? width : width * SIDE_LEGEND_MOST, height);
    if (!legend->is_flat && legend->height > height)
        legend_measure(legend, width * SIDE_LEGEND_EVER, height);
}

static Insets greatest(Insets a, Insets b)
{
    return (Insets){fmax(a.left, b.left), fmax(a.right, b.right), fmax(a.top, b.top), fmax(a.bottom, b.bottom)};
}

/* What stands around and between the panels of a chart, at some size of theirs. */
typedef struct Needs {
    Insets insets;
    Tracks tracks;
    double *gaps_x, *gaps_y; /* before each column and row but the first, beside the tracks */
} Needs;

/* Between neighbouring tracks: the theme's gap, or what the labels at the ends of axes reach into it: `low` before a panel, `high` behind one. They
 * meet those of the neighbour's same axis, or stand beside labels of its other one. */
static double *find_gaps(const Plot *plot, const double *behind, const double *before, size_t n, double low, double high, double air)
{
    double *gaps = ARENA_ARRAY(plot->arena, n, double);
    for (size_t i = 1; i < n; i++) {
        gaps[i] = fmax(plot->figure->theme->panel_gap, low + high + air - behind[i - 1] - before[i]);
        if (before[i] > 0)
            gaps[i] = fmax(gaps[i], high + air - behind[i - 1]);
        if (behind[i - 1] > 0)
            gaps[i] = fmax(gaps[i], low + air - before[i]);
    }
    return gaps;
}

/* Titles above panels may be wider than these, up to what is free at both sides. */
static double find_strip_width(const Plot *plot, const PlotChart *chart, const Needs *needs, double width)
{
    double tag = chart->title.n ? 0 : chart->tag_width;
    double left = needs->insets.left - tag, right = needs->insets.right;
    if (chart->n_rows > 1) { /* between panels a title of an axis stands beside them */
        left = fmin(left, chart->title_offset[SIDE_LEFT]);
        right = fmin(right, chart->title_offset[SIDE_RIGHT]);
    }
    double free = 2 * fmin(left, right);
    for (size_t i = 1; i < chart->n_columns; i++)
        free = fmin(free, needs->tracks.right[i - 1] + needs->gaps_x[i] + needs->tracks.left[i] - plot->figure->theme->title_size * 0.6);
    return width + free;
}

double layout_legend_indent(const PlotChart *chart)
{
    return chart->outside->ir->position == LEGEND_ABOVE && !chart->title.n ? chart->tag_width : 0;
}

double layout_legend_drop(const PlotChart *chart)
{
    return chart->outside->ir->position == LEGEND_LEFT && chart->tag.n ? chart->outside->plot->figure->theme->title_size + TAG_GAP : 0;
}

static Insets legend_insets(const PlotChart *chart)
{
    const Legend *legend = chart->outside;
    Insets in = {0};
    if (!legend)
        return in;
    double *side = legend->ir->position == LEGEND_ABOVE   ? &in.top
                   : legend->ir->position == LEGEND_BELOW ? &in.bottom
                   : legend->ir->position == LEGEND_LEFT  ? &in.left
                                                          : &in.right;
    *side = (legend->is_flat ? legend->height : legend->width) + LEGEND_GAP * plot_unit(legend->plot);
    return in;
}

static Needs measure_needs(Plot *plot, PlotChart *chart, const Needs *last, double width, double height)
{
    const IrTheme *theme = plot->figure->theme;
    size_t n_columns = chart->n_columns, n_rows = chart->n_rows;
    Needs needs = {.tracks = measure_tracks(plot, chart, fmax(width, 1), fmax(height, 1))};
    const Tracks *tracks = &needs.tracks;
    double whole_width = width * (double)n_columns, whole_height = height * (double)n_rows;
    double air = theme->tick_size * 0.35, top_reach = fmax(theme->tick_size * 0.5, overhang(chart, SIDE_TOP, true));
    double beyond_x = fmin(fmax(tracks->left[0], overhang(chart, SIDE_LEFT, true)),
                           fmax(tracks->right[n_columns - 1], overhang(chart, SIDE_RIGHT, true)));
    double beyond_y = chart->tag.n ? 0 : fmin(top_reach, fmax(tracks->bottom[n_rows - 1], overhang(chart, SIDE_BOTTOM, true)));
    Insets in = {0}, legend = legend_insets(chart);
    chart->row_title_room = row_title_room(plot, chart, height);
    chart->column_title_room = column_title_room(plot, chart);
    chart->title_width = whole_width - 2 * fmax(chart->tag_width - last->insets.left, 0); /* centred over the panels, the tag at the left */
    in.left = fmax(tracks->left[0] + shared_title_room(plot, chart, tracks, SIDE_LEFT, whole_height, beyond_y), overhang(chart, SIDE_LEFT, true)) +
              legend.left;
    in.right = fmax(tracks->right[n_columns - 1] + shared_title_room(plot, chart, tracks, SIDE_RIGHT, whole_height, beyond_y) + chart->row_title_room,
                    overhang(chart, SIDE_RIGHT, true)) +
               legend.right;
    in.bottom = fmax(tracks->bottom[n_rows - 1] + shared_title_room(plot, chart, tracks, SIDE_BOTTOM, whole_width, beyond_x),
                     overhang(chart, SIDE_BOTTOM, true));
    in.bottom += legend.bottom;
    in.top = tracks->top[0] + shared_title_room(plot, chart, tracks, SIDE_TOP, whole_width, chart->tag.n ? 0 : beyond_x) + chart->column_title_room;
    in.top += layout_strip(plot, chart->title, chart->title_width);
    in.top = fmax(in.top, top_reach) + legend.top;
    if (chart->tag.n)
        in.top = fmax(fmax(in.top, layout_line(plot, theme->title_size) + 2), theme->title_size + 1 + top_reach);
    needs.insets = in;
    needs.gaps_x = find_gaps(plot, tracks->right, tracks->left, n_columns, overhang(chart, SIDE_LEFT, false), overhang(chart, SIDE_RIGHT, false),
                             theme->tick_size * 0.55);
    needs.gaps_y = find_gaps(plot, tracks->bottom, tracks->top, n_rows, overhang(chart, SIDE_TOP, false), overhang(chart, SIDE_BOTTOM, false), air);
    return needs;
}

/* Whether some of `room` had to grow to hold `needed`. */
static bool grow(double *room, const double *needed, size_t n)
{
    bool has_grown = false;
    for (size_t i = 0; i < n; i++) {
        has_grown |= needed[i] > room[i] + 1e-9;
        room[i] = fmax(room[i], needed[i]);
    }
    return has_grown;
}

static bool grow_needs(const PlotChart *chart, Needs *room, const Needs *needed)
{
    bool has_grown = false;
    has_grown |= grow(&room->insets.left, &needed->insets.left, 1);
    has_grown |= grow(&room->insets.right, &needed->insets.right, 1);
    has_grown |= grow(&room->insets.top, &needed->insets.top, 1);
    has_grown |= grow(&room->insets.bottom, &needed->insets.bottom, 1);
    has_grown |= grow(room->tracks.left, needed->tracks.left, chart->n_columns);
    has_grown |= grow(room->tracks.right, needed->tracks.right, chart->n_columns);
    has_grown |= grow(room->tracks.top, needed->tracks.top, chart->n_rows);
    has_grown |= grow(room->tracks.bottom, needed->tracks.bottom, chart->n_rows);
    has_grown |= grow(room->gaps_x, needed->gaps_x, chart->n_columns);
    has_grown |= grow(room->gaps_y, needed->gaps_y, chart->n_rows);
    return has_grown;
}

/* Places of the tracks from `start`; returns where they end. */
static double place_tracks(double *at, double start, double size, const double *before, const double *behind, const double *gaps, size_t n)
{
    at[0] = start;
    for (size_t i = 1; i < n; i++)
        at[i] = at[i - 1] + size + behind[i - 1] + gaps[i] + before[i];
    return at[n - 1] + size;
}

/* The chart's panels in its box, with insets of at least `least`. Sets chart->insets, areas, scales' ends. The sizes of panels and what stands around
 * them depend on each other: after the first rounds room is only added, so that the last round finds no more need than there is room. */
static void layout_chart(Plot *plot, PlotChart *chart, Rect box, Insets least)
{
    enum { FREE_ROUNDS = 2, ROUNDS = 20 };
    size_t n_columns = chart->n_columns, n_rows = chart->n_rows;
    chart->tag_width = chart->tag.n ? label_measure(plot->text, chart->tag, plot_style(plot, plot->figure->theme->title_size, true)).width + TAG_GAP
                                    : 0;
    if (chart->outside)
        measure_legend(chart->outside, box.width - layout_legend_indent(chart), room_beside(chart, box));
    chart->box = box;
    const IrFigure *figure = plot->figure;
    bool is_fixed = has_fixed_panels(plot);
    double width = is_fixed ? figure->panel_width : box.width / (double)n_columns * 0.7;
    double height = is_fixed ? figure->panel_height : box.height / (double)n_rows * 0.65;
    double *x = ARENA_ARRAY(plot->arena, n_columns, double), *y = ARENA_ARRAY(plot->arena, n_rows, double);
    Needs room = {0};
    chart->strip_width = width;
    for (int round = 0;; round++) {
        double last_width = width, last_height = height, last_strip = chart->strip_width, last_left = room.insets.left;
        Needs needs = measure_needs(plot, chart, &room, width, height);
        chart->own = needs.insets;
        needs.insets = greatest(needs.insets, least);
        if (round <= FREE_ROUNDS)
            room = needs;
        else if (round == ROUNDS || !grow_needs(chart, &room, &needs))
            break;
        if (!is_fixed) {
            double used_x = place_tracks(x, 0, 0, room.tracks.left, room.tracks.right, room.gaps_x, n_columns);
            double used_y = place_tracks(y, 0, 0, room.tracks.top, room.tracks.bottom, room.gaps_y, n_rows);
            width = (box.width - room.insets.left - room.insets.right - used_x) / (double)n_columns;
            height = (box.height - room.insets.top - room.insets.bottom - used_y) / (double)n_rows;
        }
        chart->strip_width = find_strip_width(plot, chart, &room, width);
        if (width == last_width && height == last_height && chart->strip_width == last_strip && room.insets.left == last_left)
            break; /* another round would find the same */
    }
    chart->insets = room.insets;
    double right = place_tracks(x, box.x + chart->insets.left, width, room.tracks.left, room.tracks.right, room.gaps_x, n_columns);
    double bottom = place_tracks(y, box.y + chart->insets.top, height, room.tracks.top, room.tracks.bottom, room.gaps_y, n_rows);
    chart->area = (Rect){x[0], y[0], right - x[0], bottom - y[0]};
    for (size_t p = 0; p < chart->n_panels; p++) {
        PlotPanel *panel = &chart->panels[p];
        panel->area = (Rect){x[panel->column], y[panel->row], width, height};
        for (int side = 0; side < Side_COUNT_OF; side++) {
            PosScale *scale = &panel->scales[side];
            double start = side_is_x((Side)side) ? panel->area.x : panel->area.y;
            scale->from += start;
            scale->to += start;
        }
    }
}

/* --- arrangements ------------------------------------------------------------------------------------------------- */

static size_t count_charts(const IrView *view)
{
    size_t n = view->kind == VIEW_CHART;
    for (size_t i = 0; i < view->children.n; i++)
        n += count_charts(view->children.at[i]);
    return n;
}

static double *shares(Arena *arena, const IrNumbers *weights, size_t n, double whole)
{
    double *out = ARENA_ARRAY(arena, n, double), sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += weights->n == n ? weights->at[i] : 1;
    for (size_t i = 0; i < n; i++)
        out[i] = whole * (weights->n == n ? weights->at[i] : 1) / (sum > 0 ? sum : 1);
    return out;
}

static size_t columns_of(const IrView *view)
{
    return view->kind == VIEW_ROW ? view->children.n : view->kind == VIEW_COLUMN ? 1 : (size_t)view->columns;
}

/* What a view takes: known once it has been laid out with its insets. Panels have the size that the spec gives, or (in height) the figure's aspect,
 * or what bands need; charts of a row are as high together as the greatest of them, those of a column as wide. Sizes of tracks go to `widths` and
 * `heights`, where asked for. */
static Point wanted_size(const Plot *plot, const IrView *view, size_t first, double *widths, double *heights)
{
    if (view->kind == VIEW_BLANK)
        return (Point){0, 0};
    if (view->kind == VIEW_CHART) {
        const PlotChart *chart = plot->charts.at[first];
        const PlotPanel *panel = &chart->panels[0];
        double between = chart->area.height - panel->area.height * (double)chart->n_rows;
        double height = has_fixed_panels(plot) ? panel->area.height
                                               : fmax(fmax(panel->area.width, LEAST_PANEL) / plot->figure->aspect, band_labels_height(plot, chart));
        bool has_legend = chart->outside && (chart->outside->ir->position == LEGEND_LEFT || chart->outside->ir->position == LEGEND_RIGHT);
        double below = fmax(between + height * (double)chart->n_rows + chart->insets.bottom, has_legend ? chart->outside->height : 0);
        return (Point){chart->insets.left + chart->area.width + chart->insets.right, chart->insets.top + below};
    }
    size_t columns = columns_of(view), n = view->children.n, rows = (n + columns - 1) / columns;
    double *wide = ARENA_ARRAY(plot->arena, columns, double), *high = ARENA_ARRAY(plot->arena, rows, double);
    for (size_t i = 0; i < n; i++) {
        Point size = wanted_size(plot, view->children.at[i], first, NULL, NULL);
        first += count_charts(view->children.at[i]);
        wide[i % columns] = fmax(wide[i % columns], size.x);
        high[i / columns] = fmax(high[i / columns], size.y);
    }
    for (size_t i = 0; widths && i < columns; i++)
        widths[i] = wide[i];
    for (size_t i = 0; heights && i < rows; i++)
        heights[i] = high[i];
    return (Point){sum_of(wide, columns) + VIEW_GAP * plot_unit(plot) * (double)(columns - 1),
                   sum_of(high, rows) + VIEW_GAP * plot_unit(plot) * (double)(rows - 1)};
}

static bool exceeds(Insets in, double top, double bottom, double left, double right)
{
    return in.top > top + 1e-9 || in.bottom > bottom + 1e-9 || in.left > left + 1e-9 || in.right > right + 1e-9;
}

/* Whether some sizes differ from those before, which they replace. */
static bool renew(double *sizes, const double *wanted, size_t n)
{
    bool has_changed = false;
    for (size_t i = 0; i < n; i++) {
        has_changed |= fabs(sizes[i] - wanted[i]) > 1e-9;
        sizes[i] = wanted[i];
    }
    return has_changed;
}

/* Lays out the charts of a view in its box, with insets of at least `least` at its edges; notes its first empty cell. Returns what stands around the
 * panels at the edges: an arrangement among charts aligns its outer panels with theirs. */
static Insets layout_view(Plot *plot, const IrView *view, Rect box, size_t first, Insets least, PageLayout *page)
{
    if (view->kind == VIEW_BLANK && !page->has_blank) {
        page->blank = box;
        page->has_blank = true;
    }
    if (view->kind == VIEW_CHART)
        layout_chart(plot, plot->charts.at[first], box, least);
    if (view->kind == VIEW_CHART || view->kind == VIEW_BLANK)
        return view->kind == VIEW_CHART ? plot->charts.at[first]->insets : (Insets){0};
    enum { ROUNDS = 10 };
    Arena *arena = plot->arena;
    double gap = VIEW_GAP * plot_unit(plot);
    size_t n = view->children.n, columns = columns_of(view), rows = (n + columns - 1) / columns;
    double *widths = shares(arena, &view->widths, columns, box.width - gap * (double)(columns - 1));
    double *heights = shares(arena, &view->heights, rows, box.height - gap * (double)(rows - 1));
    double *wide = ARENA_ARRAY(arena, columns, double), *high = ARENA_ARRAY(arena, rows, double);
    Insets *of_row = ARENA_ARRAY(arena, rows, Insets), *of_column = ARENA_ARRAY(arena, columns, Insets);
    of_column[0].left = least.left;
    of_column[columns - 1].right = least.right;
    of_row[0].top = least.top;
    of_row[rows - 1].bottom = least.bottom;
    bool has_blank = page->has_blank, has_changed = true;
    for (int round = 0; round < ROUNDS && has_changed; round++) {
        page->has_blank = has_blank;
        has_changed = false;
        size_t chart = first;
        double y = box.y;
        for (size_t r = 0; r < rows; r++) {
            double x = box.x;
            for (size_t k = 0; k < columns && r * columns + k < n; k++) {
                const IrView *child = view->children.at[r * columns + k];
                Insets inner = {of_column[k].left, of_column[k].right, of_row[r].top, of_row[r].bottom};
                Insets in = layout_view(plot, child, (Rect){x, y, widths[k], heights[r]}, chart, inner, page);
                has_changed |= exceeds(in, of_row[r].top, of_row[r].bottom, of_column[k].left, of_column[k].right);
                of_row[r] = greatest(of_row[r], in);
                of_column[k] = greatest(of_column[k], in);
                chart += count_charts(child);
                x += widths[k] + gap;
            }
            y += heights[r] + gap;
        }
        if (has_fixed_panels(plot)) { /* sizes are known only now */
            wanted_size(plot, view, first, wide, high);
            has_changed |= renew(widths, wide, columns);
            has_changed |= renew(heights, high, rows);
        }
    }
    return (Insets){of_column[0].left, of_column[columns - 1].right, of_row[0].top, of_row[rows - 1].bottom};
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static double block_height(const Plot *plot, const Str *lines, size_t n, double size, bool is_bold)
{
    return n ? layout_lines(plot, lines, n, size, is_bold) + 2 : 0;
}

static Str *title_lines(Plot *plot, const Expr *expr, double size, bool is_bold, double width, size_t *n)
{
    Str text = plot_text(plot, expr, plot->figure->default_table);
    *n = 0;
    return text.n ? label_lines(plot->arena, plot->text, text, plot_style(plot, size, is_bold), width, n) : NULL;
}

static void place_view(Plot *plot, const Legend *legend, PageLayout *page)
{
    const IrTheme *theme = plot->figure->theme;
    double margin = plot_margin(plot), gap = LEGEND_GAP * plot_unit(plot);
    Rect view = {margin, margin, page->width - 2 * margin, page->height - 2 * margin};
    double above = block_height(plot, page->title, page->n_title, theme->title_size + 1, true) +
                   block_height(plot, page->subtitle, page->n_subtitle, theme->text_size, false);
    double below = page->n_caption ? block_height(plot, page->caption, page->n_caption, theme->tick_size, false) + CAPTION_GAP * plot_unit(plot) - 2
                                   : 0;
    LegendPosition position = legend ? legend->ir->position : LEGEND_NONE;
    above += position == LEGEND_ABOVE ? legend->height + gap : 0;
    below += position == LEGEND_BELOW ? legend->height + gap : 0;
    view.y += above;
    view.height -= above + below;
    if (position == LEGEND_LEFT)
        view.x += legend->width + gap;
    if (position == LEGEND_LEFT || position == LEGEND_RIGHT)
        view.width -= legend->width + gap;
    page->view = view;
}

static bool refuse(Plot *plot, bool is_narrow, const char *what, const char *hint)
{
    Diagnostic *error = report_add(plot->report, REPORT_E0731, ir_span(plot->figure, is_narrow ? IR_FIELD_Figure_width : IR_FIELD_Figure_height),
                                   "the figure is too %s: %s", is_narrow ? "narrow" : "low", what);
    report_hint(plot->report, error, "%s", hint);
    return false;
}

/* Whether a legend stands in its box. */
static bool legend_has_room(Plot *plot, const Legend *legend, Rect box)
{
    double slack = 0.01;
    if (legend->width > box.width + slack)
        return refuse(plot, true, "its legend is wider than it",
                      "make it wider, shorten the legend's texts, or name the series at their ends: position: direct");
    if (legend->height > box.height + slack)
        return refuse(plot, false, "its legend is higher than it", "make it higher, or give the legend more columns");
    return true;
}

static bool check_room(Plot *plot, const Legend *legend, const PageLayout *page)
{
    double margin = plot_margin(plot);
    bool is_beside = legend && (legend->ir->position == LEGEND_LEFT || legend->ir->position == LEGEND_RIGHT);
    if (legend && !legend_has_room(plot, legend, (Rect){0, 0, page->width - 2 * margin, is_beside ? page->view.height : page->height - 2 * margin}))
        return false;
    for (size_t i = 0; i < plot->charts.n; i++) {
        const PlotChart *chart = plot->charts.at[i];
        Rect area = chart->panels[0].area;
        if (area.width < LEAST_PANEL)
            return refuse(plot, true, "with titles and labels set, its panels have no room left",
                          "make it wider, put fewer panels into a row, or shorten labels");
        if (area.height < LEAST_PANEL)
            return refuse(plot, false, "with titles and labels set, its panels have no room left", "make it higher, or take titles out");
        Rect box = chart->box;
        box.width -= chart->outside ? layout_legend_indent(chart) : 0;
        box.height -= chart->outside ? layout_legend_drop(chart) : 0;
        if (chart->outside && !legend_has_room(plot, chart->outside, box))
            return false;
    }
    return true;
}

/* The lines of the titles, and the size of the legend, in a page of its width. */
static void measure_blocks(Plot *plot, Legend *legend, PageLayout *page)
{
    const IrFigure *figure = plot->figure;
    const IrTheme *theme = figure->theme;
    double inner = page->width - 2 * plot_margin(plot);
    page->title = title_lines(plot, figure->title, theme->title_size + 1, true, inner, &page->n_title);
    page->subtitle = title_lines(plot, figure->subtitle, theme->text_size, false, inner, &page->n_subtitle);
    page->caption = title_lines(plot, figure->caption, theme->tick_size, false, inner, &page->n_caption);
    if (legend)
        measure_legend(legend, inner, page->view.height > 0 ? room_beside(plot->charts.at[0], page->view) : page->height);
}

bool layout_page(Plot *plot, Legend *legend, PageLayout *page)
{
    enum { ROUNDS = 10, FREE_ROUNDS = 4 };
    const IrFigure *figure = plot->figure;
    bool is_open = isnan(figure->height), is_wide_open = isnan(figure->width);
    page->width = is_wide_open ? figure->panel_width * 2 : figure->width;
    page->height = is_open ? page->width / figure->aspect : figure->height;
    for (int round = 0;; round++) {
        measure_blocks(plot, legend, page);
        place_view(plot, legend, page);
        page->has_blank = false;
        layout_view(plot, figure->view, page->view, 0, (Insets){0}, page);
        if (!is_open || round == ROUNDS)
            break;
        Point wanted = wanted_size(plot, figure->view, 0, NULL, NULL);
        if (legend && (legend->ir->position == LEGEND_LEFT || legend->ir->position == LEGEND_RIGHT))
            wanted.y = fmax(wanted.y, plot->charts.at[0]->area.y - page->view.y + legend->height);
        Point more = {is_wide_open ? wanted.x - page->view.width : 0, wanted.y - page->view.height};
        if (fabs(more.x) < 1e-6 && fabs(more.y) < 1e-6)
            break;
        if (round >= FREE_ROUNDS) /* what has not settled only grows */
            more = (Point){fmax(more.x, 0), fmax(more.y, 0)};
        page->height += more.y;
        page->width += more.x;
    }
    return check_room(plot, legend, page);
}
