/* axis_ticks: ticks, labels, format and alignment of an axis against its type: what could not be drawn is told. */
#include "compiler.h"

#include "../runtime/format.h"

#include <math.h>
#include <string.h>

static const char *values_of(const IrAxis *axis)
{
    return axis->type == AXIS_TIME ? "dates" : "numbers";
}

static bool fits_type(const IrAxis *axis, const Expr *value)
{
    return value->type == (axis->type == AXIS_TIME ? TYPE_TIME : TYPE_NUMBER);
}

static void check_axis_format(Compiler *c, const IrAxis *axis, const IrAxis *own, ValueType band_type, const Expr *text)
{
    if (!ir_is_set(own, IR_FIELD_Axis_format) || !own->format.n)
        return;
    ValueType type = axis->type == AXIS_BAND ? band_type : axis->type == AXIS_TIME ? TYPE_TIME : TYPE_NUMBER;
    Span span = ir_span(own, IR_FIELD_Axis_format);
    size_t at;
    if (type == TYPE_TEXT || type == TYPE_BOOL) {
        Diagnostic *error = REPORT_AT(c, E0404, span, "a format on an axis of texts");
        explain_text(c, error, text);
        report_hint(c->report, error, "formats are for numbers and dates; texts take other labels: labels: [a: \"A\"]");
    } else if (type == TYPE_TIME && (!memchr(own->format.at, '%', own->format.n) || format_check(own->format, type, &at))) {
        Diagnostic *error = REPORT_AT(c, E0404, span, "a format of numbers on an axis of dates");
        report_hint(c->report, error, "dates: \"%%Y-%%m\" \"%%b %%Y\" \"%%H:%%M\"");
    } else if (type == TYPE_NUMBER && format_check(own->format, type, &at)) {
        Diagnostic *error = REPORT_AT(c, E0404, span, "a format of dates on an axis of numbers");
        report_hint(c->report, error, "numbers: \".1f\" \"~s\" \",d\" \".0%%\"");
    }
}

static void check_step(Compiler *c, const IrAxis *axis, const IrAxis *own, ValueType band_type)
{
    if (!ir_is_set(own, IR_FIELD_Axis_ticks) || own->ticks != TICKS_STEP)
        return;
    const Expr *step = own->tick_step;
    double number = step->value.number;
    if (step->type == TYPE_DURATION && axis->type != AXIS_TIME) {
        Diagnostic *error = REPORT_AT(c, E0315, step->span, "a step of time on an axis that shows %s", axis->type == AXIS_BAND ? "bands" : "numbers");
        report_hint(c->report, error, "write a number: ticks: step 5");
    } else if (axis->type == AXIS_BAND && band_type != TYPE_NUMBER && number != floor(number)) {
        REPORT_AT(c, E0407, step->span, "a step of bands is a whole number: 2 labels every second one");
    } else if (axis->type == AXIS_LOG && !(number > 1)) {
        Diagnostic *error = REPORT_AT(c, E0407, step->span, "on a log axis a step is a factor, above 1");
        report_hint(c->report, error, "`step 10` marks 1 10 100, `step 2` marks 1 2 4 8");
    }
}

/* Whether the domain of the axis, or of a panel of its own, may hold the value. */
static bool is_reachable(const IrChart *chart, const IrAxis *axis, double value)
{
    if ((!axis->lo || value >= axis->lo->value.number) && (!axis->hi || value <= axis->hi->value.number))
        return true;
    for (size_t i = 0; i < chart->panels.n; i++)
        for (size_t k = 0; k < chart->panels.at[i]->axes.n; k++) {
            const IrAxis *own = chart->panels.at[i]->axes.at[k];
            bool has_domain = own->side == axis->side && (own->lo || own->hi);
            if (has_domain && (!own->lo || value >= own->lo->value.number) && (!own->hi || value <= own->hi->value.number))
                return true;
        }
    return false;
}

