/* Any bytes as an IR file: refused with an error, or it reads back as itself and is drawn. */
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Str input = {(const char *)bytes, n};
    if (!str_starts(input, STR("chart-ir ")))
        return 0;
    ChartcFigure *figure = fuzz_figure("f.ir", input);
    if (chartc_n_errors(figure) == 0) {
        fuzz_check_stage(figure, "ir");
        fuzz_check_stage(figure, "scene");
    }
    chartc_figure_free(figure);
    return 0;
}
