/* odd_column: see odd_column.h. */
#include "odd_column.h"

#include "calendar.h"
#include "num.h"
#include "odd_cell.h"

#include <string.h>

/* The words that are no word for a missing value, and those that are. */
typedef struct Words {
    Arena *arena;
    Str name;
    const Str *all, *missing;
    const uint32_t *codes;
    size_t n, n_missing;
    uint32_t first_missing;
} Words;

static bool has_digit(Str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (str_is_digit(text.at[i]))
            return true;
    return false;
}

/* False when there is nothing of numbers in them: most columns of text end with their first word. */
static bool sort_words(Words *w, const Dict *dict)
{
    enum { MOST_MISSING = 4 };
    Str *missing = ARENA_ARRAY(w->arena, MOST_MISSING, Str), *all = NULL;
    uint32_t *codes = NULL;
    for (size_t i = 0; i < dict->n; i++) {
        if (!has_digit(dict->words[i])) {
            if (!odd_cell_is_missing(dict->words[i]) || w->n_missing == MOST_MISSING)
                return false;
            w->first_missing = w->n_missing ? w->first_missing : (uint32_t)i;
            missing[w->n_missing++] = dict->words[i];
            continue;
        }
        if (!all) {
            all = ARENA_ARRAY(w->arena, dict->n, Str);
            codes = ARENA_ARRAY(w->arena, dict->n, uint32_t);
        }
        codes[w->n] = (uint32_t)i;
        all[w->n++] = dict->words[i];
    }
    w->all = all;
    w->codes = codes;
    w->missing = missing;
    return w->n > 0;
}

/* `setting` and, where words for missing values stand among the cells, missing: [...]. */
static Str with_missing(const Words *w, const char *setting)
{
    Buf out = {.arena = w->arena};
    buf_printf(&out, "%s", setting);
    for (size_t i = 0; i < w->n_missing; i++)
        buf_printf(&out, "%s\"%.*s\"", i ? ", " : *setting ? " and missing: [" : "missing: [", STR_FMT(w->missing[i]));
    buf_printf(&out, "%s", w->n_missing ? "]" : "");
    return buf_str(&out);
}

/* --- dates -------------------------------------------------------------------------------------------------------- */

/* Of those that read the same texts the first is proposed and the next named: who reads 03.04. as March is asked to say so. */
static const char *const DAYS[] = {"%Y-%m-%d", "%d.%m.%Y",  "%d/%m/%Y", "%m/%d/%Y",  "%Y/%m/%d", "%Y.%m.%d", "%d-%m-%Y", "%m-%d-%Y", "%d %b %Y",
                                   "%d-%b-%Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%b %Y",    "%B %Y",    "%d.%m.%y", "%d/%m/%y", "%m/%d/%y"};
static const char *const TIMES[] = {"", " %H:%M", " %H:%M:%S", "T%H:%M:%S"};
enum { N_DAYS = sizeof DAYS / sizeof *DAYS, N_TIMES = sizeof TIMES / sizeof *TIMES };

static bool are_dates(const Words *w, Str format)
{
    enum { PADDED = 8, FIRST_YEAR = 1000 };
    bool is_short = str_contains(format, STR("%y")); /* 1.2.13 and 1.2.3 are versions; 01.02.13 is none */
    double time;
    for (size_t i = 0; i < w->n; i++)
        if (!calendar_scan(w->all[i], format, &time) || (is_short && w->all[i].n < PADDED) || calendar_civil(time).year < FIRST_YEAR)
            return false;
    return true;
}

static bool find_dates(const Words *w, OddColumn *out)
{
    for (size_t i = 0; i < (size_t)N_DAYS * N_TIMES; i++) {
        Str format = str_printf(w->arena, "%s%s", DAYS[i / N_TIMES], TIMES[i % N_TIMES]);
        if (!are_dates(w, format))
            continue;
        bool is_iso = i / N_TIMES == 0;
        Str type = is_iso ? STR("") : str_printf(w->arena, "types: [%.*s: \"%.*s\"]", STR_FMT(w->name), STR_FMT(format));
        Str setting = with_missing(w, str_c(w->arena, type));
        if (out->setting.at) {
            out->other = setting;
            return true;
        }
        *out = (OddColumn){.what = is_iso ? STR("dates but for words that mean missing") : str_printf(w->arena, "dates as %.*s", STR_FMT(format)),
                           .is_certain = true,
                           .code = is_iso ? w->first_missing : w->codes[0],
                           .setting = setting,
                           .derived = is_iso ? str_printf(w->arena, "date(%.*s)", STR_FMT(w->name))
                                             : str_printf(w->arena, "date(%.*s, \"%.*s\")", STR_FMT(w->name), STR_FMT(format))};
    }
    return out->setting.at != NULL;
}

/* --- numbers ------------------------------------------------------------------------------------------------------ */

static bool read_number(const NumStyle *style, Str text, double *value)
{
    return style ? num_style_parse(style, text, value) : num_parse(text, value);
}

/* What stands before and behind the number of the first word, and so of all words. */
typedef struct Affixes {
    Str before, behind;
} Affixes;

