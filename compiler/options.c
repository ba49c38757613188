/* options: the command line; see options.h. */
#include "options.h"

#include "../runtime/limit.h"
#include "../runtime/num.h"
#include "../runtime/report.h"
#include "../runtime/suggest.h"
#include "../runtime/version.h"

#include <stdlib.h>
#include <string.h>

typedef enum OptionId {
#define OPTION(id, short_name, long_name, argument, help) OPTION_##id,
#include "options.def"
#undef OPTION
    OPTION_COUNT
} OptionId;

typedef struct OptionRow {
    const char *short_name, *long_name, *argument, *help;
} OptionRow;

static const OptionRow ROWS[] = {
#define OPTION(id, short_name, long_name, argument, help) {short_name, long_name, argument, help},
#include "options.def"
#undef OPTION
};

static const char SYNOPSIS[] = "chartc [option ...] input ...\n"
                               "chartc extract FIGURE [FILE]\n"
                               "chartc verify FIGURE ...\n"
                               "chartc explain CODE|NAME ...\n"
                               "chartc list [json|markdown|limits|palettes|presets|swatches]\n";

enum { THREADS_MOST = 256, DPI_MOST = 100000 };

static const char *say(Options *options, const char *format, ...) __attribute__((format(printf, 2, 3)));
static const char *say(Options *options, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = str_c(options->arena, str_vprintf(options->arena, format, args));
    va_end(args);
    return message;
}

/* ---- words ---- */

/* Whether the argument always touches: `-Wno-NAME`, `-Werror=NAME`. */
static bool is_prefix(const OptionRow *row)
{
    size_t n = strlen(row->short_name);
    return n > 2 && strchr("-=", row->short_name[n - 1]);
}

/* Finds the row of a word. *value is what follows its name in the same word, NULL when nothing does. */
static OptionId find_row(Str word, const char **value)
{
    *value = NULL;
    for (int id = 0; id < OPTION_COUNT; id++)
        if (word.n && !is_prefix(&ROWS[id]) && (str_is(word, ROWS[id].short_name) || str_is(word, ROWS[id].long_name)))
            return (OptionId)id;
    for (int id = 0; id < OPTION_COUNT; id++) {
        const OptionRow *row = &ROWS[id];
        Str name = str_from(row->long_name);
        if (!*row->argument)
            continue;
        if (name.n && word.n > name.n && str_starts(word, name) && word.at[name.n] == '=') {
            *value = word.at + name.n + 1;
            return (OptionId)id;
        }
        if ((strlen(row->short_name) == 2 || is_prefix(row)) && str_starts(word, str_from(row->short_name))) {
            *value = word.at + strlen(row->short_name);
            return (OptionId)id;
        }
    }
    return OPTION_COUNT;
}

static const char *say_unknown(Options *options, const char *word)
{
    Str names[2 * OPTION_COUNT], typed = str_from(word);
    size_t n = 0;
    for (int id = 0; id < OPTION_COUNT; id++) {
        names[n++] = str_from(ROWS[id].long_name);
        names[n++] = str_from(ROWS[id].short_name);
    }
    const char *equals = strchr(word, '=');
    if (equals)
        typed.n = (size_t)(equals - word);
    Str near = suggest_name(typed, names, n);
    if (near.n)
        return say(options, "there is no option `%.*s`; did you mean `%.*s`?", STR_FMT(typed), STR_FMT(near));
    return say(options, "there is no option `%.*s`; `chartc --help` lists them", STR_FMT(typed));
}

static const char *say_formats(Options *options, Str wrong)
{
    VEC(Str) names = {0};
    for (size_t i = 0; chartc_format(i); i++)
        VEC_PUSH(options->arena, &names, str_from(chartc_format(i)));
    Str near = suggest_name(wrong, names.at, names.n);
    if (near.n)
        return say(options, "there is no format `%.*s`; did you mean `%.*s`?", STR_FMT(wrong), STR_FMT(near));
    Str list = suggest_list(options->arena, names.at, names.n, names.n);
    return say(options, "there is no format `%.*s`; write %.*s", STR_FMT(wrong), STR_FMT(list));
}

/* ---- one option ---- */

