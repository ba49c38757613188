/* ticks_linear: round numbers. */
#ifndef CHARTC_TICKS_LINEAR_H
#define CHARTC_TICKS_LINEAR_H

#include <stdbool.h>

/* Ticks start, start + step ... (n of them), with step = mantissa * 10^power: exact decimals come from whole multiples of it. */
typedef struct Steps {
    double start, step;
    int n;
} Steps;

/* The best ticks for data lo..hi (of one value, lo == hi: one) and about `wanted` of them, by the extended Wilkinson search: Talbot, Lin, Hanrahan,
 * "An Extension of Wilkinson's Algorithm for Positioning Tick Labels on Axes", IEEE TVCG 16 (2010), with its weights 0.25, 0.2, 0.5, 0.05 and
 * legibility left to the caller. `inside`: no tick lies outside lo..hi (fixed ends); else the first and the last enclose lo..hi, so that the axis can
 * be widened to them. `most`: more than these are not tried. `grain`: the step is a multiple of it, where two such ticks have room; 0: any. */
Steps steps_search(double lo, double hi, double wanted, int most, bool inside, double grain);
/* Whether a step is a multiple of the grain, or that is 0. */
bool step_has_grain(double step, double grain);
/* The i-th value of the steps: computed from whole numbers, so that 0.3 is 0.3. */
double steps_value(const Steps *steps, int i);
/* The least of 1, 2, 2.5, 5 times a power of ten that is at least `size` (> 0). */
double step_nice_above(double size);

#endif
