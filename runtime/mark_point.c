/* mark_point: one marker a row, or one image of all of them. */
#include "mark_kit.h"
#include "num.h"
#include "raster.h"
#include "work.h"

#include <math.h>

enum { MANY = 50000 }; /* points in a panel, from which on an image is smaller, faster to draw and as sharp as print */

/* Rows by what they look like: as their series, when nothing but series tells looks apart. */
static bool looks_by_series(const Frame *frame)
{
    static const ChannelId CHANNELS[] = {CHANNEL_COLOR, CHANNEL_SIZE, CHANNEL_MARKER, CHANNEL_OPACITY};
    for (size_t i = 0; i < sizeof CHANNELS / sizeof *CHANNELS; i++) {
        const FrameChannel *channel = &frame->channels[CHANNELS[i]];
        if (channel->channel && !channel->is_constant && !channel->channel->categorical)
            return false;
    }
    return true;
}

typedef VEC(Look) Looks;

/* Sizes a quarter of a pixel apart, at 300 to the inch, look the same; so do colours that differ by less than 1/64. */
static Look coarse(Look look)
{
    look.size = rint(look.size / 0.06) * 0.06;
    look.color = (look.color & 0xFCFCFC00) | (look.color >> 6 & 0x03030300) | (look.color & 0xFF);
    return look;
}

static uint32_t add_look(Arena *arena, Looks *looks, Map *index, Look look)
{
    Look key = {.color = look.color, .size = look.size, .marker = look.marker};
    Str name = str_printf(arena, "%08x %d %d", key.color, (int)lrint(key.size / 0.06), (int)key.marker);
    MapEntry *entry = map_put(index, name);
    if (!entry->value) {
        VEC_PUSH(arena, looks, look);
        entry->value = arena_copy(arena, &(uint32_t){(uint32_t)looks->n}, sizeof(uint32_t));
    }
    return *(uint32_t *)entry->value - 1;
}

static bool draws_image(const Frame *frame)
{
    const IrLayer *layer = frame->layer;
    bool is_plain = layer->outline == COLOUR_NONE && !frame->channels[CHANNEL_TEXT].channel;
    return is_plain && (layer->raster == RASTER_ALWAYS || (layer->raster == RASTER_AUTO && frame->n > MANY));
}

enum { N_PARTS = 16 };

typedef struct Placing {
    const MarkContext *context;
    const Frame *frame;
    RasterPoint *points; /* of each row; x is NaN where it has no place in the panel */
    size_t n_parts;
} Placing;

static void place_part(void *user, WorkPlace *place, size_t part)
{
    const Placing *p = user;
    const MarkContext *context = p->context;
    size_t n = p->frame->n, start = n / p->n_parts * part, end = part + 1 == p->n_parts ? n : n / p->n_parts * (part + 1);
    for (size_t i = start; i < end; i++) {
        bool is_here = frame_in_cell(p->frame, i, context->cell_row, context->cell_column);
        double x = is_here ? mark_place(context, p->frame, CHANNEL_X, i) : NAN, y = is_here ? mark_place(context, p->frame, CHANNEL_Y, i) : NAN;
        p->points[i] = (RasterPoint){isnan(y) ? NAN : (float)x, (float)y, 0};
    }
    (void)place;
}

/* On all cores; a scale of categories looks its texts up in memory of its own. */
static void place_rows(const MarkContext *context, const Frame *frame, RasterPoint *points)
{
    bool is_apart = (!context->x || context->x->type != AXIS_BAND) && (!context->y || context->y->type != AXIS_BAND);
    Placing placing = {context, frame, points, is_apart ? N_PARTS : 1};
    work_run(context->arena, placing.n_parts, place_part, &placing);
}

/* All points of the panel as an image. False where too few of them are in it. */
static bool draw_image(const MarkContext *context, const Frame *frame)
{
    Arena *arena = context->arena;
    RasterPoint *points = ARENA_ARRAY(arena, frame->n, RasterPoint);
    Looks looks = {0};
    Map index = {.arena = arena};
    bool by_series = looks_by_series(frame);
    uint32_t *look_of_series = ARENA_ARRAY(arena, frame->n_series, uint32_t);
    size_t n = 0;
    place_rows(context, frame, points);
    for (size_t i = 0; i < frame->n; i++) {
        if (isnan(points[i].x))
            continue;
        uint32_t *known = &look_of_series[frame->series[i]];
        if (!by_series || *known == 0) {
            Look look = look_of(context->figure, context->looks, frame, i);
            *known = add_look(arena, &looks, &index, by_series ? look : coarse(look)) + 1;
        }
        points[n++] = (RasterPoint){points[i].x, points[i].y, *known - 1};
    }
    if (frame->layer->raster == RASTER_AUTO && n <= MANY)
        return false;
    raster_points(arena, context->scene, context->area, frame->layer->raster_dpi, points, n, looks.at, looks.n);
    scene_datum(context->scene, STR("points"), num_str(arena, (double)n));
    if (frame->layer->raster == RASTER_AUTO) {
        Diagnostic *note = report_add(context->report, REPORT_N0780, frame->layer->node.span,
                                      "the points of this layer are drawn as an image of %d pixels per inch", (int)rint(frame->layer->raster_dpi));
        report_hint(context->report, note, "write raster: never to keep a shape for each, or raster: 600dpi for a finer image");
    }
    return true;
}

void mark_point_draw(const MarkContext *context, const Frame *frame)
{
    if (draws_image(frame) && draw_image(context, frame))
        return;
    for (size_t i = 0; i < frame->n; i++) {
        if (!frame_in_cell(frame, i, context->cell_row, context->cell_column))
            continue;
        Point at = {mark_place(context, frame, CHANNEL_X, i), mark_place(context, frame, CHANNEL_Y, i)};
        if (isnan(at.x) || isnan(at.y))
            continue;
        Look look = look_of(context->figure, context->looks, frame, i);
        marker_draw(context->scene, look.marker, at, look.size, look.color, frame->layer->outline, frame->layer->outline_width);
        mark_datum(context, frame, i);
        value_label(context, frame, i, (Rect){at.x - look.size / 2, at.y - look.size / 2, look.size, look.size});
    }
}
