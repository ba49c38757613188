/* dataset: files and cells to tables, and tables through their steps; see dataset.h. */
#include "dataset.h"

#include "encoding.h"
#include "fold_plan.h"
#include "limit.h"
#include "source_kind.h"
#include "steps.h"
#include "unpack.h"

typedef struct Raw {
    const Table *table; /* NULL: failed, and reported */
} Raw;

void datasets_init(Datasets *datasets, Arena *arena, Report *report, const Files *files)
{
    *datasets = (Datasets){.arena = arena, .report = report, .files = files, .raw = {.arena = arena}, .asked = {.arena = arena}};
}

/* What is common to all sources. */
static ReadOptions read_options(Arena *arena, const IrTable *ir)
{
    NumStyle *style = ARENA_NEW(arena, NumStyle);
    *style = (NumStyle){ir->decimal, ir->thousands};
    ColumnType *types = ARENA_ARRAY(arena, ir->types.n, ColumnType);
    for (size_t i = 0; i < ir->types.n; i++) {
        Str word = ir->types.values[i]->value.text;
        ColumnType *type = &types[i];
        *type = (ColumnType){.column = ir->types.keys[i]->value.text, .span = ir->types.values[i]->span};
        if (!type_find(&type->type, word)) {
            type->type = TYPE_TIME;
            type->format = word;
        }
    }
    return (ReadOptions){.missing = ir->missing.at,
                         .n_missing = ir->missing.n,
                         .style = style,
                         .types = types,
                         .n_types = ir->types.n,
                         .span = ir_span(ir, IR_FIELD_Table_path)};
}

/* The bytes of a packed file; false after a report. */
static bool unpacked(Datasets *datasets, const IrTable *ir, Str path, Str *text)
{
    const char *why;
    UnpackResult result = unpack(datasets->arena, text, (size_t)limit_most(datasets->report, LIMIT_DATA_BYTES), &why);
    Span span = ir_span(ir, IR_FIELD_Table_path);
    if (result == UNPACK_DAMAGED)
        report_add(datasets->report, REPORT_E0512, span, "`%.*s` cannot be unpacked: %s", STR_FMT(path), why);
    if (result == UNPACK_LACKS_LIBRARY)
        report_add(datasets->report, REPORT_E0501, span, "could not read `%.*s`: this machine lacks %s", STR_FMT(path), why);
    if (result == UNPACK_TOO_LARGE)
        limit_hint(datasets->report, report_add(datasets->report, REPORT_E1001, span, "`%.*s` is larger unpacked than what is read", STR_FMT(path)),
                   LIMIT_DATA_BYTES);
    return result == UNPACK_DONE;
}

static bool is_small_enough(Datasets *datasets, const IrTable *ir, Str path, Str text)
{
    return limit_keeps(datasets->report, LIMIT_DATA_BYTES, ir_span(ir, IR_FIELD_Table_path), (double)text.n, "`%.*s` has %zu bytes", STR_FMT(path),
                       text.n);
}

/* The letters of the query between their quotes, so that a place in it can be shown; the property where they stand elsewhere or hold escapes. */
static Span query_span(Datasets *datasets, const IrTable *ir)
{
    Span span = ir_span(ir, IR_FIELD_Table_query);
    Str text = source_text(datasets->report->sources, span);
    for (size_t i = 0; i + ir->query.n < text.n; i++)
        if ((text.at[i] == '"' || text.at[i] == '\'') && str_starts((Str){text.at + i + 1, text.n - i - 1}, ir->query))
            return (Span){span.source, span.start + i + 1, span.start + i + 1 + ir->query.n};
    return span;
}

/* The text in UTF-8, whatever the spec says that it is; false after a report. */
static bool decoded(Datasets *datasets, const IrTable *ir, Str path, Str *text)
{
    size_t bad, line = 1;
    Str bytes = *text;
    if (encoding_decode(datasets->arena, ir->encoding, bytes, text, &bad))
        return true;
    for (size_t i = 0; i < bad; i++)
        line += bytes.at[i] == '\n';
    report_add(datasets->report, REPORT_E0503, ir_span(ir, IR_FIELD_Table_encoding), "byte %zu of `%.*s`, in line %zu, is not %s", bad + 1,
               STR_FMT(path), line, IR_WORD_TEXT(Encoding, ir->encoding));
    return false;
}

