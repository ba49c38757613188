/* stat_hexbin: see stat_hexbin.h. The middles are those of two lattices of rectangles, one in the other: even rows, and odd ones. */
#include "stat_hexbin.h"

#include <math.h>

HexCell hex_cell(double x, double y)
{
    static const double SURE = 0.25, NEVER = 1.0 / 3; /* squares of the radii of the circles in and around a hexagon */
    double high = y / (2 * HEX_ROW), even_x = floor(x + 0.5), even_y = floor(high + 0.5), odd_x = floor(x), odd_y = floor(high);
    double to_even = (x - even_x) * (x - even_x) + 3 * (high - even_y) * (high - even_y);
    double to_odd = (x - odd_x - 0.5) * (x - odd_x - 0.5) + 3 * (high - odd_y - 0.5) * (high - odd_y - 0.5);
    if (to_even < SURE || (to_even <= NEVER && to_even <= to_odd))
        return (HexCell){(long)even_x, 2 * (long)even_y};
    return (HexCell){(long)odd_x, 2 * (long)odd_y + 1};
}
