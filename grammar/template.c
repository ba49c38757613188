/* template: the text between quotes to its parts: plain text, {expr:format} templates, the ends of $math$. The rules are those of
 * docs/language.md, "Strings". */
#include "chart_y.h"

#include "parse_value.h"

#include <string.h>

typedef struct Strings {
    ParseContext *context;
    Str text;
    uint32_t at, end;
    Buf plain;          /* the text part that is growing */
    uint32_t plain_start;
    AstPart *first, **last;
    bool in_math;
} Strings;

static AstPart *add_part(Strings *s, AstPartKind kind, uint32_t start, uint32_t end)
{
    AstPart *part = arena_try_alloc(s->context->arena, sizeof *part);
    if (!part) {
        s->context->is_out_of_memory = true;
        return NULL;
    }
    part->kind = kind;
    part->span = context_span(s->context, start, end);
    *s->last = part;
    s->last = &part->next;
    return part;
}

static void end_plain(Strings *s)
{
    if (s->plain.n == 0)
        return;
    AstPart *part = add_part(s, PART_TEXT, s->plain_start, s->at);
    if (part)
        part->text = str_copy(s->context->arena, buf_str(&s->plain));
    s->plain.n = 0;
}

static void add_plain(Strings *s, Str bytes)
{
    if (s->plain.n == 0)
        s->plain_start = s->at;
    buf_add(&s->plain, bytes);
}

