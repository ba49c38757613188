/* text_system: faces of the machine's own fonts, through fontconfig, which is started here and nowhere else: it costs as much as a
 * whole figure. */
#include "text_face.h"

static bool same_letter(char a, char b)
{
    char low_a = a >= 'A' && a <= 'Z' ? (char)(a | 32) : a, low_b = b >= 'A' && b <= 'Z' ? (char)(b | 32) : b;
    return low_a == low_b;
}

/* Whether the match has the family among its names: fontconfig always finds some font, also when there is none of that name. */
static bool has_name(FcPattern *match, Str family)
{
    FcChar8 *name;
    for (int i = 0; FcPatternGetString(match, FC_FAMILY, i, &name) == FcResultMatch; i++) {
        Str found = str_from((const char *)name);
        size_t k = 0;
        while (k < found.n && k < family.n && same_letter(found.at[k], family.at[k]))
            k++;
        if (k == found.n && k == family.n)
            return true;
    }
    return false;
}

static FcPattern *find_match(FcConfig *config, const char *family, bool is_bold, bool is_italic, uint32_t code)
{
    FcPattern *pattern = FcPatternCreate();
    FcCharSet *wanted = code ? FcCharSetCreate() : NULL;
    FcResult result;
    FcPattern *match = NULL;
    if (pattern) {
        FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
        FcPatternAddInteger(pattern, FC_WEIGHT, is_bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
        FcPatternAddInteger(pattern, FC_SLANT, is_italic ? FC_SLANT_ITALIC : FC_SLANT_ROMAN);
        FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
        if (wanted && FcCharSetAddChar(wanted, code))
            FcPatternAddCharSet(pattern, FC_CHARSET, wanted);
        FcConfigSubstitute(config, pattern, FcMatchPattern);
        FcDefaultSubstitute(pattern);
        match = FcFontMatch(config, pattern, &result);
        FcPatternDestroy(pattern);
    }
    if (wanted)
        FcCharSetDestroy(wanted);
    return match;
}

static TextFace *ask(TextEngine *engine, Str family, bool is_bold, bool is_italic, uint32_t code)
{
    if (!engine->fontconfig)
        engine->fontconfig = FcInitLoadConfigAndFonts();
    if (!engine->fontconfig)
        return NULL;
    FcPattern *match = find_match(engine->fontconfig, str_c(engine->arena, family), is_bold, is_italic, code);
    FcChar8 *file = NULL, *found = NULL;
    int index = 0;
    TextFace *face = NULL;
    if (match && FcPatternGetString(match, FC_FILE, 0, &file) == FcResultMatch && (code || has_name(match, family))) {
        FcPatternGetInteger(match, FC_INDEX, 0, &index);
        FcPatternGetString(match, FC_FAMILY, 0, &found);
        hb_blob_t *blob = hb_blob_create_from_file((const char *)file);
        /* the upper half of fontconfig's index names an instance of a variable font */
        face = text_face_add(engine, blob, (unsigned)index & 0xFFFF, code ? str_from((const char *)found) : family, is_bold, is_italic);
    }
    if (match)
        FcPatternDestroy(match);
    return face && (!code || text_face_has(face, code)) ? face : NULL;
}

TextFace *text_face_system(TextEngine *engine, Str family, bool is_bold, bool is_italic, uint32_t code)
{
    Str key = str_printf(engine->arena, "%d%d%x %.*s", is_bold, is_italic, (unsigned)code, STR_FMT(family));
    size_t n_asked = engine->asked.n;
    MapEntry *entry = map_put(&engine->asked, key);
    if (engine->asked.n > n_asked)
        entry->value = ask(engine, family, is_bold, is_italic, code);
    return entry->value;
}
