/* limit: what a figure may take; the table is limit.def. Memory and work are counted by the arenas (arena.h: Budget), and passing them jumps; all
 * else is asked where it is made, and passing it is an error at that place. */
#ifndef CHARTC_LIMIT_H
#define CHARTC_LIMIT_H

#include "report.h"

typedef enum LimitId {
#define LIMIT(id, name, value, per_byte, most, unit, code, reason) LIMIT_##id,
#include "limit.def"
    LIMIT_COUNT
} LimitId;

typedef struct LimitRow {
    const char *name;
    double value, per_byte, most;
    const char *unit;
    ReportId code;
    const char *reason;
} LimitRow;

typedef struct Limits {
    Budget budget;
    double values[LIMIT_COUNT]; /* as set: without what the files add */
    double n_bytes;             /* of the figure's files so far */
} Limits;

const LimitRow *limit_row(LimitId id);
/* LIMIT_COUNT when there is none of that name. */
LimitId limit_find(Str name);

/* The defaults. */
void limits_init(Limits *limits);
/* A value from outside; false when it is not from 1 to the row's `most`. */
bool limits_set(Limits *limits, LimitId id, double value);
/* The figure has one more file, of so many bytes. NULL is fine. */
void limits_feed(Limits *limits, size_t n_bytes);

/* What holds now; `report` may have no limits: then the defaults do. */
double limit_most(const Report *report, LimitId id);
/* Whether `count` keeps it; else its diagnostic is at `span` (at report->at where that is nowhere), with the words of `format` (printf) as its
 * message, and how to raise it. */
bool limit_keeps(Report *report, LimitId id, Span span, double count, const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Adds to a diagnostic what the limit is and how it is raised. */
void limit_hint(Report *report, Diagnostic *diagnostic, LimitId id);
/* What a jump for memory or work was about, at report->at: to be called by who it jumped to. The figure gets room to tell it. */
void limit_tell(Report *report, FaultReason reason);

#endif
