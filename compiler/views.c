/* views: the arrangement of charts in rows, columns and grids. */
#include "compiler.h"

#include <string.h>

bool is_view_keyword(Str name)
{
    Mark mark;
    StatementId id = vocab_find_statement(name, &mark);
    return id == STATEMENT_ROW || id == STATEMENT_COLUMN || id == STATEMENT_GRID;
}

static const AstStmt *find_view(const AstBody *body)
{
    for (const AstStmt *stmt = body->stmts; stmt; stmt = stmt->next)
        if (stmt->kind == STMT_STATEMENT && is_view_keyword(stmt->name) && stmt->body)
            return stmt;
    return NULL;
}

static IrView *chart_view(Compiler *c, const Block *block, Span span)
{
    IrView *view = IR_NEW(c->arena, View, span);
    view->kind = VIEW_CHART;
    view->chart = build_chart(c, block);
    return view;
}

typedef struct ViewBuild {
    const Block *block;
    IrView *view;
} ViewBuild;

static void add_cell(Compiler *c, const AstStmt *stmt, void *user)
{
    ViewBuild *build = user;
    Mark mark;
    StatementId id = keyword_of(stmt, &mark);
    if (id == STATEMENT_CHART && stmt->body) {
        Block inner = {build->block, stmt->body};
        IrView *view = chart_view(c, &inner, stmt->name_span);
        const AstExpr *operand = single_operand(c, stmt);
        Str name = word_of(operand);
        if (operand && !name.at)
            REPORT_AT(c, E0421, operand->span, "a chart has one name, which is a plain word");
        view->name = name.at ? str_copy(c->arena, name) : STR("");
        IR_PUSH(c->arena, &build->view->children, view);
    } else if (id == STATEMENT_BLANK) {
        IrView *view = IR_NEW(c->arena, View, stmt->name_span);
        view->kind = VIEW_BLANK;
        if (stmt->clauses)
            report_operand(c, stmt);
        else
            report_block(c, stmt);
        IR_PUSH(c->arena, &build->view->children, view);
    } else if (stmt->kind == STMT_STATEMENT && is_view_keyword(stmt->name) && stmt->body) {
        IrView *inner = build_view(c, build->block, stmt);
        IR_PUSH(c->arena, &build->view->children, inner);
    } else {
        report_statement(c, stmt, PLACE_V, "a row, column or grid");
    }
}

IrView *build_view(Compiler *c, const Block *block, const AstStmt *stmt)
{
    if (!stmt) {
        stmt = find_view(block->body);
        if (!stmt)
            return chart_view(c, block, block->body->span);
    }
    Mark mark;
    StatementId id = vocab_find_statement(stmt->name, &mark);
    IrView *view = IR_NEW(c->arena, View, stmt->name_span);
    view->kind = id == STATEMENT_ROW ? VIEW_ROW : id == STATEMENT_COLUMN ? VIEW_COLUMN : VIEW_GRID;
    ViewBuild build = {block, view};
    report_operand(c, stmt);
    Target target = {id, view, {NULL, AGGREGATES_NO, "an arrangement", false}, NULL, NULL};
    set_properties(c, &target, stmt->body, add_cell, &build);
    if (view->kind == VIEW_GRID && view->columns < 1) {
        view->columns = 2;
        while ((size_t)view->columns * (size_t)view->columns < view->children.n)
            view->columns++;
    }
    if (view->children.n == 0 && c->report->n_errors == 0)
        report_hint(c->report, REPORT_AT(c, E0710, stmt->name_span, "there is no chart in this %.*s", STR_FMT(stmt->name)), "add one: chart { ... }");
    size_t n_tracks = view->kind == VIEW_GRID ? (size_t)view->columns : view->children.n;
    const IrNumbers *weights = view->kind == VIEW_COLUMN ? &view->heights : &view->widths;
    if (weights->n && weights->n != n_tracks)
        REPORT_AT(c, E0417, ir_span(view, view->kind == VIEW_COLUMN ? IR_FIELD_View_heights : IR_FIELD_View_widths), "%zu number%s for %zu %s%s",
                  weights->n, weights->n == 1 ? "" : "s", n_tracks, view->kind == VIEW_COLUMN ? "row" : "column", n_tracks == 1 ? "" : "s");
    return view;
}
