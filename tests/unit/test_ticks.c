/* Ticks: properties over thousands of random ranges, from a fixed generator. */
#include "runtime/align.h"
#include "runtime/ticks_linear.h"
#include "runtime/ticks_pair.h"
#include "runtime/num.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static uint64_t state_of_chance = 1;

static double chance(void)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (double)(state_of_chance >> 11) / 9007199254740992.0;
}

/* A range of any magnitude, sign and narrowness. */
static void random_range(double *lo, double *hi)
{
    double size = pow(10, floor(chance() * 16 - 7)) * (0.1 + chance());
    double middle = chance() < 0.3 ? 0 : (chance() - 0.5) * size * pow(10, floor(chance() * 3));
    *lo = middle - size * chance();
    *hi = *lo + size * (0.2 + chance());
}

static bool is_nice(double step)
{
    static const double NICE[] = {1, 2, 2.5, 5, 10};
    double power = pow(10, floor(log10(step) + 1e-12)), mantissa = step / power;
    for (size_t i = 0; i < 5; i++)
        if (fabs(mantissa - NICE[i]) < 1e-6)
            return true;
    return false;
}

static void test_steps(void **state)
{
    (void)state;
    for (int i = 0; i < 5000; i++) {
        double lo, hi;
        random_range(&lo, &hi);
        bool inside = i % 2;
        Steps steps = steps_search(lo, hi, 2 + chance() * 7, 30, inside, 0);
        double first = steps_value(&steps, 0), last = steps_value(&steps, steps.n - 1), edge = 1e-6 * steps.step;
        if (!is_nice(steps.step))
            fail_msg("step %g for %g..%g", steps.step, lo, hi);
        if (inside ? first < lo - edge || last > hi + edge : first > lo + edge || last < hi - edge)
            fail_msg("ticks %g..%g for data %g..%g", first, last, lo, hi);
        assert_true(steps.n >= 2 && steps.n <= 30);
    }
}

static void test_decimals(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    for (int i = 0; i < 5000; i++) {
        double lo, hi;
        random_range(&lo, &hi);
        Steps steps = steps_search(lo, hi, 5, 12, false, 0);
        for (int k = 0; k < steps.n; k++) { /* 0.3, not 0.30000000000000004 */
            char text[NUM_TEXT_SIZE];
            size_t n = num_print(text, steps_value(&steps, k)), digits = 0;
            for (size_t c = 0; c < n && text[c] != 'e'; c++)
                digits += text[c] >= '0' && text[c] <= '9';
            if (digits > 13)
                fail_msg("tick %s of %g..%g", text, lo, hi);
        }
    }
    arena_free(arena);
}

typedef struct TestSide {
    IrAxis *axis;
    PosScale scale;
    TickRequest request;
} TestSide;

static TestSide make_side(Arena *arena, TextEngine *text, double lo, double hi, double length, bool is_horizontal)
{
    Sources sources = {.arena = arena};
    Report report = {.arena = arena, .sources = &sources};
    TestSide side = {.axis = IR_NEW(arena, Axis, SPAN_NONE)};
    Domain domain = {.arena = arena};
    side.axis->tick_labels = true;
    domain_add_number(&domain, lo);
    domain_add_number(&domain, hi);
    scale_train(&side.scale, arena, &report, side.axis, &domain);
    side.request = (TickRequest){
        .axis = side.axis, .length = length, .is_horizontal = is_horizontal, .text = text, .style = {STR("sans"), 7, false, false}};
    return side;
}

