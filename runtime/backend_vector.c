/* backend_vector: PDF, PostScript and EPS through cairo's vector surfaces. No clock reaches the bytes: the dates that cairo writes are taken out. */
#include "backend_formats.h"

#include "attach_pdf.h"
#include "attach_ps.h"
#include "calendar.h"
#include "draw_cairo.h"
#include "version.h"

#include <cairo-pdf.h>
#include <cairo-ps.h>
#include <string.h>

/* cairo calls this with locks held: running out of memory must not jump over it. */
static cairo_status_t add_bytes(void *closure, const unsigned char *bytes, unsigned int n)
{
    Buf *out = closure;
    if (out->cap - out->n < n) {
        size_t cap = out->cap * 2 + n + (1 << 15);
        char *room = arena_try_alloc(out->arena, cap);
        if (!room)
            return CAIRO_STATUS_NO_MEMORY;
        if (out->n)
            memcpy(room, out->at, out->n);
        out->at = room;
        out->cap = cap;
    }
    memcpy(out->at + out->n, bytes, n);
    out->n += n;
    return CAIRO_STATUS_SUCCESS;
}

/* Where cairo puts its bytes. A surface that lack of memory leaves behind is finished when the arena is freed, and writes here once more. */
static Buf *new_buf(Arena *arena)
{
    Buf *out = ARENA_NEW(arena, Buf);
    out->arena = arena;
    return out;
}

/* Draws and finishes; NULL or what failed. */
static const char *finish(Arena *arena, cairo_surface_t *surface, const Scene *scene, TextEngine *text)
{
    const char *failed = draw_scene(draw_begin(arena, surface), arena, scene, text, 0);
    arena_watch();
    cairo_surface_finish(surface);
    arena_check(arena); /* cairo writes a PDF without its fonts, and tells nobody */
    cairo_status_t status = cairo_surface_status(surface);
    if (status == CAIRO_STATUS_NO_MEMORY)
        arena_fail(arena);
    return !failed && status ? cairo_status_to_string(status) : failed;
}

static const Attachments NOTHING;

const char *backend_pdf_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink)
{
    Buf *out = new_buf(arena);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(add_bytes, out, scene->width, scene->height);
    /* A later cairo writes PDF 1.5 without a table of objects, which attach_pdf needs; cairo 1.16 needs it for ligatures that are found by their
     * letters. */
    bool has_table = cairo_version() < CAIRO_VERSION_ENCODE(1, 17, 6);
    cairo_pdf_surface_restrict_to_version(surface, has_table ? CAIRO_PDF_VERSION_1_5 : CAIRO_PDF_VERSION_1_4);
    if (scene->title.n)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, str_c(arena, scene->title));
    if (scene->description.n)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, str_c(arena, scene->description));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "chartc " CHARTC_VERSION);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "1970-01-01T00:00:00Z"); /* spares it reading the clock and the zone */
    const char *failed = finish(arena, surface, scene, text);
    if (failed)
        return failed;
    Str date = options->has_date ? calendar_format(arena, options->date, STR("D:%Y%m%d%H%M%SZ")) : STR_NONE;
    if (!attach_to_pdf(out, options->attached ? options->attached : &NOTHING, date))
        return "this cairo writes PDF in another way than cairo 1.16";
    return sink->write(sink, out->at, out->n) ? NULL : "could not write";
}

/* Puts `line` (or nothing) in place of the first line that begins with `head`. */
static void replace_line(Buf *text, const char *head, Str line)
{
    size_t n = strlen(head);
    for (size_t i = 0; i + n < text->n; i++) {
        if (memcmp(text->at + i, head, n) != 0 || (i && text->at[i - 1] != '\n'))
            continue;
        size_t end = i;
        while (end < text->n && text->at[end] != '\n')
            end++;
        end += end < text->n;
        Str rest = str_copy(text->arena, str_slice(text->at + end, text->n - end));
        text->n = i;
        buf_add(text, line);
        buf_add(text, rest);
        return;
    }
}

/* One line of ASCII, as the document structuring conventions want it: other bytes are question marks. */
static const char *title_comment(Arena *arena, Str title)
{
    Buf out = {.arena = arena};
    buf_adds(&out, "%%Title: ");
    for (size_t i = 0; i < title.n && out.n < 200;) {
        uint32_t code = utf8_next(title, &i);
        buf_addc(&out, code < 0x20 ? ' ' : code < 0x7F ? (char)code : '?');
    }
    return buf_c(&out);
}

static const char *write_ps(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink, bool is_eps)
{
    Buf *out = new_buf(arena);
    cairo_surface_t *surface = cairo_ps_surface_create_for_stream(add_bytes, out, scene->width, scene->height);
    cairo_ps_surface_set_eps(surface, is_eps);
    if (scene->title.n)
        cairo_ps_surface_dsc_comment(surface, title_comment(arena, scene->title));
    const char *failed = finish(arena, surface, scene, text);
    if (failed)
        return failed;
    Str date = options->has_date ? calendar_format(arena, options->date, STR("%%%%CreationDate: %FT%TZ\n")) : STR_NONE;
    replace_line(out, "%%CreationDate:", date);
    replace_line(out, "%%Creator:", STR("%%Creator: chartc " CHARTC_VERSION "\n"));
    attach_to_ps(out, options->attached ? options->attached : &NOTHING);
    return sink->write(sink, out->at, out->n) ? NULL : "could not write";
}

const char *backend_ps_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink)
{
    return write_ps(arena, scene, text, options, sink, false);
}

const char *backend_eps_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink)
{
    return write_ps(arena, scene, text, options, sink, true);
}
