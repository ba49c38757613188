/* Large files: read in parts on all cores, they give what was written into them, whatever stands at the cuts. */
#include "runtime/num.h"
#include "runtime/read.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { N_ROWS = 150000 };

typedef struct Made {
    Arena *arena;
    Sources sources;
    Report report;
    Buf text;
    double *numbers;
    Str *words;
    uint64_t random;
} Made;

static uint32_t below(Made *m, uint32_t n)
{
    m->random ^= m->random << 13;
    m->random ^= m->random >> 7;
    m->random ^= m->random << 17;
    return (uint32_t)(m->random >> 33) % n;
}

static Made *start(const char *header, uint64_t seed)
{
    Arena *arena = arena_new(NULL);
    Made *m = ARENA_NEW(arena, Made);
    m->arena = m->sources.arena = m->report.arena = m->text.arena = arena;
    m->report.sources = &m->sources;
    m->numbers = ARENA_ARRAY(arena, N_ROWS, double);
    m->words = ARENA_ARRAY(arena, N_ROWS, Str);
    m->random = seed * 0x9E3779B97F4A7C15u + 1;
    buf_adds(&m->text, header);
    return m;
}

static Table read_made(Made *m)
{
    Source *source = source_add(&m->sources, STR("made.csv"), STR("made.csv"), buf_str(&m->text));
    Table table;
    if (!read_delimited(&table, m->arena, &m->report, source, &(ReadOptions){.comment = STR("#")}))
        fail_msg("%.*s", STR_FMT(m->report.list.at[0]->message));
    return table;
}

static void check_made(Made *m, const Table *table, size_t n_rows)
{
    assert_int_equal(table->n_rows, n_rows);
    const Column *numbers = table_find(table, STR("number")), *words = table_find(table, STR("word"));
    assert_int_equal(numbers->type, TYPE_NUMBER);
    assert_int_equal(words->type, TYPE_TEXT);
    for (size_t i = 0; i < n_rows; i++) {
        if (isnan(m->numbers[i]) != isnan(numbers->numbers[i]) || (!isnan(m->numbers[i]) && m->numbers[i] != numbers->numbers[i]))
            fail_msg("row %zu: number", i);
        Value word = column_value(words, i);
        if (word.is_missing != !m->words[i].at || (!word.is_missing && !str_eq(word.text, m->words[i])))
            fail_msg("row %zu: `%.*s` is not `%.*s`", i, STR_FMT(word.text), STR_FMT(m->words[i]));
    }
    /* the first word of each code appears in the order of the codes */
    uint32_t next = 0;
    for (size_t i = 0; i < n_rows; i++)
        if (words->codes[i] != CODE_MISSING && words->codes[i] >= next)
            assert_int_equal(words->codes[i], next++);
    assert_int_equal(words->dict->n, next);
}

static void put_number(Made *m, size_t row)
{
    static const char *const ODD[] = {"", " 7 ", "\"8\"", "1e3", "123456789012", "0.1234567890123", "-0.5", "+3", ".25"};
    static const double VALUES[] = {NAN, 7, 8, 1000, 123456789012, 0.1234567890123, -0.5, 3, 0.25};
    uint32_t kind = below(m, 40);
    if (kind < 9) {
        buf_adds(&m->text, ODD[kind]);
        m->numbers[row] = VALUES[kind];
        return;
    }
    m->numbers[row] = (double)below(m, 2000000) / 1000 - 1000;
    num_add(&m->text, m->numbers[row]);
}

static void put_word(Made *m, size_t row, bool with_lines)
{
    static const char *const WRITTEN[] = {
        "alpha", "beta", "\"gamma delta\"", "\"a \"\"quoted\"\" word\"", "", "\"with, comma\"", "  blanks  ", "\"two\nlines\"", "\"\""};
    static const char *const WORDS[] = {"alpha", "beta", "gamma delta", "a \"quoted\" word", NULL, "with, comma", "blanks", "two\nlines", NULL};
    uint32_t kind = below(m, with_lines ? 9 : 7);
    if (below(m, 10) == 0) {
        m->words[row] = str_printf(m->arena, "word-%u", below(m, 5000));
        buf_add(&m->text, m->words[row]);
        return;
    }
    buf_adds(&m->text, WRITTEN[kind]);
    m->words[row] = str_from(WORDS[kind]);
}

static void make_rows(Made *m, const char *line_end, bool with_lines, bool with_gaps)
{
    for (size_t i = 0; i < N_ROWS; i++) {
        put_number(m, i);
        buf_addc(&m->text, ',');
        put_word(m, i, with_lines);
        buf_printf(&m->text, ",%zu%s", i, line_end);
        if (with_gaps && below(m, 50) == 0)
            buf_printf(&m->text, "%s# a comment, \"odd%s", line_end, line_end);
    }
}

static void test_plain(void **state)
{
    (void)state;
    Made *m = start("number,word,row\n", 1);
    make_rows(m, "\n", false, false);
    Table table = read_made(m);
    check_made(m, &table, N_ROWS);
    arena_free(m->arena);
}

static void test_line_ends_of_windows(void **state)
{
    (void)state;
    Made *m = start("number,word,row\r\n", 2);
    make_rows(m, "\r\n", false, false);
    Table table = read_made(m);
    check_made(m, &table, N_ROWS);
    arena_free(m->arena);
}

