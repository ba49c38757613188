/* attach: files that a figure carries within itself, in every format, so that its spec can be had back from it. They have an order, and names that
 * are for people: a format keeps the bytes, each in the way that its other readers know. */
#ifndef CHARTC_ATTACH_H
#define CHARTC_ATTACH_H

#include "str.h"

typedef struct Attachment {
    Str name; /* of the file; what attach_read gives has none */
    Str bytes;
} Attachment;

typedef struct Attachments {
    const Attachment *at;
    size_t n; /* at most ATTACHMENTS_MOST */
} Attachments;

enum { ATTACHMENTS_MOST = 1000 };

/* What a figure is, by its first bytes: "pdf", "png", "svg", "ps" (EPS too); NULL: none of them. */
const char *attach_format(Str figure);

/* The attachments of a figure; none is no error. NULL, or what is wrong with the file, as "its chunk of text is cut off". */
const char *attach_read(Arena *arena, Str figure, Attachments *out);

/* --- for those who write and read a format -------------------------------------------------------------------------- */

/* Whether XML and PNG can hold the bytes as text that comes back the same: UTF-8, no control character but line feeds and tabs. */
bool attach_is_text(Str bytes);
void attach_add_base64(Buf *out, Str bytes);
/* The bytes of base64 (RFC 4648) with blanks and line ends in it; false when it is something else. */
bool attach_from_base64(Arena *arena, Str text, Str *out);
/* zlib's format (RFC 1950), by zlib, which is loaded by the first call. False when it cannot be loaded, or the bytes are not right or become more
 * than 256 MB. */
bool attach_deflate(Arena *arena, Str bytes, Str *out);
bool attach_inflate(Arena *arena, Str bytes, Str *out);

/* The readers; the contract is that of attach_read. */
const char *attach_read_pdf(Arena *arena, Str figure, Attachments *out);
const char *attach_read_png(Arena *arena, Str figure, Attachments *out);
const char *attach_read_ps(Arena *arena, Str figure, Attachments *out);
const char *attach_read_svg(Arena *arena, Str figure, Attachments *out);

#endif
