/* text: the engine, its cache of shaped lines, measuring; see text.h. Lines are shaped once in ems and serve every size. */
#include "text.h"

#include "text_face.h"
#include "text_shape.h"

#include <stdlib.h>
#include <string.h>

enum { CACHE_LINES = 4000 }; /* beyond, the cache is dropped between figures */

TextEngine *text_engine_new(void)
{
    TextEngine *engine = calloc(1, sizeof *engine);
    if (!engine)
        return NULL;
    engine->arena = arena_new(NULL);
    engine->lines_arena = arena_new(NULL);
    engine->lines.arena = engine->lines_arena;
    engine->asked.arena = engine->arena;
    if (!engine->arena || !engine->lines_arena) {
        text_engine_free(engine);
        return NULL;
    }
    return engine;
}

void text_engine_free(TextEngine *engine)
{
    if (!engine)
        return;
    for (TextFace *face = engine->faces; face; face = face->next) {
        if (face->backend)
            face->backend_free(face->backend);
        if (face->raqm)
            FT_Done_Face(face->raqm);
        hb_font_destroy(face->font);
        hb_blob_destroy(face->blob);
    }
    if (engine->raqm)
        engine->raqm_free(engine->raqm);
    if (engine->library)
        FT_Done_FreeType(engine->library);
    if (engine->match)
        FcPatternDestroy(engine->match);
    if (engine->fontconfig)
        FcConfigDestroy(engine->fontconfig);
    hb_buffer_destroy(engine->buffer);
    arena_free(engine->arena);
    arena_free(engine->lines_arena);
    free(engine);
}

void text_engine_serve(TextEngine *engine, Fault *fault)
{
    arena_set_fault(engine->arena, fault);
    arena_set_fault(engine->lines_arena, fault);
}

void text_engine_trim(TextEngine *engine)
{
    if (engine->lines.n + engine->derived.n <= CACHE_LINES)
        return;
    arena_clear(engine->lines_arena);
    engine->lines = engine->derived = (Map){.arena = engine->lines_arena};
}

/* What a line's shape depends on, as one text: in `room` where it fits, else in the arena. */
static Str cache_key(Arena *arena, char *room, size_t size, Str text, TextStyle style)
{
    size_t n = 2 + style.family.n + text.n;
    char *key = n <= size ? room : arena_alloc(arena, n);
    key[0] = (char)('0' + style.is_bold + 2 * style.is_italic);
    memcpy(key + 1, style.family.at ? style.family.at : "", style.family.n);
    key[1 + style.family.n] = 0;
    memcpy(key + 2 + style.family.n, text.at ? text.at : "", text.n);
    return str_slice(key, n);
}

void text_engine_charge(TextEngine *engine, Arena *payer)
{
    engine->payer = payer;
}

void text_engine_close(TextEngine *engine, bool is_closed)
{
    engine->is_closed = is_closed;
}

bool text_is_closed(const TextEngine *engine)
{
    return engine->is_closed;
}

/* A line that was not shaped before: what it costs is about this, whatever its script. */
static void charge(TextEngine *engine, size_t n_bytes)
{
    enum { STEPS_BYTE = 100, STEPS_LINE = 2000, BYTES_BYTE = 100 };
    if (!engine->payer)
        return;
    arena_text(engine->payer, n_bytes);
    arena_work(engine->payer, (double)n_bytes * STEPS_BYTE + STEPS_LINE);
    if (!arena_count(engine->payer, n_bytes * BYTES_BYTE))
        arena_fail(engine->payer);
}

const TextLine *text_shape(TextEngine *engine, Str text, TextStyle style)
{
    char room[160]; /* most texts are asked for many times: the key is kept once */
    Str key = cache_key(engine->lines_arena, room, sizeof room, text, style);
    TextLine *line = map_get(&engine->lines, key);
    if (!line) {
        charge(engine, text.n);
        TextFace *main = text_face_find(engine, style);
        arena_watch();
        line = text_shape_line(engine, main, text);
        arena_check(engine->arena);
        line->main = main;
        map_put(&engine->lines, str_copy(engine->lines_arena, key))->value = line;
    }
    return line;
}

bool text_lacks_glyphs(const TextEngine *engine)
{
    return engine->lacks_glyphs;
}

TextSize text_measure(TextEngine *engine, Str text, TextStyle style)
{
    const TextLine *line = text_shape(engine, text, style);
    const TextFace *face = line->main;
    return (TextSize){.width = line->width * style.size,
                      .ascent = face->ascent * style.size,
                      .descent = face->descent * style.size,
                      .cap_height = face->cap_height * style.size,
                      .x_height = face->x_height * style.size,
                      .digit_height = face->digit_height * style.size};
}

void **text_derived(TextEngine *engine, Str text, TextStyle style, Arena **arena)
{
    *arena = engine->derived.arena = engine->lines_arena;
    Buf key = {.arena = engine->lines_arena};
    buf_printf(&key, "%a ", style.size);
    buf_add(&key, cache_key(engine->lines_arena, NULL, 0, text, style));
    return &map_put(&engine->derived, buf_str(&key))->value;
}
