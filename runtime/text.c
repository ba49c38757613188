/* text: faces, shaping and measuring; see text.h. Shaping runs at one pixel a font unit, so that positions are exact whole numbers, and is scaled
 * to the style's size: text of twice the size is exactly twice as wide. */
#include "text.h"

#include "font_data.h"
#include "text_face.h"

#include <fontconfig/fontconfig.h>
#include <raqm.h>
#include <stdlib.h>
#include <string.h>
#include FT_TRUETYPE_TABLES_H

enum { CACHE_LINES = 4000 }; /* beyond, the cache is dropped between figures */

struct TextEngine {
    FT_Library library;
    FcConfig *fontconfig; /* started on demand */
    TextFace *faces;
    Arena *lines_arena;
    Map lines; /* style and text -> TextLine * */
    Arena *arena;
};

TextEngine *text_engine_new(void)
{
    TextEngine *engine = calloc(1, sizeof *engine);
    if (!engine)
        return NULL;
    engine->arena = arena_new(NULL);
    engine->lines_arena = arena_new(NULL);
    engine->lines.arena = engine->lines_arena;
    if (!engine->arena || !engine->lines_arena || FT_Init_FreeType(&engine->library)) {
        arena_free(engine->arena);
        arena_free(engine->lines_arena);
        free(engine);
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
        FT_Done_Face(face->ft);
    }
    FT_Done_FreeType(engine->library);
    if (engine->fontconfig)
        FcConfigDestroy(engine->fontconfig);
    arena_free(engine->arena);
    arena_free(engine->lines_arena);
    free(engine);
}

void text_engine_trim(TextEngine *engine)
{
    if (engine->lines.n <= CACHE_LINES)
        return;
    Arena *fresh = arena_new(NULL);
    if (!fresh)
        return;
    arena_free(engine->lines_arena);
    engine->lines_arena = fresh;
    engine->lines = (Map){.arena = fresh};
}

/* --- faces -------------------------------------------------------------------------------------------------------- */

static bool is_shipped(Str family)
{
    return family.n == 0 || str_is(family, "sans") || str_is(family, "sans-serif") || str_is(family, FONT_SANS_NAME);
}

static void read_metrics(TextFace *face)
{
    FT_Face ft = face->ft;
    face->em = ft->units_per_EM ? ft->units_per_EM : 1000;
    face->ascent = ft->ascender / face->em;
    face->descent = -ft->descender / face->em;
    const TT_OS2 *os2 = FT_Get_Sfnt_Table(ft, FT_SFNT_OS2);
    bool has_heights = os2 && os2->version >= 2 && os2->sCapHeight > 0;
    face->cap_height = has_heights ? os2->sCapHeight / face->em : 0.7;
    face->x_height = has_heights && os2->sxHeight > 0 ? os2->sxHeight / face->em : 0.5;
}

static TextFace *add_face(TextEngine *engine, FT_Face ft, Str family, bool is_bold, bool is_italic)
{
    TextFace *face = ARENA_NEW(engine->arena, TextFace);
    face->ft = ft;
    face->family = str_copy(engine->arena, family);
    face->is_bold = is_bold;
    face->is_italic = is_italic;
    read_metrics(face);
    face->next = engine->faces;
    engine->faces = face;
    return face;
}

static FcConfig *start_fontconfig(TextEngine *engine)
{
    if (!engine->fontconfig)
        engine->fontconfig = FcInitLoadConfigAndFonts();
    return engine->fontconfig;
}

/* fontconfig always finds some font: it counts only when it is the one that was asked for. */
static bool same_name(Str asked, const char *found)
{
    size_t n = strlen(found);
    for (size_t i = 0; i < n && n == asked.n; i++)
        if ((asked.at[i] | 32) != (found[i] | 32))
            return false;
    return n == asked.n;
}

