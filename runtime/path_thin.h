/* path_thin: of a stroke with more vertices than can be told apart, those that make the same picture: in each column of the page the first, the
 * lowest, the highest and the last (M4, see line_reduce.h). */
#ifndef CHARTC_PATH_THIN_H
#define CHARTC_PATH_THIN_H

#include "scene.h"

/* The width of a column in vector formats, points: a pixel of 288 to the inch, whose places have few digits in a file. */
#define PATH_PRINT_COLUMN 0.25

/* Which vertices of a column stay, by their numbers: the first, the lowest and the highest in their order, the last; each once. How many they are. */
size_t path_kept(size_t first, size_t low, size_t high, size_t last, size_t kept[4]);

/* The item, or one that borrows from it and from the arena, with fewer vertices: of an open stroke of straight segments, in pieces that run to one
 * side. Those of a crowded column stand in its middle, but for the ends of a piece. */
SceneItem path_thinned(Arena *arena, const SceneItem *item, double column);

#endif
