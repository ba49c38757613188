/* Specs to IR: what the rules of the language make of a spec, and what is told when it breaks one. Files come from memory. */
#include "compiler/compile.h"

#include "compiler/diag_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char CSV[] = "task,method,seed,accuracy,day,loss\n"
                          "Math,Ours,1,0.70,2024-01-01,2.1\n"
                          "Math,Base,1,0.60,2024-01-02,2.0\n"
                          "Code,Ours,1,0.80,2024-01-03,1.9\n"
                          "Code,Base,1,0.50,2024-01-04,1.8\n";

static const struct {
    const char *path, *text;
} DISK[] = {
    {"d.csv", CSV},
    {"style.chart", "theme { grid: both; text_size: 9pt }\nlet chance = 0.25\n"},
    {"circle.chart", "include \"circle.chart\"\n"},
    {"styles/deep.chart", "include \"inner.chart\"\n"},
    {"styles/inner.chart", "theme { grid: none }\n"},
};

static bool read_disk(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    (void)files, (void)arena;
    for (size_t i = 0; i < sizeof DISK / sizeof *DISK; i++)
        if (str_is(path, DISK[i].path)) {
            *out = str_from(DISK[i].text);
            return true;
        }
    *why = STR("there is no such file");
    return false;
}

static const Files FILES_MEMORY = {.read = read_disk};

typedef struct Compiled {
    Arena *arena;
    Sources sources;
    Report report;
    Datasets datasets;
    IrFigure *figure;
    Str ir; /* empty when it failed */
} Compiled;

static Compiled *compile(const char *text, const CompileOptions *options)
{
    Arena *arena = arena_new(NULL);
    Compiled *c = ARENA_NEW(arena, Compiled);
    c->arena = arena;
    c->sources.arena = arena;
    c->report.arena = arena;
    c->report.sources = &c->sources;
    datasets_init(&c->datasets, arena, &c->report, &FILES_MEMORY);
    const Source *source = source_add(&c->sources, STR("t.chart"), STR("t.chart"), str_from(text));
    c->figure = compile_source(arena, &c->datasets, source, options);
    c->ir = c->figure ? ir_print(arena, c->figure) : STR("");
    return c;
}

/* Where a fragment stands in the IR, its lines' blanks and implicit marks aside. NULL when it does not. */
static const char *find_lines(Arena *arena, Str ir, const char *fragment)
{
    Buf plain = {.arena = arena};
    for (size_t i = 0; i < ir.n; i++) {
        bool at_start = i == 0 || ir.at[i - 1] == '\n';
        while (at_start && i < ir.n && (ir.at[i] == ' ' || ir.at[i] == '~'))
            i++;
        buf_addc(&plain, ir.at[i]);
    }
    return strstr(buf_c(&plain), fragment);
}

/* --- what rules make ---------------------------------------------------------------------------------------------- */

typedef struct Good {
    const char *rule, *spec;
    const char *holds[6]; /* fragments of the IR, in any order; a leading "!" says: does not hold */
} Good;

#define B "bar { x: task; y: accuracy }\n"
#define D "data \"d.csv\"\n"

