/* attach_png: see attach_png.h. */
#include "attach_png.h"

#include <string.h>

static const char KEY[] = "chartc", KEY_BASE64[] = "chartc-base64";

void attach_to_png(Arena *arena, png_structp png, png_infop info, const Attachments *attached, const char *program)
{
    enum { PACK_FROM = 1024 };
    png_text *texts = ARENA_ARRAY(arena, attached->n + 1, png_text);
    texts[0] = (png_text){.compression = PNG_TEXT_COMPRESSION_NONE,
                          .key = (char *)(uintptr_t) "Software",
                          .text = (char *)(uintptr_t)program,
                          .text_length = strlen(program)};
    for (size_t i = 0; i < attached->n; i++) {
        const Attachment *file = &attached->at[i];
        bool is_text = attach_is_text(file->bytes);
        Buf text = {.arena = arena};
        if (is_text)
            buf_add(&text, file->bytes);
        else
            attach_add_base64(&text, file->bytes);
        const char *name = attach_is_text(file->name) ? str_c(arena, file->name) : "";
        texts[i + 1] = (png_text){.compression = text.n < PACK_FROM ? PNG_ITXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_zTXt,
                                  .key = (char *)(uintptr_t)(is_text ? KEY : KEY_BASE64),
                                  .text = (char *)(uintptr_t)buf_c(&text),
                                  .itxt_length = text.n,
                                  .lang = (char *)(uintptr_t) "",
                                  .lang_key = (char *)(uintptr_t)name};
    }
    png_set_text(png, info, texts, (int)attached->n + 1);
}

static uint32_t big_endian(Str s, size_t at)
{
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++)
        value = value << 8 | (unsigned char)s.at[at + i];
    return value;
}

/* PNG's annex D, without its table: chunks of text are short. */
static uint32_t checksum(Str bytes)
{
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = 0; i < bytes.n; i++) {
        crc ^= (unsigned char)bytes.at[i];
        for (int k = 0; k < 8; k++)
            crc = crc & 1 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
    }
    return ~crc;
}

/* Cuts what stands before the next NUL off; false when there is none. */
static bool cut_word(Str *rest, Str *word)
{
    const char *nul = rest->n ? memchr(rest->at, 0, rest->n) : NULL;
    if (!nul)
        return false;
    *word = (Str){rest->at, (size_t)(nul - rest->at)};
    *rest = (Str){nul + 1, rest->n - word->n - 1};
    return true;
}

/* Of a chunk that is ours; NULL or what is wrong. */
static const char *take_chunk(Arena *arena, Str rest, bool is_base64, Str *bytes)
{
    Str language, name;
    bool is_packed = rest.n >= 2 && rest.at[0] == 1;
    if (rest.n < 2)
        return "a chunk of text is cut off";
    rest = (Str){rest.at + 2, rest.n - 2};
    if (!cut_word(&rest, &language) || !cut_word(&rest, &name))
        return "a chunk of text is cut off";
    if (is_packed && !attach_inflate(arena, rest, &rest))
        return "a chunk of text cannot be unpacked";
    if (is_base64 && !attach_from_base64(arena, rest, &rest))
        return "a chunk of text is not base64";
    *bytes = rest;
    return NULL;
}

const char *attach_read_png(Arena *arena, Str figure, Attachments *out)
{
    enum { SIGNATURE = 8, FRAME = 12 };
    VEC(Attachment) list = {0};
    for (size_t at = SIGNATURE; at < figure.n;) {
        if (figure.n - at < FRAME || figure.n - at - FRAME < big_endian(figure, at))
            return "a chunk is cut off";
        size_t n = big_endian(figure, at);
        Str type = {figure.at + at + 4, 4}, rest = {figure.at + at + 8, n}, key;
        bool is_text = str_is(type, "iTXt") && cut_word(&rest, &key), is_base64 = is_text && str_is(key, KEY_BASE64);
        if (is_base64 || (is_text && str_is(key, KEY))) {
            Str bytes;
            if (checksum((Str){type.at, n + 4}) != big_endian(figure, at + 8 + n))
                return "a chunk of text has another checksum";
            const char *wrong = take_chunk(arena, rest, is_base64, &bytes);
            if (wrong)
                return wrong;
            if (list.n == ATTACHMENTS_MOST)
                return "it carries too many files";
            VEC_PUSH(arena, &list, (Attachment){.bytes = bytes});
        }
        at += FRAME + n;
        if (str_is(type, "IEND"))
            break;
    }
    *out = (Attachments){list.at, list.n};
    return NULL;
}
