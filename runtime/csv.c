/* csv: delimited text to cells; see csv.h. */
#include "csv.h"

#include <string.h>

Span csv_span(const Csv *csv, const char *start, const char *end)
{
    const char *text = csv->source->text.at;
    return (Span){csv->source->id, (size_t)(start - text), (size_t)(end - text)};
}

Diagnostic *csv_fail(Csv *csv, ReportId id, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str message = str_vprintf(csv->arena, format, args);
    va_end(args);
    csv->has_failed = true;
    Diagnostic *error = report_add(csv->report, id, span, "%.*s", STR_FMT(message));
    if (csv->used.source)
        report_label(csv->report, error, csv->used, "read here");
    return error;
}

/* --- the text as a whole ------------------------------------------------------------------------------------------ */

/* Files that people take for CSV, by their first bytes. */
static const struct {
    Str start;
    const char *what, *hint;
} FOREIGN[] = {
    {{"PK\x03\x04", 4}, "a ZIP archive or a workbook", "export the sheet as CSV"},
    {{"\xD0\xCF\x11\xE0", 4}, "an old Excel workbook", "export the sheet as CSV"},
    {{"BZh", 3}, "compressed by bzip2", "unpack it with bunzip2, or pack it with gzip or zstd"},
    {{"\xFD"
      "7zXZ",
      5},
     "compressed by xz",
     "unpack it with unxz, or pack it with gzip or zstd"},
    {{"PAR1", 4}, "a Parquet file", "export it as CSV"},
    {{"SQLite format 3", 15}, "an SQLite database", "export the table as CSV"},
    {{"%PDF-", 5}, "a PDF", "export the data as CSV"},
    {{"<!DOCTYPE", 9}, "a web page", "get the file itself"},
    {{"<!doctype", 9}, "a web page", "get the file itself"},
    {{"<html", 5}, "a web page", "get the file itself"},
    {{"version https://git-lfs", 23}, "a pointer of Git LFS", "get the file itself: git lfs pull"},
};

static bool check_utf16(Csv *csv, Str text)
{
    bool has_mark = str_starts(text, STR("\xFF\xFE")) || str_starts(text, STR("\xFE\xFF"));
    size_t n_nul = 0, n = text.n < 64 ? text.n : 64;
    for (size_t i = 0; i < n; i++)
        n_nul += text.at[i] == 0;
    /* ASCII in UTF-16 is every other byte zero */
    if (!has_mark && (n < 4 || n_nul < n * 2 / 5 || n_nul > n * 3 / 5))
        return false;
    Diagnostic *error = csv_fail(csv, REPORT_E0503, csv_span(csv, text.at, text.at + 2), "the file is UTF-16, expected UTF-8");
    report_hint(csv->report, error, "write encoding: \"utf-16\" in the data statement");
    return true;
}

static bool check_text(Csv *csv, Str text, const Survey *found)
{
    for (size_t i = 0; i < sizeof FOREIGN / sizeof *FOREIGN; i++)
        if (str_starts(text, FOREIGN[i].start)) {
            Diagnostic *error = csv_fail(csv, REPORT_E0504, csv_span(csv, text.at, text.at + FOREIGN[i].start.n), "the file is %s, expected text",
                                         FOREIGN[i].what);
            report_hint(csv->report, error, "%s", FOREIGN[i].hint);
            return false;
        }
    if ((found->whole.has_nul || found->whole.has_high) && check_utf16(csv, text))
        return false;
    if (found->whole.has_nul) {
        const char *nul = memchr(text.at, 0, text.n);
        csv_fail(csv, REPORT_E0504, csv_span(csv, nul, nul + 1), "a NUL byte: this is no text file");
        return false;
    }
    size_t bad = found->whole.has_high ? utf8_check(text) : text.n;
    if (bad < text.n) {
        unsigned char byte = (unsigned char)text.at[bad];
        const char *encoding = byte < 0xA0 ? "windows-1252" : "latin-1";
        Diagnostic *error = csv_fail(csv, REPORT_E0503, csv_span(csv, text.at + bad, text.at + bad + 1), "byte 0x%02X is not UTF-8", byte);
        report_hint(csv->report, error, "write encoding: \"%s\" in the data statement, if that is what the file is in", encoding);
        return false;
    }
    return true;
}

/* The delimiter that the line at csv->at has most of, outside quotes. */
static char find_delimiter(const Csv *csv)
{
    Str path = csv->source->path;
    static const Str PACKED[] = {{".gz", 3}, {".zst", 4}};
    for (size_t i = 0; i < sizeof PACKED / sizeof *PACKED; i++)
        if (str_ends(path, PACKED[i]))
            path.n -= PACKED[i].n;
    if (str_ends(path, STR(".tsv")) || str_ends(path, STR(".tab")))
        return '\t';
    static const char CANDIDATES[] = {',', ';', '\t', '|'};
    size_t counts[4] = {0}, best = 0;
    bool in_quotes = false;
    for (const char *p = csv->at; p < csv->end && (in_quotes || (*p != '\n' && *p != '\r')); p++) {
        in_quotes ^= *p == '"';
        for (size_t k = 0; k < 4 && !in_quotes; k++)
            counts[k] += *p == CANDIDATES[k];
    }
    for (size_t k = 1; k < 4; k++)
        if (counts[k] > counts[best])
            best = k;
    return CANDIDATES[best];
}

