/* files: the one way a compile reads a file. Tests and library users hand over files from memory. */
#ifndef CHARTC_FILES_H
#define CHARTC_FILES_H

#include "str.h"

typedef struct Files {
    /* Reads all of `path` (as joined by files_join). True: *out is set, in `arena` or mapped until the arena is freed.
     * False: *why is a short reason ("no such file"). May be called from the thread that compiles only. */
    bool (*read)(const struct Files *files, Arena *arena, Str path, Str *out, Str *why);
    void *user;
} Files;

/* The machine's files. Large files are mapped; a folder, a FIFO or a device is refused with a reason, but /dev/stdin
 * ("-") is read. */
extern const Files FILES_SYSTEM;

/* `path` as seen from the folder of the file `from`; absolute paths stay. */
Str files_join(Arena *arena, Str from, Str path);

#endif
