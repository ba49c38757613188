/* floor: the figure of specs/r1_llama.chart drawn straight through cairo, FreeType and HarfBuzz with data and layout
 * written down: no spec, no parser, no CSV, no layout. What a hand-written program for this one figure costs.
 *   floor pdf|svg|png OUT        the same size, the same pixels at 300 dpi, the same font */
#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979
#define WIDTH 504.0
#define HEIGHT 136.8
#define DPI 300.0
#define FONT "runtime/fonts/Roboto-Regular.ttf"

enum { PANELS = 4, BARS = 6, TICKS = 5, GLYPHS_MOST = 64 };

static const char *const NAMES[PANELS] = {"AIME24", "AIME25", "AMC23", "GPQA-D"};
static const double LOW[PANELS] = {20, 0, 60, 20};
static const double PASS[PANELS][BARS] = {{40.0, 44.7, 45.3, 42.0, 39.3, 49.3},
                                          {20.0, 24.7, 29.3, 28.0, 28.0, 29.3},
                                          {79.0, 86.5, 84.0, 87.0, 87.0, 87.0},
                                          {37.9, 45.8, 45.1, 46.3, 45.5, 46.4}};
static const double SPEED[BARS] = {600, 570, 540, 510, 480, 450};

typedef struct Canvas {
    cairo_t *cr;
    FT_Face face;
    hb_font_t *font;
    hb_buffer_t *buffer;
} Canvas;

static void open_font(Canvas *c)
{
    FT_Library library;
    if (FT_Init_FreeType(&library) || FT_New_Face(library, FONT, 0, &c->face)) {
        fprintf(stderr, "floor: no font %s: run it in the tree's top folder\n", FONT);
        exit(1);
    }
    cairo_set_font_face(c->cr, cairo_ft_font_face_create_for_ft_face(c->face, FT_LOAD_NO_HINTING));
    hb_blob_t *blob = hb_blob_create_from_file(FONT);
    c->font = hb_font_create(hb_face_create(blob, 0));
    c->buffer = hb_buffer_create();
}

/* across, up: which point of the text stands at x, y: 0 left or top, 0.5 middle, 1 right or bottom. */
static void text(Canvas *c, double x, double y, const char *words, double size, double across, double up, double turn)
{
    hb_buffer_clear_contents(c->buffer);
    hb_buffer_add_utf8(c->buffer, words, -1, 0, -1);
    hb_buffer_guess_segment_properties(c->buffer);
    hb_shape(c->font, c->buffer, NULL, 0);
    unsigned n;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(c->buffer, &n);
    const hb_glyph_position_t *place = hb_buffer_get_glyph_positions(c->buffer, &n);
    double unit = size / c->face->units_per_EM, width = 0;
    cairo_glyph_t glyphs[GLYPHS_MOST];
    n = n < GLYPHS_MOST ? n : GLYPHS_MOST;
    for (unsigned i = 0; i < n; i++) {
        glyphs[i].index = info[i].codepoint;
        glyphs[i].x = width + place[i].x_offset * unit;
        glyphs[i].y = -place[i].y_offset * unit;
        width += place[i].x_advance * unit;
    }
    double ascent = c->face->ascender * unit, descent = -c->face->descender * unit;
    cairo_set_font_size(c->cr, size);
    cairo_save(c->cr);
    cairo_translate(c->cr, x, y);
    if (turn != 0)
        cairo_rotate(c->cr, turn);
    cairo_translate(c->cr, -across * width, ascent - up * (ascent + descent));
    cairo_show_glyphs(c->cr, glyphs, (int)n);
    cairo_restore(c->cr);
}

