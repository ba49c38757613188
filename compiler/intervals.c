/* intervals: positions: values, places in the panel, and intervals: `a..b`, `m +- e`, `bin(v)`, `ci(v)`. */
#include "compiler.h"

static Expr *position_expr(Compiler *c, const ExprPlace *outer, const AstExpr *ast)
{
    ExprPlace place = *outer;
    place.takes_values = true;
    if (names_column(place.scope, ast)) {
        Diagnostic *error = REPORT_AT(c, E0317, ast->span, "a quoted text in a position is the text, not the column");
        fix_quoted_column(c, error, ast);
        return NULL;
    }
    return check_expr(c, &place, ast);
}

static Expr *arithmetic(Compiler *c, FunctionId function, Expr *a, Expr *b, Span span)
{
    ValueType types[] = {a->type, b->type}, result;
    size_t bad;
    Expr *args[] = {a, b};
    if (!function_type(function, types, 2, &result, &bad)) {
        REPORT_AT(c, E0310, span, "`+-` cannot take %s and %s", type_name(a->type), type_name(b->type));
        return NULL;
    }
    return expr_call(c->arena, function, args, 2, span);
}

/* Shares and lengths as positions measure the panel. */
static bool is_panel_unit(const AstExpr *ast)
{
    const AstExpr *number = ast->kind == AST_UNARY && ast->op == OP_NEG ? ast->a : ast;
    return number->kind == AST_NUMBER && (number->unit == UNIT_PERCENT || (number->unit >= UNIT_PT && number->unit <= UNIT_EM));
}

static Expr *panel_position(Compiler *c, const AstExpr *ast, PositionUnit *unit)
{
    const AstExpr *number = ast->kind == AST_UNARY && ast->op == OP_NEG ? ast->a : ast;
    double value = number->number / (ast == number ? 100 : -100);
    *unit = number->unit == UNIT_PERCENT ? POSITION_FRACTION : POSITION_POINTS;
    if (*unit == POSITION_POINTS && !read_length(c, ast, 0, 0, &value))
        return NULL;
    return expr_number(c->arena, value, ast->span);
}

static bool read_interval(Compiler *c, const ExprPlace *place, IrChannel *channel, const AstExpr *ast)
{
    channel->form = FORM_INTERVAL;
    const AstExpr *first = ast->a, *second = ast->b;
    if (!first || !second) {
        REPORT_AT(c, E0426, ast->span, "an interval with an open end in a position");
        return false;
    }
    Expr *from = NULL, *to = NULL;
    if (is_panel_unit(first) || is_panel_unit(second)) {
        PositionUnit unit = POSITION_DATA;
        from = panel_position(c, first, &channel->unit);
        to = panel_position(c, second, &unit);
        if (from && to && unit != channel->unit) {
            REPORT_AT(c, E0402, ast->span, "an interval from one unit to another");
            from = NULL;
        }
    } else {
        from = position_expr(c, place, first);
        to = position_expr(c, place, second);
    }
    if (from && to && ast->kind == AST_BINARY) {
        channel->expr = from;
        channel->lo = arithmetic(c, FUNCTION_SUB, from, to, ast->op_span);
        channel->hi = arithmetic(c, FUNCTION_ADD, from, to, ast->op_span);
    } else {
        channel->lo = from;
        channel->hi = to;
    }
    if (!channel->lo || !channel->hi)
        return false;
    if (channel->lo->type != channel->hi->type || (channel->lo->type != TYPE_NUMBER && channel->lo->type != TYPE_TIME)) {
        Diagnostic *error = REPORT_AT(c, E0315, ast->span,
                                      "an interval goes from a number to a number, or from a date to a date; this one from %s to %s",
                                      type_name(channel->lo->type), type_name(channel->hi->type));
        explain_text(c, error, channel->lo);
        if (!error->hints)
            explain_text(c, error, channel->hi);
        return false;
    }
    return true;
}

