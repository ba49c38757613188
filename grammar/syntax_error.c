/* syntax_error: what the parser says. The set of tokens that it could have gone on with is folded into words of people; pairs of tokens that
 * name a known slip get a sentence of their own. One complaint a statement; what the scanner or the layout pass said first wins. */
#include "chart_y.h"

typedef struct Expected {
    bool value, operator_, statement, closer_round, closer_square, block, end;
} Expected;

static Expected fold(const int *expected, int n)
{
    Expected e = {0};
    for (int i = 0; i < n; i++) {
        switch (expected[i]) {
        case TOK_NUMBER: e.value = true; break;
        case TOK_STAR: case TOK_CARET: e.operator_ = true; break;
        case TOK_ROWS: e.statement = true; break;
        case TOK_RPAREN: e.closer_round = true; break;
        case TOK_RBRACKET: e.closer_square = true; break;
        case TOK_LBRACE: e.block = true; break;
        case TOK_END: e.end = true; break;
        default: break;
        }
    }
    return e;
}

static const char *wording(Expected e)
{
    if (e.statement)
        return "a statement or a property";
    if (e.value && e.closer_round)
        return "a value or `)`";
    if (e.value && e.closer_square)
        return "a value or `]`";
    if (e.value && !e.operator_)
        return "a value";
    if (e.closer_round)
        return "an operator, `,` or `)`";
    if (e.closer_square)
        return "an operator, `,` or `]`";
    if (e.end)
        return "the end of the line";
    return "an operator";
}

static Str found_text(ParseContext *context, const Token *token)
{
    if (token->kind == 0)
        return STR("the end of the file");
    if (token->kind == TOK_END)
        return context->text.at[token->start] == ';' ? STR("`;`") : STR("the end of the line");
    return str_printf(context->arena, "`%.*s`", STR_FMT(token_text(context, token)));
}

static const Token *token_before(const ParseContext *context, const Token *token)
{
    const Token *before = NULL;
    for (size_t i = context->at; i-- > 0;)
        if (context->flat.at[i].end <= token->start && context->flat.at[i].start < token->start) {
            before = &context->flat.at[i];
            break;
        }
    return before;
}

/* The first word of a statement. */
static bool is_head(const Token *token)
{
    const Token *before = token - 1; /* there is one: the parser's start token */
    bool begins = before->kind == TOK_END || before->kind == TOK_LBRACE || before->kind == TOK_RBRACE || before->kind == TOK_ROWS ||
                  before->kind == TOK_START_FILE;
    return token->kind == TOK_NAME && begins;
}

static bool is_value_end(int kind)
{
    switch (kind) {
    case TOK_NAME: case TOK_QNAME: case TOK_NUMBER: case TOK_DATE: case TOK_COLOUR: case TOK_STRING: case TOK_RAW_STRING:
    case TOK_TRUE: case TOK_FALSE: case TOK_RPAREN: case TOK_RBRACKET:
        return true;
    default:
        return false;
    }
}

/* A property that begins behind a finished value on the same line. */
static bool tell_second_property(ParseContext *context, const Token *token, const Token *before)
{
    if (token->kind != TOK_KEY || !before || (!is_value_end(before->kind) && before->kind != TOK_COMMA))
        return false;
    Str name = token_text(context, token);
    bool behind_comma = before->kind == TOK_COMMA;
    Diagnostic *error = complain(context, REPORT_E0136, token->start, token->end, "a second property, `%.*s:`, on the same line", STR_FMT(name));
    uint32_t from = behind_comma ? before->start : before->end;
    report_fix(context->report, error, context_span(context, from, token->start), STR("; "), "put `;` between two properties");
    if (!behind_comma)
        report_hint(context->report, error, "properties of a statement stand in its block: `{ %.*s: ... }`", STR_FMT(name));
    return true;
}

