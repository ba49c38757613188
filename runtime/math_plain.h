/* math_plain: a text with math as people read it aloud or search for it: in Unicode, on one line. */
#ifndef CHARTC_MATH_PLAIN_H
#define CHARTC_MATH_PLAIN_H

#include "math_parse.h"

/* "R^2 = 0.97" between marks gives `R\u{b2} = 0.97`; scripts that Unicode lacks are `x_(i,max)`. The text itself when it holds no math. */
Str math_plain(Arena *arena, Str text);

#endif
