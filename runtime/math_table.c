/* math_table: the commands of mathematics as rows; see math_table.h. */
#include "math_table.h"

static const MathRow ROWS[] = {
#define MATH_SIGN(name_, code_, atom_, face_) {.name = name_, .kind = ROW_SIGN, .code = code_, .atom = ATOM_##atom_, .face = FACE_##face_},
#define MATH_WORD(name_, word_, limits_) {.name = name_, .kind = ROW_WORD, .word = word_, .code = limits_},
#define MATH_OVER(name_, code_) {.name = name_, .kind = ROW_OVER, .code = code_},
#define MATH_GAP(name_, mu_) {.name = name_, .kind = ROW_GAP, .mu = mu_},
#define MATH_LETTERS(name_, style_) {.name = name_, .kind = ROW_LETTERS, .code = LETTERS_##style_},
#define MATH_FORM(name_, form_, doc_) {.name = name_, .kind = ROW_FORM, .code = FORM_##form_},
#include "math_table.def"
};
enum { N_ROWS = sizeof ROWS / sizeof *ROWS };

const Str *math_names(Arena *arena, size_t *n)
{
    Str *names = ARENA_ARRAY(arena, N_ROWS, Str);
    for (size_t i = 0; i < N_ROWS; i++)
        names[i] = str_from(ROWS[i].name);
    *n = N_ROWS;
    return names;
}

const MathRow *math_row_find(Str name)
{
    for (size_t i = 0; i < N_ROWS; i++)
        if (str_is(name, ROWS[i].name))
            return &ROWS[i];
    return NULL;
}

const MathRow *math_row_of_code(uint32_t code)
{
    for (size_t i = 0; i < N_ROWS; i++)
        if (ROWS[i].kind == ROW_SIGN && ROWS[i].code == code)
            return &ROWS[i];
    return NULL;
}

/* Unicode's script and double-struck letters: two ranges with holes, whose letters had places before. */
uint32_t math_styled_letter(MathLetters letters, uint32_t c)
{
    static const struct {
        MathLetters letters;
        uint32_t c, code;
    } HOLES[] = {
        {LETTERS_SCRIPT, 'B', 0x212C}, {LETTERS_SCRIPT, 'E', 0x2130}, {LETTERS_SCRIPT, 'F', 0x2131}, {LETTERS_SCRIPT, 'H', 0x210B},
        {LETTERS_SCRIPT, 'I', 0x2110}, {LETTERS_SCRIPT, 'L', 0x2112}, {LETTERS_SCRIPT, 'M', 0x2133}, {LETTERS_SCRIPT, 'R', 0x211B},
        {LETTERS_SCRIPT, 'e', 0x212F}, {LETTERS_SCRIPT, 'g', 0x210A}, {LETTERS_SCRIPT, 'o', 0x2134}, {LETTERS_DOUBLE, 'C', 0x2102},
        {LETTERS_DOUBLE, 'H', 0x210D}, {LETTERS_DOUBLE, 'N', 0x2115}, {LETTERS_DOUBLE, 'P', 0x2119}, {LETTERS_DOUBLE, 'Q', 0x211A},
        {LETTERS_DOUBLE, 'R', 0x211D}, {LETTERS_DOUBLE, 'Z', 0x2124},
    };
    for (size_t i = 0; i < sizeof HOLES / sizeof *HOLES; i++)
        if (HOLES[i].letters == letters && HOLES[i].c == c)
            return HOLES[i].code;
    if (c >= '0' && c <= '9')
        return letters == LETTERS_DOUBLE ? 0x1D7D8 + (c - '0') : c;
    uint32_t first = letters == LETTERS_SCRIPT ? 0x1D49C : 0x1D538;
    return c >= 'a' ? first + 26 + (c - 'a') : first + (c - 'A');
}
