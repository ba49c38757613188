/* chart: a chart out of the statements in its reach: facet, axes, layers, scales, panels, legend. */
#include "compiler.h"

#include "../runtime/suggest.h"

#include <string.h>

/* Calls visit for the statements of a block and those around it, outer ones first. */
static void each_statement(Compiler *c, const Block *block, void (*visit)(Compiler *c, ChartBuild *build, const AstStmt *stmt, bool is_outer),
                           ChartBuild *build, bool is_outer)
{
    if (!block)
        return;
    each_statement(c, block->outer, visit, build, true);
    for (const AstStmt *stmt = block->body->stmts; stmt; stmt = stmt->next)
        visit(c, build, stmt, is_outer);
}

/* --- channels as defaults ----------------------------------------------------------------------------------------- */

static void take_channel(Compiler *c, ChartBuild *build, const AstStmt *stmt, bool is_outer)
{
    (void)is_outer;
    Mark mark;
    int id = ir_word_find(&IR_WORDS_ChannelId, stmt->name);
    if (stmt->kind != STMT_PROPERTY && id >= 0 && keyword_of(stmt, &mark) == STATEMENT_COUNT)
        build->is_doubtful = true; /* `x task`: its colon is lost, which is told */
    if (stmt->kind != STMT_PROPERTY || id < 0)
        return;
    const AstStmt *before = build->channels[id];
    bool in_same_block = false;
    for (const AstStmt *other = build->block->body->stmts; other && before; other = other->next)
        in_same_block |= other == before;
    bool is_inner = false;
    for (const AstStmt *other = build->block->body->stmts; other; other = other->next)
        is_inner |= other == stmt;
    if (before && in_same_block && is_inner) {
        Diagnostic *error = REPORT_AT(c, E0413, stmt->name_span, "`%.*s` is set twice in this block", STR_FMT(stmt->name));
        report_label(c->report, error, before->name_span, "the first time");
    }
    build->channels[id] = stmt;
}

/* --- facets ------------------------------------------------------------------------------------------------------- */

static Expr *value_text(Compiler *c, Expr *expr)
{
    return expr->type == TYPE_TEXT ? expr : expr_call(c->arena, FUNCTION_FORMAT, &expr, 1, expr->span);
}

static void take_share(Compiler *c, ChartBuild *build, const AstStmt *stmt)
{
    int share;
    const AstExpr *run = single_run(c, stmt);
    if (!run || !read_word(c, &IR_WORDS_Share, run, &share))
        return;
    for (int side = 0; side < Side_COUNT_OF; side++) {
        IrAxis *axis = axis_at(build->chart, (Side)side);
        if (!axis) {
            axis = IR_NEW(c->arena, Axis, stmt->span);
            axis->side = (Side)side;
            axis->tick_labels = true;
            IR_PUSH(c->arena, &build->chart->axes, axis);
        }
        if (!ir_is_set(axis, IR_FIELD_Axis_share)) {
            axis->share = (Share)share;
            ir_set(c->arena, axis, IR_FIELD_Axis_share, stmt->span);
        }
    }
}

