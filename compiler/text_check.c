/* text_check: strings of the spec as texts: templates, and math between `$`. */
#include "compiler.h"

#include "../runtime/math_parse.h"
#include "../runtime/suggest.h"

bool plain_string(Compiler *c, const AstExpr *ast, Str *out)
{
    Buf text = {.arena = c->arena};
    for (const AstPart *part = ast->parts; part; part = part->next) {
        if (part->kind == PART_EXPR) {
            REPORT_AT(c, E0403, part->span, "a template in a text that takes none");
            return false;
        }
        buf_add(&text, part->kind == PART_TEXT ? part->text : STR("$"));
    }
    *out = text.n ? buf_str(&text) : STR("");
    return true;
}

/* --- math --------------------------------------------------------------------------------------------------------- */

/* A text that grows: its pieces, and the formula that is open. */
typedef struct TextBuild {
    Compiler *c;
    VEC(Expr *) pieces;
    Buf plain; /* the literal piece that is growing */
    bool has_failed, in_math;
    Buf math;           /* the formula as the parser reads it; a template is an empty value */
    VEC(size_t) places; /* where in the source each of its bytes comes from */
    uint32_t source;
} TextBuild;

static void add_math(TextBuild *t, Str bytes, size_t place)
{
    buf_add(&t->math, bytes);
    for (size_t i = 0; i < bytes.n; i++)
        VEC_PUSH(t->c->arena, &t->places, place);
}

/* A text part within math: its bytes are the source's, but for `\"`, which has lost its backslash. */
static void add_math_text(TextBuild *t, const AstPart *part)
{
    const Source *source = source_get(t->c->report->sources, part->span.source);
    size_t at = part->span.start;
    for (size_t i = 0; i < part->text.n; i++, at++) {
        if (part->text.at[i] == '"' && source && at < source->text.n && source->text.at[at] == '\\')
            at++;
        add_math(t, str_slice(part->text.at + i, 1), at);
    }
}

static Span math_span(const TextBuild *t, size_t start, size_t end)
{
    size_t from = t->places.at[start], last = end > start ? t->places.at[end - 1] + 1 : from + 1;
    return (Span){t->source, from, last};
}

static void report_unknown(TextBuild *t, Span span, const MathError *error)
{
    Compiler *c = t->c;
    Diagnostic *told = REPORT_AT(c, E0115, span, "%s", error->message);
    size_t n;
    const Str *names = math_names(c->arena, &n);
    Str name = str_slice(t->math.at + error->start + 1, error->end - error->start - 1), near = suggest_name(name, names, n);
    if (near.at)
        report_fix(c->report, told, span, str_printf(c->arena, "\\%.*s", STR_FMT(near)), "did you mean `\\%.*s`?", STR_FMT(near));
    else
        report_hint(c->report, told, "commands are those of docs/reference.md, Mathematics; a name is written \\mathrm{%.*s}", STR_FMT(name));
}

static void report_math(TextBuild *t, const MathError *error)
{
    Compiler *c = t->c;
    Span span = math_span(t, error->start, error->end);
    Diagnostic *told;
    switch (error->kind) {
    case MATH_UNKNOWN:
        report_unknown(t, span, error);
        return;
    case MATH_UNBALANCED:
        told = REPORT_AT(c, E0116, span, "%s", error->message);
        if (t->math.at[error->start] == '{' || t->math.at[error->start] == '}')
            report_hint(c->report, told, "braces group; one to be seen is written \\{ or \\}");
        return;
    case MATH_LACKS_ARGUMENT:
        REPORT_AT(c, E0117, span, "%s", error->message);
        return;
    case MATH_TWO_SCRIPTS:
        told = REPORT_AT(c, E0118, span, "%s", error->message);
        report_label(c->report, told, math_span(t, error->first_start, error->first_end), "the first");
        report_hint(c->report, told, "write both in one pair of braces: x^{ab}");
        return;
    case MATH_TOO_DEEP:
        limit_hint(c->report, REPORT_AT(c, E1002, span, "%s", error->message), LIMIT_FORMULA);
        return;
    }
}

static void open_math(TextBuild *t, const AstPart *part)
{
    buf_adds(&t->plain, MATH_BEGIN);
    t->in_math = true;
    t->math.n = t->places.n = 0;
    t->source = part->span.source;
}

