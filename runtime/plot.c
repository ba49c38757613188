/* plot: charts and panels with their scales; see plot.h. */
#include "plot.h"

#include "end_room.h"
#include "limit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

Str plot_text(const Plot *plot, const Expr *expr, int table)
{
    static const Table EMPTY = {.n_rows = 1};
    if (!expr)
        return STR_NONE;
    if (expr_is_constant(expr) || table < 0)
        return expr_value(plot->arena, expr).text;
    const Table *rows = table >= 0 ? &plot->tables[table] : &EMPTY;
    Groups all = groups_by(plot->arena, NULL, 0, rows->n_rows);
    Column column = expr_eval_groups(plot->arena, expr, rows, &all);
    return column_is_missing(&column, 0) ? STR("") : column_value(&column, 0).text;
}

double plot_margin(const Plot *plot)
{
    static const double ASCENDER = 0.05; /* of the size */
    const IrTheme *theme = plot->figure->theme;
    return fmax(theme->margin, ASCENDER * theme->text_size);
}

double plot_unit(const Plot *plot)
{
    return fmax(plot->figure->theme->text_size / 8, 1);
}

TextStyle plot_style(const Plot *plot, double size, bool is_bold)
{
    return (TextStyle){.family = plot->figure->theme->font, .size = size, .is_bold = is_bold};
}

MarkContext plot_context(const Plot *plot, const PlotPanel *panel, const Frame *frame)
{
    const IrLayer *layer = frame->layer;
    return (MarkContext){.arena = plot->arena,
                         .report = plot->report,
                         .text = plot->text,
                         .figure = plot->figure,
                         .looks = plot->looks,
                         .cell_row = panel->cell_row,
                         .cell_column = panel->cell_column,
                         .area = panel->area,
                         .x = panel->axes[layer->x_side] ? &panel->scales[layer->x_side] : NULL,
                         .y = panel->axes[layer->y_side] ? &panel->scales[layer->y_side] : NULL};
}

bool plot_frame_in_panel(const PlotChart *chart, size_t f, const PlotPanel *panel)
{
    const IrPanel *owner = chart->frame_panels[f];
    bool holds = owner == NULL;
    for (size_t i = 0; i < panel->n_settings && !holds; i++)
        holds = panel->settings[i] == owner;
    return holds;
}

/* --- panels ------------------------------------------------------------------------------------------------------- */

static size_t wrap_columns(const PlotChart *chart)
{
    size_t n = chart->cells.n_column_values;
    if (chart->ir->facet->columns > 0)
        return (size_t)chart->ir->facet->columns < n ? (size_t)chart->ir->facet->columns : n;
    size_t columns = 1;
    while (columns * columns < n && columns < 5)
        columns++;
    return n <= 4 ? n : columns;
}

static void place_panels(Plot *plot, PlotChart *chart)
{
    const IrFacet *facet = chart->ir->facet;
    bool is_wrapped = facet && facet->kind == FACET_WRAP;
    size_t n_wide = chart->cells.n_column_values;
    chart->n_columns = is_wrapped ? wrap_columns(chart) : n_wide;
    chart->n_rows = is_wrapped ? (n_wide + chart->n_columns - 1) / chart->n_columns : chart->cells.n_row_values;
    chart->n_panels = is_wrapped ? n_wide : n_wide * chart->cells.n_row_values;
    chart->panels = ARENA_ARRAY(plot->arena, chart->n_panels, PlotPanel);
    for (size_t i = 0; i < chart->n_panels; i++) {
        PlotPanel *panel = &chart->panels[i];
        panel->row = i / chart->n_columns;
        panel->column = i % chart->n_columns;
        panel->cell_row = is_wrapped ? 0 : panel->row;
        panel->cell_column = is_wrapped ? i : panel->column;
    }
}

