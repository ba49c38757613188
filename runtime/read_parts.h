/* read_parts: the rows of a large text, read in parts on all cores; for read.c. */
#ifndef CHARTC_READ_PARTS_H
#define CHARTC_READ_PARTS_H

#include "column_build.h"
#include "csv.h"
#include "read.h"
#include "work.h"

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

/* The rows of a deferred table, to be read in batches. (read.c) */
Rows deferred_rows(const Deferred *deferred);

/* Reads all rows into the columns, whose types are guesses and are corrected. False, with nothing told, where the careful way has to be taken: rows that are
 * not right, a text that could not be cut where rows begin. */
bool read_parts(Rows *rows);

/* Takes the rows of one part, as a table that is gone when it returns; texts of its dictionaries too. Called on any thread, parts in any order; `part` is below
 * read_batches_most, and in the order of the rows. */
typedef void BatchTake(void *user, WorkPlace *place, size_t part, const Table *batch);
/* Reads all rows, keeping none. False, with nothing told, where read_parts would be false, or a column is not of the type that it was taken for. */
bool read_batches(Rows *rows, BatchTake *take, void *user);
size_t read_batches_most(const Rows *rows);

#endif
