/* steps: data steps, run top to bottom over a table. One row a kind in steps.c. */
#ifndef CHARTC_STEPS_H
#define CHARTC_STEPS_H

#include "ir.h"

/* Replaces *table by what the steps make of it. False after a reported error: a filter that leaves no row (E06xx) says
 * how many came in. */
bool steps_run(Table *table, Arena *arena, Report *report, const IrStep *const *steps, size_t n_steps);

#endif
