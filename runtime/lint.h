/* lint: warnings about a figure that is drawn: what a reader could not see, read or tell apart. Each is a row of report.def with a name. lint.c
 * conducts and walks the scene once; lint_colour, lint_marks, lint_text look at a topic each. */
#ifndef CHARTC_LINT_H
#define CHARTC_LINT_H

#include "plot.h"

/* Looks at the figure and its scene, and reports. What the command line silences is not looked for. The figure's allowances are entered, those of
 * charts and layers are entered here. */
void lint_figure(const Plot *plot, const Scene *scene);
/* Tells of names in `allow` that allowed nothing, where the input itself writes them: an included file is made for many figures. Last of all: what
 * was allowed is known then. */
void lint_allowances(const Plot *plot);

/* --- what the topics share ---------------------------------------------------------------------------------------- */

/* Whose an item of the scene is. */
typedef struct LintPlace {
    SceneRole role;          /* of the innermost group, */
    Str name;                /* and its name */
    const PlotChart *chart;  /* NULL: of the page */
    const DrawnLayer *layer; /* NULL: of no layer */
} LintPlace;

/* A text of the scene. */
typedef struct LintText {
    LintPlace place;
    size_t item; /* in the scene */
    Str text;
    double size, least; /* its type; the smallest in a formula */
    Colour color;
    bool is_bold;
    Point corners[4]; /* of its ink, about */
} LintText;
typedef VEC(LintText) LintTexts;

/* Enters what the place's chart and layer allow; `allow` are two of the caller's. */
void lint_enter(const Plot *plot, const LintPlace *place, ReportAllow allow[2]);
void lint_leave(const Plot *plot);
bool lint_wants(const Plot *plot, ReportId id);
/* The colour behind everything in the panels (opaque), or of the page around them. */
Colour lint_background(const Plot *plot, bool is_in_panel);

/* --- topics ------------------------------------------------------------------------------------------------------- */

/* lint_colour.c: categories and labelled layers whose colours look alike; sides whose layers do. */
void lint_colours(const Plot *plot);
void lint_sides(const Plot *plot);
/* lint_contrast.c: what hardly shows on its background. */
void lint_contrast(const Plot *plot, const Scene *scene, const LintTexts *texts);
/* lint_marks.c: bars cut at the axis, hidden points, a legend over data, thin lines. */
void lint_bars(const Plot *plot);
void lint_points(const Plot *plot, const Scene *scene);
void lint_legend(const Plot *plot, const Scene *scene);
void lint_stroke(const Plot *plot, const LintPlace *place, const SceneItem *item);
/* lint_text.c: too small, over each other, beyond the page. */
void lint_texts(const Plot *plot, const Scene *scene, const LintTexts *texts);

#endif
