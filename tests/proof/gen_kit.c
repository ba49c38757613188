/* gen_kit: see gen.h: chance, lines, texts. */
#include "gen.h"

#include <stdio.h>

/* --- chance --- */

/* SplitMix64 (Steele, Lea and Flood, 2014). */
static uint64_t next(Gen *g)
{
    uint64_t z = g->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

int below(Gen *g, int n)
{
    return (int)(next(g) % (uint64_t)n);
}

int between(Gen *g, int lo, int hi)
{
    return lo + below(g, hi - lo + 1);
}

bool chance(Gen *g, int percent)
{
    return below(g, 100) < percent;
}

double unit(Gen *g)
{
    return (double)(next(g) >> 11) / 9007199254740992.0;
}

/* --- writing --- */

void put(Gen *g, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (int i = 0; i < g->depth; i++)
        buf_adds(&g->out, "  ");
    buf_add(&g->out, str_vprintf(g->arena, format, args));
    buf_addc(&g->out, '\n');
    va_end(args);
}

void put_head(Gen *g, const char *head)
{
    put(g, "%s {", head);
    g->depth++;
}

void put_end(Gen *g)
{
    g->depth--;
    put(g, "}");
}

/* --- texts --- */

/* clang-format off */
static const char *const TEXTS[] = {
    "accuracy", "of", "the", "Mean", "per", "cache", "budget", "KV", "Pass@1", "loss", "Throughput", "(tokens/s)", "latency", "p99", "GPU", "and",
    "training", "steps", "baseline", "Δ", "λ", "αβγ", "Größe", "Точность", "модели", "naïve", "coöperation", "µs", "10×", "[%]", "in", "on", "I", "a",
    "Reinforcement", "hyperparameter", "mixture-of-experts", "non-stationary", "x", "y", "n=5", "±", "Qwen2.5-7B-Instruct", "held-out", "validation",
};
static const char *const UNBREAKABLE[] = {
    "Donaudampfschifffahrtsgesellschaftskapitän", "checkpoint_step_000120000_final_ema_0.9999", "https://example.org/a/very/long/address/of/a/data/set/v2",
    "Reinforcement_learning_from_human_feedback", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "Электроэнцефалографический",
};
/* clang-format on */

const char *some_word(Gen *g)
{
    return PICK(g, TEXTS);
}

const char *words(Gen *g, int n)
{
    Buf out = {.arena = g->arena};
    for (int i = 0; i < n; i++)
        buf_printf(&out, "%s%s", i ? " " : "", some_word(g));
    return buf_c(&out);
}

/* Mostly short, at times long, now and then a word that cannot be broken at a blank. */
const char *some_text(Gen *g)
{
    int kind = below(g, 20);
    if (kind == 0)
        return PICK(g, UNBREAKABLE);
    if (kind == 1)
        return str_printf(g->arena, "%s %s", words(g, 2), PICK(g, UNBREAKABLE)).at;
    if (kind < 5)
        return words(g, between(g, 6, 20));
    return words(g, between(g, 1, 4));
}

void put_title(Gen *g, const char *name, int percent)
{
    if (!chance(g, percent))
        return;
    if (chance(g, 10))
        write_any_formula(g, name);
    else
        put(g, "%s: \"%s\"", name, some_text(g));
}
