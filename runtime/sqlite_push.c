/* sqlite_push: leading steps as SQL; see deferred.h. Taken are filter, select, drop and rename, and behind them one take or summarize, where SQLite
 * gives what the step gives here:
 * - Columns of numbers and of texts are compared with constants of their type and with each other, joined by `and`, `or`, `not`, whose three truth
 * values are those of SQL. An empty text is missing: nullif. Columns lose their affinity and collation, by `+` and `collate binary`, which orders
 * UTF-8 as we do. Constants are bound.
 * - What a column is depends on all its cells, also those that a filter leaves out: the function chartc_row looks at each row before its condition.
 * - Rows keep their order by the table's row numbers; those of a query by a fence, `limit -1`, that keeps the planner from seeing through it. Groups
 * in the order of their first rows need row numbers.
 * - Aggregates are count, min and max, and of whole numbers sum and mean, which are exact in 64 bits, or an error; ours then are the same numbers,
 * rounded once. All other sums are left to us: SQLite's depend on the order of rows, ours have twice the digits. Dates (texts there), arithmetic
 * (whole numbers divide otherwise), functions, declared types and further texts for missing values are left to us. */
#include "sqlite_kit.h"

#include "calendar.h"
#include "step_columns.h"

#include <math.h>
#include <string.h>

enum { MOST_ARGUMENTS = 100 }; /* of an SQL function: 127 */

typedef struct SqlitePush {
    const SqliteRows *from;
    bool asks_first; /* all rows are looked at by a statement before: the other one does not see all of them */
    bool refuses_minus_zero;
    bool *must_be_whole; /* of from's columns: sums rely on it */
    bool is_bad;         /* what was seen is not what the steps may rely on */
} SqlitePush;

/* Of the statement that runs on this thread: SQLite tells a function nothing but its arguments, and how to ask for more is in here. */
static _Thread_local SqlitePush *running;

/* --- each row ----------------------------------------------------------------------------------------------------- */

static bool is_number_right(const SqlitePush *push, sqlite3_value *value, int type, bool must_be_whole)
{
    static const double FIRST_UNSURE = 9007199254740992.0; /* 2^53 */
    const LibSqlite *lib = &push->from->d->lib;
    double number = lib->sqlite3_value_double(value);
    if (!(fabs(number) < FIRST_UNSURE) || (must_be_whole && type != SQLITE_INTEGER))
        return false;
    return !(push->refuses_minus_zero && number == 0 && signbit(number));
}

static bool is_text_right(const SqlitePush *push, sqlite3_value *value, ValueType type)
{
    const LibSqlite *lib = &push->from->d->lib;
    const char *at = (const char *)lib->sqlite3_value_text(value);
    Str text = {at, at ? (size_t)lib->sqlite3_value_bytes(value) : 0};
    double time;
    return at && utf8_check(text) == text.n && (type == TYPE_TEXT || text.n == 0 || calendar_parse(text, &time));
}

static void see_row(sqlite3_context *context, int n, sqlite3_value **values)
{
    SqlitePush *push = running;
    const LibSqlite *lib = &push->from->d->lib;
    const Table *promised = &push->from->base.promised;
    for (size_t i = 0; i < (size_t)n && i < promised->n_columns && !push->is_bad; i++) {
        int type = lib->sqlite3_value_type(values[i]);
        bool is_number = promised->columns[i].type == TYPE_NUMBER;
        if (type == SQLITE_INTEGER || type == SQLITE_FLOAT)
            push->is_bad = !is_number || !is_number_right(push, values[i], type, push->must_be_whole[i]);
        else if (type != SQLITE_NULL)
            push->is_bad = type != SQLITE_TEXT || is_number || !is_text_right(push, values[i], promised->columns[i].type);
    }
    lib->sqlite3_result_int(context, !push->is_bad);
}

/* --- the statement ------------------------------------------------------------------------------------------------ */

typedef struct PushBuild {
    Arena *arena;
    const SqliteRows *from;
    SqlitePush *push;
    Table shape;     /* the columns behind the steps so far */
    size_t *origins; /* of these: the columns of `from` that they are */
    Sql where;       /* empty: all rows */
} PushBuild;

