/* scene_text: the scene as text and back, in one file so that the two cannot drift. One item a line; docs/ir.md describes the form. */
#include "scene.h"

#include "num.h"

#include <math.h>
#include <string.h>

static const char *const KINDS[] = {"group", "clip", "end", "rect", "circle", "path", "text"};
static const char *const ROLES[] = {"figure", "panel", "layer", "axis", "grid", "legend", "title"};
static const char *const CAPS[] = {"butt", "round", "square"};
static const char *const JOINS[] = {"miter", "round", "bevel"};
static const char *const ANCHORS[] = {"start", "middle", "end"};

enum { DECIMALS = 3 };

/* --- printing ----------------------------------------------------------------------------------------------------- */

static void put_text(Buf *out, Str text)
{
    buf_addc(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c < 0x20 || c == 0x7F || c == '"' || c == '\\')
            buf_printf(out, "\\x%02x", c);
        else
            buf_addc(out, (char)c);
    }
    buf_addc(out, '"');
}

static void put(Buf *out, double value)
{
    buf_addc(out, ' ');
    num_add_fixed(out, value, DECIMALS);
}

static void put_paint(Buf *out, const Paint *paint)
{
    if (paint->fill != COLOUR_NONE)
        buf_printf(out, " fill #%08x", paint->fill);
    if (paint->stroke == COLOUR_NONE)
        return;
    buf_printf(out, " stroke #%08x", paint->stroke);
    put(out, paint->stroke_width);
    buf_printf(out, " %s %s", CAPS[paint->cap], JOINS[paint->join]);
    if (paint->n_dash)
        buf_adds(out, " dash");
    for (int i = 0; i < paint->n_dash; i++)
        put(out, paint->dash[i]);
}

static void put_points(Buf *out, const SceneItem *item)
{
    size_t at = 0;
    for (size_t i = 0; i < item->n_verbs; i++) {
        static const int COUNTS[] = {1, 1, 3, 0};
        buf_printf(out, " %c", "MLCZ"[item->verbs[i]]);
        for (int k = 0; k < COUNTS[item->verbs[i]]; k++, at++) {
            put(out, item->points[at].x);
            put(out, item->points[at].y);
        }
    }
}

static void put_item(Buf *out, const SceneItem *item)
{
    buf_adds(out, KINDS[item->kind]);
    switch (item->kind) {
    case SCENE_GROUP:
        buf_printf(out, " %s ", ROLES[item->role]);
        put_text(out, item->name);
        break;
    case SCENE_CLIP:
    case SCENE_RECT:
        put(out, item->rect.x);
        put(out, item->rect.y);
        put(out, item->rect.width);
        put(out, item->rect.height);
        break;
    case SCENE_CIRCLE:
        put(out, item->at.x);
        put(out, item->at.y);
        put(out, item->radius);
        break;
    case SCENE_PATH:
        put_points(out, item);
        break;
    case SCENE_TEXT:
        put(out, item->at.x);
        put(out, item->at.y);
        buf_printf(out, " %s", ANCHORS[item->anchor]);
        put(out, item->angle);
        put(out, item->width);
        put(out, item->style.size);
        buf_printf(out, "%s%s ", item->style.is_bold ? " bold" : "", item->style.is_italic ? " italic" : "");
        put_text(out, item->style.family);
        buf_addc(out, ' ');
        put_text(out, item->text);
        break;
    case SCENE_END:
        break;
    }
    put_paint(out, &item->paint);
    for (size_t i = 0; i < item->n_data; i++) {
        buf_adds(out, " data ");
        put_text(out, item->data[i].name);
        buf_addc(out, ' ');
        put_text(out, item->data[i].value);
    }
    buf_addc(out, '\n');
}

