/* raster: many small shapes as one image: what a page of any number of points costs is its pixels. Coverage is that of the shapes' areas (64 samples
 * a pixel), composed in the order of drawing as Porter and Duff do (SIGGRAPH 1984), in floating point where shapes are transparent, so that density
 * is right. */
#ifndef CHARTC_RASTER_H
#define CHARTC_RASTER_H

#include "mark.h"

/* A point on the page, and which of the looks it has. */
typedef struct RasterPoint {
    float x, y;
    uint32_t look;
} RasterPoint;

/* Puts an image of the points on the scene, in the order they come in, at a resolution (pixels per inch). It covers `area` and what markers reach
 * beyond it; points whose x is NaN are left out. */
void raster_points(Arena *arena, Scene *scene, Rect area, double dpi, const RasterPoint *points, size_t n, const Look *looks, size_t n_looks);

#endif
