/* Formats of numbers and dates, and where a wrong one is wrong. */
#include "runtime/calendar.h"
#include "runtime/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *format, *text;
    } CASES[] = {
        {1234.5, "", "1234.5"},
        {-0.5, "", "-0.5"},
        {0.1 + 0.2, "", "0.30000000000000004"},
        {1234567.891, ",", "1,234,567.891"},
        {999, ",", "999"},
        {-1000, ",", "-1,000"},
        {3.14159, ".2f", "3.14"},
        {3, ".2f", "3.00"},
        {3, ".2~f", "3"},
        {2.5, ".0f", "2"},
        {2.5, "f", "2.500000"},
        {-0.001, ".2f", "0.00"},
        {0.5, "+.1f", "+0.5"},
        {-0.5, "+.1f", "-0.5"},
        {7, " d", " 7"},
        {1234.5, "$,.2f", "$1,234.50"},
        {-3, "$.0f", "-$3"},
        {1234567.5, ",.1f", "1,234,567.5"},
        {12345.678, ".2", "12345.68"},
        {42.4, "d", "42"},
        {0.1234, ".1%", "12.3%"},
        {0.5, "%", "50%"},
        {0.025, "%", "2.5%"},
        {1.0 / 3, "%", "33.333333%"},
        {0.07, ".0%", "7%"},
        {12345, ".2e", "1.23e+4"},
        {0.00012, ".1e", "1.2e-4"},
        {0, "e", "0.000000e+0"},
        {9.9999e9, ".2e", "1.00e+10"},
        {1e-300, ".0e", "1e-300"},
        {123456, ".3g", "1.23e+5"},
        {123.456, ".4g", "123.5"},
        {0.0001234, ".2g", "0.00012"},
        {0.00001234, ".2g", "1.2e-5"},
        {1.5, ".3g", "1.50"},
        {1.5, ".3~g", "1.5"},
        {99.99, ".2g", "1.0e+2"},
        {123456, ".2r", "120000"},
        {0.000012345, ".3r", "0.0000123"},
        {1500, "~s", "1.5k"},
        {1500, "s", "1.5k"},
        {1500, ".3s", "1.50k"},
        {999999, ".3s", "1.00M"},
        {42e6, ".3s", "42.0M"},
        {0.00042, ".2s", "420\xC2\xB5"},
        {0, "s", "0"},
        {1, ".3s", "1.00"},
        {1e30, ".2s", "1000000Y"},
        {4.2e-28, ".2s", "0.00042y"},
        {123456789, ".1s", "100M"},
        {1e21, "", "1e+21"},
    };
    Arena *arena = arena_new(NULL);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Str text = format_value(arena, (Value){.type = TYPE_NUMBER, .number = CASES[i].value}, str_from(CASES[i].format), false);
        if (!str_is(text, CASES[i].text))
            fail_msg("case %zu, `%s`: %.*s, expected %s", i, CASES[i].format, STR_FMT(text), CASES[i].text);
        size_t at;
        assert_null(format_check(str_from(CASES[i].format), TYPE_NUMBER, &at));
    }
    Str minus = format_value(arena, (Value){.type = TYPE_NUMBER, .number = -1.5e-7}, STR(".1e"), true);
    assert_true(str_is(minus, "\xE2\x88\x92"
                              "1.5e"
                              "\xE2\x88\x92"
                              "7"));
    arena_free(arena);
}

static void test_other_types(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    double time = 0;
    assert_true(calendar_parse(STR("2012-05-01T10:30"), &time));
    Value date = {.type = TYPE_TIME, .number = time};
    assert_true(str_is(format_value(arena, date, STR("%b %Y"), true), "May 2012"));
    assert_true(str_is(format_value(arena, date, STR(""), true), "2012-05-01T10:30"));
    assert_true(str_is(format_value(arena, (Value){.type = TYPE_TEXT, .text = STR("a-b")}, STR(""), true), "a-b"));
    assert_true(str_is(format_value(arena, (Value){.type = TYPE_BOOL, .number = 1}, STR(""), true), "true"));
    assert_true(str_is(format_value(arena, (Value){.type = TYPE_NUMBER, .is_missing = true}, STR(".2f"), true), ""));
    assert_true(str_is(format_value(arena, (Value){.type = TYPE_DURATION, .number = 5400}, STR(""), true), "90min"));
    assert_true(str_is(format_value(arena, (Value){.type = TYPE_DURATION, .months = 18}, STR(""), true), "18month"));
    arena_free(arena);
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *format;
        ValueType type;
        size_t at;
    } CASES[] = {
        {".f", TYPE_NUMBER, 1},  {".20f", TYPE_NUMBER, 1}, {"x", TYPE_NUMBER, 0},  {".2q", TYPE_NUMBER, 2}, {".2ff", TYPE_NUMBER, 3},
        {"f.2", TYPE_NUMBER, 1}, {"%Y", TYPE_NUMBER, 1},   {"~,", TYPE_NUMBER, 1}, {"%Y %k", TYPE_TIME, 3}, {"%", TYPE_TIME, 0},
        {"%-", TYPE_TIME, 0},    {".2f", TYPE_TEXT, 0},    {".2f", TYPE_BOOL, 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        size_t at = 99;
        if (!format_check(str_from(CASES[i].format), CASES[i].type, &at) || at != CASES[i].at)
            fail_msg("`%s`: at %zu, expected %zu", CASES[i].format, at, CASES[i].at);
    }
    static const struct {
        const char *format;
        double value, grain;
        bool is_exact;
    } SHOWN[] = {
        {".1%", 1.7976931348623157e308, 0.001, true},
        {".0%", 0.25, 0.01, true},
        {".0%", 0.125, 0.01, false},
        {".1f", 0.25, 0.1, false},
        {".2f", 0.25, 0.01, true},
        {"d", 0.5, 1, false},
        {"~s", 1500, 0, true},
        {".2e", 1234, 0, false},
        {".3e", 1234, 0, true},
        {".2g", 125, 0, false},
        {"", 0.1, 0, true},
        {",", 0.125, 0, true},
        {"%Y", 0.5, 0, true},
    };
    for (size_t i = 0; i < sizeof SHOWN / sizeof *SHOWN; i++)
        if (format_is_exact(str_from(SHOWN[i].format), SHOWN[i].value) != SHOWN[i].is_exact ||
            format_grain(str_from(SHOWN[i].format)) - SHOWN[i].grain > 1e-15)
            fail_msg("`%s` of %g", SHOWN[i].format, SHOWN[i].value);
    size_t at;
    assert_null(format_check(STR("%-d. %B %Y 100%%"), TYPE_TIME, &at));
    assert_non_null(format_check((Str){"\0", 1}, TYPE_NUMBER, &at));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers), cmocka_unit_test(test_other_types), cmocka_unit_test(test_faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
