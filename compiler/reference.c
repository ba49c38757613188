/* reference: the vocabulary as a document and as data; see reference.h. What is not built yet is left out of both. */
#include "reference.h"

#include "../runtime/font_data.h"
#include "../runtime/math_parse.h"
#include "../runtime/num.h"
#include "vocab.h"

#include <string.h>

/* ---- what a property takes ---- */

static void add_words(Buf *out, const IrWords *words)
{
    const char *between = "";
    for (int i = 0; i < words->n; i++) {
        if (!words->words[i].is_built)
            continue;
        buf_printf(out, "%s`%s`", between, words->words[i].word);
        between = ", ";
    }
}

static void add_range(Buf *out, const PropertyRow *row, const char *what, const char *unit)
{
    buf_adds(out, what);
    if (row->high <= row->low)
        return;
    buf_adds(out, ", ");
    num_add(out, row->low);
    buf_printf(out, "%s to ", unit);
    num_add(out, row->high);
    buf_adds(out, unit);
}

static const char *kind_phrase(PropertyKind kind)
{
    switch (kind) {
    case KIND_flag:
        return "`true` or `false`";
    case KIND_text:
        return "a text, which may hold `{templates}` and `$math$`, or `none`";
    case KIND_label:
        return "a text, which may hold `$math$`";
    case KIND_string:
        return "a text";
    case KIND_strings:
        return "a list of texts";
    case KIND_allow:
        return "the name of a [warning](#warnings), or a list of names";
    case KIND_preset:
    case KIND_base:
        return "a name: [presets.md](presets.md)";
    case KIND_colour:
        return "a colour, or `none`";
    case KIND_format:
        return "a format, in quotes";
    case KIND_numbers:
        return "a list of numbers";
    case KIND_values:
        return "a list of values";
    case KIND_keyed_texts:
        return "a list of texts by value: `[a: \"A\"]`";
    case KIND_palette:
    case KIND_scale_palette:
        return "a palette's name, a list of colours, or colours by value: `[a: gray]`";
    case KIND_domain:
    case KIND_scale_domain:
        return "a range: `0..1`, open as `0..` or `..1`";
    case KIND_ticks:
        return "a count, a list of places, or `none`";
    case KIND_labels:
        return "a list of texts, texts by value, or `none`";
    case KIND_axis_order:
    case KIND_facet_order:
        return "a list of values, or an expression with `ascending` or `descending`";
    case KIND_facet_title:
        return "a text over the facet's columns, or `none`";
    case KIND_scale_middle:
        return "a number or a date";
    case KIND_range:
        return "a range: `2..8`";
    case KIND_data_name:
        return "the name of a data set";
    case KIND_baseline:
        return "`zero`, `axis`, or a value";
    case KIND_width:
        return "a share of the band as `80%`, or a length";
    case KIND_bandwidth:
        return "a number, `silverman` or `sj`";
    case KIND_raster:
        return "`auto`, `never`, or pixels per inch as `300dpi`";
    case KIND_outline:
        return "a colour, or `none`";
    case KIND_align:
        return "`ticks`, `zero`, `none`, or two values that stand at one height: `0 with 20`";
    case KIND_size:
        return "a width and a height: `28mm x 22mm`";
    case KIND_column_types:
        return "types by column: `[seed: text, day: \"%d.%m.%Y\"]`";
    case KIND_separator:
        return "a sign, in quotes";
    case KIND_encoding:
        return "`\"utf-8\"`, `\"latin-1\"`, `\"windows-1252\"` or `\"utf-16\"`";
    case KIND_facet_share:
    case KIND_sides:
    case KIND_word:
    case KIND_count:
    case KIND_number:
    case KIND_fraction:
    case KIND_length:
    case KIND_later:
        break;
    }
    return NULL;
}

static Str describe_value(Arena *arena, const PropertyRow *row)
{
    Buf out = {.arena = arena};
    const IrField *field = &row->type->fields[row->field];
    const char *phrase = kind_phrase(row->kind);
    if (phrase)
        buf_adds(&out, phrase);
    else if (row->kind == KIND_count)
        add_range(&out, row, "a whole number", "");
    else if (row->kind == KIND_number)
        add_range(&out, row, "a number", "");
    else if (row->kind == KIND_fraction)
        buf_adds(&out, "a share: `0.4` or `40%`");
    else if (row->kind == KIND_length)
        add_range(&out, row, "a length", "pt");
    else if (field->words)
        add_words(&out, field->words);
    return buf_str(&out);
}

