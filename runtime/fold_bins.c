/* fold_bins: see fold_bins.h. Each thread counts in cells of its own; counts add up to the same in any order. */
#include "fold_bins.h"

#include "bin_cells.h"
#include "expr_odd.h"
#include "fold_kit.h"
#include "stat_kit.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { THREADS_MOST = 64, CELLS_MOST = 1 << 20, ALL_CELLS_MOST = 1 << 22, SHIFT = 32 };

/* One binned position: what its values are, and the cells that hold them all. */
typedef struct CellSide {
    ColumnSummary summary; /* of the values themselves; as far as order does not matter */
    double lo, hi;         /* in the axis' space; lo > hi: none */
    double n;              /* that the axis has a place for */
    double mean, squares;  /* of those, in its space */
    int level;
    double first; /* cells first .. first + n_cells - 1 */
    size_t n_cells;
} CellSide;

/* Rows of equal keys. */
typedef struct Group {
    Value *keys;
    uint32_t *counts; /* a cell: of the first side times those of the second */
    uint64_t *firsts; /* where a cell's first row stands: part and row */
} Group;

typedef struct Tally {
    Arena *arena;
    _Atomic(const WorkPlace *) owner;
    CellSide sides[2];
    VEC(Group) groups;
    size_t n_rows, n_missing;
} Tally;

typedef struct BinFold {
    const FoldQuery *query;
    BinCells cells[2];
    Tally tallies[THREADS_MOST];
    atomic_bool has_failed;
} BinFold;

static Tally *tally_of(BinFold *fold, WorkPlace *place)
{
    for (size_t i = 0; i < THREADS_MOST; i++) {
        const WorkPlace *none = NULL, *owner = atomic_load(&fold->tallies[i].owner);
        if (owner == place || (!owner && atomic_compare_exchange_strong(&fold->tallies[i].owner, &none, place)))
            return &fold->tallies[i];
    }
    return NULL;
}

/* --- cells -------------------------------------------------------------------------------------------------------- */

static CellSide empty_side(void)
{
    return (CellSide){.summary = {.lo = INFINITY, .hi = -INFINITY, .least_positive = INFINITY}, .lo = INFINITY, .hi = -INFINITY};
}

/* The same with cells from lo to hi. False when they are too many. */
static bool with_cells(const BinCells *cells, CellSide *side)
{
    if (!(side->lo <= side->hi))
        return true;
    side->level = bin_cells_level(cells, side->lo, side->hi);
    BinLevel level = bin_level(cells, side->level);
    bool is_plain = cells->is_time;
    double last = bin_level_find(&level, is_plain ? side->hi : stat_from_space(cells->axis, side->hi));
    side->first = bin_level_find(&level, is_plain ? side->lo : stat_from_space(cells->axis, side->lo)) - 1; /* ends may be rounded in their space */
    if (!(last - side->first < CELLS_MOST))
        return false;
    side->n_cells = (size_t)(last - side->first) + 2;
    return true;
}

static void add_moments(CellSide *side, double n, double mean, double squares)
{
    double all = side->n + n, shift = mean - side->mean;
    if (n == 0)
        return;
    side->mean += shift * n / all; /* Chan, Golub and LeVeque (1983) */
    side->squares += squares + shift * shift * side->n * n / all;
    side->n = all;
}

static void add_values(const BinCells *cells, CellSide *side, const Column *values)
{
    ColumnSummary s = column_summarize(values, 0, values->n);
    double sum = 0, around = 0, n = 0, origin = NAN;
    bool is_plain = cells->axis == AXIS_LINEAR || cells->is_time;
    for (size_t i = 0; i < values->n; i++) {
        double place = is_plain ? values->numbers[i] : stat_to_space(cells->axis, values->numbers[i]);
        if (isnan(place))
            continue;
        origin = n++ == 0 ? place : origin;
        sum += place - origin;
        around += (place - origin) * (place - origin);
        if (!is_plain) {
            side->lo = fmin(side->lo, place);
            side->hi = fmax(side->hi, place);
        }
    }
    if (is_plain && n > 0) {
        side->lo = fmin(side->lo, s.lo);
        side->hi = fmax(side->hi, s.hi);
    }
    if (n > 0)
        add_moments(side, n, origin + sum / n, fmax(around - sum * sum / n, 0));
    side->summary.lo = fmin(side->summary.lo, s.lo);
    side->summary.hi = fmax(side->summary.hi, s.hi);
    side->summary.least_positive = fmin(side->summary.least_positive, s.least_positive);
    side->summary.has_fraction |= s.has_fraction;
    side->summary.has_daytime |= s.has_daytime;
    side->summary.n_missing += s.n_missing;
}

