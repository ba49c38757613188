/* special: the properties whose value has a form of its own: domains, ticks, palettes, orders ... */
#include "../runtime/colour.h"
#include "../runtime/suggest.h"
#include "compiler.h"
#include "palette.h"

#include <math.h>
#include <string.h>

static const ExprPlace NOWHERE = {NULL, AGGREGATES_NO, "a setting", false};

/* --- palettes ----------------------------------------------------------------------------------------------------- */

static void report_palette(Compiler *c, const AstExpr *ast)
{
    const Str *names;
    size_t n = palette_names(c->arena, &names);
    Diagnostic *error = REPORT_AT(c, E0414, ast->span, "there is no palette `%.*s`", STR_FMT(ast->name));
    Str near = suggest_name(ast->name, names, n);
    if (!report_near(c->report, error, ast->span, near))
        report_hint(c->report, error, "palettes are %.*s", STR_FMT(suggest_list(c->arena, names, n, n)));
}

/* The black of a palette, which a dark page would swallow, gives way to the colour of the text. */
static void show_on_page(const Compiler *c, IrColours *colours)
{
    const IrTheme *theme = c->figure->theme;
    for (size_t i = 0; i < colours->n && colour_is_dark(theme->background); i++)
        if (colours->at[i] == 0x000000FF)
            colours->at[i] = theme->text_color;
}

/* The palette of that name, for categories or for numbers. `scale` is NULL for the theme. */
static bool take_palette(Compiler *c, IrScale *scale, const AstExpr *ast, IrColours *out)
{
    const PaletteRow *row = palette_find(ast->name);
    bool is_continuous = scale && scale->type != SCALE_CATEGORICAL;
    if (!row) {
        report_palette(c, ast);
        return false;
    }
    if (is_continuous ? row->kind == PALETTE_CATEGORICAL : !scale && row->kind != PALETTE_CATEGORICAL) {
        Diagnostic *error = REPORT_AT(c, E0419, ast->span, "`%s` is a %s palette; %s", row->name, palette_kind_word(row->kind),
                                      scale ? "the scale's values are numbers" : "a theme's is for categories");
        report_hint(c->report, error,
                    scale ? "take a sequential or a diverging one, as viridis or rdbu; or make the channel categorical: category(...)"
                          : "write it for a scale: scale color { palette: %s }",
                    row->name);
        return false;
    }
    *out = palette_colours(c->arena, row);
    if (row->kind == PALETTE_CATEGORICAL)
        show_on_page(c, out);
    if (scale) {
        scale->spread = !is_continuous && row->kind != PALETTE_CATEGORICAL;
        scale->diverging = is_continuous && row->kind == PALETTE_DIVERGING;
    }
    return true;
}

/* A palette by name, or a list of colours. */
static bool read_colours(Compiler *c, IrScale *scale, const AstExpr *ast, IrColours *out)
{
    ast = resolve_binding(c, ast);
    if (ast->kind == AST_NAME)
        return take_palette(c, scale, ast, out);
    if (ast->kind != AST_LIST) {
        report_expected(c, ast, "the name of a palette, or a list of colours");
        return false;
    }
    if (!check_unkeyed(c, ast))
        return false;
    VEC(Colour) list = {0};
    for (const AstEntry *entry = ast->entries; entry; entry = entry->next) {
        Colour colour;
        if (!read_colour(c, entry->value, &colour))
            return false;
        VEC_PUSH(c->arena, &list, colour);
    }
    if (list.n == 0) {
        REPORT_AT(c, E0414, ast->span, "an empty palette");
        return false;
    }
    *out = (IrColours){list.at, list.n};
    if (scale)
        scale->spread = scale->diverging = false;
    return true;
}

bool read_palette(Compiler *c, const AstExpr *ast, IrColours *out)
{
    return read_colours(c, NULL, ast, out);
}

/* The key of an assignment: a bare word is a value. */
static Expr *assigned_key(Compiler *c, const AstExpr *key)
{
    ExprPlace place = NOWHERE;
    place.takes_values = true;
    return key->kind == AST_NAME ? expr_text(c->arena, key->name, key->span) : check_expr(c, &place, key);
}

