/* axis_check: what of an axis could not be drawn as written. */
#ifndef CHARTC_AXIS_CHECK_H
#define CHARTC_AXIS_CHECK_H

#include "plot.h"

/* Warns of labels that found no room, labels for values where no tick is, labels that a format rounds, sides that were to be aligned and are not;
 * reports ticks at what is no category. Once the layout is final. */
void axes_check(Plot *plot, const PlotChart *chart);

#endif