/* Which panel each row of the chart's table is in; the number of panels for none. */
static size_t *panel_of_rows(const Plot *plot, const PlotChart *chart)
{
    const IrFacet *facet = chart->ir->facet;
    const Table *table = &plot->tables[chart->ir->table];
    const Expr *across = facet->kind == FACET_WRAP ? facet->by : facet->column;
    Column columns = across ? expr_eval(plot->arena, across, table) : (Column){0},
           rows = facet->row ? expr_eval(plot->arena, facet->row, table) : (Column){0};
    size_t *panel_of = ARENA_ARRAY(plot->arena, table->n_rows, size_t);
    for (size_t i = 0; i < table->n_rows; i++) {
        size_t column = 0, row = 0;
        while (across && column < chart->cells.n_column_values && !value_eq(column_value(&columns, i), chart->cells.column_values[column]))
            column++;
        while (facet->row && row < chart->cells.n_row_values && !value_eq(column_value(&rows, i), chart->cells.row_values[row]))
            row++;
        bool is_in = column < chart->cells.n_column_values && row < chart->cells.n_row_values;
        panel_of[i] = is_in ? (facet->kind == FACET_WRAP ? column : row * chart->n_columns + column) : chart->n_panels;
    }
    return panel_of;
}

static Str text_at_row(const Plot *plot, const Expr *expr, const Table *table, const size_t *panel_of, size_t panel)
{
    VEC(uint32_t) rows = {0};
    for (size_t i = 0; i < table->n_rows; i++)
        if (panel_of[i] == panel)
            VEC_PUSH(plot->arena, &rows, (uint32_t)i);
    if (!expr || !rows.n)
        return STR_NONE;
    Table part = table_pick(plot->arena, table, rows.at, rows.n);
    Groups all = groups_by(plot->arena, NULL, 0, part.n_rows);
    Column column = expr_eval_groups(plot->arena, expr, &part, &all);
    return column_is_missing(&column, 0) ? STR("") : column_value(&column, 0).text;
}

static void title_panels(Plot *plot, PlotChart *chart, const size_t *panel_of)
{
    const IrFacet *facet = chart->ir->facet;
    const Table *table = &plot->tables[chart->ir->table];
    for (size_t p = 0; p < chart->n_panels; p++) {
        PlotPanel *panel = &chart->panels[p];
        panel->first_row = SIZE_MAX;
        for (size_t i = 0; i < table->n_rows && panel->first_row == SIZE_MAX; i++)
            if (panel_of[i] == p)
                panel->first_row = i;
        if (facet->kind == FACET_WRAP)
            panel->title = text_at_row(plot, facet->title, table, panel_of, p);
    }
    if (facet->kind == FACET_WRAP)
        return;
    chart->row_titles = ARENA_ARRAY(plot->arena, chart->n_rows, Str);
    chart->column_titles = ARENA_ARRAY(plot->arena, chart->n_columns, Str);
    for (size_t p = 0; p < chart->n_panels; p++) { /* a row's title comes from any of its panels that has rows */
        const PlotPanel *panel = &chart->panels[p];
        if (!chart->row_titles[panel->row].at && facet->row)
            chart->row_titles[panel->row] = text_at_row(plot, facet->row_title, table, panel_of, p);
        if (!chart->column_titles[panel->column].at && facet->column)
            chart->column_titles[panel->column] = text_at_row(plot, facet->column_title, table, panel_of, p);
    }
}

static void report_no_panel(const Plot *plot, const PlotChart *chart, const IrPanel *setting)
{
    Diagnostic *error = report_add(plot->report, REPORT_E0730, setting->node.span, "no panel fits");
    Buf values = {.arena = plot->arena};
    const Value *lists[] = {chart->cells.column_values, chart->cells.row_values};
    size_t counts[] = {chart->cells.n_column_values, chart->cells.n_row_values};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < counts[k] && i < 20; i++)
            if (!lists[k][i].is_missing)
                buf_printf(&values, "%s%.*s", values.n ? ", " : "", STR_FMT(value_str(plot->arena, lists[k][i])));
    report_hint(plot->report, error, "the panels are %.*s", STR_FMT(buf_str(&values)));
}

