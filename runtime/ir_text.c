/* ir_text: the IR as text; ir_parse reads it back. docs/ir.md describes the form. Both walk the field tables of ir.def; no field is named in either.
 */
#include "ir.h"

#include "calendar.h"
#include "num.h"
#include "quoted.h"

#include <math.h>
#include <string.h>

static void print_colour(Buf *out, Colour colour)
{
    if (colour == COLOUR_NONE)
        buf_adds(out, "none");
    else
        buf_printf(out, "#%08x", (unsigned)colour);
}

static void print_literal(Buf *out, Value value)
{
    if (value.is_missing) {
        buf_printf(out, "(missing %s)", type_name(value.type));
        return;
    }
    switch (value.type) {
    case TYPE_NUMBER:
        num_add(out, value.number);
        break;
    case TYPE_TEXT:
        quoted_print(out, value.text);
        break;
    case TYPE_BOOL:
        buf_adds(out, value.number != 0 ? "true" : "false");
        break;
    case TYPE_TIME:
        buf_add(out, calendar_str(out->arena, value.number));
        break;
    case TYPE_COLOUR:
        buf_printf(out, "#%08x", (unsigned)value.number);
        break;
    case TYPE_DURATION:
        buf_printf(out, "(duration %d ", value.months);
        num_add(out, value.number);
        buf_addc(out, ')');
        break;
    }
}

static void print_expr(Buf *out, const Expr *expr)
{
    if (!expr) {
        buf_adds(out, "none");
        return;
    }
    switch (expr->kind) {
    case EXPR_LITERAL:
        print_literal(out, expr->value);
        break;
    case EXPR_COLUMN:
        buf_addc(out, '%');
        quoted_print(out, expr->column);
        buf_printf(out, ":%s", type_name(expr->type));
        break;
    case EXPR_CALL:
        buf_printf(out, "(%s", function_row(expr->function)->name);
        for (size_t i = 0; i < expr->n_args; i++) {
            buf_addc(out, ' ');
            print_expr(out, expr->args[i]);
        }
        buf_addc(out, ')');
        break;
    }
}

static void print_node(Buf *out, const IrNode *node, int depth, bool sparse);

/* A field that is one line: all but nodes. */
static void print_value(Buf *out, const IrField *field, const void *at)
{
    switch (field->kind) {
    case IR_FLAG:
        buf_adds(out, *(const bool *)at ? "yes" : "no");
        return;
    case IR_COUNT:
        buf_printf(out, "%d", *(const int *)at);
        return;
    case IR_REF:
        if (*(const int *)at < 0)
            buf_adds(out, "none");
        else
            buf_printf(out, "@%d", *(const int *)at);
        return;
    case IR_NUMBER:
        if (isnan(*(const double *)at))
            buf_adds(out, "auto");
        else
            num_add(out, *(const double *)at);
        return;
    case IR_TEXT:
        quoted_print(out, *(const Str *)at);
        return;
    case IR_WORD: {
        int word;
        memcpy(&word, at, sizeof word);
        quoted_print(out, str_from(field->words->words[word].word));
        return;
    }
    case IR_COLOUR:
        print_colour(out, *(const Colour *)at);
        return;
    case IR_EXPR:
        print_expr(out, *(Expr *const *)at);
        return;
    default:
        break;
    }
    buf_addc(out, '[');
    if (field->kind == IR_EXPRS) {
        const IrExprs *list = at;
        for (size_t i = 0; i < list->n; i++) {
            buf_adds(out, i ? " " : "");
            print_expr(out, list->at[i]);
        }
    } else if (field->kind == IR_TEXTS) {
        const IrTexts *list = at;
        for (size_t i = 0; i < list->n; i++) {
            buf_adds(out, i ? " " : "");
            if (list->at[i].at)
                quoted_print(out, list->at[i]);
            else
                buf_addc(out, '-');
        }
    } else if (field->kind == IR_NUMBERS) {
        const IrNumbers *list = at;
        for (size_t i = 0; i < list->n; i++) {
            buf_adds(out, i ? " " : "");
            num_add(out, list->at[i]);
        }
    } else if (field->kind == IR_COLOURS) {
        const IrColours *list = at;
        for (size_t i = 0; i < list->n; i++) {
            buf_adds(out, i ? " " : "");
            buf_printf(out, "#%08x", (unsigned)list->at[i]);
        }
    } else {
        const IrKeyed *list = at;
        for (size_t i = 0; i < list->n; i++) {
            buf_adds(out, i ? " (" : "(");
            print_expr(out, list->keys[i]);
            buf_addc(out, ' ');
            print_expr(out, list->values[i]);
            buf_addc(out, ')');
        }
    }
    buf_addc(out, ']');
}

static void indent(Buf *out, int depth)
{
    for (int i = 0; i < depth; i++)
        buf_adds(out, "  ");
}

static void print_field(Buf *out, const IrNode *node, int i, int depth)
{
    const IrField *field = &node->type->fields[i];
    const void *at = (const char *)node + field->offset;
    const char *mark = ir_is_set(node, i) ? "" : "~";
    if (field->kind == IR_NODE) {
        IrNode *child;
        memcpy(&child, at, sizeof child);
        if (!child)
            return;
        indent(out, depth);
        buf_printf(out, "%s%s", mark, field->name);
        print_node(out, child, depth, ir_is_sparse(node->type, child->type));
    } else if (field->kind == IR_NODES) {
        IrNodes list;
        memcpy(&list, at, sizeof list);
        for (size_t k = 0; k < list.n; k++) {
            indent(out, depth);
            buf_printf(out, "%s%s @%zu", mark, field->of->name, k);
            print_node(out, list.at[k], depth, ir_is_sparse(node->type, field->of));
        }
    } else {
        indent(out, depth);
        buf_printf(out, "%s%s ", mark, field->name);
        print_value(out, field, at);
        buf_addc(out, '\n');
    }
}

static void print_node(Buf *out, const IrNode *node, int depth, bool sparse)
{
    buf_adds(out, " {\n");
    for (int i = 0; i < node->type->n_fields; i++)
        if (!sparse || ir_is_set(node, i))
            print_field(out, node, i, depth + 1);
    indent(out, depth);
    buf_adds(out, "}\n");
}

Str ir_print(Arena *arena, const IrFigure *figure)
{
    Buf out = {.arena = arena};
    buf_printf(&out, "chart-ir %d\nfigure", IR_VERSION);
    print_node(&out, &figure->node, 0, false);
    return buf_str(&out);
}
