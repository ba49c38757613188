/* fonts: see fonts.h. What lacks a glyph is found in the scene, which holds every text that is drawn, whatever way it came; where it was written is
 * then looked for. */
#include "fonts.h"

#include "../runtime/font_data.h"
#include "../runtime/suggest.h"

#include <string.h>

enum { MOST_TEXTS = 8 }; /* told of: the rest has the same cause */

/* --- typefaces ---------------------------------------------------------------------------------------------------- */

/* The first place of a piece in a span's text; the whole span when it is not there. */
static Span narrow(const Sources *sources, Span span, Str piece)
{
    Str text = source_text(sources, span);
    for (size_t i = 0; piece.n && i + piece.n <= text.n; i++)
        if (memcmp(text.at + i, piece.at, piece.n) == 0)
            return (Span){span.source, span.start + i, span.start + i + piece.n};
    return span;
}

static void report_typeface(Arena *arena, Report *report, TextEngine *text, Str family, Span span)
{
    span = narrow(report->sources, span, family);
    Diagnostic *error = report_add(report, REPORT_E0440, span,
                                   text_is_closed(text) ? "there is no typeface `%.*s`: in a sandbox there are only the shipped ones"
                                                        : "there is no typeface `%.*s`, shipped or on this system",
                                   STR_FMT(family));
    const Str *names;
    size_t n = text_families(text, arena, &names);
    Str near = suggest_name(family, names, n);
    Str words[FONT_COUNT];
    size_t n_words = 0;
    for (int id = 0; id < FONT_COUNT; id++)
        if (*font_family((FontId)id)->word)
            words[n_words++] = str_from(font_family((FontId)id)->word);
    if (near.at && str_eq(source_text(report->sources, span), family))
        report_near(report, error, span, near);
    report_hint(report, error, "write %.*s, which ship with chartc, or a name that `fc-list : family` gives",
                STR_FMT(suggest_list(arena, words, n_words, n_words)));
}

void check_typeface(Arena *arena, Report *report, TextEngine *text, const IrFigure *figure)
{
    Str family = figure->theme->font;
    bool is_name = family.n > 0;
    for (size_t i = 0; i < family.n; i++)
        is_name &= (unsigned char)family.at[i] >= ' ';
    if (!is_name || (!font_find(family) && !text_has_family(text, family)))
        report_typeface(arena, report, text, family, ir_span(figure->theme, IR_FIELD_Theme_font));
}

/* --- where a text was written ------------------------------------------------------------------------------------- */

typedef struct Search {
    const Sources *sources;
    Str drawn; /* the line as it is drawn: a piece of what was written, or made from it */
    Str sign;  /* the character, UTF-8 */
    Span found;
} Search;

static void look_in_expr(Search *search, const Expr *expr)
{
    bool is_text = expr && expr->kind == EXPR_LITERAL && expr->type == TYPE_TEXT && !expr->value.is_missing;
    if (is_text && str_contains(expr->value.text, search->sign) &&
        (str_contains(search->drawn, expr->value.text) || str_contains(expr->value.text, search->drawn)))
        search->found = expr->span;
    for (size_t i = 0; expr && i < expr->n_args && !search->found.source; i++)
        look_in_expr(search, expr->args[i]);
}

static void look_in_exprs(Search *search, Expr *const *list, size_t n)
{
    for (size_t i = 0; i < n && !search->found.source; i++)
        look_in_expr(search, list[i]);
}

static void look_in_node(Search *search, const IrNode *node)
{
    for (int i = 0; node && i < node->type->n_fields && !search->found.source; i++) {
        const IrField *field = &node->type->fields[i];
        const void *at = (const char *)node + field->offset;
        if (field->kind == IR_TEXT && str_contains(*(const Str *)at, search->sign) && str_contains(*(const Str *)at, search->drawn) &&
            ir_is_set(node, i))
            search->found = ir_span(node, i);
        else if (field->kind == IR_EXPR)
            look_in_expr(search, *(Expr *const *)at);
        else if (field->kind == IR_EXPRS)
            look_in_exprs(search, ((const IrExprs *)at)->at, ((const IrExprs *)at)->n);
        else if (field->kind == IR_KEYED)
            look_in_exprs(search, ((const IrKeyed *)at)->values, ((const IrKeyed *)at)->n);
        else if (field->kind == IR_NODE)
            look_in_node(search, *(IrNode *const *)at);
        for (size_t k = 0; field->kind == IR_NODES && k < ((const IrNodes *)at)->n; k++)
            look_in_node(search, ((const IrNodes *)at)->at[k]);
    }
}

