/* format: values as text. Numbers: a subset of Python's and d3's format language, [sign][$][,][.precision][~][type]:
 *   sign "+" or " " for numbers not below zero; "$" a dollar before the digits; "," groups thousands; ".2" decimals (f e % or no type) or significant
 * digits (g s r), at most 15;
 *   "~" cuts zeros behind the point; types: f decimals (6), e exponent (6), g shorter of both (6 digits), r digits
 * without an exponent, s SI prefix ("12.5k"), % percent, d whole number; none: shortest, or decimals. s and % without a
 * precision show up to 6, zeros cut. Dates: strftime, see calendar_format. Minus is U+2212 where `is_true_minus`, in
 * exponents too. */
#ifndef CHARTC_FORMAT_H
#define CHARTC_FORMAT_H

#include "table.h"

/* NULL when the format is right for the type, else a phrase about what is wrong ("expected a digit behind `.`"); *at is
 * the offset in the format. */
const char *format_check(Str format, ValueType type, size_t *at);
/* An empty format: value_str with a true minus if asked for. */
Str format_value(Arena *arena, Value value, Str format, bool is_true_minus);
/* What the last digit of a number counts whose digits have a fixed place: 0.01 of ".2f" and ".0%". 0: they have none. */
double format_grain(Str format);
/* Whether a number's text is all of it: ".0%" shows 0.25, not 0.125. True of a wrong format. */
bool format_is_exact(Str format, double value);

#endif
