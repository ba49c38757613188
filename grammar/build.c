/* build: the parser's node constructors; see build.h. Memory that fails is told by NULL: the parser leaves by its own exit. */
#include "build.h"

#include "../runtime/calendar.h"
#include "../runtime/num.h"

#include <string.h>

static void *make(ParseContext *context, size_t size)
{
    void *node = arena_try_alloc(context->arena, size);
    context->is_out_of_memory |= !node;
    return node;
}

#define MAKE(context, Type) ((Type *)make((context), sizeof(Type)))

Slip *build_slip(ParseContext *context, SlipKind kind, size_t start, size_t end)
{
    Slip *slip = MAKE(context, Slip);
    if (!slip)
        return NULL;
    slip->kind = kind;
    slip->start = start;
    slip->end = end;
    slip->token = context->last;
    *context->last_slip = slip;
    context->last_slip = &slip->next;
    return slip;
}

/* Notes a string or a table, to be read after parsing. */
static Inside *add_inside(ParseContext *context, const Token *token)
{
    Inside *inside = MAKE(context, Inside);
    if (!inside)
        return NULL;
    inside->token = *token;
    *context->last_inside = inside;
    context->last_inside = &inside->next;
    return inside;
}

AstEnds build_append(AstEnds list, void *node, size_t next_offset)
{
    if (!list.first)
        return (AstEnds){node, node};
    memcpy((char *)list.last + next_offset, &node, sizeof node);
    list.last = node;
    return list;
}

AstBody *build_body(ParseContext *context, AstStmt *stmts, size_t start, size_t end)
{
    AstBody *body = MAKE(context, AstBody);
    if (!body)
        return NULL;
    body->stmts = stmts;
    body->span = context_span(context, start, end);
    for (const AstStmt *stmt = stmts; stmt; stmt = stmt->next)
        body->is_damaged |= stmt->is_damaged;
    return body;
}

void build_braces(ParseContext *context, AstBody *body, size_t start, size_t end)
{
    body->span = context_span(context, start, end);
}

AstStmt *build_stmt(ParseContext *context, const Token *head, AstEnds clauses, AstBody *body, bool is_damaged, size_t start, size_t end)
{
    AstStmt *stmt = MAKE(context, AstStmt);
    if (!stmt)
        return NULL;
    stmt->kind = STMT_STATEMENT;
    stmt->span = context_span(context, start, end);
    if (head) {
        stmt->name = token_text(context, head);
        stmt->name_span = context_span(context, head->start, head->end);
    }
    stmt->clauses = clauses.first;
    stmt->body = body;
    stmt->is_damaged = is_damaged;
    return stmt;
}

AstStmt *build_property(ParseContext *context, const Token *key, AstEnds clauses, AstBody *body, bool is_damaged, size_t start, size_t end)
{
    AstStmt *stmt = build_stmt(context, key, clauses, body, is_damaged, start, end);
    if (!stmt)
        return NULL;
    stmt->kind = STMT_PROPERTY;
    stmt->is_damaged |= body != NULL;
    /* braces that do not match may have made a block of what follows: only one that is opened on this line was meant */
    bool is_meant = body && (!context->has_brace_error || !memchr(context->text.at + key->start, '\n', body->span.start - key->start));
    if (is_meant && !is_damaged && !build_slip(context, SLIP_BLOCK, key->start, key->end))
        return NULL;
    return stmt;
}

AstStmt *build_assignment(ParseContext *context, const Token *name, CharSpan sign, AstEnds clauses, size_t start, size_t end)
{
    Slip *slip = build_slip(context, SLIP_ASSIGN, sign.start, sign.end);
    return slip ? build_property(context, name, clauses, NULL, false, start, end) : NULL;
}

AstStmt *build_rows(ParseContext *context, const Token *rows)
{
    AstStmt *stmt = MAKE(context, AstStmt);
    if (!stmt)
        return NULL;
    stmt->kind = STMT_ROWS;
    stmt->span = context_span(context, rows->start, rows->end);
    stmt->name = STR("rows");
    stmt->name_span = context_span(context, rows->start, rows->start + 4);
    stmt->is_damaged = rows->is_muted;
    if (rows->is_muted)
        return stmt;
    Inside *inside = add_inside(context, rows);
    if (!inside)
        return NULL;
    inside->rows = stmt;
    return stmt;
}

AstClause *build_clause(ParseContext *context, AstRun *runs, size_t start, size_t end)
{
    AstClause *clause = MAKE(context, AstClause);
    if (!clause)
        return NULL;
    clause->runs = runs;
    clause->span = context_span(context, start, end);
    return clause;
}

