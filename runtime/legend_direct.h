/* legend_direct: names of series at the ends of their lines, in place of a legend. */
#ifndef CHARTC_LEGEND_DIRECT_H
#define CHARTC_LEGEND_DIRECT_H

#include "legend.h"

/* Whether a layer's series can be named at their ends: lines, paths, steps. */
bool direct_names(const Frame *frame);
/* Finds the series of a panel that are named at the right of it, and the room that takes: panel->direct, panel->direct_room. */
void direct_prepare(Plot *plot, const PlotChart *chart, PlotPanel *panel);
/* Writes the names: behind the end of a line that ends early and has free room there, else beside the panel, as near to the height of its line's end
 * as the others allow; a thin line leads there when it is not at that height. False when there are more than the panel is high. */
bool direct_draw(Plot *plot, Scene *scene, const PlotPanel *panel);

#endif
