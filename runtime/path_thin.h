/* path_thin: of a stroke with more vertices than can be told apart, those that make the same picture: in each column of the page the first, the
 * lowest, the highest and the last (M4, see line_reduce.h). */
#ifndef CHARTC_PATH_THIN_H
#define CHARTC_PATH_THIN_H

#include "scene.h"

/* The width of a column in vector formats, points: a pixel of 300 to the inch. */
#define PATH_PRINT_COLUMN 0.24

/* The item, or one that borrows from it and from the arena, with fewer vertices: of an open stroke of straight segments, in pieces that run to one
 * side. */
SceneItem path_thinned(Arena *arena, const SceneItem *item, double column);

#endif
