/* ast_text: the AST printed back as the language. */
#include "ast.h"

#include "../runtime/num.h"

#include <string.h>

static void print_expr(Buf *out, const AstExpr *expr);

static bool is_plain_name(Str name)
{
    static const char *const RESERVED[] = {"and", "or", "not", "in", "by", "from", "on", "else", "true", "false"};
    for (size_t i = 0; i < sizeof RESERVED / sizeof *RESERVED; i++)
        if (str_is(name, RESERVED[i]))
            return false;
    bool at_word = true;
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.at[i];
        bool is_letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        if (c == '.' ? at_word : !(is_letter || c == '_' || (!at_word && c >= '0' && c <= '9')))
            return false;
        at_word = c == '.';
    }
    return !at_word;
}

/* In a formula only the quote has an escape: a backslash is TeX's, and what it stands before is part of its word. */
static void print_text(Buf *out, Str text, bool in_math)
{
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        uint32_t code = utf8_next(text, &i);
        if (in_math)
            buf_printf(out, code == '"' ? "\\%.*s" : "%.*s", (int)(i - start), text.at + start);
        else if (code == '\n' || code == '\t')
            buf_adds(out, code == '\n' ? "\\n" : "\\t");
        else if (code == '"' || code == '\\' || code == '{' || code == '$')
            buf_printf(out, "\\%c", (char)code);
        else if (code < 0x20 || (code >= 0x7F && code < 0xA0)) /* these may not stand in a source */
            buf_printf(out, "\\u{%x}", (unsigned)code);
        else
            buf_add(out, (Str){text.at + start, i - start});
    }
}

static void print_string(Buf *out, const AstExpr *expr)
{
    char quote = expr->is_raw ? '\'' : '"';
    bool in_math = false;
    buf_addc(out, quote);
    for (const AstPart *part = expr->parts; part; part = part->next) {
        if (part->kind == PART_EXPR) {
            buf_addc(out, '{');
            for (const AstExpr *value = part->expr; value; value = value->next) {
                print_expr(out, value);
                buf_adds(out, value->next ? " " : "");
            }
            if (part->format.at) {
                buf_addc(out, ':');
                buf_add(out, part->format);
            }
            buf_addc(out, '}');
        } else if (part->kind != PART_TEXT) {
            in_math = part->kind == PART_MATH_OPEN;
            buf_addc(out, '$');
        } else if (expr->is_raw) {
            buf_add(out, part->text);
        } else {
            print_text(out, part->text, in_math);
        }
    }
    buf_addc(out, quote);
}

static void print_quoted_name(Buf *out, Str name)
{
    buf_addc(out, '`');
    for (size_t i = 0; i < name.n; i++) {
        if (name.at[i] == '`')
            buf_addc(out, '`');
        buf_addc(out, name.at[i]);
    }
    buf_addc(out, '`');
}

Str ast_name_text(Arena *arena, Str name)
{
    Buf out = {.arena = arena};
    if (is_plain_name(name))
        return name;
    print_quoted_name(&out, name);
    return str_slice(buf_c(&out), out.n);
}

static void print_date(Buf *out, const AstDate *date)
{
    buf_printf(out, "%04d-%02d", date->year, date->month);
    if (date->day >= 0)
        buf_printf(out, "-%02d", date->day);
    if (date->hour < 0)
        return;
    buf_printf(out, "T%02d:%02d", date->hour, date->minute);
    if (date->second >= 0) {
        buf_adds(out, date->second < 10 ? ":0" : ":");
        num_add_fixed(out, date->second, 9);
    }
    int offset = date->offset < 0 ? -date->offset : date->offset;
    if (date->has_offset && offset == 0)
        buf_addc(out, 'Z');
    else if (date->has_offset)
        buf_printf(out, "%c%02d:%02d", date->offset < 0 ? '-' : '+', offset / 60, offset % 60);
}

static void print_entries(Buf *out, const AstEntry *entries)
{
    for (const AstEntry *entry = entries; entry; entry = entry->next) {
        if (entry->key) {
            if (entry->key->kind == AST_NAME)
                buf_add(out, entry->key->name);
            else
                print_expr(out, entry->key);
            buf_adds(out, ": ");
        }
        print_expr(out, entry->value);
        buf_adds(out, entry->next ? ", " : "");
    }
}

