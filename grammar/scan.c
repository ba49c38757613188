/* scan: tokens and the messages about single words and signs; see scan.h. */
#include "scan.h"

#include "../runtime/calendar.h"
#include "../runtime/num.h"
#include "build.h"

#include <string.h>

static bool is_told(ParseContext *context, uint32_t at)
{
    while (at > 0 && context->text.at[at - 1] != '\n' && context->text.at[at - 1] != '\r')
        at--;
    for (size_t i = 0; i < context->told_lines.n; i++)
        if (context->told_lines.at[i] == at)
            return true;
    if (context->told_lines.n == COMPLAINT_LIMIT)
        return true;
    VEC_PUSH(context->arena, &context->told_lines, at);
    return false;
}

Diagnostic *complain(ParseContext *context, ReportId id, uint32_t start, uint32_t end, const char *format, ...)
{
    if (is_told(context, start))
        return ARENA_NEW(context->arena, Diagnostic);
    va_list args;
    va_start(args, format);
    Str message = str_vprintf(context->arena, format, args);
    va_end(args);
    return report_add(context->report, id, context_span(context, start, end), "%.*s", STR_FMT(message));
}

/* A complaint about the n bytes of the match. */
static Diagnostic *object(Scan *scan, ReportId id, size_t n, Str message)
{
    return complain(scan->context, id, scan->at, scan->at + (uint32_t)n, "%.*s", STR_FMT(message));
}

static void push(Scan *scan, int kind, uint32_t start, uint32_t end, bool is_muted)
{
    ParseContext *context = scan->context;
    if (context->raw.n == TOKEN_LIMIT) {
        complain(context, REPORT_E1003, start, end, "the file has more than %d words and signs", TOKEN_LIMIT);
        longjmp(scan->fatal, 1);
    }
    VEC_PUSH(context->arena, &context->raw, (Token){.kind = kind, .start = start, .end = end, .is_muted = is_muted});
}

void scan_add(Scan *scan, int kind, size_t n)
{
    scan->has_rows_head = false;
    push(scan, kind, scan->at, scan->at + (uint32_t)n, false);
    scan->at += (uint32_t)n;
}

static void add_muted(Scan *scan, int kind, size_t n)
{
    scan_add(scan, kind, n);
    scan->context->raw.at[scan->context->raw.n - 1].is_muted = true;
}

void scan_skip(Scan *scan, size_t n)
{
    scan->at += (uint32_t)n;
}

static const Token *last_token(const Scan *scan)
{
    const Tokens *raw = &scan->context->raw;
    return raw->n ? &raw->at[raw->n - 1] : NULL;
}

void scan_comment(Scan *scan, size_t n)
{
    const Token *last = last_token(scan);
    if (last && last->end == scan->at && (last->kind == TOK_NAME || last->kind == TOK_NUMBER)) {
        Diagnostic *error = object(scan, REPORT_E0112, 2, STR("`//` right behind a word: a comment, or a division?"));
        report_hint(scan->context->report, error, "put a blank before a comment; a division is a single `/`");
    }
    push(scan, TOKEN_COMMENT, scan->at, scan->at + (uint32_t)n, false);
    scan->at += (uint32_t)n;
}

void scan_block_comment(Scan *scan, size_t n)
{
    Diagnostic *error = object(scan, REPORT_E0112, 2, STR("comments are not written `/* ... */` here"));
    report_hint(scan->context->report, error, "begin each line of a comment with `//`");
    scan_skip(scan, n);
}

void scan_conflict(Scan *scan, size_t n)
{
    const Token *last = last_token(scan);
    if (last && last->kind != TOKEN_NEWLINE) {
        scan_stray(scan, n);
        return;
    }
    object(scan, REPORT_E0113, n, STR("a line that a merge has left behind"));
    scan_skip(scan, n);
}

