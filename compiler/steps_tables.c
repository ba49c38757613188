/* steps_tables: the steps that change what rows and columns are, and those that take another data set; see steps_build.h. */
#include "steps_build.h"

#include "../runtime/suggest.h"

/* --- unpivot ------------------------------------------------------------------------------------------------------ */

static bool new_name(Compiler *c, const AstRun *run, Str *out)
{
    const AstExpr *ast = run->exprs;
    if (run->name.at || (ast->kind != AST_NAME && ast->kind != AST_QNAME) || ast->next) {
        report_expected(c, ast, "the name of a new column");
        return false;
    }
    *out = str_copy(c->arena, ast->name);
    return true;
}

static bool check_one_type(Compiler *c, const StepBuild *b)
{
    const Expr *first = b->step->items.at[0]->expr;
    for (size_t i = 1; i < b->step->items.n; i++) {
        const Expr *column = b->step->items.at[i]->expr;
        if (column->type == first->type)
            continue;
        Diagnostic *error = REPORT_AT(c, E0324, column->span, "`%.*s` is %s, and cannot stand in one column with %s", STR_FMT(column->column),
                                      type_name(column->type), type_name(first->type));
        report_label(c->report, error, first->span, "%s", type_name(first->type));
        explain_text(c, error, column->type == TYPE_TEXT ? column : first);
        if (!error->hints)
            report_hint(c->report, error, "leave it out, or make it text first: derive %.*s = format(%.*s)",
                        STR_FMT(column->type == TYPE_TEXT ? first->column : column->column),
                        STR_FMT(column->type == TYPE_TEXT ? first->column : column->column));
        return false;
    }
    return true;
}

bool add_unpivot(Compiler *c, StepBuild *b)
{
    const AstRun *names = step_operands(c, b), *cells = names ? names->next : NULL;
    if (!names)
        return false;
    if (!cells || cells->next || !b->from || !b->from->runs) {
        Diagnostic *error = REPORT_AT(c, E0427, b->stmt->name_span,
                                      "`unpivot` takes two new columns, and behind `from` the columns whose cells become rows");
        report_hint(c->report, error, "an example: %s", vocab_step(STEP_UNPIVOT)->example);
        return false;
    }
    bool is_good = new_name(c, names, &b->step->name) && new_name(c, cells, &b->step->value);
    ir_set(c->arena, b->step, IR_FIELD_Step_name, names->span);
    ir_set(c->arena, b->step, IR_FIELD_Step_value, cells->span);
    return step_column_items(c, b, b->from->runs) && is_good && check_one_type(c, b);
}

/* --- pivot -------------------------------------------------------------------------------------------------------- */

/* The words of a column that was read from a file or rows, as a list that could be written; STR_NONE when there are none or too many. */
static Str list_words(Compiler *c, Str name, const ScopeColumn *column)
{
    enum { MOST = 24 };
    const Column *raw = column->raw ? table_find(column->raw, name) : NULL;
    if (!raw || raw->type != TYPE_TEXT || raw->dict->n == 0 || raw->dict->n > MOST)
        return STR_NONE;
    Buf out = {.arena = c->arena};
    for (size_t i = 0; i < raw->dict->n; i++) {
        AstPart part = {.kind = PART_TEXT, .text = raw->dict->words[i]};
        buf_printf(&out, "%s%.*s", i ? ", " : "", STR_FMT(ast_print_expr(c->arena, &(AstExpr){.kind = AST_STRING, .parts = &part})));
    }
    return str_slice(buf_c(&out), out.n);
}

/* `empty` is the list when there is one. */
static void report_no_list(Compiler *c, const AstRun *value, const AstExpr *empty, Str name, const ScopeColumn *column)
{
    Span end = {value->span.source, value->exprs->span.end, value->exprs->span.end};
    Str words = list_words(c, name, column);
    Diagnostic *error = REPORT_AT(c, E0428, value->span, "the pivot does not say which values of `%.*s` become columns", STR_FMT(name));
    if (words.at)
        report_fix(c->report, error, empty ? empty->span : end, str_printf(c->arena, "%s[%.*s]", empty ? "" : " into ", STR_FMT(words)), "list them");
    else
        report_hint(c->report, error, "list them: into [a, b]");
}

