/* colour: arithmetic on sRGB colours. */
#ifndef CHARTC_COLOUR_H
#define CHARTC_COLOUR_H

#include "scene.h"

/* Between two colours, channel by channel in sRGB, in which equal steps of grey look equal; share 0..1, both ends exact. */
Colour colour_mix(Colour a, Colour b, double share);
/* What shows when a colour is laid over an opaque one, as back ends blend it: opaque. */
Colour colour_over(Colour top, Colour below);
/* Relative luminance, 0..1 (WCAG 2.1); alpha counts nothing. */
double colour_luminance(Colour colour);
/* The contrast ratio, 1..21 (WCAG 2.1). */
double colour_contrast(Colour a, Colour b);
/* Of a background: whether light text reads better on it than black. None and what is mostly transparent is paper: light. */
bool colour_is_dark(Colour background);
/* Dark or light, whichever reads better on the colour: `text` or, where that is too near, its opposite; black or white where neither comes to a
 * contrast of 4.5. */
Colour colour_on(Colour colour, Colour text);

#endif
