/* text: the engine, its cache of shaped lines, measuring; see text.h. Lines are shaped once in ems and serve every size. */
#include "text.h"

#include "text_face.h"
#include "text_shape.h"

#include <stdlib.h>

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
    if (engine->library)
        FT_Done_FreeType(engine->library);
    if (engine->fontconfig)
        FcConfigDestroy(engine->fontconfig);
    arena_free(engine->arena);
    arena_free(engine->lines_arena);
    free(engine);
}

void text_engine_trim(TextEngine *engine)
{
    if (engine->lines.n + engine->derived.n <= CACHE_LINES)
        return;
    Arena *fresh = arena_new(NULL);
    if (!fresh)
        return;
    arena_free(engine->lines_arena);
    engine->lines_arena = fresh;
    engine->lines = engine->derived = (Map){.arena = fresh};
}

/* What a line's shape depends on, as one text. */
static Str cache_key(Arena *arena, Str text, TextStyle style)
{
    Buf key = {.arena = arena};
    buf_addc(&key, (char)('0' + style.is_bold + 2 * style.is_italic));
    buf_add(&key, style.family);
    buf_addc(&key, 0);
    buf_add(&key, text);
    return buf_str(&key);
}

const TextLine *text_shape(TextEngine *engine, Str text, TextStyle style)
{
    MapEntry *entry = map_put(&engine->lines, cache_key(engine->lines_arena, text, style));
    if (!entry->value)
        entry->value = text_shape_line(engine, text_face_find(engine, style), text);
    return entry->value;
}

bool text_lacks_glyphs(const TextEngine *engine)
{
    return engine->lacks_glyphs;
}

TextSize text_measure(TextEngine *engine, Str text, TextStyle style)
{
    const TextFace *face = text_face_find(engine, style);
    return (TextSize){.width = text_shape(engine, text, style)->width * style.size,
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
    buf_add(&key, cache_key(engine->lines_arena, text, style));
    return &map_put(&engine->derived, buf_str(&key))->value;
}
