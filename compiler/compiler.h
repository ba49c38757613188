/* compiler: what the files that turn the AST into the IR share. One Compiler a compile. Everything here is internal to compiler/. */
#ifndef CHARTC_COMPILER_H
#define CHARTC_COMPILER_H

#include "../grammar/ast.h"
#include "../runtime/limit.h"
#include "compile.h"
#include "vocab.h"

/* A let or a param: its value stays an AST expression and is checked where it is used. */
typedef struct Binding {
    Str name;
    Span span;
    AstExpr *value;
    bool is_param, is_busy, is_checked; /* busy: being looked into; meeting it again is a cycle */
} Binding;

/* A column that an expression may read. */
typedef struct ScopeColumn {
    ValueType type;
    Span span;             /* where it is named: a header cell, a derive */
    const Table *raw;      /* the table it was read into; NULL for what a step made */
    const IrTable *source; /* the statement that read it; NULL likewise */
} ScopeColumn;

typedef struct Scope {
    Map columns;    /* name -> ScopeColumn * */
    bool is_broken; /* its data could not be read: unknown names are silent */
    Span header;    /* the whole head line, for labels; SPAN_NONE when there is none */
    Span shaped;    /* the last step that left other columns than it found; SPAN_NONE */
    Map dropped;    /* name -> Span * of the step that left it out */
} Scope;

/* Statements in reach, inner ones last: a chart is the statements around it followed by its own. */
typedef struct Block {
    const struct Block *outer;
    const AstBody *body;
} Block;

/* A column that stands where texts and numbers are drawn or ordered in different ways. */
typedef struct TextUse {
    const ScopeColumn *column;
    const Expr *expr;
    const char *how;      /* completes "`acc` is": "drawn as text" */
    bool may_be_names;    /* few cells as 7B and 13B are names here, not numbers */
    const IrChart *chart; /* whose allowances hold, and the layer's; NULL: the figure's alone */
    const IrLayer *layer;
} TextUse;

typedef struct Compiler {
    Arena *arena;
    Report *report;
    Datasets *datasets;
    const CompileOptions *options;
    IrFigure *figure;
    VEC(Scope *) scopes;           /* one a table */
    VEC(const Expr *) scale_exprs; /* one a scale: what it was made for */
    VEC(TextUse) text_uses;        /* judged when all is read */
    Map bindings;                  /* name -> Binding * */
    Map data_names;                /* name -> Span * of its data statement, wherever that stands */
    bool has_brace_error;          /* rules about wrong places stay silent */
    int include_depth;
} Compiler;

typedef enum AggregateUse { AGGREGATES_NO, AGGREGATES_YES, AGGREGATES_WITHIN } AggregateUse; /* WITHIN: window functions too */

/* What an expression may hold where it stands. */
typedef struct ExprPlace {
    const Scope *scope; /* NULL: no columns */
    AggregateUse aggregates;
    const char *what;  /* "a filter", "the axis title": for messages */
    bool takes_values; /* texts here are values of data, or stand beside them: a `$` in them is a `$` */
} ExprPlace;

/* --- expr_check.c: AST to typed expressions; NULL after a reported error (or for a damaged node). --- */
Expr *check_expr(Compiler *c, const ExprPlace *place, const AstExpr *ast);
Expr *check_typed(Compiler *c, const ExprPlace *place, const AstExpr *ast, ValueType type);
/* A column outside of aggregates, NULL when there is none: such a text has a value a row. */
const Expr *bare_column(const Expr *expr);
/* The value that a name stands for: lets and params looked through; else the expression itself. */
const AstExpr *resolve_binding(Compiler *c, const AstExpr *ast);
/* A bare word, "" for anything else. */
Str word_of(const AstExpr *ast);
/* What stands between the quotes of a string without templates and math, STR_NONE for anything else. */
Str quoted_text(const AstExpr *ast);
/* Tells about entries `key: value` in a list that has none; false then. */
bool check_unkeyed(Compiler *c, const AstExpr *list);
/* "expected X, found Y" at the expression; NULL for a damaged node. */
Diagnostic *report_expected(Compiler *c, const AstExpr *ast, const char *expected);
/* The first column of the expression that the scope has not, or by_type has as one of another type; NULL for none. */
const Expr *scope_lacks(const Scope *scope, const Expr *expr, bool by_type);
/* `column`, or NULL after an error with near names. */
const ScopeColumn *find_column(Compiler *c, const Scope *scope, Str name, Span span);

