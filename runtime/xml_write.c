/* xml_write: see xml_write.h. Extensible Markup Language (XML) 1.0, fifth edition: 2.2 characters, 2.4 and 3.3.3 what is escaped. */
#include "xml_write.h"

static bool is_legal(uint32_t code, bool is_damaged)
{
    return !is_damaged && (code >= 0x20 || code == '\n' || code == '\t') && code != 0xFFFE && code != 0xFFFF;
}

/* Of an ASCII character, NULL when it may stand as it is. A parser makes blanks of line ends and tabs in attributes. */
static const char *escape(unsigned char c, bool is_attribute)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return is_attribute ? "&quot;" : NULL;
    case '\n':
        return is_attribute ? "&#10;" : NULL;
    case '\t':
        return is_attribute ? "&#9;" : NULL;
    default:
        return c < 0x20 ? "\xEF\xBF\xBD" : NULL;
    }
}

static void add_escaped(Buf *out, Str text, bool is_attribute)
{
    size_t plain = 0; /* from here to i stands what needs no escape */
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        const char *other = NULL;
        if ((unsigned char)text.at[i] < 0x80) {
            other = escape((unsigned char)text.at[i++], is_attribute);
        } else {
            uint32_t code = utf8_next(text, &i);
            other = is_legal(code, code == 0xFFFD && i == start + 1) ? NULL : "\xEF\xBF\xBD";
        }
        if (!other)
            continue;
        buf_add(out, str_slice(text.at + plain, start - plain));
        buf_adds(out, other);
        plain = i;
    }
    buf_add(out, str_slice(text.at + plain, text.n - plain));
}

static void close_tag(XmlWriter *xml)
{
    if (xml->is_in_tag)
        buf_addc(&xml->out, '>');
    xml->is_in_tag = false;
}

static void new_line(XmlWriter *xml)
{
    buf_addc(&xml->out, '\n');
    for (size_t i = 0; i < xml->open.n; i++)
        buf_addc(&xml->out, ' ');
}

static void begin(XmlWriter *xml, const char *name, bool keeps_blanks)
{
    XmlElement *parent = xml->open.n ? &xml->open.at[xml->open.n - 1] : NULL;
    close_tag(xml);
    if (parent && !parent->keeps_blanks)
        new_line(xml);
    if (parent)
        parent->has_content = true;
    buf_addc(&xml->out, '<');
    buf_adds(&xml->out, name);
    xml->is_in_tag = true;
    XmlElement element = {.name = name, .keeps_blanks = keeps_blanks || (parent && parent->keeps_blanks)};
    VEC_PUSH(xml->out.arena, &xml->open, element);
}

void xml_declare(XmlWriter *xml)
{
    buf_adds(&xml->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

void xml_begin(XmlWriter *xml, const char *name)
{
    begin(xml, name, false);
}

void xml_begin_line(XmlWriter *xml, const char *name)
{
    begin(xml, name, true);
}

void xml_attribute(XmlWriter *xml, const char *name, Str value)
{
    buf_addc(&xml->out, ' ');
    buf_adds(&xml->out, name);
    buf_adds(&xml->out, "=\"");
    add_escaped(&xml->out, value, true);
    buf_addc(&xml->out, '"');
}

void xml_text(XmlWriter *xml, Str text)
{
    close_tag(xml);
    if (xml->open.n)
        xml->open.at[xml->open.n - 1].has_content = true;
    add_escaped(&xml->out, text, false);
}

void xml_end(XmlWriter *xml)
{
    XmlElement element = xml->open.at[--xml->open.n];
    if (!element.has_content) {
        buf_adds(&xml->out, "/>");
    } else {
        if (!element.keeps_blanks)
            new_line(xml);
        buf_adds(&xml->out, "</");
        buf_adds(&xml->out, element.name);
        buf_addc(&xml->out, '>');
    }
    xml->is_in_tag = false;
}

Str xml_finish(XmlWriter *xml)
{
    while (xml->open.n)
        xml_end(xml);
    buf_addc(&xml->out, '\n');
    return buf_str(&xml->out);
}
