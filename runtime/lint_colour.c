/* lint_colour: colours that look alike. */
#include "lint.h"

#include "colour.h"
#include "colour_vision.h"
#include "legend.h"

#include <math.h>

/* CIEDE2000 that two categories need. The schemes published as safe keep 8.6 or more as Machado's matrices show them (Tol's bright and vibrant; Okabe
 * and Ito 10.9, Tol's muted 11.5); the red and green that are known to fail come to 4.6 (#d62728, #2ca02c) and 7.7 (#ff0000, #008000). */
static const double NEEDED = 8;
/* In grey there is only lightness, and any palette has two of about the same; 3 is what can be told in print side by side. */
static const double NEEDED_GREY = 3;
/* Lightness alone tells so many; more greys than that nobody asks for. */
enum { MOST_GREYS = 4, MOST_COLOURS = 24 };
/* The weight of lightness in CIEDE2000 is never below 1 / 1.76: colours further apart than this need no closer look. */
static const double FAR_LIGHTNESS = 1.76 * 8;

/* What is told apart by its colour. */
typedef struct Series {
    Str name;
    Colour colour; /* opaque: as it shows on the panel */
    const Frame *frame;
} Series;

typedef VEC(Series) SeriesList;

/* The nearest pair of a list. */
typedef struct Likeness {
    Vision vision;
    double distance;
    size_t a, b;    /* a < b */
    size_t n_pairs; /* that are too near, to someone */
} Likeness;

/* --- second cues -------------------------------------------------------------------------------------------------- */

static bool is_by(const Expr *expr, const Expr *by)
{
    return expr && by && expr_eq(expr, by);
}

static const IrLegend *legend_of(const Plot *plot, const PlotChart *chart)
{
    return chart->legend ? chart->legend : plot->figure->legend;
}

static bool is_direct(const Plot *plot, const PlotChart *chart)
{
    return legend_of(plot, chart)->position == LEGEND_DIRECT;
}

/* Whether something beside the colour tells the series of a layer apart: a marker, a dash, a place, a panel, a text. */
static bool has_cue(const Plot *plot, const PlotChart *chart, const Frame *frame)
{
    const Expr *by = frame->channels[CHANNEL_COLOR].channel->expr;
    const IrFacet *facet = chart->ir->facet;
    if (frame->layer->mark == MARK_TEXT || is_direct(plot, chart))
        return true;
    if (facet && (is_by(facet->by, by) || is_by(facet->row, by) || is_by(facet->column, by)))
        return true;
    for (int id = 0; id < ChannelId_COUNT_OF; id++) {
        const IrChannel *channel = frame->channels[id].channel;
        bool tells_little = id == CHANNEL_COLOR || id == CHANNEL_OPACITY || id == CHANNEL_SIZE || id == CHANNEL_GROUP || id == CHANNEL_DODGE;
        bool is_categorical = id > CHANNEL_Y || (channel && channel->categorical);
        if (channel && !tells_little && is_categorical && is_by(channel->expr, by))
            return true;
    }
    return false;
}

/* --- nearness ----------------------------------------------------------------------------------------------------- */

static double distance_of(Lab a, Lab b)
{
    return fabs(a.l - b.l) > FAR_LIGHTNESS ? INFINITY : lab_distance(a, b);
}

/* The pair of series that is nearest to anyone, with what it needs; n_pairs 0: all can be told apart. Equal colours are left to who made them equal
 * where is_equal_meant. */
static Likeness find_likeness(const Series *series, size_t n, const Vision *visions, size_t n_visions, double needed, bool is_equal_meant)
{
    Likeness found = {.distance = needed};
    bool is_near[MOST_COLOURS][MOST_COLOURS] = {{false}};
    Lab labs[MOST_COLOURS];
    for (size_t v = 0; v < n_visions; v++) {
        for (size_t i = 0; i < n; i++)
            labs[i] = vision_lab(series[i].colour, visions[v]);
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < i; k++) {
                bool is_equal = series[i].colour == series[k].colour;
                double distance = is_equal && is_equal_meant ? INFINITY : distance_of(labs[i], labs[k]);
                if (distance >= needed)
                    continue;
                found.n_pairs += !is_near[i][k];
                is_near[i][k] = true;
                bool is_worse = distance < found.distance && !(found.vision == VISION_FULL && found.distance < needed);
                if (is_worse) /* what nobody can tell apart is told first */
                    found = (Likeness){visions[v], distance, k, i, found.n_pairs};
            }
    }
    return found;
}

static const char *viewer(Vision vision)
{
    static const char *const WORDS[] = {
        [VISION_FULL] = "",
        [VISION_PROTANOPIA] = " to people with protanopia",
        [VISION_DEUTERANOPIA] = " to people with deuteranopia",
        [VISION_TRITANOPIA] = " to people with tritanopia",
        [VISION_GREY] = " without colour",
    };
    return WORDS[vision];
}

