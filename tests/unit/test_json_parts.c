/* Large JSON: read in parts on all cores, or folded without being kept, it gives what was written into it, whatever stands at the cuts. */
#include "compiler/compile.h"

#include "runtime/num.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

enum { N_ROWS = 16000 };

typedef struct Made {
    Arena *arena;
    Sources sources;
    Report report;
    Datasets datasets;
    Buf text;
    double *numbers, *flags;
    Str *words;
    uint64_t random;
} Made;

static Made *made;

static bool read_made(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    (void)files, (void)arena, (void)path;
    *why = STR_NONE;
    *out = buf_str(&made->text);
    return true;
}

static uint32_t below(uint32_t n)
{
    made->random ^= made->random << 13;
    made->random ^= made->random >> 7;
    made->random ^= made->random << 17;
    return (uint32_t)(made->random >> 33) % n;
}

typedef enum Form { LINES, LIST, SPREAD, PACKED } Form; /* one a line; a list, one a line; a list over many lines; a list in one line */

static void add_row(size_t i, Form form)
{
    static const char *const TEXTS[] = {"alpha", "b\\u00e9ta", "ga\\\"mma", "},{", "\\n{", "dé{lta"};
    static const char *const WORDS[] = {"alpha", "béta", "ga\"mma", "},{", "\n{", "dé{lta"};
    uint32_t k = below(40);
    size_t which = k < 30 ? 0 : 1 + k % 5;
    made->words[i] = k == 31 ? STR_NONE : str_from(WORDS[which]);
    made->numbers[i] = k == 7 ? NAN : (double)below(2000000) / 1000 - 1000;
    made->flags[i] = k == 9 ? NAN : (double)(k % 2);
    const char *gap = form == SPREAD ? "\n   " : " ";
    buf_printf(&made->text, "{\"i\":%s%zu,%s\"pad\": {\"list\": [{\"a\": 1},%s{\"a\": [2]}], \"text\": \"%.*s\"}", gap, i, gap, gap, (int)below(60),
               "padding padding padding padding padding padding padding padding");
    if (k != 31)
        buf_printf(&made->text, ",%s\"word\": \"%s\"", gap, TEXTS[which]);
    buf_adds(&made->text, ", \"number\": ");
    if (isnan(made->numbers[i]))
        buf_adds(&made->text, "null");
    else
        num_add(&made->text, made->numbers[i]);
    if (k != 9)
        buf_printf(&made->text, ", \"flag\": %s", k % 2 ? "true" : "false");
    buf_printf(&made->text, ", \"day\": \"2024-%02u-%02u\"}", below(12) + 1, below(28) + 1);
}

/* `last` stands in the place of the last row. */
static void start(Form form, const char *last)
{
    Arena *arena = arena_new(NULL);
    made = ARENA_NEW(arena, Made);
    made->arena = made->text.arena = arena;
    made->numbers = ARENA_ARRAY(arena, N_ROWS, double);
    made->flags = ARENA_ARRAY(arena, N_ROWS, double);
    made->words = ARENA_ARRAY(arena, N_ROWS, Str);
    made->random = 11 + (uint64_t)form;
    buf_adds(&made->text, form == LINES ? "" : "[");
    for (size_t i = 0; i < N_ROWS; i++) {
        if (i + 1 == N_ROWS && last)
            buf_adds(&made->text, last);
        else
            add_row(i, form);
        if (i + 1 < N_ROWS)
            buf_adds(&made->text, form == LINES ? below(50) ? "\n" : "\r\n\n" : form == PACKED ? "," : " ,\n");
    }
    buf_adds(&made->text, form == LINES ? "" : "\n]\n");
}

static const Table *run(const char *steps, bool may_defer)
{
    static const Files FILES = {.read = read_made, .user = NULL};
    made->sources = (Sources){.arena = made->arena};
    made->report = (Report){.arena = made->arena, .sources = &made->sources};
    datasets_init(&made->datasets, made->arena, &made->report, &FILES);
    made->datasets.may_defer = may_defer;
    Str spec = str_printf(made->arena, "data \"t.json\" { %s }\nfigure { title: \"{count()}\" }\npoint { x: 1pt; y: 1pt }\n", steps);
    const Source *source = source_add(&made->sources, STR("t.chart"), STR("t.chart"), spec);
    const IrFigure *figure = compile_source(made->arena, &made->datasets, source, NULL);
    return figure ? datasets_run(&made->datasets, figure) : NULL;
}

static const char *told(void)
{
    Buf out = {.arena = made->arena};
    for (size_t i = 0; i < made->report.list.n; i++)
        buf_printf(&out, "%s %.*s\n", report_code(made->report.list.at[i]->id), STR_FMT(made->report.list.at[i]->message));
    return buf_c(&out);
}

