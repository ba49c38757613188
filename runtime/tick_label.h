/* tick_label: one tick, and the texts of numbers along an axis. */
#ifndef CHARTC_TICK_LABEL_H
#define CHARTC_TICK_LABEL_H

#include "str.h"

typedef struct Tick {
    double value;    /* continuous */
    size_t category; /* band */
    Str label;       /* empty: a mark without a label; a line end parts the two levels of a time axis */
    bool is_minor;   /* a shorter mark without a label or a grid line */
} Tick;

typedef VEC(Tick) TickList;

/* Gives every tick that is not minor and has no label yet its number, all in one style: the fewest decimals with which each is exact (at most 15),
 * thousands grouped where one reaches 10,000, a true minus. Where one reaches 10^7, or none 10^-4, all are multiples of one power of ten if that is
 * shorter: 2×10⁹. */
void tick_labels_exact(Arena *arena, TickList *ticks);
/* Each by itself with the decimals it needs: 0.01 0.1 1 10. Thousands grouped where one reaches 10,000. */
void tick_labels_each(Arena *arena, TickList *ticks);
/* A power of the base (10, 2 ...) with a factor before it where it is no whole power: 10⁴ 2×10⁴ 2¹⁰ −10³. */
Str tick_power(Arena *arena, double value, double base);

#endif