static const char *set_formats(Options *options, const char *value)
{
    Str rest = str_from(value);
    for (;;) {
        const char *comma = rest.n ? memchr(rest.at, ',', rest.n) : NULL;
        Str name = comma ? str_slice(rest.at, (size_t)(comma - rest.at)) : rest;
        const char *format = str_c(options->arena, name);
        if (!chartc_format_type(format))
            return say_formats(options, name);
        VEC_PUSH(options->arena, &options->formats, format);
        if (!comma)
            return NULL;
        rest = str_slice(comma + 1, rest.n - name.n - 1);
    }
}

static const char *set_param(Options *options, const char *value)
{
    const char *equals = strchr(value, '=');
    if (!equals || equals == value)
        return say(options, "`-D` takes NAME=VALUE, not `%s`", value);
    Str name = str_slice(value, (size_t)(equals - value));
    VEC_PUSH(options->arena, &options->params, (ChartcParam){str_c(options->arena, name), equals + 1});
    return NULL;
}

static const char *set_limit(Options *options, const char *value)
{
    const char *equals = strchr(value, '=');
    if (!equals || equals == value)
        return say(options, "`--limit` takes NAME=VALUE, not `%s`", value);
    Str name = str_slice(value, (size_t)(equals - value)), names[LIMIT_COUNT];
    LimitId id = limit_find(name);
    for (int i = 0; i < LIMIT_COUNT; i++)
        names[i] = str_from(limit_row((LimitId)i)->name);
    Str near = id == LIMIT_COUNT ? suggest_name(name, names, LIMIT_COUNT) : STR_NONE;
    if (near.n)
        return say(options, "there is no limit `%.*s`; did you mean `%.*s`?", STR_FMT(name), STR_FMT(near));
    if (id == LIMIT_COUNT)
        return say(options, "there is no limit `%.*s`; `chartc list limits` tells them", STR_FMT(name));
    double number = 0, most = limit_row(id)->most;
    if (!num_parse(str_from(equals + 1), &number) || !(number >= 1 && number <= most))
        return say(options, "the limit `%.*s` is a number from 1 to %.0f, not `%s`", STR_FMT(name), most, equals + 1);
    VEC_PUSH(options->arena, &options->limits, (ChartcLimit){limit_row(id)->name, number});
    return NULL;
}

static const char *set_warning(Options *options, OptionId id, const char *name)
{
    const char *code = chartc_warning(name);
    if (code) {
        if (id == OPTION_SILENT)
            VEC_PUSH(options->arena, &options->silent, name);
        else
            VEC_PUSH(options->arena, &options->refused, code);
        return NULL;
    }
    if (report_find(str_from(name)) != REPORT_COUNT)
        return say(options, "`%s%s`: %s is an error, no warning", ROWS[id].short_name, name, name);
    const Str *names;
    size_t n = report_names(options->arena, &names);
    Str near = suggest_name(str_from(name), names, n);
    if (near.n)
        return say(options, "there is no warning `%s`; did you mean `%.*s`?", name, STR_FMT(near));
    return say(options, "there is no warning `%s`; there are %.*s", name, STR_FMT(suggest_list(options->arena, names, n, n)));
}

/* The place of a value among the words of the option's argument ("auto|always|never"), -1 when it is none of them. */
static int find_word(const OptionRow *row, const char *value)
{
    const char *word = row->argument;
    for (int i = 0;; i++) {
        size_t n = strcspn(word, "|");
        if (str_eq(str_slice(word, n), str_from(value)))
            return i;
        if (!word[n])
            return -1;
        word += n + 1;
    }
}

static const char *set_word(Options *options, OptionId id, const char *value)
{
    int found = find_word(&ROWS[id], value);
    if (found < 0)
        return say(options, "`%s` takes %s, not `%s`", ROWS[id].long_name, ROWS[id].argument, value);
    if (id == OPTION_EMIT)
        options->stage = value;
    else if (id == OPTION_JSON)
        options->has_json = found == 1;
    else
        options->color = (OptionsColor)found;
    return NULL;
}

