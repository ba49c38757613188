/* bench: whole-process times of chartc beside hand-written programs for the same figure, and figures a second in one
 * process. Programs run interleaved, so that what else the machine does hits all alike; medians are compared.
 *   bench BUILD      in the tree's top folder */
#include "compiler/chartc.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { RUNS = 41, ARGUMENTS_MOST = 8, LOOP_FIGURES = 400 };
static const char SPEC[] = "specs/r1_llama.chart";

typedef struct Program {
    const char *name;
    char *arguments[ARGUMENTS_MOST];
    double times[RUNS]; /* milliseconds */
    bool is_missing;
} Program;

/* chartc against the floor and gnuplot in one format, and what the ratios should come to. */
typedef struct Row {
    const char *format;
    double floor_target, floor_aim, gnuplot_target;
} Row;

static const Row ROWS[] = {{"pdf", 1.25, 1.0, 0.35}, {"svg", 1.1, 0.8, 0.45}, {"png", 0.7, 0.5, 0.4}};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec * 1e-6;
}

static double run_once(Program *program)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child;
    int status = -1;
    double start = now();
    if (posix_spawnp(&child, program->arguments[0], &actions, NULL, program->arguments, environ) == 0)
        waitpid(child, &status, 0);
    double time = now() - start;
    posix_spawn_file_actions_destroy(&actions);
    program->is_missing |= status != 0;
    return time;
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static double median(Program *program)
{
    qsort(program->times, RUNS, sizeof *program->times, by_value);
    return program->times[RUNS / 2];
}

static void print_ratio(double ours, Program *other, double target)
{
    if (other->is_missing) {
        printf("  %-8s not there\n", other->name);
        return;
    }
    double theirs = median(other), ratio = ours / theirs;
    printf("  %-8s %6.2f ms   ratio %.2f, at most %.2f%s\n", other->name, theirs, ratio, target, ratio > target ? "   MISSED" : "");
}

static void bench_format(const char *build, const Row *row)
{
    char chartc[256], floor[256], out[3][280], terminal[600];
    snprintf(chartc, sizeof chartc, "%s/chartc", build);
    snprintf(floor, sizeof floor, "%s/bench/floor", build);
    for (int i = 0; i < 3; i++)
        snprintf(out[i], sizeof out[i], "%s/bench/out%d.%s", build, i, row->format);
    bool is_png = strcmp(row->format, "png") == 0, is_pdf = strcmp(row->format, "pdf") == 0;
    snprintf(terminal, sizeof terminal, "set terminal %s noenhanced; set output '%s'",
             is_png   ? "pngcairo size 2100,570 font ',20'"
             : is_pdf ? "pdfcairo size 7in,1.9in font ',5'"
                      : "svg size 672,182 font ',7'",
             out[2]);
    Program programs[] = {
        {.name = "chartc", .arguments = {chartc, (char *)SPEC, "-o", out[0]}},
        {.name = "floor", .arguments = {floor, (char *)row->format, out[1]}},
        {.name = "gnuplot", .arguments = {"gnuplot", "-e", terminal, "tests/bench/r1_llama.gp"}},
    };
    for (int run = -1; run < RUNS; run++) /* the first one only warms up */
        for (int i = 0; i < 3; i++) {
            if (programs[i].is_missing)
                continue;
            double time = run_once(&programs[i]);
            if (run >= 0)
                programs[i].times[run] = time;
        }
    if (programs[0].is_missing) {
        printf("%s: chartc failed\n", row->format);
        exit(1);
    }
    double ours = median(&programs[0]);
    printf("%s: chartc %.2f ms (fastest %.2f)\n", row->format, ours, programs[0].times[0]);
    print_ratio(ours, &programs[1], row->floor_target);
    print_ratio(ours, &programs[2], row->gnuplot_target);
    printf("  aim      ratio %.2f to the floor\n", row->floor_aim);
}

static void bench_loop(void)
{
    ChartcSession *session = chartc_session_new();
    size_t n_bytes = 0;
    double start = now();
    for (int i = 0; i < LOOP_FIGURES; i++) {
        const unsigned char *bytes;
        size_t n = 0;
        ChartcFigure *figure = chartc_open_file(session, SPEC, NULL);
        if (chartc_render(figure, "pdf", NULL, &bytes, &n) != CHARTC_OK) {
            fputs(chartc_diagnostics_text(figure, 0), stderr);
            exit(1);
        }
        n_bytes += n;
        chartc_figure_free(figure);
    }
    double seconds = (now() - start) / 1e3, rate = LOOP_FIGURES / seconds;
    printf("library: %.0f figures a second to pdf (%zu bytes each), at least 300%s\n", rate, n_bytes / LOOP_FIGURES,
           rate < 300 ? "   MISSED" : "");
    chartc_session_free(session);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("bench BUILD\n", stderr);
        return 2;
    }
    printf("%s, medians of %d interleaved runs\n", SPEC, RUNS);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        bench_format(argv[1], &ROWS[i]);
    bench_loop();
    return 0;
}
