/* label_place: see label_place.h. The order of places is that of the rules for maps (Imhof, "Positioning Names on Maps", 1975), but for the first:
 * above. */
#include "label_place.h"

#include "room.h"

#include <math.h>

static const double AIR = 1.8;       /* points between a mark and its label */
static const double LINE_STEP = 1.2; /* of the size */
static const double PAD =
    0.8; /* points kept free at both ends of a label: less than AIR by a cell of the grid, else its own mark would be in its way */
static const double ABOVE = 2.5; /* points by which a label may stand out of the panel where no axis is in the way: above */

/* -1, 0, 1: before, on, behind the shape, from the left and from the top. */
typedef struct Beside {
    int x, y;
} Beside;

static const Beside AROUND[] = {{0, -1}, {1, 0}, {-1, 0}, {0, 1}, {1, -1}, {-1, -1}, {1, 1}, {-1, 1}};
enum { N_AROUND = sizeof AROUND / sizeof *AROUND };

static Beside place_of(MarkSide side)
{
    switch (side) {
    case PLACE_BOTTOM:
        return (Beside){0, 1};
    case PLACE_LEFT:
        return (Beside){-1, 0};
    case PLACE_RIGHT:
        return (Beside){1, 0};
    case PLACE_CENTER:
        return (Beside){0, 0};
    default:
        return (Beside){0, -1};
    }
}

/* The next line of a text; false behind the last one. */
static bool next_line(Str text, size_t *at, Str *line)
{
    if (*at > text.n)
        return false;
    size_t end = *at;
    while (end < text.n && text.at[end] != '\n')
        end++;
    *line = (Str){text.at + *at, end - *at};
    *at = end + 1;
    return true;
}

/* How far a line's base line is below the last one's, or below the top of the box; *drop: how far math of the line before hangs down, then of this
 * one. */
static double line_step(TextEngine *text, Str line, TextStyle style, bool is_first, double *drop, double *width)
{
    TextSize size = label_measure(text, line, style);
    double step = is_first ? size.cap_height + size.rise : *drop + style.size * LINE_STEP + size.rise;
    *drop = size.drop;
    *width = fmax(*width, size.width);
    return step;
}

/* The least box around a text: from the top of its first capitals to its last base line, or where math ends below it. */
static Rect text_box(TextEngine *text, const SideLabel *label)
{
    Rect box = {0};
    size_t at = 0;
    double drop = 0;
    bool is_first = true;
    for (Str line; next_line(label->text, &at, &line); is_first = false)
        box.height += line_step(text, line, label->style, is_first, &drop, &box.width);
    box.height += drop;
    return box;
}

/* Along one direction: before, on or behind from..from + extent. */
static double place_along(int where, double from, double extent, double length, double air)
{
    return where < 0 ? from - air - length : where > 0 ? from + extent + air : from + (extent - length) / 2;
}

static Rect put_box(Rect box, Beside place, Rect shape, Rect limits)
{
    double air = place.x && place.y ? AIR * 0.6 : AIR; /* the corner of a marker is empty */
    box.x = place_along(place.x, shape.x, shape.width, box.width, air);
    box.y = place_along(place.y, shape.y, shape.height, box.height, air);
    bool is_bare = shape.width == 0 && shape.height == 0; /* a text at a place: nothing is covered when it moves */
    if (place.x == 0 || is_bare) {                        /* along the shape, not away from it */
        double least = is_bare ? limits.x : fmax(limits.x, shape.x - box.width);
        double most = is_bare ? limits.x + limits.width - box.width : fmin(limits.x + limits.width - box.width, shape.x + shape.width);
        box.x = least <= most ? fmin(fmax(box.x, least), most) : box.x;
    }
    return box;
}