/* A quoted text that is a column's name; the edit that makes the column of it. */
bool names_column(const Scope *scope, const AstExpr *ast);
void fix_quoted_column(Compiler *c, Diagnostic *error, const AstExpr *ast);
/* The nearest column, STR_NONE. */
Str suggest_column(Compiler *c, const Scope *scope, Str name);

/* --- text_check.c: strings. --- */
/* A string with its templates and its math as text: a literal, or a JOIN_TEXT. */
Expr *check_text(Compiler *c, const ExprPlace *place, const AstExpr *ast);
/* A string without templates: with its math, or as it is written. False after a reported error. */
bool check_label(Compiler *c, const AstExpr *ast, Str *out);
bool plain_string(Compiler *c, const AstExpr *ast, Str *out);

/* --- property.c: statements and properties by their rows; value.c, special.c: a property's value into its field. --- */
typedef struct Target {
    StatementId owner;
    void *node;
    ExprPlace place;  /* for texts and expressions */
    void *extra;      /* what a special property needs: the Compiler's chart */
    const char *name; /* what messages call the owner; NULL: its keyword */
} Target;
/* Reads stmt (a property) into the target by its row of the vocabulary. Reports unknown properties; false when the name is none of the owner's
 * (after the report). */
bool set_property(Compiler *c, const Target *target, const AstStmt *stmt);
/* All properties of a body; statements are left to the caller (visit may be NULL: none are allowed). Reports doubled ones. */
void set_properties(Compiler *c, const Target *target, const AstBody *body, void (*visit)(Compiler *c, const AstStmt *stmt, void *user), void *user);
/* The statement's row; STATEMENT_COUNT for properties, tables and unknown words. */
StatementId keyword_of(const AstStmt *stmt, Mark *mark);
/* The one operand of a statement (its words linked by next), NULL when it has none; tells about further ones. */
const AstExpr *single_operand(Compiler *c, const AstStmt *stmt);
/* `legend none`, `legend: off`: says how that is written, if there is an error to say it with; false when it is something else. */
bool hint_legend(Compiler *c, Diagnostic *error, const AstClause *clause);
/* Tells about operands of a statement that takes none. */
void report_operand(Compiler *c, const AstStmt *stmt);
/* Tells about the block of a statement that takes none. */
void report_block(Compiler *c, const AstStmt *stmt);
/* The one run of a property's value; NULL (reported) for lists behind commas, clauses, names. */
const AstExpr *single_run(Compiler *c, const AstStmt *stmt);
/* By the property's kind: into the field at `at`, or what its name calls for. */
bool read_plain(Compiler *c, const Target *target, const PropertyRow *row, const AstExpr *run, void *at);
bool read_special(Compiler *c, const Target *target, const PropertyRow *row, const AstStmt *stmt, const AstExpr *run);
bool read_length(Compiler *c, const AstExpr *ast, double low, double high, double *out);
bool read_colour(Compiler *c, const AstExpr *ast, Colour *out);
Str suggest_colour(Compiler *c, Str name); /* STR_NONE when none is near */
bool find_named_colour(Str name, Colour *out);
bool read_palette(Compiler *c, const AstExpr *ast, IrColours *out);
bool read_values(Compiler *c, const AstExpr *ast, IrExprs *out);
bool read_word(Compiler *c, const IrWords *words, const AstExpr *run, int *out);
/* "expected a range": and what it is, where it was written in another way: 0-3, "0..3", 0 to 3. */
void report_range(Compiler *c, const AstExpr *ast, const char *expected);
/* The edit that makes a range of what is written at `span`. */
void fix_range(Compiler *c, Diagnostic *error, Span span, const AstExpr *lo, const AstExpr *hi);