/* ci(x, level), bootstrap(x, level, seed): the mean, and the ends of its interval. */
static bool read_ci(Compiler *c, const ExprPlace *place, IrChannel *channel, const AstExpr *ast)
{
    AstExpr mean = *ast, low = *ast, high = *ast;
    mean.name = STR("mean");
    bool is_bootstrap = str_is(ast->name, function_row(FUNCTION_BOOTSTRAP)->name);
    low.name = str_from(function_row(is_bootstrap ? FUNCTION_BOOTSTRAP_LOW : FUNCTION_CI_LOW)->name);
    high.name = str_from(function_row(is_bootstrap ? FUNCTION_BOOTSTRAP_HIGH : FUNCTION_CI_HIGH)->name);
    AstEntry value = ast->entries ? *ast->entries : (AstEntry){0};
    value.next = NULL;
    mean.entries = ast->entries ? &value : NULL;
    channel->form = FORM_INTERVAL;
    channel->lo = check_expr(c, place, &low);
    channel->hi = channel->lo ? check_expr(c, place, &high) : NULL;
    channel->expr = channel->lo ? check_expr(c, place, &mean) : NULL;
    return channel->lo && channel->hi && channel->expr;
}

/* --- bins --------------------------------------------------------------------------------------------------------- */

enum { COUNT_MOST = 1000 };

static bool report_bin(Compiler *c, const AstExpr *ast, const char *expected)
{
    report_expected(c, ast, expected);
    return false;
}

/* The second argument, by its key or its looks: a number of bins, a step, a rule. False after the report. */
static bool read_bin_rule(Compiler *c, const ExprPlace *place, const AstEntry *entry, ValueType type, BinRule *rule, Expr **amount)
{
    const AstExpr *ast = resolve_binding(c, entry->value);
    Str key = entry->key ? word_of(entry->key) : STR_NONE, word = word_of(ast);
    int found = word.at ? ir_word_find(&IR_WORDS_BinRule, word) : -1;
    bool is_named = found >= 0 && found != BIN_COUNT && found != BIN_STEP;
    bool is_rule = key.at ? str_is(key, "rule") : is_named;
    if (key.at && !is_rule && !str_is(key, "count") && !str_is(key, "step")) {
        Diagnostic *error = REPORT_AT(c, E0314, entry->key->span, "`bin` has no argument `%.*s`", STR_FMT(key));
        if (str_is(key, "bins") || str_is(key, "n"))
            report_fix(c->report, error, entry->key->span, STR("count"), "the number of bins is `count`");
        else if (str_is(key, "width") || str_is(key, "binwidth"))
            report_fix(c->report, error, entry->key->span, STR("step"), "the width of bins is `step`");
        else
            report_hint(c->report, error, "it has count: 20, step: 0.5, rule: sturges");
        return false;
    }
    if (is_rule && !is_named)
        return report_bin(c, ast, "a rule: freedman_diaconis, sturges or scott");
    if (is_rule) {
        *rule = (BinRule)found;
        return true;
    }
    *amount = check_expr(c, place, ast);
    if (!*amount)
        return false;
    bool is_duration = (*amount)->type == TYPE_DURATION;
    *rule = key.at ? (str_is(key, "step") ? BIN_STEP : BIN_COUNT) : is_duration ? BIN_STEP : BIN_COUNT;
    bool is_value = (*amount)->kind == EXPR_LITERAL, is_time = type == TYPE_TIME;
    if (*rule == BIN_STEP && is_time && !is_duration)
        return report_bin(c, ast, "a step of dates: a duration, as 1month");
    if (!is_value || (is_duration ? !is_time : (*amount)->type != TYPE_NUMBER))
        return report_bin(c, ast, *rule == BIN_STEP ? "a step: a number" : "a number of bins");
    double number = (*amount)->value.number;
    if (*rule == BIN_COUNT && !(number >= 1 && number <= COUNT_MOST && number == (int)number)) {
        Diagnostic *error = REPORT_AT(c, E0407, ast->span, "a number of bins is a whole number in 1..%d", COUNT_MOST);
        if (number > 0 && number < COUNT_MOST)
            report_hint(c->report, error, "the width of a bin is its step: bin(..., step: %.*s)", STR_FMT(ast_print_expr(c->arena, ast)));
        return false;
    }
    if (*rule == BIN_STEP && !(number + (*amount)->value.months > 0)) {
        REPORT_AT(c, E0407, ast->span, "a step is above zero");
        return false;
    }
    return true;
}

