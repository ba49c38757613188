/* steps: data steps, out of what was written: their operands and clauses. What columns a step leaves, runtime/step_columns.h says. */
#include "steps_build.h"

#include "../runtime/step_columns.h"
#include "../runtime/suggest.h"

#include <math.h>

/* --- operands and clauses ----------------------------------------------------------------------------------------- */

/* False after a report. */
static bool read_clauses(Compiler *c, StepBuild *b)
{
    const char *keyword = IR_WORD_TEXT(StepKind, b->step->kind);
    bool is_good = true;
    for (const AstClause *clause = b->stmt->clauses; clause; clause = clause->next) {
        const AstClause **place = clause->word == CLAUSE_PLAIN  ? &b->plain
                                  : clause->word == CLAUSE_BY   ? &b->by
                                  : clause->word == CLAUSE_FROM ? &b->from
                                  : clause->word == CLAUSE_ON   ? &b->on
                                                                : NULL;
        static const char *const WORDS[] = {[CLAUSE_BY] = "by", [CLAUSE_FROM] = "from", [CLAUSE_ON] = "on", [CLAUSE_ELSE] = "else"};
        bool belongs = place && (place == &b->plain || vocab_step_takes(b->step->kind, WORDS[clause->word]));
        if (belongs && !*place) {
            *place = clause;
            continue;
        }
        is_good = false;
        REPORT_AT(c, E0421, clause->word_span, belongs ? "a second `%s`" : "`%s` does not belong to `%s`", WORDS[clause->word], keyword);
    }
    return is_good;
}

static void report_form(Compiler *c, const StepBuild *b, Diagnostic *error)
{
    report_hint(c->report, error, "an example: %s", vocab_step(b->step->kind)->example);
}

const AstRun *step_operands(Compiler *c, const StepBuild *b)
{
    if (b->plain && b->plain->runs)
        return b->plain->runs;
    if (b->stmt->is_damaged)
        return NULL;
    Diagnostic *error = REPORT_AT(c, E0420, b->stmt->name_span, "`%.*s` has no operand", STR_FMT(b->stmt->name));
    report_form(c, b, error);
    if (b->step->kind == STEP_DERIVE || b->step->kind == STEP_SUMMARIZE)
        report_hint(c->report, error, "the first operand stands on the same line; the next line goes on behind a comma");
    return NULL;
}

IrStepItem *step_item(Compiler *c, StepBuild *b, Span span)
{
    IrStepItem *item = IR_NEW(c->arena, StepItem, span);
    item->node.set = ~(uint64_t)0;
    IR_PUSH(c->arena, &b->step->items, item);
    return item;
}

const ScopeColumn *step_column(Compiler *c, const StepBuild *b, const AstExpr *ast, Expr **out)
{
    if (names_column(b->scope, ast)) {
        fix_quoted_column(c, REPORT_AT(c, E0317, ast->span, "a quoted text is no column"), ast);
        return NULL;
    }
    if ((ast->kind != AST_NAME && ast->kind != AST_QNAME) || ast->next) {
        report_expected(c, ast->next && (ast->kind == AST_NAME || ast->kind == AST_QNAME) ? ast->next : ast,
                        ast->next ? "a comma or the end" : "a column");
        return NULL;
    }
    const ScopeColumn *column = find_column(c, b->scope, ast->name, ast->span);
    if (column && out)
        *out = expr_column(c->arena, str_copy(c->arena, ast->name), column->type, ast->span);
    return column;
}

bool step_column_items(Compiler *c, StepBuild *b, const AstRun *runs)
{
    bool is_good = runs != NULL;
    for (const AstRun *run = runs; run; run = run->next) {
        Expr *column = NULL;
        if (run->name.at) {
            REPORT_AT(c, E0401, run->name_span, "expected a column, found an assignment");
            is_good = false;
        } else if (!step_column(c, b, run->exprs, &column)) {
            is_good = false;
        }
        for (size_t i = 0; column && i < b->step->items.n; i++)
            if (str_eq(b->step->items.at[i]->expr->column, column->column)) {
                report_label(c->report, REPORT_AT(c, E0411, column->span, "`%.*s` stands in the list twice", STR_FMT(column->column)),
                             b->step->items.at[i]->expr->span, "the first time");
                is_good = false;
                column = NULL;
            }
        if (column)
            step_item(c, b, run->span)->expr = column;
    }
    return is_good;
}

