/* steps: data steps, run top to bottom over a table. One row a kind in steps.c. */
#ifndef CHARTC_STEPS_H
#define CHARTC_STEPS_H

#include "ir.h"

/* Replaces *table by what the steps make of it; join and append find the other table in `tables`, which are after their steps. False after a
 * reported error (E06xx). */
bool steps_run(Table *table, Arena *arena, Report *report, const Table *tables, const IrStep *const *steps, size_t n_steps);

#endif
