/* ir: the figure, complete and typed: no default is left to fill, no name of the language is left to look up. What depends on data
 * or on measured text is written as a rule's word (`ticks auto`, `lo none`). The compiler writes it, the runtime draws it;
 * ir_print writes it as text ("chart-ir 1"), ir_parse reads that back, ir_verify holds it to docs/ir.md. All types come from ir.def.
 */
#ifndef CHARTC_IR_H
#define CHARTC_IR_H

#include "expr.h"
#include "scene.h"

#define IR_VERSION 1
/* The largest size that a layer gives its marks, points. */
#define IR_SIZE_MOST 500.0

/* enums: one a word set, with SET_COUNT_OF behind the last word */
/* clang-format off */
#define WORDS(Set) typedef enum Set {
#define WORD(Set, id, word, status, doc) id,
#define END_WORDS(Set) Set##_COUNT_OF } Set;
#include "ir.def"

typedef struct IrExprs { Expr **at; size_t n; } IrExprs;
typedef struct IrTexts { Str *at; size_t n; } IrTexts;
typedef struct IrNumbers { double *at; size_t n; } IrNumbers;
typedef struct IrColours { Colour *at; size_t n; } IrColours;
typedef struct IrKeyed { Expr **keys, **values; size_t n; } IrKeyed; /* literals */
typedef struct IrNodes { struct IrNode **at; size_t n; } IrNodes;
/* clang-format on */

typedef struct IrType IrType;

/* The head of every node. `set` has a bit a field (by its place in the type): written by the user. In the nodes below a Panel only these
 * fields count. field_spans[i] is where the user wrote field i (NULL: nowhere). */
typedef struct IrNode {
    const IrType *type;
    Span span;
    uint64_t set;
    Span *field_spans;
} IrNode;

#define IR_C_FLAG(Of) bool
#define IR_C_COUNT(Of) int
#define IR_C_NUMBER(Of) double
#define IR_C_TEXT(Of) Str
#define IR_C_WORD(Of) Of
#define IR_C_COLOUR(Of) Colour
#define IR_C_EXPR(Of) Expr *
#define IR_C_EXPRS(Of) IrExprs
#define IR_C_TEXTS(Of) IrTexts
#define IR_C_NUMBERS(Of) IrNumbers
#define IR_C_COLOURS(Of) IrColours
#define IR_C_KEYED(Of) IrKeyed
#define IR_C_REF(Of) int
#define IR_C_NODE(Of) struct Ir##Of *
/* a list of nodes of one type: the same head as IrNodes, moved by memcpy where code is generic */
/* clang-format off */
#define IR_C_NODES(Of) struct { struct Ir##Of **at; size_t n; }
#define NODE(Type, name, doc) typedef struct Ir##Type { IrNode node;
#define FIELD(Type, kind, member, Of, doc) IR_C_##kind(Of) member;
#define END_NODE(Type) } Ir##Type;
#include "ir.def"

typedef enum IrKind {
    IR_FLAG, IR_COUNT, IR_NUMBER, IR_TEXT, IR_WORD, IR_COLOUR, IR_EXPR, IR_EXPRS, IR_TEXTS, IR_NUMBERS, IR_COLOURS,
    IR_KEYED, IR_REF, IR_NODE, IR_NODES,
} IrKind;
/* clang-format on */

typedef struct IrWord {
    const char *word;
    bool is_built;
    const char *doc;
} IrWord;

typedef struct IrWords {
    const char *name; /* "AxisType" */
    const IrWord *words;
    int n;
} IrWords;

typedef struct IrField {
    IrKind kind;
    const char *name;
    size_t offset;
    const IrWords *words; /* IR_WORD */
    const IrType *of;     /* IR_NODE, IR_NODES */
    const char *doc;
} IrField;

struct IrType {
    const char *name; /* "axis" */
    const char *doc;
    const IrField *fields;
    int n_fields;
    size_t size;
};