static void add_column(PushBuild *b, Buf *out, size_t origin)
{
    const Column *column = &b->from->base.promised.columns[origin];
    if (column->type == TYPE_TEXT) {
        buf_adds(out, "(nullif(");
        sqlite_add_name(out, column->name);
        buf_adds(out, " collate binary, '') collate binary)");
    } else {
        buf_adds(out, "+");
        sqlite_add_name(out, column->name);
    }
}

/* The column of `from` that an expression is; false when it is something else, or neither number nor text. */
static bool origin_of(const PushBuild *b, const Expr *expr, size_t *origin)
{
    for (size_t i = 0; i < b->shape.n_columns && expr->kind == EXPR_COLUMN; i++)
        if (str_eq(b->shape.columns[i].name, expr->column)) {
            *origin = b->origins[i];
            return expr->type == TYPE_NUMBER || expr->type == TYPE_TEXT;
        }
    return false;
}

static bool is_sql_constant(const Expr *expr)
{
    return expr->kind == EXPR_LITERAL && !expr->value.is_missing && !expr->value.has_key && (expr->type == TYPE_NUMBER || expr->type == TYPE_TEXT);
}

static bool add_operand(PushBuild *b, Sql *out, const Expr *expr)
{
    size_t origin;
    if (origin_of(b, expr, &origin)) {
        add_column(b, &out->text, origin);
        return true;
    }
    if (!is_sql_constant(expr))
        return false;
    buf_adds(&out->text, "?");
    VEC_PUSH(b->arena, &out->values, (SqlValue){expr->type, expr->value.number, expr->value.text});
    return true;
}

static const char *comparison(FunctionId function)
{
    switch (function) {
    case FUNCTION_EQ:
        return " = ";
    case FUNCTION_NE:
        return " <> ";
    case FUNCTION_LT:
        return " < ";
    case FUNCTION_LE:
        return " <= ";
    case FUNCTION_GT:
        return " > ";
    case FUNCTION_GE:
        return " >= ";
    case FUNCTION_AND:
        return " and ";
    case FUNCTION_OR:
        return " or ";
    default:
        return NULL;
    }
}

static bool add_condition(PushBuild *b, Sql *out, const Expr *expr);

/* Constants between separators. */
static bool add_constants(PushBuild *b, Sql *out, const Expr *call, const char *separator)
{
    bool is_good = true;
    for (size_t i = 1; i < call->n_args && is_good; i++) {
        buf_adds(&out->text, i > 1 ? separator : "");
        is_good = is_sql_constant(call->args[i]) && add_operand(b, out, call->args[i]);
    }
    return is_good;
}

static bool add_call(PushBuild *b, Sql *out, const Expr *expr)
{
    size_t origin;
    const char *sign = comparison(expr->function);
    if (expr->function == FUNCTION_AND || expr->function == FUNCTION_OR) {
        if (!add_condition(b, out, expr->args[0]))
            return false;
        buf_adds(&out->text, sign);
        return add_condition(b, out, expr->args[1]);
    }
    if (expr->function == FUNCTION_NOT) {
        buf_adds(&out->text, "not ");
        return add_condition(b, out, expr->args[0]);
    }
    if (expr->function == FUNCTION_IS_MISSING) {
        if (!origin_of(b, expr->args[0], &origin))
            return false;
        add_column(b, &out->text, origin);
        buf_adds(&out->text, " is null");
        return true;
    }
    if (!add_operand(b, out, expr->args[0]))
        return false;
    if (sign) {
        buf_adds(&out->text, sign);
        return add_operand(b, out, expr->args[1]);
    }
    if (expr->function == FUNCTION_BETWEEN) {
        buf_adds(&out->text, " between ");
        return add_constants(b, out, expr, " and ");
    }
    if (expr->function != FUNCTION_IN)
        return false;
    buf_adds(&out->text, " in (");
    bool is_good = add_constants(b, out, expr, ", ");
    buf_adds(&out->text, ")");
    return is_good;
}

static bool add_condition(PushBuild *b, Sql *out, const Expr *expr)
{
    if (expr->kind != EXPR_CALL)
        return false;
    buf_adds(&out->text, "(");
    bool is_good = add_call(b, out, expr);
    buf_adds(&out->text, ")");
    return is_good;
}

