/* text_shape: one line of text to glyphs. */
#ifndef CHARTC_TEXT_SHAPE_H
#define CHARTC_TEXT_SHAPE_H

#include "text.h"

/* The line in ems, in the engine's lines_arena. `main` draws what it can, other faces the rest. */
TextLine *text_shape_line(TextEngine *engine, TextFace *main, Str text);
/* The same with raqm for every line: text_shape_line takes a shorter way for most, and tests hold the two against each other. */
TextLine *text_shape_by_raqm(TextEngine *engine, TextFace *main, Str text);

#endif
