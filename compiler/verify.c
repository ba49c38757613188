/* verify: figures that were made: what they carry, and whether they are still what it gives; see chartc.h. */
#include "provenance.h"

#include "../runtime/suggest.h"
#include "../runtime/version.h"

#include <errno.h>
#include <string.h>

typedef VEC(Diagnostic *) Diagnostics;

static Str shown(const ChartcFigure *figure)
{
    return str_from(figure->path);
}

/* --- opening ------------------------------------------------------------------------------------------------------ */

static void say_damaged(ChartcFigure *figure, const char *why)
{
    Diagnostic *error = report_add(&figure->report, REPORT_E0911, SPAN_NONE, "what `%.*s` carries is damaged: %s", STR_FMT(shown(figure)), why);
    report_hint(&figure->report, error, "get the figure again as chartc wrote it");
}

static bool is_carried(const RecordFile *file)
{
    return file->role != ROLE_OF_DATA;
}

/* The record tells name, length and digest of each file that is there. NULL, or what is wrong. */
static const char *check_carried(ChartcFigure *figure, const Record *record, Attachments carried, Attachment *named)
{
    size_t k = 1;
    named[0] = (Attachment){STR(RECORD_NAME), carried.at[0].bytes};
    if (files_folder(record->files[0].name).n) /* data are found from the figure's own folder, and nowhere else */
        return "its spec has a name with a folder";
    for (size_t i = 0; i < record->n_files; i++) {
        const RecordFile *file = &record->files[i];
        if (!is_carried(file))
            continue;
        if (k == carried.n)
            return "a file of its record is missing";
        Str bytes = carried.at[k].bytes;
        named[k++] = (Attachment){file->name, bytes};
        if (bytes.n != file->n || !str_eq(digest_file(figure->arena, bytes, bytes, NULL), file->digest))
            return "a file is not that of its digest";
    }
    return k == carried.n ? NULL : "it has a file that its record does not name";
}

/* A name out of a figure that anybody may have made, as places show it: UTF-8 that does not steer a terminal. */
static Str plain_name(ChartcFigure *figure, Str name)
{
    Str plain = utf8_shown(figure->arena, name);
    char *signs = arena_copy(figure->arena, plain.at, plain.n);
    for (size_t i = 0; i < plain.n; i++)
        if ((unsigned char)signs[i] < ' ' || signs[i] == 0x7F)
            signs[i] = ' ';
    return (Str){signs, plain.n};
}

static Str spec_path(ChartcFigure *figure, Str name)
{
    Str folder = figure->folder;
    if (!folder.n)
        return files_join(figure->arena, shown(figure), name);
    return str_printf(figure->arena, str_ends(folder, STR("/")) ? "%.*s%.*s" : "%.*s/%.*s", STR_FMT(folder), STR_FMT(name));
}

static void take_carried(ChartcFigure *figure, Str bytes)
{
    Attachments carried;
    Record *record = ARENA_NEW(figure->arena, Record);
    if (!attach_format(bytes)) {
        report_add(&figure->report, REPORT_E0910, SPAN_NONE, "`%.*s` is no PDF, PNG, SVG, EPS or PS", STR_FMT(shown(figure)));
        return;
    }
    const char *wrong = attach_read(figure->arena, bytes, &carried);
    if (!wrong && !carried.n) {
        Diagnostic *error = report_add(&figure->report, REPORT_E0910, SPAN_NONE, "`%.*s` carries no spec", STR_FMT(shown(figure)));
        report_hint(&figure->report, error,
                    "chartc writes it into every figure, but with --no-provenance; other programs leave it out when they write a figure anew");
        return;
    }
    wrong = wrong ? wrong : record_parse(figure->arena, carried.at[0].bytes, record);
    Attachment *named = ARENA_ARRAY(figure->arena, carried.n, Attachment);
    wrong = wrong ? wrong : check_carried(figure, record, carried, named);
    if (wrong) {
        say_damaged(figure, wrong);
        return;
    }
    figure->record = record;
    figure->carried = (Attachments){named, carried.n};
    figure->options = (CompileOptions){.params = record->params, .n_params = record->n_params};
    Str name = record->files[0].name;
    api_add_input(figure, plain_name(figure, name), spec_path(figure, name), carried.at[1].bytes);
    figure->made = bytes; /* last: opening may be left by a jump */
}

