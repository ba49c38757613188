/* json_scan: the signs and values of JSON; see json_kit.h. */
#include "json_kit.h"

#include "limit.h"
#include "num.h"

#include <string.h>

Span json_span(const Json *json, const char *start, const char *end)
{
    return (Span){json->source->id, (size_t)(start - json->source->text.at), (size_t)(end - json->source->text.at)};
}

Diagnostic *json_fail(Json *json, ReportId id, const char *start, const char *end, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str message = str_vprintf(json->arena, format, args);
    va_end(args);
    json->has_failed = true;
    Diagnostic *error = report_add(json->report, id, json_span(json, start, end), "%.*s", STR_FMT(message));
    if (json->options->span.source)
        report_label(json->report, error, json->options->span, "read here");
    return error;
}

bool json_expected(Json *json, const char *what)
{
    char found = json_next(json);
    size_t n = json->at < json->end, behind = n;
    while (json->at + behind < json->end && behind < 4 && ((unsigned char)json->at[behind] & 0xC0) == 0x80)
        behind++;
    if (!n)
        json_fail(json, REPORT_E0514, json->at, json->at, "the file ends here, expected %s", what);
    else if (found == '\'')
        report_hint(json->report, json_fail(json, REPORT_E0514, json->at, json->at + 1, "expected %s, found `'`", what),
                    "JSON puts texts and names in double quotes");
    else
        json_fail(json, REPORT_E0514, json->at, json->at + behind, "expected %s, found `%.*s`", what, (int)behind, json->at);
    return false;
}

bool json_take(Json *json, char sign, const char *what)
{
    if (json_next(json) != sign)
        return json_expected(json, what);
    json->at++;
    return true;
}

/* Takes the bracket or brace that ends a list or a record, where it is next. */
bool json_ends(Json *json, char sign)
{
    bool is_end = json_next(json) == sign;
    json->at += is_end;
    return is_end;
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static bool hex4(const Json *json, const char *at, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++) {
        int digit = at + i < json->end ? str_hex_digit(at[i]) : -1;
        if (digit < 0)
            return false;
        *out = *out << 4 | (uint32_t)digit;
    }
    return true;
}

/* What stands behind a backslash at json->at. */
static bool escape(Json *json, Buf *out)
{
    static const char LETTERS[] = "\"\\/bfnrt", SIGNS[] = "\"\\/\b\f\n\r\t";
    const char *start = json->at++;
    char letter = json->at < json->end ? *json->at++ : 0;
    const char *found = letter ? strchr(LETTERS, letter) : NULL;
    if (found) {
        buf_addc(out, SIGNS[found - LETTERS]);
        return true;
    }
    uint32_t code, low;
    if (letter == 'u' && hex4(json, json->at, &code)) {
        json->at += 4;
        bool is_pair = code >= 0xD800 && code < 0xDC00 && json->end - json->at >= 6 && json->at[0] == '\\' && json->at[1] == 'u' &&
                       hex4(json, json->at + 2, &low) && low >= 0xDC00 && low < 0xE000;
        if (is_pair) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            json->at += 6;
        }
        char bytes[4];
        if (code < 0xD800 || code >= 0xE000) {
            buf_add(out, (Str){bytes, utf8_put(bytes, code)});
            return true;
        }
    }
    json_fail(json, REPORT_E0514, start, json->at, "an escape that stands for nothing");
    return false;
}

bool json_string(Json *json, Str *out)
{
    const char *open = json->at++, *piece = json->at;
    Buf copy = {.arena = json->arena};
    for (;;) {
        while (json->at < json->end && *json->at != '"' && *json->at != '\\' && (unsigned char)*json->at >= ' ')
            json->at++;
        if (json->at == json->end || (unsigned char)*json->at < ' ') {
            report_hint(json->report, json_fail(json, REPORT_E0514, open, open + 1, "a text is opened here and not closed in its line"),
                        "a line end in a text is written \\n");
            return false;
        }
        Str part = {piece, (size_t)(json->at - piece)};
        if (*json->at == '"') {
            json->at++;
            *out = part;
            if (!copy.arena || !copy.at)
                return true;
            buf_add(&copy, part);
            *out = (Str){buf_c(&copy), copy.n};
            return true;
        }
        buf_add(&copy, part);
        if (!escape(json, &copy))
            return false;
        piece = json->at;
    }
}

bool json_name(Json *json, Str *out, const char **start)
{
    if (json_next(json) != '"')
        return json_expected(json, "a name in quotes");
    *start = json->at;
    return json_string(json, out);
}

