/* expr_check: AST expressions to typed ones: names are found, types are checked, before any row is read. */
#include "compiler.h"

#include "../runtime/calendar.h"
#include "../runtime/expr_limit.h"
#include "../runtime/format.h"
#include "../runtime/num.h"
#include "../runtime/suggest.h"

#include <math.h>
#include <string.h>

Str word_of(const AstExpr *ast)
{
    return ast && ast->kind == AST_NAME && !ast->next ? ast->name : STR_NONE;
}

Str quoted_text(const AstExpr *ast)
{
    bool is_plain = ast->kind == AST_STRING && ast->parts && !ast->parts->next && ast->parts->kind == PART_TEXT;
    return is_plain ? ast->parts->text : STR_NONE;
}

static const char *kind_text(const AstExpr *ast)
{
    switch (ast->kind) {
    case AST_NAME:
        return "a name";
    case AST_QNAME:
        return "a column";
    case AST_NUMBER:
        return ast->unit == UNIT_NONE      ? "a number"
               : ast->unit == UNIT_PERCENT ? "a percentage"
               : ast->unit <= UNIT_EM      ? "a length"
               : ast->unit == UNIT_DPI     ? "a resolution"
                                           : "a duration";
    case AST_DATE:
        return "a date";
    case AST_COLOUR:
        return "a colour";
    case AST_STRING:
        return "a string";
    case AST_BOOL:
        return "a boolean";
    case AST_RANGE:
        return "a range";
    case AST_LIST:
        return "a list";
    default:
        return "an expression";
    }
}

Diagnostic *report_expected(Compiler *c, const AstExpr *ast, const char *expected)
{
    if (ast->kind == AST_ERROR)
        return NULL;
    return REPORT_AT(c, E0401, ast->span, "expected %s, found %s", expected, kind_text(ast));
}

const Expr *bare_column(const Expr *expr)
{
    if (expr->kind == EXPR_COLUMN)
        return expr;
    if (expr->kind == EXPR_CALL && function_row(expr->function)->class == CLASS_AGGREGATE)
        return NULL;
    for (size_t i = 0; i < expr->n_args; i++) {
        const Expr *found = bare_column(expr->args[i]);
        if (found)
            return found;
    }
    return NULL;
}

const AstExpr *resolve_binding(Compiler *c, const AstExpr *ast)
{
    for (int depth = 0; depth < 100 && ast && ast->kind == AST_NAME && !ast->next; depth++) {
        const Binding *binding = map_get(&c->bindings, ast->name);
        if (!binding)
            break;
        ast = binding->value;
    }
    return ast;
}

/* --- literals ----------------------------------------------------------------------------------------------------- */

enum { MOST_MONTHS = 80000 * 12 }; /* expressions add up to 1e6 to a date */

static Expr *check_number(Compiler *c, const AstExpr *ast)
{
    static const double SECONDS[] = {[UNIT_WEEK] = 604800, [UNIT_DAY] = 86400, [UNIT_HOUR] = 3600, [UNIT_MIN] = 60, [UNIT_S] = 1, [UNIT_MS] = 0.001};
    Value value = {.type = TYPE_NUMBER, .number = ast->number};
    if (ast->unit == UNIT_PERCENT) {
        value.number /= 100;
    } else if (ast->unit == UNIT_YEAR || ast->unit == UNIT_MONTH) {
        double months = ast->number * (ast->unit == UNIT_YEAR ? 12 : 1);
        if (months >= MOST_MONTHS) {
            REPORT_AT(c, E0407, ast->span, "expected less than %d years", MOST_MONTHS / 12);
            return NULL;
        }
        if (months != floor(months)) {
            Diagnostic *error = REPORT_AT(c, E0407, ast->span, "expected whole months");
            report_hint(c->report, error, "parts of a month are weeks, days or hours, as 10day");
            return NULL;
        }
        value = (Value){.type = TYPE_DURATION, .months = (int)months};
    } else if (ast->unit >= UNIT_WEEK && ast->unit <= UNIT_MS) {
        value = (Value){.type = TYPE_DURATION, .number = ast->number * SECONDS[ast->unit]};
    } else if (ast->unit != UNIT_NONE) {
        Diagnostic *error = REPORT_AT(c, E0402, ast->span, "%s in an expression", kind_text(ast));
        report_hint(c->report, error, "leave the unit out: expressions compute with plain numbers");
        return NULL;
    }
    return expr_literal(c->arena, value, ast->span);
}

