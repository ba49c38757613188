/* expr: typed expressions: making, asking, printing; see expr.h. */
#include "expr.h"

#include "num.h"

Expr *expr_literal(Arena *arena, Value value, Span span)
{
    Expr *expr = ARENA_NEW(arena, Expr);
    expr->kind = EXPR_LITERAL;
    expr->type = value.type;
    expr->value = value;
    expr->span = span;
    return expr;
}

Expr *expr_number(Arena *arena, double number, Span span)
{
    return expr_literal(arena, (Value){.type = TYPE_NUMBER, .number = number}, span);
}

Expr *expr_text(Arena *arena, Str text, Span span)
{
    return expr_literal(arena, (Value){.type = TYPE_TEXT, .text = text}, span);
}

Expr *expr_column(Arena *arena, Str column, ValueType type, Span span)
{
    Expr *expr = ARENA_NEW(arena, Expr);
    expr->kind = EXPR_COLUMN;
    expr->column = column;
    expr->type = type;
    expr->span = span;
    return expr;
}

Expr *expr_call(Arena *arena, FunctionId function, Expr *const *args, size_t n_args, Span span)
{
    Expr *expr = ARENA_NEW(arena, Expr);
    ValueType *types = ARENA_ARRAY(arena, n_args, ValueType);
    for (size_t i = 0; i < n_args; i++)
        types[i] = args[i]->type;
    size_t bad_argument;
    expr->kind = EXPR_CALL;
    expr->function = function;
    expr->args = arena_copy(arena, args, n_args * sizeof *args);
    expr->n_args = n_args;
    expr->span = span;
    function_type(function, types, n_args, &expr->type, &bad_argument);
    return expr;
}

static bool has_class(const Expr *expr, FunctionClass class)
{
    if (expr->kind == EXPR_CALL && function_row(expr->function)->class == class)
        return true;
    for (size_t i = 0; i < expr->n_args; i++)
        if (has_class(expr->args[i], class))
            return true;
    return false;
}

bool expr_has_aggregate(const Expr *expr)
{
    return has_class(expr, CLASS_AGGREGATE) || expr_is_measure(expr);
}

bool expr_is_measure(const Expr *expr)
{
    return expr->kind == EXPR_CALL && (expr->function == FUNCTION_PROPORTION || expr->function == FUNCTION_DENSITY);
}

bool expr_has_window(const Expr *expr)
{
    return has_class(expr, CLASS_WINDOW);
}

bool expr_is_constant(const Expr *expr)
{
    if (expr->kind == EXPR_COLUMN || expr_is_measure(expr))
        return false;
    if (expr->kind == EXPR_CALL && (function_row(expr->function)->class == CLASS_AGGREGATE || function_row(expr->function)->class == CLASS_WINDOW))
        return false;
    for (size_t i = 0; i < expr->n_args; i++)
        if (!expr_is_constant(expr->args[i]))
            return false;
    return true;
}

bool expr_eq(const Expr *a, const Expr *b)
{
    if (!a || !b)
        return a == b;
    if (a->kind != b->kind || a->type != b->type || a->n_args != b->n_args)
        return false;
    if (a->kind == EXPR_LITERAL)
        return value_eq(a->value, b->value);
    if (a->kind == EXPR_COLUMN)
        return str_eq(a->column, b->column);
    if (a->function != b->function)
        return false;
    for (size_t i = 0; i < a->n_args; i++)
        if (!expr_eq(a->args[i], b->args[i]))
            return false;
    return true;
}

void expr_each_column(const Expr *expr, void (*visit)(void *user, const Expr *column), void *user)
{
    if (expr->kind == EXPR_COLUMN)
        visit(user, expr);
    for (size_t i = 0; i < expr->n_args; i++)
        expr_each_column(expr->args[i], visit, user);
}

