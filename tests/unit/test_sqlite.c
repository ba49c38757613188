/* Steps that SQLite runs give what they give when they are run here: cell by cell, bit by bit, with the same messages. */
#include "compiler/compile.h"

#include <math.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static unsigned char *made;
static size_t n_made;
static unsigned n_pushed;

static void make(const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    sqlite3_int64 n;
    sqlite3_free(made);
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s", message);
    made = sqlite3_serialize(db, "main", &n, 0);
    n_made = (size_t)n;
    sqlite3_close(db);
}

static bool read_made(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    (void)files, (void)arena;
    *why = STR("there is no such file");
    *out = (Str){(const char *)made, n_made};
    return str_is(path, "t.sqlite");
}

typedef enum Way { WHOLE, LEFT, PUSHED } Way;

typedef struct Run {
    Arena *arena;
    Sources sources;
    Report report;
    Datasets datasets;
    const Table *table;
} Run;

/* The first table of a spec, behind its steps. */
static void run(Run *r, const char *spec, Way way)
{
    static const Files FILES = {.read = read_made, .user = NULL};
    *r = (Run){.arena = arena_new(NULL)};
    r->sources.arena = r->report.arena = r->arena;
    r->report.sources = &r->sources;
    const Source *source = source_add(&r->sources, STR("t.chart"), STR("t.chart"), str_from(spec));
    datasets_init(&r->datasets, r->arena, &r->report, &FILES);
    r->datasets.may_defer = way != WHOLE;
    r->datasets.keeps_steps = way == LEFT;
    r->datasets.first_rows = 8;
    for (int round = 0; round < 2 && !r->table; round++) {
        const IrFigure *figure = compile_source(r->arena, &r->datasets, source, NULL);
        r->table = figure ? datasets_run(&r->datasets, figure) : NULL;
        if (r->table || r->report.n_errors || !r->datasets.may_defer)
            break;
        r->report.list.n = 0;
        r->datasets.may_defer = false;
    }
}

static Str told(const Run *r)
{
    Buf out = {.arena = r->arena};
    for (size_t i = 0; i < r->report.list.n; i++)
        buf_printf(&out, "%.*s\n", STR_FMT(r->report.list.at[i]->message));
    return buf_str(&out);
}

static bool same_cell(const Column *a, const Column *b, size_t row)
{
    Value x = column_value(a, row), y = column_value(b, row);
    if (x.is_missing || y.is_missing)
        return x.is_missing == y.is_missing;
    return a->type == TYPE_TEXT ? str_eq(x.text, y.text) : memcmp(&x.number, &y.number, sizeof x.number) == 0;
}

static void compare(const char *spec, const Run *a, const Run *b)
{
    if (!str_eq(told(a), told(b)) || !a->table != !b->table)
        fail_msg("%s\n%.*s\nis told otherwise:\n%.*s\n%.*s", spec, STR_FMT(told(a)), STR_FMT(told(b)), STR_FMT(buf_str(&b->datasets.asked)));
    if (!a->table)
        return;
    const Table *x = a->table, *y = b->table;
    bool is_same = x->n_columns == y->n_columns && x->n_rows == y->n_rows;
    for (size_t i = 0; i < x->n_columns && is_same; i++) {
        const Column *p = &x->columns[i], *q = &y->columns[i];
        is_same = str_eq(p->name, q->name) && p->type == q->type;
        for (size_t row = 0; row < x->n_rows && is_same; row++) {
            is_same = same_cell(p, q, row);
            if (!is_same)
                fail_msg("%s\nrow %zu of `%.*s`: %.*s, %.*s\n%.*s", spec, row + 1, STR_FMT(p->name),
                         STR_FMT(value_str(a->arena, column_value(p, row))), STR_FMT(value_str(b->arena, column_value(q, row))),
                         STR_FMT(buf_str(&b->datasets.asked)));
        }
    }
    if (!is_same)
        fail_msg("%s\nother columns or rows: %zu x %zu, %zu x %zu\n%.*s", spec, x->n_columns, x->n_rows, y->n_columns, y->n_rows,
                 STR_FMT(buf_str(&b->datasets.asked)));
}

