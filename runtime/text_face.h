/* text_face: what a face is inside, and finding faces; for text*.c and the cairo back end. */
#ifndef CHARTC_TEXT_FACE_H
#define CHARTC_TEXT_FACE_H

#include "font_data.h"
#include "text.h"

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>

struct TextFace {
    TextFace *next;
    Str family;
    const FontFamily *shipped; /* NULL: a font of the system */
    bool is_bold, is_italic;
    bool kerns_digits;                                          /* which is not wanted: digits stand below each other */
    Str file;                                                   /* of a face that was found for a character: one serves many; else empty */
    hb_blob_t *blob;                                            /* the font file; who needs it longer than the engine lives takes a reference */
    unsigned index;                                             /* of the face in the file */
    hb_font_t *font;                                            /* scaled to font units */
    double em;                                                  /* font units in an em */
    double ascent, descent, cap_height, x_height, digit_height; /* of one em */
    FT_Face raqm;                                               /* the same for raqm, at one pixel a font unit; opened by text_face_raqm */
    /* A back end's own form of the face, made by it at first use, freed with the engine. */
    void *backend;
    void (*backend_free)(void *backend);
};

struct TextEngine {
    Arena *arena;
    TextFace *faces;
    FT_Library library;   /* started by text_face_raqm */
    FcConfig *fontconfig; /* started when a font of the system is needed */
    Map asked;            /* what it was asked for -> TextFace, or NULL where it has none */
    Arena *lines_arena;
    Map lines;   /* style without size, and text -> TextLine in ems */
    Map derived; /* what text_derived keeps */
    /* In use only within calls; here so that they are freed when lack of memory jumps away. */
    hb_buffer_t *buffer; /* made once, for all lines */
    FcPattern *match;
    struct _raqm *raqm;
    void (*raqm_free)(struct _raqm *raqm);
    Arena *payer;      /* text_engine_charge */
    bool is_closed;    /* text_engine_close */
    bool lacks_glyphs; /* some line has a character that no face can draw */
};

/* The face of a style; the shipped one when the family cannot be had. Never NULL. */
TextFace *text_face_find(TextEngine *engine, TextStyle style);
/* The first face that can draw the code point: the given one, the shipped ones, the system's. NULL when there is none. */
TextFace *text_face_for(TextEngine *engine, TextFace *main, uint32_t code);
bool text_face_has(const TextFace *face, uint32_t code);
/* Characters that ask for no glyph: blanks, direction marks, joiners, variation selectors. */
bool text_draws_nothing(uint32_t code);
/* The engine's buffer, empty. */
hb_buffer_t *text_buffer(TextEngine *engine);
/* NULL when FreeType cannot open the file. */
FT_Face text_face_raqm(TextEngine *engine, TextFace *face);
/* A face of a font file, kept by the engine; takes over the reference to the blob. NULL when the file holds no such face. */
TextFace *text_face_add(TextEngine *engine, hb_blob_t *blob, unsigned index, Str family, bool is_bold, bool is_italic);
/* The system's face of a family, or (code != 0) of any family that can draw the code point. NULL when there is none. */
TextFace *text_face_system(TextEngine *engine, Str family, bool is_bold, bool is_italic, uint32_t code);

#endif
