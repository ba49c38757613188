/* The kernel's part of --sandbox, with chartc's own checks left out: a process that has locked itself in tries to get out by system calls. And the
 * command where the kernel has no part: a filter in front of it takes Landlock or seccomp away. Skipped, with a word, where this kernel has neither.
 */
#include "compiler/sandbox.c" /* NOLINT(bugprone-suspicious-include): what it does inside is what is tested */
#include "../sanitized.h"

#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <cmocka.h>

enum { GOT_OUT = 1, CANNOT_START = 77 };

static const char FOLDER[] = "/tmp";
static char folder[64], spec[96], figure[96], rows[96], outside[96];

static int make(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    bool is_made = fd >= 0 && write(fd, "x", 1) == 1;
    if (fd >= 0)
        close(fd);
    return is_made ? 0 : -1;
}

/* folder/in is the spec's, folder/outside what nobody may read. */
static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/chartc-sandbox-XXXXXX", FOLDER);
    if (!mkdtemp(folder))
        return -1;
    char in[80];
    snprintf(in, sizeof in, "%s/in", folder);
    snprintf(spec, sizeof spec, "%s/in/fig.chart", folder);
    snprintf(figure, sizeof figure, "%s/in/fig.pdf", folder);
    snprintf(rows, sizeof rows, "%s/in/rows.csv", folder);
    snprintf(outside, sizeof outside, "%s/outside", folder);
    return mkdir(in, 0777) || make(spec) || make(outside);
}

static int tear_down(void **state)
{
    (void)state;
    char in[80];
    snprintf(in, sizeof in, "%s/in", folder);
    unlink(spec), unlink(figure), unlink(rows), unlink(outside), rmdir(in), rmdir(folder);
    return 0;
}

/* Runs `attempt` in a process that has locked itself in; fails when it gives GOT_OUT. */
static void locked_in(int (*attempt)(void))
{
    if (IS_SANITIZED) { /* their own calls do not pass the filter */
        print_message("under a sanitizer: skipped\n");
        skip();
    }
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        const char *inputs[] = {spec}, *outputs[] = {figure};
        SandboxPaths paths = {inputs, 1, outputs, 1};
        Arena *arena = arena_new(NULL);
        if (sandbox_lock(arena, &paths))
            _exit(CANNOT_START);
        _exit(attempt());
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == CANNOT_START) {
        print_message("this kernel has no Landlock of version 3 or no seccomp: skipped\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
}

static int opens(const char *path, int how)
{
    return open(path, how, 0666) >= 0;
}

static int try_files(void)
{
    char fresh[96], moved[96];
    snprintf(fresh, sizeof fresh, "%s/new", folder);
    snprintf(moved, sizeof moved, "%s/moved", folder);
    int out = opens("/etc/passwd", O_RDONLY) || opens("/proc/self/environ", O_RDONLY) || opens("/dev/zero", O_RDONLY) || opens(outside, O_RDONLY) ||
              opens(outside, O_WRONLY) || opens(outside, O_WRONLY | O_TRUNC) || opens(fresh, O_WRONLY | O_CREAT) ||
              opens("/", O_RDONLY | O_DIRECTORY);
    out = out || unlink(outside) == 0 || rename(spec, moved) == 0 || link(outside, fresh) == 0 || symlink(outside, fresh) == 0 ||
          mkdir(fresh, 0777) == 0 || mkfifo(fresh, 0666) == 0 || truncate(outside, 0) == 0 || chmod(outside, 0777) == 0;
    return out ? GOT_OUT : 0;
}

static int try_files_inside(void)
{
    return opens(spec, O_RDONLY) && opens(figure, O_WRONLY | O_CREAT) ? 0 : GOT_OUT;
}

static int try_sockets(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(80), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int pair[2], fd = socket(AF_INET, SOCK_STREAM, 0);
    int out = fd >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0 || socket(AF_INET, SOCK_DGRAM, 0) >= 0 ||
              socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 || connect(0, (struct sockaddr *)&to, sizeof to) == 0;
    return out ? GOT_OUT : 0;
}

static int try_programs(void)
{
    char *const arguments[] = {(char[]){"true"}, NULL};
    execv("/bin/true", arguments); /* would end in 0 */
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    void *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int out = child > 0 || code != MAP_FAILED || kill(getppid(), 0) == 0 || syscall(SYS_ptrace, 0, 0, 0, 0) == 0 ||
              syscall(SYS_io_uring_setup, 1, NULL) >= 0 || unshare(CLONE_NEWUSER) == 0 || syscall(SYS_clone3, NULL, 0) >= 0 ||
              ioctl(1, TIOCSTI, "x") == 0;
    return out ? GOT_OUT : 0;
}

static void *open_on_thread(void *user)
{
    (void)user;
    return opens("/etc/passwd", O_RDONLY) || socket(AF_INET, SOCK_STREAM, 0) >= 0 ? (void *)1 : NULL;
}

static int try_threads(void)
{
    pthread_t thread;
    void *result = (void *)1;
    bool runs = pthread_create(&thread, NULL, open_on_thread, NULL) == 0 &&
                pthread_join(thread, &result) == 0; /* threads start, and are locked in too */
    return runs && !result ? 0 : GOT_OUT;
}

static void test_files(void **state)
{
    (void)state;
    locked_in(try_files);
    locked_in(try_files_inside);
}

static void test_sockets(void **state)
{
    (void)state;
    locked_in(try_sockets);
}

static void test_programs(void **state)
{
    (void)state;
    locked_in(try_programs);
}

static void test_threads(void **state)
{
    (void)state;
    locked_in(try_threads);
}

/* --- a kernel that lacks it --------------------------------------------------------------------------------------- */

/* From here on one system call is unknown to this process and what it starts. */
static bool take_away(int call, int first_argument)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)first_argument, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

