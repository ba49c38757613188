/* frame: layers' data as their marks need it; see frame.h. */
#include "frame_kit.h"

#include "expr_odd.h"
#include "fold_bins.h"
#include "fold_plan.h"
#include "scale.h"
#include "stat_bin.h"
#include "stat_kit.h"
#include "steps.h"

#include <math.h>
#include <stdlib.h>

/* --- building ----------------------------------------------------------------------------------------------------- */

static Column eval(const FrameBuild *b, const Frame *frame, const Groups *groups, const Expr *expr)
{
    expr = fold_counted(expr);
    return groups ? expr_eval_groups(b->arena, expr, frame->table, groups) : expr_eval(b->arena, expr, frame->table);
}

/* What `bin` in a position has made of it; edges NULL: nothing. */
typedef struct LayerBins {
    Bins of[CHANNEL_Y + 1];
} LayerBins;

static bool is_bin(const IrChannel *channel)
{
    return channel->lo && channel->lo->kind == EXPR_CALL && channel->lo->function == FUNCTION_BIN;
}

AxisType frame_axis_type(const FrameBuild *b, const IrLayer *layer, ChannelId id)
{
    for (size_t i = 0; i < b->chart->axes.n; i++)
        if (b->chart->axes.at[i]->side == (id == CHANNEL_X ? layer->x_side : layer->y_side))
            return b->chart->axes.at[i]->type;
    return AXIS_LINEAR;
}

/* Positions by `bin` become intervals whose ends have names. */
static void name_bins(const FrameBuild *b, Frame *frame)
{
    const IrLayer *from = frame->layer;
    IrLayer *layer = NULL;
    for (size_t i = 0; i < from->channels.n; i++) {
        const IrChannel *channel = from->channels.at[i];
        if (channel->id > CHANNEL_Y || !is_bin(channel))
            continue;
        const Expr *value = channel->lo->args[0];
        if (!layer) {
            layer = arena_copy(b->arena, from, sizeof *from);
            layer->channels.at = arena_copy(b->arena, from->channels.at, from->channels.n * sizeof *from->channels.at);
        }
        IrChannel *copy = arena_copy(b->arena, channel, sizeof *channel);
        Str name = expr_print(b->arena, value);
        copy->lo = expr_column(b->arena, str_printf(b->arena, "%.*s from", STR_FMT(name)), value->type, value->span);
        copy->hi = expr_column(b->arena, str_printf(b->arena, "%.*s to", STR_FMT(name)), value->type, value->span);
        layer->channels.at[i] = copy;
        frame->layer = layer;
    }
}

/* False after a reported error. */
static bool make_bins(const FrameBuild *b, Frame *frame, LayerBins *bins)
{
    for (size_t i = 0; i < frame->layer->channels.n; i++) {
        const IrChannel *channel = frame->layer->channels.at[i];
        if (channel->id > CHANNEL_Y || !is_bin(channel))
            continue;
        Column column = expr_eval(b->arena, channel->lo->args[0], frame->table);
        if (!bins_make(&bins->of[channel->id], b->arena, b->report, channel->lo, &column, frame_axis_type(b, frame->layer, channel->id)))
            return false;
    }
    name_bins(b, frame);
    return true;
}

static void note_unbinned(const FrameBuild *b, const Frame *frame, size_t n, size_t n_rows)
{
    if (n && n == n_rows)
        report_add(b->report, REPORT_E0722, frame->layer->node.span, "nothing to draw: none of %zu rows has a position, a value is missing", n);
    else if (n)
        report_add(b->report, REPORT_N0723, frame->layer->node.span, "%zu of %zu rows not drawn: a value of their position is missing", n, n_rows);
}

