/* scene_text: a scene as text and back, in one file so that the two cannot drift. docs/ir.md describes the form. */
#include "scene.h"

#include "num.h"
#include "quoted.h"

#include <string.h>

enum { VERSION = 1, DECIMALS = 3 };

static const char *const ROLES[] = {
    [ROLE_FIGURE] = "figure", [ROLE_CHART] = "chart",   [ROLE_PANEL] = "panel", [ROLE_LAYER] = "layer", [ROLE_AXIS] = "axis",
    [ROLE_GRID] = "grid",     [ROLE_LEGEND] = "legend", [ROLE_TITLE] = "title", [ROLE_TEXT] = "text",   NULL,
};
static const char *const CAPS[] = {[CAP_BUTT] = "butt", [CAP_ROUND] = "round", [CAP_SQUARE] = "square", NULL};
static const char *const JOINS[] = {[JOIN_MITER] = "miter", [JOIN_ROUND] = "round", [JOIN_BEVEL] = "bevel", NULL};
static const char *const ANCHORS[] = {[ANCHOR_START] = "start", [ANCHOR_MIDDLE] = "middle", [ANCHOR_END] = "end", NULL};

/* --- printing ----------------------------------------------------------------------------------------------------- */

static void print_number(Buf *out, double value)
{
    buf_addc(out, ' ');
    num_add_fixed(out, value, DECIMALS);
}

static void print_rect(Buf *out, Rect rect)
{
    print_number(out, rect.x);
    print_number(out, rect.y);
    print_number(out, rect.width);
    print_number(out, rect.height);
}

static void print_quoted(Buf *out, Str text)
{
    buf_addc(out, ' ');
    quoted_print(out, text);
}

static void print_colour(Buf *out, const char *what, Colour colour)
{
    if (colour != COLOUR_NONE)
        buf_printf(out, " %s #%08x", what, (unsigned)colour);
}

/* What is as it is by default is not printed: no fill, no stroke, butt caps, miter joins, solid. */
static void print_paint(Buf *out, const Paint *paint)
{
    print_colour(out, "fill", paint->fill);
    print_colour(out, "stroke", paint->stroke);
    if (paint->stroke_width != 0) {
        buf_adds(out, " width");
        print_number(out, paint->stroke_width);
    }
    if (paint->cap != CAP_BUTT)
        buf_printf(out, " cap %s", CAPS[paint->cap]);
    if (paint->join != JOIN_MITER)
        buf_printf(out, " join %s", JOINS[paint->join]);
    if (paint->n_dash)
        buf_adds(out, " dash");
    for (int i = 0; i < paint->n_dash; i++)
        print_number(out, paint->dash[i]);
}

static void print_path(Buf *out, const SceneItem *item)
{
    const Point *point = item->points;
    for (size_t i = 0; i < item->n_verbs; i++) {
        size_t n_points = item->verbs[i] == PATH_CURVE ? 3 : item->verbs[i] != PATH_CLOSE;
        buf_addc(out, ' ');
        buf_addc(out, "MLCZ"[item->verbs[i]]);
        for (; n_points > 0; n_points--, point++) {
            print_number(out, point->x);
            print_number(out, point->y);
        }
    }
}

static void print_text(Buf *out, const SceneItem *item)
{
    print_number(out, item->at.x);
    print_number(out, item->at.y);
    print_quoted(out, item->text);
    buf_adds(out, " font");
    print_quoted(out, item->style.family);
    print_number(out, item->style.size);
    buf_printf(out, "%s%s anchor %s angle", item->style.is_bold ? " bold" : "", item->style.is_italic ? " italic" : "", ANCHORS[item->anchor]);
    print_number(out, item->angle);
    buf_adds(out, " advance");
    print_number(out, item->width);
    print_colour(out, "fill", item->paint.fill);
}

/* Runs of equal pixels: 12*ff4c78a8. */
static void print_image(Buf *out, const SceneItem *item)
{
    print_rect(out, item->rect);
    buf_printf(out, " %u %u", item->columns, item->rows);
    size_t n = (size_t)item->columns * item->rows;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && item->pixels[end] == item->pixels[i];)
            end++;
        buf_printf(out, " %zu*%08x", end - i, item->pixels[i]);
    }
}