/* The settings of IrPanels, by the panels where their condition holds. */
static bool apply_settings(Plot *plot, PlotChart *chart)
{
    const Table *table = chart->ir->table >= 0 ? &plot->tables[chart->ir->table] : NULL;
    VEC(const IrPanel *) *lists = arena_array(plot->arena, chart->n_panels, sizeof *lists);
    bool is_good = true;
    for (size_t k = 0; k < chart->ir->panels.n; k++) {
        const IrPanel *setting = chart->ir->panels.at[k];
        Column holds = expr_eval(plot->arena, setting->condition, table);
        size_t n = 0;
        for (size_t p = 0; p < chart->n_panels; p++) {
            size_t row = chart->panels[p].first_row;
            if (row == SIZE_MAX || isnan(holds.numbers[row]) || holds.numbers[row] == 0)
                continue;
            VEC_PUSH(plot->arena, &lists[p], setting);
            if (setting->legend)
                chart->panels[p].legend = setting->legend;
            n++;
        }
        if (n == 0) {
            report_no_panel(plot, chart, setting);
            is_good = false;
        }
    }
    for (size_t p = 0; p < chart->n_panels; p++) {
        chart->panels[p].settings = lists[p].at;
        chart->panels[p].n_settings = lists[p].n;
    }
    return is_good;
}

static void merge_axes(Plot *plot, PlotChart *chart)
{
    for (size_t p = 0; p < chart->n_panels; p++) {
        PlotPanel *panel = &chart->panels[p];
        for (size_t i = 0; i < chart->ir->axes.n; i++) {
            IrAxis *axis = chart->ir->axes.at[i];
            Side side = axis->side;
            bool has_own_domain = false;
            for (size_t k = 0; k < panel->n_settings; k++)
                for (size_t a = 0; a < panel->settings[k]->axes.n; a++) {
                    const IrAxis *own = panel->settings[k]->axes.at[a];
                    if (own->side != side)
                        continue;
                    if (axis == chart->ir->axes.at[i])
                        axis = ir_copy(plot->arena, axis);
                    ir_merge(plot->arena, axis, own);
                    has_own_domain |= ir_is_set(own, IR_FIELD_Axis_lo);
                }
            panel->axes[side] = axis;
            /* numbers of sharing groups: all 0, rows and columns from 1, single panels behind them */
            size_t lone = 1 + chart->n_rows + chart->n_columns + p;
            panel->groups[side] = has_own_domain || axis->share == SHARE_NONE ? lone
                                  : axis->share == SHARE_ROW                  ? 1 + panel->row
                                  : axis->share == SHARE_COLUMN               ? 1 + chart->n_rows + panel->column
                                                                              : 0;
        }
    }
}

/* --- scales ------------------------------------------------------------------------------------------------------- */

typedef struct Sorted {
    Value value, by;
    size_t place;
    bool descending;
} Sorted;

static int by_order(const void *a, const void *b)
{
    const Sorted *x = a, *y = b;
    int order = value_cmp(x->by, y->by);
    if (x->descending && !x->by.is_missing && !y->by.is_missing)
        order = -order;
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* Whether each row of the table has the value. */
static bool is_of_rows(const Expr *expr, const Table *table)
{
    const Column *column = expr->kind == EXPR_COLUMN ? table_find(table, expr->column) : NULL;
    if (expr->kind == EXPR_COLUMN && (!column || column->type != expr->type))
        return false;
    if (expr_has_aggregate(expr))
        return false;
    for (size_t i = 0; i < expr->n_args; i++)
        if (!is_of_rows(expr->args[i], table))
            return false;
    return true;
}

/* Puts the domain's categories in the order of an aggregate over their rows in the chart's table, by the first layer whose categories these rows
 * have. */
static void sort_categories(Plot *plot, const PlotChart *chart, const IrAxis *axis, Domain *domain)
{
    if (chart->ir->table < 0)
        return;
    const Table *table = &plot->tables[chart->ir->table];
    const Expr *category = NULL;
    for (size_t f = 0; f < chart->n_frames && !category; f++) {
        const Frame *frame = &chart->frames[f];
        if (!ir_uses_side(frame->layer, axis->side))
            continue;
        const IrChannel *channel = frame->channels[side_is_x(axis->side) ? CHANNEL_X : CHANNEL_Y].channel;
        bool is_right = channel && channel->expr && !frame->layer->annotation && is_of_rows(channel->expr, table);
        category = is_right ? channel->expr : NULL;
    }
    if (!category)
        return;
    Column keys = expr_eval(plot->arena, category, table);
    Groups groups = groups_by(plot->arena, &keys, 1, table->n_rows);
    Column by = expr_eval_groups(plot->arena, axis->order_by, table, &groups);
    size_t n = domain->categories.n;
    Sorted *sorted = ARENA_ARRAY(plot->arena, n, Sorted);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = (Sorted){domain->categories.at[i], {.is_missing = true}, i, axis->descending};
        for (size_t g = 0; g < groups.n_groups; g++)
            if (value_eq(column_value(&keys, groups.first_row[g]), domain->categories.at[i]))
                sorted[i].by = column_value(&by, g);
    }
    if (n)
        qsort(sorted, n, sizeof *sorted, by_order);
    for (size_t i = 0; i < n; i++)
        domain->categories.at[i] = sorted[i].value;
}

