/* raster: see raster.h. A marker is drawn once at each of a few places within a pixel, as a stamp of coverages; stamps are then put on the image band
 * by band, on all cores: opaque ones from front to back, so that those behind a crowd, which nobody can see, are passed over. */
#include "raster.h"

#include "path_shape.h"
#include "work.h"

#include <math.h>
#include <string.h>

enum { PHASES = 4, N_PHASES = PHASES * PHASES, SAMPLES = 8, BANDS = 8 };

/* The pixels of a row of a stamp from start on, below end, are those that are covered. */
typedef struct StampRow {
    int start, end;
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
    Stamp *stamps; /* N_PHASES a look */
    struct Placed *placed;
    uint32_t *pixels;
    int32_t reach; /* no stamp is larger, from its point */
    bool is_opaque;
} Canvas;

enum { FAR_PIXELS = 1 << 20 }; /* beyond, a point is out of all pictures */

typedef struct Placed {
    int32_t x, y; /* pixel */
    uint32_t stamp;
} Placed;

/* --- stamps ------------------------------------------------------------------------------------------------------- */

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
    return item->paint.fill != COLOUR_NONE ? path_holds(item, p) : is_on_strokes(item, p);
}

static StampRow find_run(const uint8_t *coverage, int width)
{
    StampRow row = {0, width};
    while (row.start < width && !coverage[row.start])
        row.start++;
    while (row.end > row.start && !coverage[row.end - 1])
        row.end--;
    return row;
}

/* Without the rows and columns around it that nothing covers. */
static Stamp cropped(Arena *arena, Stamp stamp)
{
    int top = 0, bottom = stamp.height, left = stamp.width, right = 0;
    while (top < bottom && stamp.rows[top].start >= stamp.rows[top].end)
        top++;
    while (bottom > top && stamp.rows[bottom - 1].start >= stamp.rows[bottom - 1].end)
        bottom--;
    for (int row = top; row < bottom; row++) {
        left = stamp.rows[row].start < left && stamp.rows[row].start < stamp.rows[row].end ? stamp.rows[row].start : left;
        right = stamp.rows[row].end > right ? stamp.rows[row].end : right;
    }
    if (left >= right)
        return (Stamp){0};
    Stamp out = {.left = stamp.left + left, .top = stamp.top + top, .width = right - left, .height = bottom - top, .rows = stamp.rows + top};
    size_t width = (size_t)out.width;
    out.coverage = ARENA_ARRAY(arena, width * (size_t)out.height, uint8_t);
    for (int row = 0; row < out.height; row++) {
        memcpy(out.coverage + (size_t)row * width, stamp.coverage + (size_t)(row + top) * (size_t)stamp.width + left, width);
        out.rows[row].start -= left;
        out.rows[row].end -= left;
    }
    return out;
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
        stamp.rows[row] = find_run(out, stamp.width);
    }
    return cropped(arena, stamp);
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

/* The colour, covering so much of the pixel, under what is there. Two channels at a time; v / 255 rounded: (v + 128 + ((v + 128) >> 8)) >> 8. */
static inline uint32_t under(uint32_t above, uint32_t color, uint32_t coverage)
{
    const uint32_t MASK = 0x00FF00FF, HALF = 0x00800080;
    uint32_t share = coverage * (255 - (above >> 24)) + 128;
    share = (share + (share >> 8)) >> 8;
    uint32_t low = (color & MASK) * share + HALF, high = (color >> 8 & MASK) * share + HALF;
    low = (low + (low >> 8 & MASK)) >> 8 & MASK;
    high = (high + (high >> 8 & MASK)) >> 8 & MASK;
    uint32_t out = above + (high << 8 | low);
    if (out >> 24 < 254)
        return out;
    /* full (rounding would never let it be); what came together of one colour is that colour */
    out |= 0xFF000000u;
    for (int shift = 0; shift < 24; shift += 8)
        if ((out >> shift & 0xFF) + 2 < (color >> shift & 0xFF) || (out >> shift & 0xFF) > (color >> shift & 0xFF) + 2)
            return out;
    return color;
}

typedef struct Band {
    size_t top, bottom; /* rows of the image */
    float *deep;        /* four numbers a pixel, where shapes are transparent */
    uint64_t *full;     /* a bit for each pixel, where they are opaque: nothing more can be seen there */
    size_t n_words;     /* in a row */
} Band;

