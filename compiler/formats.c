/* formats: formats of numbers and dates as the spec writes them: whether they are right, and what was meant where they are another tool's. */
#include "compiler.h"

#include "../runtime/format.h"

#include <string.h>

/* What a part of a date is called where letters stand for themselves, the longest first. */
static const struct {
    const char *letters, *field;
} DATE_LETTERS[] = {
    {"YYYY", "%Y"}, {"yyyy", "%Y"}, {"MMMM", "%B"}, {"MMM", "%b"}, {"EEEE", "%A"}, {"dddd", "%A"}, {"YY", "%y"}, {"yy", "%y"}, {"MM", "%m"},
    {"DD", "%d"},   {"dd", "%d"},   {"HH", "%H"},   {"hh", "%I"},  {"mm", "%M"},   {"ss", "%S"},   {"D", "%-d"}, {"d", "%-d"},
};

/* "YYYY-MM" -> "%Y-%m"; STR_NONE where other letters stand. */
static Str from_date_letters(Arena *arena, Str text)
{
    Buf out = {.arena = arena};
    bool has_year_or_month = false;
    for (size_t i = 0; i < text.n;) {
        bool is_letter = str_is_letter(text.at[i]);
        size_t k = 0, n = sizeof DATE_LETTERS / sizeof *DATE_LETTERS;
        while (k < n && !str_starts((Str){text.at + i, text.n - i}, str_from(DATE_LETTERS[k].letters)))
            k++;
        if (k == n && is_letter)
            return STR_NONE;
        if (k == n) {
            buf_addc(&out, text.at[i++]);
            continue;
        }
        has_year_or_month |= strlen(DATE_LETTERS[k].letters) > 1;
        buf_adds(&out, DATE_LETTERS[k].field);
        i += strlen(DATE_LETTERS[k].letters);
    }
    return has_year_or_month ? buf_str(&out) : STR_NONE;
}

/* "0.00" -> ".2f", "#,##0" -> ",d", "0%" -> ".0%": the formats of spreadsheets. */
static Str from_digits(Arena *arena, Str text)
{
    size_t decimals = 0;
    bool has_point = false, has_comma = false, has_percent = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.at[i];
        if (!c || !strchr("0#.,%", c) || has_percent || (c == '.' && has_point))
            return STR_NONE;
        decimals += has_point && (c == '0' || c == '#');
        has_point |= c == '.';
        has_comma |= c == ',';
        has_percent |= c == '%';
    }
    return str_printf(arena, "%s.%zu%s", has_comma ? "," : "", decimals, has_percent ? "%" : "f");
}

/* "%.2f" -> ".2f", "%5.1f" and "05.1f" -> ".1f". */
static Str from_other_tools(Str text)
{
    size_t width = text.n > 0 && text.at[0] == '%';
    while (width < text.n && str_is_digit(text.at[width]))
        width++;
    return width < text.n ? str_slice(text.at + width, text.n - width) : STR_NONE;
}

static Str what_was_meant(Arena *arena, Str format, bool may_be_number, bool may_be_date)
{
    Str candidates[] = {from_digits(arena, format), from_other_tools(format), from_date_letters(arena, format)};
    size_t at;
    for (size_t i = 0; i < 3; i++) {
        bool is_date = i == 2;
        if (candidates[i].n && (is_date ? may_be_date : may_be_number) && !format_check(candidates[i], is_date ? TYPE_TIME : TYPE_NUMBER, &at))
            return candidates[i];
    }
    return STR_NONE;
}

bool check_format(Compiler *c, Span span, Str format, ValueType type, bool is_open)
{
    bool may_be_number = is_open || type != TYPE_TIME, may_be_date = is_open || type == TYPE_TIME;
    bool has_field = memchr(format.at ? format.at : "", '%', format.n) != NULL;
    size_t number_at = 0, date_at = 0;
    const char *wrong_number = format_check(format, is_open ? TYPE_NUMBER : type, &number_at),
               *wrong_date = format_check(format, TYPE_TIME, &date_at);
    if (format.n && !wrong_date && !has_field)
        wrong_date = "expected a date format, as %Y-%m-%d";
    if ((may_be_number && !wrong_number) || (may_be_date && !wrong_date))
        return true;
    /* which of the two it was to be */
    bool is_date = may_be_date && (!may_be_number || (has_field && format.n > 2 && !strchr("0123456789.,~", format.at[format.n - 2])));
    size_t at = is_date ? date_at : number_at;
    bool is_literal = span.end - span.start == format.n; /* no escapes: places within it are known */
    Span place = is_literal && at < format.n ? (Span){span.source, span.start + at, span.end} : span;
    const char *wrong = is_date ? wrong_date : wrong_number;
    Diagnostic *error = is_open ? REPORT_AT(c, E0404, place, "the format is not right: %s", wrong)
                                : REPORT_AT(c, E0404, place, "a format that does not fit %s: %s", type_name(type), wrong);
    Str meant = what_was_meant(c->arena, format, may_be_number, may_be_date);
    if (meant.n && is_literal)
        report_near(c->report, error, span, meant);
    else if (is_open)
        report_hint(c->report, error, "numbers: \".1f\" \"~s\" \",d\" \".0%%\"; dates: \"%%Y-%%m\"");
    return false;
}