/* clang-format off */
static const Good GOOD[] = {
    {"a bar stands in a band and starts at zero", D "bar { x: seed; y: accuracy }", {"type \"band\"", "zero yes", "orientation \"vertical\""}},
    {"a point's number is continuous", D "point { x: seed; y: accuracy }", {"!type \"band\"", "zero no"}},
    {"text is a band wherever it stands", D "point { x: task; y: accuracy }", {"type \"band\""}},
    {"dates make a time axis", D "line { x: day; y: accuracy }", {"type \"time\""}},
    {"a written type wins", D "bar { x: seed; y: accuracy }\naxis x { type: linear }", {"!type \"band\""}},
    {"bars lie when the aggregate is on x", D "bar { y: seed; x: mean(accuracy) }", {"orientation \"horizontal\""}},
    {"bars lie opposite a text", D "bar { y: task; x: accuracy }", {"orientation \"horizontal\""}},
    {"bars lie along an interval beside a band", D "bar { y: task; x: 0..accuracy }", {"orientation \"horizontal\"", "form \"interval\"", "hi %\"accuracy\":number"}},
    {"error bars run along their interval", D "errorbar { y: task; x: mean(accuracy) +- sd(accuracy) }", {"orientation \"horizontal\"", "lo (- (mean %\"accuracy\":number) (sd %\"accuracy\":number))"}},
    {"an aggregate groups the layer", D "bar { x: task; y: mean(accuracy) }", {"aggregated yes"}},
    {"no aggregate, no grouping", D "bar { x: task; y: accuracy }", {"aggregated no"}},
    {"an aggregate in a template groups too", D "point { x: task; y: 1; text: \"{mean(accuracy):.1f}\" }", {"aggregated yes"}},
    {"series of sums stack", D "bar { x: task; y: sum(accuracy); color: method }", {"stack \"zero\""}},
    {"columns stack", D "bar { x: task; y: accuracy; color: method }", {"stack \"zero\""}},
    {"means never stack", D "bar { x: task; y: mean(accuracy); color: method }", {"stack \"none\""}},
    {"one series does not stack", D "bar { x: task; y: accuracy }", {"stack \"none\""}},
    {"a dodge is no series to stack", D "bar { x: task; y: accuracy; dodge: method }", {"stack \"none\""}},
    {"text makes a categorical scale", D "point { x: seed; y: accuracy; color: method }", {"type \"categorical\"", "scale @0", "title \"method\""}},
    {"numbers make a continuous one", D "point { x: seed; y: accuracy; color: loss }", {"channel \"color\"\ntype \"linear\"", "!type \"categorical\""}},
    {"category() makes numbers categorical", D "point { x: seed; y: accuracy; color: category(seed) }", {"type \"categorical\""}},
    {"sizes grow by area", D "point { x: seed; y: accuracy; size: loss }", {"channel \"size\"\ntype \"sqrt\""}},
    {"a colour is used as it is", D "point { x: seed; y: accuracy; color: #ff0000 }", {"expr #ff0000ff", "!scale @0"}},
    {"a computed colour too", D "point { x: seed; y: accuracy; color: if(loss > 2, #ff0000, #00ff00) }", {"expr (if (> %\"loss\":number 2) #ff0000ff #00ff00ff)"}},
    {"layers with a label take the palette in turn", D "line { x: day; y: accuracy; label: \"a\" }\nline { x: day; y: loss; label: \"b\" }", {"expr #4c78a8ff", "expr #f58518ff"}},
    {"a list draws a layer for each", D "line { x: day; y: [accuracy, loss] }", {"label \"accuracy\"", "label \"loss\"", "title \"accuracy, loss\""}},
    {"titles are the columns' names", D "bar { x: task; y: mean(accuracy) }", {"title \"task\"", "title \"mean of accuracy\""}},
    {"none removes a title", D "bar { x: task; y: accuracy }\naxis y { title: none }", {"\ntitle none\ntype \"linear\""}},
    {"a side wears its one layer's colour when both are used", D "bar { x: task; y: accuracy; color: #112233 }\nline { x: task; y: loss; axis: right; color: #445566 }",
     {"color #112233ff", "color #445566ff"}},
    {"else it wears the text's", D "bar { x: task; y: accuracy; color: #112233 }", {"!color #112233ff"}},
    {"charts on one column share the scale", D "row { chart { point { x: day; y: loss; color: method } } chart { point { x: day; y: accuracy; color: method } } }",
     {"scale @0", "!scale @1"}},
    {"settings from around charts need not concern each", D "axis right { title: \"R\" }\nscale color { palette: okabe_ito }\nrow { chart { point { x: seed; y: loss } } chart { point { x: seed; y: loss; color: method; axis: right } } }",
     {"title \"R\"", "palette [#0072b2ff"}},
    {"a title of its own does not part a shared scale", D "row { chart { point { x: day; y: loss; color: method }\n scale color { title: \"M\" } } chart { point { x: day; y: accuracy; color: method } } }",
     {"title \"M\"", "!scale @1"}},
    {"titles hold aggregates", D B "figure { title: \"{count()} runs\" }", {"title (text (format (count)) \" runs\")"}},
    {"constants in all positions annotate", D "point { x: seed; y: accuracy }\nrule { y: 0.5 }", {"annotation yes"}},
    {"annotations take no default position", D "x: seed\npoint { y: accuracy }\nrule { y: 0.5 }", {"annotation yes"}},
    {"shares measure the panel", D "point { x: seed; y: accuracy }\nrect { x: 10%..90%; y: 0..1 }", {"lo 0.1\nhi 0.9\nunit \"fraction\""}},
    {"lengths measure it in points", D "point { x: seed; y: accuracy }\ntext { x: 1in; y: -3pt; text: \"a\" }", {"expr 72\n", "expr -3\n", "unit \"points\""}},
    {"inner channels win over the block's", D "color: task\npoint { x: seed; y: accuracy; color: method }", {"title \"method\"", "!title \"task\""}},
    {"a mark takes no default that it cannot draw", D "marker: method\nbar { x: task; y: accuracy }", {"!id \"marker\""}},
    {"lets stand for values", D "let top = 2\nbar { x: task; y: accuracy }\naxis y { domain: 0..top }", {"hi 2\n"}},
    {"lets stand for expressions", D "let percent = 100 * accuracy\nbar { x: task; y: percent }", {"expr (* 100 %\"accuracy\":number)"}},
    {"an included file's theme and lets", "include \"style.chart\"\n" D "bar { x: task; y: accuracy }\nrule { y: chance }", {"grid \"both\"", "text_size 9\n", "expr 0.25"}},
    {"paths are relative to their file", "include \"styles/deep.chart\"\n" D "bar { x: task; y: accuracy }", {"grid \"none\""}},
    {"the same setting twice: the later wins", D "bar { x: task; y: accuracy }\naxis y { title: \"a\"; domain: 0..1 }\naxis y { title: \"b\" }", {"title \"b\"", "hi 1\n", "!title \"a\""}},
    {"a chart inherits layers and settings", D "rule { y: 0.5 }\naxis y { title: \"out\" }\nrow { chart { point { x: seed; y: loss }\n axis y { title: \"in\" } } chart { point { x: seed; y: accuracy } } }",
     {"title \"in\"", "title \"out\"", "annotation yes"}},
    {"panels by one value", D "bar { x: method; y: accuracy }\nfacet task\npanel Math { axis y { domain: 0..1 } }", {"condition (== %\"task\":text \"Math\")"}},
    {"panels by a list", D "bar { x: method; y: accuracy }\nfacet task\npanel [Math, Code] { rule { y: 1 } }", {"condition (or (== %\"task\":text \"Math\") (== %\"task\":text \"Code\"))"}},
    {"panels by row and column", D "bar { x: seed; y: accuracy }\nfacet row task { title: \"T {task}\" }\nfacet column method", {"kind \"grid\"", "row_title (text \"T \" %\"task\":text)", "column_title %\"method\":text"}},
    {"facets share when told", D "bar { x: method; y: accuracy }\nfacet task { share: none }", {"share \"none\""}},
    {"a layer with other data stands in every panel", D "data other { rows { \n a b\n 1 2\n } }\nbar { x: method; y: accuracy }\nfacet task\npoint { data: other; x: 50%; y: b }", {"by_column yes", "by_column no"}},
    {"steps make columns", "data \"d.csv\" {\n filter loss > 1.8\n derive gap = 1 - accuracy\n sort gap descending\n}\nbar { x: task; y: gap }",
     {"kind \"filter\"", "name \"gap\"", "descending yes", "expr %\"gap\":number"}},
    {"steps of a layer", D "point { filter method == \"Ours\"; x: seed; y: accuracy }", {"condition (== %\"method\":text \"Ours\")"}},
    {"data from data", "data all \"d.csv\"\ndata ours from all { filter method == \"Ours\" }\nbar { data: ours; x: task; y: accuracy }", {"source \"from\"", "parent @0", "table @1"}},
    {"rows in the spec", "data { rows {\n a \"b c\"\n x 1\n y -\n} }\nbar { x: a; y: `b c` }", {"cells [\"x\" \"1\" \"y\" -]", "expr %\"b c\":number"}},
    {"in a list and in a range", D "bar { filter method in [Ours, Base] and accuracy in 0..1; x: task; y: accuracy }",
     {"(in %\"method\":text \"Ours\" \"Base\")", "(and (>= %\"accuracy\":number 0) (<= %\"accuracy\":number 1))"}},
    {"order by an aggregate", D "bar { x: task; y: mean(accuracy) }\naxis x { order: mean(accuracy) descending }", {"order_by (mean %\"accuracy\":number)", "descending yes"}},
    {"orders of values", D "bar { x: task; y: accuracy }\naxis x { order: [Code, Math] }", {"order [\"Code\" \"Math\"]"}},
    {"checks by groups", D "bar { x: task; y: accuracy }\ncheck all(accuracy > 0) by task else \"bad\"", {"claim (all (> %\"accuracy\":number 0))", "by [%\"task\":text]", "message \"bad\""}},
    {"checks in a chart", "row { chart { " D "bar { x: task; y: accuracy }\ncheck count() > 1 } }", {"claim (> (count) 1)"}},
    {"lengths", D "bar { x: task; y: accuracy }\nfigure { width: 2.54cm; height: 1.9in }", {"width 72\n", "height 136.8\n"}},
    {"a bar's width is a share or a length", D "bar { x: task; y: accuracy; width: 60% }\nbar { x: task; y: loss; width: 4pt }", {"width_unit \"fraction\"", "width 0.6\n", "width_unit \"points\"", "width 4\n"}},
    {"ticks every so much", D "line { x: day; y: accuracy }\naxis x { ticks: 1month }\naxis y { ticks: step 0.1 }", {"tick_step (duration 1 0)", "tick_step 0.1\n"}},
    {"a legend of one panel finds its place, one of several stands above", D "bar { x: task; y: accuracy }", {"position \"auto\""}},
    {"of several, an empty cell takes it or it stands above", D "bar { x: method; y: accuracy }\nfacet task", {"position \"empty cell\""}},
    {"two words", D "bar { x: task; y: accuracy }\nlegend { position: top right }", {"position \"top right\""}},
    {"arrangements", D "grid { columns: 2; chart a { bar { x: task; y: accuracy } } blank; row { chart { bar { x: task; y: loss } } } }", {"kind \"grid\"", "kind \"blank\"", "kind \"row\"", "name \"a\""}},
    {"lying bars are read along x", D "bar { y: task; x: accuracy }", {"side \"bottom\"\ntitle \"accuracy\"", "grid yes"}},
};
/* clang-format on */

