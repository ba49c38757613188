/* str: slices, UTF-8, text buffers and the text-keyed hash map; see str.h. */
#include "str.h"

#include <stdio.h>
#include <string.h>

Str str_from(const char *c_string)
{
    return c_string ? (Str){c_string, strlen(c_string)} : STR_NONE;
}

Str str_slice(const char *at, size_t n)
{
    return (Str){at, n};
}

bool str_eq(Str a, Str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

bool str_is_name(Str a, Str b)
{
    size_t i = 0;
    while (i < a.n && i < b.n && lower(a.at[i]) == lower(b.at[i]))
        i++;
    return i == a.n && i == b.n;
}

bool str_is(Str a, const char *c_string)
{
    return str_eq(a, str_from(c_string));
}

int str_cmp(Str a, Str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.at, b.at, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(Str s, Str prefix)
{
    return s.n >= prefix.n && str_eq((Str){s.at, prefix.n}, prefix);
}

bool str_contains(Str s, Str part)
{
    bool found = part.n == 0;
    for (size_t i = 0; !found && i + part.n <= s.n; i++)
        found = memcmp(s.at + i, part.at, part.n) == 0;
    return found;
}

bool str_ends(Str s, Str suffix)
{
    return s.n >= suffix.n && str_eq((Str){s.at + s.n - suffix.n, suffix.n}, suffix);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

Str str_trim(Str s)
{
    while (s.n && is_blank(s.at[0]))
        s.at++, s.n--;
    while (s.n && is_blank(s.at[s.n - 1]))
        s.n--;
    return s;
}

Str str_copy(Arena *arena, Str s)
{
    return (Str){str_c(arena, s), s.n};
}

const char *str_c(Arena *arena, Str s)
{
    char *copy = arena_alloc(arena, s.n + 1);
    if (s.n)
        memcpy(copy, s.at, s.n);
    return copy;
}

int str_hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

uint64_t str_hash(Str s)
{
    /* FNV-1a, 64 bit (Fowler, Noll, Vo), with a final mix so that low bits are usable as slot numbers */
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)s.at[i]) * 1099511628211u;
    hash ^= hash >> 32;
    return hash;
}

Str str_vprintf(Arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n < 0)
        n = 0;
    char *out = arena_alloc(arena, (size_t)n + 1);
    vsnprintf(out, (size_t)n + 1, format, again);
    va_end(again);
    return (Str){out, (size_t)n};
}

Str str_printf(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str s = str_vprintf(arena, format, args);
    va_end(args);
    return s;
}

/* The length of the valid UTF-8 sequence at s[i], 0 when there is none. Follows table 3-7 of the Unicode Standard. */
static size_t sequence_length(Str s, size_t i)
{
    const unsigned char *p = (const unsigned char *)s.at + i;
    size_t left = s.n - i;
    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    size_t length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (left < length)
        return 0;
    unsigned char low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t k = 2; k < length; k++)
        if ((p[k] & 0xC0) != 0x80)
            return 0;
    return length;
}

uint32_t utf8_next(Str s, size_t *i)
{
    const unsigned char *p = (const unsigned char *)s.at + *i;
    size_t length = sequence_length(s, *i);
    if (length == 0) {
        ++*i;
        return 0xFFFD;
    }
    uint32_t code = length == 1 ? p[0] : p[0] & (0xFFu >> (length + 1));
    for (size_t k = 1; k < length; k++)
        code = code << 6 | (p[k] & 0x3F);
    *i += length;
    return code;
}

