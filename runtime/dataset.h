/* dataset: the tables of a figure. Each file is read once a compile: the compiler asks for its columns, the runtime for its rows.
 */
#ifndef CHARTC_DATASET_H
#define CHARTC_DATASET_H

#include "files.h"
#include "ir.h"
#include "read.h"

typedef struct Datasets {
    Arena *arena;
    Report *report;
    const Files *files;
    const Str *wanted;        /* the columns to read of every file; NULL: all. Columns that an IrTable declares come before it. */
    const Span *wanted_spans; /* where the spec names them first */
    size_t n_wanted;
    bool may_defer; /* rows of large files may stay there until it is known what is asked of them */
    bool has_deferred;
    bool keeps_steps;    /* no step is run by a source (for tests: what is drawn is the same) */
    size_t first_rows;   /* see ReadOptions; 0: its default */
    Buf asked;           /* the SQL that databases were asked, each statement behind a line with the file's name */
    bool has_read_input; /* standard input is read once: `input` holds it */
    Str input;
    Map raw;                      /* by path and read options: Table *, or a mark for "failed, reported" */
    VEC(const Source *) includes; /* of the spec, in the order of reading */
    VEC(Str) paths;               /* every file that was read or tried, in order: for -M */
} Datasets;

void datasets_init(Datasets *datasets, Arena *arena, Report *report, const Files *files);

/* The source of a DATA_FILE or DATA_ROWS table as it is read, before its steps. NULL after a reported error (a second call for the same file
 * is silent). Problems point at the file's own place and, by a label, at the table's `path` in the spec. */
const Table *dataset_raw(Datasets *datasets, const IrTable *table);

/* The tables that were read from files, before their steps, for messages about rows: the i-th below datasets->raw.n; NULL for one that could not be
 * read. */
const Table *dataset_table(const Datasets *datasets, size_t i);

/* Reads the rows of a table that was left in its file (fold_plan.h) and takes them through its steps. False as deferred_read. */
bool dataset_settle(Table *table, Arena *arena, Report *report, const IrFigure *figure, const Table *tables, int number);

/* All tables of the figure after their steps, figure->tables order. NULL after a reported error. The columns that `IrTable.columns` declares
 * must be there with their types (an IR file may be older than its data): else E08xx. */
const Table *datasets_run(Datasets *datasets, const IrFigure *figure);

#endif
