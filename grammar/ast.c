/* ast: the spellings of operators, and equality; see ast.h. */
#include "ast.h"

static const char *const OPS[] = {"or", "and", "not", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "+-", "+", "-", "*", "/", "%", "^", "-", "+"};

const char *ast_op_text(AstOp op)
{
    return OPS[op];
}

static bool expr_equal(const AstExpr *a, const AstExpr *b);

static bool parts_equal(const AstPart *a, const AstPart *b)
{
    for (; a && b; a = a->next, b = b->next)
        if (a->kind != b->kind || !str_eq(a->text, b->text) || !str_eq(a->format, b->format) || !expr_equal(a->expr, b->expr))
            return false;
    return !a && !b;
}

static bool entries_equal(const AstEntry *a, const AstEntry *b)
{
    for (; a && b; a = a->next, b = b->next)
        if (!expr_equal(a->key, b->key) || !expr_equal(a->value, b->value))
            return false;
    return !a && !b;
}

static bool dates_equal(const AstDate *a, const AstDate *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day && a->hour == b->hour && a->minute == b->minute && a->second == b->second &&
           a->has_offset == b->has_offset && a->offset == b->offset;
}

static bool expr_equal(const AstExpr *a, const AstExpr *b)
{
    if (!a || !b)
        return a == b;
    return a->kind == b->kind && a->op == b->op && str_eq(a->name, b->name) && a->number == b->number && a->unit == b->unit &&
           a->is_raw == b->is_raw && a->truth == b->truth && a->colour == b->colour && dates_equal(&a->date, &b->date) &&
           parts_equal(a->parts, b->parts) && entries_equal(a->entries, b->entries) && expr_equal(a->a, b->a) && expr_equal(a->b, b->b);
}

static bool clauses_equal(const AstClause *a, const AstClause *b)
{
    for (; a && b; a = a->next, b = b->next) {
        const AstRun *x = a->runs, *y = b->runs;
        for (; x && y; x = x->next, y = y->next) {
            const AstExpr *p = x->exprs, *q = y->exprs;
            for (; p && q; p = p->next, q = q->next)
                if (!expr_equal(p, q))
                    return false;
            if (p || q || !str_eq(x->name, y->name))
                return false;
        }
        if (x || y || a->word != b->word)
            return false;
    }
    return !a && !b;
}

/* Missing cells are equal however they were written. */
static bool cells_equal(const AstCell *a, const AstCell *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i].is_missing != b[i].is_missing || (!a[i].is_missing && !str_eq(a[i].text, b[i].text)))
            return false;
    return true;
}

static bool tables_equal(const AstTable *a, const AstTable *b)
{
    if (!a || !b)
        return a == b;
    return a->n_columns == b->n_columns && a->n_rows == b->n_rows && cells_equal(a->head, b->head, a->n_columns) &&
           cells_equal(a->cells, b->cells, a->n_columns * a->n_rows);
}

bool ast_equal(const AstBody *a, const AstBody *b)
{
    if (!a || !b)
        return a == b;
    const AstStmt *x = a->stmts, *y = b->stmts;
    for (; x && y; x = x->next, y = y->next)
        if (x->kind != y->kind || !str_eq(x->name, y->name) || x->is_damaged != y->is_damaged || !clauses_equal(x->clauses, y->clauses) ||
            !ast_equal(x->body, y->body) || !tables_equal(x->table, y->table))
            return false;
    return !x && !y;
}
