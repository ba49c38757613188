/* files: reading the machine's files; see files.h. */
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
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

Str files_reason(Arena *arena, int error)
{
    switch (error) {
    case ENOENT:
        return STR("there is no such file");
    case EACCES:
        return STR("permission denied");
    case EISDIR:
        return STR("it is a folder");
    case ENOMEM:
        arena_fail(arena);
    default:
        break;
    }
    char text[128] = "";
    return strerror_r(error, text, sizeof text) == 0 ? str_copy(arena, str_from(text)) : STR("an unknown error");
}

/* Reads until the end or until `n` bytes are there; how many, or -1 with errno. */
static ssize_t read_bytes(int fd, char *bytes, size_t n)
{
    size_t have = 0;
    while (have < n) {
        ssize_t got = read(fd, bytes + have, n - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

bool files_take_input(Arena *arena, Str *out, Str *why)
{
    size_t cap = 1 << 16, n = 0;
    char *bytes = arena_alloc(arena, cap);
    for (;;) {
        ssize_t got = read_bytes(STDIN_FILENO, bytes + n, cap - n);
        if (got < 0) {
            *why = files_reason(arena, errno);
            return false;
        }
        n += (size_t)got;
        if (n < cap)
            break;
        bytes = arena_grow(arena, bytes, cap, cap * 2);
        cap *= 2;
    }
    *out = (Str){bytes, n};
    return true;
}

/* The bytes of an open regular file; 0, or an errno. Does not leave through the arena, as the caller has to close the
 * file. */
static int take_bytes(Arena *arena, int fd, size_t size, Str *out)
{
    if (size < MAP_FROM) {
        char *bytes = arena_try_alloc(arena, size);
        ssize_t n = bytes ? read_bytes(fd, bytes, size) : -1;
        *out = (Str){bytes, n < 0 ? 0 : (size_t)n};
        return !bytes ? ENOMEM : n < 0 ? errno : 0;
    }
    Mapping *mapping = arena_try_alloc(arena, sizeof *mapping);
    if (!mapping)
        return ENOMEM;
    *mapping = (Mapping){mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0), size};
    *out = (Str){mapping->at, size};
    if (mapping->at == MAP_FAILED)
        return errno;
    return arena_try_on_free(arena, unmap, mapping) ? 0 : ENOMEM;
}

bool files_take(Arena *arena, int fd, Str *out, Str *why)
{
    struct stat info;
    int error = fstat(fd, &info) == 0 ? 0 : errno;
    bool is_regular = !error && S_ISREG(info.st_mode);
    if (is_regular)
        error = take_bytes(arena, fd, (size_t)info.st_size, out);
    close(fd);
    if (error)
        *why = files_reason(arena, error);
    else if (!is_regular)
        *why = S_ISDIR(info.st_mode) ? STR("it is a folder") : STR("it is no regular file");
    return is_regular && !error;
}

static bool system_read(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    (void)files;
    if (str_is(path, "-") || str_is(path, "/dev/stdin"))
        return files_take_input(arena, out, why);
    /* without O_NONBLOCK a FIFO without a writer would hang here */
    const char *name = str_c(arena, path);
    int fd;
    do
        fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    while (fd < 0 && errno == EINTR);
    if (fd >= 0)
        return files_take(arena, fd, out, why);
    *why = files_reason(arena, errno);
    return false;
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* The folder is closed before anything can leave through the arena. */
static size_t system_names(const Files *files, Arena *arena, Str folder, const Str **names)
{
    (void)files;
    enum { MOST = 1000 };
    Str *list = ARENA_ARRAY(arena, MOST, Str);
    size_t n = 0;
    DIR *open = opendir(folder.n ? str_c(arena, folder) : ".");
    for (const struct dirent *entry = open ? readdir(open) : NULL; entry && n < MOST; entry = readdir(open)) {
        size_t length = strlen(entry->d_name);
        char *name = arena_try_alloc(arena, length + 1);
        if (!name)
            break;
        memcpy(name, entry->d_name, length + 1);
        list[n++] = str_slice(name, length);
    }
    if (open)
        closedir(open);
    if (n)
        qsort(list, n, sizeof *list, by_name);
    *names = list;
    return n;
}

const Files FILES_SYSTEM = {system_read, NULL, system_names};

Str files_folder(Str path)
{
    while (path.n && path.at[path.n - 1] != '/')
        path.n--;
    return path;
}

Str files_join(Arena *arena, Str from, Str path)
{
    if ((path.n && path.at[0] == '/') || str_is(path, "-"))
        return path;
    Str folder = files_folder(from);
    return folder.n ? str_printf(arena, "%.*s%.*s", STR_FMT(folder), STR_FMT(path)) : path;
}