static bool push_filter(PushBuild *b, const IrStep *step)
{
    Sql before = b->where;
    if (before.text.n)
        buf_adds(&b->where.text, " and ");
    if (add_condition(b, &b->where, step->condition))
        return true;
    b->where.text.n = before.text.n;
    b->where.values.n = before.values.n;
    return false;
}

static bool push_choice(PushBuild *b, const IrStep *step)
{
    Table old = b->shape;
    size_t *origins;
    if (step_columns(b->arena, step, NULL, &b->shape, NULL)) {
        b->shape = old;
        return false;
    }
    origins = ARENA_ARRAY(b->arena, b->shape.n_columns, size_t);
    for (size_t i = 0; i < b->shape.n_columns; i++) {
        Str name = b->shape.columns[i].name;
        for (size_t k = 0; k < step->items.n && step->kind == STEP_RENAME; k++)
            if (str_eq(step->items.at[k]->name, name)) {
                name = step->items.at[k]->expr->column;
                break;
            }
        for (size_t k = 0; k < old.n_columns; k++)
            if (str_eq(old.columns[k].name, name))
                origins[i] = b->origins[k];
    }
    b->origins = origins;
    return true;
}

/* `from` with the rows that are kept; each is looked at before. */
static void add_rows(const PushBuild *b, Sql *out, bool sees_rows, bool is_filtered)
{
    const Database *d = b->from->d;
    buf_adds(&out->text, " from ");
    if (d->table.n)
        sqlite_add_name(&out->text, d->table);
    else
        buf_adds(&out->text, "chartc_rows");
    if (!sees_rows && !(is_filtered && b->where.text.n))
        return;
    buf_adds(&out->text, " where ");
    if (sees_rows) {
        buf_adds(&out->text, "case when chartc_row(");
        for (size_t i = 0; i < b->from->base.promised.n_columns; i++) {
            buf_adds(&out->text, i ? ", " : "");
            sqlite_add_name(&out->text, b->from->base.promised.columns[i].name);
        }
        buf_adds(&out->text, ") then ");
    }
    if (is_filtered && b->where.text.n) {
        buf_add(&out->text, buf_str(&b->where.text));
        for (size_t i = 0; i < b->where.values.n; i++)
            VEC_PUSH(b->arena, &out->values, b->where.values.at[i]);
    } else {
        buf_adds(&out->text, "1");
    }
    if (sees_rows)
        buf_adds(&out->text, " end");
}

/* What stands before the select: the query behind its fence. */
static Sql begin(const PushBuild *b)
{
    Sql sql = {.text = {.arena = b->arena}};
    const Database *d = b->from->d;
    if (d->table.n)
        return sql;
    buf_adds(&sql.text, "with chartc_rows(");
    for (size_t i = 0; i < d->n_columns; i++) {
        buf_adds(&sql.text, i ? ", " : "");
        sqlite_add_name(&sql.text, d->names[i]);
    }
    buf_printf(&sql.text, ") as (select * from (%.*s\n) limit -1) ", STR_FMT(d->rows));
    return sql;
}

/* --- aggregates --------------------------------------------------------------------------------------------------- */

static bool add_aggregate(PushBuild *b, Sql *out, const Expr *expr)
{
    size_t origin;
    if (expr->kind != EXPR_CALL || expr->n_args > 1)
        return false;
    if (expr->n_args == 0) {
        buf_adds(&out->text, "count(*)");
        return expr->function == FUNCTION_COUNT;
    }
    if (!origin_of(b, expr->args[0], &origin))
        return false;
    Buf column = {.arena = b->arena};
    add_column(b, &column, origin);
    const char *text = buf_c(&column);
    switch (expr->function) {
    case FUNCTION_COUNT:
        buf_printf(&out->text, "count(%s)", text);
        return true;
    case FUNCTION_MIN:
    case FUNCTION_MAX:
        buf_printf(&out->text, "%s(%s)", expr->function == FUNCTION_MIN ? "min" : "max", text);
        return true;
    case FUNCTION_SUM:
    case FUNCTION_MEAN:
        b->push->must_be_whole[origin] = true;
        buf_printf(&out->text, expr->function == FUNCTION_SUM ? "cast(ifnull(sum(%s), 0) as real)" : "cast(sum(%s) as real) / count(%s)", text, text);
        return b->from->are_whole[origin];
    default:
        return false;
    }
}

