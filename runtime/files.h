/* files: the one way a compile reads a file. Tests and library users hand over files from memory. */
#ifndef CHARTC_FILES_H
#define CHARTC_FILES_H

#include "str.h"

typedef struct Files {
    /* Reads all of `path` (as joined by files_join). True: *out is set, in `arena` or mapped until the arena is freed.
     * False: *why is a short reason ("no such file"). May be called from the thread that compiles only. */
    bool (*read)(const struct Files *files, Arena *arena, Str path, Str *out, Str *why);
    void *user;
    /* The names of a folder's files, sorted, for suggestions; `folder` as files_folder gives it. NULL, or 0: not to be had. */
    size_t (*names)(const struct Files *files, Arena *arena, Str folder, const Str **names);
} Files;

/* The machine's files. Large files are mapped; a folder, a FIFO or a device is refused with a reason, but /dev/stdin
 * ("-") is read. */
extern const Files FILES_SYSTEM;

/* The machine's files below `folder` ("" is the working folder, else it ends in a slash), for specs that nobody trusts: paths that are absolute, hold
 * `..`, or lead out by a link, and what is no regular file, are refused with a reason; "-" is standard input. Paths are those of files_join from
 * files below the folder. The folder is opened now and closed when the arena is freed. */
Files files_beneath(Arena *arena, Str folder);
/* Whether it reads the machine's files. */
bool files_are_system(const Files *files);

/* All of an open file, which is closed; for files*.c. */
bool files_take(Arena *arena, int fd, Str *out, Str *why);
/* Standard input, the same. */
bool files_take_input(Arena *arena, Str *out, Str *why);
/* An errno in words. */
Str files_reason(Arena *arena, int error);

/* A path up to its last slash, with it; empty where there is none. */
Str files_folder(Str path);
/* `path` as seen from the folder of the file `from`; absolute paths stay. */
Str files_join(Arena *arena, Str from, Str path);

#endif
