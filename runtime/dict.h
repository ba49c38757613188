/* dict: builds the dictionary of a text column, word by word. */
#ifndef CHARTC_DICT_H
#define CHARTC_DICT_H

#include "table.h"

/* A short word that was added of late: its bytes, and its code + 1 (0: none). */
typedef struct RecentWord {
    uint64_t bytes;
    uint32_t n, code;
} RecentWord;

/* Zero it, set its arena. */
typedef struct DictBuilder {
    Arena *arena;
    VEC(Str) words;
    uint32_t *slots; /* index + 1 into words; n_slots is a power of two */
    size_t n_slots;
    uint64_t *hashes; /* of the words, n_slots / 2 of them */
    RecentWord recent[32];
} DictBuilder;

/* The word's code: its place among the different words, by first appearance. The bytes are borrowed. */
uint32_t dict_add(DictBuilder *builder, Str word);
/* The words so far, as a dictionary of the builder's arena. */
const Dict *dict_finish(const DictBuilder *builder);

/* One dictionary for several text columns; codes[k][code] is what a code of column k is in it. A dictionary that all share stays as it is. */
const Dict *dict_unite(Arena *arena, const Column *const *columns, size_t n, uint32_t **codes);

#endif
