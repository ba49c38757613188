/* vocab: the vocabulary table and look-ups in it; see vocab.h. */
#include "vocab.h"

#include "../runtime/num.h"

#include <math.h>
#include <string.h>

#define BUILT true
#define LATER false

static const StatementRow STATEMENTS[] = {
#define F PLACE_F
#define C PLACE_C
#define P PLACE_P
#define L PLACE_L
#define D PLACE_D
#define V PLACE_V
#define STATEMENT(id, keyword, places, operand, status, doc, example) {keyword, places, operand, status, doc, example},
#include "vocab.def"
#undef F
#undef C
#undef P
#undef L
#undef D
#undef V
};

static const PropertyRow PROPERTIES[] = {
#define PROPERTY(owner, name, kind, Type, member, low, high, preset, status, doc, example) \
    {STATEMENT_##owner, name, KIND_##kind, &IR_TYPE_##Type, IR_FIELD_##Type##_##member, low, high, preset, status, doc, example},
#include "vocab.def"
};

static const ForeignRow FOREIGN_ROWS[] = {
#define FOREIGN(word, tool, here) {word, tool, here},
#include "vocab.def"
};

static const ForeignRow FOREIGN_CALL_ROWS[] = {
#define FOREIGN_CALL(word, tool, here) {word, tool, here},
#include "vocab.def"
};

typedef struct MeantRow {
    StatementId owner; /* STATEMENT_COUNT: a word */
    const char *word, *here;
} MeantRow;

static const MeantRow MEANT_ROWS[] = {
#define MEANT(owner, word, here) {STATEMENT_##owner, word, here},
#define MEANT_WORD(word, here) {STATEMENT_COUNT, word, here},
#include "vocab.def"
};

typedef struct TakesRow {
    Mark mark;
    const char *needed, *channels, *properties;
} TakesRow;

static const TakesRow TAKES_ROWS[] = {
#define TAKES(mark, needed, channels, properties) {mark, needed, channels, properties},
#define COMMON(properties)
#include "vocab.def"
};

static const char COMMON_PROPERTIES[] =
#define TAKES(mark, needed, channels, properties)
#define COMMON(properties) properties
#include "vocab.def"
    ;

static const StepRow STEP_ROWS[] = {
#define STEP(kind, clauses, operand, example) {kind, clauses, operand, example},
#include "vocab.def"
};

enum { N_PROPERTIES = sizeof PROPERTIES / sizeof *PROPERTIES };

/* Whether a word stands in a list of words parted by blanks or bars; *bar tells that a bar stands beside it. */
static bool list_has(const char *list, const char *word, bool *has_bar)
{
    size_t n = strlen(word);
    for (const char *at = strstr(list, word); at; at = strstr(at + 1, word)) {
        bool begins = at == list || at[-1] == ' ' || at[-1] == '|', ends = at[n] == 0 || at[n] == ' ' || at[n] == '|';
        if (!begins || !ends)
            continue;
        *has_bar = at[n] == '|' || (at > list && at[-1] == '|');
        return true;
    }
    return false;
}

static const TakesRow *takes_row(Mark mark)
{
    for (size_t i = 0; i < sizeof TAKES_ROWS / sizeof *TAKES_ROWS; i++)
        if (TAKES_ROWS[i].mark == mark)
            return &TAKES_ROWS[i];
    return NULL;
}

Takes vocab_takes(Mark mark, ChannelId channel)
{
    const TakesRow *row = takes_row(mark);
    const char *word = IR_WORD_TEXT(ChannelId, channel);
    bool has_bar;
    if (row && list_has(row->needed, word, &has_bar))
        return has_bar ? TAKES_ONE_OF : TAKES_NEEDED;
    return row && list_has(row->channels, word, &has_bar) ? TAKES_MAY : TAKES_NOT;
}

bool vocab_has(Mark mark, const PropertyRow *property)
{
    const TakesRow *row = takes_row(mark);
    bool has_bar;
    return list_has(COMMON_PROPERTIES, property->name, &has_bar) || (row && list_has(row->properties, property->name, &has_bar));
}

const StepRow *vocab_step(StepKind kind)
{
    for (size_t i = 0; i < sizeof STEP_ROWS / sizeof *STEP_ROWS; i++)
        if (STEP_ROWS[i].kind == kind)
            return &STEP_ROWS[i];
    return NULL;
}

bool vocab_step_takes(StepKind kind, const char *clause)
{
    bool has_bar;
    const StepRow *row = vocab_step(kind);
    return row && list_has(row->clauses, clause, &has_bar);
}

const StatementRow *vocab_statement(StatementId id)
{
    return &STATEMENTS[id];
}

StatementId vocab_find_statement(Str keyword, Mark *mark)
{
    for (int id = 0; id < STATEMENT_MARK; id++)
        if (str_is(keyword, STATEMENTS[id].keyword))
            return (StatementId)id;
    int found = ir_word_find(&IR_WORDS_Mark, keyword);
    if (found < 0)
        return STATEMENT_COUNT;
    *mark = (Mark)found;
    return STATEMENT_MARK;
}

const PropertyRow *vocab_property(size_t i)
{
    return i < N_PROPERTIES ? &PROPERTIES[i] : NULL;
}

const PropertyRow *vocab_find_property(StatementId owner, Str name)
{
    for (size_t i = 0; i < N_PROPERTIES; i++)
        if (PROPERTIES[i].owner == owner && str_is(name, PROPERTIES[i].name))
            return &PROPERTIES[i];
    return NULL;
}

const PropertyRow *vocab_property_of(StatementId owner, int field)
{
    const PropertyRow *row = PROPERTIES;
    while (row->owner != owner || row->field != field)
        row++;
    return row;
}

bool vocab_is_kind(StatementId owner, Str name, PropertyKind kind)
{
    const PropertyRow *row = vocab_find_property(owner, name);
    return row && row->kind == kind;
}

const ForeignRow *vocab_find_foreign(Str word)
{
    for (size_t i = 0; i < sizeof FOREIGN_ROWS / sizeof *FOREIGN_ROWS; i++)
        if (str_is(word, FOREIGN_ROWS[i].word))
            return &FOREIGN_ROWS[i];
    return NULL;
}

const ForeignRow *vocab_find_foreign_call(Str word)
{
    for (size_t i = 0; i < sizeof FOREIGN_CALL_ROWS / sizeof *FOREIGN_CALL_ROWS; i++)
        if (str_is(word, FOREIGN_CALL_ROWS[i].word))
            return &FOREIGN_CALL_ROWS[i];
    return NULL;
}

size_t vocab_keywords(Arena *arena, int places, const Str **names)
{
    VEC(Str) list = {0};
    for (int id = 0; id < STATEMENT_MARK; id++)
        if (STATEMENTS[id].places & places)
            VEC_PUSH(arena, &list, str_from(STATEMENTS[id].keyword));
    for (int i = 0; i < IR_WORDS_Mark.n && (places & (PLACE_C | PLACE_P)); i++)
        VEC_PUSH(arena, &list, str_from(IR_WORDS_Mark.words[i].word));
    for (int i = 0; i < IR_WORDS_StepKind.n && (places & (PLACE_D | PLACE_L)); i++)
        VEC_PUSH(arena, &list, str_from(IR_WORDS_StepKind.words[i].word));
    *names = list.at;
    return list.n;
}

size_t vocab_properties(Arena *arena, StatementId owner, const Str **names)
{
    VEC(Str) list = {0};
    for (size_t i = 0; i < N_PROPERTIES; i++)
        if (PROPERTIES[i].owner == owner)
            VEC_PUSH(arena, &list, str_from(PROPERTIES[i].name));
    for (int i = 0; i < IR_WORDS_ChannelId.n && owner == STATEMENT_MARK; i++)
        VEC_PUSH(arena, &list, str_from(IR_WORDS_ChannelId.words[i].word));
    *names = list.at;
    return list.n;
}

size_t vocab_layer_words(Arena *arena, Mark mark, const Str **names)
{
    VEC(Str) list = {0};
    for (int id = 0; id < IR_WORDS_ChannelId.n; id++)
        if (vocab_takes(mark, (ChannelId)id) != TAKES_NOT)
            VEC_PUSH(arena, &list, str_from(IR_WORDS_ChannelId.words[id].word));
    for (size_t i = 0; i < N_PROPERTIES; i++)
        if (PROPERTIES[i].owner == STATEMENT_MARK && vocab_has(mark, &PROPERTIES[i]))
            VEC_PUSH(arena, &list, str_from(PROPERTIES[i].name));
    *names = list.at;
    return list.n;
}

/* The table's defaults are IR text of a few plain forms: numbers, words and texts in quotes, colours, yes and no; what is unset in a new node
 * ("none", "auto", "[]", "-1") needs no writing. */
static void fill_field(const IrField *field, const char *preset, void *at)
{
    Str text = str_from(preset);
    bool is_quoted = text.n >= 2 && text.at[0] == '"';
    Str inner = is_quoted ? (Str){text.at + 1, text.n - 2} : text;
    if (field->kind == IR_WORD) {
        int word = ir_word_find(field->words, inner);
        memcpy(at, &word, sizeof word);
    } else if (field->kind == IR_TEXT) {
        *(Str *)at = inner;
    } else if (field->kind == IR_FLAG) {
        *(bool *)at = str_is(text, "yes");
    } else if (field->kind == IR_NUMBER) {
        num_parse(text, (double *)at);
    } else if (field->kind == IR_COLOUR && text.at[0] == '#') {
        Colour colour = 0;
        for (size_t i = 1; i < text.n; i++)
            colour = colour << 4 | (Colour)str_hex_digit(text.at[i]);
        *(Colour *)at = colour;
    }
}

void vocab_default(void *any, int field, const char *preset)
{
    IrNode *node = any;
    fill_field(&node->type->fields[field], preset, (char *)node + node->type->fields[field].offset);
}

void vocab_fill(StatementId owner, void *any)
{
    IrNode *node = any;
    for (size_t i = 0; i < N_PROPERTIES; i++) {
        const PropertyRow *row = &PROPERTIES[i];
        if (row->owner == owner && row->type == node->type && row->preset && row->is_built && !ir_is_set(node, row->field))
            vocab_default(node, row->field, row->preset);
    }
}

static const char *find_meant(StatementId owner, Str word)
{
    for (size_t i = 0; i < sizeof MEANT_ROWS / sizeof *MEANT_ROWS; i++)
        if (MEANT_ROWS[i].owner == owner && str_is(word, MEANT_ROWS[i].word))
            return MEANT_ROWS[i].here;
    return NULL;
}

const char *vocab_find_meant(StatementId owner, Str name)
{
    return owner == STATEMENT_COUNT ? NULL : find_meant(owner, name);
}

const char *vocab_find_meant_word(const IrWords *words, Str word)
{
    for (size_t i = 0; i < sizeof MEANT_ROWS / sizeof *MEANT_ROWS; i++) {
        const MeantRow *row = &MEANT_ROWS[i];
        int found = row->owner == STATEMENT_COUNT && str_is(word, row->word) ? ir_word_find(words, str_from(row->here)) : -1;
        if (found >= 0 && words->words[found].is_built)
            return row->here;
    }
    return NULL;
}
