/* replay: the files that fuzzing kept, through their targets, without libFuzzer: every input of corpus/TARGET and every finding of found/TARGET.
 *   replay                     all of them: a test a target
 *   replay TARGET FILE...      these files alone */
#include "kit.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { HANG_SECONDS = 60, NAMES_MOST = 4096, PATH_MOST = 512 };

typedef struct Target {
    const char *name;
    int (*run)(const uint8_t *bytes, size_t n);
} Target;

/* made by the Makefile from the files target_NAME.c, in which LLVMFuzzerTestOneInput is called target_NAME then */
#define TARGET(name) int target_##name(const uint8_t *bytes, size_t n);
#include "fuzz_targets.def"
#undef TARGET
#define TARGET(name) {#name, target_##name},
static const Target TARGETS[] = {
#include "fuzz_targets.def"
};
enum { N_TARGETS = sizeof TARGETS / sizeof *TARGETS };

static char running[PATH_MOST];

static void tell_running(void)
{
    static const char HEAD[] = "fuzz input: ";
    if (*running && write(2, HEAD, sizeof HEAD - 1) >= 0 && write(2, running, strlen(running)) >= 0 && write(2, "\n", 1) >= 0)
        *running = '\0';
}

static void die(int signal_number)
{
    tell_running();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* the sanitizers', where they are linked */
extern void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static void replay_file(const Target *target, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) {
        fail_msg("%s cannot be read", path);
        return;
    }
    size_t n = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(n + !n); /* no more, so that a read behind the end is found */
    if (!bytes || fread(bytes, 1, n, file) != n)
        fail_msg("%s cannot be read", path);
    fclose(file);
    snprintf(running, sizeof running, "%s", path);
    alarm(HANG_SECONDS);
    target->run(bytes, n);
    alarm(0);
    *running = '\0';
    free(bytes);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The number of files; a folder that is not there has none. */
static size_t replay_folder(const Target *target, const char *kind)
{
    char folder[PATH_MOST], path[2 * PATH_MOST];
    static char *names[NAMES_MOST];
    size_t n = 0;
    snprintf(folder, sizeof folder, "tests/fuzz/%s/%s", kind, target->name);
    DIR *dir = opendir(folder);
    for (const struct dirent *entry; dir && n < NAMES_MOST && (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            names[n++] = strdup(entry->d_name);
    if (dir)
        closedir(dir);
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        free(names[i]);
        replay_file(target, path);
    }
    return n;
}

static void test_target(void **state)
{
    const Target *target = *state;
    assert_int_not_equal(replay_folder(target, "corpus"), 0);
    replay_folder(target, "found");
}

int main(int argc, char **argv)
{
    static struct CMUnitTest tests[N_TARGETS];
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(tell_running);
    static const int SIGNALS[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGALRM};
    for (size_t i = 0; i < sizeof SIGNALS / sizeof *SIGNALS; i++)
        if (!__sanitizer_set_death_callback || SIGNALS[i] == SIGABRT || SIGNALS[i] == SIGALRM)
            signal(SIGNALS[i], die);
    for (size_t i = 0; i < N_TARGETS; i++) {
        if (argc > 1 && strcmp(argv[1], TARGETS[i].name) == 0) {
            for (int k = 2; k < argc; k++)
                replay_file(&TARGETS[i], argv[k]);
            return 0;
        }
        tests[i] = (struct CMUnitTest){TARGETS[i].name, test_target, NULL, NULL, (void *)(uintptr_t)&TARGETS[i]};
    }
    if (argc > 1) {
        fprintf(stderr, "replay: there is no target %s\n", argv[1]);
        return 2;
    }
    return cmocka_run_group_tests_name("fuzz", tests, NULL, NULL);
}