static Diagnostic *report_likeness(const Plot *plot, ReportId id, Span span, const Series *series, const Likeness *found, double needed)
{
    const Series *a = &series[found->a], *b = &series[found->b];
    size_t n_more = found->n_pairs - 1;
    Str more = n_more ? str_printf(plot->arena, "; so do %zu more pair%s", n_more, n_more == 1 ? "" : "s") : STR("");
    return report_add(plot->report, id, span, "`%.*s` and `%.*s` look alike%s (distance %d, needs %d)%.*s", STR_FMT(a->name), STR_FMT(b->name),
                      viewer(found->vision), (int)found->distance, (int)needed, STR_FMT(more));
}

/* The second cue that a mark can take. */
static void hint_cue(const Plot *plot, Diagnostic *warning, const Frame *frame)
{
    const Expr *by = frame->channels[CHANNEL_COLOR].channel->expr;
    Str column = by->kind == EXPR_COLUMN ? expr_print(plot->arena, by) : STR("...");
    bool is_line = frame->layer->mark == MARK_LINE || frame->layer->mark == MARK_PATH || frame->layer->mark == MARK_STEP;
    if (is_line)
        report_hint(plot->report, warning, "add a second cue, as `dash: %.*s` or `marker: %.*s`, or name the lines: legend { position: direct }",
                    STR_FMT(column), STR_FMT(column));
    else if (frame->layer->mark == MARK_POINT)
        report_hint(plot->report, warning, "add a second cue: `marker: %.*s`", STR_FMT(column));
}

/* --- scales ------------------------------------------------------------------------------------------------------- */

static void warn_scale(const Plot *plot, const PlotChart *chart, const Frame *frame, const LookScale *look, const SeriesList *series)
{
    static const Vision EYES[] = {VISION_FULL, VISION_PROTANOPIA, VISION_DEUTERANOPIA, VISION_TRITANOPIA}, PRINTER[] = {VISION_GREY};
    const IrScale *scale = look->scale;
    ReportAllow of_chart, of_layer;
    IR_ENTER(plot->report, &of_chart, Chart, chart->ir);
    IR_ENTER(plot->report, &of_layer, Layer, frame->layer);
    Span span = ir_is_set(scale, IR_FIELD_Scale_assign)    ? ir_span(scale, IR_FIELD_Scale_assign)
                : ir_is_set(scale, IR_FIELD_Scale_palette) ? ir_span(scale, IR_FIELD_Scale_palette)
                                                           : frame->channels[CHANNEL_COLOR].channel->node.span;
    Likeness found = find_likeness(series->at, series->n, EYES, 4, NEEDED, true);
    if (found.n_pairs && lint_wants(plot, REPORT_W0742)) {
        Diagnostic *warning = report_likeness(plot, REPORT_W0742, span, series->at, &found, NEEDED);
        hint_cue(plot, warning, frame);
        report_hint(plot->report, warning, "or take colours that differ in lightness too, as palette: okabe_ito");
    }
    Likeness grey = find_likeness(series->at, series->n, PRINTER, scale->assign.n && series->n <= MOST_GREYS, NEEDED_GREY, true);
    if (grey.n_pairs && !found.n_pairs && lint_wants(plot, REPORT_W0743)) {
        Diagnostic *warning = report_likeness(plot, REPORT_W0743, span, series->at, &grey, NEEDED_GREY);
        hint_cue(plot, warning, frame);
        report_hint(plot->report, warning, "or make one of them darker");
    }
    report_leave(plot->report);
    report_leave(plot->report);
}

static double opacity_of(const Frame *frame)
{
    const FrameChannel *opacity = &frame->channels[CHANNEL_OPACITY];
    bool is_number = opacity->channel && opacity->is_constant && opacity->channel->scale < 0 && opacity->value.n &&
                     !column_is_missing(&opacity->value, 0);
    return is_number ? opacity->value.numbers[0] : 1;
}

static void check_scale(const Plot *plot, const PlotChart *chart, const Frame *frame, const LookScale *look)
{
    SeriesList series = {0};
    double opacity = opacity_of(frame);
    for (size_t i = 0; i < look->n_categories && i < MOST_COLOURS; i++) {
        Look made = {0};
        look_apply(&made, look, look->categories[i]);
        Colour alpha = (Colour)rint(COLOUR_ALPHA(made.color) * fmin(fmax(opacity, 0), 1));
        Series one = {legend_text(plot, look->scale, look->categories[i]),
                      colour_over((made.color & 0xFFFFFF00) | alpha, lint_background(plot, true)), frame};
        VEC_PUSH(plot->arena, &series, one);
    }
    warn_scale(plot, chart, frame, look, &series);
}