/* Rows that are in no bin make no group: they would widen the scales of what is drawn. */
static void drop_unbinned(const FrameBuild *b, const Frame *frame, LayerBins *bins, Table *table)
{
    size_t n = 0, n_rows = table->n_rows;
    uint32_t *rows = ARENA_ARRAY(b->arena, n_rows, uint32_t);
    for (size_t i = 0; i < n_rows; i++) {
        bool is_in = true;
        for (int id = CHANNEL_X; id <= CHANNEL_Y; id++)
            is_in &= !bins->of[id].edges || bins->of[id].bin_of[i] != CODE_MISSING;
        if (is_in)
            rows[n++] = (uint32_t)i;
    }
    if (n == n_rows)
        return;
    note_unbinned(b, frame, n_rows - n, n_rows);
    *table = table_pick(b->arena, table, rows, n);
    for (int id = CHANNEL_X; id <= CHANNEL_Y; id++) {
        uint32_t *bin_of = ARENA_ARRAY(b->arena, n, uint32_t);
        for (size_t i = 0; i < n && bins->of[id].edges; i++)
            bin_of[i] = bins->of[id].bin_of[rows[i]];
        bins->of[id].bin_of = bin_of;
    }
}

/* Rows whose `dodge` is missing have no place beside the others. False after a reported error. */
static bool drop_beside(const FrameBuild *b, const Frame *frame, Table *table)
{
    const IrChannel *dodge = ir_channel(frame->layer, CHANNEL_DODGE);
    if (!dodge || expr_is_constant(dodge->expr))
        return true;
    Column column = expr_eval(b->arena, dodge->expr, table);
    size_t n = 0, n_rows = table->n_rows, n_missing = column_summary(b->arena, &column).n_missing;
    if (!n_missing)
        return true;
    if (n_missing == n_rows) {
        report_add(b->report, REPORT_E0722, dodge->node.span, "nothing to draw: the value of `dodge` is missing in all of %zu rows", n_rows);
        return false;
    }
    report_add(b->report, REPORT_N0723, dodge->node.span, "%zu of %zu rows not drawn: the value of their `dodge` is missing", n_missing, n_rows);
    uint32_t *rows = ARENA_ARRAY(b->arena, n_rows, uint32_t);
    for (size_t i = 0; i < n_rows; i++)
        if (!column_is_missing(&column, i))
            rows[n++] = (uint32_t)i;
    *table = table_pick(b->arena, table, rows, n);
    return true;
}

/* The bins as a column of categories: what makes groups. */
static Column bins_column(const FrameBuild *b, const Bins *bins, size_t n)
{
    Dict *dict = ARENA_NEW(b->arena, Dict);
    dict->n = bins->n;
    return (Column){.type = TYPE_TEXT, .n = n, .codes = bins->bin_of, .dict = dict};
}

static Column bins_ends(const FrameBuild *b, const Bins *bins, ValueType type, const uint32_t *rows, size_t n, size_t end)
{
    double *numbers;
    Column column = column_new(b->arena, STR_NONE, type, n, &numbers);
    for (size_t i = 0; i < n; i++) {
        uint32_t bin = bins->bin_of[rows ? rows[i] : i];
        numbers[i] = bin == CODE_MISSING ? NAN : bins->edges[bin + end];
    }
    return column;
}

/* Rule 1: groups by every channel that is neither constant nor an aggregate, and the facets. */
static Groups make_groups(const FrameBuild *b, const Frame *frame, const LayerBins *bins)
{
    VEC(Column) keys = {0};
    const IrLayer *layer = frame->layer;
    for (size_t i = 0; i < layer->channels.n; i++) {
        const IrChannel *channel = layer->channels.at[i];
        const Expr *exprs[] = {channel->expr, channel->lo, channel->hi};
        bool is_binned = channel->id <= CHANNEL_Y && bins->of[channel->id].edges;
        if (is_binned)
            VEC_PUSH(b->arena, &keys, bins_column(b, &bins->of[channel->id], frame->table->n_rows));
        for (size_t k = 0; k < 3 && !is_binned; k++)
            if (exprs[k] && channel->id != CHANNEL_TEXT && !expr_is_constant(exprs[k]) && !expr_has_aggregate(exprs[k]))
                VEC_PUSH(b->arena, &keys, expr_eval(b->arena, exprs[k], frame->table));
    }
    const IrFacet *facet = b->cells->facet;
    const Expr *column = !facet ? NULL : facet->kind == FACET_WRAP ? facet->by : facet->column;
    if (layer->by_column)
        VEC_PUSH(b->arena, &keys, expr_eval(b->arena, column, frame->table));
    if (layer->by_row)
        VEC_PUSH(b->arena, &keys, expr_eval(b->arena, facet->row, frame->table));
    return groups_by(b->arena, keys.at, keys.n, frame->table->n_rows);
}

