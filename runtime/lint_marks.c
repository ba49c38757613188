/* lint_marks: bars cut at the axis, points that hide each other, a legend over data, thin lines. */
#include "lint.h"

#include "path_shape.h"

#include <math.h>

/* --- thin lines --------------------------------------------------------------------------------------------------- */

static const double LEAST_STROKE = 0.25; /* points: the least that printers and journals take */

/* Where the width of a stroke is said. */
static Span stroke_cause(const Plot *plot, const LintPlace *place, const SceneItem *item)
{
    const IrTheme *theme = plot->figure->theme;
    if (!place->layer)
        return place->role == ROLE_GRID ? ir_span(theme, IR_FIELD_Theme_grid_width) : ir_span(theme, IR_FIELD_Theme_axis_width);
    const IrLayer *layer = place->layer->frame->layer;
    bool is_border = item->paint.fill != COLOUR_NONE || layer->mark == MARK_BAR || layer->mark == MARK_RECT || layer->mark == MARK_AREA;
    int field = is_border ? IR_FIELD_Layer_outline_width : IR_FIELD_Layer_width;
    if (ir_is_set(layer, field))
        return ir_span(layer, field);
    const IrChannel *size = place->layer->frame->channels[CHANNEL_SIZE].channel;
    if (size)
        return size->node.span;
    return ir_is_set(theme, IR_FIELD_Theme_line_width) ? ir_span(theme, IR_FIELD_Theme_line_width) : layer->node.span;
}

void lint_stroke(const Plot *plot, const LintPlace *place, const SceneItem *item)
{
    if (item->paint.stroke_width <= 0 || item->paint.stroke_width > LEAST_STROKE - 1e-6 || !COLOUR_ALPHA(item->paint.stroke))
        return;
    ReportAllow allow[2];
    lint_enter(plot, place, allow);
    const char *what = place->layer               ? "a line of this layer is"
                       : place->role == ROLE_GRID ? "grid lines are"
                       : place->role == ROLE_AXIS ? "axis lines are"
                                                  : "lines are";
    Str width = value_str(plot->arena, (Value){.number = item->paint.stroke_width});
    Diagnostic *warning = report_add(plot->report, REPORT_W0741, stroke_cause(plot, place, item),
                                     "%s %.*s points wide: printers lose lines below 0.25 points", what, STR_FMT(width));
    report_hint(plot->report, warning, "make them wider, or paler if they shall stand back");
    lint_leave(plot);
}

/* --- bars --------------------------------------------------------------------------------------------------------- */

/* The axis on which the layer's bars start at zero though it does not hold zero; NULL. */
static const IrAxis *cutting_axis(const DrawnLayer *drawn)
{
    const Frame *frame = drawn->frame;
    const IrLayer *layer = frame->layer;
    if ((layer->mark != MARK_BAR && layer->mark != MARK_AREA) || !frame->end || layer->baseline != BASELINE_ZERO)
        return NULL;
    bool is_standing = layer->orientation == VERTICAL;
    const IrChannel *length = frame->channels[is_standing ? CHANNEL_Y : CHANNEL_X].channel;
    Side side = is_standing ? layer->y_side : layer->x_side;
    const PosScale *scale = &drawn->panel->scales[side];
    bool has_zero = scale->lo <= 0 && scale->hi >= 0;
    bool is_counted = scale->type == AXIS_LINEAR || scale->type == AXIS_SQRT || scale->type == AXIS_SYMLOG;
    return length && length->form == FORM_VALUE && is_counted && !has_zero ? drawn->panel->axes[side] : NULL;
}

void lint_bars(const Plot *plot)
{
    for (size_t i = 0; i < plot->drawn.n && lint_wants(plot, REPORT_W0745); i++) {
        const DrawnLayer *drawn = &plot->drawn.at[i];
        const IrAxis *axis = cutting_axis(drawn);
        if (!axis)
            continue;
        const PosScale *scale = &drawn->panel->scales[axis->side];
        const IrLayer *layer = drawn->frame->layer;
        double end = scale->lo > 0 ? scale->lo : scale->hi;
        LintPlace place = {.chart = drawn->chart, .layer = drawn};
        ReportAllow allow[2];
        lint_enter(plot, &place, allow);
        Diagnostic *warning = report_add(plot->report, REPORT_W0745, ir_span(axis, scale->lo > 0 ? IR_FIELD_Axis_lo : IR_FIELD_Axis_hi),
                                         "%ss start at 0 and this axis at %.*s: their lengths do not show their values",
                                         IR_WORD_TEXT(Mark, layer->mark), STR_FMT(value_str(plot->arena, (Value){.number = end})));
        report_label(plot->report, warning, layer->node.span, "the %ss", IR_WORD_TEXT(Mark, layer->mark));
        report_hint(plot->report, warning, "let the axis start at 0: domain: %s", scale->lo > 0 ? "0.." : "..0");
        report_hint(plot->report, warning, "or draw points or lines, which show a value by their place; `baseline: axis` says that it is meant");
        lint_leave(plot);
    }
}

