/* ticks: where an axis is marked, and with what text.
 *
 * Linear: the extended Wilkinson search, Talbot, Lin, Hanrahan, "An Extension of Wilkinson's Algorithm for Positioning Tick Labels on Axes"
 * (IEEE InfoVis 2010), over Q = 1, 5, 2, 2.5. Log: decades, with 2 and 5 between where few. Time: calendar steps. Band: every category. */
#ifndef CHARTC_TICKS_H
#define CHARTC_TICKS_H

#include "label.h"
#include "scale.h"
#include "tick_label.h"
#include "ticks_linear.h"
#include "ticks_time.h"

typedef struct Ticks {
    Tick *at;
    size_t n;
    bool is_lossy; /* labels of ticks at written values were left out */
} Ticks;

typedef struct TickRequest {
    const IrAxis *axis;
    double length; /* of the side, points */
    bool is_horizontal;
    TextEngine *text;
    TextStyle style;    /* of the labels */
    bool is_one_line;   /* labels of time have no second level */
    bool beside_powers; /* another axis of the chart writes powers */
    bool is_settled;    /* linear: the domain is final, with a tick each multiple of */
    double step;
} TickRequest;

/* The greatest of the label's lines. */
double tick_label_width(TextEngine *text, Str label, TextStyle style);

/* Chooses ticks for a trained scale. With `may_widen`, automatic ends of the domain (axis->lo, axis->hi are NULL) move outwards to the next tick.
 * Labels fit: they never touch at this length (fewer ticks; on bands, labels are left to the guide, which may turn or thin them). Numbers carry as
 * many digits as all of them need and no more, a true minus, powers of ten as superscripts on wide log axes. */
Ticks ticks_fit(Arena *arena, PosScale *scale, const TickRequest *request, bool may_widen);

/* A log axis whose numbers would be long writes powers: from 100,000 on or up to 0.0001, beside another that does from 1000 on or up to 0.01. */
bool ticks_have_powers(const PosScale *scale, bool beside_powers);
/* For what fits ticks by itself. The texts of ticks that are no minor ones; those of a time axis have them already. */
void ticks_label(Arena *arena, const TickRequest *request, const PosScale *scale, TickList *ticks);
/* Whether neighbouring labels keep their distance; unless `inside`, on a domain that is widened to the ticks. */
bool ticks_labels_fit(const TickRequest *request, const PosScale *scale, const TickList *ticks, bool inside);
/* Labelled ticks at these steps, all within the domain; labels that would touch are left out. */
Ticks ticks_of_steps(Arena *arena, const Steps *steps, const PosScale *scale, const TickRequest *request);
/* What steps are multiples of: 1 for whole numbers, the last digit that the format shows; 0: anything. */
double ticks_grain(const IrAxis *axis, const PosScale *scale);

#endif