/* Texts that channels cannot read as numbers or dates. */
static bool report_odd_texts(const FrameBuild *b, const Frame *frame)
{
    bool is_good = true;
    for (size_t i = 0; i < frame->layer->channels.n; i++) {
        const IrChannel *channel = frame->layer->channels.at[i];
        const Expr *exprs[] = {channel->expr, channel->form == FORM_INTERVAL ? channel->lo : NULL,
                               channel->form == FORM_INTERVAL ? channel->hi : NULL};
        for (size_t k = 0; k < 3; k++)
            is_good = (!exprs[k] || expr_report_odd(b->report, b->arena, exprs[k], frame->table)) && is_good;
    }
    return is_good;
}

/* Constant channels alone, or all. */
static void eval_channels(const FrameBuild *b, Frame *frame, const Groups *groups, const LayerBins *bins, bool of_constants)
{
    static const Table ONE_ROW = {.n_rows = 1};
    for (size_t i = 0; i < frame->layer->channels.n; i++) {
        const IrChannel *channel = frame->layer->channels.at[i];
        FrameChannel *out = &frame->channels[channel->id];
        const Expr *exprs[] = {channel->expr, channel->lo, channel->hi};
        Column *columns[] = {&out->value, &out->lo, &out->hi};
        out->channel = channel;
        if (bins && channel->id <= CHANNEL_Y && bins->of[channel->id].edges) {
            out->lo = bins_ends(b, &bins->of[channel->id], channel->lo->type, groups ? groups->first_row : NULL, frame->n, 0);
            out->hi = bins_ends(b, &bins->of[channel->id], channel->lo->type, groups ? groups->first_row : NULL, frame->n, 1);
            continue;
        }
        if (frame_is_of_cells(frame->layer, channel)) {
            out->value = column_from_values(b->arena, STR_NONE, channel->expr->type, NULL, 0);
            continue;
        }
        out->is_constant = true;
        for (size_t k = 0; k < 3; k++)
            out->is_constant &= !exprs[k] || expr_is_constant(exprs[k]);
        for (size_t k = 0; k < 3; k++)
            if (exprs[k] && (out->is_constant || !of_constants))
                *columns[k] = out->is_constant ? expr_eval(b->arena, exprs[k], &ONE_ROW) : eval(b, frame, groups, exprs[k]);
    }
}

/* --- series ------------------------------------------------------------------------------------------------------- */

/* The place of each group in the order of its values, then of the groups; those without one come last. */
static uint32_t *rank_groups(const FrameBuild *b, const Column *key, const Groups *groups, const Value *values, size_t n_values)
{
    uint32_t *places = ARENA_ARRAY(b->arena, groups->n_groups, uint32_t), *rank = ARENA_ARRAY(b->arena, groups->n_groups, uint32_t);
    size_t *starts = ARENA_ARRAY(b->arena, n_values + 2, size_t);
    Map index = {.arena = b->arena};
    for (size_t v = 0; v < n_values; v++)
        map_put(&index, value_str(b->arena, values[v]))->value = (void *)(uintptr_t)(v + 1);
    for (size_t g = 0; g < groups->n_groups; g++) {
        Value value = column_value(key, groups->first_row[g]);
        uintptr_t found = value.is_missing ? 0 : (uintptr_t)map_get(&index, value_str(b->arena, value));
        places[g] = (uint32_t)(found ? found - 1 : n_values);
        starts[places[g] + 1]++;
    }
    for (size_t v = 1; v <= n_values + 1; v++)
        starts[v] += starts[v - 1];
    for (size_t g = 0; g < groups->n_groups; g++)
        rank[g] = (uint32_t)starts[places[g]]++;
    return rank;
}