static void test_lines_within_quotes(void **state)
{
    (void)state;
    Made *m = start("number,word,row\n", 3);
    make_rows(m, "\n", true, false);
    Table table = read_made(m);
    check_made(m, &table, N_ROWS);
    arena_free(m->arena);
}

static void test_blank_lines_and_comments(void **state)
{
    (void)state;
    Made *m = start("number,word,row\n", 4);
    make_rows(m, "\n", true, true);
    Table table = read_made(m);
    check_made(m, &table, N_ROWS);
    arena_free(m->arena);
}

static void test_quotes_inside_plain_cells_upset_cuts(void **state)
{
    (void)state;
    Made *m = start("number,word,row\n", 5);
    for (size_t i = 0; i < N_ROWS; i++) {
        m->numbers[i] = (double)i;
        m->words[i] = i % 3 ? STR("5\" pipe") : STR("\"odd");
        buf_printf(&m->text, "%zu,%s,%zu\n", i, i % 3 ? "5\" pipe" : "\"\"\"odd\"", i);
    }
    Table table = read_made(m);
    check_made(m, &table, N_ROWS);
    arena_free(m->arena);
}

static void test_the_type_is_that_of_all_rows(void **state)
{
    (void)state;
    enum { N = 95000 }; /* from 100,000 numbers on an odd cell is an error */
    Made *m = start("number,late\n", 6);
    for (size_t i = 0; i < N; i++)
        buf_printf(&m->text, "%zu.250000000000,%s\n", i, i == N - 7 ? "n/a" : i % 2 ? "17" : "12345.5");
    Table table = read_made(m);
    const Column *late = table_find(&table, STR("late"));
    assert_int_equal(late->type, TYPE_TEXT);
    assert_true(str_is(column_value(late, N - 7).text, "n/a"));
    assert_true(str_is(column_value(late, N - 8).text, "17") || str_is(column_value(late, N - 8).text, "12345.5"));
    assert_int_equal(m->report.list.n, 1); /* W0510 names the row */
    assert_int_equal(m->report.list.at[0]->id, REPORT_W0510);
    assert_true(str_is(source_text(&m->sources, m->report.list.at[0]->span), "n/a"));
    assert_non_null(strstr(m->report.list.at[0]->message.at, "row 94994"));
    assert_true(str_starts(source_text(&m->sources, table_row_span(&table, N - 7)), STR("94993.250000000000,n/a")));
    arena_free(m->arena);
}

static void test_dates(void **state)
{
    (void)state;
    Made *m = start("day,number\n", 7);
    for (size_t i = 0; i < N_ROWS; i++)
        buf_printf(&m->text, "2024-%02zu-%02zu,%zu\n", i % 12 + 1, i % 28 + 1, i);
    Table table = read_made(m);
    const Column *day = table_find(&table, STR("day"));
    assert_int_equal(day->type, TYPE_TIME);
    assert_int_equal(day->n, N_ROWS);
    assert_true(str_is(value_str(m->arena, column_value(day, 25)), "2024-02-26"));
    arena_free(m->arena);
}

static void test_a_ragged_row_is_told_where_it_stands(void **state)
{
    (void)state;
    Made *m = start("number,word\n", 8);
    for (size_t i = 0; i < N_ROWS; i++)
        buf_printf(&m->text, i == 140000 ? "%zu,a,b\n" : "%zu,words\n", i);
    Source *source = source_add(&m->sources, STR("made.csv"), STR("made.csv"), buf_str(&m->text));
    Table table;
    assert_false(read_delimited(&table, m->arena, &m->report, source, &(ReadOptions){0}));
    assert_int_equal(m->report.list.n, 1);
    assert_int_equal(m->report.list.at[0]->id, REPORT_E0509);
    assert_true(str_is(source_text(&m->sources, m->report.list.at[0]->span), "140000,a,b"));
    arena_free(m->arena);
}

/* A line over many parts of the survey: time grows with its length, not with its square (a test by the clock would be none; 64 MB took 4 s of
 * searching). */
static void test_a_long_line(void **state)
{
    (void)state;
    enum { LENGTH = 64 << 20 };
    Made *m = start("number,word\n", 5);
    char *x = malloc(LENGTH);
    memset(x, 'x', LENGTH);
    buf_adds(&m->text, "1,a\n2,");
    buf_add(&m->text, (Str){x, LENGTH});
    buf_adds(&m->text, "\n3,b\n");
    Table table = read_made(m);
    assert_int_equal(table.n_rows, 3);
    assert_int_equal(column_value(table_find(&table, STR("word")), 1).text.n, LENGTH);
    assert_true(table_find(&table, STR("number"))->numbers[2] == 3);
    free(x);
    arena_free(m->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_long_line),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_line_ends_of_windows),
        cmocka_unit_test(test_lines_within_quotes),
        cmocka_unit_test(test_blank_lines_and_comments),
        cmocka_unit_test(test_quotes_inside_plain_cells_upset_cuts),
        cmocka_unit_test(test_the_type_is_that_of_all_rows),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_a_ragged_row_is_told_where_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