/* scale: a palette, a list of shapes, or value by value. */
static bool read_scale_palette(Compiler *c, IrScale *scale, const AstExpr *run)
{
    const AstExpr *ast = resolve_binding(c, run);
    bool is_keyed = ast->kind == AST_LIST && ast->entries && ast->entries->key;
    const IrWords *words = ir_shape_words(scale->channel);
    if (!is_keyed && !words)
        return read_colours(c, scale, ast, &scale->palette);
    if (ast->kind != AST_LIST) {
        report_expected(c, ast, "a list, as [circle, square]");
        return false;
    }
    VEC(Str) shapes = {0};
    VEC(Expr *) keys = {0}, values = {0};
    for (const AstEntry *entry = ast->entries; entry; entry = entry->next) {
        int word = 0;
        Colour colour = 0;
        if (words ? !read_word(c, words, entry->value, &word) : !read_colour(c, entry->value, &colour))
            return false;
        Str shape = words ? str_from(words->words[word].word) : STR("");
        if (!is_keyed) {
            VEC_PUSH(c->arena, &shapes, shape);
            continue;
        }
        if (!entry->key) {
            REPORT_AT(c, E0412, entry->value->span, "expected `value: look`, as its neighbours");
            return false;
        }
        Expr *key = assigned_key(c, entry->key);
        if (!key)
            return false;
        VEC_PUSH(c->arena, &keys, key);
        VEC_PUSH(c->arena, &values,
                 words ? expr_text(c->arena, shape, entry->value->span)
                       : expr_literal(c->arena, (Value){.type = TYPE_COLOUR, .number = colour}, entry->value->span));
    }
    if (is_keyed)
        scale->assign = (IrKeyed){keys.at, values.at, keys.n};
    else
        scale->shapes = (IrTexts){shapes.at, shapes.n};
    return true;
}

/* --- axes --------------------------------------------------------------------------------------------------------- */

/* An end of a domain: a number or a date. */
static bool read_end(Compiler *c, const AstExpr *ast, Expr **out)
{
    *out = ast ? check_expr(c, &NOWHERE, ast) : NULL;
    if (ast && !*out)
        return false;
    if (*out && (*out)->type != TYPE_NUMBER && (*out)->type != TYPE_TIME) {
        REPORT_AT(c, E0315, (*out)->span, "expected a number or a date, found %s", type_name((*out)->type));
        return false;
    }
    if (*out)
        *out = expr_literal(c->arena, expr_value(c->arena, *out), (*out)->span);
    return true;
}

static bool read_domain(Compiler *c, const AstExpr *run, Expr **out_lo, Expr **out_hi)
{
    Expr *ends[2] = {NULL, NULL}, **lo = &ends[0], **hi = &ends[1];
    const AstExpr *ast = resolve_binding(c, run);
    if (ast->kind == AST_LIST) {
        Diagnostic *error = REPORT_AT(c, E0415, ast->span, "a domain is a range, not a list");
        const AstEntry *a = ast->entries, *b = a ? a->next : NULL;
        if (b && !b->next)
            report_fix(c->report, error, ast->span,
                       str_printf(c->arena, "%.*s..%.*s", STR_FMT(ast_print_expr(c->arena, a->value)), STR_FMT(ast_print_expr(c->arena, b->value))),
                       "write it with two points");
        return false;
    }
    if (ast->kind != AST_RANGE) {
        report_range(c, ast, "a range, as 0..1, 20.. or ..100");
        return false;
    }
    if (!read_end(c, ast->a, lo) || !read_end(c, ast->b, hi))
        return false;
    if (*lo && *hi && (*lo)->type != (*hi)->type) {
        REPORT_AT(c, E0315, ast->span, "the ends of a domain are of one type, not %s and %s", type_name((*lo)->type), type_name((*hi)->type));
        return false;
    }
    if (*lo && *hi && !((*lo)->value.number < (*hi)->value.number)) {
        Diagnostic *error = REPORT_AT(c, E0416, ast->span, "the lower end of the domain is not below the upper one");
        report_hint(c->report, error, "write `reverse: true` for an axis that runs the other way");
        return false;
    }
    *out_lo = ends[0];
    *out_hi = ends[1];
    return true;
}

