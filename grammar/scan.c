/* scan: tokens and the messages about single words and signs; see scan.h. */
#include "scan.h"

#include "../runtime/calendar.h"
#include "../runtime/num.h"
#include "build.h"

#include <string.h>

/* A complaint about the n bytes of the match. */
static Diagnostic *object(Scan *scan, ReportId id, size_t n, Str message)
{
    return complain(scan->context, id, scan->at, scan->at + (uint32_t)n, "%.*s", STR_FMT(message));
}

static void push(Scan *scan, int kind, uint32_t start, uint32_t end, bool is_muted)
{
    ParseContext *context = scan->context;
    double most = limit_most(context->report, LIMIT_WORDS);
    if ((double)context->raw.n >= most) {
        limit_hint(context->report, complain(context, REPORT_E1003, start, end, "the file has more than %.0f words and signs", most), LIMIT_WORDS);
        scan->is_cut = true;
        longjmp(scan->fatal, 1);
    }
    VEC_PUSH(context->arena, &context->raw, (Token){.kind = kind, .start = start, .end = end, .is_muted = is_muted});
}

void scan_add(Scan *scan, int kind, size_t n)
{
    scan->has_rows_head &= kind == TOKEN_NEWLINE; /* the brace may stand on the next line */
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

bool scan_block_comment(Scan *scan)
{
    ParseContext *context = scan->context;
    Diagnostic *error = object(scan, REPORT_E0112, 2, STR("comments are not written `/* ... */` here"));
    report_hint(context->report, error, "begin each line of a comment with `//`");
    scan_skip(scan, 2);
    for (uint32_t i = scan->at; !scan->lacks_comment_end && i + 1 < scan->end; i++)
        if (context->text.at[i] == '*' && context->text.at[i + 1] == '/')
            return true;
    scan->lacks_comment_end = true;
    return false;
}

void scan_conflict(Scan *scan, size_t n)
{
    const Token *last = last_token(scan);
    if (last && last->kind != TOKEN_NEWLINE) {
        scan_stray(scan, n);
        return;
    }
    if (scan->conflict && scan->n_conflict_lines++ < 2)
        report_label(scan->context->report, scan->conflict, context_span(scan->context, scan->at, scan->at + (uint32_t)n), "and here");
    else if (!scan->conflict)
        scan->conflict = object(scan, REPORT_E0113, n, STR("a line that a merge has left behind"));
    if (scan->context->text.at[scan->at] == '>') { /* the next one is another conflict */
        scan->conflict = NULL;
        scan->n_conflict_lines = 0;
    }
    scan_skip(scan, n);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* `#4c78a8` is a colour; another `#` is what other tools begin comments with. */
bool scan_hash(Scan *scan, size_t n)
{
    const char *at = scan->context->text.at + scan->at;
    size_t digits = 1;
    while (digits < n && (str_is_digit(at[digits]) || ((at[digits] | 32) >= 'a' && (at[digits] | 32) <= 'f')))
        digits++;
    const Token *last = last_token(scan);
    bool at_statement = !last || last->kind == TOKEN_NEWLINE || last->kind == TOK_LBRACE || last->kind == TOK_RBRACE || last->kind == TOK_END;
    if (at_statement || n == 1) {
        Diagnostic *error = object(scan, REPORT_E0112, 1, STR("`#` begins no comment"));
        report_fix(scan->context->report, error, context_span(scan->context, scan->at, scan->at + 1), STR("//"), "begin a comment with `//`");
        scan_skip(scan, n);
        return true;
    }
    if (digits == n && (n == 4 || n == 7 || n == 9)) {
        scan_add(scan, TOK_COLOUR, n);
        return false;
    }
    object(scan, REPORT_E0110, n, STR("a colour has 3, 6 or 8 hexadecimal digits"));
    add_muted(scan, TOK_COLOUR, n);
    return false;
}

/* `% ...` at the very beginning of a line is TeX's comment; a remainder that goes on there is indented. */
bool scan_percent(Scan *scan)
{
    Diagnostic *error = object(scan, REPORT_E0112, 1, STR("`%` begins no comment"));
    report_fix(scan->context->report, error, context_span(scan->context, scan->at, scan->at + 1), STR("//"), "begin a comment with `//`");
    scan_skip(scan, 2);
    return true;
}

typedef struct Reserved {
    const char *word;
    int kind;
} Reserved;

/* Closed for ever: a new word of the vocabulary never takes a name away. */
static const Reserved RESERVED[] = {
    {"and", TOK_AND},   {"or", TOK_OR}, {"not", TOK_NOT},   {"in", TOK_IN},     {"by", TOK_BY},
    {"from", TOK_FROM}, {"on", TOK_ON}, {"else", TOK_ELSE}, {"true", TOK_TRUE}, {"false", TOK_FALSE},
};

static bool begins_statement(int kind)
{
    return kind == TOKEN_NEWLINE || kind == TOK_END || kind == TOK_LBRACE || kind == TOK_RBRACE || kind == TOK_ROWS;
}

/* A statement may begin here; stray signs on the line are not looked at. */
static bool at_statement_start(const Scan *scan)
{
    const Tokens *raw = &scan->context->raw;
    for (size_t i = raw->n; i-- > 0;) {
        switch (raw->at[i].kind) {
        case TOKEN_COMMENT:
        case TOK_COLON:
        case TOK_ASSIGN:
        case TOK_COMMA:
        case TOK_MINUS:
        case TOK_LPAREN:
        case TOK_RPAREN:
        case TOK_LBRACKET:
        case TOK_RBRACKET:
            continue;
        default:
            return begins_statement(raw->at[i].kind);
        }
    }
    return true;
}

/* What is wrong with the brace of the `rows` that ends before `next`: NULL when nothing is, or when this is no table. *has_table: rows
 * follow all the same. */
static const char *rows_brace_slip(const Scan *scan, uint32_t next, bool *has_table)
{
    *has_table = true;
    const char *text = scan->context->text.at;
    uint32_t at = next;
    if (at < scan->end && strchr(":=,-()[]\"", text[at])) { /* one sign, then the brace, which ends the line */
        at++;
        while (at < scan->end && (text[at] == ' ' || text[at] == '\t'))
            at++;
        uint32_t behind = at + 1;
        while (behind < scan->end && (text[behind] == ' ' || text[behind] == '\t'))
            behind++;
        bool ends_line = behind >= scan->end || text[behind] == '\n' || text[behind] == '\r';
        return at < scan->end && text[at] == '{' && ends_line ? "nothing stands between `rows` and its `{`" : NULL;
    }
    *has_table = at < scan->end && (text[at] == '\n' || text[at] == '\r');
    while (*has_table && at < scan->end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r'))
        at++;
    bool is_alone = at >= scan->end || text[at] == ';' || text[at] == '}';
    bool is_slip = is_alone || (*has_table && text[at] != '{');
    *has_table &= !is_alone;
    return is_slip ? "`rows` without its `{`" : NULL;
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
    bool is_rows = (kind == TOK_NAME || kind == TOK_KEY || kind == TOK_FUNC) && str_is(word, "rows") && !context->is_value;
    if (is_rows && kind == TOK_NAME && scan->has_rows_head) { /* `rows rows {` */
        object(scan, REPORT_E0140, n, STR("`rows` takes no operand"));
        scan->at = behind;
        return false;
    }
    is_rows = is_rows && at_statement_start(scan);
    bool has_table;
    const char *slip = is_rows ? rows_brace_slip(scan, next, &has_table) : NULL;
    if (!slip) {
        scan_add(scan, kind, n);
        scan->has_rows_head = is_rows && kind == TOK_NAME;
        return false;
    }
    Diagnostic *error = object(scan, REPORT_E0140, n, str_from(slip));
    report_hint(context->report, error, "begin a table with `rows {` on a line of its own");
    scan->table_start = scan->at;
    add_muted(scan, has_table ? TOK_ROWS : kind, n);
    return has_table;
}

bool scan_brace(Scan *scan)
{
    ParseContext *context = scan->context;
    if (!scan->has_rows_head) {
        scan_add(scan, TOK_LBRACE, 1);
        return false;
    }
    while (context->raw.at[context->raw.n - 1].kind >= TOKEN_COMMENT)
        context->raw.n--; /* between `rows` and a brace on the next line */
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

/* `axis x {` or `bar { y:`: no row, but a statement. */
static bool looks_like_block(Str line)
{
    size_t i = 0;
    while (i < line.n && (line.at[i] == ' ' || line.at[i] == '\t'))
        i++;
    if (i == line.n || !is_letter(line.at[i]))
        return false;
    while (i < line.n && line.at[i] != '{' && line.at[i] != '"' && line.at[i] != '\'' && line.at[i] != ',')
        i++;
    if (i == line.n || line.at[i] != '{')
        return false;
    Str rest = str_trim((Str){line.at + i + 1, line.n - i - 1});
    size_t word = 0;
    while (word < rest.n && (is_letter(rest.at[word]) || str_is_digit(rest.at[word])))
        word++;
    return rest.n == 0 || (word && word < rest.n && rest.at[word] == ':');
}

/* How the line from `blanks` on, which begins with a brace, goes on: with what may follow a table, or with a row. */
static bool is_row_behind_brace(const char *line, size_t n, size_t blanks)
{
    size_t behind = blanks + 1;
    while (behind < n && (line[behind] == ' ' || line[behind] == '\t'))
        behind++;
    return behind < n && (str_is_digit(line[behind]) || line[behind] == '"' || line[behind] == '\'' || line[behind] == '-');
}

bool scan_table_line(Scan *scan, size_t n, size_t *taken)
{
    ParseContext *context = scan->context;
    const char *line = context->text.at + scan->at;
    Token *head = &context->raw.at[context->raw.n - 1];
    bool is_head_line = head->end == scan->at;
    size_t blanks = 0;
    *taken = n;
    while (blanks < n && (line[blanks] == ' ' || line[blanks] == '\t'))
        blanks++;
    if (head->is_muted && is_head_line) /* what may not stand behind `rows {` may hold the table's end */
        for (size_t i = n; i-- > blanks;)
            if (line[i] == '}')
                blanks = i;
    if (!is_head_line && looks_like_block((Str){line, n})) {
        *taken = 0;
        Diagnostic *error = complain(context, REPORT_E0140, scan->table_start, scan->table_start + 4, "the table is not closed");
        report_label(context->report, error,
                     context_span(context, scan->at + (uint32_t)blanks, scan->at + (uint32_t)str_trim((Str){line, n}).n + (uint32_t)blanks),
                     "this looks like a statement behind it");
        report_hint(context->report, error, "put `}` on a line of its own behind the last row; quote a cell that holds a brace");
        context->has_brace_error = true;
        return true;
    }
    if (blanks < n && line[blanks] == '}') {
        if (!is_row_behind_brace(line, n, blanks)) {
            head->end = scan->at + (uint32_t)blanks;
            scan->at = head->end + 1;
            *taken = blanks + 1;
            return true;
        }
        complain(context, REPORT_E0140, scan->at + (uint32_t)blanks, scan->at + (uint32_t)blanks + 1, "a `}` before a row");
        head->is_muted = true;
    }
    scan->at += (uint32_t)n;
    head->end = scan->at;
    if (scan->at >= scan->end) {
        Diagnostic *error = complain(context, REPORT_E0140, scan->table_start, scan->table_start + 4, "the table is not closed");
        report_hint(context->report, error, "put `}` on a line of its own behind the last row");
        context->has_brace_error = true;
    }
    return false;
}

void scan_raw(Scan *scan, size_t n)
{
    ParseContext *context = scan->context;
    uint32_t behind = scan->at + (uint32_t)n;
    if (behind >= scan->end || !is_letter(context->text.at[behind])) {
        scan_add(scan, TOK_RAW_STRING, n);
        return;
    }
    Diagnostic *error = object(scan, REPORT_E0104, n, STR("the string ends at its second `'`"));
    report_hint(context->report, error, "use double quotes around a text with an apostrophe");
    add_muted(scan, TOK_RAW_STRING, n);
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
    const char *word = kind == TOK_STRING ? "`\"`" : kind == TOK_QNAME ? "a backtick" : "`'`";
    Diagnostic *error = object(scan, REPORT_E0104, keep,
                               str_printf(scan->context->arena, "the %s is not closed", kind == TOK_QNAME ? "name" : "string"));
    uint32_t end = scan->at + (uint32_t)keep;
    report_fix(scan->context->report, error, context_span(scan->context, end, end), str_from(quote), "close it with %s", word);
    if (kind == TOK_RAW_STRING)
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
    char next = behind < scan->end ? context->text.at[behind] : ' ';
    bool touches = is_letter(next) || str_is_digit(next);
    if (!touches && calendar_parse(text, &time)) {
        scan_add(scan, TOK_DATE, n);
        return;
    }
    Diagnostic *error = object(scan, REPORT_E0109, n, str_printf(context->arena, "`%.*s` is not a date", STR_FMT(text)));
    report_hint(context->report, error, "write a date as 2012-05-01; for a subtraction put blanks around the minus");
    add_muted(scan, TOK_NUMBER, n);
}

typedef struct OtherUnit {
    const char *text, *meant;
} OtherUnit;

/* What others write for our units. */
static const OtherUnit OTHER_UNITS[] = {
    {"inch", "in"},    {"inches", "in"},  {"point", "pt"},  {"points", "pt"},  {"pixel", "px"},     {"pixels", "px"}, {"pct", "%"},
    {"percent", "%"},  {"years", "year"}, {"yr", "year"},   {"y", "year"},     {"months", "month"}, {"mo", "month"},  {"weeks", "week"},
    {"w", "week"},     {"days", "day"},   {"d", "day"},     {"hours", "hour"}, {"hr", "hour"},      {"h", "hour"},    {"minutes", "min"},
    {"minute", "min"}, {"mins", "min"},   {"seconds", "s"}, {"second", "s"},   {"sec", "s"},        {"secs", "s"},    {"msec", "ms"},
};

static void hint_unit(Scan *scan, Diagnostic *error, Str number, Str unit)
{
    Report *report = scan->context->report;
    uint32_t start = scan->at + (uint32_t)number.n;
    for (size_t i = 0; i < sizeof OTHER_UNITS / sizeof *OTHER_UNITS; i++)
        if (str_is(unit, OTHER_UNITS[i].text)) {
            report_fix(report, error, context_span(scan->context, start, start + (uint32_t)unit.n), str_from(OTHER_UNITS[i].meant), "write `%.*s%s`",
                       STR_FMT(number), OTHER_UNITS[i].meant);
            return;
        }
    size_t sign = 0;
    AstUnit found;
    while (sign < unit.n && unit.at[sign] != 'x')
        sign++;
    bool is_size = sign + 1 < unit.n && unit.at[sign + 1] >= '0' && unit.at[sign + 1] <= '9' && !str_is(number, "0");
    if (is_size && build_unit((Str){unit.at, sign}, &found))
        report_hint(report, error, "put blanks around the `x` of a size: `28mm x 22mm`");
    else if ((unit.at[0] | 32) == 'x')
        report_hint(report, error, "write the number in decimal: hexadecimal numbers are not read");
    else if (unit.n == 1 && (unit.at[0] | 32) == 'e')
        report_hint(report, error, "write the exponent's digits: `1e6`");
    else if (unit.n == 1 && (unit.at[0] == 'k' || unit.at[0] == 'K' || unit.at[0] == 'M'))
        report_hint(report, error, "write the number out, or with an exponent: `%.*se%s`", STR_FMT(number), unit.at[0] == 'M' ? "6" : "3");
    else
        report_hint(report, error,
                    "units are pt in cm mm px em, %% and year month week day hour min s ms dpi; quote a word that begins with a digit");
}

void scan_number(Scan *scan, size_t n)
{
    Str text = {scan->context->text.at + scan->at, n};
    size_t digits = build_digits(text);
    Str number = {text.at, digits}, unit = {text.at + digits, n - digits};
    AstUnit found;
    if (build_unit(unit, &found)) {
        scan_add(scan, TOK_NUMBER, n);
        return;
    }
    Diagnostic *error = object(scan, REPORT_E0108, n, str_printf(scan->context->arena, "`%.*s` is no unit", STR_FMT(unit)));
    hint_unit(scan, error, number, unit);
    add_muted(scan, TOK_NUMBER, n);
}

size_t scan_pointed_number(Scan *scan, size_t n)
{
    ParseContext *context = scan->context;
    uint32_t behind = scan->at + (uint32_t)n;
    char next = behind < scan->end ? context->text.at[behind] : ' ';
    if (next == '.' || str_is_digit(next)) { /* a range, or `1.2.3`, of which scan_half_number tells */
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
    const Token *last = last_token(scan);
    if (last && last->kind == TOK_NUMBER && last->end == scan->at) {
        Diagnostic *error = object(scan, REPORT_E0107, n, STR("a second point in a number"));
        report_hint(scan->context->report, error, "write one point; quote a version or another text of digits and points");
        add_muted(scan, TOK_NUMBER, n);
        return;
    }
    Diagnostic *error = object(scan, REPORT_E0107, n, STR("a number does not begin with a point"));
    report_fix(scan->context->report, error, context_span(scan->context, scan->at, scan->at + (uint32_t)n),
               str_printf(scan->context->arena, "0%.*s", STR_FMT(text)), "write a zero before it");
    add_muted(scan, TOK_NUMBER, n);
}

void scan_foreign(Scan *scan, size_t n, int kind, const char *meant)
{
    ParseContext *context = scan->context;
    Str text = {context->text.at + scan->at, n};
    size_t n_tokens = context->raw.n; /* `name := value`, the first of its statement, is meant for a property */
    if (kind == TOK_ASSIGN && n_tokens && context->raw.at[n_tokens - 1].kind == TOK_NAME &&
        (n_tokens == 1 || begins_statement(context->raw.at[n_tokens - 2].kind)))
        meant = ":";
    Str word = str_trim(str_from(meant));
    Diagnostic *error = object(scan, REPORT_E0106, n, str_printf(context->arena, "`%.*s` is written `%.*s` here", STR_FMT(text), STR_FMT(word)));
    report_fix(context->report, error, context_span(context, scan->at, scan->at + (uint32_t)n), str_from(meant), "write `%.*s`", STR_FMT(word));
    scan_add(scan, kind, n);
}

void scan_dash(Scan *scan, size_t n)
{
    const Token *last = last_token(scan);
    bool is_range = last && (last->kind == TOK_NUMBER || last->kind == TOK_DATE) && last->end == scan->at;
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
    bool is_space = code == 0xA0 || (code >= 0x2000 && code <= 0x200F) || code == 0x202F || code == 0x205F || code == 0x2060 || code == 0x3000 ||
                    code == 0xFEFF;
    if (is_space) {
        Diagnostic *error = object(scan, REPORT_E0105, n, str_printf(context->arena, "a special blank (U+%04X)", code));
        report_fix(context->report, error, context_span(context, scan->at, scan->at + (uint32_t)n), STR(" "), "write an ordinary blank");
        scan_skip(scan, n);
        return;
    }
    Diagnostic *error = object(scan, REPORT_E0105, n, str_printf(context->arena, "`%.*s` has no meaning here", STR_FMT(text)));
    if (code >= 0x80)
        report_hint(context->report, error, "put a column's name that holds it in backticks, a text in double quotes");
    scan_skip(scan, n);
}

typedef enum Damage { DAMAGE_NONE, DAMAGE_BYTE, DAMAGE_CONTROL } Damage;

/* What is wrong with the character at *i, which moves behind it; *start is where it began. */
static Damage damage_at(Str text, size_t *i, size_t *start)
{
    *start = *i;
    unsigned char c = (unsigned char)text.at[*i];
    if (c < 0x80) {
        ++*i;
        bool is_blank = c == '\n' || c == '\r' || c == '\t';
        return (c < 0x20 && !is_blank) || c == 0x7F ? DAMAGE_CONTROL : DAMAGE_NONE;
    }
    uint32_t code = utf8_next(text, i);
    if (code == 0xFFFD && *i == *start + 1)
        return DAMAGE_BYTE;
    return code < 0xA0 ? DAMAGE_CONTROL : DAMAGE_NONE;
}

bool scan_check_text(ParseContext *context)
{
    Str text = context->source->text;
    bool has_zeros = text.n > 3 && ((!text.at[0] && !text.at[2] && text.at[1]) || (!text.at[1] && !text.at[3] && text.at[0]));
    if (str_starts(text, STR("\xFF\xFE")) || str_starts(text, STR("\xFE\xFF")) || has_zeros) {
        Diagnostic *error = complain(context, REPORT_E0103, 0, 2, "the file is UTF-16, not UTF-8");
        report_hint(context->report, error, "convert it: iconv -f UTF-16 -t UTF-8");
        return false;
    }
    char *copy = NULL;
    size_t start = 0;
    for (size_t i = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0; i < text.n;) {
        Damage damage = damage_at(text, &i, &start);
        if (damage == DAMAGE_NONE)
            continue;
        size_t next = i;
        while (next < text.n && damage_at(text, &next, &(size_t){0}) == damage) /* one complaint a run */
            i = next;
        if (!copy)
            copy = arena_copy(context->arena, text.at, text.n);
        memset(copy + start, ' ', i - start);
        unsigned char byte = (unsigned char)text.at[start];
        if (damage == DAMAGE_BYTE) {
            Diagnostic *error = complain(context, REPORT_E0101, (uint32_t)start, (uint32_t)i, "byte 0x%02X is not UTF-8", byte);
            report_hint(context->report, error, "save the file as UTF-8");
        } else {
            complain(context, REPORT_E0102, (uint32_t)start, (uint32_t)i, "a control character (U+%04X)",
                     byte == 0xC2 ? (unsigned char)text.at[start + 1] : byte);
        }
    }
    context->text = copy ? (Str){copy, text.n} : text;
    return true;
}

void scan_tokens(ParseContext *context, uint32_t start, uint32_t end)
{
    Scan scan = {.context = context, .at = start, .end = end};
    context->raw = (Tokens){0};
    if (!scan_run(&scan, context->text.at + start, end - start) && !scan.is_cut)
        arena_fail(context->arena);
}