static void test_rules(void **state)
{
    (void)state;
    int n_bad = 0;
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        const Good *good = &GOOD[i];
        Compiled *c = compile(good->spec, NULL);
        if (!c->figure)
            fail_msg("%s:\n%s\n%s", good->rule, good->spec, diag_text(c->arena, &c->report, false).at);
        for (size_t k = 0; k < 6 && good->holds[k]; k++) {
            bool is_not = good->holds[k][0] == '!';
            bool holds = find_lines(c->arena, c->ir, good->holds[k] + is_not) != NULL;
            if (holds == is_not)
                print_message("%s: `%s` of\n%s\n", good->rule, good->holds[k], good->spec);
            n_bad += holds == is_not;
        }
        arena_free(c->arena);
    }
    assert_int_equal(n_bad, 0);
}

/* --- what is told ------------------------------------------------------------------------------------------------- */

/* The codes with their places, in order: "E0301@2:10 E0205@3:4". */
static const char *told(Compiled *c)
{
    Buf out = {.arena = c->arena};
    report_sort(&c->report);
    for (size_t i = 0; i < c->report.list.n; i++) {
        const Diagnostic *d = c->report.list.at[i];
        uint32_t line = 0, column = 0;
        Source *source = (Source *)(uintptr_t)source_get(&c->sources, d->span.source);
        for (uint32_t k = 0, start = 0; source && k <= d->span.start; k++) {
            if (k == d->span.start) {
                line++;
                column = k - start + 1;
            } else if (source->text.at[k] == '\n') {
                line++;
                start = k + 1;
            }
        }
        buf_printf(&out, "%s%s@%u:%u", i ? " " : "", report_code(d->id), line, column);
    }
    return buf_c(&out);
}

