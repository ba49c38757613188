/* hashes: ten figures as they come out, by their SHA-256, in tests/hashes: any change of any byte of what people get shows in a diff. Pictures depend
 * on the libraries of Debian 12 (cairo, FreeType, HarfBuzz, libpng, zlib), and on the version, which they carry. `golden --bless` rewrites the list.
 */
#include "cases.h"

#include "runtime/digest.h"

static const char LIST[] = "tests/hashes";
static const char *const SPECS[] = {"r1_llama", "penguins",     "keeling", "heatmap",   "grouped_bars",
                                    "earnings", "seattle_year", "titanic", "two_views", "scatter"};
static const char *const FORMATS[] = {"pdf", "png", "svg"};
enum { N_SPECS = sizeof SPECS / sizeof *SPECS, N_FORMATS = sizeof FORMATS / sizeof *FORMATS };

/* As sha256sum prints it. */
static Str hash_lines(Arena *arena, const char *name)
{
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = chartc_open_file(session, text_of(arena, "specs/%s.chart", name), NULL);
    Buf lines = {.arena = arena};
    for (size_t i = 0; i < N_FORMATS; i++) {
        const unsigned char *bytes = NULL;
        unsigned char digest[SHA256_SIZE];
        size_t n = 0;
        if (chartc_render(figure, FORMATS[i], NULL, &bytes, &n) != CHARTC_OK)
            fail_msg("no %s of %s:\n%s", FORMATS[i], name, chartc_diagnostics_text(figure, 0));
        sha256(digest, str_slice((const char *)bytes, n));
        for (size_t k = 0; k < sizeof digest; k++)
            buf_printf(&lines, "%02x", digest[k]);
        buf_printf(&lines, "  specs/%s.%s\n", name, FORMATS[i]);
    }
    chartc_figure_free(figure);
    chartc_session_free(session);
    return buf_str(&lines);
}

static void test_hashes(void **state)
{
    const char *name = *state;
    Arena *arena = arena_new(NULL);
    Str list, found = hash_lines(arena, name);
    Buf expected = {.arena = arena};
    if (!read_file(arena, LIST, &list))
        fail_msg("there is no %s; `make bless` writes it", LIST);
    for (size_t i = 0; i < list.n;) {
        size_t end = i;
        while (end < list.n && list.at[end] != '\n')
            end++;
        Str line = str_slice(list.at + i, end - i);
        if (str_contains(line, str_from(text_of(arena, "  specs/%s.", name)))) {
            buf_add(&expected, line);
            buf_addc(&expected, '\n');
        }
        i = end + 1;
    }
    assert_same_text(arena, LIST, buf_str(&expected), found);
    arena_free(arena);
}

void add_hashes(Arena *arena, Tests *tests)
{
    for (size_t i = 0; i < N_SPECS; i++)
        add_test(arena, tests, text_of(arena, "specs/%s.chart keeps its bytes", SPECS[i]), test_hashes, (void *)(uintptr_t)SPECS[i]);
}

void bless_hashes(Arena *arena)
{
    Buf list = {.arena = arena};
    for (size_t i = 0; i < N_SPECS; i++)
        buf_add(&list, hash_lines(arena, SPECS[i]));
    write_file(LIST, buf_str(&list));
}
