/* ir_parse: the text of an IR back into its nodes; see ir_text. */
#include "ir.h"

#include "calendar.h"
#include "limit.h"
#include "num.h"
#include "quoted.h"

#include <math.h>
#include <string.h>

typedef struct Reader {
    Arena *arena;
    Report *report;
    const Source *source;
    Str text;
    size_t at;
    int depth;
    bool has_failed; /* one error a file: what follows a wrong token means nothing */
} Reader;

static Span span_from(const Reader *r, size_t start)
{
    return (Span){r->source->id, start, r->at};
}

static void fail(Reader *r, size_t start, const char *expected)
{
    if (r->has_failed)
        return;
    r->has_failed = true;
    if (r->at <= start && start < r->text.n) {
        r->at = start;
        utf8_next(r->text, &r->at);
    }
    Str found = source_text(r->report->sources, span_from(r, start));
    bool at_end = found.n == 0;
    bool at_line_end = !at_end && found.at[0] == '\n';
    Str what = at_end ? STR("the end of the file") : at_line_end ? STR("the end of the line") : found;
    const char *quote = at_end || at_line_end ? "" : "`";
    report_add(r->report, REPORT_E0821, span_from(r, start), "expected %s, found %s%.*s%s", expected, quote, STR_FMT(what), quote);
}

/* One level deeper: guards the C stack against a hostile file. */
static void go_deeper(Reader *r, size_t start)
{
    Span span = {r->source->id, start, start + 1};
    if (!r->has_failed && !limit_keeps(r->report, LIMIT_NODES, span, ++r->depth, "nodes or values stand inside each other too deep"))
        r->has_failed = true;
}

static void skip_blanks(Reader *r)
{
    while (r->at < r->text.n && (r->text.at[r->at] == ' ' || r->text.at[r->at] == '\t' || r->text.at[r->at] == '\r'))
        r->at++;
}

static void skip_lines(Reader *r)
{
    skip_blanks(r);
    while (r->at < r->text.n && r->text.at[r->at] == '\n') {
        r->at++;
        skip_blanks(r);
    }
}

static bool accept(Reader *r, char c)
{
    skip_blanks(r);
    if (r->has_failed || r->at >= r->text.n || r->text.at[r->at] != c)
        return false;
    r->at++;
    return true;
}

static void expect(Reader *r, char c, const char *what)
{
    size_t start = (skip_blanks(r), r->at);
    if (!accept(r, c))
        fail(r, start, what);
}

/* A run of anything but blanks, brackets and quotes. */
static Str read_word(Reader *r)
{
    skip_blanks(r);
    size_t start = r->at;
    while (r->at < r->text.n && !strchr(" \t\r\n()[]{}\"", r->text.at[r->at]))
        r->at++;
    return str_slice(r->text.at + start, r->at - start);
}

static Str read_text(Reader *r)
{
    Str text = STR_NONE;
    skip_blanks(r);
    size_t from = r->at;
    bool is_quote = !r->has_failed && from < r->text.n && r->text.at[from] == '"';
    const char *expected = is_quote ? quoted_read(r->arena, r->text, true, &r->at, &from, &text) : "a text in double quotes";
    if (expected)
        fail(r, from, expected);
    return text;
}

static int read_int(Reader *r, const char *what)
{
    skip_blanks(r);
    size_t start = r->at;
    double number;
    if (!num_parse(read_word(r), &number) || number != floor(number) || fabs(number) > 1e9) {
        fail(r, start, what);
        return 0;
    }
    return (int)number;
}

static double read_number(Reader *r, const char *what)
{
    skip_blanks(r);
    size_t start = r->at;
    double number = 0;
    if (!num_parse(read_word(r), &number))
        fail(r, start, what);
    return number;
}

static Expr *read_expr(Reader *r);

static ValueType read_type(Reader *r)
{
    skip_blanks(r);
    size_t start = r->at;
    ValueType type = TYPE_NUMBER;
    if (!type_find(&type, read_word(r)))
        fail(r, start, "a type: number, text, boolean, date, colour or duration");
    return type;
}

