/* room: which parts of a rectangle drawn items take, on a grid of cells of about a point. Legends and labels look for their places on it. */
#ifndef CHARTC_ROOM_H
#define CHARTC_ROOM_H

#include "scene.h"

/* How much a cell is taken: by the fill of a shape that one sees through, of any other shape, by a line or a marker, by text. */
enum { ROOM_FREE, ROOM_PALE, ROOM_FILL, ROOM_LINE, ROOM_TEXT };

typedef struct Room {
    Rect area;
    double cell; /* points */
    size_t columns, rows;
    uint8_t *taken; /* ROOM_*, row by row from the top */
} Room;

Room room_new(Arena *arena, Rect area);
/* What the scene's items from..to cover. */
void room_take(Room *room, Arena *arena, const Scene *scene, size_t from, size_t to);
/* The cells that a box touches, as taken by `level`. */
void room_take_box(Room *room, Rect box, int level);
/* The sum over the cells that a box touches and that are taken by `least` or more, in cells: lines and markers count 4, text 16, fills 1, pale ones
 * nothing; what of the box stands outside the area counts as text. */
double room_cost(const Room *room, Rect box, int least);

#endif
