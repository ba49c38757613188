/* sqlite_kit: what the files that read SQLite databases share; others see sqlite.h. */
#ifndef CHARTC_SQLITE_KIT_H
#define CHARTC_SQLITE_KIT_H

#include "cell_column.h"
#include "deferred.h"
#include "lazy.h"
#include "sqlite.h"

#include <sqlite3.h>

/* clang-format off */
#define SQLITE_FUNCTIONS(F)                                                                                                                      \
    F(sqlite3_open_v2)                                                                                                                           \
    F(sqlite3_close_v2)                                                                                                                          \
    F(sqlite3_deserialize)                                                                                                                       \
    F(sqlite3_set_authorizer)                                                                                                                    \
    F(sqlite3_progress_handler) F(sqlite3_prepare_v2) F(sqlite3_step) F(sqlite3_finalize) F(sqlite3_errmsg) F(sqlite3_error_offset)              \
        F(sqlite3_column_count) F(sqlite3_column_name) F(sqlite3_column_type) F(sqlite3_column_double) F(sqlite3_column_int64)                   \
            F(sqlite3_column_text) F(sqlite3_column_bytes) F(sqlite3_db_config) F(sqlite3_limit) F(sqlite3_stmt_readonly) F(sqlite3_bind_double) \
                F(sqlite3_bind_text) F(sqlite3_bind_parameter_count) F(sqlite3_create_function_v2) F(sqlite3_value_type) F(sqlite3_value_double) \
                    F(sqlite3_value_int64) F(sqlite3_value_text) F(sqlite3_value_bytes) F(sqlite3_result_int) F(sqlite3_errcode)
/* clang-format on */

typedef struct LibSqlite {
    SQLITE_FUNCTIONS(LAZY_MEMBER)
} LibSqlite;

/* A database that is open, and what is asked of it. */
typedef struct Database {
    Arena *arena;
    Report *report;
    const Source *source;
    const ReadOptions *options;
    Str query;
    Span query_span;
    LibSqlite lib;
    sqlite3 *db;
    sqlite3_stmt *statement;          /* the one that runs: one at a time */
    const struct SqliteRows *waiting; /* whose statement that is, behind the first rows; NULL: nobody's */
    int n_rounds;
    bool has_taken_too_long;
    Str table;           /* whose rows are read, all of them; empty: those of the query are */
    Str rowid;           /* a name of the table's row numbers; empty: it has none */
    bool has_parameters; /* in the query: question marks, which are NULL */
    Str rows;            /* the select, in the order of the rows: of the table's wanted columns, or the query */
    Str *names;          /* of its columns */
    size_t n_columns;
    size_t *places; /* which of them are wanted */
    size_t n_wanted;
} Database;

/* A constant in a statement. */
typedef struct SqlValue {
    ValueType type; /* number, text */
    double number;
    Str text;
} SqlValue;

typedef struct Sql {
    Buf text;
    VEC(SqlValue) values; /* of the question marks */
} Sql;

/* Starts a statement; false, with nothing told, when the library does not take it. */
bool sqlite_start(Database *d, const Sql *sql);
void sqlite_stop(Database *d);
/* Lack of memory that the last call of the library met is that of the arena. */
void sqlite_check_memory(const Database *d);
/* A text of the library that is never NULL but for lack of memory, which is then that of the arena. */
const char *sqlite_some(const Database *d, const char *text);
/* What went wrong while a statement ran; false. */
bool sqlite_fail_step(Database *d, int status);
/* Takes down what is asked. */
void sqlite_note(Database *d, const Sql *sql);
void sqlite_add_name(Buf *out, Str name);

/* Rows that are left for later: those of a statement, behind which steps may stand that the source runs. */
typedef struct SqliteRows {
    Deferred base;
    Database *d;
    Sql sql;
    const size_t *places;  /* which of the statement's columns the promised ones are */
    const bool *are_whole; /* of promised columns: the numbers of the first rows are whole */
    CellColumn *first;     /* what stands in the first rows, n_first of them, which d->statement has passed where d->waiting says so */
    size_t n_first;
    struct SqlitePush *push; /* NULL: rows as they are */
    Sql look;                /* runs before it where the push needs that */
} SqliteRows;

/* The rows of d->rows: read, or left for later. False after a report. (sqlite_rows.c) */
bool sqlite_read_rows(Database *d, Table *table);
size_t sqlite_most_batches(const Deferred *deferred);
bool sqlite_batches(Deferred *deferred, BatchTake *take, void *user);
/* The rows of a statement of pushed steps. False, with nothing told, when that is not all right. */
bool sqlite_read_pushed(Deferred *deferred, Table *table);

/* The hook: see deferred.h. (sqlite_push.c) */
Deferred *sqlite_push(Deferred *deferred, const IrStep *const *steps, size_t n_steps, size_t *n_taken);
/* Called before and after the statement of pushed steps is run; false when its rows are not those that the steps would leave here. */
bool sqlite_push_start(SqliteRows *rows);
bool sqlite_push_holds(const SqliteRows *rows);

#endif
