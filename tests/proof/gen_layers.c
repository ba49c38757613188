/* gen_layers: see gen.h: layers. */
#include "gen.h"

#include <string.h>

const char *x_column(XKind kind)
{
    static const char *const NAMES[] = {[X_CATEGORY] = "cat", [X_NUMBER] = "num", [X_POSITIVE] = "pos", [X_DATE] = "day", [X_LEVEL] = "level"};
    return NAMES[kind];
}

static void write_label(Gen *g, const char *value, int percent)
{
    if (chance(g, percent))
        put(g, "text: \"{%s:%s}\"", value, PICK(g, ((const char *[]){".1f", ".2f", "~s", ".3g"})));
}

void write_bar(Gen *g, XKind kind, bool lies, const char *axis)
{
    put_head(g, "bar");
    const char *function = PICK(g, ((const char *[]){"mean", "mean", "sum", "max"}));
    const char *length = axis ? str_printf(g->arena, "%s(val2)", function).at : str_printf(g->arena, "%s(val)", function).at;
    put(g, "%s: %s", lies ? "y" : "x", x_column(kind));
    put(g, "%s: %s", lies ? "x" : "y", length);
    if (chance(g, 60)) {
        bool stacks = strstr(length, "sum") != NULL && chance(g, 50);
        put(g, "color: kind");
        if (!stacks)
            put(g, "dodge: kind");
    }
    write_label(g, length, 25);
    if (chance(g, 15))
        put(g, "outline: black 0.5pt");
    if (axis)
        put(g, "axis: %s", axis);
    write_any_of(g, MARK_BAR, 20);
    put_end(g);
}

void write_series(Gen *g, XKind kind, const char *axis)
{
    const char *mark = PICK(g, ((const char *[]){"line", "line", "step", "point", "point", "area", "path"}));
    bool is_area = strcmp(mark, "area") == 0, is_point = strcmp(mark, "point") == 0;
    if (is_area && kind != X_LEVEL && kind != X_DATE)
        mark = "line", is_area = false;
    if (!is_point && kind == X_CATEGORY)
        mark = "point", is_point = true, is_area = false;
    put_head(g, mark);
    put(g, "x: %s", x_column(kind));
    put(g, is_area || chance(g, 30) ? "y: mean(%s)" : "y: %s", axis ? "val2" : "val");
    bool has_color = chance(g, 70);
    if (has_color)
        put(g, "color: %s", is_point && !axis && chance(g, 20) ? "level" : "kind");
    else
        put(g, "group: kind");
    if (!is_area && chance(g, 35))
        put(g, "marker: %s", has_color && chance(g, 60) ? "kind" : "square");
    if (is_point && chance(g, 20))
        put(g, "size: %s", chance(g, 50) ? "level" : "5pt");
    if (!is_area && !is_point && chance(g, 25))
        put(g, "dash: %s", chance(g, 60) ? "kind" : "dashed");
    if (is_area)
        put(g, "opacity: 0.6");
    if (chance(g, 15))
        put(g, "label: \"%s\"", words(g, 2));
    if (axis)
        put(g, "axis: %s", axis);
    write_any_of(g, (Mark)ir_word_find(&IR_WORDS_Mark, str_from(mark)), 20);
    put_end(g);
}

void write_rect(Gen *g)
{
    put_head(g, "rect");
    put(g, "x: cat");
    put(g, "y: kind");
    put(g, "color: mean(val)");
    write_label(g, "mean(val)", 50);
    write_any_of(g, MARK_RECT, 20);
    put_end(g);
}

void write_intervals(Gen *g)
{
    put_head(g, "bar");
    put(g, "x: level..(level + %d)", between(g, 1, 5));
    put(g, "y: count()");
    write_any_of(g, MARK_BAR, 15);
    put_end(g);
}

void write_errorbar(Gen *g, XKind kind)
{
    put_head(g, "errorbar");
    put(g, "x: %s", x_column(kind));
    put(g, "y: mean(val) +- max(err)");
    if (chance(g, 40))
        put(g, "dodge: kind");
    write_any_of(g, MARK_ERRORBAR, 20);
    put_end(g);
}

void write_annotations(Gen *g, bool has_numbers)
{
    if (chance(g, 12)) {
        put_head(g, "rule");
        put(g, "y: %d%%", between(g, 0, 100));
        put(g, "dash: dashed");
        if (chance(g, 50))
            put(g, "text: \"%s\"", some_word(g));
        put_end(g);
    }
    if (chance(g, 12)) {
        put_head(g, "text");
        put(g, "x: %d%%", between(g, 0, 100));
        put(g, "y: %d%%", between(g, 0, 100));
        put(g, "text: \"%s\"", words(g, between(g, 1, 4)));
        if (chance(g, 50))
            put(g, "side: %s", PICK(g, ((const char *[]){"top", "bottom", "left", "right", "center"})));
        put_end(g);
    }
    if (has_numbers && chance(g, 8)) {
        put_head(g, "point");
        put(g, "x: num");
        put(g, "y: val");
        put(g, "text: note");
        put_end(g);
    }
}
