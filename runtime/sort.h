/* sort: rows by several keys. */
#ifndef CHARTC_SORT_H
#define CHARTC_SORT_H

#include "table.h"

typedef struct SortKey {
    const double *numbers; /* one a row: column_order */
    bool descending;
} SortKey;

/* The rows 0 .. n-1 in the order of the keys, the first key first; equal ones keep their order, missing ones come last in both directions. */
uint32_t *sort_rows(Arena *arena, const SortKey *keys, size_t n_keys, size_t n);

#endif