/* SQLite sorts rows to group them: of more than so many, folding them here takes a third of the time. */
static bool has_few_rows(const Database *d)
{
    enum { MOST_SORTED = 100000 };
    Sql sql = {.text = {.arena = d->arena}};
    buf_printf(&sql.text, "select max(%.*s) from ", STR_FMT(d->rowid));
    sqlite_add_name(&sql.text, d->table);
    Database *own = arena_copy(d->arena, d, sizeof *d); /* a statement of its own */
    own->statement = NULL;
    bool has = d->rowid.n && sqlite_start(own, &sql) && d->lib.sqlite3_step(own->statement) == SQLITE_ROW &&
               d->lib.sqlite3_column_int64(own->statement, 0) <= MOST_SORTED;
    sqlite_stop(own);
    return has;
}

/* The whole statement of a summarize; false when it is left to us. */
static bool push_summarize(PushBuild *b, const IrStep *step, Sql *out)
{
    const Database *d = b->from->d;
    size_t n_keys = step->keys.n, n = n_keys + step->items.n, origin;
    Sql sql = begin(b);
    Column *columns = ARENA_ARRAY(b->arena, n, Column);
    if (n_keys && !has_few_rows(d))
        return false;
    buf_adds(&sql.text, n_keys ? "select " : "select * from (select "); /* of no row there is a group as well: that is no result here */
    for (size_t i = 0; i < n; i++) {
        const Expr *expr = i < n_keys ? step->keys.at[i]->expr : step->items.at[i - n_keys]->expr;
        columns[i] = (Column){.name = i < n_keys ? step->keys.at[i]->name : step->items.at[i - n_keys]->name,
                              .type = expr->type,
                              .span = i < n_keys ? step->keys.at[i]->node.span : step->items.at[i - n_keys]->node.span};
        buf_adds(&sql.text, i ? ", " : "");
        if (i >= n_keys ? !add_aggregate(b, &sql, expr) : !origin_of(b, expr, &origin))
            return false;
        if (i < n_keys)
            add_column(b, &sql.text, origin);
    }
    buf_adds(&sql.text, n_keys ? "" : ", count(*) as chartc_n");
    add_rows(b, &sql, true, true);
    buf_adds(&sql.text, n_keys ? "" : ") where chartc_n > 0");
    for (size_t i = 0; i < n_keys; i++)
        buf_printf(&sql.text, "%s%zu", i ? ", " : " group by ", i + 1);
    if (n_keys)
        buf_printf(&sql.text, " order by min(%.*s)", STR_FMT(d->rowid));
    b->push->refuses_minus_zero = true;
    b->shape = (Table){.columns = columns, .n_columns = n};
    *out = sql;
    return true;
}

/* --- the hook ----------------------------------------------------------------------------------------------------- */

static bool can_push(const SqliteRows *from)
{
    enum { TEXT_ENCODING = 56, UTF_8 = 1 };
    const Database *d = from->d;
    Str bytes = d->source->text;
    if (d->options->keeps_steps || d->options->n_missing || d->options->n_types || d->has_parameters ||
        from->base.promised.n_columns > MOST_ARGUMENTS)
        return false;
    for (size_t i = 0; i < 4; i++)
        if (bytes.at[TEXT_ENCODING + i] != (i == 3 ? UTF_8 : 0))
            return false;
    for (size_t i = 0; i < d->n_columns; i++) /* SQL does not tell `a` from `A` */
        for (size_t k = 0; k < i; k++)
            if (str_is_name(d->names[i], d->names[k]))
                return false;
    return true;
}

static bool look_at_rows(SqliteRows *rows, const Sql *sql)
{
    Database *d = rows->d;
    sqlite_stop(d); /* functions are not made while a statement runs */
    running = rows->push;
    rows->push->is_bad = false;
    return d->lib.sqlite3_create_function_v2(d->db, "chartc_row", -1, SQLITE_UTF8, NULL, see_row, NULL, NULL, NULL) == SQLITE_OK &&
           sqlite_start(d, sql);
}

