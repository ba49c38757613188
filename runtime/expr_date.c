/* expr_date: functions of dates; see expr_eval.h. */
#include "calendar.h"
#include "expr_eval.h"

#include <math.h>

/* The year's week by ISO 8601: weeks begin on Monday, the first one holds January 4th. */
static int iso_week(const Civil *civil)
{
    int weekday = civil->weekday == 0 ? 7 : civil->weekday;
    int week = (civil->yearday - weekday + 10) / 7;
    Civil last = {.year = civil->year - (week == 0), .month = 12, .day = 28}; /* lies in its year's last week */
    Civil end = calendar_civil(calendar_time(&last));
    int end_weekday = end.weekday == 0 ? 7 : end.weekday, n_weeks = (end.yearday - end_weekday + 10) / 7;
    return week == 0 ? n_weeks : week > n_weeks ? 1 : week;
}

static double part_of(FunctionId function, double time)
{
    Civil civil = calendar_civil(time);
    switch (function) {
    case FUNCTION_YEAR:
        return civil.year;
    case FUNCTION_QUARTER:
        return (civil.month - 1) / 3 + 1;
    case FUNCTION_MONTH:
        return civil.month;
    case FUNCTION_WEEK:
        return iso_week(&civil);
    case FUNCTION_WEEKDAY:
        return civil.weekday == 0 ? 7 : civil.weekday;
    case FUNCTION_DAY:
        return civil.day;
    case FUNCTION_HOUR:
        return civil.hour;
    case FUNCTION_MINUTE:
        return civil.minute;
    default:
        return civil.second;
    }
}

/* Months are counted from January of year 0, weeks from Monday 1969-12-29, other lengths from 1970. */
static double start_of(double time, double months, double seconds)
{
    const double WEEK = 604800, MONDAY = -3 * 86400.0;
    if (months > 0) {
        Civil civil = calendar_civil(time);
        double count = floor((civil.year * 12.0 + civil.month - 1) / months) * months;
        double year = floor(count / 12);
        return calendar_time(&(Civil){.year = (int)year, .month = (int)(count - year * 12) + 1, .day = 1});
    }
    double origin = fmod(seconds, WEEK) == 0 ? MONDAY : 0;
    return seconds > 0 ? floor((time - origin) / seconds) * seconds + origin : NAN;
}

/* Whole months that fit, and the part of the next one that is left. */
static double elapsed(double from, double to, double months, double seconds)
{
    if (!(months > 0))
        return seconds > 0 ? (to - from) / seconds : NAN;
    Civil a = calendar_civil(from), b = calendar_civil(to);
    double count = floor(((b.year - a.year) * 12.0 + b.month - a.month) / months);
    if (!(fabs(count * months) < 1e8))
        return NAN;
    while (calendar_add(from, (int)(count * months), 0) > to)
        count--;
    while (calendar_add(from, (int)((count + 1) * months), 0) <= to)
        count++;
    double start = calendar_add(from, (int)(count * months), 0), end = calendar_add(from, (int)((count + 1) * months), 0);
    return count + (to - start) / (end - start);
}

static double date_of(double year, double month, double day)
{
    bool is_whole = year == floor(year) && month == floor(month) && day == floor(day);
    if (!is_whole || !(fabs(year) < 1e6 && month >= 1 && month <= 12 && day >= 1 && day <= 31))
        return NAN;
    Civil civil = {.year = (int)year, .month = (int)month, .day = (int)day};
    return calendar_is_date(civil.year, civil.month, civil.day) ? calendar_time(&civil) : NAN;
}

static bool is_part(FunctionId function)
{
    return function >= FUNCTION_YEAR && function <= FUNCTION_SECOND;
}

bool eval_date(const Scope *scope, const Expr *expr, const Vec *args, Vec *result)
{
    FunctionId function = expr->function;
    if (!is_part(function) && function != FUNCTION_DATE && function != FUNCTION_TRUNCATE && function != FUNCTION_ELAPSED)
        return false;
    size_t n = vec_rows(scope, args, expr->n_args), last = expr->n_args - 1;
    double *out;
    *result = vec_new(scope, expr->type, n, args, expr->n_args, &out);
    for (size_t i = 0; i < n; i++) {
        double value[3] = {0};
        bool is_missing = false;
        for (size_t k = 0; k < expr->n_args && k < 3; k++) {
            value[k] = args[k].column.numbers[i * args[k].step];
            is_missing |= isnan(value[k]);
        }
        double months = args[last].months ? args[last].months[i * args[last].step] : 0;
        if (is_missing)
            out[i] = NAN;
        else if (function == FUNCTION_DATE)
            out[i] = date_of(value[0], value[1], value[2]);
        else if (function == FUNCTION_TRUNCATE)
            out[i] = start_of(value[0], months, value[1]);
        else if (function == FUNCTION_ELAPSED)
            out[i] = elapsed(value[0], value[1], months, value[2]);
        else
            out[i] = part_of(function, value[0]);
    }
    return true;
}
