/* font_data: the fonts that ship with chartc, as bytes of the library: nothing is opened at run time. */
#include "font_data.h"

#define FONT(symbol, file)                                                        \
    __asm__(".section .rodata\n.balign 16\n.globl " #symbol "\n.hidden " #symbol  \
            "\n" #symbol ":\n.incbin \"runtime/fonts/" file "\"\n"                \
            ".globl " #symbol "_end\n.hidden " #symbol "_end\n" #symbol "_end:\n" \
            ".byte 0\n.previous\n");                                              \
    extern const unsigned char symbol[], symbol##_end[];

FONT(chartc_font_regular, "Roboto-Regular.ttf")
FONT(chartc_font_bold, "Roboto-Bold.ttf")
FONT(chartc_font_italic, "Roboto-Italic.ttf")
FONT(chartc_font_bold_italic, "Roboto-BoldItalic.ttf")
FONT(chartc_font_fallback, "DejaVuSans.ttf")
FONT(chartc_font_fallback_bold, "DejaVuSans-Bold.ttf")

FontData font_data_sans(bool is_bold, bool is_italic)
{
    if (is_bold && is_italic)
        return (FontData){chartc_font_bold_italic, (size_t)(chartc_font_bold_italic_end - chartc_font_bold_italic)};
    if (is_bold)
        return (FontData){chartc_font_bold, (size_t)(chartc_font_bold_end - chartc_font_bold)};
    if (is_italic)
        return (FontData){chartc_font_italic, (size_t)(chartc_font_italic_end - chartc_font_italic)};
    return (FontData){chartc_font_regular, (size_t)(chartc_font_regular_end - chartc_font_regular)};
}

FontData font_data_fallback(bool is_bold)
{
    if (is_bold)
        return (FontData){chartc_font_fallback_bold, (size_t)(chartc_font_fallback_bold_end - chartc_font_fallback_bold)};
    return (FontData){chartc_font_fallback, (size_t)(chartc_font_fallback_end - chartc_font_fallback)};
}
