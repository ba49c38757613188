/* path_shape: see path_shape.h. */
#include "path_shape.h"

#include <math.h>
#include <stdlib.h>

static Point on_curve(Point start, const Point *rest, double t)
{
    double a = (1 - t) * (1 - t) * (1 - t), b = 3 * (1 - t) * (1 - t) * t, c = 3 * (1 - t) * t * t, d = t * t * t;
    return (Point){a * start.x + b * rest[0].x + c * rest[1].x + d * rest[2].x, a * start.y + b * rest[0].y + c * rest[1].y + d * rest[2].y};
}

/* An edge from the present place, which moves on. */
static bool edge_to(PathEdges *edges, Point end, Point *from, Point *to)
{
    *from = edges->at;
    *to = edges->at = end;
    return true;
}

/* No place that is no number is away from any: an edge to it would never arrive. */
static bool is_away(const PathEdges *edges)
{
    return fabs(edges->at.x - edges->start.x) > 0 || fabs(edges->at.y - edges->start.y) > 0;
}

bool path_next_edge(PathEdges *edges, Point *from, Point *to)
{
    const SceneItem *path = edges->path;
    while (edges->verb < path->n_verbs) {
        PathVerb verb = (PathVerb)path->verbs[edges->verb];
        const Point *points = path->points + edges->point;
        if ((verb == PATH_CLOSE || (verb == PATH_MOVE && !edges->is_open)) && is_away(edges))
            return edge_to(edges, edges->start, from, to);
        if (verb == PATH_CURVE && edges->chord + 1 < PATH_CHORDS) {
            edges->curve = edges->chord++ == 0 ? edges->at : edges->curve;
            return edge_to(edges, on_curve(edges->curve, points, (double)edges->chord / PATH_CHORDS), from, to);
        }
        edges->chord = 0;
        edges->verb++;
        edges->point += verb == PATH_CLOSE ? 0 : verb == PATH_CURVE ? 3 : 1;
        if (verb == PATH_MOVE)
            edges->at = edges->start = *points;
        else if (verb != PATH_CLOSE)
            return edge_to(edges, points[verb == PATH_CURVE ? 2 : 0], from, to);
    }
    return !edges->is_open && is_away(edges) && edge_to(edges, edges->start, from, to);
}

static bool crosses(Point from, Point to, double y, double *x)
{
    if ((from.y > y) == (to.y > y))
        return false;
    *x = (to.x - from.x) * (y - from.y) / (to.y - from.y) + from.x;
    return true;
}

bool path_holds(const SceneItem *path, Point p)
{
    PathEdges edges = {.path = path};
    Point from, to;
    double x;
    bool is_inside = false;
    while (path_next_edge(&edges, &from, &to))
        is_inside ^= crosses(from, to, p.y, &x) && p.x < x;
    return is_inside;
}

static int by_place(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void path_crossings(Arena *arena, const SceneItem *path, double y, PathCrossings *out)
{
    PathEdges edges = {.path = path};
    Point from, to;
    double x;
    out->n = 0;
    while (path_next_edge(&edges, &from, &to))
        if (crosses(from, to, y, &x))
            VEC_PUSH(arena, out, x);
    if (out->n)
        qsort(out->at, out->n, sizeof *out->at, by_place);
}
