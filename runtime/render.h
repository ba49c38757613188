/* render: IR and data to a scene: the runtime's conductor. */
#ifndef CHARTC_RENDER_H
#define CHARTC_RENDER_H

#include "dataset.h"
#include "text.h"

/* Reads the data, runs steps and checks, lays the figure out, draws it. NULL after at least one reported error; warnings may be reported with a
 * scene. The scene lives in `arena`. */
Scene *render_figure(Arena *arena, Datasets *datasets, const IrFigure *figure, TextEngine *text);

#endif
