/* unknown_names: what is said of columns and functions that do not exist, and of values that are one too many. */
#include "compiler.h"

#include "../runtime/suggest.h"

#include <string.h>

Str suggest_column(Compiler *c, const Scope *scope, Str name)
{
    Str *names = ARENA_ARRAY(c->arena, scope->columns.n, Str);
    for (size_t i = 0; i < scope->columns.n; i++)
        names[i] = scope->columns.entries[i].key;
    return suggest_name(name, names, scope->columns.n);
}

/* Where the columns come from: the head of their file, or the step that left these. */
static void label_columns(Compiler *c, Diagnostic *error, const Scope *scope, Str name)
{
    const Span *dropped = map_get(&scope->dropped, name);
    if (dropped)
        report_label(c->report, error, *dropped, "this step leaves no `%.*s`", STR_FMT(name));
    else if (scope->shaped.source)
        report_label(c->report, error, scope->shaped, "the columns are those that this step leaves");
    else if (scope->header.source)
        report_label(c->report, error, scope->header, "the columns");
}

/* `loss`, or `runs.loss`, which another data set has. */
static bool hint_other_data(Compiler *c, Diagnostic *error, const Scope *scope, Str name)
{
    for (size_t i = 0; i < c->scopes.n; i++) {
        Str data = c->figure->tables.at[i]->name, column = name;
        if (data.n && str_starts(name, data) && name.n > data.n + 1 && name.at[data.n] == '.')
            column = str_slice(name.at + data.n + 1, name.n - data.n - 1);
        if (c->scopes.at[i] == scope || !data.n || !map_get(&c->scopes.at[i]->columns, column))
            continue;
        if (map_get(&scope->columns, column)) { /* a copy of that very data set */
            report_fix(c->report, error, error->span, ast_name_text(c->arena, column), "a column stands without the name of its data set");
            return true;
        }
        report_hint(c->report, error, "the data set `%.*s` has `%.*s`: a layer takes one data set (`data: %.*s`), a join puts two together",
                    STR_FMT(data), STR_FMT(column), STR_FMT(data));
        return true;
    }
    return false;
}

/* Behind E0301: `task == math`, where the text's quotes are lacking. */
bool reports_bare_text(Compiler *c, const ExprPlace *place, const AstExpr *ast)
{
    const AstExpr *column = ast->a, *word = ast->b;
    bool is_equality = ast->op == OP_EQ || ast->op == OP_NE;
    if (!is_equality || !place->scope || place->scope->is_broken || word->kind != AST_NAME || map_get(&c->bindings, word->name))
        return false;
    bool is_name = column->kind == AST_NAME || column->kind == AST_QNAME;
    const ScopeColumn *found = is_name ? map_get(&place->scope->columns, column->name) : NULL;
    if (!found || found->type != TYPE_TEXT || map_get(&place->scope->columns, word->name) || suggest_column(c, place->scope, word->name).at)
        return false;
    Diagnostic *error = REPORT_AT(c, E0301, word->span, "there is no column `%.*s`", STR_FMT(word->name));
    report_fix(c->report, error, word->span, str_printf(c->arena, "\"%.*s\"", STR_FMT(word->name)), "a text stands in quotes");
    return true;
}

const ScopeColumn *find_column(Compiler *c, const Scope *scope, Str name, Span span)
{
    const ScopeColumn *column = scope ? map_get(&scope->columns, name) : NULL;
    if (column || (scope && scope->is_broken))
        return column;
    Str *names = ARENA_ARRAY(c->arena, scope ? scope->columns.n + c->bindings.n : c->bindings.n, Str);
    size_t n = 0, n_columns = scope ? scope->columns.n : 0;
    for (size_t i = 0; i < n_columns; i++)
        names[n++] = scope->columns.entries[i].key;
    for (size_t i = 0; i < c->bindings.n; i++)
        names[n++] = c->bindings.entries[i].key;
    if (!scope) {
        Diagnostic *error = REPORT_AT(c, E0302, span, "`%.*s` is neither a let nor a param, and columns cannot stand here", STR_FMT(name));
        report_hint(c->report, error, "quote a text: \"%.*s\"", STR_FMT(name));
        return NULL;
    }
    Diagnostic *error = REPORT_AT(c, E0301, span, "there is no column `%.*s`", STR_FMT(name));
    label_columns(c, error, scope, name);
    Str near = suggest_name(name, names, n);
    if (near.at) {
        Str written = ast_name_text(c->arena, near);
        report_fix(c->report, error, span, written, "did you mean %s%.*s%s?", written.at == near.at ? "`" : "", STR_FMT(written),
                   written.at == near.at ? "`" : "");
    } else if (!hint_other_data(c, error, scope, name) && n_columns)
        report_hint(c->report, error, "the data has %.*s", STR_FMT(suggest_list(c->arena, names, n_columns, 12)));
    return NULL;
}

bool names_column(const Scope *scope, const AstExpr *ast)
{
    Str text = quoted_text(ast);
    return text.at && !ast->next && scope && map_get(&scope->columns, text);
}