static void close_math(TextBuild *t, size_t place)
{
    buf_adds(&t->plain, MATH_END);
    t->in_math = false;
    VEC_PUSH(t->c->arena, &t->places, place);
    MathError *errors;
    math_parse(t->c->arena, str_copy(t->c->arena, buf_str(&t->math)), &errors);
    t->has_failed |= errors != NULL;
    for (const MathError *error = errors; error; error = error->next)
        report_math(t, error);
}

/* --- texts -------------------------------------------------------------------------------------------------------- */

static void end_plain(TextBuild *t, Span span)
{
    if (t->plain.n)
        VEC_PUSH(t->c->arena, &t->pieces, expr_text(t->c->arena, str_copy(t->c->arena, buf_str(&t->plain)), span));
    t->plain.n = 0;
}

/* What a template brings in is a value: no math is read in it. */
static Expr *check_template(Compiler *c, const ExprPlace *place, const AstPart *part)
{
    ExprPlace inner = *place;
    inner.takes_values = true;
    Expr *value = check_expr(c, &inner, part->expr);
    if (!value || !check_format(c, part->format_span, part->format, value->type, false))
        return NULL;
    Expr *args[] = {value, part->format.n ? expr_text(c->arena, part->format, part->format_span) : NULL};
    return value->type == TYPE_TEXT ? value : expr_call(c->arena, FUNCTION_FORMAT, args, part->format.n ? 2 : 1, part->span);
}

static void add_template(TextBuild *t, const ExprPlace *place, const AstPart *part, Span span)
{
    Expr *expr = check_template(t->c, place, part);
    t->has_failed |= !expr;
    if (t->in_math) {
        buf_adds(&t->plain, MATH_VALUE_BEGIN);
        add_math(t, STR(MATH_VALUE_BEGIN), part->span.start);
        add_math(t, STR(MATH_VALUE_END), part->span.end - 1);
    }
    end_plain(t, span);
    VEC_PUSH(t->c->arena, &t->pieces, expr);
    if (t->in_math)
        buf_adds(&t->plain, MATH_VALUE_END);
}

static void add_part(TextBuild *t, const ExprPlace *place, const AstPart *part, Span span)
{
    switch (part->kind) {
    case PART_TEXT:
        buf_add(&t->plain, part->text);
        if (t->in_math)
            add_math_text(t, part);
        return;
    case PART_EXPR:
        add_template(t, place, part, span);
        return;
    case PART_MATH_OPEN:
    case PART_MATH_CLOSE:
        if (place->takes_values)
            buf_addc(&t->plain, '$');
        else if (part->kind == PART_MATH_OPEN)
            open_math(t, part);
        else
            close_math(t, part->span.start);
        return;
    }
}

Expr *check_text(Compiler *c, const ExprPlace *place, const AstExpr *ast)
{
    ast = resolve_binding(c, ast);
    if (ast->kind != AST_STRING)
        return check_typed(c, place, ast, TYPE_TEXT);
    TextBuild t = {.c = c, .plain = {.arena = c->arena}, .math = {.arena = c->arena}};
    for (const AstPart *part = ast->parts; part; part = part->next)
        add_part(&t, place, part, part->span);
    if (t.in_math) /* told by the grammar to be open */
        close_math(&t, ast->span.end - 1);
    end_plain(&t, ast->span);
    if (t.has_failed)
        return NULL;
    if (t.pieces.n == 0)
        return expr_text(c->arena, STR(""), ast->span);
    return t.pieces.n == 1 ? t.pieces.at[0] : expr_call(c->arena, FUNCTION_JOIN_TEXT, t.pieces.at, t.pieces.n, ast->span);
}

bool check_label(Compiler *c, const AstExpr *ast, Str *out)
{
    static const ExprPlace NOWHERE = {NULL, AGGREGATES_NO, "a label", false};
    for (const AstPart *part = ast->parts; part; part = part->next)
        if (part->kind == PART_EXPR)
            return plain_string(c, ast, out);
    Expr *text = check_text(c, &NOWHERE, ast);
    *out = text ? text->value.text : STR("");
    return text != NULL;
}
