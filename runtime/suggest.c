/* suggest: near names; see suggest.h. */
#include "suggest.h"

#include <stdlib.h>

enum { NAME_LIMIT = 64 }; /* longer names are not compared: nobody mistypes their way there */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

int suggest_distance(Str a, Str b, int limit)
{
    if (a.n > NAME_LIMIT || b.n > NAME_LIMIT || abs((int)a.n - (int)b.n) > limit)
        return limit + 1;
    int rows[3][NAME_LIMIT + 1], *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t k = 0; k <= b.n; k++)
        last[k] = (int)k;
    for (size_t i = 1; i <= a.n; i++) {
        now[0] = (int)i;
        for (size_t k = 1; k <= b.n; k++) {
            bool same = lower(a.at[i - 1]) == lower(b.at[k - 1]);
            int best = last[k - 1] + !same;
            best = last[k] + 1 < best ? last[k] + 1 : best;
            best = now[k - 1] + 1 < best ? now[k - 1] + 1 : best;
            bool swapped = i > 1 && k > 1 && lower(a.at[i - 1]) == lower(b.at[k - 2]) && lower(a.at[i - 2]) == lower(b.at[k - 1]);
            if (swapped && before[k - 2] + 1 < best)
                best = before[k - 2] + 1;
            now[k] = best;
        }
        int *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[b.n] > limit ? limit + 1 : last[b.n];
}

Str suggest_name(Str wrong, const Str *candidates, size_t n)
{
    int reach = wrong.n <= 4 ? 1 : wrong.n <= 8 ? 2 : 3, best = reach + 1;
    Str found = STR_NONE;
    for (size_t i = 0; i < n; i++) {
        int distance = suggest_distance(wrong, candidates[i], reach);
        bool is_shorter = wrong.n < candidates[i].n;
        Str shorter = is_shorter ? wrong : candidates[i], longer = is_shorter ? candidates[i] : wrong;
        if (distance > reach && shorter.n >= 3 && suggest_distance(shorter, (Str){longer.at, shorter.n}, 0) == 0)
            distance = reach; /* "acc" for "accuracy" */
        bool shares_a_letter = (size_t)distance < longer.n;
        bool begins_alike = shorter.n > 0 && lower(wrong.at[0]) == lower(candidates[i].at[0]);
        bool is_likely = begins_alike || (distance == 1 && shorter.n >= 3 && longer.n >= 4);
        if (distance < best && shares_a_letter && is_likely) {
            best = distance;
            found = candidates[i];
        }
    }
    return found;
}

Str suggest_list(Arena *arena, const Str *names, size_t n, size_t most)
{
    Buf out = {.arena = arena};
    size_t shown = n > most ? most : n;
    for (size_t i = 0; i < shown; i++) {
        bool is_last = i + 1 == n;
        buf_adds(&out, i == 0 ? "" : is_last ? " or " : ", ");
        buf_printf(&out, "`%.*s`", STR_FMT(names[i]));
    }
    if (n > shown)
        buf_printf(&out, " and %zu more", n - shown);
    return str_slice(buf_c(&out), out.n);
}
