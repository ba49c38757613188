/* laws: what holds for every spec of the tree that compiles: its texts read back as themselves, it gives the same bytes
 * again, and its picture keeps the laws of pictures (tests/proof/laws.h). */
#include "cases.h"

#include "tests/proof/drawn.h"

#include <locale.h>
#include <string.h>

static const char *const FORMATS[] = {"pdf", "svg", "png", "eps", "ps"};
enum { N_FORMATS = sizeof FORMATS / sizeof *FORMATS, LOW_DPI = 40 };

/* One compile, everything it gives copied out. */
typedef struct Compiled {
    Str ir, scene, outputs[N_FORMATS];
} Compiled;

static Str emit(Arena *arena, ChartcFigure *figure, const char *stage)
{
    const char *text = NULL;
    size_t n = 0;
    if (chartc_emit(figure, stage, &text, &n) != CHARTC_OK)
        fail_msg("no %s:\n%s", stage, chartc_diagnostics_text(figure, 0));
    return str_copy(arena, str_slice(text, n));
}

static Str render(Arena *arena, ChartcFigure *figure, const char *format)
{
    ChartcRenderOptions options = {.size = sizeof options, .dpi = LOW_DPI};
    const unsigned char *bytes = NULL;
    size_t n = 0;
    if (chartc_render(figure, format, &options, &bytes, &n) != CHARTC_OK)
        fail_msg("no %s:\n%s", format, chartc_diagnostics_text(figure, 0));
    return str_copy(arena, str_slice((const char *)bytes, n));
}

static Compiled compile_all(Arena *arena, const char *path)
{
    Compiled texts;
    Str spec;
    assert_true(read_file(arena, path, &spec));
    Notes notes = find_notes(arena, path, spec);
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = open_case(session, path, &notes);
    texts.ir = emit(arena, figure, "ir");
    texts.scene = emit(arena, figure, "scene");
    for (size_t i = 0; i < N_FORMATS; i++)
        texts.outputs[i] = render(arena, figure, FORMATS[i]);
    chartc_figure_free(figure);
    chartc_session_free(session);
    return texts;
}

static void assert_same_compile(const Compiled *a, const Compiled *b, const char *when)
{
    if (!str_eq(a->ir, b->ir))
        fail_msg("another IR %s", when);
    if (!str_eq(a->scene, b->scene))
        fail_msg("another scene %s", when);
    for (size_t i = 0; i < N_FORMATS; i++)
        if (!str_eq(a->outputs[i], b->outputs[i]))
            fail_msg("another %s %s", FORMATS[i], when);
}

static void test_repeats(void **state)
{
    Arena *arena = arena_new(NULL);
    Compiled first = compile_all(arena, *state), second = compile_all(arena, *state);
    assert_same_compile(&first, &second, "the second time");
    arena_free(arena);
}

static void test_other_locale(void **state)
{
    Arena *arena = arena_new(NULL);
    Compiled first = compile_all(arena, *state);
    if (!setlocale(LC_ALL, "de_DE.UTF-8"))
        fail_msg("there is no locale de_DE.UTF-8: the Makefile makes one and sets LOCPATH");
    Compiled second = compile_all(arena, *state);
    setlocale(LC_ALL, "C");
    assert_same_compile(&first, &second, "where numbers have a comma");
    arena_free(arena);
}

/* The IR and the scene stand for the spec: read back, they print as themselves and draw the same. */
static void test_reads_back(void **state)
{
    const char *path = *state;
    Arena *arena = arena_new(NULL);
    Compiled texts = compile_all(arena, path);
    ChartcSession *session = chartc_session_new();
    ChartcFigure *from_ir = chartc_open_text(session, path, texts.ir.at, texts.ir.n, NULL);
    assert_same_text(arena, "the IR read back", texts.ir, emit(arena, from_ir, "ir"));
    assert_same_text(arena, "the scene of the IR read back", texts.scene, emit(arena, from_ir, "scene"));
    ChartcFigure *from_scene = chartc_open_text(session, path, texts.scene.at, texts.scene.n, NULL);
    assert_same_text(arena, "the scene read back", texts.scene, emit(arena, from_scene, "scene"));
    chartc_figure_free(from_ir);
    chartc_figure_free(from_scene);
    chartc_session_free(session);
    arena_free(arena);
}

/* ---- the picture ---- */

static void test_picture(void **state)
{
    const char *path = *state;
    Arena *arena = arena_new(NULL);
    TextEngine *engine = text_engine_new();
    Str spec;
    assert_true(read_file(arena, path, &spec));
    Notes notes = find_notes(arena, path, spec);
    CompileOptions options = {.n_params = notes.params.n};
    CompileParam *params = ARENA_ARRAY(arena, notes.params.n, CompileParam);
    for (size_t i = 0; i < notes.params.n; i++)
        params[i] = (CompileParam){str_from(notes.params.at[i].name), str_from(notes.params.at[i].value)};
    options.params = params;
    Drawn *drawn = spec_draw(arena, engine, path, spec, &options);
    assert_non_null(drawn->scene);
    assert_null(scene_verify(arena, drawn->scene));
    Violations found = laws_check(arena, drawn->scene, drawn->figure, &drawn->report);
    for (size_t i = 0; i < found.n; i++)
        print_error("%s: %.*s\n", law_name(found.at[i].law), STR_FMT(found.at[i].what));
    text_engine_free(engine);
    assert_int_equal(found.n, 0);
    arena_free(arena);
}

static void add_spec_laws(Arena *arena, Tests *tests, const char *path)
{
    add_test(arena, tests, text_of(arena, "%s repeats", path), test_repeats, (void *)path);
    add_test(arena, tests, text_of(arena, "%s in another locale", path), test_other_locale, (void *)path);
    add_test(arena, tests, text_of(arena, "%s reads back", path), test_reads_back, (void *)path);
    add_test(arena, tests, text_of(arena, "%s as a picture", path), test_picture, (void *)path);
}

void add_laws(Arena *arena, Tests *tests)
{
    static const char *const FOLDERS[] = {"specs", "tests/ok"};
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++) {
        Texts paths = find_files(arena, FOLDERS[i], ".chart");
        for (size_t k = 0; k < paths.n; k++)
            if (!strstr(paths.at[k], "/styles/") && !strstr(paths.at[k], "/include/")) /* parts of specs */
                add_spec_laws(arena, tests, paths.at[k]);
    }
}
