/* generate: random specs that are right: data of every magnitude, all marks and axes, facets, arrangements, legends, titles, themes, sizes. The same
 * number gives the same spec on every machine. One statement, property or row stands on a line, so that a case can be cut line by line. */
#ifndef TESTS_GENERATE_H
#define TESTS_GENERATE_H

#include "runtime/str.h"

Str spec_generate(Arena *arena, uint64_t number);

#endif
