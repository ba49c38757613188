/* sandbox: see sandbox.h. The tables of the kernel's interface stand here and not in a library's: Landlock has none in libc, and of libseccomp this
 * would take one function. Numbers are those of linux/landlock.h, of which older systems have older versions. */
#define _GNU_SOURCE /* O_PATH, CLONE_THREAD */
#include "sandbox.h"

#include "../runtime/lazy.h"
#include "../runtime/str.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- Landlock ---- */

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444 /* the same everywhere */
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

typedef struct Ruleset { /* struct landlock_ruleset_attr */
    uint64_t files, net, scope;
} Ruleset;
typedef struct __attribute__((packed)) BelowPath { /* struct landlock_path_beneath_attr */
    uint64_t allowed;
    int32_t folder;
} BelowPath;

enum { ASK_VERSION = 1, BELOW_PATH = 1 };
enum { MAY_WRITE = 1 << 1, MAY_READ = 1 << 2, MAY_REMOVE = 1 << 5, MAY_MAKE = 1 << 8, MAY_TRUNCATE = 1 << 14 };
/* What each version of the interface knows of files: 13 rights at first, then moving between folders, cutting, ioctl on devices. */
enum { FILES_1 = (1 << 13) - 1, FILES_2 = (1 << 14) - 1, FILES_3 = (1 << 15) - 1, FILES_5 = (1 << 16) - 1 };
enum { NET_TCP = 3, SCOPE_ALL = 3 }; /* binding and connecting; abstract sockets and signals */

/* A path that is not there is left out: who opens it is told so. */
static void allow(int rules, const char *path, uint64_t rights)
{
    BelowPath below = {rights, open(path, O_PATH | O_CLOEXEC)};
    struct stat info;
    if (below.folder < 0)
        return;
    if (fstat(below.folder, &info) == 0 && !S_ISDIR(info.st_mode))
        below.allowed &= MAY_WRITE | MAY_READ | MAY_TRUNCATE; /* no others are of single files */
    syscall(SYS_landlock_add_rule, rules, BELOW_PATH, &below, 0);
    close(below.folder);
}

static const char *folder_of(Arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? str_c(arena, str_slice(path, (size_t)(slash - path) + 1)) : ".";
}

/* A file is written beside its old self and renamed; a device or FIFO is written to as it stands. */
static void allow_output(Arena *arena, int rules, const char *path, uint64_t known)
{
    struct stat info;
    bool exists = stat(path, &info) == 0;
    if (exists && !S_ISREG(info.st_mode)) {
        allow(rules, path, MAY_WRITE);
        return;
    }
    char *real = exists ? realpath(path, NULL) : NULL; /* what output_write follows */
    if (real)
        path = str_c(arena, str_copy(arena, str_from(real)));
    free(real);
    allow(rules, folder_of(arena, path), known & (MAY_WRITE | MAY_REMOVE | MAY_MAKE | MAY_TRUNCATE));
}

static const char *lock_files(Arena *arena, const SandboxPaths *paths)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, ASK_VERSION);
    if (version < 1)
        return "the kernel has no Landlock, which would keep it from opening other files";
    Ruleset ruleset = {.files = version >= 5   ? FILES_5
                                : version >= 3 ? FILES_3
                                : version == 2 ? FILES_2
                                               : FILES_1,
                       .net = version >= 4 ? NET_TCP : 0,
                       .scope = version >= 6 ? SCOPE_ALL : 0};
    size_t size = version >= 6 ? sizeof ruleset : version >= 4 ? offsetof(Ruleset, scope) : offsetof(Ruleset, net);
    int rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset, size, 0);
    if (rules < 0)
        return "Landlock could not be started";
    for (size_t i = 0; i < paths->n_inputs; i++) {
        bool is_input = strcmp(paths->inputs[i], "-") == 0;
        if (!is_input)
            allow(rules, paths->inputs[i], MAY_READ);
        allow(rules, is_input ? "." : folder_of(arena, paths->inputs[i]), MAY_READ);
    }
    for (size_t i = 0; i < paths->n_outputs; i++)
        if (strcmp(paths->outputs[i], "-") != 0)
            allow_output(arena, rules, paths->outputs[i], ruleset.files);
    bool is_locked = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return !is_locked    ? "Landlock could not be started"
           : version < 3 ? "the kernel's Landlock is older than version 3, and does not keep it from cutting files"
                         : NULL;
}

/* ---- seccomp ---- */

#if defined __x86_64__
enum { MACHINE = (int)AUDIT_ARCH_X86_64 };
#define HAS_MACHINE 1
#elif defined __aarch64__
enum { MACHINE = (int)AUDIT_ARCH_AARCH64 };
#define HAS_MACHINE 1
#else
enum { MACHINE = 0 };
#define HAS_MACHINE 0
#endif

/* What a figure needs of the kernel when its libraries are loaded: files, memory, threads, time. Whatever is not here is as if the kernel did not
 * know it (ENOSYS), which libc copes with where it only tries something newer. */
