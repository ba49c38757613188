/* num: numbers to text and back, the same in every locale; see num.h. */
#include "num.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 Wide;

static const double POWERS[] = {1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
enum { MOST_POWER = 22, MOST_WHOLE_POWER = 19 };

/* --- reading ------------------------------------------------------------------------------------------------------ */

enum { LONGEST = 2048 }; /* letters: the longest number that a double can be, written out, has 1077 */

/* What whole-number arithmetic cannot do: strtod, with this thread in the C locale for as long as it takes. */
static bool scan_slowly(const char *at, size_t n, double *out)
{
    char copy[LONGEST + 1], *end;
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    bool is_good = n <= LONGEST && c_locale;
    if (is_good) {
        memcpy(copy, at, n);
        copy[n] = 0;
        locale_t before = uselocale(c_locale);
        double value = strtod(copy, &end);
        uselocale(before);
        is_good = end == copy + n && isfinite(value);
        if (is_good)
            *out = value;
    }
    if (c_locale)
        freelocale(c_locale);
    return is_good;
}

/* digits / 10^power, correctly rounded: both are shifted to 64 bits and divided as whole numbers; the last bit of the
 * quotient, which is far below the 53 that stay, says whether there is a rest. digits > 0, power <= 19. */
static double divide_exactly(uint64_t digits, int power)
{
    uint64_t divisor = 1;
    for (int i = 0; i < power; i++)
        divisor *= 10;
    int up = __builtin_clzll(digits), divisor_up = __builtin_clzll(divisor);
    Wide dividend = (Wide)(digits << up) << 63;
    divisor <<= divisor_up;
    uint64_t quotient = (uint64_t)(dividend / divisor);
    quotient |= (Wide)quotient * divisor != dividend;
    return ldexp((double)quotient, divisor_up - up - 63);
}

/* digits * 10^exponent; false when that needs more than 64 bits. While digits fit in 2^53 and the power is a double,
 * one operation of floating point is exact: Clinger, "How to Read Floating Point Numbers Accurately" (1990). */
static bool scale_exactly(uint64_t digits, int exponent, double *out)
{
    if (digits >> 53 == 0 && exponent >= -MOST_POWER && exponent <= MOST_POWER) {
        *out = exponent < 0 ? (double)digits / POWERS[-exponent] : (double)digits * POWERS[exponent];
        return true;
    }
    if (digits == 0 || exponent < -MOST_WHOLE_POWER || exponent > 0)
        return false;
    *out = divide_exactly(digits, -exponent);
    return true;
}

/* The exponent behind `e`, cut to what is surely out of range; NULL when there is none. */
static const char *scan_exponent(const char *at, const char *end, int *out)
{
    bool is_down = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    if (at == end || !str_is_digit(*at))
        return NULL;
    int exponent = 0;
    for (; at < end && str_is_digit(*at); at++)
        exponent = exponent < 100000 ? exponent * 10 + (*at - '0') : exponent;
    *out = is_down ? -exponent : exponent;
    return at;
}

const char *num_scan(const char *at, const char *end, double *out)
{
    const char *start = at;
    bool is_negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    uint64_t digits = 0;
    const char *first = at;
    while (at < end && str_is_digit(*at))
        digits = digits * 10 + (uint64_t)(*at++ - '0');
    size_t n_digits = (size_t)(at - first);
    int exponent = 0;
    if (at < end && *at == '.') {
        const char *point = at++;
        while (at < end && str_is_digit(*at))
            digits = digits * 10 + (uint64_t)(*at++ - '0');
        size_t n_decimals = (size_t)(at - point - 1);
        n_digits += n_decimals;
        exponent = n_decimals < 100000 ? -(int)n_decimals : -100000;
    }
    if (n_digits == 0)
        return NULL;
    if (at < end && (*at == 'e' || *at == 'E')) {
        int written = 0;
        const char *behind = scan_exponent(at + 1, end, &written);
        if (behind) {
            at = behind;
            exponent += written;
        }
    }
    double value;
    /* 19 digits always fit in 64 bits; with more, `digits` has wrapped around */
    if (n_digits <= 19 && scale_exactly(digits, exponent, &value))
        *out = is_negative ? -value : value;
    else if (!scan_slowly(start, (size_t)(at - start), out))
        return NULL;
    return at;
}

bool num_parse(Str text, double *out)
{
    double value;
    if (text.n == 0 || num_scan(text.at, text.at + text.n, &value) != text.at + text.n)
        return false;
    *out = value;
    return true;
}

/* --- digits ------------------------------------------------------------------------------------------------------- */

static const char PAIRS[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                            "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                            "8081828384858687888990919293949596979899";

/* Decimal digits of a whole number, at least `least` of them; returns their count. */
static size_t put_whole(char *out, uint64_t value, size_t least)
{
    char backwards[24];
    size_t at = sizeof backwards;
    for (; value >= 100; value /= 100)
        memcpy(backwards + (at -= 2), PAIRS + value % 100 * 2, 2);
    if (value >= 10)
        memcpy(backwards + (at -= 2), PAIRS + value * 2, 2);
    else
        backwards[--at] = (char)('0' + value);
    while (sizeof backwards - at < least)
        backwards[--at] = '0';
    memcpy(out, backwards + at, sizeof backwards - at);
    return sizeof backwards - at;
}

/* printf writes the decimal point of the process' locale, of any length: put a point in its place. */
static size_t print_in_c(char *out, size_t size, const char *format, int precision, double value)
{
    int n = snprintf(out, size, format, precision, value);
    size_t k = 0;
    bool has_point = false;
    for (int i = 0; i < n; i++) {
        bool is_number = str_is_digit(out[i]) || out[i] == '-' || out[i] == '+' || out[i] == 'e';
        if (is_number)
            out[k++] = out[i];
        else if (!has_point)
            out[k++] = '.', has_point = true;
    }
    out[k] = 0;
    return k;
}

int num_digits(char *digits, int n, double value)
{
    char text[NUM_TEXT_SIZE];
    size_t length = print_in_c(text, sizeof text, "%.*e", n - 1, value);
    digits[0] = text[0];
    memcpy(digits + 1, text + 2, (size_t)n - 1);
    int exponent = 0;
    const char *e = memchr(text, 'e', length);
    scan_exponent(e + 1, text + length, &exponent);
    return exponent;
}

/* The fewest digits that read back as `value` (> 0, finite); their count, and the power of ten of the first. */
static int shortest_digits(char digits[24], double value, int *exponent)
{
    /* what figures hold: few decimals. Below 1e15 the product is off by less than a half, so rint finds the whole
     * number, and the quotient is what num_parse computes */
    for (int decimals = 0; decimals <= 12 && value * POWERS[decimals] < 1e15; decimals++) {
        double whole = rint(value * POWERS[decimals]);
        if (whole / POWERS[decimals] == value && whole >= 1) {
            int n = (int)put_whole(digits, (uint64_t)whole, 0);
            *exponent = n - 1 - decimals;
            while (n > 1 && digits[n - 1] == '0')
                n--;
            return n;
        }
    }
    /* any text of 15 digits survives the way through a normal double, so a shorter one is its beginning */
    for (int n = value < 2.3e-308 ? 1 : 15; n <= 17; n++) {
        char text[24];
        double back;
        *exponent = num_digits(digits, n, value);
        memcpy(text, digits, (size_t)n);
        text[n] = 'e';
        int power = *exponent - n + 1;
        size_t length = (size_t)n + 1;
        text[length] = '-';
        length += power < 0;
        length += put_whole(text + length, (uint64_t)abs(power), 0);
        if (n == 17 || (num_parse((Str){text, length}, &back) && back == value)) {
            while (n > 1 && digits[n - 1] == '0')
                n--;
            return n;
        }
    }
    return 0;
}

/* --- printing ----------------------------------------------------------------------------------------------------- */

/* Digits and a power of ten as ECMAScript's Number::toString lays them out: no exponent from 1e-6 to below 1e21. */
static size_t lay_out(char *out, const char *digits, int n, int exponent)
{
    size_t length = 0;
    if (exponent < -6 || exponent > 20) {
        out[length++] = digits[0];
        if (n > 1) {
            out[length++] = '.';
            memcpy(out + length, digits + 1, (size_t)n - 1);
            length += (size_t)n - 1;
        }
        out[length++] = 'e';
        out[length++] = exponent < 0 ? '-' : '+';
        return length + put_whole(out + length, (uint64_t)abs(exponent), 0);
    }
    for (int place = exponent < 0 ? 0 : exponent; place >= 0 || exponent - place < n; place--) {
        if (place == -1)
            out[length++] = '.';
        int i = exponent - place;
        out[length++] = i >= 0 && i < n ? digits[i] : '0';
    }
    return length;
}

size_t num_print(char out[NUM_TEXT_SIZE], double value)
{
    if (!isfinite(value)) {
        strcpy(out, isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
        return strlen(out);
    }
    char digits[24] = "0";
    int n = 1, exponent = 0;
    size_t sign = value < 0;
    out[0] = '-';
    if (value != 0)
        n = shortest_digits(digits, fabs(value), &exponent);
    size_t length = sign + lay_out(out + sign, digits, n, exponent);
    out[length] = 0;
    return length;
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
    double scaled = fabs(value) * POWERS[decimals] + 0.5;
    if (!(scaled < 1e15))
        return num_print(out, value);
    uint64_t whole = (uint64_t)scaled;
    size_t behind = (size_t)decimals, n = 0;
    if (value < 0 && whole)
        out[n++] = '-';
    n += put_whole(out + n, whole, behind + 1);
    /* the decimals move by one, for the point; zeros at their end go */
    while (behind && out[n - 1] == '0')
        n--, behind--;
    if (behind) {
        memmove(out + n - behind + 1, out + n - behind, behind);
        out[n - behind] = '.';
        n++;
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
    char text[400]; /* DBL_MAX has 309 digits before the point */
    return str_copy(arena, (Str){text, print_in_c(text, sizeof text, "%.*f", decimals, value)});
}

bool num_keeps(Str text, double value)
{
    static const double FIRST_UNSURE = 9007199254740992.0; /* 2^53 */
    if (fabs(value) < FIRST_UNSURE)
        return true;
    size_t start = text.n && (text.at[0] == '-' || text.at[0] == '+');
    while (start < text.n && text.at[start] == '0')
        start++;
    Str whole = {text.at + start, text.n - start};
    for (size_t i = 0; i < whole.n; i++)
        if (!str_is_digit(whole.at[i]))
            return true;
    char digits[24], exact[400]; /* DBL_MAX has 309 digits before the point */
    int exponent;
    size_t n = (size_t)shortest_digits(digits, fabs(value), &exponent);
    bool is_shortest = (size_t)exponent + 1 == whole.n && memcmp(digits, whole.at, n) == 0;
    for (size_t i = n; i < whole.n && is_shortest; i++)
        is_shortest = whole.at[i] == '0';
    return is_shortest || str_eq((Str){exact, print_in_c(exact, sizeof exact, "%.*f", 0, fabs(value))}, whole);
}
