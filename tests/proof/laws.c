/* laws: see laws.h. */
#include "laws.h"

#include <math.h>

static const double EXACT = 0.01;       /* points: what counts as equal */
static const double TICK_GAP = 0.2;     /* of the text size: the least distance of tick labels */
static const double SHARED_EDGE = 0.08; /* of the text size: what a text placed by hand may share with another before the lint tells */
static const char OVERLAP_WARNING[] = "W0748", OFF_PAGE_WARNING[] = "W0749", LEGEND_WARNING[] = "W0750"; /* of the lint */

typedef struct Court {
    Arena *arena;
    Picture picture;
    const IrFigure *figure;
    const Report *report;
    Violations *found;
} Court;

const char *law_name(Law law)
{
    static const char *const NAMES[] = {
        [LAW_SIZES] = "sizes are exact",
        [LAW_ON_PAGE] = "no text leaves the page",
        [LAW_OVERLAP] = "no text of a guide is on another",
        [LAW_USER_OVERLAP] = "texts of marks overlap only with a warning",
        [LAW_TICK_GAP] = "no tick label touches another",
        [LAW_TRACKS] = "panels of a row or column are aligned",
        [LAW_CENTRED] = "titles and labels are centred on what they name",
        [LAW_GRID] = "grid lines stand at ticks",
        [LAW_TITLE_WIDTH] = "titles are within their width",
        [LAW_INSIDE] = "marks stay inside panels, guides outside",
        [LAW_LEGEND] = "a legend covers no mark",
        [LAW_LEGIBLE] = "no text is below 5 points",
    };
    return NAMES[law];
}

/* Notes the first place of each law. */
static void broken(Court *court, Law law, Str what)
{
    for (size_t i = 0; i < court->found->n; i++)
        if (court->found->at[i].law == law)
            return;
    VEC_PUSH(court->arena, court->found, (Violation){law, what});
}

static bool has_warning(const Court *court, const char *code)
{
    for (size_t i = 0; i < court->report->list.n; i++)
        if (str_is(str_from(report_code(court->report->list.at[i]->id)), code))
            return true;
    return false;
}

static bool differ(double a, double b)
{
    return fabs(a - b) > EXACT;
}

static bool is_flat(Side side)
{
    return side == SIDE_BOTTOM || side == SIDE_TOP;
}

/* --- sizes and tracks --------------------------------------------------------------------------------------------- */

static void check_sizes(Court *court)
{
    const IrFigure *f = court->figure;
    const Scene *scene = court->picture.scene;
    if (isnan(f->panel_width) && !isnan(f->width) && differ(scene->width, f->width))
        broken(court, LAW_SIZES, str_printf(court->arena, "the page is %.3f points wide, not %.3f", scene->width, f->width));
    if (isnan(f->panel_width) && !isnan(f->height) && differ(scene->height, f->height))
        broken(court, LAW_SIZES, str_printf(court->arena, "the page is %.3f points high, not %.3f", scene->height, f->height));
    for (size_t i = 0; i < court->picture.panels.n && !isnan(f->panel_width); i++) {
        Rect area = court->picture.panels.at[i].area;
        if (differ(area.width, f->panel_width) || differ(area.height, f->panel_height))
            broken(court, LAW_SIZES,
                   str_printf(court->arena, "panel %zu is %.3f by %.3f points, not %.3f by %.3f", i + 1, area.width, area.height, f->panel_width,
                              f->panel_height));
    }
}

static void share_track(Court *court, Rect a, Rect b, const char *what)
{
    bool beside = a.y < b.y + b.height - EXACT && b.y < a.y + a.height - EXACT;
    bool below = a.x < b.x + b.width - EXACT && b.x < a.x + a.width - EXACT;
    if (beside && below)
        broken(court, LAW_TRACKS, str_printf(court->arena, "two %s lie on each other", what));
    else if (beside && (differ(a.y, b.y) || differ(a.height, b.height)))
        broken(court, LAW_TRACKS,
               str_printf(court->arena, "%s side by side from %.2f to %.2f and from %.2f to %.2f", what, a.y, a.y + a.height, b.y, b.y + b.height));
    else if (below && (differ(a.x, b.x) || differ(a.width, b.width)))
        broken(court, LAW_TRACKS,
               str_printf(court->arena, "%s below each other from %.2f to %.2f and from %.2f to %.2f", what, a.x, a.x + a.width, b.x, b.x + b.width));
}

