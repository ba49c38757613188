/* syntax_error: what the parser found wrong, in the words of people. The set of tokens that it could have gone on with is folded into "a
 * value", "an operator" ...; pairs of tokens that name a known slip get a sentence of their own. */
#include "chart_y.h"

static const char *wording(unsigned e)
{
    if (e & EXPECT_STATEMENT)
        return "a statement or a property";
    if (e & EXPECT_VALUE && !(e & EXPECT_OPERATOR))
        return e & EXPECT_ROUND ? "a value or `)`" : e & EXPECT_SQUARE ? "a value or `]`" : "a value";
    if (e & EXPECT_ROUND)
        return e & EXPECT_COMMA ? "an operator, `,` or `)`" : "an operator or `)`";
    if (e & EXPECT_SQUARE)
        return e & EXPECT_COMMA ? "an operator, `,` or `]`" : "an operator or `]`";
    if (e & EXPECT_COLON && !(e & EXPECT_VALUE))
        return "`:`";
    if (e & EXPECT_BLOCK)
        return "a value, `{` or the end of the line";
    return e & EXPECT_END ? "a value or the end of the line" : "an operator";
}

static Str found_text(ParseContext *context, const Token *token)
{
    if (token->kind == 0)
        return context->is_value ? STR("the end") : STR("the end of the file");
    if (token->kind == TOK_END)
        return context->text.at[token->start] == ';' ? STR("`;`") : STR("the end of the line");
    return str_printf(context->arena, "`%.*s`", STR_FMT(token_text(context, token)));
}

static bool ends_statement(int kind)
{
    return kind == TOK_END || kind == TOK_LBRACE || kind == TOK_RBRACE || kind == TOK_ROWS || kind == TOK_START_FILE || kind == TOK_START_VALUE;
}

/* The end of a statement, or of all. */
static bool is_end(int kind)
{
    return kind == TOK_END || kind == TOK_RBRACE || kind == 0;
}

static bool is_value_end(int kind)
{
    switch (kind) {
    case TOK_NAME:
    case TOK_QNAME:
    case TOK_NUMBER:
    case TOK_DATE:
    case TOK_COLOUR:
    case TOK_STRING:
    case TOK_RAW_STRING:
    case TOK_TRUE:
    case TOK_FALSE:
    case TOK_RPAREN:
    case TOK_RBRACKET:
        return true;
    default:
        return false;
    }
}

static bool is_value_start(int kind)
{
    return (is_value_end(kind) && kind != TOK_RPAREN && kind != TOK_RBRACKET) || kind == TOK_FUNC || kind == TOK_LPAREN || kind == TOK_LBRACKET;
}

/* The first token of the statement that holds token i. */
static const Token *statement_start(const ParseContext *context, size_t i)
{
    while (i > 0 && !ends_statement(context->flat.at[i - 1].kind))
        i--;
    return &context->flat.at[i];
}

