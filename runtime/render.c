/* render: the runtime's conductor: data, claims, scales, layout, drawing; see render.h. */
#include "render.h"

#include "axis_check.h"
#include "guide_axis.h"
#include "hexbin.h"
#include "legend_page.h"
#include "limit.h"
#include "text_settle.h"
#include "lint.h"
#include "math_plain.h"

#include <math.h>

enum { LARGE_CELL = 8 }; /* points */

/* --- marks -------------------------------------------------------------------------------------------------------- */

/* What of a layer lies beyond the panel's domains: rows by their values, and whether anything at all does (a bar's start too); whether all of it
 * stands on one side of a domain, so that nothing is seen, and then from where to where. */
typedef struct Beyond {
    size_t n_rows;
    Value first;
    bool has_any, is_apart;
    Value least, greatest;
} Beyond;

static bool is_beyond(const PosScale *scale, double value)
{
    double edge = 1e-9 * fabs(scale->hi - scale->lo);
    return value < scale->lo - edge || value > scale->hi + edge; /* false for NaN */
}

/* All values of the column, whatever its rows are about. */
static bool is_inside(Arena *arena, const PosScale *scale, const Column *column)
{
    if (!column->n)
        return true;
    ColumnSummary summary = column_summary(arena, column);
    return !is_beyond(scale, summary.lo) && !is_beyond(scale, summary.hi);
}

static void count_beyond(Arena *arena, const PlotPanel *panel, const Frame *frame, ChannelId id, Beyond *out)
{
    const FrameChannel *channel = &frame->channels[id];
    Side side = id == CHANNEL_X ? frame->layer->x_side : frame->layer->y_side;
    const PosScale *scale = &panel->scales[side];
    if (!channel->channel || channel->channel->unit != POSITION_DATA || !panel->axes[side] || scale->type == AXIS_BAND)
        return;
    bool is_length = frame->end && frame->layer->mark != MARK_VIOLIN && (frame->layer->orientation == VERTICAL) == (id == CHANNEL_Y);
    const Column *columns[] = {&channel->value, &channel->lo, &channel->hi};
    if (!is_length && is_inside(arena, scale, columns[0]) && is_inside(arena, scale, columns[1]) && is_inside(arena, scale, columns[2]))
        return;
    double least = INFINITY, greatest = -INFINITY;
    for (size_t i = 0; i < frame->n; i++) {
        size_t row = channel->is_constant ? 0 : i;
        bool is_out = is_length && is_beyond(scale, frame->end[i]);
        if (!frame_in_cell(frame, i, panel->cell_row, panel->cell_column))
            continue;
        for (size_t k = 0; k < 3 && !is_length; k++)
            is_out |= columns[k]->n && is_beyond(scale, columns[k]->numbers[row]);
        for (size_t k = 0; k < 3; k++) {
            double value = is_length ? (k ? frame->end[i] : frame->base[i]) : columns[k]->n ? columns[k]->numbers[row] : NAN;
            least = value < least ? value : least;
            greatest = value > greatest ? value : greatest;
        }
        out->has_any |= is_out || (is_length && is_beyond(scale, frame->base[i]));
        if (is_out && out->n_rows++ == 0)
            out->first = column_value(channel->value.n ? &channel->value : &channel->hi, row);
    }
    bool is_apart = least <= greatest && out->n_rows && (least > scale->hi || greatest < scale->lo);
    if (!is_apart)
        return;
    ValueType type = channel->value.n ? channel->value.type : channel->hi.type;
    out->is_apart = true;
    out->least = (Value){.type = type, .number = least};
    out->greatest = (Value){.type = type, .number = greatest};
}

static Beyond find_beyond(Arena *arena, const PlotPanel *panel, const Frame *frame)
{
    Beyond beyond = {.first = {.is_missing = true}};
    count_beyond(arena, panel, frame, CHANNEL_X, &beyond);
    count_beyond(arena, panel, frame, CHANNEL_Y, &beyond);
    return beyond;
}

