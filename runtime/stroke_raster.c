/* stroke_raster: see stroke_raster.h. A stroke with round joins is all that a disc covers on its way. Vertices above each other make a run: the disc
 * moved up and down; between runs stand the rectangles of the other segments. The mask is done in strips of columns. */
#include "stroke_raster.h"

#include "work.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

enum { LINES = 16, ONE = 256, STRIP = 64, ROOM = 4 }; /* lines a pixel; parts a pixel along a line; pixels a strip; intervals a line, at first */

/* In pixels of the mask. A run (a.x == b.x, a.y <= b.y) with the disc around both ends, or the rectangle along a segment without its ends' discs. A
 * run near a flat end does not reach beyond it: nothing of it lies `out` from `end`. */
typedef struct Shape {
    Point a, b;
    bool is_run, is_cut;
    Point end, out;
} Shape;

typedef struct Interval {
    int32_t lo, hi;
} Interval;

/* Disjoint, in order. */
typedef struct Line {
    Interval *at;
    uint32_t n, cap;
} Line;

typedef struct Raster {
    const StrokePath *path;
    StrokeMask *mask;
    VEC(Shape) shapes;
    uint32_t *starts, *of_strips; /* the shapes of strip s: of_strips[starts[s]..starts[s + 1]] */
} Raster;

/* --- shapes ------------------------------------------------------------------------------------------------------- */

static Point place(const Raster *r, Point p)
{
    return (Point){p.x * r->path->scale - r->mask->left, p.y * r->path->scale - r->mask->top};
}

static void add_shape(Arena *arena, Raster *r, Shape shape)
{
    double half = r->path->half_width;
    bool is_away = fmin(shape.a.y, shape.b.y) - half > r->mask->height || fmax(shape.a.y, shape.b.y) + half < 0 ||
                   fmin(shape.a.x, shape.b.x) - half > r->mask->width || fmax(shape.a.x, shape.b.x) + half < 0;
    if (!is_away)
        VEC_PUSH(arena, &r->shapes, shape);
}

/* Cuts what leads straight to a flat end and lies near it, from shape `first` by `step` on, `n` shapes. Behind a turn discs stay whole: most of them
 * is joins. */
static void cut_end(const Raster *r, Shape *first, ptrdiff_t step, size_t n, Point end, Point before)
{
    Point out = {end.x - before.x, end.y - before.y};
    for (; n > 0; n--, first += step) {
        if (!first->is_run)
            continue;
        double dx = end.x - first->a.x, dy = end.y - first->a.y, along = dx * out.x + dy * out.y, aside = fabs(dx * out.y - dy * out.x);
        if (hypot(dx, dy) >= r->path->half_width || first->a.y != first->b.y || aside > along / 2)
            return;
        first->is_cut = true;
        first->end = end;
        first->out = out;
    }
}

/* A piece of n points from a move to the next. The cap of an end that stands alone above its place may be flat; ends within a run have turns beside
 * them. */
static void add_piece(Arena *arena, Raster *r, const Point *points, size_t n)
{
    size_t n_before = r->shapes.n;
    for (size_t i = 0; i < n;) {
        Point low = place(r, points[i]), high = low, last = low;
        size_t end = i + 1;
        for (; end < n && place(r, points[end]).x == low.x; end++) {
            last = place(r, points[end]);
            low.y = fmin(low.y, last.y);
            high.y = fmax(high.y, last.y);
        }
        bool is_end = i == 0 || end == n;
        if (n > 1 && (!is_end || low.y < high.y || r->path->has_round_caps))
            add_shape(arena, r, (Shape){.a = low, .b = high, .is_run = true});
        if (end < n)
            add_shape(arena, r, (Shape){.a = last, .b = place(r, points[end])});
        i = end;
    }
    size_t added = r->shapes.n - n_before;
    if (n < 2 || !added || r->path->has_round_caps)
        return;
    Point start = place(r, points[0]), second = place(r, points[1]), end = place(r, points[n - 1]), before = place(r, points[n - 2]);
    if (start.x != second.x)
        cut_end(r, &r->shapes.at[n_before], 1, added, start, second);
    if (end.x != before.x)
        cut_end(r, &r->shapes.at[r->shapes.n - 1], -1, added, end, before);
}

static void add_shapes(Arena *arena, Raster *r)
{
    const StrokePath *path = r->path;
    for (size_t i = 0; i < path->n;) {
        size_t end = i + 1;
        while (end < path->n && path->verbs[end] == PATH_LINE)
            end++;
        add_piece(arena, r, path->points + i, end - i);
        i = end;
    }
}

