/* output: bytes to a file, as a whole or not at all; see output.h. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES_TRIED = 100 };

static const char *reason(Arena *arena, int error)
{
    switch (error) {
    case ENOENT:
        return "there is no such folder";
    case ENOTDIR:
        return "what should be a folder on its way is a file";
    case EISDIR:
        return "it is a folder";
    case EACCES:
    case EPERM:
        return "permission denied";
    case ENOSPC:
        return "the disk is full";
    case EROFS:
        return "the file system is read-only";
    default:
        break;
    }
    char text[128] = "";
    return strerror_r(error, text, sizeof text) == 0 ? str_c(arena, str_from(text)) : "an unknown error";
}

/* The functions below return 0 or an errno: nothing is allocated, so nothing can jump away, while signals are held. */

static int write_all(int fd, Str bytes)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.at, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        bytes = str_slice(bytes.at + n, bytes.n - (size_t)n);
    }
    return 0;
}

static int open_file(const char *path, int flags)
{
    int fd;
    do
        fd = open(path, flags | O_CLOEXEC, 0666);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* A close that a signal interrupts has closed. */
static int close_written(int fd)
{
    return close(fd) == 0 || errno == EINTR ? 0 : errno;
}

static int write_directly(const char *path, Str bytes)
{
    int fd = open_file(path, O_WRONLY);
    if (fd < 0)
        return errno;
    int error = write_all(fd, bytes), closing = close_written(fd);
    return error ? error : closing;
}

/* ---- the file beside ---- */

/* Who writes a file beside a figure holds a lock on it. One that is not locked was left by a run that was killed, and goes. Where a file system has
 * no locks, none is taken for left behind. */

/* Whether a file just made is ours: another run may have taken it for one left behind before it was locked. */
static bool is_claimed(int fd)
{
    struct stat info;
    return !(flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) && !(fstat(fd, &info) == 0 && info.st_nlink == 0);
}

/* Takes a file away that was left behind; whether it did. */
static bool clear_left(const char *name)
{
    struct stat info;
    int fd = open_file(name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return false;
    bool is_left = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && flock(fd, LOCK_EX | LOCK_NB) == 0;
    bool is_gone = is_left && unlink(name) == 0;
    close(fd);
    return is_gone;
}

/* Makes a new file; `name` ends in digits that are counted up while a file of that name is being written. */
static int open_new(char *name, int *fd)
{
    char *last = name + strlen(name) - 1;
    for (int i = 0; i < NAMES_TRIED; i++) {
        last[-1] = (char)('0' + i / 10);
        last[0] = (char)('0' + i % 10);
        do
            *fd = open_file(name, O_WRONLY | O_CREAT | O_EXCL);
        while (*fd < 0 && errno == EEXIST && clear_left(name));
        if (*fd < 0 && errno != EEXIST)
            return errno;
        if (*fd >= 0 && is_claimed(*fd))
            return 0;
        if (*fd >= 0)
            close(*fd);
    }
    return EEXIST;
}

static int write_beside(const char *path, char *beside, Str bytes, const mode_t *mode)
{
    int fd, error = open_new(beside, &fd);
    if (error)
        return error;
    error = write_all(fd, bytes);
    if (!error && mode && fchmod(fd, *mode & 07777) != 0)
        error = errno;
    int closing = close_written(fd);
    error = error ? error : closing;
    if (!error && rename(beside, path) != 0)
        error = errno;
    if (error)
        unlink(beside);
    return error;
}

/* The name beside says what it is; the next run that writes the same figure finds it, should this one be killed before the rename. */
static char *name_beside(Arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
    Str name = str_printf(arena, "%.*s.%s.chartc-00", (int)(file - path), path, file);
    return arena_copy(arena, str_c(arena, name), name.n + 1);
}

static int write_held(const char *path, char *beside, Str bytes, const mode_t *mode)
{
    sigset_t held, before;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &held, &before);
    int error = write_beside(path, beside, bytes, mode);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error;
}

static int write_whole(Arena *arena, const char *path, Str bytes)
{
    struct stat old;
    if (stat(path, &old) != 0) {
        bool is_new = errno == ENOENT && *path;
        return is_new ? write_held(path, name_beside(arena, path), bytes, NULL) : errno;
    }
    if (S_ISDIR(old.st_mode))
        return EISDIR;
    if (!S_ISREG(old.st_mode))
        return write_directly(path, bytes);
    if (access(path, W_OK) != 0) /* a rename would get around the file's own protection */
        return errno;
    char *real = realpath(path, NULL);
    if (!real)
        return errno;
    arena_on_free(arena, free, real);
    return write_held(real, name_beside(arena, real), bytes, &old.st_mode);
}

const char *output_write(Arena *arena, const char *path, Str bytes)
{
    int error = write_whole(arena, path, bytes);
    if (error == ENOMEM)
        arena_fail(arena);
    return error ? reason(arena, error) : NULL;
}

const char *output_write_to(Arena *arena, int fd, Str bytes)
{
    int error = write_all(fd, bytes);
    return error ? reason(arena, error) : NULL;
}

bool output_same_file(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}
