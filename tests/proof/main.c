/* main: proof [--seed N] [--count N] [--stats] [--spec NUMBER] [--shrink NUMBER LAW] [--list LAW|all]: random specs held to the laws of pictures. One
 * test a law; of each that is broken the first case is shown, cut small. --stats counts all that happens; --spec prints a spec, --shrink a small one
 * that still breaks a law. */
#include "drawn.h"
#include "generate.h"
#include "shrink.h"
#include "stages.h"

#include "compiler/diag_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { TRIES = 1500, STAGES_EVERY = 16 }; /* of the specs whose stages and files are looked at too */
/* Of all specs: how many may be refused, for reasons that are the spec's own (no room, a corner over several panels). */
static const double REFUSED_MOST = 0.08;
typedef struct Tally {
    const char *code;
    int n;
    uint64_t first;
} Tally;

typedef struct Proof {
    TextEngine *engine;
    uint64_t seed;
    int count, n_drawn, n_refused;
    int n_broken[N_LAWS];
    uint64_t first[N_LAWS]; /* the spec that broke it first */
    char *what[N_LAWS];
    Tally codes[64];
    int n_codes;
    const char *broken_stage; /* the claim, and the spec that broke it first */
    uint64_t stage_number;
    int listed; /* a law of which each case is named; N_LAWS: all */
} Proof;

static Proof proof = {.seed = 1, .count = 2000, .listed = -1};

static void count_code(const char *code, uint64_t number)
{
    int i = 0;
    while (i < proof.n_codes && strcmp(proof.codes[i].code, code) != 0)
        i++;
    if (i == proof.n_codes) {
        if (i == 64)
            return;
        proof.codes[proof.n_codes++] = (Tally){code, 0, number};
    }
    proof.codes[i].n++;
}

/* The spec without those of its lines from the language's tables that are refused where they stand. */
static Drawn *draw_fitting(Arena *arena, Str *spec)
{
    Drawn *drawn = spec_draw(arena, proof.engine, "random.chart", *spec, NULL);
    while (!drawn->scene && strcmp(drawn_error(drawn), "E0900") != 0) {
        Str less = spec_without(arena, *spec, drawn_error_line(drawn));
        if (!less.at)
            break;
        *spec = less;
        drawn = spec_draw(arena, proof.engine, "random.chart", *spec, NULL);
    }
    return drawn;
}

static void run_one(uint64_t number)
{
    Arena *arena = arena_new(NULL);
    Str spec = spec_generate(arena, number);
    Drawn *drawn = draw_fitting(arena, &spec);
    for (size_t i = 0; i < drawn->report.list.n; i++)
        count_code(report_code(drawn->report.list.at[i]->id), number);
    const char *broken = number % STAGES_EVERY || !drawn->scene ? NULL : stages_check(arena, proof.engine, spec);
    if (broken && !proof.broken_stage) {
        proof.broken_stage = strdup(broken);
        proof.stage_number = number;
    }
    if (drawn->scene) {
        proof.n_drawn++;
        Violations found = laws_check(arena, drawn->scene, drawn->figure, &drawn->report);
        for (size_t i = 0; i < found.n; i++) {
            Law law = found.at[i].law;
            if ((int)law == proof.listed || proof.listed == N_LAWS)
                printf("%llu, law %d: %.*s\n", (unsigned long long)number, (int)law, STR_FMT(found.at[i].what));
            if (proof.n_broken[law]++ == 0) {
                proof.first[law] = number;
                proof.what[law] = strdup(str_c(arena, found.at[i].what));
            }
        }
    } else {
        proof.n_refused++;
    }
    arena_free(arena);
    text_engine_trim(proof.engine);
}

static uint64_t number_of(int i)
{
    return proof.seed * 1000003u + (uint64_t)i;
}

/* --- shrinking ---------------------------------------------------------------------------------------------------- */

static bool breaks(void *user, Str spec)
{
    Law law = *(Law *)user;
    Arena *arena = arena_new(NULL);
    Drawn *drawn = spec_draw(arena, proof.engine, "random.chart", spec, NULL);
    bool is_broken = false;
    if (drawn->scene) {
        Violations found = laws_check(arena, drawn->scene, drawn->figure, &drawn->report);
        for (size_t i = 0; i < found.n; i++)
            is_broken |= found.at[i].law == law;
    }
    arena_free(arena);
    return is_broken;
}

static Str shrunk(Arena *arena, uint64_t number, Law law)
{
    Str spec = spec_generate(arena, number);
    draw_fitting(arena, &spec);
    return spec_shrink(arena, spec, breaks, &law, TRIES);
}

/* --- tests -------------------------------------------------------------------------------------------------------- */

static void test_law(void **state)
{
    Law law = *(Law *)*state;
    if (proof.n_broken[law] == 0)
        return;
    Arena *arena = arena_new(NULL);
    Str spec = shrunk(arena, proof.first[law], law);
    print_error("%s: %s\nbroken by %d of %d specs, first by number %llu, which is, cut small:\n%.*s", law_name(law), proof.what[law],
                proof.n_broken[law], proof.count, (unsigned long long)proof.first[law], STR_FMT(spec));
    arena_free(arena);
    fail();
}

