/* ticks: where an axis is marked, and with what text.
 *
 * Linear: the extended Wilkinson search, Talbot, Lin, Hanrahan, "An Extension of Wilkinson's Algorithm for Positioning Tick Labels on Axes"
 * (IEEE InfoVis 2010), over Q = 1, 5, 2, 2.5. Log: decades, with 2 and 5 between where few. Time: calendar steps. Band: every category. */
#ifndef CHARTC_TICKS_H
#define CHARTC_TICKS_H

#include "label.h"
#include "scale.h"
#include "tick_label.h"

typedef struct Ticks {
    Tick *at;
    size_t n;
    bool is_lossy; /* labels of ticks at written values were left out */
} Ticks;

typedef struct TickRequest {
    const IrAxis *axis;
    double length;        /* of the side, points */
    bool is_horizontal;
    TextEngine *text;
    TextStyle style;      /* of the labels */
} TickRequest;

/* The greatest of the label's lines. */
double tick_label_width(TextEngine *text, Str label, TextStyle style);

/* Chooses ticks for a trained scale. With `may_widen`, automatic ends of the domain (axis->lo, axis->hi are NULL) move outwards to the next tick. Labels
 * fit: they never touch at this length (fewer ticks; on bands, labels are left to the guide, which may turn or thin them). Numbers carry as many
 * digits as all of them need and no more, a true minus, powers of ten as superscripts on wide log axes. */
Ticks ticks_fit(Arena *arena, PosScale *scale, const TickRequest *request, bool may_widen);

/* Two linear sides of one panel, aligned as the second's settings say (align.h): ticks of both at the same places, or the places of two values. Sets the domains
 * and the ticks of both. False when they cannot be: an axis that is not linear, ticks at written values, fixed ends that share no grid. Each then keeps
 * its own. */
bool ticks_align(Arena *arena, PosScale *first, const TickRequest *first_request, Ticks *first_ticks,
                 PosScale *second, const TickRequest *second_request, Ticks *second_ticks);

#endif
