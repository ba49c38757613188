/* parse: the conductor of the front end: check the text, scan, lay out, parse, read what is inside strings and tables; see parse.h.
 *
 * The parser is never left by a long jump, which would lose the stack that it owns: while it runs, memory comes from
 * arena_try_alloc alone. What needs more (words of messages, strings, tables) comes after it. */
#include "parse.h"

#include "chart_y.h"
#include "parse_value.h"

/* Runs the parser over the tokens of text[start..end), as a file or a single value. */
static void run(ParseContext *context, uint32_t start, uint32_t end, int as)
{
    context->is_value = as == TOK_START_VALUE;
    context->last_slip = &context->slips;
    context->last_inside = &context->insides;
    VEC_PUSH(context->arena, &context->flat, (Token){.kind = as, .start = start, .end = start});
    scan_tokens(context, start, end);
    if (!layout_tokens(context, end))
        return;
    chart_parse(context);
    if (context->is_out_of_memory)
        arena_fail(context->arena);
    syntax_errors_tell(context);
}

/* Strings and tables, which were left closed. True when a table is damaged. */
static bool read_insides(ParseContext *context)
{
    bool is_damaged = false;
    for (Inside *inside = context->insides; inside; inside = inside->next) {
        const Token *token = &inside->token;
        if (inside->string) {
            inside->string->parts = template_parts(context, token->start + 1, token->end - 1, inside->string->is_raw);
        } else {
            inside->rows->table = rows_table(context, token->start, token->end);
            inside->rows->is_damaged = inside->rows->table->is_damaged;
            is_damaged |= inside->rows->is_damaged;
        }
    }
    return is_damaged;
}

/* Bodies were made before their tables were read. */
static void mark_damaged_bodies(AstBody *body)
{
    for (AstStmt *stmt = body->stmts; stmt; stmt = stmt->next) {
        body->is_damaged |= stmt->is_damaged;
        if (stmt->body)
            mark_damaged_bodies(stmt->body);
    }
}

static AstBody *empty_body(Arena *arena, const Source *source)
{
    AstBody *body = ARENA_NEW(arena, AstBody);
    body->span = (Span){source->id, 0, source->text.n};
    body->is_damaged = true;
    return body;
}

AstBody *parse_source(Arena *arena, Report *report, const Source *source, bool *has_brace_error)
{
    Complaints complaints = {0};
    ParseContext context = {.arena = arena, .report = report, .source = source, .text = source->text, .complaints = &complaints};
    double most = limit_most(report, LIMIT_SPEC_BYTES); /* below 2 GB: flex counts in int */
    if ((double)source->text.n > most) {
        limit_hint(report, complain(&context, REPORT_E1001, 0, 0, "the file is larger than %.0f bytes", most), LIMIT_SPEC_BYTES);
    } else if (scan_check_text(&context)) {
        uint32_t start = str_starts(context.text, STR("\xEF\xBB\xBF")) ? 3 : 0;
        run(&context, start, (uint32_t)context.text.n, TOK_START_FILE);
        if (read_insides(&context) && context.body)
            mark_damaged_bodies(context.body);
    }
    complain_settle(&context);
    if (has_brace_error)
        *has_brace_error = context.has_brace_error;
    return context.body ? context.body : empty_body(arena, source);
}

AstExpr *parse_value(Arena *arena, Report *report, const Source *source)
{
    Complaints complaints = {0};
    ParseContext context = {.arena = arena, .report = report, .source = source, .text = source->text, .complaints = &complaints};
    size_t n_errors = report->n_errors;
    if (scan_check_text(&context)) {
        run(&context, 0, (uint32_t)context.text.n, TOK_START_VALUE);
        read_insides(&context);
    }
    complain_settle(&context);
    return report->n_errors == n_errors ? context.value : NULL;
}

AstExpr *parse_span(ParseContext *outer, uint32_t start, uint32_t end)
{
    ParseContext context = {
        .arena = outer->arena, .report = outer->report, .source = outer->source, .text = outer->text, .complaints = outer->complaints};
    run(&context, start, end, TOK_START_VALUE);
    read_insides(&context);
    outer->has_brace_error |= context.has_brace_error;
    if (context.value)
        return context.value;
    AstExpr *error = ARENA_NEW(outer->arena, AstExpr);
    error->kind = AST_ERROR;
    error->span = context_span(outer, start, end);
    error->height = 1;
    return error;
}
