/* legend_draw: the size of a legend, its drawing, its place; see legend.h. */
#include "legend_bar.h"

#include <math.h>

static const double KEY_WIDTH = 13, KEY_GAP = 3.5, ENTRY_GAP = 10, PAD = 3, PART_GAP = 7;

static TextStyle entry_style(const Legend *legend)
{
    return plot_style(legend->plot, legend->plot->figure->theme->tick_size, false);
}

static TextStyle title_style(const Legend *legend)
{
    return plot_style(legend->plot, legend->plot->figure->theme->tick_size, true);
}

/* A row is as high as its text, or its largest marker. */
static double row_height(const Legend *legend, const LegendPart *part)
{
    double height = entry_style(legend).size * 1.2;
    for (size_t i = 0; i < part->entries.n; i++)
        for (size_t k = 0; k < part->entries.at[i].keys.n; k++)
            if (part->entries.at[i].keys.at[k].frame->layer->mark == MARK_POINT)
                height = fmax(height, part->entries.at[i].keys.at[k].look.size + 2);
    return height;
}

static double key_width(const LegendPart *part)
{
    double width = KEY_WIDTH;
    for (size_t i = 0; i < part->entries.n; i++)
        for (size_t k = 0; k < part->entries.at[i].keys.n; k++)
            if (part->entries.at[i].keys.at[k].frame->layer->mark == MARK_POINT)
                width = fmax(width, part->entries.at[i].keys.at[k].look.size);
    return width;
}

static double text_width(const Legend *legend, Str text, TextStyle style)
{
    return text.n ? label_measure(legend->plot->text, text, style).width : 0;
}

static double widest_entry(const Legend *legend, LegendPart *part)
{
    double widest = 0;
    for (size_t i = 0; i < part->entries.n; i++) {
        part->entries.at[i].text_width = text_width(legend, part->entries.at[i].text, entry_style(legend));
        widest = fmax(widest, part->entries.at[i].text_width);
    }
    return widest;
}

typedef struct PartSize {
    double width, height, cell, title_width, title_height;
    size_t columns;
} PartSize;

static PartSize size_bar(const Legend *legend, const LegendPart *part, PartSize size)
{
    legend_bar_measure(legend, part->bar, &size.width, &size.height);
    if (legend->is_flat) {
        size.width += size.title_width > 0 ? size.title_width + ENTRY_GAP : 0;
        size.title_height = 0;
    } else {
        size.width = fmax(size.width, size.title_width);
        size.height += size.title_height;
    }
    return size;
}

static PartSize size_part(const Legend *legend, LegendPart *part, double room)
{
    PartSize size = {.columns = 1};
    size.title_width = text_width(legend, part->title, title_style(legend));
    size.title_height = part->title.n ? title_style(legend).size * 1.5 : 0;
    if (part->bar)
        return size_bar(legend, part, size);
    size.cell = key_width(part) + KEY_GAP + widest_entry(legend, part);
    size_t n = part->entries.n, columns = legend->ir->columns > 0 ? (size_t)legend->ir->columns : legend->is_flat ? n : 1;
    columns = columns > n ? n : columns;
    double beside = legend->is_flat && size.title_width > 0 ? size.title_width + ENTRY_GAP : 0;
    if (legend->is_flat && legend->ir->columns <= 0) {
        /* in one row each entry takes what it needs */
        double sum = beside;
        for (size_t i = 0; i < n; i++)
            sum += key_width(part) + KEY_GAP + part->entries.at[i].text_width + (i ? ENTRY_GAP : 0);
        if (sum <= room) {
            size.columns = n;
            size.width = sum;
            size.cell = 0;
            size.height = row_height(legend, part);
            size.title_height = 0;
            return size;
        }
    }
    while (columns > 1 && beside + (double)columns * (size.cell + ENTRY_GAP) - ENTRY_GAP > room)
        columns--;
    size.columns = columns;
    size_t rows = (n + columns - 1) / columns;
    double grid = (double)columns * (size.cell + ENTRY_GAP) - ENTRY_GAP;
    if (legend->is_flat) {
        size.title_height = 0;
        size.width = beside + grid;
        size.height = (double)rows * row_height(legend, part);
    } else {
        size.width = fmax(grid, size.title_width);
        size.height = size.title_height + (double)rows * row_height(legend, part);
    }
    return size;
}

