/* floor_rows: what a chart of a large file costs when nothing is general: three known columns, five known series at most, a known chart, hand-written
 * cairo. floor_rows bar|hist|line|scatter FILE OUT.pdf|OUT.png Two threads parse; line keeps first, least, greatest, last of each column of the page;
 * scatter keeps the last series of each half point. */
#define _GNU_SOURCE
#include <cairo-pdf.h>
#include <cairo.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { THREADS = 2, SERIES = 8, BINS = 50 };

typedef struct Part {
    const char *at, *end;
    bool keeps; /* rows: t, value, series */
    int64_t *t;
    float *value;
    uint8_t *series;
    size_t n;
    char names[SERIES][16];
    size_t lengths[SERIES];
    int n_names;
    double lo, hi, sums[SERIES], counts[SERIES];
    int as_first[SERIES]; /* this part's series as the first part numbers them */
} Part;

static int find_series(Part *part, const char *name, size_t length)
{
    for (int i = 0; i < part->n_names; i++)
        if (part->lengths[i] == length && memcmp(part->names[i], name, length) == 0)
            return i;
    if (part->n_names == SERIES || length > sizeof part->names[0])
        abort();
    memcpy(part->names[part->n_names], name, length);
    part->lengths[part->n_names] = length;
    return part->n_names++;
}

static void *parse(void *object)
{
    static const double POWERS[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19};
    Part *part = object;
    const char *at = part->at;
    if (part->keeps) {
        size_t most = (size_t)(part->end - at) / 8 + 1;
        part->t = malloc(most * sizeof *part->t);
        part->value = malloc(most * sizeof *part->value);
        part->series = malloc(most);
    }
    part->lo = 1e300;
    part->hi = -1e300;
    while (at < part->end) {
        int64_t t = 0;
        while (*at != ',')
            t = t * 10 + (*at++ - '0');
        const char *name = ++at;
        while (*at != ',')
            at++;
        int series = find_series(part, name, (size_t)(at - name));
        bool is_negative = *++at == '-';
        at += is_negative;
        uint64_t digits = 0;
        long decimals = 0;
        while ((unsigned)(*at - '0') < 10)
            digits = digits * 10 + (uint64_t)(*at++ - '0');
        if (*at == '.') {
            const char *point = ++at;
            while ((unsigned)(*at - '0') < 10)
                digits = digits * 10 + (uint64_t)(*at++ - '0');
            decimals = at - point;
        }
        double value = (double)digits / POWERS[decimals];
        value = is_negative ? -value : value;
        while (*at != '\n')
            at++;
        at++;
        part->lo = value < part->lo ? value : part->lo;
        part->hi = value > part->hi ? value : part->hi;
        part->sums[series] += value;
        part->counts[series]++;
        if (part->keeps) {
            part->t[part->n] = t;
            part->value[part->n] = (float)value;
            part->series[part->n] = (uint8_t)series;
        }
        part->n++;
    }
    return NULL;
}

