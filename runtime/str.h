/* str: slices of UTF-8 text, and a growable text buffer. A Str borrows; who made the bytes owns them (an arena, a
 * source, a literal). It may hold any byte, NUL too, and is not terminated unless str_c or buf_c made it. */
#ifndef CHARTC_STR_H
#define CHARTC_STR_H

#include "arena.h"

#include <stdarg.h>

typedef struct Str {
    const char *at;
    size_t n;
} Str;

#define STR(literal) ((Str){"" literal, sizeof(literal) - 1})
#define STR_NONE ((Str){NULL, 0})
/* printf: ("%.*s", STR_FMT(s)) */
#define STR_FMT(s) (int)(s).n, ((s).at ? (s).at : "")

Str str_from(const char *c_string); /* NULL gives STR_NONE */
Str str_slice(const char *at, size_t n);
bool str_eq(Str a, Str b);
bool str_is(Str a, const char *c_string);
bool str_is_name(Str a, Str b); /* equal but for the case of ASCII letters */
int str_cmp(Str a, Str b);      /* by bytes: the order of code points */
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);
bool str_contains(Str s, Str part);
Str str_trim(Str s); /* without ASCII blanks, tabs and line ends at both ends */
Str str_copy(Arena *arena, Str s);
const char *str_c(Arena *arena, Str s); /* a NUL-terminated copy */
uint64_t str_hash(Str s);
static inline bool str_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool str_is_letter(char c) /* of ASCII */
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
int str_hex_digit(char c); /* the value of 0-9, a-f, A-F; -1 for anything else */
/* printf into the arena. %f and its kin are for no output that a user sees: num.h prints numbers. */
Str str_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
Str str_vprintf(Arena *arena, const char *format, va_list args);

/* The code point at s[*i], and *i moved behind it; U+FFFD for a byte that is no UTF-8 (moved by one). */
uint32_t utf8_next(Str s, size_t *i);
/* Writes a code point into out (up to 4 bytes) and returns its length. */
size_t utf8_put(char *out, uint32_t code);
/* The offset of the first byte that is not valid UTF-8, or s.n. */
size_t utf8_check(Str s);
/* The text as messages quote it: a byte that is not UTF-8 is `\xE9`. Itself where all are. */
Str utf8_shown(Arena *arena, Str s);

/* A growable text. Zero it, set its arena: `Buf buf = {.arena = arena};` */
typedef struct Buf {
    Arena *arena;
    char *at;
    size_t n, cap;
} Buf;

void buf_add(Buf *buf, Str s);
void buf_adds(Buf *buf, const char *c_string);
void buf_addc(Buf *buf, char c);
void buf_printf(Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
Str buf_str(const Buf *buf); /* what is in it, borrowed until the next addition */
const char *buf_c(Buf *buf); /* the same, NUL-terminated */

/* A hash map from text to a pointer; keys are borrowed. Zero it, set its arena. Iteration order is insertion order:
 * entries 0 .. n-1. */
typedef struct MapEntry {
    Str key;
    void *value;
    uint64_t hash;
} MapEntry;
typedef struct Map {
    Arena *arena;
    MapEntry *entries;
    size_t n, cap;
    uint32_t *slots; /* index + 1 into entries; n_slots is a power of two */
    size_t n_slots;
} Map;

void *map_get(const Map *map, Str key); /* NULL when absent */
/* The entry of the key, made with a NULL value when absent; valid until the next map_put. */
MapEntry *map_put(Map *map, Str key);

#endif