static size_t count_charts(const IrView *view)
{
    size_t n = view->kind == VIEW_CHART;
    for (size_t i = 0; i < view->children.n; i++)
        n += count_charts(view->children.at[i]);
    return n;
}

/* Charts of one arrangement: those of a row share top and bottom, those of a column left and right. */
static void check_view(Court *court, const IrView *view, size_t first)
{
    size_t n = view->children.n, columns = view->kind == VIEW_ROW ? n : view->kind == VIEW_GRID ? (size_t)view->columns : 1;
    size_t *index = ARENA_ARRAY(court->arena, n, size_t);
    for (size_t i = 0; i < n; i++) {
        index[i] = first;
        check_view(court, view->children.at[i], first);
        first += count_charts(view->children.at[i]);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++) {
            bool are_charts = view->children.at[i]->kind == VIEW_CHART && view->children.at[k]->kind == VIEW_CHART;
            bool is_row = i / columns == k / columns, is_column = i % columns == k % columns;
            if (!are_charts || (!is_row && !is_column))
                continue;
            Rect a = court->picture.charts.at[index[i]], b = court->picture.charts.at[index[k]];
            bool is_fixed = !isnan(court->figure->panel_width); /* then the numbers of panels make the sizes */
            if (is_row && (differ(a.y, b.y) || (!is_fixed && differ(a.height, b.height))))
                broken(court, LAW_TRACKS,
                       str_printf(court->arena, "charts in a row from %.2f to %.2f and from %.2f to %.2f", b.y, b.y + b.height, a.y, a.y + a.height));
            if (is_column && (differ(a.x, b.x) || (!is_fixed && differ(a.width, b.width))))
                broken(
                    court, LAW_TRACKS,
                    str_printf(court->arena, "charts in a column from %.2f to %.2f and from %.2f to %.2f", b.x, b.x + b.width, a.x, a.x + a.width));
        }
}

static void check_tracks(Court *court)
{
    const Picture *p = &court->picture;
    for (size_t i = 0; i < p->panels.n; i++)
        for (size_t k = 0; k < i; k++)
            if (p->panels.at[i].chart == p->panels.at[k].chart)
                share_track(court, p->panels.at[k].area, p->panels.at[i].area, "panels");
    check_view(court, court->figure->view, 0);
}

/* --- texts -------------------------------------------------------------------------------------------------------- */

static const char *const KINDS[] = {[TEXT_TICK] = "tick label", [TEXT_TITLE] = "title", [TEXT_LEGEND] = "legend", [TEXT_USER] = "mark"};

static void check_page(Court *court)
{
    const Scene *scene = court->picture.scene;
    double slack = 0.05;
    for (size_t i = 0; i < court->picture.texts.n; i++) {
        const PictureText *text = &court->picture.texts.at[i];
        Rect box = quad_box(&text->ink);
        if (text->item->style.size < 5 - 1e-9)
            broken(court, LAW_LEGIBLE, str_printf(court->arena, "`%.*s` is %.2f points high", STR_FMT(text->name), text->item->style.size));
        double out = fmax(fmax(-box.x, box.x + box.width - scene->width), fmax(-box.y, box.y + box.height - scene->height));
        if (out > slack && !(text->kind == TEXT_USER && has_warning(court, OFF_PAGE_WARNING)))
            broken(court, LAW_ON_PAGE,
                   str_printf(court->arena, "%s `%.*s` reaches %.2f points beyond the page", KINDS[text->kind], STR_FMT(text->name), out));
    }
}

