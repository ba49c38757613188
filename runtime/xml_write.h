/* xml_write: XML as text, well-formed whatever it is given: what XML cannot hold is replaced, what is open at the end is closed. */
#ifndef CHARTC_XML_WRITE_H
#define CHARTC_XML_WRITE_H

#include "str.h"

typedef struct XmlElement {
    const char *name;
    bool has_content, keeps_blanks;
} XmlElement;

/* Zero it, set its arena: `XmlWriter xml = {.out = {.arena = arena}};` */
typedef struct XmlWriter {
    Buf out;
    VEC(XmlElement) open;
    bool is_in_tag; /* attributes may still come */
} XmlWriter;

void xml_declare(XmlWriter *xml); /* the first line: version 1.0, UTF-8 */
/* Elements stand on lines of their own, a blank further in than what they are in. Names are borrowed, and legal ones. */
void xml_begin(XmlWriter *xml, const char *name);
/* An element whose blanks are part of what it says: no line ends are put into it. */
void xml_begin_line(XmlWriter *xml, const char *name);
/* Right after xml_begin or another attribute. Control characters and code points that XML has no place for become U+FFFD. */
void xml_attribute(XmlWriter *xml, const char *name, Str value);
void xml_text(XmlWriter *xml, Str text);
void xml_end(XmlWriter *xml);
/* Closes what is open. The text is borrowed from the writer. */
Str xml_finish(XmlWriter *xml);

#endif
