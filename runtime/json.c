/* json: see json.h. */
#include "json.h"

#include "cell_column.h"
#include "num.h"

#include <string.h>

enum { DEEPEST = 64 };

typedef struct JsonColumn {
    CellColumn cells;
    size_t rows_seen; /* the row of its last value, + 1 */
    Span key;         /* of its last value's name */
} JsonColumn;

typedef struct Json {
    Arena *arena;
    Report *report;
    const Source *source;
    const ReadOptions *options;
    const char *at, *end;
    VEC(JsonColumn *) columns;
    Map names;
    size_t next_column; /* where the next value is expected: records mostly are alike */
    VEC(uint32_t) row_starts;
    size_t row;
    bool has_failed;
} Json;

static Span span_of(const Json *json, const char *start, const char *end)
{
    return (Span){json->source->id, (uint32_t)(start - json->source->text.at), (uint32_t)(end - json->source->text.at)};
}

static Diagnostic *fail(Json *json, ReportId id, const char *start, const char *end, const char *format, ...) __attribute__((format(printf, 5, 6)));
static Diagnostic *fail(Json *json, ReportId id, const char *start, const char *end, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str message = str_vprintf(json->arena, format, args);
    va_end(args);
    json->has_failed = true;
    Diagnostic *error = report_add(json->report, id, span_of(json, start, end), "%.*s", STR_FMT(message));
    if (json->options->span.source)
        report_label(json->report, error, json->options->span, "read here");
    return error;
}

static void skip_blanks(Json *json)
{
    while (json->at < json->end && (*json->at == ' ' || *json->at == '\n' || *json->at == '\r' || *json->at == '\t'))
        json->at++;
}

/* The byte that comes next, 0 at the end. */
static char next(Json *json)
{
    skip_blanks(json);
    return json->at < json->end ? *json->at : 0;
}

static bool expected(Json *json, const char *what)
{
    char found = next(json);
    size_t n = json->at < json->end, behind = n;
    while (json->at + behind < json->end && behind < 4 && ((unsigned char)json->at[behind] & 0xC0) == 0x80)
        behind++;
    if (!n)
        fail(json, REPORT_E0514, json->at, json->at, "the file ends here, expected %s", what);
    else if (found == '\'')
        report_hint(json->report, fail(json, REPORT_E0514, json->at, json->at + 1, "expected %s, found `'`", what), "JSON puts texts and names in double quotes");
    else
        fail(json, REPORT_E0514, json->at, json->at + behind, "expected %s, found `%.*s`", what, (int)behind, json->at);
    return false;
}

static bool take(Json *json, char sign, const char *what)
{
    if (next(json) != sign)
        return expected(json, what);
    json->at++;
    return true;
}

/* Takes the bracket or brace that ends a list or a record, where it is next. */
static bool ends(Json *json, char sign)
{
    bool is_end = next(json) == sign;
    json->at += is_end;
    return is_end;
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static bool hex4(const Json *json, const char *at, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++) {
        char c = at + i < json->end ? at[i] : 0;
        int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
        if (digit < 0)
            return false;
        *out = *out << 4 | (uint32_t)digit;
    }
    return true;
}

/* What stands behind a backslash at json->at. */
static bool escape(Json *json, Buf *out)
{
    static const char LETTERS[] = "\"\\/bfnrt", SIGNS[] = "\"\\/\b\f\n\r\t";
    const char *start = json->at++;
    char letter = json->at < json->end ? *json->at++ : 0;
    const char *found = letter ? strchr(LETTERS, letter) : NULL;
    if (found) {
        buf_addc(out, SIGNS[found - LETTERS]);
        return true;
    }
    uint32_t code, low;
    if (letter == 'u' && hex4(json, json->at, &code)) {
        json->at += 4;
        bool is_pair = code >= 0xD800 && code < 0xDC00 && json->end - json->at >= 6 && json->at[0] == '\\' && json->at[1] == 'u' && hex4(json, json->at + 2, &low) &&
                       low >= 0xDC00 && low < 0xE000;
        if (is_pair) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            json->at += 6;
        }
        char bytes[4];
        if (code < 0xD800 || code >= 0xE000) {
            buf_add(out, (Str){bytes, utf8_put(bytes, code)});
            return true;
        }
    }
    fail(json, REPORT_E0514, start, json->at, "an escape that stands for nothing");
    return false;
}

