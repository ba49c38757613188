/* value: property values by the kind that their row of the vocabulary names: one check for all properties of a kind. */
#include "compiler.h"
#include "preset.h"

#include "../runtime/suggest.h"

#include <math.h>
#include <string.h>

/* A run of words as one: `top right`. */
static Str words_text(Compiler *c, const AstExpr *run)
{
    Buf out = {.arena = c->arena};
    for (const AstExpr *word = run; word; word = word->next) {
        if (word->kind != AST_NAME)
            return STR_NONE;
        buf_printf(&out, "%s%.*s", out.n ? " " : "", STR_FMT(word->name));
    }
    return str_slice(buf_c(&out), out.n);
}

/* The word of a set that is meant by one that is none of it, or by what is no word: another tool's, `upper-right`, "top right", false. STR_NONE. */
static Str meant_word(Compiler *c, const IrWords *words, const AstExpr *run, Str text, const Str *names, size_t n)
{
    if (run->kind == AST_BOOL && !run->next)
        return !run->truth && ir_word_find(words, STR("none")) >= 0 ? STR("none") : STR_NONE;
    Buf plain = {.arena = c->arena};
    for (size_t i = 0; i < text.n; i++)
        buf_addc(&plain, text.at[i] == '-' || text.at[i] == '_' ? ' ' : text.at[i]);
    const Str forms[] = {text, str_slice(buf_c(&plain), plain.n)};
    for (size_t i = 0; i < 2; i++) {
        const char *meant = vocab_find_meant_word(words, forms[i]);
        int same = ir_word_find(words, forms[i]);
        if (meant || (same >= 0 && words->words[same].is_built))
            return meant ? str_from(meant) : forms[i];
    }
    return suggest_name(text, names, n);
}

bool read_word(Compiler *c, const IrWords *words, const AstExpr *run, int *out)
{
    run = resolve_binding(c, run);
    Str text = words_text(c, run);
    Str *names = ARENA_ARRAY(c->arena, (size_t)words->n, Str);
    size_t n = 0;
    for (int i = 0; i < words->n; i++)
        if (words->words[i].is_built)
            names[n++] = str_from(words->words[i].word);
    if (!text.at) {
        Diagnostic *error = report_expected(c, run, str_c(c->arena, str_printf(c->arena, "%.*s", STR_FMT(suggest_list(c->arena, names, n, 24)))));
        Str quoted = quoted_text(run), written = quoted.at ? quoted : source_text(c->report->sources, run->span);
        Str near = error && !run->next ? meant_word(c, words, run, written, names, n) : STR_NONE;
        if (near.at)
            report_fix(c->report, error, run->span, near, quoted.at ? "write %.*s, without quotes" : "write %.*s", STR_FMT(near));
        return false;
    }
    *out = ir_word_find(words, text);
    Span span = run->span;
    for (const AstExpr *word = run; word; word = word->next)
        span = span_join(span, word->span);
    if (*out >= 0 && words->words[*out].is_built)
        return true;
    if (*out >= 0) {
        REPORT_AT(c, E0210, span, "`%.*s` is not built yet", STR_FMT(text));
        return false;
    }
    Diagnostic *error = REPORT_AT(c, E0205, span, "`%.*s` is none of %.*s", STR_FMT(text), STR_FMT(suggest_list(c->arena, names, n, 24)));
    Str near = meant_word(c, words, run, text, names, n);
    report_near(c->report, error, span, near);
    return false;
}

static bool check_bounds(Compiler *c, const AstExpr *ast, double value, double low, double high, const char *unit)
{
    if (low == high || (value >= low && value <= high))
        return true;
    REPORT_AT(c, E0407, ast->span, "%.*s is not in %.*s..%.*s%s", STR_FMT(ast_print_expr(c->arena, ast)),
              STR_FMT(value_str(c->arena, (Value){.number = low})), STR_FMT(value_str(c->arena, (Value){.number = high})), unit);
    return false;
}

/* A literal number, with its sign. */
static bool literal_number(Compiler *c, const AstExpr *ast, double *out, AstUnit *unit)
{
    ast = resolve_binding(c, ast);
    bool is_negative = ast->kind == AST_UNARY && ast->op == OP_NEG;
    const AstExpr *number = is_negative ? ast->a : ast;
    if (number->kind != AST_NUMBER || ast->next)
        return false;
    *out = is_negative ? -number->number : number->number;
    *unit = number->unit;
    return true;
}

