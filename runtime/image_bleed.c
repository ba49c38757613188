/* image_bleed: see image_bleed.h. Two rings around what is seen take the mean of what they touch (as far as smooth scaling looks); what lies further
 * out repeats the colour at its left, or above, which packs well. */
#include "image_bleed.h"

#include <stdbool.h>

enum { RINGS = 2, KNOWN = 0x01000000 }; /* a bit that no colour has: of ring r, the bit moved up by r */

static uint32_t unpremultiplied(uint32_t pixel)
{
    uint32_t alpha = pixel >> 24, out = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        uint32_t part = ((pixel >> shift & 0xFF) * 255 + alpha / 2) / alpha;
        out |= (part < 255 ? part : 255) << shift;
    }
    return out;
}

/* The mean of the neighbours that were known before this ring; 0 where there are none. */
static uint32_t mean_around(const uint32_t *colours, size_t columns, size_t rows, size_t x, size_t y, uint32_t before)
{
    uint32_t sums[3] = {0}, n = 0;
    for (size_t row = y - (y > 0); row <= y + (y + 1 < rows); row++)
        for (size_t column = x - (x > 0); column <= x + (x + 1 < columns); column++) {
            uint32_t colour = colours[row * columns + column];
            if (!(colour & before))
                continue;
            for (int k = 0; k < 3; k++)
                sums[k] += colour >> (8 * k) & 0xFF;
            n++;
        }
    return n ? sums[0] / n | sums[1] / n << 8 | sums[2] / n << 16 | KNOWN : 0;
}

/* The bits of a pixel and those above and below it. */
static inline uint32_t around_column(const uint32_t *colours, size_t columns, size_t rows, size_t x, size_t y)
{
    const uint32_t *at = colours + y * columns + x;
    return *at | (y > 0 ? *(at - columns) : 0) | (y + 1 < rows ? at[columns] : 0);
}

/* Most pixels of most images have nothing beside them: three columns at a time tell. */
static void add_ring(uint32_t *colours, size_t columns, size_t rows, size_t y, uint32_t before, uint32_t mark)
{
    uint32_t left = 0, here = around_column(colours, columns, rows, 0, y);
    for (size_t x = 0; x < columns; x++) {
        uint32_t right = x + 1 < columns ? around_column(colours, columns, rows, x + 1, y) : 0, *colour = &colours[y * columns + x];
        if ((left | here | right) & before && !(*colour >> 24))
            *colour = (mean_around(colours, columns, rows, x, y, before) & ~(uint32_t)KNOWN) | mark;
        left = here;
        here = right;
    }
}

void image_bleed(const uint32_t *pixels, size_t columns, size_t rows, uint32_t *colours, uint8_t *alphas, size_t stride)
{
    for (size_t y = 0; y < rows; y++)
        for (size_t x = 0; x < columns; x++) {
            uint32_t pixel = pixels[y * columns + x];
            alphas[y * stride + x] = (uint8_t)(pixel >> 24);
            colours[y * columns + x] = pixel >> 24 ? unpremultiplied(pixel) | KNOWN : 0;
        }
    uint32_t before = KNOWN;
    for (int ring = 1; ring <= RINGS; ring++) {
        for (size_t y = 0; y < rows; y++)
            add_ring(colours, columns, rows, y, before, (uint32_t)KNOWN << ring);
        before |= (uint32_t)KNOWN << ring;
    }
    uint32_t last = 0xFFFFFF;
    for (size_t y = 0; y < rows; y++) {
        last = y > 0 ? colours[(y - 1) * columns] : last;
        for (size_t x = 0; x < columns; x++) {
            uint32_t *colour = &colours[y * columns + x];
            *colour = last = *colour >> 24 ? *colour & 0xFFFFFF : last;
        }
    }
}
