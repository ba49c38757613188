/* unknown: what is said of statements and properties that the vocabulary has not, or not there. */
#include "compiler.h"

#include "../runtime/suggest.h"

#include <string.h>

/* The word that `title: "..."` or `width: 1.2pt; height: 1pt` sets first, STR_NONE when it is no property. */
static Str first_word(const char *here)
{
    const char *colon = strchr(here, ':'), *other = strpbrk(here, " {(,");
    return colon && (!other || other > colon) ? str_slice(here, (size_t)(colon - here)) : STR_NONE;
}

typedef enum Form { FORM_OTHER, FORM_WORDS, FORM_NUMBER, FORM_TRUTH, FORM_LIST, FORM_ENDS, FORM_CALL } Form;

/* How the value of an example looks: `width: 1.2pt` a number. */
static Form form_of_text(const char *value)
{
    bool is_truth = strncmp(value, "true", 4) == 0 || strncmp(value, "false", 5) == 0;
    return is_truth                               ? FORM_TRUTH
           : strstr(value, "..") && *value != '"' ? FORM_ENDS
           : *value == '['                        ? FORM_LIST
           : strchr(value, '(')                   ? FORM_CALL
           : str_is_digit(*value)                 ? FORM_NUMBER
                                                  : FORM_WORDS;
}

static Form form_of(const AstExpr *value)
{
    switch (value ? value->kind : AST_ERROR) {
    case AST_NAME:
    case AST_QNAME:
    case AST_STRING:
    case AST_COLOUR:
        return FORM_WORDS;
    case AST_CALL:
        return FORM_CALL;
    case AST_NUMBER:
        return FORM_NUMBER;
    case AST_BOOL:
        return FORM_TRUTH;
    case AST_LIST:
        return FORM_LIST;
    case AST_RANGE:
        return FORM_ENDS;
    default:
        return FORM_OTHER;
    }
}

/* What `name` means here: an edit where it is one property under another name, whose value may stay as it is. */
static void hint_meant(Compiler *c, Diagnostic *error, StatementId owner, const AstStmt *stmt, const char *here, Str message)
{
    Str word = first_word(here);
    const PropertyRow *row = word.at && !strchr(here, ';') && owner != STATEMENT_COUNT ? vocab_find_property(owner, word) : NULL;
    bool is_channel = word.at && owner == STATEMENT_MARK && ir_word_find(&IR_WORDS_ChannelId, word) >= 0;
    const AstExpr *value = stmt->clauses && stmt->clauses->runs ? stmt->clauses->runs->exprs : NULL;
    bool is_same = (is_channel || row) && form_of(value) == form_of_text(here + word.n + 2);
    if (is_same && stmt->kind == STMT_PROPERTY)
        report_fix(c->report, error, stmt->name_span, word, "%.*s", STR_FMT(message));
    else
        report_hint(c->report, error, "%.*s", STR_FMT(message));
}

/* The word, or what stands behind its last point: plt.xlabel, ax.set_title. */
static const ForeignRow *find_foreign(Str word)
{
    const ForeignRow *row = vocab_find_foreign(word);
    for (size_t i = word.n; !row && i-- > 0;)
        if (word.at[i] == '.')
            return vocab_find_foreign(str_slice(word.at + i + 1, word.n - i - 1));
    return row;
}

/* `set xlabel "Time"` is about xlabel. */
static const ForeignRow *foreign_statement(const AstStmt *stmt)
{
    const ForeignRow *row = find_foreign(stmt->name), *inner = NULL;
    const AstRun *run = row && stmt->clauses ? stmt->clauses->runs : NULL;
    if (run && run->exprs && run->exprs->kind == AST_NAME)
        inner = vocab_find_foreign(run->exprs->name);
    return inner ? inner : row;
}

static Str foreign_message(Compiler *c, const ForeignRow *foreign)
{
    return str_printf(c->arena, "%s's `%s` is `%s` here", foreign->tool, foreign->word, foreign->here);
}

/* What stood in the operands or the value of a word that does not exist is in no language of ours: nothing is said of it. */
static void take_back(Compiler *c, const AstStmt *stmt)
{
    Span span = stmt->span;
    if (stmt->body && stmt->kind == STMT_STATEMENT)
        span.end = stmt->body->span.start;
    while (span.start > 0 && source_get(c->report->sources, span.source)->text.at[span.start - 1] == '\\') /* TeX's */
        span.start--;
    if (stmt->is_damaged) { /* what could not be read ends with its line, at the latest */
        Str text = source_get(c->report->sources, span.source)->text;
        span.end = span.end > span.start ? span.end : span.start;
        while (span.end < text.n && text.at[span.end] != '\n' && text.at[span.end] != '{' && text.at[span.end] != ';')
            span.end++;
    }
    report_retract(c->report, span, REPORT_E0105, REPORT_E0112);
    report_retract(c->report, span, REPORT_E0120, REPORT_E0121);
    report_retract(c->report, span, REPORT_E0130, REPORT_E0138);
}