/* The data block's inside, three ways. Whether SQLite has run a step. */
static bool check_same(const char *block)
{
    char spec[4000];
    Run runs[3];
    snprintf(spec, sizeof spec, "data \"t.sqlite\" { %s }\nfigure { title: \"{count()}\" }\n", block);
    strcat(spec, "point { x: 1pt; y: 1pt }\n");
    for (int way = WHOLE; way <= PUSHED; way++)
        run(&runs[way], spec, (Way)way);
    compare(spec, &runs[WHOLE], &runs[LEFT]);
    compare(spec, &runs[WHOLE], &runs[PUSHED]);
    Str asked = buf_str(&runs[PUSHED].datasets.asked);
    unsigned n_asked = 0;
    for (size_t i = 0; i < asked.n; i++)
        n_asked += str_starts((Str){asked.at + i, asked.n - i}, STR("-- t.sqlite"));
    n_pushed += n_asked > 1;
    if (getenv("SHOW"))
        print_message("%s%.*s%.*s", spec, STR_FMT(asked), STR_FMT(told(&runs[PUSHED])));
    for (int way = WHOLE; way <= PUSHED; way++)
        arena_free(runs[way].arena);
    return n_asked > 1;
}

/* --- by hand ------------------------------------------------------------------------------------------------------ */

static const char ROWS[] =
    "create table t(id integer primary key, n integer, r real, any, s text, u text collate nocase, d text, z);"
    "create index by_n on t(n desc); create index by_s on t(s desc, n, r, any, u, d); create index by_u on t(u); create index by_r on t(r desc);"
    "with recursive i(k) as (select 1 union all select k + 1 from i where k < 60)"
    " insert into t select k, case when k % 7 = 0 then null else (k * 37) % 11 - 5 end, case when k % 13 = 2 then null else k * 0.1 end,"
    " case when k % 3 = 0 then (k * 7) % 5 else (k * 7) % 5 + 0.5 end,"
    " case k % 6 when 1 then '' when 2 then null when 3 then 'B' when 4 then 'a' when 5 then 'Ωmega' else 'it''s' end,"
    " case k % 4 when 0 then 'One' when 1 then 'one' when 2 then 'ONE ' else 'two' end,"
    " date('2024-01-31', k || ' days'), case k % 5 when 0 then 0.0 else k end from i;"
    "create view v as select id, n, s from t;"
    "create table pair(a text, b text, x real, primary key(a, b)) without rowid;"
    "with recursive i(k) as (select 1 union all select k + 1 from i where k < 40)"
    " insert into pair select char(97 + (k * 7) % 23), char(65 + k), k / 8.0 from i;";

