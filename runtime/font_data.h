/* font_data: the shipped fonts: their families (font_data.def) and bytes. */
#ifndef CHARTC_FONT_DATA_H
#define CHARTC_FONT_DATA_H

#include "str.h"

typedef enum FontId {
#define FAMILY(id, word, names, css, helper, digits, doc) FONT_##id,
#include "font_data.def"
    FONT_COUNT
} FontId;

typedef struct FontFamily {
    FontId id;
    const char *word;  /* how a theme asks for it; empty: nobody can */
    const char *names; /* further ones, parted by |; the first is the fonts' own */
    const char *css;   /* a list for font-family */
    FontId helper;     /* draws what this one lacks */
    bool kerns_digits; /* two digits may stand closer than their widths */
    const char *doc;
} FontFamily;

const FontFamily *font_family(FontId id);
/* The shipped family of that word or name, in any case; of an empty one: sans. NULL when it is none of ours. */
const FontFamily *font_find(Str name);
/* The family's i-th name, its word first; STR_NONE behind the last. */
Str font_name(const FontFamily *family, size_t i);
/* The file of a style; a family without italics gives upright letters. */
Str font_file(FontId id, bool is_bold, bool is_italic);

#endif
