/* expr_eval: expressions to columns, a whole column at a time; see expr.h. What does not depend on the row is computed
 * once. A missing operand makes a missing result, and so does a result that is no finite number; `and` and `or` are
 * three-valued (Kleene), a missing condition of `if` is false. */
#include "expr_eval.h"

#include "aggregate.h"
#include "window.h"

#include <math.h>

static const double MEAN_MONTH = 2629746; /* seconds: the twelfth of a Gregorian year */

static Vec eval(const Scope *scope, const Expr *expr);

/* --- numbers ------------------------------------------------------------------------------------------------------ */

static double finite_or_missing(double value)
{
    return isfinite(value) ? value : NAN;
}

static double kleene_and(double a, double b)
{
    return a == 0 || b == 0 ? 0 : isnan(a) || isnan(b) ? NAN : 1;
}

static double kleene_or(double a, double b)
{
    return a == 1 || b == 1 ? 1 : isnan(a) || isnan(b) ? NAN : 0;
}

static double remainder_of(double a, double b)
{
    double rest = fmod(a, b); /* NaN for b == 0 */
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

static double log_to_base(double a, double base)
{
    return base == 10 ? log10(a) : base == 2 ? log2(a) : log(a) / log(base);
}

static double round_to(double value, double decimals)
{
    if (decimals > 17 || decimals < -308)
        return decimals > 0 ? value : 0;
    double power = pow(10, fabs(rint(decimals)));
    return decimals >= 0 ? rint(value * power) / power : rint(value / power) * power;
}

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

/* One loop an operator: out[i] = expression of x, y, z, the arguments' values in the row. */
#define EACH(expression)                                                \
    for (size_t i = 0; i < n; i++) {                                    \
        double x = a[i * a_step], y = b[i * b_step], z = c[i * c_step]; \
        (void)x, (void)y, (void)z;                                      \
        out[i] = (expression);                                          \
    }                                                                   \
    break
/* The same for comparisons, whose C result does not know missing operands. */
#define EACH_TRUTH(condition) EACH(isnan(x) || isnan(y) || isnan(z) ? NAN : (condition) ? 1 : 0)

static Vec eval_numbers(const Scope *scope, const Expr *expr, const Vec *args)
{
    size_t n = vec_rows(scope, args, expr->n_args), last = expr->n_args - 1;
    const Vec *second = &args[last < 1 ? last : 1], *third = &args[last < 2 ? last : 2];
    const double *a = args[0].column.numbers, *b = second->column.numbers, *c = third->column.numbers;
    size_t a_step = args[0].step, b_step = second->step, c_step = third->step;
    double *out;
    Vec result = vec_new(scope, expr->type, n, args, expr->n_args, &out);
    /* clang-format off */
    switch (expr->function) {
    case FUNCTION_AND: EACH(kleene_and(x, y));
    case FUNCTION_OR: EACH(kleene_or(x, y));
    case FUNCTION_NOT: EACH(1 - x);
    case FUNCTION_EQ: EACH_TRUTH(x == y);
    case FUNCTION_NE: EACH_TRUTH(x != y);
    case FUNCTION_LT: EACH_TRUTH(x < y);
    case FUNCTION_LE: EACH_TRUTH(x <= y);
    case FUNCTION_GT: EACH_TRUTH(x > y);
    case FUNCTION_GE: EACH_TRUTH(x >= y);
    case FUNCTION_BETWEEN: EACH_TRUTH(y <= x && x <= z);
    case FUNCTION_CLAMP: EACH(isnan(y) || isnan(z) ? NAN : clamp(x, y, z));
    case FUNCTION_ADD: EACH(finite_or_missing(x + y));
    case FUNCTION_SUB: EACH(finite_or_missing(x - y));
    case FUNCTION_MUL: EACH(finite_or_missing(x * y));
    case FUNCTION_DIV: EACH(finite_or_missing(x / y));
    case FUNCTION_REM: EACH(remainder_of(x, y));
    case FUNCTION_POW: EACH(isnan(x) || isnan(y) ? NAN : finite_or_missing(pow(x, y))); /* pow(NaN, 0) is 1 */
    case FUNCTION_NEG: EACH(-x);
    case FUNCTION_ABS: EACH(fabs(x));
    case FUNCTION_SQRT: EACH(sqrt(x));
    case FUNCTION_EXP: EACH(finite_or_missing(exp(x)));
    case FUNCTION_LOG: EACH(finite_or_missing(expr->n_args > 1 ? log_to_base(x, y) : log(x)));
    case FUNCTION_ROUND: EACH(expr->n_args > 1 ? finite_or_missing(round_to(x, y)) : rint(x));
    case FUNCTION_FLOOR: EACH(floor(x));
    case FUNCTION_CEIL: EACH(ceil(x));
    case FUNCTION_SIGN: EACH(x > 0 ? 1 : x < 0 ? -1 : x);
    case FUNCTION_SIN: EACH(sin(x));
    case FUNCTION_COS: EACH(cos(x));
    case FUNCTION_TAN: EACH(finite_or_missing(tan(x)));
    case FUNCTION_ASIN: EACH(asin(x));
    case FUNCTION_ACOS: EACH(acos(x));
    case FUNCTION_ATAN: EACH(expr->n_args > 1 ? atan2(x, y) : atan(x));
    case FUNCTION_NUMBER: EACH(x);
    default: EACH(NAN);
    }
    /* clang-format on */
    return result;
}

/* --- dates and durations ------------------------------------------------------------------------------------------ */

/* The months of a duration; they are no number of seconds until they meet a date. */
static double months_at(const Vec *vec, size_t row)
{
    return vec->months ? vec->months[row * vec->step] : 0;
}

/* Durations are compared as lengths of time. */
static Vec without_months(const Scope *scope, const Vec *vec)
{
    if (!vec->months)
        return *vec;
    double *out;
    size_t n = vec_rows(scope, vec, 1);
    Vec plain = vec_new(scope, TYPE_DURATION, n, vec, 1, &out);
    for (size_t i = 0; i < n; i++)
        out[i] = vec->column.numbers[i] + vec->months[i] * MEAN_MONTH;
    return plain;
}

/* The months of what a + b, a - b, -a, a * b, a / b gives, when it is a duration. */
static void carry_months(const Scope *scope, const Expr *expr, const Vec *args, Vec *result)
{
    const Vec *a = &args[0], *b = &args[expr->n_args - 1];
    if (!a->months && !b->months)
        return;
    size_t n = result->column.n;
    double *months = ARENA_ARRAY(scope->arena, n, double);
    for (size_t i = 0; i < n; i++) {
        double x = months_at(a, i), y = months_at(b, i);
        switch (expr->function) {
        case FUNCTION_ADD:
            months[i] = x + y;
            break;
        case FUNCTION_SUB:
            months[i] = x - y;
            break;
        case FUNCTION_NEG:
            months[i] = -x;
            break;
        case FUNCTION_DIV:
            months[i] = x / b->column.numbers[i * b->step];
            break;
        default:
            months[i] = a->months ? x * b->column.numbers[i * b->step] : y * a->column.numbers[i * a->step];
            break;
        }
    }
    result->months = months;
}

/* A date and a duration: months count by the calendar. */
static Vec move_date(const Scope *scope, const Expr *expr, const Vec *date, const Vec *duration, int sign)
{
    const Vec both[] = {*date, *duration};
    double *out;
    size_t n = vec_rows(scope, both, 2);
    Vec result = vec_new(scope, expr->type, n, both, 2, &out);
    for (size_t i = 0; i < n; i++) {
        double time = date->column.numbers[i * date->step], seconds = duration->column.numbers[i * duration->step];
        double months = rint(months_at(duration, i));
        bool is_missing = isnan(time) || isnan(seconds) || !(fabs(months) < 1e6);
        out[i] = is_missing ? NAN : calendar_add(time, sign * (int)months, sign * seconds);
    }
    return result;
}

static Vec eval_arithmetic(const Scope *scope, const Expr *expr, Vec *args)
{
    bool is_sum = expr->function == FUNCTION_ADD || expr->function == FUNCTION_SUB;
    if (is_sum && expr->type == TYPE_TIME) {
        bool date_first = args[0].column.type == TYPE_TIME;
        return move_date(scope, expr, &args[!date_first], &args[date_first], expr->function == FUNCTION_SUB ? -1 : 1);
    }
    if (expr->type != TYPE_DURATION)
        for (size_t i = 0; i < expr->n_args; i++)
            args[i] = without_months(scope, &args[i]);
    Vec result = eval_numbers(scope, expr, args);
    if (expr->type == TYPE_DURATION)
        carry_months(scope, expr, args, &result);
    if (is_sum && args[0].column.type == TYPE_TIME) { /* the difference of two dates is in days */
        double *days = arena_copy(scope->arena, result.column.numbers, result.column.n * sizeof *days);
        for (size_t i = 0; i < result.column.n; i++)
            days[i] /= 86400;
        result.column.numbers = days;
    }
    return result;
}

/* --- all expressions ---------------------------------------------------------------------------------------------- */

static Vec eval_literal(const Scope *scope, const Expr *expr)
{
    Vec vec = {.column = column_from_values(scope->arena, STR_NONE, expr->type, &expr->value, 1)};
    if (expr->value.months) {
        double months = expr->value.months;
        vec.months = arena_copy(scope->arena, &months, sizeof months);
    }
    return vec;
}

static Vec eval_column(const Scope *scope, const Expr *expr)
{
    const Column *column = table_find(scope->table, expr->column);
    if (!scope->groups || scope->keeps_rows)
        return (Vec){.column = *column, .step = 1};
    if (column->n == 0) { /* the one group of an empty table has no row to read */
        Value missing = {.type = column->type, .is_missing = true};
        return (Vec){.column = column_from_values(scope->arena, column->name, column->type, &missing, 1)};
    }
    return (Vec){.column = column_pick(scope->arena, column, scope->groups->first_row, scope->n), .step = 1};
}

static Column *eval_columns(const Scope *scope, const Expr *expr)
{
    Column *args = ARENA_ARRAY(scope->arena, expr->n_args, Column);
    for (size_t i = 0; i < expr->n_args; i++) {
        Vec vec = eval(scope, expr->args[i]);
        args[i] = vec_column(scope, &vec);
    }
    return args;
}

static Vec eval_aggregate(const Scope *scope, const Expr *expr)
{
    Scope rows = {scope->arena, scope->table, NULL, scope->table->n_rows, false};
    Column *args = eval_columns(&rows, expr);
    Column column = aggregate_run(scope->arena, expr->function, expr->type, args, expr->n_args, scope->groups);
    if (scope->keeps_rows)
        column = column_pick(scope->arena, &column, scope->groups->group_of, scope->n);
    return (Vec){.column = column, .step = 1};
}

static Vec eval_window(const Scope *scope, const Expr *expr)
{
    Column column = window_run(scope->arena, expr->function, expr->type, eval_columns(scope, expr), expr->n_args, scope->groups);
    return (Vec){.column = column, .step = 1};
}

static Vec eval(const Scope *scope, const Expr *expr)
{
    if (expr->kind == EXPR_LITERAL)
        return eval_literal(scope, expr);
    if (expr->kind == EXPR_COLUMN)
        return eval_column(scope, expr);
    if (function_row(expr->function)->class == CLASS_AGGREGATE)
        return eval_aggregate(scope, expr);
    if (function_row(expr->function)->class == CLASS_WINDOW)
        return eval_window(scope, expr);
    Vec *args = ARENA_ARRAY(scope->arena, expr->n_args, Vec);
    for (size_t i = 0; i < expr->n_args; i++)
        args[i] = eval(scope, expr->args[i]);
    Vec result;
    if (eval_choice(scope, expr, args, &result) || eval_text(scope, expr, args, &result) || eval_string(scope, expr, args, &result) ||
        eval_date(scope, expr, args, &result))
        return result;
    return eval_arithmetic(scope, expr, args);
}

static Column eval_whole(const Scope *scope, const Expr *expr)
{
    Vec vec = eval(scope, expr);
    return vec_column(scope, &vec);
}

Column expr_eval(Arena *arena, const Expr *expr, const Table *table)
{
    return eval_whole(&(Scope){arena, table, NULL, table->n_rows, false}, expr);
}

Column expr_eval_groups(Arena *arena, const Expr *expr, const Table *table, const Groups *groups)
{
    return eval_whole(&(Scope){arena, table, groups, groups->n_groups, false}, expr);
}

Column expr_eval_within(Arena *arena, const Expr *expr, const Table *table, const Groups *groups)
{
    return eval_whole(&(Scope){arena, table, groups, table->n_rows, true}, expr);
}

Value expr_value(Arena *arena, const Expr *expr)
{
    static const Table EMPTY;
    Vec vec = eval(&(Scope){arena, &EMPTY, NULL, 1, false}, expr);
    Value value = column_value(&vec.column, 0);
    value.months = (int)rint(months_at(&vec, 0));
    return value;
}
