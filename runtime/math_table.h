/* math_table: the commands of mathematics (math_table.def) as rows, and the letters of its styles. */
#ifndef CHARTC_MATH_TABLE_H
#define CHARTC_MATH_TABLE_H

#include "math_parse.h"

/* clang-format off */
typedef enum MathLetters { LETTERS_PLAIN, LETTERS_ROMAN, LETTERS_BOLD, LETTERS_ITALIC, LETTERS_BOLD_ITALIC, LETTERS_SCRIPT, LETTERS_DOUBLE } MathLetters;

typedef enum MathForm {
    FORM_FRACTION, FORM_DISPLAY_FRACTION, FORM_TEXT_FRACTION, FORM_BINOMIAL, FORM_ROOT, FORM_OVERLINE, FORM_UNDERLINE, FORM_OPERATOR, FORM_TEXT,
    FORM_LEFT, FORM_RIGHT, FORM_DISPLAY, FORM_INLINE,
} MathForm;
/* clang-format on */

typedef enum MathRowKind { ROW_SIGN, ROW_WORD, ROW_OVER, ROW_GAP, ROW_LETTERS, ROW_FORM } MathRowKind;

typedef struct MathRow {
    const char *name;
    MathRowKind kind;
    uint32_t code; /* of a sign, an accent; the form; the letters; whether a word takes limits */
    MathAtom atom;
    MathFace face;
    const char *word;
    int mu;
} MathRow;

/* NULL when there is none of that name (without its backslash). */
const MathRow *math_row_find(Str name);
/* The first sign of that code, NULL. */
const MathRow *math_row_of_code(uint32_t code);
/* The code of a letter or an ASCII digit in a style of letters that has codes of its own: SCRIPT, DOUBLE. */
uint32_t math_styled_letter(MathLetters letters, uint32_t c);

#endif
