/* math_break: a formula that is wider than its line, in pieces. As in TeX, it breaks behind a relation, an operator between operands or a punctuation
 * mark, in no group; what is still too wide is cut between any two of its atoms. */
#ifndef CHARTC_MATH_BREAK_H
#define CHARTC_MATH_BREAK_H

#include "math_layout.h"

/* The text with a line end between the pieces of each of its formulas that is wider than `width`, so that these are no wider where the formula can be
 * broken there; one holds an atom at least. The text itself where nothing is to be done. */
Str math_break(Arena *arena, TextEngine *engine, Str text, TextStyle style, double width);

#endif
