/* label: texts on the page; see label.h. */
#include "label.h"

TextSize label_measure(TextEngine *text, Str string, TextStyle style)
{
    return text_measure(text, string, style);
}

void label_draw(Scene *scene, TextEngine *text, Str string, TextStyle style, Point at, TextAnchor anchor, double angle, Colour colour)
{
    scene_text(scene, string, style, at, anchor, angle, label_measure(text, string, style).width, colour);
}

Str *label_lines(Arena *arena, TextEngine *text, Str string, TextStyle style, double width, size_t *n)
{
    VEC(Str) lines = {0};
    size_t start = 0, last_break = 0;
    for (size_t i = 0; i <= string.n; i++) {
        bool is_end = i == string.n, is_newline = !is_end && string.at[i] == '\n', is_blank = is_end || is_newline || string.at[i] == ' ';
        if (!is_blank)
            continue;
        Str piece = {string.at + start, i - start};
        if (last_break > start && label_measure(text, piece, style).width > width) {
            VEC_PUSH(arena, &lines, ((Str){string.at + start, last_break - start}));
            start = last_break + 1;
        }
        last_break = i;
        if (is_end || is_newline) {
            VEC_PUSH(arena, &lines, ((Str){string.at + start, i - start}));
            start = i + 1;
            last_break = start;
        }
    }
    *n = lines.n;
    return lines.at;
}