static Expr *read_call(Reader *r, size_t start)
{
    Str name = read_word(r);
    if (str_is(name, "missing") || str_is(name, "duration")) {
        size_t before = r->at;
        bool is_call = (skip_blanks(r), r->at < r->text.n && strchr("(%\"", r->text.at[r->at]) != NULL);
        r->at = before;
        if (!is_call) {
            Value value = {.type = TYPE_DURATION};
            if (str_is(name, "missing")) {
                value.type = read_type(r);
                value.is_missing = true;
            } else {
                value.months = read_int(r, "a number of months");
                value.number = read_number(r, "a number of seconds");
            }
            expect(r, ')', "`)`");
            return expr_literal(r->arena, value, span_from(r, start));
        }
    }
    FunctionId function = function_find(name);
    if (function == FUNCTION_COUNT_OF) {
        fail(r, start, "an operator or a function behind `(`");
        return NULL;
    }
    VEC(Expr *) args = {0};
    VEC(ValueType) types = {0};
    while (!r->has_failed && !accept(r, ')')) {
        Expr *arg = read_expr(r);
        if (!arg) {
            fail(r, start, "a value");
            return NULL;
        }
        VEC_PUSH(r->arena, &args, arg);
        VEC_PUSH(r->arena, &types, arg->type);
    }
    ValueType result;
    size_t bad_argument;
    if (!r->has_failed && !function_type(function, types.at, types.n, &result, &bad_argument))
        fail(r, start, "a call whose arguments have the types that it takes");
    return r->has_failed ? NULL : expr_call(r->arena, function, args.at, args.n, span_from(r, start));
}

static Expr *read_atom(Reader *r, size_t start)
{
    Str word = read_word(r);
    Value value = {.type = TYPE_NUMBER};
    Colour colour;
    if (str_is(word, "none"))
        return NULL;
    if (str_is(word, "true") || str_is(word, "false")) {
        value.type = TYPE_BOOL;
        value.number = str_is(word, "true");
    } else if (quoted_colour(word, &colour)) {
        value.type = TYPE_COLOUR;
        value.number = colour;
    } else if (!num_parse(word, &value.number)) {
        value.type = TYPE_TIME;
        if (!calendar_parse(word, &value.number)) {
            fail(r, start, "a value");
            return NULL;
        }
    }
    return expr_literal(r->arena, value, span_from(r, start));
}

/* NULL for `none`, and after an error. */
static Expr *read_expr(Reader *r)
{
    skip_blanks(r);
    size_t start = r->at;
    char c = r->at < r->text.n ? r->text.at[r->at] : 0;
    go_deeper(r, start);
    Expr *expr = NULL;
    if (r->has_failed) {
        r->depth--;
        return NULL;
    }
    if (c == '(') {
        r->at++;
        expr = read_call(r, start);
    } else if (c == '"') {
        Str text = read_text(r);
        expr = expr_text(r->arena, text, span_from(r, start));
    } else if (c == '%') {
        r->at++;
        Str column = read_text(r);
        expect(r, ':', "`:` and the column's type");
        ValueType type = read_type(r);
        expr = expr_column(r->arena, column, type, span_from(r, start));
    } else {
        expr = read_atom(r, start);
    }
    r->depth--;
    return r->has_failed ? NULL : expr;
}

