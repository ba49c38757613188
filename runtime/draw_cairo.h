/* draw_cairo: a scene onto a cairo context: shared by the vector and raster back ends. Only back ends include this. */
#ifndef CHARTC_DRAW_CAIRO_H
#define CHARTC_DRAW_CAIRO_H

#include "text.h"

#include <cairo.h>

/* A context on the surface. Both live as long as the arena, also when memory runs out halfway. */
cairo_t *draw_begin(Arena *arena, cairo_surface_t *surface);

/* Draws in points. `pixel` is the size of a device pixel in points, 0 for vector formats. With it, edges and strokes that run along the
 * page's sides are moved to whole pixels (by half a pixel at most), so that hairlines are crisp. Returns NULL, or what failed. */
const char *draw_scene(cairo_t *cr, Arena *arena, const Scene *scene, TextEngine *text, double pixel);

#endif