/* "`columns` belongs to `facet`, `legend` or `grid`: facet task { columns: 2 }". */
static bool hint_owners(Compiler *c, Diagnostic *error, Str name)
{
    Str owners[STATEMENT_COUNT];
    size_t n = 0;
    const PropertyRow *first = NULL;
    for (size_t i = 0; vocab_property(i); i++)
        if (str_is(name, vocab_property(i)->name)) {
            StatementId owner = vocab_property(i)->owner;
            owners[n++] = owner == STATEMENT_MARK ? STR("bar") : str_from(vocab_statement(owner)->keyword);
            first = first ? first : vocab_property(i);
            if (owner == STATEMENT_MARK) {
                report_hint(c->report, error, "`%.*s` belongs to layers, as bar or line", STR_FMT(name));
                return true;
            }
        }
    if (!n)
        return false;
    const char *example = vocab_statement(first->owner)->example, *brace = strchr(example, '{');
    Str list = suggest_list(c->arena, owners, n, STATEMENT_COUNT);
    if (brace)
        report_hint(c->report, error, "`%.*s` belongs to %.*s: %.*s { %s }", STR_FMT(name), STR_FMT(list), (int)(brace - example - 1), example,
                    first->example);
    else
        report_hint(c->report, error, "`%.*s` belongs to %.*s", STR_FMT(name), STR_FMT(list));
    return true;
}

/* `filter: a > 0` where a filter may stand, `data: "a.csv"` at the top: true after the hint. */
static bool hint_no_colon(Compiler *c, Diagnostic *error, StatementId owner, const AstStmt *stmt)
{
    Mark mark;
    int places = owner == STATEMENT_COUNT ? PLACE_F | PLACE_C : owner == STATEMENT_DATA ? PLACE_D : owner == STATEMENT_MARK ? PLACE_L : 0;
    StatementId id = vocab_find_statement(stmt->name, &mark);
    bool is_step = places & (PLACE_D | PLACE_L) && ir_word_find(&IR_WORDS_StepKind, stmt->name) >= 0;
    bool is_here = is_step || (id != STATEMENT_COUNT && vocab_statement(id)->places & places);
    if (!is_here && owner != STATEMENT_COUNT)
        return false;
    if (!is_step && (id == STATEMENT_COUNT || !*vocab_statement(id)->example))
        return false;
    bool takes_operand = is_step || *vocab_statement(id)->operand;
    if (takes_operand && stmt->clauses && id != STATEMENT_MARK) {
        Str text = source_get(c->report->sources, stmt->span.source)->text;
        Span sign = {stmt->span.source, stmt->name_span.end, stmt->clauses->span.start};
        report_retract(c->report, stmt->span, REPORT_E0133, REPORT_E0133); /* `data = "a.csv"`: the sign goes altogether */
        const AstExpr *value = stmt->clauses->runs ? stmt->clauses->runs->exprs : NULL;
        bool is_source = value && (value->kind == AST_STRING || value->kind == AST_NAME);
        bool is_plain = sign.end > sign.start && sign.end <= text.n && (is_step || id != STATEMENT_DATA || is_source);
        if (is_plain) {
            report_fix(c->report, error, sign, STR(" "), "`%.*s` is a statement: it has no colon", STR_FMT(stmt->name));
            return true;
        }
    }
    if (id == STATEMENT_LEGEND && hint_legend(c, error, stmt->clauses))
        return true;
    if (id != STATEMENT_COUNT && *vocab_statement(id)->example)
        report_hint(c->report, error, "`%.*s` is a statement: %s", STR_FMT(stmt->name), vocab_statement(id)->example);
    else
        report_hint(c->report, error, "`%.*s` is a statement: it has no colon", STR_FMT(stmt->name));
    return true;
}

