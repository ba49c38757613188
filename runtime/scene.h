/* scene: the flat display list. Everything is placed: points, origin at the top left of the page, y downwards.
 * Nothing here needs data, scales or layout. The layout writes it; back ends and the text form read it.
 * Printed by scene_print ("chart-scene 1"), read back by scene_parse, checked by scene_verify. docs/ir.md describes
 * the text form. */
#ifndef CHARTC_SCENE_H
#define CHARTC_SCENE_H

#include "report.h"

typedef uint32_t Colour; /* 0xRRGGBBAA, sRGB, not premultiplied */
#define COLOUR_NONE ((Colour)0)
#define COLOUR_ALPHA(colour) ((colour)&0xFF)

typedef struct Point {
    double x, y;
} Point;

typedef struct Rect {
    double x, y, width, height; /* x, y: the top left corner; width and height are never negative */
} Rect;

typedef enum SceneKind {
    SCENE_GROUP, /* opens a group: role, name; closed by SCENE_END */
    SCENE_CLIP,  /* opens a clip to rect; closed by SCENE_END */
    SCENE_END,
    SCENE_RECT,   /* rect, paint */
    SCENE_CIRCLE, /* centre (at), radius, paint */
    SCENE_PATH,   /* verbs and points, paint */
    SCENE_IMAGE,  /* rect, columns * rows pixels over it */
    SCENE_TEXT,   /* text, style, at, angle, anchor, fill colour */
} SceneKind;

/* What a group is; SVG classes and the accessible structure come from it. */
typedef enum SceneRole {
    ROLE_FIGURE,
    ROLE_CHART,
    ROLE_PANEL,
    ROLE_LAYER,
    ROLE_AXIS,
    ROLE_GRID,
    ROLE_LEGEND,
    ROLE_TITLE,
    ROLE_TEXT,
} SceneRole;

typedef enum PathVerb {
    PATH_MOVE,  /* one point */
    PATH_LINE,  /* one point */
    PATH_CURVE, /* three points: two controls, the end */
    PATH_CLOSE, /* none */
} PathVerb;

typedef enum LineCap { CAP_BUTT, CAP_ROUND, CAP_SQUARE } LineCap;
typedef enum LineJoin { JOIN_MITER, JOIN_ROUND, JOIN_BEVEL } LineJoin;

/* A shape without fill and stroke is not drawn. Dashes: lengths on and off in points. */
typedef struct Paint {
    Colour fill, stroke; /* COLOUR_NONE for none */
    double stroke_width;
    LineCap cap;
    LineJoin join;
    double dash[6];
    int n_dash; /* 0 solid; even */
} Paint;

typedef enum TextAnchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END } TextAnchor;

/* A typeface and size. `family` is a name: "sans" (shipped), or a system font's. */
typedef struct TextStyle {
    Str family;
    double size; /* points */
    bool is_bold, is_italic;
} TextStyle;

/* What a mark stands for: `kv_budget` = `2500`. Written into the SVG as data-* attributes and a <title>. */
typedef struct Datum {
    Str name, value;
} Datum;

typedef struct SceneItem {
    SceneKind kind;
    /* SCENE_GROUP */
    SceneRole role;
    Str name; /* "AIME24", "Pass@1"; may be empty */
    /* shapes; of a chart or panel group the plot area, or nothing (no width) */
    Rect rect;
    Point at; /* centre of a circle, baseline origin of a text */
    double radius;
    Paint paint;
    uint8_t *verbs;
    Point *points;
    size_t n_verbs, n_points;
    /* SCENE_IMAGE: row by row from the top, 0xAARRGGBB, premultiplied */
    const uint32_t *pixels;
    uint32_t columns, rows;
    /* SCENE_TEXT; paint.fill is its colour */
    Str text; /* one line, UTF-8, logical order */
    TextStyle style;
    double angle; /* degrees, counter-clockwise, about `at` */
    TextAnchor anchor;
    double width; /* as measured, points: the law tests use it, SVG may write it as textLength */
    Datum *data;  /* any shape */
    size_t n_data;
} SceneItem;

typedef struct Scene {
    Arena *arena;
    double width, height; /* points */
    Colour background;
    Str title, description; /* plain text, for metadata and accessibility; may be empty */
    VEC(SceneItem) items;
} Scene;

Scene *scene_new(Arena *arena, double width, double height);
/* Builders. Each appends one item and returns it (valid until the next one is added). */
SceneItem *scene_group(Scene *scene, SceneRole role, Str name);
/* A group that tells where its plot area is: a panel, or a chart: the least box around its panels. */
SceneItem *scene_area_group(Scene *scene, SceneRole role, Str name, Rect area);
SceneItem *scene_clip(Scene *scene, Rect rect);
void scene_end(Scene *scene);
SceneItem *scene_rect(Scene *scene, Rect rect, Paint paint);
SceneItem *scene_circle(Scene *scene, Point centre, double radius, Paint paint);
/* A path grows by path_*; its item is the scene's last. */
SceneItem *scene_path(Scene *scene, Paint paint);
void path_move(Scene *scene, double x, double y);
void path_line(Scene *scene, double x, double y);
/* A move and n - 1 lines, n > 0: the caller writes their points before it grows the path further. */
Point *path_lines(Scene *scene, size_t n);
void path_curve(Scene *scene, Point control_1, Point control_2, Point end);
void path_close(Scene *scene);
SceneItem *scene_image(Scene *scene, Rect rect, size_t columns, size_t rows, const uint32_t *pixels); /* the pixels are borrowed */
SceneItem *scene_line(Scene *scene, Point from, Point to, Paint paint);                               /* a path of one line */
SceneItem *scene_text(Scene *scene, Str text, TextStyle style, Point at, TextAnchor anchor, double angle, double width, Colour colour);
void scene_datum(Scene *scene, Str name, Str value); /* on the last item; what stands there already is not added again */

/* The text form: first line `chart-scene 1`, one item a line, numbers with at most 3 decimals and no minus zero. */
Str scene_print(Arena *arena, const Scene *scene);
/* NULL after a reported error (E08xx, at its line). scene_print(scene_parse(t)) == t for what scene_print wrote. */
Scene *scene_parse(Arena *arena, Report *report, const Source *source);
/* Invariants: groups and clips balance, numbers are finite, sizes are not negative, text is valid UTF-8 of one line, a
 * path begins with a move. Returns NULL when all hold, else a sentence about the first that does not: a fault of
 * ours (exit 3) for a scene that layout made, an input error for one that was read. */
const char *scene_verify(Arena *arena, const Scene *scene);

#endif
