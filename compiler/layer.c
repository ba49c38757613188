/* layer: layers and their channels: what each mark takes, and the rules that follow from it (grouping, direction, stacking, colour). */
#include "compiler.h"

#include <string.h>

/* Which positions a mark cannot be drawn without. A rule needs one of the two. */
static bool needs_both(Mark mark)
{
    return mark != MARK_RULE;
}

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
    return (ExprPlace){b->scope, true, "a channel"};
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

static bool names_column(const LayerBuild *b, const AstExpr *ast)
{
    return ast->kind == AST_STRING && ast->parts && !ast->parts->next && ast->parts->kind == PART_TEXT && map_get(&b->scope->columns, ast->parts->text);
}

static Expr *position_expr(Compiler *c, LayerBuild *b, const AstExpr *ast)
{
    ExprPlace place = place_of(b);
    if (names_column(b, ast)) {
        Diagnostic *error = REPORT_AT(c, E0317, ast->span, "a quoted text in a position is the text, not the column");
        report_fix(c->report, error, ast->span, ast->parts->text, "remove the quotes");
        return NULL;
    }
    return check_expr(c, &place, ast);
}

static Expr *arithmetic(Compiler *c, FunctionId function, Expr *a, Expr *b, Span span)
{
    ValueType types[] = {a->type, b->type}, result;
    size_t bad;
    Expr *args[] = {a, b};
    if (!function_type(function, types, 2, &result, &bad)) {
        REPORT_AT(c, E0310, span, "`+-` cannot take %s and %s", type_name(a->type), type_name(b->type));
        return NULL;
    }
    return expr_call(c->arena, function, args, 2, span);
}

static void add_interval(Compiler *c, LayerBuild *b, IrChannel *channel, const AstExpr *ast)
{
    channel->form = FORM_INTERVAL;
    const AstExpr *first = ast->a, *second = ast->b;
    if (!first || !second) {
        REPORT_AT(c, E0426, ast->span, "an interval with an open end in a position");
        b->has_failed = true;
        return;
    }
    Expr *from = position_expr(c, b, first), *to = position_expr(c, b, second);
    if (from && to && ast->kind == AST_BINARY) {
        channel->expr = from;
        channel->lo = arithmetic(c, FUNCTION_SUB, from, to, ast->op_span);
        channel->hi = arithmetic(c, FUNCTION_ADD, from, to, ast->op_span);
    } else {
        channel->lo = from;
        channel->hi = to;
    }
    if (!channel->lo || !channel->hi)
        b->has_failed = true;
}

/* Shares and lengths as positions measure the panel. */
static bool is_panel_unit(const AstExpr *ast)
{
    return ast->kind == AST_NUMBER && (ast->unit == UNIT_PERCENT || (ast->unit >= UNIT_PT && ast->unit <= UNIT_EM));
}

