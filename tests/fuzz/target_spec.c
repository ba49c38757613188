/* Any bytes as a spec: a tree whose places lie in the file; without an error a reprint that is the same tree and the same IR, which reads back as
 * itself. */
#include "kit.h"

#include "compiler/compile.h"
#include "grammar/parse.h"

typedef struct Parsed {
    Sources sources;
    Report report;
    Datasets datasets;
    const Source *source;
    AstBody *body;
} Parsed;

static Parsed *parse(Arena *arena, Str text)
{
    Parsed *parsed = ARENA_NEW(arena, Parsed);
    bool has_brace_error;
    parsed->sources.arena = arena;
    parsed->report.arena = arena;
    parsed->report.sources = &parsed->sources;
    datasets_init(&parsed->datasets, arena, &parsed->report, &FUZZ_FILES);
    parsed->source = source_add(&parsed->sources, STR("f.chart"), STR("f.chart"), text);
    parsed->body = parse_source(arena, &parsed->report, parsed->source, &has_brace_error);
    fuzz_require(!has_brace_error || parsed->report.n_errors, "a lost brace is told");
    fuzz_check_report(&parsed->report);
    return parsed;
}

static void check_body(const Parsed *parsed, const AstBody *body)
{
    fuzz_check_span(&parsed->sources, body->span);
    for (const AstStmt *stmt = body->stmts; stmt; stmt = stmt->next) {
        fuzz_check_span(&parsed->sources, stmt->span);
        fuzz_require(stmt->name.n || stmt->is_damaged, "a statement without a name is damaged");
        if (stmt->body)
            check_body(parsed, stmt->body);
    }
}

/* The IR's text; none when the spec is refused. */
static Str compiled(Arena *arena, Parsed *parsed)
{
    IrFigure *figure = compile_source(arena, &parsed->datasets, parsed->source, NULL);
    fuzz_check_report(&parsed->report);
    fuzz_require(figure || parsed->report.n_errors, "a refused spec has an error");
    if (!figure || parsed->report.n_errors)
        return STR_NONE;
    fuzz_require(!ir_verify(arena, figure), "the compiler's IR is sound");
    return ir_print(arena, figure);
}

static void check_ir(Arena *arena, Str text)
{
    Sources sources = {.arena = arena};
    Report report = {.arena = arena, .sources = &sources};
    IrFigure *figure = ir_parse(arena, &report, source_add(&sources, STR("f.ir"), STR("f.ir"), text));
    fuzz_require(figure && report.n_errors == 0, "the IR reads back");
    fuzz_require(!ir_verify(arena, figure), "the IR that was read back is sound");
    fuzz_require(str_eq(ir_print(arena, figure), text), "the IR reads back as itself");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new(NULL);
    Parsed *parsed = parse(arena, (Str){(const char *)bytes, n});
    check_body(parsed, parsed->body);
    Str printed = ast_print(arena, parsed->body);
    if (parsed->report.n_errors == 0) {
        Parsed *again = parse(arena, printed);
        fuzz_require(again->report.n_errors == 0, "the reprint parses");
        fuzz_require(ast_equal(parsed->body, again->body), "the reprint is the same tree");
        Str ir = compiled(arena, parsed);
        if (ir.n) {
            fuzz_require(str_eq(compiled(arena, again), ir), "the reprint has the same IR");
            check_ir(arena, ir);
        }
    }
    arena_free(arena);
    return 0;
}
