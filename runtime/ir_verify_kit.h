/* ir_verify_kit: what the files of the verifier share. The first fault counts; after it, checks do nothing or are not asked. */
#ifndef CHARTC_IR_VERIFY_KIT_H
#define CHARTC_IR_VERIFY_KIT_H

#include "ir.h"

typedef struct Verify {
    Arena *arena;
    const IrFigure *figure;
    Map *scopes;                       /* one a table: column name -> its type, after the steps */
    bool allows_windows, in_aggregate; /* of the expression at hand */
    const char *fault;                 /* a sentence */
} Verify;

void verify_fault(Verify *v, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Expressions over a scope (NULL: no columns); NULL ones are right. */
void verify_columns(Verify *v, const Map *scope, const Expr *expr, const char *where);
/* One value a row. */
void verify_row_wise(Verify *v, const Map *scope, const Expr *expr, const char *where);
void verify_typed(Verify *v, const Map *scope, const Expr *expr, ValueType type, const char *where);
/* No row is looked at. */
void verify_constant(Verify *v, const Expr *expr, const char *where);
/* A number or a date, finite. */
void verify_number(Verify *v, const Expr *expr, const char *where);

const Map *verify_scope(const Verify *v, int table); /* NULL for none */
void verify_ref(Verify *v, int ref, size_t n, const char *where);
void verify_steps(Verify *v, Map *scope, IrStep *const *steps, size_t n, int n_tables);
void verify_allow(Verify *v, const IrTexts *allow);
const IrAxis *verify_axis_of(const IrChart *chart, Side side); /* NULL */

/* --- ir_verify_layer.c --- */
void verify_layer(Verify *v, const IrChart *chart, const IrLayer *layer);

#endif
