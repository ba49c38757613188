/* main: the command chartc, a thin client of chartc.h: options, jobs, exit code. */
#include "job.h"
#include "limit_page.h"
#include "made.h"
#include "palette_page.h"
#include "preset_page.h"
#include "progress.h"
#include "reference.h"
#include "sandbox.h"

#include "../runtime/report.h"
#include "../runtime/suggest.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_FAULT = 3 };

typedef struct Run {
    const Options *options;
    Job *jobs;
    size_t n_jobs;
    bool has_color, has_progress;
    pthread_mutex_t lock; /* guards next_job and every Job.is_done */
    pthread_cond_t job_done;
    size_t next_job;
} Run;

static bool wants_color(const Options *options)
{
    if (options->color != COLOR_AUTO)
        return options->color == COLOR_ALWAYS;
    const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool is_off = (no_color && *no_color) || (terminal && strcmp(terminal, "dumb") == 0);
    return !is_off && isatty(STDERR_FILENO);
}

static bool wants_progress(const Options *options)
{
    const char *terminal = getenv("TERM");
    bool is_plain = !terminal || strcmp(terminal, "dumb") == 0;
    return !options->is_quiet && !options->has_json && !is_plain && isatty(STDERR_FILENO);
}

static int say_usage(const char *wrong)
{
    fprintf(stderr, "chartc: %s\n", wrong);
    return EXIT_USAGE;
}

/* ---- jobs ---- */

static const char *plan_jobs(Run *run)
{
    Arena *arena = run->options->arena;
    Map taken = {.arena = arena};
    run->n_jobs = run->options->inputs.n;
    run->jobs = ARENA_ARRAY(arena, run->n_jobs, Job);
    for (size_t i = 0; i < run->n_jobs; i++) {
        Job *job = &run->jobs[i];
        *job = (Job){.arena = arena, .options = run->options, .input = run->options->inputs.at[i]};
        const char *wrong = job_plan(job);
        if (wrong)
            return wrong;
        for (size_t k = 0; k < job->outputs.n; k++) {
            Str path = str_from(job->outputs.at[k].path);
            if (map_get(&taken, path))
                return str_c(arena, str_printf(arena, "two outputs would be written to `%.*s`", STR_FMT(path)));
            map_put(&taken, path)->value = job;
        }
    }
    return NULL;
}

static int worse(int a, int b)
{
    return a > b ? a : b;
}

static int run_in_turn(Run *run)
{
    ChartcSession *session = chartc_session_new();
    if (!session) {
        fputs("chartc: out of memory\n", stderr);
        return EXIT_FAULT;
    }
    int code = 0;
    for (size_t i = 0; i < run->n_jobs; i++) {
        Progress progress;
        if (run->has_progress) {
            progress_start(&progress, run->jobs[i].input);
            run->jobs[i].progress = &progress;
        }
        job_run(&run->jobs[i], session);
        if (run->has_progress)
            progress_stop(&progress);
        code = worse(code, job_finish(&run->jobs[i], run->has_color));
    }
    chartc_session_free(session);
    return code;
}

static void *work(void *argument)
{
    Run *run = argument;
    ChartcSession *session = chartc_session_new();
    for (;;) {
        pthread_mutex_lock(&run->lock);
        Job *job = run->next_job < run->n_jobs ? &run->jobs[run->next_job++] : NULL;
        pthread_mutex_unlock(&run->lock);
        if (!job)
            return session;
        if (session)
            job_run(job, session);
        else
            job->status = CHARTC_NO_MEMORY;
        pthread_mutex_lock(&run->lock);
        job->is_done = true;
        pthread_cond_signal(&run->job_done);
        pthread_mutex_unlock(&run->lock);
    }
}

/* Workers leave the signals that end a run to the main thread, which writes: job_finish can then hold them back. */
static size_t start_workers(Run *run, pthread_t *workers, size_t n)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    size_t n_started = 0;
    while (n_started < n && pthread_create(&workers[n_started], NULL, work, run) == 0)
        n_started++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return n_started;
}

static int run_on_threads(Run *run, size_t n)
{
    pthread_t *workers = ARENA_ARRAY(run->options->arena, n, pthread_t);
    pthread_mutex_init(&run->lock, NULL);
    pthread_cond_init(&run->job_done, NULL);
    size_t n_started = start_workers(run, workers, n);
    int code = 0;
    for (size_t i = 0; i < run->n_jobs && n_started; i++) {
        pthread_mutex_lock(&run->lock);
        while (!run->jobs[i].is_done)
            pthread_cond_wait(&run->job_done, &run->lock);
        pthread_mutex_unlock(&run->lock);
        code = worse(code, job_finish(&run->jobs[i], run->has_color));
    }
    for (size_t i = 0; i < n_started; i++) {
        void *session;
        pthread_join(workers[i], &session);
        chartc_session_free(session);
    }
    pthread_cond_destroy(&run->job_done);
    pthread_mutex_destroy(&run->lock);
    return n_started ? code : run_in_turn(run);
}

/* Before any input is read. False after a message, where it has to be whole and is not. */
static bool enter_sandbox(Options *options, const SandboxPaths *paths)
{
    options->sandbox_lacks = sandbox_lock(options->arena, paths);
    bool is_refused = options->sandbox_lacks && options->must_lock;
    if (is_refused)
        fprintf(stderr, "chartc: no sandbox: %s\n", options->sandbox_lacks);
    return !is_refused;
}