/* The number that a label stands for: 1,000 −2.5 3×10⁻⁵ 10⁶ 2¹⁰. */
static double read_label(Str label)
{
    char digits[64] = "", power[16] = "";
    size_t n = 0, n_power = 0;
    double factor = NAN;
    for (size_t i = 0; i < label.n && n < sizeof digits - 1 && n_power < sizeof power - 1; i++) {
        static const char *const SIGNS[] = {"\xE2\x88\x92", "\xC3\x97",     "\xE2\x81\xBB", "\xC2\xB9",     "\xC2\xB2",
                                            "\xC2\xB3",     "\xE2\x81\xB0", "\xE2\x81\xB4", "\xE2\x81\xB5", "\xE2\x81\xB6",
                                            "\xE2\x81\xB7", "\xE2\x81\xB8", "\xE2\x81\xB9"};
        static const char MEANINGS[] = "-*~1230456789";
        char c = label.at[i];
        for (size_t k = 0; k < sizeof SIGNS / sizeof *SIGNS; k++)
            if (str_starts((Str){label.at + i, label.n - i}, str_from(SIGNS[k]))) {
                i += strlen(SIGNS[k]) - 1;
                if (k == 0) {
                    digits[n++] = '-';
                } else if (k == 1) {
                    factor = strtod(digits, NULL);
                    memset(digits, 0, n);
                    n = 0;
                } else {
                    power[n_power++] = MEANINGS[k] == '~' ? '-' : MEANINGS[k];
                }
                c = ',';
                break;
            }
        if (c != ',')
            digits[n++] = c;
    }
    double base = strtod(digits, NULL), sign = base < 0 ? -1 : 1;
    return n_power ? (isnan(factor) ? sign : factor) * pow(fabs(base), strtod(power, NULL)) : base;
}

static Str line_of_label(Str label, int k)
{
    for (size_t i = 0; i < label.n; i++)
        if (label.at[i] == '\n')
            return k == 0 ? (Str){label.at, i} : (Str){label.at + i + 1, label.n - i - 1};
    return k == 0 ? label : STR_NONE;
}

/* Labels of one axis as they stand on the page: in order, apart, within the domain, each what its tick is. */
static const TextStyle STYLE = {{"sans", 4}, 7, false, false};

static Ticks fit_axis(Arena *arena, TextEngine *text, AxisType type, double lo, double hi, double length, bool is_horizontal, PosScale *scale)
{
    Sources *sources = ARENA_NEW(arena, Sources);
    *sources = (Sources){.arena = arena};
    Report report = {.arena = arena, .sources = sources};
    IrAxis *axis = IR_NEW(arena, Axis, SPAN_NONE);
    axis->type = type;
    axis->tick_labels = true;
    Domain domain = {.arena = arena};
    domain_add_number(&domain, lo);
    domain_add_number(&domain, hi);
    assert_true(scale_train(scale, arena, &report, axis, &domain));
    TickRequest request = {.axis = axis, .length = length, .is_horizontal = is_horizontal, .text = text, .style = STYLE};
    return ticks_fit(arena, scale, &request, true);
}

static void check_axis(TextEngine *text, AxisType type, double lo, double hi, double length, bool is_horizontal)
{
    Arena *arena = arena_new(NULL);
    PosScale scale;
    Ticks ticks = fit_axis(arena, text, type, lo, hi, length, is_horizontal, &scale);
    if (scale.lo > lo || scale.hi < hi)
        fail_msg("%s axis %.15g..%.15g for %.15g..%.15g", IR_WORD_TEXT(AxisType, type), scale.lo, scale.hi, lo, hi);
    scale.from = 0;
    scale.to = length;
    double last[2] = {-1e9, -1e9}, before = -1e9;
    size_t n_labels = 0;
    for (size_t k = 0; k < ticks.n; k++) {
        const Tick *tick = &ticks.at[k];
        double at = scale_map(&scale, tick->value);
        if (at <= before || at < -1e-6 * length || at > length * (1 + 1e-6))
            fail_msg("%s axis %.15g..%.15g: tick %zu at %g of %g", IR_WORD_TEXT(AxisType, type), lo, hi, k, at, length);
        before = at;
        n_labels += tick->label.n > 0;
        for (int line = 0; line < 2 && tick->label.n; line++) {
            Str part = line_of_label(tick->label, line);
            double half = is_horizontal ? text_measure(text, part, STYLE).width / 2 : 3.5;
            if (!part.n)
                continue;
            if (at - half <= last[line])
                fail_msg("%s axis %.15g..%.15g on %g points: labels touch at `%.*s`", IR_WORD_TEXT(AxisType, type), lo, hi, length, STR_FMT(part));
            last[line] = at + half;
        }
        if (type != AXIS_TIME && tick->label.n &&
            fabs(read_label(tick->label) - tick->value) > 1e-9 * (fabs(tick->value) + 1e-3 * (scale.hi - scale.lo)))
            fail_msg("%s axis %.15g..%.15g: `%.*s` at %.15g", IR_WORD_TEXT(AxisType, type), lo, hi, STR_FMT(tick->label), tick->value);
    }
    if (n_labels < (length >= 120 ? 2 : 1) || n_labels > 25)
        fail_msg("%s axis %.15g..%.15g on %g points has %zu labels", IR_WORD_TEXT(AxisType, type), lo, hi, length, n_labels);
    arena_free(arena);
}

