/* ticks_log: ticks of axes whose steps are no equal lengths: log, symlog, sqrt. */
#ifndef CHARTC_TICKS_LOG_H
#define CHARTC_TICKS_LOG_H

#include "scale.h"
#include "tick_label.h"

/* Moves the open ends of a log or symlog domain outwards: to the next power of ten where that is near (a tenth of the axis), else to 1, 2 or 5 times
 * one; less than a decade: to round numbers. With a factor above 1: to the next powers of it. */
void log_widen(PosScale *scale, bool lo_is_open, bool hi_is_open, double factor);

/* Whether a log or symlog domain is so short that it takes linear steps. */
bool log_is_linear(const PosScale *scale);
/* The `attempt`-th choice of ticks (0, 1 ... from many labels to few) for about `wanted` labels on `length` points. Log: 1, 2 and 5 of each decade;
 * decades; every 2nd, 3rd, 5th, 10th ... decade; the others and 2 .. 9 are minor ticks where there is room. Less than a decade: linear steps. Symlog:
 * zero and the same powers on both sides. False when there is no such choice any more. */
bool log_ticks(Arena *arena, const PosScale *scale, double wanted, double length, int attempt, TickList *out);
/* Powers of a factor above 1 within the domain. */
void log_step_ticks(Arena *arena, const PosScale *scale, double factor, size_t most, TickList *out);
/* Sqrt: linear steps, and finer ones towards zero, where they stand far apart. */
void sqrt_ticks(Arena *arena, const PosScale *scale, double wanted, int most, bool inside, TickList *out);

#endif
