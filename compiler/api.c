/* api: the library's functions over the stages; see chartc.h. A figure goes input -> IR -> scene, each made once, when
 * first asked for. Out of memory jumps to the entry point that is running. */
#include "chartc.h"

#include "../grammar/parse.h"
#include "../runtime/backend.h"
#include "../runtime/render.h"
#include "../runtime/version.h"
#include "api.h"
#include "compile.h"
#include "diag_text.h"
#include "fonts.h"
#include "output.h"
#include "provenance.h"
#include "suggest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *chartc_version(void)
{
    return CHARTC_VERSION;
}

ChartcSession *chartc_session_new(void)
{
    return calloc(1, sizeof(ChartcSession));
}

void chartc_session_free(ChartcSession *session)
{
    if (session && session->text)
        text_engine_free(session->text);
    free(session);
}

static TextEngine *session_text(ChartcFigure *figure)
{
    ChartcSession *session = figure->session;
    if (!session->text)
        session->text = text_engine_new();
    if (!session->text)
        arena_fail(figure->arena);
    text_engine_serve(session->text, &figure->fault);
    text_engine_charge(session->text, figure->arena);
    text_engine_close(session->text, figure->is_sandboxed);
    return session->text;
}

void figure_give_up(ChartcFigure *figure)
{
    figure->has_no_memory = true;
    arena_free(figure->scratch);
    figure->scratch = NULL;
    if (figure->session->text)
        text_engine_free(figure->session->text);
    figure->session->text = NULL;
}

int chartc_out_of_memory(const ChartcFigure *figure)
{
    return figure->has_no_memory;
}

ChartcStatus api_fault(ChartcFigure *figure, int reason)
{
    if (reason == FAULT_NO_MEMORY || setjmp(figure->fault.env)) {
        figure_give_up(figure);
        return CHARTC_NO_MEMORY;
    }
    limit_tell(&figure->report, (FaultReason)reason);
    return CHARTC_INPUT_ERROR;
}

/* ---- opening ---- */

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
    figure->files = (Files){read_and_keep, figure};
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
        figure->inner = (Files){read_from_user, files};
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
    size_t n = name.n;
    while (n && name.at[n - 1] != '/')
        n--;
    if (figure->is_sandboxed && files_are_system(&figure->inner))
        figure->inner = files_beneath(figure->arena, str_copy(figure->arena, str_slice(name.at, n)));
}

