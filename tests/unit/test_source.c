/* Places in texts: lines and columns as a reader counts them. */
#include "runtime/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void check_places(Arena *arena, Str text)
{
    Sources sources = {.arena = arena};
    Source *source = source_add(&sources, STR("t"), STR("t"), text);
    size_t line = 1, start = 0;
    for (size_t i = 0; i <= text.n; i++) {
        Place place = source_locate(&sources, source, i);
        assert_int_equal(place.line, line);
        assert_int_equal(place.line_start, start);
        size_t end = start;
        while (end < text.n && text.at[end] != '\n' && text.at[end] != '\r')
            end++;
        assert_int_equal(place.text.n, end - start);
        assert_int_equal(place.column, (i < end ? i : end) - start + 1); /* a line's end is behind it */
        if (i < text.n && (text.at[i] == '\n' || (text.at[i] == '\r' && (i + 1 == text.n || text.at[i + 1] != '\n')))) {
            line++;
            start = i + 1;
        }
    }
    assert_int_equal(source_locate(&sources, source, text.n + 9).line, line); /* past the end is the end */
}

/* LF, CRLF, CR, one after the other and in every order; so many lines that the map has several entries. */
static void test_lines(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    uint32_t z = 1;
    for (size_t n = 0; n < 1200; n += 40) {
        char *at = ARENA_ARRAY(arena, n + 1, char);
        for (size_t i = 0; i < n; i++) {
            z = z * 1664525 + 1013904223;
            at[i] = "ab\n\r\n"[(z >> 20) % 5];
        }
        check_places(arena, (Str){at, n});
    }
    check_places(arena, STR("\r\n\r\r\n\n"));
    check_places(arena, STR("no end"));
    check_places(arena, STR("one\r"));
    arena_free(arena);
}

/* A column is a code point; a byte-order mark is none. */
static void test_columns(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    Sources sources = {.arena = arena};
    Source *source = source_add(&sources, STR("t"), STR("t"),
                                STR("\xEF\xBB\xBF"
                                    "a\n\xC3\xA4\xE6\x9C\xAC x"));
    assert_int_equal(source_locate(&sources, source, 3).column, 1);
    assert_int_equal(source_locate(&sources, source, 4).column, 2);
    assert_int_equal(source_locate(&sources, source, 5).column, 1);
    assert_int_equal(source_locate(&sources, source, 11).column, 4);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