static void test_stages(void **state)
{
    (void)state;
    if (proof.broken_stage)
        fail_msg("%s: broken by number %llu", proof.broken_stage, (unsigned long long)proof.stage_number);
}

static void test_refusals(void **state)
{
    (void)state;
    for (int i = 0; i < proof.n_codes; i++)
        if (strcmp(proof.codes[i].code, "E0900") == 0 || (proof.codes[i].code[0] == 'E' && strncmp(proof.codes[i].code, "E07", 3) != 0))
            fail_msg("%s: the first is number %llu", proof.codes[i].code, (unsigned long long)proof.codes[i].first);
    if (proof.n_refused > REFUSED_MOST * proof.count)
        fail_msg("%d of %d specs were refused", proof.n_refused, proof.count);
}

static void print_stats(void)
{
    printf("seed %llu: %d specs, %d drawn, %d refused\n", (unsigned long long)proof.seed, proof.count, proof.n_drawn, proof.n_refused);
    for (int law = 0; law < N_LAWS; law++)
        printf("%7.1f in 1000  %-50s %s%s\n", 1000.0 * proof.n_broken[law] / (proof.n_drawn ? proof.n_drawn : 1), law_name((Law)law),
               proof.n_broken[law] ? proof.what[law] : "",
               proof.n_broken[law]
                   ? str_c(arena_new(NULL), str_printf(arena_new(NULL), " (law %d, number %llu)", law, (unsigned long long)proof.first[law]))
                   : "");
    if (proof.broken_stage)
        printf("%s (number %llu)\n", proof.broken_stage, (unsigned long long)proof.stage_number);
    for (int i = 0; i < proof.n_codes; i++)
        printf("%7d %s, first %llu\n", proof.codes[i].n, proof.codes[i].code, (unsigned long long)proof.codes[i].first);
}

static void print_spec(uint64_t number, int law)
{
    Arena *arena = arena_new(NULL);
    Str spec = law < 0 ? spec_generate(arena, number) : shrunk(arena, number, (Law)law);
    Drawn *drawn = draw_fitting(arena, &spec);
    printf("%.*s", STR_FMT(spec));
    Violations found = {0};
    if (drawn->scene)
        found = laws_check(arena, drawn->scene, drawn->figure, &drawn->report);
    for (size_t i = 0; i < found.n; i++)
        printf("// law %d: %s: %.*s\n", (int)found.at[i].law, law_name(found.at[i].law), STR_FMT(found.at[i].what));
    if (drawn->report.n_errors)
        fprintf(stderr, "%.*s", STR_FMT(diag_text(arena, &drawn->report, false)));
    arena_free(arena);
}

int main(int argc, char **argv)
{
    bool is_stats = false;
    const char *count = getenv("PROOF_COUNT");
    if (count)
        proof.count = atoi(count);
    proof.engine = text_engine_new();
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--stats") == 0) {
            is_stats = true;
        } else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
            proof.seed = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--count") == 0 && i + 1 < argc) {
            proof.count = atoi(argv[++i]);
        } else if (strcmp(argv[i], "--list") == 0 && i + 1 < argc) {
            proof.listed = strcmp(argv[++i], "all") == 0 ? N_LAWS : atoi(argv[i]);
            is_stats = true;
        } else if (strcmp(argv[i], "--spec") == 0 && i + 1 < argc) {
            print_spec(strtoull(argv[++i], NULL, 10), -1);
            return 0;
        } else if (strcmp(argv[i], "--shrink") == 0 && i + 2 < argc) {
            print_spec(strtoull(argv[i + 1], NULL, 10), atoi(argv[i + 2]));
            return 0;
        } else {
            fprintf(stderr, "usage: proof [--seed N] [--count N] [--stats] [--spec NUMBER] [--shrink NUMBER LAW]\n");
            return 2;
        }
    }
    for (int i = 0; i < proof.count; i++)
        run_one(number_of(i));
    if (is_stats) {
        print_stats();
        text_engine_free(proof.engine);
        return 0;
    }
    Law laws[N_LAWS];
    struct CMUnitTest tests[N_LAWS + 2];
    for (int law = 0; law < N_LAWS; law++) {
        laws[law] = (Law)law;
        tests[law] = (struct CMUnitTest){.name = law_name((Law)law), .test_func = test_law, .initial_state = &laws[law]};
    }
    tests[N_LAWS] = (struct CMUnitTest){.name = "few specs are refused, and for a reason of their own", .test_func = test_refusals};
    tests[N_LAWS + 1] = (struct CMUnitTest){.name = "stages read back as themselves, every format is written", .test_func = test_stages};
    int n_failed = _cmocka_run_group_tests("proof", tests, N_LAWS + 2, NULL, NULL);
    for (int law = 0; law < N_LAWS; law++)
        free(proof.what[law]);
    text_engine_free(proof.engine);
    return n_failed != 0;
}
