/* wanted: names in a spec; see compiler.h. */
#include "compiler.h"

typedef struct Wanted {
    Map names;
    bool takes_all;
} Wanted;

static void add_name(Wanted *wanted, Str name, const Span *span)
{
    MapEntry *entry = map_put(&wanted->names, name);
    if (!entry->value)
        entry->value = (void *)(uintptr_t)span;
}

static void visit_expr(Wanted *wanted, const AstExpr *expr)
{
    for (; expr; expr = expr->next) {
        if (expr->kind == AST_NAME || expr->kind == AST_QNAME)
            add_name(wanted, expr->name, &expr->span);
        visit_expr(wanted, expr->a);
        visit_expr(wanted, expr->b);
        for (const AstEntry *entry = expr->entries; entry; entry = entry->next)
            visit_expr(wanted, entry->value);
        for (const AstPart *part = expr->parts; part; part = part->next)
            visit_expr(wanted, part->expr);
    }
}

static void visit_body(Wanted *wanted, const AstBody *body)
{
    for (const AstStmt *stmt = body ? body->stmts : NULL; stmt; stmt = stmt->next) {
        int step = stmt->kind == STMT_STATEMENT ? ir_word_find(&IR_WORDS_StepKind, stmt->name) : -1;
        wanted->takes_all |= step == STEP_PIVOT || step == STEP_UNPIVOT || step == STEP_FILL;
        for (const AstClause *clause = stmt->clauses; clause; clause = clause->next)
            for (const AstRun *run = clause->runs; run; run = run->next) {
                if (run->name.at)
                    add_name(wanted, run->name, &run->name_span); /* rename new = old */
                visit_expr(wanted, run->exprs);
            }
        visit_body(wanted, stmt->body);
    }
}

Str *wanted_names(Compiler *c, const AstBody *body, size_t *n, const Span **spans)
{
    Wanted wanted = {.names = {.arena = c->arena}};
    visit_body(&wanted, body);
    *n = wanted.takes_all ? 0 : wanted.names.n;
    Str *names = wanted.takes_all ? NULL : ARENA_ARRAY(c->arena, *n, Str);
    Span *places = ARENA_ARRAY(c->arena, *n, Span);
    for (size_t i = 0; i < *n; i++) {
        names[i] = wanted.names.entries[i].key;
        places[i] = *(const Span *)wanted.names.entries[i].value;
    }
    *spans = places;
    return names;
}
