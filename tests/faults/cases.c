/* cases: see cases.h. The program holds the command's main as chartc_main: a fault costs a fork, not a start. */
#include "cases.h"
#include "leaks.h"

#include "compiler/chartc.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
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
    {.name = "fontless", .input = "fonts.chart", .format = "pdf", .code = 1, .stride = 97, .asks_system = true, .fonts = "/none/fonts.conf"},
    {.name = "cacheless", .input = "fonts.chart", .format = "pdf", .stride = 211, .crashes = "libraqm", .asks_system = true, .cache = "/proc/none"},
    {.name = "ir", .input = "figure.ir", .format = "png", .stride = 23, .crashes = "cairo"},
    {.name = "scene", .input = "figure.scene", .format = "eps", .stride = 23, .crashes = "cairo"},
    {.name = "large", .input = "large.chart", .format = "png", .stride = 37, .has_threads = true, .crashes = "cairo"},
    {.name = "several", .input = "first.chart", .format = "pdf", .doing = SEVERAL, .stride = 37, .has_threads = true},
    {.name = "read_only", .input = "made.chart", .format = "svg", .code = 1, .stride = 37, .is_read_only = true},
    {.name = "extract", .input = "made.pdf", .format = "chart", .doing = EXTRACT, .stride = 1},
    {.name = "verify", .input = "made.pdf", .format = "none", .doing = VERIFY, .stride = 23},
    {.name = "changed", .input = "changed.png", .format = "none", .doing = VERIFY, .code = 1, .stride = 41, .crashes = "cairo"},
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
    free(outcome->second.at);
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

enum { NAME_MOST = 32 };

/* Of the i-th figure that the case writes; false when it writes no more. */
static bool figure_name(const Case *c, size_t i, char name[NAME_MOST])
{
    static const char *const NAMES[] = {"first", "second"};
    snprintf(name, NAME_MOST, "%s.%s", c->doing == SEVERAL && i < 2 ? NAMES[i] : "figure", c->format);
    return i < (c->doing == SEVERAL ? 2 : 1);
}

/* ---- folders ---- */

static bool write_file(const char *path, Bytes bytes)
{
    FILE *file = bytes.at ? fopen(path, "wb") : NULL;
    if (file)
        fwrite(bytes.at, 1, bytes.n, file);
    return file && fclose(file) == 0;
}

static bool write_large(const char *name)
{
    enum { ROWS = 24000 }; /* some parts of a megabyte each, most of it notes that nobody draws */
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s.csv", top, name);
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    fputs("x,y,note\n", file);
    for (int i = 0; i < ROWS; i++)
        fprintf(file, "%d,%d.%04d,%096d\n", i, i * 7919 % 1000, i % 10000, i);
    fclose(file);
    snprintf(path, sizeof path, "%s/%s.chart", top, name);
    file = fopen(path, "w");
    if (!file)
        return false;
    fprintf(file, "data \"%s.csv\"\n", name);
    fputs("point { x: x; y: y; raster: 300dpi }\nfigure { panel: 40mm x 30mm }\n", file);
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

static bool copy_file(const char *from, const char *name, const char *to)
{
    char path[PATH_MAX + 64];
    snprintf(path, sizeof path, "%s/tests/faults/specs/%s", tree_path, from);
    Bytes bytes = read_file(path);
    snprintf(path, sizeof path, "%s/%s", to, name);
    bool is_written = write_file(path, bytes);
    free(bytes.at);
    return is_written;
}

/* NAME.chart with data of its own in the folder of all workers, long enough that the figure carries it packed; `more` is the spec's last line. */
static bool write_spec(const char *name, const char *more)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s.chart", top, name);
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    fprintf(file, "data \"%s.csv\"\nline { x: size; y: time; color: name }\n", name);
    for (int i = 0; i < 50; i++)
        fprintf(file, "// The line %d of a comment that is long.\n", i);
    fprintf(file, "%s\n", more);
    return fclose(file) == 0;
}

static bool draw(const char *folder, const char *name, const char *format)
{
    char spec[PATH_MAX + 64], figure[PATH_MAX];
    snprintf(spec, sizeof spec, "%s/%s.chart", folder, name);
    snprintf(figure, sizeof figure, "%s/%s.%s", top, name, format);
    return run_main("-q", "-o", figure, spec) == 0;
}

