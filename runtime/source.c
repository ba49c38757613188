/* source: the registry of texts and the line map; see source.h. */
#include "source.h"

#include <string.h>

Source *source_add(Sources *sources, Str name, Str path, Str text)
{
    Source *source = ARENA_NEW(sources->arena, Source);
    source->name = name;
    source->path = path;
    source->text = text;
    source->id = (uint32_t)sources->list.n + 1;
    VEC_PUSH(sources->arena, &sources->list, source);
    return source;
}

Source *source_get(const Sources *sources, uint32_t id)
{
    return id >= 1 && id <= sources->list.n ? sources->list.at[id - 1] : NULL;
}

/* LF, CRLF and a lone CR end a line. */
typedef struct Lines {
    Str text;
    size_t at;      /* where the next line begins */
    size_t next_lf; /* the first one from there on, or the text's end */
} Lines;

static size_t find_byte(Str text, char byte, size_t from, size_t to)
{
    const char *found = from < to ? memchr(text.at + from, byte, to - from) : NULL;
    return found ? (size_t)(found - text.at) : to;
}

static Lines lines_from(Str text, size_t at)
{
    return (Lines){text, at, find_byte(text, '\n', at, text.n)};
}

/* To the next line. False where there is none. */
static bool pass_line(Lines *lines)
{
    Str text = lines->text;
    size_t cr = find_byte(text, '\r', lines->at, lines->next_lf);
    if (cr + 1 < lines->next_lf || (cr < lines->next_lf && lines->next_lf == text.n)) {
        lines->at = cr + 1;
        return true;
    }
    if (lines->next_lf == text.n)
        return false;
    lines->at = lines->next_lf + 1;
    lines->next_lf = find_byte(text, '\n', lines->at, text.n);
    return true;
}

enum { LINE_STEP = 64 }; /* a file has many lines, of which few are asked for */

static void map_lines(Sources *sources, Source *source)
{
    VEC(size_t) starts = {0};
    Lines lines = lines_from(source->text, 0);
    size_t n = 0;
    do
        if (n++ % LINE_STEP == 0)
            VEC_PUSH(sources->arena, &starts, lines.at);
    while (pass_line(&lines));
    source->line_starts = starts.at;
    source->n_line_starts = starts.n;
}

Place source_locate(Sources *sources, Source *source, size_t offset)
{
    if (!source->line_starts)
        map_lines(sources, source);
    if (offset > source->text.n)
        offset = source->text.n;
    size_t low = 0, high = source->n_line_starts;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    Lines lines = lines_from(source->text, source->line_starts[low]);
    size_t start = lines.at, number = low * LINE_STEP + 1;
    bool has_next = pass_line(&lines);
    for (; has_next && lines.at <= offset; number++) {
        start = lines.at;
        has_next = pass_line(&lines);
    }
    size_t end = has_next ? lines.at : source->text.n;
    while (end > start && (source->text.at[end - 1] == '\n' || source->text.at[end - 1] == '\r'))
        end--;
    Str line = {source->text.at + start, end - start};
    size_t column = 1;
    for (size_t i = start == 0 && str_starts(line, STR("\xEF\xBB\xBF")) ? 3 : 0; i < line.n && i < offset - start;) {
        utf8_next(line, &i);
        if (i <= offset - start)
            column++;
    }
    return (Place){number, column, line, start};
}

Str source_text(const Sources *sources, Span span)
{
    const Source *source = source_get(sources, span.source);
    if (!source || span.start > span.end || span.end > source->text.n)
        return STR_NONE;
    return (Str){source->text.at + span.start, span.end - span.start};
}

Span span_join(Span a, Span b)
{
    if (!a.source || a.source != b.source)
        return a.source ? a : b;
    if (b.start < a.start)
        a.start = b.start;
    if (b.end > a.end)
        a.end = b.end;
    return a;
}

typedef struct CodeRange {
    uint32_t first, last;
} CodeRange;

/* Combining marks and other code points of no width (general categories Mn, Me, Cf), the common blocks. */
static const CodeRange ZERO[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05BF},   {0x05C1, 0x05C2}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x0900, 0x0902}, {0x093C, 0x093C},   {0x0941, 0x0948}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},
    {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F},   {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

/* East Asian wide and full-width, and emoji presentation (UAX 11, blocks). */
static const CodeRange WIDE[] = {
    {0x1100, 0x115F}, {0x231A, 0x231B}, {0x23E9, 0x23EC},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF}, {0xA000, 0xA4CF}, {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

static bool in_ranges(const CodeRange *ranges, size_t n, uint32_t code)
{
    for (size_t i = 0; i < n && ranges[i].first <= code; i++)
        if (code <= ranges[i].last)
            return true;
    return false;
}

int code_width(uint32_t code)
{
    if (code < 0x300)
        return 1;
    if (in_ranges(ZERO, sizeof ZERO / sizeof *ZERO, code))
        return 0;
    return in_ranges(WIDE, sizeof WIDE / sizeof *WIDE, code) ? 2 : 1;
}
