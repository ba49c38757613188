/* math_plain: the plain reading of math; see math_plain.h. */
#include "math_plain.h"

static void put_list(Buf *out, const MathNode *list, bool is_script);

static Str list_text(Arena *arena, const MathNode *list, bool is_script)
{
    Buf out = {.arena = arena};
    put_list(&out, list, is_script);
    return str_slice(buf_c(&out), out.n);
}

/* Unicode has these raised and lowered. */
static uint32_t script_of(uint32_t code, bool is_above)
{
    static const struct {
        uint32_t code, above, below;
    } SCRIPTS[] = {
        {'0', 0x2070, 0x2080}, {'1', 0xB9, 0x2081},   {'2', 0xB2, 0x2082},   {'3', 0xB3, 0x2083},   {'4', 0x2074, 0x2084}, {'5', 0x2075, 0x2085},
        {'6', 0x2076, 0x2086}, {'7', 0x2077, 0x2087}, {'8', 0x2078, 0x2088}, {'9', 0x2079, 0x2089}, {'+', 0x207A, 0x208A}, {0x2212, 0x207B, 0x208B},
        {'=', 0x207C, 0x208C}, {'(', 0x207D, 0x208D}, {')', 0x207E, 0x208E}, {'n', 0x207F, 0x2099}, {'i', 0x2071, 0x1D62}, {'j', 0x2B2, 0x2C7C},
        {'k', 0x1D4F, 0x2096}, {'m', 0x1D50, 0x2098}, {'t', 0x1D57, 0x209C}, {'x', 0x2E3, 0x2093},  {0x2032, 0x2032, 0},
    };
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++)
        if (SCRIPTS[i].code == code)
            return is_above ? SCRIPTS[i].above : SCRIPTS[i].below;
    return 0;
}

static size_t count_codes(Str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; n++)
        utf8_next(text, &i);
    return n;
}

static void put_script(Buf *out, const MathNode *list, bool is_above)
{
    Str text = list_text(out->arena, list, true);
    bool has_all = text.n > 0;
    for (size_t i = 0; i < text.n && has_all;)
        has_all = script_of(utf8_next(text, &i), is_above) != 0;
    for (size_t i = 0; i < text.n && has_all;) {
        char bytes[4];
        buf_add(out, str_slice(bytes, utf8_put(bytes, script_of(utf8_next(text, &i), is_above))));
    }
    if (!has_all && text.n)
        buf_printf(out, count_codes(text) == 1 ? "%c%.*s" : "%c(%.*s)", is_above ? '^' : '_', STR_FMT(text));
}

/* In brackets where it is more than one sign, a number or a word. */
static void put_operand(Buf *out, const MathNode *list)
{
    Str text = list_text(out->arena, list, false);
    bool is_one = list && !list->next && (list->kind == MATH_SYMBOL || list->kind == MATH_FENCE || list->kind == MATH_SCRIPTS);
    buf_printf(out, is_one ? "%.*s" : "(%.*s)", STR_FMT(text));
}

static void put_code(Buf *out, uint32_t code)
{
    char bytes[4];
    if (code)
        buf_add(out, str_slice(bytes, utf8_put(bytes, code)));
}

/* The combining form of an accent. */
static uint32_t combining(uint32_t accent)
{
    static const uint32_t FORMS[][2] = {{0x2C6, 0x302}, {0xAF, 0x304},  {0x2DC, 0x303}, {0x2D9, 0x307}, {0xA8, 0x308},
                                        {0x2C7, 0x30C}, {0x2D8, 0x306}, {0xB4, 0x301},  {'`', 0x300},   {0x20D7, 0x20D7}};
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
        if (FORMS[i][0] == accent)
            return FORMS[i][1];
    return 0;
}

static void put_node(Buf *out, const MathNode *node)
{
    switch (node->kind) {
    case MATH_SYMBOL:
        buf_add(out, node->text);
        return;
    case MATH_GROUP:
    case MATH_OVERLINE:
    case MATH_UNDERLINE:
        put_list(out, node->body, false);
        return;
    case MATH_ACCENT:
        put_list(out, node->body, false);
        put_code(out, combining(node->code));
        return;
    case MATH_SCRIPTS:
        if (node->body)
            put_node(out, node->body);
        put_script(out, node->below, false);
        put_script(out, node->above, true);
        return;
    case MATH_FRACTION:
        put_operand(out, node->above);
        buf_adds(out, node->has_bar ? "/" : ", ");
        put_operand(out, node->below);
        return;
    case MATH_RADICAL:
        put_script(out, node->above, true);
        buf_adds(out, "\xE2\x88\x9A");
        put_operand(out, node->body);
        return;
    case MATH_FENCE:
        put_code(out, node->code);
        put_list(out, node->body, false);
        put_code(out, node->code_right);
        return;
    case MATH_SPACE:
        if (node->space >= 4)
            buf_addc(out, ' ');
        return;
    case MATH_STYLE:
        return;
    }
}

static bool ends_in_blank(const Buf *out)
{
    return out->n == 0 || out->at[out->n - 1] == ' ';
}

/* Blanks around relations and operators, behind commas and functions; none in scripts. */
static void put_list(Buf *out, const MathNode *list, bool is_script)
{
    const MathNode *before = NULL;
    for (const MathNode *node = list; node; node = node->next) {
        bool is_spaced = node->atom == ATOM_REL || node->atom == ATOM_BIN;
        bool was_spaced = before && (before->atom == ATOM_REL || before->atom == ATOM_BIN || before->atom == ATOM_PUNCT);
        bool was_word = before && before->atom == ATOM_OP && node->atom != ATOM_OPEN && node->atom != ATOM_CLOSE && node->atom != ATOM_PUNCT;
        bool is_word = node->atom == ATOM_OP && before && before->atom != ATOM_OPEN;
        if (!is_script && before && node->atom != ATOM_NONE && (is_spaced || was_spaced || was_word || is_word) && !ends_in_blank(out))
            buf_addc(out, ' ');
        put_node(out, node);
        if (node->atom != ATOM_NONE)
            before = node;
    }
}

Str math_plain(Arena *arena, Str text)
{
    if (!math_is_in(text))
        return text;
    Buf out = {.arena = arena};
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        while (i < text.n && !math_mark_letter(text.at[i]))
            i++;
        buf_add(&out, str_slice(text.at + start, i - start));
        if (i < text.n && text.at[i] == MATH_BEGIN[0]) {
            size_t end = ++i;
            while (end < text.n && text.at[end] != MATH_END[0])
                end++;
            Str plain = list_text(arena, math_parse(arena, str_slice(text.at + i, end - i), NULL), false);
            buf_add(&out, plain);
            i = end;
        }
        i++;
    }
    return str_slice(buf_c(&out), out.n);
}
