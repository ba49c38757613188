/* shrink: makes a failing spec small: statements, properties, rows and words are cut while it still fails. */
#ifndef TESTS_SHRINK_H
#define TESTS_SHRINK_H

#include "runtime/str.h"

/* Whether a text still fails in the way looked for. */
typedef bool (*ShrinkTest)(void *user, Str spec);

/* The spec has one statement, property or row a line, a block's head and end on lines of their own. At most `tries` tests are made. */
Str spec_shrink(Arena *arena, Str spec, ShrinkTest fails, void *user, int tries);

#endif