static void test_fit(void **state)
{
    (void)state;
    static const AxisType TYPES[] = {AXIS_LINEAR, AXIS_LOG, AXIS_SYMLOG, AXIS_SQRT, AXIS_TIME};
    TextEngine *text = text_engine_new();
    for (int i = 0; i < 4000; i++) {
        AxisType type = TYPES[i % 5];
        double lo, hi, length = 57 * pow(20, chance()); /* 20 to 400 mm */
        random_range(&lo, &hi);
        if (type == AXIS_LOG) {
            lo = pow(10, chance() * 40 - 20);
            hi = lo * pow(10, 0.05 + chance() * (i % 3 ? 4 : 30));
        } else if (type == AXIS_SQRT) {
            lo = chance() < 0.5 ? 0 : fabs(lo);
            hi = lo + fabs(hi);
        } else if (type == AXIS_TIME) { /* from seconds to millennia */
            lo = (chance() - 0.3) * 5e9;
            hi = lo + pow(10, chance() * 11);
            if (i % 2) {
                lo = floor(lo / 86400) * 86400;
                hi = lo + ceil((hi - lo) / 86400) * 86400;
            }
        }
        if (i % 7 == 0 && type != AXIS_TIME) { /* whole numbers */
            lo = type == AXIS_LOG ? 1 : floor(fmin(lo, 1e6));
            hi = lo + ceil(chance() * 20);
        }
        check_axis(text, type, lo, hi, length, chance() < 0.6);
    }
    text_engine_free(text);
}

/* The share of n steps that lo..hi leaves empty, with the least nice step that holds it. */
static double least_waste(double lo, double hi, int n)
{
    double step = step_nice_above((hi - lo) / n);
    while (ceil(hi / step - 1e-9) - floor(lo / step + 1e-9) > n)
        step = step_nice_above(step * 1.01);
    return 1 - (hi - lo) / (n * step);
}

