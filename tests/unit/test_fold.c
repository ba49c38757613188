/* Rows that stay in their file: what is drawn from them is what is drawn when they are kept, which a check forces them to be. */
#include "compiler/chartc.h"
#include "runtime/num.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "runtime/str.h"

enum { N_ROWS = 90000 };

typedef struct Made {
    Arena *arena;
    Buf csv;
} Made;

static Made *made;

static int read_made(void *user, const char *path, const char **bytes, size_t *n, const char **why)
{
    (void)user;
    if (strcmp(path, "made.csv") != 0) {
        *why = "there is no such file";
        return 0;
    }
    *bytes = made->csv.at;
    *n = made->csv.n;
    return 1;
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state >> 20;
}

/* group, other, value, weight: missing ones among them; `last` stands in the last row's value. */
static void make_csv(const char *last)
{
    made->csv.n = 0;
    uint64_t state = 42;
    buf_adds(&made->csv, "group,other,value,weight,note\n");
    for (size_t i = 0; i < N_ROWS; i++) {
        uint64_t r = next_random(&state);
        buf_printf(&made->csv, "%s,%llu,", (const char *[]){"alpha", "beta", "\"gamma \"\"q\"\"\"", ""}[r % 4 < 3 || r % 64 < 5 ? r % 4 : 0],
                   (unsigned long long)(r >> 8) % 7);
        if (i + 1 == N_ROWS && last)
            buf_adds(&made->csv, last);
        else if (r % 50)
            num_add(&made->csv, (double)((long)((r >> 10) % 2000001) - 1000000) / 1000);
        buf_printf(&made->csv, ",%llu,padding padding\n", (unsigned long long)(r >> 12) % 9 + 1);
    }
}

static char *scene_of(const char *spec, char **messages)
{
    ChartcFiles files = {.size = sizeof files, .read = read_made};
    ChartcOptions options = {.size = sizeof options, .files = &files};
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = chartc_open_text(session, "t.chart", spec, strlen(spec), &options);
    const unsigned char *bytes = NULL;
    size_t n = 0;
    ChartcRenderOptions drawing = {.size = sizeof drawing, .no_provenance = 1}; /* the specs differ */
    ChartcStatus status = chartc_render(figure, "svg", &drawing, &bytes, &n);
    char *text = calloc(n + 1, 1);
    if (n)
        memcpy(text, bytes, n);
    const char *told = chartc_diagnostics_text(figure, 0);
    if (messages)
        *messages = strdup(told);
    else if (status != CHARTC_OK)
        print_message("%s", told);
    chartc_figure_free(figure);
    chartc_session_free(session);
    return text;
}

/* A claim asks for all rows: the table is read and kept. */
static void check_same_as(const char *spec, const char *check)
{
    char kept_spec[2000], *told[2];
    snprintf(kept_spec, sizeof kept_spec, "%s%s", spec, check);
    char *folded = scene_of(spec, &told[0]), *kept = scene_of(kept_spec, &told[1]);
    if (strlen(folded) <= 1000)
        fail_msg("%s%s", spec, told[0]);
    assert_string_equal(folded, kept);
    assert_string_equal(told[0], told[1]);
    free(folded);
    free(kept);
    free(told[0]);
    free(told[1]);
}

static void check_same(const char *spec)
{
    check_same_as(spec, "check median(weight) > 0\n");
}

static void test_aggregates(void **state)
{
    (void)state;
    make_csv(NULL);
    check_same("data \"made.csv\"\nbar { x: group; y: mean(value) }\n");
    check_same("data \"made.csv\"\nbar { x: group; y: sum(value); color: other; dodge: other }\n");
    check_same("data \"made.csv\"\npoint { x: other; y: max(value) }\nerrorbar { x: other; y: mean(value) +- 3 * stderr(value) }\n");
    check_same("data \"made.csv\"\nline { x: other; y: weighted_mean(value, weight); color: group }\n");
    check_same("data \"made.csv\"\npoint { x: sd(value); y: count(); color: group }\n");
    check_same("data \"made.csv\"\npoint { x: category(other); y: first(value) }\npoint { x: category(other); y: last(value) }\n");
    check_same("data \"made.csv\"\npoint { x: category(other); y: argmax(group, value) }\n");
}