/* Runs the command without the call; what it says is in `said`. */
static int run_without(int call, int first_argument, const char *option, char *said, size_t size)
{
    const char *build = getenv("B");
    char command[512];
    snprintf(command, sizeof command, "%s/chartc", build ? build : "build");
    int fd = open(spec, O_WRONLY | O_TRUNC), pipes[2];
    static const char SPEC[] = "data \"rows.csv\"\npoint { x: a; y: b }\n", ROWS[] = "a,b\n1,2\n2,3\n";
    assert_int_equal(write(fd, SPEC, sizeof SPEC - 1), sizeof SPEC - 1);
    close(fd);
    fd = open(rows, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_int_equal(write(fd, ROWS, sizeof ROWS - 1), sizeof ROWS - 1);
    close(fd);
    assert_int_equal(pipe(pipes), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(pipes[1], 2);
        setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
        if (!take_away(call, first_argument))
            _exit(CANNOT_START);
        execl(command, "chartc", option, spec, (char *)NULL);
        _exit(127);
    }
    close(pipes[1]);
    size_t n = 0;
    for (ssize_t got; n + 1 < size && (got = read(pipes[0], said + n, size - 1 - n)) > 0;)
        n += (size_t)got;
    said[n] = 0;
    close(pipes[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == CANNOT_START) {
        print_message("this kernel has no seccomp: skipped\n");
        skip();
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_without_landlock(void **state)
{
    (void)state;
    char said[4096];
    assert_int_equal(run_without(SYS_landlock_create_ruleset, 0, "--sandbox", said, sizeof said), 0);
    assert_non_null(strstr(said, "note[N0910]: the sandbox is not all of it: the kernel has no Landlock"));
    assert_int_equal(access(figure, F_OK), 0);
    unlink(figure);
    assert_int_equal(run_without(SYS_landlock_create_ruleset, 0, "--sandbox=require", said, sizeof said), 1);
    assert_non_null(strstr(said, "chartc: no sandbox: the kernel has no Landlock"));
    assert_int_not_equal(access(figure, F_OK), 0);
}

static void test_without_seccomp(void **state)
{
    (void)state;
    char said[4096];
    assert_int_equal(run_without(SYS_prctl, PR_SET_SECCOMP, "--sandbox", said, sizeof said), 0);
    assert_non_null(strstr(said, "note[N0910]: the sandbox is not all of it: the kernel has no seccomp"));
    assert_int_equal(run_without(SYS_prctl, PR_SET_SECCOMP, "--sandbox=require", said, sizeof said), 1);
}

/* Without openat2 paths are walked. */
static void test_without_openat2(void **state)
{
    (void)state;
    char said[4096];
    assert_int_equal(run_without(SYS_openat2, 0, "--sandbox", said, sizeof said), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sockets, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_programs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_threads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_without_landlock, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_without_seccomp, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_without_openat2, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
