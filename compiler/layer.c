/* layer: layers and their channels: what each mark takes, and the rules that follow from it (grouping, direction, stacking, colour). */
#include "compiler.h"
#include "palette.h"

#include "../runtime/suggest.h"

#include <string.h>

typedef struct LayerBuild {
    ChartBuild *chart;
    IrLayer *layer;
    Scope *scope;
    const AstStmt *channels[ChannelId_COUNT_OF]; /* what the layer says, and the defaults that it takes */
    const AstExpr *position[2];                  /* x, y: one element of a list, when one was written */
    bool is_default[ChannelId_COUNT_OF];
    bool is_annotation, has_failed;
} LayerBuild;

static ExprPlace place_of(const LayerBuild *b)
{
    return (ExprPlace){b->scope, AGGREGATES_YES, "a channel", false};
}

static IrChannel *new_channel(Compiler *c, LayerBuild *b, ChannelId id, Span span)
{
    IrChannel *channel = IR_NEW(c->arena, Channel, span);
    channel->id = id;
    if (!b->is_default[id])
        channel->node.set = ~(uint64_t)0;
    IR_PUSH(c->arena, &b->layer->channels, channel);
    return channel;
}

/* --- positions ---------------------------------------------------------------------------------------------------- */

static void add_position(Compiler *c, LayerBuild *b, ChannelId id, const AstExpr *run, Span span)
{
    const AstExpr *ast = resolve_binding(c, run);
    if (run->next) {
        ExprPlace place = place_of(b);
        check_expr(c, &place, run); /* tells about the second value */
        b->has_failed = true;
        return;
    }
    IrChannel *channel = new_channel(c, b, id, span);
    ExprPlace place = place_of(b);
    b->has_failed |= !read_position(c, &place, channel, ast);
}

/* --- looks -------------------------------------------------------------------------------------------------------- */

static bool is_categorical_type(const Expr *expr)
{
    return expr->type == TYPE_TEXT || expr->type == TYPE_BOOL;
}

/* A bare word that is a word of the channel's own (a colour, a marker, a dash) and a column too means neither. */
static bool is_ambiguous(Compiler *c, const LayerBuild *b, const AstExpr *ast, bool is_word)
{
    if (ast->kind != AST_NAME || !is_word || !map_get(&b->scope->columns, ast->name))
        return false;
    Diagnostic *error = REPORT_AT(c, E0318, ast->span, "`%.*s` is a column and a word of this channel", STR_FMT(ast->name));
    report_fix(c->report, error, ast->span, str_printf(c->arena, "`%.*s`", STR_FMT(ast->name)), "put the column in backticks");
    report_fix(c->report, error, ast->span, str_printf(c->arena, "\"%.*s\"", STR_FMT(ast->name)), "quote the word");
    return true;
}

