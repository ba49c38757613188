/* layout: the scanner's tokens to the parser's: comments go, line ends become END or vanish, brackets are matched, and mended where they are
 * not, so that the parser never meets an unbalanced one. The rules are those of docs/language.md, "Lines".
 *
 * First every bracket gets its partner (match_brackets). Braces are taken by count; only when they do not come out is indentation read
 * (match_by_indentation), to tell which one is lost. Then the tokens are copied (layout_tokens). */
#include "chart_y.h"

#include <string.h>

/* What becomes of a bracket. */
typedef enum Fate {
    FATE_NONE,
    FATE_MATCHED,
    FATE_UNCLOSED, /* ( or [ without an end: closed where its statement ends */
    FATE_STRAY,    /* a closer without a beginning: left out */

} Fate;

typedef struct Layout {
    ParseContext *context;
    const Tokens *raw;
    unsigned char *fate;   /* one a raw token */
    uint32_t *close_before; /* number of `}` to put before the token */
    size_t n_close_at_end;
} Layout;

static bool is_opener(int kind)
{
    return kind == TOK_LPAREN || kind == TOK_LBRACKET;
}

static int closer_of(int kind)
{
    return kind == TOK_LPAREN ? TOK_RPAREN : kind == TOK_LBRACKET ? TOK_RBRACKET : TOK_RBRACE;
}

/* --- ( and [ ------------------------------------------------------------------------------------------------------ */

static void complain_unclosed(Layout *layout, size_t i)
{
    const Token *token = &layout->raw->at[i];
    layout->fate[i] = FATE_UNCLOSED;
    const char *closer = token->kind == TOK_LPAREN ? ")" : "]";
    Diagnostic *error = complain(layout->context, REPORT_E0120, token->start, token->end, "`%.*s` is not closed",
                                 STR_FMT(token_text(layout->context, token)));
    report_hint(layout->context->report, error, "put `%s` where it ends", closer);
}

static void match_brackets(Layout *layout)
{
    const Tokens *raw = layout->raw;
    VEC(size_t) open = {0};
    for (size_t i = 0; i < raw->n; i++) {
        int kind = raw->at[i].kind;
        bool ends_statement = kind == TOK_LBRACE || kind == TOK_RBRACE || kind == TOK_END || kind == TOK_ROWS;
        if (is_opener(kind)) {
            VEC_PUSH(layout->context->arena, &open, i);
            if (open.n == BRACKET_LIMIT + 1)
                complain(layout->context, REPORT_E1002, raw->at[i].start, raw->at[i].end, "more than %d brackets inside each other",
                         BRACKET_LIMIT);
        } else if (kind == TOK_RPAREN || kind == TOK_RBRACKET) {
            size_t partner = open.n;
            while (partner > 0 && closer_of(raw->at[open.at[partner - 1]].kind) != kind)
                partner--;
            if (partner == 0) {
                layout->fate[i] = FATE_STRAY;
                Diagnostic *error = complain(layout->context, REPORT_E0121, raw->at[i].start, raw->at[i].end, "`%.*s` closes nothing",
                                             STR_FMT(token_text(layout->context, &raw->at[i])));
                report_hint(layout->context->report, error, "take it out, or open it before");
                continue;
            }
            while (open.n > partner)
                complain_unclosed(layout, open.at[--open.n]);
            layout->fate[open.at[--open.n]] = FATE_MATCHED;
            layout->fate[i] = FATE_MATCHED;
        } else if (ends_statement) {
            while (open.n)
                complain_unclosed(layout, open.at[--open.n]);
        }
    }
    while (open.n)
        complain_unclosed(layout, open.at[--open.n]);
}

/* --- { } ---------------------------------------------------------------------------------------------------------- */

static uint32_t indent_of(const Layout *layout, uint32_t offset)
{
    Str text = layout->context->text;
    uint32_t start = offset;
    while (start > 0 && text.at[start - 1] != '\n' && text.at[start - 1] != '\r')
        start--;
    uint32_t indent = 0;
    for (; start < offset && (text.at[start] == ' ' || text.at[start] == '\t'); start++)
        indent += text.at[start] == '\t' ? 8 - indent % 8 : 1;
    return indent;
}

static bool is_first_of_line(const Layout *layout, size_t i)
{
    return i == 0 || layout->raw->at[i - 1].kind == TOKEN_NEWLINE;
}

