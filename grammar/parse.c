/* parse: the conductor of the front end: check the text, scan, lay out, parse; see parse.h. */
#include "parse.h"

#include "chart_y.h"
#include "parse_value.h"

/* Runs the parser over the tokens of text[start..end), as a file or a single value. */
static void run(ParseContext *context, uint32_t start, uint32_t end, int as)
{
    context->flat = (Tokens){0};
    context->at = 0;
    VEC_PUSH(context->arena, &context->flat, (Token){.kind = as, .start = start, .end = start});
    scan_tokens(context, start, end);
    layout_tokens(context);
    chart_parse(context);
    layout_complain_brace(context);
    if (context->is_out_of_memory)
        arena_fail(context->arena);
}

static AstBody *empty_body(Arena *arena, const Source *source)
{
    AstBody *body = ARENA_NEW(arena, AstBody);
    body->span = (Span){source->id, 0, (uint32_t)source->text.n};
    body->is_damaged = true;
    return body;
}

AstBody *parse_source(Arena *arena, Report *report, const Source *source, bool *has_brace_error)
{
    ParseContext context = {.arena = arena, .report = report, .source = source};
    if (has_brace_error)
        *has_brace_error = false;
    if (source->text.n >= INT32_MAX) { /* flex counts in int */
        complain(&context, REPORT_E1001, 0, 0, "the file is larger than 2 GB");
        return empty_body(arena, source);
    }
    context.text = source->text;
    if (!scan_check_text(&context))
        return empty_body(arena, source);
    uint32_t start = str_starts(context.text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    run(&context, start, (uint32_t)context.text.n, TOK_START_FILE);
    if (has_brace_error)
        *has_brace_error = context.has_brace_error;
    return context.body ? context.body : empty_body(arena, source);
}

AstExpr *parse_value(Arena *arena, Report *report, const Source *source)
{
    ParseContext context = {.arena = arena, .report = report, .source = source, .text = source->text};
    size_t n_errors = report->n_errors;
    if (!scan_check_text(&context))
        return NULL;
    run(&context, 0, (uint32_t)context.text.n, TOK_START_VALUE);
    return report->n_errors == n_errors ? context.value : NULL;
}

AstExpr *parse_span(ParseContext *outer, uint32_t start, uint32_t end)
{
    ParseContext context = {.arena = outer->arena, .report = outer->report, .source = outer->source, .text = outer->text};
    context.told_lines.at = outer->told_lines.at;
    context.told_lines.n = outer->told_lines.n;
    context.told_lines.cap = outer->told_lines.n; /* grows into a block of its own */
    run(&context, start, end, TOK_START_VALUE);
    outer->is_out_of_memory |= context.is_out_of_memory;
    if (context.value)
        return context.value;
    AstExpr *error = ARENA_NEW(outer->arena, AstExpr);
    error->kind = AST_ERROR;
    error->span = context_span(outer, start, end);
    error->height = 1;
    return error;
}
