/* frame: layers' data as their marks need it; see frame.h. */
#include "frame.h"

#include "expr_odd.h"
#include "fold_plan.h"
#include "scale.h"
#include "steps.h"

#include <math.h>
#include <stdlib.h>

/* --- facets ------------------------------------------------------------------------------------------------------- */

/* The distinct values of an expression over a table, ordered. */
static Value *distinct_values(Arena *arena, const Expr *by, const Table *table, const IrExprs *order, size_t *n)
{
    Domain domain = {.arena = arena};
    Column column = expr_eval(arena, by, table);
    domain_add_column(&domain, &column);
    categories_order(domain.categories.at, domain.categories.n, order, arena);
    *n = domain.categories.n;
    return domain.categories.at;
}

bool cells_find(Cells *cells, Arena *arena, Report *report, const IrChart *chart, const Table *tables)
{
    static const Value ALL = {.type = TYPE_TEXT, .is_missing = true};
    const IrFacet *facet = chart->facet;
    *cells = (Cells){.facet = facet, .row_values = &ALL, .column_values = &ALL, .n_row_values = 1, .n_column_values = 1};
    if (!facet)
        return true;
    const Table *table = &tables[chart->table];
    const Expr *column = facet->kind == FACET_WRAP ? facet->by : facet->column;
    const IrExprs *order = facet->kind == FACET_WRAP ? &facet->order : &facet->column_order;
    if (column)
        cells->column_values = distinct_values(arena, column, table, order, &cells->n_column_values);
    if (facet->row)
        cells->row_values = distinct_values(arena, facet->row, table, &facet->row_order, &cells->n_row_values);
    if (cells->n_row_values == 0 || cells->n_column_values == 0) {
        report_add(report, REPORT_E0721, facet->node.span, "the facet has no value: its column is missing in all rows");
        return false;
    }
    return true;
}

/* --- building ----------------------------------------------------------------------------------------------------- */

typedef struct Build {
    Arena *arena;
    Report *report;
    const IrFigure *figure;
    const Table *tables;
    const Cells *cells;
} Build;

static const IrChannel *channel_of(const Frame *frame, ChannelId id)
{
    return frame->channels[id].channel;
}

/* Which of the cells' values each row has; CELL_ANY where it is none of them (missing). */
static uint32_t *find_cells(Arena *arena, const Column *column, const Value *values, size_t n_values)
{
    Map index = {.arena = arena};
    for (size_t i = 0; i < n_values; i++) {
        uint32_t place = (uint32_t)i;
        map_put(&index, value_str(arena, values[i]))->value = arena_copy(arena, &place, sizeof place);
    }
    uint32_t *cells = ARENA_ARRAY(arena, column->n, uint32_t);
    for (size_t i = 0; i < column->n; i++) {
        const uint32_t *place = map_get(&index, value_str(arena, column_value(column, i)));
        cells[i] = place ? *place : CELL_ANY;
    }
    return cells;
}

static Column eval(const Build *b, const Frame *frame, const Groups *groups, const Expr *expr)
{
    return groups ? expr_eval_groups(b->arena, expr, frame->table, groups) : expr_eval(b->arena, expr, frame->table);
}

