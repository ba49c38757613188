/* backend_svg: SVG from the scene, written by libxml2: real text, one group a panel and a layer with their names, every mark with the values it
 * stands for, a title and a description for people who do not see it. */
#include "backend_formats.h"

#include "attach_svg.h"
#include "font_data.h"
#include "lazy.h"
#include "num.h"
#include "path_thin.h"
#include "png_encode.h"
#include "version.h"

#include <libxml/xmlwriter.h>
#include <string.h>

enum { DECIMALS = 3 };

#define XML_FUNCTIONS(F)            \
    F(xmlBufferCreate)              \
    F(xmlBufferContent)             \
    F(xmlBufferLength)              \
    F(xmlBufferFree)                \
    F(xmlNewTextWriterMemory)       \
    F(xmlTextWriterSetIndent)       \
    F(xmlTextWriterSetIndentString) \
    F(xmlTextWriterStartDocument)   \
    F(xmlTextWriterEndDocument)     \
    F(xmlTextWriterStartElement)    \
    F(xmlTextWriterEndElement)      \
    F(xmlTextWriterWriteAttribute)  \
    F(xmlTextWriterWriteString)     \
    F(xmlFreeTextWriter)

typedef struct LibXml {
    XML_FUNCTIONS(LAZY_MEMBER)
} LibXml;

typedef struct Svg {
    Arena *arena;
    LibXml lib;
    xmlBufferPtr buffer;
    xmlTextWriterPtr xml;
    Buf value; /* scratch */
    Map clips; /* the names of those written */
    bool has_failed;
} Svg;

static const char *const ROLES[] = {"figure", "chart", "panel", "layer", "axis", "grid", "legend", "title", "text"};

static void check(Svg *svg, int result)
{
    svg->has_failed |= result < 0;
}

/* XML cannot hold control characters at all, nor what is no character. */
static const xmlChar *legal(Svg *svg, Str text)
{
    Buf out = {.arena = svg->arena};
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        uint32_t code = utf8_next(text, &i);
        bool is_bad = (code < 0x20 && code != '\n' && code != '\t') || code == 0xFFFE || code == 0xFFFF || (code == 0xFFFD && i == start + 1);
        if (is_bad)
            buf_adds(&out, "\xEF\xBF\xBD");
        else
            buf_add(&out, (Str){text.at + start, i - start});
    }
    return (const xmlChar *)buf_c(&out);
}

static void begin(Svg *svg, const char *name)
{
    check(svg, svg->lib.xmlTextWriterStartElement(svg->xml, (const xmlChar *)name));
}

static void end(Svg *svg)
{
    check(svg, svg->lib.xmlTextWriterEndElement(svg->xml));
}

static void put(Svg *svg, const char *name, const char *value)
{
    check(svg, svg->lib.xmlTextWriterWriteAttribute(svg->xml, (const xmlChar *)name, (const xmlChar *)value));
}

static void put_text(Svg *svg, const char *name, Str value)
{
    check(svg, svg->lib.xmlTextWriterWriteAttribute(svg->xml, (const xmlChar *)name, legal(svg, value)));
}

static void put_number(Svg *svg, const char *name, double value)
{
    char text[NUM_TEXT_SIZE];
    num_print_fixed(text, value, DECIMALS);
    put(svg, name, text);
}

static void put_colour(Svg *svg, const char *name, const char *opacity, Colour colour)
{
    char text[8];
    if (colour == COLOUR_NONE) {
        put(svg, name, "none");
        return;
    }
    static const char DIGITS[] = "0123456789abcdef";
    text[0] = '#';
    for (int i = 0; i < 6; i++)
        text[1 + i] = DIGITS[colour >> (28 - 4 * i) & 15];
    text[7] = 0;
    put(svg, name, text);
    if (COLOUR_ALPHA(colour) != 0xFF)
        put_number(svg, opacity, COLOUR_ALPHA(colour) / 255.0);
}

static void put_paint(Svg *svg, const Paint *paint)
{
    static const char *const CAPS[] = {"butt", "round", "square"};
    static const char *const JOINS[] = {"miter", "round", "bevel"};
    put_colour(svg, "fill", "fill-opacity", paint->fill);
    if (paint->stroke == COLOUR_NONE)
        return;
    put_colour(svg, "stroke", "stroke-opacity", paint->stroke);
    put_number(svg, "stroke-width", paint->stroke_width);
    if (paint->cap != CAP_BUTT)
        put(svg, "stroke-linecap", CAPS[paint->cap]);
    if (paint->join != JOIN_MITER)
        put(svg, "stroke-linejoin", JOINS[paint->join]);
    if (paint->n_dash) {
        svg->value.n = 0;
        for (int i = 0; i < paint->n_dash; i++) {
            buf_adds(&svg->value, i ? " " : "");
            num_add_fixed(&svg->value, paint->dash[i], DECIMALS);
        }
        put(svg, "stroke-dasharray", buf_c(&svg->value));
    }
}

