/* legend_size: how large a legend is, and where in it all stands; see legend.h. Lying legends fill rows, standing ones a column; entries that do not
 * fit are broken into lines, titles too. */
#include "legend_bar.h"
#include "math_mark.h"

#include <math.h>

static const double KEY_WIDTH = 13, ENTRY_GAP = 10, ROW_GAP = 3, PART_GAP = 7, BAR_MOST = 80, BAR_LEAST = 28, LEAST_TEXT = 40, BROKEN_GAP = 2;

TextStyle legend_style(const Legend *legend, bool is_title)
{
    return plot_style(legend->plot, legend->plot->figure->theme->tick_size, is_title);
}

double legend_line(const Legend *legend)
{
    return legend_style(legend, false).size * 1.2;
}

static Str *break_lines(const Legend *legend, Str text, bool is_title, double most, size_t *n, double *width)
{
    TextStyle style = legend_style(legend, is_title);
    Str *lines = label_lines(legend->plot->arena, legend->plot->text, text, style, most, n);
    *width = 0;
    for (size_t i = 0; i < *n; i++)
        *width = fmax(*width, label_measure(legend->plot->text, lines[i], style).width);
    return lines;
}

/* The first line is as high as the largest marker beside it, and as math that reaches up or down as far from its middle. */
static double first_line(const Legend *legend, const LegendEntry *entry)
{
    double height = legend_line(legend);
    for (size_t k = 0; k < entry->keys.n; k++)
        if (entry->keys.at[k].frame->layer->mark == MARK_POINT)
            height = fmax(height, entry->keys.at[k].look.size + 2);
    if (entry->n_lines && math_is_in(entry->lines[0])) {
        TextSize size = label_measure(legend->plot->text, entry->lines[0], legend_style(legend, false));
        height = fmax(height, size.cap_height + 2 * fmax(size.rise, size.drop > 0 ? size.drop + size.descent : 0) + 1);
    }
    return height;
}

bool legend_key_is_filled(const LegendKey *key)
{
    Mark mark = key->frame->layer->mark;
    return mark == MARK_BAR || mark == MARK_AREA || mark == MARK_RECT || mark == MARK_HEXBIN;
}

/* Whether a line or a marker with a cue of its own would be lost on a swatch of its colour. */
static bool needs_two_keys(const LegendEntry *entry)
{
    for (size_t i = 0; i < entry->keys.n; i++)
        for (size_t k = 0; k < entry->keys.n; k++) {
            const LegendKey *swatch = &entry->keys.at[i], *other = &entry->keys.at[k];
            bool has_cue = other->look.dash != DASH_SOLID || (other->look.marker != MARKER_NONE && other->look.marker != MARKER_CIRCLE);
            if (legend_key_is_filled(swatch) && !legend_key_is_filled(other) && has_cue && swatch->look.color == other->look.color)
                return true;
        }
    return false;
}

/* As wide as the largest marker, else by the size of the text: at 7 points KEY_WIDTH. */
static double key_width(const Legend *legend, const LegendPart *part)
{
    double width = KEY_WIDTH * fmax(legend_style(legend, false).size / 7, 1);
    for (size_t i = 0; i < part->entries.n; i++)
        for (size_t k = 0; k < part->entries.at[i].keys.n; k++)
            if (part->entries.at[i].keys.at[k].frame->layer->mark == MARK_POINT)
                width = fmax(width, part->entries.at[i].keys.at[k].look.size);
    return width;
}

