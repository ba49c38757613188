/* api: what chartc.h's opaque types hold. */
#ifndef CHARTC_API_H
#define CHARTC_API_H

#include "../runtime/backend.h"
#include "../runtime/dataset.h"
#include "../runtime/limit.h"
#include "../runtime/text.h"
#include "chartc.h"
#include "compile.h"
#include "record.h"

struct ChartcSession {
    TextEngine *text; /* made by the first figure that needs it */
};

typedef enum InputKind { INPUT_SPEC, INPUT_IR, INPUT_SCENE } InputKind;

typedef struct ReadFile {
    Str path, bytes;
} ReadFile;
typedef VEC(ReadFile) ReadFiles;

struct ChartcFigure {
    ChartcSession *session;
    Fault fault;    /* where out of memory goes: the entry point that is running */
    Arena *arena;   /* all that the figure owns */
    Arena *scratch; /* of the drawing that is going on */
    Limits limits;
    Sources sources;
    Report report;
    Files files; /* what the figure reads through, which keeps what was read: */
    Files inner; /* from here */
    ReadFiles read;
    Record *record; /* its own, made when first drawn; of a figure that was opened as made, the one that it carries */
    Attachments carried;
    Str made;   /* a figure that was opened as made: its bytes */
    Str folder; /* the caller's word on where such a figure's spec stands; empty: beside it */
    Datasets datasets;
    CompileOptions options;
    const char *path; /* of the input; NULL for text from memory */
    Source *source;   /* NULL when the input could not be read */
    InputKind input;
    bool is_sandboxed;
    bool is_ir_tried, is_scene_tried;
    ChartcStatus ir_status, scene_status; /* of what was tried */
    IrFigure *ir;
    Scene *scene;
    const char **dependencies;
    size_t n_dependencies, n_paths_collected;
    bool has_no_memory;                   /* since some call: the figure is half made */
    const ChartcDiagnostic **diagnostics; /* made from the first n_diagnostics of the report */
    size_t n_diagnostics;
};

/* What lack of memory leaves: a figure that can only be freed, and a session without its half-made caches. */
void figure_give_up(ChartcFigure *figure);
/* What jumped (setjmp's value) becomes a diagnostic, where it was a limit: CHARTC_INPUT_ERROR; else the figure is given up: CHARTC_NO_MEMORY. */
ChartcStatus api_fault(ChartcFigure *figure, int reason);

/* Begins an entry point that may run out of memory: setjmp must stand in the function itself, whose frame outlives the jump. */
#define ENTER(figure)                                     \
    do {                                                  \
        if ((figure)->has_no_memory)                      \
            return CHARTC_NO_MEMORY;                      \
        switch (setjmp((figure)->fault.env)) {            \
        case 0:                                           \
            break;                                        \
        case FAULT_MEMORY_LIMIT:                          \
            return api_fault(figure, FAULT_MEMORY_LIMIT); \
        case FAULT_WORK_LIMIT:                            \
            return api_fault(figure, FAULT_WORK_LIMIT);   \
        case FAULT_TEXT_LIMIT:                            \
            return api_fault(figure, FAULT_TEXT_LIMIT);   \
        default:                                          \
            return api_fault(figure, FAULT_NO_MEMORY);    \
        }                                                 \
    } while (0)
/* The same for those that open a figure: one that passes a limit is returned, with that told; without memory it is NULL. */
#define ENTER_OPENING(figure)                                                \
    do {                                                                     \
        switch (setjmp((figure)->fault.env)) {                               \
        case 0:                                                              \
            break;                                                           \
        case FAULT_MEMORY_LIMIT:                                             \
            if (api_fault(figure, FAULT_MEMORY_LIMIT) == CHARTC_INPUT_ERROR) \
                return figure;                                               \
            /* fall through */                                               \
        default:                                                             \
            chartc_figure_free(figure);                                      \
            return NULL;                                                     \
        }                                                                    \
    } while (0)
/* The same for those that return something else. */
#define ENTER_OR(figure, otherwise)        \
    do {                                   \
        if ((figure)->has_no_memory)       \
            return otherwise;              \
        if (setjmp((figure)->fault.env)) { \
            figure_give_up(figure);        \
            return otherwise;              \
        }                                  \
    } while (0)

/* For the files of the library beside api.c. */

/* A figure with its options and nothing in it; NULL without memory. The caller sets figure->fault.env before start. */
ChartcFigure *api_new_figure(ChartcSession *session);
void api_start_figure(ChartcFigure *figure, const ChartcOptions *options);
/* Of a figure that is sandboxed: from here on it reads only below the folder of `name`. */
void api_enclose(ChartcFigure *figure, Str name);
void api_add_input(ChartcFigure *figure, Str name, Str path, Str text);
/* Draws into memory of the figure. */
ChartcStatus api_draw(ChartcFigure *figure, const char *format, const BackendOptions *options, Str *out);

#endif
