/* work: one job in parts, on all cores. Parts are done in any order on any thread; what they make is put together in the order of the parts by the
 * caller, so that no result depends on how many threads there were. Threads live no longer than the call. */
#ifndef CHARTC_WORK_H
#define CHARTC_WORK_H

#include "arena.h"

/* Where a part may take memory from: arenas of its thread. */
typedef struct WorkPlace {
    Arena *arena;   /* for what it makes: lives as long as the arena of work_run */
    Arena *scratch; /* emptied after each part */
} WorkPlace;

/* Runs run(user, place, part) for each part below n_parts. `arena` itself may not be touched by a part. Memory that runs out in a part is out of
 * memory of `arena`. */
void work_run(Arena *arena, size_t n_parts, void (*run)(void *user, WorkPlace *place, size_t part), void *user);

#endif