/* Rule 1: groups by every channel that is neither constant nor an aggregate, and the facets. */
static Groups make_groups(const Build *b, const Frame *frame)
{
    VEC(Column) keys = {0};
    const IrLayer *layer = frame->layer;
    for (size_t i = 0; i < layer->channels.n; i++) {
        const IrChannel *channel = layer->channels.at[i];
        const Expr *exprs[] = {channel->expr, channel->lo, channel->hi};
        for (size_t k = 0; k < 3; k++)
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
static bool report_odd_texts(const Build *b, const Frame *frame)
{
    bool is_good = true;
    for (size_t i = 0; i < frame->layer->channels.n; i++) {
        const IrChannel *channel = frame->layer->channels.at[i];
        const Expr *exprs[] = {channel->expr, channel->form == FORM_INTERVAL ? channel->lo : NULL, channel->form == FORM_INTERVAL ? channel->hi : NULL};
        for (size_t k = 0; k < 3; k++)
            is_good = (!exprs[k] || expr_report_odd(b->report, b->arena, exprs[k], frame->table)) && is_good;
    }
    return is_good;
}

/* Constant channels alone, or all. */
static void eval_channels(const Build *b, Frame *frame, const Groups *groups, bool of_constants)
{
    static const Table ONE_ROW = {.n_rows = 1};
    for (size_t i = 0; i < frame->layer->channels.n; i++) {
        const IrChannel *channel = frame->layer->channels.at[i];
        FrameChannel *out = &frame->channels[channel->id];
        const Expr *exprs[] = {channel->expr, channel->lo, channel->hi};
        Column *columns[] = {&out->value, &out->lo, &out->hi};
        out->channel = channel;
        out->is_constant = true;
        for (size_t k = 0; k < 3; k++)
            out->is_constant &= !exprs[k] || expr_is_constant(exprs[k]);
        for (size_t k = 0; k < 3; k++)
            if (exprs[k] && (out->is_constant || !of_constants))
                *columns[k] = out->is_constant ? expr_eval(b->arena, exprs[k], &ONE_ROW) : eval(b, frame, groups, exprs[k]);
    }
}

/* Rows whose value no panel has are drawn nowhere. */
static void warn_strays(const Build *b, const Frame *frame, const Column *column, const uint32_t *cells, const Expr *by)
{
    size_t n = 0, first = 0;
    for (size_t i = 0; i < column->n; i++)
        if (cells[i] == CELL_ANY && n++ == 0)
            first = i;
    if (!n)
        return;
    Str value = column_is_missing(column, first) ? STR("missing") : value_str(b->arena, column_value(column, first));
    Diagnostic *warning = report_add(b->report, REPORT_W0763, frame->layer->node.span, "%zu of %zu rows of this layer %s in no panel, the first where %.*s is %.*s", n,
                                     column->n, n == 1 ? "is" : "are", STR_FMT(expr_print(b->arena, by)), STR_FMT(value));
    report_hint(b->report, warning, "panels are made of the chart's own data; a layer whose data has no column of that name stands in all of them");
}

static void find_panels(const Build *b, Frame *frame, const Groups *groups)
{
    const IrFacet *facet = b->cells->facet;
    if (frame->layer->by_column) {
        const Expr *by = facet->kind == FACET_WRAP ? facet->by : facet->column;
        Column column = eval(b, frame, groups, by);
        uint32_t *cells = find_cells(b->arena, &column, b->cells->column_values, b->cells->n_column_values);
        warn_strays(b, frame, &column, cells, by);
        frame->cell_column = cells;
    }
    if (frame->layer->by_row) {
        Column row = eval(b, frame, groups, facet->row);
        uint32_t *cells = find_cells(b->arena, &row, b->cells->row_values, b->cells->n_row_values);
        warn_strays(b, frame, &row, cells, facet->row);
        frame->cell_row = cells;
    }
}

/* --- series ------------------------------------------------------------------------------------------------------- */

/* Series in the order of the first categorical channel's own order, then by appearance. */
static void find_series(const Build *b, Frame *frame)
{
    static const ChannelId SPLITTERS[] = {CHANNEL_COLOR, CHANNEL_MARKER, CHANNEL_DASH, CHANNEL_PATTERN, CHANNEL_GROUP, CHANNEL_DODGE, CHANNEL_SIZE, CHANNEL_OPACITY};
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
    uint32_t *rank = ARENA_ARRAY(b->arena, groups.n_groups, uint32_t), next = 0;
    for (size_t v = 0; v <= n_values; v++) /* the last round takes missing values */
        for (size_t g = 0; g < groups.n_groups; g++) {
            Value value = column_value(&keys[0], groups.first_row[g]);
            if (v < n_values ? value_eq(value, domain.categories.at[v]) : value.is_missing)
                rank[g] = next++;
        }
    uint32_t *series = ARENA_ARRAY(b->arena, frame->n, uint32_t);
    for (size_t i = 0; i < frame->n; i++)
        series[i] = rank[groups.group_of[i]];
    frame->series = series;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

bool frame_in_cell(const Frame *frame, size_t i, size_t cell_row, size_t cell_column)
{
    return (!frame->cell_row || frame->cell_row[i] == cell_row) && (!frame->cell_column || frame->cell_column[i] == cell_column);
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
static bool is_complete(const Build *b, const FrameChannel *channel)
{
    const Column *columns[] = {&channel->value, &channel->lo, &channel->hi};
    for (size_t k = 0; k < 3; k++)
        if (columns[k]->n && column_summary(b->arena, columns[k]).n_missing)
            return false;
    return true;
}

static void note_missing(const Build *b, const Frame *frame)
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
        report_add(b->report, REPORT_N0723, frame->layer->node.span, "%zu of %zu %s not drawn: a value of their position is missing", n, frame->n, what);
}

/* The channels of a layer whose rows stay in their file. False when that cannot be. */
static bool fold_channels(const Build *b, Frame *frame)
{
    FoldQuery query = fold_layer_query(b->arena, b->figure, frame->layer);
    Column *columns = ARENA_ARRAY(b->arena, query.n_exprs, Column);
    size_t next = 0;
    if (!fold_run(b->arena, b->tables[frame->layer->table].deferred, &query, columns, &frame->n))
        return false;
    eval_channels(b, frame, NULL, true);
    for (size_t i = 0; i < frame->layer->channels.n; i++) {
        const IrChannel *channel = frame->layer->channels.at[i];
        FrameChannel *out = &frame->channels[channel->id];
        const Expr *exprs[] = {channel->expr, channel->lo, channel->hi};
        Column *ends[] = {&out->value, &out->lo, &out->hi};
        for (size_t k = 0; k < 3; k++)
            if (exprs[k] && !expr_is_constant(exprs[k]))
                *ends[k] = columns[next++];
            else if (exprs[k] && !out->is_constant) /* as many rows as its other end */
                *ends[k] = expr_eval(b->arena, exprs[k], &(Table){.n_rows = frame->n});
    }
    find_series(b, frame);
    note_missing(b, frame);
    return true;
}

static bool build_one(const Build *b, Frame *frame, const IrLayer *layer)
{
    static const Table EMPTY = {.n_rows = 1};
    *frame = (Frame){.layer = layer};
    Table *table = ARENA_NEW(b->arena, Table);
    *table = layer->table >= 0 ? b->tables[layer->table] : EMPTY;
    if (table->deferred && !layer->annotation) {
        if (fold_channels(b, frame))
            return true;
        if (!dataset_settle(table, b->arena, b->report, b->figure, b->tables, layer->table))
            return false;
    }
    if (!steps_run(table, b->arena, b->report, b->tables, (const IrStep *const *)layer->steps.at, layer->steps.n))
        return false;
    frame->table = table;
    if (!report_odd_texts(b, frame))
        return false;
    Groups groups = {0};
    if (layer->annotation)
        groups = groups_by(b->arena, NULL, 0, table->n_rows); /* one mark; a text may hold aggregates */
    else if (layer->aggregated)
        groups = make_groups(b, frame);
    bool is_grouped = layer->annotation || layer->aggregated;
    frame->n = is_grouped ? groups.n_groups : table->n_rows;
    eval_channels(b, frame, is_grouped ? &groups : NULL, false);
    find_panels(b, frame, is_grouped ? &groups : NULL);
    frame->first_row = is_grouped ? groups.first_row : NULL;
    find_series(b, frame);
    note_missing(b, frame);
    return true;
}

/* --- dodging and stacking ----------------------------------------------------------------------------------------- */

/* All layers of the chart share one set of slots, so that an error bar cannot miss its bar. */
static void share_slots(const Build *b, Frame *frames, size_t n)
{
    Domain domain = {.arena = b->arena};
    static const IrExprs NO_ORDER;
    const IrExprs *order = &NO_ORDER;
    for (size_t f = 0; f < n; f++) {
        const FrameChannel *dodge = &frames[f].channels[CHANNEL_DODGE], *color = &frames[f].channels[CHANNEL_COLOR];
        for (size_t i = 0; dodge->channel && i < frames[f].n; i++)
            domain_add_category(&domain, frame_value(&frames[f], CHANNEL_DODGE, i));
        bool same = dodge->channel && color->channel && color->channel->scale >= 0 && expr_eq(dodge->channel->expr, color->channel->expr);
        if (same && b->figure->scales.at[color->channel->scale]->order.n)
            order = &b->figure->scales.at[color->channel->scale]->order;
    }
    if (domain.categories.n < 2)
        return;
    categories_order(domain.categories.at, domain.categories.n, order, b->arena);
    for (size_t f = 0; f < n; f++) {
        if (!channel_of(&frames[f], CHANNEL_DODGE))
            continue;
        uint32_t *slot = ARENA_ARRAY(b->arena, frames[f].n, uint32_t);
        for (size_t i = 0; i < frames[f].n; i++)
            for (size_t k = 0; k < domain.categories.n; k++)
                if (value_eq(frame_value(&frames[f], CHANNEL_DODGE, i), domain.categories.at[k]))
                    slot[i] = (uint32_t)k;
        frames[f].slot = slot;
        frames[f].n_slots = domain.categories.n;
    }
}

static bool has_length(const Frame *frame)
{
    return frame->layer->mark == MARK_BAR || frame->layer->mark == MARK_AREA;
}

static ChannelId length_channel(const IrLayer *layer)
{
    return layer->orientation == VERTICAL ? CHANNEL_Y : CHANNEL_X;
}

/* What makes two marks stand at one place: position, panel and slot. */
static Groups find_places(const Build *b, const Frame *frame, bool with_series)
{
    VEC(Column) keys = {0};
    ChannelId place = length_channel(frame->layer) == CHANNEL_Y ? CHANNEL_X : CHANNEL_Y;
    const FrameChannel *channel = &frame->channels[place];
    const Column *columns[] = {&channel->value, &channel->lo, &channel->hi};
    for (size_t k = 0; k < 3; k++)
        if (channel->channel && !channel->is_constant && columns[k]->n == frame->n && frame->n)
            VEC_PUSH(b->arena, &keys, *columns[k]);
    if (frame->layer->mark == MARK_RECT) {
        const FrameChannel *other = &frame->channels[length_channel(frame->layer)];
        const Column *more[] = {&other->value, &other->lo, &other->hi};
        for (size_t k = 0; k < 3; k++)
            if (other->channel && !other->is_constant && more[k]->n == frame->n && frame->n)
                VEC_PUSH(b->arena, &keys, *more[k]);
    }
    const uint32_t *numbers[] = {frame->cell_row, frame->cell_column, frame->slot, with_series ? frame->series : NULL};
    for (size_t k = 0; k < 4; k++) {
        if (!numbers[k])
            continue;
        double *values;
        Column column = column_new(b->arena, STR_NONE, TYPE_NUMBER, frame->n, &values);
        for (size_t i = 0; i < frame->n; i++)
            values[i] = numbers[k][i];
        VEC_PUSH(b->arena, &keys, column);
    }
    return groups_by(b->arena, keys.at, keys.n, frame->n);
}

/* Rules 4 and 5: two marks at one place, of one series, hide each other. */
static bool check_places(const Build *b, const Frame *frame)
{
    const IrLayer *layer = frame->layer;
    bool is_solid = layer->mark == MARK_BAR || layer->mark == MARK_AREA || layer->mark == MARK_RECT;
    if (!is_solid || layer->annotation)
        return true;
    bool stacks = layer->stack != STACK_NONE;
    Groups places = find_places(b, frame, stacks || layer->mark == MARK_AREA);
    if (places.n_groups == frame->n)
        return true;
    uint32_t *count = ARENA_ARRAY(b->arena, places.n_groups, uint32_t);
    for (size_t i = 0; i < frame->n; i++)
        count[places.group_of[i]]++;
    size_t worst = 0;
    while (worst < places.n_groups && count[worst] < 2)
        worst++;
    ChannelId place = length_channel(layer) == CHANNEL_Y ? CHANNEL_X : CHANNEL_Y, length = length_channel(layer);
    const Expr *at = frame->channels[place].channel->expr, *value = frame->channels[length].channel->expr;
    Str where = at ? str_printf(b->arena, "%.*s = %.*s", STR_FMT(expr_print(b->arena, at)),
                                STR_FMT(value_str(b->arena, frame_value(frame, place, places.first_row[worst]))))
                   : STR("one place");
    if (layer->aggregated || (frame->n_series > 1 && !stacks)) { /* a stack holds a series once: rows that meet in it are of one series */
        Diagnostic *error = report_add(b->report, REPORT_E0724, layer->node.span, "%u %ss of different series stand at %.*s", count[worst],
                                       IR_WORD_TEXT(Mark, layer->mark), STR_FMT(where));
        report_hint(b->report, error, "place them side by side: dodge: column");
        return false;
    }
    Diagnostic *error = report_add(b->report, REPORT_E0725, layer->node.span, "%u rows share %.*s: their %ss would hide each other", count[worst],
                                   STR_FMT(where), IR_WORD_TEXT(Mark, layer->mark));
    if (value && value->kind == EXPR_COLUMN && value->type == TYPE_NUMBER)
        report_hint(b->report, error, "draw one value of them: %s: mean(%.*s)", length == CHANNEL_Y ? "y" : "x", STR_FMT(value->column));
    report_hint(b->report, error, "or tell them apart: color, group, dodge or facet by another column");
    return false;
}

/* A line that returns to the same x is mostly several lines. */
static void check_line(const Build *b, const Frame *frame)
{
    const IrLayer *layer = frame->layer;
    if ((layer->mark != MARK_LINE && layer->mark != MARK_STEP) || layer->annotation)
        return;
    const Column *x = &frame->channels[CHANNEL_X].value;
    if (frame->n && x->n == frame->n && x->type != TYPE_TEXT && column_summary(b->arena, x).is_rising)
        return;
    Groups places = find_places(b, frame, true);
    if (places.n_groups == frame->n)
        return;
    Diagnostic *warning = report_add(b->report, REPORT_W0726, layer->node.span, "%zu of %zu rows share their x with another row of the same line",
                                     frame->n - places.n_groups, frame->n);
    report_hint(b->report, warning, "split the line with color or group, or draw one value: mean(...)");
}

typedef struct StackRow {
    uint32_t place, series, row;
} StackRow;

static int by_place(const void *a, const void *b)
{
    const StackRow *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->series != y->series)
        return x->series < y->series ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Where each length starts and ends: from zero, on the one before (positive and negative apart), or over its interval. The baseline of those that start
 * at the axis' end is NaN: the mark knows where that is. */
static void set_lengths(const Build *b, Frame *frame)
{
    const IrLayer *layer = frame->layer;
    const FrameChannel *length = &frame->channels[length_channel(layer)];
    if (!has_length(frame) || !length->channel || length->channel->unit != POSITION_DATA)
        return;
    const Column *type = length->channel->form == FORM_INTERVAL ? &length->lo : &length->value;
    if (type->type == TYPE_TEXT)
        return;
    double *base = ARENA_ARRAY(b->arena, frame->n, double), *end = ARENA_ARRAY(b->arena, frame->n, double);
    double start = layer->baseline == BASELINE_AXIS ? NAN : layer->baseline == BASELINE_VALUE ? layer->baseline_value->value.number : 0;
    for (size_t i = 0; i < frame->n; i++) {
        size_t row = length->is_constant ? 0 : i;
        bool is_interval = length->channel->form == FORM_INTERVAL;
        base[i] = is_interval ? length->lo.numbers[row] : start;
        end[i] = is_interval ? length->hi.numbers[row] : length->value.numbers[row];
    }
    frame->base = base;
    frame->end = end;
    if (layer->stack != STACK_ZERO)
        return;
    Groups places = find_places(b, frame, false);
    StackRow *rows = ARENA_ARRAY(b->arena, frame->n, StackRow);
    for (size_t i = 0; i < frame->n; i++)
        rows[i] = (StackRow){places.group_of[i], frame->series[i], (uint32_t)i};
    if (frame->n)
        qsort(rows, frame->n, sizeof *rows, by_place);
    double up = 0, down = 0;
    bool *is_stacked = ARENA_ARRAY(b->arena, frame->n, bool);
    frame->is_stacked = is_stacked;
    for (size_t i = 0; i < frame->n; i++) {
        bool is_first = i == 0 || rows[i].place != rows[i - 1].place;
        bool is_last = i + 1 == frame->n || rows[i].place != rows[i + 1].place;
        is_stacked[rows[i].row] = !is_first || !is_last;
        if (is_first)
            up = down = isnan(start) ? 0 : start;
        uint32_t row = rows[i].row;
        double value = end[row], *sum = value < 0 ? &down : &up;
        if (isnan(value))
            continue;
        base[row] = *sum;
        end[row] = *sum += value;
    }
}

bool frames_build(Frame *frames, Arena *arena, Report *report, const IrFigure *figure, const Table *tables, const Cells *cells,
                  const IrLayer *const *layers, size_t n_layers)
{
    Build build = {arena, report, figure, tables, cells};
    size_t n_errors = report->n_errors;
    ReportAllow allow;
    bool is_built = true;
    for (size_t i = 0; i < n_layers; i++) {
        IR_ENTER(report, &allow, Layer, layers[i]);
        is_built &= build_one(&build, &frames[i], layers[i]);
        report_leave(report);
    }
    if (!is_built || report->n_errors > n_errors)
        return false;
    share_slots(&build, frames, n_layers);
    for (size_t i = 0; i < n_layers; i++) {
        IR_ENTER(report, &allow, Layer, layers[i]);
        if (check_places(&build, &frames[i])) {
            check_line(&build, &frames[i]);
            set_lengths(&build, &frames[i]);
        }
        report_leave(report);
    }
    return report->n_errors == n_errors;
}
