/* cases: see cases.h. The program holds the command's main as chartc_main: a fault costs a fork, not a start. */
#include "cases.h"

#include "compiler/chartc.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int chartc_main(int argc, char **argv);

const Case CASES[] = {
    {.name = "csv", .input = "csv.chart", .format = "svg", .stride = 1},
    {.name = "mistakes", .input = "mistakes.chart", .format = "pdf", .code = 1, .stride = 1},
    {.name = "r1_llama", .input = "r1_llama.chart", .format = "pdf", .stride = 23},
    {.name = "math", .input = "math.chart", .format = "png", .stride = 41, .crashes = "cairo"},
    {.name = "gzip", .input = "gzip.chart", .format = "eps", .stride = 23, .crashes = "cairo"},
    {.name = "sqlite", .input = "sqlite.chart", .format = "pdf", .stride = 23},
    {.name = "json", .input = "json.chart", .format = "ps", .stride = 23, .crashes = "cairo"},
    {.name = "raster", .input = "raster.chart", .format = "pdf", .stride = 23, .has_threads = true, .crashes = "cairo"},
    {.name = "panels", .input = "panels.chart", .format = "svg", .stride = 23},
    {.name = "fonts", .input = "fonts.chart", .format = "pdf", .stride = 97, .asks_system = true, .crashes = "libraqm"},
    {.name = "ir", .input = "figure.ir", .format = "png", .stride = 23, .crashes = "cairo"},
    {.name = "scene", .input = "figure.scene", .format = "eps", .stride = 23, .crashes = "cairo"},
    {.name = "large", .input = "large.chart", .format = "png", .stride = 37, .has_threads = true, .crashes = "cairo"},
    {.name = "cut", .input = "cut.chart", .format = "png", .stride = 1, .has_threads = true},
};
const size_t N_CASES = sizeof CASES / sizeof *CASES;
const char OLD_FIGURE[] = "the old figure\n";

static char top[64], tree_path[PATH_MAX - 64];

static Bytes read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    Bytes bytes = {NULL, 0};
    if (!file)
        return bytes;
    fseek(file, 0, SEEK_END);
    bytes.n = (size_t)ftell(file);
    rewind(file);
    bytes.at = malloc(bytes.n + 1);
    bytes.n = fread(bytes.at, 1, bytes.n, file);
    bytes.at[bytes.n] = 0;
    fclose(file);
    return bytes;
}

bool bytes_are(Bytes a, Bytes b)
{
    return a.at && b.at && a.n == b.n && memcmp(a.at, b.at, a.n) == 0;
}

void outcome_free(Outcome *outcome)
{
    free(outcome->figure.at);
    free(outcome->said.at);
}

static void find_input(const Case *c, char path[PATH_MAX])
{
    static const char *const FOLDERS[] = {"tests/faults/specs", "specs"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, PATH_MAX, "%s/%s/%s", tree_path, FOLDERS[i], c->input);
        if (access(path, R_OK) == 0)
            return;
    }
    snprintf(path, PATH_MAX, "%s/%s", top, c->input);
}

static void figure_name(const Case *c, char name[32])
{
    snprintf(name, 32, "figure.%s", c->format);
}

/* ---- folders ---- */

static bool write_large(const char *name)
{
    enum { ROWS = 160000 }; /* some parts of a megabyte each */
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s.csv", top, name);
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    fputs("x,y\n", file);
    for (int i = 0; i < ROWS; i++)
        fprintf(file, "%d,%d.%04d\n", i, i * 7919 % 1000, i % 10000);
    fclose(file);
    snprintf(path, sizeof path, "%s/%s.chart", top, name);
    file = fopen(path, "w");
    if (!file)
        return false;
    fprintf(file, "data \"%s.csv\"\n", name);
    fputs("point { x: x; y: y }\nfigure { panel: 40mm x 30mm }\n", file);
    return fclose(file) == 0;
}

bool write_cut(void)
{
    return write_large("cut");
}

static int run_main(const char *a, const char *b, const char *c, const char *d)
{
    const char *argv[] = {"chartc", a, b, c, d, NULL};
    pid_t pid = fork();
    if (pid == 0)
        exit(chartc_main(d ? 5 : 4, (char **)(uintptr_t)argv));
    int status = -1;
    waitpid(pid, &status, 0);
    return status;
}

bool make_inputs(const char *tree)
{
    char spec[PATH_MAX + 32], fonts[PATH_MAX + 32], ir[128], scene[128];
    char real[PATH_MAX];
    if (!realpath(tree, real) || strlen(real) >= sizeof tree_path)
        return false;
    strcpy(tree_path, real);
    strcpy(top, "/tmp/chartc-faults-XXXXXX");
    if (!mkdtemp(top))
        return false;
    snprintf(fonts, sizeof fonts, "%s/tests/fonts/fonts.conf", tree_path);
    setenv("FONTCONFIG_FILE", fonts, 1);
    setenv("XDG_CACHE_HOME", top, 1);
    setenv("LC_ALL", "C", 1);
    unsetenv("TERM");
    snprintf(spec, sizeof spec, "%s/tests/faults/specs/panels.chart", tree_path);
    snprintf(ir, sizeof ir, "%s/figure.ir", top);
    snprintf(scene, sizeof scene, "%s/figure.scene", top);
    return write_large("large") && write_cut() && run_main("--emit=ir", "-o", ir, spec) == 0 && run_main("--emit=scene", "-o", scene, spec) == 0;
}

