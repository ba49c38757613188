/* lint: the conductor of the warnings about a drawn figure; see lint.h. */
#include "lint.h"

/* --- allowances --------------------------------------------------------------------------------------------------- */

static void check_allow(const Plot *plot, const IrTexts *names, Span span)
{
    for (size_t i = 0; i < names->n; i++) {
        ReportId id = report_find(names->at[i]);
        if (span.source != plot->figure->node.span.source || id == REPORT_N0751 || report_was_allowed(plot->report, span, id) ||
            plot->report->is_silent[id])
            continue;
        Diagnostic *note = report_add(plot->report, REPORT_N0751, span, "there is nothing to allow: no warning `%s` here", report_name(id));
        report_hint(plot->report, note, "leave it out");
    }
}

void lint_allowances(const Plot *plot)
{
    const IrFigure *figure = plot->figure;
    ReportAllow allow;
    IR_ENTER(plot->report, &allow, Figure, figure);
    check_allow(plot, &figure->allow, ir_span(figure, IR_FIELD_Figure_allow));
    for (size_t i = 0; i < plot->charts.n; i++) {
        const PlotChart *chart = plot->charts.at[i];
        check_allow(plot, &chart->ir->allow, ir_span(chart->ir, IR_FIELD_Chart_allow));
        for (size_t f = 0; f < chart->n_frames; f++)
            check_allow(plot, &chart->frames[f].layer->allow, ir_span(chart->frames[f].layer, IR_FIELD_Layer_allow));
    }
    report_leave(plot->report);
}
