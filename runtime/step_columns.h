/* step_columns: the columns that a step leaves, known before a row is read. The compiler and the verifier ask here, and what a step makes of the
 * rows is held to it. */
#ifndef CHARTC_STEP_COLUMNS_H
#define CHARTC_STEP_COLUMNS_H

#include "ir.h"

/* Replaces the columns of *table by those behind the step: names, types, spans; rows are not looked at. `other` has the columns of the data set
 * that a join or append takes, else it is NULL. NULL, or a phrase about the rule that the step breaks; when that is two columns of one name, they
 * stand in clash (which may be NULL). */
const char *step_columns(Arena *arena, const IrStep *step, const Table *other, Table *table, Column clash[2]);

#endif
