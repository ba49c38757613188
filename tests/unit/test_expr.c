/* Expressions: types of calls, evaluation by column and by group, missing values, printing. */
#include "runtime/calendar.h"
#include "runtime/expr.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

typedef struct Fixture {
    Arena *arena;
    Table table;
} Fixture;

/* model text, loss number (one missing), good boolean (one missing), day date, n number */
static int set_up(void **state)
{
    Arena *arena = arena_new(NULL);
    Fixture *f = ARENA_NEW(arena, Fixture);
    f->arena = arena;
    static const Str MODELS[] = {{"b", 1}, {"a", 1}, {"b", 1}, {NULL, 0}, {"c", 1}};
    static const double LOSS[] = {3, 1.5, NAN, 2, -1}, GOOD[] = {1, 0, NAN, 1, 0}, DAYS[] = {0, 31, 60, 90, NAN}, N[] = {10, 2, 10, 1, 0};
    const double *numbers[] = {LOSS, GOOD, DAYS, N};
    static const ValueType TYPES[] = {TYPE_NUMBER, TYPE_BOOL, TYPE_TIME, TYPE_NUMBER};
    static const char *const NAMES[] = {"loss", "good", "day", "n"};
    f->table = (Table){.columns = ARENA_ARRAY(arena, 5, Column), .n_columns = 5, .n_rows = 5};
    f->table.columns[0] = column_from_texts(arena, STR("model"), MODELS, 5);
    for (size_t i = 0; i < 4; i++) {
        double *out;
        f->table.columns[i + 1] = column_new(arena, str_from(NAMES[i]), TYPES[i], 5, &out);
        for (size_t row = 0; row < 5; row++)
            out[row] = TYPES[i] == TYPE_TIME ? numbers[i][row] * 86400 : numbers[i][row];
    }
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((Fixture *)*state)->arena);
    return 0;
}

static Expr *column(const Fixture *f, const char *name)
{
    return expr_column(f->arena, str_from(name), table_find(&f->table, str_from(name))->type, SPAN_NONE);
}

static Expr *number(const Fixture *f, double value)
{
    return expr_number(f->arena, value, SPAN_NONE);
}

static Expr *text(const Fixture *f, const char *value)
{
    return expr_text(f->arena, str_from(value), SPAN_NONE);
}

static Expr *missing(const Fixture *f, ValueType type)
{
    return expr_literal(f->arena, (Value){.type = type, .is_missing = true}, SPAN_NONE);
}

static Expr *duration(const Fixture *f, int months, double seconds)
{
    return expr_literal(f->arena, (Value){.type = TYPE_DURATION, .months = months, .number = seconds}, SPAN_NONE);
}

static Expr *call(const Fixture *f, FunctionId function, size_t n, ...)
{
    Expr *args[8];
    va_list list;
    va_start(list, n);
    for (size_t i = 0; i < n; i++)
        args[i] = va_arg(list, Expr *);
    va_end(list);
    ValueType types[8], result;
    size_t bad;
    for (size_t i = 0; i < n; i++)
        types[i] = args[i]->type;
    if (!function_type(function, types, n, &result, &bad))
        fail_msg("%s does not take argument %zu", function_row(function)->name, bad);
    return expr_call(f->arena, function, args, n, SPAN_NONE);
}

static void assert_cells(const Fixture *f, Column cells, const char *expected)
{
    Buf out = {.arena = f->arena};
    for (size_t i = 0; i < cells.n; i++) {
        Value value = column_value(&cells, i);
        buf_adds(&out, i ? " " : "");
        buf_add(&out, value.is_missing ? STR("-") : value_str(f->arena, value));
    }
    assert_string_equal(buf_c(&out), expected);
}

static void assert_rows(const Fixture *f, Expr *expr, const char *expected)
{
    Column cells = expr_eval(f->arena, expr, &f->table);
    assert_int_equal(cells.type, expr->type);
    assert_cells(f, cells, expected);
}

