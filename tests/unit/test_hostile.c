/* Hostile inputs of at most 1 KB: each ends in a figure or a diagnostic within 2 s of CPU and 256 MB, under the default limits. Each runs in a
 * process of its own, whose CPU time and greatest resident memory the system tells (wait4). `test_hostile DIR FORMAT` runs another folder and shows
 * each. */
#include "../bounds.h"
#include "compiler/chartc.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MOST_BYTES = 1024, MOST_FILES = 1000 };

typedef struct Cost {
    int status; /* a ChartcStatus; -1: killed */
    double seconds, mb;
} Cost;

/* In the child: the status, as an exit code. */
static int draw(const char *path, const char *format)
{
    bounds_enforce();
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = chartc_open_file(session, path, NULL);
    const unsigned char *bytes;
    size_t n;
    ChartcStatus status = chartc_render(figure, format, NULL, &bytes, &n);
    if (status != CHARTC_OK && !*chartc_diagnostics_text(figure, 0))
        status = CHARTC_FAULT; /* nothing is refused without a word */
    return (int)status;
}

/* The costs of n inputs; two processes run at a time. formats[i % n_formats] is the i-th one's. */
static void run_all(char *const *paths, size_t n, const char *const *formats, size_t n_formats, Cost *costs)
{
    enum { AT_ONCE = 2 };
    struct {
        pid_t pid;
        size_t input;
    } running[AT_ONCE];
    size_t n_running = 0;
    for (size_t next = 0; next < n || n_running;) {
        if (next < n && n_running < AT_ONCE) {
            fflush(NULL);
            pid_t child = fork();
            if (child == 0)
                _exit(draw(paths[next], formats[next % n_formats]));
            costs[next].status = -1;
            if (child > 0) {
                running[n_running].pid = child;
                running[n_running++].input = next;
            }
            next++;
            continue;
        }
        int status;
        struct rusage used;
        pid_t ended = wait4(-1, &status, 0, &used);
        if (ended < 0)
            return;
        for (size_t k = 0; k < n_running; k++)
            if (running[k].pid == ended) {
                Cost *cost = &costs[running[k].input];
                cost->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
                cost->seconds = bounds_seconds(&used);
                cost->mb = bounds_mb(&used);
                running[k] = running[--n_running];
                break;
            }
    }
}

static int is_right(const Cost *cost)
{
    int ends = cost->status == CHARTC_OK || cost->status == CHARTC_INPUT_ERROR;
    return ends && (IS_SANITIZED || ((cost->seconds < MOST_SECONDS || !IS_OPTIMIZED) && cost->mb < MOST_MB));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The inputs of a folder, in order. */
static size_t find_inputs(const char *folder, char **paths)
{
    size_t n = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir)) && n < MOST_FILES;) {
        const char *ending = strrchr(entry->d_name, '.');
        if (!ending || !(strcmp(ending, ".chart") == 0 || strcmp(ending, ".ir") == 0 || strcmp(ending, ".scene") == 0))
            continue;
        char *path = malloc(strlen(folder) + strlen(entry->d_name) + 2);
        sprintf(path, "%s/%s", folder, entry->d_name);
        paths[n++] = path;
    }
    if (dir)
        closedir(dir);
    qsort(paths, n, sizeof *paths, by_name);
    return n;
}

static void hostile_inputs_are_cheap(void **state)
{
    (void)state;
    static const char *const FORMATS[] = {"pdf", "png", "svg"};
    static char *paths[MOST_FILES];
    static Cost costs[MOST_FILES];
    size_t n_found = find_inputs("tests/hostile", paths), n = 0, n_wrong = 0;
    assert_true(n_found >= 40);
    for (size_t i = 0; i < n_found; i += IS_SANITIZED ? 5 : 1) {
        char *passed = paths[n];
        paths[n++] = paths[i];
        paths[i] = passed;
    }
    for (size_t i = 0; i < n; i++) {
        struct stat info;
        assert_int_equal(stat(paths[i], &info), 0);
        assert_true(info.st_size <= MOST_BYTES);
    }
    run_all(paths, n, FORMATS, 3, costs);
    for (size_t i = 0; i < n; i++) {
        if (!is_right(&costs[i]))
            print_message("%s as %s: status %d, %.2f s, %.0f MB\n", paths[i], FORMATS[i % 3], costs[i].status, costs[i].seconds, costs[i].mb);
        n_wrong += !is_right(&costs[i]);
    }
    assert_int_equal(n_wrong, 0);
}

static int show(const char *folder, const char *format)
{
    static char *paths[MOST_FILES];
    static Cost costs[MOST_FILES];
    size_t n = find_inputs(folder, paths), n_wrong = 0;
    Cost most = {0};
    run_all(paths, n, &format, 1, costs);
    for (size_t i = 0; i < n; i++) {
        Cost cost = costs[i];
        printf("%-50s %2d %6.2f s %4.0f MB%s\n", paths[i], cost.status, cost.seconds, cost.mb, is_right(&cost) ? "" : "  !");
        most.seconds = cost.seconds > most.seconds ? cost.seconds : most.seconds;
        most.mb = cost.mb > most.mb ? cost.mb : most.mb;
        n_wrong += !is_right(&cost);
    }
    printf("%zu inputs as %s, at most %.2f s and %.0f MB, %zu too much\n", n, format, most.seconds, most.mb, n_wrong);
    return n_wrong != 0;
}

int main(int argc, char **argv)
{
    if (argc == 3)
        return show(argv[1], argv[2]);
    const struct CMUnitTest tests[] = {cmocka_unit_test(hostile_inputs_are_cheap)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