static Expr *check_date(Compiler *c, const AstExpr *ast)
{
    const AstDate *d = &ast->date;
    Civil civil = {.year = d->year,
                   .month = d->month,
                   .day = d->day < 0 ? 1 : d->day,
                   .hour = d->hour < 0 ? 0 : d->hour,
                   .minute = d->minute < 0 ? 0 : d->minute,
                   .second = d->second < 0 ? 0 : d->second};
    return expr_literal(c->arena, (Value){.type = TYPE_TIME, .number = calendar_time(&civil) - d->offset * 60.0}, ast->span);
}

bool check_unkeyed(Compiler *c, const AstExpr *list)
{
    for (const AstEntry *entry = list->entries; entry; entry = entry->next)
        if (entry->key) {
            REPORT_AT(c, E0412, entry->key->span, "a key in a list of plain values");
            return false;
        }
    return true;
}

/* --- names -------------------------------------------------------------------------------------------------------- */

static Expr *check_name(Compiler *c, const ExprPlace *place, const AstExpr *ast)
{
    Binding *binding = ast->kind == AST_NAME ? map_get(&c->bindings, ast->name) : NULL;
    if (binding) {
        if (binding->is_busy) {
            REPORT_AT(c, E0304, binding->span, "`%.*s` is defined by itself", STR_FMT(binding->name));
            return NULL;
        }
        binding->is_busy = true;
        Expr *value = check_expr(c, place, binding->value);
        binding->is_busy = false;
        return value;
    }
    const ScopeColumn *column = find_column(c, place->scope, ast->name, ast->span);
    return column ? expr_column(c->arena, ast->name, column->type, ast->span) : NULL;
}

/* A column may be called `true`: a bare word would be silently something else. */
static void check_truth(Compiler *c, const ExprPlace *place, const AstExpr *ast)
{
    Str word = ast->truth ? STR("true") : STR("false");
    if (!place->scope || !map_get(&place->scope->columns, word))
        return;
    Diagnostic *error = REPORT_AT(c, E0318, ast->span, "`%.*s` is a column and a boolean", STR_FMT(word));
    report_fix(c->report, error, ast->span, str_printf(c->arena, "`%.*s`", STR_FMT(word)),
               "the column stands in backticks; for the boolean rename the column");
}

/* --- calls -------------------------------------------------------------------------------------------------------- */

/* `seed == "1"` */
static void hint_quoted_number(Compiler *c, Diagnostic *error, Expr *const *args)
{
    for (size_t i = 0; i < 2; i++) {
        double number;
        const Expr *text = args[i];
        bool is_quoted = text->kind == EXPR_LITERAL && text->type == TYPE_TEXT && args[1 - i]->type == TYPE_NUMBER;
        if (is_quoted && !error->hints && num_parse(text->value.text, &number))
            report_fix(c->report, error, text->span, text->value.text, "a number stands without quotes");
    }
}

static void report_operands(Compiler *c, FunctionId function, Expr *const *args, size_t n, size_t bad, Span span)
{
    const Function *row = function_row(function);
    if (row->class == CLASS_OPERATOR && n == 2) {
        Diagnostic *error = REPORT_AT(c, E0310, span, "`%s` cannot take %s and %s", row->name, type_name(args[0]->type), type_name(args[1]->type));
        for (size_t i = 0; i < n; i++)
            report_label(c->report, error, args[i]->span, "%s", type_name(args[i]->type));
        for (size_t i = 0; i < n; i++)
            explain_text(c, error, args[i]);
        hint_quoted_number(c, error, args);
        if (function == FUNCTION_ADD && (args[0]->type == TYPE_TEXT || args[1]->type == TYPE_TEXT) && !error->hints)
            report_hint(c->report, error, "texts are joined in a string: \"{model} at {step}\"");
        return;
    }
    Diagnostic *error;
    if (bad < n)
        error = REPORT_AT(c, E0311, args[bad]->span, "`%s` cannot take %s as its argument %zu", row->name, type_name(args[bad]->type), bad + 1);
    else
        error = REPORT_AT(c, E0312, span, "`%s` does not take %zu argument%s", row->name, n, n == 1 ? "" : "s");
    if (bad < n)
        explain_text(c, error, args[bad]);
    if (!error->hints)
        report_hint(c->report, error, "an example: %s", row->example);
}

