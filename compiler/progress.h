/* progress: a line on the terminal while a figure takes longer than a second, gone when it is done. */
#ifndef CHARTC_PROGRESS_H
#define CHARTC_PROGRESS_H

#include <pthread.h>
#include <stdbool.h>

typedef struct Progress {
    const char *input;
    bool is_running, is_over, is_shown;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t over;
} Progress;

/* Shows the line on standard error from one second on, until progress_stop; `input` is borrowed until then. Without a thread to be had there is no
 * line. */
void progress_start(Progress *progress, const char *input);
void progress_stop(Progress *progress);

#endif
