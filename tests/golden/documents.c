/* documents: every spec that the documents show compiles, and each page on a diagnostic keeps its word: its wrong example
 * gives exactly its code, its right one nothing. Blocks: ```chart is a spec; with a name behind (```chart style.chart,
 * ```csv data.csv) it is a file that later blocks may read, as they may the data of specs/; ```sh on a page runs the
 * command. */
#include "cases.h"

#include "runtime/ir.h"
#include "runtime/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Block {
    Str language, name, text;
    size_t line;
} Block;
typedef VEC(Block) Blocks;

static Blocks find_blocks(Arena *arena, Str text)
{
    Blocks blocks = {0};
    bool is_inside = false;
    Block block = {0};
    size_t line = 1;
    for (size_t i = 0; i < text.n; line++) {
        const char *end = memchr(text.at + i, '\n', text.n - i);
        size_t next = end ? (size_t)(end - text.at) + 1 : text.n;
        Str row = str_trim(str_slice(text.at + i, next - i));
        if (str_starts(row, STR("```")) && !is_inside) {
            const char *blank = memchr(row.at, ' ', row.n);
            size_t n = blank ? (size_t)(blank - row.at) : row.n;
            block = (Block){str_slice(row.at + 3, n - 3), str_trim(str_slice(row.at + n, row.n - n)), str_slice(text.at + next, 0), line};
            is_inside = true;
        } else if (str_is(row, "```")) {
            block.text.n = (size_t)(text.at + i - block.text.at);
            VEC_PUSH(arena, &blocks, block);
            is_inside = false;
        }
        i = next;
    }
    return blocks;
}

/* ---- files of a document ---- */

typedef struct Shelf {
    Arena *arena;
    const Blocks *blocks;
    size_t n_before; /* only blocks before this one are files */
} Shelf;

static int read_block(void *user, const char *path, const char **bytes, size_t *n, const char **why)
{
    const Shelf *shelf = user;
    for (size_t i = shelf->n_before; i-- > 0;)
        if (str_is(shelf->blocks->at[i].name, path)) {
            *bytes = shelf->blocks->at[i].text.at;
            *n = shelf->blocks->at[i].text.n;
            return 1;
        }
    Str text;
    if (!read_file(shelf->arena, text_of(shelf->arena, "specs/%s", path), &text)) {
        *why = "there is no such file";
        return 0;
    }
    *bytes = text.at;
    *n = text.n;
    return 1;
}

static ChartcFigure *open_block(Arena *arena, ChartcSession *session, const Blocks *blocks, size_t i, Shelf *shelf, ChartcFiles *files)
{
    *shelf = (Shelf){arena, blocks, i};
    *files = (ChartcFiles){.size = sizeof *files, .read = read_block, .user = shelf};
    ChartcOptions options = {.size = sizeof options, .files = files};
    Str text = blocks->at[i].text;
    return chartc_open_text(session, "example.chart", text.at, text.n, &options);
}

/* ---- pages ---- */

/* The wrong example reports its own code and nothing else; the right one, no error and not this code. */
static void check_spec(Arena *arena, const char *code, const Blocks *blocks, size_t i, bool is_wrong)
{
    ChartcSession *session = chartc_session_new();
    Shelf shelf;
    ChartcFiles files;
    ChartcFigure *figure = open_block(arena, session, blocks, i, &shelf, &files);
    chartc_check(figure);
    size_t n_own = 0, n_other = 0;
    const ChartcDiagnostic *d;
    for (size_t k = 0; (d = chartc_diagnostic(figure, k)); k++) {
        n_own += strcmp(d->code, code) == 0;
        n_other += strcmp(d->code, code) != 0;
    }
    if (n_other || (n_own > 0) != is_wrong)
        fail_msg("the %s example gives:\n%s", is_wrong ? "wrong" : "right", chartc_diagnostics_text(figure, 0));
    chartc_figure_free(figure);
    chartc_session_free(session);
}

