/* fold_plan: see fold_plan.h. */
#include "fold_plan.h"

static void add_steps(Arena *arena, FoldQuery *query, const IrStep *const *steps, size_t n)
{
    const IrStep **all = ARENA_ARRAY(arena, query->n_steps + n, const IrStep *);
    for (size_t i = 0; i < query->n_steps + n; i++)
        all[i] = i < query->n_steps ? query->steps[i] : steps[i - query->n_steps];
    query->steps = all;
    query->n_steps += n;
}

const Expr *fold_counted(const Expr *expr)
{
    static const Expr COUNT = {.kind = EXPR_CALL, .type = TYPE_NUMBER, .function = FUNCTION_COUNT};
    return expr_is_measure(expr) ? &COUNT : expr;
}

static const Expr *facet_across(const IrFacet *facet)
{
    return !facet ? NULL : facet->kind == FACET_WRAP ? facet->by : facet->column;
}

FoldQuery fold_check_query(Arena *arena, const IrFigure *figure, const IrCheck *check)
{
    const IrTable *table = figure->tables.at[check->table];
    const Expr **claim = ARENA_NEW(arena, const Expr *);
    *claim = check->claim;
    FoldQuery query = {.arena = arena, .keys = (const Expr *const *)check->by.at, .n_keys = check->by.n, .exprs = claim, .n_exprs = 1};
    add_steps(arena, &query, (const IrStep *const *)table->steps.at, table->steps.n);
    return query;
}

FoldQuery fold_layer_query(Arena *arena, const IrFigure *figure, const IrChart *chart, const IrLayer *layer)
{
    VEC(const Expr *) keys = {0}, exprs = {0}, bins = {0};
    const IrTable *table = figure->tables.at[layer->table];
    FoldQuery query = {.arena = arena};
    add_steps(arena, &query, (const IrStep *const *)table->steps.at, table->steps.n);
    add_steps(arena, &query, (const IrStep *const *)layer->steps.at, layer->steps.n);
    for (size_t i = 0; i < layer->channels.n; i++) {
        const IrChannel *channel = layer->channels.at[i];
        const Expr *ends[] = {channel->expr, channel->lo, channel->hi};
        bool is_binned = channel->lo && channel->lo->kind == EXPR_CALL && channel->lo->function == FUNCTION_BIN;
        if (is_binned)
            VEC_PUSH(arena, &bins, channel->lo);
        for (size_t k = 0; k < 3 && !is_binned; k++) {
            if (!ends[k] || expr_is_constant(ends[k]))
                continue;
            VEC_PUSH(arena, &exprs, fold_counted(ends[k]));
            if (channel->id != CHANNEL_TEXT && !expr_has_aggregate(ends[k]))
                VEC_PUSH(arena, &keys, ends[k]);
        }
    }
    const Expr *facets[] = {layer->by_column ? facet_across(chart->facet) : NULL, layer->by_row ? chart->facet->row : NULL};
    for (size_t k = 0; k < 2; k++)
        if (facets[k]) {
            VEC_PUSH(arena, &exprs, facets[k]);
            VEC_PUSH(arena, &keys, facets[k]);
        }
    query.keys = keys.at;
    query.n_keys = keys.n;
    query.exprs = exprs.at;
    query.n_exprs = exprs.n;
    query.bins = bins.at;
    query.n_bins = bins.n;
    return query;
}

static bool is_folded(const FoldQuery *query)
{
    for (size_t i = 0; i < query->n_steps; i++)
        if (!fold_takes_step(query->steps[i]))
            return false;
    return fold_takes(query);
}

static bool is_drawn_without_rows(Arena *arena, const IrFigure *figure, const IrChart *chart, const IrLayer *layer, int table)
{
    if (layer->table != table)
        return true;
    if (layer->annotation) {
        for (size_t i = 0; i < layer->channels.n; i++) {
            const IrChannel *channel = layer->channels.at[i];
            const Expr *ends[] = {channel->expr, channel->lo, channel->hi};
            for (size_t k = 0; k < 3; k++)
                if (ends[k] && !expr_is_constant(ends[k]))
                    return false;
        }
        return layer->steps.n == 0;
    }
    if (!layer->aggregated)
        return false;
    FoldQuery query = fold_layer_query(arena, figure, chart, layer);
    return is_folded(&query);
}

static bool is_plain(const Expr *title)
{
    return !title || expr_is_constant(title);
}

/* --- facets ------------------------------------------------------------------------------------------------------- */