void report_property(Compiler *c, const Target *target, const AstStmt *stmt, const char *where)
{
    take_back(c, stmt);
    StatementId owner = target ? target->owner : STATEMENT_COUNT;
    const Str *names;
    size_t n = owner == STATEMENT_MARK ? vocab_layer_words(c->arena, ((const IrLayer *)target->node)->mark, &names)
                                       : vocab_properties(c->arena, owner, &names);
    const char *whose = where ? where : target->name ? target->name : vocab_statement(owner)->keyword, *quote = where ? "" : "`";
    Diagnostic *error = REPORT_AT(c, E0202, stmt->name_span, "%s%s%s has no property `%.*s`", quote, whose, quote, STR_FMT(stmt->name));
    const char *meant = vocab_find_meant(owner, stmt->name);
    if (meant) {
        hint_meant(c, error, owner, stmt, meant, str_printf(c->arena, "write %s", meant));
        return;
    }
    if (hint_no_colon(c, error, owner, stmt))
        return;
    const ForeignRow *foreign = find_foreign(stmt->name);
    if (foreign) {
        hint_meant(c, error, owner, stmt, foreign->here, foreign_message(c, foreign));
        return;
    }
    if (report_near(c->report, error, stmt->name_span, suggest_name(stmt->name, names, n)) || hint_owners(c, error, stmt->name))
        return;
    Mark mark;
    if (ir_word_find(&IR_WORDS_ChannelId, stmt->name) >= 0)
        report_hint(c->report, error, "`%.*s` is a channel of layers, as bar or line", STR_FMT(stmt->name));
    else if (vocab_find_statement(stmt->name, &mark) != STATEMENT_COUNT)
        report_hint(c->report, error, "`%.*s` is a statement: it has no colon", STR_FMT(stmt->name));
    else if (n)
        report_hint(c->report, error, "it has %.*s", STR_FMT(suggest_list(c->arena, names, n, 40)));
}

/* A word of the language in a place where it does not belong. */
static void report_misplaced(Compiler *c, const AstStmt *stmt, int places, const char *where, StatementId id, bool is_step)
{
    Diagnostic *error = REPORT_AT(c, E0204, stmt->name_span, "`%.*s` cannot stand in %s", STR_FMT(stmt->name), where);
    if (is_step && (places & (PLACE_F | PLACE_C))) /* what it would have made is looked for in vain */
        for (size_t i = 0; i < c->scopes.n; i++)
            c->scopes.at[i]->is_broken = true;
    if (is_step)
        report_hint(c->report, error, "steps stand in a `data` block or in a layer");
    else if (id == STATEMENT_ROW && (places & PLACE_D))
        report_hint(c->report, error, "a table is written `rows { ... }`");
    else if (vocab_statement(id)->places & PLACE_F)
        report_hint(c->report, error, "it stands at the top of the file");
    if (id == STATEMENT_MARK && (places & PLACE_V))
        report_hint(c->report, error, "put it into a chart: chart { %.*s { ... } }", STR_FMT(stmt->name));
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
        else if (!c->has_brace_error)
            report_misplaced(c, stmt, places, where, id, is_step);
        return;
    }
    take_back(c, stmt);
    Diagnostic *error = REPORT_AT(c, E0201, stmt->name_span, "there is no statement `%.*s`", STR_FMT(stmt->name));
    const ForeignRow *foreign = foreign_statement(stmt);
    if (foreign) {
        report_hint(c->report, error, "%.*s", STR_FMT(foreign_message(c, foreign)));
        return;
    }
    const Str *names;
    size_t n = vocab_keywords(c->arena, places, &names);
    Str near = suggest_name(stmt->name, names, n);
    for (size_t i = 0; i < n && !near.at; i++) /* plt.bar */
        if (str_ends(stmt->name, str_printf(c->arena, ".%.*s", STR_FMT(names[i]))))
            near = names[i];
    bool is_channel = ir_word_find(&IR_WORDS_ChannelId, stmt->name) >= 0, is_property = is_channel;
    for (size_t i = 0; vocab_property(i) && !is_property; i++)
        is_property = str_is(stmt->name, vocab_property(i)->name);
    bool is_of_blocks = is_property && !is_channel && (places & (PLACE_F | PLACE_C | PLACE_V));
    Span behind = {stmt->span.source, stmt->name_span.end, stmt->name_span.end};
    if (report_near(c->report, error, stmt->name_span, near) || (is_of_blocks && hint_owners(c, error, stmt->name)))
        return;
    if (is_property && stmt->clauses)
        report_fix(c->report, error, behind, STR(":"), "a property has a colon: `%.*s: ...`", STR_FMT(stmt->name));
    else if (is_property)
        report_hint(c->report, error, "a property has a colon: `%.*s: ...`", STR_FMT(stmt->name));
    else
        report_hint(c->report, error, "%s takes %.*s", where, STR_FMT(suggest_list(c->arena, names, n, 40)));
}