static const char *set_number(Options *options, OptionId id, const char *value)
{
    double number = 0, most = id == OPTION_DPI ? DPI_MOST : THREADS_MOST;
    bool is_whole = num_parse(str_from(value), &number) && number >= 1 && number <= most && number == (int)number;
    if (!is_whole)
        return say(options, "`%s` takes a whole number from 1 to %d, not `%s`", ROWS[id].long_name, (int)most, value);
    if (id == OPTION_DPI)
        options->dpi = number;
    else
        options->n_threads = (int)number;
    return NULL;
}

static const char *set_option(Options *options, OptionId id, const char *value)
{
    switch (id) {
    case OPTION_OUTPUT:
        VEC_PUSH(options->arena, &options->outputs, value);
        return *value ? NULL : "`-o` takes the name of a file";
    case OPTION_FORMAT:
        return set_formats(options, value);
    case OPTION_PARAM:
        return set_param(options, value);
    case OPTION_SANDBOX:
    case OPTION_SANDBOX_REQUIRED:
        options->is_sandboxed = true;
        options->must_lock = id == OPTION_SANDBOX_REQUIRED;
        return NULL;
    case OPTION_LIMIT:
        return set_limit(options, value);
    case OPTION_DPI:
    case OPTION_THREADS:
        return set_number(options, id, value);
    case OPTION_EMIT:
    case OPTION_JSON:
    case OPTION_COLOR:
        return set_word(options, id, value);
    case OPTION_NO_PROVENANCE:
        options->has_no_provenance = true;
        break;
    case OPTION_FOLDER:
        options->folder = value;
        break;
    case OPTION_QUIET:
        options->is_quiet = true;
        break;
    case OPTION_CHECK:
        options->is_check = true;
        return NULL;
    case OPTION_WERROR_OF:
    case OPTION_SILENT:
        return set_warning(options, id, value);
    case OPTION_WERROR:
        options->warnings_are_errors = true;
        return NULL;
    case OPTION_DEPENDENCIES_ONLY:
        options->has_dependencies_only = true;
        return NULL;
    case OPTION_DEPENDENCIES:
        options->has_dependencies = true;
        return NULL;
    case OPTION_DEPENDENCY_FILE:
        options->dependency_file = value;
        return NULL;
    case OPTION_VERSION:
        options->mode = MODE_VERSION;
        return NULL;
    case OPTION_MANUAL:
        options->mode = MODE_MANUAL;
        return NULL;
    case OPTION_HELP:
        options->mode = MODE_HELP;
        return NULL;
    case OPTION_COUNT:
        break;
    }
    return NULL;
}

/* ---- all of them ---- */

static const char *check_list(Options *options)
{
    const char *form = options->inputs.n ? options->inputs.at[0] : "json";
    static const char *const FORMS[] = {"json", "markdown", "limits", "palettes", "presets", "swatches"};
    bool is_form = false;
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
        is_form |= strcmp(form, FORMS[i]) == 0;
    return is_form && options->inputs.n <= 1 ? NULL : "`chartc list` takes `json`, `markdown`, `limits`, `palettes`, `presets` or `swatches`";
}

static const char *check_combination(Options *options)
{
    if (options->mode == MODE_EXPLAIN)
        return options->inputs.n ? NULL : "`chartc explain` takes a code or a name, as in `chartc explain E0104` or `chartc explain small-text`";
    if (options->mode == MODE_LIST)
        return check_list(options);
    if (options->mode == MODE_EXTRACT && (!options->inputs.n || options->inputs.n > 2 || options->outputs.n > 1))
        return "`chartc extract` takes a figure, and the name of an include if not the spec is wanted: `chartc extract fig.pdf -o fig.chart`";
    if (options->mode == MODE_VERIFY && !options->inputs.n)
        return "`chartc verify` takes figures that chartc made, as in `chartc verify fig.pdf`";
    if (options->folder && options->mode != MODE_VERIFY)
        return "`--folder` belongs to `chartc verify`";
    if (options->mode != MODE_COMPILE)
        return NULL;
    if (!options->inputs.n)
        return "no input; write `chartc fig.chart`, or `chartc --help`";
    if (options->inputs.n > 1 && options->outputs.n)
        return "`-o` names the output of one input, but there are several";
    if (options->inputs.n > 1 && options->stage)
        return "`--emit` writes one stage of one input, but there are several inputs";
    if (options->stage && options->formats.n)
        return "`--emit` writes text and `-T` pictures: leave one out";
    if (options->outputs.n && options->formats.n > 1)
        return "`-o` takes one format: leave `-T` out, or give one `-o` with the right ending for each format";
    if (options->inputs.n > 1 && options->dependency_file)
        return "`-MF` names the rule of one input, but there are several; `-MD` writes one for each";
    if (options->dependency_file && !options->has_dependencies_only)
        options->has_dependencies = true;
    return NULL;
}