/* The word sets and node types, as data: IR_WORDS_AxisType, IR_TYPE_Axis. */
#define WORDS(Set) extern const IrWords IR_WORDS_##Set;
#define WORD(Set, id, word, status, doc)
#define END_WORDS(Set)
#define NODE(Type, name, doc) extern const IrType IR_TYPE_##Type;
#define FIELD(Type, kind, member, Of, doc)
#define END_NODE(Type)
#include "ir.def"

/* The places of fields in their types, for `set` and spans: IR_FIELD_Axis_title. */
/* clang-format off */
#define NODE(Type, name, doc) enum {
#define FIELD(Type, kind, member, Of, doc) IR_FIELD_##Type##_##member,
#define END_NODE(Type) IR_FIELD_##Type##_COUNT };
/* clang-format on */
#include "ir.def"

/* A new node, every field unset: NaN, -1, none, empty, the first word. IR_NEW(arena, Axis, span) is an IrAxis *. */
IrNode *ir_new(Arena *arena, const IrType *type, Span span);
#define IR_NEW(arena, Type, span) ((Ir##Type *)ir_new((arena), &IR_TYPE_##Type, (span)))

int ir_word_find(const IrWords *words, Str word); /* -1 when there is none */
/* Of channels whose looks are words (marker, dash, pattern) those words; else NULL. */
const IrWords *ir_shape_words(ChannelId channel);
#define IR_WORD_TEXT(Set, value) (IR_WORDS_##Set.words[value].word)

/* Marks a field as written by the user at a span. */
void ir_set(Arena *arena, void *node, int field, Span span);
bool ir_is_set(const void *node, int field);
/* Where the user wrote the field, else the node's own span. */
Span ir_span(const void *node, int field);
/* What is reported from here to report_leave belongs to a figure, chart or layer, and to what that allows. `scope` is a ReportAllow of the caller's.
 */
#define IR_ENTER(report, scope, Type, node) \
    report_enter((report), (scope), (node)->allow.at, (node)->allow.n, ir_span((node), IR_FIELD_##Type##_allow))

/* Copies the set fields of `over` (of the same type) onto `node`: lists of nodes are appended, single nodes merged in turn, all else replaced. */
void ir_merge(Arena *arena, void *node, const void *over);
/* A copy of one node with lists of its own; what they and its fields point to is shared, and copied when ir_merge changes it. */
void *ir_copy(Arena *arena, const void *node);
/* Appends to a list field: IR_PUSH(arena, &chart->layers, layer). */
#define IR_PUSH(arena, list, item) ir_push((arena), (list), (item))
void ir_push(Arena *arena, void *list, void *node);

/* Whether an axis at the side runs from left to right and carries x. */
static inline bool side_is_x(Side side)
{
    return side == SIDE_BOTTOM || side == SIDE_TOP;
}

/* A layer's channel, NULL when it has none. */
const IrChannel *ir_channel(const IrLayer *layer, ChannelId id);
/* Whether a layer is measured on the axis at a side. */
static inline bool ir_uses_side(const IrLayer *layer, Side side)
{
    return layer->x_side == side || layer->y_side == side;
}

/* Whether nodes of a type say, within a parent, only what they change: those below a Panel. Every field that is there counts as set then. */
bool ir_is_sparse(const IrType *parent, const IrType *type);
/* Text form. Fields the user did not write are marked by a leading "~". Node lists print inline as blocks. */
Str ir_print(Arena *arena, const IrFigure *figure);
/* NULL after a reported error (E08xx). ir_print(ir_parse(t)) == t for what ir_print wrote. Spans point into the IR file. */
IrFigure *ir_parse(Arena *arena, Report *report, const Source *source);
/* NULL when every rule of docs/ir.md holds, else a sentence with the node and the rule. Runs after the compiler and after ir_parse. */
const char *ir_verify(Arena *arena, const IrFigure *figure);

#endif
