/* window: see window.h. Every function takes time in proportion to the rows, ranks that of a sort. */
#include "window.h"

#include "sort.h"

#include <math.h>

typedef struct Windows {
    Arena *arena;
    FunctionId function;
    const Column *arg; /* NULL: none */
    double parameter;  /* the second argument, NaN without one */
    const Groups *groups;
    GroupRows in;
} Windows;

/* --- sums --------------------------------------------------------------------------------------------------------- */

/* A sum and what rounding took from it (Neumaier 1974). */
typedef struct Total {
    double sum, lost;
} Total;

static Total total_add(Total total, double value)
{
    double next = total.sum + value;
    total.lost += fabs(total.sum) >= fabs(value) ? (total.sum - next) + value : (value - next) + total.sum;
    total.sum = next;
    return total;
}

static void run_sums(const Windows *w, double *out)
{
    Total *totals = ARENA_ARRAY(w->arena, w->groups->n_groups, Total);
    const double *x = w->arg->numbers;
    for (size_t i = 0; i < w->groups->n_rows; i++) {
        Total *total = &totals[w->groups->group_of[i]];
        if (!isnan(x[i]))
            *total = total_add(*total, x[i]);
        out[i] = total->sum + total->lost;
    }
    if (w->function == FUNCTION_RUNNING_SUM)
        return;
    for (size_t i = 0; i < w->groups->n_rows; i++) {
        const Total *total = &totals[w->groups->group_of[i]];
        out[i] = x[i] / (total->sum + total->lost);
    }
}

/* --- ranks -------------------------------------------------------------------------------------------------------- */

static void run_row_numbers(const Windows *w, double *out)
{
    double *counts = ARENA_ARRAY(w->arena, w->groups->n_groups, double);
    for (size_t i = 0; i < w->groups->n_rows; i++)
        out[i] = ++counts[w->groups->group_of[i]];
}

static void run_ranks(const Windows *w, double *out)
{
    typedef struct Last {
        double n, rank, value;
    } Last;
    size_t n = w->groups->n_rows;
    SortKey key = {column_order(w->arena, w->arg), false};
    const uint32_t *rows = sort_rows(w->arena, &key, 1, n);
    Last *last = ARENA_ARRAY(w->arena, w->groups->n_groups, Last);
    for (size_t k = 0; k < n; k++) {
        Last *group = &last[w->groups->group_of[rows[k]]];
        double value = key.numbers[rows[k]];
        out[rows[k]] = NAN;
        if (isnan(value))
            continue;
        group->n++;
        if (group->n == 1 || value != group->value)
            group->rank = group->n;
        group->value = value;
        out[rows[k]] = group->rank;
    }
}

/* --- neighbours --------------------------------------------------------------------------------------------------- */

static Column run_neighbours(const Windows *w)
{
    uint32_t *from = ARENA_ARRAY(w->arena, w->groups->n_rows, uint32_t);
    double n = isnan(w->parameter) ? 1 : w->parameter;
    for (size_t g = 0; g < w->groups->n_groups; g++) {
        size_t start = w->in.start[g], end = w->in.start[g + 1];
        for (size_t i = start; i < end; i++) {
            double place = w->function == FUNCTION_LAG ? (double)i - n : (double)i + n;
            bool is_inside = place >= (double)start && place < (double)end;
            from[w->in.rows[i]] = is_inside ? w->in.rows[(size_t)place] : ROW_NONE;
        }
    }
    return column_pick_some(w->arena, w->arg, from, w->groups->n_rows);
}

/* --- rolling windows ---------------------------------------------------------------------------------------------- */

/* What is known of some neighbouring rows. Two parts are joined without subtracting anything, so that nothing drifts. */
typedef struct Part {
    double n;
    Total total;          /* rolling_mean */
    double mean, squares; /* rolling_sd */
    double best;          /* rolling_min, rolling_max */
} Part;

static Part part_of(double value)
{
    return isnan(value) ? (Part){.best = NAN} : (Part){1, {value, 0}, value, 0, value};
}

static Part join(FunctionId function, Part a, Part b)
{
    Part both = {.n = a.n + b.n, .best = NAN};
    if (a.n == 0 || b.n == 0)
        return a.n == 0 ? b : a;
    switch (function) {
    case FUNCTION_ROLLING_MIN:
        both.best = fmin(a.best, b.best);
        break;
    case FUNCTION_ROLLING_MAX:
        both.best = fmax(a.best, b.best);
        break;
    case FUNCTION_ROLLING_MEAN:
        both.total = total_add(a.total, b.total.sum);
        both.total.lost += b.total.lost;
        break;
    default: { /* Chan, Golub and LeVeque (1983), equations 2.1 */
        double apart = b.mean - a.mean;
        both.mean = a.mean + apart * b.n / both.n;
        both.squares = a.squares + b.squares + apart * apart * a.n * b.n / both.n;
        break;
    }
    }
    return both;
}

static double part_value(FunctionId function, const Part *part)
{
    switch (function) {
    case FUNCTION_ROLLING_MEAN:
        return part->n > 0 ? (part->total.sum + part->total.lost) / part->n : NAN;
    case FUNCTION_ROLLING_SD:
        return part->n > 1 ? sqrt(part->squares / (part->n - 1)) : NAN;
    default:
        return part->n > 0 ? part->best : NAN;
    }
}

/* Blocks of the window's width, each with the joins from every row to its end: a window is the end of one block and the start of the next
 * (van Herk 1992; Gil and Werman 1993). Two joins a row, whatever the width. */
static void run_rolling(const Windows *w, double *out)
{
    for (size_t g = 0; g < w->groups->n_groups; g++) {
        const uint32_t *rows = w->in.rows + w->in.start[g];
        size_t n = w->in.start[g + 1] - w->in.start[g];
        size_t width = w->parameter < (double)n ? (size_t)w->parameter : n;
        Part *to_end = ARENA_ARRAY(w->arena, n, Part), head = part_of(NAN);
        for (size_t i = n; i-- > 0;) {
            bool ends_block = i + 1 == n || (i + 1) % width == 0;
            Part own = part_of(w->arg->numbers[rows[i]]);
            to_end[i] = ends_block ? own : join(w->function, own, to_end[i + 1]);
        }
        for (size_t i = 0; i < n; i++) {
            Part own = part_of(w->arg->numbers[rows[i]]);
            head = i % width == 0 ? own : join(w->function, head, own);
            bool is_block = i + 1 < width || (i + 1) % width == 0; /* the window is the block so far */
            Part whole = is_block ? head : join(w->function, to_end[i + 1 - width], head);
            out[rows[i]] = part_value(w->function, &whole);
        }
    }
}

Column window_run(Arena *arena, FunctionId function, ValueType result, const Column *args, size_t n_args, const Groups *groups)
{
    Windows w = {
        arena, function, n_args ? &args[0] : NULL, n_args > 1 && groups->n_rows ? args[1].numbers[0] : NAN, groups, groups_rows(arena, groups)};
    if (function == FUNCTION_LAG || function == FUNCTION_LEAD)
        return run_neighbours(&w);
    double *out;
    Column column = column_new(arena, STR_NONE, result, groups->n_rows, &out);
    if (function == FUNCTION_ROW_NUMBER)
        run_row_numbers(&w, out);
    else if (function == FUNCTION_RANK)
        run_ranks(&w, out);
    else if (function == FUNCTION_RUNNING_SUM || function == FUNCTION_SHARE)
        run_sums(&w, out);
    else
        run_rolling(&w, out);
    for (size_t i = 0; i < groups->n_rows; i++)
        if (!isfinite(out[i]))
            out[i] = NAN;
    return column;
}