/* `a`, or `a: name`. False after a report. */
static bool add_pivot_item(Compiler *c, StepBuild *b, const AstEntry *entry, ValueType type)
{
    static const ExprPlace NOWHERE = {NULL, AGGREGATES_NO, "a list of values", true};
    const AstExpr *written = entry->key ? entry->key : entry->value;
    bool is_word = written->kind == AST_NAME && type == TYPE_TEXT && !map_get(&c->bindings, written->name);
    Expr *value = is_word ? expr_text(c->arena, written->name, written->span) : check_typed(c, &NOWHERE, written, type);
    if (!value)
        return false;
    if (value->kind != EXPR_LITERAL) {
        if (!expr_is_constant(value))
            return false;
        value = expr_literal(c->arena, expr_value(c->arena, value), written->span);
    }
    for (size_t i = 0; i < b->step->items.n; i++)
        if (value_eq(b->step->items.at[i]->expr->value, value->value)) {
            report_label(c->report, REPORT_AT(c, E0411, written->span, "the value stands in the list twice"), b->step->items.at[i]->expr->span,
                         "the first time");
            return false;
        }
    Str name = value_str(c->arena, value->value);
    if (entry->key) {
        if (entry->value->kind != AST_NAME && entry->value->kind != AST_QNAME) {
            report_expected(c, entry->value, "the name of a new column");
            return false;
        }
        name = entry->value->name;
    }
    IrStepItem *item = step_item(c, b, written->span);
    item->name = str_copy(c->arena, name);
    item->expr = value;
    return true;
}

/* Without `by`, all columns but the two stay. */
static void add_other_keys(Compiler *c, StepBuild *b)
{
    for (size_t i = 0; i < b->scope->columns.n; i++) {
        Str name = b->scope->columns.entries[i].key;
        const ScopeColumn *column = b->scope->columns.entries[i].value;
        if (str_eq(name, b->step->name) || str_eq(name, b->step->value))
            continue;
        IrStepKey *key = IR_NEW(c->arena, StepKey, b->stmt->name_span);
        key->name = name;
        key->expr = expr_column(c->arena, name, column->type, b->stmt->name_span);
        IR_PUSH(c->arena, &b->step->keys, key);
    }
}

bool add_pivot(Compiler *c, StepBuild *b)
{
    const AstRun *names = b->plain->runs, *value = names->next;
    if (!value || value->next || names->name.at || value->name.at) {
        Diagnostic *error = REPORT_AT(c, E0427, b->stmt->name_span, "`pivot` takes the column of names, that of cells, and `into` with a list");
        report_hint(c->report, error, "an example: %s", vocab_step(STEP_PIVOT)->example);
        return false;
    }
    AstExpr cells = *value->exprs;
    const AstExpr *into = cells.next, *list = into && str_is(word_of(&(AstExpr){.kind = into->kind, .name = into->name}), "into") ? into->next : NULL;
    cells.next = NULL;
    const ScopeColumn *name_column = step_column(c, b, names->exprs, NULL), *value_column = step_column(c, b, &cells, NULL);
    if (!name_column || !value_column)
        return false;
    b->step->name = str_copy(c->arena, names->exprs->name);
    b->step->value = str_copy(c->arena, cells.name);
    ir_set(c->arena, b->step, IR_FIELD_Step_name, names->span);
    ir_set(c->arena, b->step, IR_FIELD_Step_value, cells.span);
    if (!into) {
        report_no_list(c, value, NULL, b->step->name, name_column);
        return false;
    }
    list = list ? resolve_binding(c, list) : NULL;
    if (!list || list->kind != AST_LIST || list->next) {
        report_expected(c, list ? list : into, "`into` and a list of values");
        return false;
    }
    bool is_good = list->entries != NULL;
    if (!is_good)
        report_no_list(c, value, list, b->step->name, name_column);
    for (const AstEntry *entry = list->entries; entry; entry = entry->next)
        is_good = add_pivot_item(c, b, entry, name_column->type) && is_good;
    if (!b->by) {
        add_other_keys(c, b);
        return is_good;
    }
    step_keys(c, b, false);
    for (size_t i = 0; i < b->step->keys.n; i++) {
        const IrStepKey *key = b->step->keys.at[i];
        if (key->expr->kind != EXPR_COLUMN || str_eq(key->name, b->step->name) || str_eq(key->name, b->step->value)) {
            REPORT_AT(c, E0401, key->node.span, "expected a column that stays, beside `%.*s` and `%.*s`", STR_FMT(b->step->name),
                      STR_FMT(b->step->value));
            is_good = false;
        }
    }
    return is_good;
}

