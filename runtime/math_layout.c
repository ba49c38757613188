/* math_layout: a formula to boxes; see math_layout.h. Rules are those of Appendix G of the TeXbook. */
#include "math_layout.h"

#include <math.h>
#include <stdlib.h>

/* Below this scripts are not made smaller: what cannot be read says nothing. */
static const double LEAST_SIZE = 5;

typedef struct Box {
    double width, height, depth;
    double italic;  /* how far its ink leans over its width */
    bool is_letter; /* a single sign: scripts stand where the font wants them */
    bool is_slanted;
    MathItem *first, *last;
} Box;

typedef struct Layout {
    Arena *arena;
    TextEngine *engine;
    TextStyle text, signs, letters;
} Layout;

/* How a list is set: TeX's style, and whether superscripts are kept low. */
typedef struct Setting {
    MathStyle style;
    bool is_cramped;
} Setting;

static Box list_box(Layout *l, const MathNode *list, Setting set);

/* --- sizes -------------------------------------------------------------------------------------------------------- */

static double size_of(Layout *l, MathStyle style)
{
    if (style <= STYLE_TEXT)
        return l->text.size;
    TextMathConstant percent = style == STYLE_SCRIPT ? MATH_SCRIPT_PERCENT : MATH_SCRIPTSCRIPT_PERCENT;
    double size = l->text.size * text_math_constant(l->engine, l->letters, percent) / 100;
    return fmax(size, fmin(LEAST_SIZE, l->text.size));
}

static TextStyle at_size(Layout *l, TextStyle style, MathStyle level)
{
    style.size *= size_of(l, level) / l->text.size;
    return style;
}

/* Of a sign that is drawn as text: a font whose signs are made smaller than the text's must not fall below what is legible. */
static TextStyle legible(Layout *l, TextStyle style, MathStyle level)
{
    style = at_size(l, style, level);
    style.size = fmax(style.size, fmin(LEAST_SIZE, l->text.size));
    return style;
}

static double constant(Layout *l, TextMathConstant which, MathStyle level)
{
    return text_math_constant(l->engine, at_size(l, l->letters, level), which);
}

/* As heavy as the strokes of signs; that of a root goes on from its sign. */
static double rule_width(Layout *l, TextMathConstant which, MathStyle level)
{
    return text_math_constant(l->engine, at_size(l, which == MATH_RADICAL_RULE ? l->letters : l->signs, level), which);
}

static double axis(Layout *l, MathStyle level)
{
    return text_math_axis(l->engine, at_size(l, l->text, level));
}

static Setting script_of(Setting set, bool is_cramped)
{
    return (Setting){set.style <= STYLE_TEXT ? STYLE_SCRIPT : STYLE_SCRIPTSCRIPT, is_cramped || set.is_cramped};
}

static Setting cramped(Setting set)
{
    return (Setting){set.style, true};
}

/* --- boxes -------------------------------------------------------------------------------------------------------- */

static void add_item(Layout *l, Box *box, MathItem item)
{
    MathItem *at = ARENA_NEW(l->arena, MathItem);
    *at = item;
    if (box->last)
        box->last->next = at;
    else
        box->first = at;
    box->last = at;
}

/* Puts the other box's items into this one; width, height and depth are the caller's. */
static void take_items(Box *box, const Box *other, double x, double y)
{
    for (MathItem *item = other->first; item; item = item->next) {
        item->x += x;
        item->y += y;
    }
    if (!other->first)
        return;
    if (box->last)
        box->last->next = other->first;
    else
        box->first = other->first;
    box->last = other->last;
}

static void take_box(Box *box, const Box *other, double x, double y)
{
    take_items(box, other, x, y);
    box->height = fmax(box->height, other->height + y);
    box->depth = fmax(box->depth, other->depth - y);
}

static void add_rule(Layout *l, Box *box, double x, double bottom, double width, double height)
{
    add_item(l, box, (MathItem){.kind = ITEM_RULE, .x = x, .y = bottom, .width = width, .height = height});
    box->height = fmax(box->height, bottom + height);
    box->depth = fmax(box->depth, -bottom);
}

