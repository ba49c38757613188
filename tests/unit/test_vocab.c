/* The vocabulary table: its rows are sound, and each example does what the row says, or is told to be not built yet. */
#include "compiler/compile.h"
#include "compiler/vocab.h"

#include "compiler/diag_text.h"
#include "grammar/parse.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const char CSV[] = "task,method,seed,accuracy\nMath,Ours,1,0.70\nMath,Base,2,0.60\nCode,Ours,3,0.80\nCode,Base,4,0.50\n";

static bool read_disk(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    (void)files;
    if (str_is(path, "runs.sqlite"))
        return FILES_SYSTEM.read(&FILES_SYSTEM, arena, STR("specs/data/runs.sqlite"), out, why);
    bool is_data = str_is(path, "results.csv");
    *out = is_data ? str_from(CSV) : STR("theme { grid: none }\n");
    *why = STR("there is no such file");
    return is_data || str_is(path, "house.chart");
}

static const Files FILES_MEMORY = {.read = read_disk};

typedef struct Compiled {
    Arena *arena;
    Sources sources;
    Report report;
    Datasets datasets;
    IrFigure *figure;
} Compiled;

static Compiled *compile(Arena *arena, Str text)
{
    Compiled *c = ARENA_NEW(arena, Compiled);
    c->sources.arena = arena;
    c->report.arena = arena;
    c->report.sources = &c->sources;
    datasets_init(&c->datasets, arena, &c->report, &FILES_MEMORY);
    c->figure = compile_source(arena, &c->datasets, source_add(&c->sources, STR("t.chart"), STR("t.chart"), text), NULL);
    return c;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static void test_unique(void **state)
{
    (void)state;
    for (size_t i = 0; vocab_property(i); i++)
        for (size_t k = 0; k < i; k++)
            if (vocab_property(i)->owner == vocab_property(k)->owner)
                assert_string_not_equal(vocab_property(i)->name, vocab_property(k)->name);
    for (int i = 0; i < STATEMENT_MARK; i++) {
        Mark mark;
        assert_int_equal(vocab_find_statement(str_from(vocab_statement((StatementId)i)->keyword), &mark), i);
        assert_int_equal(ir_word_find(&IR_WORDS_Mark, str_from(vocab_statement((StatementId)i)->keyword)), -1);
    }
}

/* No channel of layers is a property of theirs too. */
static void test_channels(void **state)
{
    (void)state;
    for (int i = 0; i < IR_WORDS_ChannelId.n; i++)
        assert_null(vocab_find_property(STATEMENT_MARK, str_from(IR_WORDS_ChannelId.words[i].word)));
}

static void test_defaults(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    for (size_t i = 0; vocab_property(i); i++) {
        const PropertyRow *row = vocab_property(i);
        const IrField *field = &row->type->fields[row->field];
        if (!row->preset || !row->is_built)
            continue;
        IrNode *node = ir_new(arena, row->type, SPAN_NONE);
        vocab_fill(row->owner, node);
        const char *at = (const char *)node + field->offset;
        double number = NAN;
        int word = 0;
        if (field->kind == IR_NUMBER)
            memcpy(&number, at, sizeof number);
        if (!isnan(number) && row->low < row->high && !(number >= row->low && number <= row->high))
            fail_msg("%s: the default %s is out of its bounds", row->name, row->preset);
        if (field->kind == IR_NUMBER)
            assert_true(strcmp(row->preset, "auto") == 0 || strcmp(row->preset, "none") == 0 || !isnan(number));
        if (field->kind == IR_WORD) {
            memcpy(&word, at, sizeof word);
            assert_in_range(word, 0, field->words->n - 1);
            assert_true(field->words->words[word].is_built);
        }
    }
    arena_free(arena);
}

static bool is_listed(const char *word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

/* The words of the TAKES rows are channels and properties, each built mark has a row, and no other. */
static void test_takes(void **state)
{
    (void)state;
    static const struct {
        Mark mark;
        const char *lists[3];
    } ROWS[] = {
#define TAKES(mark, needed, channels, properties) {mark, {needed, channels, properties}},
#define COMMON(properties) {MARK_BAR, {"", "", properties}},
#include "compiler/vocab.def"
    };
    bool has_row[Mark_COUNT_OF] = {false};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        has_row[ROWS[i].mark] = true;
        for (int list = 0; list < 3; list++) {
            char text[300], *rest = NULL;
            strcpy(text, ROWS[i].lists[list]);
            for (char *word = strtok_r(text, " |", &rest); word; word = strtok_r(NULL, " |", &rest)) {
                bool is_known = list < 2 ? ir_word_find(&IR_WORDS_ChannelId, str_from(word)) >= 0
                                         : vocab_find_property(STATEMENT_MARK, str_from(word)) != NULL;
                if (!is_known)
                    fail_msg("TAKES(%s): `%s`", IR_WORD_TEXT(Mark, ROWS[i].mark), word);
            }
        }
    }
    for (int mark = 0; mark < Mark_COUNT_OF; mark++)
        assert_int_equal(has_row[mark], IR_WORDS_Mark.words[mark].is_built);
    assert_int_equal(vocab_takes(MARK_RULE, CHANNEL_X), TAKES_ONE_OF);
    assert_int_equal(vocab_takes(MARK_BAR, CHANNEL_Y), TAKES_NEEDED);
    assert_int_equal(vocab_takes(MARK_BAR, CHANNEL_MARKER), TAKES_NOT);
}

/* What is written for other tools' words parses, and is no word that chartc knows in that place. */
static void test_foreign(void **state)
{
    (void)state;
    static const char *const WORDS[] = {
#define FOREIGN(word, tool, here) word,
#include "compiler/vocab.def"
    };
    size_t n = sizeof WORDS / sizeof *WORDS;
    for (size_t i = 0; i < n; i++) {
        Arena *arena = arena_new(NULL);
        const ForeignRow *row = vocab_find_foreign(str_from(WORDS[i]));
        Mark mark;
        assert_non_null(row);
        assert_false(is_listed(WORDS[i], WORDS, i));
        assert_int_equal(vocab_find_statement(str_from(row->word), &mark), STATEMENT_COUNT);
        Sources sources = {.arena = arena};
        Report report = {.arena = arena, .sources = &sources};
        const char *or_ = strstr(row->here, ", or ");
        Str here = str_slice(row->here, or_ ? (size_t)(or_ - row->here) : strlen(row->here));
        parse_source(arena, &report, source_add(&sources, STR("t"), STR("t"), here), NULL);
        if (report.n_errors)
            fail_msg("%s: %s\n%s", row->word, row->here, diag_text(arena, &report, false).at);
        arena_free(arena);
    }
}

/* --- examples ----------------------------------------------------------------------------------------------------- */

/* A spec in which the example stands where its row says; %s is the example. */
static const char *frame_of(StatementId owner)
{
    switch (owner) {
    case STATEMENT_DATA:
        return "data \"results.csv\" { %s }\npoint { x: seed; y: accuracy }\n";
    case STATEMENT_FIGURE:
        return "data \"results.csv\"\nfigure { %s }\npoint { x: seed; y: accuracy }\n";
    case STATEMENT_THEME:
        return "data \"results.csv\"\ntheme { %s }\npoint { x: seed; y: accuracy }\n";
    case STATEMENT_FACET:
        return "data \"results.csv\"\nfacet task { %s }\npoint { x: seed; y: accuracy }\n";
    case STATEMENT_AXIS:
        return "data \"results.csv\"\naxis y { %s }\npoint { x: seed; y: accuracy }\n";
    case STATEMENT_SCALE:
        return "data \"results.csv\"\nscale color { %s }\npoint { x: seed; y: accuracy; color: method }\n";
    case STATEMENT_LEGEND:
        return "data \"results.csv\"\nlegend { %s }\npoint { x: seed; y: accuracy; color: method }\n";
    case STATEMENT_ROW:
        return "data \"results.csv\"\nrow { %s; chart { point { x: seed; y: accuracy } } }\n";
    case STATEMENT_COLUMN:
        return "data \"results.csv\"\ncolumn { %s; chart { point { x: seed; y: accuracy } } }\n";
    case STATEMENT_GRID:
        return "data \"results.csv\"\ngrid { columns: 1; %s; chart { point { x: seed; y: accuracy } } }\n";
    case STATEMENT_CHART:
        return "data \"results.csv\"\nrow { chart { %s; point { x: seed; y: accuracy } } }\n";
    default:
        return NULL;
    }
}

/* Scales and axes whose setting needs values of another kind than the frame's. */
static const struct {
    StatementId owner;
    const char *name, *frame;
} SPECIAL[] = {
    {STATEMENT_DATA, "query", "data \"runs.sqlite\" { %s }\npoint { x: seed; y: accuracy }\n"},
    {STATEMENT_SCALE, "range", "data \"results.csv\"\nscale size { %s }\npoint { x: seed; y: accuracy; size: seed }\n"},
    {STATEMENT_SCALE, "type", "data \"results.csv\"\nscale color { %s }\npoint { x: seed; y: accuracy; color: seed }\n"},
    {STATEMENT_SCALE, "domain", "data \"results.csv\"\nscale color { %s }\npoint { x: seed; y: accuracy; color: seed }\n"},
    {STATEMENT_SCALE, "middle", "data \"results.csv\"\nscale color { %s }\npoint { x: seed; y: accuracy; color: seed }\n"},
    {STATEMENT_AXIS, "order", "data \"results.csv\"\naxis x { %s }\npoint { x: task; y: accuracy }\n"},
    {STATEMENT_GRID, "columns", "data \"results.csv\"\ngrid { %s; chart { point { x: seed; y: accuracy } } }\n"},
};

static const char *mark_frame(const PropertyRow *row)
{
    if (strcmp(row->name, "data") == 0)
        return "data runs \"results.csv\"\npoint { x: seed; y: accuracy; %s }\n";
    if (vocab_has(MARK_BAR, row))
        return "data \"results.csv\"\nbar { x: task; y: accuracy; color: method; %s }\n";
    if (vocab_has(MARK_LINE, row))
        return "data \"results.csv\"\nline { x: seed; y: accuracy; %s }\n";
    if (vocab_has(MARK_SMOOTH, row))
        return "data \"results.csv\"\nsmooth { x: seed; y: accuracy; %s }\n";
    if (vocab_has(MARK_DENSITY, row))
        return "data \"results.csv\"\ndensity { x: accuracy; %s }\n";
    if (vocab_has(MARK_BOX, row) && !vocab_has(MARK_POINT, row))
        return "data \"results.csv\"\nbox { x: task; y: accuracy; %s }\n";
    if (vocab_has(MARK_HEXBIN, row) && !vocab_has(MARK_POINT, row))
        return "data \"results.csv\"\nhexbin { x: seed; y: accuracy; %s }\n";
    return "data \"results.csv\"\npoint { x: seed; y: accuracy; %s }\n";
}

static Str put(Arena *arena, const char *frame, const char *example)
{
    const char *hole = strstr(frame, "%s");
    return str_printf(arena, "%.*s%s%s", (int)(hole - frame), frame, example, hole + 2);
}

static void check_example(const char *what, const char *frame, const char *example, bool is_built)
{
    Arena *arena = arena_new(NULL);
    Compiled *c = compile(arena, put(arena, frame, example));
    bool is_later = c->report.list.n == 1 && c->report.list.at[0]->id == REPORT_E0210;
    if (is_built ? c->figure == NULL : !is_later)
        fail_msg("%s: %s\n%s", what, example, diag_text(arena, &c->report, false).at);
    arena_free(arena);
}

/* Functions of other tools: what is to be written here calls functions that exist. */
static void test_foreign_calls(void **state)
{
    (void)state;
    static const ForeignRow ROWS[] = {
#define FOREIGN_CALL(word, tool, here) {word, tool, here},
#include "compiler/vocab.def"
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        FunctionId known = function_find(str_from(ROWS[i].word));
        if (known != FUNCTION_COUNT_OF && function_row(known)->class != CLASS_OPERATOR)
            fail_msg("`%s` is a function here", ROWS[i].word);
        assert_string_equal(vocab_find_foreign_call(str_from(ROWS[i].word))->here, ROWS[i].here);
        const char *end = strchr(ROWS[i].here, '(');
        const char *start = end;
        while (start && start > ROWS[i].here && start[-1] != ' ')
            start--;
        if (end && function_find(str_slice(start, (size_t)(end - start))) == FUNCTION_COUNT_OF)
            fail_msg("%s: there is no function in `%s`", ROWS[i].word, ROWS[i].here);
    }
}

static void test_property_examples(void **state)
{
    (void)state;
    for (size_t i = 0; vocab_property(i); i++) {
        const PropertyRow *row = vocab_property(i);
        const char *frame = row->owner == STATEMENT_MARK ? mark_frame(row) : frame_of(row->owner);
        for (size_t k = 0; k < sizeof SPECIAL / sizeof *SPECIAL; k++)
            if (SPECIAL[k].owner == row->owner && strcmp(SPECIAL[k].name, row->name) == 0)
                frame = SPECIAL[k].frame;
        assert_non_null(frame);
        assert_true(str_starts(str_from(row->example), str_from(row->name)));
        check_example(row->name, frame, row->example, row->is_built);
    }
}

static void test_statement_examples(void **state)
{
    (void)state;
    for (int id = 0; id <= STATEMENT_MARK; id++) {
        const StatementRow *row = vocab_statement((StatementId)id);
        const char *frame = "data \"results.csv\"\npoint { x: seed; y: accuracy }\n%s\n";
        if (id == STATEMENT_ROWS)
            continue; /* its table has lines of its own: the tests of rules have it */
        if (id == STATEMENT_DATA || id == STATEMENT_MARK)
            frame = id == STATEMENT_DATA ? "%s\npoint { x: seed; y: accuracy }\n" : "data \"results.csv\"\n%s\n";
        else if (id == STATEMENT_SCALE)
            frame = "data \"results.csv\"\npoint { x: seed; y: accuracy; color: method }\n%s\n";
        else if (id == STATEMENT_PANEL)
            frame = "data \"results.csv\"\npoint { x: seed; y: accuracy }\nfacet task\n%s\n";
        else if (id == STATEMENT_CHART || id == STATEMENT_BLANK)
            frame = "data \"results.csv\"\nrow { %s; chart { point { x: seed; y: accuracy } } }\n";
        check_example(row->keyword, frame, row->example, row->is_built);
    }
}

static void test_step_examples(void **state)
{
    (void)state;
    static const char FRAME[] = "data info { rows {\ntask name\nMath M\nCode C\n}\n}\ndata more \"results.csv\"\ndata \"results.csv\" { %s }\n"
                                "point { data: more; x: seed; y: accuracy }\n";
    for (int kind = 0; kind < StepKind_COUNT_OF; kind++) {
        const StepRow *row = vocab_step((StepKind)kind);
        const char *word = IR_WORD_TEXT(StepKind, kind);
        if (!row || !str_starts(str_from(row->example), str_from(word)))
            fail_msg("%s has no row, or an example of something else", word);
        check_example(word, FRAME, row->example, IR_WORDS_StepKind.words[kind].is_built);
    }
}

/* Functions and operators, over columns of the names that their examples use. */
static void test_function_examples(void **state)
{
    (void)state;
    static const char FRAME[] =
        "data { rows {\nx y a b n w loss accuracy latency tokens budget throughput reward score step seed layer model name code written day\n"
        "1 2 true false 3 1 2.5 0.5 9 100 64 10 0.1 1 100 1 2 A base_x 12MB 05.01.2024 2024-03-01\n"
        "2 3 false false 4 2 1.5 0.7 8 200 32 20 0.2 2 200 2 3 B large-v2 7MB 06.01.2024 2024-03-02\n}\n%s}\npoint { x: n; y: w }\n";
    for (int id = 0; id < FUNCTION_COUNT_OF; id++) {
        const Function *f = function_row((FunctionId)id);
        bool is_interval = strstr(f->example, "+-") || f->class == CLASS_STATISTIC;
        bool is_logic = f->example == strstr(f->example, "a or") || f->example == strstr(f->example, "a and") || strcmp(f->example, "not a") == 0;
        const char *example = f->example;
        Arena *arena = arena_new(NULL);
        bool is_grouped = f->class == CLASS_AGGREGATE || f->class == CLASS_WINDOW;
        /* other operators take a and b as numbers */
        const char *before = f->class == CLASS_OPERATOR && !is_logic ? "derive a = n, b = w\n" : "";
        Str text = is_interval ? str_printf(arena, "derive a = n\n}\nerrorbar { x: model; y: %s }\ndata other { rows {\nn\n1\n}", example)
                               : str_printf(arena, "%sderive made = %s%s\n", before, example, is_grouped ? " by model" : "");
        if (is_interval)
            text = str_printf(arena, "derive a = n\n}\nerrorbar { x: model; y: %s }\ndata other { rows {\nm\n1\n}\n", example);
        if (id == FUNCTION_PROPORTION || id == FUNCTION_DENSITY)
            text = str_printf(arena, "derive a = n\n}\nbar { x: bin(n); y: %s }\ndata other { rows {\nm\n1\n}\n", example);
        check_example(f->name, FRAME, str_c(arena, text), f->status == FUNCTION_BUILT);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unique),
        cmocka_unit_test(test_channels),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_takes),
        cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_foreign_calls),
        cmocka_unit_test(test_property_examples),
        cmocka_unit_test(test_statement_examples),
        cmocka_unit_test(test_step_examples),
        cmocka_unit_test(test_function_examples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