static void add_position(Compiler *c, LayerBuild *b, ChannelId id, const AstExpr *run, Span span)
{
    const AstExpr *ast = resolve_binding(c, run);
    if (run->next) {
        REPORT_AT(c, E0406, run->next->span, "a second value where one is expected");
        b->has_failed = true;
        return;
    }
    IrChannel *channel = new_channel(c, b, id, span);
    if (ast->kind == AST_RANGE || (ast->kind == AST_BINARY && ast->op == OP_PLUSMINUS)) {
        add_interval(c, b, channel, ast);
    } else if (is_panel_unit(ast)) {
        double number = ast->number / 100;
        bool is_share = ast->unit == UNIT_PERCENT;
        channel->unit = is_share ? POSITION_FRACTION : POSITION_POINTS;
        if (!is_share && !read_length(c, ast, 0, 0, &number))
            b->has_failed = true;
        channel->expr = expr_number(c->arena, number, ast->span);
    } else {
        channel->expr = position_expr(c, b, ast);
        b->has_failed |= !channel->expr;
    }
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
    const IrWords *words = id == CHANNEL_MARKER ? &IR_WORDS_MarkerShape : id == CHANNEL_DASH ? &IR_WORDS_DashPattern : NULL;
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
                Diagnostic *error = REPORT_AT(c, E0409, ast->span, "\"%.*s\" is no colour", STR_FMT(word));
                report_hint(c->report, error, "to name the layer write label: \"%.*s\"", STR_FMT(word));
                return NULL;
            }
            return read_colour(c, ast, &colour) ? expr_literal(c->arena, (Value){.type = TYPE_COLOUR, .number = colour}, ast->span) : NULL;
        }
    } else if (words && word.at && (is_string || !map_get(&b->scope->columns, word) || ir_word_find(words, word) >= 0)) {
        int found;
        if (is_ambiguous(c, b, ast, ir_word_find(words, word) >= 0))
            return NULL;
        AstExpr name = *ast;
        name.kind = AST_NAME;
        name.name = word;
        if (!read_word(c, words, &name, &found))
            return NULL;
        return expr_text(c->arena, str_from(words->words[found].word), ast->span);
    } else if (id == CHANNEL_SIZE && ast->kind == AST_NUMBER) {
        double points;
        return read_length(c, ast, 0, 500, &points) ? expr_number(c->arena, points, ast->span) : NULL;
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

static void add_look(Compiler *c, LayerBuild *b, ChannelId id, const AstExpr *run, Span span)
{
    const AstExpr *ast = resolve_binding(c, run);
    bool is_look;
    Expr *expr = constant_look(c, b, id, ast, &is_look);
    ExprPlace place = place_of(b);
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
    IrChannel *channel = new_channel(c, b, id, span);
    channel->expr = expr;
    channel->categorical = is_series || (id != CHANNEL_TEXT && is_categorical_type(expr) && !is_look);
    bool is_plain_look = id == CHANNEL_TEXT || is_series || is_look || expr->type == TYPE_COLOUR || expr_is_constant(expr);
    if (!is_plain_look && (id == CHANNEL_SIZE || id == CHANNEL_OPACITY) && is_categorical_type(expr)) {
        REPORT_AT(c, E0315, expr->span, "`%s` takes numbers, found %s", IR_WORD_TEXT(ChannelId, id), type_name(expr->type));
        b->has_failed = true;
    } else if (!is_plain_look && (id == CHANNEL_MARKER || id == CHANNEL_DASH) && !is_categorical_type(expr)) {
        Diagnostic *error = REPORT_AT(c, E0315, expr->span, "`%s` takes categories, found %s", IR_WORD_TEXT(ChannelId, id), type_name(expr->type));
        report_hint(c->report, error, "make it categorical: category(%.*s)", STR_FMT(expr_print(c->arena, expr)));
        b->has_failed = true;
    } else if (!is_plain_look) {
        channel->scale = scale_for(c, b->chart, id, expr);
        b->has_failed |= channel->scale < 0;
    }
}

/* --- rules -------------------------------------------------------------------------------------------------------- */

static bool channel_is(const IrChannel *channel, bool (*test)(const Expr *expr))
{
    return channel && ((channel->expr && test(channel->expr)) || (channel->lo && test(channel->lo)) || (channel->hi && test(channel->hi)));
}

static bool channel_is_constant(const IrChannel *channel)
{
    return (!channel->expr || expr_is_constant(channel->expr)) && (!channel->lo || expr_is_constant(channel->lo)) &&
           (!channel->hi || expr_is_constant(channel->hi));
}

static bool is_discrete(const IrChannel *channel)
{
    return channel->form == FORM_VALUE && channel->expr && (channel->expr->type == TYPE_TEXT || channel->expr->type == TYPE_BOOL);
}

/* Rule 6: the length is on the aggregated channel; else opposite the text, category or date; else opposite the interval; else y. Error bars and rules
 * lie along their interval. */
static Orientation direction(const IrLayer *layer)
{
    const IrChannel *x = ir_channel(layer, CHANNEL_X), *y = ir_channel(layer, CHANNEL_Y);
    if (!x || !y)
        return layer->mark == MARK_RULE ? (x ? VERTICAL : HORIZONTAL) : VERTICAL;
    bool is_spread = layer->mark == MARK_ERRORBAR || layer->mark == MARK_RULE;
    if (is_spread && (x->form == FORM_INTERVAL) != (y->form == FORM_INTERVAL))
        return x->form == FORM_INTERVAL ? HORIZONTAL : VERTICAL;
    bool x_aggregated = channel_is(x, expr_has_aggregate), y_aggregated = channel_is(y, expr_has_aggregate);
    if (x_aggregated != y_aggregated)
        return x_aggregated ? HORIZONTAL : VERTICAL;
    if (is_discrete(x) != is_discrete(y))
        return is_discrete(y) ? HORIZONTAL : VERTICAL;
    bool x_date = x->expr && x->expr->type == TYPE_TIME, y_date = y->expr && y->expr->type == TYPE_TIME;
    if (x_date != y_date && x->form == FORM_VALUE && y->form == FORM_VALUE)
        return y_date ? HORIZONTAL : VERTICAL;
    if ((x->form == FORM_INTERVAL) != (y->form == FORM_INTERVAL)) {
        /* an interval is itself the length, when the other side is a band; else it is a bin, and the length is opposite */
        bool is_length = layer->mark == MARK_AREA || is_discrete(x->form == FORM_INTERVAL ? y : x);
        return (x->form == FORM_INTERVAL) == is_length ? HORIZONTAL : VERTICAL;
    }
    return VERTICAL;
}

static bool is_averaged(const Expr *expr)
{
    if (expr->kind == EXPR_CALL && function_row(expr->function)->class == CLASS_AGGREGATE)
        return expr->function != FUNCTION_SUM && expr->function != FUNCTION_COUNT;
    for (size_t i = 0; i < expr->n_args; i++)
        if (is_averaged(expr->args[i]))
            return true;
    return false;
}

/* Rule 4: bars and areas stack when series share a place and the length is a column, sum or count. */
static void set_stack(IrLayer *layer)
{
    if (ir_is_set(layer, IR_FIELD_Layer_stack))
        return;
    const IrChannel *length = ir_channel(layer, layer->orientation == VERTICAL ? CHANNEL_Y : CHANNEL_X);
    bool has_series = false;
    for (size_t i = 0; i < layer->channels.n; i++)
        has_series |= layer->channels.at[i]->categorical && layer->channels.at[i]->id != CHANNEL_DODGE;
    bool can = (layer->mark == MARK_BAR || layer->mark == MARK_AREA) && length && length->form == FORM_VALUE && !channel_is(length, is_averaged);
    layer->stack = can && has_series ? STACK_ZERO : STACK_NONE;
}

/* Layers without a colour: those with a name take the palette in turn, others its first; annotations and error bars the text's colour. */
static void set_paint(Compiler *c, LayerBuild *b)
{
    IrLayer *layer = b->layer;
    if (ir_channel(layer, CHANNEL_COLOR))
        return;
    const IrTheme *theme = c->figure->theme;
    bool is_dark = b->is_annotation || layer->mark == MARK_ERRORBAR || layer->mark == MARK_TEXT || layer->mark == MARK_RULE;
    Colour colour = theme->text_color;
    if (!is_dark)
        colour = theme->palette.at[layer->label.n ? b->chart->n_painted++ % theme->palette.n : 0];
    IrChannel *channel = IR_NEW(c->arena, Channel, layer->node.span);
    channel->id = CHANNEL_COLOR;
    channel->expr = expr_literal(c->arena, (Value){.type = TYPE_COLOUR, .number = colour}, layer->node.span);
    IR_PUSH(c->arena, &layer->channels, channel);
}

static bool scope_has(const Expr *expr, const Scope *scope)
{
    if (expr->kind == EXPR_COLUMN && !map_get(&scope->columns, expr->column))
        return false;
    for (size_t i = 0; i < expr->n_args; i++)
        if (!scope_has(expr->args[i], scope))
            return false;
    return true;
}

static void set_facets(LayerBuild *b)
{
    const IrFacet *facet = b->chart->chart->facet;
    if (!facet || b->is_annotation)
        return;
    const Expr *column = facet->kind == FACET_WRAP ? facet->by : facet->column;
    b->layer->by_column = column && scope_has(column, b->scope);
    b->layer->by_row = facet->row && scope_has(facet->row, b->scope);
}

/* --- the layer ---------------------------------------------------------------------------------------------------- */

static bool check_needs(Compiler *c, LayerBuild *b, const AstStmt *stmt)
{
    IrLayer *layer = b->layer;
    const char *name = IR_WORD_TEXT(Mark, layer->mark);
    bool has_x = b->channels[CHANNEL_X], has_y = b->channels[CHANNEL_Y];
    if (stmt->is_damaged || (stmt->body && stmt->body->is_damaged))
        return has_x && has_y;
    if (needs_both(layer->mark) ? has_x && has_y : has_x || has_y) {
        if (layer->mark != MARK_TEXT || b->channels[CHANNEL_TEXT])
            return true;
        Diagnostic *error = REPORT_AT(c, E0430, stmt->name_span, "`text` has no text");
        report_hint(c->report, error, "say what it writes: text: \"{accuracy:.1f}\"");
        return false;
    }
    const char *lacking = layer->mark == MARK_RULE ? "`x` or `y`" : !has_x && !has_y ? "`x` and `y`" : has_x ? "`y`" : "`x`";
    Diagnostic *error = REPORT_AT(c, E0430, stmt->name_span, "`%s` has no %s", name, lacking);
    report_hint(c->report, error, "say which column it takes, as %s: column", has_x ? "y" : "x");
    return false;
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
    if (is_fixed && (b->layer->mark == MARK_RULE || (b->channels[CHANNEL_X] && b->channels[CHANNEL_Y])))
        return;
    for (int id = 0; id < ChannelId_COUNT_OF; id++) {
        bool is_needed = id > CHANNEL_Y || (needs_both(b->layer->mark) && !b->channels[id]);
        if (id == CHANNEL_TEXT && b->layer->mark != MARK_TEXT)
            is_needed = false;
        if (b->channels[id] || !is_needed || !b->chart->channels[id])
            continue;
        b->channels[id] = b->chart->channels[id];
        b->is_default[id] = true;
    }
}

static IrLayer *finish_layer(Compiler *c, LayerBuild *b)
{
    IrLayer *layer = b->layer;
    b->is_annotation = true;
    for (size_t i = 0; i < layer->channels.n; i++) {
        const IrChannel *channel = layer->channels.at[i];
        bool is_position = channel->id == CHANNEL_X || channel->id == CHANNEL_Y;
        b->is_annotation &= !is_position || channel_is_constant(channel);
        layer->aggregated |= channel_is(channel, expr_has_aggregate);
    }
    layer->annotation = b->is_annotation;
    layer->orientation = direction(layer);
    if (!ir_is_set(layer, IR_FIELD_Layer_curve))
        layer->curve = layer->mark == MARK_STEP ? CURVE_STEP_AFTER : CURVE_LINEAR;
    set_stack(layer);
    set_paint(c, b);
    set_facets(b);
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
    Target target = {STATEMENT_MARK, b->layer, {NULL, false, "a setting"}, b->chart};
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
}

void add_layer(Compiler *c, ChartBuild *chart, const AstStmt *stmt, Mark mark, void *layers)
{
    IrLayer *layer = IR_NEW(c->arena, Layer, stmt->name_span);
    layer->mark = mark;
    layer->x_side = SIDE_BOTTOM;
    layer->y_side = SIDE_LEFT;
    layer->legend = true;
    layer->table = chart->chart->table;
    ir_set(c->arena, layer, IR_FIELD_Layer_mark, stmt->name_span);
    LayerBuild build = {.chart = chart, .layer = layer, .scope = copy_scope(c, chart->scope)}, *b = &build;
    if (stmt->clauses && !stmt->is_damaged)
        REPORT_AT(c, E0421, stmt->clauses->span, "`%.*s` takes no operand: its columns stand in its block", STR_FMT(stmt->name));
    for (const AstStmt *inner = stmt->body ? stmt->body->stmts : NULL; inner; inner = inner->next)
        if (inner->kind == STMT_PROPERTY && str_is(inner->name, "data")) {
            /* the data first: steps and channels look at its columns */
            Str name = word_of(inner->clauses ? inner->clauses->runs->exprs : NULL);
            for (size_t i = 0; i < c->figure->tables.n; i++)
                if (name.at && str_eq(c->figure->tables.at[i]->name, name))
                    b->scope = copy_scope(c, c->scopes.at[i]);
        }
    read_body(c, b, stmt);
    take_defaults(c, b);
    if (!check_needs(c, b, stmt))
        return;
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