/* KEY where none can stand. */
static bool tell_key(ParseContext *context, size_t i, unsigned e)
{
    Report *report = context->report;
    const Token *token = &context->flat.at[i], *before = token - 1, *first = statement_start(context, i);
    Str name = token_text(context, token), head = token_text(context, first);
    const Token *colon = token + 1;
    if (str_starts((Str){context->text.at + colon->end, context->text.n - colon->end}, STR("//"))) {
        Diagnostic *error = complain(context, REPORT_E0135, token->start, colon->end, "`%.*s://` outside quotes", STR_FMT(name));
        report_hint(report, error, "put an address in quotes");
        return true;
    }
    bool is_operand = before == first && before->kind == TOK_NAME;
    if (is_operand && e & EXPECT_VALUE) {
        Diagnostic *error = complain(context, REPORT_E0135, token->start, token->end, "`%.*s:` stands where an operand of `%.*s` is expected",
                                     STR_FMT(name), STR_FMT(head));
        bool has_block = i + 2 < context->flat.n && context->flat.at[i + 2].kind == TOK_LBRACE;
        if (has_block)
            report_fix(report, error, context_span(context, colon->start, colon->end), STR(""), "leave the colon out: `%.*s %.*s { ... }`",
                       STR_FMT(head), STR_FMT(name));
        else
            report_hint(report, error, "write `%.*s { %.*s: ... }` for a property, `%.*s %.*s = ...` for a value with a name", STR_FMT(head),
                        STR_FMT(name), STR_FMT(head), STR_FMT(name));
        return true;
    }
    bool is_behind_comma = before->kind == TOK_COMMA;
    if (before->kind == TOK_LPAREN && before == first + 1 && first->kind == TOK_FUNC) {
        Diagnostic *error = complain(context, REPORT_E0137, token->start, token->end, "`%.*s:` does not stand in the block of `%.*s`", STR_FMT(name),
                                     STR_FMT(head));
        report_hint(report, error, "properties stand in braces, with `;` between them: `%.*s { %.*s: ... }`", STR_FMT(head), STR_FMT(name));
        return true;
    }
    if (before->kind == TOK_COLON) {
        Diagnostic *error = complain(context, REPORT_E0135, token->start, colon->end, "`%.*s:` stands where a value is expected", STR_FMT(name));
        report_hint(report, error, "a property is one name, a colon and its value; a text with a colon stands in quotes");
        return true;
    }
    if (!is_value_end(before->kind) && !is_behind_comma)
        return false;
    if (first->kind == TOK_NAME || first->kind == TOK_FUNC) {
        Diagnostic *error = complain(context, REPORT_E0137, token->start, token->end, "`%.*s:` does not stand in the block of `%.*s`", STR_FMT(name),
                                     STR_FMT(head));
        report_fix(report, error, context_span(context, is_behind_comma ? before->start : token->start, token->start),
                   is_behind_comma ? STR(" { ") : STR("{ "), "put `{` before it and `}` behind its value");
        return true;
    }
    Diagnostic *error = complain(context, REPORT_E0136, token->start, token->end, "a second property, `%.*s:`, on the same line", STR_FMT(name));
    report_fix(report, error, context_span(context, is_behind_comma ? before->start : before->end, token->start), STR("; "),
               "put `;` between two properties");
    return true;
}

static bool tell_known_slip(ParseContext *context, size_t i, unsigned e)
{
    Report *report = context->report;
    const Token *token = &context->flat.at[i], *before = i ? token - 1 : token;
    if (token->kind == TOK_KEY && i)
        return tell_key(context, i, e);
    if (token->kind == TOK_ASSIGN && before->kind == TOK_COLON) {
        Diagnostic *error = complain(context, REPORT_E0133, token->start, token->end, "`=` behind a colon");
        report_fix(report, error, context_span(context, token->start, token->end), STR(""), "leave it out");
        return true;
    }
    if (token->kind == TOK_ASSIGN && is_value_end(before->kind)) {
        Diagnostic *error = complain(context, REPORT_E0138, token->start, token->end, "`=` gives a name to a value, and stands behind no name");
        report_fix(report, error, context_span(context, token->start, token->end), STR("=="), "write `==` to compare");
        return true;
    }
    if (token->kind == TOK_COLON) {
        Diagnostic *error = complain(context, REPORT_E0135, token->start, token->end, "a colon that belongs to no property");
        if (before->kind == TOK_NUMBER && i + 1 < context->flat.n && token[1].kind == TOK_NUMBER && i > 1 && token[-2].kind != TOK_DATE) {
            report_fix(report, error, context_span(context, token->start, token->end), STR(".."), "write a range with two points");
            return true;
        }
        report_hint(report, error,
                    before->kind == TOK_NUMBER && i > 1 && token[-2].kind == TOK_DATE
                        ? "write a date with its time as 2012-05-01T10:30"
                        : "a property is `name: value`; a statement takes its block without a colon");
        return true;
    }
    if (before->kind == TOK_COLON && is_end(token->kind) && i > 1 && token[-2].kind == TOK_KEY) {
        Diagnostic *error = complain(context, REPORT_E0132, before->start, before->end, "`%.*s:` has no value",
                                     STR_FMT(token_text(context, &token[-2])));
        bool is_list = token->kind == TOK_END && token[1].kind == TOK_MINUS;
        report_hint(report, error, is_list ? "write a list as `[a, b]`" : "write its value behind the colon, on the same line");
        return true;
    }
    return false;
}