static void train_frame(const PlotPanel *panel, const Frame *frame, Side side, Domain *domain)
{
    const IrLayer *layer = frame->layer;
    if (ir_uses_side(layer, side))
        mark_type(layer->mark)
            ->train(frame, panel->cell_row, panel->cell_column, layer->x_side == side ? domain : NULL, layer->y_side == side ? domain : NULL);
}

/* Notes where markers, caps and outliers stand, and whether marks are larger than their place. */
static void train_air(Plot *plot, const PlotPanel *panel, const Frame *frame, Side side, Domain *domain)
{
    const IrLayer *layer = frame->layer;
    if (layer->annotation || !ir_uses_side(layer, side))
        return;
    domain->needs_air |= layer->mark == MARK_TEXT || layer->mark == MARK_BAR || layer->mark == MARK_ERRORBAR;
    bool has_breadth = layer->mark == MARK_POINT || layer->mark == MARK_HEXBIN || layer->mark == MARK_ERRORBAR || layer->mark == MARK_BOX;
    if (!has_breadth && !ir_channel(layer, CHANNEL_MARKER))
        return;
    Domain markers = {.arena = plot->arena};
    domain->needs_air = true;
    train_frame(panel, frame, side, &markers);
    if (!markers.has_numbers)
        return;
    domain->marker_lo = domain->has_markers ? fmin(domain->marker_lo, markers.lo) : markers.lo;
    domain->marker_hi = domain->has_markers ? fmax(domain->marker_hi, markers.hi) : markers.hi;
    domain->has_markers = true;
}

/* Text has a place among bands alone. The compiler knows it of a chart's axes; a panel may be of another type, and an IR file says anything. */
static bool check_text(Plot *plot, const PlotPanel *panel, const Frame *frame, Side side)
{
    const FrameChannel *channel = &frame->channels[side_is_x(side) ? CHANNEL_X : CHANNEL_Y];
    const Column *columns[] = {&channel->value, &channel->lo, &channel->hi};
    const IrAxis *axis = panel->axes[side];
    bool is_measured = channel->channel && channel->channel->unit == POSITION_DATA && ir_uses_side(frame->layer, side);
    for (size_t k = 0; k < 3 && is_measured && axis->type != AXIS_BAND; k++) {
        if (columns[k]->type != TYPE_TEXT || !columns[k]->n)
            continue;
        Diagnostic *error = report_add(plot->report, REPORT_E0703, channel->channel->node.span, "text on a %s axis",
                                       IR_WORD_TEXT(AxisType, axis->type));
        report_label(plot->report, error, ir_span(axis, IR_FIELD_Axis_type), "the axis");
        report_hint(plot->report, error, "leave the type out, or write type: band");
        return false;
    }
    return true;
}

