/* compile: the compiler's conductor: parse, include, bind, lower, verify; see compile.h. */
#include "compile.h"

#include "../grammar/parse.h"
#include "compiler.h"
#include "preset.h"
#include "palette.h"

#include "../runtime/suggest.h"

#include <math.h>
#include <string.h>

/* --- includes ----------------------------------------------------------------------------------------------------- */

typedef struct IncludeChain {
    const struct IncludeChain *outer;
    Str path;
} IncludeChain;

static AstBody *parse_file(Compiler *c, const Source *source)
{
    bool has_brace_error;
    AstBody *body = parse_source(c->arena, c->report, source, &has_brace_error);
    c->has_brace_error |= has_brace_error;
    return body;
}

/* The statements of an included file in the place of the statement; NULL after a reported error. */
static AstStmt *include_file(Compiler *c, const AstStmt *stmt, const IncludeChain *chain);

/* Puts included statements where their `include` stands. */
static void splice_includes(Compiler *c, AstBody *body, const IncludeChain *chain)
{
    for (AstStmt **link = &body->stmts; *link;) {
        AstStmt *stmt = *link;
        bool is_include = stmt->kind == STMT_STATEMENT && str_is(stmt->name, vocab_statement(STATEMENT_INCLUDE)->keyword);
        if (!is_include) {
            link = &stmt->next;
            continue;
        }
        AstStmt *first = include_file(c, stmt, chain), *last = first;
        while (last && last->next)
            last = last->next;
        if (last)
            last->next = stmt->next;
        *link = first ? first : stmt->next;
        if (last)
            link = &last->next;
    }
}

static AstStmt *include_file(Compiler *c, const AstStmt *stmt, const IncludeChain *chain)
{
    const AstExpr *operand = stmt->clauses ? stmt->clauses->runs->exprs : NULL;
    Str path, text, why;
    if (stmt->is_damaged)
        return NULL;
    report_block(c, stmt);
    if (!operand || operand->kind != AST_STRING) {
        report_hint(c->report, REPORT_AT(c, E0420, stmt->name_span, "`include` takes a file's name in quotes"), "include \"style.chart\"");
        return NULL;
    }
    if (!plain_string(c, operand, &path))
        return NULL;
    const Source *from = source_get(c->report->sources, stmt->span.source);
    Str written = path;
    path = files_join(c->arena, from->path, path);
    int depth = 0;
    for (const IncludeChain *outer = chain; outer; outer = outer->outer, depth++)
        if (str_eq(outer->path, path)) {
            REPORT_AT(c, E0001, operand->span, "`%.*s` includes itself", STR_FMT(path));
            return NULL;
        }
    if (!limit_keeps(c->report, LIMIT_INCLUDES, operand->span, depth + 1, "includes stand inside each other too deep"))
        return NULL;
    VEC_PUSH(c->arena, &c->datasets->paths, path);
    if (!c->datasets->files->read(c->datasets->files, c->arena, path, &text, &why)) {
        REPORT_AT(c, E0002, operand->span, "could not read `%.*s`: %.*s", STR_FMT(path), STR_FMT(why));
        hint_missing_file(c, REPORT_E0002, operand->span, from->path, written);
        return NULL;
    }
    if (!limit_keeps(c->report, LIMIT_SPEC_BYTES, operand->span, (double)text.n, "`%.*s` has %zu bytes", STR_FMT(path), text.n))
        return NULL;
    limits_feed(c->report->limits, text.n);
    const Source *source = source_add(c->report->sources, path, path, text);
    VEC_PUSH(c->arena, &c->datasets->includes, source);
    AstBody *body = parse_file(c, source);
    splice_includes(c, body, &(IncludeChain){chain, path});
    return body->stmts;
}

/* --- lets and params ---------------------------------------------------------------------------------------------- */

