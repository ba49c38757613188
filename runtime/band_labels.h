/* band_labels: how the labels of an axis stand beside each other: as they are, broken into lines, only some of them, turned. Distances in points. */
#ifndef CHARTC_BAND_LABELS_H
#define CHARTC_BAND_LABELS_H

#include "plot.h"

/* From line to line of a label, in sizes. */
static const double LABEL_LINE = 1.15;

double band_labels_widest(const Plot *plot, const Ticks *ticks, TextStyle style);
/* The widest line, and the most lines, when each label is broken into lines of `width`. */
double band_labels_wrapped(const Plot *plot, const Ticks *ticks, TextStyle style, double width, size_t *most_lines);
/* Of an axis of bands, `length` long. Beside a panel labels are broken when they are wider than `most`. */
LabelFit band_labels_fit(const Plot *plot, const PlotPanel *panel, Side side, double length, double most);
/* The first panel of the chart with the very same axis of bands on a side, whose ticks and labels are the same too; the panel itself where there is
 * none before it. */
const PlotPanel *band_labels_twin(const PlotChart *chart, const PlotPanel *panel, Side side);
/* The height at which, in each panel of the chart, each label beside it has a line of its own and bars side by side can be told apart. 0 where no
 * bands stand beside panels, where many numbers in equal steps do not need each label, where it would be more than a page, and where the spec gives
 * an aspect. */
double band_labels_height(const Plot *plot, const PlotChart *chart);

#endif
