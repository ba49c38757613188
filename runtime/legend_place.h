/* legend_place: free room among what a panel's marks have drawn. */
#ifndef CHARTC_LEGEND_PLACE_H
#define CHARTC_LEGEND_PLACE_H

#include "legend.h"

#define LEGEND_EDGE_GAP 1.0 /* from the panel's border, times the unit of guides */

/* A place in the panel for a box that covers none of the scene's items from..to, and keeps a little away from them: of all such places the one
 * nearest to a corner (top right, top left, bottom right, bottom left, in this order), found on a grid of about a point. `unit`: what gaps of guides
 * are multiplied by (plot_unit). False when there is none. */
bool find_free_place(Arena *arena, const Scene *scene, size_t from, size_t to, Rect area, double width, double height, double unit, Point *place);
/* Where a box stands at a corner or the middle of an edge of the panel. */
Point corner_place(LegendPosition position, Rect area, double width, double height, double unit);

#endif
