/* image_bleed: an image's colours without its transparency. Viewers that scale colours and mask apart blend the colours of transparent pixels into
 * the edge of what is seen: these take the colours of their neighbours, so that no rim shows. */
#ifndef CHARTC_IMAGE_BLEED_H
#define CHARTC_IMAGE_BLEED_H

#include <stddef.h>
#include <stdint.h>

/* From premultiplied 0xAARRGGBB: 0x00RRGGBB in `colours`; alpha in `alphas`, whose rows are `stride` bytes apart. Rows of `colours` are without gaps.
 */
void image_bleed(const uint32_t *pixels, size_t columns, size_t rows, uint32_t *colours, uint8_t *alphas, size_t stride);

#endif