static void print_shape(Buf *out, const SceneItem *item)
{
    if (item->kind == SCENE_TEXT) {
        buf_adds(out, "text");
        print_text(out, item);
    } else if (item->kind == SCENE_RECT) {
        buf_adds(out, "rect");
        print_rect(out, item->rect);
    } else if (item->kind == SCENE_CIRCLE) {
        buf_adds(out, "circle");
        print_number(out, item->at.x);
        print_number(out, item->at.y);
        print_number(out, item->radius);
    } else if (item->kind == SCENE_IMAGE) {
        buf_adds(out, "image");
        print_image(out, item);
    } else {
        buf_adds(out, "path");
        print_path(out, item);
    }
    if (item->kind != SCENE_TEXT && item->kind != SCENE_IMAGE)
        print_paint(out, &item->paint);
    for (size_t i = 0; i < item->n_data; i++) {
        buf_adds(out, " data");
        print_quoted(out, item->data[i].name);
        print_quoted(out, item->data[i].value);
    }
}

static void print_item(Buf *out, const SceneItem *item, size_t *depth)
{
    if (item->kind == SCENE_END && *depth)
        --*depth;
    for (size_t i = 0; i < *depth; i++)
        buf_adds(out, "  ");
    if (item->kind == SCENE_END) {
        buf_adds(out, "end");
    } else if (item->kind == SCENE_GROUP) {
        buf_printf(out, "group %s", ROLES[item->role]);
        print_quoted(out, item->name);
        if (item->rect.width > 0) {
            buf_adds(out, " area");
            print_rect(out, item->rect);
        }
    } else if (item->kind == SCENE_CLIP) {
        buf_adds(out, "clip");
        print_rect(out, item->rect);
    } else {
        print_shape(out, item);
    }
    *depth += item->kind == SCENE_GROUP || item->kind == SCENE_CLIP;
    buf_addc(out, '\n');
}