/* A block that belongs to nothing: what is in it was not meant as statements either. */
static void silence_block(ParseContext *context, size_t brace)
{
    size_t depth = 0, i = brace;
    for (; i + 1 < context->flat.n; i++) {
        depth += context->flat.at[i].kind == TOK_LBRACE;
        if (context->flat.at[i].kind == TOK_RBRACE && --depth == 0)
            break;
    }
    VEC_PUSH(context->arena, &context->silences, context_span(context, context->flat.at[brace].end, context->flat.at[i].end));
}

/* A sign that lets a line go on. */
static bool hangs(int kind)
{
    return kind == TOK_COMMA || kind == TOK_ASSIGN || (kind >= TOK_OR && kind <= TOK_ELSE) || (kind >= TOK_EQ && kind <= TOK_PLUSMINUS);
}

/* What follows from the slip of the statement before: it hangs, or this is no statement either (rows of a table, items of another
 * language's list). */
static bool is_more_of_the_same(ParseContext *context, const Slip *slip)
{
    size_t first = (size_t)(statement_start(context, slip->token) - context->flat.at), end = slip->token;
    while (end + 1 < context->flat.n && !ends_statement(context->flat.at[end].kind))
        end++;
    bool follows = first > 1 && context->slip_end == first - 1 && context->flat.at[first].kind != TOK_LBRACE;
    context->slip_end = end;
    bool is_stray = slip->kind == SLIP_SYNTAX && slip->expected & EXPECT_STATEMENT;
    return follows && (is_stray || hangs(context->flat.at[first - 2].kind));
}

/* The block around token i is one of `row`. Only its beginning is looked at. */
static bool is_in_row(const ParseContext *context, size_t i)
{
    for (size_t n = 0; i > 1 && n < 64; n++, i--)
        if (context->flat.at[i - 1].kind == TOK_LBRACE)
            return str_is(token_text(context, &context->flat.at[i - 2]), "row");
    return false;
}

static bool is_reserved(int kind)
{
    return (kind >= TOK_OR && kind <= TOK_ELSE) || kind == TOK_TRUE || kind == TOK_FALSE;
}

static void add_hints(ParseContext *context, Diagnostic *error, size_t i, unsigned e)
{
    const Token *token = &context->flat.at[i], *before = i ? token - 1 : token;
    Report *report = context->report;
    bool needs_value = error->id == REPORT_E0130;
    bool is_behind_number = i > 1 && token[-2].kind == TOK_NUMBER;
    const Token *word = is_reserved(token->kind) ? token : before;
    bool is_word = is_reserved(word->kind) && (word == token ? needs_value : token->kind == TOK_ASSIGN || (i > 1 && token[-2].kind == TOK_COLON));
    if (before->kind == TOK_PERCENT && needs_value && is_behind_number)
        report_fix(report, error, context_span(context, token[-2].end, before->end), STR("%"), "a percentage has no blank before its sign: `10%%`");
    else if (before->kind == TOK_IN && needs_value && is_behind_number)
        report_fix(report, error, context_span(context, token[-2].end, before->end), STR("in"), "a length has no blank before its unit: `7in`");
    else if (is_word)
        report_hint(report, error, "put a name `%.*s` in backticks: the word is reserved", STR_FMT(token_text(context, word)));
    else if (e & EXPECT_STATEMENT && token->kind == TOK_MINUS && token[1].kind == TOK_MINUS && token[1].start == token->end)
        report_fix(report, error, context_span(context, token->start, token[1].end), STR("//"), "begin a comment with `//`");
    else if (e & EXPECT_STATEMENT && token->kind == TOK_MINUS)
        report_hint(report, error, "write a list as `[a, b]`; a sum goes on behind a sign at the end of a line, not at the beginning of the next");
    else if (e & EXPECT_STATEMENT && token->kind == TOK_LBRACE && i <= 1 && !context->is_value)
        report_hint(report, error, "a spec is no JSON, but statements: data \"results.csv\", bar { x: a; y: b }");
    else if (e & EXPECT_ROUND && token->kind == TOK_COMMA)
        report_hint(report, error, "a list stands in brackets: [a, b]; a range has two points: 0..1");
    else if (token->kind == TOK_STAR && needs_value && before->kind == TOK_LPAREN)
        report_fix(report, error, context_span(context, token->start, token->end), STR(""), "leave it out: count() counts rows");
    else if (e & EXPECT_STATEMENT && is_in_row(context, i))
        report_hint(report, error, "write `rows {` for a table");
    else if (e & (EXPECT_SQUARE | EXPECT_ROUND) && is_value_end(before->kind) && is_value_start(token->kind))
        report_hint(report, error, "put a comma between two values, quotes around one of several words");
}

