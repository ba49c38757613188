/* gen_any: see gen.h. */
#include "gen.h"

#include "compiler/palette.h"
#include "compiler/preset.h"
#include "runtime/math_parse.h"

#include <string.h>

static const char *some_number(Gen *g, double lo, double hi)
{
    double span = hi > lo && hi - lo < 1e6 ? hi - lo : 10, from = hi > lo ? lo : 0;
    return str_printf(g->arena, chance(g, 50) ? "%.0f" : "%.2f", from + span * unit(g)).at;
}

/* --- the names of the examples, in the generator's data --- */

static const struct {
    const char *example, *here;
} COLUMNS[] = {
    {"accuracy", "val"}, {"task", "cat"}, {"method", "kind"}, {"seed", "level"}, {"day", "day"}, {"score", "fresh"},
};

static bool is_letter(char c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static const char *with_own_columns(Gen *g, const char *example)
{
    Buf out = {.arena = g->arena};
    while (*example) {
        size_t n = 0, k = 0;
        while (is_letter(example[n]))
            n++;
        while (n && k < sizeof COLUMNS / sizeof *COLUMNS && !str_is((Str){example, n}, COLUMNS[k].example))
            k++;
        bool is_known = n && k < sizeof COLUMNS / sizeof *COLUMNS;
        buf_add(&out, is_known ? str_from(COLUMNS[k].here) : (Str){example, n ? n : 1});
        example += n ? n : 1;
    }
    return buf_c(&out);
}

/* --- properties --- */

static const char *some_value(Gen *g, const PropertyRow *row)
{
    static const char *const PAINTS[] = {"black", "steelblue", "crimson", "#c0c0c0", "#4c78a880", "none"};
    static const char *const FORMATS[] = {".1f", ",", "~s", ".0%", ".2e", ",.0f", "%b %Y", "$,.2f"};
    const IrWords *set = row->type->fields[row->field].words;
    size_t n;
    switch (row->kind) {
    case KIND_flag:
        return chance(g, 50) ? "true" : "false";
    case KIND_word:
        return set ? set->words[below(g, set->n)].word : NULL;
    case KIND_colour:
        return PICK(g, PAINTS);
    case KIND_fraction:
        return str_printf(g->arena, "%d%%", between(g, 5, 100)).at;
    case KIND_count:
    case KIND_number:
        return some_number(g, row->low, row->high);
    case KIND_text:
    case KIND_label:
        return str_printf(g->arena, "\"%s\"", some_text(g)).at;
    case KIND_format:
        return str_printf(g->arena, "\"%s\"", PICK(g, FORMATS)).at;
    case KIND_palette:
    case KIND_scale_palette: {
        const Str *names;
        n = palette_names(g->arena, &names);
        return str_c(g->arena, names[below(g, (int)n)]);
    }
    case KIND_base:
        return BASE_WORDS.words[below(g, BASE_WORDS.n)].word;
    case KIND_preset:
        return PRESET_WORDS.words[below(g, PRESET_WORDS.n)].word;
    default:
        return NULL;
    }
}

static void write_property(Gen *g, const PropertyRow *row)
{
    const char *value = chance(g, 70) ? some_value(g, row) : NULL;
    if (value)
        put(g, "%s: %s" ANY, row->name, value);
    else
        put(g, "%s" ANY, with_own_columns(g, row->example));
}

/* A property of the owner, of layers one that the mark has. */
const PropertyRow *some_property(Gen *g, StatementId owner, Mark mark)
{
    int n = 0;
    const PropertyRow *chosen = NULL;
    for (size_t i = 0; vocab_property(i); i++) {
        const PropertyRow *row = vocab_property(i);
        if (row->owner == owner && row->is_built && (owner != STATEMENT_MARK || vocab_has(mark, row)) && below(g, ++n) == 0)
            chosen = row;
    }
    return chosen;
}

static void write_some(Gen *g, StatementId owner, Mark mark, int most)
{
    const PropertyRow *written[4] = {NULL};
    for (int i = 0; i < most; i++) {
        const PropertyRow *row = some_property(g, owner, mark);
        for (int k = 0; k < i; k++)
            row = row == written[k] ? NULL : row;
        if (row)
            write_property(g, written[i] = row);
    }
}

void write_any(Gen *g, StatementId owner, int percent)
{
    if (chance(g, percent))
        write_some(g, owner, MARK_BAR, between(g, 1, 2));
}

void write_any_of(Gen *g, Mark mark, int percent)
{
    if (chance(g, percent))
        write_some(g, STATEMENT_MARK, mark, between(g, 1, 2));
}

void write_any_block(Gen *g, const char *head, StatementId owner)
{
    put(g, "%s {" ANY, head);
    g->depth++;
    write_some(g, owner, MARK_BAR, between(g, 1, 3));
    put_end(g);
}

/* --- layers --- */

static const char *some_channel(Gen *g, ChannelId channel, XKind kind)
{
    const IrWords *shapes = ir_shape_words(channel);
    switch (channel) {
    case CHANNEL_X:
        return x_column(kind);
    case CHANNEL_Y:
        return chance(g, 80) ? "val" : "mean(val)";
    case CHANNEL_COLOR:
        return PICK(g, ((const char *[]){"kind", "kind", "level", "crimson", "#4c78a8"}));
    case CHANNEL_SIZE:
        return PICK(g, ((const char *[]){"level", "5pt"}));
    case CHANNEL_OPACITY:
        return PICK(g, ((const char *[]){"0.5", "80%", "level"}));
    case CHANNEL_TEXT:
        return PICK(g, ((const char *[]){"note", "\"{val:.1f}\"", "\"$x_i$ {kind}\""}));
    default:
        return shapes && chance(g, 50) ? shapes->words[below(g, shapes->n)].word : "kind";
    }
}

void write_any_layer(Gen *g, XKind kind)
{
    Mark mark = (Mark)below(g, Mark_COUNT_OF);
    put(g, "%s {" ANY, IR_WORD_TEXT(Mark, mark));
    g->depth++;
    for (int channel = 0; channel < ChannelId_COUNT_OF; channel++) {
        Takes takes = vocab_takes(mark, (ChannelId)channel);
        if (takes == TAKES_NEEDED || takes == TAKES_ONE_OF || (takes == TAKES_MAY && chance(g, 25)))
            put(g, "%s: %s" ANY, IR_WORD_TEXT(ChannelId, channel), some_channel(g, (ChannelId)channel, kind));
    }
    write_some(g, STATEMENT_MARK, mark, below(g, 3));
    put_end(g);
}

/* --- expressions: a function by its signature --- */

static const char *some_call(Gen *g, char result, int depth);

static const char *some_argument(Gen *g, char type, int depth)
{
    const char *call = depth < 2 && chance(g, 30) ? some_call(g, type, depth + 1) : NULL;
    if (call)
        return call;
    switch (type) {
    case 't':
        return PICK(g, ((const char *[]){"cat", "kind", "note", "\"a\"", "\"-\""}));
    case 'b':
        return PICK(g, ((const char *[]){"level > 2", "kind == \"Ours\"", "missing(val)"}));
    case 'd':
        return PICK(g, ((const char *[]){"day", "2024-02-29"}));
    case 'u':
        return PICK(g, ((const char *[]){"1day", "3month", "day - 2000-01-01"}));
    case 'c':
        return "crimson";
    default:
        return PICK(g, ((const char *[]){"val", "val2", "num", "pos", "level", "2", "0.5"}));
    }
}

/* A call by one of the function's overloads ("nn?:n"), NULL when none of them gives the type. */
static const char *call_of(Gen *g, FunctionId id, char result, int depth)
{
    for (const char *s = function_row(id)->signature; *s; s += strcspn(s, " "), s += strspn(s, " ")) {
        const char *end = strchr(s, ':');
        if (end[1] != result && end[1] != 'V')
            continue;
        char any = end[1] == 'V' ? result : PICK(g, ((char[]){'n', 't', 'd'}));
        Buf out = {.arena = g->arena};
        buf_printf(&out, "%s(", function_row(id)->name);
        for (size_t argument = 0; s < end; s++) {
            bool is_optional = s[1] == '?', repeats = s[1] == '*';
            for (int n = is_optional ? below(g, 2) : repeats ? between(g, 0, 2) : 1; n > 0; n--, argument++) {
                const FunctionLimit *limit = function_limit(id, argument);
                char type = *s == 'v' || *s == 'V' ? any : *s;
                buf_adds(&out, argument ? ", " : "");
                buf_adds(&out, limit && type == 'n' ? some_number(g, limit->low, limit->high) : some_argument(g, type, depth));
            }
            s += is_optional || repeats;
        }
        buf_adds(&out, ")");
        return buf_c(&out);
    }
    return NULL;
}

static const char *some_call(Gen *g, char result, int depth)
{
    for (int tries = 0; tries < 20; tries++) {
        FunctionId id = (FunctionId)below(g, FUNCTION_COUNT_OF);
        const Function *row = function_row(id);
        bool is_call = row->class != CLASS_OPERATOR && row->class != CLASS_STATISTIC && row->status == FUNCTION_BUILT;
        const char *call = is_call ? call_of(g, id, result, depth) : NULL;
        if (call)
            return call;
    }
    return NULL;
}

void write_any_step(Gen *g)
{
    const char *call = some_call(g, PICK(g, ((char[]){'n', 'n', 't', 'd', 'b'})), 0);
    if (call && chance(g, 60))
        put(g, "derive fresh = %s" ANY, call);
    else
        put(g, "%s" ANY, with_own_columns(g, vocab_step((StepKind)below(g, StepKind_COUNT_OF))->example));
}

/* --- mathematics --- */

void write_any_formula(Gen *g, const char *name)
{
    size_t n;
    const Str *names = math_names(g->arena, &n);
    Str first = names[below(g, (int)n)], second = names[below(g, (int)n)];
    put(g, "%s: \"%s $\\%.*s{a}{b}_{i} = x^{2} \\%.*s{n}$\"" ANY, name, some_word(g), STR_FMT(first), STR_FMT(second));
}
