/* picture: a scene taken apart for arithmetic: its panels, its axes with their ticks, its texts and what each of them is, its legends, its marks. */
#ifndef TESTS_PICTURE_H
#define TESTS_PICTURE_H

#include "runtime/ir.h"

typedef struct Quad {
    Point at[4]; /* corners in turn */
} Quad;

typedef enum TextKind {
    TEXT_TICK,   /* a tick label */
    TEXT_TITLE,  /* of page, chart, panel, axis; a tag */
    TEXT_LEGEND, /* of a legend; the name at the end of a line */
    TEXT_USER,   /* of a mark: an annotation or a value label */
} TextKind;

/* One text of the picture: a line, or a group of lines and paths that reads as one (mathematics). */
typedef struct PictureText {
    TextKind kind;
    const SceneItem *item; /* its first text */
    Quad ink;
    Str name;        /* what one reads */
    int panel, axis; /* -1: in none */
    Str title;       /* TEXT_TITLE: the name of its group */
    size_t group;    /* the scene's item that opens the innermost group of a guide it stands in */
} PictureText;

typedef struct PicturePanel {
    Rect area;
    int chart;
    size_t from, to; /* the scene's items */
} PicturePanel;

typedef struct PictureAxis {
    int panel;
    Side side;
    VEC(double) ticks; /* along the side, page points */
} PictureAxis;

typedef struct PictureMark {
    const SceneItem *item;
    int panel;
    Rect clip; /* what is seen of it: no width: all */
} PictureMark;

typedef struct PictureLegend {
    Rect box;       /* around all it holds */
    bool is_direct; /* names at the ends of lines */
    size_t item;    /* opens it */
} PictureLegend;

typedef struct Picture {
    Arena *arena;
    const Scene *scene;
    VEC(Rect) charts; /* plot areas */
    VEC(PicturePanel) panels;
    VEC(PictureAxis) axes;
    VEC(PictureText) texts;
    VEC(PictureMark) marks; /* shapes in layers; texts are among the texts */
    VEC(PictureMark) grid;  /* lines */
    VEC(PictureLegend) legends;
} Picture;

Picture picture_read(Arena *arena, const Scene *scene);

/* The least upright box around a quad. */
Rect quad_box(const Quad *quad);
/* The quad with each edge moved outwards. */
Quad quad_grown(const Quad *quad, double by);
/* Whether the insides meet; touching edges do not. */
bool quads_meet(const Quad *a, const Quad *b);
Quad rect_quad(Rect rect);
/* The box of a shape with its stroke. */
Rect item_box(const SceneItem *item);
/* Whether something of a mark is inside the rectangle. */
bool mark_meets(const PictureMark *mark, Rect rect);

#endif
