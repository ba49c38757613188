/* Strokes of many segments as coverages: against cairo's own, and whatever the order of the segments; long lines, reduced, against all of their rows.
 */
#include "runtime/draw_cairo.h"
#include "runtime/line_reduce.h"
#include "runtime/stroke_raster.h"

#include <cairo.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* A page, points, and the area that lines are drawn for. */
enum { WIDTH = 60, HEIGHT = 40, ROWS = 30000, SMALL = 400 };
static const Rect AREA = {4, 3, 52, 34};

static uint64_t random_bits(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state >> 11;
}

static double random_share(uint64_t *state)
{
    return (double)(random_bits(state) % 1000003) / 1000003;
}

typedef enum Kind { WALK, NOISE, SPIKES, STEPS, CONSTANT, WAVE, N_KINDS } Kind;
static const char *const KINDS[N_KINDS] = {"walk", "noise", "spikes", "steps", "constant", "wave"};

static Vertex *make_line(Arena *arena, Kind kind, uint64_t seed, size_t n)
{
    Vertex *v = ARENA_ARRAY(arena, n, Vertex);
    uint64_t state = seed * 0x9E3779B97F4A7C15u + 7;
    double y = HEIGHT / 2.0;
    for (size_t i = 0; i < n; i++) {
        double share = ((double)i + random_share(&state)) / (double)n, off = random_share(&state) - 0.5;
        if (kind == WALK)
            y += off;
        else if (kind == NOISE)
            y = HEIGHT / 2.0 + off * 20;
        else if (kind == SPIKES)
            y = random_bits(&state) % 500 ? HEIGHT - 6 : HEIGHT - 6 - 25 * random_share(&state);
        else if (kind == STEPS)
            y = random_bits(&state) % 300 ? y : 5 + 30 * random_share(&state);
        else if (kind == WAVE)
            y = HEIGHT / 2.0 + 15 * sin(share * 40);
        v[i] = (Vertex){AREA.x + share * AREA.width, fmin(fmax(y, 3), HEIGHT - 3), i};
    }
    return v;
}

/* A stroke that breaks where y is missing. */
static Scene *make_scene(Arena *arena, const Vertex *v, size_t n, double width)
{
    Scene *scene = scene_new(arena, WIDTH, HEIGHT);
    scene_path(scene, (Paint){.stroke = 0x000000FF, .stroke_width = width, .join = JOIN_ROUND});
    for (size_t i = 0; i < n; i++) {
        if (isnan(v[i].y))
            continue;
        if (i == 0 || isnan(v[i - 1].y))
            path_move(scene, v[i].x, v[i].y);
        else
            path_line(scene, v[i].x, v[i].y);
    }
    return scene;
}

static cairo_surface_t *draw(Arena *arena, const Scene *scene, double dpi)
{
    double scale = dpi / 72;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, (int)ceil(WIDTH * scale), (int)ceil(HEIGHT * scale));
    cairo_t *cr = draw_begin(arena, surface);
    cairo_scale(cr, scale, scale);
    assert_null(draw_scene(cr, arena, scene, NULL, 1 / scale));
    cairo_surface_flush(surface);
    return surface;
}

/* The greatest difference of a pixel, of 255, in columns from..to. */
static int compare(cairo_surface_t *a, cairo_surface_t *b, int from, int to)
{
    int height = cairo_image_surface_get_height(a), stride = cairo_image_surface_get_stride(a), worst = 0;
    for (int y = 0; y < height; y++)
        for (int x = from; x < to; x++) {
            int off = abs(cairo_image_surface_get_data(a)[y * stride + x] - cairo_image_surface_get_data(b)[y * stride + x]);
            worst = off > worst ? off : worst;
        }
    return worst;
}

static const double DPIS[] = {96, 300, 600}, WIDTHS[] = {0.5, 1.2, 3};