/* --- points ------------------------------------------------------------------------------------------------------- */

enum { FEW_POINTS = 30, MOST_CELLS = 1 << 20 };
/* A point of which less shows counts as hidden. */
static const double SHOWN = 0.15;

/* What of light from a place passes the points that are drawn above it. */
typedef struct Cover {
    Rect area;
    double cell; /* points */
    size_t n_columns, n_rows;
    float *passes; /* 1: nothing is above */
} Cover;

static bool is_point_layer(const DrawnLayer *drawn)
{
    return drawn->frame->layer->mark == MARK_POINT && !drawn->frame->layer->annotation;
}

/* The disc that a marker covers; false for what is no marker. */
static bool marker_of(const SceneItem *item, Point *centre, double *radius, double *alpha)
{
    double lo_x = INFINITY, hi_x = -INFINITY, lo_y = INFINITY, hi_y = -INFINITY;
    if (item->kind == SCENE_CIRCLE) {
        *centre = item->at;
        *radius = item->radius;
    } else if (item->kind == SCENE_RECT) {
        *centre = (Point){item->rect.x + item->rect.width / 2, item->rect.y + item->rect.height / 2};
        *radius = item->rect.width / sqrt(M_PI);
    } else if (item->kind == SCENE_PATH) {
        for (size_t i = 0; i < item->n_points; i++) {
            lo_x = fmin(lo_x, item->points[i].x);
            hi_x = fmax(hi_x, item->points[i].x);
            lo_y = fmin(lo_y, item->points[i].y);
            hi_y = fmax(hi_y, item->points[i].y);
        }
        *centre = (Point){(lo_x + hi_x) / 2, (lo_y + hi_y) / 2};
        *radius = (hi_x - lo_x) * 0.4;
    } else {
        return false;
    }
    /* a hollow marker or a cross lets most of what is below show */
    *alpha = item->paint.fill != COLOUR_NONE ? (double)COLOUR_ALPHA(item->paint.fill) / 255 : 0.3;
    return *radius > 0;
}

/* The share of a disc that shows; what is below it gets less light from then on. */
static double show(Cover *cover, Point centre, double radius, double alpha)
{
    double cell = cover->cell, sum = 0;
    double left = fmax(floor((centre.x - radius - cover->area.x) / cell), 0),
           right = fmin(ceil((centre.x + radius - cover->area.x) / cell), (double)cover->n_columns);
    double top = fmax(floor((centre.y - radius - cover->area.y) / cell), 0),
           bottom = fmin(ceil((centre.y + radius - cover->area.y) / cell), (double)cover->n_rows);
    size_t n = 0;
    for (double row = top; row < bottom; row++)
        for (double column = left; column < right; column++) {
            double dx = cover->area.x + (column + 0.5) * cell - centre.x, dy = cover->area.y + (row + 0.5) * cell - centre.y;
            if (dx * dx + dy * dy > radius * radius)
                continue;
            float *passes = &cover->passes[(size_t)row * cover->n_columns + (size_t)column];
            sum += (double)*passes;
            *passes *= (float)(1 - alpha);
            n++;
        }
    return n ? sum / (double)n : 1;
}

static double smallest_radius(const Scene *scene, const DrawnLayer *drawn, size_t *n)
{
    double smallest = INFINITY, radius, alpha;
    Point centre;
    for (size_t i = drawn->from; i < drawn->to; i++)
        if (marker_of(&scene->items.at[i], &centre, &radius, &alpha)) {
            smallest = fmin(smallest, radius);
            ++*n;
        }
    return smallest;
}

typedef struct Hidden {
    size_t n, n_hidden;
} Hidden;

