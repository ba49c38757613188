/* attach: what formats share; see attach.h. */
#include "attach.h"

#include "lazy.h"

#include <string.h>
#include <zlib.h>

#define ZLIB_FUNCTIONS(F) F(compressBound) F(compress2) F(inflateInit_) F(inflate) F(inflateEnd)

typedef struct Zlib {
    ZLIB_FUNCTIONS(LAZY_MEMBER)
} Zlib;

static bool load_zlib(Arena *arena, Zlib *zlib)
{
    static const char *const NAMES[] = {ZLIB_FUNCTIONS(LAZY_NAME) NULL};
    return lazy_load(arena, LAZY_ZLIB, NAMES, (LazyFunction *)zlib);
}

typedef struct Format {
    const char *name, *head;
    const char *(*read)(Arena *arena, Str figure, Attachments *out);
} Format;

static const Format FORMATS[] = {
    {"pdf", "%PDF-", attach_read_pdf},    {"png", "\x89PNG\r\n\x1A\n", attach_read_png},
    {"ps", "%!PS-Adobe", attach_read_ps}, {"svg", "<svg", attach_read_svg},
    {"svg", "<?xml", attach_read_svg},
};

static const Format *find_format(Str figure)
{
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
        if (str_starts(figure, str_from(FORMATS[i].head)))
            return &FORMATS[i];
    return NULL;
}

const char *attach_format(Str figure)
{
    const Format *format = find_format(figure);
    return format ? format->name : NULL;
}

const char *attach_read(Arena *arena, Str figure, Attachments *out)
{
    const Format *format = find_format(figure);
    *out = (Attachments){0};
    return format ? format->read(arena, figure, out) : NULL;
}

bool attach_is_text(Str bytes)
{
    if (utf8_check(bytes) < bytes.n)
        return false;
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        bool is_no_character = c == 0xEF && (unsigned char)bytes.at[i + 1] == 0xBF && (unsigned char)bytes.at[i + 2] >= 0xBE; /* U+FFFE, U+FFFF */
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || is_no_character)
            return false;
    }
    return true;
}

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void attach_add_base64(Buf *out, Str bytes)
{
    for (size_t i = 0; i < bytes.n; i += 3) {
        uint32_t three = 0;
        size_t n = bytes.n - i < 3 ? bytes.n - i : 3;
        for (size_t k = 0; k < 3; k++)
            three = three << 8 | (k < n ? (unsigned char)bytes.at[i + k] : 0u);
        for (size_t k = 0; k < 4; k++)
            buf_addc(out, k <= n ? DIGITS[three >> (18 - 6 * k) & 63] : '=');
    }
}

bool attach_from_base64(Arena *arena, Str text, Str *out)
{
    signed char values[256];
    memset(values, -1, sizeof values);
    for (int i = 0; i < 64; i++)
        values[(unsigned char)DIGITS[i]] = (signed char)i;
    char *bytes = arena_alloc(arena, text.n / 4 * 3 + 3);
    size_t n = 0, n_digits = 0, n_pads = 0;
    uint32_t bits = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t')
            continue;
        bool is_pad = c == '=';
        if ((values[c] < 0 && !is_pad) || (n_pads && !is_pad))
            return false;
        n_pads += is_pad;
        bits = bits << 6 | (is_pad ? 0u : (uint32_t)(unsigned char)values[c]);
        if (++n_digits % 4 == 0)
            for (int k = 2; k >= 0; k--)
                bytes[n++] = (char)(bits >> 8 * k & 0xFF);
    }
    if (n_digits % 4 || n_pads > 2)
        return false;
    *out = (Str){bytes, n - n_pads};
    return true;
}

bool attach_deflate(Arena *arena, Str bytes, Str *out)
{
    Zlib zlib;
    if (!load_zlib(arena, &zlib))
        return false;
    uLongf n = zlib.compressBound(bytes.n);
    char *room = arena_alloc(arena, n);
    int status = zlib.compress2((Bytef *)room, &n, (const Bytef *)bytes.at, bytes.n, 6);
    if (status == Z_MEM_ERROR)
        arena_fail(arena);
    if (status != Z_OK)
        return false;
    *out = (Str){room, n};
    return true;
}

bool attach_inflate(Arena *arena, Str bytes, Str *out)
{
    enum { MOST = 1 << 28, PIECE = 1 << 16 };
    Zlib zlib;
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes.at, .avail_in = (unsigned)bytes.n};
    if (bytes.n >= UINT32_MAX || !load_zlib(arena, &zlib))
        return false;
    int status = zlib.inflateInit_(&stream, ZLIB_VERSION, (int)sizeof stream);
    if (status == Z_MEM_ERROR)
        arena_fail(arena);
    if (status != Z_OK)
        return false;
    size_t cap = PIECE, n = 0;
    char *room = arena_try_alloc(arena, cap);
    while (room && status == Z_OK && n < MOST) {
        if (n == cap) {
            char *larger = arena_try_alloc(arena, cap * 2);
            if (larger)
                memcpy(larger, room, n);
            room = larger;
            cap *= 2;
            continue;
        }
        stream.next_out = (Bytef *)room + n;
        stream.avail_out = (unsigned)(cap - n);
        status = zlib.inflate(&stream, Z_NO_FLUSH);
        n = cap - stream.avail_out;
    }
    zlib.inflateEnd(&stream);
    if (status == Z_MEM_ERROR || !room)
        arena_fail(arena);
    *out = (Str){room, n};
    return room && status == Z_STREAM_END;
}
