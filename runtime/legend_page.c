/* legend_page: see legend_page.h. */
#include "legend_page.h"

#include "legend_direct.h"
#include "legend_place.h"

#include <math.h>

/* --- settings ----------------------------------------------------------------------------------------------------- */

/* The panel that has taken the figure's legend, or NULL. */
static PlotPanel *chosen_panel(const PlotChart *chart)
{
    PlotPanel *found = NULL;
    for (size_t p = 0; p < chart->n_panels; p++)
        if (chart->panels[p].legend)
            found = &chart->panels[p];
    return found;
}

/* A chart's settings: its own over the figure's, a panel's over both. */
static IrLegend *settings_of(const Plot *plot, const PlotChart *chart)
{
    IrLegend *legend = ir_copy(plot->arena, plot->figure->legend);
    if (chart->ir->legend)
        ir_merge(plot->arena, legend, chart->ir->legend);
    const PlotPanel *panel = chosen_panel(chart);
    if (panel) {
        ir_merge(plot->arena, legend, panel->legend);
        if (!ir_is_set(panel->legend, IR_FIELD_Legend_position))
            legend->position = LEGEND_AUTO;
    }
    return legend;
}

Legends legends_new(Plot *plot)
{
    Legends legends = {.plot = plot, .shared = ir_copy(plot->arena, plot->figure->legend)};
    bool is_alone = plot->charts.n == 1;
    for (size_t i = 0; i < plot->charts.n; i++) {
        PlotChart *chart = plot->charts.at[i];
        if (is_alone)
            legends.shared = settings_of(plot, chart);
        else if (chart->ir->legend || chosen_panel(chart))
            chart->legend = settings_of(plot, chart);
    }
    if (!is_alone && legends.shared->position == LEGEND_AUTO)
        legends.shared->position = LEGEND_CELL;
    return legends;
}

static bool is_beside(LegendPosition position)
{
    return position == LEGEND_ABOVE || position == LEGEND_BELOW || position == LEGEND_LEFT || position == LEGEND_RIGHT;
}

/* --- what they hold ----------------------------------------------------------------------------------------------- */

/* Series that are named at their ends need no entry: entries go of which a key shows such a layer. */
static void drop_direct(Legend *legend)
{
    for (size_t p = 0; p < legend->parts.n; p++) {
        LegendPart *part = &legend->parts.at[p];
        size_t n = 0;
        for (size_t i = 0; i < part->entries.n; i++) {
            bool is_named = false;
            for (size_t k = 0; k < part->entries.at[i].keys.n; k++)
                is_named |= direct_names(part->entries.at[i].keys.at[k].frame);
            if (!is_named)
                part->entries.at[n++] = part->entries.at[i];
        }
        part->entries.n = n;
    }
    size_t n = 0;
    for (size_t p = 0; p < legend->parts.n; p++)
        if (legend->parts.at[p].entries.n || legend->parts.at[p].bar)
            legend->parts.at[n++] = legend->parts.at[p];
    legend->parts.n = n;
}

/* The legend of a chart (NULL: of all that have none of their own). */
static Legend make_legend(const Legends *legends, const PlotChart *only)
{
    Plot *plot = legends->plot;
    VEC(Frame) frames = {0};
    for (size_t i = 0; i < plot->charts.n; i++) {
        const PlotChart *chart = plot->charts.at[i];
        for (size_t f = 0; f < chart->n_frames && (only ? chart == only : !chart->legend); f++)
            VEC_PUSH(plot->arena, &frames, *frame_drawn(&chart->frames[f]));
    }
    const IrLegend *ir = only ? only->legend : legends->shared;
    Legend legend = legend_make(plot, ir, frames.at, frames.n);
    if (ir->position == LEGEND_DIRECT)
        drop_direct(&legend);
    return legend;
}

/* What direct names leave over stands above. */
static Legend make_beside(const Legends *legends, const PlotChart *only, const IrLegend *ir)
{
    if (!is_beside(ir->position) && ir->position != LEGEND_DIRECT)
        return (Legend){0};
    Legend legend = make_legend(legends, only);
    if (ir->position == LEGEND_DIRECT) {
        IrLegend *above = ir_copy(legends->plot->arena, ir);
        above->position = LEGEND_ABOVE;
        legend.ir = above;
        legend.is_flat = true;
    }
    return legend;
}

