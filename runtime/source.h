/* source: the texts that positions point into (specs, includes, IR files, CSV files), by number. A position is two
 * byte offsets; line and column exist only where they are printed. */
#ifndef CHARTC_SOURCE_H
#define CHARTC_SOURCE_H

#include "str.h"

/* A piece of a source: bytes start .. end-1. `source` 0 means nowhere (made by chartc itself). Data files may be larger than 4 GB. */
typedef struct Span {
    uint32_t source;
    size_t start, end;
} Span;

#define SPAN_NONE ((Span){0, 0, 0})

typedef struct Source {
    uint32_t id;
    Str name;            /* as the user would write it: what diagnostics print */
    Str path;            /* for opening files named in it: its folder is the base of relative paths */
    Str text;            /* as read, byte for byte */
    size_t *line_starts; /* of each LINE_STEP-th line; made by the first source_locate */
    size_t n_line_starts;
} Source;

typedef struct Sources {
    Arena *arena;
    VEC(Source *) list; /* list.at[i]->id == i + 1 */
} Sources;

/* A place for people: line and column from 1, the column in code points. */
typedef struct Place {
    size_t line, column;
    Str text;          /* the line, without its end (LF, CRLF or CR) */
    size_t line_start; /* its first byte's offset */
} Place;

/* Adds a text; name, path and text are borrowed for the life of `sources`. */
Source *source_add(Sources *sources, Str name, Str path, Str text);
/* NULL for id 0 or an id that was never given. */
Source *source_get(const Sources *sources, uint32_t id);
/* The place of a byte offset; an offset past the end is the end. */
Place source_locate(Sources *sources, Source *source, size_t offset);
/* The text of a span, STR_NONE for SPAN_NONE. */
Str source_text(const Sources *sources, Span span);
/* The smallest span that covers both (of one source; SPAN_NONE counts for nothing). */
Span span_join(Span a, Span b);
/* Columns that a code point takes on a terminal: 0 (combining), 1, 2 (East Asian wide). */
int code_width(uint32_t code);

#endif
