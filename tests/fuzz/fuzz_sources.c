/* fuzz_sources: damaged data files of all kinds (CSV, JSON, SQLite, packed ones) through the whole reading, built with the sanitizers by `make fuzz`.
 *   fuzz_sources SECONDS SEED FILE...      files are the corpus (tests/csv); what runs now is kept in the file `fuzz_sources.last`
 * Any bytes give a whole table or an error with places inside the file, never both. */
#include "runtime/dataset.h"
#include "runtime/odd_cell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SIZE_MOST = 1 << 17, HANG_SECONDS = 20, EDITS_MOST = 6 };

typedef struct Bytes {
    char *at;
    size_t n;
    const char *name;
} Bytes;

/* xorshift64*, as in fuzz.c */
static size_t pick(uint64_t *state, size_t n)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return n ? (size_t)((*state * 2685821657736338717u) >> 33) % n : 0;
}

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz_sources: %s: see fuzz_sources.last\n", what);
    abort();
}

static Bytes read_all(const char *path)
{
    const char *slash = strrchr(path, '/');
    Bytes bytes = {malloc(SIZE_MOST), 0, slash ? slash + 1 : path};
    FILE *file = fopen(path, "rb");
    if (file && bytes.at) {
        bytes.n = fread(bytes.at, 1, SIZE_MOST / 2, file);
        fclose(file);
    }
    return bytes;
}

static void damage(uint64_t *state, Bytes *bytes)
{
    static const char *const SIGNS[] = {"{", "}", "[", "]", "\"", "'", ",", ":", ";", "\n", "\r", "\t", " ", "null", "true", "NaN", "1e999", "-", ".", "\\u", "\\", "0", "9007199254740993"};
    size_t at = pick(state, bytes->n + 1), n = pick(state, 2) ? 1 + pick(state, 4) : pick(state, 200);
    const char *sign = SIGNS[pick(state, sizeof SIGNS / sizeof *SIGNS)];
    if (n > bytes->n - at)
        n = bytes->n - at;
    switch (pick(state, 4)) {
    case 0: /* bytes gone */
        memmove(bytes->at + at, bytes->at + at + n, bytes->n - at - n);
        bytes->n -= n;
        break;
    case 1: /* a byte changed */
        if (at < bytes->n)
            bytes->at[at] = (char)pick(state, 256);
        break;
    case 2: /* the end is lost */
        bytes->n = pick(state, 4) ? bytes->n : at;
        break;
    default: /* a sign put in */
        n = strlen(sign);
        if (bytes->n + n >= SIZE_MOST)
            return;
        memmove(bytes->at + at + n, bytes->at + at, bytes->n - at);
        memcpy(bytes->at + at, sign, n);
        bytes->n += n;
    }
}

static void check_span(const Sources *sources, Span span)
{
    const Source *source = source_get(sources, span.source);
    if (span.source)
        require(source && span.start <= span.end && span.end <= source->text.n, "a place beyond the file");
}

static bool give(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    (void)arena;
    const Bytes *bytes = files->user;
    *out = (Str){bytes->at, bytes->n};
    *why = STR("there is no such file");
    return str_is(path, bytes->name);
}

