/* limit: see limit.h. */
#include "limit.h"

#include "num.h"

#include <math.h>

static const LimitRow ROWS[] = {
#define LIMIT(id, name, value, per_byte, most, unit, code, reason) {name, value, per_byte, most, unit, REPORT_##code, reason},
#include "limit.def"
};

const LimitRow *limit_row(LimitId id)
{
    return &ROWS[id];
}

LimitId limit_find(Str name)
{
    int id = 0;
    while (id < LIMIT_COUNT && !str_is(name, ROWS[id].name))
        id++;
    return (LimitId)id;
}

static size_t whole(double number)
{
    return number < (double)(SIZE_MAX / 2) ? (size_t)number : SIZE_MAX / 2;
}

static double now(const Limits *limits, LimitId id)
{
    return limits->values[id] + floor(ROWS[id].per_byte * limits->n_bytes);
}

/* What the arenas see. */
static void settle_budget(Limits *limits)
{
    limits->budget.most_memory = whole(now(limits, LIMIT_MEMORY));
    limits->budget.most_work = whole(now(limits, LIMIT_WORK));
    limits->budget.most_text = whole(now(limits, LIMIT_TEXT));
}

void limits_init(Limits *limits)
{
    *limits = (Limits){.n_bytes = 0};
    for (int id = 0; id < LIMIT_COUNT; id++)
        limits->values[id] = ROWS[id].value;
    settle_budget(limits);
}

bool limits_set(Limits *limits, LimitId id, double value)
{
    if (!(value >= 1 && value <= ROWS[id].most))
        return false;
    limits->values[id] = value;
    settle_budget(limits);
    return true;
}

void limits_feed(Limits *limits, size_t n_bytes)
{
    if (!limits)
        return;
    limits->n_bytes += (double)n_bytes;
    settle_budget(limits);
}

double limit_most(const Report *report, LimitId id)
{
    return report->limits ? now(report->limits, id) : ROWS[id].value;
}

/* A number as people write a limit: never with an exponent. */
static Str plain(Report *report, double number)
{
    return str_printf(report->arena, "%.0f", number);
}

void limit_hint(Report *report, Diagnostic *diagnostic, LimitId id)
{
    double most = limit_most(report, id);
    if (ROWS[id].most > ROWS[id].value)
        report_hint(report, diagnostic, "the limit `%s` is %.*s %s; where more are meant, raise it: --limit %s=N", ROWS[id].name,
                    STR_FMT(plain(report, most)), ROWS[id].unit, ROWS[id].name);
    else
        report_hint(report, diagnostic, "the limit `%s` is %.*s %s, and cannot be raised", ROWS[id].name, STR_FMT(plain(report, most)),
                    ROWS[id].unit);
}

bool limit_keeps(Report *report, LimitId id, Span span, double count, const char *format, ...)
{
    if (count <= limit_most(report, id))
        return true;
    span = span.source ? span : report->at;
    va_list args;
    va_start(args, format);
    Str message = str_vprintf(report->arena, format, args);
    va_end(args);
    limit_hint(report, report_add(report, ROWS[id].code, span, "%.*s", STR_FMT(message)), id);
    return false;
}

void limit_tell(Report *report, FaultReason reason)
{
    LimitId id = reason == FAULT_WORK_LIMIT ? LIMIT_WORK : reason == FAULT_TEXT_LIMIT ? LIMIT_TEXT : LIMIT_MEMORY;
    static const char *const MESSAGES[] = {[FAULT_MEMORY_LIMIT] = "this takes more than %.*s bytes of memory",
                                           [FAULT_WORK_LIMIT] = "this takes more than %.*s steps of work",
                                           [FAULT_TEXT_LIMIT] = "this draws a text of more than %.*s bytes"};
    Budget *budget = &report->limits->budget;
    budget->most_memory = budget->most_work = budget->most_text = SIZE_MAX / 2;
    Str most = plain(report, limit_most(report, id));
    Diagnostic *error = report_add(report, ROWS[id].code, report->at, MESSAGES[reason], STR_FMT(most));
    limit_hint(report, error, id);
}
