/* ir_verify: the rules of the IR; see docs/ir.md. First what holds for every field by its kind, then tables and the columns that expressions
 * read, then charts. The first rule that is broken is told in a sentence. */
#include "ir.h"

#include "expr_limit.h"
#include "step_columns.h"

#include <math.h>
#include <string.h>

typedef struct Verify {
    Arena *arena;
    const IrFigure *figure;
    Map *scopes;                       /* one a table: column name -> its type, after the steps */
    bool allows_windows, in_aggregate; /* of the expression at hand */
    const char *fault;
} Verify;

static void fault(Verify *v, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void fault(Verify *v, const char *format, ...)
{
    if (v->fault)
        return;
    va_list args;
    va_start(args, format);
    v->fault = str_vprintf(v->arena, format, args).at;
    va_end(args);
}

/* --- what every node obeys ---------------------------------------------------------------------------------------- */

static void verify_word(Verify *v, const IrNode *node, const IrField *field, const void *at)
{
    int word;
    memcpy(&word, at, sizeof word);
    if (word < 0 || word >= field->words->n)
        fault(v, "%s: %s is no word of its set", node->type->name, field->name);
    else if (!field->words->words[word].is_built)
        fault(v, "%s: %s \"%s\" is not built", node->type->name, field->name, field->words->words[word].word);
}

static void verify_tree(Verify *v, const IrNode *node, int depth)
{
    if (depth > 200)
        fault(v, "nodes are nested deeper than 200");
    for (int i = 0; i < node->type->n_fields && !v->fault; i++) {
        const IrField *field = &node->type->fields[i];
        const void *at = (const char *)node + field->offset;
        IrNodes children = {0};
        IrNode *child = NULL;
        if (field->kind == IR_WORD)
            verify_word(v, node, field, at);
        else if (field->kind == IR_NUMBER && isinf(*(const double *)at))
            fault(v, "%s: %s is infinite", node->type->name, field->name);
        else if (field->kind == IR_NODE)
            memcpy(&child, at, sizeof child);
        else if (field->kind == IR_NODES)
            memcpy(&children, at, sizeof children);
        if (child)
            verify_tree(v, child, depth + 1);
        for (size_t k = 0; k < children.n; k++)
            verify_tree(v, children.at[k], depth + 1);
    }
}

static void verify_allow(Verify *v, const IrTexts *allow)
{
    for (size_t i = 0; i < allow->n; i++) {
        ReportId id = report_find(allow->at[i]);
        if (id == REPORT_COUNT || !str_is(allow->at[i], report_name(id)))
            fault(v, "allow: there is no warning `%.*s`", STR_FMT(allow->at[i]));
    }
}

/* --- expressions over a scope ------------------------------------------------------------------------------------- */

static void scope_add(Map *scope, Str name, ValueType type)
{
    map_put(scope, name)->value = arena_copy(scope->arena, &type, sizeof type);
}

/* Where the rows around are not known, nothing may look at them; constants are constant. */
static void verify_call(Verify *v, const Expr *call, const char *where)
{
    const Function *row = function_row(call->function);
    bool is_window = row->class == CLASS_WINDOW, is_aggregate = row->class == CLASS_AGGREGATE;
    if (row->status != FUNCTION_BUILT || row->class == CLASS_STATISTIC)
        fault(v, "%s: function %s is not built", where, row->name);
    if ((is_window && !v->allows_windows) || ((is_window || is_aggregate) && v->in_aggregate))
        fault(v, "%s: function %s does not stand here", where, row->name);
    for (size_t i = 0; i < call->n_args && !v->fault; i++)
        if (expr_limit(v->arena, call->function, call->args, i, NULL) != LIMIT_HOLDS)
            fault(v, "%s: argument %zu of %s is not in its limits", where, i, row->name);
}

static void verify_columns(Verify *v, const Map *scope, const Expr *expr, const char *where)
{
    if (!expr || v->fault)
        return;
    if (expr->kind == EXPR_COLUMN) {
        const ValueType *type = scope ? map_get(scope, expr->column) : NULL;
        if (!type)
            fault(v, "%s: there is no column `%.*s`", where, STR_FMT(expr->column));
        else if (*type != expr->type)
            fault(v, "%s: column `%.*s` is %s, not %s", where, STR_FMT(expr->column), type_name(*type), type_name(expr->type));
    }
    if (expr->kind == EXPR_CALL)
        verify_call(v, expr, where);
    bool was_inside = v->in_aggregate;
    v->in_aggregate |= expr->kind == EXPR_CALL && function_row(expr->function)->class == CLASS_AGGREGATE;
    for (size_t i = 0; i < expr->n_args; i++)
        verify_columns(v, scope, expr->args[i], where);
    v->in_aggregate = was_inside;
}

/* One value a row. */
static void verify_row_wise(Verify *v, const Map *scope, const Expr *expr, const char *where)
{
    verify_columns(v, scope, expr, where);
    if (expr && expr_has_aggregate(expr))
        fault(v, "%s: an aggregate where each row has a value", where);
}

static void verify_typed(Verify *v, const Map *scope, const Expr *expr, ValueType type, const char *where)
{
    if (expr && expr->type != type)
        fault(v, "%s: is %s, not %s", where, type_name(expr->type), type_name(type));
    verify_columns(v, scope, expr, where);
}

/* A text over many rows at once: its columns stand below aggregates or are the same in all rows; no row is needed. */
static void verify_text(Verify *v, const Map *scope, const Expr *expr, const char *where)
{
    verify_typed(v, scope, expr, TYPE_TEXT, where);
}

static const Map *scope_of(const Verify *v, int table)
{
    return table < 0 ? NULL : &v->scopes[table];
}

static void verify_ref(Verify *v, int ref, size_t n, const char *where)
{
    if (ref < -1 || (ref >= 0 && (size_t)ref >= n))
        fault(v, "%s: @%d is out of range", where, ref);
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

static Table scope_columns(const Verify *v, const Map *scope, Str name)
{
    Table table = {.name = name, .columns = ARENA_ARRAY(v->arena, scope->n, Column), .n_columns = scope->n};
    for (size_t i = 0; i < scope->n; i++)
        table.columns[i] = (Column){.name = scope->entries[i].key, .type = *(const ValueType *)scope->entries[i].value};
    return table;
}

/* Aggregates stand only where rows have a group. */
static void verify_use(Verify *v, const IrStep *step, const Expr *expr, bool within)
{
    if (expr && expr_has_aggregate(expr) && !within && step->kind != STEP_SUMMARIZE)
        fault(v, "step %s: an aggregate in the wrong place", IR_WORD_TEXT(StepKind, step->kind));
}

static void verify_step(Verify *v, Map *scope, const IrStep *step, int n_tables)
{
    const char *kind = IR_WORD_TEXT(StepKind, step->kind);
    bool needs_table = step->kind == STEP_JOIN || step->kind == STEP_APPEND, is_head = step->kind == STEP_TAKE || step->kind == STEP_SKIP;
    if (step->kind == STEP_FILTER && !step->condition)
        fault(v, "step: filter without a condition");
    if (needs_table && (step->table < 0 || step->table >= n_tables))
        fault(v, "step %s: its table does not stand before it", kind);
    if (!needs_table && step->table >= 0)
        fault(v, "step %s: it takes no table", kind);
    bool has_share = step->share > 0 && step->share <= 1;
    if ((is_head && step->count < 1) || (step->kind == STEP_SAMPLE && (step->seed < 0 || (step->count < 1) != has_share)))
        fault(v, "step %s: how many rows", kind);
    verify_typed(v, scope, step->condition, TYPE_BOOL, "step: condition");
    verify_row_wise(v, scope, step->condition, "step: condition");
    for (size_t k = 0; k < step->keys.n && !v->fault; k++) {
        if (!step->keys.at[k]->expr)
            fault(v, "key: without an expression");
        verify_row_wise(v, scope, step->keys.at[k]->expr, "key");
        if (step->kind == STEP_PIVOT && step->keys.at[k]->expr && step->keys.at[k]->expr->kind != EXPR_COLUMN)
            fault(v, "step pivot: a key that is no column");
    }
    Map inner = {.arena = v->arena}; /* derive: each column may use those before it */
    for (size_t i = 0; i < scope->n; i++)
        map_put(&inner, scope->entries[i].key)->value = scope->entries[i].value;
    for (size_t k = 0; k < step->items.n && !v->fault; k++) {
        const IrStepItem *item = step->items.at[k];
        if (!item->expr && !(step->kind == STEP_FILL && item->fill != FILL_VALUE))
            fault(v, "item: without an expression");
        v->allows_windows = step->kind == STEP_DERIVE || step->kind == STEP_FILL;
        verify_columns(v, &inner, item->expr, "item");
        verify_use(v, step, item->expr, v->allows_windows);
        v->allows_windows = false;
        if (!v->fault && step->kind == STEP_DERIVE)
            scope_add(&inner, item->name, item->expr->type);
    }
    if (v->fault)
        return;
    Table table = scope_columns(v, scope, STR("")),
          other = needs_table ? scope_columns(v, &v->scopes[step->table], v->figure->tables.at[step->table]->name) : table;
    const char *broken = step_columns(v->arena, step, needs_table ? &other : NULL, &table, NULL);
    if (broken)
        fault(v, "step %s: %s", kind, broken);
    *scope = (Map){.arena = v->arena};
    for (size_t i = 0; i < table.n_columns; i++)
        scope_add(scope, table.columns[i].name, table.columns[i].type);
}

static void verify_steps(Verify *v, Map *scope, IrStep *const *steps, size_t n, int n_tables)
{
    for (size_t i = 0; i < n && !v->fault; i++)
        verify_step(v, scope, steps[i], n_tables);
}

static void verify_table(Verify *v, size_t number)
{
    const IrTable *table = v->figure->tables.at[number];
    Map *scope = &v->scopes[number];
    scope->arena = v->arena;
    if (table->source == DATA_FROM) {
        if (table->parent < 0 || (size_t)table->parent >= number) {
            fault(v, "table @%zu: its parent does not stand before it", number);
            return;
        }
        const Map *parent = &v->scopes[table->parent];
        for (size_t i = 0; i < parent->n; i++)
            map_put(scope, parent->entries[i].key)->value = parent->entries[i].value;
    } else if (table->columns.n == 0) {
        fault(v, "table @%zu: no columns", number);
    } else if (table->source == DATA_ROWS && table->cells.n % table->columns.n) {
        fault(v, "table @%zu: %zu cells do not fill rows of %zu", number, table->cells.n, (size_t)table->columns.n);
    }
    for (size_t i = 0; i < table->columns.n; i++) {
        ValueType type;
        const IrColumn *column = table->columns.at[i];
        if (!type_find(&type, column->type))
            fault(v, "column `%.*s`: `%.*s` is no type", STR_FMT(column->name), STR_FMT(column->type));
        else if (map_get(scope, column->name))
            fault(v, "table @%zu: column `%.*s` twice", number, STR_FMT(column->name));
        else
            scope_add(scope, column->name, type);
    }
    verify_steps(v, scope, table->steps.at, table->steps.n, (int)number);
}

/* --- charts ------------------------------------------------------------------------------------------------------- */

static bool is_x_side(Side side)
{
    return side == SIDE_BOTTOM || side == SIDE_TOP;
}

static const IrAxis *axis_of(const IrChart *chart, Side side)
{
    for (size_t i = 0; i < chart->axes.n; i++)
        if (chart->axes.at[i]->side == side)
            return chart->axes.at[i];
    return NULL;
}

static bool is_statistic(const Expr *expr)
{
    return expr && expr->kind == EXPR_CALL && function_row(expr->function)->class == CLASS_STATISTIC;
}

/* What a layer computes of all its rows: bins of a value by a rule. */
static void verify_statistic(Verify *v, const Map *scope, const IrChannel *channel, const char *name)
{
    const Expr *call = channel->lo, *rule = call->n_args > 1 ? call->args[1] : NULL, *amount = call->n_args > 2 ? call->args[2] : NULL;
    verify_row_wise(v, scope, call->args[0], name);
    if (call->function != FUNCTION_BIN || !expr_eq(call, channel->hi) || channel->expr)
        fault(v, "channel %s: `%s` is both ends of an interval, and nothing else", name, function_row(FUNCTION_BIN)->name);
    int word = rule && rule->kind == EXPR_LITERAL && rule->type == TYPE_TEXT ? ir_word_find(&IR_WORDS_BinRule, rule->value.text) : -1;
    bool takes_amount = word == BIN_COUNT || word == BIN_STEP;
    bool is_amount = amount && amount->kind == EXPR_LITERAL && (amount->type == TYPE_NUMBER || amount->type == TYPE_DURATION);
    bool is_right = is_amount && (word == BIN_STEP && call->type == TYPE_TIME) == (amount->type == TYPE_DURATION) &&
                    (word == BIN_COUNT ? amount->value.number >= 1 : amount->value.number + amount->value.months > 0);
    if (word < 0 || (takes_amount ? !is_right : amount != NULL))
        fault(v, "channel %s: no rule of bins", name);
}

static void verify_channel(Verify *v, const Map *scope, const IrChannel *channel)
{
    const char *name = IR_WORD_TEXT(ChannelId, channel->id);
    if (channel->form == FORM_VALUE ? !channel->expr : !channel->lo || !channel->hi) {
        fault(v, "channel %s: without a value", name);
        return;
    }
    if (channel->form == FORM_INTERVAL && channel->id != CHANNEL_X && channel->id != CHANNEL_Y)
        fault(v, "channel %s: an interval that is no position", name);
    if (channel->form == FORM_INTERVAL && is_statistic(channel->lo)) {
        verify_statistic(v, scope, channel, name);
    } else if (channel->form == FORM_VALUE && is_statistic(channel->expr)) {
        if (!expr_is_measure(channel->expr) || channel->id > CHANNEL_Y)
            fault(v, "channel %s: function %s does not stand here", name, function_row(channel->expr->function)->name);
    } else {
        verify_columns(v, scope, channel->expr, name);
        verify_columns(v, scope, channel->lo, name);
        verify_columns(v, scope, channel->hi, name);
    }
    verify_ref(v, channel->scale, v->figure->scales.n, name);
    if (!v->fault && channel->scale >= 0 && v->figure->scales.at[channel->scale]->channel != channel->id)
        fault(v, "channel %s: scale @%d makes something else", name, channel->scale);
    if (channel->id == CHANNEL_TEXT && channel->expr && channel->expr->type != TYPE_TEXT)
        fault(v, "channel text: is %s, not text", type_name(channel->expr->type));
}

/* Statistics are of values that rows have: numbers, at places that may be dates, or with boxes and violins anything. */
static void verify_sample(Verify *v, const IrLayer *layer, const IrChannel *place, const IrChannel *length)
{
    const char *mark = IR_WORD_TEXT(Mark, layer->mark);
    bool by_place = layer->mark == MARK_BOX || layer->mark == MARK_VIOLIN, is_hexbin = layer->mark == MARK_HEXBIN;
    bool has_own_length = layer->mark == MARK_DENSITY || layer->mark == MARK_ECDF;
    if (!by_place && !is_hexbin && !has_own_length && layer->mark != MARK_SMOOTH)
        return;
    if (place->form == FORM_INTERVAL || length->form == FORM_INTERVAL || place->unit != POSITION_DATA || length->unit != POSITION_DATA) {
        fault(v, "layer %s: its positions are no values of rows", mark);
        return;
    }
    ValueType at = place->expr->type, of = length->expr->type;
    if (has_own_length ? !expr_is_constant(length->expr) : of != TYPE_NUMBER && !(is_hexbin && of == TYPE_TIME))
        fault(v, "layer %s: its length is %s", mark, has_own_length ? "no constant" : type_name(of));
    if (!by_place && at != TYPE_NUMBER && at != TYPE_TIME)
        fault(v, "layer %s: its place is %s", mark, type_name(at));
    for (size_t i = 0; is_hexbin && i < layer->channels.n; i++) {
        const IrChannel *channel = layer->channels.at[i];
        bool is_place = channel->id == CHANNEL_X || channel->id == CHANNEL_Y;
        if (!expr_is_constant(channel->expr) && expr_has_aggregate(channel->expr) == is_place)
            fault(v, "layer %s: %s is %s aggregate", mark, IR_WORD_TEXT(ChannelId, channel->id), is_place ? "an" : "no");
    }
}

/* What a mark is made of. */
static void verify_mark(Verify *v, const IrLayer *layer)
{
    const char *mark = IR_WORD_TEXT(Mark, layer->mark);
    const IrChannel *x = ir_channel(layer, CHANNEL_X), *y = ir_channel(layer, CHANNEL_Y);
    if (layer->mark == MARK_RULE ? !x && !y : !x || !y)
        fault(v, "layer %s: lacks x or y", mark);
    if (v->fault || !x || !y)
        return;
    const IrChannel *place = layer->orientation == VERTICAL ? x : y, *length = layer->orientation == VERTICAL ? y : x;
    bool is_at_value = layer->mark == MARK_POINT || layer->mark == MARK_LINE || layer->mark == MARK_PATH || layer->mark == MARK_STEP ||
                       layer->mark == MARK_TEXT;
    bool has_interval = x->form == FORM_INTERVAL || y->form == FORM_INTERVAL;
    if (is_at_value && has_interval)
        fault(v, "layer %s: over an interval", mark);
    if (layer->mark == MARK_ERRORBAR && !has_interval)
        fault(v, "layer %s: without an interval", mark);
    bool has_length = length->form == FORM_INTERVAL || length->expr->type == TYPE_NUMBER || length->expr->type == TYPE_DURATION;
    if ((layer->mark == MARK_BAR || layer->mark == MARK_AREA) && !has_length)
        fault(v, "layer %s: its length is %s", mark, type_name(length->expr->type));
    if (!v->fault)
        verify_sample(v, layer, place, length);
}

static void verify_layer(Verify *v, const IrChart *chart, const IrLayer *layer)
{
    verify_ref(v, layer->table, v->figure->tables.n, "layer: table");
    if (layer->table < 0 && !layer->annotation)
        fault(v, "layer: no table, and no annotation");
    if (!is_x_side(layer->x_side) || is_x_side(layer->y_side))
        fault(v, "layer: x_side and y_side are mixed up");
    if (v->fault)
        return;
    Map scope = {.arena = v->arena};
    const Map *table = scope_of(v, layer->table);
    for (size_t i = 0; table && i < table->n; i++)
        map_put(&scope, table->entries[i].key)->value = table->entries[i].value;
    verify_steps(v, &scope, layer->steps.at, layer->steps.n, (int)v->figure->tables.n);
    uint64_t seen = 0;
    for (size_t i = 0; i < layer->channels.n && !v->fault; i++) {
        const IrChannel *channel = layer->channels.at[i];
        if (seen >> channel->id & 1)
            fault(v, "layer: channel %s twice", IR_WORD_TEXT(ChannelId, channel->id));
        seen |= (uint64_t)1 << channel->id;
        verify_channel(v, &scope, channel);
        bool is_x = channel->id == CHANNEL_X, is_y = channel->id == CHANNEL_Y;
        Side side = is_x ? layer->x_side : layer->y_side;
        if ((is_x || is_y) && channel->unit == POSITION_DATA && !axis_of(chart, side))
            fault(v, "layer: no axis at its %s", IR_WORD_TEXT(Side, side));
    }
    if (!v->fault)
        verify_mark(v, layer);
    if (layer->baseline == BASELINE_VALUE && !layer->baseline_value)
        fault(v, "layer: baseline without its value");
    verify_allow(v, &layer->allow);
}

static void verify_axis(Verify *v, const Map *scope, const IrAxis *axis, uint64_t *sides)
{
    const char *side = IR_WORD_TEXT(Side, axis->side);
    if (*sides >> axis->side & 1)
        fault(v, "axis %s: twice", side);
    *sides |= (uint64_t)1 << axis->side;
    verify_text(v, scope, axis->title, "axis: title");
    if ((axis->lo && !expr_is_constant(axis->lo)) || (axis->hi && !expr_is_constant(axis->hi)))
        fault(v, "axis %s: a domain that is not constant", side);
    if (axis->ticks == TICKS_COUNT && axis->tick_count < 1)
        fault(v, "axis %s: a tick count below one", side);
    if (axis->ticks == TICKS_STEP && !axis->tick_step)
        fault(v, "axis %s: no tick step", side);
    bool has_pins = axis->align_value && axis->align_with && expr_is_constant(axis->align_value) && expr_is_constant(axis->align_with);
    if (axis->align == ALIGN_VALUES && !has_pins)
        fault(v, "axis %s: no two values to align", side);
}

static void verify_panel(Verify *v, const IrChart *chart, const Map *scope, const IrPanel *panel)
{
    if (!panel->condition)
        fault(v, "panel: without a condition");
    verify_typed(v, scope, panel->condition, TYPE_BOOL, "panel: condition");
    verify_row_wise(v, scope, panel->condition, "panel: condition");
    for (size_t i = 0; i < panel->axes.n && !v->fault; i++) {
        const IrAxis *axis = panel->axes.at[i];
        if (!ir_is_set(axis, IR_FIELD_Axis_side))
            fault(v, "panel: an axis without its side");
        else if (!axis_of(chart, axis->side))
            fault(v, "panel: an axis that its chart has not");
    }
    for (size_t i = 0; i < panel->layers.n; i++)
        verify_layer(v, chart, panel->layers.at[i]);
}

static void verify_facet(Verify *v, const Map *scope, const IrFacet *facet)
{
    if (facet->kind == FACET_WRAP ? !facet->by : !facet->row && !facet->column)
        fault(v, "facet: by nothing");
    verify_row_wise(v, scope, facet->by, "facet: by");
    verify_row_wise(v, scope, facet->row, "facet: row");
    verify_row_wise(v, scope, facet->column, "facet: column");
    verify_text(v, scope, facet->title, "facet: title");
    verify_text(v, scope, facet->row_title, "facet: row_title");
    verify_text(v, scope, facet->column_title, "facet: column_title");
    if (facet->columns == 0 || facet->columns < -1)
        fault(v, "facet: columns below one");
}

static void verify_chart(Verify *v, const IrChart *chart)
{
    verify_ref(v, chart->table, v->figure->tables.n, "chart: table");
    if (v->fault)
        return;
    const Map *scope = scope_of(v, chart->table);
    verify_text(v, scope, chart->title, "chart: title");
    if (chart->facet)
        verify_facet(v, scope, chart->facet);
    uint64_t sides = 0;
    for (size_t i = 0; i < chart->axes.n; i++)
        verify_axis(v, scope, chart->axes.at[i], &sides);
    for (size_t i = 0; i < chart->layers.n; i++)
        verify_layer(v, chart, chart->layers.at[i]);
    for (size_t i = 0; i < chart->panels.n; i++)
        verify_panel(v, chart, scope, chart->panels.at[i]);
    verify_allow(v, &chart->allow);
    if (chart->panels.n && !chart->facet)
        fault(v, "chart: panels without a facet");
}

static void verify_view(Verify *v, const IrView *view)
{
    if (view->kind == VIEW_CHART ? !view->chart : view->chart != NULL)
        fault(v, "view: its chart and its kind disagree");
    else if (view->kind == VIEW_CHART)
        verify_chart(v, view->chart);
    else if (view->kind != VIEW_BLANK && view->children.n == 0)
        fault(v, "view: nothing in it");
    if (view->kind == VIEW_GRID && view->columns < 1)
        fault(v, "view: a grid without columns");
    for (size_t i = 0; i < view->children.n && !v->fault; i++)
        verify_view(v, view->children.at[i]);
}

static void verify_sizes(Verify *v)
{
    const IrFigure *figure = v->figure;
    bool has_panel = figure->panel_width > 0 && figure->panel_width <= 14400 && figure->panel_height > 0 && figure->panel_height <= 14400;
    if (!has_panel && (!isnan(figure->panel_width) || !isnan(figure->panel_height)))
        fault(v, "figure: panel_width and panel_height are not both in 0..14400 or both auto");
    if (has_panel ? !isnan(figure->width) || !isnan(figure->height) : !(figure->width > 0 && figure->width <= 14400))
        fault(v, "figure: width is not in 0..14400, or auto beside a panel_width");
    if (!isnan(figure->height) && !(figure->height > 0 && figure->height <= 14400))
        fault(v, "figure: height is not in 0..14400");
    const IrTheme *theme = figure->theme;
    const double sizes[] = {theme->text_size,   theme->tick_size,   theme->title_size, theme->axis_width, theme->grid_width, theme->line_width,
                            theme->marker_size, theme->tick_length, theme->panel_gap,  theme->margin,     theme->least_size};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (!(sizes[i] >= 0 && sizes[i] <= 1000))
            fault(v, "theme: a size is not in 0..1000");
    if (theme->palette.n == 0)
        fault(v, "theme: an empty palette");
}

const char *ir_verify(Arena *arena, const IrFigure *figure)
{
    Verify verify = {.arena = arena, .figure = figure}, *v = &verify;
    if (!figure->theme || !figure->view || !figure->legend)
        return "figure: without theme, legend or view";
    verify_tree(v, &figure->node, 0);
    if (v->fault)
        return v->fault;
    verify_sizes(v);
    verify_allow(v, &figure->allow);
    v->scopes = ARENA_ARRAY(arena, figure->tables.n, Map);
    for (size_t i = 0; i < figure->tables.n && !v->fault; i++)
        verify_table(v, i);
    verify_ref(v, figure->default_table, figure->tables.n, "figure: default_table");
    if (v->fault)
        return v->fault;
    const Map *scope = scope_of(v, figure->default_table);
    verify_text(v, scope, figure->title, "figure: title");
    verify_text(v, scope, figure->subtitle, "figure: subtitle");
    verify_text(v, scope, figure->caption, "figure: caption");
    for (size_t i = 0; i < figure->checks.n && !v->fault; i++) {
        const IrCheck *check = figure->checks.at[i];
        verify_ref(v, check->table, figure->tables.n, "check: table");
        if (!check->claim || check->table < 0)
            fault(v, "check: without a claim or a table");
        if (v->fault)
            break;
        verify_typed(v, &v->scopes[check->table], check->claim, TYPE_BOOL, "check: claim");
        verify_text(v, &v->scopes[check->table], check->message, "check: message");
        for (size_t k = 0; k < check->by.n; k++)
            verify_row_wise(v, &v->scopes[check->table], check->by.at[k], "check: by");
    }
    for (size_t i = 0; i < figure->scales.n && !v->fault; i++)
        if (figure->scales.at[i]->channel == CHANNEL_COLOR && figure->scales.at[i]->palette.n == 0)
            fault(v, "scale @%zu: an empty palette", i);
    for (size_t i = 0; i < figure->scales.n && !v->fault; i++)
        if (ir_shape_words(figure->scales.at[i]->channel) && figure->scales.at[i]->shapes.n == 0)
            fault(v, "scale @%zu: no words", i);
    verify_view(v, figure->view);
    return v->fault;
}
