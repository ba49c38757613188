/* libFuzzer target of the front end: any bytes give a tree, places inside the file, and, without an error, a reprint that is the same tree.
 *   bison -o chart_y.c --defines=chart_y.h grammar/chart.y; flex --header-file=chart_l.h -o chart_l.c grammar/chart.l
 *   clang -std=c11 -D_DEFAULT_SOURCE -O1 -g -fsanitize=fuzzer,address,undefined -I. -o fuzz_parse tests/fuzz/fuzz_parse.c chart_y.c chart_l.c \
 *       grammar/{ast,ast_text,build,complain,layout,parse,rows,scan,syntax_error,template}.c \
 *       runtime/{arena,str,source,report,num,calendar}.c -lm
 *   ./fuzz_parse -max_total_time=60 specs tests/parse
 */
#include "grammar/parse.h"

#include <stdio.h>
#include <stdlib.h>

static void require(bool holds, const char *claim)
{
    if (holds)
        return;
    fprintf(stderr, "broken: %s\n", claim);
    abort();
}

static void check_span(const Source *source, Span span)
{
    require(span.source == source->id && span.start <= span.end && span.end <= source->text.n, "places lie in the file");
}

static void check_report(const Report *report, const Source *source)
{
    for (size_t i = 0; i < report->list.n; i++) {
        const Diagnostic *diagnostic = report->list.at[i];
        check_span(source, diagnostic->span);
        for (const ReportLabel *label = diagnostic->labels; label; label = label->next)
            check_span(source, label->span);
        for (const ReportHint *hint = diagnostic->hints; hint; hint = hint->next)
            if (hint->is_edit)
                check_span(source, hint->span);
    }
}

static void check_body(const Source *source, const AstBody *body)
{
    check_span(source, body->span);
    for (const AstStmt *stmt = body->stmts; stmt; stmt = stmt->next) {
        check_span(source, stmt->span);
        require(stmt->name.n || stmt->is_damaged, "a statement without a name is damaged");
        if (stmt->body)
            check_body(source, stmt->body);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new(NULL);
    Sources sources = {.arena = arena};
    Report report = {.arena = arena, .sources = &sources};
    Source *source = source_add(&sources, STR("f.chart"), STR("f.chart"), (Str){(const char *)bytes, n});
    bool has_brace_error;
    AstBody *body = parse_source(arena, &report, source, &has_brace_error);
    check_report(&report, source);
    check_body(source, body);
    require(!has_brace_error || report.n_errors, "a lost brace is told");
    Str printed = ast_print(arena, body);
    if (report.n_errors == 0) {
        Source *again = source_add(&sources, STR("p.chart"), STR("p.chart"), printed);
        AstBody *copy = parse_source(arena, &report, again, NULL);
        require(report.n_errors == 0, "the reprint parses");
        require(ast_equal(body, copy), "the reprint is the same tree");
    }
    arena_free(arena);
    return 0;
}