static void draw_layers(Plot *plot, const Legends *legends, Scene *scene, PlotChart *chart, const PlotPanel *panel)
{
    SideLabels labels = {0};
    size_t from = scene->items.n;
    for (size_t f = 0; f < chart->n_frames; f++) {
        const Frame *frame = &chart->frames[f];
        const IrLayer *layer = frame->layer;
        if (!plot_frame_in_panel(chart, f, panel))
            continue;
        MarkContext context = plot_context(plot, panel, frame);
        context.scene = scene;
        context.labels = &labels;
        context.texts = &plot->texts;
        plot->report->at = layer->node.span;
        DrawnLayer drawn = {chart, panel, frame, scene->items.n, 0};
        scene_group(scene, ROLE_LAYER, layer_name(layer));
        /* marks at the very end of a domain stand whole, but for hexagons larger than markers: only what goes beyond is cut */
        bool is_cut = frame_drawn(frame)->cell_size > LARGE_CELL || find_beyond(plot->arena, panel, frame).has_any;
        if (is_cut)
            scene_clip(scene, panel->area);
        mark_type(layer->mark)->draw(&context, frame_drawn(frame));
        if (is_cut)
            scene_end(scene);
        scene_end(scene);
        drawn.to = scene->items.n;
        if (!limit_keeps(plot->report, LIMIT_MARKS, layer->node.span, (double)scene->items.n, "with this layer the figure has %zu marks",
                         scene->items.n))
            return;
        VEC_PUSH(plot->arena, &plot->drawn, drawn);
    }
    Rect legend;
    bool has_legend = labels.n && legends_fixed_place(legends, chart, panel, &legend);
    labels_place(plot->arena, scene, plot->text, &labels, panel->area, from, has_legend ? &legend : NULL);
    for (size_t i = 0; i < labels.n; i++)
        if (labels.at[i].to > labels.at[i].from)
            VEC_PUSH(plot->arena, &plot->texts, (MarkText){labels.at[i].layer, labels.at[i].from, labels.at[i].to, true});
}

/* One warning a layer, over all its panels. */
static void warn_layers(Plot *plot, const PlotChart *chart)
{
    for (size_t f = 0; f < chart->n_frames; f++) {
        const Frame *frame = &chart->frames[f];
        size_t n = 0;
        Value first = {.is_missing = true};
        bool is_seen = false;
        Beyond apart = {0};
        for (size_t p = 0; p < chart->n_panels; p++) {
            if (!plot_frame_in_panel(chart, f, &chart->panels[p]))
                continue;
            Beyond beyond = find_beyond(plot->arena, &chart->panels[p], frame);
            first = n == 0 && beyond.n_rows ? beyond.first : first;
            n += beyond.n_rows;
            is_seen |= !beyond.is_apart;
            if (beyond.is_apart)
                apart = beyond;
        }
        bool is_unseen = !is_seen && apart.is_apart;
        if (!n || (frame->layer->clip && !is_unseen))
            continue;
        ReportAllow allow;
        IR_ENTER(plot->report, &allow, Layer, frame->layer);
        if (is_unseen) {
            Diagnostic *warning = report_add(plot->report, REPORT_W0728, frame->layer->node.span, "nothing of this layer lies in its domain");
            report_hint(plot->report, warning, "its values are in %.*s..%.*s", STR_FMT(value_str(plot->arena, apart.least)),
                        STR_FMT(value_str(plot->arena, apart.greatest)));
            report_leave(plot->report);
            continue;
        }
        Diagnostic *warning = report_add(plot->report, REPORT_W0728, frame->layer->node.span,
                                         "%zu value%s of this layer %s beyond its domain, the first is %.*s", n, n == 1 ? "" : "s",
                                         n == 1 ? "lies" : "lie", STR_FMT(value_str(plot->arena, first)));
        report_hint(plot->report, warning, "widen the domain, or say that it is meant: clip: true");
        report_leave(plot->report);
    }
}

/* The first value of a channel that is no category of its band, where nothing could be drawn; false when there is none. */
static bool find_stray(const PlotPanel *panel, const Frame *frame, ChannelId id, Value *stray)
{
    const FrameChannel *channel = &frame->channels[id];
    Side side = id == CHANNEL_X ? frame->layer->x_side : frame->layer->y_side;
    const PosScale *scale = &panel->scales[side];
    if (!channel->channel || channel->channel->unit != POSITION_DATA || !panel->axes[side] || scale->type != AXIS_BAND)
        return false;
    const Column *columns[] = {&channel->value, &channel->lo, &channel->hi};
    size_t n = channel->is_constant ? 1 : frame->n;
    double start, width;
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < n && columns[k]->n; i++) {
            *stray = column_value(columns[k], i);
            bool is_here = channel->is_constant || frame_in_cell(frame, i, panel->cell_row, panel->cell_column);
            if (is_here && !stray->is_missing && !scale_band(scale, *stray, &start, &width))
                return true;
        }
    return false;
}

