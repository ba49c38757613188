/* chart.y: tokens to AST, and nothing else: no name is looked up here. The grammar is that of docs/language.md, "Grammar".
 *
 * An expression may follow another (`top right`, `28mm x 22mm`), so `a -b`, `0.. x` and `a ..1` could be read in two ways. One sentence settles
 * them all, the precedences below: what can go on, goes on.
 *
 * All semantic values live in the arena, so there are no destructors. An allocation that fails sets context->is_out_of_memory and leaves by
 * YYNOMEM: the parser is never left by a long jump, which would lose the stacks that it owns.
 */
%define api.pure full
%define api.prefix {chart_}
%define api.token.prefix {TOK_}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param { ParseContext *context }

%code requires {
#include "grammar/token.h"
/* Locations are byte offsets; the file is the context's. */
typedef struct CharSpan { uint32_t start, end; } CharSpan;
#define CHART_LTYPE CharSpan
#define CHART_LTYPE_IS_DECLARED 1
typedef struct AstEnds { void *first, *last; } AstEnds; /* a list while it grows */
}

%union {
    const Token *token;
    AstExpr *expr;
    AstEntry *entry;
    AstRun *run;
    AstClause *clause;
    AstClauseWord word;
    AstStmt *stmt;
    AstBody *body;
    AstEnds list;
}

%code {
#include "grammar/build.h"
#define YYLLOC_DEFAULT(Current, Rhs, N)                                        \
    do {                                                                       \
        if (N) {                                                               \
            (Current).start = YYRHSLOC(Rhs, 1).start;                          \
            (Current).end = YYRHSLOC(Rhs, N).end;                              \
        } else {                                                               \
            (Current).start = (Current).end = YYRHSLOC(Rhs, 0).end;            \
        }                                                                      \
    } while (0)
/* One depth for all: bracket depth is bounded by the layout pass, so that this is never reached by brackets alone. */
#define YYINITDEPTH 4000
#define YYMAXDEPTH 4000
static int chart_lex(CHART_STYPE *value, CharSpan *span, ParseContext *context);
static void chart_error(CharSpan *span, ParseContext *context, const char *message);
#define MAKE(result, expression) do { if (!((result) = (expression))) YYNOMEM; } while (0)
}

%token END_OF_FILE 0 "the end of the file"
%token START_FILE "a file" START_VALUE "a single value"
%token <token> NAME "a name" QNAME "a name in backticks" KEY "a property" FUNC "a function"
%token <token> NUMBER "a number" DATE "a date" COLOUR "a colour" STRING "a string" RAW_STRING "a raw string"
%token <token> TRUE "true" FALSE "false" ROWS "rows"
%token OR "or" AND "and" NOT "not" IN "in" NOT_IN "not in"
%token BY "by" FROM "from" ON "on" ELSE "else"
%token EQ "==" NE "!=" LT "<" LE "<=" GT ">" GE ">="
%token PLUS "+" MINUS "-" STAR "*" SLASH "/" PERCENT "%" CARET "^" PLUSMINUS "+-" DOTDOT ".."
%token COMMA "," COLON ":" ASSIGN "=" LPAREN "(" RPAREN ")" LBRACKET "[" RBRACKET "]" LBRACE "{" RBRACE "}"
%token END "the end of the line"

%type <expr> expr and not cmp range ival sum term unary power atom
%type <entry> entry
%type <list> entries entry_list exprs runs phrase stmts
%type <run> run
%type <clause> clause worded
%type <word> word
%type <stmt> open closed
%type <body> body
%type <token> head

/* lowest: an expression that could end here; highest: a token that could carry it on */
%precedence ENDS_HERE
%precedence NAME QNAME FUNC NUMBER DATE COLOUR STRING RAW_STRING TRUE FALSE LPAREN LBRACKET
%precedence PLUS MINUS DOTDOT

%start start
%initial-action { @$ = (CharSpan){0, 0}; }
%%