/* Whether a layer has nothing but colour to tell a scale's categories apart. */
static bool needs_colour(const Plot *plot, const PlotChart *chart, const Frame *frame)
{
    const IrChannel *color = frame->channels[CHANNEL_COLOR].channel;
    if (!color || color->scale < 0 || !frame->n || frame->layer->annotation || frame->layer->mark == MARK_ERRORBAR)
        return false;
    if (!frame->layer->legend || legend_of(plot, chart)->position == LEGEND_NONE)
        return false; /* nobody is asked to know what a colour means */
    const LookScale *look = &plot->looks[color->scale];
    return look->scale->type == SCALE_CATEGORICAL && look->n_categories > 1 && !has_cue(plot, chart, frame);
}

/* For each scale speaks the layer that shows its colours best: the first of those that are the least transparent. */
static void check_scales(const Plot *plot)
{
    typedef struct Speaker {
        const PlotChart *chart;
        const Frame *frame;
    } Speaker;
    Speaker *speakers = ARENA_ARRAY(plot->arena, plot->figure->scales.n, Speaker);
    for (size_t c = 0; c < plot->charts.n; c++)
        for (size_t f = 0; f < plot->charts.at[c]->n_frames; f++) {
            const Frame *frame = &plot->charts.at[c]->frames[f];
            if (!needs_colour(plot, plot->charts.at[c], frame))
                continue;
            Speaker *speaker = &speakers[frame->channels[CHANNEL_COLOR].channel->scale];
            if (!speaker->frame || opacity_of(frame) > opacity_of(speaker->frame))
                *speaker = (Speaker){plot->charts.at[c], frame};
        }
    for (size_t s = 0; s < plot->figure->scales.n; s++)
        if (speakers[s].frame)
            check_scale(plot, speakers[s].chart, speakers[s].frame, &plot->looks[s]);
}

/* --- layers with labels ------------------------------------------------------------------------------------------- */

/* A layer whose one colour stands for its label. */
static bool is_named(const Frame *frame)
{
    const IrChannel *color = frame->channels[CHANNEL_COLOR].channel;
    return frame->n && frame->layer->label.n && frame->layer->legend && frame->layer->mark != MARK_TEXT && color && color->scale < 0 &&
           frame->channels[CHANNEL_COLOR].is_constant;
}

static void check_layers(const Plot *plot, const PlotChart *chart, const Frame *frame)
{
    static const Vision EYES[] = {VISION_FULL, VISION_PROTANOPIA, VISION_DEUTERANOPIA, VISION_TRITANOPIA};
    Look look = look_of(plot->figure, plot->looks, frame, 0);
    SeriesList series = {0};
    VEC_PUSH(plot->arena, &series, ((Series){frame->layer->label, colour_over(look.color, lint_background(plot, true)), frame}));
    for (const Frame *other = chart->frames; other < frame && series.n < MOST_COLOURS; other++) {
        if (!is_named(other) || other->layer->mark != frame->layer->mark || str_eq(other->layer->label, frame->layer->label))
            continue;
        Look theirs = look_of(plot->figure, plot->looks, other, 0);
        bool is_alike = theirs.marker == look.marker && theirs.dash == look.dash && theirs.pattern == look.pattern;
        Series two[] = {series.at[0], {other->layer->label, colour_over(theirs.color, lint_background(plot, true)), other}};
        Likeness found = is_alike ? find_likeness(two, 2, EYES, 4, NEEDED, false) : (Likeness){0};
        bool is_of_sides = other->layer->y_side != frame->layer->y_side && found.vision == VISION_FULL; /* check_sides tells */
        if (!found.n_pairs || is_of_sides)
            continue;
        ReportAllow allow;
        IR_ENTER(plot->report, &allow, Layer, frame->layer);
        Series named[] = {two[1], two[0]};
        Diagnostic *warning = report_likeness(plot, REPORT_W0742, frame->channels[CHANNEL_COLOR].channel->node.span, named, &found, NEEDED);
        report_label(plot->report, warning, other->layer->node.span, "the other layer");
        report_hint(plot->report, warning, "give one of them another colour%s",
                    frame->layer->mark == MARK_POINT                                    ? " or marker"
                    : frame->layer->mark == MARK_BAR || frame->layer->mark == MARK_AREA ? ""
                                                                                        : " or dash");
        report_leave(plot->report);
        return;
    }
}

void lint_colours(const Plot *plot)
{
    if (!lint_wants(plot, REPORT_W0742) && !lint_wants(plot, REPORT_W0743))
        return;
    check_scales(plot);
    for (size_t c = 0; c < plot->charts.n; c++) {
        const PlotChart *chart = plot->charts.at[c];
        ReportAllow allow;
        IR_ENTER(plot->report, &allow, Chart, chart->ir);
        for (size_t f = 0; f < chart->n_frames; f++)
            if (is_named(&chart->frames[f]) && !is_direct(plot, chart))
                check_layers(plot, chart, &chart->frames[f]);
        report_leave(plot->report);
    }
}

