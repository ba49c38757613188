/* text_face: from a family's name or a code point to a face; see text_face.h. Shipped fonts come first, so that a figure depends
 * on the machine only where nothing that is shipped will do. */
#include "text_face.h"

#include "font_data.h"

#include <hb-ot.h>
#include <string.h>

/* The shipped fallback, for signs and scripts that the text face lacks. No spec can ask for it by this name. */
static const char FALLBACK[] = "sans fallback";

static double metric(hb_font_t *font, hb_ot_metrics_tag_t tag, double em, double instead)
{
    hb_position_t value;
    return hb_ot_metrics_get_position(font, tag, &value) && value > 0 ? value / em : instead;
}

TextFace *text_face_add(TextEngine *engine, hb_blob_t *blob, unsigned index, Str family, bool is_bold, bool is_italic)
{
    hb_face_t *file = hb_face_create(blob, index);
    if (hb_face_get_glyph_count(file) == 0) {
        hb_face_destroy(file);
        hb_blob_destroy(blob);
        return NULL;
    }
    TextFace *face = ARENA_NEW(engine->arena, TextFace);
    *face = (TextFace){.next = engine->faces,
                       .family = str_copy(engine->arena, family),
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
    engine->faces = face;
    return face;
}

static TextFace *find_open(const TextEngine *engine, Str family, bool is_bold, bool is_italic)
{
    for (TextFace *face = engine->faces; face; face = face->next)
        if (face->is_bold == is_bold && face->is_italic == is_italic && str_eq(face->family, family))
            return face;
    return NULL;
}

static TextFace *add_shipped(TextEngine *engine, FontData data, Str family, bool is_bold, bool is_italic)
{
    hb_blob_t *blob = hb_blob_create((const char *)data.bytes, (unsigned)data.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
    TextFace *face = text_face_add(engine, blob, 0, family, is_bold, is_italic);
    if (!face)
        arena_fail(engine->arena); /* our own bytes are right: only memory can be lacking */
    return face;
}

static TextFace *shipped_face(TextEngine *engine, bool is_bold, bool is_italic)
{
    TextFace *face = find_open(engine, STR("sans"), is_bold, is_italic);
    return face ? face : add_shipped(engine, font_data_sans(is_bold, is_italic), STR("sans"), is_bold, is_italic);
}

/* The fallback has no italics: signs stay upright. */
static TextFace *fallback_face(TextEngine *engine, bool is_bold)
{
    TextFace *face = find_open(engine, str_from(FALLBACK), is_bold, false);
    return face ? face : add_shipped(engine, font_data_fallback(is_bold), str_from(FALLBACK), is_bold, false);
}

bool text_family_is_shipped(Str family)
{
    return family.n == 0 || str_is(family, "sans") || str_is(family, "sans-serif") || str_is(family, FONT_SANS_NAME);
}

TextFace *text_face_find(TextEngine *engine, TextStyle style)
{
    if (text_family_is_shipped(style.family))
        return shipped_face(engine, style.is_bold, style.is_italic);
    TextFace *face = find_open(engine, style.family, style.is_bold, style.is_italic);
    if (!face)
        face = text_face_system(engine, style.family, style.is_bold, style.is_italic, 0);
    return face ? face : shipped_face(engine, style.is_bold, style.is_italic);
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
    if (!text_family_is_shipped(main->family)) {
        TextFace *sans = shipped_face(engine, main->is_bold, main->is_italic);
        if (text_face_has(sans, code))
            return sans;
    }
    TextFace *fallback = fallback_face(engine, main->is_bold);
    if (text_face_has(fallback, code))
        return fallback;
    for (TextFace *face = engine->faces; face; face = face->next)
        if (face->is_bold == main->is_bold && face->is_italic == main->is_italic && text_face_has(face, code))
            return face;
    return text_face_system(engine, STR("sans-serif"), main->is_bold, main->is_italic, code);
}

FT_Face text_face_raqm(TextEngine *engine, TextFace *face)
{
    if (face->raqm)
        return face->raqm;
    unsigned n;
    const char *bytes = hb_blob_get_data(face->blob, &n);
    FT_Face ft;
    if (!engine->library && FT_Init_FreeType(&engine->library))
        return NULL;
    if (FT_New_Memory_Face(engine->library, (const FT_Byte *)bytes, (FT_Long)n, (FT_Long)face->index, &ft))
        return NULL;
    FT_Set_Char_Size(ft, 0, (FT_F26Dot6)(face->em * 64), 72, 72);
    face->raqm = ft;
    return ft;
}

bool text_has_family(TextEngine *engine, Str family)
{
    return text_family_is_shipped(family) || str_eq(text_face_find(engine, (TextStyle){.family = family})->family, family);
}

/* Characters that ask for no glyph: blanks, direction marks, joiners, variation selectors. */
static bool draws_nothing(uint32_t code)
{
    return code <= 0x20 || code == 0xA0 || code == 0xAD || (code >= 0x2000 && code <= 0x200F) || (code >= 0x2028 && code <= 0x202F) ||
           (code >= 0x205F && code <= 0x206F) || code == 0x3000 || (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF;
}

uint32_t text_missing_glyph(TextEngine *engine, Str text, TextStyle style)
{
    TextFace *main = text_face_find(engine, style);
    for (size_t i = 0; i < text.n;) {
        uint32_t code = utf8_next(text, &i);
        if (!draws_nothing(code) && !text_face_for(engine, main, code))
            return code;
    }
    return 0;
}