static void test_align(void **state)
{
    (void)state;
    enum { PAIRS = 1000 };
    TextEngine *text = text_engine_new();
    double waste = 0, best = 0, naive = 0, alone = 0, worst = 0;
    for (int i = 0; i < PAIRS; i++) {
        Arena *arena = arena_new(NULL);
        double lo[2], hi[2], length = 60 + chance() * 200;
        random_range(&lo[0], &hi[0]);
        random_range(&lo[1], &hi[1]);
        TestSide a = make_side(arena, text, lo[0], hi[0], length, false), b = make_side(arena, text, lo[1], hi[1], length, false);
        Ticks one, two;
        assert_true(ticks_align(arena, &a.scale, &a.request, &one, &b.scale, &b.request, &two));
        const PosScale *scales[] = {&a.scale, &b.scale};
        const Ticks *ticks[] = {&one, &two};
        assert_int_equal(one.n, two.n);
        assert_true(one.n >= 3);
        double own = 0;
        for (int k = 0; k < 2; k++) {
            double range = hi[k] - lo[k], length_of = scales[k]->hi - scales[k]->lo;
            if (scales[k]->lo > lo[k] + 1e-6 * range || scales[k]->hi < hi[k] - 1e-6 * range)
                fail_msg("%.12g..%.12g is not within %.12g..%.12g", lo[k], hi[k], scales[k]->lo, scales[k]->hi);
            for (size_t t = 0; t < one.n; t++) { /* evenly from end to end */
                double share = (ticks[k]->at[t].value - scales[k]->lo) / length_of;
                if (fabs(share - (double)t / (double)(one.n - 1)) > 1e-6)
                    fail_msg("tick %zu of %.12g..%.12g at %g of the side", t, lo[k], hi[k], share);
            }
            assert_true(is_nice(ticks[k]->at[1].value - ticks[k]->at[0].value));
            own += 1 - range / length_of;
            Steps steps = steps_search(lo[k], hi[k], 5, 11, false, 0);
            alone += 1 - range / (steps.step * (steps.n - 1));
        }
        waste += own;
        worst = fmax(worst, own / 2);
        double least = 2;
        int most = (int)(length / (1.6 * 7));
        for (int n = 2; n < (most > 11 ? 11 : most); n++)
            least = fmin(least, least_waste(lo[0], hi[0], n) + least_waste(lo[1], hi[1], n));
        best += least;
        Steps first = steps_search(lo[0], hi[0], 5, 11, false, 0);
        naive += 1 - (hi[0] - lo[0]) / (first.step * (first.n - 1)) + least_waste(lo[1], hi[1], first.n - 1);
        arena_free(arena);
    }
    double share = 50.0 / PAIRS;
    print_message(
        "aligned sides: %.1f %% of the height wasted (at worst %.0f %%); the least that any number of ticks wastes: %.1f %%; the left side for itself and "
        "the right one with as many: %.1f %%; each for itself, not aligned: %.1f %%\n",
        share * waste, 100 * worst, share * best, share * naive, share * alone);
    assert_true(waste < naive);
    text_engine_free(text);
}

/* Fixed ends, steps and pins: what is fixed stays, what is pinned meets, data are inside, ticks share their places. */
static void test_align_constraints(void **state)
{
    (void)state;
    int n_open = 0, n_pinned = 0, n_fixed = 0, n_wanted_fixed = 0;
    for (int i = 0; i < 4000; i++) {
        AlignSide sides[2] = {0};
        AlignedSide out[2];
        for (int k = 0; k < 2; k++)
            random_range(&sides[k].lo, &sides[k].hi);
        bool is_pinned = i % 2, is_fixed = i % 4 >= 2;
        sides[0].has_pin = sides[1].has_pin = is_pinned;
        if (is_fixed) { /* a written end is round */
            double unit = pow(10, floor(log10(sides[0].hi - sides[0].lo)));
            sides[0].lo = floor(sides[0].lo / unit) * unit;
            sides[0].hi = ceil(sides[0].hi / unit + 0.1) * unit;
            sides[0].fixed_lo = sides[0].fixed_hi = true;
        }
        n_wanted_fixed += is_fixed && !is_pinned;
        if (!align_sides(sides, 5, 9, out))
            continue;
        n_fixed += is_fixed && !is_pinned;
        n_pinned += is_pinned;
        n_open += is_pinned && !is_fixed;
        for (int k = 0; k < 2; k++) {
            double range = out[k].hi - out[k].lo, edge = 1e-6 * range;
            assert_true(out[k].lo <= sides[k].lo + edge && out[k].hi >= sides[k].hi - edge);
            assert_true(!sides[k].fixed_lo || (out[k].lo == sides[k].lo && out[k].hi == sides[k].hi));
            for (int t = 0; t < out[0].steps.n; t++)
                assert_true(fabs((steps_value(&out[k].steps, t) - out[k].lo) / range -
                                 (steps_value(&out[0].steps, t) - out[0].lo) / (out[0].hi - out[0].lo)) < 1e-6);
            if (out[k].steps.n)
                assert_true(is_nice(out[k].steps.step));
        }
        assert_int_equal(out[0].steps.n, out[1].steps.n);
        if (is_pinned)
            assert_true(fabs((0 - out[0].lo) / (out[0].hi - out[0].lo) - (0 - out[1].lo) / (out[1].hi - out[1].lo)) < 1e-6);
    }
    print_message("fixed: %d of %d aligned; pinned at zero: %d of 2000\n", n_fixed, n_wanted_fixed, n_pinned);
    assert_int_equal(n_fixed, n_wanted_fixed);
    assert_int_equal(n_open, 1000); /* two zeros meet on any two open domains */
}