static Expr *constant_look(Compiler *c, const LayerBuild *b, ChannelId id, const AstExpr *ast, bool *is_look)
{
    Str word = word_of(ast);
    const IrWords *words = ir_shape_words(id);
    bool is_string = ast->kind == AST_STRING;
    *is_look = true;
    if (is_string && (words || id == CHANNEL_COLOR) && !plain_string(c, ast, &word))
        return NULL;
    if (id == CHANNEL_COLOR) {
        Colour colour;
        bool is_name = word.at && (find_named_colour(word, &colour) || str_is(word, "none"));
        if (is_ambiguous(c, b, ast, is_name))
            return NULL;
        if (ast->kind == AST_COLOUR || is_string || (is_name && !map_get(&b->scope->columns, word))) {
            if (is_string && !is_name && word.n && word.at[0] != '#') {
                bool is_column = names_column(b->scope, ast);
                Diagnostic *error = REPORT_AT(c, E0409, ast->span, "\"%.*s\" is no colour", STR_FMT(word));
                Str near = is_column ? STR_NONE : suggest_colour(c, word);
                if (is_column)
                    fix_quoted_column(c, error, ast);
                else if (!report_near(c->report, error, ast->span, near))
                    report_hint(c->report, error, "to name the layer write label: \"%.*s\"", STR_FMT(word));
                return NULL;
            }
            return read_colour(c, ast, &colour) ? expr_literal(c->arena, (Value){.type = TYPE_COLOUR, .number = colour}, ast->span) : NULL;
        }
        bool is_unknown = ast->kind == AST_NAME && !ast->next && !b->scope->is_broken && !map_get(&b->scope->columns, word);
        if (is_unknown && suggest_colour(c, word).at && !suggest_column(c, b->scope, word).at) {
            read_colour(c, ast, &colour); /* tells what is near */
            return NULL;
        }
    } else if (words && word.at && (is_string || !map_get(&b->scope->columns, word) || ir_word_find(words, word) >= 0)) {
        int found;
        bool is_word = ir_word_find(words, word) >= 0;
        if (is_ambiguous(c, b, ast, is_word) || (!is_word && b->scope->is_broken))
            return NULL;
        AstExpr name = *ast;
        name.kind = AST_NAME;
        name.name = word;
        if (!read_word(c, words, &name, &found))
            return NULL;
        return expr_text(c->arena, str_from(words->words[found].word), ast->span);
    } else if (id == CHANNEL_SIZE && ast->kind == AST_NUMBER) {
        double points;
        return read_length(c, ast, 0, IR_SIZE_MOST, &points) ? expr_number(c->arena, points, ast->span) : NULL;
    } else if (id == CHANNEL_OPACITY && ast->kind == AST_NUMBER) {
        double opacity = ast->number / (ast->unit == UNIT_PERCENT ? 100 : 1);
        if (!(opacity >= 0 && opacity <= 1)) {
            REPORT_AT(c, E0407, ast->span, "an opacity is in 0..1");
            return NULL;
        }
        return expr_number(c->arena, opacity, ast->span);
    }
    *is_look = false;
    return NULL;
}

/* A palette or a range in the place of a channel's value. */
static bool is_scale_setting(Compiler *c, const LayerBuild *b, ChannelId id, const AstExpr *ast)
{
    Str word = word_of(ast);
    bool is_palette = word.at && id == CHANNEL_COLOR && !b->scope->is_broken && !map_get(&b->scope->columns, word) && palette_find(word);
    if (!is_palette && ast->kind != AST_LIST && ast->kind != AST_RANGE)
        return false;
    const char *name = IR_WORD_TEXT(ChannelId, id), *what = ast->kind == AST_RANGE ? "range" : is_palette || id == CHANNEL_COLOR ? "palette" : NULL;
    Diagnostic *error = REPORT_AT(c, E0401, ast->span, "expected one value for `%s`, found %s", name,
                                  is_palette              ? "a palette"
                                  : ast->kind == AST_LIST ? "a list"
                                                          : "a range");
    if (what)
        report_hint(c->report, error, "a %s belongs to the scale: scale %s { %s: %.*s }", what, name, what, STR_FMT(ast_print_expr(c->arena, ast)));
    return true;
}

/* A constant that was reckoned is the look itself. False after the report. */
static bool check_constant_look(Compiler *c, ChannelId id, const Expr *expr)
{
    bool is_measure = id == CHANNEL_SIZE || id == CHANNEL_OPACITY;
    const IrWords *words = ir_shape_words(id);
    const char *name = IR_WORD_TEXT(ChannelId, id), *takes = is_measure ? "a number" : id == CHANNEL_COLOR ? "a colour" : "one of its words";
    if (expr->type != (is_measure ? TYPE_NUMBER : id == CHANNEL_COLOR ? TYPE_COLOUR : TYPE_TEXT) || words) {
        REPORT_AT(c, E0315, expr->span, "`%s` takes %s or a column, found %s", name, takes, type_name(expr->type));
        return false;
    }
    double number = is_measure ? expr_value(c->arena, expr).number : 0, most = id == CHANNEL_SIZE ? IR_SIZE_MOST : 1;
    if (!(number >= 0 && number <= most)) {
        REPORT_AT(c, E0407, expr->span, "`%s` is in 0..%g", name, most);
        return false;
    }
    return true;
}

