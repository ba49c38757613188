/* The laws of the front end, over every spec of the tree, and the messages of single slips. */
#include "grammar/parse.h"

#include "compiler/diag_text.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef struct Parsed {
    Arena *arena;
    Sources sources;
    Report report;
    AstBody *body;
} Parsed;

static Parsed *parse(Str text)
{
    Arena *arena = arena_new(NULL);
    Parsed *p = ARENA_NEW(arena, Parsed);
    p->arena = arena;
    p->sources.arena = arena;
    p->report.arena = arena;
    p->report.sources = &p->sources;
    p->body = parse_source(arena, &p->report, source_add(&p->sources, STR("t.chart"), STR("t.chart"), text), NULL);
    return p;
}

static void each_spec(void (*visit)(const char *path, Str text))
{
    static const char *const FOLDERS[] = {"specs", "tests/parse"};
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++) {
        DIR *folder = opendir(FOLDERS[i]);
        for (struct dirent *entry; folder && (entry = readdir(folder));) {
            char path[512];
            snprintf(path, sizeof path, "%s/%s", FOLDERS[i], entry->d_name);
            size_t n = strlen(path);
            FILE *file = n > 6 && strcmp(path + n - 6, ".chart") == 0 ? fopen(path, "rb") : NULL;
            if (!file)
                continue;
            char *text = malloc(1 << 20);
            size_t size = fread(text, 1, 1 << 20, file);
            fclose(file);
            visit(path, (Str){text, size});
            free(text);
        }
        if (folder)
            closedir(folder);
    }
}

static void check_laws(const char *path, Str text)
{
    Parsed *p = parse(text);
    if (p->report.n_errors)
        fail_msg("%s:\n%s", path, diag_text(p->arena, &p->report, false).at);
    Str printed = ast_print(p->arena, p->body);
    Parsed *again = parse(printed);
    if (again->report.n_errors || !ast_equal(p->body, again->body))
        fail_msg("%s: the reprint is not the same tree:\n%s\n%s", path, printed.at, diag_text(again->arena, &again->report, false).at);
    Buf crlf = {.arena = p->arena};
    buf_adds(&crlf, "\xEF\xBB\xBF");
    for (size_t i = 0; i < text.n; i++)
        buf_adds(&crlf, text.at[i] == '\n' ? "\r\n" : (char[]){text.at[i], 0});
    Parsed *other = parse(buf_str(&crlf));
    if (other->report.n_errors || !ast_equal(p->body, other->body))
        fail_msg("%s: CRLF with a byte-order mark is not the same tree\n%s", path, diag_text(other->arena, &other->report, false).at);
    arena_free(p->arena);
    arena_free(again->arena);
    arena_free(other->arena);
}

static void test_laws(void **state)
{
    (void)state;
    each_spec(check_laws);
}

/* Ends of the words and signs of a text, well enough for an edit census. */
static size_t token_end(Str text, size_t i)
{
    char c = text.at[i];
    if (c == '/' && i + 1 < text.n && text.at[i + 1] == '/') {
        while (i < text.n && text.at[i] != '\n')
            i++;
        return i;
    }
    if (c == '"' || c == '\'') {
        for (i++; i < text.n && text.at[i] != c && text.at[i] != '\n'; i++)
            i += text.at[i] == '\\';
        return i + 1;
    }
    bool is_word = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
    if (!is_word)
        return i + 1;
    while (i < text.n && ((text.at[i] >= '0' && text.at[i] <= '9') || ((text.at[i] | 32) >= 'a' && (text.at[i] | 32) <= 'z') || text.at[i] == '_'))
        i++;
    return i;
}

static size_t n_edits, n_bad, n_inserted, n_inserted_bad;

static void try_edit(const char *path, Str text, size_t at, size_t cut, const char *put, bool is_strict)
{
    char *edited = malloc(text.n + strlen(put) + 1);
    memcpy(edited, text.at, at);
    memcpy(edited + at, put, strlen(put));
    memcpy(edited + at + strlen(put), text.at + at + cut, text.n - at - cut);
    Parsed *p = parse((Str){edited, text.n - cut + strlen(put)});
    bool is_bad = p->report.n_errors > 1;
    if (is_strict)
        n_edits++, n_bad += is_bad;
    else
        n_inserted++, n_inserted_bad += is_bad;
    if (is_bad && (is_strict || getenv("CENSUS")))
        print_message("%s, byte %zu, cut %zu, put `%s`:\n%s\n", path, at, cut, put, diag_text(p->arena, &p->report, false).at);
    arena_free(p->arena);
    free(edited);
}

