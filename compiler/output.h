/* output: bytes to a file, as a whole or not at all. */
#ifndef CHARTC_OUTPUT_H
#define CHARTC_OUTPUT_H

#include "../runtime/str.h"

/* Writes `bytes` to `path` (terminated text): a temporary file beside it (`.NAME.chartc-00`), then a rename. One that a killed run left there is
 * taken away. Symbolic links are followed; an existing file keeps its permissions; what is no regular file (a device, a FIFO) is written to directly.
 * SIGINT, SIGTERM and SIGHUP are held back in the calling thread until it is done. Not fsynced: that costs more than the whole figure, and a rename
 * on today's file systems leaves the old file or the new one. NULL when it went well, else a short reason; then the old file is as it was and no
 * other is left behind. */
const char *output_write(Arena *arena, const char *path, Str bytes);

/* Writes to a descriptor, interrupted or not. NULL, or a short reason. */
const char *output_write_to(Arena *arena, int fd, Str bytes);

/* Whether two paths are the same existing file, links followed. */
bool output_same_file(const char *a, const char *b);

#endif
