/* read: data texts to tables: CSV, TSV, any delimiter (RFC 4180 and what real files hold), and the rows of a spec. */
#ifndef CHARTC_READ_H
#define CHARTC_READ_H

#include "report.h"
#include "table.h"

typedef struct ReadOptions {
    Str delimiter;   /* one character; empty: tab for .tsv and .tab, else the one of , ; tab | that the head line has most of */
    Str comment;     /* lines that begin so are skipped; empty: none */
    const Str *missing; /* further texts that mean missing, besides the empty cell */
    size_t n_missing;
    Span span;       /* where the spec names the data: labels point there */
} ReadOptions;

/* One text to a table. A column is a number, date or boolean only if all its non-missing cells are; one odd cell among many
 * (at most 1 %, at least 20 cells) makes it text with a warning that names the row. False after a reported error: empty file, no header, ragged
 * rows, bad quotes, NUL bytes, bytes that are not UTF-8, doubled column names: each with its place in the file. */
bool read_delimited(Table *table, Arena *arena, Report *report, const Source *source, const ReadOptions *options);

/* Cells (row-major, at == NULL is missing) to a table with the same typing. */
Table read_cells(Arena *arena, Report *report, const Str *names, const Span *name_spans, size_t n_columns, const Str *cells, size_t n_rows);

#endif