static Box text_box(Layout *l, Str text, TextStyle style, double rise)
{
    TextInk ink = text_ink(l->engine, text, style);
    Box box = {.width = ink.advance, .height = ink.height + rise, .depth = ink.depth - rise, .is_letter = true};
    if (style.is_italic && ink.right > ink.advance)
        box.italic = ink.right - ink.advance;
    add_item(l, &box, (MathItem){.kind = ITEM_TEXT, .y = rise, .text = text, .style = style, .width = ink.advance});
    return box;
}

/* An outline whose middle is on the axis. */
static Box centred_outline(Layout *l, TextOutline outline, MathStyle level)
{
    double rise = axis(l, level) - (outline.height - outline.depth) / 2;
    Box box = {.width = outline.width, .height = outline.height + rise, .depth = outline.depth - rise, .italic = outline.italic};
    add_item(l, &box, (MathItem){.kind = ITEM_OUTLINE, .y = rise, .outline = outline});
    return box;
}

/* --- signs -------------------------------------------------------------------------------------------------------- */

/* Unicode's italic letters for mathematics: for Greek that the text's italic lacks. */
static uint32_t italic_letter(uint32_t code)
{
    static const uint32_t OTHERS[][2] = {{0x3F5, 0x1D716}, {0x3D1, 0x1D717}, {0x3F0, 0x1D718}, {0x3D5, 0x1D719}, {0x3F1, 0x1D71A},
                                         {0x3D6, 0x1D71B}, {0x131, 0x1D6A4}, {0x237, 0x1D6A5}, {'h', 0x210E}};
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (OTHERS[i][0] == code)
            return OTHERS[i][1];
    if (code >= 0x391 && code <= 0x3A9)
        return 0x1D6E2 + (code - 0x391);
    if (code >= 0x3B1 && code <= 0x3C9)
        return 0x1D6FC + (code - 0x3B1);
    if (code >= 'A' && code <= 'Z')
        return 0x1D434 + (code - 'A');
    return code >= 'a' && code <= 'z' ? 0x1D44E + (code - 'a') : code;
}

static Str code_text(Layout *l, uint32_t code)
{
    char bytes[4];
    return str_copy(l->arena, str_slice(bytes, utf8_put(bytes, code)));
}

/* A sign of the math font, its middle where the text's signs have theirs. */
static Box centred_sign(Layout *l, Str text, bool is_bracket, MathStyle level)
{
    TextStyle style = legible(l, is_bracket ? l->letters : l->signs, level);
    return text_box(l, text, style, axis(l, level) - text_math_constant(l->engine, style, MATH_AXIS_HEIGHT));
}

static Box large_operator(Layout *l, const MathNode *node, MathStyle level)
{
    TextStyle style = at_size(l, l->letters, level);
    if (level == STYLE_DISPLAY) {
        double height = text_math_constant(l->engine, style, MATH_DISPLAY_OPERATOR_HEIGHT);
        Box tall = centred_outline(l, text_math_stretch(l->engine, l->arena, style, node->code, height), level);
        tall.width -= tall.italic; /* a subscript stands under the slant */
        return tall;
    }
    style = legible(l, l->letters, level);
    TextInk ink = text_ink(l->engine, node->text, style);
    Box box = text_box(l, node->text, style, axis(l, level) - (ink.height - ink.depth) / 2);
    box.is_letter = false;
    box.italic = text_math_italic(l->engine, style, node->code);
    box.width -= box.italic;
    return box;
}

/* A sign that is no letter: letters of the math font stand on the baseline, signs around the axis. */
static Box sign(Layout *l, const MathNode *node, TextStyle style, MathStyle level)
{
    size_t at = 0;
    uint32_t code = utf8_next(node->text, &at);
    if (text_has_sign(l->engine, code, style) || !text_has_sign(l->engine, code, l->signs))
        return text_box(l, node->text, style, 0);
    bool is_on_axis = (node->atom != ATOM_ORD || (code >= 0x2190 && code < 0x2200) || code == 0x221E || (code >= 0x2210 && code < 0x2300)) &&
                      code != 0x2026;
    return is_on_axis ? centred_sign(l, node->text, node->atom == ATOM_OPEN || node->atom == ATOM_CLOSE, level)
                      : text_box(l, node->text, legible(l, l->letters, level), 0);
}

