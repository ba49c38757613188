/* legend_bar: the key to a continuous colour: a bar with an axis. */
#ifndef CHARTC_LEGEND_BAR_H
#define CHARTC_LEGEND_BAR_H

#include "legend.h"

#define LEGEND_BAR_WIDTH 7.0 /* points, across */

/* The room for bar and labels, points. Lying in flat legends, else standing. */
void legend_bar_measure(const Legend *legend, const LookScale *scale, double *width, double *height);
/* `at` is the top left corner of that room. */
void legend_bar_draw(const Legend *legend, Scene *scene, const LookScale *scale, Point at);

#endif
