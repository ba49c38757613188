/* The back ends, from a scene with one of everything: SVG is read back and held against the scene by XPath, PNG by its pixels, PDF and
 * PostScript by their text; all by writing twice. */
#include "runtime/backend.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

typedef struct MemorySink {
    ByteSink sink;
    Buf bytes;
    size_t limit; /* writes beyond it fail; 0 for none */
} MemorySink;

static bool add_bytes(ByteSink *sink, const void *bytes, size_t n)
{
    MemorySink *memory = (MemorySink *)(void *)sink;
    if (memory->limit && memory->bytes.n + n > memory->limit)
        return false;
    buf_add(&memory->bytes, str_slice(bytes, n));
    return true;
}

typedef struct Fixture {
    Arena *arena;
    TextEngine *text;
} Fixture;

static int set_up(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    f->arena = arena_new(NULL);
    f->text = text_engine_new();
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    text_engine_free(f->text);
    arena_free(f->arena);
    free(f);
    return 0;
}

static const char *write_to(Fixture *f, const char *format, const Scene *scene, double dpi, MemorySink *memory)
{
    const Backend *backend = backend_find(str_from(format));
    assert_non_null(backend);
    memory->sink.write = add_bytes;
    memory->bytes.arena = f->arena;
    return backend->write(f->arena, scene, f->text, &(BackendOptions){.dpi = dpi}, &memory->sink);
}

static Str write_scene(Fixture *f, const char *format, const Scene *scene, double dpi)
{
    MemorySink memory = {.limit = 0};
    assert_null(write_to(f, format, scene, dpi, &memory));
    return str_slice(buf_c(&memory.bytes), memory.bytes.n);
}

static const Paint BLUE = {.fill = 0x4C78A8FF};
static const Paint LINE = {.stroke = 0xF58518FF, .stroke_width = 2, .cap = CAP_ROUND, .join = JOIN_ROUND};

/* 72 x 36 points. */
static Scene *make_scene(Arena *arena)
{
    TextStyle style = {.family = STR("sans"), .size = 8};
    Scene *scene = scene_new(arena, 72, 36);
    scene->background = 0xFFFFFFFF;
    scene->title = STR("A < B & \"C\"");
    scene->description = STR("two\nlines\x01");
    scene_group(scene, ROLE_PANEL, STR("R1-Llama | AIME24"));
    scene_clip(scene, (Rect){0, 0, 40, 36});
    scene_group(scene, ROLE_LAYER, STR("Pass@1"));
    scene_rect(scene, (Rect){10, 12, 20, 24}, BLUE);
    scene_datum(scene, STR("kv_budget"), STR("2500"));
    scene_datum(scene, STR("mean(accuracy)"), STR("40 <%>"));
    scene_circle(scene, (Point){40, 10}, 4, (Paint){.fill = 0x54A24BFF});
    scene_end(scene);
    scene_end(scene);
    scene_path(scene, LINE);
    path_move(scene, 44, 4);
    path_line(scene, 56, 4);
    path_curve(scene, (Point){60, 4}, (Point){60, 12}, (Point){68, 12});
    Paint dashed = {.stroke = 0x00000080, .stroke_width = 1, .dash = {3, 1.5}, .n_dash = 2};
    scene_line(scene, (Point){44, 20}, (Point){68, 20}, dashed);
    scene_text(scene,
               STR("needle <&> \xE2\x88\x92"
                   "1"),
               (TextStyle){.family = STR("sans"), .size = 4}, (Point){56, 30}, ANCHOR_MIDDLE, 0, 30, 0x222222FF);
    scene_text(scene, STR("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"), style, (Point){70, 34}, ANCHOR_START, 90, 30, 0x222222FF);
    scene_text(scene, STR(" two  blanks"), (TextStyle){.family = STR("DejaVu Serif"), .size = 5, .is_bold = true, .is_italic = true}, (Point){44, 34},
               ANCHOR_START, 0, 30, 0x22222280);
    scene_end(scene);
    assert_null(scene_verify(arena, scene));
    return scene;
}

/* --- SVG ---------------------------------------------------------------------------------------------------------- */

typedef struct Read {
    xmlDocPtr document;
    xmlXPathContextPtr context;
} Read;

