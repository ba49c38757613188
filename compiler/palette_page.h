/* palette_page: the palettes as a document, made from palette.def. */
#ifndef CHARTC_PALETTE_PAGE_H
#define CHARTC_PALETTE_PAGE_H

#include "../runtime/str.h"

/* docs/palettes.md. */
Str palette_page(Arena *arena);
/* Its picture as a scene file: a strip of every palette; `make docs` draws docs/palettes.svg from it. */
Str palette_swatches(Arena *arena);

#endif