/* Arguments that function.def wants constant; true when they are, within their bounds. */
static bool has_right_constants(Compiler *c, FunctionId function, Expr *const *args, size_t n)
{
    const char *name = function_row(function)->name, *phrase = NULL;
    for (size_t i = 0; i < n; i++) {
        LimitFault limit_fault = expr_limit(c->arena, function, args, i, &phrase);
        if (limit_fault == LIMIT_HOLDS)
            continue;
        if (limit_fault == LIMIT_VARIES) {
            Diagnostic *error = REPORT_AT(c, E0320, args[i]->span, "argument %zu of `%s` is the same for all rows, and this one is not", i + 1, name);
            report_hint(c->report, error, "write a value, a let or a param");
        } else if (limit_fault == LIMIT_FORMAT) {
            REPORT_AT(c, E0404, args[i]->span, "a format that `%s` cannot use: %s", name, phrase);
        } else if (limit_fault == LIMIT_LENGTH) {
            REPORT_AT(c, E0407, args[i]->span, "the duration of `%s` is above zero", name);
        } else {
            const FunctionLimit *limit = function_limit(function, i);
            Str low = num_str(c->arena, limit->low), high = num_str(c->arena, limit->high);
            REPORT_AT(c, E0407, args[i]->span, "argument %zu of `%s` is %s in %.*s..%.*s", i + 1, name,
                      limit->is_whole ? "a whole number" : "a number", STR_FMT(low), STR_FMT(high));
        }
        return false;
    }
    return true;
}

/* Whether it asks which of two values is greater. */
static bool is_of_order(FunctionId function)
{
    static const FunctionId OF_ORDER[] = {FUNCTION_LT,  FUNCTION_LE,       FUNCTION_GT,    FUNCTION_GE,   FUNCTION_MIN,
                                          FUNCTION_MAX, FUNCTION_GREATEST, FUNCTION_LEAST, FUNCTION_RANK, FUNCTION_BETWEEN};
    for (size_t i = 0; i < sizeof OF_ORDER / sizeof *OF_ORDER; i++)
        if (OF_ORDER[i] == function)
            return true;
    return false;
}

static Expr *finish_call(Compiler *c, const ExprPlace *place, FunctionId function, Expr *const *args, size_t n, Span span)
{
    ValueType types[64] = {TYPE_NUMBER}, result;
    size_t bad;
    for (size_t i = 0; i < n && i < 64; i++)
        types[i] = args[i]->type;
    if (n > 64 || !function_type(function, types, n, &result, &bad)) {
        report_operands(c, function, args, n, n > 64 ? 64 : bad, span);
        return NULL;
    }
    for (size_t i = 0; i < n && is_of_order(function); i++)
        note_text_use(c, place->scope, args[i], "ordered as text");
    return has_right_constants(c, function, args, n) ? expr_call(c->arena, function, args, n, span) : NULL;
}

static const char IN_AGGREGATE[] = "another aggregate";

