/* steps_join: join and append: rows of two tables. */
#include "steps_kit.h"

#include "dict.h"
#include "limit.h"

#include <string.h>

/* Two columns of one type, one below the other. */
static Column stack(Arena *arena, const Column *a, const Column *b)
{
    Column out = *a;
    out.summary = NULL;
    out.n = a->n + b->n;
    if (a->type != TYPE_TEXT) {
        double *numbers = ARENA_ARRAY(arena, out.n, double);
        if (a->n)
            memcpy(numbers, a->numbers, a->n * sizeof *numbers);
        if (b->n)
            memcpy(numbers + a->n, b->numbers, b->n * sizeof *numbers);
        out.numbers = numbers;
        return out;
    }
    const Column *const both[] = {a, b};
    uint32_t *united[2], *codes = ARENA_ARRAY(arena, out.n, uint32_t);
    out.dict = dict_unite(arena, both, 2, united);
    for (size_t i = 0; i < out.n; i++) {
        uint32_t code = i < a->n ? a->codes[i] : b->codes[i - a->n];
        codes[i] = code == CODE_MISSING ? CODE_MISSING : united[i >= a->n][code];
    }
    out.codes = codes;
    return out;
}

bool run_append(StepRun *run)
{
    Table *table = run->table;
    const Table *other = &run->tables[run->step->table];
    double n_rows = (double)table->n_rows + (double)other->n_rows;
    if (!limit_keeps(run->report, LIMIT_ROWS, run->step->node.span, n_rows, "`append` makes %.0f rows", n_rows))
        return false;
    Column *columns = ARENA_ARRAY(run->arena, table->n_columns, Column);
    for (size_t i = 0; i < table->n_columns; i++)
        columns[i] = stack(run->arena, &table->columns[i], table_find(other, table->columns[i].name));
    if (table->places && table->places == other->places) {
        uint32_t *origins = ARENA_ARRAY(run->arena, table->n_rows + other->n_rows, uint32_t);
        for (size_t i = 0; i < table->n_rows; i++)
            origins[i] = table->origins ? table->origins[i] : (uint32_t)i;
        for (size_t i = 0; i < other->n_rows; i++)
            origins[table->n_rows + i] = other->origins ? other->origins[i] : (uint32_t)i;
        table->origins = origins;
    } else {
        table->places = NULL;
    }
    table->columns = columns;
    table->n_rows += other->n_rows;
    return true;
}

/* --- join --------------------------------------------------------------------------------------------------------- */

/* Rows of both tables by equal keys: those of the other table come first, so that a group's number says nothing about the table. */
typedef struct Matching {
    const Table *table, *other;
    Groups groups;          /* of all rows, the other's first */
    const bool *is_missing; /* one of the row's keys is: it matches nothing */
    size_t *start;          /* by group: where its rows stand in `rows`; one more at the end */
    uint32_t *rows;         /* of the other table, by group */
    uint32_t *n_own;        /* by group: rows of the table */
} Matching;

static Matching match_rows(const StepRun *run)
{
    const IrStep *step = run->step;
    Matching m = {.table = run->table, .other = &run->tables[step->table]};
    size_t n_other = m.other->n_rows, n = n_other + m.table->n_rows;
    Column *keys = ARENA_ARRAY(run->arena, step->items.n, Column);
    bool *is_missing = ARENA_ARRAY(run->arena, n, bool);
    for (size_t k = 0; k < step->items.n; k++) {
        keys[k] = stack(run->arena, table_find(m.other, step->items.at[k]->name), table_find(m.table, step->items.at[k]->expr->column));
        for (size_t i = 0; i < n; i++)
            is_missing[i] |= column_is_missing(&keys[k], i);
    }
    m.groups = groups_by(run->arena, keys, step->items.n, n);
    m.is_missing = is_missing;
    m.start = ARENA_ARRAY(run->arena, m.groups.n_groups + 2, size_t);
    m.rows = ARENA_ARRAY(run->arena, n_other, uint32_t);
    m.n_own = ARENA_ARRAY(run->arena, m.groups.n_groups, uint32_t);
    for (size_t i = 0; i < n_other; i++)
        m.start[m.groups.group_of[i] + 2] += !is_missing[i];
    for (size_t g = 2; g < m.groups.n_groups + 2; g++)
        m.start[g] += m.start[g - 1];
    for (size_t i = 0; i < n_other; i++)
        if (!is_missing[i])
            m.rows[m.start[m.groups.group_of[i] + 1]++] = (uint32_t)i;
    for (size_t i = n_other; i < n; i++)
        m.n_own[m.groups.group_of[i]] += !is_missing[i];
    return m;
}

static Str key_text(const StepRun *run, size_t row)
{
    Buf out = {.arena = run->arena};
    for (size_t k = 0; k < run->step->items.n; k++) {
        Str name = run->step->items.at[k]->expr->column;
        buf_printf(&out, "%s%.*s = %.*s", k ? ", " : "", STR_FMT(name),
                   STR_FMT(value_str(run->arena, column_value(table_find(run->table, name), row))));
    }
    return str_slice(buf_c(&out), out.n);
}

