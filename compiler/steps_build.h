/* steps_build: what the files that read data steps share; others see compiler.h. */
#ifndef CHARTC_STEPS_BUILD_H
#define CHARTC_STEPS_BUILD_H

#include "compiler.h"

typedef struct StepBuild {
    const AstStmt *stmt;
    IrStep *step;
    Scope *scope;                            /* before the step */
    const void *steps;                       /* the list that the step comes into */
    const AstClause *plain, *by, *from, *on; /* NULL: not written */
} StepBuild;

/* The plain operands; NULL after the report that there are none. */
const AstRun *step_operands(Compiler *c, const StepBuild *b);
/* A column named by a word; NULL after a report. */
const ScopeColumn *step_column(Compiler *c, const StepBuild *b, const AstExpr *ast, Expr **out);
/* The columns of a list, each as an item; false after a report. */
bool step_column_items(Compiler *c, StepBuild *b, const AstRun *runs);
/* What stands behind `by`; `takes_names`: as columns of the result. */
void step_keys(Compiler *c, StepBuild *b, bool takes_names);
IrStepItem *step_item(Compiler *c, StepBuild *b, Span span);
/* The columns of a scope as a table without rows. */
Table scope_table(Compiler *c, const Scope *scope, Str name);

/* --- steps_tables.c: false after a report --- */
bool add_unpivot(Compiler *c, StepBuild *b);
bool add_pivot(Compiler *c, StepBuild *b);
/* *other: the columns of the other data set. */
bool add_join(Compiler *c, StepBuild *b, Table *other);
bool add_append(Compiler *c, StepBuild *b, Table *other);

#endif
