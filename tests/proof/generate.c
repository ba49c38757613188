/* generate: see generate.h. */
#include "generate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What kind of values the axes of a chart carry. */
typedef enum XKind { X_CATEGORY, X_NUMBER, X_POSITIVE, X_DATE, X_LEVEL } XKind;

typedef struct Gen {
    Arena *arena;
    Buf out;
    uint64_t state;
    int depth;
    int n_series, n_categories, n_facets;
    bool has_facet, is_signed;
    bool has_aux; /* a second side */
} Gen;

/* --- chance ------------------------------------------------------------------------------------------------------- */

/* SplitMix64 (Steele, Lea and Flood, 2014). */
static uint64_t next(Gen *g)
{
    uint64_t z = g->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int below(Gen *g, int n)
{
    return (int)(next(g) % (uint64_t)n);
}

static int between(Gen *g, int lo, int hi)
{
    return lo + below(g, hi - lo + 1);
}

static bool chance(Gen *g, int percent)
{
    return below(g, 100) < percent;
}

static double unit(Gen *g)
{
    return (double)(next(g) >> 11) / 9007199254740992.0;
}

#define PICK(g, list) ((list)[below((g), (int)(sizeof(list) / sizeof *(list)))])

/* --- writing ------------------------------------------------------------------------------------------------------ */

static void line(Gen *g, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void line(Gen *g, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (int i = 0; i < g->depth; i++)
        buf_adds(&g->out, "  ");
    buf_add(&g->out, str_vprintf(g->arena, format, args));
    buf_addc(&g->out, '\n');
    va_end(args);
}

static void open(Gen *g, const char *head)
{
    line(g, "%s {", head);
    g->depth++;
}

static void close(Gen *g)
{
    g->depth--;
    line(g, "}");
}

/* --- texts -------------------------------------------------------------------------------------------------------- */

/* clang-format off */
static const char *const WORDS[] = {
    "accuracy", "of", "the", "Mean", "per", "cache", "budget", "KV", "Pass@1", "loss", "Throughput", "(tokens/s)", "latency", "p99", "GPU", "and",
    "training", "steps", "baseline", "Δ", "λ", "αβγ", "Größe", "Точность", "модели", "naïve", "coöperation", "µs", "10×", "[%]", "in", "on", "I", "a",
    "Reinforcement", "hyperparameter", "mixture-of-experts", "non-stationary", "x", "y", "n=5", "±", "Qwen2.5-7B-Instruct", "held-out", "validation",
};
static const char *const UNBREAKABLE[] = {
    "Donaudampfschifffahrtsgesellschaftskapitän", "checkpoint_step_000120000_final_ema_0.9999", "https://example.org/a/very/long/address/of/a/data/set/v2",
    "Reinforcement_learning_from_human_feedback", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "Электроэнцефалографический",
};
/* clang-format on */

static const char *words(Gen *g, int n)
{
    Buf out = {.arena = g->arena};
    for (int i = 0; i < n; i++)
        buf_printf(&out, "%s%s", i ? " " : "", PICK(g, WORDS));
    return buf_c(&out);
}

/* Mostly short, at times long, now and then a word that cannot be broken at a blank. */
static const char *some_text(Gen *g)
{
    int kind = below(g, 20);
    if (kind == 0)
        return PICK(g, UNBREAKABLE);
    if (kind == 1)
        return str_printf(g->arena, "%s %s", words(g, 2), PICK(g, UNBREAKABLE)).at;
    if (kind < 5)
        return words(g, between(g, 6, 20));
    return words(g, between(g, 1, 4));
}

static void title(Gen *g, const char *name, int percent)
{
    if (chance(g, percent))
        line(g, "%s: \"%s\"", name, some_text(g));
}

/* --- data --------------------------------------------------------------------------------------------------------- */

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

static const char *some_category(Gen *g, int start, int i)
{
    (void)g;
    return CATEGORIES[(start + i) % (int)(sizeof CATEGORIES / sizeof *CATEGORIES)];
}

/* One table: cat, kind, grp, side, level, num, pos, day, val, val2, err, note. Every series has every category in every panel. */
static void write_data(Gen *g)
{
    int missing = chance(g, 20) ? 8 : 0, first = below(g, 30), first_facet = below(g, 30);
    Range num = some_range(g), val = some_range(g), other = some_range(g);
    double positive = pow(10, between(g, -6, 6)), decades = unit(g) * 6;
    int day = between(g, -4000, 20000), span = between(g, 1, chance(g, 50) ? 40 : 4000),
        level_step = PICK(g, ((int[]){1, 1, 2, 5, 10, 128, 1000, 100000}));
    int level_first = chance(g, 50) ? 0 : between(g, 1, 3);
    g->is_signed = val.lo < 0;
    open(g, "data");
    open(g, "rows");
    line(g, "cat, kind, grp, side, level, num, pos, day, val, val2, err, note");
    for (int f = 0; f < g->n_facets; f++)
        for (int s = 0; s < g->n_series; s++)
            for (int i = 0; i < g->n_categories; i++) {
                Range error = {0, (val.hi - val.lo) * 0.1, 3};
                int shift = (int)((long)span * i / (g->n_categories > 1 ? g->n_categories - 1 : 1)) + day;
                int year = 1970 + shift / 360, month = (shift % 360 + 360) % 360 / 30 + 1, of_month = (shift % 30 + 30) % 30 % 28 + 1;
                if (shift < 0 && shift % 360)
                    year--;
                double pos = positive * pow(10, decades * unit(g));
                line(g, "\"%s\", \"%s\", \"%s\", %s, %d, %s, %.4g, %04d-%02d-%02d, %s, %s, %s, \"%s\"", some_category(g, first, i), SERIES[s],
                     some_category(g, first_facet, f), f % 2 ? "in" : "out", (level_first + i) * level_step, cell(g, number_in(g, num), missing), pos,
                     year, month, of_month, cell(g, number_in(g, val), missing), number_in(g, other), number_in(g, error), PICK(g, WORDS));
            }
    close(g);
    close(g);
}

/* --- page --------------------------------------------------------------------------------------------------------- */

static void write_figure(Gen *g, bool is_arranged)
{
    open(g, "figure");
    if (chance(g, 15)) {
        line(g, "panel: %dmm x %dmm", between(g, 20, 90), between(g, 16, 70));
    } else if (chance(g, 85)) {
        int width = chance(g, 70) ? between(g, 60, 190) : between(g, 40, 400);
        line(g, "width: %dmm", width);
        if (chance(g, 55))
            line(g, "height: %dmm", chance(g, 80) ? width * between(g, 40, 100) / 100 + 12 : between(g, 40, 400));
        else if (chance(g, 40))
            line(g, "aspect: %.1f", 0.5 + 2 * unit(g));
    }
    title(g, "title", 25);
    title(g, "subtitle", 10);
    title(g, "caption", 15);
    if (chance(g, is_arranged ? 60 : 5))
        line(g, "tags: \"%s\"", PICK(g, ((const char *[]){"(a)", "A", "1."})));
    close(g);
}

static void write_theme(Gen *g)
{
    if (!chance(g, 35))
        return;
    open(g, "theme");
    if (chance(g, 30))
        line(g, "text_size: %dpt", between(g, 5, 12));
    if (chance(g, 30))
        line(g, "tick_size: %dpt", between(g, 5, 11));
    if (chance(g, 30))
        line(g, "title_size: %dpt", between(g, 6, 16));
    if (chance(g, 20))
        line(g, "margin: %dpt", between(g, 0, 12));
    if (chance(g, 20))
        line(g, "panel_gap: %dpt", between(g, 0, 20));
    if (chance(g, 20))
        line(g, "tick_length: %dpt", between(g, 0, 6));
    if (chance(g, 30))
        line(g, "grid: %s", PICK(g, ((const char *[]){"none", "horizontal", "vertical", "both"})));
    if (chance(g, 30))
        line(g, "frame: %s", PICK(g, ((const char *[]){"none", "axes", "box"})));
    if (chance(g, 20))
        line(g, "marker_size: %dpt", between(g, 2, 9));
    close(g);
}

/* --- axes --------------------------------------------------------------------------------------------------------- */

static void write_ticks(Gen *g, XKind kind)
{
    int way = below(g, 14);
    if (way == 0)
        line(g, "ticks: none");
    else if (way == 1 && kind != X_CATEGORY && kind != X_LEVEL)
        line(g, "ticks: %d", between(g, 2, 12));
    else if (way == 2)
        line(g, "labels: none");
    else if (way == 3 && (kind == X_NUMBER || kind == X_POSITIVE))
        line(g, "format: \"%s\"", PICK(g, ((const char *[]){".1f", ",", "~s", ".0%", ".2e", ",.0f", "~g"})));
    else if (way == 4 && kind == X_DATE)
        line(g, "format: \"%s\"", PICK(g, ((const char *[]){"%b", "%Y-%m-%d", "%d %B %Y", "%Y"})));
}

static void write_axis(Gen *g, const char *name, XKind kind, bool is_shared, int percent)
{
    if (!chance(g, percent))
        return;
    open(g, str_printf(g->arena, "axis %s", name).at);
    if (chance(g, 15))
        line(g, "title: none");
    else
        title(g, "title", 50);
    if (kind == X_POSITIVE && chance(g, 80))
        line(g, "type: log");
    if (kind == X_NUMBER && chance(g, 12))
        line(g, "type: symlog");
    write_ticks(g, kind);
    if (chance(g, 10))
        line(g, "reverse: true");
    if (chance(g, 15))
        line(g, "grid: %s", chance(g, 50) ? "true" : "false");
    if (is_shared && chance(g, 30))
        line(g, "share: %s", PICK(g, ((const char *[]){"all", "row", "column", "none"})));
    if (chance(g, is_shared ? 30 : 8))
        line(g, "draw: %s", PICK(g, ((const char *[]){"outer", "each", "each", "none"})));
    if (chance(g, 8))
        line(g, "color: %s", PICK(g, ((const char *[]){"steelblue", "crimson", "gray"})));
    close(g);
}

static void write_second_axis(Gen *g, const char *name)
{
    open(g, str_printf(g->arena, "axis %s", name).at);
    title(g, "title", 60);
    if (chance(g, 40))
        line(g, "align: %s", PICK(g, ((const char *[]){"ticks", "zero", "none"})));
    write_ticks(g, X_NUMBER);
    if (chance(g, 10))
        line(g, "draw: each");
    close(g);
}

/* --- layers ------------------------------------------------------------------------------------------------------- */

static const char *x_column(XKind kind)
{
    static const char *const NAMES[] = {[X_CATEGORY] = "cat", [X_NUMBER] = "num", [X_POSITIVE] = "pos", [X_DATE] = "day", [X_LEVEL] = "level"};
    return NAMES[kind];
}

static void write_label(Gen *g, const char *value, int percent)
{
    if (chance(g, percent))
        line(g, "text: \"{%s:%s}\"", value, PICK(g, ((const char *[]){".1f", ".2f", "~s", ".3g"})));
}

static void write_bar(Gen *g, XKind kind, bool lies, const char *axis)
{
    open(g, "bar");
    const char *function = PICK(g, ((const char *[]){"mean", "mean", "sum", "max"}));
    const char *length = axis ? str_printf(g->arena, "%s(val2)", function).at : str_printf(g->arena, "%s(val)", function).at;
    line(g, "%s: %s", lies ? "y" : "x", x_column(kind));
    line(g, "%s: %s", lies ? "x" : "y", length);
    if (chance(g, 60)) {
        bool stacks = strstr(length, "sum") != NULL && chance(g, 50);
        line(g, "color: kind");
        if (!stacks)
            line(g, "dodge: kind");
    }
    write_label(g, length, 25);
    if (chance(g, 15))
        line(g, "outline: black 0.5pt");
    if (axis)
        line(g, "axis: %s", axis);
    close(g);
}

static void write_series(Gen *g, XKind kind, const char *axis)
{
    const char *mark = PICK(g, ((const char *[]){"line", "line", "step", "point", "point", "area", "path"}));
    bool is_area = strcmp(mark, "area") == 0, is_point = strcmp(mark, "point") == 0;
    if (is_area && kind != X_LEVEL && kind != X_DATE)
        mark = "line", is_area = false;
    if (!is_point && kind == X_CATEGORY)
        mark = "point", is_point = true, is_area = false;
    open(g, mark);
    line(g, "x: %s", x_column(kind));
    line(g, is_area || chance(g, 30) ? "y: mean(%s)" : "y: %s", axis ? "val2" : "val");
    bool has_color = chance(g, 70);
    if (has_color)
        line(g, "color: %s", is_point && !axis && chance(g, 20) ? "level" : "kind");
    else
        line(g, "group: kind");
    if (!is_area && chance(g, 35))
        line(g, "marker: %s", has_color && chance(g, 60) ? "kind" : "square");
    if (is_point && chance(g, 20))
        line(g, "size: %s", chance(g, 50) ? "level" : "5pt");
    if (!is_area && !is_point && chance(g, 25))
        line(g, "dash: %s", chance(g, 60) ? "kind" : "dashed");
    if (is_area)
        line(g, "opacity: 0.6");
    if (chance(g, 15))
        line(g, "label: \"%s\"", words(g, 2));
    if (axis)
        line(g, "axis: %s", axis);
    close(g);
}

static void write_rect(Gen *g)
{
    open(g, "rect");
    line(g, "x: cat");
    line(g, "y: kind");
    line(g, "color: mean(val)");
    write_label(g, "mean(val)", 50);
    close(g);
}

static void write_intervals(Gen *g)
{
    open(g, "bar");
    line(g, "x: level..(level + %d)", between(g, 1, 5));
    line(g, "y: count()");
    close(g);
}

static void write_errorbar(Gen *g, XKind kind)
{
    open(g, "errorbar");
    line(g, "x: %s", x_column(kind));
    line(g, "y: mean(val) +- max(err)");
    if (chance(g, 40))
        line(g, "dodge: kind");
    close(g);
}

static void write_annotations(Gen *g, bool has_numbers)
{
    if (chance(g, 12)) {
        open(g, "rule");
        line(g, "y: %d%%", between(g, 0, 100));
        line(g, "dash: dashed");
        if (chance(g, 50))
            line(g, "text: \"%s\"", PICK(g, WORDS));
        close(g);
    }
    if (chance(g, 12)) {
        open(g, "text");
        line(g, "x: %d%%", between(g, 0, 100));
        line(g, "y: %d%%", between(g, 0, 100));
        line(g, "text: \"%s\"", words(g, between(g, 1, 4)));
        if (chance(g, 50))
            line(g, "side: %s", PICK(g, ((const char *[]){"top", "bottom", "left", "right", "center"})));
        close(g);
    }
    if (has_numbers && chance(g, 8)) {
        open(g, "point");
        line(g, "x: num");
        line(g, "y: val");
        line(g, "text: note");
        close(g);
    }
}

/* --- legends, facets ---------------------------------------------------------------------------------------------- */

static void write_legend(Gen *g, int percent, bool may_be_inside, bool may_be_direct)
{
    static const char *const INSIDE[] = {"auto", "auto", "top left", "top", "top right", "bottom left", "bottom", "bottom right"};
    static const char *const OUTSIDE[] = {"above", "below", "left", "right", "none"};
    if (!chance(g, percent))
        return;
    open(g, "legend");
    if (may_be_direct && chance(g, 15))
        line(g, "position: direct");
    else if (chance(g, 80))
        line(g, "position: %s", may_be_inside && chance(g, 50) ? PICK(g, INSIDE) : PICK(g, OUTSIDE));
    if (chance(g, 20))
        line(g, "title: none");
    else
        title(g, "title", 30);
    if (chance(g, 20))
        line(g, "columns: %d", between(g, 1, 5));
    close(g);
}

static void write_facet(Gen *g)
{
    if (chance(g, 60)) {
        open(g, "facet grp");
        if (chance(g, 60))
            line(g, "columns: %d", between(g, 1, 5));
        if (chance(g, 30))
            line(g, "title: \"%s {grp}\"", words(g, between(g, 0, 4)));
        if (chance(g, 15))
            line(g, "share: none");
        close(g);
        return;
    }
    if (chance(g, 70)) {
        open(g, "facet row side");
        title(g, "title", 15);
        close(g);
    }
    open(g, "facet column grp");
    title(g, "title", 15);
    close(g);
}

/* --- charts ------------------------------------------------------------------------------------------------------- */

static void write_chart(Gen *g, bool is_alone)
{
    XKind kind = PICK(g, ((XKind[]){X_CATEGORY, X_CATEGORY, X_NUMBER, X_NUMBER, X_POSITIVE, X_DATE, X_LEVEL}));
    bool has_facet = g->n_facets > 1 && chance(g, is_alone ? 90 : 15), lies = false, has_second = chance(g, 20);
    int form = below(g, 10);
    bool has_values = true; /* y is val */
    if (has_facet)
        write_facet(g);
    if (form == 0 && !has_second) {
        write_rect(g);
        kind = X_CATEGORY;
        has_values = false;
    } else if (form == 1 && !has_second) {
        write_intervals(g);
        kind = X_NUMBER;
        has_values = false;
    } else if (kind == X_CATEGORY || kind == X_LEVEL) {
        lies = !has_second && chance(g, 30);
        if (kind == X_LEVEL && chance(g, 60)) {
            write_series(g, kind, NULL);
            lies = false;
        } else {
            write_bar(g, kind, lies, NULL);
            if (!lies && chance(g, 20))
                write_errorbar(g, kind);
        }
    } else {
        write_series(g, kind, NULL);
    }
    if (has_second && !lies) {
        write_series(g, kind, "right");
        write_second_axis(g, "right");
    }
    write_annotations(g, has_values && kind == X_NUMBER);
    write_axis(g, lies ? "y" : "x", kind, has_facet, 60);
    if (has_values)
        write_axis(g, lies ? "x" : has_second ? "left" : "y", X_NUMBER, has_facet, 60);
    write_legend(g, is_alone ? 60 : 25, !has_facet, !has_second && !lies && kind != X_CATEGORY);
}

static void write_arrangement(Gen *g, int depth)
{
    int kind = below(g, 3), n = between(g, 1, kind == 2 ? 5 : 3);
    open(g, kind == 0 ? "row" : kind == 1 ? "column" : "grid");
    if (kind == 2)
        line(g, "columns: %d", between(g, 1, 3));
    for (int i = 0; i < n; i++) {
        if (depth < 1 && chance(g, 12)) {
            write_arrangement(g, depth + 1);
        } else if (i > 0 && chance(g, 8)) {
            line(g, "blank");
        } else {
            open(g, "chart");
            title(g, "title", 40);
            write_chart(g, false);
            close(g);
        }
    }
    close(g);
}

Str spec_generate(Arena *arena, uint64_t number)
{
    Gen gen = {.arena = arena, .out = {.arena = arena}, .state = number * 0x2545F4914F6CDD1Du + 1}, *g = &gen;
    bool is_arranged = chance(g, 25);
    g->n_series = chance(g, 80) ? between(g, 1, 4) : between(g, 1, 9);
    g->n_categories = chance(g, 75) ? between(g, 1, 8) : between(g, 1, 30);
    g->n_facets = chance(g, 40) ? between(g, 2, chance(g, 80) ? 4 : 9) : 1;
    write_data(g);
    write_figure(g, is_arranged);
    write_theme(g);
    if (is_arranged) {
        write_legend(g, 20, false, false);
        write_arrangement(g, 0);
    } else {
        write_chart(g, true);
    }
    return str_copy(arena, buf_str(&g->out));
}