/* `mean(a)` -> data-mean-a: letters, digits, points and underscores, others as one hyphen. */
static const char *attribute_name(Svg *svg, Str name)
{
    svg->value.n = 0;
    buf_adds(&svg->value, "data-");
    bool gap = false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.at[i];
        bool is_plain = str_is_letter(c) || str_is_digit(c) || c == '_' || c == '.';
        if (is_plain && gap && svg->value.n > 5)
            buf_addc(&svg->value, '-');
        if (is_plain)
            buf_addc(&svg->value, c);
        gap = !is_plain;
    }
    return buf_c(&svg->value);
}

static void put_data(Svg *svg, const SceneItem *item)
{
    Map seen = {.arena = svg->arena};
    for (size_t i = 0; i < item->n_data; i++) {
        Str name = str_copy(svg->arena, str_from(attribute_name(svg, item->data[i].name)));
        MapEntry *entry = map_put(&seen, name);
        if (name.n == 5 || entry->value)
            name = str_printf(svg->arena, "%.*s-%zu", STR_FMT(name), i + 1);
        entry->value = svg;
        put_text(svg, name.at, item->data[i].value);
    }
    if (!item->n_data)
        return;
    Buf title = {.arena = svg->arena};
    for (size_t i = 0; i < item->n_data; i++)
        buf_printf(&title, "%s%.*s: %.*s", i ? ", " : "", STR_FMT(item->data[i].name), STR_FMT(item->data[i].value));
    begin(svg, "title");
    check(svg, svg->lib.xmlTextWriterWriteString(svg->xml, legal(svg, buf_str(&title))));
    end(svg);
}

static void put_path(Svg *svg, const SceneItem *whole)
{
    const SceneItem thin = path_thinned(svg->arena, whole, PATH_PRINT_COLUMN), *item = &thin;
    static const int COUNTS[] = {1, 1, 3, 0};
    svg->value.n = 0;
    size_t at = 0;
    for (size_t i = 0; i < item->n_verbs; i++) {
        buf_addc(&svg->value, "MLCZ"[item->verbs[i]]);
        for (int k = 0; k < COUNTS[item->verbs[i]]; k++, at++) {
            buf_adds(&svg->value, k ? " " : "");
            num_add_fixed(&svg->value, item->points[at].x, DECIMALS);
            buf_addc(&svg->value, ' ');
            num_add_fixed(&svg->value, item->points[at].y, DECIMALS);
        }
    }
    put(svg, "d", buf_c(&svg->value));
}

/* Whether the line runs from right to left as a whole: its first letter says so (Unicode's rules P2 and P3). */
static bool runs_left(Str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t code = utf8_next(text, &i);
        if ((code >= 0x590 && code < 0x900) || (code >= 0xFB1D && code < 0xFE00) || (code >= 0xFE70 && code < 0xFF00) ||
            (code >= 0x10800 && code < 0x11000) || (code >= 0x1E800 && code < 0x1F000))
            return true;
        bool is_sign = code < 'A' || (code > 'Z' && code < 'a') || (code > 'z' && code < 0xC0) || (code >= 0x2000 && code < 0x2C00);
        if (!is_sign)
            return false;
    }
    return false;
}

/* Blanks that XML readers would join or drop. */
static bool has_odd_blanks(Str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.at[i] == ' ' && (i == 0 || i + 1 == text.n || text.at[i - 1] == ' '))
            return true;
    return false;
}

/* The root has that of `sans`. Of a font that is none of ours nobody knows whether it has digits of one width without being asked. */
static void put_family(Svg *svg, Str name)
{
    const FontFamily *family = font_find(name);
    if (family && family->id != FONT_SANS)
        put(svg, "font-family", family->css);
    if (family)
        return;
    put_text(svg, "font-family", str_printf(svg->arena, "'%.*s', %s", STR_FMT(name), font_family(FONT_SANS)->css));
    put(svg, "style", "font-variant-numeric: lining-nums tabular-nums");
}