/* The default as it would be written; empty when a rule of the language decides. */
static Str describe_default(Arena *arena, const PropertyRow *row)
{
    Str text = str_from(row->preset);
    if (text.n >= 2 && text.at[0] == '"')
        text = str_slice(text.at + 1, text.n - 2);
    if (row->kind == KIND_flag)
        return str_is(text, "yes") ? STR("true") : str_is(text, "no") ? STR("false") : text;
    if (row->kind == KIND_length && text.n && str_is_digit(text.at[0]))
        return str_printf(arena, "%.*spt", STR_FMT(text));
    return str_is(text, "[]") ? STR_NONE : text;
}

static const PropertyRow *next_property(size_t *i, StatementId owner)
{
    const PropertyRow *row;
    while ((row = vocab_property((*i)++)))
        if (row->owner == owner && row->is_built)
            return row;
    return NULL;
}

static const char *const PLACES[] = {"a file", "a chart", "a panel", "a layer", "a data block", "a row, column or grid"};

static Str describe_places(Arena *arena, int places)
{
    Buf out = {.arena = arena};
    for (int i = 0; i < 6; i++)
        if (places & 1 << i)
            buf_printf(&out, "%s%s", out.n ? ", " : "", PLACES[i]);
    return buf_str(&out);
}

/* ---- Markdown ---- */

static void add_cell(Buf *out, Str text, bool is_code)
{
    buf_adds(out, is_code && text.n ? " `" : " ");
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '|')
            buf_addc(out, '\\');
        buf_addc(out, text.at[i]);
    }
    buf_adds(out, is_code && text.n ? "` |" : " |");
}

static void add_properties(Buf *out, StatementId owner)
{
    size_t i = 0;
    const PropertyRow *row = next_property(&i, owner);
    if (!row)
        return;
    buf_adds(out, "\n| property | takes | default | |\n|---|---|---|---|\n");
    for (; row; row = next_property(&i, owner)) {
        buf_addc(out, '|');
        add_cell(out, str_from(row->name), true);
        add_cell(out, describe_value(out->arena, row), false);
        add_cell(out, describe_default(out->arena, row), true);
        add_cell(out, str_from(row->doc), false);
        buf_addc(out, '\n');
    }
}

static void add_statements(Buf *out)
{
    buf_adds(out, "## Statements\n");
    for (int id = 0; id < STATEMENT_COUNT; id++) {
        const StatementRow *row = vocab_statement((StatementId)id);
        if (!row->is_built || !*row->keyword)
            continue;
        Str places = describe_places(out->arena, row->places);
        buf_printf(out, "\n### %s\n\n%s Stands in %.*s.", row->keyword, row->doc, STR_FMT(places));
        if (*row->operand)
            buf_printf(out, " Takes %s.", row->operand);
        buf_addc(out, '\n');
        add_properties(out, (StatementId)id);
    }
}

static void add_word_rows(Buf *out, const char *title, const IrWords *words)
{
    buf_printf(out, "\n## %s\n\n| | |\n|---|---|\n", title);
    for (int i = 0; i < words->n; i++)
        if (words->words[i].is_built)
            buf_printf(out, "| `%s` | %s |\n", words->words[i].word, words->words[i].doc);
}

static void add_steps(Buf *out)
{
    buf_adds(out,
             "\n## Data steps\n\nEach is shown at work in [data.md](data.md).\n\n| | takes | clauses | | for example |\n|---|---|---|---|---|\n");
    for (int kind = 0; kind < StepKind_COUNT_OF; kind++) {
        const IrWord *word = &IR_WORDS_StepKind.words[kind];
        const StepRow *row = vocab_step((StepKind)kind);
        buf_printf(out, "| `%s` |", word->word);
        add_cell(out, str_from(row->operand), false);
        add_cell(out, str_from(row->clauses), true);
        add_cell(out, str_from(word->doc), false);
        add_cell(out, str_from(row->example), true);
        buf_addc(out, '\n');
    }
}

