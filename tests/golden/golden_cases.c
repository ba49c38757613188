/* golden_cases: tests/ok holds specs that compile, with the IR and the scene they give; tests/err holds wrong ones, with
 * the report they give. Notes in the spec name every diagnostic, so that a golden cannot be blessed unread. */
#include "cases.h"

#include <stdio.h>
#include <string.h>

typedef struct Case {
    const char *path;
    bool is_error;
} Case;

/* What a case gives: texts by the ending of the golden that holds them. */
typedef struct Outcome {
    Arena *arena;
    const char *wrong; /* with the notes, or with what kind of case it is; NULL */
    const char *endings[2];
    Str texts[2];
    size_t n;
} Outcome;

static void add_text(Outcome *outcome, const char *ending, Str text)
{
    outcome->endings[outcome->n] = ending;
    outcome->texts[outcome->n++] = str_copy(outcome->arena, text);
}

static void run_figure(Outcome *outcome, const Case *c, ChartcFigure *figure)
{
    ChartcStatus status = chartc_check(figure);
    const char *text;
    size_t n;
    if (c->is_error) {
        if (chartc_n_errors(figure) + chartc_n_warnings(figure) == 0 && !chartc_diagnostic(figure, 0))
            outcome->wrong = "nothing is reported; it belongs into tests/ok";
        add_text(outcome, "stderr", str_from(chartc_diagnostics_text(figure, 0)));
    } else if (status != CHARTC_OK) {
        outcome->wrong = text_of(outcome->arena, "it does not compile:\n%s", chartc_diagnostics_text(figure, 0));
    } else {
        if (chartc_emit(figure, "ir", &text, &n) == CHARTC_OK)
            add_text(outcome, "ir", str_slice(text, n));
        if (chartc_emit(figure, "scene", &text, &n) == CHARTC_OK)
            add_text(outcome, "scene", str_slice(text, n));
    }
}

static Outcome run_case(Arena *arena, const Case *c)
{
    Outcome outcome = {.arena = arena};
    Str text;
    assert_true(read_file(arena, c->path, &text));
    Notes notes = find_notes(arena, c->path, text);
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = open_case(session, c->path, &notes);
    run_figure(&outcome, c, figure);
    const char *differs = compare_notes(arena, &notes, c->path, figure);
    if (differs && !outcome.wrong)
        outcome.wrong = differs;
    chartc_figure_free(figure);
    chartc_session_free(session);
    return outcome;
}

static const char *golden_path(Arena *arena, const Case *c, const char *ending)
{
    return text_of(arena, "%s.%s", path_stem(arena, c->path), ending);
}

static void test_case(void **state)
{
    const Case *c = *state;
    Arena *arena = arena_new(NULL);
    Outcome outcome = run_case(arena, c);
    if (outcome.wrong)
        fail_msg("%s: %s", c->path, outcome.wrong);
    for (size_t i = 0; i < outcome.n; i++) {
        const char *path = golden_path(arena, c, outcome.endings[i]);
        Str expected = STR_NONE;
        if (!read_file(arena, path, &expected))
            fail_msg("there is no %s; `make bless` writes it", path);
        assert_same_text(arena, path, expected, outcome.texts[i]);
    }
    arena_free(arena);
}

static void test_stray(void **state)
{
    fail_msg("%s: a golden without a case", (const char *)*state);
}

static void add_stray(Arena *arena, Tests *tests, const char *folder, const char *ending)
{
    Texts goldens = find_files(arena, folder, ending);
    for (size_t i = 0; i < goldens.n; i++) {
        Str text;
        const char *stem = path_stem(arena, goldens.at[i]);
        bool has_case = read_file(arena, text_of(arena, "%s.chart", stem), &text) ||
                        (strcmp(folder, "tests/err") == 0 &&
                         (read_file(arena, text_of(arena, "%s.ir", stem), &text) || read_file(arena, text_of(arena, "%s.scene", stem), &text)));
        if (!has_case)
            add_test(arena, tests, goldens.at[i], test_stray, (void *)goldens.at[i]);
    }
}

static void add_folder(Arena *arena, Tests *tests, const char *folder, const char *ending)
{
    Texts paths = find_files(arena, folder, ending);
    for (size_t i = 0; i < paths.n; i++) {
        Case *c = ARENA_NEW(arena, Case);
        *c = (Case){paths.at[i], strcmp(folder, "tests/err") == 0};
        add_test(arena, tests, paths.at[i], test_case, c);
    }
}

static void add_cases(Arena *arena, Tests *tests)
{
    add_folder(arena, tests, "tests/ok", ".chart");
    add_folder(arena, tests, "tests/err", ".chart");
    add_folder(arena, tests, "tests/err", ".ir");
    add_folder(arena, tests, "tests/err", ".scene");
}

void add_golden_cases(Arena *arena, Tests *tests)
{
    add_cases(arena, tests);
    add_stray(arena, tests, "tests/ok", ".ir");
    add_stray(arena, tests, "tests/ok", ".scene");
    add_stray(arena, tests, "tests/err", ".stderr");
}

int bless_cases(Arena *arena)
{
    Tests tests = {0};
    add_cases(arena, &tests);
    int n_refused = 0;
    for (size_t i = 0; i < tests.n; i++) {
        const Case *c = tests.at[i].initial_state;
        Outcome outcome = run_case(arena, c);
        if (outcome.wrong) {
            printf("refused %s: %s\n", c->path, outcome.wrong);
            n_refused++;
            continue;
        }
        for (size_t k = 0; k < outcome.n; k++) {
            const char *path = golden_path(arena, c, outcome.endings[k]);
            Str old;
            if (read_file(arena, path, &old) && str_eq(old, outcome.texts[k]))
                continue;
            write_file(path, outcome.texts[k]);
            printf("wrote %s\n", path);
        }
    }
    return n_refused;
}
