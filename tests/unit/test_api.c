/* The library through its public header: figures from memory, diagnostics as data, outputs, stages. */
#include "compiler/chartc.h"

#include "runtime/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const char SPEC[] = "data \"d.csv\"\n"
                           "param limit = 3\n"
                           "bar { x: name; y: value }\n"
                           "rule { y: limit }\n";
static const char DATA[] = "name,value\na,1\nb,4\n";

typedef struct Shelf {
    int n_reads, n_releases;
} Shelf;

static int read_shelf(void *user, const char *path, const char **bytes, size_t *n, const char **why)
{
    Shelf *shelf = user;
    if (strcmp(path, "figures/d.csv") != 0) {
        *why = "there is no such file";
        return 0;
    }
    shelf->n_reads++;
    *bytes = DATA;
    *n = sizeof DATA - 1;
    return 1;
}

static void release_shelf(void *user, const char *bytes, size_t n)
{
    assert_ptr_equal(bytes, DATA);
    assert_int_equal(n, sizeof DATA - 1);
    ((Shelf *)user)->n_releases++;
}

static ChartcFigure *open_spec(ChartcSession *session, Shelf *shelf, const char *spec, const ChartcParam *param)
{
    ChartcFiles files = {.size = sizeof files, .read = read_shelf, .release = release_shelf, .user = shelf};
    ChartcOptions options = {.size = sizeof options, .params = param, .n_params = param != NULL, .files = &files};
    return chartc_open_text(session, "figures/fig.chart", spec, strlen(spec), &options);
}

/* Two megabytes and more of rows `t,v`. */
static int read_large(void *user, const char *path, const char **bytes, size_t *n, const char **why)
{
    (void)path, (void)why;
    *bytes = user;
    *n = strlen(user);
    return 1;
}

static void reading_is_counted(void **state)
{
    (void)state;
    enum { N_ROWS = 300000, ROW = 9 };
    char *text = malloc(4 + N_ROWS * ROW + 1), *at = text + sprintf(text, "t,v\n");
    assert_non_null(text);
    for (int i = 0; i < N_ROWS; i++)
        at += sprintf(at, "%06d,%d\n", i, i % 7);
    ChartcFiles files = {.size = sizeof files, .read = read_large, .user = text};
    ChartcOptions options = {.size = sizeof options, .files = &files};
    static const char LARGE_SPEC[] = "data \"large.csv\"\nbar { x: v; y: count() }\n";
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = chartc_open_text(session, "large.chart", LARGE_SPEC, sizeof LARGE_SPEC - 1, &options);
    size_t n_read = 1, n_known = 1;
    chartc_progress(figure, &n_read, &n_known);
    assert_true(n_read == 0 && n_known == 0);
    assert_int_equal(chartc_check(figure), CHARTC_OK);
    chartc_progress(figure, &n_read, &n_known);
    assert_int_equal(n_known, strlen(text) - 4); /* the header apart */
    assert_int_equal(n_read, n_known);
    chartc_figure_free(figure);
    chartc_session_free(session);
    free(text);
}

static void draws_from_memory(void **state)
{
    (void)state;
    Shelf shelf = {0};
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = open_spec(session, &shelf, SPEC, NULL);
    static const struct {
        const char *format, *start;
    } FORMATS[] = {{"pdf", "%PDF-"}, {"svg", "<?xml"}, {"png", "\x89PNG"}, {"eps", "%!PS-Adobe"}, {"ps", "%!PS-Adobe"}};
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
        const unsigned char *bytes = NULL;
        size_t n = 0;
        ChartcStatus status = chartc_render(figure, FORMATS[i].format, NULL, &bytes, &n);
        if (status != CHARTC_OK)
            fail_msg("%s: %s", FORMATS[i].format, chartc_diagnostics_text(figure, 0));
        assert_true(n > 100);
        assert_memory_equal(bytes, FORMATS[i].start, strlen(FORMATS[i].start));
    }
    assert_int_equal(shelf.n_reads, 1);
    assert_string_equal(chartc_diagnostics_text(figure, 0), "");
    assert_string_equal(chartc_dependency(figure, 0), "figures/d.csv");
    assert_null(chartc_dependency(figure, 1));
    chartc_figure_free(figure);
    assert_int_equal(shelf.n_releases, 1);
    chartc_session_free(session);
}

static void formats_are_listed(void **state)
{
    (void)state;
    assert_string_equal(chartc_format(0), "pdf");
    assert_string_equal(chartc_format_type("svg"), "image/svg+xml");
    assert_null(chartc_format_type("gif"));
    size_t n = 0;
    while (chartc_format(n))
        n++;
    assert_int_equal(n, 5);
}