static void check_overlap(Court *court)
{
    const Picture *p = &court->picture;
    for (size_t i = 0; i < p->texts.n; i++)
        for (size_t k = 0; k < i; k++) {
            const PictureText *a = &p->texts.at[k], *b = &p->texts.at[i];
            bool is_user = a->kind == TEXT_USER || b->kind == TEXT_USER;
            double shared = is_user ? SHARED_EDGE * fmin(a->item->style.size, b->item->style.size) / 2 : 0;
            Quad ink_a = quad_grown(&a->ink, -shared), ink_b = quad_grown(&b->ink, -shared);
            if (quads_meet(&ink_a, &ink_b)) {
                if (!is_user)
                    broken(court, LAW_OVERLAP,
                           str_printf(court->arena, "%s `%.*s` is on %s `%.*s`", KINDS[b->kind], STR_FMT(b->name), KINDS[a->kind], STR_FMT(a->name)));
                else if (!has_warning(court, OVERLAP_WARNING))
                    broken(court, LAW_USER_OVERLAP,
                           str_printf(court->arena, "%s `%.*s` is on %s `%.*s`", KINDS[b->kind], STR_FMT(b->name), KINDS[a->kind], STR_FMT(a->name)));
                continue;
            }
            if (a->kind != TEXT_TICK || b->kind != TEXT_TICK)
                continue;
            double gap = TICK_GAP * fmin(a->item->style.size, b->item->style.size) / 2;
            Quad near_a = quad_grown(&a->ink, gap), near_b = quad_grown(&b->ink, gap);
            if (quads_meet(&near_a, &near_b))
                broken(court, LAW_TICK_GAP,
                       str_printf(court->arena, "`%.*s` and `%.*s` are less than %.2f points apart", STR_FMT(a->name), STR_FMT(b->name), 2 * gap));
        }
}

/* The area an axis title belongs to: its panel's, or all of its chart's. */
static Rect title_area(const Court *court, const PictureText *title)
{
    const Picture *p = &court->picture;
    if (title->panel >= 0)
        return p->panels.at[title->panel].area;
    size_t chart = 0; /* titles follow their chart's panels: the last chart that opened before */
    for (size_t i = 0, n = 0; i < title->group; i++) {
        const SceneItem *item = &p->scene->items.at[i];
        if (item->kind == SCENE_GROUP && item->role == ROLE_CHART)
            chart = n++;
    }
    return p->charts.at[chart];
}

static void check_titles(Court *court)
{
    const Picture *p = &court->picture;
    for (size_t i = 0; i < p->texts.n; i++) {
        const PictureText *text = &p->texts.at[i];
        int side = text->title.n ? ir_word_find(&IR_WORDS_Side, text->title) : -1;
        Rect box = quad_box(&text->ink);
        if (text->kind != TEXT_TITLE)
            continue;
        if (side >= 0) {
            Rect area = title_area(court, text);
            double centre = is_flat((Side)side) ? area.x + area.width / 2 : area.y + area.height / 2;
            double at = is_flat((Side)side) ? box.x + box.width / 2 : box.y + box.height / 2, length = is_flat((Side)side) ? box.width : box.height;
            if (fabs(at - centre) > 0.05)
                broken(court, LAW_CENTRED,
                       str_printf(court->arena, "the title `%.*s` is %.2f points off the middle of its axis", STR_FMT(text->name), at - centre));
            bool is_word = !str_contains(text->name, STR(" ")); /* that cannot be broken */
            if (!is_word && length > (is_flat((Side)side) ? area.width : area.height) + EXACT)
                broken(court, LAW_TITLE_WIDTH, str_printf(court->arena, "`%.*s` is longer than its axis", STR_FMT(text->name)));
        } else if (str_is(text->title, "title") || str_is(text->title, "subtitle") || str_is(text->title, "caption")) {
            double margin = fmin(court->figure->theme->margin, p->scene->width / 2);
            if (box.x < margin - EXACT || box.x + box.width > p->scene->width - margin + EXACT)
                broken(court, LAW_TITLE_WIDTH, str_printf(court->arena, "`%.*s` is wider than the page leaves", STR_FMT(text->name)));
        }
    }
}

