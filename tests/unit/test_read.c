/* Files of tests/csv, strange and broken ones: FILE is read with the options of the first line of
 * NAME.expected (FILE without .csv), whose rest is the table or the report. With CHARTC_BLESS set, the expectations are written instead:
 * read the difference before you commit it. */
#include "runtime/dataset.h"
#include "runtime/odd_cell.h"
#include "runtime/odd_column.h"
#include "runtime/read.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char FOLDER[] = "tests/csv";

typedef struct Reading {
    Arena *arena;
    Sources sources;
    Report report;
} Reading;

static Reading *reading_new(void)
{
    Arena *arena = arena_new(NULL);
    Reading *reading = ARENA_NEW(arena, Reading);
    reading->arena = arena;
    reading->sources.arena = reading->report.arena = arena;
    reading->report.sources = &reading->sources;
    return reading;
}

static Str load(Arena *arena, const char *path)
{
    Str text, why;
    if (!FILES_SYSTEM.read(&FILES_SYSTEM, arena, str_from(path), &text, &why))
        fail_msg("%s: %.*s", path, STR_FMT(why));
    return text;
}

static void print_place(Buf *out, Reading *reading, Span span)
{
    Source *source = source_get(&reading->sources, span.source);
    if (!source)
        return;
    Place start = source_locate(&reading->sources, source, span.start), end = source_locate(&reading->sources, source, span.end);
    buf_printf(out, " %zu:%zu-%zu:%zu", start.line, start.column, end.line, end.column);
}

static void print_report(Buf *out, Reading *reading)
{
    for (size_t i = 0; i < reading->report.list.n; i++) {
        const Diagnostic *diagnostic = reading->report.list.at[i];
        buf_adds(out, report_code(diagnostic->id));
        print_place(out, reading, diagnostic->span);
        buf_printf(out, ": %.*s\n", STR_FMT(diagnostic->message));
        for (const ReportLabel *label = diagnostic->labels; label; label = label->next) {
            buf_adds(out, "  label");
            print_place(out, reading, label->span);
            buf_printf(out, ": %.*s\n", STR_FMT(label->text));
        }
        for (const ReportHint *hint = diagnostic->hints; hint; hint = hint->next)
            buf_printf(out, "  hint: %.*s\n", STR_FMT(hint->text));
    }
}

static void print_table(Buf *out, Reading *reading, const Table *table)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        const Column *column = &table->columns[i];
        buf_printf(out, "%s%.*s: %s", i ? ", " : "", STR_FMT(column->name), type_name(column->type));
        assert_int_equal(column->n, table->n_rows);
        /* the span of a column is its name in the header */
        Str header = source_text(&reading->sources, column->span);
        assert_true(!column->span.source || str_eq(header, column->name) || header.at[0] == '"' || str_ends(column->name, header) ||
                    header.at[header.n - 1] == '"');
    }
    buf_addc(out, '\n');
    for (size_t row = 0; row < table->n_rows; row++) {
        for (size_t i = 0; i < table->n_columns; i++) {
            Value value = column_value(&table->columns[i], row);
            buf_adds(out, i ? "|" : "");
            if (!value.is_missing)
                buf_add(out, value_str(reading->arena, value));
        }
        buf_addc(out, '\n');
    }
}

static void split_list(Arena *arena, Str text, const Str **list, size_t *n)
{
    VEC(Str) parts = {0};
    for (size_t start = 0, i = 0; i <= text.n; i++)
        if (i == text.n || text.at[i] == ',') {
            VEC_PUSH(arena, &parts, (Str){text.at + start, i - start});
            start = i + 1;
        }
    *list = parts.at;
    *n = parts.n;
}

/* "n:text,day:%d.%m.%Y" */
static IrKeyed parse_types(Arena *arena, const Str *list, size_t n)
{
    IrKeyed types = {ARENA_ARRAY(arena, n, Expr *), ARENA_ARRAY(arena, n, Expr *), n};
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        while (at < list[i].n && list[i].at[at] != ':')
            at++;
        types.keys[i] = expr_text(arena, (Str){list[i].at, at}, SPAN_NONE);
        types.values[i] = expr_text(arena, (Str){list[i].at + at + 1, list[i].n - at - 1}, SPAN_NONE);
    }
    return types;
}