static const Table *read_file(Datasets *datasets, const IrTable *ir)
{
    Arena *arena = datasets->arena;
    Report *report = datasets->report;
    Span span = ir_span(ir, IR_FIELD_Table_path);
    Str path = files_join(arena, ir->base, ir->path), text, why;
    VEC_PUSH(arena, &datasets->paths, path);
    bool is_input = str_is(path, "-") || str_is(path, "/dev/stdin");
    if (is_input && datasets->has_read_input) {
        text = datasets->input;
    } else if (!datasets->files->read(datasets->files, arena, path, &text, &why)) {
        report_add(report, REPORT_E0501, span, "could not read `%.*s`: %.*s", STR_FMT(path), STR_FMT(why));
        return NULL;
    }
    limits_feed(report->limits, text.n);
    if (is_input) {
        datasets->has_read_input = true;
        datasets->input = text;
    }
    if (!unpacked(datasets, ir, path, &text))
        return NULL;
    const SourceKind *kind = source_kind_find(ir->format, path, text);
    SourceInput input = {.files = datasets->files, .query = ir->query, .query_span = ir->query.n ? query_span(datasets, ir) : span};
    if (ir->query.n && !kind->takes_query) {
        Diagnostic *error = report_add(report, REPORT_E0418, ir_span(ir, IR_FIELD_Table_query), "`query` asks a database; `%.*s` is read as %s",
                                       STR_FMT(path), IR_WORD_TEXT(FileFormat, kind->format));
        report_hint(report, error, "take rows and columns by steps: filter, select");
        return NULL;
    }
    if (kind->is_text) {
        if (!is_small_enough(datasets, ir, path, text) || !decoded(datasets, ir, path, &text))
            return NULL;
        input.source = source_add(report->sources, path, path, text);
    } else {
        Source *source = ARENA_NEW(arena, Source);
        *source = (Source){.name = path, .path = path, .text = text};
        input.source = source;
    }
    Str *declared = ARENA_ARRAY(arena, ir->columns.n, Str);
    for (size_t i = 0; i < ir->columns.n; i++)
        declared[i] = ir->columns.at[i]->name;
    ReadOptions options = read_options(arena, ir);
    options.wanted = ir->columns.n ? declared : datasets->wanted;
    options.wanted_spans = ir->columns.n ? NULL : datasets->wanted_spans;
    options.n_wanted = ir->columns.n ? ir->columns.n : datasets->n_wanted;
    options.delimiter = ir->delimiter;
    options.comment = ir->comment;
    options.may_defer = datasets->may_defer;
    options.keeps_steps = datasets->keeps_steps;
    options.first_rows = datasets->first_rows;
    options.asked = &datasets->asked;
    Table *table = ARENA_NEW(arena, Table);
    input.options = &options;
    bool is_good = kind->read(table, arena, report, &input);
    if (is_good && !table->n_columns && options.wanted && !ir->columns.n) { /* a spec that counts rows names none: they are those of any column */
        options.wanted = NULL;
        options.n_wanted = 0;
        *table = (Table){0};
        is_good = kind->read(table, arena, report, &input);
    }
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
    ReadOptions options = read_options(arena, ir);
    size_t n_rows = n_columns ? ir->cells.n / n_columns : 0;
    return read_cells(table, arena, datasets->report, names, spans, n_columns, ir->cells.at, n_rows, &options) ? table : NULL;
}

/* Two tables are the same text read the same way when these agree. */
static Str raw_key(Arena *arena, const IrTable *ir)
{
    Buf key = {.arena = arena};
    buf_add(&key, files_join(arena, ir->base, ir->path));
    buf_printf(&key, "\n%.*s\n%.*s\n%d\n%d\n%.*s\n%.*s\n%.*s", STR_FMT(ir->delimiter), STR_FMT(ir->comment), (int)ir->format, (int)ir->encoding,
               STR_FMT(ir->decimal), STR_FMT(ir->thousands), STR_FMT(ir->query));
    for (size_t i = 0; i < ir->types.n; i++)
        buf_printf(&key, "\n%.*s\n%.*s", STR_FMT(ir->types.keys[i]->value.text), STR_FMT(ir->types.values[i]->value.text));
    buf_adds(&key, "\n");
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
        deferred_read(raw->table->deferred, whole);
        raw->table = whole->n_columns ? whole : NULL;
    }
    return raw->table;
}

