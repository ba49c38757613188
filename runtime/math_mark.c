/* math_mark: how a text holds mathematics; see math_mark.h. */
#include "math_mark.h"

static const char BYTES[] = MATH_BEGIN MATH_END MATH_VALUE_BEGIN MATH_VALUE_END;
static const char LETTERS[] = "()<>";

char math_mark_letter(char byte)
{
    for (int i = 0; i < 4; i++)
        if (byte == BYTES[i])
            return LETTERS[i];
    return 0;
}

char math_mark_byte(char letter)
{
    for (int i = 0; i < 4; i++)
        if (letter == LETTERS[i])
            return BYTES[i];
    return 0;
}

bool math_is_in(Str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (math_mark_letter(text.at[i]))
            return true;
    return false;
}

Str math_source(Arena *arena, Str text)
{
    if (!math_is_in(text))
        return text;
    Buf out = {.arena = arena};
    for (size_t i = 0; i < text.n; i++) {
        char letter = math_mark_letter(text.at[i]);
        if (letter == '(' || letter == ')')
            buf_addc(&out, '$');
        else if (!letter)
            buf_addc(&out, text.at[i]);
    }
    return str_slice(buf_c(&out), out.n);
}
