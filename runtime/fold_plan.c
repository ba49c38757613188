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

FoldQuery fold_layer_query(Arena *arena, const IrFigure *figure, const IrLayer *layer)
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
            VEC_PUSH(arena, &exprs, ends[k]);
            if (channel->id != CHANNEL_TEXT && !expr_has_aggregate(ends[k]))
                VEC_PUSH(arena, &keys, ends[k]);
        }
    }
    query.keys = keys.at;
    query.n_keys = keys.n;
    query.exprs = exprs.at;
    query.n_exprs = exprs.n;
    query.bins = bins.at;
    query.n_bins = bins.n;
    return query;
}

static bool is_drawn_without_rows(Arena *arena, const IrFigure *figure, const IrLayer *layer, int table)
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
    if (!layer->aggregated || layer->by_row || layer->by_column)
        return false;
    FoldQuery query = fold_layer_query(arena, figure, layer);
    for (size_t i = 0; i < query.n_steps; i++)
        if (!fold_takes_step(query.steps[i]))
            return false;
    return fold_takes(&query);
}

static bool is_plain(const Expr *title)
{
    return !title || expr_is_constant(title);
}

static bool is_chart_without_rows(Arena *arena, const IrFigure *figure, const IrChart *chart, int table)
{
    for (size_t i = 0; i < chart->layers.n; i++)
        if (!is_drawn_without_rows(arena, figure, chart->layers.at[i], table))
            return false;
    bool asks = chart->table == table && (chart->facet || chart->panels.n || !is_plain(chart->title));
    for (size_t i = 0; i < chart->axes.n && !asks; i++) {
        const IrAxis *axis = chart->axes.at[i];
        asks = chart->table == table && (axis->order_by || !is_plain(axis->title));
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
        if (figure->checks.at[i]->table == table)
            return false;
    for (size_t i = 0; i < figure->scales.n; i++)
        if (!is_plain(figure->scales.at[i]->title))
            return false;
    bool has_plain_titles = is_plain(figure->title) && is_plain(figure->subtitle) && is_plain(figure->caption) && is_plain(figure->legend->title);
    return has_plain_titles && is_view_without_rows(arena, figure, figure->view, table);
}