/* bin(v), bin(v, 20), bin(v, step: 0.5): both ends of the interval are the call, with its rule as a word. */
static bool read_bin(Compiler *c, const ExprPlace *outer, IrChannel *channel, const AstExpr *ast)
{
    const AstEntry *first = ast->entries, *second = first ? first->next : NULL;
    ExprPlace place = {outer->scope, AGGREGATES_NO, "a bin", false};
    if (!first || first->key || (second && second->next)) {
        Diagnostic *error = REPORT_AT(c, E0312, ast->span, "`bin` takes a value, and one setting");
        report_hint(c->report, error, "an example: %s", function_row(FUNCTION_BIN)->example);
        return false;
    }
    Expr *value = check_expr(c, &place, first->value), *amount = NULL;
    if (!value)
        return false;
    if (value->type != TYPE_NUMBER && value->type != TYPE_TIME) {
        Diagnostic *error = REPORT_AT(c, E0311, value->span, "`bin` takes numbers or dates, found %s", type_name(value->type));
        explain_text(c, error, value);
        if (!error->hints)
            report_hint(c->report, error, "categories are counted as they are: %s: %.*s", IR_WORD_TEXT(ChannelId, channel->id),
                        STR_FMT(expr_print(c->arena, value)));
        return false;
    }
    if (expr_is_constant(value)) {
        REPORT_AT(c, E0311, value->span, "`bin` takes a column's values, and this is one for all rows");
        return false;
    }
    BinRule rule = BIN_FREEDMAN_DIACONIS;
    if (second && !read_bin_rule(c, &place, second, value->type, &rule, &amount))
        return false;
    Expr *args[] = {value, expr_text(c->arena, str_from(IR_WORD_TEXT(BinRule, rule)), ast->span), amount};
    channel->form = FORM_INTERVAL;
    channel->lo = channel->hi = expr_call(c->arena, FUNCTION_BIN, args, amount ? 3 : 2, ast->span);
    return true;
}

/* proportion(), density(): counts, by what they are together. */
static bool read_measure(Compiler *c, IrChannel *channel, const AstExpr *ast)
{
    FunctionId function = function_find(ast->name);
    if (ast->entries) {
        Diagnostic *error = REPORT_AT(c, E0312, ast->span, "`%s` takes no argument: it counts rows", function_row(function)->name);
        report_fix(c->report, error, ast->span, str_printf(c->arena, "%s()", function_row(function)->name), "leave it out");
        return false;
    }
    channel->expr = expr_call(c->arena, function, NULL, 0, ast->span);
    return true;
}

bool read_position(Compiler *c, const ExprPlace *place, IrChannel *channel, const AstExpr *ast)
{
    if (ast->kind == AST_RANGE || (ast->kind == AST_BINARY && ast->op == OP_PLUSMINUS))
        return read_interval(c, place, channel, ast);
    if (ast->kind == AST_CALL && (str_is(ast->name, function_row(FUNCTION_CI)->name) || str_is(ast->name, function_row(FUNCTION_BOOTSTRAP)->name)))
        return read_ci(c, place, channel, ast);
    if (ast->kind == AST_CALL && str_is(ast->name, function_row(FUNCTION_BIN)->name))
        return read_bin(c, place, channel, ast);
    if (ast->kind == AST_CALL &&
        (str_is(ast->name, function_row(FUNCTION_PROPORTION)->name) || str_is(ast->name, function_row(FUNCTION_DENSITY)->name)))
        return read_measure(c, channel, ast);
    channel->expr = is_panel_unit(ast) ? panel_position(c, ast, &channel->unit) : position_expr(c, place, ast);
    return channel->expr != NULL;
}
