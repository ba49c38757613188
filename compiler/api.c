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
