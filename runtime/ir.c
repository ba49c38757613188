/* ir: node types out of ir.def, construction, merging; see ir.h. */
#include "ir.h"

#include <math.h>
#include <string.h>

/* --- the tables --------------------------------------------------------------------------------------------------- */

#define BUILT true
#define LATER false
#define WORDS(Set) static const IrWord WORDS_##Set[] = {
#define WORD(Set, id, word, status, doc) {word, status, doc},
#define END_WORDS(Set) \
    }                  \
    ;                  \
    const IrWords IR_WORDS_##Set = {#Set, WORDS_##Set, Set##_COUNT_OF};
#include "ir.def"
#undef BUILT
#undef LATER

/* What a field's last column means, by its kind: a word set, a node type, or nothing. */
#define SET_OF_WORD(Of) &IR_WORDS_##Of
#define SET_OF_NODE(Of) NULL
#define TYPE_OF_WORD(Of) NULL
#define TYPE_OF_NODE(Of) &IR_TYPE_##Of
#define NOTHING(Of) NULL
#define SET_OF_NODES NOTHING
#define SET_OF_FLAG NOTHING
#define SET_OF_COUNT NOTHING
#define SET_OF_NUMBER NOTHING
#define SET_OF_TEXT NOTHING
#define SET_OF_COLOUR NOTHING
#define SET_OF_EXPR NOTHING
#define SET_OF_EXPRS NOTHING
#define SET_OF_TEXTS NOTHING
#define SET_OF_NUMBERS NOTHING
#define SET_OF_COLOURS NOTHING
#define SET_OF_KEYED NOTHING
#define SET_OF_REF NOTHING
#define TYPE_OF_NODES TYPE_OF_NODE
#define TYPE_OF_FLAG NOTHING
#define TYPE_OF_COUNT NOTHING
#define TYPE_OF_NUMBER NOTHING
#define TYPE_OF_TEXT NOTHING
#define TYPE_OF_COLOUR NOTHING
#define TYPE_OF_EXPR NOTHING
#define TYPE_OF_EXPRS NOTHING
#define TYPE_OF_TEXTS NOTHING
#define TYPE_OF_NUMBERS NOTHING
#define TYPE_OF_COLOURS NOTHING
#define TYPE_OF_KEYED NOTHING
#define TYPE_OF_REF NOTHING

#define NODE(Type, name, doc) static const IrField FIELDS_##Type[] = {
#define FIELD(Type, kind, member, Of, doc) {IR_##kind, #member, offsetof(Ir##Type, member), SET_OF_##kind(Of), TYPE_OF_##kind(Of), doc},
#define END_NODE(Type) \
    }                  \
    ;
#include "ir.def"

#define NODE(Type, name, doc) const IrType IR_TYPE_##Type = {#name, doc, FIELDS_##Type, IR_FIELD_##Type##_COUNT, sizeof(Ir##Type)};
#define FIELD(Type, kind, member, Of, doc)
#define END_NODE(Type)
#include "ir.def"

/* --- nodes -------------------------------------------------------------------------------------------------------- */

IrNode *ir_new(Arena *arena, const IrType *type, Span span)
{
    IrNode *node = arena_alloc(arena, type->size);
    node->type = type;
    node->span = span;
    for (int i = 0; i < type->n_fields; i++) {
        const IrField *field = &type->fields[i];
        void *at = (char *)node + field->offset;
        if (field->kind == IR_NUMBER)
            *(double *)at = NAN;
        else if (field->kind == IR_COUNT || field->kind == IR_REF)
            *(int *)at = -1;
    }
    return node;
}

int ir_word_find(const IrWords *words, Str word)
{
    for (int i = 0; i < words->n; i++)
        if (str_is(word, words->words[i].word))
            return i;
    return -1;
}

const IrWords *ir_shape_words(ChannelId channel)
{
    return channel == CHANNEL_MARKER    ? &IR_WORDS_MarkerShape
           : channel == CHANNEL_DASH    ? &IR_WORDS_DashPattern
           : channel == CHANNEL_PATTERN ? &IR_WORDS_FillPattern
                                        : NULL;
}

void ir_set(Arena *arena, void *any, int field, Span span)
{
    IrNode *node = any;
    node->set |= (uint64_t)1 << field;
    if (!span.source)
        return;
    if (!node->field_spans)
        node->field_spans = ARENA_ARRAY(arena, (size_t)node->type->n_fields, Span);
    node->field_spans[field] = span;
}

