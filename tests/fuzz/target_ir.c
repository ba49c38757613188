/* Any bytes as an IR file: refused with an error, or it reads back as itself and is drawn. */
#include "change_ir.h"
#include "kit.h"

#include <string.h>

/* libFuzzer's own; not there in replay */
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t n, size_t most) __attribute__((weak));
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t most, unsigned seed);

/* Most changed bytes make a file that is no IR; half of the time what it says is changed. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t most, unsigned seed)
{
    if (seed % 2 && LLVMFuzzerMutate)
        return LLVMFuzzerMutate(bytes, n, most);
    Arena *arena = arena_new(NULL);
    Str changed = change_ir(arena, (Str){(const char *)bytes, n}, seed);
    size_t n_changed = changed.n < most ? changed.n : most;
    memmove(bytes, changed.at, n_changed);
    arena_free(arena);
    return n_changed;
}

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
