/* expr_text: expressions over texts: comparisons, `in`, categories, formats, templates; see expr_eval.h. A text that is
 * compared with a constant is compared once a word of the dictionary, not once a row. */
#include "dict.h"
#include "expr_eval.h"
#include "format.h"

#include <math.h>
#include <stdlib.h>

/* --- comparisons -------------------------------------------------------------------------------------------------- */

static bool holds(FunctionId function, int order)
{
    switch (function) {
    case FUNCTION_NE:
        return order != 0;
    case FUNCTION_LT:
        return order < 0;
    case FUNCTION_LE:
        return order <= 0;
    case FUNCTION_GT:
        return order > 0;
    case FUNCTION_GE:
        return order >= 0;
    default:
        return order == 0;
    }
}

/* Each word of a column against one text. */
static double *word_truths(const Scope *scope, FunctionId function, const Column *column, Str text, bool text_first)
{
    double *truths = ARENA_ARRAY(scope->arena, column->dict->n, double);
    for (size_t k = 0; k < column->dict->n; k++) {
        int order = str_cmp(column->dict->words[k], text);
        truths[k] = holds(function, text_first ? -order : order);
    }
    return truths;
}

static Vec compare_texts(const Scope *scope, FunctionId function, const Vec *a, const Vec *b)
{
    const Vec both[] = {*a, *b};
    size_t n = vec_rows(scope, both, 2);
    double *out;
    Vec result = vec_new(scope, TYPE_BOOL, n, both, 2, &out);
    if (a->step != b->step) {
        const Vec *many = a->step ? a : b;
        Str text = vec_text(a->step ? b : a, 0);
        const double *truths = text.at ? word_truths(scope, function, &many->column, text, many == b) : NULL;
        for (size_t i = 0; i < n; i++) {
            uint32_t code = many->column.codes[i];
            out[i] = truths && code != CODE_MISSING ? truths[code] : NAN;
        }
        return result;
    }
    bool by_code = a->column.dict == b->column.dict && (function == FUNCTION_EQ || function == FUNCTION_NE);
    for (size_t i = 0; i < n; i++) {
        uint32_t x = a->column.codes[i * a->step], y = b->column.codes[i * b->step];
        if (x == CODE_MISSING || y == CODE_MISSING)
            out[i] = NAN;
        else if (by_code)
            out[i] = (x == y) == (function == FUNCTION_EQ);
        else
            out[i] = holds(function, str_cmp(a->column.dict->words[x], b->column.dict->words[y]));
    }
    return result;
}

static Vec text_between(const Scope *scope, const Vec *args)
{
    Vec low = compare_texts(scope, FUNCTION_GE, &args[0], &args[1]), high = compare_texts(scope, FUNCTION_LE, &args[0], &args[2]);
    const Vec both[] = {low, high};
    size_t n = vec_rows(scope, both, 2);
    double *out;
    Vec result = vec_new(scope, TYPE_BOOL, n, both, 2, &out);
    for (size_t i = 0; i < n; i++) {
        double x = low.column.numbers[i * low.step], y = high.column.numbers[i * high.step];
        out[i] = isnan(x) || isnan(y) ? NAN : x * y;
    }
    return result;
}

/* --- in ----------------------------------------------------------------------------------------------------------- */

static bool all_constant(const Vec *args, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (args[i].step)
            return false;
    return true;
}

/* Text in a list of constants: the list's words become codes of the column, by its dictionary's hash. */
static Vec text_in_list(const Scope *scope, const Expr *expr, const Vec *args)
{
    const Column *column = &args[0].column;
    DictBuilder listed = {.arena = scope->arena};
    for (size_t k = 1; k < expr->n_args; k++)
        if (vec_text(&args[k], 0).at)
            dict_add(&listed, vec_text(&args[k], 0));
    uint32_t n_listed = (uint32_t)listed.words.n;
    double *truths = ARENA_ARRAY(scope->arena, column->dict->n, double);
    for (size_t k = 0; k < column->dict->n; k++)
        truths[k] = dict_add(&listed, column->dict->words[k]) < n_listed;
    size_t n = vec_rows(scope, args, 1);
    double *out;
    Vec result = vec_new(scope, TYPE_BOOL, n, args, 1, &out);
    for (size_t i = 0; i < n; i++)
        out[i] = column->codes[i] == CODE_MISSING ? NAN : truths[column->codes[i]];
    return result;
}

static Vec eval_in(const Scope *scope, const Expr *expr, const Vec *args)
{
    if (args[0].column.type == TYPE_TEXT && all_constant(args + 1, expr->n_args - 1))
        return text_in_list(scope, expr, args);
    size_t n = vec_rows(scope, args, expr->n_args);
    double *out;
    Vec result = vec_new(scope, TYPE_BOOL, n, args, expr->n_args, &out);
    for (size_t i = 0; i < n; i++) {
        Value value = column_value(&args[0].column, i * args[0].step);
        out[i] = value.is_missing ? NAN : 0;
        for (size_t k = 1; k < expr->n_args && out[i] == 0; k++)
            out[i] = value_eq(value, column_value(&args[k].column, i * args[k].step));
    }
    return result;
}

