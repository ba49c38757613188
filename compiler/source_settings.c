/* source_settings: how a data statement's file is read: types of columns, signs in numbers, the encoding. */
#include "compiler.h"

#include "../runtime/calendar.h"
#include "../runtime/suggest.h"

/* The types that a column may be declared to be of. */
static const ValueType TYPES[] = {TYPE_TEXT, TYPE_NUMBER, TYPE_BOOL, TYPE_TIME};
enum { N_TYPES = sizeof TYPES / sizeof *TYPES };

static bool read_type(Compiler *c, const AstExpr *ast, Str *out)
{
    const AstExpr *value = resolve_binding(c, ast);
    if (value->kind == AST_STRING) {
        if (!plain_string(c, value, out))
            return false;
        const char *fault = calendar_scan_check(*out);
        if (!fault)
            return true;
        Diagnostic *error = REPORT_AT(c, E0404, value->span, "the format of dates has %s", fault);
        for (size_t i = 0; i < N_TYPES; i++)
            if (str_is(*out, type_name(TYPES[i])))
                report_fix(c->report, error, value->span, *out, "a type stands without quotes");
        return false;
    }
    Str names[N_TYPES];
    for (size_t i = 0; i < N_TYPES; i++)
        names[i] = str_from(type_name(TYPES[i]));
    *out = str_copy(c->arena, word_of(value));
    for (size_t i = 0; i < N_TYPES; i++)
        if (str_eq(*out, names[i]))
            return true;
    if (!out->n) {
        report_expected(c, value, "a type: text, number, boolean, date, or the format of dates in quotes");
        return false;
    }
    static const struct {
        const char *word;
        ValueType type;
    } MEANT[] = {{"string", TYPE_TEXT},  {"str", TYPE_TEXT},      {"character", TYPE_TEXT}, {"category", TYPE_TEXT},
                 {"factor", TYPE_TEXT},  {"object", TYPE_TEXT},   {"int", TYPE_NUMBER},     {"integer", TYPE_NUMBER},
                 {"float", TYPE_NUMBER}, {"double", TYPE_NUMBER}, {"numeric", TYPE_NUMBER}, {"quantitative", TYPE_NUMBER},
                 {"nominal", TYPE_TEXT}, {"ordinal", TYPE_TEXT},  {"temporal", TYPE_TIME},  {"bool", TYPE_BOOL},
                 {"logical", TYPE_BOOL}, {"datetime", TYPE_TIME}, {"time", TYPE_TIME}};
    Str near = suggest_name(*out, names, N_TYPES);
    for (size_t i = 0; i < sizeof MEANT / sizeof *MEANT; i++)
        if (str_is(*out, MEANT[i].word))
            near = str_from(type_name(MEANT[i].type));
    Diagnostic *error = REPORT_AT(c, E0205, value->span, "`%.*s` is none of %.*s", STR_FMT(*out),
                                  STR_FMT(suggest_list(c->arena, names, N_TYPES, N_TYPES)));
    if (!report_near(c->report, error, value->span, near))
        report_hint(c->report, error, "the format of dates stands in quotes: \"%%d.%%m.%%Y\"");
    return false;
}

static bool read_types(Compiler *c, const AstExpr *run, IrKeyed *out)
{
    const AstExpr *list = resolve_binding(c, run);
    if (list->kind != AST_LIST) {
        report_expected(c, list, "a list of columns and their types, as [seed: text]");
        return false;
    }
    VEC(Expr *) keys = {0}, values = {0};
    for (const AstEntry *entry = list->entries; entry; entry = entry->next) {
        if (!entry->key) {
            REPORT_AT(c, E0412, entry->value->span, "a column without its type: expected `column: type`");
            return false;
        }
        Str name = entry->key->kind == AST_NAME || entry->key->kind == AST_QNAME ? entry->key->name : STR_NONE, type;
        if (entry->key->kind == AST_STRING ? !plain_string(c, entry->key, &name) : !name.at) {
            if (entry->key->kind != AST_STRING)
                report_expected(c, entry->key, "the name of a column");
            return false;
        }
        for (size_t i = 0; i < keys.n; i++)
            if (str_eq(keys.at[i]->value.text, name)) {
                REPORT_AT(c, E0411, entry->key->span, "`%.*s` stands in the list twice", STR_FMT(name));
                return false;
            }
        if (!read_type(c, entry->value, &type))
            return false;
        VEC_PUSH(c->arena, &keys, expr_text(c->arena, str_copy(c->arena, name), entry->key->span));
        VEC_PUSH(c->arena, &values, expr_text(c->arena, type, entry->value->span));
    }
    *out = (IrKeyed){keys.at, values.at, keys.n};
    return true;
}

