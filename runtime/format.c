/* format: values as text; see format.h. The language: [sign][$][,][.precision][~][type]. */
#include "format.h"

#include "calendar.h"
#include "num.h"

#include <math.h>
#include <string.h>

typedef struct NumberFormat {
    char sign;     /* '+', ' ' or 0 */
    bool currency; /* a dollar before the digits */
    bool groups;   /* thousands */
    int precision; /* -1: none written */
    bool trims;
    char type; /* f e g s % d r, or 0 */
} NumberFormat;

/* NULL, or what is wrong at *at. */
static const char *read_format(Str text, NumberFormat *out, size_t *at)
{
    size_t i = 0;
    *out = (NumberFormat){.precision = -1};
    if (i < text.n && (text.at[i] == '+' || text.at[i] == ' '))
        out->sign = text.at[i++];
    if (i < text.n && text.at[i] == '$')
        out->currency = true, i++;
    if (i < text.n && text.at[i] == ',')
        out->groups = true, i++;
    if (i < text.n && text.at[i] == '.') {
        i++;
        out->precision = 0;
        size_t start = i;
        for (; i < text.n && str_is_digit(text.at[i]) && i < start + 2; i++)
            out->precision = out->precision * 10 + (text.at[i] - '0');
        if (i == start || out->precision > 15) {
            *at = i == start ? i : start;
            return i == start ? "expected a digit behind `.`" : "expected a precision of at most 15";
        }
    }
    if (i < text.n && text.at[i] == '~')
        out->trims = true, i++;
    if (i < text.n && text.at[i] && strchr("fegs%dr", text.at[i]))
        out->type = text.at[i++];
    *at = i;
    return i < text.n ? "expected one of the types f e g s % d r" : NULL;
}

static const char *check_date(Str format, size_t *at)
{
    for (size_t i = 0; i < format.n; i++) {
        if (format.at[i] != '%')
            continue;
        *at = i;
        size_t k = i + 1 + (i + 1 < format.n && format.at[i + 1] == '-');
        if (k >= format.n || !format.at[k] || !strchr("YymdebBaAHIMSpjqfLFTRV%", format.at[k]))
            return "expected one of %Y %y %m %d %e %b %B %a %A %H %I %M %S %p %j %q %f %L %F %T %R %V";
        i = k;
    }
    return NULL;
}

const char *format_check(Str format, ValueType type, size_t *at)
{
    NumberFormat unused;
    *at = 0;
    if (format.n == 0)
        return NULL;
    if (type == TYPE_TIME)
        return check_date(format, at);
    if (type == TYPE_NUMBER || type == TYPE_DURATION)
        return read_format(format, &unused, at);
    return "expected no format: only numbers and dates have one";
}

/* Cuts the zeros behind the point: "1.50" -> "1.5", "2.00e3" -> "2e3". */
static Str trim_zeros(Arena *arena, Str text)
{
    size_t point = 0, end;
    while (point < text.n && text.at[point] != '.')
        point++;
    if (point == text.n)
        return text;
    for (end = point + 1; end < text.n && str_is_digit(text.at[end]);)
        end++;
    size_t keep = end;
    while (keep > point + 1 && text.at[keep - 1] == '0')
        keep--;
    if (keep == point + 1)
        keep = point;
    return str_printf(arena, "%.*s%.*s", (int)keep, text.at, (int)(text.n - end), text.at + end);
}

static Str group_thousands(Arena *arena, Str text)
{
    size_t whole = 0;
    while (whole < text.n && str_is_digit(text.at[whole]))
        whole++;
    Buf out = {.arena = arena};
    for (size_t i = 0; i < text.n; i++) {
        if (i && i < whole && (whole - i) % 3 == 0)
            buf_addc(&out, ',');
        buf_addc(&out, text.at[i]);
    }
    return buf_str(&out);
}

enum { DEFAULT_DIGITS = 6, MOST_DIGITS = 17, MOST_SI_POWER = 8 };

/* A value >= 0 as its first n digits, d.ddd * 10^exponent, correctly rounded. */
typedef struct Digits {
    char at[MOST_DIGITS];
    int n, exponent;
} Digits;

static Digits digits_of(double value, int n)
{
    Digits digits = {.n = n < 1 ? 1 : n > MOST_DIGITS ? MOST_DIGITS : n};
    digits.exponent = num_digits(digits.at, digits.n, value);
    return digits;
}

/* Without an exponent, the point moved by `shift` places: zeros fill what the digits do not reach. */
static Str plain_form(Arena *arena, const Digits *digits, int shift)
{
    Buf out = {.arena = arena};
    int exponent = digits->exponent + shift, last = digits->n - 1;
    for (int place = exponent < 0 ? 0 : exponent; place >= 0 || exponent - place <= last; place--) {
        int i = exponent - place;
        if (place == -1)
            buf_addc(&out, '.');
        buf_addc(&out, i >= 0 && i <= last ? digits->at[i] : '0');
    }
    return buf_str(&out);
}

static Str exponent_form(Arena *arena, const Digits *digits)
{
    int exponent = digits->exponent;
    return str_printf(arena, "%c%s%.*se%c%d", digits->at[0], digits->n > 1 ? "." : "", digits->n - 1, digits->at + 1, exponent < 0 ? '-' : '+',
                      exponent < 0 ? -exponent : exponent);
}