static void add_look(Compiler *c, LayerBuild *b, ChannelId id, const AstExpr *run, Span span)
{
    const AstExpr *ast = resolve_binding(c, run);
    bool is_look;
    Expr *expr = constant_look(c, b, id, ast, &is_look);
    ExprPlace place = place_of(b);
    if (!is_look && is_scale_setting(c, b, id, ast)) {
        b->has_failed = true;
        return;
    }
    if (!is_look && id != CHANNEL_TEXT && names_column(b->scope, ast)) {
        fix_quoted_column(c, REPORT_AT(c, E0317, ast->span, "a quoted text is no column"), ast);
        b->has_failed = true;
        return;
    }
    if (!is_look)
        expr = id == CHANNEL_TEXT && ast->kind == AST_STRING ? check_text(c, &place, ast) : check_expr(c, &place, ast);
    if (!expr) {
        b->has_failed = true;
        return;
    }
    bool is_series = id == CHANNEL_GROUP || id == CHANNEL_DODGE;
    if (id == CHANNEL_TEXT && expr->type != TYPE_TEXT)
        expr = expr_call(c->arena, FUNCTION_FORMAT, &expr, 1, expr->span);
    if (is_series && expr_has_aggregate(expr)) {
        REPORT_AT(c, E0313, expr->span, "`%s` takes a column, not an aggregate", IR_WORD_TEXT(ChannelId, id));
        b->has_failed = true;
        return;
    }
    if (!is_look && !is_series && id != CHANNEL_TEXT && expr_is_constant(expr) && !check_constant_look(c, id, expr)) {
        b->has_failed = true;
        return;
    }
    IrChannel *channel = new_channel(c, b, id, span);
    channel->expr = expr;
    channel->categorical = is_series || (id != CHANNEL_TEXT && is_categorical_type(expr) && !is_look);
    bool is_plain_look = id == CHANNEL_TEXT || is_series || is_look || expr->type == TYPE_COLOUR || expr_is_constant(expr);
    if (!is_plain_look && (id == CHANNEL_SIZE || id == CHANNEL_OPACITY) && is_categorical_type(expr)) {
        Diagnostic *error = REPORT_AT(c, E0315, expr->span, "`%s` takes numbers, found %s", IR_WORD_TEXT(ChannelId, id), type_name(expr->type));
        explain_text(c, error, expr);
        b->has_failed = true;
    } else if (!is_plain_look && ir_shape_words(id) && !is_categorical_type(expr)) {
        Diagnostic *error = REPORT_AT(c, E0315, expr->span, "`%s` takes categories, found %s", IR_WORD_TEXT(ChannelId, id), type_name(expr->type));
        report_hint(c->report, error, "make it categorical: category(%.*s)", STR_FMT(expr_print(c->arena, expr)));
        b->has_failed = true;
    } else if (!is_plain_look) {
        channel->scale = scale_for(c, b->chart, id, expr);
        b->has_failed |= channel->scale < 0;
    }
}

/* --- rules -------------------------------------------------------------------------------------------------------- */

/* Whether a layer above stands on the opposite side, of which this one must not wear the colour. */
static bool is_across(const LayerBuild *b)
{
    const IrChart *chart = b->chart->chart;
    for (size_t i = 0; i < chart->layers.n; i++)
        if (!chart->layers.at[i]->annotation && (chart->layers.at[i]->x_side != b->layer->x_side || chart->layers.at[i]->y_side != b->layer->y_side))
            return true;
    return false;
}

/* Layers without a colour: those with a name take the palette in turn, others its first, or its second across from others; annotations and error bars
 * the text's colour. */
static void set_paint(Compiler *c, LayerBuild *b)
{
    IrLayer *layer = b->layer;
    if (ir_channel(layer, CHANNEL_COLOR))
        return;
    const IrTheme *theme = c->figure->theme;
    bool is_dark = b->is_annotation || layer->mark == MARK_ERRORBAR || layer->mark == MARK_TEXT || layer->mark == MARK_RULE;
    Colour colour = theme->text_color;
    if (!is_dark)
        colour = theme->palette.at[(layer->label.n ? b->chart->n_painted++ : is_across(b)) % theme->palette.n];
    IrChannel *channel = IR_NEW(c->arena, Channel, layer->node.span);
    channel->id = CHANNEL_COLOR;
    channel->expr = expr_literal(c->arena, (Value){.type = TYPE_COLOUR, .number = colour}, layer->node.span);
    IR_PUSH(c->arena, &layer->channels, channel);
}

