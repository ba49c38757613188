/* inject: see inject.h. glibc's own allocator stays within reach by its second names; under AddressSanitizer and LeakSanitizer the sanitizer's. Other
 * calls are found behind ours by dlsym. What glibc calls inside itself (stdio's writes, the opening of a library) does not pass here. */
#define _GNU_SOURCE
#include "inject.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const CALL_NAMES[] = {
#define CALL(name) #name,
    CALLS(CALL)
#undef CALL
};

static Injection *at_work;
static atomic_int n_spared;
static atomic_ulong n_calls;

void inject_start(Injection *injection)
{
    atomic_store(&n_calls, 0);
    injection->count = injection->n_failed = injection->n_kinds = 0;
    at_work = injection;
}

void inject_stop(void)
{
    at_work = NULL;
}

void inject_spare(void)
{
    atomic_fetch_add(&n_spared, 1);
}

void inject_resume(void)
{
    atomic_fetch_sub(&n_spared, 1);
}

/* The way by which the code came here, in a few bits. */
static unsigned place(void)
{
    enum { FRAMES = 16 };
    void *frames[FRAMES];
    int n = backtrace(frames, FRAMES);
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (int i = 0; i < n; i++)
        hash = (hash ^ (uint64_t)(uintptr_t)frames[i]) * 1099511628211u;
    return (unsigned)(hash >> 32);
}

/* What the call at hand shall do: 0, or what the plan has for it. */
static int turn(Call call)
{
    Injection *in = at_work;
    if (!in || in->plan.is_alloc != (call == CALL_alloc) || (call == CALL_alloc && atomic_load(&n_spared) > 0))
        return 0;
    unsigned long number = atomic_fetch_add(&n_calls, 1) + 1;
    in->count = number;
    if (call != CALL_alloc && number <= sizeof in->kinds) {
        in->kinds[number - 1] = (unsigned char)call;
        if (!in->plan.n)
            in->places[number - 1] = place();
        in->n_kinds = (unsigned)number;
    }
    bool is_counted = in->plan.is_alloc || in->plan.error == SIGNAL, is_once = in->plan.failure == FAIL_ONCE;
    /* threads may have come in another order when the calls were counted: the next of the kind is meant */
    bool is_due = in->plan.n && number >= in->plan.n && (is_counted || call == in->plan.only) &&
                  (!is_once || (is_counted ? number == in->plan.n : in->n_failed == 0));
    if (!is_due)
        return 0;
    in->n_failed++;
    in->failed = call;
    if (in->plan.error == SIGNAL) {
        kill(getpid(), in->plan.signal);
        return 0;
    }
    if (in->plan.error == CUT)
        return call == CALL_mmap ? CUT : 0;
    if (in->plan.error == SHORT)
        return call == CALL_read || call == CALL_write ? SHORT : 0;
    return in->plan.error;
}

/* ---- memory ---- */

#if defined(__SANITIZE_ADDRESS__) || defined(FAULTS_LEAKS)
#define REAL(name) __interceptor_##name
#else
#define REAL(name) __libc_##name
#endif
void *REAL(malloc)(size_t size);
void *REAL(calloc)(size_t count, size_t size);
void *REAL(realloc)(void *block, size_t size);
void *REAL(memalign)(size_t alignment, size_t size);

static bool may_take(void)
{
    int error = turn(CALL_alloc);
    if (error)
        errno = error;
    return !error;
}

void *malloc(size_t size)
{
    return may_take() ? REAL(malloc)(size) : NULL;
}

void *calloc(size_t count, size_t size)
{
    return may_take() ? REAL(calloc)(count, size) : NULL;
}

void *realloc(void *block, size_t size)
{
    if (!block)
        return malloc(size);
    if (size && !may_take())
        return NULL;
    return REAL(realloc)(block, size);
}

void *reallocarray(void *block, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(block, count * size);
}

void *memalign(size_t alignment, size_t size)
{
    return may_take() ? REAL(memalign)(alignment, size) : NULL;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *block = memalign(alignment, size);
    if (!block)
        return ENOMEM;
    *out = block;
    return 0;
}

/* ---- calls of the system ---- */

