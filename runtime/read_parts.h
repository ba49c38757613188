/* read_parts: the rows of a large text, read in parts on all cores; for read.c. */
#ifndef CHARTC_READ_PARTS_H
#define CHARTC_READ_PARTS_H

#include "column_build.h"
#include "csv.h"
#include "deferred.h"
#include "read.h"

/* A reading that has come to the first row: the header is read, the columns are started. */
typedef struct Rows {
    Csv csv;
    const ReadOptions *options;
    bool missing_starts[256]; /* first bytes of options->missing */
    /* by byte (read_parts.c): begins a cell that asks for a closer look; a line that may be blank or a comment */
    bool is_special[256], begins_odd_line[256];
    ColumnBuild *columns;
    size_t n_columns, n_rows;
} Rows;

/* The text of the next cell, STR_NONE where it is missing; csv->at is behind it. (read.c) */
Str rows_cell(Rows *rows);

/* Reads all rows into the columns, whose types are guesses and are corrected. False, with nothing told, where the careful way has to be taken: rows
 * that are not right, a text that could not be cut where rows begin. */
bool read_parts(Rows *rows);

/* Reads all rows, keeping none. False, with nothing told, where read_parts would be false, or a column is not of the type that it was taken for. */
bool read_batches(Rows *rows, BatchTake *take, void *user);

#endif
