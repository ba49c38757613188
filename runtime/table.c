/* table: typed columns; see table.h. */
#include "table.h"

#include "calendar.h"
#include "dict.h"
#include "num.h"
#include "work.h"

#include <math.h>
#include <stdlib.h>

static const char *const TYPE_NAMES[] = {"number", "text", "boolean", "date", "colour", "duration"};

const char *type_name(ValueType type)
{
    return TYPE_NAMES[type];
}

bool type_find(ValueType *out, Str name)
{
    for (int type = 0; type <= TYPE_DURATION; type++)
        if (str_is(name, TYPE_NAMES[type])) {
            *out = (ValueType)type;
            return true;
        }
    return false;
}

const Column *table_find(const Table *table, Str name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (str_eq(table->columns[i].name, name))
            return &table->columns[i];
    return NULL;
}

bool column_is_missing(const Column *column, size_t row)
{
    return column->type == TYPE_TEXT ? column->codes[row] == CODE_MISSING : isnan(column->numbers[row]);
}

Value column_value(const Column *column, size_t row)
{
    Value value = {.type = column->type, .is_missing = column_is_missing(column, row)};
    if (value.is_missing)
        return value;
    if (column->type != TYPE_TEXT) {
        value.number = column->numbers[row];
        return value;
    }
    uint32_t code = column->codes[row];
    value.text = column->dict->words[code];
    value.has_key = column->dict->keys != NULL;
    value.number = value.has_key ? column->dict->keys[code] : 0;
    return value;
}

/* As the language writes it: 1year, 3month, 15min, in the largest unit that takes a whole number. */
static Str duration_str(Arena *arena, int months, double seconds)
{
    static const struct {
        const char *name;
        double seconds;
    } UNITS[] = {{"week", 604800}, {"day", 86400}, {"hour", 3600}, {"min", 60}, {"s", 1}};
    Buf out = {.arena = arena};
    if (months % 12 == 0 && months)
        buf_printf(&out, "%dyear", months / 12);
    else if (months)
        buf_printf(&out, "%dmonth", months);
    if (seconds == 0 && months)
        return str_slice(buf_c(&out), out.n);
    buf_adds(&out, months ? " + " : "");
    size_t unit = seconds == 0 ? 4 : 0;
    while (unit < 4 && fmod(seconds, UNITS[unit].seconds) != 0)
        unit++;
    num_add(&out, seconds / UNITS[unit].seconds);
    buf_adds(&out, UNITS[unit].name);
    return str_slice(buf_c(&out), out.n);
}

Str value_str(Arena *arena, Value value)
{
    if (value.is_missing)
        return STR("missing");
    switch (value.type) {
    case TYPE_TEXT:
        return value.text;
    case TYPE_BOOL:
        return value.number != 0 ? STR("true") : STR("false");
    case TYPE_TIME:
        return calendar_str(arena, value.number);
    case TYPE_COLOUR:
        return str_printf(arena, "#%08x", (unsigned)value.number);
    case TYPE_DURATION:
        return duration_str(arena, value.months, value.number);
    case TYPE_NUMBER:
        break;
    }
    return num_str(arena, value.number);
}

bool value_eq(Value a, Value b)
{
    if (a.type != b.type || a.is_missing || b.is_missing)
        return a.type == b.type && a.is_missing == b.is_missing;
    return a.type == TYPE_TEXT ? str_eq(a.text, b.text) : a.number == b.number && a.months == b.months;
}

int value_cmp(Value a, Value b)
{
    if (a.is_missing || b.is_missing)
        return (int)a.is_missing - (int)b.is_missing;
    if (a.type == TYPE_TEXT && b.type == TYPE_TEXT)
        return str_cmp(a.text, b.text);
    return (a.number > b.number) - (a.number < b.number);
}

Column column_new(Arena *arena, Str name, ValueType type, size_t n, double **numbers)
{
    *numbers = ARENA_ARRAY(arena, n, double);
    return (Column){.name = name, .type = type, .n = n, .numbers = *numbers};
}

