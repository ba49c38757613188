/* backend_vector: PDF, PostScript and EPS through cairo's vector surfaces. No clock reaches the bytes: the PDF's date is fixed (cairo 1.16 would write the
 * time of day), the PostScript's date line is taken out. */
#include "backend_formats.h"

#include "draw_cairo.h"
#include "version.h"

#include <cairo-pdf.h>
#include <cairo-ps.h>
#include <string.h>

static cairo_status_t add_bytes(void *closure, const unsigned char *bytes, unsigned int n)
{
    buf_add(closure, (Str){(const char *)bytes, n});
    return CAIRO_STATUS_SUCCESS;
}

/* Draws and finishes; NULL or what failed. */
static const char *finish(Arena *arena, cairo_surface_t *surface, const Scene *scene, TextEngine *text)
{
    cairo_t *cr = cairo_create(surface);
    const char *failed = draw_scene(cr, arena, scene, text, 0);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return !failed && status ? cairo_status_to_string(status) : failed;
}

const char *backend_pdf_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink)
{
    (void)options;
    Buf out = {.arena = arena};
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(add_bytes, &out, scene->width, scene->height);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    if (scene->title.n)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, str_c(arena, scene->title));
    if (scene->description.n)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, str_c(arena, scene->description));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "chartc " CHARTC_VERSION);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "1970-01-01T00:00:00Z");
    const char *failed = finish(arena, surface, scene, text);
    if (!failed && !sink->write(sink, out.at, out.n))
        failed = "could not write";
    return failed;
}

/* The text without the line that begins with `head`. */
static void cut_line(Buf *text, const char *head)
{
    size_t n = strlen(head);
    for (size_t i = 0; i + n < text->n; i++) {
        if (memcmp(text->at + i, head, n) != 0 || (i && text->at[i - 1] != '\n'))
            continue;
        size_t end = i;
        while (end < text->n && text->at[end] != '\n')
            end++;
        end += end < text->n;
        memmove(text->at + i, text->at + end, text->n - end);
        text->n -= end - i;
        return;
    }
}

static const char *write_ps(Arena *arena, const Scene *scene, TextEngine *text, ByteSink *sink, bool is_eps)
{
    Buf out = {.arena = arena};
    cairo_surface_t *surface = cairo_ps_surface_create_for_stream(add_bytes, &out, scene->width, scene->height);
    cairo_ps_surface_set_eps(surface, is_eps);
    if (scene->title.n)
        cairo_ps_surface_dsc_comment(surface, str_c(arena, str_printf(arena, "%%%%Title: %.120s", str_c(arena, scene->title))));
    const char *failed = finish(arena, surface, scene, text);
    if (failed)
        return failed;
    cut_line(&out, "%%CreationDate:");
    return sink->write(sink, out.at, out.n) ? NULL : "could not write";
}

const char *backend_ps_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink)
{
    (void)options;
    return write_ps(arena, scene, text, sink, false);
}

const char *backend_eps_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink)
{
    (void)options;
    return write_ps(arena, scene, text, sink, true);
}
