/* layout: from the measured texts inwards. A chart's insets (what stands outside its panels) are measured for its box; charts that stand side by side take
 * the greatest of theirs, so that their plot areas align; then panels get what is left, in equal shares. Ticks depend on lengths and lengths on tick labels:
 * two rounds settle it. */
#include "layout.h"

#include "guide_axis.h"

#include <math.h>

static const double LEAST_PANEL = 12; /* points: less is no picture */
static const double VIEW_GAP = 12;    /* between charts */

double layout_line(const Plot *plot, double size)
{
    (void)plot;
    return size * 1.25;
}

/* --- a chart ------------------------------------------------------------------------------------------------------ */

/* The greatest rooms of the panels of each row and column. */
typedef struct Tracks {
    double *left, *right, *top, *bottom;
} Tracks;

double layout_strip(const Plot *plot, Str title, double width)
{
    if (!title.n)
        return 0;
    TextStyle style = plot_style(plot, plot->figure->theme->title_size, false);
    size_t n;
    label_lines(plot->arena, plot->text, title, style, width, &n);
    return (double)(n - 1) * layout_line(plot, style.size) + label_measure(plot->text, title, style).cap_height + STRIP_GAP + 1;
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
        double top = panel->rooms[SIDE_TOP] + layout_strip(plot, panel->title, width + panel->rooms[SIDE_LEFT]);
        t.left[panel->column] = fmax(t.left[panel->column], panel->rooms[SIDE_LEFT]);
        t.right[panel->column] = fmax(t.right[panel->column], panel->rooms[SIDE_RIGHT]);
        t.top[panel->row] = fmax(t.top[panel->row], top);
        t.bottom[panel->row] = fmax(t.bottom[panel->row], panel->rooms[SIDE_BOTTOM]);
    }
    return t;
}

/* Titles that stand once for all panels. */
static double shared_title_room(const Plot *plot, const PlotChart *chart, Side side, double length)
{
    for (size_t i = 0; i < chart->ir->axes.n; i++) {
        const IrAxis *axis = chart->ir->axes.at[i];
        if (axis->side == side && axis->draw == DRAW_OUTER)
            return axis_title_room(plot, chart->axis_titles[side], length);
    }
    return 0;
}

/* Tick labels at the ends of a horizontal axis reach beyond the panel. */
static double overhang(const Plot *plot, const PlotChart *chart, bool at_right, bool of_outer)
{
    double most = 0;
    for (size_t p = 0; p < chart->n_panels; p++) {
        const PlotPanel *panel = &chart->panels[p];
        bool is_outer = at_right ? panel->column + 1 == chart->n_columns || p + 1 == chart->n_panels : panel->column == 0;
        if (of_outer && !is_outer)
            continue;
        most = fmax(most, fmax(axis_label_overhang(plot, panel, SIDE_BOTTOM, at_right), axis_label_overhang(plot, panel, SIDE_TOP, at_right)));
    }
    return most;
}

/* Row titles stand upright beside the panels, broken into lines of the panels' height. */
static double row_title_room(const Plot *plot, const PlotChart *chart, double height)
{
    size_t most = 0, n;
    TextStyle style = plot_style(plot, plot->figure->theme->title_size, false);
    for (size_t i = 0; chart->row_titles && i < chart->n_rows; i++)
        if (chart->row_titles[i].n) {
            label_lines(plot->arena, plot->text, chart->row_titles[i], style, height, &n);
            most = n > most ? n : most;
        }
    return most ? (double)most * layout_line(plot, style.size) + 2 : 0;
}