static void take_census(const char *path, Str text)
{
    static const char *const SIGNS[] = {"(", ")", "[", "]", "{", "}", "\"", ",", ":", "=", "-"};
    for (size_t i = 0; i < text.n;) {
        if (text.at[i] == ' ' || text.at[i] == '\n') {
            i++;
            continue;
        }
        size_t end = token_end(text, i);
        end = end > text.n ? text.n : end;
        char doubled[600];
        snprintf(doubled, sizeof doubled, "%.*s ", (int)(end - i), text.at + i);
        try_edit(path, text, i, end - i, "", true);
        try_edit(path, text, i, 0, doubled, true);
        for (size_t k = 0; k < sizeof SIGNS / sizeof *SIGNS; k++)
            try_edit(path, text, i, 0, SIGNS[k], false);
        i = end;
    }
}

static void test_census(void **state)
{
    (void)state;
    each_spec(take_census);
    print_message("census: %zu deletions and doublings, %zu with more than one error; %zu insertions, %zu\n", n_edits, n_bad, n_inserted,
                  n_inserted_bad);
    assert_int_equal(n_bad, 0);
    assert_true(n_inserted_bad * 200 <= n_inserted);
}

/* A text, the code and place of its one error. */
typedef struct Slip {
    const char *text, *code;
    uint32_t line, column;
} Slip;

