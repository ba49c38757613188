/* format: values as text; see format.h. The language: [sign][,][.precision][~][type]. */
#include "format.h"

#include "calendar.h"
#include "num.h"

#include <math.h>
#include <string.h>

typedef struct NumberFormat {
    char sign;     /* '+', ' ' or 0 */
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
    if (i < text.n && text.at[i] == ',')
        out->groups = true, i++;
    if (i < text.n && text.at[i] == '.') {
        i++;
        out->precision = 0;
        size_t start = i;
        for (; i < text.n && text.at[i] >= '0' && text.at[i] <= '9' && i < start + 2; i++)
            out->precision = out->precision * 10 + (text.at[i] - '0');
        if (i == start || out->precision > 15) {
            *at = i == start ? i : start;
            return i == start ? "expected a digit behind `.`" : "expected a precision of at most 15";
        }
    }
    if (i < text.n && text.at[i] == '~')
        out->trims = true, i++;
    if (i < text.n && strchr("fegs%dr", text.at[i]))
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
        if (k >= format.n || !strchr("YymdebBaAHIMSpjqf%", format.at[k]))
            return "expected one of %Y %y %m %d %e %b %B %a %A %H %I %M %S %p %j %q %f";
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
    for (end = point + 1; end < text.n && text.at[end] >= '0' && text.at[end] <= '9';)
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
    while (whole < text.n && text.at[whole] >= '0' && text.at[whole] <= '9')
        whole++;
    Buf out = {.arena = arena};
    for (size_t i = 0; i < text.n; i++) {
        if (i && i < whole && (whole - i) % 3 == 0)
            buf_addc(&out, ',');
        buf_addc(&out, text.at[i]);
    }
    return buf_str(&out);
}

/* value >= 0 as digits "d.ddd" and a power of ten: %e, without printf's locale. */
static Str exponent_form(Arena *arena, double value, int precision)
{
    int exponent = value > 0 ? (int)floor(log10(value)) : 0;
    double mantissa = value / pow(10, exponent);
    Str digits = num_str_decimals(arena, mantissa, precision);
    if (digits.n > 1 && digits.at[0] == '1' && digits.at[1] == '0') { /* 9.99 rounded up */
        exponent++;
        digits = num_str_decimals(arena, mantissa / 10, precision);
    } else if (mantissa < 1 && value > 0) { /* log10 was a hair too great */
        exponent--;
        digits = num_str_decimals(arena, mantissa * 10, precision);
    }
    return str_printf(arena, "%.*se%s%d", STR_FMT(digits), exponent < 0 ? "-" : "+", exponent < 0 ? -exponent : exponent);
}

static Str general_form(Arena *arena, double value, int precision)
{
    int digits = precision < 1 ? 1 : precision;
    int exponent = value > 0 ? (int)floor(log10(value)) : 0;
    if (exponent < -5 || exponent >= digits)
        return exponent_form(arena, value, digits - 1);
    int decimals = digits - 1 - exponent;
    return num_str_decimals(arena, value, decimals > 0 ? decimals : 0);
}

static const char *const PREFIXES[] = {"y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y"};

static Str si_form(Arena *arena, double value, int precision, bool trims)
{
    int power = value > 0 ? (int)floor(log10(value) / 3 + 1e-12) : 0;
    power = power < -8 ? -8 : power > 8 ? 8 : power;
    double scaled = value / pow(1000, power);
    int digits = precision < 0 ? 6 : precision < 1 ? 1 : precision;
    int before = scaled >= 100 ? 3 : scaled >= 10 ? 2 : 1;
    Str text = num_str_decimals(arena, scaled, digits > before ? digits - before : 0);
    if (str_starts(text, STR("1000")) && power < 8) {
        power++;
        text = num_str_decimals(arena, scaled / 1000, digits > 1 ? digits - 1 : 0);
    }
    if (trims || precision < 0)
        text = trim_zeros(arena, text);
    return str_printf(arena, "%.*s%s", STR_FMT(text), PREFIXES[power + 8]);
}

static Str format_number(Arena *arena, double value, Str format, bool is_true_minus)
{
    NumberFormat f;
    size_t at;
    if (read_format(format, &f, &at))
        f = (NumberFormat){.precision = -1};
    double size = fabs(value);
    int precision = f.precision < 0 ? 6 : f.precision;
    Str text;
    switch (f.type) {
    case 'f':
        text = num_str_decimals(arena, size, precision);
        break;
    case 'e':
        text = exponent_form(arena, size, precision);
        break;
    case 'g':
    case 'r':
        text = general_form(arena, size, precision);
        break;
    case 's':
        text = si_form(arena, size, f.precision, f.trims);
        break;
    case '%':
        text = num_str_decimals(arena, size * 100, f.precision < 0 ? 0 : precision);
        break;
    case 'd':
        text = num_str_decimals(arena, rint(size), 0);
        break;
    default:
        text = f.precision < 0 ? num_str(arena, size) : num_str_decimals(arena, size, precision);
        break;
    }
    if (f.trims && f.type != 's')
        text = trim_zeros(arena, text);
    bool is_zero = true; /* "-0.00" is no number that people write */
    for (size_t i = 0; i < text.n && text.at[i] != 'e'; i++)
        is_zero = is_zero && (text.at[i] < '1' || text.at[i] > '9');
    if (f.groups)
        text = group_thousands(arena, text);
    const char *sign = value < 0 && !is_zero ? (is_true_minus ? "\xE2\x88\x92" : "-") : f.sign == '+' ? "+" : f.sign == ' ' ? " " : "";
    return str_printf(arena, "%s%.*s%s", sign, STR_FMT(text), f.type == '%' ? "%" : "");
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
