/* leaks: what a run has not given back when all is freed: open files, maps of files, and, where LeakSanitizer is linked, memory that nothing points
 * to any more. What libraries keep for the process they point to; it is none. */
#ifndef CHARTC_TESTS_LEAKS_H
#define CHARTC_TESTS_LEAKS_H

#include <stdbool.h>

/* Whether memory is looked through. */
bool leaks_are_searched(void);

/* Files that are open now. */
unsigned leaks_n_open(void);

/* 0, or the exit code that says what is left (cases.h); LeakSanitizer's report goes to stderr. `n_open` and `n_maps` were there before the run. */
int leaks_find(unsigned n_open, unsigned n_maps);

#endif
