/* complain: all that scanner, layout pass and parser object to, to what is told: the causes, without what follows from them.
 *
 * A statement is told one complaint, of the stage that saw it first. A string that is not closed silences its line; a bracket, or a sign that
 * leaves nothing readable behind it, the rest of its line. A lost brace is told when nothing on its line is, and nothing elsewhere names what
 * took it: a string, a table, a property outside its block, something that begins no statement. */
#include "chart_y.h"

#include <stdarg.h>
#include <stdlib.h>

Diagnostic *complain(ParseContext *context, ReportId id, size_t start, size_t end, const char *format, ...)
{
    Diagnostic *complaint = ARENA_NEW(context->arena, Diagnostic);
    if ((double)context->complaints->n >= limit_most(context->report, LIMIT_COMPLAINTS))
        return complaint;
    va_list args;
    va_start(args, format);
    complaint->message = str_vprintf(context->arena, format, args);
    va_end(args);
    complaint->id = id;
    complaint->severity = report_severity(id);
    complaint->span = context_span(context, start, end);
    complaint->order = (uint32_t)context->complaints->n;
    VEC_PUSH(context->arena, context->complaints, complaint);
    return complaint;
}

/* The stage that objects: what it said wins over later ones. */
static int stage_of(ReportId id)
{
    switch (id) {
    case REPORT_E0104:
        return -1;
    case REPORT_E0120:
    case REPORT_E0121:
        return 1;
    case REPORT_E0130:
    case REPORT_E0131:
    case REPORT_E0132:
    case REPORT_E0133:
    case REPORT_E0134:
    case REPORT_E0135:
    case REPORT_E0136:
    case REPORT_E0137:
    case REPORT_E0138:
    case REPORT_E0139:
        return 2;
    default:
        return 0;
    }
}

/* Behind a brace that stands where none may, what is a block and what is not is a guess. */
static bool silences_rest_of_line(const ParseContext *context, const Diagnostic *complaint)
{
    switch (complaint->id) {
    case REPORT_E0104:
    case REPORT_E0105:
    case REPORT_E0110:
    case REPORT_E0112:
    case REPORT_E0120:
    case REPORT_E0121:
    case REPORT_E0135:
        return true;
    default:
        return complaint->span.end > complaint->span.start &&
               (context->text.at[complaint->span.start] == '{' || context->text.at[complaint->span.start] == '}');
    }
}