static bool add_row(const char *name, const char *row)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", top, name);
    FILE *file = fopen(path, "a");
    if (file)
        fputs(row, file);
    return file && fclose(file) == 0;
}

/* made.pdf is as its spec and data are, changed.png is not any more. */
static bool make_figures(void)
{
    return copy_file("table.csv", "made.csv", top) && write_spec("made", "") && draw(top, "made", "pdf") &&
           copy_file("table.csv", "changed.csv", top) && write_spec("changed", "") && draw(top, "changed", "png") &&
           write_spec("changed", "// another line") && add_row("changed.csv", "12,7.5,a\n");
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
    snprintf(spec, sizeof spec, "%s/cache", top);
    mkdir(spec, 0777);
    setenv("XDG_CACHE_HOME", spec, 1);
    setenv("LC_ALL", "C", 1);
    unsetenv("TERM");
    snprintf(spec, sizeof spec, "%s/tests/faults/specs", tree_path);
    if (!draw(spec, "fonts", "pdf")) /* fontconfig's cache is there from now on: runs are alike */
        return false;
    snprintf(spec, sizeof spec, "%s/tests/faults/specs/panels.chart", tree_path);
    snprintf(ir, sizeof ir, "%s/figure.ir", top);
    snprintf(scene, sizeof scene, "%s/figure.scene", top);
    return chmod(top, 0755) == 0 && make_figures() && write_large("large") && write_cut() && run_main("--emit=ir", "-o", ir, spec) == 0 &&
           run_main("--emit=scene", "-o", scene, spec) == 0;
}

void remove_inputs(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", top);
    if (system(command) != 0)
        fprintf(stderr, "could not remove %s\n", top);
}

static char cache[128]; /* of the worker */

/* fontconfig writes what it found, also when it could not read all of it: each run begins with the cache that make_inputs made. */
static void restore_cache(void)
{
    char from[PATH_MAX], to[PATH_MAX];
    snprintf(from, sizeof from, "%s/cache/chartc-tests", top);
    snprintf(to, sizeof to, "%s/chartc-tests", cache);
    mkdir(cache, 0777);
    mkdir(to, 0777);
    DIR *folder = opendir(from);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char path[PATH_MAX + 256];
        snprintf(path, sizeof path, "%s/%s", from, entry->d_name);
        Bytes bytes = entry->d_name[0] == '.' ? (Bytes){NULL, 0} : read_file(path);
        snprintf(path, sizeof path, "%s/%s", to, entry->d_name);
        write_file(path, bytes);
        free(bytes.at);
    }
    if (folder)
        closedir(folder);
}

bool enter_folder(unsigned worker)
{
    char path[128];
    snprintf(cache, sizeof cache, "%s/cache%u", top, worker);
    setenv("XDG_CACHE_HOME", cache, 1);
    snprintf(path, sizeof path, "%s/w%u", top, worker);
    mkdir(path, 0777);
    return chdir(path) == 0 && copy_file("csv.chart", "first.chart", ".") && copy_file("json.chart", "second.chart", ".") &&
           copy_file("table.csv", "table.csv", ".") && copy_file("table.json", "table.json", ".");
}

