/* dataset: files and cells to tables, and tables through their steps; see dataset.h. */
#include "dataset.h"

#include "fold_plan.h"
#include "steps.h"

typedef struct Raw {
    const Table *table; /* NULL: failed, and reported */
} Raw;

void datasets_init(Datasets *datasets, Arena *arena, Report *report, const Files *files)
{
    *datasets = (Datasets){.arena = arena, .report = report, .files = files, .raw = {.arena = arena}};
}

static const Table *read_file(Datasets *datasets, const IrTable *ir)
{
    Arena *arena = datasets->arena;
    Report *report = datasets->report;
    Span span = ir_span(ir, IR_FIELD_Table_path);
    Str path = files_join(arena, ir->base, ir->path), text, why;
    VEC_PUSH(arena, &datasets->paths, path);
    if (!datasets->files->read(datasets->files, arena, path, &text, &why)) {
        report_add(report, REPORT_E0501, span, "could not read `%.*s`: %.*s", STR_FMT(path), STR_FMT(why));
        return NULL;
    }
    if (text.n >= UINT32_MAX) {
        report_add(report, REPORT_E1001, span, "`%.*s` is larger than 4 GB", STR_FMT(path));
        return NULL;
    }
    Source *source = source_add(report->sources, path, path, text);
    Str *declared = ARENA_ARRAY(arena, ir->columns.n, Str);
    for (size_t i = 0; i < ir->columns.n; i++)
        declared[i] = ir->columns.at[i]->name;
    ReadOptions options = {.wanted = ir->columns.n ? declared : datasets->wanted,
                           .n_wanted = ir->columns.n ? ir->columns.n : datasets->n_wanted,
                           .delimiter = ir->delimiter,
                           .comment = ir->comment,
                           .missing = ir->missing.at,
                           .n_missing = ir->missing.n,
                           .may_defer = datasets->may_defer,
                           .span = span};
    Table *table = ARENA_NEW(arena, Table);
    bool is_good = read_delimited(table, arena, report, source, &options);
    datasets->has_deferred |= is_good && table->deferred;
    return is_good ? table : NULL;
}

static const Table *read_rows(Datasets *datasets, const IrTable *ir)
{
    Arena *arena = datasets->arena;
    size_t n_columns = ir->columns.n;
    Str *names = ARENA_ARRAY(arena, n_columns, Str);
    Span *spans = ARENA_ARRAY(arena, n_columns, Span);
    for (size_t i = 0; i < n_columns; i++) {
        names[i] = ir->columns.at[i]->name;
        spans[i] = ir->columns.at[i]->node.span;
    }
    Table *table = ARENA_NEW(arena, Table);
    *table = read_cells(arena, datasets->report, names, spans, n_columns, ir->cells.at,
                        n_columns ? ir->cells.n / n_columns : 0);
    return table;
}

/* Two tables are the same text read the same way when these agree. */
static Str raw_key(Arena *arena, const IrTable *ir)
{
    Buf key = {.arena = arena};
    buf_add(&key, files_join(arena, ir->base, ir->path));
    buf_printf(&key, "\n%.*s\n%.*s", STR_FMT(ir->delimiter), STR_FMT(ir->comment));
    for (size_t i = 0; i < ir->missing.n; i++)
        buf_printf(&key, "\n%.*s", STR_FMT(ir->missing.at[i]));
    return buf_str(&key);
}

const Table *dataset_raw(Datasets *datasets, const IrTable *ir)
{
    if (ir->source == DATA_ROWS)
        return read_rows(datasets, ir);
    Str key = raw_key(datasets->arena, ir);
    Raw *raw = map_get(&datasets->raw, key);
    if (!raw) {
        raw = ARENA_NEW(datasets->arena, Raw);
        raw->table = read_file(datasets, ir);
        map_put(&datasets->raw, key)->value = raw;
    }
    if (raw->table && raw->table->deferred && !datasets->may_defer) { /* asked for again by who needs to know */
        Table *whole = ARENA_NEW(datasets->arena, Table);
        read_deferred(raw->table->deferred, whole);
        raw->table = whole->n_columns ? whole : NULL;
    }
    return raw->table;
}