static size_t n_cells(const CellSide *sides, size_t n_sides)
{
    return sides[0].n_cells * (n_sides > 1 ? sides[1].n_cells : 1);
}

/* Adds the counts of a group in cells of `from` to one in cells of `to`, which hold them. */
static void move_counts(const BinFold *fold, const Group *old, const CellSide *from, Group *new, const CellSide *to)
{
    size_t across = fold->query->n_bins > 1 ? from[1].n_cells : 1, wide = fold->query->n_bins > 1 ? to[1].n_cells : 1;
    for (size_t i = 0; i < from[0].n_cells; i++) {
        double row = bin_cells_coarsen(&fold->cells[0], from[0].first + (double)i, from[0].level, to[0].level) - to[0].first;
        for (size_t j = 0; j < across; j++) {
            uint32_t count = old->counts[i * across + j];
            if (!count)
                continue;
            double column = fold->query->n_bins > 1
                                ? bin_cells_coarsen(&fold->cells[1], from[1].first + (double)j, from[1].level, to[1].level) - to[1].first
                                : 0;
            size_t at = (size_t)row * wide + (size_t)column;
            uint64_t first = old->firsts[i * across + j];
            new->firsts[at] = new->counts[at] && new->firsts[at] < first ? new->firsts[at] : first;
            new->counts[at] += count;
        }
    }
}

static void start_counts(Arena *arena, Group *group, size_t n)
{
    group->counts = ARENA_ARRAY(arena, n, uint32_t);
    group->firsts = ARENA_ARRAY(arena, n, uint64_t);
}

/* Makes room for the range that the sides have now. False when cells are too many. */
static bool widen(const BinFold *fold, Tally *tally, const CellSide *before)
{
    size_t n_sides = fold->query->n_bins;
    bool is_same = true;
    for (size_t k = 0; k < n_sides; k++) {
        if (!with_cells(&fold->cells[k], &tally->sides[k]))
            return false;
        is_same &= tally->sides[k].first == before[k].first && tally->sides[k].n_cells == before[k].n_cells &&
                   tally->sides[k].level == before[k].level;
    }
    size_t n = n_cells(tally->sides, n_sides);
    if (n > CELLS_MOST)
        return false;
    for (size_t g = 0; g < tally->groups.n && !is_same; g++) {
        Group old = tally->groups.at[g];
        start_counts(tally->arena, &tally->groups.at[g], n);
        if (n_cells(before, n_sides))
            move_counts(fold, &old, before, &tally->groups.at[g], tally->sides);
    }
    return true;
}

/* --- a batch ------------------------------------------------------------------------------------------------------ */

static size_t find_group(Arena *arena, Tally *tally, const Column *keys, size_t n_keys, size_t row, size_t n)
{
    for (size_t g = 0; g < tally->groups.n; g++) {
        bool is_it = true;
        for (size_t k = 0; k < n_keys && is_it; k++)
            is_it = value_eq(tally->groups.at[g].keys[k], column_value(&keys[k], row));
        if (is_it)
            return g;
    }
    Group group = {.keys = ARENA_ARRAY(arena, n_keys, Value)};
    for (size_t k = 0; k < n_keys; k++) {
        group.keys[k] = column_value(&keys[k], row);
        group.keys[k].text = str_copy(arena, group.keys[k].text);
    }
    start_counts(arena, &group, n);
    VEC_PUSH(arena, &tally->groups, group);
    return tally->groups.n - 1;
}

