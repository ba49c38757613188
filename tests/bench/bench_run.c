/* bench_run: see bench_run.h. */
#include "bench_run.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

double bench_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec * 1e-6;
}

static double run_once(Program *program)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child;
    int status = -1;
    struct rusage usage = {0};
    double start = bench_now();
    if (posix_spawnp(&child, program->arguments[0], &actions, NULL, program->arguments, environ) == 0)
        wait4(child, &status, 0, &usage);
    double time = bench_now() - start, memory = (double)usage.ru_maxrss / 1024;
    posix_spawn_file_actions_destroy(&actions);
    program->memory = memory > program->memory ? memory : program->memory;
    program->is_missing |= status != 0;
    return time;
}

void bench_run(Program *programs, int n, int n_runs)
{
    for (int run = -1; run < n_runs; run++)
        for (int i = 0; i < n; i++) {
            if (programs[i].is_missing)
                continue;
            double time = run_once(&programs[i]);
            if (run >= 0)
                programs[i].times[programs[i].n_runs++] = time;
        }
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

double bench_median(Program *program)
{
    qsort(program->times, (size_t)program->n_runs, sizeof *program->times, by_value);
    return program->times[program->n_runs / 2];
}