static void set_color(Canvas *c, unsigned rgb)
{
    cairo_set_source_rgb(c->cr, (rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

static void line(Canvas *c, double x0, double y0, double x1, double y1)
{
    cairo_move_to(c->cr, x0, y0);
    cairo_line_to(c->cr, x1, y1);
}

typedef struct Panel {
    double left, right, top, bottom, width, height;
    double bars[BARS];
} Panel;

static void draw_marks(Canvas *c, const Panel *p, int panel)
{
    set_color(c, 0x4c78a8);
    for (int i = 0; i < BARS; i++) {
        double height = p->height * (PASS[panel][i] - LOW[panel]) / 40;
        cairo_rectangle(c->cr, p->bars[i] - 4.2, p->bottom - height, 8.4, height);
    }
    cairo_fill(c->cr);
    set_color(c, 0xf58518);
    cairo_set_line_width(c->cr, 1.2);
    for (int i = 0; i < BARS; i++)
        cairo_line_to(c->cr, p->bars[i], p->bottom - p->height * (SPEED[i] - 300) / 400);
    cairo_stroke(c->cr);
    for (int i = 0; i < BARS; i++) {
        cairo_new_sub_path(c->cr);
        cairo_arc(c->cr, p->bars[i], p->bottom - p->height * (SPEED[i] - 300) / 400, 2, 0, 2 * PI);
    }
    cairo_fill(c->cr);
}

static void draw_axes(Canvas *c, const Panel *p, int panel)
{
    char words[64];
    set_color(c, 0x404040);
    cairo_set_line_width(c->cr, 0.6);
    line(c, p->left, p->top, p->left, p->bottom);
    line(c, p->right, p->top, p->right, p->bottom);
    line(c, p->left, p->bottom, p->right, p->bottom);
    for (int i = 0; i < BARS; i++)
        line(c, p->bars[i], p->bottom, p->bars[i], p->bottom + 2.5);
    for (int i = 0; i < TICKS; i++) {
        double y = p->bottom - p->height * i / 4;
        line(c, p->left - 2.5, y, p->left, y);
        line(c, p->right, y, p->right + 2.5, y);
    }
    cairo_stroke(c->cr);
    set_color(c, 0x1a1a1a);
    for (int i = 0; i < BARS; i++) {
        snprintf(words, sizeof words, "%d", 2500 + 500 * i);
        text(c, p->bars[i], p->bottom + 4, words, 5, 0.5, 0, 0);
    }
    for (int i = 0; i < TICKS; i++) {
        double y = p->bottom - p->height * i / 4;
        snprintf(words, sizeof words, "%d", (int)LOW[panel] + 10 * i);
        text(c, p->left - 4, y, words, 7, 1, 0.5, 0);
        snprintf(words, sizeof words, "%d", 300 + 100 * i);
        text(c, p->right + 4, y, words, 7, 0, 0.5, 0);
    }
    snprintf(words, sizeof words, "R1-Llama | %s", NAMES[panel]);
    text(c, p->left + p->width / 2, p->top - 4, words, 9, 0.5, 1, 0);
    text(c, p->left + p->width / 2, p->bottom + 14, "KV Budget", 8, 0.5, 0, 0);
    text(c, p->left - 15, p->top + p->height / 2, "Pass@1", 8, 0.5, 1, -PI / 2);
    text(c, p->right + 19, p->top + p->height / 2, "Throughput (TPS)", 8, 0.5, 0, -PI / 2);
}

static void draw_legend(Canvas *c, const Panel *p)
{
    double x = p->right - 56, y = p->top + 3;
    set_color(c, 0xffffff);
    cairo_rectangle(c->cr, x, y, 53, 22);
    cairo_fill_preserve(c->cr);
    set_color(c, 0xcccccc);
    cairo_stroke(c->cr);
    set_color(c, 0x4c78a8);
    cairo_rectangle(c->cr, x + 3, y + 3, 10, 6);
    cairo_fill(c->cr);
    set_color(c, 0xf58518);
    line(c, x + 3, y + 16, x + 13, y + 16);
    cairo_stroke(c->cr);
    cairo_arc(c->cr, x + 8, y + 16, 2, 0, 2 * PI);
    cairo_fill(c->cr);
    set_color(c, 0x1a1a1a);
    text(c, x + 16, y + 6, "Pass@1", 7, 0, 0.5, 0);
    text(c, x + 16, y + 16, "Throughput", 7, 0, 0.5, 0);
}

static void draw_panel(Canvas *c, int panel)
{
    Panel p = {.left = 24 + 126.0 * panel, .top = 16, .width = 72, .height = 90};
    p.right = p.left + p.width;
    p.bottom = p.top + p.height;
    for (int i = 0; i < BARS; i++)
        p.bars[i] = p.left + p.width * (i + 0.5) / BARS;
    set_color(c, 0xe3e3e3);
    cairo_set_line_width(c->cr, 0.5);
    for (int i = 0; i < TICKS; i++)
        line(c, p.left, p.bottom - p.height * i / 4, p.right, p.bottom - p.height * i / 4);
    cairo_stroke(c->cr);
    draw_marks(c, &p, panel);
    draw_axes(c, &p, panel);
    if (panel == PANELS - 1)
        draw_legend(c, &p);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    int is_png = strcmp(argv[1], "png") == 0;
    cairo_surface_t *surface = is_png ? cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(WIDTH * DPI / 72), (int)(HEIGHT * DPI / 72))
                               : strcmp(argv[1], "pdf") == 0 ? cairo_pdf_surface_create(argv[2], WIDTH, HEIGHT)
                                                             : cairo_svg_surface_create(argv[2], WIDTH, HEIGHT);
    Canvas canvas = {.cr = cairo_create(surface)};
    if (is_png)
        cairo_scale(canvas.cr, DPI / 72, DPI / 72);
    cairo_set_source_rgb(canvas.cr, 1, 1, 1);
    cairo_paint(canvas.cr);
    open_font(&canvas);
    for (int i = 0; i < PANELS; i++)
        draw_panel(&canvas, i);
    cairo_status_t status = is_png ? cairo_surface_write_to_png(surface, argv[2]) : cairo_status(canvas.cr);
    cairo_destroy(canvas.cr);
    cairo_surface_finish(surface);
    return status || cairo_surface_status(surface) ? 1 : 0;
}
