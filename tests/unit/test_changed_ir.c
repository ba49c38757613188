/* IR files that a hand changed (change_ir.h) are drawn or refused: what the compiler never makes ends no program and is no fault of chartc's own.
 * `test_changed_ir COUNT [SEED]` tries more; `test_changed_ir FILE SEED` prints one. */
#include "../fuzz/change_ir.c" /* NOLINT(bugprone-suspicious-include): one test alone needs it */
#include "compiler/chartc.h"
#include "../sanitized.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MANY = 240, SECONDS_MOST = 20 };

static Str read_whole(Arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    Buf text = {.arena = arena};
    for (int c; file && (c = fgetc(file)) != EOF;)
        buf_addc(&text, (char)c);
    if (file)
        fclose(file);
    return buf_str(&text);
}

/* In a child: 0 where it is drawn, or refused with a word. */
static int draw(const char *path, Str ir)
{
    static const char *const FORMATS[] = {"pdf", "svg", "png"};
    const unsigned char *bytes;
    size_t n;
    ChartcRenderOptions options = {.size = sizeof options, .dpi = 50};
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = chartc_open_text(session, path, ir.at, ir.n, NULL);
    ChartcStatus status = chartc_render(figure, FORMATS[ir.n % 3], &options, &bytes, &n);
    int code = status == CHARTC_OK || (status == CHARTC_INPUT_ERROR && chartc_n_errors(figure) > 0) ? 0 : 10 + (int)status;
    chartc_figure_free(figure);
    chartc_session_free(session);
    return code;
}

static int try_one(const char *path, uint64_t seed)
{
    int status = -1;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        Arena *arena = arena_new(NULL);
        alarm(SECONDS_MOST);
        _exit(draw(path, change_ir(arena, read_whole(arena, path), seed)));
    }
    return child > 0 && waitpid(child, &status, 0) == child ? status : -1;
}

static size_t try_many(size_t count, uint64_t seed)
{
    glob_t cases;
    size_t n_wrong = 0;
    assert_int_equal(glob("tests/ok/*/*.ir", 0, NULL, &cases), 0);
    assert_true(cases.gl_pathc > 100);
    for (size_t i = 0; i < count; i++, seed++) {
        const char *path = cases.gl_pathv[seed * 7919 % cases.gl_pathc];
        int status = try_one(path, seed);
        if (status)
            print_message("wrong: test_changed_ir %s %llu (%s %d)\n", path, (unsigned long long)seed, WIFSIGNALED(status) ? "signal" : "code",
                          WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status) - 10);
        n_wrong += status != 0;
    }
    globfree(&cases);
    return n_wrong;
}

static void changed_irs_are_drawn_or_refused(void **state)
{
    (void)state;
    assert_int_equal(try_many(IS_SANITIZED || !IS_OPTIMIZED ? MANY / 4 : MANY, 1), 0);
}

int main(int argc, char **argv)
{
    if (argc > 2 && argv[1][0] == 't') {
        Arena *arena = arena_new(NULL);
        Str ir = change_ir(arena, read_whole(arena, argv[1]), strtoull(argv[2], NULL, 10));
        printf("%.*s", STR_FMT(ir));
        arena_free(arena);
        return 0;
    }
    if (argc > 1) {
        size_t n_wrong = try_many(strtoull(argv[1], NULL, 10), argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
        printf("%zu wrong\n", n_wrong);
        return n_wrong > 0;
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test(changed_irs_are_drawn_or_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
