/* end_room: the room that the labels at the ends of bars take on their axis, beyond its last tick. Points. */
#ifndef CHARTC_END_ROOM_H
#define CHARTC_END_ROOM_H

#include "plot.h"

/* Notes the labels of a layer's bars in the panel, where they stand beyond them: those of bars over which error bars reach stand beyond all data. To
 * be called when all layers have widened the domain. */
void end_room_train(const Plot *plot, const PlotChart *chart, const PlotPanel *panel, const Frame *frame, Side side, Domain *domain);
/* What a side of this length keeps free below its lower and above its upper end. Written ends are exact, and keep nothing; nor does an axis which
 * labels would take for the most part. */
void end_room_find(const PosScale *scale, const IrAxis *axis, double length, double room[2]);

#endif
