/* build: the parser's node constructors. Each returns NULL when out of memory. Positions are byte offsets. */
#ifndef CHARTC_BUILD_H
#define CHARTC_BUILD_H

#include "chart_y.h"

AstEnds build_append(AstEnds list, void *node, size_t next_offset);
AstBody *build_body(ParseContext *context, AstStmt *stmts, size_t start, size_t end);
/* A block's span holds its braces. */
void build_braces(ParseContext *context, AstBody *body, size_t start, size_t end);
AstStmt *build_stmt(ParseContext *context, const Token *head, AstEnds clauses, AstBody *body, bool is_damaged, size_t start, size_t end);
AstStmt *build_property(ParseContext *context, const Token *key, AstEnds clauses, AstBody *body, bool is_damaged, size_t start, size_t end);
/* `name = value` where a property was meant. */
AstStmt *build_assignment(ParseContext *context, const Token *name, CharSpan sign, AstEnds clauses, size_t start, size_t end);
AstStmt *build_rows(ParseContext *context, const Token *rows);
AstClause *build_clause(ParseContext *context, AstRun *runs, size_t start, size_t end);
AstRun *build_run(ParseContext *context, const Token *name, AstExpr *exprs, size_t start, size_t end);
AstExpr *build_binary(ParseContext *context, AstOp op, AstExpr *a, AstExpr *b, size_t start, size_t end);
AstExpr *build_unary(ParseContext *context, AstOp op, AstExpr *a, size_t start, size_t end);
AstExpr *build_range(ParseContext *context, AstExpr *a, AstExpr *b, size_t start, size_t end);
AstExpr *build_paren(ParseContext *context, AstExpr *a, size_t start, size_t end);
AstExpr *build_list(ParseContext *context, const Token *function, AstEntry *entries, size_t start, size_t end);
AstExpr *build_atom(ParseContext *context, AstKind kind, const Token *token);
AstEntry *build_entry(ParseContext *context, const Token *key, AstExpr *key_expr, AstExpr *value);
/* Notes what is to be complained of after parsing. */
Slip *build_slip(ParseContext *context, SlipKind kind, size_t start, size_t end);
/* The unit of that spelling; false when there is none. */
bool build_unit(Str text, AstUnit *out);
/* How much of a number's text is the number; what follows is its unit. */
size_t build_digits(Str text);

#endif
