/* fonts: whether the figure's typeface and every character of its texts can be drawn. */
#ifndef CHARTC_FONTS_H
#define CHARTC_FONTS_H

#include "../runtime/ir.h"
#include "../runtime/report.h"
#include "../runtime/text.h"

/* Tells of a typeface that is neither shipped nor on the system, with near names. */
void check_typeface(Arena *arena, Report *report, TextEngine *text, const IrFigure *figure);
/* Tells of each text of the scene that has a character without a glyph: which, where it was written, what to install. The texts of a figure
 * have been shaped; those of a scene that was read (figure NULL) are looked at first, and their typefaces too. */
void check_glyphs(Arena *arena, Report *report, TextEngine *text, const IrFigure *figure, const Scene *scene, const Source *source);

#endif