static void read_list(Reader *r, const IrField *field, void *at)
{
    expect(r, '[', "`[`");
    while (!r->has_failed && !accept(r, ']')) {
        size_t start = (skip_blanks(r), r->at);
        if (field->kind == IR_TEXTS) {
            IrTexts *list = at;
            list->at = arena_grow(r->arena, list->at, list->n * sizeof(Str), (list->n + 1) * sizeof(Str));
            list->at[list->n++] = accept(r, '-') ? STR_NONE : read_text(r);
        } else if (field->kind == IR_NUMBERS) {
            IrNumbers *list = at;
            list->at = arena_grow(r->arena, list->at, list->n * sizeof(double), (list->n + 1) * sizeof(double));
            list->at[list->n++] = read_number(r, "a number");
        } else if (field->kind == IR_COLOURS) {
            IrColours *list = at;
            list->at = arena_grow(r->arena, list->at, list->n * sizeof(Colour), (list->n + 1) * sizeof(Colour));
            if (!quoted_colour(read_word(r), &list->at[list->n++]))
                fail(r, start, "a colour as #rrggbbaa");
        } else if (field->kind == IR_EXPRS) {
            IrExprs *list = at;
            Expr *expr = read_expr(r);
            if (!expr)
                fail(r, start, "a value");
            list->at = arena_grow(r->arena, list->at, list->n * sizeof expr, (list->n + 1) * sizeof expr);
            list->at[list->n++] = expr;
        } else {
            IrKeyed *list = at;
            expect(r, '(', "`(`, a value and what stands for it");
            Expr *key = read_expr(r), *value = read_expr(r);
            if (!key || !value)
                fail(r, start, "two values");
            expect(r, ')', "`)`");
            list->keys = arena_grow(r->arena, list->keys, list->n * sizeof key, (list->n + 1) * sizeof key);
            list->values = arena_grow(r->arena, list->values, list->n * sizeof key, (list->n + 1) * sizeof key);
            list->keys[list->n] = key;
            list->values[list->n++] = value;
        }
    }
}

static void read_value(Reader *r, const IrField *field, void *at)
{
    size_t start = (skip_blanks(r), r->at);
    switch (field->kind) {
    case IR_FLAG: {
        Str word = read_word(r);
        if (!str_is(word, "yes") && !str_is(word, "no"))
            fail(r, start, "`yes` or `no`");
        *(bool *)at = str_is(word, "yes");
        return;
    }
    case IR_COUNT:
        *(int *)at = read_int(r, "a whole number");
        return;
    case IR_REF: {
        Str word = read_word(r);
        double number = -1;
        if (!str_is(word, "none") && !(word.n > 1 && word.at[0] == '@' && num_parse((Str){word.at + 1, word.n - 1}, &number) && number >= 0 &&
                                       number < 1e6 && number == floor(number)))
            fail(r, start, "a number as @0, or `none`");
        *(int *)at = (int)number;
        return;
    }
    case IR_NUMBER: {
        Str word = read_word(r);
        if (str_is(word, "auto"))
            *(double *)at = NAN;
        else if (!num_parse(word, (double *)at))
            fail(r, start, "a number or `auto`");
        return;
    }
    case IR_TEXT:
        *(Str *)at = read_text(r);
        return;
    case IR_WORD: {
        int word = ir_word_find(field->words, read_text(r));
        if (word < 0) {
            fail(r, start, str_c(r->arena, str_printf(r->arena, "one of the words of %s", field->words->name)));
            return;
        }
        memcpy(at, &word, sizeof word);
        return;
    }
    case IR_COLOUR: {
        Str word = read_word(r);
        if (str_is(word, "none"))
            *(Colour *)at = COLOUR_NONE;
        else if (!quoted_colour(word, at))
            fail(r, start, "a colour as #rrggbbaa, or `none`");
        return;
    }
    case IR_EXPR:
        *(Expr **)at = read_expr(r);
        return;
    default:
        read_list(r, field, at);
    }
}

/* The field of a name: lists of nodes go by the name of what they hold. */
static int field_find(const IrType *type, Str name)
{
    for (int i = 0; i < type->n_fields; i++) {
        const IrField *field = &type->fields[i];
        if (str_is(name, field->kind == IR_NODES ? field->of->name : field->name))
            return i;
    }
    return -1;
}

static IrNode *read_node(Reader *r, const IrType *type, size_t start, bool sparse);