/* Bins are counted in fine cells while rows are read: by each rule, in each space, of series, two-way. */
static void test_bins(void **state)
{
    (void)state;
    make_csv(NULL);
    check_same("data \"made.csv\"\nbar { x: bin(value); y: count() }\n");
    check_same("data \"made.csv\"\nbar { x: bin(value, rule: scott); y: count() / 1000 }\n");
    check_same("data \"made.csv\"\nbar { x: bin(value, rule: sturges); y: count(); color: group }\n");
    check_same("data \"made.csv\"\nbar { x: bin(value, 17); y: count(); color: category(other) }\n");
    check_same("data \"made.csv\"\nbar { x: bin(value, step: 62.5); y: count() }\n");
    check_same("data \"made.csv\"\nbar { y: bin(weight); x: count(); color: group }\n");
    check_same("data \"made.csv\" { filter other < 4 }\nbar { filter weight > 2; x: bin(value * weight); y: count() }\n");
    check_same("data \"made.csv\" { derive v = exp(value / 150) }\nbar { x: bin(v); y: count() }\naxis x { type: log }\n");
    check_same("data \"made.csv\" { derive v = exp(value / 150) }\nbar { x: bin(v, step: 0.5); y: count() }\naxis x { type: log }\n");
    check_same("data \"made.csv\"\nbar { x: bin(value); y: count() }\naxis x { type: symlog }\n");
    check_same("data \"made.csv\" { derive v = value ^ 2 }\nbar { x: bin(v, 30); y: count() }\naxis x { type: sqrt }\n");
    check_same("data \"made.csv\" { derive day = 2020-01-01 + value * 1day }\nbar { x: bin(day); y: count() }\n");
    check_same("data \"made.csv\" { derive day = 2020-01-01 + other * 1day }\nbar { x: bin(day, 1week); y: count() }\n");
    check_same("data \"made.csv\" { derive day = 2020-01-01 + value * 1day }\nbar { x: bin(day, 1month); y: count(); color: group }\n");
    check_same("data \"made.csv\" { derive time = 2020-01-01 + value * 1s }\nbar { x: bin(time, 90s); y: count() }\n");
    check_same("data \"made.csv\"\nrect { x: bin(value, 20); y: bin(weight, step: 1); color: count() }\n");
    check_same("data \"made.csv\"\nrect { x: bin(value); y: bin(weight, 9); color: count() }\n");
    check_same("data \"made.csv\"\nbar { x: bin(value, 20); y: mean(weight) }\n");
}

/* Facets are keys more; titles and panels ask for their values alone. */
static void test_facets(void **state)
{
    (void)state;
    make_csv(NULL);
    check_same("data \"made.csv\"\nfacet group\nbar { x: other; y: mean(value) }\n");
    check_same(
        "data \"made.csv\"\nfacet other { order: [3, 1]; title: \"no. {other}\"; columns: 4 }\nbar { x: group; y: count() }\nerrorbar { x: group; y: mean(weight) +- 9 * stderr(weight) }\n");
    check_same(
        "data \"made.csv\" { filter weight < 4 }\nfacet row weight\nfacet column group\nbar { x: bin(value, 12); y: count(); color: category(other) }\n");
    check_same("data \"made.csv\" { filter not missing(value) }\nfacet group\nbar { x: bin(value); y: proportion() }\n");
    check_same("data \"made.csv\"\nfacet group\nbar { filter weight > 4; x: other; y: sum(value) }\npoint { x: other; y: sum(value); color: red }\n");
    check_same(
        "data \"made.csv\"\nfacet group\nbar { x: other; y: mean(weight) }\npanel beta { axis y { domain: 0..9 }\nrule { y: mean(weight) } }\naxis y { share: none }\n");
    check_same("data \"made.csv\"\nfacet group { title: \"{group}: {count()}\" }\nbar { x: other; y: mean(weight) }\n");
}

