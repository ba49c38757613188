/* The mission's figure, proven from its SVG: XPath finds ticks, bars, markers, and arithmetic on the axes' own ticks says that each stands where its
 * value is. Nothing here knows how the figure was laid out. */
#include "compiler/compile.h"
#include "compiler/diag_text.h"
#include "runtime/backend.h"
#include "runtime/num.h"
#include "runtime/render.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const char *const PANELS[] = {"R1-Llama | AIME24", "R1-Llama | AIME25", "R1-Llama | AMC23", "R1-Llama | GPQA-D"};
static const double ACCURACY[4][6] = {{40.0, 44.7, 45.3, 42.0, 39.3, 49.3},
                                      {20.0, 24.7, 29.3, 28.0, 28.0, 29.3},
                                      {79.0, 86.5, 84.0, 87.0, 87.0, 87.0},
                                      {37.9, 45.8, 45.1, 46.3, 45.5, 46.4}};
static const double SPEED[] = {600, 570, 540, 510, 480, 450}, BUDGET[] = {2500, 3000, 3500, 4000, 4500, 5000};
static const double LEFT[4][2] = {{20, 60}, {0, 40}, {60, 100}, {20, 60}};

typedef struct Memory {
    ByteSink sink;
    Buf bytes;
} Memory;

static bool keep(ByteSink *sink, const void *bytes, size_t n)
{
    buf_add(&((Memory *)sink)->bytes, (Str){bytes, n});
    return true;
}

static Arena *arena;
static xmlDocPtr doc;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(NULL);
    Sources sources = {.arena = arena};
    Report report = {.arena = arena, .sources = &sources};
    Datasets datasets;
    Str text, why, path = STR("specs/r1_llama.chart");
    datasets_init(&datasets, arena, &report, &FILES_SYSTEM);
    if (!FILES_SYSTEM.read(&FILES_SYSTEM, arena, path, &text, &why))
        return -1;
    IrFigure *figure = compile_source(arena, &datasets, source_add(&sources, path, path, text), NULL);
    TextEngine *engine = text_engine_new();
    Scene *scene = figure ? render_figure(arena, &datasets, figure, engine) : NULL;
    if (!scene || report.list.n) {
        print_message("%s", diag_text(arena, &report, false).at);
        return -1;
    }
    Memory memory = {.sink = {keep}, .bytes = {.arena = arena}};
    const char *failed = backend_find(STR("svg"))->write(arena, scene, engine, &(BackendOptions){.dpi = 300}, &memory.sink);
    text_engine_free(engine);
    doc = failed ? NULL : xmlReadMemory(memory.bytes.at, (int)memory.bytes.n, "r1.svg", NULL, XML_PARSE_NONET);
    return doc ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    xmlFreeDoc(doc);
    xmlCleanupParser();
    arena_free(arena);
    return 0;
}

/* --- XPath -------------------------------------------------------------------------------------------------------- */

typedef struct Nodes {
    xmlNodePtr at[64];
    int n;
} Nodes;

static Nodes find(const char *format, ...) __attribute__((format(printf, 1, 2)));
static Nodes find(const char *format, ...)
{
    char path[600];
    va_list args;
    va_start(args, format);
    vsnprintf(path, sizeof path, format, args);
    va_end(args);
    xmlXPathContextPtr context = xmlXPathNewContext(doc);
    xmlXPathRegisterNs(context, (const xmlChar *)"s", (const xmlChar *)"http://www.w3.org/2000/svg");
    xmlXPathObjectPtr result = xmlXPathEvalExpression((const xmlChar *)path, context);
    Nodes nodes = {.n = 0};
    for (int i = 0; result && result->nodesetval && i < result->nodesetval->nodeNr && i < 64; i++)
        nodes.at[nodes.n++] = result->nodesetval->nodeTab[i];
    xmlXPathFreeObject(result);
    xmlXPathFreeContext(context);
    return nodes;
}

static const char *text_attribute(xmlNodePtr node, const char *name)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    const char *copy = value ? str_c(arena, str_from((const char *)value)) : "";
    xmlFree(value);
    return copy;
}

static double number(const char *text)
{
    double value = NAN;
    num_parse(str_from(text), &value);
    return value;
}

static double attribute(xmlNodePtr node, const char *name)
{
    return number(text_attribute(node, name));
}