const Expr *scope_lacks(const Scope *scope, const Expr *expr, bool by_type)
{
    const ScopeColumn *column = expr->kind == EXPR_COLUMN ? map_get(&scope->columns, expr->column) : NULL;
    if (expr->kind == EXPR_COLUMN && (!column || (by_type && column->type != expr->type)))
        return expr;
    const Expr *lacking = NULL;
    for (size_t i = 0; i < expr->n_args && !lacking; i++)
        lacking = scope_lacks(scope, expr->args[i], by_type);
    return lacking;
}

/* Whether the layer's data has what makes the panels. A column of another type is no panel's value (W0763), a term of one cannot be reckoned. */
static bool is_by(Compiler *c, const LayerBuild *b, const Expr *value)
{
    if (!value || scope_lacks(b->scope, value, false))
        return false;
    const Expr *odd = value->kind == EXPR_COLUMN ? NULL : scope_lacks(b->scope, value, true);
    if (odd) {
        const ScopeColumn *own = map_get(&b->scope->columns, odd->column);
        Diagnostic *error = REPORT_AT(c, E0315, b->layer->node.span, "`%.*s` is %s in the data of this layer, and %s where the panels are made",
                                      STR_FMT(odd->column), type_name(own->type), type_name(odd->type));
        report_label(c->report, error, odd->span, "%s", type_name(odd->type));
        report_hint(c->report, error, "make it %s in both, or give this one another name: rename", type_name(odd->type));
    }
    return true;
}

static void set_facets(Compiler *c, LayerBuild *b)
{
    const IrFacet *facet = b->chart->chart->facet;
    if (!facet || b->is_annotation)
        return;
    b->layer->by_column = is_by(c, b, facet->kind == FACET_WRAP ? facet->by : facet->column);
    b->layer->by_row = is_by(c, b, facet->row);
}

/* --- the layer ---------------------------------------------------------------------------------------------------- */

/* A block with a value that could not be read may have held anything: the value may have swallowed what follows it. */
static bool is_damaged(const AstStmt *layer)
{
    if (layer->is_damaged || (layer->body && layer->body->is_damaged))
        return true;
    for (const AstStmt *stmt = layer->body ? layer->body->stmts : NULL; stmt; stmt = stmt->next) {
        const AstRun *run = stmt->clauses ? stmt->clauses->runs : NULL;
        if (run && run->exprs && run->exprs->kind == AST_ERROR)
            return true;
        if (stmt->kind == STMT_STATEMENT && ir_word_find(&IR_WORDS_ChannelId, stmt->name) >= 0) /* `x a` without its colon */
            return true;
    }
    return false;
}

/* Channels that the mark cannot be drawn without. A damaged block may have held them: nothing is said then. */
static bool check_needs(Compiler *c, LayerBuild *b, const AstStmt *stmt)
{
    const Mark mark = b->layer->mark;
    Str lacking[ChannelId_COUNT_OF];
    size_t n = 0;
    bool needs_one = false, has_one = false;
    for (int id = 0; id < ChannelId_COUNT_OF; id++) {
        Takes takes = vocab_takes(mark, (ChannelId)id);
        has_one |= takes == TAKES_ONE_OF && b->channels[id];
        needs_one |= takes == TAKES_ONE_OF;
        if (takes == TAKES_NEEDED && !b->channels[id])
            lacking[n++] = str_from(IR_WORD_TEXT(ChannelId, id));
    }
    for (int id = 0; id < ChannelId_COUNT_OF && needs_one && !has_one; id++)
        if (vocab_takes(mark, (ChannelId)id) == TAKES_ONE_OF)
            lacking[n++] = str_from(IR_WORD_TEXT(ChannelId, id));
    if (n == 0 || is_damaged(stmt) || b->chart->is_doubtful)
        return n == 0;
    Buf list = {.arena = c->arena};
    for (size_t i = 0; i < n; i++)
        buf_printf(&list, "%s`%.*s`", i == 0 ? "" : needs_one ? " or " : i + 1 < n ? ", " : " and ", STR_FMT(lacking[i]));
    Diagnostic *error = REPORT_AT(c, E0430, stmt->name_span, "`%s` lacks %s", IR_WORD_TEXT(Mark, mark), buf_c(&list));
    report_hint(c->report, error, "say what it takes from the data: %.*s: column", STR_FMT(lacking[0]));
    return false;
}