void legend_measure(Legend *legend, double room)
{
    legend->width = legend->height = 0;
    double line_width = 0, line_height = 0;
    for (size_t p = 0; p < legend->parts.n; p++) {
        PartSize size = size_part(legend, &legend->parts.at[p], room - 2 * PAD);
        if (!legend->is_flat) {
            legend->width = fmax(legend->width, size.width);
            legend->height += size.height + (p ? PART_GAP : 0);
            continue;
        }
        bool fits = line_width == 0 || line_width + 2 * ENTRY_GAP + size.width <= room - 2 * PAD;
        if (!fits) {
            legend->height += line_height + 3;
            line_width = line_height = 0;
        }
        line_width += size.width + (line_width > 0 ? 2 * ENTRY_GAP : 0);
        line_height = fmax(line_height, size.height);
        legend->width = fmax(legend->width, line_width);
    }
    legend->height += legend->is_flat ? line_height : 0;
    if (legend->parts.n) {
        legend->width += 2 * PAD;
        legend->height += 2 * (legend->is_flat ? 1 : PAD * 0.5);
    }
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */

static void draw_entry(Legend *legend, Scene *scene, const LegendEntry *entry, double key, Point at, double height)
{
    Plot *plot = legend->plot;
    MarkContext context = {.arena = plot->arena, .report = plot->report, .scene = scene, .text = plot->text, .figure = plot->figure, .looks = plot->looks};
    TextStyle style = entry_style(legend);
    TextSize size = label_measure(plot->text, entry->text, style);
    double key_height = style.size * 0.9;
    for (size_t k = 0; k < entry->keys.n; k++) {
        const LegendKey *part = &entry->keys.at[k];
        double tall = part->frame->layer->mark == MARK_POINT ? height : key_height;
        Rect box = {at.x, at.y + (height - tall) / 2, key, tall};
        context.area = box;
        context.pattern_origin = (Point){box.x + box.width / 2, box.y + box.height / 2};
        mark_type(part->frame->layer->mark)->key(&context, part->frame, &part->look, box);
    }
    label_draw(scene, plot->text, entry->text, style, (Point){at.x + key + KEY_GAP, at.y + height / 2 + size.cap_height / 2}, ANCHOR_START, 0, plot->figure->theme->text_color);
}

static void draw_part(Legend *legend, Scene *scene, LegendPart *part, const PartSize *size, Point at)
{
    Plot *plot = legend->plot;
    if (part->title.n) {
        TextStyle style = title_style(legend);
        TextSize title = label_measure(plot->text, part->title, style);
        double height = part->bar ? LEGEND_BAR_WIDTH : row_height(legend, part);
        Point place = legend->is_flat ? (Point){at.x, at.y + height / 2 + title.cap_height / 2} : (Point){at.x, at.y + title.cap_height + 1};
        label_draw(scene, plot->text, part->title, style, place, ANCHOR_START, 0, plot->figure->theme->text_color);
        if (legend->is_flat)
            at.x += title.width + ENTRY_GAP;
        else
            at.y += size->title_height;
    }
    if (part->bar) {
        legend_bar_draw(legend, scene, part->bar, at);
        return;
    }
    double height = row_height(legend, part), key = key_width(part), x = at.x;
    for (size_t i = 0; i < part->entries.n; i++) {
        Point place = {at.x + (double)(i % size->columns) * (size->cell + ENTRY_GAP), at.y + (double)(i / size->columns) * height};
        if (size->cell == 0) {
            place = (Point){x, at.y};
            x += key + KEY_GAP + part->entries.at[i].text_width + ENTRY_GAP;
        }
        draw_entry(legend, scene, &part->entries.at[i], key, place, height);
    }
}

void legend_draw(Legend *legend, Scene *scene, Point at, bool has_box)
{
    const IrTheme *theme = legend->plot->figure->theme;
    scene_group(scene, ROLE_LEGEND, STR("legend"));
    if (has_box) {
        Colour back = COLOUR_ALPHA(theme->panel_background) ? theme->panel_background : theme->background;
        Paint paint = {.fill = (back & 0xFFFFFF00) | (COLOUR_ALPHA(back) ? 0xD9 : 0)};
        scene_rect(scene, (Rect){at.x, at.y, legend->width, legend->height}, paint);
    }
    double x = at.x + PAD, y = at.y + (legend->is_flat ? 1 : PAD * 0.5), line_height = 0;
    for (size_t p = 0; p < legend->parts.n; p++) {
        PartSize size = size_part(legend, &legend->parts.at[p], legend->width - 2 * PAD);
        if (legend->is_flat && x > at.x + PAD && x + size.width > at.x + legend->width - PAD + 0.01) {
            x = at.x + PAD;
            y += line_height + 3;
            line_height = 0;
        }
        draw_part(legend, scene, &legend->parts.at[p], &size, (Point){x, y});
        line_height = fmax(line_height, size.height);
        if (legend->is_flat)
            x += size.width + 2 * ENTRY_GAP;
        else
            y += size.height + PART_GAP;
    }
    scene_end(scene);
}

bool legend_is_inside(LegendPosition position)
{
    return position <= LEGEND_BOTTOM_RIGHT;
}
