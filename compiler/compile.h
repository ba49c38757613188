/* compile: a spec's text to IR: parse, resolve, check, default, lower; one call, no output. */
#ifndef CHARTC_COMPILE_H
#define CHARTC_COMPILE_H

#include "../runtime/dataset.h"

/* `-D name=value`: the value is read as a value of the language, of the type of the param's default. */
typedef struct CompileParam {
    Str name, value;
} CompileParam;

typedef struct CompileOptions {
    const CompileParam *params;
    size_t n_params;
} CompileOptions;

/* NULL after at least one error was reported to datasets->report. The IR holds no pointer into the AST; spans point into `sources` (the spec, its
 * includes, data files), which live in datasets->report. Included files are read through datasets->files and counted in datasets->paths. */
IrFigure *compile_source(Arena *arena, Datasets *datasets, const Source *source, const CompileOptions *options);

#endif