const Table *dataset_table(const Datasets *datasets, size_t i)
{
    return ((const Raw *)datasets->raw.entries[i].value)->table;
}

/* An IR file may be older than its data. */
static bool has_declared_columns(Datasets *datasets, const IrTable *ir, const Table *table)
{
    size_t n_errors = datasets->report->n_errors;
    for (size_t i = 0; i < ir->columns.n; i++) {
        const IrColumn *declared = ir->columns.at[i];
        const Column *column = table_find(table, declared->name);
        if (!column)
            report_add(datasets->report, REPORT_E0823, declared->node.span, "`%.*s` has no column `%.*s` any more", STR_FMT(ir->path),
                       STR_FMT(declared->name));
        else if (!str_is(declared->type, type_name(column->type)))
            report_add(datasets->report, REPORT_E0823, declared->node.span, "column `%.*s` was %.*s, now it is %s", STR_FMT(declared->name),
                       STR_FMT(declared->type), type_name(column->type));
    }
    return datasets->report->n_errors == n_errors;
}

/* The leading steps up to a summarize, folded: the rows need not be kept. How many steps are done; 0: none. */
static size_t summarize_in_source(Datasets *datasets, const IrTable *ir, Table *table)
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
    FoldQuery query = {.arena = arena,
                       .steps = (const IrStep *const *)ir->steps.at,
                       .n_steps = n,
                       .keys = exprs,
                       .n_keys = n_keys,
                       .exprs = exprs,
                       .n_exprs = n_columns};
    if (!fold_takes(&query) || !fold_run(arena, table->deferred, &query, columns, &n_rows))
        return 0;
    for (size_t i = 0; i < n_columns; i++) {
        columns[i].name = i < n_keys ? step->keys.at[i]->name : step->items.at[i - n_keys]->name;
        columns[i].span = i < n_keys ? step->keys.at[i]->node.span : step->items.at[i - n_keys]->node.span;
    }
    *table = (Table){.columns = columns, .n_columns = n_columns, .n_rows = n_rows};
    return n + 1;
}

/* The rows that were left in the source, behind the first *n_done of the steps: those that the source itself runs, or that need no row kept. False as
 * deferred_read. */
static bool take_rows(Datasets *datasets, const IrTable *ir, Table *table, size_t *n_done)
{
    const IrStep *const *steps = (const IrStep *const *)ir->steps.at;
    Deferred *deferred = table->deferred, *pushed = deferred_push(deferred, steps, ir->steps.n, n_done);
    bool is_summarized = pushed && steps[*n_done - 1]->kind == STEP_SUMMARIZE;
    size_t n_folded = is_summarized ? 0 : summarize_in_source(datasets, ir, table);
    if (n_folded) {
        *n_done = n_folded;
        return true;
    }
    Table left;
    if (pushed && deferred_read(pushed, &left)) {
        *table = left;
        return true;
    }
    *n_done = is_summarized ? summarize_in_source(datasets, ir, table) : 0;
    return *n_done || deferred_read(deferred, table);
}

static bool run_steps(Datasets *datasets, const IrTable *ir, const Table *tables, Table *table, size_t n_done)
{
    const IrStep *const *steps = (const IrStep *const *)ir->steps.at;
    return n_done == ir->steps.n || steps_run(table, datasets->arena, datasets->report, tables, steps + n_done, ir->steps.n - n_done);
}

bool dataset_settle(Table *table, Arena *arena, Report *report, const IrFigure *figure, const Table *tables, int number)
{
    const IrTable *ir = figure->tables.at[number];
    return deferred_read(table->deferred, table) && steps_run(table, arena, report, tables, (const IrStep *const *)ir->steps.at, ir->steps.n);
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
            size_t n_done = 0;
            if (tables[i].deferred && !stays && !take_rows(datasets, ir, &tables[i], &n_done))
                return NULL;
            is_good[i] = stays || run_steps(datasets, ir, tables, &tables[i], n_done);
            tables[i].name = ir->name;
        }
        all_good = all_good && is_good[i];
    }
    return all_good ? tables : NULL;
}