/* The text of a name token; of one in backticks, without them. NULL bytes when out of memory. */
static Str name_text(ParseContext *context, const Token *token)
{
    Str text = token_text(context, token);
    if (token->kind != TOK_QNAME)
        return text;
    bool is_closed = text.n > 1 && text.at[text.n - 1] == '`';
    text = (Str){text.at + 1, text.n - 1 - is_closed};
    if (!text.n || !memchr(text.at, '`', text.n))
        return text;
    char *out = make(context, text.n);
    size_t n = 0;
    for (size_t i = 0; out && i < text.n; i++) {
        out[n++] = text.at[i];
        i += text.at[i] == '`'; /* doubled */
    }
    return (Str){out, n};
}

AstRun *build_run(ParseContext *context, const Token *name, AstExpr *exprs, size_t start, size_t end)
{
    AstRun *run = MAKE(context, AstRun);
    if (!run)
        return NULL;
    run->exprs = exprs;
    run->span = context_span(context, start, end);
    if (name) {
        run->name = name_text(context, name);
        run->name_span = context_span(context, name->start, name->end);
    }
    return run;
}

static AstExpr *new_expr(ParseContext *context, AstKind kind, AstExpr *a, AstExpr *b, size_t start, size_t end)
{
    AstExpr *expr = MAKE(context, AstExpr);
    if (!expr)
        return NULL;
    expr->kind = kind;
    expr->a = a;
    expr->b = b;
    expr->span = context_span(context, start, end);
    int height = a ? a->height : 0;
    height = b && b->height > height ? b->height : height;
    expr->height = height + 1;
    if (expr->height >= limit_most(context->report, LIMIT_OPERATORS)) { /* told once: the tree above starts anew, from a leaf */
        if (!build_slip(context, SLIP_HEIGHT, start, end))
            return NULL;
        expr->kind = AST_ERROR;
        expr->a = expr->b = NULL;
        expr->height = 1;
    }
    return expr;
}

AstExpr *build_binary(ParseContext *context, AstOp op, AstExpr *a, AstExpr *b, size_t start, size_t end)
{
    AstExpr *expr = new_expr(context, AST_BINARY, a, b, a->span.start, b->span.end);
    if (!expr)
        return NULL;
    expr->op = op;
    expr->op_span = context_span(context, start, end);
    bool is_comparison = op >= OP_EQ && op <= OP_NOT_IN;
    if (is_comparison && a->kind == AST_BINARY && a->op >= OP_EQ && a->op <= OP_NOT_IN && expr->kind == AST_BINARY) {
        if (!build_slip(context, SLIP_CHAIN, start, end))
            return NULL;
        expr->kind = AST_ERROR;
    }
    return expr;
}

AstExpr *build_unary(ParseContext *context, AstOp op, AstExpr *a, size_t start, size_t end)
{
    AstExpr *expr = new_expr(context, AST_UNARY, a, NULL, start, a->span.end);
    if (!expr)
        return NULL;
    expr->op = op;
    expr->op_span = context_span(context, start, end);
    return expr;
}

AstExpr *build_range(ParseContext *context, AstExpr *a, AstExpr *b, size_t start, size_t end)
{
    return new_expr(context, AST_RANGE, a, b, start, end);
}

AstExpr *build_paren(ParseContext *context, AstExpr *a, size_t start, size_t end)
{
    return new_expr(context, AST_PAREN, a, NULL, start, end);
}

AstExpr *build_list(ParseContext *context, const Token *function, AstEntry *entries, size_t start, size_t end)
{
    AstExpr *expr = new_expr(context, function ? AST_CALL : AST_LIST, NULL, NULL, start, end);
    if (!expr)
        return NULL;
    expr->entries = entries;
    for (const AstEntry *entry = entries; entry; entry = entry->next)
        if (entry->value->height >= expr->height)
            expr->height = entry->value->height + 1;
    if (function) {
        expr->name = token_text(context, function);
        expr->name_span = context_span(context, function->start, function->end);
    }
    return expr;
}

typedef struct UnitName {
    const char *text;
    AstUnit unit;
} UnitName;

static const UnitName UNITS[] = {
    {"", UNIT_NONE},     {"%", UNIT_PERCENT}, {"pt", UNIT_PT},     {"in", UNIT_IN},       {"cm", UNIT_CM},     {"mm", UNIT_MM},
    {"px", UNIT_PX},     {"em", UNIT_EM},     {"year", UNIT_YEAR}, {"month", UNIT_MONTH}, {"week", UNIT_WEEK}, {"day", UNIT_DAY},
    {"hour", UNIT_HOUR}, {"min", UNIT_MIN},   {"s", UNIT_S},       {"ms", UNIT_MS},       {"dpi", UNIT_DPI},
};

bool build_unit(Str text, AstUnit *out)
{
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
        if (str_is(text, UNITS[i].text)) {
            *out = UNITS[i].unit;
            return true;
        }
    return false;
}