/* Positions of which a statistic makes other numbers, and these have no place among bands. */
static bool takes_measures(const IrLayer *layer, ChannelId id)
{
    bool is_along = id == (layer->orientation == VERTICAL ? CHANNEL_Y : CHANNEL_X);
    switch (layer->mark) {
    case MARK_BOX:
    case MARK_VIOLIN:
        return is_along;
    case MARK_DENSITY:
    case MARK_ECDF:
    case MARK_SMOOTH:
    case MARK_HEXBIN:
        return true;
    default:
        return false;
    }
}

static bool check_measures(Plot *plot, const PlotPanel *panel, const Frame *frame, Side side)
{
    ChannelId id = side_is_x(side) ? CHANNEL_X : CHANNEL_Y;
    const IrAxis *axis = panel->axes[side];
    if (!ir_uses_side(frame->layer, side) || axis->type != AXIS_BAND || !takes_measures(frame->layer, id))
        return true;
    Diagnostic *error = report_add(plot->report, REPORT_E0703, frame->channels[id].channel->node.span, "`%s` on a band axis",
                                   IR_WORD_TEXT(Mark, frame->layer->mark));
    bool is_written = ir_is_set(axis, IR_FIELD_Axis_type);
    if (is_written)
        report_label(plot->report, error, ir_span(axis, IR_FIELD_Axis_type), "the axis");
    report_hint(plot->report, error, "what it makes of %s are numbers%s", IR_WORD_TEXT(ChannelId, id),
                is_written ? ": leave the type out, or write type: linear" : ", which have no place among the categories of another layer");
    return false;
}

static void train_panel(Plot *plot, const PlotChart *chart, const PlotPanel *panel, Side side, Domain *domain)
{
    for (size_t f = 0; f < chart->n_frames; f++) {
        if (!plot_frame_in_panel(chart, f, panel) || !check_text(plot, panel, &chart->frames[f], side) ||
            !check_measures(plot, panel, &chart->frames[f], side))
            continue;
        train_frame(panel, &chart->frames[f], side, domain);
        if (panel->axes[side]->type != AXIS_BAND)
            train_air(plot, panel, &chart->frames[f], side, domain);
    }
    for (size_t f = 0; f < chart->n_frames; f++)
        if (panel->axes[side]->type != AXIS_BAND && plot_frame_in_panel(chart, f, panel))
            end_room_train(plot, chart, panel, &chart->frames[f], side, domain);
}

/* How many ticks a written step makes; on a log axis it is a factor. */
static double count_steps(const IrAxis *axis, const PosScale *scale)
{
    double number = axis->tick_step->value.number;
    if (axis->type == AXIS_BAND)
        return 1;
    if (axis->type == AXIS_LOG)
        return (log(scale->hi) - log(scale->lo)) / log(number) + 1;
    return (scale->hi - scale->lo) / (axis->type == AXIS_TIME ? time_step_seconds(time_step_from(axis->tick_step->value)) : number) + 1;
}

static void check_steps(Plot *plot, const IrAxis *axis, const PosScale *scale)
{
    double most = limit_most(plot->report, LIMIT_TICKS);
    double count = axis->ticks == TICKS_STEP ? count_steps(axis, scale) : 1;
    if (count <= most)
        return;
    Diagnostic *error = report_add(plot->report, REPORT_E0760, axis->tick_step->span, "this step makes %.*s ticks",
                                   STR_FMT(value_str(plot->arena, (Value){.type = TYPE_NUMBER, .number = fmin(floor(count), 1e12)})));
    if (axis->type != AXIS_TIME && axis->type != AXIS_LOG)
        report_hint(plot->report, error, "`step %.*s` makes about ten",
                    STR_FMT(value_str(plot->arena, (Value){.type = TYPE_NUMBER, .number = step_nice_above((scale->hi - scale->lo) / 10)})));
    limit_hint(plot->report, error, LIMIT_TICKS);
}