static void test_filter(void **state)
{
    (void)state;
    make(ROWS);
    assert_true(check_same("query: \"t\"; filter n > 2; select id, n, s, d"));
    assert_true(check_same("query: \"t\"; filter n >= 0 and r < 4.5; select n, r"));
    assert_true(check_same("query: \"t\"; filter not (s == \"a\"); select id, s"));
    assert_true(check_same("query: \"t\"; filter s != \"a\" or missing(n); select id, s, n"));
    assert_true(check_same("query: \"t\"; filter s < \"b\"; select id, s"));
    assert_true(check_same("query: \"t\"; filter s >= \"it's\"; select id, s"));
    assert_true(check_same("query: \"t\"; filter u == \"one\"; select id, u"));
    assert_true(check_same("query: \"t\"; filter u in [\"one\", \"two\"]; select id, u"));
    assert_true(check_same("query: \"t\"; filter n not in [1, 2, 3]; select id, n"));
    assert_true(check_same("query: \"t\"; filter n in -2..2 and any > 1.5; select id, n, any"));
    assert_true(check_same("query: \"t\"; filter not missing(s); select id, s"));
    assert_true(check_same("query: \"t\"; filter n < r; select id"));
    assert_true(check_same("query: \"t\"; filter not (n < any and s > u); select id, n, any, s, u"));
    assert_true(check_same("query: \"t\"; filter r == 0.3 or r == 0.1; select id, r"));
    assert_true(check_same("query: \"t\"; filter n > 2; rename m = n; filter m < 5; drop s; filter u != \"two\"; select id, m, u"));
    assert_true(check_same("query: \"t\"; filter n > 0; filter d > 2024-02-20; select id, d"));
    assert_true(check_same("query: \"t\"; rename n = r, r = n; filter n > 3; filter r < 3; select id, n, r"));
    assert_false(check_same("query: \"t\"; filter n / 2 > 1; select id, n"));
    assert_false(check_same("query: \"t\"; filter d > 2024-02-20; select d"));
    assert_false(check_same("query: \"t\"; missing: [\"a\"]; filter s != \"B\"; select id, s"));
    assert_false(check_same("query: \"t\"; types: [n: text]; filter n != \"3\"; select id, n"));
    check_same("query: \"t\"; filter n > 1000; select id, n");
    check_same("query: \"t\"; filter s == \"\"; select id, s");
}

static void test_rows_and_groups(void **state)
{
    (void)state;
    make(ROWS);
    assert_true(check_same("query: \"t\"; take 20; select id, s"));
    assert_true(check_same("query: \"t\"; filter n > 0; take 3; select id, s, n"));
    assert_true(check_same("query: \"t\"; filter n > 0; take 3000; filter s != \"B\"; select id, s, n"));
    assert_true(check_same("query: \"t\"; summarize c = count(), k = count(s), a = min(n), b = max(r) by s"));
    assert_true(check_same("query: \"t\"; summarize c = count(s), low = min(s), high = max(u), lu = min(u) by n"));
    assert_true(check_same("query: \"t\"; filter r > 1; summarize total = sum(n), m = mean(n), i = sum(id) by u, s"));
    assert_true(check_same("query: \"t\"; summarize total = sum(n), m = mean(n)"));
    assert_true(check_same("query: \"t\"; filter n > 100; summarize c = count()"));
    assert_true(check_same("query: \"t\"; summarize c = count() by key = s; filter c > 9; sort c"));
    check_same("query: \"t\"; summarize total = sum(r), m = mean(r) by s");
    check_same("query: \"t\"; filter n > 0; summarize total = sum(r), m = mean(any), s = sd(n) by s");
    check_same("query: \"t\"; summarize low = min(d), high = max(d) by s");
    check_same("query: \"t\"; summarize low = min(z), high = max(z) by any");
    check_same("query: \"t\"; take 2 by s; select id, s");
}

static void test_queries(void **state)
{
    (void)state;
    make(ROWS);
    assert_true(check_same("query: \"select * from t order by r desc\"; filter n > 0; select id, r"));
    assert_true(check_same("query: \"select * from t\"; filter n > 0; select n"));
    assert_true(check_same("query: \"select s, n from t where id > 3 -- all\\n;\"; filter n > 0; select s, n"));
    assert_true(check_same("query: \"select u, count(*), sum(r) as total from t group by id order by total\"; filter total > 2; take 3"));
    assert_true(check_same("query: \"with x as (select n as `odd name`, s from t limit 30) select * from x\"; filter `odd name` > 1"));
    assert_true(check_same("query: \"select id from t union all select n from t order by 1 desc limit 50\"; filter id < 20; take 10"));
    assert_true(check_same("query: \"select * from t\"; summarize c = count(), a = min(n)"));
    assert_true(check_same("query: \"v\"; filter n > 0"));
    assert_true(check_same("query: \"pair\"; filter x > 1; take 9"));
    check_same("query: \"pair\"; summarize c = count() by a");
    check_same("query: \"select * from t\"; filter n > 0; summarize c = count(), m = mean(r) by s");
    check_same("query: \"select n as x, s as X from t\"; filter x > 0; select x, X");
    check_same("query: \"select id, ?1 as p from t\"; filter id > 3; select id");
}