/* The bytes of a word or number. */
static Str token(const Json *json)
{
    const char *at = json->at;
    while (at < json->end && (str_is_digit(*at) || str_is_letter(*at) || *at == '+' || *at == '-' || *at == '.' || *at == '_'))
        at++;
    return (Str){json->at, (size_t)(at - json->at)};
}

static bool is_listed(const Json *json, Str text)
{
    for (size_t i = 0; i < json->options->n_missing; i++)
        if (str_eq(json->options->missing[i], text))
            return true;
    return false;
}

/* Moves over digits; false when there is none. */
static bool pass_digits(Str text, size_t *i)
{
    size_t start = *i;
    while (*i < text.n && str_is_digit(text.at[*i]))
        ++*i;
    return *i > start;
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)? in form */
static bool has_form_of_number(Str text)
{
    size_t i = text.n && text.at[0] == '-', start = i;
    if (!pass_digits(text, &i) || (i - start > 1 && text.at[start] == '0'))
        return false;
    if (i < text.n && text.at[i] == '.' && (i++, !pass_digits(text, &i)))
        return false;
    if (i < text.n && (text.at[i] | 32) == 'e') {
        i++;
        i += i < text.n && (text.at[i] == '+' || text.at[i] == '-');
        if (!pass_digits(text, &i))
            return false;
    }
    return i == text.n;
}

bool json_plain_number(Json *json, double *out)
{
    enum { FEW_DIGITS = 15 };
    if (json->at == json->end || !(str_is_digit(*json->at) || *json->at == '-'))
        return false;
    const char *end = num_scan(json->at, json->end, out);
    Str text = {json->at, end ? (size_t)(end - json->at) : 0};
    bool is_ended = end && end < json->end && strchr(",}] \n\r\t", *end) && *end;
    if (!is_ended || text.n > FEW_DIGITS || !has_form_of_number(text))
        return false;
    json->at = end;
    return true;
}

/* A number or a word. */
bool json_scalar(Json *json, Cell *cell)
{
    Str text = token(json);
    const char *end = json->at + text.n;
    *cell = (Cell){.text = text, .span = json_span(json, json->at, end)};
    if (str_is(text, "null")) {
        cell->kind = CELL_MISSING;
    } else if (str_is(text, "true") || str_is(text, "false")) {
        cell->kind = CELL_BOOL;
        cell->number = str_is(text, "true");
    } else if (has_form_of_number(text)) {
        cell->kind = CELL_NUMBER;
        if (!num_parse(text, &cell->number) && !is_listed(json, text)) {
            json_fail(json, REPORT_E0514, json->at, end, "`%.*s` is a number too large to hold", STR_FMT(text));
            return false;
        }
    } else if (text.n && is_listed(json, text)) {
        cell->kind = CELL_MISSING; /* NaN, which JSON has not, and who says that it is missing */
    } else if (text.n) {
        Diagnostic *error = json_fail(json, REPORT_E0514, json->at, end, "`%.*s` is no value of JSON", STR_FMT(text));
        if (str_is(text, "NaN") || str_is(text, "Infinity") || str_is(text, "-Infinity"))
            report_hint(json->report, error, "write null in its place, or missing: [\"%.*s\"] in the data statement", STR_FMT(text));
        return false;
    } else {
        return json_expected(json, "a value");
    }
    json->at = end;
    return true;
}

bool json_deep(Json *json, int depth)
{
    double most = limit_most(json->report, LIMIT_RECORDS);
    if (depth < most)
        return true;
    limit_hint(json->report, json_fail(json, REPORT_E1002, json->at, json->at + 1, "more than %.0f lists and records inside each other", most),
               LIMIT_RECORDS);
    return false;
}

/* A value that nobody asked for; it has to be right all the same. */
bool json_skip_value(Json *json, int depth)
{
    char open = json_next(json);
    Cell cell;
    Str text;
    if (open == '"')
        return json_string(json, &text);
    if (json_plain_number(json, &cell.number))
        return true;
    if (open != '{' && open != '[')
        return json_scalar(json, &cell);
    if (!json_deep(json, depth))
        return false;
    json->at++;
    char close = open == '{' ? '}' : ']';
    if (json_ends(json, close))
        return true;
    for (const char *start;;) {
        if (open == '{' && (!json_name(json, &text, &start) || !json_take(json, ':', "`:`")))
            return false;
        if (!json_skip_value(json, depth + 1))
            return false;
        if (json_ends(json, close))
            return true;
        if (!json_take(json, ',', open == '{' ? "`,` or `}`" : "`,` or `]`"))
            return false;
    }
}