static bool train_scales(Plot *plot, PlotChart *chart)
{
    size_t n_errors = plot->report->n_errors;
    for (int side = 0; side < Side_COUNT_OF; side++)
        for (size_t p = 0; p < chart->n_panels; p++) {
            PlotPanel *panel = &chart->panels[p];
            if (!panel->axes[side])
                continue;
            size_t first = 0;
            while (chart->panels[first].groups[side] != panel->groups[side])
                first++;
            if (first < p) {
                panel->trained[side] = chart->panels[first].trained[side];
                continue;
            }
            Domain domain = {.arena = plot->arena, .type = panel->axes[side]->type};
            for (size_t q = p; q < chart->n_panels; q++)
                if (chart->panels[q].groups[side] == panel->groups[side])
                    train_panel(plot, chart, &chart->panels[q], (Side)side, &domain);
            if (panel->axes[side]->order_by)
                sort_categories(plot, chart, panel->axes[side], &domain);
            if (scale_train(&panel->trained[side], plot->arena, plot->report, panel->axes[side], &domain))
                check_steps(plot, panel->axes[side], &panel->trained[side]);
        }
    return plot->report->n_errors == n_errors;
}

/* --- what is drawn where ------------------------------------------------------------------------------------------ */

static bool shares_with_line(const PlotChart *chart, const PlotPanel *panel, Side side)
{
    for (size_t p = 0; p < chart->n_panels; p++) {
        const PlotPanel *other = &chart->panels[p];
        bool in_line = side_is_x(side) ? other->column == panel->column : other->row == panel->row;
        if (in_line && other->groups[side] != panel->groups[side])
            return false;
    }
    return true;
}

static bool is_outermost(const PlotChart *chart, const PlotPanel *panel, Side side)
{
    for (size_t p = 0; p < chart->n_panels; p++) {
        const PlotPanel *other = &chart->panels[p];
        bool is_beyond = side == SIDE_LEFT    ? other->row == panel->row && other->column < panel->column
                         : side == SIDE_RIGHT ? other->row == panel->row && other->column > panel->column
                         : side == SIDE_TOP   ? other->column == panel->column && other->row < panel->row
                                              : other->column == panel->column && other->row > panel->row;
        if (is_beyond)
            return false;
    }
    return true;
}

static void choose_drawn(PlotChart *chart)
{
    for (size_t p = 0; p < chart->n_panels; p++) {
        PlotPanel *panel = &chart->panels[p];
        for (int side = 0; side < Side_COUNT_OF; side++) {
            const IrAxis *axis = panel->axes[side];
            if (!axis || axis->draw == DRAW_NONE)
                continue;
            panel->shows_title[side] = axis->draw == DRAW_EACH;
            panel->shows_labels[side] = axis->draw == DRAW_EACH || !shares_with_line(chart, panel, (Side)side) ||
                                        is_outermost(chart, panel, (Side)side);
        }
    }
}

/* --- charts ------------------------------------------------------------------------------------------------------- */

/* Facets of rows that stay in their file: the values alone, else all rows are read. */
static bool take_facets(Plot *plot, const IrChart *ir)
{
    size_t n = plot->figure->tables.n;
    Table *tables = arena_copy(plot->arena, plot->tables, n * sizeof *tables), *own = &tables[ir->table];
    if (!frames_fold_facets(own, plot->arena, plot->report, plot->figure, ir, plot->tables) &&
        !dataset_settle(own, plot->arena, plot->report, plot->figure, plot->tables, ir->table))
        return false;
    plot->tables = tables;
    return true;
}

