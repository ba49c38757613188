/* job: one input of a run of the command: planned, run (on any thread), finished (in order, on the main thread). */
#ifndef CHARTC_JOB_H
#define CHARTC_JOB_H

#include "options.h"
#include "progress.h"

typedef struct JobOutput {
    const char *path; /* "-" is standard output */
    const char *what; /* a format, or the stage of --emit */
    const void *bytes;
    size_t n;
} JobOutput;

typedef struct Job {
    Arena *arena; /* of the main thread: only for planning and finishing */
    const Options *options;
    const char *input;
    VEC(JobOutput) outputs;
    ChartcFigure *figure; /* until job_finish */
    Progress *progress;   /* told of the figure; NULL: nobody waits */
    ChartcStatus status;
    bool is_done; /* guarded by who runs jobs on threads */
} Job;

/* Decides what is written where. NULL, or what is wrong with the command line. */
const char *job_plan(Job *job);

/* Where -M, -MD and -MF write the rule for make; NULL: nowhere. */
const char *job_rule_path(Job *job);

/* Compiles and draws into memory. Touches nothing but the job and the session. */
void job_run(Job *job, ChartcSession *session);

/* Writes the outputs, prints the diagnostics, frees the figure. Returns the exit code. */
int job_finish(Job *job, bool has_color);

#endif