/* Claims hold of rows that stay, and those that do not name rows. */
static void test_checks(void **state)
{
    (void)state;
    make_csv(NULL);
    check_same(
        "data \"made.csv\"\nbar { x: group; y: mean(value) }\ncheck count() == 90000\ncheck max(weight) == 9 by group\ncheck all(weight > 0)\n");
    char *messages[2];
    free(scene_of("data \"made.csv\"\nbar { x: group; y: mean(value) }\ncheck all(value < 990) by other else \"too much\"\n", &messages[0]));
    free(scene_of("data \"made.csv\"\nbar { x: group; y: median(value) }\ncheck all(value < 990) by other else \"too much\"\n", &messages[1]));
    assert_non_null(strstr(messages[0], "E0602"));
    assert_non_null(strstr(messages[0], "made.csv:"));
    assert_string_equal(strstr(messages[0], "made.csv:"), strstr(messages[1], "made.csv:"));
    free(messages[0]);
    free(messages[1]);
}

/* Where cells cannot tell the bins, and at the ends of what they can. */
static void test_bins_of_odd_values(void **state)
{
    (void)state;
    make_csv(NULL);
    check_same("data \"made.csv\" { derive v = if(other < 6, 0, value) }\nbar { x: bin(v); y: count() }\n");
    check_same("data \"made.csv\" { derive v = if(other < 6, 0.5, value) }\nbar { x: bin(v); y: count() }\n");
    check_same("data \"made.csv\" { derive v = if(weight > 0, 12.5, 0) }\nbar { x: bin(v); y: count() }\n");
    check_same("data \"made.csv\" { derive v = if(value > 999, value * 1e9, value) }\nbar { x: bin(v); y: count() }\n");
    check_same("data \"made.csv\" { derive v = 1e9 + value / 1e6 }\nbar { x: bin(v); y: count() }\n");
    check_same("data \"made.csv\" { derive v = 1e15 + round(value / 100) }\nbar { x: bin(v); y: count() }\n");
    check_same("data \"made.csv\"\nbar { x: bin(value, step: 0.25); y: count() }\n");
    check_same("data \"made.csv\" { derive v = round(value) }\nbar { x: bin(v); y: count() }\nbar { x: bin(v, step: 10); y: count(); color: red }\n");
    make_csv("7 units");
    char *messages, *folded = scene_of("data \"made.csv\"\nbar { x: bin(value); y: count() }\n", &messages);
    assert_int_equal(strlen(folded), 0);
    assert_non_null(strstr(messages, "E0311"));
    assert_non_null(strstr(messages, "7 units"));
    free(folded);
    free(messages);
}

static void test_steps(void **state)
{
    (void)state;
    make_csv(NULL);
    check_same("data \"made.csv\" { filter value > 100 and group == \"beta\"; derive twice = value * 2 }\nbar { x: other; y: mean(twice) }\n");
    check_same("data \"made.csv\" { filter other != 3; rename v = value }\nbar { filter v < 0; x: group; y: min(v) }\n");
    check_same_as(
        "data \"made.csv\" { filter weight > 2; summarize m = mean(value), n = count() by group, other; filter n > 10; sort m }\npoint { x: n; y: m; color: group }\n",
        "check median(n) > 0\n");
}

static void test_a_type_is_that_of_all_rows(void **state)
{
    (void)state;
    make_csv("n/a");
    char *messages, *folded = scene_of("data \"made.csv\"\nbar { x: group; y: mean(value) }\n", &messages);
    assert_int_equal(strlen(folded), 0);
    assert_non_null(strstr(messages, "E0311"));
    assert_non_null(strstr(messages, "n/a"));
    free(folded);
    free(messages);
    make_csv("7 units");
    folded = scene_of("data \"made.csv\"\nbar { x: value; y: count(); axis: left }\naxis x { ticks: none }\n", &messages);
    assert_null(strstr(messages, "E0900"));
    free(folded);
    free(messages);
}