typedef struct Wrong {
    const char *spec, *told;
} Wrong;

static const Wrong WRONG[] = {
    {D "baar { x: task; y: accuracy }", "E0201@2:1"},
    {D B "axis y { titel: \"a\" }", "E0202@3:10"},
    {D "bar { x: task; y: maen(accuracy) }", "E0203@2:19"},
    {D B "figure { bar { x: task; y: loss } }", "E0204@3:10"},
    {D "row { bar { x: task; y: accuracy } }", "E0204@2:7"},
    {D "row { chart { figure { width: 3in }\n" B "} }", "E0204@2:15"},
    {D "row { chart { wibble { }\n" B "} }", "E0201@2:15"},
    {D B "axis y { type: logg }", "E0205@3:16"},
    {D "bar { x: task; y: accuracy; curve: linear }", "E0206@2:29"},
    {D "point { x: task; y: accuracy; dash: dotted }", "E0206@2:31"},
    {D "hexbin { x: seed; y: accuracy; color: task }", "E0736@2:39"},
    {D "bar { x: task; y: accuracy; text: \"$\\foo$\" }", "E0115@2:37"},
    {D "bar { x: tusk; y: accurac }", "E0301@2:10 E0301@2:19"},
    {D B "axis y { domain: 0..tip }", "E0302@3:21"},
    {"let loss = 3\n" D B, "E0303@1:5"},
    {"let a = b\nlet b = a\n" D B, "E0304@2:9"},
    {D "bar { data: nothing; x: task; y: accuracy }", "E0305@2:13"},
    {"let a = 1\nlet a = 2\n" D B, "E0307@2:5"},
    {"data a \"d.csv\"\ndata b \"d.csv\"\n" B, "E0309@3:1"},
    {B, "E0309@1:1"},
    {D "bar { x: task; y: accuracy + task }", "E0310@2:28"},
    {D "bar { x: task; y: mean(task) }", "E0311@2:24"},
    {D "bar { x: task; y: if(true) }", "E0312@2:19"},
    {D "bar { filter mean(loss) > 1; x: task; y: accuracy }", "E0313@2:14"},
    {D "bar { filter loss; x: task; y: accuracy }", "E0315@2:14"},
    {D "bar { filter loss = 1; x: task; y: accuracy }", "E0316@2:18"},
    {D "check loss = 1\n" B, "E0316@2:11"},
    {D "bar { x: \"task\"; y: accuracy }", "E0317@2:10"},
    {D B "axis x { title: \"{task}\" }", "E0319@3:19"},
    {D "bar { filter mean(accuracy) > 0.5; x: task; y: accuracy }\n", "E0313@2:14"},
    {D B "legend keys { position: above }", "E0210@3:8"},
    {D B "axis x { title: Task }", "E0401@3:17"},
    {D "bar { x: task; y: accuracy + 3pt }", "E0402@2:30"},
    {D "bar { x: task; y: accuracy; label: \"{task}\" }", "E0403@2:37"},
    {D B "axis y { format: \".2x\" }", "E0404@3:21"},
    {D "bar { x: task; y: 1 + (loss +- 1) }", "E0405@2:29"},
    {D "bar { x: task; y: accuracy, loss }", "E0406@2:29"},
    {D "point { x: seed; y: loss; opacity: 3 }", "E0407@2:36"},
    {D B "figure { width: 3 }", "E0408@3:17"},
    {D "bar { x: task; y: accuracy; color: bleu }", "E0409@2:36"},
    {D B "axis x { order: [a-b] }", "E0410@3:18"},
    {D B "axis x { order: [a, a] }", "E0411@3:21"},
    {D B "axis x { labels: [\"a\"] }", "E0412@3:19"},
    {D "bar { x: task; x: method; y: accuracy }", "E0413@2:16"},
    {D "color: task\ncolor: method\n" B, "E0413@3:1"},
    {D B "axis y { domain: [0, 1] }", "E0415@3:18"},
    {D B "axis y { domain: 1..1 }", "E0416@3:18"},
    {D B "facet", "E0420@3:1"},
    {D "bar task { x: task; y: accuracy }", "E0421@2:5"},
    {D "bar { x: task }", "E0430@2:1"},
    {D "rule { }", "E0430@2:1"},
    {D B "axis x y { title: \"a\" }", "E0421@3:8"},
    {D B "facet task, method", "E0421@3:13"},
    {D B "figure wide { width: 3in }", "E0421@3:8"},
    {D "grid { blank chart { " B " } }", "E0421@2:14"},
    {D "line { x: day; y: loss; color: accuracy }", "E0432@2:32"},
    {D B "axis x { type: log }", "E0703@2:10"},
    {D B "axis x { domain: 1..2 }", "E0704@3:10"},
    {D B "axis y { type: log; domain: 0..1 }", "E0705@3:29"},
    {D B "axis right { title: \"a\" }", "E0706@3:1"},
    {D B "axis y { order: [1] }", "E0712@3:10"},
    {D "point { x: seed; y: loss; color: task }\nscale color { range: 1pt..2pt }", "E0713@3:15"},
    {D B "panel Math { }", "E0709@3:1"},
    {D B "facet method\npanel Ours { axis y { domain: 2024-01-01.. } }", "E0704@4:31"},
    {D B "facet method\npanel Ours { axis right { domain: 0.. } }", "E0706@4:14"},
    {D B "facet method\naxis y { type: log }\npanel Ours { axis y { domain: 0.. } }", "E0705@5:31"},
    {D "point { x: day; y: loss }\naxis x { domain: 0..1 }", "E0704@3:18"},
    {D B "figure { height: 2in; aspect: 2 }", "E0418@3:23"},
    {D B "figure { width: 2in 3in }", "E0406@3:21"},
    {D "bar { x: task; y: method }", "E0715@2:19"},
    {D "errorbar { x: task; y: accuracy }", "E0716@2:1"},
    {D "point { x: 1..seed; y: accuracy }", "E0716@2:12"},
    {D "rect { x: task..method; y: 0..1 }", "E0315@2:11"},
    {D "bar { x: task; y: mean(loss); color: method; stack: zero }", "E0717@2:46"},
    {D "line { x: day; y: loss; width: 20% }", "E0401@2:32"},
    {D "point { x: seed; y: loss; color: viridis }", "E0401@2:34"},
    {D "text { x: day; y: loss; text: \"{day:.1f}\" }", "E0404@2:37"},
    {D B "axis x { order: [a: 1] }", "E0412@3:18"},
    {D B "facet column { columns: 2 }", "E0420@3:7"},
    {D B "facet row task { columns: 2 }", "E0707@3:18"},
    {D B "facet task\npanel loss > 1 { }", "E0714@4:7"},
    {D "axis x { title: \"a\" }", "E0710@1:1"},
    {"include \"circle.chart\"\n" D B, "E0001@1:9"},
    {"include \"missing.chart\"\n" D B, "E0002@1:9"},
    {"include \"style.chart\" { }\n" D B, "E0421@1:23"},
    {D B "axis y { ticks: 2.5 }", "E0407@3:17"},
    {"data { rows {\n a a\n 1 2\n} }\nbar { x: a; y: a }", "E0507@2:4"},
    {D B "title: \"a\"", "E0202@3:1"},
    /* what follows from one mistake is not told again */
    {"data \"missing.csv\"\nbar { x: a; y: b; color: c }\nfacet d", "E0501@1:6"},
    {D "bar { derive gap = 1 - accurcy; x: task; y: gap }", "E0301@2:24"},
    {D "let top = meen(1)\n" B "axis y { domain: 0..top }", "E0203@2:11"},
    {D "bar { x: task; y: }\n", "E0132@2:17"},
    {D "x task\nbar { y: accuracy }", "E0201@2:1"},
    {D ": task\nbar { y: accuracy }", "E0135@2:1"},
    {"data \"missing.csv\"\npoint { x: a; y: b; marker: c; dash: d; color: e; size: f }", "E0501@1:6 E0206@2:32"},
    {D "bar { x: task; y: (accuracy }\n", "E0120@2:19"},
};