static void write_text(Svg *svg, const SceneItem *item)
{
    static const char *const ANCHORS[] = {"start", "middle", "end"};
    bool is_leftward = runs_left(item->text);
    TextAnchor anchor = is_leftward ? (TextAnchor)(ANCHOR_END - item->anchor) : item->anchor; /* start is where reading starts */
    begin(svg, "text");
    put_number(svg, "x", item->at.x);
    put_number(svg, "y", item->at.y);
    if (item->angle != 0) {
        svg->value.n = 0;
        buf_adds(&svg->value, "rotate(");
        num_add_fixed(&svg->value, -item->angle, DECIMALS);
        buf_addc(&svg->value, ' ');
        num_add_fixed(&svg->value, item->at.x, DECIMALS);
        buf_addc(&svg->value, ' ');
        num_add_fixed(&svg->value, item->at.y, DECIMALS);
        buf_addc(&svg->value, ')');
        put(svg, "transform", buf_c(&svg->value));
    }
    if (anchor != ANCHOR_START)
        put(svg, "text-anchor", ANCHORS[anchor]);
    if (is_leftward)
        put(svg, "direction", "rtl");
    if (has_odd_blanks(item->text))
        put(svg, "xml:space", "preserve");
    put_number(svg, "font-size", item->style.size);
    put_family(svg, item->style.family);
    if (item->style.is_bold)
        put(svg, "font-weight", "bold");
    if (item->style.is_italic)
        put(svg, "font-style", "italic");
    if (item->width > 0) { /* where a viewer has another typeface the text still takes the room that was kept for it */
        put_number(svg, "textLength", item->width);
        put(svg, "lengthAdjust", "spacingAndGlyphs");
    }
    put_colour(svg, "fill", "fill-opacity", item->paint.fill);
    put_data(svg, item);
    check(svg, svg->lib.xmlTextWriterWriteString(svg->xml, legal(svg, item->text)));
    end(svg);
}

static void put_rect(Svg *svg, Rect rect)
{
    put_number(svg, "x", rect.x);
    put_number(svg, "y", rect.y);
    put_number(svg, "width", rect.width);
    put_number(svg, "height", rect.height);
}

/* A clip is named by its rectangle: figures that stand in one page of HTML share a name only for the same clip. */
static void write_clip(Svg *svg, const SceneItem *item)
{
    const double numbers[] = {item->rect.x, item->rect.y, item->rect.width, item->rect.height};
    Buf url = {.arena = svg->arena};
    buf_adds(&url, "url(#clip");
    for (int i = 0; i < 4; i++) {
        buf_addc(&url, '_');
        num_add_fixed(&url, numbers[i], DECIMALS);
    }
    Str id = str_copy(svg->arena, str_slice(url.at + 5, url.n - 5));
    buf_addc(&url, ')');
    if (!map_get(&svg->clips, id)) {
        map_put(&svg->clips, id)->value = svg;
        begin(svg, "clipPath");
        put_text(svg, "id", id);
        begin(svg, "rect");
        put_rect(svg, item->rect);
        end(svg);
        end(svg);
    }
    begin(svg, "g");
    put(svg, "clip-path", buf_c(&url));
}

/* --- images ------------------------------------------------------------------------------------------------------- */

typedef struct BufSink {
    ByteSink sink;
    Buf bytes;
} BufSink;

static bool add_to_buf(ByteSink *sink, const void *bytes, size_t n)
{
    buf_add(&((BufSink *)sink)->bytes, str_slice(bytes, n));
    return true;
}

static void write_image(Svg *svg, const SceneItem *item)
{
    BufSink png = {{add_to_buf}, {.arena = svg->arena}};
    PngImage image = {(int)item->columns,
                      (int)item->rows,
                      (const unsigned char *)item->pixels,
                      item->columns * sizeof *item->pixels,
                      true,
                      item->columns / item->rect.width * 72,
                      NULL};
    svg->has_failed |= !png_encode(svg->arena, &image, &png.sink);
    Buf link = {.arena = svg->arena};
    buf_adds(&link, "data:image/png;base64,");
    attach_add_base64(&link, buf_str(&png.bytes));
    begin(svg, "image");
    put_rect(svg, item->rect);
    put(svg, "preserveAspectRatio", "none");
    put(svg, "href", buf_c(&link));
    put_data(svg, item);
    end(svg);
}

static void write_item(Svg *svg, const SceneItem *item)
{
    switch (item->kind) {
    case SCENE_GROUP:
        begin(svg, "g");
        put(svg, "class", ROLES[item->role]);
        if (item->name.n) {
            put_text(svg, "data-name", item->name);
            put_text(svg, "aria-label", item->name);
        }
        return;
    case SCENE_CLIP:
        write_clip(svg, item);
        return;
    case SCENE_END:
        end(svg);
        return;
    case SCENE_TEXT:
        write_text(svg, item);
        return;
    case SCENE_RECT:
        begin(svg, "rect");
        put_rect(svg, item->rect);
        if (item->paint.stroke == COLOUR_NONE && item->rect.width >= 1 && item->rect.height >= 1)
            put(svg, "shape-rendering", "crispEdges"); /* no seams between cells that touch */
        break;
    case SCENE_IMAGE:
        write_image(svg, item);
        return;
    case SCENE_CIRCLE:
        begin(svg, "circle");
        put_number(svg, "cx", item->at.x);
        put_number(svg, "cy", item->at.y);
        put_number(svg, "r", item->radius);
        break;
    case SCENE_PATH:
        begin(svg, "path");
        put_path(svg, item);
        break;
    }
    put_paint(svg, &item->paint);
    put_data(svg, item);
    end(svg);
}

