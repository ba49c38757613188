/* dict: words to codes by a hash table; see dict.h. */
#include "dict.h"

#include <string.h>

/* Eight bytes at a time: multiply and fold (the mixing step of splitmix64, Steele, Lea, Flood 2014). */
static uint64_t hash_word(Str word)
{
    uint64_t hash = word.n * 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < word.n; i += 8) {
        uint64_t bytes = 0;
        memcpy(&bytes, word.at + i, word.n - i < 8 ? word.n - i : 8);
        hash = (hash ^ bytes) * 0xBF58476D1CE4E5B9u;
        hash ^= hash >> 29;
    }
    return hash;
}

static void widen(DictBuilder *builder)
{
    size_t n_before = builder->n_slots, n_slots = n_before ? n_before * 2 : 32;
    builder->hashes = arena_grow(builder->arena, builder->hashes, n_before / 2 * sizeof *builder->hashes, n_slots / 2 * sizeof *builder->hashes);
    builder->slots = ARENA_ARRAY(builder->arena, n_slots, uint32_t);
    builder->n_slots = n_slots;
    for (size_t i = 0; i < builder->words.n; i++) {
        size_t slot = (size_t)builder->hashes[i] & (n_slots - 1);
        while (builder->slots[slot])
            slot = (slot + 1) & (n_slots - 1);
        builder->slots[slot] = (uint32_t)i + 1;
    }
}

static uint32_t add(DictBuilder *builder, Str word)
{
    if (builder->words.n * 2 >= builder->n_slots)
        widen(builder);
    uint64_t hash = hash_word(word);
    size_t mask = builder->n_slots - 1, slot = (size_t)hash & mask;
    for (; builder->slots[slot]; slot = (slot + 1) & mask) {
        uint32_t code = builder->slots[slot] - 1;
        if (builder->hashes[code] == hash && str_eq(builder->words.at[code], word))
            return code;
    }
    uint32_t code = (uint32_t)builder->words.n;
    VEC_PUSH(builder->arena, &builder->words, word);
    builder->hashes[code] = hash;
    builder->slots[slot] = code + 1;
    return code;
}

/* At most eight bytes as a number, read without a loop. */
static uint64_t short_bytes(Str word)
{
    uint32_t low = 0, high = 0;
    if (word.n >= 4) {
        memcpy(&low, word.at, 4);
        memcpy(&high, word.at + word.n - 4, 4);
        return low | (uint64_t)high << 8 * (word.n - 4);
    }
    for (size_t i = 0; i < word.n; i++)
        low |= (uint32_t)(unsigned char)word.at[i] << 8 * i;
    return low;
}

uint32_t dict_add(DictBuilder *builder, Str word)
{
    if (word.n > 8)
        return add(builder, word);
    uint64_t bytes = short_bytes(word);
    RecentWord *recent = &builder->recent[(bytes + word.n) * 0x9E3779B97F4A7C15u >> 59];
    if (recent->code == 0 || recent->bytes != bytes || recent->n != word.n)
        *recent = (RecentWord){bytes, (uint32_t)word.n, add(builder, word) + 1};
    return recent->code - 1;
}

const Dict *dict_finish(const DictBuilder *builder)
{
    Dict *dict = ARENA_NEW(builder->arena, Dict);
    *dict = (Dict){builder->words.at, builder->words.n, NULL};
    return dict;
}

const Dict *dict_unite(Arena *arena, const Column *const *columns, size_t n, uint32_t **codes)
{
    DictBuilder words = {.arena = arena};
    bool is_shared = true;
    for (size_t k = 0; k < n; k++)
        is_shared = is_shared && columns[k]->dict == columns[0]->dict;
    for (size_t k = 0; k < n; k++) {
        const Dict *dict = columns[k]->dict;
        codes[k] = ARENA_ARRAY(arena, dict->n, uint32_t);
        for (size_t i = 0; i < dict->n; i++)
            codes[k][i] = is_shared ? (uint32_t)i : dict_add(&words, dict->words[i]);
    }
    return is_shared && n ? columns[0]->dict : dict_finish(&words);
}