static bool enclose_jobs(const Run *run, Options *options)
{
    Arena *arena = options->arena;
    OptionTexts outputs = {0};
    for (size_t i = 0; i < run->n_jobs; i++) {
        Job *job = &run->jobs[i];
        for (size_t k = 0; k < job->outputs.n; k++)
            VEC_PUSH(arena, &outputs, job->outputs.at[k].path);
        const char *rule = options->has_dependencies || options->has_dependencies_only ? job_rule_path(job) : NULL;
        if (rule)
            VEC_PUSH(arena, &outputs, rule);
    }
    bool writes = !options->is_check;
    SandboxPaths paths = {options->inputs.at, options->inputs.n, outputs.at, writes ? outputs.n : 0};
    return enter_sandbox(options, &paths);
}

static int compile_all(Options *options)
{
    Run run = {.options = options, .has_color = wants_color(options), .has_progress = wants_progress(options)};
    const char *wrong = plan_jobs(&run);
    if (wrong)
        return say_usage(wrong);
    if (options->is_sandboxed && !enclose_jobs(&run, options))
        return 1;
    size_t n_threads = (size_t)options->n_threads < run.n_jobs ? (size_t)options->n_threads : run.n_jobs;
    return n_threads > 1 ? run_on_threads(&run, n_threads) : run_in_turn(&run);
}

/* ---- the rest ---- */

static int put_text(Str text)
{
    fwrite(text.at, 1, text.n, stdout);
    if (fflush(stdout) == 0)
        return 0;
    fputs("chartc: cannot write to standard output\n", stderr);
    return 1;
}

static int explain(const Options *options)
{
    int code = 0;
    for (size_t i = 0; i < options->inputs.n && code == 0; i++) {
        size_t n;
        const char *page = chartc_explain(options->inputs.at[i], &n);
        if (!page) {
            const Str *names;
            size_t n_names = report_names(options->arena, &names);
            Str near = suggest_name(str_from(options->inputs.at[i]), names, n_names);
            fprintf(stderr, near.n ? "chartc: there is no diagnostic `%s`; did you mean `%.*s`?\n" : "chartc: there is no diagnostic `%s`\n",
                    options->inputs.at[i], STR_FMT(near));
            return EXIT_USAGE;
        }
        code = put_text(str_slice(page, n));
        const char *name = report_name(report_find(str_from(options->inputs.at[i])));
        if (*name && code == 0)
            code = put_text(str_printf(options->arena, "\nIts name is `%s`: `allow: %s` in a figure, chart or layer, or -Wno-%s, silences it.\n",
                                       name, name, name));
    }
    return code;
}

static int run_made(Options *options)
{
    bool is_verify = options->mode == MODE_VERIFY;
    OptionTexts inputs = {0};
    for (size_t i = 0; i < options->inputs.n && (is_verify || i == 0); i++)
        VEC_PUSH(options->arena, &inputs, options->inputs.at[i]);
    if (options->folder)
        VEC_PUSH(options->arena, &inputs, str_c(options->arena, str_printf(options->arena, "%s/.", options->folder)));
    SandboxPaths paths = {inputs.at, inputs.n, options->outputs.at, options->outputs.n};
    if (options->is_sandboxed && !enter_sandbox(options, &paths))
        return 1;
    return is_verify ? made_verify(options, wants_color(options)) : made_extract(options, wants_color(options));
}

static int run_mode(Options *options)
{
    switch (options->mode) {
    case MODE_COMPILE:
        return compile_all(options);
    case MODE_LIST: {
        const char *form = options->inputs.n ? options->inputs.at[0] : "json";
        return put_text(strcmp(form, "json") == 0       ? reference_json(options->arena)
                        : strcmp(form, "limits") == 0   ? limit_page(options->arena)
                        : strcmp(form, "palettes") == 0 ? palette_page(options->arena)
                        : strcmp(form, "presets") == 0  ? preset_page(options->arena)
                        : strcmp(form, "swatches") == 0 ? palette_swatches(options->arena)
                                                        : reference_markdown(options->arena));
    }
    case MODE_EXTRACT:
    case MODE_VERIFY:
        return run_made(options);
    case MODE_EXPLAIN:
        return explain(options);
    case MODE_HELP:
        return put_text(options_help(options->arena));
    case MODE_MANUAL:
        return put_text(options_manual(options->arena));
    case MODE_VERSION:
        return put_text(str_printf(options->arena, "chartc %s\n", chartc_version()));
    }
    return EXIT_FAULT;
}

/* Large files are mapped: one that another program shortens meanwhile has no more bytes to read there. The file beside a figure that is just being
 * written stays, and the next run takes it away. */
static void say_cut_off(int number)
{
    static const char TEXT[] = "chartc: a file was cut off while it was read; nothing is written\n";
    (void)number;
    if (write(STDERR_FILENO, TEXT, sizeof TEXT - 1) < 0)
        _exit(EXIT_FAULT);
    _exit(1);
}

/* What the C library and a shell leave open to chance. A file that is opened while a standard one is closed would take its place, and a message be
 * written into a figure: such a place is taken by a file that can be neither read nor written in its direction. And a file that may not grow is an
 * error, not a signal. */
static void settle_process(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            _exit(EXIT_FAULT);
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGBUS, say_cut_off);
}

int main(int argc, char **argv)
{
    settle_process();
    Fault fault = {.budget = NULL};
    Options options = {.arena = arena_new(&fault)};
    if (!options.arena || setjmp(fault.env)) {
        fputs("chartc: out of memory\n", stderr);
        return EXIT_FAULT;
    }
    const char *wrong = options_parse(&options, argc, argv);
    int code = wrong ? say_usage(wrong) : run_mode(&options);
    arena_free(options.arena);
    return code;
}
