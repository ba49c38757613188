/* A scene, in front of it perhaps a digit for the output: refused with an error, or it reads back as itself and is drawn. */
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char *const OUTPUTS[] = {"pdf", "svg", "png", "eps"};
    Str input = {(const char *)bytes, n};
    const char *output = fuzz_format(&input, OUTPUTS, 4);
    if (!str_starts(input, STR("chart-scene ")))
        return 0;
    ChartcFigure *figure = fuzz_figure("f.scene", input);
    if (chartc_n_errors(figure) == 0) {
        fuzz_check_stage(figure, "scene");
        fuzz_render(figure, output);
    }
    chartc_figure_free(figure);
    return 0;
}
