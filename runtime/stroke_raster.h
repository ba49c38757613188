/* stroke_raster: the coverage of a stroke of very many segments with round joins. A pixel is looked at along 16 upright lines: what the stroke covers
 * of each is a union of intervals, exact to 1/256 of a pixel, so that nothing depends on the order of segments, on how often they lie on each other,
 * or on vertices that others cover. (cairo's way costs the height of every segment, a list of all edges a row, and the square of the path's length.)
 */
#ifndef CHARTC_STROKE_RASTER_H
#define CHARTC_STROKE_RASTER_H

#include "scene.h"

/* Pixels from (left, top) on; 0..255 each, row by row. */
typedef struct StrokeMask {
    int left, top, width, height;
    size_t stride;
    uint8_t *coverage;
} StrokeMask;

typedef struct StrokePath {
    const uint8_t *verbs; /* PATH_MOVE and PATH_LINE */
    const Point *points;
    size_t n;
    double scale;      /* pixels a unit of the points */
    double half_width; /* pixels */
    bool has_round_caps;
} StrokePath;

/* Fills the mask, on all cores. */
void stroke_raster(Arena *arena, const StrokePath *path, StrokeMask *mask);

#endif
