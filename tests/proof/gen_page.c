/* gen_page: see gen.h: figure, theme, axes, legends, facets. */
#include "gen.h"

void write_figure(Gen *g, bool is_arranged)
{
    put_head(g, "figure");
    if (chance(g, 15)) {
        put(g, "panel: %dmm x %dmm", between(g, 20, 90), between(g, 16, 70));
    } else if (chance(g, 85)) {
        int width = chance(g, 70) ? between(g, 60, 190) : between(g, 40, 400);
        put(g, "width: %dmm", width);
        if (chance(g, 55))
            put(g, "height: %dmm", chance(g, 80) ? width * between(g, 40, 100) / 100 + 12 : between(g, 40, 400));
        else if (chance(g, 40))
            put(g, "aspect: %.1f", 0.5 + 2 * unit(g));
    }
    put_title(g, "title", 25);
    put_title(g, "subtitle", 10);
    put_title(g, "caption", 15);
    if (chance(g, is_arranged ? 60 : 5))
        put(g, "tags: \"%s\"", PICK(g, ((const char *[]){"(a)", "A", "1."})));
    write_any(g, STATEMENT_FIGURE, 12);
    put_end(g);
}

void write_theme(Gen *g)
{
    if (!chance(g, 35))
        return;
    put_head(g, "theme");
    if (chance(g, 30))
        put(g, "text_size: %dpt", between(g, 5, 12));
    if (chance(g, 30))
        put(g, "tick_size: %dpt", between(g, 5, 11));
    if (chance(g, 30))
        put(g, "title_size: %dpt", between(g, 6, 16));
    if (chance(g, 20))
        put(g, "margin: %dpt", between(g, 0, 12));
    if (chance(g, 20))
        put(g, "panel_gap: %dpt", between(g, 0, 20));
    if (chance(g, 20))
        put(g, "tick_length: %dpt", between(g, 0, 6));
    if (chance(g, 30))
        put(g, "grid: %s", PICK(g, ((const char *[]){"none", "horizontal", "vertical", "both"})));
    if (chance(g, 30))
        put(g, "frame: %s", PICK(g, ((const char *[]){"none", "axes", "box"})));
    if (chance(g, 20))
        put(g, "marker_size: %dpt", between(g, 2, 9));
    write_any(g, STATEMENT_THEME, 45);
    put_end(g);
}

static void write_ticks(Gen *g, XKind kind)
{
    int way = below(g, 14);
    if (way == 0)
        put(g, "ticks: none");
    else if (way == 1 && kind != X_CATEGORY && kind != X_LEVEL)
        put(g, "ticks: %d", between(g, 2, 12));
    else if (way == 2)
        put(g, "labels: none");
    else if (way == 3 && (kind == X_NUMBER || kind == X_POSITIVE))
        put(g, "format: \"%s\"", PICK(g, ((const char *[]){".1f", ",", "~s", ".0%", ".2e", ",.0f", "~g"})));
    else if (way == 4 && kind == X_DATE)
        put(g, "format: \"%s\"", PICK(g, ((const char *[]){"%b", "%Y-%m-%d", "%d %B %Y", "%Y"})));
}

void write_axis(Gen *g, const char *name, XKind kind, bool is_shared, int percent)
{
    if (!chance(g, percent))
        return;
    put_head(g, str_printf(g->arena, "axis %s", name).at);
    if (chance(g, 15))
        put(g, "title: none");
    else
        put_title(g, "title", 50);
    if (kind == X_POSITIVE && chance(g, 80))
        put(g, "type: log");
    if (kind == X_NUMBER && chance(g, 12))
        put(g, "type: symlog");
    write_ticks(g, kind);
    if (chance(g, 10))
        put(g, "reverse: true");
    if (chance(g, 15))
        put(g, "grid: %s", chance(g, 50) ? "true" : "false");
    if (is_shared && chance(g, 30))
        put(g, "share: %s", PICK(g, ((const char *[]){"all", "row", "column", "none"})));
    if (chance(g, is_shared ? 30 : 8))
        put(g, "draw: %s", PICK(g, ((const char *[]){"outer", "each", "each", "none"})));
    if (chance(g, 8))
        put(g, "color: %s", PICK(g, ((const char *[]){"steelblue", "crimson", "gray"})));
    write_any(g, STATEMENT_AXIS, 20);
    put_end(g);
}

void write_second_axis(Gen *g, const char *name)
{
    put_head(g, str_printf(g->arena, "axis %s", name).at);
    put_title(g, "title", 60);
    if (chance(g, 40))
        put(g, "align: %s", PICK(g, ((const char *[]){"ticks", "zero", "none"})));
    write_ticks(g, X_NUMBER);
    if (chance(g, 10))
        put(g, "draw: each");
    write_any(g, STATEMENT_AXIS, 15);
    put_end(g);
}

void write_legend(Gen *g, int percent, bool may_be_inside, bool may_be_direct)
{
    static const char *const INSIDE[] = {"auto", "auto", "top left", "top", "top right", "bottom left", "bottom", "bottom right"};
    static const char *const OUTSIDE[] = {"above", "below", "left", "right", "none"};
    if (!chance(g, percent))
        return;
    put_head(g, "legend");
    if (may_be_direct && chance(g, 15))
        put(g, "position: direct");
    else if (chance(g, 80))
        put(g, "position: %s", may_be_inside && chance(g, 50) ? PICK(g, INSIDE) : PICK(g, OUTSIDE));
    if (chance(g, 20))
        put(g, "title: none");
    else
        put_title(g, "title", 30);
    if (chance(g, 20))
        put(g, "columns: %d", between(g, 1, 5));
    write_any(g, STATEMENT_LEGEND, 15);
    put_end(g);
}

void write_facet(Gen *g)
{
    if (chance(g, 60)) {
        put_head(g, "facet grp");
        if (chance(g, 60))
            put(g, "columns: %d", between(g, 1, 5));
        if (chance(g, 30))
            put(g, "title: \"%s {grp}\"", words(g, between(g, 0, 4)));
        if (chance(g, 15))
            put(g, "share: none");
        write_any(g, STATEMENT_FACET, 15);
        put_end(g);
        return;
    }
    if (chance(g, 70)) {
        put_head(g, "facet row side");
        put_title(g, "title", 15);
        write_any(g, STATEMENT_FACET, 10);
        put_end(g);
    }
    put_head(g, "facet column grp");
    put_title(g, "title", 15);
    write_any(g, STATEMENT_FACET, 10);
    put_end(g);
}
