/* diag_text: diagnostics as text; see diag_text.h. Places become lines and columns here (and in diag_json) and nowhere
 * else; an underline is as wide on a terminal as the text above it. */
#include "diag_text.h"

enum {
    TAB = 4,         /* a tab is shown as so many blanks, wherever it stands */
    LINE_MOST = 110, /* columns of a source line; a longer one is cut around its place */
    LINE_BEFORE = 50 /* columns kept in front of the place of a cut line */
};

static const char *const NAMES[] = {"error", "warning", "note"};
static const char *const COLORS[] = {"\033[1;31m", "\033[1;33m", "\033[1;36m"};
static const char HELP_COLOR[] = "\033[1;32m", BOLD[] = "\033[1m", PLAIN[] = "\033[0m";

typedef struct Printer {
    Arena *arena;
    Report *report;
    Buf out;
    bool has_color;
    int gutter; /* digits of the largest line number of the diagnostic */
} Printer;

/* A line of a source, and the bytes of it that are meant: start <= end <= text.n. */
typedef struct Mark {
    Source *source;
    Str line;
    size_t number, column;
    size_t start, end;
} Mark;

static void paint(Printer *p, const char *escape)
{
    if (p->has_color)
        buf_adds(&p->out, escape);
}

static int code_columns(uint32_t code)
{
    return code == '\t' ? TAB : code_width(code);
}

/* Columns on a terminal of the bytes from .. to-1. */
static int columns_of(Str line, size_t from, size_t to)
{
    int columns = 0;
    for (size_t i = from; i < to;)
        columns += code_columns(utf8_next(line, &i));
    return columns;
}

static bool find_mark(Printer *p, Span span, Mark *mark)
{
    Source *source = source_get(p->report->sources, span.source);
    if (!source)
        return false;
    Place place = source_locate(p->report->sources, source, span.start);
    size_t start = span.start - place.line_start, end = span.end > span.start ? span.end - place.line_start : start;
    bool has_mark = place.line_start == 0 && str_starts(place.text, STR("\xEF\xBB\xBF"));
    if (has_mark) { /* a byte-order mark is not shown */
        place.text = str_slice(place.text.at + 3, place.text.n - 3);
        start -= start < 3 ? start : 3;
        end -= end < 3 ? end : 3;
    }
    start = start < place.text.n ? start : place.text.n;
    end = end < place.text.n ? end : place.text.n;
    *mark = (Mark){source, place.text, place.line, place.column, start, end};
    return true;
}

static size_t step_back(Str line, size_t i)
{
    do
        i--;
    while (i > 0 && ((unsigned char)line.at[i] & 0xC0) == 0x80);
    return i;
}

/* The bytes of a line that are shown. */
static void cut_line(const Mark *mark, size_t *from, size_t *to)
{
    Str line = mark->line;
    *from = 0;
    *to = line.n;
    /* a line may be as long as a file: what is longer than any short line in bytes is not measured */
    if (line.n <= (size_t)4 * LINE_MOST && columns_of(line, 0, line.n) <= LINE_MOST)
        return;
    *from = mark->start;
    for (int columns = 0; *from > 0 && columns < LINE_BEFORE;) {
        *from = step_back(line, *from);
        size_t next = *from;
        columns += code_columns(utf8_next(line, &next));
    }
    *to = *from;
    for (int columns = 0; *to < line.n;) {
        size_t next = *to;
        columns += code_columns(utf8_next(line, &next));
        if (columns > LINE_MOST)
            break;
        *to = next;
    }
}

static void add_line(Buf *out, Str line, size_t from, size_t to)
{
    for (size_t i = from; i < to;) {
        size_t start = i;
        uint32_t code = utf8_next(line, &i);
        if (code == '\t')
            buf_printf(out, "%*s", TAB, "");
        else if (code < 0x20 || code == 0x7F || (code == 0xFFFD && i == start + 1))
            buf_adds(out, "\xEF\xBF\xBD"); /* what would move a terminal's cursor, or is no text */
        else
            buf_add(out, (Str){line.at + start, i - start});
    }
}

/* The line with its number, and below it a word's worth of `head` and `tail` signs. */
static void print_snippet(Printer *p, const Mark *mark, char head, char tail, const char *color)
{
    size_t from, to;
    cut_line(mark, &from, &to);
    buf_printf(&p->out, "  %*zu | %s", p->gutter, mark->number, from ? "..." : "");
    add_line(&p->out, mark->line, from, to);
    size_t end = mark->end < to ? mark->end : to;
    int columns = columns_of(mark->line, mark->start, end);
    int before = columns_of(mark->line, from, mark->start) + (from ? 3 : 0);
    buf_printf(&p->out, "%s\n  %*s | %*s", to < mark->line.n ? "..." : "", p->gutter, "", before, "");
    paint(p, color);
    buf_addc(&p->out, head);
    for (int i = 1; i < columns; i++)
        buf_addc(&p->out, tail);
    paint(p, PLAIN);
    buf_addc(&p->out, '\n');
}

