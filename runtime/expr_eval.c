/* expr_eval: expressions to columns, a whole column at a time; see expr.h. A missing operand makes a missing result; `and` and `or` are
 * three-valued (Kleene), a missing condition of `if` is false. */
#include "expr.h"

#include "aggregate.h"
#include "calendar.h"
#include "format.h"

#include <math.h>

/* What an expression is evaluated over: rows, or groups of rows. */
typedef struct Scope {
    Arena *arena;
    const Table *table;
    const Groups *groups; /* NULL: row by row */
    size_t n;
} Scope;

static Column eval(const Scope *scope, const Expr *expr);

Groups groups_by(Arena *arena, const Column *keys, size_t n_keys, size_t n_rows)
{
    uint32_t *group_of = ARENA_ARRAY(arena, n_rows, uint32_t);
    VEC(uint32_t) first = {0};
    Map seen = {.arena = arena};
    Buf key = {.arena = arena};
    for (size_t i = 0; i < n_rows && n_keys; i++) {
        key.n = 0;
        for (size_t k = 0; k < n_keys; k++) {
            /* codes and bit patterns: equal values have equal bytes (there is one zero and one NaN) */
            double number = keys[k].type == TYPE_TEXT ? keys[k].codes[i] : keys[k].numbers[i];
            number = isnan(number) ? NAN : number == 0 ? 0 : number;
            buf_add(&key, (Str){(const char *)&number, sizeof number});
        }
        Str bytes = buf_str(&key);
        const uint32_t *known = map_get(&seen, bytes);
        if (!known) {
            uint32_t group = (uint32_t)first.n;
            map_put(&seen, str_copy(arena, bytes))->value = arena_copy(arena, &group, sizeof group);
            VEC_PUSH(arena, &first, (uint32_t)i);
            group_of[i] = group;
        } else {
            group_of[i] = *known;
        }
    }
    if (n_keys == 0)
        VEC_PUSH(arena, &first, 0);
    return (Groups){.n_rows = n_rows, .n_groups = first.n, .group_of = group_of, .first_row = first.at};
}

/* --- numbers ------------------------------------------------------------------------------------------------------ */

static double truth(bool value)
{
    return value ? 1 : 0;
}