size_t utf8_put(char *out, uint32_t code)
{
    unsigned char *p = (unsigned char *)out;
    if (code < 0x80) {
        p[0] = (unsigned char)code;
        return 1;
    }
    if (code < 0x800) {
        p[0] = (unsigned char)(0xC0 | code >> 6);
        p[1] = (unsigned char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        p[0] = (unsigned char)(0xE0 | code >> 12);
        p[1] = (unsigned char)(0x80 | (code >> 6 & 0x3F));
        p[2] = (unsigned char)(0x80 | (code & 0x3F));
        return 3;
    }
    p[0] = (unsigned char)(0xF0 | code >> 18);
    p[1] = (unsigned char)(0x80 | (code >> 12 & 0x3F));
    p[2] = (unsigned char)(0x80 | (code >> 6 & 0x3F));
    p[3] = (unsigned char)(0x80 | (code & 0x3F));
    return 4;
}

size_t utf8_check(Str s)
{
    for (size_t i = 0; i < s.n;) {
        uint64_t bytes;
        for (; i + sizeof bytes <= s.n; i += sizeof bytes) { /* most are ASCII */
            memcpy(&bytes, s.at + i, sizeof bytes);
            if (bytes & 0x8080808080808080u)
                break;
        }
        if (i == s.n)
            break;
        size_t length = (unsigned char)s.at[i] < 0x80 ? 1 : sequence_length(s, i);
        if (length == 0)
            return i;
        i += length;
    }
    return s.n;
}

static void buf_reserve(Buf *buf, size_t more)
{
    size_t need = buf->n + more + 1;
    if (need <= buf->cap)
        return;
    size_t cap = buf->cap ? buf->cap : 64;
    while (cap < need)
        cap *= 2;
    buf->at = arena_grow(buf->arena, buf->at, buf->cap, cap);
    buf->cap = cap;
}

void buf_add(Buf *buf, Str s)
{
    buf_reserve(buf, s.n);
    if (s.n)
        memcpy(buf->at + buf->n, s.at, s.n);
    buf->n += s.n;
}

void buf_adds(Buf *buf, const char *c_string)
{
    buf_add(buf, str_from(c_string));
}

void buf_addc(Buf *buf, char c)
{
    buf_add(buf, (Str){&c, 1});
}

void buf_printf(Buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n > 0) {
        buf_reserve(buf, (size_t)n);
        vsnprintf(buf->at + buf->n, (size_t)n + 1, format, again);
        buf->n += (size_t)n;
    }
    va_end(again);
}

Str buf_str(const Buf *buf)
{
    return (Str){buf->at, buf->n};
}

Str utf8_shown(Arena *arena, Str s)
{
    size_t bad = utf8_check(s);
    if (bad == s.n)
        return s;
    Buf out = {.arena = arena};
    for (; bad < s.n; bad = utf8_check(s)) {
        buf_add(&out, (Str){s.at, bad});
        buf_printf(&out, "\\x%02X", (unsigned char)s.at[bad]);
        s = (Str){s.at + bad + 1, s.n - bad - 1};
    }
    buf_add(&out, s);
    return buf_str(&out);
}

const char *buf_c(Buf *buf)
{
    buf_reserve(buf, 0);
    buf->at[buf->n] = 0;
    return buf->at;
}

static size_t map_slot(const Map *map, Str key, uint64_t hash)
{
    size_t mask = map->n_slots - 1, slot = (size_t)hash & mask;
    while (map->slots[slot]) {
        const MapEntry *entry = &map->entries[map->slots[slot] - 1];
        if (entry->hash == hash && str_eq(entry->key, key))
            break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

void *map_get(const Map *map, Str key)
{
    if (!map->n_slots)
        return NULL;
    uint32_t index = map->slots[map_slot(map, key, str_hash(key))];
    return index ? map->entries[index - 1].value : NULL;
}

static void map_widen(Map *map)
{
    map->n_slots = map->n_slots ? map->n_slots * 2 : 16;
    map->slots = ARENA_ARRAY(map->arena, map->n_slots, uint32_t);
    for (size_t i = 0; i < map->n; i++)
        map->slots[map_slot(map, map->entries[i].key, map->entries[i].hash)] = (uint32_t)i + 1;
}

MapEntry *map_put(Map *map, Str key)
{
    if ((map->n + 1) * 2 > map->n_slots)
        map_widen(map);
    uint64_t hash = str_hash(key);
    size_t slot = map_slot(map, key, hash);
    if (map->slots[slot])
        return &map->entries[map->slots[slot] - 1];
    if (map->n == map->cap) {
        size_t cap = map->cap ? map->cap * 2 : 8;
        map->entries = arena_grow(map->arena, map->entries, map->cap * sizeof *map->entries, cap * sizeof *map->entries);
        map->cap = cap;
    }
    map->entries[map->n] = (MapEntry){key, NULL, hash};
    map->slots[slot] = (uint32_t)++map->n;
    return &map->entries[map->n - 1];
}
