/* json: see json.h. Here are records and lists of values. */
#include "json_kit.h"

/* --- records ------------------------------------------------------------------------------------------------------ */

JsonColumn *json_column(Json *json, Str name, Span key)
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
    if (json_next(json) == '"') {
        start = json->at;
        if (!json_string(json, &cell.text))
            return false;
        cell.span = json_span(json, start, json->at);
    } else if (json_plain_number(json, &cell.number)) {
        if (cell_column_number(&column->cells, json->row, cell.number))
            return true;
        json->at = start;
        json_next(json);
        if (!json_scalar(json, &cell))
            return false;
    } else if (!json_scalar(json, &cell)) {
        return false;
    }
    json->has_failed |= !cell_column_add(&column->cells, json->report, json->row, cell);
    return !json->has_failed;
}

/* The record at json->at into the row; its names behind `prefix`. */
static bool record(Json *json, Str prefix, int depth)
{
    if (!json_deep(json, depth))
        return false;
    json->at++;
    if (json_ends(json, '}'))
        return true;
    for (;;) {
        Str name;
        const char *start;
        if (!json_name(json, &name, &start))
            return false;
        Span key = json_span(json, start, json->at);
        if (prefix.n)
            name = str_printf(json->arena, "%.*s.%.*s", STR_FMT(prefix), STR_FMT(name));
        if (!name.n) {
            json_fail(json, REPORT_E0506, start, json->at, "a value has no name");
            return false;
        }
        if (!json_take(json, ':', "`:`"))
            return false;
        if (json_next(json) == '{') {
            if (!record(json, name, depth + 1))
                return false;
        } else {
            JsonColumn *column = json_column(json, name, key);
            if (column->rows_seen == json->row + 1) {
                Diagnostic *error = json_fail(json, REPORT_E0507, start, start + (key.end - key.start), "`%.*s` stands in this record twice",
                                              STR_FMT(name));
                report_label(json->report, error, column->key, "the first one");
                return false;
            }
            column->rows_seen = json->row + 1;
            column->key = key;
            if (json_next(json) == '[' && !column->cells.is_dropped) {
                Diagnostic *error = json_fail(json, REPORT_E0514, json->at, json->at + 1, "a list in row %zu of column `%.*s`: a cell is one value",
                                              json->row + 1, STR_FMT(name));
                report_hint(json->report, error, "write a row for each of its values");
                return false;
            }
            if (column->cells.is_dropped ? !json_skip_value(json, depth + 1) : !cell_value(json, column))
                return false;
        }
        if (json_ends(json, '}'))
            return true;
        if (!json_take(json, ',', "`,` or `}`"))
            return false;
    }
}

bool json_row(Json *json)
{
    if (json_next(json) != '{') {
        Diagnostic *error;
        if (json->at < json->end && *json->at == '[') {
            error = json_fail(json, REPORT_E0514, json->at, json->at + 1, "a list, expected a record");
            report_hint(json->report, error, "write each row as a record: {\"step\": 1, \"loss\": 0.9}");
            return false;
        }
        return json_expected(json, "a record");
    }
    json->next_column = 0;
    if (!record(json, STR_NONE, 0))
        return false;
    json->row++;
    return true;
}

static bool rows_of_list(Json *json)
{
    json->at++;
    if (json_ends(json, ']'))
        return true;
    for (;;) {
        if (!json_row(json))
            return false;
        if (json_ends(json, ']'))
            return true;
        if (!json_take(json, ',', "`,` or `]`"))
            return false;
    }
}

/* --- a record of lists -------------------------------------------------------------------------------------------- */

static bool list_column(Json *json, JsonColumn *column)
{
    json->row = 0;
    if (json_next(json) != '[')
        return json_expected(json, "a list, as for the names before");
    json->at++;
    if (json_ends(json, ']'))
        return true;
    for (;;) {
        char first = json_next(json);
        if (first == '{') {
            Diagnostic *error = json_fail(json, REPORT_E0514, json->at, json->at + 1, "a record within the list of `%.*s`",
                                          STR_FMT(column->cells.name));
            report_hint(json->report, error, "if the rows stand here, take this list alone: jq '.[\"%.*s\"]'", STR_FMT(column->cells.name));
            return false;
        }
        if (first == '[' && !column->cells.is_dropped) {
            json_fail(json, REPORT_E0514, json->at, json->at + 1, "a list within the list of `%.*s`: a cell is one value",
                      STR_FMT(column->cells.name));
            return false;
        }
        if (column->cells.is_dropped ? !json_skip_value(json, 1) : !cell_value(json, column))
            return false;
        json->row++;
        if (json_ends(json, ']'))
            return true;
        if (!json_take(json, ',', "`,` or `]`"))
            return false;
    }
}

