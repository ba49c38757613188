/* draw_text: a shaped line onto a cairo context, with the text it stands for where the format can hold it. */
#include "draw_text.h"

#include "text_face.h"

#include <cairo-ft.h>
#include <math.h>
#include <stdlib.h>

/* What cairo draws with: a FreeType face and library of its own. cairo keeps fonts beyond the engine's life, sets sizes on them, and
 * gives them back on whichever thread comes by: nothing of this may be shared. */
typedef struct DrawnFace {
    FT_Library library;
    FT_Face face;
    hb_blob_t *blob;
} DrawnFace;

static void free_drawn_face(void *object)
{
    DrawnFace *drawn = object;
    if (drawn->library)
        FT_Done_FreeType(drawn->library); /* and its face */
    hb_blob_destroy(drawn->blob);
    free(drawn);
}

static cairo_font_face_t *open_face(const TextFace *face)
{
    static const cairo_user_data_key_t KEY;
    DrawnFace *drawn = calloc(1, sizeof *drawn);
    if (!drawn)
        return NULL;
    unsigned n;
    const char *bytes = hb_blob_get_data(face->blob, &n);
    drawn->blob = hb_blob_reference(face->blob);
    if (FT_Init_FreeType(&drawn->library) ||
        FT_New_Memory_Face(drawn->library, (const FT_Byte *)bytes, (FT_Long)n, (FT_Long)face->index, &drawn->face)) {
        free_drawn_face(drawn);
        return NULL;
    }
    cairo_font_face_t *out = cairo_ft_font_face_create_for_ft_face(drawn->face, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
    if (cairo_font_face_set_user_data(out, &KEY, drawn, free_drawn_face)) {
        cairo_font_face_destroy(out);
        free_drawn_face(drawn);
        return NULL;
    }
    return out;
}

static void free_cairo_face(void *face)
{
    cairo_font_face_destroy(face);
}

/* NULL when FreeType cannot read the font. */
static cairo_font_face_t *cairo_face(Arena *arena, TextFace *face)
{
    if (!face->backend) {
        arena_watch();
        face->backend = open_face(face);
        face->backend_free = free_cairo_face;
        arena_check(arena);
    }
    return face->backend;
}

static size_t cluster_end(const TextRun *run, size_t i)
{
    size_t next = i;
    while (next < run->n_glyphs && run->glyphs[next].cluster == run->glyphs[i].cluster)
        next++;
    return next;
}

/* Glyphs with the bytes they stand for: what makes text in a PDF that can be searched. */
static void show_forward(cairo_t *cr, Arena *arena, const TextRun *run, Str text, const cairo_glyph_t *glyphs)
{
    cairo_text_cluster_t *clusters = ARENA_ARRAY(arena, run->n_glyphs, cairo_text_cluster_t);
    int n = 0;
    for (size_t i = 0, next; i < run->n_glyphs; i = next) {
        next = cluster_end(run, i);
        uint32_t end = next < run->n_glyphs ? run->glyphs[next].cluster : run->end;
        clusters[n++] = (cairo_text_cluster_t){(int)(end - run->glyphs[i].cluster), (int)(next - i)};
    }
    cairo_show_text_glyphs(cr, text.at + run->start, (int)(run->end - run->start), glyphs, (int)run->n_glyphs, clusters, n,
                           (cairo_text_cluster_flags_t)0);
}

/* An Arabic ligature has a code point of its own (lam with alef): readers take it apart in the right order, where several letters behind one
 * glyph come out reversed. */
static Str ligature(const TextFace *face, uint32_t glyph, char out[4])
{
    hb_codepoint_t found;
    for (uint32_t code = 0xFEF5; code <= 0xFEFC; code++)
        if (hb_font_get_nominal_glyph(face->font, code, &found) && found == glyph)
            return str_slice(out, utf8_put(out, code));
    return STR_NONE;
}

/* What runs to the left goes cluster by cluster in the order of its places, as other programs write it: readers expect that. (cairo's flag for
 * backward clusters writes them in the text's order, which poppler tears apart.) */
static void show_backward(cairo_t *cr, const TextRun *run, Str text, const cairo_glyph_t *glyphs)
{
    uint32_t end = run->end;
    for (size_t i = 0, next; i < run->n_glyphs; i = next) {
        char room[4];
        next = cluster_end(run, i);
        Str letters = str_slice(text.at + run->glyphs[i].cluster, end - run->glyphs[i].cluster);
        size_t first = 0;
        utf8_next(letters, &first);
        Str one = next == i + 1 && first < letters.n ? ligature(run->face, run->glyphs[i].id, room) : STR_NONE;
        letters = one.n ? one : letters;
        cairo_text_cluster_t cluster = {(int)letters.n, (int)(next - i)};
        cairo_show_text_glyphs(cr, letters.at, cluster.num_bytes, glyphs + i, cluster.num_glyphs, &cluster, 1, (cairo_text_cluster_flags_t)0);
        end = run->glyphs[i].cluster;
    }
}

static void draw_run(cairo_t *cr, Arena *arena, const TextRun *run, const SceneItem *item, double shift)
{
    double size = item->style.size;
    cairo_glyph_t *glyphs = ARENA_ARRAY(arena, run->n_glyphs, cairo_glyph_t);
    for (size_t i = 0; i < run->n_glyphs; i++)
        glyphs[i] = (cairo_glyph_t){run->glyphs[i].id, run->glyphs[i].x * size + shift, run->glyphs[i].y * size};
    if (!cairo_surface_has_show_text_glyphs(cairo_get_target(cr)))
        cairo_show_glyphs(cr, glyphs, (int)run->n_glyphs);
    else if (run->is_backward)
        show_backward(cr, run, item->text, glyphs);
    else
        show_forward(cr, arena, run, item->text, glyphs);
}

const char *draw_text(cairo_t *cr, Arena *arena, TextEngine *text, const SceneItem *item)
{
    const TextLine *line = text_shape(text, item->text, item->style);
    if (item->text.n && !line->n_runs)
        return "a text could not be shaped: libraqm.so.0 or memory is lacking";
    double width = line->width * item->style.size;
    double shift = item->anchor == ANCHOR_START ? 0 : item->anchor == ANCHOR_MIDDLE ? -width / 2 : -width;
    cairo_matrix_t matrix;
    cairo_get_matrix(cr, &matrix);
    cairo_translate(cr, item->at.x, item->at.y);
    if (item->angle != 0)
        cairo_rotate(cr, -item->angle * M_PI / 180);
    cairo_set_font_size(cr, item->style.size);
    for (size_t r = 0; r < line->n_runs; r++) {
        cairo_font_face_t *face = cairo_face(arena, line->runs[r].face);
        if (!face)
            return "a font could not be opened";
        cairo_set_font_face(cr, face);
        draw_run(cr, arena, &line->runs[r], item, shift);
    }
    cairo_set_matrix(cr, &matrix);
    return NULL;
}