start: START_FILE body              { context->body = $2; }
     | START_VALUE exprs            { context->value = $2.first; }
     | START_VALUE exprs END        { context->value = $2.first; }
     | START_VALUE error            { context->value = NULL; yyerrok; }
     ;

body: stmts                         { MAKE($$, build_body(context, $1.first, @$.start, @$.end)); }
    | stmts open                    { MAKE($$, build_body(context, build_append($1, $2, offsetof(AstStmt, next)).first, @$.start, @$.end)); }
    ;

stmts: %empty                       { $$ = (AstEnds){0}; }
     | stmts END
     | stmts open END               { $$ = build_append($1, $2, offsetof(AstStmt, next)); }
     | stmts closed                 { $$ = build_append($1, $2, offsetof(AstStmt, next)); }
     ;

open: head                          { MAKE($$, build_stmt(context, $1, (AstEnds){0}, NULL, false, @$.start, @$.end)); }
    | head phrase                   { MAKE($$, build_stmt(context, $1, $2, NULL, false, @$.start, @$.end)); }
    | KEY COLON phrase              { MAKE($$, build_property(context, $1, $3, NULL, false, @$.start, @$.end)); }
    | head error                    { MAKE($$, build_stmt(context, $1, (AstEnds){0}, NULL, true, @$.start, @$.end)); yyerrok; }
    | KEY COLON error               { MAKE($$, build_property(context, $1, (AstEnds){0}, NULL, true, @$.start, @$.end)); yyerrok; }
    | head ASSIGN phrase            { MAKE($$, build_assignment(context, $1, @2, $3, @$.start, @$.end)); }
    | KEY error                     { MAKE($$, build_property(context, $1, (AstEnds){0}, NULL, true, @$.start, @$.end)); yyerrok; }
    | error                         { MAKE($$, build_stmt(context, NULL, (AstEnds){0}, NULL, true, @$.start, @$.end)); yyerrok; }
    ;

closed: head LBRACE body RBRACE         { build_braces(context, $3, @2.start, @4.end); MAKE($$, build_stmt(context, $1, (AstEnds){0}, $3, false, @$.start, @$.end)); }
      | head phrase LBRACE body RBRACE  { build_braces(context, $4, @3.start, @5.end); MAKE($$, build_stmt(context, $1, $2, $4, false, @$.start, @$.end)); }
      | ROWS                            { MAKE($$, build_rows(context, $1)); }
      | KEY COLON phrase LBRACE body RBRACE { build_braces(context, $5, @4.start, @6.end); MAKE($$, build_property(context, $1, $3, $5, false, @$.start, @$.end)); }
      | KEY COLON LBRACE body RBRACE    { build_braces(context, $4, @3.start, @5.end); MAKE($$, build_property(context, $1, (AstEnds){0}, $4, false, @$.start, @$.end)); }
      | head error LBRACE body RBRACE   { build_braces(context, $4, @3.start, @5.end); MAKE($$, build_stmt(context, $1, (AstEnds){0}, $4, true, @$.start, @$.end)); yyerrok; }
      | KEY COLON error LBRACE body RBRACE { build_braces(context, $5, @4.start, @6.end); MAKE($$, build_property(context, $1, (AstEnds){0}, $5, true, @$.start, @$.end)); yyerrok; }
      | error LBRACE body RBRACE        { build_braces(context, $3, @2.start, @4.end); MAKE($$, build_stmt(context, NULL, (AstEnds){0}, $3, true, @$.start, @$.end)); yyerrok; }
      ;

head: NAME | FUNC;

phrase: clause                      { $$ = (AstEnds){$1, $1}; }
      | worded                      { $$ = (AstEnds){$1, $1}; }
      | phrase worded               { $$ = build_append($1, $2, offsetof(AstClause, next)); }
      ;

worded: word clause                 { $$ = $2; $$->word = $1; $$->word_span = context_span(context, @1.start, @1.end); }
      ;

word: BY                            { $$ = CLAUSE_BY; }
    | FROM                          { $$ = CLAUSE_FROM; }
    | ON                            { $$ = CLAUSE_ON; }
    | ELSE                          { $$ = CLAUSE_ELSE; }
    ;

