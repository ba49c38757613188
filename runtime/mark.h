/* mark: what a layer draws. One file a mark (mark_bar.c ...), the same functions in each; mark.c dispatches by the layer's mark. */
#ifndef CHARTC_MARK_H
#define CHARTC_MARK_H

#include "label_place.h"
#include "look.h"
#include "scale.h"

/* A text that a layer has drawn: one label or annotation. */
typedef struct MarkText {
    const IrLayer *layer;
    size_t from, to; /* the scene's items */
    bool is_value;   /* the label of a mark, not a mark itself */
} MarkText;

typedef VEC(MarkText) MarkTexts;

typedef struct MarkContext {
    Arena *arena;
    Report *report;
    Scene *scene;
    TextEngine *text;
    const IrFigure *figure;
    const LookScale *looks;
    /* the panel being drawn */
    size_t cell_row, cell_column;
    Rect area;
    Point pattern_origin;  /* patterns of marks hang on the page, those of keys on the key */
    const PosScale *x, *y; /* the layer's own sides; NULL where it has no position on that side */
    double label_size;     /* of value labels, points; 0: that of tick labels */
    SideLabels *labels;    /* takes what is to be drawn over all layers */
    MarkTexts *texts;      /* takes the texts that are drawn */
} MarkContext;

typedef struct MarkType {
    /* Widens the domains of the layer's axes by the rows that stand in the cell. */
    void (*train)(const Frame *frame, size_t cell_row, size_t cell_column, Domain *x, Domain *y);
    /* Draws the rows that stand in the context's cell: shapes with their datum, and value labels. */
    void (*draw)(const MarkContext *context, const Frame *frame);
    /* Draws the legend's key of one entry into a box of the size of a key: the true mark in small. */
    void (*key)(const MarkContext *context, const Frame *frame, const Look *look, Rect box);
} MarkType;

const MarkType *mark_type(Mark mark);
/* What its group is called: its label, else its mark. */
Str layer_name(const IrLayer *layer);

/* Draws a marker shape of a diameter, filled or stroked with the look's colour. */
void marker_draw(Scene *scene, MarkerShape shape, Point at, double diameter, Colour color, Colour outline, double outline_width);
/* Puts the row's values on the scene's last shape: each data channel by its column's name (`kv_budget`, `mean(accuracy)`). */
void mark_datum(const MarkContext *context, const Frame *frame, size_t i);

#endif
