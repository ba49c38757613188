/* label: texts on the page; see label.h. */
#include "label.h"

#include <string.h>

TextSize label_measure(TextEngine *text, Str string, TextStyle style)
{
    return text_measure(text, string, style);
}

void label_draw(Scene *scene, TextEngine *text, Str string, TextStyle style, Point at, TextAnchor anchor, double angle, Colour colour)
{
    scene_text(scene, string, style, at, anchor, angle, label_measure(text, string, style).width, colour);
}

bool label_hangs(Str string)
{
    for (size_t i = 0; i < string.n;) {
        uint32_t code = utf8_next(string, &i);
        bool is_sign = code < 0xC0 || code == 0xD7 || (code >= 0x2010 && code <= 0x2212); /* dashes, minus, superscripts */
        if (code < 0x80 ? code > 0 && strchr("gjpqyQ,;()[]{}_|/@$", (int)code) != NULL : !is_sign)
            return true;
    }
    return false;
}

/* Whether a code point belongs to the letter before it: a mark that combines, a joiner, what selects a variant. */
static bool joins_letter(uint32_t code)
{
    return (code >= 0x300 && code <= 0x36F) || (code >= 0x1AB0 && code <= 0x1AFF) || (code >= 0x20D0 && code <= 0x20FF) || code == 0x200D ||
           (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0x591 && code <= 0x5C7);
}

/* Bytes of the longest beginning of a word that is not wider than `width`, at least one letter; behind a sign that parts words where that loses little. */
static size_t cut_word(TextEngine *text, Str word, TextStyle style, double width)
{
    size_t fits = 0, parted = 0;
    for (size_t i = 0; i < word.n;) {
        size_t end = i;
        utf8_next(word, &end);
        for (size_t next = end; next < word.n; end = next)
            if (!joins_letter(utf8_next(word, &next)))
                break;
        if (fits && label_measure(text, (Str){word.at, end}, style).width > width)
            break;
        fits = end;
        if (strchr("-_/.,:;|+=&@", word.at[i]))
            parted = end;
        i = end;
    }
    return parted * 2 >= fits ? parted : fits;
}

double label_middle(Str string, TextSize size)
{
    bool has_letters = false;
    for (size_t i = 0; i < string.n && !has_letters;) {
        uint32_t code = utf8_next(string, &i);
        has_letters = (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') || (code >= 0xC0 && code < 0x2000 && code != 0xD7);
    }
    return (has_letters || size.digit_height <= 0 ? size.cap_height : size.digit_height) / 2;
}

double label_longest_word(TextEngine *text, Str string, TextStyle style)
{
    double longest = 0;
    for (size_t i = 0, start = 0; i <= string.n; i++) {
        if (i < string.n && string.at[i] != ' ' && string.at[i] != '\n')
            continue;
        double width = i > start ? label_measure(text, (Str){string.at + start, i - start}, style).width : 0;
        longest = width > longest ? width : longest;
        start = i + 1;
    }
    return longest;
}

Str *label_lines(Arena *arena, TextEngine *text, Str string, TextStyle style, double width, size_t *n)
{
    return label_lines_of_words(arena, text, string, style, width, width, n);
}

Str *label_lines_of_words(Arena *arena, TextEngine *text, Str string, TextStyle style, double width, double word_width, size_t *n)
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
        for (;;) { /* a word that is wider than a line */
            piece = (Str){string.at + start, i - start};
            size_t cut = piece.n && label_measure(text, piece, style).width > word_width ? cut_word(text, piece, style, word_width) : piece.n;
            if (cut == piece.n)
                break;
            VEC_PUSH(arena, &lines, ((Str){piece.at, cut}));
            start += cut;
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