static double remainder_of(double a, double b)
{
    double rest = fmod(a, b);
    return b == 0 ? NAN : rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

static double round_to(double value, double decimals)
{
    double power = pow(10, decimals);
    return rint(value * power) / power;
}

static double finite_or_missing(double value)
{
    return isfinite(value) ? value : NAN;
}

/* Binary operators and functions of numbers (times and booleans are numbers too). NaN in gives NaN out, but for and, or. */
static double binary(FunctionId function, double a, double b)
{
    bool is_missing = isnan(a) || isnan(b);
    switch (function) {
    case FUNCTION_AND:
        return a == 0 || b == 0 ? 0 : is_missing ? NAN : 1;
    case FUNCTION_OR:
        return (!isnan(a) && a != 0) || (!isnan(b) && b != 0) ? 1 : is_missing ? NAN : 0;
    default:
        break;
    }
    if (is_missing)
        return NAN;
    switch (function) {
    case FUNCTION_EQ:
        return truth(a == b);
    case FUNCTION_NE:
        return truth(a != b);
    case FUNCTION_LT:
        return truth(a < b);
    case FUNCTION_LE:
        return truth(a <= b);
    case FUNCTION_GT:
        return truth(a > b);
    case FUNCTION_GE:
        return truth(a >= b);
    case FUNCTION_ADD:
        return a + b;
    case FUNCTION_SUB:
        return a - b;
    case FUNCTION_MUL:
        return a * b;
    case FUNCTION_DIV:
        return b == 0 ? NAN : a / b;
    case FUNCTION_REM:
        return remainder_of(a, b);
    case FUNCTION_POW:
        return finite_or_missing(pow(a, b));
    case FUNCTION_LOG:
        return a > 0 && b > 0 ? finite_or_missing(b == 10 ? log10(a) : b == 2 ? log2(a) : log(a) / log(b)) : NAN;
    case FUNCTION_ROUND:
        return round_to(a, b);
    default:
        return NAN;
    }
}

static double unary(FunctionId function, double a)
{
    if (isnan(a))
        return NAN;
    switch (function) {
    case FUNCTION_NOT:
        return truth(a == 0);
    case FUNCTION_NEG:
        return -a;
    case FUNCTION_ABS:
        return fabs(a);
    case FUNCTION_SQRT:
        return a < 0 ? NAN : sqrt(a);
    case FUNCTION_EXP:
        return finite_or_missing(exp(a));
    case FUNCTION_LOG:
        return a > 0 ? log(a) : NAN;
    case FUNCTION_ROUND:
        return rint(a);
    case FUNCTION_FLOOR:
        return floor(a);
    case FUNCTION_CEIL:
        return ceil(a);
    default:
        return NAN;
    }
}

/* --- calls -------------------------------------------------------------------------------------------------------- */

/* Time plus a duration that is written in the spec: months count by the calendar. */
static const Expr *duration_of(const Expr *expr)
{
    for (size_t i = 0; i < expr->n_args; i++)
        if (expr->args[i]->type == TYPE_DURATION && expr->args[i]->kind == EXPR_LITERAL && expr->args[i]->value.months)
            return expr->args[i];
    return NULL;
}

static Value call_value(Arena *arena, const Expr *expr, const Column *args, size_t row)
{
    FunctionId function = expr->function;
    Value a = expr->n_args ? column_value(&args[0], row) : (Value){0};
    Value missing = {.type = expr->type, .is_missing = true};
    switch (function) {
    case FUNCTION_IF:
        for (size_t i = 0; i + 1 < expr->n_args; i += 2) {
            Value condition = column_value(&args[i], row);
            if (!condition.is_missing && condition.number != 0)
                return column_value(&args[i + 1], row);
        }
        return column_value(&args[expr->n_args - 1], row);
    case FUNCTION_IS_MISSING:
        return (Value){.type = TYPE_BOOL, .number = a.is_missing};
    case FUNCTION_IN:
        if (a.is_missing)
            return missing;
        for (size_t i = 1; i < expr->n_args; i++)
            if (value_eq(a, column_value(&args[i], row)))
                return (Value){.type = TYPE_BOOL, .number = 1};
        return (Value){.type = TYPE_BOOL};
    case FUNCTION_GREATEST:
    case FUNCTION_LEAST:
        for (size_t i = 1; i < expr->n_args; i++) {
            Value b = column_value(&args[i], row);
            if (a.is_missing || b.is_missing)
                return missing;
            if ((function == FUNCTION_GREATEST ? 1 : -1) * value_cmp(b, a) > 0)
                a = b;
        }
        return a;
    case FUNCTION_CLAMP:
    case FUNCTION_BETWEEN: {
        Value low = column_value(&args[1], row), high = column_value(&args[2], row);
        if (a.is_missing || low.is_missing || high.is_missing)
            return missing;
        bool is_below = value_cmp(a, low) < 0, is_above = value_cmp(a, high) > 0;
        if (function == FUNCTION_BETWEEN)
            return (Value){.type = TYPE_BOOL, .number = !is_below && !is_above};
        return is_below ? low : is_above ? high : a;
    }
    case FUNCTION_CATEGORY:
        return a.is_missing ? missing : (Value){.type = TYPE_TEXT, .text = value_str(arena, a)};
    case FUNCTION_FORMAT: {
        Str format = expr->n_args > 1 ? column_value(&args[1], row).text : STR_NONE;
        return (Value){.type = TYPE_TEXT, .text = format_value(arena, a, format, true)};
    }
    case FUNCTION_JOIN_TEXT: {
        Buf out = {.arena = arena};
        for (size_t i = 0; i < expr->n_args; i++)
            buf_add(&out, value_str(arena, column_value(&args[i], row)));
        return (Value){.type = TYPE_TEXT, .text = str_slice(buf_c(&out), out.n)};
    }
    default: { /* comparisons of texts */
        Value b = column_value(&args[1], row);
        if (a.is_missing || b.is_missing)
            return missing;
        int order = value_cmp(a, b);
        return (Value){.type = TYPE_BOOL, .number = binary(function, order, 0)};
    }
    }
}

static bool is_numeric(const Expr *expr)
{
    switch (expr->function) {
    case FUNCTION_IF:
    case FUNCTION_IS_MISSING:
    case FUNCTION_IN:
    case FUNCTION_GREATEST:
    case FUNCTION_LEAST:
    case FUNCTION_CLAMP:
    case FUNCTION_BETWEEN:
    case FUNCTION_CATEGORY:
    case FUNCTION_FORMAT:
    case FUNCTION_JOIN_TEXT:
        return false;
    default:
        return expr->args[0]->type != TYPE_TEXT;
    }
}

static Column eval_call(const Scope *scope, const Expr *expr)
{
    Arena *arena = scope->arena;
    Column *args = ARENA_ARRAY(arena, expr->n_args, Column);
    for (size_t i = 0; i < expr->n_args; i++)
        args[i] = eval(scope, expr->args[i]);
    if (!is_numeric(expr)) {
        Value *values = ARENA_ARRAY(arena, scope->n, Value);
        for (size_t i = 0; i < scope->n; i++)
            values[i] = call_value(arena, expr, args, i);
        return column_from_values(arena, STR_NONE, expr->type, values, scope->n);
    }
    double *out;
    Column column = column_new(arena, STR_NONE, expr->type, scope->n, &out);
    const double *a = args[0].numbers, *b = expr->n_args > 1 ? args[1].numbers : NULL;
    const Expr *months = expr->type == TYPE_TIME ? duration_of(expr) : NULL;
    for (size_t i = 0; i < scope->n; i++) {
        if (months) {
            double time = expr->args[0] == months ? b[i] : a[i];
            int sign = expr->function == FUNCTION_SUB ? -1 : 1;
            out[i] = isnan(time) ? NAN : calendar_add(time, sign * months->value.months, sign * months->value.number);
        } else {
            out[i] = b ? binary(expr->function, a[i], b[i]) : unary(expr->function, a[i]);
        }
        /* the difference of two dates is in days */
        if (expr->function == FUNCTION_SUB && expr->type == TYPE_NUMBER && args[0].type == TYPE_TIME)
            out[i] /= 86400;
    }
    return column;
}

static Column eval_aggregate(const Scope *scope, const Expr *expr)
{
    Scope rows = {scope->arena, scope->table, NULL, scope->table->n_rows};
    Column *args = ARENA_ARRAY(scope->arena, expr->n_args, Column);
    for (size_t i = 0; i < expr->n_args; i++)
        args[i] = eval(&rows, expr->args[i]);
    return aggregate_run(scope->arena, expr->function, expr->type, args, expr->n_args, scope->groups);
}

static Column eval(const Scope *scope, const Expr *expr)
{
    if (expr->kind == EXPR_LITERAL) {
        Value *values = ARENA_ARRAY(scope->arena, scope->n, Value);
        for (size_t i = 0; i < scope->n; i++)
            values[i] = expr->value;
        return column_from_values(scope->arena, STR_NONE, expr->type, values, scope->n);
    }
    if (expr->kind == EXPR_COLUMN) {
        const Column *column = table_find(scope->table, expr->column);
        if (!scope->groups)
            return *column;
        /* an empty table has one group and no row to read */
        if (column->n == 0) {
            Value *missing = ARENA_ARRAY(scope->arena, scope->n, Value);
            for (size_t i = 0; i < scope->n; i++)
                missing[i].is_missing = true;
            return column_from_values(scope->arena, column->name, column->type, missing, scope->n);
        }
        return column_pick(scope->arena, column, scope->groups->first_row, scope->n);
    }
    if (function_row(expr->function)->class == CLASS_AGGREGATE)
        return eval_aggregate(scope, expr);
    return eval_call(scope, expr);
}

Column expr_eval(Arena *arena, const Expr *expr, const Table *table)
{
    return eval(&(Scope){arena, table, NULL, table->n_rows}, expr);
}

Column expr_eval_groups(Arena *arena, const Expr *expr, const Table *table, const Groups *groups)
{
    return eval(&(Scope){arena, table, groups, groups->n_groups}, expr);
}

Value expr_value(Arena *arena, const Expr *expr)
{
    if (expr->kind == EXPR_LITERAL)
        return expr->value;
    static const Table EMPTY;
    Column column = eval(&(Scope){arena, &EMPTY, NULL, 1}, expr);
    return column_value(&column, 0);
}