static Box symbol(Layout *l, const MathNode *node, MathStyle level)
{
    TextStyle style = at_size(l, l->text, level);
    style.is_bold |= node->face == FACE_BOLD || node->face == FACE_BOLD_ITALIC;
    style.is_italic = node->face == FACE_ITALIC || node->face == FACE_BOLD_ITALIC;
    if (node->face == FACE_SIGN)
        return sign(l, node, style, level);
    if (node->face == FACE_LARGE)
        return node->atom == ATOM_OP ? large_operator(l, node, level) : text_box(l, node->text, legible(l, l->letters, level), 0);
    size_t at = 0;
    uint32_t code = node->text.n ? utf8_next(node->text, &at) : ' ';
    bool is_one = at == node->text.n;
    if (is_one && !text_has_sign(l->engine, code, style) && text_has_sign(l->engine, code, l->letters)) {
        Str text = style.is_italic ? code_text(l, italic_letter(code)) : node->text;
        return text_box(l, text, legible(l, l->letters, level), 0);
    }
    Box box = text_box(l, node->text, style, 0);
    box.is_slanted = style.is_italic && is_one;
    return box;
}

/* --- scripts ------------------------------------------------------------------------------------------------------ */

static void script_places(Layout *l, const Box *base, const Box *above, const Box *below, Setting set, double *up, double *down)
{
    MathStyle level = set.style;
    TextMathConstant raise = set.is_cramped ? MATH_SUPERSCRIPT_UP_CRAMPED : MATH_SUPERSCRIPT_UP;
    *up = base->is_letter ? 0 : base->height - constant(l, MATH_SUPERSCRIPT_DROP, level);
    *down = base->is_letter ? 0 : base->depth + constant(l, MATH_SUBSCRIPT_DROP, level);
    if (above)
        *up = fmax(fmax(*up, constant(l, raise, level)), above->depth + constant(l, MATH_SUPERSCRIPT_BOTTOM_MIN, level));
    if (below)
        *down = fmax(fmax(*down, constant(l, MATH_SUBSCRIPT_DOWN, level)), above ? 0 : below->height - constant(l, MATH_SUBSCRIPT_TOP_MAX, level));
    if (!above || !below)
        return;
    double lacking = constant(l, MATH_SCRIPTS_GAP, level) - ((*up - above->depth) - (below->height - *down));
    if (lacking <= 0)
        return;
    double rise = fmin(lacking, fmax(0, constant(l, MATH_SUPERSCRIPT_BOTTOM_MAX, level) - (*up - above->depth)));
    *up += rise;
    *down += lacking - rise;
}

static Box node_box(Layout *l, const MathNode *node, Setting set);

/* Over and under an operator in display style. */
static Box limits(Layout *l, Box base, const MathNode *node, Setting set)
{
    Box above = list_box(l, node->above, script_of(set, false)), below = list_box(l, node->below, script_of(set, true));
    Box box = {.width = fmax(base.width, fmax(above.width, below.width))};
    double height = base.height, depth = base.depth;
    take_box(&box, &base, (box.width - base.width) / 2, 0);
    if (node->above) {
        double gap = fmax(constant(l, MATH_UPPER_LIMIT_GAP, set.style), constant(l, MATH_UPPER_LIMIT_RISE, set.style) - above.depth);
        take_box(&box, &above, (box.width - above.width + base.italic) / 2, height + gap + above.depth);
    }
    if (node->below) {
        double gap = fmax(constant(l, MATH_LOWER_LIMIT_GAP, set.style), constant(l, MATH_LOWER_LIMIT_DROP, set.style) - below.height);
        take_box(&box, &below, (box.width - below.width - base.italic) / 2, -(depth + gap + below.height));
    }
    return box;
}

static bool is_prime(const MathNode *node)
{
    return node && node->kind == MATH_SYMBOL && node->code == 0x2032;
}

static Box scripts(Layout *l, const MathNode *node, Setting set)
{
    Box base = {.is_letter = true};
    if (node->body)
        base = node_box(l, node->body, set);
    if (node->body && node->body->kind == MATH_SYMBOL && node->body->has_limits && set.style == STYLE_DISPLAY)
        return limits(l, base, node, set);
    /* fonts have primes raised and small: they stand as they are, what else is raised behind them */
    const MathNode *raised = is_prime(node->above) ? node->above->next : node->above;
    Box primes = is_prime(node->above) ? symbol(l, node->above, set.style) : (Box){0};
    Box above = list_box(l, raised, script_of(set, false)), below = list_box(l, node->below, script_of(set, true));
    double up, down, width = base.width + (node->below ? 0 : base.italic) + primes.width, right = base.width + base.italic;
    script_places(l, &base, raised ? &above : NULL, node->below ? &below : NULL, set, &up, &down);
    Box box = {0};
    take_box(&box, &base, 0, 0);
    take_box(&box, &primes, right, 0);
    if (raised) {
        take_box(&box, &above, right + primes.width, up);
        width = fmax(width, right + primes.width + above.width + above.italic);
    }
    if (node->below) {
        take_box(&box, &below, base.width, -down);
        width = fmax(width, base.width + below.width + below.italic);
    }
    box.width = width + constant(l, MATH_SPACE_AFTER_SCRIPT, set.style);
    return box;
}

