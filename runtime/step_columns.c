/* step_columns: see step_columns.h. */
#include "step_columns.h"

#include <string.h>

typedef struct Columns {
    Arena *arena;
    const Table *table;
    VEC(Column) out;
    const char *fault;
    Column *clash;
} Columns;

static void fault(Columns *c, const char *what, Str name)
{
    if (!c->fault)
        c->fault = str_c(c->arena, str_printf(c->arena, "%s `%.*s`", what, STR_FMT(name)));
}

static Column *find_out(Columns *c, Str name)
{
    for (size_t i = 0; i < c->out.n; i++)
        if (str_eq(c->out.at[i].name, name))
            return &c->out.at[i];
    return NULL;
}

static void add(Columns *c, Column column)
{
    const Column *first = find_out(c, column.name);
    if (first && !c->fault && c->clash) {
        c->clash[0] = *first;
        c->clash[1] = column;
    }
    if (first)
        fault(c, "two columns are named", column.name);
    VEC_PUSH(c->arena, &c->out, column);
}

static Column make(Str name, ValueType type, Span span)
{
    return (Column){.name = name, .type = type, .span = span};
}

static void add_all(Columns *c)
{
    for (size_t i = 0; i < c->table->n_columns; i++)
        add(c, c->table->columns[i]);
}

/* The column that an operand names; NULL after a fault. */
static const Column *column_of(Columns *c, const Expr *expr)
{
    const Column *column = expr && expr->kind == EXPR_COLUMN ? table_find(c->table, expr->column) : NULL;
    if (!column)
        fault(c, "an operand is no column", expr && expr->kind == EXPR_COLUMN ? expr->column : STR("-"));
    return column;
}

static const IrStepItem *item_of(const IrStep *step, Str column)
{
    for (size_t i = 0; i < step->items.n; i++) {
        const Expr *expr = step->items.at[i]->expr;
        if (expr && expr->kind == EXPR_COLUMN && str_eq(expr->column, column))
            return step->items.at[i];
    }
    return NULL;
}

static void derive(Columns *c, const IrStep *step)
{
    add_all(c);
    for (size_t i = 0; i < step->items.n; i++) {
        const IrStepItem *item = step->items.at[i];
        Column *column = find_out(c, item->name), made = make(item->name, item->expr->type, item->node.span);
        if (column)
            *column = made;
        else
            add(c, made);
    }
}

static void add_keys(Columns *c, const IrStep *step)
{
    for (size_t i = 0; i < step->keys.n; i++) {
        const IrStepKey *key = step->keys.at[i];
        const Column *same = key->expr->kind == EXPR_COLUMN && str_eq(key->expr->column, key->name) ? table_find(c->table, key->name) : NULL;
        add(c, same ? *same : make(key->name, key->expr->type, key->node.span));
    }
}

static void rename_columns(Columns *c, const IrStep *step)
{
    for (size_t i = 0; i < step->items.n; i++)
        column_of(c, step->items.at[i]->expr);
    for (size_t i = 0; i < c->table->n_columns; i++) {
        const IrStepItem *item = item_of(step, c->table->columns[i].name);
        Column column = c->table->columns[i];
        if (item) {
            column.name = item->name;
            column.span = item->node.span;
        }
        add(c, column);
    }
}

static void select_columns(Columns *c, const IrStep *step)
{
    for (size_t i = 0; i < step->items.n; i++) {
        const Column *column = column_of(c, step->items.at[i]->expr);
        if (column)
            add(c, *column);
    }
}

static void drop_columns(Columns *c, const IrStep *step)
{
    for (size_t i = 0; i < step->items.n; i++)
        column_of(c, step->items.at[i]->expr);
    for (size_t i = 0; i < c->table->n_columns; i++)
        if (!item_of(step, c->table->columns[i].name))
            add(c, c->table->columns[i]);
}

