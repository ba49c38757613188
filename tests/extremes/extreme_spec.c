/* extreme_spec: see extreme_spec.h. The columns are called as in the examples of the tables, which so are specs but for their values. */
#include "extreme_spec.h"

#include "../proof/gen.h"
#include "runtime/expr.h"

#include <ctype.h>
#include <string.h>

/* --- values ------------------------------------------------------------------------------------------------------- */

static const char *some_extreme(Gen *g, double low, double high)
{
    static const char *const NUMBERS[] = {"0",     "1",       "-1",     "0.5",   "1e-9",  "1e-300", "5e-324",  "1e9", "1e18",
                                          "1e300", "1.7e308", "-1e308", "99999", "0.001", "10000",  "1000000", "0/0", "1/0",
                                          "200",   "3",       "17",     "1e5",   "1e4",   "999",    "-0.0",    "1e12"};
    if (chance(g, 60) || !(high > low))
        return PICK(g, NUMBERS);
    double at[] = {low, high, low - 1, high + 1, low + (high - low) * 1e-9, high - (high - low) * 1e-9, (low + high) / 2, high * 0.9};
    return str_printf(g->arena, "%.12g", PICK(g, at)).at;
}

/* Within quotes: long, without a blank, of signs that are costly to set. */
static const char *some_extreme_text(Gen *g)
{
    static const char *const PIECES[] = {"x",    "x ",  "\\n", "é",      "e\\u{301}", "👩‍👩‍👧 ", "\\u{202E}ab ", "مرحبا ", "中", "W-",
                                         "$x$ ", "ß. ", "  ",  "{seed}", "𝔘"};
    static const char *const WHOLE[] = {"{pad_left(method, 1000, \\\"x y\\\")}",
                                        "$\\frac{1}{\\frac{1}{\\frac{1}{\\sqrt{x}}}}$",
                                        "{1/0}",
                                        "",
                                        "\\n",
                                        "{count():.20f}",
                                        "$x_{x_{x_{x^{x^{x}}}}}$",
                                        "{pad_left(\\\"x\\\", 1000, \\\"é\\\")}"};
    if (chance(g, 30))
        return PICK(g, WHOLE);
    const char *piece = PICK(g, PIECES);
    int n = chance(g, 30) ? between(g, 100, 300) : between(g, 1, 40);
    Buf out = {.arena = g->arena};
    for (int i = 0; i < n && out.n + strlen(piece) < 320; i++)
        buf_adds(&out, piece);
    return buf_c(&out);
}

