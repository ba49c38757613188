/* table: typed columns of equal length. */
#ifndef CHARTC_TABLE_H
#define CHARTC_TABLE_H

#include "source.h"

typedef enum ValueType { TYPE_NUMBER, TYPE_TEXT, TYPE_BOOL, TYPE_TIME, TYPE_COLOUR, TYPE_DURATION } ValueType;
/* "number", "text", "boolean", "date", "colour", "duration": for messages and IR */
const char *type_name(ValueType type);
bool type_find(ValueType *out, Str name);

#define CODE_MISSING UINT32_MAX

/* The words of a text column, each once; words[codes[row]]. Their order is that of the categories: of first appearance,
 * but that of the values in what category() made. Shared between columns made from each other; a dictionary may hold
 * words that no row uses. */
typedef struct Dict {
    Str *words;
    size_t n;
    const double *keys; /* the numbers that category() made the words of; NULL: none */
} Dict;

/* What the values of a column are, all of them together. */
typedef struct ColumnSummary {
    size_t n_missing;
    /* of all types but text, without missing ones */
    double lo, hi;         /* infinite the wrong way round when all are missing */
    double least_positive; /* infinite when there is none */
    bool has_fraction;     /* some are not whole */
    bool has_daytime;      /* of dates: some are within a day */
    bool is_rising;        /* each is greater than the one before, none is missing */
} ColumnSummary;

/* Text columns have codes and a dictionary; all others have numbers, NaN where missing: booleans 0 and 1, times as
 * seconds since 1970 (calendar.h), colours as 0xRRGGBBAA. Columns are never changed once made. */
typedef struct Column {
    Str name;
    ValueType type;
    size_t n;
    const double *numbers;
    const uint32_t *codes;
    const Dict *dict;
    const ColumnSummary *summary; /* NULL: not known yet */
    Span span;                    /* where its name stands (a CSV's header cell, a derive) */
} Column;

/* Where the rows of a file stand: found again by whoever knows the file's format, when a message needs it. */
typedef struct RowPlaces {
    Span (*find)(const struct RowPlaces *places, size_t row);
} RowPlaces;

typedef struct Deferred Deferred; /* rows that are not read yet: deferred.h */

typedef struct Table {
    Str name; /* as the spec calls it; may be empty */
    Column *columns;
    size_t n_columns, n_rows;
    const Column *unread; /* the columns of the file that nobody asked for: names and spans alone */
    size_t n_unread;
    const RowPlaces *places; /* NULL: rows are not those of a file */
    const uint32_t *origins; /* row i is the file's row origins[i]; NULL: row i */
    Deferred *deferred;      /* n_rows is 0 and columns are empty: their rows wait in their source; NULL: all is here */
} Table;

/* One cell, out of its column: for messages, order lists, categories. */
typedef struct Value {
    ValueType type;
    bool is_missing;
    double number; /* all but text; of a text that category() made: the number it was */
    bool has_key;  /* such a text */
    int months;    /* durations: months, and `number` seconds */
    Str text;
} Value;

const Column *table_find(const Table *table, Str name); /* NULL when absent */
Value column_value(const Column *column, size_t row);
bool column_is_missing(const Column *column, size_t row);
/* Known, or found in one pass on all cores. */
ColumnSummary column_summary(Arena *arena, const Column *column);
/* Of rows start .. end-1 alone; of two runs of rows, the second right behind the first, whose last and first values are given. */
ColumnSummary column_summarize(const Column *column, size_t start, size_t end);
ColumnSummary summary_join(ColumnSummary a, double last, ColumnSummary b, double first);
/* As people write it: numbers shortest, dates ISO, durations as "7day", colours as "#rrggbbaa", true/false, "missing".
 */
Str value_str(Arena *arena, Value value);
bool value_eq(Value a, Value b);
/* Numbers, dates and booleans ascend, text by code points; missing last. */
int value_cmp(Value a, Value b);
/* Builders. A column of `n` numbers (or another numeric type) that the caller fills; a text column from strings. */
Column column_new(Arena *arena, Str name, ValueType type, size_t n, double **numbers);
Column column_from_texts(Arena *arena, Str name, const Str *texts, size_t n); /* a Str with at == NULL is missing */
Column column_from_values(Arena *arena, Str name, ValueType type, const Value *values, size_t n);
/* The rows of `table` (or column) named by `rows`, in that order. */
Table table_pick(Arena *arena, const Table *table, const uint32_t *rows, size_t n_rows);
Column column_pick(Arena *arena, const Column *column, const uint32_t *rows, size_t n_rows);
/* The same where some rows are ROW_NONE: missing. */
#define ROW_NONE UINT32_MAX
Column column_pick_some(Arena *arena, const Column *column, const uint32_t *rows, size_t n_rows);
bool column_same(const Column *column, size_t a, size_t b); /* equal cells, missing ones too */
/* Numbers that order the cells as value_cmp does: a text's are the places of its words among all of them. */
const double *column_order(Arena *arena, const Column *column);
/* The span of row i in its file (its line), SPAN_NONE when it stands in none. Reads the file up to there. */
Span table_row_span(const Table *table, size_t row);

#endif
