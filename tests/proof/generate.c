/* generate: see generate.h. */
#include "generate.h"

#include "gen.h"

#include <string.h>

/* Of one of the panels, which are called by the data's grp where the facet is by it. */
static void write_panel(Gen *g, XKind kind)
{
    put(g, "panel \"%s\" {" ANY, some_category(g->first_facet, below(g, g->n_facets)));
    g->depth++;
    if (chance(g, 70))
        write_any_block(g, chance(g, 70) ? "axis y" : "axis x", STATEMENT_AXIS);
    if (chance(g, 30))
        write_any_block(g, "legend", STATEMENT_LEGEND);
    if (chance(g, 30))
        write_any_layer(g, kind);
    put_end(g);
}

static void write_any_scale(Gen *g)
{
    static const ChannelId CHANNELS[] = {CHANNEL_COLOR, CHANNEL_COLOR, CHANNEL_SIZE, CHANNEL_MARKER, CHANNEL_DASH, CHANNEL_PATTERN, CHANNEL_OPACITY};
    write_any_block(g, str_printf(g->arena, "scale %s", IR_WORD_TEXT(ChannelId, PICK(g, CHANNELS))).at, STATEMENT_SCALE);
}

static void write_chart(Gen *g, bool is_alone)
{
    XKind kind = PICK(g, ((XKind[]){X_CATEGORY, X_CATEGORY, X_NUMBER, X_NUMBER, X_POSITIVE, X_DATE, X_LEVEL}));
    bool has_facet = g->n_facets > 1 && chance(g, is_alone ? 90 : 15), lies = false, has_second = chance(g, 20);
    int form = below(g, 10);
    bool has_values = true; /* y is val */
    if (has_facet)
        write_facet(g);
    if (has_facet && chance(g, 25))
        write_panel(g, kind);
    if (form == 0 && !has_second) {
        write_rect(g);
        kind = X_CATEGORY;
        has_values = false;
    } else if (form == 1 && !has_second) {
        write_intervals(g);
        kind = X_NUMBER;
        has_values = false;
    } else if (kind == X_CATEGORY || kind == X_LEVEL) {
        lies = !has_second && chance(g, 30);
        if (kind == X_LEVEL && chance(g, 60)) {
            write_series(g, kind, NULL);
            lies = false;
        } else {
            write_bar(g, kind, lies, NULL);
            if (!lies && chance(g, 20))
                write_errorbar(g, kind);
        }
    } else {
        write_series(g, kind, NULL);
    }
    if (has_second && !lies) {
        write_series(g, kind, "right");
        write_second_axis(g, "right");
    }
    if (chance(g, 12))
        write_any_layer(g, kind);
    if (chance(g, 12))
        write_any_scale(g);
    write_annotations(g, has_values && kind == X_NUMBER);
    write_axis(g, lies ? "y" : "x", kind, has_facet, 60);
    if (has_values)
        write_axis(g, lies ? "x" : has_second ? "left" : "y", X_NUMBER, has_facet, 60);
    write_legend(g, is_alone ? 60 : 25, !has_facet, !has_second && !lies && kind != X_CATEGORY);
}

static void write_arrangement(Gen *g, int depth)
{
    int kind = below(g, 3), n = between(g, 1, kind == 2 ? 5 : 3);
    put_head(g, kind == 0 ? "row" : kind == 1 ? "column" : "grid");
    if (kind == 2)
        put(g, "columns: %d", between(g, 1, 3));
    for (int i = 0; i < n; i++) {
        if (depth < 1 && chance(g, 12)) {
            write_arrangement(g, depth + 1);
        } else if (i > 0 && chance(g, 8)) {
            put(g, "blank");
        } else {
            put_head(g, "chart");
            put_title(g, "title", 40);
            write_chart(g, false);
            put_end(g);
        }
    }
    put_end(g);
}

Str spec_generate(Arena *arena, uint64_t number)
{
    Gen gen = {.arena = arena, .out = {.arena = arena}, .state = number * 0x2545F4914F6CDD1Du + 1}, *g = &gen;
    bool is_arranged = chance(g, 25);
    g->n_series = chance(g, 80) ? between(g, 1, 4) : between(g, 1, 9);
    g->n_categories = chance(g, 75) ? between(g, 1, 8) : between(g, 1, 30);
    g->n_facets = chance(g, 40) ? between(g, 2, chance(g, 80) ? 4 : 9) : 1;
    write_data(g);
    write_figure(g, is_arranged);
    write_theme(g);
    if (is_arranged) {
        write_legend(g, 20, false, false);
        write_arrangement(g, 0);
    } else {
        write_chart(g, true);
    }
    return str_copy(arena, buf_str(&g->out));
}

/* --- taking out what was refused ---------------------------------------------------------------------------------- */

typedef struct Lines {
    Arena *arena;
    VEC(Str) list;
} Lines;

static void split(Lines *lines, Str text)
{
    while (text.n) {
        const char *end = memchr(text.at, '\n', text.n);
        size_t n = end ? (size_t)(end - text.at) + 1 : text.n;
        VEC_PUSH(lines->arena, &lines->list, ((Str){text.at, n}));
        text = (Str){text.at + n, text.n - n};
    }
}

static bool is_drawn(Str line)
{
    return str_ends(str_trim(line), STR(ANY));
}

static bool opens(Str line)
{
    return str_ends(str_trim(line), STR("{")) || str_ends(str_trim(line), STR("{" ANY));
}

/* The line behind the block that a line opens, or behind the line. */
static size_t unit_end(const Lines *lines, size_t i)
{
    int depth = 0;
    do {
        depth += opens(lines->list.at[i]);
        depth -= str_is(str_trim(lines->list.at[i]), "}");
    } while (++i < lines->list.n && depth > 0);
    return i;
}

Str spec_without(Arena *arena, Str spec, size_t line)
{
    Lines lines = {.arena = arena};
    split(&lines, spec);
    size_t from = lines.list.n, last = lines.list.n;
    for (size_t i = 0; i < lines.list.n; i++) {
        if (!is_drawn(lines.list.at[i]))
            continue;
        last = i;
        if (i <= line && line < unit_end(&lines, i))
            from = i; /* the innermost of the units around the line */
    }
    from = from < lines.list.n ? from : last;
    if (from == lines.list.n)
        return STR_NONE;
    Buf out = {.arena = arena};
    for (size_t i = 0, to = unit_end(&lines, from); i < lines.list.n; i++)
        if (i < from || i >= to)
            buf_add(&out, lines.list.at[i]);
    return buf_str(&out);
}
