/* path_shape: paths by their edges, and the area of filled ones: pieces are closed, inside is what an odd number of edges part from the outside.
 * Curves are eight chords. */
#ifndef CHARTC_PATH_SHAPE_H
#define CHARTC_PATH_SHAPE_H

#include "scene.h"

enum { PATH_CHORDS = 8 };

/* Walks the edges: `PathEdges edges = {.path = item}; Point from, to; while (path_next_edge(&edges, &from, &to))`. */
typedef struct PathEdges {
    const SceneItem *path;
    bool is_open; /* only what is closed by PATH_CLOSE is: the way of a stroke */
    size_t verb, point;
    int chord;              /* done of a curve */
    Point at, start, curve; /* where the curve begins */
} PathEdges;
bool path_next_edge(PathEdges *edges, Point *from, Point *to);

bool path_holds(const SceneItem *path, Point p);
typedef VEC(double) PathCrossings;
/* The x of each edge at the height y, in order, in place of what `out` held: the inside lies between each two. */
void path_crossings(Arena *arena, const SceneItem *path, double y, PathCrossings *out);

#endif