static void check_categories(Plot *plot, const PlotChart *chart)
{
    for (size_t f = 0; f < chart->n_frames; f++)
        for (size_t p = 0; p < chart->n_panels; p++) {
            const PlotPanel *panel = &chart->panels[p];
            for (ChannelId id = CHANNEL_X; plot_frame_in_panel(chart, f, panel) && id <= CHANNEL_Y; id++) {
                const Frame *frame = &chart->frames[f];
                Value stray;
                if (!find_stray(panel, frame, id, &stray))
                    continue;
                const IrAxis *axis = panel->axes[id == CHANNEL_X ? frame->layer->x_side : frame->layer->y_side];
                Diagnostic *error = report_add(plot->report, REPORT_E0729, frame->channels[id].channel->node.span,
                                               "%.*s is no category of the %s axis, which is a band", STR_FMT(value_str(plot->arena, stray)),
                                               IR_WORD_TEXT(Side, axis->side));
                if (stray.type == TYPE_NUMBER || stray.type == TYPE_TIME)
                    report_hint(plot->report, error, "make it an axis of numbers: axis %s { type: %s }", id == CHANNEL_X ? "x" : "y",
                                stray.type == TYPE_NUMBER ? "linear" : "time");
            }
        }
}

/* --- titles ------------------------------------------------------------------------------------------------------- */

static void draw_lines(Plot *plot, Scene *scene, const char *what, const Str *lines, size_t n, double size, bool is_bold, Point at, TextAnchor anchor)
{
    TextStyle style = plot_style(plot, size, is_bold);
    if (!n)
        return;
    scene_group(scene, ROLE_TITLE, str_from(what));
    for (size_t i = 0; i < n; i++) {
        TextSize measured = label_measure(plot->text, lines[i], style);
        double baseline = at.y + layout_lines(plot, lines, i, size, is_bold) + measured.rise + measured.cap_height;
        if (lines[i].n)
            label_draw(scene, plot->text, lines[i], style, (Point){at.x, baseline}, anchor, 0, plot->figure->theme->text_color);
    }
    scene_end(scene);
}

/* A strip title above a panel (or column of panels): its last line stands just above what is there. */
static void draw_strip(Plot *plot, Scene *scene, const char *what, Str title, double centre, double bottom, double width)
{
    if (!title.n)
        return;
    double size = plot->figure->theme->title_size;
    size_t n;
    Str *lines = label_lines(plot->arena, plot->text, title, plot_style(plot, size, false), width, &n);
    double height = layout_lines(plot, lines, n, size, false) - layout_line(plot, size) +
                    label_measure(plot->text, title, plot_style(plot, size, false)).cap_height;
    draw_lines(plot, scene, what, lines, n, size, false, (Point){centre, bottom - height - layout_strip_gap(plot)}, ANCHOR_MIDDLE);
}

/* Beside the last panel of a row, read from top to bottom. */
static void draw_row_title(Plot *plot, Scene *scene, Str title, const PlotPanel *panel)
{
    TextStyle style = plot_style(plot, plot->figure->theme->title_size, false);
    TextSize size = label_measure(plot->text, title, style);
    Rect a = panel->area;
    size_t n = 0;
    Str *lines = title.n ? label_lines(plot->arena, plot->text, title, style, a.height, &n) : NULL;
    if (!n)
        return;
    scene_group(scene, ROLE_TITLE, STR("row"));
    for (size_t i = 0; i < n; i++) {
        double below = layout_lines(plot, lines + i + 1, n - 1 - i, style.size, false),
               x = a.x + a.width + panel->rooms[SIDE_RIGHT] + 3 + size.descent + below;
        x += label_measure(plot->text, lines[i], style).drop;
        label_draw(scene, plot->text, lines[i], style, (Point){x, a.y + a.height / 2}, ANCHOR_MIDDLE, -90, plot->figure->theme->text_color);
    }
    scene_end(scene);
}

static void draw_facet_titles(Plot *plot, Scene *scene, const PlotChart *chart)
{
    for (size_t p = 0; p < chart->n_panels; p++) {
        const PlotPanel *panel = &chart->panels[p];
        Rect a = panel->area;
        if (chart->column_titles && panel->row == 0)
            draw_strip(plot, scene, "column", chart->column_titles[panel->column], a.x + a.width / 2, a.y - panel->rooms[SIDE_TOP],
                       chart->strip_width);
        bool is_last = panel->column + 1 == chart->n_columns;
        if (chart->row_titles && is_last)
            draw_row_title(plot, scene, chart->row_titles[panel->row], panel);
    }
}

/* --- charts ------------------------------------------------------------------------------------------------------- */

