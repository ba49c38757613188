/* palette: the named palettes of palette.def. */
#ifndef CHARTC_PALETTE_H
#define CHARTC_PALETTE_H

#include "../runtime/ir.h"

typedef enum PaletteKind { PALETTE_CATEGORICAL, PALETTE_SEQUENTIAL, PALETTE_DIVERGING } PaletteKind;

typedef struct PaletteRow {
    const char *name;
    PaletteKind kind;
    int source;          /* for palette_source */
    const char *colours; /* "rrggbb rrggbb ..." */
} PaletteRow;

typedef struct PaletteSource {
    const char *title, *credit, *licence;
} PaletteSource;

const PaletteRow *palette_row(size_t i);            /* NULL behind the last */
const PaletteRow *palette_find(Str name);           /* NULL */
const PaletteSource *palette_source(size_t number); /* NULL behind the last */
/* `categorical`, `sequential`, `diverging` */
const char *palette_kind_word(PaletteKind kind);
/* The row's colours, opaque. */
IrColours palette_colours(Arena *arena, const PaletteRow *row);
/* The palette that charts take when nobody says, for a page of this background. */
const PaletteRow *palette_default(Colour background);
/* The names of all: for suggestions. */
size_t palette_names(Arena *arena, const Str **names);

#endif
