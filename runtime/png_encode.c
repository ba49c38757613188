/* png_encode: see png_encode.h. */
#include "png_encode.h"

#include "attach_png.h"
#include "calendar.h"
#include "version.h"

#include <math.h>
#include <png.h>
#include <stdlib.h>

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

/* PNG's pixels are bytes, not premultiplied. */
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

static void add_date(png_structp png, png_infop info, double date)
{
    Civil civil = calendar_civil(date);
    png_time time = {(png_uint_16)civil.year, (png_byte)civil.month,  (png_byte)civil.day,
                     (png_byte)civil.hour,    (png_byte)civil.minute, (png_byte)civil.second};
    png_set_tIME(png, info, &time);
}

typedef struct Writer {
    png_structp png;
    png_infop info;
} Writer;

static void free_writer(void *object)
{
    Writer *writer = object;
    png_destroy_write_struct(&writer->png, &writer->info);
}

/* Nothing that setjmp would lose is changed between it and a jump. The sink may jump out too, when memory is lacking: the arena frees what libpng
 * has. */
bool png_encode(Arena *arena, const PngImage *image, ByteSink *sink)
{
    int width = image->width, height = image->height;
    bool has_alpha = image->has_alpha;
    png_bytep row = arena_alloc(arena, (size_t)width * 4);
    Writer *writer = ARENA_NEW(arena, Writer);
    arena_on_free(arena, free_writer, writer);
    arena_watch();
    png_structp png = writer->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, png_failed, png_warned);
    png_infop info = writer->info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        arena_check(arena);
        free_writer(writer);
        return false;
    }
    png_set_write_fn(png, sink, add_bytes, flush_bytes);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, has_alpha ? PNG_COLOR_TYPE_RGBA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_uint_32 per_metre = (png_uint_32)rint(image->dpi / 0.0254);
    png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
    if (image->options)
        attach_to_png(arena, png, info, image->options->attached ? image->options->attached : &(Attachments){0}, "chartc " CHARTC_VERSION);
    if (image->options && image->options->has_date)
        add_date(png, info, image->options->date);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
    png_set_compression_level(png, 1);
    png_set_compression_buffer_size(png, 1 << 17);
    png_write_info(png, info);
    for (int y = 0; y < height; y++) {
        convert_row(row, (const uint32_t *)(const void *)(image->pixels + (size_t)y * image->stride), width, has_alpha);
        png_write_row(png, row);
    }
    png_write_end(png, info);
    free_writer(writer);
    return true;
}
