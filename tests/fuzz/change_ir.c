/* change_ir: see change_ir.h. A line is a field, the beginning of a node or its end. */
#include "change_ir.h"

#include "runtime/ir.h"

#include <string.h>

typedef struct Line {
    Str lead; /* blanks, and the tilde */
    Str name, value;
    bool opens, closes;
} Line;

typedef struct Change {
    Arena *arena;
    uint64_t state;
    VEC(Line) lines;
} Change;

static size_t below(Change *c, size_t n) /* splitmix64 */
{
    uint64_t z = c->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return n ? (size_t)((z ^ z >> 31) % n) : 0;
}

static Line read_line(Str text)
{
    Line line = {0};
    size_t start = 0;
    while (start < text.n && (text.at[start] == ' ' || text.at[start] == '~'))
        start++;
    size_t end = start;
    while (end < text.n && text.at[end] != ' ')
        end++;
    line.lead = str_slice(text.at, start);
    line.name = str_slice(text.at + start, end - start);
    line.value = end < text.n ? str_slice(text.at + end + 1, text.n - end - 1) : STR_NONE;
    line.opens = str_ends(line.value, STR("{"));
    line.closes = str_is(line.name, "}");
    return line;
}

static void read_lines(Change *c, Str ir)
{
    for (size_t i = 0; i < ir.n;) {
        size_t end = i;
        while (end < ir.n && ir.at[end] != '\n')
            end++;
        VEC_PUSH(c->arena, &c->lines, read_line(str_slice(ir.at + i, end - i)));
        i = end + 1;
    }
}

/* The line that ends the node which `open` begins. */
static size_t end_of(const Change *c, size_t open)
{
    int depth = 0;
    for (size_t i = open; i < c->lines.n; i++) {
        depth += c->lines.at[i].opens - c->lines.at[i].closes;
        if (depth == 0)
            return i;
    }
    return c->lines.n - 1;
}

/* Lines from..to give way to n others. */
static void replace_lines(Change *c, size_t from, size_t to, const Line *others, size_t n)
{
    Change next = {.arena = c->arena};
    for (size_t i = 0; i < from; i++)
        VEC_PUSH(c->arena, &next.lines, c->lines.at[i]);
    for (size_t i = 0; i < n; i++)
        VEC_PUSH(c->arena, &next.lines, others[i]);
    for (size_t i = to; i < c->lines.n; i++)
        VEC_PUSH(c->arena, &next.lines, c->lines.at[i]);
    c->lines.at = next.lines.at;
    c->lines.n = next.lines.n;
}

/* A line of that name, and of that kind; `not_at` when there is no other. */
static size_t other_line(Change *c, size_t not_at)
{
    size_t n = c->lines.n, start = below(c, n);
    const Line *line = &c->lines.at[not_at];
    for (size_t k = 0; k < n; k++) {
        const Line *other = &c->lines.at[(start + k) % n];
        if ((start + k) % n != not_at && other->opens == line->opens && str_eq(other->name, line->name))
            return (start + k) % n;
    }
    return not_at;
}

static void change_node(Change *c, size_t at)
{
    size_t end = end_of(c, at) + 1, n = end - at;
    if (n >= c->lines.n - 2)
        return; /* the figure */
    Line *node = arena_copy(c->arena, &c->lines.at[at], n * sizeof *node);
    switch (below(c, 4)) {
    case 0:
    case 1:
        replace_lines(c, at, end, NULL, 0);
        return;
    case 2:
        replace_lines(c, at, at, node, n);
        return;
    default: {
        size_t other = other_line(c, at), n_other = end_of(c, other) + 1 - other;
        Line *copy = arena_copy(c->arena, &c->lines.at[other], n_other * sizeof *copy);
        if (other < at || other >= end)
            replace_lines(c, at, end, copy, n_other);
    }
    }
}

#define WORDS(Set) &IR_WORDS_##Set,
#define WORD(Set, id, word, status, doc)
#define END_WORDS(Set)
static const IrWords *const SETS[] = {
#include "runtime/ir.def"
};
enum { N_SETS = sizeof SETS / sizeof *SETS };

/* Another word of a set that has this one (in quotes); STR_NONE when none has. */
static Str other_word(Change *c, Str value)
{
    Str word = value.n > 2 && value.at[0] == '"' ? str_slice(value.at + 1, value.n - 2) : STR_NONE;
    size_t start = below(c, N_SETS);
    for (size_t k = 0; word.n && k < N_SETS; k++) {
        const IrWords *set = SETS[(start + k) % N_SETS];
        if (ir_word_find(set, word) >= 0)
            return str_printf(c->arena, "\"%s\"", set->words[below(c, (size_t)set->n)].word);
    }
    return STR_NONE;
}

static void change_field(Change *c, size_t at)
{
    static const char *const ODD[] = {"none",  "auto", "-1",       "0",   "1",  "1e308", "-1e308", "1e-320",    "3",          "yes",
                                      "no",    "[]",   "\"\"",     "@0",  "@1", "[1 2]", "100000", "#00000000", "2024-01-01", "%\"x\":number",
                                      "\"x\"", "[-]",  "(mean 1)", "true"};
    Str word = below(c, 4) ? other_word(c, c->lines.at[at].value) : STR_NONE;
    Str odd = str_from(ODD[below(c, sizeof ODD / sizeof *ODD)]), here = c->lines.at[other_line(c, at)].value;
    c->lines.at[at].value = word.at ? word : below(c, 2) ? odd : here;
}

/* Nodes in lists are numbered again. */
static Str print_lines(const Change *c)
{
    Buf out = {.arena = c->arena};
    size_t numbers[256] = {0}, depth = 0;
    Str names[256] = {0};
    for (size_t i = 0; i < c->lines.n; i++) {
        const Line *line = &c->lines.at[i];
        bool is_numbered = line->opens && line->value.at[0] == '@';
        if (is_numbered && !str_eq(names[depth], line->name)) {
            names[depth] = line->name;
            numbers[depth] = 0;
        }
        buf_printf(&out, "%.*s%.*s", STR_FMT(line->lead), STR_FMT(line->name));
        if (is_numbered)
            buf_printf(&out, " @%zu {", numbers[depth]++);
        else if (line->value.n)
            buf_printf(&out, " %.*s", STR_FMT(line->value));
        buf_addc(&out, '\n');
        depth -= line->closes && depth > 0;
        if (line->opens && depth + 1 < sizeof numbers / sizeof *numbers) {
            depth++;
            names[depth] = STR_NONE;
        }
    }
    return buf_str(&out);
}

Str change_ir(Arena *arena, Str ir, uint64_t seed)
{
    Change change = {.arena = arena, .state = seed}, *c = &change;
    if (!str_starts(ir, STR("chart-ir ")))
        return ir;
    read_lines(c, ir);
    for (size_t n = 1 + below(c, 6) / 3; n > 0 && c->lines.n > 4; n--) {
        size_t at = 2 + below(c, c->lines.n - 3);
        if (c->lines.at[at].opens)
            change_node(c, at);
        else if (!c->lines.at[at].closes && c->lines.at[at].value.n)
            change_field(c, at);
    }
    return print_lines(c);
}
