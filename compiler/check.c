/* check: claims about the data. */
#include "compiler.h"

void add_check(Compiler *c, const AstStmt *stmt, int table)
{
    report_block(c, stmt);
    const AstRun *run = stmt->clauses && stmt->clauses->word == CLAUSE_PLAIN ? stmt->clauses->runs : NULL;
    if (!run) {
        if (!stmt->is_damaged)
            report_hint(c->report, REPORT_AT(c, E0420, stmt->name_span, "`check` has no claim"), "say what holds, as check accuracy <= 1");
        return;
    }
    if (table < 0) {
        if (c->report->n_errors == 0)
            REPORT_AT(c, E0305, stmt->name_span, "there is no data for the check");
        return;
    }
    if (reports_equals(c, run))
        return;
    const Scope *scope = c->scopes.at[table];
    ExprPlace place = {scope, AGGREGATES_YES, "a check", true}, key = {scope, AGGREGATES_NO, "a check's groups", true};
    IrCheck *check = IR_NEW(c->arena, Check, run->span);
    check->table = table;
    check->claim = check_typed(c, &place, run->exprs, TYPE_BOOL);
    VEC(Expr *) by = {0};
    for (const AstClause *clause = stmt->clauses->next; clause; clause = clause->next) {
        if (clause->word != CLAUSE_BY && clause->word != CLAUSE_ELSE) {
            REPORT_AT(c, E0421, clause->word_span, "this clause does not belong to `check`");
            continue;
        }
        for (const AstRun *one = clause->runs; one; one = one->next) {
            if (clause->word == CLAUSE_BY)
                VEC_PUSH(c->arena, &by, check_expr(c, &key, one->exprs));
            else
                check->message = check_text(c, &place, one->exprs);
        }
    }
    check->by = (IrExprs){by.at, by.n};
    if (check->claim)
        IR_PUSH(c->arena, &c->figure->checks, check);
}
