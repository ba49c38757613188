/* backend_png: pixels through cairo's image surface, encoded as png_encode.h says. */
#include "backend_formats.h"

#include "draw_cairo.h"
#include "png_encode.h"

#include <math.h>

enum { PIXELS_MOST = 30000 }; /* a side; cairo's own limit is 32767 */

const char *backend_png_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink)
{
    double scale = options->dpi / 72;
    double width = rint(scene->width * scale), height = rint(scene->height * scale);
    if (!(width >= 1 && height >= 1 && width <= PIXELS_MOST && height <= PIXELS_MOST))
        return "the picture would have more than 30000 pixels on a side, or none";
    if (!arena_count(arena, (size_t)(width * height * 4)))
        arena_fail(arena);
    bool has_alpha = COLOUR_ALPHA(scene->background) != 0xFF;
    cairo_surface_t *surface = cairo_image_surface_create(has_alpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, (int)width, (int)height);
    cairo_t *cr = draw_begin(arena, surface);
    cairo_scale(cr, scale, scale);
    const char *failed = draw_scene(cr, arena, scene, text, 1 / scale);
    cairo_surface_flush(surface);
    PngImage image = {(int)width,   (int)height, cairo_image_surface_get_data(surface), (size_t)cairo_image_surface_get_stride(surface), has_alpha,
                      options->dpi, options};
    if (!failed && !png_encode(arena, &image, sink))
        failed = "could not write";
    return failed;
}
