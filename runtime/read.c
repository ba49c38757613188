/* read: delimited text to a table of typed columns; see read.h. One pass finds the cells and parses them; a column that
 * was taken for the wrong type reads its cells again from the first row, which mostly is the row before. */
#include "read_parts.h"

#include "num.h"

#include <math.h>
#include <string.h>

typedef VEC(CsvCell) CellList;

typedef struct Reader {
    Rows rows;
    Span head; /* the header's line */
    CellList names;
    const char *first_row;
    size_t most_lines;
    bool is_sure;       /* no cell of the first rows speaks against a column's type */
    size_t *row_starts; /* of rows read so far, to read a column again */
} Reader;

/* --- the header --------------------------------------------------------------------------------------------------- */

static CellList read_header(Reader *r)
{
    CellList names = {0};
    const char *start = r->rows.csv.at;
    do
        VEC_PUSH(r->rows.csv.arena, &names, csv_cell(&r->rows.csv));
    while (!r->rows.csv.has_failed && csv_next_cell(&r->rows.csv));
    r->head = csv_span(&r->rows.csv, start, names.at[names.n - 1].end);
    if (names.n > 1 && !names.at[names.n - 1].text.at)
        names.n--;
    return names;
}

static bool check_names(Reader *r, const CellList *names)
{
    Csv *csv = &r->rows.csv;
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
            Diagnostic *error = csv_fail(csv, REPORT_E0507, span, "two columns are named `%.*s`", STR_FMT(names->at[i].text));
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

Span read_find_use(const ReadOptions *options, Str column, const char **label)
{
    *label = "used here";
    for (size_t i = 0; i < options->n_wanted && options->wanted_spans; i++)
        if (str_eq(options->wanted[i], column) && options->wanted_spans[i].source)
            return options->wanted_spans[i];
    *label = "read here";
    return options->span;
}

void read_label_use(Report *report, Diagnostic *diagnostic, const ReadOptions *options, Str column)
{
    const char *label;
    Span use = read_find_use(options, column, &label);
    if (use.source)
        report_label(report, diagnostic, use, "%s", label);
}

static const ColumnType *declared_type(const ReadOptions *options, Str name)
{
    for (size_t i = 0; i < options->n_types; i++)
        if (str_eq(options->types[i].column, name))
            return &options->types[i];
    return NULL;
}

static void start_columns(Reader *r, const CellList *names, size_t most_rows)
{
    Arena *arena = r->rows.csv.arena;
    r->rows.n_columns = names->n;
    r->rows.n_rows = 0;
    r->rows.columns = ARENA_ARRAY(arena, names->n, ColumnBuild);
    for (size_t i = 0; i < names->n; i++) {
        Span span = csv_span(&r->rows.csv, names->at[i].start, names->at[i].end);
        column_build_start(&r->rows.columns[i], arena, names->at[i].text, span, most_rows);
        column_build_declare(&r->rows.columns[i], declared_type(r->rows.options, names->at[i].text), r->rows.options->style);
        r->rows.columns[i].use = read_find_use(r->rows.options, names->at[i].text, &r->rows.columns[i].use_label);
        r->rows.columns[i].is_dropped = !names->at[i].text.at || !is_wanted(r->rows.options, names->at[i].text);
    }
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static bool is_listed_missing(const ReadOptions *options, Str cell)
{
    for (size_t i = 0; i < options->n_missing; i++)
        if (str_eq(cell, options->missing[i]))
            return true;
    return false;
}

Str rows_cell(Rows *rows)
{
    Str text = csv_cell(&rows->csv).text;
    return text.at && rows->missing_starts[(unsigned char)text.at[0]] && is_listed_missing(rows->options, text) ? STR_NONE : text;
}

/* Gives a column the rows before `n_rows` again. They were read before, so nothing can fail. */
static void read_again(Reader *r, size_t column, size_t n_rows)
{
    Csv *csv = &r->rows.csv;
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
        if (!column_build_cell(&r->rows.columns[column], row, rows_cell(&r->rows)))
            row = (size_t)-1; /* with the next type, from the first row on */
    }
    csv->at = after;
}

/* A number that ends where its cell ends is parsed as it is found; all else takes the general way. */
static void read_known_cell(Reader *r, size_t i)
{
    Csv *csv = &r->rows.csv;
    ColumnBuild *column = &r->rows.columns[i];
    if (column->is_dropped) {
        csv_cell(csv);
        return;
    }
    if (column->type == TYPE_NUMBER && !column->style && csv->at < csv->end && !r->rows.missing_starts[(unsigned char)*csv->at]) {
        double number;
        const char *end = num_scan(csv->at, csv->end, &number);
        static const double SURE = 1e15; /* digits are not lost up to there */
        if (end && (end == csv->end || csv->stops[(unsigned char)*end]) && fabs(number) < SURE) {
            column_build_number(column, r->rows.n_rows, number);
            csv->at = end;
            return;
        }
    }
    const char *start = csv->at;
    if (!column_build_cell(column, r->rows.n_rows, rows_cell(&r->rows))) {
        read_again(r, i, r->rows.n_rows);
        csv->at = start;
        read_known_cell(r, i);
    }
}

static void fail_ragged(Reader *r, const char *start, size_t n_cells)
{
    Csv *csv = &r->rows.csv;
    const char *end = start;
    while (end < csv->end && *end != '\n' && *end != '\r')
        end++;
    Diagnostic *error = csv_fail(csv, REPORT_E0509, csv_span(csv, start, end), "row %zu has %zu cell%s, the header has %zu", r->rows.n_rows + 1,
                                 n_cells, n_cells == 1 ? "" : "s", r->rows.n_columns);
    report_label(csv->report, error, r->head, "the header");
    if (r->rows.n_rows == 0 && n_cells == r->rows.n_columns + 1)
        report_hint(csv->report, error, "quote a cell that holds the delimiter, or name every column in the header");
    else if (n_cells > r->rows.n_columns)
        report_hint(csv->report, error, "quote a cell that holds the delimiter");
}

/* One row; false after a report. */
static bool read_row(Reader *r)
{
    Csv *csv = &r->rows.csv;
    const char *start = csv->at;
    size_t n_cells = 0;
    bool is_last_empty = false;
    do {
        if (n_cells < r->rows.n_columns)
            read_known_cell(r, n_cells);
        else
            is_last_empty = !csv_cell(csv).text.at;
        n_cells++;
    } while (csv_next_cell(csv) && !csv->has_failed);
    if (csv->has_failed)
        return false;
    if (n_cells != r->rows.n_columns && !(n_cells == r->rows.n_columns + 1 && is_last_empty)) {
        fail_ragged(r, start, n_cells);
        return false;
    }
    r->row_starts[r->rows.n_rows++] = (size_t)(start - csv->source->text.at);
    return true;
}

/* Reads up to `most` rows, one after the other; false after a report. */
static bool read_rows(Reader *r, const CellList *names, size_t most)
{
    start_columns(r, names, most);
    r->row_starts = ARENA_ARRAY(r->rows.csv.arena, most, size_t);
    while (r->rows.n_rows < most && csv_next_line(&r->rows.csv))
        if (!read_row(r))
            return false;
    return true;
}

/* The first rows of a large text tell what columns are taken for. False when it is not large, or after a report. */
static bool guess_types(Reader *r, const CellList *names)
{
    enum { ENOUGH_PARTS = 2 };
    const char *start = r->rows.csv.at;
    if (r->rows.csv.survey.n_parts < ENOUGH_PARTS || !read_rows(r, names, FIRST_ROWS))
        return false;
    const ColumnBuild *guesses = r->rows.columns;
    r->rows.csv.at = start;
    arena_expect(r->rows.csv.arena, (size_t)(r->rows.csv.end - start));
    start_columns(r, names, r->rows.csv.survey.whole.n_lines + 1);
    for (size_t i = 0; i < names->n; i++) {
        r->rows.columns[i].type = guesses[i].type;
        r->rows.columns[i].words = guesses[i].words;
        r->is_sure &= guesses[i].is_dropped || guesses[i].type == TYPE_TEXT || (guesses[i].n_good && !guesses[i].n_odd);
    }
    return true;
}

static bool read_small(Reader *r, const CellList *names, size_t most_lines)
{
    /* a row of n cells takes n bytes at least, with its line end (2 when n is 1: blank lines are no rows) */
    size_t least_bytes = names->n > 1 ? names->n : 2, most = (size_t)(r->rows.csv.end - r->rows.csv.at) / least_bytes + 1;
    if (!read_rows(r, names, most < most_lines ? most : most_lines))
        return false;
    for (size_t i = 0; i < names->n; i++)
        while (!r->rows.columns[i].is_dropped && !column_build_end(&r->rows.columns[i]))
            read_again(r, i, r->rows.n_rows);
    return true;
}

typedef struct CsvPlaces {
    RowPlaces base;
    Csv csv; /* at the first row */
} CsvPlaces;

static Span find_row(const RowPlaces *base, size_t row)
{
    Csv csv = ((const CsvPlaces *)base)->csv;
    for (size_t i = 0; csv_next_line(&csv) && i < row; i++)
        do
            csv_cell(&csv);
        while (csv_next_cell(&csv));
    const char *end = csv.at;
    while (end < csv.end && *end != '\n' && *end != '\r')
        end++;
    return csv_span(&csv, csv.at, end);
}

static void finish_table(Reader *r, Table *table)
{
    Csv *csv = &r->rows.csv;
    CsvPlaces *places = ARENA_NEW(csv->arena, CsvPlaces);
    *places = (CsvPlaces){{find_row}, *csv};
    places->csv.at = r->first_row;
    *table = (Table){.columns = ARENA_ARRAY(csv->arena, r->rows.n_columns, Column), .n_rows = r->rows.n_rows, .places = &places->base};
    Column *unread = ARENA_ARRAY(csv->arena, r->rows.n_columns, Column);
    table->unread = unread;
    for (size_t i = 0; i < r->rows.n_columns; i++)
        if (r->rows.columns[i].is_dropped && r->rows.columns[i].name.at) {
            unread[table->n_unread++] = (Column){.name = r->rows.columns[i].name, .span = r->rows.columns[i].span};
        } else if (!r->rows.columns[i].is_dropped) {
            table->columns[table->n_columns++] = column_build_finish(&r->rows.columns[i], csv->report, csv->source, r->rows.n_rows);
            csv->has_failed |= column_build_has_failed(&r->rows.columns[i]);
        }
}

/* All rows, in parts where the types of a large text's columns are guessed. */
static bool read_all(Reader *r, bool is_guessed, Table *table)
{
    Csv *csv = &r->rows.csv;
    if (!is_guessed || !read_parts(&r->rows)) {
        csv->at = r->first_row;
        if (!read_small(r, &r->names, r->most_lines))
            return false;
    }
    if (r->rows.n_rows == 0) {
        csv_fail(csv, REPORT_E0502, r->head, "the file has a header and no rows");
        return false;
    }
    finish_table(r, table);
    return !csv->has_failed;
}

typedef struct CsvDeferred {
    Deferred base;
    Reader reader; /* at the first row, the columns taken for what the first rows are */
} CsvDeferred;

static bool read_left(Deferred *deferred, Table *table)
{
    return read_all(&((CsvDeferred *)deferred)->reader, true, table);
}

static size_t most_batches(const Deferred *deferred)
{
    return ((const CsvDeferred *)deferred)->reader.rows.csv.survey.n_parts;
}

static bool batches(Deferred *deferred, BatchTake *take, void *user)
{
    Rows rows = ((CsvDeferred *)deferred)->reader.rows;
    return read_batches(&rows, take, user);
}

static const DeferredHooks HOOKS = {read_left, most_batches, batches, NULL};

static void defer(Reader *r, Table *table)
{
    CsvDeferred *deferred = ARENA_NEW(r->rows.csv.arena, CsvDeferred);
    ReadOptions *options = arena_copy(r->rows.csv.arena, r->rows.options, sizeof *options);
    r->rows.options = options;
    finish_table(r, table);
    table->deferred = &deferred->base;
    *deferred = (CsvDeferred){{.hooks = &HOOKS, .promised = *table, .report = r->rows.csv.report}, *r};
}

bool read_delimited(Table *table, Arena *arena, Report *report, const Source *source, const ReadOptions *options)
{
    Reader reader = {.rows = {.options = options}, .is_sure = true}, *r = &reader;
    char delimiter = options->delimiter.n ? options->delimiter.at[0] : 0;
    if (!csv_open(&r->rows.csv, arena, report, source, delimiter, options->comment, options->span, &r->most_lines))
        return false;
    for (size_t i = 0; i < options->n_missing; i++)
        if (options->missing[i].n)
            r->rows.missing_starts[(unsigned char)options->missing[i].at[0]] = true;
    r->names = read_header(r);
    if (r->rows.csv.has_failed || !check_names(r, &r->names))
        return false;
    r->first_row = r->rows.csv.at;
    bool is_guessed = guess_types(r, &r->names);
    if (r->rows.csv.has_failed)
        return false;
    if (is_guessed && options->may_defer && r->is_sure) {
        defer(r, table);
        return true;
    }
    return read_all(r, is_guessed, table);
}

/* --- the rows of a spec ------------------------------------------------------------------------------------------- */

bool read_cells(Table *table, Arena *arena, Report *report, const Str *names, const Span *name_spans, size_t n_columns, const Str *cells,
                size_t n_rows, const ReadOptions *options)
{
    *table = (Table){.columns = ARENA_ARRAY(arena, n_columns, Column), .n_columns = n_columns, .n_rows = n_rows};
    bool is_good = true;
    for (size_t i = 0; i < n_columns; i++) {
        ColumnBuild build;
        column_build_start(&build, arena, names[i], name_spans[i], n_rows);
        column_build_declare(&build, declared_type(options, names[i]), options->style);
        do
            for (size_t row = 0; row < n_rows; row++) {
                Str cell = cells[row * n_columns + i];
                if (!column_build_cell(&build, row, is_listed_missing(options, cell) ? STR_NONE : cell))
                    row = (size_t)-1;
            }
        while (!column_build_end(&build));
        table->columns[i] = column_build_finish(&build, report, NULL, n_rows);
        is_good &= !column_build_has_failed(&build);
    }
    return is_good;
}
