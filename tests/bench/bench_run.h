/* bench_run: programs run interleaved, so that what else the machine does hits all alike; medians are compared. */
#ifndef BENCH_RUN_H
#define BENCH_RUN_H

#include <stdbool.h>

enum { RUNS_MOST = 41, ARGUMENTS_MOST = 8 };

typedef struct Program {
    const char *name;
    char *arguments[ARGUMENTS_MOST];
    double times[RUNS_MOST]; /* milliseconds of the whole process; sorted once its median was asked for */
    double memory;           /* the most that was resident in any run, megabytes; a mapped file counts where it was touched */
    int n_runs;
    bool is_missing; /* it could not be started, or failed */
} Program;

double bench_now(void); /* milliseconds */
/* Runs all programs in turn, n_runs times, after one round that only warms up. */
void bench_run(Program *programs, int n, int n_runs);
double bench_median(Program *program);

#endif