static bool reads_well(const FoldQuery *query, Arena *scratch, const Table *batch)
{
    Report unheard = {.arena = scratch};
    for (size_t i = 0; i < query->n_keys; i++)
        expr_report_odd(&unheard, scratch, query->keys[i], batch);
    for (size_t k = 0; k < query->n_bins; k++)
        expr_report_odd(&unheard, scratch, query->bins[k]->args[0], batch);
    return unheard.list.n == 0;
}

static void count_rows(const BinFold *fold, Tally *tally, const Column *values, const Groups *groups, const size_t *group_of, size_t part)
{
    size_t n_sides = fold->query->n_bins, across = n_sides > 1 ? tally->sides[1].n_cells : 1;
    BinLevel levels[2];
    for (size_t k = 0; k < n_sides; k++)
        levels[k] = bin_level(&fold->cells[k], tally->sides[k].level);
    for (size_t i = 0; i < groups->n_rows; i++) {
        double row = bin_level_find(&levels[0], values[0].numbers[i]) - tally->sides[0].first;
        double column = n_sides > 1 ? bin_level_find(&levels[1], values[1].numbers[i]) - tally->sides[1].first : 0;
        if (isnan(row) || isnan(column)) {
            tally->n_missing++;
            continue;
        }
        const Group *group = &tally->groups.at[group_of[groups->group_of[i]]];
        size_t at = (size_t)row * across + (size_t)column;
        if (group->counts[at]++ == 0)
            group->firsts[at] = (uint64_t)part << SHIFT | i;
    }
    tally->n_rows += groups->n_rows;
}

static bool take(BinFold *fold, WorkPlace *place, size_t part, Table *batch)
{
    const FoldQuery *query = fold->query;
    Arena *scratch = place->scratch;
    Tally *tally = tally_of(fold, place);
    if (!tally || !fold_run_steps(query, scratch, batch))
        return false;
    if (!batch->n_rows)
        return true;
    if (!reads_well(query, scratch, batch))
        return false;
    if (!tally->arena)
        tally->sides[0] = tally->sides[1] = empty_side();
    tally->arena = place->arena;
    CellSide before[2] = {tally->sides[0], tally->sides[1]};
    Column values[2], *keys = ARENA_ARRAY(scratch, query->n_keys, Column);
    for (size_t k = 0; k < query->n_bins; k++) {
        values[k] = expr_eval(scratch, query->bins[k]->args[0], batch);
        add_values(&fold->cells[k], &tally->sides[k], &values[k]);
    }
    for (size_t i = 0; i < query->n_keys; i++)
        keys[i] = expr_eval(scratch, query->keys[i], batch);
    Groups groups = groups_by(scratch, keys, query->n_keys, batch->n_rows);
    if (!widen(fold, tally, before))
        return false;
    size_t *group_of = ARENA_ARRAY(scratch, groups.n_groups, size_t), n = n_cells(tally->sides, query->n_bins);
    for (size_t g = 0; g < groups.n_groups; g++)
        group_of[g] = find_group(place->arena, tally, keys, query->n_keys, groups.first_row[g], n);
    if (n * tally->groups.n > ALL_CELLS_MOST)
        return false;
    count_rows(fold, tally, values, &groups, group_of, part);
    return true;
}

static void take_batch(void *user, WorkPlace *place, size_t number, const Table *rows)
{
    BinFold *fold = user;
    Table batch = *rows;
    if (!atomic_load(&fold->has_failed) && !take(fold, place, number, &batch))
        atomic_store(&fold->has_failed, true);
}

/* --- all threads' counts ------------------------------------------------------------------------------------------ */