static void take_facet(Compiler *c, ChartBuild *build, const AstStmt *stmt, bool is_outer)
{
    (void)is_outer;
    Mark mark;
    if (keyword_of(stmt, &mark) != STATEMENT_FACET)
        return;
    const AstExpr *operand = single_operand(c, stmt);
    if (!operand) {
        if (!stmt->is_damaged)
            report_hint(c->report, REPORT_AT(c, E0420, stmt->name_span, "`facet` has no operand"),
                        "name the column that makes the panels: facet column");
        return;
    }
    Str word = word_of(operand);
    if ((str_is(word, "row") || str_is(word, "column")) && !map_get(&build->scope->columns, word)) {
        Diagnostic *error = REPORT_AT(c, E0420, operand->span, "`facet %.*s` lacks the column that makes its panels", STR_FMT(word));
        report_hint(c->report, error, "facet %.*s name { ... }", STR_FMT(word));
        return;
    }
    if (names_column(build->scope, operand)) {
        fix_quoted_column(c, REPORT_AT(c, E0317, operand->span, "a quoted text is no column"), operand);
        return;
    }
    int part = -1;
    if (operand->next && operand->kind == AST_NAME)
        part = str_is(operand->name, "row") ? 0 : str_is(operand->name, "column") ? 1 : -1;
    if (build->chart->table < 0) {
        report_no_data(c, stmt->name_span, vocab_statement(STATEMENT_FACET)->keyword);
        return;
    }
    ExprPlace place = {build->scope, AGGREGATES_NO, "a facet", true};
    const Str parts[] = {STR("row"), STR("column")};
    Str near = operand->next && part < 0 && operand->kind == AST_NAME ? suggest_name(operand->name, parts, 2) : STR_NONE;
    if (near.at) {
        Diagnostic *error = REPORT_AT(c, E0205, operand->span, "`%.*s` is none of `row` or `column`", STR_FMT(operand->name));
        report_near(c->report, error, operand->span, near);
        return;
    }
    size_t n_errors = c->report->n_errors;
    Expr *by = check_expr(c, &place, part >= 0 ? operand->next : operand);
    IrFacet *facet = build->chart->facet;
    if (!facet) {
        facet = IR_NEW(c->arena, Facet, stmt->name_span);
        facet->kind = part >= 0 ? FACET_GRID : FACET_WRAP;
        facet->node.set = 1u << IR_FIELD_Facet_kind;
    } else if ((facet->kind == FACET_GRID) != (part >= 0)) {
        if (c->report->n_errors == n_errors)
            REPORT_AT(c, E0707, stmt->name_span, "a wrapped facet and a facet by row or column in one chart");
        return;
    }
    if (!by)
        return;
    build->chart->facet = facet;
    Expr **slot = part < 0 ? &facet->by : part == 0 ? &facet->row : &facet->column;
    Expr **title = part < 0 ? &facet->title : part == 0 ? &facet->row_title : &facet->column_title;
    *slot = by;
    *title = value_text(c, by);
    ir_set(c->arena, facet, part < 0 ? IR_FIELD_Facet_by : part == 0 ? IR_FIELD_Facet_row : IR_FIELD_Facet_column, by->span);
    Target target = {STATEMENT_FACET, facet, {build->scope, AGGREGATES_YES, "the panels' title", false}, &part, NULL};
    set_properties(c, &target, stmt->body, NULL, NULL);
    if (facet->kind == FACET_GRID && ir_is_set(facet, IR_FIELD_Facet_columns))
        REPORT_AT(c, E0707, ir_span(facet, IR_FIELD_Facet_columns),
                  "a number of columns wraps panels, and these stand in a grid of rows and columns");
    for (const AstStmt *inner = stmt->body ? stmt->body->stmts : NULL; inner; inner = inner->next)
        if (inner->kind == STMT_PROPERTY && vocab_is_kind(STATEMENT_FACET, inner->name, KIND_facet_share))
            take_share(c, build, inner);
}

/* --- axes --------------------------------------------------------------------------------------------------------- */

static IrAxis *find_axis(void *axes, Side side)
{
    IrNodes list;
    memcpy(&list, axes, sizeof list);
    for (size_t i = 0; i < list.n; i++)
        if (((IrAxis *)(void *)list.at[i])->side == side)
            return (IrAxis *)(void *)list.at[i];
    return NULL;
}

/* `side` counts as written only where the chart itself writes it: an axis from around it need not be used in each chart. */
static void set_axis(Compiler *c, ChartBuild *build, const AstStmt *stmt, void *axes, bool is_outer)
{
    const AstExpr *operand = single_operand(c, stmt);
    Side side;
    if (!operand) {
        if (!stmt->is_damaged)
            report_hint(c->report, REPORT_AT(c, E0420, stmt->name_span, "`axis` has no operand"), "say which: x, y, left, right, top or bottom");
        return;
    }
    if (operand->next) {
        Diagnostic *error = REPORT_AT(c, E0421, operand->next->span, "`axis` takes one side");
        Str word = word_of(operand->next);
        if (word.at && ir_word_find(&IR_WORDS_AxisType, word) >= 0)
            report_hint(c->report, error, "its settings stand in a block: axis %.*s { type: %.*s }", STR_FMT(ast_print_expr(c->arena, operand)),
                        STR_FMT(word));
        else
            report_hint(c->report, error, "its settings stand in a block: %s", vocab_statement(STATEMENT_AXIS)->example);
        return;
    }
    if (!read_side(c, operand, &side))
        return;
    IrAxis *axis = find_axis(axes, side);
    if (!axis) {
        axis = IR_NEW(c->arena, Axis, stmt->name_span);
        axis->side = side;
        axis->tick_labels = true;
        IR_PUSH(c->arena, axes, axis);
    }
    if (!is_outer)
        ir_set(c->arena, axis, IR_FIELD_Axis_side, operand->span);
    Target target = {STATEMENT_AXIS, axis, {build->scope, AGGREGATES_YES, "the axis' title", false}, build, NULL};
    set_properties(c, &target, stmt->body, NULL, NULL);
}

