/* ir_verify: the rules of the IR; see docs/ir.md. First what holds for every field by its kind, then tables and the columns that expressions
 * read, then charts. The first rule that is broken is told in a sentence. */
#include "ir_verify_kit.h"

#include "expr_limit.h"
#include "step_columns.h"

#include <math.h>
#include <string.h>

void verify_fault(Verify *v, const char *format, ...)
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
        verify_fault(v, "%s: %s is no word of its set", node->type->name, field->name);
    else if (!field->words->words[word].is_built)
        verify_fault(v, "%s: %s \"%s\" is not built", node->type->name, field->name, field->words->words[word].word);
}

static void verify_tree(Verify *v, const IrNode *node, int depth)
{
    if (depth > 200)
        verify_fault(v, "nodes are nested deeper than 200");
    for (int i = 0; i < node->type->n_fields && !v->fault; i++) {
        const IrField *field = &node->type->fields[i];
        const void *at = (const char *)node + field->offset;
        IrNodes children = {0};
        IrNode *child = NULL;
        if (field->kind == IR_WORD)
            verify_word(v, node, field, at);
        else if (field->kind == IR_NUMBER && isinf(*(const double *)at))
            verify_fault(v, "%s: %s is infinite", node->type->name, field->name);
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

void verify_allow(Verify *v, const IrTexts *allow)
{
    for (size_t i = 0; i < allow->n; i++) {
        ReportId id = report_find(allow->at[i]);
        if (id == REPORT_COUNT || !str_is(allow->at[i], report_name(id)))
            verify_fault(v, "allow: there is no warning `%.*s`", STR_FMT(allow->at[i]));
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
        verify_fault(v, "%s: function %s is not built", where, row->name);
    if ((is_window && !v->allows_windows) || ((is_window || is_aggregate) && v->in_aggregate))
        verify_fault(v, "%s: function %s does not stand here", where, row->name);
    for (size_t i = 0; i < call->n_args && !v->fault; i++)
        if (expr_limit(v->arena, call->function, call->args, i, NULL) != LIMIT_HOLDS)
            verify_fault(v, "%s: argument %zu of %s is not in its limits", where, i, row->name);
}

void verify_columns(Verify *v, const Map *scope, const Expr *expr, const char *where)
{
    if (!expr || v->fault)
        return;
    if (expr->kind == EXPR_COLUMN) {
        const ValueType *type = scope ? map_get(scope, expr->column) : NULL;
        if (!type)
            verify_fault(v, "%s: there is no column `%.*s`", where, STR_FMT(expr->column));
        else if (*type != expr->type)
            verify_fault(v, "%s: column `%.*s` is %s, not %s", where, STR_FMT(expr->column), type_name(*type), type_name(expr->type));
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
void verify_row_wise(Verify *v, const Map *scope, const Expr *expr, const char *where)
{
    verify_columns(v, scope, expr, where);
    if (expr && expr_has_aggregate(expr))
        verify_fault(v, "%s: an aggregate where each row has a value", where);
}

void verify_typed(Verify *v, const Map *scope, const Expr *expr, ValueType type, const char *where)
{
    if (expr && expr->type != type)
        verify_fault(v, "%s: is %s, not %s", where, type_name(expr->type), type_name(type));
    verify_columns(v, scope, expr, where);
}

void verify_constant(Verify *v, const Expr *expr, const char *where)
{
    if (expr && !expr_is_constant(expr))
        verify_fault(v, "%s: is not constant", where);
    verify_columns(v, NULL, expr, where);
}

void verify_number(Verify *v, const Expr *expr, const char *where)
{
    verify_constant(v, expr, where);
    if (!v->fault && expr && expr->type != TYPE_NUMBER && expr->type != TYPE_TIME)
        verify_fault(v, "%s: is %s, no number and no date", where, type_name(expr->type));
    else if (!v->fault && expr && !isfinite(expr_value(v->arena, expr).number))
        verify_fault(v, "%s: is not finite", where);
}

static void verify_values(Verify *v, const IrExprs *values, const char *where)
{
    for (size_t i = 0; i < values->n; i++)
        if (!values->at[i])
            verify_fault(v, "%s: a value that is none", where);
        else
            verify_constant(v, values->at[i], where);
}

/* Values that texts stand for. */
static void verify_labels(Verify *v, const IrKeyed *labels, const char *where)
{
    for (size_t i = 0; i < labels->n && !v->fault; i++) {
        if (!labels->keys[i] || !labels->values[i] || labels->values[i]->type != TYPE_TEXT)
            verify_fault(v, "%s: a pair that is no value and its text", where);
        verify_constant(v, labels->keys[i], where);
        verify_constant(v, labels->values[i], where);
    }
}

/* A text over many rows at once: its columns stand below aggregates or are the same in all rows; no row is needed. */
static void verify_text(Verify *v, const Map *scope, const Expr *expr, const char *where)
{
    verify_typed(v, scope, expr, TYPE_TEXT, where);
}

const Map *verify_scope(const Verify *v, int table)
{
    return table < 0 ? NULL : &v->scopes[table];
}

void verify_ref(Verify *v, int ref, size_t n, const char *where)
{
    if (ref < -1 || (ref >= 0 && (size_t)ref >= n))
        verify_fault(v, "%s: @%d is out of range", where, ref);
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
        verify_fault(v, "step %s: an aggregate in the wrong place", IR_WORD_TEXT(StepKind, step->kind));
}

static void verify_step(Verify *v, Map *scope, const IrStep *step, int n_tables)
{
    const char *kind = IR_WORD_TEXT(StepKind, step->kind);
    bool needs_table = step->kind == STEP_JOIN || step->kind == STEP_APPEND, is_head = step->kind == STEP_TAKE || step->kind == STEP_SKIP;
    if (step->kind == STEP_FILTER && !step->condition)
        verify_fault(v, "step: filter without a condition");
    if (needs_table && (step->table < 0 || step->table >= n_tables))
        verify_fault(v, "step %s: its table does not stand before it", kind);
    if (!needs_table && step->table >= 0)
        verify_fault(v, "step %s: it takes no table", kind);
    bool has_share = step->share > 0 && step->share <= 1;
    if ((is_head && step->count < 1) || (step->kind == STEP_SAMPLE && (step->seed < 0 || (step->count < 1) != has_share)))
        verify_fault(v, "step %s: how many rows", kind);
    verify_typed(v, scope, step->condition, TYPE_BOOL, "step: condition");
    verify_row_wise(v, scope, step->condition, "step: condition");
    for (size_t k = 0; k < step->keys.n && !v->fault; k++) {
        if (!step->keys.at[k]->expr)
            verify_fault(v, "key: without an expression");
        verify_row_wise(v, scope, step->keys.at[k]->expr, "key");
        if (step->kind == STEP_PIVOT && step->keys.at[k]->expr && step->keys.at[k]->expr->kind != EXPR_COLUMN)
            verify_fault(v, "step pivot: a key that is no column");
    }
    Map inner = {.arena = v->arena}; /* derive: each column may use those before it */
    for (size_t i = 0; i < scope->n; i++)
        map_put(&inner, scope->entries[i].key)->value = scope->entries[i].value;
    for (size_t k = 0; k < step->items.n && !v->fault; k++) {
        const IrStepItem *item = step->items.at[k];
        if (!item->expr && !(step->kind == STEP_FILL && item->fill != FILL_VALUE))
            verify_fault(v, "item: without an expression");
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
        verify_fault(v, "step %s: %s", kind, broken);
    *scope = (Map){.arena = v->arena};
    for (size_t i = 0; i < table.n_columns; i++)
        scope_add(scope, table.columns[i].name, table.columns[i].type);
}

void verify_steps(Verify *v, Map *scope, IrStep *const *steps, size_t n, int n_tables)
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
            verify_fault(v, "table @%zu: its parent does not stand before it", number);
            return;
        }
        const Map *parent = &v->scopes[table->parent];
        for (size_t i = 0; i < parent->n; i++)
            map_put(scope, parent->entries[i].key)->value = parent->entries[i].value;
    } else if (table->columns.n == 0) {
        verify_fault(v, "table @%zu: no columns", number);
    } else if (table->source == DATA_ROWS && table->cells.n % table->columns.n) {
        verify_fault(v, "table @%zu: %zu cells do not fill rows of %zu", number, table->cells.n, (size_t)table->columns.n);
    }
    for (size_t i = 0; i < table->columns.n; i++) {
        ValueType type;
        const IrColumn *column = table->columns.at[i];
        if (!type_find(&type, column->type))
            verify_fault(v, "column `%.*s`: `%.*s` is no type", STR_FMT(column->name), STR_FMT(column->type));
        else if (map_get(scope, column->name))
            verify_fault(v, "table @%zu: column `%.*s` twice", number, STR_FMT(column->name));
        else
            scope_add(scope, column->name, type);
    }
    verify_steps(v, scope, table->steps.at, table->steps.n, (int)number);
}

/* --- charts ------------------------------------------------------------------------------------------------------- */

const IrAxis *verify_axis_of(const IrChart *chart, Side side)
{
    for (size_t i = 0; i < chart->axes.n; i++)
        if (chart->axes.at[i]->side == side)
            return chart->axes.at[i];
    return NULL;
}

static void verify_axis(Verify *v, const Map *scope, const IrAxis *axis, uint64_t *sides)
{
    const char *side = IR_WORD_TEXT(Side, axis->side);
    if (*sides >> axis->side & 1)
        verify_fault(v, "axis %s: twice", side);
    *sides |= (uint64_t)1 << axis->side;
    verify_text(v, scope, axis->title, "axis: title");
    verify_number(v, axis->lo, "axis: lo");
    verify_number(v, axis->hi, "axis: hi");
    verify_values(v, &axis->order, "axis: order");
    verify_values(v, &axis->tick_values, "axis: tick_values");
    verify_labels(v, &axis->labels, "axis: labels");
    verify_columns(v, scope, axis->order_by, "axis: order_by");
    if (axis->ticks == TICKS_COUNT && axis->tick_count < 1)
        verify_fault(v, "axis %s: a tick count below one", side);
    if (axis->ticks == TICKS_STEP && !axis->tick_step)
        verify_fault(v, "axis %s: no tick step", side);
    verify_constant(v, axis->tick_step, "axis: tick_step");
    verify_number(v, axis->align_value, "axis: align_value");
    verify_number(v, axis->align_with, "axis: align_with");
    if (axis->align == ALIGN_VALUES && (!axis->align_value || !axis->align_with))
        verify_fault(v, "axis %s: no two values to align", side);
}

static void verify_legend(Verify *v, const IrLegend *legend)
{
    if (!legend)
        return;
    verify_text(v, verify_scope(v, v->figure->default_table), legend->title, "legend: title");
    verify_values(v, &legend->order, "legend: order");
    if (legend->columns == 0 || legend->columns < -1)
        verify_fault(v, "legend: columns below one");
}

static void verify_panel(Verify *v, const IrChart *chart, const Map *scope, const IrPanel *panel)
{
    if (!panel->condition)
        verify_fault(v, "panel: without a condition");
    verify_typed(v, scope, panel->condition, TYPE_BOOL, "panel: condition");
    verify_row_wise(v, scope, panel->condition, "panel: condition");
    for (size_t i = 0; i < panel->axes.n && !v->fault; i++) {
        const IrAxis *axis = panel->axes.at[i];
        if (!ir_is_set(axis, IR_FIELD_Axis_side))
            verify_fault(v, "panel: an axis without its side");
        else if (!verify_axis_of(chart, axis->side))
            verify_fault(v, "panel: an axis that its chart has not");
        uint64_t sides = 0;
        if (!v->fault)
            verify_axis(v, scope, axis, &sides);
    }
    verify_legend(v, panel->legend);
    for (size_t i = 0; i < panel->layers.n; i++)
        verify_layer(v, chart, panel->layers.at[i]);
}

static void verify_facet(Verify *v, const Map *scope, const IrFacet *facet)
{
    if (facet->kind == FACET_WRAP ? !facet->by : !facet->row && !facet->column)
        verify_fault(v, "facet: by nothing");
    verify_row_wise(v, scope, facet->by, "facet: by");
    verify_row_wise(v, scope, facet->row, "facet: row");
    verify_row_wise(v, scope, facet->column, "facet: column");
    verify_text(v, scope, facet->title, "facet: title");
    verify_text(v, scope, facet->row_title, "facet: row_title");
    verify_text(v, scope, facet->column_title, "facet: column_title");
    verify_values(v, &facet->order, "facet: order");
    verify_values(v, &facet->row_order, "facet: row_order");
    verify_values(v, &facet->column_order, "facet: column_order");
    if (facet->columns == 0 || facet->columns < -1)
        verify_fault(v, "facet: columns below one");
}

static void verify_chart(Verify *v, const IrChart *chart)
{
    verify_ref(v, chart->table, v->figure->tables.n, "chart: table");
    if (v->fault)
        return;
    const Map *scope = verify_scope(v, chart->table);
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
    verify_legend(v, chart->legend);
    verify_allow(v, &chart->allow);
    if (chart->panels.n && !chart->facet)
        verify_fault(v, "chart: panels without a facet");
}

static void verify_view(Verify *v, const IrView *view)
{
    if (view->kind == VIEW_CHART ? !view->chart : view->chart != NULL)
        verify_fault(v, "view: its chart and its kind disagree");
    else if (view->kind == VIEW_CHART)
        verify_chart(v, view->chart);
    else if (view->kind != VIEW_BLANK && view->children.n == 0)
        verify_fault(v, "view: nothing in it");
    if (view->kind == VIEW_GRID && view->columns < 1)
        verify_fault(v, "view: a grid without columns");
    for (size_t i = 0; i < view->children.n && !v->fault; i++)
        verify_view(v, view->children.at[i]);
}

static void verify_sizes(Verify *v)
{
    const IrFigure *figure = v->figure;
    bool has_panel = figure->panel_width > 0 && figure->panel_width <= 14400 && figure->panel_height > 0 && figure->panel_height <= 14400;
    if (!has_panel && (!isnan(figure->panel_width) || !isnan(figure->panel_height)))
        verify_fault(v, "figure: panel_width and panel_height are not both in 0..14400 or both auto");
    if (has_panel ? !isnan(figure->width) || !isnan(figure->height) : !(figure->width > 0 && figure->width <= 14400))
        verify_fault(v, "figure: width is not in 0..14400, or auto beside a panel_width");
    if (!isnan(figure->height) && !(figure->height > 0 && figure->height <= 14400))
        verify_fault(v, "figure: height is not in 0..14400");
    if (!(figure->aspect >= 0.01 && figure->aspect <= 100))
        verify_fault(v, "figure: aspect is not in 0.01..100");
    const IrTheme *theme = figure->theme;
    if (theme->text_size == 0 || theme->tick_size == 0 || theme->title_size == 0)
        verify_fault(v, "theme: texts of no size");
    const double sizes[] = {theme->text_size,   theme->tick_size,   theme->title_size, theme->axis_width, theme->grid_width, theme->line_width,
                            theme->marker_size, theme->tick_length, theme->panel_gap,  theme->margin,     theme->least_size};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (!(sizes[i] >= 0 && sizes[i] <= 1000))
            verify_fault(v, "theme: a size is not in 0..1000");
    if (theme->palette.n == 0)
        verify_fault(v, "theme: an empty palette");
}

static void verify_look_scale(Verify *v, const IrScale *scale, size_t number)
{
    const IrWords *words = ir_shape_words(scale->channel);
    if (scale->channel == CHANNEL_COLOR && scale->palette.n == 0)
        verify_fault(v, "scale @%zu: an empty palette", number);
    if (words && scale->shapes.n == 0)
        verify_fault(v, "scale @%zu: no words", number);
    for (size_t i = 0; words && i < scale->shapes.n; i++)
        if (ir_word_find(words, scale->shapes.at[i]) < 0)
            verify_fault(v, "scale @%zu: `%.*s` is no %s", number, STR_FMT(scale->shapes.at[i]), IR_WORD_TEXT(ChannelId, scale->channel));
    for (size_t i = 0; i < scale->assign.n && !v->fault; i++) {
        const Expr *key = scale->assign.keys[i], *look = scale->assign.values[i];
        bool is_look = key && look && look->kind == EXPR_LITERAL &&
                       (words ? look->type == TYPE_TEXT && ir_word_find(words, look->value.text) >= 0 : look->type == TYPE_COLOUR);
        if (!is_look)
            verify_fault(v, "scale @%zu: a value without a look", number);
        verify_constant(v, key, "scale: assign");
    }
    if (words && scale->type != SCALE_CATEGORICAL)
        verify_fault(v, "scale @%zu: words are for categories", number);
    double most = scale->channel == CHANNEL_OPACITY ? 1 : 1000;
    bool has_range = scale->channel == CHANNEL_SIZE || scale->channel == CHANNEL_OPACITY;
    if (has_range && !(scale->range_lo >= 0 && scale->range_lo <= most && scale->range_hi >= 0 && scale->range_hi <= most))
        verify_fault(v, "scale @%zu: range_lo or range_hi is not in 0..%g", number, most);
    verify_text(v, verify_scope(v, v->figure->default_table), scale->title, "scale: title");
    verify_number(v, scale->lo, "scale: lo");
    verify_number(v, scale->mid, "scale: mid");
    verify_number(v, scale->hi, "scale: hi");
    verify_values(v, &scale->order, "scale: order");
    verify_labels(v, &scale->labels, "scale: labels");
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
    const Map *scope = verify_scope(v, figure->default_table);
    verify_text(v, scope, figure->title, "figure: title");
    verify_text(v, scope, figure->subtitle, "figure: subtitle");
    verify_text(v, scope, figure->caption, "figure: caption");
    for (size_t i = 0; i < figure->checks.n && !v->fault; i++) {
        const IrCheck *check = figure->checks.at[i];
        verify_ref(v, check->table, figure->tables.n, "check: table");
        if (!check->claim || check->table < 0)
            verify_fault(v, "check: without a claim or a table");
        if (v->fault)
            break;
        verify_typed(v, &v->scopes[check->table], check->claim, TYPE_BOOL, "check: claim");
        verify_text(v, &v->scopes[check->table], check->message, "check: message");
        for (size_t k = 0; k < check->by.n; k++)
            verify_row_wise(v, &v->scopes[check->table], check->by.at[k], "check: by");
    }
    for (size_t i = 0; i < figure->scales.n && !v->fault; i++)
        verify_look_scale(v, figure->scales.at[i], i);
    verify_legend(v, figure->legend);
    verify_view(v, figure->view);
    return v->fault;
}
