/* sqlite_rows: the rows of a statement, to a table or in batches; see sqlite_kit.h. */
#include "sqlite_kit.h"

#include "num.h"

#include <math.h>
#include <stdio.h>

enum { BATCH_ROWS = 1 << 16 };
#define MOST_ROWS (UINT32_MAX - 1) /* too large for a value of an enum */

static CellColumn *new_columns(const SqliteRows *rows, Arena *arena)
{
    static const ReadOptions PLAIN; /* what steps made is read as it is */
    const Database *d = rows->d;
    size_t n = rows->base.promised.n_columns;
    CellColumn *columns = ARENA_ARRAY(arena, n, CellColumn);
    for (size_t i = 0; i < n; i++)
        columns[i] = (CellColumn){.arena = arena,
                                  .name = rows->base.promised.columns[i].name,
                                  .span = rows->base.promised.columns[i].span,
                                  .copies_texts = true,
                                  .options = rows->push ? &PLAIN : d->options};
    return columns;
}

static bool fail_cell(const Database *d, Report *report, const CellColumn *column, size_t row, const char *what)
{
    report_add(report, REPORT_E0513, d->query_span, "row %zu of column `%.*s` %s", row + 1, STR_FMT(column->name), what);
    return false;
}

/* Whether a double holds the whole number; from 2^62 on that is looked at in its digits. */
static bool is_held(sqlite3_int64 whole)
{
    sqlite3_int64 far = (sqlite3_int64)1 << 62;
    return whole > -far && whole < far && (sqlite3_int64)(double)whole == whole;
}

/* The value of a column of the row at hand; texts are gone with the next step. False after a report. */
static bool take_value(const Database *d, Report *report, CellColumn *column, int i, size_t row)
{
    Cell cell = {.kind = CELL_MISSING};
    char digits[NUM_TEXT_SIZE];
    switch (d->lib.sqlite3_column_type(d->statement, i)) {
    case SQLITE_INTEGER: {
        sqlite3_int64 whole = d->lib.sqlite3_column_int64(d->statement, i);
        cell.kind = CELL_NUMBER;
        cell.number = (double)whole;
        if (is_held(whole) && cell_column_number(column, row, cell.number))
            return true;
        cell.text = (Str){digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)whole)};
        break;
    }
    case SQLITE_FLOAT:
        cell.number = d->lib.sqlite3_column_double(d->statement, i);
        if (!isfinite(cell.number))
            return fail_cell(d, report, column, row, "is infinite");
        if (cell_column_number(column, row, cell.number))
            return true;
        cell.kind = CELL_NUMBER;
        cell.is_exact = true;
        cell.text = (Str){digits, num_print(digits, cell.number)};
        break;
    case SQLITE_TEXT: {
        const char *text = sqlite_some(d, (const char *)d->lib.sqlite3_column_text(d->statement, i));
        cell.text = (Str){text, (size_t)d->lib.sqlite3_column_bytes(d->statement, i)};
        cell.kind = cell.text.n ? CELL_TEXT : CELL_MISSING;
        if (utf8_check(cell.text) < cell.text.n) {
            report_add(report, REPORT_E0503, d->query_span, "the text in row %zu of column `%.*s` is not UTF-8", row + 1, STR_FMT(column->name));
            return false;
        }
        break;
    }
    case SQLITE_BLOB:
        return fail_cell(d, report, column, row, "holds bytes (a blob), expected numbers or texts");
    default:
        break;
    }
    return cell_column_add(column, report, row, cell);
}

/* Takes rows from *row on, up to `most`; false after a report of a value. *status is what the last step gave. */
static bool take_rows(const SqliteRows *rows, Report *report, CellColumn *columns, size_t *row, size_t most, int *status)
{
    const Database *d = rows->d;
    size_t n = rows->base.promised.n_columns;
    for (; *row < most && (*status = d->lib.sqlite3_step(d->statement)) == SQLITE_ROW; ++*row)
        for (size_t i = 0; i < n; i++)
            if (!take_value(d, report, &columns[i], (int)rows->places[i], *row))
                return false;
    return true;
}

