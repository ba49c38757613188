/* frame_cells: the panels of a chart, and those that a layer's rows stand in; see frame.h and frame_kit.h. */
#include "frame_kit.h"

#include "scale.h"

/* The distinct values of an expression over a table, ordered. */
static Value *distinct_values(Arena *arena, const Expr *by, const Table *table, const IrExprs *order, size_t *n)
{
    Domain domain = {.arena = arena};
    Column column = expr_eval(arena, by, table);
    domain_add_column(&domain, &column);
    categories_order(domain.categories.at, domain.categories.n, order, arena);
    *n = domain.categories.n;
    return domain.categories.at;
}

bool cells_find(Cells *cells, Arena *arena, Report *report, const IrChart *chart, const Table *tables)
{
    static const Value ALL = {.type = TYPE_TEXT, .is_missing = true};
    const IrFacet *facet = chart->facet;
    *cells = (Cells){.facet = facet, .row_values = &ALL, .column_values = &ALL, .n_row_values = 1, .n_column_values = 1};
    if (!facet)
        return true;
    const Table *table = &tables[chart->table];
    const Expr *column = facet->kind == FACET_WRAP ? facet->by : facet->column;
    const IrExprs *order = facet->kind == FACET_WRAP ? &facet->order : &facet->column_order;
    if (column)
        cells->column_values = distinct_values(arena, column, table, order, &cells->n_column_values);
    if (facet->row)
        cells->row_values = distinct_values(arena, facet->row, table, &facet->row_order, &cells->n_row_values);
    if (cells->n_row_values == 0 || cells->n_column_values == 0) {
        report_add(report, REPORT_E0721, facet->node.span, "the facet has no value: its column is missing in all rows");
        return false;
    }
    return true;
}

/* Which of the cells' values each row has; CELL_ANY where it is none of them (missing). */
static uint32_t *find_cells(Arena *arena, const Column *column, const Value *values, size_t n_values)
{
    Map index = {.arena = arena};
    for (size_t i = 0; i < n_values; i++) {
        uint32_t place = (uint32_t)i;
        map_put(&index, value_str(arena, values[i]))->value = arena_copy(arena, &place, sizeof place);
    }
    uint32_t *cells = ARENA_ARRAY(arena, column->n, uint32_t);
    for (size_t i = 0; i < column->n; i++) {
        const uint32_t *place = map_get(&index, value_str(arena, column_value(column, i)));
        cells[i] = place ? *place : CELL_ANY;
    }
    return cells;
}

/* Rows whose value no panel has are drawn nowhere. */
static void warn_strays(const FrameBuild *b, const Frame *frame, const Column *column, const uint32_t *cells, const Expr *by)
{
    size_t n = 0, first = 0;
    for (size_t i = 0; i < column->n; i++)
        if (cells[i] == CELL_ANY && n++ == 0)
            first = i;
    if (!n)
        return;
    Str value = column_is_missing(column, first) ? STR("missing") : value_str(b->arena, column_value(column, first));
    Diagnostic *warning = report_add(b->report, REPORT_W0763, frame->layer->node.span,
                                     "%zu of %zu rows of this layer %s in no panel, the first where %.*s is %.*s", n, column->n,
                                     n == 1 ? "is" : "are", STR_FMT(expr_print(b->arena, by)), STR_FMT(value));
    report_hint(b->report, warning, "panels are made of the chart's own data; a layer whose data has no column of that name stands in all of them");
}

void frame_find_cells(const FrameBuild *b, Frame *frame, const Column *column, const Column *row)
{
    const IrFacet *facet = b->cells->facet;
    if (frame->layer->by_column) {
        uint32_t *cells = find_cells(b->arena, column, b->cells->column_values, b->cells->n_column_values);
        warn_strays(b, frame, column, cells, facet->kind == FACET_WRAP ? facet->by : facet->column);
        frame->cell_column = cells;
    }
    if (frame->layer->by_row) {
        uint32_t *cells = find_cells(b->arena, row, b->cells->row_values, b->cells->n_row_values);
        warn_strays(b, frame, row, cells, facet->row);
        frame->cell_row = cells;
    }
}

bool frame_in_cell(const Frame *frame, size_t i, size_t cell_row, size_t cell_column)
{
    return (!frame->cell_row || frame->cell_row[i] == cell_row) && (!frame->cell_column || frame->cell_column[i] == cell_column);
}
