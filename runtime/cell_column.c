/* cell_column: see cell_column.h. */
#include "cell_column.h"

#include "calendar.h"
#include "num.h"

#include <math.h>

static const char *const KINDS[] = {"missing", "a number", "a boolean", "a text"};

static bool is_listed_missing(const ReadOptions *options, Str text)
{
    for (size_t i = 0; i < options->n_missing; i++)
        if (text.at && str_eq(text, options->missing[i]))
            return true;
    return false;
}

static void start(CellColumn *column)
{
    for (size_t i = 0; i < column->options->n_types && !column->declared; i++)
        if (str_eq(column->options->types[i].column, column->name))
            column->declared = &column->options->types[i];
    column->words.arena = column->arena;
    column->is_started = true;
}

/* The cell as one of the declared type; false when it is none. */
static bool convert(const CellColumn *column, Cell *cell)
{
    const ColumnType *declared = column->declared;
    switch (declared->type) {
    case TYPE_NUMBER:
        if (cell->kind == CELL_TEXT && !num_style_parse(column->options->style ? column->options->style : &(NumStyle){0}, cell->text, &cell->number))
            return false;
        if (cell->kind == CELL_BOOL)
            return false;
        cell->kind = CELL_NUMBER;
        return true;
    case TYPE_BOOL:
        if (cell->kind == CELL_TEXT && (str_is(cell->text, "true") || str_is(cell->text, "false")))
            cell->number = str_is(cell->text, "true");
        else if (cell->kind == CELL_TEXT || (cell->number != 0 && cell->number != 1))
            return false;
        cell->kind = CELL_BOOL;
        return true;
    case TYPE_TIME:
        if (cell->kind != CELL_TEXT ||
            !(declared->format.n ? calendar_scan(cell->text, declared->format, &cell->number) : calendar_parse(cell->text, &cell->number)))
            return false;
        cell->kind = CELL_NUMBER;
        return true;
    default:
        if (cell->kind == CELL_BOOL)
            cell->text = cell->number != 0 ? STR("true") : STR("false");
        cell->kind = CELL_TEXT;
        return true;
    }
}

/* As much of a text as a message shows. */
static Str shown(Arena *arena, Str text)
{
    enum { MOST = 60 };
    if (text.n <= MOST)
        return text;
    size_t n = MOST;
    while (n && ((unsigned char)text.at[n] & 0xC0) == 0x80)
        n--;
    return str_printf(arena, "%.*s...", (int)n, text.at);
}

static bool fail(CellColumn *column, Report *report, size_t row, const Cell *cell)
{
    Str text = cell->kind == CELL_BOOL ? cell->number != 0 ? STR("true") : STR("false") : shown(column->arena, cell->text);
    const ColumnType *declared = column->declared;
    Span span = cell->span.source ? cell->span : column->options->span;
    Diagnostic *error;
    column->has_failed = true;
    if (declared) {
        error = report_add(report, REPORT_E0511, span, "`%.*s` in row %zu of column `%.*s` is no %s", STR_FMT(text), row + 1, STR_FMT(column->name),
                           type_name(declared->type));
        report_label(report, error, declared->span, "declared here");
        read_label_use(report, error, column->options, column->name);
    } else {
        error = report_add(report, REPORT_E0513, span, "`%.*s` in row %zu of column `%.*s` is %s, those before are %ss", STR_FMT(text), row + 1,
                           STR_FMT(column->name), KINDS[cell->kind], KINDS[column->kind] + 2);
        if (column->first.span.source)
            report_label(report, error, column->first.span, "the first one");
        read_label_use(report, error, column->options, column->name);
    }
    if (cell->kind == CELL_TEXT)
        report_hint(report, error, "if it stands for a missing value, write missing: [\"%.*s\"] in the data statement", STR_FMT(text));
    if (!declared)
        report_hint(report, error, "write types: [%.*s: text] to take all as texts", STR_FMT(column->name));
    return false;
}

static void put_missing(CellColumn *column, size_t n_rows)
{
    if (column->kind == CELL_TEXT)
        while (column->codes.n < n_rows)
            VEC_PUSH(column->arena, &column->codes, CODE_MISSING);
    else if (column->kind != CELL_MISSING)
        while (column->numbers.n < n_rows)
            VEC_PUSH(column->arena, &column->numbers, NAN);
}

