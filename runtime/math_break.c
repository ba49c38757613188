/* math_break: see math_break.h. */
#include "math_break.h"

#include <string.h>

typedef struct Breaker {
    Arena *arena;
    TextEngine *engine;
    TextStyle style;
    Str formula;
    const MathNode **nodes;
    size_t n;
    Str set_in; /* the source of the last \displaystyle or the like before the piece */
} Breaker;

static const MathNode **nodes_of(Arena *arena, Str formula, size_t *n)
{
    VEC(const MathNode *) nodes = {0};
    for (const MathNode *node = math_parse(arena, formula, NULL); node; node = node->next)
        VEC_PUSH(arena, &nodes, node);
    *n = nodes.n;
    return nodes.at;
}

/* The source of nodes from..to-1. Behind an operator an empty group stands for the operand on the next line, so that it keeps its space. */
static Str piece_source(const Breaker *b, size_t from, size_t to)
{
    while (to > from + 1 && b->nodes[to - 1]->kind == MATH_SPACE)
        to--;
    const MathNode *last = b->nodes[to - 1];
    return str_printf(b->arena, "%.*s%s%.*s%s", STR_FMT(b->set_in), b->set_in.n ? " " : "", (int)(last->end - b->nodes[from]->start),
                      b->formula.at + b->nodes[from]->start, last->atom == ATOM_BIN ? "{}" : "");
}

static bool fits(const Breaker *b, size_t from, size_t to, double width)
{
    return math_layout(b->arena, b->engine, piece_source(b, from, to), b->style).width <= width;
}

/* The most nodes that fit, by doubling and halving: a line is measured a few times, however long the formula is. At least one. */
static size_t last_that_fits(const Breaker *b, size_t from, double width)
{
    size_t good = from + 1, step = 1;
    while (good + step <= b->n && fits(b, from, good + step, width)) {
        good += step;
        step *= 2;
    }
    for (; step > 0; step /= 2)
        if (good + step <= b->n && fits(b, from, good + step, width))
            good += step;
    return good;
}

/* Whether a line may end behind node i. */
static bool is_break(const Breaker *b, size_t i)
{
    MathAtom atom = b->nodes[i]->atom, next = i + 1 < b->n ? b->nodes[i + 1]->atom : ATOM_NONE;
    return i + 1 == b->n || ((atom == ATOM_REL || atom == ATOM_BIN || atom == ATOM_PUNCT) && next != ATOM_REL && next != ATOM_PUNCT);
}

static size_t piece_end(const Breaker *b, size_t from, double width)
{
    size_t to = last_that_fits(b, from, width), end = to;
    while (end > from && !is_break(b, end - 1))
        end--;
    return end > from ? end : to;
}

static void note_style(Breaker *b, const MathNode *node)
{
    if (node->kind == MATH_STYLE)
        b->set_in = (Str){b->formula.at + node->start, node->end - node->start};
}

static void add_pieces(Buf *out, Breaker *b, double width)
{
    for (size_t from = 0, n_pieces = 0; from < b->n;) {
        if (b->nodes[from]->kind == MATH_SPACE || b->nodes[from]->kind == MATH_STYLE) {
            note_style(b, b->nodes[from++]);
            continue;
        }
        size_t to = piece_end(b, from, width);
        Str source = piece_source(b, from, to);
        buf_printf(out, "%s" MATH_BEGIN "%.*s" MATH_END, n_pieces++ ? "\n" : "", STR_FMT(source));
        while (from < to)
            note_style(b, b->nodes[from++]);
    }
}

Str math_break(Arena *arena, TextEngine *engine, Str text, TextStyle style, double width)
{
    if (!math_is_in(text))
        return text;
    Buf out = {.arena = arena};
    bool is_broken = false;
    for (size_t at = 0; at < text.n;) {
        const char *begin = memchr(text.at + at, (unsigned char)MATH_BEGIN[0], text.n - at);
        size_t start = begin ? (size_t)(begin - text.at) : text.n;
        buf_add(&out, (Str){text.at + at, start - at});
        if (!begin)
            break;
        const char *end = memchr(begin, (unsigned char)MATH_END[0], text.n - start);
        size_t stop = end ? (size_t)(end - text.at) : text.n;
        Breaker b = {.arena = arena, .engine = engine, .style = style, .formula = {begin + 1, stop - start - 1}};
        at = end ? stop + 1 : text.n;
        if (math_layout(arena, engine, b.formula, style).width <= width) {
            buf_add(&out, (Str){begin, at - start});
            continue;
        }
        is_broken = true;
        b.nodes = nodes_of(arena, b.formula, &b.n);
        add_pieces(&out, &b, width);
    }
    return is_broken ? str_copy(arena, buf_str(&out)) : text;
}
