/* bench_rows: files of millions of rows to figures, beside a hand-written program that knows the columns and the chart (floor_rows.c): times, memory,
 * sizes. bench_rows BUILD ROWS */
#include "bench_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { RUNS = 9 };

typedef struct Chart {
    const char *name, *marks, *format;
    double ratio;                     /* at most this, to the floor */
    double memory_above_file, memory; /* at most, megabytes of ten million rows; 0: no limit */
    double size;                      /* of the figure, at most, kB; 0: no limit */
    long rows_most;                   /* the chart is for files of at most so many rows; 0: any */
} Chart;

static const Chart CHARTS[] = {
    {"bar", "bar { x: series; y: mean(value) }", "pdf", 1.5, 100, 0, 0, 0},
    {"hist", "bar { x: bin(value, 50); y: count() }", "pdf", 1.5, 0, 0, 0, 0},
    {"line", "line { x: t; y: value; color: series }", "pdf", 1.5, 0, 600, 300, 0},
    {"line", "line { x: t; y: value; color: series }", "png", 1.5, 0, 600, 0, 0},
    {"scatter", "point { x: t; y: value; color: series }", "pdf", 1.5, 0, 0, 1000, 1000000},
};

static double size_of(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 ? (double)info.st_size : 0;
}

static void check(const char *what, double value, double most, const char *unit)
{
    if (most > 0)
        printf("   %s %.0f %s, at most %.0f%s", what, value, unit, most, value > most ? " MISSED" : "");
}

static void bench_chart(const char *build, const char *rows, const Chart *chart)
{
    char spec[300], csv[300], chartc[300], floor[300], out[2][300];
    snprintf(csv, sizeof csv, "%s/bench/rows%s.csv", build, rows);
    snprintf(spec, sizeof spec, "%s/bench/%s.chart", build, chart->name);
    snprintf(chartc, sizeof chartc, "%s/chartc", build);
    snprintf(floor, sizeof floor, "%s/bench/floor_rows", build);
    for (int i = 0; i < 2; i++)
        snprintf(out[i], sizeof out[i], "%s/bench/rows%d.%s", build, i, chart->format);
    FILE *file = fopen(spec, "w");
    if (!file)
        exit(1);
    fprintf(file, "data \"rows%s.csv\"\nfigure { width: 8in; height: 4in }\n%s\n", rows, chart->marks);
    fclose(file);
    Program programs[] = {
        {.name = "chartc", .arguments = {chartc, "--dpi=200", spec, "-o", out[0]}},
        {.name = "floor", .arguments = {floor, (char *)chart->name, csv, out[1]}},
    };
    bench_run(programs, 2, RUNS);
    printf("%-8s %s ", chart->name, chart->format);
    if (programs[0].is_missing) {
        printf("not there\n");
        return;
    }
    double ours = bench_median(&programs[0]), theirs = bench_median(&programs[1]), ratio = ours / theirs;
    printf("chartc %7.1f ms   floor %7.1f ms   ratio %.2f, at most %.2f%s", ours, theirs, ratio, chart->ratio, ratio > chart->ratio ? " MISSED" : "");
    check("memory beside the file", programs[0].memory - size_of(csv) / 1048576, chart->memory_above_file, "MB");
    check("memory", programs[0].memory, chart->memory, "MB");
    check("figure", size_of(out[0]) / 1000, chart->size, "kB");
    printf("\n");
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("bench_rows BUILD ROWS\n", stderr);
        return 2;
    }
    printf("%s rows, medians of %d interleaved runs\n", argv[2], RUNS);
    for (size_t i = 0; i < sizeof CHARTS / sizeof *CHARTS; i++)
        if (CHARTS[i].rows_most == 0 || atol(argv[2]) <= CHARTS[i].rows_most)
            bench_chart(argv[1], argv[2], &CHARTS[i]);
    return 0;
}
