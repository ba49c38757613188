/* drawn: a spec compiled to its scene, in memory, with all that was told. */
#ifndef TESTS_DRAWN_H
#define TESTS_DRAWN_H

#include "laws.h"

#include "compiler/compile.h"
#include "runtime/text.h"

typedef struct Drawn {
    IrFigure *figure; /* NULL: refused */
    Scene *scene;     /* NULL: refused */
    Sources sources;
    Report report;
} Drawn;

/* `path` is what messages call the text, and what files that it names are relative to. */
Drawn *spec_draw(Arena *arena, TextEngine *engine, const char *path, Str spec, const CompileOptions *options);
/* The code of the first error, or "". */
const char *drawn_error(const Drawn *drawn);
/* The line of the first error, from 0. */
size_t drawn_error_line(Drawn *drawn);

#endif
