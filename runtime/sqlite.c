/* sqlite: see sqlite.h. */
#include "sqlite.h"

#include "cell_column.h"
#include "lazy.h"
#include "num.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define SQLITE_FUNCTIONS(F)                                                                                                                              \
    F(sqlite3_open_v2) F(sqlite3_close_v2) F(sqlite3_deserialize) F(sqlite3_set_authorizer) F(sqlite3_progress_handler) F(sqlite3_prepare_v2)            \
    F(sqlite3_step) F(sqlite3_finalize) F(sqlite3_errmsg) F(sqlite3_error_offset) F(sqlite3_column_count) F(sqlite3_column_name) F(sqlite3_column_type)  \
    F(sqlite3_column_double) F(sqlite3_column_int64) F(sqlite3_column_text) F(sqlite3_column_bytes) F(sqlite3_db_config) F(sqlite3_limit)                \
    F(sqlite3_stmt_readonly) F(sqlite3_errcode)

typedef struct LibSqlite {
    SQLITE_FUNCTIONS(LAZY_MEMBER)
} LibSqlite;

typedef struct Database {
    Arena *arena;
    Report *report;
    const Source *source;
    const ReadOptions *options;
    Str query;
    Span query_span;
    LibSqlite lib;
    sqlite3 *db;
    sqlite3_stmt *statement;
    int n_rounds;
    bool has_taken_too_long;
} Database;

static void close_database(void *object)
{
    Database *d = object;
    if (d->statement)
        d->lib.sqlite3_finalize(d->statement);
    if (d->db)
        d->lib.sqlite3_close_v2(d->db);
    d->statement = NULL;
    d->db = NULL;
}

/* A query may read what the file holds, and nothing else. */
static int may(void *user, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)user, (void)a, (void)c, (void)d;
    if (action == SQLITE_FUNCTION)
        return b && strcmp(b, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE ? SQLITE_OK : SQLITE_DENY;
}

/* By instructions, not by the clock: the same query fails on every machine, or on none. */
enum { ROUND = 1000000, MOST_ROUNDS = 4000 };

static int take_round(void *user)
{
    Database *d = user;
    d->has_taken_too_long = ++d->n_rounds > MOST_ROUNDS;
    return d->has_taken_too_long;
}

static bool fail_database(Database *d, const char *what)
{
    report_add(d->report, REPORT_E0515, d->options->span, "`%.*s` %s", STR_FMT(d->source->name), what);
    return false;
}

/* What the library says about the statement, at its place in the query. */
static bool fail_query(Database *d, int offset, const char *message)
{
    Span span = d->query_span;
    if (d->has_taken_too_long) {
        report_add(d->report, REPORT_E1006, span, "the query takes more than %d thousand million steps", MOST_ROUNDS / 1000);
        return false;
    }
    bool has_letters = span.end - span.start == d->query.n; /* no escapes in between */
    if (has_letters && offset >= 0 && (size_t)offset < d->query.n) {
        size_t end = (size_t)offset + 1;
        while (end < d->query.n && (d->query.at[end] == '_' || ((d->query.at[end] | 32) >= 'a' && (d->query.at[end] | 32) <= 'z')))
            end++;
        span.end = span.start + (uint32_t)end;
        span.start += (uint32_t)offset;
    }
    report_add(d->report, REPORT_E0516, span, "SQLite says: %s", message);
    return false;
}

static size_t big_endian(Str bytes, size_t at, size_t n)
{
    size_t value = 0;
    for (size_t i = 0; i < n; i++)
        value = value << 8 | (unsigned char)bytes.at[at + i];
    return value;
}

/* Whether all pages are there: the library takes zeros for what lacks of the last one. The head has their size, and how many they are where its two counts of
 * changes agree (file format, 1.3). */
static bool is_whole(Str bytes)
{
    enum { PAGE_SIZE = 16, CHANGES = 24, N_PAGES = 28, CHANGES_THEN = 92 };
    size_t page = big_endian(bytes, PAGE_SIZE, 2), n_pages = big_endian(bytes, N_PAGES, 4);
    page = page == 1 ? 65536 : page;
    if (page < 512 || bytes.n % page)
        return false;
    return big_endian(bytes, CHANGES, 4) != big_endian(bytes, CHANGES_THEN, 4) || bytes.n / page >= n_pages;
}

