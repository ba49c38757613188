/* unpack: see unpack.h. Text goes into address space that is asked for whole and taken page by page, so that it never moves. */
#include "unpack.h"

#include "lazy.h"

#include <string.h>
#include <sys/mman.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define ZLIB_FUNCTIONS(F) F(inflateInit2_) F(inflate) F(inflateReset) F(inflateEnd)
#define ZSTD_FUNCTIONS(F) F(ZSTD_createDStream) F(ZSTD_decompressStream) F(ZSTD_freeDStream) F(ZSTD_isError) F(ZSTD_getErrorCode)

typedef struct Zlib {
    ZLIB_FUNCTIONS(LAZY_MEMBER)
} Zlib;
typedef struct Zstd {
    ZSTD_FUNCTIONS(LAZY_MEMBER)
} Zstd;

typedef struct Room {
    char *at;
    size_t n, most;
} Room;

static void free_room(void *object)
{
    Room *room = object;
    if (room->at)
        munmap(room->at, room->most);
}

/* `most` bytes of address space, or as many as the system gives; freed with the arena. */
static Room *make_room(Arena *arena, size_t most)
{
    enum { LEAST = 1 << 24 };
    Room *room = ARENA_NEW(arena, Room);
    void *at;
    while ((at = mmap(NULL, most, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) == MAP_FAILED && most > LEAST)
        most /= 2;
    if (at == MAP_FAILED)
        arena_fail(arena);
    *room = (Room){at, 0, most};
    arena_on_free(arena, free_room, room);
    return room;
}

static size_t piece_of(size_t n)
{
    enum { PIECE = 1 << 22 };
    return n < PIECE ? n : PIECE;
}

static bool is_zeros(const unsigned char *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at[i])
            return false;
    return true;
}

static UnpackResult gunzip(Arena *arena, const Zlib *zlib, Str bytes, Room *room, const char **why)
{
    z_stream stream = {0};
    enum { GZIP_ONLY = 16 };
    int start = zlib->inflateInit2_(&stream, MAX_WBITS + GZIP_ONLY, ZLIB_VERSION, (int)sizeof stream);
    if (start != Z_OK)
        return start == Z_MEM_ERROR ? UNPACK_NO_MEMORY : UNPACK_LACKS_LIBRARY;
    size_t at = 0;
    UnpackResult result = UNPACK_DAMAGED;
    for (;;) {
        size_t in = piece_of(bytes.n - at), out = piece_of(room->most - room->n);
        if (out == 0) {
            result = UNPACK_TOO_LARGE;
            break;
        }
        stream.next_in = (unsigned char *)(uintptr_t)(bytes.at + at);
        stream.avail_in = (unsigned)in;
        stream.next_out = (unsigned char *)room->at + room->n;
        stream.avail_out = (unsigned)out;
        int status = zlib->inflate(&stream, Z_NO_FLUSH);
        at += in - stream.avail_in;
        arena_advance(arena, in - stream.avail_in);
        room->n += out - stream.avail_out;
        if (!arena_count(arena, out - stream.avail_out)) {
            result = UNPACK_NO_MEMORY;
            break;
        }
        if (status == Z_STREAM_END) {
            const unsigned char *rest = (const unsigned char *)bytes.at + at;
            if (is_zeros(rest, bytes.n - at)) { /* tapes are filled up with zeros */
                result = UNPACK_DONE;
                break;
            }
            status = zlib->inflateReset(&stream);
        }
        if (status == Z_MEM_ERROR) {
            result = UNPACK_NO_MEMORY;
            break;
        }
        bool is_stuck = status == Z_BUF_ERROR || (status == Z_OK && at == bytes.n && stream.avail_out);
        if (is_stuck || status != Z_OK) {
            *why = is_stuck ? "its gzip data end too early" : "its gzip data are damaged";
            break;
        }
    }
    zlib->inflateEnd(&stream);
    return result;
}

static UnpackResult unzstd(Arena *arena, const Zstd *zstd, Str bytes, Room *room, const char **why)
{
    ZSTD_DStream *stream = zstd->ZSTD_createDStream();
    if (!stream)
        return UNPACK_NO_MEMORY;
    ZSTD_inBuffer in = {bytes.at, bytes.n, 0};
    ZSTD_outBuffer out = {room->at, 0, 0};
    UnpackResult result = UNPACK_DONE;
    for (;;) {
        out.size = out.pos + piece_of(room->most - out.pos);
        size_t in_before = in.pos, out_before = out.pos, left = zstd->ZSTD_decompressStream(stream, &out, &in);
        arena_advance(arena, in.pos - in_before);
        if (!arena_count(arena, out.pos - out_before)) {
            result = UNPACK_NO_MEMORY;
        } else if (zstd->ZSTD_isError(left)) {
            *why = "its Zstandard data are damaged";
            result = zstd->ZSTD_getErrorCode(left) == ZSTD_error_memory_allocation ? UNPACK_NO_MEMORY : UNPACK_DAMAGED;
        } else if (left == 0 && in.pos == in.size) {
            break;
        } else if (out.pos == room->most) {
            result = UNPACK_TOO_LARGE;
        } else if (in.pos == in_before && out.pos == out_before) {
            *why = "its Zstandard data end too early";
            result = UNPACK_DAMAGED;
        }
        if (result != UNPACK_DONE)
            break;
    }
    room->n = out.pos;
    zstd->ZSTD_freeDStream(stream);
    return result;
}

UnpackResult unpack(Arena *arena, Str *text, size_t most, const char **why)
{
    bool is_gzip = str_starts(*text, STR("\x1F\x8B")), is_zstd = str_starts(*text, STR("\x28\xB5\x2F\xFD"));
    static const char *const ZLIB_NAMES[] = {ZLIB_FUNCTIONS(LAZY_NAME) NULL}, *const ZSTD_NAMES[] = {ZSTD_FUNCTIONS(LAZY_NAME) NULL};
    Zlib zlib;
    Zstd zstd;
    if (!is_gzip && !is_zstd)
        return UNPACK_DONE;
    *why = is_gzip ? "zlib" : "libzstd";
    if (is_gzip ? !lazy_load(arena, LAZY_ZLIB, ZLIB_NAMES, (LazyFunction *)&zlib) : !lazy_load(arena, LAZY_ZSTD, ZSTD_NAMES, (LazyFunction *)&zstd))
        return UNPACK_LACKS_LIBRARY;
    /* Deflate makes at most 1032 bytes of one; Zstandard any number */
    enum { GZIP_RATIO = 1032, PAGE = 1 << 16 };
    if (is_gzip && text->n < most / GZIP_RATIO)
        most = text->n * GZIP_RATIO + PAGE;
    Room *room = make_room(arena, most);
    arena_expect(arena, text->n);
    UnpackResult result = is_gzip ? gunzip(arena, &zlib, *text, room, why) : unzstd(arena, &zstd, *text, room, why);
    if (result == UNPACK_NO_MEMORY || (result == UNPACK_TOO_LARGE && room->most < most))
        arena_fail(arena);
    *text = (Str){room->at, room->n};
    return result;
}
