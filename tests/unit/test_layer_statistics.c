/* Statistics of layers against R, on the data of specs/data. */
#include "runtime/aggregate.h"
#include "runtime/stat_bin.h"
#include "runtime/stat_box.h"
#include "runtime/stat_density.h"
#include "runtime/stat_hexbin.h"
#include "runtime/order_statistic.h"
#include "runtime/stat_kit.h"
#include "runtime/stat_smooth.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* --- data --------------------------------------------------------------------------------------------------------- */

/* A column of a plain CSV file, NaN where a cell is no number. */
static Column read_column(Arena *arena, const char *path, int number)
{
    static double values[10000];
    size_t n = 0;
    char line[1000];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    bool is_head = true;
    while (fgets(line, sizeof line, file)) {
        char *cell = line, *end;
        for (int i = 0; i < number && cell; i++)
            cell = strchr(cell, ',') ? strchr(cell, ',') + 1 : NULL;
        double value = cell ? strtod(cell, &end) : NAN;
        if (!is_head)
            values[n++] = cell && end != cell ? value : NAN;
        is_head = false;
    }
    fclose(file);
    double *out;
    Column column = column_new(arena, STR("v"), TYPE_NUMBER, n, &out);
    memcpy(out, values, n * sizeof *out);
    return column;
}

static Column penguins(Arena *arena, int number)
{
    return read_column(arena, "specs/data/penguins.csv", number);
}

/* --- bins --------------------------------------------------------------------------------------------------------- */

static void check_bins(int column, const char *rule, double amount, AxisType axis, const double *edges, const unsigned *counts, size_t n)
{
    Arena *arena = arena_new(NULL);
    Column values = penguins(arena, column);
    Expr *args[] = {expr_column(arena, STR("v"), TYPE_NUMBER, SPAN_NONE), expr_text(arena, str_from(rule), SPAN_NONE),
                    expr_number(arena, amount, SPAN_NONE)};
    Bins bins;
    assert_true(bins_make(&bins, arena, NULL, expr_call(arena, FUNCTION_BIN, args, amount > 0 ? 3 : 2, SPAN_NONE), &values, axis));
    assert_int_equal(bins.n, n);
    unsigned have[64] = {0};
    for (size_t i = 0; i < values.n; i++)
        if (bins.bin_of[i] != CODE_MISSING)
            have[bins.bin_of[i]]++;
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(have[i], counts[i]);
        assert_true(bins.edges[i] == edges[i]);
    }
    assert_true(bins.edges[n] == edges[n]);
    arena_free(arena);
}

static void test_bins(void **state)
{
    (void)state;
    /* R 4.2: d <- read.csv("specs/data/penguins.csv"); h <- hist(d$mass_g, breaks = "FD", right = FALSE); h$breaks; h$counts */
    check_bins(6, "freedman_diaconis", 0, AXIS_LINEAR, (double[]){2500, 3000, 3500, 4000, 4500, 5000, 5500, 6000, 6500},
               (unsigned[]){9, 62, 94, 59, 51, 34, 29, 4}, 8);
    /* hist(d$beak_length_mm, breaks = "Sturges", right = FALSE) */
    check_bins(3, "sturges", 0, AXIS_LINEAR, (double[]){32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60},
               (unsigned[]){3, 19, 40, 38, 36, 31, 37, 44, 37, 39, 11, 5, 0, 2}, 14);
    /* hist(d$beak_depth_mm, breaks = 20, right = FALSE) */
    check_bins(4, "count", 20, AXIS_LINEAR,
               (double[]){13.0, 13.5, 14.0, 14.5, 15.0, 15.5, 16.0, 16.5, 17.0, 17.5, 18.0, 18.5, 19.0, 19.5, 20.0, 20.5, 21.0, 21.5},
               (unsigned[]){4, 17, 20, 19, 23, 20, 19, 18, 36, 31, 28, 42, 25, 17, 11, 6, 6}, 17);
    /* hist(d$flipper_mm, breaks = "Scott", right = FALSE) */
    check_bins(5, "scott", 0, AXIS_LINEAR, (double[]){170, 175, 180, 185, 190, 195, 200, 205, 210, 215, 220, 225, 230, 235},
               (unsigned[]){2, 6, 24, 45, 62, 51, 19, 19, 35, 36, 24, 11, 8}, 13);
}