static double column_title_room(const Plot *plot, const PlotChart *chart, double width)
{
    double room = 0;
    for (size_t i = 0; chart->column_titles && i < chart->n_columns; i++)
        room = fmax(room, layout_strip(plot, chart->column_titles[i], width));
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

/* The chart's panels in its box, with insets of at least `least`. Sets chart->insets, areas, scales' ends. */
static void layout_chart(Plot *plot, PlotChart *chart, Rect box, Insets least)
{
    const IrTheme *theme = plot->figure->theme;
    size_t n_columns = chart->n_columns, n_rows = chart->n_rows;
    LegendPosition beside = chart->outside ? chart->outside->ir->position : LEGEND_NONE;
    if (chart->outside)
        legend_measure(chart->outside, chart->outside->is_flat ? box.width : box.width / 2);
    chart->box = box;
    const IrFigure *figure = plot->figure;
    bool is_fixed = has_fixed_panels(plot);
    double width = is_fixed ? figure->panel_width : box.width / (double)n_columns * 0.7;
    double height = is_fixed ? figure->panel_height : box.height / (double)n_rows * 0.65;
    double between_x = 0, between_y = 0;
    Tracks tracks = {0};
    double gap_x = theme->panel_gap, gap_y = theme->panel_gap;
    for (int round = 0; round < 3; round++) {
        tracks = measure_tracks(plot, chart, fmax(width, 1), fmax(height, 1));
        double whole_width = width * (double)n_columns, whole_height = height * (double)n_rows;
        Insets in = {0};
        in.left = fmax(tracks.left[0] + shared_title_room(plot, chart, SIDE_LEFT, whole_height), overhang(plot, chart, false, true));
        in.right = fmax(tracks.right[n_columns - 1] + shared_title_room(plot, chart, SIDE_RIGHT, whole_height) + row_title_room(plot, chart, height),
                        overhang(plot, chart, true, true));
        in.bottom = tracks.bottom[n_rows - 1] + shared_title_room(plot, chart, SIDE_BOTTOM, whole_width);
        in.top = tracks.top[0] + shared_title_room(plot, chart, SIDE_TOP, whole_width) + column_title_room(plot, chart, width);
        in.top += layout_strip(plot, chart->title, whole_width);
        /* half a tick label stands above the topmost tick */
        in.top = fmax(in.top, theme->tick_size * 0.5);
        in.top += beside == LEGEND_ABOVE ? chart->outside->height + LEGEND_GAP : 0;
        in.bottom += beside == LEGEND_BELOW ? chart->outside->height + LEGEND_GAP : 0;
        in.left += beside == LEGEND_LEFT ? chart->outside->width + LEGEND_GAP : 0;
        in.right += beside == LEGEND_RIGHT ? chart->outside->width + LEGEND_GAP : 0;
        if (chart->tag.n)
            in.top = fmax(in.top, layout_line(plot, theme->title_size) + 2);
        chart->insets = (Insets){fmax(in.left, least.left), fmax(in.right, least.right), fmax(in.top, least.top), fmax(in.bottom, least.bottom)};
        gap_x = theme->panel_gap;
        double reach = overhang(plot, chart, false, false) + overhang(plot, chart, true, false) + 4;
        for (size_t i = 1; i < n_columns; i++) /* the last label of one panel and the first of the next */
            gap_x = fmax(gap_x, reach - tracks.right[i - 1] - tracks.left[i]);
        between_x = (double)(n_columns - 1) * gap_x + sum_of(tracks.left + 1, n_columns - 1) + sum_of(tracks.right, n_columns - 1);
        between_y = (double)(n_rows - 1) * gap_y + sum_of(tracks.top + 1, n_rows - 1) + sum_of(tracks.bottom, n_rows - 1);
        if (is_fixed)
            continue;
        width = (box.width - chart->insets.left - chart->insets.right - between_x) / (double)n_columns;
        height = (box.height - chart->insets.top - chart->insets.bottom - between_y) / (double)n_rows;
    }
    chart->area = (Rect){box.x + chart->insets.left, box.y + chart->insets.top, width * (double)n_columns + between_x, height * (double)n_rows + between_y};
    double *x = ARENA_ARRAY(plot->arena, n_columns, double), *y = ARENA_ARRAY(plot->arena, n_rows, double);
    x[0] = chart->area.x;
    y[0] = chart->area.y;
    for (size_t i = 1; i < n_columns; i++)
        x[i] = x[i - 1] + width + tracks.right[i - 1] + gap_x + tracks.left[i];
    for (size_t i = 1; i < n_rows; i++)
        y[i] = y[i - 1] + height + tracks.bottom[i - 1] + gap_y + tracks.top[i];
    axis_agree(plot, chart, fmax(width, 1), fmax(height, 1));
    for (size_t p = 0; p < chart->n_panels; p++) {
        PlotPanel *panel = &chart->panels[p];
        panel->area = (Rect){x[panel->column], y[panel->row], width, height};
        if (width < 1 || height < 1)
            continue;
        axis_fit_panel(plot, chart, panel, width, height);
        for (int side = 0; side < Side_COUNT_OF; side++) {
            PosScale *scale = &panel->scales[side];
            bool is_x = side == SIDE_BOTTOM || side == SIDE_TOP;
            scale->from += is_x ? panel->area.x : panel->area.y;
            scale->to += is_x ? panel->area.x : panel->area.y;
        }
    }
}

/* --- arrangements ------------------------------------------------------------------------------------------------- */

typedef struct Cursor {
    size_t next; /* chart */
} Cursor;

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

static Insets greatest(Insets a, Insets b)
{
    return (Insets){fmax(a.left, b.left), fmax(a.right, b.right), fmax(a.top, b.top), fmax(a.bottom, b.bottom)};
}

static size_t columns_of(const IrView *view)
{
    return view->kind == VIEW_ROW ? view->children.n : view->kind == VIEW_COLUMN ? 1 : (size_t)view->columns;
}

/* What a view takes: known once it has been laid out with its insets. Panels have the size that the spec gives, or (in height) the figure's aspect;
 * charts of a row are as high together as the greatest of them, those of a column as wide. Sizes of tracks go to `widths` and `heights`, where asked for. */
static Point wanted_size(const Plot *plot, const IrView *view, size_t first, double *widths, double *heights)
{
    if (view->kind == VIEW_BLANK)
        return (Point){0, 0};
    if (view->kind == VIEW_CHART) {
        const PlotChart *chart = plot->charts.at[first];
        const PlotPanel *panel = &chart->panels[0];
        double between = chart->area.height - panel->area.height * (double)chart->n_rows;
        double height = has_fixed_panels(plot) ? panel->area.height : fmax(panel->area.width, LEAST_PANEL) / plot->figure->aspect;
        return (Point){chart->insets.left + chart->area.width + chart->insets.right,
                       chart->insets.top + between + height * (double)chart->n_rows + chart->insets.bottom};
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
    return (Point){sum_of(wide, columns) + VIEW_GAP * (double)(columns - 1), sum_of(high, rows) + VIEW_GAP * (double)(rows - 1)};
}

/* Lays out the charts of a view in its box; notes its first empty cell. */
static void layout_view(Plot *plot, const IrView *view, Rect box, size_t first, Insets least, PageLayout *page)
{
    if (view->kind == VIEW_BLANK && !page->has_blank) {
        page->blank = box;
        page->has_blank = true;
    }
    if (view->kind == VIEW_CHART)
        layout_chart(plot, plot->charts.at[first], box, least);
    if (view->kind == VIEW_CHART || view->kind == VIEW_BLANK)
        return;
    size_t n = view->children.n, columns = columns_of(view), rows = (n + columns - 1) / columns;
    double *widths = shares(plot->arena, &view->widths, columns, box.width - VIEW_GAP * (double)(columns - 1));
    double *heights = shares(plot->arena, &view->heights, rows, box.height - VIEW_GAP * (double)(rows - 1));
    Insets *row_least = ARENA_ARRAY(plot->arena, rows, Insets), *column_least = ARENA_ARRAY(plot->arena, columns, Insets);
    for (int round = 0; round < (has_fixed_panels(plot) ? 3 : 2); round++) {
        page->has_blank = false;
        if (round && has_fixed_panels(plot))
            wanted_size(plot, view, first, widths, heights);
        size_t chart = first;
        double y = box.y;
        for (size_t r = 0; r < rows; r++) {
            double x = box.x;
            for (size_t k = 0; k < columns && r * columns + k < n; k++) {
                const IrView *child = view->children.at[r * columns + k];
                Insets inner = {column_least[k].left, column_least[k].right, row_least[r].top, row_least[r].bottom};
                layout_view(plot, child, (Rect){x, y, widths[k], heights[r]}, chart, round ? inner : (Insets){0}, page);
                if (child->kind == VIEW_CHART) {
                    row_least[r] = greatest(row_least[r], plot->charts.at[chart]->insets);
                    column_least[k] = greatest(column_least[k], plot->charts.at[chart]->insets);
                }
                chart += count_charts(child);
                x += widths[k] + VIEW_GAP;
            }
            y += heights[r] + VIEW_GAP;
        }
    }
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static double block_height(const Plot *plot, size_t n, double size)
{
    return n ? (double)n * layout_line(plot, size) + 2 : 0;
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
    double margin = theme->margin, gap = LEGEND_GAP;
    Rect view = {margin, margin, page->width - 2 * margin, page->height - 2 * margin};
    double above = block_height(plot, page->n_title, theme->title_size + 1) + block_height(plot, page->n_subtitle, theme->text_size);
    double below = page->n_caption ? block_height(plot, page->n_caption, theme->text_size) + 3 : 0;
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

static bool check_room(Plot *plot)
{
    for (size_t i = 0; i < plot->charts.n; i++) {
        Rect area = plot->charts.at[i]->panels[0].area;
        if (area.width >= LEAST_PANEL && area.height >= LEAST_PANEL)
            continue;
        bool is_narrow = area.width < LEAST_PANEL;
        Diagnostic *error = report_add(plot->report, REPORT_E0731, ir_span(plot->figure, is_narrow ? IR_FIELD_Figure_width : IR_FIELD_Figure_height),
                                       "the figure is too %s: with titles and labels set, its panels have no room left", is_narrow ? "narrow" : "low");
        report_hint(plot->report, error, is_narrow ? "make it wider, put fewer panels into a row, or shorten labels" : "make it higher, or take titles out");
        return false;
    }
    return true;
}

/* The lines of the titles, and the size of the legend, in a page of its width. */
static void measure_blocks(Plot *plot, Legend *legend, PageLayout *page)
{
    const IrFigure *figure = plot->figure;
    const IrTheme *theme = figure->theme;
    double inner = page->width - 2 * theme->margin;
    page->title = title_lines(plot, figure->title, theme->title_size + 1, true, inner, &page->n_title);
    page->subtitle = title_lines(plot, figure->subtitle, theme->text_size, false, inner, &page->n_subtitle);
    page->caption = title_lines(plot, figure->caption, theme->text_size, false, inner, &page->n_caption);
    if (legend)
        legend_measure(legend, legend->is_flat ? inner : inner / 2);
}

bool layout_page(Plot *plot, Legend *legend, PageLayout *page)
{
    enum { ROUNDS = 3 };
    const IrFigure *figure = plot->figure;
    bool is_open = isnan(figure->height), is_wide_open = isnan(figure->width);
    page->width = is_wide_open ? figure->panel_width * 2 : figure->width;
    page->height = is_open ? page->width / figure->aspect : figure->height;
    for (int round = 0; round <= (is_open ? ROUNDS : 0); round++) {
        measure_blocks(plot, legend, page);
        place_view(plot, legend, page);
        page->has_blank = false;
        layout_view(plot, figure->view, page->view, 0, (Insets){0}, page);
        if (!is_open || round == ROUNDS)
            break;
        Point wanted = wanted_size(plot, figure->view, 0, NULL, NULL);
        page->height = fmin(page->height + wanted.y - page->view.height, 14400);
        if (is_wide_open)
            page->width = fmin(page->width + wanted.x - page->view.width, 14400);
    }
    return check_room(plot);
}
