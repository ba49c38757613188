/* lint_text: text that is too small, stands over other text or beyond the page. */
#include "lint.h"

#include <math.h>
#include <stdlib.h>

/* --- whose a text is ---------------------------------------------------------------------------------------------- */

static const IrAxis *axis_named(const LintPlace *place)
{
    for (size_t i = 0; place->chart && i < place->chart->ir->axes.n; i++)
        if (str_is(place->name, IR_WORD_TEXT(Side, place->chart->ir->axes.at[i]->side)))
            return place->chart->ir->axes.at[i];
    return NULL;
}

/* What a text is called, and where what makes it is written. */
static const char *text_role(const LintPlace *place)
{
    if (place->layer)
        return "text of this layer";
    if (place->role == ROLE_AXIS)
        return "tick labels";
    if (place->role == ROLE_LEGEND)
        return "legend text";
    return axis_named(place) ? "an axis title" : "a title";
}

static Span text_span(const Plot *plot, const LintPlace *place)
{
    const IrFigure *figure = plot->figure;
    if (place->layer)
        return place->layer->frame->layer->node.span;
    const IrAxis *axis = axis_named(place);
    if (axis)
        return place->role == ROLE_TITLE ? ir_span(axis, IR_FIELD_Axis_title) : axis->node.span;
    if (place->role == ROLE_LEGEND)
        return figure->legend->node.span.source ? figure->legend->node.span : figure->node.span;
    if (str_is(place->name, "title"))
        return ir_span(figure, IR_FIELD_Figure_title);
    if (str_is(place->name, "subtitle"))
        return ir_span(figure, IR_FIELD_Figure_subtitle);
    if (str_is(place->name, "caption"))
        return ir_span(figure, IR_FIELD_Figure_caption);
    if (place->chart && place->chart->ir->facet && !str_is(place->name, "chart"))
        return place->chart->ir->facet->node.span;
    return place->chart ? ir_span(place->chart->ir, IR_FIELD_Chart_title) : figure->node.span;
}

/* --- too small ---------------------------------------------------------------------------------------------------- */

static Span size_cause(const Plot *plot, const LintText *text)
{
    const IrTheme *theme = plot->figure->theme;
    const LintPlace *place = &text->place;
    const IrChannel *size = place->layer ? place->layer->frame->channels[CHANNEL_SIZE].channel : NULL;
    if (size)
        return size->node.span;
    static const int FIELDS[] = {IR_FIELD_Theme_tick_size, IR_FIELD_Theme_text_size, IR_FIELD_Theme_title_size};
    const double sizes[] = {theme->tick_size, theme->text_size, theme->title_size};
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
        if (fabs(text->size - sizes[i]) < 1e-6 && ir_is_set(theme, FIELDS[i]))
            return ir_span(theme, FIELDS[i]);
    if (ir_is_set(theme, IR_FIELD_Theme_least_size))
        return ir_span(theme, IR_FIELD_Theme_least_size);
    return text_span(plot, place);
}

static void check_size(const Plot *plot, const LintText *text)
{
    /* scripts of a formula are smaller by nature: venues ask for a size of the text, an eye for SCRIPTS_LEAST */
    static const double SCRIPTS_LEAST = 5;
    double least = plot->figure->theme->least_size, size = text->size;
    if (size >= least - 1e-6) {
        least = fmin(least, SCRIPTS_LEAST);
        size = text->least;
    }
    if (!(size < least - 1e-6) || !text->text.n)
        return;
    ReportAllow allow[2];
    lint_enter(plot, &text->place, allow);
    Diagnostic *warning = report_add(plot->report, REPORT_W0740, size_cause(plot, text), "%s of %.*s points, as `%.*s`: the least is %.*s",
                                     text_role(&text->place), STR_FMT(value_str(plot->arena, (Value){.number = round(size * 100) / 100})),
                                     STR_FMT(text->text), STR_FMT(value_str(plot->arena, (Value){.number = least})));
    report_hint(plot->report, warning, "make it larger; least_size in the theme says what is asked for");
    lint_leave(plot);
}