static void mistakes_are_data(void **state)
{
    (void)state;
    Shelf shelf = {0};
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = open_spec(session, &shelf, "data \"d.csv\"\nbar { x: nane; y: value }\n", NULL);
    const unsigned char *bytes = NULL;
    size_t n = 0;
    assert_int_equal(chartc_render(figure, "pdf", NULL, &bytes, &n), CHARTC_INPUT_ERROR);
    assert_null(bytes);
    assert_int_equal(chartc_n_errors(figure), 1);
    assert_int_equal(chartc_n_warnings(figure), 0);
    const ChartcDiagnostic *d = chartc_diagnostic(figure, 0);
    assert_int_equal(d->severity, CHARTC_ERROR);
    assert_string_equal(d->place.file, "figures/fig.chart");
    assert_int_equal(d->place.line, 2);
    assert_int_equal(d->place.column, 10);
    assert_int_equal(d->place.end_column, 14);
    assert_int_equal(d->place.start, 22);
    assert_true(d->n_hints >= 1);
    assert_string_equal(d->hints[0]->replacement, "name");
    assert_int_equal(d->hints[0]->place.start, 22);
    assert_null(chartc_diagnostic(figure, 1));
    assert_non_null(strstr(chartc_diagnostics_text(figure, 0), "figures/fig.chart:2:10: error["));
    assert_non_null(strstr(chartc_diagnostics_json(figure), "\"line\": 2, \"column\": 10"));
    chartc_figure_free(figure);
    chartc_session_free(session);
}

/* By name, in either spelling, or by code; a name that does not exist is told. */
static void warnings_are_silenced(void **state)
{
    (void)state;
    static const char CLIPPED[] = "data { rows {\nx y\n1 2\n2 30\n} }\naxis y { domain: 0..10 }\npoint { x: x; y: y }\n";
    static const char *const NAMES[] = {"clipped_data", "clipped-data", "W0728", "cliped", "E0301"};
    ChartcSession *session = chartc_session_new();
    for (size_t i = 0; i < 5; i++) {
        ChartcOptions options = {.size = sizeof options, .silent = &NAMES[i], .n_silent = 1};
        ChartcFigure *figure = chartc_open_text(session, "fig.chart", CLIPPED, sizeof CLIPPED - 1, &options);
        assert_int_equal(chartc_check(figure), i < 3 ? CHARTC_OK : CHARTC_INPUT_ERROR);
        assert_int_equal(chartc_n_warnings(figure), 0);
        assert_int_equal(chartc_n_errors(figure), i >= 3);
        chartc_figure_free(figure);
    }
    ChartcOptions older = {.size = offsetof(ChartcOptions, silent), .silent = NAMES, .n_silent = 1};
    ChartcFigure *figure = chartc_open_text(session, "fig.chart", CLIPPED, sizeof CLIPPED - 1, &older);
    assert_int_equal(chartc_check(figure), CHARTC_OK);
    assert_string_equal(chartc_diagnostic(figure, 0)->name, "clipped_data");
    assert_string_equal(chartc_warning("clipped-data"), "W0728");
    assert_null(chartc_warning("E0301"));
    chartc_figure_free(figure);
    chartc_session_free(session);
}

/* `allow: name` and -Wno-name need one for each. */
static void warnings_have_names(void **state)
{
    (void)state;
    for (int id = 0; id < REPORT_COUNT; id++) {
        bool is_error = report_severity((ReportId)id) == SEVERITY_ERROR;
        if (is_error != !*report_name((ReportId)id))
            fail_msg("%s: an error has no name, a warning or note has one", report_code((ReportId)id));
        if (!is_error)
            assert_int_equal(report_find(str_from(report_name((ReportId)id))), id);
    }
}

static void params_come_from_outside(void **state)
{
    (void)state;
    Shelf shelf = {0};
    ChartcSession *session = chartc_session_new();
    const char *plain, *changed;
    size_t n;
    ChartcFigure *figure = open_spec(session, &shelf, SPEC, NULL);
    ChartcFigure *other = open_spec(session, &shelf, SPEC, &(ChartcParam){"limit", "2.5"});
    ChartcFigure *wrong = open_spec(session, &shelf, SPEC, &(ChartcParam){"limti", "2.5"});
    assert_int_equal(chartc_emit(figure, "ir", &plain, &n), CHARTC_OK);
    assert_int_equal(chartc_emit(other, "ir", &changed, &n), CHARTC_OK);
    assert_string_not_equal(plain, changed);
    assert_non_null(strstr(changed, "2.5"));
    assert_int_equal(chartc_check(wrong), CHARTC_INPUT_ERROR);
    chartc_figure_free(figure);
    chartc_figure_free(other);
    chartc_figure_free(wrong);
    chartc_session_free(session);
}

static void stages_open_again(void **state)
{
    (void)state;
    Shelf shelf = {0};
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = open_spec(session, &shelf, SPEC, NULL);
    const char *ast, *scene, *again;
    size_t n;
    assert_int_equal(chartc_emit(figure, "ast", &ast, &n), CHARTC_OK);
    assert_non_null(strstr(ast, "param limit = 3"));
    assert_int_equal(chartc_emit(figure, "scene", &scene, &n), CHARTC_OK);
    assert_int_equal(strlen(scene), n);
    assert_int_equal(chartc_emit(figure, "tokens", &again, &n), CHARTC_USAGE);
    ChartcFigure *drawn = chartc_open_text(session, "fig.scene", scene, strlen(scene), NULL);
    assert_int_equal(chartc_emit(drawn, "scene", &again, &n), CHARTC_OK);
    assert_string_equal(scene, again);
    assert_int_equal(chartc_emit(drawn, "ir", &again, &n), CHARTC_USAGE);
    chartc_figure_free(drawn);
    chartc_figure_free(figure);
    chartc_session_free(session);
}