static void test_numbers(void **state)
{
    Fixture *f = *state;
    Expr *loss = column(f, "loss"), *n = column(f, "n");
    assert_rows(f, call(f, FUNCTION_ADD, 2, loss, n), "13 3.5 - 3 -1");
    assert_rows(f, call(f, FUNCTION_SUB, 2, loss, number(f, 1)), "2 0.5 - 1 -2");
    assert_rows(f, call(f, FUNCTION_MUL, 2, number(f, 2), loss), "6 3 - 4 -2");
    assert_rows(f, call(f, FUNCTION_DIV, 2, loss, n), "0.3 0.75 - 2 -");
    assert_rows(f, call(f, FUNCTION_REM, 2, loss, number(f, 2)), "1 1.5 - 0 1");
    assert_rows(f, call(f, FUNCTION_REM, 2, n, number(f, 0)), "- - - - -");
    assert_rows(f, call(f, FUNCTION_REM, 2, number(f, 7), number(f, -3)), "-2 -2 -2 -2 -2");
    assert_rows(f, call(f, FUNCTION_POW, 2, loss, number(f, 2)), "9 2.25 - 4 1");
    assert_rows(f, call(f, FUNCTION_POW, 2, loss, number(f, 0)), "1 1 - 1 1");
    assert_rows(f, call(f, FUNCTION_NEG, 1, loss), "-3 -1.5 - -2 1");
    assert_rows(f, call(f, FUNCTION_ABS, 1, loss), "3 1.5 - 2 1");
    assert_rows(f, call(f, FUNCTION_SQRT, 1, call(f, FUNCTION_POW, 2, loss, number(f, 3))),
                "5.196152422706632 1.8371173070873836 - 2.8284271247461903 -");
    assert_rows(f, call(f, FUNCTION_LOG, 1, column(f, "n")), "2.302585092994046 0.6931471805599453 2.302585092994046 0 -");
    assert_rows(f, call(f, FUNCTION_LOG, 2, n, number(f, 10)), "1 0.3010299956639812 1 0 -");
    assert_rows(f, call(f, FUNCTION_ROUND, 1, call(f, FUNCTION_ADD, 2, loss, number(f, 0.5))), "4 2 - 2 0");
    assert_rows(f, call(f, FUNCTION_ROUND, 2, call(f, FUNCTION_DIV, 2, loss, number(f, 7)), number(f, 2)), "0.43 0.21 - 0.29 -0.14");
    assert_rows(f, call(f, FUNCTION_ROUND, 2, number(f, 1234), number(f, -2)), "1200 1200 1200 1200 1200");
    assert_rows(f, call(f, FUNCTION_FLOOR, 1, loss), "3 1 - 2 -1");
    assert_rows(f, call(f, FUNCTION_CEIL, 1, loss), "3 2 - 2 -1");
    assert_rows(f, call(f, FUNCTION_CLAMP, 3, loss, number(f, 0), number(f, 2)), "2 1.5 - 2 0");
    assert_rows(f, call(f, FUNCTION_BETWEEN, 3, loss, number(f, 1.5), number(f, 2)), "false true - true false");
    assert_rows(f, call(f, FUNCTION_MUL, 2, number(f, 1e308), number(f, 10)), "- - - - -");
    assert_rows(f, call(f, FUNCTION_EXP, 1, number(f, 1000)), "- - - - -");
}

static void test_comparisons(void **state)
{
    Fixture *f = *state;
    Expr *model = column(f, "model"), *other = call(f, FUNCTION_IF, 3, column(f, "good"), text(f, "b"), model);
    assert_rows(f, call(f, FUNCTION_EQ, 2, column(f, "loss"), number(f, 2)), "false false - true false");
    assert_rows(f, call(f, FUNCTION_EQ, 2, model, text(f, "b")), "true false true - false");
    assert_rows(f, call(f, FUNCTION_NE, 2, text(f, "b"), model), "false true false - true");
    assert_rows(f, call(f, FUNCTION_EQ, 2, model, text(f, "nowhere")), "false false false - false");
    assert_rows(f, call(f, FUNCTION_LT, 2, model, text(f, "b")), "false true false - false");
    assert_rows(f, call(f, FUNCTION_LT, 2, text(f, "b"), model), "false false false - true");
    assert_rows(f, call(f, FUNCTION_EQ, 2, model, missing(f, TYPE_TEXT)), "- - - - -");
    assert_rows(f, call(f, FUNCTION_EQ, 2, model, model), "true true true - true");
    assert_rows(f, call(f, FUNCTION_GE, 2, model, other), "true true true - true");
    assert_rows(f, call(f, FUNCTION_BETWEEN, 3, model, text(f, "a"), text(f, "b")), "true true true - false");
    assert_rows(f, call(f, FUNCTION_IN, 3, model, text(f, "c"), text(f, "a")), "false true false - true");
    assert_rows(f, call(f, FUNCTION_IN, 3, column(f, "n"), number(f, 10), column(f, "loss")), "true false true false false");
    assert_rows(f, call(f, FUNCTION_GT, 2, duration(f, 1, 0), duration(f, 0, 3 * 86400)), "true true true true true");
}

