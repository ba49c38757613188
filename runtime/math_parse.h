/* math_parse: mathematics as text to a tree: the part of TeX's math mode that labels need. Commands are the rows of math_table.def. It never fails:
 * what is wrong is told and left out, so that the compiler reports every mistake and the layout draws what there is. */
#ifndef CHARTC_MATH_PARSE_H
#define CHARTC_MATH_PARSE_H

#include "math_mark.h"

/* What a part of a formula is to its neighbours (TeXbook, chapter 17). */
typedef enum MathAtom { ATOM_ORD, ATOM_OP, ATOM_BIN, ATOM_REL, ATOM_OPEN, ATOM_CLOSE, ATOM_PUNCT, ATOM_INNER, ATOM_NONE } MathAtom;

/* Where a sign comes from: letters of the text's family, upright or italic; SIGN: the text's own where it has it, else the math font's;
 * LARGE: the math font's. */
typedef enum MathFace { FACE_UPRIGHT, FACE_ITALIC, FACE_BOLD, FACE_BOLD_ITALIC, FACE_SIGN, FACE_LARGE } MathFace;

typedef enum MathKind {
    MATH_SYMBOL,    /* text in face: a sign, a number, a word */
    MATH_GROUP,     /* body */
    MATH_SCRIPTS,   /* body with above and below, each may be NULL */
    MATH_FRACTION,  /* above over below; has_bar; style */
    MATH_RADICAL,   /* body; above: the root's index, or NULL */
    MATH_ACCENT,    /* code over body */
    MATH_OVERLINE,  /* over body */
    MATH_UNDERLINE, /* under body */
    MATH_FENCE,     /* body between the delimiters code and code_right, 0 for none */
    MATH_SPACE,     /* space */
    MATH_STYLE,     /* style, from here to the end of the list */
} MathKind;

typedef enum MathStyle { STYLE_DISPLAY, STYLE_TEXT, STYLE_SCRIPT, STYLE_SCRIPTSCRIPT, STYLE_AS_IT_IS } MathStyle;

typedef struct MathNode {
    struct MathNode *next;
    MathKind kind;
    MathAtom atom; /* settled: a binary operator without operands is ordinary */
    MathFace face;
    MathStyle style;
    bool is_word, has_limits, has_bar; /* word: of several letters, or text */
    bool is_value;                     /* brought in by a template */
    Str text;
    uint32_t code, code_right;
    double space;        /* 18ths of an em */
    uint32_t start, end; /* bytes of the text, of what stands in a list */
    struct MathNode *body, *above, *below;
} MathNode;

typedef enum MathErrorKind { MATH_UNKNOWN, MATH_UNBALANCED, MATH_LACKS_ARGUMENT, MATH_TWO_SCRIPTS, MATH_TOO_DEEP } MathErrorKind;
typedef struct MathError {
    struct MathError *next;
    MathErrorKind kind;
    uint32_t start, end;             /* bytes of the text */
    uint32_t first_start, first_end; /* MATH_TWO_SCRIPTS: the first one */
    const char *message;
} MathError;

/* The list of atoms of what stands between MATH_BEGIN and MATH_END; values within it keep their marks. *errors (may be NULL): in order of place. */
MathNode *math_parse(Arena *arena, Str text, MathError **errors);

/* The names of all commands, without backslashes, in the order of the table. */
const Str *math_names(Arena *arena, size_t *n);

#endif
