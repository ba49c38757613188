/* num_style: see num_style.h. */
#include "num_style.h"

#include "num.h"

#include <string.h>

bool num_style_is_plain(const NumStyle *style)
{
    return !style->thousands.n && (!style->decimal.n || str_is(style->decimal, "."));
}

static size_t count_digits(Str text, size_t at)
{
    size_t n = 0;
    while (at + n < text.n && str_is_digit(text.at[at + n]))
        n++;
    return n;
}

static bool stands_at(Str text, size_t at, Str sign)
{
    return sign.n && at + sign.n <= text.n && memcmp(text.at + at, sign.at, sign.n) == 0;
}

bool num_style_parse(const NumStyle *style, Str text, double *out)
{
    enum { MOST = 400 }; /* a double has at most 309 digits before the point */
    char plain[MOST];
    size_t n = 0, at = text.n && (text.at[0] == '-' || text.at[0] == '+'), digits = count_digits(text, at);
    if (text.n >= MOST)
        return false;
    memcpy(plain, text.at, at + digits);
    n = at + digits;
    at = n;
    bool is_grouped = stands_at(text, at, style->thousands) && digits >= 1 && digits <= 3;
    if (is_grouped && text.at[at - digits] == '0')
        return false; /* 0,925 in a file of other habits is less than one */
    while (is_grouped && stands_at(text, at, style->thousands)) {
        at += style->thousands.n;
        if (count_digits(text, at) != 3)
            return false;
        memcpy(plain + n, text.at + at, 3);
        n += 3;
        at += 3;
    }
    Str decimal = style->decimal.n ? style->decimal : STR(".");
    if (stands_at(text, at, decimal)) {
        plain[n++] = '.';
        at += decimal.n;
        digits = count_digits(text, at);
        memcpy(plain + n, text.at + at, digits);
        n += digits;
        at += digits;
    }
    if (at < text.n && text.at[at] != 'e' && text.at[at] != 'E')
        return false;
    memcpy(plain + n, text.at + at, text.n - at);
    return num_parse((Str){plain, n + text.n - at}, out);
}

bool num_style_keeps(const NumStyle *style, Str text, double value)
{
    enum { MOST = 400 };
    char plain[MOST];
    size_t n = 0;
    for (size_t at = 0; at < text.n && n < MOST;)
        if (stands_at(text, at, style->thousands))
            at += style->thousands.n;
        else
            plain[n++] = text.at[at++];
    return num_keeps((Str){plain, n}, value);
}
