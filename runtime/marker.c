/* marker: the shapes of points. Sizes are diameters; shapes other than the circle are scaled to look as large as it: equal areas for the square and
 * the diamond, a little more for the pointed ones. */
#include "mark.h"

#include <math.h>

static void polygon(Scene *scene, Point at, double radius, int n, double turn, double inner, Paint paint)
{
    scene_path(scene, paint);
    int corners = inner > 0 ? 2 * n : n;
    for (int i = 0; i < corners; i++) {
        double angle = turn + 2 * M_PI * i / corners, r = inner > 0 && i % 2 ? radius * inner : radius;
        double x = at.x + r * sin(angle), y = at.y - r * cos(angle);
        if (i == 0)
            path_move(scene, x, y);
        else
            path_line(scene, x, y);
    }
    path_close(scene);
}

static void cross(Scene *scene, Point at, double radius, double turn, Colour color)
{
    Paint paint = {.stroke = color, .stroke_width = fmax(radius * 0.45, 0.6), .cap = CAP_BUTT};
    scene_path(scene, paint);
    for (int i = 0; i < 2; i++) {
        double dx = radius * sin(turn + i * M_PI / 2), dy = radius * cos(turn + i * M_PI / 2);
        path_move(scene, at.x - dx, at.y - dy);
        path_line(scene, at.x + dx, at.y + dy);
    }
}

void marker_draw(Scene *scene, MarkerShape shape, Point at, double diameter, Colour color, Colour outline, double outline_width)
{
    double radius = diameter / 2;
    Paint paint = {.fill = color};
    if (outline != COLOUR_NONE) {
        paint.stroke = outline;
        paint.stroke_width = outline_width;
    }
    double square = radius * sqrt(M_PI); /* the side of a square of the circle's area */
    switch (shape) {
    case MARKER_CIRCLE:
        scene_circle(scene, at, radius, paint);
        break;
    case MARKER_SQUARE:
        scene_rect(scene, (Rect){at.x - square / 2, at.y - square / 2, square, square}, paint);
        break;
    case MARKER_DIAMOND:
        polygon(scene, at, square / sqrt(2), 4, 0, 0, paint);
        break;
    case MARKER_TRIANGLE:
        polygon(scene, (Point){at.x, at.y + radius * 0.15}, radius * 1.3, 3, 0, 0, paint);
        break;
    case MARKER_TRIANGLE_DOWN:
        polygon(scene, (Point){at.x, at.y - radius * 0.15}, radius * 1.3, 3, M_PI, 0, paint);
        break;
    case MARKER_STAR:
        polygon(scene, at, radius * 1.35, 5, 0, 0.45, paint);
        break;
    case MARKER_PLUS:
        cross(scene, at, radius * 1.1, 0, color);
        break;
    case MARKER_CROSS:
        cross(scene, at, radius * 1.1, M_PI / 4, color);
        break;
    default:
        break;
    }
}
