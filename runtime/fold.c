/* fold: see fold.h. */
#include "fold_kit.h"

#include "aggregate_state.h"
#include "expr_odd.h"
#include "steps.h"

#include <math.h>
#include <string.h>

/* --- what can be folded ------------------------------------------------------------------------------------------- */

static bool is_row_wise(const Expr *expr)
{
    if (expr->kind != EXPR_CALL)
        return true;
    FunctionClass class = function_row(expr->function)->class;
    if (class != CLASS_ROW && class != CLASS_OPERATOR)
        return false;
    for (size_t i = 0; i < expr->n_args; i++)
        if (!is_row_wise(expr->args[i]))
            return false;
    return true;
}

bool fold_takes_step(const IrStep *step)
{
    if (step->kind == STEP_RENAME || step->kind == STEP_SELECT || step->kind == STEP_DROP)
        return true;
    if (step->kind == STEP_FILTER)
        return is_row_wise(step->condition);
    if (step->kind != STEP_DERIVE || step->keys.n)
        return false;
    for (size_t i = 0; i < step->items.n; i++)
        if (!is_row_wise(step->items.at[i]->expr))
            return false;
    return true;
}

static bool is_aggregate(const Expr *expr)
{
    return expr->kind == EXPR_CALL && function_row(expr->function)->class == CLASS_AGGREGATE;
}

static size_t find_key(const FoldQuery *query, const Expr *expr)
{
    size_t i = 0;
    while (i < query->n_keys && !expr_eq(query->keys[i], expr))
        i++;
    return i;
}

static bool takes(const FoldQuery *query, const Expr *expr)
{
    if (find_key(query, expr) < query->n_keys || expr->kind == EXPR_LITERAL)
        return true;
    bool is_good = expr->kind == EXPR_CALL && (!is_aggregate(expr) || aggregate_has_states(expr->function));
    for (size_t i = 0; i < expr->n_args && is_good; i++)
        is_good = is_aggregate(expr) ? is_row_wise(expr->args[i]) : takes(query, expr->args[i]);
    return is_good;
}

/* Whether counts alone are asked for, and of two bins at once no quartiles: fine cells of both sides would be too many. */
static bool takes_bins(const FoldQuery *query)
{
    enum { MOST = 10000 };
    double most = 1;
    Aggregates aggregates = {0};
    Arena *arena = query->arena;
    for (size_t i = 0; i < query->n_exprs; i++)
        fold_add_aggregates(arena, query, query->exprs[i], &aggregates);
    for (size_t k = 0; k < aggregates.n; k++)
        if (aggregates.at[k]->function != FUNCTION_COUNT || aggregates.at[k]->n_args)
            return false;
    for (size_t k = 0; k < query->n_bins; k++) {
        const Expr *call = query->bins[k];
        BinRule rule = (BinRule)ir_word_find(&IR_WORDS_BinRule, call->args[1]->value.text);
        bool is_known = rule == BIN_COUNT || rule == BIN_STEP || rule == BIN_STURGES;
        if (!is_row_wise(call->args[0]) || (query->n_bins > 1 && !is_known))
            return false;
        most *= rule == BIN_COUNT ? call->args[2]->value.number : 1;
    }
    return query->n_bins < 2 || most <= MOST;
}

bool fold_takes(const FoldQuery *query)
{
    if (query->n_bins && !takes_bins(query))
        return false;
    for (size_t i = 0; i < query->n_keys; i++)
        if (!is_row_wise(query->keys[i]))
            return false;
    for (size_t i = 0; i < query->n_exprs; i++)
        if (!takes(query, query->exprs[i]))
            return false;
    return true;
}

/* --- batches ------------------------------------------------------------------------------------------------------ */

/* What a part of the rows has left. */
typedef struct PartFold {
    size_t n_groups;
    Column *keys;            /* a row a group */
    AggregateStates *states; /* one an aggregate */
} PartFold;

typedef struct Fold {
    const FoldQuery *query;
    Aggregates aggregates; /* all different ones of the query */
    PartFold *parts;
    bool *has_failed; /* of each part */
} Fold;

void fold_add_aggregates(Arena *arena, const FoldQuery *query, const Expr *expr, Aggregates *out)
{
    if (find_key(query, expr) < query->n_keys)
        return;
    if (!is_aggregate(expr)) {
        for (size_t i = 0; i < expr->n_args; i++)
            fold_add_aggregates(arena, query, expr->args[i], out);
        return;
    }
    for (size_t i = 0; i < out->n; i++)
        if (expr_eq(out->at[i], expr))
            return;
    VEC_PUSH(arena, out, expr);
}

