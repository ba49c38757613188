/* sort: few rows by a merge sort, many by radix, the last key first; both are stable. */
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

/* Whole numbers that order as the key does, missing ones last. */
static uint64_t *ordered_bits(Arena *arena, const SortKey *key, size_t n)
{
    const uint64_t SIGN = (uint64_t)1 << 63;
    uint64_t *out = ARENA_ARRAY(arena, n, uint64_t);
    for (size_t i = 0; i < n; i++) {
        double number = key->numbers[i] == 0 ? 0 : key->numbers[i]; /* one zero */
        memcpy(&out[i], &number, sizeof number);
        out[i] = out[i] & SIGN ? ~out[i] : out[i] | SIGN;
        out[i] = isnan(number) ? UINT64_MAX : key->descending ? ~out[i] : out[i];
    }
    return out;
}

/* One key, from its lowest digit to its highest; digits that all rows share are passed over (Knuth, volume 3, 5.2.5). */
static void sort_by_digits(Arena *arena, const uint64_t *bits, uint32_t **rows, uint32_t **spare, size_t n)
{
    enum { WIDTH = 11, N_DIGITS = 6, N_VALUES = 1 << WIDTH };
    uint32_t(*counts)[N_VALUES] = arena_array(arena, N_DIGITS, sizeof *counts);
    for (size_t i = 0; i < n; i++)
        for (int d = 0; d < N_DIGITS; d++)
            counts[d][bits[i] >> (d * WIDTH) & (N_VALUES - 1)]++;
    for (int d = 0; d < N_DIGITS; d++) {
        if (counts[d][bits[0] >> (d * WIDTH) & (N_VALUES - 1)] == n)
            continue;
        uint32_t start = 0;
        for (int value = 0; value < N_VALUES; value++) {
            uint32_t here = counts[d][value];
            counts[d][value] = start;
            start += here;
        }
        for (size_t i = 0; i < n; i++)
            (*spare)[counts[d][bits[(*rows)[i]] >> (d * WIDTH) & (N_VALUES - 1)]++] = (*rows)[i];
        uint32_t *sorted = *spare;
        *spare = *rows;
        *rows = sorted;
    }
}

uint32_t *sort_rows(Arena *arena, const SortKey *keys, size_t n_keys, size_t n)
{
    uint32_t *rows = ARENA_ARRAY(arena, n, uint32_t);
    for (size_t i = 0; i < n; i++)
        rows[i] = (uint32_t)i;
    enum { MANY = 2000 };
    uint32_t *spare = ARENA_ARRAY(arena, n, uint32_t);
    if (n < MANY)
        sort_part(&(Sort){keys, n_keys}, rows, spare, n);
    for (size_t k = n_keys; k-- > 0 && n >= MANY;)
        sort_by_digits(arena, ordered_bits(arena, &keys[k], n), &rows, &spare, n);
    return rows;
}
