/* text_face: what a face is inside; only text.c and the cairo back end look in here. */
#ifndef CHARTC_TEXT_FACE_H
#define CHARTC_TEXT_FACE_H

#include "text.h"

#include <ft2build.h>
#include FT_FREETYPE_H

struct TextFace {
    TextFace *next;
    FT_Face ft;
    Str family;
    bool is_bold, is_italic;
    double em;                  /* font units */
    double ascent, descent, cap_height, x_height; /* of one em */
    /* A back end's own form of the face, made by it at first use, freed with the engine. */
    void *backend;
    void (*backend_free)(void *backend);
};

#endif