Str scene_print(Arena *arena, const Scene *scene)
{
    Buf out = {.arena = arena};
    buf_adds(&out, "chart-scene 1\npage");
    put(&out, scene->width);
    put(&out, scene->height);
    buf_printf(&out, " #%08x ", scene->background);
    put_text(&out, scene->title);
    buf_addc(&out, ' ');
    put_text(&out, scene->description);
    buf_addc(&out, '\n');
    for (size_t i = 0; i < scene->items.n; i++)
        put_item(&out, &scene->items.at[i]);
    return str_slice(buf_c(&out), out.n);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

typedef struct Reader {
    Arena *arena;
    Report *report;
    const Source *source;
    Str text;
    size_t at;
    bool has_failed;
} Reader;

static void fail(Reader *r, size_t start, const char *expected)
{
    if (r->has_failed)
        return;
    r->has_failed = true;
    size_t end = r->at > start ? r->at : start < r->text.n ? start + 1 : start;
    report_add(r->report, REPORT_E0811, (Span){r->source->id, (uint32_t)start, (uint32_t)end}, "expected %s", expected);
}

static void skip_blanks(Reader *r)
{
    while (r->at < r->text.n && (r->text.at[r->at] == ' ' || r->text.at[r->at] == '\r'))
        r->at++;
}

static bool at_end(Reader *r)
{
    skip_blanks(r);
    return r->at >= r->text.n || r->text.at[r->at] == '\n';
}

static Str take_word(Reader *r)
{
    skip_blanks(r);
    size_t start = r->at;
    while (r->at < r->text.n && !strchr(" \r\n\"", r->text.at[r->at]))
        r->at++;
    return (Str){r->text.at + start, r->at - start};
}

static bool next_is(Reader *r, const char *word)
{
    size_t before = r->at;
    if (str_is(take_word(r), word))
        return true;
    r->at = before;
    return false;
}

static double take_number(Reader *r)
{
    size_t start = (skip_blanks(r), r->at);
    double value = 0;
    if (!num_parse(take_word(r), &value))
        fail(r, start, "a number");
    return value;
}

static int take_choice(Reader *r, const char *const *words, int n, const char *expected)
{
    size_t start = (skip_blanks(r), r->at);
    Str word = take_word(r);
    for (int i = 0; i < n; i++)
        if (str_is(word, words[i]))
            return i;
    fail(r, start, expected);
    return 0;
}

static int hex(char c)
{
    const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static Colour take_colour(Reader *r)
{
    size_t start = (skip_blanks(r), r->at);
    Str word = take_word(r);
    Colour colour = 0;
    bool is_good = word.n == 9 && word.at[0] == '#';
    for (size_t i = 1; i < 9 && is_good; i++) {
        is_good = hex(word.at[i]) >= 0;
        colour = colour << 4 | (Colour)(hex(word.at[i]) & 15);
    }
    if (!is_good)
        fail(r, start, "a colour as #rrggbbaa");
    return colour;
}

static Str take_text(Reader *r)
{
    size_t start = (skip_blanks(r), r->at);
    Buf out = {.arena = r->arena};
    if (r->at >= r->text.n || r->text.at[r->at] != '"') {
        fail(r, start, "a text in double quotes");
        return STR("");
    }
    for (r->at++; r->at < r->text.n && r->text.at[r->at] != '"' && r->text.at[r->at] != '\n'; r->at++) {
        const char *at = r->text.at + r->at;
        if (*at == '\\' && r->at + 3 < r->text.n && at[1] == 'x' && hex(at[2]) >= 0 && hex(at[3]) >= 0) {
            buf_addc(&out, (char)(hex(at[2]) * 16 + hex(at[3])));
            r->at += 3;
        } else {
            buf_addc(&out, *at);
        }
    }
    if (r->at >= r->text.n || r->text.at[r->at] != '"')
        fail(r, start, "a closing quote");
    else
        r->at++;
    return str_slice(buf_c(&out), out.n);
}

static void take_points(Reader *r, Scene *scene)
{
    for (;;) {
        if (next_is(r, "M")) {
            double x = take_number(r), y = take_number(r);
            path_move(scene, x, y);
        } else if (next_is(r, "L")) {
            double x = take_number(r), y = take_number(r);
            path_line(scene, x, y);
        } else if (next_is(r, "C")) {
            double v[6];
            for (int i = 0; i < 6; i++)
                v[i] = take_number(r);
            path_curve(scene, (Point){v[0], v[1]}, (Point){v[2], v[3]}, (Point){v[4], v[5]});
        } else if (next_is(r, "Z")) {
            path_close(scene);
        } else {
            return;
        }
        if (r->has_failed)
            return;
    }
}

static void take_paint(Reader *r, Paint *paint)
{
    if (next_is(r, "fill"))
        paint->fill = take_colour(r);
    if (!next_is(r, "stroke"))
        return;
    paint->stroke = take_colour(r);
    paint->stroke_width = take_number(r);
    paint->cap = (LineCap)take_choice(r, CAPS, 3, "butt, round or square");
    paint->join = (LineJoin)take_choice(r, JOINS, 3, "miter, round or bevel");
    if (next_is(r, "dash"))
        while (paint->n_dash < 6 && !at_end(r) && r->text.at[r->at] != 'd')
            paint->dash[paint->n_dash++] = take_number(r);
}

static void take_item(Reader *r, Scene *scene)
{
    SceneKind kind = (SceneKind)take_choice(r, KINDS, 7, "group, clip, end, rect, circle, path or text");
    VEC_PUSH(scene->arena, &scene->items, (SceneItem){.kind = kind});
    size_t number = scene->items.n - 1;
    SceneItem *item = &scene->items.at[number];
    if (kind == SCENE_GROUP) {
        item->role = (SceneRole)take_choice(r, ROLES, 7, "a role: figure, panel, layer, axis, grid, legend or title");
        item->name = take_text(r);
    } else if (kind == SCENE_CLIP || kind == SCENE_RECT) {
        item->rect.x = take_number(r);
        item->rect.y = take_number(r);
        item->rect.width = take_number(r);
        item->rect.height = take_number(r);
    } else if (kind == SCENE_CIRCLE) {
        item->at.x = take_number(r);
        item->at.y = take_number(r);
        item->radius = take_number(r);
    } else if (kind == SCENE_PATH) {
        take_points(r, scene);
    } else if (kind == SCENE_TEXT) {
        item->at.x = take_number(r);
        item->at.y = take_number(r);
        item->anchor = (TextAnchor)take_choice(r, ANCHORS, 3, "start, middle or end");
        item->angle = take_number(r);
        item->width = take_number(r);
        item->style.size = take_number(r);
        item->style.is_bold = next_is(r, "bold");
        item->style.is_italic = next_is(r, "italic");
        item->style.family = take_text(r);
        item->text = take_text(r);
    }
    take_paint(r, &item->paint);
    while (!r->has_failed && next_is(r, "data")) {
        Str name = take_text(r), value = take_text(r);
        scene_datum(scene, name, value);
    }
    if (!r->has_failed && !at_end(r))
        fail(r, r->at, "the end of the line");
}

Scene *scene_parse(Arena *arena, Report *report, const Source *source)
{
    Reader reader = {.arena = arena, .report = report, .source = source, .text = source->text}, *r = &reader;
    if (!next_is(r, "chart-scene") || !next_is(r, "1") || !at_end(r)) {
        report_add(report, REPORT_E0810, (Span){source->id, 0, (uint32_t)r->at}, "expected `chart-scene 1`");
        return NULL;
    }
    r->at++;
    if (!next_is(r, "page"))
        fail(r, r->at, "`page`");
    double width = take_number(r), height = take_number(r);
    Scene *scene = scene_new(arena, width, height);
    scene->background = take_colour(r);
    scene->title = take_text(r);
    scene->description = take_text(r);
    while (!r->has_failed) {
        if (!at_end(r))
            fail(r, r->at, "the end of the line");
        while (r->at < r->text.n && at_end(r))
            r->at++;
        if (r->at >= r->text.n)
            break;
        take_item(r, scene);
    }
    if (r->has_failed)
        return NULL;
    const char *broken = scene_verify(arena, scene);
    if (broken)
        report_add(report, REPORT_E0812, (Span){source->id, 0, 0}, "%s", broken);
    return broken ? NULL : scene;
}