/* --- axes --------------------------------------------------------------------------------------------------------- */

static double nearest_tick(const PictureAxis *axis, double at)
{
    double best = INFINITY;
    for (size_t i = 0; i < axis->ticks.n; i++)
        best = fmin(best, fabs(axis->ticks.at[i] - at));
    return best;
}

/* The axis of the spec that is drawn there, or NULL. */
static const IrAxis *axis_of(const IrView *view, size_t *chart, Side side)
{
    const IrAxis *found = NULL;
    if (view->kind == VIEW_CHART && (*chart)-- == 0)
        for (size_t i = 0; i < view->chart->axes.n; i++)
            if (view->chart->axes.at[i]->side == side)
                found = view->chart->axes.at[i];
    for (size_t i = 0; i < view->children.n && !found; i++)
        found = axis_of(view->children.at[i], chart, side);
    return found;
}

/* Whether `at` is the middle of one of some number of equal bands; the number is unknown, so that many bands fit anything. */
static double nearest_band(Rect area, Side side, double at, size_t n)
{
    double length = is_flat(side) ? area.width : area.height, from = is_flat(side) ? area.x : area.y;
    double step = length / (double)n, k = floor((at - from) / step);
    return fabs(at - from - (k + 0.5) * step);
}

static double label_centre(const PictureText *text, Side side)
{
    const SceneItem *item = text->item;
    Rect box = quad_box(&text->ink);
    if (!is_flat(side)) /* figures and capitals, not what hangs below */
        return item->at.y - 0.355 * item->style.size;
    if (item->angle == 0)
        return box.x + box.width / 2;
    if (item->angle == 90)
        return item->at.x - 0.355 * item->style.size;
    return item->at.x - 0.355 * item->style.size * 0.7071; /* turned: the end that is at the axis */
}

static double label_slack(const PictureText *text, Side side)
{
    return text->item->style.size * (text->item->angle == 0 && is_flat(side) ? 0.002 : 0.12);
}

/* How far off the middles of n equal bands the labels of an axis stand, beyond their slack. */
static double labels_off_bands(const Court *court, size_t axis, size_t n)
{
    const Picture *p = &court->picture;
    Side side = p->axes.at[axis].side;
    double worst = 0;
    for (size_t k = 0; k < p->texts.n; k++)
        if (p->texts.at[k].kind == TEXT_TICK && p->texts.at[k].axis == (int)axis)
            worst = fmax(worst, nearest_band(p->panels.at[p->axes.at[axis].panel].area, side, label_centre(&p->texts.at[k], side), n) -
                                    label_slack(&p->texts.at[k], side));
    return worst;
}

enum { BANDS_MOST = 400 };

static size_t count_bands(const Court *court, size_t axis)
{
    size_t best = 1;
    double least = INFINITY;
    for (size_t n = 1; n < BANDS_MOST && least > 0; n++)
        if (labels_off_bands(court, axis, n) < least) {
            least = labels_off_bands(court, axis, n);
            best = n;
        }
    return best;
}

/* Whether the middle of a band may be there: some number of bands suits it, and all labels. */
static bool may_be_band(const Court *court, size_t axis, double at)
{
    const PictureAxis *of = &court->picture.axes.at[axis];
    for (size_t n = 1; n < BANDS_MOST; n++)
        if (nearest_band(court->picture.panels.at[of->panel].area, of->side, at, n) <= EXACT && labels_off_bands(court, axis, n) <= 0)
            return true;
    return false;
}