/* --- unknown.c: words that the vocabulary has not, or not there. What the parser objected to behind such a word is taken back. --- */
/* There is no such property: near names, whose it is, what it is called elsewhere. `target` NULL: none has properties here. `where`: what messages
 * call the place, NULL: the target's name. */
void report_property(Compiler *c, const Target *target, const AstStmt *stmt, const char *where);
/* Reports a statement that may not stand here, is not built, or does not exist. */
void report_statement(Compiler *c, const AstStmt *stmt, int places, const char *where);

/* --- unknown_names.c: columns and functions that do not exist --- */
/* There is no such function: near names, what it is called here. */
void report_function(Compiler *c, const AstExpr *call);
/* A value behind the one that an expression is: `Run time`, `mean accuracy`, `task like "a%"`. */
void report_second_value(Compiler *c, const ExprPlace *place, const AstExpr *ast);
/* True after E0301 at `task == math`, where the text's quotes are lacking. */
bool reports_bare_text(Compiler *c, const ExprPlace *place, const AstExpr *comparison);

/* --- source_settings.c: how a file is read --- */
bool read_source_setting(Compiler *c, const PropertyRow *row, IrTable *table, const AstExpr *run);
/* Tells about settings of a table that go with nothing it has: a file, numbers, columns. */
void check_source_settings(Compiler *c, const IrTable *table);
/* Tells about declared columns that the source has not. */
void check_column_types(Compiler *c, const IrTable *table, const Scope *scope);

/* --- missing_file.c --- */
/* Hints for an error that was just told, at a path between quotes, as seen from the file `base`: near names, what paths are not. */
void hint_missing_file(Compiler *c, ReportId id, Span span, Str base, Str path);

/* --- data.c --- */
/* Adds a data statement's table; its number, or -1 after an error. */
int add_data(Compiler *c, const AstStmt *stmt);
/* The table of that name; -1 after a reported error. */
int find_data(Compiler *c, Str name, Span span);
/* Tells that `what` has no data: there is none, or several with names. */
void report_no_data(Compiler *c, Span span, const char *what);
/* A column comes into reach; tells about a let or param of its name. */
void add_scope_column(Compiler *c, Scope *scope, Str name, ValueType type, Span span);
Scope *copy_scope(Compiler *c, const Scope *scope);

/* --- odd_text.c: columns of text that hold numbers or dates --- */
/* Adds to an error about a text column what its cells look like, or, of mostly numbers, the cell that made it text, and what to do. */
void explain_text(Compiler *c, Diagnostic *error, const Expr *expr);
/* Adds to an error about a condition that is none what makes one of it. */
void explain_boolean(Compiler *c, Diagnostic *error, const Expr *expr);
/* Notes that the expression is drawn or ordered by (see TextUse), if it is a column of text. */
void note_text_use(Compiler *c, const Scope *scope, const Expr *expr, const char *how);
void note_layer_texts(Compiler *c, const Scope *scope, const IrChart *chart, const IrLayer *layer);
/* Tells (W0517) of the noted columns whose cells are all numbers or dates, once of each; nothing beside errors, of which that may come. */
void report_text_uses(Compiler *c);

/* --- wanted.c --- */
/* The names of columns that the spec can be about, known before a file is read: all that stand in its expressions and templates, each once. NULL, *n
 * 0: every column counts, as some step takes those that it does not name. *spans: where each stands first. */
Str *wanted_names(Compiler *c, const AstBody *body, size_t *n, const Span **spans);

/* --- steps.c --- */
/* Steps of a data block or a layer: each adds to `steps` and changes the scope. False when stmt is no step. */
bool add_step(Compiler *c, Scope *scope, const AstStmt *stmt, void *steps);
/* `a = 1` where a condition is meant: true after the report. */
bool reports_equals(Compiler *c, const AstRun *run);

