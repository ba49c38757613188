/* tick_label: see tick_label.h. */
#include "tick_label.h"

#include "num.h"

#include <math.h>

enum { MOST_DECIMALS = 15 };
static const double LEAST_POWERS = 1e7, MOST_SMALL = 1.00001e-4; /* plain numbers lie between */

static const char *const SUPERSCRIPTS[] = {"\xE2\x81\xB0", "\xC2\xB9",     "\xC2\xB2",     "\xC2\xB3",     "\xE2\x81\xB4",
                                           "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8", "\xE2\x81\xB9"};
static const char MINUS[] = "\xE2\x88\x92", TIMES[] = "\xC3\x97";

static void add_superscript(Buf *out, int number)
{
    if (number < 0)
        buf_adds(out, "\xE2\x81\xBB");
    char digits[NUM_TEXT_SIZE];
    size_t n = num_print(digits, number < 0 ? -number : number);
    for (size_t i = 0; i < n; i++)
        buf_adds(out, SUPERSCRIPTS[digits[i] - '0']);
}

static int power_of(double size)
{
    return (int)floor(log10(size) + 1e-9);
}

Str tick_power(Arena *arena, double value, double base)
{
    Buf out = {.arena = arena};
    double size = fabs(value);
    int power = size > 0 ? (int)floor(log(size) / log(base) + 1e-9) : 0;
    double factor = size / pow(base, power);
    if (value < 0)
        buf_adds(&out, MINUS);
    if (size == 0 || fabs(factor - 1) > 1e-9) {
        num_add_fixed(&out, size > 0 ? factor : 0, 6);
        buf_adds(&out, size > 0 ? TIMES : "");
    }
    if (size > 0) {
        num_add(&out, base);
        add_superscript(&out, power);
    }
    return str_slice(buf_c(&out), out.n);
}

/* --- one style ---------------------------------------------------------------------------------------------------- */

typedef struct Style {
    int decimals;
    int power; /* of ten, that is parted off; 0: none */
    bool has_groups;
} Style;

/* The distance of the nearest two, or the size of the only one. */
static double least_gap(const TickList *ticks)
{
    double gap = ticks->n == 1 ? fabs(ticks->at[0].value) : INFINITY;
    for (size_t i = 1; i < ticks->n; i++) {
        double apart = fabs(ticks->at[i].value - ticks->at[i - 1].value);
        gap = apart > 0 && apart < gap ? apart : gap;
    }
    return isfinite(gap) && gap > 0 ? gap : 1;
}

/* The fewest decimals with which every tick / 10^power is exact. `gap`: what tells two ticks apart. */
static int decimals_needed(const Tick *ticks, size_t n, int power, double gap)
{
    for (int decimals = 0; decimals < MOST_DECIMALS; decimals++) {
        double unit = pow(10, decimals - power), edge = 1e-4 * fmin(1, gap * unit);
        bool is_exact = true;
        for (size_t i = 0; i < n && is_exact; i++) {
            double number = ticks[i].value * unit;
            is_exact = fabs(number - rint(number)) <= edge + 4e-16 * fabs(number);
        }
        if (is_exact)
            return decimals;
    }
    return MOST_DECIMALS;
}

static int whole_digits(double size)
{
    return size < 1 ? 1 : power_of(size) + 1;
}

static int text_length(double most, int decimals)
{
    int whole = whole_digits(most);
    return whole + (most >= 10000 ? (whole - 1) / 3 : 0) + (decimals ? decimals + 1 : 0);
}

static Style style_of(const TickList *ticks)
{
    double most = 0, least = INFINITY, gap = least_gap(ticks);
    for (size_t i = 0; i < ticks->n; i++) {
        double size = fabs(ticks->at[i].value);
        most = size > most ? size : most;
        least = size > 1e-9 * gap && size < least ? size : least;
    }
    Style plain = {decimals_needed(ticks->at, ticks->n, 0, gap), 0, most >= 10000};
    if (most == 0 || (most < LEAST_POWERS && most > MOST_SMALL))
        return plain;
    /* one digit before the point of the greatest; two where the least or thousands ask for that power */
    int power = power_of(least), greatest = power_of(most);
    if (power < greatest)
        power = (greatest - 1) % 3 == 0 ? greatest - 1 : greatest;
    Style powers = {decimals_needed(ticks->at, ticks->n, power, gap), power, false};
    int length = text_length(most / pow(10, power), powers.decimals) + 3 + (power < 0) + (power <= -10 || power >= 10);
    bool is_shorter = length < text_length(most, plain.decimals) || plain.decimals == MOST_DECIMALS;
    return power && is_shorter ? powers : plain;
}

static void add_number(Buf *out, double value, int decimals, bool has_groups)
{
    Str digits = num_str_decimals(out->arena, fabs(value), decimals);
    size_t whole = 0;
    bool is_zero = true;
    while (whole < digits.n && digits.at[whole] != '.')
        whole++;
    for (size_t i = 0; i < digits.n; i++)
        is_zero &= digits.at[i] == '0' || digits.at[i] == '.';
    if (value < 0 && !is_zero)
        buf_adds(out, MINUS);
    for (size_t i = 0; i < digits.n; i++) {
        if (has_groups && i && i < whole && (whole - i) % 3 == 0)
            buf_addc(out, ',');
        buf_addc(out, digits.at[i]);
    }
}

static Str number_text(Arena *arena, double value, const Style *style)
{
    Buf out = {.arena = arena};
    if (style->power && value != 0) {
        add_number(&out, value / pow(10, style->power), style->decimals, false);
        buf_adds(&out, TIMES);
        buf_adds(&out, "10");
        add_superscript(&out, style->power);
    } else {
        add_number(&out, value, style->power ? 0 : style->decimals, style->has_groups);
    }
    return str_slice(buf_c(&out), out.n);
}

void tick_labels_exact(Arena *arena, TickList *ticks)
{
    Style style = style_of(ticks);
    for (size_t i = 0; i < ticks->n; i++)
        if (!ticks->at[i].is_minor && !ticks->at[i].label.n)
            ticks->at[i].label = number_text(arena, ticks->at[i].value, &style);
}

void tick_labels_each(Arena *arena, TickList *ticks)
{
    double most = 0;
    for (size_t i = 0; i < ticks->n; i++)
        most = fmax(most, fabs(ticks->at[i].value));
    for (size_t i = 0; i < ticks->n; i++) {
        Tick *tick = &ticks->at[i];
        Style style = {decimals_needed(tick, 1, 0, tick->value == 0 ? 1 : fabs(tick->value)), 0, most >= 10000};
        if (!tick->is_minor && !tick->label.n)
            tick->label = number_text(arena, tick->value, &style);
    }
}
