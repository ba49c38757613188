/* laws: what must hold for the picture of any spec, by arithmetic on its scene. */
#ifndef TESTS_LAWS_H
#define TESTS_LAWS_H

#include "picture.h"

typedef enum Law {
    LAW_SIZES,        /* the page, or each panel, is as large as the spec says */
    LAW_ON_PAGE,      /* no text leaves the page */
    LAW_OVERLAP,      /* no text of a guide is on another */
    LAW_USER_OVERLAP, /* a text of a mark is on another text only with a warning */
    LAW_TICK_GAP,     /* tick labels keep a distance */
    LAW_TRACKS,       /* panels of a row share top and bottom, of a column left and right */
    LAW_CENTRED,      /* axis titles on their axis, tick labels on their ticks */
    LAW_GRID,         /* grid lines stand at ticks */
    LAW_TITLE_WIDTH,  /* titles are no wider than their axis or page */
    LAW_INSIDE,       /* marks stay inside panels, guides outside */
    LAW_LEGEND,       /* a legend that was not placed covers no mark; it is inside one panel or outside all */
    LAW_LEGIBLE,      /* no text below 5 points */
    N_LAWS,
} Law;

typedef struct Violation {
    Law law;
    Str what;
} Violation;

typedef VEC(Violation) Violations;

/* What the law says, in a few words. */
const char *law_name(Law law);
/* All laws that the scene breaks, each at its first place. `report`: what was told meanwhile. */
Violations laws_check(Arena *arena, const Scene *scene, const IrFigure *figure, const Report *report);

#endif
