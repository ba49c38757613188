/* backend_svg: SVG from the scene, written by libxml2: real text, one group a panel and a layer with their names, every mark with the values it stands
 * for, a title and a description for people who do not see it. */
#include "backend_formats.h"

#include "font_data.h"
#include "lazy.h"
#include "num.h"
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
    xmlTextWriterPtr xml;
    Buf value; /* scratch */
    int n_clips;
    bool has_failed;
} Svg;

static const char *const ROLES[] = {"figure", "panel", "layer", "axis", "grid", "legend", "title"};

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
        bool is_plain = ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
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

static void put_path(Svg *svg, const SceneItem *item)
{
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

static void write_text(Svg *svg, const SceneItem *item)
{
    static const char *const ANCHORS[] = {"start", "middle", "end"};
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
    if (item->anchor != ANCHOR_START)
        put(svg, "text-anchor", ANCHORS[item->anchor]);
    put_number(svg, "font-size", item->style.size);
    if (!str_is(item->style.family, "sans"))
        put_text(svg, "font-family", item->style.family);
    if (item->style.is_bold)
        put(svg, "font-weight", "bold");
    if (item->style.is_italic)
        put(svg, "font-style", "italic");
    put_colour(svg, "fill", "fill-opacity", item->paint.fill);
    put_data(svg, item);
    check(svg, svg->lib.xmlTextWriterWriteString(svg->xml, legal(svg, item->text)));
    end(svg);
}

static void write_clip(Svg *svg, const SceneItem *item)
{
    char id[32], url[48];
    char number[NUM_TEXT_SIZE];
    num_print_fixed(number, ++svg->n_clips, 0);
    strcpy(id, "clip");
    strcat(id, number);
    strcpy(url, "url(#");
    strcat(url, id);
    strcat(url, ")");
    begin(svg, "clipPath");
    put(svg, "id", id);
    begin(svg, "rect");
    put_number(svg, "x", item->rect.x);
    put_number(svg, "y", item->rect.y);
    put_number(svg, "width", item->rect.width);
    put_number(svg, "height", item->rect.height);
    end(svg);
    end(svg);
    begin(svg, "g");
    put(svg, "clip-path", url);
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
        put_number(svg, "x", item->rect.x);
        put_number(svg, "y", item->rect.y);
        put_number(svg, "width", item->rect.width);
        put_number(svg, "height", item->rect.height);
        break;
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

static void write_head(Svg *svg, const Scene *scene)
{
    check(svg, svg->lib.xmlTextWriterStartDocument(svg->xml, NULL, "UTF-8", NULL));
    begin(svg, "svg");
    put(svg, "xmlns", "http://www.w3.org/2000/svg");
    put(svg, "version", "1.1");
    put_points(svg, "width", scene->width);
    put_points(svg, "height", scene->height);
    svg->value.n = 0;
    buf_adds(&svg->value, "0 0 ");
    num_add_fixed(&svg->value, scene->width, DECIMALS);
    buf_addc(&svg->value, ' ');
    num_add_fixed(&svg->value, scene->height, DECIMALS);
    put(svg, "viewBox", buf_c(&svg->value));
    put(svg, "font-family", FONT_SANS_NAME ", Helvetica, Arial, sans-serif");
    put(svg, "role", "img");
    put_text(svg, "aria-label", scene->description.n ? scene->description : scene->title);
    begin(svg, "title");
    check(svg, svg->lib.xmlTextWriterWriteString(svg->xml, legal(svg, scene->title)));
    end(svg);
    begin(svg, "desc");
    check(svg, svg->lib.xmlTextWriterWriteString(svg->xml, legal(svg, scene->description)));
    end(svg);
    if (COLOUR_ALPHA(scene->background)) {
        begin(svg, "rect");
        put(svg, "width", "100%");
        put(svg, "height", "100%");
        put_colour(svg, "fill", "fill-opacity", scene->background);
        end(svg);
    }
}

static const char *write_scene(Svg *svg, const Scene *scene, ByteSink *sink)
{
    LibXml *lib = &svg->lib;
    xmlBufferPtr buffer = lib->xmlBufferCreate();
    svg->xml = buffer ? lib->xmlNewTextWriterMemory(buffer, 0) : NULL;
    svg->has_failed = !svg->xml;
    if (svg->xml) {
        lib->xmlTextWriterSetIndent(svg->xml, 1);
        lib->xmlTextWriterSetIndentString(svg->xml, (const xmlChar *)" ");
        write_head(svg, scene);
        for (size_t i = 0; i < scene->items.n && !svg->has_failed; i++)
            write_item(svg, &scene->items.at[i]);
        check(svg, lib->xmlTextWriterEndDocument(svg->xml));
        lib->xmlFreeTextWriter(svg->xml);
    }
    const char *failed = svg->has_failed ? "out of memory" : NULL;
    if (!failed && !sink->write(sink, lib->xmlBufferContent(buffer), (size_t)lib->xmlBufferLength(buffer)))
        failed = "could not write";
    if (buffer)
        lib->xmlBufferFree(buffer);
    return failed;
}

const char *backend_svg_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink)
{
    (void)text;
    (void)options;
    Svg svg = {.arena = arena, .value = {.arena = arena}};
    static const char *const NAMES[] = {XML_FUNCTIONS(LAZY_NAME) NULL};
    bool is_loaded = lazy_load("libxml2.so.2", NAMES, (LazyFunction *)&svg.lib);
    return is_loaded ? write_scene(&svg, scene, sink) : "libxml2.so.2 cannot be loaded";
}
