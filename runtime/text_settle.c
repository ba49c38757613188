/* text_settle: see text_settle.h. */
#include "text_settle.h"

#include <math.h>
#include <stdlib.h>

static const double UP = 0.72, DOWN = 0.2; /* sizes from the base line: capitals and figures, what hangs below */
static const double GAP = 0.1;             /* sizes that a label keeps from other text: two that touch read as one */

/* A text's ink in the text's own direction, as four corners. */
typedef struct Ink {
    Point at[4];
    Rect box; /* around them */
} Ink;

typedef VEC(Ink) Inks;

/* `air`: sizes by which it is grown. */
static Ink ink_of(const SceneItem *item, double air)
{
    double start = item->anchor == ANCHOR_START ? 0 : item->anchor == ANCHOR_MIDDLE ? -item->width / 2 : -item->width;
    double size = item->style.size, low = (label_hangs(item->text) ? DOWN : 0) * size + air * size, high = -(UP + air) * size;
    double from = start - air * size, to = start + item->width + air * size;
    double x[4] = {from, to, to, from}, y[4] = {low, low, high, high};
    double turn = -item->angle * M_PI / 180, c = cos(turn), s = sin(turn), x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    Ink ink;
    for (int i = 0; i < 4; i++) {
        Point p = ink.at[i] = (Point){item->at.x + x[i] * c - y[i] * s, item->at.y + x[i] * s + y[i] * c};
        x0 = fmin(x0, p.x), x1 = fmax(x1, p.x), y0 = fmin(y0, p.y), y1 = fmax(y1, p.y);
    }
    ink.box = (Rect){x0, y0, x1 - x0, y1 - y0};
    return ink;
}

/* Whether an edge of `a` has all of `a` on one side and all of `b` on the other: then convex shapes are apart. */
static bool edge_parts(const Ink *a, const Ink *b)
{
    for (int i = 0; i < 4; i++) {
        Point p = a->at[i], q = a->at[(i + 1) % 4];
        double nx = q.y - p.y, ny = p.x - q.x, lowest = INFINITY;
        double inside = (a->at[(i + 2) % 4].x - p.x) * nx + (a->at[(i + 2) % 4].y - p.y) * ny;
        for (int k = 0; k < 4; k++)
            lowest = fmin(lowest, ((b->at[k].x - p.x) * nx + (b->at[k].y - p.y) * ny) * (inside > 0 ? -1 : 1));
        if (lowest >= 0)
            return true;
    }
    return false;
}

static bool inks_meet(const Ink *a, const Ink *b)
{
    Rect p = a->box, q = b->box;
    if (p.x >= q.x + q.width || q.x >= p.x + p.width || p.y >= q.y + q.height || q.y >= p.y + p.height)
        return false;
    return !edge_parts(a, b) && !edge_parts(b, a);
}

static bool is_free(const Scene *scene, const MarkText *text, const Inks *kept)
{
    for (size_t i = text->from; i < text->to; i++) {
        if (scene->items.at[i].kind != SCENE_TEXT)
            continue;
        Ink ink = ink_of(&scene->items.at[i], 0);
        if (ink.box.x < 0 || ink.box.y < 0 || ink.box.x + ink.box.width > scene->width || ink.box.y + ink.box.height > scene->height)
            return false;
        ink = ink_of(&scene->items.at[i], GAP);
        for (size_t k = 0; k < kept->n; k++)
            if (inks_meet(&ink, &kept->at[k]))
                return false;
    }
    return true;
}

static void keep(Arena *arena, const Scene *scene, size_t from, size_t to, Inks *kept)
{
    for (size_t i = from; i < to; i++)
        if (scene->items.at[i].kind == SCENE_TEXT)
            VEC_PUSH(arena, kept, ink_of(&scene->items.at[i], 0));
}

static int by_item(const void *a, const void *b)
{
    const MarkText *p = a, *q = b;
    return (p->from > q->from) - (p->from < q->from);
}