static bool string(Json *json, Str *out)
{
    const char *open = json->at++, *piece = json->at;
    Buf copy = {.arena = json->arena};
    for (;;) {
        while (json->at < json->end && *json->at != '"' && *json->at != '\\' && (unsigned char)*json->at >= ' ')
            json->at++;
        if (json->at == json->end || (unsigned char)*json->at < ' ') {
            report_hint(json->report, fail(json, REPORT_E0514, open, open + 1, "a text is opened here and not closed in its line"), "a line end in a text is written \\n");
            return false;
        }
        Str part = {piece, (size_t)(json->at - piece)};
        if (*json->at == '"') {
            json->at++;
            *out = part;
            if (!copy.arena || !copy.at)
                return true;
            buf_add(&copy, part);
            *out = (Str){buf_c(&copy), copy.n};
            return true;
        }
        buf_add(&copy, part);
        if (!escape(json, &copy))
            return false;
        piece = json->at;
    }
}

/* The bytes of a word or number. */
static Str token(const Json *json)
{
    const char *at = json->at;
    while (at < json->end && ((*at >= '0' && *at <= '9') || ((*at | 32) >= 'a' && (*at | 32) <= 'z') || *at == '+' || *at == '-' || *at == '.' || *at == '_'))
        at++;
    return (Str){json->at, (size_t)(at - json->at)};
}

static bool is_listed(const Json *json, Str text)
{
    for (size_t i = 0; i < json->options->n_missing; i++)
        if (str_eq(json->options->missing[i], text))
            return true;
    return false;
}

/* Moves over digits; false when there is none. */
static bool pass_digits(Str text, size_t *i)
{
    size_t start = *i;
    while (*i < text.n && text.at[*i] >= '0' && text.at[*i] <= '9')
        ++*i;
    return *i > start;
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)? in form */
static bool has_form_of_number(Str text)
{
    size_t i = text.n && text.at[0] == '-', start = i;
    if (!pass_digits(text, &i) || (i - start > 1 && text.at[start] == '0'))
        return false;
    if (i < text.n && text.at[i] == '.' && (i++, !pass_digits(text, &i)))
        return false;
    if (i < text.n && (text.at[i] | 32) == 'e') {
        i++;
        i += i < text.n && (text.at[i] == '+' || text.at[i] == '-');
        if (!pass_digits(text, &i))
            return false;
    }
    return i == text.n;
}

/* A number or a word. */
static bool scalar(Json *json, Cell *cell)
{
    Str text = token(json);
    const char *end = json->at + text.n;
    *cell = (Cell){.text = text, .span = span_of(json, json->at, end)};
    if (str_is(text, "null")) {
        cell->kind = CELL_MISSING;
    } else if (str_is(text, "true") || str_is(text, "false")) {
        cell->kind = CELL_BOOL;
        cell->number = str_is(text, "true");
    } else if (has_form_of_number(text)) {
        cell->kind = CELL_NUMBER;
        if (!num_parse(text, &cell->number) && !is_listed(json, text)) {
            fail(json, REPORT_E0514, json->at, end, "`%.*s` is a number too large to hold", STR_FMT(text));
            return false;
        }
    } else if (text.n && is_listed(json, text)) {
        cell->kind = CELL_MISSING; /* NaN, which JSON has not, and who says that it is missing */
    } else if (text.n) {
        Diagnostic *error = fail(json, REPORT_E0514, json->at, end, "`%.*s` is no value of JSON", STR_FMT(text));
        if (str_is(text, "NaN") || str_is(text, "Infinity") || str_is(text, "-Infinity"))
            report_hint(json->report, error, "write null in its place, or missing: [\"%.*s\"] in the data statement", STR_FMT(text));
        return false;
    } else {
        return expected(json, "a value");
    }
    json->at = end;
    return true;
}