static bool prepare_chart(Plot *plot, PlotChart *chart)
{
    const IrChart *ir = chart->ir;
    if (ir->facet && ir->table >= 0 && plot->tables[ir->table].deferred && !take_facets(plot, ir))
        return false;
    if (!cells_find(&chart->cells, plot->arena, plot->report, ir, plot->tables))
        return false;
    plot->n_panels += (double)chart->cells.n_row_values * (double)chart->cells.n_column_values;
    if (!limit_keeps(plot->report, LIMIT_PANELS, ir->facet ? ir->facet->node.span : ir->node.span, plot->n_panels, "this makes %.0f panels",
                     plot->n_panels))
        return false;
    VEC(const IrLayer *) layers = {0};
    VEC(const IrPanel *) owners = {0};
    for (size_t i = 0; i < ir->layers.n; i++) {
        VEC_PUSH(plot->arena, &layers, ir->layers.at[i]);
        VEC_PUSH(plot->arena, &owners, NULL);
    }
    for (size_t k = 0; k < ir->panels.n; k++)
        for (size_t i = 0; i < ir->panels.at[k]->layers.n; i++) {
            VEC_PUSH(plot->arena, &layers, ir->panels.at[k]->layers.at[i]);
            VEC_PUSH(plot->arena, &owners, ir->panels.at[k]);
        }
    chart->n_frames = layers.n;
    chart->frames = ARENA_ARRAY(plot->arena, layers.n, Frame);
    chart->frame_panels = owners.at;
    if (!frames_build(chart->frames, plot->arena, plot->report, plot->figure, ir, plot->tables, &chart->cells, layers.at, layers.n))
        return false;
    place_panels(plot, chart);
    if (ir->facet)
        title_panels(plot, chart, panel_of_rows(plot, chart));
    if (!apply_settings(plot, chart))
        return false;
    merge_axes(plot, chart);
    chart->title = plot_text(plot, ir->title, ir->table);
    for (size_t i = 0; i < ir->axes.n; i++)
        chart->axis_titles[ir->axes.at[i]->side] = plot_text(plot, ir->axes.at[i]->title, ir->table);
    choose_drawn(chart);
    return train_scales(plot, chart);
}

static void find_charts(Plot *plot, const IrView *view)
{
    if (view->kind == VIEW_CHART) {
        PlotChart *chart = ARENA_NEW(plot->arena, PlotChart);
        chart->ir = view->chart;
        VEC_PUSH(plot->arena, &plot->charts, chart);
    }
    for (size_t i = 0; i < view->children.n; i++)
        find_charts(plot, view->children.at[i]);
}

/* "(a)" for the first chart, "(b)" for the second: the last letter or digit of the pattern counts up. */
static Str make_tag(Arena *arena, Str pattern, size_t number)
{
    char *tag = (char *)(uintptr_t)str_c(arena, pattern);
    for (size_t i = pattern.n; i-- > 0;) {
        bool counts = str_is_letter(tag[i]) || str_is_digit(tag[i]);
        if (counts) {
            tag[i] = (char)(tag[i] + (char)number);
            break;
        }
    }
    return (Str){tag, pattern.n};
}

bool plot_prepare(Plot *plot, const Table *tables)
{
    plot->tables = tables;
    size_t n_errors = plot->report->n_errors;
    find_charts(plot, plot->figure->view);
    bool is_good = true;
    for (size_t i = 0; i < plot->charts.n; i++) {
        ReportAllow allow;
        IR_ENTER(plot->report, &allow, Chart, plot->charts.at[i]->ir);
        is_good &= prepare_chart(plot, plot->charts.at[i]);
        report_leave(plot->report);
        if (plot->figure->tags.n && plot->charts.n > 1 && i < 26)
            plot->charts.at[i]->tag = make_tag(plot->arena, plot->figure->tags, i);
        plot->n_frames += plot->charts.at[i]->n_frames;
    }
    if (!is_good)
        return false;
    plot->frames = ARENA_ARRAY(plot->arena, plot->n_frames, Frame);
    size_t at = 0;
    bool has_cells = false;
    for (size_t i = 0; i < plot->charts.n; i++) {
        PlotChart *chart = plot->charts.at[i];
        for (size_t f = 0; f < chart->n_frames; f++)
            has_cells |= chart->frames[f].layer->mark == MARK_HEXBIN; /* trained again, and told, when there are any */
        if (chart->n_frames)
            memcpy(plot->frames + at, chart->frames, chart->n_frames * sizeof *chart->frames);
        at += chart->n_frames;
    }
    plot->looks = looks_train(plot->arena, has_cells ? NULL : plot->report, plot->figure, plot->frames, plot->n_frames);
    return plot->report->n_errors == n_errors;
}