static bool lists(Json *json)
{
    json->at++;
    size_t n_rows = 0;
    for (;;) {
        Str name;
        const char *start;
        if (!json_name(json, &name, &start))
            return false;
        const char *end = json->at;
        if (!json_take(json, ':', "`:`"))
            return false;
        if (!name.n) {
            json_fail(json, REPORT_E0506, start, end, "a list has no name");
            return false;
        }
        JsonColumn *first = json->columns.n ? json->columns.at[0] : NULL;
        if (map_get(&json->names, name)) {
            json_fail(json, REPORT_E0507, start, end, "`%.*s` stands in this record twice", STR_FMT(name));
            return false;
        }
        JsonColumn *column = json_column(json, name, json_span(json, start, end));
        if (!list_column(json, column))
            return false;
        if (first && json->row != n_rows) {
            Diagnostic *error = json_fail(json, REPORT_E0509, start, end, "the list of `%.*s` has %zu value%s, that of `%.*s` has %zu", STR_FMT(name),
                                          json->row, json->row == 1 ? "" : "s", STR_FMT(first->cells.name), n_rows);
            report_label(json->report, error, first->cells.span, "the first one");
            return false;
        }
        n_rows = json->row;
        if (json_ends(json, '}'))
            return true;
        if (!json_take(json, ',', "`,` or `}`"))
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
    return json_next(&ahead) == '"' && json_string(&ahead, &name) && json_take(&ahead, ':', "`:`") && json_next(&ahead) == '[';
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

typedef struct JsonPlaces {
    RowPlaces base;
    Json json; /* at the first row */
} JsonPlaces;

static Span find_row(const RowPlaces *base, size_t row)
{
    Json json = ((const JsonPlaces *)base)->json;
    Report unheard = {.arena = json.arena};
    json.report = &unheard;
    for (size_t i = 0; json_next(&json) && i < row; i++) {
        if (!json_skip_value(&json, 0))
            return SPAN_NONE;
        json.at += json_next(&json) == ',';
    }
    const char *start = json.at;
    while (json.at < json.end && *json.at != '\n' && *json.at != '\r')
        json.at++;
    return start < json.at && *start == '{' ? json_span(&json, start, json.at) : SPAN_NONE;
}

const RowPlaces *json_places(const Json *json)
{
    JsonPlaces *places = ARENA_NEW(json->arena, JsonPlaces);
    *places = (JsonPlaces){{find_row}, *json};
    return &places->base;
}

/* The rows; *places is where they stand, each in a place of its own. */
static bool read_rows(Json *json, const RowPlaces **places)
{
    char first = json_next(json);
    if (!first && json->at == json->end) {
        json_fail(json, REPORT_E0502, json->at, json->at, "the file is empty");
        return false;
    }
    if (first == '{' && begins_with_list(json)) {
        if (!lists(json))
            return false;
    } else {
        Json start = *json;
        start.at += first == '[';
        *places = json_places(&start);
        if (first == '[' ? !rows_of_list(json) : !json_row(json))
            return false;
        while (first == '{' && json_next(json) && json->at < json->end)
            if (!json_row(json))
                return false;
    }
    json_next(json);
    if (json->at < json->end)
        return json_expected(json, "the end of the file");
    if (json->row == 0) {
        json_fail(json, REPORT_E0502, json->end, json->end, "the file has no rows");
        return false;
    }
    return true;
}

bool json_read_whole(Json *json, Table *table)
{
    size_t bad = utf8_check(json->source->text);
    if (bad < json->source->text.n) {
        const char *at = json->source->text.at + bad;
        report_hint(json->report, json_fail(json, REPORT_E0503, at, at + 1, "byte 0x%02X is not UTF-8", (unsigned char)*at),
                    "JSON is UTF-8; if this is something else, say so in the data statement: encoding: \"latin-1\"");
        return false;
    }
    const RowPlaces *places = NULL;
    if (!read_rows(json, &places) || json->has_failed)
        return false;
    *table = (Table){.columns = ARENA_ARRAY(json->arena, json->columns.n, Column), .n_rows = json->row, .places = places};
    Column *unread = ARENA_ARRAY(json->arena, json->columns.n, Column);
    table->unread = unread;
    for (size_t i = 0; i < json->columns.n; i++) {
        CellColumn *cells = &json->columns.at[i]->cells;
        if (cells->is_dropped)
            unread[table->n_unread++] = (Column){.name = cells->name, .span = cells->span};
        else
            table->columns[table->n_columns++] = cell_column_finish(cells, json->row);
    }
    return true;
}

bool json_read(Table *table, Arena *arena, Report *report, const Source *source, const ReadOptions *options)
{
    Json json = {.arena = arena,
                 .report = report,
                 .source = source,
                 .options = arena_copy(arena, options, sizeof *options),
                 .at = source->text.at,
                 .end = source->text.at + source->text.n,
                 .names = {.arena = arena}};
    json.at += str_starts(source->text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    return json_read_parts(&json, table) || json_read_whole(&json, table);
}
