/* odd_text: columns of text that hold numbers or dates: what their cells look like, and what to write. */
#include "compiler.h"

#include "../runtime/num.h"
#include "../runtime/odd_cell.h"
#include "../runtime/odd_column.h"
#include "../runtime/source_kind.h"

/* The column of text that an expression is, as it stands in a table; NULL for anything else. */
static const ScopeColumn *find_raw_text(const Compiler *c, const Expr *expr)
{
    bool is_text = expr && expr->kind == EXPR_COLUMN && expr->type == TYPE_TEXT;
    for (size_t i = 0; is_text && i < c->scopes.n; i++) {
        const ScopeColumn *found = map_get(&c->scopes.at[i]->columns, expr->column);
        if (found && found->raw)
            return found;
    }
    return NULL;
}

static bool has_settings(const IrTable *table)
{
    return table && (table->source == DATA_ROWS || source_kind_find(table->format, table->path, STR(""))->format == FORMAT_CSV);
}

static bool is_declared(const IrTable *table, Str column)
{
    for (size_t i = 0; table && i < table->types.n; i++)
        if (str_eq(table->types.keys[i]->value.text, column))
            return true;
    return false;
}

/* The first row of the word; of rows that wait in their file the one among the first whose line holds it. */
static bool find_word(const Table *table, const Column *column, uint32_t code, size_t *row)
{
    for (*row = 0; *row < column->n; ++*row)
        if (column->codes[*row] == code)
            return true;
    *row = 0;
    return table->deferred && code == 0;
}

static void label_word(Compiler *c, Diagnostic *diagnostic, const Table *table, const Column *column, uint32_t code)
{
    Str word = column->dict->words[code];
    size_t row;
    Span span = find_word(table, column, code, &row) ? table_row_span(table, row) : SPAN_NONE;
    if (span.source)
        report_label(c->report, diagnostic, span, "`%.*s` is text: row %zu holds `%.*s`", STR_FMT(column->name), row + 1, STR_FMT(word));
    else if (column->span.source)
        report_label(c->report, diagnostic, column->span, "it holds `%.*s`", STR_FMT(word));
}

static void hint_at_odd(Compiler *c, Diagnostic *diagnostic, const IrTable *source, const OddColumn *odd, const Column *column, Str name)
{
    bool is_setting = odd->setting.n && has_settings(source);
    const char *reason = odd_cell_reason(column->dict->words[odd->code]);
    if (is_setting && odd->other.n)
        report_hint(c->report, diagnostic, "write in the data statement %.*s; or, should they be meant so, %.*s", STR_FMT(odd->setting),
                    STR_FMT(odd->other));
    else if (is_setting)
        report_hint(c->report, diagnostic, "write in the data statement: %.*s", STR_FMT(odd->setting));
    else if (odd->derived.n)
        report_hint(c->report, diagnostic, "write in the data block: derive %.*s = %.*s", STR_FMT(name), STR_FMT(odd->derived));
    else if (reason)
        report_hint(c->report, diagnostic, "correct `%.*s`, which has %s", STR_FMT(column->dict->words[odd->code]), reason);
}

static bool is_mostly_numbers(const Column *column)
{
    enum { ENOUGH = 1000 };
    size_t n_cells = 0, n_numbers = 0;
    double number;
    for (size_t i = 0; i < column->n && n_cells < ENOUGH; i++) {
        Value value = column_value(column, i);
        n_cells += !value.is_missing;
        n_numbers += !value.is_missing && num_parse(value.text, &number);
    }
    return n_numbers > 0 && 2 * n_numbers >= n_cells;
}

void explain_text(Compiler *c, Diagnostic *error, const Expr *expr)
{
    const ScopeColumn *found = find_raw_text(c, expr);
    const Column *column = found ? table_find(found->raw, expr->column) : NULL;
    size_t row;
    OddColumn odd;
    Str name = expr ? expr_print(c->arena, expr) : STR("");
    if (!column || column->type != TYPE_TEXT)
        return;
    if (odd_column_find(c->arena, column, name, &odd)) {
        label_word(c, error, found->raw, column, odd.code);
        hint_at_odd(c, error, found->source, &odd, column, name);
        return;
    }
    if (!odd_cell_find(column, &row))
        return;
    Str cell = column_value(column, row).text;
    const char *reason = odd_cell_reason(cell), *setting = odd_cell_setting(cell);
    if (!setting && !is_mostly_numbers(column))
        return;
    Span span = table_row_span(found->raw, row);
    if (span.source)
        report_label(c->report, error, span, "`%.*s` is text because of the cell `%.*s` here", STR_FMT(expr->column), STR_FMT(cell));
    if (setting)
        report_hint(c->report, error, "if the cells are numbers, write %s in the data statement", setting);
    else if (reason)
        report_hint(c->report, error, "the cell `%.*s` has %s: correct it, or list it in the data statement: missing: [\"%.*s\"]", STR_FMT(cell),
                    reason, STR_FMT(cell));
    else
        report_hint(c->report, error, "if `%.*s` stands for a missing value, say so in the data statement: missing: [\"%.*s\"]", STR_FMT(cell),
                    STR_FMT(cell));
}

