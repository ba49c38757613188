/* quoted: texts and colours as IR and scene files hold them. */
#ifndef CHARTC_QUOTED_H
#define CHARTC_QUOTED_H

#include "scene.h"

/* The text in double quotes, on one line: `\"` `\\` `\n` `\u{hex}`, and the letters of marks of math (math_mark.h). */
void quoted_print(Buf *out, Str text);

/* The text whose opening quote stands at file[*at]; *at goes behind the closing one. Returns NULL, or what was expected from file[*from] to
 * file[*at]. Scenes hold no math. */
const char *quoted_read(Arena *arena, Str file, bool has_math, size_t *at, size_t *from, Str *out);

/* The value of a hex digit as these files write it, in small letters; -1 for anything else. */
int quoted_hex_digit(char c);
/* `#rrggbbaa`. */
bool quoted_colour(Str word, Colour *out);

#endif