static void test_logic(void **state)
{
    Fixture *f = *state;
    Expr *good = column(f, "good"), *yes = call(f, FUNCTION_EQ, 2, number(f, 1), number(f, 1)), *no = call(f, FUNCTION_NOT, 1, yes);
    assert_rows(f, call(f, FUNCTION_AND, 2, good, yes), "true false - true false");
    assert_rows(f, call(f, FUNCTION_AND, 2, good, no), "false false false false false");
    assert_rows(f, call(f, FUNCTION_OR, 2, yes, good), "true true true true true");
    assert_rows(f, call(f, FUNCTION_OR, 2, good, no), "true false - true false");
    assert_rows(f, call(f, FUNCTION_NOT, 1, good), "false true - false true");
    assert_rows(f, call(f, FUNCTION_IS_MISSING, 1, column(f, "model")), "false false false true false");
    assert_rows(f, call(f, FUNCTION_IF, 3, good, number(f, 1), number(f, 2)), "1 2 2 1 2");
    assert_rows(
        f, call(f, FUNCTION_IF, 5, good, column(f, "model"), call(f, FUNCTION_GT, 2, column(f, "n"), number(f, 5)), text(f, "many"), text(f, "few")),
        "b few many - few");
    assert_rows(f, call(f, FUNCTION_GREATEST, 3, column(f, "loss"), column(f, "n"), number(f, 2)), "10 2 - 2 2");
    assert_rows(f, call(f, FUNCTION_LEAST, 2, column(f, "model"), text(f, "bb")), "b a b - bb");
}

static void test_dates(void **state)
{
    Fixture *f = *state;
    Expr *day = column(f, "day");
    assert_rows(f, call(f, FUNCTION_ADD, 2, day, duration(f, 1, 0)), "1970-02-01 1970-03-01 1970-04-02 1970-05-01 -");
    assert_rows(f, call(f, FUNCTION_SUB, 2, day, duration(f, 1, 86400)), "1969-11-30 1969-12-31 1970-02-01 1970-02-28 -");
    Expr *months = call(f, FUNCTION_MUL, 2, duration(f, 1, 0), column(f, "n"));
    assert_rows(f, call(f, FUNCTION_ADD, 2, months, day), "1970-11-01 1970-04-01 1971-01-02 1970-05-01 -");
    assert_rows(f, call(f, FUNCTION_SUB, 2, day, call(f, FUNCTION_NEG, 1, duration(f, 0, 3600))),
                "1970-01-01T01:00 1970-02-01T01:00 1970-03-02T01:00 1970-04-01T01:00 -");
    assert_rows(f, call(f, FUNCTION_SUB, 2, day, expr_literal(f->arena, (Value){.type = TYPE_TIME, .number = 86400}, SPAN_NONE)), "-1 30 59 89 -");
    assert_rows(f, call(f, FUNCTION_LT, 2, day, expr_literal(f->arena, (Value){.type = TYPE_TIME, .number = 40 * 86400}, SPAN_NONE)),
                "true true false false -");
    Value sum = expr_value(f->arena, call(f, FUNCTION_ADD, 2, duration(f, 1, 0), duration(f, 2, 60)));
    assert_int_equal(sum.months, 3);
    assert_true(sum.number == 60);
}

static void test_texts(void **state)
{
    Fixture *f = *state;
    Expr *n = call(f, FUNCTION_FORMAT, 2, column(f, "n"), text(f, ".1f"));
    assert_rows(f, n, "10.0 2.0 10.0 1.0 0.0");
    assert_rows(f, call(f, FUNCTION_JOIN_TEXT, 3, column(f, "model"), text(f, ":"), n), "b:10.0 a:2.0 b:10.0 - c:0.0");
    Column category = expr_eval(f->arena, call(f, FUNCTION_CATEGORY, 1, column(f, "n")), &f->table);
    assert_cells(f, category, "10 2 10 1 0");
    static const char *const ORDER[] = {"0", "1", "2", "10"};
    assert_int_equal(category.dict->n, 4);
    for (size_t i = 0; i < 4; i++)
        assert_true(str_is(category.dict->words[i], ORDER[i]));
}

