/* aggregate: many rows to one value, group by group. */
#ifndef CHARTC_AGGREGATE_H
#define CHARTC_AGGREGATE_H

#include "expr.h"

/* One value a group. `args` are columns of groups->n_rows rows (n_args as the function's signature allows). Missing
 * values are skipped; a group without values gives missing (sum: 0; count: 0; all, unique, constant, rising, falling:
 * true; any: false). */
Column aggregate_run(Arena *arena, FunctionId function, ValueType result, const Column *args, size_t n_args, const Groups *groups);

#endif