static void check_labels(Court *court)
{
    const Picture *p = &court->picture;
    for (size_t i = 0; i < p->axes.n; i++) {
        const PictureAxis *axis = &p->axes.at[i];
        Rect area = p->panels.at[axis->panel].area;
        size_t chart = (size_t)p->panels.at[axis->panel].chart;
        const IrAxis *ir = axis_of(court->figure->view, &chart, axis->side);
        if (!axis->ticks.n && ir && ir->type != AXIS_BAND) /* ticks of no length */
            continue;
        size_t n_best = axis->ticks.n ? 0 : count_bands(court, i);
        for (size_t k = 0; k < p->texts.n; k++) {
            const PictureText *text = &p->texts.at[k];
            if (text->kind != TEXT_TICK || text->axis != (int)i)
                continue;
            double at = label_centre(text, axis->side), slack = label_slack(text, axis->side);
            double off = axis->ticks.n ? nearest_tick(axis, at) : nearest_band(area, axis->side, at, n_best);
            if (off > slack)
                broken(court, LAW_CENTRED, str_printf(court->arena, "the label `%.*s` is %.2f points off its tick", STR_FMT(text->name), off));
        }
    }
}

/* Whether an axis along or across is not drawn: its grid may be, and its ticks are then unknown. */
static bool has_hidden_axis(const Court *court, size_t panel, bool flat)
{
    for (Side side = SIDE_BOTTOM; side < Side_COUNT_OF; side++) {
        size_t chart = (size_t)court->picture.panels.at[panel].chart;
        const IrAxis *axis = is_flat(side) == flat ? axis_of(court->figure->view, &chart, side) : NULL;
        if (axis && axis->draw == DRAW_NONE)
            return true;
    }
    return false;
}

static void check_grid(Court *court)
{
    const Picture *p = &court->picture;
    for (size_t g = 0; g < p->grid.n; g++) {
        const SceneItem *line = p->grid.at[g].item;
        if (line->kind != SCENE_PATH || line->n_points != 2)
            continue;
        bool is_upright = fabs(line->points[0].x - line->points[1].x) < 1e-6, has_ticks = false;
        double at = is_upright ? line->points[0].x : line->points[0].y, best = INFINITY;
        Rect area = p->panels.at[p->grid.at[g].panel].area;
        for (size_t i = 0; i < p->axes.n; i++) {
            const PictureAxis *axis = &p->axes.at[i];
            if (axis->panel != p->grid.at[g].panel || is_flat(axis->side) != is_upright)
                continue;
            size_t chart = (size_t)p->panels.at[axis->panel].chart;
            const IrAxis *ir = axis_of(court->figure->view, &chart, axis->side);
            bool is_band = !axis->ticks.n && ir && ir->grid && ir->type == AXIS_BAND;
            has_ticks |= axis->ticks.n > 0;
            if (axis->ticks.n)
                best = fmin(best, nearest_tick(axis, at));
            else if (is_band && may_be_band(court, i, at))
                best = 0;
        }
        if (has_ticks && best > EXACT && !has_hidden_axis(court, (size_t)p->grid.at[g].panel, is_upright))
            broken(court, LAW_GRID, str_printf(court->arena, "a grid line is %.2f points off every tick", best));
        double lo = is_upright ? area.x : area.y, hi = lo + (is_upright ? area.width : area.height);
        if (at < lo - EXACT || at > hi + EXACT)
            broken(court, LAW_GRID, STR("a grid line is outside its panel"));
    }
}

/* --- marks and legends -------------------------------------------------------------------------------------------- */

static bool is_inside(Rect inner, Rect outer, double slack)
{
    return inner.x >= outer.x - slack && inner.y >= outer.y - slack && inner.x + inner.width <= outer.x + outer.width + slack &&
           inner.y + inner.height <= outer.y + outer.height + slack;
}

/* Where a mark is: rectangles and lines as a whole, markers by their middle. */
static bool stays_inside(const PictureMark *mark, Rect area)
{
    const SceneItem *item = mark->item;
    Rect box = item_box(item);
    if (mark->clip.width > 0)
        return is_inside(mark->clip, area, EXACT);
    if (item->kind == SCENE_IMAGE) /* with what markers at the panel's ends reach beyond it */
        return is_inside(item->rect, area, 12);
    bool is_marker = item->kind == SCENE_RECT && fabs(item->rect.width - item->rect.height) < 1e-9 && item->rect.width < 60; /* a square one */
    if (item->kind == SCENE_RECT && !is_marker)
        return is_inside(item->rect, area, EXACT);
    Rect middle = {box.x + box.width / 2, box.y + box.height / 2, 0, 0};
    double edge = item->paint.stroke != COLOUR_NONE ? item->paint.stroke_width / 2 : 0;
    bool is_small = fmax(box.width, box.height) < 60;
    bool is_hexagon = item->kind == SCENE_PATH && item->n_points == 6 && fabs(box.height - box.width / sqrt(0.75)) < 0.01;
    /* a triangle's middle is not that of its box; a hexagon's may be a radius away from the rows that it stands for */
    double of_middle = (is_hexagon ? 0.5 : 0.2) * fmax(box.width, box.height);
    return is_inside(is_small ? middle : box, area, EXACT + (is_small ? of_middle : edge));
}

