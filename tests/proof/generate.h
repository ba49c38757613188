/* generate: random specs that are right: data of every magnitude, all marks and axes, facets, arrangements, legends, titles, themes, sizes. The same
 * number gives the same spec on every machine. One statement, property or row stands on a line, so that a case can be cut line by line. */
#ifndef TESTS_GENERATE_H
#define TESTS_GENERATE_H

#include "runtime/str.h"

Str spec_generate(Arena *arena, uint64_t number);
/* Lines that are drawn from the language's tables may not fit where they stand. The spec without the one, or the block, that holds the line (counted
 * from 0) which was complained of; where that is none of them, without the last of them; STR_NONE when there is none left. */
Str spec_without(Arena *arena, Str spec, size_t line);

#endif