static Expr *check_call(Compiler *c, const ExprPlace *place, const AstExpr *ast)
{
    FunctionId function = function_find(ast->name);
    if (function == FUNCTION_COUNT_OF || function_row(function)->class == CLASS_OPERATOR) {
        report_function(c, ast);
        return NULL;
    }
    const Function *row = function_row(function);
    if (row->status != FUNCTION_BUILT) {
        REPORT_AT(c, E0210, ast->name_span, "the function `%s` is not built yet", row->name);
        return NULL;
    }
    ExprPlace inner = *place;
    if (row->class == CLASS_STATISTIC) {
        Diagnostic *error = REPORT_AT(c, E0405, ast->span,
                                      expr_is_measure(&(Expr){.kind = EXPR_CALL, .function = function})
                                          ? "`%s` stands in a position channel, alone"
                                          : "`%s` is an interval, which stands only in a position channel",
                                      row->name);
        if (function == FUNCTION_CI)
            report_hint(c->report, error, "its ends are ci_low(...) and ci_high(...)");
        else if (function == FUNCTION_BOOTSTRAP)
            report_hint(c->report, error, "its ends are bootstrap_low(...) and bootstrap_high(...)");
        else if (function == FUNCTION_BIN)
            report_hint(c->report, error, "as in: bar { x: %s; y: count() }", row->example);
        else
            report_hint(c->report, error, "as in: bar { x: bin(latency); y: %s }", row->example);
        return NULL;
    }
    if (row->class == CLASS_WINDOW && place->aggregates != AGGREGATES_WITHIN) {
        Diagnostic *error = REPORT_AT(c, E0321, ast->name_span, "`%s` looks at the rows around, and cannot stand in %s", row->name, place->what);
        report_hint(c->report, error, "make a column of it first, in the data: derive name = %.*s by ...", STR_FMT(ast_print_expr(c->arena, ast)));
        return NULL;
    }
    if (row->class == CLASS_AGGREGATE) {
        if (place->aggregates == AGGREGATES_NO) {
            Diagnostic *error = REPORT_AT(c, E0313, ast->name_span, "`%s` makes one value of many rows, and cannot stand in %s", row->name,
                                          place->what);
            if (place->scope && str_is(str_from(place->what), IN_AGGREGATE))
                report_hint(c->report, error, "summarize twice, or make a column of the inner one first: derive name = %.*s by ...",
                            STR_FMT(ast_print_expr(c->arena, ast)));
            else if (place->scope)
                report_hint(c->report, error, "make a column of it first, in the data: derive name = %.*s", STR_FMT(ast_print_expr(c->arena, ast)));
            else
                report_hint(c->report, error, "aggregates stand in channels, titles, checks, and in derive and summarize");
            return NULL;
        }
        inner.aggregates = AGGREGATES_NO;
        inner.what = IN_AGGREGATE;
    }
    VEC(Expr *) args = {0};
    bool is_good = true;
    for (const AstEntry *entry = ast->entries; entry; entry = entry->next) {
        if (entry->key) {
            REPORT_AT(c, E0314, entry->key->span, "arguments have no names");
            is_good = false;
        }
        Expr *arg = check_expr(c, &inner, entry->value);
        is_good = is_good && arg;
        VEC_PUSH(c->arena, &args, arg);
    }
    if (is_good && function == FUNCTION_FORMAT && args.n == 2 && args.at[1]->kind == EXPR_LITERAL && args.at[1]->type == TYPE_TEXT) {
        const AstExpr *text = resolve_binding(c, ast->entries->next->value);
        is_good = check_format(c, text->kind == AST_STRING && text->parts ? text->parts->span : text->span, args.at[1]->value.text, args.at[0]->type,
                               false);
    }
    return is_good ? finish_call(c, place, function, args.at, args.n, ast->span) : NULL;
}

/* `x in [a, b]` compares, `x in 1..5` is two comparisons. Bare words in the list are values. */
static Expr *check_in(Compiler *c, const ExprPlace *outer, const AstExpr *ast)
{
    ExprPlace inner = *outer;
    inner.takes_values = true;
    const ExprPlace *place = &inner;
    Expr *value = check_expr(c, place, ast->a), *result = NULL;
    const AstExpr *list = resolve_binding(c, ast->b);
    if (!value)
        return NULL;
    if (list->kind == AST_RANGE) {
        Expr *low = list->a ? check_expr(c, place, list->a) : NULL, *high = list->b ? check_expr(c, place, list->b) : NULL;
        if ((list->a && !low) || (list->b && !high))
            return NULL;
        Expr *from = low ? finish_call(c, place, FUNCTION_GE, (Expr *[]){value, low}, 2, ast->span) : NULL;
        Expr *to = high ? finish_call(c, place, FUNCTION_LE, (Expr *[]){value, high}, 2, ast->span) : NULL;
        if ((low && !from) || (high && !to))
            return NULL;
        result = from && to ? finish_call(c, place, FUNCTION_AND, (Expr *[]){from, to}, 2, ast->span) : from ? from : to;
    } else if (list->kind == AST_LIST) {
        if (!check_unkeyed(c, list))
            return NULL;
        VEC(Expr *) args = {0};
        VEC_PUSH(c->arena, &args, value);
        for (const AstEntry *entry = list->entries; entry; entry = entry->next) {
            bool is_value = entry->value->kind == AST_NAME && value->type == TYPE_TEXT && !map_get(&c->bindings, entry->value->name);
            Expr *element = is_value ? expr_text(c->arena, entry->value->name, entry->value->span) : check_expr(c, place, entry->value);
            if (!element)
                return NULL;
            VEC_PUSH(c->arena, &args, element);
        }
        result = finish_call(c, place, FUNCTION_IN, args.at, args.n, ast->span);
    } else {
        report_expected(c, list, "a list or a range behind `in`");
    }
    if (result && ast->op == OP_NOT_IN)
        result = finish_call(c, place, FUNCTION_NOT, &result, 1, ast->span);
    return result;
}