typedef struct Pieces {
    int n_left;
    size_t n_bytes;
} Pieces;

static int take_piece(void *user, const void *bytes, size_t n)
{
    (void)bytes;
    Pieces *pieces = user;
    pieces->n_bytes += n;
    return pieces->n_left-- > 0;
}

static void callback_may_stop(void **state)
{
    (void)state;
    Shelf shelf = {0};
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = open_spec(session, &shelf, SPEC, NULL);
    Pieces all = {.n_left = 1000000}, none = {0};
    assert_int_equal(chartc_render_to(figure, "pdf", NULL, take_piece, &all), CHARTC_OK);
    assert_int_equal(chartc_render_to(figure, "pdf", NULL, take_piece, &none), CHARTC_STOPPED);
    assert_true(all.n_bytes > 100);
    assert_int_equal(chartc_n_errors(figure), 0);
    assert_int_equal(chartc_render_to(figure, "gif", NULL, take_piece, &all), CHARTC_USAGE);
    chartc_figure_free(figure);
    chartc_session_free(session);
}

/* What the session keeps of a formula is not the first figure's, which is gone. The first is an IR text, so that the font's name is of its memory. */
static void formulas_outlive_their_figure(void **state)
{
    (void)state;
    Shelf shelf = {0};
    ChartcSession *session = chartc_session_new();
    const char *text;
    size_t n;
    ChartcFigure *spec = open_spec(session, &shelf,
                                   "figure { title: \"$\\frac{a}{b}$\" }\ndata { rows {\nx y\n1 2\n2 3\n}\n}\npoint { x: x; y: y }\n", NULL);
    assert_int_equal(chartc_emit(spec, "ir", &text, &n), CHARTC_OK);
    char *ir = strdup(text);
    chartc_figure_free(spec);
    chartc_session_free(session);
    session = chartc_session_new();
    for (int i = 0; i < 2; i++) {
        ChartcFigure *figure = chartc_open_text(session, "fig.ir", ir, n, NULL);
        assert_int_equal(chartc_emit(figure, "scene", &text, &n), CHARTC_OK);
        assert_non_null(strstr(text, "\"sans\""));
        n = strlen(ir);
        chartc_figure_free(figure);
    }
    free(ir);
    chartc_session_free(session);
}

static void missing_input_is_a_diagnostic(void **state)
{
    (void)state;
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = chartc_open_file(session, "tests/none/fig.chart", NULL);
    assert_int_equal(chartc_check(figure), CHARTC_INPUT_ERROR);
    const ChartcDiagnostic *d = chartc_diagnostic(figure, 0);
    assert_string_equal(d->code, "E0002");
    assert_null(d->place.file);
    assert_string_equal(d->message, "could not read `tests/none/fig.chart`: there is no such file");
    assert_string_equal(chartc_dependency(figure, 0), "tests/none/fig.chart");
    chartc_figure_free(figure);
    chartc_session_free(session);
}

static void own_input_is_refused(void **state)
{
    (void)state;
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = chartc_open_file(session, "specs/r1_llama.chart", NULL);
    assert_int_equal(chartc_check(figure), CHARTC_OK);
    assert_int_equal(chartc_save(figure, "specs/../specs/data/r1_llama.csv", "x", 1), CHARTC_INPUT_ERROR);
    assert_string_equal(chartc_diagnostic(figure, 0)->code, "E0902");
    chartc_figure_free(figure);
    chartc_session_free(session);
}

static void pages_are_found(void **state)
{
    (void)state;
    size_t n;
    const char *page = chartc_explain("E0901", &n);
    assert_non_null(page);
    assert_memory_equal(page, "# E0901: ", 9);
    assert_true(n > 100);
    assert_int_equal(page[n - 1], '\n');
    assert_null(chartc_explain("E9999", &n));
    assert_null(chartc_explain("E090", &n));
    assert_null(chartc_explain("", &n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_from_memory),
        cmocka_unit_test(formats_are_listed),
        cmocka_unit_test(mistakes_are_data),
        cmocka_unit_test(reading_is_counted),
        cmocka_unit_test(warnings_are_silenced),
        cmocka_unit_test(warnings_have_names),
        cmocka_unit_test(params_come_from_outside),
        cmocka_unit_test(stages_open_again),
        cmocka_unit_test(callback_may_stop),
        cmocka_unit_test(missing_input_is_a_diagnostic),
        cmocka_unit_test(own_input_is_refused),
        cmocka_unit_test(pages_are_found),
        cmocka_unit_test(formulas_outlive_their_figure),
    };
    return cmocka_run_group_tests_name("api", tests, NULL, NULL);
}
