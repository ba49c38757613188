/* data: data statements and steps: the tables of the figure and the columns that are in reach of expressions. */
#include "compiler.h"

#include "../runtime/suggest.h"

#include <string.h>

Scope *copy_scope(Compiler *c, const Scope *scope)
{
    Scope *copy = arena_copy(c->arena, scope, sizeof *scope);
    copy->columns = (Map){.arena = c->arena};
    for (size_t i = 0; i < scope->columns.n; i++)
        map_put(&copy->columns, scope->columns.entries[i].key)->value = scope->columns.entries[i].value;
    return copy;
}

void add_scope_column(Compiler *c, Scope *scope, Str name, ValueType type, Span span)
{
    ScopeColumn *column = ARENA_NEW(c->arena, ScopeColumn);
    *column = (ScopeColumn){type, span, NULL, NULL};
    map_put(&scope->columns, name)->value = column;
    const Binding *binding = map_get(&c->bindings, name);
    if (binding) {
        Diagnostic *error = REPORT_AT(c, E0303, binding->span, "the %s `%.*s` has the name of a column", binding->is_param ? "param" : "let",
                                      STR_FMT(name));
        if (span.source)
            report_label(c->report, error, span, "the column");
        report_hint(c->report, error, "give it another name");
    }
}

int find_data(Compiler *c, Str name, Span span)
{
    Str *names = ARENA_ARRAY(c->arena, c->figure->tables.n, Str);
    size_t n = 0;
    for (size_t i = c->figure->tables.n; i-- > 0;) {
        if (str_eq(c->figure->tables.at[i]->name, name))
            return (int)i;
        if (c->figure->tables.at[i]->name.n)
            names[n++] = c->figure->tables.at[i]->name;
    }
    const Span *below = map_get(&c->data_names, name);
    Diagnostic *error = REPORT_AT(c, E0305, span, below ? "the data set `%.*s` is not made yet" : "there is no data set `%.*s`", STR_FMT(name));
    if (below) {
        report_label(c->report, error, *below, "it stands here");
        report_hint(c->report, error, "data sets are made from top to bottom: move it up");
        return -1;
    }
    Str near = suggest_name(name, names, n);
    if (!report_near(c->report, error, span, near) && n)
        report_hint(c->report, error, "there is %.*s", STR_FMT(suggest_list(c->arena, names, n, 12)));
    return -1;
}

void report_no_data(Compiler *c, Span span, const char *what)
{
    if (c->figure->tables.n == 0 && c->report->n_errors > 0)
        return;
    for (size_t i = 1; i < c->figure->tables.n; i++)
        if (str_eq(c->figure->tables.at[i]->name, c->figure->tables.at[i - 1]->name))
            return; /* told where they are defined */
    Diagnostic *error = REPORT_AT(c, E0309, span, c->figure->tables.n ? "`%s` does not say which data it takes" : "there is no data for `%s`", what);
    Str *names = ARENA_ARRAY(c->arena, c->figure->tables.n, Str);
    for (size_t i = 0; i < c->figure->tables.n; i++)
        names[i] = c->figure->tables.at[i]->name;
    if (c->figure->tables.n && strcmp(what, vocab_statement(STATEMENT_FACET)->keyword) == 0)
        report_hint(c->report, error, "leave the data set that has its column without a name, of %.*s",
                    STR_FMT(suggest_list(c->arena, names, c->figure->tables.n, 12)));
    else if (c->figure->tables.n)
        report_hint(c->report, error, "write `data: NAME` in each layer, with %.*s; or leave one data set without a name",
                    STR_FMT(suggest_list(c->arena, names, c->figure->tables.n, 12)));
    else
        report_hint(c->report, error, "name a file: data \"results.csv\"; or write data { rows { ... } }");
}

/* --- data statements ---------------------------------------------------------------------------------------------- */

typedef struct DataBuild {
    IrTable *table;
    Scope *scope;
} DataBuild;