/* One brace is told: the others follow from it. */
static void note_brace(Layout *layout, size_t i)
{
    ParseContext *context = layout->context;
    context->has_brace_error = true;
    if (!context->has_lost_brace)
        context->lost_brace = layout->raw->at[i];
    context->has_lost_brace = true;
}

static uint32_t line_start_of(const ParseContext *context, uint32_t offset)
{
    while (offset > 0 && context->text.at[offset - 1] != '\n' && context->text.at[offset - 1] != '\r')
        offset--;
    return offset;
}

void layout_complain_brace(ParseContext *context)
{
    if (!context->has_lost_brace)
        return;
    const Token *brace = &context->lost_brace;
    uint32_t line = line_start_of(context, brace->start);
    for (size_t i = 0; i < context->report->list.n; i++) {
        const Diagnostic *old = context->report->list.at[i];
        bool is_here = old->span.source == context->source->id && line_start_of(context, old->span.start) == line;
        /* an unclosed string or table may have eaten the brace, wherever it stands */
        if (is_here || old->id == REPORT_E0104 || old->id == REPORT_E0122 || old->id == REPORT_E0140)
            return;
    }
    bool is_closer = brace->kind == TOK_RBRACE;
    Diagnostic *error = complain(context, is_closer ? REPORT_E0123 : REPORT_E0122, brace->start, brace->end,
                                 is_closer ? "`}` closes nothing" : "`{` is not closed");
    report_hint(context->report, error, is_closer ? "take it out, or put the `{` that it belongs to" : "put `}` where the block ends");
}

/* Braces that do not come out: a line at or left of an open block's own line closes it; a `}` at the end of a line that
 * would close a block of an earlier line is the odd one. */
static void match_by_indentation(Layout *layout, bool has_too_many_closers)
{
    const Tokens *raw = layout->raw;
    VEC(size_t) open = {0};
    for (size_t i = 0; i < raw->n; i++) {
        const Token *token = &raw->at[i];
        if (token->kind == TOKEN_NEWLINE || token->kind == TOKEN_COMMENT)
            continue;
        bool is_first = is_first_of_line(layout, i);
        uint32_t indent = is_first && open.n ? indent_of(layout, token->start) : 0;
        while (is_first && open.n && token->kind != TOK_LBRACE) {
            uint32_t own = indent_of(layout, raw->at[open.at[open.n - 1]].start);
            bool is_behind = token->kind == TOK_RBRACE ? indent < own : indent <= own;
            if (!is_behind)
                break;
            note_brace(layout, open.at[--open.n]);
            layout->close_before[i]++;
        }
        if (token->kind == TOK_LBRACE) {
            VEC_PUSH(layout->context->arena, &open, i);
        } else if (token->kind == TOK_RBRACE) {
            bool is_inline = !is_first;
            bool opened_here = false;
            for (size_t k = i; k-- > 0 && raw->at[k].kind != TOKEN_NEWLINE && open.n;)
                opened_here |= k == open.at[open.n - 1];
            if (!open.n || (has_too_many_closers && is_inline && !opened_here)) {
                layout->fate[i] = FATE_STRAY;
                note_brace(layout, i);
            } else {
                open.n--;
            }
        }
    }
    for (; open.n; open.n--) {
        note_brace(layout, open.at[open.n - 1]);
        layout->n_close_at_end++;
    }
}

