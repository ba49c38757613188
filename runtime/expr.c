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

bool expr_has_aggregate(const Expr *expr)
{
    if (expr->kind == EXPR_CALL && function_row(expr->function)->class == CLASS_AGGREGATE)
        return true;
    for (size_t i = 0; i < expr->n_args; i++)
        if (expr_has_aggregate(expr->args[i]))
            return true;
    return false;
}

bool expr_is_constant(const Expr *expr)
{
    if (expr->kind == EXPR_COLUMN)
        return false;
    if (expr->kind == EXPR_CALL && function_row(expr->function)->class == CLASS_AGGREGATE)
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

static void print(Buf *out, const Expr *expr);

static void print_operator(Buf *out, const Expr *expr)
{
    const char *name = function_row(expr->function)->name;
    if (expr->function == FUNCTION_JOIN_TEXT) {
        for (size_t i = 0; i < expr->n_args; i++)
            print(out, expr->args[i]);
        return;
    }
    if (expr->n_args == 1) {
        buf_adds(out, expr->function == FUNCTION_NEG ? "-" : "not ");
        print(out, expr->args[0]);
        return;
    }
    for (size_t i = 0; i < expr->n_args; i++) {
        const Expr *arg = expr->args[i];
        bool is_inner = arg->kind == EXPR_CALL && function_row(arg->function)->class == CLASS_OPERATOR && arg->n_args > 1;
        if (i == 1)
            buf_printf(out, " %s ", name);
        else if (i > 1)
            buf_adds(out, ", ");
        if (i == 1 && expr->function == FUNCTION_IN)
            buf_addc(out, '[');
        buf_adds(out, is_inner ? "(" : "");
        print(out, arg);
        buf_adds(out, is_inner ? ")" : "");
    }
    if (expr->function == FUNCTION_IN)
        buf_addc(out, ']');
}

static void print(Buf *out, const Expr *expr)
{
    if (expr->kind == EXPR_LITERAL) {
        buf_add(out, value_str(out->arena, expr->value));
    } else if (expr->kind == EXPR_COLUMN) {
        buf_add(out, expr->column);
    } else if (function_row(expr->function)->class == CLASS_OPERATOR) {
        print_operator(out, expr);
    } else if (expr->function == FUNCTION_FORMAT || expr->function == FUNCTION_CATEGORY) {
        print(out, expr->args[0]); /* how a value is shown is no part of what it is */
    } else {
        buf_printf(out, "%s(", function_row(expr->function)->name);
        for (size_t i = 0; i < expr->n_args; i++) {
            buf_adds(out, i ? ", " : "");
            print(out, expr->args[i]);
        }
        buf_addc(out, ')');
    }
}

Str expr_print(Arena *arena, const Expr *expr)
{
    Buf out = {.arena = arena};
    print(&out, expr);
    return str_slice(buf_c(&out), out.n);
}
