/* api_open: figures are opened with their options, and freed; see chartc.h. */
#include "chartc.h"

#include "api.h"

#include "../runtime/suggest.h"

#include <stdlib.h>
#include <string.h>

typedef struct Released {
    const ChartcFiles *files;
    const char *bytes;
    size_t n;
} Released;

static void release_bytes(void *object)
{
    Released *released = object;
    released->files->release(released->files->user, released->bytes, released->n);
}

/* Reads, and keeps what was read for the record of the figure's files. */
static bool read_and_keep(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    ChartcFigure *figure = files->user;
    if (!figure->inner.read(&figure->inner, arena, path, out, why))
        return false;
    VEC_PUSH(figure->arena, &figure->read, (ReadFile){path, *out});
    return true;
}

static size_t names_of_inner(const Files *files, Arena *arena, Str folder, const Str **names)
{
    const ChartcFigure *figure = files->user;
    return figure->inner.names ? figure->inner.names(&figure->inner, arena, folder, names) : 0;
}

static bool read_from_user(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    const ChartcFiles *user = files->user;
    Released *released = user->release ? ARENA_NEW(arena, Released) : NULL;
    const char *bytes = NULL, *reason = NULL;
    size_t n = 0;
    if (!user->read(user->user, str_c(arena, path), &bytes, &n, &reason)) {
        *why = str_copy(arena, str_from(reason ? reason : "it cannot be read"));
        return false;
    }
    if (released) {
        *released = (Released){user, bytes, n};
        arena_on_free(arena, release_bytes, released);
    }
    *out = str_slice(bytes, n);
    return true;
}

const char *chartc_warning(const char *name)
{
    ReportId id = report_find(str_from(name));
    return id == REPORT_COUNT || !*report_name(id) ? NULL : report_code(id);
}

static void silence(ChartcFigure *figure, Str name)
{
    const Str *names;
    ReportId id = report_find(name);
    if (id != REPORT_COUNT && *report_name(id)) {
        figure->report.is_silent[id] = true;
        return;
    }
    size_t n = report_names(figure->arena, &names);
    Diagnostic *error = report_add(&figure->report, REPORT_E0205, SPAN_NONE, "there is no warning `%.*s` to silence", STR_FMT(name));
    report_hint(&figure->report, error, "there are %.*s", STR_FMT(suggest_list(figure->arena, names, n, n)));
}

static void set_limit(ChartcFigure *figure, const ChartcLimit *given)
{
    LimitId id = limit_find(str_from(given->name));
    if (id == LIMIT_COUNT) {
        Str names[LIMIT_COUNT];
        for (int i = 0; i < LIMIT_COUNT; i++)
            names[i] = str_from(limit_row((LimitId)i)->name);
        Diagnostic *error = report_add(&figure->report, REPORT_E0205, SPAN_NONE, "there is no limit `%s`", given->name);
        report_hint(&figure->report, error, "there are %.*s", STR_FMT(suggest_list(figure->arena, names, LIMIT_COUNT, LIMIT_COUNT)));
    } else if (!limits_set(&figure->limits, id, given->value)) {
        report_add(&figure->report, REPORT_E0402, SPAN_NONE, "the limit `%s` is from 1 to %.0f", given->name, limit_row(id)->most);
    }
}