void legends_prepare(Legends *legends)
{
    Plot *plot = legends->plot;
    legends->outside = make_beside(legends, NULL, legends->shared);
    for (size_t i = 0; i < plot->charts.n; i++) {
        PlotChart *chart = plot->charts.at[i];
        const IrLegend *ir = chart->legend ? chart->legend : legends->shared;
        Legend own = chart->legend ? make_beside(legends, chart, ir) : (Legend){0};
        chart->outside = own.parts.n ? arena_copy(plot->arena, &own, sizeof own) : NULL;
        for (size_t p = 0; p < chart->n_panels; p++) {
            chart->panels[p].n_direct = 0;
            chart->panels[p].direct_room = 0;
            if (ir->position == LEGEND_DIRECT)
                direct_prepare(plot, chart, &chart->panels[p]);
        }
    }
}

/* --- places ------------------------------------------------------------------------------------------------------- */

/* The free end of the last row of wrapped panels. */
static bool wrapped_cell(const PlotChart *chart, Rect *cell)
{
    size_t n_last = chart->n_panels % chart->n_columns;
    if (!chart->ir->facet || chart->ir->facet->kind != FACET_WRAP || n_last == 0 || chart->n_rows < 2)
        return false;
    const PlotPanel *above = &chart->panels[chart->n_panels - n_last - chart->n_columns + n_last], *beside = &chart->panels[chart->n_panels - 1];
    double right = chart->area.x + chart->area.width;
    *cell = (Rect){above->area.x, beside->area.y, right - above->area.x, beside->area.height};
    return true;
}

static bool place_in_cell(Legend *legend, Rect cell, Point *at)
{
    legend_measure(legend, cell.width, cell.height);
    *at = (Point){cell.x + (cell.width - legend->width) / 2, cell.y + (cell.height - legend->height) / 2};
    return legend->width <= cell.width && legend->height <= cell.height;
}

/* In the chosen panel, or of all the first from the last on. */
static bool place_in_panel(Legend *legend, const Scene *scene, const PlotChart *chart, Point *at)
{
    const PlotPanel *chosen = chosen_panel(chart);
    LegendPosition position = legend->ir->position;
    for (size_t i = chart->n_panels; i-- > 0;) {
        const PlotPanel *panel = chosen ? chosen : &chart->panels[i];
        double edges = 2 * LEGEND_EDGE_GAP * plot_unit(legend->plot), width = panel->area.width - edges, height = panel->area.height - edges;
        legend_measure(legend, width, height);
        if (position != LEGEND_AUTO) {
            *at = corner_place(position, panel->area, legend->width, legend->height, plot_unit(legend->plot));
            return legend->width <= width && legend->height <= height;
        }
        if (find_free_place(legend->plot->arena, scene, panel->marks_from, panel->marks_to, panel->area, legend->width, legend->height,
                            plot_unit(legend->plot), at))
            return true;
        if (chosen)
            break;
    }
    return false;
}

bool legends_fixed_place(const Legends *legends, const PlotChart *chart, const PlotPanel *panel, Rect *box)
{
    const IrLegend *ir = chart->legend ? chart->legend : legends->plot->charts.n == 1 ? legends->shared : NULL;
    const PlotPanel *holder = chosen_panel(chart);
    if (!ir || !legend_is_inside(ir->position) || ir->position == LEGEND_AUTO || (holder ? holder : &chart->panels[chart->n_panels - 1]) != panel)
        return false;
    Legend legend = make_legend(legends, chart->legend ? chart : NULL);
    Point at = {0};
    bool has_place = legend.parts.n && place_in_panel(&legend, NULL, chart, &at);
    *box = (Rect){at.x, at.y, legend.width, legend.height};
    return has_place;
}

/* A legend inside panels or cells. False when it has no place. */
static bool draw_inside(const Legends *legends, Scene *scene, const PlotChart *chart, const IrLegend *ir, const PageLayout *page)
{
    Legend legend = make_legend(legends, chart && chart->legend ? chart : NULL);
    Point at;
    Rect cell = {0};
    bool has_place = true, in_cell = false;
    if (!legend.parts.n)
        return true;
    if (ir->position == LEGEND_CELL || (ir->position == LEGEND_AUTO && !(chart && chosen_panel(chart)))) {
        bool has_cell = chart ? wrapped_cell(chart, &cell) : page->has_blank;
        cell = !chart && has_cell ? page->blank : cell;
        in_cell = has_cell && place_in_cell(&legend, cell, &at);
        has_place = in_cell;
    }
    if (!in_cell && ir->position != LEGEND_CELL)
        has_place = chart && place_in_panel(&legend, scene, chart, &at);
    if (has_place)
        legend_draw(&legend, scene, at, !in_cell);
    return has_place;
}

