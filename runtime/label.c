/* label: texts on the page; see label.h. A text with math is a row of pieces on one baseline: plain texts, and formulas laid out. */
#include "label.h"

#include "math_break.h"
#include "math_plain.h"

#include <math.h>
#include <string.h>

/* --- texts with math ---------------------------------------------------------------------------------------------- */

static void add_items(MathBox *box, MathItem *items, double x)
{
    MathItem **last = &box->items;
    while (*last)
        last = &(*last)->next;
    *last = items;
    for (MathItem *item = items; item; item = item->next)
        item->x += x;
}

static void add_plain(MathBox *box, Arena *arena, TextEngine *text, Str piece, TextStyle style)
{
    if (!piece.n)
        return;
    double width = text_measure(text, piece, style).width;
    MathItem *item = ARENA_NEW(arena, MathItem);
    *item = (MathItem){.kind = ITEM_TEXT, .text = str_copy(arena, math_source(arena, piece)), .style = style, .width = width};
    add_items(box, item, box->width);
    box->width += width;
}

/* The end of the piece that begins at `start`: the next mark, or the end. */
static size_t piece_end(Str string, size_t start, const char *mark)
{
    while (start < string.n && string.at[start] != mark[0])
        start++;
    return start;
}

/* Where the last of its items ends: the space behind a script parts it from what follows, and counts for nothing at the end of a line. */
static double ink_end(const MathBox *box)
{
    double end = 0;
    for (const MathItem *item = box->items; item; item = item->next)
        end = fmax(end, item->x + (item->kind == ITEM_OUTLINE ? item->outline.width : item->width));
    return fmin(end, box->width);
}

static MathBox make_box(Arena *arena, TextEngine *text, Str string, TextStyle style)
{
    MathBox box = {0};
    for (size_t at = 0; at < string.n;) {
        size_t end = piece_end(string, at, MATH_BEGIN);
        add_plain(&box, arena, text, str_slice(string.at + at, end - at), style);
        if (end == string.n)
            break;
        at = end + 1;
        end = piece_end(string, at, MATH_END);
        MathBox formula = math_layout(arena, text, str_copy(arena, str_slice(string.at + at, end - at)), style);
        double start = box.width;
        add_items(&box, formula.items, start);
        box.width += formula.width;
        box.width = end + 1 >= string.n ? fmax(start, ink_end(&box)) : box.width;
        box.height = fmax(box.height, formula.height);
        box.depth = fmax(box.depth, formula.depth);
        at = end + 1;
    }
    return box;
}

/* Laid out once, kept with the engine's lines. */
static const MathBox *math_box(TextEngine *text, Str string, TextStyle style)
{
    Arena *arena;
    void **kept = text_derived(text, string, style, &arena);
    if (*kept)
        return *kept;
    MathBox *box = ARENA_NEW(arena, MathBox);
    style.family = str_copy(arena, style.family); /* the box outlives the figure that they are of */
    *box = make_box(arena, text, str_copy(arena, string), style);
    return *text_derived(text, string, style, &arena) = box;
}

/* --- measuring ---------------------------------------------------------------------------------------------------- */

TextSize label_measure(TextEngine *text, Str string, TextStyle style)
{
    if (!math_is_in(string))
        return text_measure(text, string, style);
    TextSize size = text_measure(text, STR(""), style);
    const MathBox *box = math_box(text, string, style);
    size.width = box->width;
    size.rise = fmax(0, box->height - size.cap_height);
    size.drop = fmax(0, box->depth - size.descent);
    return size;
}

double label_extra(TextEngine *text, const Str *lines, size_t n, TextStyle style)
{
    double extra = 0;
    for (size_t i = 0; i < n; i++)
        if (math_is_in(lines[i])) {
            TextSize size = label_measure(text, lines[i], style);
            extra += size.rise + size.drop;
        }
    return extra;
}