static void check_inside(Court *court)
{
    const Picture *p = &court->picture;
    for (size_t i = 0; i < p->marks.n; i++)
        if (!stays_inside(&p->marks.at[i], p->panels.at[p->marks.at[i].panel].area))
            broken(court, LAW_INSIDE,
                   str_printf(court->arena, "a mark (item %zu) is not all in its panel", (size_t)(p->marks.at[i].item - p->scene->items.at)));
    for (size_t i = 0; i < p->texts.n; i++) {
        const PictureText *text = &p->texts.at[i];
        for (size_t k = 0; k < p->panels.n && (text->kind == TEXT_TICK || text->kind == TEXT_TITLE); k++) {
            Quad panel = rect_quad(p->panels.at[k].area);
            if (quads_meet(&text->ink, &panel))
                broken(court, LAW_INSIDE, str_printf(court->arena, "`%.*s` stands in panel %zu", STR_FMT(text->name), k + 1));
        }
    }
}

static bool is_corner(const IrLegend *legend)
{
    return legend && ir_is_set(legend, IR_FIELD_Legend_position) && legend->position != LEGEND_AUTO && legend->position <= LEGEND_BOTTOM_RIGHT;
}

/* Whether some legend of the spec was put into a corner by hand. */
static bool has_corner(const IrLegend *legend, const IrView *view)
{
    bool found = is_corner(legend);
    if (view->chart) {
        found |= is_corner(view->chart->legend);
        for (size_t i = 0; i < view->chart->panels.n; i++)
            found |= is_corner(view->chart->panels.at[i]->legend);
    }
    for (size_t i = 0; i < view->children.n; i++)
        found |= has_corner(NULL, view->children.at[i]);
    return found;
}

static void check_legends(Court *court)
{
    const Picture *p = &court->picture;
    bool is_placed = has_corner(court->figure->legend, court->figure->view) &&
                     (has_warning(court, LEGEND_WARNING) || report_find(str_from(LEGEND_WARNING)) == REPORT_COUNT);
    for (size_t i = 0; i < p->legends.n; i++) {
        const PictureLegend *legend = &p->legends.at[i];
        Quad box = rect_quad(legend->box);
        for (size_t k = 0; k < p->panels.n; k++) {
            Quad panel = rect_quad(p->panels.at[k].area);
            if (!is_placed && quads_meet(&box, &panel) && !is_inside(legend->box, p->panels.at[k].area, EXACT))
                broken(court, LAW_LEGEND, str_printf(court->arena, "a legend is half in panel %zu", k + 1));
        }
        for (size_t k = 0; k < p->marks.n && !is_placed; k++)
            if (mark_meets(&p->marks.at[k], legend->box))
                broken(court, LAW_LEGEND,
                       str_printf(court->arena, "a legend covers a mark (item %zu)", (size_t)(p->marks.at[k].item - p->scene->items.at)));
    }
}

Violations laws_check(Arena *arena, const Scene *scene, const IrFigure *figure, const Report *report)
{
    Violations found = {0};
    Court court = {arena, picture_read(arena, scene), figure, report, &found};
    check_sizes(&court);
    check_tracks(&court);
    check_page(&court);
    check_overlap(&court);
    check_titles(&court);
    check_labels(&court);
    check_grid(&court);
    check_inside(&court);
    check_legends(&court);
    return found;
}
