/* report: the sink for problems; see report.h. */
#include "report.h"

#include <stdlib.h>

typedef struct ReportRow {
    const char *code, *title;
} ReportRow;

static const ReportRow ROWS[] = {
#define DIAGNOSTIC(code, title) {#code, title},
#include "report.def"
#undef DIAGNOSTIC
};

const char *report_code(ReportId id)
{
    return ROWS[id].code;
}

Severity report_severity(ReportId id)
{
    char letter = ROWS[id].code[0];
    return letter == 'E' ? SEVERITY_ERROR : letter == 'W' ? SEVERITY_WARNING : SEVERITY_NOTE;
}

const char *report_title(ReportId id)
{
    return ROWS[id].title;
}

ReportId report_find(Str code)
{
    for (int id = 0; id < REPORT_COUNT; id++)
        if (str_is(code, ROWS[id].code))
            return (ReportId)id;
    return REPORT_COUNT;
}

static bool same_span(Span a, Span b)
{
    return a.source == b.source && a.start == b.start && a.end == b.end;
}

Diagnostic *report_add(Report *report, ReportId id, Span span, const char *format, ...)
{
    for (size_t i = 0; span.source && i < report->list.n; i++) {
        Diagnostic *old = report->list.at[i];
        if (old->id == id && same_span(old->span, span))
            return old;
    }
    va_list args;
    va_start(args, format);
    Str message = str_vprintf(report->arena, format, args);
    va_end(args);
    Diagnostic *diagnostic = ARENA_NEW(report->arena, Diagnostic);
    diagnostic->id = id;
    diagnostic->severity = report_severity(id);
    diagnostic->span = span;
    diagnostic->message = message;
    report_put(report, diagnostic);
    return diagnostic;
}

void report_put(Report *report, Diagnostic *diagnostic)
{
    diagnostic->order = (uint32_t)report->list.n;
    VEC_PUSH(report->arena, &report->list, diagnostic);
    report->n_errors += diagnostic->severity == SEVERITY_ERROR;
    report->n_warnings += diagnostic->severity == SEVERITY_WARNING;
}

void report_label(Report *report, Diagnostic *diagnostic, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    ReportLabel *label = ARENA_NEW(report->arena, ReportLabel);
    label->span = span;
    label->text = str_vprintf(report->arena, format, args);
    va_end(args);
    ReportLabel **end = &diagnostic->labels;
    for (; *end; end = &(*end)->next)
        if ((*end)->span.source == span.source && (*end)->span.start == span.start && str_eq((*end)->text, label->text))
            return; /* the same mistake, met again: its report was the first one's */
    *end = label;
}

static void add_hint(Report *report, Diagnostic *diagnostic, ReportHint hint)
{
    ReportHint **end = &diagnostic->hints;
    for (; *end; end = &(*end)->next)
        if (str_eq((*end)->text, hint.text) && str_eq((*end)->replacement, hint.replacement))
            return;
    *end = arena_copy(report->arena, &hint, sizeof hint);
}

void report_hint(Report *report, Diagnostic *diagnostic, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_hint(report, diagnostic, (ReportHint){.text = str_vprintf(report->arena, format, args)});
    va_end(args);
}

void report_fix(Report *report, Diagnostic *diagnostic, Span span, Str replacement, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_hint(report, diagnostic,
             (ReportHint){.text = str_vprintf(report->arena, format, args),
                          .span = span,
                          .replacement = str_copy(report->arena, replacement),
                          .is_edit = true});
    va_end(args);
}

static int by_place(const void *left, const void *right)
{
    const Diagnostic *a = *(Diagnostic *const *)left, *b = *(Diagnostic *const *)right;
    if (a->span.source != b->span.source)
        return a->span.source < b->span.source ? -1 : 1;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

void report_sort(Report *report)
{
    if (report->list.n)
        qsort(report->list.at, report->list.n, sizeof *report->list.at, by_place);
}
