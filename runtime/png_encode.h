/* png_encode: pixels to a PNG, by libpng with settings of our own: charts are flat areas, which the "up" filter and a low compression level pack as
 * well as high ones do, in a fifth of the time of cairo's writer. */
#ifndef CHARTC_PNG_ENCODE_H
#define CHARTC_PNG_ENCODE_H

#include "backend.h"

typedef struct PngImage {
    int width, height;
    const unsigned char *pixels; /* rows of native-endian 32 bit 0xAARRGGBB, premultiplied, as cairo's */
    size_t stride;               /* bytes from row to row */
    bool has_alpha;
    double dpi;                    /* is recorded */
    const BackendOptions *options; /* whose attachments and date are written, with chartc's name; NULL: an image within another file */
} PngImage;

/* False when libpng or the sink failed. */
bool png_encode(Arena *arena, const PngImage *image, ByteSink *sink);

#endif
