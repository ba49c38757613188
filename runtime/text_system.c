/* text_system: faces of the machine's own fonts, through fontconfig, which is started here and nowhere else: it costs as much as a
 * whole figure. */
#include "text_face.h"

#include <stdlib.h>

/* Whether the match has the family among its names: fontconfig always finds some font, also when there is none of that name. */
static bool has_name(FcPattern *match, Str family)
{
    FcChar8 *name;
    for (int i = 0; FcPatternGetString(match, FC_FAMILY, i, &name) == FcResultMatch; i++)
        if (str_is_name(str_from((const char *)name), family))
            return true;
    return false;
}

static FcPattern *find_match(FcConfig *config, const char *family, bool is_bold, bool is_italic, uint32_t code)
{
    FcPattern *pattern = FcPatternCreate();
    FcCharSet *wanted = code ? FcCharSetCreate() : NULL;
    FcResult result;
    FcPattern *match = NULL;
    if (pattern) {
        bool is_whole = FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family) &&
                        FcPatternAddInteger(pattern, FC_WEIGHT, is_bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR) &&
                        FcPatternAddInteger(pattern, FC_SLANT, is_italic ? FC_SLANT_ITALIC : FC_SLANT_ROMAN) &&
                        FcPatternAddBool(pattern, FC_SCALABLE, FcTrue) &&
                        FcPatternAddBool(pattern, FC_COLOR, FcFalse) && /* pictures in place of outlines cannot stand in a PDF */
                        (!code || (wanted && FcCharSetAddChar(wanted, code) && FcPatternAddCharSet(pattern, FC_CHARSET, wanted))) &&
                        FcConfigSubstitute(config, pattern, FcMatchPattern);
        if (is_whole) {
            FcDefaultSubstitute(pattern);
            match = FcFontMatch(config, pattern, &result);
        }
        FcPatternDestroy(pattern);
    }
    if (wanted)
        FcCharSetDestroy(wanted);
    return match;
}

enum { FONTCONFIG_MEMORY = 8 << 20 };

/* fontconfig crashes where memory runs out under it: more than it needs has to be there. */
static bool start(TextEngine *engine)
{
    if (!engine->fontconfig)
        arena_need(engine->arena, FONTCONFIG_MEMORY);
    if (!engine->fontconfig)
        engine->fontconfig = FcInitLoadConfigAndFonts();
    return engine->fontconfig;
}

/* Whether the face has outlines: bitmaps and pictures cannot be scaled. */
static bool has_outlines(const TextFace *face)
{
    static const hb_tag_t TABLES[] = {HB_TAG('g', 'l', 'y', 'f'), HB_TAG('C', 'F', 'F', ' '), HB_TAG('C', 'F', 'F', '2')};
    bool has_any = false;
    for (int i = 0; i < 3; i++) {
        hb_blob_t *table = hb_face_reference_table(hb_font_get_face(face->font), TABLES[i]);
        has_any |= hb_blob_get_length(table) > 0;
        hb_blob_destroy(table);
    }
    return has_any;
}

/* The height of the figures that are drawn: those for tables, which may be other glyphs than the font's own. */
static void measure_digits(TextEngine *engine, TextFace *face)
{
    static const hb_feature_t FEATURES[] = {{HB_TAG('t', 'n', 'u', 'm'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
                                            {HB_TAG('l', 'n', 'u', 'm'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END}};
    hb_buffer_t *buffer = text_buffer(engine);
    hb_buffer_add_utf8(buffer, "0", 1, 0, 1);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, HB_SCRIPT_COMMON);
    hb_shape(face->font, buffer, FEATURES, 2);
    unsigned n;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &n);
    hb_glyph_extents_t ink;
    if (n == 1 && infos[0].codepoint && hb_font_get_glyph_extents(face->font, infos[0].codepoint, &ink))
        face->digit_height = ink.y_bearing / face->em;
}

static TextFace *open_match(TextEngine *engine, FcPattern *match, Str family, bool is_bold, bool is_italic, uint32_t code)
{
    FcChar8 *file = NULL, *found = NULL;
    int index = 0;
    if (FcPatternGetString(match, FC_FILE, 0, &file) != FcResultMatch || (!code && !has_name(match, family)))
        return NULL;
    FcPatternGetInteger(match, FC_INDEX, 0, &index);
    index &= 0xFFFF; /* the upper half names an instance of a variable font */
    FcPatternGetString(match, FC_FAMILY, 0, &found);
    Str path = code ? str_from((const char *)file) : STR_NONE;
    TextFace *face = engine->faces;
    while (face &&
           !(path.n && face->index == (unsigned)index && face->is_bold == is_bold && face->is_italic == is_italic && str_eq(face->file, path)))
        face = face->next;
    if (!face)
        face = text_face_add(engine, hb_blob_create_from_file((const char *)file), (unsigned)index, code ? str_from((const char *)found) : family,
                             is_bold, is_italic);
    if (!face || !has_outlines(face))
        return NULL;
    face->file = str_copy(engine->arena, path);
    face->kerns_digits = true; /* perhaps */
    measure_digits(engine, face);
    return face;
}

static TextFace *ask(TextEngine *engine, Str family, bool is_bold, bool is_italic, uint32_t code)
{
    const char *name = str_c(engine->arena, family);
    arena_check(engine->arena); /* of what is watched around this: fontconfig opens files, which sets errno too */
    arena_watch();
    if (start(engine))
        engine->match = find_match(engine->fontconfig, name, is_bold, is_italic, code);
    arena_check(engine->arena);
    arena_watch();
    TextFace *face = engine->match ? open_match(engine, engine->match, family, is_bold, is_italic, code) : NULL;
    bool is_good = face && (!code || text_face_has(face, code));
    arena_check(engine->arena);
    if (engine->match)
        FcPatternDestroy(engine->match);
    engine->match = NULL;
    return is_good ? face : NULL;
}

TextFace *text_face_system(TextEngine *engine, Str family, bool is_bold, bool is_italic, uint32_t code)
{
    if (engine->is_closed)
        return NULL;
    Str key = str_printf(engine->arena, "%d%d%x %.*s", is_bold, is_italic, (unsigned)code, STR_FMT(family));
    size_t n_asked = engine->asked.n;
    MapEntry *entry = map_put(&engine->asked, key);
    if (engine->asked.n > n_asked)
        entry->value = ask(engine, family, is_bold, is_italic, code);
    return entry->value;
}

static int compare_names(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

size_t text_families(TextEngine *engine, Arena *arena, const Str **names)
{
    VEC(Str) list = {0};
    Map seen = {.arena = arena};
    Str name;
    for (int id = 0; id < FONT_COUNT; id++)
        for (size_t i = 0; (name = font_name(font_family((FontId)id), i)).n; i++)
            VEC_PUSH(arena, &list, name);
    size_t n_shipped = list.n;
    const FcFontSet *fonts = !engine->is_closed && start(engine) ? FcConfigGetFonts(engine->fontconfig, FcSetSystem) : NULL;
    for (int i = 0; fonts && i < fonts->nfont; i++) {
        FcChar8 *family;
        for (int k = 0; FcPatternGetString(fonts->fonts[i], FC_FAMILY, k, &family) == FcResultMatch; k++) {
            size_t n = seen.n;
            name = str_copy(arena, str_from((const char *)family));
            map_put(&seen, name);
            if (seen.n > n)
                VEC_PUSH(arena, &list, name);
        }
    }
    qsort(list.at + n_shipped, list.n - n_shipped, sizeof *list.at, compare_names);
    *names = list.at;
    return list.n;
}