/* What is written in the layer's own block but is nothing for its mark. */
static void check_takes(Compiler *c, LayerBuild *b)
{
    const Mark mark = b->layer->mark;
    for (int id = 0; id < ChannelId_COUNT_OF; id++) {
        if (!b->channels[id] || vocab_takes(mark, (ChannelId)id) != TAKES_NOT)
            continue;
        const AstStmt *stmt = b->channels[id];
        Str marks[Mark_COUNT_OF];
        size_t n = 0;
        for (int other = 0; other < Mark_COUNT_OF; other++)
            if (vocab_takes((Mark)other, (ChannelId)id) != TAKES_NOT)
                marks[n++] = str_from(IR_WORD_TEXT(Mark, other));
        Diagnostic *error = REPORT_AT(c, E0206, stmt->name_span, "`%s` takes no `%.*s`", IR_WORD_TEXT(Mark, mark), STR_FMT(stmt->name));
        report_hint(c->report, error, "it is a channel of %.*s", STR_FMT(suggest_list(c->arena, marks, n, Mark_COUNT_OF)));
        b->channels[id] = NULL;
    }
    for (size_t i = 0; vocab_property(i); i++) {
        const PropertyRow *row = vocab_property(i);
        if (row->owner != STATEMENT_MARK || vocab_has(mark, row) || !ir_is_set(b->layer, row->field))
            continue;
        Str marks[Mark_COUNT_OF];
        size_t n = 0;
        for (int other = 0; other < Mark_COUNT_OF; other++)
            if (vocab_has((Mark)other, row))
                marks[n++] = str_from(IR_WORD_TEXT(Mark, other));
        Diagnostic *error = REPORT_AT(c, E0206, ir_span(b->layer, row->field), "`%s` takes no `%s`", IR_WORD_TEXT(Mark, mark), row->name);
        report_hint(c->report, error, "it is a property of %.*s", STR_FMT(suggest_list(c->arena, marks, n, Mark_COUNT_OF)));
    }
}

/* Channels of the layer and those of the blocks around it. A default position fills only what is lacking; annotations take none. */
static void take_defaults(Compiler *c, LayerBuild *b)
{
    bool has_data_position = false, has_position = false;
    for (int id = CHANNEL_X; id <= CHANNEL_Y; id++) {
        if (!b->channels[id])
            continue;
        has_position = true;
        const AstClause *clause = b->channels[id]->clauses;
        const AstExpr *run = clause ? resolve_binding(c, clause->runs->exprs) : NULL;
        bool is_literal = run && (run->kind == AST_NUMBER || run->kind == AST_DATE || run->kind == AST_LIST || run->kind == AST_STRING ||
                                  (run->kind == AST_RANGE && (!run->a || run->a->kind != AST_NAME)) ||
                                  (run->kind == AST_UNARY && run->a->kind == AST_NUMBER));
        if (run && run->kind == AST_LIST)
            for (const AstEntry *entry = run->entries; entry; entry = entry->next)
                is_literal = is_literal && entry->value->kind != AST_NAME && entry->value->kind != AST_CALL && entry->value->kind != AST_QNAME;
        has_data_position |= !is_literal;
    }
    bool is_fixed = has_position && !has_data_position;
    bool is_rule = vocab_takes(b->layer->mark, CHANNEL_X) == TAKES_ONE_OF;
    if (is_fixed && (is_rule || (b->channels[CHANNEL_X] && b->channels[CHANNEL_Y])))
        return;
    for (int id = 0; id < ChannelId_COUNT_OF; id++) {
        Takes takes = vocab_takes(b->layer->mark, (ChannelId)id);
        bool is_needed = takes == TAKES_NEEDED || (takes == TAKES_MAY && id != CHANNEL_TEXT);
        if (b->channels[id] || !is_needed || !b->chart->channels[id])
            continue;
        b->channels[id] = b->chart->channels[id];
        b->is_default[id] = true;
    }
}

