/* sqlite: see sqlite.h. */
#include "sqlite_kit.h"

#include "limit.h"
#include "num.h"

#include <stdio.h>
#include <string.h>

void sqlite_stop(Database *d)
{
    sqlite3_stmt *statement = d->statement;
    d->statement = NULL;
    if (statement && d->lib.sqlite3_finalize(statement) == SQLITE_NOMEM)
        arena_fail(d->arena);
}

void sqlite_check_memory(const Database *d)
{
    if (d->db && d->lib.sqlite3_errcode(d->db) == SQLITE_NOMEM)
        arena_fail(d->arena);
}

const char *sqlite_some(const Database *d, const char *text)
{
    if (!text)
        arena_fail(d->arena);
    return text;
}

static void close_database(void *object)
{
    Database *d = object;
    if (d->statement)
        d->lib.sqlite3_finalize(d->statement);
    d->statement = NULL;
    if (d->db)
        d->lib.sqlite3_close_v2(d->db);
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
enum { ROUND = 1000000 };

static int take_round(void *user)
{
    Database *d = user;
    d->has_taken_too_long = (double)++d->n_rounds * ROUND > limit_most(d->report, LIMIT_QUERY);
    return d->has_taken_too_long;
}

static bool fail_database(Database *d, const char *what)
{
    sqlite_check_memory(d);
    report_add(d->report, REPORT_E0515, d->options->span, "`%.*s` %s", STR_FMT(d->source->name), what);
    return false;
}

/* What the library says about the statement, at its place in the query. */
static bool fail_query(Database *d, int offset, const char *message)
{
    Span span = d->query_span;
    sqlite_check_memory(d);
    if (d->has_taken_too_long) {
        Diagnostic *error = report_add(d->report, REPORT_E1006, span, "the query takes more than %.0f steps", limit_most(d->report, LIMIT_QUERY));
        limit_hint(d->report, error, LIMIT_QUERY);
        return false;
    }
    bool has_letters = span.end - span.start == d->query.n; /* no escapes in between */
    if (has_letters && offset >= 0 && (size_t)offset < d->query.n) {
        size_t end = (size_t)offset + 1;
        while (end < d->query.n && (d->query.at[end] == '_' || str_is_letter(d->query.at[end])))
            end++;
        span.end = span.start + (size_t)end;
        span.start += (size_t)offset;
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

/* Whether all pages are there: the library takes zeros for what lacks of the last one. The head has their size, and how many they are where its two
 * counts of changes agree (file format, 1.3). */
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
    if (!lazy_load(d->arena, LAZY_SQLITE, NAMES, (LazyFunction *)&d->lib)) {
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
        Diagnostic *error = report_add(d->report, REPORT_E0515, d->options->span, "`%.*s` is being written: changes stand in `%.*s`",
                                       STR_FMT(d->source->name), STR_FMT(path));
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
    if (status == SQLITE_NOMEM)
        arena_fail(d->arena);
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
        if (!(str_is_letter(c) || (str_is_digit(c) && i) || c == '_' || (unsigned char)c > 127))
            return false;
    }
    return query.n > 0;
}

void sqlite_add_name(Buf *out, Str name)
{
    buf_addc(out, '"');
    for (size_t i = 0; i < name.n; i++) {
        buf_addc(out, name.at[i]);
        if (name.at[i] == '"')
            buf_addc(out, '"');
    }
    buf_addc(out, '"');
}

static Str quoted(Arena *arena, Str name)
{
    Buf out = {.arena = arena};
    sqlite_add_name(&out, name);
    return buf_str(&out);
}

/* --- what is asked ------------------------------------------------------------------------------------------------ */

bool sqlite_start(Database *d, const Sql *sql)
{
    sqlite_stop(d);
    d->waiting = NULL;
    d->n_rounds = 0;
    Str text = buf_str(&sql->text);
    bool is_good = d->lib.sqlite3_prepare_v2(d->db, text.at, (int)text.n, &d->statement, NULL) == SQLITE_OK && d->statement;
    for (size_t i = 0; i < sql->values.n && is_good; i++) {
        const SqlValue *value = &sql->values.at[i];
        int place = (int)i + 1;
        is_good = (value->type == TYPE_TEXT ? d->lib.sqlite3_bind_text(d->statement, place, value->text.at, (int)value->text.n, SQLITE_STATIC)
                                            : d->lib.sqlite3_bind_double(d->statement, place, value->number)) == SQLITE_OK;
    }
    if (!is_good) {
        sqlite_check_memory(d);
        sqlite_stop(d);
    }
    return is_good;
}

/* With its constants in the place of question marks that stand outside names and texts. */
void sqlite_note(Database *d, const Sql *sql)
{
    Buf *out = d->options->asked;
    if (!out)
        return;
    buf_printf(out, "-- %.*s\n", STR_FMT(d->source->name));
    size_t next = 0;
    char quote = 0;
    for (size_t i = 0; i < sql->text.n; i++) {
        char c = sql->text.at[i];
        if (quote ? c == quote : c == '"' || c == '\'' || c == '`')
            quote = quote ? 0 : c;
        if (c != '?' || quote || next == sql->values.n) {
            buf_addc(out, c);
            continue;
        }
        const SqlValue *value = &sql->values.at[next++];
        if (value->type != TYPE_TEXT)
            num_add(out, value->number);
        for (size_t k = 0; k < value->text.n + 2 && value->type == TYPE_TEXT; k++) {
            char letter = k == 0 || k == value->text.n + 1 ? '\'' : value->text.at[k - 1];
            buf_addc(out, letter);
            if (letter == '\'' && k > 0 && k <= value->text.n)
                buf_addc(out, letter);
        }
    }
    buf_adds(out, ";\n");
}

bool sqlite_fail_step(Database *d, int status)
{
    if (status == SQLITE_CORRUPT || status == SQLITE_NOTADB)
        return fail_database(d, str_c(d->arena, str_printf(d->arena, "is damaged: %s", d->lib.sqlite3_errmsg(d->db))));
    return fail_query(d, -1, d->lib.sqlite3_errmsg(d->db));
}

/* The table that is meant: the one that the query names, or the only one. False after a report. */
static bool find_table(Database *d)
{
    VEC(Str) tables = {0};
    if (!prepare_own(d, "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by rowid"))
        return false;
    int status;
    while ((status = d->lib.sqlite3_step(d->statement)) == SQLITE_ROW) {
        Str table = str_copy(d->arena, str_from(sqlite_some(d, (const char *)d->lib.sqlite3_column_text(d->statement, 0))));
        VEC_PUSH(d->arena, &tables, table);
        if (str_is_name(table, d->query))
            d->table = table;
    }
    Str why = str_printf(d->arena, "is damaged: %s", d->lib.sqlite3_errmsg(d->db));
    sqlite_stop(d);
    if (status != SQLITE_DONE)
        return fail_database(d, str_c(d->arena, why));
    if (!d->query.n && tables.n == 1)
        d->table = tables.at[0];
    Buf names = {.arena = d->arena};
    for (size_t i = 0; i < tables.n && i < 12; i++)
        buf_printf(&names, "%s`%.*s`", i ? ", " : "", STR_FMT(tables.at[i]));
    if (d->table.n || (d->query.n && !is_name(d->query)))
        return true;
    if (!tables.n)
        return fail_database(d, "has no tables");
    Diagnostic *error = d->query.n ? report_add(d->report, REPORT_E0516, d->query_span, "the database has no table `%.*s`", STR_FMT(d->query))
                                   : report_add(d->report, REPORT_E0516, d->options->span, "the database has %zu tables: which one?", tables.n);
    report_hint(d->report, error, "it has %s: write query: \"%.*s\", or a select", buf_c(&names), STR_FMT(tables.at[0]));
    return false;
}

/* Prepares the select as the spec has it, or of all columns of the table. False after a report. */
static bool prepare(Database *d, Str *select)
{
    Str sql = d->table.n ? str_printf(d->arena, "select * from %.*s", STR_FMT(quoted(d->arena, d->table))) : d->query;
    const char *text = str_c(d->arena, sql), *tail = text;
    if (memchr(sql.at, 0, sql.n))
        return fail_query(d, -1, "a NUL in the query");
    if (d->lib.sqlite3_prepare_v2(d->db, text, (int)sql.n + 1, &d->statement, &tail) != SQLITE_OK) {
        const char *message = d->lib.sqlite3_errmsg(d->db);
        if (strcmp(message, "not authorized") == 0)
            message = "only queries that read are allowed";
        return fail_query(d, d->table.n ? -1 : d->lib.sqlite3_error_offset(d->db), message);
    }
    if (!d->statement || !d->lib.sqlite3_stmt_readonly(d->statement) || d->lib.sqlite3_column_count(d->statement) == 0)
        return fail_query(d, -1, "this makes no rows: expected a select");
    d->has_parameters = d->lib.sqlite3_bind_parameter_count(d->statement) > 0;
    *select = (Str){text, (size_t)(tail - text)};
    while (select->n && strchr(" \n\r\t;", select->at[select->n - 1]))
        select->n--;
    while (*tail == ' ' || *tail == '\n' || *tail == '\r' || *tail == '\t' || *tail == ';')
        tail++;
    return *tail == 0 || fail_query(d, (int)(tail - text), "a second statement: expected one select");
}

static bool is_wanted(const Database *d, Str name)
{
    bool is = !d->options->wanted;
    for (size_t k = 0; k < d->options->n_wanted; k++)
        is |= str_eq(d->options->wanted[k], name);
    return is;
}

/* The names of the statement's columns, and which of them are wanted. False after a report. */
static bool find_columns(Database *d)
{
    Map seen = {.arena = d->arena};
    d->n_columns = (size_t)d->lib.sqlite3_column_count(d->statement);
    d->names = ARENA_ARRAY(d->arena, d->n_columns, Str);
    d->places = ARENA_ARRAY(d->arena, d->n_columns, size_t);
    for (size_t i = 0; i < d->n_columns; i++) {
        Str name = d->names[i] = str_copy(d->arena, str_from(sqlite_some(d, d->lib.sqlite3_column_name(d->statement, (int)i))));
        if (utf8_check(name) < name.n)
            return fail_database(d, "has a column whose name is not UTF-8");
        if (!name.n) {
            report_hint(d->report, report_add(d->report, REPORT_E0506, d->query_span, "column %zu of the query has no name", i + 1),
                        "give it one: select ... as name");
            return false;
        }
        MapEntry *entry = map_put(&seen, name);
        if (entry->value) {
            Diagnostic *error = report_add(d->report, REPORT_E0507, d->query_span, "the query has two columns named `%.*s`", STR_FMT(name));
            report_hint(d->report, error, "give one of them another name: select a.%.*s, b.%.*s as other", STR_FMT(name), STR_FMT(name));
            return false;
        }
        entry->value = &d->names[i];
        if (is_wanted(d, name))
            d->places[d->n_wanted++] = i;
    }
    return true;
}

/* The name by which the table's row numbers can be asked for; views and some tables have none. */
static Str rowid_of(Database *d)
{
    static const char *const NAMES[] = {"rowid", "_rowid_", "oid"};
    Str is_table = str_printf(d->arena, "select 1 from sqlite_master where type = 'table' and name = ?");
    Sql sql = {.text = {.arena = d->arena}};
    buf_add(&sql.text, is_table);
    VEC_PUSH(d->arena, &sql.values, (SqlValue){TYPE_TEXT, 0, d->table});
    if (!sqlite_start(d, &sql) || d->lib.sqlite3_step(d->statement) != SQLITE_ROW)
        return STR_NONE;
    for (size_t k = 0; k < 3; k++) {
        bool is_free = true;
        for (size_t i = 0; i < d->n_columns; i++)
            is_free &= !str_is_name(d->names[i], str_from(NAMES[k]));
        Sql numbers = {.text = {.arena = d->arena}};
        buf_printf(&numbers.text, "select %s from %.*s", NAMES[k], STR_FMT(quoted(d->arena, d->table)));
        if (is_free && sqlite_start(d, &numbers))
            return str_from(NAMES[k]);
    }
    return STR_NONE;
}

/* The select of the wanted columns. A table's rows come in the order of their numbers, whatever indexes there are. */
static void choose_columns(Database *d)
{
    Buf out = {.arena = d->arena};
    buf_adds(&out, d->n_wanted ? "select " : "select 1");
    for (size_t i = 0; i < d->n_wanted; i++) {
        buf_adds(&out, i ? ", " : "");
        sqlite_add_name(&out, d->names[d->places[i]]);
        d->places[i] = i;
    }
    buf_printf(&out, " from %.*s", STR_FMT(quoted(d->arena, d->table)));
    if (d->rowid.n)
        buf_printf(&out, " order by %.*s", STR_FMT(d->rowid));
    d->rows = buf_str(&out);
}

bool sqlite_read(Table *table, Arena *arena, Report *report, const Files *files, const Source *source, Str query, Span query_span,
                 const ReadOptions *options)
{
    Database *d = ARENA_NEW(arena, Database);
    *d = (Database){.arena = arena,
                    .report = report,
                    .source = source,
                    .options = arena_copy(arena, options, sizeof *options),
                    .query = query,
                    .query_span = query_span};
    if (!open_database(d, files) || !find_table(d) || !prepare(d, &d->rows) || !find_columns(d))
        return false;
    Column *unread = ARENA_ARRAY(arena, d->n_columns, Column);
    size_t n_unread = 0;
    for (size_t i = 0; i < d->n_columns; i++)
        if (!is_wanted(d, d->names[i]))
            unread[n_unread++] = (Column){.name = d->names[i]};
    if (d->table.n) {
        d->rowid = rowid_of(d);
        Str *wanted = ARENA_ARRAY(arena, d->n_wanted, Str);
        for (size_t i = 0; i < d->n_wanted; i++)
            wanted[i] = d->names[d->places[i]];
        choose_columns(d);
        d->names = wanted;
        d->n_columns = d->n_wanted;
    }
    if (!sqlite_read_rows(d, table))
        return false;
    table->unread = unread;
    table->n_unread = n_unread;
    return true;
}