clause: runs                        { MAKE($$, build_clause(context, $1.first, @$.start, @$.end)); }
      ;

runs: run                           { $$ = (AstEnds){$1, $1}; }
    | runs COMMA run                { $$ = build_append($1, $3, offsetof(AstRun, next)); }
    ;

run: exprs                          { MAKE($$, build_run(context, NULL, $1.first, @$.start, @$.end)); }
   | NAME ASSIGN exprs              { MAKE($$, build_run(context, $1, $3.first, @$.start, @$.end)); }
   | QNAME ASSIGN exprs             { MAKE($$, build_run(context, $1, $3.first, @$.start, @$.end)); }
   ;

exprs: expr %prec ENDS_HERE         { $$ = (AstEnds){$1, $1}; }
     | exprs expr                   { $$ = build_append($1, $2, offsetof(AstExpr, next)); }
     ;

expr: and
    | expr OR and                   { MAKE($$, build_binary(context, OP_OR, $1, $3, @2.start, @2.end)); }
    ;
and: not
   | and AND not                    { MAKE($$, build_binary(context, OP_AND, $1, $3, @2.start, @2.end)); }
   ;
not: cmp
   | NOT not                        { MAKE($$, build_unary(context, OP_NOT, $2, @1.start, @1.end)); }
   ;
cmp: range
   | cmp EQ range                   { MAKE($$, build_binary(context, OP_EQ, $1, $3, @2.start, @2.end)); }
   | cmp NE range                   { MAKE($$, build_binary(context, OP_NE, $1, $3, @2.start, @2.end)); }
   | cmp LT range                   { MAKE($$, build_binary(context, OP_LT, $1, $3, @2.start, @2.end)); }
   | cmp LE range                   { MAKE($$, build_binary(context, OP_LE, $1, $3, @2.start, @2.end)); }
   | cmp GT range                   { MAKE($$, build_binary(context, OP_GT, $1, $3, @2.start, @2.end)); }
   | cmp GE range                   { MAKE($$, build_binary(context, OP_GE, $1, $3, @2.start, @2.end)); }
   | cmp IN range                   { MAKE($$, build_binary(context, OP_IN, $1, $3, @2.start, @2.end)); }
   | cmp NOT_IN range               { MAKE($$, build_binary(context, OP_NOT_IN, $1, $3, @2.start, @2.end)); }
   ;
range: ival %prec ENDS_HERE
     | ival DOTDOT ival             { MAKE($$, build_range(context, $1, $3, @$.start, @$.end)); }
     | ival DOTDOT %prec ENDS_HERE  { MAKE($$, build_range(context, $1, NULL, @$.start, @$.end)); }
     | DOTDOT ival                  { MAKE($$, build_range(context, NULL, $2, @$.start, @$.end)); }
     ;
ival: sum %prec ENDS_HERE
    | sum PLUSMINUS sum %prec ENDS_HERE { MAKE($$, build_binary(context, OP_PLUSMINUS, $1, $3, @2.start, @2.end)); }
    ;
sum: term
   | sum PLUS term                  { MAKE($$, build_binary(context, OP_ADD, $1, $3, @2.start, @2.end)); }
   | sum MINUS term                 { MAKE($$, build_binary(context, OP_SUB, $1, $3, @2.start, @2.end)); }
   ;
term: unary
    | term STAR unary               { MAKE($$, build_binary(context, OP_MUL, $1, $3, @2.start, @2.end)); }
    | term SLASH unary              { MAKE($$, build_binary(context, OP_DIV, $1, $3, @2.start, @2.end)); }
    | term PERCENT unary            { MAKE($$, build_binary(context, OP_REM, $1, $3, @2.start, @2.end)); }
    ;
unary: power
     | MINUS unary                  { MAKE($$, build_unary(context, OP_NEG, $2, @1.start, @1.end)); }
     | PLUS unary                   { MAKE($$, build_unary(context, OP_POS, $2, @1.start, @1.end)); }
     ;