static Part *read_file(const char *path, bool keeps)
{
    static Part parts[THREADS];
    struct stat info;
    int file = open(path, O_RDONLY);
    if (file < 0 || fstat(file, &info) != 0)
        exit(1);
    size_t size = (size_t)info.st_size;
    const char *text = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0), *at = memchr(text, '\n', size);
    pthread_t threads[THREADS];
    at++;
    for (int i = 0; i < THREADS; i++) {
        const char *end = text + size;
        if (i + 1 < THREADS)
            end = (const char *)memchr(text + size / THREADS * (size_t)(i + 1), '\n', size / THREADS) + 1;
        parts[i].at = at;
        parts[i].end = at = end;
        parts[i].keeps = keeps;
        pthread_create(&threads[i], NULL, parse, &parts[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        for (int k = 0; k < parts[i].n_names; k++)
            parts[i].as_first[k] = find_series(&parts[0], parts[i].names[k], parts[i].lengths[k]);
    }
    return parts;
}

typedef struct Page {
    cairo_t *cr;
    double x, y, width, height; /* of the plot */
    double lo, hi;              /* of the values */
    int64_t t_most;
} Page;

static const double COLOURS[SERIES][3] = {{.30, .47, .66}, {.96, .52, .09}, {.27, .73, .60}, {.48, .16, .33}, {.47, .47, .47}};

static void set_colour(const Page *page, int series)
{
    cairo_set_source_rgb(page->cr, COLOURS[series][0], COLOURS[series][1], COLOURS[series][2]);
}

typedef struct Cell {
    float first, least, greatest, last;
    bool is_used;
} Cell;

static void draw_lines(const Page *page, const Part *parts, int columns)
{
    Cell *cells = calloc((size_t)columns * SERIES, sizeof *cells);
    for (int i = 0; i < THREADS; i++)
        for (size_t k = 0; k < parts[i].n; k++) {
            Cell *cell = &cells[(long)parts[i].as_first[parts[i].series[k]] * columns + (long)parts[i].t[k] * (columns - 1) / page->t_most];
            float value = parts[i].value[k];
            if (!cell->is_used)
                *cell = (Cell){value, value, value, value, true};
            cell->least = value < cell->least ? value : cell->least;
            cell->greatest = value > cell->greatest ? value : cell->greatest;
            cell->last = value;
        }
    double unit = page->height / (page->hi - page->lo);
    for (int s = 0; s < parts[0].n_names; s++) {
        set_colour(page, s);
        for (int i = 0; i < columns; i++) {
            const Cell *cell = &cells[s * columns + i];
            if (!cell->is_used)
                continue;
            double x = page->x + page->width * i / (columns - 1);
            const float values[] = {cell->first, cell->least, cell->greatest, cell->last};
            for (int k = 0; k < 4; k++)
                cairo_line_to(page->cr, x, page->y + (page->hi - (double)values[k]) * unit);
            if (i % 64 == 63) { /* cairo strokes long paths in quadratic time */
                cairo_stroke(page->cr);
                cairo_move_to(page->cr, x, page->y + (page->hi - (double)cell->last) * unit);
            }
        }
        cairo_stroke(page->cr);
    }
    free(cells);
}

static void draw_points(const Page *page, const Part *parts)
{
    int columns = (int)(page->width * 2), rows = (int)(page->height * 2);
    uint8_t *cells = calloc((size_t)columns * (size_t)rows, 1);
    for (int i = 0; i < THREADS; i++)
        for (size_t k = 0; k < parts[i].n; k++) {
            size_t x = (size_t)((double)columns * (double)parts[i].t[k] / (double)(page->t_most + 1));
            size_t y = (size_t)((double)rows * .9999 * (page->hi - (double)parts[i].value[k]) / (page->hi - page->lo));
            cells[y * (size_t)columns + x] = (uint8_t)(parts[i].as_first[parts[i].series[k]] + 1);
        }
    cairo_set_line_cap(page->cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(page->cr, .72);
    for (int s = 0; s < parts[0].n_names; s++) {
        set_colour(page, s);
        for (int i = 0; i < columns * rows; i++)
            if (cells[i] == s + 1) {
                cairo_move_to(page->cr, page->x + i % columns * .5, page->y + i / columns * .5);
                cairo_close_path(page->cr);
            }
        cairo_stroke(page->cr);
    }
    free(cells);
}

static void draw_bars(const Page *page, const Part *parts, bool is_histogram)
{
    double values[BINS] = {0}, counts[SERIES] = {0}, most = 0;
    int n = is_histogram ? BINS : parts[0].n_names;
    for (int i = 0; i < THREADS; i++) {
        for (int s = 0; s < parts[i].n_names && !is_histogram; s++) {
            values[parts[i].as_first[s]] += parts[i].sums[s];
            counts[parts[i].as_first[s]] += parts[i].counts[s];
        }
        for (size_t k = 0; k < parts[i].n && is_histogram; k++) {
            int bin = (int)(((double)parts[i].value[k] - page->lo) * BINS / (page->hi - page->lo));
            values[bin < 0 ? 0 : bin >= BINS ? BINS - 1 : bin]++;
        }
    }
    for (int i = 0; i < n; i++) {
        values[i] = is_histogram ? values[i] : values[i] / counts[i];
        most = values[i] > most ? values[i] : most;
    }
    set_colour(page, 0);
    for (int i = 0; i < n; i++)
        cairo_rectangle(page->cr, page->x + page->width * (i + .1) / n, page->y + page->height * (1 - values[i] / most), page->width * .8 / n,
                        page->height * values[i] / most);
    cairo_fill(page->cr);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    const char *chart = argv[1], *out = argv[3];
    bool is_png = strlen(out) > 4 && strcmp(out + strlen(out) - 4, ".png") == 0;
    Part *parts = read_file(argv[2], strcmp(chart, "bar") != 0);
    double width = is_png ? 1600 : 576, height = is_png ? 800 : 288;
    cairo_surface_t *surface = is_png ? cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1600, 800) : cairo_pdf_surface_create(out, width, height);
    Page page = {cairo_create(surface), width * .05, height * .05, width * .9, height * .85, 1e300, -1e300, 1};
    for (int i = 0; i < THREADS; i++) {
        page.lo = parts[i].lo < page.lo ? parts[i].lo : page.lo;
        page.hi = parts[i].hi > page.hi ? parts[i].hi : page.hi;
        if (parts[i].keeps && parts[i].n && parts[i].t[parts[i].n - 1] > page.t_most)
            page.t_most = parts[i].t[parts[i].n - 1];
    }
    cairo_set_source_rgb(page.cr, 1, 1, 1);
    cairo_paint(page.cr);
    cairo_set_line_width(page.cr, is_png ? 1 : .36);
    cairo_set_line_join(page.cr, CAIRO_LINE_JOIN_BEVEL);
    if (strcmp(chart, "line") == 0)
        draw_lines(&page, parts, is_png ? (int)page.width : (int)(page.width * 4));
    else if (strcmp(chart, "scatter") == 0)
        draw_points(&page, parts);
    else
        draw_bars(&page, parts, strcmp(chart, "hist") == 0);
    cairo_set_source_rgb(page.cr, 0, 0, 0);
    cairo_rectangle(page.cr, page.x, page.y, page.width, page.height);
    cairo_stroke(page.cr);
    cairo_select_font_face(page.cr, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(page.cr, is_png ? 14 : 9);
    for (int i = 0; i <= 5; i++) {
        char label[64];
        snprintf(label, sizeof label, "%g", page.lo + (page.hi - page.lo) * i / 5);
        cairo_move_to(page.cr, 2, page.y + page.height - page.height * i / 5);
        cairo_show_text(page.cr, label);
    }
    if (is_png)
        cairo_surface_write_to_png(surface, out);
    cairo_destroy(page.cr);
    cairo_surface_finish(surface);
    return cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS;
}