/* A -D value: a value of the language, of the type of the param's default; what is no value is a text. */
static AstExpr *param_value(Compiler *c, const Binding *binding, const CompileParam *param)
{
    Str name = str_printf(c->arena, "-D %.*s", STR_FMT(param->name));
    const Source *source = source_add(c->report->sources, name, STR(""), param->value);
    size_t bad = utf8_check(param->value);
    if (bad < param->value.n) {
        Span span = {source->id, (uint32_t)bad, (uint32_t)bad + 1};
        REPORT_AT(c, E0101, span, "byte 0x%02X is not UTF-8", (unsigned char)param->value.at[bad]);
        return NULL;
    }
    if (binding->value->kind == AST_STRING) {
        AstExpr *text = ARENA_NEW(c->arena, AstExpr);
        AstPart *part = ARENA_NEW(c->arena, AstPart);
        *part = (AstPart){.kind = PART_TEXT, .text = param->value};
        *text = (AstExpr){.kind = AST_STRING, .parts = param->value.n ? part : NULL, .span = {source->id, 0, (uint32_t)param->value.n}};
        return text;
    }
    AstExpr *value = parse_value(c->arena, c->report, source);
    AstKind kind = value && value->kind == AST_UNARY ? value->a->kind : value ? value->kind : AST_ERROR;
    AstKind wanted = binding->value->kind == AST_UNARY ? binding->value->a->kind : binding->value->kind;
    if (value && kind != wanted) {
        Diagnostic *error = REPORT_AT(c, E0306, value->span, "the param `%.*s` takes a value like its default", STR_FMT(param->name));
        report_label(c->report, error, binding->value->span, "the default");
        return NULL;
    }
    return value;
}

static void bind_name(Compiler *c, const AstStmt *stmt, bool is_param)
{
    report_block(c, stmt);
    const AstRun *run = stmt->clauses && stmt->clauses->word == CLAUSE_PLAIN ? stmt->clauses->runs : NULL;
    if (!run || !run->name.at || !run->exprs) {
        if (!stmt->is_damaged)
            report_hint(c->report, REPORT_AT(c, E0420, stmt->name_span, "`%.*s` takes a name and a value", STR_FMT(stmt->name)), "%.*s name = value",
                        STR_FMT(stmt->name));
        return;
    }
    MapEntry *entry = map_put(&c->bindings, run->name);
    if (entry->value) {
        Diagnostic *error = REPORT_AT(c, E0307, run->name_span, "`%.*s` is defined twice", STR_FMT(run->name));
        report_label(c->report, error, ((const Binding *)entry->value)->span, "the first time");
        return;
    }
    Binding *binding = ARENA_NEW(c->arena, Binding);
    *binding = (Binding){.name = run->name, .span = run->name_span, .value = run->exprs, .is_param = is_param};
    entry->value = binding;
    for (size_t i = 0; is_param && i < c->options->n_params; i++)
        if (str_eq(c->options->params[i].name, run->name)) {
            AstExpr *value = param_value(c, binding, &c->options->params[i]);
            binding->value = value ? value : binding->value;
        }
}

static void find_cycle(Compiler *c, const AstExpr *ast, Binding *of);

static void find_cycle_in(Compiler *c, Binding *binding)
{
    if (binding->is_checked)
        return;
    binding->is_busy = true;
    find_cycle(c, binding->value, binding);
    binding->is_busy = false;
    binding->is_checked = true;
}

/* Lets that are defined by themselves, used or not; what is told keeps an error for its value. */
static void find_cycle(Compiler *c, const AstExpr *ast, Binding *of)
{
    for (; ast; ast = ast->next) {
        Binding *inner = ast->kind == AST_NAME ? map_get(&c->bindings, ast->name) : NULL;
        if (inner && inner->is_busy) {
            Diagnostic *error = REPORT_AT(c, E0304, ast->span, "`%.*s` is defined by itself", STR_FMT(inner->name));
            report_label(c->report, error, inner->span, "its definition");
            AstExpr *nothing = ARENA_NEW(c->arena, AstExpr);
            nothing->span = inner->span;
            of->value = nothing;
            return;
        }
        if (inner)
            find_cycle_in(c, inner);
        find_cycle(c, ast->a, of);
        find_cycle(c, ast->b, of);
        for (const AstEntry *entry = ast->entries; entry; entry = entry->next)
            find_cycle(c, entry->value, of);
        for (const AstPart *part = ast->parts; part; part = part->next)
            find_cycle(c, part->expr, of);
    }
}