static Read read_svg(Str svg)
{
    Read read = {.document = xmlReadMemory(svg.at, (int)svg.n, "fig.svg", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR)};
    assert_non_null(read.document);
    read.context = xmlXPathNewContext(read.document);
    xmlXPathRegisterNs(read.context, (const xmlChar *)"s", (const xmlChar *)"http://www.w3.org/2000/svg");
    return read;
}

static void free_read(Read read)
{
    xmlXPathFreeContext(read.context);
    xmlFreeDoc(read.document);
}

static void assert_number(Read read, const char *path, double expected)
{
    xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)path, read.context);
    assert_non_null(found);
    double number = xmlXPathCastToNumber(found);
    xmlXPathFreeObject(found);
    if (!(fabs(number - expected) < 1e-9))
        fail_msg("%s is %g, expected %g", path, number, expected);
}

static void assert_text(Read read, const char *path, const char *expected)
{
    xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)path, read.context);
    assert_non_null(found);
    xmlChar *text = xmlXPathCastToString(found);
    xmlXPathFreeObject(found);
    if (strcmp((const char *)text, expected) != 0)
        fail_msg("%s is `%s`, expected `%s`", path, (const char *)text, expected);
    xmlFree(text);
}

static void test_svg(void **state)
{
    Fixture *f = *state;
    Read read = read_svg(write_scene(f, "svg", make_scene(f->arena), 300));
    assert_text(read, "string(/s:svg/@width)", "72pt");
    assert_text(read, "string(/s:svg/@viewBox)", "0 0 72 36");
    assert_text(read, "string(/s:svg/@role)", "img");
    assert_text(read, "string(/s:svg/@aria-label)", "A < B & \"C\"");
    assert_text(read, "string(/s:svg/s:title)", "A < B & \"C\"");
    assert_text(read, "string(/s:svg/s:desc)", "two\nlines\xEF\xBF\xBD");

    assert_number(read, "count(//s:g[@class='panel'][@aria-label='R1-Llama | AIME24'])", 1);
    assert_number(read, "count(//s:g[@class='panel']//s:g[@class='layer'][@data-name='Pass@1']/s:rect)", 1);
    assert_number(read, "number(//s:g[@class='layer']/s:rect/@y)", 12);
    assert_number(read, "number(//s:g[@class='layer']/s:rect/@height)", 24);
    assert_text(read, "string(//s:g[@class='layer']/s:rect/@data-kv_budget)", "2500");
    assert_text(read, "string(//s:g[@class='layer']/s:rect/@data-mean-accuracy)", "40 <%>");
    assert_text(read, "string(//s:g[@class='layer']/s:rect/s:title)", "kv_budget: 2500, mean(accuracy): 40 <%>");
    assert_number(read, "count(//s:rect[@fill='#4c78a8'][not(@stroke)])", 1);
    assert_number(read, "number(//s:circle/@r)", 4);

    assert_number(read, "count(//s:clipPath)", 1);
    assert_number(read, "count(//s:g[@clip-path=concat('url(#', //s:clipPath/@id, ')')])", 1);
    assert_number(read, "number(//s:clipPath/s:rect/@width)", 40);

    assert_text(read, "string(//s:path[@stroke-width='2']/@d)", "M44 4L56 4C60 4 60 12 68 12");
    assert_text(read, "string(//s:path[@stroke-width='2']/@stroke-linecap)", "round");
    assert_text(read, "string(//s:path[@stroke-dasharray]/@stroke-dasharray)", "3 1.5");
    assert_number(read, "number(//s:path[@stroke-dasharray]/@stroke-opacity)", 0.502);

    assert_text(read, "string(//s:text[@text-anchor='middle'])",
                "needle <&> \xE2\x88\x92"
                "1");
    assert_number(read, "number(//s:text[@direction='rtl']/@textLength)", 30); /* as measured, whatever typeface the viewer has */
    assert_text(read, "string(//s:text[@direction='rtl']/@transform)", "rotate(-90 70 34)");
    assert_number(read, "count(//s:text[@direction='rtl'][@text-anchor='end'])", 1); /* reading ends at its left */
    assert_text(read, "string(//s:text[@xml:space='preserve'])", " two  blanks");
    assert_number(read, "count(//s:text[@font-weight='bold'][@font-style='italic'][starts-with(@font-family, \"'DejaVu Serif'\")])", 1);
    free_read(read);
}