size_t build_digits(Str text)
{
    size_t i = 0;
    while (i < text.n && ((text.at[i] >= '0' && text.at[i] <= '9') || text.at[i] == '_' || text.at[i] == '.'))
        i++;
    if (i >= text.n || (text.at[i] | 32) != 'e')
        return i;
    size_t e = i + 1;
    e += e < text.n && (text.at[e] == '+' || text.at[e] == '-');
    size_t first = e;
    while (e < text.n && text.at[e] >= '0' && text.at[e] <= '9')
        e++;
    return e > first ? e : i;
}

const char *ast_unit_text(AstUnit unit)
{
    return UNITS[unit].text;
}

/* "1_000e3mm": the number without its underscores, and the unit. False when out of memory. */
static bool read_number(ParseContext *context, AstExpr *expr, Str text)
{
    char few[64];
    char *digits = text.n < sizeof few ? few : make(context, text.n + 1);
    if (!digits)
        return false;
    size_t n = 0, end = build_digits(text);
    for (size_t i = 0; i < end; i++)
        if (text.at[i] != '_')
            digits[n++] = text.at[i];
    bool has_unit = build_unit((Str){text.at + end, text.n - end}, &expr->unit);
    if (has_unit && num_parse((Str){digits, n}, &expr->number))
        return true;
    expr->kind = AST_ERROR;
    return !has_unit || build_slip(context, SLIP_NUMBER, expr->span.start, expr->span.end);
}

static int take(Str text, size_t *at, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n && *at < text.n; i++)
        value = value * 10 + (text.at[(*at)++] - '0');
    return value;
}

/* A text that calendar_parse has accepted. */
static void read_date(AstDate *date, Str text)
{
    *date = (AstDate){.day = -1, .hour = -1, .minute = -1, .second = -1};
    size_t at = 0;
    date->year = take(text, &at, 4);
    date->month = (at++, take(text, &at, 2));
    if (at < text.n && text.at[at] == '-')
        date->day = (at++, take(text, &at, 2));
    if (at >= text.n || text.at[at] != 'T')
        return;
    date->hour = (at++, take(text, &at, 2));
    date->minute = (at++, take(text, &at, 2));
    if (at < text.n && text.at[at] == ':') {
        size_t start = ++at;
        while (at < text.n && strchr("0123456789.", text.at[at]))
            at++;
        num_parse((Str){text.at + start, at - start}, &date->second);
    }
    if (at < text.n) {
        date->has_offset = true;
        if (text.at[at] != 'Z') {
            int sign = text.at[at++] == '-' ? -1 : 1, hours = take(text, &at, 2);
            at += at < text.n && text.at[at] == ':';
            date->offset = sign * (hours * 60 + take(text, &at, 2));
        }
    }
}

static uint32_t read_colour(Str text)
{
    uint32_t value = 0;
    for (size_t i = 1; i < text.n; i++) {
        uint32_t digit = (uint32_t)str_hex_digit(text.at[i]); /* the scanner lets no other sign in */
        value = value << 4 | digit;
        if (text.n == 4) /* #rgb: each digit twice */
            value = value << 4 | digit;
    }
    return text.n == 9 ? value : value << 8 | 0xFF;
}

AstExpr *build_atom(ParseContext *context, AstKind kind, const Token *token)
{
    AstExpr *expr = new_expr(context, kind, NULL, NULL, token->start, token->end);
    if (!expr)
        return NULL;
    Str text = token_text(context, token);
    if (token->is_muted) {
        expr->kind = AST_ERROR;
        return expr;
    }
    switch (kind) {
    case AST_NUMBER:
        return read_number(context, expr, text) ? expr : NULL;
    case AST_DATE:
        read_date(&expr->date, text);
        return expr;
    case AST_COLOUR:
        expr->colour = read_colour(text);
        return expr;
    case AST_BOOL:
        expr->truth = token->kind == TOK_TRUE;
        return expr;
    case AST_STRING: {
        Inside *inside = add_inside(context, token);
        if (!inside)
            return NULL;
        inside->string = expr;
        expr->is_raw = token->kind == TOK_RAW_STRING;
        return expr;
    }
    default:
        expr->name = name_text(context, token);
        return expr->name.at ? expr : NULL;
    }
}

AstEntry *build_entry(ParseContext *context, const Token *key, AstExpr *key_expr, AstExpr *value)
{
    AstEntry *entry = MAKE(context, AstEntry);
    if (!entry)
        return NULL;
    entry->key = key_expr;
    entry->value = value;
    if (key) {
        entry->key = new_expr(context, AST_NAME, NULL, NULL, key->start, key->end);
        if (!entry->key)
            return NULL;
        entry->key->name = token_text(context, key);
    }
    return entry;
}
