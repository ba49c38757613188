/* sort: a merge sort, which is stable; qsort has no argument for the keys. */
#include "sort.h"

#include <math.h>
#include <string.h>

typedef struct Sort {
    const SortKey *keys;
    size_t n_keys;
} Sort;

static int compare_rows(const Sort *sort, uint32_t a, uint32_t b)
{
    for (size_t k = 0; k < sort->n_keys; k++) {
        double x = sort->keys[k].numbers[a], y = sort->keys[k].numbers[b];
        if (isnan(x) || isnan(y)) {
            if (isnan(x) != isnan(y))
                return isnan(x) ? 1 : -1;
        } else if (x != y) {
            return (x < y) != sort->keys[k].descending ? -1 : 1;
        }
    }
    return 0;
}

static void sort_part(const Sort *sort, uint32_t *rows, uint32_t *spare, size_t n)
{
    if (n < 2)
        return;
    size_t half = n / 2, i = 0, k = half, out = 0;
    sort_part(sort, rows, spare, half);
    sort_part(sort, rows + half, spare, n - half);
    if (compare_rows(sort, rows[half - 1], rows[half]) <= 0)
        return; /* in order already */
    while (i < half && k < n)
        spare[out++] = compare_rows(sort, rows[k], rows[i]) < 0 ? rows[k++] : rows[i++];
    while (i < half)
        spare[out++] = rows[i++];
    memcpy(rows, spare, out * sizeof *rows);
}

uint32_t *sort_rows(Arena *arena, const SortKey *keys, size_t n_keys, size_t n)
{
    uint32_t *rows = ARENA_ARRAY(arena, n, uint32_t);
    for (size_t i = 0; i < n; i++)
        rows[i] = (uint32_t)i;
    sort_part(&(Sort){keys, n_keys}, rows, ARENA_ARRAY(arena, n, uint32_t), n);
    return rows;
}