Str scene_print(Arena *arena, const Scene *scene)
{
    Buf out = {.arena = arena};
    buf_printf(&out, "chart-scene %d\npage", VERSION);
    print_number(&out, scene->width);
    print_number(&out, scene->height);
    print_colour(&out, "fill", scene->background);
    buf_adds(&out, "\ntitle");
    print_quoted(&out, scene->title);
    buf_adds(&out, "\ndescription");
    print_quoted(&out, scene->description);
    buf_addc(&out, '\n');
    size_t depth = 0;
    for (size_t i = 0; i < scene->items.n; i++)
        print_item(&out, &scene->items.at[i], &depth);
    return buf_str(&out);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

typedef struct Reader {
    Arena *arena;
    Report *report;
    const Source *source;
    Str text;
    size_t at;
    bool has_failed; /* one error a file: what follows a wrong word means nothing */
    Scene *scene;
    size_t depth;
} Reader;

static Span span_from(const Reader *r, size_t start)
{
    return (Span){r->source->id, start, r->at};
}

static void fail(Reader *r, size_t start, const char *expected)
{
    if (r->has_failed)
        return;
    r->has_failed = true;
    Str found = str_slice(r->text.at + start, r->at - start);
    if (found.n) {
        report_add(r->report, REPORT_E0811, span_from(r, start), "expected %s, found `%.*s`", expected, STR_FMT(found));
        return;
    }
    const char *end = start < r->text.n ? "the end of the line" : "the end of the file";
    report_add(r->report, REPORT_E0811, span_from(r, start), "expected %s, found %s", expected, end);
}

static char peek(Reader *r)
{
    while (r->at < r->text.n && (r->text.at[r->at] == ' ' || r->text.at[r->at] == '\t' || r->text.at[r->at] == '\r'))
        r->at++;
    return r->at < r->text.n ? r->text.at[r->at] : '\n';
}

/* A run of anything but blanks, quotes and line ends; empty at the end of the line. */
static Str read_word(Reader *r)
{
    peek(r);
    size_t start = r->at;
    while (r->at < r->text.n && !memchr(" \t\r\n\"", r->text.at[r->at], 5))
        r->at++;
    return str_slice(r->text.at + start, r->at - start);
}

/* Takes the word when it is the next one. */
static bool accept(Reader *r, const char *word)
{
    peek(r);
    size_t start = r->at;
    if (!r->has_failed && str_is(read_word(r), word))
        return true;
    r->at = start;
    return false;
}

static void expect(Reader *r, const char *word, const char *quoted)
{
    peek(r);
    size_t start = r->at;
    if (!str_is(read_word(r), word))
        fail(r, start, quoted);
}

static double read_number(Reader *r)
{
    peek(r);
    size_t start = r->at;
    double value = 0;
    if (!num_parse(read_word(r), &value))
        fail(r, start, "a number");
    return value;
}

static int read_choice(Reader *r, const char *const *words, const char *expected)
{
    peek(r);
    size_t start = r->at;
    Str word = read_word(r);
    for (int i = 0; words[i]; i++)
        if (str_is(word, words[i]))
            return i;
    fail(r, start, expected);
    return 0;
}

static Colour read_colour(Reader *r)
{
    peek(r);
    size_t start = r->at;
    Colour colour = 0;
    if (!quoted_colour(read_word(r), &colour))
        fail(r, start, "a colour as #rrggbbaa");
    return colour;
}

static Str read_quoted(Reader *r)
{
    Str text = STR_NONE;
    bool is_quote = peek(r) == '"';
    size_t from = r->at;
    if (!is_quote)
        read_word(r);
    if (r->has_failed)
        return STR_NONE;
    const char *expected = is_quote ? quoted_read(r->arena, r->text, false, &r->at, &from, &text) : "a text in double quotes";
    if (expected)
        fail(r, from, expected);
    return text;
}

static Rect read_rect(Reader *r)
{
    Rect rect = {0};
    rect.x = read_number(r);
    rect.y = read_number(r);
    rect.width = read_number(r);
    rect.height = read_number(r);
    return rect;
}

static Point read_point(Reader *r)
{
    Point point = {0};
    point.x = read_number(r);
    point.y = read_number(r);
    return point;
}

static bool is_number_next(Reader *r)
{
    char c = peek(r);
    return str_is_digit(c) || c == '-' || c == '.';
}

static void read_dash(Reader *r, Paint *paint)
{
    size_t start = r->at;
    while (!r->has_failed && is_number_next(r)) {
        double length = read_number(r);
        if (paint->n_dash == 6) {
            fail(r, start, "at most 6 dashes");
            return;
        }
        paint->dash[paint->n_dash++] = length;
    }
    if (paint->n_dash == 0 || paint->n_dash % 2)
        fail(r, start, "an even number of dashes");
}

static Paint read_paint(Reader *r)
{
    Paint paint = {0};
    if (accept(r, "fill"))
        paint.fill = read_colour(r);
    if (accept(r, "stroke"))
        paint.stroke = read_colour(r);
    if (accept(r, "width"))
        paint.stroke_width = read_number(r);
    if (accept(r, "cap"))
        paint.cap = (LineCap)read_choice(r, CAPS, "a cap: butt, round or square");
    if (accept(r, "join"))
        paint.join = (LineJoin)read_choice(r, JOINS, "a join: miter, round or bevel");
    if (accept(r, "dash"))
        read_dash(r, &paint);
    return paint;
}

static void read_path(Reader *r)
{
    SceneItem *item = scene_path(r->scene, (Paint){0});
    for (bool is_path = true; is_path && !r->has_failed;) {
        if (accept(r, "M")) {
            Point point = read_point(r);
            path_move(r->scene, point.x, point.y);
        } else if (accept(r, "L")) {
            Point point = read_point(r);
            path_line(r->scene, point.x, point.y);
        } else if (accept(r, "C")) {
            Point control_1 = read_point(r), control_2 = read_point(r), end = read_point(r);
            path_curve(r->scene, control_1, control_2, end);
        } else if (accept(r, "Z")) {
            path_close(r->scene);
        } else {
            is_path = false;
        }
    }
    item->paint = read_paint(r);
}

static void read_text(Reader *r)
{
    Point at = read_point(r);
    Str text = read_quoted(r);
    expect(r, "font", "`font`");
    TextStyle style = {.family = read_quoted(r)};
    style.size = read_number(r);
    style.is_bold = accept(r, "bold");
    style.is_italic = accept(r, "italic");
    expect(r, "anchor", "`anchor`");
    TextAnchor anchor = (TextAnchor)read_choice(r, ANCHORS, "an anchor: start, middle or end");
    expect(r, "angle", "`angle`");
    double angle = read_number(r);
    expect(r, "advance", "`advance`");
    double width = read_number(r);
    Colour colour = accept(r, "fill") ? read_colour(r) : COLOUR_NONE;
    scene_text(r->scene, text, style, at, anchor, angle, width, colour);
}

/* As many runs as the image has pixels. */
static void read_image(Reader *r)
{
    enum { PIXELS_MOST = 1 << 28 };
    Rect rect = read_rect(r);
    size_t start = (peek(r), r->at);
    double columns = read_number(r), rows = read_number(r);
    if (!(columns >= 1 && rows >= 1 && columns * rows <= PIXELS_MOST)) {
        fail(r, start, "the image's columns and rows, at most 2^28 pixels");
        return;
    }
    size_t n = (size_t)columns * (size_t)rows;
    uint32_t *pixels = ARENA_ARRAY(r->arena, n, uint32_t);
    for (size_t i = 0; i < n && !r->has_failed;) {
        start = (peek(r), r->at);
        Str word = read_word(r);
        size_t star = 0, count = 0;
        uint32_t pixel = 0;
        while (star < word.n && str_is_digit(word.at[star]) && count <= n)
            count = count * 10 + (size_t)(word.at[star++] - '0');
        bool is_right = count > 0 && count <= n - i && word.n == star + 9 && word.at[star] == '*';
        for (size_t k = star + 1; is_right && k < word.n; k++) {
            is_right = quoted_hex_digit(word.at[k]) >= 0;
            pixel = pixel << 4 | (uint32_t)(quoted_hex_digit(word.at[k]) & 15);
        }
        if (!is_right)
            fail(r, start, "a run of pixels as 12*aarrggbb, no more than the image has");
        while (is_right && count--)
            pixels[i++] = pixel;
    }
    scene_image(r->scene, rect, (size_t)columns, (size_t)rows, pixels);
}

static void read_data(Reader *r)
{
    while (accept(r, "data")) {
        Str name = read_quoted(r);
        scene_datum(r->scene, name, read_quoted(r));
    }
}

static void read_item(Reader *r)
{
    size_t start = (peek(r), r->at);
    if (accept(r, "group")) {
        SceneRole role = (SceneRole)read_choice(r, ROLES, "a role: figure, chart, panel, layer, axis, grid, legend, title or text");
        Str name = read_quoted(r);
        scene_area_group(r->scene, role, name, accept(r, "area") ? read_rect(r) : (Rect){0});
        r->depth++;
    } else if (accept(r, "clip")) {
        scene_clip(r->scene, read_rect(r));
        r->depth++;
    } else if (accept(r, "end")) {
        if (r->depth-- == 0)
            fail(r, start, "an item or the end of the file: no group or clip is open");
        scene_end(r->scene);
    } else if (accept(r, "rect")) {
        Rect rect = read_rect(r);
        scene_rect(r->scene, rect, read_paint(r));
        read_data(r);
    } else if (accept(r, "circle")) {
        Point centre = read_point(r);
        double radius = read_number(r);
        scene_circle(r->scene, centre, radius, read_paint(r));
        read_data(r);
    } else if (accept(r, "image")) {
        read_image(r);
        read_data(r);
    } else if (accept(r, "path")) {
        read_path(r);
        read_data(r);
    } else if (accept(r, "text")) {
        read_text(r);
        read_data(r);
    } else {
        read_word(r);
        fail(r, start, "an item: group, clip, end, rect, circle, path or text");
    }
}

static void end_line(Reader *r)
{
    peek(r);
    size_t start = r->at;
    if (r->at < r->text.n && r->text.at[r->at] != '\n') {
        r->at += r->text.at[r->at] == '"';
        read_word(r);
        fail(r, start, "the end of the line");
    }
    r->at += r->at < r->text.n;
}

static void read_head(Reader *r)
{
    expect(r, "page", "`page`");
    r->scene->width = read_number(r);
    r->scene->height = read_number(r);
    r->scene->background = accept(r, "fill") ? read_colour(r) : COLOUR_NONE;
    end_line(r);
    expect(r, "title", "`title`");
    r->scene->title = read_quoted(r);
    end_line(r);
    expect(r, "description", "`description`");
    r->scene->description = read_quoted(r);
    end_line(r);
}

Scene *scene_parse(Arena *arena, Report *report, const Source *source)
{
    Reader r = {.arena = arena, .report = report, .source = source, .text = source->text};
    r.scene = scene_new(arena, 0, 0);
    Str head = read_word(&r), version = read_word(&r);
    if (!str_is(head, "chart-scene") || !str_eq(version, str_printf(arena, "%d", VERSION))) {
        Diagnostic *error = report_add(report, REPORT_E0810, span_from(&r, 0), "expected `chart-scene %d`, found `%.*s %.*s`", VERSION, STR_FMT(head),
                                       STR_FMT(version));
        report_hint(report, error, "write the scene again with this version of chartc");
        return NULL;
    }
    end_line(&r);
    read_head(&r);
    while (!r.has_failed && (peek(&r), r.at < r.text.n)) {
        if (peek(&r) != '\n')
            read_item(&r);
        end_line(&r);
    }
    if (!r.has_failed && r.depth)
        fail(&r, r.at, "`end` for each group and clip");
    return r.has_failed ? NULL : r.scene;
}
