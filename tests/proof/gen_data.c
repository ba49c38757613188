/* gen_data: see gen.h: the rows that all layers draw. */
#include "gen.h"

#include <math.h>
#include <stdio.h>

/* A range of numbers: any magnitude and sign, wide or narrow around something large. */
typedef struct Range {
    double lo, hi;
    int digits;
} Range;

static Range some_range(Gen *g)
{
    static const int POWERS[] = {-9, -6, -4, -3, -2, -1, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 9, 12};
    double scale = pow(10, PICK(g, POWERS)) * (1 + 9 * unit(g));
    switch (below(g, 7)) {
    case 0:
        return (Range){-scale, scale * unit(g), 4};
    case 1:
        return (Range){-scale, -scale * 0.1, 3};
    case 2:
        return (Range){scale, scale * (1 + 0.01 * unit(g)), 7};
    case 3:
        return (Range){0, 1, 2};
    case 4:
        return (Range){scale * 1e-3, scale, 5};
    default:
        return (Range){0, scale, 3};
    }
}

static const char *number_in(Gen *g, Range range)
{
    char text[64];
    snprintf(text, sizeof text, "%.*g", range.digits, range.lo + (range.hi - range.lo) * unit(g));
    return str_c(g->arena, str_from(text));
}

/* clang-format off */
static const char *const CATEGORIES[] = {
    "Math", "Code", "GPQA-D", "AIME24", "AMC23", "MATH-500", "LiveCodeBench", "TruthfulQA", "HellaSwag", "Winogrande", "ARC-Challenge", "MMLU", "BBH", "DROP",
    "SQuAD", "TriviaQA", "NaturalQuestions", "IFEval", "Humanitarian", "Größe", "Точность", "αβγ", "Social IQa", "Open Book QA", "BIG-Bench Hard (few-shot)", "a", "b",
    "Very long category name with many words", "Commonsense_reasoning_average", "PIQA",
};
/* clang-format on */
static const char *const SERIES[] = {
    "Ours", "Full KV", "StreamingLLM", "H2O", "SnapKV", "PyramidKV (ICLR 2025)", "R-KV", "β-VAE", "Base", "Random_baseline_of_long_name"};

static const char *cell(Gen *g, const char *value, int missing)
{
    return chance(g, missing) ? "-" : value;
}

const char *some_category(int start, int i)
{
    return CATEGORIES[(start + i) % (int)(sizeof CATEGORIES / sizeof *CATEGORIES)];
}

/* One table: cat, kind, grp, side, level, num, pos, day, val, val2, err, note. Every series has every category in every panel. */
void write_data(Gen *g)
{
    int missing = chance(g, 20) ? 8 : 0, first = below(g, 30), first_facet = g->first_facet = below(g, 30);
    Range num = some_range(g), val = some_range(g), other = some_range(g);
    double positive = pow(10, between(g, -6, 6)), decades = unit(g) * 6;
    int day = between(g, -4000, 20000), span = between(g, 1, chance(g, 50) ? 40 : 4000),
        level_step = PICK(g, ((int[]){1, 1, 2, 5, 10, 128, 1000, 100000}));
    int level_first = chance(g, 50) ? 0 : between(g, 1, 3);
    put_head(g, "data");
    put_head(g, "rows");
    put(g, "cat, kind, grp, side, level, num, pos, day, val, val2, err, note");
    for (int f = 0; f < g->n_facets; f++)
        for (int s = 0; s < g->n_series; s++)
            for (int i = 0; i < g->n_categories; i++) {
                Range error = {0, (val.hi - val.lo) * 0.1, 3};
                int shift = (int)((long)span * i / (g->n_categories > 1 ? g->n_categories - 1 : 1)) + day;
                int year = 1970 + shift / 360, month = (shift % 360 + 360) % 360 / 30 + 1, of_month = (shift % 30 + 30) % 30 % 28 + 1;
                if (shift < 0 && shift % 360)
                    year--;
                double pos = positive * pow(10, decades * unit(g));
                put(g, "\"%s\", \"%s\", \"%s\", %s, %d, %s, %.4g, %04d-%02d-%02d, %s, %s, %s, \"%s\"", some_category(first, i), SERIES[s],
                    some_category(first_facet, f), f % 2 ? "in" : "out", (level_first + i) * level_step, cell(g, number_in(g, num), i ? missing : 0),
                    pos, year, month, of_month, cell(g, number_in(g, val), i ? missing : 0), number_in(g, other), number_in(g, error), some_word(g));
            }
    put_end(g);
    for (int n = chance(g, 25) ? between(g, 1, 3) : 0; n > 0; n--)
        write_any_step(g);
    put_end(g);
}
