/* token: what the scanner makes and the layout pass and parser read. Comments and line ends are tokens too, so that a formatter and a
 * highlighter can work from the same vector. */
#ifndef CHARTC_TOKEN_H
#define CHARTC_TOKEN_H

#include "../runtime/limit.h"
#include "ast.h"

/* Kinds that the parser sees are bison's (chart_y.h); these two it never sees. They are beyond bison's range. */
enum { TOKEN_COMMENT = 2000, TOKEN_NEWLINE = 2001 };

typedef struct Token {
    int kind;
    uint32_t start, end; /* a spec is below 2 GB */
    bool is_made;        /* put in by the layout pass: a lost bracket */
    bool is_muted;       /* damaged, and complained of: it stands for a value, but has none */
} Token;

typedef VEC(Token) Tokens;

/* What the parser finds wrong. It is put into words after parsing: words need memory, and memory that fails jumps. */
typedef enum SlipKind {
    SLIP_SYNTAX, /* at token; expected */
    SLIP_ASSIGN, /* name = value, where a property was meant */
    SLIP_BLOCK,  /* name: value { } */
    SLIP_CHAIN,  /* a < b < c */
    SLIP_NUMBER, /* beyond what a double holds */
    SLIP_HEIGHT, /* a tree over LIMIT_OPERATORS */
    SLIP_DEPTH,  /* more than the parser's stack holds */
} SlipKind;

/* What the parser could have gone on with. */
enum {
    EXPECT_VALUE = 1,
    EXPECT_OPERATOR = 2,
    EXPECT_STATEMENT = 4,
    EXPECT_ROUND = 8,
    EXPECT_SQUARE = 16,
    EXPECT_BLOCK = 32,
    EXPECT_END = 64,
    EXPECT_COLON = 128,
    EXPECT_COMMA = 256,
};

typedef struct Slip {
    struct Slip *next;
    SlipKind kind;
    size_t start, end;
    size_t token; /* the one that was read last: of a syntax error, the one in the way */
    unsigned expected;
} Slip;

/* A string or a table whose inside is read after parsing. */
typedef struct Inside {
    struct Inside *next;
    Token token;
    AstExpr *string;
    AstStmt *rows;
} Inside;

typedef VEC(Diagnostic *) Complaints;

/* Bytes of which nothing is told, as something before or behind them has said what is wrong. */
typedef VEC(Span) Silences;

typedef struct ParseContext {
    Arena *arena;
    Report *report;
    const Source *source;
    Str text;               /* the source, with what is no text overwritten by blanks */
    Complaints *complaints; /* of the whole file, templates too; complain_settle chooses */
    Tokens raw;             /* of the scanner */
    Tokens flat;            /* of the layout pass: what the parser reads */
    size_t at, last;        /* parser: the next token, the one read last */
    bool is_value;          /* a single value is read: no statements */
    bool has_brace_error;
    Token lost_brace; /* the first brace that does not match: told only if nothing else tells the cause */
    bool has_lost_brace;
    size_t slip_end; /* messages: the token that ends the last statement with a slip; 0: none */
    Silences silences;
    bool is_out_of_memory;
    Slip *slips, **last_slip;
    Inside *insides, **last_inside;
    /* results */
    AstBody *body;
    AstExpr *value;
} ParseContext;

/* scan.c: fills `raw` with the tokens of text[start..end). */
void scan_tokens(ParseContext *context, uint32_t start, uint32_t end);
/* Overwrites what is no text, reports it; false for a file that is no text at all. */
bool scan_check_text(ParseContext *context);
/* layout.c: raw to flat. False when brackets stand too deep for the parser: reported. */
bool layout_tokens(ParseContext *context, uint32_t end);
/* template.c: the parts of a string. */
AstPart *template_parts(ParseContext *context, uint32_t start, uint32_t end, bool is_raw);
/* rows.c: the table of a rows token. */
AstTable *rows_table(ParseContext *context, uint32_t start, uint32_t end);
/* syntax_error.c: puts the parser's slips into words. */
void syntax_errors_tell(ParseContext *context);

/* complain.c: a complaint about source bytes. Never NULL; whether it is told is decided in the end. */
Diagnostic *complain(ParseContext *context, ReportId id, size_t start, size_t end, const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Chooses which complaints are told, and reports them in the order of the text. */
void complain_settle(ParseContext *context);

static inline Str token_text(const ParseContext *context, const Token *token)
{
    return (Str){context->text.at + token->start, token->end - token->start};
}

static inline Span context_span(const ParseContext *context, size_t start, size_t end)
{
    return (Span){context->source->id, start, end};
}

#endif
