/* expr_string: functions of texts; see expr_eval.h. Where one column of texts meets constants, each word of its dictionary is looked at once, not
 * each row. */
#include "calendar.h"
#include "expr_eval.h"
#include "letter_case.h"
#include "num.h"

#include <math.h>
#include <string.h>

typedef struct Operands {
    Arena *arena;
    FunctionId function;
    Str text[3];
    double number[3];
    size_t n;
} Operands;

/* --- places in texts ---------------------------------------------------------------------------------------------- */

static size_t n_characters(Str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; n++)
        utf8_next(text, &i);
    return n;
}

/* The offset of character `k` (from 0), the text's end for those behind it. */
static size_t offset_of(Str text, double k)
{
    size_t i = 0;
    for (double at = 0; at < k && i < text.n; at++)
        utf8_next(text, &i);
    return i;
}

static Str substring(const Operands *in)
{
    Str text = in->text[0];
    double first = rint(in->number[1]), count = in->n > 2 ? rint(in->number[2]) : (double)text.n;
    if (first < 0)
        first += (double)n_characters(text) + 1;
    double end = first + count; /* both count from 1 */
    if (first < 1)
        first = 1;
    if (end <= first)
        return STR("");
    size_t from = offset_of(text, first - 1), to = offset_of(text, end - 1);
    return str_slice(text.at + from, to - from);
}

static bool find_part(Str text, Str part, size_t from, size_t *at)
{
    for (size_t i = from; part.n && i + part.n <= text.n; i++)
        if (memcmp(text.at + i, part.at, part.n) == 0) {
            *at = i;
            return true;
        }
    return false;
}

static Str replace(const Operands *in)
{
    Buf out = {.arena = in->arena};
    Str text = in->text[0];
    size_t start = 0, at;
    for (; find_part(text, in->text[1], start, &at); start = at + in->text[1].n) {
        buf_add(&out, str_slice(text.at + start, at - start));
        buf_add(&out, in->text[2]);
    }
    buf_add(&out, str_slice(text.at + start, text.n - start));
    return str_slice(buf_c(&out), out.n);
}

/* STR_NONE where there are not so many parts. */
static Str split(const Operands *in)
{
    Str text = in->text[0];
    double wanted = rint(in->number[2]), n = 1;
    size_t start = 0, at;
    for (size_t from = 0; find_part(text, in->text[1], from, &at); from = at + in->text[1].n)
        n++;
    if (wanted < 0)
        wanted += n + 1;
    if (!(wanted >= 1 && wanted <= n))
        return STR_NONE;
    for (double k = 1; k < wanted && find_part(text, in->text[1], start, &at); k++)
        start = at + in->text[1].n;
    bool has_end = find_part(text, in->text[1], start, &at);
    return str_slice(text.at + start, (has_end ? at : text.n) - start);
}