/* Cells that are not what the first rows promise, in rows that the steps would leave out. */
static void test_odd_cells(void **state)
{
    static const char *const ODD[] = {"n = 'seven'", "n = x'00ff'",
                                      "n = 9e999",   "n = 9007199254740993",
                                      "s = 7",       "s = cast(x'ff41' as text)",
                                      "d = 'soon'",  "d = '2024-02-30'",
                                      "n = -0.0",    "n = 0.5",
                                      "n = ''",      "n = 9223372036854775807",
                                      "s = null",    "r = 1.2345678901234567e17"};
    (void)state;
    for (size_t i = 0; i < sizeof ODD / sizeof *ODD; i++) {
        char sql[4000];
        snprintf(sql, sizeof sql, "%s update t set %s where id = 59;", ROWS, ODD[i]);
        make(sql);
        check_same("query: \"t\"; filter id < 50; select n, s, d, r");
        check_same("query: \"t\"; filter id < 50 or n == 7; select n, s");
        check_same("query: \"t\"; take 20; select n, s, d");
        check_same("query: \"t\"; summarize c = count(n), a = min(n), b = max(n), t = sum(n), m = mean(n) by s");
        check_same("query: \"t\"; filter id < 30; summarize m = mean(n), a = min(s), c = count(d)");
        check_same("query: \"t\"; filter id < 30; summarize m = mean(r) by s");
    }
    make(
        "create table t(id integer primary key, n integer);"
        "with recursive i(k) as (select 1 union all select k + 1 from i where k < 40) insert into t select k, case when k < 20 then k else 4611686018427387904 end from i;");
    check_same("query: \"t\"; summarize t = sum(n)");
    make("create table t(id integer primary key, n integer);"
         "with recursive i(k) as (select 1 union all select k + 1 from i where k < 4000) insert into t select k, 9007199254740991 - k % 3 from i;");
    assert_true(check_same("query: \"t\"; summarize t = sum(n), m = mean(n)"));
}

/* --- at random ---------------------------------------------------------------------------------------------------- */

static uint64_t seed;

static unsigned below(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 33) % n;
}

static const char *one_of(const char *const *list, unsigned n)
{
    return list[below(n)];
}
#define ONE_OF(...) one_of((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void add_value(Buf *out)
{
    switch (below(12)) {
    case 0:
        buf_adds(out, "null");
        break;
    case 1:
        buf_printf(out, "%u.%u", below(5), below(100));
        break;
    case 2:
        buf_printf(out, "-%u", below(5));
        break;
    case 3:
        buf_adds(out, below(40) ? "0" : ONE_OF("'x'", "x'01'", "9007199254740993", "-0.0", "1e300", "9e999"));
        break;
    default:
        buf_printf(out, "%u", below(9));
    }
}

static void make_at_random(Arena *arena)
{
    Buf sql = {.arena = arena};
    unsigned n = 9 + below(40);
    buf_printf(&sql, "create table t(a %s, b %s, s text %s, w text, d text %s) %s;", ONE_OF("", "integer", "real"), ONE_OF("", "numeric", "int"),
               ONE_OF("", "collate nocase", "collate rtrim"), ONE_OF("", ", k integer primary key", ", rowid text"), "");
    if (below(2))
        buf_printf(&sql, "create index i1 on t(%s); create index i2 on t(%s);", ONE_OF("a", "b desc", "s", "s, a, b"),
                   ONE_OF("w", "b, a, s, w", "d desc, a"));
    for (unsigned i = 0; i < n; i++) {
        buf_adds(&sql, "insert into t(a, b, s, w, d) values(");
        add_value(&sql);
        buf_adds(&sql, ", ");
        add_value(&sql);
        buf_printf(&sql, ", %s, %s, %s);", ONE_OF("'a'", "'A'", "'a '", "'b'", "'é'", "'z'", "''", "null"),
                   ONE_OF("'one'", "'two'", "'10'", "'9'", "null"),
                   below(60) ? ONE_OF("'2024-01-01'", "'2024-03-05'", "'2023-12-31'", "null") : "'never'");
    }
    make(buf_c(&sql));
}