/* --- over each other ---------------------------------------------------------------------------------------------- */

typedef struct TextBox {
    const LintText *text;
    double lo[2], hi[2]; /* x, y */
} TextBox;

static const double AIR = 0.08; /* of the size: what two texts may share at an edge */

static TextBox box_of(const LintText *text)
{
    TextBox box = {text, {INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    for (int k = 0; k < 4; k++) {
        box.lo[0] = fmin(box.lo[0], text->corners[k].x);
        box.hi[0] = fmax(box.hi[0], text->corners[k].x);
        box.lo[1] = fmin(box.lo[1], text->corners[k].y);
        box.hi[1] = fmax(box.hi[1], text->corners[k].y);
    }
    return box;
}

/* Whether a line along an edge of `a`, moved in by `air`, keeps two rectangles apart. */
static bool edge_separates(const Point a[4], const Point b[4], double air)
{
    for (int i = 0; i < 4; i++) {
        Point p = a[i], q = a[(i + 1) % 4], r = a[(i + 2) % 4];
        double nx = q.y - p.y, ny = p.x - q.x, length = hypot(nx, ny);
        if (length == 0)
            continue;
        double side = (r.x - p.x) * nx + (r.y - p.y) * ny > 0 ? -1 : 1, nearest = INFINITY;
        for (int k = 0; k < 4; k++)
            nearest = fmin(nearest, side * ((b[k].x - p.x) * nx + (b[k].y - p.y) * ny) / length);
        if (nearest >= -air)
            return true;
    }
    return false;
}

static bool texts_overlap(const LintText *a, const LintText *b)
{
    double air = AIR * fmin(a->least, b->least);
    return !edge_separates(a->corners, b->corners, air) && !edge_separates(b->corners, a->corners, air);
}

static int by_x(const void *a, const void *b)
{
    const TextBox *x = a, *y = b;
    return x->lo[0] < y->lo[0] ? -1 : x->lo[0] > y->lo[0] ? 1 : x->text->item < y->text->item ? -1 : 1;
}

static int by_y(const void *a, const void *b)
{
    const TextBox *x = a, *y = b;
    return x->lo[1] < y->lo[1] ? -1 : x->lo[1] > y->lo[1] ? 1 : x->text->item < y->text->item ? -1 : 1;
}

/* Texts that one cause set over others. */
typedef struct Clash {
    const LintText *text, *other; /* the first pair; `text` is the one whose place can be changed */
    size_t n;
} Clash;

typedef struct Clashes {
    VEC(Clash) list;
} Clashes;

static bool is_same_place(const LintPlace *a, const LintPlace *b)
{
    const Frame *x = a->layer ? a->layer->frame : NULL, *y = b->layer ? b->layer->frame : NULL;
    return x == y && a->chart == b->chart && (x || (a->role == b->role && str_eq(a->name, b->name)));
}

/* A layer's text moves before a legend's, that before all else; of two layers the later one. */
static const LintText *culprit(const LintText *a, const LintText *b)
{
    const LintText *later = a->item > b->item ? a : b, *earlier = later == a ? b : a;
    if (later->place.layer || !earlier->place.layer)
        return later;
    return earlier;
}

static void add_clash(const Plot *plot, Clashes *clashes, const LintText *a, const LintText *b)
{
    const LintText *text = culprit(a, b), *other = text == a ? b : a;
    for (size_t i = 0; i < clashes->list.n; i++)
        if (is_same_place(&clashes->list.at[i].text->place, &text->place)) {
            Clash *clash = &clashes->list.at[i];
            clash->n++;
            if (text->item < clash->text->item)
                *clash = (Clash){text, other, clash->n};
            return;
        }
    VEC_PUSH(plot->arena, &clashes->list, ((Clash){text, other, 1}));
}

enum { MOST_COMPARED = 4000000 };

/* Texts are sorted along the side on which they spread more, and compared with those that begin before they end. */
static void find_clashes(const Plot *plot, const Scene *scene, const LintTexts *texts, Clashes *clashes)
{
    TextBox *boxes = ARENA_ARRAY(plot->arena, texts->n, TextBox);
    size_t n = 0, n_compared = 0;
    double spread[2] = {0, 0};
    for (size_t i = 0; i < texts->n; i++) {
        if (!texts->at[i].text.n)
            continue;
        boxes[n] = box_of(&texts->at[i]);
        for (int k = 0; k < 2; k++)
            spread[k] += fabs(boxes[n].lo[k] - (k ? scene->height : scene->width) / 2) / fmax(boxes[n].hi[k] - boxes[n].lo[k], 1);
        n++;
    }
    int axis = spread[1] > spread[0];
    if (n)
        qsort(boxes, n, sizeof *boxes, axis ? by_y : by_x);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n && boxes[k].lo[axis] < boxes[i].hi[axis] && n_compared < MOST_COMPARED; k++, n_compared++) {
            bool is_apart = boxes[k].lo[!axis] >= boxes[i].hi[!axis] || boxes[i].lo[!axis] >= boxes[k].hi[!axis];
            if (!is_apart && texts_overlap(boxes[i].text, boxes[k].text))
                add_clash(plot, clashes, boxes[i].text, boxes[k].text);
        }
}

static void warn_clash(const Plot *plot, const Clash *clash)
{
    const LintText *text = clash->text;
    ReportAllow allow[2];
    lint_enter(plot, &text->place, allow);
    Str more = clash->n > 1 ? str_printf(plot->arena, ", and %zu more such pair%s", clash->n - 1, clash->n == 2 ? "" : "s") : STR("");
    Diagnostic *warning = report_add(plot->report, REPORT_W0748, text_span(plot, &text->place), "`%.*s` stands over `%.*s`%.*s", STR_FMT(text->text),
                                     STR_FMT(clash->other->text), STR_FMT(more));
    if (text->place.layer && text->place.layer->frame->layer->mark == MARK_TEXT)
        report_hint(plot->report, warning, "move it with `side`, or keep fewer texts with `filter`");
    else if (text->place.layer)
        report_hint(plot->report, warning, "set `side`, label fewer marks, or give the figure more room");
    else
        report_hint(plot->report, warning, "shorten it, make it smaller, or give the figure more room");
    lint_leave(plot);
}

/* --- beyond the page ---------------------------------------------------------------------------------------------- */

static const double OVER = 0.5; /* points that nobody sees */

static void check_page(const Plot *plot, const Scene *scene, const LintText *text)
{
    double beyond = 0;
    for (int k = 0; k < 4 && text->text.n; k++) {
        Point p = text->corners[k];
        beyond = fmax(beyond, fmax(fmax(-p.x, p.x - scene->width), fmax(-p.y, p.y - scene->height)));
    }
    if (beyond <= OVER)
        return;
    ReportAllow allow[2];
    lint_enter(plot, &text->place, allow);
    Diagnostic *warning = report_add(plot->report, REPORT_W0749, text_span(plot, &text->place), "`%.*s` ends %.*s points beyond the page",
                                     STR_FMT(text->text), STR_FMT(value_str(plot->arena, (Value){.number = ceil(beyond)})));
    if (text->place.layer)
        report_hint(plot->report, warning, "move it with `side`, or widen the domain that it stands in");
    else
        report_hint(plot->report, warning, "shorten it, break it with \\n, or make the figure larger");
    lint_leave(plot);
}

void lint_texts(const Plot *plot, const Scene *scene, const LintTexts *texts)
{
    for (size_t i = 0; i < texts->n && lint_wants(plot, REPORT_W0740); i++)
        check_size(plot, &texts->at[i]);
    for (size_t i = 0; i < texts->n && lint_wants(plot, REPORT_W0749); i++)
        check_page(plot, scene, &texts->at[i]);
    Clashes clashes = {0};
    if (lint_wants(plot, REPORT_W0748))
        find_clashes(plot, scene, texts, &clashes);
    for (size_t i = 0; i < clashes.list.n; i++)
        warn_clash(plot, &clashes.list.at[i]);
}
