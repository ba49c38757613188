/* quoted: see quoted.h. */
#include "quoted.h"

#include "math_mark.h"

void quoted_print(Buf *out, Str text)
{
    buf_addc(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '"' || c == '\\')
            buf_addc(out, '\\');
        if (c == '\n')
            buf_adds(out, "\\n");
        else if (c < 0x20 || c == 0x7F)
            buf_printf(out, "\\u{%x}", c);
        else if (math_mark_letter((char)c))
            buf_printf(out, "\\%c", math_mark_letter((char)c));
        else
            buf_addc(out, (char)c);
    }
    buf_addc(out, '"');
}

int quoted_hex_digit(char c)
{
    return c >= 'A' && c <= 'F' ? -1 : str_hex_digit(c);
}

/* `{hex}` at file[*at]: a character, and no half of a pair of UTF-16. */
static bool read_code(Str file, size_t *at, Buf *out)
{
    uint32_t code = 0;
    bool is_right = *at + 1 < file.n && file.at[*at] == '{' && quoted_hex_digit(file.at[*at + 1]) >= 0;
    *at += is_right;
    while (is_right && *at < file.n && quoted_hex_digit(file.at[*at]) >= 0 && code <= 0x10FFFF)
        code = code * 16 + (uint32_t)quoted_hex_digit(file.at[(*at)++]);
    if (!is_right || *at >= file.n || file.at[*at] != '}' || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return false;
    ++*at;
    char bytes[4];
    buf_add(out, str_slice(bytes, utf8_put(bytes, code)));
    return true;
}

/* What stands behind a backslash. */
static bool read_escape(Str file, bool has_math, size_t *at, Buf *out)
{
    char c = *at < file.n ? file.at[(*at)++] : 0;
    if (c == 'u')
        return read_code(file, at, out);
    char byte = c == '"' || c == '\\' ? c : c == 'n' ? '\n' : has_math ? math_mark_byte(c) : 0;
    if (byte)
        buf_addc(out, byte);
    return byte;
}

const char *quoted_read(Arena *arena, Str file, bool has_math, size_t *at, size_t *from, Str *out)
{
    Buf text = {.arena = arena};
    size_t open = (*at)++;
    while (*at < file.n && file.at[*at] != '"' && file.at[*at] != '\n') {
        *from = *at;
        char c = file.at[(*at)++];
        if (c != '\\')
            buf_addc(&text, c);
        else if (!read_escape(file, has_math, at, &text))
            return has_math ? "an escape: \\\\, \\\", \\n, \\u{hex} or one of math" : "an escape: \\\\, \\\", \\n or \\u{hex}";
    }
    *from = open;
    if (*at >= file.n || file.at[*at] != '"')
        return "a closing quote on the same line";
    ++*at;
    *out = str_slice(buf_c(&text), text.n); /* not STR_NONE where it is empty */
    return NULL;
}

bool quoted_colour(Str word, Colour *out)
{
    if (word.n != 9 || word.at[0] != '#')
        return false;
    Colour colour = 0;
    for (size_t i = 1; i < word.n; i++) {
        if (quoted_hex_digit(word.at[i]) < 0)
            return false;
        colour = colour << 4 | (Colour)quoted_hex_digit(word.at[i]);
    }
    *out = colour;
    return true;
}