static void take_axis(Compiler *c, ChartBuild *build, const AstStmt *stmt, bool is_outer)
{
    Mark mark;
    if (keyword_of(stmt, &mark) == STATEMENT_AXIS)
        set_axis(c, build, stmt, &build->chart->axes, is_outer);
}

/* --- layers and scales -------------------------------------------------------------------------------------------- */

static void take_layer(Compiler *c, ChartBuild *build, const AstStmt *stmt, bool is_outer)
{
    (void)is_outer;
    Mark mark;
    if (keyword_of(stmt, &mark) != STATEMENT_MARK)
        return;
    if (!IR_WORDS_Mark.words[mark].is_built)
        REPORT_AT(c, E0210, stmt->name_span, "the layer `%.*s` is not built yet", STR_FMT(stmt->name));
    else
        add_layer(c, build, stmt, mark, &build->chart->layers);
}

static void take_scale(Compiler *c, ChartBuild *build, const AstStmt *stmt, bool is_outer)
{
    Mark mark;
    if (keyword_of(stmt, &mark) == STATEMENT_SCALE)
        add_scale_settings(c, build, stmt, is_outer);
}

static void set_legend(Compiler *c, ChartBuild *build, IrLegend **legend, const AstStmt *stmt)
{
    if (!*legend)
        *legend = IR_NEW(c->arena, Legend, stmt->name_span);
    report_operand(c, stmt);
    Target target = {STATEMENT_LEGEND, *legend, {build ? build->scope : NULL, AGGREGATES_YES, "the legend's title", false}, build, NULL};
    set_properties(c, &target, stmt->body, NULL, NULL);
}

static void take_legend(Compiler *c, ChartBuild *build, const AstStmt *stmt, bool is_outer)
{
    Mark mark;
    if (keyword_of(stmt, &mark) != STATEMENT_LEGEND)
        return;
    if (!is_outer && build->block->outer) /* the file's own is the figure's */
        set_legend(c, build, &build->chart->legend, stmt);
}

/* --- panels ------------------------------------------------------------------------------------------------------- */

/* The one column that a bare value is compared with. */
static Expr *only_facet(Compiler *c, const IrFacet *facet, Span span)
{
    if (facet->kind == FACET_WRAP)
        return facet->by;
    if (facet->row && facet->column) {
        Diagnostic *error = REPORT_AT(c, E0708, span, "a value alone does not say which facet it belongs to");
        report_hint(c->report, error, "compare: panel %.*s == ... and %.*s == ...", STR_FMT(expr_print(c->arena, facet->row)),
                    STR_FMT(expr_print(c->arena, facet->column)));
        return NULL;
    }
    return facet->row ? facet->row : facet->column;
}

static Expr *panel_equals(Compiler *c, const IrFacet *facet, const AstExpr *ast)
{
    static const ExprPlace NOWHERE = {NULL, AGGREGATES_NO, "a facet value", true};
    Expr *column = only_facet(c, facet, ast->span);
    Expr *value = ast->kind == AST_NAME ? expr_text(c->arena, ast->name, ast->span) : check_expr(c, &NOWHERE, ast);
    if (!column || !value)
        return NULL;
    if (column->type != value->type) {
        REPORT_AT(c, E0315, ast->span, "the facet's values are %s, this is %s", type_name(column->type), type_name(value->type));
        return NULL;
    }
    return expr_call(c->arena, FUNCTION_EQ, (Expr *[]){column, value}, 2, ast->span);
}

/* A condition looks at what makes the panels, and at nothing that differs within one. */
static bool is_of_facets(Compiler *c, const Expr *expr, const IrFacet *facet)
{
    const Expr *const by[] = {facet->by, facet->row, facet->column};
    for (size_t i = 0; i < 3; i++)
        if (by[i] && expr_eq(by[i], expr))
            return true;
    if (expr->kind == EXPR_COLUMN) {
        Diagnostic *error = REPORT_AT(c, E0714, expr->span, "`%.*s` makes no panels", STR_FMT(expr->column));
        for (size_t i = 0; i < 3; i++)
            if (by[i])
                report_label(c->report, error, by[i]->span, "what makes them");
        return false;
    }
    for (size_t i = 0; i < expr->n_args; i++)
        if (!is_of_facets(c, expr->args[i], facet))
            return false;
    return true;
}

