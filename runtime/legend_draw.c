/* legend_draw: a legend as measured; see legend.h. */
#include "legend_bar.h"

#include <math.h>

/* A line or a marker on a swatch of its own colour is not seen. */
static bool is_hidden(const LegendEntry *entry, const LegendKey *key)
{
    for (size_t k = 0; k < entry->keys.n && !legend_key_is_filled(key); k++)
        if (legend_key_is_filled(&entry->keys.at[k]) && entry->keys.at[k].look.color == key->look.color)
            return true;
    return false;
}

/* `at` is the top left corner of the entry. */
static void draw_entry(const Legend *legend, Scene *scene, const LegendPart *part, const LegendEntry *entry, Point at)
{
    Plot *plot = legend->plot;
    MarkContext context = {
        .arena = plot->arena, .report = plot->report, .scene = scene, .text = plot->text, .figure = plot->figure, .looks = plot->looks};
    TextStyle style = legend_style(legend, false);
    double line = legend_line(legend), first = entry->first_line, key_height = style.size * 0.9;
    double cap = label_measure(plot->text, STR("0"), style).cap_height;
    for (size_t k = 0; k < entry->keys.n; k++) {
        const LegendKey *key = &entry->keys.at[k];
        double tall = key->frame->layer->mark == MARK_POINT ? first : key_height;
        double width = part->is_double ? (part->key - LEGEND_KEY_GAP * plot_unit(legend->plot)) / 2 : part->key;
        Rect box = {at.x, at.y + (first - tall) / 2, width, tall};
        if (part->is_double && !legend_key_is_filled(key))
            box.x += width + LEGEND_KEY_GAP * plot_unit(legend->plot);
        context.area = box;
        context.pattern_origin = (Point){box.x + box.width / 2, box.y + box.height / 2};
        if (part->is_double || !is_hidden(entry, key))
            mark_type(key->frame->layer->mark)->key(&context, key->frame, &key->look, box);
    }
    for (size_t i = 0; i < entry->n_lines; i++) {
        Point base = {at.x + part->key + LEGEND_KEY_GAP * plot_unit(legend->plot), at.y + first / 2 + cap / 2 + (double)i * line};
        base.y += label_extra(plot->text, entry->lines + 1, i, style);
        if (entry->lines[i].n)
            label_draw(scene, plot->text, entry->lines[i], style, base, ANCHOR_START, 0, plot->figure->theme->text_color);
    }
}

static void draw_title(const Legend *legend, Scene *scene, const LegendPart *part, Point at)
{
    Plot *plot = legend->plot;
    TextStyle style = legend_style(legend, true);
    if (!part->n_title_lines) /* a bold face is not opened for nothing */
        return;
    double cap = label_measure(plot->text, STR("0"), style).cap_height;
    double y = at.y + cap + 1;
    if (part->title_width > 0) { /* beside: on the line of the first entries */
        double first = legend_line(legend);
        for (size_t i = 0; i < part->entries.n && i < part->columns; i++)
            first = fmax(first, part->entries.at[i].first_line);
        y = at.y + first / 2 + cap / 2;
    }
    for (size_t i = 0; i < part->n_title_lines; i++)
        if (part->title_lines[i].n) {
            double rise = part->title_width > 0 ? 0 : label_measure(plot->text, part->title_lines[i], style).rise;
            double above = rise + label_extra(plot->text, part->title_lines, i, style);
            label_draw(scene, plot->text, part->title_lines[i], style, (Point){at.x, y + (double)i * style.size * 1.2 + above}, ANCHOR_START, 0,
                       plot->figure->theme->text_color);
        }
}

static void draw_part(const Legend *legend, Scene *scene, const LegendPart *part, Point at)
{
    draw_title(legend, scene, part, at);
    Point body = {at.x + part->body.x, at.y + part->body.y};
    if (part->bar) {
        legend_bar_draw(legend, scene, part->bar, body);
        return;
    }
    double row = 0;
    for (size_t i = 0; i < part->entries.n; i++) {
        const LegendEntry *entry = &part->entries.at[i];
        if (i % part->columns == 0) {
            body.y += row;
            row = 0;
        }
        draw_entry(legend, scene, part, entry, (Point){body.x + part->column_x[i % part->columns], body.y});
        row = fmax(row, entry->height);
    }
}

void legend_draw(const Legend *legend, Scene *scene, Point at, bool has_box)
{
    const IrTheme *theme = legend->plot->figure->theme;
    scene_group(scene, ROLE_LEGEND, STR("legend"));
    if (has_box) {
        Colour back = COLOUR_ALPHA(theme->panel_background) ? theme->panel_background : theme->background;
        Paint paint = {.fill = (back & 0xFFFFFF00) | (COLOUR_ALPHA(back) ? 0xD9 : 0)};
        scene_rect(scene, (Rect){at.x, at.y, legend->width, legend->height}, paint);
    }
    for (size_t p = 0; p < legend->parts.n; p++) {
        const LegendPart *part = &legend->parts.at[p];
        draw_part(legend, scene, part, (Point){at.x + part->at.x, at.y + part->at.y});
    }
    scene_end(scene);
}

bool legend_is_inside(LegendPosition position)
{
    return position <= LEGEND_BOTTOM_RIGHT;
}
