/* text_shape: one line of text to glyphs. libraqm finds directions (FriBidi), scripts and faces, and shapes each piece with HarfBuzz.
 * A line of Latin letters and common signs in one face is one piece that runs to the right: it goes to HarfBuzz straight, with the
 * font kept from line to line. (raqm makes a HarfBuzz font anew for each line: 45 microseconds where shaping takes 2.)
 *
 * No line has a language, or raqm would take the process's locale for one: English stands for none there. */
#include "text_shape.h"

#include "lazy.h"
#include "text_face.h"

#include <raqm.h>
#include <string.h>

/* A glyph as both shapers give it: numbers in font units of its face. */
typedef struct Glyph {
    TextFace *face;
    uint32_t id, cluster;
    double advance, x, y;
} Glyph;

/* --- runs --------------------------------------------------------------------------------------------------------- */

/* Where the cluster that begins at a byte ends: ends[byte]. */
static uint32_t *cluster_ends(Arena *arena, const Glyph *glyphs, size_t n, size_t n_bytes)
{
    uint32_t *ends = ARENA_ARRAY(arena, n_bytes + 1, uint32_t);
    for (size_t i = 0; i < n; i++)
        ends[glyphs[i].cluster] = 1;
    uint32_t end = (uint32_t)n_bytes;
    for (size_t byte = n_bytes; byte-- > 0;)
        if (ends[byte]) {
            ends[byte] = end;
            end = (uint32_t)byte;
        }
    return ends;
}

/* How many glyphs from `glyphs` on are of one face and stand for one stretch of the text, in one direction. */
static size_t run_length(const Glyph *glyphs, size_t n, const uint32_t *ends, bool *is_backward)
{
    int direction = 0;
    size_t i = 1;
    for (; i < n && glyphs[i].face == glyphs[0].face; i++) {
        uint32_t last = glyphs[i - 1].cluster, next = glyphs[i].cluster;
        if (next == last)
            continue;
        int step = next == ends[last] ? 1 : last == ends[next] ? -1 : 0;
        if (step == 0 || (direction != 0 && step != direction))
            break;
        direction = step;
    }
    *is_backward = direction < 0;
    return i;
}

static TextLine *make_line(TextEngine *engine, Str text, const Glyph *glyphs, size_t n)
{
    Arena *arena = engine->lines_arena;
    const uint32_t *ends = cluster_ends(arena, glyphs, n, text.n);
    VEC(TextRun) runs = {0};
    double pen = 0;
    for (size_t i = 0; i < n;) {
        TextRun run = {.face = glyphs[i].face};
        run.n_glyphs = run_length(glyphs + i, n - i, ends, &run.is_backward);
        run.glyphs = ARENA_ARRAY(arena, run.n_glyphs, TextGlyph);
        const Glyph *last = &glyphs[i + run.n_glyphs - 1];
        run.start = run.is_backward ? last->cluster : glyphs[i].cluster;
        run.end = ends[run.is_backward ? glyphs[i].cluster : last->cluster];
        double em = run.face->em;
        for (size_t k = 0; k < run.n_glyphs; k++, i++) {
            size_t at = glyphs[i].cluster;
            engine->lacks_glyphs |= glyphs[i].id == 0 && !text_draws_nothing(utf8_next(text, &at));
            run.glyphs[k] = (TextGlyph){glyphs[i].id, pen + glyphs[i].x / em, -glyphs[i].y / em, glyphs[i].cluster};
            pen += glyphs[i].advance / em;
        }
        VEC_PUSH(arena, &runs, run);
    }
    TextLine *line = ARENA_NEW(arena, TextLine);
    *line = (TextLine){.runs = runs.at, .n_runs = runs.n, .width = pen};
    return line;
}

/* --- digits ------------------------------------------------------------------------------------------------------- */

/* What keeps digits at one width: no kerning between them and, in a font of the system, its digits for tables. Places count bytes or (for
 * raqm) characters. */