static void match_braces(Layout *layout)
{
    const Tokens *raw = layout->raw;
    long depth = 0, n_stray = 0, deepest = 0;
    for (size_t i = 0; i < raw->n; i++) {
        if (raw->at[i].kind == TOK_LBRACE)
            depth++;
        else if (raw->at[i].kind == TOK_RBRACE && --depth < 0)
            n_stray++, depth = 0;
        deepest = depth > deepest ? depth : deepest;
    }
    if (deepest > BRACKET_LIMIT) {
        complain(layout->context, REPORT_E1002, 0, 1, "more than %d blocks inside each other", BRACKET_LIMIT);
        layout->context->flat.n = 0;
    }
    if (depth || n_stray)
        match_by_indentation(layout, n_stray > depth);
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

static bool continues_before(int kind)
{
    switch (kind) {
    case TOK_LBRACE:
    case TOK_OR: case TOK_AND: case TOK_IN: case TOK_NOT_IN:
    case TOK_EQ: case TOK_NE: case TOK_LT: case TOK_LE: case TOK_GT: case TOK_GE:
    case TOK_STAR: case TOK_SLASH: case TOK_PERCENT: case TOK_CARET: case TOK_PLUSMINUS:
    case TOK_BY: case TOK_FROM: case TOK_ON: case TOK_ELSE:
        return true;
    default:
        return false;
    }
}

static bool continues_after(int kind)
{
    switch (kind) {
    case TOK_PLUS: case TOK_MINUS: case TOK_ASSIGN: case TOK_COMMA: case TOK_NOT:
        return true;
    case TOK_LBRACE:
        return false;
    default:
        return continues_before(kind);
    }
}

static void emit(Layout *layout, int kind, uint32_t start, uint32_t end, bool is_made, bool is_muted)
{
    VEC_PUSH(layout->context->arena, &layout->context->flat, (Token){kind, start, end, is_made, is_muted});
}

void layout_tokens(ParseContext *context)
{
    size_t n = context->raw.n;
    Layout layout = {.context = context, .raw = &context->raw};
    layout.fate = arena_alloc(context->arena, n + 1);
    layout.close_before = ARENA_ARRAY(context->arena, n + 1, uint32_t);
    match_brackets(&layout);
    match_braces(&layout);
    VEC(int) unclosed = {0}; /* closers owed by ( and [ that have none */
    size_t depth = 0;        /* of matched ( and [ */
    uint32_t statement_indent = 0, last_end = 0;
    bool at_start = true;
    int last = TOK_END;
    for (size_t i = 0; i < n; i++) {
        const Token *token = &context->raw.at[i];
        if (token->kind == TOKEN_COMMENT || layout.fate[i] == FATE_STRAY)
            continue;
        bool is_newline = token->kind == TOKEN_NEWLINE;
        if (is_newline && (depth || last == TOK_END || last == TOK_LBRACE))
            continue;
        size_t next = i;
        while (is_newline && next < n && (context->raw.at[next].kind == TOKEN_NEWLINE || context->raw.at[next].kind == TOKEN_COMMENT))
            next++;
        int next_kind = next < n ? context->raw.at[next].kind : TOK_END;
        bool is_end = token->kind == TOK_END || is_newline;
        if (is_newline && next < n && !layout.close_before[next]) {
            bool deeper = indent_of(&layout, context->raw.at[next].start) > statement_indent;
            bool carries_on = continues_before(next_kind) || (continues_after(last) && deeper && next_kind != TOK_KEY && next_kind != TOK_RBRACE);
            if (carries_on && !(unclosed.n && next_kind == TOK_LBRACE))
                continue;
        }
        bool closes_block = token->kind == TOK_RBRACE || layout.close_before[i];
        if (is_end || closes_block || token->kind == TOK_LBRACE)
            while (unclosed.n)
                emit(&layout, unclosed.at[--unclosed.n], last_end, last_end, true, true);
        for (uint32_t k = 0; k < layout.close_before[i]; k++) {
            emit(&layout, TOK_RBRACE, token->start, token->start, true, true);
            last = TOK_RBRACE;
            at_start = true;
        }
        if (is_newline) {
            emit(&layout, TOK_END, token->start, token->end, false, false);
            last = TOK_END;
            at_start = true;
            continue;
        }
        if (at_start)
            statement_indent = indent_of(&layout, token->start);
        emit(&layout, token->kind, token->start, token->end, false, token->is_muted);
        at_start = token->kind == TOK_END || token->kind == TOK_LBRACE || token->kind == TOK_RBRACE || token->kind == TOK_ROWS;
        if (is_opener(token->kind)) {
            if (layout.fate[i] == FATE_UNCLOSED)
                VEC_PUSH(context->arena, &unclosed, closer_of(token->kind));
            else
                depth++;
        } else if (token->kind == TOK_RPAREN || token->kind == TOK_RBRACKET) {
            depth--;
        }
        last = token->kind;
        last_end = token->end;
    }
    uint32_t end = (uint32_t)context->text.n;
    while (unclosed.n)
        emit(&layout, unclosed.at[--unclosed.n], last_end, last_end, true, true);
    for (; layout.n_close_at_end; layout.n_close_at_end--)
        emit(&layout, TOK_RBRACE, end, end, true, true);
    emit(&layout, 0, end, end, true, false);
}
