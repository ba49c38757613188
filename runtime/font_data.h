/* font_data: the shipped fonts' bytes. */
#ifndef CHARTC_FONT_DATA_H
#define CHARTC_FONT_DATA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct FontData {
    const unsigned char *bytes;
    size_t n;
} FontData;

/* The family's name as files and SVG viewers know it. */
#define FONT_SANS_NAME "Roboto"

FontData font_data_sans(bool is_bold, bool is_italic);
/* Signs and scripts that the text face lacks: arrows, mathematics, Hebrew, Arabic. */
FontData font_data_fallback(bool is_bold);

#endif