static void size_entries(const Legend *legend, LegendPart *part, double room)
{
    double unit = plot_unit(legend->plot);
    part->is_double = false;
    for (size_t i = 0; i < part->entries.n; i++)
        part->is_double |= needs_two_keys(&part->entries.at[i]);
    part->key = key_width(legend, part) * (part->is_double ? 2 : 1) + (part->is_double ? LEGEND_KEY_GAP * unit : 0);
    double most = fmax(room - part->key - LEGEND_KEY_GAP * unit, LEAST_TEXT);
    for (size_t i = 0; i < part->entries.n; i++) {
        LegendEntry *entry = &part->entries.at[i];
        entry->lines = break_lines(legend, entry->text, false, most, &entry->n_lines, &entry->width);
        entry->width += part->key + LEGEND_KEY_GAP * unit;
        entry->first_line = first_line(legend, entry);
        entry->height = entry->first_line + (entry->n_lines > 1 ? (double)(entry->n_lines - 1) * legend_line(legend) + BROKEN_GAP * unit : 0);
        if (entry->n_lines > 1)
            entry->height += label_extra(legend->plot->text, entry->lines + 1, entry->n_lines - 1, legend_style(legend, false));
    }
}

/* --- the body of a part ------------------------------------------------------------------------------------------- */

/* Entries in so many columns, each as wide as it needs. */
static Point size_columns(const Legend *legend, LegendPart *part, size_t columns)
{
    size_t n = part->entries.n;
    Point size = {0, 0};
    part->columns = columns;
    part->column_x = ARENA_ARRAY(legend->plot->arena, columns, double);
    for (size_t c = 0; c < columns; c++) {
        double widest = 0;
        for (size_t i = c; i < n; i += columns)
            widest = fmax(widest, part->entries.at[i].width);
        part->column_x[c] = size.x;
        size.x += widest + (c + 1 < columns ? ENTRY_GAP * plot_unit(legend->plot) : 0);
    }
    for (size_t row = 0; row * columns < n; row++) {
        double height = 0;
        for (size_t i = row * columns; i < n && i < (row + 1) * columns; i++)
            height = fmax(height, part->entries.at[i].height);
        size.y += height;
    }
    return size;
}

/* As many columns as fit, at most `most`; with evenly filled rows where nobody asked for a number. */
static Point fit_columns(const Legend *legend, LegendPart *part, size_t most, double room)
{
    size_t n = part->entries.n;
    Point size = size_columns(legend, part, most);
    while (most > 1 && size.x > room)
        size = size_columns(legend, part, --most);
    size_t rows = (n + most - 1) / most, even = (n + rows - 1) / rows;
    return legend->ir->columns <= 0 && even < most ? size_columns(legend, part, even) : size;
}

static Point size_body(const Legend *legend, LegendPart *part, double room, double height)
{
    Point size;
    if (part->bar) {
        legend_bar_measure(legend, part->bar, &size.x, &size.y);
        return size;
    }
    size_t n = part->entries.n, wanted = legend->ir->columns > 0 ? (size_t)legend->ir->columns : legend->is_flat ? n : 1;
    size_entries(legend, part, room);
    size = fit_columns(legend, part, wanted < n ? wanted : n, room);
    for (size_t columns = part->columns + 1; legend->ir->columns <= 0 && !legend->is_flat && size.y > height && columns <= n; columns++) {
        Point wider = size_columns(legend, part, columns);
        if (wider.x > room) {
            size = size_columns(legend, part, columns - 1);
            break;
        }
        size = wider;
    }
    return size;
}

/* --- parts -------------------------------------------------------------------------------------------------------- */

static double title_height(const Legend *legend, const LegendPart *part)
{
    double size = legend_style(legend, true).size;
    double extra = label_extra(legend->plot->text, part->title_lines, part->n_title_lines, legend_style(legend, true));
    return part->n_title_lines ? size * 1.5 + (double)(part->n_title_lines - 1) * size * 1.2 + extra : 0;
}

/* The title above the body, broken to its width. */
static void size_standing(const Legend *legend, LegendPart *part, double room, double height)
{
    double title = 0, least = 60 * plot_unit(legend->plot);
    part->n_title_lines = 0;
    if (part->title.n)
        part->title_lines = break_lines(legend, part->title, true, room, &part->n_title_lines, &title);
    Point body = size_body(legend, part, room, height - title_height(legend, part));
    if (title > fmax(body.x, least))
        part->title_lines = break_lines(legend, part->title, true, fmin(fmax(body.x, least), room), &part->n_title_lines, &title);
    part->title_width = 0;
    part->body = (Point){0, title_height(legend, part)};
    part->width = fmax(body.x, title);
    part->height = part->body.y + body.y;
}

