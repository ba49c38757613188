/* cases: files, notes and comparisons of the golden tests; see cases.h. */
#include "cases.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void add_test(Arena *arena, Tests *tests, const char *name, CMUnitTestFunction run, void *subject)
{
    struct CMUnitTest test = {.name = name, .test_func = run, .initial_state = subject};
    VEC_PUSH(arena, tests, test);
}

const char *text_of(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = str_c(arena, str_vprintf(arena, format, args));
    va_end(args);
    return text;
}

bool read_file(Arena *arena, const char *path, Str *text)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    Buf buf = {.arena = arena};
    char block[65536];
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        buf_add(&buf, str_slice(block, n));
    fclose(file);
    buf_c(&buf);
    *text = buf_str(&buf);
    return true;
}

void write_file(const char *path, Str text)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(text.at, 1, text.n, file) != text.n || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

static void add_files(Arena *arena, const char *folder, const char *ending, Texts *paths)
{
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        const char *path = text_of(arena, "%s/%s", folder, entry->d_name);
        struct stat info;
        if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
            add_files(arena, path, ending, paths);
        else if (str_ends(str_from(path), str_from(ending)))
            VEC_PUSH(arena, paths, path);
    }
    if (dir)
        closedir(dir);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

Texts find_files(Arena *arena, const char *folder, const char *ending)
{
    Texts paths = {0};
    add_files(arena, folder, ending, &paths);
    if (paths.n)
        qsort(paths.at, paths.n, sizeof *paths.at, by_text);
    return paths;
}

const char *path_stem(Arena *arena, const char *path)
{
    const char *point = strrchr(path, '.');
    return text_of(arena, "%.*s", (int)(point - path), path);
}

/* Cuts the first line off. */
static Str next_line(Str *rest)
{
    const char *end = rest->n ? memchr(rest->at, '\n', rest->n) : NULL;
    Str line = end ? str_slice(rest->at, (size_t)(end - rest->at)) : *rest;
    size_t used = end ? line.n + 1 : line.n;
    *rest = str_slice(rest->at + used, rest->n - used);
    return line;
}

void assert_same_text(Arena *arena, const char *what, Str expected, Str actual)
{
    if (str_eq(expected, actual))
        return;
    Buf shown = {.arena = arena};
    size_t number = 1, n_shown = 0;
    while ((expected.n || actual.n) && n_shown < 10) {
        Str a = next_line(&expected), b = next_line(&actual);
        if (!str_eq(a, b)) {
            buf_printf(&shown, "%zu: expected  %.*s\n%zu: found     %.*s\n", number, STR_FMT(a), number, STR_FMT(b));
            n_shown++;
        }
        number++;
    }
    fail_msg("%s differs (`make bless` takes what was found):\n%s", what, buf_c(&shown));
}

/* ---- notes ---- */

static void add_note(Arena *arena, Notes *notes, Str text)
{
    const char *line = str_c(arena, str_trim(text));
    if (strncmp(line, "-D ", 3) == 0) {
        const char *equals = strchr(line, '=');
        if (equals)
            VEC_PUSH(arena, &notes->params, (ChartcParam){text_of(arena, "%.*s", (int)(equals - line - 3), line + 3), equals + 1});
        return;
    }
    char code[16], place[256];
    Note note = {0};
    if (sscanf(line, "%15s @ %255s", code, place) != 2)
        fail_msg("a note is `// ! CODE @ LINE:COLUMN`, not `%s`", line);
    note.code = text_of(arena, "%s", code);
    if (strcmp(place, "-") == 0) {
        note.file = "-";
    } else {
        char *column = strrchr(place, ':');
        if (!column)
            fail_msg("a note's place is LINE:COLUMN, not `%s`", place);
        *column = 0;
        char *row = strrchr(place, ':');
        if (row) {
            *row = 0;
            note.file = text_of(arena, "%s", place);
        }
        note.line = (size_t)atol(row ? row + 1 : place);
        note.column = (size_t)atol(column + 1);
    }
    VEC_PUSH(arena, &notes->list, note);
}

Notes find_notes(Arena *arena, const char *path, Str text)
{
    Notes notes = {0};
    Str aside;
    if (read_file(arena, text_of(arena, "%s.notes", path_stem(arena, path)), &aside))
        text = aside;
    while (text.n) {
        Str line = next_line(&text);
        for (size_t i = 0; i + 5 < line.n; i++)
            if (str_starts(str_slice(line.at + i, line.n - i), STR("// ! "))) {
                add_note(arena, &notes, str_slice(line.at + i + 5, line.n - i - 5));
                break;
            }
    }
    return notes;
}

static bool meets(const Note *note, const char *path, const ChartcDiagnostic *d)
{
    if (note->is_met || strcmp(note->code, d->code) != 0)
        return false;
    if (!d->place.file)
        return note->file && strcmp(note->file, "-") == 0;
    bool is_file = note->file ? str_ends(str_from(d->place.file), str_from(note->file)) : strcmp(d->place.file, path) == 0;
    return is_file && note->line == d->place.line && note->column == d->place.column;
}

const char *compare_notes(Arena *arena, Notes *notes, const char *path, ChartcFigure *figure)
{
    Buf wrong = {.arena = arena};
    const ChartcDiagnostic *d;
    for (size_t i = 0; (d = chartc_diagnostic(figure, i)); i++) {
        size_t k = 0;
        while (k < notes->list.n && !meets(&notes->list.at[k], path, d))
            k++;
        if (k < notes->list.n)
            notes->list.at[k].is_met = true;
        else
            buf_printf(&wrong, "no note for %s @ %s:%zu:%zu: %s\n", d->code, d->place.file ? d->place.file : "-", d->place.line, d->place.column,
                       d->message);
    }
    for (size_t k = 0; k < notes->list.n; k++) {
        const Note *note = &notes->list.at[k];
        if (!note->is_met)
            buf_printf(&wrong, "nothing for the note %s @ %s%s%zu:%zu\n", note->code, note->file ? note->file : "", note->file ? ":" : "", note->line,
                       note->column);
    }
    return wrong.n ? buf_c(&wrong) : NULL;
}

ChartcFigure *open_case(ChartcSession *session, const char *path, const Notes *notes)
{
    ChartcOptions options = {.size = sizeof options, .params = notes->params.at, .n_params = notes->params.n};
    return chartc_open_file(session, path, &options);
}