static Affixes find_affixes(Str word)
{
    static const char *const CURRENCIES[] = {"$", "\xE2\x82\xAC", "\xC2\xA3", "\xC2\xA5"};
    Affixes affixes = {STR(""), STR("")};
    for (size_t i = 0; i < sizeof CURRENCIES / sizeof *CURRENCIES; i++)
        if (str_starts(word, str_from(CURRENCIES[i])))
            affixes.before = str_from(CURRENCIES[i]);
    if (affixes.before.n && word.n > affixes.before.n && word.at[affixes.before.n] == ' ')
        affixes.before = (Str){word.at, affixes.before.n + 1};
    size_t end = word.n;
    while (end && (word.at[end - 1] < '0' || word.at[end - 1] > '9'))
        end--;
    affixes.behind = (Str){word.at + end, word.n - end};
    return affixes;
}

static bool are_numbers(const Words *w, Affixes affixes, const NumStyle *style)
{
    double value;
    size_t n_affixes = affixes.before.n + affixes.behind.n;
    for (size_t i = 0; i < w->n; i++) {
        Str word = w->all[i];
        if (word.n <= n_affixes || !str_starts(word, affixes.before) || !str_ends(word, affixes.behind) ||
            !read_number(style, (Str){word.at + affixes.before.n, word.n - n_affixes}, &value))
            return false;
    }
    return true;
}

/* Of two styles that read all words: whether they read the same numbers. */
static bool are_same(const Words *w, const NumStyle *a, const NumStyle *b)
{
    double first, second;
    for (size_t i = 0; i < w->n; i++)
        if (num_style_parse(a, w->all[i], &first) && num_style_parse(b, w->all[i], &second) && !(first == second))
            return false;
    return true;
}

/* The column with one text replaced by another. */
static Str replaced(const Words *w, Str column, Str text, const char *by)
{
    return text.n ? str_printf(w->arena, "replace(%.*s, \"%.*s\", \"%s\")", STR_FMT(column), STR_FMT(text), by) : column;
}

static Str derive_number(const Words *w, Affixes affixes, const NumStyle *style)
{
    Str text = replaced(w, replaced(w, w->name, affixes.before, ""), affixes.behind, "");
    if (style) {
        text = replaced(w, text, style->thousands, "");
        text = str_is(style->decimal, ".") ? text : replaced(w, text, style->decimal, ".");
    }
    bool is_percent = str_ends(affixes.behind, STR("%"));
    return str_printf(w->arena, "number(%.*s)%s", STR_FMT(text), is_percent ? " / 100" : "");
}

static const char *name_numbers(const Words *w, Affixes affixes)
{
    if (affixes.before.n)
        return "amounts of money";
    if (affixes.behind.n)
        return str_ends(affixes.behind, STR("%")) ? "percentages" : "numbers with a unit";
    return w->n_missing ? "numbers but for words that mean missing" : "numbers in quotes";
}

static bool find_numbers(const Words *w, OddColumn *out)
{
    Affixes affixes = find_affixes(w->all[0]);
    const NumStyle *style = NULL;
    const char *what = NULL, *setting = NULL;
    bool has_affix = affixes.before.n || affixes.behind.n, is_found = are_numbers(w, affixes, NULL);
    for (size_t i = 0; !is_found && odd_cell_style(i, &style, &what, &setting); i++) {
        if (!are_numbers(w, affixes, style))
            continue;
        is_found = true;
        const NumStyle *next;
        const char *next_what, *next_setting;
        while (!has_affix && !out->other.at && odd_cell_style(++i, &next, &next_what, &next_setting))
            if (are_numbers(w, affixes, next) && !are_same(w, style, next))
                out->other = with_missing(w, next_setting);
        break;
    }
    if (!is_found)
        return false;
    out->what = has_affix || !style ? str_from(name_numbers(w, affixes)) : str_printf(w->arena, "numbers with %s", what);
    out->is_certain = style && !has_affix;
    out->code = !style && !has_affix && w->n_missing ? w->first_missing : w->codes[0];
    out->setting = has_affix ? STR("") : with_missing(w, style ? setting : "");
    out->derived = derive_number(w, affixes, style);
    return true;
}

static bool find_mixture(const Words *w, OddColumn *out)
{
    double value;
    size_t odd = w->n;
    for (size_t i = 0; i < w->n; i++) {
        if (num_parse(w->all[i], &value))
            continue;
        if (!odd_cell_is_number(w->all[i]))
            return false;
        odd = odd < w->n ? odd : i;
    }
    if (odd == w->n)
        return false;
    *out = (OddColumn){.what = STR("numbers, some of them in a form that is not read"), .is_certain = true, .code = w->codes[odd]};
    return true;
}

bool odd_column_find(Arena *arena, const Column *column, Str name, OddColumn *out)
{
    Words words = {.arena = arena, .name = name}, *w = &words;
    *out = (OddColumn){0};
    return column->type == TYPE_TEXT && column->dict && !column->dict->keys && sort_words(w, column->dict) &&
           (find_dates(w, out) || find_numbers(w, out) || find_mixture(w, out));
}
