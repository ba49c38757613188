/* token: what the scanner makes and the layout pass and parser read. Comments and line ends are tokens too, so that a formatter and a
 * highlighter can work from the same vector. */
#ifndef CHARTC_TOKEN_H
#define CHARTC_TOKEN_H

#include "../runtime/report.h"
#include "ast.h"

/* Kinds that the parser sees are bison's (chart_y.h); these two it never sees. They are beyond bison's range. */
enum { TOKEN_COMMENT = 2000, TOKEN_NEWLINE = 2001 };

typedef struct Token {
    int kind;
    uint32_t start, end;
    bool is_made; /* put in by the layout pass: an END, a lost bracket */
    bool is_muted; /* already complained of: the parser stays silent about its statement */
} Token;

typedef VEC(Token) Tokens;

/* Limits. Tokens: 32 bytes each, so a hostile file costs at most 320 MB. Brackets and trees: what recursion on a small thread's stack bears. */
enum { TOKEN_LIMIT = 10000000, BRACKET_LIMIT = 200, HEIGHT_LIMIT = 400, COMPLAINT_LIMIT = 1000 };

typedef struct ParseContext {
    Arena *arena;
    Report *report;
    const Source *source;
    Str text;    /* the source, with what is no text overwritten by blanks */
    Tokens raw;  /* of the scanner */
    Tokens flat; /* of the layout pass: what the parser reads */
    size_t at;   /* parser: the next token */
    bool has_brace_error;
    /* the first brace that does not match: told after parsing, if no syntax error on its line has told the cause */
    Token lost_brace;
    bool has_lost_brace;
    bool is_out_of_memory;
    VEC(uint32_t) told_lines; /* where a complaint stands already: the line's first byte */
    /* results */
    AstBody *body;
    AstExpr *value;
} ParseContext;

/* scan.c: fills `raw` with the tokens of text[start..end). */
void scan_tokens(ParseContext *context, uint32_t start, uint32_t end);
/* Overwrites what is no text, reports it; false for a file that is no text at all. */
bool scan_check_text(ParseContext *context);
/* layout.c: raw to flat. */
void layout_tokens(ParseContext *context);
/* layout.c: after parsing: tells of the lost brace, unless something on its line was told. */
void layout_complain_brace(ParseContext *context);
/* template.c: the parts of a string token. */
AstPart *template_parts(ParseContext *context, uint32_t start, uint32_t end, bool is_raw);
/* rows.c: the table of a rows token. */
AstTable *rows_table(ParseContext *context, uint32_t start, uint32_t end);
/* syntax_error.c: tells what stands at the current token and what was expected. `expected`: bison token kinds. */
void syntax_error(ParseContext *context, const Token *token, const int *expected, int n_expected);
/* A complaint about source bytes. The first one of a line is told: the others mostly follow from it.
 * Never NULL: what is not told is in no report. */
Diagnostic *complain(ParseContext *context, ReportId id, uint32_t start, uint32_t end, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

static inline Str token_text(const ParseContext *context, const Token *token)
{
    return (Str){context->text.at + token->start, token->end - token->start};
}

static inline Span context_span(const ParseContext *context, uint32_t start, uint32_t end)
{
    return (Span){context->source->id, start, end};
}

#endif
