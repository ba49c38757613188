/* text: fonts, shaping (libraqm over FreeType) and measuring. Owned by a session and used by one thread at a time; it
 * caches faces and shaped runs across figures. Nothing above the back ends sees FreeType or cairo types. */
#ifndef CHARTC_TEXT_H
#define CHARTC_TEXT_H

#include "scene.h"

typedef struct TextEngine TextEngine;

/* Starts nothing that is not needed: faces are opened at first use, fontconfig only when a family is not shipped or a
 * glyph is missing from ours. NULL when out of memory. */
TextEngine *text_engine_new(void);
void text_engine_free(TextEngine *engine);

typedef struct TextSize {
    double width;            /* advance, points */
    double ascent, descent;  /* of the font at this size: both positive */
    double cap_height, x_height; /* of the font at this size */
} TextSize;

/* Measures one line. Unhinted, so that sizes scale and every machine agrees. */
TextSize text_measure(TextEngine *engine, Str text, TextStyle style);

/* A shaped line: glyphs of one or more faces, positions in points from the start of the baseline, y downwards. */
typedef struct TextGlyph {
    uint32_t id;
    double x, y;
    uint32_t cluster; /* byte offset into the text */
} TextGlyph;
typedef struct TextFace TextFace; /* opaque: the cairo back end asks text_face_cairo() */
typedef struct TextRun {
    TextFace *face;
    TextGlyph *glyphs;
    size_t n_glyphs;
    bool is_backward; /* right to left */
    uint32_t start, end; /* bytes of the text */
} TextRun;
typedef struct TextLine {
    TextRun *runs;
    size_t n_runs;
    double width;
} TextLine;
/* Borrowed from the engine's cache until the engine is freed or text_engine_trim is called. */
const TextLine *text_shape(TextEngine *engine, Str text, TextStyle style);
/* Drops cached lines (not faces) when they exceed a bound; called between figures. */
void text_engine_trim(TextEngine *engine);

/* Whether the family can be had: shipped, or (starting fontconfig) on the system. */
bool text_has_family(TextEngine *engine, Str family);
/* The first code point of the text that no font at hand can draw, or 0. */
uint32_t text_missing_glyph(TextEngine *engine, Str text, TextStyle style);

#endif
