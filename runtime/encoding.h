/* encoding: bytes of other encodings to UTF-8. */
#ifndef CHARTC_ENCODING_H
#define CHARTC_ENCODING_H

#include "ir.h"

/* *out: the text in UTF-8, the same bytes where nothing has to change. False with *bad the offset of the first byte that stands for nothing. UTF-8 is
 * passed on as it is: its readers check it. UTF-16 without a mark is little-endian, unless the first bytes are zero where those of a big-endian text
 * are. */
bool encoding_decode(Arena *arena, Encoding encoding, Str bytes, Str *out, size_t *bad);

#endif