static void check_params(Compiler *c)
{
    for (size_t i = 0; i < c->options->n_params; i++) {
        const CompileParam *param = &c->options->params[i];
        const Binding *binding = map_get(&c->bindings, param->name);
        if (binding && binding->is_param)
            continue;
        Str *names = ARENA_ARRAY(c->arena, c->bindings.n, Str);
        size_t n = 0;
        for (size_t k = 0; k < c->bindings.n; k++)
            if (((const Binding *)c->bindings.entries[k].value)->is_param)
                names[n++] = c->bindings.entries[k].key;
        Diagnostic *error = REPORT_AT(c, E0308, SPAN_NONE, "-D %.*s: the spec has no param of that name", STR_FMT(param->name));
        if (n)
            report_hint(c->report, error, "it has %.*s", STR_FMT(suggest_list(c->arena, names, n, 12)));
    }
}

/* --- the file ----------------------------------------------------------------------------------------------------- */

/* The names of all data sets, for those that are used above their place. */
static void note_data_names(Compiler *c, const AstBody *body)
{
    for (const AstStmt *stmt = body->stmts; stmt; stmt = stmt->next) {
        bool is_data = stmt->kind == STMT_STATEMENT && str_is(stmt->name, vocab_statement(STATEMENT_DATA)->keyword);
        const AstExpr *name = is_data && stmt->clauses && stmt->clauses->runs ? stmt->clauses->runs->exprs : NULL;
        if (name && name->kind == AST_NAME)
            map_put(&c->data_names, name->name)->value = arena_copy(c->arena, &name->span, sizeof name->span);
        if (!is_data && stmt->body)
            note_data_names(c, stmt->body);
    }
}

static void add_all_data(Compiler *c, const AstBody *body)
{
    const AstStmt *unnamed = NULL;
    for (const AstStmt *stmt = body->stmts; stmt; stmt = stmt->next) {
        if (stmt->kind != STMT_STATEMENT)
            continue;
        if (str_is(stmt->name, vocab_statement(STATEMENT_DATA)->keyword)) {
            int added = add_data(c, stmt);
            const IrTable *table = c->figure->tables.at[added];
            bool is_unnamed = !table->name.n && (table->path.n || table->source != DATA_FILE); /* else what it is was told */
            if (is_unnamed && unnamed) {
                Diagnostic *error = REPORT_AT(c, E0425, stmt->name_span, "a second data set without a name");
                report_label(c->report, error, unnamed->name_span, "the first one");
                report_hint(c->report, error, "give it a name, `data runs \"results.csv\"`, and its layers: data: runs");
                c->scopes.at[added]->is_broken = true;
            }
            unnamed = is_unnamed && !unnamed ? stmt : unnamed;
            continue;
        }
        if (stmt->body && (is_view_keyword(stmt->name) || str_is(stmt->name, vocab_statement(STATEMENT_CHART)->keyword)))
            add_all_data(c, stmt->body);
    }
}

/* Statements of the figure as a whole; those of charts are read by build_chart. */
/* Each size follows from the others: two that say the same thing twice are one too many. */
static void check_sizes(Compiler *c, const IrFigure *figure)
{
    static const struct {
        int field, against;
        const char *message, *label;
    } PAIRS[] = {
        {IR_FIELD_Figure_aspect, IR_FIELD_Figure_height, "an aspect of the panels beside a height of the figure", "the height"},
        {IR_FIELD_Figure_aspect, IR_FIELD_Figure_panel_width, "an aspect of the panels beside their size", "the size"},
        {IR_FIELD_Figure_width, IR_FIELD_Figure_panel_width, "a width of the figure beside a size of its panels", "the size of the panels"},
        {IR_FIELD_Figure_height, IR_FIELD_Figure_panel_width, "a height of the figure beside a size of its panels", "the size of the panels"},
    };
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        if (!ir_is_set(figure, PAIRS[i].field) || !ir_is_set(figure, PAIRS[i].against))
            continue;
        Diagnostic *error = REPORT_AT(c, E0418, ir_span(figure, PAIRS[i].field), "%s", PAIRS[i].message);
        report_label(c->report, error, ir_span(figure, PAIRS[i].against), "%s", PAIRS[i].label);
        report_hint(c->report, error, "leave one of them out");
    }
}

static bool is_corner(LegendPosition position)
{
    return position != LEGEND_AUTO && position <= LEGEND_BOTTOM_RIGHT;
}

