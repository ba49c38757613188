/* api: what chartc.h's opaque types hold. */
#ifndef CHARTC_API_H
#define CHARTC_API_H

#include "../runtime/dataset.h"
#include "../runtime/text.h"
#include "chartc.h"
#include "compile.h"

struct ChartcSession {
    TextEngine *text; /* made by the first figure that needs it */
};

typedef enum InputKind { INPUT_SPEC, INPUT_IR, INPUT_SCENE } InputKind;

struct ChartcFigure {
    ChartcSession *session;
    Fault fault;    /* where out of memory goes: the entry point that is running */
    Arena *arena;   /* all that the figure owns */
    Arena *scratch; /* of the drawing that is going on */
    Sources sources;
    Report report;
    Files files;
    Datasets datasets;
    CompileOptions options;
    const char *path; /* of the input; NULL for text from memory */
    Source *source;   /* NULL when the input could not be read */
    InputKind input;
    bool is_ir_tried, is_scene_tried;
    ChartcStatus ir_status, scene_status; /* of what was tried */
    IrFigure *ir;
    Scene *scene;
    const char **dependencies;
    size_t n_dependencies, n_paths_collected;
    const ChartcDiagnostic **diagnostics; /* made from the first n_diagnostics of the report */
    size_t n_diagnostics;
};

#endif