static uint32_t unicode_escape(Strings *s, uint32_t at, uint32_t *behind)
{
    uint32_t code = 0, i = at + 2;
    if (i >= s->end || s->text.at[i] != '{')
        return UINT32_MAX;
    for (i++; i < s->end && s->text.at[i] != '}'; i++) {
        char c = s->text.at[i];
        bool is_hex = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
        if (!is_hex || code > 0x10FFFF)
            return UINT32_MAX;
        code = code * 16 + (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    *behind = i + 1;
    return i < s->end && code && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) ? code : UINT32_MAX;
}

/* A backslash outside math. */
static void read_escape(Strings *s)
{
    char c = s->at + 1 < s->end ? s->text.at[s->at + 1] : 0;
    char bytes[4];
    uint32_t behind = s->at + 2;
    if (c == 'n' || c == 't') {
        add_plain(s, c == 'n' ? STR("\n") : STR("\t"));
    } else if (c == '"' || c == '\\' || c == '{' || c == '}' || c == '$') {
        add_plain(s, (Str){&c, 1});
    } else if (c == 'u') {
        uint32_t code = unicode_escape(s, s->at, &behind);
        if (code == UINT32_MAX) {
            complain(s->context, REPORT_E0111, s->at, s->at + 2, "a code point is written \\u{2212}");
            behind = s->at + 2;
        } else {
            add_plain(s, (Str){bytes, utf8_put(bytes, code)});
        }
    } else {
        Diagnostic *error = complain(s->context, REPORT_E0111, s->at, s->at + 2, "`\\%c` is no escape", c ? c : ' ');
        report_hint(s->context->report, error, "escapes are \\\" \\\\ \\n \\t \\{ \\$ \\u{...}; '...' takes everything as it is");
    }
    s->at = behind;
}

/* Within math a brace right after ^, _, a backslash word or a closed group is TeX's. */
static bool is_tex_brace(const Strings *s)
{
    if (!s->in_math || s->at == 0)
        return false;
    uint32_t i = s->at;
    char before = s->text.at[i - 1];
    if (before == '^' || before == '_' || before == '}')
        return true;
    while (i > 0 && ((s->text.at[i - 1] | 32) >= 'a' && (s->text.at[i - 1] | 32) <= 'z'))
        i--;
    return i > 0 && i < s->at && s->text.at[i - 1] == '\\';
}

/* The end of a TeX group that begins at `{`; groups nest. */
static uint32_t tex_group_end(const Strings *s)
{
    uint32_t depth = 0, i = s->at;
    for (; i < s->end; i++) {
        if (s->text.at[i] == '{')
            depth++;
        else if (s->text.at[i] == '}' && --depth == 0)
            return i + 1;
    }
    return i;
}

static void read_template(Strings *s)
{
    ParseContext *context = s->context;
    uint32_t start = s->at, i = start + 1, depth = 0, colon = 0;
    bool in_raw = false;
    for (; i < s->end; i++) {
        char c = s->text.at[i];
        if (c == '\'')
            in_raw = !in_raw;
        if (in_raw)
            continue;
        if (c == '(' || c == '[')
            depth++;
        else if ((c == ')' || c == ']') && depth)
            depth--;
        else if (c == ':' && depth == 0 && !colon)
            colon = i;
        else if (c == '}' && depth == 0)
            break;
    }
    if (i >= s->end) {
        Diagnostic *error = complain(context, REPORT_E0111, start, start + 1, "the template is not closed");
        report_hint(context->report, error, "close it with `}`, or write \\{ for a brace");
        s->at = s->end;
        return;
    }
    uint32_t expr_end = colon ? colon : i;
    Str inside = str_trim((Str){s->text.at + start + 1, expr_end - start - 1});
    if (inside.n == 0) {
        Diagnostic *error = complain(context, REPORT_E0111, start, i + 1, "an empty template");
        report_hint(context->report, error, "write an expression between the braces, or \\{ for a brace");
    } else {
        end_plain(s);
        AstPart *part = add_part(s, PART_EXPR, start, i + 1);
        if (part) {
            part->expr = parse_span(context, start + 1, expr_end);
            part->format = colon ? (Str){s->text.at + colon + 1, i - colon - 1} : STR_NONE;
            part->format_span = colon ? context_span(context, colon + 1, i) : SPAN_NONE;
        }
    }
    s->at = i + 1;
}

static bool is_blank_at(const Strings *s, uint32_t i)
{
    return i >= s->end || s->text.at[i] == ' ';
}

/* `$` opens math where no blank follows and a closing `$` comes, and closes it where no blank precedes and no digit follows. */
static bool closes_math(const Strings *s, uint32_t i, uint32_t open)
{
    char next = i + 1 < s->end ? s->text.at[i + 1] : ' ';
    return s->text.at[i] == '$' && i > open + 1 && s->text.at[i - 1] != ' ' && s->text.at[i - 1] != '\\' && !(next >= '0' && next <= '9');
}

static bool opens_math(const Strings *s)
{
    if (is_blank_at(s, s->at + 1))
        return false;
    for (uint32_t i = s->at + 1; i < s->end; i++)
        if (closes_math(s, i, s->at))
            return true;
    return false;
}

AstPart *template_parts(ParseContext *context, uint32_t start, uint32_t end, bool is_raw)
{
    Strings s = {.context = context, .text = context->text, .at = start, .end = end, .plain = {.arena = context->arena}};
    s.last = &s.first;
    uint32_t math_start = 0;
    while (s.at < s.end) {
        char c = s.text.at[s.at];
        if (s.in_math && closes_math(&s, s.at, math_start)) {
            end_plain(&s);
            add_part(&s, PART_MATH_CLOSE, s.at, s.at + 1);
            s.in_math = false;
            s.at++;
        } else if (c == '$' && !s.in_math && opens_math(&s)) {
            end_plain(&s);
            add_part(&s, PART_MATH_OPEN, s.at, s.at + 1);
            s.in_math = true;
            math_start = s.at++;
        } else if (c == '{' && is_tex_brace(&s)) {
            uint32_t behind = tex_group_end(&s);
            add_plain(&s, (Str){s.text.at + s.at, behind - s.at});
            s.at = behind;
        } else if (c == '{' && !is_raw) {
            read_template(&s);
        } else if (c == '\\' && !is_raw && !s.in_math) {
            read_escape(&s);
        } else {
            add_plain(&s, (Str){&c, 1});
            s.at++;
        }
    }
    end_plain(&s);
    return s.first;
}
