/* expr_eval: what the parts of the evaluation share; others see expr.h. */
#ifndef CHARTC_EXPR_EVAL_H
#define CHARTC_EXPR_EVAL_H

#include "calendar.h"
#include "expr.h"

/* What an expression is evaluated over: rows, groups of rows (one value each), or rows within groups. */
typedef struct Scope {
    Arena *arena;
    const Table *table;
    const Groups *groups; /* NULL: row by row */
    size_t n;
    bool keeps_rows; /* with groups: one value a row */
} Scope;

/* A column, or one value that stands for every row: the cell of row i is at i * step. */
typedef struct Vec {
    Column column;        /* of one row when step is 0 */
    const double *months; /* of durations, as many as rows; NULL: none. numbers are the seconds beside them */
    size_t step;          /* 0 or 1 */
} Vec;

/* The rows that a function of these arguments has to be computed for: 1 when all are constant. */
size_t vec_rows(const Scope *scope, const Vec *args, size_t n_args);
/* A result of n == vec_rows rows, to be filled. */
Vec vec_new(const Scope *scope, ValueType type, size_t n, const Vec *args, size_t n_args, double **numbers);
/* The text of a row, STR_NONE where missing. */
Str vec_text(const Vec *vec, size_t row);
/* All rows of it. */
Column vec_column(const Scope *scope, const Vec *vec);

/* Functions that pick one of their arguments, and `missing`. False for other functions. */
bool eval_choice(const Scope *scope, const Expr *expr, const Vec *args, Vec *result);
/* Functions of one or more texts: cases, parts, searches, numbers and dates out of text. False for other functions. */
bool eval_string(const Scope *scope, const Expr *expr, const Vec *args, Vec *result);
/* Parts of dates, truncation, elapsed time, dates out of numbers. False for other functions. */
bool eval_date(const Scope *scope, const Expr *expr, const Vec *args, Vec *result);
/* Comparisons of text, `in`, and functions that make text. False for other functions. */
bool eval_text(const Scope *scope, const Expr *expr, const Vec *args, Vec *result);

#endif