static void stamp_opaque(const Canvas *r, const Band *band, const Stamp *stamp, long x, long y, uint32_t color)
{
    long first = (long)band->top - y - stamp->top, last = (long)band->bottom - y - stamp->top, at_x = x + stamp->left;
    first = first < 0 ? 0 : first;
    last = last > stamp->height ? stamp->height : last;
    for (long row = first; row < last; row++) {
        size_t at_y = (size_t)(y + stamp->top + row);
        const uint8_t *coverage = stamp->coverage + row * stamp->width;
        uint32_t *pixels = r->pixels + at_y * r->width;
        uint64_t *full = band->full + (at_y - band->top) * band->n_words;
        long start = at_x + stamp->rows[row].start, end = at_x + stamp->rows[row].end;
        start = start < 0 ? 0 : start;
        end = end > (long)r->width ? (long)r->width : end;
        for (long word = start / 64; start < end; word++, start = word * 64) {
            uint64_t wanted = ~(uint64_t)0 << (start % 64);
            if (end < (word + 1) * 64)
                wanted &= ~(~(uint64_t)0 << (end % 64));
            for (uint64_t open = wanted & ~full[word]; open; open &= open - 1) {
                long column = word * 64 + __builtin_ctzll(open);
                uint32_t *pixel = &pixels[column], cover = coverage[column - at_x];
                *pixel = cover == 255 && !(*pixel >> 24) ? color : under(*pixel, color, cover);
                if (*pixel >> 24 == 0xFF)
                    full[word] |= open & -open;
            }
        }
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

/* Where each point's stamp goes. */
static void place_points(void *user, WorkPlace *place, size_t number)
{
    (void)place;
    const Canvas *r = user;
    size_t start = r->n / BANDS * number, end = number + 1 == BANDS ? r->n : start + r->n / BANDS;
    for (size_t i = start; i < end; i++) {
        const RasterPoint *point = &r->points[i];
        double x = point->x * r->scale - r->x, y = point->y * r->scale - r->y;
        bool is_near = x > -FAR_PIXELS && x < FAR_PIXELS && y > -FAR_PIXELS && y < FAR_PIXELS;
        /* moved to where cutting off is rounding down */
        int32_t fine_x = is_near ? (int32_t)((x + FAR_PIXELS) * PHASES) : 0, fine_y = is_near ? (int32_t)((y + FAR_PIXELS) * PHASES) : 0;
        r->placed[i] = (Placed){fine_x / PHASES - FAR_PIXELS, fine_y / PHASES - FAR_PIXELS,
                                point->look * N_PHASES + (uint32_t)(fine_x % PHASES + fine_y % PHASES * PHASES)};
    }
}

static void draw_band(void *user, WorkPlace *place, size_t number)
{
    const Canvas *r = user;
    size_t height = r->height / BANDS + 1;
    Band band = {.top = number * height, .bottom = (number + 1) * height};
    band.top = band.top < r->height ? band.top : r->height;
    band.bottom = band.bottom < r->height ? band.bottom : r->height;
    size_t n = (band.bottom - band.top) * r->width;
    band.n_words = r->width / 64 + 1;
    if (r->is_opaque)
        band.full = ARENA_ARRAY(place->scratch, (band.bottom - band.top) * band.n_words, uint64_t);
    else
        band.deep = ARENA_ARRAY(place->scratch, n * 4, float);
    for (size_t i = 0; i < r->n; i++) {
        Placed placed = r->placed[r->is_opaque ? r->n - 1 - i : i];
        if (placed.y + r->reach < (int32_t)band.top || placed.y - r->reach > (int32_t)band.bottom)
            continue;
        Colour color = r->looks[placed.stamp / N_PHASES].color;
        if (r->is_opaque)
            stamp_opaque(r, &band, &r->stamps[placed.stamp], placed.x, placed.y, argb_of(color));
        else
            stamp_deep(r, &band, &r->stamps[placed.stamp], placed.x, placed.y, color);
    }
    uint32_t *pixels = r->pixels + band.top * r->width;
    for (size_t i = 0; i < n && band.deep; i++) {
        const float *deep = band.deep + i * 4;
        pixels[i] = (uint32_t)lrintf(deep[3] * 255) << 24 | (uint32_t)lrintf(deep[0] * 255) << 16 | (uint32_t)lrintf(deep[1] * 255) << 8 |
                    (uint32_t)lrintf(deep[2] * 255);
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
    r.reach = (int32_t)ceil(reach * r.scale) + 2;
    double side = 2 * r.reach;
    arena_work(arena, (double)n * (4 + side * side / (r.is_opaque ? 64 : 2)) + (double)n_looks * PHASES * PHASES * side * side * SAMPLES * SAMPLES);
    r.x = floor((area.x - reach) * r.scale); /* pixels are those of the page at this resolution */
    r.y = floor((area.y - reach) * r.scale);
    r.width = (size_t)(ceil((area.x + area.width + reach) * r.scale) - r.x);
    r.height = (size_t)(ceil((area.y + area.height + reach) * r.scale) - r.y);
    r.pixels = ARENA_ARRAY(arena, r.width * r.height, uint32_t);
    r.stamps = ARENA_ARRAY(arena, n_looks * N_PHASES, Stamp);
    for (size_t i = 0; i < n_looks * N_PHASES; i++) {
        size_t phase = i % N_PHASES;
        r.stamps[i] = make_stamp(arena, &looks[i / N_PHASES], r.scale, ((double)(phase % PHASES) + 0.5) / PHASES,
                                 ((double)(phase / PHASES) + 0.5) / PHASES);
    }
    r.placed = ARENA_ARRAY(arena, n, Placed);
    work_run(arena, BANDS, place_points, &r);
    work_run(arena, BANDS, draw_band, &r);
    Rect rect = {r.x / r.scale, r.y / r.scale, (double)r.width / r.scale, (double)r.height / r.scale};
    scene_image(scene, rect, r.width, r.height, r.pixels);
}