/* https://reproducible-builds.org/specs/source-date-epoch/ */
static const char *read_date(Options *options)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    double number = 0;
    if (!text || !*text)
        return NULL;
    if (strspn(text, "0123456789") != strlen(text) || !num_parse(str_from(text), &number) || number > 253402300799.0)
        return say(options, "SOURCE_DATE_EPOCH is a number of seconds since 1970, not `%s`", text);
    options->has_date = true;
    options->date = (long long)number;
    return NULL;
}

static const OptionsMode MODES_OF_WORDS[] = {MODE_EXPLAIN, MODE_LIST, MODE_EXTRACT, MODE_VERIFY};
static const char *const MODE_WORDS[] = {"explain", "list", "extract", "verify"};

/* The mode that the first word of the command line names; MODE_COMPILE when it is none. */
static OptionsMode find_mode(const char *word)
{
    for (size_t i = 0; i < sizeof MODE_WORDS / sizeof *MODE_WORDS; i++)
        if (strcmp(word, MODE_WORDS[i]) == 0)
            return MODES_OF_WORDS[i];
    return MODE_COMPILE;
}

const char *options_parse(Options *options, int argc, char **argv)
{
    options->n_threads = 1;
    bool is_operand = false; /* behind `--` */
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i], *value;
        if (!is_operand && strcmp(word, "--") == 0) {
            is_operand = true;
            continue;
        }
        if (is_operand || word[0] != '-' || !word[1]) {
            if (i == 1 && !is_operand && find_mode(word) != MODE_COMPILE)
                options->mode = find_mode(word);
            else
                VEC_PUSH(options->arena, &options->inputs, word);
            continue;
        }
        OptionId id = find_row(str_from(word), &value);
        if (id == OPTION_COUNT)
            return say_unknown(options, word);
        bool takes_value = *ROWS[id].argument;
        if (takes_value && !value && i + 1 == argc)
            return say(options, "`%s` takes %s", word, ROWS[id].argument);
        if (takes_value && !value)
            value = argv[++i];
        const char *wrong = set_option(options, id, value);
        if (wrong)
            return wrong;
    }
    const char *wrong = check_combination(options);
    return wrong ? wrong : read_date(options);
}

/* ---- help and manual ---- */

Str options_help(Arena *arena)
{
    Buf out = {.arena = arena};
    buf_printf(&out,
               "%s\nCompiles figures: fig.chart becomes fig.pdf. An input is a spec, the text of an IR or a scene, "
               "or - for\nstandard input.\n\n",
               SYNOPSIS);
    for (int id = 0; id < OPTION_COUNT; id++) {
        const OptionRow *row = &ROWS[id];
        Buf names = {.arena = arena};
        buf_printf(&names, "%s%s%s", row->short_name, *row->short_name && *row->long_name ? ", " : "", row->long_name);
        if (*row->argument)
            buf_printf(&names, "%s%s", *row->long_name ? "=" : is_prefix(row) ? "" : " ", row->argument);
        if (names.n > 26)
            buf_printf(&out, "  %s\n  %-26s  %s\n", buf_c(&names), "", row->help);
        else
            buf_printf(&out, "  %-26s  %s\n", buf_c(&names), row->help);
    }
    buf_adds(&out, "\nExit code: 0 good, 1 the input has errors, 2 the command line has, 3 a fault of chartc's own.\n");
    return str_slice(buf_c(&out), out.n);
}

/* A sentence in the manual's own markup: a hyphen that people copy is \-, a line never begins with a point. */
static void add_manual_text(Buf *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        if (*c == '-' || *c == '\\')
            buf_addc(out, '\\');
        buf_addc(out, *c);
    }
}

