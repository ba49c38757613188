/* csv: delimited text to cells, one at a time. RFC 4180 and what real files hold: any of LF, CRLF and CR, blanks around
 * cells, quoted cells with line ends and doubled quotes, comment lines, blank lines (which are skipped), a byte-order
 * mark. */
#ifndef CHARTC_CSV_H
#define CHARTC_CSV_H

#include "csv_survey.h"
#include "report.h"

typedef struct Csv {
    Arena *arena;
    Report *report;
    const Source *source;
    const char *at, *end; /* what is left of the text */
    char delimiter;
    Str comment; /* lines that begin so are skipped; empty: none */
    Survey survey;
    Span used;                    /* where the spec names the file: errors carry it as a label */
    bool has_failed;              /* an error was reported */
    bool stops[256], blanks[256]; /* by byte: ends a plain cell; surrounds cells without belonging to them */
} Csv;

typedef struct CsvCell {
    Str text;                /* at == NULL: empty, quoted or not. A slice of the source, or a copy when it held doubled quotes */
    const char *start, *end; /* as written, with its quotes */
} CsvCell;

/* Checks the text (E0502 empty, E0503 not UTF-8, E0504 not text), skips its mark and what comes before the first line.
 * `delimiter` 0: the one of , ; tab | that this line has most of; tab when the path ends in .tsv or .tab. False after a
 * report. `n_rows` is how many rows there are at most. */
bool csv_open(Csv *csv, Arena *arena, Report *report, const Source *source, char delimiter, Str comment, Span used, size_t *n_rows);
/* Moves over blank lines and comments; false at the end of the text. */
bool csv_next_line(Csv *csv);
/* Reads the cell at csv->at, and moves to the delimiter or line end behind it. */
CsvCell csv_cell(Csv *csv);
/* Whether another cell follows on this line; moves to it, or to the next line. After the last cell csv->at is behind
 * the line end. */
bool csv_next_cell(Csv *csv);

Span csv_span(const Csv *csv, const char *start, const char *end);
/* Reports an error at a place of the file, with a label on the place in the spec. */
Diagnostic *csv_fail(Csv *csv, ReportId id, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
