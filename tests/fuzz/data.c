/* data: data files under options that the input begins with: see kit.h. */
#include "kit.h"

#include "runtime/dataset.h"
#include "runtime/odd_cell.h"

typedef struct DataFile {
    Str path, bytes;
} DataFile;

typedef struct Reading {
    Sources sources;
    Report report;
    Files files;
    Datasets datasets;
} Reading;

static bool give(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    (void)arena;
    const DataFile *file = files->user;
    *out = file->bytes;
    *why = STR("there is no such file");
    return str_eq(path, file->path);
}

static const Table *read(Arena *arena, DataFile *file, const IrTable *ir, const Str *wanted, size_t n_wanted)
{
    Reading *r = ARENA_NEW(arena, Reading);
    r->sources.arena = arena;
    r->report.arena = arena;
    r->report.sources = &r->sources;
    r->files = (Files){.read = give, .user = file};
    datasets_init(&r->datasets, arena, &r->report, &r->files);
    r->datasets.wanted = wanted;
    r->datasets.n_wanted = n_wanted;
    const Table *table = dataset_raw(&r->datasets, ir);
    fuzz_require((table != NULL) == (r->report.n_errors == 0), "a table, or an error");
    fuzz_check_report(&r->report);
    for (size_t i = 0; table && i < table->n_columns; i++)
        fuzz_check_span(&r->sources, table->columns[i].span);
    for (size_t row = 0; table && row < table->n_rows && row < 50; row++)
        fuzz_check_span(&r->sources, table_row_span(table, row));
    return table;
}

static void check_column(Arena *arena, const Table *table, const Column *column)
{
    fuzz_require(column->n == table->n_rows && column->name.n > 0, "a column has a name, and the table's rows");
    size_t odd_row;
    odd_cell_find(column, &odd_row);
    for (size_t row = 0; row < column->n; row++) {
        Value cell = column_value(column, row);
        Str text = value_str(arena, cell);
        fuzz_require(utf8_check(text) == text.n, "cells are UTF-8");
        fuzz_require(cell.is_missing || column->type != TYPE_TEXT || cell.text.n > 0, "an empty text is missing");
        if (column->type == TYPE_TEXT && !cell.is_missing)
            odd_cell_setting(cell.text), odd_cell_reason(cell.text);
    }
}

static void check_same(const Column *a, const Column *b)
{
    fuzz_require(a->type == b->type && a->n == b->n, "a column is the same whether others are read or not");
    for (size_t row = 0; row < a->n; row++)
        fuzz_require(value_cmp(column_value(a, row), column_value(b, row)) == 0, "cells are the same whether others are read or not");
}

void fuzz_data(const char *path, Str input)
{
    static const Str MISSING[] = {{"NA", 2}, {"-", 1}}, WANTED[] = {{"a", 1}, {"n", 1}, {"b", 1}};
    static const char *const QUERIES[] = {"", "t", "select * from t", "select a, count(*) as n from t group by a"};
    static const char *const TYPES[] = {"text", "number", "boolean", "date", "%d.%m.%Y", "colour"};
    static const char *const DELIMITERS[] = {"", ";", " ", "\t"};
    static const char *const COMMENTS[] = {"", "#", "//"}, *const DECIMALS[] = {".", ","}, *const THOUSANDS[] = {"", ",", ".", " "};
    Arena *arena = arena_new(NULL);
    bool is_sqlite = str_ends(str_from(path), STR(".sqlite"));
    IrTable *ir = IR_NEW(arena, Table, SPAN_NONE);
    ir->path = str_from(path);
    ir->delimiter = str_from(DELIMITERS[fuzz_choice(&input, 4)]);
    ir->comment = str_from(COMMENTS[fuzz_choice(&input, 3)]);
    ir->decimal = str_from(DECIMALS[fuzz_choice(&input, 2)]);
    ir->thousands = str_from(THOUSANDS[fuzz_choice(&input, 4)]);
    ir->encoding = (Encoding)fuzz_choice(&input, Encoding_COUNT_OF);
    unsigned type = fuzz_choice(&input, 7), n_missing = fuzz_choice(&input, 3), wanted = fuzz_choice(&input, 2), query = fuzz_choice(&input, 4);
    Expr *key = expr_text(arena, STR("a"), SPAN_NONE), *value = expr_text(arena, str_from(TYPES[type ? type - 1 : 0]), SPAN_NONE);
    if (type)
        ir->types = (IrKeyed){&key, &value, 1};
    ir->missing = (IrTexts){(Str *)arena_copy(arena, MISSING, sizeof MISSING), n_missing};
    ir->query = is_sqlite ? str_from(QUERIES[query]) : STR_NONE;
    DataFile file = {ir->path, input};
    const Table *table = read(arena, &file, ir, NULL, 0);
    for (size_t i = 0; table && i < table->n_columns; i++)
        check_column(arena, table, &table->columns[i]);
    const Table *part = wanted ? read(arena, &file, ir, WANTED, 3) : NULL;
    for (size_t i = 0; table && part && i < part->n_columns; i++) {
        const Column *whole = table_find(table, part->columns[i].name);
        fuzz_require(whole != NULL, "a column that was asked for is one of the file's");
        check_same(whole, &part->columns[i]);
    }
    arena_free(arena);
}
