/* property: statements and properties by their rows of the vocabulary; and what is said of words that have none. */
#include "compiler.h"
#include "preset.h"
#include "suggest.h"

#include <math.h>
#include <string.h>

/* --- unknown words ------------------------------------------------------------------------------------------------ */

static bool report_foreign(Compiler *c, Str word, Span span, ReportId id, const char *what)
{
    const ForeignRow *foreign = vocab_find_foreign(word);
    if (!foreign)
        return false;
    Diagnostic *error = report_add(c->report, id, span, "there is no %s `%.*s`", what, STR_FMT(word));
    report_hint(c->report, error, "%s's `%s` is `%s` here", foreign->tool, foreign->word, foreign->here);
    return true;
}

/* "`columns` belongs to `facet`, `legend` or `grid`". */
static bool hint_owners(Compiler *c, Diagnostic *error, Str name)
{
    Str owners[STATEMENT_COUNT];
    size_t n = 0;
    for (size_t i = 0; vocab_property(i); i++)
        if (str_is(name, vocab_property(i)->name)) {
            StatementId owner = vocab_property(i)->owner;
            owners[n++] = owner == STATEMENT_MARK ? STR("bar") : str_from(vocab_statement(owner)->keyword);
            if (owner == STATEMENT_MARK) {
                report_hint(c->report, error, "`%.*s` belongs to layers, as bar or line", STR_FMT(name));
                return true;
            }
        }
    if (n)
        report_hint(c->report, error, "`%.*s` belongs to %.*s", STR_FMT(name), STR_FMT(suggest_list(c->arena, owners, n, STATEMENT_COUNT)));
    return n > 0;
}

void report_property(Compiler *c, StatementId owner, const AstStmt *stmt, const char *owner_name)
{
    const Str *names;
    size_t n = vocab_properties(c->arena, owner, &names);
    const char *meant = vocab_find_meant(owner, stmt->name);
    Str near = meant ? STR_NONE : suggest_name(stmt->name, names, n);
    Mark mark;
    if (!near.at && !meant && report_foreign(c, stmt->name, stmt->name_span, REPORT_E0202, "property"))
        return;
    Diagnostic *error = REPORT_AT(c, E0202, stmt->name_span, "%s has no property `%.*s`", owner_name, STR_FMT(stmt->name));
    if (near.at) {
        report_fix(c->report, error, stmt->name_span, near, "did you mean `%.*s`?", STR_FMT(near));
        return;
    }
    if (meant) {
        report_hint(c->report, error, "write %s", meant);
        return;
    }
    StatementId statement = vocab_find_statement(stmt->name, &mark);
    if (owner == STATEMENT_COUNT && statement != STATEMENT_COUNT && *vocab_statement(statement)->example) {
        report_hint(c->report, error, "`%.*s` is a statement: %s", STR_FMT(stmt->name), vocab_statement(statement)->example);
        return;
    }
    if (hint_owners(c, error, stmt->name))
        return;
    if (ir_word_find(&IR_WORDS_ChannelId, stmt->name) >= 0)
        report_hint(c->report, error, "`%.*s` is a channel of layers, as bar or line", STR_FMT(stmt->name));
    else if (vocab_find_statement(stmt->name, &mark) != STATEMENT_COUNT)
        report_hint(c->report, error, "`%.*s` is a statement: it has no colon", STR_FMT(stmt->name));
    else if (n)
        report_hint(c->report, error, "it has %.*s", STR_FMT(suggest_list(c->arena, names, n, 30)));
}

void report_statement(Compiler *c, const AstStmt *stmt, int places, const char *where)
{
    if (stmt->is_damaged && !stmt->name.n)
        return;
    Mark mark = MARK_BAR;
    StatementId id = vocab_find_statement(stmt->name, &mark);
    int step = ir_word_find(&IR_WORDS_StepKind, stmt->name);
    bool is_step = step >= 0;
    if (id != STATEMENT_COUNT || is_step) {
        bool is_built = is_step                ? IR_WORDS_StepKind.words[step].is_built
                        : id == STATEMENT_MARK ? IR_WORDS_Mark.words[mark].is_built
                                               : vocab_statement(id)->is_built;
        if (!is_built)
            REPORT_AT(c, E0210, stmt->name_span, "`%.*s` is not built yet", STR_FMT(stmt->name));
        else if (!c->has_brace_error) {
            Diagnostic *error = REPORT_AT(c, E0204, stmt->name_span, "`%.*s` cannot stand in %s", STR_FMT(stmt->name), where);
            if (is_step)
                report_hint(c->report, error, "steps stand in a `data` block or in a layer");
            else if (id == STATEMENT_ROW && (places & PLACE_D))
                report_hint(c->report, error, "a table is written `rows { ... }`");
            else if (vocab_statement(id)->places & PLACE_F)
                report_hint(c->report, error, "it stands at the top of the file");
            if (id == STATEMENT_MARK && (places & PLACE_V))
                report_hint(c->report, error, "put it into a chart: chart { %.*s { ... } }", STR_FMT(stmt->name));
        }
        return;
    }
    const Str *names;
    size_t n = vocab_keywords(c->arena, places, &names);
    Str near = suggest_name(stmt->name, names, n);
    if (report_foreign(c, stmt->name, stmt->name_span, REPORT_E0201, "statement"))
        return;
    Diagnostic *error = REPORT_AT(c, E0201, stmt->name_span, "there is no statement `%.*s`", STR_FMT(stmt->name));
    bool is_property = false;
    for (size_t i = 0; vocab_property(i) && !is_property; i++)
        is_property = str_is(stmt->name, vocab_property(i)->name);
    if (near.at)
        report_fix(c->report, error, stmt->name_span, near, "did you mean `%.*s`?", STR_FMT(near));
    else if (is_property || ir_word_find(&IR_WORDS_ChannelId, stmt->name) >= 0)
        report_hint(c->report, error, "a property has a colon: `%.*s: ...`", STR_FMT(stmt->name));
    else
        report_hint(c->report, error, "%s takes %.*s", where, STR_FMT(suggest_list(c->arena, names, n, 40)));
}

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

void report_operand(Compiler *c, const AstStmt *stmt)
{
    if (!stmt->clauses || stmt->is_damaged)
        return;
    Mark mark;
    if (keyword_of(stmt, &mark) == STATEMENT_LEGEND)
        REPORT_AT(c, E0210, stmt->clauses->span, "a legend with a name is not built yet");
    else
        REPORT_AT(c, E0421, stmt->clauses->span, "`%.*s` takes no operand", STR_FMT(stmt->name));
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

bool set_property(Compiler *c, const Target *target, const AstStmt *stmt)
{
    const PropertyRow *row = vocab_find_property(target->owner, stmt->name);
    if (!row)
        return false;
    if (!row->is_built) {
        REPORT_AT(c, E0210, stmt->name_span, "`%s` is not built yet", row->name);
        return true;
    }
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
            report_property(c, target->owner, stmt, str_c(c->arena, str_printf(c->arena, "`%s`", target->name ? target->name : owner->keyword)));
    }
}
