/* An expression over columns of all types, in a `derive`: refused with an error, or it has values, which are the same when it is read back from the
 * IR. */
#include "kit.h"

static const char HEAD[] = "data { rows {\nx,a,t,u,d,n\n1,true,one,b-c-d,2024-01-31,3\n2,false,two,X,1999-12-31T10:30,-1e9\n-3.5,-,-,\"\",-,-\n"
                           "0,true,\"a \"\"b\"\"\",é,2024-02-29,0.1\n}\nderive v = ";
static const char TAIL[] = "\n}\npoint { x: n; y: x; text: \"{v}\" }\n";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new(NULL);
    Buf spec = {.arena = arena};
    buf_adds(&spec, HEAD);
    buf_add(&spec, (Str){(const char *)bytes, n});
    buf_adds(&spec, TAIL);
    ChartcFigure *figure = fuzz_figure("f.chart", buf_str(&spec));
    if (chartc_n_errors(figure) == 0) {
        ChartcFigure *again = fuzz_figure("f.ir", fuzz_emit(figure, "ir"));
        fuzz_require(chartc_n_errors(again) == 0, "the IR of an expression reads back");
        fuzz_require(str_eq(fuzz_emit(figure, "scene"), fuzz_emit(again, "scene")), "an expression out of an IR file has the same values");
        chartc_figure_free(again);
    }
    chartc_figure_free(figure);
    arena_free(arena);
    return 0;
}
