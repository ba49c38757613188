/* Number or date, then a format: refused, or it gives texts; then the reverse, dates read by a format. */
#include "kit.h"

#include "runtime/calendar.h"
#include "runtime/format.h"

#include <math.h>

static void check_number(Arena *arena, Str format)
{
    static const double NUMBERS[] = {0, -0.0, 1, -1.5, 0.1, 999.9996, 1e15, 123456789.125, -1e-7, 5e-324, 1.7976931348623157e308, NAN};
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
        Value value = {.type = TYPE_NUMBER, .number = NUMBERS[i], .is_missing = isnan(NUMBERS[i])};
        Str text = format_value(arena, value, format, i % 2);
        fuzz_require((text.n == 0) == value.is_missing && utf8_check(text) == text.n, "a number has a text, a missing one none");
        format_is_exact(format, NUMBERS[i]);
    }
    fuzz_require(isfinite(format_grain(format)) && format_grain(format) >= 0, "the last digit counts something");
}

static void check_date(Arena *arena, Str format)
{
    static const double TIMES[] = {0, -1, 951782400, 1706659200.5, -62135596800.0, 253402300799.0, 6e16, -6e16};
    for (size_t i = 0; i < sizeof TIMES / sizeof *TIMES; i++) {
        Str text = format_value(arena, (Value){.type = TYPE_TIME, .number = TIMES[i]}, format, true);
        double time;
        fuzz_require(utf8_check(text) == text.n, "a date's text is UTF-8");
        if (!calendar_scan_check(format))
            calendar_scan(text, format, &time);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Str format = {(const char *)bytes, n};
    ValueType type = fuzz_choice(&format, 2) ? TYPE_TIME : TYPE_NUMBER;
    Arena *arena = arena_new(NULL);
    size_t at = 0;
    /* texts of a spec are UTF-8 */
    const char *wrong = utf8_check(format) == format.n ? format_check(format, type, &at) : "not UTF-8";
    fuzz_require(!wrong || at <= format.n, "what is wrong lies in the format");
    if (!wrong && type == TYPE_NUMBER)
        check_number(arena, format);
    if (!wrong && type == TYPE_TIME)
        check_date(arena, format);
    arena_free(arena);
    return 0;
}
