/* progress: see progress.h. */
#include "progress.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

/* `, 45 % of 250 MB read`, or nothing where no large file is known yet. */
static void print_share(const ChartcFigure *figure)
{
    enum { WHOLE = 100 };
    static const double MEGABYTE = 1e6;
    size_t n_read = 0, n_known = 0;
    if (figure)
        chartc_progress(figure, &n_read, &n_known);
    if (n_known)
        fprintf(stderr, ", %d %% of %.0f MB read", n_read < n_known ? (int)((double)n_read / (double)n_known * WHOLE) : WHOLE,
                (double)n_known / MEGABYTE);
}

static void *watch(void *argument)
{
    Progress *progress = argument;
    struct timespec next;
    clock_gettime(CLOCK_REALTIME, &next);
    pthread_mutex_lock(&progress->lock);
    for (int seconds = 1; !progress->is_over; seconds++) {
        next.tv_sec++;
        while (!progress->is_over && pthread_cond_timedwait(&progress->over, &progress->lock, &next) != ETIMEDOUT)
            ;
        if (progress->is_over)
            break;
        progress->is_shown = true;
        fprintf(stderr, "\r\033[Kchartc: %s: %d s", progress->input, seconds);
        print_share(progress->figure);
        fflush(stderr);
    }
    pthread_mutex_unlock(&progress->lock);
    return NULL;
}

void progress_start(Progress *progress, const char *input)
{
    sigset_t all, before;
    *progress = (Progress){.input = input};
    pthread_mutex_init(&progress->lock, NULL);
    pthread_cond_init(&progress->over, NULL);
    sigfillset(&all); /* signals stay with the main thread */
    pthread_sigmask(SIG_BLOCK, &all, &before);
    progress->is_running = pthread_create(&progress->thread, NULL, watch, progress) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void progress_watch(Progress *progress, const ChartcFigure *figure)
{
    pthread_mutex_lock(&progress->lock);
    progress->figure = figure;
    pthread_mutex_unlock(&progress->lock);
}

void progress_stop(Progress *progress)
{
    if (progress->is_running) {
        pthread_mutex_lock(&progress->lock);
        progress->is_over = true;
        pthread_cond_signal(&progress->over);
        pthread_mutex_unlock(&progress->lock);
        pthread_join(progress->thread, NULL);
    }
    if (progress->is_shown)
        fputs("\r\033[K", stderr);
    pthread_cond_destroy(&progress->over);
    pthread_mutex_destroy(&progress->lock);
}