ChartcFigure *chartc_open_file(ChartcSession *session, const char *path, const ChartcOptions *options)
{
    ChartcFigure *figure = api_new_figure(session);
    if (!figure)
        return NULL;
    switch (setjmp(figure->fault.env)) {
    case 0:
        break;
    case FAULT_MEMORY_LIMIT:
        if (api_fault(figure, FAULT_MEMORY_LIMIT) == CHARTC_INPUT_ERROR)
            return figure;
        /* fall through */
    default:
        chartc_figure_free(figure);
        return NULL;
    }
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
    switch (setjmp(figure->fault.env)) {
    case 0:
        break;
    case FAULT_MEMORY_LIMIT:
        if (api_fault(figure, FAULT_MEMORY_LIMIT) == CHARTC_INPUT_ERROR)
            return figure;
        /* fall through */
    default:
        chartc_figure_free(figure);
        return NULL;
    }
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

/* ---- stages ---- */

static ChartcStatus report_fault(ChartcFigure *figure, const char *stage, const char *rule)
{
    report_add(&figure->report, REPORT_E0900, SPAN_NONE, "%s: %s", stage, rule);
    return CHARTC_FAULT;
}

/* The status of a stage that gave nothing: it must have said why. */
static ChartcStatus fail_stage(ChartcFigure *figure, const char *stage)
{
    for (size_t i = 0; i < figure->report.list.n; i++)
        if (figure->report.list.at[i]->id == REPORT_E0900)
            return CHARTC_FAULT;
    return figure->report.n_errors ? CHARTC_INPUT_ERROR : report_fault(figure, stage, "failed without an error");
}

/* What was read from a file keeps the rules of what chartc makes itself (those were checked where they were made). */
static ChartcStatus check_read(ChartcFigure *figure, ReportId id, const char *broken)
{
    if (!broken)
        return CHARTC_OK;
    report_add(&figure->report, id, (Span){figure->source->id, 0, 0}, "%s", broken);
    return CHARTC_INPUT_ERROR;
}

static ChartcStatus make_ir(ChartcFigure *figure)
{
    Arena *arena = figure->arena;
    bool is_read = figure->input == INPUT_IR;
    figure->ir = is_read ? ir_parse(arena, &figure->report, figure->source)
                         : compile_source(arena, &figure->datasets, figure->source, &figure->options);
    if (!figure->ir || figure->report.n_errors)
        return fail_stage(figure, is_read ? "the IR" : "compiling");
    return is_read ? check_read(figure, REPORT_E0822, ir_verify(arena, figure->ir)) : CHARTC_OK;
}

static ChartcStatus need_ir(ChartcFigure *figure)
{
    if (!figure->source)
        return CHARTC_INPUT_ERROR;
    if (figure->input == INPUT_SCENE)
        return CHARTC_USAGE;
    if (!figure->is_ir_tried) {
        figure->is_ir_tried = true;
        figure->ir_status = CHARTC_INPUT_ERROR; /* should it jump */
        figure->ir_status = make_ir(figure);
    }
    return figure->ir_status;
}

/* The scene, or NULL. */
static void draw_scene_of_ir(ChartcFigure *figure)
{
    TextEngine *text = session_text(figure);
    text_engine_trim(text); /* of the figures before */
    check_typeface(figure->arena, &figure->report, text, figure->ir);
    figure->scene = render_figure(figure->arena, &figure->datasets, figure->ir, text);
    if (figure->scene)
        check_glyphs(figure->arena, &figure->report, text, figure->ir, figure->scene, figure->source);
}

/* Whether what went wrong may be right: the columns of a large file were taken for what its first rows make of them. Nothing is told when the drawing
 * found one that is not; when the compiler has told mistakes, others than of files, syntax and words may come from it. */
static bool rests_on_guesses(const ChartcFigure *figure)
{
    bool is_stopped = !figure->scene && figure->report.n_errors == 0;
    for (size_t i = 0; i < figure->report.list.n && figure->ir_status != CHARTC_OK && !is_stopped; i++) {
        const char *code = report_code(figure->report.list.at[i]->id);
        is_stopped = code[0] == 'E' && code[1] == '0' && code[2] >= '3' && code[2] <= '7';
    }
    return figure->datasets.has_deferred && is_stopped;
}

static ChartcStatus make_scene(ChartcFigure *figure)
{
    Arena *arena = figure->arena;
    if (figure->input == INPUT_SCENE) {
        figure->scene = scene_parse(arena, &figure->report, figure->source);
        if (!figure->scene || figure->report.n_errors)
            return fail_stage(figure, "the scene");
        ChartcStatus read = check_read(figure, REPORT_E0812, scene_verify(arena, figure->scene));
        if (read == CHARTC_OK)
            check_glyphs(arena, &figure->report, session_text(figure), NULL, figure->scene, figure->source);
        return figure->report.n_errors ? CHARTC_INPUT_ERROR : read;
    }
    figure->datasets.may_defer = !figure->is_ir_tried;
    ChartcStatus status = need_ir(figure);
    if (status == CHARTC_OK)
        draw_scene_of_ir(figure);
    if (rests_on_guesses(figure)) { /* all over again, now that all rows are read */
        Report *report = &figure->report;
        report->list.n = report->n_warnings = report->n_errors = 0;
        figure->datasets.may_defer = figure->datasets.has_deferred = false;
        status = figure->ir_status = make_ir(figure);
        if (status == CHARTC_OK)
            draw_scene_of_ir(figure);
    }
    if (status != CHARTC_OK)
        return status;
    if (!figure->scene || figure->report.n_errors)
        return fail_stage(figure, "layout");
    const char *broken = scene_verify(arena, figure->scene);
    return broken ? report_fault(figure, "the scene", broken) : CHARTC_OK;
}

static ChartcStatus need_scene(ChartcFigure *figure)
{
    if (!figure->source)
        return CHARTC_INPUT_ERROR;
    if (!figure->is_scene_tried) {
        figure->is_scene_tried = true;
        figure->scene_status = CHARTC_INPUT_ERROR;
        figure->scene_status = make_scene(figure);
    }
    return figure->scene_status;
}

ChartcStatus chartc_check(ChartcFigure *figure)
{
    ENTER(figure);
    return need_scene(figure);
}

/* ---- drawing ---- */

typedef struct CallbackSink {
    ByteSink sink;
    int (*write)(void *user, const void *bytes, size_t n);
    void *user;
    bool is_stopped;
} CallbackSink;

static bool write_callback(ByteSink *sink, const void *bytes, size_t n)
{
    CallbackSink *callback = (CallbackSink *)sink;
    callback->is_stopped = callback->is_stopped || !callback->write(callback->user, bytes, n);
    return !callback->is_stopped;
}

/* Pages of scene files too, which no layout has seen. */
static bool keeps_page(ChartcFigure *figure, const Backend *backend, double dpi)
{
    const Scene *scene = figure->scene;
    double side = fmax(scene->width, scene->height), n_pixels = rint(scene->width * dpi / 72) * rint(scene->height * dpi / 72);
    Span span = figure->ir && ir_is_set(figure->ir, IR_FIELD_Figure_width) ? ir_span(figure->ir, IR_FIELD_Figure_width)
                                                                           : (Span){figure->source->id, 0, 0};
    bool keeps = limit_keeps(&figure->report, LIMIT_PAGE, span, side, "the page has a side of %.0f points", side);
    return keeps && (!backend->is_raster ||
                     limit_keeps(&figure->report, LIMIT_PIXELS, span, n_pixels, "the picture has %.0f pixels at %g dpi", n_pixels, dpi));
}

static ChartcStatus draw(ChartcFigure *figure, const char *format, const BackendOptions *drawing, CallbackSink *sink)
{
    const Backend *backend = backend_find(str_from(format));
    if (!backend)
        return CHARTC_USAGE;
    ChartcStatus status = need_scene(figure);
    if (status != CHARTC_OK)
        return status;
    if (!keeps_page(figure, backend, drawing->dpi))
        return CHARTC_INPUT_ERROR;
    arena_free(figure->scratch); /* of a call that was jumped out of */
    figure->scratch = arena_new(&figure->fault);
    if (!figure->scratch)
        arena_fail(figure->arena);
    const char *failure = backend->write(figure->scratch, figure->scene, session_text(figure), drawing, &sink->sink);
    if (failure && !sink->is_stopped) {
        report_add(&figure->report, REPORT_E0903, SPAN_NONE, "cannot draw `%.*s` as %s: %s", STR_FMT(figure->source->name), format, failure);
        status = CHARTC_INPUT_ERROR;
    }
    arena_free(figure->scratch);
    figure->scratch = NULL;
    return sink->is_stopped ? CHARTC_STOPPED : status;
}

/* With what the figure carries. */
static ChartcStatus draw_whole(ChartcFigure *figure, const char *format, const ChartcRenderOptions *given, CallbackSink *sink)
{
    ChartcRenderOptions options = {0};
    if (given)
        memcpy(&options, given, given->size < sizeof options ? given->size : sizeof options);
    BackendOptions drawing = {.dpi = options.dpi > 0 ? options.dpi : 300, .has_date = options.has_date, .date = (double)options.date};
    ChartcStatus status = backend_find(str_from(format)) ? need_scene(figure) : CHARTC_USAGE;
    if (status != CHARTC_OK)
        return status;
    Attachments attached;
    if (!options.no_provenance) {
        attached = provenance_of(figure, format, &drawing);
        drawing.attached = &attached;
    }
    return draw(figure, format, &drawing, sink);
}

ChartcStatus chartc_render_to(ChartcFigure *figure, const char *format, const ChartcRenderOptions *options,
                              int (*write)(void *user, const void *bytes, size_t n), void *user)
{
    ENTER(figure);
    CallbackSink sink = {.sink = {write_callback}, .write = write, .user = user};
    return draw_whole(figure, format, options, &sink);
}

static int write_to_buf(void *user, const void *bytes, size_t n)
{
    buf_add(user, str_slice(bytes, n));
    return 1;
}

ChartcStatus api_draw(ChartcFigure *figure, const char *format, const BackendOptions *options, Str *out)
{
    Buf buf = {.arena = figure->arena};
    CallbackSink sink = {.sink = {write_callback}, .write = write_to_buf, .user = &buf};
    ChartcStatus status = draw(figure, format, options, &sink);
    *out = buf_str(&buf);
    return status;
}

ChartcStatus chartc_render(ChartcFigure *figure, const char *format, const ChartcRenderOptions *options, const unsigned char **bytes, size_t *n)
{
    ENTER(figure);
    Buf buf = {.arena = figure->arena};
    CallbackSink sink = {.sink = {write_callback}, .write = write_to_buf, .user = &buf};
    ChartcStatus status = draw_whole(figure, format, options, &sink);
    if (status == CHARTC_OK) {
        *bytes = (const unsigned char *)buf.at;
        *n = buf.n;
    }
    return status;
}

const char *chartc_format(size_t i)
{
    const Backend *backend = backend_at(i);
    return backend ? backend->name : NULL;
}

const char *chartc_format_type(const char *format)
{
    const Backend *backend = backend_find(str_from(format));
    return backend ? backend->mime_type : NULL;
}

static ChartcStatus emit_ast(ChartcFigure *figure, Str *out)
{
    if (!figure->source)
        return CHARTC_INPUT_ERROR;
    if (figure->input != INPUT_SPEC)
        return CHARTC_USAGE;
    AstBody *body = parse_source(figure->arena, &figure->report, figure->source, NULL);
    if (figure->report.n_errors)
        return CHARTC_INPUT_ERROR;
    *out = ast_print(figure->arena, body);
    return CHARTC_OK;
}

static ChartcStatus emit(ChartcFigure *figure, const char *stage, Str *out)
{
    if (strcmp(stage, "ast") == 0)
        return emit_ast(figure, out);
    if (strcmp(stage, "ir") == 0) {
        ChartcStatus status = need_ir(figure);
        if (status == CHARTC_OK)
            *out = ir_print(figure->arena, figure->ir);
        return status;
    }
    if (strcmp(stage, "scene") == 0) {
        ChartcStatus status = need_scene(figure);
        if (status == CHARTC_OK)
            *out = scene_print(figure->arena, figure->scene);
        return status;
    }
    if (strcmp(stage, "sql") == 0 && figure->input != INPUT_SCENE) {
        ChartcStatus status = need_scene(figure);
        *out = buf_str(&figure->datasets.asked);
        return status;
    }
    return CHARTC_USAGE;
}

ChartcStatus chartc_emit(ChartcFigure *figure, const char *stage, const char **text, size_t *n)
{
    ENTER(figure);
    Str out = STR_NONE;
    ChartcStatus status = emit(figure, stage, &out);
    if (status == CHARTC_OK) {
        *text = str_c(figure->arena, out);
        *n = out.n;
    }
    return status;
}

/* ---- files ---- */

static void collect_dependencies(ChartcFigure *figure)
{
    Map seen = {.arena = figure->arena};
    VEC(const char *) list = {0};
    if (figure->path) {
        VEC_PUSH(figure->arena, &list, figure->path);
        map_put(&seen, str_from(figure->path));
    }
    for (size_t i = 0; i < figure->datasets.paths.n; i++) {
        Str path = figure->datasets.paths.at[i];
        size_t n_before = seen.n;
        map_put(&seen, path);
        if (seen.n > n_before)
            VEC_PUSH(figure->arena, &list, str_c(figure->arena, path));
    }
    figure->dependencies = list.at;
    figure->n_dependencies = list.n;
    figure->n_paths_collected = figure->datasets.paths.n;
}

const char *chartc_dependency(ChartcFigure *figure, size_t i)
{
    if (setjmp(figure->fault.env))
        return NULL;
    if (!figure->dependencies || figure->n_paths_collected != figure->datasets.paths.n)
        collect_dependencies(figure);
    return i < figure->n_dependencies ? figure->dependencies[i] : NULL;
}

static const char *own_input(ChartcFigure *figure, const char *path)
{
    if (!files_are_system(&figure->inner))
        return NULL;
    collect_dependencies(figure);
    for (size_t i = 0; i < figure->n_dependencies; i++)
        if (output_same_file(figure->dependencies[i], path))
            return figure->dependencies[i];
    return NULL;
}

ChartcStatus chartc_save(ChartcFigure *figure, const char *path, const void *bytes, size_t n)
{
    ENTER(figure);
    const char *input = own_input(figure, path);
    if (input) {
        report_add(&figure->report, REPORT_E0902, SPAN_NONE, "cannot write `%s`: the figure is made from `%s`", path, input);
        return CHARTC_INPUT_ERROR;
    }
    const char *failure = output_write(figure->arena, path, str_slice(bytes, n));
    if (!failure)
        return CHARTC_OK;
    report_add(&figure->report, REPORT_E0901, SPAN_NONE, "could not write `%s`: %s", path, failure);
    return CHARTC_INPUT_ERROR;
}