/* The bytes of an include by its name; NULL. */
static const Attachment *find_carried(const ChartcFigure *figure, Str name, RecordRole role)
{
    for (size_t i = 0, k = 1; i < figure->record->n_files; i++) {
        const RecordFile *file = &figure->record->files[i];
        if (file->role == role && str_eq(file->name, name))
            return &figure->carried.at[k];
        k += is_carried(file);
    }
    return NULL;
}

typedef struct MadeFiles {
    ChartcFigure *figure;
    Files outer; /* where all else comes from */
} MadeFiles;

static bool read_made(const Files *files, Arena *arena, Str path, Str *out, Str *why)
{
    const MadeFiles *made = files->user;
    const ChartcFigure *figure = made->figure;
    const Attachment *file = figure->source ? find_carried(figure, provenance_name(figure->source->path, path), ROLE_OF_INCLUDE) : NULL;
    if (!file)
        return made->outer.read(&made->outer, arena, path, out, why);
    *out = file->bytes;
    return true;
}

ChartcFigure *chartc_open_made(ChartcSession *session, const char *path, const ChartcOptions *options)
{
    ChartcFigure *figure = api_new_figure(session);
    if (!figure)
        return NULL;
    ENTER_OPENING(figure);
    api_start_figure(figure, options);
    figure->path = str_c(figure->arena, str_from(path));
    Str bytes, why;
    if (!figure->inner.read(&figure->inner, figure->arena, shown(figure), &bytes, &why)) {
        report_add(&figure->report, REPORT_E0002, SPAN_NONE, "could not read `%s`: %.*s", path, STR_FMT(why));
        return figure;
    }
    api_enclose(figure, figure->folder.n ? str_printf(figure->arena, "%.*s/", STR_FMT(figure->folder)) : shown(figure));
    MadeFiles *made = ARENA_NEW(figure->arena, MadeFiles);
    *made = (MadeFiles){figure, figure->inner};
    figure->inner = (Files){.read = read_made, .user = made};
    take_carried(figure, bytes);
    for (int id = 0; id < REPORT_COUNT; id++) /* the figure was made in spite of them */
        figure->report.is_silent[id] = *report_name((ReportId)id) != 0;
    return figure;
}

/* --- what it carries ---------------------------------------------------------------------------------------------- */

ChartcStatus chartc_carried(ChartcFigure *figure, const char *name, const char **text, size_t *n)
{
    ENTER(figure);
    if (!figure->made.n)
        return figure->report.n_errors ? CHARTC_INPUT_ERROR : CHARTC_USAGE;
    const Record *record = figure->record;
    Str wanted = name ? str_from(name) : record->files[0].name;
    VEC(Str) names = {0};
    for (size_t i = 0, k = 1; i < record->n_files; i++)
        if (is_carried(&record->files[i])) {
            VEC_PUSH(figure->arena, &names, record->files[i].name);
            if (str_eq(record->files[i].name, wanted)) {
                *text = str_c(figure->arena, figure->carried.at[k].bytes);
                *n = figure->carried.at[k].bytes.n;
                return CHARTC_OK;
            }
            k++;
        }
    Diagnostic *error = report_add(&figure->report, REPORT_E0915, SPAN_NONE, "`%.*s` carries no file `%s`", STR_FMT(shown(figure)), name);
    report_hint(&figure->report, error, "take %.*s", STR_FMT(suggest_list(figure->arena, names.at, names.n, names.n)));
    return CHARTC_INPUT_ERROR;
}

/* --- what has changed --------------------------------------------------------------------------------------------- */

/* The line of a source that holds a byte. */
static Span line_of(const Source *source, size_t at)
{
    Str text = source->text;
    size_t start = at < text.n ? at : text.n, end = start;
    while (start && text.at[start - 1] != '\n')
        start--;
    while (end < text.n && text.at[end] != '\n' && text.at[end] != '\r')
        end++;
    return (Span){source->id, start, end};
}