/* The title beside the body; above it where that takes fewer rows, or the title is long. */
static void size_lying(const Legend *legend, LegendPart *part, double room)
{
    double unit = plot_unit(legend->plot);
    double title = 0;
    part->n_title_lines = 0;
    if (part->title.n)
        part->title_lines = break_lines(legend, part->title, true, INFINITY, &part->n_title_lines, &title);
    double beside = title > 0 ? title + ENTRY_GAP * unit : 0;
    Point body = size_body(legend, part, fmax(room - beside, LEAST_TEXT), INFINITY);
    bool is_cramped = beside + body.x > room ||
                      (legend->ir->columns > 0 && !part->bar && part->columns < (size_t)legend->ir->columns && part->columns < part->entries.n);
    if (title > 0 && (beside > room / 2 || is_cramped)) {
        size_standing(legend, part, room, INFINITY);
        return;
    }
    part->title_width = title;
    part->body = (Point){beside, part->bar ? fmax(legend_line(legend) - LEGEND_BAR_WIDTH * unit, 0) / 2 : 0};
    part->width = beside + body.x;
    part->height = part->body.y + body.y;
}

/* Parts side by side, as many as fit. */
static void place_rows(Legend *legend, double room)
{
    double unit = plot_unit(legend->plot);
    size_t start = 0;
    for (size_t p = 0; p < legend->parts.n; p++)
        legend->width = fmax(legend->width, legend->parts.at[p].width);
    while (start < legend->parts.n) {
        double x = 0, height = 0;
        size_t end = start;
        for (; end < legend->parts.n; end++) {
            LegendPart *part = &legend->parts.at[end];
            double next = x + (end > start ? 2 * ENTRY_GAP * unit : 0);
            if (end > start && next + part->width > room)
                break;
            part->at = (Point){next, legend->height};
            x = next + part->width;
            height = fmax(height, part->height);
        }
        legend->width = fmax(legend->width, x);
        legend->height += height + (end < legend->parts.n ? ROW_GAP * unit : 0);
        start = end;
    }
}

static void measure_once(Legend *legend, double room, double height)
{
    legend->width = legend->height = 0;
    for (size_t p = 0; p < legend->parts.n; p++) {
        LegendPart *part = &legend->parts.at[p];
        if (legend->is_flat) {
            size_lying(legend, part, room);
            continue;
        }
        size_standing(legend, part, room, height);
        part->at = (Point){0, legend->height + (p ? PART_GAP * plot_unit(legend->plot) : 0)};
        legend->height = part->at.y + part->height;
        legend->width = fmax(legend->width, part->width);
    }
    if (legend->is_flat)
        place_rows(legend, room);
}

void legend_measure(Legend *legend, double width, double height)
{
    double unit = plot_unit(legend->plot);
    double pad = LEGEND_PAD * unit, room = width - 2 * pad, edge = legend->is_flat ? unit : pad * 0.5;
    size_t n_bars = 0;
    for (size_t p = 0; p < legend->parts.n; p++)
        n_bars += legend->parts.at[p].bar != NULL;
    legend->bar_length = BAR_MOST * unit;
    measure_once(legend, room, height - 2 * edge);
    double excess = legend->is_flat ? legend->width - room : legend->height - (height - 2 * edge);
    if (n_bars && excess > 0) {
        legend->bar_length = fmax(BAR_MOST * unit - (legend->is_flat ? excess : excess / (double)n_bars), BAR_LEAST * unit);
        measure_once(legend, room, height - 2 * edge);
    }
    for (size_t p = 0; p < legend->parts.n; p++) {
        legend->parts.at[p].at.x += pad;
        legend->parts.at[p].at.y += edge;
    }
    legend->width += legend->parts.n ? 2 * pad : 0;
    legend->height += legend->parts.n ? 2 * edge : 0;
}
