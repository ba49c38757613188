/* attach_pdf: see attach_pdf.h. A PDF that chartc made is written by cairo with a table of cross-references in plain text.
 * Embedded files are told from others by a key of their own, /ChartcFile, with their number. */
#include "attach_pdf.h"

#include <stdlib.h>
#include <string.h>

static const char KEY[] = "/ChartcFile ";

/* --- writing ------------------------------------------------------------------------------------------------------ */

typedef struct Pdf {
    Buf *out;
    size_t *offsets; /* of objects 0 .. n-1; 0: free, or not there */
    size_t n;
    size_t info, catalog; /* object numbers */
} Pdf;

/* Of the last place that has the text; SIZE_MAX. */
static size_t find_last(Str s, const char *text)
{
    size_t n = strlen(text);
    for (size_t i = s.n < n ? 0 : s.n - n + 1; i-- > 0;)
        if (memcmp(s.at + i, text, n) == 0)
            return i;
    return SIZE_MAX;
}

static size_t find_first(Str s, const char *text)
{
    size_t n = strlen(text);
    const char *at = s.at, *end = s.at + s.n;
    while ((size_t)(end - at) >= n && (at = memchr(at, text[0], (size_t)(end - at) - n + 1))) {
        if (memcmp(at, text, n) == 0)
            return (size_t)(at - s.at);
        at++;
    }
    return SIZE_MAX;
}

/* The whole number at `at`, and *at moved behind it; SIZE_MAX when there is none. */
static size_t take_number(Str s, size_t *at)
{
    size_t value = 0, start = *at;
    for (; *at < s.n && str_is_digit(s.at[*at]) && *at - start < 15; (*at)++)
        value = value * 10 + (size_t)(s.at[*at] - '0');
    return *at > start ? value : SIZE_MAX;
}

/* The number behind the last `key` of a text. */
static size_t number_behind(Str s, const char *key)
{
    size_t at = find_last(s, key);
    if (at == SIZE_MAX)
        return SIZE_MAX;
    at += strlen(key);
    return take_number(s, &at);
}

/* Room for n_more objects is kept. */
static bool read_table(Pdf *pdf, size_t n_more)
{
    enum { ENTRY = 20 };
    Str all = buf_str(pdf->out);
    size_t table = number_behind(all, "startxref\n");
    if (table >= all.n || !str_starts((Str){all.at + table, all.n - table}, STR("xref\n0 ")))
        return false;
    Str end = {all.at + table, all.n - table};
    size_t at = strlen("xref\n0 "), n = take_number(end, &at);
    pdf->info = number_behind(end, "/Info ");
    pdf->catalog = number_behind(end, "/Root ");
    if (n == SIZE_MAX || at + 1 + n * ENTRY >= end.n || pdf->info >= n || pdf->catalog >= n)
        return false;
    pdf->offsets = ARENA_ARRAY(pdf->out->arena, n + n_more, size_t);
    pdf->n = n;
    for (size_t i = 0; i < n; i++) {
        size_t entry = at + 1 + i * ENTRY;
        pdf->offsets[i] = end.at[entry + 17] == 'n' ? take_number(end, &entry) : 0;
        if (pdf->offsets[i] >= table)
            return false;
    }
    return true;
}

/* What stands between << and >> of an object that ends before `behind`. */
static bool dictionary(const Pdf *pdf, size_t object, size_t behind, Str *inside)
{
    Str s = {pdf->out->at + pdf->offsets[object], behind - pdf->offsets[object]};
    size_t start = find_first(s, "<<"), end = find_last(s, ">>\nendobj");
    if (start == SIZE_MAX || end == SIZE_MAX || start > end)
        return false;
    *inside = str_copy(pdf->out->arena, (Str){s.at + start + 2, end - start - 2});
    return true;
}

static void begin_object(Pdf *pdf, size_t object)
{
    pdf->offsets[object] = pdf->out->n;
    buf_printf(pdf->out, "%zu 0 obj\n", object);
}

static size_t new_object(Pdf *pdf)
{
    begin_object(pdf, pdf->n);
    return pdf->n++;
}

/* A text string: ASCII as it is, other texts in UTF-16. */
static void add_string(Buf *out, Str text)
{
    bool is_plain = true;
    for (size_t i = 0; i < text.n; i++)
        is_plain &= text.at[i] >= ' ' && text.at[i] < 0x7F;
    if (is_plain) {
        buf_addc(out, '(');
        for (size_t i = 0; i < text.n; i++) {
            if (strchr("()\\", text.at[i]))
                buf_addc(out, '\\');
            buf_addc(out, text.at[i]);
        }
        buf_addc(out, ')');
        return;
    }
    buf_adds(out, "<FEFF");
    for (size_t i = 0; i < text.n;) {
        uint32_t code = utf8_next(text, &i);
        if (code >= 0x10000)
            buf_printf(out, "%04X%04X", 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + (code & 0x3FF));
        else
            buf_printf(out, "%04X", code);
    }
    buf_addc(out, '>');
}

