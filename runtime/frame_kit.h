/* frame_kit: what the files that build frames share; others see frame.h. */
#ifndef CHARTC_FRAME_KIT_H
#define CHARTC_FRAME_KIT_H

#include "frame.h"

typedef struct FrameBuild {
    Arena *arena;
    Report *report;
    const IrFigure *figure;
    const IrChart *chart;
    const Table *tables;
    const Cells *cells;
} FrameBuild;

/* frame.c: of the side that the layer's position belongs to. */
AxisType frame_axis_type(const FrameBuild *b, const IrLayer *layer, ChannelId id);

/* frame_cells.c: the panels that the rows stand in, by the values of the facets in `column` and `row`, as far as the layer has them (else unused).
 * Rows of no panel are told. */
void frame_find_cells(const FrameBuild *b, Frame *frame, const Column *column, const Column *row);

/* frame_stat.c: puts in the place of the rows what the layer's mark draws of them: a row a box or outlier, a point of a curve. Curves and violins are
 * runs of rows with one first_row. Bounds of curves, hinges of boxes are the ends of the length's interval; base and end are a box's whiskers (NaN:
 * the row is an outlier), and a violin's breadth as a share of the widest. False after a reported error. */
bool frame_stat(const FrameBuild *b, Frame *frame);

/* frame_places.c. */
/* All layers of the chart share one set of slots, so that an error bar cannot miss its bar. */
void frames_share_slots(const FrameBuild *b, Frame *frames, size_t n);
/* Rules 4 and 5: two marks at one place, of one series, hide each other. False after the report. */
bool frame_check_places(const FrameBuild *b, const Frame *frame);
/* Tells of a line that returns to the same x. */
void frame_check_line(const FrameBuild *b, const Frame *frame);
/* `base` and `end` of bars and areas: from the baseline, stacked, or over the interval. */
void frame_set_lengths(const FrameBuild *b, Frame *frame);

#endif