/* --- fractions, roots, accents, delimiters ------------------------------------------------------------------------ */

static double null_delimiter(Layout *l, MathStyle level)
{
    return 0.12 * size_of(l, level); /* plain TeX: 1.2 pt at 10 pt */
}

static Box fraction(Layout *l, const MathNode *node, Setting set)
{
    if (node->style != STYLE_AS_IT_IS)
        set.style = node->style;
    MathStyle level = set.style;
    bool is_display = level == STYLE_DISPLAY, has_bar = node->has_bar;
    Setting part = is_display ? (Setting){STYLE_TEXT, set.is_cramped} : script_of(set, false);
    Box above = list_box(l, node->above, part), below = list_box(l, node->below, cramped(part));
    double middle = axis(l, level), rule = has_bar ? rule_width(l, MATH_FRACTION_RULE, level) : 0;
    double up = constant(l,
                         has_bar      ? is_display ? MATH_NUMERATOR_DISPLAY_UP : MATH_NUMERATOR_UP
                         : is_display ? MATH_STACK_TOP_DISPLAY_UP
                                      : MATH_STACK_TOP_UP,
                         level);
    double down = constant(l,
                           has_bar      ? is_display ? MATH_DENOMINATOR_DISPLAY_DOWN : MATH_DENOMINATOR_DOWN
                           : is_display ? MATH_STACK_BOTTOM_DISPLAY_DOWN
                                        : MATH_STACK_BOTTOM_DOWN,
                           level);
    if (has_bar) {
        up = fmax(up, middle + rule / 2 + constant(l, is_display ? MATH_NUMERATOR_DISPLAY_GAP : MATH_NUMERATOR_GAP, level) + above.depth);
        down = fmax(down, rule / 2 - middle + constant(l, is_display ? MATH_DENOMINATOR_DISPLAY_GAP : MATH_DENOMINATOR_GAP, level) + below.height);
    } else {
        double gap = constant(l, is_display ? MATH_STACK_DISPLAY_GAP : MATH_STACK_GAP, level);
        double lacking = gap - ((up - above.depth) - (below.height - down));
        up += fmax(0, lacking / 2);
        down += fmax(0, lacking / 2);
    }
    double above_width = above.width + above.italic, below_width = below.width + below.italic;
    double width = fmax(above_width, below_width), side = has_bar ? null_delimiter(l, level) : 0;
    Box box = {.width = width + 2 * side};
    take_box(&box, &above, side + (width - above_width) / 2, up);
    take_box(&box, &below, side + (width - below_width) / 2, -down);
    if (has_bar)
        add_rule(l, &box, side, middle - rule / 2, width, rule);
    return box;
}

static Box radical(Layout *l, const MathNode *node, Setting set)
{
    MathStyle level = set.style;
    Box body = list_box(l, node->body, cramped(set)), box = {0};
    double rule = rule_width(l, MATH_RADICAL_RULE, level), width = body.width + body.italic;
    double gap = fmax(constant(l, level == STYLE_DISPLAY ? MATH_RADICAL_DISPLAY_GAP : MATH_RADICAL_GAP, level), rule);
    /* a letter without its ascender still has room for one: roots of a line look alike */
    double inner = fmax(body.height, text_ink(l->engine, STR("x"), at_size(l, l->text, level)).height) + fmax(body.depth, 0);
    TextOutline sign = text_math_stretch(l->engine, l->arena, at_size(l, l->letters, level), 0x221A, inner + gap + rule);
    double tall = sign.height + sign.depth, surplus = fmax(0, tall - (inner + gap + rule)) / 2;
    double top = inner - fmax(body.depth, 0) + gap + surplus + rule, left = 0;
    double rise = top - sign.height;
    if (node->above) {
        Box index = list_box(l, node->above, (Setting){STYLE_SCRIPTSCRIPT, false});
        double before = constant(l, MATH_RADICAL_KERN_BEFORE, level), after = constant(l, MATH_RADICAL_KERN_AFTER, level);
        double bottom = -(sign.depth - rise) + tall * constant(l, MATH_RADICAL_RAISE_PERCENT, level) / 100;
        left = fmax(0, before + index.width + after);
        take_box(&box, &index, fmax(before, left - after - index.width), bottom + index.depth);
    }
    add_item(l, &box, (MathItem){.kind = ITEM_OUTLINE, .x = left, .y = rise, .outline = sign});
    box.depth = fmax(box.depth, sign.depth - rise);
    take_box(&box, &body, left + sign.width, 0);
    add_rule(l, &box, left + sign.width, top - rule, width, rule);
    box.width = left + sign.width + width;
    return box;
}

