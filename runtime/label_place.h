/* label_place: labels beside marks: at the side that was asked for, or at the one where least is covered. */
#ifndef CHARTC_LABEL_PLACE_H
#define CHARTC_LABEL_PLACE_H

#include "ir.h"
#include "label.h"

typedef struct SideLabel {
    Str text; /* lines end at \n */
    TextStyle style;
    Colour colour;
    Rect shape;    /* what it stands beside; may have no extent */
    MarkSide side; /* PLACE_AUTO: any */
    bool moves_on; /* at the end of a bar: over lines and markers that it would stand on, and off the axes beside it */
    Str group;     /* the name of its layer */
    const IrLayer *layer;
    size_t from, to; /* set when it is drawn: the scene's items */
} SideLabel;

typedef VEC(SideLabel) SideLabels;

/* Draws a label at its side (PLACE_AUTO: above), moved along where it would leave `limits` at the left or the right. */
void label_beside(Scene *scene, TextEngine *text, const SideLabel *label, Rect limits);
/* Draws labels into a panel, each group by its name. One without a side takes the first free of: above, right, left, below, the four corners; where
 * none is free, the one that covers least. The scene's items from.. are what is to be kept free, and so are labels drawn before, and `legend` (NULL:
 * none). */
void labels_place(Arena *arena, Scene *scene, TextEngine *text, SideLabels *labels, Rect area, size_t from, const Rect *legend);

#endif
