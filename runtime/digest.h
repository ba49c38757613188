/* digest: what tells whether a file is still the same: of the whole, and of its parts, small enough to be carried in a figure. */
#ifndef CHARTC_DIGEST_H
#define CHARTC_DIGEST_H

#include "str.h"

/* SHA-256 (FIPS 180-4). */
enum { SHA256_SIZE = 32 };
void sha256(unsigned char out[SHA256_SIZE], Str bytes);

/* The lowest 16 bits of the XXH3-64 of each part of a text. Parts are its lines (without LF) where there are no more than PARTS_MOST, else blocks
 * of equal length: the least power of two from 256 on that makes no more than PARTS_MOST. */
enum { PARTS_MOST = 4096 };
typedef struct PartDigests {
    size_t block; /* bytes; 0: lines */
    size_t n;     /* parts, at most PARTS_MOST */
    uint16_t *at;
} PartDigests;

/* "sha256:" and 64 digits: what sha256sum prints. Of more than DIGEST_SHA_MOST bytes, for which SHA-256 would take longer than reading does,
 * "xxh3-tree:" and 32 digits: XXH3-128 of the XXH3-64 (little-endian) of each block, found on all cores: a check against change, not against forgery.
 * Into *parts, unless NULL, go the parts of `text`: of what a packed file or one in another encoding holds, else the bytes themselves. */
enum { DIGEST_SHA_MOST = 1 << 18 };
Str digest_file(Arena *arena, Str bytes, Str text, PartDigests *parts);
/* Parts of a given kind: of another text than that which it was chosen for, of which there may be any number. */
PartDigests digest_parts_as(Arena *arena, Str text, size_t block);
/* The bytes of the i-th part: first to *end. i may be the number of parts: the end of the text. */
size_t digest_part_start(Str text, size_t block, size_t i, size_t *end);

#endif