void remove_inputs(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", top);
    if (system(command) != 0)
        fprintf(stderr, "could not remove %s\n", top);
}

bool enter_folder(unsigned worker)
{
    char path[128];
    snprintf(path, sizeof path, "%s/w%u", top, worker);
    mkdir(path, 0777);
    return chdir(path) == 0;
}

static bool is_ours(const Case *c, const char *name)
{
    char figure[32];
    figure_name(c, figure);
    return !strcmp(name, ".") || !strcmp(name, "..") || !strcmp(name, "out") || !strcmp(name, "err") || !strcmp(name, figure);
}

static unsigned take_strays(const Case *c, bool removes)
{
    unsigned n = 0;
    DIR *folder = opendir(".");
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (!is_ours(c, entry->d_name)) {
            n++;
            if (removes)
                unlink(entry->d_name);
        }
    if (folder)
        closedir(folder);
    return n;
}

void reset_folder(const Case *c)
{
    char name[32];
    figure_name(c, name);
    take_strays(c, true);
    FILE *file = fopen(name, "wb");
    if (file) {
        fputs(OLD_FIGURE, file);
        fclose(file);
    }
}

/* ---- the command ---- */

static void redirect(int fd, const char *path)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    dup2(file, fd);
    close(file);
}

enum { MOST_SECONDS = 60 }; /* a run that takes longer hangs */

/* With the sanitizer, by the way on which it looks for leaks. */
static _Noreturn void leave(int code)
{
#ifdef __SANITIZE_ADDRESS__
    exit(code);
#else
    _exit(code);
#endif
}

static void be_command(const Case *c, Injection *injection)
{
    char input[PATH_MAX], name[32];
    find_input(c, input);
    figure_name(c, name);
    char *argv[] = {"chartc", input, "-o", name, NULL};
    redirect(STDOUT_FILENO, "out");
    redirect(STDERR_FILENO, "err");
    alarm(MOST_SECONDS);
    inject_start(injection);
    int code = chartc_main(4, argv);
    inject_stop();
    fflush(NULL);
    leave(code);
}

Outcome run_command(const Case *c, Injection *injection, unsigned kill_after, int signal)
{
    pid_t pid = fork();
    if (pid == 0)
        be_command(c, injection);
    if (kill_after) {
        nanosleep(&(struct timespec){0, kill_after * 1000L}, NULL);
        kill(pid, signal);
    }
    Outcome outcome = {0};
    waitpid(pid, &outcome.status, 0);
    char name[32];
    figure_name(c, name);
    outcome.figure = read_file(name);
    outcome.said = read_file("err");
    outcome.n_strays = take_strays(c, false);
    return outcome;
}

/* ---- the library ---- */

static int compile_once(ChartcSession *session, const Case *c, const char *input, Bytes *out)
{
    ChartcFigure *figure = chartc_open_file(session, input, NULL);
    if (!figure)
        return CHARTC_NO_MEMORY;
    const unsigned char *bytes = NULL;
    int status = (int)chartc_render(figure, c->format, NULL, &bytes, &out->n);
    if (status == CHARTC_OK) {
        inject_spare();
        out->at = malloc(out->n + 1);
        inject_resume();
        memcpy(out->at, bytes, out->n);
    }
    chartc_diagnostics_text(figure, 0);
    chartc_dependency(figure, 0);
    chartc_figure_free(figure);
    return status;
}

static void be_library(const Case *c, Injection *injection, Bytes wanted, LibraryRun *run)
{
    char input[PATH_MAX];
    find_input(c, input);
    redirect(STDERR_FILENO, "err");
    alarm(MOST_SECONDS);
    Bytes first = {NULL, 0}, second = {NULL, 0};
    inject_start(injection);
    ChartcSession *session = chartc_session_new();
    run->status = CHARTC_NO_MEMORY;
    if (session)
        run->status = compile_once(session, c, input, &first);
    inject_stop();
    if (!session)
        session = chartc_session_new();
    run->status_after = compile_once(session, c, input, &second);
    chartc_session_free(session);
    run->is_different = run->status == CHARTC_OK && !bytes_are(first, second);
    run->is_different_after = second.at && !bytes_are(second, wanted);
    free(first.at);
    free(second.at);
    leave(0);
}

Outcome run_library(const Case *c, Injection *injection, Bytes wanted, LibraryRun *run)
{
    Outcome outcome = {.status = -1};
    pid_t pid = fork();
    if (pid == 0)
        be_library(c, injection, wanted, run);
    waitpid(pid, &outcome.status, 0);
    outcome.said = read_file("err");
    return outcome;
}
