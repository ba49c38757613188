/* Numbers to text and back: known hard cases, and laws over pseudo-random bit patterns. */
#include "runtime/num.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* xorshift64* (Vigna 2016): the same numbers in every run */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 2685821657736338717u;
}

static double from_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void assert_same(double a, double b, const char *text)
{
    if (memcmp(&a, &b, sizeof a) != 0)
        fail_msg("`%s`: %a, expected %a", text, a, b);
}

static void test_parse_accepts(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        "0",
        "-0",
        "1",
        "+1",
        "007",
        "1.5",
        ".5",
        "5.",
        "-2.25e3",
        "1E3",
        "1e-3",
        "1e+22",
        "1e23",
        "123456789012345678",
        "9007199254740993",
        "9007199254740992.5",
        "0.1",
        "0.30000000000000004",
        "1.7976931348623157e308",
        "5e-324",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "1e-400",
        "0e999",
        "179769313486231580793728971405301e276",
        "8.5e-22",
        "0.12345678901234567",
        "1234567890123456789",
        "12345678901234567890123",
        "0.000000000000000000000000000000000001",
        "1.00000000000000011102230246251565405",
        "6.8656e-18",
        "18446744073709551615",
        "18446744073709551616",
        "0.9999999999999999999",
        "3.14159265358979323846264338327950288",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        double value = -1;
        assert_true(num_parse(str_from(TEXTS[i]), &value));
        assert_same(value, strtod(TEXTS[i], NULL), TEXTS[i]);
    }
}

static void test_parse_refuses(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"",    "-",    "+",     ".",      "e5",  "1e",    "1e+",   "1 ",  " 1",    "0x1F", "inf",
                                        "nan", "-inf", "1e999", "-1e400", "1,5", "1.2.3", "1_000", "--1", "1e5.5", "1f",   "٣"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        double value = 42;
        if (num_parse(str_from(TEXTS[i]), &value))
            fail_msg("`%s` was read as %g", TEXTS[i], value);
        assert_true(value == 42);
    }
    double value;
    assert_false(num_parse((Str){"1\0002", 3}, &value));
}

static void test_scan_stops(void **state)
{
    (void)state;
    static const char TEXT[] = "12.5e3,7e,x";
    const char *end = TEXT + strlen(TEXT);
    double value;
    assert_ptr_equal(num_scan(TEXT, end, &value), TEXT + 6);
    assert_true(value == 12500);
    assert_ptr_equal(num_scan(TEXT + 7, end, &value), TEXT + 8); /* an e without digits is no exponent */
    assert_true(value == 7);
    assert_null(num_scan(TEXT + 10, end, &value));
    assert_ptr_equal(num_scan(TEXT, TEXT + 1, &value), TEXT + 1); /* never past its end */
    assert_true(value == 1);
}

/* Decimal texts of 1 to 19 digits and small powers, the ones that data files hold: as strtod reads them. */
static void test_parse_as_strtod(void **state)
{
    (void)state;
    uint64_t random = 88172645463325252u;
    for (int i = 0; i < 200000; i++) {
        char text[64];
        uint64_t digits = next_random(&random) >> (next_random(&random) % 64);
        int power = (int)(next_random(&random) % 45) - 25;
        snprintf(text, sizeof text, i % 2 ? "%llu.%llue%d" : "0.%llu%llue%d", (unsigned long long)digits % 100000, (unsigned long long)digits, power);
        double value = 0;
        assert_true(num_parse(str_from(text), &value));
        assert_same(value, strtod(text, NULL), text);
    }
}

static void assert_round_trip(double value)
{
    char text[NUM_TEXT_SIZE];
    double back = 0;
    size_t n = num_print(text, value);
    assert_int_equal(n, strlen(text));
    assert_true(num_parse((Str){text, n}, &back));
    assert_same(back, value == 0 ? 0 : value, text);
    for (int digits = 1; digits < 17; digits++) {
        char shorter[64];
        snprintf(shorter, sizeof shorter, "%.*e", digits - 1, value);
        if (strtod(shorter, NULL) != value)
            continue;
        size_t n_digits = 0, zeros = 0; /* significant ones: neither leading nor trailing zeros */
        for (size_t i = 0; i < n && text[i] != 'e'; i++) {
            if (text[i] < '0' || text[i] > '9')
                continue;
            zeros = text[i] == '0' ? zeros + 1 : 0;
            n_digits += n_digits || text[i] != '0';
        }
        if (value != 0 && (int)(n_digits - zeros) > digits)
            fail_msg("%s is longer than %s", text, shorter);
        break;
    }
}

static void test_round_trips(void **state)
{
    (void)state;
    uint64_t random = 1234567;
    for (int i = 0; i < 20000; i++) {
        double value = from_bits(next_random(&random));
        if (isfinite(value))
            assert_round_trip(value);
        int64_t whole = (int64_t)(next_random(&random) >> (next_random(&random) % 60 + 4));
        assert_round_trip((double)whole / pow(10, (double)(next_random(&random) % 14)));
        assert_round_trip(from_bits(next_random(&random) >> 12)); /* subnormal */
    }
    assert_round_trip(5e-324);
    assert_round_trip(1.7976931348623157e308);
    assert_round_trip(9007199254740993.0);
    assert_round_trip(2.2250738585072014e-308);
}

