/* layout: the scanner's tokens to the parser's: comments go, line ends become END or vanish, brackets are matched, and mended where they are
 * not, so that the parser never meets an unbalanced one. The rules are those of docs/language.md, "Lines".
 *
 * First every bracket gets its partner (match_brackets). Braces are taken by count; only when they do not come out is indentation read
 * (match_by_indentation), to tell which one is lost. Then the tokens are copied (copy_tokens). Each pass is linear: how deep a line is
 * indented is read when the pass comes to it. */
#include "chart_y.h"

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
    unsigned char *fate;    /* one a raw token */
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

/* The indentation of the line that the token begins. */
static uint32_t line_indent(const Layout *layout, size_t i)
{
    Str text = layout->context->text;
    uint32_t at = i ? layout->raw->at[i - 1].end : 0, indent = 0;
    for (; at < layout->raw->at[i].start && (text.at[at] == ' ' || text.at[at] == '\t'); at++)
        indent += text.at[at] == '\t' ? 8 - indent % 8 : 1;
    return indent;
}

static bool is_first_of_line(const Layout *layout, size_t i)
{
    return i == 0 || layout->raw->at[i - 1].kind == TOKEN_NEWLINE;
}

/* --- ( and [ ------------------------------------------------------------------------------------------------------ */

static void complain_unclosed(Layout *layout, size_t i)
{
    const Token *token = &layout->raw->at[i];
    layout->fate[i] = FATE_UNCLOSED;
    Diagnostic *error = complain(layout->context, REPORT_E0120, token->start, token->end, "`%.*s` is not closed",
                                 STR_FMT(token_text(layout->context, token)));
    report_hint(layout->context->report, error, "put `%s` where it ends", token->kind == TOK_LPAREN ? ")" : "]");
}

/* False when they stand too deep. */
static bool match_brackets(Layout *layout)
{
    const Tokens *raw = layout->raw;
    VEC(size_t) open = {0};
    size_t n_braces = 0;
    for (size_t i = 0; i < raw->n; i++) {
        int kind = raw->at[i].kind;
        if (is_opener(kind)) {
            VEC_PUSH(layout->context->arena, &open, i);
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
        } else if (kind == TOK_LBRACE || kind == TOK_RBRACE || kind == TOK_END || kind == TOK_ROWS) {
            while (open.n)
                complain_unclosed(layout, open.at[--open.n]);
            n_braces += kind == TOK_LBRACE;
            n_braces -= kind == TOK_RBRACE && n_braces;
        }
        double most = limit_most(layout->context->report, LIMIT_BRACKETS);
        if ((double)(open.n + n_braces) > most) {
            Diagnostic *error = complain(layout->context, REPORT_E1002, raw->at[i].start, raw->at[i].end, "more than %.0f brackets inside each other",
                                         most);
            limit_hint(layout->context->report, error, LIMIT_BRACKETS);
            return false;
        }
    }
    while (open.n)
        complain_unclosed(layout, open.at[--open.n]);
    return true;
}

/* --- { } ---------------------------------------------------------------------------------------------------------- */

typedef struct OpenBrace {
    size_t token;
    uint32_t indent; /* of its line */
    size_t line;
} OpenBrace;

/* One brace is told: the others follow from it. */
static void note_brace(Layout *layout, size_t i)
{
    ParseContext *context = layout->context;
    context->has_brace_error = true;
    if (!context->has_lost_brace)
        context->lost_brace = layout->raw->at[i];
    context->has_lost_brace = true;
}

/* Braces that do not come out: a line at or left of an open block's own line closes it; a `}` at the end of a line that
 * would close a block of an earlier line is the odd one. */
static void match_by_indentation(Layout *layout, bool has_too_many_closers)
{
    const Tokens *raw = layout->raw;
    VEC(OpenBrace) open = {0};
    size_t line = 0;
    uint32_t indent = 0;
    for (size_t i = 0; i < raw->n; i++) {
        const Token *token = &raw->at[i];
        if (token->kind == TOKEN_NEWLINE) {
            line++;
            continue;
        }
        bool is_first = is_first_of_line(layout, i);
        if (is_first)
            indent = line_indent(layout, i);
        if (token->kind == TOKEN_COMMENT)
            continue;
        while (is_first && open.n && token->kind != TOK_LBRACE) {
            uint32_t own = open.at[open.n - 1].indent;
            bool is_behind = token->kind == TOK_RBRACE ? indent < own : indent <= own;
            if (!is_behind)
                break;
            note_brace(layout, open.at[--open.n].token);
            layout->close_before[i]++;
        }
        if (token->kind == TOK_LBRACE) {
            VEC_PUSH(layout->context->arena, &open, (OpenBrace){i, indent, line});
        } else if (token->kind == TOK_RBRACE) {
            if (!open.n || (has_too_many_closers && !is_first && open.at[open.n - 1].line != line)) {
                layout->fate[i] = FATE_STRAY;
                note_brace(layout, i);
            } else {
                open.n--;
            }
        }
    }
    for (; open.n; open.n--) {
        note_brace(layout, open.at[open.n - 1].token);
        layout->n_close_at_end++;
    }
}

