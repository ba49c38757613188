/* label: texts on the page, one line each: measured, broken into lines, placed. Marks and guides draw text through here and nowhere else. */
#ifndef CHARTC_LABEL_H
#define CHARTC_LABEL_H

#include "text.h"

/* The size of one line. */
TextSize label_measure(TextEngine *text, Str string, TextStyle style);
/* How much taller lines with math are than as many without: their rises and drops, added up. */
double label_extra(TextEngine *text, const Str *lines, size_t n, TextStyle style);
/* How far the optical middle of a line stands above its baseline: half of the figures' height where it is a number, else of the capitals'. */
double label_middle(Str string, TextSize size);
/* Whether something of the text stands clearly below its base line: letters like g, brackets; not figures and signs. */
bool label_hangs(Str string);
/* The width of the widest part between blanks. */
double label_longest_word(TextEngine *text, Str string, TextStyle style);
/* Broken into lines of at most `width` at blanks and line ends; a word that is wider is cut, behind a sign that parts it (-_/.,) where there is one
 * near the end, else behind any letter. A line holds one letter at least. A formula that is wider than a line is broken (math_break). */
Str *label_lines(Arena *arena, TextEngine *text, Str string, TextStyle style, double width, size_t *n);
/* The same, but words are cut only where they are wider than `word_width`. */
Str *label_lines_of_words(Arena *arena, TextEngine *text, Str string, TextStyle style, double width, double word_width, size_t *n);
/* Puts one line on the scene: `at` is on its baseline, at the end that the anchor names; the angle turns it about `at`. */
void label_draw(Scene *scene, TextEngine *text, Str string, TextStyle style, Point at, TextAnchor anchor, double angle, Colour colour);

#endif