bool label_hangs(Str string)
{
    for (size_t i = 0; i < string.n;) {
        uint32_t code = utf8_next(string, &i);
        bool is_sign = code < 0xC0 || code == 0xD7 || (code >= 0x2010 && code <= 0x2212); /* dashes, minus, superscripts */
        if (code < 0x80 ? code > 0 && strchr("gjpqyQ,;()[]{}_|/@$", (int)code) != NULL : !is_sign)
            return true;
    }
    return false;
}

/* Whether a code point belongs to the letter before it: a mark that combines, a joiner, what selects a variant. */
static bool joins_letter(uint32_t code)
{
    return (code >= 0x300 && code <= 0x36F) || (code >= 0x1AB0 && code <= 0x1AFF) || (code >= 0x20D0 && code <= 0x20FF) || code == 0x200D ||
           (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0x591 && code <= 0x5C7);
}

/* Bytes of the longest beginning of a word that is not wider than `width`, at least one letter; behind a sign that parts words where that loses
 * little. */
static size_t cut_word(TextEngine *text, Str word, TextStyle style, double width)
{
    size_t fits = 0, parted = 0;
    for (size_t i = 0; i < word.n;) {
        size_t end = i;
        if (word.at[i] == MATH_BEGIN[0])
            end = piece_end(word, i, MATH_END) + 1;
        else
            utf8_next(word, &end);
        end = end < word.n ? end : word.n;
        for (size_t next = end; next < word.n; end = next)
            if (!joins_letter(utf8_next(word, &next)))
                break;
        if (fits && label_measure(text, (Str){word.at, end}, style).width > width)
            break;
        fits = end;
        if (strchr("-_/.,:;|+=&@", word.at[i]))
            parted = end;
        i = end;
    }
    return parted * 2 >= fits ? parted : fits;
}