/* Any text gives XML that can be read. */
static void test_svg_any_text(void **state)
{
    Fixture *f = *state;
    Scene *scene = scene_new(f->arena, 10, 10);
    char all[512];
    size_t n = 0;
    for (int c = 0; c < 256; c++)
        all[n++] = (char)c;
    n += utf8_put(all + n, 0xFFFE);
    n += utf8_put(all + n, 0x10FFFF);
    Str text = str_slice(all, n);
    scene->title = scene->description = text;
    scene_group(scene, ROLE_LEGEND, text);
    scene_rect(scene, (Rect){0, 0, 1, 1}, BLUE);
    scene_datum(scene, text, text);
    scene_datum(scene, STR("a b"), STR("1"));
    scene_datum(scene, STR("a-b"), STR("2"));
    scene_datum(scene, STR("\xC3\xBC"), STR("3"));
    scene_end(scene);
    Read read = read_svg(write_scene(f, "svg", scene, 300));
    assert_text(read, "string(//s:g/s:rect/@data-a-b)", "1");
    assert_text(read, "string(//s:g/s:rect/@data-a-b-3)", "2");
    assert_text(read, "string(//s:g/s:rect/@data--4)", "3");
    free_read(read);
}

/* --- PNG ---------------------------------------------------------------------------------------------------------- */

typedef struct Picture {
    unsigned width, height;
    unsigned per_metre;
    unsigned char *pixels; /* RGBA */
} Picture;

static Picture read_png(Fixture *f, Str bytes)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_memory(&image, bytes.at, bytes.n));
    image.format = PNG_FORMAT_RGBA;
    Picture picture = {.width = image.width, .height = image.height};
    picture.pixels = arena_alloc(f->arena, (size_t)image.width * image.height * 4);
    assert_true(png_image_finish_read(&image, NULL, picture.pixels, 0, NULL));
    for (size_t i = 0; i + 8 < bytes.n && !picture.per_metre; i++)
        if (memcmp(bytes.at + i, "pHYs", 4) == 0)
            for (int k = 4; k < 8; k++)
                picture.per_metre = picture.per_metre << 8 | (unsigned char)bytes.at[i + (size_t)k];
    return picture;
}