static void check_whole(Form form, bool may_defer)
{
    start(form, NULL);
    const Table *table = run("select i, word, number, flag, day", may_defer);
    if (!table)
        fail_msg("%s", told());
    assert_int_equal(table->n_rows, N_ROWS);
    const Column *word = table_find(table, STR("word")), *number = table_find(table, STR("number")), *flag = table_find(table, STR("flag"));
    assert_int_equal(table_find(table, STR("day"))->type, TYPE_TIME);
    assert_int_equal(flag->type, TYPE_BOOL);
    for (size_t i = 0; i < N_ROWS; i++) {
        assert_true(table_find(table, STR("i"))->numbers[i] == (double)i);
        assert_true(number->numbers[i] == made->numbers[i] || (isnan(number->numbers[i]) && isnan(made->numbers[i])));
        assert_true(flag->numbers[i] == made->flags[i] || (isnan(flag->numbers[i]) && isnan(made->flags[i])));
        Value value = column_value(word, i);
        if (value.is_missing != !made->words[i].at || (!value.is_missing && !str_eq(value.text, made->words[i])))
            fail_msg("row %zu: `%.*s` is not `%.*s`", i, STR_FMT(value.text), STR_FMT(made->words[i]));
    }
    Span place = table_row_span(table, 11000);
    assert_true(str_starts(source_text(&made->sources, place), STR("{\"i\":")));
    arena_free(made->arena);
}

static void test_whole(void **state)
{
    (void)state;
    for (int form = LINES; form <= PACKED; form++) {
        check_whole((Form)form, false);
        check_whole((Form)form, true);
    }
}

static void check_folded(const char *steps)
{
    const Table *folded = run(steps, true), *kept = run(steps, false);
    assert_non_null(folded);
    assert_int_equal(folded->n_rows, kept->n_rows);
    assert_int_equal(folded->n_columns, kept->n_columns);
    for (size_t i = 0; i < kept->n_columns; i++)
        for (size_t row = 0; row < kept->n_rows; row++)
            assert_true(value_eq(column_value(&folded->columns[i], row), column_value(&kept->columns[i], row)));
}

static void test_folded(void **state)
{
    (void)state;
    for (int form = LINES; form <= PACKED; form++) {
        start((Form)form, NULL);
        check_folded("summarize m = mean(number), n = count(), s = sd(number), f = first(day) by word");
        check_folded("filter number > 0; derive half = number / 2; summarize m = max(half), t = sum(half) by word, flag");
        arena_free(made->arena);
    }
}

/* What the first rows do not show. `expected` begins a report; NULL: begin anew. */
static void check_surprise(Form form, const char *last, const char *steps, const char *expected)
{
    start(form, last);
    assert_null(run(steps, true));
    if (expected ? !strstr(told(), expected) : made->report.list.n > 0)
        fail_msg("%s\n%s", last, told());
    if (!expected && !run(steps, false))
        fail_msg("%s\n%s", last, told());
    arena_free(made->arena);
}

static void test_surprises(void **state)
{
    (void)state;
    check_surprise(LINES, "{\"number\": \"n/a\"}", "summarize m = mean(number) by word",
                   "E0513 `n/a` in row 16000 of column `number` is a text, those before are");
    check_surprise(LINES, "{\"number\": 9007199254740993}", "summarize m = mean(number) by word",
                   "E0511 `9007199254740993` in row 16000 of column `number` has more");
    check_surprise(LINES, "{\"number\": 1e999}", "summarize m = mean(number)", "E0514 `1e999` is a number too large");
    check_surprise(LINES, "{\"number\": 0x1F}", "summarize m = mean(number)", "E0514 `0x1F` is no value of JSON");
    check_surprise(LINES, "{\"word\": \"\xff\"}", "summarize m = count() by word", "E0503 byte 0xFF");
    check_surprise(LINES, "{\"word\": \"a\", \"word\": \"b\"}", "summarize m = count() by word", "E0507 `word` stands in this record twice");
    check_surprise(LINES, "{\"word\": \"a", "summarize m = count() by word", "E0514 a text is opened here");
    check_surprise(LINES, "{\"number\": [1]}", "summarize m = count(), n = mean(number) by word", "E0514 a list in row 16000 of column `number`");
    check_surprise(LINES, "{\"day\": \"soon\"}", "summarize m = count() by day", NULL);
    check_surprise(LINES, "{\"late\": 7}", "filter word == \"alpha\"; summarize m = count(), n = max(late) by word", "E0301");
    check_surprise(LIST, "{\"number\": \"n/a\"}", "summarize m = mean(number) by word", "E0513 `n/a` in row 16000 of column `number` is a text");
    check_surprise(LIST, "{\"word\": \"a", "summarize m = count() by word", "E0514 a text is opened here");
    start(LINES, "{\"late\": 7}");
    const Table *table = run("summarize n = max(late)", false);
    assert_non_null(table);
    assert_true(table->columns[0].numbers[0] == 7);
    arena_free(made->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole), cmocka_unit_test(test_folded), cmocka_unit_test(test_surprises)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
