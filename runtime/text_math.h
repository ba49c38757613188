/* text_math: what the layout of math asks of fonts: ink of shaped texts, the MATH table of the shipped math fonts, tall delimiters as outlines.
 * Lengths are points at the given style's size, y upwards from the baseline, but for outlines, which are ready for a scene: y downwards. */
#ifndef CHARTC_TEXT_MATH_H
#define CHARTC_TEXT_MATH_H

#include "text.h"

/* The ink of a line: left may be negative, right beyond the advance. */
typedef struct TextInk {
    double advance, left, right, height, depth; /* height above, depth below the baseline: depth is negative for what floats */
} TextInk;
TextInk text_ink(TextEngine *engine, Str text, TextStyle style);
/* Whether the style's own face has the sign, so that no other font is asked. */
bool text_has_sign(TextEngine *engine, uint32_t code, TextStyle style);

/* The style of the math font that goes with a text's: of its weight of strokes, scaled so that signs of both look alike. */
TextStyle text_math_signs(TextEngine *engine, TextStyle style);
/* The same, scaled so that its letters are as tall as the text's: for letters that the text lacks, and for lengths that go with letters. */
TextStyle text_math_letters(TextEngine *engine, TextStyle style);
/* The height of the text's own signs' middle: where `+` and `=` are centred, and where fractions' bars are. */
double text_math_axis(TextEngine *engine, TextStyle style);

/* clang-format off */
typedef enum TextMathConstant {
    MATH_SCRIPT_PERCENT, MATH_SCRIPTSCRIPT_PERCENT, MATH_DISPLAY_OPERATOR_HEIGHT, MATH_AXIS_HEIGHT, MATH_ACCENT_BASE_HEIGHT, MATH_SUBSCRIPT_DOWN,
    MATH_SUBSCRIPT_TOP_MAX, MATH_SUBSCRIPT_DROP, MATH_SUPERSCRIPT_UP, MATH_SUPERSCRIPT_UP_CRAMPED, MATH_SUPERSCRIPT_BOTTOM_MIN, MATH_SUPERSCRIPT_DROP,
    MATH_SCRIPTS_GAP, MATH_SUPERSCRIPT_BOTTOM_MAX, MATH_SPACE_AFTER_SCRIPT, MATH_UPPER_LIMIT_GAP, MATH_UPPER_LIMIT_RISE, MATH_LOWER_LIMIT_GAP,
    MATH_LOWER_LIMIT_DROP, MATH_STACK_TOP_UP, MATH_STACK_TOP_DISPLAY_UP, MATH_STACK_BOTTOM_DOWN, MATH_STACK_BOTTOM_DISPLAY_DOWN, MATH_STACK_GAP,
    MATH_STACK_DISPLAY_GAP, MATH_NUMERATOR_UP, MATH_NUMERATOR_DISPLAY_UP, MATH_DENOMINATOR_DOWN, MATH_DENOMINATOR_DISPLAY_DOWN, MATH_NUMERATOR_GAP,
    MATH_NUMERATOR_DISPLAY_GAP, MATH_FRACTION_RULE, MATH_DENOMINATOR_GAP, MATH_DENOMINATOR_DISPLAY_GAP, MATH_OVERBAR_GAP, MATH_OVERBAR_RULE,
    MATH_UNDERBAR_GAP, MATH_UNDERBAR_RULE, MATH_RADICAL_GAP, MATH_RADICAL_DISPLAY_GAP, MATH_RADICAL_RULE, MATH_RADICAL_KERN_BEFORE,
    MATH_RADICAL_KERN_AFTER, MATH_RADICAL_RAISE_PERCENT,
} TextMathConstant;
/* clang-format on */
/* Of the math font: points, percents as they are. `math` is one of the two styles. */
double text_math_constant(TextEngine *engine, TextStyle math, TextMathConstant constant);

/* The italic correction of a sign of the math font: how far its top leans over. */
double text_math_italic(TextEngine *engine, TextStyle math, uint32_t code);

/* A sign of any height: verbs and points of a path from (0, 0), the start of its baseline. */
typedef struct TextOutline {
    uint8_t *verbs; /* PathVerb */
    Point *points;
    size_t n_verbs, n_points;
    double width, height, depth, italic; /* advance; ink above and below the baseline; italic correction */
} TextOutline;
/* The smallest form of the sign that is at least `extent` tall: a variant, or pieces joined; the tallest there is when none is. */
TextOutline text_math_stretch(TextEngine *engine, Arena *arena, TextStyle math, uint32_t code, double extent);

#endif
