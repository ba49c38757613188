/* layout: where everything of a figure stands. Boxes in page points. */
#ifndef CHARTC_LAYOUT_H
#define CHARTC_LAYOUT_H

#include "legend.h"

/* Between a legend outside and what it stands beside. */
#define LEGEND_GAP 4.0

/* What stands around the charts: the figure's titles and an outside legend, and the box that is left for the view. */
typedef struct PageLayout {
    double width, height;
    Rect view;
    Rect blank; /* the first empty cell of a grid of charts, where there is one */
    bool has_blank;
    Str *title, *subtitle, *caption; /* lines */
    size_t n_title, n_subtitle, n_caption;
} PageLayout;

/* Places all charts and panels (box, area, panel->area, scales' ends). `legend` is the figure's outside legend, or NULL. False after a reported
 * error: a page on which a panel would have no room. */
bool layout_page(Plot *plot, Legend *legend, PageLayout *page);
/* The room of a title above a panel of this width, 0 without one. */
double layout_strip(const Plot *plot, Str title, double width);
/* Between a panel and the title above it: half a tick label of the side axes stands there too. */
double layout_strip_gap(const Plot *plot);
/* What a chart's own legend leaves to the tag: at its left, and above it. */
double layout_legend_indent(const PlotChart *chart);
double layout_legend_drop(const PlotChart *chart);
/* The distance of a title's lines. */
double layout_line(const Plot *plot, double size);
/* The height of lines, one below the other, each with what math adds to it. */
double layout_lines(const Plot *plot, const Str *lines, size_t n, double size, bool is_bold);

#endif