void explain_boolean(Compiler *c, Diagnostic *error, const Expr *expr)
{
    static const char *const WORDS_FOR_TRUE[] = {"yes", "y", "t", "on", "ja", "oui", "1", "x"};
    const ScopeColumn *found = find_raw_text(c, expr);
    const Column *column = found ? table_find(found->raw, expr->column) : NULL;
    enum { TWO = 2 };
    for (size_t i = 0; column && column->dict && column->dict->n <= TWO && i < column->dict->n; i++)
        for (size_t k = 0; k < sizeof WORDS_FOR_TRUE / sizeof *WORDS_FOR_TRUE; k++)
            if (str_is_name(column->dict->words[i], str_from(WORDS_FOR_TRUE[k]))) {
                report_fix(c->report, error, expr->span,
                           str_printf(c->arena, "%.*s == \"%.*s\"", STR_FMT(expr_print(c->arena, expr)), STR_FMT(column->dict->words[i])),
                           "compare it with the word for true");
                return;
            }
    report_hint(c->report, error, "compare it: `== ...`, `> ...`, `not missing(...)`");
}

/* --- where texts are taken without a word ------------------------------------------------------------------------- */

static void note(Compiler *c, const Scope *scope, const Expr *expr, TextUse use)
{
    use.column = expr && expr->kind == EXPR_COLUMN && expr->type == TYPE_TEXT && scope ? map_get(&scope->columns, expr->column) : NULL;
    use.expr = expr;
    if (use.column && use.column->raw)
        VEC_PUSH(c->arena, &c->text_uses, use);
}

void note_text_use(Compiler *c, const Scope *scope, const Expr *expr, const char *how)
{
    note(c, scope, expr, (TextUse){.how = how});
}

static bool is_measure(const IrChannel *channel)
{
    return channel && (channel->form == FORM_INTERVAL || channel->expr->type != TYPE_TEXT);
}

void note_layer_texts(Compiler *c, const Scope *scope, const IrChart *chart, const IrLayer *layer)
{
    const IrChannel *x = ir_channel(layer, CHANNEL_X), *y = ir_channel(layer, CHANNEL_Y), *color = ir_channel(layer, CHANNEL_COLOR);
    bool joins = layer->mark == MARK_LINE || layer->mark == MARK_STEP || layer->mark == MARK_PATH;
    bool has_measure = is_measure(x) || is_measure(y) || layer->mark == MARK_RECT || layer->mark == MARK_TEXT;
    TextUse use = {.how = "drawn as text", .chart = chart, .layer = layer};
    use.may_be_names = has_measure;
    if (x)
        note(c, scope, x->expr, use);
    use.may_be_names = has_measure && !joins;
    if (y)
        note(c, scope, y->expr, use);
    use.may_be_names = true;
    if (color && color->categorical)
        note(c, scope, color->expr, use);
}

/* False when it is as it should be. */
static bool report_text_use(Compiler *c, const TextUse *use)
{
    enum { MOST_NAMES = 20 };
    const Column *column = table_find(use->column->raw, use->expr->column);
    Str name = expr_print(c->arena, use->expr);
    OddColumn odd;
    if (!column || is_declared(use->column->source, use->expr->column) || !odd_column_find(c->arena, column, name, &odd))
        return false;
    if (!odd.is_certain && use->may_be_names && column->dict->n <= MOST_NAMES)
        return false;
    ReportAllow of_figure, of_chart, of_layer;
    IR_ENTER(c->report, &of_figure, Figure, c->figure);
    if (use->layer) {
        IR_ENTER(c->report, &of_chart, Chart, use->chart);
        IR_ENTER(c->report, &of_layer, Layer, use->layer);
    }
    Diagnostic *warning = REPORT_AT(c, W0517, use->expr->span, "`%.*s` is %s, though its cells are %.*s", STR_FMT(name), use->how, STR_FMT(odd.what));
    label_word(c, warning, use->column->raw, column, odd.code);
    hint_at_odd(c, warning, use->column->source, &odd, column, name);
    report_hint(c->report, warning, "if texts are meant, say so: types: [%.*s: text]", STR_FMT(name));
    report_leave(c->report);
    for (size_t i = 0; i < 2 && use->layer; i++)
        report_leave(c->report);
    return true;
}

void report_text_uses(Compiler *c)
{
    VEC(const ScopeColumn *) told = {0};
    for (size_t i = 0; i < c->text_uses.n && c->report->n_errors == 0; i++) {
        const TextUse *use = &c->text_uses.at[i];
        size_t k = 0;
        while (k < told.n && told.at[k] != use->column)
            k++;
        if (k == told.n && report_text_use(c, use))
            VEC_PUSH(c->arena, &told, use->column);
    }
}
