/* Columns, values, dictionaries, and the files that tables come from. */
#include "runtime/dict.h"
#include "runtime/files.h"
#include "runtime/table.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static void test_columns(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    static const Str TEXTS[] = {{"b", 1}, {"a", 1}, {NULL, 0}, {"b", 1}, {"", 0}};
    Column column = column_from_texts(arena, STR("k"), TEXTS, 5);
    assert_int_equal(column.dict->n, 3);
    assert_true(str_is(column.dict->words[0], "b") && str_is(column.dict->words[1], "a"));
    assert_int_equal(column.codes[3], 0);
    assert_true(column_is_missing(&column, 2) && !column_is_missing(&column, 4));
    static const uint32_t ROWS[] = {4, 2, 0, 0};
    Column picked = column_pick(arena, &column, ROWS, 4);
    assert_int_equal(picked.n, 4);
    assert_true(column_is_missing(&picked, 1));
    assert_true(str_is(column_value(&picked, 3).text, "b"));
    Column back = column_from_values(arena, STR("k"), TYPE_TEXT, (Value[]){column_value(&column, 0), column_value(&column, 2)}, 2);
    assert_true(value_eq(column_value(&back, 0), column_value(&column, 0)));
    assert_true(column_is_missing(&back, 1));
    Table table = {.columns = &column, .n_columns = 1, .n_rows = 5};
    assert_ptr_equal(table_find(&table, STR("k")), &column);
    assert_null(table_find(&table, STR("K")));
    assert_int_equal(table_pick(arena, &table, ROWS, 4).n_rows, 4);
    arena_free(arena);
}

static void test_values(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    Value one = {.number = 1}, two = {.number = 2}, missing = {.is_missing = true}, a = {.type = TYPE_TEXT, .text = STR("a")},
          b = {.type = TYPE_TEXT, .text = STR("b")};
    assert_true(value_cmp(one, two) < 0 && value_cmp(two, one) > 0 && value_cmp(one, one) == 0);
    assert_true(value_cmp(a, b) < 0 && value_cmp(missing, one) > 0 && value_cmp(missing, missing) == 0);
    assert_true(value_eq(missing, missing) && !value_eq(missing, one) && !value_eq(one, a));
    const struct {
        Value value;
        const char *text;
    } cases[] = {
        {one, "1"},
        {a, "a"},
        {missing, "missing"},
        {{.type = TYPE_BOOL}, "false"},
        {{.type = TYPE_TIME, .number = 86400}, "1970-01-02"},
        {{.type = TYPE_COLOUR, .number = 0x4c78a8ff}, "#4c78a8ff"},
        {{.type = TYPE_DURATION, .number = 604800}, "1week"},
        {{.type = TYPE_DURATION, .number = -90}, "-90s"},
        {{.type = TYPE_DURATION, .months = 24}, "2year"},
        {{.type = TYPE_DURATION, .months = 1, .number = 3600}, "1month + 1hour"},
        {{.type = TYPE_DURATION}, "0s"},
        {{.type = TYPE_DURATION, .number = 0.5}, "0.5s"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str text = value_str(arena, cases[i].value);
        if (!str_is(text, cases[i].text))
            fail_msg("`%.*s`, expected `%s`", STR_FMT(text), cases[i].text);
    }
    for (int type = 0; type <= TYPE_DURATION; type++) {
        ValueType found;
        assert_true(type_find(&found, str_from(type_name((ValueType)type))));
        assert_int_equal(found, type);
    }
    arena_free(arena);
}

/* Words of all lengths keep their codes while the table grows. */
static void test_many_words(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    DictBuilder builder = {.arena = arena};
    for (int round = 0; round < 2; round++)
        for (unsigned i = 0; i < 20000; i++)
            assert_int_equal(dict_add(&builder, str_printf(arena, "%0*u", (int)(i % 23), i)), i);
    const Dict *dict = dict_finish(&builder);
    assert_int_equal(dict->n, 20000);
    assert_true(str_is(dict->words[7], "0000007"));
    arena_free(arena);
}

static void assert_refused(const char *path, const char *why)
{
    Arena *arena = arena_new(NULL);
    Str text, reason;
    assert_false(FILES_SYSTEM.read(&FILES_SYSTEM, arena, str_from(path), &text, &reason));
    if (!str_is(reason, why))
        fail_msg("%s: `%.*s`, expected `%s`", path, STR_FMT(reason), why);
    arena_free(arena);
}

static void test_files(void **state)
{
    (void)state;
    char folder[] = "/tmp/chartc-test-XXXXXX", path[64], pipe_path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/data", folder);
    snprintf(pipe_path, sizeof pipe_path, "%s/pipe", folder);
    static const size_t SIZES[] = {0, 1, 100000, 3000000}; /* copied and mapped */
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        Arena *arena = arena_new(NULL);
        FILE *file = fopen(path, "wb");
        for (size_t k = 0; k < SIZES[i]; k++)
            fputc((int)('a' + k % 23), file);
        fclose(file);
        Str text, why;
        assert_true(FILES_SYSTEM.read(&FILES_SYSTEM, arena, str_from(path), &text, &why));
        assert_int_equal(text.n, SIZES[i]);
        for (size_t k = 0; k < text.n; k += 997)
            assert_int_equal(text.at[k], 'a' + k % 23);
        arena_free(arena);
    }
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    assert_refused(pipe_path, "it is no regular file");
    assert_refused(folder, "it is a folder");
    assert_refused("/dev/zero", "it is no regular file");
    assert_refused("/nowhere/at/all", "there is no such file");
    unlink(path);
    unlink(pipe_path);
    rmdir(folder);
}

static void test_joined_paths(void **state)
{
    (void)state;
    static const char *const CASES[][3] = {
        {"specs/a.chart", "data/b.csv", "specs/data/b.csv"},
        {"a.chart", "b.csv", "b.csv"},
        {"specs/a.chart", "/b.csv", "/b.csv"},
        {"specs/a.chart", "-", "-"},
        {"/x/y/a.chart", "../b.csv", "/x/y/../b.csv"},
    };
    Arena *arena = arena_new(NULL);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_true(str_is(files_join(arena, str_from(CASES[i][0]), str_from(CASES[i][1])), CASES[i][2]));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns), cmocka_unit_test(test_values),       cmocka_unit_test(test_many_words),
        cmocka_unit_test(test_files),   cmocka_unit_test(test_joined_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