void step_keys(Compiler *c, StepBuild *b, bool takes_names)
{
    ExprPlace place = {b->scope, AGGREGATES_NO, "a group", true};
    for (const AstRun *run = b->by ? b->by->runs : NULL; run; run = run->next) {
        if (run->name.at && !takes_names) {
            REPORT_AT(c, E0421, run->name_span, "groups have names only in `summarize`");
            continue;
        }
        IrStepKey *key = IR_NEW(c->arena, StepKey, run->span);
        key->node.set = ~(uint64_t)0;
        key->expr = check_expr(c, &place, run->exprs);
        key->name = run->name.at ? str_copy(c->arena, run->name) : STR("");
        if (key->expr && !key->name.n && key->expr->kind == EXPR_COLUMN)
            key->name = key->expr->column;
        if (key->expr && !key->name.n && takes_names) {
            Diagnostic *error = REPORT_AT(c, E0422, run->span, "a group that is no column needs a name");
            report_hint(c->report, error, "write by name = %.*s", STR_FMT(ast_print_expr(c->arena, run->exprs)));
            key->expr = NULL;
        }
        if (key->expr)
            IR_PUSH(c->arena, &b->step->keys, key);
        else
            b->scope->is_broken = true;
    }
}

bool reports_equals(Compiler *c, const AstRun *run)
{
    if (!run->name.at)
        return false;
    Span span = {run->span.source, run->name_span.end, run->exprs ? run->exprs->span.start : run->span.end};
    Diagnostic *error = REPORT_AT(c, E0316, span, "`=` in a condition");
    report_fix(c->report, error, span, STR(" == "), "compare with `==`");
    return true;
}

/* --- steps -------------------------------------------------------------------------------------------------------- */

static bool add_filter(Compiler *c, StepBuild *b, const AstRun *run)
{
    ExprPlace place = {b->scope, AGGREGATES_NO, "a filter", true};
    if (reports_equals(c, run))
        return false;
    if (run->next) {
        Diagnostic *error = REPORT_AT(c, E0406, run->next->span, "a second condition");
        const AstExpr *first = run->exprs;
        bool is_list = first->kind == AST_BINARY && (first->op == OP_IN || first->op == OP_NOT_IN);
        Span list = is_list ? first->b->span : SPAN_NONE;
        const AstRun *last = run->next;
        while (last->next)
            last = last->next;
        list.end = last->span.end;
        if (is_list)
            report_fix(c->report, error, list, str_printf(c->arena, "[%.*s]", STR_FMT(source_text(c->report->sources, list))),
                       "a list stands in brackets");
        else
            report_hint(c->report, error, "join conditions with `and`");
        return false;
    }
    b->step->condition = check_typed(c, &place, run->exprs, TYPE_BOOL);
    ir_set(c->arena, b->step, IR_FIELD_Step_condition, run->exprs->span);
    return b->step->condition != NULL;
}

static bool add_sort(Compiler *c, StepBuild *b, const AstRun *run)
{
    ExprPlace place = {b->scope, AGGREGATES_NO, "a sort key", true};
    bool is_good = true;
    for (; run; run = run->next) {
        AstExpr key = *run->exprs;
        Str word = word_of(key.next);
        key.next = NULL;
        if (run->exprs->next && !str_is(word, "descending") && !str_is(word, "ascending")) {
            report_expected(c, run->exprs->next, "`descending`, `ascending` or a comma");
            is_good = false;
            continue;
        }
        IrStepItem *item = step_item(c, b, run->span);
        item->expr = check_expr(c, &place, &key);
        note_text_use(c, b->scope, item->expr, "sorted as text");
        item->descending = str_is(word, "descending");
        is_good = is_good && item->expr;
    }
    return is_good;
}

/* Groups without anything that looks at them. */
static bool check_use_of_keys(Compiler *c, const StepBuild *b)
{
    for (size_t i = 0; i < b->step->items.n; i++) {
        const IrStepItem *item = b->step->items.at[i];
        if (item->fill != FILL_VALUE || (item->expr && (expr_has_aggregate(item->expr) || expr_has_window(item->expr))))
            return true;
    }
    if (!b->by || b->step->items.n == 0)
        return true;
    Diagnostic *error = REPORT_AT(c, E0421, b->by->word_span, "`by` without an aggregate or a window function");
    report_hint(c->report, error, "every row has its own value here: leave `by` out");
    return false;
}

