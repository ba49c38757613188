/* api_diag: a figure's report as the data of chartc.h. */
#include "api.h"
#include "diag_text.h"

static const char *c_text(Arena *arena, Str text)
{
    return text.n ? str_c(arena, text) : "";
}

static ChartcPlace make_place(ChartcFigure *figure, Span span)
{
    Source *source = source_get(&figure->sources, span.source);
    if (!source)
        return (ChartcPlace){0};
    Place start = source_locate(&figure->sources, source, span.start);
    Place end = source_locate(&figure->sources, source, span.end);
    return (ChartcPlace){
        .file = c_text(figure->arena, source->name),
        .line = start.line,
        .column = start.column,
        .end_line = end.line,
        .end_column = end.column,
        .start = span.start,
        .end = span.end,
    };
}

static const ChartcLabel *const *make_labels(ChartcFigure *figure, const ReportLabel *first, size_t *n)
{
    VEC(const ChartcLabel *) list = {0};
    for (const ReportLabel *label = first; label; label = label->next) {
        ChartcLabel made = {make_place(figure, label->span), c_text(figure->arena, label->text)};
        VEC_PUSH(figure->arena, &list, arena_copy(figure->arena, &made, sizeof made));
    }
    *n = list.n;
    return list.at;
}

static const ChartcHint *const *make_hints(ChartcFigure *figure, const ReportHint *first, size_t *n)
{
    VEC(const ChartcHint *) list = {0};
    for (const ReportHint *hint = first; hint; hint = hint->next) {
        ChartcHint made = {.message = c_text(figure->arena, hint->text)};
        if (hint->is_edit) {
            made.place = make_place(figure, hint->span);
            made.replacement = c_text(figure->arena, hint->replacement);
        }
        VEC_PUSH(figure->arena, &list, arena_copy(figure->arena, &made, sizeof made));
    }
    *n = list.n;
    return list.at;
}

static const ChartcDiagnostic *make_diagnostic(ChartcFigure *figure, const Diagnostic *d)
{
    ChartcDiagnostic *made = ARENA_NEW(figure->arena, ChartcDiagnostic);
    made->severity = (ChartcSeverity)d->severity; /* the same words in the same order */
    made->code = report_code(d->id);
    made->name = report_name(d->id);
    made->message = c_text(figure->arena, d->message);
    made->place = make_place(figure, d->span);
    made->labels = make_labels(figure, d->labels, &made->n_labels);
    made->hints = make_hints(figure, d->hints, &made->n_hints);
    return made;
}

/* Telling is not the spec's: it has room however much the spec took. */
static void make_room(ChartcFigure *figure)
{
    figure->limits.budget.most_memory = SIZE_MAX / 2;
}

const ChartcDiagnostic *chartc_diagnostic(ChartcFigure *figure, size_t i)
{
    make_room(figure);
    ENTER_OR(figure, NULL);
    size_t n = figure->report.list.n;
    if (figure->n_diagnostics != n) {
        report_sort(&figure->report);
        const ChartcDiagnostic **list = ARENA_ARRAY(figure->arena, n, const ChartcDiagnostic *);
        for (size_t k = 0; k < n; k++)
            list[k] = make_diagnostic(figure, figure->report.list.at[k]);
        figure->diagnostics = list;
        figure->n_diagnostics = n;
    }
    return i < n ? figure->diagnostics[i] : NULL;
}

size_t chartc_n_errors(const ChartcFigure *figure)
{
    return figure->report.n_errors;
}

size_t chartc_n_warnings(const ChartcFigure *figure)
{
    return figure->report.n_warnings;
}

void chartc_progress(const ChartcFigure *figure, size_t *n_read, size_t *n_known)
{
    *n_read = atomic_load(&figure->limits.budget.read);
    *n_known = atomic_load(&figure->limits.budget.to_read);
}

const char *chartc_diagnostics_text(ChartcFigure *figure, int color)
{
    make_room(figure);
    ENTER_OR(figure, "chartc: out of memory\n");
    report_sort(&figure->report);
    return c_text(figure->arena, diag_text(figure->arena, &figure->report, color != 0));
}

const char *chartc_diagnostics_json(ChartcFigure *figure)
{
    make_room(figure);
    ENTER_OR(figure, "{ \"diagnostics\": [], \"errors\": 1, \"warnings\": 0 }\n");
    report_sort(&figure->report);
    return c_text(figure->arena, diag_json(figure->arena, &figure->report));
}
