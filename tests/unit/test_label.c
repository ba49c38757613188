/* Breaking texts into lines, at the header of label. */
#include "runtime/label.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static TextEngine *engine;
static const TextStyle STYLE = {.family = {"sans", 4}, .size = 8};

static void breaks(const char *text, double width, size_t n_expected, const char *const *expected)
{
    Arena *arena = arena_new(NULL);
    size_t n;
    Str *lines = label_lines(arena, engine, str_from(text), STYLE, width, &n);
    for (size_t i = 0; i < n; i++)
        if (i >= n_expected || !str_is(lines[i], expected[i]))
            fail_msg("line %zu of `%s` is `%.*s`", i + 1, text, STR_FMT(lines[i]));
    assert_int_equal(n, n_expected);
    arena_free(arena);
}

static double width_of(const char *text)
{
    return label_measure(engine, str_from(text), STYLE).width;
}

static void test_blanks(void **state)
{
    (void)state;
    breaks("one two three", width_of("one two three"), 1, (const char *const[]){"one two three"});
    breaks("one two three", width_of("one two") + 0.1, 2, (const char *const[]){"one two", "three"});
    breaks("one two three", width_of("three") + 0.1, 3, (const char *const[]){"one", "two", "three"});
    breaks("one\ntwo three", 1e9, 2, (const char *const[]){"one", "two three"});
    breaks("", 10, 1, (const char *const[]){""});
}

static void test_long_words(void **state)
{
    (void)state;
    breaks("a checkpoint_step", width_of("checkpoint_") + 0.1, 3, (const char *const[]){"a", "checkpoint_", "step"});
    breaks("abcdef", width_of("abc") + 0.1, 2, (const char *const[]){"abc", "def"});
    breaks("abc", 0, 3, (const char *const[]){"a", "b", "c"});                           /* one letter at least */
    breaks("e\xCC\x81o\xCC\x88", 0, 2, (const char *const[]){"e\xCC\x81", "o\xCC\x88"}); /* with the marks it carries */
}

static void test_words_may_stand_out(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    size_t n;
    label_lines_of_words(arena, engine, STR("long word"), STYLE, width_of("lo"), width_of("long") + 0.1, &n);
    assert_int_equal(n, 3); /* `word` is wider than `long` and cut, `long` is not */
    assert_true(label_longest_word(engine, STR("a long b"), STYLE) == width_of("long"));
    arena_free(arena);
}

static void test_hangs(void **state)
{
    (void)state;
    assert_true(label_hangs(STR("Page")));
    assert_true(label_hangs(STR("1,000")));
    assert_false(label_hangs(STR("\xE2\x88\x92"
                                 "20.5")));
    assert_false(label_hangs(STR("2012")));
}

static int start(void **state)
{
    (void)state;
    engine = text_engine_new();
    return engine == NULL;
}

static int stop(void **state)
{
    (void)state;
    text_engine_free(engine);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blanks),
        cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_words_may_stand_out),
        cmocka_unit_test(test_hangs),
    };
    return cmocka_run_group_tests_name("label", tests, start, stop);
}