static void check_command(Arena *arena, const char *code, const Blocks *blocks, size_t i, bool is_wrong)
{
    char folder[] = "/tmp/chartc-page-XXXXXX";
    assert_non_null(mkdtemp(folder));
    for (size_t k = 0; k < i; k++)
        if (blocks->at[k].name.n)
            write_file(text_of(arena, "%s/%.*s", folder, STR_FMT(blocks->at[k].name)), blocks->at[k].text);
    write_file(text_of(arena, "%s/run", folder), blocks->at[i].text);
    const char *build = getenv("B");
    char here[4096];
    assert_non_null(getcwd(here, sizeof here));
    const char *bin = build && build[0] == '/' ? build : text_of(arena, "%s/%s", here, build ? build : "build");
    const char *command = text_of(arena, "cd %s && PATH=\"%s:$PATH\" sh -e ./run >out 2>&1", folder, bin);
    bool is_good = system(command) == 0;
    Str out;
    assert_true(read_file(arena, text_of(arena, "%s/out", folder), &out));
    bool has_code = strstr(str_c(arena, out), text_of(arena, "[%s]", code)) != NULL;
    assert_int_equal(system(text_of(arena, "rm -rf %s", folder)), 0);
    if (is_good == is_wrong || has_code != is_wrong)
        fail_msg("the %s example prints:\n%.*s", is_wrong ? "wrong" : "right", STR_FMT(out));
}

/* Limits on the size of files and tables, of which an example would be larger than the tree, or take minutes; and what another kernel lacks. */
static bool has_no_example(ReportId id)
{
    return id == REPORT_N0910 || id == REPORT_E1001 || id == REPORT_E1003 || id == REPORT_E1005 || id == REPORT_E1006 || id == REPORT_N0780;
}

static void test_page(void **state)
{
    const char *code = *state;
    Arena *arena = arena_new(NULL);
    ReportId id = report_find(str_from(code));
    const char *path = text_of(arena, "docs/errors/%s.md", code);
    Str text;
    if (!read_file(arena, path, &text))
        fail_msg("there is no %s", path);
    if (!str_starts(text, str_from(text_of(arena, "# %s: %s\n", code, report_title(id)))))
        fail_msg("%s does not begin with `# %s: %s`", path, code, report_title(id));
    Blocks blocks = find_blocks(arena, text);
    size_t n_examples = 0;
    for (size_t i = 0; i < blocks.n; i++) {
        if (blocks.at[i].name.n)
            continue;
        if (str_is(blocks.at[i].language, "chart"))
            check_spec(arena, code, &blocks, i, n_examples++ == 0);
        else if (str_is(blocks.at[i].language, "sh"))
            check_command(arena, code, &blocks, i, n_examples++ == 0);
    }
    if (n_examples != 2 && id != REPORT_E0900 && !has_no_example(id))
        fail_msg("%s has %zu examples, not a wrong one and a right one", path, n_examples);
    arena_free(arena);
}

static void test_page_without_code(void **state)
{
    fail_msg("%s: no row of report.def has this code", (const char *)*state);
}

static void add_pages(Arena *arena, Tests *tests)
{
    for (int id = 0; id < REPORT_COUNT; id++) {
        const char *code = report_code((ReportId)id);
        add_test(arena, tests, text_of(arena, "page %s", code), test_page, (void *)code);
    }
    Texts pages = find_files(arena, "docs/errors", ".md");
    for (size_t i = 0; i < pages.n; i++) {
        const char *name = strrchr(pages.at[i], '/') + 1;
        if (report_find(str_slice(name, strlen(name) - 3)) == REPORT_COUNT)
            add_test(arena, tests, pages.at[i], test_page_without_code, (void *)pages.at[i]);
    }
}

/* ---- cases of every code ---- */

static bool has_case(Arena *arena, const char *code)
{
    static const char *const FOLDERS[] = {"tests/err", "tests/ok"};
    static const char *const ENDINGS[] = {".chart", ".notes"};
    for (int i = 0; i < 4; i++) {
        Texts paths = find_files(arena, FOLDERS[i / 2], ENDINGS[i % 2]);
        for (size_t k = 0; k < paths.n; k++) {
            Str text;
            if (!read_file(arena, paths.at[k], &text))
                continue;
            Notes notes = find_notes(arena, paths.at[k], text);
            for (size_t m = 0; m < notes.list.n; m++)
                if (strcmp(notes.list.at[m].code, code) == 0)
                    return true;
        }
    }
    return false;
}

/* A page whose example is a command is the case itself: what it shows is no property of a spec. */
static bool has_command(Arena *arena, const char *code)
{
    Str text;
    return read_file(arena, text_of(arena, "docs/errors/%s.md", code), &text) && strstr(str_c(arena, text), "\n```sh\n");
}

static void test_code_has_case(void **state)
{
    const char *code = *state;
    Arena *arena = arena_new(NULL);
    if (!has_case(arena, code) && !has_command(arena, code) && report_find(str_from(code)) != REPORT_E0900 &&
        !has_no_example(report_find(str_from(code))))
        fail_msg("no case in tests/err has a note with %s", code);
    arena_free(arena);
}

/* ---- other documents ---- */