/* Series in the order of the first categorical channel's own order, then by appearance. */
static void find_series(const FrameBuild *b, Frame *frame)
{
    static const ChannelId SPLITTERS[] = {CHANNEL_COLOR, CHANNEL_MARKER, CHANNEL_DASH, CHANNEL_PATTERN,
                                          CHANNEL_GROUP, CHANNEL_DODGE,  CHANNEL_SIZE, CHANNEL_OPACITY};
    Column keys[sizeof SPLITTERS / sizeof *SPLITTERS];
    size_t n_keys = 0;
    const IrScale *scale = NULL;
    for (size_t i = 0; i < sizeof SPLITTERS / sizeof *SPLITTERS; i++) {
        const FrameChannel *channel = &frame->channels[SPLITTERS[i]];
        if (!channel->channel || !channel->channel->categorical || channel->is_constant)
            continue;
        if (n_keys == 0 && channel->channel->scale >= 0)
            scale = b->figure->scales.at[channel->channel->scale];
        keys[n_keys++] = channel->value;
    }
    Groups groups = groups_by(b->arena, keys, n_keys, frame->n);
    frame->n_series = groups.n_groups;
    if (n_keys == 0 || groups.n_groups < 2) {
        frame->series = groups.group_of;
        return;
    }
    static const IrExprs NO_ORDER;
    size_t n_values;
    Domain domain = {.arena = b->arena};
    for (size_t g = 0; g < groups.n_groups; g++)
        domain_add_category(&domain, column_value(&keys[0], groups.first_row[g]));
    n_values = domain.categories.n;
    categories_order(domain.categories.at, n_values, scale ? &scale->order : &NO_ORDER, b->arena);
    uint32_t *rank = rank_groups(b, &keys[0], &groups, domain.categories.at, n_values);
    bool is_same = true;
    for (size_t g = 0; g < groups.n_groups; g++)
        is_same &= rank[g] == g;
    frame->series = groups.group_of;
    if (is_same)
        return;
    uint32_t *series = ARENA_ARRAY(b->arena, frame->n, uint32_t);
    for (size_t i = 0; i < frame->n; i++)
        series[i] = rank[groups.group_of[i]];
    frame->series = series;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

const Frame *frame_drawn(const Frame *frame)
{
    return frame->cells ? frame->cells : frame;
}

bool frame_is_of_cells(const IrLayer *layer, const IrChannel *channel)
{
    return layer->mark == MARK_HEXBIN && channel->expr && expr_has_aggregate(channel->expr);
}

Value frame_value(const Frame *frame, ChannelId id, size_t i)
{
    const FrameChannel *channel = &frame->channels[id];
    if (!channel->channel || !channel->channel->expr)
        return (Value){.is_missing = true};
    return column_value(&channel->value, channel->is_constant ? 0 : i);
}

/* --- one layer ---------------------------------------------------------------------------------------------------- */

static bool is_missing_at(const FrameChannel *channel, size_t i)
{
    size_t row = channel->is_constant ? 0 : i;
    if (!channel->channel)
        return false;
    if (channel->channel->form == FORM_INTERVAL)
        return column_is_missing(&channel->lo, row) || column_is_missing(&channel->hi, row);
    return column_is_missing(&channel->value, row);
}

/* Nothing can be missing: known without looking at the rows. */
static bool is_complete(const FrameBuild *b, const FrameChannel *channel)
{
    const Column *columns[] = {&channel->value, &channel->lo, &channel->hi};
    for (size_t k = 0; k < 3; k++)
        if (columns[k]->n && column_summary(b->arena, columns[k]).n_missing)
            return false;
    return true;
}

static void note_missing(const FrameBuild *b, const Frame *frame)
{
    if (frame->n && is_complete(b, &frame->channels[CHANNEL_X]) && is_complete(b, &frame->channels[CHANNEL_Y]))
        return;
    size_t n = 0;
    for (size_t i = 0; i < frame->n; i++)
        n += is_missing_at(&frame->channels[CHANNEL_X], i) || is_missing_at(&frame->channels[CHANNEL_Y], i);
    if (!n || frame->layer->annotation)
        return;
    const char *what = frame->layer->aggregated ? "groups" : "rows";
    if (n == frame->n)
        report_add(b->report, REPORT_E0722, frame->layer->node.span, "nothing to draw: none of %zu %s has a position, a value is missing", n, what);
    else
        report_add(b->report, REPORT_N0723, frame->layer->node.span, "%zu of %zu %s not drawn: a value of their position is missing", n, frame->n,
                   what);
}

/* Counts become parts of their sum: of the panel's rows where series stack, else of those of their series (or slot) there; and densities are by the
 * breadth of their bins. */
static void scale_measures(const FrameBuild *b, Frame *frame)
{
    for (int id = CHANNEL_X; id <= CHANNEL_Y; id++) {
        FrameChannel *channel = &frame->channels[id];
        const FrameChannel *place = &frame->channels[id == CHANNEL_X ? CHANNEL_Y : CHANNEL_X];
        if (!channel->channel || !channel->channel->expr || !expr_is_measure(channel->channel->expr))
            continue;
        const FrameChannel *dodge = &frame->channels[CHANNEL_DODGE];
        bool is_dodged = dodge->channel && !dodge->is_constant;
        const uint32_t *numbers[] = {frame->cell_row, frame->cell_column, frame->layer->stack == STACK_NONE && !is_dodged ? frame->series : NULL};
        Column keys[4];
        size_t n_keys = 0;
        if (is_dodged)
            keys[n_keys++] = dodge->value;
        for (size_t k = 0; k < 3; k++) {
            double *values;
            if (!numbers[k])
                continue;
            keys[n_keys++] = column_new(b->arena, STR_NONE, TYPE_NUMBER, frame->n, &values);
            for (size_t i = 0; i < frame->n; i++)
                values[i] = numbers[k][i];
        }
        Groups groups = groups_by(b->arena, keys, n_keys, frame->n);
        double *sums = ARENA_ARRAY(b->arena, groups.n_groups, double), *parts;
        const double *counts = channel->value.numbers;
        for (size_t i = 0; i < frame->n; i++)
            sums[groups.group_of[i]] += counts[i];
        channel->value = column_new(b->arena, STR_NONE, TYPE_NUMBER, frame->n, &parts);
        AxisType axis = frame_axis_type(b, frame->layer, id == CHANNEL_X ? CHANNEL_Y : CHANNEL_X);
        bool is_density = channel->channel->expr->function == FUNCTION_DENSITY;
        for (size_t i = 0; i < frame->n; i++)
            parts[i] = counts[i] / sums[groups.group_of[i]] /
                       (is_density ? stat_to_space(axis, place->hi.numbers[i]) - stat_to_space(axis, place->lo.numbers[i]) : 1);
    }
}

/* What a layer is drawn from, where its rows stay in their file. */
typedef struct FoldedLayer {
    bool is_good;
    size_t n, n_bins, n_columns;
    Column *columns; /* fold_layer_query's expressions */
    BinnedRows binned;
} FoldedLayer;

/* Found once: panels are known of it before it is drawn. */
static const FoldedLayer *fold_layer(const FrameBuild *b, const IrLayer *layer)
{
    Deferred *deferred = b->tables[layer->table].deferred;
    if (deferred->folded_for == layer)
        return deferred->folded;
    FoldQuery query = fold_layer_query(b->arena, b->figure, b->chart, layer);
    FoldedLayer *out = ARENA_NEW(b->arena, FoldedLayer);
    AxisType axes[2];
    for (size_t i = 0, k = 0; i < layer->channels.n; i++)
        if (is_bin(layer->channels.at[i]))
            axes[k++] = frame_axis_type(b, layer, layer->channels.at[i]->id);
    *out = (FoldedLayer){.n_bins = query.n_bins, .n_columns = query.n_exprs, .columns = ARENA_ARRAY(b->arena, query.n_exprs, Column)};
    out->is_good = query.n_bins ? fold_bins_run(b->arena, deferred, &query, axes, &out->binned)
                                : fold_run(b->arena, deferred, &query, out->columns, &out->n);
    if (out->is_good && query.n_bins) {
        out->columns = out->binned.columns;
        out->n = out->binned.n;
    }
    deferred->folded_for = layer;
    deferred->folded = out;
    return out;
}

bool frames_fold_facets(Table *out, Arena *arena, Report *report, const IrFigure *figure, const IrChart *chart, const Table *tables)
{
    FrameBuild b = {arena, report, figure, chart, tables, NULL};
    const IrLayer *layer = fold_facet_layer(chart);
    const FoldedLayer *folded = layer ? fold_layer(&b, layer) : NULL;
    if (!folded || !folded->is_good || (folded->n_bins && folded->binned.n_missing)) /* rows without a bin have left no trace */
        return false;
    const IrFacet *facet = chart->facet;
    const Expr *by[] = {facet->kind == FACET_WRAP ? facet->by : facet->column, facet->row};
    Table table = {.name = out->name, .columns = ARENA_ARRAY(arena, 2, Column), .n_rows = folded->n, .deferred = out->deferred};
    size_t at = folded->n_columns - (size_t)layer->by_column - (size_t)layer->by_row;
    for (size_t k = 0; k < 2; k++) {
        if (!by[k])
            continue;
        table.columns[table.n_columns] = folded->columns[at++];
        table.columns[table.n_columns++].name = by[k]->column;
    }
    *out = table;
    return true;
}

/* The channels of a layer whose rows stay in their file. False when that cannot be. */
static bool fold_channels(const FrameBuild *b, Frame *frame)
{
    const IrLayer *from = frame->layer;
    const FoldedLayer *folded = fold_layer(b, from);
    size_t next = 0, next_bin = 0;
    if (!folded->is_good)
        return false;
    const Column *columns = folded->columns;
    frame->n = folded->n;
    if (folded->n_bins)
        name_bins(b, frame);
    eval_channels(b, frame, NULL, NULL, true);
    for (size_t i = 0; i < frame->layer->channels.n; i++) {
        const IrChannel *channel = frame->layer->channels.at[i];
        FrameChannel *out = &frame->channels[channel->id];
        const Expr *exprs[] = {channel->expr, channel->lo, channel->hi};
        Column *ends[] = {&out->value, &out->lo, &out->hi};
        bool is_binned = is_bin(from->channels.at[i]);
        if (is_binned) {
            const Bins *bins = &folded->binned.bins[next_bin++];
            out->lo = bins_ends(b, bins, channel->lo->type, NULL, frame->n, 0);
            out->hi = bins_ends(b, bins, channel->lo->type, NULL, frame->n, 1);
        }
        for (size_t k = 0; k < 3 && !is_binned; k++)
            if (exprs[k] && !expr_is_constant(exprs[k]))
                *ends[k] = columns[next++];
            else if (exprs[k] && !out->is_constant) /* as many rows as its other end */
                *ends[k] = expr_eval(b->arena, exprs[k], &(Table){.n_rows = frame->n});
        if (channel->id == CHANNEL_DODGE && column_summary(b->arena, &out->value).n_missing)
            return false; /* how many rows they are, and what the others come to, their reading tells */
    }
    if (folded->n_bins)
        note_unbinned(b, frame, folded->binned.n_missing, folded->binned.n_rows);
    const Column *column = from->by_column ? &columns[next++] : NULL;
    frame_find_cells(b, frame, column, from->by_row ? &columns[next] : NULL);
    find_series(b, frame);
    scale_measures(b, frame);
    note_missing(b, frame);
    return true;
}

static bool build_one(const FrameBuild *b, Frame *frame, const IrLayer *layer)
{
    static const Table EMPTY = {.n_rows = 1};
    *frame = (Frame){.layer = layer};
    Table *table = ARENA_NEW(b->arena, Table);
    *table = layer->table >= 0 ? b->tables[layer->table] : EMPTY;
    if (table->deferred && !layer->annotation) {
        if (fold_channels(b, frame))
            return true;
        *frame = (Frame){.layer = layer};
        if (!dataset_settle(table, b->arena, b->report, b->figure, b->tables, layer->table))
            return false;
    }
    if (!steps_run(table, b->arena, b->report, b->tables, (const IrStep *const *)layer->steps.at, layer->steps.n))
        return false;
    frame->table = table;
    LayerBins bins = {0};
    if (!report_odd_texts(b, frame) || !drop_beside(b, frame, table) || !make_bins(b, frame, &bins))
        return false;
    if (bins.of[CHANNEL_X].edges || bins.of[CHANNEL_Y].edges)
        drop_unbinned(b, frame, &bins, table);
    Groups groups = {0};
    if (layer->annotation)
        groups = groups_by(b->arena, NULL, 0, table->n_rows); /* one mark; a text may hold aggregates */
    else if (layer->aggregated)
        groups = make_groups(b, frame, &bins);
    bool is_grouped = layer->annotation || layer->aggregated;
    frame->n = is_grouped ? groups.n_groups : table->n_rows;
    eval_channels(b, frame, is_grouped ? &groups : NULL, &bins, false);
    const IrFacet *facet = b->cells->facet;
    Column column = {0}, row = {0};
    if (layer->by_column)
        column = eval(b, frame, is_grouped ? &groups : NULL, facet->kind == FACET_WRAP ? facet->by : facet->column);
    if (layer->by_row)
        row = eval(b, frame, is_grouped ? &groups : NULL, facet->row);
    frame_find_cells(b, frame, &column, &row);
    frame->first_row = is_grouped ? groups.first_row : NULL;
    find_series(b, frame);
    scale_measures(b, frame);
    note_missing(b, frame);
    return true;
}

/* --- all layers of a chart ----------------------------------------------------------------------------------------- */

bool frames_build(Frame *frames, Arena *arena, Report *report, const IrFigure *figure, const IrChart *chart, const Table *tables, const Cells *cells,
                  const IrLayer *const *layers, size_t n_layers)
{
    FrameBuild build = {arena, report, figure, chart, tables, cells};
    size_t n_errors = report->n_errors;
    ReportAllow allow;
    bool is_built = true;
    for (size_t i = 0; i < n_layers; i++) {
        IR_ENTER(report, &allow, Layer, layers[i]);
        report->at = layers[i]->node.span;
        is_built &= build_one(&build, &frames[i], layers[i]) && (report->n_errors > n_errors || frame_stat(&build, &frames[i]));
        report_leave(report);
    }
    if (!is_built || report->n_errors > n_errors)
        return false;
    frames_share_slots(&build, frames, n_layers);
    for (size_t i = 0; i < n_layers; i++) {
        IR_ENTER(report, &allow, Layer, layers[i]);
        report->at = layers[i]->node.span;
        if (frame_check_places(&build, &frames[i])) {
            frame_check_line(&build, &frames[i]);
            frame_set_lengths(&build, &frames[i]);
        }
        report_leave(report);
    }
    return report->n_errors == n_errors;
}
