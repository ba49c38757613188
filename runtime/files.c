/* files: reading the machine's files; see files.h. */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files from this size on are mapped instead of copied: below, reading costs less than the page tables. */
enum { MAP_FROM = 1 << 18 };

typedef struct Mapping {
    void *at;
    size_t n;
} Mapping;

static void unmap(void *object)
{
    Mapping *mapping = object;
    munmap(mapping->at, mapping->n);
}

static Str reason(Arena *arena, int error)
{
    switch (error) {
    case ENOENT:
        return STR("there is no such file");
    case EACCES:
        return STR("permission denied");
    case EISDIR:
        return STR("it is a folder");
    default:
        break;
    }
    char text[128] = "";
    return strerror_r(error, text, sizeof text) == 0 ? str_copy(arena, str_from(text)) : STR("an unknown error");
}

/* All of a descriptor whose size is not known beforehand. */
static bool read_all(Arena *arena, int fd, size_t expected, Str *out, int *error)
{
    size_t cap = expected + 1, n = 0;
    char *bytes = arena_alloc(arena, cap);
    for (;;) {
        if (n == cap) {
            bytes = arena_grow(arena, bytes, cap, cap * 2);
            cap *= 2;
        }
        ssize_t got = read(fd, bytes + n, cap - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            *error = errno;
            return false;
        }
        if (got == 0)
            break;
        n += (size_t)got;
    }
    *out = (Str){bytes, n};
    return true;
}

static bool system_read(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    (void)files;
    int error = 0;
    if (str_is(path, "-")) {
        if (read_all(arena, STDIN_FILENO, 1 << 16, out, &error))
            return true;
        *why = reason(arena, error);
        return false;
    }
    /* without O_NONBLOCK a FIFO without a writer would hang here */
    int fd = open(str_c(arena, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        *why = reason(arena, errno);
        return false;
    }
    struct stat info;
    bool is_good = fstat(fd, &info) == 0;
    if (!is_good)
        *why = reason(arena, errno);
    else if (!S_ISREG(info.st_mode)) {
        is_good = false;
        *why = S_ISDIR(info.st_mode) ? STR("it is a folder") : STR("it is no regular file");
    } else if (info.st_size >= MAP_FROM) {
        Mapping *mapping = ARENA_NEW(arena, Mapping);
        mapping->n = (size_t)info.st_size;
        mapping->at = mmap(NULL, mapping->n, PROT_READ, MAP_PRIVATE, fd, 0);
        is_good = mapping->at != MAP_FAILED;
        if (is_good) {
            arena_on_free(arena, unmap, mapping);
            *out = (Str){mapping->at, mapping->n};
        } else {
            *why = reason(arena, errno);
        }
    } else {
        is_good = read_all(arena, fd, (size_t)info.st_size, out, &error);
        if (!is_good)
            *why = reason(arena, error);
    }
    close(fd);
    return is_good;
}

const Files FILES_SYSTEM = {system_read, NULL};

Str files_join(Arena *arena, Str from, Str path)
{
    if ((path.n && path.at[0] == '/') || str_is(path, "-"))
        return path;
    size_t folder = from.n;
    while (folder && from.at[folder - 1] != '/')
        folder--;
    return folder ? str_printf(arena, "%.*s%.*s", (int)folder, from.at, STR_FMT(path)) : path;
}
