/* lint_contrast: marks and text that hardly show on what is behind them. */
#include "lint.h"

#include "colour.h"
#include "path_shape.h"

#include <math.h>

/* WCAG 2.1, 1.4.3: text; large text (18 points, or 14 bold). */
static const double TEXT_NEEDED = 4.5, LARGE_NEEDED = 3;
/* WCAG asks 3 of marks (1.4.11); the published schemes for categories keep no more than 1.6 to 2.5 on white, and are read all the same. What falls
 * below 1.5 is a pale line on paper, as Okabe and Ito's yellow (1.3). Of a bar an edge is enough. */
static const double LINE_NEEDED = 1.5, BAR_NEEDED = 1.2;

static bool is_hollow(const SceneItem *item)
{
    return !COLOUR_ALPHA(item->paint.fill);
}

static Str ratio(const Plot *plot, double value)
{
    return value_str(plot->arena, (Value){.number = floor(value * 10) / 10});
}

/* --- marks -------------------------------------------------------------------------------------------------------- */

/* What a mark's paint needs; 0 for what need not show: ribbons, cells of a heat map. */
static double mark_needs(Mark mark)
{
    switch (mark) {
    case MARK_LINE:
    case MARK_PATH:
    case MARK_STEP:
    case MARK_ECDF:
    case MARK_POINT:
    case MARK_ERRORBAR:
    case MARK_RULE:
        return LINE_NEEDED;
    case MARK_BAR:
        return BAR_NEEDED;
    default:
        return 0;
    }
}

static void check_layer(const Plot *plot, const Scene *scene, const DrawnLayer *drawn)
{
    const Frame *frame = drawn->frame;
    const IrChannel *color = frame->channels[CHANNEL_COLOR].channel;
    double needs = mark_needs(frame->layer->mark), worst = needs;
    bool is_continuous = color && color->scale >= 0 && plot->figure->scales.at[color->scale]->type != SCALE_CATEGORICAL;
    /* points that shine through are seen in heaps, lines that stand back accompany others */
    if (needs == 0 || is_continuous || frame->layer->annotation || frame->channels[CHANNEL_OPACITY].channel)
        return;
    Colour back = lint_background(plot, true), last = COLOUR_NONE, found = COLOUR_NONE;
    for (size_t i = drawn->from; i < drawn->to; i++) {
        const SceneItem *item = &scene->items.at[i];
        if (item->kind != SCENE_RECT && item->kind != SCENE_CIRCLE && item->kind != SCENE_PATH)
            continue;
        bool has_border = !is_hollow(item) && COLOUR_ALPHA(item->paint.stroke) && item->paint.stroke_width > 0;
        Colour paint = is_hollow(item) ? item->paint.stroke : item->paint.fill;
        if (paint == last || !COLOUR_ALPHA(paint))
            continue;
        last = paint;
        double shows = colour_contrast(colour_over(paint, back), back);
        if (has_border)
            shows = fmax(shows, colour_contrast(colour_over(item->paint.stroke, back), back));
        if (shows < worst - 1e-9) {
            worst = shows;
            found = paint;
        }
    }
    if (found == COLOUR_NONE)
        return;
    LintPlace place = {.chart = drawn->chart, .layer = drawn};
    const IrScale *scale = color && color->scale >= 0 ? plot->figure->scales.at[color->scale] : NULL;
    Span span = scale && ir_is_set(scale, IR_FIELD_Scale_assign)    ? ir_span(scale, IR_FIELD_Scale_assign)
                : scale && ir_is_set(scale, IR_FIELD_Scale_palette) ? ir_span(scale, IR_FIELD_Scale_palette)
                : color && color->node.set                          ? color->node.span
                                                                    : frame->layer->node.span;
    ReportAllow allow[2];
    lint_enter(plot, &place, allow);
    Diagnostic *warning = report_add(plot->report, REPORT_W0744, span, "%ss of #%06x hardly show on their background (contrast %.*s, needs %.*s)",
                                     IR_WORD_TEXT(Mark, frame->layer->mark), found >> 8, STR_FMT(ratio(plot, worst)), STR_FMT(ratio(plot, needs)));
    report_hint(plot->report, warning,
                frame->layer->mark == MARK_BAR ? "take a stronger colour, or draw a border: outline: gray" : "take a stronger colour");
    lint_leave(plot);
}

/* --- text --------------------------------------------------------------------------------------------------------- */

static bool rect_holds(Rect rect, Point p)
{
    return p.x >= rect.x && p.x <= rect.x + rect.width && p.y >= rect.y && p.y <= rect.y + rect.height;
}