static uint32_t pixel(Picture picture, unsigned x, unsigned y)
{
    const unsigned char *p = picture.pixels + 4 * ((size_t)y * picture.width + x);
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void test_png(void **state)
{
    Fixture *f = *state;
    Picture picture = read_png(f, write_scene(f, "png", make_scene(f->arena), 144)); /* 2 pixels a point */
    assert_int_equal(picture.width, 144);
    assert_int_equal(picture.height, 72);
    assert_int_equal(picture.per_metre, 5669);
    assert_int_equal(pixel(picture, 1, 1), 0xFFFFFFFF);
    assert_int_equal(pixel(picture, 20, 24), 0x4C78A8FF); /* the rectangle's corners, to the pixel */
    assert_int_equal(pixel(picture, 59, 71), 0x4C78A8FF);
    assert_int_equal(pixel(picture, 19, 24), 0xFFFFFFFF);
    assert_int_equal(pixel(picture, 20, 23), 0xFFFFFFFF);
    assert_int_equal(pixel(picture, 78, 20), 0x54A24BFF); /* the circle, left of the clip's edge */
    assert_int_equal(pixel(picture, 81, 20), 0xFFFFFFFF); /* and clipped to the right of it */
    assert_int_equal(pixel(picture, 100, 8), 0xF58518FF);
    assert_int_equal(pixel(picture, 90, 40), 0x7F7F7FFF); /* half black: the dash */
    assert_int_equal(pixel(picture, 95, 40), 0xFFFFFFFF); /* its gap */
}

static void test_png_sizes(void **state)
{
    Fixture *f = *state;
    Scene *scene = scene_new(f->arena, 100.3, 50.2);
    scene->background = 0xFFFFFFFF;
    static const double DPIS[] = {36, 72, 100, 150, 300, 617.3};
    for (size_t i = 0; i < sizeof DPIS / sizeof *DPIS; i++) {
        Picture picture = read_png(f, write_scene(f, "png", scene, DPIS[i]));
        assert_int_equal(picture.width, (int)rint(100.3 * DPIS[i] / 72));
        assert_int_equal(picture.height, (int)rint(50.2 * DPIS[i] / 72));
        assert_int_equal(pixel(picture, picture.width - 1, picture.height - 1), 0xFFFFFFFF); /* the page is covered to its edge */
    }
    MemorySink memory = {.limit = 0};
    assert_non_null(write_to(f, "png", scene, 50000, &memory));
    assert_int_equal(memory.bytes.n, 0);
}

/* A page without a background keeps its transparency. */
static void test_png_alpha(void **state)
{
    Fixture *f = *state;
    Scene *scene = scene_new(f->arena, 20, 10);
    scene_rect(scene, (Rect){0, 0, 10, 10}, (Paint){.fill = 0xFF000080});
    Picture picture = read_png(f, write_scene(f, "png", scene, 72));
    assert_int_equal(pixel(picture, 5, 5), 0xFF000080);
    assert_int_equal(pixel(picture, 15, 5) & 0xFF, 0);
}

/* Strokes along the page's sides cover whole pixels, wherever they lie. */
static void test_png_hairlines(void **state)
{
    Fixture *f = *state;
    for (int k = 0; k < 40; k++) {
        double y = 10 + k * 0.137;
        Scene *scene = scene_new(f->arena, 40, 40);
        scene->background = 0xFFFFFFFF;
        scene_line(scene, (Point){5, y}, (Point){35, y}, (Paint){.stroke = 0x000000FF, .stroke_width = 0.5});
        Picture picture = read_png(f, write_scene(f, "png", scene, 100));
        int n_black = 0, at = -1;
        for (unsigned row = 0; row < picture.height; row++) {
            uint32_t colour = pixel(picture, picture.width / 2, row);
            assert_true(colour == 0xFFFFFFFF || colour == 0x000000FF);
            if (colour == 0x000000FF) {
                n_black++;
                at = (int)row;
            }
        }
        assert_int_equal(n_black, 1);
        assert_true(fabs(at + 0.5 - y * 100 / 72) <= 0.5 + 1e-9);
    }
}

/* A long line is drawn in time that grows with its length, and without seams where it is transparent. */
static void test_png_long_line(void **state)
{
    Fixture *f = *state;
    Scene *scene = scene_new(f->arena, 400, 100);
    scene->background = 0xFFFFFFFF;
    scene_path(scene, (Paint){.stroke = 0x00000080, .stroke_width = 3, .join = JOIN_ROUND});
    path_move(scene, 0, 50);
    for (int i = 1; i <= 20000; i++)
        path_line(scene, i * 0.02, 50 + (i % 2) * 0.01);
    clock_t start = clock();
    Picture picture = read_png(f, write_scene(f, "png", scene, 72));
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 3); /* quadratic: over a minute under a sanitizer */
    for (unsigned x = 2; x + 2 < picture.width; x++)
        assert_int_equal(pixel(picture, x, 50), 0x7F7F7FFF);
}

/* --- all formats -------------------------------------------------------------------------------------------------- */

static bool has(Str bytes, const char *text)
{
    size_t n = strlen(text);
    for (size_t i = 0; i + n <= bytes.n; i++)
        if (memcmp(bytes.at + i, text, n) == 0)
            return true;
    return false;
}

static void test_repeats(void **state)
{
    Fixture *f = *state;
    for (size_t i = 0; backend_at(i); i++) {
        setenv("TZ", "UTC", 1);
        Str once = write_scene(f, backend_at(i)->name, make_scene(f->arena), 100);
        setenv("TZ", "Asia/Tokyo", 1);
        Fixture other = {.arena = f->arena, .text = text_engine_new()};
        text_measure(other.text, STR("another figure came before"), (TextStyle){.family = STR("sans"), .size = 31});
        Str again = write_scene(&other, backend_at(i)->name, make_scene(f->arena), 100);
        text_engine_free(other.text);
        if (!str_eq(once, again))
            fail_msg("%s differs", backend_at(i)->name);
    }
    unsetenv("TZ");
}

