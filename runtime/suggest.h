/* suggest: near names, for "did you mean". Optimal string alignment distance (a swap of neighbours counts 1), case
 * counts nothing. */
#ifndef CHARTC_SUGGEST_H
#define CHARTC_SUGGEST_H

#include "str.h"

/* Edits between two names, at most `limit` + 1. */
int suggest_distance(Str a, Str b, int limit);
/* The nearest of the candidates within reach (1 edit for names up to 4 letters, 2 up to 8, else 3; a name that is the
 * other's start, of 3 letters or more, is near too; names that share no letter never are, names that begin with different
 * letters only by that one edit), STR_NONE when none is.
 * Ties: the first. */
Str suggest_name(Str wrong, const Str *candidates, size_t n);
/* "a, b or c" of up to `most` names, then "and 12 more"; each in backticks. */
Str suggest_list(Arena *arena, const Str *names, size_t n, size_t most);

#endif
