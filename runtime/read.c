/* read: delimited text to cells, cells to typed columns; see read.h. Cells are slices of the source; only quoted cells with doubled quotes are
 * copied. */
#include "read.h"

#include "calendar.h"
#include "num.h"

#include <math.h>
#include <string.h>

enum { ODD_CELLS_FROM = 20, ODD_SHARE = 100 }; /* one odd cell in 100, of 20 or more, is a slip; more are text */

typedef struct Reader {
    Arena *arena;
    Report *report;
    const Source *source;
    Str text;
    size_t at;
    char delimiter;
    Str comment;
    bool has_failed;
} Reader;

typedef VEC(Str) StrList;
typedef VEC(Span) SpanList;

static Span span_of(const Reader *r, size_t start, size_t end)
{
    return (Span){r->source->id, (uint32_t)start, (uint32_t)end};
}

static Diagnostic *fail(Reader *r, ReportId id, Span span, Span used, Str message)
{
    r->has_failed = true;
    Diagnostic *error = report_add(r->report, id, span, "%.*s", STR_FMT(message));
    if (used.source)
        report_label(r->report, error, used, "read here");
    return error;
}

/* --- the text as a whole ------------------------------------------------------------------------------------------ */

static bool check_text(Reader *r, Span used)
{
    Str text = r->text;
    Arena *arena = r->arena;
    if (str_starts(text, STR("\xFF\xFE")) || str_starts(text, STR("\xFE\xFF"))) {
        Diagnostic *error = fail(r, REPORT_E0503, span_of(r, 0, 2), used, STR("the file is UTF-16"));
        report_hint(r->report, error, "convert it: iconv -f UTF-16 -t UTF-8");
        return false;
    }
    const char *nul = text.n ? memchr(text.at, 0, text.n) : NULL;
    if (nul) {
        size_t at = (size_t)(nul - text.at);
        fail(r, REPORT_E0504, span_of(r, at, at + 1), used, STR("a NUL byte: this is no text file"));
        return false;
    }
    size_t bad = utf8_check(text);
    if (bad < text.n) {
        Diagnostic *error = fail(r, REPORT_E0503, span_of(r, bad, bad + 1), used,
                                 str_printf(arena, "byte 0x%02X is not UTF-8", (unsigned char)text.at[bad]));
        report_hint(r->report, error, "convert the file, if it is Latin-1: iconv -f LATIN1 -t UTF-8");
        return false;
    }
    if (str_trim(text).n == 0) {
        fail(r, REPORT_E0502, span_of(r, 0, 0), used, STR("the file is empty"));
        return false;
    }
    return true;
}

static bool at_line_end(const Reader *r)
{
    return r->at >= r->text.n || r->text.at[r->at] == '\n' || r->text.at[r->at] == '\r';
}

static void skip_line_end(Reader *r)
{
    if (r->at < r->text.n && r->text.at[r->at] == '\r')
        r->at++;
    if (r->at < r->text.n && r->text.at[r->at] == '\n')
        r->at++;
}

/* Blank lines and comments. */
static void skip_empty_lines(Reader *r)
{
    while (r->at < r->text.n) {
        size_t start = r->at;
        while (r->at < r->text.n && (r->text.at[r->at] == ' ' || (r->text.at[r->at] == '\t' && r->delimiter != '\t')))
            r->at++;
        bool is_comment = r->comment.n && str_starts((Str){r->text.at + r->at, r->text.n - r->at}, r->comment);
        if (is_comment)
            while (!at_line_end(r))
                r->at++;
        if (!at_line_end(r)) {
            r->at = start;
            return;
        }
        skip_line_end(r);
    }
}

