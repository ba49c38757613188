/* record: see record.h. */
#include "record.h"

#include "../runtime/attach.h"
#include "../runtime/num.h"

static const char *const ROLES[] = {"spec", "include", "data"};
static const char HEAD[] = "chartc-provenance 1";

/* --- writing ------------------------------------------------------------------------------------------------------ */

static void add_word(Buf *out, Str word)
{
    buf_addc(out, ' ');
    for (size_t i = 0; i < word.n; i++) {
        unsigned char c = (unsigned char)word.at[i];
        if (c <= ' ' || c >= 0x7F || c == '%')
            buf_printf(out, "%%%02X", c);
        else
            buf_addc(out, (char)c);
    }
}

static void add_number(Buf *out, double value)
{
    char text[NUM_TEXT_SIZE];
    num_print(text, value);
    add_word(out, str_from(text));
}

static void add_file(Buf *out, const RecordFile *file)
{
    buf_addc(out, '\n');
    buf_adds(out, ROLES[file->role]);
    add_word(out, file->name);
    buf_printf(out, " %zu %.*s", file->n, STR_FMT(file->digest));
    if (!file->has_parts)
        return;
    const PartDigests *parts = &file->parts;
    char *bytes = arena_alloc(out->arena, 2 * parts->n);
    for (size_t i = 0; i < parts->n; i++) {
        bytes[2 * i] = (char)(parts->at[i] & 0xFF);
        bytes[2 * i + 1] = (char)(parts->at[i] >> 8);
    }
    if (parts->block)
        buf_printf(out, "\nblocks %zu ", parts->block);
    else
        buf_printf(out, "\nlines %zu ", parts->n);
    attach_add_base64(out, (Str){bytes, 2 * parts->n});
}

Str record_print(Arena *arena, const Record *record)
{
    Buf out = {.arena = arena};
    buf_adds(&out, HEAD);
    buf_printf(&out, "\nversion %.*s\nformat %.*s", STR_FMT(record->version), STR_FMT(record->format));
    if (record->dpi > 0) {
        buf_adds(&out, "\ndpi");
        add_number(&out, record->dpi);
    }
    if (record->has_date) {
        buf_adds(&out, "\ndate");
        add_number(&out, record->date);
    }
    for (size_t i = 0; i < record->n_params; i++) {
        buf_adds(&out, "\nparam");
        add_word(&out, record->params[i].name);
        add_word(&out, record->params[i].value);
    }
    for (size_t i = 0; i < record->n_files; i++)
        add_file(&out, &record->files[i]);
    buf_addc(&out, '\n');
    return buf_str(&out);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static int digit_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Cuts the text before the next `sign` off, or all of it. */
static Str cut(Str *rest, char sign)
{
    size_t n = 0;
    while (n < rest->n && rest->at[n] != sign)
        n++;
    Str first = {rest->at, n};
    n += n < rest->n;
    *rest = (Str){rest->at + n, rest->n - n};
    return first;
}

static bool take_word(Arena *arena, Str *line, Str *word)
{
    Str written = cut(line, ' ');
    Buf out = {.arena = arena};
    for (size_t i = 0; i < written.n; i++) {
        if (written.at[i] != '%') {
            buf_addc(&out, written.at[i]);
            continue;
        }
        int high = i + 2 < written.n ? digit_value(written.at[i + 1]) : -1, low = i + 2 < written.n ? digit_value(written.at[i + 2]) : -1;
        if (high < 0 || low < 0)
            return false;
        buf_addc(&out, (char)(high * 16 + low));
        i += 2;
    }
    *word = buf_str(&out);
    return true;
}

static bool take_number(Str *line, double *value)
{
    Str word = cut(line, ' ');
    return num_parse(word, value);
}

/* A whole number that a size_t holds exactly. */
static bool take_count(Str *line, size_t *value)
{
    double number;
    if (!take_number(line, &number) || !(number >= 0 && number <= 0x1p52))
        return false;
    *value = (size_t)number;
    return (double)*value == number;
}

static bool take_file(Arena *arena, Str line, RecordRole role, RecordFile *file)
{
    *file = (RecordFile){.role = role};
    return take_word(arena, &line, &file->name) && take_count(&line, &file->n) && take_word(arena, &line, &file->digest);
}

static bool take_parts(Arena *arena, Str line, bool has_blocks, RecordFile *file)
{
    size_t number;
    Str bytes;
    if (!take_count(&line, &number) || !attach_from_base64(arena, line, &bytes) || bytes.n % 2 || bytes.n / 2 > PARTS_MOST)
        return false;
    PartDigests *parts = &file->parts;
    *parts = (PartDigests){.block = has_blocks ? number : 0, .n = bytes.n / 2};
    if (has_blocks ? number == 0 : number != parts->n)
        return false;
    parts->at = ARENA_ARRAY(arena, parts->n, uint16_t);
    for (size_t i = 0; i < parts->n; i++)
        parts->at[i] = (uint16_t)((unsigned char)bytes.at[2 * i] | (unsigned char)bytes.at[2 * i + 1] << 8);
    file->has_parts = true;
    return true;
}

const char *record_parse(Arena *arena, Str text, Record *out)
{
    VEC(CompileParam) params = {0};
    VEC(RecordFile) files = {0};
    *out = (Record){0};
    Str head = cut(&text, '\n');
    if (!str_is(head, HEAD))
        return str_starts(head, STR("chartc-provenance ")) ? "a later version of chartc made it" : "its record of files cannot be read";
    while (text.n) {
        Str line = cut(&text, '\n'), key = cut(&line, ' ');
        bool is_good = false;
        RecordFile file;
        CompileParam param;
        if (str_is(key, "version"))
            is_good = take_word(arena, &line, &out->version);
        else if (str_is(key, "format"))
            is_good = take_word(arena, &line, &out->format);
        else if (str_is(key, "dpi"))
            is_good = take_number(&line, &out->dpi) && out->dpi > 0;
        else if (str_is(key, "date"))
            is_good = out->has_date = take_number(&line, &out->date);
        else if (str_is(key, "param") && (is_good = take_word(arena, &line, &param.name) && take_word(arena, &line, &param.value)))
            VEC_PUSH(arena, &params, param);
        else if (files.n && (str_is(key, "lines") || str_is(key, "blocks")))
            is_good = take_parts(arena, line, str_is(key, "blocks"), &files.at[files.n - 1]);
        for (int role = 0; role < 3; role++)
            if (str_is(key, ROLES[role]) && (is_good = take_file(arena, line, (RecordRole)role, &file)))
                VEC_PUSH(arena, &files, file);
        if (!is_good)
            return "its record of files cannot be read";
    }
    out->params = params.at;
    out->n_params = params.n;
    out->files = files.at;
    out->n_files = files.n;
    return files.n && files.at[0].role == ROLE_OF_SPEC ? NULL : "its record of files cannot be read";
}
