/* format: values as text. Numbers: the subset of Python's and d3's format language written down in docs/reference:
 *   [sign][,][.precision][~][type]   sign "+" or " "; "," groups thousands; type f e g s (SI prefix) % d r, none: shortest
 * Dates: strftime (a format with a "%" letter pair, for dates only). "~" cuts trailing zeros. Minus is U+2212 where `is_true_minus`. */
#ifndef CHARTC_FORMAT_H
#define CHARTC_FORMAT_H

#include "table.h"

/* NULL when the format is right for the type, else a phrase about what is wrong ("expected a digit behind `.`"); *at is the
 * offset in the format. */
const char *format_check(Str format, ValueType type, size_t *at);
/* An empty format: value_str with a true minus if asked for. */
Str format_value(Arena *arena, Value value, Str format, bool is_true_minus);

#endif
