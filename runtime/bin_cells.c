/* bin_cells: see bin_cells.h. Levels: powers of ten in the axis' space, of which bins are one, two or five; of times seconds, minutes, hours, days.
 */
#include "bin_cells.h"

#include "stat_kit.h"

#include <math.h>

static const double SECONDS[] = {1, 60, 3600, 86400};
enum { DAYS = 3 };

bool bin_cells(BinCells *cells, const Expr *call, AxisType axis)
{
    BinRule rule = bin_rule(call);
    *cells = (BinCells){.axis = axis,
                        .is_time = call->args[0]->type == TYPE_TIME,
                        .is_fixed = rule == BIN_STEP,
                        .most_bins = bin_rule_most(call),
                        .finer = rule == BIN_FREEDMAN_DIACONIS,
                        .coarsest = DAYS};
    if (rule != BIN_STEP)
        return true;
    Value amount = call->args[2]->value;
    if (!cells->is_time) {
        bin_step_decimals(amount.number, &cells->whole, &cells->scale);
        return true;
    }
    while (!amount.months && cells->coarsest >= 0 && fmod(amount.number, SECONDS[cells->coarsest]) != 0)
        cells->coarsest--;
    return cells->coarsest >= 0;
}

int bin_cells_level(const BinCells *cells, double lo, double hi)
{
    enum { DIGITS = 15, LEAST = -290 };
    if (cells->is_fixed)
        return cells->is_time ? cells->coarsest : 0;
    if (cells->is_time) {
        int level = DAYS;
        while (level > 0 && SECONDS[level] > (hi - lo) / cells->most_bins / 1.2) /* as the calendar's steps are chosen */
            level--;
        return level;
    }
    double most = fmax(fabs(lo), fabs(hi));
    int least = most > 1e-270 ? (int)floor(log10(most)) - DIGITS + 1 : LEAST; /* numbers of cells are whole in a double */
    int wanted = hi > lo ? (int)floor(log10((hi - lo) / cells->most_bins)) - cells->finer : least;
    return wanted > least ? wanted : least;
}

BinLevel bin_level(const BinCells *cells, int level)
{
    BinLevel out = {.cells = cells, .level = level};
    if (cells->is_time)
        out.unit = SECONDS[level];
    else if (!cells->is_fixed && level >= 0)
        out.unit = pow(10, level);
    else if (!cells->is_fixed)
        out.inverse = pow(10, -level);
    return out;
}

static double from_space(const BinCells *cells, double place)
{
    return cells->axis == AXIS_LINEAR || cells->is_time ? place : stat_from_space(cells->axis, place);
}

double bin_level_edge(const BinLevel *level, double cell)
{
    const BinCells *cells = level->cells;
    double place = level->inverse > 0 ? cell / level->inverse : level->unit > 0 ? cell * level->unit : cell * cells->whole / cells->scale;
    return from_space(cells, place);
}

double bin_level_find(const BinLevel *level, double value)
{
    static const double ROUNDING = 4e-15;
    const BinCells *cells = level->cells;
    double space = cells->axis == AXIS_LINEAR || cells->is_time ? value : stat_to_space(cells->axis, value);
    double place = level->inverse > 0 ? space * level->inverse : level->unit > 0 ? space / level->unit : space * cells->scale / cells->whole;
    double cell = floor(place), near = 1e-9 + ROUNDING * fabs(place);
    if (place - cell > near && cell + 1 - place > near)
        return cell;
    while (value < bin_level_edge(level, cell))
        cell--;
    while (value >= bin_level_edge(level, cell + 1))
        cell++;
    return cell;
}

double bin_cells_coarsen(const BinCells *cells, double cell, int from, int to)
{
    if (cells->is_time)
        return from == to ? cell : floor(cell * SECONDS[from] / SECONDS[to]);
    for (; from < to; from++)
        cell = floor(cell / 10);
    return cell;
}