/* "options: comment=# missing=NA,-999 delimiter=_ wanted=a,b types=a:text encoding=latin-1 decimal=, thousands=. query=select_1" (_ is a blank) */
static void parse_options(Arena *arena, Str line, IrTable *table, Datasets *datasets)
{
    for (size_t at = 8; at < line.n;) {
        while (at < line.n && line.at[at] == ' ')
            at++;
        size_t end = at;
        while (end < line.n && line.at[end] != ' ')
            end++;
        Str word = {line.at + at, end - at}, value = word;
        while (value.n && value.at[0] != '=')
            value.at++, value.n--;
        if (value.n)
            value.at++, value.n--;
        if (str_starts(word, STR("comment=")))
            table->comment = value;
        else if (str_starts(word, STR("delimiter=")))
            table->delimiter = str_is(value, "_") ? STR(" ") : value;
        else if (str_starts(word, STR("missing=")))
            split_list(arena, value, (const Str **)&table->missing.at, &table->missing.n);
        else if (str_starts(word, STR("wanted=")))
            split_list(arena, value, &datasets->wanted, &datasets->n_wanted);
        else if (str_starts(word, STR("types="))) {
            const Str *list;
            size_t n;
            split_list(arena, value, &list, &n);
            table->types = parse_types(arena, list, n);
        } else if (str_starts(word, STR("encoding=")))
            table->encoding = (Encoding)ir_word_find(&IR_WORDS_Encoding, value);
        else if (str_starts(word, STR("format=")))
            table->format = (FileFormat)ir_word_find(&IR_WORDS_FileFormat, value);
        else if (str_starts(word, STR("decimal=")))
            table->decimal = value;
        else if (str_starts(word, STR("thousands=")))
            table->thousands = str_is(value, "_") ? STR(" ") : value;
        else if (str_starts(word, STR("query="))) {
            char *query = arena_copy(arena, value.at, value.n);
            for (size_t i = 0; i < value.n; i++)
                query[i] = query[i] == '_' ? ' ' : query[i];
            table->query = (Str){query, value.n};
        } else if (word.n)
            fail_msg("unknown option `%.*s`", STR_FMT(word));
        at = end;
    }
}

/* True when the file gives what is expected. */
static bool run_case(const char *name)
{
    Reading *reading = reading_new();
    char csv_path[512], expected_path[512];
    size_t stem = strlen(name) - (strcmp(name + strlen(name) - 4, ".csv") == 0 ? 4 : 0);
    snprintf(csv_path, sizeof csv_path, "%s/%s", FOLDER, name);
    snprintf(expected_path, sizeof expected_path, "%s/%.*s.expected", FOLDER, (int)stem, name);
    Str expected = load(reading->arena, expected_path);
    size_t line = 0;
    while (line < expected.n && expected.at[line] != '\n')
        line++;
    Datasets datasets;
    datasets_init(&datasets, reading->arena, &reading->report, &FILES_SYSTEM);
    IrTable *ir = IR_NEW(reading->arena, Table, SPAN_NONE);
    ir->path = str_from(csv_path);
    parse_options(reading->arena, (Str){expected.at, line}, ir, &datasets);
    Buf out = {.arena = reading->arena};
    buf_printf(&out, "%.*s\n", (int)line, expected.at);
    const Table *table = dataset_raw(&datasets, ir);
    bool is_good = table != NULL;
    assert_int_equal(is_good, reading->report.n_errors == 0);
    print_report(&out, reading);
    if (is_good)
        print_table(&out, reading, table);
    bool is_same = str_eq(buf_str(&out), expected);
    if (!is_same && getenv("CHARTC_BLESS")) {
        FILE *file = fopen(expected_path, "wb");
        assert_non_null(file);
        fwrite(out.at, 1, out.n, file);
        fclose(file);
        is_same = true;
    }
    if (!is_same)
        print_error("%s\n--- expected\n%.*s--- found\n%.*s", csv_path, STR_FMT(expected), STR_FMT(buf_str(&out)));
    arena_free(reading->arena);
    return is_same;
}

static void test_files(void **state)
{
    (void)state;
    DIR *folder = opendir(FOLDER);
    assert_non_null(folder);
    size_t n_cases = 0, n_bad = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        size_t n = strlen(entry->d_name);
        if (n < 5 || strcmp(entry->d_name + n - 4, "cted") == 0)
            continue;
        n_cases++;
        n_bad += !run_case(entry->d_name);
    }
    closedir(folder);
    assert_true(n_cases >= 120);
    assert_int_equal(n_bad, 0);
}

