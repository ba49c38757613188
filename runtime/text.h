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
/* Where lack of memory goes from now on; before, or with NULL, it ends the program. What was to be kept when it came may be half made: an engine that
 * was jumped out of can only be freed. */
void text_engine_serve(TextEngine *engine, Fault *fault);

typedef struct TextSize {
    double width;                              /* advance, points */
    double ascent, descent;                    /* of the font at this size: both positive */
    double cap_height, x_height, digit_height; /* of the font at this size */
    double rise, drop;                         /* how far math reaches above cap_height and below descent; 0 for plain texts */
} TextSize;

/* The figure that pays for what is shaped from here on: its arena's budget is asked before a text is shaped, and jumped out of. NULL: none. */
void text_engine_charge(TextEngine *engine, Arena *payer);

/* From here on only the shipped typefaces are found, and none of the system's is looked for (or, false, again). */
void text_engine_close(TextEngine *engine, bool is_closed);
bool text_is_closed(const TextEngine *engine);

/* Measures one line. Unhinted, so that sizes scale and every machine agrees. */
TextSize text_measure(TextEngine *engine, Str text, TextStyle style);

/* A shaped line: glyphs of one or more faces, in the order they are drawn in. Positions are ems from the start of the
 * baseline (times the size: points), y downwards. */
typedef struct TextGlyph {
    uint32_t id;
    double x, y;
    uint32_t cluster; /* byte offset into the text */
} TextGlyph;
typedef struct TextFace TextFace; /* text_face.h, for back ends */
typedef struct TextRun {
    TextFace *face;
    TextGlyph *glyphs;
    size_t n_glyphs;
    bool is_backward;    /* clusters go down: right to left */
    uint32_t start, end; /* bytes of the text: no other run stands for any of them */
} TextRun;
typedef struct TextLine {
    TextRun *runs;
    size_t n_runs;
    double width;         /* ems */
    const TextFace *main; /* the style's own face: others draw what it lacks */
} TextLine;
/* Borrowed from the engine's cache until the engine is freed or text_engine_trim is called. The size does not matter. */
const TextLine *text_shape(TextEngine *engine, Str text, TextStyle style);
/* The place in the cache for what a caller makes of a text (a formula, laid out), NULL at first, and the arena to make it in; dropped with the lines.
 */
void **text_derived(TextEngine *engine, Str text, TextStyle style, Arena **arena);
/* Drops cached lines (not faces) when they exceed a bound; called between figures. */
void text_engine_trim(TextEngine *engine);

/* Whether the family can be had: shipped, or (starting fontconfig) on the system. */
bool text_has_family(TextEngine *engine, Str family);
/* The names of all families that can be had: the shipped ones, then the system's in order. Starts fontconfig. */
size_t text_families(TextEngine *engine, Arena *arena, const Str **names);
/* Whether some line that was shaped since the engine began held a character that no font could draw. */
bool text_lacks_glyphs(const TextEngine *engine);
/* The first code point of the text that no font at hand can draw, or 0. */
uint32_t text_missing_glyph(TextEngine *engine, Str text, TextStyle style);

#endif