power: atom
     | atom CARET unary             { MAKE($$, build_binary(context, OP_POW, $1, $3, @2.start, @2.end)); }
     ;

atom: NAME                          { MAKE($$, build_atom(context, AST_NAME, $1)); }
    | QNAME                         { MAKE($$, build_atom(context, AST_QNAME, $1)); }
    | NUMBER                        { MAKE($$, build_atom(context, AST_NUMBER, $1)); }
    | DATE                          { MAKE($$, build_atom(context, AST_DATE, $1)); }
    | COLOUR                        { MAKE($$, build_atom(context, AST_COLOUR, $1)); }
    | STRING                        { MAKE($$, build_atom(context, AST_STRING, $1)); }
    | RAW_STRING                    { MAKE($$, build_atom(context, AST_STRING, $1)); }
    | TRUE                          { MAKE($$, build_atom(context, AST_BOOL, $1)); }
    | FALSE                         { MAKE($$, build_atom(context, AST_BOOL, $1)); }
    | LPAREN expr RPAREN            { MAKE($$, build_paren(context, $2, @$.start, @$.end)); }
    | FUNC LPAREN entries RPAREN    { MAKE($$, build_list(context, $1, $3.first, @$.start, @$.end)); }
    | LBRACKET entries RBRACKET     { MAKE($$, build_list(context, NULL, $2.first, @$.start, @$.end)); }
    ;

entries: %empty                     { $$ = (AstEnds){0}; }
       | entry_list
       | entry_list COMMA
       ;
entry_list: entry                   { $$ = (AstEnds){$1, $1}; }
          | entry_list COMMA entry  { $$ = build_append($1, $3, offsetof(AstEntry, next)); }
          ;
entry: expr                         { MAKE($$, build_entry(context, NULL, NULL, $1)); }
     | KEY COLON expr               { MAKE($$, build_entry(context, $1, NULL, $3)); }
     | expr COLON expr              { MAKE($$, build_entry(context, NULL, $1, $3)); }
     ;
%%

static int chart_lex(CHART_STYPE *value, CharSpan *span, ParseContext *context)
{
    context->last = context->at;
    const Token *token = &context->flat.at[context->at];
    if (context->at + 1 < context->flat.n)
        context->at++;
    value->token = token;
    *span = (CharSpan){token->start, token->end};
    return token->kind;
}

static void chart_error(CharSpan *span, ParseContext *context, const char *message)
{
    (void)message; /* the only one: memory exhausted, by more nesting than the stack holds, or by a failed allocation */
    if (!context->is_out_of_memory)
        build_slip(context, SLIP_DEPTH, span->start, span->end);
}

/* What stands for its kind among the tokens that could have followed. */
static unsigned expectation(yysymbol_kind_t symbol)
{
    switch (symbol) {
    case YYSYMBOL_NUMBER: return EXPECT_VALUE;
    case YYSYMBOL_STAR: case YYSYMBOL_CARET: return EXPECT_OPERATOR;
    case YYSYMBOL_ROWS: return EXPECT_STATEMENT;
    case YYSYMBOL_RPAREN: return EXPECT_ROUND;
    case YYSYMBOL_RBRACKET: return EXPECT_SQUARE;
    case YYSYMBOL_LBRACE: return EXPECT_BLOCK;
    case YYSYMBOL_END: return EXPECT_END;
    case YYSYMBOL_COLON: return EXPECT_COLON;
    case YYSYMBOL_COMMA: return EXPECT_COMMA;
    default: return 0;
    }
}

static int yyreport_syntax_error(const yypcontext_t *parser, ParseContext *context)
{
    yysymbol_kind_t symbols[YYNTOKENS];
    int n = yypcontext_expected_tokens(parser, symbols, YYNTOKENS);
    if (n < 0)
        return n;
    const CharSpan *span = yypcontext_location(parser);
    Slip *slip = build_slip(context, SLIP_SYNTAX, span->start, span->end);
    if (!slip)
        return YYENOMEM;
    for (int i = 0; i < n; i++)
        slip->expected |= expectation(symbols[i]);
    return 0;
}
