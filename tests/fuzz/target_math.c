/* UTF-8 as a formula, with \x01 and \x02 around a value of a template: mistakes told at places inside it, a reading in Unicode, a box of finite
 * sizes. */
#include "kit.h"

#include "runtime/math_layout.h"
#include "runtime/math_plain.h"

#include <math.h>

/* The formula as it stands in a text: values between marks, no line ends. False when the values are not well placed. */
static bool formula_of(Buf *out, Str input)
{
    bool is_value = false;
    for (size_t i = 0; i < input.n; i++) {
        bool opens = input.at[i] == 1, closes = input.at[i] == 2;
        if ((opens && is_value) || (closes && !is_value))
            return false;
        is_value = opens || (is_value && !closes);
        buf_addc(out, opens ? *MATH_VALUE_BEGIN : closes ? *MATH_VALUE_END : (unsigned char)input.at[i] < ' ' ? ' ' : input.at[i]);
    }
    return !is_value;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static TextEngine *engine;
    if (!engine)
        engine = text_engine_new();
    Str input = {(const char *)bytes, n};
    Arena *arena = arena_new(NULL);
    Buf formula = {.arena = arena}, marked = {.arena = arena};
    if (utf8_check(input) == n && formula_of(&formula, input)) {
        Str text = buf_str(&formula);
        MathError *errors = NULL;
        math_parse(arena, text, &errors);
        uint32_t place = 0;
        for (const MathError *e = errors; e; e = e->next) {
            fuzz_require(e->start <= e->end && e->end <= text.n && e->first_start <= e->first_end && e->first_end <= text.n,
                         "mistakes lie in the formula");
            fuzz_require(e->start >= place, "mistakes are told in the order of their places");
            place = e->start;
        }
        buf_printf(&marked, "%s%.*s%s", MATH_BEGIN, STR_FMT(text), MATH_END);
        Str plain = math_plain(arena, buf_str(&marked));
        fuzz_require(utf8_check(plain) == plain.n, "the reading is UTF-8");
        MathBox box = math_layout(arena, engine, text, (TextStyle){.family = STR("sans"), .size = 8});
        fuzz_require(isfinite(box.width) && isfinite(box.height) && isfinite(box.depth), "sizes are finite");
        for (const MathItem *item = box.items; item; item = item->next)
            fuzz_require(isfinite(item->x) && isfinite(item->y) && utf8_check(item->text) == item->text.n, "places are finite, texts UTF-8");
    }
    arena_free(arena);
    text_engine_trim(engine);
    return 0;
}
