/* stages: what must hold for the texts and files of any figure: every stage reads back as itself, every format is written. */
#ifndef TESTS_STAGES_H
#define TESTS_STAGES_H

#include "runtime/text.h"

/* The claim that a spec which is drawn does not keep, NULL when it keeps all. */
const char *stages_check(Arena *arena, TextEngine *engine, Str spec);

#endif