/* Hexagons that nobody gives a look are coloured by their counts. */
static void add_own_color(Compiler *c, LayerBuild *b)
{
    IrLayer *layer = b->layer;
    if (layer->mark != MARK_HEXBIN || ir_channel(layer, CHANNEL_COLOR) || ir_channel(layer, CHANNEL_OPACITY))
        return;
    IrChannel *channel = IR_NEW(c->arena, Channel, layer->node.span);
    channel->id = CHANNEL_COLOR;
    channel->expr = expr_call(c->arena, FUNCTION_COUNT, NULL, 0, layer->node.span);
    channel->scale = scale_for(c, b->chart, CHANNEL_COLOR, channel->expr);
    IR_PUSH(c->arena, &layer->channels, channel);
}

static IrLayer *finish_layer(Compiler *c, LayerBuild *b)
{
    IrLayer *layer = b->layer;
    add_own_length(c, layer);
    add_own_color(c, b);
    b->is_annotation = true;
    for (size_t i = 0; i < layer->channels.n; i++) {
        const IrChannel *channel = layer->channels.at[i];
        bool is_position = channel->id == CHANNEL_X || channel->id == CHANNEL_Y;
        b->is_annotation &= !is_position || channel_is_constant(channel);
        layer->aggregated |= layer->mark != MARK_HEXBIN && channel_is(channel, expr_has_aggregate);
    }
    layer->annotation = b->is_annotation;
    layer->orientation = layer_direction(layer);
    set_statistic(c, layer);
    if (!ir_is_set(layer, IR_FIELD_Layer_curve) && layer->mark != MARK_ECDF)
        layer->curve = layer->mark == MARK_STEP ? CURVE_STEP_AFTER : CURVE_LINEAR;
    if (!ir_is_set(layer, IR_FIELD_Layer_raster_dpi))
        layer->raster_dpi = 300;
    set_stack(layer);
    check_layer(c, layer);
    set_paint(c, b);
    set_facets(c, b);
    vocab_fill(STATEMENT_MARK, layer);
    return layer;
}

static void visit_inner(Compiler *c, const AstStmt *stmt, void *user)
{
    LayerBuild *b = user;
    if (!add_step(c, b->scope, stmt, &b->layer->steps))
        report_statement(c, stmt, PLACE_L, "a layer");
}

/* Properties and channels share the body: channels are taken out, the rest are properties. */
static void read_body(Compiler *c, LayerBuild *b, const AstStmt *stmt)
{
    AstBody rest = {0};
    AstStmt **end = &rest.stmts;
    for (const AstStmt *inner = stmt->body ? stmt->body->stmts : NULL; inner; inner = inner->next) {
        int id = inner->kind == STMT_PROPERTY ? ir_word_find(&IR_WORDS_ChannelId, inner->name) : -1;
        if (id >= 0) {
            if (b->channels[id]) {
                Diagnostic *error = REPORT_AT(c, E0413, inner->name_span, "`%.*s` is set twice in this block", STR_FMT(inner->name));
                report_label(c->report, error, b->channels[id]->name_span, "the first time");
            }
            b->channels[id] = inner;
            continue;
        }
        *end = arena_copy(c->arena, inner, sizeof *inner);
        (*end)->next = NULL;
        end = &(*end)->next;
    }
    Target target = {STATEMENT_MARK, b->layer, {NULL, AGGREGATES_NO, "a setting", false}, b->chart, IR_WORD_TEXT(Mark, b->layer->mark)};
    set_properties(c, &target, &rest, visit_inner, b);
}

static const AstExpr *channel_run(Compiler *c, const AstStmt *stmt)
{
    return stmt ? single_run(c, stmt) : NULL;
}

