/* groups: rows by equal keys; see expr.h. An open hash table of groups, whose keys are those of their first rows. */
#include "expr.h"

#include <math.h>
#include <string.h>

/* What stands for a cell: equal cells have equal bits (there is one zero and one NaN). */
static uint64_t cell_bits(const Column *column, size_t row)
{
    if (column->type == TYPE_TEXT)
        return column->codes[row];
    double number = column->numbers[row];
    number = isnan(number) ? NAN : number == 0 ? 0 : number;
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static uint64_t row_hash(const Column *keys, size_t n_keys, size_t row)
{
    uint64_t hash = 0;
    for (size_t k = 0; k < n_keys; k++) {
        hash = (hash ^ cell_bits(&keys[k], row)) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    return hash;
}

static bool same_keys(const Column *keys, size_t n_keys, size_t a, size_t b)
{
    for (size_t k = 0; k < n_keys; k++)
        if (cell_bits(&keys[k], a) != cell_bits(&keys[k], b))
            return false;
    return true;
}

typedef struct GroupTable {
    Arena *arena;
    const Column *keys;
    size_t n_keys;
    uint32_t *slots; /* group + 1 */
    size_t n_slots;  /* a power of two */
    VEC(uint32_t) first_rows;
} GroupTable;

static size_t find_slot(const GroupTable *table, size_t row)
{
    size_t mask = table->n_slots - 1, slot = (size_t)row_hash(table->keys, table->n_keys, row) & mask;
    while (table->slots[slot] && !same_keys(table->keys, table->n_keys, table->first_rows.at[table->slots[slot] - 1], row))
        slot = (slot + 1) & mask;
    return slot;
}

static void widen(GroupTable *table)
{
    table->n_slots = table->n_slots ? table->n_slots * 4 : 64;
    table->slots = ARENA_ARRAY(table->arena, table->n_slots, uint32_t);
    for (size_t group = 0; group < table->first_rows.n; group++)
        table->slots[find_slot(table, table->first_rows.at[group])] = (uint32_t)group + 1;
}

/* One key of few words: a table by code instead of hashing. Where every word is used, in the dictionary's order, the codes are the groups. */
static Groups groups_by_words(Arena *arena, const Column *key, size_t n_rows)
{
    size_t n_words = key->dict->n, n_groups = 0;
    uint32_t *first_row = ARENA_ARRAY(arena, n_words + 1, uint32_t), *group_of_word = ARENA_ARRAY(arena, n_words, uint32_t);
    uint32_t group_of_missing = CODE_MISSING;
    for (size_t i = 0; i < n_words; i++)
        group_of_word[i] = CODE_MISSING;
    bool is_same = true;
    size_t row = 0;
    for (; row < n_rows && !(n_groups == n_words && is_same); row++) {
        uint32_t code = key->codes[row], *group = code == CODE_MISSING ? &group_of_missing : &group_of_word[code];
        if (*group != CODE_MISSING)
            continue;
        is_same &= code == n_groups;
        first_row[n_groups] = (uint32_t)row;
        *group = (uint32_t)n_groups++;
    }
    if (is_same && n_groups == n_words && column_summary(arena, key).n_missing == 0)
        return (Groups){n_rows, n_groups, key->codes, first_row};
    uint32_t *group_of = ARENA_ARRAY(arena, n_rows, uint32_t);
    for (size_t i = 0; i < n_rows; i++) {
        uint32_t code = key->codes[i], *group = code == CODE_MISSING ? &group_of_missing : &group_of_word[code];
        if (*group == CODE_MISSING) { /* behind the last new word */
            first_row[n_groups] = (uint32_t)i;
            *group = (uint32_t)n_groups++;
        }
        group_of[i] = *group;
    }
    return (Groups){n_rows, n_groups, group_of, first_row};
}

Groups groups_by(Arena *arena, const Column *keys, size_t n_keys, size_t n_rows)
{
    if (n_keys == 1 && keys->type == TYPE_TEXT && keys->dict->n < n_rows)
        return groups_by_words(arena, keys, n_rows);
    uint32_t *group_of = ARENA_ARRAY(arena, n_rows, uint32_t);
    GroupTable table = {.arena = arena, .keys = keys, .n_keys = n_keys};
    if (n_keys == 0)
        VEC_PUSH(arena, &table.first_rows, 0);
    for (size_t row = 0; row < n_rows && n_keys; row++) {
        if (table.first_rows.n * 2 >= table.n_slots)
            widen(&table);
        size_t slot = find_slot(&table, row);
        if (!table.slots[slot]) {
            VEC_PUSH(arena, &table.first_rows, (uint32_t)row);
            table.slots[slot] = (uint32_t)table.first_rows.n;
        }
        group_of[row] = table.slots[slot] - 1;
    }
    return (Groups){n_rows, table.first_rows.n, group_of, table.first_rows.at};
}

GroupRows groups_rows(Arena *arena, const Groups *groups)
{
    size_t *start = ARENA_ARRAY(arena, groups->n_groups + 2, size_t);
    uint32_t *rows = ARENA_ARRAY(arena, groups->n_rows, uint32_t);
    for (size_t i = 0; i < groups->n_rows; i++)
        start[groups->group_of[i] + 2]++;
    for (size_t g = 2; g < groups->n_groups + 2; g++)
        start[g] += start[g - 1];
    for (size_t i = 0; i < groups->n_rows; i++)
        rows[start[groups->group_of[i] + 1]++] = (uint32_t)i;
    return (GroupRows){start, rows};
}
