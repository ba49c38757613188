/* letter_case: see letter_case.h. */
#include "letter_case.h"

typedef struct CaseRun {
    uint32_t first, last, step;
    int32_t add;
} CaseRun;

static const CaseRun UPPER[] = {
#define TO_UPPER(first, last, step, add) {first, last, step, add},
#include "letter_case.def"
};
static const CaseRun LOWER[] = {
#define TO_LOWER(first, last, step, add) {first, last, step, add},
#include "letter_case.def"
};

/* Runs ascend by their first letter, and by their last one but where two of them alternate. */
static uint32_t mapped(const CaseRun *runs, size_t n, uint32_t letter)
{
    for (size_t i = 0; i < n && runs[i].first <= letter; i++)
        if (letter <= runs[i].last && (letter - runs[i].first) % runs[i].step == 0)
            return (uint32_t)((int64_t)letter + runs[i].add);
    return letter;
}

static Str map_letters(Arena *arena, Str text, bool to_upper)
{
    Buf out = {.arena = arena};
    for (size_t i = 0; i < text.n;) {
        uint32_t letter = utf8_next(text, &i);
        if (letter < 0x80) {
            bool changes = to_upper ? letter >= 'a' && letter <= 'z' : letter >= 'A' && letter <= 'Z';
            buf_addc(&out, (char)(changes ? letter ^ 0x20 : letter));
            continue;
        }
        char bytes[4];
        letter = to_upper ? mapped(UPPER, sizeof UPPER / sizeof *UPPER, letter) : mapped(LOWER, sizeof LOWER / sizeof *LOWER, letter);
        buf_add(&out, str_slice(bytes, utf8_put(bytes, letter)));
    }
    return str_slice(buf_c(&out), out.n);
}

Str letters_upper(Arena *arena, Str text)
{
    return map_letters(arena, text, true);
}

Str letters_lower(Arena *arena, Str text)
{
    return map_letters(arena, text, false);
}