static bool read_ticks(Compiler *c, IrAxis *axis, const AstExpr *run)
{
    const AstExpr *ast = resolve_binding(c, run);
    Str word = word_of(ast);
    if (str_is(word, "auto") || str_is(word, "none")) {
        axis->ticks = str_is(word, "none") ? TICKS_NONE : TICKS_AUTO;
        return true;
    }
    if (ast->kind == AST_LIST) {
        axis->ticks = TICKS_VALUES;
        return read_values(c, ast, &axis->tick_values);
    }
    bool is_step = ast->kind == AST_NAME && str_is(ast->name, "step") && ast->next;
    const AstExpr *number = is_step ? ast->next : ast;
    bool is_number = number->kind == AST_NUMBER && (number->unit == UNIT_NONE || (number->unit >= UNIT_YEAR && number->unit <= UNIT_MS));
    if (!is_number) {
        report_expected(c, is_step ? number : ast,
                        is_step ? "a number or a duration behind `step`" : "a count, `step` and a number, a list of values, or none");
        return false;
    }
    Expr *value = check_expr(c, &NOWHERE, number);
    if (!value)
        return false;
    bool is_duration = value->type == TYPE_DURATION;
    double count = value->value.number;
    if (!is_step && !is_duration && count != floor(count)) {
        Diagnostic *error = REPORT_AT(c, E0407, number->span, "a number of ticks is whole");
        report_hint(c->report, error, "write `step %.*s` for a tick every so much", STR_FMT(ast_print_expr(c->arena, number)));
        return false;
    }
    if (!is_duration && !(count > 0)) {
        REPORT_AT(c, E0407, number->span, "expected a number above zero");
        return false;
    }
    if (is_step || is_duration) {
        axis->ticks = TICKS_STEP;
        axis->tick_step = value;
    } else {
        axis->ticks = TICKS_COUNT;
        axis->tick_count = (int)fmin(value->value.number, 1000);
    }
    return true;
}

/* One of the words, but for `form`, which stands for a form of its own; `expected` tells of both. */
static bool read_word_or(Compiler *c, const IrWords *words, int form, const AstExpr *run, const char *expected, int *out)
{
    const AstExpr *ast = resolve_binding(c, run);
    Str word = word_of(ast), names[8];
    size_t n = 0;
    for (int i = 0; i < words->n; i++)
        if (i != form)
            names[n++] = str_from(words->words[i].word);
    *out = word.at ? ir_word_find(words, word) : -1;
    if (*out >= 0 && *out != form)
        return true;
    Diagnostic *error = report_expected(c, ast, expected);
    if (error)
        report_near(c->report, error, ast->span, suggest_name(word, names, n));
    return false;
}

/* `A with B`. Before a minus `with` is read as its left operand: a name there could not have been meant as a number. */
static bool read_align(Compiler *c, IrAxis *axis, const AstStmt *stmt, const AstExpr *run)
{
    if (!run->next) {
        int word;
        if (!read_word_or(c, &IR_WORDS_Align, ALIGN_VALUES, run, "`ticks`, `zero`, `none`, or `A with B`: a value of this side with one of the other",
                          &word))
            return false;
        axis->align = (Align)word;
        return true;
    }
    AstExpr first = *run, second = *run->next;
    first.next = NULL;
    bool is_negative = second.kind == AST_BINARY && second.op == OP_SUB && str_is(word_of(second.a), "with");
    if (is_negative)
        second = (AstExpr){.kind = AST_UNARY, .op = OP_NEG, .op_span = second.op_span, .span = second.b->span, .a = second.b};
    else if (second.kind == AST_NAME && str_is(second.name, "with") && second.next && !second.next->next)
        second = *second.next;
    else {
        report_expected(c, run->next, "`with` and a value of the other side");
        return false;
    }
    if (!read_end(c, resolve_binding(c, &first), &axis->align_value) || !read_end(c, resolve_binding(c, &second), &axis->align_with))
        return false;
    axis->align = ALIGN_VALUES;
    ir_set(c->arena, axis, IR_FIELD_Axis_align_value, stmt->span);
    ir_set(c->arena, axis, IR_FIELD_Axis_align_with, stmt->span);
    return true;
}

