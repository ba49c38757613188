/* letter_case: capital and small letters. */
#ifndef CHARTC_LETTER_CASE_H
#define CHARTC_LETTER_CASE_H

#include "str.h"

/* The text with every letter that has one such form alone in that case: `ß` has none and stays. No locale is read. */
Str letters_upper(Arena *arena, Str text);
Str letters_lower(Arena *arena, Str text);

#endif