/* The delimiter that the head line has most of, outside quotes. */
static char find_delimiter(const Reader *r, Str path)
{
    if (str_ends(path, STR(".tsv")) || str_ends(path, STR(".tab")))
        return '\t';
    static const char CANDIDATES[] = {',', ';', '\t', '|'};
    size_t counts[4] = {0}, best = 0;
    bool in_quotes = false;
    for (size_t i = r->at; i < r->text.n && (in_quotes || (r->text.at[i] != '\n' && r->text.at[i] != '\r')); i++) {
        in_quotes ^= r->text.at[i] == '"';
        for (size_t k = 0; k < 4 && !in_quotes; k++)
            counts[k] += r->text.at[i] == CANDIDATES[k];
    }
    for (size_t k = 1; k < 4; k++)
        if (counts[k] > counts[best])
            best = k;
    return CANDIDATES[best];
}

/* --- cells -------------------------------------------------------------------------------------------------------- */

static Str read_quoted(Reader *r, Span used)
{
    size_t start = r->at++;
    Buf out = {.arena = r->arena};
    size_t piece = r->at;
    bool has_copy = false;
    for (;; r->at++) {
        if (r->at >= r->text.n) {
            Diagnostic *error = fail(r, REPORT_E0505, span_of(r, start, start + 1), used,
                                     STR("a quote is opened here and never closed"));
            report_hint(r->report, error, "close it, or double a quote that belongs to the text");
            return STR("");
        }
        if (r->text.at[r->at] != '"')
            continue;
        if (r->at + 1 < r->text.n && r->text.at[r->at + 1] == '"') {
            buf_add(&out, (Str){r->text.at + piece, r->at + 1 - piece});
            has_copy = true;
            piece = ++r->at + 1;
            continue;
        }
        break;
    }
    Str cell = {r->text.at + piece, r->at - piece};
    if (has_copy) {
        buf_add(&out, cell);
        cell = (Str){buf_c(&out), out.n};
    }
    r->at++;
    while (r->at < r->text.n && r->text.at[r->at] == ' ')
        r->at++;
    if (!at_line_end(r) && r->text.at[r->at] != r->delimiter) {
        Diagnostic *error = fail(r, REPORT_E0505, span_of(r, r->at, r->at + 1), used,
                                 str_printf(r->arena, "text behind a closing quote: expected `%s` or the end of the line",
                                            r->delimiter == '\t' ? "tab" : (char[]){r->delimiter, 0}));
        report_hint(r->report, error, "double a quote that belongs to the text");
    }
    return cell.at ? cell : STR("");
}

/* One cell; the delimiter behind it is left. Plain cells lose the blanks around them; an empty one is missing (at == NULL). */
static Str read_cell(Reader *r, Span *span, Span used)
{
    while (r->at < r->text.n && r->text.at[r->at] == ' ')
        r->at++;
    size_t start = r->at;
    if (r->at < r->text.n && r->text.at[r->at] == '"') {
        Str cell = read_quoted(r, used);
        *span = span_of(r, start, r->at);
        return cell;
    }
    const char *p = r->text.at + start, *end = r->text.at + r->text.n;
    while (p < end && *p != r->delimiter && *p != '\n' && *p != '\r')
        p++;
    r->at = (size_t)(p - r->text.at);
    size_t stop = r->at;
    while (stop > start && r->text.at[stop - 1] == ' ')
        stop--;
    *span = span_of(r, start, stop);
    return stop > start ? (Str){r->text.at + start, stop - start} : STR_NONE;
}

/* The cells of one line, its end skipped. */
static void read_line(Reader *r, StrList *cells, SpanList *spans, Span used)
{
    for (;;) {
        Span span;
        Str cell = read_cell(r, &span, used);
        VEC_PUSH(r->arena, cells, cell);
        if (spans)
            VEC_PUSH(r->arena, spans, span);
        if (r->has_failed || r->at >= r->text.n || r->text.at[r->at] != r->delimiter)
            break;
        r->at++;
    }
    skip_line_end(r);
}

/* --- types -------------------------------------------------------------------------------------------------------- */

/* Whether a cell is of a type, and its value. */
static bool cell_is(ValueType type, Str cell, double *value)
{
    if (type == TYPE_NUMBER)
        return num_parse(cell, value);
    if (type == TYPE_TIME)
        return calendar_parse(cell, value);
    *value = str_is(cell, "true") || str_is(cell, "TRUE") || str_is(cell, "True");
    return *value != 0 || str_is(cell, "false") || str_is(cell, "FALSE") || str_is(cell, "False");
}