static void tell_syntax(ParseContext *context, const Slip *slip)
{
    size_t i = slip->token;
    const Token *token = &context->flat.at[i];
    if (token->is_muted && !token->is_made)
        return;
    unsigned e = slip->expected;
    if (tell_known_slip(context, i, e))
        return;
    uint32_t start = token->start, end = token->end;
    if ((token->kind == TOK_END || token->kind == 0) && i) /* point behind the last word, not at the line's invisible end */
        start = end = token[-1].end;
    bool needs_value = e & EXPECT_VALUE && !(e & (EXPECT_OPERATOR | EXPECT_STATEMENT));
    ReportId id = e & EXPECT_STATEMENT ? REPORT_E0139 : needs_value ? REPORT_E0130 : REPORT_E0131;
    Diagnostic *error = complain(context, id, start, end, "expected %s, found %.*s", wording(e), STR_FMT(found_text(context, token)));
    if (token->kind == TOK_LBRACE && e & EXPECT_STATEMENT)
        silence_block(context, i);
    add_hints(context, error, i, e);
}

static void tell_assign(ParseContext *context, const Slip *slip)
{
    size_t start = slip->start;
    while (start > 0 && (context->text.at[start - 1] == ' ' || context->text.at[start - 1] == '\t'))
        start--;
    Diagnostic *error = complain(context, REPORT_E0133, slip->start, slip->end, "a property is written with a colon, not with `=`");
    report_fix(context->report, error, context_span(context, start, slip->end), STR(":"), "write `:`");
}

void syntax_errors_tell(ParseContext *context)
{
    for (const Slip *slip = context->slips; slip; slip = slip->next) {
        if (is_more_of_the_same(context, slip))
            continue;
        Str text = {context->text.at + slip->start, slip->end - slip->start};
        Diagnostic *error;
        switch (slip->kind) {
        case SLIP_SYNTAX:
            tell_syntax(context, slip);
            break;
        case SLIP_ASSIGN:
            tell_assign(context, slip);
            break;
        case SLIP_BLOCK:
            error = complain(context, REPORT_E0135, slip->start, slip->end, "`%.*s:` is written as a property, and has a block", STR_FMT(text));
            report_hint(context->report, error, "leave the colon out if a statement is meant, the block if a property is");
            break;
        case SLIP_CHAIN:
            error = complain(context, REPORT_E0134, slip->start, slip->end, "comparisons do not chain");
            report_hint(context->report, error, "join two of them with `and`: a < b and b < c; or ask for a range: b in 1..5");
            break;
        case SLIP_NUMBER:
            complain(context, REPORT_E0114, slip->start, slip->end, "the number is over 1.8e308");
            break;
        case SLIP_HEIGHT:
            error = complain(context, REPORT_E1002, slip->start, slip->end, "the expression is more than %.0f operators deep",
                             limit_most(context->report, LIMIT_OPERATORS));
            limit_hint(context->report, error, LIMIT_OPERATORS);
            break;
        case SLIP_DEPTH:
            complain(context, REPORT_E1002, slip->start, slip->end, "too many operators or brackets inside each other");
            break;
        }
    }
}
