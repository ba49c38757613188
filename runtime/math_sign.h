/* math_sign: the leaves of a formula's tree, which take no arguments: signs, letters, numbers, words, primes. */
#ifndef CHARTC_MATH_SIGN_H
#define CHARTC_MATH_SIGN_H

#include "math_table.h"

MathNode *math_node(Arena *arena, MathKind kind, MathAtom atom);
MathNode *math_symbol(Arena *arena, Str text, MathAtom atom, MathFace face);

/* The face that \mathrm and its like give to what is `plain` without them. */
MathFace math_letter_face(MathLetters letters, MathFace plain);

/* The sign of a row of the table. */
MathNode *math_sign(Arena *arena, MathLetters letters, const MathRow *row);
/* What a character that is no letter and no digit is by itself. */
MathNode *math_character(Arena *arena, MathLetters letters, uint32_t code);
/* What begins with the letter or digit at text[*at], which goes behind it: a letter, a number, or under \mathrm and its like a whole word; one letter
 * or digit alone where it is_single. */
MathNode *math_word(Arena *arena, MathLetters letters, Str text, size_t *at, bool is_single);
/* n > 0 primes as one sign. */
MathNode *math_primes(Arena *arena, int n);

#endif
