/* attach_ps: see attach_ps.h. */
#include "attach_ps.h"

#include <string.h>

static const char MARK[] = "%chartc: ", END[] = "%%EOF\n";

/* A name in a comment: printing ASCII. */
static void add_name(Buf *out, Str name)
{
    for (size_t i = 0; i < name.n && i < 200; i++)
        buf_addc(out, name.at[i] >= ' ' && name.at[i] < 0x7F ? name.at[i] : '?');
}

void attach_to_ps(Buf *ps, const Attachments *attached)
{
    enum { LINE = 72 };
    bool has_end = str_ends(buf_str(ps), str_from(END));
    ps->n -= has_end ? strlen(END) : 0;
    for (size_t i = 0; i < attached->n; i++) {
        Buf text = {.arena = ps->arena};
        attach_add_base64(&text, attached->at[i].bytes);
        buf_printf(ps, "%sfile ", MARK);
        add_name(ps, attached->at[i].name);
        for (size_t k = 0; k < text.n; k += LINE) {
            buf_printf(ps, "\n%s", MARK);
            buf_add(ps, (Str){text.at + k, text.n - k < LINE ? text.n - k : LINE});
        }
        buf_printf(ps, "\n%send\n", MARK);
    }
    if (has_end)
        buf_adds(ps, END);
}

const char *attach_read_ps(Arena *arena, Str figure, Attachments *out)
{
    VEC(Attachment) list = {0};
    Str mark = str_from(MARK);
    Buf text = {.arena = arena};
    bool is_inside = false;
    for (size_t at = 0; at < figure.n;) {
        const char *end = memchr(figure.at + at, '\n', figure.n - at);
        Str line = {figure.at + at, end ? (size_t)(end - figure.at) - at : figure.n - at};
        at += line.n + 1;
        if (!str_starts(line, mark))
            continue;
        line = str_trim((Str){line.at + mark.n, line.n - mark.n});
        if (str_starts(line, STR("file "))) {
            if (is_inside)
                return "a comment that ends a file is missing";
            is_inside = true;
            text = (Buf){.arena = arena};
        } else if (is_inside && str_is(line, "end")) {
            Str bytes;
            if (!attach_from_base64(arena, buf_str(&text), &bytes))
                return "a file in its comments is not base64";
            if (list.n == ATTACHMENTS_MOST)
                return "it carries too many files";
            VEC_PUSH(arena, &list, (Attachment){.bytes = bytes});
            is_inside = false;
        } else if (is_inside) {
            buf_add(&text, line);
        }
    }
    *out = (Attachments){list.at, list.n};
    return is_inside ? "a file in its comments is cut off" : NULL;
}
