/* num: numbers to text and back, the same in every locale. */
#ifndef CHARTC_NUM_H
#define CHARTC_NUM_H

#include "str.h"

enum { NUM_TEXT_SIZE = 40 };

/* Reads all of `text` as [-+]digits[.digits][e[+-]digits] (also ".5" and "5."), correctly rounded. False, and *out
 * untouched, for anything else: blanks, hex, inf, nan, empty, a value that overflows. */
bool num_parse(Str text, double *out);
/* Reads the longest such number that begins at `at` and ends at or before `end`; where it ends, or NULL. */
const char *num_scan(const char *at, const char *end, double *out);

/* Whether `value`, read from a text, is the number that it writes where that is a whole one, in digits alone: the very number, or the one whose
 * shortest text has these digits. True for all other texts. From 2^53 on a double holds only some of them: names of things become those of others. */
bool num_keeps(Str text, double value);

/* The shortest text that num_parse reads back as the same double, laid out as JavaScript does: "0.1", "1500000",
 * "1e+21", "1e-7", "-3", "nan", "inf". No minus zero. Returns its length; out holds NUM_TEXT_SIZE bytes and is
 * terminated. */
size_t num_print(char out[NUM_TEXT_SIZE], double value);
Str num_str(Arena *arena, double value);
void num_add(Buf *buf, double value);
/* At most `decimals` (0..15) digits behind the point, trailing zeros cut, halves away from zero, no minus zero: "12.5".
 * For coordinates. Values over 1e15 print as num_print does. */
void num_add_fixed(Buf *buf, double value, int decimals);
size_t num_print_fixed(char out[NUM_TEXT_SIZE], double value, int decimals);
/* Exactly `decimals` (0..15) digits ("12.50"), correctly rounded half to even on the binary value, as printf in the C
 * locale. */
Str num_str_decimals(Arena *arena, double value, int decimals);
/* The first `n` (1..17) significant digits of a finite value >= 0, correctly rounded, not terminated; returns the power
 * of ten of the first one: 1234.5 with n = 3 gives "123" and 3. Zero gives zeros and 0. */
int num_digits(char *digits, int n, double value);

#endif