/* --- other data sets ---------------------------------------------------------------------------------------------- */

/* The table of a name, its columns in *other. False after a report, or when it is broken. */
static bool find_other(Compiler *c, StepBuild *b, const AstExpr *ast, Table *other)
{
    Str name = ast->kind == AST_NAME || ast->kind == AST_QNAME ? ast->name : STR_NONE;
    if (!name.at) {
        Diagnostic *error = NULL;
        if (ast->kind == AST_STRING) {
            error = REPORT_AT(c, E0401, ast->span, "expected the name of a data set, found a string");
            report_hint(c->report, error, "give the file a name first: data other %.*s",
                        STR_FMT(ast_print_expr(c->arena, &(AstExpr){.kind = AST_STRING, .parts = ast->parts, .is_raw = ast->is_raw})));
        } else {
            report_expected(c, ast, "the name of a data set");
        }
        return false;
    }
    int table = find_data(c, name, ast->span);
    if (table < 0)
        return false;
    if ((const void *)&c->figure->tables.at[table]->steps == b->steps) {
        Diagnostic *error = REPORT_AT(c, E0326, ast->span, "`%.*s` takes its own rows", STR_FMT(name));
        report_hint(c->report, error, "make a second data set of the same source, or of this one before the step: data other from %.*s",
                    STR_FMT(name));
        return false;
    }
    b->step->table = table;
    ir_set(c->arena, b->step, IR_FIELD_Step_table, ast->span);
    *other = scope_table(c, c->scopes.at[table], name);
    return !c->scopes.at[table]->is_broken;
}

static void report_key(Compiler *c, const StepBuild *b, Str name, Span span, const Table *other)
{
    Str *names = ARENA_ARRAY(c->arena, other->n_columns, Str);
    for (size_t i = 0; i < other->n_columns; i++)
        names[i] = other->columns[i].name;
    Diagnostic *error = REPORT_AT(c, E0301, span, "`%.*s` has no column `%.*s`", STR_FMT(other->name), STR_FMT(name));
    Str near = suggest_name(name, names, other->n_columns);
    bool is_own = map_get(&b->scope->columns, name) != NULL;
    if (is_own && near.at)
        report_fix(c->report, error, span, str_printf(c->arena, "%.*s = %.*s", STR_FMT(name), STR_FMT(near)), "did you mean `%.*s`?", STR_FMT(near));
    else if (!report_near(c->report, error, span, near))
        report_hint(c->report, error, "it has %.*s; where names differ write on own = other",
                    STR_FMT(suggest_list(c->arena, names, other->n_columns, 12)));
}

/* `a`, or `a = b`: this table's column and the other's. */
static bool add_join_key(Compiler *c, StepBuild *b, const AstRun *run, const Table *other)
{
    Expr *own = NULL;
    Str theirs = STR_NONE;
    Span span = run->exprs->span;
    if (run->name.at) {
        const ScopeColumn *column = find_column(c, b->scope, run->name, run->name_span);
        theirs = word_of(run->exprs);
        theirs = run->exprs->kind == AST_QNAME ? run->exprs->name : theirs;
        if (!theirs.at)
            report_expected(c, run->exprs, "a column of the other data set");
        own = column ? expr_column(c->arena, str_copy(c->arena, run->name), column->type, run->name_span) : NULL;
    } else {
        step_column(c, b, run->exprs, &own);
        theirs = own ? own->column : STR_NONE;
    }
    if (!own || !theirs.at)
        return false;
    const Column *match = table_find(other, theirs);
    if (!match) {
        report_key(c, b, theirs, span, other);
        return false;
    }
    if (match->type != own->type) {
        Diagnostic *error = REPORT_AT(c, E0324, run->span, "`%.*s` is %s here and %s in `%.*s`", STR_FMT(own->column), type_name(own->type),
                                      type_name(match->type), STR_FMT(other->name));
        explain_text(c, error, own);
        if (!error->hints)
            report_hint(c->report, error, "make them of one type first, with derive: format(x) is text, number(x) a number");
        return false;
    }
    IrStepItem *item = step_item(c, b, run->span);
    item->name = str_copy(c->arena, theirs);
    item->expr = own;
    return true;
}

