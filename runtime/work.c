/* work: parts of a job on threads; see work.h. The calling thread works too: where no thread can be started it does all by itself. */
#include "work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MOST_THREADS = 16 };

typedef struct Work {
    void (*run)(void *user, WorkPlace *place, size_t part);
    void *user;
    size_t n_parts;
    atomic_size_t next;
    atomic_bool has_failed; /* memory ran out in some part */
} Work;

typedef struct Worker {
    Work *work;
    WorkPlace place;
    Fault fault;
} Worker;

static void work_one(Worker *worker, size_t part)
{
    worker->work->run(worker->work->user, &worker->place, part);
    arena_clear(worker->place.scratch);
}

static void *do_parts(void *object)
{
    Worker *worker = object;
    Work *work = worker->work;
    if (setjmp(worker->fault.env)) {
        atomic_store(&work->has_failed, true);
        return NULL;
    }
    for (size_t part; !atomic_load(&work->has_failed) && (part = atomic_fetch_add(&work->next, 1)) < work->n_parts;)
        work_one(worker, part);
    return NULL;
}

static void free_arena(void *arena)
{
    arena_free(arena);
}

/* Freed with `owner`. */
static Arena *new_arena(Arena *owner, Fault *fault)
{
    Arena *arena = arena_new(fault);
    if (!arena)
        arena_fail(owner);
    arena_on_free(owner, free_arena, arena);
    return arena;
}

void work_run(Arena *arena, size_t n_parts, void (*run)(void *user, WorkPlace *place, size_t part), void *user)
{
    Work work = {.run = run, .user = user, .n_parts = n_parts};
    Worker workers[MOST_THREADS];
    pthread_t threads[MOST_THREADS];
    long n_cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t n = n_cores < 1 ? 1 : n_cores > MOST_THREADS ? MOST_THREADS : (size_t)n_cores, n_started = 1;
    n = n > n_parts ? n_parts : n;
    for (size_t i = 0; i < n; i++) {
        workers[i].work = &work;
        workers[i].fault.budget = arena_fault(arena) ? arena_fault(arena)->budget : NULL;
        workers[i].place.arena = new_arena(arena, &workers[i].fault);
        workers[i].place.scratch = new_arena(arena, &workers[i].fault);
    }
    while (n_started < n && pthread_create(&threads[n_started], NULL, do_parts, &workers[n_started]) == 0)
        n_started++;
    if (n)
        do_parts(&workers[0]);
    for (size_t i = 1; i < n_started; i++)
        pthread_join(threads[i], NULL);
    if (atomic_load(&work.has_failed))
        arena_fail(arena);
}
