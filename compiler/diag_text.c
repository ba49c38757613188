/* diag_text: diagnostics as text; see diag_text.h. Places become lines and columns here and nowhere else; underlines are as wide on a terminal as
 * the text above them. */
#include "diag_text.h"

enum { TAB = 4, LINE_MOST = 110 };

typedef struct Printer {
    Arena *arena;
    Report *report;
    Buf out;
    bool color;
} Printer;

static const char *const NAMES[] = {"error", "warning", "note"};
static const char *const COLORS[] = {"\033[1;31m", "\033[1;33m", "\033[1;36m"};

static void paint(Printer *p, const char *escape)
{
    if (p->color)
        buf_adds(&p->out, escape);
}

/* Columns on a terminal of the first n bytes, tabs as blanks. */
static int width_of(Str text, size_t n)
{
    int width = 0;
    for (size_t i = 0; i < n && i < text.n;) {
        uint32_t code = utf8_next(text, &i);
        width += code == '\t' ? TAB : code_width(code);
    }
    return width;
}

static int digits_of(uint32_t number)
{
    int n = 1;
    while (number /= 10)
        n++;
    return n;
}

/* A long line is cut around the place: the bytes from..to that are shown. */
static void cut_line(Str line, size_t at, size_t *from, size_t *to)
{
    *from = 0;
    *to = line.n;
    if (width_of(line, line.n) <= LINE_MOST)
        return;
    *from = at > LINE_MOST / 2 ? at - LINE_MOST / 2 : 0;
    while (*from > 0 && ((unsigned char)line.at[*from] & 0xC0) == 0x80)
        --*from;
    *to = *from + LINE_MOST < line.n ? *from + LINE_MOST : line.n;
    while (*to < line.n && ((unsigned char)line.at[*to] & 0xC0) == 0x80)
        ++*to;
}

static void print_line(Printer *p, Str line, size_t from, size_t to)
{
    buf_adds(&p->out, from ? "..." : "");
    for (size_t i = from; i < to;) {
        size_t start = i;
        uint32_t code = utf8_next(line, &i);
        if (code == '\t')
            buf_printf(&p->out, "%*s", TAB, "");
        else if (code < 0x20 || code == 0x7F || (code == 0xFFFD && i == start + 1))
            buf_adds(&p->out, "\xEF\xBF\xBD");
        else
            buf_add(&p->out, (Str){line.at + start, i - start});
    }
    buf_adds(&p->out, to < line.n ? "..." : "");
}

/* The source line of a span, and the line below with its underline and a word about it. */
static void print_snippet(Printer *p, Span span, char mark, Str text, Severity severity)
{
    Source *source = source_get(p->report->sources, span.source);
    if (!source)
        return;
    Place place = source_locate(p->report->sources, source, span.start);
    size_t start = span.start > place.line_start ? span.start - place.line_start : 0;
    size_t end = span.end > place.line_start ? span.end - place.line_start : 0;
    start = start > place.text.n ? place.text.n : start;
    end = end > place.text.n ? place.text.n : end;
    size_t from, to;
    cut_line(place.text, start, &from, &to);
    end = end > to ? to : end;
    if (from == 0 && place.line == 1 && str_starts(place.text, STR("\xEF\xBB\xBF")))
        from = 3;
    int gutter = digits_of(place.line) + 1;
    buf_printf(&p->out, " %u | ", place.line);
    print_line(p, place.text, from, to);
    buf_printf(&p->out, "\n %*s| ", gutter, "");
    int before = width_of((Str){place.text.at + from, start - from}, start - from) + (from > 3 ? 3 : 0);
    int width = end > start ? width_of((Str){place.text.at + start, end - start}, end - start) : 1;
    buf_printf(&p->out, "%*s", before, "");
    paint(p, COLORS[severity]);
    buf_addc(&p->out, mark);
    for (int i = 1; i < width; i++)
        buf_addc(&p->out, mark == '^' ? '~' : '-');
    paint(p, "\033[0m");
    if (text.n)
        buf_printf(&p->out, " %.*s", STR_FMT(text));
    buf_addc(&p->out, '\n');
}

