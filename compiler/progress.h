/* progress: a line on the terminal while a figure takes longer than a second, gone when it is done. */
#ifndef CHARTC_PROGRESS_H
#define CHARTC_PROGRESS_H

#include "chartc.h"

#include <pthread.h>
#include <stdbool.h>

typedef struct Progress {
    const char *input;
    const ChartcFigure *figure; /* whose reading is told; NULL: not known yet */
    bool is_running, is_over, is_shown;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t over;
} Progress;

/* Shows the line on standard error from one second on, until progress_stop; `input` is borrowed until then. Without a thread to be had there is no
 * line. */
void progress_start(Progress *progress, const char *input);
/* What it waits for: how far the figure's reading is stands in the line from now on. The figure lives until progress_stop. */
void progress_watch(Progress *progress, const ChartcFigure *figure);
void progress_stop(Progress *progress);

#endif