static void copy_options(ChartcFigure *figure, const ChartcOptions *given)
{
    Arena *arena = figure->arena;
    ChartcOptions options = {0};
    figure->files = (Files){read_and_keep, figure, names_of_inner};
    figure->inner = FILES_SYSTEM;
    if (!given)
        return;
    memcpy(&options, given, given->size < sizeof options ? given->size : sizeof options);
    CompileParam *params = ARENA_ARRAY(arena, options.n_params, CompileParam);
    for (size_t i = 0; i < options.n_params; i++) {
        params[i].name = str_copy(arena, str_from(options.params[i].name));
        params[i].value = str_copy(arena, str_from(options.params[i].value));
    }
    figure->options = (CompileOptions){.params = params, .n_params = options.n_params};
    figure->folder = str_copy(arena, str_from(options.folder));
    for (size_t i = 0; i < options.n_silent; i++)
        silence(figure, str_copy(arena, str_from(options.silent[i])));
    figure->is_sandboxed = options.is_sandboxed;
    if (options.sandbox_lacks)
        report_add(&figure->report, REPORT_N0910, SPAN_NONE, "the sandbox is not all of it: %s", options.sandbox_lacks);
    for (size_t i = 0; i < options.n_limits; i++)
        set_limit(figure, &options.limits[i]);
    if (options.files) {
        ChartcFiles *files = ARENA_NEW(arena, ChartcFiles);
        memcpy(files, options.files, options.files->size < sizeof *files ? options.files->size : sizeof *files);
        figure->inner = (Files){.read = read_from_user, .user = files};
    }
}

void api_add_input(ChartcFigure *figure, Str name, Str path, Str text)
{
    if (!limit_keeps(&figure->report, LIMIT_SPEC_BYTES, SPAN_NONE, (double)text.n, "`%.*s` has %zu bytes", STR_FMT(name), text.n))
        return;
    limits_feed(&figure->limits, text.n);
    figure->source = source_add(&figure->sources, name, path, text);
    figure->report.at = (Span){figure->source->id, 0, 0};
    figure->input = str_starts(text, STR("chart-ir ")) ? INPUT_IR : str_starts(text, STR("chart-scene ")) ? INPUT_SCENE : INPUT_SPEC;
}

ChartcFigure *api_new_figure(ChartcSession *session)
{
    ChartcFigure *figure = calloc(1, sizeof *figure);
    if (!figure)
        return NULL;
    figure->session = session;
    limits_init(&figure->limits);
    figure->fault.budget = &figure->limits.budget;
    figure->arena = arena_new(&figure->fault);
    if (!figure->arena) {
        free(figure);
        return NULL;
    }
    figure->sources.arena = figure->arena;
    figure->report.arena = figure->arena;
    figure->report.sources = &figure->sources;
    figure->report.limits = &figure->limits;
    return figure;
}

void api_start_figure(ChartcFigure *figure, const ChartcOptions *options)
{
    copy_options(figure, options);
    datasets_init(&figure->datasets, figure->arena, &figure->report, &figure->files);
}

void api_enclose(ChartcFigure *figure, Str name)
{
    if (figure->is_sandboxed && files_are_system(&figure->inner))
        figure->inner = files_beneath(figure->arena, str_copy(figure->arena, files_folder(name)));
}

ChartcFigure *chartc_open_file(ChartcSession *session, const char *path, const ChartcOptions *options)
{
    ChartcFigure *figure = api_new_figure(session);
    if (!figure)
        return NULL;
    ENTER_OPENING(figure);
    api_start_figure(figure, options);
    figure->path = str_c(figure->arena, str_from(path));
    Str name = str_from(figure->path), text, why;
    if (figure->files.read(&figure->files, figure->arena, name, &text, &why))
        api_add_input(figure, strcmp(path, "-") == 0 ? STR("<stdin>") : name, name, text);
    else
        report_add(&figure->report, REPORT_E0002, SPAN_NONE, "could not read `%s`: %.*s", path, STR_FMT(why));
    api_enclose(figure, name);
    return figure;
}

ChartcFigure *chartc_open_text(ChartcSession *session, const char *name, const char *text, size_t n, const ChartcOptions *options)
{
    ChartcFigure *figure = api_new_figure(session);
    if (!figure)
        return NULL;
    ENTER_OPENING(figure);
    api_start_figure(figure, options);
    Str copied = str_copy(figure->arena, str_from(name));
    api_add_input(figure, copied, copied, str_copy(figure->arena, str_slice(text, n)));
    api_enclose(figure, copied);
    return figure;
}

void chartc_figure_free(ChartcFigure *figure)
{
    if (!figure)
        return;
    if (figure->session->text)
        text_engine_charge(figure->session->text, NULL);
    arena_free(figure->scratch);
    arena_free(figure->arena);
    free(figure);
}