static void strips_of(const Raster *r, const Shape *shape, size_t n_strips, size_t *first, size_t *last)
{
    double lo = (fmin(shape->a.x, shape->b.x) - r->path->half_width) / STRIP, hi = (fmax(shape->a.x, shape->b.x) + r->path->half_width) / STRIP;
    *first = lo > 0 ? (size_t)lo : 0;
    *last = hi < (double)n_strips - 1 ? (size_t)fmax(hi, 0) : n_strips - 1;
}

static void sort_into_strips(Arena *arena, Raster *r, size_t n_strips)
{
    size_t first, last;
    r->starts = ARENA_ARRAY(arena, n_strips + 2, uint32_t);
    for (size_t i = 0; i < r->shapes.n; i++) {
        strips_of(r, &r->shapes.at[i], n_strips, &first, &last);
        for (size_t s = first; s <= last; s++)
            r->starts[s + 2]++;
    }
    for (size_t s = 2; s < n_strips + 2; s++)
        r->starts[s] += r->starts[s - 1];
    r->of_strips = ARENA_ARRAY(arena, r->starts[n_strips + 1] + 1, uint32_t);
    for (size_t i = 0; i < r->shapes.n; i++) {
        strips_of(r, &r->shapes.at[i], n_strips, &first, &last);
        for (size_t s = first; s <= last; s++)
            r->of_strips[r->starts[s + 1]++] = (uint32_t)i;
    }
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

static void insert(Arena *arena, Line *line, uint32_t i, Interval new)
{
    if (line->n == line->cap) {
        Interval *at = ARENA_ARRAY(arena, (size_t)line->cap * 2, Interval);
        memcpy(at, line->at, line->n * sizeof *at);
        line->at = at;
        line->cap *= 2;
    }
    memmove(line->at + i + 1, line->at + i, (line->n - i) * sizeof *line->at);
    line->at[i] = new;
    line->n++;
}

static inline void add_interval(Arena *arena, Line *line, Interval new)
{
    uint32_t i = 0;
    while (i < line->n && line->at[i].hi < new.lo)
        i++;
    if (i == line->n || new.hi < line->at[i].lo) {
        insert(arena, line, i, new);
        return;
    }
    Interval *at = &line->at[i];
    at->lo = new.lo < at->lo ? new.lo : at->lo;
    if (new.hi <= at->hi)
        return;
    uint32_t next = i + 1;
    at->hi = new.hi;
    for (; next < line->n && line->at[next].lo <= at->hi; next++)
        at->hi = line->at[next].hi > at->hi ? line->at[next].hi : at->hi;
    memmove(at + 1, line->at + next, (line->n - next) * sizeof *at);
    line->n -= next - i - 1;
}

/* From lo to hi, in pixels. */
static inline void cover(Arena *arena, Line *line, double lo, double hi, double height)
{
    lo = lo > 0 ? lo : 0;
    hi = hi < height ? hi : height;
    if (lo < hi)
        add_interval(arena, line, (Interval){(int32_t)(lo * ONE + 0.5), (int32_t)(hi * ONE + 0.5)});
}

static void cover_run(Arena *arena, const Raster *r, Line *lines, double left, size_t from, size_t to, const Shape *shape)
{
    double half = r->path->half_width, height = r->mask->height;
    for (size_t k = from; k < to; k++) {
        double aside = left + ((double)k + 0.5) / LINES - shape->a.x, room = half * half - aside * aside;
        if (room <= 0)
            continue;
        double reach = sqrt(room), lo = shape->a.y - reach, hi = shape->b.y + reach;
        if (shape->is_cut) {
            double across = aside + shape->a.x - shape->end.x, at = shape->end.y - (shape->out.y != 0 ? across * shape->out.x / shape->out.y : 0);
            if (shape->out.y == 0 && across * shape->out.x > 0)
                continue;
            hi = shape->out.y > 0 ? fmin(hi, at) : hi;
            lo = shape->out.y < 0 ? fmax(lo, at) : lo;
        }
        cover(arena, &lines[k], lo, hi, height);
    }
}

/* Where |across| <= half and 0 <= along <= length. */
static void cover_rectangle(Arena *arena, const Raster *r, Line *lines, double left, size_t from, size_t to, const Shape *shape)
{
    double half = r->path->half_width, height = r->mask->height;
    double dx = shape->b.x - shape->a.x, dy = shape->b.y - shape->a.y, length = hypot(dx, dy), across = half * length;
    bool is_level = dy == 0;
    double by_x = 1 / dx, by_y = is_level ? 0 : 1 / dy; /* dx is not 0: that would be a run */
    double thick = across * fabs(by_x), tall = length * length * fabs(by_y);
    for (size_t k = from; k < to; k++) {
        double x = left + ((double)k + 0.5) / LINES - shape->a.x, middle = shape->a.y + dy * x * by_x, lo = middle - thick, hi = middle + thick;
        if (is_level) {
            if (x * dx < 0 || x * dx > length * length)
                continue;
        } else {
            double foot = shape->a.y - dx * x * by_y, from_y = dy > 0 ? foot : foot - tall;
            lo = lo > from_y ? lo : from_y;
            hi = hi < from_y + tall ? hi : from_y + tall;
        }
        cover(arena, &lines[k], lo, hi, height);
    }
}

/* The lines of the strip from pixel `left` on that the shape can reach. */
static void cover_shape(Arena *arena, const Raster *r, Line *lines, double left, size_t n, const Shape *shape)
{
    double half = r->path->half_width;
    double lo = (fmin(shape->a.x, shape->b.x) - half - left) * LINES - 0.5, hi = (fmax(shape->a.x, shape->b.x) + half - left) * LINES + 0.5;
    size_t from = lo > 0 ? (size_t)lo : 0, to = hi > 0 ? (size_t)fmin(hi + 1, (double)n) : 0;
    if (shape->is_run)
        cover_run(arena, r, lines, left, from, to, shape);
    else
        cover_rectangle(arena, r, lines, left, from, to, shape);
}

/* --- pixels ------------------------------------------------------------------------------------------------------- */

/* A column of pixels from its lines: `parts` of a pixel, and where whole ones begin and end. */
static void fill_column(const Line *lines, StrokeMask *mask, size_t column, int32_t *parts, int32_t *changes)
{
    int32_t top = mask->height, bottom = 0, whole = 0;
    for (size_t k = 0; k < LINES; k++)
        for (uint32_t i = 0; i < lines[k].n; i++) {
            Interval in = lines[k].at[i];
            int32_t first = in.lo / ONE, last = in.hi / ONE;
            top = first < top ? first : top;
            bottom = last > bottom ? last : bottom;
            if (first == last) {
                parts[first] += in.hi - in.lo;
                continue;
            }
            parts[first] += (first + 1) * ONE - in.lo;
            parts[last] += in.hi - last * ONE;
            changes[first + 1] += ONE;
            changes[last] -= ONE;
        }
    for (int32_t row = top; row <= bottom; row++) {
        whole += changes[row];
        int32_t all = whole + parts[row];
        if (row < mask->height)
            mask->coverage[(size_t)row * mask->stride + column] = (uint8_t)((all * 255 + LINES * ONE / 2) / (LINES * ONE));
        parts[row] = changes[row] = 0;
    }
}

static void fill_strip(void *user, WorkPlace *place, size_t strip)
{
    Raster *r = user;
    Arena *arena = place->scratch;
    size_t left = strip * STRIP, width = (size_t)r->mask->width - left < STRIP ? (size_t)r->mask->width - left : STRIP, n = width * LINES;
    Line *lines = ARENA_ARRAY(arena, n, Line);
    Interval *room = ARENA_ARRAY(arena, n * ROOM, Interval);
    for (size_t k = 0; k < n; k++)
        lines[k] = (Line){.at = room + k * ROOM, .cap = ROOM};
    for (uint32_t i = r->starts[strip]; i < r->starts[strip + 1]; i++)
        cover_shape(arena, r, lines, (double)left, n, &r->shapes.at[r->of_strips[i]]);
    int32_t *parts = ARENA_ARRAY(arena, (size_t)r->mask->height + 2, int32_t), *changes = ARENA_ARRAY(arena, (size_t)r->mask->height + 2, int32_t);
    for (size_t column = 0; column < width; column++)
        fill_column(lines + column * LINES, r->mask, left + column, parts, changes);
}

void stroke_raster(Arena *arena, const StrokePath *path, StrokeMask *mask)
{
    Raster r = {.path = path, .mask = mask};
    size_t n_strips = ((size_t)mask->width + STRIP - 1) / STRIP;
    for (int row = 0; row < mask->height; row++)
        memset(mask->coverage + (size_t)row * mask->stride, 0, (size_t)mask->width);
    if (!n_strips)
        return;
    add_shapes(arena, &r);
    sort_into_strips(arena, &r, n_strips);
    work_run(arena, n_strips, fill_strip, &r);
}
