/* property: statements and properties by their rows of the vocabulary. */
#include "compiler.h"
#include "preset.h"

#include <math.h>
#include <string.h>

/* --- statements and their properties ------------------------------------------------------------------------------ */

StatementId keyword_of(const AstStmt *stmt, Mark *mark)
{
    return stmt->kind == STMT_STATEMENT ? vocab_find_statement(stmt->name, mark) : STATEMENT_COUNT;
}

const AstExpr *single_operand(Compiler *c, const AstStmt *stmt)
{
    const AstClause *clause = stmt->clauses;
    if (!clause || stmt->is_damaged)
        return NULL;
    const AstClause *odd = clause->word != CLAUSE_PLAIN ? clause : clause->next;
    if (odd)
        REPORT_AT(c, E0421, odd->word_span, "this clause does not belong to `%.*s`", STR_FMT(stmt->name));
    else if (clause->runs->next || clause->runs->name.at)
        REPORT_AT(c, E0421, clause->runs->next ? clause->runs->next->span : clause->runs->name_span, "`%.*s` takes one operand", STR_FMT(stmt->name));
    return clause->word == CLAUSE_PLAIN ? clause->runs->exprs : NULL;
}

void report_block(Compiler *c, const AstStmt *stmt)
{
    if (stmt->body && !stmt->is_damaged)
        REPORT_AT(c, E0421, stmt->body->span, "`%.*s` takes no block", STR_FMT(stmt->name));
}

bool hint_legend(Compiler *c, Diagnostic *error, const AstClause *clause)
{
    const IrWords *places = IR_TYPE_Legend.fields[IR_FIELD_Legend_position].words;
    const AstExpr *word = clause && clause->runs && clause->runs->exprs && !clause->runs->exprs->next ? clause->runs->exprs : NULL;
    bool is_false = word && word->kind == AST_BOOL && !word->truth;
    Str text = is_false ? STR("none") : word ? ast_print_expr(c->arena, word) : STR_NONE;
    const char *meant = vocab_find_meant_word(places, text);
    if (!meant && ir_word_find(places, text) < 0)
        return false;
    if (error)
        report_hint(c->report, error, "its settings stand in a block: legend { position: %.*s }", STR_FMT(meant ? str_from(meant) : text));
    return true;
}

void report_operand(Compiler *c, const AstStmt *stmt)
{
    if (!stmt->clauses || stmt->is_damaged)
        return;
    Mark mark;
    StatementId id = keyword_of(stmt, &mark);
    bool is_legend = id == STATEMENT_LEGEND, is_place = is_legend && hint_legend(c, NULL, stmt->clauses);
    if (is_legend && !is_place) {
        REPORT_AT(c, E0210, stmt->clauses->span, "a legend with a name is not built yet");
        return;
    }
    Diagnostic *error = REPORT_AT(c, E0421, stmt->clauses->span, "`%.*s` takes no operand", STR_FMT(stmt->name));
    const char *example = id == STATEMENT_COUNT ? "" : vocab_statement(id)->example;
    if (is_place)
        hint_legend(c, error, stmt->clauses);
    else if (strchr(example, '{'))
        report_hint(c->report, error, "its settings stand in a block: %s", example);
}

const AstExpr *single_run(Compiler *c, const AstStmt *stmt)
{
    if (stmt->is_damaged || !stmt->clauses)
        return NULL;
    const AstClause *clause = stmt->clauses;
    const AstRun *run = clause->runs;
    if (clause->word != CLAUSE_PLAIN || clause->next) {
        const AstClause *odd = clause->word != CLAUSE_PLAIN ? clause : clause->next;
        REPORT_AT(c, E0406, odd->word_span, "`%.*s:` takes one value", STR_FMT(stmt->name));
        return NULL;
    }
    if (run->next || run->name.at) {
        Diagnostic *error = REPORT_AT(c, E0406, run->next ? run->next->span : run->name_span, "`%.*s:` takes one value", STR_FMT(stmt->name));
        if (run->next)
            report_hint(c->report, error, "put a list in brackets: [a, b]");
        else
            report_hint(c->report, error, "compare with `==`");
        return NULL;
    }
    return run->exprs;
}

/* `domain: 0, 3` */
static bool reports_two_ends(Compiler *c, const PropertyRow *row, const AstStmt *stmt)
{
    bool is_range = row->kind == KIND_domain || row->kind == KIND_scale_domain || row->kind == KIND_range;
    const AstRun *lo = stmt->clauses && !stmt->is_damaged && !stmt->clauses->next ? stmt->clauses->runs : NULL, *hi = lo ? lo->next : NULL;
    if (!is_range || !hi || hi->next || lo->name.at || hi->name.at || !lo->exprs || !hi->exprs)
        return false;
    Span span = span_join(lo->span, hi->span);
    Diagnostic *error = REPORT_AT(c, E0415, span, "a range is written with two points, not with a comma");
    fix_range(c, error, span, lo->exprs, hi->exprs);
    return true;
}

bool set_property(Compiler *c, const Target *target, const AstStmt *stmt)
{
    const PropertyRow *row = vocab_find_property(target->owner, stmt->name);
    if (!row)
        return false;
    if (!row->is_built) {
        REPORT_AT(c, E0210, stmt->name_span, "`%s` is not built yet", row->name);
        return true;
    }
    if (reports_two_ends(c, row, stmt))
        return true;
    const AstExpr *run = single_run(c, stmt);
    if (!run || run->kind == AST_ERROR)
        return true;
    IrNode *node = target->node;
    bool is_good = row->kind >= KIND_domain ? read_special(c, target, row, stmt, run)
                                            : read_plain(c, target, row, run, (char *)node + row->type->fields[row->field].offset);
    if (is_good)
        ir_set(c->arena, node, row->field, stmt->span);
    return true;
}

void set_properties(Compiler *c, const Target *target, const AstBody *body, void (*visit)(Compiler *c, const AstStmt *stmt, void *user), void *user)
{
    Map seen = {.arena = c->arena};
    const StatementRow *owner = vocab_statement(target->owner);
    for (const AstStmt *stmt = body ? body->stmts : NULL; stmt; stmt = stmt->next) {
        if (stmt->kind != STMT_PROPERTY) {
            if (visit)
                visit(c, stmt, user);
            else
                report_statement(c, stmt, 0, str_c(c->arena, str_printf(c->arena, "`%s`", owner->keyword)));
            continue;
        }
        MapEntry *entry = map_put(&seen, stmt->name);
        if (entry->value) {
            Diagnostic *error = REPORT_AT(c, E0413, stmt->name_span, "`%.*s` is set twice in this block", STR_FMT(stmt->name));
            report_label(c->report, error, ((const AstStmt *)entry->value)->name_span, "the first time");
            continue;
        }
        entry->value = (void *)(uintptr_t)stmt;
        c->report->at = stmt->name_span;
        if (!set_property(c, target, stmt))
            report_property(c, target, stmt, NULL);
    }
}