static void add_mark_channels(Buf *out)
{
    const IrWords *marks = &IR_WORDS_Mark, *channels = &IR_WORDS_ChannelId;
    static const char *const SIGNS[] = {[TAKES_NOT] = "", [TAKES_MAY] = "may", [TAKES_NEEDED] = "needed", [TAKES_ONE_OF] = "one of"};
    buf_adds(out, "\n### What each mark takes\n\n| |");
    for (int c = 0; c < channels->n; c++)
        buf_printf(out, " `%s` |", channels->words[c].word);
    buf_adds(out, "\n|---|");
    for (int c = 0; c < channels->n; c++)
        buf_adds(out, "---|");
    for (int m = 0; m < marks->n; m++) {
        if (!marks->words[m].is_built)
            continue;
        buf_printf(out, "\n| `%s` |", marks->words[m].word);
        for (int c = 0; c < channels->n; c++)
            buf_printf(out, " %s |", SIGNS[vocab_takes((Mark)m, (ChannelId)c)]);
    }
    buf_addc(out, '\n');
}

static void add_functions(Buf *out)
{
    static const char *const TITLES[] = {"Operators", "Functions of one row", "Aggregates", "Functions of a group's rows", "Statistics in channels"};
    for (int kind = CLASS_OPERATOR; kind <= CLASS_STATISTIC; kind++) {
        bool has_title = false;
        for (int id = 0; id < FUNCTION_COUNT_OF; id++) {
            const Function *f = function_row((FunctionId)id);
            if ((int)f->class != kind || f->status != FUNCTION_BUILT)
                continue;
            if (!has_title)
                buf_printf(out, "\n### %s\n\n| | | for example |\n|---|---|---|\n|", TITLES[kind]);
            else
                buf_addc(out, '|');
            has_title = true;
            add_cell(out, str_from(f->name), true);
            add_cell(out, str_from(f->doc), false);
            add_cell(out, str_from(f->example), true);
            buf_addc(out, '\n');
        }
    }
}

/* One row a kind of sign: each command with the sign it makes. */
static void add_signs(Buf *out, const char *title, MathAtom atom, MathFace face, bool is_face)
{
    static const struct {
        const char *name;
        uint32_t code;
        MathAtom atom;
        MathFace face;
    } SIGNS[] = {
#define MATH_SIGN(name_, code_, atom_, face_) {name_, code_, ATOM_##atom_, FACE_##face_},
#include "../runtime/math_table.def"
    };
    buf_printf(out, "| %s |", title);
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
        char bytes[4];
        bool is_letter = SIGNS[i].face == FACE_ITALIC || SIGNS[i].face == FACE_UPRIGHT;
        if (SIGNS[i].atom != atom || (is_face ? SIGNS[i].face != face : is_letter))
            continue;
        const char *escape = SIGNS[i].code == '|' || SIGNS[i].code == '_' || SIGNS[i].code == '\\' ? "\\" : "";
        buf_printf(out, " `\\%s%s` %s%.*s", strcmp(SIGNS[i].name, "|") == 0 ? "\\" : "", SIGNS[i].name, escape, (int)utf8_put(bytes, SIGNS[i].code),
                   bytes);
    }
    buf_adds(out, " |\n");
}

static void add_mathematics(Buf *out)
{
    buf_adds(
        out,
        "\n## Mathematics\n\nBetween `$` and `$` in texts that are shown. [language.md](language.md#mathematics) has the rules.\n\n| | |\n|---|---|\n");
    add_signs(out, "small Greek", ATOM_ORD, FACE_ITALIC, true);
    add_signs(out, "capital Greek", ATOM_ORD, FACE_UPRIGHT, true);
    add_signs(out, "operators", ATOM_BIN, FACE_SIGN, false);
    add_signs(out, "relations, arrows", ATOM_REL, FACE_SIGN, false);
    add_signs(out, "large operators", ATOM_OP, FACE_SIGN, false);
    add_signs(out, "brackets", ATOM_OPEN, FACE_SIGN, false);
    add_signs(out, "", ATOM_CLOSE, FACE_SIGN, false);
    add_signs(out, "other signs", ATOM_ORD, FACE_SIGN, false);
    add_signs(out, "dots", ATOM_INNER, FACE_SIGN, false);
    add_signs(out, "punctuation", ATOM_PUNCT, FACE_SIGN, false);
    buf_adds(out, "| functions |"
#define MATH_WORD(name_, text_, limits_) " `\\" name_ "`"
#include "../runtime/math_table.def"
                  " |\n| accents |"
#define MATH_OVER(name_, code_) " `\\" name_ "{x}`"
#include "../runtime/math_table.def"
                  " |\n| letters |"
#define MATH_LETTERS(name_, style_) " `\\" name_ "{x}`"
#include "../runtime/math_table.def"
                  " |\n| spaces, in 18ths of an em | `~` 6"
#define MATH_GAP(name_, mu_) " `\\" name_ "` " #mu_
#include "../runtime/math_table.def"
                  " |\n"
#define MATH_FORM(name_, form_, doc_) "| `\\" name_ "` | " doc_ " |\n"
#include "../runtime/math_table.def"
    );
}