static void print_place(Printer *p, Span span)
{
    Source *source = source_get(p->report->sources, span.source);
    if (!source)
        return;
    Place place = source_locate(p->report->sources, source, span.start);
    buf_printf(&p->out, "%.*s:%u:%u: ", STR_FMT(source->name), place.line, place.column);
}

/* The line as it would be with the edit. */
static void print_fix(Printer *p, const ReportHint *hint)
{
    Source *source = source_get(p->report->sources, hint->span.source);
    if (!source)
        return;
    Place place = source_locate(p->report->sources, source, hint->span.start);
    size_t start = hint->span.start - place.line_start, end = hint->span.end - place.line_start;
    if (start > place.text.n || end > place.text.n || place.text.n > LINE_MOST)
        return;
    Str line = str_printf(p->arena, "%.*s%.*s%.*s", (int)start, place.text.at, STR_FMT(hint->replacement), (int)(place.text.n - end),
                          place.text.at + end);
    buf_printf(&p->out, " %u + ", place.line);
    print_line(p, line, 0, line.n);
    buf_addc(&p->out, '\n');
}

static void print_one(Printer *p, const Diagnostic *d)
{
    paint(p, "\033[1m");
    print_place(p, d->span);
    paint(p, COLORS[d->severity]);
    buf_printf(&p->out, "%s[%s]", NAMES[d->severity], report_code(d->id));
    paint(p, "\033[0m\033[1m");
    buf_printf(&p->out, ": %.*s", STR_FMT(d->message));
    paint(p, "\033[0m");
    buf_addc(&p->out, '\n');
    print_snippet(p, d->span, '^', STR_NONE, d->severity);
    for (const ReportLabel *label = d->labels; label; label = label->next) {
        if (label->span.source != d->span.source) {
            buf_adds(&p->out, " -> ");
            print_place(p, label->span);
            buf_printf(&p->out, "%.*s\n", STR_FMT(label->text));
            print_snippet(p, label->span, '-', STR_NONE, SEVERITY_NOTE);
        } else {
            print_snippet(p, label->span, '-', label->text, SEVERITY_NOTE);
        }
    }
    for (const ReportHint *hint = d->hints; hint; hint = hint->next) {
        paint(p, "\033[1;32m");
        buf_adds(&p->out, " help");
        paint(p, "\033[0m");
        buf_printf(&p->out, ": %.*s\n", STR_FMT(hint->text));
        if (hint->is_edit)
            print_fix(p, hint);
    }
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

Str diag_text(Arena *arena, Report *report, bool color)
{
    Printer printer = {.arena = arena, .report = report, .out = {.arena = arena}, .color = color}, *p = &printer;
    size_t n_shown = 0;
    for (size_t i = 0; i < report->list.n; i++) {
        const Diagnostic *d = report->list.at[i];
        if (d->severity == SEVERITY_ERROR && n_shown++ >= DIAG_MOST_ERRORS)
            continue;
        print_one(p, d);
    }
    size_t errors = report->n_errors, warnings = report->n_warnings;
    if (errors > DIAG_MOST_ERRORS)
        buf_printf(&p->out, "%zu more error%s not shown\n", errors - DIAG_MOST_ERRORS, plural(errors - DIAG_MOST_ERRORS));
    if (errors && warnings)
        buf_printf(&p->out, "%zu error%s, %zu warning%s\n", errors, plural(errors), warnings, plural(warnings));
    else if (errors || warnings)
        buf_printf(&p->out, "%zu %s%s\n", errors + warnings, errors ? "error" : "warning", plural(errors + warnings));
    return str_slice(buf_c(&p->out), p->out.n);
}