static Expr *check_binary(Compiler *c, const ExprPlace *place, const AstExpr *ast)
{
    static const FunctionId FUNCTIONS[] = {
        [OP_OR] = FUNCTION_OR,   [OP_AND] = FUNCTION_AND, [OP_EQ] = FUNCTION_EQ,   [OP_NE] = FUNCTION_NE,   [OP_LT] = FUNCTION_LT,
        [OP_LE] = FUNCTION_LE,   [OP_GT] = FUNCTION_GT,   [OP_GE] = FUNCTION_GE,   [OP_ADD] = FUNCTION_ADD, [OP_SUB] = FUNCTION_SUB,
        [OP_MUL] = FUNCTION_MUL, [OP_DIV] = FUNCTION_DIV, [OP_REM] = FUNCTION_REM, [OP_POW] = FUNCTION_POW,
    };
    if (ast->op == OP_IN || ast->op == OP_NOT_IN)
        return check_in(c, place, ast);
    if (ast->op == OP_PLUSMINUS) {
        REPORT_AT(c, E0405, ast->op_span, "an interval `a +- b` stands only in a position channel");
        return NULL;
    }
    if (reports_bare_text(c, place, ast))
        return NULL;
    ExprPlace inner = *place; /* what a value is compared with is a value */
    inner.takes_values |= ast->op >= OP_EQ && ast->op <= OP_GE;
    Expr *args[] = {check_expr(c, &inner, ast->a), check_expr(c, &inner, ast->b)};
    if (!args[0] || !args[1])
        return NULL;
    return finish_call(c, place, FUNCTIONS[ast->op], args, 2, ast->op_span);
}

static Expr *check_unary(Compiler *c, const ExprPlace *place, const AstExpr *ast)
{
    Expr *arg = check_expr(c, place, ast->a);
    if (!arg || ast->op == OP_POS)
        return arg;
    if (ast->op == OP_NEG && arg->kind == EXPR_LITERAL && arg->type == TYPE_NUMBER)
        return expr_number(c->arena, -arg->value.number, ast->span);
    return finish_call(c, place, ast->op == OP_NOT ? FUNCTION_NOT : FUNCTION_NEG, &arg, 1, ast->span);
}

Expr *check_expr(Compiler *c, const ExprPlace *place, const AstExpr *ast)
{
    if (ast->next) {
        report_second_value(c, place, ast);
        return NULL;
    }
    switch (ast->kind) {
    case AST_ERROR:
        return NULL;
    case AST_NAME:
    case AST_QNAME:
        return check_name(c, place, ast);
    case AST_NUMBER:
        return check_number(c, ast);
    case AST_DATE:
        return check_date(c, ast);
    case AST_COLOUR:
        return expr_literal(c->arena, (Value){.type = TYPE_COLOUR, .number = ast->colour}, ast->span);
    case AST_STRING:
        return check_text(c, place, ast);
    case AST_BOOL:
        check_truth(c, place, ast);
        return expr_literal(c->arena, (Value){.type = TYPE_BOOL, .number = ast->truth}, ast->span);
    case AST_UNARY:
        return check_unary(c, place, ast);
    case AST_BINARY:
        return check_binary(c, place, ast);
    case AST_CALL:
        return check_call(c, place, ast);
    case AST_PAREN:
        return check_expr(c, place, ast->a);
    case AST_RANGE:
    case AST_LIST:
        break;
    }
    report_expected(c, ast, "a single value");
    return NULL;
}

Expr *check_typed(Compiler *c, const ExprPlace *place, const AstExpr *ast, ValueType type)
{
    Expr *expr = check_expr(c, place, ast);
    if (!expr || expr->type == type)
        return expr;
    Diagnostic *error = REPORT_AT(c, E0315, expr->span, "expected %s, found %s", type_name(type), type_name(expr->type));
    explain_text(c, error, expr);
    if (type == TYPE_BOOL)
        explain_boolean(c, error, expr);
    else if (type == TYPE_TEXT)
        report_hint(c->report, error, "write it into a text: \"{...}\"");
    return NULL;
}