/* One sign that could not be part of a number otherwise. */
static bool read_separator(Compiler *c, const PropertyRow *row, const AstExpr *run, Str *out)
{
    const AstExpr *string = resolve_binding(c, run);
    bool is_thousands = row->field == IR_FIELD_Table_thousands;
    if (string->kind != AST_STRING) {
        report_expected(c, string, is_thousands ? "a sign in quotes, as \",\"" : "\".\" or \",\"");
        return false;
    }
    if (!plain_string(c, string, out))
        return false;
    size_t end = 0;
    uint32_t code = out->n ? utf8_next(*out, &end) : 0;
    bool is_one = end == out->n, is_good = is_thousands
                                               ? code > 0x7F || code == ',' || code == '.' || code == ' ' || code == '\'' || code == '_' || code == 0
                                               : code == '.' || code == ',' || code == 0x066B;
    if (is_one && is_good)
        return true;
    report_expected(c, string, is_thousands ? "one sign, as \",\", \".\", \" \" or \"'\"" : "\".\" or \",\"");
    return false;
}

static bool read_encoding(Compiler *c, const AstExpr *run, Encoding *out)
{
    const AstExpr *string = resolve_binding(c, run);
    Str names[Encoding_COUNT_OF], name = word_of(string);
    for (int i = 0; i < Encoding_COUNT_OF; i++)
        names[i] = str_from(IR_WORD_TEXT(Encoding, i));
    Str list = suggest_list(c->arena, names, Encoding_COUNT_OF, Encoding_COUNT_OF);
    if (string->kind != AST_STRING) {
        Diagnostic *error = REPORT_AT(c, E0401, string->span, "expected %.*s in quotes", STR_FMT(list));
        if (name.at)
            report_hint(c->report, error, "put quotes around it");
        return false;
    }
    if (!plain_string(c, string, &name))
        return false;
    for (int i = 0; i < Encoding_COUNT_OF; i++)
        if (str_is_name(name, names[i])) {
            *out = (Encoding)i;
            return true;
        }
    static const struct {
        const char *name;
        Encoding encoding;
    } MEANT[] = {{"utf8", ENCODING_UTF_8},          {"utf-8-sig", ENCODING_UTF_8},          {"ascii", ENCODING_UTF_8},
                 {"latin1", ENCODING_LATIN_1},      {"iso-8859-1", ENCODING_LATIN_1},       {"iso8859-1", ENCODING_LATIN_1},
                 {"cp1252", ENCODING_WINDOWS_1252}, {"windows1252", ENCODING_WINDOWS_1252}, {"ansi", ENCODING_WINDOWS_1252},
                 {"utf16", ENCODING_UTF_16},        {"utf-16le", ENCODING_UTF_16},          {"utf-16be", ENCODING_UTF_16},
                 {"utf-16-le", ENCODING_UTF_16},    {"utf-16-be", ENCODING_UTF_16},         {"ucs-2", ENCODING_UTF_16}};
    Str near = suggest_name(name, names, Encoding_COUNT_OF);
    for (size_t i = 0; i < sizeof MEANT / sizeof *MEANT; i++)
        if (str_is_name(name, str_from(MEANT[i].name)))
            near = names[MEANT[i].encoding];
    Diagnostic *error = REPORT_AT(c, E0205, string->span, "`%.*s` is none of %.*s", STR_FMT(name), STR_FMT(list));
    if (near.at)
        report_fix(c->report, error, string->span, str_printf(c->arena, "\"%.*s\"", STR_FMT(near)), "did you mean `%.*s`?", STR_FMT(near));
    else
        report_hint(c->report, error, "convert the file: iconv -f %.*s -t UTF-8", STR_FMT(name));
    return false;
}

bool read_source_setting(Compiler *c, const PropertyRow *row, IrTable *table, const AstExpr *run)
{
    if (run->next) {
        REPORT_AT(c, E0406, run->next->span, "`%s:` takes one value", row->name);
        return false;
    }
    switch (row->kind) {
    case KIND_column_types:
        return read_types(c, run, &table->types);
    case KIND_separator:
        return read_separator(c, row, run, row->field == IR_FIELD_Table_thousands ? &table->thousands : &table->decimal);
    default:
        return read_encoding(c, run, &table->encoding);
    }
}

void check_source_settings(Compiler *c, const IrTable *table)
{
    bool has_points = !ir_is_set(table, IR_FIELD_Table_decimal) || !table->decimal.n || str_is(table->decimal, ".");
    Str decimal = has_points ? STR(".") : table->decimal;
    if (table->thousands.n && str_eq(table->thousands, decimal)) {
        Diagnostic *error = REPORT_AT(c, E0418, ir_span(table, IR_FIELD_Table_thousands), "`%.*s` stands before the decimals already",
                                      STR_FMT(decimal));
        if (ir_is_set(table, IR_FIELD_Table_decimal))
            report_label(c->report, error, ir_span(table, IR_FIELD_Table_decimal), "here");
        else
            report_hint(c->report, error, "say what does: decimal: \"%s\"", has_points ? "," : ".");
    }
    for (size_t i = 0; vocab_property(i) && table->source == DATA_FROM; i++) {
        const PropertyRow *row = vocab_property(i);
        if (row->owner == STATEMENT_DATA && ir_is_set(table, row->field))
            report_hint(c->report,
                        REPORT_AT(c, E0418, ir_span(table, row->field), "`%s` is about a file; this set starts from another one", row->name),
                        "write it where the file is read");
    }
}

void check_column_types(Compiler *c, const IrTable *table, const Scope *scope)
{
    for (size_t i = 0; i < table->types.n; i++)
        find_column(c, scope, table->types.keys[i]->value.text, table->types.keys[i]->span);
}
