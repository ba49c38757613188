/* Two threads compile different figures at once, each in a session of its own; what comes out is what one thread alone
 * makes. `make tsan` runs this under ThreadSanitizer. */
#include "compiler/chartc.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* cairo asks for the date (which we then take out of the bytes), and the C library reads the time zone for it behind a lock of its own
 * that ThreadSanitizer does not see. */
const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void)
{
    return "race:tzset_internal\n";
}

enum { ROUNDS = 5 };

static const char *const FORMATS[] = {"pdf", "svg", "png"};
enum { N_FORMATS = sizeof FORMATS / sizeof *FORMATS };

typedef struct Work {
    const char *path;
    unsigned char *bytes[N_FORMATS];
    size_t n[N_FORMATS];
    size_t n_failed, n_different;
} Work;

static void keep(Work *work, size_t i, const unsigned char *bytes, size_t n)
{
    if (!work->bytes[i]) {
        work->bytes[i] = malloc(n);
        memcpy(work->bytes[i], bytes, n);
        work->n[i] = n;
    } else if (work->n[i] != n || memcmp(work->bytes[i], bytes, n) != 0) {
        work->n_different++;
    }
}

static void *compile(void *argument)
{
    Work *work = argument;
    ChartcSession *session = chartc_session_new();
    ChartcRenderOptions options = {.size = sizeof options, .dpi = 72};
    for (int round = 0; round < ROUNDS; round++) {
        ChartcFigure *figure = chartc_open_file(session, work->path, NULL);
        for (size_t i = 0; i < N_FORMATS; i++) {
            const unsigned char *bytes;
            size_t n;
            if (chartc_render(figure, FORMATS[i], &options, &bytes, &n) == CHARTC_OK)
                keep(work, i, bytes, n);
            else
                work->n_failed++;
        }
        chartc_figure_free(figure);
    }
    chartc_session_free(session);
    return NULL;
}

static void figures_on_two_threads(void **state)
{
    (void)state;
    Work work[] = {{.path = "specs/r1_llama.chart"}, {.path = "specs/grouped_bars.chart"}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, compile, &work[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < 2; i++) {
        compile(&work[i]); /* alone: against what the threads kept */
        assert_int_equal(work[i].n_failed, 0);
        assert_int_equal(work[i].n_different, 0);
        for (size_t k = 0; k < N_FORMATS; k++)
            free(work[i].bytes[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(figures_on_two_threads)};
    return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