static void unpivot(Columns *c, const IrStep *step)
{
    const Column *first = step->items.n ? column_of(c, step->items.at[0]->expr) : NULL;
    drop_columns(c, step);
    if (!first) {
        fault(c, "no columns make", step->value);
        return;
    }
    for (size_t i = 1; i < step->items.n && !c->fault; i++)
        if (column_of(c, step->items.at[i]->expr)->type != first->type)
            fault(c, "columns of different types make", step->value);
    add(c, make(step->name, TYPE_TEXT, ir_span(step, IR_FIELD_Step_name)));
    add(c, make(step->value, first->type, ir_span(step, IR_FIELD_Step_value)));
}

static void pivot(Columns *c, const IrStep *step)
{
    const Column *name = table_find(c->table, step->name), *value = table_find(c->table, step->value);
    if (!name || !value) {
        fault(c, "there is no column", name ? step->value : step->name);
        return;
    }
    add_keys(c, step);
    for (size_t i = 0; i < step->items.n; i++) {
        const IrStepItem *item = step->items.at[i];
        if (!item->expr || item->expr->kind != EXPR_LITERAL || item->expr->type != name->type)
            fault(c, "a value of another type stands for", item->name);
        add(c, make(item->name, value->type, item->node.span));
    }
}

static bool is_join_key(const IrStep *step, Str name)
{
    for (size_t i = 0; i < step->items.n; i++)
        if (str_eq(step->items.at[i]->name, name))
            return true;
    return false;
}

static void join(Columns *c, const IrStep *step, const Table *other)
{
    add_all(c);
    for (size_t i = 0; i < step->items.n; i++) {
        const Column *own = column_of(c, step->items.at[i]->expr), *match = table_find(other, step->items.at[i]->name);
        if (!match || (own && own->type != match->type))
            fault(c, "the other table has no such column", step->items.at[i]->name);
    }
    if (step->items.n == 0)
        fault(c, "no column joins it to", other->name);
    for (size_t i = 0; i < other->n_columns; i++)
        if (!is_join_key(step, other->columns[i].name))
            add(c, other->columns[i]);
}

static void append(Columns *c, const Table *other)
{
    add_all(c);
    for (size_t i = 0; i < other->n_columns; i++) {
        const Column *own = table_find(c->table, other->columns[i].name);
        if (!own || own->type != other->columns[i].type)
            fault(c, "only one of both tables has such a column", other->columns[i].name);
    }
    if (other->n_columns != c->table->n_columns)
        fault(c, "it has other columns than", other->name);
}

static void fill(Columns *c, const IrStep *step)
{
    add_all(c);
    for (size_t i = 0; i < step->items.n; i++) {
        const IrStepItem *item = step->items.at[i];
        const Column *column = table_find(c->table, item->name);
        if (!column)
            fault(c, "there is no column", item->name);
        else if (item->fill == FILL_VALUE && (!item->expr || item->expr->type != column->type))
            fault(c, "a value of another type fills", item->name);
    }
}

const char *step_columns(Arena *arena, const IrStep *step, const Table *other, Table *table, Column clash[2])
{
    Columns columns = {.arena = arena, .table = table, .clash = clash}, *c = &columns;
    switch (step->kind) {
    case STEP_DERIVE:
        derive(c, step);
        break;
    case STEP_SUMMARIZE:
        add_keys(c, step);
        for (size_t i = 0; i < step->items.n; i++)
            add(c, make(step->items.at[i]->name, step->items.at[i]->expr->type, step->items.at[i]->node.span));
        break;
    case STEP_RENAME:
        rename_columns(c, step);
        break;
    case STEP_SELECT:
        select_columns(c, step);
        break;
    case STEP_DROP:
        drop_columns(c, step);
        break;
    case STEP_UNPIVOT:
        unpivot(c, step);
        break;
    case STEP_PIVOT:
        pivot(c, step);
        break;
    case STEP_JOIN:
    case STEP_APPEND:
        if (!other)
            return "it takes no other table";
        if (step->kind == STEP_JOIN)
            join(c, step, other);
        else
            append(c, other);
        break;
    case STEP_FILL:
        fill(c, step);
        break;
    default: /* all others change rows only */
        return NULL;
    }
    if (c->out.n == 0)
        fault(c, "no column is left of", table->name);
    if (c->fault)
        return c->fault;
    table->columns = c->out.at;
    table->n_columns = c->out.n;
    return NULL;
}