/* In the spec's own texts, else in any file: a cell of the data. */
static Span find_written(Report *report, const IrFigure *figure, Str drawn, Str sign)
{
    Search search = {.sources = report->sources, .drawn = drawn, .sign = sign};
    if (figure)
        look_in_node(&search, &figure->node);
    for (size_t i = report->sources->list.n; i-- > 0 && !search.found.source;) {
        const Source *source = report->sources->list.at[i];
        Span all = {source->id, 0, source->text.n}, found = narrow(report->sources, all, drawn);
        search.found = found.end == all.end && found.start == 0 ? SPAN_NONE : found;
    }
    return search.found.source ? narrow(report->sources, search.found, sign) : SPAN_NONE;
}

/* --- characters --------------------------------------------------------------------------------------------------- */

static const char *advice(uint32_t code)
{
    static const struct {
        uint32_t first, last;
        const char *hint;
    } RANGES[] = {
        {0x2E80, 0x9FFF, "install a font that has it, as Debian's fonts-noto-cjk"},
        {0xAC00, 0xD7FF, "install a font that has it, as Debian's fonts-noto-cjk"},
        {0xE000, 0xF8FF, "it is in an area for private use: name the font that it is from, as theme { font: \"...\" }"},
        {0xF900, 0xFAFF, "install a font that has it, as Debian's fonts-noto-cjk"},
        {0xFF00, 0xFFEF, "install a font that has it, as Debian's fonts-noto-cjk"},
        {0x1F000, 0x1FAFF, "install a font that has its outline, as Debian's fonts-symbola: coloured pictures cannot stand in a PDF"},
        {0x20000, 0x3FFFF, "install a font that has it, as Debian's fonts-noto-cjk"},
        {0xF0000, 0x10FFFF, "it is in an area for private use: name the font that it is from, as theme { font: \"...\" }"},
    };
    for (size_t i = 0; i < sizeof RANGES / sizeof *RANGES; i++)
        if (code >= RANGES[i].first && code <= RANGES[i].last)
            return RANGES[i].hint;
    return "install a font that has it, as one of Debian's fonts-noto-core";
}

static void report_sign(Report *report, const IrFigure *figure, Str drawn, uint32_t code, Span nowhere)
{
    char sign[4];
    Str letters = str_slice(sign, utf8_put(sign, code));
    Span span = find_written(report, figure, drawn, letters);
    Diagnostic *error = report_add(report, REPORT_E0441, span.source ? span : nowhere, "no font at hand has `%.*s` (U+%04X) of the text `%.*s`",
                                   STR_FMT(letters), (unsigned)code, STR_FMT(drawn));
    report_hint(report, error, "%s", advice(code));
}

void check_glyphs(Arena *arena, Report *report, TextEngine *text, const IrFigure *figure, const Scene *scene, const Source *source)
{
    if (figure && !text_lacks_glyphs(text))
        return;
    Map seen = {.arena = arena}, families = {.arena = arena};
    Span nowhere = figure ? SPAN_NONE : (Span){source->id, 0, 0};
    for (size_t i = 0; i < scene->items.n && seen.n < MOST_TEXTS; i++) {
        const SceneItem *item = &scene->items.at[i];
        if (item->kind != SCENE_TEXT)
            continue;
        size_t n_families = families.n;
        if (!figure && (map_put(&families, item->style.family), families.n > n_families) && !text_has_family(text, item->style.family))
            report_typeface(arena, report, text, item->style.family, nowhere);
        uint32_t code = text_missing_glyph(text, item->text, item->style);
        size_t n_seen = seen.n;
        if (code && (map_put(&seen, item->text), seen.n > n_seen))
            report_sign(report, figure, item->text, code, nowhere);
    }
}