/* False where there is no such file; one of the machine that cannot be read is an error. */
static bool read_now(ChartcFigure *figure, Str path, Str *bytes)
{
    const MadeFiles *made = figure->inner.user;
    Str why;
    if (made->outer.read(&made->outer, figure->arena, path, bytes, &why))
        return bytes->n < UINT32_MAX;
    if (files_are_system(&made->outer) && !str_eq(why, files_reason(figure->arena, ENOENT)))
        report_add(&figure->report, REPORT_E0002, SPAN_NONE, "could not read `%.*s`, to compare it with what `%.*s` carries: %.*s", STR_FMT(path),
                   STR_FMT(shown(figure)), STR_FMT(why));
    return false;
}

/* The spec and its includes, where files of their names are. True when some are others now, or cannot be read. */
static bool compare_texts(ChartcFigure *figure)
{
    bool has_changed = false;
    size_t n_errors = figure->report.n_errors;
    for (size_t i = 0, k = 1; i < figure->record->n_files; i++) {
        const RecordFile *file = &figure->record->files[i];
        Str path = files_join(figure->arena, figure->source->path, file->name), now;
        if (!is_carried(file))
            continue;
        Str then = figure->carried.at[k++].bytes;
        if (!read_now(figure, path, &now) || str_eq(now, then))
            continue;
        const Source *source = source_add(&figure->sources, plain_name(figure, path), path, now);
        size_t at = 0;
        while (at < now.n && at < then.n && now.at[at] == then.at[at])
            at++;
        report_add(&figure->report, REPORT_E0912, line_of(source, at), "this line is not what `%.*s` was made from", STR_FMT(shown(figure)));
        has_changed = true;
    }
    return has_changed || figure->report.n_errors > n_errors;
}

