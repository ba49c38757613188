/* change_ir: IR files as a hand may change them: the form stays right, so that what is changed is what an IR says. */
#ifndef TESTS_FUZZ_CHANGE_IR_H
#define TESTS_FUZZ_CHANGE_IR_H

#include "runtime/str.h"

/* The IR with one to three changes: a field takes another word of its set, the value that a field of this name has elsewhere, or an odd one; a node
 * is left out, doubled or put in the place of another. The same seed makes the same changes. What is no IR stays as it is. */
Str change_ir(Arena *arena, Str ir, uint64_t seed);

#endif