/* clang-format off */
#define CALLS(C)                                                                                                                                          \
    C(read) C(write) C(pread64) C(readv) C(writev) C(openat) C(close) C(fstat) C(newfstatat) C(statx) C(lseek) C(faccessat) C(readlinkat) C(getcwd)        \
    C(renameat) C(unlinkat) C(fchmod) C(fsync) C(fdatasync) C(ftruncate) C(fcntl) C(dup) C(dup3) C(umask) C(munmap) C(mremap) C(madvise) C(brk) C(futex)  \
    C(set_robust_list) C(rt_sigaction) C(rt_sigprocmask) C(rt_sigreturn) C(sigaltstack) C(exit) C(exit_group) C(getpid) C(gettid) C(getrandom)             \
    C(clock_gettime) C(clock_getres) C(clock_nanosleep) C(nanosleep) C(gettimeofday) C(sched_yield) C(sched_getaffinity) C(sched_getparam)                 \
    C(sched_getscheduler) C(sysinfo) C(uname) C(prlimit64) C(getrusage) C(restart_syscall) C(ppoll) C(getuid) C(geteuid) C(getgid) C(getegid)              \
    C(membarrier) C(mincore) C(set_tid_address) C(fadvise64) C(memfd_create) C(statfs) C(fstatfs)
/* clang-format on */

#define NUMBER(name) SYS_##name,
static const int ALLOWED[] = {
    CALLS(NUMBER) SYS_openat2,
#ifdef SYS_faccessat2
    SYS_faccessat2,
#endif
#ifdef SYS_renameat2
    SYS_renameat2,
#endif
#ifdef SYS_rseq
    SYS_rseq,
#endif
#ifdef SYS_open /* older machines have these beside */
    SYS_open,
    SYS_stat,
    SYS_lstat,
    SYS_access,
    SYS_readlink,
    SYS_rename,
    SYS_unlink,
    SYS_dup2,
    SYS_poll,
    SYS_getrlimit,
    SYS_time,
    SYS_arch_prctl,
#endif
};

typedef struct Filter {
    struct sock_filter code[512];
    unsigned short n;
} Filter;

static void emit(Filter *f, unsigned code, uint32_t value, unsigned if_true, unsigned if_false)
{
    f->code[f->n++] = (struct sock_filter){(uint16_t)code, (uint8_t)if_true, (uint8_t)if_false, value};
}

static void load(Filter *f, size_t offset)
{
    emit(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void answer(Filter *f, uint32_t action)
{
    emit(f, BPF_RET | BPF_K, action, 0, 0);
}

/* The lower half of an argument: both machines have it first. */
static size_t argument(int i)
{
    return offsetof(struct seccomp_data, args) + (size_t)i * sizeof(uint64_t);
}

/* A call that is allowed when an argument, masked, has a value; the number of the call is loaded again behind it. */
static void allow_if(Filter *f, int call, int i, uint32_t mask, uint32_t value, uint32_t otherwise)
{
    emit(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 5);
    load(f, argument(i));
    emit(f, BPF_ALU | BPF_AND | BPF_K, mask, 0, 0);
    emit(f, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
    answer(f, SECCOMP_RET_ALLOW);
    answer(f, SECCOMP_RET_ERRNO | otherwise);
}

static const char *lock_calls(void)
{
    enum { NAMESPACES = 0x7E020000 }; /* CLONE_NEW... of clone */
    static const char *const NONE = "the kernel has no seccomp, which would keep it from opening sockets and programs";
    if (!HAS_MACHINE)
        return NONE;
    Filter filter = {.n = 0}, *f = &filter;
    load(f, offsetof(struct seccomp_data, arch));
    emit(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)MACHINE, 1, 0);
    answer(f, SECCOMP_RET_KILL_PROCESS);
    load(f, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < sizeof ALLOWED / sizeof *ALLOWED; i++) {
        emit(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)ALLOWED[i], 0, 1);
        answer(f, SECCOMP_RET_ALLOW);
    }
    allow_if(f, SYS_clone, 0, CLONE_THREAD | (uint32_t)NAMESPACES, CLONE_THREAD, EPERM); /* threads, no processes */
    allow_if(f, SYS_mmap, 2, PROT_EXEC, 0, EPERM);                                       /* no new code */
    allow_if(f, SYS_mprotect, 2, PROT_EXEC, 0, EPERM);
    allow_if(f, SYS_ioctl, 1, (uint32_t)-1, TCGETS, ENOTTY); /* whether it is a terminal; none is typed into */
    allow_if(f, SYS_tgkill, 0, (uint32_t)-1, (uint32_t)getpid(), EPERM);
    answer(f, SECCOMP_RET_ERRNO | ENOSYS);
    struct sock_fprog program = {f->n, f->code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0 ? NULL : NONE;
}

/* ---- temporary files ---- */

/* In the place of libc's: cairo writes the pages of a PostScript file to one before their head. In memory it needs no folder that others can write
 * to. */
FILE *tmpfile(void)
{
    int fd = memfd_create("chartc", MFD_CLOEXEC);
    FILE *file = fd >= 0 ? fdopen(fd, "w+") : NULL;
    if (fd >= 0 && !file)
        close(fd);
    return file;
}

/* ---- both ---- */

const char *sandbox_lock(Arena *arena, const SandboxPaths *paths)
{
    lazy_load_all();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return "the kernel lets no process give up its rights";
    const char *files = lock_files(arena, paths), *calls = lock_calls();
    return files && calls ? str_c(arena, str_printf(arena, "%s; %s", files, calls)) : files ? files : calls;
}