static bool join(Arena *arena, const BinFold *fold, Tally *whole)
{
    size_t n_sides = fold->query->n_bins;
    *whole = (Tally){.arena = arena, .sides = {empty_side(), empty_side()}};
    for (size_t i = 0; i < THREADS_MOST; i++) {
        const Tally *one = &fold->tallies[i];
        for (size_t k = 0; k < n_sides && one->arena; k++) {
            CellSide *side = &whole->sides[k];
            const CellSide *part = &one->sides[k];
            side->lo = fmin(side->lo, part->lo);
            side->hi = fmax(side->hi, part->hi);
            add_moments(side, part->n, part->mean, part->squares);
            side->summary.lo = fmin(side->summary.lo, part->summary.lo);
            side->summary.hi = fmax(side->summary.hi, part->summary.hi);
            side->summary.least_positive = fmin(side->summary.least_positive, part->summary.least_positive);
            side->summary.has_fraction |= part->summary.has_fraction;
            side->summary.has_daytime |= part->summary.has_daytime;
            side->summary.n_missing += part->summary.n_missing;
        }
        whole->n_rows += one->n_rows;
        whole->n_missing += one->n_missing;
    }
    for (size_t k = 0; k < n_sides; k++)
        if (!with_cells(&fold->cells[k], &whole->sides[k]))
            return false;
    size_t n = n_cells(whole->sides, n_sides), n_keys = fold->query->n_keys;
    if (n == 0 || n > CELLS_MOST)
        return false;
    for (size_t i = 0; i < THREADS_MOST; i++)
        for (size_t g = 0; g < fold->tallies[i].groups.n; g++) {
            const Group *one = &fold->tallies[i].groups.at[g];
            Column *keys = ARENA_ARRAY(arena, n_keys, Column);
            for (size_t k = 0; k < n_keys; k++)
                keys[k] = fold_column(arena, fold->query->keys[k]->type, &one->keys[k], 1);
            size_t at = find_group(arena, whole, keys, n_keys, 0, n);
            if (n * whole->groups.n > ALL_CELLS_MOST)
                return false;
            if (n_cells(fold->tallies[i].sides, n_sides))
                move_counts(fold, one, fold->tallies[i].sides, &whole->groups.at[at], whole->sides);
        }
    return true;
}

/* --- bins of cells ------------------------------------------------------------------------------------------------ */

typedef struct Within {
    double lo, hi;
} Within;

/* Where the k-th least value (from 0) may lie, in the axis' space. */
static Within place_of(const BinCells *cells, const CellSide *side, const double *counts, double k)
{
    size_t cell = 0;
    for (double before = counts[0]; before <= k && cell + 1 < side->n_cells; before += counts[cell])
        cell++;
    BinLevel level = bin_level(cells, side->level);
    double lo = bin_level_edge(&level, side->first + (double)cell), hi = bin_level_edge(&level, side->first + (double)cell + 1);
    bool is_whole = !side->summary.has_fraction && cells->axis == AXIS_LINEAR && !cells->is_time && hi - lo <= 1;
    if (is_whole)
        lo = hi = ceil(lo);
    if (!cells->is_time) {
        lo = stat_to_space(cells->axis, lo);
        hi = stat_to_space(cells->axis, hi);
    }
    return (Within){fmax(lo, side->lo), fmin(hi, side->hi)};
}

static Within quantile_of(const BinCells *cells, const CellSide *side, const double *counts, double share)
{
    double at = (side->n - 1) * share, below = floor(at);
    Within low = place_of(cells, side, counts, below), next = at > below ? place_of(cells, side, counts, below + 1) : low;
    return (Within){low.lo + (at - below) * (next.lo - low.lo), low.hi + (at - below) * (next.hi - low.hi)};
}

static bool same_edges(const Bins *a, const Bins *b)
{
    bool is_same = a->n == b->n;
    for (size_t i = 0; i <= a->n && is_same; i++)
        is_same = a->edges[i] == b->edges[i];
    return is_same;
}