static Expr *panel_condition(Compiler *c, ChartBuild *build, const AstExpr *ast)
{
    const IrFacet *facet = build->chart->facet;
    ExprPlace place = {build->scope, AGGREGATES_NO, "a panel's condition", true};
    if (ast->kind == AST_NAME || ast->kind == AST_STRING || ast->kind == AST_NUMBER || ast->kind == AST_DATE || ast->kind == AST_BOOL)
        return panel_equals(c, facet, ast);
    if (ast->kind != AST_LIST) {
        Expr *condition = check_typed(c, &place, ast, TYPE_BOOL);
        return condition && is_of_facets(c, condition, facet) ? condition : NULL;
    }
    Expr *any = NULL;
    for (const AstEntry *entry = ast->entries; entry; entry = entry->next) {
        Expr *one = panel_equals(c, facet, entry->value);
        if (!one)
            return NULL;
        any = any ? expr_call(c->arena, FUNCTION_OR, (Expr *[]){any, one}, 2, ast->span) : one;
    }
    return any;
}

static void take_panel(Compiler *c, ChartBuild *build, const AstStmt *stmt, bool is_outer)
{
    Mark mark;
    if (keyword_of(stmt, &mark) != STATEMENT_PANEL)
        return;
    const AstExpr *operand = single_operand(c, stmt);
    if (!operand) {
        if (!stmt->is_damaged)
            report_hint(c->report, REPORT_AT(c, E0420, stmt->name_span, "`panel` has no operand"), "say which: panel \"value\" { ... }");
        return;
    }
    if (!build->chart->facet) {
        if (c->report->n_errors == 0 && !is_outer)
            report_hint(c->report, REPORT_AT(c, E0709, stmt->name_span, "a panel in a chart without a facet"), "make panels: facet column");
        return;
    }
    IrPanel *panel = IR_NEW(c->arena, Panel, operand->span);
    panel->condition = panel_condition(c, build, operand);
    panel->node.set = 1u << IR_FIELD_Panel_condition;
    ChartBuild inner = *build;
    for (const AstStmt *s = stmt->body ? stmt->body->stmts : NULL; s; s = s->next)
        take_channel(c, &inner, s, false);
    for (const AstStmt *s = stmt->body ? stmt->body->stmts : NULL; s; s = s->next) {
        StatementId id = keyword_of(s, &mark);
        if (id == STATEMENT_AXIS)
            set_axis(c, &inner, s, &panel->axes, false);
        else if (id == STATEMENT_LEGEND)
            set_legend(c, &inner, &panel->legend, s);
        else if (id == STATEMENT_MARK && IR_WORDS_Mark.words[mark].is_built)
            add_layer(c, &inner, s, mark, &panel->layers);
        else if (s->kind == STMT_STATEMENT)
            report_statement(c, s, PLACE_P, "a panel");
        else if (ir_word_find(&IR_WORDS_ChannelId, s->name) < 0)
            report_property(c, &(Target){.owner = STATEMENT_PANEL}, s, "a panel");
    }
    memcpy(build->scales, inner.scales, sizeof build->scales);
    build->n_painted = inner.n_painted;
    if (panel->condition)
        IR_PUSH(c->arena, &build->chart->panels, panel);
}

/* --- the chart ---------------------------------------------------------------------------------------------------- */

int default_table(Compiler *c, const Block *block)
{
    for (const Block *b = block; b; b = b->outer) {
        int only = -1, unnamed = -1;
        size_t n = 0;
        for (const AstStmt *stmt = b->body->stmts; stmt; stmt = stmt->next) {
            Mark mark;
            if (keyword_of(stmt, &mark) != STATEMENT_DATA)
                continue;
            for (size_t i = 0; i < c->figure->tables.n; i++)
                if (c->figure->tables.at[i]->node.span.start == stmt->name_span.start &&
                    c->figure->tables.at[i]->node.span.source == stmt->name_span.source) {
                    only = (int)i;
                    n++;
                    if (!c->figure->tables.at[i]->name.n)
                        unnamed = (int)i;
                }
        }
        if (unnamed >= 0)
            return unnamed;
        if (n == 1)
            return only;
    }
    return -1;
}

