/* preset_page: docs/presets.md, made from preset.def and theme.def. */
#ifndef CHARTC_PRESET_PAGE_H
#define CHARTC_PRESET_PAGE_H

#include "../runtime/str.h"

Str preset_page(Arena *arena);

#endif