/* --- sides -------------------------------------------------------------------------------------------------------- */

static bool is_line(Mark mark)
{
    return mark == MARK_LINE || mark == MARK_PATH || mark == MARK_STEP;
}

/* Whether two layers of two sides draw the same: a reader cannot know by which axis to read one. */
static bool is_same_look(const Plot *plot, const Frame *a, const Frame *b)
{
    const IrChannel *x = a->channels[CHANNEL_COLOR].channel, *y = b->channels[CHANNEL_COLOR].channel;
    bool is_one_kind = a->layer->mark == b->layer->mark || (is_line(a->layer->mark) && is_line(b->layer->mark));
    if (!is_one_kind || a->layer->mark == MARK_TEXT || (x && x->scale >= 0) != (y && y->scale >= 0))
        return false;
    Look one = look_of(plot->figure, plot->looks, a, 0), two = look_of(plot->figure, plot->looks, b, 0);
    if (one.marker != two.marker || one.dash != two.dash || one.pattern != two.pattern)
        return false;
    if (x && x->scale >= 0)
        return x->scale == y->scale;
    Lab seen_a = vision_lab(colour_over(one.color, lint_background(plot, true)), VISION_FULL);
    Lab seen_b = vision_lab(colour_over(two.color, lint_background(plot, true)), VISION_FULL);
    return lab_distance(seen_a, seen_b) < NEEDED;
}

/* Whether a legend names the layer. */
static bool is_listed(const Plot *plot, const PlotChart *chart, const Frame *frame)
{
    const IrLegend *legend = legend_of(plot, chart);
    bool has_scale = false;
    for (int id = CHANNEL_Y + 1; id < ChannelId_COUNT_OF; id++)
        has_scale |= frame->channels[id].channel && frame->channels[id].channel->scale >= 0;
    return legend->position != LEGEND_NONE && frame->layer->legend && (frame->layer->label.n || has_scale);
}

static void warn_sides(const Plot *plot, const Frame *left, const Frame *right, const char *what)
{
    ReportAllow allow;
    IR_ENTER(plot->report, &allow, Layer, right->layer);
    Diagnostic *warning = report_add(plot->report, REPORT_W0747, right->layer->node.span, "%s", what);
    report_label(plot->report, warning, left->layer->node.span, "a layer of the %s axis", IR_WORD_TEXT(Side, left->layer->y_side));
    report_hint(plot->report, warning, "give the layers of each side a colour of their own and a label");
    report_leave(plot->report);
}

static bool is_on(const Frame *frame, Side side)
{
    return frame->n && !frame->layer->annotation && frame->layer->y_side == side && frame->channels[CHANNEL_Y].channel;
}

static Colour side_color(const PlotChart *chart, Side side)
{
    for (size_t i = 0; i < chart->ir->axes.n; i++)
        if (chart->ir->axes.at[i]->side == side)
            return chart->ir->axes.at[i]->color;
    return COLOUR_NONE;
}

/* One warning a chart, at the first layer of the right axis that is like one of the left, or that nothing tells apart. */
static void check_sides(const Plot *plot, const PlotChart *chart)
{
    const Frame *first_left = NULL, *first_right = NULL;
    bool is_told = is_direct(plot, chart);
    for (size_t r = 0; r < chart->n_frames; r++) {
        const Frame *right = &chart->frames[r];
        is_told |= (is_on(right, SIDE_LEFT) || is_on(right, SIDE_RIGHT)) && is_listed(plot, chart, right);
        for (size_t l = 0; l < chart->n_frames && is_on(right, SIDE_RIGHT); l++) {
            const Frame *left = &chart->frames[l];
            if (!is_on(left, SIDE_LEFT))
                continue;
            first_left = first_left ? first_left : left;
            first_right = first_right ? first_right : right;
            if (is_same_look(plot, left, right)) {
                warn_sides(plot, left, right, "this layer of the right axis looks like one of the left axis: nobody knows by which to read it");
                return;
            }
        }
    }
    if (first_left && first_right && !is_told && side_color(chart, SIDE_LEFT) == side_color(chart, SIDE_RIGHT))
        warn_sides(plot, first_left, first_right, "nothing tells which layers belong to the left axis and which to the right");
}

void lint_sides(const Plot *plot)
{
    for (size_t c = 0; c < plot->charts.n && lint_wants(plot, REPORT_W0747); c++) {
        ReportAllow allow;
        IR_ENTER(plot->report, &allow, Chart, plot->charts.at[c]->ir);
        check_sides(plot, plot->charts.at[c]);
        report_leave(plot->report);
    }
}
