/* pattern: see pattern.h. Lines are thin rectangles, dots octagons; each is what remains of the shape when it is cut along their sides (Sutherland
 * and Hodgman, "Reentrant polygon clipping", CACM 1974: the window is convex, the shape need not be). */
#include "pattern.h"

#include "colour.h"

#include <math.h>

static const double LINE = 0.5, SPACING = 3.5, DOT = 1.3;
enum { DOT_SIDES = 8 };

/* What lies in front of a line: x * point.x + y * point.y >= at. */
typedef struct HalfPlane {
    double x, y, at;
} HalfPlane;

typedef VEC(Point) Polygon;

static double beyond(const HalfPlane *half, Point point)
{
    return half->x * point.x + half->y * point.y - half->at;
}

static void cut(Arena *arena, const Polygon *in, const HalfPlane *half, Polygon *out)
{
    out->n = 0;
    for (size_t i = 0, last = in->n - 1; i < in->n; last = i++) {
        Point a = in->at[last], b = in->at[i];
        double from = beyond(half, a), to = beyond(half, b);
        if ((from >= 0) != (to >= 0)) {
            double share = from / (from - to);
            VEC_PUSH(arena, out, ((Point){a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share}));
        }
        if (to >= 0)
            VEC_PUSH(arena, out, b);
    }
}

typedef struct Work {
    Scene *scene;
    Polygon shape, spare[2];
    double left, right, top, bottom; /* of the shape */
    Colour ink;
    bool has_path;
} Work;

/* What the window of n half-planes leaves of the shape. */
static const Polygon *cut_out(Work *work, const HalfPlane *window, size_t n)
{
    const Polygon *rest = &work->shape;
    for (size_t i = 0; i < n && rest->n >= 3; i++) {
        cut(work->scene->arena, rest, &window[i], &work->spare[i % 2]);
        rest = &work->spare[i % 2];
    }
    return rest;
}

static void add_piece(Work *work, const HalfPlane *window, size_t n)
{
    const Polygon *rest = cut_out(work, window, n);
    if (rest->n < 3)
        return;
    if (!work->has_path)
        scene_path(work->scene, (Paint){.fill = work->ink});
    work->has_path = true;
    for (size_t i = 0; i < rest->n; i++)
        if (i == 0)
            path_move(work->scene, rest->at[i].x, rest->at[i].y);
        else
            path_line(work->scene, rest->at[i].x, rest->at[i].y);
    path_close(work->scene);
}

/* Lines across the direction (x, y), a unit vector. */
static void add_lines(Work *work, double x, double y, double spacing, Point origin)
{
    double reach_x[2] = {work->left * x, work->right * x}, reach_y[2] = {work->top * y, work->bottom * y}, offset = origin.x * x + origin.y * y;
    double lo = fmin(reach_x[0], reach_x[1]) + fmin(reach_y[0], reach_y[1]), hi = fmax(reach_x[0], reach_x[1]) + fmax(reach_y[0], reach_y[1]);
    for (double k = ceil((lo - offset - LINE / 2) / spacing); k * spacing + offset - LINE / 2 < hi; k++) {
        double at = k * spacing + offset;
        const HalfPlane sides[2] = {{x, y, at - LINE / 2}, {-x, -y, -at - LINE / 2}};
        add_piece(work, sides, 2);
    }
}

/* Rows of dots, every second one moved by half a step. */
static void add_dots(Work *work, Point origin)
{
    double row_step = SPACING * sqrt(0.75), r = DOT / 2;
    for (double row = ceil((work->top - origin.y - r) / row_step); row * row_step + origin.y - r < work->bottom; row++) {
        double shift = origin.x + (fmod(row, 2) != 0 ? SPACING / 2 : 0), y = origin.y + row * row_step;
        for (double k = ceil((work->left - shift - r) / SPACING); k * SPACING + shift - r < work->right; k++) {
            HalfPlane sides[DOT_SIDES];
            for (int i = 0; i < DOT_SIDES; i++) {
                double turn = 2 * M_PI * i / DOT_SIDES, nx = cos(turn), ny = sin(turn);
                sides[i] = (HalfPlane){nx, ny, nx * (k * SPACING + shift) + ny * y - r};
            }
            add_piece(work, sides, DOT_SIDES);
        }
    }
}

void pattern_draw(Scene *scene, FillPattern pattern, const Point *corners, size_t n, Rect within, Point origin, Colour ink)
{
    static const double HALF = 0.70710678118654752, LOOSE = 1.25; /* two families of lines stand further apart, or they are the darkest */
    const HalfPlane window[4] = {{1, 0, within.x}, {-1, 0, -within.x - within.width}, {0, 1, within.y}, {0, -1, -within.y - within.height}};
    Work work = {.scene = scene, .ink = ink, .left = INFINITY, .right = -INFINITY, .top = INFINITY, .bottom = -INFINITY};
    for (size_t i = 0; i < n; i++)
        VEC_PUSH(scene->arena, &work.shape, corners[i]);
    const Polygon *seen = cut_out(&work, window, 4);
    work.shape.n = 0;
    for (size_t i = 0; i < seen->n; i++) {
        VEC_PUSH(scene->arena, &work.shape, seen->at[i]);
        work.left = fmin(work.left, seen->at[i].x);
        work.right = fmax(work.right, seen->at[i].x);
        work.top = fmin(work.top, seen->at[i].y);
        work.bottom = fmax(work.bottom, seen->at[i].y);
    }
    if (work.shape.n < 3)
        return;
    double cross = SPACING * LOOSE;
    switch (pattern) {
    case PATTERN_DIAGONAL:
        add_lines(&work, HALF, HALF, SPACING, origin);
        break;
    case PATTERN_BACK_DIAGONAL:
        add_lines(&work, HALF, -HALF, SPACING, origin);
        break;
    case PATTERN_HORIZONTAL:
        add_lines(&work, 0, 1, SPACING, origin);
        break;
    case PATTERN_VERTICAL:
        add_lines(&work, 1, 0, SPACING, origin);
        break;
    case PATTERN_CROSS:
        add_lines(&work, HALF, HALF, cross, origin);
        add_lines(&work, HALF, -HALF, cross, origin);
        break;
    case PATTERN_GRID:
        add_lines(&work, 0, 1, cross, origin);
        add_lines(&work, 1, 0, cross, origin);
        break;
    case PATTERN_DOTS:
        add_dots(&work, origin);
        break;
    default:
        break;
    }
}

Colour pattern_colour(Colour fill)
{
    enum { STEPS = 12 };
    Colour end = colour_is_dark(fill | 0xFF) ? 0xFFFFFFFF : 0x000000FF, ink = fill | 0xFF;
    for (int i = 1; i <= STEPS && colour_contrast(ink, fill) < 3; i++)
        ink = colour_mix(fill | 0xFF, end, (double)i / STEPS);
    return ink;
}