static void draw_lines(Scene *scene, TextEngine *text, const SideLabel *label, Beside place, Rect box)
{
    TextAnchor anchor = place.x < 0 ? ANCHOR_END : place.x > 0 ? ANCHOR_START : ANCHOR_MIDDLE;
    double x = place.x < 0 ? box.x + box.width : place.x > 0 ? box.x : box.x + box.width / 2;
    size_t at = 0;
    double drop = 0, width = 0, y = box.y;
    bool is_first = true;
    for (Str line; next_line(label->text, &at, &line); is_first = false) {
        y += line_step(text, line, label->style, is_first, &drop, &width);
        if (line.n)
            label_draw(scene, text, line, label->style, (Point){x, y}, anchor, 0, label->colour);
    }
}

void label_beside(Scene *scene, TextEngine *text, const SideLabel *label, Rect limits)
{
    Beside place = place_of(label->side);
    draw_lines(scene, text, label, place, put_box(text_box(text, label), place, label->shape, limits));
}

/* Away from its shape, until it stands on no line; back where it was when there is no such place. */
static Rect move_on(const Room *room, Rect box, Beside place, Rect area)
{
    static const double STEP = 1;
    for (Rect at = box;; at.x += place.x * STEP, at.y += place.y * STEP) {
        bool is_inside = at.x >= area.x - ABOVE && at.y >= area.y - ABOVE && at.x + at.width <= area.x + area.width + ABOVE &&
                         at.y + at.height <= area.y + area.height + ABOVE;
        if (!is_inside)
            return box;
        Rect with_air = {at.x - PAD, at.y - PAD, at.width + 2 * PAD, at.height + 2 * PAD};
        if (room_cost(room, with_air, ROOM_LINE) <= room_cost(room, with_air, ROOM_TEXT))
            return at;
    }
}

static void place_label(Scene *scene, TextEngine *text, const SideLabel *label, Rect area, const Room *room)
{
    Rect size = text_box(text, label);
    Beside best = place_of(label->side);
    double least = INFINITY;
    if (label->moves_on) {
        Rect limits = {area.x + AIR, area.y, area.width - 2 * AIR, area.height};
        draw_lines(scene, text, label, best, move_on(room, put_box(size, best, label->shape, best.x ? area : limits), best, area));
        return;
    }
    for (size_t i = 0; i < N_AROUND && label->side == PLACE_AUTO && least > 0; i++) {
        Rect box = put_box(size, AROUND[i], label->shape, area);
        double cost = room_cost(room, (Rect){box.x - PAD, box.y, box.width + 2 * PAD, box.height}, ROOM_FREE);
        cost += room_cost(room, (Rect){box.x, box.y + box.height, box.width, label->style.size * 0.22},
                          ROOM_TEXT); /* what hangs below its base line */
        if (cost < least) {
            least = cost;
            best = AROUND[i];
        }
    }
    draw_lines(scene, text, label, best, put_box(size, best, label->shape, area));
}

/* Draws the labels that have a side, or those that have none. */
static void draw_labels(Arena *arena, Scene *scene, TextEngine *text, SideLabels *labels, bool has_side, Rect area, Room *room)
{
    Str group = STR_NONE;
    for (size_t i = 0; i < labels->n; i++) {
        SideLabel *label = &labels->at[i];
        if ((label->side != PLACE_AUTO) != has_side)
            continue;
        if (!group.at || !str_eq(group, label->group)) {
            if (group.at)
                scene_end(scene);
            scene_group(scene, ROLE_LAYER, group = label->group);
        }
        size_t drawn = scene->items.n;
        place_label(scene, text, label, area, room);
        room_take(room, arena, scene, drawn, scene->items.n);
        label->from = drawn;
        label->to = scene->items.n;
    }
    if (group.at)
        scene_end(scene);
}

void labels_place(Arena *arena, Scene *scene, TextEngine *text, SideLabels *labels, Rect area, size_t from, const Rect *legend)
{
    if (!labels->n)
        return;
    Room room = room_new(arena, (Rect){area.x, area.y - ABOVE, area.width, area.height + ABOVE});
    room_take(&room, arena, scene, from, scene->items.n);
    if (legend)
        room_take_box(&room, *legend, ROOM_TEXT);
    draw_labels(arena, scene, text, labels, true, area, &room);
    draw_labels(arena, scene, text, labels, false, area, &room);
}
