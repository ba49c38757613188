/* provenance: see provenance.h. */
#include "provenance.h"

#include "../runtime/version.h"

typedef VEC(RecordFile) RecordFiles;

Str provenance_name(Str spec, Str path)
{
    Str folder = files_folder(spec);
    return str_starts(path, folder) && path.n > folder.n ? (Str){path.at + folder.n, path.n - folder.n} : path;
}

const Source *provenance_text(const ChartcFigure *figure, Str path)
{
    for (size_t i = figure->sources.list.n; i-- > 0;)
        if (str_eq(figure->sources.list.at[i]->path, path) && figure->sources.list.at[i] != figure->source)
            return figure->sources.list.at[i];
    return NULL;
}

static void add_file(ChartcFigure *figure, RecordFiles *files, RecordRole role, Str name, Str bytes)
{
    RecordFile file = {.role = role, .name = name, .n = bytes.n, .digest = digest_file(figure->arena, bytes, bytes, NULL)};
    VEC_PUSH(figure->arena, files, file);
}

static void add_data(ChartcFigure *figure, RecordFiles *files, const ReadFile *read)
{
    const Source *source = provenance_text(figure, read->path);
    RecordFile file = {.role = ROLE_OF_DATA, .name = provenance_name(figure->source->path, read->path), .n = read->bytes.n, .has_parts = source};
    file.digest = digest_file(figure->arena, read->bytes, source ? source->text : read->bytes, source ? &file.parts : NULL);
    VEC_PUSH(figure->arena, files, file);
}

/* The spec's name without its folder, which is nobody's business; a text that had no file is called so all the same. */
static Str spec_name(const ChartcFigure *figure)
{
    Str path = figure->source->path, folder = files_folder(path), name = {path.at + folder.n, path.n - folder.n};
    return name.n && !str_is(name, "-") ? name : STR("figure.chart");
}

static void make_record(ChartcFigure *figure)
{
    Arena *arena = figure->arena;
    RecordFiles files = {0};
    Map seen = {.arena = arena};
    VEC(Attachment) carried = {0};
    VEC_PUSH(arena, &carried, (Attachment){.name = STR(RECORD_NAME)});
    VEC_PUSH(arena, &carried, (Attachment){spec_name(figure), figure->source->text});
    add_file(figure, &files, ROLE_OF_SPEC, spec_name(figure), figure->source->text);
    map_put(&seen, figure->source->path)->value = figure;
    for (size_t i = 0; i < figure->datasets.includes.n; i++) {
        const Source *source = figure->datasets.includes.at[i];
        if (map_get(&seen, source->path) || carried.n == ATTACHMENTS_MOST)
            continue;
        map_put(&seen, source->path)->value = figure;
        Str name = provenance_name(figure->source->path, source->path);
        VEC_PUSH(arena, &carried, (Attachment){name, source->text});
        add_file(figure, &files, ROLE_OF_INCLUDE, name, source->text);
    }
    for (size_t i = 0; i < figure->read.n; i++) {
        const ReadFile *read = &figure->read.at[i];
        if (!read->bytes.n || map_get(&seen, read->path))
            continue;
        map_put(&seen, read->path)->value = figure;
        add_data(figure, &files, read);
    }
    Record *record = ARENA_NEW(arena, Record);
    *record = (Record){.version = STR(CHARTC_VERSION),
                       .params = figure->options.params,
                       .n_params = figure->options.n_params,
                       .files = files.at,
                       .n_files = files.n};
    figure->record = record;
    figure->carried = (Attachments){carried.at, carried.n};
}

Attachments provenance_of(ChartcFigure *figure, const char *format, const BackendOptions *options)
{
    Arena *arena = figure->arena;
    if (!figure->record)
        make_record(figure);
    Record record = *figure->record;
    record.format = str_from(format);
    record.dpi = str_is(record.format, "png") ? options->dpi : 0;
    record.has_date = options->has_date;
    record.date = options->date;
    Attachment *files = arena_copy(arena, figure->carried.at, figure->carried.n * sizeof *files);
    files[0].bytes = record_print(arena, &record);
    return (Attachments){files, figure->carried.n};
}
