/* align: two linear sides of one panel whose ticks stand at the same places, so that one grid serves both. Arithmetic alone: no labels, no points. */
#ifndef CHARTC_ALIGN_H
#define CHARTC_ALIGN_H

#include "ticks_linear.h"

typedef struct AlignSide {
    double lo, hi;           /* lo < hi: the domain holds these */
    bool fixed_lo, fixed_hi; /* the domain ends just there */
    double step;             /* above 0: this step and no other */
    double grain;            /* above 0: steps are multiples of it, if there are such */
    bool has_pin;            /* on both sides or on none: the pins stand at one height; domains that are open hold them */
    double pin;
} AlignSide;

typedef struct AlignedSide {
    double lo, hi; /* the domain */
    Steps steps;   /* n is 0 where the pins meet and the ticks do not */
} AlignedSide;

/* Domains and steps of both sides: the same number of ticks at the same shares of the length, each step 1, 2, 2.5 or 5 times a power of ten, each
 * tick a multiple of its step, lo..hi inside. Open ends lie on ticks. Among all such pairs the one with the least waste (the shares of the two
 * domains that lie beyond lo..hi) and about `wanted` ticks, at most `most`. Where pins are no multiples of any good step, the pins alone meet
 * (steps.n 0). False when fixed ends leave no such pair. */
bool align_sides(const AlignSide sides[2], double wanted, int most, AlignedSide out[2]);

#endif