bool ir_is_set(const void *any, int field)
{
    const IrNode *node = any;
    return node->set >> field & 1;
}

Span ir_span(const void *any, int field)
{
    const IrNode *node = any;
    if (node->field_spans && node->field_spans[field].source)
        return node->field_spans[field];
    return node->span;
}

/* Lists of nodes are structs of their own type each; their common head is moved by bytes. */
static IrNodes nodes_read(const void *at)
{
    IrNodes list;
    memcpy(&list, at, sizeof list);
    return list;
}

void ir_push(Arena *arena, void *any, void *node)
{
    IrNodes list = nodes_read(any);
    /* grown at powers of two, so that the list needs no capacity of its own */
    if ((list.n & (list.n - 1)) == 0) {
        IrNode **wider = ARENA_ARRAY(arena, list.n ? list.n * 2 : 1, IrNode *);
        if (list.n)
            memcpy(wider, list.at, list.n * sizeof *list.at);
        list.at = wider;
    }
    list.at[list.n++] = node;
    memcpy(any, &list, sizeof list);
}

/* Gives a copied node a list of its own, so that what is pushed to one does not show in the other. */
static void copy_list(Arena *arena, void *at)
{
    IrNodes shared = nodes_read(at), own = {0};
    for (size_t i = 0; i < shared.n; i++)
        ir_push(arena, &own, shared.at[i]);
    memcpy(at, &own, sizeof own);
}

void *ir_copy(Arena *arena, const void *any)
{
    const IrNode *node = any;
    IrNode *copy = arena_copy(arena, node, node->type->size);
    if (node->field_spans)
        copy->field_spans = arena_copy(arena, node->field_spans, (size_t)node->type->n_fields * sizeof(Span));
    for (int i = 0; i < node->type->n_fields; i++)
        if (node->type->fields[i].kind == IR_NODES)
            copy_list(arena, (char *)copy + node->type->fields[i].offset);
    return copy;
}

static size_t field_size(IrKind kind)
{
    switch (kind) {
    case IR_FLAG:
        return sizeof(bool);
    case IR_COUNT:
    case IR_WORD:
    case IR_REF:
        return sizeof(int);
    case IR_NUMBER:
        return sizeof(double);
    case IR_TEXT:
        return sizeof(Str);
    case IR_COLOUR:
        return sizeof(Colour);
    case IR_EXPR:
    case IR_NODE:
        return sizeof(void *);
    case IR_KEYED:
        return sizeof(IrKeyed);
    case IR_EXPRS:
    case IR_TEXTS:
    case IR_NUMBERS:
    case IR_COLOURS:
    case IR_NODES:
        break;
    }
    return sizeof(IrNodes);
}

static void merge_field(Arena *arena, const IrField *field, void *to, const void *from)
{
    if (field->kind == IR_NODES) {
        IrNodes first = nodes_read(to), more = nodes_read(from), both = {0};
        for (size_t i = 0; i < first.n + more.n; i++)
            ir_push(arena, &both, i < first.n ? first.at[i] : more.at[i - first.n]);
        memcpy(to, &both, sizeof both);
        return;
    }
    IrNode *inner = NULL, *over = NULL;
    if (field->kind == IR_NODE) {
        memcpy(&inner, to, sizeof inner);
        memcpy(&over, from, sizeof over);
    }
    if (inner && over) {
        inner = ir_copy(arena, inner);
        ir_merge(arena, inner, over);
        memcpy(to, &inner, sizeof inner);
        return;
    }
    memcpy(to, from, field_size(field->kind));
}

void ir_merge(Arena *arena, void *any, const void *any_over)
{
    IrNode *node = any;
    const IrNode *over = any_over;
    for (int i = 0; i < over->type->n_fields; i++) {
        if (!ir_is_set(over, i))
            continue;
        const IrField *field = &over->type->fields[i];
        merge_field(arena, field, (char *)node + field->offset, (const char *)over + field->offset);
        ir_set(arena, node, i, over->field_spans ? over->field_spans[i] : SPAN_NONE);
    }
}

bool ir_is_sparse(const IrType *parent, const IrType *type)
{
    return parent == &IR_TYPE_Panel && type != &IR_TYPE_Layer;
}

const IrChannel *ir_channel(const IrLayer *layer, ChannelId id)
{
    for (size_t i = 0; i < layer->channels.n; i++)
        if (layer->channels.at[i]->id == id)
            return layer->channels.at[i];
    return NULL;
}