static bool add_derive(Compiler *c, StepBuild *b, const AstRun *run)
{
    ExprPlace place = {b->scope, AGGREGATES_WITHIN, "a derived column", false};
    step_keys(c, b, false);
    bool is_good = true;
    Scope *scope = copy_scope(c, b->scope); /* each column may use those before it */
    place.scope = scope;
    for (; run; run = run->next) {
        if (!run->name.at) {
            Diagnostic *error = REPORT_AT(c, E0422, run->span, "a derived column without a name");
            report_hint(c->report, error, "write derive name = expression");
            is_good = false;
            continue;
        }
        IrStepItem *item = step_item(c, b, run->name_span);
        item->name = str_copy(c->arena, run->name);
        item->expr = check_expr(c, &place, run->exprs);
        if (!item->expr) {
            scope->is_broken = true;
            is_good = false;
            continue;
        }
        ScopeColumn *column = ARENA_NEW(c->arena, ScopeColumn);
        *column = (ScopeColumn){item->expr->type, run->name_span, NULL, NULL};
        map_put(&scope->columns, item->name)->value = column;
    }
    return is_good && check_use_of_keys(c, b);
}

/* A column outside of aggregates that is no group. */
static const Expr *stray_column(const IrStep *step, const Expr *expr)
{
    for (size_t i = 0; i < step->keys.n; i++)
        if (expr_eq(step->keys.at[i]->expr, expr))
            return NULL;
    if (expr->kind == EXPR_COLUMN)
        return expr;
    if (expr->kind == EXPR_CALL && function_row(expr->function)->class == CLASS_AGGREGATE)
        return NULL;
    for (size_t i = 0; i < expr->n_args; i++) {
        const Expr *found = stray_column(step, expr->args[i]);
        if (found)
            return found;
    }
    return NULL;
}

static bool add_summarize(Compiler *c, StepBuild *b, const AstRun *run)
{
    ExprPlace place = {b->scope, AGGREGATES_YES, "a summary", false};
    bool is_good = true;
    step_keys(c, b, true);
    for (; run; run = run->next) {
        if (!run->name.at) {
            Diagnostic *error = REPORT_AT(c, E0422, run->span, "a column of a summary without a name");
            report_hint(c->report, error, "write summarize name = %.*s", STR_FMT(ast_print_expr(c->arena, run->exprs)));
            is_good = false;
            continue;
        }
        IrStepItem *item = step_item(c, b, run->name_span);
        item->name = str_copy(c->arena, run->name);
        item->expr = check_expr(c, &place, run->exprs);
        const Expr *stray = item->expr && !b->scope->is_broken ? stray_column(b->step, item->expr) : NULL;
        if (stray) {
            Str name = stray->column;
            Diagnostic *error = REPORT_AT(c, E0322, stray->span, "a group has many values of `%.*s`", STR_FMT(name));
            report_hint(c->report, error, "make one of them: %s(%.*s); or group by it: by ..., %.*s", stray->type == TYPE_NUMBER ? "mean" : "first",
                        STR_FMT(name), STR_FMT(name));
        }
        is_good = is_good && item->expr && !stray;
    }
    return is_good;
}

/* A whole number in low..1e9; false after a report. */
static bool read_whole(Compiler *c, const AstExpr *ast, double low, const char *what, int *out)
{
    static const ExprPlace NOWHERE = {NULL, AGGREGATES_NO, "a number of rows", true};
    Expr *expr = check_typed(c, &NOWHERE, ast, TYPE_NUMBER);
    if (!expr || !expr_is_constant(expr))
        return false;
    double number = expr_value(c->arena, expr).number;
    if (!(number >= low && number <= 1e9 && number == floor(number))) {
        REPORT_AT(c, E0407, ast->span, "%s is a whole number from %d on", what, (int)low);
        return false;
    }
    *out = (int)number;
    return true;
}

/* take, skip, sample */
static bool add_rows(Compiler *c, StepBuild *b, const AstRun *run)
{
    IrStep *step = b->step;
    step_keys(c, b, false);
    if (run->next || run->name.at) {
        Diagnostic *error = REPORT_AT(c, E0406, run->next ? run->next->span : run->name_span, "`%.*s` takes one number", STR_FMT(b->stmt->name));
        report_form(c, b, error);
        return false;
    }
    AstExpr number = *run->exprs;
    const AstExpr *rest = number.next;
    number.next = NULL;
    step->seed = 0;
    if (rest && step->kind == STEP_SAMPLE && rest->kind == AST_NAME && str_is(rest->name, "seed") && rest->next) {
        if (!read_whole(c, rest->next, 0, "a seed", &step->seed))
            return false;
        rest = NULL;
    }
    if (rest) {
        report_expected(c, rest, step->kind == STEP_SAMPLE ? "`seed` and a number, `by` or the end" : "`by` or the end");
        return false;
    }
    const AstExpr *value = resolve_binding(c, &number);
    if (step->kind == STEP_SAMPLE && value->kind == AST_NUMBER && value->unit == UNIT_PERCENT) {
        step->share = value->number / 100;
        if (step->share > 0 && step->share <= 1)
            return true;
        REPORT_AT(c, E0407, number.span, "a sample is more than 0%% and at most 100%% of the rows");
        return false;
    }
    return read_whole(c, &number, 1, "a number of rows", &step->count);
}