/* The arrow of a vector: an outline, since it is smaller than any text may be. */
static Box arrow_over(Layout *l, const Box *body, double centre, MathStyle level)
{
    TextStyle style = at_size(l, l->signs, level);
    style.size *= 0.55;
    TextOutline arrow = text_math_stretch(l->engine, l->arena, style, 0x2192, 0);
    double rise = body->height + 0.07 * size_of(l, level) + arrow.depth;
    Box box = {.width = arrow.width, .height = arrow.height + rise, .depth = arrow.depth - rise};
    add_item(l, &box, (MathItem){.kind = ITEM_OUTLINE, .x = centre - arrow.width / 2, .y = rise, .outline = arrow});
    return box;
}

/* The sign of an accent stands in its font as it would over an x. */
static Box sign_over(Layout *l, const Box *body, double centre, uint32_t code, MathStyle level)
{
    TextStyle style = at_size(l, l->text, level);
    if (code == 0xAF && text_has_sign(l->engine, 0x2C9, style)) /* the narrower of the two macrons that fonts have */
        code = 0x2C9;
    double x_height = text_ink(l->engine, STR("x"), style).height;
    Str text = code_text(l, code);
    TextInk ink = text_ink(l->engine, text, style);
    Box box = text_box(l, text, style, body->height - fmin(body->height, x_height));
    box.first->x = centre - (ink.left + ink.right) / 2;
    return box;
}

static Box accent(Layout *l, const MathNode *node, Setting set)
{
    Box box = list_box(l, node->body, cramped(set));
    double centre = box.width / 2;
    if (box.is_slanted && box.first) {
        TextInk own = text_ink(l->engine, box.first->text, box.first->style);
        centre = (own.left + own.right) / 2 + 0.1 * own.height; /* the slant of italics is a fifth; half the height up from the middle */
    }
    Box over = node->code == 0x20D7 ? arrow_over(l, &box, centre, set.style) : sign_over(l, &box, centre, node->code, set.style);
    box.is_slanted = false;
    take_box(&box, &over, 0, 0);
    return box;
}

static Box line(Layout *l, const MathNode *node, Setting set)
{
    bool is_over = node->kind == MATH_OVERLINE;
    Box box = list_box(l, node->body, is_over ? cramped(set) : set);
    double rule = rule_width(l, is_over ? MATH_OVERBAR_RULE : MATH_UNDERBAR_RULE, set.style);
    double gap = constant(l, is_over ? MATH_OVERBAR_GAP : MATH_UNDERBAR_GAP, set.style);
    box.width += box.italic;
    box.italic = 0;
    box.is_letter = false;
    add_rule(l, &box, 0, is_over ? box.height + gap : -box.depth - gap - rule, box.width, rule);
    return box;
}

/* At least `extent` tall around the axis: the text's own sign where that is tall enough. */
static Box delimiter(Layout *l, uint32_t code, double extent, MathStyle level)
{
    if (!code)
        return (Box){.width = null_delimiter(l, level)};
    TextStyle style = at_size(l, l->text, level);
    Str text = code_text(l, code);
    if (text_has_sign(l->engine, code, style)) {
        TextInk ink = text_ink(l->engine, text, style);
        if (ink.height + ink.depth >= extent)
            return text_box(l, text, style, 0);
    }
    return centred_outline(l, text_math_stretch(l->engine, l->arena, at_size(l, l->letters, level), code, extent), level);
}