static bool read_text(Reading *reading, Str text, Table *table)
{
    Source *source = source_add(&reading->sources, STR("t.csv"), STR("t.csv"), text);
    return read_delimited(table, reading->arena, &reading->report, source, &(ReadOptions){0});
}

/* The same text with other line ends is the same table; every beginning of it is a table or an error. */
static void test_line_ends_and_prefixes(void **state)
{
    (void)state;
    static const char TEXT[] = "a,\"b\nc\",d\n1,\"x\"\"y\",2012-05-01\n\n2,,\n";
    Reading *reading = reading_new();
    Table plain, table;
    assert_true(read_text(reading, str_from(TEXT), &plain));
    static const char *const ENDS[] = {"\r\n", "\r"};
    for (size_t i = 0; i < 2; i++) {
        Buf text = {.arena = reading->arena};
        for (const char *p = TEXT; *p; p++)
            buf_add(&text, *p == '\n' ? str_from(ENDS[i]) : (Str){p, 1});
        assert_true(read_text(reading, buf_str(&text), &table));
        assert_int_equal(table.n_rows, plain.n_rows);
        for (size_t k = 0; k < plain.n_columns; k++)
            for (size_t row = 0; row < plain.n_rows; row++)
                assert_true(value_eq(column_value(&plain.columns[k], row), column_value(&table.columns[k], row)));
    }
    for (size_t n = 0; n < strlen(TEXT); n++) {
        char *exact = malloc(n + 1); /* so that a read behind the end is found */
        memcpy(exact, TEXT, n);
        size_t n_errors = reading->report.n_errors;
        bool is_good = read_text(reading, (Str){exact, n}, &table);
        assert_true(is_good == (reading->report.n_errors == n_errors));
        reading->sources.list.at[reading->sources.list.n - 1]->text = STR("");
        free(exact);
    }
    arena_free(reading->arena);
}

static void test_row_spans(void **state)
{
    (void)state;
    Reading *reading = reading_new();
    Table table;
    assert_true(read_text(reading, STR("a,b\n\n1,x\r\n2,y"), &table));
    assert_true(str_is(source_text(&reading->sources, table_row_span(&table, 0)), "1,x"));
    assert_true(str_is(source_text(&reading->sources, table_row_span(&table, 1)), "2,y"));
    arena_free(reading->arena);
}

static void test_rows_of_a_spec(void **state)
{
    (void)state;
    Reading *reading = reading_new();
    static const Str NAMES[] = {{"k", 1}, {"n", 1}}, CELLS[] = {{"a", 1}, {"1", 1}, {NULL, 0}, {"2.5", 3}, {"b", 1}, {NULL, 0}};
    static const Span SPANS[2];
    Table table;
    ReadOptions options = {0};
    assert_true(read_cells(&table, reading->arena, &reading->report, NAMES, SPANS, 2, CELLS, 3, &options));
    assert_int_equal(table.columns[0].type, TYPE_TEXT);
    assert_int_equal(table.columns[1].type, TYPE_NUMBER);
    assert_true(table.columns[1].numbers[1] == 2.5);
    assert_true(column_is_missing(&table.columns[0], 1) && column_is_missing(&table.columns[1], 2));
    assert_true(read_cells(&table, reading->arena, &reading->report, NAMES, SPANS, 2, CELLS, 0, &options));
    assert_int_equal(table.n_rows, 0);
    arena_free(reading->arena);
}

static void test_odd_cells(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *reason;
    } CASES[] = {
        {"1,5", "a comma for the decimal point"},
        {"1.234,56", "a comma for the decimal point"},
        {"1,234", "a comma between thousands"},
        {"-12,345,678.9", "a comma between thousands"},
        {"1 234", "a blank between thousands"},
        {"0,925", "a comma for the decimal point"},
        {"1e999", "a number too large to hold"},
        {"0x1F", "a hexadecimal number"},
        {"n/a", "a word for a missing value"},
        {"NaN", "a word for a missing value"},
        {"-", "a word for a missing value"},
        {"12%", "a percent sign"},
        {"12 ms", "a unit or a word behind the number"},
        {"\xE2\x88\x92"
         "3",
         "a minus sign that is not ASCII"},
        {"hello", NULL},
        {"", NULL},
        {"-12.5e3", NULL},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *reason = odd_cell_reason(str_from(CASES[i].cell));
        if ((reason == NULL) != (CASES[i].reason == NULL) || (reason && strcmp(reason, CASES[i].reason) != 0))
            fail_msg("`%s`: %s", CASES[i].cell, reason ? reason : "nothing");
    }
    Reading *reading = reading_new();
    Table table;
    size_t row = 0;
    assert_true(read_text(reading, STR("a,b\n1,1\n,2\nx,3\n"), &table));
    assert_true(odd_cell_find(&table.columns[0], &row));
    assert_int_equal(row, 2);
    assert_false(odd_cell_find(&table.columns[1], &row));
    arena_free(reading->arena);
}