/* The row of the file whose line ends behind byte `at`, from 1; 0 when it is not known. Rows are found one behind the other, so this halves. */
static size_t row_at(const ChartcFigure *figure, const Source *source, size_t at)
{
    const Table *table = NULL;
    for (size_t i = 0; i < figure->datasets.raw.n && !table; i++) {
        table = dataset_table(&figure->datasets, i);
        if (table && (!table->places || !table->n_rows || table_row_span(table, 0).source != source->id))
            table = NULL;
    }
    if (!table || at < table_row_span(table, 0).start)
        return 0;
    size_t low = 0, high = table->n_rows;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (table_row_span(table, middle).start <= at)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

static Diagnostic *say_part(ChartcFigure *figure, const RecordFile *file, const Source *source, size_t i, size_t n_now)
{
    Report *report = &figure->report;
    size_t end, start = digest_part_start(source->text, file->parts.block, i, &end), row = file->parts.block ? 0 : row_at(figure, source, start);
    Span first = line_of(source, start);
    Str name = file->name;
    if (i >= n_now) {
        bool is_lines = !file->parts.block;
        return report_add(report, REPORT_E0913, line_of(source, source->text.n ? source->text.n - 1 : 0),
                          "`%.*s` ends here: %zu %s behind are missing since `%.*s` was made", STR_FMT(name),
                          is_lines                   ? file->parts.n - n_now
                          : file->n > source->text.n ? file->n - source->text.n
                                                     : 0,
                          is_lines ? "lines" : "bytes or more", STR_FMT(shown(figure)));
    }
    const char *change = i < file->parts.n ? "is not what" : "is new since";
    if (file->parts.block) {
        Place from = source_locate(&figure->sources, (Source *)(uintptr_t)source, start);
        Place to = source_locate(&figure->sources, (Source *)(uintptr_t)source, end ? end - 1 : 0);
        return report_add(report, REPORT_E0913, first, "`%.*s`: one of the lines %zu to %zu %s `%.*s` was made%s", STR_FMT(name), from.line, to.line,
                          change, STR_FMT(shown(figure)), i < file->parts.n ? " from" : "");
    }
    Str what = row ? str_printf(figure->arena, "row %zu", row) : STR("this line");
    return report_add(report, REPORT_E0913, first, "`%.*s`: %.*s %s `%.*s` was made%s", STR_FMT(name), STR_FMT(what), change, STR_FMT(shown(figure)),
                      i < file->parts.n ? " from" : "");
}

/* Of a file without lines: where the spec names it. */
static Diagnostic *say_file(ChartcFigure *figure, const RecordFile *file)
{
    Span span = SPAN_NONE;
    for (size_t i = 0; figure->ir && i < figure->ir->tables.n; i++) {
        const IrTable *ir = figure->ir->tables.at[i];
        if (ir->source == DATA_FILE && str_eq(provenance_name(figure->source->path, files_join(figure->arena, ir->base, ir->path)), file->name))
            span = ir_span(ir, IR_FIELD_Table_path);
    }
    return report_add(&figure->report, REPORT_E0913, span, "`%.*s` is not what `%.*s` was made from", STR_FMT(file->name), STR_FMT(shown(figure)));
}

/* Tells what is not the same in a data file any more; NULL when all is. */
static Diagnostic *compare_data(ChartcFigure *figure, const RecordFile *file, const ReadFile *read)
{
    const Source *source = provenance_text(figure, read->path);
    if (str_eq(digest_file(figure->arena, read->bytes, read->bytes, NULL), file->digest) && read->bytes.n == file->n)
        return NULL;
    if (!source || !file->has_parts)
        return say_file(figure, file);
    PartDigests now = digest_parts_as(figure->arena, source->text, file->parts.block);
    size_t i = 0;
    while (i < now.n && i < file->parts.n && now.at[i] == file->parts.at[i])
        i++;
    if (i < now.n || i < file->parts.n)
        return say_part(figure, file, source, i, now.n);
    Diagnostic *error = say_file(figure, file);
    report_hint(&figure->report, error,
                "its rows look the same: it is packed in another way, or differs at its end, or in a row whose short digest is the same by chance");
    return error;
}

static bool compare_all_data(ChartcFigure *figure, Diagnostics *errors)
{
    for (size_t i = 0; i < figure->record->n_files; i++) {
        const RecordFile *file = &figure->record->files[i];
        const ReadFile *read = NULL;
        for (size_t k = 0; k < figure->read.n && !read; k++)
            if (str_eq(provenance_name(figure->source->path, figure->read.at[k].path), file->name))
                read = &figure->read.at[k];
        Diagnostic *error = file->role == ROLE_OF_DATA && read ? compare_data(figure, file, read) : NULL;
        if (error)
            VEC_PUSH(figure->arena, errors, error);
    }
    return errors->n > 0;
}

static ChartcStatus verify(ChartcFigure *figure)
{
    if (!figure->made.n)
        return figure->report.n_errors ? CHARTC_INPUT_ERROR : CHARTC_USAGE;
    const Record *record = figure->record;
    BackendOptions options = {
        .dpi = record->dpi > 0 ? record->dpi : 300, .attached = &figure->carried, .has_date = record->has_date, .date = record->date};
    Str again = STR_NONE;
    ChartcStatus status = api_draw(figure, str_c(figure->arena, record->format), &options, &again);
    bool is_drawn = status == CHARTC_OK, is_same = is_drawn && str_eq(again, figure->made);
    Diagnostics errors = {0};
    bool has_texts = compare_texts(figure), has_data = compare_all_data(figure, &errors);
    for (size_t i = 0; i < errors.n && is_drawn; i++)
        report_hint(&figure->report, errors.at[i], is_same ? "the picture would be the same" : "the picture would be another");
    if (is_drawn && !is_same && !has_data) {
        size_t at = 0;
        while (at < again.n && at < figure->made.n && again.at[at] == figure->made.at[at])
            at++;
        Diagnostic *error = report_add(&figure->report, REPORT_E0914, SPAN_NONE,
                                       "`%.*s` is not what its spec and data give: byte %zu is the first that differs", STR_FMT(shown(figure)),
                                       at + 1);
        if (str_is(record->version, CHARTC_VERSION))
            report_hint(&figure->report, error, "it was changed since it was made, or drawn by other libraries");
        else
            report_hint(&figure->report, error, "chartc %.*s made it, this is " CHARTC_VERSION, STR_FMT(record->version));
    }
    if (status == CHARTC_USAGE) {
        say_damaged(figure, "its record names a format that there is not");
        return CHARTC_INPUT_ERROR;
    }
    return is_same && !has_texts && !has_data ? CHARTC_OK : is_drawn ? CHARTC_INPUT_ERROR : status;
}

ChartcStatus chartc_verify(ChartcFigure *figure)
{
    ENTER(figure);
    return verify(figure);
}