static bool is_ours(const Case *c, const char *name)
{
    static const char *const OURS[] = {".", "..", "out", "err", "first.chart", "second.chart", "table.csv", "table.json"};
    bool is_known = false;
    char figure[NAME_MOST];
    for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
        is_known |= !strcmp(name, OURS[i]);
    for (size_t i = 0; figure_name(c, i, figure); i++)
        is_known |= !strcmp(name, figure);
    return is_known;
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
    char name[NAME_MOST];
    take_strays(c, true);
    for (size_t i = 0; figure_name(c, i, name); i++) {
        FILE *file = fopen(name, "wb");
        if (!file)
            continue;
        fputs(OLD_FIGURE, file);
        fclose(file);
        chmod(name, 0666);
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

/* Ends the process, with what is left over if anything is. */
static _Noreturn void leave(unsigned n_open, unsigned n_maps, int code)
{
    int left = leaks_find(n_open, n_maps);
    fflush(NULL);
    _exit(left ? left : code);
}

static void set_fonts(const Case *c)
{
    if (c->fonts)
        setenv("FONTCONFIG_FILE", c->fonts, 1);
    if (c->cache)
        setenv("XDG_CACHE_HOME", c->cache, 1);
}

/* Nothing can be written here any more, also by who may write everywhere. */
static void lock_folder(void)
{
    enum { NOBODY = 65534 };
    if (chmod(".", 0555) != 0 || (geteuid() == 0 && (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 || setuid(NOBODY) != 0)))
        abort();
}

static void be_command(const Case *c, Injection *injection)
{
    char input[PATH_MAX], name[NAME_MOST], second[] = "second.chart";
    find_input(c, input);
    figure_name(c, 0, name);
    char *const ARGUMENTS[][8] = {[COMPILE] = {"chartc", input, "-o", name, NULL},
                                  [EXTRACT] = {"chartc", "extract", input, "-o", name, NULL},
                                  [VERIFY] = {"chartc", "verify", input, NULL},
                                  [SEVERAL] = {"chartc", "-j2", "first.chart", second, NULL}};
    int n = 0;
    while (ARGUMENTS[c->doing][n])
        n++;
    redirect(STDOUT_FILENO, "out");
    redirect(STDERR_FILENO, "err");
    set_fonts(c);
    if (c->is_read_only)
        lock_folder();
    unsigned n_open = leaks_n_open(), n_maps = inject_n_maps();
    alarm(MOST_SECONDS);
    inject_start(injection);
    int code = chartc_main(n, (char **)(uintptr_t)ARGUMENTS[c->doing]);
    inject_stop();
    leave(n_open, n_maps, code);
}

/* What was printed, of a command that prints, behind the messages. */
static Bytes read_said(const Case *c)
{
    Bytes said = read_file("err"), out = c->doing == VERIFY ? read_file("out") : (Bytes){NULL, 0};
    if (!said.at || !out.at)
        return said;
    said.at = realloc(said.at, said.n + out.n + 1);
    memcpy(said.at + said.n, out.at, out.n + 1);
    said.n += out.n;
    free(out.at);
    return said;
}

Outcome run_command(const Case *c, Injection *injection, unsigned kill_after, int signal)
{
    if (c->asks_system)
        restore_cache();
    pid_t pid = fork();
    if (pid == 0)
        be_command(c, injection);
    if (kill_after) {
        nanosleep(&(struct timespec){0, kill_after * 1000L}, NULL);
        kill(pid, signal);
    }
    Outcome outcome = {0};
    waitpid(pid, &outcome.status, 0);
    if (c->is_read_only)
        chmod(".", 0755);
    char name[NAME_MOST];
    figure_name(c, 0, name);
    outcome.figure = read_file(name);
    if (figure_name(c, 1, name))
        outcome.second = read_file(name);
    outcome.said = read_said(c);
    outcome.n_strays = take_strays(c, false);
    return outcome;
}

/* ---- the library ---- */

static void copy_out(Bytes *out, const void *bytes, size_t n)
{
    inject_spare();
    *out = (Bytes){malloc(n + 1), n};
    inject_resume();
    memcpy(out->at, bytes, n);
}

static int compile_once(ChartcSession *session, const Case *c, const char *input, Bytes *out)
{
    bool is_made = c->doing == EXTRACT || c->doing == VERIFY;
    ChartcFigure *figure = is_made ? chartc_open_made(session, input, NULL) : chartc_open_file(session, input, NULL);
    if (!figure)
        return CHARTC_NO_MEMORY;
    const unsigned char *bytes = NULL;
    const char *text = NULL;
    size_t n = 0;
    int status = (int)(c->doing == EXTRACT  ? chartc_carried(figure, NULL, &text, &n)
                       : c->doing == VERIFY ? chartc_verify(figure)
                                            : chartc_render(figure, c->format, NULL, &bytes, &n));
    if (status == CHARTC_OK && c->doing != VERIFY)
        copy_out(out, text ? (const void *)text : bytes, n);
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
    set_fonts(c);
    unsigned n_open = leaks_n_open(), n_maps = inject_n_maps();
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
    run->is_different = first.at && !bytes_are(first, second);
    run->is_different_after = second.at && !bytes_are(second, wanted);
    free(first.at);
    free(second.at);
    leave(n_open, n_maps, 0);
}

Outcome run_library(const Case *c, Injection *injection, Bytes wanted, LibraryRun *run)
{
    Outcome outcome = {.status = -1};
    if (c->asks_system)
        restore_cache();
    pid_t pid = fork();
    if (pid == 0)
        be_library(c, injection, wanted, run);
    waitpid(pid, &outcome.status, 0);
    outcome.said = read_file("err");
    return outcome;
}
