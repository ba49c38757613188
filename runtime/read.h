/* read: data texts to tables: CSV, TSV, any delimiter (see csv.h), and the rows of a spec. */
#ifndef CHARTC_READ_H
#define CHARTC_READ_H

#include "column_build.h"

enum { FIRST_ROWS = 1000 };

typedef struct ReadOptions {
    Str delimiter;      /* one ASCII character (a blank: any number of them); empty: found from the file, see csv_open */
    Str comment;        /* lines that begin so are skipped; empty: none */
    const Str *missing; /* further texts that mean missing, besides the empty cell */
    size_t n_missing;
    const Str *wanted;        /* the columns to read, others being passed over; NULL: all */
    const Span *wanted_spans; /* where the spec names them first; NULL: not known */
    size_t n_wanted;
    const NumStyle *style;   /* NULL: numbers as num.h reads them */
    const ColumnType *types; /* columns of a declared type */
    size_t n_types;
    bool may_defer;    /* many rows may be left for later: columns are those of the first rows then */
    size_t first_rows; /* so many tell what the columns are; 0: FIRST_ROWS */
    bool keeps_steps;  /* nothing is pushed into the source (deferred.h) */
    Buf *asked;        /* takes down what a database is asked; NULL: not needed */
    Span span;         /* where the spec names the data: labels point there */
} ReadOptions;

/* The place in the spec that names a column, "used here", or else the data, "read here"; for reports about its cells. */
Span read_find_use(const ReadOptions *options, Str column, const char **label);
void read_label_use(Report *report, Diagnostic *diagnostic, const ReadOptions *options, Str column);

/* One text to a table. A column is a number, date or boolean only if all its non-missing cells are; few odd cells among
 * many (1 % of at least 20) make it text with a warning (W0510) that names the row. A quoted empty cell is missing too.
 * A delimiter at the end of a line makes no cell, and a first column without a name (row numbers that other programs
 * write) is passed over. Rows are counted from 1, without the header. False after a reported error: empty file, no
 * header, no rows, ragged rows, bad quotes, NUL bytes, bytes that are not UTF-8, doubled or empty column names, cells that are not of their
 * column's declared type: each with its place in the file. */
bool read_delimited(Table *table, Arena *arena, Report *report, const Source *source, const ReadOptions *options);

/* Cells (row-major, at == NULL is missing) to a table with the same typing; of the options `style`, `types` and `missing` count. */
bool read_cells(Table *table, Arena *arena, Report *report, const Str *names, const Span *name_spans, size_t n_columns, const Str *cells,
                size_t n_rows, const ReadOptions *options);

#endif