/* --- intervals.c --- */
/* A position: its value, or its interval, into the channel. False after a reported error. */
bool read_position(Compiler *c, const ExprPlace *place, IrChannel *channel, const AstExpr *ast);

/* --- layer.c --- */
typedef struct ChartBuild {
    IrChart *chart;
    const Block *block;
    Scope *scope;                                /* of the chart's default table */
    AstStmt const *channels[ChannelId_COUNT_OF]; /* defaults of the block, inner ones win */
    int scales[ChannelId_COUNT_OF];              /* the chart's scale of a channel, -1 */
    bool is_doubtful;                            /* a default channel may have been meant where there is none */
    size_t n_painted;                            /* layers that have taken a colour of the palette */
} ChartBuild;
/* Adds a layer (or one for each element of a list in a position) to `layers`. */
void add_layer(Compiler *c, ChartBuild *build, const AstStmt *stmt, Mark mark, void *layers);

/* --- layer_rules.c: over a layer whose channels are complete --- */
/* Whether the test holds for a value of the channel, or an end of its interval; the channel may be NULL. */
bool channel_is(const IrChannel *channel, bool (*test)(const Expr *expr));
bool channel_is_constant(const IrChannel *channel);
/* Rule 6, for all marks: where lengths run. */
Orientation layer_direction(const IrLayer *layer);
/* Densities and shares stand on a side where the layer has no position: it holds the number 0, from which they rise. */
void add_own_length(Compiler *c, IrLayer *layer);
/* What smooth and ecdf are when nobody says. */
void set_statistic(Compiler *c, IrLayer *layer);
/* Rule 4. */
void set_stack(IrLayer *layer);
/* Tells what the mark cannot be drawn from. */
void check_layer(Compiler *c, const IrLayer *layer);

/* --- axes.c --- */
bool read_side(Compiler *c, const AstExpr *word, Side *out);
void finish_axes(Compiler *c, ChartBuild *build);
IrAxis *axis_at(IrChart *chart, Side side);

/* --- formats.c --- */
/* Tells what is wrong with a format, and what was meant. `span` is that of its text. `is_open`: for a number or a date, whichever it fits; else for
 * the type. */
bool check_format(Compiler *c, Span span, Str format, ValueType type, bool is_open);

/* --- axis_ticks.c --- */
/* Tells what of the settings in `own` (the axis itself, or a panel's part of it) does not fit the axis. `band_type`: of values that stand in bands;
 * `text`: those that are texts, NULL. */
void check_axis_ticks(Compiler *c, const IrChart *chart, const IrAxis *axis, const IrAxis *own, ValueType band_type, const Expr *text);
/* Two opposite sides (NULL: none): a setting on the first is moved to the second; tells where it cannot hold. */
void check_align(Compiler *c, IrAxis *first, IrAxis *second, bool both_used);

/* --- scales.c --- */
int scale_for(Compiler *c, ChartBuild *build, ChannelId channel, const Expr *expr);
/* A setting from around the chart may be about a channel that only other charts use. */
void add_scale_settings(Compiler *c, ChartBuild *build, const AstStmt *stmt, bool is_outer);
void finish_scales(Compiler *c);

/* --- chart.c --- */
IrChart *build_chart(Compiler *c, const Block *block);
/* The block's own data, else that around it: the set without a name, else the only one; -1. */
int default_table(Compiler *c, const Block *block);

/* --- check.c --- */
/* A claim about a table; -1: there is none. */
void add_check(Compiler *c, const AstStmt *stmt, int table);

/* --- views.c --- */
/* The arrangement that a statement (NULL: the block's own, else its one chart) makes. */
IrView *build_view(Compiler *c, const Block *block, const AstStmt *stmt);
bool is_view_keyword(Str name);

#define REPORT_AT(c, id, span, ...) report_add((c)->report, REPORT_##id, (span), __VA_ARGS__)

#endif