/* --- texts -------------------------------------------------------------------------------------------------------- */

typedef struct Category {
    double number;
    uint32_t group;
} Category;

static int by_number(const void *a, const void *b)
{
    double x = ((const Category *)a)->number, y = ((const Category *)b)->number;
    return (x > y) - (x < y);
}

/* The different values become words, in the values' own order. */
static Vec eval_category(const Scope *scope, const Vec *arg)
{
    if (arg->column.type == TYPE_TEXT)
        return *arg;
    size_t n = vec_rows(scope, arg, 1), n_words = 0;
    Groups groups = groups_by(scope->arena, &arg->column, 1, n);
    Category *categories = ARENA_ARRAY(scope->arena, groups.n_groups, Category);
    for (size_t g = 0; g < groups.n_groups; g++)
        if (!column_is_missing(&arg->column, groups.first_row[g]))
            categories[n_words++] = (Category){arg->column.numbers[groups.first_row[g]], (uint32_t)g};
    if (n_words)
        qsort(categories, n_words, sizeof *categories, by_number);
    Dict *dict = ARENA_NEW(scope->arena, Dict);
    double *keys = ARENA_ARRAY(scope->arena, n_words, double);
    *dict = (Dict){ARENA_ARRAY(scope->arena, n_words, Str), n_words, keys};
    uint32_t *code_of = ARENA_ARRAY(scope->arena, groups.n_groups, uint32_t), *codes = ARENA_ARRAY(scope->arena, n, uint32_t);
    for (size_t g = 0; g < groups.n_groups; g++)
        code_of[g] = CODE_MISSING;
    for (size_t k = 0; k < n_words; k++) {
        Value value = column_value(&arg->column, groups.first_row[categories[k].group]);
        dict->words[k] = value_str(scope->arena, value);
        keys[k] = categories[k].number;
        code_of[categories[k].group] = (uint32_t)k;
    }
    for (size_t i = 0; i < n; i++)
        codes[i] = code_of[groups.group_of[i]];
    return (Vec){.column = {.type = TYPE_TEXT, .n = n, .codes = codes, .dict = dict}, .step = arg->step};
}

static Str format_row(const Scope *scope, const Expr *expr, const Vec *args, size_t row)
{
    Value value = column_value(&args[0].column, row * args[0].step);
    if (value.is_missing || (expr->n_args > 1 && !vec_text(&args[1], row).at))
        return STR_NONE;
    if (args[0].months)
        value.months = (int)args[0].months[row * args[0].step];
    return format_value(scope->arena, value, expr->n_args > 1 ? vec_text(&args[1], row) : STR(""), true);
}

static Str join_row(const Scope *scope, const Expr *expr, const Vec *args, size_t row)
{
    Buf out = {.arena = scope->arena};
    for (size_t k = 0; k < expr->n_args; k++) {
        Str piece = vec_text(&args[k], row);
        if (!piece.at)
            return STR_NONE;
        buf_add(&out, piece);
    }
    return (Str){buf_c(&out), out.n};
}

static Vec eval_each_text(const Scope *scope, const Expr *expr, const Vec *args)
{
    size_t n = vec_rows(scope, args, expr->n_args);
    Str *texts = ARENA_ARRAY(scope->arena, n, Str);
    for (size_t i = 0; i < n; i++)
        texts[i] = (expr->function == FUNCTION_FORMAT ? format_row : join_row)(scope, expr, args, i);
    Vec result = {.column = column_from_texts(scope->arena, STR_NONE, texts, n)};
    for (size_t k = 0; k < expr->n_args; k++)
        result.step |= args[k].step;
    return result;
}

bool eval_text(const Scope *scope, const Expr *expr, const Vec *args, Vec *result)
{
    switch (expr->function) {
    case FUNCTION_EQ:
    case FUNCTION_NE:
    case FUNCTION_LT:
    case FUNCTION_LE:
    case FUNCTION_GT:
    case FUNCTION_GE:
        if (args[0].column.type != TYPE_TEXT)
            return false;
        *result = compare_texts(scope, expr->function, &args[0], &args[1]);
        return true;
    case FUNCTION_BETWEEN:
        if (args[0].column.type != TYPE_TEXT)
            return false;
        *result = text_between(scope, args);
        return true;
    case FUNCTION_IN:
        *result = eval_in(scope, expr, args);
        return true;
    case FUNCTION_CATEGORY:
        *result = eval_category(scope, &args[0]);
        return true;
    case FUNCTION_FORMAT:
    case FUNCTION_JOIN_TEXT:
        *result = eval_each_text(scope, expr, args);
        return true;
    default:
        return false;
    }
}
