/* source_kind: see source_kind.h. */
#include "source_kind.h"

#include "json.h"
#include "sqlite.h"

#include <string.h>

static bool read_csv(Table *table, Arena *arena, Report *report, const SourceInput *input)
{
    return read_delimited(table, arena, report, input->source, input->options);
}

static bool read_json(Table *table, Arena *arena, Report *report, const SourceInput *input)
{
    return json_read(table, arena, report, input->source, input->options);
}

static bool read_sqlite(Table *table, Arena *arena, Report *report, const SourceInput *input)
{
    return sqlite_read(table, arena, report, input->files, input->source, input->query, input->query_span, input->options);
}

/* `{"` or `[{`, blanks apart: nothing that a line of names begins with. */
static bool looks_like_json(Str bytes)
{
    size_t at = str_starts(bytes, STR("\xEF\xBB\xBF")) ? 3 : 0;
    char signs[2] = {0, 0};
    for (size_t n = 0; n < 2 && at < bytes.n; at++)
        if (!strchr(" \t\r\n", bytes.at[at]) || !bytes.at[at])
            signs[n++] = bytes.at[at];
    return (signs[0] == '{' && signs[1] == '"') || (signs[0] == '[' && signs[1] == '{');
}

static bool looks_like_sqlite(Str bytes)
{
    return str_starts(bytes, (Str){"SQLite format 3", 16});
}

static const SourceKind KINDS[] = {
    {FORMAT_SQLITE, false, true, " .sqlite .sqlite3 .db .db3 ", looks_like_sqlite, read_sqlite},
    {FORMAT_JSON, true, false, " .json .jsonl .ndjson ", looks_like_json, read_json},
    {FORMAT_CSV, true, false, " .csv .tsv .tab .txt .dat ", NULL, read_csv},
};
enum { N_KINDS = sizeof KINDS / sizeof *KINDS };

static bool has_ending(Str path, const char *endings)
{
    size_t dot = path.n;
    while (dot && path.at[dot - 1] != '.' && path.at[dot - 1] != '/')
        dot--;
    if (!dot || path.at[dot - 1] != '.')
        return false;
    Str ending = {path.at + dot - 1, path.n - dot + 1}, all = str_from(endings);
    for (size_t i = 0; i + ending.n + 1 < all.n; i++)
        if (all.at[i] == ' ' && all.at[i + 1 + ending.n] == ' ' && str_is_name(ending, (Str){all.at + i + 1, ending.n}))
            return true;
    return false;
}

const SourceKind *source_kind_find(FileFormat format, Str path, Str bytes)
{
    path.n -= str_ends(path, STR(".gz")) ? 3 : str_ends(path, STR(".zst")) ? 4 : 0;
    for (size_t i = 0; i < N_KINDS; i++)
        if (KINDS[i].format == format)
            return &KINDS[i];
    if (looks_like_sqlite(bytes)) /* whatever it is called: no text begins so */
        return &KINDS[0];
    for (size_t i = 0; i < N_KINDS; i++)
        if (has_ending(path, KINDS[i].endings))
            return &KINDS[i];
    for (size_t i = 0; i < N_KINDS; i++)
        if (!KINDS[i].looks_so || KINDS[i].looks_so(bytes))
            return &KINDS[i];
    return &KINDS[N_KINDS - 1];
}