bool csv_open(Csv *csv, Arena *arena, Report *report, const Source *source, char delimiter, Str comment, Span used, size_t *n_rows)
{
    Str text = source->text;
    *csv = (Csv){.arena = arena, .report = report, .source = source, .at = text.at, .end = text.at + text.n, .comment = comment, .used = used};
    csv->survey = csv_survey(arena, text);
    *n_rows = csv->survey.whole.n_lines + 1;
    if (!check_text(csv, text, &csv->survey))
        return false;
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        csv->at += 3;
    csv->blanks[' '] = true;
    if (!csv_next_line(csv)) {
        csv_fail(csv, REPORT_E0502, csv_span(csv, csv->at, csv->at), "the file is empty");
        return false;
    }
    csv->delimiter = delimiter ? delimiter : find_delimiter(csv);
    csv->blanks['\t'] = csv->delimiter != '\t';
    csv->stops[(unsigned char)csv->delimiter] = csv->stops['\n'] = csv->stops['\r'] = true;
    return true;
}

/* --- lines and cells ---------------------------------------------------------------------------------------------- */

static bool at_line_end(const Csv *csv)
{
    return csv->at == csv->end || *csv->at == '\n' || *csv->at == '\r';
}

static void skip_blanks(Csv *csv)
{
    while (csv->at < csv->end && csv->blanks[(unsigned char)*csv->at])
        csv->at++;
}

static void skip_line_end(Csv *csv)
{
    if (csv->at < csv->end && *csv->at == '\r')
        csv->at++;
    if (csv->at < csv->end && *csv->at == '\n')
        csv->at++;
}

bool csv_next_line(Csv *csv)
{
    while (csv->at < csv->end) {
        const char *start = csv->at;
        skip_blanks(csv);
        if (csv->comment.n && str_starts((Str){csv->at, (size_t)(csv->end - csv->at)}, csv->comment))
            while (!at_line_end(csv))
                csv->at++;
        if (!at_line_end(csv)) {
            csv->at = start;
            return true;
        }
        skip_line_end(csv);
    }
    return false;
}

/* What stands between the quotes; csv->at is behind the opening one, and comes to stand behind the closing one. */
static Str quoted_text(Csv *csv)
{
    const char *open = csv->at - 1, *piece = csv->at;
    Buf copy = {.arena = csv->arena};
    for (;;) {
        const char *quote = csv->at < csv->end ? memchr(csv->at, '"', (size_t)(csv->end - csv->at)) : NULL;
        if (!quote) {
            Diagnostic *error = csv_fail(csv, REPORT_E0505, csv_span(csv, open, open + 1), "a quote is opened here and never closed");
            report_hint(csv->report, error, "close it, or double a quote that belongs to the text");
            csv->at = csv->end;
            return STR_NONE;
        }
        csv->at = quote + 1;
        if (csv->at == csv->end || *csv->at != '"') {
            Str last = {piece, (size_t)(quote - piece)};
            if (!copy.n)
                return last;
            buf_add(&copy, last);
            return (Str){buf_c(&copy), copy.n};
        }
        buf_add(&copy, (Str){piece, (size_t)(quote + 1 - piece)});
        piece = ++csv->at;
    }
}

static CsvCell quoted_cell(Csv *csv)
{
    CsvCell cell = {.start = csv->at++};
    cell.text = quoted_text(csv);
    cell.end = csv->at;
    if (csv->delimiter != ' ')
        skip_blanks(csv);
    if (!csv->has_failed && !at_line_end(csv) && *csv->at != csv->delimiter) {
        char name[] = {csv->delimiter, 0};
        Diagnostic *error = csv_fail(csv, REPORT_E0505, csv_span(csv, csv->at, csv->at + 1),
                                     "text behind a closing quote: expected `%s` or the end of the line", csv->delimiter == '\t' ? "tab" : name);
        report_label(csv->report, error, csv_span(csv, cell.start, cell.start + 1), "the cell begins here");
        report_hint(csv->report, error, "double a quote that belongs to the text");
    }
    if (cell.text.n == 0)
        cell.text = STR_NONE;
    return cell;
}

CsvCell csv_cell(Csv *csv)
{
    skip_blanks(csv);
    if (csv->at < csv->end && *csv->at == '"')
        return quoted_cell(csv);
    CsvCell cell = {.start = csv->at};
    while (csv->at < csv->end && !csv->stops[(unsigned char)*csv->at])
        csv->at++;
    cell.end = csv->at;
    while (cell.end > cell.start && csv->blanks[(unsigned char)cell.end[-1]])
        cell.end--;
    if (cell.end > cell.start)
        cell.text = (Str){cell.start, (size_t)(cell.end - cell.start)};
    return cell;
}

bool csv_next_cell(Csv *csv)
{
    if (csv->at < csv->end && *csv->at == csv->delimiter) {
        csv->at++;
        return true;
    }
    skip_line_end(csv);
    return false;
}
