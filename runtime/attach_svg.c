/* attach_svg: attachments of an SVG: <metadata><provenance xmlns="urn:chartc:provenance"><file name="fig.chart">text</file>...; bytes that XML cannot
 * hold as text are base64. backend_svg writes them, through libxml2; here they are read, without it: no XML at large, but those tags, each as it was
 * written, and references to characters in the text between them. An editor that keeps metadata keeps both; what one wrote in another way (a prefix,
 * CDATA) is told as damaged or is not found. */
#include "attach_svg.h"

#include <string.h>

/* Cuts off what stands before `mark`, which goes too; false when it is not there. */
static bool cut(Str *rest, const char *mark, Str *before)
{
    size_t n = strlen(mark), i = 0;
    while (i + n <= rest->n && memcmp(rest->at + i, mark, n) != 0)
        i++;
    if (i + n > rest->n)
        return false;
    *before = (Str){rest->at, i};
    *rest = (Str){rest->at + i + n, rest->n - i - n};
    return true;
}

/* The character of a reference (`lt`, `#10`, `#x0A`); 0 when there is none. */
static uint32_t referred(Str name)
{
    static const struct Named {
        const char *name;
        uint32_t code;
    } NAMED[] = {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < sizeof NAMED / sizeof *NAMED; i++)
        if (str_is(name, NAMED[i].name))
            return NAMED[i].code;
    bool is_hex = str_starts(name, STR("#x"));
    uint32_t code = 0;
    for (size_t i = is_hex ? 2 : 1; i < name.n && name.at[0] == '#' && code < 0x110000; i++) {
        int digit = str_hex_digit(name.at[i]), base = is_hex ? 16 : 10;
        if (digit < 0 || digit >= base)
            return 0;
        code = code * (uint32_t)base + (uint32_t)digit;
    }
    return code < 0x110000 ? code : 0;
}

/* The characters of an element's content; false when it holds more than text, or references that XML does not know by itself. */
static bool characters(Arena *arena, Str content, Str *text)
{
    Buf out = {.arena = arena};
    if (str_contains(content, STR("<")))
        return false;
    Str before, name;
    while (cut(&content, "&", &before)) {
        char letters[4];
        uint32_t code = cut(&content, ";", &name) ? referred(name) : 0;
        if (!code)
            return false;
        buf_add(&out, before);
        buf_add(&out, (Str){letters, utf8_put(letters, code)});
    }
    buf_add(&out, content);
    *text = buf_str(&out);
    return true;
}

const char *attach_read_svg(Arena *arena, Str figure, Attachments *out)
{
    VEC(Attachment) list = {0};
    Str rest = figure, before, tag, content, bytes;
    if (!cut(&rest, "<provenance xmlns=\"" ATTACH_NAMESPACE "\">", &before))
        return str_ends(str_trim(figure), STR("</svg>")) ? NULL : "it is cut off";
    Str inside;
    if (!cut(&rest, "</provenance>", &inside))
        return "it is cut off";
    while (cut(&inside, "<file", &before)) {
        if (!cut(&inside, ">", &tag) || !cut(&inside, "</file>", &content) || !characters(arena, content, &bytes))
            return "a file in its metadata is damaged";
        if (str_contains(tag, STR("encoding=\"base64\"")) && !attach_from_base64(arena, bytes, &bytes))
            return "a file in its metadata is not base64";
        if (list.n == ATTACHMENTS_MOST)
            return "it carries too many files";
        VEC_PUSH(arena, &list, (Attachment){.bytes = bytes});
    }
    *out = (Attachments){list.at, list.n};
    return NULL;
}
