/* odd_cell: why a cell that looks like a number is none. */
#ifndef CHARTC_ODD_CELL_H
#define CHARTC_ODD_CELL_H

#include "table.h"

/* A phrase that completes "the cell has ...": "a comma for the decimal point", "a unit behind the number"; NULL when
 * nothing of a number is in it, or it is one. */
const char *odd_cell_reason(Str cell);
/* The setting of a data statement that would make a number of it, `decimal: ","`; NULL. */
const char *odd_cell_setting(Str cell);
/* The same for a column of texts: what makes numbers of all its cells, so that 1,000 beside 0,925 is no thousand. */
const char *odd_column_setting(const Column *column);
/* The first row of a text column that is neither missing nor a number: the row that a message about its type should
 * show. False when all are. */
bool odd_cell_find(const Column *column, size_t *row);

#endif
