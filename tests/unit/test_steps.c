/* Data steps over a small table. */
#include "runtime/sort.h"
#include "runtime/steps.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

typedef struct Fixture {
    Arena *arena;
    Sources sources;
    Report report;
    Table table;
} Fixture;

/* Rows of ten bytes. */
static Span find_row(const RowPlaces *places, size_t row)
{
    (void)places;
    return (Span){1, row * 10, row * 10 + 9};
}

static int set_up(void **state)
{
    Arena *arena = arena_new(NULL);
    Fixture *f = ARENA_NEW(arena, Fixture);
    f->arena = f->sources.arena = f->report.arena = arena;
    f->report.sources = &f->sources;
    source_add(&f->sources, STR("t.chart"), STR("t.chart"), STR("filter n > 100\n"));
    static const Str NAMES[] = {{"b", 1}, {"a", 1}, {NULL, 0}, {"c", 1}, {"a", 1}};
    static const double N[] = {2, 1, 3, NAN, 2};
    double *out;
    f->table = (Table){.columns = ARENA_ARRAY(arena, 2, Column), .n_columns = 2, .n_rows = 5};
    f->table.columns[0] = column_from_texts(arena, STR("name"), NAMES, 5);
    f->table.columns[1] = column_new(arena, STR("n"), TYPE_NUMBER, 5, &out);
    memcpy(out, N, sizeof N);
    static const RowPlaces PLACES = {find_row};
    f->table.places = &PLACES;
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((Fixture *)*state)->arena);
    return 0;
}

static Expr *column(Fixture *f, const char *name)
{
    return expr_column(f->arena, str_from(name), table_find(&f->table, str_from(name))->type, SPAN_NONE);
}

static Expr *call(Fixture *f, FunctionId function, Expr *a, Expr *b)
{
    Expr *args[] = {a, b};
    return expr_call(f->arena, function, args, b ? 2 : 1, SPAN_NONE);
}

static IrStep *filter(Fixture *f, double least)
{
    IrStep *step = IR_NEW(f->arena, Step, SPAN_NONE);
    step->kind = STEP_FILTER;
    step->condition = call(f, FUNCTION_GE, column(f, "n"), expr_number(f->arena, least, SPAN_NONE));
    ir_set(f->arena, step, IR_FIELD_Step_condition, (Span){1, 7, 14});
    return step;
}

static void add_item(Fixture *f, IrStep *step, const char *name, Expr *expr, bool descending)
{
    IrStepItem *item = IR_NEW(f->arena, StepItem, SPAN_NONE);
    item->name = str_from(name);
    item->expr = expr;
    item->descending = descending;
    IR_PUSH(f->arena, &step->items, item);
}

static void assert_table(Fixture *f, const char *expected)
{
    Buf out = {.arena = f->arena};
    for (size_t row = 0; row < f->table.n_rows; row++) {
        buf_adds(&out, row ? " " : "");
        for (size_t i = 0; i < f->table.n_columns; i++) {
            Value value = column_value(&f->table.columns[i], row);
            buf_adds(&out, i ? "," : "");
            buf_add(&out, value.is_missing ? STR("-") : value_str(f->arena, value));
        }
    }
    assert_string_equal(buf_c(&out), expected);
}

static bool run(Fixture *f, IrStep *step)
{
    const IrStep *const steps[] = {step};
    return steps_run(&f->table, f->arena, &f->report, NULL, steps, 1);
}

static void test_filter(void **state)
{
    Fixture *f = *state;
    assert_true(run(f, filter(f, 2)));
    assert_table(f, "b,2 -,3 a,2"); /* a missing condition is false */
    assert_int_equal(table_row_span(&f->table, 2).start, 40);
    assert_int_equal(f->report.list.n, 0);
}

static void test_filter_that_keeps_nothing(void **state)
{
    Fixture *f = *state;
    assert_false(run(f, filter(f, 100)));
    assert_int_equal(f->report.list.n, 1);
    const Diagnostic *error = f->report.list.at[0];
    assert_int_equal(error->id, REPORT_E0601);
    assert_true(str_is(error->message, "the filter keeps none of 5 rows"));
    assert_true(str_is(source_text(&f->sources, error->span), "n > 100"));
}

static void test_sort(void **state)
{
    Fixture *f = *state;
    IrStep *step = IR_NEW(f->arena, Step, SPAN_NONE);
    step->kind = STEP_SORT;
    add_item(f, step, "", column(f, "n"), true);
    assert_true(run(f, step));
    assert_table(f, "-,3 b,2 a,2 a,1 c,-"); /* equal rows keep their order, missing ones are last */
    add_item(f, step, "", column(f, "name"), false);
    assert_true(run(f, step));
    assert_table(f, "-,3 a,2 b,2 a,1 c,-");
    step->items.n = 0;
    add_item(f, step, "", column(f, "name"), true);
    assert_true(run(f, step));
    assert_table(f, "c,- b,2 a,2 a,1 -,3");
    assert_int_equal(table_row_span(&f->table, 4).start, 20);
}