static bool shape_holds(const SceneItem *item, Point p)
{
    if (item->kind == SCENE_RECT)
        return rect_holds(item->rect, p);
    if (item->kind == SCENE_CIRCLE)
        return hypot(p.x - item->at.x, p.y - item->at.y) < item->radius;
    return item->kind == SCENE_PATH && path_holds(item, p);
}

enum { MOST_LOOKED_AT = 200000 }; /* shapes, for all texts together */

/* What is behind a text: the panel and the marks drawn before it there. */
static Colour behind(const Plot *plot, const Scene *scene, const LintText *text, size_t *n_looked_at)
{
    Colour back = lint_background(plot, text->place.layer != NULL);
    if (!text->place.layer)
        return back;
    const Point *c = text->corners;
    Point centre = {(c[0].x + c[2].x) / 2, (c[0].y + c[2].y) / 2};
    /* at a quarter and three quarters of the text: what lies behind less of it, as a marker, is no ground */
    Point aside = {((c[1].x + c[2].x) - (c[0].x + c[3].x)) / 8, ((c[1].y + c[2].y) - (c[0].y + c[3].y)) / 8};
    Point left = {centre.x - aside.x, centre.y - aside.y}, right = {centre.x + aside.x, centre.y + aside.y};
    const PlotPanel *panel = text->place.layer->panel;
    if (!rect_holds(panel->area, centre))
        return lint_background(plot, false);
    for (size_t i = panel->marks_from; i < text->item; i++) {
        const SceneItem *item = &scene->items.at[i];
        *n_looked_at += 1 + item->n_points;
        if (COLOUR_ALPHA(item->paint.fill) && item->kind != SCENE_TEXT && shape_holds(item, left) && shape_holds(item, right))
            back = colour_over(item->paint.fill, back);
    }
    return back;
}

/* Where the colour of a text is said. */
static Span color_cause(const Plot *plot, const LintPlace *place)
{
    const IrTheme *theme = plot->figure->theme;
    if (place->layer) {
        const IrChannel *color = place->layer->frame->channels[CHANNEL_COLOR].channel;
        return color && color->node.set ? color->node.span : place->layer->frame->layer->node.span;
    }
    for (size_t i = 0; place->chart && i < place->chart->ir->axes.n; i++) {
        const IrAxis *axis = place->chart->ir->axes.at[i];
        if (str_is(place->name, IR_WORD_TEXT(Side, axis->side)) && ir_is_set(axis, IR_FIELD_Axis_color))
            return ir_span(axis, IR_FIELD_Axis_color);
    }
    if (ir_is_set(theme, IR_FIELD_Theme_text_color))
        return ir_span(theme, IR_FIELD_Theme_text_color);
    return ir_is_set(theme, IR_FIELD_Theme_background) ? ir_span(theme, IR_FIELD_Theme_background) : plot->figure->node.span;
}

static void check_text(const Plot *plot, const LintText *text, Colour back)
{
    double needs = text->size >= 18 || (text->is_bold && text->size >= 14) ? LARGE_NEEDED : TEXT_NEEDED;
    double shows = colour_contrast(colour_over(text->color, back), back);
    if (shows >= needs - 0.005 || !text->text.n)
        return;
    ReportAllow allow[2];
    lint_enter(plot, &text->place, allow);
    Diagnostic *warning = report_add(plot->report, REPORT_W0744, color_cause(plot, &text->place),
                                     "`%.*s` can hardly be read: #%06x on #%06x (contrast %.*s, needs %.*s)", STR_FMT(text->text), text->color >> 8,
                                     back >> 8, STR_FMT(ratio(plot, shows)), STR_FMT(ratio(plot, needs)));
    report_hint(plot->report, warning,
                colour_contrast(0x000000FF, back) > colour_contrast(0xFFFFFFFF, back) ? "take a darker colour for it"
                                                                                      : "take a lighter colour for it");
    lint_leave(plot);
}

void lint_contrast(const Plot *plot, const Scene *scene, const LintTexts *texts)
{
    if (!lint_wants(plot, REPORT_W0744))
        return;
    for (size_t i = 0; i < plot->drawn.n; i++)
        check_layer(plot, scene, &plot->drawn.at[i]);
    size_t n_looked_at = 0;
    LintText last = {.color = COLOUR_NONE};
    for (size_t i = 0; i < texts->n && n_looked_at < MOST_LOOKED_AT; i++) {
        const LintText *text = &texts->at[i];
        if (!text->place.layer && i && text->color == last.color && text->size == last.size && text->place.role == last.place.role)
            continue; /* as the one before */
        check_text(plot, text, behind(plot, scene, text, &n_looked_at));
        last = *text;
    }
}
