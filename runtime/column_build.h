/* column_build: the cells of a column, one after the other, to a typed column. A column is taken for numbers until a
 * cell is none, then for dates, for booleans, for text; whoever feeds it goes back to the first row then. */
#ifndef CHARTC_COLUMN_BUILD_H
#define CHARTC_COLUMN_BUILD_H

#include "dict.h"
#include "num_style.h"
#include "report.h"

/* What the spec says about a column: its cells are of that type, whatever they look like. */
typedef struct ColumnType {
    Str column;
    ValueType type;
    Str format; /* of dates, as calendar_scan takes it; empty: ISO 8601 */
    Span span;  /* where that is written */
} ColumnType;

typedef struct ColumnBuild {
    Arena *arena;
    Str name;
    Span span;
    Span use; /* where the spec names it, or its file: `use_label` says which; reports show it */
    const char *use_label;
    bool is_dropped;            /* not asked for: cells are passed over */
    bool is_part;               /* of a column that is read in parts: keeps its type whatever comes */
    const ColumnType *declared; /* NULL: the type is found from the cells. Else odd cells are kept count of, and an error */
    bool is_number;             /* not declared, but far too many cells are numbers to make texts of them all: odd ones are an error */
    const NumStyle *style;      /* NULL: numbers as num.h reads them */
    ValueType type;             /* what it is taken for */
    size_t most_rows;
    double *numbers; /* most_rows */
    uint32_t *codes;
    DictBuilder words;
    uint32_t last_code;
    size_t n_good, n_odd; /* cells that are of the type; that are not, as long as they are few */
    size_t odd_row;       /* the first odd cell */
    Str odd;
    size_t n_cut, cut_row; /* whole numbers with more digits than a double holds; the first one */
    Str cut;
    ColumnSummary summary; /* of what was read in parts */
    size_t n_summed;       /* the rows it is about */
    ValueType suspected;   /* few odd cells made this column text; n_suspects of them */
    size_t n_suspects, suspect_row, n_likely;
    Str suspect;
} ColumnBuild;

void column_build_start(ColumnBuild *build, Arena *arena, Str name, Span span, size_t most_rows);
/* The same, of a column whose type is declared or whose numbers have a style of their own (NULL: neither); to be called before the first cell. */
void column_build_declare(ColumnBuild *build, const ColumnType *declared, const NumStyle *style);
/* Whether cells were met that are not of the declared type, or numbers that would become others (num_keeps). */
bool column_build_has_failed(const ColumnBuild *build);
/* The cell of a row (rows ascend); at == NULL is missing. False: the column was taken for the wrong type; give it all
 * rows again, from 0. */
bool column_build_cell(ColumnBuild *build, size_t row, Str cell);
/* The same for a value known to be a number of a column that is taken for numbers. */
void column_build_number(ColumnBuild *build, size_t row, double number);
/* Reading in parts: a part takes a column for the type that the whole is taken for now, and writes from `first_row` on, `part` being in an arena of
 * its own thread. column_build_join counts what a part of n_rows rows found and puts its words among the whole's; parts are joined in their order. */
void column_build_room(ColumnBuild *whole);
void column_build_part(ColumnBuild *part, Arena *arena, const ColumnBuild *whole, size_t first_row);
/* A part's last word: its rows are read. */
void column_build_part_end(ColumnBuild *part, size_t n_rows);
void column_build_join(ColumnBuild *whole, const ColumnBuild *part, size_t first_row, size_t n_rows);
/* After the last row. False as column_build_cell. */
bool column_build_end(ColumnBuild *build);
/* The column of n_rows rows. Warns (W0510) when few odd cells made it text, reports (E0511) the first cell that is not of the declared type, or is
 * the first odd one in a column of very many numbers; texts within `source` are pointed at. */
Column column_build_finish(ColumnBuild *build, Report *report, const Source *source, size_t n_rows);

#endif
