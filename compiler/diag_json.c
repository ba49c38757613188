/* diag_json: diagnostics for programs; see diag_text.h. */
#include "diag_text.h"

static void add_string(Buf *out, Str text)
{
    buf_addc(out, '"');
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        uint32_t code = utf8_next(text, &i);
        if (code == 0xFFFD && i == start + 1)
            buf_adds(out, "\\ufffd"); /* a byte that is no text */
        else if (code == '"' || code == '\\')
            buf_printf(out, "\\%c", (char)code);
        else if (code < 0x20 || code == 0x7F)
            buf_printf(out, "\\u%04x", code);
        else
            buf_add(out, (Str){text.at + start, i - start});
    }
    buf_addc(out, '"');
}

static void add_place(Buf *out, Report *report, Span span)
{
    Source *source = source_get(report->sources, span.source);
    if (!source) {
        buf_adds(out, "null");
        return;
    }
    Place start = source_locate(report->sources, source, span.start);
    Place end = source_locate(report->sources, source, span.end);
    buf_adds(out, "{\"file\": ");
    add_string(out, source->name);
    buf_printf(out, ", \"line\": %zu, \"column\": %zu, \"end_line\": %zu, \"end_column\": %zu", start.line, start.column, end.line, end.column);
    buf_printf(out, ", \"start\": %zu, \"end\": %zu}", span.start, span.end);
}

static void add_one(Buf *out, Report *report, const Diagnostic *d)
{
    static const char *const NAMES[] = {"error", "warning", "note"};
    buf_printf(out, "{\"severity\": \"%s\", \"code\": \"%s\", ", NAMES[d->severity], report_code(d->id));
    if (*report_name(d->id))
        buf_printf(out, "\"name\": \"%s\", ", report_name(d->id));
    buf_adds(out, "\"message\": ");
    add_string(out, d->message);
    buf_adds(out, ", \"place\": ");
    add_place(out, report, d->span);
    buf_adds(out, ", \"labels\": [");
    for (const ReportLabel *label = d->labels; label; label = label->next) {
        buf_adds(out, "{\"message\": ");
        add_string(out, label->text);
        buf_adds(out, ", \"place\": ");
        add_place(out, report, label->span);
        buf_adds(out, label->next ? "}, " : "}");
    }
    buf_adds(out, "], \"hints\": [");
    for (const ReportHint *hint = d->hints; hint; hint = hint->next) {
        buf_adds(out, "{\"message\": ");
        add_string(out, hint->text);
        if (hint->is_edit) {
            buf_adds(out, ", \"place\": ");
            add_place(out, report, hint->span);
            buf_adds(out, ", \"replacement\": ");
            add_string(out, hint->replacement);
        }
        buf_adds(out, hint->next ? "}, " : "}");
    }
    buf_adds(out, "]}");
}

Str diag_json(Arena *arena, Report *report)
{
    Buf out = {.arena = arena};
    buf_adds(&out, "{\"diagnostics\": [");
    for (size_t i = 0; i < report->list.n; i++) {
        buf_adds(&out, i ? ",\n " : "\n ");
        add_one(&out, report, report->list.at[i]);
    }
    buf_printf(&out, "\n], \"errors\": %zu, \"warnings\": %zu}\n", report->n_errors, report->n_warnings);
    return str_slice(buf_c(&out), out.n);
}