static Box fence(Layout *l, const MathNode *node, Setting set)
{
    Box body = list_box(l, node->body, set), box = {0};
    double middle = axis(l, set.style), reach = fmax(body.height - middle, body.depth + middle);
    double extent = fmax(0.901 * 2 * reach, 2 * reach - 0.5 * size_of(l, set.style)); /* plain TeX: \delimiterfactor, \delimitershortfall */
    Box left = delimiter(l, node->code, extent, set.style), right = delimiter(l, node->code_right, extent, set.style);
    take_box(&box, &left, 0, 0);
    take_box(&box, &body, left.width, 0);
    take_box(&box, &right, left.width + body.width + body.italic, 0);
    box.width = left.width + body.width + body.italic + right.width;
    return box;
}

/* --- lists -------------------------------------------------------------------------------------------------------- */

int math_spacing(MathAtom left, MathAtom right)
{
    static const int THIN = 3, MEDIUM = 4, THICK = 5;
    /* a digit a pair, columns and rows in the order of MathAtom: 1 thin, 2 medium, 3 thick; a minus: not in scripts */
    static const signed char TABLE[8][8] = {
        {0, 1, -2, -3, 0, 0, 0, -1}, {1, 1, 0, -3, 0, 0, 0, -1},  {-2, -2, 0, 0, -2, 0, 0, -2},    {-3, -3, 0, 0, -3, 0, 0, -3},
        {0, 0, 0, 0, 0, 0, 0, 0},    {0, 1, -2, -3, 0, 0, 0, -1}, {-1, -1, 0, -1, -1, -1, -1, -1}, {-1, 1, -2, -3, -1, 0, -1, -1},
    };
    if (left > ATOM_INNER || right > ATOM_INNER)
        return 0;
    int cell = TABLE[left][right], space = cell == 1 || cell == -1 ? THIN : cell == 2 || cell == -2 ? MEDIUM : cell == 0 ? 0 : THICK;
    return cell < 0 ? -space : space;
}

static Box node_box(Layout *l, const MathNode *node, Setting set)
{
    switch (node->kind) {
    case MATH_SYMBOL:
        return symbol(l, node, set.style);
    case MATH_GROUP:
        return list_box(l, node->body, set);
    case MATH_SCRIPTS:
        return scripts(l, node, set);
    case MATH_FRACTION:
        return fraction(l, node, set);
    case MATH_RADICAL:
        return radical(l, node, set);
    case MATH_ACCENT:
        return accent(l, node, set);
    case MATH_OVERLINE:
    case MATH_UNDERLINE:
        return line(l, node, set);
    case MATH_FENCE:
        return fence(l, node, set);
    case MATH_SPACE:
        return (Box){.width = node->space / 18 * size_of(l, set.style)};
    case MATH_STYLE:
        break;
    }
    return (Box){0};
}

static Box list_box(Layout *l, const MathNode *list, Setting set)
{
    if (list && !list->next && list->kind == MATH_SYMBOL) /* a letter in braces is a letter */
        return symbol(l, list, set.style);
    Box box = {0};
    MathAtom before = ATOM_NONE;
    bool is_first = true;
    for (const MathNode *node = list; node; node = node->next) {
        if (node->kind == MATH_STYLE) {
            set.style = node->style;
            continue;
        }
        if (node->atom != ATOM_NONE) {
            int space = math_spacing(before, node->atom);
            if (space > 0 || set.style <= STYLE_TEXT)
                box.width += abs(space) / 18.0 * size_of(l, set.style);
            before = node->atom;
        }
        Box part = node_box(l, node, set);
        if (part.first && is_first) {
            box.height = part.height;
            box.depth = part.depth;
            is_first = false;
        }
        take_box(&box, &part, box.width, 0);
        box.width += part.width + part.italic;
    }
    return box;
}

MathBox math_layout(Arena *arena, TextEngine *engine, Str text, TextStyle style)
{
    style.is_italic = false;
    Layout l = {
        .arena = arena, .engine = engine, .text = style, .signs = text_math_signs(engine, style), .letters = text_math_letters(engine, style)};
    Box box = list_box(&l, math_parse(arena, text, NULL), (Setting){STYLE_TEXT, false});
    return (MathBox){box.width + box.italic, box.height, box.depth, box.first};
}
