/* read: delimited text to a table of typed columns; see read.h. One pass finds the cells and parses them; a column that
 * was taken for the wrong type reads its cells again from the first row, which mostly is the row before. */
#include "read.h"

#include "column_build.h"
#include "csv.h"
#include "num.h"

#include <string.h>

typedef struct Reader {
    Csv csv;
    const ReadOptions *options;
    bool missing_starts[256]; /* first bytes of options->missing */
    Span head;                /* the header's line */
    ColumnBuild *columns;
    size_t n_columns;
    uint32_t *row_starts;
    size_t n_rows, most_rows;
} Reader;

/* --- the header --------------------------------------------------------------------------------------------------- */

typedef VEC(CsvCell) CellList;

static CellList read_header(Reader *r)
{
    CellList names = {0};
    const char *start = r->csv.at;
    do
        VEC_PUSH(r->csv.arena, &names, csv_cell(&r->csv));
    while (!r->csv.has_failed && csv_next_cell(&r->csv));
    r->head = csv_span(&r->csv, start, names.at[names.n - 1].end);
    if (names.n > 1 && !names.at[names.n - 1].text.at)
        names.n--;
    return names;
}

static bool check_names(Reader *r, const CellList *names)
{
    Csv *csv = &r->csv;
    Map seen = {.arena = csv->arena};
    double number;
    size_t n_numbers = 0;
    for (size_t i = 0; i < names->n; i++)
        n_numbers += names->at[i].text.at && num_parse(names->at[i].text, &number);
    if (n_numbers == names->n) {
        Diagnostic *error = csv_fail(csv, REPORT_E0508, r->head, "the first line holds numbers, not column names");
        report_hint(csv->report, error, "put a line with the columns' names above it");
        return false;
    }
    for (size_t i = 0; i < names->n; i++) {
        Span span = csv_span(csv, names->at[i].start, names->at[i].end);
        if (!names->at[i].text.at) {
            if (i > 0) {
                Diagnostic *error = csv_fail(csv, REPORT_E0506, span, "column %zu has no name", i + 1);
                report_hint(csv->report, error, "give it one in the header");
            }
            continue;
        }
        MapEntry *entry = map_put(&seen, names->at[i].text);
        if (entry->value) {
            const CsvCell *first = entry->value;
            Diagnostic *error =
                csv_fail(csv, REPORT_E0507, span, "two columns are named `%.*s`", STR_FMT(names->at[i].text));
            report_label(csv->report, error, csv_span(csv, first->start, first->end), "the first one");
            report_hint(csv->report, error, "rename one of them in the header");
        }
        entry->value = &names->at[i];
    }
    return !csv->has_failed;
}

static bool is_wanted(const ReadOptions *options, Str name)
{
    for (size_t i = 0; i < options->n_wanted; i++)
        if (str_eq(options->wanted[i], name))
            return true;
    return !options->wanted;
}

