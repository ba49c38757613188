/* pattern: lines and dots that fill a shape, a second cue beside its colour. They are shapes of the scene, cut to the shape by arithmetic: every back
 * end draws them, as vectors, without clips. Patterns hang on the page, so that those of neighbouring shapes meet. */
#ifndef CHARTC_PATTERN_H
#define CHARTC_PATTERN_H

#include "ir.h"
#include "scene.h"

/* Adds one path (or none) to the scene: the pattern inside the polygon of n corners. Lines of 0.5 pt, 3.5 pt apart; dots of 1.3 pt. A line or a row
 * of dots goes through `origin`. What lies outside `within` is left out. */
void pattern_draw(Scene *scene, FillPattern pattern, const Point *corners, size_t n, Rect within, Point origin, Colour ink);
/* A colour that stands out from the fill: lighter on dark ones, darker on light ones, with a contrast of 3 where there is one (WCAG 2.1, 1.4.11). */
Colour pattern_colour(Colour fill);

#endif