/* The system's font for a family, or (code != 0) for a code point; NULL when there is none that serves. */
static TextFace *system_face(TextEngine *engine, Str family, bool is_bold, bool is_italic, uint32_t code)
{
    FcConfig *config = start_fontconfig(engine);
    FcPattern *pattern = config ? FcPatternCreate() : NULL;
    if (!pattern)
        return NULL;
    const char *name = str_c(engine->arena, family);
    FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)name);
    FcPatternAddInteger(pattern, FC_WEIGHT, is_bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
    FcPatternAddInteger(pattern, FC_SLANT, is_italic ? FC_SLANT_ITALIC : FC_SLANT_ROMAN);
    FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
    FcCharSet *wanted = code ? FcCharSetCreate() : NULL;
    if (wanted) {
        FcCharSetAddChar(wanted, code);
        FcPatternAddCharSet(pattern, FC_CHARSET, wanted);
    }
    FcConfigSubstitute(config, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult result;
    FcPattern *match = FcFontMatch(config, pattern, &result);
    TextFace *face = NULL;
    FcChar8 *file = NULL, *found_family = NULL;
    int index = 0;
    FT_Face ft;
    if (match && FcPatternGetString(match, FC_FILE, 0, &file) == FcResultMatch) {
        FcPatternGetInteger(match, FC_INDEX, 0, &index);
        FcPatternGetString(match, FC_FAMILY, 0, &found_family);
        bool is_right = code || (found_family && same_name(family, (const char *)found_family));
        if (is_right && FT_New_Face(engine->library, (const char *)file, index, &ft) == 0) {
            if (!code || FT_Get_Char_Index(ft, code))
                face = add_face(engine, ft, code ? str_from((const char *)found_family) : family, is_bold, is_italic);
            else
                FT_Done_Face(ft);
        }
    }
    if (match)
        FcPatternDestroy(match);
    if (wanted)
        FcCharSetDestroy(wanted);
    FcPatternDestroy(pattern);
    return face;
}

static TextFace *shipped_face(TextEngine *engine, bool is_bold, bool is_italic)
{
    FontData data = font_data_sans(is_bold, is_italic);
    FT_Face ft;
    if (FT_New_Memory_Face(engine->library, data.bytes, (FT_Long)data.n, 0, &ft))
        arena_fail(engine->arena); /* our own bytes are right: only memory can be lacking */
    return add_face(engine, ft, STR("sans"), is_bold, is_italic);
}

static TextFace *find_face(TextEngine *engine, TextStyle style)
{
    Str family = is_shipped(style.family) ? STR("sans") : style.family;
    for (TextFace *face = engine->faces; face; face = face->next)
        if (face->is_bold == style.is_bold && face->is_italic == style.is_italic && str_eq(face->family, family))
            return face;
    TextFace *face = is_shipped(family) ? NULL : system_face(engine, family, style.is_bold, style.is_italic, 0);
    if (face)
        return face;
    if (!is_shipped(family))
        return find_face(engine, (TextStyle){STR("sans"), style.size, style.is_bold, style.is_italic});
    return shipped_face(engine, style.is_bold, style.is_italic);
}

static bool draws_nothing(uint32_t code)
{
    return code < 0x20 || (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x2069) ||
           (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF || code == 0xA0 || code == 0x202F || code == 0x2009;
}

/* The first face that can draw the code point: the style's own, those opened before, the system's. */
static TextFace *face_for(TextEngine *engine, TextFace *main, uint32_t code)
{
    if (draws_nothing(code) || FT_Get_Char_Index(main->ft, code))
        return main;
    for (TextFace *face = engine->faces; face; face = face->next)
        if (face->is_bold == main->is_bold && face->is_italic == main->is_italic && FT_Get_Char_Index(face->ft, code))
            return face;
    return system_face(engine, STR("sans-serif"), main->is_bold, main->is_italic, code);
}

bool text_has_family(TextEngine *engine, Str family)
{
    return is_shipped(family) || str_eq(find_face(engine, (TextStyle){.family = family, .size = 1})->family, family);
}

uint32_t text_missing_glyph(TextEngine *engine, Str text, TextStyle style)
{
    TextFace *main = find_face(engine, style);
    for (size_t i = 0; i < text.n;) {
        uint32_t code = utf8_next(text, &i);
        if (!face_for(engine, main, code))
            return code;
    }
    return 0;
}

/* --- shaping ------------------------------------------------------------------------------------------------------ */

static bool set_faces(TextEngine *engine, raqm_t *raqm, TextFace *main, Str text)
{
    bool is_good = raqm_set_freetype_face(raqm, main->ft) && raqm_set_freetype_load_flags(raqm, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
    for (size_t i = 0; i < text.n && is_good;) {
        size_t start = i;
        uint32_t code = utf8_next(text, &i);
        TextFace *face = code < 0x80 ? main : face_for(engine, main, code);
        if (face && face != main)
            is_good = raqm_set_freetype_face_range(raqm, face->ft, start, i - start);
    }
    /* the cairo back end sets sizes of its own on the same faces */
    for (TextFace *face = engine->faces; face; face = face->next)
        FT_Set_Char_Size(face->ft, (FT_F26Dot6)(face->em * 64), (FT_F26Dot6)(face->em * 64), 72, 72);
    return is_good;
}

static TextFace *face_of(TextEngine *engine, FT_Face ft)
{
    TextFace *face = engine->faces;
    while (face && face->ft != ft)
        face = face->next;
    return face;
}

static void add_glyphs(TextEngine *engine, TextLine *line, const raqm_glyph_t *glyphs, size_t n, double size)
{
    Arena *arena = engine->lines_arena;
    VEC(TextRun) runs = {0};
    double pen = 0;
    for (size_t i = 0; i < n;) {
        TextFace *face = face_of(engine, glyphs[i].ftface);
        size_t end = i;
        while (end < n && glyphs[end].ftface == glyphs[i].ftface)
            end++;
        TextRun run = {.face = face, .n_glyphs = end - i, .glyphs = ARENA_ARRAY(arena, end - i, TextGlyph)};
        double scale = size / face->em / 64;
        for (size_t k = i; k < end; k++) {
            run.glyphs[k - i] = (TextGlyph){.id = glyphs[k].index,
                                            .x = pen + glyphs[k].x_offset * scale,
                                            .y = -(glyphs[k].y_offset * scale),
                                            .cluster = glyphs[k].cluster};
            pen += glyphs[k].x_advance * scale;
        }
        run.is_backward = run.n_glyphs > 1 && run.glyphs[0].cluster > run.glyphs[run.n_glyphs - 1].cluster;
        VEC_PUSH(arena, &runs, run);
        i = end;
    }
    line->runs = runs.at;
    line->n_runs = runs.n;
    line->width = pen;
}

const TextLine *text_shape(TextEngine *engine, Str text, TextStyle style)
{
    Arena *arena = engine->lines_arena;
    Buf key = {.arena = arena};
    buf_add(&key, (Str){(const char *)&style.size, sizeof style.size});
    buf_addc(&key, style.is_bold ? 'b' : 'r');
    buf_addc(&key, style.is_italic ? 'i' : 'u');
    buf_add(&key, style.family);
    buf_addc(&key, 0);
    buf_add(&key, text);
    TextLine *line = map_get(&engine->lines, buf_str(&key));
    if (line)
        return line;
    line = ARENA_NEW(arena, TextLine);
    raqm_t *raqm = text.n ? raqm_create() : NULL;
    TextFace *main = find_face(engine, style);
    bool is_good = raqm && raqm_set_text_utf8(raqm, text.at, text.n) && raqm_set_par_direction(raqm, RAQM_DIRECTION_DEFAULT) &&
                   set_faces(engine, raqm, main, text) && raqm_layout(raqm);
    size_t n = 0;
    raqm_glyph_t *glyphs = is_good ? raqm_get_glyphs(raqm, &n) : NULL;
    if (glyphs)
        add_glyphs(engine, line, glyphs, n, style.size);
    if (raqm)
        raqm_destroy(raqm);
    map_put(&engine->lines, buf_str(&key))->value = line;
    return line;
}

TextSize text_measure(TextEngine *engine, Str text, TextStyle style)
{
    const TextFace *face = find_face(engine, style);
    return (TextSize){.width = text_shape(engine, text, style)->width,
                      .ascent = face->ascent * style.size,
                      .descent = face->descent * style.size,
                      .cap_height = face->cap_height * style.size,
                      .x_height = face->x_height * style.size};
}