static void test_groups(void **state)
{
    Fixture *f = *state;
    Groups groups = groups_by(f->arena, &f->table.columns[0], 1, 5);
    assert_int_equal(groups.n_groups, 4);
    static const uint32_t OF[] = {0, 1, 0, 2, 3};
    assert_memory_equal(groups.group_of, OF, sizeof OF);
    Expr *mean = call(f, FUNCTION_MEAN, 1, column(f, "n"));
    assert_cells(f, expr_eval_groups(f->arena, call(f, FUNCTION_DIV, 2, mean, number(f, 2)), &f->table, &groups), "5 1 0.5 0");
    assert_cells(f, expr_eval_groups(f->arena, column(f, "model"), &f->table, &groups), "b a - c");
    assert_cells(f,
                 expr_eval_groups(f->arena, call(f, FUNCTION_SUB, 2, call(f, FUNCTION_MAX, 1, column(f, "n")), call(f, FUNCTION_COUNT, 0)), &f->table,
                                  &groups),
                 "8 1 0 -1");
    const Column both[] = {f->table.columns[0], f->table.columns[4]};
    assert_int_equal(groups_by(f->arena, both, 2, 5).n_groups, 4);
    /* no keys: one group, also of no rows */
    Table empty = f->table;
    empty.n_rows = 0;
    empty.columns = arena_copy(f->arena, f->table.columns, 5 * sizeof(Column));
    for (size_t i = 0; i < 5; i++)
        empty.columns[i].n = 0;
    Groups one = groups_by(f->arena, NULL, 0, 0);
    assert_int_equal(one.n_groups, 1);
    assert_cells(f, expr_eval_groups(f->arena, call(f, FUNCTION_COUNT, 0), &empty, &one), "0");
    assert_cells(f, expr_eval_groups(f->arena, column(f, "model"), &empty, &one), "-");
    assert_int_equal(expr_eval(f->arena, call(f, FUNCTION_ADD, 2, number(f, 1), number(f, 2)), &empty).n, 0);
}

/* Many groups, so that the hash table grows; zero and minus zero, and all missing numbers, are one. */
static void test_many_groups(void **state)
{
    Fixture *f = *state;
    double *out;
    Column many = column_new(f->arena, STR("k"), TYPE_NUMBER, 10000, &out);
    for (size_t i = 0; i < 10000; i++)
        out[i] = i % 1000 == 999 ? (i % 2000 == 999 ? NAN : -NAN) : i == 5000 ? -0.0 : (double)(i % 1000) * 0.1;
    Groups groups = groups_by(f->arena, &many, 1, 10000);
    assert_int_equal(groups.n_groups, 1000);
    for (size_t i = 0; i < 10000; i++)
        assert_int_equal(groups.group_of[i], i % 1000);
    for (size_t g = 0; g < 1000; g++)
        assert_int_equal(groups.first_row[g], g);
}