/* `28mm x 22mm` */
static bool read_size(Compiler *c, const PropertyRow *row, IrFigure *figure, const AstStmt *stmt, const AstExpr *run)
{
    const AstExpr *by = run->next, *height = by ? by->next : NULL;
    if (!height || height->next || by->kind != AST_NAME || !str_is(by->name, "x")) {
        report_expected(c, run, "a width and a height, as 28mm x 22mm");
        return false;
    }
    AstExpr width = *run;
    width.next = NULL;
    if (!read_length(c, &width, row->low, row->high, &figure->panel_width) || !read_length(c, height, row->low, row->high, &figure->panel_height))
        return false;
    ir_set(c->arena, figure, IR_FIELD_Figure_panel_height, stmt->span);
    return true;
}

static bool read_labels(Compiler *c, const Target *target, const AstStmt *stmt, const AstExpr *run)
{
    IrAxis *axis = target->node;
    if (str_is(word_of(run), "none")) {
        axis->tick_labels = false;
        ir_set(c->arena, axis, IR_FIELD_Axis_tick_labels, stmt->span);
        return false; /* `labels` itself stays as it is */
    }
    const AstExpr *ast = resolve_binding(c, run);
    VEC(Expr *) keys = {0}, values = {0};
    for (const AstEntry *entry = ast->kind == AST_LIST ? ast->entries : NULL; entry; entry = entry->next) {
        Expr *key = entry->key ? assigned_key(c, entry->key) : NULL, *text = entry->key ? check_text(c, &NOWHERE, entry->value) : NULL;
        if (!key || !text) {
            if (!entry->key)
                REPORT_AT(c, E0412, entry->value->span, "a label without the value that it stands for: expected `value: \"text\"`");
            return false;
        }
        VEC_PUSH(c->arena, &keys, key);
        VEC_PUSH(c->arena, &values, text);
    }
    if (ast->kind != AST_LIST) {
        report_expected(c, ast, "none, or a list of values and their texts, as [a: \"A\"]");
        return false;
    }
    axis->labels = (IrKeyed){keys.at, values.at, keys.n};
    return true;
}

/* In brackets values, else an expression over the rows of each category. */
static bool read_axis_order(Compiler *c, const Target *target, const AstStmt *stmt, const AstExpr *run)
{
    IrAxis *axis = target->node;
    const AstExpr *ast = resolve_binding(c, run);
    if (ast->kind == AST_LIST)
        return read_values(c, ast, &axis->order);
    const ChartBuild *build = target->extra;
    AstExpr first = *ast;
    first.next = NULL;
    Str direction = ast->next ? word_of(ast->next) : STR_NONE;
    if (ast->next && !str_is(direction, "descending") && !str_is(direction, "ascending")) {
        report_expected(c, ast->next, "`ascending` or `descending`");
        return false;
    }
    ExprPlace place = {build->scope, AGGREGATES_YES, "an order", true};
    axis->order_by = check_expr(c, &place, &first);
    axis->descending = str_is(direction, "descending");
    if (!axis->order_by)
        return false;
    if (!expr_has_aggregate(axis->order_by)) {
        /* one row a category is the rule; of several the first counts: say so in the IR */
        axis->order_by = expr_call(c->arena, axis->order_by->type == TYPE_NUMBER ? FUNCTION_MEAN : FUNCTION_MIN, &axis->order_by, 1,
                                   axis->order_by->span);
    }
    ir_set(c->arena, axis, IR_FIELD_Axis_order_by, stmt->span);
    ir_set(c->arena, axis, IR_FIELD_Axis_descending, stmt->span);
    return false;
}

/* --- layers ------------------------------------------------------------------------------------------------------- */

static bool read_sides(Compiler *c, IrLayer *layer, const AstStmt *stmt, const AstExpr *run)
{
    for (const AstExpr *word = run; word; word = word->next) {
        Side side;
        if (!read_side(c, word, &side))
            return false;
        bool is_x = side_is_x(side);
        if (is_x)
            layer->x_side = side;
        else
            layer->y_side = side;
        ir_set(c->arena, layer, is_x ? IR_FIELD_Layer_x_side : IR_FIELD_Layer_y_side, stmt->span);
    }
    return false; /* each side has been set by itself */
}

static bool read_baseline(Compiler *c, IrLayer *layer, const AstExpr *run)
{
    const AstExpr *ast = resolve_binding(c, run);
    if (ast->kind == AST_NAME) {
        int word;
        if (!read_word_or(c, &IR_WORDS_Baseline, BASELINE_VALUE, ast, "`zero`, `axis` or a value", &word))
            return false;
        layer->baseline = (Baseline)word;
        return true;
    }
    if (!read_end(c, ast, &layer->baseline_value))
        return false;
    layer->baseline = BASELINE_VALUE;
    ir_set(c->arena, layer, IR_FIELD_Layer_baseline_value, ast->span);
    return true;
}