bool read_length(Compiler *c, const AstExpr *ast, double low, double high, double *out)
{
    static const double POINTS[] = {[UNIT_PT] = 1, [UNIT_IN] = 72, [UNIT_CM] = 72 / 2.54, [UNIT_MM] = 7.2 / 2.54, [UNIT_PX] = 0.75};
    AstUnit unit;
    if (!literal_number(c, ast, out, &unit) || unit > UNIT_EM || unit == UNIT_PERCENT) {
        report_expected(c, resolve_binding(c, ast), "a length, as 3in, 8cm or 6pt");
        return false;
    }
    if (unit == UNIT_NONE) {
        Diagnostic *error = REPORT_AT(c, E0408, ast->span, "a length without a unit");
        report_hint(c->report, error, "units are pt in cm mm px em: 72pt, 1in and 2.54cm are the same");
        return false;
    }
    *out *= unit == UNIT_EM ? c->figure->theme->text_size : POINTS[unit];
    *out = round(*out * 1e6) / 1e6; /* 1.9in is 136.8pt */
    return check_bounds(c, ast, *out, low, high, " points");
}

static bool read_number(Compiler *c, const AstExpr *ast, double low, double high, double *out)
{
    AstUnit unit;
    if (!literal_number(c, ast, out, &unit) || (unit != UNIT_NONE && unit != UNIT_PERCENT)) {
        report_expected(c, resolve_binding(c, ast), "a number");
        return false;
    }
    *out /= unit == UNIT_PERCENT ? 100 : 1;
    return check_bounds(c, ast, *out, low, high, "");
}

static const struct {
    const char *name;
    Colour rgb;
} COLOURS[] = {
#define COLOUR(name, rgb) {#name, rgb},
#include "colours.def"
};

Str suggest_colour(Compiler *c, Str name)
{
    size_t n = sizeof COLOURS / sizeof *COLOURS;
    Str *names = ARENA_ARRAY(c->arena, n, Str);
    for (size_t i = 0; i < n; i++)
        names[i] = str_from(COLOURS[i].name);
    return suggest_name(name, names, n);
}

bool find_named_colour(Str name, Colour *out)
{
    for (size_t i = 0; i < sizeof COLOURS / sizeof *COLOURS; i++)
        if (str_is(name, COLOURS[i].name)) {
            *out = COLOURS[i].rgb << 8 | 0xFF;
            return true;
        }
    return false;
}

bool read_colour(Compiler *c, const AstExpr *ast, Colour *out)
{
    ast = resolve_binding(c, ast);
    Str name = word_of(ast);
    if (ast->kind == AST_STRING && !plain_string(c, ast, &name))
        return false;
    if (ast->kind == AST_COLOUR) {
        *out = ast->colour;
        return true;
    }
    if (str_is(name, "none") || str_is(name, "transparent")) {
        *out = COLOUR_NONE;
        return true;
    }
    if (name.at && find_named_colour(name, out))
        return true;
    if (name.at) {
        Diagnostic *error = REPORT_AT(c, E0409, ast->span, "`%.*s` is no colour", STR_FMT(name));
        Str near = suggest_colour(c, name);
        if (!report_near(c->report, error, ast->span, near))
            report_hint(c->report, error, "write #rrggbb, or a name of CSS, as gray or steelblue");
    } else {
        report_expected(c, ast, "a colour");
    }
    return false;
}

static bool read_strings(Compiler *c, const AstExpr *ast, IrTexts *out)
{
    if (ast->kind == AST_LIST && !check_unkeyed(c, ast))
        return false;
    const AstEntry *entries = ast->entries, one = {.value = (AstExpr *)ast};
    VEC(Str) list = {0};
    for (const AstEntry *entry = ast->kind == AST_LIST ? entries : &one; entry; entry = entry->next) {
        Str text = word_of(entry->value);
        if (entry->value->kind == AST_STRING ? !plain_string(c, entry->value, &text) : !text.at) {
            if (entry->value->kind != AST_STRING)
                report_expected(c, entry->value, "a string or a list of strings");
            return false;
        }
        VEC_PUSH(c->arena, &list, text);
    }
    *out = (IrTexts){list.at, list.n};
    return true;
}

