/* files_beneath: files below one folder; see files.h. The kernel resolves the path where it can (openat2, Linux 5.6): without leaving the folder,
 * whoever moves folders or links meanwhile. Elsewhere each step is opened by itself, and no link is followed at all. */
#define _GNU_SOURCE /* O_PATH */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct Beneath {
    Str folder;
    int fd;
} Beneath;

enum { HOW = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY };

/* linux/openat2.h, which is newer than some systems' headers. */
typedef struct OpenHow {
    uint64_t flags, mode, resolve;
} OpenHow;
enum { NO_MAGIC_LINKS = 2, BENEATH = 8, TRIES = 100 };
#ifndef SYS_openat2
#define SYS_openat2 437 /* the same everywhere */
#endif

/* Component by component; an open file, or -1 with errno. */
static int walk(int folder, char *path)
{
    int at = dup(folder);
    for (char *name = path; at >= 0;) {
        char *slash = strchr(name, '/');
        if (slash)
            *slash = 0;
        int next = *name ? openat(at, name, slash ? O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC : HOW | O_NOFOLLOW) : dup(at), error = errno;
        close(at);
        errno = error;
        at = next;
        if (!slash)
            break;
        name = slash + 1;
    }
    return at;
}

static int open_beneath(Arena *arena, int folder, Str path)
{
    OpenHow how = {HOW, 0, BENEATH | NO_MAGIC_LINKS};
    const char *name = str_c(arena, path);
    long fd = -1;
    for (int i = 0; i < TRIES; i++) { /* EAGAIN: something was renamed meanwhile, and the kernel could not be sure */
        fd = syscall(SYS_openat2, folder, name, &how, sizeof how);
        if (fd >= 0 || errno != EAGAIN)
            break;
    }
    bool is_unknown = fd < 0 && (errno == ENOSYS || errno == EINVAL || errno == EPERM);
    return is_unknown ? walk(folder, arena_copy(arena, name, path.n + 1)) : (int)fd;
}

static bool goes_up(Str path)
{
    for (size_t i = 0; i + 1 < path.n; i++) {
        bool begins = i == 0 || path.at[i - 1] == '/', ends = i + 2 == path.n || path.at[i + 2] == '/';
        if (begins && ends && path.at[i] == '.' && path.at[i + 1] == '.')
            return true;
    }
    return false;
}

static bool read_beneath(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    const Beneath *beneath = files->user;
    if (str_is(path, "-"))
        return files_take_input(arena, out, why);
    bool is_below = str_starts(path, beneath->folder);
    Str rest = is_below ? str_slice(path.at + beneath->folder.n, path.n - beneath->folder.n) : path;
    if (!is_below || (rest.n && rest.at[0] == '/') || goes_up(rest) || memchr(rest.at, 0, rest.n)) {
        *why = STR("in a sandbox only files below the folder of the spec are read, by paths without `..`");
        return false;
    }
    int fd = beneath->fd >= 0 ? open_beneath(arena, beneath->fd, rest) : -1;
    if (fd >= 0)
        return files_take(arena, fd, out, why);
    int error = errno;
    struct stat info;
    bool is_folder = error == EACCES && fstatat(beneath->fd, str_c(arena, rest), &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode);
    if (is_folder) /* which the kernel does not open in a sandbox */
        error = EISDIR;
    bool leads_out = error == EXDEV || error == ELOOP;
    *why = leads_out ? STR("in a sandbox no link is followed out of the folder of the spec") : files_reason(arena, error);
    return false;
}

static void close_folder(void *object)
{
    Beneath *beneath = object;
    if (beneath->fd >= 0)
        close(beneath->fd);
}

Files files_beneath(Arena *arena, Str folder)
{
    Beneath *beneath = ARENA_NEW(arena, Beneath);
    *beneath = (Beneath){folder, -1};
    arena_on_free(arena, close_folder, beneath);
    beneath->fd = open(folder.n ? str_c(arena, folder) : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    return (Files){.read = read_beneath, .user = beneath};
}

bool files_are_system(const Files *files)
{
    return files->read == FILES_SYSTEM.read || files->read == read_beneath;
}
