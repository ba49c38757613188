/* Dates: civil arithmetic, ISO 8601 in and out, strftime formats. */
#include "runtime/calendar.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static double time_of(const char *text)
{
    double time = NAN;
    if (!calendar_parse(str_from(text), &time))
        fail_msg("`%s` is no date", text);
    return time;
}

static void assert_text(Str text, const char *expected)
{
    if (!str_is(text, expected))
        fail_msg("`%.*s`, expected `%s`", STR_FMT(text), expected);
}

static void test_known_times(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double time;
    } CASES[] = {
        {"1970-01-01", 0},
        {"2000-02-29", 951782400},
        {"2012-05", 1335830400},
        {"1969-12-31T23:59:59", -1},
        {"2012-05-01T10:30Z", 1335868200},
        {"2012-05-01T10:30+02:00", 1335861000},
        {"2012-05-01 10:30:15.5", 1335868215.5},
        {"2012-05-01T00:00-0530", 1335850200},
        {"1600-03-01", -11670912000},
        {"0001-01-01", -62135596800},
        {"9999-12-31", 253402214400},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_true(time_of(CASES[i].text) == CASES[i].time);
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"",
                                        "2012",
                                        "2012-",
                                        "2012-13",
                                        "2012-00-01",
                                        "2012-02-30",
                                        "1900-02-29",
                                        "2012-5-1",
                                        "01.05.2012",
                                        "2012-05-01T",
                                        "2012-05-01 ",
                                        "2012-05-01T24:00",
                                        "2012-05-01T10:60",
                                        "2012-05-01T10:30:60",
                                        "2012-05-01T10:30:1.",
                                        "2012-05-01T10:30+2",
                                        "2012-05-01T10:30+25:00",
                                        "2012-05-01x",
                                        "2012-05-01T10:30ZZ",
                                        "-012-05-01"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        double time = 42;
        if (calendar_parse(str_from(TEXTS[i]), &time))
            fail_msg("`%s` was read as a date", TEXTS[i]);
        assert_true(time == 42);
    }
}

/* Every day of 800 years there and back, its weekday and day of the year one more than the day before. */
static void test_days_there_and_back(void **state)
{
    (void)state;
    Civil before = calendar_civil(-13000.0 * 86400 * 10);
    for (int64_t day = -130000 + 1; day < 162000; day++) {
        Civil civil = calendar_civil((double)day * 86400 + 3600 * 5 + 60 * 6 + 7.5);
        assert_true(calendar_time(&civil) == (double)day * 86400 + 3600 * 5 + 60 * 6 + 7.5);
        assert_true(calendar_is_date(civil.year, civil.month, civil.day));
        assert_int_equal(civil.weekday, (before.weekday + 1) % 7);
        assert_int_equal(civil.yearday, civil.month == 1 && civil.day == 1 ? 1 : before.yearday + 1);
        assert_int_equal(civil.hour * 100 + civil.minute, 506);
        before = civil;
    }
    assert_int_equal(calendar_civil(0).weekday, 4); /* a Thursday */
    assert_int_equal(calendar_civil(1e300).month > 0, 1);
    assert_int_equal(calendar_civil(NAN).year, 1970);
}

static void test_add(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    assert_text(calendar_str(arena, calendar_add(time_of("2012-01-31"), 1, 0)), "2012-02-29");
    assert_text(calendar_str(arena, calendar_add(time_of("2012-03-31"), -13, 86400)), "2011-03-01");
    assert_text(calendar_str(arena, calendar_add(time_of("2012-11-15"), 2, 0)), "2013-01-15");
    assert_text(calendar_str(arena, calendar_time(&(Civil){.year = 2012, .month = 14, .day = 1})), "2013-02-01");
    arena_free(arena);
}

static void test_print(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    static const char *const SAME[] = {"2012-05-01", "2012-05-01T10:30", "2012-05-01T10:30:05", "2012-05-01T10:30:05.25", "0033-01-02"};
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        assert_text(calendar_str(arena, time_of(SAME[i])), SAME[i]);
    double time = time_of("2012-05-01T15:04:09.25");
    assert_text(calendar_format(arena, time, STR("%Y %y %m %d %e|%b %B|%a %A|%H %I %M %S %p %j %q %f %%")),
                "2012 12 05 01  1|May May|Tue Tuesday|15 03 04 09 PM 122 2 250000 %");
    assert_text(calendar_format(arena, time, STR("%-d.%-m. %-I:%M")), "1.5. 3:04");
    assert_text(calendar_format(arena, time, STR("%F %T %R %L %V")), "2012-05-01 15:04:09 15:04 250 18");
    static const char *const WEEKS[][2] = {{"2005-01-01", "53"}, {"2005-01-03", "01"}, {"2008-12-29", "01"},
                                           {"2010-01-03", "53"}, {"2012-01-01", "52"}, {"2015-12-31", "53"},
                                           {"2021-01-03", "53"}, {"2024-12-30", "01"}, {"2026-11-25", "48"}};
    for (size_t i = 0; i < sizeof WEEKS / sizeof *WEEKS; i++)
        assert_text(calendar_format(arena, time_of(WEEKS[i][0]), STR("%V")), WEEKS[i][1]);
    assert_text(calendar_format(arena, time_of("2012-05-01T00:30"), STR("%I %p 100%")), "12 AM 100%");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_times), cmocka_unit_test(test_refused), cmocka_unit_test(test_days_there_and_back),
        cmocka_unit_test(test_add),         cmocka_unit_test(test_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