static bool read_width(Compiler *c, IrLayer *layer, const AstExpr *run)
{
    const AstExpr *ast = resolve_binding(c, run);
    if (ast->kind == AST_NUMBER && ast->unit == UNIT_PERCENT) {
        if (layer->mark != MARK_BAR && layer->mark != MARK_RECT && layer->mark != MARK_ERRORBAR && layer->mark != MARK_BOX &&
            layer->mark != MARK_VIOLIN) {
            REPORT_AT(c, E0401, ast->span, "expected a length, as 1.2pt: a %s stands in no band whose share it could take",
                      IR_WORD_TEXT(Mark, layer->mark));
            return false;
        }
        if (!(ast->number > 0 && ast->number <= 100)) {
            REPORT_AT(c, E0407, ast->span, "expected a share in 0%%..100%%");
            return false;
        }
        layer->width = ast->number / 100;
        layer->width_unit = WIDTH_FRACTION;
    } else {
        if (!read_length(c, ast, 0, 1000, &layer->width))
            return false;
        layer->width_unit = WIDTH_POINTS;
    }
    ir_set(c->arena, layer, IR_FIELD_Layer_width_unit, ast->span);
    return true;
}

/* A number, or how it is found. */
static bool read_bandwidth(Compiler *c, const Target *target, const PropertyRow *row, const AstExpr *run)
{
    IrLayer *layer = target->node;
    int rule;
    if (resolve_binding(c, run)->kind != AST_NAME) {
        PropertyRow number = *row;
        number.kind = KIND_number;
        return read_plain(c, target, &number, run, &layer->bandwidth);
    }
    if (!read_word(c, &IR_WORDS_BandwidthRule, run, &rule))
        return false;
    layer->bandwidth_rule = (BandwidthRule)rule;
    ir_set(c->arena, layer, IR_FIELD_Layer_bandwidth_rule, run->span);
    return true;
}

static bool read_raster(Compiler *c, const PropertyRow *row, IrLayer *layer, const AstExpr *run)
{
    const AstExpr *ast = resolve_binding(c, run);
    int word = ast->kind == AST_NAME ? ir_word_find(&IR_WORDS_Raster, ast->name) : -1;
    if (word >= 0) {
        layer->raster = (Raster)word;
        return true;
    }
    if (ast->kind != AST_NUMBER || ast->unit != UNIT_DPI) {
        report_expected(c, ast, "auto, never, or pixels per inch as 300dpi");
        return false;
    }
    if (!(ast->number >= row->low && ast->number <= row->high)) {
        REPORT_AT(c, E0407, ast->span, "expected %ddpi to %ddpi", (int)row->low, (int)row->high);
        return false;
    }
    layer->raster = RASTER_ALWAYS;
    layer->raster_dpi = ast->number;
    ir_set(c->arena, layer, IR_FIELD_Layer_raster_dpi, ast->span);
    return true;
}

static bool read_outline(Compiler *c, IrLayer *layer, const AstExpr *run)
{
    if (!run->next)
        return read_colour(c, run, &layer->outline);
    AstExpr colour = *run;
    colour.next = NULL;
    if (!read_colour(c, &colour, &layer->outline) || !read_length(c, run->next, 0, 50, &layer->outline_width))
        return false;
    ir_set(c->arena, layer, IR_FIELD_Layer_outline_width, run->next->span);
    return true;
}

static bool read_range(Compiler *c, IrScale *scale, const AstExpr *run)
{
    if (scale->channel != CHANNEL_SIZE && scale->channel != CHANNEL_OPACITY)
        return true; /* no such setting: finish_scales tells */
    const AstExpr *ast = resolve_binding(c, run);
    if (ast->kind != AST_RANGE || !ast->a || !ast->b) {
        report_range(c, ast, "a range with both ends, as 2pt..9pt or 0.2..1");
        return false;
    }
    if (scale->channel == CHANNEL_SIZE) {
        if (!read_length(c, ast->a, 0, 200, &scale->range_lo) || !read_length(c, ast->b, 0, 200, &scale->range_hi))
            return false;
    } else {
        Expr *low, *high;
        if (!read_end(c, ast->a, &low) || !read_end(c, ast->b, &high))
            return false;
        scale->range_lo = low->value.number;
        scale->range_hi = high->value.number;
        if (!(scale->range_lo >= 0 && scale->range_lo <= 1 && scale->range_hi >= 0 && scale->range_hi <= 1)) {
            REPORT_AT(c, E0407, ast->span, "expected a range in 0..1");
            return false;
        }
    }
    ir_set(c->arena, scale, IR_FIELD_Scale_range_hi, ast->span);
    return true;
}

