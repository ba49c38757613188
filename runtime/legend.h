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
    VEC(LegendKey) keys;
    /* set by legend_measure */
    Str *lines;
    size_t n_lines;
    double width, height; /* of key and text */
    double first_line;    /* the height of the line with the key */
} LegendEntry;

/* A run of entries under one title, or a colour bar. */
typedef struct LegendPart {
    Str title;
    VEC(LegendEntry) entries;
    const LookScale *bar; /* a continuous colour: no entries */
    /* set by legend_measure: places from the legend's corner, points */
    Str *title_lines;
    size_t n_title_lines;
    double title_width; /* beside the entries; 0 where it stands above them */
    size_t columns;
    double *column_x; /* from the part's body */
    double key;       /* the width of the keys */
    bool is_double;   /* swatches, and lines and markers of their colour in keys of their own beside them */
    Point at, body;   /* the part; its entries or its bar */
    double width, height;
} LegendPart;

typedef struct Legend {
    Plot *plot;
    const IrLegend *ir;
    VEC(LegendPart) parts;
    bool is_flat; /* parts side by side: above and below */
    double width, height;
    double bar_length; /* of colour bars */
} Legend;

/* What the frames have to tell apart; parts.n is 0 when there is nothing. */
Legend legend_make(Plot *plot, const IrLegend *ir, const Frame *frames, size_t n_frames);
/* Sets width and height, and where all stands: at most `width` points wide (a word that is wider stands out), at most `height` high where more
 * columns or shorter colour bars can make it so. */
void legend_measure(Legend *legend, double width, double height);
/* Whether the key's mark fills an area. */
bool legend_key_is_filled(const LegendKey *key);
/* As measured. */
void legend_draw(const Legend *legend, Scene *scene, Point at, bool has_box);
TextStyle legend_style(const Legend *legend, bool is_title);
/* The distance of a legend's lines of text. */
double legend_line(const Legend *legend);
bool legend_is_inside(LegendPosition position);

#define LEGEND_KEY_GAP 3.5 /* points, from key to text, and from key to key */
#define LEGEND_PAD 3.0     /* around all, at the sides; both times plot_unit */
/* How a legend writes a category. */
Str legend_text(const Plot *plot, const IrScale *scale, Value value);

#endif