/* The warning that a word names, or REPORT_COUNT after an error. */
static ReportId read_warning(Compiler *c, const AstExpr *ast)
{
    Str word = word_of(ast);
    if (ast->kind == AST_STRING && !plain_string(c, ast, &word))
        return REPORT_COUNT;
    bool is_dashed = ast->kind == AST_BINARY && ast->op == OP_SUB; /* small-text, as on the command line */
    if (is_dashed)
        word = source_text(c->report->sources, ast->span);
    ReportId id = word.at ? report_find(word) : REPORT_COUNT;
    if (!word.at) {
        report_expected(c, ast, "the name of a warning, as small_text, or a list of names");
    } else if (id == REPORT_COUNT) {
        const Str *names;
        size_t n = report_names(c->arena, &names);
        Diagnostic *error = REPORT_AT(c, E0205, ast->span, "there is no warning `%.*s`", STR_FMT(word));
        Str near = suggest_name(word, names, n);
        if (!report_near(c->report, error, ast->span, near))
            report_hint(c->report, error, "there are %.*s", STR_FMT(suggest_list(c->arena, names, n, n)));
    } else if (!*report_name(id)) {
        REPORT_AT(c, E0205, ast->span, "`%.*s` is an error: only warnings can be allowed", STR_FMT(word));
        return REPORT_COUNT;
    } else if (is_dashed) {
        report_fix(c->report, REPORT_AT(c, E0205, ast->span, "a name in a spec has no `-`"), ast->span, str_from(report_name(id)), "write `%s`",
                   report_name(id));
        return REPORT_COUNT;
    }
    return id;
}

static bool read_allow(Compiler *c, const AstExpr *ast, IrTexts *out)
{
    if (ast->kind == AST_LIST && !check_unkeyed(c, ast))
        return false;
    const AstEntry one = {.value = (AstExpr *)ast};
    VEC(Str) list = {0};
    for (const AstEntry *entry = ast->kind == AST_LIST ? ast->entries : &one; entry; entry = entry->next) {
        ReportId id = read_warning(c, entry->value);
        if (id == REPORT_COUNT)
            return false;
        VEC_PUSH(c->arena, &list, str_from(report_name(id)));
    }
    *out = (IrTexts){list.at, list.n};
    return true;
}

/* An element of a list of data values: a bare word is a value. */
static Expr *read_value(Compiler *c, const AstExpr *ast)
{
    static const ExprPlace NOWHERE = {NULL, AGGREGATES_NO, "a list of values", true};
    if (ast->kind == AST_NAME && !ast->next) {
        const AstExpr *bound = resolve_binding(c, ast);
        return bound == ast ? expr_text(c->arena, ast->name, ast->span) : check_expr(c, &NOWHERE, bound);
    }
    if (ast->kind == AST_BINARY) {
        Diagnostic *error = REPORT_AT(c, E0410, ast->span, "an expression in a list of values");
        report_fix(c->report, error, ast->span, str_printf(c->arena, "\"%.*s\"", STR_FMT(source_text(c->report->sources, ast->span))),
                   "quote a value that is no plain name");
        return NULL;
    }
    return check_expr(c, &NOWHERE, ast);
}

bool read_values(Compiler *c, const AstExpr *ast, IrExprs *out)
{
    ast = resolve_binding(c, ast);
    if (ast->kind != AST_LIST) {
        report_expected(c, ast, "a list, as [a, b]");
        return false;
    }
    if (!check_unkeyed(c, ast))
        return false;
    VEC(Expr *) list = {0};
    for (const AstEntry *entry = ast->entries; entry; entry = entry->next) {
        Expr *value = read_value(c, entry->value);
        if (!value)
            return false;
        for (size_t i = 0; i < list.n; i++)
            if (expr_eq(list.at[i], value)) {
                REPORT_AT(c, E0411, entry->value->span, "`%.*s` stands in the list twice", STR_FMT(expr_print(c->arena, value)));
                return false;
            }
        VEC_PUSH(c->arena, &list, value);
    }
    *out = (IrExprs){list.at, list.n};
    return true;
}

static bool read_keyed_texts(Compiler *c, const AstExpr *ast, IrKeyed *out)
{
    ast = resolve_binding(c, ast);
    if (ast->kind != AST_LIST) {
        report_expected(c, ast, "a list of values and their texts, as [a: \"A\"]");
        return false;
    }
    VEC(Expr *) keys = {0}, values = {0};
    for (const AstEntry *entry = ast->entries; entry; entry = entry->next) {
        static const ExprPlace NOWHERE = {NULL, AGGREGATES_NO, "a label", false};
        if (!entry->key) {
            REPORT_AT(c, E0412, entry->value->span, "a label without the value that it stands for: expected `value: \"text\"`");
            return false;
        }
        Expr *key = read_value(c, entry->key), *value = check_text(c, &NOWHERE, entry->value);
        if (!key || !value)
            return false;
        VEC_PUSH(c->arena, &keys, key);
        VEC_PUSH(c->arena, &values, value);
    }
    *out = (IrKeyed){keys.at, values.at, keys.n};
    return true;
}

