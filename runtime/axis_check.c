/* axis_check: see axis_check.h. */
#include "axis_check.h"

#include "format.h"

#include <math.h>

static void warn_dropped(Plot *plot, const PlotPanel *panel, Side side)
{
    const LabelFit *fit = &panel->fits[side];
    const IrAxis *axis = panel->axes[side];
    if (!panel->shows_labels[side])
        return;
    if (fit->is_lossy)
        report_add(plot->report, REPORT_W0732, axis->node.span, "only every %zu%s label of the %s axis fits", fit->every,
                   fit->every == 2   ? "nd"
                   : fit->every == 3 ? "rd"
                                     : "th",
                   IR_WORD_TEXT(Side, side));
    if (panel->ticks[side].is_lossy)
        report_add(plot->report, REPORT_W0732, ir_span(axis, IR_FIELD_Axis_ticks), "not all labels of these ticks fit on the %s axis",
                   IR_WORD_TEXT(Side, side));
}

/* Whether a panel of the chart marks the value on this side. */
static bool is_marked(const Plot *plot, const PlotChart *chart, Side side, const Expr *value)
{
    Str name = value_str(plot->arena, value->value);
    for (size_t p = 0; p < chart->n_panels; p++) {
        const PlotPanel *panel = &chart->panels[p];
        const PosScale *scale = &panel->scales[side];
        for (size_t i = 0; i < panel->ticks[side].n; i++) {
            const Tick *tick = &panel->ticks[side].at[i];
            bool is_same = scale->type == AXIS_BAND ? str_eq(value_str(plot->arena, scale->categories[tick->category]), name)
                                                    : fabs(tick->value - value->value.number) <= 1e-9 * (scale->hi - scale->lo);
            if (is_same)
                return true;
        }
    }
    return false;
}

static bool is_category(const Plot *plot, const PlotChart *chart, Side side, const Expr *value)
{
    Str name = value_str(plot->arena, value->value);
    for (size_t p = 0; p < chart->n_panels; p++)
        if (chart->panels[p].axes[side] && map_get(&chart->panels[p].scales[side].index, name))
            return true;
    return false;
}

static void list_categories(const Plot *plot, const PosScale *scale, Diagnostic *error)
{
    enum { MOST = 12 };
    Buf list = {.arena = plot->arena};
    for (size_t i = 0; i < scale->n_categories && i < MOST; i++)
        buf_printf(&list, "%s%.*s", i ? ", " : "", STR_FMT(value_str(plot->arena, scale->categories[i])));
    report_hint(plot->report, error, "the categories are %.*s%s", STR_FMT(buf_str(&list)), scale->n_categories > MOST ? ", ..." : "");
}

static void check_names(Plot *plot, const PlotChart *chart, const PlotPanel *panel, const IrAxis *axis)
{
    const PosScale *scale = &panel->scales[axis->side];
    bool is_band = scale->type == AXIS_BAND;
    for (size_t i = 0; is_band && axis->ticks == TICKS_VALUES && i < axis->tick_values.n; i++) {
        const Expr *value = axis->tick_values.at[i];
        if (is_category(plot, chart, axis->side, value))
            continue;
        Diagnostic *error = report_add(plot->report, REPORT_E0729, value->span, "a tick at `%.*s`, which is no category of the axis",
                                       STR_FMT(value_str(plot->arena, value->value)));
        list_categories(plot, scale, error);
    }
    for (size_t i = 0; axis->ticks != TICKS_NONE && axis->tick_labels && i < axis->labels.n; i++) {
        const Expr *key = axis->labels.keys[i];
        if (is_marked(plot, chart, axis->side, key))
            continue;
        Str name = value_str(plot->arena, key->value);
        bool is_unknown = is_band && !is_category(plot, chart, axis->side, key);
        Diagnostic *warning = report_add(
            plot->report, REPORT_W0762, key->span,
            is_unknown ? "a label for `%.*s`, which is no category of the axis" : "a label for `%.*s`, where the axis has no tick", STR_FMT(name));
        if (is_unknown)
            list_categories(plot, scale, warning);
        else
            report_hint(plot->report, warning, "say where ticks stand: ticks: [...]");
    }
}

/* Labels by the axis' own format that are rounded. */
static void check_exactness(Plot *plot, const PlotPanel *panel, const IrAxis *axis)
{
    const Ticks *ticks = &panel->ticks[axis->side];
    if (!axis->format.n || axis->type == AXIS_TIME || axis->type == AXIS_BAND)
        return;
    for (size_t i = 0; i < ticks->n; i++) {
        const Tick *tick = &ticks->at[i];
        Value value = {.type = TYPE_NUMBER, .number = tick->value};
        if (format_is_exact(axis->format, tick->value) || !str_eq(tick->label, format_value(plot->arena, value, axis->format, true)))
            continue;
        Diagnostic *warning = report_add(plot->report, REPORT_W0785, ir_span(axis, IR_FIELD_Axis_format),
                                         "this format writes the tick at %.*s as %.*s", STR_FMT(value_str(plot->arena, value)), STR_FMT(tick->label));
        report_hint(plot->report, warning, "give it more digits, or other ticks");
        return;
    }
}

void axes_check(Plot *plot, const PlotChart *chart)
{
    static const Side OPPOSITE[] = {[SIDE_TOP] = SIDE_BOTTOM, [SIDE_RIGHT] = SIDE_LEFT};
    for (size_t i = 0; i < chart->ir->axes.n; i++) {
        const IrAxis *axis = chart->ir->axes.at[i];
        const PlotPanel *first = NULL, *unaligned = NULL;
        bool is_second = axis->side == SIDE_RIGHT || axis->side == SIDE_TOP;
        for (size_t p = 0; p < chart->n_panels; p++) {
            const PlotPanel *panel = &chart->panels[p];
            if (!panel->axes[axis->side])
                continue;
            first = first ? first : panel;
            warn_dropped(plot, panel, axis->side);
            bool can_align = is_second && panel->axes[OPPOSITE[axis->side]] && axis->type == AXIS_LINEAR &&
                             panel->axes[OPPOSITE[axis->side]]->type == AXIS_LINEAR && panel->axes[OPPOSITE[axis->side]]->ticks != TICKS_VALUES;
            if (can_align && !panel->is_aligned[axis->side] && axis->ticks != TICKS_VALUES)
                unaligned = unaligned ? unaligned : panel;
        }
        if (first)
            check_exactness(plot, first, axis);
        if (first)
            check_names(plot, chart, first, axis);
        if (unaligned && ir_is_set(axis, IR_FIELD_Axis_align) && axis->align != ALIGN_NONE) {
            Diagnostic *warning = report_add(plot->report, REPORT_W0761, ir_span(axis, IR_FIELD_Axis_align),
                                             "the sides are not aligned: their ends and steps share no such places");
            report_hint(plot->report, warning, "leave an end of one domain open, or write align: none");
        }
    }
}