static void add_fonts(Buf *out)
{
    buf_adds(out, "\n## Typefaces\n\nThey ship with chartc, in regular, bold, italic and bold italic. Any other name is a font of the system.\n\n"
                  "| `font:` | also | |\n|---|---|---|\n");
    for (int id = 0; id < FONT_COUNT; id++) {
        const FontFamily *family = font_family((FontId)id);
        if (!*family->word)
            continue;
        buf_printf(out, "| `%s` |", family->word);
        Str name;
        for (size_t i = 1; (name = font_name(family, i)).n; i++)
            buf_printf(out, "%s `%.*s`", i > 1 ? "," : "", STR_FMT(name));
        buf_printf(out, " | %s |\n", family->doc);
    }
}

static void add_warnings(Buf *out)
{
    buf_adds(out,
             "\n## Warnings\n\nWarnings (W) and notes (N) with the names by which `allow: name` in a figure, chart or layer, or `-Wno-name` on the\n"
             "command line silences them. `chartc explain name` tells what each is about.\n\n| | | |\n|---|---|---|\n");
    for (int id = 0; id < REPORT_COUNT; id++)
        if (*report_name((ReportId)id))
            buf_printf(out, "| `%s` | %s | [%s](errors/%s.md) |\n", report_name((ReportId)id), report_title((ReportId)id), report_code((ReportId)id),
                       report_code((ReportId)id));
}

Str reference_markdown(Arena *arena)
{
    Buf out = {.arena = arena};
    buf_adds(&out,
             "# Reference\n\n"
             "<!-- Generated by `make docs` from compiler/vocab.def and runtime/ir.def, font_data.def, function.def, math_table.def, report.def: "
             "do not edit. -->\n\n"
             "Every statement, property, mark, channel and function. A default that is not shown follows a rule of\n"
             "the language; `chartc --emit=ir` shows what it came to.\n\n");
    add_statements(&out);
    add_steps(&out);
    add_word_rows(&out, "Marks", &IR_WORDS_Mark);
    buf_adds(&out, "\nProperties of every layer, where they mean something for its mark:\n");
    add_properties(&out, STATEMENT_MARK);
    add_word_rows(&out, "Channels", &IR_WORDS_ChannelId);
    add_mark_channels(&out);
    add_fonts(&out);
    buf_adds(&out, "\n## Expressions\n");
    add_functions(&out);
    add_mathematics(&out);
    add_warnings(&out);
    return buf_str(&out);
}

/* ---- JSON: all texts here are literals of the tables ---- */

static void add_member(Buf *out, const char *name, Str text)
{
    buf_printf(out, "%s\"%s\": \"", out->at[out->n - 1] == '{' ? "" : ", ", name);
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\')
            buf_addc(out, '\\');
        buf_addc(out, text.at[i]);
    }
    buf_addc(out, '"');
}

static void open_row(Buf *out)
{
    buf_adds(out, out->at[out->n - 1] == '[' ? "\n  {" : ",\n  {");
}

static void add_json_words(Buf *out, const char *name, const IrWords *words)
{
    buf_printf(out, " \"%s\": [", name);
    for (int i = 0; i < words->n; i++) {
        if (!words->words[i].is_built)
            continue;
        open_row(out);
        add_member(out, "name", str_from(words->words[i].word));
        add_member(out, "doc", str_from(words->words[i].doc));
        buf_addc(out, '}');
    }
    buf_adds(out, "],\n");
}

