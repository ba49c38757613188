/* guide_axis: an axis beside its panel: how much room it takes, and its drawing. Distances in points. */
#ifndef CHARTC_GUIDE_AXIS_H
#define CHARTC_GUIDE_AXIS_H

#include "plot.h"

/* From tick to label, from label to title. */
static const double LABEL_GAP = 2.5, TITLE_GAP = 3;

/* Where panels share one side and not the one opposite, settles its domain for all of them, at this size. To be called before axis_fit_panel. */
void axis_agree(Plot *plot, PlotChart *chart, double width, double height);
/* Chooses ticks for the panel's present width and height, sets scales' ends (from, to) to 0 and the length, fits labels, and fills panel->rooms and
 * overhangs. */
void axis_fit_panel(Plot *plot, const PlotChart *chart, PlotPanel *panel, double width, double height);
/* Of an axis' title and labels: as the writer says; that of its layer made dark enough to read. */
Colour axis_color(const Plot *plot, const IrAxis *axis);
/* The room that a title beside an axis of this length takes, where a word may be longer by `beyond` at each end: 0 without one. */
double axis_title_room(const Plot *plot, Str title, double length, double beyond);
/* Grid lines of the panel; then, over the marks, its lines, ticks, labels and titles. panel->area is final. */
void axis_draw_grid(Plot *plot, Scene *scene, const PlotPanel *panel);
void axis_draw_panel(Plot *plot, Scene *scene, const PlotChart *chart, const PlotPanel *panel);
/* A title along a side of `area`, `offset` points away from it. */
void axis_draw_title(Plot *plot, Scene *scene, Side side, Str title, Colour colour, Rect area, double offset, double beyond);

#endif