static void take_cells(Compiler *c, DataBuild *data, const AstTable *rows)
{
    IrTable *table = data->table;
    table->source = DATA_ROWS;
    for (size_t i = 0; i < rows->n_columns; i++) {
        IrColumn *column = IR_NEW(c->arena, Column, rows->head[i].span);
        column->name = str_copy(c->arena, rows->head[i].text);
        for (size_t k = 0; k < i; k++)
            if (str_eq(rows->head[k].text, rows->head[i].text)) {
                Diagnostic *error = REPORT_AT(c, E0507, rows->head[i].span, "two columns are named `%.*s`", STR_FMT(column->name));
                report_label(c->report, error, rows->head[k].span, "the first one");
                data->scope->is_broken = true;
            }
        IR_PUSH(c->arena, &table->columns, column);
    }
    size_t n = rows->n_rows * rows->n_columns;
    table->cells.at = ARENA_ARRAY(c->arena, n, Str);
    table->cells.n = n;
    for (size_t i = 0; i < n; i++)
        table->cells.at[i] = rows->cells[i].is_missing ? STR_NONE : str_copy(c->arena, rows->cells[i].text);
}

/* Reads the source's columns into the scope. */
static void read_columns(Compiler *c, DataBuild *data)
{
    IrTable *table = data->table;
    if (table->source == DATA_FROM)
        return;
    bool has_source = table->source == DATA_ROWS ? table->columns.n > 0 : table->path.n > 0;
    const Table *raw = has_source ? dataset_raw(c->datasets, table) : NULL;
    data->scope->is_broken = !raw;
    if (!raw) {
        if (has_source && table->source == DATA_FILE)
            hint_missing_file(c, REPORT_E0501, ir_span(table, IR_FIELD_Table_path), table->base, table->path);
        return;
    }
    table->columns.n = 0;
    for (size_t i = 0, k = 0; i < raw->n_columns || k < raw->n_unread;) {
        bool is_unread = i == raw->n_columns || (k < raw->n_unread && raw->unread[k].span.start < raw->columns[i].span.start);
        const Column *from = is_unread ? &raw->unread[k++] : &raw->columns[i++];
        Str name = str_copy(c->arena, from->name);
        data->scope->header = span_join(data->scope->header, from->span);
        add_scope_column(c, data->scope, name, from->type, from->span);
        if (is_unread) /* no expression holds its name: it is there to be proposed */
            continue;
        IrColumn *column = IR_NEW(c->arena, Column, from->span);
        column->name = name;
        column->type = str_from(type_name(from->type));
        IR_PUSH(c->arena, &table->columns, column);
        ScopeColumn *known = map_get(&data->scope->columns, name);
        known->raw = raw;
        known->source = table;
    }
    check_column_types(c, table, data->scope);
}

static void visit_step(Compiler *c, const AstStmt *stmt, void *user)
{
    DataBuild *data = user;
    if (stmt->kind == STMT_STATEMENT && !add_step(c, data->scope, stmt, &data->table->steps)) {
        report_statement(c, stmt, PLACE_D, "a `data` block");
        data->scope->is_broken = true; /* it may have been to make columns */
    }
}

static void skip_statement(Compiler *c, const AstStmt *stmt, void *user)
{
    (void)c, (void)stmt, (void)user;
}

/* NAME? SOURCE?, SOURCE being a string or `from OTHER`. */
static void read_head(Compiler *c, DataBuild *data, const AstStmt *stmt)
{
    IrTable *table = data->table;
    for (const AstClause *clause = stmt->clauses; clause; clause = clause->next) {
        const AstExpr *expr = clause->runs ? clause->runs->exprs : NULL;
        if (clause->word == CLAUSE_FROM) {
            Str name = word_of(expr);
            if (!name.at) {
                Diagnostic *error = expr ? report_expected(c, expr, "the name of a data set behind `from`") : NULL;
                if (error && expr->kind == AST_STRING)
                    report_fix(c->report, error, (Span){expr->span.source, clause->word_span.start, expr->span.start}, STR(""),
                               "a file stands without `from`");
                data->scope->is_broken = true;
                continue;
            }
            table->source = DATA_FROM;
            if (str_eq(name, table->name))
                REPORT_AT(c, E0326, expr->span, "`%.*s` starts from itself", STR_FMT(name));
            else
                table->parent = find_data(c, name, expr->span);
            ir_set(c->arena, table, IR_FIELD_Table_parent, expr->span);
            data->scope->is_broken = table->parent < 0;
            if (table->parent >= 0)
                *data->scope = *copy_scope(c, c->scopes.at[table->parent]);
            continue;
        }
        if (clause->word != CLAUSE_PLAIN) {
            REPORT_AT(c, E0421, clause->word_span, "this clause does not belong to `data`");
            continue;
        }
        for (; expr; expr = expr->next) {
            if (expr->kind == AST_NAME && !table->name.n && !table->path.n) {
                table->name = str_copy(c->arena, expr->name);
                ir_set(c->arena, table, IR_FIELD_Table_name, expr->span);
            } else if (expr->kind == AST_STRING && !table->path.n) {
                if (plain_string(c, expr, &table->path) && !report_has_error_in(c->report, expr->span))
                    ir_set(c->arena, table, IR_FIELD_Table_path, expr->span);
                else
                    data->scope->is_broken = true;
            } else if (expr->kind == AST_ERROR || stmt->is_damaged) {
                data->scope->is_broken = true;
                return;
            } else {
                Diagnostic *error = REPORT_AT(c, E0423, expr->span, "expected a name and a file, found %.*s",
                                              STR_FMT(ast_print_expr(c->arena, expr)));
                report_hint(c->report, error, "a file's name stands in quotes: data \"results.csv\"");
                data->scope->is_broken = true;
                return;
            }
        }
    }
    if (str_ends(table->name, STR(".csv")) || str_ends(table->name, STR(".tsv"))) {
        Diagnostic *error = REPORT_AT(c, E0423, ir_span(table, IR_FIELD_Table_name), "`%.*s` names a data set, not a file", STR_FMT(table->name));
        report_fix(c->report, error, ir_span(table, IR_FIELD_Table_name), str_printf(c->arena, "\"%.*s\"", STR_FMT(table->name)),
                   "quote the file's name");
        data->scope->is_broken = true;
    }
}