/* --- facets ------------------------------------------------------------------------------------------------------- */

/* Which part of a grid a facet statement is about is told by the target's extra: -1 wrap, 0 row, 1 column. */
static bool read_facet(Compiler *c, const Target *target, const PropertyRow *row, const AstExpr *run)
{
    IrFacet *facet = target->node;
    const int part = *(const int *)target->extra;
    if (row->kind == KIND_facet_order)
        return read_values(c, run, part < 0 ? &facet->order : part == 0 ? &facet->row_order : &facet->column_order);
    Expr **title = part < 0 ? &facet->title : part == 0 ? &facet->row_title : &facet->column_title;
    if (str_is(word_of(run), "none")) {
        *title = NULL;
        return true;
    }
    return (*title = check_text(c, &target->place, run)) != NULL;
}

bool read_special(Compiler *c, const Target *target, const PropertyRow *row, const AstStmt *stmt, const AstExpr *run)
{
    switch (row->kind) {
    case KIND_domain: {
        IrAxis *axis = target->node;
        if (!read_domain(c, run, &axis->lo, &axis->hi))
            return false;
        ir_set(c->arena, axis, IR_FIELD_Axis_hi, stmt->span);
        return true;
    }
    case KIND_ticks:
        if (!read_ticks(c, target->node, run))
            return false;
        ir_set(c->arena, target->node, IR_FIELD_Axis_tick_count, stmt->span);
        ir_set(c->arena, target->node, IR_FIELD_Axis_tick_step, stmt->span);
        ir_set(c->arena, target->node, IR_FIELD_Axis_tick_values, stmt->span);
        return true;
    case KIND_labels:
        return read_labels(c, target, stmt, run);
    case KIND_axis_order:
        return read_axis_order(c, target, stmt, run);
    case KIND_facet_title:
    case KIND_facet_order:
        return read_facet(c, target, row, run);
    case KIND_scale_palette:
        if (!read_scale_palette(c, target->node, run))
            return false;
        ir_set(c->arena, target->node, IR_FIELD_Scale_assign, stmt->span);
        ir_set(c->arena, target->node, IR_FIELD_Scale_shapes, stmt->span);
        return true;
    case KIND_scale_domain: {
        IrScale *scale = target->node;
        if (!read_domain(c, run, &scale->lo, &scale->hi))
            return false;
        ir_set(c->arena, scale, IR_FIELD_Scale_hi, stmt->span);
        return true;
    }
    case KIND_scale_middle: {
        IrScale *scale = target->node;
        return read_end(c, run, &scale->mid);
    }
    case KIND_range:
        return read_range(c, target->node, run);
    case KIND_sides:
        return read_sides(c, target->node, stmt, run);
    case KIND_data_name: {
        IrLayer *layer = target->node;
        Str name = word_of(run);
        if (!name.at) {
            report_expected(c, run, "the name of a data set");
            return false;
        }
        layer->table = find_data(c, name, run->span);
        return layer->table >= 0;
    }
    case KIND_baseline:
        return read_baseline(c, target->node, run);
    case KIND_width:
        return read_width(c, target->node, run);
    case KIND_bandwidth:
        return read_bandwidth(c, target, row, run);
    case KIND_raster:
        return read_raster(c, row, target->node, run);
    case KIND_outline:
        return read_outline(c, target->node, run);
    case KIND_align:
        return read_align(c, target->node, stmt, run);
    case KIND_size:
        return read_size(c, row, target->node, stmt, run);
    case KIND_column_types:
    case KIND_separator:
    case KIND_encoding:
        return read_source_setting(c, row, target->node, run);
    default: /* facet share: read by the facet statement itself */
        return false;
    }
}