/* `#4c78a8` is a colour; another `#` is what other tools begin comments with. */
size_t scan_hash(Scan *scan, size_t n)
{
    const char *at = scan->context->text.at + scan->at;
    size_t digits = 0;
    while (digits + 1 < n && strchr("0123456789abcdefABCDEF", at[digits + 1]))
        digits++;
    size_t word = digits;
    while (word + 1 < n && ((at[word + 1] >= 'a' && at[word + 1] <= 'z') || (at[word + 1] >= 'A' && at[word + 1] <= 'Z') ||
                            (at[word + 1] >= '0' && at[word + 1] <= '9')))
        word++;
    const Token *last = last_token(scan);
    bool at_statement = !last || last->kind == TOKEN_NEWLINE || last->kind == TOK_LBRACE || last->kind == TOK_END;
    if (at_statement || word == 0) {
        Diagnostic *error = object(scan, REPORT_E0112, 1, STR("`#` begins no comment"));
        report_fix(scan->context->report, error, context_span(scan->context, scan->at, scan->at + 1), STR("//"), "begin a comment with `//`");
        scan_skip(scan, n);
        return n;
    }
    if (word != digits || (digits != 3 && digits != 6 && digits != 8)) {
        object(scan, REPORT_E0110, word + 1, STR("a colour has 3, 6 or 8 hexadecimal digits"));
        add_muted(scan, TOK_COLOUR, word + 1);
    } else {
        scan_add(scan, TOK_COLOUR, digits + 1);
    }
    return word + 1;
}

typedef struct Reserved {
    const char *word;
    int kind;
} Reserved;

/* Closed for ever: a new word of the vocabulary never takes a name away. */
static const Reserved RESERVED[] = {
    {"and", TOK_AND}, {"or", TOK_OR}, {"not", TOK_NOT}, {"in", TOK_IN}, {"by", TOK_BY}, {"from", TOK_FROM},
    {"on", TOK_ON}, {"else", TOK_ELSE}, {"true", TOK_TRUE}, {"false", TOK_FALSE},
};

static bool at_statement_start(const Scan *scan)
{
    const Tokens *raw = &scan->context->raw;
    for (size_t i = raw->n; i-- > 0;) {
        int kind = raw->at[i].kind;
        if (kind == TOKEN_COMMENT)
            continue;
        return kind == TOKEN_NEWLINE || kind == TOK_END || kind == TOK_LBRACE || kind == TOK_RBRACE || kind == TOK_ROWS;
    }
    return true;
}

/* `rows` alone on its line, and no brace at the next one's start: what follows is a table all the same. */
static bool rows_lacks_brace(const Scan *scan, uint32_t next)
{
    const char *text = scan->context->text.at;
    if (next < scan->end && text[next] != '\n' && text[next] != '\r')
        return false;
    while (next < scan->end && (text[next] == ' ' || text[next] == '\t' || text[next] == '\n' || text[next] == '\r'))
        next++;
    return next < scan->end && text[next] != '{' && text[next] != '}';
}

bool scan_name(Scan *scan, size_t n)
{
    ParseContext *context = scan->context;
    Str word = {context->text.at + scan->at, n};
    uint32_t behind = scan->at + (uint32_t)n;
    int kind = TOK_NAME;
    for (size_t i = 0; i < sizeof RESERVED / sizeof *RESERVED; i++)
        if (str_is(word, RESERVED[i].word))
            kind = RESERVED[i].kind;
    uint32_t next = behind;
    while (next < scan->end && (context->text.at[next] == ' ' || context->text.at[next] == '\t'))
        next++;
    if (next < scan->end && context->text.at[next] == ':' && !(next + 1 < scan->end && context->text.at[next + 1] == '='))
        kind = TOK_KEY;
    else if (kind == TOK_NAME && behind < scan->end && context->text.at[behind] == '(')
        kind = TOK_FUNC;
    Tokens *raw = &context->raw;
    if (kind == TOK_IN && raw->n && raw->at[raw->n - 1].kind == TOK_NOT) {
        raw->at[raw->n - 1].kind = TOK_NOT_IN;
        raw->at[raw->n - 1].end = behind;
        scan->at = behind;
        return false;
    }
    bool is_rows = kind == TOK_NAME && str_is(word, "rows");
    if (is_rows && scan->has_rows_head) { /* `rows rows {` */
        object(scan, REPORT_E0140, n, STR("`rows` takes no operand"));
        scan->at = behind;
        return false;
    }
    is_rows = is_rows && at_statement_start(scan);
    bool lacks_brace = is_rows && rows_lacks_brace(scan, next);
    if (lacks_brace) {
        Diagnostic *error = object(scan, REPORT_E0140, n, STR("`rows` without its `{`"));
        report_fix(context->report, error, context_span(context, behind, behind), STR(" {"), "put it behind `rows`");
        scan->table_start = scan->at;
        context->has_brace_error = true;
    }
    scan_add(scan, lacks_brace ? TOK_ROWS : kind, n);
    raw->at[raw->n - 1].is_muted = lacks_brace;
    scan->has_rows_head = is_rows && !lacks_brace;
    return lacks_brace;
}

