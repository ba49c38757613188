/* odd_cell: why a cell that looks like a number is none. */
#ifndef CHARTC_ODD_CELL_H
#define CHARTC_ODD_CELL_H

#include "num_style.h"
#include "table.h"

/* A phrase that completes "the cell has ...": "a comma for the decimal point", "a unit behind the number"; NULL when
 * nothing of a number is in it, or it is one. */
const char *odd_cell_reason(Str cell);
/* The setting of a data statement that would make a number of it, `decimal: ","`; NULL. */
const char *odd_cell_setting(Str cell);
/* The i-th style of numbers that settings make readable, what is odd about such numbers ("a comma for the decimal point"), and the settings. False
 * behind the last. */
bool odd_cell_style(size_t i, const NumStyle **style, const char **what, const char **setting);
/* Whether it is what files write for a value that is not there, as "n/a", or for none that is a number, as "inf". */
bool odd_cell_is_missing(Str cell);
/* Whether it is a number in a form that no setting makes readable: hexadecimal, too large, with a minus sign that is not ASCII. */
bool odd_cell_is_number(Str cell);
/* The first row of a text column that is neither missing nor a number: the row that a message about its type should
 * show. False when all are. */
bool odd_cell_find(const Column *column, size_t *row);

#endif
