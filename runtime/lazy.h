/* lazy: libraries that are loaded when they are first needed. Linked in the usual way, libxml2 (with the ICU that it brings) would take a
 * fifth of the time of every figure that is no SVG, and libraqm 3% of every figure that has no text of mixed scripts. */
#ifndef CHARTC_LAZY_H
#define CHARTC_LAZY_H

#include "arena.h"

typedef enum LazyLibrary { LAZY_LIBXML2, LAZY_RAQM, LAZY_SQLITE, LAZY_ZLIB, LAZY_ZSTD, LAZY_LIBRARY_COUNT } LazyLibrary;

/* A library's functions under their own names, with the types of its headers:
 *     #define FUNCTIONS(F) F(raqm_create) F(raqm_destroy)
 *     typedef struct LibRaqm { FUNCTIONS(LAZY_MEMBER) } LibRaqm;
 *     static const char *const NAMES[] = {FUNCTIONS(LAZY_NAME) NULL};
 *     lazy_load(arena, LAZY_RAQM, NAMES, (LazyFunction *)&lib)
 */
#define LAZY_MEMBER(name) __typeof__(&name) name;
#define LAZY_NAME(name) #name,

typedef void (*LazyFunction)(void);

/* Loads the library and finds the functions of a NULL-terminated list, in its order. False when the machine lacks one of them. Cheap when
 * it was loaded before; what is loaded stays until the program ends. Memory that is lacking is out of memory of the arena. */
bool lazy_load(Arena *arena, LazyLibrary library, const char *const *names, LazyFunction *functions);

/* Loads all that the machine has, for a process that is going to lock itself in: loaded libraries are found without opening files. */
void lazy_load_all(void);

#endif
