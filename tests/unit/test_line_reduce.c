/* Long lines: what is left of them makes the same picture as all rows at the middles of their columns, pixel by pixel, when drawn as lines of one
 * pixel. (test_stroke_raster.c: as strokes.) */
#include "runtime/line_reduce.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { WIDTH = 400, HEIGHT = 200, N = 60000 };
static const double LEFT = 10 * LINE_COLUMN;

typedef struct Picture {
    uint8_t pixels[HEIGHT][WIDTH + 40];
} Picture;

/* A segment in two colours: in each column of pixels all that it passes through. */
static void draw_segment(Picture *picture, Vertex a, Vertex b)
{
    double x0 = a.x / LINE_COLUMN, x1 = b.x / LINE_COLUMN;
    for (long column = (long)floor(x0); column <= (long)floor(x1); column++) {
        double from = fmax(x0, (double)column), to = fmin(x1, (double)column + 1);
        double y0 = x1 > x0 ? a.y + (b.y - a.y) * (from - x0) / (x1 - x0) : a.y, y1 = x1 > x0 ? a.y + (b.y - a.y) * (to - x0) / (x1 - x0) : b.y;
        for (long row = (long)floor(fmin(y0, y1)); row <= (long)floor(fmax(y0, y1)); row++)
            if (row >= 0 && row < HEIGHT && column >= 0 && column < WIDTH + 40)
                picture->pixels[row][column] = 1;
    }
}

static Vertex rounded(Vertex v)
{
    v.x = (floor(v.x / LINE_COLUMN) + 0.5) * LINE_COLUMN;
    return v;
}

static void draw(Picture *picture, const Vertex *v, size_t n)
{
    memset(picture, 0, sizeof *picture);
    for (size_t i = 1; i < n; i++)
        draw_segment(picture, rounded(v[i - 1]), rounded(v[i]));
}

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

/* A walk with jumps, flat stretches and vertices at equal places. */
static Vertex *make_walk(Arena *arena, uint64_t seed)
{
    Vertex *v = ARENA_ARRAY(arena, N, Vertex);
    uint64_t state = seed * 0x9E3779B97F4A7C15u + 7;
    double y = HEIGHT / 2.0, x = LEFT;
    for (size_t i = 0; i < N; i++) {
        uint64_t kind = random_bits(&state) % 100;
        x += kind < 5 ? 0 : random_share(&state) * 2 * WIDTH * LINE_COLUMN / N;
        y += kind < 2 ? (random_share(&state) - 0.5) * HEIGHT : kind < 30 ? 0 : (random_share(&state) - 0.5) * 6;
        y = fmin(fmax(y, 2.3), HEIGHT - 2.3); /* no level at the edge of a pixel, where rounding decides */
        v[i] = (Vertex){x, y, i};
    }
    return v;
}

static void test_the_picture_is_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        Arena *arena = arena_new(NULL);
        Vertex *v = make_walk(arena, seed);
        Picture *all = ARENA_NEW(arena, Picture), *few = ARENA_NEW(arena, Picture);
        draw(all, v, N);
        size_t n = line_reduce(v, N, LEFT, LEFT + WIDTH * LINE_COLUMN);
        assert_in_range(n, WIDTH / 2, 4 * (WIDTH + 3));
        draw(few, v, n);
        assert_memory_equal(all, few, sizeof *all);
        arena_free(arena);
    }
}

static void test_short_lines_stay(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    Vertex *v = make_walk(arena, 3);
    assert_int_equal(line_reduce(v, 1000, LEFT, LEFT + WIDTH * LINE_COLUMN), 1000);
    arena_free(arena);
}

typedef struct Whole {
    IrLayer layer;
    IrChannel x, y;
    Frame frame;
    PosScale x_scale, y_scale;
} Whole;

/* The same walk as rows of two series, in order or shuffled. */
static Whole *make_frame(Arena *arena, const Vertex *v, bool is_shuffled)
{
    Whole *w = ARENA_NEW(arena, Whole);
    double *x, *y;
    uint32_t *series = ARENA_ARRAY(arena, N, uint32_t);
    uint64_t state = 11;
    w->frame = (Frame){.layer = &w->layer, .n = N, .n_series = 2, .series = series};
    w->frame.channels[CHANNEL_X] = (FrameChannel){.channel = &w->x, .value = column_new(arena, STR("x"), TYPE_NUMBER, N, &x)};
    w->frame.channels[CHANNEL_Y] = (FrameChannel){.channel = &w->y, .value = column_new(arena, STR("y"), TYPE_NUMBER, N, &y)};
    for (size_t i = 0; i < N; i++) {
        x[i] = v[i].x;
        y[i] = v[i].y;
        series[i] = i % 3 == 0;
    }
    for (size_t i = N - 1; i > 0 && is_shuffled; i--) {
        size_t k = random_bits(&state) % (i + 1);
        double kept_x = x[i], kept_y = y[i];
        uint32_t kept = series[i];
        x[i] = x[k], y[i] = y[k], series[i] = series[k];
        x[k] = kept_x, y[k] = kept_y, series[k] = kept;
    }
    w->x_scale = (PosScale){.type = AXIS_LINEAR, .lo = 0, .hi = 1000, .from = 0, .to = 1000};
    w->y_scale = (PosScale){.type = AXIS_LINEAR, .lo = 0, .hi = 1000, .from = 0, .to = 1000};
    return w;
}

static void check_frame(bool is_shuffled)
{
    Arena *arena = arena_new(NULL);
    Vertex *v = make_walk(arena, 5);
    for (size_t i = 1; i < N; i++) /* without equal places: the order of equal ones is that of rows, which the shuffle changes */
        v[i].x = v[i].x > v[i - 1].x ? v[i].x : nextafter(v[i - 1].x, INFINITY);
    Whole *w = make_frame(arena, v, is_shuffled);
    Vertices out[2] = {{0}};
    assert_true(line_reduce_frame(arena, &w->frame, &w->x_scale, &w->y_scale, LEFT, LEFT + WIDTH * LINE_COLUMN, out));
    Picture *all = ARENA_NEW(arena, Picture), *few = ARENA_NEW(arena, Picture);
    for (uint32_t s = 0; s < 2; s++) {
        Vertices own = {0};
        for (size_t i = 0; i < N; i++)
            if ((i % 3 == 0) == s)
                VEC_PUSH(arena, &own, v[i]);
        draw(all, own.at, own.n);
        assert_in_range(out[s].n, WIDTH / 2, 4 * (WIDTH + 3));
        draw(few, out[s].at, out[s].n);
        assert_memory_equal(all, few, sizeof *all);
    }
    arena_free(arena);
}

static void test_rows_in_order(void **state)
{
    (void)state;
    check_frame(false);
}

static void test_rows_in_any_order(void **state)
{
    (void)state;
    check_frame(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_picture_is_the_same),
        cmocka_unit_test(test_short_lines_stay),
        cmocka_unit_test(test_rows_in_order),
        cmocka_unit_test(test_rows_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