void fix_range(Compiler *c, Diagnostic *error, Span span, const AstExpr *lo, const AstExpr *hi)
{
    Str range = str_printf(c->arena, "%.*s..%.*s", STR_FMT(ast_print_expr(c->arena, lo)), STR_FMT(ast_print_expr(c->arena, hi)));
    report_fix(c->report, error, span, range, "write a range with two points");
}

void report_range(Compiler *c, const AstExpr *ast, const char *expected)
{
    Diagnostic *error = report_expected(c, ast, expected);
    Str quoted = quoted_text(ast);
    const AstExpr *lo = ast, *hi = ast; /* 0 to 3 */
    while (hi->next)
        hi = hi->next;
    Span span = span_join(ast->span, hi->span);
    if (!error)
        return;
    if (ast->kind == AST_BINARY && ast->op == OP_SUB) { /* 0-3 */
        lo = ast->a;
        hi = ast->b;
        span = ast->span;
    } else if (ast->kind == AST_LIST && ast->entries && ast->entries->next && !ast->entries->next->next) { /* [0, 3] */
        lo = ast->entries->value;
        hi = ast->entries->next->value;
        span = ast->span;
    }
    if (quoted.n && memchr(quoted.at, '.', quoted.n))
        report_fix(c->report, error, span, quoted, "leave the quotes out");
    else if (lo != hi && lo->kind == AST_NUMBER && hi->kind == AST_NUMBER)
        fix_range(c, error, span, lo, hi);
}

static bool read_numbers(Compiler *c, const PropertyRow *row, const AstExpr *ast, IrNumbers *out)
{
    if (ast->kind != AST_LIST) {
        report_expected(c, ast, "a list of numbers, as [2, 1]");
        return false;
    }
    if (!check_unkeyed(c, ast))
        return false;
    VEC(double) list = {0};
    for (const AstEntry *entry = ast->entries; entry; entry = entry->next) {
        double number;
        if (!read_number(c, entry->value, row->low, row->high, &number))
            return false;
        VEC_PUSH(c->arena, &list, number);
    }
    *out = (IrNumbers){list.at, list.n};
    return true;
}

/* How truth is written elsewhere; NULL for anything else. */
static const char *meant_truth(const AstExpr *ast)
{
    static const char *const YES[] = {"yes", "on", "true", "True", "TRUE", "T"}, *const NO[] = {"no", "off", "false", "False", "FALSE", "F"};
    Str quoted = quoted_text(ast), word = quoted.at ? quoted : word_of(ast);
    bool is_yes = ast->kind == AST_NUMBER && ast->number == 1, is_no = ast->kind == AST_NUMBER && ast->number == 0;
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++) {
        is_yes |= str_is(word, YES[i]);
        is_no |= str_is(word, NO[i]);
    }
    return is_yes ? "true" : is_no ? "false" : NULL;
}

static bool read_flag(Compiler *c, const AstExpr *ast, bool *out)
{
    ast = resolve_binding(c, ast);
    if (ast->kind != AST_BOOL && !str_is(word_of(ast), "none")) {
        Diagnostic *error = report_expected(c, ast, "`true` or `false`");
        const char *meant = error ? meant_truth(ast) : NULL;
        if (meant)
            report_fix(c->report, error, ast->span, str_from(meant), "write %s", meant);
        return false;
    }
    *out = ast->kind == AST_BOOL && ast->truth;
    return true;
}

/* A text about all rows at once. */
static Expr *whole_text(Compiler *c, const Target *target, const AstExpr *run)
{
    Expr *text = check_text(c, &target->place, run);
    const Expr *bare = text ? bare_column(text) : NULL;
    if (!bare)
        return text;
    Diagnostic *error = REPORT_AT(c, E0319, bare->span, "`%.*s` has a value a row, and %s is one text", STR_FMT(bare->column), target->place.what);
    report_hint(c->report, error, "make one value of it: {min(%.*s)}, {max(%.*s)}, {mean(%.*s)}", STR_FMT(bare->column), STR_FMT(bare->column),
                STR_FMT(bare->column));
    return NULL;
}

