/* arena: memory by lifetime. Everything that chartc makes lives in an arena and is freed with it, whole.
 *
 * Out of memory never reaches a caller: the arena long-jumps to the `Fault` it was made with (the library's entry
 * points own one), or, made without a Fault, ends the program with a message. Foreign objects (cairo surfaces, open
 * files, FreeType faces) register a clean-up, which runs when the arena is freed, newest first.
 */
#ifndef CHARTC_ARENA_H
#define CHARTC_ARENA_H

#include <setjmp.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What all arenas of one owner may take together, on any thread; limit.h sets it. */
typedef struct Budget {
    atomic_size_t memory, work;    /* taken so far: bytes of chunks that live, steps of work */
    atomic_size_t to_read, read;   /* bytes of large files: to go through, gone through; for who waits, on any thread */
    size_t most_memory, most_work; /* written only while no other thread works */
    size_t most_text;              /* bytes of one text that is drawn */
    atomic_int passed;             /* a FaultReason; 0: none yet */
} Budget;

/* What setjmp returns when it is jumped to. */
typedef enum FaultReason { FAULT_NO_MEMORY = 1, FAULT_MEMORY_LIMIT, FAULT_WORK_LIMIT, FAULT_TEXT_LIMIT } FaultReason;

/* Where an allocation that fails returns to. The owner calls `setjmp(fault.env)` before the first allocation. */
typedef struct Fault {
    jmp_buf env;
    Budget *budget; /* NULL: no limits */
} Fault;

typedef struct Arena Arena;

/* A new arena; NULL when there is no memory for its head. `fault` may be NULL and must outlive the arena. */
Arena *arena_new(Fault *fault);

/* Runs the clean-ups, newest first, and frees all memory. NULL is fine. */
void arena_free(Arena *arena);

/* The same, but the arena stays, empty. */
void arena_clear(Arena *arena);

/* The Fault the arena was made with, to make a second arena of the same owner. */
Fault *arena_fault(const Arena *arena);

/* `size` zeroed bytes, aligned for any type. Never NULL; size 0 gives a pointer that must not be read. */
void *arena_alloc(Arena *arena, size_t size);

/* As arena_alloc, but NULL instead of the long jump: for code that must unwind by itself (the parser). */
void *arena_try_alloc(Arena *arena, size_t size);

/* `count * size` zeroed bytes; an overflow counts as out of memory. */
void *arena_array(Arena *arena, size_t count, size_t size);

/* Grows a block from old_size to new_size bytes: in place when it was the last one, else by a copy. New bytes are
 * zeroed. `block` may be NULL when old_size is 0. */
void *arena_grow(Arena *arena, void *block, size_t old_size, size_t new_size);

/* A copy of `size` bytes. */
void *arena_copy(Arena *arena, const void *bytes, size_t size);

/* Calls run(object) when the arena is freed. Where there is no memory to note that, run(object) is called at once: arena_on_free then fails as the
 * arena does, arena_try_on_free returns false. */
void arena_on_free(Arena *arena, void (*run)(void *object), void *object);
bool arena_try_on_free(Arena *arena, void (*run)(void *object), void *object);

/* Reports out of memory that a foreign library met, as the arena would. Does not return. */
_Noreturn void arena_fail(Arena *arena);

/* Counts steps of work before they are done; passing the budget jumps as out of memory does. */
void arena_work(Arena *arena, double n_steps);

/* Counts bytes of a file that will be gone through, and that have been. */
void arena_expect(Arena *arena, size_t n_bytes);
void arena_advance(Arena *arena, size_t n_bytes);

/* A text of so many bytes is going to be drawn; jumps where that is too long. */
void arena_text(Arena *arena, size_t n);
/* Counts bytes that a foreign library takes (a surface, a map) until the arena is freed; false where the budget is passed: arena_fail tells it. */
bool arena_count(Arena *arena, size_t size);
/* Where the arena's failures go from now on. */
void arena_set_fault(Arena *arena, Fault *fault);

/* For libraries that go on, and do not tell, without what they got no memory for (HarfBuzz leaves out a table, and glyphs with it): malloc has set
 * errno to ENOMEM then (POSIX). `arena_watch` before the calls, `arena_check` behind them, which fails as the arena does. In between nothing may be
 * called that sets errno for another reason. */
void arena_watch(void);
void arena_check(Arena *arena);

/* Before calls of a library that crashes where memory runs out under it: fails as the arena does unless `size` bytes can be had. */
void arena_need(Arena *arena, size_t size);

/* Bytes handed out so far. */
size_t arena_used(const Arena *arena);

#define ARENA_NEW(arena, Type) ((Type *)arena_alloc((arena), sizeof(Type)))
#define ARENA_ARRAY(arena, count, Type) ((Type *)arena_array((arena), (count), sizeof(Type)))

/* A growable array in an arena: `VEC(int) numbers = {0}; VEC_PUSH(arena, &numbers, 3); numbers.at[0]; numbers.n`.
 * VecOf types may be named: `typedef VEC(Str) StrVec;`. */
#define VEC(Type)      \
    struct {           \
        Type *at;      \
        size_t n, cap; \
    }
#define VEC_PUSH(arena, vec, ...)                                                                                     \
    do {                                                                                                              \
        if ((vec)->n == (vec)->cap) {                                                                                 \
            size_t vec_cap_ = (vec)->cap ? (vec)->cap * 2 : 8;                                                        \
            (vec)->at = arena_grow((arena), (vec)->at, (vec)->cap * sizeof *(vec)->at, vec_cap_ * sizeof *(vec)->at); \
            (vec)->cap = vec_cap_;                                                                                    \
        }                                                                                                             \
        (vec)->at[(vec)->n++] = (__VA_ARGS__);                                                                        \
    } while (0)

#endif
