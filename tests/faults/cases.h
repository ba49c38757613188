/* cases: the figures that faults are tried on, and one run of one of them in a process of its own, as the command and as the library; for faults.c.
 */
#ifndef CHARTC_TESTS_CASES_H
#define CHARTC_TESTS_CASES_H

#include "inject.h"

typedef enum Doing { COMPILE, EXTRACT, VERIFY, SEVERAL } Doing;

typedef struct Case {
    const char *name;
    const char *input; /* in tests/faults/specs, in the tree's specs (r1_llama), or made by make_inputs in the folder above the worker's own */
    const char *format;
    Doing doing;               /* SEVERAL: two specs of the worker's folder at once; their figures are looked at as one */
    int code;                  /* of the command, without faults */
    int stride;                /* in the short form every so many-th allocation is tried */
    bool has_threads;          /* the order of calls is not the same in all runs */
    const char *crashes;       /* the library that is known to crash for lack of memory in this case: its crashes are counted apart */
    bool asks_system;          /* fontconfig looks through the machine for fonts: what it cannot read it does not tell */
    bool is_read_only;         /* nothing can be written into the figure's folder */
    const char *fonts, *cache; /* in place of fontconfig's configuration and of the folder of its cache; NULL: those of the tests */
} Case;
extern const Case CASES[];
extern const size_t N_CASES;

typedef struct Bytes {
    char *at; /* NULL: there is no such file */
    size_t n;
} Bytes;

/* What a run leaves behind. Freed by outcome_free. */
typedef struct Outcome {
    int status;           /* of waitpid */
    Bytes figure, second; /* SEVERAL have two */
    Bytes said;
    unsigned n_strays; /* files in the folder that are neither the figure nor err and out */
} Outcome;
void outcome_free(Outcome *outcome);
bool bytes_are(Bytes a, Bytes b);

/* The folder of all workers, with what has to be made first; false when it cannot be made. */
bool make_inputs(const char *tree);
void remove_inputs(void);
/* A large file of data anew, in the case `cut`. */
bool write_cut(void);
/* Into the folder of a worker. */
bool enter_folder(unsigned worker);

extern const char OLD_FIGURE[];
/* Puts the old figure where the case writes, and takes strays away. */
void reset_folder(const Case *c);

/* Exit codes of a run that has not given back all (leaks.h), in place of its own. */
enum { LEFT_MEMORY = 90, LEFT_OPEN, LEFT_MAPPED };

/* Runs `chartc INPUT -o FIGURE`, or what the case does. With `kill_after` microseconds > 0 the signal is sent then, from outside. */
Outcome run_command(const Case *c, Injection *injection, unsigned kill_after, int signal);

/* What the library did in a process of its own: the figure with the fault at work, then once more without, in one session; then all is given back. */
typedef struct LibraryRun {
    int status;              /* ChartcStatus of the first figure; CHARTC_NO_MEMORY also where nothing was opened */
    bool is_different;       /* it was OK and its bytes were not those of the second */
    int status_after;        /* of the second */
    bool is_different_after; /* from the figure without faults: `wanted` */
} LibraryRun;
/* *run is in memory that processes share. */
Outcome run_library(const Case *c, Injection *injection, Bytes wanted, LibraryRun *run);

#endif