/* The layers from..to of one panel, the uppermost first. `hidden` has an element a frame of the chart. */
static void count_hidden(const Plot *plot, const Scene *scene, size_t from, size_t to, Hidden *hidden)
{
    const DrawnLayer *drawn = plot->drawn.at;
    Cover cover = {.area = drawn[from].panel->area, .cell = INFINITY};
    size_t n = 0;
    for (size_t i = from; i < to; i++)
        if (is_point_layer(&drawn[i]))
            cover.cell = fmin(cover.cell, smallest_radius(scene, &drawn[i], &n) / 2);
    if (n < 2)
        return;
    cover.cell = fmax(fmax(cover.cell, 0.25), sqrt(cover.area.width * cover.area.height / MOST_CELLS));
    cover.n_columns = (size_t)ceil(cover.area.width / cover.cell);
    cover.n_rows = (size_t)ceil(cover.area.height / cover.cell);
    cover.passes = ARENA_ARRAY(plot->arena, cover.n_columns * cover.n_rows, float);
    for (size_t i = 0; i < cover.n_columns * cover.n_rows; i++)
        cover.passes[i] = 1;
    for (size_t k = to; k-- > from;) {
        Hidden *of_layer = &hidden[drawn[k].frame - drawn[k].chart->frames];
        for (size_t i = drawn[k].to; i-- > drawn[k].from && is_point_layer(&drawn[k]);) {
            Point centre;
            double radius, alpha;
            if (!marker_of(&scene->items.at[i], &centre, &radius, &alpha))
                continue;
            of_layer->n++;
            of_layer->n_hidden += show(&cover, centre, radius, alpha) < SHOWN;
        }
    }
}

static void warn_hidden(const Plot *plot, const PlotChart *chart, const Frame *frame, const Hidden *hidden)
{
    const IrLayer *layer = frame->layer;
    ReportAllow allow;
    IR_ENTER(plot->report, &allow, Layer, layer);
    Diagnostic *warning = report_add(plot->report, REPORT_W0746, layer->node.span, "%zu of %zu points are hidden behind others", hidden->n_hidden,
                                     hidden->n);
    bool is_banded = false;
    for (size_t i = 0; i < chart->ir->axes.n; i++)
        is_banded |= chart->ir->axes.at[i]->type == AXIS_BAND && ir_uses_side(layer, chart->ir->axes.at[i]->side);
    if (is_banded && !(layer->jitter > 0))
        report_hint(plot->report, warning, "move them aside: jitter: 60%%");
    if (!frame->channels[CHANNEL_OPACITY].channel)
        report_hint(plot->report, warning, "let them shine through, as opacity: 0.2");
    if (!frame->channels[CHANNEL_SIZE].channel)
        report_hint(plot->report, warning, "or make them smaller, as size: 1.5pt");
    report_leave(plot->report);
}

void lint_points(const Plot *plot, const Scene *scene)
{
    size_t at = 0;
    for (size_t c = 0; c < plot->charts.n && lint_wants(plot, REPORT_W0746); c++) {
        const PlotChart *chart = plot->charts.at[c];
        Hidden *hidden = ARENA_ARRAY(plot->arena, chart->n_frames, Hidden);
        while (at < plot->drawn.n && plot->drawn.at[at].chart == chart) {
            size_t end = at + 1, n_items = 0;
            while (end < plot->drawn.n && plot->drawn.at[end].panel == plot->drawn.at[at].panel)
                end++;
            for (size_t i = at; i < end; i++)
                n_items += is_point_layer(&plot->drawn.at[i]) ? plot->drawn.at[i].to - plot->drawn.at[i].from : 0;
            if (n_items > 2)
                count_hidden(plot, scene, at, end, hidden);
            at = end;
        }
        ReportAllow allow;
        IR_ENTER(plot->report, &allow, Chart, chart->ir);
        for (size_t f = 0; f < chart->n_frames; f++)
            if (hidden[f].n >= FEW_POINTS && hidden[f].n_hidden * 2 > hidden[f].n)
                warn_hidden(plot, chart, &chart->frames[f], &hidden[f]);
        report_leave(plot->report);
    }
}

/* --- legends ------------------------------------------------------------------------------------------------------ */

