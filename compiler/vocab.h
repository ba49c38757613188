/* vocab: look-ups in the vocabulary table (vocab.def). */
#ifndef CHARTC_VOCAB_H
#define CHARTC_VOCAB_H

#include "../runtime/ir.h"

typedef enum StatementId {
#define STATEMENT(id, keyword, places, operand, status, doc, example) STATEMENT_##id,
#include "vocab.def"
    STATEMENT_COUNT
} StatementId;

enum { PLACE_F = 1, PLACE_C = 2, PLACE_P = 4, PLACE_L = 8, PLACE_D = 16, PLACE_V = 32 };

typedef struct StatementRow {
    const char *keyword;
    int places;
    const char *operand;
    bool is_built;
    const char *doc, *example;
} StatementRow;

/* How a value is read: compiler/value.c and compiler/special.c have a function for each. */
/* clang-format off */
typedef enum PropertyKind {
    KIND_flag, KIND_count, KIND_number, KIND_fraction, KIND_length, KIND_text, KIND_label, KIND_string, KIND_strings, KIND_word, KIND_colour,
    KIND_format, KIND_numbers, KIND_values, KIND_keyed_texts, KIND_palette, KIND_allow, KIND_preset, KIND_base, KIND_later,
    KIND_domain, KIND_ticks, KIND_labels, KIND_axis_order, KIND_facet_title, KIND_facet_order, KIND_facet_share, KIND_scale_palette,
    KIND_scale_domain, KIND_scale_middle, KIND_range, KIND_sides, KIND_data_name, KIND_baseline, KIND_width, KIND_outline, KIND_raster, KIND_bandwidth, KIND_align, KIND_size,
    KIND_column_types, KIND_separator, KIND_encoding,
} PropertyKind;
/* clang-format on */

typedef struct PropertyRow {
    StatementId owner;
    const char *name;
    PropertyKind kind;
    const IrType *type;
    int field; /* place in the type */
    double low, high;
    const char *preset; /* the default, as IR text; NULL: a rule */
    bool is_built;
    const char *doc, *example;
} PropertyRow;

typedef struct ForeignRow {
    const char *word, *tool, *here;
} ForeignRow;

typedef enum Takes { TAKES_NOT, TAKES_MAY, TAKES_NEEDED, TAKES_ONE_OF } Takes;
/* Whether a mark draws with a channel; TAKES_ONE_OF: it needs one of those. TAKES_NOT for marks that are not built. */
Takes vocab_takes(Mark mark, ChannelId channel);
/* Whether a property of layers means anything for a mark. */
bool vocab_has(Mark mark, const PropertyRow *row);

typedef struct StepRow {
    StepKind kind;
    const char *clauses, *operand, *example;
} StepRow;
const StepRow *vocab_step(StepKind kind);
/* Whether a step may have a clause: by, from, on. */
bool vocab_step_takes(StepKind kind, const char *clause);

const StatementRow *vocab_statement(StatementId id);
/* The statement of a keyword; marks are STATEMENT_MARK with *mark set. STATEMENT_COUNT when there is none. */
StatementId vocab_find_statement(Str keyword, Mark *mark);
const PropertyRow *vocab_find_property(StatementId owner, Str name); /* NULL when the owner has none of that name */
const PropertyRow *vocab_property(size_t i);                         /* NULL behind the last */
bool vocab_is_kind(StatementId owner, Str name, PropertyKind kind);  /* the owner has it, and it is read so */
const PropertyRow *vocab_property_of(StatementId owner, int field);  /* the one that sets a field; there is one */
const ForeignRow *vocab_find_foreign(Str word);                      /* NULL */
const ForeignRow *vocab_find_foreign_call(Str word);                 /* NULL */
/* What to write for a property that the owner has not; for a word that is none of a set, the one of the set that it means. NULL. */
const char *vocab_find_meant(StatementId owner, Str name);
const char *vocab_find_meant_word(const IrWords *words, Str word);
/* All keywords, marks and steps included, and all property names of an owner: for suggestions. */
size_t vocab_keywords(Arena *arena, int places, const Str **names);
size_t vocab_properties(Arena *arena, StatementId owner, const Str **names);
size_t vocab_layer_words(Arena *arena, Mark mark, const Str **names); /* channels and properties that the mark draws with */
/* Fills the fields of a node that nobody has set with the table's defaults. */
void vocab_fill(StatementId owner, void *node);
/* Writes a default, in the table's form, into a field without marking it as set. */
void vocab_default(void *node, int field, const char *preset);

#endif
