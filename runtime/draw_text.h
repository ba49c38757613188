/* draw_text: a scene's text onto a cairo context. */
#ifndef CHARTC_DRAW_TEXT_H
#define CHARTC_DRAW_TEXT_H

#include "text.h"

#include <cairo.h>

/* Draws in the context's present colour. NULL, or a sentence about what failed. */
const char *draw_text(cairo_t *cr, Arena *arena, TextEngine *text, const SceneItem *item);

#endif
