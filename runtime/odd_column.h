/* odd_column: what the cells of a text column have in common that look like numbers or dates, and what would make such of them. */
#ifndef CHARTC_ODD_COLUMN_H
#define CHARTC_ODD_COLUMN_H

#include "table.h"

typedef struct OddColumn {
    Str what;        /* completes "its cells are": "numbers with a comma for the decimal point" */
    bool is_certain; /* hardly meant as names; else the cells may be names too, as 7B and 13B, or 1, 2 and none */
    uint32_t code;   /* of the first such word */
    Str setting;     /* of a data statement, `decimal: ","`; empty: there is none */
    Str other;       /* another one that reads all cells too, as other values; empty: there is none */
    Str derived;     /* an expression of the column that reads them, whatever they come from; empty: there is none */
} OddColumn;

/* True when all cells that are not missing are numbers or dates of one form that is not read of itself; words for missing values may stand among
 * them. `name` is the column as expressions write it. Looks at words only: a column whose rows wait (deferred.h) is judged by its first ones. */
bool odd_column_find(Arena *arena, const Column *column, Str name, OddColumn *out);

#endif