static Str pad(const Operands *in)
{
    Str text = in->text[0], fill = in->n > 2 ? in->text[2] : STR(" ");
    double lacking = rint(in->number[1]) - (double)n_characters(text);
    if (!(lacking > 0) || fill.n == 0)
        return text;
    Buf out = {.arena = in->arena};
    if (in->function == FUNCTION_PAD_RIGHT)
        buf_add(&out, text);
    for (size_t at = 0; lacking > 0; lacking--) {
        size_t start = at == fill.n ? 0 : at;
        at = start;
        utf8_next(fill, &at);
        buf_add(&out, str_slice(fill.at + start, at - start));
    }
    if (in->function == FUNCTION_PAD_LEFT)
        buf_add(&out, text);
    return str_slice(buf_c(&out), out.n);
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static Str text_result(const Operands *in)
{
    switch (in->function) {
    case FUNCTION_LOWER:
        return letters_lower(in->arena, in->text[0]);
    case FUNCTION_UPPER:
        return letters_upper(in->arena, in->text[0]);
    case FUNCTION_TRIM:
        return str_trim(in->text[0]);
    case FUNCTION_REPLACE:
        return replace(in);
    case FUNCTION_SUBSTRING:
        return substring(in);
    case FUNCTION_SPLIT:
        return split(in);
    default:
        return pad(in);
    }
}

static double number_result(const Operands *in)
{
    double number;
    switch (in->function) {
    case FUNCTION_LENGTH:
        return (double)n_characters(in->text[0]);
    case FUNCTION_CONTAINS:
        return str_contains(in->text[0], in->text[1]);
    case FUNCTION_STARTS_WITH:
        return str_starts(in->text[0], in->text[1]);
    case FUNCTION_ENDS_WITH:
        return str_ends(in->text[0], in->text[1]);
    case FUNCTION_NUMBER:
        return num_parse(str_trim(in->text[0]), &number) ? number : NAN;
    default: {
        Str text = str_trim(in->text[0]);
        bool is_date = in->n > 1 ? calendar_scan(text, in->text[1], &number) : calendar_parse(text, &number);
        return is_date ? number : NAN;
    }
    }
}

/* False where an operand is missing. */
static bool read_row(Operands *in, const Vec *args, size_t row)
{
    for (size_t k = 0; k < in->n; k++) {
        const Vec *arg = &args[k];
        if (arg->column.type == TYPE_TEXT)
            in->text[k] = vec_text(arg, row);
        else
            in->number[k] = arg->column.numbers[row * arg->step];
        if (arg->column.type == TYPE_TEXT ? !in->text[k].at : isnan(in->number[k]))
            return false;
    }
    return true;
}

static Column eval_rows(const Scope *scope, const Expr *expr, const Vec *args, size_t n)
{
    Operands in = {.arena = scope->arena, .function = expr->function, .n = expr->n_args};
    if (expr->type == TYPE_TEXT) {
        Str *texts = ARENA_ARRAY(scope->arena, n, Str);
        for (size_t i = 0; i < n; i++)
            texts[i] = read_row(&in, args, i) ? text_result(&in) : STR_NONE;
        return column_from_texts(scope->arena, STR_NONE, texts, n);
    }
    double *out;
    Column column = column_new(scope->arena, STR_NONE, expr->type, n, &out);
    for (size_t i = 0; i < n; i++)
        out[i] = read_row(&in, args, i) ? number_result(&in) : NAN;
    return column;
}

/* The words of a dictionary as a column. */
static Column words_of(Arena *arena, const Column *column)
{
    uint32_t *codes = ARENA_ARRAY(arena, column->dict->n, uint32_t);
    for (size_t k = 0; k < column->dict->n; k++)
        codes[k] = (uint32_t)k;
    return (Column){.type = TYPE_TEXT, .n = column->dict->n, .codes = codes, .dict = column->dict};
}

static bool is_of_texts(const Expr *expr)
{
    switch (expr->function) {
    case FUNCTION_LOWER:
    case FUNCTION_UPPER:
    case FUNCTION_TRIM:
    case FUNCTION_LENGTH:
    case FUNCTION_CONTAINS:
    case FUNCTION_STARTS_WITH:
    case FUNCTION_ENDS_WITH:
    case FUNCTION_REPLACE:
    case FUNCTION_SUBSTRING:
    case FUNCTION_SPLIT:
    case FUNCTION_PAD_LEFT:
    case FUNCTION_PAD_RIGHT:
        return true;
    case FUNCTION_NUMBER:
    case FUNCTION_DATE:
        return expr->args[0]->type == TYPE_TEXT;
    default:
        return false;
    }
}

bool eval_string(const Scope *scope, const Expr *expr, const Vec *args, Vec *result)
{
    if (!is_of_texts(expr))
        return false;
    size_t n = vec_rows(scope, args, expr->n_args), n_columns = 0;
    for (size_t k = 0; k < expr->n_args; k++)
        n_columns += args[k].step;
    bool by_word = n_columns == 1 && args[0].step && args[0].column.dict->n < n;
    if (by_word) {
        Vec *words = arena_copy(scope->arena, args, expr->n_args * sizeof *args);
        words[0].column = words_of(scope->arena, &args[0].column);
        Column of_words = eval_rows(scope, expr, words, words[0].column.n);
        result->column = column_pick_some(scope->arena, &of_words, args[0].column.codes, n);
    } else {
        result->column = eval_rows(scope, expr, args, n);
    }
    result->months = NULL;
    result->step = n_columns > 0;
    return true;
}