/* Open ends of an axis below: on a tick that is near, else at the data. One that is upright, or starts at zero, ends on ticks. */
static void test_ends(void **state)
{
    (void)state;
    TextEngine *text = text_engine_new();
    int n_settled = 0;
    for (int i = 0; i < 2000; i++) {
        Arena *arena = arena_new(NULL);
        double lo = rint(chance() * 4000) / 10, hi = lo + 1 + rint(chance() * 5000) / 10;
        bool needs_air = i % 2, is_horizontal = i % 5 != 0, has_zero = i % 7 == 0;
        IrAxis *axis = IR_NEW(arena, Axis, SPAN_NONE);
        axis->type = AXIS_LINEAR;
        axis->zero = has_zero;
        PosScale scale = {.type = AXIS_LINEAR, .lo = has_zero ? 0 : lo, .hi = hi, .constant = 1, .has_fraction = true, .needs_air = needs_air};
        TickRequest request = {.axis = axis, .length = 160, .is_horizontal = is_horizontal, .text = text, .style = {STR("sans"), 7, false, false}};
        Ticks ticks = ticks_fit(arena, &scale, &request, true);
        double length = scale.hi - scale.lo, spare = fmax((has_zero ? 0 : lo) - scale.lo, scale.hi - hi) / length;
        bool on_ticks = fabs(ticks.at[0].value - scale.lo) < 1e-9 * length && fabs(ticks.at[ticks.n - 1].value - scale.hi) < 1e-9 * length;
        assert_true(ticks.n >= 2 && scale.lo <= lo && scale.hi >= hi);
        if (!is_horizontal || has_zero)
            assert_true(on_ticks);
        else /* the one end may stay, which makes the axis shorter than what the other was measured by */
            assert_true(spare < (needs_air || scale.lo == 0 ? 1.0 / 7 : 0.05) * 1.7);
        n_settled += !on_ticks;
        arena_free(arena);
    }
    print_message("ends that stay at the data: %d of 2000\n", n_settled);
    assert_true(n_settled > 300);
    text_engine_free(text);
}

static Str labels_of(Arena *arena, Ticks ticks)
{
    Buf out = {.arena = arena};
    for (size_t i = 0; i < ticks.n; i++)
        if (ticks.at[i].label.n)
            buf_printf(&out, "%s%.*s", out.n ? " " : "", STR_FMT(ticks.at[i].label));
    return str_slice(buf_c(&out), out.n);
}

/* MINUS TIMES and superscripts, short. */
#define M "\xE2\x88\x92"
#define X "\xC3\x97"