Column column_from_texts(Arena *arena, Str name, const Str *texts, size_t n)
{
    uint32_t *codes = ARENA_ARRAY(arena, n, uint32_t);
    DictBuilder words = {.arena = arena};
    for (size_t i = 0; i < n; i++)
        codes[i] = texts[i].at ? dict_add(&words, texts[i]) : CODE_MISSING;
    return (Column){.name = name, .type = TYPE_TEXT, .n = n, .codes = codes, .dict = dict_finish(&words)};
}

Column column_from_values(Arena *arena, Str name, ValueType type, const Value *values, size_t n)
{
    if (type == TYPE_TEXT) {
        Str *texts = ARENA_ARRAY(arena, n, Str);
        for (size_t i = 0; i < n; i++)
            texts[i] = values[i].is_missing ? STR_NONE : values[i].text.at ? values[i].text : STR("");
        return column_from_texts(arena, name, texts, n);
    }
    double *numbers;
    Column column = column_new(arena, name, type, n, &numbers);
    for (size_t i = 0; i < n; i++)
        numbers[i] = values[i].is_missing ? NAN : values[i].number;
    return column;
}

/* --- summaries ---------------------------------------------------------------------------------------------------- */

/* Whole numbers of doubles: beyond 2^51 all are as good as whole. */
static bool is_whole(double value)
{
    static const double TO_WHOLE = 6755399441055744; /* 1.5 * 2^52: adding it rounds to whole numbers */
    return value + TO_WHOLE - TO_WHOLE == value || fabs(value) > 2251799813685248;
}

ColumnSummary column_summarize(const Column *column, size_t start, size_t end)
{
    ColumnSummary s = {.lo = INFINITY, .hi = -INFINITY, .least_positive = INFINITY};
    if (column->type == TYPE_TEXT) {
        for (size_t i = start; i < end; i++)
            s.n_missing += column->codes[i] == CODE_MISSING;
        return s;
    }
    const double *numbers = column->numbers;
    for (size_t i = start; i < end; i++) { /* comparisons with NaN do not hold */
        double value = numbers[i];
        s.n_missing += value != value;
        s.lo = value < s.lo ? value : s.lo;
        s.hi = value > s.hi ? value : s.hi;
    }
    if (s.lo > 0)
        s.least_positive = s.lo;
    else
        for (size_t i = start; i < end; i++)
            s.least_positive = numbers[i] > 0 && numbers[i] < s.least_positive ? numbers[i] : s.least_positive;
    for (size_t i = start; i < end && !s.has_fraction; i++)
        s.has_fraction = numbers[i] == numbers[i] && !is_whole(numbers[i]);
    for (size_t i = start; i < end && column->type == TYPE_TIME && !s.has_daytime; i++)
        s.has_daytime = numbers[i] == numbers[i] && rint(numbers[i] / 86400) * 86400 != numbers[i];
    s.is_rising = s.n_missing == 0;
    for (size_t i = start + 1; i < end && s.is_rising; i++)
        s.is_rising = numbers[i] > numbers[i - 1];
    return s;
}

ColumnSummary summary_join(ColumnSummary a, double last, ColumnSummary b, double first)
{
    return (ColumnSummary){.n_missing = a.n_missing + b.n_missing,
                           .lo = fmin(a.lo, b.lo),
                           .hi = fmax(a.hi, b.hi),
                           .least_positive = fmin(a.least_positive, b.least_positive),
                           .has_fraction = a.has_fraction || b.has_fraction,
                           .has_daytime = a.has_daytime || b.has_daytime,
                           .is_rising = a.is_rising && b.is_rising && first > last};
}

enum { SUMMARY_ROWS = 1 << 16 }; /* of a part */

typedef struct Summing {
    const Column *column;
    ColumnSummary *parts;
} Summing;

static void summarize_part(void *user, WorkPlace *place, size_t part)
{
    (void)place;
    const Summing *summing = user;
    size_t start = part * SUMMARY_ROWS, end = start + SUMMARY_ROWS;
    summing->parts[part] = column_summarize(summing->column, start, end < summing->column->n ? end : summing->column->n);
}

