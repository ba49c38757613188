/* lint: the conductor of the warnings about a drawn figure; see lint.h. */
#include "lint.h"

#include "colour.h"

#include <math.h>

bool lint_wants(const Plot *plot, ReportId id)
{
    return !plot->report->is_silent[id];
}

void lint_enter(const Plot *plot, const LintPlace *place, ReportAllow allow[2])
{
    static const IrTexts NONE;
    const IrChart *chart = place->chart ? place->chart->ir : NULL;
    const IrLayer *layer = place->layer ? place->layer->frame->layer : NULL;
    const IrTexts *of_chart = chart ? &chart->allow : &NONE, *of_layer = layer ? &layer->allow : &NONE;
    report_enter(plot->report, &allow[0], of_chart->at, of_chart->n, chart ? ir_span(chart, IR_FIELD_Chart_allow) : SPAN_NONE);
    report_enter(plot->report, &allow[1], of_layer->at, of_layer->n, layer ? ir_span(layer, IR_FIELD_Layer_allow) : SPAN_NONE);
}

void lint_leave(const Plot *plot)
{
    report_leave(plot->report);
    report_leave(plot->report);
}

Colour lint_background(const Plot *plot, bool is_in_panel)
{
    Colour page = colour_over(plot->figure->theme->background, 0xFFFFFFFF), panel = plot->figure->theme->panel_background;
    return is_in_panel ? colour_over(panel, page) : page;
}

/* --- the walk ----------------------------------------------------------------------------------------------------- */

typedef struct Walk {
    const Plot *plot;
    const Scene *scene;
    VEC(LintPlace) groups;     /* that are open; a clip is a copy of what is around it */
    size_t n_charts, n_layers; /* met so far */
    LintTexts texts;
    size_t formula_depth, formula_from; /* of the open group of role text: among groups, its first text; depth 0: none is open */
    Str formula;
} Walk;

/* The layer of the present panel that a later group of value labels belongs to; NULL. */
static const DrawnLayer *layer_named(const Walk *walk, Str name)
{
    const DrawnLayer *drawn = walk->plot->drawn.at;
    for (size_t k = walk->n_layers; k-- > 0 && drawn[k].panel == drawn[walk->n_layers - 1].panel;) {
        const IrLayer *layer = drawn[k].frame->layer;
        if (str_eq(name, layer->label.n ? layer->label : str_from(IR_WORD_TEXT(Mark, layer->mark))))
            return &drawn[k];
    }
    return NULL;
}

static LintPlace open_group(Walk *walk, size_t i)
{
    const SceneItem *item = &walk->scene->items.at[i];
    LintPlace place = walk->groups.n ? walk->groups.at[walk->groups.n - 1] : (LintPlace){.role = ROLE_FIGURE};
    if (item->kind != SCENE_GROUP || item->role == ROLE_TEXT) /* the parts of a formula are whose the formula is */
        return place;
    place.role = item->role;
    place.name = item->name;
    if (item->role == ROLE_CHART && walk->n_charts < walk->plot->charts.n)
        place.chart = walk->plot->charts.at[walk->n_charts++];
    bool is_layer = walk->n_layers < walk->plot->drawn.n && walk->plot->drawn.at[walk->n_layers].from == i;
    if (is_layer)
        place.layer = &walk->plot->drawn.at[walk->n_layers++];
    else if (item->role == ROLE_LAYER && walk->n_layers)
        place.layer = layer_named(walk, item->name);
    return place;
}

/* From the baseline, or a fifth of the size below it where letters have tails, to seven tenths above: without the air of the line. */
static void add_text(Walk *walk, size_t i, const LintPlace *place)
{
    const SceneItem *item = &walk->scene->items.at[i];
    LintText text = {*place, i, item->text, item->style.size, item->style.size, item->paint.fill, item->style.is_bold, {{0, 0}}};
    double start = item->anchor == ANCHOR_START ? 0 : item->anchor == ANCHOR_MIDDLE ? -item->width / 2 : -item->width;
    double low = label_hangs(item->text) ? 0.2 * item->style.size : 0, high = -0.7 * item->style.size, c = 1, s = 0;
    if (item->angle != 0) {
        c = cos(item->angle * M_PI / 180);
        s = -sin(item->angle * M_PI / 180);
    }
    for (int k = 0; k < 4; k++) {
        double x = k == 1 || k == 2 ? start + item->width : start, y = k < 2 ? low : high;
        text.corners[k] = (Point){item->at.x + x * c - y * s, item->at.y + x * s + y * c};
    }
    VEC_PUSH(walk->plot->arena, &walk->texts, text);
}

/* The texts of a formula become one, around all of them. */
static void close_formula(Walk *walk)
{
    LintTexts *texts = &walk->texts;
    walk->formula_depth = 0;
    if (texts->n <= walk->formula_from)
        return;
    LintText *all = &texts->at[walk->formula_from];
    double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
    for (size_t i = walk->formula_from; i < texts->n; i++) {
        all->size = fmax(all->size, texts->at[i].size);
        all->least = fmin(all->least, texts->at[i].least);
        for (int k = 0; k < 4; k++) {
            Point p = texts->at[i].corners[k];
            left = fmin(left, p.x);
            right = fmax(right, p.x);
            top = fmin(top, p.y);
            bottom = fmax(bottom, p.y);
        }
    }
    all->text = walk->formula;
    Point corners[4] = {{left, bottom}, {right, bottom}, {right, top}, {left, top}};
    for (int k = 0; k < 4; k++)
        all->corners[k] = corners[k];
    texts->n = walk->formula_from + 1;
}

static void walk_scene(Walk *walk)
{
    bool wants_strokes = lint_wants(walk->plot, REPORT_W0741);
    for (size_t i = 0; i < walk->scene->items.n; i++) {
        const SceneItem *item = &walk->scene->items.at[i];
        if (item->kind == SCENE_GROUP || item->kind == SCENE_CLIP) {
            LintPlace place = open_group(walk, i);
            VEC_PUSH(walk->plot->arena, &walk->groups, place);
            if (item->kind == SCENE_GROUP && item->role == ROLE_TEXT && !walk->formula_depth) {
                walk->formula_depth = walk->groups.n;
                walk->formula_from = walk->texts.n;
                walk->formula = item->name;
            }
        } else if (item->kind == SCENE_END) {
            if (walk->formula_depth && walk->groups.n == walk->formula_depth)
                close_formula(walk);
            walk->groups.n -= walk->groups.n > 0;
        } else if (item->kind == SCENE_TEXT) {
            add_text(walk, i, &walk->groups.at[walk->groups.n - 1]);
        } else if (wants_strokes && !walk->formula_depth && item->paint.stroke != COLOUR_NONE) {
            lint_stroke(walk->plot, &walk->groups.at[walk->groups.n - 1], item);
        }
    }
}

void lint_figure(const Plot *plot, const Scene *scene)
{
    Walk walk = {.plot = plot, .scene = scene};
    walk_scene(&walk);
    lint_texts(plot, scene, &walk.texts);
    lint_contrast(plot, scene, &walk.texts);
    lint_colours(plot);
    lint_sides(plot);
    lint_bars(plot);
    lint_points(plot, scene);
    lint_legend(plot, scene);
}

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