/* A text of several words, without quotes. */
static void fix_by_quotes(Compiler *c, Diagnostic *error, const AstExpr *run)
{
    Span span = run->span;
    for (const AstExpr *word = run; word; word = word->next) {
        if (word->kind == AST_STRING)
            return;
        span = span_join(span, word->span);
    }
    report_fix(c->report, error, span, str_printf(c->arena, "\"%.*s\"", STR_FMT(source_text(c->report->sources, span))), "put quotes around it");
}

bool read_plain(Compiler *c, const Target *target, const PropertyRow *row, const AstExpr *run, void *at)
{
    if (run->next && row->kind != KIND_word && row->kind != KIND_preset && row->kind != KIND_base) {
        Diagnostic *error = REPORT_AT(c, E0406, run->next->span, "`%s:` takes one value", row->name);
        bool is_text = row->kind == KIND_text || row->kind == KIND_label || row->kind == KIND_string;
        if (is_text)
            fix_by_quotes(c, error, run);
        return false;
    }
    switch (row->kind) {
    case KIND_flag:
        return read_flag(c, run, at);
    case KIND_count: {
        double number;
        if (!read_number(c, run, row->low, row->high, &number))
            return false;
        if (number != floor(number)) {
            REPORT_AT(c, E0407, run->span, "expected a whole number");
            return false;
        }
        *(int *)at = (int)number;
        return true;
    }
    case KIND_number:
    case KIND_fraction:
        return read_number(c, run, row->low, row->high, at);
    case KIND_length:
        return read_length(c, run, row->low, row->high, at);
    case KIND_text:
        if (str_is(word_of(run), "none") && !map_get(&c->bindings, STR("none"))) {
            *(Expr **)at = NULL;
            return true;
        }
        if (resolve_binding(c, run)->kind != AST_STRING) {
            fix_by_quotes(c, REPORT_AT(c, E0401, run->span, "expected a text in quotes, or none"), run);
            return false;
        }
        return (*(Expr **)at = whole_text(c, target, run)) != NULL;
    case KIND_label:
    case KIND_string: {
        const AstExpr *string = resolve_binding(c, run);
        if (string->kind != AST_STRING) {
            Diagnostic *error = report_expected(c, string, "a text in quotes");
            if (error && string == run)
                fix_by_quotes(c, error, run);
            return false;
        }
        return row->kind == KIND_label ? check_label(c, string, at) : plain_string(c, string, at);
    }
    case KIND_strings:
        return read_strings(c, resolve_binding(c, run), at);
    case KIND_allow:
        return read_allow(c, resolve_binding(c, run), at);
    case KIND_word: {
        int word;
        if (!read_word(c, row->type->fields[row->field].words, run, &word))
            return false;
        memcpy(at, &word, sizeof word);
        return true;
    }
    case KIND_preset:
    case KIND_base: {
        const IrWords *words = row->kind == KIND_preset ? &PRESET_WORDS : &BASE_WORDS;
        int word;
        if (!read_word(c, words, run, &word))
            return false;
        *(Str *)at = str_from(words->words[word].word);
        return true;
    }
    case KIND_colour:
        return read_colour(c, run, at);
    case KIND_format: {
        const AstExpr *string = resolve_binding(c, run);
        Str format;
        if (string->kind != AST_STRING) {
            report_expected(c, string, "a format in quotes, as \".1f\" or \"%Y\"");
            return false;
        }
        const AstPart *part = string->parts;
        if (part && part->kind == PART_EXPR && part->format.n && !part->next) { /* as Python writes it */
            report_fix(c->report, REPORT_AT(c, E0403, part->span, "a template in a format"), part->span, part->format,
                       "a format stands without braces");
            return false;
        }
        if (!plain_string(c, string, &format))
            return false;
        if (!check_format(c, string->parts ? string->parts->span : string->span, format, TYPE_NUMBER, true))
            return false;
        *(Str *)at = format;
        return true;
    }
    case KIND_numbers:
        return read_numbers(c, row, resolve_binding(c, run), at);
    case KIND_values:
        return read_values(c, run, at);
    case KIND_keyed_texts:
        return read_keyed_texts(c, run, at);
    case KIND_palette:
        return read_palette(c, run, at);
    default:
        return false;
    }
}
