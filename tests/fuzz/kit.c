/* kit: see kit.h. */
#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_require(bool holds, const char *claim)
{
    if (holds)
        return;
    fprintf(stderr, "broken: %s\n", claim);
    abort();
}

unsigned fuzz_choice(Str *input, unsigned n)
{
    if (!input->n)
        return 0;
    unsigned char byte = (unsigned char)*input->at;
    *input = (Str){input->at + 1, input->n - 1};
    return (unsigned char)(byte - '0') % n;
}

const char *fuzz_format(Str *input, const char *const *formats, unsigned n)
{
    bool has_digit = input->n && *input->at >= '0' && *input->at <= '9';
    return formats[has_digit ? fuzz_choice(input, n) : 0];
}

/* --- diagnostics -------------------------------------------------------------------------------------------------- */

void fuzz_check_span(const Sources *sources, Span span)
{
    const Source *source = source_get(sources, span.source);
    if (span.source)
        fuzz_require(source && span.start <= span.end && span.end <= source->text.n, "places lie in their file");
}

static void check_text(Str text)
{
    fuzz_require(utf8_check(text) == text.n, "diagnostics are UTF-8");
}

void fuzz_check_report(const Report *report)
{
    for (size_t i = 0; i < report->list.n; i++) {
        const Diagnostic *diagnostic = report->list.at[i];
        fuzz_check_span(report->sources, diagnostic->span);
        check_text(diagnostic->message);
        for (const ReportLabel *label = diagnostic->labels; label; label = label->next) {
            fuzz_check_span(report->sources, label->span);
            check_text(label->text);
        }
        for (const ReportHint *hint = diagnostic->hints; hint; hint = hint->next) {
            check_text(hint->text);
            if (hint->is_edit)
                fuzz_check_span(report->sources, hint->span);
        }
    }
}

/* --- files -------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *ending, *text;
} FILES[] = {
    {".chart", "theme { grid: none }\n"},
    {".json", "[{\"task\": \"Math\", \"seed\": 1, \"accuracy\": 0.7}, {\"task\": \"Code\", \"seed\": 2, \"accuracy\": null}]"},
    {".jsonl", "{\"task\": \"Math\", \"seed\": 1, \"accuracy\": 0.7}\n{\"task\": \"Code\", \"seed\": 2, \"accuracy\": 0.5}\n"},
    {".csv", "task,method,seed,accuracy,day\nMath,Ours,1,0.70,2024-01-01\nMath,Base,2,0.60,2024-01-02\nCode,Ours,3,0.80,2024-02-01\n"
             "Code,Base,4,,2024-03-01\nGPQA,Ours,5,-0.5,2025-01-01\n"},
};

static const char *file_text(Str path)
{
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        if (str_ends(path, str_from(FILES[i].ending)))
            return FILES[i].text;
    return NULL;
}

static bool read_memory(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    (void)files, (void)arena;
    *out = str_from(file_text(path));
    *why = STR("there is no such file");
    return out->at != NULL;
}

const Files FUZZ_FILES = {.read = read_memory};

static const char MADE[] = "made.figure"; /* the path of a figure that was made: *user, a Str */

static int read_for_library(void *user, const char *path, const char **bytes, size_t *n, const char **why)
{
    const Str *made = user;
    bool is_made = made && strcmp(path, MADE) == 0;
    *bytes = is_made ? made->at : file_text(str_from(path));
    *n = is_made ? made->n : *bytes ? strlen(*bytes) : 0;
    *why = "there is no such file";
    return *bytes != NULL;
}

/* --- figures ------------------------------------------------------------------------------------------------------ */

/* Fonts and shaped texts serve all inputs of a process, as they do in a program that makes many figures. */
static ChartcSession *the_session(void)
{
    static ChartcSession *session;
    if (!session)
        session = chartc_session_new();
    return session;
}

static void check_status(ChartcFigure *figure, ChartcStatus status)
{
    if (status == CHARTC_FAULT || (status == CHARTC_OK) != (chartc_n_errors(figure) == 0))
        fputs(chartc_diagnostics_text(figure, 0), stderr);
    fuzz_require(status == CHARTC_OK || status == CHARTC_INPUT_ERROR, "a figure is drawn or refused");
    fuzz_require((status == CHARTC_OK) == (chartc_n_errors(figure) == 0), "what is refused has an error, what is drawn has none");
}

ChartcFigure *fuzz_figure(const char *name, Str input)
{
    ChartcFiles files = {.size = sizeof files, .read = read_for_library};
    ChartcOptions options = {.size = sizeof options, .files = &files};
    ChartcFigure *figure = chartc_open_text(the_session(), name, input.at ? input.at : "", input.n, &options);
    check_status(figure, chartc_check(figure));
    check_text(str_from(chartc_diagnostics_json(figure)));
    check_text(str_from(chartc_diagnostics_text(figure, 1)));
    return figure;
}

void fuzz_made(Str bytes)
{
    ChartcFiles files = {.size = sizeof files, .read = read_for_library, .user = &bytes};
    ChartcOptions options = {.size = sizeof options, .files = &files};
    ChartcFigure *figure = chartc_open_made(the_session(), MADE, &options);
    const char *text;
    size_t n;
    ChartcStatus status = chartc_carried(figure, NULL, &text, &n);
    check_status(figure, status);
    if (status == CHARTC_OK)
        check_status(figure, chartc_verify(figure));
    check_text(str_from(chartc_diagnostics_json(figure)));
    check_text(str_from(chartc_diagnostics_text(figure, 1)));
    chartc_figure_free(figure);
}

Str fuzz_render(ChartcFigure *figure, const char *format)
{
    ChartcRenderOptions options = {.size = sizeof options, .dpi = 20};
    const unsigned char *bytes = NULL;
    size_t n = 0;
    if (chartc_n_errors(figure))
        return STR_NONE;
    ChartcStatus status = chartc_render(figure, format, &options, &bytes, &n);
    check_status(figure, status);
    return status == CHARTC_OK ? (Str){(const char *)bytes, n} : STR_NONE;
}

Str fuzz_emit(ChartcFigure *figure, const char *stage)
{
    const char *text = NULL;
    size_t n = 0;
    fuzz_require(chartc_emit(figure, stage, &text, &n) == CHARTC_OK, "what is drawn has its stages");
    return (Str){text, n};
}

void fuzz_check_stage(ChartcFigure *figure, const char *stage)
{
    Str text = fuzz_emit(figure, stage);
    ChartcFigure *again = fuzz_figure(strcmp(stage, "ir") == 0 ? "f.ir" : "f.scene", text);
    if (chartc_n_errors(again))
        fputs(chartc_diagnostics_text(again, 0), stderr);
    fuzz_require(chartc_n_errors(again) == 0, "the text of a stage opens again");
    fuzz_require(str_eq(fuzz_emit(again, stage), text), "the text of a stage reads back as itself");
    chartc_figure_free(again);
}
