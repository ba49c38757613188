/* calendar: civil dates and seconds; see calendar.h. */
#include "calendar.h"

#include "num.h"

#include <math.h>

static const double MOST_TIME = 6e16; /* whose year still fits an int */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* Days since 1970-01-01: Hinnant's days_from_civil. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = floor_div(year, 400), year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

double calendar_time(const Civil *civil)
{
    int64_t month = civil->month - 1, year = civil->year + floor_div(month, 12);
    month -= floor_div(month, 12) * 12;
    int64_t days = days_from_civil(year, (int)month + 1, 1) + civil->day - 1;
    return (double)days * 86400 + civil->hour * 3600.0 + civil->minute * 60.0 + civil->second;
}

Civil calendar_civil(double time)
{
    time = isnan(time) ? 0 : time < -MOST_TIME ? -MOST_TIME : time > MOST_TIME ? MOST_TIME : time;
    int64_t days = (int64_t)floor(time / 86400);
    double rest = time - (double)days * 86400;
    /* Hinnant's civil_from_days */
    int64_t z = days + 719468, era = floor_div(z, 146097), day_of_era = z - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    Civil civil = {0};
    civil.day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    civil.month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    civil.year = (int)(year_of_era + era * 400 + (civil.month <= 2));
    civil.hour = (int)(rest / 3600);
    civil.minute = (int)((rest - civil.hour * 3600) / 60);
    civil.second = rest - civil.hour * 3600 - civil.minute * 60;
    civil.weekday = (int)(((days + 4) % 7 + 7) % 7);
    civil.yearday = (int)(days - days_from_civil(civil.year, 1, 1)) + 1;
    return civil;
}

int calendar_month_days(int year, int month)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return DAYS[month - 1] + (month == 2 && is_leap);
}

bool calendar_is_date(int year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= calendar_month_days(year, month);
}

double calendar_add(double time, int months, double seconds)
{
    if (months == 0)
        return time + seconds;
    Civil civil = calendar_civil(time);
    int day = civil.day;
    int64_t month = (int64_t)civil.year * 12 + civil.month - 1 + months;
    civil.year = (int)floor_div(month, 12);
    civil.month = (int)(month - (int64_t)civil.year * 12) + 1;
    int last = calendar_month_days(civil.year, civil.month);
    civil.day = day < last ? day : last;
    return calendar_time(&civil) + seconds;
}

typedef struct Scan {
    Str text;
    size_t at;
} Scan;

static bool scan_digits(Scan *scan, int n, int *out)
{
    *out = 0;
    for (int i = 0; i < n; i++, scan->at++) {
        if (scan->at >= scan->text.n || !str_is_digit(scan->text.at[scan->at]))
            return false;
        *out = *out * 10 + (scan->text.at[scan->at] - '0');
    }
    return true;
}

static bool scan_char(Scan *scan, char c)
{
    bool is_there = scan->at < scan->text.n && scan->text.at[scan->at] == c;
    scan->at += is_there;
    return is_there;
}

static bool scan_time(Scan *scan, Civil *civil)
{
    int second = 0;
    if (!scan_digits(scan, 2, &civil->hour) || !scan_char(scan, ':') || !scan_digits(scan, 2, &civil->minute))
        return false;
    if (scan_char(scan, ':')) {
        size_t start = scan->at;
        if (!scan_digits(scan, 2, &second))
            return false;
        civil->second = second;
        if (scan_char(scan, '.')) {
            size_t digits = scan->at;
            while (scan->at < scan->text.n && str_is_digit(scan->text.at[scan->at]))
                scan->at++;
            if (scan->at == digits || !num_parse((Str){scan->text.at + start, scan->at - start}, &civil->second))
                return false;
        }
    }
    return civil->hour < 24 && civil->minute < 60 && civil->second < 60;
}

bool calendar_parse(Str text, double *out)
{
    Scan scan = {text, 0};
    Civil civil = {.day = 1};
    double offset = 0;
    if (!scan_digits(&scan, 4, &civil.year) || !scan_char(&scan, '-') || !scan_digits(&scan, 2, &civil.month))
        return false;
    if (scan_char(&scan, '-')) {
        if (!scan_digits(&scan, 2, &civil.day))
            return false;
        if (scan_char(&scan, 'T') || (scan.at + 1 < text.n && scan_char(&scan, ' '))) {
            if (!scan_time(&scan, &civil))
                return false;
            int sign = scan_char(&scan, '+') ? 1 : scan_char(&scan, '-') ? -1 : 0, hours = 0, minutes = 0;
            if (sign) {
                if (!scan_digits(&scan, 2, &hours))
                    return false;
                scan_char(&scan, ':');
                if (!scan_digits(&scan, 2, &minutes) || hours > 23 || minutes > 59)
                    return false;
                offset = sign * (hours * 3600.0 + minutes * 60.0);
            } else {
                scan_char(&scan, 'Z');
            }
        }
    }
    if (scan.at != text.n || !calendar_is_date(civil.year, civil.month, civil.day))
        return false;
    *out = calendar_time(&civil) - offset;
    return true;
}

