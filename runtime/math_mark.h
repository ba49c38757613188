/* math_mark: how a text holds mathematics. Texts are UTF-8; around what its writer put between `$...$` stand bytes that UTF-8 never holds, so that
 * no value of data, whatever it is, can become math. Within math a value that a template brought in stands between two more, and is text:
 *
 *   "$R^2 = {r2(x, y):.2f}$"  is  BEGIN R^2 = VALUE_BEGIN 0.97 VALUE_END END
 *
 * In IR files they are `\(` `\)` and `\<` `\>`. Scenes hold none: names take the plain reading (math_parse.h), the rest is laid out. */
#ifndef CHARTC_MATH_MARK_H
#define CHARTC_MATH_MARK_H

#include "str.h"

#define MATH_BEGIN "\xF8"
#define MATH_END "\xF9"
#define MATH_VALUE_BEGIN "\xFA"
#define MATH_VALUE_END "\xFB"

/* The letter that stands for the byte in IR files, 0 when it is no mark; and back. */
char math_mark_letter(char byte);
char math_mark_byte(char letter);
/* Whether the text holds math. */
bool math_is_in(Str text);
/* The text as a spec would have it, with `$`; itself when it holds no math. */
Str math_source(Arena *arena, Str text);

#endif