static void add_condition(Buf *out, int depth)
{
    if (depth && below(3) == 0) {
        buf_adds(out, below(3) ? "(" : "not (");
        add_condition(out, depth - 1);
        buf_adds(out, ONE_OF(" and ", " or "));
        add_condition(out, depth - 1);
        buf_adds(out, ")");
        return;
    }
    const char *number = ONE_OF("a", "b"), *text = ONE_OF("s", "w"), *sign = ONE_OF("==", "!=", "<", "<=", ">", ">=");
    switch (below(9)) {
    case 0:
        buf_printf(out, "missing(%s)", below(2) ? number : text);
        break;
    case 1:
        buf_printf(out, "%s %s [%u, %u, 2.5]", number, ONE_OF("in", "not in"), below(9), below(9));
        break;
    case 2:
        buf_printf(out, "%s in %u..%u", number, below(4), 3 + below(6));
        break;
    case 3:
        buf_printf(out, "%s %s %s", text, sign, ONE_OF("\"a\"", "\"A\"", "\"10\"", "\"\"", "\"é\""));
        break;
    case 4:
        buf_printf(out, "%s %s [\"a\", \"one\", \"é\"]", text, ONE_OF("in", "not in"));
        break;
    case 5:
        buf_printf(out, "s %s w", sign);
        break;
    case 6:
        buf_printf(out, "a %s b", sign);
        break;
    default:
        buf_printf(out, "%s %s %u", number, sign, below(9));
    }
}

static void add_steps(Buf *out)
{
    for (unsigned n = below(3); n > 0; n--) {
        buf_adds(out, "filter ");
        add_condition(out, 2);
        buf_adds(out, "; ");
    }
    switch (below(6)) {
    case 0:
        buf_printf(out, "take %u; ", 1 + below(12));
        break;
    case 1:
        buf_adds(out, "select a, s, d; ");
        break;
    case 2:
        buf_printf(out, "drop %s; ", ONE_OF("w", "d", "w, d"));
        break;
    default:
        break;
    }
    if (below(2))
        buf_printf(out, "summarize c = count(), p = %s(a), q = %s(%s)%s", ONE_OF("min", "max", "sum", "mean", "count", "sd"),
                   ONE_OF("min", "max", "count", "first"), ONE_OF("s", "a"), ONE_OF("", " by s", " by a", " by s, a"));
    else
        buf_adds(out, "filter missing(a) or a != 100");
}

static void test_at_random(void **state)
{
    (void)state;
    enum { N_DATABASES = 60, N_SPECS = 12 };
    n_pushed = 0;
    seed = 20241125;
    for (int i = 0; i < N_DATABASES; i++) {
        Arena *arena = arena_new(NULL);
        make_at_random(arena);
        for (int k = 0; k < N_SPECS; k++) {
            Buf block = {.arena = arena};
            buf_printf(&block, "query: \"%s\"; ",
                       ONE_OF("t", "t", "select * from t", "select a, b, s, w, d from t order by b, w", "select * from t where a is not 3 limit 20"));
            add_steps(&block);
            check_same(buf_c(&block));
        }
        arena_free(arena);
    }
    print_message("%u of %d specs had steps that SQLite ran\n", n_pushed, N_DATABASES * N_SPECS);
    assert_true(n_pushed > N_DATABASES * N_SPECS / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_filter),    cmocka_unit_test(test_rows_and_groups), cmocka_unit_test(test_queries),
        cmocka_unit_test(test_odd_cells), cmocka_unit_test(test_at_random),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    sqlite3_free(made);
    return failed;
}