static const char *some_column(Gen *g)
{
    return PICK(g, ((const char *[]){"task", "method", "seed", "accuracy", "day", "score"}));
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* An example of the tables with other numbers and texts; where `are_columns`, names that are no calls become columns. */
static const char *mutated(Gen *g, const char *example, bool are_columns)
{
    Buf out = {.arena = g->arena};
    for (const char *c = example; *c;) {
        size_t n = 1;
        bool is_start = c == example || !is_name(c[-1]);
        if (*c == '"') {
            while (c[n] && (c[n] != '"' || c[n - 1] == '\\'))
                n++;
            n += c[n] != 0;
            if (chance(g, 30))
                buf_printf(&out, "\"%s\"", some_extreme_text(g));
            else
                buf_add(&out, (Str){c, n});
        } else if (is_start && isdigit((unsigned char)*c)) {
            while (isdigit((unsigned char)c[n]) || (c[n] == '.' && isdigit((unsigned char)c[n + 1])))
                n++;
            if (chance(g, 60))
                buf_adds(&out, some_extreme(g, 0, 0));
            else
                buf_add(&out, (Str){c, n});
        } else if (is_start && is_name(*c)) {
            while (is_name(c[n]))
                n++;
            if (are_columns && c[n] != '(' && c[n] != ':' && chance(g, 85))
                buf_adds(&out, some_column(g));
            else
                buf_add(&out, (Str){c, n});
        } else {
            buf_add(&out, (Str){c, n});
        }
        c += n;
    }
    return buf_c(&out);
}

static const char *some_list(Gen *g)
{
    Buf out = {.arena = g->arena};
    for (int n = between(g, 1, chance(g, 20) ? 60 : 4), i = 0; i < n; i++)
        buf_printf(&out, "%s%s", i ? ", " : "", some_extreme(g, 0, 0));
    return str_printf(g->arena, "[%.*s]", STR_FMT(buf_str(&out))).at;
}

static const char *some_call(Gen *g)
{
    const Function *row = function_row((FunctionId)below(g, FUNCTION_COUNT_OF));
    return row->status == FUNCTION_BUILT ? mutated(g, row->example, true) : "seed";
}

static const char *some_value(Gen *g, const PropertyRow *row)
{
    static const char *const UNITS[] = {"pt", "in", "mm", "em", "px", "%", ""};
    static const char *const FORMATS[] = {".0f", ".300f", ".20e", "+$,.17g", "~s", ".1%", "%F %T.%f", "%Y%Y%Y%Y%Y%Y%Y%Y%B%B%B%A%A%A", "d"};
    const IrWords *set = row->type->fields[row->field].words;
    switch (row->kind) {
    case KIND_flag:
        return chance(g, 50) ? "true" : "false";
    case KIND_word:
        return set ? set->words[below(g, set->n)].word : NULL;
    case KIND_fraction:
        return str_printf(g->arena, "%s%%", some_extreme(g, 0, 100)).at;
    case KIND_count:
    case KIND_number:
        return some_extreme(g, row->low, row->high);
    case KIND_length:
        return chance(g, 50) ? str_printf(g->arena, "%spt", some_extreme(g, row->low, row->high)).at
                             : str_printf(g->arena, "%s%s", some_extreme(g, 0, 0), PICK(g, UNITS)).at;
    case KIND_text:
    case KIND_label:
    case KIND_string:
    case KIND_facet_title:
        return str_printf(g->arena, "\"%s\"", some_extreme_text(g)).at;
    case KIND_format:
        return str_printf(g->arena, "\"%s\"", PICK(g, FORMATS)).at;
    case KIND_domain:
    case KIND_range:
    case KIND_scale_domain:
        return str_printf(g->arena, "%s..%s", some_extreme(g, row->low, row->high), some_extreme(g, row->low, row->high)).at;
    case KIND_ticks:
        return chance(g, 60) ? str_printf(g->arena, "step %s", some_extreme(g, 0, 0)).at : some_list(g);
    case KIND_numbers:
    case KIND_values:
        return some_list(g);
    case KIND_size:
        return str_printf(g->arena, "%spt x %spt", some_extreme(g, row->low, row->high), some_extreme(g, row->low, row->high)).at;
    default:
        return NULL;
    }
}

/* --- statements --------------------------------------------------------------------------------------------------- */

static void put_property(Gen *g, const PropertyRow *row)
{
    const char *value = chance(g, 75) ? some_value(g, row) : NULL;
    if (value)
        put(g, "%s: %s", row->name, value);
    else
        put(g, "%s", mutated(g, row->example, false));
}

static void put_properties(Gen *g, StatementId owner, Mark mark, int most)
{
    for (int i = 0; i < most; i++) {
        const PropertyRow *row = some_property(g, owner, mark);
        if (row)
            put_property(g, row);
    }
}

static void put_block(Gen *g, const char *head, StatementId owner)
{
    put_head(g, head);
    put_properties(g, owner, MARK_BAR, between(g, 1, 4));
    put_end(g);
}

static const char *some_expr(Gen *g, bool has_many)
{
    static const char *const MANY[] = {"k",      "k % 100",      "k / 1e300", "category(k)",     "category(k % 50)",    "k ^ 9", "\"{k}\"", "sqrt(k)",
                                       "bin(k)", "floor(k/100)", "count()",   "bin(k, step: 1)", "bin(k, count: 10000)"};
    static const char *const FEW[] = {"mean(accuracy)",
                                      "count()",
                                      "accuracy +- 1e308",
                                      "ci(accuracy)",
                                      "bootstrap(accuracy)",
                                      "bin(seed, step: 1e-9)",
                                      "50%",
                                      "1e308",
                                      "0..1e308",
                                      "category(seed)",
                                      "density()",
                                      "proportion()",
                                      "pad_left(method, 1000, \"x\")",
                                      "seed..accuracy",
                                      "-1e308",
                                      "5e-324",
                                      "1e9pt"};
    if (has_many && chance(g, 60))
        return PICK(g, MANY);
    return chance(g, 60) ? some_column(g) : chance(g, 70) ? PICK(g, FEW) : some_call(g);
}

static void put_layer(Gen *g, bool has_many)
{
    Mark mark = (Mark)below(g, Mark_COUNT_OF);
    put_head(g, IR_WORD_TEXT(Mark, mark));
    for (int channel = 0; channel < ChannelId_COUNT_OF; channel++) {
        Takes takes = vocab_takes(mark, (ChannelId)channel);
        if (takes == TAKES_NEEDED || takes == TAKES_ONE_OF || (takes == TAKES_MAY && chance(g, 25)))
            put(g, "%s: %s", IR_WORD_TEXT(ChannelId, channel), some_expr(g, has_many));
    }
    put_properties(g, STATEMENT_MARK, mark, between(g, 0, 3));
    put_end(g);
}

static void put_cells(Gen *g, bool is_plain)
{
    static const char *const NUMBERS[] = {"0", "1", "-1", "1e-300", "5e-324", "1e308", "-1e308", "1e15", "0.1", "3", "-", "12345.678", "1e9"};
    static const char *const DATES[] = {"2024-01-01", "0001-01-01", "9999-12-31", "2024-02-29", "-", "1582-10-15"};
    const char *task = is_plain        ? "m"
                       : chance(g, 10) ? "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                                       : PICK(g, ((const char *[]){"Math", "Code", "مرحبا", "e"}));
    put(g, "%s %s %s %s %s %s", task, PICK(g, ((const char *[]){"Ours", "Base", "o"})), is_plain ? "1" : PICK(g, NUMBERS), PICK(g, NUMBERS),
        is_plain ? "2024-01-01" : PICK(g, DATES), PICK(g, NUMBERS));
}

static void put_data(Gen *g, bool has_many)
{
    put_head(g, has_many ? "data d" : "data");
    put_head(g, "rows");
    put(g, "task method seed accuracy day score");
    for (int n = has_many ? between(g, 9, chance(g, 30) ? 20 : 14) : between(g, 1, 6); n > 0; n--)
        put_cells(g, has_many);
    put_end(g);
    if (chance(g, 15))
        put_properties(g, STATEMENT_DATA, MARK_BAR, 1);
    for (int n = has_many ? 0 : below(g, 3); n > 0; n--)
        put(g, "%s",
            chance(g, 50) ? str_printf(g->arena, "derive score = %s", some_call(g)).at
                          : mutated(g, vocab_step((StepKind)below(g, StepKind_COUNT_OF))->example, false));
    put_end(g);
    if (!has_many)
        return;
    put(g, "data p from d { derive p = score; select task, p }");
    put(g, "data q from d { derive q = score; select task, q }");
    put_head(g, "data from d");
    for (int n = between(g, 1, 2), i = 0; i < n; i++)
        put(g, "%s", i ? "join q on task" : "join p on task");
    put(g, "derive k = row_number(), s = pad_left(\"{k}\", %d, \"%s\")", between(g, 1, 1000), PICK(g, ((const char *[]){"x", "x y ", "é"})));
    if (chance(g, 20))
        put(g, "derive s = replace(s, \"x\", pad_left(\"x\", %d, \"x yy\"))", between(g, 1, 1000));
    if (chance(g, 30))
        put(g, "%s", mutated(g, vocab_step((StepKind)below(g, StepKind_COUNT_OF))->example, false));
    put_end(g);
}

static void put_arrangement(Gen *g, int n)
{
    for (int i = 0; i < n; i++)
        put_head(g, PICK(g, ((const char *[]){"row", "column", "row"})));
    for (int i = between(g, 1, 6); i > 0; i--)
        put(g, "chart { point { x: seed; y: accuracy } }");
    for (int i = 0; i < n; i++)
        put_end(g);
}

static void put_statement(Gen *g, bool has_many)
{
    static const ChannelId SCALED[] = {CHANNEL_COLOR, CHANNEL_SIZE, CHANNEL_MARKER, CHANNEL_DASH, CHANNEL_PATTERN, CHANNEL_OPACITY};
    static const StatementId OTHERS[] = {STATEMENT_FACET, STATEMENT_PANEL, STATEMENT_CHECK, STATEMENT_LET, STATEMENT_AXIS, STATEMENT_SCALE};
    switch (below(g, 10)) {
    case 0:
        put_block(g, "figure", STATEMENT_FIGURE);
        break;
    case 1:
        put_block(g, "theme", STATEMENT_THEME);
        break;
    case 2:
    case 3:
        put_block(g, PICK(g, ((const char *[]){"axis x", "axis y", "axis x", "axis y", "axis right"})), STATEMENT_AXIS);
        break;
    case 4:
        put_block(g, str_printf(g->arena, "scale %s", IR_WORD_TEXT(ChannelId, PICK(g, SCALED))).at, STATEMENT_SCALE);
        break;
    case 5:
        put_block(g, "legend", STATEMENT_LEGEND);
        break;
    case 6:
        put_block(g, str_printf(g->arena, "facet %s", has_many && chance(g, 50) ? "k" : some_column(g)).at, STATEMENT_FACET);
        break;
    case 7:
        put(g, "%s", mutated(g, vocab_statement(PICK(g, OTHERS))->example, false));
        break;
    default:
        put_layer(g, has_many);
    }
}

Str spec_extreme(Arena *arena, uint64_t number)
{
    Gen gen = {.arena = arena, .out = {.arena = arena}, .state = number * 0x2545F4914F6CDD1Du + 7}, *g = &gen;
    bool has_many = chance(g, 50), is_repeated = chance(g, 10);
    put_data(g, has_many);
    size_t from = g->out.n;
    if (chance(g, 8))
        put_arrangement(g, between(g, 1, 12));
    else
        put_layer(g, has_many);
    Str layer = str_copy(arena, (Str){g->out.at + from, g->out.n - from});
    for (int n = is_repeated ? 40 : between(g, 1, 7); n > 0; n--) {
        size_t before = g->out.n;
        if (is_repeated)
            buf_add(&g->out, layer);
        else
            put_statement(g, has_many);
        if (g->out.n > EXTREME_BYTES)
            g->out.n = before;
    }
    return str_copy(arena, (Str){g->out.at, g->out.n < EXTREME_BYTES ? g->out.n : EXTREME_BYTES});
}

/* --- taking out what was refused ---------------------------------------------------------------------------------- */

Str spec_without_line(Arena *arena, Str spec, size_t line)
{
    Buf out = {.arena = arena};
    int depth = 0;
    bool is_cut = false;
    for (size_t i = 0, number = 0; i < spec.n; number++) {
        const char *end = memchr(spec.at + i, '\n', spec.n - i);
        Str whole = {spec.at + i, end ? (size_t)(end - spec.at) + 1 - i : spec.n - i}, text = str_trim(whole);
        if (number == line || depth > 0) {
            depth += str_ends(text, STR("{"));
            depth -= str_is(text, "}");
            is_cut = true;
        } else {
            buf_add(&out, whole);
        }
        i += whole.n;
    }
    return is_cut && out.n ? str_copy(arena, buf_str(&out)) : STR_NONE;
}
