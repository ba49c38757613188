/* unpack: files that are compressed by gzip (RFC 1952) or Zstandard (RFC 8878), told by their first bytes. */
#ifndef CHARTC_UNPACK_H
#define CHARTC_UNPACK_H

#include "str.h"

typedef enum UnpackResult {
    UNPACK_DONE,
    UNPACK_DAMAGED,
    UNPACK_TOO_LARGE, /* more than `most` bytes when unpacked: never more memory is taken, whatever the file promises */
    UNPACK_LACKS_LIBRARY,
    UNPACK_NO_MEMORY, /* never returned: unpack fails as the arena does */
} UnpackResult;

/* The text of the bytes in *text, which stay as they are when they are not packed; valid until the arena is freed. Several packed files one behind
 * the other are one text. *why: what is wrong, as "its gzip data end too early"; the library that is lacking. */
UnpackResult unpack(Arena *arena, Str *text, size_t most, const char **why);

#endif
