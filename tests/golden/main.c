/* main: golden [--bless] [WORD ...]: cases, laws and documents of the tree, from its top folder; with words, only tests
 * whose names hold one of them. */
#include "cases.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_wanted(const char *name, int n, char **words)
{
    for (int i = 0; i < n; i++)
        if (strstr(name, words[i]))
            return true;
    return n == 0;
}

int main(int argc, char **argv)
{
    Arena *arena = arena_new(NULL);
    char here[4096];
    if (getcwd(here, sizeof here)) /* the fonts of a system that is the same everywhere */
        setenv("FONTCONFIG_FILE", text_of(arena, "%s/tests/fonts/fonts.conf", here), 1);
    if (argc > 1 && strcmp(argv[1], "--bless") == 0) {
        int n_refused = bless_cases(arena);
        bless_hashes(arena);
        arena_free(arena);
        return n_refused > 0;
    }
    Tests all = {0}, tests = {0};
    add_golden_cases(arena, &all);
    add_laws(arena, &all);
    add_documents(arena, &all);
    add_hashes(arena, &all);
    for (size_t i = 0; i < all.n; i++)
        if (is_wanted(all.at[i].name, argc - 1, argv + 1))
            VEC_PUSH(arena, &tests, all.at[i]);
    int n_failed = _cmocka_run_group_tests("golden", tests.at, tests.n, NULL, NULL);
    arena_free(arena);
    return n_failed != 0;
}