static int by_place(const void *a, const void *b)
{
    const Diagnostic *x = *(Diagnostic *const *)a, *y = *(Diagnostic *const *)b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    int order = stage_of(x->id) - stage_of(y->id);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

/* Reads the text once, from the front: where a complaint's line and statement begin. */
typedef struct Walk {
    const ParseContext *context;
    size_t at, line;
    size_t token, statement;
} Walk;

static void walk_to(Walk *walk, size_t offset)
{
    Str text = walk->context->text;
    for (; walk->at < offset; walk->at++)
        if (text.at[walk->at] == '\n' || text.at[walk->at] == '\r')
            walk->line = walk->at + 1;
    const Tokens *flat = &walk->context->flat;
    for (; walk->token < flat->n; walk->token++) {
        const Token *token = &flat->at[walk->token];
        if (token->start > offset || (token->start == offset && !token->is_made))
            break;
        if (token->kind == TOK_END || token->kind == TOK_LBRACE || token->kind == TOK_RBRACE)
            walk->statement = walk->token + 1;
    }
}

/* The line that looks like the head of what the closer at `offset`, the first of its line, ends: the nearest one before it that is indented
 * no deeper, if it is indented alike and ends no block. SPAN_NONE without one. */
static Span find_head(const ParseContext *context, size_t offset)
{
    Str text = context->text;
    size_t line = offset;
    while (line > 0 && (text.at[line - 1] == ' ' || text.at[line - 1] == '\t'))
        line--;
    if (line > 0 && text.at[line - 1] != '\n')
        return SPAN_NONE;
    size_t indent = offset - line;
    while (line > 0) {
        size_t end = line - 1, first;
        for (line = end; line > 0 && text.at[line - 1] != '\n';)
            line--;
        for (first = line; first < end && (text.at[first] == ' ' || text.at[first] == '\t');)
            first++;
        while (end > first && (text.at[end - 1] == ' ' || text.at[end - 1] == '\t' || text.at[end - 1] == '\r'))
            end--;
        if (first == end || first - line > indent)
            continue;
        bool is_head = first - line == indent && text.at[first] != '}' && text.at[first] != '/' && text.at[end - 1] != '}';
        return is_head ? context_span(context, first, end) : SPAN_NONE;
    }
    return SPAN_NONE;
}

/* A `]` or `)` on a line of its own, whose beginning is lost: what stands between is told by it. */
static void silence_lost_list(ParseContext *context, Diagnostic *closer)
{
    Span head = find_head(context, closer->span.start);
    if (!head.source)
        return;
    report_label(context->report, closer, head, "its beginning, without the bracket?");
    VEC_PUSH(context->arena, &context->silences, context_span(context, head.start, closer->span.start));
}

static bool is_silent(const ParseContext *context, size_t offset)
{
    for (size_t i = 0; i < context->silences.n; i++)
        if (context->silences.at[i].start <= offset && offset < context->silences.at[i].end)
            return true;
    return false;
}

static void tell_lost_brace(ParseContext *context, size_t n_before)
{
    const Token *brace = &context->lost_brace;
    bool is_closer = brace->kind == TOK_RBRACE;
    if (is_silent(context, brace->start))
        return;
    size_t line = brace->start, line_end = brace->start;
    while (line > 0 && context->text.at[line - 1] != '\n' && context->text.at[line - 1] != '\r')
        line--;
    while (line_end < context->text.n && context->text.at[line_end] != '\n' && context->text.at[line_end] != '\r')
        line_end++;
    for (size_t i = n_before; i < context->report->list.n; i++) {
        const Diagnostic *told = context->report->list.at[i];
        bool is_here = told->span.start >= line && told->span.start <= line_end;
        bool is_cause = told->id == REPORT_E0104 || told->id == REPORT_E0139 || told->id == REPORT_E0140 ||
                        (is_closer && (told->id == REPORT_E0135 || told->id == REPORT_E0137));
        if (is_here || is_cause)
            return;
    }
    Diagnostic *error = complain(context, is_closer ? REPORT_E0123 : REPORT_E0122, brace->start, brace->end,
                                 is_closer ? "`}` closes nothing" : "`{` is not closed");
    Span head = is_closer ? find_head(context, brace->start) : SPAN_NONE;
    if (head.source)
        report_label(context->report, error, head, "a block's head without its `{`?");
    report_hint(context->report, error, is_closer ? "take it out, or put the `{` that it belongs to" : "put `}` where the block ends");
    report_put(context->report, error);
}

/* Two walks: what an unclosed string silences may stand before it, and a later stage's complaint before the one that it yields to. */
static void choose(ParseContext *context)
{
    Complaints *all = context->complaints;
    size_t *lines = ARENA_ARRAY(context->arena, all->n, size_t);
    size_t *best = ARENA_ARRAY(context->arena, all->n, size_t); /* at a statement's first complaint: the one to tell */
    bool *has_string = ARENA_ARRAY(context->arena, all->n, bool);
    size_t *group = ARENA_ARRAY(context->arena, all->n, size_t), *line_group = ARENA_ARRAY(context->arena, all->n, size_t);
    Walk walk = {.context = context};
    size_t statement = 0;
    for (size_t i = 0; i < all->n; i++) {
        walk_to(&walk, all->at[i]->span.start);
        lines[i] = walk.line;
        line_group[i] = i && lines[i - 1] == walk.line ? line_group[i - 1] : i;
        group[i] = i && statement == walk.statement ? group[i - 1] : i;
        statement = walk.statement;
        has_string[line_group[i]] |= all->at[i]->id == REPORT_E0104;
        if (group[i] == i)
            best[i] = i;
        else if (stage_of(all->at[i]->id) < stage_of(all->at[best[group[i]]]->id))
            best[group[i]] = i;
    }
    size_t silent_line = SIZE_MAX, string_line = SIZE_MAX;
    for (size_t i = 0; i < all->n; i++) {
        ReportId id = all->at[i]->id;
        bool is_string = id == REPORT_E0104 && string_line != line_group[i];
        bool is_silenced = !is_string && (silent_line == line_group[i] || has_string[line_group[i]]);
        if (is_silenced || best[group[i]] != i)
            continue;
        if (is_string)
            string_line = line_group[i];
        if (context->has_brace_error || silences_rest_of_line(context, all->at[i]))
            silent_line = line_group[i];
        report_put(context->report, all->at[i]);
    }
}

void complain_settle(ParseContext *context)
{
    size_t n_before = context->report->list.n;
    Complaints *all = context->complaints;
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i]->id == REPORT_E0121)
            silence_lost_list(context, all->at[i]);
    for (size_t i = 0; i < all->n; i++)
        if (!is_silent(context, all->at[i]->span.start))
            all->at[n++] = all->at[i];
    all->n = n;
    if (all->n > 1)
        qsort(all->at, all->n, sizeof *all->at, by_place);
    if (all->n)
        choose(context);
    if (context->has_lost_brace)
        tell_lost_brace(context, n_before);
}