bool add_join(Compiler *c, StepBuild *b, Table *other)
{
    const AstRun *run = step_operands(c, b);
    if (!run)
        return false;
    const AstExpr *name = run->exprs;
    if (name->next) {
        int kind = ir_word_find(&IR_WORDS_JoinKind, name->kind == AST_NAME ? name->name : STR_NONE);
        if (kind < 0) {
            report_expected(c, name, "`left`, `inner` or the name of a data set alone");
            return false;
        }
        b->step->join = (JoinKind)kind;
        ir_set(c->arena, b->step, IR_FIELD_Step_join, name->span);
        name = name->next;
    }
    if (run->next || name->next || run->name.at) {
        report_expected(c, run->next ? run->next->exprs : name->next ? name->next : name, "one data set");
        return false;
    }
    if (!find_other(c, b, name, other))
        return false;
    if (!b->on || !b->on->runs) {
        Diagnostic *error = REPORT_AT(c, E0427, b->stmt->name_span, "`join` does not say on which columns");
        Str shared = STR_NONE;
        for (size_t i = 0; i < other->n_columns && !shared.at; i++)
            if (map_get(&b->scope->columns, other->columns[i].name))
                shared = other->columns[i].name;
        Span end = {name->span.source, name->span.end, name->span.end};
        if (shared.at)
            report_fix(c->report, error, end, str_printf(c->arena, " on %.*s", STR_FMT(shared)), "both have `%.*s`", STR_FMT(shared));
        else
            report_hint(c->report, error, "no column stands in both: write on own = other");
        return false;
    }
    bool is_good = true;
    for (const AstRun *key = b->on->runs; key; key = key->next)
        is_good = add_join_key(c, b, key, other) && is_good;
    return is_good;
}

static void report_lacking(Compiler *c, const StepBuild *b, Str has_name, Str lacks_name, Str column)
{
    Diagnostic *error = REPORT_AT(c, E0325, b->stmt->span, "%.*s has a column `%.*s` that %.*s has not", STR_FMT(has_name), STR_FMT(column),
                                  STR_FMT(lacks_name));
    report_hint(c->report, error, "both need the same columns: drop it, rename its like, or add it with derive");
}

bool add_append(Compiler *c, StepBuild *b, Table *other)
{
    const AstRun *run = b->plain->runs;
    if (run->next || run->name.at || run->exprs->next) {
        report_expected(c, run->exprs->next ? run->exprs->next : run->next ? run->next->exprs : run->exprs, "one data set");
        return false;
    }
    if (!find_other(c, b, run->exprs, other) || b->scope->is_broken)
        return false;
    Table own = scope_table(c, b->scope, STR(""));
    Str theirs = str_printf(c->arena, "`%.*s`", STR_FMT(other->name));
    for (size_t i = 0; i < own.n_columns; i++) {
        const Column *column = &own.columns[i], *match = table_find(other, column->name);
        if (!match) {
            report_lacking(c, b, STR("this data set"), theirs, column->name);
            return false;
        }
        if (match->type != column->type) {
            Diagnostic *error = REPORT_AT(c, E0324, run->exprs->span, "`%.*s` is %s here and %s in `%.*s`", STR_FMT(column->name),
                                          type_name(column->type), type_name(match->type), STR_FMT(other->name));
            report_hint(c->report, error, "make them of one type first, with derive: format(x) is text, number(x) a number");
            return false;
        }
    }
    for (size_t i = 0; i < other->n_columns; i++)
        if (!table_find(&own, other->columns[i].name)) {
            report_lacking(c, b, theirs, STR("this data set"), other->columns[i].name);
            return false;
        }
    return true;
}