/* The bins of one side, if what is known of its values leaves no doubt. */
static bool find_edges(Arena *arena, const BinFold *fold, size_t k, const CellSide *side, const double *counts, Bins *bins)
{
    static const double TINY = 1e-300;
    const Expr *call = fold->query->bins[k];
    const BinCells *cells = &fold->cells[k];
    BinSample sample = {.n = (size_t)side->n, .summary = side->summary, .iqr = NAN, .sd = NAN};
    if (cells->axis == AXIS_LOG && !cells->is_time)
        sample.summary.lo = side->summary.least_positive;
    BinRule rule = bin_rule(call);
    if (rule != BIN_FREEDMAN_DIACONIS && rule != BIN_SCOTT)
        return bins_edges(bins, arena, call, cells->axis, &sample);
    double range = side->hi - side->lo, doubt = range > 0 ? 1e-9 * (1 + range * range * side->n / fmax(side->squares, TINY)) : 0,
           sd = sqrt(side->squares / fmax(side->n - 1, 1));
    Within low = {0, 0}, high = {0, 0};
    if (rule == BIN_FREEDMAN_DIACONIS) {
        low = quantile_of(cells, side, counts, 0.25);
        high = quantile_of(cells, side, counts, 0.75);
    }
    Within iqr = {fmax(high.lo - low.hi, 0), fmax(high.hi - low.lo, 0)};
    const Within guesses[] = {{iqr.lo, sd * (1 - doubt)}, {iqr.lo, sd * (1 + doubt)}, {iqr.hi > 0 ? fmax(iqr.lo, TINY) : 0, sd}, {iqr.hi, sd}};
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++) {
        Bins other;
        sample.iqr = guesses[i].lo;
        sample.sd = guesses[i].hi;
        if (!(doubt < 1 || iqr.lo > 0) || !bins_edges(i ? &other : bins, arena, call, cells->axis, &sample) || (i && !same_edges(bins, &other)))
            return false;
    }
    return true;
}

/* The bin of each cell; false when a bin begins within a cell. */
static bool bins_of_cells(const BinCells *cells, const CellSide *side, const Bins *bins, uint32_t *bin_of)
{
    BinLevel level = bin_level(cells, side->level);
    for (size_t i = 1; i < bins->n; i++)
        if (bin_level_edge(&level, bin_level_find(&level, bins->edges[i])) != bins->edges[i])
            return false;
    size_t bin = 0;
    for (size_t i = 0; i < side->n_cells; i++) {
        double start = bin_level_edge(&level, side->first + (double)i);
        while (bin + 1 < bins->n && start >= bins->edges[bin + 1])
            bin++;
        bin_of[i] = (uint32_t)bin;
    }
    return true;
}

/* --- rows of bins ------------------------------------------------------------------------------------------------- */

typedef struct BinRow {
    size_t group, bins[2];
    double count;
    uint64_t first;
} BinRow;