/* The file and its description, whose object number it returns. */
static size_t add_file(Pdf *pdf, const Attachment *file, size_t number)
{
    enum { PACK_FROM = 2048 };
    Buf *out = pdf->out;
    Str bytes = file->bytes;
    bool is_packed = bytes.n >= PACK_FROM && attach_deflate(out->arena, file->bytes, &bytes);
    size_t stream = new_object(pdf);
    buf_printf(out, "<< /Type /EmbeddedFile /Subtype /text#2Fplain %s%zu /Params << /Size %zu >>%s /Length %zu >>\nstream\n", KEY, number,
               file->bytes.n, is_packed ? " /Filter /FlateDecode" : "", bytes.n);
    buf_add(out, bytes);
    buf_adds(out, "\nendstream\nendobj\n");
    size_t description = new_object(pdf);
    buf_adds(out, "<< /Type /Filespec /F ");
    add_string(out, file->name);
    buf_adds(out, " /UF ");
    add_string(out, file->name);
    buf_printf(out, " /AFRelationship %s /EF << /F %zu 0 R >> >>\nendobj\n", number == 0 ? "/Supplement" : "/Source", stream);
    return description;
}

static void add_catalog(Pdf *pdf, Str old, size_t first, size_t n)
{
    Buf *out = pdf->out;
    begin_object(pdf, pdf->catalog);
    buf_adds(out, "<<");
    buf_add(out, old);
    if (n) {
        buf_adds(out, "   /Names << /EmbeddedFiles << /Names [");
        for (size_t i = 0; i < n; i++)
            buf_printf(out, " (chartc-%04zu) %zu 0 R", i, first + 2 * i);
        buf_adds(out, " ] >> >>\n   /AF [");
        for (size_t i = 0; i < n; i++)
            buf_printf(out, " %zu 0 R", first + 2 * i);
        buf_adds(out, " ]\n");
    }
    buf_adds(out, ">>\nendobj\n");
}

static void add_info(Pdf *pdf, Str old, Str date)
{
    Buf *out = pdf->out;
    begin_object(pdf, pdf->info);
    buf_adds(out, "<<");
    size_t cut = find_last(old, "\n   /CreationDate");
    buf_add(out, cut == SIZE_MAX ? old : (Str){old.at, cut + 1});
    if (date.n)
        buf_printf(out, "   /CreationDate (%.*s)\n", STR_FMT(date));
    buf_adds(out, ">>\nendobj\n");
}

static void add_table(Pdf *pdf)
{
    Buf *out = pdf->out;
    size_t start = out->n;
    buf_printf(out, "xref\n0 %zu\n0000000000 65535 f \n", pdf->n);
    for (size_t i = 1; i < pdf->n; i++)
        buf_printf(out, pdf->offsets[i] ? "%010zu 00000 n \n" : "%010zu 65535 f \n", pdf->offsets[i]);
    buf_printf(out, "trailer\n<< /Size %zu\n   /Root %zu 0 R\n   /Info %zu 0 R\n>>\nstartxref\n%zu\n%%%%EOF\n", pdf->n, pdf->catalog, pdf->info,
               start);
}

bool attach_to_pdf(Buf *out, const Attachments *attached, Str date)
{
    Pdf pdf = {.out = out};
    Str info, catalog;
    if (attached->n > ATTACHMENTS_MOST || !read_table(&pdf, 2 * attached->n) || pdf.offsets[pdf.info] >= pdf.offsets[pdf.catalog])
        return false;
    size_t middle = pdf.offsets[pdf.catalog];
    if (!dictionary(&pdf, pdf.info, middle, &info) || !dictionary(&pdf, pdf.catalog, out->n, &catalog))
        return false;
    for (size_t i = 0; i < pdf.n; i++)
        if (i != pdf.info && i != pdf.catalog && pdf.offsets[i] > pdf.offsets[pdf.info])
            return false;
    out->n = pdf.offsets[pdf.info];
    add_info(&pdf, info, date);
    size_t first = pdf.n + 1;
    for (size_t i = 0; i < attached->n; i++)
        add_file(&pdf, &attached->at[i], i);
    add_catalog(&pdf, catalog, first, attached->n);
    add_table(&pdf);
    return true;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* The file behind `*at`, which moves behind it. NULL, or what is wrong. */
static const char *take_file(Arena *arena, Str pdf, size_t *at, Str *bytes)
{
    Str rest = {pdf.at + *at, pdf.n - *at};
    size_t end = find_first(rest, "stream");
    if (end == SIZE_MAX)
        return "an embedded file is cut off";
    Str dictionary = {rest.at, end};
    size_t n = number_behind(dictionary, "/Length "), start = end + strlen("stream");
    start += start < rest.n && rest.at[start] == '\r';
    start += start < rest.n && rest.at[start] == '\n';
    if (n == SIZE_MAX || n > rest.n - start)
        return "an embedded file is cut off";
    *bytes = (Str){rest.at + start, n};
    *at += start + n;
    if (find_first(dictionary, "/FlateDecode") == SIZE_MAX)
        return NULL;
    return attach_inflate(arena, *bytes, bytes) ? NULL : "an embedded file cannot be unpacked";
}

const char *attach_read_pdf(Arena *arena, Str figure, Attachments *out)
{
    VEC(Attachment) list = {0};
    for (size_t at = 0;;) {
        size_t found = find_first((Str){figure.at + at, figure.n - at}, KEY);
        if (found == SIZE_MAX)
            break;
        at += found + strlen(KEY);
        size_t object = at, number = take_number(figure, &at);
        Str bytes;
        if (number != list.n) /* another file's own words */
            continue;
        object = find_last((Str){figure.at, object}, " obj");
        if (list.n == ATTACHMENTS_MOST || object == SIZE_MAX)
            return "it carries too many files";
        const char *wrong = take_file(arena, figure, &object, &bytes);
        if (wrong)
            return wrong;
        at = object > at ? object : at;
        VEC_PUSH(arena, &list, (Attachment){.bytes = bytes});
    }
    *out = (Attachments){list.at, list.n};
    return NULL;
}
