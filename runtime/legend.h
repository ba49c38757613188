/* legend: the key to colours, markers, dashes and sizes: what it lists, how large it is, its drawing, and the emptiest place for it. */
#ifndef CHARTC_LEGEND_H
#define CHARTC_LEGEND_H

#include "plot.h"

/* A part of an entry's key: a layer draws its mark in small with this look. */
typedef struct LegendKey {
    const Frame *frame;
    Look look;
} LegendKey;

typedef struct LegendEntry {
    Str text;
    double text_width;
    VEC(LegendKey) keys;
} LegendEntry;

/* A run of entries under one title, or a colour bar. */
typedef struct LegendPart {
    Str title;
    VEC(LegendEntry) entries;
    const LookScale *bar; /* a continuous colour: no entries */
} LegendPart;

typedef struct Legend {
    Plot *plot;
    const IrLegend *ir;
    VEC(LegendPart) parts;
    bool is_flat; /* parts side by side: above and below */
    double width, height;
} Legend;

/* What the frames have to tell apart; parts.n is 0 when there is nothing. */
Legend legend_make(Plot *plot, const IrLegend *ir, const Frame *frames, size_t n_frames);
/* Sets width and height for at most `room` points of width. */
void legend_measure(Legend *legend, double room);
void legend_draw(Legend *legend, Scene *scene, Point at, bool has_box);
bool legend_is_inside(LegendPosition position);
/* How a legend writes a category. */
Str legend_text(const Plot *plot, const IrScale *scale, Value value);

#endif