static void print_label(Printer *p, const ReportLabel *label)
{
    Mark mark;
    if (!find_mark(p, label->span, &mark)) {
        buf_printf(&p->out, "  %.*s\n", STR_FMT(label->text));
        return;
    }
    buf_printf(&p->out, "  %.*s:%zu:%zu: %.*s\n", STR_FMT(mark.source->name), mark.number, mark.column, STR_FMT(label->text));
    print_snippet(p, &mark, '-', '-', COLORS[SEVERITY_NOTE]);
}

/* The line as it would be with the edit; nothing for an edit of several lines, whose text says enough. */
static void print_edit(Printer *p, const ReportHint *hint)
{
    Mark mark;
    if (!find_mark(p, hint->span, &mark) || mark.end - mark.start != hint->span.end - hint->span.start)
        return;
    for (size_t i = 0; i < hint->replacement.n; i++)
        if (hint->replacement.at[i] == '\n')
            return;
    Buf line = {.arena = p->arena};
    buf_add(&line, str_slice(mark.line.at, mark.start));
    buf_add(&line, hint->replacement);
    buf_add(&line, str_slice(mark.line.at + mark.end, mark.line.n - mark.end));
    mark.line = buf_str(&line);
    mark.end = mark.start + hint->replacement.n;
    bool is_removal = hint->replacement.n == 0;
    print_snippet(p, &mark, is_removal ? '^' : '+', '+', HELP_COLOR);
}

static void print_hint(Printer *p, const ReportHint *hint)
{
    buf_adds(&p->out, "  ");
    paint(p, HELP_COLOR);
    buf_adds(&p->out, "help");
    paint(p, PLAIN);
    buf_printf(&p->out, ": %.*s\n", STR_FMT(hint->text));
    if (hint->is_edit)
        print_edit(p, hint);
}

static void widen_gutter(Printer *p, Span span)
{
    Mark mark;
    int digits = 1;
    if (find_mark(p, span, &mark))
        for (size_t rest = mark.number; rest /= 10;)
            digits++;
    p->gutter = digits > p->gutter ? digits : p->gutter;
}

static void print_one(Printer *p, const Diagnostic *d)
{
    p->gutter = 1;
    widen_gutter(p, d->span);
    for (const ReportLabel *label = d->labels; label; label = label->next)
        widen_gutter(p, label->span);
    for (const ReportHint *hint = d->hints; hint; hint = hint->next)
        widen_gutter(p, hint->span);

    Mark mark;
    bool has_place = find_mark(p, d->span, &mark);
    paint(p, BOLD);
    if (has_place)
        buf_printf(&p->out, "%.*s:%zu:%zu: ", STR_FMT(mark.source->name), mark.number, mark.column);
    paint(p, COLORS[d->severity]);
    buf_printf(&p->out, "%s[%s]", NAMES[d->severity], report_code(d->id));
    paint(p, PLAIN);
    paint(p, BOLD);
    buf_printf(&p->out, ": %.*s", STR_FMT(d->message));
    paint(p, PLAIN);
    if (*report_name(d->id)) /* what silences it */
        buf_printf(&p->out, " [%s]", report_name(d->id));
    buf_addc(&p->out, '\n');
    if (has_place)
        print_snippet(p, &mark, '^', '~', COLORS[d->severity]);
    for (const ReportLabel *label = d->labels; label; label = label->next)
        print_label(p, label);
    for (const ReportHint *hint = d->hints; hint; hint = hint->next)
        print_hint(p, hint);
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

Str diag_text(Arena *arena, Report *report, bool color)
{
    Printer printer = {.arena = arena, .report = report, .out = {.arena = arena}, .has_color = color}, *p = &printer;
    size_t errors = report->n_errors, warnings = report->n_warnings, n_errors_seen = 0;
    for (size_t i = 0; i < report->list.n; i++) {
        const Diagnostic *d = report->list.at[i];
        if (d->severity == SEVERITY_ERROR && n_errors_seen++ >= DIAG_MOST_ERRORS)
            continue;
        print_one(p, d);
    }
    if (errors > DIAG_MOST_ERRORS)
        buf_printf(&p->out, "%zu more error%s\n", errors - DIAG_MOST_ERRORS, plural(errors - DIAG_MOST_ERRORS));
    if (errors)
        buf_printf(&p->out, "%zu error%s", errors, plural(errors));
    if (warnings)
        buf_printf(&p->out, "%s%zu warning%s", errors ? ", " : "", warnings, plural(warnings));
    if (errors || warnings)
        buf_addc(&p->out, '\n');
    return str_slice(buf_c(&p->out), p->out.n);
}