static void read_child(Reader *r, IrNode *node, const IrField *field, size_t start)
{
    char *at = (char *)node + field->offset;
    bool sparse = ir_is_sparse(node->type, field->of);
    if (field->kind == IR_NODE) {
        IrNode *child = read_node(r, field->of, start, sparse);
        memcpy(at, &child, sizeof child);
        return;
    }
    IrNodes list;
    memcpy(&list, at, sizeof list);
    size_t number_start = (skip_blanks(r), r->at);
    Str number = read_word(r);
    if (!str_eq(number, str_printf(r->arena, "@%zu", list.n)))
        fail(r, number_start, str_c(r->arena, str_printf(r->arena, "`@%zu`", list.n)));
    else
        ir_push(r->arena, at, read_node(r, field->of, start, sparse));
}

static void read_field(Reader *r, IrNode *node, Map *seen, bool sparse)
{
    size_t start = r->at;
    bool is_implicit = accept(r, '~');
    Str name = read_word(r);
    int i = field_find(node->type, name);
    if (i < 0) {
        fail(r, start, str_c(r->arena, str_printf(r->arena, "a field of `%s`", node->type->name)));
        return;
    }
    const IrField *field = &node->type->fields[i];
    MapEntry *entry = map_put(seen, name);
    if (entry->value && field->kind != IR_NODES) {
        fail(r, start, "each field once");
        return;
    }
    entry->value = node;
    if (field->kind == IR_NODE || field->kind == IR_NODES) {
        read_child(r, node, field, start);
    } else {
        read_value(r, field, (char *)node + field->offset);
        size_t end = (skip_blanks(r), r->at);
        if (!accept(r, '\n'))
            fail(r, end, "the end of the line");
    }
    if (!is_implicit || sparse)
        ir_set(r->arena, node, i, span_from(r, start));
}

static IrNode *read_node(Reader *r, const IrType *type, size_t start, bool sparse)
{
    IrNode *node = ir_new(r->arena, type, span_from(r, start));
    Map seen = {.arena = r->arena};
    expect(r, '{', "`{`");
    go_deeper(r, start);
    for (skip_lines(r); !r->has_failed && !accept(r, '}'); skip_lines(r))
        read_field(r, node, &seen, sparse);
    skip_lines(r);
    for (int i = 0; i < type->n_fields && !sparse && !r->has_failed; i++) {
        const IrField *field = &type->fields[i];
        if (field->kind != IR_NODE && field->kind != IR_NODES && !map_get(&seen, str_from(field->name)))
            fail(r, start, str_c(r->arena, str_printf(r->arena, "the field `%s` in this `%s`", field->name, type->name)));
    }
    r->depth--;
    return node;
}

IrFigure *ir_parse(Arena *arena, Report *report, const Source *source)
{
    Reader r = {.arena = arena, .report = report, .source = source, .text = source->text};
    Str head = read_word(&r), version = read_word(&r);
    if (!str_is(head, "chart-ir") || !str_eq(version, str_printf(arena, "%d", IR_VERSION))) {
        Diagnostic *error = report_add(report, REPORT_E0820, span_from(&r, 0), "expected `chart-ir %d`, found `%.*s %.*s`", IR_VERSION, STR_FMT(head),
                                       STR_FMT(version));
        report_hint(report, error, "compile the spec again with this version of chartc");
        return NULL;
    }
    size_t not_utf8 = utf8_check(source->text);
    if (not_utf8 < source->text.n)
        fail(&r, not_utf8, "UTF-8");
    skip_lines(&r);
    size_t start = r.at;
    if (!r.has_failed && !str_is(read_word(&r), "figure"))
        fail(&r, start, "`figure`");
    IrNode *figure = r.has_failed ? NULL : read_node(&r, &IR_TYPE_Figure, start, false);
    if (!r.has_failed && r.at < r.text.n)
        fail(&r, r.at, "the end of the file");
    return r.has_failed ? NULL : (IrFigure *)figure;
}