static size_t digit_features(Arena *arena, const TextFace *face, Str text, bool in_bytes, hb_feature_t **out)
{
    VEC(hb_feature_t) list = {0};
    if (!face->shipped) {
        VEC_PUSH(arena, &list, ((hb_feature_t){HB_TAG('t', 'n', 'u', 'm'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END}));
        VEC_PUSH(arena, &list, ((hb_feature_t){HB_TAG('l', 'n', 'u', 'm'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END}));
    }
    unsigned n_digits = 0, place = 0;
    for (size_t start = 0, next = 0; face->kerns_digits && start <= text.n; start = next, place++) {
        uint32_t code = start < text.n ? utf8_next(text, &next) : 0;
        next += start == text.n;
        unsigned at = in_bytes ? (unsigned)start : place;
        bool is_digit = code >= '0' && code <= '9';
        if (!is_digit && n_digits > 1)
            VEC_PUSH(arena, &list, ((hb_feature_t){HB_TAG('k', 'e', 'r', 'n'), 0, at - n_digits, at}));
        n_digits = is_digit ? n_digits + 1 : 0;
    }
    *out = list.at;
    return list.n;
}

/* --- lines of one piece ------------------------------------------------------------------------------------------- */

/* Whether raqm would make one piece of the line, from left to right, in this face; and of which script. */
static bool is_one_piece(const TextFace *face, Str text, hb_script_t *script)
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    *script = HB_SCRIPT_COMMON;
    for (size_t i = 0; i < text.n;) {
        uint32_t code = utf8_next(text, &i);
        bool is_near = code < 0x590 || (code >= 0x2010 && code < 0x2028) || (code >= 0x2030 && code < 0x205F) || (code >= 0x2070 && code < 0x2E80);
        if (!is_near || !text_face_has(face, code))
            return false;
        hb_script_t own = hb_unicode_script(unicode, code);
        if (own == HB_SCRIPT_LATIN)
            *script = own;
        else if (own != HB_SCRIPT_COMMON && own != HB_SCRIPT_INHERITED)
            return false;
    }
    return true;
}

static TextLine *shape_one_piece(TextEngine *engine, TextFace *face, Str text, hb_script_t script)
{
    hb_buffer_t *buffer = text_buffer(engine);
    hb_buffer_add_utf8(buffer, text.at, (int)text.n, 0, (int)text.n);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, script);
    hb_feature_t *features = NULL;
    size_t n_features = face->kerns_digits ? digit_features(engine->lines_arena, face, text, true, &features) : 0;
    hb_shape(face->font, buffer, features, (unsigned)n_features);
    if (!hb_buffer_allocation_successful(buffer))
        arena_fail(engine->arena);
    unsigned n;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &n);
    const hb_glyph_position_t *places = hb_buffer_get_glyph_positions(buffer, &n);
    Glyph *glyphs = ARENA_ARRAY(engine->lines_arena, n, Glyph);
    for (unsigned i = 0; i < n; i++)
        glyphs[i] = (Glyph){face, infos[i].codepoint, infos[i].cluster, places[i].x_advance, places[i].x_offset, places[i].y_offset};
    return make_line(engine, text, glyphs, n);
}

/* --- all other lines ---------------------------------------------------------------------------------------------- */

/* Marks, joiners and selectors belong with the letter before them: apart from it they could not be placed. */
static bool follows_letter(uint32_t code)
{
    return code == 0x200C || code == 0x200D || (code >= 0xFE00 && code <= 0xFE0F) ||
           hb_unicode_combining_class(hb_unicode_funcs_get_default(), code) != HB_UNICODE_COMBINING_CLASS_NOT_REORDERED;
}

#define RAQM_FUNCTIONS(F)           \
    F(raqm_create)                  \
    F(raqm_destroy)                 \
    F(raqm_set_text)                \
    F(raqm_set_par_direction)       \
    F(raqm_set_language)            \
    F(raqm_add_font_feature)        \
    F(raqm_set_freetype_face)       \
    F(raqm_set_freetype_face_range) \
    F(raqm_set_freetype_load_flags) \
    F(raqm_layout)                  \
    F(raqm_get_glyphs)

typedef struct LibRaqm {
    RAQM_FUNCTIONS(LAZY_MEMBER)
} LibRaqm;

/* Raised and lowered digits and signs. */
static bool is_raised(uint32_t code)
{
    return code == 0xB2 || code == 0xB3 || code == 0xB9 || (code >= 0x2070 && code <= 0x208E);
}

/* The face for the raised signs that begin at a byte: one for all of them, or an exponent's minus would not fit its digits. NULL when they
 * have none in common. */
static TextFace *face_for_raised(TextEngine *engine, TextFace *main, Str text, size_t start)
{
    TextFace *face = main;
    for (size_t i = start; i < text.n;) {
        uint32_t code = utf8_next(text, &i);
        if (!is_raised(code))
            break;
        if (text_face_has(face, code))
            continue;
        if (face != main)
            return NULL;
        face = text_face_for(engine, main, code);
        if (!face)
            return NULL;
        i = start;
    }
    return face;
}

/* The face for the character at a byte. Marks stay with their letter, raised signs together; and what the system has to draw stays in one
 * of its fonts as far as it goes. */
static TextFace *face_at(TextEngine *engine, TextFace *main, TextFace *last, Str text, size_t start)
{
    size_t i = start;
    uint32_t code = utf8_next(text, &i);
    if (follows_letter(code) && text_face_has(last, code))
        return last;
    TextFace *raised = is_raised(code) && last != main && text_face_has(last, code) ? last
                       : is_raised(code)                                            ? face_for_raised(engine, main, text, start)
                                                                                    : NULL;
    if (raised)
        return raised;
    TextFace *face = text_face_for(engine, main, code);
    return face && face->file.n && last->file.n && text_face_has(last, code) ? last : face;
}