/* Python's rule: an exponent for what is under 0.0001 or has more digits before the point than asked for. */
static Str general_form(Arena *arena, double value, int precision)
{
    Digits digits = digits_of(value, precision);
    bool is_plain = digits.exponent >= -4 && digits.exponent < digits.n;
    return is_plain ? plain_form(arena, &digits, 0) : exponent_form(arena, &digits);
}

static Str si_form(Arena *arena, double value, int precision, const char **prefix)
{
    static const char *const PREFIXES[] = {"y", "z", "a", "f", "p", "n", "\xC2\xB5", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y"};
    Digits digits = digits_of(value, precision);
    int power = (digits.exponent + 3 * MOST_SI_POWER * 100) / 3 - MOST_SI_POWER * 100; /* rounded down */
    power = power < -MOST_SI_POWER ? -MOST_SI_POWER : power > MOST_SI_POWER ? MOST_SI_POWER : power;
    *prefix = PREFIXES[power + MOST_SI_POWER];
    return plain_form(arena, &digits, -3 * power);
}

/* The digits of a value >= 0; what follows them goes to *suffix. */
static Str format_size(Arena *arena, double size, const NumberFormat *f, const char **suffix)
{
    int precision = f->precision < 0 ? DEFAULT_DIGITS : f->precision;
    Digits digits;
    Str text;
    switch (f->type) {
    case 'f':
        return num_str_decimals(arena, size, precision);
    case 'e':
        digits = digits_of(size, precision + 1);
        return exponent_form(arena, &digits);
    case 'g':
        return general_form(arena, size, precision);
    case 'r':
        digits = digits_of(size, precision);
        return plain_form(arena, &digits, 0);
    case 's':
        text = si_form(arena, size, precision, suffix);
        return f->precision < 0 ? trim_zeros(arena, text) : text;
    case '%':
        *suffix = "%";
        text = num_str_decimals(arena, size * 100, precision);
        return f->precision < 0 ? trim_zeros(arena, text) : text;
    case 'd':
        return num_str_decimals(arena, size, 0);
    default:
        return f->precision < 0 ? num_str(arena, size) : num_str_decimals(arena, size, precision);
    }
}

static const char MINUS[] = "\xE2\x88\x92";

static Str with_true_minus(Arena *arena, Str text)
{
    Buf out = {.arena = arena};
    for (size_t i = 0; i < text.n; i++)
        buf_add(&out, text.at[i] == '-' ? str_from(MINUS) : (Str){text.at + i, 1});
    return buf_str(&out);
}

static bool is_zero(Str text)
{
    for (size_t i = 0; i < text.n && text.at[i] != 'e'; i++)
        if (text.at[i] >= '1' && text.at[i] <= '9')
            return false;
    return true;
}

static Str format_number(Arena *arena, double value, Str format, bool is_true_minus)
{
    NumberFormat f;
    size_t at;
    if (!isfinite(value) || read_format(format, &f, &at))
        f = (NumberFormat){.precision = -1};
    const char *suffix = "", *sign = f.sign == '+' ? "+" : f.sign == ' ' ? " " : "";
    Str text = format_size(arena, fabs(value), &f, &suffix);
    if (f.trims)
        text = trim_zeros(arena, text);
    if (value < 0 && !is_zero(text)) /* "-0.00" is no number that people write */
        sign = "-";
    if (f.groups)
        text = group_thousands(arena, text);
    text = str_printf(arena, "%s%s%.*s%s", sign, f.currency ? "$" : "", STR_FMT(text), suffix);
    return is_true_minus ? with_true_minus(arena, text) : text;
}

double format_grain(Str format)
{
    NumberFormat f;
    size_t at;
    if (read_format(format, &f, &at))
        return 0;
    if (f.type == 'd')
        return 1;
    if (f.precision < 0 || (f.type && f.type != 'f' && f.type != '%'))
        return 0;
    return pow(10, -f.precision - (f.type == '%' ? 2 : 0));
}

bool format_is_exact(Str format, double value)
{
    NumberFormat f;
    size_t at;
    if (!isfinite(value) || read_format(format, &f, &at) || (f.precision < 0 && !f.type))
        return true;
    double size = fabs(value) * (f.type == '%' ? 100 : 1);
    if (size == 0 || !isfinite(size)) /* beyond what has decimals */
        return true;
    int precision = f.type == 'd' ? 0 : f.precision < 0 ? DEFAULT_DIGITS : f.precision;
    bool has_decimals = !f.type || strchr("f%d", f.type);
    /* by how much the last digit that is shown counts */
    int power = (int)floor(log10(size) + 1e-12), last = has_decimals    ? -precision
                                                        : f.type == 'e' ? power - precision
                                                                        : power - (precision < 1 ? 0 : precision - 1);
    double count = size / pow(10, last);
    return fabs(count - rint(count)) < 1e-6;
}

Str format_value(Arena *arena, Value value, Str format, bool is_true_minus)
{
    if (value.is_missing)
        return STR("");
    if (value.type == TYPE_TIME && format.n)
        return calendar_format(arena, value.number, format);
    if (value.type == TYPE_NUMBER)
        return format_number(arena, value.number, format, is_true_minus);
    return value_str(arena, value);
}