/* Glyphs that are new in a second figure come out as they would in a first one. */
static void test_second_figure(void **state)
{
    Fixture *f = *state;
    TextStyle style = {.family = STR("sans"), .size = 8};
    for (size_t i = 0; backend_at(i); i++) {
        Scene *first = scene_new(f->arena, 60, 20), *second = scene_new(f->arena, 60, 20);
        scene_text(first, STR("abc"), style, (Point){2, 12}, ANCHOR_START, 0, 0, 0x000000FF);
        scene_text(second, STR("xyz \xE2\x86\x92"), style, (Point){2, 12}, ANCHOR_START, 0, 0, 0x000000FF);
        Fixture fresh = {.arena = f->arena, .text = text_engine_new()};
        Str alone = write_scene(&fresh, backend_at(i)->name, second, 100);
        text_engine_free(fresh.text);
        write_scene(f, backend_at(i)->name, first, 100);
        assert_true(str_eq(write_scene(f, backend_at(i)->name, second, 100), alone));
    }
}

static void test_heads(void **state)
{
    Fixture *f = *state;
    Scene *scene = make_scene(f->arena);
    Str pdf = write_scene(f, "pdf", scene, 300), ps = write_scene(f, "ps", scene, 300), eps = write_scene(f, "eps", scene, 300);
    assert_true(str_starts(pdf, STR("%PDF-1.5")));
    assert_true(has(pdf, "/Creator (chartc "));
    assert_true(has(pdf, "/Title (A < B & \"C\")"));
    assert_false(has(pdf, "CreationDate"));
    assert_true(has(pdf, "/MediaBox [ 0 0 72 36 ]"));
    assert_true(str_starts(ps, STR("%!PS-Adobe-3.0\n")));
    assert_true(str_starts(eps, STR("%!PS-Adobe-3.0 EPSF-3.0\n")));
    assert_true(has(eps, "%%BoundingBox: 0 0 72 36\n"));
    assert_true(has(eps, "%%Title: A < B & \"C\"\n"));
    assert_true(has(eps, "%%Creator: chartc "));
    assert_false(has(eps, "CreationDate") || has(ps, "CreationDate"));
}

/* Titles that a format's head cannot hold as they are. */
static void test_odd_titles(void **state)
{
    Fixture *f = *state;
    Scene *scene = make_scene(f->arena);
    char title[1000];
    memset(title, 'x', sizeof title);
    title[10] = '\n';
    memcpy(title + 20, "\xC3\xBC(\\", 4);
    scene->title = str_slice(title, sizeof title);
    for (size_t i = 0; backend_at(i); i++)
        assert_true(write_scene(f, backend_at(i)->name, scene, 72).n > 100);
    assert_true(has(write_scene(f, "eps", scene, 72), "%%Title: xxxxxxxxxx xxxxxxxxx?(\\"));
}

/* What pdftotext finds is what was written, in the order of reading. */
static void test_pdf_text(void **state)
{
    Fixture *f = *state;
    if (system("pdftotext -v >/dev/null 2>&1") != 0)
        skip();
    Str pdf = write_scene(f, "pdf", make_scene(f->arena), 300);
    char name[] = "/tmp/chartc_test_XXXXXX";
    int handle = mkstemp(name);
    FILE *file = fdopen(handle, "wb");
    assert_int_equal(fwrite(pdf.at, 1, pdf.n, file), pdf.n);
    fclose(file);
    FILE *pipe = popen(str_printf(f->arena, "pdftotext -enc UTF-8 %s -", name).at, "r");
    char text[4096];
    size_t n = fread(text, 1, sizeof text, pipe);
    pclose(pipe);
    remove(name);
    assert_true(has(str_slice(text, n), "needle <&> \xE2\x88\x92"
                                        "1"));
    assert_true(has(str_slice(text, n), "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"));
}

static void test_sink_that_fails(void **state)
{
    Fixture *f = *state;
    Scene *scene = make_scene(f->arena);
    for (size_t i = 0; backend_at(i); i++) {
        MemorySink memory = {.limit = 50};
        assert_non_null(write_to(f, backend_at(i)->name, scene, 100, &memory));
    }
}

static void test_names(void **state)
{
    (void)state;
    assert_null(backend_find(STR("gif")));
    assert_null(backend_find(STR("")));
    for (size_t i = 0; backend_at(i); i++)
        assert_ptr_equal(backend_find(str_from(backend_at(i)->name)), backend_at(i));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_svg, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_svg_any_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_png, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_png_sizes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_png_alpha, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_png_hairlines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_png_long_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_repeats, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_second_figure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_heads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_odd_titles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pdf_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sink_that_fails, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