static void add_manual_option(Buf *out, const OptionRow *row)
{
    buf_adds(out, ".TP\n");
    const char *names[] = {row->short_name, row->long_name};
    for (int i = 0; i < 2; i++) {
        if (!*names[i])
            continue;
        buf_adds(out, i && *names[0] ? ", \\fB" : "\\fB");
        add_manual_text(out, names[i]);
        buf_adds(out, "\\fR");
    }
    if (*row->argument)
        buf_printf(out, "%s\\fI%s\\fR", *row->long_name ? "=" : is_prefix(row) ? "" : " ", row->argument);
    buf_addc(out, '\n');
    add_manual_text(out, row->help);
    buf_adds(out, ".\n");
}

static const char MANUAL_HEAD[] =
    ".TH CHARTC 1 \"\" \"chartc " CHARTC_VERSION "\" \"User Commands\"\n"
    ".SH NAME\nchartc \\- compile declarative figures to PDF, PNG, SVG, EPS and PS\n"
    ".SH SYNOPSIS\n\\fBchartc\\fR [\\fIoption\\fR ...] \\fIinput\\fR ...\n.br\n\\fBchartc explain\\fR \\fICODE\\fR|\\fINAME\\fR ...\n.br\n"
    "\\fBchartc extract\\fR \\fIfigure\\fR [\\fIfile\\fR]\n.br\n\\fBchartc verify\\fR \\fIfigure\\fR ...\n.br\n"
    "\\fBchartc list\\fR [json|markdown|limits|palettes|presets|swatches]\n"
    ".SH DESCRIPTION\n"
    "chartc reads the text of a figure and writes the figure. \\fBchartc fig.chart\\fR writes fig.pdf beside it. An input\n"
    "is a spec, the text of an IR or of a scene (as \\fB\\-\\-emit\\fR writes them), or \\fB\\-\\fR for standard input, whose\n"
    "output is standard output. A file is written under another name and then renamed: a run that fails or is\n"
    "interrupted leaves the old file whole.\n"
    ".PP\n\\fBchartc explain\\fR prints the page on a diagnostic, by its code or name; \\fBchartc list\\fR every\n"
    "statement, property, mark, channel and function.\n"
    ".PP\nEvery figure carries its spec and a record of its data files. \\fBchartc extract fig.pdf\\fR prints the spec, or an\n"
    "include by its name; \\fBchartc verify fig.pdf\\fR says whether the figure is still what its spec and its data give,\n"
    "and names the file and the row that changed.\n"
    ".SH OPTIONS\n";

static const char MANUAL_TAIL[] =
    ".SH EXIT STATUS\n"
    ".TP\n0\nAll inputs are good.\n"
    ".TP\n1\nAn input has errors, or an output could not be written.\n"
    ".TP\n2\nThe command line makes no sense; nothing was done.\n"
    ".TP\n3\nA fault of chartc's own.\n"
    ".SH ENVIRONMENT\n"
    ".TP\nSOURCE_DATE_EPOCH\nSeconds since 1970: the date of the figure, in the formats that have one. Without it none is written.\n"
    ".TP\nNO_COLOR\nWhen set to anything, diagnostics have no colour unless \\fB\\-\\-color=always\\fR asks for it.\n"
    ".SH EXAMPLES\n"
    ".nf\n"
    "chartc fig.chart\n"
    "chartc \\-T pdf,svg,png figures/*.chart \\-j 4\n"
    "chartc fig.chart \\-o \\- \\-T svg | gzip > fig.svgz\n"
    "chartc extract fig.pdf \\-o fig.chart\n"
    "chartc verify figures/*.pdf\n"
    "chartc \\-D method=ours fig.chart \\-o ours.pdf\n"
    ".fi\n";

Str options_manual(Arena *arena)
{
    Buf out = {.arena = arena};
    buf_adds(&out, MANUAL_HEAD);
    for (int id = 0; id < OPTION_COUNT; id++)
        add_manual_option(&out, &ROWS[id]);
    buf_adds(&out, MANUAL_TAIL);
    return str_slice(buf_c(&out), out.n);
}
