/* template: the text between quotes to its parts: plain text, {expr:format} templates, the ends of $math$. The rules are those of
 * docs/language.md, "Strings". */
#include "chart_y.h"

#include "parse_value.h"

#include <string.h>

typedef struct Strings {
    ParseContext *context;
    Str text;
    uint32_t at, end;
    Buf plain; /* the text part that is growing */
    uint32_t plain_start;
    AstPart *first, **last;
    bool is_raw, in_math;
    uint32_t math_start;
    uint32_t n_groups;        /* TeX groups that are open */
    uint32_t group_end;       /* behind the last one that was closed */
    bool in_index;            /* of a root, in brackets */
    uint32_t last_math_close; /* the last `$` that could close math */
} Strings;

static AstPart *add_part(Strings *s, AstPartKind kind, uint32_t start, uint32_t end)
{
    AstPart *part = ARENA_NEW(s->context->arena, AstPart);
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
        int digit = str_hex_digit(s->text.at[i]);
        if (digit < 0 || code > 0x10FFFF)
            return UINT32_MAX;
        code = code * 16 + (uint32_t)digit;
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

/* Within math a brace right after ^, _, a backslash word, a closed group or the index of a root is TeX's. */
static bool is_tex_brace(const Strings *s)
{
    uint32_t i = s->at;
    char before = s->text.at[i - 1];
    if (before == '^' || before == '_' || s->group_end == i)
        return true;
    while (i > s->math_start && ((s->text.at[i - 1] >= 'a' && s->text.at[i - 1] <= 'z') || (s->text.at[i - 1] >= 'A' && s->text.at[i - 1] <= 'Z')))
        i--;
    return i < s->at && s->text.at[i - 1] == '\\';
}

typedef struct TemplateEnds {
    uint32_t colon; /* 0: none */
    uint32_t end;   /* the closing brace, or the string's end */
} TemplateEnds;

/* The first `:` outside brackets and quotes begins the format. A bracket that is not closed hides no brace. */
static TemplateEnds template_ends(const Strings *s)
{
    uint32_t depth = 0, first_brace = s->end;
    char quote = 0;
    for (uint32_t i = s->at + 1; i < s->end; i++) {
        char c = s->text.at[i];
        if (c == '}' && first_brace == s->end)
            first_brace = i;
        if (quote || c == '\'' || c == '`')
            quote = quote == 0 ? c : quote == c ? 0 : quote;
        else if (c == '(' || c == '[')
            depth++;
        else if (c == ')' || c == ']')
            depth -= depth > 0;
        else if (c == '}' && depth == 0)
            return (TemplateEnds){0, i};
        else if (c == ':' && depth == 0) {
            const char *brace = memchr(s->text.at + i, '}', s->end - i);
            return (TemplateEnds){i, brace ? (uint32_t)(brace - s->text.at) : s->end};
        }
    }
    return (TemplateEnds){0, first_brace};
}

static void read_template(Strings *s)
{
    ParseContext *context = s->context;
    uint32_t start = s->at;
    TemplateEnds ends = template_ends(s);
    if (ends.end == s->end) {
        Diagnostic *error = complain(context, REPORT_E0111, start, start + 1, "the template is not closed");
        report_hint(context->report, error, "close it with `}`, or write \\{ for a brace; a text within it stands in '...'");
        s->at = s->end;
        return;
    }
    uint32_t expr_end = ends.colon ? ends.colon : ends.end;
    Str inside = str_trim((Str){s->text.at + start + 1, expr_end - start - 1});
    end_plain(s);
    s->at = ends.end + 1;
    if (inside.n == 0) {
        Diagnostic *error = complain(context, REPORT_E0111, start, s->at, "an empty template");
        if (ends.colon && ends.colon + 1 < ends.end)
            report_fix(context->report, error, context_span(context, start, s->at), (Str){s->text.at + ends.colon + 1, ends.end - ends.colon - 1},
                       "a format by itself stands without braces");
        else
            report_hint(context->report, error, "write an expression between the braces, or \\{ for a brace");
        return;
    }
    AstPart *part = add_part(s, PART_EXPR, start, s->at);
    part->expr = parse_span(context, start + 1, expr_end);
    if (ends.colon) {
        part->format = (Str){s->text.at + ends.colon + 1, ends.end - ends.colon - 1};
        part->format_span = context_span(context, ends.colon + 1, ends.end);
    }
}

/* `$` opens math where no blank follows and a closing one comes; it closes where no blank precedes and no digit follows. */
static bool can_close_math(const Strings *s, uint32_t i)
{
    if (s->text.at[i] != '$' || (i + 1 < s->end && s->text.at[i + 1] >= '0' && s->text.at[i + 1] <= '9'))
        return false;
    uint32_t start = s->at, slash = i;
    while (slash > start && s->text.at[slash - 1] == '\\')
        slash--;
    return i > start && s->text.at[i - 1] != ' ' && (i - slash) % 2 == 0;
}

static bool opens_math(const Strings *s)
{
    return s->at + 1 < s->last_math_close && s->text.at[s->at + 1] != ' ';
}

static bool closes_math(const Strings *s)
{
    char next = s->at + 1 < s->end ? s->text.at[s->at + 1] : ' ';
    return s->at > s->math_start + 1 && s->text.at[s->at - 1] != ' ' && !(next >= '0' && next <= '9');
}

static void read_dollar(Strings *s)
{
    bool closes = s->in_math && closes_math(s), opens = !s->in_math && opens_math(s);
    if (!closes && !opens) {
        add_plain(s, STR("$"));
        s->at++;
        return;
    }
    end_plain(s);
    add_part(s, closes ? PART_MATH_CLOSE : PART_MATH_OPEN, s->at, s->at + 1);
    s->in_math = opens;
    s->math_start = s->at++;
    s->n_groups = 0;
}

/* One character of a formula that is not `$`. */
static void read_math(Strings *s)
{
    char c = s->text.at[s->at];
    if (c == '\\' && s->at + 1 < s->end) { /* `\"` is a quote, what else follows a backslash is TeX's */
        bool is_quote = s->text.at[s->at + 1] == '"' && !s->is_raw;
        add_plain(s, (Str){s->text.at + s->at + is_quote, 2 - (size_t)is_quote});
        s->at += 2;
    } else if (c == '{' && !s->is_raw && !is_tex_brace(s)) {
        read_template(s);
    } else {
        s->n_groups += c == '{';
        s->in_index |= c == '[' && str_ends(str_slice(s->text.at, s->at), STR("\\sqrt"));
        bool ends_index = c == ']' && s->in_index;
        if ((c == '}' && s->n_groups) || ends_index) {
            s->n_groups -= !ends_index;
            s->in_index &= !ends_index;
            s->group_end = s->at + 1;
        }
        add_plain(s, (Str){&c, 1});
        s->at++;
    }
}

AstPart *template_parts(ParseContext *context, uint32_t start, uint32_t end, bool is_raw)
{
    Strings s = {.context = context, .text = context->text, .at = start, .end = end, .is_raw = is_raw};
    s.plain.arena = context->arena;
    s.last = &s.first;
    for (uint32_t i = end; i > start && !s.last_math_close; i--)
        if (can_close_math(&s, i - 1))
            s.last_math_close = i - 1;
    while (s.at < s.end) {
        char c = s.text.at[s.at];
        if (c == '$') {
            read_dollar(&s);
        } else if (s.in_math) {
            read_math(&s);
        } else if (c == '{' && !is_raw) {
            read_template(&s);
        } else if (c == '\\' && !is_raw) {
            read_escape(&s);
        } else {
            add_plain(&s, (Str){&c, 1});
            s.at++;
        }
    }
    end_plain(&s);
    if (s.in_math)
        complain(context, REPORT_E0111, s.math_start, s.math_start + 1, "the formula is not closed");
    return s.first;
}