Column fold_column(Arena *arena, ValueType type, const Value *values, size_t n)
{
    Column column = column_from_values(arena, STR_NONE, type, values, n);
    bool has_keys = false;
    for (size_t i = 0; i < n; i++)
        has_keys |= values[i].has_key;
    if (!has_keys)
        return column;
    double *keys = ARENA_ARRAY(arena, column.dict->n, double);
    for (size_t i = 0; i < n; i++)
        if (!values[i].is_missing)
            keys[column.codes[i]] = values[i].number;
    Dict *dict = arena_copy(arena, column.dict, sizeof *dict);
    dict->keys = keys;
    column.dict = dict;
    return column;
}

/* Rows picked into a column that lives on its own: texts too. */
static Column keep(Arena *arena, Arena *scratch, const Column *column, const uint32_t *rows, size_t n)
{
    Value *values = ARENA_ARRAY(scratch, n, Value);
    for (size_t i = 0; i < n; i++) {
        values[i] = column_value(column, rows[i]);
        values[i].text = str_copy(arena, values[i].text);
    }
    return fold_column(arena, column->type, values, n);
}

bool fold_run_steps(const FoldQuery *query, Arena *scratch, Table *batch)
{
    for (size_t i = 0; i < query->n_steps && batch->n_rows; i++) {
        Report unheard = {.arena = scratch};
        if (steps_run(batch, scratch, &unheard, NULL, &query->steps[i], 1) && unheard.list.n == 0)
            continue;
        if (query->steps[i]->kind != STEP_FILTER || unheard.list.n != 1 || unheard.list.at[0]->id != REPORT_E0601)
            return false;
        batch->n_rows = 0;
    }
    return true;
}

/* Texts that are no numbers or dates where they should be: told by a run over all rows. */
static bool reads_well(const Fold *fold, Arena *scratch, const Table *batch)
{
    Report unheard = {.arena = scratch};
    for (size_t i = 0; i < fold->query->n_keys; i++)
        expr_report_odd(&unheard, scratch, fold->query->keys[i], batch);
    for (size_t k = 0; k < fold->aggregates.n; k++)
        expr_report_odd(&unheard, scratch, fold->aggregates.at[k], batch);
    return unheard.list.n == 0;
}

static void take_batch(void *user, WorkPlace *place, size_t number, const Table *rows)
{
    const Fold *fold = user;
    const FoldQuery *query = fold->query;
    Arena *arena = place->arena, *scratch = place->scratch;
    PartFold *part = &fold->parts[number];
    Table batch = *rows;
    fold->has_failed[number] = !fold_run_steps(query, scratch, &batch) || (batch.n_rows && !reads_well(fold, scratch, &batch));
    if (fold->has_failed[number] || batch.n_rows == 0)
        return;
    Column *keys = ARENA_ARRAY(scratch, query->n_keys, Column);
    for (size_t i = 0; i < query->n_keys; i++)
        keys[i] = expr_eval(scratch, query->keys[i], &batch);
    Groups groups = groups_by(scratch, keys, query->n_keys, batch.n_rows);
    part->n_groups = groups.n_groups;
    part->keys = ARENA_ARRAY(arena, query->n_keys, Column);
    for (size_t i = 0; i < query->n_keys; i++)
        part->keys[i] = keep(arena, scratch, &keys[i], groups.first_row, groups.n_groups);
    part->states = ARENA_ARRAY(arena, fold->aggregates.n, AggregateStates);
    for (size_t k = 0; k < fold->aggregates.n; k++) {
        const Expr *call = fold->aggregates.at[k];
        Column *args = ARENA_ARRAY(scratch, call->n_args, Column);
        for (size_t i = 0; i < call->n_args; i++)
            args[i] = expr_eval(scratch, call->args[i], &batch);
        part->states[k] = aggregate_states(arena, call->function, call->type, args, call->n_args);
        aggregate_states_add(&part->states[k], args, call->n_args, &groups);
        for (size_t g = 0; part->states[k].values && g < groups.n_groups; g++)
            part->states[k].values[g].text = str_copy(arena, part->states[k].values[g].text);
    }
}

/* --- putting together --------------------------------------------------------------------------------------------- */

/* The keys of all parts' groups one below the other, and with it which group of the whole each is. */
static Groups join_keys(Arena *arena, const Fold *fold, size_t n_parts, Column *keys)
{
    size_t n = 0, n_keys = fold->query->n_keys;
    for (size_t p = 0; p < n_parts; p++)
        n += fold->parts[p].n_groups;
    Value *values = ARENA_ARRAY(arena, n, Value);
    for (size_t k = 0; k < n_keys; k++) {
        size_t row = 0;
        for (size_t p = 0; p < n_parts; p++)
            for (size_t g = 0; g < fold->parts[p].n_groups; g++)
                values[row++] = column_value(&fold->parts[p].keys[k], g);
        keys[k] = fold_column(arena, fold->query->keys[k]->type, values, n);
    }
    return groups_by(arena, keys, n_keys, n);
}