static int by_first(const void *a, const void *b)
{
    const BinRow *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

/* The counts of one side, over all groups and the other side. */
static double *side_counts(Arena *arena, const BinFold *fold, const Tally *whole, size_t side)
{
    size_t across = fold->query->n_bins > 1 ? whole->sides[1].n_cells : 1, n = n_cells(whole->sides, fold->query->n_bins);
    double *counts = ARENA_ARRAY(arena, whole->sides[side].n_cells + 1, double);
    for (size_t g = 0; g < whole->groups.n; g++)
        for (size_t i = 0; i < n; i++)
            counts[side == 0 ? i / across : i % across] += whole->groups.at[g].counts[i];
    return counts;
}

static void make_rows(Arena *arena, const BinFold *fold, const Tally *whole, BinnedRows *out, uint32_t *const *bin_of)
{
    const FoldQuery *query = fold->query;
    bool is_two_way = query->n_bins > 1;
    size_t across = is_two_way ? whole->sides[1].n_cells : 1, wide = is_two_way ? out->bins[1].n : 1, n = n_cells(whole->sides, query->n_bins);
    VEC(BinRow) rows = {0};
    for (size_t g = 0; g < whole->groups.n; g++) {
        BinRow *of_bins = ARENA_ARRAY(arena, out->bins[0].n * wide, BinRow);
        for (size_t i = 0; i < n; i++) {
            uint32_t count = whole->groups.at[g].counts[i];
            uint64_t first = whole->groups.at[g].firsts[i];
            size_t x = bin_of[0][i / across], y = is_two_way ? bin_of[1][i % across] : 0;
            BinRow *row = &of_bins[x * wide + y];
            if (!count)
                continue;
            *row = (BinRow){g, {x, y}, row->count + count, row->count > 0 && row->first < first ? row->first : first};
        }
        for (size_t i = 0; i < out->bins[0].n * wide; i++)
            if (of_bins[i].count > 0)
                VEC_PUSH(arena, &rows, of_bins[i]);
    }
    if (rows.n)
        qsort(rows.at, rows.n, sizeof *rows.at, by_first);
    out->n = rows.n;
    Aggregates aggregates = {0};
    for (size_t i = 0; i < query->n_exprs; i++)
        fold_add_aggregates(arena, query, query->exprs[i], &aggregates);
    Table table = {.columns = ARENA_ARRAY(arena, query->n_keys + 1, Column), .n_columns = query->n_keys + aggregates.n, .n_rows = rows.n};
    Value *values = ARENA_ARRAY(arena, rows.n, Value);
    for (size_t k = 0; k < query->n_keys; k++) {
        for (size_t i = 0; i < rows.n; i++)
            values[i] = whole->groups.at[rows.at[i].group].keys[k];
        table.columns[k] = fold_column(arena, query->keys[k]->type, values, rows.n);
    }
    if (aggregates.n) {
        double *counts;
        table.columns[query->n_keys] = column_new(arena, STR_NONE, TYPE_NUMBER, rows.n, &counts);
        for (size_t i = 0; i < rows.n; i++)
            counts[i] = rows.at[i].count;
    }
    for (size_t side = 0; side < query->n_bins; side++) {
        uint32_t *numbers = ARENA_ARRAY(arena, rows.n, uint32_t);
        for (size_t i = 0; i < rows.n; i++)
            numbers[i] = (uint32_t)rows.at[i].bins[side];
        out->bins[side].bin_of = numbers;
    }
    out->columns = ARENA_ARRAY(arena, query->n_exprs, Column);
    fold_finish(arena, query, &aggregates, &table, out->columns);
}

static bool count_batches(Arena *arena, Deferred *deferred, BinFold *fold, Tally *whole)
{
    bool is_good = deferred->hooks->batches(deferred, take_batch, fold) && !atomic_load(&fold->has_failed);
    return is_good && join(arena, fold, whole) && whole->n_rows > whole->n_missing;
}

static bool bin_batches(Arena *arena, Deferred *deferred, const FoldQuery *query, const AxisType *axes, BinnedRows *out)
{
    BinFold *fold = ARENA_NEW(arena, BinFold);
    fold->query = query;
    for (size_t k = 0; k < query->n_bins; k++)
        if (!bin_cells(&fold->cells[k], query->bins[k], axes[k]))
            return false;
    Tally whole;
    if (!count_batches(arena, deferred, fold, &whole))
        return false;
    *out = (BinnedRows){.n_rows = whole.n_rows, .n_missing = whole.n_missing};
    uint32_t *bin_of[2];
    for (size_t k = 0; k < query->n_bins; k++) {
        bin_of[k] = ARENA_ARRAY(arena, whole.sides[k].n_cells, uint32_t);
        if (!find_edges(arena, fold, k, &whole.sides[k], side_counts(arena, fold, &whole, k), &out->bins[k]) ||
            !bins_of_cells(&fold->cells[k], &whole.sides[k], &out->bins[k], bin_of[k]))
            return false;
    }
    make_rows(arena, fold, &whole, out, bin_of);
    return true;
}

bool fold_bins_run(Arena *arena, Deferred *deferred, const FoldQuery *query, const AxisType *axes, BinnedRows *out)
{
    FoldQuery rest;
    Deferred *pushed = fold_push(deferred, query, &rest);
    return (pushed && bin_batches(arena, pushed, &rest, axes, out)) || bin_batches(arena, deferred, query, axes, out);
}
