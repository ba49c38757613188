/* shrink: see shrink.h. Delta debugging (Zeller and Hildebrandt, 2002) over blocks and runs of lines, then blocks are unwrapped, then texts cut. */
#include "shrink.h"

#include <string.h>

typedef struct Shrink {
    Arena *arena;
    ShrinkTest fails;
    void *user;
    int tries;
    VEC(Str) lines;
} Shrink;

static Str joined(const Shrink *s, size_t from, size_t to, size_t second_from, size_t second_to)
{
    Buf out = {.arena = s->arena};
    for (size_t i = 0; i < s->lines.n; i++)
        if (!(i >= from && i < to) && !(i >= second_from && i < second_to)) {
            buf_add(&out, s->lines.at[i]);
            buf_addc(&out, '\n');
        }
    return str_copy(s->arena, buf_str(&out));
}

static void split(Shrink *s, Str spec)
{
    s->lines.n = 0;
    while (spec.n) {
        const char *end = memchr(spec.at, '\n', spec.n);
        size_t n = end ? (size_t)(end - spec.at) : spec.n;
        VEC_PUSH(s->arena, &s->lines, ((Str){spec.at, n}));
        n += end != NULL;
        spec = (Str){spec.at + n, spec.n - n};
    }
}

static bool try_text(Shrink *s, Str spec)
{
    if (s->tries-- <= 0 || !s->fails(s->user, spec))
        return false;
    split(s, spec);
    return true;
}

/* A block's head, with or without a comment. */
static bool opens(Str line)
{
    const char *comment = line.n ? memchr(line.at, '/', line.n) : NULL;
    return str_ends(line, STR("{")) || (comment && str_ends(str_trim(str_slice(line.at, (size_t)(comment - line.at))), STR("{")));
}

/* The line behind the block that line i opens, or i + 1. */
static size_t unit_end(const Shrink *s, size_t i)
{
    if (!opens(s->lines.at[i]))
        return i + 1;
    int depth = 0;
    for (size_t k = i; k < s->lines.n; k++) {
        depth += opens(s->lines.at[k]);
        depth -= str_is(str_trim(s->lines.at[k]), "}");
        if (depth == 0)
            return k + 1;
    }
    return s->lines.n;
}

static bool is_end(const Shrink *s, size_t i)
{
    return str_is(str_trim(s->lines.at[i]), "}");
}

static bool cut_units(Shrink *s)
{
    bool has_cut = false;
    for (size_t i = s->lines.n; i-- > 0;) {
        if (i >= s->lines.n || is_end(s, i))
            continue;
        has_cut |= try_text(s, joined(s, i, unit_end(s, i), 0, 0));
    }
    return has_cut;
}

/* Long runs of plain lines (rows) by halves, quarters ... */
static bool cut_runs(Shrink *s)
{
    bool has_cut = false;
    for (size_t size = s->lines.n / 2; size >= 2; size /= 2)
        for (size_t i = 0; i + size <= s->lines.n;) {
            bool is_plain = true;
            for (size_t k = i; k < i + size && is_plain; k++)
                is_plain = !is_end(s, k) && !opens(s->lines.at[k]);
            if (is_plain && try_text(s, joined(s, i, i + size, 0, 0)))
                has_cut = true;
            else
                i += is_plain ? size : 1;
        }
    return has_cut;
}

/* A block gives way to what it holds. */
static bool unwrap(Shrink *s)
{
    bool has_cut = false;
    for (size_t i = 0; i < s->lines.n; i++) {
        size_t end = unit_end(s, i);
        if (end > i + 1)
            has_cut |= try_text(s, joined(s, i, i + 1, end - 1, end));
    }
    return has_cut;
}

/* The first text of a line loses its first or second half, at a blank where there is one. */
static bool cut_texts(Shrink *s)
{
    bool has_cut = false;
    for (size_t i = 0; i < s->lines.n; i++)
        for (int half = 0; half < 2; half++) {
            Str l = s->lines.at[i];
            const char *from = l.n ? memchr(l.at, '"', l.n) : NULL;
            const char *to = from ? memchr(from + 1, '"', l.n - (size_t)(from + 1 - l.at)) : NULL;
            if (!to || to - from < 4 || memchr(from, '{', (size_t)(to - from)))
                continue;
            const char *middle = from + 1 + (to - from) / 2;
            while (middle < to && ((unsigned char)*middle & 0xC0) == 0x80)
                middle++;
            for (const char *c = from + 1; c < to; c++)
                if (*c == ' ' && (c >= from + (to - from) / 2)) {
                    middle = c;
                    break;
                }
            Str kept = half ? (Str){middle, (size_t)(to - middle)} : (Str){from + 1, (size_t)(middle - from - 1)};
            kept = str_trim(kept);
            Str before = s->lines.at[i];
            s->lines.at[i] = str_printf(s->arena, "%.*s\"%.*s\"%.*s", (int)(from - l.at), l.at, STR_FMT(kept), (int)(l.at + l.n - to - 1), to + 1);
            Str whole = joined(s, 0, 0, 0, 0);
            s->lines.at[i] = before;
            has_cut |= try_text(s, whole);
        }
    return has_cut;
}

Str spec_shrink(Arena *arena, Str spec, ShrinkTest fails, void *user, int tries)
{
    Shrink s = {.arena = arena, .fails = fails, .user = user, .tries = tries};
    split(&s, spec);
    for (bool has_cut = true; has_cut && s.tries > 0;) {
        has_cut = cut_runs(&s);
        has_cut |= cut_units(&s);
        has_cut |= unwrap(&s);
        has_cut |= cut_texts(&s);
    }
    return joined(&s, 0, 0, 0, 0);
}