/* What is a mistake by the first rows need not be one. */
static void test_a_mistake_is_one_of_all_rows(void **state)
{
    (void)state;
    make_csv("n/a");
    char *messages, *drawn = scene_of("data \"made.csv\" { filter value == \"n/a\" }\npoint { x: group; y: other }\n", &messages);
    assert_true(strlen(drawn) > 1000);
    assert_non_null(strstr(messages, "W0510"));
    assert_null(strstr(messages, "error"));
    free(drawn);
    free(messages);
}

/* What is told of the rows is not lost where the figure is compiled anew for them. */
static void test_an_odd_cell_far_down(void **state)
{
    (void)state;
    make_csv("n/a");
    char *messages, *drawn = scene_of("data \"made.csv\" { take 90 }\npoint { x: other; y: value; text: \"\" }\n", &messages);
    assert_non_null(strstr(messages, "W0510"));
    assert_non_null(strstr(messages, "`n/a` in row 90000"));
    free(drawn);
    free(messages);
}

/* Among very many numbers the odd cell is the mistake: told as one, with no texts made of the others. */
static void test_an_odd_cell_among_very_many(void **state)
{
    (void)state;
    static const char *const MARKS[] = {"bar { x: group; y: mean(value) }", "point { x: other; y: value; text: \"\" }"};
    make_csv("n/a");
    Str rows = str_copy(made->arena, buf_str(&made->csv));
    size_t header = 0;
    while (rows.at[header++] != '\n')
        ;
    buf_add(&made->csv, str_slice(rows.at + header, rows.n - header));
    for (size_t i = 0; i < 2; i++) {
        char *messages, *drawn = scene_of(str_c(made->arena, str_printf(made->arena, "data \"made.csv\"\n%s\n", MARKS[i])), &messages);
        assert_int_equal(strlen(drawn), 0);
        assert_non_null(strstr(messages, "made.csv:90001:"));
        assert_non_null(strstr(messages, "error[E0511]: `n/a` in row 90000 of column `value` is no number, and 1 more cell is none; the other"));
        assert_null(strstr(messages, "W0510"));
        free(drawn);
        free(messages);
    }
}

static void test_nothing_left(void **state)
{
    (void)state;
    make_csv(NULL);
    char *messages, *folded = scene_of("data \"made.csv\" { filter value > 5000 }\nbar { x: group; y: mean(value) }\n", &messages);
    assert_int_equal(strlen(folded), 0);
    assert_non_null(strstr(messages, "E0601"));
    assert_non_null(strstr(messages, "none of 90000 rows"));
    free(folded);
    free(messages);
}

static void test_a_broken_row(void **state)
{
    (void)state;
    make_csv("1,2,3");
    char *messages, *folded = scene_of("data \"made.csv\"\nbar { x: group; y: mean(value) }\n", &messages);
    assert_int_equal(strlen(folded), 0);
    assert_non_null(strstr(messages, "E0509"));
    assert_non_null(strstr(messages, "made.csv:90001"));
    free(folded);
    free(messages);
}

static int set_up(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    made = ARENA_NEW(arena, Made);
    made->arena = made->csv.arena = arena;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(made->arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_aggregates),
        cmocka_unit_test(test_bins),
        cmocka_unit_test(test_bins_of_odd_values),
        cmocka_unit_test(test_facets),
        cmocka_unit_test(test_checks),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_a_type_is_that_of_all_rows),
        cmocka_unit_test(test_a_mistake_is_one_of_all_rows),
        cmocka_unit_test(test_an_odd_cell_far_down),
        cmocka_unit_test(test_an_odd_cell_among_very_many),
        cmocka_unit_test(test_nothing_left),
        cmocka_unit_test(test_a_broken_row),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