/* What the cells of a column have in common, and what reads them. */
static void test_odd_columns(void **state)
{
    (void)state;
    static const struct {
        const char *cells[4];
        const char *what, *setting, *other, *derived; /* what: NULL where they are plain text */
        bool is_certain;
    } CASES[] = {
        {{"0,5", "-1,25", "3"}, "numbers with a comma for the decimal point", "decimal: \",\"", "", "number(replace(v, \",\", \".\"))", true},
        {{"1,250", "2,500"}, "numbers with a comma between thousands", "thousands: \",\"", "decimal: \",\"", "number(replace(v, \",\", \"\"))", true},
        {{"0,5", "n/a", "3"},
         "numbers with a comma for the decimal point",
         "decimal: \",\" and missing: [\"n/a\"]",
         "",
         "number(replace(v, \",\", \".\"))",
         true},
        {{"1'200", "12"}, "numbers with apostrophes between thousands", "thousands: \"'\"", "", "number(replace(v, \"'\", \"\"))", true},
        {{"5", "none", "7"}, "numbers but for words that mean missing", "missing: [\"none\"]", "", "number(v)", false},
        {{"12 ms", "7.5 ms"}, "numbers with a unit", "", "", "number(replace(v, \" ms\", \"\"))", false},
        {{"12 %", "7 %"}, "percentages", "", "", "number(replace(v, \" %\", \"\")) / 100", false},
        {{"$1,200", "$5"}, "amounts of money", "", "", "number(replace(replace(v, \"$\", \"\"), \",\", \"\"))", false},
        {{"31.12.2024", "1.2.2025"}, "dates as %d.%m.%Y", "types: [v: \"%d.%m.%Y\"]", "", "date(v, \"%d.%m.%Y\")", true},
        {{"02/03/2024"}, "dates as %d/%m/%Y", "types: [v: \"%d/%m/%Y\"]", "types: [v: \"%m/%d/%Y\"]", "date(v, \"%d/%m/%Y\")", true},
        {{"2024-01-02", "-", "2024-02-03"}, "dates but for words that mean missing", "missing: [\"-\"]", "", "date(v)", true},
        {{"0x1F", "12"}, "numbers, some of them in a form that is not read", "", "", "", true},
        {{"a", "b"}, NULL, "", "", "", false},
        {{"none", "-"}, NULL, "", "", "", false},
        {{"12 ms", "1.5 s"}, NULL, "", "", "", false},
        {{"1.2.3", "1.10.13"}, NULL, "", "", "", false},
        {{"0,5", "abc"}, NULL, "", "", "", false},
        {{"run 1", "run 2"}, NULL, "", "", "", false},
    };
    Reading *reading = reading_new();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Str cells[4];
        size_t n = 0;
        for (; n < 4 && CASES[i].cells[n]; n++)
            cells[n] = str_from(CASES[i].cells[n]);
        Column column = column_from_texts(reading->arena, STR("v"), cells, n);
        OddColumn odd;
        bool is_odd = odd_column_find(reading->arena, &column, STR("v"), &odd);
        if (is_odd != (CASES[i].what != NULL))
            fail_msg("`%s`: %.*s", CASES[i].cells[0], (int)odd.what.n, odd.what.at);
        if (is_odd && (!str_is(odd.what, CASES[i].what) || !str_is(odd.setting, CASES[i].setting) || !str_is(odd.other, CASES[i].other) ||
                       !str_is(odd.derived, CASES[i].derived) || odd.is_certain != CASES[i].is_certain))
            fail_msg("`%s`: %.*s; %.*s; %.*s; %.*s", CASES[i].cells[0], (int)odd.what.n, odd.what.at, (int)odd.setting.n, odd.setting.at,
                     (int)odd.other.n, odd.other.at, (int)odd.derived.n, odd.derived.at);
    }
    arena_free(reading->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),     cmocka_unit_test(test_line_ends_and_prefixes),
        cmocka_unit_test(test_row_spans), cmocka_unit_test(test_rows_of_a_spec),
        cmocka_unit_test(test_odd_cells), cmocka_unit_test(test_odd_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
