/* gen: what the files of the generator share. A spec is written line by line: one statement, property or row each, so that it can be cut. */
#ifndef TESTS_GEN_H
#define TESTS_GEN_H

#include "compiler/vocab.h"

/* What kind of values the x axis of a chart carries. */
typedef enum XKind { X_CATEGORY, X_NUMBER, X_POSITIVE, X_DATE, X_LEVEL } XKind;

typedef struct Gen {
    Arena *arena;
    Buf out;
    uint64_t state;
    int depth;
    int n_series, n_categories, n_facets;
    int first_facet; /* the place of the first panel's name among the categories */
} Gen;

/* --- gen_kit.c: chance, lines, texts --- */
int below(Gen *g, int n);
int between(Gen *g, int lo, int hi); /* both included */
bool chance(Gen *g, int percent);
double unit(Gen *g); /* 0 <= unit < 1 */
#define PICK(g, list) ((list)[below((g), (int)(sizeof(list) / sizeof *(list)))])
void put(Gen *g, const char *format, ...) __attribute__((format(printf, 2, 3)));
void put_head(Gen *g, const char *head); /* opens a block */
void put_end(Gen *g);
const char *some_word(Gen *g);
const char *words(Gen *g, int n);
const char *some_text(Gen *g);
void put_title(Gen *g, const char *name, int percent);

/* --- gen_data.c --- */
const char *some_category(int start, int i);
void write_data(Gen *g);

/* --- gen_page.c --- */
void write_figure(Gen *g, bool is_arranged);
void write_theme(Gen *g);
void write_axis(Gen *g, const char *name, XKind kind, bool is_shared, int percent);
void write_second_axis(Gen *g, const char *name);
void write_legend(Gen *g, int percent, bool may_be_inside, bool may_be_direct);
void write_facet(Gen *g);

/* --- gen_layers.c --- */
const char *x_column(XKind kind);
void write_bar(Gen *g, XKind kind, bool lies, const char *axis);
void write_series(Gen *g, XKind kind, const char *axis);
void write_rect(Gen *g);
void write_intervals(Gen *g);
void write_errorbar(Gen *g, XKind kind);
void write_annotations(Gen *g, bool has_numbers);

/* --- gen_any.c: drawn from the language's tables, so that a new word is tried at once. It may not fit where it stands: such lines, and heads of such
 * blocks, end with ANY, and who asked for the spec takes out what is refused (spec_without). --- */
#define ANY " // any"
const PropertyRow *some_property(Gen *g, StatementId owner, Mark mark); /* `mark`: of layers; NULL: there is none */
void write_any(Gen *g, StatementId owner, int percent);                 /* some properties of the block that is open */
void write_any_of(Gen *g, Mark mark, int percent);                      /* of a layer */
void write_any_layer(Gen *g, XKind kind);
void write_any_block(Gen *g, const char *head, StatementId owner);
void write_any_step(Gen *g);
void write_any_formula(Gen *g, const char *name);

#endif