static bool tell_known_slip(ParseContext *context, const Token *token, const Token *before, Expected e)
{
    Report *report = context->report;
    if (token->kind == TOK_ASSIGN && before && (before->kind == TOK_NAME || before->kind == TOK_KEY)) {
        Str name = token_text(context, before);
        Diagnostic *error = complain(context, REPORT_E0133, token->start, token->end, "`=` behind `%.*s`: a property is written with a colon",
                                     STR_FMT(name));
        report_fix(report, error, context_span(context, before->end, token->end), STR(":"), "write `%.*s:`", STR_FMT(name));
        return true;
    }
    if (token->kind == TOK_COLON && before && before->kind != TOK_COLON) {
        Diagnostic *error = complain(context, REPORT_E0135, token->start, token->end, "a colon that belongs to no property");
        report_hint(report, error, "a property is `name: value`; a statement takes its block without a colon");
        return true;
    }
    if (before && before->kind == TOK_COLON && (token->kind == TOK_END || token->kind == 0 || token->kind == TOK_RBRACE)) {
        const Token *key = token_before(context, before);
        Diagnostic *error = complain(context, REPORT_E0132, before->start, before->end, "`%.*s:` has no value",
                                     key ? (int)(key->end - key->start) : 0, key ? context->text.at + key->start : "");
        report_hint(report, error, "write its value behind the colon, on the same line");
        return true;
    }
    if (token->kind == TOK_KEY && e.value && before && is_head(before)) {
        Str name = token_text(context, token);
        Diagnostic *error = complain(context, REPORT_E0135, token->start, token->end, "`%.*s:` stands where an operand of `%.*s` is expected",
                                     STR_FMT(name), STR_FMT(token_text(context, before)));
        report_hint(report, error, "an operand has no colon: `%.*s %.*s { ... }`, `let %.*s = ...`; properties stand in the block",
                    STR_FMT(token_text(context, before)), STR_FMT(name), STR_FMT(name));
        return true;
    }
    if (token->kind == TOK_LBRACE && before && before->kind == TOK_END)
        return false;
    return tell_second_property(context, token, before);
}

/* A block that belongs to nothing: what is in it was not meant as statements either. */
static void mute_block(ParseContext *context, const Token *brace)
{
    size_t depth = 0, i = context->at;
    while (i > 0 && (i >= context->flat.n || context->flat.at[i].start >= brace->start))
        i--;
    for (; i < context->flat.n; i++) {
        Token *token = &context->flat.at[i];
        if (token->start < brace->start)
            continue;
        depth += token->kind == TOK_LBRACE;
        if (token->kind == TOK_RBRACE && --depth == 0)
            return;
        token->is_muted |= depth > 0;
    }
}

void syntax_error(ParseContext *context, const Token *token, const int *expected, int n_expected)
{
    if (token->is_muted)
        return;
    /* a word the scanner objected to, anywhere in this statement, has said enough */
    for (size_t i = context->at; i-- > 0;) {
        const Token *earlier = &context->flat.at[i];
        if (earlier->start > token->start)
            continue;
        bool ends = earlier->kind == TOK_END || earlier->kind == TOK_LBRACE || earlier->kind == TOK_RBRACE;
        if (ends && (earlier->start < token->start || earlier->is_made))
            break;
        if (earlier->is_muted)
            return;
    }
    Expected e = fold(expected, n_expected);
    const Token *before = token_before(context, token);
    if (tell_known_slip(context, token, before, e))
        return;
    uint32_t start = token->start, end = token->end;
    bool at_end = token->kind == TOK_END || token->kind == 0;
    if (at_end && before) { /* point behind the last word, not at the line's invisible end */
        start = before->end;
        end = before->end;
    }
    bool needs_value = e.value && !e.operator_ && !e.statement;
    Diagnostic *error = complain(context, needs_value ? REPORT_E0130 : REPORT_E0131, start, end, "expected %s, found %.*s", wording(e),
                                 STR_FMT(found_text(context, token)));
    if (token->kind == TOK_LBRACE && e.statement)
        mute_block(context, token);
    if (before && before->kind == TOK_PERCENT && needs_value)
        report_hint(context->report, error, "a percentage has no blank before its sign: 10%%");
    if (before && before->kind == TOK_IN && needs_value && at_end)
        report_hint(context->report, error, "a length has no blank before its unit: 7in");
    if (token->kind >= TOK_BY && token->kind <= TOK_ELSE && needs_value)
        report_hint(context->report, error, "`%.*s` is a reserved word: put a column of that name in backticks",
                    STR_FMT(token_text(context, token)));
}
