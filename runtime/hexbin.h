/* hexbin: layers whose rows are drawn as the hexagons that they fall into. Hexagons are regular on the page, so they are known once the panels have
 * their sizes. */
#ifndef CHARTC_HEXBIN_H
#define CHARTC_HEXBIN_H

#include "plot.h"

/* Gives the frames of such layers their cells (Frame.cells) in the panels as laid out, and trains the scales of their looks. *has_changed: a scale's
 * ends or categories are others than before, so that legends may be of another size. False after a reported error. */
bool hexbins_settle(Plot *plot, bool *has_changed);

#endif