static void draw_beside_chart(const Plot *plot, Scene *scene, const PlotChart *chart)
{
    Legend *legend = chart->outside;
    LegendPosition position = legend->ir->position;
    Rect box = chart->box, area = chart->area;
    Point at = {fmax(area.x + (area.width - legend->width) / 2, box.x), box.y};
    if (position == LEGEND_BELOW)
        at.y = area.y + area.height + chart->own.bottom - legend->height;
    else if (position == LEGEND_LEFT)
        at = (Point){area.x - chart->own.left, area.y};
    else if (position == LEGEND_RIGHT)
        at = (Point){area.x + area.width + chart->own.right - legend->width, area.y};
    else
        at.y += layout_strip(plot, chart->title, chart->title_width);
    if (!legend->is_flat)
        at.y = fmax(fmin(at.y, box.y + box.height - legend->height), box.y + layout_legend_drop(chart));
    else
        at.x = fmax(fmin(at.x, box.x + box.width - legend->width), box.x + layout_legend_indent(chart));
    legend_draw(legend, scene, at, false);
}

static void draw_beside_all(const Legends *legends, Scene *scene, const PageLayout *page)
{
    const Plot *plot = legends->plot;
    Legend legend = legends->outside;
    Rect view = page->view;
    Point at = {view.x + (view.width - legend.width) / 2, view.y - legend.height - LEGEND_GAP * plot_unit(plot)};
    /* beside the plot areas, not beside their labels */
    const PlotChart *first = plot->charts.at[0];
    if (plot->charts.n == 1 && legend.is_flat)
        at.x = first->area.x + (first->area.width - legend.width) / 2;
    if (legend.ir->position == LEGEND_BELOW)
        at.y = view.y + view.height + LEGEND_GAP * plot_unit(plot);
    else if (legend.ir->position == LEGEND_LEFT)
        at = (Point){view.x - LEGEND_GAP * plot_unit(plot) - legend.width, first->area.y};
    else if (legend.ir->position == LEGEND_RIGHT)
        at = (Point){view.x + view.width + LEGEND_GAP * plot_unit(plot), first->area.y};
    if (!legend.is_flat)
        at.y = fmax(fmin(at.y, view.y + view.height - legend.height), view.y);
    at.x = fmax(fmin(at.x, page->width - plot_margin(plot) - legend.width), plot_margin(plot));
    legend_draw(&legend, scene, at, false);
}

bool legends_draw(Legends *legends, Scene *scene, const PageLayout *page)
{
    Plot *plot = legends->plot;
    bool has_place = true;
    for (size_t i = 0; i < plot->charts.n; i++) {
        PlotChart *chart = plot->charts.at[i];
        for (size_t p = 0; p < chart->n_panels; p++)
            if (!direct_draw(plot, scene, &chart->panels[p])) {
                IrLegend *direct = chart->legend ? chart->legend : legends->shared;
                direct->position = LEGEND_RIGHT;
                has_place = false;
            }
        if (chart->outside)
            draw_beside_chart(plot, scene, chart);
        IrLegend *own = plot->charts.n == 1 ? legends->shared : chart->legend;
        bool is_inside = own && (legend_is_inside(own->position) || own->position == LEGEND_CELL);
        if (!is_inside || draw_inside(legends, scene, chart, own, page))
            continue;
        if (own->position != LEGEND_AUTO && own->position != LEGEND_CELL)
            report_add(plot->report, REPORT_W0752, ir_span(own, IR_FIELD_Legend_position),
                       "the legend is larger than the panel, and stands above instead");
        own->position = LEGEND_ABOVE;
        has_place = false;
    }
    if (plot->charts.n > 1 && legends->shared->position == LEGEND_CELL && !draw_inside(legends, scene, NULL, legends->shared, page)) {
        legends->shared->position = LEGEND_ABOVE;
        has_place = false;
    }
    if (legends->outside.parts.n)
        draw_beside_all(legends, scene, page);
    return has_place;
}
