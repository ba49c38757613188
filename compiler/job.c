/* job: one input of a run of the command; see job.h. */
#include "job.h"

#include "output.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *make_text(Job *job, const char *format, ...) __attribute__((format(printf, 2, 3)));
static const char *make_text(Job *job, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = str_c(job->arena, str_vprintf(job->arena, format, args));
    va_end(args);
    return text;
}

static bool is_pipe(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* Where the ending of a path begins: at its last point, or at its end. */
static size_t find_ending(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *point = strrchr(name, '.');
    return point && point > name ? (size_t)(point - path) : strlen(path);
}

static const char *with_ending(Job *job, const char *path, const char *ending)
{
    return make_text(job, "%.*s.%s", (int)find_ending(path), path, ending);
}

/* ---- planning ---- */

static bool is_text_format(const char *format)
{
    const char *type = chartc_format_type(format);
    return strstr(type, "xml") || strstr(type, "postscript");
}

static const char *add_output(Job *job, const char *path, const char *what)
{
    VEC_PUSH(job->arena, &job->outputs, (JobOutput){.path = path, .what = what});
    if (is_pipe(path) && !job->options->stage && !is_text_format(what) && isatty(STDOUT_FILENO))
        return make_text(job, "%s is nothing for a terminal; write `-o FILE`, or a pipe behind it", what);
    return NULL;
}

static const char *plan_named(Job *job, const char *path)
{
    const Options *options = job->options;
    if (options->stage)
        return add_output(job, path, options->stage);
    if (options->formats.n)
        return add_output(job, path, options->formats.at[0]);
    const char *ending = path + find_ending(path);
    if (is_pipe(path))
        return add_output(job, path, "pdf");
    if (!*ending)
        return make_text(job, "`-o %s` has no ending that names a format; add one, or `-T`", path);
    if (!chartc_format_type(ending + 1))
        return make_text(job, "`-o %s`: there is no format `%s`; `-T` chooses one whatever the ending", path, ending + 1);
    return add_output(job, path, ending + 1);
}

const char *job_plan(Job *job)
{
    const Options *options = job->options;
    const char *wrong = NULL;
    if (options->outputs.n) {
        for (size_t i = 0; i < options->outputs.n && !wrong; i++)
            wrong = plan_named(job, options->outputs.at[i]);
        return wrong;
    }
    if (options->stage)
        return add_output(job, "-", options->stage);
    if (is_pipe(job->input) && options->formats.n > 1)
        return "standard output takes one format; name each output with `-o`";
    size_t n = options->formats.n ? options->formats.n : 1;
    for (size_t i = 0; i < n && !wrong; i++) {
        const char *format = options->formats.n ? options->formats.at[i] : "pdf";
        wrong = add_output(job, is_pipe(job->input) ? "-" : with_ending(job, job->input, format), format);
    }
    return wrong;
}

const char *job_rule_path(Job *job)
{
    const Options *options = job->options;
    const char *path = options->dependency_file;
    if (!path && options->has_dependencies_only)
        path = "-";
    for (size_t i = 0; i < job->outputs.n && !path; i++)
        if (!is_pipe(job->outputs.at[i].path))
            path = with_ending(job, job->outputs.at[i].path, "d");
    return path;
}

/* ---- running ---- */

void job_run(Job *job, ChartcSession *session)
{
    const Options *options = job->options;
    ChartcOptions opening = {.size = sizeof opening,
                             .params = options->params.at,
                             .n_params = options->params.n,
                             .silent = options->silent.at,
                             .n_silent = options->silent.n,
                             .limits = options->limits.at,
                             .n_limits = options->limits.n,
                             .is_sandboxed = options->is_sandboxed,
                             .sandbox_lacks = options->sandbox_lacks};
    ChartcRenderOptions drawing = {.size = sizeof drawing,
                                   .dpi = options->dpi,
                                   .no_provenance = options->has_no_provenance,
                                   .has_date = options->has_date,
                                   .date = options->date};
    job->status = CHARTC_NO_MEMORY;
    job->figure = chartc_open_file(session, job->input, &opening);
    if (!job->figure)
        return;
    if (job->progress)
        progress_watch(job->progress, job->figure);
    if (options->is_check || options->has_dependencies_only) {
        job->status = chartc_check(job->figure);
        return;
    }
    job->status = CHARTC_OK;
    for (size_t i = 0; i < job->outputs.n && job->status == CHARTC_OK; i++) {
        JobOutput *output = &job->outputs.at[i];
        const char *text = NULL;
        const unsigned char *bytes = NULL;
        if (options->stage)
            job->status = chartc_emit(job->figure, output->what, &text, &output->n);
        else
            job->status = chartc_render(job->figure, output->what, &drawing, &bytes, &output->n);
        output->bytes = options->stage ? (const void *)text : bytes;
    }
}

/* ---- finishing ---- */

static void add_make_name(Buf *out, const char *name)
{
    for (const char *c = name; *c; c++) {
        if (*c == ' ' || *c == '#' || *c == '\\' || *c == ':')
            buf_addc(out, '\\');
        else if (*c == '$')
            buf_addc(out, '$');
        buf_addc(out, *c);
    }
}

/* `fig.pdf fig.svg: fig.chart data.csv` */
static Str make_rule(Job *job)
{
    Buf rule = {.arena = job->arena};
    for (size_t i = 0; i < job->outputs.n; i++) {
        buf_adds(&rule, i ? " " : "");
        add_make_name(&rule, job->outputs.at[i].path);
    }
    buf_addc(&rule, ':');
    const char *path;
    for (size_t i = 0; (path = chartc_dependency(job->figure, i)); i++) {
        if (is_pipe(path))
            continue;
        buf_addc(&rule, ' ');
        add_make_name(&rule, path);
    }
    buf_addc(&rule, '\n');
    return buf_str(&rule);
}

static ChartcStatus put(Job *job, const char *path, Str bytes)
{
    if (!is_pipe(path))
        return chartc_save(job->figure, path, bytes.at, bytes.n);
    const char *failure = output_write_to(job->arena, STDOUT_FILENO, bytes);
    if (failure)
        fprintf(stderr, "chartc: cannot write to standard output: %s\n", failure);
    return failure ? CHARTC_INPUT_ERROR : CHARTC_OK;
}

static ChartcStatus put_rule(Job *job)
{
    const char *path = job_rule_path(job);
    return path ? put(job, path, make_rule(job)) : CHARTC_OK;
}

static ChartcStatus put_all(Job *job)
{
    const Options *options = job->options;
    ChartcStatus status = CHARTC_OK;
    if (!options->is_check && !options->has_dependencies_only)
        for (size_t i = 0; i < job->outputs.n && status == CHARTC_OK; i++)
            status = put(job, job->outputs.at[i].path, str_slice(job->outputs.at[i].bytes, job->outputs.at[i].n));
    if (status == CHARTC_OK && (options->has_dependencies || options->has_dependencies_only))
        status = put_rule(job);
    return status;
}

static const char *diagnostics(Job *job, bool has_color)
{
    return job->options->has_json ? chartc_diagnostics_json(job->figure) : chartc_diagnostics_text(job->figure, has_color);
}

/* What diagnostics do not say; the exit code. */
static int print_status(Job *job)
{
    switch (job->status) {
    case CHARTC_OK:
        return 0;
    case CHARTC_INPUT_ERROR:
    case CHARTC_STOPPED:
        return 1;
    case CHARTC_USAGE:
        fprintf(stderr, "chartc: `%s` has no stage `%s`: it begins behind it\n", job->input, job->options->stage);
        return 2;
    case CHARTC_NO_MEMORY:
        fprintf(stderr, "chartc: out of memory in `%s`\n", job->input);
        return 3;
    case CHARTC_FAULT:
        return 3;
    }
    return 3;
}

/* The option that refuses a figure for its warnings; NULL. */
static const char *refusal(Job *job)
{
    const Options *options = job->options;
    if (options->warnings_are_errors && chartc_n_warnings(job->figure))
        return "-Werror";
    const ChartcDiagnostic *d;
    for (size_t i = 0; options->refused.n && (d = chartc_diagnostic(job->figure, i)); i++)
        for (size_t k = 0; k < options->refused.n; k++)
            if (strcmp(d->code, options->refused.at[k]) == 0)
                return make_text(job, "-Werror=%s", d->name);
    return NULL;
}

int job_finish(Job *job, bool has_color)
{
    const char *refused_by = job->status == CHARTC_OK ? refusal(job) : NULL;
    const char *said = job->figure ? diagnostics(job, has_color) : "";
    if (job->figure && chartc_out_of_memory(job->figure))
        job->status = CHARTC_NO_MEMORY; /* perhaps first met when it was to be told what is wrong */
    if (job->status == CHARTC_OK && !refused_by) {
        job->status = put_all(job);
        said = diagnostics(job, has_color); /* with those about writing */
    }
    if (job->status != CHARTC_NO_MEMORY)
        fputs(said, stderr);
    int code = print_status(job);
    if (refused_by) {
        fprintf(stderr, "chartc: warnings count as errors (%s): nothing is written for `%s`\n", refused_by, job->input);
        code = 1;
    }
    chartc_figure_free(job->figure);
    job->figure = NULL;
    return code;
}
