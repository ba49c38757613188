/* math_sign: what signs and letters of a formula are by themselves; see math_sign.h. */
#include "math_sign.h"

static Str code_text(Arena *arena, uint32_t code)
{
    char bytes[4];
    return str_copy(arena, str_slice(bytes, utf8_put(bytes, code)));
}

MathNode *math_node(Arena *arena, MathKind kind, MathAtom atom)
{
    MathNode *node = ARENA_NEW(arena, MathNode);
    node->kind = kind;
    node->atom = atom;
    return node;
}

MathNode *math_symbol(Arena *arena, Str text, MathAtom atom, MathFace face)
{
    MathNode *node = math_node(arena, MATH_SYMBOL, atom);
    node->text = text;
    node->face = face;
    return node;
}

MathFace math_letter_face(MathLetters letters, MathFace plain)
{
    static const MathFace FACES[] = {
        [LETTERS_ROMAN] = FACE_UPRIGHT, [LETTERS_BOLD] = FACE_BOLD, [LETTERS_ITALIC] = FACE_ITALIC, [LETTERS_BOLD_ITALIC] = FACE_BOLD_ITALIC};
    return letters == LETTERS_PLAIN || letters >= LETTERS_SCRIPT ? plain : FACES[letters];
}

/* A sign of one code point. */
static MathNode *code_sign(Arena *arena, uint32_t code, MathAtom atom, MathFace face)
{
    MathNode *node = math_symbol(arena, code_text(arena, code), atom, face);
    node->code = code;
    return node;
}

MathNode *math_sign(Arena *arena, MathLetters letters, const MathRow *row)
{
    MathFace face = row->face == FACE_ITALIC || row->face == FACE_UPRIGHT ? math_letter_face(letters, row->face) : row->face;
    MathNode *node = code_sign(arena, row->code, row->atom, face);
    node->has_limits = row->atom == ATOM_OP && !(row->code >= 0x222B && row->code <= 0x2233); /* integrals keep theirs beside them */
    return node;
}

MathNode *math_character(Arena *arena, MathLetters letters, uint32_t code)
{
    static const struct {
        char c;
        uint32_t code;
        MathAtom atom;
    } ASCII[] = {
        {'+', '+', ATOM_BIN},  {'-', 0x2212, ATOM_BIN}, {'*', 0x2217, ATOM_BIN}, {'=', '=', ATOM_REL},   {'<', '<', ATOM_REL},
        {'>', '>', ATOM_REL},  {':', ':', ATOM_REL},    {',', ',', ATOM_PUNCT},  {';', ';', ATOM_PUNCT}, {'(', '(', ATOM_OPEN},
        {'[', '[', ATOM_OPEN}, {')', ')', ATOM_CLOSE},  {']', ']', ATOM_CLOSE},  {'!', '!', ATOM_CLOSE}, {'?', '?', ATOM_CLOSE},
    };
    for (size_t i = 0; i < sizeof ASCII / sizeof *ASCII; i++)
        if (code == (uint32_t)ASCII[i].c)
            return code_sign(arena, ASCII[i].code, ASCII[i].atom, FACE_SIGN);
    const MathRow *row = code >= 0x80 ? math_row_of_code(code) : NULL;
    if (row)
        return math_sign(arena, letters, row);
    return code_sign(arena, code, code == 0x2212 ? ATOM_BIN : ATOM_ORD, code < 0x370 ? FACE_UPRIGHT : FACE_SIGN);
}

MathNode *math_word(Arena *arena, MathLetters letters, Str text, size_t *at, bool is_single)
{
    size_t start = *at;
    char first = text.at[start];
    size_t end = start + 1;
    *at = end;
    if (letters >= LETTERS_SCRIPT)
        return math_symbol(arena, code_text(arena, math_styled_letter(letters, (uint32_t)first)), ATOM_ORD, FACE_LARGE);
    bool takes_letters = letters != LETTERS_PLAIN, is_number = str_is_digit(first);
    for (; !is_single && (is_number || takes_letters) && end < text.n; end++) {
        char c = text.at[end], next = end + 1 < text.n ? text.at[end + 1] : 0;
        if (!str_is_digit(c) && !(takes_letters && str_is_letter(c)) && !(c == '.' && is_number && str_is_digit(next)))
            break;
    }
    *at = end;
    MathFace face = math_letter_face(letters, is_number ? FACE_UPRIGHT : FACE_ITALIC);
    MathNode *node = math_symbol(arena, str_slice(text.at + start, end - start), ATOM_ORD, face);
    node->is_word = node->text.n > 1;
    return node;
}

MathNode *math_primes(Arena *arena, int n)
{
    Buf out = {.arena = arena};
    for (int i = 0; i < n; i++)
        buf_adds(&out, "\xE2\x80\xB2");
    MathNode *primes = math_symbol(arena, buf_str(&out), ATOM_ORD, FACE_SIGN);
    primes->code = 0x2032;
    return primes;
}