static void start_columns(Reader *r, const CellList *names)
{
    r->n_columns = names->n;
    r->columns = ARENA_ARRAY(r->csv.arena, names->n, ColumnBuild);
    /* a row of n cells takes n bytes at least, with its line end (2 when n is 1: blank lines are no rows) */
    size_t least_bytes = names->n > 1 ? names->n : 2, most = (size_t)(r->csv.end - r->csv.at) / least_bytes + 1;
    r->most_rows = most < r->most_rows ? most : r->most_rows;
    r->row_starts = ARENA_ARRAY(r->csv.arena, r->most_rows, uint32_t);
    for (size_t i = 0; i < names->n; i++) {
        Span span = csv_span(&r->csv, names->at[i].start, names->at[i].end);
        column_build_start(&r->columns[i], r->csv.arena, names->at[i].text, span, r->most_rows);
        r->columns[i].is_dropped = !names->at[i].text.at || !is_wanted(r->options, names->at[i].text);
    }
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static bool is_listed_missing(const Reader *r, Str cell)
{
    for (size_t i = 0; i < r->options->n_missing; i++)
        if (str_eq(cell, r->options->missing[i]))
            return true;
    return false;
}

static Str cell_text(Reader *r)
{
    Str text = csv_cell(&r->csv).text;
    return text.at && r->missing_starts[(unsigned char)text.at[0]] && is_listed_missing(r, text) ? STR_NONE : text;
}

/* Gives a column the rows before `n_rows` again. They were read before, so nothing can fail. */
static void read_again(Reader *r, size_t column, size_t n_rows)
{
    Csv *csv = &r->csv;
    const char *after = csv->at;
    for (size_t row = 0; row < n_rows; row++) {
        csv->at = csv->source->text.at + r->row_starts[row];
        size_t i = 0;
        while (i < column) {
            csv_cell(csv);
            i++;
            if (!csv_next_cell(csv))
                break;
        }
        if (!column_build_cell(&r->columns[column], row, cell_text(r)))
            row = (size_t)-1; /* with the next type, from the first row on */
    }
    csv->at = after;
}

/* A number that ends where its cell ends is parsed as it is found; all else takes the general way. */
static void read_known_cell(Reader *r, size_t i)
{
    Csv *csv = &r->csv;
    ColumnBuild *column = &r->columns[i];
    if (column->is_dropped) {
        csv_cell(csv);
        return;
    }
    if (column->type == TYPE_NUMBER && csv->at < csv->end && !r->missing_starts[(unsigned char)*csv->at]) {
        double number;
        const char *end = num_scan(csv->at, csv->end, &number);
        if (end && (end == csv->end || csv->stops[(unsigned char)*end])) {
            column_build_number(column, r->n_rows, number);
            csv->at = end;
            return;
        }
    }
    const char *start = csv->at;
    if (!column_build_cell(column, r->n_rows, cell_text(r))) {
        read_again(r, i, r->n_rows);
        csv->at = start;
        read_known_cell(r, i);
    }
}

static void fail_ragged(Reader *r, const char *start, size_t n_cells)
{
    Csv *csv = &r->csv;
    const char *end = start;
    while (end < csv->end && *end != '\n' && *end != '\r')
        end++;
    Diagnostic *error =
        csv_fail(csv, REPORT_E0509, csv_span(csv, start, end), "row %zu has %zu cell%s, the header has %zu",
                 r->n_rows + 1, n_cells, n_cells == 1 ? "" : "s", r->n_columns);
    report_label(csv->report, error, r->head, "the header");
    if (r->n_rows == 0 && n_cells == r->n_columns + 1)
        report_hint(csv->report, error, "quote a cell that holds the delimiter, or name every column in the header");
    else if (n_cells > r->n_columns)
        report_hint(csv->report, error, "quote a cell that holds the delimiter");
}

/* One row; false after a report. */
static bool read_row(Reader *r)
{
    Csv *csv = &r->csv;
    const char *start = csv->at;
    size_t n_cells = 0;
    bool is_last_empty = false;
    do {
        if (n_cells < r->n_columns)
            read_known_cell(r, n_cells);
        else
            is_last_empty = !csv_cell(csv).text.at;
        n_cells++;
    } while (csv_next_cell(csv) && !csv->has_failed);
    if (csv->has_failed)
        return false;
    if (n_cells != r->n_columns && !(n_cells == r->n_columns + 1 && is_last_empty)) {
        fail_ragged(r, start, n_cells);
        return false;
    }
    r->row_starts[r->n_rows++] = (uint32_t)(start - csv->source->text.at);
    return true;
}

static void finish_table(Reader *r, Table *table)
{
    Csv *csv = &r->csv;
    *table = (Table){.columns = ARENA_ARRAY(csv->arena, r->n_columns, Column),
                     .n_rows = r->n_rows,
                     .source = csv->source->id,
                     .row_starts = r->row_starts};
    for (size_t i = 0; i < r->n_columns; i++) {
        if (r->columns[i].is_dropped)
            continue;
        while (!column_build_end(&r->columns[i]))
            read_again(r, i, r->n_rows);
        table->columns[table->n_columns++] = column_build_finish(&r->columns[i], csv->report, csv->source, r->n_rows);
    }
}

bool read_delimited(Table *table, Arena *arena, Report *report, const Source *source, const ReadOptions *options)
{
    Reader reader = {.options = options}, *r = &reader;
    char delimiter = options->delimiter.n ? options->delimiter.at[0] : 0;
    if (!csv_open(&r->csv, arena, report, source, delimiter, options->comment, options->span, &r->most_rows))
        return false;
    for (size_t i = 0; i < options->n_missing; i++)
        if (options->missing[i].n)
            r->missing_starts[(unsigned char)options->missing[i].at[0]] = true;
    CellList names = read_header(r);
    if (r->csv.has_failed || !check_names(r, &names))
        return false;
    start_columns(r, &names);
    while (csv_next_line(&r->csv))
        if (!read_row(r))
            return false;
    if (r->n_rows == 0) {
        csv_fail(&r->csv, REPORT_E0502, r->head, "the file has a header and no rows");
        return false;
    }
    finish_table(r, table);
    return true;
}

/* --- the rows of a spec ------------------------------------------------------------------------------------------- */

Table read_cells(Arena *arena, Report *report, const Str *names, const Span *name_spans, size_t n_columns,
                 const Str *cells, size_t n_rows)
{
    Table table = {.columns = ARENA_ARRAY(arena, n_columns, Column), .n_columns = n_columns, .n_rows = n_rows};
    for (size_t i = 0; i < n_columns; i++) {
        ColumnBuild build;
        column_build_start(&build, arena, names[i], name_spans[i], n_rows);
        do
            for (size_t row = 0; row < n_rows; row++)
                if (!column_build_cell(&build, row, cells[row * n_columns + i]))
                    row = (size_t)-1;
        while (!column_build_end(&build));
        table.columns[i] = column_build_finish(&build, report, NULL, n_rows);
    }
    return table;
}