static void test_labels(void **state)
{
    (void)state;
    static const struct {
        AxisType type;
        double lo, hi, length;
        const char *labels; /* a line end is printed as / */
    } CASES[] = {
        {AXIS_LINEAR, 0, 1, 150, "0.00 0.25 0.50 0.75 1.00"},
        {AXIS_LINEAR, -30, 20, 150, M "30 " M "20 " M "10 0 10 20"},
        {AXIS_LINEAR, 1, 3, 150, "1 2 3"}, /* whole numbers have nothing between them */
        {AXIS_LINEAR, 5, 5, 150, "4 5 6"},
        {AXIS_LINEAR, 5.5, 5.5, 150, "4.8 5.0 5.2 5.4 5.6 5.8 6.0 6.2"},
        {AXIS_LINEAR, 0.25, 3, 150, "0 1 2 3"},
        {AXIS_LINEAR, 0, 1234567, 200, "0 250,000 500,000 750,000 1,000,000 1,250,000"},
        {AXIS_LINEAR, 0, 40000, 150, "0 10,000 20,000 30,000 40,000"},
        {AXIS_LINEAR, -2e12, 3e12, 200,
         M "2" X "10\xC2\xB9\xC2\xB2 " M "1" X "10\xC2\xB9\xC2\xB2 0 1" X "10\xC2\xB9\xC2\xB2 2" X "10\xC2\xB9\xC2\xB2 3" X "10\xC2\xB9\xC2\xB2"},
        {AXIS_LINEAR, 0, 3e-5, 150, "0 1" X "10\xE2\x81\xBB\xE2\x81\xB5 2" X "10\xE2\x81\xBB\xE2\x81\xB5 3" X "10\xE2\x81\xBB\xE2\x81\xB5"},
        {AXIS_LINEAR, 1e9, 1e9 + 50, 200, "1,000,000,000 1,000,000,025 1,000,000,050"},
        {AXIS_LINEAR, 1e6, 1e6 + 0.001, 200, "1,000,000.0000 1,000,000.0005 1,000,000.0010"},
        {AXIS_LOG, 1e2, 1e6, 200, "10\xC2\xB2 10\xC2\xB3 10\xE2\x81\xB4 10\xE2\x81\xB5 10\xE2\x81\xB6"},
        {AXIS_LOG, 1, 1000, 150, "1 10 100 1000"},
        {AXIS_LOG, 1, 20, 150, "1 2 5 10 20"},
        {AXIS_LOG, 3, 9, 150, "3 4 5 6 7 8 9"},
        {AXIS_LOG, 0.02, 60, 150, "0.01 0.1 1 10 100"},
        {AXIS_LOG, 1e-12, 1e14, 150,
         "10\xE2\x81\xBB\xC2\xB9\xE2\x81\xB0 10\xE2\x81\xBB\xE2\x81\xB5 10\xE2\x81\xB0 10\xE2\x81\xB5 10\xC2\xB9\xE2\x81\xB0"},
        {AXIS_SYMLOG, -1000, 1000, 150, M "1000 " M "10 0 10 1000"},
        {AXIS_SYMLOG, 0, 1e6, 150, "0 10\xC2\xB9 10\xC2\xB2 10\xC2\xB3 10\xE2\x81\xB4 10\xE2\x81\xB5 10\xE2\x81\xB6"},
        {AXIS_SQRT, 0, 100, 150, "0 5 25 50 75 100"},
        {AXIS_TIME, 1704067200, 1719705600, 200, "Jan/2024 Feb Mar Apr May Jun"},
        {AXIS_TIME, 1704067200, 1719705600, 75, "Jan/2024 Mar May"},
        {AXIS_TIME, 1335830400, 1336780800, 150, "1/May 2012 3 5 7 9 11"},
        {AXIS_TIME, 1335861000, 1336067400, 170, "12:00/1 May 2012 00:00/2 May 12:00 00:00/3 May 12:00"},
        {AXIS_TIME, 1335868200, 1335870600, 170, "10:30/1 May 2012 10:40 10:50 11:00 11:10"},
        {AXIS_TIME, 1335868201.1, 1335868201.9, 170, "10:30:01.2/1 May 2012 10:30:01.4 10:30:01.6 10:30:01.8"},
        {AXIS_TIME, -2208988800, 1577836800, 170, "1900 1920 1940 1960 1980 2000 2020"},
        {AXIS_TIME, -61125667200, 1560297600, 170, "500 1000 1500 2000"},
    };
    TextEngine *text = text_engine_new();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Arena *arena = arena_new(NULL);
        PosScale scale;
        Ticks ticks = fit_axis(arena, text, CASES[i].type, CASES[i].lo, CASES[i].hi, CASES[i].length, true, &scale);
        char *labels = (char *)(uintptr_t)labels_of(arena, ticks).at;
        for (char *c = labels; *c; c++)
            *c = *c == '\n' ? '/' : *c;
        if (strcmp(labels, CASES[i].labels) != 0)
            fail_msg("%s axis %.12g..%.12g: `%s`, expected `%s`", IR_WORD_TEXT(AxisType, CASES[i].type), CASES[i].lo, CASES[i].hi, labels,
                     CASES[i].labels);
        arena_free(arena);
    }
    text_engine_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_steps), cmocka_unit_test(test_decimals),          cmocka_unit_test(test_fit),
                                       cmocka_unit_test(test_align), cmocka_unit_test(test_align_constraints), cmocka_unit_test(test_ends),
                                       cmocka_unit_test(test_labels)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
