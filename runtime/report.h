/* report: where problems are told. Stages append; nobody prints here (compiler/diag_text and diag_json do).
 * A diagnostic is data: what (a row of report.def), where (a span), a message, labels on other places, hints. */
#ifndef CHARTC_REPORT_H
#define CHARTC_REPORT_H

#include "source.h"

/* One value a row of report.def; REPORT_E0102 and so on. */
typedef enum ReportId {
#define DIAGNOSTIC(code, title) REPORT_##code,
#include "report.def"
#undef DIAGNOSTIC
    REPORT_COUNT
} ReportId;

typedef enum Severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE } Severity;

typedef struct ReportLabel {
    struct ReportLabel *next;
    Span span;
    Str text;
} ReportLabel;

/* A hint is an imperative sentence; with a replacement it is also an edit: put `replacement` where `span` is. */
typedef struct ReportHint {
    struct ReportHint *next;
    Str text;
    Span span; /* SPAN_NONE without an edit */
    Str replacement;
    bool is_edit;
} ReportHint;

typedef struct Diagnostic {
    ReportId id;
    Severity severity;
    Span span;
    Str message; /* lower case, no full stop, factual; UTF-8, as labels and hints are */
    ReportLabel *labels;
    ReportHint *hints;
    uint32_t order; /* of arrival, which settles ties when sorted by place */
} Diagnostic;

/* What a part of the spec allows (`allow: [small_text]`): warnings and notes by their ids, and where that is written. */
typedef struct ReportAllow {
    const struct ReportAllow *outer;
    const Str *names; /* as report_name gives them */
    size_t n;
    Span span;
} ReportAllow;

/* An allowance that was of use. */
typedef struct ReportAllowed {
    Span span;
    ReportId id;
} ReportAllowed;

typedef struct Report {
    Arena *arena;
    Sources *sources;
    struct Limits *limits; /* limit.h; NULL: the defaults */
    Span at;               /* what is being worked at: told where memory or work ends */
    VEC(Diagnostic *) list;
    size_t n_errors, n_warnings;
    bool is_silent[REPORT_COUNT]; /* never told: set from outside, before anything is reported */
    const ReportAllow *allow;     /* what holds now, inner first: see report_enter */
    VEC(ReportAllowed) allowed;
} Report;

/* The code as text ("E0102"), its severity (by its first letter: E, W, N), its title; the name of a warning or note ("small_text"), "" for errors. */
const char *report_code(ReportId id);
Severity report_severity(ReportId id);
const char *report_title(ReportId id);
const char *report_name(ReportId id);
/* By code, or by name, in which `-` may stand for `_`. REPORT_COUNT when there is none. */
ReportId report_find(Str code_or_name);
/* All names, in the order of the codes: for suggestions. */
size_t report_names(Arena *arena, const Str **names);

/* From here to report_leave what is reported belongs to a part of the spec that allows `names`: those warnings and notes are made, but not told.
 * `allow` is the caller's, who leaves before it goes. */
void report_enter(Report *report, ReportAllow *allow, const Str *names, size_t n, Span span);
void report_leave(Report *report);
/* Takes back what was told before its allowance was read. */
void report_withdraw(Report *report, const Str *names, size_t n, Span span);
/* Whether an allowance at the span was of use. */
bool report_was_allowed(const Report *report, Span span, ReportId id);

/* Appends a problem and returns it, for labels and hints. A second one of the same id at the same span is dropped:
 * the first is returned; one that is silent or allowed is returned and not appended. Never NULL. The message is printf-formatted (numbers through
 * num.h, quoted names in backticks, values in the words of the file). */
Diagnostic *report_add(Report *report, ReportId id, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Appends a problem that was made elsewhere, in the report's arena; the caller sees to it that none comes twice. */
void report_put(Report *report, Diagnostic *diagnostic);
void report_label(Report *report, Diagnostic *diagnostic, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
void report_hint(Report *report, Diagnostic *diagnostic, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A hint with an edit. */
void report_fix(Report *report, Diagnostic *diagnostic, Span span, Str replacement, const char *format, ...) __attribute__((format(printf, 5, 6)));
/* The edit to a near name (suggest_name); false, with nothing told, for STR_NONE. */
bool report_near(Report *report, Diagnostic *diagnostic, Span span, Str near);
/* Whether an error was told inside a span. */
bool report_has_error_in(const Report *report, Span span);
/* Takes back errors of the ids from `first` to `last` that lie in a span: they follow from a mistake that was found later. */
void report_retract(Report *report, Span span, ReportId first, ReportId last);
/* Sorts by source, place, arrival. Call once, before printing. */
void report_sort(Report *report);

#endif
