/* rows: the raw text of a rows table to cells. Cells stand between blanks; a head line with a comma outside quotes makes it a comma table, whose
 * cells may hold blanks and be empty. Cells are slices: a table of 300,000 rows costs no tree. */
#include "chart_y.h"

#include <string.h>

typedef VEC(AstCell) Cells;

typedef struct Rows {
    ParseContext *context;
    Str text;
    uint32_t at, end; /* end: of the current line */
    bool is_comma;
    AstTable *table;
} Rows;

static void damage(Rows *rows, uint32_t start, uint32_t end, const char *message, const char *hint)
{
    if (!rows->table->is_damaged) { /* one complaint a table: the others are of the same kind */
        Diagnostic *error = complain(rows->context, REPORT_E0140, start, end, "%s", message);
        report_hint(rows->context->report, error, "%s", hint);
    }
    rows->table->is_damaged = true;
}

static void skip_blanks(Rows *rows)
{
    while (rows->at < rows->end && (rows->text.at[rows->at] == ' ' || rows->text.at[rows->at] == '\t'))
        rows->at++;
}

static bool starts_comment(const Rows *rows)
{
    return rows->at + 1 < rows->end && rows->text.at[rows->at] == '/' && rows->text.at[rows->at + 1] == '/';
}

static bool is_blank_at(const Rows *rows, uint32_t at)
{
    return at >= rows->end || rows->text.at[at] == ' ' || rows->text.at[at] == '\t';
}

static AstCell quoted_cell(Rows *rows)
{
    uint32_t start = rows->at++;
    char quote = rows->text.at[start];
    Buf out = {.arena = rows->context->arena};
    while (rows->at < rows->end && rows->text.at[rows->at] != quote) {
        char c = rows->text.at[rows->at++];
        if (c == '\\' && quote == '"' && rows->at < rows->end) {
            c = rows->text.at[rows->at++];
            if (!strchr("\"\\nt", c))
                damage(rows, rows->at - 2, rows->at, "no escape in a cell",
                       "escapes in a cell are \\\" \\\\ \\n \\t; '...' takes everything as it is");
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
        }
        buf_addc(&out, c);
    }
    if (rows->at >= rows->end)
        damage(rows, start, rows->end, "the cell's quote is not closed", "close it on the same line");
    else
        rows->at++;
    bool is_over = is_blank_at(rows, rows->at) || (rows->is_comma && rows->text.at[rows->at] == ',');
    if (!is_over)
        damage(rows, start, rows->at + 1, "text touches a quoted cell", "quote the whole cell, or put a blank behind the quote");
    return (AstCell){.span = context_span(rows->context, start, rows->at), .text = str_slice(buf_c(&out), out.n), .is_quoted = true};
}

static AstCell plain_cell(Rows *rows)
{
    uint32_t start = rows->at;
    const char *stops = rows->is_comma ? "," : " \t,";
    while (rows->at < rows->end && !strchr(stops, rows->text.at[rows->at]) && !(is_blank_at(rows, rows->at - 1) && starts_comment(rows)))
        rows->at++;
    uint32_t stop = rows->at;
    while (stop > start && is_blank_at(rows, stop - 1))
        stop--;
    AstCell cell = {.span = context_span(rows->context, start, stop), .text = {rows->text.at + start, stop - start}};
    cell.is_missing = cell.text.n == 0 || str_is(cell.text, "-") || str_is(cell.text, "NA");
    if (!rows->is_comma && rows->at < rows->end && rows->text.at[rows->at] == ',') {
        damage(rows, rows->at, rows->at + 1, "a comma in a table whose head line has none",
               "put commas between the column names too, or blanks between the cells; quote a cell that holds a comma");
        rows->at++;
    }
    return cell;
}

/* The cells of the line at..end. */
static size_t read_line(Rows *rows, Cells *cells)
{
    size_t n = 0;
    bool is_behind_comma = false;
    for (;;) {
        skip_blanks(rows);
        bool is_over = rows->at >= rows->end || starts_comment(rows);
        if (is_over && !is_behind_comma)
            return n;
        char c = is_over ? ',' : rows->text.at[rows->at];
        AstCell cell = c == '"' || c == '\'' ? quoted_cell(rows) : plain_cell(rows);
        VEC_PUSH(rows->context->arena, cells, cell);
        n++;
        skip_blanks(rows);
        is_behind_comma = rows->is_comma && rows->at < rows->end && rows->text.at[rows->at] == ',';
        rows->at += is_behind_comma;
        if (rows->is_comma && !is_behind_comma) {
            if (rows->at < rows->end && !starts_comment(rows))
                damage(rows, rows->at, rows->end, "text behind a quoted cell", "quote the whole cell, or put a comma between two");
            return n;
        }
    }
}

/* A head line with a comma that stands in no quotes and no comment. */
static bool has_comma(Str line)
{
    char quote = 0;
    for (size_t i = 0; i < line.n; i++) {
        char c = line.at[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '/' && i + 1 < line.n && line.at[i + 1] == '/' && (i == 0 || line.at[i - 1] == ' ' || line.at[i - 1] == '\t'))
            return false;
        else if (c == ',')
            return true;
    }
    return false;
}

AstTable *rows_table(ParseContext *context, uint32_t start, uint32_t end)
{
    AstTable *table = ARENA_NEW(context->arena, AstTable);
    Rows rows = {.context = context, .text = context->text, .at = start, .table = table};
    Cells head = {0}, cells = {0};
    while (context->text.at[rows.at] != '{') /* there is one: the token is not muted */
        rows.at++;
    while (rows.at < end && context->text.at[rows.at] != '\n' && context->text.at[rows.at] != '\r')
        rows.at++;
    while (rows.at < end) {
        uint32_t line_start = rows.at;
        rows.end = line_start;
        while (rows.end < end && context->text.at[rows.end] != '\n' && context->text.at[rows.end] != '\r')
            rows.end++;
        Str line = {context->text.at + line_start, rows.end - line_start};
        if (!head.n) {
            rows.is_comma = has_comma(line);
            read_line(&rows, &head);
        } else {
            size_t n = read_line(&rows, &cells);
            if (n && n != head.n) {
                damage(&rows, line_start, rows.end,
                       str_c(context->arena, str_printf(context->arena, "%zu cell%s, the head line has %zu", n, n == 1 ? "" : "s", head.n)),
                       "write `-` for a missing value, quote a cell that holds blanks");
            } else if (n) {
                table->n_rows++;
            }
        }
        rows.at = rows.end + (rows.end < end);
        if (rows.end + 1 < end && context->text.at[rows.end] == '\r' && context->text.at[rows.end + 1] == '\n')
            rows.at++;
    }
    if (!head.n)
        damage(&rows, start, start + 4, "the table has no head line", "write the columns' names on its first line");
    else if (!table->n_rows)
        damage(&rows, start, start + 4, "the table has no rows", "write one row a line below the names");
    table->head = head.at;
    table->n_columns = head.n;
    table->cells = cells.at;
    return table;
}