int add_data(Compiler *c, const AstStmt *stmt)
{
    c->report->at = stmt->name_span;
    IrTable *table = IR_NEW(c->arena, Table, stmt->name_span);
    Scope *scope = ARENA_NEW(c->arena, Scope);
    scope->columns.arena = c->arena;
    DataBuild data = {table, scope};
    const Source *source = source_get(c->report->sources, stmt->span.source);
    table->base = source ? source->path : STR("");
    read_head(c, &data, stmt);
    const AstStmt *rows = NULL;
    for (const AstStmt *inner = stmt->body ? stmt->body->stmts : NULL; inner; inner = inner->next)
        if (inner->kind == STMT_ROWS)
            rows = inner;
    if (rows && rows->table && !rows->table->is_damaged)
        take_cells(c, &data, rows->table);
    for (const AstStmt *inner = stmt->body ? stmt->body->stmts : NULL; inner; inner = inner->next)
        if (inner->kind == STMT_PROPERTY && !vocab_find_property(STATEMENT_DATA, inner->name)) /* which may have been to name it */
            scope->is_broken = true;
    bool has_source = table->path.n || table->source != DATA_FILE || scope->is_broken;
    if (rows && (!rows->table || rows->table->is_damaged))
        scope->is_broken = has_source = true;
    if (!has_source && !stmt->is_damaged && !(stmt->body && stmt->body->is_damaged)) {
        Diagnostic *error = REPORT_AT(c, E0424, stmt->name_span, "the data has no source");
        report_hint(c->report, error, "name a file: data \"results.csv\"; or write rows { ... } in its block");
        scope->is_broken = true;
    }
    if (table->name.n)
        for (size_t i = 0; i < c->figure->tables.n; i++)
            if (str_eq(c->figure->tables.at[i]->name, table->name)) {
                scope->is_broken = true; /* layers mean the one or the other */
                Diagnostic *error = REPORT_AT(c, E0425, ir_span(table, IR_FIELD_Table_name), "two data sets are named `%.*s`", STR_FMT(table->name));
                report_label(c->report, error, ir_span(c->figure->tables.at[i], IR_FIELD_Table_name), "the first one");
            }
    int number = (int)c->figure->tables.n;
    IR_PUSH(c->arena, &c->figure->tables, table);
    VEC_PUSH(c->arena, &c->scopes, scope);
    /* how the source is read comes before what is done with its columns, wherever it stands in the block */
    Target target = {STATEMENT_DATA, table, {NULL, AGGREGATES_NO, "a data setting", false}, NULL, NULL};
    size_t n_errors = c->report->n_errors;
    set_properties(c, &target, stmt->body, skip_statement, NULL);
    vocab_fill(STATEMENT_DATA, table);
    check_source_settings(c, table);
    scope->is_broken |= c->report->n_errors > n_errors; /* read in another way than was meant, it would be full of faults */
    if (!scope->is_broken)
        read_columns(c, &data);
    for (const AstStmt *inner = stmt->body ? stmt->body->stmts : NULL; inner; inner = inner->next)
        if (inner->kind != STMT_PROPERTY)
            visit_step(c, inner, &data);
    return number;
}
