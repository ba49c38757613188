/* calendar: times as seconds since 1970-01-01T00:00Z in the proleptic Gregorian calendar (doubles: exact to the
 * microsecond for centuries around now). The machine's clock and zone are never read. Civil-day arithmetic after Howard
 * Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
#ifndef CHARTC_CALENDAR_H
#define CHARTC_CALENDAR_H

#include "str.h"

typedef struct Civil {
    int year, month, day; /* month 1..12, day 1..31 */
    int hour, minute;
    double second; /* 0 <= second < 60 */
    int weekday;   /* 0 Sunday .. 6 */
    int yearday;   /* 1..366 */
} Civil;

/* Fields may be out of range (month 14 is February of the next year); weekday and yearday are not read. */
double calendar_time(const Civil *civil);
Civil calendar_civil(double time); /* times beyond 1.9 thousand million years count as that, NaN as 0 */
bool calendar_is_date(int year, int month, int day);
int calendar_month_days(int year, int month);
/* Adds months (the day is cut to the month's length) and then seconds. */
double calendar_add(double time, int months, double seconds);
/* ISO 8601: 2012-05, 2012-05-01, 2012-05-01T10:30[:00[.0]][Z|+02:00], a blank for the T too; a bare year is a number,
 * not a date. False for days and times that do not exist. */
bool calendar_parse(Str text, double *out);
/* The shortest ISO form that reads back: "2012-05-01", "2012-05-01T10:30". */
Str calendar_str(Arena *arena, double time);
/* strftime's %Y %y %m %d %e %b %B %a %A %H %I %M %S %p %j %q(quarter) %f(microseconds) %L(milliseconds) %F(%Y-%m-%d) %T(%H:%M:%S) %R(%H:%M) %V(week
 * of ISO 8601) %% , English names; %-d cuts the leading zero. */
Str calendar_format(Arena *arena, double time, Str format);
/* calendar_scan.c: the reverse. The same letters, %z (Z, +02:00, +0200) and %s (seconds since 1970); numbers may lack leading zeros; fields that
 * the format has not are those of 1970-01-01T00:00. False where the text does not follow the format or there is no such date. */
bool calendar_scan(Str text, Str format, double *out);
/* NULL when dates can be read by the format, else a phrase about what is wrong with it. */
const char *calendar_scan_check(Str format);

#endif
