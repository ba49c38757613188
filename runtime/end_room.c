/* end_room: see end_room.h. */
#include "end_room.h"

#include "mark_kit.h"

#include <math.h>

static void add_label(Domain *domain, bool is_above, double at, double length)
{
    EndLabels *labels = &domain->end_labels[is_above];
    double far = is_above ? at : -at;
    for (size_t i = 0; i < labels->n; i++)
        if ((is_above ? labels->at[i].at : -labels->at[i].at) >= far && labels->at[i].length >= length)
            return;
    VEC_PUSH(domain->arena, labels, ((EndLabel){at, length}));
}

static bool has_error_bars(const PlotChart *chart, const PlotPanel *panel, Side side)
{
    for (size_t f = 0; f < chart->n_frames; f++) {
        const IrLayer *layer = chart->frames[f].layer;
        bool is_along = ir_uses_side(layer, side);
        if (layer->mark == MARK_ERRORBAR && is_along && plot_frame_in_panel(chart, f, panel))
            return true;
    }
    return false;
}

void end_room_train(const Plot *plot, const PlotChart *chart, const PlotPanel *panel, const Frame *frame, Side side, Domain *domain)
{
    const IrLayer *layer = frame->layer;
    bool is_upright = layer->orientation == VERTICAL;
    if (layer->mark != MARK_BAR || layer->annotation || layer->side != PLACE_AUTO || !frame->channels[CHANNEL_TEXT].channel ||
        (is_upright ? layer->y_side : layer->x_side) != side || !domain->has_numbers)
        return;
    static const double CAP = 1.5; /* points: of a cap's stroke, and the air before it */
    bool is_beyond_all = has_error_bars(chart, panel, side);
    TextStyle style = plot_style(plot, plot->figure->theme->tick_size, false);
    for (size_t i = 0; i < frame->n; i++) {
        Value text = frame_value(frame, CHANNEL_TEXT, i);
        if (text.is_missing || !text.text.n || (frame->is_stacked && frame->is_stacked[i]) ||
            !frame_in_cell(frame, i, panel->cell_row, panel->cell_column))
            continue;
        bool is_above = !bar_is_down(frame, i);
        double at = is_beyond_all ? (is_above ? domain->hi : domain->lo) : frame->end ? frame->end[i] : NAN;
        if (!isnan(at))
            add_label(domain, is_above, at, bar_label_length(plot->text, text.text, style, is_upright) + (is_beyond_all ? CAP : 0));
    }
}

void end_room_find(const PosScale *scale, const IrAxis *axis, double length, double room[2])
{
    static const double MOST = 0.35; /* of the length */
    room[0] = room[1] = 0;
    if (scale->type == AXIS_BAND)
        return;
    PosScale unit = *scale;
    unit.from = 0;
    unit.to = 1;
    unit.is_reversed = false;
    for (int end = 0; end < 2; end++) {
        double most = 0;
        for (size_t i = 0; i < scale->end_labels[end].n && !(end ? axis->hi : axis->lo); i++) {
            const EndLabel *label = &scale->end_labels[end].at[i];
            double share = scale_map(&unit, label->at), reach = end ? share : 1 - share, left = length - room[0];
            if (reach > 0) /* what is kept free takes from the bar too */
                most = fmax(most, (label->length - left * (1 - reach)) / reach);
        }
        room[end] = most <= MOST * length ? most : 0;
    }
}