static void finish_table(const SqliteRows *rows, CellColumn *columns, size_t n_rows, Table *table)
{
    size_t n = rows->base.promised.n_columns;
    *table = (Table){.columns = ARENA_ARRAY(rows->d->arena, n, Column), .n_columns = n, .n_rows = n_rows};
    for (size_t i = 0; i < n; i++)
        table->columns[i] = cell_column_finish(&columns[i], n_rows);
}

/* All rows from number `row` on, which the statement comes to next where its last status says that there are more. False after a report. */
static bool read_on(const SqliteRows *rows, CellColumn *columns, size_t row, int status, Table *table)
{
    Database *d = rows->d;
    if (status == SQLITE_ROW && !take_rows(rows, d->report, columns, &row, MOST_ROWS, &status))
        return false;
    if (status != SQLITE_DONE)
        return sqlite_fail_step(d, status);
    sqlite_stop(d);
    if (row == 0) {
        report_add(d->report, REPORT_E0502, d->query_span, "the query gives no rows");
        return false;
    }
    finish_table(rows, columns, row, table);
    return true;
}

/* The columns, and how many rows of them are taken; the statement has passed these. */
static bool start(SqliteRows *rows, Arena *arena, CellColumn **columns, size_t *n_rows)
{
    bool is_waiting = rows->d->waiting == rows;
    *columns = is_waiting ? rows->first : new_columns(rows, arena);
    *n_rows = is_waiting ? rows->n_first : 0;
    rows->d->waiting = NULL;
    return is_waiting || (rows->push ? sqlite_push_start(rows) : sqlite_start(rows->d, &rows->sql));
}

static bool read_left(Deferred *deferred, Table *table)
{
    SqliteRows *rows = (SqliteRows *)deferred;
    CellColumn *columns;
    size_t n_rows;
    return start(rows, rows->d->arena, &columns, &n_rows) ? read_on(rows, columns, n_rows, SQLITE_ROW, table)
                                                          : sqlite_fail_step(rows->d, SQLITE_ERROR);
}

/* The columns as a table of promised types. */
static bool finish_promised(const SqliteRows *rows, Arena *arena, CellColumn *columns, size_t n_rows, Table *table)
{
    const Table *promised = &rows->base.promised;
    *table = (Table){.columns = ARENA_ARRAY(arena, promised->n_columns, Column), .n_columns = promised->n_columns, .n_rows = n_rows};
    bool is_good = true;
    for (size_t i = 0; i < promised->n_columns && is_good; i++)
        is_good = cell_column_finish_as(&columns[i], n_rows, promised->columns[i].type, &table->columns[i]);
    return is_good;
}

bool sqlite_read_pushed(Deferred *deferred, Table *table)
{
    SqliteRows *rows = (SqliteRows *)deferred;
    Report unheard = {.arena = rows->d->arena};
    CellColumn *columns;
    size_t row;
    int status = SQLITE_ROW;
    bool is_good = start(rows, rows->d->arena, &columns, &row) && take_rows(rows, &unheard, columns, &row, MOST_ROWS, &status) &&
                   status == SQLITE_DONE && row > 0 && sqlite_push_holds(rows) && finish_promised(rows, rows->d->arena, columns, row, table);
    sqlite_stop(rows->d);
    return is_good;
}

size_t sqlite_most_batches(const Deferred *deferred)
{
    (void)deferred;
    return MOST_ROWS / BATCH_ROWS + 2; /* the first rows are one */
}

static void free_arena(void *arena)
{
    arena_free(arena);
}

