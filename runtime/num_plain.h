/* num_plain: numbers as most files hold them, `-12.345678`, read eight digits at a time: for readers of whole files. All others take num_scan. */
#ifndef CHARTC_NUM_PLAIN_H
#define CHARTC_NUM_PLAIN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The bytes from `at` on that may be read beyond the number's end. */
enum { NUM_PLAIN_REACH = 18 };

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* The digits among the eight bytes from `at` on, up to the first byte that is none: how many, and their value. Lemire, "Quickly parsing eight digits"
 * (2018), with fewer than eight moved up so that zeros stand before them. */
static inline unsigned num_plain_digits(const char *at, uint64_t *value)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    bytes ^= 0x3030303030303030u;
    uint64_t others = (bytes | (bytes + 0x7676767676767676u)) & 0x8080808080808080u;
    unsigned n = others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
    bytes = n ? bytes << (64 - 8 * n) : 0;
    bytes = bytes * 10 + (bytes >> 8);
    *value = (((bytes & 0x000000FF000000FFu) * 0x000F424000000064u) + (((bytes >> 16) & 0x000000FF000000FFu) * 0x0000271000000001u)) >> 32;
    return n;
}
#endif

/* Reads [-]digits[.digits] of at most seven digits on either side; where it ends, or NULL: none, or one that takes num_scan (the value is the same).
 */
static inline const char *num_plain_scan(const char *at, double *out)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    static const double POWERS[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    static const uint64_t WHOLE_POWERS[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
    bool is_negative = *at == '-';
    at += is_negative;
    uint64_t digits, decimals = 0;
    unsigned n = num_plain_digits(at, &digits), n_decimals = 0;
    if (n == 0 || n == 8)
        return NULL;
    at += n;
    if (*at == '.') {
        n_decimals = num_plain_digits(at + 1, &decimals);
        if (n_decimals == 8)
            return NULL;
        at += 1 + n_decimals;
    }
    if (*at == 'e' || *at == 'E')
        return NULL;
    /* below 10^14: exact, and so is the power; Clinger (1990) */
    double value = (double)(digits * WHOLE_POWERS[n_decimals] + decimals) / POWERS[n_decimals];
    *out = is_negative ? -value : value;
    return at;
#else
    (void)at, (void)out;
    return NULL;
#endif
}

#endif
