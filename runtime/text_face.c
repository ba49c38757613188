/* text_face: from a family's name or a code point to a face; see text_face.h. Shipped fonts come first, so that a figure depends
 * on the machine only where nothing that is shipped will do. */
#include "text_face.h"

#include "font_data.h"

#include <hb-ot.h>
#include <string.h>

static double metric(hb_font_t *font, hb_ot_metrics_tag_t tag, double em, double instead)
{
    hb_position_t value;
    return hb_ot_metrics_get_position(font, tag, &value) && value > 0 ? value / em : instead;
}

TextFace *text_face_add(TextEngine *engine, hb_blob_t *blob, unsigned index, Str family, bool is_bold, bool is_italic)
{
    hb_face_t *file = hb_face_create(blob, index);
    TextFace *face = arena_try_alloc(engine->arena, sizeof *face);
    char *name = arena_try_alloc(engine->arena, family.n);
    if (!face || !name || hb_face_get_glyph_count(file) == 0) {
        hb_face_destroy(file);
        hb_blob_destroy(blob);
        if (!face || !name)
            arena_fail(engine->arena);
        return NULL;
    }
    memcpy(name, family.at, family.n);
    *face = (TextFace){.next = engine->faces,
                       .family = str_slice(name, family.n),
                       .is_bold = is_bold,
                       .is_italic = is_italic,
                       .blob = blob,
                       .index = index,
                       .font = hb_font_create(file),
                       .em = hb_face_get_upem(file)};
    hb_face_destroy(file);
    hb_font_extents_t extents;
    bool has_extents = hb_font_get_h_extents(face->font, &extents);
    face->ascent = has_extents ? extents.ascender / face->em : 0.9;
    face->descent = has_extents ? -extents.descender / face->em : 0.2;
    face->cap_height = metric(face->font, HB_OT_METRICS_TAG_CAP_HEIGHT, face->em, 0.7);
    face->x_height = metric(face->font, HB_OT_METRICS_TAG_X_HEIGHT, face->em, 0.5);
    hb_codepoint_t zero;
    hb_glyph_extents_t ink;
    bool has_zero = hb_font_get_nominal_glyph(face->font, '0', &zero) && hb_font_get_glyph_extents(face->font, zero, &ink);
    face->digit_height = has_zero ? ink.y_bearing / face->em : face->cap_height;
    engine->faces = face;
    return face;
}

static TextFace *find_open(const TextEngine *engine, Str family, bool is_bold, bool is_italic)
{
    for (TextFace *face = engine->faces; face; face = face->next)
        if (!face->shipped && !face->file.n && face->is_bold == is_bold && face->is_italic == is_italic && str_eq(face->family, family))
            return face;
    return NULL;
}

/* HarfBuzz keeps two tables of functions for the life of the process, and where it had no memory for them it keeps empty ones. Then no text can be
 * shaped any more: better to say so than to draw none. */
static bool is_sound(const TextFace *shipped)
{
    hb_codepoint_t zero;
    return hb_unicode_funcs_get_default() != hb_unicode_funcs_get_empty() && hb_font_get_nominal_glyph(shipped->font, '0', &zero) &&
           hb_font_get_glyph_h_advance(shipped->font, zero) > 0;
}

static TextFace *shipped_face(TextEngine *engine, FontId id, bool is_bold, bool is_italic)
{
    const FontFamily *family = font_family(id);
    for (TextFace *face = engine->faces; face; face = face->next)
        if (face->shipped == family && face->is_bold == is_bold && face->is_italic == is_italic)
            return face;
    Str file = font_file(id, is_bold, is_italic);
    hb_blob_t *blob = hb_blob_create(file.at, (unsigned)file.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
    TextFace *face = text_face_add(engine, blob, 0, str_from(family->word), is_bold, is_italic);
    if (!face || !is_sound(face))
        arena_fail(engine->arena); /* our own bytes are right: only memory can be lacking */
    face->shipped = family;
    face->kerns_digits = family->kerns_digits;
    return face;
}

TextFace *text_face_find(TextEngine *engine, TextStyle style)
{
    const FontFamily *shipped = font_find(style.family);
    TextFace *face = NULL;
    arena_watch();
    if (!shipped)
        face = find_open(engine, style.family, style.is_bold, style.is_italic);
    if (!shipped && !face)
        face = text_face_system(engine, style.family, style.is_bold, style.is_italic, 0);
    if (!face)
        face = shipped_face(engine, shipped ? shipped->id : FONT_SANS, style.is_bold, style.is_italic);
    arena_check(engine->arena);
    return face;
}

bool text_face_has(const TextFace *face, uint32_t code)
{
    hb_codepoint_t glyph;
    return hb_font_get_nominal_glyph(face->font, code, &glyph);
}

TextFace *text_face_for(TextEngine *engine, TextFace *main, uint32_t code)
{
    if (text_face_has(main, code))
        return main;
    FontId helper = main->shipped ? main->shipped->helper : FONT_SANS;
    for (;; helper = FONT_FALLBACK) {
        TextFace *face = shipped_face(engine, helper, main->is_bold, main->is_italic);
        if (text_face_has(face, code))
            return face;
        if (helper == FONT_FALLBACK)
            return text_face_system(engine, STR("sans-serif"), main->is_bold, main->is_italic, code);
    }
}

hb_buffer_t *text_buffer(TextEngine *engine)
{
    if (!engine->buffer)
        engine->buffer = hb_buffer_create();
    hb_buffer_reset(engine->buffer);
    return engine->buffer;
}

FT_Face text_face_raqm(TextEngine *engine, TextFace *face)
{
    if (face->raqm)
        return face->raqm;
    unsigned n;
    const char *bytes = hb_blob_get_data(face->blob, &n);
    FT_Face ft;
    arena_check(engine->arena); /* of what is watched around this */
    arena_watch();
    if (!engine->library && FT_Init_FreeType(&engine->library))
        engine->library = NULL;
    arena_check(engine->arena); /* FreeType goes on without a module that it has no memory for */
    if (!engine->library)
        return NULL;
    if (FT_New_Memory_Face(engine->library, (const FT_Byte *)bytes, (FT_Long)n, (FT_Long)face->index, &ft))
        return NULL;
    FT_Set_Char_Size(ft, 0, (FT_F26Dot6)(face->em * 64), 72, 72);
    face->raqm = ft;
    return ft;
}

bool text_has_family(TextEngine *engine, Str family)
{
    return font_find(family) || !text_face_find(engine, (TextStyle){.family = family})->shipped;
}

bool text_draws_nothing(uint32_t code)
{
    return code <= 0x20 || code == 0xA0 || code == 0xAD || (code >= 0x2000 && code <= 0x200F) || (code >= 0x2028 && code <= 0x202F) ||
           (code >= 0x205F && code <= 0x206F) || code == 0x3000 || (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF;
}

uint32_t text_missing_glyph(TextEngine *engine, Str text, TextStyle style)
{
    TextFace *main = text_face_find(engine, style);
    uint32_t missing = 0;
    arena_watch();
    for (size_t i = 0; i < text.n && !missing;) {
        uint32_t code = utf8_next(text, &i);
        if (!text_draws_nothing(code) && !text_face_for(engine, main, code))
            missing = code;
    }
    arena_check(engine->arena);
    return missing;
}
