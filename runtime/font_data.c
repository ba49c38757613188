/* font_data: the fonts that ship with chartc, as bytes of the library: nothing is opened at run time. */
#include "font_data.h"

#include <string.h>

#define START(id, style) chartc_font_##id##_##style
#define END(id, style) chartc_font_##id##_##style##_end
#define TEXT_OF(symbol) TEXT(symbol)
#define TEXT(symbol) #symbol
#define FACE(id, style, file)                                                                                          \
    __asm__(".section .rodata\n.balign 16\n"                                                                           \
            ".globl " TEXT_OF(START(id, style)) "\n.hidden " TEXT_OF(START(id, style)) "\n" TEXT_OF(                   \
                START(id, style)) ":\n.incbin \"runtime/fonts/" file "\"\n"                                            \
                                  ".globl " TEXT_OF(END(id, style)) "\n.hidden " TEXT_OF(END(id, style)) "\n" TEXT_OF( \
                                      END(id, style)) ":\n.byte 0\n.previous\n");                                      \
    extern const unsigned char START(id, style)[], END(id, style)[];
#include "font_data.def"

enum { EVEN = false, KERNED = true };
static const FontFamily FAMILIES[] = {
#define FAMILY(id, word, names, css, helper, digits, doc) {FONT_##id, word, names, css, FONT_##helper, digits, doc},
#include "font_data.def"
};

enum { REGULAR, BOLD, ITALIC, BOLD_ITALIC, N_STYLES }; /* bold is 1, italic 2 */
static const struct {
    const unsigned char *start, *end;
} FACES[FONT_COUNT][N_STYLES] = {
#define FACE(id, style, file) [FONT_##id][style] = {START(id, style), END(id, style)},
#include "font_data.def"
};

const FontFamily *font_family(FontId id)
{
    return &FAMILIES[id];
}

Str font_name(const FontFamily *family, size_t i)
{
    if (i == 0)
        return str_from(family->word);
    const char *at = family->names;
    while (--i && at)
        at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL;
    return at && *at ? str_slice(at, strcspn(at, "|")) : STR_NONE;
}

const FontFamily *font_find(Str name)
{
    if (name.n == 0)
        return &FAMILIES[FONT_SANS];
    for (int id = 0; id < FONT_COUNT; id++) {
        Str own;
        for (size_t i = *FAMILIES[id].word == 0; (own = font_name(&FAMILIES[id], i)).n; i++)
            if (str_is_name(own, name))
                return &FAMILIES[id];
    }
    return NULL;
}

Str font_file(FontId id, bool is_bold, bool is_italic)
{
    int style = (is_bold ? BOLD : REGULAR) + (is_italic ? ITALIC : REGULAR);
    if (!FACES[id][style].start)
        style &= BOLD;
    return str_slice((const char *)FACES[id][style].start, (size_t)(FACES[id][style].end - FACES[id][style].start));
}
