/* column_build: cells to typed columns; see column_build.h. */
#include "column_build.h"

#include "calendar.h"
#include "num.h"
#include "odd_cell.h"

#include <math.h>

/* Odd cells are a slip, and worth a warning, when they are one in a hundred of at least twenty. While rows still come a
 * few more are let pass, as the rows behind them may make them few. */
enum { LEAST_CELLS = 20, ODD_SHARE = 100, LET_PASS = 8, MANY_CELLS = 100000 };

static void take_for(ColumnBuild *build, ValueType type)
{
    build->type = type;
    build->n_good = build->n_odd = build->n_cut = build->n_summed = 0;
    if (type == TYPE_TEXT && !build->codes) {
        build->codes = ARENA_ARRAY(build->arena, build->most_rows, uint32_t);
        build->words = (DictBuilder){.arena = build->arena};
    }
}

/* The numbers are made with the first good cell: a column of text never needs them. */
static void set_number(ColumnBuild *build, size_t row, double number)
{
    if (!build->numbers) {
        build->numbers = ARENA_ARRAY(build->arena, build->most_rows, double);
        for (size_t i = 0; i < row; i++)
            build->numbers[i] = NAN;
    }
    build->numbers[row] = number;
}

void column_build_start(ColumnBuild *build, Arena *arena, Str name, Span span, size_t most_rows)
{
    *build = (ColumnBuild){.arena = arena, .name = name, .span = span, .most_rows = most_rows, .last_code = CODE_MISSING};
    take_for(build, TYPE_NUMBER);
}

void column_build_declare(ColumnBuild *build, const ColumnType *declared, const NumStyle *style)
{
    build->declared = declared;
    build->style = style && !num_style_is_plain(style) ? style : NULL;
    if (declared)
        take_for(build, declared->type);
}

static bool has_wrong_cell(const ColumnBuild *build)
{
    return (build->declared || build->is_number) && build->n_odd;
}

bool column_build_has_failed(const ColumnBuild *build)
{
    return has_wrong_cell(build) || (build->type == TYPE_NUMBER && build->n_cut);
}

static void take_for_next(ColumnBuild *build)
{
    if (build->type == TYPE_NUMBER)
        take_for(build, TYPE_TIME);
    else
        take_for(build, build->type == TYPE_TIME ? TYPE_BOOL : TYPE_TEXT);
}

static bool parse_bool(Str cell, double *out)
{
    bool is_true = str_is(cell, "true") || str_is(cell, "TRUE") || str_is(cell, "True");
    *out = is_true;
    return is_true || str_is(cell, "false") || str_is(cell, "FALSE") || str_is(cell, "False");
}

static bool parse_cell(const ColumnBuild *build, Str cell, double *out)
{
    if (build->type == TYPE_NUMBER)
        return build->style ? num_style_parse(build->style, cell, out) : num_parse(cell, out);
    if (build->type == TYPE_TIME)
        return build->declared && build->declared->format.n ? calendar_scan(cell, build->declared->format, out) : calendar_parse(cell, out);
    return parse_bool(cell, out);
}

static uint32_t code_of(ColumnBuild *build, Str cell)
{
    if (!cell.at)
        return CODE_MISSING;
    /* neighbours are often equal */
    if (build->last_code == CODE_MISSING || !str_eq(build->words.words.at[build->last_code], cell))
        build->last_code = dict_add(&build->words, cell);
    return build->last_code;
}

void column_build_number(ColumnBuild *build, size_t row, double number)
{
    set_number(build, row, number);
    build->n_good++;
}

bool column_build_cell(ColumnBuild *build, size_t row, Str cell)
{
    if (build->type == TYPE_TEXT) {
        build->codes[row] = code_of(build, cell);
        return true;
    }
    double value;
    if (cell.at && parse_cell(build, cell, &value)) {
        bool is_kept = build->type != TYPE_NUMBER || (build->style ? num_style_keeps(build->style, cell, value) : num_keeps(cell, value));
        if (!is_kept && build->n_cut++ == 0) {
            build->cut_row = row;
            build->cut = cell;
        }
        column_build_number(build, row, value);
        return true;
    }
    if (build->numbers)
        build->numbers[row] = NAN;
    if (!cell.at)
        return true;
    if (build->n_odd++ == 0) {
        build->odd_row = row;
        build->odd = cell;
    }
    if (build->is_part || build->declared || build->n_odd <= LET_PASS + build->n_good / ODD_SHARE)
        return true;
    take_for_next(build);
    return false;
}

