/* ticks_pair: two sides of one panel, aligned as the second's settings say (align.h). */
#ifndef CHARTC_TICKS_PAIR_H
#define CHARTC_TICKS_PAIR_H

#include "ticks.h"

/* Two linear sides: ticks of both at the same places, or the places of two values. Sets the domains and the ticks of both. Labels fit, as in
 * ticks_fit. False when they cannot be aligned: an axis that is not linear, ticks at written values, fixed ends that share no grid. Each then keeps
 * its own. */
bool ticks_align(Arena *arena, PosScale *first, const TickRequest *first_request, Ticks *first_ticks, PosScale *second,
                 const TickRequest *second_request, Ticks *second_ticks);

/* One side that several panels share, while each has another domain on the side opposite. */
typedef struct SharedSide {
    PosScale scale;
    TickRequest request;
    bool is_second; /* its align setting counts, else that of the others */
    size_t n;
    const PosScale *others; /* n of them */
    const TickRequest *other_requests;
} SharedSide;

/* Chooses the one domain and step of the shared side with which all of the others can be aligned, with the least waste over all panels. True: scale
 * and request (is_settled) are set, for ticks_align in each panel. */
bool ticks_agree(Arena *arena, SharedSide *side);

#endif
