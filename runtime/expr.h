/* expr: typed expressions over the columns of one table, and their evaluation. The compiler makes them (and finds every
 * type error); the IR prints them; here they are run, a whole column at a time. */
#ifndef CHARTC_EXPR_H
#define CHARTC_EXPR_H

#include "report.h"
#include "table.h"

typedef enum FunctionId {
#define FUNCTION(id, ...) FUNCTION_##id,
#include "function.def"
    FUNCTION_COUNT_OF
} FunctionId;

typedef enum FunctionClass { CLASS_OPERATOR, CLASS_ROW, CLASS_AGGREGATE, CLASS_WINDOW, CLASS_STATISTIC } FunctionClass;
typedef enum FunctionStatus { FUNCTION_BUILT, FUNCTION_LATER } FunctionStatus;

typedef struct Function {
    const char *name;
    FunctionClass class;
    FunctionStatus status;
    const char *signature, *doc, *example;
} Function;

/* An argument that must be constant; see LIMIT in function.def. */
typedef struct FunctionLimit {
    FunctionId function;
    size_t argument;
    double low, high; /* equal: no bounds */
    bool is_whole;
} FunctionLimit;

const Function *function_row(FunctionId id);
const FunctionLimit *function_limit(FunctionId id, size_t argument); /* NULL: any expression */
/* FUNCTION_COUNT_OF when there is none of that name. */
FunctionId function_find(Str name);
/* The result type of a call, by the first overload that fits; false when none does (*bad_argument: the first argument
 * that no overload takes, or n when their number is wrong). */
bool function_type(FunctionId id, const ValueType *types, size_t n, ValueType *result, size_t *bad_argument);

typedef enum ExprKind {
    EXPR_LITERAL, /* value */
    EXPR_COLUMN,  /* column */
    EXPR_CALL,    /* function, args */
} ExprKind;

typedef struct Expr {
    ExprKind kind;
    ValueType type;
    Span span;
    Value value;
    Str column;
    FunctionId function;
    struct Expr **args;
    size_t n_args;
} Expr;

Expr *expr_literal(Arena *arena, Value value, Span span);
Expr *expr_number(Arena *arena, double number, Span span);
Expr *expr_text(Arena *arena, Str text, Span span);
Expr *expr_column(Arena *arena, Str column, ValueType type, Span span);
/* Types must fit (function_type); the result's type is found. */
Expr *expr_call(Arena *arena, FunctionId function, Expr *const *args, size_t n_args, Span span);

bool expr_has_aggregate(const Expr *expr);
bool expr_is_measure(const Expr *expr); /* proportion() or density(): counts by what they are together */
bool expr_has_window(const Expr *expr);
bool expr_is_constant(const Expr *expr);    /* no column and no aggregate below it */
bool expr_eq(const Expr *a, const Expr *b); /* but for spans */
/* Calls visit(column name) for each column below, in order of appearance (repeats too). */
void expr_each_column(const Expr *expr, void (*visit)(void *user, const Expr *column), void *user);

/* As the spec would write it: `mean(accuracy)`, `a + b`. Titles and messages use it. */
Str expr_print(Arena *arena, const Expr *expr);

/* Groups of rows: group_of[row] < n_groups; groups are numbered by first appearance. first_row[group]. */
typedef struct Groups {
    size_t n_rows, n_groups;
    const uint32_t *group_of, *first_row;
} Groups;
/* Groups by equal values of all keys (missing equals missing). No keys: one group (also of no rows). */
Groups groups_by(Arena *arena, const Column *keys, size_t n_keys, size_t n_rows);
/* The rows of each group in their order: those of group g are rows[start[g]] to rows[start[g + 1] - 1]. */
typedef struct GroupRows {
    const size_t *start;
    uint32_t *rows;
} GroupRows;
GroupRows groups_rows(Arena *arena, const Groups *groups);

/* Row by row: one value a row of the table. The expression holds no aggregate; its columns exist with its types. */
Column expr_eval(Arena *arena, const Expr *expr, const Table *table);
/* One value a group: aggregates over each group's rows, other columns read in its first row. */
Column expr_eval_groups(Arena *arena, const Expr *expr, const Table *table, const Groups *groups);
/* One value a row: aggregates over the row's group are the same in all its rows, window functions see the group's rows in their order. */
Column expr_eval_within(Arena *arena, const Expr *expr, const Table *table, const Groups *groups);
/* A constant expression's value. */
Value expr_value(Arena *arena, const Expr *expr);

#endif