/* --- parts -------------------------------------------------------------------------------------------------------- */

void column_build_room(ColumnBuild *whole)
{
    if (whole->type == TYPE_TEXT && !whole->codes)
        whole->codes = ARENA_ARRAY(whole->arena, whole->most_rows, uint32_t);
    if (whole->type != TYPE_TEXT && !whole->numbers)
        whole->numbers = ARENA_ARRAY(whole->arena, whole->most_rows, double);
}

void column_build_part(ColumnBuild *part, Arena *arena, const ColumnBuild *whole, size_t first_row)
{
    *part = (ColumnBuild){.arena = arena,
                          .is_dropped = whole->is_dropped,
                          .is_part = true,
                          .type = whole->type,
                          .last_code = CODE_MISSING,
                          .words = {.arena = arena},
                          .declared = whole->declared,
                          .style = whole->style};
    if (whole->numbers)
        part->numbers = whole->numbers + first_row;
    if (whole->codes)
        part->codes = whole->codes + first_row;
    /* with the words that are known, in their order, the codes of most parts are right as they are */
    enum { FEW_WORDS = 64 };
    for (size_t i = 0; i < whole->words.words.n && whole->words.words.n <= FEW_WORDS; i++)
        dict_add(&part->words, whole->words.words.at[i]);
}

void column_build_part_end(ColumnBuild *part, size_t n_rows)
{
    Column column = {.type = part->type, .n = n_rows, .numbers = part->numbers, .codes = part->codes};
    part->summary = column_summarize(&column, 0, n_rows);
    part->n_summed = n_rows;
}

static void join_words(ColumnBuild *whole, const ColumnBuild *part, size_t first_row, size_t n_rows)
{
    size_t n = part->words.words.n;
    uint32_t *codes = ARENA_ARRAY(whole->arena, n, uint32_t);
    bool is_same = true;
    for (size_t i = 0; i < n; i++) {
        codes[i] = dict_add(&whole->words, part->words.words.at[i]);
        is_same &= codes[i] == i;
    }
    for (size_t row = first_row; !is_same && row < first_row + n_rows; row++)
        if (whole->codes[row] != CODE_MISSING)
            whole->codes[row] = codes[whole->codes[row]];
}

