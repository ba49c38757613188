/* look: scales of colour, size, marker, dash, pattern and opacity: from values to paint. One LookScale for each of figure->scales. */
#ifndef CHARTC_LOOK_H
#define CHARTC_LOOK_H

#include "frame.h"

typedef struct LookScale {
    const IrScale *scale;
    const Value *categories; /* categorical: in order */
    size_t n_categories;
    Map index;
    ValueType value_type; /* of the data */
    double lo, mid, hi;   /* continuous; mid NaN when there is none, else inside lo..hi */
    bool has_fraction;    /* the data are not all whole numbers, or whole days */
} LookScale;

/* Trains all scales of the figure from all frames that use them. report NULL: tells nothing. */
LookScale *looks_train(Arena *arena, Report *report, const IrFigure *figure, const Frame *frames, size_t n_frames);

/* The look of row i of a frame: constants, scales and the theme's defaults together. */
typedef struct Look {
    Colour color; /* with the opacity in its alpha */
    double size;  /* diameter, points */
    MarkerShape marker;
    DashPattern dash;
    FillPattern pattern;
} Look;
Look look_of(const IrFigure *figure, const LookScale *looks, const Frame *frame, size_t i);
/* The look of a category (for legend entries): fields that the scale does not make stay as in `base`. */
void look_apply(Look *base, const LookScale *scale, Value value);
/* A continuous colour at a value. */
Colour look_color_at(const LookScale *scale, double value);
/* The colour for a text: moved towards the theme's text colour until it can be read on the background (contrast 4.5, WCAG 2.1, 1.4.3). */
Colour look_readable(Colour color, const IrTheme *theme);
/* Dash lengths for a stroke width into paint. */
void look_dash(Paint *paint, DashPattern dash);

#endif