static bool overlap(Rect a, Rect b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

static bool contains(Rect outer, Rect inner)
{
    return outer.x <= inner.x && outer.y <= inner.y && outer.x + outer.width >= inner.x + inner.width &&
           outer.y + outer.height >= inner.y + inner.height;
}

/* Whether a line from a to b meets the rectangle (Liang and Barsky 1984). */
static bool line_meets(Point a, Point b, Rect rect)
{
    double from = 0, to = 1, d[4] = {a.x - b.x, b.x - a.x, a.y - b.y, b.y - a.y};
    double q[4] = {a.x - rect.x, rect.x + rect.width - a.x, a.y - rect.y, rect.y + rect.height - a.y};
    for (int i = 0; i < 4; i++) {
        if (d[i] == 0 && q[i] < 0)
            return false;
        if (d[i] < 0)
            from = fmax(from, q[i] / d[i]);
        else if (d[i] > 0)
            to = fmin(to, q[i] / d[i]);
    }
    return from <= to;
}

/* Whether an image of points has any in the box. */
static bool image_has_points(const SceneItem *item, Rect box)
{
    double across = item->columns / item->rect.width, down = item->rows / item->rect.height;
    double left = fmax(floor((box.x - item->rect.x) * across), 0), right = fmin(ceil((box.x + box.width - item->rect.x) * across), item->columns);
    double top = fmax(floor((box.y - item->rect.y) * down), 0), bottom = fmin(ceil((box.y + box.height - item->rect.y) * down), item->rows);
    for (double row = top; row < bottom; row++)
        for (double column = left; column < right; column++)
            if (item->pixels[(size_t)row * item->columns + (size_t)column] >> 24)
                return true;
    return false;
}

/* Whether something of a mark would be seen if the box were not there. A shape that lies all around it is no loss where it is a ground, not data. */
static bool is_covered(const SceneItem *item, Rect box, bool is_data)
{
    if (item->kind == SCENE_CIRCLE)
        return overlap((Rect){item->at.x - item->radius, item->at.y - item->radius, 2 * item->radius, 2 * item->radius}, box);
    if (item->kind == SCENE_RECT)
        return overlap(item->rect, box) && (is_data || !contains(item->rect, box));
    if (item->kind == SCENE_IMAGE)
        return image_has_points(item, box);
    if (item->kind != SCENE_PATH)
        return false;
    PathEdges edges = {.path = item, .is_open = item->paint.fill == COLOUR_NONE};
    Point from, to;
    while (path_next_edge(&edges, &from, &to))
        if (line_meets(from, to, box))
            return true;
    return is_data && COLOUR_ALPHA(item->paint.fill) && path_holds(item, (Point){box.x + box.width / 2, box.y + box.height / 2});
}

static const IrLegend *legend_of(const Plot *plot, const DrawnLayer *drawn)
{
    return drawn->panel->legend ? drawn->panel->legend : drawn->chart->legend ? drawn->chart->legend : plot->figure->legend;
}

static void check_legend(const Plot *plot, const Scene *scene, Rect box)
{
    size_t n = 0;
    bool has_image = false;
    const DrawnLayer *first = NULL;
    for (size_t k = 0; k < plot->drawn.n; k++) {
        const DrawnLayer *drawn = &plot->drawn.at[k];
        if (!overlap(drawn->panel->area, box))
            continue;
        for (size_t i = drawn->from; i < drawn->to; i++)
            if (is_covered(&scene->items.at[i], box, !drawn->frame->layer->annotation)) {
                first = first ? first : drawn;
                has_image |= scene->items.at[i].kind == SCENE_IMAGE;
                n++;
            }
    }
    if (!n)
        return;
    const IrLegend *legend = legend_of(plot, first);
    LintPlace place = {.chart = first->chart, .layer = first};
    ReportAllow allow[2];
    lint_enter(plot, &place, allow);
    Str over = has_image ? STR("points") : str_printf(plot->arena, "%zu mark%s", n, n == 1 ? "" : "s");
    Diagnostic *warning = report_add(plot->report, REPORT_W0750, ir_span(legend, IR_FIELD_Legend_position), "the legend stands over %.*s",
                                     STR_FMT(over));
    report_label(plot->report, warning, first->frame->layer->node.span, "the first of these layers");
    report_hint(plot->report, warning, "leave `position` out: the emptiest place is found; or put it outside, as position: above");
    lint_leave(plot);
}

void lint_legend(const Plot *plot, const Scene *scene)
{
    for (size_t i = 0; i + 1 < scene->items.n && lint_wants(plot, REPORT_W0750); i++) {
        const SceneItem *group = &scene->items.at[i], *box = group + 1;
        bool is_boxed = group->kind == SCENE_GROUP && group->role == ROLE_LEGEND && box->kind == SCENE_RECT && !box->n_data;
        if (is_boxed)
            check_legend(plot, scene, box->rect);
    }
}