bool sqlite_batches(Deferred *deferred, BatchTake *take, void *user)
{
    SqliteRows *rows = (SqliteRows *)deferred;
    Database *d = rows->d;
    Arena *scratch = arena_new(arena_fault(d->arena));
    if (!scratch)
        arena_fail(d->arena);
    arena_on_free(d->arena, free_arena, scratch);
    WorkPlace place = {d->arena, scratch};
    CellColumn *columns;
    size_t row, n_rows = 0;
    int status = SQLITE_ROW;
    bool is_good = start(rows, scratch, &columns, &row);
    for (size_t part = 0; is_good && status == SQLITE_ROW && n_rows < MOST_ROWS; part++) {
        Report unheard = {.arena = scratch};
        Table batch;
        if (row == 0 && part > 0)
            columns = new_columns(rows, scratch);
        is_good = (part == 0 && row > 0) || take_rows(rows, &unheard, columns, &row, BATCH_ROWS, &status);
        is_good = is_good && (status == SQLITE_ROW || status == SQLITE_DONE) && finish_promised(rows, scratch, columns, row, &batch);
        if (is_good && row)
            take(user, &place, part, &batch);
        n_rows += row;
        row = 0;
        arena_clear(scratch);
    }
    sqlite_stop(d);
    return is_good && status == SQLITE_DONE && (!rows->push || sqlite_push_holds(rows));
}

static const DeferredHooks HOOKS = {read_left, sqlite_most_batches, sqlite_batches, sqlite_push};

/* What the first rows promise; false when they do not say what a column is. */
static bool promise(SqliteRows *rows, CellColumn *columns, size_t n_rows)
{
    Arena *arena = rows->d->arena;
    Table *promised = &rows->base.promised;
    for (size_t i = 0; i < promised->n_columns; i++) {
        if (columns[i].kind == CELL_MISSING)
            return false;
        CellColumn copy = columns[i]; /* which goes on; the copy ends here */
        copy.codes.at = arena_copy(arena, copy.codes.at, copy.codes.n * sizeof *copy.codes.at);
        copy.codes.cap = copy.codes.n;
        copy.numbers.at = arena_copy(arena, copy.numbers.at, copy.numbers.n * sizeof *copy.numbers.at);
        copy.numbers.cap = copy.numbers.n;
        promised->columns[i].type = cell_column_finish(&copy, n_rows).type;
    }
    return true;
}

bool sqlite_read_rows(Database *d, Table *table)
{
    SqliteRows *rows = ARENA_NEW(d->arena, SqliteRows);
    *rows = (SqliteRows){.base = {.hooks = &HOOKS, .report = d->report}, .d = d, .sql = {.text = {.arena = d->arena}}, .places = d->places};
    buf_add(&rows->sql.text, d->rows);
    rows->base.promised = (Table){.columns = ARENA_ARRAY(d->arena, d->n_wanted, Column), .n_columns = d->n_wanted};
    for (size_t i = 0; i < d->n_wanted; i++)
        rows->base.promised.columns[i].name = d->names[d->places[i]];
    sqlite_note(d, &rows->sql);
    if (!sqlite_start(d, &rows->sql))
        return sqlite_fail_step(d, SQLITE_ERROR);
    CellColumn *columns = new_columns(rows, d->arena);
    bool *are_whole = ARENA_ARRAY(d->arena, d->n_wanted, bool);
    size_t row = 0, n_first = d->options->may_defer ? d->options->first_rows ? d->options->first_rows : FIRST_ROWS : MOST_ROWS;
    int status = SQLITE_ROW;
    if (!take_rows(rows, d->report, columns, &row, n_first, &status))
        return false;
    for (size_t i = 0; i < d->n_wanted; i++) {
        are_whole[i] = columns[i].kind == CELL_NUMBER;
        for (size_t k = 0; k < columns[i].numbers.n; k++)
            are_whole[i] &= isnan(columns[i].numbers.at[k]) || columns[i].numbers.at[k] == floor(columns[i].numbers.at[k]);
    }
    if (status != SQLITE_ROW || row < n_first || !promise(rows, columns, row))
        return read_on(rows, columns, row, status, table);
    rows->are_whole = are_whole;
    rows->first = columns;
    rows->n_first = row;
    d->waiting = rows;
    *table = rows->base.promised;
    table->deferred = &rows->base;
    return true;
}