static bool add_rename(Compiler *c, StepBuild *b, const AstRun *run)
{
    bool is_good = true;
    for (; run; run = run->next) {
        Expr *column = NULL;
        if (!run->name.at) {
            report_form(c, b, REPORT_AT(c, E0427, run->span, "`rename` without a new name"));
            is_good = false;
            continue;
        }
        if (!step_column(c, b, run->exprs, &column)) {
            is_good = false;
            continue;
        }
        for (size_t i = 0; i < b->step->items.n; i++)
            if (str_eq(b->step->items.at[i]->expr->column, column->column)) {
                report_label(c->report, REPORT_AT(c, E0411, column->span, "`%.*s` is renamed twice", STR_FMT(column->column)),
                             b->step->items.at[i]->expr->span, "the first time");
                return false;
            }
        IrStepItem *item = step_item(c, b, run->name_span);
        item->name = str_copy(c->arena, run->name);
        item->expr = column;
    }
    return is_good;
}

static bool add_drop(Compiler *c, StepBuild *b, const AstRun *run)
{
    if (!step_column_items(c, b, run))
        return false;
    if (b->step->items.n < b->scope->columns.n || b->scope->is_broken)
        return true;
    REPORT_AT(c, E0429, b->stmt->span, "no column is left");
    return false;
}

static bool add_fill(Compiler *c, StepBuild *b, const AstRun *run)
{
    ExprPlace place = {b->scope, AGGREGATES_WITHIN, "a filled cell", false};
    bool is_good = true;
    step_keys(c, b, false);
    for (; run; run = run->next) {
        AstExpr head = *run->exprs;
        Str word = word_of(head.next);
        int kind = ir_word_find(&IR_WORDS_FillKind, word);
        head.next = NULL;
        if (run->name.at) {
            const ScopeColumn *column = find_column(c, b->scope, run->name, run->name_span);
            IrStepItem *item = step_item(c, b, run->name_span);
            item->name = str_copy(c->arena, run->name);
            item->expr = column ? check_typed(c, &place, run->exprs, column->type) : NULL;
            is_good = is_good && item->expr;
        } else if (kind == FILL_FORWARD || kind == FILL_BACKWARD) {
            if (!step_column(c, b, &head, NULL)) {
                is_good = false;
                continue;
            }
            IrStepItem *item = step_item(c, b, run->span);
            item->name = str_copy(c->arena, head.name);
            item->fill = (FillKind)kind;
        } else {
            Diagnostic *error = REPORT_AT(c, E0427, run->span, "`fill` does not say with what");
            report_hint(c->report, error, "write fill %.*s = value, or fill %.*s forward", STR_FMT(ast_print_expr(c->arena, &head)),
                        STR_FMT(ast_print_expr(c->arena, &head)));
            is_good = false;
        }
    }
    return is_good && check_use_of_keys(c, b);
}

/* --- columns behind a step ---------------------------------------------------------------------------------------- */

Table scope_table(Compiler *c, const Scope *scope, Str name)
{
    Table table = {.name = name, .columns = ARENA_ARRAY(c->arena, scope->columns.n, Column), .n_columns = scope->columns.n};
    for (size_t i = 0; i < table.n_columns; i++) {
        const ScopeColumn *column = scope->columns.entries[i].value;
        table.columns[i] = (Column){.name = scope->columns.entries[i].key, .type = column->type, .span = column->span};
    }
    return table;
}

static bool same_span(Span a, Span b)
{
    return a.source == b.source && a.start == b.start && a.end == b.end;
}

static void report_clash(Compiler *c, const StepBuild *b, const Column clash[2])
{
    const Column *second = &clash[1];
    bool is_here = second->span.source == b->stmt->span.source && second->span.start >= b->stmt->span.start && second->span.end <= b->stmt->span.end;
    Diagnostic *error = REPORT_AT(c, E0323, is_here ? second->span : b->stmt->name_span, "the step makes two columns named `%.*s`",
                                  STR_FMT(second->name));
    if (clash[0].span.source)
        report_label(c->report, error, clash[0].span, "the first one");
    if (!is_here && second->span.source)
        report_label(c->report, error, second->span, "the second one");
    if (b->step->kind == STEP_JOIN)
        report_hint(c->report, error, "join on it too, or rename or drop one of them first");
    else
        report_hint(c->report, error, "give one of them another name");
}

