/* encoding: see encoding.h. */
#include "encoding.h"

#include <string.h>

/* Of 0x80 to 0x9F in Windows-1252 (the table of unicode.org, CP1252.TXT); 0: nothing. */
static const uint16_t WINDOWS_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

static bool decode_bytes(Arena *arena, Encoding encoding, Str bytes, Str *out, size_t *bad)
{
    size_t n_high = 0, n = 0;
    for (size_t i = 0; i < bytes.n; i++)
        n_high += (unsigned char)bytes.at[i] >> 7;
    *out = bytes;
    if (n_high == 0)
        return true;
    char *text = arena_alloc(arena, bytes.n + 2 * n_high);
    for (size_t i = 0; i < bytes.n; i++) {
        uint32_t code = (unsigned char)bytes.at[i];
        if (encoding == ENCODING_WINDOWS_1252 && code >= 0x80 && code < 0xA0)
            code = WINDOWS_1252[code - 0x80];
        if (code == 0 && bytes.at[i]) {
            *bad = i;
            return false;
        }
        n += utf8_put(text + n, code);
    }
    *out = (Str){text, n};
    return true;
}

static bool is_big_endian(Str bytes)
{
    if (str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF")))
        return bytes.at[0] == '\xFE';
    size_t n_first = 0, n_second = 0;
    for (size_t i = 0; i + 1 < bytes.n && i < 64; i += 2) {
        n_first += bytes.at[i] == 0;
        n_second += bytes.at[i + 1] == 0;
    }
    return n_first > n_second;
}

/* Two bytes, of which the one `high` behind the first counts 256 times. */
static uint32_t unit_at(Str bytes, size_t i, size_t high)
{
    return (uint32_t)(unsigned char)bytes.at[i + high] << 8 | (unsigned char)bytes.at[i + 1 - high];
}

static bool decode_utf16(Arena *arena, Str bytes, Str *out, size_t *bad)
{
    bool has_mark = str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF"));
    *bad = 0;
    if (!has_mark && bytes.n && !memchr(bytes.at, 0, bytes.n)) /* not a delimiter, not a line end: no UTF-16 of a table */
        return false;
    size_t high = is_big_endian(bytes) ? 0 : 1, n = 0, i = 0;
    char *text = arena_array(arena, bytes.n / 2 + 1, 3);
    for (; i + 1 < bytes.n; i += 2) {
        uint32_t code = unit_at(bytes, i, high);
        if (code >= 0xD800 && code < 0xE000) {
            uint32_t low = i + 3 < bytes.n ? unit_at(bytes, i + 2, high) : 0;
            if (code >= 0xDC00 || low < 0xDC00 || low >= 0xE000)
                break;
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        }
        if (code != 0xFEFF || n)
            n += utf8_put(text + n, code);
    }
    *bad = i;
    *out = (Str){text, n};
    return i == bytes.n;
}

bool encoding_decode(Arena *arena, Encoding encoding, Str bytes, Str *out, size_t *bad)
{
    *out = bytes;
    if (encoding == ENCODING_UTF_16)
        return decode_utf16(arena, bytes, out, bad);
    return encoding == ENCODING_UTF_8 || decode_bytes(arena, encoding, bytes, out, bad);
}
