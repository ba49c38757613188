/* odd_cell: why a cell is no number; see odd_cell.h. */
#include "odd_cell.h"

#include "num.h"

#include <string.h>
#include <strings.h>

static size_t count_digits(Str text, size_t at)
{
    size_t n = 0;
    while (at + n < text.n && str_is_digit(text.at[at + n]))
        n++;
    return n;
}

/* Digits in threes behind one to three, of which the first is no zero: 1,234,567. Returns where that ends, 0 when it is not so. */
static size_t thousands_end(Str text, size_t at, char separator)
{
    size_t n = count_digits(text, at);
    if (n == 0 || n > 3 || text.at[at] == '0')
        return 0;
    at += n;
    size_t n_groups = 0;
    while (at < text.n && text.at[at] == separator && count_digits(text, at + 1) == 3) {
        at += 4;
        n_groups++;
    }
    return n_groups ? at : 0;
}

static bool is_decimals(Str text, size_t at, char point)
{
    return at < text.n && text.at[at] == point && count_digits(text, at + 1) == text.n - at - 1;
}

bool odd_cell_is_missing(Str cell)
{
    static const char *const WORDS[] = {"na", "n/a", "nan", "#n/a", "null", "none",     "missing", "-",
                                        "--", "?",   ".",   "inf",  "-inf", "infinity", "-nan"};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (cell.n == strlen(WORDS[i]) && strncasecmp(cell.at, WORDS[i], cell.n) == 0)
            return true;
    return false;
}

/* [-+]digits[.digits][e[+-]digits] in form, whatever its size */
static bool has_form_of_number(Str cell)
{
    size_t e = 0;
    double value;
    while (e < cell.n && cell.at[e] != 'e' && cell.at[e] != 'E')
        e++;
    size_t digits = e + 1 + (e + 1 < cell.n && (cell.at[e + 1] == '-' || cell.at[e + 1] == '+'));
    return num_parse((Str){cell.at, e}, &value) && digits < cell.n && count_digits(cell, digits) == cell.n - digits;
}

static bool is_hexadecimal(Str cell)
{
    size_t sign = cell.n && (cell.at[0] == '-' || cell.at[0] == '+');
    return cell.n > sign + 2 && cell.at[sign] == '0' && (cell.at[sign + 1] == 'x' || cell.at[sign + 1] == 'X');
}

static const Str MINUS = {"\xE2\x88\x92", 3};

bool odd_cell_is_number(Str cell)
{
    double value;
    return has_form_of_number(cell) || is_hexadecimal(cell) ||
           (str_starts(cell, MINUS) && num_parse((Str){cell.at + MINUS.n, cell.n - MINUS.n}, &value));
}

const char *odd_cell_reason(Str cell)
{
    double value;
    size_t sign = cell.n && (cell.at[0] == '-' || cell.at[0] == '+'), n = count_digits(cell, sign);
    if (num_parse(cell, &value))
        return NULL;
    if (odd_cell_is_missing(cell))
        return "a word for a missing value";
    if (has_form_of_number(cell))
        return "a number too large to hold";
    if (is_hexadecimal(cell))
        return "a hexadecimal number";
    size_t behind = thousands_end(cell, sign, ',');
    if (behind && (behind == cell.n || is_decimals(cell, behind, '.')))
        return "a comma between thousands";
    behind = thousands_end(cell, sign, '.');
    if ((behind && is_decimals(cell, behind, ',')) || (n && is_decimals(cell, sign + n, ',')))
        return "a comma for the decimal point";
    behind = thousands_end(cell, sign, ' ');
    if (behind && (behind == cell.n || is_decimals(cell, behind, '.') || is_decimals(cell, behind, ',')))
        return "a blank between thousands";
    if (str_starts(cell, MINUS))
        return "a minus sign that is not ASCII";
    const char *end = cell.n ? num_scan(cell.at, cell.at + cell.n, &value) : NULL;
    if (end)
        return *end == '%' ? "a percent sign" : "a unit or a word behind the number";
    return NULL;
}

static const struct {
    NumStyle style;
    const char *what, *setting;
} STYLES[] = {
    {{{".", 1}, {",", 1}}, "a comma between thousands", "thousands: \",\""},
    {{{",", 1}, {NULL, 0}}, "a comma for the decimal point", "decimal: \",\""},
    {{{",", 1}, {".", 1}}, "points between thousands and a comma for the decimal point", "decimal: \",\" and thousands: \".\""},
    {{{".", 1}, {" ", 1}}, "blanks between thousands", "thousands: \" \""},
    {{{",", 1}, {" ", 1}}, "blanks between thousands and a comma for the decimal point", "decimal: \",\" and thousands: \" \""},
    {{{".", 1}, {"'", 1}}, "apostrophes between thousands", "thousands: \"'\""},
};
enum { N_STYLES = sizeof STYLES / sizeof *STYLES };

bool odd_cell_style(size_t i, const NumStyle **style, const char **what, const char **setting)
{
    if (i >= N_STYLES)
        return false;
    *style = &STYLES[i].style;
    *what = STYLES[i].what;
    *setting = STYLES[i].setting;
    return true;
}

const char *odd_cell_setting(Str cell)
{
    double value;
    for (size_t i = 0; i < N_STYLES && !num_parse(cell, &value); i++)
        if (num_style_parse(&STYLES[i].style, cell, &value))
            return STYLES[i].setting;
    return NULL;
}

bool odd_cell_find(const Column *column, size_t *row)
{
    double value;
    for (size_t i = 0; column->type == TYPE_TEXT && i < column->n; i++)
        if (column->codes[i] != CODE_MISSING && !num_parse(column->dict->words[column->codes[i]], &value)) {
            *row = i;
            return true;
        }
    return false;
}