bool scan_brace(Scan *scan)
{
    ParseContext *context = scan->context;
    if (!scan->has_rows_head) {
        scan_add(scan, TOK_LBRACE, 1);
        return false;
    }
    Token *head = &context->raw.at[context->raw.n - 1];
    uint32_t behind = scan->at + 1, end;
    while (behind < scan->end && (context->text.at[behind] == ' ' || context->text.at[behind] == '\t'))
        behind++;
    for (end = behind; end < scan->end && context->text.at[end] != '\n' && context->text.at[end] != '\r';)
        end++;
    scan->has_rows_head = false;
    scan->table_start = head->start;
    scan->at++;
    head->kind = TOK_ROWS;
    head->end = scan->at;
    if (behind < end && !str_starts((Str){context->text.at + behind, end - behind}, STR("//"))) {
        Diagnostic *error = complain(context, REPORT_E0140, behind, end, "nothing may follow `rows {` on its line");
        report_hint(context->report, error, "begin the table on the next line, one row a line");
        head->is_muted = true;
    }
    return true;
}

size_t scan_table_line(Scan *scan, size_t n)
{
    ParseContext *context = scan->context;
    const char *line = context->text.at + scan->at;
    Token *head = &context->raw.at[context->raw.n - 1];
    size_t blanks = 0;
    while (blanks < n && (line[blanks] == ' ' || line[blanks] == '\t'))
        blanks++;
    if (head->is_muted && head->end == scan->at) /* what may not stand behind `rows {` may hold the table's end */
        for (size_t i = n; i-- > blanks;)
            if (line[i] == '}')
                blanks = i;
    if (blanks < n && line[blanks] == '}') {
        head->end = scan->at + (uint32_t)blanks;
        scan->at = head->end + 1;
        return blanks + 1;
    }
    scan->at += (uint32_t)n;
    head->end = scan->at;
    if (scan->at >= scan->end) {
        complain(context, REPORT_E0122, scan->table_start, scan->table_start + 4, "the table is never closed");
        context->has_brace_error = true;
    }
    return 0;
}

void scan_raw(Scan *scan, size_t n)
{
    ParseContext *context = scan->context;
    uint32_t behind = scan->at + (uint32_t)n;
    if (behind < scan->end && ((context->text.at[behind] >= 'a' && context->text.at[behind] <= 'z'))) {
        Diagnostic *error = object(scan, REPORT_E0104, n, STR("the string ends at its second `'`"));
        report_hint(context->report, error, "use double quotes around a text with an apostrophe");
        while (behind < scan->end && context->text.at[behind] != '\n' && context->text.at[behind] != '\'')
            behind++;
        add_muted(scan, TOK_RAW_STRING, n);
        return;
    }
    scan_add(scan, TOK_RAW_STRING, n);
}

/* An unclosed string ends with its line, but gives back the closers at the end, so that the block survives. */
size_t scan_unclosed(Scan *scan, size_t n, int kind)
{
    const char *at = scan->context->text.at + scan->at;
    size_t keep = n;
    while (keep > 1 && strchr(" \t})];", at[keep - 1]))
        keep--;
    while (keep < n && (at[keep] == ' ' || at[keep] == '\t'))
        keep++;
    const char *quote = kind == TOK_STRING ? "\"" : kind == TOK_QNAME ? "`" : "'";
    Diagnostic *error = object(scan, REPORT_E0104, keep, str_printf(scan->context->arena, "the %s is not closed", kind == TOK_QNAME ? "name" : "string"));
    uint32_t end = scan->at + (uint32_t)keep;
    report_fix(scan->context->report, error, context_span(scan->context, end, end), str_from(quote), "close it with `%s`",
               kind == TOK_QNAME ? "backtick" : quote);
    if (kind == TOK_RAW_STRING && n > 1)
        report_hint(scan->context->report, error, "use double quotes around a text with an apostrophe");
    add_muted(scan, kind, keep);
    return keep;
}