static uint32_t code_of(CellColumn *column, Str text)
{
    size_t n_before = column->words.words.n;
    uint32_t code = dict_add(&column->words, text);
    if (column->copies_texts && column->words.words.n > n_before)
        column->words.words.at[code] = str_copy(column->arena, text);
    return code;
}

bool cell_column_add(CellColumn *column, Report *report, size_t row, Cell cell)
{
    if (column->is_dropped || column->has_failed || cell.kind == CELL_MISSING || is_listed_missing(column->options, cell.text))
        return true;
    if (!column->is_started)
        start(column);
    Cell found = cell;
    if (column->declared && !convert(column, &cell))
        return fail(column, report, row, &found);
    if (column->kind == CELL_MISSING) {
        column->kind = cell.kind;
        column->first = found;
    }
    if (column->kind != cell.kind)
        return fail(column, report, row, &found);
    if (cell.kind == CELL_NUMBER && !cell.is_exact && !num_keeps(cell.text, cell.number)) {
        Span span = cell.span.source ? cell.span : column->options->span;
        column->has_failed = true;
        Diagnostic *error = report_add(report, REPORT_E0511, span, "`%.*s` in row %zu of column `%.*s` has more digits than a number holds",
                                       STR_FMT(cell.text), row + 1, STR_FMT(column->name));
        read_label_use(report, error, column->options, column->name);
        report_hint(report, error, "write types: [%.*s: text] in the data statement", STR_FMT(column->name));
        return false;
    }
    put_missing(column, row);
    if (cell.kind == CELL_TEXT)
        VEC_PUSH(column->arena, &column->codes, cell.text.n ? code_of(column, cell.text) : CODE_MISSING);
    else
        VEC_PUSH(column->arena, &column->numbers, cell.number);
    return true;
}

/* The dates of the words, in `times`; false when one is none. */
static bool are_dates(const CellColumn *column, double *times)
{
    bool are = column->words.words.n > 0;
    for (size_t i = 0; i < column->words.words.n && are; i++)
        are = calendar_parse(column->words.words.at[i], &times[i]);
    return are;
}

static Column of_numbers(const CellColumn *column, ValueType type, size_t n_rows)
{
    return (Column){.name = column->name, .n = n_rows, .span = column->span, .type = type, .numbers = column->numbers.at};
}

static Column of_texts(const CellColumn *column, size_t n_rows)
{
    return (Column){
        .name = column->name, .n = n_rows, .span = column->span, .type = TYPE_TEXT, .codes = column->codes.at, .dict = dict_finish(&column->words)};
}

static Column of_dates(const CellColumn *column, const double *times, size_t n_rows)
{
    double *numbers;
    Column out = column_new(column->arena, column->name, TYPE_TIME, n_rows, &numbers);
    out.span = column->span;
    for (size_t row = 0; row < n_rows; row++)
        numbers[row] = column->codes.at[row] == CODE_MISSING ? NAN : times[column->codes.at[row]];
    return out;
}

Column cell_column_finish(CellColumn *column, size_t n_rows)
{
    if (!column->is_started)
        start(column);
    const ColumnType *declared = column->declared;
    if (column->kind == CELL_MISSING)
        column->kind = declared && declared->type != TYPE_TEXT ? CELL_NUMBER : CELL_TEXT;
    put_missing(column, n_rows);
    if (column->kind != CELL_TEXT)
        return of_numbers(column, declared ? declared->type : column->kind == CELL_BOOL ? TYPE_BOOL : TYPE_NUMBER, n_rows);
    double *times = ARENA_ARRAY(column->arena, column->words.words.n, double);
    return !declared && are_dates(column, times) ? of_dates(column, times, n_rows) : of_texts(column, n_rows);
}

bool cell_column_finish_as(CellColumn *column, size_t n_rows, ValueType type, Column *out)
{
    if (!column->is_started)
        start(column);
    bool is_text = type == TYPE_TEXT || (type == TYPE_TIME && !column->declared);
    CellKind kind = is_text ? CELL_TEXT : type == TYPE_BOOL ? CELL_BOOL : CELL_NUMBER;
    if (column->kind == CELL_MISSING)
        column->kind = kind;
    if (column->kind != kind)
        return false;
    put_missing(column, n_rows);
    double *times = type == TYPE_TIME && is_text ? ARENA_ARRAY(column->arena, column->words.words.n, double) : NULL;
    if (times && column->words.words.n && !are_dates(column, times))
        return false;
    *out = !is_text ? of_numbers(column, type, n_rows) : times ? of_dates(column, times, n_rows) : of_texts(column, n_rows);
    return true;
}