static void print_expr(Buf *out, const AstExpr *expr)
{
    switch (expr->kind) {
    case AST_ERROR:
        buf_adds(out, "?");
        break;
    case AST_NAME:
        buf_add(out, expr->name);
        break;
    case AST_QNAME:
        print_quoted_name(out, expr->name);
        break;
    case AST_NUMBER:
        num_add(out, expr->number);
        buf_adds(out, ast_unit_text(expr->unit));
        break;
    case AST_DATE:
        print_date(out, &expr->date);
        break;
    case AST_COLOUR:
        if ((expr->colour & 0xFF) == 0xFF)
            buf_printf(out, "#%06x", expr->colour >> 8);
        else
            buf_printf(out, "#%08x", expr->colour);
        break;
    case AST_STRING:
        print_string(out, expr);
        break;
    case AST_BOOL:
        buf_adds(out, expr->truth ? "true" : "false");
        break;
    case AST_UNARY:
        buf_adds(out, ast_op_text(expr->op));
        /* `+ -a`: `+-` would be one sign */
        buf_adds(out, expr->op == OP_NOT || (expr->op == OP_POS && expr->a->kind == AST_UNARY) ? " " : "");
        print_expr(out, expr->a);
        break;
    case AST_BINARY:
        print_expr(out, expr->a);
        buf_printf(out, expr->op == OP_POW ? "%s" : " %s ", ast_op_text(expr->op));
        print_expr(out, expr->b);
        break;
    case AST_RANGE:
        if (expr->a)
            print_expr(out, expr->a);
        buf_adds(out, "..");
        if (expr->b)
            print_expr(out, expr->b);
        break;
    case AST_CALL:
        buf_add(out, expr->name);
        buf_addc(out, '(');
        print_entries(out, expr->entries);
        buf_addc(out, ')');
        break;
    case AST_LIST:
        buf_addc(out, '[');
        print_entries(out, expr->entries);
        buf_addc(out, ']');
        break;
    case AST_PAREN:
        buf_addc(out, '(');
        print_expr(out, expr->a);
        buf_addc(out, ')');
        break;
    }
}

static void indent(Buf *out, int depth)
{
    for (int i = 0; i < depth; i++)
        buf_adds(out, "  ");
}

static const char *const CLAUSES[] = {"", "by ", "from ", "on ", "else "};

static void print_clauses(Buf *out, const AstClause *clauses)
{
    for (const AstClause *clause = clauses; clause; clause = clause->next) {
        buf_addc(out, ' ');
        buf_adds(out, CLAUSES[clause->word]);
        for (const AstRun *run = clause->runs; run; run = run->next) {
            if (run->name.at) {
                if (is_plain_name(run->name))
                    buf_add(out, run->name);
                else
                    print_quoted_name(out, run->name);
                buf_adds(out, " = ");
            }
            for (const AstExpr *expr = run->exprs; expr; expr = expr->next) {
                print_expr(out, expr);
                buf_adds(out, expr->next ? " " : "");
            }
            buf_adds(out, run->next ? ", " : "");
        }
    }
}

static void print_cell(Buf *out, const AstCell *cell)
{
    bool needs_quotes = cell->is_quoted || cell->text.n == 0;
    if (cell->is_missing)
        buf_addc(out, '-');
    else if (!needs_quotes)
        buf_add(out, cell->text);
    if (cell->is_missing || !needs_quotes)
        return;
    buf_addc(out, '"');
    for (size_t i = 0; i < cell->text.n; i++) {
        char c = cell->text.at[i];
        if (c == '"' || c == '\\' || c == '\n' || c == '\t')
            buf_addc(out, '\\');
        buf_addc(out, c == '\n' ? 'n' : c == '\t' ? 't' : c);
    }
    buf_addc(out, '"');
}

static void print_row(Buf *out, const AstCell *cells, size_t n, int depth)
{
    indent(out, depth);
    for (size_t i = 0; i < n; i++) {
        AstCell cell = cells[i];
        /* a comma table becomes one of blanks: what holds blanks is quoted */
        cell.is_quoted |= cell.text.n && (memchr(cell.text.at, ' ', cell.text.n) || memchr(cell.text.at, '\t', cell.text.n) ||
                                          memchr(cell.text.at, ',', cell.text.n));
        print_cell(out, &cell);
        buf_adds(out, i + 1 < n ? " " : "\n");
    }
}

static void print_body(Buf *out, const AstBody *body, int depth)
{
    for (const AstStmt *stmt = body->stmts; stmt; stmt = stmt->next) {
        indent(out, depth);
        buf_add(out, stmt->name);
        buf_adds(out, stmt->kind == STMT_PROPERTY ? ":" : "");
        if (stmt->table) {
            buf_adds(out, " {\n");
            print_row(out, stmt->table->head, stmt->table->n_columns, depth + 1);
            for (size_t row = 0; row < stmt->table->n_rows; row++)
                print_row(out, stmt->table->cells + row * stmt->table->n_columns, stmt->table->n_columns, depth + 1);
            indent(out, depth);
            buf_adds(out, "}");
        }
        print_clauses(out, stmt->clauses);
        if (stmt->body) {
            buf_adds(out, " {\n");
            print_body(out, stmt->body, depth + 1);
            indent(out, depth);
            buf_adds(out, "}");
        }
        buf_addc(out, '\n');
    }
}

Str ast_print(Arena *arena, const AstBody *file)
{
    Buf out = {.arena = arena};
    print_body(&out, file, 0);
    return str_slice(buf_c(&out), out.n);
}

Str ast_print_expr(Arena *arena, const AstExpr *expr)
{
    Buf out = {.arena = arena};
    print_expr(&out, expr);
    return str_slice(buf_c(&out), out.n);
}