static void report_unmatched(const StepRun *run, const Matching *m, size_t n_unmatched, size_t first)
{
    size_t n = m->table->n_rows;
    Str other = m->other->name.n ? m->other->name : STR("the other data set");
    Span span = table_row_span(m->table, first);
    if (n_unmatched == n) {
        Diagnostic *error = report_add(run->report, REPORT_E0607, run->step->node.span,
                                       "the join matches nothing: no row of `%.*s` has %.*s, nor what the other rows have", STR_FMT(other),
                                       STR_FMT(key_text(run, first)));
        if (span.source)
            report_label(run->report, error, span, "the first row");
        const Column *key = table_find(m->other, run->step->items.at[0]->name);
        if (m->other->n_rows)
            report_hint(run->report, error, "there `%.*s` is for example %.*s", STR_FMT(key->name),
                        STR_FMT(value_str(run->arena, column_value(key, 0))));
    } else if (n_unmatched && run->step->join == JOIN_INNER) {
        Diagnostic *note = report_add(run->report, REPORT_N0609, run->step->node.span,
                                      "the join leaves out %zu of %zu rows: no row of `%.*s` has %.*s%s", n_unmatched, n, STR_FMT(other),
                                      STR_FMT(key_text(run, first)), n_unmatched > 1 ? ", among others" : "");
        if (span.source)
            report_label(run->report, note, span, "the first of them");
    }
}

static void report_multiplied(const StepRun *run, const Matching *m, size_t n_made)
{
    for (size_t i = 0; i < m->table->n_rows; i++) {
        uint32_t g = m->groups.group_of[m->other->n_rows + i];
        size_t n_other = m->start[g + 1] - m->start[g];
        if (m->n_own[g] < 2 || n_other < 2 || m->is_missing[m->other->n_rows + i])
            continue;
        Str other = m->other->name.n ? m->other->name : STR("the other data set");
        Diagnostic *warning = report_add(run->report, REPORT_W0608, run->step->node.span,
                                         "the join makes %zu rows of %zu: %u rows here and %zu of `%.*s` share %.*s", n_made, m->table->n_rows,
                                         m->n_own[g], n_other, STR_FMT(other), STR_FMT(key_text(run, i)));
        report_hint(run->report, warning, "join on further columns, or make one row of each match first: summarize ... by %.*s",
                    STR_FMT(run->step->items.at[0]->name));
        return;
    }
}

bool run_join(StepRun *run)
{
    Matching m = match_rows(run);
    size_t n_other = m.other->n_rows, n_rows = m.table->n_rows, n_unmatched = 0, first_unmatched = 0;
    double n_out = 0;
    for (size_t i = 0; i < n_rows; i++) {
        uint32_t g = m.groups.group_of[n_other + i];
        size_t n = m.is_missing[n_other + i] ? 0 : m.start[g + 1] - m.start[g];
        if (n == 0 && (n_unmatched == 0 || (m.is_missing[n_other + first_unmatched] && !m.is_missing[n_other + i])))
            first_unmatched = i; /* one with a value tells more */
        n_unmatched += n == 0;
        n_out += n == 0 ? run->step->join == JOIN_LEFT : (double)n;
    }
    report_unmatched(run, &m, n_unmatched, first_unmatched);
    if (n_unmatched == n_rows)
        return false;
    if (!limit_keeps(run->report, LIMIT_ROWS, run->step->node.span, n_out, "`join` makes %.0f rows", n_out))
        return false;
    report_multiplied(run, &m, (size_t)n_out);
    uint32_t *own = ARENA_ARRAY(run->arena, (size_t)n_out, uint32_t), *theirs = ARENA_ARRAY(run->arena, (size_t)n_out, uint32_t);
    size_t out = 0;
    for (size_t i = 0; i < n_rows; i++) {
        uint32_t g = m.groups.group_of[n_other + i];
        size_t n = m.is_missing[n_other + i] ? 0 : m.start[g + 1] - m.start[g];
        for (size_t k = 0; k < n; k++) {
            own[out] = (uint32_t)i;
            theirs[out++] = m.rows[m.start[g] + k];
        }
        if (n == 0 && run->step->join == JOIN_LEFT) {
            own[out] = (uint32_t)i;
            theirs[out++] = ROW_NONE;
        }
    }
    *run->table = table_pick(run->arena, run->table, own, out);
    for (size_t i = 0; i < m.other->n_columns; i++) {
        const Column *column = &m.other->columns[i];
        bool is_key = false;
        for (size_t k = 0; k < run->step->items.n; k++)
            is_key |= str_eq(run->step->items.at[k]->name, column->name);
        if (!is_key)
            put_column(run, column_pick_some(run->arena, column, theirs, out), column->name, column->span);
    }
    return true;
}
