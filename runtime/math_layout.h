/* math_layout: a formula to boxes: texts, rules and outlines around a baseline. After Appendix G of the TeXbook, with the lengths of the OpenType
 * MATH table (Vieth, "OpenType Math Illuminated", TUGboat 30, 2009, has which is which); letters, digits and common signs are of the text's own
 * family. */
#ifndef CHARTC_MATH_LAYOUT_H
#define CHARTC_MATH_LAYOUT_H

#include "math_parse.h"
#include "text_math.h"

typedef enum MathItemKind { ITEM_TEXT, ITEM_RULE, ITEM_OUTLINE } MathItemKind;

/* Places are points from the start of the formula's baseline, y upwards. */
typedef struct MathItem {
    struct MathItem *next;
    MathItemKind kind;
    double x, y;          /* baseline of a text or an outline; left and bottom of a rule */
    double width, height; /* of a rule; a text's advance */
    Str text;
    TextStyle style;
    TextOutline outline;
} MathItem;

typedef struct MathBox {
    double width, height, depth; /* depth below the baseline */
    MathItem *items;
} MathBox;

/* The space between two neighbours in 18ths of an em, the sign of it negative when scripts have none (TeXbook, page 170). */
int math_spacing(MathAtom left, MathAtom right);

/* `text`: what stands between the marks. */
MathBox math_layout(Arena *arena, TextEngine *engine, Str text, TextStyle style);

#endif
