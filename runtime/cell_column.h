/* cell_column: a column out of values that have types of their own, as JSON and databases hold them, one after the other. What they are is not
 * guessed from their text, but for dates, which are texts there: a column of texts is one of dates when all are (ISO 8601). */
#ifndef CHARTC_CELL_COLUMN_H
#define CHARTC_CELL_COLUMN_H

#include "read.h"

typedef enum CellKind { CELL_MISSING, CELL_NUMBER, CELL_BOOL, CELL_TEXT } CellKind;

typedef struct Cell {
    CellKind kind;
    double number; /* booleans: 0, 1 */
    Str text;      /* the text, or a number as it is written; borrowed for the life of the column where it becomes a text of it */
    Span span;     /* where it stands; SPAN_NONE */
    bool is_exact; /* a number that was no text before */
} Cell;

/* Zero it; set arena, name, span, is_dropped, options. */
typedef struct CellColumn {
    Arena *arena;
    Str name;
    Span span;
    bool is_dropped; /* not asked for: cells are passed over */
    const ReadOptions *options;
    const ColumnType *declared; /* found with the first cell */
    bool is_started, has_failed;
    bool copies_texts; /* those that are kept: the cells' are gone with the next row */
    CellKind kind;     /* of all cells that are not missing */
    Cell first;        /* the first of them */
    VEC(double) numbers;
    VEC(uint32_t) codes;
    DictBuilder words;
} CellColumn;

/* The cell of a row; rows ascend, those between are missing. False after a report: it is of another type than those before (E0513), or than is
 * declared (E0511). */
bool cell_column_add(CellColumn *column, Report *report, size_t row, Cell cell);
/* The same for a number that is what it is written as; whether it could be taken so: else it is to be added as a cell. */
static inline bool cell_column_number(CellColumn *column, size_t row, double number)
{
    if (column->kind != CELL_NUMBER || column->declared || column->options->n_missing || column->numbers.n != row || column->has_failed)
        return false;
    VEC_PUSH(column->arena, &column->numbers, number);
    return true;
}
/* The column of n_rows rows. */
Column cell_column_finish(CellColumn *column, size_t n_rows);
/* The same of a part of a column, which is of the whole's type. False when its cells are not. */
bool cell_column_finish_as(CellColumn *column, size_t n_rows, ValueType type, Column *out);

#endif
