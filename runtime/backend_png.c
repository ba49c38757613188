/* backend_png: pixels through cairo's image surface, encoded by libpng with settings of our own: charts are flat areas, which the "up" filter and a low
 * compression level pack as well as high ones do, in a fifth of the time of cairo's writer. The resolution is recorded. */
#include "backend_formats.h"

#include "draw_cairo.h"

#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

enum { PIXELS_MOST = 30000 }; /* a side; cairo's own limit is 32767 */

static void png_failed(png_structp png, png_const_charp message)
{
    (void)message;
    longjmp(png_jmpbuf(png), 1);
}

static void png_warned(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void add_bytes(png_structp png, png_bytep bytes, size_t n)
{
    ByteSink *sink = png_get_io_ptr(png);
    if (!sink->write(sink, bytes, n))
        png_error(png, "write");
}

static void flush_bytes(png_structp png)
{
    (void)png;
}

/* cairo's pixels are native-endian 32 bit, premultiplied; PNG's are bytes. */
static void convert_row(png_bytep out, const uint32_t *in, int width, bool has_alpha)
{
    for (int x = 0; x < width; x++) {
        uint32_t pixel = in[x], alpha = pixel >> 24;
        uint32_t r = pixel >> 16 & 0xFF, g = pixel >> 8 & 0xFF, b = pixel & 0xFF;
        if (has_alpha && alpha && alpha < 255) {
            r = (r * 255 + alpha / 2) / alpha;
            g = (g * 255 + alpha / 2) / alpha;
            b = (b * 255 + alpha / 2) / alpha;
        }
        *out++ = (png_byte)r;
        *out++ = (png_byte)g;
        *out++ = (png_byte)b;
        if (has_alpha)
            *out++ = (png_byte)alpha;
    }
}

/* False when libpng or the sink failed. Nothing that setjmp would lose is changed between it and a jump. */
static bool encode(Arena *arena, cairo_surface_t *surface, double dpi, bool has_alpha, ByteSink *sink)
{
    int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
    int stride = cairo_image_surface_get_stride(surface);
    const unsigned char *pixels = cairo_image_surface_get_data(surface);
    png_bytep row = arena_alloc(arena, (size_t)width * 4);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, png_failed, png_warned);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_set_write_fn(png, sink, add_bytes, flush_bytes);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, has_alpha ? PNG_COLOR_TYPE_RGBA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_uint_32 per_metre = (png_uint_32)rint(dpi / 0.0254);
    png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
    png_set_compression_level(png, 1);
    png_set_compression_buffer_size(png, 1 << 17);
    png_write_info(png, info);
    for (int y = 0; y < height; y++) {
        convert_row(row, (const uint32_t *)(const void *)(pixels + (size_t)y * (size_t)stride), width, has_alpha);
        png_write_row(png, row);
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return true;
}

const char *backend_png_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink)
{
    double scale = options->dpi / 72;
    double width = rint(scene->width * scale), height = rint(scene->height * scale);
    if (!(width >= 1 && height >= 1 && width <= PIXELS_MOST && height <= PIXELS_MOST))
        return "the picture would have more than 30000 pixels on a side, or none";
    bool has_alpha = COLOUR_ALPHA(scene->background) != 0xFF;
    cairo_surface_t *surface = cairo_image_surface_create(has_alpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, (int)width, (int)height);
    cairo_t *cr = draw_begin(arena, surface);
    cairo_scale(cr, scale, scale);
    const char *failed = draw_scene(cr, arena, scene, text, 1 / scale);
    cairo_surface_flush(surface);
    if (!failed && !encode(arena, surface, options->dpi, has_alpha, sink))
        failed = "could not write";
    return failed;
}