/* A corner is one panel's; names at line ends stand where a right axis would. */
static void check_legend_places(Compiler *c, const IrFigure *figure, const IrView *view)
{
    for (size_t i = 0; i < view->children.n; i++)
        check_legend_places(c, figure, view->children.at[i]);
    if (view == figure->view && view->kind != VIEW_CHART && is_corner(figure->legend->position)) {
        Diagnostic *error = REPORT_AT(c, E0733, ir_span(figure->legend, IR_FIELD_Legend_position),
                                      "a corner for the legend of a figure of several charts");
        report_hint(c->report, error, "write the legend into the chart that shall hold it, or one outside: position: above");
    }
    if (view->kind != VIEW_CHART || !view->chart)
        return;
    const IrChart *chart = view->chart;
    const IrLegend *legend = chart->legend && ir_is_set(chart->legend, IR_FIELD_Legend_position) ? chart->legend : figure->legend;
    if (legend->position == LEGEND_DIRECT && axis_at((IrChart *)(uintptr_t)chart, SIDE_RIGHT)) {
        Diagnostic *error = REPORT_AT(c, E0734, ir_span(legend, IR_FIELD_Legend_position),
                                      "names at the ends of lines stand where the right axis is");
        for (size_t i = 0; i < chart->layers.n; i++)
            if (chart->layers.at[i]->y_side == SIDE_RIGHT)
                report_label(c->report, error, chart->layers.at[i]->node.span, "a layer of the right axis");
        report_hint(c->report, error, "write another position: above, or leave it out");
    }
}

/* The word that a property has in the last statement of its kind that sets it: whatever stands elsewhere is read over its values. Nothing is
 * reported: that is done when the property itself is read. */
static Str given_word(Compiler *c, const AstBody *body, StatementId id, const char *property)
{
    Str word = STR_NONE;
    for (const AstStmt *stmt = body->stmts; stmt; stmt = stmt->next) {
        if (stmt->kind != STMT_STATEMENT || !stmt->body || !str_is(stmt->name, vocab_statement(id)->keyword))
            continue;
        for (const AstStmt *inner = stmt->body->stmts; inner; inner = inner->next) {
            bool is_it = inner->kind == STMT_PROPERTY && str_is(inner->name, property) && inner->clauses && inner->clauses->runs;
            const AstExpr *value = is_it ? inner->clauses->runs->exprs : NULL;
            word = value ? word_of(resolve_binding(c, value)) : word;
        }
    }
    return word;
}