/* "M1 2L3 4": the coordinates. */
static void line_ends(xmlNodePtr path, double out[4])
{
    const char *d = text_attribute(path, "d");
    char parts[4][40] = {{0}};
    int n = 0, k = 0;
    for (; *d && n < 4; d++) {
        bool is_digit = (*d >= '0' && *d <= '9') || *d == '.' || *d == '-';
        if (is_digit && k < 39)
            parts[n][k++] = *d;
        else if (k)
            n++, k = 0;
    }
    for (int i = 0; i < 4; i++)
        out[i] = number(parts[i]);
}

/* The ticks of one side: page coordinates across the side, and the values of their labels. */
typedef struct SideTicks {
    double at[16], value[16];
    int n;
} SideTicks;

static SideTicks side_ticks(int panel, const char *side)
{
    Nodes marks = find("//s:g[@class='panel'][@data-name='%s']//s:g[@class='axis'][@data-name='%s']/s:path", PANELS[panel], side);
    Nodes labels = find("//s:g[@class='panel'][@data-name='%s']//s:g[@class='axis'][@data-name='%s']/s:text", PANELS[panel], side);
    SideTicks ticks = {.n = marks.n};
    assert_int_equal(labels.n, marks.n); /* the title stands in a group of its own */
    for (int i = 0; i < marks.n; i++) {
        double ends[4];
        xmlChar *text = xmlNodeGetContent(labels.at[i]);
        line_ends(marks.at[i], ends);
        assert_true(fabs(ends[1] - ends[3]) < 0.001);
        ticks.at[i] = ends[1];
        ticks.value[i] = number((const char *)text);
        xmlFree(text);
    }
    return ticks;
}

/* The value at a height, by the first and last tick. */
static double value_at(const SideTicks *ticks, double y)
{
    int last = ticks->n - 1;
    return ticks->value[0] + (y - ticks->at[0]) / (ticks->at[last] - ticks->at[0]) * (ticks->value[last] - ticks->value[0]);
}

/* Coordinates are written with three decimals: a value is known to within that share of the axis. */
static double tolerance(const SideTicks *ticks)
{
    int last = ticks->n - 1;
    return fabs((ticks->value[last] - ticks->value[0]) / (ticks->at[last] - ticks->at[0])) * 0.0025;
}

/* --- what must hold ----------------------------------------------------------------------------------------------- */

static void test_panels(void **state)
{
    (void)state;
    Nodes panels = find("//s:g[@class='panel']");
    assert_int_equal(panels.n, 4);
    for (int p = 0; p < 4; p++)
        assert_string_equal(text_attribute(panels.at[p], "data-name"), PANELS[p]);
}

static void test_axes(void **state)
{
    (void)state;
    for (int p = 0; p < 4; p++) {
        SideTicks left = side_ticks(p, "left"), right = side_ticks(p, "right");
        assert_int_equal(left.n, 5);
        assert_int_equal(right.n, 5);
        for (int i = 0; i < 5; i++) {
            assert_true(fabs(left.value[i] - (LEFT[p][0] + (LEFT[p][1] - LEFT[p][0]) * i / 4)) < 1e-9);
            assert_true(fabs(right.value[i] - (300 + 100 * i)) < 1e-9);
            assert_true(fabs(left.at[i] - right.at[i]) < 0.0011); /* one grid serves both */
        }
        Nodes grid = find("//s:g[@class='panel'][@data-name='%s']/s:g[@class='grid']/s:path", PANELS[p]);
        assert_int_equal(grid.n, 5);
        for (int i = 0; i < 5; i++) {
            double ends[4];
            line_ends(grid.at[i], ends);
            assert_true(fabs(ends[1] - left.at[i]) < 0.0011);
        }
    }
}

static void test_bars(void **state)
{
    (void)state;
    for (int p = 0; p < 4; p++) {
        SideTicks left = side_ticks(p, "left");
        Nodes bars = find("//s:g[@class='panel'][@data-name='%s']//s:g[@class='layer'][@data-name='Pass@1']//s:rect", PANELS[p]);
        assert_int_equal(bars.n, 6);
        for (int i = 0; i < 6; i++) {
            double top = attribute(bars.at[i], "y"), bottom = top + attribute(bars.at[i], "height");
            assert_true(fabs(value_at(&left, top) - ACCURACY[p][i]) < tolerance(&left));
            assert_true(fabs(value_at(&left, bottom) - LEFT[p][0]) < tolerance(&left));
            assert_true(attribute(bars.at[i], "data-pass_at_1") == ACCURACY[p][i]);
            assert_true(attribute(bars.at[i], "data-kv_budget") == BUDGET[i]);
        }
    }
}

