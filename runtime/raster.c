/* raster: see raster.h. A marker is drawn once at each of a few places within a pixel, as a stamp of coverages; stamps are then laid over the image band by band, on
 * all cores. */
#include "raster.h"

#include "work.h"

#include <math.h>
#include <string.h>

enum { PHASES = 4, SAMPLES = 8, BANDS = 8 };

/* In a row of a stamp the pixels from start on, below end, are covered; from whole_start on, below whole_end, wholly. */
typedef struct StampRow {
    int start, whole_start, whole_end, end;
} StampRow;

/* Coverages 0..255 of the pixels around a point whose pixel is (0, 0). */
typedef struct Stamp {
    int left, top, width, height;
    uint8_t *coverage;
    StampRow *rows;
} Stamp;

typedef struct Canvas {
    double scale, x, y; /* pixels a point; the image's corner, in pixels of the page */
    size_t width, height;
    const RasterPoint *points;
    size_t n;
    const Look *looks;
    Stamp *stamps; /* PHASES * PHASES a look */
    uint32_t *pixels;
    bool is_opaque;
} Canvas;

/* --- stamps ------------------------------------------------------------------------------------------------------- */

static bool is_in_polygon(const SceneItem *path, Point p)
{
    bool is_in = false;
    for (size_t i = 0, last = path->n_points - 1; i < path->n_points; last = i++) {
        Point a = path->points[i], b = path->points[last];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x)
            is_in = !is_in;
    }
    return is_in;
}

/* Lines of two points each. */
static bool is_on_strokes(const SceneItem *path, Point p)
{
    for (size_t i = 0; i + 1 < path->n_points; i += 2) {
        Point a = path->points[i], b = path->points[i + 1];
        double dx = b.x - a.x, dy = b.y - a.y, length = hypot(dx, dy);
        double along = ((p.x - a.x) * dx + (p.y - a.y) * dy) / length, aside = fabs((p.x - a.x) * dy - (p.y - a.y) * dx) / length;
        if (along >= 0 && along <= length && aside <= path->paint.stroke_width / 2)
            return true;
    }
    return false;
}

static bool is_in_shape(const SceneItem *item, Point p)
{
    if (item->kind == SCENE_CIRCLE)
        return (p.x - item->at.x) * (p.x - item->at.x) + (p.y - item->at.y) * (p.y - item->at.y) <= item->radius * item->radius;
    if (item->kind == SCENE_RECT)
        return p.x >= item->rect.x && p.x <= item->rect.x + item->rect.width && p.y >= item->rect.y && p.y <= item->rect.y + item->rect.height;
    return item->paint.fill != COLOUR_NONE ? is_in_polygon(item, p) : is_on_strokes(item, p);
}

/* Where none is whole the whole run is empty, at the end. */
static StampRow find_runs(const uint8_t *coverage, int width)
{
    StampRow row = {0, 0, 0, width};
    while (row.start < width && !coverage[row.start])
        row.start++;
    while (row.end > row.start && !coverage[row.end - 1])
        row.end--;
    row.whole_start = row.start;
    while (row.whole_start < row.end && coverage[row.whole_start] < 255)
        row.whole_start++;
    row.whole_end = row.whole_start;
    while (row.whole_end < row.end && coverage[row.whole_end] == 255)
        row.whole_end++;
    return row;
}

static Stamp make_stamp(Arena *arena, const Look *look, double scale, double phase_x, double phase_y)
{
    Scene *scene = scene_new(arena, 1, 1);
    double diameter = look->size * scale;
    marker_draw(scene, look->marker, (Point){phase_x, phase_y}, diameter, look->color | 0xFF, COLOUR_NONE, 0);
    int reach = (int)ceil(diameter * 0.8) + 1; /* stars reach furthest: 1.35 radii */
    Stamp stamp = {.left = -reach, .top = -reach, .width = 2 * reach + 1, .height = 2 * reach + 1};
    size_t width = (size_t)stamp.width;
    stamp.coverage = ARENA_ARRAY(arena, width * width, uint8_t);
    stamp.rows = ARENA_ARRAY(arena, width, StampRow);
    for (int row = 0; row < stamp.height && scene->items.n; row++) {
        uint8_t *out = stamp.coverage + (size_t)row * width;
        for (int column = 0; column < stamp.width; column++) {
            int n = 0;
            for (int s = 0; s < SAMPLES * SAMPLES; s++) {
                Point p = {stamp.left + column + (s % SAMPLES + 0.5) / SAMPLES, stamp.top + row + (s / SAMPLES + 0.5) / SAMPLES};
                n += is_in_shape(&scene->items.at[0], p);
            }
            out[column] = (uint8_t)(n * 255 / (SAMPLES * SAMPLES));
        }
        stamp.rows[row] = find_runs(out, stamp.width);
    }
    return stamp;
}