static void test_mistakes(void **state)
{
    (void)state;
    int n_bad = 0;
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        Compiled *c = compile(WRONG[i].spec, NULL);
        const char *codes = told(c);
        bool is_bad = strcmp(codes, WRONG[i].told) != 0 || c->figure;
        if (is_bad)
            print_message("%s\nexpected %s, told %s:\n%s\n", WRONG[i].spec, WRONG[i].told, codes, diag_text(c->arena, &c->report, false).at);
        n_bad += is_bad;
        arena_free(c->arena);
    }
    assert_int_equal(n_bad, 0);
}

static void test_hints(void **state)
{
    (void)state;
    static const struct {
        const char *spec, *hint;
    } HINTS[] = {
        {D "bar { x: task; y: accuarcy }", "did you mean `accuracy`?"},
        {D "bar { x: task; y: accuracy; colour: method }", "ggplot2's `colour` is `color: column` here"},
        {D "bar { x: task; y: accuracy; columns: 3 }", "`columns` belongs to `facet`, `legend` or `grid`"},
        {D "bar { x: task; y: accuracy; alpha: 0.5 }", "ggplot2's `alpha` is `opacity: 0.5` here"},
        {D "bar { x: \"task\"; y: accuracy }", "remove the quotes"},
        {D "bar { x: task; y: mean (accuracy) }", "a call has no blank before its parenthesis: mean(...)"},
        {D B "axis y { domain: [0, 1] }", "write it with two points"},
        {D "bar { x: task; y: accuracy; marker: circle }", "it is a channel of `line`, `path`, `step` or `point`"},
        {D "bar { x: task; y: accuracy; color: bleu }", "did you mean `blue`?"},
        {D "row { chart { " B " } }\ncolumn { chart { " B " } }", "put both into one"},
    };
    for (size_t i = 0; i < sizeof HINTS / sizeof *HINTS; i++) {
        Compiled *c = compile(HINTS[i].spec, NULL);
        Str text = diag_text(c->arena, &c->report, false);
        if (!strstr(str_c(c->arena, text), HINTS[i].hint))
            fail_msg("`%s` is not in\n%s", HINTS[i].hint, str_c(c->arena, text));
        arena_free(c->arena);
    }
}