/* clang-format off */
static const Slip SLIPS[] = {
    {"x: \"abc", "E0104", 1, 4},
    {"bar { y: \"abc }\nline { y: b }", "E0104", 1, 10},
    {"x: a && b", "E0106", 1, 6},
    {"x: .5", "E0107", 1, 4},
    {"x: 5.", "E0107", 1, 4},
    {"x: 4bit", "E0108", 1, 4},
    {"x: 0x1F", "E0108", 1, 4},
    {"width: 28mmx22mm", "E0108", 1, 8},
    {"x: 2012-5-1", "E0109", 1, 4},
    {"x: 2500-1000", "E0109", 1, 4},
    {"x: 2012-02-30", "E0109", 1, 4},
    {"color: #12", "E0110", 1, 8},
    {"title: \"a {b\"", "E0111", 1, 11},
    {"title: \"a {}\"", "E0111", 1, 11},
    {"# comment\nx: a", "E0112", 1, 1},
    {"<<<<<<< ours\nx: a", "E0113", 1, 1},
    {"x: mean(a\ny: b", "E0120", 1, 8},
    {"x: a)\ny: b", "E0121", 1, 5},
    {"axis x {\n  title: a\naxis y { title: b }", "E0122", 1, 8},
    {"axis x { title: a }\n}\naxis y { title: b }", "E0123", 2, 1},
    {"filter a and\nx: b", "E0130", 1, 13},
    {"x: 10 %", "E0130", 1, 8},
    {"bar {\n  y:\n}", "E0132", 2, 4},
    {"bar { y = 1 }", "E0133", 1, 9},
    {"x: 1 < 2 < 3", "E0134", 1, 10},
    {"axis x: { title: a }", "E0135", 1, 6},
    {"bar { x: a y: b }", "E0136", 1, 12},
    {"bar { x: a, y: b }", "E0136", 1, 13},
    {"data { rows { a b } }", "E0140", 1, 15},
    {"data {\n rows {\n a b\n 1 2 3\n }\n}", "E0140", 4, 1},
    {"x: \xE2\x80\x9C" "a\xE2\x80\x9D", "E0105", 1, 4},
    {"x: 20\xE2\x80\x93" "60", "E0106", 1, 6},
    {"x: a\xC2\xA0+ b", "E0105", 1, 5},
    {"x: \x01 a", "E0102", 1, 4},
    {"x: a\xFF\xFF", "E0101", 1, 5},
    /* the surprises of the language, one by one */
    {"let a: 3", "E0135", 1, 5},
    {"line: { y: a }", "E0135", 1, 1},
    {"axis x title: \"A\" }", "E0137", 1, 8},
    {"figure {\n  columns: 4 {\n    a: 1\n  }\n}", "E0135", 2, 3},
    {"x: a ? b : c", "E0105", 1, 6},
    {"x: a @ b", "E0105", 1, 6},
    {"x: 1..2\nfilter a,\nsort b", "E0130", 2, 10},
    {"order:\n- a\n- b\n- c", "E0132", 1, 6},
    {"- 3", "E0139", 1, 1},
    {"\"abc\"", "E0139", 1, 1},
    {"x: a\n  + b", "E0139", 2, 3},
    {"x: 1.2.3", "E0107", 1, 7},
    {"x: 0...5", "E0106", 1, 5},
    {"x: 0..=5", "E0106", 1, 5},
    {"x: 2012-13", "E0109", 1, 4},
    {"x: 2012-05-01 10:30", "E0135", 1, 17},
    {"x: a \xC2\xB1 b", "E0106", 1, 6},
    {"x: 1st", "E0108", 1, 4},
    {"x: 300k", "E0108", 1, 4},
    {"x: 1e", "E0108", 1, 4},
    {"width: 7 in", "E0130", 1, 12},
    {"figure { width: 7 in }", "E0130", 1, 22},
    {"x: 10 % }", "E0130", 1, 8},
    {"x: a // fine\ny: tokens//1000", "E0112", 2, 10},
    {"x: a # it's", "E0112", 1, 6},
    {"/* a\n b */ x: a", "E0112", 1, 1},
    {"x: a /* b", "E0112", 1, 6},
    {"x: !a", "E0106", 1, 4},
    {"x: a ** b", "E0106", 1, 6},
    {"x: a === b", "E0106", 1, 6},
    {"x: a <> b", "E0106", 1, 6},
    {"x -> b", "E0106", 1, 3},
    {"x: [a, b\ny: c", "E0120", 1, 4},
    {"x: f(a, [b, c)\ny: d", "E0120", 1, 9},
    {"x:\n  a,\n  b,\n]", "E0121", 4, 1},
    {"filter a b = 1", "E0138", 1, 12},
    {"x: [Full KV]", "E0131", 1, 10},
    {"data {\n rows {\n a, b\n 1, 2, 3\n 1\n }\n}", "E0140", 4, 1},
    {"data {\n rows {\n a b\n 1, 2\n 1, 2\n }\n}", "E0140", 4, 3},
    {"data {\n rows {\n a b\n 1 \"2\n }\n}", "E0140", 4, 4},
    {"data {\n rows {\n a b\n 1 \"2\"x\n }\n}", "E0140", 4, 4},
    {"data {\n rows {\n }\n}", "E0140", 2, 2},
    {"data {\n rows\n a b\n 1 2\n }\n}", "E0140", 2, 2},
    {"data {\n rows {\n a b\n 1 2\n\nbar { x: a }", "E0140", 2, 2},
    {"data {\n row {\n a b\n 1 2\n 3 4\n }\n}", "E0139", 4, 2},
    {"title: \"{mean(x}\"", "E0120", 1, 14},
    {"title: \"{a +}\"", "E0130", 1, 13},
    {"title: \"\\q\"", "E0111", 1, 9},
    {"title: \"\\u{D800}\"", "E0111", 1, 9},
    {"data https://x.org/a.csv", "E0135", 1, 6},
    {"x: 20\xE2\x88\x92" "60", "E0106", 1, 6},
    {"x: a \xE2\x89\xA4 b", "E0106", 1, 6},
    {"x: a \xE2\x89\xA5 b", "E0106", 1, 6},
    {"x: a \xE2\x89\xA0 b", "E0106", 1, 6},
    {"x: a \xC3\x97 b", "E0106", 1, 6},
    {"x: \xE2\x80\x8B" "a", "E0105", 1, 4},
    {"<<<<<<< ours\nx: a\n=======\nx: b\n>>>>>>> theirs", "E0113", 1, 1},
    {"x: by", "E0130", 1, 6},
    {"let by = 3", "E0130", 1, 8},
    {"title: 'Don't do'", "E0104", 1, 8},
    {"bar { y: `abc }\nline { y: b }", "E0104", 1, 10},
    {"x: 1e999", "E0114", 1, 4},
    {"x: a = b = c", "E0138", 1, 10},
    {"x: (a, b)", "E0131", 1, 6},
    {"x: a\n{ y: b }", "E0135", 1, 1},
    {"{ y: \"b\" }", "E0139", 1, 1},
    {"chart {\n  axis x\n    title: a\n  }\n}", "E0123", 5, 1},
    {"x: a\x7F", "E0102", 1, 5},
    {"x: a\xC2\x85", "E0102", 1, 5},
};
/* clang-format on */