static void test_sort_many(void **state)
{
    Fixture *f = *state;
    enum { N = 5000 };
    double *keys, *places;
    Column key = column_new(f->arena, STR("k"), TYPE_NUMBER, N, &keys);
    Column place = column_new(f->arena, STR("p"), TYPE_NUMBER, N, &places);
    for (size_t i = 0; i < N; i++) {
        keys[i] = (double)(i * 7919 % 97);
        places[i] = (double)i;
    }
    Column columns[] = {key, place};
    f->table = (Table){.columns = columns, .n_columns = 2, .n_rows = N};
    IrStep *step = IR_NEW(f->arena, Step, SPAN_NONE);
    step->kind = STEP_SORT;
    add_item(f, step, "", column(f, "k"), false);
    assert_true(run(f, step));
    for (size_t i = 1; i < N; i++) {
        const double *k = f->table.columns[0].numbers, *p = f->table.columns[1].numbers;
        assert_true(k[i - 1] < k[i] || (k[i - 1] == k[i] && p[i - 1] < p[i]));
    }
}

static void test_derive(void **state)
{
    Fixture *f = *state;
    const Table before = f->table;
    IrStep *step = IR_NEW(f->arena, Step, SPAN_NONE);
    step->kind = STEP_DERIVE;
    add_item(f, step, "m", call(f, FUNCTION_MUL, column(f, "n"), expr_number(f->arena, 10, SPAN_NONE)), false);
    add_item(f, step, "name", expr_text(f->arena, STR("x"), SPAN_NONE), false);
    assert_true(run(f, step));
    assert_table(f, "x,2,20 x,1,10 x,3,30 x,-,- x,2,20");
    assert_int_equal(before.n_columns, 2); /* the table that came in is as it was */
    assert_int_equal(before.columns[0].codes[2], CODE_MISSING);
    assert_true(str_is(column_value(&before.columns[0], 0).text, "b"));
}

static void test_in_order(void **state)
{
    Fixture *f = *state;
    IrStep *derive = IR_NEW(f->arena, Step, SPAN_NONE), *keep = filter(f, 2);
    derive->kind = STEP_DERIVE;
    add_item(f, derive, "n", call(f, FUNCTION_NEG, column(f, "n"), NULL), false);
    const IrStep *const steps[] = {keep, derive};
    assert_true(steps_run(&f->table, f->arena, &f->report, NULL, steps, 2));
    assert_table(f, "b,-2 -,-3 a,-2");
    assert_true(steps_run(&f->table, f->arena, &f->report, NULL, steps, 0));
}

/* Many rows by two keys, one of them backwards, against the order itself. */
static void test_sort_of_many(void **state)
{
    Fixture *f = *state;
    enum { N = 5000 };
    static const double SOME[] = {0, -0.0, 1.5, -1.5, NAN, 1e-300, -1e300, 3, 7e18};
    double *a, *b;
    column_new(f->arena, STR("a"), TYPE_NUMBER, N, &a);
    column_new(f->arena, STR("b"), TYPE_NUMBER, N, &b);
    for (size_t i = 0; i < N; i++) {
        a[i] = SOME[i * 7 % 9];
        b[i] = i % 11 == 0 ? NAN : (double)(i * 7919 % 1000) - 500;
    }
    const SortKey keys[] = {{a, true}, {b, false}};
    for (size_t n = 1000; n <= N; n += 4000) {
        const uint32_t *rows = sort_rows(f->arena, keys, 2, n);
        bool *is_met = ARENA_ARRAY(f->arena, n, bool);
        for (size_t i = 0; i < n; i++)
            is_met[rows[i]] = true;
        for (size_t i = 0; i < n; i++)
            assert_true(is_met[i]);
        for (size_t i = 1; i < n; i++) {
            uint32_t x = rows[i - 1], y = rows[i];
            bool same_a = a[x] == a[y] || (isnan(a[x]) && isnan(a[y])), same_b = b[x] == b[y] || (isnan(b[x]) && isnan(b[y]));
            assert_true(same_a || isnan(a[y]) || a[x] > a[y]);
            assert_true(!same_a || same_b || isnan(b[y]) || b[x] < b[y]);
            assert_true(!same_a || !same_b || x < y);
        }
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_filter),       TEST(test_filter_that_keeps_nothing), TEST(test_sort), TEST(test_sort_many), TEST(test_derive), TEST(test_in_order),
        TEST(test_sort_of_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
