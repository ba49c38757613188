/* num: numbers to text and back, the same in every locale; see num.h. */
#include "num.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double POWERS[] = {1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What fast arithmetic cannot do exactly: strtod, with this thread in the C locale for as long as it takes. */
static bool parse_slowly(Str text, double *out)
{
    char stack[128], *copy = text.n < sizeof stack ? stack : malloc(text.n + 1), *end;
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!copy || !c_locale)
        return false;
    memcpy(copy, text.at, text.n);
    copy[text.n] = 0;
    errno = 0;
    locale_t before = uselocale(c_locale);
    double value = strtod(copy, &end);
    bool is_good = *end == 0 && isfinite(value);
    uselocale(before);
    freelocale(c_locale);
    if (copy != stack)
        free(copy);
    if (is_good)
        *out = value;
    return is_good;
}

/* Exact while the digits fit in 2^53 and the power of ten is a double: Clinger, "How to Read Floating Point Numbers Accurately" (1990). */
bool num_parse(Str text, double *out)
{
    size_t i = 0;
    bool is_negative = text.n && text.at[0] == '-';
    if (text.n && (text.at[0] == '-' || text.at[0] == '+'))
        i++;
    uint64_t digits = 0;
    int n_digits = 0, n_decimals = 0, exponent = 0;
    bool is_exact = true;
    size_t first = i;
    for (bool behind_point = false; i < text.n; i++) {
        char c = text.at[i];
        if (c == '.' && !behind_point) {
            behind_point = true;
            continue;
        }
        if (!is_digit(c))
            break;
        n_digits++;
        n_decimals += behind_point;
        if (digits > (UINT64_MAX - 9) / 10)
            is_exact = false;
        else
            digits = digits * 10 + (uint64_t)(c - '0');
    }
    if (n_digits == 0 || i == first)
        return false;
    if (i < text.n && (text.at[i] == 'e' || text.at[i] == 'E')) {
        i++;
        bool is_down = i < text.n && text.at[i] == '-';
        if (i < text.n && (text.at[i] == '-' || text.at[i] == '+'))
            i++;
        size_t start = i;
        for (; i < text.n && is_digit(text.at[i]); i++)
            exponent = exponent < 100000 ? exponent * 10 + (text.at[i] - '0') : exponent;
        if (i == start)
            return false;
        exponent = is_down ? -exponent : exponent;
    }
    if (i != text.n)
        return false;
    exponent -= n_decimals;
    if (!is_exact || digits >> 53 || exponent > 22 || exponent < -22)
        return parse_slowly(text, out);
    double value = (double)digits;
    value = exponent < 0 ? value / POWERS[-exponent] : value * POWERS[exponent];
    *out = is_negative ? -value : value;
    return true;
}

/* Digits of a whole number; returns their count. */
static size_t put_whole(char *out, uint64_t value)
{
    char backwards[24];
    size_t n = 0;
    do
        backwards[n++] = (char)('0' + value % 10);
    while (value /= 10);
    for (size_t i = 0; i < n; i++)
        out[i] = backwards[n - 1 - i];
    return n;
}

/* printf writes the decimal point of the process' locale: put a point in its place. */
static size_t print_in_c(char *out, size_t size, const char *format, int precision, double value)
{
    int n = snprintf(out, size, format, precision, value);
    size_t k = 0;
    bool has_point = false;
    for (int i = 0; i < n; i++) {
        bool is_number = is_digit(out[i]) || out[i] == '-' || out[i] == '+' || out[i] == 'e';
        if (is_number)
            out[k++] = out[i];
        else if (!has_point)
            out[k++] = '.', has_point = true;
    }
    out[k] = 0;
    return k;
}

size_t num_print(char out[NUM_TEXT_SIZE], double value)
{
    if (isnan(value) || isinf(value)) {
        const char *word = isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
        strcpy(out, word);
        return strlen(word);
    }
    if (value == 0)
        value = 0; /* no minus zero */
    /* up to 3 decimals, which is what figures hold: by whole numbers, when that reads back the same */
    double thousands = value * 1000;
    if (fabs(value) < 1e12 && thousands == rint(thousands) && thousands / 1000 == value)
        return num_print_fixed(out, value, 3);
    for (int precision = 1; precision <= 17; precision++) {
        size_t n = print_in_c(out, NUM_TEXT_SIZE, "%.*g", precision, value);
        double back;
        if (num_parse((Str){out, n}, &back) && back == value)
            return n;
    }
    return strlen(out);
}

Str num_str(Arena *arena, double value)
{
    char text[NUM_TEXT_SIZE];
    return str_copy(arena, (Str){text, num_print(text, value)});
}

void num_add(Buf *buf, double value)
{
    char text[NUM_TEXT_SIZE];
    buf_add(buf, (Str){text, num_print(text, value)});
}

size_t num_print_fixed(char out[NUM_TEXT_SIZE], double value, int decimals)
{
    double scaled = rint(fabs(value) * POWERS[decimals]);
    if (!(scaled < 1e15)) {
        size_t n = print_in_c(out, NUM_TEXT_SIZE, "%.*g", 17, value);
        return n;
    }
    uint64_t whole = (uint64_t)scaled, unit = (uint64_t)POWERS[decimals], part = whole % unit;
    size_t n = 0;
    if (value < 0 && whole)
        out[n++] = '-';
    n += put_whole(out + n, whole / unit);
    if (part) {
        out[n++] = '.';
        for (uint64_t place = unit / 10; part; place /= 10) {
            out[n++] = (char)('0' + part / place);
            part %= place;
        }
    }
    out[n] = 0;
    return n;
}

void num_add_fixed(Buf *buf, double value, int decimals)
{
    char text[NUM_TEXT_SIZE];
    buf_add(buf, (Str){text, num_print_fixed(text, value, decimals)});
}

Str num_str_decimals(Arena *arena, double value, int decimals)
{
    char text[400];
    return str_copy(arena, (Str){text, print_in_c(text, sizeof text, "%.*f", decimals, value)});
}
