/* output: files are written whole or not at all, and nothing is left beside them. */
#include "compiler/output.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

typedef struct Case {
    Arena *arena;
    char folder[32];
} Case;

static int open_case(void **state)
{
    Arena *arena = arena_new(NULL);
    Case *c = ARENA_NEW(arena, Case);
    c->arena = arena;
    strcpy(c->folder, "/tmp/chartc-output-XXXXXX");
    *state = c;
    return mkdtemp(c->folder) ? 0 : -1;
}

static size_t count_files(const char *folder)
{
    DIR *dir = opendir(folder);
    size_t n = 0;
    for (struct dirent *entry; (entry = readdir(dir));)
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return n;
}

static int close_case(void **state)
{
    Case *c = *state;
    const char *command = str_c(c->arena, str_printf(c->arena, "rm -rf '%s'", c->folder));
    int failed = system(command);
    arena_free(c->arena);
    return failed;
}

static const char *path_in(Case *c, const char *name)
{
    return str_c(c->arena, str_printf(c->arena, "%s/%s", c->folder, name));
}

static void assert_file(Case *c, const char *path, const char *expected)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = arena_alloc(c->arena, 4096);
    size_t n = fread(text, 1, 4095, file);
    fclose(file);
    assert_string_equal(text, expected);
    assert_int_equal(n, strlen(expected));
}

static void new_and_old_files(void **state)
{
    Case *c = *state;
    const char *path = path_in(c, "fig.pdf");
    assert_null(output_write(c->arena, path, STR("one")));
    assert_file(c, path, "one");
    assert_int_equal(chmod(path, 0640), 0);
    assert_null(output_write(c->arena, path, STR("two")));
    assert_file(c, path, "two");
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
    assert_int_equal(count_files(c->folder), 1);
}

static void links_are_followed(void **state)
{
    Case *c = *state;
    const char *path = path_in(c, "real.pdf"), *link = path_in(c, "link.pdf");
    assert_null(output_write(c->arena, path, STR("one")));
    assert_int_equal(symlink("real.pdf", link), 0);
    assert_null(output_write(c->arena, link, STR("two")));
    assert_file(c, path, "two");
    struct stat info;
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_true(output_same_file(path, link));
    assert_false(output_same_file(path, path_in(c, "none")));
}

static void reasons_are_told(void **state)
{
    Case *c = *state;
    assert_string_equal(output_write(c->arena, path_in(c, "none/fig.pdf"), STR("x")), "there is no such folder");
    assert_string_equal(output_write(c->arena, c->folder, STR("x")), "it is a folder");
    assert_null(output_write(c->arena, path_in(c, "file"), STR("x")));
    assert_string_equal(output_write(c->arena, path_in(c, "file/fig.pdf"), STR("x")), "what should be a folder on its way is a file");
    assert_int_equal(count_files(c->folder), 1);
}

static void devices_are_written_directly(void **state)
{
    Case *c = *state;
    assert_null(output_write(c->arena, "/dev/null", STR("x")));
    assert_string_equal(output_write(c->arena, "/dev/full", STR("x")), "the disk is full");
    struct stat info;
    assert_int_equal(stat("/dev/null", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
}

/* A limit on file sizes stands for a full disk. */
static void failed_write_leaves_the_old_file(void **state)
{
    Case *c = *state;
    const char *path = path_in(c, "fig.pdf");
    assert_null(output_write(c->arena, path, STR("old")));
    static char big[8192];
    struct rlimit before, small = {4096, 4096};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    const char *failure = output_write(c->arena, path, str_slice(big, sizeof big));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_non_null(failure);
    assert_file(c, path, "old");
    assert_int_equal(count_files(c->folder), 1);
}

/* In a child that is not root, for whom nothing is read-only. */
static void read_only_file_stays(void **state)
{
    Case *c = *state;
    const char *path = path_in(c, "fig.pdf");
    assert_null(output_write(c->arena, path, STR("old")));
    assert_int_equal(chmod(path, 0444), 0);
    assert_int_equal(chmod(c->folder, 0777), 0);
    pid_t child = fork();
    if (child == 0) {
        bool is_plain_user = geteuid() != 0 || setuid(65534) == 0;
        const char *failure = is_plain_user ? output_write(c->arena, path, STR("new")) : NULL;
        _exit(failure && strcmp(failure, "permission denied") == 0 ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_file(c, path, "old");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, open_case, close_case)
    const struct CMUnitTest tests[] = {
        CASE(new_and_old_files),
        CASE(links_are_followed),
        CASE(reasons_are_told),
        CASE(devices_are_written_directly),
        CASE(failed_write_leaves_the_old_file),
        CASE(read_only_file_stays),
    };
    return cmocka_run_group_tests_name("output", tests, NULL, NULL);
}
