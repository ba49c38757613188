/* num_style: numbers as files of other habits write them: 1.234,56 where the spec says `thousands: "."` and `decimal: ","`. */
#ifndef CHARTC_NUM_STYLE_H
#define CHARTC_NUM_STYLE_H

#include "str.h"

typedef struct NumStyle {
    Str decimal;   /* the sign before decimals; empty: a point */
    Str thousands; /* the sign between groups of three digits; empty: none is allowed */
} NumStyle;

/* Whether num_parse reads such numbers. */
bool num_style_is_plain(const NumStyle *style);
/* As num_parse. Where digits are grouped at all, all of them before the decimals are, in threes: "1.23" and "0.925" are no numbers of
 * thousands, and false. */
bool num_style_parse(const NumStyle *style, Str text, double *out);
/* As num_keeps. */
bool num_style_keeps(const NumStyle *style, Str text, double value);

#endif
