/* A spec, in front of it perhaps a digit for the output: all of its way to the file. An SVG is well-formed XML. */
#include "kit.h"

#include <libxml/parser.h>
#include <string.h>

static void ignore(void *user, const char *format, ...)
{
    (void)user, (void)format;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char *const OUTPUTS[] = {"pdf", "svg", "png", "eps", "ps", "scene"};
    Str input = {(const char *)bytes, n};
    const char *output = fuzz_format(&input, OUTPUTS, 6);
    if (str_starts(input, STR("chart-"))) /* other targets' */
        return 0;
    ChartcFigure *figure = fuzz_figure("f.chart", input);
    if (chartc_n_errors(figure)) {
        chartc_figure_free(figure);
        return 0;
    }
    if (strcmp(output, "scene") == 0) {
        fuzz_check_stage(figure, "scene");
    } else {
        Str drawn = fuzz_render(figure, output);
        if (drawn.n && strcmp(output, "svg") == 0) {
            xmlSetGenericErrorFunc(NULL, ignore);
            xmlDoc *document = xmlReadMemory(drawn.at, (int)drawn.n, "f.svg", NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
            fuzz_require(document != NULL, "an SVG is well-formed");
            xmlFreeDoc(document);
        }
    }
    chartc_figure_free(figure);
    return 0;
}