/* All texts but labels of marks. */
static void keep_others(Arena *arena, const Scene *scene, const MarkTexts *texts, Inks *kept)
{
    size_t at = 0;
    for (size_t i = 0; i < texts->n; i++) {
        keep(arena, scene, at, texts->at[i].is_value ? texts->at[i].from : texts->at[i].to, kept);
        at = texts->at[i].to;
    }
    keep(arena, scene, at, scene->items.n, kept);
}

static void tell(Plot *plot, const IrLayer *layer, size_t n_gone, size_t n)
{
    ReportAllow of_chart, of_layer;
    const IrChart *chart = NULL;
    for (size_t i = 0; i < plot->n_frames && !chart; i++)
        for (size_t c = 0; c < plot->charts.n && plot->frames[i].layer == layer; c++)
            if (&plot->frames[i] >= plot->charts.at[c]->frames && &plot->frames[i] < plot->charts.at[c]->frames + plot->charts.at[c]->n_frames)
                chart = plot->charts.at[c]->ir;
    if (chart)
        IR_ENTER(plot->report, &of_chart, Chart, chart);
    IR_ENTER(plot->report, &of_layer, Layer, layer);
    Diagnostic *warning = report_add(plot->report, REPORT_W0732, layer->node.span,
                                     "%zu of %zu labels of this layer would stand on other text, and are left out", n_gone, n);
    report_hint(plot->report, warning, "make the figure larger, or label fewer marks");
    report_leave(plot->report);
    if (chart)
        report_leave(plot->report);
}

/* The texts that are gone leave the scene; what knows its items by their numbers follows. */
static void take_out(Plot *plot, Scene *scene, const bool *is_gone)
{
    const MarkTexts *texts = &plot->texts;
    size_t *place = ARENA_ARRAY(plot->arena, scene->items.n + 1, size_t), n_items = 0, next = 0;
    for (size_t i = 0; i < scene->items.n; i++) {
        place[i] = n_items;
        while (next < texts->n && texts->at[next].to <= i)
            next++;
        bool is_out = next < texts->n && is_gone[next] && i >= texts->at[next].from;
        if (!is_out)
            scene->items.at[n_items++] = scene->items.at[i];
    }
    place[scene->items.n] = n_items;
    scene->items.n = n_items;
    for (size_t i = 0; i < plot->drawn.n; i++) {
        plot->drawn.at[i].from = place[plot->drawn.at[i].from];
        plot->drawn.at[i].to = place[plot->drawn.at[i].to];
    }
    for (size_t c = 0; c < plot->charts.n; c++)
        for (size_t p = 0; p < plot->charts.at[c]->n_panels; p++) {
            PlotPanel *panel = &plot->charts.at[c]->panels[p];
            panel->marks_from = place[panel->marks_from];
            panel->marks_to = place[panel->marks_to];
        }
}

void labels_settle(Plot *plot, Scene *scene)
{
    MarkTexts *texts = &plot->texts;
    Inks kept = {0};
    if (!texts->n)
        return;
    qsort(texts->at, texts->n, sizeof *texts->at, by_item);
    keep_others(plot->arena, scene, texts, &kept);
    bool *is_gone = ARENA_ARRAY(plot->arena, texts->n, bool);
    size_t n_gone = 0;
    for (size_t i = 0; i < texts->n; i++) {
        const MarkText *text = &texts->at[i];
        is_gone[i] = text->is_value && !is_free(scene, text, &kept);
        n_gone += is_gone[i];
        if (text->is_value && !is_gone[i])
            keep(plot->arena, scene, text->from, text->to, &kept);
    }
    for (size_t i = 0; n_gone && i < texts->n; i++) { /* once a layer, at its first text */
        size_t n = 0, n_layer = 0;
        bool is_first = true;
        for (size_t k = 0; k < texts->n; k++) {
            bool is_same = texts->at[k].layer == texts->at[i].layer;
            is_first &= !(is_same && k < i);
            n_layer += is_same;
            n += is_same && is_gone[k];
        }
        if (is_first && n)
            tell(plot, texts->at[i].layer, n, n_layer);
    }
    if (n_gone)
        take_out(plot, scene, is_gone);
}