static bool deep(Json *json, int depth)
{
    if (depth < DEEPEST)
        return true;
    fail(json, REPORT_E1002, json->at, json->at + 1, "more than %d lists and records inside each other", DEEPEST);
    return false;
}

/* A value that nobody asked for; it has to be right all the same. */
static bool skip_value(Json *json, int depth)
{
    char open = next(json);
    Cell cell;
    Str text;
    if (open == '"')
        return string(json, &text);
    if (open != '{' && open != '[')
        return scalar(json, &cell);
    if (!deep(json, depth))
        return false;
    json->at++;
    char close = open == '{' ? '}' : ']';
    if (next(json) == close) {
        json->at++;
        return true;
    }
    for (;;) {
        if (open == '{' && (next(json) != '"' ? !expected(json, "a name in quotes") : !string(json, &text) || !take(json, ':', "`:`")))
            return false;
        if (!skip_value(json, depth + 1))
            return false;
        if (next(json) == close) {
            json->at++;
            return true;
        }
        if (!take(json, ',', open == '{' ? "`,` or `}`" : "`,` or `]`"))
            return false;
    }
}

/* --- records ------------------------------------------------------------------------------------------------------ */

static JsonColumn *column_of(Json *json, Str name, Span key)
{
    size_t expected_at = json->next_column;
    if (expected_at < json->columns.n && str_eq(json->columns.at[expected_at]->cells.name, name)) {
        json->next_column++;
        return json->columns.at[expected_at];
    }
    JsonColumn *column = map_get(&json->names, name);
    if (column)
        return column;
    column = ARENA_NEW(json->arena, JsonColumn);
    bool is_wanted = !json->options->wanted;
    for (size_t i = 0; i < json->options->n_wanted; i++)
        is_wanted |= str_eq(json->options->wanted[i], name);
    column->cells = (CellColumn){.arena = json->arena, .name = name, .span = key, .is_dropped = !is_wanted, .options = json->options};
    map_put(&json->names, name)->value = column;
    VEC_PUSH(json->arena, &json->columns, column);
    json->next_column = json->columns.n;
    return column;
}

static bool cell_value(Json *json, JsonColumn *column)
{
    Cell cell = {.kind = CELL_TEXT};
    const char *start = json->at;
    if (next(json) == '"') {
        start = json->at;
        if (!string(json, &cell.text))
            return false;
        cell.span = span_of(json, start, json->at);
    } else if (!scalar(json, &cell)) {
        return false;
    }
    json->has_failed |= !cell_column_add(&column->cells, json->report, json->row, cell);
    return !json->has_failed;
}