/* Rows to the middles of their columns, as a reduced line has them. */
static Vertex *all_rounded(Arena *arena, const Vertex *v, size_t n)
{
    Vertex *out = ARENA_ARRAY(arena, n, Vertex);
    for (size_t i = 0; i < n; i++)
        out[i] = (Vertex){(floor(v[i].x / LINE_COLUMN) + 0.5) * LINE_COLUMN, v[i].y, i};
    return out;
}

/* Copies pieces between gaps, reduced where that is worth it, with a gap behind each. */
static size_t reduce_pieces(Vertex *out, const Vertex *v, size_t n, size_t n_pieces)
{
    size_t n_out = 0, each = n / n_pieces;
    for (size_t p = 0; p < n_pieces; p++) {
        memcpy(out + n_out, v + p * each, (each - 1) * sizeof *v);
        n_out += line_reduce(out + n_out, each - 1, v[p * each].x, v[p * each + each - 2].x);
        out[n_out++] = (Vertex){NAN, NAN, 0};
    }
    return n_out;
}

/* The picture of a reduced line is that of all its rows, each at its column of 1200 to the inch: to the last bit, at every resolution and width.
 * Against rows at their own places it is off by what rounding an x by half a column does: `most` of 255, of a pixel at an upright edge; at its ends,
 * 3 points of which are left out, the cap may differ. */
static void check_line(Kind kind, size_t n_pieces, double dpi, double width, int most)
{
    Arena *arena = arena_new(NULL);
    Vertex *v = make_line(arena, kind, kind + 1, ROWS), *few = ARENA_ARRAY(arena, ROWS + 100, Vertex), *whole = ARENA_ARRAY(arena, ROWS, Vertex);
    size_t n = reduce_pieces(few, v, ROWS, n_pieces), each = ROWS / n_pieces;
    assert_in_range(n, 100, ROWS / 4);
    memcpy(whole, v, ROWS * sizeof *v);
    for (size_t p = 0; p < n_pieces; p++)
        whole[p * each + each - 1].y = NAN;
    cairo_surface_t *reduced = draw(arena, make_scene(arena, few, n, width), dpi);
    cairo_surface_t *rounded = draw(arena, make_scene(arena, all_rounded(arena, whole, ROWS), ROWS, width), dpi);
    cairo_surface_t *own = draw(arena, make_scene(arena, whole, ROWS, width), dpi);
    int columns = cairo_image_surface_get_width(own), aside = (int)((AREA.x + 3) * dpi / 72);
    int to_rounded = compare(reduced, rounded, 0, columns), to_own = compare(reduced, own, aside, columns - aside);
    if (to_rounded > 0 || to_own > most)
        fail_msg("%s in %zu pieces, %g dpi, %g pt: off by %d of rounded rows, %d of rows", KINDS[kind], n_pieces, dpi, width, to_rounded, to_own);
    arena_free(arena);
}

static void test_reduced_lines_make_the_same_picture(void **state)
{
    (void)state;
    static const int MOST[] = {32, 60, 120};
    for (Kind kind = 0; kind < N_KINDS; kind++)
        for (size_t d = 0; d < 3; d++)
            for (size_t w = 0; w < 3; w++)
                check_line(kind, 1, DPIS[d], WIDTHS[w], MOST[d]);
}

static void test_reduced_lines_with_gaps_make_the_same_picture(void **state)
{
    (void)state;
    for (Kind kind = 0; kind < N_KINDS; kind++)
        check_line(kind, 3, 300, 1.2, 255); /* whose ends are everywhere */
}

/* A fifth of the rows missing, as they come: most pieces are shorter than a column is wide. Where one lies within a quarter of a column of others it
 * is dropped, which shows in the last sixteenth of a pixel. */
