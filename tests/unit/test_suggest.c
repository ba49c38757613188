/* suggest: which names are near. */
#include "runtime/suggest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const Str NAMES[] = {{"title", 5}, {"ticks", 5}, {"domain", 6}, {"transform", 9}, {"x", 1}, {"accuracy", 8}};
enum { N_NAMES = sizeof NAMES / sizeof *NAMES };

static void assert_nearest(const char *wrong, const char *expected)
{
    Str found = suggest_name(str_from(wrong), NAMES, N_NAMES);
    if (!str_is(found, expected ? expected : ""))
        fail_msg("for `%s`: found `%.*s`, expected `%s`", wrong, STR_FMT(found), expected ? expected : "");
}

static void distance_counts_edits(void **state)
{
    (void)state;
    assert_int_equal(suggest_distance(STR("title"), STR("title"), 3), 0);
    assert_int_equal(suggest_distance(STR("titel"), STR("title"), 3), 1); /* a swap of neighbours */
    assert_int_equal(suggest_distance(STR("tile"), STR("title"), 3), 1);
    assert_int_equal(suggest_distance(STR("Title"), STR("title"), 3), 0);
    assert_int_equal(suggest_distance(STR("kitten"), STR("sitting"), 3), 3);
    assert_int_equal(suggest_distance(STR("kitten"), STR("sitting"), 2), 3); /* at most limit + 1 */
    assert_int_equal(suggest_distance(STR(""), STR("ab"), 3), 2);
}

static void nearest_name_is_within_reach(void **state)
{
    (void)state;
    assert_nearest("titel", "title");
    assert_nearest("doamin", "domain");
    assert_nearest("DOMAIN", "domain");
    assert_nearest("tranfsormm", "transform");
    assert_nearest("acc", "accuracy");
    assert_nearest("colour", NULL);
    assert_nearest("tt", NULL);
    assert_nearest("", NULL);
}

static void ties_take_the_first(void **state)
{
    (void)state;
    const Str names[] = {STR("cat"), STR("car")};
    assert_true(str_is(suggest_name(STR("cab"), names, 2), "cat"));
}

static void lists_name_some_and_count_the_rest(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    assert_true(str_is(suggest_list(arena, NAMES, 1, 5), "`title`"));
    assert_true(str_is(suggest_list(arena, NAMES, 3, 5), "`title`, `ticks` or `domain`"));
    assert_true(str_is(suggest_list(arena, NAMES, 6, 2), "`title`, `ticks` and 4 more"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distance_counts_edits),
        cmocka_unit_test(nearest_name_is_within_reach),
        cmocka_unit_test(ties_take_the_first),
        cmocka_unit_test(lists_name_some_and_count_the_rest),
    };
    return cmocka_run_group_tests_name("suggest", tests, NULL, NULL);
}