/* The record at json->at into the row; its names behind `prefix`. */
static bool record(Json *json, Str prefix, int depth)
{
    if (!deep(json, depth))
        return false;
    json->at++;
    if (ends(json, '}'))
        return true;
    for (;;) {
        Str name;
        if (next(json) != '"')
            return expected(json, "a name in quotes");
        const char *start = json->at;
        if (!string(json, &name))
            return false;
        Span key = span_of(json, start, json->at);
        if (prefix.n)
            name = str_printf(json->arena, "%.*s.%.*s", STR_FMT(prefix), STR_FMT(name));
        if (!name.n) {
            fail(json, REPORT_E0506, start, json->at, "a value has no name");
            return false;
        }
        if (!take(json, ':', "`:`"))
            return false;
        if (next(json) == '{') {
            if (!record(json, name, depth + 1))
                return false;
        } else {
            JsonColumn *column = column_of(json, name, key);
            if (column->rows_seen == json->row + 1) {
                Diagnostic *error = fail(json, REPORT_E0507, start, start + (key.end - key.start), "`%.*s` stands in this record twice", STR_FMT(name));
                report_label(json->report, error, column->key, "the first one");
                return false;
            }
            column->rows_seen = json->row + 1;
            column->key = key;
            if (next(json) == '[' && !column->cells.is_dropped) {
                Diagnostic *error = fail(json, REPORT_E0514, json->at, json->at + 1, "a list in row %zu of column `%.*s`: a cell is one value", json->row + 1, STR_FMT(name));
                report_hint(json->report, error, "write a row for each of its values");
                return false;
            }
            if (column->cells.is_dropped ? !skip_value(json, depth + 1) : !cell_value(json, column))
                return false;
        }
        if (ends(json, '}'))
            return true;
        if (!take(json, ',', "`,` or `}`"))
            return false;
    }
}

static bool row(Json *json)
{
    if (next(json) != '{') {
        Diagnostic *error;
        if (json->at < json->end && *json->at == '[') {
            error = fail(json, REPORT_E0514, json->at, json->at + 1, "a list, expected a record");
            report_hint(json->report, error, "write each row as a record: {\"step\": 1, \"loss\": 0.9}");
            return false;
        }
        return expected(json, "a record");
    }
    VEC_PUSH(json->arena, &json->row_starts, (uint32_t)(json->at - json->source->text.at));
    json->next_column = 0;
    if (!record(json, STR_NONE, 0))
        return false;
    json->row++;
    return true;
}

static bool rows_of_list(Json *json)
{
    json->at++;
    if (ends(json, ']'))
        return true;
    for (;;) {
        if (!row(json))
            return false;
        if (ends(json, ']'))
            return true;
        if (!take(json, ',', "`,` or `]`"))
            return false;
    }
}

/* --- a record of lists -------------------------------------------------------------------------------------------- */

static bool list_column(Json *json, JsonColumn *column)
{
    json->row = 0;
    if (next(json) != '[')
        return expected(json, "a list, as for the names before");
    json->at++;
    if (ends(json, ']'))
        return true;
    for (;;) {
        char first = next(json);
        if (first == '{') {
            Diagnostic *error = fail(json, REPORT_E0514, json->at, json->at + 1, "a record within the list of `%.*s`", STR_FMT(column->cells.name));
            report_hint(json->report, error, "if the rows stand here, take this list alone: jq '.[\"%.*s\"]'", STR_FMT(column->cells.name));
            return false;
        }
        if (first == '[' && !column->cells.is_dropped) {
            fail(json, REPORT_E0514, json->at, json->at + 1, "a list within the list of `%.*s`: a cell is one value", STR_FMT(column->cells.name));
            return false;
        }
        if (column->cells.is_dropped ? !skip_value(json, 1) : !cell_value(json, column))
            return false;
        json->row++;
        if (ends(json, ']'))
            return true;
        if (!take(json, ',', "`,` or `]`"))
            return false;
    }
}

static bool lists(Json *json)
{
    json->at++;
    size_t n_rows = 0;
    for (;;) {
        Str name;
        if (next(json) != '"')
            return expected(json, "a name in quotes");
        const char *start = json->at;
        if (!string(json, &name))
            return false;
        const char *end = json->at;
        if (!take(json, ':', "`:`"))
            return false;
        if (!name.n) {
            fail(json, REPORT_E0506, start, end, "a list has no name");
            return false;
        }
        JsonColumn *first = json->columns.n ? json->columns.at[0] : NULL;
        if (map_get(&json->names, name)) {
            fail(json, REPORT_E0507, start, end, "`%.*s` stands in this record twice", STR_FMT(name));
            return false;
        }
        JsonColumn *column = column_of(json, name, span_of(json, start, end));
        if (!list_column(json, column))
            return false;
        if (first && json->row != n_rows) {
            Diagnostic *error = fail(json, REPORT_E0509, start, end, "the list of `%.*s` has %zu value%s, that of `%.*s` has %zu", STR_FMT(name), json->row,
                                     json->row == 1 ? "" : "s", STR_FMT(first->cells.name), n_rows);
            report_label(json->report, error, first->cells.span, "the first one");
            return false;
        }
        n_rows = json->row;
        if (ends(json, '}'))
            return true;
        if (!take(json, ',', "`,` or `}`"))
            return false;
    }
}