void scan_date(Scan *scan, size_t n)
{
    ParseContext *context = scan->context;
    Str text = {context->text.at + scan->at, n};
    double time;
    uint32_t behind = scan->at + (uint32_t)n;
    bool touches = behind < scan->end && ((context->text.at[behind] >= '0' && context->text.at[behind] <= '9') ||
                                          (context->text.at[behind] | 32) >= 'a');
    if (touches)
        touches = (context->text.at[behind] | 32) <= 'z' && (unsigned char)context->text.at[behind] < 0x80 && context->text.at[behind] != '{' &&
                  context->text.at[behind] != '}';
    if (calendar_parse(text, &time) && !touches) {
        scan_add(scan, TOK_DATE, n);
        return;
    }
    Diagnostic *error = object(scan, REPORT_E0109, n, str_printf(context->arena, "`%.*s` is not a date", STR_FMT(text)));
    report_hint(context->report, error, "write a date as 2012-05-01; for a subtraction put blanks around the minus");
    add_muted(scan, TOK_NUMBER, n);
}

void scan_number(Scan *scan, size_t n)
{
    ParseContext *context = scan->context;
    Str text = {context->text.at + scan->at, n};
    size_t digits = 0;
    while (digits < n && strchr("0123456789_.", text.at[digits]))
        digits++;
    if (digits < n && (text.at[digits] | 32) == 'e') {
        size_t e = digits + 1;
        e += e < n && (text.at[e] == '+' || text.at[e] == '-');
        size_t first = e;
        while (e < n && text.at[e] >= '0' && text.at[e] <= '9')
            e++;
        digits = e > first ? e : digits;
    }
    Str unit = {text.at + digits, n - digits};
    AstUnit found;
    if (build_unit(unit, &found)) {
        scan_add(scan, TOK_NUMBER, n);
        return;
    }
    Diagnostic *error = object(scan, REPORT_E0108, n, str_printf(context->arena, "`%.*s` is no unit", STR_FMT(unit)));
    if (unit.n > 1 && (unit.at[0] == 'x' || unit.at[0] == 'X'))
        report_hint(context->report, error, "write a size with blanks, as 28mm x 22mm; hexadecimal numbers are not read");
    else
        report_hint(context->report, error, "units are pt in cm mm px em, %% and year month week day hour min s ms; quote a word that begins with a digit");
    add_muted(scan, TOK_NUMBER, n);
}

size_t scan_pointed_number(Scan *scan, size_t n)
{
    ParseContext *context = scan->context;
    uint32_t behind = scan->at + (uint32_t)n;
    if (behind < scan->end && context->text.at[behind] == '.') {
        scan_number(scan, n - 1);
        return n - 1;
    }
    Diagnostic *error = object(scan, REPORT_E0107, n, STR("a number does not end with a point"));
    report_hint(context->report, error, "leave the point out, or write a digit behind it");
    add_muted(scan, TOK_NUMBER, n);
    return n;
}

void scan_half_number(Scan *scan, size_t n)
{
    Str text = {scan->context->text.at + scan->at, n};
    Diagnostic *error = object(scan, REPORT_E0107, n, STR("a number does not begin with a point"));
    report_fix(scan->context->report, error, context_span(scan->context, scan->at, scan->at + (uint32_t)n),
               str_printf(scan->context->arena, "0%.*s", STR_FMT(text)), "write a zero before it");
    add_muted(scan, TOK_NUMBER, n);
}

void scan_foreign(Scan *scan, size_t n, int kind, const char *meant)
{
    ParseContext *context = scan->context;
    Str text = {context->text.at + scan->at, n};
    Diagnostic *error = object(scan, REPORT_E0106, n, str_printf(context->arena, "`%.*s` is written `%s` here", STR_FMT(text), meant));
    report_fix(context->report, error, context_span(context, scan->at, scan->at + (uint32_t)n), str_from(meant), "write `%s`", meant);
    add_muted(scan, kind, n);
}