static void add_json_steps(Buf *out)
{
    buf_adds(out, " \"steps\": [");
    for (int kind = 0; kind < StepKind_COUNT_OF; kind++) {
        const StepRow *row = vocab_step((StepKind)kind);
        open_row(out);
        add_member(out, "name", str_from(IR_WORDS_StepKind.words[kind].word));
        add_member(out, "operand", str_from(row->operand));
        add_member(out, "clauses", str_from(row->clauses));
        add_member(out, "doc", str_from(IR_WORDS_StepKind.words[kind].doc));
        add_member(out, "example", str_from(row->example));
        buf_addc(out, '}');
    }
    buf_adds(out, "],\n");
}

static void add_json_statements(Buf *out)
{
    buf_adds(out, "{\"statements\": [");
    for (int id = 0; id < STATEMENT_COUNT; id++) {
        const StatementRow *row = vocab_statement((StatementId)id);
        if (!row->is_built || !*row->keyword)
            continue;
        open_row(out);
        add_member(out, "name", str_from(row->keyword));
        add_member(out, "operand", str_from(row->operand));
        add_member(out, "places", describe_places(out->arena, row->places));
        add_member(out, "doc", str_from(row->doc));
        buf_addc(out, '}');
    }
    buf_adds(out, "],\n");
}

static void add_json_properties(Buf *out)
{
    const PropertyRow *row;
    buf_adds(out, " \"properties\": [");
    for (size_t i = 0; (row = vocab_property(i)); i++) {
        if (!row->is_built)
            continue;
        const char *owner = vocab_statement(row->owner)->keyword;
        open_row(out);
        add_member(out, "owner", str_from(*owner ? owner : "layer"));
        add_member(out, "name", str_from(row->name));
        add_member(out, "takes", describe_value(out->arena, row));
        add_member(out, "default", describe_default(out->arena, row));
        add_member(out, "doc", str_from(row->doc));
        buf_addc(out, '}');
    }
    buf_adds(out, "],\n");
}

static void add_json_fonts(Buf *out)
{
    buf_adds(out, " \"fonts\": [");
    for (int id = 0; id < FONT_COUNT; id++) {
        const FontFamily *family = font_family((FontId)id);
        Str name;
        for (size_t i = 0; (name = font_name(family, i)).n; i++) {
            open_row(out);
            add_member(out, "name", name);
            add_member(out, "doc", str_from(family->doc));
            buf_addc(out, '}');
        }
    }
    buf_adds(out, "],\n");
}

static void add_json_warnings(Buf *out)
{
    buf_adds(out, " \"warnings\": [");
    for (int id = 0; id < REPORT_COUNT; id++) {
        if (!*report_name((ReportId)id))
            continue;
        open_row(out);
        add_member(out, "name", str_from(report_name((ReportId)id)));
        add_member(out, "code", str_from(report_code((ReportId)id)));
        add_member(out, "doc", str_from(report_title((ReportId)id)));
        buf_addc(out, '}');
    }
    buf_adds(out, "],\n");
}

static void add_json_functions(Buf *out)
{
    buf_adds(out, " \"functions\": [");
    for (int id = 0; id < FUNCTION_COUNT_OF; id++) {
        const Function *f = function_row((FunctionId)id);
        if (f->status != FUNCTION_BUILT || f->class == CLASS_OPERATOR)
            continue;
        open_row(out);
        add_member(out, "name", str_from(f->name));
        add_member(out, "example", str_from(f->example));
        add_member(out, "doc", str_from(f->doc));
        buf_addc(out, '}');
    }
    buf_adds(out, "]}\n");
}

Str reference_json(Arena *arena)
{
    Buf out = {.arena = arena};
    add_json_statements(&out);
    add_json_properties(&out);
    add_json_steps(&out);
    add_json_words(&out, "marks", &IR_WORDS_Mark);
    add_json_words(&out, "channels", &IR_WORDS_ChannelId);
    add_json_fonts(&out);
    add_json_warnings(&out);
    add_json_functions(&out);
    return buf_str(&out);
}
