/* expr_vec: columns and constants as operands, and the functions that pick one of their arguments; see expr_eval.h. */
#include "dict.h"
#include "expr_eval.h"

#include <math.h>
#include <string.h>

size_t vec_rows(const Scope *scope, const Vec *args, size_t n_args)
{
    for (size_t i = 0; i < n_args; i++)
        if (args[i].step)
            return scope->n;
    return 1;
}

static size_t step_of(const Vec *args, size_t n_args)
{
    size_t step = 0;
    for (size_t i = 0; i < n_args; i++)
        step |= args[i].step;
    return step;
}

Vec vec_new(const Scope *scope, ValueType type, size_t n, const Vec *args, size_t n_args, double **numbers)
{
    return (Vec){.column = column_new(scope->arena, STR_NONE, type, n, numbers), .step = step_of(args, n_args)};
}

Str vec_text(const Vec *vec, size_t row)
{
    uint32_t code = vec->column.codes[row * vec->step];
    return code == CODE_MISSING ? STR_NONE : vec->column.dict->words[code];
}

Column vec_column(const Scope *scope, const Vec *vec)
{
    if (vec->step || scope->n == 1)
        return vec->column;
    return column_pick(scope->arena, &vec->column, ARENA_ARRAY(scope->arena, scope->n, uint32_t), scope->n);
}

/* For each row the cell of the argument picked[row]; missing where that is CODE_MISSING. */
static Vec gather_numbers(const Scope *scope, const Expr *expr, const Vec *args, const uint32_t *picked, size_t n)
{
    double *out;
    Vec result = vec_new(scope, expr->type, n, args, expr->n_args, &out);
    double *months = expr->type == TYPE_DURATION ? ARENA_ARRAY(scope->arena, n, double) : NULL;
    for (size_t i = 0; i < n; i++) {
        const Vec *arg = &args[picked[i] == CODE_MISSING ? 0 : picked[i]];
        out[i] = picked[i] == CODE_MISSING ? NAN : arg->column.numbers[i * arg->step];
        if (months && arg->months)
            months[i] = arg->months[i * arg->step];
    }
    result.months = months;
    return result;
}

/* The same for texts: their dictionaries become one, a word being looked up when it is first met. */
static Vec gather_texts(const Scope *scope, const Expr *expr, const Vec *args, const uint32_t *picked, size_t n)
{
    uint32_t **new_codes = ARENA_ARRAY(scope->arena, expr->n_args, uint32_t *);
    uint32_t *codes = ARENA_ARRAY(scope->arena, n, uint32_t);
    DictBuilder words = {.arena = scope->arena};
    for (size_t i = 0; i < n; i++) {
        codes[i] = CODE_MISSING;
        if (picked[i] == CODE_MISSING)
            continue;
        const Column *column = &args[picked[i]].column;
        uint32_t code = column->codes[i * args[picked[i]].step];
        if (code == CODE_MISSING)
            continue;
        if (!new_codes[picked[i]]) {
            new_codes[picked[i]] = ARENA_ARRAY(scope->arena, column->dict->n, uint32_t);
            memset(new_codes[picked[i]], 0xFF, column->dict->n * sizeof(uint32_t));
        }
        uint32_t *known = &new_codes[picked[i]][code];
        if (*known == CODE_MISSING)
            *known = dict_add(&words, column->dict->words[code]);
        codes[i] = *known;
    }
    Column column = {.type = TYPE_TEXT, .n = n, .codes = codes, .dict = dict_finish(&words)};
    return (Vec){.column = column, .step = step_of(args, expr->n_args)};
}

/* if(c, a, c2, b, otherwise): the value behind the first condition that holds. */
static void pick_if(const Vec *args, size_t n_args, uint32_t *picked, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k + 1 < n_args && args[k].column.numbers[i * args[k].step] != 1)
            k += 2;
        picked[i] = (uint32_t)(k + 1 < n_args ? k + 1 : n_args - 1);
    }
}

static void pick_first(const Vec *args, size_t n_args, uint32_t *picked, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k + 1 < n_args && column_is_missing(&args[k].column, i * args[k].step))
            k++;
        picked[i] = (uint32_t)k;
    }
}

static void pick_extreme(const Vec *args, size_t n_args, int sign, uint32_t *picked, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Value best = column_value(&args[0].column, i * args[0].step);
        picked[i] = best.is_missing ? CODE_MISSING : 0;
        for (size_t k = 1; k < n_args && picked[i] != CODE_MISSING; k++) {
            Value value = column_value(&args[k].column, i * args[k].step);
            if (value.is_missing) {
                picked[i] = CODE_MISSING;
            } else if (sign * value_cmp(value, best) > 0) {
                best = value;
                picked[i] = (uint32_t)k;
            }
        }
    }
}

bool eval_choice(const Scope *scope, const Expr *expr, const Vec *args, Vec *result)
{
    size_t n = vec_rows(scope, args, expr->n_args);
    if (expr->function == FUNCTION_IS_MISSING) {
        double *out;
        *result = vec_new(scope, TYPE_BOOL, n, args, 1, &out);
        for (size_t i = 0; i < n; i++)
            out[i] = column_is_missing(&args[0].column, i * args[0].step);
        return true;
    }
    bool is_extreme = expr->function == FUNCTION_GREATEST || expr->function == FUNCTION_LEAST;
    if (expr->function != FUNCTION_IF && expr->function != FUNCTION_COALESCE && !is_extreme)
        return false;
    uint32_t *picked = ARENA_ARRAY(scope->arena, n, uint32_t);
    if (expr->function == FUNCTION_IF)
        pick_if(args, expr->n_args, picked, n);
    else if (expr->function == FUNCTION_COALESCE)
        pick_first(args, expr->n_args, picked, n);
    else
        pick_extreme(args, expr->n_args, expr->function == FUNCTION_GREATEST ? 1 : -1, picked, n);
    *result = (expr->type == TYPE_TEXT ? gather_texts : gather_numbers)(scope, expr, args, picked, n);
    return true;
}