double label_middle(Str string, TextSize size)
{
    bool has_letters = false;
    for (size_t i = 0; i < string.n && !has_letters;) {
        uint32_t code = utf8_next(string, &i);
        has_letters = (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') || (code >= 0xC0 && code < 0x2000 && code != 0xD7);
    }
    return (has_letters || size.digit_height <= 0 ? size.cap_height : size.digit_height) / 2;
}

double label_longest_word(TextEngine *text, Str string, TextStyle style)
{
    double longest = 0;
    bool in_math = false;
    for (size_t i = 0, start = 0; i <= string.n; i++) {
        in_math = i < string.n && (in_math ? string.at[i] != MATH_END[0] : string.at[i] == MATH_BEGIN[0]);
        if (i < string.n && (in_math || (string.at[i] != ' ' && string.at[i] != '\n')))
            continue;
        double width = i > start ? label_measure(text, (Str){string.at + start, i - start}, style).width : 0;
        longest = width > longest ? width : longest;
        start = i + 1;
    }
    return longest;
}

Str *label_lines(Arena *arena, TextEngine *text, Str string, TextStyle style, double width, size_t *n)
{
    return label_lines_of_words(arena, text, string, style, width, width, n);
}

Str *label_lines_of_words(Arena *arena, TextEngine *text, Str string, TextStyle style, double width, double word_width, size_t *n)
{
    VEC(Str) lines = {0};
    size_t start = 0, last_break = 0;
    bool in_math = false;
    string = math_break(arena, text, string.at ? string : STR(""), style, width);
    for (size_t i = 0; i <= string.n; i++) {
        bool is_end = i == string.n, is_newline = !is_end && string.at[i] == '\n', is_blank = is_end || is_newline || string.at[i] == ' ';
        in_math = !is_end && (in_math ? string.at[i] != MATH_END[0] : string.at[i] == MATH_BEGIN[0]);
        if (!is_blank || in_math)
            continue;
        Str piece = {string.at + start, i - start};
        if (last_break > start && label_measure(text, piece, style).width > width) {
            VEC_PUSH(arena, &lines, ((Str){string.at + start, last_break - start}));
            start = last_break + 1;
        }
        for (;;) { /* a word that is wider than a line */
            piece = (Str){string.at + start, i - start};
            size_t cut = piece.n && label_measure(text, piece, style).width > word_width ? cut_word(text, piece, style, word_width) : piece.n;
            if (cut == piece.n)
                break;
            VEC_PUSH(arena, &lines, ((Str){piece.at, cut}));
            start += cut;
        }
        last_break = i;
        if (is_end || is_newline) {
            VEC_PUSH(arena, &lines, ((Str){string.at + start, i - start}));
            start = i + 1;
            last_break = start;
        }
    }
    *n = lines.n;
    return lines.at;
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */

/* Where the baseline of a text is: its start, and the directions along it and upwards from it, which the angle turns. */
typedef struct Baseline {
    Point start, along, up;
    double angle;
} Baseline;

static Point place(const Baseline *base, double x, double y)
{
    return (Point){base->start.x + x * base->along.x + y * base->up.x, base->start.y + x * base->along.y + y * base->up.y};
}

static void draw_rule(Scene *scene, const Baseline *base, const MathItem *item, Paint paint)
{
    Point low = place(base, item->x, item->y), high = place(base, item->x + item->width, item->y + item->height);
    if (base->angle == 0) {
        scene_rect(scene, (Rect){low.x, high.y, item->width, item->height}, paint);
        return;
    }
    Point left = place(base, item->x, item->y + item->height), right = place(base, item->x + item->width, item->y);
    scene_path(scene, paint);
    path_move(scene, low.x, low.y);
    path_line(scene, right.x, right.y);
    path_line(scene, high.x, high.y);
    path_line(scene, left.x, left.y);
    path_close(scene);
}

static void draw_outline(Scene *scene, const Baseline *base, const MathItem *item, Paint paint)
{
    const TextOutline *outline = &item->outline;
    const Point *from = outline->points;
    scene_path(scene, paint);
    for (size_t i = 0; i < outline->n_verbs; i++) {
        Point to[3];
        int n = outline->verbs[i] == PATH_CURVE ? 3 : outline->verbs[i] != PATH_CLOSE;
        for (int k = 0; k < n; k++, from++)
            to[k] = place(base, item->x + from->x, item->y - from->y);
        if (outline->verbs[i] == PATH_MOVE)
            path_move(scene, to[0].x, to[0].y);
        else if (outline->verbs[i] == PATH_LINE)
            path_line(scene, to[0].x, to[0].y);
        else if (outline->verbs[i] == PATH_CURVE)
            path_curve(scene, to[0], to[1], to[2]);
        else
            path_close(scene);
    }
}

static void draw_math(Scene *scene, TextEngine *text, Str string, TextStyle style, Point at, TextAnchor anchor, double angle, Colour colour)
{
    const MathBox *box = math_box(text, string, style);
    double turn = angle * M_PI / 180, shift = anchor == ANCHOR_START ? 0 : anchor == ANCHOR_MIDDLE ? -box->width / 2 : -box->width;
    Baseline base = {.start = at, .along = {cos(turn), -sin(turn)}, .up = {-sin(turn), -cos(turn)}, .angle = angle};
    base.start = place(&base, shift, 0);
    Paint paint = {.fill = colour};
    scene_group(scene, ROLE_TEXT, string);
    for (const MathItem *item = box->items; item; item = item->next) {
        if (item->kind == ITEM_TEXT)
            scene_text(scene, item->text, item->style, place(&base, item->x, item->y), ANCHOR_START, angle, item->width, colour);
        else if (item->kind == ITEM_RULE)
            draw_rule(scene, &base, item, paint);
        else
            draw_outline(scene, &base, item, paint);
    }
    scene_end(scene);
}

void label_draw(Scene *scene, TextEngine *text, Str string, TextStyle style, Point at, TextAnchor anchor, double angle, Colour colour)
{
    if (math_is_in(string))
        draw_math(scene, text, string, style, at, anchor, angle, colour);
    else
        scene_text(scene, string, style, at, anchor, angle, label_measure(text, string, style).width, colour);
}