static void test_rows_with_many_gaps(void **state)
{
    (void)state;
    for (Kind kind = 0; kind < N_KINDS; kind++) {
        Arena *arena = arena_new(NULL);
        Vertex *v = make_line(arena, kind, 5, ROWS);
        LinePieces *pieces = line_pieces_new(arena, 1, AREA.x, AREA.x + AREA.width);
        Vertices few;
        uint64_t random = 77 + kind;
        assert_true(line_pieces_are_worth(pieces, ROWS));
        for (size_t i = 0; i < ROWS; i++) {
            v[i].y = random_bits(&random) % 5 ? v[i].y : NAN;
            assert_true(line_pieces_add(pieces, 0, v[i]));
        }
        line_pieces_end(pieces, &few);
        assert_in_range(few.n, 100, kind == CONSTANT ? ROWS / 4 : ROWS);
        cairo_surface_t *reduced = draw(arena, make_scene(arena, few.at, few.n, 1.2), 300);
        cairo_surface_t *rounded = draw(arena, make_scene(arena, all_rounded(arena, v, ROWS), ROWS, 1.2), 300);
        int off = compare(reduced, rounded, 0, cairo_image_surface_get_width(reduced));
        if (off > 16)
            fail_msg("%s: off by %d", KINDS[kind], off);
        assert_false(line_pieces_add(pieces, 0, (Vertex){AREA.x - 1, 1, ROWS}));
        arena_free(arena);
    }
}

/* cairo looks at 15 levels of a pixel, exactly along x; we at 16 lines, exactly along y. The end of a line that jitters within its width may differ:
 * 3 points of both ends are left out. */
static void test_like_cairo(void **state)
{
    (void)state;
    for (size_t w = 0; w < 3; w++)
        for (Kind kind = 0; kind < N_KINDS; kind++) {
            Arena *arena = arena_new(NULL);
            Vertex *v = make_line(arena, kind, 9, SMALL);
            Scene *scene = make_scene(arena, v, SMALL, WIDTHS[w]);
            cairo_surface_t *ours = draw(arena, scene, 200),
                            *theirs = cairo_image_surface_create(CAIRO_FORMAT_A8, cairo_image_surface_get_width(ours),
                                                                 cairo_image_surface_get_height(ours));
            cairo_t *cr = draw_begin(arena, theirs);
            cairo_scale(cr, 200.0 / 72, 200.0 / 72);
            cairo_set_line_width(cr, WIDTHS[w]);
            cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
            cairo_set_tolerance(cr, 0.01);
            for (size_t i = 0; i < SMALL; i++)
                cairo_line_to(cr, v[i].x, v[i].y);
            cairo_stroke(cr);
            int aside = kind == WALK ? (int)((AREA.x + 3) * 200 / 72) : 0,
                off = compare(ours, theirs, aside, cairo_image_surface_get_width(ours) - aside);
            if (off > 16)
                fail_msg("%s, %g pt: off by %d", KINDS[kind], WIDTHS[w], off);
            arena_free(arena);
        }
}

/* Segments in another order, each by itself with round caps: the same union. */
static void test_order_shows_in_nothing(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    Vertex *v = make_line(arena, WALK, 4, SMALL);
    Point points[2][2 * SMALL];
    uint8_t verbs[2 * SMALL], masks[2][100 * 100];
    for (size_t i = 0; i + 1 < SMALL; i++)
        for (size_t k = 0; k < 2; k++) {
            size_t turned = SMALL - 2 - i;
            points[0][2 * i + k] = (Point){v[i + k].x, v[i + k].y};
            points[1][2 * i + k] = (Point){v[turned + 1 - k].x, v[turned + 1 - k].y};
            verbs[2 * i + k] = k ? PATH_LINE : PATH_MOVE;
        }
    for (size_t m = 0; m < 2; m++) {
        StrokeMask mask = {.width = 100, .height = 100, .stride = 100, .coverage = masks[m]};
        stroke_raster(arena, &(StrokePath){verbs, points[m], (size_t)2 * (SMALL - 1), 1.7, 1.1, true}, &mask);
    }
    assert_memory_equal(masks[0], masks[1], sizeof masks[0]);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reduced_lines_make_the_same_picture),
        cmocka_unit_test(test_reduced_lines_with_gaps_make_the_same_picture),
        cmocka_unit_test(test_rows_with_many_gaps),
        cmocka_unit_test(test_like_cairo),
        cmocka_unit_test(test_order_shows_in_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
