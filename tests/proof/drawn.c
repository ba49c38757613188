/* drawn: see drawn.h. */
#include "drawn.h"

#include "runtime/render.h"

Drawn *spec_draw(Arena *arena, TextEngine *engine, const char *path, Str spec, const CompileOptions *options)
{
    Drawn *d = ARENA_NEW(arena, Drawn);
    d->sources.arena = arena;
    d->report.arena = arena;
    d->report.sources = &d->sources;
    Datasets datasets;
    datasets_init(&datasets, arena, &d->report, &FILES_SYSTEM);
    d->figure = compile_source(arena, &datasets, source_add(&d->sources, str_from(path), str_from(path), spec), options);
    d->scene = d->figure ? render_figure(arena, &datasets, d->figure, engine) : NULL;
    if (d->report.n_errors)
        d->scene = NULL;
    return d;
}

const char *drawn_error(const Drawn *drawn)
{
    for (size_t i = 0; i < drawn->report.list.n; i++)
        if (drawn->report.list.at[i]->severity == SEVERITY_ERROR)
            return report_code(drawn->report.list.at[i]->id);
    return "";
}

size_t drawn_error_line(Drawn *drawn)
{
    for (size_t i = 0; i < drawn->report.list.n; i++) {
        const Diagnostic *d = drawn->report.list.at[i];
        Source *source = source_get(&drawn->sources, d->span.source);
        if (d->severity == SEVERITY_ERROR)
            return source ? source_locate(&drawn->sources, source, d->span.start).line - 1 : 0;
    }
    return 0;
}