/* The next function of the name, looked up once. ISO C has no conversion from void * to it. */
#define NEXT(name)                             \
    static __typeof__(&name) next;             \
    if (!next) {                               \
        void *found = dlsym(RTLD_NEXT, #name); \
        memcpy(&next, &found, sizeof next);    \
    }

#define WRAP(call, type, failed, name, params, args) \
    type name params                                 \
    {                                                \
        NEXT(name)                                   \
        int error = turn(CALL_##call);               \
        if (error > 0) {                             \
            errno = error;                           \
            return failed;                           \
        }                                            \
        return next args;                            \
    }

WRAP(stat, int, -1, stat, (const char *restrict path, struct stat *restrict out), (path, out))
WRAP(stat, int, -1, lstat, (const char *restrict path, struct stat *restrict out), (path, out))
WRAP(fstat, int, -1, fstat, (int fd, struct stat *out), (fd, out))
WRAP(access, int, -1, access, (const char *path, int mode), (path, mode))
WRAP(rename, int, -1, rename, (const char *from, const char *to), (from, to))
WRAP(unlink, int, -1, unlink, (const char *path), (path))
WRAP(fchmod, int, -1, fchmod, (int fd, mode_t mode), (fd, mode))
WRAP(flock, int, -1, flock, (int fd, int operation), (fd, operation))
WRAP(fsync, int, -1, fsync, (int fd), (fd))
WRAP(fsync, int, -1, fdatasync, (int fd), (fd))
WRAP(ftruncate, int, -1, ftruncate, (int fd, off_t size), (fd, size))
WRAP(mkstemp, int, -1, mkstemp, (char *name), (name))
WRAP(link, int, -1, link, (const char *from, const char *to), (from, to))

/* Maps of files by their places, for inject_n_maps; what does not fit is not counted. */
enum { MAPS_MOST = 256 };
static _Atomic(void *) maps[MAPS_MOST];

static void exchange_map(void *from, void *to)
{
    for (size_t i = 0; i < MAPS_MOST; i++) {
        void *wanted = from;
        if (atomic_compare_exchange_strong(&maps[i], &wanted, to))
            return;
    }
}

unsigned inject_n_maps(void)
{
    unsigned n = 0;
    for (size_t i = 0; i < MAPS_MOST; i++)
        n += atomic_load(&maps[i]) != NULL;
    return n;
}

int munmap(void *at, size_t n)
{
    NEXT(munmap)
    exchange_map(at, NULL);
    return next(at, n);
}

static void cut_off(int fd)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (truncate(path, 100) != 0)
        abort();
}

void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
    NEXT(mmap)
    int error = turn(CALL_mmap);
    if (error > 0) {
        errno = error;
        return MAP_FAILED;
    }
    void *map = next(at, n, protection, flags, fd, offset);
    if (map != MAP_FAILED && fd >= 0)
        exchange_map(NULL, map);
    if (error == CUT && fd >= 0)
        cut_off(fd);
    return map;
}

static int open_next(int (*next)(const char *, int, ...), const char *path, int flags, va_list rest)
{
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    int error = turn(CALL_open);
    if (error > 0) {
        errno = error;
        return -1;
    }
    return next(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    NEXT(open)
    va_list rest;
    va_start(rest, flags);
    int fd = open_next(next, path, flags, rest);
    va_end(rest);
    return fd;
}

int open64(const char *path, int flags, ...)
{
    NEXT(open64)
    va_list rest;
    va_start(rest, flags);
    int fd = open_next(next, path, flags, rest);
    va_end(rest);
    return fd;
}

int openat(int folder, const char *path, int flags, ...)
{
    NEXT(openat)
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    int error = turn(CALL_open);
    if (error > 0) {
        errno = error;
        return -1;
    }
    return next(folder, path, flags, mode);
}

/* Of `n` bytes: one when it is the only call that is short, else about a quarter, so that a file takes some dozens of calls and not as many as it has
 * bytes. */
static size_t short_of(int error, size_t n)
{
    return error != SHORT || n == 0 ? n : at_work->plan.failure == FAIL_ONCE ? 1 : 1 + (n - 1) / 4;
}

ssize_t read(int fd, void *bytes, size_t n)
{
    NEXT(read)
    int error = turn(CALL_read);
    if (error > 0) {
        errno = error;
        return -1;
    }
    return next(fd, bytes, short_of(error, n));
}

ssize_t pread(int fd, void *bytes, size_t n, off_t offset)
{
    NEXT(pread)
    int error = turn(CALL_read);
    if (error > 0) {
        errno = error;
        return -1;
    }
    return next(fd, bytes, short_of(error, n), offset);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    NEXT(write)
    int error = turn(CALL_write);
    if (error > 0) {
        errno = error;
        return -1;
    }
    return next(fd, bytes, short_of(error, n));
}

/* A file is closed also when close says that it could not write. */
int close(int fd)
{
    NEXT(close)
    int error = turn(CALL_close), result = next(fd);
    if (error > 0) {
        errno = error;
        return -1;
    }
    return result;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument)
{
    NEXT(pthread_create)
    int error = turn(CALL_thread);
    return error > 0 ? error : next(thread, attributes, start, argument);
}
