/* calendar_scan: dates out of text by a format, as strptime does; see calendar.h. */
#include "calendar.h"

#include <math.h>
#include <string.h>

static const char *const MONTHS[] = {"january", "february", "march",     "april",   "may",      "june",
                                     "july",    "august",   "september", "october", "november", "december"};
static const char *const DAYS[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};

typedef struct Fields {
    Civil civil;
    int yearday; /* 0: not given */
    bool is_afternoon, has_half;
    double fraction, offset, epoch;
    bool has_epoch;
} Fields;

static bool scan_number(Str text, size_t *at, int least, int most, int low, int high, int *out)
{
    int n = 0;
    for (*out = 0; n < most && *at < text.n && str_is_digit(text.at[*at]); n++)
        *out = *out * 10 + (text.at[(*at)++] - '0');
    return n >= least && *out >= low && *out <= high;
}

/* A name, whole or its first three letters, in capitals or not. */
static bool scan_name(Str text, size_t *at, const char *const *names, int n_names, int *out)
{
    for (int k = 0; k < n_names; k++) {
        size_t n = 0, whole = strlen(names[k]);
        while (n < whole && *at + n < text.n && (text.at[*at + n] | 0x20) == names[k][n])
            n++;
        if (n < 3)
            continue;
        *at += n == whole ? whole : 3;
        *out = k;
        return true;
    }
    return false;
}

static bool scan_offset(Str text, size_t *at, double *out)
{
    int sign = 0, hours = 0, minutes = 0;
    if (*at < text.n && text.at[*at] == 'Z') {
        ++*at;
        return true;
    }
    if (*at < text.n)
        sign = text.at[*at] == '+' ? 1 : text.at[*at] == '-' ? -1 : 0;
    if (!sign)
        return false;
    ++*at;
    if (!scan_number(text, at, 2, 2, 0, 23, &hours))
        return false;
    *at += *at < text.n && text.at[*at] == ':';
    if (!scan_number(text, at, 2, 2, 0, 59, &minutes))
        return false;
    *out = sign * (hours * 3600.0 + minutes * 60.0);
    return true;
}

static bool scan_fraction(Str text, size_t *at, double *out)
{
    double digit = 0.1;
    size_t start = *at;
    for (; *at < text.n && str_is_digit(text.at[*at]); digit /= 10)
        *out += digit * (text.at[(*at)++] - '0');
    return *at > start;
}

static bool scan_epoch(Str text, size_t *at, Fields *out)
{
    bool is_negative = *at < text.n && text.at[*at] == '-';
    *at += is_negative;
    size_t start = *at;
    for (; *at < text.n && str_is_digit(text.at[*at]) && *at < start + 15; ++*at)
        out->epoch = out->epoch * 10 + (text.at[*at] - '0');
    out->epoch = is_negative ? -out->epoch : out->epoch;
    out->has_epoch = true;
    return *at > start;
}

static bool scan_field(Str text, size_t *at, char letter, Fields *out)
{
    Civil *civil = &out->civil;
    int number = 0;
    switch (letter) {
    case 'Y':
        return scan_number(text, at, 1, 4, 0, 9999, &civil->year);
    case 'y': /* as POSIX: 69 to 99 are of the last century */
        if (!scan_number(text, at, 2, 2, 0, 99, &number))
            return false;
        civil->year = number < 69 ? 2000 + number : 1900 + number;
        return true;
    case 'm':
        return scan_number(text, at, 1, 2, 1, 12, &civil->month);
    case 'd':
    case 'e':
        while (letter == 'e' && *at < text.n && text.at[*at] == ' ')
            ++*at;
        return scan_number(text, at, 1, 2, 1, 31, &civil->day);
    case 'b':
    case 'B':
        if (!scan_name(text, at, MONTHS, 12, &number))
            return false;
        civil->month = number + 1;
        return true;
    case 'a':
    case 'A':
        return scan_name(text, at, DAYS, 7, &number);
    case 'j':
        return scan_number(text, at, 1, 3, 1, 366, &out->yearday);
    case 'q':
        if (!scan_number(text, at, 1, 1, 1, 4, &number))
            return false;
        civil->month = number * 3 - 2;
        return true;
    case 'H':
        return scan_number(text, at, 1, 2, 0, 23, &civil->hour);
    case 'I':
        out->has_half = true;
        return scan_number(text, at, 1, 2, 1, 12, &civil->hour);
    case 'M':
        return scan_number(text, at, 1, 2, 0, 59, &civil->minute);
    case 'S':
        if (!scan_number(text, at, 1, 2, 0, 59, &number))
            return false;
        civil->second = number;
        return true;
    case 'f':
        return scan_fraction(text, at, &out->fraction);
    case 'p': {
        bool has_letters = *at + 2 <= text.n && (text.at[*at + 1] | 0x20) == 'm';
        char half = has_letters ? (char)(text.at[*at] | 0x20) : 0;
        out->is_afternoon = half == 'p';
        *at += 2;
        return half == 'a' || half == 'p';
    }
    case 'z':
        return scan_offset(text, at, &out->offset);
    case 's':
        return scan_epoch(text, at, out);
    default:
        *at += *at < text.n && text.at[*at] == letter;
        return letter == '%';
    }
}

bool calendar_scan(Str text, Str format, double *out)
{
    Fields fields = {.civil = {.year = 1970, .month = 1, .day = 1}};
    size_t at = 0;
    for (size_t i = 0; i < format.n; i++) {
        char c = format.at[i];
        if (c == '%' && i + 1 < format.n) {
            bool is_bare = format.at[++i] == '-' && i + 1 < format.n;
            i += is_bare;
            if (!scan_field(text, &at, format.at[i], &fields))
                return false;
        } else if (at < text.n && text.at[at] == c) {
            at++;
        } else {
            return false;
        }
    }
    if (at != text.n)
        return false;
    Civil *civil = &fields.civil;
    if (fields.has_half)
        civil->hour = civil->hour % 12 + (fields.is_afternoon ? 12 : 0);
    if (fields.yearday) {
        if (fields.yearday > 337 + calendar_month_days(civil->year, 2))
            return false;
        civil->month = 1;
        civil->day = fields.yearday;
    } else if (!calendar_is_date(civil->year, civil->month, civil->day)) {
        return false;
    }
    *out = (fields.has_epoch ? fields.epoch : calendar_time(civil)) + fields.fraction - fields.offset;
    return true;
}

const char *calendar_scan_check(Str format)
{
    bool has_field = false;
    for (size_t i = 0; i < format.n; i++) {
        if (format.at[i] != '%')
            continue;
        i += i + 2 < format.n && format.at[i + 1] == '-';
        if (i + 1 == format.n)
            return "a `%` at its end";
        if (!strchr("YymdebBaAjqHIMSfpzs%", format.at[++i]))
            return "a letter behind `%` that stands for no part of a date";
        has_field |= format.at[i] != '%';
    }
    return has_field ? NULL : "no part of a date: %Y, %m, %d ...";
}
