/* diag_text and diag_json: the exact text of reports. */
#include "compiler/diag_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

typedef struct Case {
    Arena *arena;
    Sources sources;
    Report report;
} Case;

static int open_case(void **state)
{
    Arena *arena = arena_new(NULL);
    Case *c = ARENA_NEW(arena, Case);
    c->arena = arena;
    c->sources.arena = arena;
    c->report.arena = arena;
    c->report.sources = &c->sources;
    *state = c;
    return 0;
}

static int close_case(void **state)
{
    arena_free(((Case *)*state)->arena);
    return 0;
}

static uint32_t add_source(Case *c, const char *name, Str text)
{
    return source_add(&c->sources, str_from(name), str_from(name), text)->id;
}

static void assert_text(Case *c, const char *expected)
{
    report_sort(&c->report);
    Str text = diag_text(c->arena, &c->report, false);
    assert_string_equal(str_c(c->arena, text), expected);
}

static void empty_report_is_empty(void **state)
{
    assert_text(*state, "");
}

static void one_error_with_label_and_fix(void **state)
{
    Case *c = *state;
    uint32_t spec = add_source(c, "fig.chart", STR("data \"d.csv\"\naxis x { titel: \"KV\" }\n"));
    uint32_t data = add_source(c, "d.csv", STR("a,b\n1,2\n"));
    Span span = {spec, 22, 27};
    Diagnostic *d = report_add(&c->report, REPORT_E0131, span, "`axis` has no property `titel`");
    report_label(&c->report, d, (Span){data, 2, 3}, "the column stands here");
    report_fix(&c->report, d, span, STR("title"), "write `title`");
    report_hint(&c->report, d, "or leave it out");
    assert_text(c, "fig.chart:2:10: error[E0131]: `axis` has no property `titel`\n"
                   "  2 | axis x { titel: \"KV\" }\n"
                   "    |          ^~~~~\n"
                   "  d.csv:1:3: the column stands here\n"
                   "  1 | a,b\n"
                   "    |   -\n"
                   "  help: write `title`\n"
                   "  2 | axis x { title: \"KV\" }\n"
                   "    |          +++++\n"
                   "  help: or leave it out\n"
                   "1 error\n");
}

static void underlines_are_as_wide_as_the_text(void **state)
{
    Case *c = *state;
    /* a tab, two wide letters, a letter with a combining accent */
    uint32_t spec = add_source(c, "w.chart", STR("\t\xE6\x95\xB0\xE6\x8D\xAE e\xCC\x81! ok\r\n"));
    report_add(&c->report, REPORT_E0131, (Span){spec, 1, 7}, "wide");
    report_add(&c->report, REPORT_E0131, (Span){spec, 8, 12}, "combined");
    assert_text(c, "w.chart:1:2: error[E0131]: wide\n"
                   "  1 |     \xE6\x95\xB0\xE6\x8D\xAE e\xCC\x81! ok\n"
                   "    |     ^~~~\n"
                   "w.chart:1:5: error[E0131]: combined\n"
                   "  1 |     \xE6\x95\xB0\xE6\x8D\xAE e\xCC\x81! ok\n"
                   "    |          ^~\n"
                   "2 errors\n");
}

static void end_of_file_and_byte_order_mark(void **state)
{
    Case *c = *state;
    uint32_t spec = add_source(c, "b.chart", STR("\xEF\xBB\xBFxy"));
    report_add(&c->report, REPORT_E0122, (Span){spec, 3, 4}, "first");
    report_add(&c->report, REPORT_E0122, (Span){spec, 5, 5}, "end");
    assert_text(c, "b.chart:1:1: error[E0122]: first\n"
                   "  1 | xy\n"
                   "    | ^\n"
                   "b.chart:1:3: error[E0122]: end\n"
                   "  1 | xy\n"
                   "    |   ^\n"
                   "2 errors\n");
}

static void damaged_bytes_do_not_reach_the_terminal(void **state)
{
    Case *c = *state;
    uint32_t spec = add_source(c, "c.chart", STR("a\033[31m\xFFz"));
    report_add(&c->report, REPORT_E0102, (Span){spec, 6, 8}, "bytes");
    assert_text(c, "c.chart:1:7: error[E0102]: bytes\n"
                   "  1 | a\xEF\xBF\xBD[31m\xEF\xBF\xBDz\n"
                   "    |       ^~\n"
                   "1 error\n");
}