/* --- order statistics --------------------------------------------------------------------------------------------- */

static void test_select(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (size_t n = 1; n < 60; n++)
        for (int range = 1; range < 40; range += 6) {
            double values[60], sorted[60];
            for (size_t i = 0; i < n; i++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                values[i] = sorted[i] = (double)((seed >> 33) % (unsigned)range);
            }
            sort_numbers(sorted, n);
            for (size_t k = 0; k < n; k++)
                assert_true(select_least(values, n, k) == sorted[k]);
        }
}

/* --- boxes, densities, curves ------------------------------------------------------------------------------------- */

static void assert_close(double value, double expected, double share)
{
    if (!(fabs(value - expected) <= share * fabs(expected)))
        fail_msg("%.17g, expected %.17g", value, expected);
}

/* The Chinstraps' values of two columns that have both; or all values. */
static size_t take(Arena *arena, bool is_chinstrap, int column_x, int column_y, double *x, double *y)
{
    Column a = penguins(arena, column_x), b = penguins(arena, column_y);
    size_t n = 0;
    char line[1000];
    FILE *file = fopen("specs/data/penguins.csv", "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    for (size_t i = 0; i < a.n && fgets(line, sizeof line, file); i++)
        if (!isnan(a.numbers[i]) && !isnan(b.numbers[i]) && (!is_chinstrap || strncmp(line, "Chinstrap", 9) == 0)) {
            x[n] = a.numbers[i];
            y[n++] = b.numbers[i];
        }
    fclose(file);
    return n;
}

static void test_box(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    double x[500], y[500];
    size_t n = take(arena, true, 6, 6, x, y);
    sort_numbers(x, n);
    BoxStats box = box_stats(x, n);
    /* R 4.2: boxplot.stats(d$mass_g[d$species == "Chinstrap"]): $stats 2900 3475 3700 3950 4550, $out 4800 2700 */
    const double have[] = {box.low, box.lower, box.median, box.upper, box.high}, want[] = {2900, 3475, 3700, 3950, 4550};
    for (size_t i = 0; i < 5; i++)
        assert_true(have[i] == want[i]);
    assert_int_equal(box.first, 1);
    assert_int_equal(box.last, n - 2);
    assert_true(x[0] == 2700 && x[n - 1] == 4800);
    double one[] = {3};
    box = box_stats(one, 1);
    assert_true(box.low == 3 && box.lower == 3 && box.median == 3 && box.upper == 3 && box.high == 3);
    arena_free(arena);
}

static void test_density(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    double x[500], y[500], out[2];
    size_t n = take(arena, false, 3, 3, x, y);
    double bandwidth = density_bandwidth(y, n);
    assert_close(bandwidth, 1.5296667189271869, 1e-14); /* R: bw.nrd0(v) */
    /* R: sapply(c(35, 40, 45.5, 60), function(x) mean(dnorm((x - v) / bw)) / bw) */
    static const double AT[] = {35, 40, 45.5, 60}, R[] = {0.0291122739118398442, 0.0558879541493419313, 0.0587911194565264236, 0.0011059559750252904};
    for (size_t i = 0; i < 4; i++) {
        density_at(arena, x, n, bandwidth, AT[i], AT[i] + 1, out, 2);
        assert_close(out[0], R[i], 1e-12);
    }
    /* shared out to equal steps, many values give nearly the same */
    double *many = ARENA_ARRAY(arena, n * 20, double);
    for (size_t i = 0; i < n * 20; i++)
        many[i] = x[i % n];
    density_at(arena, many, n * 20, bandwidth, 45.5, 46, out, 2);
    assert_close(out[0], R[2], 1e-5);
    arena_free(arena);
}

static void test_bandwidth_sj(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    double x[500], y[500];
    /* R 4.2: bw.SJ(v, tol = 1e-12) */
    size_t n = take(arena, false, 6, 6, x, y);
    assert_close(density_bandwidth_sj(arena, y, n), 191.834092855174, 1e-12);
    n = take(arena, false, 3, 3, x, y);
    assert_close(density_bandwidth_sj(arena, y, n), 1.14625802440992, 1e-12);
    double same[] = {2, 2, 2, 2}, two[] = {1, 2};
    assert_true(density_bandwidth_sj(arena, same, 4) == 0);
    assert_true(isfinite(density_bandwidth_sj(arena, two, 2)));
    double below[] = {-3.5, -1.25, 0.5, 0.75, 4, 4.5, 6, -9};
    assert_true(density_bandwidth_sj(arena, below, 8) > 0);
    arena_free(arena);
}

static void test_ecdf(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    /* R 4.2: ecdf(na.omit(d$beak_depth_mm))(c(13, 15, 17.3, 18.55, 21, 21.5)) */
    static const double AT[] = {13, 15, 17.3, 18.55, 21, 21.5};
    static const double R[] = {0, 0.2046783625730994, 0.51169590643274854, 0.716374269005848, 0.98245614035087714, 1};
    double x[500], y[500], values[500], shares[500];
    size_t n = take(arena, false, 4, 4, x, y);
    sort_numbers(y, n);
    size_t n_steps = stat_ecdf(y, n, values, shares);
    for (size_t k = 0; k < 6; k++) {
        double share = 0;
        for (size_t i = 0; i < n_steps && values[i] <= AT[k]; i++)
            share = shares[i];
        assert_close(share, R[k], 1e-15);
    }
    arena_free(arena);
}

/* R 4.2: boxplot(mass_g ~ species, d, plot = FALSE)$conf */
static void test_notch(void **state)
{
    (void)state;
    BoxStats adelie = {.lower = 3350, .median = 3700, .upper = 4000}, gentoo = {.lower = 4700, .median = 5000, .upper = 5500};
    assert_close(3700 - box_notch(&adelie, 151), 3616.42392528, 1e-11);
    assert_close(5000 + box_notch(&gentoo, 123), 5113.97104182, 1e-11);
}

static void check_smooth(SmoothRule rule, const double R[4][3], double share)
{
    static const double AT[] = {41, 46, 49.5, 57};
    Arena *arena = arena_new(NULL);
    double x[500], y[500];
    size_t n = take(arena, true, 3, 4, x, y);
    SmoothPoint points[4];
    for (size_t i = 0; i < 4; i++)
        points[i].x = AT[i];
    assert_true(smooth_fit(arena, &rule, x, y, n, points, 4));
    for (size_t i = 0; i < 4; i++) {
        assert_close(points[i].fit, R[i][0], 1e-11);
        assert_close(points[i].lo, R[i][1], share);
        assert_close(points[i].hi, R[i][2], share);
    }
    arena_free(arena);
}

/* R 4.2, x and y the beaks' length and depth of the Chinstraps, new <- data.frame(x = c(41, 46, 49.5, 57)) */
static void test_smooth(void **state)
{
    (void)state;
    /* predict(lm(y ~ x), new, interval = "confidence") */
    static const double LINEAR[4][3] = {{16.679820803282997, 16.141823555552239, 17.217818051013754},
                                        {17.790879423301355, 17.515064468513248, 18.066694378089462},
                                        {18.568620457314207, 18.354786854908077, 18.782454059720337},
                                        {20.235208387341743, 19.677791987060424, 20.792624787623062}};
    check_smooth((SmoothRule){false, 1, 0, 0.95}, LINEAR, 1e-11);
    /* predict(lm(y ~ poly(x, 3)), new, interval = "confidence", level = 0.9) */
    static const double CUBIC[4][3] = {{17.286782355171422, 16.385198456331228, 18.188366254011616},
                                       {17.551143197344309, 17.279631721634050, 17.822654673054569},
                                       {18.671007104666458, 18.469038646496987, 18.872975562835929},
                                       {19.019576315533303, 18.160607650280500, 19.878544980786106}};
    check_smooth((SmoothRule){false, 3, 0, 0.9}, CUBIC, 1e-11);
    /* p <- predict(loess(y ~ x, control = loess.control(surface = "direct", statistics = "exact")), new, se = TRUE); p$fit +- qt(0.975, p$df) *
     * p$se.fit */
    static const double LOESS[4][3] = {{16.755721153536204, 15.686984970631315, 17.824457336441093},
                                       {17.603798270067447, 17.256645137448643, 17.950951402686250},
                                       {18.644267959828149, 18.265189951421146, 19.023345968235152},
                                       {18.878167946929445, 17.859341366266793, 19.896994527592096}};
    check_smooth((SmoothRule){true, 2, 0.75, 0.95}, LOESS, 1e-6);
    /* the same with span = 0.5, degree = 1 */
    static const double LINES[4][3] = {{16.871373306400116, 15.997360760068034, 17.745385852732198},
                                       {17.680191863022067, 17.334534701478955, 18.025849024565179},
                                       {18.621982109760665, 18.258345287656880, 18.985618931864451},
                                       {19.046031064360164, 18.015800575498833, 20.076261553221496}};
    check_smooth((SmoothRule){true, 1, 0.5, 0.95}, LINES, 1e-6);
}

/* What cannot be told is refused, what is exact has no breadth. */
static void test_smooth_of_few(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    const double x[] = {1, 1, 2, 2, 3}, y[] = {2, 2, 4, 4, 6};
    SmoothPoint point = {.x = 2.5};
    assert_true(smooth_fit(arena, &(SmoothRule){false, 1, 0, 0.95}, x, y, 5, &point, 1));
    assert_true(fabs(point.fit - 5) < 1e-12 && fabs(point.hi - point.lo) < 1e-9);
    assert_false(smooth_fit(arena, &(SmoothRule){false, 3, 0, 0.95}, x, y, 5, &point, 1));
    assert_false(smooth_fit(arena, &(SmoothRule){false, 1, 0, 0.95}, x, y, 2, &point, 1));
    assert_false(smooth_fit(arena, &(SmoothRule){true, 2, 0.75, 0.95}, x, y, 2, &point, 1));
    assert_true(smooth_fit(arena, &(SmoothRule){false, 1, 0, 0}, x, y, 5, &point, 1));
    assert_true(isnan(point.lo));
    arena_free(arena);
}

/* R 4.2: x <- d$speed[d$experiment == e]; quantile(replicate(20000, mean(sample(x, 20, TRUE))), c(0.025, 0.975)): within a tenth of its breadth, by
 * chance */
static void test_bootstrap(void **state)
{
    (void)state;
    static const double R[5][2] = {{299862, 299951.5}, {299830.5, 299883}, {299808.5, 299876}, {299794.5, 299846}, {299809, 299855.5}};
    Arena *arena = arena_new(NULL);
    Column experiment = read_column(arena, "specs/data/michelson.csv", 1), speed = read_column(arena, "specs/data/michelson.csv", 2);
    Groups groups = groups_by(arena, &experiment, 1, experiment.n);
    assert_int_equal(groups.n_groups, 5);
    Column low = aggregate_run(arena, FUNCTION_BOOTSTRAP_LOW, TYPE_NUMBER, &speed, 1, &groups),
           high = aggregate_run(arena, FUNCTION_BOOTSTRAP_HIGH, TYPE_NUMBER, &speed, 1, &groups);
    for (size_t g = 0; g < 5; g++) {
        double breadth = R[g][1] - R[g][0];
        assert_true(fabs(low.numbers[g] - R[g][0]) < breadth / 10);
        assert_true(fabs(high.numbers[g] - R[g][1]) < breadth / 10);
    }
    arena_free(arena);
}

/* --- hexagons ----------------------------------------------------------------------------------------------------- */

/* R 4.2, hexbin 1.28: d <- na.omit(read.csv("specs/data/nhanes.csv")[c("iron", "hemoglobin")])
 * h <- hexbin(d$iron, d$hemoglobin, xbins = 12, xbnds = c(0, 420), ybnds = c(4, 20), shape = 0.75)
 * rbind((h@cell - 1) %% h@dimen[2], (h@cell - 1) %/% h@dimen[2], h@count) */
static void test_hexbin(void **state)
{
    (void)state;
    static const long R[][3] = {
        {0, 1, 1},    {1, 2, 2},   {4, 2, 1},   {0, 3, 12},  {1, 3, 3},  {3, 3, 1},  {1, 4, 32}, {2, 4, 23}, {3, 4, 10},  {4, 4, 3},
        {8, 4, 1},    {0, 5, 22},  {1, 5, 207}, {2, 5, 209}, {3, 5, 99}, {4, 5, 23}, {5, 5, 9},  {6, 5, 1},  {7, 5, 1},   {1, 6, 153},
        {2, 6, 975},  {3, 6, 887}, {4, 6, 351}, {5, 6, 95},  {6, 6, 26}, {7, 6, 8},  {8, 6, 1},  {9, 6, 1},  {0, 7, 4},   {1, 7, 421},
        {2, 7, 1231}, {3, 7, 852}, {4, 7, 299}, {5, 7, 76},  {6, 7, 23}, {7, 7, 6},  {8, 7, 5},  {1, 8, 38}, {2, 8, 373}, {3, 8, 618},
        {4, 8, 344},  {5, 8, 85},  {6, 8, 27},  {7, 8, 9},   {8, 8, 1},  {9, 8, 1},  {11, 8, 1}, {1, 9, 14}, {2, 9, 84},  {3, 9, 96},
        {4, 9, 42},   {5, 9, 16},  {6, 9, 5},   {7, 9, 1},   {2, 10, 6}, {3, 10, 7}, {4, 10, 3}, {5, 10, 2},
    };
    enum { N = sizeof R / sizeof *R };
    Arena *arena = arena_new(NULL);
    Column hemoglobin = read_column(arena, "specs/data/nhanes.csv", 2), iron = read_column(arena, "specs/data/nhanes.csv", 3);
    long counts[N] = {0}, n = 0, n_found = 0;
    for (size_t i = 0; i < iron.n; i++) {
        if (isnan(iron.numbers[i]) || isnan(hemoglobin.numbers[i]))
            continue;
        HexCell cell = hex_cell(iron.numbers[i] / 420 * 12, (hemoglobin.numbers[i] - 4) / 16 * 12 * 0.75);
        n++;
        for (size_t k = 0; k < N; k++)
            if (cell.column == R[k][0] && cell.row == R[k][1]) {
                counts[k]++;
                n_found++;
            }
    }
    assert_int_equal(n, 7847);
    assert_int_equal(n_found, n);
    for (size_t k = 0; k < N; k++)
        assert_int_equal(counts[k], R[k][2]);
    arena_free(arena);
}

/* No other middle is nearer, on both sides of zero. */
static void test_hexbin_is_nearest(void **state)
{
    (void)state;
    for (double x = -2.03; x < 2; x += 0.17)
        for (double y = -2.01; y < 2; y += 0.13) {
            HexCell cell = hex_cell(x, y);
            double best = hypot(x - (double)cell.column - (cell.row % 2 ? 0.5 : 0), y - HEX_ROW * (double)cell.row);
            for (int row = -4; row <= 4; row++)
                for (int column = -4; column <= 4; column++)
                    assert_true(best <= hypot(x - column - (row % 2 ? 0.5 : 0), y - HEX_ROW * row) + 1e-12);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bins),      cmocka_unit_test(test_select),       cmocka_unit_test(test_box),
        cmocka_unit_test(test_density),   cmocka_unit_test(test_bandwidth_sj), cmocka_unit_test(test_ecdf),
        cmocka_unit_test(test_notch),     cmocka_unit_test(test_smooth),       cmocka_unit_test(test_smooth_of_few),
        cmocka_unit_test(test_bootstrap), cmocka_unit_test(test_hexbin),       cmocka_unit_test(test_hexbin_is_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
