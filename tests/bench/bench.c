/* bench: whole-process times of chartc beside hand-written programs for the same figure, and figures a second in one
 * process.
 *   bench BUILD      in the tree's top folder */
#include "compiler/chartc.h"

#include "bench_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 41, LOOP_FIGURES = 400 };
static const char SPEC[] = "specs/r1_llama.chart";

/* chartc against the floor and gnuplot in one format, and what the ratios should come to. */
typedef struct Row {
    const char *format;
    double floor_target, floor_aim, gnuplot_target;
} Row;

static const Row ROWS[] = {{"pdf", 1.25, 1.0, 0.35}, {"svg", 1.1, 0.8, 0.45}, {"png", 0.7, 0.5, 0.4}};

static void print_ratio(double ours, Program *other, double target)
{
    if (other->is_missing) {
        printf("  %-8s not there\n", other->name);
        return;
    }
    double theirs = bench_median(other), ratio = ours / theirs;
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
    bench_run(programs, 3, RUNS);
    if (programs[0].is_missing) {
        printf("%s: chartc failed\n", row->format);
        exit(1);
    }
    double ours = bench_median(&programs[0]);
    printf("%s: chartc %.2f ms (fastest %.2f)\n", row->format, ours, programs[0].times[0]);
    print_ratio(ours, &programs[1], row->floor_target);
    print_ratio(ours, &programs[2], row->gnuplot_target);
    printf("  aim      ratio %.2f to the floor\n", row->floor_aim);
}

static void bench_loop(void)
{
    ChartcSession *session = chartc_session_new();
    size_t n_bytes = 0;
    double start = bench_now();
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
    double seconds = (bench_now() - start) / 1e3, rate = LOOP_FIGURES / seconds;
    printf("library: %.0f figures a second to pdf (%zu bytes each), at least 300%s\n", rate, n_bytes / LOOP_FIGURES, rate < 300 ? "   MISSED" : "");
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