static void read_file(Compiler *c, AstBody *body)
{
    IrFigure *figure = c->figure;
    for (const AstStmt *stmt = body->stmts; stmt; stmt = stmt->next) {
        Mark mark;
        StatementId id = stmt->kind == STMT_STATEMENT ? vocab_find_statement(stmt->name, &mark) : STATEMENT_COUNT;
        if (id == STATEMENT_LET || id == STATEMENT_PARAM)
            bind_name(c, stmt, id == STATEMENT_PARAM);
    }
    for (size_t i = 0; i < c->bindings.n; i++)
        find_cycle_in(c, c->bindings.entries[i].value);
    check_params(c);
    vocab_fill(STATEMENT_FIGURE, figure);
    vocab_fill(STATEMENT_THEME, figure->theme);
    preset_apply(figure, given_word(c, body, STATEMENT_FIGURE, "preset"), given_word(c, body, STATEMENT_THEME, "base"));
    Target theme = {STATEMENT_THEME, figure->theme, {NULL, AGGREGATES_NO, "the theme", false}, NULL, NULL};
    for (const AstStmt *stmt = body->stmts; stmt; stmt = stmt->next)
        if (stmt->kind == STMT_STATEMENT && str_is(stmt->name, vocab_statement(STATEMENT_THEME)->keyword))
            set_properties(c, &theme, stmt->body, NULL, NULL);
    if (!ir_is_set(figure->theme, IR_FIELD_Theme_palette))
        figure->theme->palette = palette_colours(c->arena, palette_default(figure->theme->background));
    c->datasets->wanted = wanted_names(c, body, &c->datasets->n_wanted, &c->datasets->wanted_spans);
    note_data_names(c, body);
    add_all_data(c, body);
    Block block = {NULL, body};
    figure->default_table = default_table(c, &block);
    const Scope *scope = figure->default_table >= 0 ? c->scopes.at[figure->default_table] : NULL;
    Target target = {STATEMENT_FIGURE, figure, {scope, AGGREGATES_YES, "the figure's title", false}, NULL, NULL};
    const AstStmt *arrangement = NULL;
    Target legend = {STATEMENT_LEGEND, figure->legend, {scope, AGGREGATES_YES, "the legend's title", false}, NULL, NULL};
    for (const AstStmt *stmt = body->stmts; stmt; stmt = stmt->next) {
        Mark mark = MARK_BAR;
        if (stmt->kind == STMT_PROPERTY)
            continue;
        StatementId id = stmt->kind == STMT_STATEMENT ? vocab_find_statement(stmt->name, &mark) : STATEMENT_ROWS;
        if (stmt->kind == STMT_STATEMENT && is_view_keyword(stmt->name) && arrangement) {
            Diagnostic *error = REPORT_AT(c, E0711, stmt->name_span, "a second arrangement in the file");
            report_label(c->report, error, arrangement->name_span, "the first one");
            report_hint(c->report, error, "put both into one: column { row { ... } row { ... } }");
        } else if (stmt->kind == STMT_STATEMENT && is_view_keyword(stmt->name)) {
            arrangement = stmt;
        }
        bool is_known = id != STATEMENT_COUNT && (vocab_statement(id)->places & PLACE_F || vocab_statement(id)->places & PLACE_C);
        bool is_later = is_known && !vocab_statement(id)->is_built;
        if (!is_known || is_later)
            report_statement(c, stmt, PLACE_F | PLACE_C, "the file");
        else if (!*vocab_statement(id)->operand && id != STATEMENT_MARK)
            report_operand(c, stmt);
        if (id == STATEMENT_FIGURE)
            set_properties(c, &target, stmt->body, NULL, NULL);
        else if (id == STATEMENT_LEGEND)
            set_properties(c, &legend, stmt->body, NULL, NULL);
        else if (id == STATEMENT_CHECK)
            add_check(c, stmt, figure->default_table);
    }
    check_sizes(c, figure);
    report_withdraw(c->report, figure->allow.at, figure->allow.n, ir_span(figure, IR_FIELD_Figure_allow));
    preset_settle(figure);
    if (ir_is_set(figure, IR_FIELD_Figure_panel_width))
        figure->width = figure->height = NAN;
    else
        figure->panel_height = NAN;
    figure->view = build_view(c, &block, NULL);
    finish_scales(c);
    report_text_uses(c);
    vocab_fill(STATEMENT_LEGEND, figure->legend);
    if (!ir_is_set(figure->legend, IR_FIELD_Legend_position)) {
        bool is_single = figure->view->kind == VIEW_CHART && !figure->view->chart->facet;
        figure->legend->position = is_single ? LEGEND_AUTO : LEGEND_CELL;
    }
    check_legend_places(c, figure, figure->view);
}

IrFigure *compile_source(Arena *arena, Datasets *datasets, const Source *source, const CompileOptions *options)
{
    static const CompileOptions NO_OPTIONS;
    Compiler compiler = {.arena = arena, .report = datasets->report, .datasets = datasets, .options = options ? options : &NO_OPTIONS},
             *c = &compiler;
    size_t n_errors = c->report->n_errors;
    c->bindings.arena = arena;
    c->data_names.arena = arena;
    c->figure = IR_NEW(arena, Figure, ((Span){source->id, 0, 0}));
    c->figure->theme = IR_NEW(arena, Theme, SPAN_NONE);
    c->figure->legend = IR_NEW(arena, Legend, SPAN_NONE);
    AstBody *body = parse_file(c, source);
    splice_includes(c, body, &(IncludeChain){NULL, source->path});
    read_file(c, body);
    if (c->report->n_errors > n_errors)
        return NULL;
    const char *broken = ir_verify(arena, c->figure);
    if (broken)
        report_add(c->report, REPORT_E0900, SPAN_NONE, "the compiler made a wrong IR: %s", broken);
    return broken ? NULL : c->figure;
}
