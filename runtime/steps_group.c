/* steps_group: derive, summarize, fill: new columns out of expressions over groups. */
#include "steps_kit.h"

#include "expr_odd.h"

static Column eval_within(const StepRun *run, const Expr *expr, const Groups *groups)
{
    bool is_row_wise = !expr_has_aggregate(expr) && !expr_has_window(expr);
    return is_row_wise ? expr_eval(run->arena, expr, run->table) : expr_eval_within(run->arena, expr, run->table, groups);
}

bool run_derive(StepRun *run)
{
    Groups groups = step_groups(run);
    for (size_t i = 0; i < run->step->items.n; i++) {
        const IrStepItem *item = run->step->items.at[i];
        if (!expr_report_odd(run->report, run->arena, item->expr, run->table))
            return false;
        put_column(run, eval_within(run, item->expr, &groups), item->name, item->node.span);
    }
    return true;
}

bool run_summarize(StepRun *run)
{
    const IrStep *step = run->step;
    Groups groups = step_groups(run);
    Table out = {.name = run->table->name, .n_rows = groups.n_groups};
    StepRun made = *run;
    made.table = &out;
    for (size_t i = 0; i < step->keys.n; i++) {
        const IrStepKey *key = step->keys.at[i];
        Column column = expr_eval_groups(run->arena, key->expr, run->table, &groups);
        bool is_same = key->expr->kind == EXPR_COLUMN && str_eq(key->expr->column, key->name);
        put_column(&made, column, key->name, is_same ? table_find(run->table, key->name)->span : key->node.span);
    }
    for (size_t i = 0; i < step->items.n; i++) {
        const IrStepItem *item = step->items.at[i];
        put_column(&made, expr_eval_groups(run->arena, item->expr, run->table, &groups), item->name, item->node.span);
    }
    *run->table = out;
    return true;
}

/* Each missing cell takes the last one of its group that is not, in row order or against it. */
static Column carry(const StepRun *run, const Column *column, const Groups *groups, bool is_forward)
{
    size_t n = column->n;
    uint32_t *last = ARENA_ARRAY(run->arena, groups->n_groups, uint32_t), *from = ARENA_ARRAY(run->arena, n, uint32_t);
    for (size_t g = 0; g < groups->n_groups; g++)
        last[g] = ROW_NONE;
    for (size_t k = 0; k < n; k++) {
        size_t i = is_forward ? k : n - 1 - k;
        uint32_t *known = &last[groups->group_of[i]];
        if (!column_is_missing(column, i))
            *known = (uint32_t)i;
        from[i] = *known;
    }
    return column_pick_some(run->arena, column, from, n);
}

bool run_fill(StepRun *run)
{
    Groups groups = step_groups(run);
    for (size_t i = 0; i < run->step->items.n; i++) {
        const IrStepItem *item = run->step->items.at[i];
        const Column *column = table_find(run->table, item->name);
        Column filled;
        if (item->fill == FILL_VALUE) {
            Expr *args[] = {expr_column(run->arena, item->name, column->type, SPAN_NONE), item->expr};
            filled = eval_within(run, expr_call(run->arena, FUNCTION_COALESCE, args, 2, SPAN_NONE), &groups);
        } else {
            filled = carry(run, column, &groups, item->fill == FILL_FORWARD);
        }
        put_column(run, filled, item->name, column->span);
    }
    return true;
}
