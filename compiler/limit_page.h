/* limit_page: the limits as a document, made from limit.def. */
#ifndef CHARTC_LIMIT_PAGE_H
#define CHARTC_LIMIT_PAGE_H

#include "../runtime/str.h"

/* docs/limits.md. */
Str limit_page(Arena *arena);

#endif
