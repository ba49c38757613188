/* Statistics of layers against R, on the data of specs/data. */
#include "runtime/stat_bin.h"
#include "runtime/stat_kit.h"

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
    static double values[1000];
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
    Expr *args[] = {expr_column(arena, STR("v"), TYPE_NUMBER, SPAN_NONE), expr_text(arena, str_from(rule), SPAN_NONE), expr_number(arena, amount, SPAN_NONE)};
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
    check_bins(6, "freedman_diaconis", 0, AXIS_LINEAR, (double[]){2500, 3000, 3500, 4000, 4500, 5000, 5500, 6000, 6500}, (unsigned[]){9, 62, 94, 59, 51, 34, 29, 4}, 8);
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
            stat_sort(sorted, n);
            for (size_t k = 0; k < n; k++)
                assert_true(stat_select(values, n, k) == sorted[k]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bins),
        cmocka_unit_test(test_select),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
