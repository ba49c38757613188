/* report: the sink for problems; see report.h. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

typedef struct ReportRow {
    const char *code, *name, *title;
} ReportRow;

static const ReportRow ROWS[] = {
#define DIAGNOSTIC(code, title) {#code, "", title},
#define WARNING(code, name, title) {#code, name, title},
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

const char *report_name(ReportId id)
{
    return ROWS[id].name;
}

static bool is_name(Str text, const char *name)
{
    size_t n = strlen(name);
    if (!n || text.n != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (text.at[i] != name[i] && !(text.at[i] == '-' && name[i] == '_'))
            return false;
    return true;
}

ReportId report_find(Str code_or_name)
{
    for (int id = 0; id < REPORT_COUNT; id++)
        if (str_is(code_or_name, ROWS[id].code) || is_name(code_or_name, ROWS[id].name))
            return (ReportId)id;
    return REPORT_COUNT;
}

size_t report_names(Arena *arena, const Str **names)
{
    Str *list = ARENA_ARRAY(arena, REPORT_COUNT, Str);
    size_t n = 0;
    for (int id = 0; id < REPORT_COUNT; id++)
        if (*ROWS[id].name)
            list[n++] = str_from(ROWS[id].name);
    *names = list;
    return n;
}

static bool same_span(Span a, Span b)
{
    return a.source == b.source && a.start == b.start && a.end == b.end;
}

/* --- what is not told --------------------------------------------------------------------------------------------- */

void report_enter(Report *report, ReportAllow *allow, const Str *names, size_t n, Span span)
{
    *allow = (ReportAllow){report->allow, names, n, span};
    report->allow = allow;
}

void report_leave(Report *report)
{
    report->allow = report->allow->outer;
}

static bool allows(Report *report, const Str *names, size_t n, Span span, ReportId id)
{
    for (size_t i = 0; i < n; i++) {
        if (!str_is(names[i], ROWS[id].name))
            continue;
        if (!report_was_allowed(report, span, id))
            VEC_PUSH(report->arena, &report->allowed, ((ReportAllowed){span, id}));
        return true;
    }
    return false;
}

/* Every allowance around counts as of use: none of them is told to be needless. */
static bool is_untold(Report *report, ReportId id)
{
    bool is_allowed = report->is_silent[id];
    if (*ROWS[id].name)
        for (const ReportAllow *allow = report->allow; allow; allow = allow->outer)
            is_allowed |= allows(report, allow->names, allow->n, allow->span, id);
    return is_allowed;
}

void report_withdraw(Report *report, const Str *names, size_t n, Span span)
{
    size_t n_kept = 0;
    for (size_t i = 0; i < report->list.n; i++) {
        Diagnostic *diagnostic = report->list.at[i];
        if (*ROWS[diagnostic->id].name && allows(report, names, n, span, diagnostic->id))
            report->n_warnings -= diagnostic->severity == SEVERITY_WARNING;
        else
            report->list.at[n_kept++] = diagnostic;
    }
    report->list.n = n_kept;
}

bool report_was_allowed(const Report *report, Span span, ReportId id)
{
    for (size_t i = 0; i < report->allowed.n; i++)
        if (report->allowed.at[i].id == id && same_span(report->allowed.at[i].span, span))
            return true;
    return false;
}

/* --- what is ------------------------------------------------------------------------------------------------------ */

/* Texts of the user's, of libraries and the names of files may be anything. */
static Str message_of(Report *report, const char *format, va_list args)
{
    return utf8_shown(report->arena, str_vprintf(report->arena, format, args));
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
    Str message = message_of(report, format, args);
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
    if (is_untold(report, diagnostic->id))
        return;
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
    label->text = message_of(report, format, args);
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
    add_hint(report, diagnostic, (ReportHint){.text = message_of(report, format, args)});
    va_end(args);
}

void report_fix(Report *report, Diagnostic *diagnostic, Span span, Str replacement, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_hint(
        report, diagnostic,
        (ReportHint){.text = message_of(report, format, args), .span = span, .replacement = str_copy(report->arena, replacement), .is_edit = true});
    va_end(args);
}

bool report_near(Report *report, Diagnostic *diagnostic, Span span, Str near)
{
    if (near.at)
        report_fix(report, diagnostic, span, near, "did you mean `%.*s`?", STR_FMT(near));
    return near.at != NULL;
}

static bool is_error_in(const Diagnostic *told, Span span)
{
    return told->severity == SEVERITY_ERROR && told->span.source == span.source && told->span.start >= span.start && told->span.end <= span.end;
}

bool report_has_error_in(const Report *report, Span span)
{
    for (size_t i = 0; i < report->list.n; i++)
        if (is_error_in(report->list.at[i], span))
            return true;
    return false;
}

void report_retract(Report *report, Span span, ReportId first, ReportId last)
{
    size_t n_kept = 0;
    for (size_t i = 0; i < report->list.n; i++) {
        const Diagnostic *told = report->list.at[i];
        if (is_error_in(told, span) && told->id >= first && told->id <= last)
            report->n_errors--;
        else
            report->list.at[n_kept++] = report->list.at[i];
    }
    report->list.n = n_kept;
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
