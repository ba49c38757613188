/* made: see made.h. */
#include "made.h"

#include "output.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static ChartcFigure *open_made(const Options *options, ChartcSession *session, const char *path)
{
    ChartcOptions opening = {
        .size = sizeof opening, .folder = options->folder, .is_sandboxed = options->is_sandboxed, .sandbox_lacks = options->sandbox_lacks};
    return session ? chartc_open_made(session, path, &opening) : NULL;
}

/* Prints what is to be told; the exit code. */
static int finish(const Options *options, const char *path, ChartcFigure *figure, ChartcStatus status, bool has_color)
{
    if (!figure || status == CHARTC_NO_MEMORY) {
        fprintf(stderr, "chartc: out of memory in `%s`\n", path);
        return CHARTC_FAULT;
    }
    fputs(options->has_json ? chartc_diagnostics_json(figure) : chartc_diagnostics_text(figure, has_color), stderr);
    return status == CHARTC_OK ? 0 : status == CHARTC_FAULT ? CHARTC_FAULT : CHARTC_INPUT_ERROR;
}

static ChartcStatus extract(const Options *options, ChartcFigure *figure)
{
    const char *text, *path = options->outputs.n ? options->outputs.at[0] : "-";
    size_t n;
    ChartcStatus status = chartc_carried(figure, options->inputs.n > 1 ? options->inputs.at[1] : NULL, &text, &n);
    if (status != CHARTC_OK)
        return status;
    if (strcmp(path, "-") != 0)
        return chartc_save(figure, path, text, n);
    const char *failure = output_write_to(options->arena, STDOUT_FILENO, str_slice(text, n));
    if (failure)
        fprintf(stderr, "chartc: cannot write to standard output: %s\n", failure);
    return failure ? CHARTC_INPUT_ERROR : CHARTC_OK;
}

int made_extract(const Options *options, bool has_color)
{
    const char *path = options->inputs.at[0];
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = open_made(options, session, path);
    int code = finish(options, path, figure, figure ? extract(options, figure) : CHARTC_NO_MEMORY, has_color);
    chartc_figure_free(figure);
    chartc_session_free(session);
    return code;
}

int made_verify(const Options *options, bool has_color)
{
    int code = 0;
    ChartcSession *session = chartc_session_new();
    for (size_t i = 0; i < options->inputs.n; i++) {
        const char *path = options->inputs.at[i];
        ChartcFigure *figure = open_made(options, session, path);
        ChartcStatus status = figure ? chartc_verify(figure) : CHARTC_NO_MEMORY;
        int own = finish(options, path, figure, status, has_color);
        if (own == 0 && !options->has_json && !options->is_quiet)
            printf("%s is what its spec and data give\n", path);
        code = own > code ? own : code;
        chartc_figure_free(figure);
    }
    chartc_session_free(session);
    if (fflush(stdout) != 0) {
        fputs("chartc: cannot write to standard output\n", stderr);
        return code ? code : CHARTC_INPUT_ERROR;
    }
    return code;
}