/* Axis titles that stand once, centred on all panels. */
static void draw_shared_titles(Plot *plot, Scene *scene, const PlotChart *chart)
{
    for (size_t i = 0; i < chart->ir->axes.n; i++) {
        const IrAxis *axis = chart->ir->axes.at[i];
        if (axis->draw != DRAW_OUTER)
            continue;
        /* behind the outermost labels of that side */
        double offset = chart->title_offset[axis->side];
        for (size_t p = 0; p < chart->n_panels; p++) {
            const PlotPanel *panel = &chart->panels[p];
            Rect a = panel->area, all = chart->area;
            double beyond = axis->side == SIDE_LEFT    ? all.x - (a.x - panel->rooms[SIDE_LEFT])
                            : axis->side == SIDE_RIGHT ? a.x + a.width + panel->rooms[SIDE_RIGHT] - all.x - all.width
                            : axis->side == SIDE_TOP   ? all.y - (a.y - panel->rooms[SIDE_TOP])
                                                       : a.y + a.height + panel->rooms[SIDE_BOTTOM] - all.y - all.height;
            offset = fmax(offset, beyond);
        }
        double beside = axis->side == SIDE_RIGHT ? chart->row_title_room : axis->side == SIDE_TOP ? chart->column_title_room : 0;
        axis_draw_title(plot, scene, axis->side, chart->axis_titles[axis->side], axis_color(plot, axis), chart->area, offset + beside,
                        chart->title_beyond[axis->side]);
    }
}

static void draw_panel(Plot *plot, const Legends *legends, Scene *scene, PlotChart *chart, PlotPanel *panel)
{
    const IrTheme *theme = plot->figure->theme;
    if (COLOUR_ALPHA(theme->panel_background))
        scene_rect(scene, panel->area, (Paint){.fill = theme->panel_background});
    scene_group(scene, ROLE_GRID, STR(""));
    axis_draw_grid(plot, scene, panel);
    scene_end(scene);
    panel->marks_from = scene->items.n;
    draw_layers(plot, legends, scene, chart, panel);
    panel->marks_to = scene->items.n;
    axis_draw_panel(plot, scene, chart, panel);
    draw_strip(plot, scene, "panel", panel->title, panel->area.x + panel->area.width / 2, panel->area.y - panel->rooms[SIDE_TOP], chart->strip_width);
}

