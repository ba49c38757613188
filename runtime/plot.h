/* plot: the figure prepared for layout: charts, their panels, each panel's scales and ticks; and where everything stands once laid out. */
#ifndef CHARTC_PLOT_H
#define CHARTC_PLOT_H

#include "mark.h"
#include "ticks.h"

struct Legend;
typedef struct DirectLabel DirectLabel; /* legend_direct.c */

/* How the labels of a band axis fit. */
typedef struct LabelFit {
    double angle;      /* 0, 45 or 90 degrees */
    size_t every;      /* only each n-th label is drawn, */
    size_t first;      /* from this one on */
    double wrap_width; /* above 0: labels are broken into lines of this width */
    double size;       /* above 0: of the text, a little smaller than the theme's */
    bool is_lossy;     /* what is not drawn cannot be guessed */
} LabelFit;

typedef struct PlotPanel {
    size_t row, column;              /* in the grid of panels */
    size_t cell_row, cell_column;    /* into Cells' values */
    size_t first_row;                /* of the chart's table: a row of this panel */
    Str title;                       /* of a wrapped facet */
    IrAxis *axes[Side_COUNT_OF];     /* merged with the panel's own settings; NULL: not in use */
    PosScale trained[Side_COUNT_OF]; /* as the data made them; ticks widen a copy, for the length at hand */
    PosScale agreed[Side_COUNT_OF];  /* where agreed_step is above 0: one domain for all panels that share the side (axis_agree) */
    double agreed_step[Side_COUNT_OF];
    PosScale scales[Side_COUNT_OF];
    size_t groups[Side_COUNT_OF]; /* panels of one number share the scale's domain */
    Ticks ticks[Side_COUNT_OF];
    bool is_aligned[Side_COUNT_OF]; /* a second side: with the first */
    LabelFit fits[Side_COUNT_OF];
    bool shows_labels[Side_COUNT_OF], shows_title[Side_COUNT_OF];
    double rooms[Side_COUNT_OF];        /* points that ticks, labels and title of a side take */
    double offsets[Side_COUNT_OF];      /* from the panel to the labels of a side */
    double overhangs[Side_COUNT_OF][2]; /* how far its labels reach beyond its left or upper end, its right or lower end */
    const IrLegend *legend;             /* the panel's own settings of the figure's legend */
    const IrPanel *const *settings;     /* the IrPanels that hold here */
    size_t n_settings;
    Rect area;
    DirectLabel *direct; /* names of series at the right */
    size_t n_direct;
    double direct_room;
    size_t marks_from, marks_to; /* what its layers have drawn: the scene's items from..to */
    Str tag;
} PlotPanel;

/* What stands around the area of all panels, outwards. */
typedef struct Insets {
    double left, right, top, bottom;
} Insets;

typedef struct PlotChart {
    const IrChart *ir;
    Cells cells;
    Frame *frames;
    const IrPanel **frame_panels; /* of each frame: the panel it belongs to, or NULL: all */
    size_t n_frames;
    PlotPanel *panels;
    size_t n_panels, n_rows, n_columns;
    Str title, tag;
    Str *row_titles, *column_titles; /* of a facet grid */
    Str axis_titles[Side_COUNT_OF];
    Rect box, area;                           /* all of it; all panels with what stands between them */
    double strip_width;                       /* that titles above its panels may take */
    double title_width;                       /* the same for its own title */
    double tag_width;                         /* of its tag and the air beside it */
    double row_title_room, column_title_room; /* beside and above its panels */
    double title_offset[Side_COUNT_OF];       /* from its panels to a title that stands once; INFINITY: none */
    double title_beyond[Side_COUNT_OF];       /* how far a long word of a title that stands once may reach beyond its axis at each end */
    IrLegend *legend;                         /* settings of its own legend, or NULL: the figure's tells for it */
    struct Legend *outside;                   /* its own legend, where that stands beside its panels */
    Insets insets, own;                       /* what stands around the area; `own` before neighbours had theirs aligned with it */
} PlotChart;

/* What a layer has drawn in a panel: the scene's items from..to. */
typedef struct DrawnLayer {
    const PlotChart *chart;
    const PlotPanel *panel;
    const Frame *frame;
    size_t from, to;
} DrawnLayer;

typedef struct Plot {
    Arena *arena;
    Report *report;
    TextEngine *text;
    const IrFigure *figure;
    const Table *tables;
    VEC(PlotChart *) charts; /* in the order of the view's leaves */
    LookScale *looks;
    Frame *frames; /* of all charts, one after the other */
    size_t n_frames;
    double n_panels;       /* of all charts */
    VEC(DrawnLayer) drawn; /* in the order of drawing; for the lint */
    MarkTexts texts;       /* of marks, as drawn */
} Plot;

/* Prepares everything that needs no lengths. False after a reported error. */
bool plot_prepare(Plot *plot, const Table *tables);

/* A text over a table, as one value: titles. Empty for NULL. */
Str plot_text(const Plot *plot, const Expr *expr, int table);
/* What the gaps and keys of guides are multiplied by: they are set for text of up to 8 points, and grow with larger text. */
double plot_unit(const Plot *plot);
/* Around the page: at least what letters as k reach above capitals, by which titles are measured. */
double plot_margin(const Plot *plot);
TextStyle plot_style(const Plot *plot, double size, bool is_bold);
/* What the marks of a frame see of the panel that they are drawn in; the caller sets the scene and what takes texts. */
MarkContext plot_context(const Plot *plot, const PlotPanel *panel, const Frame *frame);
/* Whether frame f of a chart is drawn in the panel. */
bool plot_frame_in_panel(const PlotChart *chart, size_t f, const PlotPanel *panel);

/* check_run: the figure's claims about its data. False when one fails. */
bool checks_run(Arena *arena, Report *report, const IrFigure *figure, const Table *tables);

#endif
