/* extreme_spec: small specs that ask for as much as they can: each word of the language's tables with values at its bounds, beyond them, and of no
 * sense. */
#ifndef TESTS_EXTREME_SPEC_H
#define TESTS_EXTREME_SPEC_H

#include "runtime/str.h"

enum { EXTREME_BYTES = 1024 };

/* A spec of at most EXTREME_BYTES, the same for the same number everywhere. Much of it may be refused. */
Str spec_extreme(Arena *arena, uint64_t number);
/* The spec without the statement or property at a line (from 0), with the block that it opens; STR_NONE where that leaves nothing. */
Str spec_without_line(Arena *arena, Str spec, size_t line);

#endif