typedef struct Cells {
    const Str *at; /* row-major */
    size_t n_columns, n_rows;
    const uint32_t *row_starts;
} Cells;

/* Warns of the one cell that made a column of numbers text. */
static void warn_odd_cell(Report *report, const Source *source, Str name, size_t odd_row, Str odd, ValueType type)
{
    Span span = SPAN_NONE;
    if (source && odd.at >= source->text.at && odd.at < source->text.at + source->text.n)
        span = (Span){source->id, (uint32_t)(odd.at - source->text.at), (uint32_t)(odd.at - source->text.at + (ptrdiff_t)odd.n)};
    Diagnostic *warning = report_add(report, REPORT_W0510, span, "column `%.*s` is text because of `%.*s` in row %zu: all other cells are %ss",
                                     STR_FMT(name), STR_FMT(odd), odd_row + 1, type_name(type));
    report_hint(report, warning, "correct the cell, or list it: data { missing: [\"%.*s\"] }", STR_FMT(odd));
}

/* The type that all cells have which are not missing, and the values; text when there is none. */
static Column type_column(Arena *arena, Report *report, const Source *source, const Cells *cells, Str name, size_t column)
{
    static const ValueType TRIED[] = {TYPE_NUMBER, TYPE_TIME, TYPE_BOOL};
    double *numbers = ARENA_ARRAY(arena, cells->n_rows, double);
    for (size_t t = 0; t < 3; t++) {
        size_t n_good = 0, n_odd = 0, odd_row = 0;
        Str odd = STR_NONE;
        for (size_t row = 0; row < cells->n_rows; row++) {
            Str cell = cells->at[row * cells->n_columns + column];
            numbers[row] = NAN;
            if (!cell.at)
                continue;
            if (cell_is(TRIED[t], cell, &numbers[row])) {
                n_good++;
                continue;
            }
            odd = n_odd ? odd : cell;
            odd_row = n_odd ? odd_row : row;
            n_odd++;
            if (n_good == 0 || n_odd * ODD_SHARE > cells->n_rows + ODD_SHARE)
                break;
        }
        if (n_good && !n_odd)
            return (Column){.name = name, .type = TRIED[t], .n = cells->n_rows, .numbers = numbers};
        if (n_odd == 1 && n_good + 1 >= ODD_CELLS_FROM)
            warn_odd_cell(report, source, name, odd_row, odd, TRIED[t]);
    }
    Str *texts = ARENA_ARRAY(arena, cells->n_rows, Str);
    for (size_t row = 0; row < cells->n_rows; row++)
        texts[row] = cells->at[row * cells->n_columns + column];
    return column_from_texts(arena, name, texts, cells->n_rows);
}

static Table make_table(Arena *arena, Report *report, const Source *source, const Cells *cells, const Str *names, const Span *spans)
{
    Table table = {.n_columns = cells->n_columns, .n_rows = cells->n_rows};
    table.columns = ARENA_ARRAY(arena, cells->n_columns, Column);
    for (size_t i = 0; i < cells->n_columns; i++) {
        table.columns[i] = type_column(arena, report, source, cells, names[i], i);
        table.columns[i].span = spans ? spans[i] : SPAN_NONE;
    }
    table.source = source ? source->id : 0;
    table.row_starts = cells->row_starts;
    return table;
}

/* --- the doors ---------------------------------------------------------------------------------------------------- */