static bool open_database(Database *d, const Files *files)
{
    static const char *const NAMES[] = {SQLITE_FUNCTIONS(LAZY_NAME) NULL};
    Str bytes = d->source->text, log, why;
    if (!lazy_load("libsqlite3.so.0", NAMES, (LazyFunction *)&d->lib)) {
        report_add(d->report, REPORT_E0501, d->options->span, "could not read `%.*s`: this machine lacks libsqlite3", STR_FMT(d->source->name));
        return false;
    }
    if (!str_starts(bytes, (Str){"SQLite format 3", 16}))
        return fail_database(d, bytes.n ? "is no SQLite database" : "is empty: it is no SQLite database");
    static const char *const LOGS[] = {"-wal", "-journal"};
    for (size_t i = 0; i < 2; i++) {
        Str path = str_printf(d->arena, "%.*s%s", STR_FMT(d->source->path), LOGS[i]);
        bool is_empty = !files->read(files, d->arena, path, &log, &why) || log.n == 0 || log.at[0] == 0;
        if (is_empty)
            continue;
        Diagnostic *error = report_add(d->report, REPORT_E0515, d->options->span, "`%.*s` is being written: changes stand in `%.*s`", STR_FMT(d->source->name), STR_FMT(path));
        report_hint(d->report, error, "close it where it is written, or copy it: sqlite3 %.*s \".backup copy.sqlite\"", STR_FMT(d->source->name));
        return false;
    }
    enum { WRITE_VERSION = 18, READ_VERSION, WITH_LOG = 2, HEAD = 100 };
    if (bytes.n < HEAD || !is_whole(bytes))
        return fail_database(d, "is cut off");
    if (bytes.at[WRITE_VERSION] == WITH_LOG || bytes.at[READ_VERSION] == WITH_LOG) { /* which is empty: without it the file is the same */
        char *copy = arena_copy(d->arena, bytes.at, bytes.n);
        copy[WRITE_VERSION] = copy[READ_VERSION] = 1;
        bytes.at = copy;
    }
    arena_on_free(d->arena, close_database, d);
    int status = d->lib.sqlite3_open_v2(":memory:", &d->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, NULL);
    if (status == SQLITE_OK)
        status = d->lib.sqlite3_deserialize(d->db, "main", (unsigned char *)(uintptr_t)bytes.at, (sqlite3_int64)bytes.n, (sqlite3_int64)bytes.n,
                                            SQLITE_DESERIALIZE_READONLY);
    if (status != SQLITE_OK)
        return fail_database(d, "could not be opened by SQLite");
    d->lib.sqlite3_db_config(d->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    d->lib.sqlite3_db_config(d->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    d->lib.sqlite3_limit(d->db, SQLITE_LIMIT_ATTACHED, 0);
    d->lib.sqlite3_limit(d->db, SQLITE_LIMIT_LENGTH, 1 << 28);
    d->lib.sqlite3_set_authorizer(d->db, may, NULL);
    d->lib.sqlite3_progress_handler(d->db, ROUND, take_round, d);
    return true;
}

/* Prepares a statement of ours; NULL when the file is damaged. */
static bool prepare_own(Database *d, const char *sql)
{
    if (d->lib.sqlite3_prepare_v2(d->db, sql, -1, &d->statement, NULL) == SQLITE_OK)
        return true;
    return fail_database(d, str_c(d->arena, str_printf(d->arena, "is damaged: %s", d->lib.sqlite3_errmsg(d->db))));
}

static bool is_name(Str query)
{
    for (size_t i = 0; i < query.n; i++) {
        char c = query.at[i];
        if (!(((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9' && i) || c == '_' || (unsigned char)c > 127))
            return false;
    }
    return query.n > 0;
}

static Str quoted(Arena *arena, Str name)
{
    Buf out = {.arena = arena};
    buf_addc(&out, '"');
    for (size_t i = 0; i < name.n; i++) {
        buf_addc(&out, name.at[i]);
        if (name.at[i] == '"')
            buf_addc(&out, '"');
    }
    buf_addc(&out, '"');
    return buf_str(&out);
}

/* The statement for the rows that are asked for. */
static bool prepare(Database *d)
{
    VEC(Str) tables = {0};
    Str only = STR_NONE;
    if (!prepare_own(d, "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by rowid"))
        return false;
    int status;
    while ((status = d->lib.sqlite3_step(d->statement)) == SQLITE_ROW) {
        const char *name = (const char *)d->lib.sqlite3_column_text(d->statement, 0);
        Str table = str_copy(d->arena, str_from(name ? name : ""));
        VEC_PUSH(d->arena, &tables, table);
        if (str_is_name(table, d->query))
            only = table;
    }
    Str why = str_printf(d->arena, "is damaged: %s", d->lib.sqlite3_errmsg(d->db));
    d->lib.sqlite3_finalize(d->statement);
    d->statement = NULL;
    if (status != SQLITE_DONE)
        return fail_database(d, str_c(d->arena, why));
    if (!d->query.n && tables.n == 1)
        only = tables.at[0];
    Buf names = {.arena = d->arena};
    for (size_t i = 0; i < tables.n && i < 12; i++)
        buf_printf(&names, "%s`%.*s`", i ? ", " : "", STR_FMT(tables.at[i]));
    if (!only.at && (!d->query.n || is_name(d->query))) {
        if (!tables.n)
            return fail_database(d, "has no tables");
        Diagnostic *error = d->query.n ? report_add(d->report, REPORT_E0516, d->query_span, "the database has no table `%.*s`", STR_FMT(d->query))
                                       : report_add(d->report, REPORT_E0516, d->options->span, "the database has %zu tables: which one?", tables.n);
        report_hint(d->report, error, "it has %s: write query: \"%.*s\", or a select", buf_c(&names), STR_FMT(tables.at[0]));
        return false;
    }
    Str sql = only.at ? str_printf(d->arena, "select * from %.*s", STR_FMT(quoted(d->arena, only))) : d->query;
    const char *text = str_c(d->arena, sql), *tail = text;
    if (memchr(sql.at, 0, sql.n))
        return fail_query(d, -1, "a NUL in the query");
    if (d->lib.sqlite3_prepare_v2(d->db, text, (int)sql.n + 1, &d->statement, &tail) != SQLITE_OK) {
        const char *message = d->lib.sqlite3_errmsg(d->db);
        if (strcmp(message, "not authorized") == 0)
            message = "only queries that read are allowed";
        return fail_query(d, only.at ? -1 : d->lib.sqlite3_error_offset(d->db), message);
    }
    if (!d->statement || !d->lib.sqlite3_stmt_readonly(d->statement) || d->lib.sqlite3_column_count(d->statement) == 0)
        return fail_query(d, -1, "this makes no rows: expected a select");
    while (*tail == ' ' || *tail == '\n' || *tail == '\r' || *tail == '\t' || *tail == ';')
        tail++;
    return *tail == 0 || fail_query(d, (int)(tail - text), "a second statement: expected one select");
}

static bool start_columns(Database *d, CellColumn *columns, int n)
{
    Map seen = {.arena = d->arena};
    for (int i = 0; i < n; i++) {
        const char *text = d->lib.sqlite3_column_name(d->statement, i);
        Str name = str_copy(d->arena, str_from(text ? text : ""));
        if (utf8_check(name) < name.n)
            return fail_database(d, "has a column whose name is not UTF-8");
        if (!name.n) {
            report_hint(d->report, report_add(d->report, REPORT_E0506, d->query_span, "column %d of the query has no name", i + 1), "give it one: select ... as name");
            return false;
        }
        MapEntry *entry = map_put(&seen, name);
        if (entry->value) {
            Diagnostic *error = report_add(d->report, REPORT_E0507, d->query_span, "the query has two columns named `%.*s`", STR_FMT(name));
            report_hint(d->report, error, "give one of them another name: select a.%.*s, b.%.*s as other", STR_FMT(name), STR_FMT(name));
            return false;
        }
        entry->value = &columns[i];
        bool is_wanted = !d->options->wanted;
        for (size_t k = 0; k < d->options->n_wanted; k++)
            is_wanted |= str_eq(d->options->wanted[k], name);
        columns[i] = (CellColumn){.arena = d->arena, .name = name, .is_dropped = !is_wanted, .options = d->options};
    }
    return true;
}

/* A value of the row at hand. False after a report. */
static bool take_value(Database *d, CellColumn *column, int i, size_t row)
{
    Cell cell = {.kind = CELL_MISSING};
    char digits[NUM_TEXT_SIZE];
    switch (d->lib.sqlite3_column_type(d->statement, i)) {
    case SQLITE_INTEGER: {
        sqlite3_int64 whole = d->lib.sqlite3_column_int64(d->statement, i);
        cell.kind = CELL_NUMBER;
        cell.number = (double)whole;
        cell.text = (Str){digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)whole)};
        break;
    }
    case SQLITE_FLOAT:
        cell.number = d->lib.sqlite3_column_double(d->statement, i);
        cell.kind = CELL_NUMBER;
        cell.text = (Str){digits, num_print(digits, cell.number)};
        break;
    case SQLITE_TEXT: {
        const char *text = (const char *)d->lib.sqlite3_column_text(d->statement, i);
        cell.text = str_copy(d->arena, (Str){text ? text : "", text ? (size_t)d->lib.sqlite3_column_bytes(d->statement, i) : 0});
        cell.kind = cell.text.n ? CELL_TEXT : CELL_MISSING;
        if (utf8_check(cell.text) < cell.text.n) {
            report_add(d->report, REPORT_E0503, d->query_span, "the text in row %zu of column `%.*s` is not UTF-8", row + 1, STR_FMT(column->name));
            return false;
        }
        break;
    }
    case SQLITE_BLOB:
        report_add(d->report, REPORT_E0513, d->query_span, "row %zu of column `%.*s` holds bytes (a blob), expected numbers or texts", row + 1, STR_FMT(column->name));
        return false;
    default:
        break;
    }
    if (cell.kind == CELL_NUMBER && !isfinite(cell.number)) {
        report_add(d->report, REPORT_E0513, d->query_span, "row %zu of column `%.*s` is infinite", row + 1, STR_FMT(column->name));
        return false;
    }
    if (cell.text.at == digits && d->options->n_types)
        cell.text = str_copy(d->arena, cell.text);
    return cell_column_add(column, d->report, row, cell);
}

bool sqlite_read(Table *table, Arena *arena, Report *report, const Files *files, const Source *source, Str query, Span query_span, const ReadOptions *options)
{
    Database *d = ARENA_NEW(arena, Database);
    *d = (Database){.arena = arena, .report = report, .source = source, .options = options, .query = query, .query_span = query_span};
    if (!open_database(d, files) || !prepare(d))
        return false;
    int n = d->lib.sqlite3_column_count(d->statement), status;
    CellColumn *columns = ARENA_ARRAY(arena, (size_t)n, CellColumn);
    if (!start_columns(d, columns, n))
        return false;
    size_t row = 0;
    for (; (status = d->lib.sqlite3_step(d->statement)) == SQLITE_ROW && row < UINT32_MAX - 1; row++)
        for (int i = 0; i < n; i++)
            if (!columns[i].is_dropped && !take_value(d, &columns[i], i, row))
                return false;
    if (status == SQLITE_CORRUPT || status == SQLITE_NOTADB)
        return fail_database(d, str_c(arena, str_printf(arena, "is damaged: %s", d->lib.sqlite3_errmsg(d->db))));
    if (status != SQLITE_DONE)
        return fail_query(d, -1, d->lib.sqlite3_errmsg(d->db));
    close_database(d);
    if (row == 0) {
        report_add(report, REPORT_E0502, query_span, "the query gives no rows");
        return false;
    }
    *table = (Table){.columns = ARENA_ARRAY(arena, (size_t)n, Column), .n_rows = row};
    Column *unread = ARENA_ARRAY(arena, (size_t)n, Column);
    table->unread = unread;
    for (int i = 0; i < n; i++)
        if (columns[i].is_dropped)
            unread[table->n_unread++] = (Column){.name = columns[i].name};
        else
            table->columns[table->n_columns++] = cell_column_finish(&columns[i], row);
    return true;
}