/* Whether the record at json->at begins with a list. */
static bool begins_with_list(const Json *json)
{
    Report unheard = {.arena = json->arena};
    Json ahead = *json;
    Str name;
    ahead.report = &unheard;
    ahead.at++;
    return next(&ahead) == '"' && string(&ahead, &name) && take(&ahead, ':', "`:`") && next(&ahead) == '[';
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

typedef struct JsonPlaces {
    RowPlaces base;
    const Source *source;
    const uint32_t *starts;
    size_t n;
} JsonPlaces;

static Span find_row(const RowPlaces *base, size_t row_number)
{
    const JsonPlaces *places = (const JsonPlaces *)base;
    if (row_number >= places->n)
        return SPAN_NONE;
    uint32_t start = places->starts[row_number], end = start;
    while (end < places->source->text.n && places->source->text.at[end] != '\n' && places->source->text.at[end] != '\r')
        end++;
    return (Span){places->source->id, start, end};
}

static bool read_all(Json *json)
{
    char first = next(json);
    if (!first && json->at == json->end) {
        fail(json, REPORT_E0502, json->at, json->at, "the file is empty");
        return false;
    }
    if (first == '[' ? !rows_of_list(json) : first == '{' && begins_with_list(json) ? !lists(json) : !row(json))
        return false;
    while (first == '{' && json->row_starts.n && next(json) && json->at < json->end)
        if (!row(json))
            return false;
    skip_blanks(json);
    if (json->at < json->end)
        return expected(json, "the end of the file");
    if (json->row == 0) {
        fail(json, REPORT_E0502, json->end, json->end, "the file has no rows");
        return false;
    }
    return true;
}

bool json_read(Table *table, Arena *arena, Report *report, const Source *source, const ReadOptions *options)
{
    Json json = {.arena = arena, .report = report, .source = source, .options = options, .at = source->text.at, .end = source->text.at + source->text.n, .names = {.arena = arena}};
    size_t bad = utf8_check(source->text);
    if (bad < source->text.n) {
        report_hint(report, fail(&json, REPORT_E0503, json.at + bad, json.at + bad + 1, "byte 0x%02X is not UTF-8", (unsigned char)json.at[bad]),
                    "JSON is UTF-8; if this is something else, say so in the data statement: encoding: \"latin-1\"");
        return false;
    }
    if (str_starts(source->text, STR("\xEF\xBB\xBF")))
        json.at += 3;
    if (!read_all(&json) || json.has_failed)
        return false;
    *table = (Table){.columns = ARENA_ARRAY(arena, json.columns.n, Column), .n_rows = json.row};
    Column *unread = ARENA_ARRAY(arena, json.columns.n, Column);
    table->unread = unread;
    for (size_t i = 0; i < json.columns.n; i++) {
        CellColumn *cells = &json.columns.at[i]->cells;
        if (cells->is_dropped)
            unread[table->n_unread++] = (Column){.name = cells->name, .span = cells->span};
        else
            table->columns[table->n_columns++] = cell_column_finish(cells, json.row);
    }
    if (json.row_starts.n) {
        JsonPlaces *places = ARENA_NEW(arena, JsonPlaces);
        *places = (JsonPlaces){{find_row}, source, json.row_starts.at, json.row_starts.n};
        table->places = &places->base;
    }
    return true;
}