static Column join_states(Arena *arena, const Fold *fold, size_t n_parts, size_t k, const Groups *groups)
{
    const Expr *call = fold->aggregates.at[k];
    AggregateStates whole = aggregate_states(arena, call->function, call->type, NULL, 0);
    size_t row = 0;
    for (size_t p = 0; p < n_parts; p++) {
        const PartFold *part = &fold->parts[p];
        if (!part->n_groups)
            continue;
        whole.parameter = part->states[k].parameter;
        aggregate_states_merge(&whole, &part->states[k], groups->group_of + row, groups->n_groups);
        row += part->n_groups;
    }
    return aggregate_states_finish(&whole, groups->n_groups);
}

/* The expression with columns of `table` in the place of keys and aggregates. */
static Expr *over_groups(Arena *arena, const FoldQuery *query, const Aggregates *aggregates, const Expr *expr, const Table *table)
{
    size_t key = find_key(query, expr), column = query->n_keys;
    if (key < query->n_keys)
        return expr_column(arena, table->columns[key].name, expr->type, expr->span);
    if (is_aggregate(expr)) {
        for (size_t k = 0; k < aggregates->n; k++)
            column += expr_eq(aggregates->at[k], expr) ? k : 0;
        return expr_column(arena, table->columns[column].name, expr->type, expr->span);
    }
    Expr *copy = arena_copy(arena, expr, sizeof *copy);
    copy->args = ARENA_ARRAY(arena, expr->n_args, Expr *);
    for (size_t i = 0; i < expr->n_args; i++)
        copy->args[i] = over_groups(arena, query, aggregates, expr->args[i], table);
    return copy;
}

void fold_finish(Arena *arena, const FoldQuery *query, const Aggregates *aggregates, const Table *table, Column *columns)
{
    for (size_t i = 0; i < table->n_columns; i++)
        table->columns[i].name = str_printf(arena, "%zu", i);
    for (size_t i = 0; i < query->n_exprs; i++) {
        columns[i] = expr_eval(arena, over_groups(arena, query, aggregates, query->exprs[i], table), table);
        columns[i].name = STR_NONE;
    }
}

static bool fold_batches(Arena *arena, Deferred *deferred, const FoldQuery *query, Column *columns, size_t *n_groups)
{
    size_t n_parts = deferred->hooks->most_batches(deferred);
    Fold fold = {.query = query, .parts = ARENA_ARRAY(arena, n_parts, PartFold), .has_failed = ARENA_ARRAY(arena, n_parts, bool)};
    for (size_t i = 0; i < query->n_exprs; i++)
        fold_add_aggregates(arena, query, query->exprs[i], &fold.aggregates);
    if (!deferred->hooks->batches(deferred, take_batch, &fold))
        return false;
    for (size_t p = 0; p < n_parts; p++)
        if (fold.has_failed[p])
            return false;
    size_t n_keys = query->n_keys, n_columns = n_keys + fold.aggregates.n;
    Column *all_keys = ARENA_ARRAY(arena, n_keys, Column);
    Groups groups = join_keys(arena, &fold, n_parts, all_keys);
    if (groups.n_rows == 0)
        return false;
    Table table = {.columns = ARENA_ARRAY(arena, n_columns, Column), .n_columns = n_columns, .n_rows = groups.n_groups};
    for (size_t i = 0; i < n_columns; i++)
        table.columns[i] = i < n_keys ? column_pick(arena, &all_keys[i], groups.first_row, groups.n_groups)
                                      : join_states(arena, &fold, n_parts, i - n_keys, &groups);
    fold_finish(arena, query, &fold.aggregates, &table, columns);
    *n_groups = groups.n_groups;
    return true;
}

Deferred *fold_push(Deferred *deferred, const FoldQuery *query, FoldQuery *rest)
{
    size_t n_taken;
    Deferred *pushed = deferred_push(deferred, query->steps, query->n_steps, &n_taken);
    *rest = *query;
    rest->steps += n_taken;
    rest->n_steps -= n_taken;
    return pushed;
}

bool fold_run(Arena *arena, Deferred *deferred, const FoldQuery *query, Column *columns, size_t *n_groups)
{
    FoldQuery rest;
    Deferred *pushed = fold_push(deferred, query, &rest);
    return (pushed && fold_batches(arena, pushed, &rest, columns, n_groups)) || fold_batches(arena, deferred, query, columns, n_groups);
}