/* --- composing ---------------------------------------------------------------------------------------------------- */

/* Premultiplied 0xAARRGGBB. */
static uint32_t argb_of(Colour color)
{
    uint32_t alpha = COLOUR_ALPHA(color), out = alpha << 24;
    for (int shift = 0; shift < 24; shift += 8)
        out |= ((color >> (shift + 8) & 0xFF) * alpha + 127) / 255 << shift;
    return out;
}

/* Two channels at a time; a rounded division by 255: (v + 128 + ((v + 128) >> 8)) >> 8. */
static inline uint32_t over(uint32_t below, uint32_t color, uint32_t coverage)
{
    const uint32_t MASK = 0x00FF00FF, HALF = 0x00800080;
    uint32_t low = (color & MASK) * coverage + (below & MASK) * (255 - coverage) + HALF;
    uint32_t high = (color >> 8 & MASK) * coverage + (below >> 8 & MASK) * (255 - coverage) + HALF;
    low = (low + (low >> 8 & MASK)) >> 8 & MASK;
    high = (high + (high >> 8 & MASK)) >> 8 & MASK;
    return high << 8 | low;
}

typedef struct Band {
    size_t top, bottom; /* rows of the image */
    float *deep;        /* four numbers a pixel, where shapes are transparent */
} Band;

/* Four pixels at a time; the last four may overlap those before. */
static inline void fill(uint32_t *pixels, long n, uint32_t color)
{
    typedef uint32_t Four __attribute__((vector_size(16)));
    const Four four = {color, color, color, color};
    if (n < 4) {
        for (long i = 0; i < n; i++)
            pixels[i] = color;
        return;
    }
    for (long i = 0; i + 4 <= n; i += 4)
        memcpy(pixels + i, &four, sizeof four);
    memcpy(pixels + n - 4, &four, sizeof four);
}

static inline void blend(uint32_t *pixels, const uint8_t *coverage, int start, int end, uint32_t color)
{
    for (int i = start; i < end; i++)
        if (pixels[i] != color) /* crowds of one colour: nothing to do */
            pixels[i] = over(pixels[i], color, coverage[i]);
}

static void stamp_opaque(const Canvas *r, const Band *band, const Stamp *stamp, long x, long y, uint32_t color)
{
    long first = (long)band->top - y - stamp->top, last = (long)band->bottom - y - stamp->top, at_x = x + stamp->left;
    first = first < 0 ? 0 : first;
    last = last > stamp->height ? stamp->height : last;
    bool is_inside = at_x >= 0 && at_x + stamp->width <= (long)r->width;
    for (long row = first; row < last; row++) {
        const uint8_t *coverage = stamp->coverage + row * stamp->width;
        uint32_t *pixels = r->pixels + (size_t)(y + stamp->top + row) * r->width;
        StampRow runs = stamp->rows[row];
        if (!is_inside) { /* at the image's edge */
            for (long column = runs.start; column < runs.end; column++)
                if (at_x + column >= 0 && at_x + column < (long)r->width)
                    pixels[at_x + column] = over(pixels[at_x + column], color, coverage[column]);
            continue;
        }
        pixels += at_x;
        blend(pixels, coverage, runs.start, runs.whole_start, color);
        fill(pixels + runs.whole_start, runs.whole_end - runs.whole_start, color);
        blend(pixels, coverage, runs.whole_end, runs.end, color);
    }
}