const IrLayer *fold_facet_layer(const IrChart *chart)
{
    const IrFacet *facet = chart->facet;
    for (size_t i = 0; i < chart->layers.n; i++) {
        const IrLayer *layer = chart->layers.at[i];
        bool has_all = (!facet_across(facet) || layer->by_column) && (!facet->row || layer->by_row);
        if (layer->table == chart->table && !layer->annotation && !layer->steps.n && has_all)
            return layer;
    }
    return NULL;
}

/* Whether it looks at nothing but the columns that make the panels. */
static bool asks_for_facets(const Expr *expr, const IrFacet *facet)
{
    if (!expr || expr->kind == EXPR_LITERAL)
        return true;
    if (expr_has_aggregate(expr) || expr_has_window(expr))
        return false;
    const Expr *across = facet_across(facet);
    if (expr->kind == EXPR_COLUMN)
        return (across && expr_eq(expr, across)) || (facet->row && expr_eq(expr, facet->row));
    for (size_t i = 0; i < expr->n_args; i++)
        if (!asks_for_facets(expr->args[i], facet))
            return false;
    return true;
}

static bool has_plain_facets(Arena *arena, const IrFigure *figure, const IrChart *chart)
{
    const IrFacet *facet = chart->facet;
    const Expr *by[] = {facet_across(facet), facet->row}, *titles[] = {facet->title, facet->row_title, facet->column_title};
    for (size_t i = 0; i < 2; i++)
        if (by[i] && by[i]->kind != EXPR_COLUMN)
            return false;
    for (size_t i = 0; i < 3; i++)
        if (!asks_for_facets(titles[i], facet))
            return false;
    for (size_t i = 0; i < chart->panels.n; i++) {
        const IrPanel *panel = chart->panels.at[i];
        bool is_plain_panel = asks_for_facets(panel->condition, facet) && (!panel->legend || is_plain(panel->legend->title));
        for (size_t k = 0; k < panel->axes.n; k++)
            is_plain_panel &= is_plain(panel->axes.at[k]->title) && !panel->axes.at[k]->order_by;
        for (size_t k = 0; k < panel->layers.n; k++)
            is_plain_panel &= is_drawn_without_rows(arena, figure, chart, panel->layers.at[k], chart->table);
        if (!is_plain_panel)
            return false;
    }
    return fold_facet_layer(chart) != NULL;
}

static bool is_chart_without_rows(Arena *arena, const IrFigure *figure, const IrChart *chart, int table)
{
    for (size_t i = 0; i < chart->layers.n; i++)
        if (!is_drawn_without_rows(arena, figure, chart, chart->layers.at[i], table))
            return false;
    bool is_its = chart->table == table, asks = is_its && (!is_plain(chart->title) || (!chart->facet && chart->panels.n));
    if (chart->facet && is_its)
        asks |= !has_plain_facets(arena, figure, chart);
    for (size_t i = 0; i < chart->panels.n && !is_its; i++)
        for (size_t k = 0; k < chart->panels.at[i]->layers.n; k++)
            asks |= chart->panels.at[i]->layers.at[k]->table == table;
    for (size_t i = 0; i < chart->axes.n && !asks; i++) {
        const IrAxis *axis = chart->axes.at[i];
        asks = is_its && (axis->order_by || !is_plain(axis->title));
    }
    return !asks && (!chart->legend || is_plain(chart->legend->title));
}

static bool is_view_without_rows(Arena *arena, const IrFigure *figure, const IrView *view, int table)
{
    for (size_t i = 0; i < view->children.n; i++)
        if (!is_view_without_rows(arena, figure, view->children.at[i], table))
            return false;
    return !view->chart || is_chart_without_rows(arena, figure, view->chart, table);
}

bool fold_can_stay(Arena *arena, const IrFigure *figure, int table)
{
    for (size_t i = 0; i < figure->tables.n; i++) {
        const IrTable *other = figure->tables.at[i];
        if (other->source == DATA_FROM && other->parent == table)
            return false;
        for (size_t k = 0; k < other->steps.n; k++)
            if (other->steps.at[k]->table == table)
                return false;
    }
    for (size_t i = 0; i < figure->checks.n; i++)
        if (figure->checks.at[i]->table == table) {
            FoldQuery query = fold_check_query(arena, figure, figure->checks.at[i]);
            if (!expr_has_aggregate(figure->checks.at[i]->claim) || !is_folded(&query))
                return false;
        }
    for (size_t i = 0; i < figure->scales.n; i++)
        if (!is_plain(figure->scales.at[i]->title))
            return false;
    bool has_plain_titles = is_plain(figure->title) && is_plain(figure->subtitle) && is_plain(figure->caption) && is_plain(figure->legend->title);
    return has_plain_titles && is_view_without_rows(arena, figure, figure->view, table);
}
