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