static void stamp_deep(const Canvas *r, const Band *band, const Stamp *stamp, long x, long y, Colour color)
{
    float alpha = (float)COLOUR_ALPHA(color) / 255;
    const float parts[] = {(float)(color >> 24) / 255, (float)(color >> 16 & 0xFF) / 255, (float)(color >> 8 & 0xFF) / 255, 1};
    for (int row = 0; row < stamp->height; row++) {
        long at_y = y + stamp->top + row, at_x = x + stamp->left;
        if (at_y < (long)band->top || at_y >= (long)band->bottom)
            continue;
        const uint8_t *coverage = stamp->coverage + (size_t)row * (size_t)stamp->width;
        float *pixels = band->deep + ((size_t)at_y - band->top) * r->width * 4;
        for (int column = stamp->rows[row].start; column < stamp->rows[row].end; column++) {
            if (at_x + column < 0 || at_x + column >= (long)r->width)
                continue;
            float share = alpha * (float)coverage[column] / 255, *pixel = pixels + (size_t)(at_x + column) * 4;
            for (int k = 0; k < 4; k++)
                pixel[k] = parts[k] * share + pixel[k] * (1 - share);
        }
    }
}

static void draw_band(void *user, WorkPlace *place, size_t number)
{
    const Canvas *r = user;
    size_t height = (r->height + BANDS - 1) / BANDS;
    Band band = {number * height, (number + 1) * height, NULL};
    band.top = band.top < r->height ? band.top : r->height;
    band.bottom = band.bottom < r->height ? band.bottom : r->height;
    size_t n = (band.bottom - band.top) * r->width;
    if (!r->is_opaque)
        band.deep = ARENA_ARRAY(place->scratch, n * 4, float);
    for (size_t i = 0; i < r->n; i++) {
        const RasterPoint *point = &r->points[i];
        float y = (float)(point->y * r->scale - r->y);
        const Stamp *stamps = r->stamps + (size_t)point->look * PHASES * PHASES;
        if (!(y + (float)(stamps->top + stamps->height) >= (float)band.top && y + (float)stamps->top <= (float)band.bottom))
            continue;
        double x = point->x * r->scale - r->x, pixel_x = floor(x), pixel_y = floor((double)y);
        if (!(pixel_x > -1e6 && pixel_x < 1e6))
            continue;
        size_t phase = (size_t)((x - pixel_x) * PHASES) + (size_t)(((double)y - pixel_y) * PHASES) * PHASES;
        Colour color = r->looks[point->look].color;
        if (r->is_opaque)
            stamp_opaque(r, &band, stamps + phase, (long)pixel_x, (long)pixel_y, argb_of(color));
        else
            stamp_deep(r, &band, stamps + phase, (long)pixel_x, (long)pixel_y, color);
    }
    uint32_t *pixels = r->pixels + band.top * r->width;
    for (size_t i = 0; i < n && band.deep; i++) {
        const float *deep = band.deep + i * 4;
        pixels[i] = (uint32_t)lrintf(deep[3] * 255) << 24 | (uint32_t)lrintf(deep[0] * 255) << 16 | (uint32_t)lrintf(deep[1] * 255) << 8 | (uint32_t)lrintf(deep[2] * 255);
    }
}

void raster_points(Arena *arena, Scene *scene, Rect area, double dpi, const RasterPoint *points, size_t n, const Look *looks, size_t n_looks)
{
    Canvas r = {.scale = dpi / 72, .points = points, .n = n, .looks = looks, .is_opaque = true};
    double reach = 0;
    for (size_t i = 0; i < n_looks; i++) {
        reach = fmax(reach, looks[i].size * 0.8);
        r.is_opaque &= COLOUR_ALPHA(looks[i].color) == 0xFF;
    }
    r.x = floor((area.x - reach) * r.scale); /* pixels are those of the page at this resolution */
    r.y = floor((area.y - reach) * r.scale);
    r.width = (size_t)(ceil((area.x + area.width + reach) * r.scale) - r.x);
    r.height = (size_t)(ceil((area.y + area.height + reach) * r.scale) - r.y);
    r.pixels = ARENA_ARRAY(arena, r.width * r.height, uint32_t);
    r.stamps = ARENA_ARRAY(arena, n_looks * PHASES * PHASES, Stamp);
    for (size_t i = 0; i < n_looks * PHASES * PHASES; i++) {
        size_t phase = i % (PHASES * PHASES);
        r.stamps[i] = make_stamp(arena, &looks[i / (PHASES * PHASES)], r.scale, ((double)(phase % PHASES) + 0.5) / PHASES, ((double)(phase / PHASES) + 0.5) / PHASES);
    }
    work_run(arena, BANDS, draw_band, &r);
    Rect rect = {r.x / r.scale, r.y / r.scale, (double)r.width / r.scale, (double)r.height / r.scale};
    scene_image(scene, rect, r.width, r.height, r.pixels);
}