static void test_types(void **state)
{
    (void)state;
    static const ValueType N = TYPE_NUMBER, T = TYPE_TEXT, B = TYPE_BOOL, D = TYPE_TIME, U = TYPE_DURATION;
    const struct {
        FunctionId function;
        ValueType types[4];
        size_t n;
        int result; /* -1: refused */
        size_t bad;
    } CASES[] = {
        {FUNCTION_ADD, {N, N}, 2, (int)N, 0},     {FUNCTION_ADD, {D, U}, 2, (int)D, 0},
        {FUNCTION_ADD, {U, D}, 2, (int)D, 0},     {FUNCTION_ADD, {D, D}, 2, -1, 1},
        {FUNCTION_ADD, {T, N}, 2, -1, 0},         {FUNCTION_SUB, {D, D}, 2, (int)N, 0},
        {FUNCTION_EQ, {T, T}, 2, (int)B, 0},      {FUNCTION_EQ, {T, N}, 2, -1, 1},
        {FUNCTION_COUNT, {0}, 0, (int)N, 0},      {FUNCTION_COUNT, {T}, 1, (int)N, 0},
        {FUNCTION_COUNT, {T, T}, 2, -1, 1},       {FUNCTION_MEAN, {D}, 1, (int)D, 0},
        {FUNCTION_MEAN, {T}, 1, -1, 0},           {FUNCTION_MEAN, {0}, 0, -1, 0},
        {FUNCTION_MAX, {T}, 1, (int)T, 0},        {FUNCTION_IF, {B, T, T}, 3, (int)T, 0},
        {FUNCTION_IF, {B, T, N}, 3, -1, 2},       {FUNCTION_IF, {N, T, T}, 3, -1, 0},
        {FUNCTION_IF, {B, T}, 2, -1, 2},          {FUNCTION_GREATEST, {N, N, N}, 3, (int)N, 0},
        {FUNCTION_GREATEST, {N, N, T}, 3, -1, 2}, {FUNCTION_LOG, {N}, 1, (int)N, 0},
        {FUNCTION_LOG, {N, T}, 2, -1, 1},         {FUNCTION_UNIQUE, {N, T, D}, 3, (int)B, 0},
        {FUNCTION_RISING, {N, T}, 2, (int)B, 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        ValueType result = TYPE_COLOUR;
        size_t bad = 99;
        bool fits = function_type(CASES[i].function, CASES[i].types, CASES[i].n, &result, &bad);
        if (fits != (CASES[i].result >= 0) || (fits && (int)result != CASES[i].result) || (!fits && bad != CASES[i].bad))
            fail_msg("case %zu: %s gives %d, bad %zu", i, function_row(CASES[i].function)->name, fits ? (int)result : -1, bad);
    }
    for (int id = 0; id < FUNCTION_COUNT_OF; id++)
        assert_int_equal(function_find(str_from(function_row((FunctionId)id)->name)), id);
    assert_int_equal(function_find(STR("median_of")), FUNCTION_COUNT_OF);
}

static void test_print(void **state)
{
    Fixture *f = *state;
    Expr *loss = column(f, "loss"), *n = column(f, "n");
    const struct {
        Expr *expr;
        const char *text;
    } cases[] = {
        {call(f, FUNCTION_MEAN, 1, loss), "mean(loss)"},
        {call(f, FUNCTION_SUB, 2, loss, call(f, FUNCTION_SUB, 2, n, number(f, 1))), "loss - (n - 1)"},
        {call(f, FUNCTION_SUB, 2, call(f, FUNCTION_SUB, 2, loss, n), number(f, 1)), "loss - n - 1"},
        {call(f, FUNCTION_ADD, 2, loss, call(f, FUNCTION_MUL, 2, n, number(f, 2))), "loss + n * 2"},
        {call(f, FUNCTION_MUL, 2, call(f, FUNCTION_ADD, 2, loss, n), number(f, 2)), "(loss + n) * 2"},
        {call(f, FUNCTION_POW, 2, call(f, FUNCTION_NEG, 1, loss), number(f, 2)), "(-loss) ^ 2"},
        {call(f, FUNCTION_NEG, 1, call(f, FUNCTION_ADD, 2, loss, n)), "-(loss + n)"},
        {call(f, FUNCTION_AND, 2, column(f, "good"), call(f, FUNCTION_OR, 2, column(f, "good"), column(f, "good"))), "good and (good or good)"},
        {call(f, FUNCTION_NOT, 1, call(f, FUNCTION_IS_MISSING, 1, loss)), "not missing(loss)"},
        {call(f, FUNCTION_EQ, 2, column(f, "model"), text(f, "a \"b\"")), "model == \"a \\\"b\\\"\""},
        {call(f, FUNCTION_IN, 3, column(f, "model"), text(f, "a"), text(f, "b")), "model in [\"a\", \"b\"]"},
        {call(f, FUNCTION_ADD, 2, column(f, "day"), duration(f, 0, 604800 * 2)), "day + 2week"},
        {call(f, FUNCTION_LOG, 2, loss, number(f, 10)), "log(loss, 10)"},
        {expr_column(f->arena, STR("two words"), TYPE_NUMBER, SPAN_NONE), "two words"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(expr_print(f->arena, cases[i].expr).at, cases[i].text);
    assert_true(expr_eq(cases[1].expr, call(f, FUNCTION_SUB, 2, loss, call(f, FUNCTION_SUB, 2, n, number(f, 1)))));
    assert_false(expr_eq(cases[1].expr, cases[2].expr));
    assert_true(expr_has_aggregate(call(f, FUNCTION_NEG, 1, cases[0].expr)));
    assert_false(expr_has_aggregate(cases[1].expr));
    assert_true(expr_is_constant(call(f, FUNCTION_NEG, 1, number(f, 1))));
    assert_false(expr_is_constant(call(f, FUNCTION_COUNT, 0)));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_numbers), TEST(test_comparisons), TEST(test_logic), TEST(test_dates), TEST(test_texts),
        TEST(test_groups),  TEST(test_many_groups), TEST(test_types), TEST(test_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
