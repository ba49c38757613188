/* json_kit: what the files that read JSON share; others see json.h. */
#ifndef CHARTC_JSON_KIT_H
#define CHARTC_JSON_KIT_H

#include "cell_column.h"
#include "json.h"

typedef struct JsonColumn {
    CellColumn cells;
    size_t rows_seen; /* the row of its last value, + 1 */
    Span key;         /* of its last value's name */
} JsonColumn;

/* A reading that has come to a place in the text. Functions that return bool return false after a report. */
typedef struct Json {
    Arena *arena;
    Report *report;
    const Source *source;
    const ReadOptions *options;
    const char *at, *end;
    VEC(JsonColumn *) columns;
    Map names;
    size_t next_column; /* where the next value is expected: records mostly are alike */
    size_t row;
    bool has_failed;
} Json;

/* The byte that comes next behind blanks, 0 at the end. */
static inline char json_next(Json *json)
{
    while (json->at < json->end && (*json->at == ' ' || *json->at == '\n' || *json->at == '\r' || *json->at == '\t'))
        json->at++;
    return json->at < json->end ? *json->at : 0;
}

Span json_span(const Json *json, const char *start, const char *end);
Diagnostic *json_fail(Json *json, ReportId id, const char *start, const char *end, const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Reports that something else stands here; false. */
bool json_expected(Json *json, const char *what);
/* Takes a sign that has to come next. */
bool json_take(Json *json, char sign, const char *what);
/* Takes the bracket or brace that ends a list or a record, where it is next. */
bool json_ends(Json *json, char sign);
/* The text whose opening quote is at json->at: a slice of the source, or a copy when it held escapes. */
bool json_string(Json *json, Str *out);
/* The name that has to come next in a record, as json_string, and where it stands. */
bool json_name(Json *json, Str *out, const char **start);
/* A number of fewer digits than a double holds, as most are; where it is none json->at stays. */
bool json_plain_number(Json *json, double *out);
/* A number or a word. */
bool json_scalar(Json *json, Cell *cell);
/* Whether so many lists and records may stand inside each other. */
bool json_deep(Json *json, int depth);
/* A value that nobody asked for; it has to be right all the same. */
bool json_skip_value(Json *json, int depth);

/* The column of a name; a new one, dropped if it is not wanted, where there is none. (json.c) */
JsonColumn *json_column(Json *json, Str name, Span key);
/* The record that comes next, into the columns, as row json->row. (json.c) */
bool json_row(Json *json);
/* Where rows of a text stand that begins with the first of them at json->at. (json.c) */
const RowPlaces *json_places(const Json *json);
/* The whole text from json->at on, one row after the other. (json.c) */
bool json_read_whole(Json *json, Table *table);

/* The rows of a large text, a list of records or records one after the other: read in parts, or left for later. False, with nothing told, for a text
 * that is not large, or has to be read as a whole, which tells why. (json_parts.c) */
bool json_read_parts(const Json *json, Table *table);

#endif