void fix_quoted_column(Compiler *c, Diagnostic *error, const AstExpr *ast)
{
    Str name = quoted_text(ast), written = ast_name_text(c->arena, name);
    report_fix(c->report, error, ast->span, written,
               name.at == written.at ? "remove the quotes" : "a column whose name has blanks stands in backticks");
}

void report_function(Compiler *c, const AstExpr *ast)
{
    Str names[FUNCTION_COUNT_OF];
    size_t n = 0;
    for (int id = 0; id < FUNCTION_COUNT_OF; id++)
        if (function_row((FunctionId)id)->class != CLASS_OPERATOR)
            names[n++] = str_from(function_row((FunctionId)id)->name);
    Diagnostic *error = REPORT_AT(c, E0203, ast->name_span, "there is no function `%.*s`", STR_FMT(ast->name));
    const ForeignRow *foreign = vocab_find_foreign_call(ast->name);
    Str here = str_from(foreign ? foreign->here : NULL);
    if (str_ends(here, STR("(x)"))) { /* the same thing under another name */
        here.n -= 3;
        report_fix(c->report, error, ast->name_span, here, "%s's `%s` is `%.*s` here", foreign->tool, foreign->word, STR_FMT(here));
        return;
    }
    if (foreign) {
        report_hint(c->report, error, "%s's `%s` is `%s` here", foreign->tool, foreign->word, foreign->here);
        return;
    }
    Str near = suggest_name(ast->name, names, n), method = ast->name;
    while (method.n && memchr(method.at, '.', method.n)) { /* accuracy.mean(), np.mean(accuracy) */
        method.at++;
        method.n--;
    }
    FunctionId last = method.n < ast->name.n ? function_find(method) : FUNCTION_COUNT_OF;
    if (near.at)
        report_near(c->report, error, ast->name_span, near);
    else if (last != FUNCTION_COUNT_OF && !ast->entries)
        report_fix(c->report, error, ast->span, str_printf(c->arena, "%.*s(%.*s)", STR_FMT(method), (int)(ast->name.n - method.n - 1), ast->name.at),
                   "a function takes its column in parentheses");
    else if (last != FUNCTION_COUNT_OF)
        report_fix(c->report, error, ast->name_span, method, "functions have no prefix");
    else
        report_hint(c->report, error, "functions are %.*s", STR_FMT(suggest_list(c->arena, names, n, 60)));
}

/* `Run time`, `mean accuracy`, `task like "a%"`. */
void report_second_value(Compiler *c, const ExprPlace *place, const AstExpr *ast)
{
    const AstExpr *next = ast->next;
    Diagnostic *error = REPORT_AT(c, E0406, next->span, "a second value where one is expected");
    if (ast->kind == AST_NAME && next->kind == AST_PAREN) {
        report_hint(c->report, error, "a call has no blank before its parenthesis: %.*s(...)", STR_FMT(ast->name));
        return;
    }
    Span span = ast->span;
    bool are_names = ast->kind == AST_NAME;
    for (const AstExpr *word = ast; word; word = word->next) {
        span = span_join(span, word->span);
        are_names &= word->kind == AST_NAME || word->kind == AST_NUMBER || word->kind == AST_PAREN;
    }
    const AstExpr *last = next; /* `Run time > 2` */
    while (ast->kind == AST_NAME && !next->next && last->kind == AST_BINARY)
        last = last->a;
    if (last != next && last->kind == AST_NAME) {
        are_names = true;
        span.end = last->span.end;
    }
    Str all = source_text(c->report->sources, span);
    if (are_names && place->scope && map_get(&place->scope->columns, all)) {
        report_fix(c->report, error, span, ast_name_text(c->arena, all), "a column whose name has blanks stands in backticks");
        return;
    }
    Str word = next->kind == AST_NAME ? next->name : next->kind == AST_CALL ? next->name : STR_NONE;
    const ForeignRow *foreign = word.at ? vocab_find_foreign_call(word) : NULL;
    FunctionId own = word.at ? function_find(word) : FUNCTION_COUNT_OF, first = ast->kind == AST_NAME ? function_find(ast->name) : FUNCTION_COUNT_OF;
    if (foreign)
        report_hint(c->report, error, "%s's `%s` is `%s` here", foreign->tool, foreign->word, foreign->here);
    else if (own != FUNCTION_COUNT_OF && function_row(own)->class != CLASS_OPERATOR && next->kind == AST_NAME)
        report_hint(c->report, error, "`%.*s` is a function: %s", STR_FMT(word), function_row(own)->example);
    else if (first != FUNCTION_COUNT_OF && next->kind == AST_NAME && !next->next)
        report_fix(c->report, error, span, str_printf(c->arena, "%.*s(%.*s)", STR_FMT(ast->name), STR_FMT(next->name)),
                   "a function's arguments stand in parentheses");
    else if (are_names && place->scope)
        report_hint(c->report, error, "a column whose name has blanks stands in backticks, a text in quotes");
}