static bool check_names(Reader *r, const StrList *names, const SpanList *spans, Span used)
{
    Map seen = {.arena = r->arena};
    for (size_t i = 0; i < names->n; i++) {
        if (!names->at[i].at || names->at[i].n == 0) {
            fail(r, REPORT_E0506, spans->at[i], used, str_printf(r->arena, "column %zu has no name", i + 1));
            continue;
        }
        MapEntry *entry = map_put(&seen, names->at[i]);
        if (entry->value) {
            Diagnostic *error = fail(r, REPORT_E0507, spans->at[i], used,
                                     str_printf(r->arena, "two columns are named `%.*s`", STR_FMT(names->at[i])));
            report_label(r->report, error, *(const Span *)entry->value, "the first one");
        } else {
            entry->value = &spans->at[i];
        }
    }
    return !r->has_failed;
}

/* A head line of nothing but numbers is data without a header. */
static bool check_header(Reader *r, const StrList *names, Span line, Span used)
{
    double number;
    for (size_t i = 0; i < names->n; i++)
        if (!names->at[i].at || !num_parse(names->at[i], &number))
            return true;
    Diagnostic *error = fail(r, REPORT_E0508, line, used, STR("the first line holds numbers, not column names"));
    report_hint(r->report, error, "put a line with the columns' names above it");
    return false;
}

static bool is_listed_missing(const ReadOptions *options, Str cell)
{
    for (size_t i = 0; i < options->n_missing; i++)
        if (str_eq(cell, options->missing[i]))
            return true;
    return false;
}

bool read_delimited(Table *table, Arena *arena, Report *report, const Source *source, const ReadOptions *options)
{
    Reader reader = {.arena = arena, .report = report, .source = source, .text = source->text, .comment = options->comment}, *r = &reader;
    Span used = options->span;
    if (!check_text(r, used))
        return false;
    if (str_starts(r->text, STR("\xEF\xBB\xBF")))
        r->at = 3;
    skip_empty_lines(r);
    r->delimiter = options->delimiter.n ? options->delimiter.at[0] : find_delimiter(r, source->path);
    size_t head_start = r->at;
    StrList names = {0};
    SpanList spans = {0};
    read_line(r, &names, &spans, used);
    Span head = span_of(r, head_start, spans.at[spans.n - 1].end);
    /* a delimiter at the end of each line makes no column */
    bool drops_last = names.n > 1 && !names.at[names.n - 1].at;
    names.n -= drops_last;
    if (r->has_failed || !check_header(r, &names, head, used) || !check_names(r, &names, &spans, used))
        return false;
    StrList cells = {0};
    VEC(uint32_t) starts = {0};
    for (skip_empty_lines(r); r->at < r->text.n && !r->has_failed; skip_empty_lines(r)) {
        size_t start = r->at, n_before = cells.n;
        read_line(r, &cells, NULL, used);
        if (r->has_failed)
            return false;
        size_t n = cells.n - n_before;
        if (n == names.n + 1 && !cells.at[cells.n - 1].at)
            n = names.n, cells.n--;
        if (n != names.n) {
            size_t end = start;
            while (end < r->text.n && r->text.at[end] != '\n' && r->text.at[end] != '\r')
                end++;
            Diagnostic *error = fail(r, REPORT_E0509, span_of(r, start, end), used,
                                     str_printf(arena, "row %zu has %zu cell%s, the header has %zu", starts.n + 1, n,
                                                n == 1 ? "" : "s", names.n));
            report_label(report, error, head, "the header");
            return false;
        }
        for (size_t i = n_before; i < cells.n; i++)
            if (cells.at[i].at && is_listed_missing(options, cells.at[i]))
                cells.at[i] = STR_NONE;
        VEC_PUSH(arena, &starts, (uint32_t)start);
    }
    if (starts.n == 0) {
        fail(r, REPORT_E0502, head, used, STR("the file has a header and no rows"));
        return false;
    }
    Cells all = {cells.at, names.n, starts.n, starts.at};
    *table = make_table(arena, report, source, &all, names.at, spans.at);
    return true;
}

Table read_cells(Arena *arena, Report *report, const Str *names, const Span *name_spans, size_t n_columns, const Str *cells, size_t n_rows)
{
    Cells all = {cells, n_columns, n_rows, NULL};
    return make_table(arena, report, NULL, &all, names, name_spans);
}
