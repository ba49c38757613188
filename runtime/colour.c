/* colour: see colour.h. */
#include "colour.h"

#include <math.h>

static const double MIDDLE = 0.1791; /* the luminance with the same contrast to black and to white: sqrt(1.05 * 0.05) - 0.05 */

Colour colour_mix(Colour a, Colour b, double share)
{
    Colour out = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
        double x = a >> shift & 0xFF, y = b >> shift & 0xFF;
        out |= (Colour)rint(fmin(fmax(x + (y - x) * share, 0), 255)) << shift;
    }
    return out;
}

static double to_linear(Colour channel)
{
    double value = (channel & 0xFF) / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

double colour_luminance(Colour colour)
{
    return 0.2126 * to_linear(colour >> 24) + 0.7152 * to_linear(colour >> 16) + 0.0722 * to_linear(colour >> 8);
}

double colour_contrast(Colour a, Colour b)
{
    double x = colour_luminance(a), y = colour_luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

bool colour_is_dark(Colour background)
{
    return COLOUR_ALPHA(background) >= 0x80 && colour_luminance(background) < MIDDLE;
}

Colour colour_on(Colour colour, Colour text)
{
    bool is_dark = colour_luminance(text) < MIDDLE;
    Colour other = is_dark ? 0xFFFFFFFF : 0x1A1A1AFF;
    Colour best = colour_contrast(colour, text) >= colour_contrast(colour, other) ? text : other;
    if (colour_contrast(colour, best) >= 4.5)
        return best;
    return colour_luminance(colour) < MIDDLE ? 0xFFFFFFFF : 0x000000FF; /* one of the two always comes to 4.5 */
}

Colour colour_over(Colour top, Colour below)
{
    Colour out = 0xFF;
    double share = (double)COLOUR_ALPHA(top) / 255;
    for (int shift = 8; shift <= 24; shift += 8) {
        double x = top >> shift & 0xFF, y = below >> shift & 0xFF;
        out |= (Colour)rint(y + (x - y) * share) << shift;
    }
    return out;
}