static void put_points(Svg *svg, const char *name, double value)
{
    char text[NUM_TEXT_SIZE + 4];
    num_print_fixed(text, value, DECIMALS);
    strcat(text, "pt");
    put(svg, name, text);
}

static void write_element(Svg *svg, const char *name, Str text)
{
    if (!text.n)
        return;
    begin(svg, name);
    check(svg, svg->lib.xmlTextWriterWriteString(svg->xml, legal(svg, text)));
    end(svg);
}

static void write_attachments(Svg *svg, const Attachments *attached)
{
    begin(svg, "metadata");
    begin(svg, "provenance");
    put(svg, "xmlns", ATTACH_NAMESPACE);
    for (size_t i = 0; i < attached->n; i++) {
        const Attachment *file = &attached->at[i];
        bool is_text = attach_is_text(file->bytes);
        begin(svg, "file");
        put_text(svg, "name", file->name);
        Buf text = {.arena = svg->arena};
        if (!is_text) {
            put(svg, "encoding", "base64");
            attach_add_base64(&text, file->bytes);
        }
        if (is_text)
            buf_add(&text, file->bytes);
        check(svg, svg->lib.xmlTextWriterWriteString(svg->xml, (const xmlChar *)buf_c(&text)));
        end(svg);
    }
    end(svg);
    end(svg);
}

static void write_head(Svg *svg, const Scene *scene, const Attachments *attached)
{
    check(svg, svg->lib.xmlTextWriterStartDocument(svg->xml, NULL, "UTF-8", NULL));
    begin(svg, "svg");
    put(svg, "xmlns", SVG_NAMESPACE);
    put(svg, "version", "1.1");
    put_points(svg, "width", scene->width);
    put_points(svg, "height", scene->height);
    svg->value.n = 0;
    buf_adds(&svg->value, "0 0 ");
    num_add_fixed(&svg->value, scene->width, DECIMALS);
    buf_addc(&svg->value, ' ');
    num_add_fixed(&svg->value, scene->height, DECIMALS);
    put(svg, "viewBox", buf_c(&svg->value));
    put(svg, "font-family", font_family(FONT_SANS)->css);
    put(svg, "role", "img");
    Str label = scene->title.n ? scene->title : scene->description;
    put_text(svg, "aria-label", label.n ? label : STR("figure"));
    write_element(svg, "title", scene->title);
    write_element(svg, "desc", scene->description);
    if (attached)
        write_attachments(svg, attached);
    if (COLOUR_ALPHA(scene->background)) {
        begin(svg, "rect");
        put(svg, "width", "100%");
        put(svg, "height", "100%");
        put_colour(svg, "fill", "fill-opacity", scene->background);
        end(svg);
    }
}

static void free_xml(void *object)
{
    Svg *svg = object;
    if (svg->xml)
        svg->lib.xmlFreeTextWriter(svg->xml);
    if (svg->buffer)
        svg->lib.xmlBufferFree(svg->buffer);
}

enum { XML_MEMORY = 1 << 16 }; /* libxml2 recurs without end where a thread gets no memory for its state: it tells so by means of that state */

const char *backend_svg_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink)
{
    (void)text;
    static const char *const NAMES[] = {XML_FUNCTIONS(LAZY_NAME) NULL};
    Svg *svg = ARENA_NEW(arena, Svg);
    *svg = (Svg){.arena = arena, .value = {.arena = arena}, .clips = {.arena = arena}};
    LibXml *lib = &svg->lib;
    if (!lazy_load(arena, LAZY_LIBXML2, NAMES, (LazyFunction *)lib))
        return "libxml2.so.2 cannot be loaded";
    arena_on_free(arena, free_xml, svg);
    arena_need(arena, XML_MEMORY);
    arena_watch();
    svg->buffer = lib->xmlBufferCreate();
    svg->xml = svg->buffer ? lib->xmlNewTextWriterMemory(svg->buffer, 0) : NULL;
    if (!svg->xml)
        arena_fail(arena);
    lib->xmlTextWriterSetIndent(svg->xml, 1);
    lib->xmlTextWriterSetIndentString(svg->xml, (const xmlChar *)" ");
    write_head(svg, scene, options->attached);
    for (size_t i = 0; i < scene->items.n && !svg->has_failed; i++)
        write_item(svg, &scene->items.at[i]);
    check(svg, lib->xmlTextWriterEndDocument(svg->xml)); /* closes what is open, and hands all to the buffer */
    arena_check(arena);
    if (svg->has_failed)
        return "libxml2 could not write";
    bool is_written = sink->write(sink, lib->xmlBufferContent(svg->buffer), (size_t)lib->xmlBufferLength(svg->buffer));
    return is_written ? NULL : "could not write";
}
