/* missing_file: what is said beside "there is no such file". */
#include "compiler.h"

#include "../runtime/suggest.h"

#include <errno.h>
#include <string.h>

static bool has_any(Str path, const char *letters)
{
    for (size_t i = 0; i < path.n; i++)
        if (strchr(letters, path.at[i]))
            return true;
    return false;
}

/* The file of the same folder whose name is near. */
static Str near_file(Compiler *c, Str base, Str path)
{
    const Files *files = c->datasets->files;
    Str folder = files_folder(path), name = str_slice(path.at + folder.n, path.n - folder.n);
    const Str *names;
    size_t n = files->names ? files->names(files, c->arena, files_folder(files_join(c->arena, base, path)), &names) : 0;
    Str near = n ? suggest_name(name, names, n) : STR_NONE;
    return near.at ? str_printf(c->arena, "%.*s%.*s", STR_FMT(folder), STR_FMT(near)) : STR_NONE;
}

void hint_missing_file(Compiler *c, ReportId id, Span span, Str base, Str path)
{
    Diagnostic *error = c->report->list.n ? c->report->list.at[c->report->list.n - 1] : NULL;
    if (!error || error->id != id || error->span.start != span.start || !str_ends(error->message, files_reason(c->arena, ENOENT)))
        return;
    Str near = near_file(c, base, path);
    if (str_starts(path, STR("https://")) || str_starts(path, STR("http://")))
        report_hint(c->report, error, "chartc reads the files of this machine: download it first");
    else if (str_starts(path, STR("~")))
        report_hint(c->report, error, "`~` is the shell's: write the path from the folder of the spec, or from `/` on");
    else if (near.at)
        report_fix(c->report, error, span, str_printf(c->arena, "\"%.*s\"", STR_FMT(near)), "did you mean `%.*s`?", STR_FMT(near));
    else if (has_any(path, "*?"))
        report_hint(c->report, error, "a data set is one file; the step `append` adds the rows of another");
    else if (has_any(path, "\\"))
        report_hint(c->report, error, "folders are parted by `/`: \"data/results.csv\"");
    else if (path.n && path.at[0] != '/')
        report_hint(c->report, error, "a path begins at the folder of the file that it is written in");
}