static void test_markers(void **state)
{
    (void)state;
    for (int p = 0; p < 4; p++) {
        SideTicks right = side_ticks(p, "right");
        Nodes markers = find("//s:g[@class='panel'][@data-name='%s']//s:g[@class='layer'][@data-name='Throughput']//s:circle", PANELS[p]);
        Nodes bars = find("//s:g[@class='panel'][@data-name='%s']//s:g[@class='layer'][@data-name='Pass@1']//s:rect", PANELS[p]);
        assert_int_equal(markers.n, 6);
        for (int i = 0; i < 6; i++) {
            assert_true(fabs(value_at(&right, attribute(markers.at[i], "cy")) - SPEED[i]) < tolerance(&right));
            assert_true(attribute(markers.at[i], "data-throughput") == SPEED[i]);
            double middle = attribute(bars.at[i], "x") + attribute(bars.at[i], "width") / 2;
            assert_true(fabs(attribute(markers.at[i], "cx") - middle) < 0.002);
        }
    }
}

static void test_bands(void **state)
{
    (void)state;
    for (int p = 0; p < 4; p++) {
        Nodes labels = find("//s:g[@class='panel'][@data-name='%s']//s:g[@class='axis'][@data-name='bottom']/s:text", PANELS[p]);
        assert_int_equal(labels.n, 6);
        for (int i = 0; i < 6; i++) {
            xmlChar *text = xmlNodeGetContent(labels.at[i]);
            assert_true(number((const char *)text) == BUDGET[i]);
            xmlFree(text);
        }
    }
}

static void test_legend(void **state)
{
    (void)state;
    Nodes legends = find("//s:g[@class='legend']");
    assert_int_equal(legends.n, 1);
    Nodes box = find("//s:g[@class='legend']/s:rect[1]");
    Nodes bars = find("//s:g[@class='panel'][@data-name='%s']//s:g[@class='layer']//s:rect", PANELS[3]);
    Nodes markers = find("//s:g[@class='panel'][@data-name='%s']//s:g[@class='layer']//s:circle", PANELS[3]);
    SideTicks left = side_ticks(3, "left");
    double x = attribute(box.at[0], "x"), y = attribute(box.at[0], "y"), right = x + attribute(box.at[0], "width"),
           bottom = y + attribute(box.at[0], "height");
    double panel_right = attribute(bars.at[5], "x") + attribute(bars.at[5], "width");
    assert_true(y >= left.at[4] && y < left.at[4] + 4);               /* at the top */
    assert_true(right > panel_right - 4 && right < panel_right + 10); /* at the right */
    for (int i = 0; i < 6; i++) {
        assert_true(bottom <= attribute(bars.at[i], "y"));
        double cx = attribute(markers.at[i], "cx"), cy = attribute(markers.at[i], "cy"), r = attribute(markers.at[i], "r");
        assert_true(cy - r >= bottom || cx + r <= x);
    }
    Nodes texts = find("//s:g[@class='legend']/s:text");
    assert_int_equal(texts.n, 2);
}

static void test_access(void **state)
{
    (void)state;
    Nodes root = find("/s:svg[@role='img'][@aria-label]");
    assert_int_equal(root.n, 1);
    assert_true(strlen(text_attribute(root.at[0], "aria-label")) > 10);
    assert_int_equal(find("/s:svg/s:title").n, 1);
    assert_int_equal(find("/s:svg/s:desc").n, 1);
    assert_string_equal(text_attribute(root.at[0], "width"), "504pt");
    assert_string_equal(text_attribute(root.at[0], "height"), "136.8pt");
    assert_int_equal(find("//s:g[@class='layer']//*[self::s:rect or self::s:circle][not(s:title)]").n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_panels), cmocka_unit_test(test_axes),   cmocka_unit_test(test_bars),   cmocka_unit_test(test_markers),
        cmocka_unit_test(test_bands),  cmocka_unit_test(test_legend), cmocka_unit_test(test_access),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