static bool set_features(const LibRaqm *lib, TextEngine *engine, raqm_t *raqm, const TextFace *main, Str text)
{
    hb_feature_t *features = NULL;
    size_t n = digit_features(engine->lines_arena, main, text, false, &features);
    bool is_set = true;
    for (size_t i = 0; i < n; i++) {
        char name[64];
        hb_feature_to_string(&features[i], name, sizeof name);
        is_set = is_set && lib->raqm_add_font_feature(raqm, name, -1);
    }
    return is_set;
}

/* A text as raqm takes it: its places in UTF-8 crash where memory is lacking, and each costs it a copy of the text. */
typedef struct CodePoints {
    uint32_t *codes;
    size_t *starts; /* the byte that each begins at */
    size_t n;
} CodePoints;

static CodePoints code_points(Arena *arena, Str text)
{
    CodePoints out = {ARENA_ARRAY(arena, text.n, uint32_t), ARENA_ARRAY(arena, text.n, size_t), 0};
    for (size_t i = 0; i < text.n; out.n++) {
        out.starts[out.n] = i;
        out.codes[out.n] = utf8_next(text, &i);
    }
    return out;
}

static bool set_faces(const LibRaqm *lib, TextEngine *engine, raqm_t *raqm, TextFace *main, Str text, const CodePoints *points)
{
    TextFace *last = main;
    for (size_t i = 0; i < points->n; i++) {
        TextFace *face = face_at(engine, main, last, text, points->starts[i]);
        if (!face || !text_face_raqm(engine, face))
            face = main;
        if (!lib->raqm_set_freetype_face_range(raqm, text_face_raqm(engine, face), i, 1))
            return false;
        last = face;
    }
    return true;
}

static bool lay_out(const LibRaqm *lib, TextEngine *engine, raqm_t *raqm, TextFace *main, Str text, const CodePoints *points)
{
    FT_Face ft = text_face_raqm(engine, main);
    return ft && lib->raqm_set_text(raqm, points->codes, points->n) && lib->raqm_set_par_direction(raqm, RAQM_DIRECTION_DEFAULT) &&
           lib->raqm_set_language(raqm, "en", 0, points->n) && lib->raqm_set_freetype_face(raqm, ft) &&
           lib->raqm_set_freetype_load_flags(raqm, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) && set_faces(lib, engine, raqm, main, text, points) &&
           set_features(lib, engine, raqm, main, text) && lib->raqm_layout(raqm);
}

static TextFace *face_of(const TextEngine *engine, FT_Face ft)
{
    TextFace *face = engine->faces;
    while (face->raqm != ft)
        face = face->next;
    return face;
}

TextLine *text_shape_by_raqm(TextEngine *engine, TextFace *main, Str text)
{
    static const char *const NAMES[] = {RAQM_FUNCTIONS(LAZY_NAME) NULL};
    LibRaqm lib;
    raqm_t *raqm = NULL;
    arena_check(engine->arena); /* of what is watched around this: a loader sets errno too */
    bool is_loaded = text.n && lazy_load(engine->arena, LAZY_RAQM, NAMES, (LazyFunction *)&lib);
    CodePoints points = code_points(engine->lines_arena, text);
    arena_watch();
    if (is_loaded) {
        engine->raqm = raqm = lib.raqm_create();
        engine->raqm_free = lib.raqm_destroy;
    }
    size_t n = 0;
    const raqm_glyph_t *from = raqm && lay_out(&lib, engine, raqm, main, text, &points) ? lib.raqm_get_glyphs(raqm, &n) : NULL;
    arena_check(engine->arena);
    Glyph *glyphs = ARENA_ARRAY(engine->lines_arena, n, Glyph);
    for (size_t i = 0; from && i < n; i++) /* at one pixel a font unit, in 64ths */
        glyphs[i] = (Glyph){face_of(engine, from[i].ftface), from[i].index,           (uint32_t)points.starts[from[i].cluster],
                            from[i].x_advance / 64.0,        from[i].x_offset / 64.0, from[i].y_offset / 64.0};
    TextLine *line = make_line(engine, text, glyphs, n);
    if (raqm)
        lib.raqm_destroy(raqm);
    engine->raqm = NULL;
    return line;
}

TextLine *text_shape_line(TextEngine *engine, TextFace *main, Str text)
{
    hb_script_t script;
    return is_one_piece(main, text, &script) ? shape_one_piece(engine, main, text, script) : text_shape_by_raqm(engine, main, text);
}
