/* Points as an image against the same points as shapes, pixel by pixel. */
#include "compiler/chartc.h"

#include <cairo.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef struct Bytes {
    const unsigned char *at;
    size_t n;
} Bytes;

static cairo_status_t take(void *user, unsigned char *out, unsigned n)
{
    Bytes *bytes = user;
    if (n > bytes->n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(out, bytes->at, n);
    bytes->at += n;
    bytes->n -= n;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *draw(const char *mark)
{
    char spec[3000];
    size_t n = (size_t)snprintf(spec, sizeof spec, "data {\nrows {\nx y s\n");
    uint32_t state = 7;
    for (int i = 0; i < 120; i++) {
        state = state * 1664525 + 1013904223;
        n += (size_t)snprintf(spec + n, sizeof spec - n, "%u %u %c\n", state >> 8 & 63, state >> 16 & 63, "abc"[i % 3]);
    }
    snprintf(spec + n, sizeof spec - n, "}\n}\nlegend { position: none }\npoint { x: x; y: y; color: s; %s }\n", mark);
    ChartcSession *session = chartc_session_new();
    ChartcFigure *figure = chartc_open_text(session, "t.chart", spec, strlen(spec), NULL);
    ChartcRenderOptions options = {.size = sizeof options, .dpi = 200};
    Bytes bytes;
    if (chartc_render(figure, "png", &options, &bytes.at, &bytes.n) != CHARTC_OK)
        fail_msg("%s", chartc_diagnostics_text(figure, 0));
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(take, &bytes);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    chartc_figure_free(figure);
    chartc_session_free(session);
    return surface;
}

/* The greatest difference of a channel, and the mean over all pixels. */
static void compare(const char *a_mark, const char *b_mark, int most, double mean_most)
{
    cairo_surface_t *a = draw(a_mark), *b = draw(b_mark);
    int width = cairo_image_surface_get_width(a), height = cairo_image_surface_get_height(a), stride = cairo_image_surface_get_stride(a), worst = 0;
    assert_int_equal(width, cairo_image_surface_get_width(b));
    assert_int_equal(height, cairo_image_surface_get_height(b));
    double sum = 0;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width * 4; x++) {
            int off = abs(cairo_image_surface_get_data(a)[y * stride + x] - cairo_image_surface_get_data(b)[y * stride + x]);
            worst = off > worst ? off : worst;
            sum += off;
        }
    double mean = sum / ((double)width * height * 4);
    if (worst > most || mean > mean_most)
        fail_msg("%s: greatest difference %d, mean %g", a_mark, worst, mean);
    cairo_surface_destroy(a);
    cairo_surface_destroy(b);
}

/* Points stand at quarters of a pixel: an edge may be off by an eighth of one on either side. (Squares and pluses that are shapes are put on whole
 * pixels.) */
static void test_shapes(void **state)
{
    (void)state;
    static const char *const SHAPES[] = {"circle", "diamond", "triangle", "triangle_down", "star", "cross"};
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++) {
        char image[100], shapes[100];
        snprintf(image, sizeof image, "marker: %s; size: 6pt; raster: 200dpi", SHAPES[i]);
        snprintf(shapes, sizeof shapes, "marker: %s; size: 6pt; raster: never", SHAPES[i]);
        compare(image, shapes, 80, 0.25);
    }
}

static void test_transparency_adds_up(void **state)
{
    (void)state;
    compare("size: 14pt; opacity: 0.3; raster: 200dpi", "size: 14pt; opacity: 0.3; raster: never", 30, 0.25);
    compare("size: 30pt; opacity: 0.02; raster: 200dpi", "size: 30pt; opacity: 0.02; raster: never", 12, 1);
}

static void test_the_same_on_every_run(void **state)
{
    (void)state;
    compare("size: 9pt; opacity: 0.4; raster: 200dpi", "size: 9pt; opacity: 0.4; raster: 200dpi", 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_transparency_adds_up),
        cmocka_unit_test(test_the_same_on_every_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