/* One layer, or one element of a list in a position. */
static void add_one(Compiler *c, const LayerBuild *from, const AstExpr *const position[2], Str label, void *layers)
{
    LayerBuild build = *from, *b = &build;
    b->layer = ir_copy(c->arena, from->layer);
    if (label.at && !b->layer->label.n)
        b->layer->label = label;
    for (int id = 0; id < ChannelId_COUNT_OF; id++) {
        if (!b->channels[id])
            continue;
        const AstExpr *run = id <= CHANNEL_Y ? position[id] : channel_run(c, b->channels[id]);
        if (!run || run->kind == AST_ERROR)
            b->has_failed = true;
        else if (id <= CHANNEL_Y)
            add_position(c, b, (ChannelId)id, run, b->channels[id]->span);
        else
            add_look(c, b, (ChannelId)id, run, b->channels[id]->span);
    }
    if (!b->has_failed)
        IR_PUSH(c->arena, layers, finish_layer(c, b));
    if (!b->has_failed)
        note_layer_texts(c, b->scope, b->chart->chart, b->layer);
}

/* One layer, or one for each element of a list in a position. */
static void add_elements(Compiler *c, LayerBuild *b, void *layers)
{
    const AstExpr *position[2] = {channel_run(c, b->channels[CHANNEL_X]), channel_run(c, b->channels[CHANNEL_Y])};
    int list_at = -1;
    for (int id = 0; id < 2; id++)
        if (position[id] && resolve_binding(c, position[id])->kind == AST_LIST) {
            if (list_at >= 0) {
                REPORT_AT(c, E0431, position[id]->span, "lists in both positions of a layer");
                return;
            }
            list_at = id;
        }
    if (list_at >= 0 && !check_unkeyed(c, resolve_binding(c, position[list_at])))
        return;
    if (list_at < 0) {
        add_one(c, b, position, STR_NONE, layers);
        return;
    }
    for (const AstEntry *entry = resolve_binding(c, position[list_at])->entries; entry; entry = entry->next) {
        const AstExpr *one[2] = {position[0], position[1]};
        one[list_at] = entry->value;
        bool is_data = entry->value->kind == AST_NAME || entry->value->kind == AST_QNAME || entry->value->kind == AST_CALL;
        add_one(c, b, one, is_data ? ast_print_expr(c->arena, entry->value) : STR_NONE, layers);
    }
}

void add_layer(Compiler *c, ChartBuild *chart, const AstStmt *stmt, Mark mark, void *layers)
{
    size_t n_errors = c->report->n_errors;
    c->report->at = stmt->name_span;
    IrLayer *layer = IR_NEW(c->arena, Layer, stmt->name_span);
    layer->mark = mark;
    layer->x_side = SIDE_BOTTOM;
    layer->y_side = SIDE_LEFT;
    layer->legend = true;
    layer->table = chart->chart->table;
    ir_set(c->arena, layer, IR_FIELD_Layer_mark, stmt->name_span);
    LayerBuild build = {.chart = chart, .layer = layer, .scope = copy_scope(c, chart->scope)}, *b = &build;
    bool has_operand = stmt->clauses && !stmt->is_damaged;
    if (has_operand && !report_has_error_in(c->report, stmt->clauses->span))
        REPORT_AT(c, E0421, stmt->clauses->span, "`%.*s` takes no operand: its columns stand in its block", STR_FMT(stmt->name));
    for (const AstStmt *inner = stmt->body ? stmt->body->stmts : NULL; inner; inner = inner->next)
        if (inner->kind == STMT_PROPERTY && vocab_is_kind(STATEMENT_MARK, inner->name, KIND_data_name)) {
            /* the data first: steps and channels look at its columns */
            Str name = word_of(inner->clauses ? inner->clauses->runs->exprs : NULL);
            for (size_t i = 0; i < c->figure->tables.n; i++)
                if (name.at && str_eq(c->figure->tables.at[i]->name, name))
                    b->scope = copy_scope(c, c->scopes.at[i]);
        }
    read_body(c, b, stmt);
    check_takes(c, b);
    take_defaults(c, b);
    if (has_operand || !check_needs(c, b, stmt))
        return;
    const IrNodes *list = layers;
    size_t n_layers = list->n;
    add_elements(c, b, layers);
    bool is_annotation = list->n > n_layers;
    for (size_t i = n_layers; i < list->n; i++)
        is_annotation &= ((const IrLayer *)(const void *)list->at[i])->annotation;
    if (b->layer->table < 0 && !is_annotation && c->report->n_errors == n_errors)
        report_no_data(c, stmt->name_span, IR_WORD_TEXT(Mark, mark));
}