bool sqlite_push_start(SqliteRows *rows)
{
    Database *d = rows->d;
    if (rows->push->asks_first && (!look_at_rows(rows, &rows->look) || d->lib.sqlite3_step(d->statement) != SQLITE_ROW || rows->push->is_bad))
        return false;
    sqlite_note(d, &rows->sql);
    return rows->push->asks_first ? sqlite_start(d, &rows->sql) : look_at_rows(rows, &rows->sql);
}

bool sqlite_push_holds(const SqliteRows *rows)
{
    return !rows->push->is_bad;
}

static const DeferredHooks HOOKS = {sqlite_read_pushed, sqlite_most_batches, sqlite_batches, NULL};

/* The select of the rows that are left. */
static Sql select_rows(const PushBuild *b, int most)
{
    const Database *d = b->from->d;
    Sql sql = begin(b);
    buf_adds(&sql.text, b->shape.n_columns ? "select " : "select 1");
    for (size_t i = 0; i < b->shape.n_columns; i++) {
        buf_adds(&sql.text, i ? ", " : "");
        sqlite_add_name(&sql.text, b->from->base.promised.columns[b->origins[i]].name);
    }
    add_rows(b, &sql, !b->push->asks_first, true);
    if (d->rowid.n)
        buf_printf(&sql.text, " order by %.*s", STR_FMT(d->rowid));
    if (most >= 0)
        buf_printf(&sql.text, " limit %d", most);
    return sql;
}

Deferred *sqlite_push(Deferred *deferred, const IrStep *const *steps, size_t n_steps, size_t *n_taken)
{
    SqliteRows *from = (SqliteRows *)deferred;
    Arena *arena = from->d->arena;
    size_t n_columns = deferred->promised.n_columns, n = 0;
    if (!can_push(from))
        return NULL;
    SqliteRows *rows = ARENA_NEW(arena, SqliteRows);
    PushBuild build = {.arena = arena,
                       .from = from,
                       .push = ARENA_NEW(arena, SqlitePush),
                       .shape = deferred->promised,
                       .origins = ARENA_ARRAY(arena, n_columns, size_t),
                       .where = {.text = {.arena = arena}}},
              *b = &build;
    *b->push = (SqlitePush){.from = from, .must_be_whole = ARENA_ARRAY(arena, n_columns, bool)};
    for (size_t i = 0; i < n_columns; i++)
        b->origins[i] = i;
    for (; n < n_steps; n++) {
        StepKind kind = steps[n]->kind;
        bool is_choice = kind == STEP_SELECT || kind == STEP_DROP || kind == STEP_RENAME;
        if (!(is_choice ? push_choice(b, steps[n]) : kind == STEP_FILTER && push_filter(b, steps[n])))
            break;
    }
    *rows = (SqliteRows){.base = {.hooks = &HOOKS}, .d = from->d, .push = b->push};
    const IrStep *last = n < n_steps ? steps[n] : NULL;
    bool is_taken = last && last->kind == STEP_TAKE && last->keys.n == 0;
    if (last && last->kind == STEP_SUMMARIZE && push_summarize(b, last, &rows->sql)) {
        n++;
    } else if (is_taken || b->where.text.n || b->shape.n_columns < n_columns) {
        b->push->asks_first = is_taken;
        rows->sql = select_rows(b, is_taken ? last->count : -1);
        n += is_taken;
    } else {
        return NULL;
    }
    if (b->push->asks_first) {
        rows->look = begin(b);
        buf_adds(&rows->look.text, "select count(*)");
        add_rows(b, &rows->look, true, false);
    }
    size_t *places = ARENA_ARRAY(arena, b->shape.n_columns, size_t);
    for (size_t i = 0; i < b->shape.n_columns; i++)
        places[i] = i;
    rows->base.promised = b->shape;
    rows->base.promised.name = STR_NONE;
    rows->base.promised.deferred = NULL;
    rows->places = places;
    *n_taken = n;
    return &rows->base;
}
