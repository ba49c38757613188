/* legend_page: all legends of a figure: which there are, and where each stands. */
#ifndef CHARTC_LEGEND_PAGE_H
#define CHARTC_LEGEND_PAGE_H

#include "layout.h"

typedef struct Legends {
    Plot *plot;
    IrLegend *shared; /* settings of the one legend for all charts that have none of their own (plot->charts[i]->legend) */
    Legend outside;   /* it, when it stands outside of all panels; else without parts */
} Legends;

/* Reads the settings; once a figure. */
Legends legends_new(Plot *plot);
/* Before each layout: makes those that take room. */
void legends_prepare(Legends *legends);
/* Where the spec puts a legend into this panel, whatever is drawn there. False when it does not. After the layout. */
bool legends_fixed_place(const Legends *legends, const PlotChart *chart, const PlotPanel *panel, Rect *box);
/* After the charts: draws all. False when one found no place: its position is changed then (to above the panels), for another layout and drawing. */
bool legends_draw(Legends *legends, Scene *scene, const PageLayout *page);

#endif
