/* libFuzzer target of the CSV reader: any bytes give a whole table or an error with places inside the file, never both.
 *   clang -std=c11 -D_DEFAULT_SOURCE -O1 -g -fsanitize=fuzzer,address,undefined -I. -o fuzz_csv tests/fuzz/fuzz_csv.c \
 *       runtime/{arena,str,source,report,num,calendar,dict,table,csv,column_build,odd_cell,read}.c -lm
 *   ./fuzz_csv -max_total_time=60 tests/csv
 */
#include "runtime/odd_cell.h"
#include "runtime/read.h"

#include <stdlib.h>

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_span(const Source *source, Span span)
{
    if (span.source)
        require(span.source == source->id && span.start <= span.end && span.end <= source->text.n);
}

static void check_report(const Report *report, const Source *source)
{
    for (size_t i = 0; i < report->list.n; i++) {
        const Diagnostic *diagnostic = report->list.at[i];
        check_span(source, diagnostic->span);
        for (const ReportLabel *label = diagnostic->labels; label; label = label->next)
            check_span(source, label->span);
    }
}

static void check_table(const Sources *sources, const Source *source, const Table *table)
{
    require(table->n_rows > 0);
    for (size_t i = 0; i < table->n_columns; i++) {
        const Column *column = &table->columns[i];
        size_t odd_row;
        require(column->n == table->n_rows && column->name.n > 0);
        check_span(source, column->span);
        odd_cell_find(column, &odd_row);
        for (size_t row = 0; row < column->n; row++) {
            Value value = column_value(column, row);
            require(value.is_missing || column->type != TYPE_TEXT || value.text.n > 0);
            if (column->type == TYPE_TEXT && !value.is_missing)
                odd_cell_reason(value.text);
        }
    }
    for (size_t row = 0; row < table->n_rows; row++)
        check_span(source, table_row_span(table, row));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* The last byte chooses the options, so that the files of tests/csv are good seeds. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const Str MISSING[] = {{"NA", 2}, {"-", 1}}, WANTED[] = {{"a", 1}, {"n", 1}},
                     DELIMITERS[] = {{"", 0}, {";", 1}, {" ", 1}, {"\t", 1}};
    unsigned choice = n ? bytes[n - 1] : 0;
    Arena *arena = arena_new(NULL);
    Sources sources = {.arena = arena};
    Report report = {.arena = arena, .sources = &sources};
    Source *source = source_add(&sources, STR("f.csv"), STR("f.csv"), (Str){(const char *)bytes, n});
    ReadOptions options = {.delimiter = DELIMITERS[choice & 3],
                           .comment = choice & 4 ? STR("#") : STR(""),
                           .missing = MISSING,
                           .n_missing = choice & 8 ? 2 : 0,
                           .wanted = choice & 16 ? WANTED : NULL,
                           .n_wanted = choice & 16 ? 2 : 0};
    Table table;
    bool is_good = read_delimited(&table, arena, &report, source, &options);
    require(is_good == (report.n_errors == 0));
    check_report(&report, source);
    if (is_good)
        check_table(&sources, source, &table);
    arena_free(arena);
    return 0;
}