/* Which columns the step leaves out: for those who look for them behind it. */
static void note_dropped(Compiler *c, StepBuild *b, const Table *left)
{
    Scope *scope = b->scope;
    Map dropped = {.arena = c->arena};
    for (size_t i = 0; i < scope->dropped.n; i++)
        map_put(&dropped, scope->dropped.entries[i].key)->value = scope->dropped.entries[i].value;
    bool is_less = false;
    for (size_t i = 0; i < scope->columns.n; i++) {
        Str name = scope->columns.entries[i].key;
        if (table_find(left, name))
            continue;
        is_less = true;
        map_put(&dropped, name)->value = arena_copy(c->arena, &b->stmt->name_span, sizeof b->stmt->name_span);
    }
    if (!is_less)
        return;
    scope->dropped = dropped; /* a new one: copies of the scope hold the old */
    scope->shaped = b->stmt->name_span;
}

/* The scope becomes what the step leaves. */
static void change_scope(Compiler *c, StepBuild *b, const Table *other)
{
    Scope *scope = b->scope;
    Table table = scope_table(c, scope, STR(""));
    Column clash[2] = {{.name = STR_NONE}};
    const char *fault = step_columns(c->arena, b->step, other, &table, clash);
    if (fault) {
        if (clash[0].name.at)
            report_clash(c, b, clash);
        else if (c->report->n_errors == 0)
            REPORT_AT(c, E0900, b->stmt->span, "the compiler made a wrong step: %s", fault);
        scope->is_broken = true;
        return;
    }
    Map before = scope->columns;
    note_dropped(c, b, &table);
    scope->columns = (Map){.arena = c->arena};
    for (size_t i = 0; i < table.n_columns; i++) {
        const Column *column = &table.columns[i];
        ScopeColumn *kept = map_get(&before, column->name);
        if (kept && kept->type == column->type && same_span(kept->span, column->span))
            map_put(&scope->columns, column->name)->value = kept;
        else
            add_scope_column(c, scope, column->name, column->type, column->span);
    }
}

static bool read_step(Compiler *c, StepBuild *b, Table *other)
{
    if (b->step->kind == STEP_UNPIVOT)
        return add_unpivot(c, b);
    if (b->step->kind == STEP_JOIN)
        return add_join(c, b, other);
    const AstRun *run = step_operands(c, b);
    if (!run)
        return false;
    switch (b->step->kind) {
    case STEP_FILTER:
        return add_filter(c, b, run);
    case STEP_SORT:
        return add_sort(c, b, run);
    case STEP_DERIVE:
        return add_derive(c, b, run);
    case STEP_SUMMARIZE:
        return add_summarize(c, b, run);
    case STEP_TAKE:
    case STEP_SKIP:
    case STEP_SAMPLE:
        return add_rows(c, b, run);
    case STEP_RENAME:
        return add_rename(c, b, run);
    case STEP_SELECT:
        return step_column_items(c, b, run);
    case STEP_DROP:
        return add_drop(c, b, run);
    case STEP_PIVOT:
        return add_pivot(c, b);
    case STEP_APPEND:
        return add_append(c, b, other);
    case STEP_FILL:
        return add_fill(c, b, run);
    default:
        return false;
    }
}

bool add_step(Compiler *c, Scope *scope, const AstStmt *stmt, void *steps)
{
    int kind = ir_word_find(&IR_WORDS_StepKind, stmt->name);
    if (kind < 0 || stmt->kind != STMT_STATEMENT)
        return false;
    report_block(c, stmt);
    StepBuild build = {.stmt = stmt, .step = IR_NEW(c->arena, Step, stmt->span), .scope = scope, .steps = steps}, *b = &build;
    b->step->kind = (StepKind)kind;
    ir_set(c->arena, b->step, IR_FIELD_Step_kind, stmt->name_span);
    Table other = {0};
    bool was_broken = scope->is_broken, is_good = read_clauses(c, b) && read_step(c, b, &other);
    if (is_good && !scope->is_broken && !was_broken)
        change_scope(c, b, other.n_columns ? &other : NULL);
    else if (kind != STEP_FILTER && kind != STEP_SORT && kind != STEP_TAKE && kind != STEP_SKIP && kind != STEP_SAMPLE)
        scope->is_broken = true; /* what names its columns would be told again */
    IR_PUSH(c->arena, steps, b->step);
    return true;
}