ColumnSummary column_summary(Arena *arena, const Column *column)
{
    if (column->summary)
        return *column->summary;
    size_t n_parts = (column->n + SUMMARY_ROWS - 1) / SUMMARY_ROWS;
    if (n_parts < 2)
        return column_summarize(column, 0, column->n);
    Summing summing = {column, ARENA_ARRAY(arena, n_parts, ColumnSummary)};
    work_run(arena, n_parts, summarize_part, &summing);
    ColumnSummary whole = summing.parts[0];
    for (size_t i = 1; i < n_parts; i++) {
        size_t row = i * SUMMARY_ROWS;
        bool is_text = column->type == TYPE_TEXT;
        whole = summary_join(whole, is_text ? 0 : column->numbers[row - 1], summing.parts[i], is_text ? 0 : column->numbers[row]);
    }
    return whole;
}

/* --- picking ------------------------------------------------------------------------------------------------------ */

Column column_pick_some(Arena *arena, const Column *column, const uint32_t *rows, size_t n_rows)
{
    Column out = *column;
    out.n = n_rows;
    out.summary = NULL;
    if (column->type == TYPE_TEXT) {
        uint32_t *codes = ARENA_ARRAY(arena, n_rows, uint32_t);
        for (size_t i = 0; i < n_rows; i++)
            codes[i] = rows[i] == ROW_NONE ? CODE_MISSING : column->codes[rows[i]];
        out.codes = codes;
    } else {
        double *numbers = ARENA_ARRAY(arena, n_rows, double);
        for (size_t i = 0; i < n_rows; i++)
            numbers[i] = rows[i] == ROW_NONE ? NAN : column->numbers[rows[i]];
        out.numbers = numbers;
    }
    return out;
}

Column column_pick(Arena *arena, const Column *column, const uint32_t *rows, size_t n_rows)
{
    return column_pick_some(arena, column, rows, n_rows);
}

bool column_same(const Column *column, size_t a, size_t b)
{
    if (column->type == TYPE_TEXT)
        return column->codes[a] == column->codes[b];
    double x = column->numbers[a], y = column->numbers[b];
    return x == y || (isnan(x) && isnan(y));
}

static int by_word(const void *a, const void *b)
{
    return str_cmp(**(const Str *const *)a, **(const Str *const *)b);
}

const double *column_order(Arena *arena, const Column *column)
{
    if (column->type != TYPE_TEXT)
        return column->numbers;
    size_t n_words = column->dict->n;
    const Str **sorted = ARENA_ARRAY(arena, n_words, const Str *);
    for (size_t k = 0; k < n_words; k++)
        sorted[k] = &column->dict->words[k];
    if (n_words)
        qsort(sorted, n_words, sizeof *sorted, by_word);
    double *places = ARENA_ARRAY(arena, n_words, double), *numbers = ARENA_ARRAY(arena, column->n, double);
    for (size_t k = 0; k < n_words; k++)
        places[sorted[k] - column->dict->words] = (double)k;
    for (size_t i = 0; i < column->n; i++)
        numbers[i] = column->codes[i] == CODE_MISSING ? NAN : places[column->codes[i]];
    return numbers;
}

Table table_pick(Arena *arena, const Table *table, const uint32_t *rows, size_t n_rows)
{
    Table out = *table;
    out.n_rows = n_rows;
    out.columns = ARENA_ARRAY(arena, table->n_columns, Column);
    for (size_t i = 0; i < table->n_columns; i++)
        out.columns[i] = column_pick(arena, &table->columns[i], rows, n_rows);
    if (table->places) {
        uint32_t *origins = ARENA_ARRAY(arena, n_rows, uint32_t);
        for (size_t i = 0; i < n_rows; i++)
            origins[i] = table->origins ? table->origins[rows[i]] : rows[i];
        out.origins = origins;
    }
    return out;
}

Span table_row_span(const Table *table, size_t row)
{
    return table->places ? table->places->find(table->places, table->origins ? table->origins[row] : row) : SPAN_NONE;
}