static void check_values(Compiler *c, const IrChart *chart, const IrAxis *axis, const IrAxis *own, const IrExprs *values, const char *what)
{
    for (size_t i = 0; i < values->n; i++) {
        const Expr *value = values->at[i];
        double number = value->value.number;
        const char *name = IR_WORD_TEXT(AxisType, axis->type);
        if (!fits_type(axis, value)) {
            Diagnostic *error = REPORT_AT(c, E0703, value->span, "a %s at a %s on an axis of %s", what, type_name(value->type), values_of(axis));
            if (value->type == TYPE_NUMBER)
                report_hint(c->report, error, "write a date: 2012-05-01");
        } else if ((axis->type == AXIS_LOG && !(number > 0)) || (axis->type == AXIS_SQRT && number < 0)) {
            REPORT_AT(c, E0705, value->span, "a %s axis cannot reach this value", name);
        } else if (!is_reachable(chart, ir_is_set(own, IR_FIELD_Axis_lo) ? own : axis, number)) {
            Diagnostic *error = REPORT_AT(c, E0705, value->span, "a %s beyond the domain", what);
            report_label(c->report, error, ir_span(ir_is_set(own, IR_FIELD_Axis_lo) ? own : axis, IR_FIELD_Axis_lo), "the domain");
            report_hint(c->report, error, "take it out, or widen the domain");
        }
    }
}

void check_axis_ticks(Compiler *c, const IrChart *chart, const IrAxis *axis, const IrAxis *own, ValueType band_type, const Expr *text)
{
    check_axis_format(c, axis, own, band_type, text);
    check_step(c, axis, own, band_type);
    if (axis->type == AXIS_BAND)
        return; /* categories are known with the data */
    if (ir_is_set(own, IR_FIELD_Axis_ticks) && own->ticks == TICKS_VALUES)
        check_values(c, chart, axis, own, &own->tick_values, "tick");
    if (ir_is_set(own, IR_FIELD_Axis_labels))
        check_values(c, chart, axis, own, &(IrExprs){own->labels.keys, own->labels.n}, "label");
}

/* --- two sides ---------------------------------------------------------------------------------------------------- */

/* Why two sides cannot be aligned, whatever the data are; NULL when they can. */
static const char *why_unaligned(const IrAxis *axis, const char **hint)
{
    if (axis->type != AXIS_LINEAR) {
        *hint = "only linear axes are aligned; write align: none";
        return axis->type == AXIS_BAND ? "shows bands" : axis->type == AXIS_TIME ? "shows dates" : "is not linear";
    }
    *hint = "give the axis `ticks: step 10`, or write align: none";
    return axis->ticks == TICKS_VALUES ? "has ticks at written values" : NULL;
}

void check_align(Compiler *c, IrAxis *first, IrAxis *second, bool both_used)
{
    IrAxis *axes[] = {first, second};
    for (int i = 0; i < 2; i++) {
        IrAxis *axis = axes[i], *other = axes[!i];
        if (!axis || !ir_is_set(axis, IR_FIELD_Axis_align))
            continue;
        Span span = ir_span(axis, IR_FIELD_Axis_align);
        if (!both_used) {
            Diagnostic *warning = REPORT_AT(c, W0761, span, "there is no axis opposite to the %s one to align it with",
                                            IR_WORD_TEXT(Side, axis->side));
            report_hint(c->report, warning, "a layer belongs to a second side by `axis: right` or `axis: top`");
            continue;
        }
        for (int k = 0; k < 2 && axis->align != ALIGN_NONE; k++) {
            const char *hint, *why = why_unaligned(k ? other : axis, &hint);
            if (!why)
                continue;
            Diagnostic *warning = REPORT_AT(c, W0761, span, "the sides are not aligned: the %s axis %s", IR_WORD_TEXT(Side, (k ? other : axis)->side),
                                            why);
            report_hint(c->report, warning, "%s", hint);
            break;
        }
        if (i == 1 || ir_is_set(second, IR_FIELD_Axis_align))
            continue;
        /* said on the first side, it holds for the pair */
        second->align = first->align;
        second->align_value = first->align_with;
        second->align_with = first->align_value;
        ir_set(c->arena, second, IR_FIELD_Axis_align, span);
    }
}