/* Parsed without a word, whatever the words will mean. */
/* clang-format off */
static const char *const FINE[] = {
    "", "a", "x: mean (x)", "filter a = 1", "x: 1..2..3", "x: 50%3", "let pos = top right", "check(a) and b", "facet rows {\n columns: 2\n}",
    "rows: a", "data results.csv", "domain: 1.8..\ny: 2", "data\n{\n rows\n {\n a b\n 1 2\n }\n}", "x: Sepal.Length", "order: loss descending",
    "order: [in: a, by: b]", "bar: line", "in: x", "sort x -y", "x: [1 -2]", "x: a+-b", "x: +5", "filter a\nand b", "filter a and\n  b", "check a\n  else \"b\"",
    "title: \"$x^{2}$ {a} $10^{{n}}$ $R^2 = {r2(x, y):.2f}$ $5 to $10\"", "title: \"{x:%H:%M}\"", "title: \"{f('a:b'):s}\"", "x: m\xC2\xB2 + CO\xE2\x82\x82",
    "x: a\r\ny: b\rz: c", "\xEF\xBB\xBFx: a", "title: \"\xEF\xBB\xBF\"", "title: 'C:\\dir'", "color: #abc // #def", "x: a;;; y: b;",
};
/* clang-format on */

static void test_slips(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SLIPS / sizeof *SLIPS; i++) {
        Parsed *p = parse(str_from(SLIPS[i].text));
        report_sort(&p->report);
        Str told = diag_text(p->arena, &p->report, false);
        if (p->report.list.n != 1)
            fail_msg("%zu errors, not one, for\n%s\n%s", p->report.list.n, SLIPS[i].text, told.at);
        const Diagnostic *d = p->report.list.at[0];
        Place place = source_locate(&p->sources, p->sources.list.at[0], d->span.start);
        if (strcmp(report_code(d->id), SLIPS[i].code) != 0 || place.line != SLIPS[i].line || place.column != SLIPS[i].column)
            fail_msg("expected %s at %u:%u for\n%s\n%s", SLIPS[i].code, SLIPS[i].line, SLIPS[i].column, SLIPS[i].text, told.at);
        arena_free(p->arena);
    }
}

static void test_fine(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FINE / sizeof *FINE; i++) {
        Parsed *p = parse(str_from(FINE[i]));
        if (p->report.list.n)
            fail_msg("%s\n%s", FINE[i], diag_text(p->arena, &p->report, false).at);
        arena_free(p->arena);
    }
}

static void test_many(void **state)
{
    (void)state;
    Parsed *p = parse(STR("filter a and\nx: mean(a\ny: \"b\nz: 1.\nfacet a { columns: 4 { }\nw:\n"));
    if (p->report.n_errors != 6)
        print_message("%s", diag_text(p->arena, &p->report, false).at);
    assert_int_equal(p->report.n_errors, 6);
    arena_free(p->arena);
}

static void test_hostile(void **state)
{
    (void)state;
    char *text = malloc(300000);
    static const char *const PIECES[] = {"(", "[", "-", "x{", "a+", "2^", "not ", "\"{"};
    for (size_t i = 0; i < sizeof PIECES / sizeof *PIECES; i++) {
        size_t n = strlen(PIECES[i]), at = 3;
        memcpy(text, "x: ", 3);
        while (at + n < 100000) {
            memcpy(text + at, PIECES[i], n);
            at += n;
        }
        Parsed *p = parse((Str){text, at});
        assert_true(p->report.n_errors >= 1);
        arena_free(p->arena);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_laws), cmocka_unit_test(test_slips),   cmocka_unit_test(test_fine),
        cmocka_unit_test(test_many), cmocka_unit_test(test_hostile), cmocka_unit_test(test_census),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