/* Properties of the block itself, but for channels. The file has none. */
static void take_properties(Compiler *c, ChartBuild *build)
{
    Target target = {STATEMENT_CHART, build->chart, {build->scope, AGGREGATES_YES, "the chart's title", false}, build, NULL};
    AstBody own = {0};
    AstStmt **end = &own.stmts;
    for (const AstStmt *stmt = build->block->body->stmts; stmt; stmt = stmt->next)
        if (stmt->kind == STMT_PROPERTY && ir_word_find(&IR_WORDS_ChannelId, stmt->name) < 0) {
            *end = arena_copy(c->arena, stmt, sizeof *stmt);
            (*end)->next = NULL;
            end = &(*end)->next;
        }
    if (build->block->outer) {
        set_properties(c, &target, &own, NULL, NULL);
        return;
    }
    for (const AstStmt *stmt = own.stmts; stmt; stmt = stmt->next)
        report_property(c, NULL, stmt, "the file");
}

/* What stands in a chart's own block and is read by none of the visits below; those of the file are told by the file. */
static void take_rest(Compiler *c, ChartBuild *build)
{
    for (const AstStmt *stmt = build->block->body->stmts; stmt; stmt = stmt->next) {
        Mark mark;
        StatementId id = stmt->kind == STMT_ROWS ? STATEMENT_ROWS : keyword_of(stmt, &mark);
        bool is_here = id != STATEMENT_COUNT && vocab_statement(id)->places & PLACE_C && vocab_statement(id)->is_built;
        if (stmt->kind != STMT_PROPERTY && !is_here)
            report_statement(c, stmt, PLACE_C, "a chart");
        else if (id == STATEMENT_CHECK)
            add_check(c, stmt, build->chart->table);
    }
}

IrChart *build_chart(Compiler *c, const Block *block)
{
    IrChart *chart = IR_NEW(c->arena, Chart, block->body->span);
    chart->table = default_table(c, block);
    Scope *none = ARENA_NEW(c->arena, Scope);
    none->columns.arena = c->arena;
    none->is_broken = true; /* layers tell that they have no data */
    ChartBuild build = {.chart = chart, .block = block, .scope = chart->table >= 0 ? c->scopes.at[chart->table] : none};
    for (int id = 0; id < ChannelId_COUNT_OF; id++)
        build.scales[id] = -1;
    for (const Block *b = block; b; b = b->outer) /* what could not be read may have been a default channel */
        build.is_doubtful |= b->body->is_damaged;
    take_properties(c, &build);
    if (block->outer)
        take_rest(c, &build);
    each_statement(c, block, take_channel, &build, false);
    each_statement(c, block, take_axis, &build, false);  /* before facets, whose `share` reaches into axes */
    each_statement(c, block, take_facet, &build, false); /* before layers, which say in which panels they stand */
    each_statement(c, block, take_layer, &build, false);
    each_statement(c, block, take_panel, &build, false);
    each_statement(c, block, take_scale, &build, false); /* behind layers: a scale is made by the channels that use it */
    each_statement(c, block, take_legend, &build, false);
    bool is_empty = chart->layers.n == 0;
    for (size_t i = 0; i < chart->panels.n; i++)
        is_empty &= chart->panels.at[i]->layers.n == 0;
    if (is_empty && c->report->n_errors == 0) {
        Diagnostic *error = REPORT_AT(c, E0710, block->body->span, "there is nothing to draw: the chart has no layer");
        report_hint(c->report, error, "add one, as bar { x: a; y: b } or line { x: a; y: b }");
    }
    finish_axes(c, &build);
    /* axes that statements named and no layer uses do not stay */
    IrNodes used = {0};
    for (size_t i = 0; i < chart->axes.n; i++) {
        Side side = chart->axes.at[i]->side;
        bool is_used = false;
        for (size_t k = 0; k < chart->layers.n; k++)
            is_used |= ir_uses_side(chart->layers.at[k], side);
        for (size_t p = 0; p < chart->panels.n; p++)
            for (size_t k = 0; k < chart->panels.at[p]->layers.n; k++)
                is_used |= ir_uses_side(chart->panels.at[p]->layers.at[k], side);
        if (is_used)
            IR_PUSH(c->arena, &used, chart->axes.at[i]);
    }
    memcpy(&chart->axes, &used, sizeof used);
    return chart;
}