static void run(const Bytes *bytes, uint64_t *state)
{
    static const Str MISSING[] = {{"NA", 2}, {"NaN", 3}}, WANTED[] = {{"a", 1}, {"n", 1}, {"b", 1}};
    static const char *const QUERIES[] = {"", "", "a", "select * from t", "select x, count(*) as n from a group by x"};
    static const char *const TYPES[] = {"text", "number", "boolean", "date", "%d.%m.%Y"};
    Arena *arena = arena_new(NULL);
    Sources sources = {.arena = arena};
    Report report = {.arena = arena, .sources = &sources};
    Files files = {give, (void *)(uintptr_t)bytes};
    Datasets datasets;
    datasets_init(&datasets, arena, &report, &files);
    IrTable *ir = IR_NEW(arena, Table, SPAN_NONE);
    ir->path = str_from(bytes->name);
    ir->encoding = pick(state, 4) ? ENCODING_UTF_8 : (Encoding)pick(state, Encoding_COUNT_OF);
    ir->format = pick(state, 4) ? FORMAT_AUTO : (FileFormat)pick(state, FileFormat_COUNT_OF);
    ir->query = strstr(bytes->name, ".sqlite") ? str_from(QUERIES[pick(state, sizeof QUERIES / sizeof *QUERIES)]) : STR_NONE;
    ir->comment = pick(state, 4) ? STR("") : STR("#");
    ir->decimal = pick(state, 3) ? STR(".") : STR(",");
    ir->thousands = pick(state, 4) ? STR("") : pick(state, 2) ? STR(",") : STR(".");
    Expr *key = expr_text(arena, STR("a"), SPAN_NONE), *value = expr_text(arena, str_from(TYPES[pick(state, 5)]), SPAN_NONE);
    if (pick(state, 3) == 0)
        ir->types = (IrKeyed){&key, &value, 1};
    Str missing[2] = {MISSING[0], MISSING[1]};
    ir->missing = (IrTexts){missing, pick(state, 3)};
    if (pick(state, 3) == 0) {
        datasets.wanted = WANTED;
        datasets.n_wanted = 3;
    }
    const Table *table = dataset_raw(&datasets, ir);
    require((table != NULL) == (report.n_errors == 0), "a table and an error, or neither");
    for (size_t i = 0; i < report.list.n; i++) {
        check_span(&sources, report.list.at[i]->span);
        for (const ReportLabel *label = report.list.at[i]->labels; label; label = label->next)
            check_span(&sources, label->span);
    }
    for (size_t i = 0; table && i < table->n_columns; i++) {
        const Column *column = &table->columns[i];
        require(column->n == table->n_rows && column->name.n > 0, "a column of another length, or without a name");
        check_span(&sources, column->span);
        for (size_t row = 0; row < column->n; row++) {
            Value cell = column_value(column, row);
            require(cell.is_missing || column->type != TYPE_TEXT || cell.text.n > 0, "an empty text");
            if (column->type == TYPE_TEXT && !cell.is_missing)
                odd_cell_setting(cell.text), odd_cell_reason(cell.text);
        }
    }
    for (size_t row = 0; table && row < table->n_rows && row < 50; row++)
        check_span(&sources, table_row_span(table, row));
    arena_free(arena);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    double seconds = strtod(argv[1], NULL);
    uint64_t state = strtoull(argv[2], NULL, 10) * 2654435761u + 88172645463325252u;
    size_t n = (size_t)argc - 3, n_runs = 0;
    Bytes *corpus = calloc(n, sizeof *corpus);
    for (size_t i = 0; i < n; i++)
        corpus[i] = read_all(argv[i + 3]);
    for (time_t start = time(NULL); difftime(time(NULL), start) < seconds; n_runs++) {
        const Bytes *seed = &corpus[pick(&state, n)];
        Bytes bytes = {malloc(SIZE_MOST), seed->n, seed->name};
        memcpy(bytes.at, seed->at, seed->n);
        for (size_t edits = pick(&state, EDITS_MOST); edits > 0; edits--)
            damage(&state, &bytes);
        char *exact = malloc(bytes.n + 1); /* so that a read behind the end is found */
        memcpy(exact, bytes.at, bytes.n);
        free(bytes.at);
        bytes.at = realloc(exact, bytes.n ? bytes.n : 1);
        FILE *last = fopen("fuzz_sources.last", "wb");
        if (last) {
            fprintf(last, "%s\n", bytes.name);
            fwrite(bytes.at, 1, bytes.n, last);
            fclose(last);
        }
        alarm(HANG_SECONDS);
        run(&bytes, &state);
        free(bytes.at);
    }
    for (size_t i = 0; i < n; i++)
        free(corpus[i].at);
    free(corpus);
    printf("%zu damaged files, no fault\n", n_runs);
    return 0;
}
