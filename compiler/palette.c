/* palette: see palette.h. */
#include "palette.h"

#include "../runtime/colour.h"

enum {
#define PALETTE_SOURCE(id, title, credit, licence) SOURCE_##id,
#include "palette.def"
    SOURCE_COUNT
};

static const PaletteSource SOURCES[] = {
#define PALETTE_SOURCE(id, title, credit, licence) {title, credit, licence},
#include "palette.def"
};

static const PaletteRow ROWS[] = {
#define PALETTE(name, kind, source, colours) {#name, PALETTE_##kind, SOURCE_##source, colours},
#include "palette.def"
};
enum { N_ROWS = sizeof ROWS / sizeof *ROWS };

const PaletteRow *palette_row(size_t i)
{
    return i < N_ROWS ? &ROWS[i] : NULL;
}

const PaletteRow *palette_find(Str name)
{
    for (size_t i = 0; i < N_ROWS; i++)
        if (str_is(name, ROWS[i].name))
            return &ROWS[i];
    return NULL;
}

const PaletteSource *palette_source(size_t number)
{
    return number < SOURCE_COUNT ? &SOURCES[number] : NULL;
}

const char *palette_kind_word(PaletteKind kind)
{
    static const char *const WORDS[] = {
        [PALETTE_CATEGORICAL] = "categorical", [PALETTE_SEQUENTIAL] = "sequential", [PALETTE_DIVERGING] = "diverging"};
    return WORDS[kind];
}

IrColours palette_colours(Arena *arena, const PaletteRow *row)
{
    enum { DIGITS = 6, STRIDE = DIGITS + 1 };
    Str text = str_from(row->colours);
    IrColours out = {.n = (text.n + 1) / STRIDE};
    out.at = ARENA_ARRAY(arena, out.n, Colour);
    for (size_t i = 0; i < out.n; i++) {
        for (size_t k = 0; k < DIGITS; k++)
            out.at[i] = out.at[i] << 4 | (Colour)str_hex_digit(text.at[i * STRIDE + k]);
        out.at[i] = out.at[i] << 8 | 0xFF;
    }
    return out;
}

const PaletteRow *palette_default(Colour background)
{
    return palette_find(colour_is_dark(background) ? STR("chartc_dark") : STR("chartc"));
}

size_t palette_names(Arena *arena, const Str **names)
{
    Str *list = ARENA_ARRAY(arena, N_ROWS, Str);
    for (size_t i = 0; i < N_ROWS; i++)
        list[i] = str_from(ROWS[i].name);
    *names = list;
    return N_ROWS;
}