/* How tightly the language binds: `or` 1 to `^` 8; calls, columns and literals bind tightest. */
static int precedence(const Expr *expr)
{
    if (expr->kind != EXPR_CALL)
        return 9;
    switch (expr->function) {
    case FUNCTION_OR:
        return 1;
    case FUNCTION_AND:
        return 2;
    case FUNCTION_NOT:
        return 3;
    case FUNCTION_EQ:
    case FUNCTION_NE:
    case FUNCTION_LT:
    case FUNCTION_LE:
    case FUNCTION_GT:
    case FUNCTION_GE:
    case FUNCTION_IN:
        return 4;
    case FUNCTION_ADD:
    case FUNCTION_SUB:
        return 5;
    case FUNCTION_MUL:
    case FUNCTION_DIV:
    case FUNCTION_REM:
        return 6;
    case FUNCTION_NEG:
        return 7;
    case FUNCTION_POW:
        return 8;
    default:
        return 9;
    }
}

static void print(Buf *out, const Expr *expr);

static void print_operand(Buf *out, const Expr *expr, bool in_brackets)
{
    buf_adds(out, in_brackets ? "(" : "");
    print(out, expr);
    buf_adds(out, in_brackets ? ")" : "");
}

static void print_list(Buf *out, Expr *const *args, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_adds(out, i ? ", " : "");
        print(out, args[i]);
    }
}

static void print_operator(Buf *out, const Expr *expr)
{
    int own = precedence(expr);
    const Expr *left = expr->args[0];
    if (expr->n_args == 1) {
        buf_adds(out, expr->function == FUNCTION_NEG ? "-" : "not ");
        print_operand(out, left, precedence(left) <= own);
        return;
    }
    /* all but `^` and comparisons group to the left */
    bool groups_left = own != 4 && own != 8;
    print_operand(out, left, precedence(left) < own + !groups_left);
    buf_printf(out, " %s ", function_row(expr->function)->name);
    if (expr->function == FUNCTION_IN) {
        buf_addc(out, '[');
        print_list(out, expr->args + 1, expr->n_args - 1);
        buf_addc(out, ']');
    } else {
        print_operand(out, expr->args[1], precedence(expr->args[1]) <= own);
    }
}

static void print_quoted(Buf *out, Str text)
{
    buf_addc(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\')
            buf_addc(out, '\\');
        buf_addc(out, text.at[i]);
    }
    buf_addc(out, '"');
}

/* What stands alone and what a template joins is text for people; the rest is code. */
static void print_as_text(Buf *out, const Expr *expr)
{
    if (expr->kind == EXPR_LITERAL)
        buf_add(out, value_str(out->arena, expr->value));
    else if (expr->kind == EXPR_CALL && expr->function == FUNCTION_JOIN_TEXT)
        for (size_t i = 0; i < expr->n_args; i++)
            print_as_text(out, expr->args[i]);
    else
        print(out, expr);
}

static void print(Buf *out, const Expr *expr)
{
    if (expr->kind == EXPR_LITERAL && expr->type == TYPE_TEXT && !expr->value.is_missing) {
        print_quoted(out, expr->value.text);
    } else if (expr->kind == EXPR_COLUMN) {
        buf_add(out, expr->column);
    } else if (expr->kind == EXPR_LITERAL || expr->function == FUNCTION_JOIN_TEXT) {
        print_as_text(out, expr);
    } else if (function_row(expr->function)->class == CLASS_OPERATOR) {
        print_operator(out, expr);
    } else if (expr->function == FUNCTION_FORMAT || expr->function == FUNCTION_CATEGORY) {
        print(out, expr->args[0]); /* how a value is shown is no part of what it is */
    } else {
        buf_printf(out, "%s(", function_row(expr->function)->name);
        print_list(out, expr->args, expr->n_args);
        buf_addc(out, ')');
    }
}

Str expr_print(Arena *arena, const Expr *expr)
{
    Buf out = {.arena = arena};
    print_as_text(&out, expr);
    return str_slice(buf_c(&out), out.n);
}
