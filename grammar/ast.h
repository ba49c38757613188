/* ast: what was written, and nothing else. The grammar looks at text only; meaning is the compiler's.
 *
 * All nodes live in one arena, are never changed once parsed, and carry the span of their text. Text slices (names)
 * point into the source or the arena. A node that holds a syntax error is marked (`damaged`) and keeps what could be
 * read, so that later stages can stay silent about what it lacks.
 */
#ifndef CHARTC_AST_H
#define CHARTC_AST_H

#include "../runtime/source.h"

typedef struct AstExpr AstExpr;
typedef struct AstBody AstBody;

/* clang-format off */
typedef enum AstUnit {
    UNIT_NONE,
    UNIT_PERCENT, /* 10% : number == 10 */
    /* lengths */
    UNIT_PT, UNIT_IN, UNIT_CM, UNIT_MM, UNIT_PX, UNIT_EM,
    /* durations */
    UNIT_YEAR, UNIT_MONTH, UNIT_WEEK, UNIT_DAY, UNIT_HOUR, UNIT_MIN, UNIT_S, UNIT_MS,
    UNIT_DPI, /* pixels per inch */
} AstUnit;
/* clang-format on */

typedef enum AstKind {
    AST_ERROR,  /* what stood here was no value; already reported */
    AST_NAME,   /* name */
    AST_QNAME,  /* name: the text between backticks, unescaped */
    AST_NUMBER, /* number, unit */
    AST_DATE,   /* date */
    AST_COLOUR, /* colour: 0xRRGGBBAA */
    AST_STRING, /* parts */
    AST_BOOL,   /* truth */
    AST_UNARY,  /* op, a */
    AST_BINARY, /* op, a, b */
    AST_RANGE,  /* a .. b; either may be NULL (open) */
    AST_CALL,   /* name, name_span, entries (without keys) */
    AST_LIST,   /* [ ... ]: entries */
    AST_PAREN,  /* ( a ) */
} AstKind;

/* clang-format off */
typedef enum AstOp {
    OP_OR, OP_AND, OP_NOT,
    OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_IN, OP_NOT_IN,
    OP_PLUSMINUS, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_REM, OP_POW, OP_NEG, OP_POS,
} AstOp;
/* clang-format on */

/* A date as written, ISO 8601. Fields that were not written are -1 (month and day too in a two-part 2012-05). */
typedef struct AstDate {
    int year, month, day, hour, minute;
    double second;
    bool has_offset; /* Z or +hh:mm */
    int offset;      /* minutes east of UTC */
} AstDate;

/* A piece of a string: plain text (escapes resolved), or a template {expr:format}, or the start or end of math. */
typedef enum AstPartKind { PART_TEXT, PART_EXPR, PART_MATH_OPEN, PART_MATH_CLOSE } AstPartKind;
typedef struct AstPart {
    struct AstPart *next;
    AstPartKind kind;
    Span span;
    Str text;      /* PART_TEXT */
    AstExpr *expr; /* PART_EXPR */
    Str format;    /* PART_EXPR: what stands behind the first ":", STR_NONE without one */
    Span format_span;
} AstPart;

/* An element of a list or an argument of a call. */
typedef struct AstEntry {
    struct AstEntry *next;
    AstExpr *key; /* `key: value`; a KEY token makes an AST_NAME; NULL without a key */
    AstExpr *value;
} AstEntry;

struct AstExpr {
    AstExpr *next; /* the next expression of the same run (`top right`, `28mm x 22mm`) */
    AstKind kind;
    Span span;
    AstOp op;
    Span op_span;
    AstExpr *a, *b;
    Str name;
    Span name_span; /* AST_CALL: the name before the parenthesis */
    double number;
    AstUnit unit;
    bool is_raw; /* AST_STRING: '...' */
    bool truth;
    uint32_t colour;
    AstDate date;
    AstPart *parts;
    AstEntry *entries;
    int height; /* of the tree below, for the depth limit */
};

/* run = [ name "=" ] expr { expr } */
typedef struct AstRun {
    struct AstRun *next; /* behind a comma */
    Span span;
    Str name; /* `name = ...`, else STR_NONE */
    Span name_span;
    AstExpr *exprs; /* linked by next; at least one, unless damaged */
} AstRun;

typedef enum AstClauseWord { CLAUSE_PLAIN, CLAUSE_BY, CLAUSE_FROM, CLAUSE_ON, CLAUSE_ELSE } AstClauseWord;

/* clause = run { "," run }, headed by a clause word or by none (the first one only). */
typedef struct AstClause {
    struct AstClause *next;
    AstClauseWord word;
    Span span, word_span;
    AstRun *runs;
} AstClause;

typedef enum AstStmtKind {
    STMT_STATEMENT, /* head phrase? block? */
    STMT_PROPERTY,  /* name ":" phrase */
    STMT_ROWS,      /* rows { table } */
} AstStmtKind;

/* A cell of a `rows` table. */
typedef struct AstCell {
    Span span;
    Str text; /* unquoted */
    bool is_quoted;
    bool is_missing; /* `-`, or NA unquoted, or empty in a comma table */
} AstCell;

typedef struct AstTable {
    AstCell *cells; /* n_rows * n_columns, without the head line; row-major */
    AstCell *head;
    size_t n_columns, n_rows;
    bool is_damaged;
} AstTable;

typedef struct AstStmt {
    struct AstStmt *next;
    AstStmtKind kind;
    Span span; /* all of it, its block too */
    Str name;  /* keyword or property name */
    Span name_span;
    AstClause *clauses; /* NULL without operands or value */
    AstBody *body;      /* NULL without a block */
    AstTable *table;    /* STMT_ROWS */
    bool is_damaged;
} AstStmt;

struct AstBody {
    AstStmt *stmts;
    Span span;       /* with its braces; of a file: all of it */
    bool is_damaged; /* an error was reported directly inside */
};

const char *ast_op_text(AstOp op);       /* "and", "+-" ... */
const char *ast_unit_text(AstUnit unit); /* "mm", "" */

/* The canonical reprint: parse(print(x)) is the same tree. Comments are not kept: the formatter works on tokens.
 * Strings come out with the quotes they had, names in backticks only where they need them. */
Str ast_print(Arena *arena, const AstBody *file);
/* One expression, as it would be printed: for messages. */
Str ast_print_expr(Arena *arena, const AstExpr *expr);
/* A column's name as it is written in a spec: in backticks where it is no plain name. */
Str ast_name_text(Arena *arena, Str name);
/* Equal but for spans. */
bool ast_equal(const AstBody *a, const AstBody *b);

#endif