static void draw_chart(Plot *plot, const Legends *legends, Scene *scene, PlotChart *chart)
{
    double size = plot->figure->theme->title_size;
    scene_area_group(scene, ROLE_CHART, chart->title, chart->area);
    for (size_t p = 0; p < chart->n_panels; p++) {
        PlotPanel *panel = &chart->panels[p];
        if (plot->report->n_errors)
            return;
        scene_area_group(scene, ROLE_PANEL, panel->title.n ? panel->title : chart->title, panel->area);
        draw_panel(plot, legends, scene, chart, panel);
        scene_end(scene);
    }
    draw_facet_titles(plot, scene, chart);
    draw_shared_titles(plot, scene, chart);
    if (chart->title.n) {
        size_t n;
        Str *lines = label_lines(plot->arena, plot->text, chart->title, plot_style(plot, size, false), chart->title_width, &n);
        draw_lines(plot, scene, "chart", lines, n, size, false, (Point){chart->area.x + chart->area.width / 2, chart->box.y + 1}, ANCHOR_MIDDLE);
    }
    if (chart->tag.n)
        draw_lines(plot, scene, "tag", &chart->tag, 1, size, true, (Point){chart->box.x, chart->box.y + 1}, ANCHOR_START);
    scene_end(scene);
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static void draw_page_titles(Plot *plot, Scene *scene, const PageLayout *page)
{
    const IrTheme *theme = plot->figure->theme;
    double margin = plot_margin(plot);
    Point at = {page->width / 2, margin};
    draw_lines(plot, scene, "title", page->title, page->n_title, theme->title_size + 1, true, at, ANCHOR_MIDDLE);
    at.y += page->n_title ? layout_lines(plot, page->title, page->n_title, theme->title_size + 1, true) + 1 : 0;
    draw_lines(plot, scene, "subtitle", page->subtitle, page->n_subtitle, theme->text_size, false, at, ANCHOR_MIDDLE);
    at = (Point){margin, page->height - margin - layout_lines(plot, page->caption, page->n_caption, theme->tick_size, false)};
    draw_lines(plot, scene, "caption", page->caption, page->n_caption, theme->tick_size, false, at, ANCHOR_START);
}

/* For people who do not see the picture: what they were told, else the titles of figure, panels and axes. */
static void describe(Plot *plot, Scene *scene)
{
    const IrFigure *figure = plot->figure;
    Buf out = {.arena = plot->arena};
    scene->title = math_plain(plot->arena, plot_text(plot, figure->title, figure->default_table));
    for (size_t i = 0; i < plot->charts.n; i++) {
        const PlotChart *chart = plot->charts.at[i];
        for (int side = SIDE_LEFT; side <= SIDE_RIGHT; side++)
            if (chart->axis_titles[side].n)
                buf_printf(&out, "%s%.*s", out.n ? " and " : "", STR_FMT(chart->axis_titles[side]));
        if (chart->axis_titles[SIDE_BOTTOM].n && out.n)
            buf_printf(&out, " by %.*s", STR_FMT(chart->axis_titles[SIDE_BOTTOM]));
        for (size_t p = 0; p < chart->n_panels && p < 12 && chart->panels[p].title.n; p++)
            buf_printf(&out, "%s%.*s", p ? ", " : "; panels: ", STR_FMT(chart->panels[p].title));
    }
    Str automatic = math_plain(plot->arena, str_slice(buf_c(&out), out.n));
    if (!scene->title.n)
        scene->title = automatic;
    scene->description = figure->alt.n ? figure->alt : automatic;
}

/* Where the figure's size is written. */
static Span figure_span(const IrFigure *figure)
{
    static const int FIELDS[] = {IR_FIELD_Figure_panel_width, IR_FIELD_Figure_height, IR_FIELD_Figure_width};
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
        if (ir_is_set(figure, FIELDS[i]))
            return ir_span(figure, FIELDS[i]);
    return figure->node.span;
}

/* Lays out and draws. NULL after a reported error; *has_place is false when a legend has to stand elsewhere. */
static Scene *draw_figure(Plot *plot, Legends *legends, bool *has_place)
{
    enum { HEXBIN_ROUNDS = 3 };
    PageLayout page = {0};
    size_t n_errors = plot->report->n_errors;
    plot->drawn.n = 0;
    plot->texts.n = 0;
    bool has_changed = true;
    for (int round = 0; round < HEXBIN_ROUNDS && has_changed; round++) { /* their key's labels make room for themselves, and so other cells */
        page = (PageLayout){0};
        legends_prepare(legends);
        if (!layout_page(plot, legends->outside.parts.n ? &legends->outside : NULL, &page) || !hexbins_settle(plot, &has_changed))
            return NULL;
    }
    double side = fmax(page.width, page.height);
    if (!limit_keeps(plot->report, LIMIT_PAGE, figure_span(plot->figure), side, "the page has a side of %.0f points", side))
        return NULL;
    Scene *scene = scene_new(plot->arena, page.width, page.height);
    scene->background = plot->figure->theme->background;
    describe(plot, scene);
    scene_group(scene, ROLE_FIGURE, scene->title);
    draw_page_titles(plot, scene, &page);
    for (size_t i = 0; i < plot->charts.n && plot->report->n_errors == n_errors; i++)
        draw_chart(plot, legends, scene, plot->charts.at[i]);
    if (plot->report->n_errors > n_errors)
        return NULL; /* a limit: what is drawn has no end */
    *has_place = legends_draw(legends, scene, &page);
    scene_end(scene);
    return scene;
}

static Scene *render(Plot *plot, Datasets *datasets)
{
    const Table *tables = datasets_run(datasets, plot->figure);
    if (!tables || !checks_run(plot->arena, plot->report, plot->figure, tables) || !plot_prepare(plot, tables))
        return NULL;
    Legends legends = legends_new(plot);
    bool has_place = false;
    Scene *scene = draw_figure(plot, &legends, &has_place);
    for (size_t i = 0; scene && !has_place && i <= plot->charts.n; i++) /* the data leave no room inside: outside there is */
        scene = draw_figure(plot, &legends, &has_place);
    if (scene)
        labels_settle(plot, scene);
    for (size_t i = 0; scene && i < plot->charts.n; i++) {
        PlotChart *chart = plot->charts.at[i];
        ReportAllow allow;
        IR_ENTER(plot->report, &allow, Chart, chart->ir);
        warn_layers(plot, chart);
        axes_check(plot, chart);
        check_categories(plot, chart);
        report_leave(plot->report);
    }
    if (scene && plot->report->n_errors == 0)
        lint_figure(plot, scene);
    return scene;
}

Scene *render_figure(Arena *arena, Datasets *datasets, const IrFigure *figure, TextEngine *text)
{
    Plot plot = {.arena = arena, .report = datasets->report, .text = text, .figure = figure};
    ReportAllow allow;
    IR_ENTER(plot.report, &allow, Figure, figure);
    Scene *scene = render(&plot, datasets);
    report_leave(plot.report);
    if (scene && plot.report->n_errors == 0)
        lint_allowances(&plot);
    return scene;
}
