/* bounds: what an input of at most 1 KB may take under the default limits, and the child process that it is compiled in. */
#ifndef CHARTC_TEST_BOUNDS_H
#define CHARTC_TEST_BOUNDS_H

#include "sanitized.h"

#include <sys/resource.h>

static const double MOST_SECONDS = 2, MOST_MB = 256; /* of CPU; resident */

/* The child ends, rather than the machine, when an input takes far more than that. */
static inline void bounds_enforce(void)
{
    struct rlimit memory = {(rlim_t)1 << 30, (rlim_t)1 << 30}, seconds = {20, 20}, core = {0, 0};
    if (!IS_SANITIZED)
        setrlimit(RLIMIT_AS, &memory);
    setrlimit(RLIMIT_CPU, &seconds);
    setrlimit(RLIMIT_CORE, &core);
}

static inline double bounds_seconds(const struct rusage *used)
{
    return (double)(used->ru_utime.tv_sec + used->ru_stime.tv_sec) + (double)(used->ru_utime.tv_usec + used->ru_stime.tv_usec) / 1e6;
}

static inline double bounds_mb(const struct rusage *used)
{
    return (double)used->ru_maxrss / 1024;
}

#endif