static void match_braces(Layout *layout)
{
    size_t depth = 0, n_stray = 0;
    for (size_t i = 0; i < layout->raw->n; i++) {
        int kind = layout->raw->at[i].kind;
        n_stray += kind == TOK_RBRACE && !depth;
        depth += kind == TOK_LBRACE;
        depth -= kind == TOK_RBRACE && depth;
    }
    if (depth || n_stray)
        match_by_indentation(layout, n_stray > depth);
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

static bool continues_before(int kind)
{
    switch (kind) {
    case TOK_LBRACE:
    case TOK_OR:
    case TOK_AND:
    case TOK_IN:
    case TOK_NOT_IN:
    case TOK_EQ:
    case TOK_NE:
    case TOK_LT:
    case TOK_LE:
    case TOK_GT:
    case TOK_GE:
    case TOK_STAR:
    case TOK_SLASH:
    case TOK_PERCENT:
    case TOK_CARET:
    case TOK_PLUSMINUS:
    case TOK_BY:
    case TOK_FROM:
    case TOK_ON:
    case TOK_ELSE:
        return true;
    default:
        return false;
    }
}

static bool continues_after(int kind)
{
    switch (kind) {
    case TOK_PLUS:
    case TOK_MINUS:
    case TOK_ASSIGN:
    case TOK_COMMA:
    case TOK_NOT:
        return true;
    case TOK_LBRACE:
        return false;
    default:
        return continues_before(kind);
    }
}

/* The state of copy_tokens. */
typedef struct Copy {
    Layout *layout;
    VEC(int) closers; /* owed by the open ( and [; negative: of one that has none of its own */
    size_t n_matched; /* of them, those with one */
    uint32_t indent;  /* of the line */
    uint32_t statement_indent, last_end;
    bool at_start; /* of a statement */
    int last;
    size_t next; /* raw token that begins the next line that is not empty, as far as it is known */
} Copy;

static void emit(Copy *copy, int kind, uint32_t start, uint32_t end, bool is_made, bool is_muted)
{
    ParseContext *context = copy->layout->context;
    VEC_PUSH(context->arena, &context->flat, (Token){kind, start, end, is_made, is_muted});
    copy->last = kind;
    copy->at_start = kind == TOK_END || kind == TOK_LBRACE || kind == TOK_RBRACE || kind == TOK_ROWS;
}

/* Closes what was never closed, down to the next bracket that has its own end. */
static void emit_lost_closers(Copy *copy)
{
    while (copy->closers.n && copy->closers.at[copy->closers.n - 1] < 0)
        emit(copy, -copy->closers.at[--copy->closers.n], copy->last_end, copy->last_end, true, true);
}

/* Whether the line end that is raw token i ends nothing. */
static bool is_line_open(Copy *copy, size_t i)
{
    const Tokens *raw = copy->layout->raw;
    if (copy->n_matched || copy->last == TOK_END || copy->last == TOK_LBRACE)
        return true;
    size_t next = copy->next > i ? copy->next : i;
    while (next < raw->n && (raw->at[next].kind == TOKEN_NEWLINE || raw->at[next].kind == TOKEN_COMMENT))
        next++;
    copy->next = next;
    if (next == raw->n || copy->layout->close_before[next])
        return false;
    int kind = raw->at[next].kind;
    if (kind == TOK_LBRACE)
        return !copy->closers.n;
    if (copy->closers.n && line_indent(copy->layout, next) > copy->statement_indent)
        return true; /* a bracket without its end: indentation tells how far it was meant to go */
    bool can_go_on = continues_after(copy->last) && kind != TOK_KEY && kind != TOK_RBRACE;
    return continues_before(kind) || (can_go_on && line_indent(copy->layout, next) > copy->statement_indent);
}

static void copy_token(Copy *copy, size_t i)
{
    Layout *layout = copy->layout;
    const Token *token = &layout->raw->at[i];
    bool ends_brackets = token->kind == TOK_END || token->kind == TOK_RBRACE || token->kind == TOK_LBRACE || token->kind == TOK_ROWS;
    if (ends_brackets || layout->close_before[i])
        emit_lost_closers(copy);
    for (uint32_t k = 0; k < layout->close_before[i]; k++)
        emit(copy, TOK_RBRACE, token->start, token->start, true, true);
    if (copy->at_start)
        copy->statement_indent = copy->indent;
    if (is_opener(token->kind)) {
        bool is_lost = layout->fate[i] == FATE_UNCLOSED;
        VEC_PUSH(layout->context->arena, &copy->closers, is_lost ? -closer_of(token->kind) : closer_of(token->kind));
        copy->n_matched += !is_lost;
    } else if (token->kind == TOK_RPAREN || token->kind == TOK_RBRACKET) {
        emit_lost_closers(copy);
        copy->closers.n--;
        copy->n_matched--;
    }
    emit(copy, token->kind, token->start, token->end, false, token->is_muted);
    copy->last_end = token->end;
}

static void copy_tokens(Layout *layout, uint32_t end)
{
    const Tokens *raw = layout->raw;
    Copy copy = {.layout = layout, .at_start = true, .last = TOK_END};
    for (size_t i = 0; i < raw->n; i++) {
        const Token *token = &raw->at[i];
        if (is_first_of_line(layout, i))
            copy.indent = line_indent(layout, i);
        if (token->kind == TOKEN_NEWLINE) {
            if (is_line_open(&copy, i))
                continue;
            emit_lost_closers(&copy);
            emit(&copy, TOK_END, token->start, token->end, false, false);
        } else if (token->kind != TOKEN_COMMENT && layout->fate[i] != FATE_STRAY) {
            copy_token(&copy, i);
        }
    }
    emit_lost_closers(&copy);
    for (; layout->n_close_at_end; layout->n_close_at_end--)
        emit(&copy, TOK_RBRACE, end, end, true, true);
    emit(&copy, 0, end, end, false, false);
}

bool layout_tokens(ParseContext *context, uint32_t end)
{
    Layout layout = {.context = context, .raw = &context->raw};
    layout.fate = arena_alloc(context->arena, context->raw.n + 1);
    layout.close_before = ARENA_ARRAY(context->arena, context->raw.n + 1, uint32_t);
    if (!match_brackets(&layout))
        return false;
    match_braces(&layout);
    copy_tokens(&layout, end);
    return true;
}