Str calendar_str(Arena *arena, double time)
{
    /* to the microsecond, which is what a double holds of today's times */
    time = rint(time * 1e6) / 1e6;
    Civil c = calendar_civil(time);
    Buf out = {.arena = arena};
    buf_printf(&out, "%04d-%02d-%02d", c.year, c.month, c.day);
    if (c.hour || c.minute || c.second != 0)
        buf_printf(&out, "T%02d:%02d", c.hour, c.minute);
    if (c.second != 0) {
        double micro = rint(c.second * 1e6);
        buf_printf(&out, ":%02d", (int)(micro / 1e6));
        int rest = (int)fmod(micro, 1e6);
        if (rest) {
            char digits[16];
            size_t n = 6;
            for (size_t i = 6; i-- > 0; rest /= 10)
                digits[i] = (char)('0' + rest % 10);
            while (digits[n - 1] == '0')
                n--;
            buf_addc(&out, '.');
            buf_add(&out, (Str){digits, n});
        }
    }
    return str_slice(buf_c(&out), out.n);
}

static const char *const MONTHS[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
static const char *const DAYS[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

/* The week of ISO 8601: the first is that of the year's first Thursday. */
static int iso_week(const Civil *c)
{
    int weekday = c->weekday == 0 ? 7 : c->weekday, week = (c->yearday - weekday + 10) / 7, year = week < 1 ? c->year - 1 : c->year;
    int64_t first = days_from_civil(year, 1, 1);
    int starts = (int)((((first + 3) % 7) + 7) % 7); /* 0: Monday */
    bool is_leap = calendar_month_days(year, 2) == 29, is_long = starts == 3 || (starts == 2 && is_leap);
    if (week < 1)
        return is_long ? 53 : 52;
    return week == 53 && !is_long ? 1 : week;
}

static void add_field(Buf *out, const Civil *c, char letter, bool is_bare)
{
    int hour = c->hour % 12 == 0 ? 12 : c->hour % 12;
    /* clang-format off */
    switch (letter) {
    case 'Y': buf_printf(out, "%d", c->year); break;
    case 'y': buf_printf(out, "%02d", ((c->year % 100) + 100) % 100); break;
    case 'm': buf_printf(out, is_bare ? "%d" : "%02d", c->month); break;
    case 'd': buf_printf(out, is_bare ? "%d" : "%02d", c->day); break;
    case 'e': buf_printf(out, is_bare ? "%d" : "%2d", c->day); break;
    case 'b': buf_printf(out, "%.3s", MONTHS[c->month - 1]); break;
    case 'B': buf_adds(out, MONTHS[c->month - 1]); break;
    case 'a': buf_printf(out, "%.3s", DAYS[c->weekday]); break;
    case 'A': buf_adds(out, DAYS[c->weekday]); break;
    case 'H': buf_printf(out, is_bare ? "%d" : "%02d", c->hour); break;
    case 'I': buf_printf(out, is_bare ? "%d" : "%02d", hour); break;
    case 'M': buf_printf(out, is_bare ? "%d" : "%02d", c->minute); break;
    case 'S': buf_printf(out, is_bare ? "%d" : "%02d", (int)c->second); break;
    case 'p': buf_adds(out, c->hour < 12 ? "AM" : "PM"); break;
    case 'j': buf_printf(out, is_bare ? "%d" : "%03d", c->yearday); break;
    case 'q': buf_printf(out, "%d", (c->month - 1) / 3 + 1); break;
    case 'f': buf_printf(out, "%06d", (int)fmin(rint(fmod(c->second, 1) * 1e6), 999999)); break;
    case 'L': buf_printf(out, "%03d", (int)fmin(floor(fmod(c->second, 1) * 1e3 + 1e-6), 999)); break;
    case 'F': buf_printf(out, "%d-%02d-%02d", c->year, c->month, c->day); break;
    case 'T': buf_printf(out, "%02d:%02d:%02d", c->hour, c->minute, (int)c->second); break;
    case 'R': buf_printf(out, "%02d:%02d", c->hour, c->minute); break;
    case 'V': buf_printf(out, is_bare ? "%d" : "%02d", iso_week(c)); break;
    default: buf_addc(out, letter); break;
    }
    /* clang-format on */
}

Str calendar_format(Arena *arena, double time, Str format)
{
    Civil civil = calendar_civil(time);
    Buf out = {.arena = arena};
    for (size_t i = 0; i < format.n; i++) {
        if (format.at[i] != '%' || i + 1 == format.n) {
            buf_addc(&out, format.at[i]);
            continue;
        }
        bool is_bare = format.at[++i] == '-' && i + 1 < format.n;
        i += is_bare;
        add_field(&out, &civil, format.at[i], is_bare);
    }
    return str_slice(buf_c(&out), out.n);
}
