/* arena: chunked allocation with clean-ups; see arena.h for the contract. */
#include "arena.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_SIZE = 64 * 1024, ALIGNMENT = 16 };

typedef struct Chunk {
    struct Chunk *next;
    size_t size, used; /* bytes after the head */
    _Alignas(ALIGNMENT) unsigned char bytes[];
} Chunk;

typedef struct Cleanup {
    struct Cleanup *next;
    void (*run)(void *object);
    void *object;
} Cleanup;

struct Arena {
    Chunk *chunk; /* the newest chunk; older ones behind it */
    Cleanup *cleanups;
    Fault *fault;
    Budget *budget; /* the fault's: it may outlive the fault */
    size_t used;
    size_t taken; /* of the budget */
};

Arena *arena_new(Fault *fault)
{
    Arena *arena = calloc(1, sizeof *arena);
    if (arena)
        *arena = (struct Arena){.fault = fault, .budget = fault ? fault->budget : NULL};
    return arena;
}

void arena_clear(Arena *arena)
{
    for (Cleanup *cleanup = arena->cleanups; cleanup; cleanup = cleanup->next)
        cleanup->run(cleanup->object);
    for (Chunk *chunk = arena->chunk; chunk;) {
        Chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    if (arena->taken)
        atomic_fetch_sub(&arena->budget->memory, arena->taken);
    *arena = (Arena){.fault = arena->fault, .budget = arena->budget};
}

void arena_free(Arena *arena)
{
    if (!arena)
        return;
    arena_clear(arena);
    free(arena);
}

Fault *arena_fault(const Arena *arena)
{
    return arena->fault;
}

_Noreturn void arena_fail(Arena *arena)
{
    if (arena->fault) {
        int passed = arena->budget ? atomic_load(&arena->budget->passed) : 0;
        longjmp(arena->fault->env, passed ? passed : FAULT_NO_MEMORY);
    }
    fputs("chartc: out of memory\n", stderr);
    abort();
}

void arena_set_fault(Arena *arena, Fault *fault)
{
    arena->fault = fault;
}

void arena_watch(void)
{
    errno = 0;
}

void arena_check(Arena *arena)
{
    if (errno == ENOMEM)
        arena_fail(arena);
}

void arena_need(Arena *arena, size_t size)
{
    void *volatile room = malloc(size); /* volatile: or the compiler takes both calls away */
    if (!room)
        arena_fail(arena);
    free(room);
}

static size_t round_up(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

/* Takes from the budget; false where it is passed. */
static bool take(Arena *arena, size_t size)
{
    Budget *budget = arena->budget;
    if (!budget)
        return true;
    if (atomic_fetch_add(&budget->memory, size) + size > budget->most_memory) {
        atomic_fetch_sub(&budget->memory, size);
        atomic_store(&budget->passed, FAULT_MEMORY_LIMIT);
        return false;
    }
    arena->taken += size;
    return true;
}

void arena_work(Arena *arena, double n_steps)
{
    Budget *budget = arena->budget;
    if (!budget)
        return;
    double most = (double)budget->most_work;
    if (n_steps > most || (double)(atomic_fetch_add(&budget->work, (size_t)n_steps) + (size_t)n_steps) > most) {
        atomic_store(&budget->passed, FAULT_WORK_LIMIT);
        arena_fail(arena);
    }
}

void arena_expect(Arena *arena, size_t n_bytes)
{
    if (arena->budget)
        atomic_fetch_add(&arena->budget->to_read, n_bytes);
}

void arena_advance(Arena *arena, size_t n_bytes)
{
    if (arena->budget)
        atomic_fetch_add(&arena->budget->read, n_bytes);
}

void arena_text(Arena *arena, size_t n)
{
    Budget *budget = arena->budget;
    if (!budget || n <= budget->most_text)
        return;
    atomic_store(&budget->passed, FAULT_TEXT_LIMIT);
    arena_fail(arena);
}

bool arena_count(Arena *arena, size_t size)
{
    return take(arena, size);
}

void *arena_try_alloc(Arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = round_up(size ? size : 1);
    Chunk *chunk = arena->chunk;
    if (!chunk || chunk->size - chunk->used < size) {
        size_t room = size > CHUNK_SIZE / 4 ? size : CHUNK_SIZE;
        bool is_large = room == size;
        /* large zeroed blocks come from the system as pages that nobody touched yet */
        Chunk *fresh = !take(arena, sizeof *fresh + room) ? NULL : is_large ? calloc(1, sizeof *fresh + room) : malloc(sizeof *fresh + room);
        if (!fresh)
            return NULL;
        fresh->size = room;
        fresh->used = 0;
        if (chunk && is_large && chunk->size - chunk->used > ALIGNMENT) {
            /* a large block goes behind the current chunk, whose rest stays in use */
            fresh->next = chunk->next;
            chunk->next = fresh;
            fresh->used = size;
            arena->used += size;
            return fresh->bytes;
        }
        fresh->next = chunk;
        arena->chunk = chunk = fresh;
    }
    void *block = chunk->bytes + chunk->used;
    chunk->used += size;
    arena->used += size;
    return memset(block, 0, size);
}

void *arena_alloc(Arena *arena, size_t size)
{
    void *block = arena_try_alloc(arena, size);
    if (!block)
        arena_fail(arena);
    return block;
}

void *arena_array(Arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        arena_fail(arena);
    return arena_alloc(arena, count * size);
}

void *arena_grow(Arena *arena, void *block, size_t old_size, size_t new_size)
{
    Chunk *chunk = arena->chunk;
    if (block && chunk && new_size >= old_size) {
        size_t old_room = round_up(old_size), new_room = round_up(new_size);
        if ((unsigned char *)block + old_room == chunk->bytes + chunk->used && chunk->size - chunk->used >= new_room - old_room) {
            memset((unsigned char *)block + old_size, 0, new_room - old_size);
            chunk->used += new_room - old_room;
            arena->used += new_room - old_room;
            return block;
        }
    }
    void *bigger = arena_alloc(arena, new_size);
    if (old_size)
        memcpy(bigger, block, old_size < new_size ? old_size : new_size);
    return bigger;
}

void *arena_copy(Arena *arena, const void *bytes, size_t size)
{
    void *copy = arena_alloc(arena, size);
    if (size)
        memcpy(copy, bytes, size);
    return copy;
}

bool arena_try_on_free(Arena *arena, void (*run)(void *object), void *object)
{
    Cleanup *cleanup = arena_try_alloc(arena, sizeof *cleanup);
    if (!cleanup) {
        run(object);
        return false;
    }
    *cleanup = (Cleanup){arena->cleanups, run, object};
    arena->cleanups = cleanup;
    return true;
}

void arena_on_free(Arena *arena, void (*run)(void *object), void *object)
{
    if (!arena_try_on_free(arena, run, object))
        arena_fail(arena);
}

size_t arena_used(const Arena *arena)
{
    return arena->used;
}