void scan_dash(Scan *scan, size_t n)
{
    const Token *last = last_token(scan);
    bool is_range = last && last->kind == TOK_NUMBER && last->end == scan->at;
    scan_foreign(scan, n, is_range ? TOK_DOTDOT : TOK_MINUS, is_range ? ".." : "-");
}

void scan_curly(Scan *scan, size_t n)
{
    ParseContext *context = scan->context;
    Str text = {context->text.at + scan->at, n};
    Diagnostic *error = object(scan, REPORT_E0105, n, STR("curly quotes around a string"));
    report_fix(context->report, error, context_span(context, scan->at, scan->at + (uint32_t)n),
               str_printf(context->arena, "\"%.*s\"", (int)n - 6, text.at + 3), "use straight quotes");
    add_muted(scan, TOK_STRING, n);
}

void scan_stray(Scan *scan, size_t n)
{
    ParseContext *context = scan->context;
    Str text = {context->text.at + scan->at, n};
    size_t i = 0;
    uint32_t code = utf8_next(text, &i);
    bool is_space = code == 0xA0 || (code >= 0x2000 && code <= 0x200F) || code == 0x202F || code == 0x205F || code == 0x2060 ||
                    code == 0x3000 || code == 0xFEFF;
    if (is_space) {
        Diagnostic *error = object(scan, REPORT_E0105, n, str_printf(context->arena, "a special blank (U+%04X)", code));
        report_fix(context->report, error, context_span(context, scan->at, scan->at + (uint32_t)n), STR(" "), "write an ordinary blank");
        scan_skip(scan, n);
        return;
    }
    Diagnostic *error = object(scan, REPORT_E0105, n, str_printf(context->arena, "`%.*s` has no meaning here", STR_FMT(text)));
    if (code >= 0x80)
        report_hint(context->report, error, "put a column's name that holds it in backticks, a text in double quotes");
    /* it stands for nothing, but silences its statement */
    push(scan, TOKEN_COMMENT, scan->at, scan->at + (uint32_t)n, true);
    scan->at += (uint32_t)n;
}

bool scan_check_text(ParseContext *context)
{
    Str text = context->source->text;
    if (str_starts(text, STR("\xFF\xFE")) || str_starts(text, STR("\xFE\xFF"))) {
        Diagnostic *error = complain(context, REPORT_E0103, 0, 2, "the file is UTF-16, not UTF-8");
        report_hint(context->report, error, "convert it: iconv -f UTF-16 -t UTF-8");
        return false;
    }
    char *copy = NULL;
    for (size_t i = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0; i < text.n;) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '\n' || c == '\r' || c == '\t' || (c >= 0x20 && c < 0x7F)) {
            i++;
            continue;
        }
        size_t start = i, next = i;
        uint32_t code = utf8_next(text, &next);
        bool is_bad = code == 0xFFFD && next == i + 1;
        if (c >= 0x80 && !is_bad) {
            i = next;
            continue;
        }
        while (i < text.n) { /* one complaint a run */
            unsigned char b = (unsigned char)text.at[i];
            next = i;
            code = utf8_next(text, &next);
            bool bad_byte = b >= 0x80 && code == 0xFFFD && next == i + 1, is_control = (b < 0x20 && b != '\n' && b != '\r' && b != '\t') || b == 0x7F;
            if (is_bad ? !bad_byte : !is_control)
                break;
            i++;
        }
        if (!copy)
            copy = arena_copy(context->arena, text.at, text.n);
        memset(copy + start, ' ', i - start);
        if (is_bad) {
            Diagnostic *error = complain(context, REPORT_E0101, (uint32_t)start, (uint32_t)i, "byte 0x%02X is not UTF-8", c);
            report_hint(context->report, error, "save the file as UTF-8");
        } else {
            complain(context, REPORT_E0102, (uint32_t)start, (uint32_t)i, "a control character (0x%02X)", c);
        }
    }
    context->text = copy ? (Str){copy, text.n} : text;
    return true;
}

void scan_tokens(ParseContext *context, uint32_t start, uint32_t end)
{
    Scan scan = {.context = context, .at = start, .end = end};
    context->raw = (Tokens){0};
    if (!scan_run(&scan, context->text.at + start, end - start) && context->report->n_errors == 0)
        arena_fail(context->arena);
}