/* --- params ------------------------------------------------------------------------------------------------------- */

static void test_params(void **state)
{
    (void)state;
    static const char SPEC[] = "param top = 1\nparam which = \"Ours\"\n" D
                               "bar { filter method == which; x: task; y: accuracy }\naxis y { domain: 0..top }";
    const CompileParam good[] = {{STR("top"), STR("2.5")}, {STR("which"), STR("Base")}};
    Compiled *c = compile(SPEC, &(CompileOptions){good, 2});
    assert_non_null(c->figure);
    assert_non_null(find_lines(c->arena, c->ir, "hi 2.5\n"));
    assert_non_null(find_lines(c->arena, c->ir, "(== %\"method\":text \"Base\")"));
    arena_free(c->arena);
    const CompileParam unknown = {STR("tap"), STR("2")}, mistyped = {STR("top"), STR("high")};
    c = compile(SPEC, &(CompileOptions){&unknown, 1});
    assert_string_equal(told(c), "E0308@0:0");
    arena_free(c->arena);
    c = compile(SPEC, &(CompileOptions){&mistyped, 1});
    assert_string_equal(told(c), "E0306@1:1");
    arena_free(c->arena);
}

/* Every good spec: the IR reads back to itself, and compiling again gives the same bytes. */
static void test_laws(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        Compiled *c = compile(GOOD[i].spec, NULL), *again = compile(GOOD[i].spec, NULL);
        assert_true(str_eq(c->ir, again->ir));
        IrFigure *back = ir_parse(c->arena, &c->report, source_add(&c->sources, STR("t.ir"), STR("t.ir"), c->ir));
        if (!back)
            fail_msg("%s:\n%s", GOOD[i].spec, diag_text(c->arena, &c->report, false).at);
        assert_string_equal(str_c(c->arena, ir_print(c->arena, back)), str_c(c->arena, c->ir));
        assert_null(ir_verify(c->arena, back));
        arena_free(c->arena);
        arena_free(again->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),  cmocka_unit_test(test_mistakes), cmocka_unit_test(test_hints),
        cmocka_unit_test(test_params), cmocka_unit_test(test_laws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