typedef struct Printed {
    double value;
    const char *text;
} Printed;

static void test_print(void **state)
{
    (void)state;
    static const Printed CASES[] = {
        {0, "0"},
        {-0.0, "0"},
        {1, "1"},
        {-3, "-3"},
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1500000, "1500000"},
        {1e20, "100000000000000000000"},
        {1e21, "1e+21"},
        {1.5e21, "1.5e+21"},
        {1e-6, "0.000001"},
        {1e-7, "1e-7"},
        {1.25e-9, "1.25e-9"},
        {123456.789, "123456.789"},
        {1.0 / 3, "0.3333333333333333"},
        {1e15, "1000000000000000"},
        {123456789012345680.0, "123456789012345680"},
        {5e-324, "5e-324"},
        {INFINITY, "inf"},
        {-INFINITY, "-inf"},
        {NAN, "nan"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[NUM_TEXT_SIZE];
        num_print(text, CASES[i].value);
        assert_string_equal(text, CASES[i].text);
    }
}

static void test_print_fixed(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *text;
    } CASES[] = {
        {12.5, 2, "12.5"},
        {12.5, 0, "13"},
        {-0.001, 2, "0"},
        {-0.01, 2, "-0.01"},
        {0.05, 1, "0.1"},
        {100, 3, "100"},
        {1e15, 2, "1000000000000000"},
        {99.999, 2, "100"},
        {0.125, 3, "0.125"},
        {-7.10, 4, "-7.1"},
        {0, 5, "0"},
        {1e300, 2, "1e+300"},
        {NAN, 2, "nan"},
        {1200, 0, "1200"},
        {0.002, 3, "0.002"},
        {0.1, 15, "0.1"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[NUM_TEXT_SIZE];
        size_t n = num_print_fixed(text, CASES[i].value, CASES[i].decimals);
        assert_string_equal(text, CASES[i].text);
        assert_int_equal(n, strlen(text));
    }
    /* against printf, away from halves */
    uint64_t random = 99;
    for (int i = 0; i < 50000; i++) {
        double value = (double)(int64_t)(next_random(&random) >> 24) / 1048576.0 + 1e-7;
        char text[NUM_TEXT_SIZE], expected[64];
        num_print_fixed(text, value, 3);
        snprintf(expected, sizeof expected, "%.3f", value);
        assert_true(strtod(text, NULL) == strtod(expected, NULL));
    }
}

static void test_decimals_and_digits(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    assert_string_equal(num_str_decimals(arena, 2.5, 0).at, "2"); /* half to even */
    assert_string_equal(num_str_decimals(arena, 1.005, 2).at, "1.00");
    assert_string_equal(num_str_decimals(arena, -12.5, 2).at, "-12.50");
    assert_int_equal(num_str_decimals(arena, 1e308, 2).n, 312);
    char digits[20];
    assert_int_equal(num_digits(digits, 3, 1234.5), 3);
    assert_memory_equal(digits, "123", 3);
    assert_int_equal(num_digits(digits, 2, 9.99), 1);
    assert_memory_equal(digits, "10", 2);
    assert_int_equal(num_digits(digits, 1, 4e-320), -320);
    assert_memory_equal(digits, "4", 1);
    assert_int_equal(num_digits(digits, 2, 0), 0);
    arena_free(arena);
}

/* A locale with a decimal comma changes nothing. */
static void test_locale(void **state)
{
    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "de_DE.utf8"))
        skip();
    char text[NUM_TEXT_SIZE];
    double value = 0;
    num_print(text, 1.0 / 3);
    assert_string_equal(text, "0.3333333333333333");
    assert_true(num_parse(STR("1.00000000000000011102230246251565405"), &value) && value > 1);
    assert_false(num_parse(STR("1,5"), &value));
    setlocale(LC_ALL, "C");
}

static void test_digits_that_are_kept(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_kept;
    } CASES[] = {{"9007199254740991", true},           {"9007199254740992", true},
                 {"9007199254740993", false},          {"-9007199254740993", false},
                 {"+0009007199254740994", true},       {"1700000000123456789", false},
                 {"1700000000123456768", true},        {"1700000000123456800", true},
                 {"12345678901234567890", false},      {"602214076000000000000000", true},
                 {"10000000000000000000000000", true}, {"9007199254740993.0", true},
                 {"0.1234567890123456789", true},      {"1e300", true},
                 {"123456789012345678901234", false}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        double value;
        assert_true(num_parse(str_from(CASES[i].text), &value));
        if (num_keeps(str_from(CASES[i].text), value) != CASES[i].is_kept)
            fail_msg("%s", CASES[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digits_that_are_kept),
        cmocka_unit_test(test_parse_accepts),
        cmocka_unit_test(test_parse_refuses),
        cmocka_unit_test(test_scan_stops),
        cmocka_unit_test(test_parse_as_strtod),
        cmocka_unit_test(test_round_trips),
        cmocka_unit_test(test_print),
        cmocka_unit_test(test_print_fixed),
        cmocka_unit_test(test_decimals_and_digits),
        cmocka_unit_test(test_locale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