/* An IR file may be older than its data. */
static bool has_declared_columns(Datasets *datasets, const IrTable *ir, const Table *table)
{
    size_t n_errors = datasets->report->n_errors;
    for (size_t i = 0; i < ir->columns.n; i++) {
        const IrColumn *declared = ir->columns.at[i];
        const Column *column = table_find(table, declared->name);
        if (!column)
            report_add(datasets->report, REPORT_E0823, declared->node.span, "`%.*s` has no column `%.*s` any more",
                       STR_FMT(ir->path), STR_FMT(declared->name));
        else if (!str_is(declared->type, type_name(column->type)))
            report_add(datasets->report, REPORT_E0823, declared->node.span, "column `%.*s` was %.*s, now it is %s",
                       STR_FMT(declared->name), STR_FMT(declared->type), type_name(column->type));
    }
    return datasets->report->n_errors == n_errors;
}

/* The leading steps up to a summarize, folded: the rows need not be kept. How many steps are done; 0: none. */
static size_t summarize_in_file(Datasets *datasets, const IrTable *ir, Table *table)
{
    size_t n = 0;
    while (n < ir->steps.n && fold_takes_step(ir->steps.at[n]))
        n++;
    if (n == ir->steps.n || ir->steps.at[n]->kind != STEP_SUMMARIZE)
        return 0;
    Arena *arena = datasets->arena;
    const IrStep *step = ir->steps.at[n];
    size_t n_keys = step->keys.n, n_columns = n_keys + step->items.n, n_rows;
    const Expr **exprs = ARENA_ARRAY(arena, n_columns, const Expr *);
    Column *columns = ARENA_ARRAY(arena, n_columns, Column);
    for (size_t i = 0; i < n_columns; i++)
        exprs[i] = i < n_keys ? step->keys.at[i]->expr : step->items.at[i - n_keys]->expr;
    FoldQuery query = {(const IrStep *const *)ir->steps.at, n, exprs, n_keys, exprs, n_columns};
    if (!fold_takes(&query) || !fold_run(arena, table->deferred, &query, columns, &n_rows))
        return 0;
    for (size_t i = 0; i < n_columns; i++) {
        columns[i].name = i < n_keys ? step->keys.at[i]->name : step->items.at[i - n_keys]->name;
        columns[i].span = i < n_keys ? step->keys.at[i]->node.span : step->items.at[i - n_keys]->node.span;
    }
    *table = (Table){.columns = columns, .n_columns = n_columns, .n_rows = n_rows};
    return n + 1;
}

static bool run_steps(Datasets *datasets, const IrTable *ir, const Table *tables, Table *table, size_t n_done)
{
    return steps_run(table, datasets->arena, datasets->report, tables, (const IrStep *const *)ir->steps.at + n_done, ir->steps.n - n_done);
}

bool dataset_settle(Table *table, Arena *arena, Report *report, const IrFigure *figure, const Table *tables, int number)
{
    const IrTable *ir = figure->tables.at[number];
    return read_deferred(table->deferred, table) && steps_run(table, arena, report, tables, (const IrStep *const *)ir->steps.at, ir->steps.n);
}

const Table *datasets_run(Datasets *datasets, const IrFigure *figure)
{
    size_t n = figure->tables.n;
    Table *tables = ARENA_ARRAY(datasets->arena, n, Table);
    bool *is_good = ARENA_ARRAY(datasets->arena, n, bool);
    bool all_good = true;
    for (size_t i = 0; i < n; i++) {
        const IrTable *ir = figure->tables.at[i];
        const Table *start = NULL;
        if (ir->source == DATA_FROM)
            start = is_good[ir->parent] ? &tables[ir->parent] : NULL;
        else
            start = dataset_raw(datasets, ir);
        for (size_t k = 0; k < ir->steps.n && start; k++)
            if (ir->steps.at[k]->table >= 0 && !is_good[ir->steps.at[k]->table])
                start = NULL; /* what it takes is broken, and told */
        is_good[i] = start && (ir->source == DATA_FROM || has_declared_columns(datasets, ir, start));
        if (is_good[i]) {
            tables[i] = *start;
            tables[i].name = ir->name;
            bool stays = tables[i].deferred && fold_can_stay(datasets->arena, figure, (int)i);
            size_t n_done = tables[i].deferred && !stays ? summarize_in_file(datasets, ir, &tables[i]) : 0;
            if (tables[i].deferred && !stays && !read_deferred(tables[i].deferred, &tables[i]))
                return NULL;
            is_good[i] = stays || run_steps(datasets, ir, tables, &tables[i], n_done);
            tables[i].name = ir->name;
        }
        all_good = all_good && is_good[i];
    }
    return all_good ? tables : NULL;
}