static void long_lines_are_cut_around_the_place(void **state)
{
    Case *c = *state;
    char line[1001];
    for (int i = 0; i < 1000; i++)
        line[i] = (char)('a' + i % 26);
    line[1000] = 0;
    uint32_t spec = add_source(c, "l.chart", str_slice(line, 1000));
    report_add(&c->report, REPORT_E0131, (Span){spec, 500, 900}, "far right");
    report_sort(&c->report);
    Str text = diag_text(c->arena, &c->report, false);
    Str expected = str_printf(c->arena, "l.chart:1:501: error[E0131]: far right\n  1 | ...%.110s...\n    | %*s^", line + 450, 53, "");
    assert_true(str_starts(text, expected));
    assert_int_equal(text.n, expected.n + 59 + 1 + 8); /* the underline ends where the shown text does */
}

static void twenty_errors_then_a_count(void **state)
{
    Case *c = *state;
    uint32_t spec = add_source(c, "m.chart", STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    for (uint32_t i = 0; i < 23; i++)
        report_add(&c->report, REPORT_E0131, (Span){spec, i, i + 1}, "wrong");
    report_add(&c->report, REPORT_W0510, (Span){spec, 24, 25}, "odd");
    report_sort(&c->report);
    Str text = diag_text(c->arena, &c->report, false);
    size_t shown = 0;
    for (size_t i = 0; i + 5 < text.n; i++)
        shown += str_starts(str_slice(text.at + i, text.n - i), STR("error[E"));
    assert_int_equal(shown, DIAG_MOST_ERRORS);
    assert_true(str_ends(text, STR("3 more errors\n23 errors, 1 warning\n")));
}

static void nowhere_has_no_snippet(void **state)
{
    Case *c = *state;
    report_add(&c->report, REPORT_E1001, SPAN_NONE, "a file of 5 GB");
    assert_text(c, "error[E1001]: a file of 5 GB\n1 error\n");
}

static void color_only_when_asked_for(void **state)
{
    Case *c = *state;
    report_add(&c->report, REPORT_E1001, SPAN_NONE, "big");
    Str plain = diag_text(c->arena, &c->report, false), color = diag_text(c->arena, &c->report, true);
    for (size_t i = 0; i < plain.n; i++)
        assert_int_not_equal(plain.at[i], '\033');
    assert_true(color.n > plain.n);
}

static void json_holds_everything(void **state)
{
    Case *c = *state;
    uint32_t spec = add_source(c, "q\"\xFF.chart", STR("ab\ncd\n"));
    Diagnostic *d = report_add(&c->report, REPORT_E0131, (Span){spec, 3, 5}, "a \"q\" \\ \001");
    report_label(&c->report, d, (Span){spec, 0, 1}, "here");
    report_fix(&c->report, d, (Span){spec, 3, 4}, STR("x"), "write x");
    report_hint(&c->report, d, "plain");
    report_add(&c->report, REPORT_W0510, SPAN_NONE, "odd");
    report_sort(&c->report);
    Str text = diag_json(c->arena, &c->report);
    assert_string_equal(
        str_c(c->arena, text),
        "{\"diagnostics\": [\n"
        " {\"severity\": \"warning\", \"code\": \"W0510\", \"name\": \"odd_cell\", \"message\": \"odd\", \"place\": null, \"labels\": [], "
        "\"hints\": []},\n"
        " {\"severity\": \"error\", \"code\": \"E0131\", \"message\": \"a \\\"q\\\" \\\\ \\u0001\", "
        "\"place\": {\"file\": \"q\\\"\\ufffd.chart\", \"line\": 2, \"column\": 1, \"end_line\": 2, \"end_column\": 3, "
        "\"start\": 3, \"end\": 5}, "
        "\"labels\": [{\"message\": \"here\", \"place\": {\"file\": \"q\\\"\\ufffd.chart\", \"line\": 1, \"column\": 1, "
        "\"end_line\": 1, \"end_column\": 2, \"start\": 0, \"end\": 1}}], "
        "\"hints\": [{\"message\": \"write x\", \"place\": {\"file\": \"q\\\"\\ufffd.chart\", \"line\": 2, \"column\": 1, "
        "\"end_line\": 2, \"end_column\": 2, \"start\": 3, \"end\": 4}, \"replacement\": \"x\"}, "
        "{\"message\": \"plain\"}]}\n"
        "], \"errors\": 1, \"warnings\": 1}\n");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, open_case, close_case)
    const struct CMUnitTest tests[] = {
        CASE(empty_report_is_empty),
        CASE(one_error_with_label_and_fix),
        CASE(underlines_are_as_wide_as_the_text),
        CASE(end_of_file_and_byte_order_mark),
        CASE(damaged_bytes_do_not_reach_the_terminal),
        CASE(long_lines_are_cut_around_the_place),
        CASE(twenty_errors_then_a_count),
        CASE(nowhere_has_no_snippet),
        CASE(color_only_when_asked_for),
        CASE(json_holds_everything),
    };
    return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
