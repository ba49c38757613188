/* window: functions of a row among the rows of its group, in their order. */
#ifndef CHARTC_WINDOW_H
#define CHARTC_WINDOW_H

#include "expr.h"

/* One value a row. `args` are columns of groups->n_rows rows; the numbers that a function takes beside its column are the same in all rows
 * (function.def's LIMIT). Missing values are left out of sums, ranks and windows; a window without values gives missing. */
Column window_run(Arena *arena, FunctionId function, ValueType result, const Column *args, size_t n_args, const Groups *groups);

#endif
