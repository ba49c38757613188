/* main: extremes [--seed N] [--count N] [--stats] [--spec NUMBER]: specs of at most 1 KB with extreme values, each compiled in a process of its own
 * and held to 2 s of CPU and 256 MB, under the default limits. What is refused is taken out, line by line, and the rest compiled again. --stats
 * counts all and shows the dearest; --spec prints a spec as it was first, with what each compile took. */
#include "../bounds.h"
#include "extreme_spec.h"

#include "compiler/chartc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { CUTS_MOST = 40, SHOWN = 8 };

/* What the compiles of one spec took: the dearest of them, and the last one's status; -1: the process was killed. */
typedef struct Cost {
    uint64_t number;
    int status, n_compiles;
    double seconds, mb;
} Cost;

typedef struct Search {
    uint64_t seed;
    int count, n_drawn, n_compiles, n_wrong;
    Cost slowest[SHOWN], largest[SHOWN];
} Search;

static Search search = {.seed = 1, .count = 60};

static double cpu_now(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return bounds_seconds(&used);
}

static size_t first_error_line(ChartcFigure *figure)
{
    for (size_t i = 0; chartc_diagnostic(figure, i); i++)
        if (chartc_diagnostic(figure, i)->severity == CHARTC_ERROR)
            return chartc_diagnostic(figure, i)->place.line;
    return 0;
}

/* One compile. The line (from 1) of its first error; 0: there is none. */
static size_t compile(ChartcSession *session, Str spec, const char *format, Cost *cost, bool is_shown)
{
    double before = cpu_now();
    ChartcFigure *figure = chartc_open_text(session, "extreme.chart", spec.at, spec.n, NULL);
    const unsigned char *bytes;
    size_t n;
    cost->status = (int)chartc_render(figure, format, NULL, &bytes, &n);
    double took = cpu_now() - before;
    size_t line = cost->status == CHARTC_INPUT_ERROR ? first_error_line(figure) : 0;
    if (cost->status != CHARTC_OK && !*chartc_diagnostics_text(figure, 0))
        cost->status = CHARTC_FAULT; /* nothing is refused without a word */
    if (is_shown)
        printf("--- as %s: status %d, %.2f s\n%.*s%s", format, cost->status, took, STR_FMT(spec), chartc_diagnostics_text(figure, 0));
    chartc_figure_free(figure);
    cost->n_compiles++;
    cost->seconds = took > cost->seconds ? took : cost->seconds;
    return line;
}

static Cost compile_fitting(uint64_t number, bool is_shown)
{
    static const char *const FORMATS[] = {"pdf", "png", "svg"};
    bounds_enforce();
    Arena *arena = arena_new(NULL);
    Cost cost = {.number = number};
    Str spec = spec_extreme(arena, number);
    for (int i = 0; i < CUTS_MOST && spec.n; i++) {
        ChartcSession *session = chartc_session_new();
        size_t line = compile(session, spec, FORMATS[number % 3], &cost, is_shown);
        chartc_session_free(session);
        if (!line || (cost.status != CHARTC_OK && cost.status != CHARTC_INPUT_ERROR))
            break;
        spec = spec_without_line(arena, spec, line - 1);
    }
    arena_free(arena);
    return cost;
}

static Cost run(uint64_t number)
{
    int ends[2];
    Cost cost = {.number = number, .status = -1};
    if (pipe(ends) != 0)
        return cost;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        Cost own = compile_fitting(number, false);
        _exit(write(ends[1], &own, sizeof own) != (ssize_t)sizeof own);
    }
    close(ends[1]);
    Cost told;
    bool is_told = child > 0 && read(ends[0], &told, sizeof told) == (ssize_t)sizeof told;
    close(ends[0]);
    int status;
    struct rusage used;
    if (child < 0 || wait4(child, &status, 0, &used) != child || !is_told || status != 0)
        return cost;
    told.mb = bounds_mb(&used);
    return told;
}

static bool is_right(const Cost *cost)
{
    bool ends = cost->status == CHARTC_OK || cost->status == CHARTC_INPUT_ERROR;
    return ends && (IS_SANITIZED || (cost->seconds < MOST_SECONDS && cost->mb < MOST_MB));
}

static void keep_dearest(Cost *list, Cost cost, bool by_memory)
{
    for (int i = 0; i < SHOWN; i++)
        if (by_memory ? cost.mb > list[i].mb : cost.seconds > list[i].seconds) {
            Cost lesser = list[i];
            list[i] = cost;
            cost = lesser;
        }
}

static void run_all(void)
{
    for (int i = 0; i < search.count; i++) {
        Cost cost = run(search.seed * 1000003u + (uint64_t)i);
        search.n_drawn += cost.status == CHARTC_OK;
        search.n_compiles += cost.n_compiles;
        keep_dearest(search.slowest, cost, false);
        keep_dearest(search.largest, cost, true);
        if (is_right(&cost))
            continue;
        search.n_wrong++;
        print_message("number %llu: status %d, %.2f s, %.0f MB\n", (unsigned long long)cost.number, cost.status, cost.seconds, cost.mb);
    }
}

static void test_extremes_are_cheap(void **state)
{
    (void)state;
    run_all();
    assert_int_equal(search.n_wrong, 0);
    assert_true(search.n_drawn * 4 > search.count);
}

static void print_stats(void)
{
    printf("seed %llu: %d specs, %d drawn, %d compiles, %d too much\n", (unsigned long long)search.seed, search.count, search.n_drawn,
           search.n_compiles, search.n_wrong);
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < SHOWN; i++) {
            const Cost *cost = k ? &search.largest[i] : &search.slowest[i];
            printf("%s number %llu: status %d, %.2f s, %.0f MB\n", k ? "largest" : "slowest", (unsigned long long)cost->number, cost->status,
                   cost->seconds, cost->mb);
        }
}

int main(int argc, char **argv)
{
    bool is_stats = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--stats") == 0) {
            is_stats = true;
        } else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
            search.seed = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--count") == 0 && i + 1 < argc) {
            search.count = atoi(argv[++i]);
        } else if (strcmp(argv[i], "--spec") == 0 && i + 1 < argc) {
            compile_fitting(strtoull(argv[++i], NULL, 10), true);
            return 0;
        } else {
            fprintf(stderr, "usage: extremes [--seed N] [--count N] [--stats] [--spec NUMBER]\n");
            return 2;
        }
    }
    if (is_stats) {
        run_all();
        print_stats();
        return 0;
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_extremes_are_cheap)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