void column_build_join(ColumnBuild *whole, const ColumnBuild *part, size_t first_row, size_t n_rows)
{
    if (whole->n_odd == 0 && part->n_odd) {
        whole->odd_row = first_row + part->odd_row;
        whole->odd = part->odd;
    }
    if (whole->n_cut == 0 && part->n_cut) {
        whole->cut_row = first_row + part->cut_row;
        whole->cut = part->cut;
    }
    whole->n_cut += part->n_cut;
    bool has_both = whole->n_summed && n_rows && whole->type != TYPE_TEXT;
    double last = has_both ? whole->numbers[first_row - 1] : 0, first = has_both ? whole->numbers[first_row] : 0;
    whole->summary = whole->n_summed == 0 ? part->summary : n_rows ? summary_join(whole->summary, last, part->summary, first) : whole->summary;
    whole->n_summed += n_rows;
    whole->n_good += part->n_good;
    whole->n_odd += part->n_odd;
    if (whole->type == TYPE_TEXT)
        join_words(whole, part, first_row, n_rows);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

bool column_build_end(ColumnBuild *build)
{
    size_t n_cells = build->n_good + build->n_odd;
    if (build->declared) {
        if (build->type != TYPE_TEXT && build->most_rows && !build->numbers) /* all are missing */
            set_number(build, build->most_rows - 1, NAN);
        return true;
    }
    if (build->type == TYPE_TEXT || (build->n_good && !build->n_odd))
        return true;
    if (build->type == TYPE_NUMBER && build->n_good >= MANY_CELLS && build->n_odd * ODD_SHARE <= n_cells) {
        build->is_number = true;
        return true;
    }
    if (n_cells >= LEAST_CELLS && (build->n_odd == 1 || build->n_odd * ODD_SHARE <= n_cells)) {
        build->suspected = build->type;
        build->suspect = build->odd;
        build->suspect_row = build->odd_row;
        build->n_suspects = build->n_odd;
        build->n_likely = build->n_good;
    }
    if (n_cells == 0 || build->n_suspects)
        take_for(build, TYPE_TEXT);
    else
        take_for_next(build);
    return false;
}

static Span cell_span(const ColumnBuild *build, const Source *source, Str cell)
{
    if (!source || cell.at < source->text.at || cell.at >= source->text.at + source->text.n)
        return build->span;
    size_t start = (size_t)(cell.at - source->text.at);
    return (Span){source->id, start, start + cell.n};
}

static void label_use(const ColumnBuild *build, Report *report, Diagnostic *diagnostic)
{
    if (build->use.source)
        report_label(report, diagnostic, build->use, "%s", build->use_label);
}

static void report_odd(const ColumnBuild *build, Report *report, const Source *source)
{
    const ColumnType *declared = build->declared;
    Buf more = {.arena = build->arena};
    if (build->n_odd > 1)
        buf_printf(&more, ", and %zu more cell%s", build->n_odd - 1, build->n_odd == 2 ? " is none" : "s are none");
    if (!declared)
        buf_printf(&more, "; the other %zu are", build->n_good);
    else if (declared->format.n)
        buf_printf(&more, ": expected `%.*s`", STR_FMT(declared->format));
    Diagnostic *error = report_add(report, REPORT_E0511, cell_span(build, source, build->odd), "`%.*s` in row %zu of column `%.*s` is no %s%s",
                                   STR_FMT(build->odd), build->odd_row + 1, STR_FMT(build->name), type_name(build->type), buf_c(&more));
    if (declared)
        report_label(report, error, declared->span, "declared here");
    label_use(build, report, error);
    const char *setting = build->type == TYPE_NUMBER && !build->style ? odd_cell_setting(build->odd) : NULL;
    if (setting)
        report_hint(report, error, "write %s in the data statement", setting);
    else if (declared)
        report_hint(report, error, "correct the cell, or write missing: [\"%.*s\"] in the data statement", STR_FMT(build->odd));
    else
        report_hint(report, error, "correct the cell, or write missing: [\"%.*s\"] in the data statement; if texts are meant, types: [%.*s: text]",
                    STR_FMT(build->odd), STR_FMT(build->name));
}

static void report_cut(const ColumnBuild *build, Report *report, const Source *source)
{
    Buf more = {.arena = build->arena};
    if (build->n_cut > 1)
        buf_printf(&more, ", and %zu more cell%s", build->n_cut - 1, build->n_cut == 2 ? " has" : "s have");
    Diagnostic *error = report_add(report, REPORT_E0511, cell_span(build, source, build->cut),
                                   "`%.*s` in row %zu of column `%.*s` has more digits than a number holds%s", STR_FMT(build->cut),
                                   build->cut_row + 1, STR_FMT(build->name), buf_c(&more));
    label_use(build, report, error);
    report_hint(report, error, "write types: [%.*s: text] in the data statement", STR_FMT(build->name));
}

static void warn_suspects(const ColumnBuild *build, Report *report, const Source *source)
{
    Str cell = build->suspect;
    Span span = cell_span(build, source, cell);
    Buf more = {.arena = build->arena};
    if (build->n_suspects > 1)
        buf_printf(&more, " and %zu more cell%s", build->n_suspects - 1, build->n_suspects == 2 ? "" : "s");
    Diagnostic *warning = report_add(report, REPORT_W0510, span, "column `%.*s` is text because of `%.*s` in row %zu%s: the other %zu cells are %ss",
                                     STR_FMT(build->name), STR_FMT(cell), build->suspect_row + 1, buf_c(&more), build->n_likely,
                                     type_name(build->suspected));
    label_use(build, report, warning);
    const char *reason = build->suspected == TYPE_NUMBER && !build->style ? odd_cell_reason(cell) : NULL;
    report_hint(report, warning, "correct the cell%s%s, or write missing: [\"%.*s\"] in the data statement", reason ? ", which has " : "",
                reason ? reason : "", STR_FMT(cell));
}

Column column_build_finish(ColumnBuild *build, Report *report, const Source *source, size_t n_rows)
{
    if (build->n_suspects)
        warn_suspects(build, report, source);
    if (report && has_wrong_cell(build))
        report_odd(build, report, source);
    else if (report && column_build_has_failed(build))
        report_cut(build, report, source);
    Column column = {.name = build->name, .type = build->type, .n = n_rows, .span = build->span};
    if (build->type == TYPE_TEXT) {
        column.codes = build->codes;
        column.dict = dict_finish(&build->words);
    } else {
        column.numbers = build->numbers;
    }
    if (build->n_summed == n_rows && n_rows)
        column.summary = arena_copy(build->arena, &build->summary, sizeof build->summary);
    return column;
}