/* Opens each spec of a document. */
static void each_spec(Arena *arena, const char *path, void (*visit)(ChartcFigure *figure, size_t line, void *user), void *user)
{
    Str text;
    assert_true(read_file(arena, path, &text));
    Blocks blocks = find_blocks(arena, text);
    for (size_t i = 0; i < blocks.n; i++) {
        if (!str_is(blocks.at[i].language, "chart") || blocks.at[i].name.n)
            continue;
        ChartcSession *session = chartc_session_new();
        Shelf shelf;
        ChartcFiles files;
        ChartcFigure *figure = open_block(arena, session, &blocks, i, &shelf, &files);
        visit(figure, blocks.at[i].line, user);
        chartc_figure_free(figure);
        chartc_session_free(session);
    }
}

static void check_right(ChartcFigure *figure, size_t line, void *user)
{
    (void)user;
    if (chartc_check(figure) != CHARTC_OK || chartc_n_warnings(figure))
        fail_msg("the spec at line %zu:\n%s", line, chartc_diagnostics_text(figure, 0));
}

static void test_document(void **state)
{
    Arena *arena = arena_new(NULL);
    each_spec(arena, *state, check_right, NULL);
    arena_free(arena);
}

/* ---- every word of the data language at work ---- */

typedef struct Emitted {
    const char *stage;
    Buf text;
} Emitted;

static void add_emitted(ChartcFigure *figure, size_t line, void *user)
{
    (void)line;
    Emitted *out = user;
    const char *text;
    size_t n;
    assert_int_equal(chartc_emit(figure, out->stage, &text, &n), CHARTC_OK);
    buf_add(&out->text, str_slice(text, n));
    buf_adds(&out->text, "\n");
}

static const char *emitted(Arena *arena, const char *path, const char *stage)
{
    Emitted out = {stage, {.arena = arena}};
    each_spec(arena, path, add_emitted, &out);
    return buf_c(&out.text);
}

/* The IR of the examples, without what is not about data, holds each function called and each step, in a data statement and in a layer. */
static void test_data_words(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    Buf lacking = {.arena = arena};
    const char *ir = emitted(arena, "docs/data.md", "ir"), *ast = emitted(arena, "docs/data.md", "ast");
    for (int id = 0; id < FUNCTION_COUNT_OF; id++) {
        const Function *row = function_row((FunctionId)id);
        bool is_statistic = row->class == CLASS_STATISTIC; /* which may stand in the IR as what it is made of */
        const char *call = text_of(arena, is_statistic ? "%s(" : "(%s", row->name);
        bool is_called = false;
        for (const char *at = is_statistic ? ast : ir; !is_called && (at = strstr(at, call)); at++)
            is_called = is_statistic || at[strlen(call)] == ' ' || at[strlen(call)] == ')';
        if (!is_called && row->status == FUNCTION_BUILT)
            buf_printf(&lacking, "no example calls %s\n", row->name);
    }
    enum { DEPTH_IN_TABLE = 5 };
    for (size_t id = 0; id < StepKind_COUNT_OF; id++) {
        /* steps of a table stand at its own depth, those of a layer deeper */
        bool is_in[2] = {false, false};
        const char *kind = text_of(arena, " kind \"%s\"", IR_WORD_TEXT(StepKind, id));
        for (const char *at = ir; (at = strstr(at, kind)); at++) {
            const char *line = at;
            while (line > ir && line[-1] != '\n')
                line--;
            is_in[at - line > DEPTH_IN_TABLE] = true;
        }
        for (int i = 0; i < 2; i++)
            if (!is_in[i])
                buf_printf(&lacking, "no example has `%s` in a %s\n", IR_WORD_TEXT(StepKind, id), i ? "layer" : "data statement");
    }
    if (buf_str(&lacking).n)
        fail_msg("docs/data.md:\n%s", buf_c(&lacking));
    arena_free(arena);
}

void add_documents(Arena *arena, Tests *tests)
{
    add_pages(arena, tests);
    for (int id = 0; id < REPORT_COUNT; id++) {
        const char *code = report_code((ReportId)id);
        add_test(arena, tests, text_of(arena, "case of %s", code), test_code_has_case, (void *)code);
    }
    add_test(arena, tests, "words of docs/data.md", test_data_words, NULL);
    Texts documents = find_files(arena, "docs", ".md");
    VEC_PUSH(arena, &documents, "README.md");
    for (size_t i = 0; i < documents.n; i++) {
        Str text;
        if (!strstr(documents.at[i], "docs/errors/") && read_file(arena, documents.at[i], &text))
            add_test(arena, tests, documents.at[i], test_document, (void *)documents.at[i]);
    }
}
