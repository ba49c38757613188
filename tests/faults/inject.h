/* inject: calls of the C library that fail on demand. The program that links this has its own malloc, read, open ..., in front of the C library's,
 * and so has every library in it; each counts, and the n-th, or each from the n-th on, fails as the plan says. Nothing fails while no plan is at
 * work. */
#ifndef CHARTC_TESTS_INJECT_H
#define CHARTC_TESTS_INJECT_H

#include <stdbool.h>
#include <stddef.h>

/* What can fail. CALL_ALLOC stands for every function that takes memory; it is counted apart from the others. */
#define CALLS(C) \
    C(alloc)     \
    C(open)      \
    C(read)      \
    C(write) C(close) C(stat) C(fstat) C(access) C(mmap) C(rename) C(unlink) C(fchmod) C(flock) C(fsync) C(ftruncate) C(mkstemp) C(link) C(thread)
typedef enum Call {
#define CALL(name) CALL_##name,
    CALLS(CALL)
#undef CALL
        CALL_COUNT
} Call;
extern const char *const CALL_NAMES[CALL_COUNT];

typedef enum Failure { FAIL_ONCE, FAIL_FROM_THEN_ON } Failure;
enum {
    SHORT = -1,
    SIGNAL = -2,
    CUT = -3
}; /* in place of an errno: a read or write of fewer bytes than asked for; a signal before the call; a file is cut off once it is mapped */

typedef struct Plan {
    bool is_alloc;   /* counts allocations; else all other calls */
    unsigned long n; /* which fails, from 1 on; 0: none, they are counted only */
    Failure failure;
    int error; /* an errno, SHORT or SIGNAL */
    int signal;
    Call only; /* what fails, of calls that are no allocations: the first of this kind from the n-th call on, or all of them */
} Plan;

/* A plan at work, and what came of it. In memory that processes share, for a child to report to its parent. */
typedef struct Injection {
    Plan plan;
    unsigned long count;    /* of calls so far */
    unsigned long n_failed; /* how many were made to fail */
    Call failed;            /* the last that was */
    unsigned n_kinds;
    unsigned char kinds[4096]; /* of the first calls that are no allocations */
    unsigned places[4096];     /* of a run that is to count: alike for calls that came by the same way through the code */
} Injection;

/* Maps of files that are there now. */
unsigned inject_n_maps(void);

void inject_start(Injection *injection);
void inject_stop(void);

/* Between these two no allocation fails: the calling code belongs to a library that is known to crash then. */
void inject_spare(void);
void inject_resume(void);

#endif
